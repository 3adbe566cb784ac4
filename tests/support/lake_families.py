"""Saved pages in the manner of six sites of a city and its counties: news in sentences behind the signature in one element, a text in two elements
beside each other, pages without a title element."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.support.agency_families import plain
from tests.support.site_acts import Act
from tests.support.site_bodies import card, files, links, metas

REPORTS = (
    "柳湖市召开防汛工作视频会议，市长高原强调要压实责任、严阵以待，确保人民群众生命财产安全。",
    "上半年柳湖市新登记经营主体2.1万户，同比增长8.7%。",
    "湖东区的三条背街小巷完成改造，居民出行更加方便。",
)


def _breaks(act: Act, title: str = "none") -> str:
    """The text with breaks between its lines."""
    return re.sub(r"<(?:p|P)[^>]*>", "", plain(act, "p", title)).replace("</p>", "<br><br>\n")


def fonts(act: Act) -> str:
    """A county of 2006 in GBK: tables within tables, fonts, no title element, a column of announcements that scrolls."""
    text = plain(act, "old", "none")
    left = "".join(f"<tr><td height=24><font color=#333333>· {one[:14]}...</font></td></tr>" for one in REPORTS)
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><link href="css.css" rel=stylesheet></head><body bgcolor=#f0f0f0 topmargin=0><table width=778 align=center cellpadding=0><tr><td colspan=2><img src=images/banner.gif></td></tr><tr><td colspan=2 bgcolor=#cc0000><font color=white>首 页 ┊ 松岭概览 ┊ 领导之窗 ┊ 政务公开 ┊ 招商引资 ┊ 松岭旅游</font></td></tr><tr><td width=180 valign=top><table><tr><td><b><font color=#cc0000>公告栏</font></b></td></tr>{left}</table></td><td valign=top><table width=100%><tr><td>当前位置：首页 → 政务公开 → 文件</td></tr><tr><td><table width=96% align=center><tr><td align=center><font size=4 color=#003399><b>{act.title}</b></font></td></tr><tr><td align=center><font color=#999999>作者：佚名　文章来源：县政府办公室　点击数：<script>hits()</script>　更新时间：2026-7-6</font></td></tr><tr><td><font size=3>{text}</font></td></tr><tr><td>{files(act, "<font>", "</font><br>", href="UploadFiles/")}</td></tr><tr><td align=right><font color=#999999>文章录入：admin　责任编辑：admin</font></td></tr><tr><td>上一篇文章：<a href=1.asp>松岭县召开半年经济工作会</a><br>下一篇文章：没有了</td></tr></table></td></tr></table></td></tr><tr><td colspan=2 align=center><font size=2>松岭县人民政府信息中心　建议使用1024×768分辨率浏览<br>网站管理：0000-7890123</font></td></tr></table></body></html>"""


def same_element(act: Act) -> str:
    """A ministry: h1, a table of facts, lines with breaks, reports behind the signature in the same element."""
    pairs = list(card(act, "索引号", "主题分类", "发文机关", "成文日期", "发文字号", "有效性"))
    cells = [f"<th>{label}</th><td>{value or '无'}</td>" for label, value in pairs]
    rows = "".join(f"<tr>{a}{b}</tr>" for a, b in zip(cells[::2], cells[1::2], strict=True))
    news = "".join(f"{one}<br><br>\n" for one in REPORTS)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}_云川省政策网</title>{metas(act, SiteName="云川省政策网", ColumnName="政策文件")}</head><body><div class="hdr"><div class="inner"><img src="logo.svg" alt="云川省政策网"><ul class="mu">{links("机构", "新闻", "政策", "服务", "数据")}</ul></div></div><div class="page"><div class="lj">首页 &gt; 政策 &gt; 文件</div><h1>{act.title}</h1><table class="meta">{rows}</table><div class="con">{_breaks(act)}{files(act, "", "<br>", href="./W0")}<br><b>相关报道</b><br><br>{news}</div><div class="tool">打印　关闭　分享</div></div><div class="ftr">云川省人民政府办公厅主办　云川省大数据中心运行维护<br>云ICP备2026000007号</div></body></html>"""


def spans(act: Act) -> str:
    """A platform of components, saved as shown: each paragraph two spans in a division, an abstract in a box above, pictures that explain below."""
    text = re.sub(
        r"<p[^>]*>(.*?)</p>",
        r'<div data-v-3c class="para"><span data-v-3c><span data-v-9e class="txt">\1</span></span></div>',
        plain(act, "p", "none"),
    )
    about = act.title.removesuffix("的通知")
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>柳湖政策直通车</title><meta name="viewport" content="width=device-width"></head><body><div id="app"><div data-v-1a class="layout"><div data-v-1a class="bar"><span data-v-1a>柳湖政策直通车</span><span data-v-1a>找政策</span><span data-v-1a>报项目</span><span data-v-1a>问专家</span><span data-v-1a>登录/注册</span></div><div data-v-3c class="detail"><div data-v-3c class="name">{act.title}</div><div data-v-3c class="sub"><span data-v-3c>发布时间 2026-07-06</span><span data-v-3c>浏览 1302</span><span data-v-3c>收藏 15</span></div><div data-v-3c class="abs"><div data-v-3c class="abs-h">政策速览</div><div data-v-3c class="abs-b">本页所载“{about}”面向有关企业和群众，请在规定时间内办理，具体以原文为准。</div></div><div data-v-3c class="origin">{text}</div><div data-v-3c class="files">{files(act, '<div data-v-3c class="f"><i></i>', "</div>", href="/api/file/")}</div></div><div data-v-5d class="pics"><div data-v-5d class="pics-h">一图读懂</div><div data-v-5d class="pic"><img src="1.png"><span data-v-5d>一图读懂：申报条件有哪些？三分钟带您了解。</span></div><div data-v-5d class="pic"><img src="2.png"><span data-v-5d>一图读懂：奖补资金如何兑现？</span></div></div><div data-v-6f class="ask"><span data-v-6f>没有找到想要的内容？</span><span data-v-6f>您可以向在线客服咨询，我们将在1个工作日内回复。</span></div></div></div></body></html>"""


def siblings(act: Act) -> str:
    """A city's paper: the text in two elements of other names, an advertisement in sentences between them."""
    text = plain(act, "p", "none")
    cut = text.find("<p>", len(text) // 3)
    inside = cut < 0 or text.rfind("<table", 0, cut) > text.rfind("</table", 0, cut)
    first, rest = ("", text) if inside else (text[:cut], text[cut:])
    ad = '<div class="gg"><img src="gg.jpg"><p>柳湖市民卡APP全新上线，扫码下载即享乘车优惠。</p><p>广告</p></div>'
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title} - 柳湖新闻网</title><meta name="description" content="柳湖新闻网，柳湖市委机关报主办。"></head><body><div class="nav1">{links("新闻", "时政", "民生", "视频", "评论", tag="span")}</div><div class="box"><div class="road">柳湖新闻网 &gt; 公告 &gt; 正文</div><h2 class="h">{act.title}</h2><div class="from">2026-07-06 08:12　来源：柳湖日报　责任编辑：方圆</div><div class="body-a">{first}</div>{ad}<div class="body-b">{rest}{files(act, "<p>", "</p>", href="/pdf/")}</div><div class="rank"><h3>热榜</h3>{"".join(f"<p>{n}　{one}</p>" for n, one in enumerate(REPORTS, 1))}</div></div><div class="end"><p>柳湖日报社版权所有　国内统一刊号CN00-0000</p><p>凡本网注明来源的稿件，未经授权不得转载、摘编。</p></div></body></html>"""


def press_office(act: Act) -> str:
    """A press office: a box of the broadcast above, pictures with captions, reports with their first sentences below, no heading element."""
    news = "".join(
        f'<li><a href="/x/{n}.html">{one.split("，")[0]}</a><p>{one}</p></li>' for n, one in enumerate(REPORTS)
    )
    return f"""<!DOCTYPE html><html><head><meta charset="gbk"><meta http-equiv="Content-Type" content="text/html; charset=gbk"><title>新闻发布 {act.title}</title></head><body><div class="xwb-top"><span>柳湖市人民政府新闻办公室</span><span>English</span></div><div class="xwb-live"><p>正在直播</p><p>本场发布会由柳湖发布客户端、柳湖广播电视台同步直播，欢迎收看。</p></div><div class="xwb-main"><div class="xwb-t">{act.title}</div><div class="xwb-i"><span>柳湖发布</span><span>2026-07-24 12:30</span><span>字号</span><span>A</span><span>A</span></div><div class="xwb-pic"><img src="1.jpg"><p>发布会现场（柳湖发布供图）</p></div><div class="xwb-c">{plain(act, "div", "pieces")}</div><div class="xwb-f">{files(act, "<p>", "</p>", href="/att/")}</div><div class="xwb-b">（责编：许晴、方远）</div></div><div class="xwb-r"><div class="xwb-h">相关稿件</div><ul>{news}</ul></div><div class="xwb-foot"><p>柳湖市人民政府新闻办公室主办</p><p>举报电话：0000-8000000</p></div></body></html>"""


def counter(act: Act) -> str:
    """A counter of services: title and text in a form of rows, a notice to users above, the answers of a robot below."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>政策详情</title></head><body><div class="gov-h"><span>柳湖市政务服务网</span><span>个人办事</span><span>法人办事</span><span>政策</span></div><div class="tips"><p>温馨提示：为保障您的账号安全，请勿向他人透露短信验证码。</p></div><div class="card"><div class="row"><span class="lab">政策名称</span><span class="val">{act.title}</span></div><div class="row"><span class="lab">发布日期</span><span class="val">2026-07-06</span></div><div class="row"><span class="lab">政策原文</span><div class="val rich">{plain(act, "p", "none")}</div></div><div class="row"><span class="lab">附件下载</span><div class="val">{files(act, "<p>", "</p>", href="/down/") or "无"}</div></div></div><div class="bot"><div class="msg">您好，我是智能客服小湖，请问有什么可以帮您？</div><div class="msg">您可以这样问我：如何办理居住证？</div></div><div class="gov-f"><p>柳湖市数据局主办</p><p>服务热线：12345</p></div></body></html>"""


FAMILIES: dict[str, Callable[[Act], str | bytes]] = {
    "fonts": fonts,
    "same element": same_element,
    "spans": spans,
    "siblings": siblings,
    "press office": press_office,
    "counter": counter,
}
