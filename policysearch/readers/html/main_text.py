"""Which lines of a web page are the document: what surrounds its text is known by place, by its links and by what it says.

The text stands in one element, the smallest that holds nearly all that reads like text. Lines before and after it are
left out unless they may be of the document: sentences, dates, numbers, signatures, headings, rows, attachments. Above the
title that the page declares, and behind the last line of the text, also what stands within that element is left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ...structure.issuers import is_authority
from ...structure.line_classifier import is_date, recognise
from .site_metadata import is_about_page, is_label, is_labelled, iso_date, without_foot

_FRONT = 40  # lines with text in which the title is looked for
_LONGEST_TITLE = 5  # lines
_BELOW = 6  # lines with text under the title in which the day of the page may stand
_DOUBTFUL = 4  # short lines behind the text, of which nothing says what they are: more of them may be a list of it
_MUCH = 400  # letters above what is taken for the title: when they are a third of the page too, it is not
_LONGEST_LINK = 500  # characters of a line of links
_COPY = 100  # letters at least of a text that is printed twice
_SPLIT = re.compile(r"\s*(?:[_|｜]|\s[-–—]\s|-{2,}|—{2,}|>>?|»)\s*")
_SITE = re.compile(r"(?:网|网站|门户|平台|政府|办公[厅室]|委员会|[部委厅局署会院]|中心|频道|政务公开|信息公开|首页)$")
_NUMBERED = re.compile(r"[（(【\[][^（）()【】\[\]]{2,30}号[）)】\]]\s*$")
_NUMBER = re.compile(  # alone on its line, as above and below titles
    r"[（(]?(?:[一-鿿、\s]{0,40}(?:令|公告|通告))?\s*(?:[一-鿿]{0,14}\s*[〔\[［（(【]\s*[0-9]{4}\s*[〕\]］）)】]\s*第?\s*[0-9]+\s*号"
    r"|(?:[0-9]{4}\s*年\s*)?第\s*[0-9零〇一二三四五六七八九十百]+\s*号)[）)]?"
)
_LETTERHEAD = re.compile(r"[一-鿿\s]{2,40}(?:文件|令|公告|通告|公报|函)(?:\s*[（(][^（）()]{1,20}[）)])?")
_FILE = re.compile(r"\.(?:pdf|docx?|wps|ofd|xlsx?|et|zip|rar|txt|pptx?|jpe?g|png)\b", re.I)
_ATTACHED = re.compile(
    r"[（(]?(?:附件|附表|附录|附图|附：|附:|抄送|主送|联系人|联系电话|咨询电话|注：|备注|（此件|\(此件|此件)"
)
_LISTED = re.compile(
    r"(?:相关(?:链接|文章|文件|文档|新闻|信息|阅读|稿件|解读|政策|附件|报道|内容|推荐|专题|资讯|视频|图片|下载|公告)|政策(?:图解|问答)?解读|图解|推荐阅读|延伸阅读|热点推荐|热门(?:推荐|文章)|"
    r"友情链接|附件下载|相关下载|文件下载|最新(?:发布|文章|信息)|排行榜|点击排行|热点排行|关联(?:稿件|文件)|猜你喜欢|网站(?:导航|群)|快速导航|版权声明|免责声明|"
    r"版权与免责声明)\s*[:：>»]*"
)
_CAPTION = re.compile(
    r"[^。；]{0,20}(?:扫码|扫一扫|扫描|二维码|公众号|微信|微博|视频号|客户端|小程序|抖音|快手|今日头条|移动版|手机版|手机端|电脑版|\bAPP\b|QQ空间)[^。；]{0,20}",
    re.I,
)
_CONTROL = re.compile(
    r"(?:(?:回到|返回|去往|到)?\s*(?:顶部|底部|首页|主页|列表|上级)|TOP|关注.{0,15}|分享.{0,15}|转发.{0,6}|打印.{0,8}|关闭.{0,6}|收藏.{0,6}|我?要?纠错|"
    r"(?:智能|在线)(?:问答|客服|机器人|咨询|助手)|无障碍.{0,6}|长者.{0,6}|适老.{0,6}|进入关怀.{0,4}|关怀.{0,4}|登录|注册|退出|邮箱|搜索|检索|高级搜索|站内搜索|字体.{0,8}|字号.{0,8}|放大|缩小|"
    r"点赞.{0,4}|评论.{0,4}|订阅.{0,6}|意见反馈|我要评论|用户中心|个人中心|[简繁]体?(?:版|中文)?|English|EN|展开|收起|更多|查看(?:更多|全文)|点击(?:查看|下载).{0,10}|"
    r"(?:上|下)一[篇条页].{0,60}|复制(?:链接|网址).{0,6}|确定|取消|继续访问|放弃|提示|提交|重置|温馨提示|(?:正在|努力)?加载.{0,6}|"
    r"责任编辑.{0,20}|编辑[:：].{0,12}|来源[:：].{0,30}|语音.{0,6}|朗读.{0,6}|播放|暂停|全屏|您?(?:当前|现在|所在)?的?位置.{0,40}|首页(?:\s*[>＞»›/].*)?)",
    re.I,
)
_OF_SITE = re.compile(
    r"ICP备|公网安备|网站标识码|版权所有|[Cc]opyright|©|(?:浏览器|分辨率).{0,30}(?:访问|浏览|使用|升级)|即将(?:离开|跳转)|是否继续|本网站?(?:注明|转载|站)|凡本网|"
    r"主办单位|承办单位|技术支持|网站地图|联系我们|关于我们|隐私(?:声明|政策|保护)|访问量|浏览量"
)
_DAY = r"[0-9]{4}\s*[-/年.]\s*[0-9]{1,2}\s*[-/月.]\s*[0-9]{1,2}日?"
_STAMP = re.compile(  # of the page: a day in figures, with the hour, or with 来源 and the like behind
    rf"[\[【（(]?\s*(?:(?:发布|更新|发稿|公开)?(?:日期|时间)\s*[:：]\s*)?(?:[0-9]{{4}}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}|{_DAY}\s*(?:[0-9]{{1,2}}[:：][0-9]{{2}}(?:[:：][0-9]{{2}})?"
    rf"|[|｜【\[]?\s*(?:信息|文章)?(?:来源|作者|浏览|点击|阅读|字体|字号|分享)))(?:[\s|｜【\[]*(?:[0-9]{{1,2}}[:：][0-9]{{2}}|信息|文章|来源|作者|浏览|点击|阅读|字体|字号|分享).{{0,80}})?\s*[\]】）)]?(?:[:：|｜].{{0,60}})?"
)


@dataclass(frozen=True, slots=True)
class Zones:
    """The lines of a page: before the element of the text, in it, and after it; and the texts of its links."""

    front: Sequence[str]
    body: Sequence[str]
    tail: Sequence[str]
    links: frozenset[str]  # without white space, of links that lead elsewhere
    files: frozenset[str] = frozenset()  # of links to files


def weight(piece: str) -> int:
    """How much a piece of text speaks for standing in the document: the letters of sentences, a little for long pieces."""
    if "。" not in piece and "；" not in piece:
        return len(piece.strip()) // 20
    return 0 if _OF_SITE.search(piece) else len(piece.strip())


def document(zones: Zones, titles: Sequence[str]) -> tuple[list[str], int, str]:
    """The lines of the document, how many letters of others were left out, and the day that the page prints by itself.

    `titles` are what the page says its title is, the surest first. A text that the page prints twice is taken once.
    """
    front, body, tail = list(zones.front), list(zones.body), list(zones.tail)
    before = _letters([*front, *body, *tail])
    if any(line.strip() for line in tail):
        tail = without_foot(["。", *tail])[1:]  # a foot alone is no foot
    else:
        body = without_foot(body)
    stamps = [line for line in [*front, *body][:_FRONT] if _STAMP.fullmatch(line.strip())]
    front, body = _below_title(front, body, titles, zones)
    body = body[: _end(body, zones)]
    lines = [*front, *body, *_behind(tail, zones, _letters(body) // 10)]
    if not any(line.strip() for line in lines):
        lines = [*zones.front, *zones.body, *zones.tail]
    lines = _once(lines)
    return lines, before - _letters(lines), iso_date(stamps[0]) if stamps else ""


def titles(page_title: str, *declared: str) -> list[str]:
    """What may be the title of the text: as `declared`, then of the page's <title> without the name of the site.

    >>> titles("某市关于节水的通知_通知公告_某市人民政府网", "")
    ['某市关于节水的通知', '通知公告']
    """
    found = [title.strip() for title in declared if title.strip()]
    pieces = [piece.strip() for piece in _SPLIT.split(page_title) if piece.strip()]
    cut = re.split(r"(?<=[一-鿿）)》])-(?=[一-鿿])", pieces[0]) if len(pieces) == 1 else pieces
    found += [piece for piece in cut if not _SITE.search(piece) or len(cut) == 1]
    words = page_title.split()
    found += [piece for n in range(len(words) - 1, 0, -1) if len(piece := " ".join(words[:n])) >= 10]
    return list(dict.fromkeys(found))


def is_list(zones: Zones) -> bool:
    """Whether the page holds nothing but links: a list of other pages, without a text of its own."""
    if len(zones.links) < 5:
        return False
    linked = rest = 0
    for line in (*zones.front, *zones.body, *zones.tail):
        if _is_linked(line, zones.links):
            linked += 1
        elif "。" in line or "\t" in line or len(line) > 40:
            return False
        else:
            rest += bool(line.strip()) and not _is_around(line, zones)
    return linked >= 5 and rest <= 5


def is_empty(lines: Sequence[str]) -> bool:
    """Whether nothing but controls and names of links is left, such as × and 关于我们|网站地图."""
    filled = [line for line in lines if line.strip()]
    return len(filled) <= 8 and all(
        _is_sign(line) or _CONTROL.fullmatch(line) or _OF_SITE.search(line) for line in filled
    )


def _letters(lines: Sequence[str]) -> int:
    return sum(len(re.sub(r"\s", "", line)) for line in lines)


def _flat(text: str) -> str:
    """What titles are compared by: letters and figures."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))


def _below_title(front: list[str], body: list[str], titles: Sequence[str], zones: Zones) -> tuple[list[str], list[str]]:
    """The lines before and in the element of the text without those above the title, and without the title printed before."""
    lines = [*front, *body]
    edge = len(front)
    filled = [n for n, line in enumerate(lines) if line.strip()][:_FRONT]
    found = next((place for title in titles if (place := _title(lines, filled, title))), None)
    if found is None:
        return [line for line in front if is_labelled(line) or _may_head_below(line, zones)], body
    start, stop = found
    kept = [line for n, line in enumerate(lines[:start]) if _may_head(lines, n, n >= edge, zones)]
    if (gone := _letters(lines[:start]) - _letters(kept)) > _MUCH and gone * 3 > _letters(lines):
        return front, body
    for n in [n for n in filled if n >= stop][:_BELOW]:
        line = lines[n].strip()
        if _STAMP.fullmatch(line) or _is_sign(line) or is_about_page(line):
            lines[n] = ""
        elif not (_NUMBER.fullmatch(line) or is_labelled(line)):
            break
    between = [line for line in lines[stop:edge] if _may_head_below(line, zones)] if stop < edge else []
    kept_front = [*kept, *lines[start:stop], *between] if start < edge else kept
    return kept_front, lines[max(start, edge) if start >= edge else max(stop, edge) :]


def _title(lines: Sequence[str], filled: Sequence[int], title: str) -> tuple[int, int] | None:
    """The half-open range of lines that prints the title: the last before the text, of those without prose between."""
    core = _flat(_NUMBERED.sub("", title))
    if len(core) < 5:
        return None
    found: tuple[int, int] | None = None
    for n, start in enumerate(filled):
        if found and any("。" in lines[m] or recognise(lines[m]).role == "ladder" for m in range(found[1], start)):
            break
        if _is_prose(lines[start]) and found:
            break
        if _is_prose(lines[start]) or not _flat(lines[start]):
            continue
        for count in range(1, min(_LONGEST_TITLE, len(filled) - n) + 1):
            group = [lines[m] for m in filled[n : n + count]]
            if any(map(_is_prose, group)):
                break
            joined = _flat(_NUMBERED.sub("", "".join(group)))
            rest = _flat(_NUMBERED.sub("", "".join(group[1:])))
            whole = joined == core or (
                joined.endswith(core) and not rest.endswith(core) and len(joined) - len(core) <= 40
            )
            part = core.endswith(joined) and len(joined) * 2 >= len(core) and len(joined) >= 8
            if (whole or part) and not is_labelled(lines[start]):
                if found is None or start >= found[1]:
                    found = start, filled[n + count - 1] + 1
                break
    return found


def _is_prose(line: str) -> bool:
    return "。" in line or len(line) > 120


def _may_head(lines: Sequence[str], n: int, within: bool, zones: Zones) -> bool:
    """Whether a line above the title may be of the document, or of the card that is read next."""
    line = lines[n].strip()
    if not line:
        return False
    if is_labelled(line):
        return not is_about_page(line)
    if n and is_label(lines[n - 1]) and len(line) <= 60 and "\t" not in line:
        return True
    if _is_around(line, zones):
        return False
    if _NUMBER.fullmatch(line):
        return True
    if within and (_LETTERHEAD.fullmatch(line) or is_authority(re.sub(r"\s", "", line))):
        return True
    return "。" in line and len(line) >= 20 and not _OF_SITE.search(line)


def _may_head_below(line: str, zones: Zones) -> bool:
    """Whether a line between the title and the element of the text may be of the document."""
    if not line.strip():
        return False
    if is_labelled(line):
        return not is_about_page(line)
    return not _is_around(line, zones) and not _STAMP.fullmatch(line.strip())


def _end(body: Sequence[str], zones: Zones) -> int:
    """How many lines of the element of the text are left when those at its end that are of the page are not counted.

    A name between two of them goes with them. A link or two alone are of the text, as the law that a notice names last.
    """
    filled = [n for n, line in enumerate(body) if line.strip()]
    end = len(filled)
    plain = end  # the same without regard to links
    listed = False
    while end:
        line = body[filled[end - 1]]
        if not _is_around(line, zones):
            above, higher = (body[filled[end - n]] if end >= n else "" for n in (2, 3))
            between = len(line) <= 12 and _is_around(above, zones) and (end < len(filled) or _is_around(higher, zones))
            if not between or _may_be_text(line, zones) or _is_linked(above, zones.links):
                break
        elif _may_be_text(line, zones):
            break
        end -= 1
        listed = listed or _LISTED.fullmatch(line.strip()) is not None
        plain = plain if _is_linked(line, zones.links) and not _is_control(line) else end
    if not listed and plain - end <= 2:
        end = plain
    return filled[end - 1] + 1 if end else 0


def _behind(tail: Sequence[str], zones: Zones, most: int) -> Iterator[str]:
    """The lines after the element of the text that may be of the document; at most so many letters are left out on doubt."""
    listed = False
    found: list[tuple[str, bool]] = []  # each line, and whether it may be left out although nothing says what it is
    for line in tail:
        if not line.strip():
            found.append((line, False))
            continue
        listed = listed or _LISTED.fullmatch(line.strip()) is not None
        if _may_be_text(line, zones):
            if not (listed and _is_linked(line, zones.links | zones.files)):
                found.append((line, False))
        elif not (_is_around(line, zones) or _OF_SITE.search(line) or _STAMP.fullmatch(line.strip())):
            found.append((line, True))
    doubtful = [line for line, doubt in found if doubt]
    few = len(doubtful) <= _DOUBTFUL and _letters(doubtful) <= most
    yield from (line for line, doubt in found if not (doubt and few))


def _may_be_text(line: str, zones: Zones) -> bool:
    """Whether a line outside the element of the text may be of the document all the same."""
    flat = re.sub(r"\s", "", line)
    if _OF_SITE.search(flat) or _LISTED.fullmatch(line.strip()):
        return False
    if is_date(flat):
        return True
    if (
        _is_linked(line, zones.links)
        or _is_control(line)
        or _CAPTION.fullmatch(line.strip())
        or _STAMP.fullmatch(line.strip())
    ):
        return False
    if "。" in flat or "\t" in line.strip() or _FILE.search(flat) or _ATTACHED.match(flat):
        return True
    if is_authority(flat) or _NUMBER.fullmatch(flat):
        return True
    return recognise(line).role not in ("text", "blank") or len(flat) > 40


def _is_linked(line: str, links: frozenset[str]) -> bool:
    """Whether nothing but links stands in a line, perhaps with days beside them."""
    if not links or len(line) > _LONGEST_LINK:
        return False
    flat = re.sub(r"\s", "", line)
    if flat in links:
        return True
    rest = re.sub(
        r"[\[【（(]?[0-9]{4}[-./年][0-9]{1,2}[-./月][0-9]{1,2}日?[\]】）)]?|[\[(]?[0-9]{1,2}-[0-9]{1,2}[\])]?", "", flat
    )
    if rest.strip("·•-—.>»") in links:
        return True
    pieces = [piece for piece in re.split(r"[\s　|｜·•>»]+", line) if piece]
    return len(pieces) > 1 and all(piece in links for piece in pieces)


def _is_sign(line: str) -> bool:
    """× + - ↺ and other signs that are no text."""
    return not re.search(r"\w", line) or re.fullmatch(r"\s*[A-Za-z大中小简繁]\s*", line) is not None


def _is_control(line: str) -> bool:
    """Whether nothing but what one presses stands in a line: 打印, 关闭 | 返回顶部."""
    return all(map(_CONTROL.fullmatch, filter(None, re.split(r"\s*[|｜/]\s*", line.strip()))))


def _is_around(line: str, zones: Zones) -> bool:
    """Whether a line is of the page, not of its text, by itself."""
    text = line.strip()
    if "。" in text:
        return False
    if _is_sign(text) or _is_control(text) or _CAPTION.fullmatch(text) or _LISTED.fullmatch(text):
        return True
    return _is_linked(line, zones.links) or (len(text) < 200 and _OF_SITE.search(text) is not None)


def _once(lines: list[str]) -> list[str]:
    """`lines` without the copy of the text, where the page prints it twice; what only the copy says stays."""
    filled = [(n, re.sub(r"\s", "", line)) for n, line in enumerate(lines) if line.strip()]
    seen: dict[str, int] = {}
    shifts: Counter[int] = Counter()
    first: dict[int, int] = {}
    for at, (_, flat) in enumerate(filled):
        if flat in seen:
            shift = at - seen[flat]
            shifts[shift] += len(flat)
            first.setdefault(shift, seen[flat])
        else:
            seen[flat] = at
    if not shifts:
        return lines
    shift, letters = shifts.most_common(1)[0]
    begin, again = first[shift], first[shift] + shift
    text = [flat for _, flat in filled[begin:again]]
    copy = [flat for _, flat in filled[again : again + 2 * shift]]
    if letters < _COPY or shift < 3 or letters * 5 < 2 * sum(len(flat) for _, flat in filled):
        return lines
    if letters * 5 < 4 * sum(map(len, text)):
        return lines
    blocks = SequenceMatcher(None, text, copy, autojunk=False).get_matching_blocks()
    gone = {filled[again + n][0] for block in blocks for n in range(block.b, block.b + block.size)}
    return [line for n, line in enumerate(lines) if n not in gone]
