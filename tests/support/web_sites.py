"""Saved pages in the manner of government sites: one text in fourteen templates, with what each prints around it.

The gold of a page is its text: the lines of `Act.body`, with the title where only the page prints it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape


@dataclass(frozen=True)
class Act:
    """A document as its owner wrote it."""

    title: str
    issuer: str
    number: str
    issued: str  # ISO
    body: tuple[str, ...]  # lines, after title and number
    rows: tuple[tuple[str, ...], ...] = ()  # of a table at the end of the body
    files: tuple[str, ...] = ()  # attachments
    own_title: tuple[str, ...] = ()  # the title as the body prints it; () when only the page does


@dataclass(frozen=True)
class Page:
    """A saved page and what is right for it."""

    name: str
    html: str
    gold: tuple[str, ...]  # every line of the text, cells apart
    act: Act
    furniture: tuple[str, ...] = field(default=())  # pieces that must not be in it


ACTS = (
    Act(
        "某市人民政府办公室关于加强城市节水工作的通知",
        "某市人民政府办公室",
        "某府办〔2026〕3号",
        "2026-03-01",
        (
            "各区县人民政府，市政府各部门：",
            "为贯彻落实节水优先方针，推进水资源节约集约利用，经市人民政府同意，现就有关事项通知如下。",
            "一、总体要求",
            "坚持以水定城、以水定产，到2030年，万元地区生产总值用水量比2025年下降16%，城市公共供水管网漏损率控制在8%以内。",
            "二、主要任务",
            "（一）加强用水总量控制。严格取水许可管理，建立区县用水总量台账，每季度通报一次执行情况。",
            "（二）改造老旧管网。对使用年限超过30年的管网应改尽改，三年内完成改造200公里。",
            "三、保障措施",
            "各区县要压实责任，市水利局会同有关部门加强督促检查，重大事项及时报告。",
            "联系人：市水利局水资源处，联系电话：12345678",
            "某市人民政府办公室",
            "2026年3月1日",
        ),
        own_title=("某市人民政府办公室", "关于加强城市节水工作的通知"),
    ),
    Act(
        "某省民政厅 某省财政厅关于提高临时救助标准的通知",
        "某省民政厅",
        "某民规〔2026〕12号",
        "2026-05-20",
        (
            "各市、县民政局、财政局：",
            "经省人民政府同意，现将提高临时救助标准有关事项通知如下，请认真贯彻执行。",
            "一、救助标准",
            "城市低保标准提高到每人每月1300元，农村低保标准提高到每人每月1100元。",
            "二、执行时间",
            "自2026年6月1日起执行，已经发放的按新标准补足差额。",
            "附件：1. 各地标准表",
            "某省民政厅",
            "某省财政厅",
            "2026年5月20日",
        ),
        rows=(("地区", "城市", "农村"), ("甲市", "1300", "1100"), ("乙市", "1250", "1050"), ("丙县", "1200", "1000")),
        files=("各地标准表.xlsx",),
        own_title=("某省民政厅 某省财政厅", "关于提高临时救助标准的通知"),
    ),
    Act(
        "某区城市公园管理办法",
        "某区人民政府",
        "",
        "2026-07-08",
        (
            "第一章 总则",
            "第一条 为了规范城市公园管理，保障公众游园权益，根据有关法律、法规，制定本办法。",
            "第二条 本办法适用于本区城市公园的规划、建设、管理和服务。",
            "第二章 管理和服务",
            "第三条 公园应当免费开放，开放时间由管理单位确定并在入口处公布。",
            "第四条 禁止在公园内从事下列活动：",
            "（一）损毁花草树木；",
            "（二）在非指定区域露营、烧烤；",
            "（三）其他影响公共秩序的行为。",
            "第三章 附则",
            "第五条 本办法自2026年8月1日起施行。",
        ),
        own_title=(),
    ),
    Act(
        "2026年一季度某县一般公共预算收支情况",
        "",
        "",
        "2026-04-20",
        (
            "一、一般公共预算收入情况",
            "一季度，全县一般公共预算收入3.2亿元，同比增长2.1%，其中税收收入2.4亿元，占比75%。",
            "二、一般公共预算支出情况",
            "一季度，全县一般公共预算支出8.6亿元，同比增长4.3%，民生支出占比超过八成，重点领域保障有力。",
            "三、政府性基金收支情况",
            "一季度，政府性基金收入1.1亿元，支出2.0亿元。",
        ),
        own_title=(),
    ),
)


def _p(act: Act, align: str = "") -> str:
    """The body as paragraphs, its own title first."""
    head = "".join(f'<p style="text-align:center"><b>{escape(line)}</b></p>' for line in act.own_title)
    head += f'<p align="center">{act.number}</p>' if act.number and act.own_title else ""
    lines = []
    for line in act.body:
        right = ' style="text-align:right"' if line in act.body[-3:] and not line.endswith("。") else ""
        lines.append(f"<p{right}>　　{escape(line)}</p>")
    table = "".join("<tr>" + "".join(f"<td><p>{escape(cell)}</p></td>" for cell in row) + "</tr>" for row in act.rows)
    files = "".join(f'<p><a href="./P0{n}.xlsx">附件{n + 1}：{name}</a></p>' for n, name in enumerate(act.files))
    return head + "".join(lines) + (f"<table border=1>{table}</table>" if table else "") + files


def _card(act: Act, kind: str) -> str:
    """What is known of an act, as table, list or definitions."""
    facts = [
        ("索 引 号", "A0320-2026-0043"), ("主题分类", "综合政务"), ("发布机构", act.issuer or "某县财政局"),
        ("成文日期", act.issued), ("文　　号", act.number), ("发布日期", act.issued), ("有 效 性", "有效"),
    ]  # fmt: skip
    if kind == "table":
        cells = [f"<td>{key}：</td><td>{value}</td>" for key, value in facts]
        return (
            "<table class='xxgk'>" + "".join(f"<tr>{''.join(cells[n : n + 2])}</tr>" for n in (0, 2, 4, 6)) + "</table>"
        )
    if kind == "list":
        return "<ul>" + "".join(f"<li><b>{key}：</b>{value}</li>" for key, value in facts) + "</ul>"
    return "<dl>" + "".join(f"<dt>{key}</dt><dd>{value}</dd>" for key, value in facts) + "</dl>"


def _head(act: Act, site: str, **meta: str) -> str:
    tags = "".join(f'<meta name="{name}" content="{value}">' for name, value in meta.items())
    return f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{act.title}{site}</title>{tags}</head>'


_MENU = (
    "<div id='topnav'><ul>"
    + "".join(
        f"<li><a href='/{n}/'>{name}</a></li>"
        for n, name in enumerate("首页 政务公开 政务服务 互动交流 数据发布 走进某市".split())
    )
    + "</ul></div>"
)
_NEWS = "".join(
    f"<li><a href='/n/{n}.html'>{name}</a><span>2026-0{n + 1}-11</span></li>"
    for n, name in enumerate(("某市召开节水工作推进会", "我市出台救助新政", "图解：一季度财政收支"))
)
_FOOT = "<div class='bottom'><p>主办：某市人民政府办公室　承办：某市大数据局</p><p>网站标识码：1234567890　某ICP备12345678号</p><p>某公网安备 12345678901234号</p></div>"


def ucap(act: Act) -> str:
    """The text for desktops and again for phones."""
    text = _p(act)
    return f"""{_head(act, "_某文件_某政府网", PubDate=act.issued)}<body><div class="header_1200">{_MENU}</div>
<div class="siteurl hide">https://www.example.gov.cn/a.htm</div><div class="path">首页 &gt; 政策 &gt; 文件库</div>{_card(act, "table")}
<h1 id="ti">{act.title}</h1><div class="pages_content mhide" id="UCAP-CONTENT">{text}</div>
<div class="pages_content pages_contentm pchide">{text}</div>
<div class="pctoolbox"><div class="share-title">分享到</div><div class="ewm_t">扫一扫在手机打开当前页</div></div>{_FOOT}</body></html>"""


def gkmlpt(act: Act) -> str:
    """The body hidden until a script shows it."""
    return f"""{_head(act, "", ArticleTitle=act.title)}<body style='visibility: hidden'><div class="nav">{_MENU}</div>
<div class="classify">{_card(act, "table")}</div><div class="content"><h1 class="content-title">{act.title}</h1>
<p class="content-date">发布日期：{act.issued} 10:00　浏览次数：<span></span></p><div class="article-content">{_p(act)}</div></div>
<div class="content-share">分享到：</div><script>document.body.style.visibility='visible'</script></body></html>"""


def basic_information(act: Act) -> str:
    """A heading over the card, links above it, the title twice."""
    return f"""{_head(act, " - 某市人民政府门户网站", ArticleTitle=act.title, PubDate=act.issued)}<body>{_MENU}
<div class="zcjd"><a href="/jd/1.html">政策解读</a></div><div class="jbxx" id="jbxx-btn">基本信息</div><div id="zoomsubtitl">{_card(act, "list")}</div>
<h1>{act.title}</h1><div>-</div><div id="info_cont">{_p(act)}</div>
<div class="fj"><h3>相关附件</h3><ul><li><a href="/f/1.pdf">{act.title}.pdf</a></li></ul></div>
<div class="gzh"><img src="a.png"><p>扫码进入</p><p>“某事通”公众号</p></div><div>关注 · 某市政府网</div><div class="xf"><span>×</span><span>+</span>
<div>-</div><div>↺</div><div>回到</div><div>顶部</div></div>{_FOOT}</body></html>"""


def trs(act: Act) -> str:
    """Title with its number in parentheses, source, then the text with a title of its own."""
    number = f"({act.number})" if act.number else ""
    return f"""{_head(act, number, ArticleTitle=act.title + number, ContentSource="能源处")}<body><div class="top">{_MENU}</div>
<div class="article_title">{act.title}{number}</div><div class="time">发布时间：{act.issued.replace("-", "/")}</div><div class="ly">来源：<span>能源处</span></div>
<div class="TRS_Editor">{_p(act)}</div><div class="xgwj"><h4>相关新闻</h4><ul>{_NEWS}</ul></div><div class="sm">{_FOOT}</div></body></html>"""


def qr_above(act: Act) -> str:
    """Two captions of QR codes above the title."""
    return f"""{_head(act, "", ArticleTitle=act.title, PubDate=act.issued + " 10:00")}<body><div class="fd"><ul><li><img src="a.jpg"><h3>某局微信</h3></li>
<li><img src="b.jpg"><h3>某局视频号</h3></li></ul></div><h2 class="title_con">{act.title}</h2><p class="laiyuan">{act.issued.replace("-", "年", 1).replace("-", "月")}日 来源：某科</p>
<div class="my_conboxzw"><div class="TRS_UEDITOR">{_p(act)}</div></div><div class="dy"><a href="javascript:window.print()">【打印此页】</a> <a href="javascript:window.close()">【关闭窗口】</a></div>
{_FOOT}</body></html>"""


def angular(act: Act) -> str:
    """A copy that a class of a framework hides, and a disclaimer of the site."""
    text = _p(act)
    return f"""{_head(act, "-某监管局")}<body ng-app><div class="top-nav">{_MENU}</div><div class="wenzhang-title">{act.title}</div>
<div class="wenzhang-info">发布时间：{act.issued}　来源：某司　文章类型：原创</div><div class="wenzhang-content">{text}</div><div class="wenzhang-content ng-hide">{text}</div>
<div class="shengming"><p>版权与免责声明</p><p>凡本网注明“来源：某局”的所有作品，版权均属于某局，未经授权不得转载。</p></div>{_FOOT}</body></html>"""


def layout_table(act: Act) -> str:
    """An old site laid out by tables."""
    return f"""{_head(act, "--某县人民政府")}<body><table width=960><tr><td>{_MENU}</td></tr><tr><td>您现在的位置：<a href=/>首页</a>&gt;<a href=/z>政务公开</a>&gt;正文</td></tr>
<tr><td><table width="100%"><tr><td class="bt" align=center>{act.title}</td></tr><tr><td align=center>【字体：大 中 小】　发布时间：{act.issued}　点击数：128</td></tr>
<tr><td id="zoom">{_p(act)}</td></tr><tr><td align=right>责任编辑：管理员</td></tr></table></td></tr><tr><td>{_FOOT}</td></tr></table></body></html>"""


def jcms(act: Act) -> str:
    """Buttons and links within the element of the text."""
    return f"""{_head(act, " 某市民政局 通知公告")}<body>{_MENU}<div class="main-fl bt-left"><div class="bt-box"><h1>{act.title}</h1>
<div class="bt-p"><span>日期：{act.issued}</span><span>来源：某局办公室</span><span>【字体：<a href=#>大</a> <a href=#>中</a> <a href=#>小</a>】</span></div></div>
<div class="article"><div id="zoom">{_p(act)}</div><div class="bdsharebuttonbox"><a href=#>分享</a></div><p>扫一扫在手机打开当前页</p><div class="xiangguan">相关链接：<ul>{_NEWS}</ul></div></div></div>
<div class="modal-dialog2"><p>您即将离开本网站，是否继续访问？</p><a href="javascript:;">继续访问</a><a href="javascript:;">取消</a></div>{_FOOT}</body></html>"""


def definition_card(act: Act) -> str:
    """A card of terms and definitions, and lists of links of ministries below."""
    links = "".join(
        f"<a href='http://{n}.gov.cn'>{name}</a>"
        for n, name in enumerate("外交部 国防部 国家发展和改革委员会 教育部 科学技术部 工业和信息化部".split())
    )
    return f"""{_head(act, "_某省人民政府门户网站")}<body><header>{_MENU}</header><div class="zdinfo">{_card(act, "definitions")}</div>
<div class="detail"><div class="d-title">{act.title}</div><div class="d-body">{_p(act)}</div></div><div class="rank"><h3>排行榜</h3><ol>{_NEWS}</ol></div>
<div class="linkbox"><h3>友情链接</h3><div>国务院部门网站</div><p>{links}</p></div>{_FOOT}</body></html>"""


def vue(act: Act) -> str:
    """Divisions only, helper of the aged and floating controls around."""
    paragraphs = _p(act).replace("<p", "<div").replace("</p>", "</div>")
    return f"""{_head(act, "", title=act.title)}<body><div id="app"><div class="oldman">长者助手</div><div class="lang">简 | 繁 | EN</div><div class="crumb2">所在位置：首页 / 公示公告</div>
<div class="box"><div class="box-h">{act.title}</div><div class="box-s">{act.issued} 09:30:12 | 来源：某局 | 阅读：35</div><div class="box-c">{paragraphs}</div>
<div class="box-f">上一篇：关于某事的公告</div><div class="box-f">下一篇：没有了</div></div><div class="float-r"><div>智能问答</div><div>意见反馈</div><div>无障碍</div><div>TOP</div></div></div>{_FOOT}</body></html>"""


def red_head(act: Act) -> str:
    """Letterhead and number above the title, in the text."""
    head = (
        f"<p align=center style='color:red'>{act.issuer}文件</p><p align=center>{act.number}</p>" if act.number else ""
    )
    text = _p(Act(act.title, act.issuer, "", act.issued, act.body, act.rows, act.files, act.own_title or (act.title,)))
    return f"""{_head(act, "_部门文件_某市人民政府", ArticleTitle=act.title)}<body>{_MENU}<div class="location">当前位置：首页 &gt; 文件</div><div class="pagecontent">{head}{text}</div>
<div class="share-box"><span>分享：</span></div><div class="code"><img src="c.png">手机扫一扫</div>{_FOOT}</body></html>"""


def single_article(act: Act) -> str:
    """HTML 5 with the text in <article>, related news and a box of services after it."""
    return f"""{_head(act, " | 某局")}<body><nav>{_MENU}</nav><main><article><h1>{act.title}</h1><time>{act.issued}</time>{_p(act)}</article>
<aside><h2>相关解读</h2><ul>{_NEWS}</ul></aside></main><section class="svc"><h2>网上办事</h2><a href=/a>我要办</a><a href=/b>我要查</a></section><footer>{_FOOT}</footer></body></html>"""


def text_in_pieces(act: Act) -> str:
    """Signature, table and attachments outside of the element of the text."""
    return f"""{_head(act, "-某州人民政府", ArticleTitle=act.title)}<body>{_MENU}<div class="wz"><div class="wz-t">{act.title}</div><div class="wz-m">时间：{act.issued} 来源：某州人民政府 作者：</div>
<div class="wz-b">{"".join(f"<p>{escape(line)}</p>" for line in act.body[:-2])}</div><div class="wz-l">{"".join(f"<p>{escape(line)}</p>" for line in act.body[-2:])}</div>
<div class="wz-x"><table>{"".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in act.rows)}</table>
{"".join(f"<p>附件：<a href='/f/{name}'>{name}</a></p>" for name in act.files)}</div></div><ul class="tail"><li><a href=/1>政府信息公开</a></li><li><a href=/2>依申请公开</a></li></ul>{_FOOT}</body></html>"""


def breaks(act: Act) -> str:
    """Lines that end with <br> in one cell, with a counter and a printer below."""
    lines = "<br>\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(line)}" for line in act.body)
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in act.rows)
    return f"""{_head(act, "_某镇人民政府")}<body><div class="t">{_MENU}</div><div class="c"><h3>{act.title}</h3><div>[ {act.issued} 08:30 | 浏览：22 | 作者：admin ]</div>
<div class="n">{lines}{f"<table>{table}</table>" if table else ""}{"".join(f"<br><a href=/f.xlsx>{name}</a>" for name in act.files)}</div><div class="o">打印本页 | 关闭窗口 | 返回顶部</div></div>{_FOOT}</body></html>"""


SITES: dict[str, Callable[[Act], str]] = {
    site.__name__: site
    for site in (
        ucap, gkmlpt, basic_information, trs, qr_above, angular, layout_table, jcms, definition_card, vue, red_head, single_article, text_in_pieces, breaks,
    )
}  # fmt: skip
_WITHOUT_OWN_HEAD = {"text_in_pieces", "breaks"}
_FURNITURE = (
    "首页 政务公开 分享 扫一扫 扫码 某局微信 视频号 基本信息 政策解读 相关附件 相关新闻 相关链接 相关解读 排行榜 友情链接 国务院部门 回到 顶部 关注 × ↺ 来源 "
    "浏览 点击数 阅读 责任编辑 版权 免责 凡本网 即将离开 继续访问 取消 长者 简| 智能问答 意见反馈 无障碍 TOP 上一篇 下一篇 打印 关闭 网上办事 我要 主办 ICP "
    "公网安备 标识码 索引号 主题分类 有效性 召开 图解 出台 依申请 字体 https:".split()
)


def page(site: str, act: Act) -> Page:
    """The page of a site, and every line of the document that stands on it."""
    own = act.own_title if site not in _WITHOUT_OWN_HEAD else ()
    title = own or (act.title,)
    number = (act.number,) if act.number and (own or site == "red_head") else ()
    head = (f"{act.issuer}文件", *number, *title) if site == "red_head" and act.number else (*title, *number)
    table = tuple(cell for row in act.rows for cell in row)
    if site in _WITHOUT_OWN_HEAD:
        files = tuple(f"附件：{name}" if site == "text_in_pieces" else name for name in act.files)
    else:
        files = tuple(f"附件{n + 1}：{name}" for n, name in enumerate(act.files))
    return Page(site, SITES[site](act), (*head, *act.body, *table, *files), act, tuple(_FURNITURE))


def pages() -> list[Page]:
    """Every act on every site."""
    return [page(site, act) for site in SITES for act in ACTS]
