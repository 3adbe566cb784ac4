"""Metadata of a document, from its text alone: title, place, plan period, type, number, issuer, dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..model.document import UNDECLARED, Declared
from ..text.numerals import chinese, date
from ..text.numerals import number as numeral
from .document_numbers import DECREE, DECREE_NAME, MINUTES, document_number
from .document_title import is_furniture, notice_title, printed_title, title_of_name
from .document_types import document_type
from .enactment import Enactment, authority, enactment, read_signature
from .issuers import authorities, joined, last_signature
from .line_text import is_date, squeeze
from .regions import place
from .standards import Cover, cover

_LABEL = re.compile(
    r"(?P<title>title|标题|文件名称|公文名称)|(?P<number>发文字号|发文文号|文号|文件编号)|(?P<issuer>发文机关|发文机构|发文单位|发布机构|发布机关|制发机关)"
    r"|(?P<written>成文日期|成文时间|发文日期|签发日期)|(?P<printed>印发日期|印发时间)|(?P<published>发布日期|发布时间|公布日期|公开日期|date)|(?P<in_force>施行日期|实施日期|生效日期)|(?P<buyer>招标人|招标方|招标单位|采购人|采购方|采购单位|比选人)|(?P<project>(?:采购|招标)?项目名称)"
)
_PLAN = re.compile(r"第([一二三四五六七八九十]{1,3})个五年")
_PLAN_NAME = re.compile(r"(?:“|\"|^|[一-鿿])((?:二?十[一二三四五六七八九]|[六七八九十])五)(?:”|\"|规划|期间|时期)")
_YEARS = re.compile(r"([0-9]{4})\s*年?\s*[-－—–―~～至到]+\s*([0-9]{4})\s*年?")
_ISO = re.compile(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})")
_PRINTED = re.compile(r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日印发$")
_IN_FORCE = re.compile(
    r"(?:本[^。；，]{1,20}|^第[^。]{1,8}条|印发给[^。；，]{1,10}[，,])[^。；]{0,20}?自([0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)起?(?:正式)?(?:施行|实施|执行|生效)"
)
_PUBLISHED = re.compile(
    r"([0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)(?:(?!现予|[0-9]{4}年[0-9]{1,2}月)[^。]){0,60}?(?:公布|发布|颁布)"
)
_POSTED = re.compile("[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日[0-9]{1,2}[时:：][0-9]{1,2}(?:分|[:：][0-9]{1,2})?")
_PROCLAIMED = re.compile(r"现予?(?:公布|发布)")  # on the day of the signature

_GIVER = re.compile(
    r"(?P<who>[^。《》]{2,120}?)(?P<others>等[一-鿿0-9]{0,5}(?:部门|单位|部委|机关|委办局))?(?:印发|(?:转发|批转)[^。《》]{2,60}?)?关于"
)
_WORK_REPORT = re.compile(r"政府工作报告")
_SPEAKER = re.compile(
    r"我(?:受|代表)(国务院|[一-鿿]{2,10}(?:省|自治区|市|州|县|区|旗)人民政府)(?:委托)?[，,、]?(?:向|现)"
)
_POST = re.compile(r"(?:局长|主任|厅长|部长|署长|院长|检察长)[\s　:：]*[一-鿿·]{1,4}(?:[\s　][一-鿿·]{1,4})?$")
_BESIDE = 10  # lines under a title that may name who reports
_DECIDER = re.compile(
    r"([一-鿿（）]{2,40}?(?:法院|检察院|局|委员会|厅|部|署|政府|总队|支队|大队|委))(?:行政|民事|刑事|执行|国家赔偿|强制|责令|不予)[一-鿿]{0,12}书"
)
_REPORTER = re.compile(r"(?:[0-9]{4}年)?(.{2,30}(?:法院|检察院|常务委员会))工作报告")


@dataclass(frozen=True, slots=True)
class About:
    """Metadata of one document; "" where the text does not say."""

    title: str = ""
    title_from_name: bool = False  # the text has none: it is that of the file
    type: str = ""
    district: str = ""
    city: str = ""
    level: str = ""
    plan: str = ""
    years: tuple[int, ...] = ()
    number: str = ""
    issuer: str = ""  # of a joint document all, in their order, with 、 between
    issuers: tuple[str, ...] = ()
    issued: str = ""  # the first of the dates below that is known, in their order
    written: str = ""  # 成文: over which it is signed
    printed: str = ""  # 印发
    published: str = ""  # 公布, 发布
    in_force: str = ""  # 施行
    url: str = ""
    card: tuple[tuple[str, str], ...] = ()  # labels and values of a web page's card


def describe(
    notice: Sequence[str],
    titles: Sequence[str],
    preamble: Sequence[str],
    declared: Declared = UNDECLARED,
    lines: Sequence[str] = (),
    name: str = "",
) -> About:
    """Metadata from the lines of the notice (its title first), the document's own title and what follows it.

    Missing metadata are taken from a signature among all its `lines`, or from `declared`; a missing title from the `name`
    of the file.
    """
    labels = _labels([*notice, *preamble])
    on_cover = cover(lines)
    standard = on_cover or Cover()
    title = standard.title or printed_title(notice, titles, labels, declared)
    if re.fullmatch("(?:公开)?招标文件", squeeze(title)) and (project := labels.get("project", "")):
        title = f"{squeeze(project)}{title}"
    if re.fullmatch(MINUTES, squeeze(title)):
        title = _letterhead(title, lines) + title
    from_name = not title and (title := title_of_name(name)) != ""
    made = enactment(preamble)
    if not made.issued:
        made = enactment(notice[:_BESIDE])
    number = (
        standard.number
        or document_number([*notice, *(titles if set(titles) - set(notice) else ()), *_head(preamble)])
        or made.number
        or document_number(_head(lines))
        or document_number([labels.get("number", "")])
        or document_number([declared.number])
    )
    names, written = last_signature(notice)
    signer, signed_on = read_signature(lines)
    issuers = standard.issuers or _issuers(
        names, title, notice, preamble, made, signer, labels.get("issuer", "") or declared.issuer
    )
    if document_type(title)[0] == "招标文件" and (buyer := squeeze(labels.get("buyer", ""))):
        issuers = (buyer,)  # a tender prints the forms and notices of others
    if not written:
        written = next((date(text) for text in [*titles, *preamble[:8]] if is_date(text)), "")
    issued = standard.issued or written or made.issued or signed_on or labels.get("written", "") or declared.issued
    printed = _printing_date(lines) or labels.get("printed", "")
    published = standard.issued or _publication_date(preamble) or labels.get("published", "")
    if not published and any(_PROCLAIMED.search(squeeze(text[:400])) for text in _head([*notice, *preamble])):
        published = written or signed_on
    published = published or _posting_date([*notice, *preamble]) or declared.published
    in_force = standard.in_force or _in_force(lines) or made.in_force or labels.get("in_force", "")
    issued = issued or printed or published
    where, home = place(title), place(made.place or next(iter(issuers), ""))
    if not any(where) or (home[0] and where[0] != home[0] and where[0].endswith(home[0])):
        where = home  # 关于试行江北区…, of 江北区: 试行 is no part of its name
    district, city, level = where
    plan, years = _plan(title)
    years = years or _years(title) or _year_of_number(issued, number)
    return About(
        title=title,
        title_from_name=from_name,
        type="标准" if on_cover else document_type(title)[0],
        district=district,
        city=city,
        level=level,
        plan=plan,
        years=years,
        number=number,
        issuer=joined(issuers),
        issuers=issuers,
        issued=issued,
        written=written or signed_on or labels.get("written", "") or ("" if made.issued else declared.issued),
        printed=printed,
        published=published,
        in_force=in_force,
        url=declared.url,
        card=declared.card,
    )


def _year_of_number(issued: str, number: str) -> tuple[int, ...]:
    """The year of issue, or that of the number of a document."""
    found = re.search("〔([0-9]{4})〕", f"〔{issued[:4]}〕{number}")
    return (int(found[1]),) if found else ()


def _letterhead(title: str, lines: Sequence[str]) -> str:
    """The authority on the line over the bare name of minutes, 专题会议纪要; "" for none."""
    at = next((n for n, text in enumerate(lines) if squeeze(text) == squeeze(title)), 0)
    names = authorities(lines[at - 1]) if at else ()
    return names[0] if len(names) == 1 else ""


def _head(lines: Sequence[str]) -> Sequence[str]:
    """`lines` up to the first sentence, and six at least."""
    first = next((n for n, text in enumerate(lines) if "。" in text or len(text) > 200), len(lines))
    return lines[: max(6, first)]


def _labels(lines: Sequence[str]) -> dict[str, str]:
    """The values of lines such as 发文字号：… in the head; dates in ISO form."""
    found: dict[str, str] = {}
    for text in _head(lines):
        name, colon, value = re.sub(r"\*\*|[【】]", "", text).replace("：", ":", 1).partition(":")
        label = _LABEL.fullmatch(squeeze(name)) if colon and len(name) < 20 else None
        if label and label.lastgroup and (value := value.strip().strip("\"'")):
            key = label.lastgroup
            found.setdefault(key, _iso(value) if key in ("written", "printed", "published", "in_force") else value)
    return found


def _iso(text: str) -> str:
    found = _ISO.search(text)
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}" if found else date(text)


def _issuers(
    signers: Sequence[str],
    title: str,
    notice: Sequence[str],
    preamble: Sequence[str],
    made: Enactment,
    signer: str,
    declared: str,
) -> tuple[str, ...]:
    """The authorities of a document, in order: who signed the notice, is named before 关于, passed it, gave the decree,
    signed it at its end, or is declared."""
    named = notice_title(notice)
    before, others = _before_about(named or title)
    at_end = tuple(signer.split("、")) if signer else ()
    if signers:
        return tuple(signers)
    if (others or len(before) < len(at_end)) and set(before[:1]) <= set(at_end) and len(at_end) > 1:
        return at_end  # 某部等七部门关于…, or the first of several
    if len(before) == len(at_end) == 1 and at_end[0].endswith(before[0]):
        return at_end  # 市人民政府关于…, signed by 某某市人民政府
    if before:
        return before
    if named and named != title and (own := _before_about(title)[0]):
        return own
    if made.issuer:
        return tuple(made.issuer.split("、"))
    if made.place and _WORK_REPORT.search(title):
        return (f"{made.place}人民政府",)
    if decider := _DECIDER.match(squeeze(title)):
        return authorities(decider[1]) or (decider[1],)
    beside = [*notice, *preamble][:_BESIDE]
    reporters = (_reporting(text, title) for text in beside if made.place or _POST.search(text))
    if found := next(filter(None, reporters), ()):
        return found
    if speaker := next((said for text in beside if (said := _SPEAKER.search(squeeze(text)))), None):
        return (speaker[1],)
    if reporter := _REPORTER.match(title):
        return (reporter[1],)
    above = ""
    is_decree = DECREE_NAME.fullmatch(title) or DECREE.fullmatch(squeeze(title))
    for text in [*([title] if is_decree else ()), *_head(preamble)]:
        flat = squeeze(text)
        if DECREE_NAME.fullmatch(flat) or DECREE.fullmatch(flat):
            named = re.sub(f"(?:令|公告|通告|{MINUTES}).*", "", flat).replace("中华人民共和国", "")
            if names := authorities(named) or ((not named and authorities(above)) or ()):
                return names
        above = text
    under = (
        authorities(text) for text in _head(preamble)[:_BESIDE] if title and "\t" not in text and not is_furniture(text)
    )
    return at_end or next(filter(None, under), ()) or authorities(declared) or ((declared,) if declared else ())


def _reporting(text: str, title: str) -> tuple[str, ...]:
    """The authorities on a line under the `title` of a report to a congress: 某市财政局, 某市发展和改革委员会主任 李四; with
    the name of the place that the title has, where the line has 市审计局局长 李四."""
    names = authorities(_POST.sub("", text.strip()))
    where = place(title)[0]
    return tuple(f"{where[:-1]}{name}" if where and name[0] == where[-1] else name for name in names)


def _before_about(title: str) -> tuple[tuple[str, ...], bool]:
    """The authorities before 关于 in a title, without the name of the state, and whether it says that there are others."""
    if not (found := _GIVER.match(title)):
        return (), False
    names = authorities(found["who"].strip())
    return tuple(authority(name) or name for name in names), found["others"] is not None


def _printing_date(lines: Sequence[str]) -> str:
    """The day on which an office printed it, as the last lines say."""
    return next((date(flat) for text in lines[-12:] if _PRINTED.search(flat := squeeze(text))), "")


def _publication_date(lines: Sequence[str]) -> str:
    flats = (squeeze(text[:400]) for text in _head(lines) if not text.endswith(("失效", "废止")))
    return max((_iso(found) for flat in flats for found in _PUBLISHED.findall(flat)), default="")


def _posting_date(lines: Sequence[str]) -> str:
    """The day of a day and time that stand alone in the head, as a page has them: 2026年2月10日 07时41分."""
    return next((_iso(flat) for text in _head(lines) if _POSTED.fullmatch(flat := squeeze(text))), "")


def _in_force(lines: Sequence[str]) -> str:
    """The day from which it is in force, as its last such sentence says."""
    for text in reversed(lines):
        if "自" in text and "日" in text and (found := _IN_FORCE.search(squeeze(text))):
            return date(found[1])
    return ""


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
        title=f"{name} {issue}".strip(),
        type="公报",
        district=district,
        city=city,
        level=level,
        years=years,
        issuer=(issuers or [""])[0],
        issuers=tuple(issuers[:1]),
        issued=(dates or [""])[0],
    )


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
