"""The kind of answer that a question expects (a time, a sum, a punishment, a definition), and whether a text has one beside a word of the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from re import Pattern

from ..runtime.lazy_pattern import lazy_pattern

_N = "[0-9〇零一二三四五六七八九十百千万两半数]"
_NS = f"{_N}{_N}*"  # the compiler of patterns skips to a first character of {_N}, but not of {_N}+
_TIME = rf"{_NS}(?:\.[0-9]+)?(?:多|余)?(?:个)?(?:年|月|周岁|周|日|天|小时|分钟|工作日)"
_MONEY = rf"{_NS}(?:\.[0-9]+)?(?:余)?(?:个)?(?:元|万元|亿元|倍|%|千元|百元)|百分之|免费"
_HOW_MUCH = "[^?。;]{0,2}(?:多少|多久|多长|多大|多高|几)"

# Question words and the pattern of the answer; the first that matches counts.
_FORMS: tuple[tuple[Pattern[str], Pattern[str]], ...] = tuple(
    (lazy_pattern(asks), lazy_pattern(says))
    for asks, says in (
        ("判(?:几|多少|多久|多重|什么刑)|怎么判|如何判|坐几年|量刑", "有期徒刑|拘役|无期徒刑|死刑"),
        (
            "罚(?:款|金)?(?:多少|几|最[多高])|(?:最[多高])罚",
            rf"(?:{_MONEY})[^。;]{{0,12}}罚[款金]|罚[款金][^。;]{{0,12}}(?:{_MONEY})",
        ),
        ("怎么处罚|如何处罚|怎么罚|罚什么", f"罚款|拘留|警告|吊销|没收|有期徒刑|{_MONEY}"),
        (
            f"最[多长高大晚迟]{_HOW_MUCH}|上限",
            rf"(?:超过|最[多长高大晚迟]|上限)[^。;]{{0,20}}{_N}|{_N}[^。;,]{{0,6}}(?:以下|以内)",
        ),
        (
            f"(?:最[少短低小早]|至少){_HOW_MUCH}|下限",
            rf"(?:[少低]于|满|最[少短低小早]|至少|下限)[^。;]{{0,20}}{_N}|{_N}[^。;,]{{0,6}}以上",
        ),
        (
            "(?:什么|哪些|哪种|何种)(?:情况|情形|条件)|什么时候(?:要|应|必须|会)",
            "情形之一|情况之一|条件之一|下列[^。;]{0,8}(?:情形|情况|条件)|以下[^。;]{0,8}(?:情形|情况|条件)",
        ),
        ("几岁|多大(?!面积)|年龄", f"{_NS}周?岁"),
        ("几(?:号|月|点)|哪一?(?:天|日|年|个?月)", f"{_NS}(?:年|月|日|号|时|点)"),
        ("多久|多长|几(?:天|年|个月|个?小时|个?工作日|日|周)|多少(?:天|年|个月|小时|日)|何时|什么时候|期限", _TIME),
        (
            "多少钱|(?:赔|交|缴|补偿|补助|收费|工资|扣|奖励|立案|最低|最高)(?:多少|几)|多少(?:元|万|倍)|几(?:元|万|倍|成)|起征点|标准是多少",
            _MONEY,
        ),
        ("怎么(?:算|计算|确定)|如何(?:计算|确定|认定)|计算(?:方法|方式|标准)", f"计算|按照|标准|{_N}"),
        (
            "(?<!利息|利率)多[高远宽深快重]|限[速高重]|时速",
            rf"{_NS}(?:\.[0-9]+)?(?:公里|千米|厘米|毫米|米|公斤|千克|吨)",
        ),
        ("谁(?:赔|负责|承担|来赔|出钱)|归谁|由谁", "承担|负担|赔偿责任|归属|由[^。;]{1,12}负责|直接抚养|所有"),
        (
            "(?:要|能|可以|应该?|让|找)[^?。;]{0,8}赔|(?:什么|哪些|何种)(?:法律)?责任|负责吗",
            "承担[^。;]{0,12}责任|赔偿",
        ),
        ("多少|几(?:个|人|名|次|家|张|条|分|所|公里|米|层|户|亩)|比例|几成", _N),
    )
)
_DEFINED = lazy_pattern(
    "^(?:什么(?:是|叫)|何谓|何为|啥(?:是|叫)|(?:怎么|如何|怎样)理解)([^?。;!]+)"
    "|^([^?。;!]+?)(?:的?定义|的?含义|什么意思|(?:是指|指的?是|是|指)(?:什么(?:意思|人|东西)?|谁|啥|哪些人)|(?:主要|具体|都)?包[括含](?:哪些|哪几|什么)[^?。;!]{0,4}|由(?:哪|什么)[^?。;!]{0,6}(?:组成|构成))[吗呢]*(?:[?]|$)"
)
_IS = r'"?(?:\([^)]*\))?,?(?:是指|系指|即|指|,?是[^否]|:)'  # between a term and its definition
_YEAR = lazy_pattern("(?<![0-9])(?:19|20)[0-9]{2}(?=年)")
_SENTENCE = lazy_pattern("[。;\n]")
_LEAD = lazy_pattern("(?:下列|之一|如下)[^。;:]*:")


def says(folded: str) -> Pattern[str] | None:
    """The pattern of an answer to a folded question; None when it expects no certain kind.

    >>> bool(says("试用期最长多久").search("不得超过六个月")), says("氢能")
    (True, None)
    """
    if (term := _defined_term(folded)) is not None:
        term = re.escape(term)
        return (
            re.compile(f'{term}(?:{_IS}|(?<=简称{term})|(?<=简称"{term})|(?:主要|具体|一般|还)?包[括含])')
            if term
            else None
        )
    form = next((form for asks, form in _FORMS if asks.search(folded)), None)
    if form and (years := _YEAR.findall(folded)):  # the year that the question names is no answer
        return re.compile(rf"(?<!{_N})(?!(?:{'|'.join(years)})年)(?:{form.pattern})")
    return form


def defines(folded: str) -> Pattern[str] | None:
    """The pattern of a definition of just the term whose meaning a folded question asks for; None: it asks for none.

    >>> form = defines("噪声是指什么")
    >>> bool(form.search("本法所称噪声,是指")), bool(form.search("本法所称社会生活噪声,是指"))
    (True, False)
    """
    term = re.escape(_defined_term(folded) or "")
    return re.compile(rf"{term}(?:(?<=[称谓]{term})|(?<!\w{term})){_IS}") if term else None


def definitions(folded: str) -> tuple[str, ...]:
    """The strings with which texts begin a definition of the term whose meaning a folded question asks for.

    >>> definitions("什么是噪声"), definitions("噪声标准")
    (('噪声是指', '噪声,是指', '噪声"是指', '噪声",是指'), ())
    """
    term = _defined_term(folded)
    return tuple(f"{term}{way}" for way in ("是指", ",是指", '"是指', '",是指')) if term else ()


def _defined_term(folded: str) -> str | None:
    """The term whose meaning a folded question asks for, "" where it does not say it; None: it asks for no meaning."""
    found = _DEFINED.search(folded)
    return (found[1] or found[2]).strip('"? ') if found else None


def answers(form: Pattern[str], words: Sequence[str], text: str) -> bool:
    """Whether one sentence of a folded text, or a point with the lead of its list, matches the pattern and holds one of `words`."""
    if not form.search(text):
        return False
    lead, search = "", form.search
    for sentence in _SENTENCE.split(text):
        said = lead + sentence
        if search(said):
            for word in words:
                if word in said:
                    return True
        if ":" in sentence and (found := _LEAD.search(sentence)):
            lead = sentence[: found.end()]
    return False


def has_column(year: str, words: Sequence[str], text: str) -> bool:
    r"""Whether a folded text holds all of `words` and a table with a column of `year`, so that 2030年森林覆盖率 is a cell of it.

    >>> has_column("2030", ["覆盖率"], "指标\n2030年目标\n森林覆盖率\n47"), has_column("2030", ["覆盖率"], "到2030年,覆盖率提高。")
    (True, False)
    """
    at = text.find(f"{year}年")
    return at >= 0 and bool(_column(year).search(text, max(0, at - 8))) and all(word in text for word in words)


@lru_cache(16)
def _column(year: str) -> Pattern[str]:
    return re.compile(rf"[\n|][^\n|。;,]{{0,6}}{year}年[^\n|。;,]{{0,6}}(?=[\n|])")
