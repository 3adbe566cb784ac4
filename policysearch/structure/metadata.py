"""What a document says about itself: title, place, plan period, type, number, issuer, dates; only from its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..model.document import UNDECLARED, Declared
from ..text.numerals import chinese, date
from ..text.numerals import number as numeral
from .document_types import TITLE_END, document_type
from .enactment import Enactment, authority, enactment, signed
from .issuers import authorities, is_authority, joined, last_signature
from .line_classifier import is_date, join_title, squeeze
from .regions import place
from .standards import cover

_NUMBER = re.compile(r"([一-鿿]{2,14})\s*[〔\[［（(【﹝〈<]\s*([0-9]{4})\s*[〕\]］）)】﹞〉>]\s*第?\s*([0-9]+)\s*号")
#: A decree or announcement: 某市人民政府令第179号, 国家税务总局公告2023年第12号, 第197号令.
_DECREE = re.compile(
    r"[一-鿿、]{0,40}?(?:令|公告|通告)[（(]?(?:[0-9]{4}年)?第[0-9一二三四五六七八九十百零〇]{1,6}号[）)]?"
    r"|[一-鿿、]{0,40}?第[0-9一二三四五六七八九十百零〇]{1,6}号令"
)
_DECREE_NAME = re.compile(r"[一-鿿、]{1,40}(?:令|公告|通告)")
_DECREE_COUNT = re.compile(r"[（(]?(?:[0-9]{4}年)?第[0-9一二三四五六七八九十百零〇]{1,6}号[）)]?")
_BESIDE_NUMBER = re.compile(r"^(?:发文字号|发文文号|文号|文件编号)[:：]|签发人[:：].{0,20}$")
_LABEL = re.compile(
    r"(?P<title>title|标题|文件名称|公文名称)|(?P<number>发文字号|发文文号|文号|文件编号)|(?P<issuer>发文机关|发文机构|发文单位|发布机构|发布机关|制发机关)"
    r"|(?P<written>成文日期|成文时间|发文日期|签发日期)|(?P<printed>印发日期|印发时间)|(?P<published>发布日期|发布时间|公布日期|公开日期|date)|(?P<in_force>施行日期|实施日期|生效日期)"
)
_PLAN = re.compile(r"第([一二三四五六七八九十]{1,3})个五年")
_PLAN_NAME = re.compile(r"(?:“|\"|^|[一-鿿])((?:二?十[一二三四五六七八九]|[六七八九十])五)(?:”|\"|规划|期间|时期)")
_YEARS = re.compile(r"([0-9]{4})\s*年?\s*[-－—–―~～至到]+\s*([0-9]{4})\s*年?")
_ISO = re.compile(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})")
_PRINTED = re.compile(r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日印发$")
_IN_FORCE = re.compile(
    r"(?:本[^。；，]{1,20}|^第[^。]{1,8}条|印发给[^。；，]{1,10}[，,])[^。；]{0,20}?自([0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)起?(?:正式)?(?:施行|实施|执行|生效)"
)
_PUBLISHED = re.compile(r"([0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)[^。]{0,60}?(?:公布|发布|颁布)")

_GIVER = re.compile(
    r"(?P<who>[^。《》]{2,120}?)(?P<others>等[一-鿿0-9]{0,5}(?:部门|单位|部委|机关|委办局))?(?:印发)?关于"
)
_WORK_REPORT = re.compile(r"政府工作报告")
_REPORTER = re.compile(r"(?:[0-9]{4}年)?(.{2,30}(?:法院|检察院|常务委员会))工作报告")

# Lines over a title that are none: controls of a page, the way to it, its number, what a letterhead says.
_CONTROL = (
    r"(?:字\W?号|字体|大小|打印(?:本页)?|下载|收藏|关闭(?:窗口|本页)?|保存|复制|分享到?|纠错|朗读|语音播报|视力保护色|背景色|加大|还原|减小|放大|缩小|默认|正常|特大|超大|大|中|小|T|A"
    r"|无障碍|适老版|繁体|简体|返回|首页|扫一扫|字号大小|字体大小|浏览次数|阅读次数)"
)
_FURNITURE = re.compile(
    rf"[【\[［（(]?\W*(?:{_CONTROL}[\W_]*)+[+-]?\W*|\W+|[-—–―·•].*|.*[^>＞›»]\s*[>＞›»]+\s*[^>＞›»]+.*|(?:当前|您的|您现在的|所在)位置.*"
    r"|ICS[ 0-9].*|CCS[ A-Z].*|[A-Z][0-9]{2}|备案号.*|[一-鿿（）]{2,30}(?:政府|委员会|局|委|厅|部|办公室|办公厅|院|会)(?:行政规范性|规范性)?文件"
    r"|.{0,20}(?:/|[|｜]).{0,20}[0-9]{4}.*|.*(?:日报|门户网站|政府网|公众号|客户端)|第?[0-9]+页(?:共[0-9]+页)?|来源.{0,20}(?:[报网社台局办厅委]|政府|中心)|[（(][^（）()]*(?:删减|删节|有删改|节选|全文)[^（）()]*[）)]"
)
_SALUTATION = re.compile(
    r"(?:各|尊敬|同志们|女士们|有关|主席|委员长|机关).{0,200}[:：]$|[^。；]{2,120}(?:部门|单位|政府|企业|代表|办事处|委员会|局|厅|委|院|公司|同志)[:：]$"
)


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


_LONGEST = 8  # lines of a title


def is_title_line(text: str) -> bool:
    """Whether a front line can be a piece of a document's title: short, no sentence, no date, no number of a document,
    nothing that a page or a letterhead prints above a title."""
    flat = squeeze(text)
    most = 150 if "关于" in flat and TITLE_END.search(flat) else 60
    return (
        0 < len(flat) <= most
        and not re.search(r"[。；！？，：:]|\.\.\.|…", flat)
        and not is_date(flat)
        and not _NUMBER.search(flat)
        and not re.match(
            r"附件|附表|附录|[（(](?:此件|20|19|[0-9])|[12][0-9]{3}年[0-9]{1,2}月[0-9]{1,2}日|<!--|[0-9]+$|-{3,}|抄送",
            flat,
        )
        and not _FURNITURE.fullmatch(flat)
    )


def title_lines(lines: Sequence[tuple[int, str]]) -> list[int]:
    """The numbers among `lines` (number, text) of the front that print the title, repetitions and a period under it included."""
    found: list[int] = []
    group: list[tuple[int, str]] = []
    title = ""
    decrees = [
        n
        for (n, name), (_, count) in pairwise(lines)
        if _DECREE_COUNT.fullmatch(squeeze(count)) and _DECREE_NAME.fullmatch(squeeze(name))
    ]
    for n, text in lines:
        flat = squeeze(text)
        if n in decrees:
            continue
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
        group.append((n, flat.rstrip("·•*†")))
        for begin in range(max(0, len(group) - _LONGEST), len(group)):
            joined = "".join(part for _, part in group[begin:])
            if TITLE_END.search(joined) and (
                not title or squeeze(title).startswith(joined) or joined.startswith(squeeze(title))
            ):
                found.extend(m for m, _ in group[begin:])
                title = title or joined
                group = []
                break
    if not found and decrees:
        return decrees[:1]
    if not found:
        first = next(
            ((n, text) for n, text in lines if squeeze(text) and not _FURNITURE.fullmatch(squeeze(text))), None
        )
        if first and is_title_line(first[1]):
            return [first[0]]
    return found


def describe(
    notice: Sequence[str],
    titles: Sequence[str],
    preamble: Sequence[str],
    declared: Declared = UNDECLARED,
    lines: Sequence[str] = (),
    name: str = "",
) -> About:
    """Metadata from the lines of the notice (its title first), the document's own title and what follows it.

    What these do not tell is taken from a signature among all its `lines`, or as `declared`; a title, at last, from the
    `name` of the file.
    """
    labels = _labels([*notice, *preamble])
    standard = cover(lines)
    title = _title(notice, titles, labels, declared)
    if standard and standard.title:
        title = standard.title
    from_name = not title and (title := title_of_name(name)) != ""
    made = enactment(preamble)
    number = (
        (standard.number if standard else "")
        or _number([*notice, *_head(preamble)])
        or made.number
        or _number([labels.get("number", "")])
        or _number([declared.number])
    )
    names, written = last_signature(notice)
    signer, signed_on = signed(lines)
    issuers = (standard.issuers if standard else ()) or _issuers(
        names, title, notice, preamble, made, signer, labels.get("issuer", "") or declared.issuer
    )
    if not written:
        written = next((date(text) for text in [*titles, *preamble[:8]] if is_date(text)), "")
    issued = (
        (standard.issued if standard else "")
        or written
        or made.issued
        or signed_on
        or labels.get("written", "")
        or declared.issued
    )
    printed = _printed(lines) or labels.get("printed", "")
    published = (standard.issued if standard else "") or _published(preamble) or labels.get("published", "")
    published = published or declared.published
    in_force = (
        (standard.in_force if standard else "") or _in_force(lines) or made.in_force or labels.get("in_force", "")
    )
    issued = issued or printed or published
    issuer = joined(issuers)
    where, home = place(title), place(made.place or next(iter(issuers), ""))
    if not any(where) or (home[0] and where[0] != home[0] and where[0].endswith(home[0])):
        where = home  # 关于试行江北区…, of 江北区: 试行 is no part of its name
    district, city, level = where
    plan, years = _plan(title)
    if not years:
        years = _years(title)
    if not years and (found := re.search("〔([0-9]{4})〕", f"〔{issued[:4]}〕{number}")):
        years = (int(found[1]),)
    return About(
        title=title,
        title_from_name=from_name,
        type="标准" if standard else document_type(title)[0],
        district=district,
        city=city,
        level=level,
        plan=plan,
        years=years,
        number=number,
        issuer=issuer,
        issuers=issuers,
        issued=issued,
        written=written or signed_on or labels.get("written", "") or declared.issued,
        printed=printed,
        published=published,
        in_force=in_force,
        url=declared.url,
        card=declared.card,
    )


def _title(notice: Sequence[str], titles: Sequence[str], labels: dict[str, str], declared: Declared) -> str:
    """The title that a notice or the title lines print, else the one that is declared; "" for none."""
    announced = _announced(notice)
    own = _one_title(titles)
    if own and _SALUTATION.fullmatch(squeeze(own)):
        own = ""
    title = announced if announced and (not own or squeeze(own) in squeeze(announced)) else own
    return title or _notice_title(notice) or declared.title or labels.get("title", "")


def title_of_name(name: str) -> str:
    """The title that the name of a file is, without ending: 关于…的意见(2026-01-02) or 03 某市…规划; "" when it is none."""
    bare = re.sub(
        r"^[\s0-9.、_\-（()）]+(?=[^\s0-9年月日])|(?:[\s_\-]*[（(]?[0-9]{4}-?[0-9]{2}-?[0-9]{2}[）)]?)+$", "", name
    )
    bare = re.sub("_+", " ", bare).strip()
    flat = squeeze(bare)
    return join_title(bare.split()) if len(flat) > 5 and TITLE_END.search(flat) and is_title_line(flat) else ""


def _head(lines: Sequence[str]) -> Sequence[str]:
    """`lines` up to the first sentence, and six at least."""
    first = next((n for n, text in enumerate(lines) if "。" in text or len(text) > 200), len(lines))
    return lines[: max(6, first)]


def _labels(lines: Sequence[str]) -> dict[str, str]:
    """What lines such as 发文字号：… in the head say; dates in ISO form."""
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


def _number(lines: Sequence[str]) -> str:
    """The first number of a document that stands alone on a line: 某府发〔2026〕3号, 某市人民政府令第179号, also on two lines."""
    above = ""
    for text in lines:
        flat = _BESIDE_NUMBER.sub("", squeeze(text).strip("*"))
        bare = re.sub(r"^[（(](.*)[）)]$", r"\1", flat)
        if found := _NUMBER.fullmatch(flat) or _NUMBER.fullmatch(bare):
            return f"{found[1]}〔{found[2]}〕{found[3]}号"
        if _DECREE.fullmatch(flat):
            return re.sub("[（()）]", "", flat)
        if _DECREE_COUNT.fullmatch(flat) and _DECREE_NAME.fullmatch(above):
            return above + re.sub("[（()）]", "", flat)
        above = flat or above
    return ""


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
    notice_title = _notice_title(notice)
    before, others = _before_about(notice_title or title)
    at_end = tuple(signer.split("、")) if signer else ()
    if signers:
        return tuple(signers)
    if (others or len(before) < len(at_end)) and set(before[:1]) <= set(at_end) and len(at_end) > 1:
        return at_end  # 某部等七部门关于…, or the first of several
    if before:
        return before
    if notice_title and notice_title != title and (own := _before_about(title)[0]):
        return own
    if made.issuer:
        return tuple(made.issuer.split("、"))
    if made.place and _WORK_REPORT.search(title):
        return (f"{made.place}人民政府",)
    if reporter := _REPORTER.match(title):
        return (reporter[1],)
    for text in _head(preamble):
        flat = squeeze(text)
        if (_DECREE_NAME.fullmatch(flat) or _DECREE.fullmatch(flat)) and (
            names := authorities(re.sub("(?:令|公告|通告).*", "", flat).replace("中华人民共和国", ""))
        ):
            return names
    return at_end or authorities(declared) or ((declared,) if declared else ())


def _before_about(title: str) -> tuple[tuple[str, ...], bool]:
    """The authorities before 关于 in a title, without the name of the state, and whether it says that there are others."""
    if not (found := _GIVER.match(title)):
        return (), False
    names = authorities(found["who"].strip())
    return tuple(authority(name) or name for name in names), found["others"] is not None


def _printed(lines: Sequence[str]) -> str:
    """The day on which an office printed it, as the last lines say."""
    return next((date(flat) for text in lines[-12:] if _PRINTED.search(flat := squeeze(text))), "")


def _published(lines: Sequence[str]) -> str:
    flats = (squeeze(text[:400]) for text in _head(lines))
    return max((_iso(found) for flat in flats for found in _PUBLISHED.findall(flat)), default="")


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


def _one_title(titles: Sequence[str]) -> str:
    """The title lines joined as one reads them, the same title printed twice taken once."""
    joined = ""
    for text in titles:
        part = _joined_names(text.split())
        if part and squeeze(part) not in squeeze(joined):
            printed = part.replace("(", "（").replace(")", "）") if part.startswith("(") else part
            joined = _joined_names([joined, printed])
    return joined.rstrip("·•*†")


def _joined_names(pieces: Sequence[str]) -> str:
    """`pieces` of a title joined, with a space between two authorities that stand side by side before 关于."""
    title = ""
    for piece in pieces:
        last = title.rpartition(" ")[2]
        name, about, _ = piece.partition("关于")
        beside = is_authority(last) and "关于" not in title and is_authority(name if about else piece.split(" ")[0])
        title = f"{title} {piece}" if beside else join_title([title, piece])
    return title


def _notice_title(notice: Sequence[str]) -> str:
    title = ""
    for text in notice[:8]:
        flat = squeeze(text)
        if _FURNITURE.fullmatch(flat) or _NUMBER.fullmatch(flat):
            continue
        title = _joined_names([title, *text.split()])
        if re.search(
            r"的?(?:通知|公告|通告|决定|意见|批复|函|通报|报告|请示|命令)》?(?:[（(][^（）()]{1,12}[）)])?$", title
        ):
            return title
    return ""


def _announced(notice: Sequence[str]) -> str:
    """The title of what a notice issues: 关于印发《…》的通知."""
    found = re.search(r"(?:印发|公布|发布|批转|转发)[^《]{0,20}《(.+?)(?:》的通知|的通知》|》$)", _notice_title(notice))
    return found[1] if found else ""


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
