"""Citations of articles in a query, 民法典第五百条 or 刑法 133条之一: the article, and its law."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from ..text.normalize import fold
from .ast import Phrase, Query, Term, merge_terms

# Not compiled here: few queries cite.
_N = "(?:[0-9]{1,4}|[一二三四五六七八九十百千零〇○两]{1,9})"
_SUB = rf"(?:第?[(（]?{_N}[)）]?[款项目])*"
_ARTICLE = rf"(?P<ordinal>第)?(?P<main>{_N})条(?:之(?P<sub>{_N}))?{_SUB}"
_BARE = ".+[法典](?!(?:19|20)[0-9]{2})[0-9]{1,4}"
_BELOW = rf"之{_N}{_SUB}|{_SUB}"
_LAW_ENDINGS = (
    "法|典|条例|规定|办法|解释|细则|规则|决定|决议|通则|准则|章程|修正案|安排|批复|纲要|规划|公约|意见|通知|标准"
)
LAW = rf".*(?:{_LAW_ENDINGS})(?:[（(][^（()）]*[）)]|[一二三四五六七八九十]{{1,3}})?"
_HEADINGS = tuple("篇编章节")
_BOOK = "[一-鿿]{2,8}编"  # 合同编
STATE = "中华人民共和国"
INSTALMENT = "[一二三四五六七八九十]{1,3}"
_FEWEST = 3  # characters of a name: 办法 is a piece of too many titles
_NOT_SAID = (*'《》<>"、 ', STATE)  # of a title, by its name


class Reference(NamedTuple):
    """An article or a heading, and the law it is of as it was typed, folded; "" for that of any."""

    law: str
    article: tuple[int, int]  # 第一百三十三条之一 is (133, 1)
    unit: str = "条"  # 篇 编 章 节 of a heading
    over: tuple[tuple[int, str], ...] = ()  # the headings it stands under: 37, 章 of 第三十七章第二节

    @property
    def printed_forms(self) -> tuple[str, str]:
        """How texts print it, in ideographs and in figures."""
        from ..text.numerals import chinese  # few queries cite

        main, sub = self.article
        below = f"之{chinese(sub)}" if sub else ""
        return f"第{chinese(main)}{self.unit}{below}", f"第{main}{self.unit}{below}"

    @property
    def printed(self) -> str:
        """The citation without its law, in ideographs."""
        from ..text.numerals import chinese

        return "".join([f"第{chinese(n)}{unit}" for n, unit in self.over]) + self.printed_forms[0]


def reference(text: str) -> Reference | None:
    """The article or heading that `text` cites; None unless all of it is a citation.

    >>> reference("刑法第133条之一第二款"), reference("三十条措施")
    (Reference(law='刑法', article=(133, 1), unit='条', over=()), None)
    """
    if text[-1:] in _HEADINGS:
        from .cited_headings import cited_headings  # few queries cite any

        cited = cited_headings(fold(text))
        if not cited or not re.fullmatch(f"(?:{LAW})?", cited[0]):
            return None
        law, (*over, (main, unit)) = cited
        return Reference(bare_title(law), (main, 0), unit, (*over,))
    if "条" not in text and text[-1:].isdecimal() and re.fullmatch(_BARE, fold(text)):
        text += "条"
    found = re.fullmatch(f"(?P<law>.*?){_ARTICLE}", fold(text)) if "条" in text else None
    if not found or not (found["law"] or found["ordinal"]) or (value := _value(found["main"], found["sub"])) is None:
        return None
    return Reference(bare_title(re.sub(f"(?<=典){_BOOK}$", "", found["law"])), value)


def is_document_number(folded: str) -> bool:
    """Whether folded text is the number of a document.

    >>> is_document_number("国发(2026)3号"), is_document_number("3号")
    (True, False)
    """
    return folded[-1:] == "号" and bool(re.fullmatch(r"\w{1,14}\((?:19|20)[0-9]{2}\)第?[0-9]+号", folded))


def join_citations(parts: Sequence[tuple[Query, bool]]) -> list[Query]:
    """The parts of an And, a law and the article after it as one term: 《刑法》 第133条 第2款 is 刑法第133条第2款.

    With each part, whether it follows the one before without white space, as all do in 适用《刑法》的解释第三条.
    """
    if any(_text(part)[-1:] in _HEADINGS for part, _ in parts):
        from .cited_headings import join_headings

        parts = join_headings(parts, reference)
    if not any("条" in _text(part) for part, _ in parts):
        return [part for part, _ in parts]
    found: list[list[Query]] = []  # what stands together
    for part, attached in parts:
        text = _text(part) if isinstance(part, Term) else ""
        run = "".join(map(_text, found[-1])) if found else ""
        named = bool(run) and all(map(_text, found[-1])) and not reference(_text(found[-1][-1]))
        if text and named and re.fullmatch(_ARTICLE, fold(text)):
            book = run if len(found) > 1 and re.fullmatch(_BOOK, run) else ""
            over = "".join(map(_text, found[-2])) if book else run
            if re.fullmatch(LAW, over):
                together = [*(found[-2] if book else []), *found[-1], part]
                found[-2 if book else -1 :] = [[merge_terms(over + book + text, together)]]
                continue
        if text and named and attached and reference(text):
            found[-1] = [merge_terms(run + text, [*found[-1], part])]
            continue
        if text and found and re.fullmatch(_BELOW, fold(text)) and reference(_text(found[-1][-1])):
            found[-1][-1] = merge_terms(_text(found[-1][-1]) + text, [found[-1][-1], part])
            continue
        if attached and found:
            found[-1].append(part)
        else:
            found.append([part])
    return [part for together in found for part in together]


def is_law_name(folded: str) -> bool:
    """Whether a folded text is like the name of a law, and not a piece of too many."""
    return len(folded) >= _FEWEST and re.fullmatch(LAW, folded) is not None


def may_name_law(folded: str) -> bool:
    """Whether a folded text holds what names of laws end with."""
    return re.search(_LAW_ENDINGS, folded) is not None


def is_short_for(field: str, typed: str) -> Callable[[str], bool]:
    """Whether a folded value of `field` is just what `typed` is short for: of "article", 第一百三十三条 for 133; of
    "document", the law for its name.
    """
    folded = fold(typed)
    if field == "article" and (found := re.fullmatch(_ARTICLE, folded if "条" in folded else f"{folded}条")):
        wanted = _value(found["main"], found["sub"])
        return lambda value: wanted is not None and is_article(wanted, value)
    name = bare_title(folded)
    return lambda value: field == "document" and bare_title(value) == name


def is_article(wanted: tuple[int, int], heading: str) -> bool:
    """Whether a folded heading is that of the article `wanted`."""
    found = re.match(rf"第({_N})条(?:之({_N}))?", heading)
    return found is not None and _value(found[1], found[2]) == wanted


def _text(query: Query) -> str:
    return query.text if isinstance(query, Term | Phrase) else ""


@lru_cache(4096)  # thousands of passages are 第十一条
def _value(main: str, sub: str | None) -> tuple[int, int] | None:
    from ..text.numerals import number

    article, below = number(main), number(sub or "0")
    if article is None or below is None or not 0 < article < 10_000 or below >= 10_000:
        return None
    return article, below


@lru_cache(8192)  # every title of an index, for each condition on documents
def bare_title(title: str) -> str:
    """A folded title without the name of the state, marks around names, and what is in brackets at its end; （三）, the number
    of an instalment, stays as 三.
    """
    return bare_titles([title])[0]


def bare_titles(titles: Collection[str]) -> list[str]:
    """The same of each of some titles; all at once, in a fifth of the time."""
    if not titles:
        return []
    joined = "\0".join(titles)  # folded text holds no \0
    for string in _NOT_SAID:
        joined = joined.replace(string, "")
    return [
        re.sub(r"\([^()]*\)$", "", re.sub(rf"\(({INSTALMENT})\)", r"\1", bare)) if "(" in bare else bare
        for bare in joined.split("\0")
    ]
