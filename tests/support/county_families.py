"""Saved pages in the manner of twelve more sites, after templates of content systems."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tests.support.site_acts import Act
from tests.support.site_bodies import body, card, files, links, metas

_files = partial(files, href="/attach/", more=' target="_blank"')


def environment(act: Act) -> str:
    """A ministry: its day and source for desktops and for phones, a box whose links a script writes, hidden readings, tabs of sister sites."""
    sites = "".join(f"<ul>{links(*names)}</ul>" for names in (("外交部", "教育部", "公安部"), ("北京市", "天津市")))
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}_云川省生态环境厅</title>{metas(act, ContentSource="云川省生态环境厅")}</head><body>
<div class="header"><div class="headerC center"><a class="AppBtn">手机版</a><ul><li><a href="/mail"><img src="m.png">邮箱</a></li><li><a href="/en">EN</a></li><li class="headerCLILast"><a href="javascript:void(0)" title="无障碍"><img></a></li></ul></div></div>
<div class="header_logo"><div class="logoSearchBox center"><a class="logo" href="/"><img></a><div class="logoSearchR"><form><input type="submit" value=""><input name="searchword" type="text"><span class="clear" id="delete">×</span><a class="PcBtn">手机版</a></form><div class="searchWord">热门搜索：<script>document.write("<a href='/s'>环境影响评价</a>")</script></div></div><a class="fl aqjBtn" href="/nnsa"><img><span>点击进入</span></a></div></div>
<div class="innerBaseBanner"><div class="center"><h2><script>document.write("政策文件");</script></h2><div class="crumbsNav">当前位置：<a href="../../">首页</a>&nbsp;&gt;&nbsp;<a href="../">政策文件</a>&nbsp;&gt;&nbsp;<a href="./">厅文件</a></div></div></div>
<div class="innerBg"><div class="innerCenter"><div class="neiright_Box"><h2 class="neiright_Title">{act.title}</h2><div class="neiright_Content"><div class="neiright_JPZ_GK"><p class="ydLyZzBox"><span>{act.issued or "2026-07-18"}</span><span>来源：云川省生态环境厅</span></p><span class="xqLyPc time">{act.issued or "2026-07-18"}</span><span class="xqLyPc">来源：云川省生态环境厅</span><div class="neiright_JPZGK">分享到：<div class="bshare-custom"><a title="分享到微信"></a></div></div><span class="zzjgLdPrint"><a href="javascript:void(1)">[打印]</a></span><span class="zzjgLdFont">字号：<a>[大]</a> <a class="active">[中]</a> <a>[小]</a></span></div>
<div class="neiright_JPZ_GK_CP"><div class=TRS_Editor><div class="Custom_UnionStyle">{body(act, "div", title="pieces")}</div></div></div><div class="xgfj">{_files(act, "<p>", "</p>")}</div></div></div>
<div class="stbzCBaseXq" style="display: none"><div class="cjcs_com_tt"><h2>相关阅读推荐</h2></div></div><div class="stbzCBaseXq"><div class="cjcs_com_tt"><h2>您可能对以下文章感兴趣</h2></div><div class="lieb"><ul></ul></div></div></div></div>
<div class="footer"><div class="footerTopUl">{sites}</div><ul class="footer_web_linkUl"><li><a href="/g">中国政府网</a></li><li>国务院部门</li><li>系统门户网站群</li><li>其他</li></ul><div><span>链接 ：</span></div></div></body></html>"""


def visual_site(act: Act) -> str:
    """博达 VSB of a procuratorate: the page in a form, clicks that a script counts, attachments with downloads, entries beside it."""
    files = _files(act, "<LI>附件【", "】已下载<span>4</span>次</LI>")
    return f"""<!DOCTYPE html><HTML><HEAD><TITLE>{act.title}-青石县人民检察院</TITLE><META charset="utf-8"><META Name="keywords" Content="青石县人民检察院,检务公开,{act.title}"></HEAD><BODY>
<DIV class="top"><DIV class="wel">欢迎您来到青石县人民检察院网站！</DIV><DIV class="time">2026年7月18日 星期六</DIV></DIV><DIV class="menu"><UL>{links("网站首页", "检察院概况", "检务公开", "检察新闻")}</UL></DIV>
<DIV class="main"><DIV class="leftnav"><H2>检务公开</H2><UL>{links("规范性文件", "工作报告", "财务公开")}</UL></DIV><DIV class="right"><DIV class="weizhi2">当前位置: <a href="/">网站首页</a> &gt;&gt; <a href="/jw">检务公开</a> &gt;&gt; 正文</DIV>
<FORM name="_newscontent_fromname"><DIV class="content"><DIV class="title"><H3>{act.title}</H3><I>时间：2026-07-18&nbsp;&nbsp;作者：&nbsp;&nbsp;来源：办公室&nbsp;&nbsp;点击：[<SPAN id="dynclicks_wbnews_1">27</SPAN>]</I></DIV><DIV id="vsb_content"><DIV class="v_news_content">{body(act, "p", title="none")}</DIV></DIV><UL style="list-style-type:none;">{files}</UL><P class="close">【<a href="javascript:window.opener=null;window.close();">关闭</a>】</P><DIV class="pageup"><P>上一条：<a href="1021.htm">青石县人民检察院2025年度部门决算</a></P><P>下一条：<a href="1019.htm">关于开展公众开放日活动的公告</a></P></DIV></DIV></FORM></DIV></DIV>
<DIV class="foot1"><P>Copyright © 2019-2026 青石县人民检察院 All Rights Reserved</P><P>检察服务热线：12309　地址：青石县政法路5号</P></DIV></BODY></HTML>"""


def policy_hall(act: Act) -> str:
    """A policy library rendered on a server: attributes that a framework leaves, tabs, a summary, terms that go with the text, floating tools."""
    rows = "".join(
        f'<div data-v-7ba5bd90="" class="el-col el-col-12"><span data-v-7ba5bd90="">{a}</span><p data-v-7ba5bd90="">{b or "--"}</p></div>'
        for a, b in card(act, "索引号", "发文机关", "发文字号", "主题分类", "成文日期", "有效性")
    )
    return f"""<!DOCTYPE html><html lang="zh-cn"><head><meta charset="utf-8"><title>政策详情 - 云川省惠企政策一站通</title></head><body><div id="app" data-server-rendered="true"><div data-v-1 class="el-container"><div data-v-1 class="hd"><span>云川省惠企政策一站通</span><span>政策库</span><span>免申即享</span><span>企业诉求</span><span>登录</span><span>注册</span></div>
<div data-v-7ba5bd90="" class="el-main"><div role="tablist" class="el-tabs"><div class="el-tabs__item is-active">政策原文</div><div class="el-tabs__item">政策解读</div><div class="el-tabs__item">申报指南</div><div class="el-tabs__item">常见问答</div></div><div class="h"><h1 data-v-7ba5bd90="">{act.title}</h1><div class="tags"><span class="el-tag">省级</span><span class="el-tag">现行有效</span></div><div class="act"><span>收藏</span><span>订阅</span><span>下载原文</span><span>分享</span></div></div><div class="el-row">{rows}</div><div data-v-7ba5bd90="" class="rich">{body(act, "word", title="pieces")}</div><div class="fj-list"><div>附件下载</div>{_files(act, '<div class="f"><i></i>', "<span>下载</span></div>")}</div></div>
<div class="el-aside-x"><div class="t">推荐政策</div><div class="i"><p>云川省专精特新企业培育办法</p><p>2026-06-02</p></div><div class="i"><p>云川省科技创新券管理办法</p><p>2026-05-11</p></div><div class="t">政策计算器</div><div class="i"><p>立即测算</p></div></div><div class="el-backtop"><span>置顶</span><span>客服</span><span>反馈</span></div><div class="ft"><p>云川省中小企业服务中心 版权所有</p><p>服务热线：0000-12345</p></div></div></div></body></html>"""


def pocket(act: Act) -> str:
    """A page for phones: bars above and below, a note of the source, the original, what others read with its counts."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{act.title}</title><meta property="og:title" content="{act.title}"><meta property="og:site_name" content="江陵发布"></head><body><div class="bar-t"><i></i><span>详情</span><i>···</i></div><div class="wrap"><p class="tit">{act.title}</p><div class="src"><img src="a.png"><b>江陵发布</b><em>07-18 09:31</em><em>云川</em><u>+关注</u></div><div class="rd"><div>听新闻</div><div>00:00 / 03:12</div></div><section class="art">{body(act, "p", title="none")}</section><div class="fs">{_files(act, "<p>", "</p>")}</div><p class="yw">阅读原文</p><div class="zz"><p>来源：江陵市人民政府网</p><p>编辑：林青</p><p>校对：张云</p><p>审核：李河</p></div><div class="zan"><span>赞 12</span><span>在看 3</span></div><div class="tj"><p>大家都在看</p><div><p>江陵新增三条公交线路</p><p>1.2万阅读</p></div><div><p>今年高考录取时间公布</p><p>8千阅读</p></div></div></div><div class="bar-b"><span>写评论...</span><span>收藏</span><span>转发</span></div><div class="xz"><p>打开江陵发布客户端，看更多本地资讯</p></div></body></html>"""


def asp_county(act: Act) -> str:
    """Nested tables of 2005: weather and calendar, a menu by cells, a ballot, the text in a cell between rules, a counter."""
    menu = "".join(
        f"<TR><TD height=24>　<A href='more.asp?id={n}'>{name}</A></TD></TR>"
        for n, name in enumerate(("政府文件", "通知公告", "人事任免", "招标信息"))
    )
    return f"""<HTML><HEAD><META content="text/html; charset=gb2312" http-equiv=Content-Type><TITLE>云溪县政府信息网--{act.title}</TITLE></HEAD><BODY topMargin=0><TABLE width=776 align=center><TR><TD><IMG src=images/banner.gif></TD></TR><TR><TD class=nav>本站首页 | 云溪概况 | 政府机构 | 招商引资 | 给县长写信</TD></TR><TR><TD><MARQUEE>热烈祝贺我县荣获全省文明县城称号</MARQUEE></TD><TD>今天天气：多云 21～29℃</TD></TR></TABLE>
<TABLE width=776 align=center><TR><TD width=180 vAlign=top><TABLE width=170><TR><TD class=lt>政务公开</TD></TR>{menu}<TR><TD class=lt>网上调查</TD></TR><TR><TD>您对本站是否满意？<BR>○ 满意<BR>○ 一般<BR>○ 不满意<BR><INPUT type=button value=投票></TD></TR></TABLE></TD><TD vAlign=top><TABLE width=590><TR><TD>您现在的位置：<A href=index.asp>云溪县政府信息网</A> &gt;&gt; 政务公开 &gt;&gt; 政府文件</TD></TR><TR><TD align=middle><FONT color=#cc0000 size=4><B>{act.title}</B></FONT></TD></TR><TR><TD align=middle>作者：佚名　文章来源：县政府办　点击数：<SCRIPT src=count.asp></SCRIPT>　更新时间：2026-7-18</TD></TR><TR><TD><HR SIZE=1></TD></TR><TR><TD class=content id=fontzoom>{body(act, "old", title="none")}</TD></TR><TR><TD>{_files(act, "<P>", "</P>")}</TD></TR><TR><TD align=right>文章录入：admin　　责任编辑：admin</TD></TR><TR><TD><LI>上一篇文章： <A href=a1.asp>关于汛期值班的通知</A><BR><LI>下一篇文章： 没有了</TD></TR><TR><TD align=right>【<A href=#>发表评论</A>】【<A href=#>加入收藏</A>】【<A href=#>告诉好友</A>】【<A href=#>打印此文</A>】【<A href=#>关闭窗口</A>】</TD></TR><TR><TD>最新热点　最新推荐　相关文章</TD></TR><TR><TD><LI><A href=b1.asp>云溪县2026年政府工作报告</A><LI><A href=b2.asp>县长信箱回复选登</A></TD></TR><TR><TD>网友评论：（只显示最新10条。评论内容只代表网友观点，与本站立场无关！）</TD></TR></TABLE></TD></TR></TABLE><TABLE width=776 align=center><TR><TD align=middle>设为首页 | 加入收藏 | 联系站长 | 友情链接 | 版权申明</TD></TR><TR><TD align=middle>云溪县人民政府办公室　站长：小云<BR>最佳浏览：1024×768</TD></TR></TABLE></BODY></HTML>"""


def assembly(act: Act) -> str:
    """A standing committee: the source with size and day, an editor in brackets at the end of the text, a box of rights, boxes of committees."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}_江陵人大网</title><meta name="author" content="林青"></head><body><div class="rd-top"><div class="rd-logo">江陵市人民代表大会常务委员会</div><div class="rd-date">今天是 2026年7月18日 星期六 农历六月初五</div></div><div class="rd-nav">{links("首页", "人大概况", "立法工作", "监督工作", "代表工作", tag="span")}</div><div class="rd-pos">首页 &gt; 立法工作 &gt; 法规公布</div><div class="rd-con"><div class="tit"><h1>{act.title}</h1></div><div class="fontsize">来源： 江陵人大网　　浏览字号： <a>大</a> <a>中</a> <a>小</a>　　2026年07月18日 09:31:22</div><div id="Zoom">{body(act, "div", title="pieces")}<div style="text-align:right">[责任编辑： 林青 ]</div></div><div>{_files(act, "<p>", "</p>")}</div><div class="rd-fx"><span>微信</span><span>朋友圈</span><span>QQ好友</span></div></div><div class="rd-side"><div class="rd-h">机构设置</div><div>法制委员会</div><div>财政经济委员会</div><div>监察和司法委员会</div><div class="rd-h">立法建议</div><div>您有好的立法建议，请发送至 fgw@jlrd.example.cn</div></div><div class="rd-foot"><div>江陵市人大常委会办公室 主办</div><div>地址：江陵市人民路1号　邮编：440000</div></div></body></html>"""


def journal(act: Act) -> str:
    """A gazette to leaf through: issues to choose from, contents beside the text, a page number, the text for printers."""
    years = "".join(f"<option>{year}年</option>" for year in range(2026, 2020, -1))
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title} - 云川省人民政府公报</title>{metas(act, SiteName="云川省人民政府公报", ColumnName="2026年第12期")}</head><body><div class="gbh"><h1>云川省人民政府公报</h1><p>GAZETTE OF THE PEOPLE'S GOVERNMENT OF YUNCHUAN PROVINCE</p></div><div class="gbx"><select>{years}</select><span>第12期（总第988期）</span><span>2026年6月30日出版</span></div><div class="gbl"><h3>目　录</h3><dl><dt>省政府文件</dt><dd><a href="1.html">{act.title}</a> (3)</dd><dd><a href="2.html">云川省湿地保护办法</a> (9)</dd><dt>人事任免</dt><dd><a href="3.html">六月份人事任免</a> (47)</dd></dl></div><div class="gbr"><div class="gbt">{act.title}</div><div class="gbc">{body(act, "p", title="breaks")}</div><div class="gbf">{_files(act, "<p>", "</p>")}</div><div class="gbp">－3－</div><div class="gbo"><a href="#">上一篇</a><a href="#">目录</a><a href="#">下一篇</a><a href="/12.pdf">下载本期PDF</a></div></div><div class="gbz"><p>刊号：CN50-0000/D　邮发代号：78-000</p><p>赠阅范围：全省乡镇、街道、村、社区</p></div></body></html>"""


def hotline(act: Act) -> str:
    """A district: readers' questions with answers in sentences below the text, a rating, a box of steps to apply."""
    asked = "".join(
        f'<div class="wd"><p class="q">问：{q}</p><p class="a">答：{a}</p></div>'
        for q, a in (
            ("请问在哪里办理？", "您好，请到区政务服务中心二楼综合窗口咨询，也可以拨打12345热线。"),
            ("什么时候开始？", "您好，具体以文件规定为准，感谢您的关注。"),
        )
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}-东江区人民政府门户网站</title>{metas(act, SiteName="东江区人民政府门户网站")}</head><body><div class="djh"><ul>{links("首页", "走进东江", "信息公开", "办事服务")}</ul></div><div class="djp">您的位置：<a href="/">首页</a> / <a href="/x">信息公开</a> / <span>正文</span></div><div class="djm"><div class="djt"><h1>{act.title}</h1><div class="djs"><span>发布时间：{act.issued or "2026-07-18"}</span><span>信息来源：区政府办</span><span>浏览：<b>108</b>次</span></div></div><div class="djc" id="zoom">{body(act, "p", title="none")}</div><div class="djf">{_files(act, "<p>", "</p>")}</div><div class="djx"><h4>网民咨询</h4>{asked}<p class="more"><a href="/zx">我要咨询</a></p></div><div class="djr"><span>此信息对您有帮助吗</span><span>有</span><span>没有</span></div></div><div class="djb"><p>东江区人民政府主办　东江区融媒体中心承办</p><p>云公网安备42010302000001号</p></div></body></html>"""


def press(act: Act) -> str:
    """WordPress of an association: entry meta, classes of posts, a biography of the author, neighbours, an archive of months."""
    return f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="UTF-8"><title>{act.title} &#8211; 云川省建筑业协会</title></head><body class="post-template-default single single-post"><div id="page" class="hfeed site"><header id="masthead" class="site-header"><p class="site-title"><a href="/">云川省建筑业协会</a></p><p class="site-description">服务会员 规范行业</p></header><div id="content" class="site-content"><div id="primary"><main id="main"><article id="post-91" class="post-91 post type-post"><header class="entry-header"><h1 class="entry-title">{act.title}</h1><div class="entry-meta"><span class="posted-on">2026年7月18日</span><span class="cat-links">政策法规</span></div></header><div class="entry-content">{body(act, "p", title="none")}{_files(act, "<p>", "</p>")}</div><footer class="entry-footer"><span class="tags-links">建筑业、招投标</span></footer></article><div class="author-info"><div class="avatar"></div><h3>关于作者</h3><p>协会秘书处，负责政策转载和会员服务工作。</p></div><div class="post-nav-x"><div>← 关于召开年会的通知</div><div>会费收缴标准公示 →</div></div></main></div><div id="secondary"><section class="widget"><h2 class="widget-title">近期文章</h2><ul>{links("会员名单", "培训通知", "行业自律公约")}</ul></section><section class="widget"><h2 class="widget-title">归档</h2><ul><li>2026年7月</li><li>2026年6月</li><li>2026年5月</li></ul></section></div></div><div id="colophon"><div class="site-info2">自豪地采用WordPress</div></div></div></body></html>"""


def printer(act: Act) -> str:
    """A version for the printer: controls above, the address and the minute of printing below."""
    return f"""<html><head><meta charset="utf-8"><title>打印 - {act.title}</title></head><body onload="window.print()"><div align="right"><input type="button" value="打印"><a href="javascript:window.close()">[关闭窗口]</a></div><div>江陵市人民政府网站打印页面</div><hr><center><h2>{act.title}</h2></center><center>来源：江陵市人民政府办公室　时间：2026-07-18 09:12:00</center><hr>{body(act, "br", title="none")}{_files(act, "<div>", "</div>")}<hr><div>打印时间：2026-07-19 10:20:31</div><div>本文链接：http://www.jiangling.example.gov.cn/art/2026/7/18/art_1_2.html</div></body></html>"""


def levy(act: Act) -> str:
    """A tax library: validity over the title, number and day as a line of spans, links to interpretations at the side, a note of the library."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}</title>{metas(act, SiteName="国家税务总局云川省税务局", ArticleTitle="")}</head><body><div class="head1">{links("首页", "税务概览", "税收政策", "办税服务", tag="b")}</div><div class="loc"><a href="/">首页</a>&gt;<a href="/zc">税收政策</a>&gt;<a href="/fg">政策法规库</a></div><div class="fgk"><div class="yx">全文有效</div><div class="bt">{act.title}</div><div class="wh">{act.number}</div><div class="rq"><span>成文日期：{act.issued or "2026-07-18"}</span><span>字体：</span><span>【大】</span><span>【中】</span><span>【小】</span></div><div class="zw"><div id="fontzoom">{body(act, "p", title="none", number=False)}</div></div><div class="fj">{_files(act, "<p>", "</p>")}</div><div class="zs"><p>注：法规库内容仅供参考，以正式印发的文件为准。</p></div></div><div class="cb"><p>政策解读</p><p>关于本公告的解读</p><p>政策沿革</p><p>打印</p><p>下载</p></div><div class="db"><p>纳税服务热线：12366</p><p>网站标识码：bm29000099</p></div></body></html>"""


def union(act: Act) -> str:
    """大汉 jcms of a bureau: marks in comments, a tree of disclosure, a counter written by a script, a line of sharing, columns beside it."""
    pairs = list(card(act, "索 引 号", "发布机构", "文　　号", "生成日期", "主题分类", "有 效 性"))
    cells = "".join(
        f"<tr><td>{a}</td><td>{b}</td><td>{c}</td><td>{d}</td></tr>"
        for (a, b), (c, d) in zip(pairs[::2], pairs[1::2], strict=True)
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>青石县医疗保障局 政府信息公开 {act.title}</title>{metas(act, ArticleTitle=act.title, SiteName="青石县医疗保障局")}<meta name="Maketime" content="2026-07-18 10:02:11"></head><body><div class="ybj_t"><span>青石县医疗保障局</span><span>政府信息公开</span></div><div class="ybj_l"><div>政府信息公开指南</div><div>政府信息公开制度</div><div>法定主动公开内容</div><div>政府信息公开年报</div><div>依申请公开</div></div><div class="ybj_r"><table class="xxgk_table">{cells}</table><table id="article" width="100%"><tr><td class="title"><!--<$[标题]>begin-->{act.title}<!--<$[标题]>end--></td></tr><tr><td align="center"><table width="100%"><tr><td>发布日期： 2026-07-18</td><td>访问次数：<script src="/count.jsp"></script></td><td>信息来源：<!--<$[信息来源]>begin-->青石县医疗保障局<!--<$[信息来源]>end--></td><td>字号：[ <a>大</a> <a>中</a> <a>小</a> ]</td></tr></table></td></tr><tr><td class="bt_content"><div id="zoom"><!--ZJEG_RSS.content.begin--><meta name="ContentStart">{body(act, "p", title="breaks")}<meta name="ContentEnd"><!--ZJEG_RSS.content.end--></div></td></tr><tr><td>{_files(act, "<p>", "</p>")}</td></tr><tr><td align="right"><a href="javascript:print()">打印本页</a>　<a href="javascript:window.close()">关闭窗口</a></td></tr></table><div class="bds"><span>分享：</span><a href="#"></a></div></div><div class="ybj_b"><p>主办单位：青石县医疗保障局　联系电话：0000-7012393</p><p>云ICP备2020003333号</p></div></body></html>"""


FAMILIES: dict[str, Callable[[Act], str | bytes]] = {
    family.__name__: family
    for family in (
        environment, visual_site, policy_hall, pocket, asp_county, assembly, journal, hotline, press, printer, levy, union,
    )
}  # fmt: skip
