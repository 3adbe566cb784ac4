"""Saved pages in the manner of six counties and departments of the plainest kind: no paragraph is indented in the markup."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from tests.support.site_acts import Act
from tests.support.site_bodies import body, files, links, metas

PLAIN_ACTS = (
    Act(
        "water cut",
        "停水通知",
        (),
        "",
        "",
        """
T停水通知
P尊敬的用户：
P因青石街供水管道改造，定于2026年8月5日8:00至18:00停水，请提前储水
P青石县自来水公司
R2026年8月3日
""",
    ),
    Act(
        "answer to a letter",
        "关于反映青石街路灯不亮问题的答复",
        (),
        "",
        "",
        """
T关于反映青石街路灯不亮问题的答复
P来信人：
P您好！您反映的青石街路灯不亮问题收悉，现答复如下：
P经现场查看，该路段电缆老化，我局已安排更换，预计8月10日前恢复照明。
P感谢您对城市管理工作的关心和支持。
R青石县城市管理局
R2026年8月2日
""",
    ),
    Act(
        "notice of names",
        "关于拟发放一次性创业补贴人员名单的公示",
        ("青石县人力资源和社会保障局",),
        "",
        "2026-08-06",
        """
T关于拟发放一次性创业补贴人员名单的公示
P经审核，下列人员符合一次性创业补贴条件，现予以公示。公示期为2026年8月6日至12日，如有异议，请向我局就业股反映。
P监督电话：0000-7002211
|序号|姓名|金额（元）
|1|林青|5000
|2|周云|5000
R青石县人力资源和社会保障局
R2026年8月6日
""",
    ),
    Act(
        "approval",
        "青石县人民政府关于同意云溪镇集镇规划的批复",
        ("青石县人民政府",),
        "青政函〔2026〕18号",
        "2026-07-20",
        """
T青石县人民政府
T关于同意云溪镇集镇规划的批复
N青政函〔2026〕18号
P云溪镇人民政府：
P你镇《关于审批集镇规划的请示》（云政〔2026〕9号）收悉。经研究，现批复如下：
P一、原则同意《云溪镇集镇规划（2026—2035年）》。
P二、规划一经批准，未经法定程序不得修改。
P此复。
R青石县人民政府
R2026年7月20日
""",
    ),
    Act(
        "leave of leaders",
        "青石县人民政府领导班子分工",
        (),
        "",
        "",
        """
T青石县人民政府领导班子分工
P张明 县委副书记、县长
P主持县政府全面工作
P李华 县委常委、常务副县长
P负责发展改革、财政、税务工作
P王平 副县长
P负责教育、卫生健康工作
""",
    ),
)


def _plain(act: Act, way: str = "p", title: str = "none", number: bool = True) -> str:
    """The text without an indent in its markup."""
    made = body(act, way, title=title, number=number)
    return re.sub(r' style="text-indent:[^"]*"|　　|(?:&nbsp;)+', "", made)


_files = partial(files, href="./P0")


def editor(act: Act) -> str:
    """A county: title in a division, a line of source, day, clicks and size, the text as TRS leaves it, its indents in the sheet of the page."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}_通知公告_青石县人民政府</title>{metas(act, SiteName="青石县人民政府")}<style>body{{margin:0}}.TRS_Editor P{{line-height:2;text-indent:2em;margin:0}} .share a{{color:#333}}</style></head><body><div class="top"><div class="w">{links("首页", "走进青石", "政务公开", "政务服务", "互动交流", tag="span")}</div></div><div class="weiz">您当前的位置：<a href="/">首页</a> &gt; <a href="/z">政务公开</a> &gt; <a href="/t">通知公告</a></div><div class="con"><div class="tit1">{act.title}</div><div class="sour">来源：青石县人民政府办公室　发布日期：2026-08-06 09:20　点击数：<span id="hits">35</span>　字体：【大 中 小】</div><div class="view TRS_UEDITOR"><div class="TRS_Editor">{_plain(act)}</div></div><div class="fj">{_files(act, "<p>", "</p>")}</div><div class="op"><a href="javascript:window.print()">【打印本页】</a><a href="javascript:window.close()">【关闭窗口】</a></div><div class="sx"><p>上一篇：<a href="/a1.html">关于召开全县防汛工作会议的通知</a></p><p>下一篇：<a href="/a2.html">关于做好夏季用电工作的通知</a></p></div></div><div class="foot1"><p>主办：青石县人民政府 承办：青石县政务服务和数据局</p><p>网站标识码：4200000001 云ICP备05000001号 云公网安备42000000000001号</p><p>地址：青石县城关镇人民路1号 联系电话：0000-7001111</p></div></body></html>"""


def zoom(act: Act) -> str:
    """A department: h1, the text in #zoom, shares and a code, related news without links, a note of rights in one sentence."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}</title>{metas(act, SiteName="青石县人力资源和社会保障局", ContentSource="青石县人力资源和社会保障局")}</head><body><div id="header"><img alt="logo"><ul>{links("首页", "机构概况", "新闻动态", "政策文件", "公示公告")}</ul></div><div id="place">首页 &gt; 公示公告 &gt; 正文</div><div id="article"><h1>{act.title}</h1><p class="fbiao"><span>信息来源：本局</span><span>发布时间：2026-08-06</span><span>浏览次数：108</span><span>字号：[ 大 ] [ 中 ] [ 小 ]</span></p><div id="zoom">{_plain(act, "div", "pieces")}</div><div id="fujian">{_files(act, "<div>附件：", "</div>")}</div><div id="fenx">分享到：<span>微信</span><span>微博</span><span>QQ空间</span></div><div id="xgx"><h3>相关信息</h3><ul><li>关于开展春风行动的通知 2026-03-01</li><li>2026年上半年就业工作情况 2026-07-10</li><li>社保卡办理指南 2026-05-16</li></ul></div><div id="shm">本网站刊登的文件以正式印发的文本为准，如需引用请查阅原件。</div></div><div id="btm"><p>版权所有：青石县人力资源和社会保障局</p><p>技术支持：云川软件有限公司</p><p>您是第 120334 位访客</p></div></body></html>"""


def article_content(act: Act) -> str:
    """A bureau on a purchased system: h2, lines ended by breaks, a summary, a thumb to press, a question whether the page helped."""
    text = re.sub(r"<(?:p|P)[^>]*>", "", _plain(act, "p", "breaks")).replace("</p>", "<br/>\n")
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title} - 青石县水务局</title><meta name="keywords" content="青石县水务局"></head><body><div class="nav-wrap"><span>网站首页</span><span>走进水务</span><span>水务要闻</span><span>政务公开</span><span>专题专栏</span></div><div class="main"><div class="crumbs-nav">当前位置：网站首页 / 政务公开 / 正文</div><div class="article"><h2 class="article-title">{act.title}</h2><div class="article-info"><span>作者：办公室</span><span>时间：2026-08-06 10:02:11</span><span>阅读：<em>77</em>次</span></div><div class="article-content">{text}</div><div class="article-file">{_files(act, "<div>", "</div>")}</div><div class="zan"><span>点赞 3</span><span>收藏</span><span>举报</span></div><div class="help"><p>这条信息对您有帮助吗？</p><span>有</span><span>没有</span></div><div class="near"><div>上一篇：<a href="/3.html">水务局召开半年工作会</a></div><div>下一篇：没有了</div></div></div><div class="side"><div class="h">热门文章</div><div>1 云溪水库除险加固工程开工</div><div>2 水质监测结果公布</div><div>3 节水宣传进校园</div></div></div><div class="bottom-info"><div>主办单位：青石县水务局</div><div>联系方式：0000-7003333 邮箱：qsswj@example.cn</div><div>备案编号：云ICP备05000002号-1</div></div></body></html>"""


def ueditor(act: Act) -> str:
    """A town: unnamed paragraphs around the text, spans in paragraphs as UEditor leaves them, the office and the day above the title."""
    text = re.sub(
        r"<p([^>]*)>(.*?)</p>", r'<p\1><span style="font-size:16px;font-family:仿宋">\2</span></p>', _plain(act)
    )
    return f"""<html><head><meta charset="utf-8"><title>云溪镇人民政府-{act.title}</title></head><body><center><img src="/banner.jpg"></center><div style="width:1000px;margin:auto"><p><a href="/">首页</a> | <a href="/1">镇情简介</a> | <a href="/2">政务信息</a> | <a href="/3">便民服务</a></p><p>首页 → 政务信息 → 公告</p><p style="font-size:24px;text-align:center">{act.title}</p><p style="text-align:center">发布人：党政办　发布时间：2026/8/6　点击：12　【字体：大　中　小】</p>{text}{_files(act, "<p>", "</p>")}<p style="text-align:right">[打印] [关闭] [返回顶部]</p><p>上一条：云溪镇开展人居环境整治</p><p>下一条：云溪镇召开防汛调度会</p></div><p style="text-align:center">云溪镇人民政府 版权所有 未经许可不得转载</p><p style="text-align:center">地址：青石县云溪镇中街1号　邮编：440001　传真：0000-7123124</p></body></html>"""


def gbk_department(act: Act) -> str:
    """A department of 2014 in GBK: a table around the page, its sheet of styles with indents of a cell, columns of the day and a friendly link."""
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{act.title}</title><style type="text/css">
<!--
td {{ font-size:12px; }}
.nr p {{ text-indent: 28px; line-height: 26px }}
.wz, .hid {{ display: none }}
-->
</style></head><body><table width=980 align=center><tr><td><img src=top.gif></td></tr><tr><td class=menu>网站首页　局务公开　政策法规　办事指南　下载专区</td></tr></table><table width=980 align=center><tr><td class=wz>扫码关注我们的公众号，了解更多便民信息。</td></tr><tr><td>当前位置 -> 局务公开 -> 公告</td></tr><tr><td align=center><font size=5>{act.title}</font></td></tr><tr><td align=center>更新时间：2026-8-6 【文字大小：大 中 小】 【打印】 【关闭】 点击：<span>54</span></td></tr><tr><td class=nr>{_plain(act)}{_files(act, "<p>", "</p>")}</td></tr><tr><td>声明：本页内容由各股室提供，如有疑问请与我局办公室联系。</td></tr><tr><td>友情链接：<select><option>省民政厅</option><option>市民政局</option></select></td></tr></table><table width=980 align=center><tr><td align=center>承办：青石县民政局信息中心　电话：0000-7004444<br>备案序号：云ICP备05000003号</td></tr></table></body></html>"""


def responsive(act: Act) -> str:
    """A county of today: header and footer by their tags, detail-* classes, the share of a code in a dialog, files with their sizes, a list of the column."""
    return f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{act.title}-青石县政务网</title>{metas(act, SiteName="青石县政务网", ColumnName="公告公示")}<style>.detail-text p{{text-indent:2em}}@media print{{.detail-text p{{text-indent:0}}}}.m-only{{display:none}}</style></head><body><header><div>青石县政务网</div><div>无障碍阅读</div><div>长者模式</div></header><div class="detail"><div class="detail-path"><span>首页</span><i>/</i><span>信息公开</span><i>/</i><span>公告公示</span></div><div class="detail-hd"><div class="detail-name">{act.title}</div><div class="detail-msg"><span>2026-08-06</span><span>来源：县政府办</span><span>浏览：207</span><span class="fs">A+</span><span class="fs">A-</span></div></div><div class="m-only">手机用户请下载客户端浏览，体验更佳。</div><div class="detail-text">{_plain(act, "p", "pieces")}</div><div class="detail-att"><div>附件</div>{_files(act, "<div>", "<span>(24KB)</span><span>下载</span></div>")}</div><div class="detail-more"><div>同栏目信息</div><div>青石县2026年义务教育招生公告</div><div>关于青石大道交通管制的通告</div></div><div class="detail-tip">温馨提示：如您对页面内容有疑问，可拨打12345政务服务热线咨询。</div></div><footer><p>青石县人民政府办公室主办</p><p>云ICP备05000004号</p></footer></body></html>"""


FAMILIES: dict[str, Callable[[Act], str | bytes]] = {
    "editor": editor,
    "zoom": zoom,
    "article content": article_content,
    "UEditor": ueditor,
    "GBK department": gbk_department,
    "responsive": responsive,
}
