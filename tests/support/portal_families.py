"""Saved pages in the manner of twenty portals of ministries, provinces and counties: what they print around and within the text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from html import escape
from itertools import pairwise

from tests.support.site_acts import Act
from tests.support.site_bodies import body, card, files, links, metas

_PROVINCES = "".join(
    f'<a href="http://{n}.example.gov.cn">{name}</a> ' for n, name in enumerate("东江 青石 云溪 南浦 北川 西陵".split())
)


_files = partial(files, href="./W0")


def _parts(html: str, count: int) -> list[str]:
    """`html` in some pieces, cut between paragraphs, not within tables and lists."""
    ends = [m.end() for m in re.finditer(r"</p>|</table>|</[uod]l>", html, re.I)]
    ends = [end for end in ends if html[:end].count("<table") == html[:end].count("</table>")]
    cuts = sorted({0, *(ends[(n + 1) * len(ends) // count - 1] for n in range(count - 1) if ends), len(html)})
    return [html[a:b] for a, b in pairwise(cuts)]


def state_council(act: Act) -> str:
    """A library of policies: an overview table, the text for desktops and for phones, the address of the page in a hidden line."""
    text = body(act, "p", title="none")
    rows = "".join(
        f"<tr><td class='zcwj_ys'>{name}：</td><td>{value}</td></tr>"
        for name, value in card(act, "标　　题", "发文机关", "发文字号", "主题分类", "成文日期", "发布日期")
    )
    return f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{act.title}_部门政务_江陵政府网</title><meta name="manuscriptId" content="702"><meta name="firstpublishedtime" content="2026-07-18-10:00:00"></head><body>
<div class="header mhide"><a>https://www.jiangling.example.gov.cn/</a><div class="hd_w">{links("国情", "国务院", "新闻", "政策", "互动", tag="span")}</div></div><div class="header pchide"><a href="/"><img></a><div class="sousuo_m">搜索</div></div>
<div class="BreadcrumbNav mhide"><a href='/'>首页</a>&nbsp;&gt;&nbsp;<a>政策</a>&nbsp;&gt;&nbsp;<a>部门政务</a></div><div class="policyLibraryOverview_header"><table>{rows}</table></div><div class="mhide share_box"><span>字号：</span><b>默认</b> <b>大</b> <b>超大</b> | <a>打印</a> <a>收藏</a> <a>留言</a> | <span>|</span></div>
<div class="article-colums mhide"><div class="pages_content"><h1 class="h1_t">{act.title}</h1>{text}</div></div><div class="trsfont pchide"><div class="pages_content"><h1>{act.title}</h1>{text}</div></div>
<div class="policyLibrary_relevant related1"><h3>相关政策</h3><ul>{links("关于加强集中供热管理的通知", "关于进一步规范收费行为的意见")}</ul></div><div id="qr_container" class="sweep">扫一扫在手机打开当前页</div><div class="siteurl hide">https://www.jiangling.example.gov.cn/zhengce/202607/content_702.htm</div>
<div class="footer mhide"><p>链接：<a>全国人大</a>|<a>全国政协</a></p><p>江陵政府网&nbsp;|&nbsp;关于我们&nbsp;|&nbsp;网站声明&nbsp;|&nbsp;网站地图</p><p>主办单位：江陵市人民政府办公室　运行维护单位：江陵政府网运行中心</p><p>版权所有：江陵政府网</p></div><div class="footer pchide"><p>江陵政府网</p><p>电脑版　客户端　小程序　微博　微信</p></div></body></html>"""


def emergency(act: Act) -> str:
    """A ministry: a card of open information, the title in red, letters of the size, links of sister sites in a select and in rows."""
    rows = list(card(act, "公开事项名称", "索引号", "主题分类", "发布机构", "发文字号", "成文日期"))
    values = {"公开事项名称": act.title}
    cells = "".join(f"<tr><td>{name}:</td><td>{values.get(name, value)}</td></tr>" for name, value in rows)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}-云川省应急管理厅</title>{metas(act, SiteName="云川省应急管理厅", ContentSource="")}</head><body><div class="hd0">{links("机构", "新闻", "公开", "服务", "互动", tag="b")}</div>
<div class="crumbs2">当前位置：<a href=/>首页</a> &gt; <a href=/g>公开</a> &gt; 通知公告</div><div class="gk_box"><div class="gk_t">目录项的基本信息</div><table>{cells}</table></div><div class="cont"><h2 class="red">{act.title}</h2><div class="tools2"><span>来源：</span><span>2026-07-18 17:40</span><span>【字体：大 中 小】</span><span>打印</span></div>
<div id="content">{body(act, "p", title="pieces")}</div><div class="fj2">{_files(act, "<p>", "</p>")}</div></div><div class="sites"><p>各市应急管理局网站</p><p>{_PROVINCES}</p></div><div class="btm">{_PROVINCES}<p>网站管理：云川省应急管理厅办公室　主办：云川省应急管理厅</p><p>地址：江陵市和平路21号　邮编：440000　网站标识码：5300000031　云ICP备17003000号</p></div></body></html>"""


def bank(act: Act) -> str:
    """A bank's branch: tables in tables, the source and the minute in cells, the text in <div id=zoom> within a cell."""
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{act.title}</title></head><body><table width="1000" align="center"><tr><td><table><tr><td><a href="/">信息公开</a></td><td><a href="/n">新闻发布</a></td><td><a href="/f">法律法规</a></td><td><a href="/h">货币政策</a></td><td><a href="/s">调查统计</a></td></tr></table></td></tr>
<tr><td><table width="100%"><tr><td height="24">我的位置：<a href="/">首页</a> &gt; <a href="/t">条法司</a> &gt; 规范性文件</td></tr></table></td></tr><tr><td><table width="100%"><tr><td align="center"><h2 style="font-size:16px">{act.title}</h2></td></tr><tr><td><table width="90%" align="center"><tr><td>字号</td><td><a href="#">大</a></td><td><a href="#">中</a></td><td><a href="#">小</a></td><td>文章来源：条法处</td><td>2026-07-18 17:00:00</td><td><a href="#">打印本页</a></td><td><a href="#">关闭窗口</a></td></tr></table></td></tr>
<tr><td><div id="zoom">{body(act, "p", title="none")}</div></td></tr><tr><td align="right"><table><tr><td>{_files(act, "<p>", "</p>")}</td></tr></table></td></tr></table></td></tr><tr><td align="center"><a>法律声明</a> | <a>联系我们</a> | <a>加入收藏</a> | <a>设为首页</a></td></tr><tr><td align="center">江陵中心支行发布　备案号：云ICP备05000001号<br>网站主办单位：江陵中心支行<br>最佳分辨率：1024*768</td></tr></table></body></html>"""


def customs(act: Act) -> str:
    """A library of rules: labels in 【】 over the text, an interpretation box, a QR caption, the title with the number behind."""
    facts = [
        ("法规类型", "规范性文件"),
        ("内容类别", "综合管理"),
        ("文　号", act.number),
        ("发文机关", "、".join(act.issuers)),
        ("发布日期", act.issued),
        ("生效日期", ""),
        ("效　力", "有效"),
        ("效力说明", ""),
    ]
    rows = "".join(f"<li>【{name}】{value}</li>" for name, value in facts)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}</title><meta name="ArticleTitle" content="{act.title}"></head><body><div class="head_c"><div class="nav_c"><ul>{links("首页", "海关概况", "信息公开", "在线服务", "互动交流")}</ul></div></div><div class="easysite-path">您的位置:<a href=/>首页</a> &gt; <a>海关法规</a></div>
<div class="easysite-article"><div class="easysite-news-title"><h2>{act.title}</h2></div><div class="law_info"><ul>{rows}</ul></div><div id="easysiteText">{body(act, "word", title="none")}</div><div class="easysite-news-operation"><span>分享：</span><a>打印</a><a>关闭</a></div><div class="ewm_c"><img><p>扫一扫在手机打开当前页</p></div></div><div class="rel_c"><p>政策解读</p><p>{links("公告解读", tag="em")}</p></div>
<div class="fo_c"><p>版权所有：江陵海关　网站标识码：bm28000001</p><p>云公网安备11010102001111号　ICP备案号：云ICP备17015317号</p><p>地址：江陵市建国门大街6号　邮政编码：440730</p></div></body></html>"""


def education(act: Act) -> str:
    """A ministry of education: a card without colons in cells, a letterhead line, an editor in parentheses, an icon list."""
    rows = [
        ("信息名称", act.title),
        ("信息索引", "360A01-02-2026-0021-1"),
        ("生成日期", act.issued),
        ("发文机构", "、".join(act.issuers)),
        ("发文字号", act.number),
        ("信息类别", "其他"),
        ("内容概述", f"现发布{act.title}。" if len(act.title) > 12 else ""),
    ]
    cells = "".join(f"<tr><th>{name}：</th><td colspan=3>{value}</td></tr>" for name, value in rows)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title} - 云川省教育厅政府门户网站</title>{metas(act, ArticleTitle="")}</head><body><div id="moe-topbar">{links("APP", "微言教育", "English", tag="span")}</div><div class="moe-nav">{links("首页", "机构", "公开", "服务", "互动", "数据", tag="i")}</div><div class="moe-container"><div class="moe-detail-box"><div class="moe-policy-table"><table>{cells}</table></div>
<h1>{act.title}</h1><div class="moe-detail-shuxing"><span>{act.issued or "2026-07-18"}</span><span>来源：云川省教育厅</span><a>收藏</a></div><div class="TRS_Editor">{body(act, "p", title="none")}</div><p id="detail-editor">（责任编辑：周原）</p></div><div class="moe-detail-tools"><span>扫一扫分享本页</span><a>打印</a><a>关闭</a></div></div>
<div class="moe-friend">{_PROVINCES}</div><div id="moe-copyright"><p>江陵市教育资讯中心主办 江陵市教育资讯中心制作维护</p><p>版权所有：云川省教育厅 文保网安备案号：1101020001 京ICP备10028400号-1</p></div></body></html>"""


def market(act: Act) -> str:
    """An administration: the card as a definition list of spans, the time in parts, a column of links beside, folded in a slide."""
    items = "".join(
        f"<div class='Custom_UnionStyle2'><span class='n'>{name}：</span><span class='v'>{value}</span></div>"
        for name, value in [
            ("标题", act.title),
            ("索引号", "11100000-2026-0001"),
            ("主题分类", "信用监管"),
            ("文号", act.number),
            ("所属机构", "、".join(act.issuers)),
            ("成文日期", act.issued),
            ("发布日期", act.issued),
        ]
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}_江陵市市场监督管理局</title>{metas(act)}</head><body><div class="t0"><span>江陵市人民政府</span><span>无障碍</span><span>关怀版</span><span>登录</span></div>{links("首页", "机构", "新闻", "政务", "服务", "互动", tag="div")}<div class="w1200"><div class="l9"><div class="xx">{items}</div><div class="tt9">{act.title}</div><div class="sj9">发布时间：2026-07-18 <i>|</i> 信息来源：信用监管科 <i>|</i> 浏览量：<b>431</b></div><div class="nr9">{body(act, "p", title="pieces")}</div><div class="dn9">{_files(act, "<div>", "</div>")}</div></div>
<div class="r9"><div class="rt9">最新信息</div>{links("关于开展食品抽检的通告", "计量器具强检目录", "企业年报公示提示", tag="p")}<div class="rt9">业务系统</div><p>企业登记全程电子化</p><p>12315平台</p></div></div><div class="fl9"><p>返回顶部</p><p>咨询</p><p>投诉</p></div><div class="fo9"><p>主办：江陵市市场监督管理局　　备案号：云ICP备18022388号</p><p>地址：江陵市三里河路8号　举报电话：12315</p></div></body></html>"""


def house(act: Act) -> str:
    """A news page: source and editor in one line with bars, a picture's caption by the site, keywords, reading aloud."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}--江陵住建</title><meta name="keywords" content="住建"><meta property="og:title" content="{act.title}"></head><body><header class="gh"><h1>江陵市住房和城乡建设局</h1><nav>{links("首页", "公开", "服务")}</nav></header><section class="wrap"><div class="pos2">首页 / 政务公开 / 政策文件 / 详情</div><article><h2>{act.title}</h2><div class="meta2">来源：江陵住建 | 编辑：张云 | 审核：王江 | 时间：2026-07-18 08:00 | 阅读：102次</div><div class="au"><audio></audio><span>点击收听</span><span>00:00 / 05:12</span></div>{body(act, "div")}<div class="kw">关键词：<span>住房</span><span>城建</span></div><div class="ding"><span>赞</span><span>3</span><span>分享</span></div></article></section>
<section class="next2"><div>上一篇：无</div><div>下一篇：<a href="/7">关于物业服务收费的通知</a></div></section><footer><p>江陵市住房和城乡建设局主办</p><p>云ICP备05009999号</p></footer></body></html>"""


def sichuan(act: Act) -> str:
    """A province: the date in words, the size in brackets, tabs of readings, a rating with stars, links of friendly sites in a list."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title} - 云川省人民政府</title>{metas(act, ArticleTitle=act.title + "　")}</head><body><div id="top"><ul>{links("云川概况", "要闻", "政务公开", "政务服务", "互动交流")}</ul></div><div class="dqwz2">您现在所在的位置：首页&nbsp;&gt;&nbsp;政务公开&nbsp;&gt;&nbsp;省政府文件</div><div class="biaoti">{act.title}</div><ul id="xxsx"><li>时间：{(act.issued or "2026-07-18")}</li><li>来源：省政府办公厅</li><li>【字体： 大 中 小】</li><li>【打印】</li><li>【关闭】</li></ul><div id="cmsArticleContent">{"".join(f"<div class='seg'>{part}</div>" for part in _parts(body(act, "p", title="pieces"), 3))}</div><div class="tabs3"><span>政策解读</span><span>媒体报道</span><span>图解</span><div>暂无内容</div></div><div class="star3"><span>您认为该信息对您有帮助吗？</span><span>有</span><span>没有</span><span>提交</span></div>
<div class="bq3"><p>责任编辑：省政府网站编辑部</p></div><div class="yl3"><h5>友情链接</h5><ul><li>中国政府网</li><li>国家部委网站</li><li>省（区、市）网站</li></ul></div><div id="footer3"><p>主办：云川省人民政府办公厅　承办：云川省大数据中心</p><p>网站标识码：5100000062　蜀ICP备13001288号</p></div></body></html>"""


def county_vsb(act: Act) -> str:
    """博达 VSB of a county: a form with counters, previous and next entries without links, attachments in brackets with downloads."""
    files = "".join(
        f'<li>附件【<a href="/system/_content/download.jsp?urltype=news.DownloadAttachUrl&wbfileid={n}">{text}</a>】已下载<span>12</span>次</li>'
        for n, (mark, text) in enumerate(act.lines)
        if mark == "@"
    )
    return f"""<!DOCTYPE html><html><head><title>{act.title}-青石县人民政府</title><META Name="keywords" Content="青石县,政府文件" /><meta charset="utf-8"></head><body><div class="v_top"><span>今天是2026年7月18日 星期六 农历六月初五</span><ul>{links("首页", "走进青石", "政务公开")}</ul></div><div class="v_loc">当前位置: <a href="/">首页</a>&gt;&gt;<a href="/zw">政府文件</a>&gt;&gt;正文</div><form name="_newscontent_fromname"><div class="v_box"><h3 align="center">{act.title}</h3><div align="center" class="v_inf">{act.issued or "2026-07-18"}&nbsp;&nbsp;&nbsp;作者：&nbsp;&nbsp;审核人：&nbsp;&nbsp;点击：[<span id="dynclicks">66</span>]</div><div id="vsb_content_2"><div class="v_news_content">{body(act, "word", title="none")}</div></div><ul style="list-style:none">{files}</ul><div class="v_pn"><p>上一条：<a href="8.htm">青石县2026年民生实事进展</a></p><p>下一条：<a href="9.htm">关于公开征集意见的公告</a></p></div><p class="v_close">【<a href="javascript:window.opener=null;window.close();">关闭</a>】</p></div></form>
<div class="v_foot"><p>版权所有 青石县人民政府 主办：青石县人民政府办公室</p><p>电话：0000-7654321 邮箱：qsxzf@example.gov.cn</p><p>云ICP备19000001号 网站标识码：5301290001</p></div></body></html>"""


def hashed(act: Act) -> str:
    """A single-page application saved by a browser: names of classes that say nothing, divisions in divisions, icons as words."""
    text = re.sub(
        r"<p[^>]*>(.*?)</p>",
        r'<div class="_a81f"><span class="_77c0">\1</span></div>',
        body(act, "p", title="pieces"),
        flags=re.S,
    )
    facts = "".join(
        f'<div class="_x1"><div class="_k1">{name}</div><div class="_v1">{value or "无"}</div></div>'
        for name, value in card(act, "索引号", "发布机构", "文号", "成文日期", "有效性")
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}</title></head><body><div id="app" data-v-app=""><div class="_1f0"><div class="_22b"><div class="_0q">江陵市政策服务平台</div><div class="_0q">首页</div><div class="_0q">政策库</div><div class="_0q">申报</div><div class="_0q">我的</div></div></div><div class="_9cc"><div class="_9cd"><div class="_tt0">{act.title}</div><div class="_sub">2026-07-18</div><div class="_ic"><span>收藏</span><span>订阅</span><span>分享</span></div><div class="_card">{facts}</div><div class="_body"><div><div><div>{text}</div></div></div></div><div class="_fj"><div class="_fjt">附件</div>{_files(act, "<div>", "</div>")}</div></div>
<div class="_side"><div class="_st">关联政策</div><div class="_si">江陵市支持企业技术改造办法</div><div class="_si">江陵市人才公寓管理规定</div><div class="_st">政策问答</div><div class="_si">如何申请技改补贴？</div></div></div><div class="_ft"><div>江陵市大数据局 技术支持</div><div>云ICP备2026000003号</div></div></div></body></html>"""


def congress(act: Act) -> str:
    """A people's congress: a red head, a text with anchors and a contents box of links within the page, a line of the editor in the text."""
    toc = "".join(f'<p><a href="#h{n}">{text}</a></p>' for n, (mark, text) in enumerate(act.lines) if mark in "CH")
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}_江陵人大网</title><meta name="author" content="周原"></head><body><div class="hd7"><a href="/">首页</a> <a href="/l">立法</a> <a href="/j">监督</a> <a href="/d">代表</a></div><div class="bread7">首页-立法工作-法规公布</div><div class="art7"><div class="title7">{act.title}</div><div class="src7">来源： 江陵人大网&nbsp;&nbsp;浏览字号： <a>大</a> <a>中</a> <a>小</a>　2026年07月18日 09:30</div><div class="toc7">{toc}</div><div id="Zoom">{body(act, "p", title="breaks")}<p class="ed7">编　　辑： 周原</p><p>责　　编： 林青</p></div><div class="sh7">分享到</div></div><div class="wx7"><p>扫描上面二维码</p><p>关注江陵人大微信</p></div><div class="ft7"><p>主办单位：江陵市人大常委会办公室</p><p>江陵市人大常委会版权所有</p><p>Copyright © 2026 jlrd.example.gov.cn All Rights Reserved.</p></div></body></html>"""


def trade(act: Act) -> str:
    """A centre of public trade: stages as tabs, facts of the notice, a button for the text, a warning about fraud."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}</title></head><body><div class="jy_h"><ul>{links("首页", "交易信息", "政策法规", "监管公示", "信用信息")}</ul></div><div class="jy_p"><i></i>当前位置：首页 &gt; 交易信息 &gt; 采购公告</div><div class="jy_m"><div class="ewb-trade-tab"><ul><li>采购公告</li><li>更正公告</li><li>结果公告</li><li>合同公告</li></ul></div><h3 class="article-title">{act.title}</h3><div class="info-sources">【信息时间： 2026/07/18　　阅读次数：<span>205</span>】【我要打印】【关闭】</div><div class="ewb-article-info" id="mainContent">{body(act, "word", title="none")}</div><div class="attach_jy"><p>附件：</p>{_files(act, "<p>", "</p>")}</div></div><div class="jy_w"><p>郑重提示：本网站发布的公告信息不收取任何费用，谨防诈骗。</p></div>
<div class="jy_f"><p>主办单位：江陵市公共资源交易中心　技术支持：国泰新点软件股份有限公司</p><p>联系电话：0000-8222333　CA办理：0000-8222444</p></div></body></html>"""


def policy_express(act: Act) -> str:
    """A library of policies for firms: rows of tags, a link to the source, empty boxes beside, a window for grades."""
    tags = "".join(
        f"<li title='{value}'><strong>{name}：</strong><span>{value}</span></li>"
        for name, value in [
            ("所属行业", "制造业,建筑业,金融业"),
            ("企业规模", "大型企业,中型企业,小微企业"),
            ("适用对象", "私营企业,国有企业"),
            ("政策主题", "市场监管,产业发展"),
        ]
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}</title>{metas(act, SiteName="政策库", PubDate="2026-07-18 16:21")}</head><body><div id='hiddenLocation' style='display:none;'><span>1</span><span>企业政策库</span></div><div class="main_box"><div class="nav0"><a href="/">首页&gt;</a><a href="/s">经营主体服务政策库</a></div><div class="main"><div class="title">{act.title}</div><div class="time"><a class="qh_head"><span class="active">政策正文</span></a><span class="sc_fwh">{act.number}</span><a href="http://www.example.gov.cn/8.shtml">原文链接</a><span class="xzc_fwrq">发布日期：{act.issued or "2026-07-18"}</span></div><div class="tt"><ul>{tags}<div class="bt-clear"></div></ul></div><div class="center"><div class="zczwr_texbo">{body(act, "p", title="none", number=False)}{_files(act, "<p>", "</p>")}</div></div>
<div class="zckbody_rix"><ul><li><p class="zcRix"><span>政策解读</span></p><ul class="zck_body"><li><a target="_blank" href=""></a></li></ul></li><li><p class="zcRix"><span>申报入口</span></p></li><li><p class="zcRix"><span>相关服务</span></p></li><li><p class="zcRix"><span>相关政策</span></p></li></ul></div></div></div><div class="zcktc_body"><p class="zc_he"><span>政策评价</span></p><div><p><span>政策评价</span></p><p><span>政策名称</span><span>政策评价测试</span></p><p><span>留言标题</span><span>*</span></p><input type="text"><p><span>留言内容</span><span>*</span></p><textarea placeholder="请简明扼要描述内容"></textarea><div><span>*&nbsp;</span><span>验 证 码：</span><input></div><p>提交</p></div></div><a href='http://www.hanweb.com' style='display:none'>Produced By 大汉网络</a></body></html>"""


def science(act: Act) -> str:
    """A ministry: labels in bold, a section of related documents and one of attachments that is empty, sizes in brackets."""
    facts = list(card(act, "索 引 号", "发文机关", "成文日期", "发布日期", "发文字号", "有 效 性"))
    cells = "".join(
        f"<tr><td><b>{a}：</b></td><td>\n{b}\n</td><td><b>{c}：</b></td><td>\n{d}\n</td></tr>"
        for (a, b), (c, d) in zip(facts[::2], facts[1::2], strict=True)
    )
    return f"""<!doctype html><html><head><meta charset="utf-8">{metas(act, SiteName="云川省科学技术厅")}<title>
        {act.title}-云川省科学技术厅
    </title></head><body data-curchannelid="17000"><div class="b_crumbs">当前位置：<a href="../" title="hide">hide</a><span> &gt; </span><a href="../">政府公开目录</a><span> &gt; </span><a href="./">2026年</a></div><div class="xxgk_detail_outer"><div class="wrap style1"><div class="xxgk_detail_head"><table><tbody><tr><td><b>标　　题：</b></td><td colspan="3">{act.title}</td></tr>{cells}</tbody></table></div>
<div class="xxgk_detail_content style1"><div class="xxgk_title">{act.title}</div><div id="Zoom"><meta name="ContentStart" /><div class="html-content-fun"><div class="trs_editor_view TRS_UEDITOR trs_paper_default">{body(act, "p", title="none")}</div></div><meta name="ContentEnd" /></div><div class="div_qrcode"><div>扫一扫在手机打开当前页</div></div><div class="xxgk_detail_table"><a onclick="f()" href="#" class="mhide"><span>[放大字体]</span></a><a href="#"><span>[缩小字体]</span></a><a href="#">[打印]</a><a href="javascript:close()">[关闭窗口]</a><a href="#top">[返回顶部]</a></div><section class="chnldesc-correlation style1">相关文档</section><ul class="home_news_list2"><li><a href="../../1.html">云川省科学技术厅《关于支持科技保险的若干意见》政策问答</a></li></ul><section class="chnldesc-correlation style1">相关附件</section><ul class="home_news_list2">{_files(act, "<li>", "</li>")}</ul></div></div></div></body></html>"""


def torch(act: Act) -> str:
    """A centre: a drifting window of links, an empty source, attachments in the text with icons, a long list of offices in the foot."""
    text = body(
        act,
        "word",
        title="none",
        file=lambda n, name: (
            f'<p class="MsoNormal"><span>附件{n + 1}：</span><img src="i.gif"><a href="f/{n}.pdf"><span>{name}</span></a></p>'
        ),
    )
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8" />{metas(act, SiteName="高新技术企业认定工作网")}<title>{act.title}_要闻_高新技术企业认定工作网</title></head><body><div class="header container"><div class="row"><div class="topnav fr"><a href="http://c.example.gov.cn/">返回中心首页</a> | <a>设为首页</a> | <a href="javascript:">加入收藏</a></div><div class="nav"><ul>{links("网站首页", "高企新闻", "政策文件")}</ul></div></div><div class="bay"><a href="/g" class="btn-1">公示</a><a href="/h" class="btn-2">公告</a><a href="/i">申报指南</a><a href="/j">咨询电话</a></div></div>
<div class="main detail mt20"><div class="container bg-white padd20"><div class="position"><div class="BreadcrumbNav"><a href='/'>首页</a>&nbsp;&gt;&nbsp;<a href='/c'><span>要闻</span></a></div></div><h2>{act.title}</h2><div class="info"><p>发布时间：2026-06-11 </p><p>来源：</p><p class="m-hide changeSize">字号：[<span>大</span>][<span class="on">中</span>][<span>小</span>]</p></div><div id="detailContent" class="mt30 detailContent">{text}</div><div id="div_div"><canvas></canvas></div><div class="tips">扫一扫在手机打开当前页</div></div></div><div class="footer"><div class="container"><div class="link row"><div class="fl">相关链接：{_PROVINCES}</div></div><div class="copyright"><p>火炬中心<a href="https://beian.example.gov.cn/">京ICP备05034026号-1</a></p><p>地址：江陵市万寿路27号院 邮编：440036 联系电话：0000-68209024</p></div></div></div></body></html>"""


def account(act: Act) -> str:
    """An account of a messenger: name and day above, claps and questions below, a sentence of the account itself."""
    text = re.sub(
        r"<p[^>]*>(.*?)</p>",
        r'<section style="margin:8px"><p><span leaf="">\1</span></p></section>',
        body(act, "p", title="none"),
        flags=re.S,
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}</title><meta property="og:title" content="{act.title}" /><meta property="og:site_name" content="微信公众平台" /></head><body id="activity-detail"><div id="js_article" class="rich_media"><div class="rich_media_inner"><h1 class="rich_media_title" id="activity-name">{act.title}</h1><div id="meta_content" class="rich_media_meta_list"><span class="rich_media_meta">原创</span><span>江陵发布</span><span>江陵发布</span><em id="publish_time">2026年07月18日 18:30</em><em id="js_ip_wording">云川</em></div><div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;">{text}</div><p class="rich_media_tips">预览时标签不可点</p></div></div><div class="qr_code_pc"><p>微信扫一扫</p><p>关注该公众号</p></div><div class="wx_stream_article_slide_tip"><span>继续滑动看下一个</span><span>轻触阅读原文</span></div><div><span>江陵发布</span><span>向上滑动看下一个</span></div><div class="weui-dialog"><p>知道了</p></div><div><p>微信扫一扫</p><p>使用小程序</p></div><div>取消 允许</div><div>×分析</div><div>视频 小程序 赞 ，轻点两下取消赞 在看 ，轻点两下取消在看 分享 留言 收藏 听过</div></body></html>"""


def entities(act: Act) -> str:
    """The text as entities of markup in a division that a script turns into markup, beside an empty box."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title} | 青石县农业农村局</title></head><body><div class="z1">{links("首页", "三农", "公开", tag="span")}</div><h1 class="z2">{act.title}</h1><div class="z3">2026-07-18</div><div id="raw" style="display:none">{escape(body(act, "p"))}</div><div id="out"></div><script>out.innerHTML=raw.textContent</script><div class="z9"><p>青石县农业农村局　云ICP备05001299号</p></div></body></html>"""


def cdata(act: Act) -> str:
    """The text in CDATA of a data island, fields beside it, shown by a script."""
    return f"""<html><head><meta charset="utf-8"><title>{act.title}</title></head><body><div id="h">云川政务 首页 公开 服务</div><div id="tt"></div><xml id="data"><record><title><![CDATA[{act.title}]]></title><source><![CDATA[省政府办公厅]]></source><content><![CDATA[{body(act, "p", title="none")}]]></content></record></xml><script>show(data)</script><div id="f">云川省人民政府办公厅主办 云ICP备05000002号</div></body></html>"""


def two_columns(act: Act) -> str:
    """Columns with a card beside the text, a calendar, notices in sentences, a map of the site at the foot."""
    facts = "".join(
        f"<p><b>{name}</b>：{value}</p>"
        for name, value in card(act, "索引号", "发布机构", "发文字号", "成文日期", "公开方式")
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>江陵市民政局 - {act.title}</title></head><body><div id="hd5"><img alt="江陵市民政局"><ul>{links("首页", "机构职能", "民政要闻", "办事指南", "信息公开")}</ul></div><div id="mid5"><div id="left5"><h4>信息公开</h4><ul>{links("公开指南", "公开制度", "法定主动公开内容", "公开年报", "依申请公开")}</ul><div id="info5">{facts}</div></div><div id="right5"><h2>{act.title}</h2><p class="d5">日期：{act.issued or "2026-07-18"} 浏览：（55）次 <a href="#">[打印]</a></p>{body(act, "p", title="none")}<p><b>附件下载：</b></p>{_files(act, "<p>", "</p>")}<p class="r5"><a href="#">[ 返回顶部 ]</a></p></div></div><div id="map5"><dl><dt>政府部门</dt><dd>{_PROVINCES}</dd><dt>新闻媒体</dt><dd>江陵日报 江陵广电</dd></dl></div><div id="ft5">江陵市民政局 版权所有 ｜ 政府网站标识码 4210000022 ｜ 值班电话 0000-8111000</div></body></html>"""


def server_json(act: Act) -> str:
    """An answer of an interface in a script: fields of the article beside the text, the page itself with menus in words."""
    article = {
        "id": 88,
        "title": act.title,
        "docNumber": act.number,
        "publishDate": "2026-07-18",
        "source": "市司法局",
        "summary": act.gold[0][:60] if act.gold else "",
        "content": body(act, "p"),
        "related": [{"title": "关于行政执法证件的通知", "summary": "为规范行政执法证件管理，现将有关事项通知如下。"}],
    }
    state = json.dumps({"article": article}, ensure_ascii=False).replace("</", "<\\/")
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}</title></head><body><div id="root"><div class="ant-layout"><div class="ant-menu">首页 法治动态 行政立法 行政执法</div><div class="ant-spin">加载中</div></div></div><script>window.__INITIAL_STATE__={state};</script><noscript>您需要启用JavaScript来运行此应用。</noscript></body></html>"""


FAMILIES: dict[str, Callable[[Act], str | bytes]] = {
    family.__name__: family
    for family in (
        state_council, emergency, bank, customs, education, market, house, sichuan, county_vsb, hashed, congress, trade, policy_express, science, torch, account,
        entities, cdata, two_columns, server_json,
    )
}  # fmt: skip
