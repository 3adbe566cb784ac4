"""What a document says about itself: title, place, plan period, type, number, issuer, dates; only from its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..model.document import UNDECLARED, Declared
from ..text.numerals import chinese, date
from ..text.numerals import number as numeral
from .enactment import ISSUER, authority, enactment, signed
from .line_classifier import is_date, join_title, squeeze
from .regions import place

#: Endings of titles, the longer first, with the document type and its letters in ids.
_TYPES = (
    ("规划纲要", "规划纲要", "plan"), ("远景目标纲要", "规划纲要", "plan"), ("规划", "规划", "plan"), ("纲要", "纲要", "outline"),
    ("目录", "目录", "catalogue"), ("实施细则", "细则", "rules"), ("细则", "细则", "rules"), ("方案", "方案", "scheme"), ("行动计划", "计划", "scheme"),
    ("计划", "计划", "scheme"), ("修正案", "修正案", "amendment"), ("条例", "条例", "regulation"), ("办法", "办法", "measures"), ("规定", "规定", "provisions"),
    ("规则", "规则", "rules"), ("宪法", "法律", "law"), ("法", "法律", "law"), ("意见", "意见", "opinion"), ("解释", "解释", "interpretation"),
    ("批复", "批复", "reply"), ("决定", "决定", "decision"), ("决议", "决议", "resolution"), ("公告", "公告", "announcement"), ("通告", "通告", "announcement"),
    ("通知", "通知", "notice"), ("公报", "公报", "gazette"), ("报告", "报告", "report"), ("函", "函", "letter"), ("标准", "标准", "standard"),
    ("措施", "措施", "measures"), ("要点", "要点", "points"), ("清单", "清单", "list"), ("通则", "规则", "rules"), ("守则", "规则", "rules"), ("法典", "法律", "code"), ("安排", "安排", "arrangement"), ("解答", "解释", "interpretation"), ("准则", "规则", "rules"),
    ("章程", "章程", "charter"), ("指南", "指南", "guide"), ("制度", "制度", "rules"), ("议定书", "条约", "treaty"), ("公约", "条约", "treaty"),
)  # fmt: skip

_TITLE_END = re.compile(
    r"(?:纲要|规划|方案|计划|办法|条例|规定|规则|细则|意见|通知|公告|通告|决定|决议|批复|解释|目录|法|公报|报告|标准|修正案|函"
    r"|措施|要点|清单|通则|准则|章程|指南|制度|议定书|公约)"
    r"(?:[（(][^）)]{1,30}[）)])*$"
)
_NUMBER = re.compile(r"([一-鿿]{2,14})\s*[〔\[［（(【]\s*([0-9]{4})\s*[〕\]］）)】]\s*([0-9]+)\s*号")
_PLAN = re.compile(r"第([一二三四五六七八九十]{1,3})个五年")
_PLAN_NAME = re.compile(r"(?:“|\"|^|[一-鿿])((?:二?十[一二三四五六七八九]|[六七八九十])五)(?:”|\"|规划|期间|时期)")
_YEARS = re.compile(r"([0-9]{4})\s*年?\s*[-－—–―~～至到]+\s*([0-9]{4})\s*年?")


_GIVER = re.compile(r"([一-鿿、]{0,40}?(?:代表大会|委员会|国务院|法院|检察院|人民政府|[部局署]|银行))关于")


@dataclass(frozen=True, slots=True)
class About:
    """Metadata of one document; "" where the text does not say."""

    title: str = ""
    type: str = ""
    district: str = ""
    city: str = ""
    level: str = ""
    plan: str = ""
    years: tuple[int, ...] = ()
    number: str = ""
    issuer: str = ""
    issued: str = ""
    url: str = ""


_LONGEST = 8  # lines of a title


def is_title_line(text: str) -> bool:
    """Whether a front line can be a piece of a document's title: short, no sentence, no date, no number of a document."""
    flat = squeeze(text)
    return (
        0 < len(flat) <= 60
        and not re.search(r"[。；！？，：:]|\.\.\.|…", flat)
        and not is_date(flat)
        and not _NUMBER.search(flat)
        and not re.match(
            r"附件|附表|附录|[（(](?:此件|20|19|[0-9])|[12][0-9]{3}年[0-9]{1,2}月[0-9]{1,2}日|<!--|[0-9]+$|-{3,}|抄送",
            flat,
        )
    )


def title_lines(lines: Sequence[tuple[int, str]]) -> list[int]:
    """The numbers among `lines` (number, text) of the front that print the title, repetitions and a period under it included."""
    found: list[int] = []
    group: list[tuple[int, str]] = []
    title = ""
    for n, text in lines:
        flat = squeeze(text)
        if title and re.fullmatch(r"[（(].{2,30}[）)]", flat) and not re.search(r"[日议]|公开", flat):
            found.append(n)
            title += flat
            continue
        if not is_title_line(text):
            if is_date(flat) and title:
                continue
            group = []
            if title and (len(flat) > 60 or "。" in flat):
                break
            continue
        group.append((n, flat))
        for begin in range(max(0, len(group) - _LONGEST), len(group)):
            joined = "".join(part for _, part in group[begin:])
            if _TITLE_END.search(joined) and (
                not title or squeeze(title).startswith(joined) or joined.startswith(squeeze(title))
            ):
                found.extend(m for m, _ in group[begin:])
                title = title or joined
                group = []
                break
    if not found:
        first = next(((n, text) for n, text in lines if squeeze(text)), None)
        if first and is_title_line(first[1]):
            return [first[0]]
    return found


_ENTRY_NUMBER = re.compile(
    r"[0-9]{1,3}(?:\s*[.．、](?![0-9])|\t)\s*|[（(\[［〔【][0-9]{1,3}[）)\]］〕】]\s*|[①-⑳⒈-⒛]\s*"
    r"|[一二三四五六七八九十]{1,3}、\s*(?=\S{1,30}?(?:[：:。]|是指|，指))|[-–*]\s+|[•●■◆▪]\s*"
)
_COLUMN = r"(?:序号|(?:专[业有用])?(?:名词|术语|词语|用语|概念)(?:术语|名称)?|名称|词条)"  # what heads the terms
_BAR = re.compile(r"(?<!\\)\|")
_ENTRIES = tuple(
    map(
        re.compile,
        (
            r"即(?P<term>[^，。：；“”]{3,20})，(?=(?:是|系)?指)",  # a footnote at the abbreviation
            r"(?P<term>[^。：:\t]{1,40}?)\s*[：:。]\s*(?=\S)",
            r"【(?P<term>[^【】]{1,40})】\s*(?=\S)",
            r"(?P<term>[^。：:，；、—\t]{1,40}?)\s*——\s*(?=\S)",
            rf"(?P<term>(?!{_COLUMN}\t)[^。：:，；\t]{{2,30}})\t(?=[^\t]{{4,}}$)",  # a row of a table
            r"(?P<term>(?!这|该|其|本|所谓|以上|上述)(?:“[^“”]{1,30}”|[^。：:，；、\t“”]{2})(?:“[^“”]{1,30}”|[^。：:，；、\t“”]){0,18}?)"
            r"(?:，?(?=(?:是|系)指)|，(?=指))",
            r"(?P<term>“[^“”]{1,30}”)，?(?=指(?![数标导挥引南纹定出])|即(?![时将期可使便]))",
        ),
    )
)
_NO_TERM = re.compile(r".*(?:，|指(?![数标导挥引南纹定])|即(?![时将期])|是|按(?![揭需])|注(?![册入]))")


def glossary_term(text: str) -> str | None:
    """The defined term where `text` begins a glossary entry: “术语”：…, 术语。…, n. “术语”。…, 【术语】…, 术语是指…, | 术语 | … |; else None."""
    entry = glossary_entry(text)
    return entry[0] if entry else None


def glossary_entry(text: str) -> tuple[str, str] | None:
    """The term and the definition of the glossary entry that `text` is, or None."""
    text = with_tabs(text)
    if not re.search(r"\w", text):
        return None  # |---|---|
    number = _ENTRY_NUMBER.match(text)
    text = text[number.end() if number else 0 :]
    for form in _ENTRIES:
        if (entry := form.match(text)) and not _NO_TERM.match(re.sub(r"“[^”]*”?|（[^）]*）", "", entry["term"])):
            term = entry["term"].strip()
            quoted = re.fullmatch(r"“([^“”]+)”?", term)
            return quoted[1] if quoted else term, text[entry.end() :].strip()
    return None


def with_tabs(text: str) -> str:
    """`text` with the cells of its markdown rows parted by TABs, as those of other tables are."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if line.startswith("|") and (row := line.rstrip()).endswith("|"):
            lines[at] = "\t".join(cell.strip().replace("\\|", "|") for cell in _BAR.split(row)[1:-1]).lstrip("\t")
    return "\n".join(lines)


def describe(
    notice: Sequence[str],
    titles: Sequence[str],
    preamble: Sequence[str],
    declared: Declared = UNDECLARED,
    lines: Sequence[str] = (),
) -> About:
    """Metadata from the lines of the notice (its title first), the document's own title and what follows it.

    What these do not tell is taken from a signature among all its `lines`, or as `declared`.
    """
    announced = _announced(notice)
    own = _one_title(titles)
    title = announced if announced and (not own or squeeze(own) in squeeze(announced)) else own
    if not title:
        first = next((text for text in preamble if re.search(r"\w", text)), "")
        title = _notice_title(notice) or declared.title or first[: 60 if "。" in first else 150]
    made = enactment(preamble)
    number = next(
        (f"{m[1]}〔{m[2]}〕{m[3]}号" for text in [*notice, *preamble[:6]] if (m := _NUMBER.fullmatch(squeeze(text)))),
        made.number,
    )
    if not number and (m := _NUMBER.fullmatch(squeeze(declared.number))):
        number = f"{m[1]}〔{m[2]}〕{m[3]}号"
    issuer, issued = _signature(notice)
    giver = _GIVER.match(title)
    signer, signed_on = signed(lines)
    issuer = issuer or _agency(notice) or (authority(giver[1]) if giver else made.issuer) or signer or declared.issuer
    issued = (
        issued
        or next((date(text) for text in [*titles, *preamble[:8]] if is_date(text)), made.issued)
        or signed_on
        or declared.issued
    )
    where, home = place(title), place(issuer)
    if not any(where) or (home[0] and where[0] != home[0] and where[0].endswith(home[0])):
        where = home  # 关于试行江北区…, of 江北区: 试行 is no part of its name
    district, city, level = where
    plan, years = _plan(title)
    if not years:
        years = _years(title)
    if not years and (issued or number):
        years = (int(issued[:4] or number.partition("〔")[2][:4]),)
    return About(
        title, document_type(title)[0], district, city, level, plan, years, number, issuer, issued, declared.url
    )


def describe_gazette(cover: Sequence[str], colophon: Sequence[str]) -> About:
    """Metadata of a gazette's own pages from its cover and imprint."""
    name = next((text for text in cover if "公报" in text), cover[0] if cover else "")
    issue = "".join(
        squeeze(text) + ("年" if re.fullmatch(r"[0-9]{4}", squeeze(text)) else "")
        for text in cover
        if text != name and len(text) <= 12
    )
    district, city, level = place(name)
    dates = [date(squeeze(text).partition("：")[2]) for text in colophon if "日期" in text]
    issuers = [squeeze(text).partition("：")[2] for text in colophon if text.startswith("主办")]
    found = re.search(r"[0-9]{4}", issue)
    years = (int(found[0]),) if found else ()
    return About(
        f"{name} {issue}".strip(),
        "公报",
        district,
        city,
        level,
        "",
        years,
        "",
        (issuers or [""])[0],
        (dates or [""])[0],
    )


def _one_title(titles: Sequence[str]) -> str:
    """The title lines joined as one reads them, the same title printed twice taken once."""
    joined = ""
    for text in titles:
        part = join_title(text.split())
        if part and squeeze(part) not in squeeze(joined):
            printed = part.replace("(", "（").replace(")", "）") if part.startswith("(") else part
            joined = join_title([joined, printed])
    return joined


def _notice_title(notice: Sequence[str]) -> str:
    joined = ""
    for text in notice[:6]:
        joined = join_title([joined, *text.split()])
        if re.search(
            r"的?(?:通知|公告|通告|决定|意见|批复|函|通报|报告|请示|命令)》?(?:[（(][^（）()]{1,12}[）)])?$", joined
        ):
            return joined
    return ""


def _announced(notice: Sequence[str]) -> str:
    """The title of what a notice issues: 关于印发《…》的通知."""
    found = re.search(r"(?:印发|公布|发布|批转|转发)[^《]{0,20}《(.+?)(?:》的通知|的通知》|》$)", _notice_title(notice))
    return found[1] if found else ""


def _agency(notice: Sequence[str]) -> str:
    found = re.match(r"(.{2,40}?)关于", _notice_title(notice))
    return found[1] if found else ""


def _signature(notice: Sequence[str]) -> tuple[str, str]:
    """Issuer and date as signed under a notice."""
    for i in range(len(notice) - 1, 0, -1):
        if is_date(notice[i]):
            issuer = squeeze(notice[i - 1])
            return issuer if ISSUER.fullmatch(issuer) else "", date(notice[i])
    return "", ""


def document_type(title: str) -> tuple[str, str]:
    """The type of document that a title tells, "" for none, and its letters in ids."""
    bare = re.sub(r"[（(][^）)]*[）)]", "", squeeze(title)).rstrip("》")
    for ending, name, letters in _TYPES:
        if bare.endswith(ending):
            if name == "纲要" and "规划" in bare:
                return "规划纲要", "plan"
            return name, letters
    return "", "text"


def _plan(title: str) -> tuple[str, tuple[int, ...]]:
    """十五五 and its years from 第十五个五年 or “十五五”. The third plan began in 1966, each later one five years on."""
    flat = squeeze(title)
    if found := _PLAN.search(flat):
        ordinal = numeral(found[1])
    elif found := _PLAN_NAME.search(flat):
        ordinal = numeral(found[1][:-1])
    else:
        return "", ()
    if not ordinal:
        return "", ()
    start = {1: 1953, 2: 1958}.get(ordinal, 1951 + 5 * ordinal)
    return f"{chinese(ordinal)}五", tuple(range(start, start + 5))


def _years(title: str) -> tuple[int, ...]:
    """Every year of the period that a title names, such as （2025—2027年）."""
    if found := _YEARS.search(title):
        low, high = int(found[1]), int(found[2])
        return tuple(range(low, high + 1)) if 0 <= high - low <= 50 else ()
    single = re.match(r"([0-9]{4})年度?", squeeze(title))
    return (int(single[1]),) if single else ()
