"""Saved pages in the manner of ten more sites of bureaus, courts and towns."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tests.support.site_acts import Act
from tests.support.site_bodies import body, card, files, links, metas

_files = partial(files, href="/upload/", more=' target="_blank"')


def tobacco(act: Act) -> str:
    """A bureau: a banner of slogans, the day under the title in Chinese figures, a note of copies, a slogan in the foot."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}-江陵市烟草专卖局</title>{metas(act, SiteName="江陵市烟草专卖局")}</head><body><div class="ban"><div>国家利益至上　消费者利益至上</div></div><div class="caidan"><ul>{links("首页", "组织机构", "政务公开", "专卖管理")}</ul></div><div class="mianbao">首页 &gt;&gt; 政务公开 &gt;&gt; 通知公告</div><div class="neirong"><div class="wenzhang_bt">{act.title}</div><div class="wenzhang_sj"><span>日期：{act.issued or "2026-07-18"}</span><span>来源：</span><span>访问量：<i>31</i></span></div><div class="wenzhang_nr">{body(act, "p", title="none")}</div><div class="wenzhang_fj">{_files(act, "<p>", "</p>")}</div><div class="caozuo"><span>打 印</span><span>关 闭</span></div></div><div class="di"><p>云ICP备12000001号</p><p>江陵市烟草专卖局（公司）主办</p></div></body></html>"""


def court(act: Act) -> str:
    """A court: writings of both sides of the title, 责任编辑 at the right, recommended cases as paragraphs, a search of cases."""
    news = "".join(f"<p>· {name}</p>" for name in ("市中院发布十大典型案例", "一图看懂诉讼费", "法院开放日预约"))
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title} - 云川省江陵市中级人民法院</title></head><body><div id="header"><div>云川省江陵市中级人民法院</div><div>司法为民　公正司法</div><div>{links("法院概况", "新闻中心", "审务公开", "诉讼指南", tag="span")}</div></div><div class="location1">您现在的位置：首页 → 审务公开 → 规范性文件</div><div class="detail"><div class="title1">{act.title}</div><div class="from1">来源：研究室　　作者：林青　　发布时间：2026-07-18 09:31:55　　打印　字号：<a>大</a> | <a>小</a></div><div class="text1">{body(act, "div", title="pieces")}</div><div class="editor1">责任编辑：林青</div></div><div class="right1"><h4>热点推荐</h4>{news}</div><div class="bottom1"><p>友情链接：最高人民法院　中国法院网　云川法院网</p><p>地址：江陵市法院路1号　电话：0000-12368　邮编：440000</p><p>云ICP备12345678号</p></div></body></html>"""


def forestry(act: Act) -> str:
    """A bureau with a card as a grid of divisions, validity as a stamp, steps of reading, a voice assistant."""
    grid = "".join(
        f'<div class="g"><div class="gl">{name}</div><div class="gr">{value}</div></div>'
        for name, value in card(act, "索引号", "主题分类", "发文机关", "发文字号", "成文日期", "发布日期")
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}_规范性文件_江陵市林业局</title>{metas(act, ArticleTitle=act.title)}</head><body><div class="lyj-top"><p>江陵市林业局</p><p>智能语音助手</p><p>适老模式</p></div><div class="lyj-nav">{links("首页", "资讯", "公开", "服务", "互动", tag="div")}</div><div class="lyj-main"><div class="grid6">{grid}</div><div class="stamp">有效</div><h3 class="lyj-h">{act.title}</h3><div class="lyj-bar"><b>T</b><b>T</b><b>听全文</b><b>二维码</b></div><div class="lyj-body">{body(act, "word", title="pieces")}</div><div class="lyj-fj"><p>附件（{len(_files(act).split("<a")) - 1}）</p>{_files(act, "<p>", "</p>")}</div><div class="lyj-jd"><p>政策解读</p><p>文字解读</p><p>图片解读</p><p>音视频解读</p></div></div><div class="lyj-foot"><p>承办：江陵市林业信息中心</p><p>网站标识码：4210000035</p></div></body></html>"""


def subdistrict(act: Act) -> str:
    """A subdistrict on a district's platform: all in spans, a floating list of hotlines, an answer box for questions."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>东江区人民政府 {act.title}</title></head><body><span class="s1">东江区人民政府</span><span class="s2">| 滨江街道办事处</span><div class="m0"><a href="/1">首页</a><a href="/2">街道概况</a><a href="/3">政务公开</a></div><div class="c0"><div class="c1"><strong>{act.title}</strong></div><div class="c2"><span>时间：2026-07-18</span>&nbsp;<span>浏览量：8</span>&nbsp;<span>【大】</span><span>【中】</span><span>【小】</span></div><div class="c3">{body(act, "br", title="none")}</div><div class="c4"><span>下载附件：</span>{_files(act, "<span>", "</span>")}</div><div class="c5"><span>上一条</span><span>下一条</span><span>返回列表</span></div></div><div class="f0"><div>街道办事处电话</div><div>12345</div><div>110</div><div>我要咨询</div></div><div class="z0"><span>滨江街道办事处</span><span>云ICP备2021000012号-2</span></div></body></html>"""


def statistics(act: Act) -> str:
    """Statistics: links to the tables in the head of the text, notes, an index of terms, contact lines of the site at the right."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title} - 云川省统计局</title>{metas(act, ContentSource="云川省统计局")}</head><body><div class="tjj-top"><div class="logo-w">云川省统计局</div><div>{links("首页", "机构", "数据", "公开", tag="b")}</div></div><div class="wz-w"><a href="/">首页</a>/<a href="/sj">数据</a>/<a href="/fb">最新发布</a></div><div class="detail-w"><div class="detail-title-w">{act.title}</div><div class="detail-from-w">2026/07/18 10:00　来源：云川省统计局</div><div class="txt-w">{body(act, "p", title="none")}</div><div class="down-w">{_files(act, "<p>", "</p>")}</div><div class="op-w"><a href="javascript:;">打印</a><a href="javascript:;">收藏</a><span>分享到：</span></div></div><div class="rel-w"><div>相关数据</div><div><a href="/r1">2026年一季度全省经济运行情况</a></div><div><a href="/r2">2025年统计公报</a></div></div><div class="foot-w"><div>云川省统计局 版权所有</div><div>统计违法举报电话：0000-8333444</div><div>云ICP备05034670号</div></div></body></html>"""


def hospital(act: Act) -> str:
    """A public institution: a layout of 2012 by nested tables with widths, news beside the text as a table of days and titles."""
    rows = "".join(
        f"<tr><td width=12>·</td><td><a href='n{n}.asp'>{name}</a></td><td>[07-1{n}]</td></tr>"
        for n, name in enumerate(("专家门诊安排", "医保政策问答", "采购结果公示"))
    )
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gbk"><title>江陵市人民医院-{act.title}</title></head><body><table width=1002 align=center><tr><td><img src=t.jpg></td></tr><tr><td class=menu><a href=i.asp>首页</a> <a href=g.asp>医院概况</a> <a href=n.asp>新闻公告</a></td></tr></table><table width=1002 align=center><tr><td width=230 valign=top><table width=220><tr><td colspan=3><b>医院公告</b></td></tr>{rows}</table><table width=220><tr><td><b>联系我们</b></td></tr><tr><td>急诊电话：0000-8120120</td></tr><tr><td>地址：江陵市健康路9号</td></tr></table></td><td valign=top><table width=760><tr><td height=30>您的位置：首页 &gt; 新闻公告</td></tr><tr><td align=center><h1>{act.title}</h1></td></tr><tr><td align=center>发布者：院办　发布时间：2026-7-18　阅读：<font color=red>412</font>次</td></tr><tr><td class=nr>{body(act, "old", title="none")}</td></tr><tr><td>{_files(act, "<p>", "</p>")}</td></tr><tr><td align=right>【<a href=#>返回</a>】【<a href=#>打印</a>】</td></tr></table></td></tr></table><table width=1002 align=center><tr><td align=center>江陵市人民医院 版权所有 云ICP备06000001号<br>技术支持：云川软件</td></tr></table></body></html>"""


def cloud(act: Act) -> str:
    """A cloud of provincial sites: cards of metadata in a table of four columns, comments off, a window that asks for login."""
    pairs = list(
        card(act, "索 引 号", "信息分类", "发布机构", "生成日期", "文　　号", "关 键 词", "信息名称", "有 效 性")
    )
    rows = "".join(
        f"<tr><td>{a}：</td><td>{b}</td><td>{c}：</td><td>{d}</td></tr>"
        for (a, b), (c, d) in zip(pairs[::2], pairs[1::2], strict=True)
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}_云溪县人民政府</title>{metas(act)}</head><body><div class="j-head"><div class="j-login">登录 | 注册</div><div>{links("首页", "公开", "服务", "互动", "数据", tag="li")}</div></div><div class="j-crumb">当前位置： 首页 &gt; 政府信息公开 &gt; 政策 &gt; 正文</div><div class="m-detail"><div class="m-detailtb"><table>{rows}</table></div><h1>{act.title}</h1><div class="m-detailinfo">阅读次数：<span class="j-info-hit">66</span>　编辑：云溪县人民政府　发布时间：2026-07-18 11:02　<span>[字体：</span><span>大</span> <span>中</span> <span>小</span><span>]</span></div><div class="j-fontContent">{body(act, "p", title="breaks")}</div><div class="m-fj">{_files(act, "<div>", "</div>")}</div><div class="m-detailend"><div>扫一扫在手机打开当前页</div><div>打印 关闭</div></div></div><div class="j-pop"><p>您还没有登录</p><p>请先登录后再收藏</p><span>去登录</span></div><div class="j-foot"><p>云溪县人民政府办公室主办　云溪县数据资源管理局承办</p><p>皖公网安备34000000000001号　网站标识码3400000001</p></div></body></html>"""


def magazine(act: Act) -> str:
    """A gazette: issue and pages, the text between rules, contents of the issue as links beside it, the sheet before and after it."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}__2026年第7期公报_江陵市人民政府</title></head><body><div class="gb-h">江陵市人民政府公报</div><div class="gb-i">2026年第7期（总第318期）</div><div class="gb-l"><h4>本期目录</h4>{links("关于加强养老服务的意见", "江陵市消防条例", "人事任免", tag="p")}</div><div class="gb-c"><h2>{act.title}</h2><hr>{body(act, "p", title="breaks")}<hr><div class="gb-f">{_files(act, "<p>", "</p>")}</div><div class="gb-p"><span>上一篇</span><span>下一篇</span><span>返回本期目录</span></div></div><div class="gb-b"><p>编辑出版：江陵市人民政府办公室　国内统一刊号：CN42-0001</p><p>联系电话：0000-8001234　网址：www.jiangling.example.gov.cn</p></div></body></html>"""


def development_zone(act: Act) -> str:
    """A zone's site built of blocks: hero, badges, a sticky side of anchors, a subscription box, partners, all in sections."""
    toc = "".join(f'<a href="#s{n}">{text}</a>' for n, (mark, text) in enumerate(act.lines) if mark in "CH")
    return f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{act.title} | 江陵高新区</title><meta property="og:title" content="{act.title}"></head><body><section class="hero-7x"><p>江陵高新技术产业开发区</p><p>创新 · 开放 · 共享</p></section><section class="sec-a1"><div class="badge-z">政策</div><div class="badge-z">2026</div><h1>{act.title}</h1><p class="when">发布于 2026年7月18日 · 阅读 3 分钟</p></section><section class="sec-b2"><aside>{toc}</aside><div class="prose-q">{body(act, "p", title="none")}</div><div class="dl-q">{_files(act, "<p>", "</p>")}</div></section><section class="sec-c3"><h3>订阅政策提醒</h3><p>留下您的邮箱，第一时间获取最新政策。</p><input><button>订阅</button></section><section class="sec-d4"><h3>合作伙伴</h3><span>江陵大学</span><span>云川银行</span></section><section class="sec-e5"><p>江陵高新区管理委员会</p><p>© 2026 云ICP备2022001234号</p></section></body></html>"""


def archive(act: Act) -> str:
    """An old page in an archive of pages: a bar of the archive above, the text in <center> and <font>, a counter and a rule below."""
    return f"""<html><head><meta charset="utf-8"><title>{act.title}</title></head><body><div id="wm"><p>网页存档　存档日期：2026-07-18　返回档案馆首页</p></div><center><font size=5 color=red>青石县人民政府文件汇编</font></center><hr><center><b><font size=4>{act.title}</font></b></center><br><font size=3>{body(act, "old", title="none")}</font><br>{_files(act, "<p>", "</p>")}<hr size=1><center><a href="index.htm">回首页</a>　<a href="wj.htm">回文件目录</a></center><center>您是第 <b>1024</b> 位读者</center></body></html>"""


FAMILIES: dict[str, Callable[[Act], str | bytes]] = {
    family.__name__: family
    for family in (
        tobacco, court, forestry, subdistrict, statistics, hospital, cloud, magazine, development_zone, archive,
    )
}  # fmt: skip
