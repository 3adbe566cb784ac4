"""Saved pages in the manner of six more families of government sites."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.site_acts import Act
from tests.support.site_bodies import body, card, links, metas

_FOOT = """<div class="fter"><p>Copyright © 2026 江陵市卫生健康委员会 All Rights Reserved</p><p>地址：江陵市滨江路1号　邮编：440000　值班电话：0000-8765432（工作日）</p><p>云ICP备2026000001号</p></div>"""


def within(act: Act) -> str:
    """Day, source, key words, editor and a claim of rights in the element of the text."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}_江陵市卫生健康委员会</title></head><body><div class="wjw-h">{links("委情概况", "政务公开", "健康科普", tag="span")}</div>
<div class="detail-main"><h1>{act.title}</h1><p class="inf">2026-07-18 17:32　江陵市卫生健康委员会　阅读：<b>301</b></p><p>关键词：<a href="/t/1">救助</a> <a href="/t/2">资金</a></p><div class="gj"><em>T大</em><em>T中</em><em>T小</em></div>{body(act, "p", title="none")}
<p>（责任编辑：宣传处）</p><p>声明：转载请注明来源“健康江陵”，未经授权不得用于商业用途。</p><p><img src="ew.jpg"></p><p>长按识别二维码关注“健康江陵”</p></div>
<div class="pn"><p><span>上一篇</span><a href="/9">委机关召开工作例会</a></p><p><span>下一篇</span><span>暂无</span></p></div>{_FOOT}</body></html>"""


def bootstrap(act: Act) -> str:
    """Columns of a framework: a card of terms, badges, panels of news that are no links, a calendar."""
    facts = "".join(
        f"<dt>{label}</dt><dd>{value}</dd>"
        for label, value in card(act, "索引号", "发布机构", "发文字号", "成文日期", "有效性")
    )
    news = "".join(
        f'<a class="list-group-item" href="#n{n}"><h5>{name}</h5><p>{name}，全市各级各部门积极行动。</p></a>'
        for n, name in enumerate(("节水宣传周启动", "惠民政策进社区"))
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>政策文件 - {act.title} - 江陵市水务局</title>{metas(act, ArticleTitle="")}</head><body><div class="container"><div class="row"><div class="col-md-12"><span class="badge">2</span><span>我的消息</span></div></div>
<ol class="breadcrumb"><li><a href="/">首页</a></li><li class="active">政策文件</li></ol><div class="row"><div class="col-md-9"><div class="panel panel-default"><div class="panel-heading"><h3 class="panel-title">{act.title}</h3></div><div class="panel-body"><dl class="dl-horizontal">{facts}</dl><hr>{body(act, "div")}</div>
<div class="panel-footer">打印 | 收藏 | 关闭本页</div></div></div><div class="col-md-3"><div class="panel"><div class="panel-heading">最新动态</div><div class="list-group">{news}</div></div><div class="panel"><div class="panel-heading">办公日历</div><table><tr><td>日</td><td>一</td><td>二</td></tr><tr><td>1</td><td>2</td><td>3</td></tr></table></div></div></div></div>{_FOOT}</body></html>"""


def form_page(act: Act) -> str:
    """All of the page in one form, as ASP.NET does: the text in a span with breaks, a hidden state, a search above."""
    return f"""<html><head><meta charset="utf-8"><title>
	江陵市自然资源局
</title></head><body><form method="post" action="Show.aspx?id=7" id="aspnetForm"><input type="hidden" name="__VIEWSTATE" value="/wEPDwUKLTk2MzQ5" /><div id="ctl00_top">今天是2026年7月18日　<a href="Default.aspx">首页</a>　<a href="List.aspx">公告</a></div>
<div id="search1">关键字：<input type="text"><input type="submit" value="搜索"></div><div id="main"><span id="ctl00_lblTitle" style="font-size:18px">{act.title}</span><div>发布人：管理员　发布日期：<span id="lblTime">{act.issued or "2026-07-18"}</span>　阅读次数：<span>77</span></div>
<span id="ctl00_lblContent">{body(act, "br", title="none")}</span><div><span>附件：</span><span id="lblFile"></span></div><div>上一信息：<a href="Show.aspx?id=6">关于土地出让的公告</a></div><div>下一信息：<a href="Show.aspx?id=8">关于测绘资质的公告</a></div></div>
<div id="ctl00_bottom">友情链接：<select><option>自然资源部</option></select>{_FOOT}</div></form></body></html>"""


def english_frame(act: Act) -> str:
    """Controls and menus in English around a Chinese text."""
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{act.title} | Jiangling Foreign Affairs Office</title><link rel="canonical" href="https://fao.jiangling.example.gov.cn/policy/2026/0120.html"></head><body><a href="#main">Skip to main content</a><div class="t">{links("Home", "News", "Policies", "Contact", tag="span")}</div>
<div id="main"><h2>{act.title}</h2><div class="m">Published: {act.issued or "2026-07-18"} | Source: FAO | Font size: <a href="#">A-</a> <a href="#">A</a> <a href="#">A+</a></div><div class="c">{body(act, "p", title="breaks")}</div><div class="s">Share: <span>Facebook</span> <span>Twitter</span> <span>WeChat</span></div><div>Print this page</div><div>Back to top</div></div>
<div class="r"><h3>Related</h3>{links("Visa guide", "Living in Jiangling", tag="div")}</div><div class="f">Copyright © Jiangling Foreign Affairs Office. All rights reserved.</div></body></html>"""


def report_boxes(act: Act) -> str:
    """A portal of figures: cards with plain texts beside the text, a survey and a hotline below."""
    boxes = "".join(
        f'<div class="box"><div class="n">{name}</div><div class="v">{value}</div></div>'
        for name, value in (("办件总量", "36.2万"), ("今日访问", "1024"), ("满意度", "99.1%"))
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}_统计数据_江陵市统计局</title>{metas(act, SiteName="江陵市统计局")}</head><body><div class="hx"><div class="name">江陵市统计局</div><div class="sub">JIANGLING BUREAU OF STATISTICS</div></div><div class="pos">当前位置：首页&nbsp;&gt;&nbsp;统计数据&nbsp;&gt;&nbsp;数据解读</div><div class="boxes">{boxes}</div>
<div class="ct"><div class="ti">{act.title}</div><div class="ifo"><span>来源：综合科</span><span>发布时间：2026-07-18</span><span>点击：</span></div><div class="cc">{body(act, "word", title="none")}</div></div><div class="dc"><div>您对本页内容是否满意？</div><div>满意</div><div>基本满意</div><div>不满意</div><div>提交</div></div>
<div class="hot"><div>12345政务服务便民热线</div><div>统计咨询：0000-8111222</div></div>{_FOOT}</body></html>"""


def village(act: Act) -> str:
    """Headings, body and foot as paragraphs of one division, without a class."""
    return f"""<html><head><meta charset="utf-8"><title>{act.title}</title></head><body><div><p><a href="/">云溪村网</a> <a href="/cw">村务</a> <a href="/zc">政策</a></p><p><b>{act.title}</b></p><p>发布：村委会　2026年7月18日</p>{body(act, "p", title="none")}<p>打印　　关闭</p><p>云溪村民委员会　制作维护</p><p>联系我们：yunxi@example.cn</p></div></body></html>"""


FAMILIES: dict[str, Callable[[Act], str | bytes]] = {
    family.__name__: family for family in (within, bootstrap, form_page, english_frame, report_boxes, village)
}
