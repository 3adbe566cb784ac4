"""Saved pages in the manner of twelve families of government sites: what each prints around and within the text."""

from __future__ import annotations

import quopri
from collections.abc import Callable
from html import escape

from tests.support.site_acts import Act
from tests.support.site_bodies import body, card, links, metas

_NAV = "<ul>" + links("首页", "新闻中心", "政务公开", "办事服务", "互动交流", "走进江陵") + "</ul>"
_FOOT = """<p>主办：江陵市人民政府办公室　承办：江陵市大数据管理局　联系电话：0000-8000000</p><p>网站标识码：4210000001　<a href="#">云ICP备05001234号</a>
<img src="ga.png"><a href="#">云公网安备 42100202000001号</a></p><p>建议使用1366*768分辨率及IE9.0以上浏览器访问</p>"""


def ministry(act: Act) -> str:
    """TRS WCM of a ministry: QR captions with headings, links to other documents, controls in a list."""
    files = "".join(f'<a href="./P0{n}.pdf">{text}</a>' for n, (mark, text) in enumerate(act.lines) if mark == "@")
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}</title>
{metas(act, SiteName="云川省财政厅", ContentSource="社会保障处", Url="http://czt.example.gov.cn/zc/202603/t20260309_391.htm")}</head><body>
<div class="headerbox"><div class="sousuo"><input value="请输入关键字"><a>搜索</a></div>{_NAV}</div>
<div class="dqwz">当前位置：<a href="/">首页</a>&gt;<a href="/zw">政务信息</a>&gt;<a href="/zc">财政政策</a></div>
<div class="ewmbox"><ul><li><img src="1.png"><h3>财政厅微信</h3></li><li><img src="2.png"><h3>财政厅视频号</h3></li></ul></div>
<div class="box_content"><h2 class="title_con">{act.title}</h2><p class="xilanwb"><span>{act.issued.replace("-", "年", 1).replace("-", "月")}{"日" * bool(act.issued)}</span>　<span>来源：社会保障处</span></p>
<div class="my_doccontent"><div class="TRS_Editor"><style>.TRS_Editor P{{line-height:2}}</style>{body(act, "p")}</div></div>
<div class="gu-download"><p>附件下载：</p><span id="appendix1">{files}</span></div>
<div class="xgwd"><h4>相关文档</h4><ul>{links("关于做好2026年困难群众救助工作的通知", "社会救助资金管理办法解读", dated=True)}</ul></div>
<ul class="szfx"><li>【<a>大</a> <a>中</a> <a>小</a>】</li><li><a>【打印此页】</a></li><li><a>【关闭窗口】</a></li></ul></div>
<div class="bottom">{_FOOT}</div></body></html>"""


def jcms(act: Act) -> str:
    """大汉 jcms: comments around the text, a card, counters, links to the articles before and after it."""
    rows = list(
        card(act, "索 引 号", "分　　类", "发布机构", "发文日期", "文　　号", "主 题 词", "标　　题", "时　　效")
    )
    cells = "".join(
        f"<tr><td class='l'>{a}：</td><td>{b}</td><td class='l'>{c}：</td><td>{d}</td></tr>"
        for (a, b), (c, d) in zip(rows[::2], rows[1::2], strict=True)
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>江陵市人民政府 行政规范性文件 {act.title}</title>{metas(act, ColumnName="行政规范性文件")}</head>
<body><div class="top_bar"><a>无障碍阅读</a><a>长者模式</a><a>繁體</a></div>{_NAV}<div class="bt_position"><a href="/">首页</a> &gt; <a href="/c">市政府文件</a></div>
<div class="main_w1"><table class="xxgk_bmxl" width="100%">{cells}</table>
<div class="bt-wz"><h1>{act.title}</h1><div class="bt-xx">发布日期：{act.issued}　浏览次数：<script>document.write(1)</script><b>1276</b> 次　字号：<span>[ <a href="javascript:">大</a> <a href="javascript:">中</a> <a href="javascript:">小</a> ]</span></div></div>
<div id="zoom" class="bt-nr"><!--ZJEG_RSS.content.begin--><meta name="ContentStart">{body(act, "word", title="breaks")}<meta name="ContentEnd"><!--ZJEG_RSS.content.end-->
<div class="ewm"><img src="q.png">扫一扫手机端浏览</div></div>
<div class="dy-gb"><a href="javascript:print()">打印</a>　<a href="javascript:close()">关闭</a></div>
<div class="xgnr"><span>相关链接</span>{links("【图解】一图读懂救助新政", "【部门解读】救助政策解读")}</div>
<div class="sxt"><p>上一条：<a href="/1">关于公布行政规范性文件清理结果的通知</a></p><p>下一条：<a href="/2">关于加强冬季用电管理的通知</a></p></div></div>
<div class="fd"><a>智能问答</a><a>政务微博</a></div><div class="foot_w">{_FOOT}<p>您是第 <b>3 201 887</b> 位访客</p></div></body></html>"""


def kaipu(act: Act) -> str:
    """开普 UCAP: tags of its own around title and text, editor and corrections behind it."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}_通知公告_江陵市人民政府</title>{metas(act)}</head><body>
<div class="header_fix"><div class="mainnav">{_NAV}</div></div><div class="BreadcrumbNav">当前位置：<a href="/">首页</a> &gt; <a href="/z">政府信息公开</a> &gt; <a href="/t">通知公告</a></div>
<div class="article oneColumn pub_border"><h1 id="ti"><ucaptitle>{act.title}</ucaptitle></h1>
<div class="pages-date">{act.issued or "2026-07-18"} 09:12<span class="font">来源： 江陵市政府网</span><div class="mhide">【字体：<span id="btnBig">大</span> <span>中</span> <span>小</span>】<span class="prt"><a>打印</a></span></div>
<div class="share"><a>分享</a><div class="share-box"><a>微信</a><a>新浪微博</a></div></div></div>
<div class="pages_content"><ucapcontent>{body(act, "p", title="none", file=lambda n, name: f'<p><img src="icon_doc.gif"><a href="/f/{n}.doc">{name}</a></p>')}</ucapcontent></div>
<div class="pages_print">【我要纠错】<span>责任编辑：政务网编辑部</span></div><div class="related"><h3>相关稿件</h3><ul>{links("江陵市召开救助工作推进会", "我市提高救助标准")}</ul></div></div>
<div class="footer_new">{_FOOT}</div><div class="backtop2">回到顶部</div></body></html>"""


def centre(act: Act) -> str:
    """The state's portal of 2015: a card of tables, the text in a cell, a toolbar below."""
    facts = list(
        card(act, "索 引 号", "主题分类", "发文机关", "成文日期", "标　　题", "发文字号", "发布日期", "主 题 词")
    )
    rows = "".join(f"<tr><td class='zly_xxmu'><b>{label}：</b></td><td>{value}</td></tr>" for label, value in facts)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}_政府信息公开专栏</title>{metas(act, ArticleTitle="", others="1")}</head><body>
<div id="masthead">{_NAV}</div><table class="dh" width="1000"><tr><td><a href="/">首页</a> &gt; <a>信息公开</a> &gt; <a>国务院文件</a></td></tr></table>
<table width="100%" border="0" cellpadding="0"><tr><td class="bd"><table width="100%" class="bd1">{rows}</table></td></tr><tr><td>
<table border="0" width="750" id="printContent"><tr><td class="b12c" id="UCAP-CONTENT">{body(act, "p", title="breaks")}</td></tr></table>
<table><tr><td align="right">【<a>E-mail推荐</a>】【<a>打印</a>】【字体：<a>大</a> <a>中</a> <a>小</a>】</td></tr></table></td></tr></table>
<div class="wx"><img src="w.png"><p>扫一扫，分享到微信</p></div><div id="foot2">{_FOOT}</div></body></html>"""


def commission(act: Act) -> str:
    """A commission's site: title with the number, feelings about the article, attachments as a list in the box of the text."""
    number = f"（{act.number}）" if "〔" in act.number else ""
    files = "".join(
        f'<li><a href="./P0{n}.pdf">{text}</a></li>' for n, (mark, text) in enumerate(act.lines) if mark == "@"
    )
    return f"""<html><head><meta charset="utf-8"><title>【{act.title}】-江陵市发展和改革委员会</title>{metas(act, ArticleTitle=act.title + number, ContentSource="体改科")}</head><body>
<div class="pub-head">{_NAV}</div><div class="path_box"><span>您现在的位置：</span><a href=/>首页</a>/<a href=/x>新闻动态</a>/<a href=/t>通知通告</a></div>
<div class="article_l"><div class="article_title">{act.title}{number}</div><div class="article_info"><div class="time">发布时间：{act.issued.replace("-", "/")}</div><div class="laiyuan">来源：体改科</div><div class="dyyd"><a>打印</a></div></div>
<div class="article_con">{body(act, "word")}<div class="attachment"><strong>附件：</strong><ul>{files}</ul></div></div>
<div class="pl"><p>您看完文章后的感受是？</p><a>点赞</a><a>0</a></div></div>
<div class="article_r"><h3>热门推荐</h3><ul>{links("节能审查办法公布", "价格监测周报", "重大项目清单", dated=True)}</ul></div><div class="wx_share">分享到：<img src="x.png">微信扫一扫，分享到朋友圈</div>{_FOOT}</body></html>"""


def tables_of_2005(act: Act) -> str:
    """Tables only, upper case, paragraphs by breaks, a clock, a column of links, GB2312."""
    return f"""<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset=gb2312"><TITLE>:::青石县政府网:::{act.title}</TITLE></HEAD>
<BODY bgColor=#ffffff leftMargin=0><TABLE width=778 align=center><TR><TD colspan=2><IMG src="banner.jpg"></TD></TR><TR><TD colspan=2 bgcolor=#0066cc>
<A href="index.asp">网站首页</A> | <A href="jj.asp">青石概况</A> | <A href="gk.asp">政务公开</A> | <A href="fw.asp">便民服务</A></TD></TR>
<TR><TD>今天是：2026年7月18日 星期六</TD><TD align=right>站内搜索：<INPUT size=12></TD></TR>
<TR><TD vAlign=top width=180><TABLE><TR><TD bgColor=#eeeeee>栏目导航</TD></TR><TR><TD><A href=1.asp>县政府文件</A></TD></TR><TR><TD><A href=2.asp>部门文件</A></TD></TR><TR><TD><A href=3.asp>乡镇文件</A></TD></TR></TABLE>
<TABLE><TR><TD>点击排行</TD></TR><TR><TD>·<A href=a.asp>青石县招商引资优惠办法</A></TD></TR><TR><TD>·<A href=b.asp>青石县2025年政府工作报告</A></TD></TR></TABLE></TD>
<TD vAlign=top><TABLE width=580><TR><TD>当前位置：网站首页 → 政务公开 → 县政府文件</TD></TR><TR><TD align=middle><FONT size=4><B>{act.title}</B></FONT></TD></TR>
<TR><TD align=middle>作者：办公室　来源：本站　点击数：<SCRIPT src=c.asp></SCRIPT>352　更新时间：{act.issued or "2026-7-18"}　<A href=#>【字体：小</A> <A href=#>大】</A></TD></TR>
<TR><TD><HR></TD></TR><TR><TD class=content>{body(act, "br", title="none")}</TD></TR>
<TR><TD align=right>文章录入：admin　　责任编辑：admin</TD></TR><TR><TD><LI>上一篇文章：<A href=5.asp>关于开展安全检查的通知</A><LI>下一篇文章：没有了</TD></TR>
<TR><TD align=right>【<A href=p>发表评论</A>】【<A href=f>告诉好友</A>】【<A href=#>打印此文</A>】【<A href=#>关闭窗口</A>】</TD></TR></TABLE></TD></TR>
<TR><TD colspan=2 align=middle>版权所有：青石县人民政府办公室　技术支持：青石县信息中心<BR>云ICP备05001235号　最佳浏览效果 1024×768 IE6.0</TD></TR></TABLE></BODY></HTML>"""


def law_library(act: Act) -> str:
    """A library of laws: facts as definitions, downloads, a contents list of links within the page."""
    facts = "".join(
        f"<dt>{label}</dt><dd>{value or '—'}</dd>"
        for label, value in [
            ("法律性质", "地方性法规"),
            ("制定机关", "、".join(act.issuers)),
            ("公布日期", act.issued),
            ("施行日期", "2026-01-01"),
            ("时效性", "有效"),
        ]
    )
    toc = "".join(f'<li><a href="#a{n}">{text}</a></li>' for n, (mark, text) in enumerate(act.lines) if mark in "CH")
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>国家法律法规数据库</title></head><body><div class="top-box">{_NAV}</div>
<div class="crumb-box"><a>首页</a> / <a>地方法规</a> / 正文</div><div class="info-l"><h2>{act.title}</h2><dl class="facts">{facts}</dl>
<div class="btns"><button>下载WORD版</button><a href="/d.pdf">下载PDF版</a><a>打印</a><a>扫码查看</a><a>收藏</a></div></div>
<div class="mulu"><h4>目录</h4><ul>{toc}</ul></div><div class="viewDoc" id="viewDoc">{body(act, "word")}</div>
<div class="fk"><a>意见反馈</a><a>使用说明</a></div><div class="foot-box">{_FOOT}</div></body></html>"""


def weblog(act: Act) -> str:
    """WordPress: article with header and meta, sharing, comments, widgets."""
    return f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="UTF-8"><title>{act.title} &#8211; 青石镇人民政府</title><meta property="og:url" content="http://zhen.example.org/?p=112"></head>
<body class="post-template-default single"><header id="masthead" class="site-header"><p class="site-title"><a href="/">青石镇人民政府</a></p><p class="site-description">服务群众 公开透明</p><nav class="main-navigation">{_NAV}</nav></header>
<div id="content" class="site-content"><main id="main"><article id="post-112" class="post-112 post type-post"><header class="entry-header"><h1 class="entry-title">{act.title}</h1>
<div class="entry-meta"><span class="posted-on">发布于 <time>{act.issued or "2026-07-18"}</time></span><span class="byline"> 由 <a href="/author/admin">admin</a></span></div></header>
<div class="entry-content">{body(act, "p", title="none")}<div class="sharedaddy"><h3 class="sd-title">分享到：</h3><ul><li>Twitter</li><li>Facebook</li></ul></div></div>
<footer class="entry-footer">分类：<a>通知公告</a> 标签：<a>救助</a></footer></article>
<nav class="post-navigation"><h2 class="screen-reader-text">文章导航</h2><a href="/p">上一篇文章 关于防汛值守的通知</a><a href="/q">下一篇文章 村务公开</a></nav>
<div id="comments"><h3 id="reply-title">发表回复</h3><form><p class="comment-notes">您的邮箱地址不会被公开。 必填项已用 * 标注</p><p><label>评论 *</label><textarea></textarea></p><p><label>显示名称</label><input></p><p><input type="submit" value="发表评论"></p></form></div></main>
<aside id="secondary" class="widget-area"><section class="widget"><h2>近期文章</h2><ul>{links("镇政府值班表", "招募公告")}</ul></section><section class="widget"><h2>归档</h2><ul>{links("2026年7月", "2026年6月")}</ul></section></aside></div>
<footer class="site-footer"><div class="site-info">自豪地采用WordPress</div></footer></body></html>"""


def textarea(act: Act) -> str:
    """The text escaped in a hidden <textarea>, which a script shows."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}-江陵市政务公开</title>{metas(act)}</head><body><div id="app"><div class="head2">{_NAV}</div>
<div class="detail"><h3 class="dt">{act.title}</h3><p class="ds">发布时间：{act.issued or "2026-07-18"}　来源：市政务公开办</p><div id="show" class="dc"></div></div></div>
<textarea id="content" style="display:none">{escape(body(act, "p"))}</textarea><script>document.getElementById('show').innerHTML=document.getElementById('content').value</script><div class="f2">{_FOOT}</div></body></html>"""


def both_screens(act: Act) -> str:
    """The text for desktops and for phones, with classes that nothing else tells of."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}-江陵市商务局</title>{metas(act)}</head><body>
<div class="pc-wrap"><div class="pc-nav">{_NAV}</div><div class="pc-detail"><h1>{act.title}</h1><div class="pc-info">日期：{act.issued or "2026-07-18"}　【字体：大 中 小】　<a>打印</a></div><div class="pc-con">{body(act, "p")}</div></div></div>
<div class="wap-wrap"><div class="wap-top"><a>返回</a><a>菜单</a></div><h2>{act.title}</h2><p class="wap-t">{act.issued or "2026-07-18"}</p><div class="wap-con">{body(act, "div")}</div><div class="wap-b"><a>上一篇</a><a>下一篇</a></div></div>
<div class="modal2" id="m1"><h4>温馨提示</h4><p>您即将离开江陵市商务局网站，是否继续？</p><a>继续访问</a><a>放弃</a></div>{_FOOT}</body></html>"""


def web_archive(act: Act) -> bytes:
    """A page and its frame in a web archive: the text stands in the frame."""
    page = f"""<html><head><meta charset="utf-8"><title>{act.title}</title>{metas(act)}</head><body><div class="nv">{_NAV}</div><h1>{act.title}</h1><iframe src="cid:frame-7F@mhtml.blink" width="100%"></iframe><div>{_FOOT}</div></body></html>"""
    frame = f"<html><head><meta charset='utf-8'></head><body>{body(act, 'word')}</body></html>"
    address = "http://www.jiangling.example.gov.cn/xxgk/show/8812"
    parts = [
        f"Content-Type: text/html\nContent-ID: <{name}@mhtml.blink>\nContent-Transfer-Encoding: quoted-printable\nContent-Location: {place}\n\n".encode()
        + quopri.encodestring(text.encode())
        for name, place, text in (("frame-0A", address, page), ("frame-7F", "about:srcdoc", frame))
    ]
    head = f'From: <Saved by Blink>\nSnapshot-Content-Location: {address}\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="--B--"\n\n\n'
    return head.encode() + b"".join(b"----B--\n" + part + b"\n" for part in parts) + b"----B----\n"


def capital(act: Act) -> str:
    """A capital's portal: a card with labels in brackets, a warning before one leaves, links to readings."""
    facts = [
        ("主题分类", "城乡建设"),
        ("发文机构", "、".join(act.issuers)),
        ("联合发文单位", ""),
        ("实施日期", ""),
        ("成文日期", act.issued),
        ("发文字号", act.number),
        ("废止日期", ""),
        ("发布日期", act.issued),
        ("有效性", "是"),
    ]
    items = "".join(
        f"<li class='l{n}'>[{label}] <span>{value or '----'}</span></li>" for n, (label, value) in enumerate(facts)
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}_政策文件_首都之窗_江陵市人民政府门户网站</title>{metas(act)}</head><body><div class="easysite">{_NAV}</div>
<div class="crumb-nav"><a>首页</a> &gt; <a>政策公开</a> &gt; <a>政策文件</a></div><ol class="doc-info">{items}</ol>
<div class="header"><p>{act.title}</p></div><div class="others"><span>字号：</span><a>大</a><a>中</a><a>小</a><a>播报</a></div><div class="mainContent" id="mainText"><div class="view TRS_UEDITOR trs_paper_default">{body(act, "p", title="breaks")}</div></div>
<div class="relevantdoc"><div class="tt">相关解读</div><ul>{links("《办法》解读", "一图读懂")}</ul></div><div class="fxewm"><p>分享：</p><img src="e.png"><p>手机扫一扫</p></div>
<div class="tc"><p>您访问的链接即将离开“首都之窗”门户网站 是否继续？</p><span>继续访问</span><span>放弃</span></div><div class="ft">{_FOOT}</div></body></html>"""


FAMILIES: dict[str, Callable[[Act], str | bytes]] = {
    family.__name__: family
    for family in (
        ministry, jcms, kaipu, centre, commission, tables_of_2005, law_library, weblog, textarea, both_screens, web_archive, capital,
    )
}  # fmt: skip
