"""Metadata that a government web page prints around its document: the table of 索引号 and 发文机关, 来源 and 发布时间, the site's foot."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from ...model.document import Declared
from ...structure.line_classifier import recognise
from ...text.numerals import number, year

#: Labels and the fields they fill: title, number, issuer, dates (the first of them wins), or none.
_CARD = {
    "title": "标题 题名 文件题名 名称 公开事项名称 事项名称 信息名称 文件名称 公文名称 文件标题 信息标题 政策名称 政策标题",
    "number": "发文字号 发文号 文号 文件编号 文件字号 公文字号 公文文号 发文文号",
    "issuer": "发文机关 发文机构 发文单位 发布机构 发布机关 发布单位 制发机关 制发单位 公开主体 信息来源单位 公开机构 公开单位 制定机关 公布机关 责任者 颁布机关 颁布单位 颁发部门 发布部门 发布单位 发文部门 制定单位 起草单位",
    "written": "成文日期 成文时间 发文日期 发文时间 印发日期 印发时间 生成日期 生成时间 签发日期 制发日期",
    "published": "发布日期 发布时间 公开日期 公开时间 公布日期 公布时间 颁布日期 颁布时间",
    "": "索引号 信息索引号 索引 索取号 主题分类 信息分类 组配分类 体裁分类 分类 所属分类 栏目分类 公文种类 文种 服务对象 有效性 有效期 效力状态 "
    "时效性 是否有效 文件状态 状态 主题词 关键词 关键字 公开方式 公开属性 公开形式 公开范围 公开程序 公开时限 公开责任部门 责任部门 主办单位 失效日期 失效时间 "
    "废止日期 废止时间 生效日期 生效时间 施行日期 实施日期 内容概述 信息内容概述 概述 统一编号 统一登记号 登记号 规范性文件编号 相关解读 附件下载 载体类型 记录形式 法律性质 效力级别 效力等级 效力位阶 时效 法律分类 法规类别 文件类型 文件类别 信息类型 信息类别 公文类别 联合发文单位 公开类型 公开类别 "
    "文件有效性 是否失效 废止时间 修订日期 修改日期 专题分类 行业分类 地域分类 政策类型 政策类别 适用对象 所属主题 主题 体裁 信息编号 信息名 公开编号 事项编码 规范性文件登记号 登记编号 三统一编号 所属行业 适用行业 企业规模 政策主题 政策级别 所属机构 所属部门 效力 效力说明 法规类型 内容类别 发文年份",
}
_SITE = {  # of the page, not of the document
    "published": "发布日期 发布时间 发稿时间 更新时间 信息时间 信息日期 上传时间 录入时间 添加时间 发表时间 时间 日期",
    "": "来源 信息来源 文章来源 稿件来源 新闻来源 稿源 出处 转贴自 浏览次数 浏览量 浏览 点击次数 点击数 点击量 点击率 阅读次数 阅读量 阅读 访问次数 访问量 人气 热度 作者 责任编辑 责编 编辑 审核 "
    "发布 录入 文章录入 信息录入 录入者 录入人 发布人 发布者 初审 复审 终审 校对 监制 撰稿 供稿 审稿 核稿 编审 字体 字号 字体大小 文字大小 分享到 分享 分享至 打印 保护视力色 视力保护色 背景色",
}
_NAMED = {label: key for table in (_SITE, _CARD) for key, labels in table.items() for label in labels.split()}
_OF_SITE = frozenset(label for labels in _SITE.values() for label in labels.split())
_OF_CARD = (
    frozenset(label for labels in _CARD.values() for label in labels.split())
    - _OF_SITE
    - {"名称", "分类", "状态", "主题", "时效"}
)
#: Labels of summaries in a card.
SUMMARY = re.compile(r"(?:内容概述|信息内容概述|概述|内容摘要|摘要|简介)[\s　]*[:：]?[^:：]{0,600}")
_OF_PAGES = _OF_SITE | {"关键词", "关键字", "标签"}
_TELLING = frozenset(
    "制定机关 时效性 效力级别 索引号 信息索引号 索取号 发文机关 发文机构 发文字号 文号 成文日期 生成日期 主题分类 公开方式 公开主体 组配分类 有效性 企业规模 政策主题".split()
)
_SURE_LABELS = frozenset(
    "索引号 信息索引号 索取号 制定机关 发布机构 公开方式".split()
)  # of a card whose labels stand over what they tell
_PLAIN = frozenset("时间 日期 作者 编辑 审核 来源 打印".split())  # alone they can as well be of the text
_LABEL = re.compile(
    r"(?:^|(?<=[\s　|｜\]】）)〖\[]))[【\[〖]?("
    + "|".join(r"[\s　]*".join(label) for label in sorted(_NAMED, key=len, reverse=True))
    + r")[\s　]*(?:[】\]〗][\s　]*[:：]?|[:：丨])[\s　]*"
)
_DATE = re.compile(r"(?P<y>[0-9]{4})\s*[-年./]\s*(?P<m>[0-9]{1,2})(?:\s*[-月./]\s*(?P<d>[0-9]{1,2}))?")
_WRITTEN = re.compile(
    r"(?P<y>[〇○零一二三四五六七八九]{4})年(?P<m>[一二三四五六七八九十]{1,2})月(?:(?P<d>[一二三四五六七八九十]{1,3})日)?"
)
_OTHER_PAIR = re.compile(r"[【\[〖]?([一-鿿\s　]{2,12}?)(?:[】\]〗][\s　]*[:：]?|[:：\t])(.{0,300})")
_OTHER_LABEL = re.compile(r"[一-鿿\s　]{2,12}[:：]")
_SURE = re.compile(r"ICP备|公网安备|网站标识码|版权所有|[Cc]opyright|©")
_FOOT = re.compile(
    rf"{_SURE.pattern}|^(?:主办|承办|主管|协办|维护|技术支持|运行维护|地址|邮编|邮政编码|电话|联系电话|网站地图|网站声明|关于我们|联系我们|隐私|邮箱|电子邮箱)"
    r"|访问量|位访客|浏览器|分辨率|政府网站找错|适老|无障碍"
)
_AFTER = re.compile(
    r"(?:相关(?:链接|文章|文件|新闻|信息|阅读|稿件|解读|政策|附件)|政策解读|图解|推荐阅读|延伸阅读|热点推荐)[:：]?|[上下]一[篇条][:：].*|[（(]?责任编辑[:：].{0,20}|"
    r"(?:扫一扫|扫描二维码|用微信扫|微信扫).{0,30}"
)
_AGENCY = re.compile(r"(?:政府|政府办公室|委员会|办公厅|国务院|局|委|厅|部|法院|检察院)$")
_FRONT = 30  # lines with text at the beginning among which the card stands
_BACK = 15
_MOST_LABELS = 40  # of a card that are kept


def split_declared(
    lines: Sequence[str], meta: Mapping[str, str], labelled: Sequence[str] = ()
) -> tuple[list[str], Declared]:
    """The lines of the document itself, and what the lines around it, those of the page's card (`labelled`) and the page's
    `meta` elements declare.

    A card is three labels or more with what they tell, one of which no other table has. A title that stands only in
    it is put above the text.
    """
    kept = without_foot(list(lines))
    told: dict[str, str] = {}
    card: dict[str, str] = {}
    _sort([line for line in labelled if line.strip()], told, card, True)
    out = _sort(kept, told, card, False)
    text = [line for n, line in enumerate(kept) if n not in out]
    while (out or labelled) and text and not text[0].strip():
        text.pop(0)
    flat = re.sub(r"\s", "", "".join([line for line in text if line.strip()][:_FRONT]))
    if (title := told.get("title", "")) and re.sub(r"\s", "", title) not in flat:
        text.insert(0, title)
    written, published = (
        iso_date(told.get("written", "")),
        iso_date(told.get("published", "") or meta.get("pubdate", "")),
    )
    title = title or meta.get("articletitle", "")
    source = meta.get("contentsource", "")
    issuer = told.get("issuer", "") or (source if is_agency(source) else "")
    return text, Declared(
        title.strip(),
        told.get("number", ""),
        issuer,
        written or published,
        published=published,
        card=tuple(card.items())[:_MOST_LABELS],
    )


def card_title(labelled: Sequence[str]) -> str:
    """The title that the lines of a page's card tell; "" when they tell none."""
    told: dict[str, str] = {}
    _sort([line for line in labelled if line.strip()], told, {}, True)
    return told.get("title", "")


def _sort(lines: Sequence[str], told: dict[str, str], card: dict[str, str], sure: bool) -> set[int]:
    """Fill in what the first of the lines tell; which of them are of a card or about the page. `sure` when all are of one."""
    out: set[int] = set()
    filled = [n for n, line in enumerate(lines) if line.strip()][: None if sure else _FRONT]
    run: list[tuple[int, list[tuple[str, str]]]] = []
    skip = -1
    prose = False  # lines about the page stand above the text
    for n, here in enumerate(filled):
        following = filled[n + 1] if n + 1 < len(filled) else None
        if here == skip:
            continue
        pairs = _pairs(lines[here])
        if pairs is None and following is not None and (pairs := _columns([lines[m] for m in filled[n : n + 3]])):
            run += [(here, pairs), (following, [])]
            skip = following
            continue
        if pairs is None and (label := _name(lines[here])) in _NAMED and following is not None:  # terms and definitions
            value = lines[following].strip()
            pairs = [(label, value if _name(value) not in _NAMED else "")]
            skip = following if pairs[0][1] else skip
        if pairs is None and sure and (other := _OTHER_PAIR.fullmatch(lines[here].strip())):
            pairs = [(_name(other[1]), other[2].strip())]
        if pairs is not None:
            run += [(here, pairs), *([(skip, [])] * (skip > here))]
            continue
        if sure:
            continue
        _close(run, told, card, out, prose or n - len(run) > 14, sure)
        run, prose = [], prose or "。" in lines[here] or recognise(lines[here]).role == "ladder"
    _close(run, told, card, out, prose, sure)
    return out


def card_label(text: str) -> str:
    """The label of a card that a text is or begins with; "" for others."""
    name = _name(re.split("[:：】\\]〗]", text)[0])
    return name if name in _OF_CARD else ""


def is_telling(labels: AbstractSet[str]) -> bool:
    """Whether one of the labels stands in no other table."""
    return not _TELLING.isdisjoint(labels)


def _columns(lines: Sequence[str]) -> list[tuple[str, str]] | None:
    """The pairs of two rows, the first of which holds nothing but labels, when it is a card: no more rows come."""
    heads, values, *after = lines
    names = [_name(cell) for cell in heads.split("\t")]
    cells = [cell.strip() for cell in values.split("\t")]
    if (
        len(names) < 3
        or not 1 < len(cells) <= len(names)
        or len(set(names) - _NAMED.keys()) > 1
        or _SURE_LABELS.isdisjoint(names)
    ):
        return None
    if after and after[0].count("\t") == heads.count("\t"):
        return None
    return list(zip(names, cells + [""] * (len(names) - len(cells)), strict=True))


def is_labelled(line: str) -> bool:
    """Whether a line holds labels of a card or of the page and what they tell, or is such a label alone."""
    return _name(line) in _NAMED or _pairs(line) is not None


def is_label(line: str) -> bool:
    """Whether a line is a label alone, whose value comes next."""
    return _name(line) in _NAMED


def is_about_page(line: str) -> bool:
    """Whether a line says nothing but what could as well be said of a text: 来源：…, 作者：…, 日期：…"""
    pairs = _pairs(line)
    return bool(pairs) and all(label in _PLAIN for label, _ in pairs or [])


def is_about_site(line: str) -> bool:
    """Whether a line says nothing but what only pages say: 责任编辑：…, 浏览次数：…, 关键词：…"""
    pairs = _pairs(line)
    return bool(pairs) and all(label in _OF_PAGES and label not in _PLAIN for label, _ in pairs or [])


def _close(
    run: list[tuple[int, list[tuple[str, str]]]],
    told: dict[str, str],
    card: dict[str, str],
    out: set[int],
    prose: bool,
    sure: bool,
) -> None:
    """Take out a run of labelled lines that is a card, or of lines above the text that only tell about the page."""
    labels = {label for _, pairs in run for label, _ in pairs}
    is_card = sure or (len(labels) >= 3 and not labels.isdisjoint(_TELLING))
    for n, pairs in run:
        of_site = not prose and (
            all(label in _OF_SITE for label, _ in pairs)
            or (all(label in _NAMED for label, _ in pairs) and any(label in _OF_SITE - _PLAIN for label, _ in pairs))
        )
        if is_card or (of_site and (len(pairs) > 1 or (pairs[:1] and pairs[0][0] not in _PLAIN))):
            out.add(n)
            for label, value in pairs:
                if value and (key := _NAMED.get(label, "")):
                    told.setdefault(key, value)
                if value and is_card and (sure or label in _NAMED) and label not in _PLAIN:
                    card.setdefault(label, value)


def _name(cell: str) -> str:
    return re.sub(r"[\s　:：【】\[\]]", "", cell)


def _pairs(line: str) -> list[tuple[str, str]] | None:
    """Labels and values, when nothing else stands in the line."""
    if len(line) > 2_000:
        return None
    if "\t" not in line:
        line = line.strip().removeprefix("（").removesuffix("）") if line.strip()[:1] == "（" else line
        found = list(_LABEL.finditer(line))
        if not found or line[: found[0].start()].strip(" 　|｜[〖"):
            return None
        ends = [*(label.start() for label in found[1:]), len(line)]
        pairs = [(_name(m[1]), line[m.end() : end].strip(" 　|｜[]〖〗")) for m, end in zip(found, ends, strict=True)]
        return None if any(len(value) > 120 or "。" in value for _, value in pairs) else pairs
    pairs = []
    cells = [cell.strip() for cell in line.split("\t")]
    at = 0
    while at < len(cells):
        if _name(cells[at]) in _NAMED:
            value = cells[at + 1] if at + 1 < len(cells) else ""
            if _name(value) in _NAMED:
                return None
            pairs.append((_name(cells[at]), value))
            at += 2
        elif _OTHER_LABEL.fullmatch(cells[at]) and at + 1 < len(cells):  # of a card that has labels of its own
            pairs.append((_name(cells[at]), cells[at + 1]))
            at += 2
        elif cells[at]:
            inner = _pairs(cells[at])
            if inner is None:
                return None
            pairs += inner
            at += 1
        else:
            at += 1
    return pairs or None


def without_foot(lines: list[str]) -> list[str]:
    """`lines` without the site's foot and the headings of lists of links that were left out before it."""
    end = len(lines)
    foot = [n for n in range(max(0, end - 2 * _BACK), end) if lines[n].strip()][-_BACK:]
    sure = any(_SURE.search(lines[n]) for n in foot)
    for n in reversed(foot):
        line = lines[n].strip()
        if not ((sure and len(line) <= 200 and "。" not in line and _FOOT.search(line)) or _AFTER.fullmatch(line)):
            break
        end = n
    return lines[:end] if any(line.strip() for line in lines[:end]) else lines


def is_agency(name: str) -> bool:
    """Whether a name ends as those of agencies do."""
    return _AGENCY.search(name) is not None


def iso_date(text: str) -> str:
    """2026-03-01 of `2026年3月1日`, `2026-03-01 10:22`, `二〇二六年三月一日`; "" for what is no date."""
    found = _DATE.search(text) or _WRITTEN.search(text)
    if not found:
        return ""
    parts = year(found["y"]), number(found["m"]), number(found["d"] or "")
    if parts[0] is None or not parts[1] or parts[1] > 12 or (parts[2] or 1) > 31:
        return ""
    return "-".join(f"{part:02d}" for part in parts if part)
