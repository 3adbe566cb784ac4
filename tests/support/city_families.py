"""Saved pages in the manner of ten more sites of cities."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tests.support.site_acts import Act
from tests.support.site_bodies import body, card, files, links, metas

_files = partial(files, href="/files/")


def plain(act: Act) -> str:
    """Paragraphs whose indents a style sheet makes, under a claim of rights, with a reader's guide beside them."""
    text = body(act, "p", title="none").replace(' style="text-indent:2em"', "")
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}_江陵市发展和改革委员会</title>{metas(act)}</head><body><div class="top9">{links("首页", "机构", "公开", "服务", tag="i")}</div><div class="mid9"><div class="bt9">{act.title}</div><div class="ly9">来源：市发展改革委 发布时间：{act.issued or "2026-07-18"} 09:12 浏览量：37</div><div class="zw9">{text}</div><div class="fj9">{_files(act, "<p>", "</p>")}</div><div class="sm9"><p>版权说明：本网站所载信息，任何媒体转载时须注明来源。</p></div><div class="cy9"><p>温馨提示</p><p>如需了解更多信息，请拨打咨询电话0000-8123456。</p></div></div><div class="wb9"><p>江陵市发展和改革委员会 版权所有</p><p>云ICP备09000123号</p></div></body></html>"""


def notary(act: Act) -> str:
    """A bureau of justice: the day in a circle, letters behind the title, a picture with a caption, previous and next as cards."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title} | 青石县司法局</title>{metas(act, ArticleTitle="")}</head><body><header><div>青石县司法局</div><ul>{links("首页", "普法", "公证", "律师")}</ul></header><div class="m"><div class="day"><b>18</b><span>2026-07</span></div><h2>{act.title}</h2><div class="info"><span>供稿：办公室</span><span>审核：林青</span><span>阅读：62</span></div><article>{body(act, "word", title="pieces")}</article><div class="enc">{_files(act, "<div>📎 ", "</div>")}</div><div class="nx"><div class="c"><small>上一篇</small><p>全县法治宣传月活动启动</p></div><div class="c"><small>下一篇</small><p>公证服务收费标准</p></div></div></div><aside><h3>普法专栏</h3><p>民法典小课堂第十二讲</p></aside><footer><p>青石县司法局 | 法律援助热线：12348</p></footer></body></html>"""


def treasury(act: Act) -> str:
    """A department laid out by floats: headings of boxes in pictures, text in sections of an editor for messengers."""
    text = (
        body(act, "p", title="pieces")
        .replace("<p", '<section style="margin:0 8px"><p')
        .replace("</p>", "</p></section>")
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}-财政要闻-云川省财政厅</title>{metas(act, SiteName="云川省财政厅", ContentSource="云川省财政厅")}</head><body><div id="t0"><a href="/"><img alt="云川省财政厅"></a></div><div id="n0"><a href="/1">首页</a><a href="/2">厅领导</a><a href="/3">财政数据</a><a href="/4">政府采购</a></div><div id="p0"><span>首页</span><em>/</em><span>财政要闻</span></div><div id="c0"><h1 id="ti">{act.title}</h1><p id="fu"><span id="da">{act.issued or "2026-07-18"}</span><span id="so">云川省财政厅</span><span id="vi">阅读量 1,204</span><span id="fs">A- A A+</span></p><div id="ar">{text}</div><div id="fi">{_files(act, "<p>", "（点击下载）</p>")}</div><div id="sh">分享让更多人看到</div><div id="co"><b>评论 0</b><p>快来抢沙发吧</p></div></div><div id="r0"><h5>厅领导</h5><p>党组书记、厅长 林青</p><p>党组成员、副厅长 周原</p></div><div id="f0"><p>云川省财政厅主办</p><p>云川省财政信息中心维护</p></div></body></html>"""


def frames(act: Act) -> str:
    """A part of a frameset by itself: no head, a rule of stars, the text in <font>, the way back in words."""
    return f"""<html><head><meta charset="utf-8"></head><body bgcolor=#ffffee><p align=center><b><font size=5>{act.title}</font></b></p><p align=center><font size=2>（发布日期：2026年7月18日　点击数：15）</font></p><p align=center>* * * * * * * * * *</p>{body(act, "old", title="none")}{_files(act, "<p>", "</p>")}<p align=center>* * * * * * * * * *</p><p align=center><a href=list.htm>返回文件目录</a>　<a href=javascript:history.go(-1)>返回上一页</a></p></body></html>"""


def port(act: Act) -> str:
    """A free-trade zone: two languages in its menus, a card as a list of terms, the text with numbered anchors, a chat robot."""
    facts = "".join(
        f"<dt>{a}</dt><dd>{b or '无'}</dd>"
        for a, b in card(act, "索引号", "发文机关", "文号", "成文日期", "有效性", "主题分类")
    )
    return f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{act.title} - 江陵自由贸易试验区</title>{metas(act, SiteName="江陵自由贸易试验区")}</head><body><div class="lang">中文 | English | 日本語 | 한국어</div><div class="brand">江陵自由贸易试验区 JIANGLING FTZ</div><div class="menu7"><span>关于我们 About</span><span>政策 Policies</span><span>服务 Services</span></div><div class="con7"><h1>{act.title}</h1><dl class="facts">{facts}</dl><div class="txt7">{body(act, "div", title="none")}</div><div class="att7"><h4>附件 Attachments</h4>{_files(act, "<p>", "</p>")}</div><div class="act7"><span>打印 Print</span><span>收藏 Save</span><span>分享 Share</span></div></div><div class="bot7"><p>您好，我是智能客服小自，请问有什么可以帮您？</p><p>常见问题：企业注册、通关、人才落户</p></div><div class="foot7"><p>江陵自由贸易试验区管理委员会</p><p>联系我们 Contact：0000-8999000</p></div></body></html>"""


def reading(act: Act) -> str:
    """A reader for laws: chapters to choose from, articles numbered by hand, notes of editions, what cites the text."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}（全文）_云川法规查询</title></head><body><div class="q0">云川法规查询</div><div class="q1"><input type="text"><button>检索</button><span>高级检索</span><span>热词：条例 办法 规定</span></div><div class="q2"><p class="n">{act.title}</p><p class="s"><span>公布日期 {act.issued or "2026-07-18"}</span><span>时效性 现行有效</span><span>法规类别 规范性文件</span></p><div class="tools"><span>目录</span><span>引用</span><span>对比</span><span>导出Word</span><span>导出PDF</span></div><div class="txt">{body(act, "p", title="pieces")}</div><div class="att">{_files(act, "<p>", "</p>")}</div></div><div class="q3"><p>引用本法规的文件（3）</p><p>江陵市水务局关于加强管理的通知</p><p>青石县防汛应急预案</p><p>历史版本</p><p>2021年版</p></div><div class="q4">数据来源：云川省行政规范性文件库　仅供参考，以正式文本为准</div></body></html>"""


def broadcast(act: Act) -> str:
    """A news page of a county's centre: the reporter's line, an answer by a machine, the text, three columns of cards below."""
    cards = "".join(
        f'<div class="cd"><img><h3>{a}</h3><p>{b}</p></div>'
        for a, b in (
            ("青石县召开农业工作会", "会议强调，要抓好秋粮生产，确保颗粒归仓。"),
            ("高铁新城开工", "项目总投资12亿元，计划2028年建成。"),
            ("一周天气", "本周多阵雨，请注意防范。"),
        )
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}_青石融媒</title><meta property="og:title" content="{act.title}"></head><body><div class="gt"><span>青石融媒</span><span>新闻</span><span>视听</span><span>问政</span></div><div class="ct"><h1>{act.title}</h1><div class="by"><span>2026-07-18 08:00</span><span>记者 林青 通讯员 张云</span><span>青石融媒</span></div><div class="ai"><b>AI摘要</b><p>本文介绍了有关文件的主要内容，由人工智能生成，请以原文为准。</p></div><div class="tx">{body(act, "p", title="none")}</div><div class="fl">{_files(act, "<p>", "</p>")}</div><div class="ed"><p>编辑丨林青</p><p>审核丨李河</p><p>监制丨张云</p></div></div><div class="cs">{cards}</div><div class="ft"><p>青石县融媒体中心</p><p>互联网新闻信息服务许可证：50120260001</p><p>举报电话：0000-7123456</p></div></body></html>"""


def archive_office(act: Act) -> str:
    """Open documents of an archive: a form of fields with the text in one of them, steps of use below."""
    return f"""<html><head><meta charset="utf-8"><title>已公开现行文件查询 - 江陵市档案馆</title></head><body><h3>江陵市档案馆 已公开现行文件查询</h3><table border=1 width=900><tr><th width=120>文件题名</th><td colspan=3>{act.title}</td></tr><tr><th>文件编号</th><td>{act.number}</td><th>成文日期</th><td>{act.issued}</td></tr><tr><th>责任者</th><td>{"、".join(act.issuers)}</td><th>公开属性</th><td>主动公开</td></tr></table><div class="wjnr"><center><b>{act.title}</b></center>{body(act, "br", title="none")}</div><div>{_files(act, "<p>", "</p>")}</div><p>[打印] [返回查询结果]</p><p>利用须知：需要加盖档案馆印章的，请携带有效证件到馆办理。</p><p>江陵市档案馆　开放时间：工作日9:00—17:00</p></body></html>"""


def wide(act: Act) -> str:
    """A portal with a column of services at the left, ranks at the right, the text in the middle of three cells of a grid."""
    rank = "".join(
        f"<li><em>{n}</em><span>{name}</span></li>"
        for n, name in enumerate(("住房公积金提取", "社保查询", "居住证办理", "新生儿落户"), 1)
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title} · 滨江新区</title>{metas(act, SiteName="滨江新区")}</head><body><div class="g"><div class="g1"><h4>便民服务</h4><div>水电缴费</div><div>公交查询</div><div>预约挂号</div></div><div class="g2"><div class="path2">滨江新区 / 政务公开 / 政策文件</div><h1>{act.title}</h1><div class="t2"><time>{act.issued or "2026-07-18"}</time><span>发布机构：滨江新区管委会</span><span>字号 大 中 小</span></div><div class="c2">{body(act, "div", title="breaks")}</div><div class="f2">{_files(act, "<p>", "</p>")}</div><div class="e2"><p>解读此文件</p><p>我要评价</p><p>★ ★ ★ ★ ★</p></div></div><div class="g3"><h4>办事排行</h4><ol>{rank}</ol><h4>政民互动</h4><div>小区充电桩不足的问题 已回复</div><div>夜间施工扰民 办理中</div></div></div><div class="b"><div>滨江新区管理委员会</div><div>政府网站标识码4200000000</div></div></body></html>"""


def rules(act: Act) -> str:
    """The letterhead of the office set over the text as in print, a seal's caption, the copies at the end by the page."""
    head = (
        f'<div class="red">{(act.issuers or ("江陵市人民政府办公室",))[0]}文件</div>'
        if act.number and "令" not in act.number and "公告" not in act.number
        else ""
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}</title>{metas(act, SiteName="江陵市政务公开", ColumnName="规范性文件")}</head><body><div class="h3x"><span>江陵市政务公开</span><span>搜索</span></div><div class="w3x">{head}<div class="n3x">{act.number}</div><div class="t3x">{act.title}</div><div class="x3x">{body(act, "p", title="none", number=False)}</div><div class="a3x">{_files(act, "<p>", "</p>")}</div><div class="y3x"><p>公开方式：主动公开</p><p>文件状态：有效</p><p>政策咨询：0000-8123000</p></div></div><div class="k3x"><p>关联政策</p><p>江陵市养老服务条例</p><p>政策图谱</p></div><div class="z3x">主办：江陵市人民政府办公室 云ICP备2020000321号</div></body></html>"""


FAMILIES: dict[str, Callable[[Act], str | bytes]] = {
    family.__name__: family
    for family in (plain, notary, treasury, frames, port, reading, broadcast, archive_office, wide, rules)
}
