"""Saved pages in the manner of twelve more families of government sites, with conventions that `site_families` has not."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.support.site_acts import Act
from tests.support.site_bodies import body, card, links, metas

_NAV = (
    "<div class='dh'>"
    + links("首页", "要闻动态", "政府信息公开", "政务服务", "政民互动", "数据江陵", tag="span")
    + "</div>"
)
_FOOT = """<div class="dbxx"><div><a href="/wz">网站地图</a>|<a href="/gy">关于我们</a>|<a href="/sm">网站声明</a></div><div>主管单位：江陵市人民政府　主办单位：江陵市人民政府办公室</div>
<div>备案序号：云ICP备05009999号-1　政府网站标识码：4210000099</div><div>技术支持：江陵市电子政务中心　您是第<em>88213</em>位访问者</div></div>"""


def _files(act: Act, tag: str = "li") -> str:
    return "".join(
        f'<{tag}><a href="/attach/{n}/{text}" title="{text}">{text}</a></{tag}>'
        for n, (mark, text) in enumerate(act.lines)
        if mark == "@"
    )


def municipality(act: Act) -> str:
    """A municipality: day in parentheses under the title, sizes as signs, a box of attachments, hints in a window."""
    fj = (
        f'<div class="pdf-content"><p>附件：</p><ul>{_files(act)}</ul></div>'
        if "@" in {mark for mark, _ in act.lines}
        else ""
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}_规范性文件_江陵市人民政府</title>{metas(act, Description=act.title)}</head><body><div class="newheader">{_NAV}</div>
<div class="wrap"><div class="tit-l"><a href="/">首页</a> &gt; <a>政务公开</a> &gt; <a>规范性文件</a> &gt; 正文</div><h2 id="ivs_title">{act.title}</h2><div class="PBtime">（{(act.issued or "2026-07-18").replace("-", "年", 1).replace("-", "月")}日）</div>
<div class="zt"><span>字号：</span><i>A-</i><i>A</i><i>A+</i></div><div id="ivs_content" class="Article_content"><div class="trout-region-content">{body(act, "p", title="none")}</div>{fj}</div>
<div class="bshare"><span>分享到：</span><i title="微信"></i><i title="微博"></i></div><div class="jd2"><dl><dt>政策解读</dt><dd>{links("《通知》的解读", tag="p")}</dd></dl></div></div>
<div class="tishi"><div>提示</div><div>您即将跳转到第三方网站，请注意保护个人信息，是否继续？</div><div>确定</div><div>取消</div></div><div class="right-fix"><div>网上办事</div><div>智能小江</div><div>返回顶部</div></div>{_FOOT}</body></html>"""


def disclosure(act: Act) -> str:
    """A platform of disclosure: the page hidden, a tree of columns that are no links, boxes of related files."""
    rows = list(card(act, "索引号", "分类", "发布机构", "成文日期", "名称", "文号", "发布日期", "主题词"))
    cells = "".join(
        f"<tr><td>{a}:</td><td>{b}</td><td>{c}:</td><td>{d}</td></tr>"
        for (a, b), (c, d) in zip(rows[::2], rows[1::2], strict=True)
    )
    tree = "".join(
        f"<li><span>{name}</span></li>"
        for name in "政府信息公开指南 政府信息公开制度 法定主动公开内容 机构职能 规划计划 统计信息 财政预决算 重大项目 建议提案办理 政府信息公开年报".split()
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}</title>{metas(act)}</head><body style="visibility: hidden"><div class="logo-t">江陵市人民政府 政府信息公开平台</div>{_NAV}
<div class="layout"><div class="tree-l"><ul>{tree}</ul></div><div class="cont-r"><div class="classify"><table>{cells}</table></div><div class="content"><h1 class="title">{act.title}</h1><p class="date">发布日期：{act.issued or "2026-07-18"}　浏览次数：-</p>
<div class="article-content">{body(act, "word", title="breaks")}</div><div class="relation-file"><div>相关文件</div><div>暂无相关文件</div></div><div class="qr-b"><div>扫一扫在手机打开当前页</div></div></div></div></div>{_FOOT}<script>document.body.style.visibility=''</script></body></html>"""


def tax(act: Act) -> str:
    """A library of tax rules: validity beside the title, buttons about related files, remarks below."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}_云川税务政策法规库</title></head><body>{_NAV}<div class="fgk-bar">云川税务政策法规库 &gt; 税收规范性文件</div>
<div class="left"><div class="title-b"><h3>{act.title}</h3><div class="sub">{act.number}</div><div class="sub2"><span>成文日期：{act.issued}</span>　<span>全文有效</span>　<span class="zi">字体：【大】【中】【小】</span></div></div>
<div class="arc_cont" id="fontzoom">{body(act, "p", title="none", number=False)}</div><div class="bz"><div>关联文件</div><div>暂无</div><div>解读稿</div><div>{links("关于《公告》的解读", tag="p")}</div><div>收藏 打印 下载 关闭</div></div></div>
<div class="r-side"><div>相关文件推荐</div>{links("税收征管若干问题的公告", "个人所得税汇算办法", tag="p", dated=True)}</div><div class="xy">打印本页　|　关闭窗口</div>{_FOOT}</body></html>"""


def provincial(act: Act) -> str:
    """A province: labels of the card without colons, validity in brackets, the number under the title, a QR box with words."""
    items = "".join(
        f"<li><strong>{label}</strong><span>{value}</span></li>"
        for label, value in card(act, "索引号", "主题分类", "发布机构", "成文日期", "文号", "发布日期", "有效性")
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}-云川省人民政府门户网站</title>{metas(act)}</head><body><div class="hd1">{_NAV}</div><div class="wz2"><span>您现在的位置</span>：<a href=/>网站首页</a><em>/</em><a href=/b>省政府文件</a></div>
<div class="metaB"><ul>{items}</ul></div><div class="con"><div class="tit1">{act.title}</div><div class="wh">{act.number}</div><div class="tool"><p>发布时间：{act.issued or "2026-07-18"} 09:12:33</p><p>信息来源：省政府办公厅</p><p>文字大小：[大][中][小]</p><p>背景色：<b>■</b><b>■</b></p></div>
<div class="zw"><div class="view">{body(act, "div", title="pieces")}</div></div><div class="down"><b>附件下载</b><p>{_files(act, "span")}</p></div><div class="rcode"><p>扫一扫</p><p>手机查看</p></div><div class="czl"><p>【打印】</p><p>【关闭】</p><p>【收藏】</p></div></div>{_FOOT}</body></html>"""


def dede(act: Act) -> str:
    """A content system of 2008: votes, a separating line, a form of comments with a warning, lists of the column."""
    return f"""<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312" /><title>{act.title}_通知公告_青石县财政局</title></head><body class="articleview"><div class="header_top"><div class="wel">欢迎访问青石县财政局网站</div>{_NAV}</div>
<div class="w960"><div class="pleft"><div class="plc"><strong>当前位置:</strong><a href='/'>主页</a> &gt; <a href='/t'>通知公告</a> &gt; </div><div class="viewbox"><div class="vt"><h2>{act.title}</h2></div><div class="info2"><small>时间:</small>{act.issued or "2026-07-18"} 09:12<small>来源:</small>未知 <small>作者:</small>admin <small>点击:</small>次</div>
<div class="cnt"><table width='100%'><tr><td>{body(act, "p")}</td></tr></table></div><div class="dede_pages"><ul class="pagelist"></ul></div><div class="votes"><div class="digg_act">顶一下</div><div>(0)</div><div>0%</div><div class="digg_act">踩一下</div><div>(0)</div><div>0%</div></div>
<div class="boxoff"><strong>------分隔线----------------------------</strong></div><div class="handle"><div class="context"><ul><li>上一篇：<a href='/1.html'>关于开展财政监督检查的通知</a> </li><li>下一篇：没有了 </li></ul></div><div class="actbox"><ul><li><a href="#">收藏</a></li><li><a href="#">挑错</a></li><li><a href="#">推荐</a></li><li><a href="#">打印</a></li></ul></div></div></div>
<div class="mt1"><dl class="tbox"><dt><strong>最新评论</strong><span>进入详细评论页&gt;&gt;</span></dt></dl><dl class="tbox"><dt><strong>发表评论</strong></dt><dd><div class="dcmp-title"><small>请自觉遵守互联网相关的政策法规，严禁发布色情、暴力、反动的言论。</small></div><form><div>评价:<input type="radio">中立<input type="radio">好评<input type="radio">差评</div><textarea></textarea><div>验证码:<input> 匿名?<button>发表评论</button></div></form></dd></dl></div></div>
<div class="pright"><dl><dt><strong>栏目列表</strong></dt><dd><ul>{links("通知公告", "财政动态", "预算公开")}</ul></dd></dl><dl><dt><strong>热点内容</strong></dt><dd><ul>{links("青石县2025年财政决算", "会计人员登记")}</ul></dd></dl></div></div>{_FOOT}</body></html>"""


def two_copies_hidden(act: Act) -> str:
    """A copy for the printer is hidden by a style, one for the aged by a class; the title stands in all."""
    text = body(act, "p", title="none")
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title} - 江陵市人民检察院</title>{metas(act, SiteName="江陵市人民检察院")}</head><body>{_NAV}<div class="detail_box"><div class="detail_tit">{act.title}</div><div class="detail_mes">时间：{act.issued or "2026-07-18"}　|　作者：　|　新闻来源：江陵检察　|　【字号：大 | 中 | 小】</div>
<div class="detail_con">{text}</div><div class="detail_edit">[责任编辑：办公室]</div></div><div class="print-area" style="display:none"><h1>{act.title}</h1>{text}</div><div class="laorenban hidden-box is-hidden"><h1>{act.title}</h1>{text}</div>
<div class="follow"><p>关注我们</p><ul><li><img src="1.png" alt="江陵检察微信">江陵检察微信</li><li><img src="2.png">江陵检察微博</li><li><img src="3.png">头条号</li></ul></div>{_FOOT}</body></html>"""


def state_in_script(act: Act) -> str:
    """Nothing but a script whose state holds the article with escaped markup."""
    content = json.dumps(body(act, "p")).replace("<", "\\u003C").replace(">", "\\u003E").replace("/", "\\u002F")
    return f"""<!doctype html><html data-n-head-ssr><head><meta charset="utf-8"><title>{act.title}</title>{metas(act)}</head><body><div id="__nuxt"><div id="__layout"></div></div>
<script>window.__NUXT__=(function(a,b,c){{return {{layout:"default",data:[{{info:{{id:a,title:{json.dumps(act.title)},source:b,content:{content},hits:c}}}}],error:null,serverRendered:true}}}}("9f2","市政府办",31));</script><script src="/_nuxt/1.js"></script></body></html>"""


def data_in_json(act: Act) -> str:
    """JSON beside a page that only shows that it loads, its menu and its foot."""
    data = {
        "props": {
            "pageProps": {
                "article": {
                    "title": act.title,
                    "docNo": act.number,
                    "html": body(act, "word"),
                    "summary": "".join(act.gold[1:2])[:80],
                },
                "menu": ["首页", "政策"],
            }
        }
    }
    state = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}-江陵政策通</title></head><body><div id="__next"><div class="hd">{_NAV}</div><h1 class="t">{act.title}</h1><div class="spin">加载中…</div><div class="ft9">{_FOOT}</div></div>
<script id="__NEXT_DATA__" type="application/json">{state}</script></body></html>"""


def wrong_charset(act: Act) -> bytes:
    """GB18030 that calls itself UTF-8, the text in one paragraph with breaks."""
    page = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>青石县云溪镇人民政府 &gt;&gt; {act.title}</title></head><body><div id="t1">{_NAV}</div><div id="m"><div class="bt1">{act.title}</div><div class="sj1">〖发布日期：{act.issued or "2026-07-18"}〗〖作者：云溪镇〗〖阅读：次〗〖打印〗〖关闭〗</div>
<div class="nr1"><div>{body(act, "br", title="none")}</div></div><div class="dy1">文章来源：云溪镇人民政府　责任编辑：党政办</div></div>{_FOOT}</body></html>"""
    return page.encode("gb18030")


def articles_apart(act: Act) -> str:
    """Numbers and texts of articles in elements of their own, a tree of headings without links, facts in a table whose head is labels."""
    tree = "".join(f"<div class='node'>{text}</div>" for mark, text in act.lines if mark in "CH")
    facts = [
        ("制定机关", "、".join(act.issuers) or "—"),
        ("公布日期", act.issued or "—"),
        ("施行日期", "2026-01-01"),
        ("时效性", "现行有效"),
        ("效力级别", "地方性法规"),
    ]
    heads, values = ("".join(f"<td>{fact[n]}</td>" for fact in facts) for n in (0, 1))
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title} - 云川省法规规章数据库</title></head><body><div class="hh">{_NAV}</div><div class="law-h"><div class="law-title">{act.title}</div><table class="law-facts"><tr>{heads}</tr><tr>{values}</tr></table></div>
<div class="law-b"><div class="law-tree"><div>本法目录</div>{tree}</div><div class="law-text">{body(act, "div", title="breaks")}</div></div><div class="law-f"><span>下载文本</span><span>历史沿革</span><span>关联法规</span></div>{_FOOT}</body></html>"""


def phone(act: Act) -> str:
    """A page for phones: reading aloud, sizes, likes, news that are no links, a hint at the application."""
    news = "".join(
        f'<div class="card" onclick="go({n})"><p>{name}</p><span>{n + 2}小时前</span></div>'
        for n, name in enumerate(("江陵召开防汛视频会", "一批惠民项目开工", "市图书馆新馆试开放"))
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{act.title}</title><meta property="og:url" content="https://m.jiangling.example.gov.cn/d/77.html"></head><body><div class="appbar"><span>打开江陵通APP</span><span>查看更多内容</span></div>
<section class="art"><h1>{act.title}</h1><div class="by"><span>江陵发布</span><span>{act.issued or "2026-07-18"} 09:12</span><span>阅读 1.2万</span></div><div class="listen"><span>收听全文</span><span>03:21</span></div><div class="rich">{body(act, "p", title="none")}</div><div class="zan"><span>点赞 12</span><span>收藏 3</span><span>分享</span></div></section>
<div class="size"><span>字号设置</span><span>标准</span><span>较大</span><span>超大</span></div><div class="rec"><h4>相关推荐</h4>{news}</div><div class="cmt"><h4>全部评论</h4><p>暂无评论，快来抢沙发吧</p></div><div class="ft7">江陵市融媒体中心　云ICP备05009998号</div></body></html>"""


def department(act: Act) -> str:
    """A department laid out by tables: labels above values, title in a cell, the text with the links before and after it in one cell."""
    return f"""<html><head><meta charset="utf-8"><title>{act.title}</title></head><body><table width="980"><tr><td>{_NAV}</td></tr><tr><td height="30">&nbsp;当前栏目：政策法规</td></tr>
<tr><td><table class="t1"><tr><td>索引号</td><td>发布机构</td><td>发文日期</td><td>文号</td></tr><tr><td>K0200-03-2026-0091</td><td>{"、".join(act.issuers)}</td><td>{act.issued}</td><td>{act.number}</td></tr></table></td></tr>
<tr><td align="center" class="biaoti">{act.title}</td></tr><tr><td align="center">[ 作者：佚名　转贴自：本站原创　点击数：99　文章录入：wlzx ]</td></tr><tr><td class="neirong">{body(act, "old", title="none")}
<p>上一篇：<a href="/p/8.html">关于召开年度工作会议的通知</a></p><p>下一篇：<a href="/p/9.html">政务公开工作年度报告</a></p><p align="right"><a href="javascript:window.print()">打印</a> <a href="javascript:window.close()">关闭</a></p></td></tr><tr><td>{_FOOT}</td></tr></table></body></html>"""


FAMILIES: dict[str, Callable[[Act], str | bytes]] = {
    family.__name__: family
    for family in (
        municipality, disclosure, tax, provincial, dede, two_copies_hidden, state_in_script, data_in_json, wrong_charset, articles_apart, phone, department,
    )
}  # fmt: skip
