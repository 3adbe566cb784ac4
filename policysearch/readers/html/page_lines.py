"""Classes of single lines of a web page: control, links, caption, line of the site, day of the page, or maybe text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from ...structure.issuers import is_authority
from ...structure.line_classifier import recognise
from ...structure.line_text import is_date

_LONGEST_LINK = 500  # characters of a line of links
_BESIDE = 200  # letters of links side by side
_LONG = 40  # letters of a line that is none of controls and names
_SEVERAL = 3  # lines that are set as paragraphs, without a sentence
_PRESSED = 60  # characters of a line of controls
NUMBER = re.compile(  # alone on its line, as above and below titles
    r"[（(]?(?:[一-鿿、\s]{0,40}(?:令|公告|通告))?\s*(?:[一-鿿]{0,14}\s*[〔\[［（(【]\s*[0-9]{4}\s*[〕\]］）)】]\s*第?\s*[0-9]+\s*号"
    r"|(?:[0-9]{4}\s*年\s*)?第\s*[0-9零〇一二三四五六七八九十百]+\s*号)[）)]?"
)
_FILE = re.compile(r"\.(?:pdf|docx?|wps|ofd|xlsx?|et|zip|rar|txt|pptx?|jpe?g|png)\b", re.I)
_ATTACHED = re.compile(
    r"[（(]?(?:附件|附表|附录|附图|附：|附:|抄送|主送|联系人|联系电话|咨询电话|注：|备注|（此件|\(此件|此件)"
)
LISTED = re.compile(
    r"(?:(?:相关|关联|(?:同|本)栏目|同类|推荐|热门|热点|最新|更多|往期|延伸|友情|常用|图片)(?:链接|文章|文件|文档|新闻|信息|阅读|稿件|解读|政策|附件|报道|内容|推荐|专题|资讯|视频|图片|下载|公告|法规|服务|问答|栏目|主题|案例|发布|评论)|"
    r"(?:政策|媒体|专家|图文|视频|文字|部门)(?:图解|问答)?(?:解读|报道|图解|问答|评价)|图解|(?:全部|网友)评论|评论区|栏目列表|附件下载|文件下载|排行榜|热搜?榜|(?:公告|通知|信息)栏|(?:点击|热点)排行|"
    r"猜你喜欢|网站(?:导航|群)|快速导航|版权声明|免责声明|版权与免责声明)\s*[:：>»]*"
)
_CAPTION = re.compile(
    r"[^。；]{0,20}(?:点击.{0,4}蓝字|扫码|扫一扫|扫描|二维码|公众号|微信|微博|视频号|客户端|小程序|抖音|快手|今日头条|移动版|手机版|手机端|电脑版|\bAPP\b|QQ空间)[^。；]{0,20}",
    re.I,
)
CONTROL = re.compile(
    r"(?:(?:回到|返回|去往|到)?\s*(?:顶部|底部|首页|主页|列表|上级)|TOP|关注.{0,15}|分享.{0,15}|转发.{0,6}|打印.{0,8}|关闭.{0,6}|收藏.{0,6}|我?要?纠错|"
    r"(?:智能|在线)(?:问答|客服|机器人|咨询|助手)|无障碍.{0,6}|长者.{0,6}|适老.{0,6}|进入关怀.{0,4}|关怀.{0,4}|登录|注册|退出|邮箱|搜索|检索|高级搜索|站内搜索|字体.{0,8}|字号.{0,8}|(?:放大|缩小).{0,4}|"
    r"点赞.{0,4}|(?:全部|最新|我要|网友)?评论.{0,4}|暂无.{0,20}|订阅.{0,6}|意见反馈|我要评论|用户中心|个人中心|[简繁]体?(?:版|中文)?|English|EN|展开|收起|更多|查看(?:更多|全文)|点击(?:查看|下载).{0,10}|"
    r"(?:上|下)一(?:[篇条页则个]|信息|主题|记录|新闻)(?:文章|新闻|信息|公告)?(?:[:：\s].{0,80})?|没有了|返回|菜单|导航|官方(?:认证|回答|答复)?|已认证|复制(?:链接|网址).{0,6}|确定|取消|继续访问|放弃|提示|提交|重置|温馨提示|(?:正在|努力)?加载.{0,6}|"
    r"责任编辑.{0,20}|编辑[:：].{0,12}|来源[:：].{0,30}|(?:文章|信息)?录入(?:者|人)?[:：].{0,12}|责编[:：].{0,12}|语音.{0,6}|(?:点击)?(?:朗读|收听|播放).{0,6}|播报|发表(?:评论|回复)|挑错|(?:今天|现在)是.{0,40}|欢迎(?:访问|光临|您|来到).{0,30}|(?:[TAa字]?[大中小+-]){2,6}|(?:基本|非常|比较)?不?满意|"
    r"(?:share|print|published|source|font size|related|follow|skip to|tags?|posted|views?|hits?)\b.{0,60}|home|menu|search|back(?: to top)?|next|previous|facebook|twitter|wechat|weibo|email|(?:字号|字体)设置|标准|[较超]大|历史沿革|关联(?:法规|文件)|下载文本|(?!(?:19|20)[0-9]{2}(?![0-9.,%]))[（(]?[0-9.,%]{1,9}万?[）)]?次?|"
    r"(?:告诉|推荐给)好友|e-?mail推荐|邮件推荐|推荐(?:给好友|本[文页])|举报|投稿|顶一下|踩一下|[顶踩赞]|使用(?:说明|帮助)|下载(?:word|pdf|doc|文字|图片|全文).{0,4}|播放|暂停|全屏|您?(?:当前|现在|所在)?的?位置.{0,40}|首页(?:(?:\s*[-—]*[>＞»›/→]|\s+[-—]\s).*)?)",
    re.I,
)
TIMED = re.compile(r"[^。；]{0,30}[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?\s*[0-9]{1,2}[:：][0-9]{2}[^。；]{0,40}")
NUMBERED = re.compile(r"[一-鿿]{1,10}\s*[〔［\[]\s*[0-9]{4}\s*[〕］\]]\s*第?\s*[0-9]+\s*号")  # within a line
FOOT = re.compile(  # of the site: nothing of the text comes behind
    r"ICP备|公网安备|网站标识码|版权所有|[Cc]opyright|©|技术支持|网站(?:地图|管理|主办)|备案(?:序?号|许可)|(?:最佳|建议).{0,20}分辨率|All rights reserved",
    re.I,
)
_SPACED = re.compile(r"(?<=^[一-鿿])[\s　]+(?=[一-鿿][\s　]*[:：])")  # 编　　辑：
_CLOCK = re.compile(r"[0-9]{1,2}[:：][0-9]{2}")
_RULE = re.compile(r"[-—=*_·]+\s*[A-Za-z]{2,6}\s*[-—=*_·]+|[-—=*_·]{3,}.{0,6}[-—=*_·]{3,}")
_URL = re.compile(r"https?://\S+", re.I)
_FIGURES = re.compile(r"[\W0-9]+")
_CHINESE = re.compile("[一-鿿]")
_LATIN = re.compile(r"\s+[A-Za-z][A-Za-z .&'-]*(?=\s|$)")
_CREDIT = re.compile(r"[^。；]{0,40}[（(][^。；（）()]{1,12}(?:供图|摄|摄影)[）)]")  # under a picture
_CREDITS = re.compile(  # 编辑 | 林青　审核 | 周云
    r"(?:(?:来源|编辑|责编|审核|审校|校对|监制|策划|记者|通讯员|作者|撰稿|供稿|摄影|制作|素材|初审|复审|终审|文|图)\s*[|｜丨]\s*[^|｜丨。]{1,30}){1,6}"
)
_CLIPPED = re.compile(r"[·•◆▪■]\s*[^。]{4,40}(?:\.{3}|…+)")  # an item that a template cut
_AGO = re.compile(r"[0-9]{1,3}\s*(?:秒|分钟|小时|天|个?月|年)前")
_READ = re.compile(
    r"(?:(?:浏览|阅读|点击|人气|热度|观看)(?:量|数|次数)?\s*[:：]?\s*)?[0-9][0-9.,]*\s*万?\s*(?:人|次)?\s*(?:看过|浏览|阅读|点击|观看)"
    r"|(?:浏览|阅读|点击|人气|热度|观看)(?:量|数|次数)?\s*[:：]?\s*[0-9][0-9.,]*\s*万?\s*(?:人|次)*"
)
_MENU = re.compile(
    r"(?:[^\W0-9](?: ?[^\W0-9]){1,9}\s*[|｜┊‖]\s*){3,}[^\W0-9](?: ?[^\W0-9]){1,9}\s*[|｜┊‖]?"
)  # names between bars
_BY_MACHINE = re.compile(  # a fact with a second or the address of an article behind a label
    r"[一-鿿\s]{2,8}[:：]\s*(?:[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?\s*[0-9]{1,2}:[0-9]{2}:[0-9]{2}|https?://\S+/\S+\.(?:s?html?|jsp|aspx?|php)\S*)"
)
_ASKED = re.compile(
    r"您?(?:看完|读完|阅读|觉得|认为|对)?.{0,6}(?:本文|文章|页面|内容|信息|网页).{0,16}[？?]"
)  # of the reader
OF_SITE = re.compile(
    r"ICP备|公网安备|网站标识码|版权所有|[Cc]opyright|©|(?:浏览器|分辨率).{0,30}(?:访问|浏览|使用|升级)|即将(?:离开|跳转)|是否继续|本网站?(?:注明|转载|站)|凡本网|"
    r"转载.{0,6}注明|未经.{0,6}(?:授权|许可|同意).{0,20}(?:使用|转载|用途)|长按.{0,4}识别|制作维护|All rights reserved|请自觉遵守|文明上网|第\s*[0-9]*\s*位(?:访|读者|来访|浏览|网友)|打开.{0,10}APP|主办单位|承办单位|主办[:：].{0,40}承办[:：]|主办[:：].{0,60}(?:@|[0-9]{5})|技术支持|网站地图|联系我们|关于我们|本(?:网页|页面?)(?:内容|信息|所|由|刊|发布|提供)|您.{0,8}(?:页面|网页)|隐私(?:声明|政策|保护)|访问量|浏览量"
)
_DAY = r"[0-9]{4}\s*[-/年.]\s*[0-9]{1,2}\s*[-/月.]\s*[0-9]{1,2}日?"
DATE = re.compile(_DAY)
STAMP = re.compile(  # of the page: a day in figures, with the hour, or with 来源 and the like behind
    rf"[\[【（(]?\s*(?:(?:发布|更新|发稿|公开)(?:日期|时间)\s*[:：]?\s*|(?:日期|时间)\s*[:：]\s*)?(?:[0-9]{{4}}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}|{_DAY}\s*(?:[0-9]{{1,2}}[:：][0-9]{{2}}(?:[:：][0-9]{{2}})?"
    rf"|[|｜【\[]?\s*(?:信息|文章)?(?:来源|作者|浏览|点击|阅读|字体|字号|分享))|(?:发布|发表|更新|刊发)于\s*{_DAY})(?:[\s|｜【\[]*(?:[0-9]{{1,2}}[:：][0-9]{{2}}|信息|文章|来源|作者|浏览|点击|阅读|字体|字号|分享).{{0,80}})?\s*[\]】）)]?(?:[:：|｜].{{0,60}})?"
)


@dataclass(frozen=True)
class Zones:
    """The lines of a page: before the element of the text, in it, and after it; and the texts of its links."""

    front: Sequence[str]
    body: Sequence[str]
    tail: Sequence[str]
    links: frozenset[str]  # without white space, of links that lead elsewhere
    files: frozenset[str] = frozenset()  # of links to files
    pressed: frozenset[str] = frozenset()  # of links that lead nowhere: a script waits for them
    pieces: dict[str, tuple[str, ...]] = field(default_factory=dict)  # of lines of several elements: their texts
    within: frozenset[str] = frozenset()  # of links that stand in the text as lines of their own
    indented: frozenset[str] = frozenset()  # lines that are set as paragraphs of a text
    centred: frozenset[str] = frozenset()  # lines that are set in the middle
    is_placed: bool = False  # whether their element alone says so

    @cached_property
    def is_set(self) -> bool:
        """Whether the text is set with indents, so that sentences without one are not of it; where it has no sentence, whether
        most of it is."""
        if self.is_placed:
            return True
        said = [line for line in self.body if "。" in line] or [line for line in self.body if "\t" not in line.strip()]
        indented = [line for line in said if line in self.indented]
        return len(indented) >= (1 if "。" in "".join(indented) else _SEVERAL) and 2 * letters(indented) > letters(said)


def weight(*pieces: str) -> int:
    """The weight of a line as text of the document: the letters of sentences, a little for long lines."""
    if not any("。" in piece or "；" in piece for piece in pieces):
        return sum(len(piece.strip()) for piece in pieces) // 20
    return sum(len(piece.strip()) for piece in pieces if not OF_SITE.search(piece))


def prose(zones: Zones) -> int:
    """The letters of sentences in a page, whatever stands around them."""
    return sum(weight(line) for line in (*zones.front, *zones.body, *zones.tail) if "。" in line or "；" in line)


def letters(lines: Sequence[str]) -> int:
    return sum(len(re.sub(r"\s", "", line)) for line in lines)


def flat(text: str) -> str:
    """The letters and figures of a text, by which titles are compared."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))


def is_prose(line: str) -> bool:
    return "。" in line or len(line) > 120


def is_sentence(line: str, zones: Zones) -> bool:
    """Whether a line holds a sentence, set as those of the text are."""
    return "。" in line and (not zones.is_set or line in zones.indented)


def is_said(line: str, zones: Zones) -> bool:
    """Whether a line is a sentence of some length that is not about the site."""
    return is_sentence(line, zones) and len(line) >= 20 and not OF_SITE.search(line) and not is_around(line, zones)


def is_about(line: str, zones: Zones) -> bool:
    """Whether a line is of the page for what it says, not for leading elsewhere."""
    return is_around(line, zones) and not (is_linked(line, zones.links) or is_sign(line) or _FIGURES.fullmatch(line))


def may_be_text(line: str, zones: Zones) -> bool:
    """Whether a line outside the element of the text may be of the document all the same."""
    flat = re.sub(r"\s", "", line)
    if OF_SITE.search(flat) or LISTED.fullmatch(line.strip()) or is_sign(line):
        return False
    if is_date(flat):
        return True
    if (
        is_linked(line, zones.links)
        or is_control(line)
        or any(of.fullmatch(line.strip()) for of in (_CAPTION, _MENU, _BY_MACHINE))
        or STAMP.fullmatch(line.strip())
    ):
        return False
    if is_sentence(line, zones) or "\t" in line.strip() or _FILE.search(flat):
        return True
    if _ATTACHED.match(flat):
        return not ("。" in flat and zones.is_set)
    if is_authority(flat) or NUMBER.fullmatch(flat):
        return True
    return recognise(line).role not in ("text", "blank") or is_long(line, zones)


def is_long(line: str, zones: Zones) -> bool:
    """Whether a line is too long for a name or a control, and set as the text is."""
    return len(re.sub(r"\s", "", line)) > _LONG and (not zones.is_set or line in zones.indented)


def is_plain(line: str, zones: Zones, told: bool) -> bool:
    """Whether a line behind the text is a sentence or a point that is not set as the text is; where that tells nothing, a
    sentence after a line about the page (`told`)."""
    flat = re.sub(r"\s", "", line)
    if line in zones.indented or "\t" in line.strip() or is_date(flat) or _FILE.search(flat) or NUMBER.fullmatch(flat):
        return False
    if zones.is_set:
        return not (_ATTACHED.match(flat) or is_authority(flat))
    return told and "。" in flat and recognise(line).role in ("text", "blank")


def is_file(line: str, zones: Zones) -> bool:
    """Whether a line names a file of the document, or is a link to one."""
    flat = re.sub(r"\s", "", line)
    return flat in zones.files or _FILE.search(flat) is not None


def is_of_text(line: str, zones: Zones) -> bool:
    """Whether a line behind the text is of it by itself, whatever stands between: a sentence, a day, a row, a file, a heading."""
    flat = re.sub(r"\s", "", line)
    return (
        is_sentence(line, zones)
        or "\t" in line.strip()
        or is_date(flat)
        or is_long(line, zones)
        or _FILE.search(flat) is not None
        or recognise(line).role not in ("text", "blank")
    )


def is_sure(line: str, zones: Zones) -> bool:
    """Whether a line can only be of the text: a sentence, a paragraph, a row, a file, a line about attachments."""
    flat = re.sub(r"\s", "", line)
    return not (OF_SITE.search(flat) or is_around(line, zones)) and (
        "。" in line
        or line in zones.indented
        or "\t" in line.strip()
        or _FILE.search(flat) is not None
        or _ATTACHED.match(flat) is not None
    )


def is_linked(line: str, links: frozenset[str]) -> bool:
    """Whether nothing but links stands in a line, perhaps with days beside them."""
    if not links or len(line) > _LONGEST_LINK:
        return False
    flat = re.sub(r"\s", "", line)
    if flat in links:
        return True
    rest = re.sub(
        r"[\[【（(]?[0-9]{4}[-./年][0-9]{1,2}[-./月][0-9]{1,2}日?[\]】）)]?|[\[(]?[0-9]{1,2}-[0-9]{1,2}[\])]?", "", flat
    )
    return bool(rest) and (rest.strip("·•-—.>»") in links or is_made_of(re.sub("[|｜·•>»]", "", rest), links))


def is_made_of(flat: str, words: frozenset[str]) -> bool:
    """Whether a line of some letters is nothing but such words side by side."""
    if not words or not flat or len(flat) > _BESIDE:
        return False
    ends = {0}
    for end in range(1, len(flat) + 1):
        if any(flat[start:end] in words for start in ends):
            ends.add(end)
    return len(flat) in ends


def is_sign(line: str) -> bool:
    """× + - ↺ and other signs that are no text."""
    return not re.search(r"\w", line) or re.fullmatch(r"\s*[A-Za-z大中小简繁]\s*", line) is not None


def is_info(line: str, zones: Zones) -> bool:
    """Whether a line of several elements tells about the page: one is a day with what only pages say of it, or half are pressed."""
    pieces = zones.pieces.get(line.strip(), ())
    if not pieces or "。" in line:
        return False
    pressed = sum(len(piece) > 1 and is_control(piece) and not _FIGURES.fullmatch(piece) for piece in pieces)
    return pressed * 2 >= len(pieces) or any(
        of.fullmatch(piece) for piece in pieces for of in (STAMP, TIMED, _AGO, _READ)
    )


@lru_cache(maxsize=4096)
def is_control(line: str) -> bool:
    """Whether a line holds nothing but controls: 打印, 关闭 | 返回顶部."""
    text = _SPACED.sub("", line.strip().strip("（()）")).replace("丨", "：")
    if len(text) <= _PRESSED and _CHINESE.search(text) and _LATIN.search(text):  # 打印 Print
        text = text if CONTROL.fullmatch(text) else _LATIN.sub("", text).strip()
    if all(map(CONTROL.fullmatch, filter(None, re.split(r"\s*[|｜/]\s*", text)))):
        return True
    pieces = [piece for piece in re.split(r"[\s　|｜/【】〖〗\[\]·•]+", text) if piece] if len(text) <= 120 else []
    return (len(pieces) > 1 or (len(pieces) == 1 and text[0] in "【〖")) and all(
        CONTROL.fullmatch(piece) or is_sign(piece) or _CLOCK.fullmatch(piece) for piece in pieces
    )


def is_around(line: str, zones: Zones) -> bool:
    """Whether a line is of the page, not of its text, by itself."""
    text = line.strip()
    if "。" in text:
        return False
    if text in zones.pieces and all(
        is_sign(piece) or is_control(piece) or _CLOCK.fullmatch(piece) for piece in zones.pieces[text]
    ):
        return True
    if (
        is_sign(text)
        or is_control(text)
        or any(
            of.fullmatch(text)
            for of in (_CAPTION, _CREDIT, _CREDITS, _CLIPPED, LISTED, _ASKED, _AGO, _RULE, _URL, _MENU, _BY_MACHINE)
        )
    ):
        return True
    if len(text) <= _PRESSED and is_made_of(re.sub(r"[\s|｜/【】\[\]]", "", text), zones.pressed):
        return True
    return is_linked(line, zones.links) or (len(text) < 200 and OF_SITE.search(text) is not None)
