"""Saved pages in the manner of eight more sites of provinces."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tests.support.site_acts import Act
from tests.support.site_bodies import body, card, files, links, metas

_files = partial(files, href="./P0", more=' title="{text}"')


def ordinary(act: Act) -> str:
    """A province of today: paragraphs indented by a style sheet, the card folded, readings as cards of pictures, a warning of links."""
    text = body(act, "p", title="pieces").replace(' style="text-indent:2em"', "")
    rows = "".join(
        f'<li><span class="lab">{a}</span><span class="val">{b}</span></li>'
        for a, b in card(act, "索引号", "发文机关", "发文字号", "主题分类", "成文日期", "发布日期")
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}_行政规范性文件_云川省人民政府</title>{metas(act, SiteName="云川省人民政府", ColumnName="行政规范性文件")}</head><body><div class="pc-head"><div class="fun"><a href="/t">繁體</a><a href="/m">移动版</a><a href="/w">无障碍</a><a href="/z">长者专区</a></div><div class="chan">{links("首页", "省情", "要闻", "公开", "办事", "互动", tag="span")}</div></div><div class="dq">当前位置：<a href="/">首页</a>&gt;<a href="/g">公开</a>&gt;<a href="/x">行政规范性文件</a></div><div class="xl"><div class="xl-card"><ul>{rows}</ul><div class="fold">展开全部</div></div><div class="xl-tit">{act.title}</div><div class="xl-inf"><span>{act.issued or "2026-07-18"}</span><span>云川省人民政府门户网站</span><span>字体：大 中 小</span><span>打印</span></div><div class="xl-con">{text}</div><div class="xl-att"><p>相关附件：</p>{_files(act, "<p>", "</p>")}</div><div class="xl-rel"><div class="h">相关政策解读</div><div class="k"><img><p>一图读懂</p></div><div class="k"><img><p>专家解读：完善制度的重要举措</p></div></div><div class="xl-code"><img><p>微信扫描二维码分享本页</p></div></div><div class="tc"><p>您即将离开“云川省人民政府门户网站”</p><p>是否继续访问</p><span>继续</span><span>关闭</span></div><div class="bt"><p>云川省人民政府办公厅主办 云川省大数据局承办</p><p>云ICP备05000001号 网站标识码5000000001</p></div></body></html>"""


def county_old(act: Act) -> str:
    """A county of 2010: the text in a span of a cell, its day in brackets, columns of news as tables at both sides, a scrolling line."""
    left = "".join(
        f"<tr><td><img src=dot.gif> <a href=v{n}.asp target=_blank>{name}</a></td></tr>"
        for n, name in enumerate(("领导之窗", "县情概览", "办事指南", "投诉举报"))
    )
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{act.title}-青石县人民政府</title></head><body><table width=1000 align=center><tr><td height=120><img src=top.jpg></td></tr><tr><td><span>2026年7月18日 星期六</span> <marquee>县政府第42次常务会议召开</marquee></td></tr></table><table width=1000 align=center><tr><td width=200 valign=top><table>{left}</table><table><tr><td>站内搜索</td></tr><tr><td><input type=text name=k size=14><input type=submit value=搜索></td></tr></table></td><td width=600 valign=top><table width=100%><tr><td class=bt align=center><strong>{act.title}</strong></td></tr><tr><td align=center>[日期：2026-7-18]　[来源：县政府办]　[作者：]　[浏览：<span>129</span>次]</td></tr><tr><td><span id=nr>{body(act, "br", title="none")}</span></td></tr><tr><td>{_files(act, "<li>", "</li>")}</td></tr><tr><td align=center>[<a href="javascript:doPrint()">打印本页</a>] [<a href="javascript:window.close()">关闭本页</a>]</td></tr></table></td><td width=200 valign=top><table><tr><td>最新文件</td></tr><tr><td>·<a href=w1.asp>关于做好秋季动物防疫的通知</a></td></tr><tr><td>·<a href=w2.asp>关于调整公交线路的公告</a></td></tr></table></td></tr></table><table width=1000 align=center><tr><td align=center>青石县人民政府主办　青石县电子政务办公室承办　电话：0000-7002222<br>云ICP备05009999号</td></tr></table></body></html>"""


def commission_q(act: Act) -> str:
    """A commission: tabs of the text and of its readings beside each other, the reading printed too, in sentences of its own."""
    told = "".join(
        f"<p>{s}</p>" for s in ("为便于理解，现就文件出台的背景作简要说明。", "文件起草过程中广泛征求了各方面意见。")
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}-云川省卫生健康委员会</title>{metas(act, ContentSource="云川省卫生健康委员会")}</head><body><div class="a1">{links("首页", "政务公开", "健康科普", tag="div")}</div><div class="b1"><div class="tab1"><span>正文</span><span>政策解读</span></div><div class="pane on"><div class="t1">{act.title}</div><div class="i1">发布时间：{act.issued or "2026-07-18"}　来源：政策法规处</div><div class="n1">{body(act, "word", title="none")}</div><div class="f1">{_files(act, "<p>", "</p>")}</div></div><div class="pane"><div class="jd1"><h3>政策解读</h3>{told}</div></div></div><div class="c1x"><p>扫一扫，手机打开当前页</p><p>【返回顶部】【关闭窗口】【打印本页】</p></div><div class="d1"><p>地址：江陵市健康路1号 邮编：440000</p><p>版权所有：云川省卫生健康委员会</p></div></body></html>"""


def court_text(act: Act) -> str:
    """A court's library: number and day over the title, a frame for the text, tools that float, notes of the library."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>司法文件详情</title></head><body><div id="root"><div class="topbar"><div>云川法院司法文件库</div><div>首页</div><div>文件检索</div><div>帮助</div></div><div class="doc"><div class="kv"><div>文号：{act.number or "无"}</div><div>发布日期：{act.issued or "2026-07-18"}</div><div>时效性：现行有效</div></div><div class="ttl">{act.title}</div><div class="ctn">{body(act, "div", title="none", number=False)}</div><div class="atc">{_files(act, '<div class="one"><span>附件</span>', "<em>1.2MB</em><b>下载</b></div>")}</div></div><div class="flt"><div>字号</div><div>复制</div><div>下载</div><div>纠错</div><div>顶部</div></div><div class="btm"><div>云川省高级人民法院</div><div>本库文件仅供查阅，引用请核对正式文本。</div></div></div></body></html>"""


def village_post(act: Act) -> str:
    """A town on a common platform: everything in unnamed divisions, the way to the page without a label, a line of the counter."""
    return f"""<html><head><meta charset="utf-8"><title>{act.title}</title></head><body><div><div>青石县人民政府</div><div>云溪镇</div></div><div><a href="/">首页</a> &gt; <a href="/z">乡镇动态</a> &gt; <a href="/w">文件</a></div><div><div>{act.title}</div><div>2026年07月18日 来源：云溪镇人民政府 访问量：21</div><div>{body(act, "div", title="breaks")}</div><div>{_files(act, "<div>", "</div>")}</div></div><div><div>云溪镇人民政府 地址：青石县云溪镇中街1号 电话：0000-7123123</div><div>云公网安备42000000000001号</div></div></body></html>"""


def exchange(act: Act) -> str:
    """A public account of an office as a web page: classes by a machine, a card of the account, the text in sections, notes to the reader."""
    text = (
        body(act, "p", title="none")
        .replace("<p", '<section style="line-height:2"><p')
        .replace("</p>", "</p></section>")
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}</title><meta property="og:title" content="{act.title}"><meta property="og:url" content="https://mp.example.cn/s/abc123"></head><body><div class="x1a"><h1 class="x2b">{act.title}</h1><div class="x3c"><span>原创</span><span>江陵政务</span><span>江陵政务</span><em>2026年07月18日 09:30</em><em>云川</em></div><div class="x4d">{text}<section><p>— END —</p></section><section><p>来源：江陵市人民政府办公室</p><p>点击下方名片，关注江陵政务</p></section></div><div class="x5e">{_files(act, "<p>", "</p>")}</div><div class="x6f"><span>阅读 1024</span><span>赞 8</span><span>在看 3</span></div><div class="x7g"><div>精选留言</div><div>暂无留言</div></div></div></body></html>"""


def catalogue(act: Act) -> str:
    """An open-information catalogue: a record of fields in a list of pairs, the text as its last field."""
    pairs = "".join(
        f"<div class='row'><div class='k'>{a}</div><div class='v'>{b or '&nbsp;'}</div></div>"
        for a, b in card(act, "索引号", "标题", "发布机构", "文号", "生成日期", "公开方式")
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>信息公开目录-江陵市市场监督管理局</title>{metas(act, ArticleTitle=act.title, SiteName="江陵市市场监督管理局")}</head><body><div class="logo5">江陵市市场监督管理局信息公开</div><div class="tree5"><p>机构职能</p><p>法规文件</p><p>规划计划</p><p>统计数据</p></div><div class="rec5">{pairs}<div class="row"><div class="k">内容</div><div class="v5">{body(act, "p", title="pieces")}</div></div><div class="row"><div class="k">附件</div><div class="v">{_files(act, "<p>", "</p>")}</div></div></div><div class="op5"><span>我要申请公开</span><span>我要评议</span></div><div class="ft5"><p>江陵市市场监督管理局 投诉举报：12315</p></div></body></html>"""


def lawyer(act: Act) -> str:
    """A site that takes laws over: a claim above the text, a box of buyers' services in it, comments with names below."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title} - 法规大全 - 云川律师网</title></head><body><div class="lt"><a href="/">云川律师网</a><a href="/f">法规</a><a href="/a">案例</a><a href="/l">找律师</a></div><div class="lc"><h1>{act.title}</h1><div class="ls">2026-07-18 10:20:11 网络 阅读 302</div><blockquote>导读：本文为您整理了相关规定全文，欢迎咨询在线律师。</blockquote><div class="lx">{body(act, "p", title="none")}</div><div class="lf">{_files(act, "<p>", "</p>")}</div><div class="lz">声明：该内容系作者根据法律法规、政府官网及互联网相关知识整合，如若侵权请通过投诉通道提交信息，我们将按照规定及时处理。</div><div class="lq"><h3>相关咨询</h3><p>拆迁补偿标准是多少</p><p>劳动仲裁怎么申请</p></div><div class="lm"><p>张先生 2026-07-19</p><p>写得很清楚，谢谢。</p></div></div><div class="le"><p>云川律师网 客服电话 400-000-0000</p></div></body></html>"""


FAMILIES: dict[str, Callable[[Act], str | bytes]] = {
    family.__name__: family
    for family in (ordinary, county_old, commission_q, court_text, village_post, exchange, catalogue, lawyer)
}
