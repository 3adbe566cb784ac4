"""The title of a document: from its first lines, from a notice that announces it, or from the name of its file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ..model.document import Declared
from .document_numbers import CASE, DECREE_COUNT, DECREE_NAME, NUMBER, is_number_line
from .document_types import TITLE_END
from .issuers import is_authority, signed_on_line
from .line_text import is_date, join_title, narrow, squeeze

# Lines over a title that are no title: controls of a page, its breadcrumbs, its number, a letterhead.
_CONTROL = (
    r"(?:字\W?号|字体|大小|打印(?:本页)?|下载|收藏|关闭(?:窗口|本页)?|保存|复制|分享到?|纠错|朗读|语音播报|视力保护色|背景色|加大|还原|减小|放大|缩小|默认|正常|特大|超大|大|中|小|T|A"
    r"|无障碍|适老版|繁体|简体|返回|(?:回到|返回)?顶部|首页|扫一扫|字号大小|字体大小|浏览次数|阅读次数)"
)
_FURNITURE = re.compile(
    rf"[^|｜。]{{1,14}}(?:[|｜][^|｜。]{{1,14}}){{2,}}|[【\[［（(]?\W*(?:{_CONTROL}[\W_]*)+[+-]?\W*|\W+|[-—–―·•].*|.*[^>＞›»]\s*[>＞›»]+\s*[^>＞›»]+.*|(?:当前|您的|您现在的|所在)位置.*"
    r"|ICS[ 0-9].*|[IVX0-9]{0,5}(?:GB|DB|[A-Z]{2,3})(?:/[A-Z]{1,2})?[0-9X.]{2,9}[-—–]{1,2}[0-9X]{4}|CCS[ A-Z].*|[A-Z][0-9]{2}|备案号.*|[一-鿿（）]{2,30}(?:政府|委员会|局|委|厅|部|办公室|办公厅|院|会)(?:行政规范性|规范性)?文件"
    r"|.{0,20}(?:/|[|｜]).{0,20}[0-9]{4}.*|.{4,40}(?:会议|大会)文件|.*(?:日报|门户网站|政府网|公众号|客户端)|第?[0-9]+页(?:共[0-9]+页)?|来源.{0,20}(?:[报网社台局办厅委]|政府|中心)|[（(][^（）()]*(?:删减|删节|有删改|节选|全文)[^（）()]*[）)]"
)
_SALUTATION = re.compile(
    r"(?:各|尊敬|同志们|女士们|有关|主席|委员长|机关).{0,200}[:：]$|[^。；]{2,120}(?:部门|单位|政府|企业|代表|办事处|委员会|局|厅|委|院|公司|同志)[:：]$"
)
_LABELLED = re.compile(
    r".{0,6}(?:日期|时间|机关|机构|单位|字号|文号|分类|标题|名称|索引号|有效性|效力状态|来源|主题词|形式|密级|签发人|公开范围|公开方式|浏览量|浏览次数)[：:]"
)  # of the card of a page
_MARKS = re.compile(r"(?:[·•*†①-⑳¹²³]|[\[［][0-9]{1,2}[\]］])+$")  # of a footnote, after a title
_CORRECTED = re.compile(r"\s*附[:：](?:修正|修订)(?:本|案|文本)?$")  # of a decision that prints the act after it
_YEAR_AGAIN = re.compile("(?<=[^0-9])([12][0-9]{3})$")  # of a page: 某县2025年统计公报 2025
#: Who reports, under or over the title of a report: 某市审计局局长 李四.
_SPEAKER = re.compile(
    r"[一-鿿、]{0,30}(?:[局厅市县区省州旗院部署]长|主席|主任|检察长|组长|审计长)[\s　:：]+[一-鿿·]{1,4}(?:[\s　]+[一-鿿]{1,2}){0,2}"
)
_GOES_ON = re.compile("[和及与暨、]")  # 第十四个五年规划|和二〇三五年远景目标纲要
_ISSUING = re.compile(  # of a notice, whose title the name of what it issues does not end
    r"关于(?:印发|公布|发布|转发|批转)(?!.*(?:通知|公告|通告|决定|令)$)"
)
_LEADING = re.compile(r"\s*[-—–―]{1,4}(?=[一-鿿《])")  # before a title under a decree
_DASHED = re.compile(r"[-—–―]{1,4}([一-鿿《][^。；，：:0-9]{3,60})")
_MARKED = re.compile("^《([^《》]+)》$")  # a whole title in marks
_NOTICE_END = re.compile(
    r"的?(?:通知|公告|通告|决定|意见|批复|函|通报|报告|请示|命令)》?(?:[（(][^（）()]{1,12}[）)])?$"
)
_ISSUED_RULES = re.compile(
    "关于印发([^《》]{4,80}?(?<!两个|三个|四个|几个)(?:办法|细则|规定|规则|规程|方案|规划|纲要|预案|制度))的通知$"
)
_LONGEST = 8  # lines of a title


def is_title_line(text: str) -> bool:
    """Whether a front line can be a piece of a document's title: short, no sentence, no date, no number of a document,
    nothing that a page or a letterhead prints above a title."""
    flat = _CORRECTED.sub("", squeeze(text))
    most = 150 if "关于" in flat and TITLE_END.search(flat) else 60
    return (
        0 < len(flat) <= most
        and not re.search(r"[。；！？，：:]|\.\.\.|…", flat)
        and not is_date(flat)
        and not NUMBER.search(narrow(flat))
        and not DECREE_COUNT.fullmatch(flat)
        and not CASE.fullmatch(flat)
        and not _SPEAKER.fullmatch(text.strip())
        and not signed_on_line(text)[1]
        and not re.match(
            r"[0-9]{1,2}[.．、]|附件|附表|附录|[（(](?:此件|20|19|[0-9])|[12][0-9]{3}年[0-9]{1,2}月[0-9]{1,2}日|<!--|[0-9]+$|-{3,}|抄送",
            flat,
        )
        and not _FURNITURE.fullmatch(flat)
    )


def is_furniture(text: str) -> bool:
    """Whether a page prints `text` over or under a title: controls, the way to the page, a label with its value."""
    flat = squeeze(text)
    return _FURNITURE.fullmatch(flat) is not None or _LABELLED.match(flat) is not None


def _is_over_title(text: str) -> bool:
    """Whether a line of a title's is none of it: what a page prints there, or the number of the document."""
    return is_furniture(text) or is_number_line(text)


def title_lines(lines: Sequence[tuple[int, str]]) -> list[int]:
    """The numbers among `lines` (number, text) of the front that print the title, repetitions and a period under it included."""
    found: list[int] = []
    group: list[tuple[int, str]] = []
    title = ""
    decrees = [
        n
        for (n, name), (_, count) in pairwise(lines)
        if DECREE_COUNT.fullmatch(squeeze(count)) and DECREE_NAME.fullmatch(squeeze(name))
    ]
    following = [*(squeeze(text) for _, text in lines[1:]), ""][: len(lines)]
    for (n, text), below in zip(lines, following, strict=True):
        flat = squeeze(text)
        if n in decrees:
            continue
        if title and _GOES_ON.match(flat) and TITLE_END.search(flat) and is_title_line(text) and not group:
            found.append(n)
            title += flat
            continue
        if (
            title
            and re.fullmatch(r"[（(].{2,30}[）)]", flat)
            and not re.search(r"[日议号章]|签字|公开|^.[共总合]计?[0-9]|^.[A-Ea-e][类0-9]?.$", flat)
            and not is_date(flat)
        ):
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
        if group and group[-1][1] == flat and not TITLE_END.search(flat):
            group = []  # a column that the way to the page names, and its label
            continue
        group.append((n, _without_marks(flat)))
        for begin in range(max(0, len(group) - _LONGEST), len(group)):
            joined = "".join(part for _, part in group[begin:])
            if _ISSUING.search(joined) and _NOTICE_END.search(below) and is_title_line(below):
                continue  # 关于印发某管理办法|实施细则的通知
            if TITLE_END.search(joined) and (
                not title or squeeze(title).startswith(joined) or joined.startswith(squeeze(title))
            ):
                found.extend(m for m, _ in group[begin:])
                title = title or joined
                group = []
                break
    return found or _other_title(lines, decrees)


def _other_title(lines: Sequence[tuple[int, str]], decrees: Sequence[int]) -> list[int]:
    """The one of `lines` that prints a title where none ends as titles do: under the number of a decree, one of `decrees`, or the first."""
    under_number = [
        n for n, text in lines[:_LONGEST] if (bare := _DASHED.fullmatch(squeeze(text))) and TITLE_END.search(bare[1])
    ]
    if named := under_number or decrees:
        return [named[0]]
    first = next(
        (
            (n, text)
            for n, text in lines
            if (flat := squeeze(text))
            and not is_furniture(flat)
            and not re.fullmatch(
                r"附[件表录][0-9一二三四五六七八九十]{0,3}[：:]?|[（(].*[）)]|.*[0-9X]\W*(?:发布|实施)", flat
            )
        ),
        None,
    )
    row = first is not None and "\t" in first[1].strip()  # of a table, which names its columns
    return [first[0]] if first and not row and (is_title_line(first[1]) or _is_headline(first[1], lines)) else []


def _is_headline(text: str, lines: Sequence[tuple[int, str]]) -> bool:
    """Whether `text`, the first of `lines`, is a title with stops in it, as of news: it breaks off, and prose stands below."""
    flat = squeeze(text)
    below = next((squeeze(other) for _, other in lines[1:] if squeeze(other)), "")
    if lines[0][1] != text or not 4 < len(flat) <= 60 or flat.endswith(("。", "；", "：", "，", ":", "、")):
        return False
    return "。" not in flat and _LABELLED.match(flat) is None and (below.endswith("。") or len(below) > len(flat) + 30)


def printed_title(notice: Sequence[str], titles: Sequence[str], labels: dict[str, str], declared: Declared) -> str:
    """The title that a notice or the title lines print, else the one that is declared; "" for none."""
    issued = _announced_title(notice)
    own = _MARKED.sub(r"\1", _one_title(titles))
    if own and _SALUTATION.fullmatch(squeeze(own)):
        own = ""
    title = issued if issued and (not own or squeeze(own) in squeeze(issued)) else own
    return title or _issued_title(notice) or declared.title or labels.get("title", "")


def title_of_name(name: str) -> str:
    """The title that the name of a file is, without ending: 关于…的意见(2026-01-02) or 03 某市…规划; "" when it is none."""
    bare = re.sub(
        r"^[\s0-9.、_\-（()）]+(?=[^\s0-9年月日])|(?:[\s_\-]*[（(]?[0-9]{4}-?[0-9]{2}-?[0-9]{2}[）)]?)+$", "", name
    )
    bare = re.sub("_+", " ", bare).strip()
    flat = squeeze(bare)
    return join_title(bare.split()) if len(flat) > 5 and TITLE_END.search(flat) and is_title_line(flat) else ""


def _one_title(titles: Sequence[str]) -> str:
    """The title lines joined as one reads them, the same title printed twice taken once."""
    joined = ""
    for text in [text for text in titles if not _is_over_title(text)] or titles:
        part = _without_marks(_joined_names(_LEADING.sub("", text).split()))
        if part and squeeze(part) not in squeeze(joined):
            printed = part.replace("(", "（").replace(")", "）") if part.startswith("(") else part
            joined = _joined_names([joined, printed])
    return joined


def _without_marks(title: str) -> str:
    """`title` without marks of footnotes, and without its year once more after it."""
    title = _CORRECTED.sub("", _MARKS.sub("", title))
    again = _YEAR_AGAIN.search(title)
    return title[: again.start()].rstrip() if again and f"{again[1]}年" in title[: again.start()] else title


def _joined_names(pieces: Sequence[str]) -> str:
    """`pieces` of a title joined, with a space between two authorities that stand side by side before 关于."""
    title = ""
    for piece in pieces:
        last = title.rpartition(" ")[2]
        name, about, _ = piece.partition("关于")
        beside = is_authority(last) and "关于" not in title and is_authority(name if about else piece.split(" ")[0])
        title = f"{title} {piece}" if beside else join_title([title, piece])
    return title


def notice_title(notice: Sequence[str]) -> str:
    """The title of a notice, which its first lines print; "" when they print none."""
    title = ""
    for text in notice[:8]:
        if _is_over_title(text):
            title = "" if is_number_line(text) or text.endswith("文件") else title  # what is above is the letterhead
            continue
        for printed in ([text] if title and is_authority(squeeze(text).partition("关于")[0]) else []), [title, text]:
            joined = _joined_names([piece for part in printed for piece in part.split()])
            whole = not joined.endswith("》") or joined.startswith("《") or "的" in joined.rpartition("《")[2]
            if whole and _NOTICE_END.search(joined):
                return _MARKED.sub(r"\1", joined)
        title = joined
    return ""


def _issued_title(notice: Sequence[str]) -> str:
    """What a notice issues that names it without marks, 关于印发某办法的通知; else the title of the notice."""
    title = notice_title(notice)
    found = _ISSUED_RULES.search(title)
    return found[1] if found else title


def _announced_title(notice: Sequence[str]) -> str:
    """The title of what a notice issues: 关于印发《…》的通知."""
    found = re.search(
        r"(?:印发|公布|发布|批转|转发)[^《〈]{0,20}(?:《(.+?)(?:》的(?:通知|公告|通告)|的通知》|》$)|〈(.+?)〉的(?:通知|公告|通告)》?$)",
        notice_title(notice),
    )
    return (found[1] or found[2]) if found else ""
