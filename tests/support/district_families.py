"""Saved pages in the manner of four districts and ministries: a summary, readings and comments in sentences around the text, and pages that
do not say their title."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.support.agency_families import NEWS, plain
from tests.support.site_acts import Act
from tests.support.site_bodies import body, card, files, links, metas


def two_parts(act: Act) -> str:
    """A district: a summary made by a machine above the text, the text in two parts, readings told in sentences, comments of readers."""
    text = plain(act, "p", "pieces")
    cut = text.find("<p>", len(text) // 2)
    parts = [text] if cut < 0 or "<table" in text else [text[:cut], text[cut:]]
    inner = "".join(f'<div class="part">{part}</div>' for part in parts)
    comments = "".join(
        f'<div class="pl-i"><div class="pl-n">网友{n}　2026-09-0{n}</div><div class="pl-t">{said}</div></div>'
        for n, said in enumerate(("支持，希望尽快落实。", "请问社区什么时候能看到通知？盼复。"), 1)
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}-白石区人民政府门户网站</title>{metas(act, SiteName="白石区人民政府门户网站", Description="白石区人民政府门户网站")}</head><body><div class="tpbar"><span>繁體</span><span>无障碍浏览</span><span>智能机器人</span></div><div class="mn">{links("首页", "政务公开", "政务服务", "政民互动", "走进白石", tag="span")}</div><div class="ct"><div class="cb">首页 &gt; 政务公开 &gt; 通知公告</div><div class="dt"><h4 class="dt-t">{act.title}</h4><div class="dt-m"><span>信息提供日期：2026-09-04 15:20</span><span>来源：区政府办</span><span>视力保护色：</span><i></i><i></i></div><div class="dt-z">【AI摘要】本页发布了有关事项，内容由大模型自动生成，请以正文为准。</div><div class="dt-c">{inner}</div><div class="dt-f">{files(act, "<p>", "</p>", href="/attachment/0/")}</div><div class="dt-j"><div class="dt-jt">关联解读</div><p>{NEWS[2]}</p><p>{NEWS[0]}</p></div><div class="dt-s">分享到：<i class="wx"></i><i class="wb"></i></div></div><div class="pl"><div class="pl-h">网友留言</div>{comments}</div></div><div class="fb"><p>主办单位：白石区人民政府　网站标识码：4403060001</p><p>未经书面授权，不得复制本网站内容。</p></div></body></html>"""


def untold(act: Act) -> str:
    """A county whose pages are all called by the name of the site: the title in a font, news of the day above, the text with breaks, hints below."""
    text = re.sub(r"<(?:p|P)[^>]*>", "", plain(act, "p", "none")).replace("</p>", "<br>\n<br>\n")
    news = "".join(f"<li><a href='/n{n}.html'>{one}</a></li>" for n, one in enumerate(NEWS[:3]))
    return f"""<html><head><meta charset="utf-8"><title>青石县人民政府</title></head><body><div id="wrap"><div id="hd"><img src="/images/top.jpg"><div id="dh">首页　|　县情　|　新闻　|　公开　|　服务</div></div><div id="lt"><div class="lbt">今日要闻</div><ul>{news}</ul><div class="lbt">办事提醒</div><p>出行前请关注天气变化，注意交通安全。</p></div><div id="rt"><div class="wz">您的位置：首页 → 公告</div><div class="bt"><font size="4" color="#c00"><strong>{act.title}</strong></font></div><div class="xx">发布：县政府办　时间：2026-9-4　人气：88</div><div class="nr">{text}</div><div class="fj">{files(act, "<div>", "</div>", href="/uploads/")}</div><div class="ts">如您无法打开附件，请安装办公软件后再试。</div><div class="sx"><div>上一篇：全县召开秋粮收购工作会</div><div>下一篇：县图书馆延长开放时间</div></div></div><div id="ft">青石县人民政府办公室主办 云ICP备05000009号</div></div></body></html>"""


def nameless(act: Act) -> str:
    """A page that a script made of nothing but divisions: each paragraph one, each piece of news two."""
    facts = "".join(
        f"<div><div>{label}</div><div>{value or '-'}</div></div>"
        for label, value in card(act, "索引号", "发布机构", "发文字号", "成文日期")
    )
    news = "".join(f"<div><div>{one}</div><div>2026-09-0{n + 1}</div></div>" for n, one in enumerate(NEWS))
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title} | 云川政策在线</title><meta property="og:title" content="{act.title}"></head><body><div id="root"><div><div>云川政策在线</div><div>政策库</div><div>计算器</div><div>我的</div></div><div><div>首页 / 政策库 / 详情</div><div><div>{act.title}</div><div><span>云川省人民政府办公厅</span><span>3天前</span><span>1,204 人看过</span></div></div><div>{facts}</div><div>{plain(act, "div", "none")}</div><div>{files(act, "<div>", "<span>下载</span></div>", href="/oss/")}</div><div><div>看了又看</div>{news}</div><div><div>以上内容对您有帮助吗？</div><div>有</div><div>无</div></div></div><div><div>云川省政务服务和数据管理局提供服务</div><div>客服热线每日8:00至20:00为您服务。</div></div></div></body></html>"""


def ministry_library(act: Act) -> str:
    """A ministry: paragraphs begun with two blanks, the colophon and readings below, a box of the latest documents, a note on the use of the library."""
    text = body(act, "old", title="pieces")
    latest = "".join(
        f"<dd><a href='/w{n}.html'>{name}</a></dd>"
        for n, name in enumerate(("关于加强核与辐射安全监管的通知", "关于发布国家标准的公告", "关于开展专项检查的函"))
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}_云川省生态环境厅</title>{metas(act, SiteName="云川省生态环境厅", ColumnName="文件库")}</head><body><div class="headBox"><a href="/"><img src="logo.png"></a><p>2026年9月4日 星期五 欢迎您访问云川省生态环境厅网站</p></div><div class="neiBox"><div class="dqwz2">当前位置：首页 &gt; 文件库</div><div class="neiL"><h2 class="neiT">{act.title}</h2><div class="wjkB">{text}</div><div class="fjB">{files(act, "<p>附件：", "</p>", href="./W020")}</div><div class="jdB"><h3>政策解读</h3><p>省生态环境厅有关负责人就文件出台的背景、主要内容接受了记者采访。</p><p>专家认为，文件的实施将推动绿色低碳发展。</p></div></div><div class="neiR"><dl><dt>最新文件</dt>{latest}</dl><div class="sm">说明：文件库收录现行有效文件，供公众查阅。引用时以正式文本为准。</div></div></div><div class="footBox"><p>版权所有：云川省生态环境厅 | ICP备案编号：云ICP备05009132号</p></div></body></html>"""


FAMILIES: dict[str, Callable[[Act], str | bytes]] = {
    "two parts": two_parts,
    "untold": untold,
    "nameless": nameless,
    "ministry library": ministry_library,
}
