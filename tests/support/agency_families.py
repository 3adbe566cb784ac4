"""Saved pages in the manner of seven agencies whose systems set the text without an indent, beside news told in sentences."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.support.site_acts import Act
from tests.support.site_bodies import body, card, files, links, metas

NEWS = (
    "云川省召开全省高质量发展大会，何平出席并讲话，强调要坚定信心、开拓奋进。",
    "白石区推进老旧小区改造，今年计划完成42个小区，惠及居民1.3万户。",
    "市民政局有关负责人就《江陵市养老服务条例》答记者问，回应社会关切。",
    "江陵市举办第五届全民阅读大会，三百余场活动走进街道社区。",
)


def plain(act: Act, way: str = "p", title: str = "none", number: bool = True) -> str:
    """The text without an indent in its markup."""
    return re.sub(r' style="text-indent:[^"]*"|　　|(?:&nbsp;)+', "", body(act, way, title=title, number=number))


def rendered(act: Act) -> str:
    """A platform that a script fills, saved as rendered: attributes of its components, a card of a table, shares, documents and readings of the policy."""
    rows = list(card(act, "索引号", "分类", "发布机构", "成文日期", "名称", "文号", "发布日期", "主题词"))
    cells = [f"<td data-v-7a>{label}：</td><td data-v-7a><span>{value or '-'}</span></td>" for label, value in rows]
    table = "".join(f"<tr data-v-7a>{a}{b}</tr>" for a, b in zip(cells[::2], cells[1::2], strict=True))
    return f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">{metas(act, SiteName="白石区政府信息公开平台")}<title>{act.title} - 白石区政府信息公开平台</title><link rel="stylesheet" href="/static/app.css"></head><body><div id="app" data-v-app><div class="app-top" data-v-7a><div class="app-top-in"><a href="/">白石区人民政府</a><div class="tools"><span>无障碍</span><span>关怀版</span><span>简体</span><span>繁体</span></div></div></div><div class="app-main" data-v-7a><div class="app-nav" data-v-7a><div class="router-link">政府信息公开指南</div><div class="router-link">政府信息公开制度</div><div class="router-link active">法定主动公开内容</div><div class="router-link">政府信息公开年报</div><div class="router-link">依申请公开</div></div><div class="app-view" data-v-7a><div class="pos" data-v-7a>当前位置：首页 &gt; 法定主动公开内容 &gt; 规范性文件</div><table class="cls" data-v-7a>{table}</table><h1 class="ttl" data-v-7a>{act.title}</h1><div class="meta-row" data-v-7a><span>发布日期：2026-09-04</span><span>浏览次数：<i>316</i></span><span>字号：<em>大</em><em>中</em><em>小</em></span></div><div class="txt" data-v-7a>{plain(act)}</div><div class="att" data-v-7a>{files(act, '<p data-v-7a><i class="ic"></i>', "</p>", href="/f/")}</div><div class="rel" data-v-7a><div class="rel-h"><span class="on">政策解读</span><span>相关文件</span><span>一图读懂</span></div><div class="rel-b"><div class="it"><a href="/p/1">{NEWS[2]}</a></div><div class="it"><a href="/p/2">一图读懂：哪些人可以申请、怎样申请、多久办结？</a></div></div></div><div class="op" data-v-7a><span>打印</span><span>关闭</span><span>收藏</span></div></div></div><div class="app-foot" data-v-7a><p>主办单位：白石区人民政府办公室　承办单位：白石区政务服务和数据管理局</p><p>网站标识码：4401000011　云公网安备 44010002000001号　云ICP备2026000001号-2</p><p>本网站由白石区人民政府版权所有，未经授权禁止复制或建立镜像。</p></div></div></body></html>"""


def jcms(act: Act) -> str:
    """A city on a content system of 2010: comments of its fields, tables, the text in a cell with fonts, pictures with captions, news with the first sentence of each."""
    text = plain(act, "old", "pieces")
    news = "".join(
        f'<tr><td align=left class=zy><a href="/art/2026/{n}.html" target=_blank><b>{one.split("，")[0]}</b></a><br>{one}<a href="/art/2026/{n}.html">[详细]</a></td></tr>'
        for n, one in enumerate(NEWS)
    )
    return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN"><html><head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><title>江陵市人民政府 文件 {act.title}</title><link href="/images/12/c.css" rel=stylesheet></head><body bgcolor=#ffffff><table width=1002 align=center cellspacing=0><tr><td><object data="/top.swf"></object></td></tr><tr><td height=32 class=daohang>网站首页 | 走进江陵 | 新闻中心 | 政务公开 | 网上办事 | 公众参与</td></tr></table><table width=1002 align=center><tr><td>位置：<a href="/">首页</a> &gt; <a href="/col/col9/">政府文件</a></td></tr><tr><td><!--文章begin--><table width="100%"><tr><td class=title align=center><!--<$[标题名称(html)]>begin-->{act.title}<!--<$[标题名称(html)]>end--></td></tr><tr><td align=center class=xx><!--<$[信息来源]>begin-->信息来源：市政府办公室<!--<$[信息来源]>end--> 发布日期：2026-09-04 09:01 浏览次数：<script>document.write(1)</script> 字体：[ <a href="javascript:f(16)">大</a> <a href="javascript:f(14)">中</a> <a href="javascript:f(12)">小</a> ]</td></tr><tr><td class=bt_content><!--<$[信息内容]>begin-->{text}<!--<$[信息内容]>end--></td></tr><tr><td>{files(act, "<img src=/doc.gif>", "<br>", href="/module/download/downfile.jsp?f=")}</td></tr></table><!--文章end--></td></tr><tr><td><table width="100%" class=yd><tr><td class=yt>延伸阅读</td></tr>{news}</table></td></tr><tr><td align=right>[<a href="javascript:p()">打印本页</a>] [<a href="javascript:c()">关闭窗口</a>]</td></tr></table><table width=1002 align=center bgcolor=#eeeeee><tr><td align=center>江陵市人民政府主办　江陵市大数据中心承办<br>地址：江陵市人民路1号　邮编：430001<br>云ICP备05000001号　建议使用1024×768分辨率浏览本网站</td></tr></table></body></html>"""


def portal(act: Act) -> str:
    """A city of today: a player that reads aloud, an answering robot, the phone's copy of the text under a class of the style sheet, a list of hot questions."""
    rows = "".join(
        f"<li><b>{label}</b><span>{value}</span></li>"
        for label, value in card(act, "索引号", "发文机关", "发文字号", "成文日期", "发布日期", "有效性")
    )
    text = plain(act, "div")
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}_江陵市人民政府门户网站</title>{metas(act, ContentSource="市政府办公室", Description=act.title)}<style>.pc{{display:block}}.wap{{display:none}}@media(max-width:768px){{.pc{{display:none}}.wap{{display:block}}}}</style></head><body><div class="wrap-top"><div class="logo"></div><div class="search-box"><input type="text" placeholder="请输入关键字"><span>搜索</span><p>热搜词：公积金 居住证 社保</p></div></div><div class="menu">{links("首页", "要闻", "公开", "服务", "互动", "数据", tag="div")}</div><div class="box"><div class="bread"><i></i>首页<em>&gt;</em>政策<em>&gt;</em>市政府文件</div><div class="left-box"><ul class="kv">{rows}</ul><div class="big-title">{act.title}</div><div class="bar"><div class="bar-l">2026-09-04 09:12<span>来源：市政府办公室</span></div><div class="bar-r"><span>语音播报</span><span>00:00 / 06:21</span><span>倍速 1.0x</span><span>分享</span></div></div><div class="pc cont">{text}</div><div class="wap cont">{text}</div><div class="down">{files(act, "<div><span>附件下载</span>", "</div>", href="/d/")}</div><div class="wenda"><p>智能问答：您好，我是政策小助手，有关本政策的问题可以问我。</p><p>大家都在问</p><p>申请需要哪些材料？</p><p>多长时间能够办结？</p></div><div class="prev-next"><div>上一篇：江陵市人民政府办公室关于做好2026年防汛抗旱工作的通知</div><div>下一篇：江陵市人民政府关于公布第八批市级非物质文化遗产名录的通知</div></div></div><div class="right-box"><h3>政策解读</h3><div class="card-i"><p>{NEWS[2]}</p><p>2026-09-05</p></div><div class="card-i"><p>{NEWS[0]}</p><p>2026-09-03</p></div><h3>扫一扫在手机打开当前页</h3></div></div><div class="foot"><div>主办：江陵市人民政府办公室</div><div>运行维护：江陵市政务服务和大数据管理局</div><div>为确保最佳浏览效果，建议您使用以下浏览器版本：IE浏览器9.0版本及以上；Google Chrome浏览器63版本及以上。</div><div>网站标识码：4300000001</div></div></body></html>"""


def wechat(act: Act) -> str:
    """The article of a public account, copied to a page: sections and spans, a call to follow before it, credits and earlier articles after it."""
    text = re.sub(
        r"<p[^>]*>(.*?)</p>",
        r'<section style="margin:0 8px;line-height:1.75em"><span style="font-size:16px;letter-spacing:1px"><span leaf="">\1</span></span></section>',
        plain(act, "p"),
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><meta property="og:title" content="{act.title}"><meta property="og:site_name" content="微信公众平台"><title></title></head><body id="activity-detail"><div id="js_article"><div id="img-content" class="rich_media_wrp"><h1 class="rich_media_title" id="activity-name">{act.title}</h1><div class="rich_media_meta_list"><span class="rich_media_meta">原创</span><span class="rich_media_meta">云川发布</span><a href="javascript:void(0);" id="js_name">云川发布</a><em id="publish_time">2026年9月4日 18:03</em><em id="js_ip_wording_wrp">云川</em></div><div class="rich_media_content" id="js_content"><section><p style="text-align:center"><span>点击上方蓝字关注我们，第一时间获取权威发布</span></p></section>{text}<section><p><span>来源：云川省人民政府办公厅</span></p><p><span>编辑：小云 校对：王丽 审核：张军</span></p></section><section><p>往期推荐</p><p><a href="/s/1">{NEWS[1]}</a></p><p><a href="/s/2">{NEWS[3]}</a></p><p>点个“在看”，让更多人知道这件事！</p></section></div>{files(act, "<p>", "</p>", href="/s/")}</div><div class="rich_media_tool"><span>阅读 1.2万</span><span>赞 88</span><span>在看 42</span></div></div><div id="js_pc_qr_code"><p>微信扫一扫<br>关注该公众号</p></div><div>继续滑动看下一个</div><div>轻触阅读原文</div></body></html>"""


def university(act: Act) -> str:
    """A system of colleges and small agencies: a form around the text, next and previous, a column of notices at the side with the day before each."""
    side = "".join(
        f'<div class="nl"><span class="d">09-0{n + 1}</span><span class="t">{one}</span></div>'
        for n, one in enumerate(NEWS)
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}-白石区科学技术局</title><meta name="keywords" content="白石区科学技术局,通知公告"><meta name="description" content="{act.title}"></head><body><div class="head clearfix"><img src="/logo.png"><div class="mbnav">{links("本局首页", "本局概况", "工作动态", "通知公告", "政策法规", tag="span")}</div></div><div class="ny clearfix"><div class="nyl"><div class="nylbt">通知公告</div>{side}</div><div class="nyr"><div class="nyrbt">当前位置: <a href="/">本局首页</a>&gt;&gt;<a href="/tzgg.htm">通知公告</a>&gt;&gt;正文</div><form name="_newscontent_fromname"><div class="cont-tt">{act.title}</div><div class="cont-ly">2026年09月04日 08:50  点击：[<span id="dynclicks">201</span>]</div><div class="cont-nr" id="vsb_c"><div class="v_n">{plain(act, "word", "pieces")}</div></div><div class="cont-fj"><ul style="list-style-type:none">{files(act, "<li>附件【", "】已下载<span>17</span>次</li>", href="/system/_content/download.jsp?")}</ul></div><p>上一条：<a href="1.htm">关于征集2026年度科技计划项目的通知</a></p><p>下一条：<a href="2.htm">关于开展科技活动周的通知</a></p><p>【<a href="#" onclick="window.close()">关闭</a>】</p></form></div></div><div class="ft"><p>地址：白石区科技大厦12层　　办公电话：0000-5550123</p><p>Copyright 2026 白石区科学技术局 All Rights Reserved</p></div></body></html>"""


def breaks(act: Act) -> str:
    """A ministry's static page: lines ended by breaks in one cell, the next cell with the links to what it refers to, told in lines ended by breaks too."""
    text = re.sub(r"<P[^>]*>|<FONT[^>]*>|</FONT>", "", plain(act, "old", "none")).replace("</P>", "<br><br>\n")
    news = "".join(f'· <a href="./t{n}.htm">{one}</a>　(2026-08-1{n})<br>' for n, one in enumerate(NEWS))
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{act.title}</title></head><body leftmargin=0><table width=778 align=center border=0><tr><td><img src=banner.jpg usemap=#Map></td></tr><tr><td background=bg.gif>本站首页　机构设置　政策发布　办事服务　公众互动</td></tr></table><table width=778 align=center><tr><td class=path>您现在的位置是：首页&gt;政策发布</td></tr><tr><td align=center height=40><font color=#cc0000 size=4><b>{act.title}</b></font></td></tr><tr><td align=center><font color=#666666>2026年09月04日　来源：办公厅　【大 中 小】【打印】【关闭】</font></td></tr><tr><td class=xltxt><font size=3>{text}</font></td></tr><tr><td>{files(act, "", "<br>", href="P02026")}</td></tr><tr><td class=xg><b>相关链接</b><br>{news}</td></tr><tr><td><b>网友评论</b><br>评论仅代表网友个人观点，不代表本站立场。<br>您还可以输入500字<br>发表评论</td></tr></table><table width=778 align=center><tr><td align=center>版权所有：云川省交通运输厅　　联系我们<br>地址：云川市建设路11号　邮编：430000<br>您是第 3329108 位访问者</td></tr></table></body></html>"""


def phone(act: Act) -> str:
    """A page for phones whose classes are made by a bundler: a card of terms, cards of news with a picture, a title, a sentence and a day."""
    rows = "".join(
        f'<dt class="_1x">{label}</dt><dd class="_2x">{value or "无"}</dd>'
        for label, value in card(act, "索引号", "发布机构", "文号", "发布日期")
    )
    news = "".join(
        f'<div class="_9k"><img src="/i/{n}.jpg"><div class="_8k"><p class="_7k">{one.split("，")[0]}</p><p class="_6k">{one}</p><p class="_5k">2026-09-0{n + 1} 阅读 12{n}</p></div></div>'
        for n, one in enumerate(NEWS)
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}</title><meta name="viewport" content="width=device-width,initial-scale=1"></head><body><div class="_a1"><div class="_a2">云川政务</div><div class="_a3">打开APP</div></div><div class="_b1"><div class="_b2">{act.title}</div><div class="_b3"><span>云川省人民政府网</span><span>09-04 10:11</span></div><dl class="_b4">{rows}</dl><div class="_c1">{plain(act, "p", "none")}</div><div class="_c2">{files(act, "<div>", "</div>", href="https://m.example.cn/f/")}</div><div class="_c3"><span>有用 12</span><span>没用</span><span>转发</span></div></div><div class="_d1"><div class="_d2">为您推荐</div>{news}<div class="_d3">没有更多了</div></div><div class="_e1"><p>打开APP阅读全文，体验更流畅</p></div><div class="_f1">云川省政务服务和数据管理局 技术支持</div></body></html>"""


FAMILIES: dict[str, Callable[[Act], str | bytes]] = {
    "rendered": rendered,
    "jcms": jcms,
    "portal": portal,
    "WeChat": wechat,
    "university": university,
    "breaks": breaks,
    "phone": phone,
}
