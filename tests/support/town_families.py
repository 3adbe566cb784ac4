"""Saved pages in the manner of five more sites of bureaus."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tests.support.site_acts import Act
from tests.support.site_bodies import body, card, files, links, metas

_files = partial(files, href="/u/")


def water(act: Act) -> str:
    """Who wrote, checked and sent the text, a button for the eyes."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}_江陵市水务局_公告公示</title>{metas(act)}</head><body><div class="slt"><p>江陵水务</p></div><div class="dhl">{links("首页", "水务概况", "公开", "服务", tag="span")}</div><div class="kz">您在这里：首页 / 公告公示</div><div class="zwq"><p class="tt">{act.title}</p><p class="xx">发布日期：{act.issued or "2026-07-18"}<span>字体大小：</span><span>大</span><span>小</span><span>护眼</span></p><div class="nr">{body(act, "p", title="none")}</div><p class="fj">{_files(act, "<span>", "</span>")}</p></div><div class="zz">撰稿：张云　审稿：林青　供稿单位：水政科</div><div class="dl"><p>水务热线：0000-8333222</p><p>版权声明</p><p>云ICP备09000001号</p></div></body></html>"""


def invest(act: Act) -> str:
    """Points by a machine above the text, questions below, policies of the kind beside it."""
    cards = "".join(
        f'<div class="k"><i>{a}</i><em>{b or "-"}</em></div>'
        for a, b in card(act, "索引号", "发文机关", "发文字号", "成文日期", "有效性")
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}</title></head><body><div class="bar"><span>江陵投资促进网</span><span>CN</span><span>EN</span></div><div class="inner"><div class="lft"><h1 class="h">{act.title}</h1><div class="kk">{cards}</div><div class="sum"><div>政策要点</div><div>AI生成，仅供参考</div></div><div class="main-c">{body(act, "word", title="none")}</div><div class="ff"><div>政策附件</div>{_files(act, "<div>", "</div>")}</div><div class="fb"><span>有用</span><span>没用</span><span>我要提问</span></div></div><div class="rgt"><div>同类政策</div><div>江陵市招商引资奖励办法</div><div>江陵市总部企业认定办法</div><div>在线咨询</div></div></div><div class="btm"><div>江陵市投资促进局</div><div>© 江陵市投资促进局 2026</div></div></body></html>"""


def rural(act: Act) -> str:
    """Tables, a title behind the name of the site, brackets around facts, rules between links."""
    return f"""<html><head><meta charset="gb2312"><title>青石县农业信息网-&gt;{act.title}</title></head><body><table width="900"><tr><td>青石县农业信息网</td></tr><tr><td><a href="/">首页</a>┊<a href="/z">政策</a>┊<a href="/j">技术</a></td></tr></table><table width="900"><tr><td align="center"><b>{act.title}</b></td></tr><tr><td align="center">[ 2026-7-18 8:30:00 ] 阅读[ 55 ]次 来源：[ 本站 ] 作者：[ 农业局 ]</td></tr><tr><td>{body(act, "br", title="none")}</td></tr><tr><td>{_files(act, "<p>", "</p>")}</td></tr><tr><td><a href="javascript:history.back()">返回上页</a>┊<a href="javascript:print()">打印</a></td></tr></table><table width="900"><tr><td>主办：青石县农业农村局　邮箱：ny@example.cn　电话：0000-7000000</td></tr></table></body></html>"""


def transport(act: Act) -> str:
    """Facts as labels and values in a line, stars for the text."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>江陵市交通运输局 {act.title}</title>{metas(act, ArticleTitle="")}</head><body><div class="gg-top">{links("首页", "政务公开", "在线服务", "公众互动", tag="p")}</div><div class="gg-path">首页 &gt; 政务公开 &gt; 通知公告 &gt; 内容</div><div class="gg-art"><div class="gg-title">{act.title}</div><div class="gg-sub"><label>发布机构：</label><span>江陵市交通运输局</span><label>公开日期：</label><span>2026-07-18</span><label>公开方式：</label><span>主动公开</span></div><div class="gg-con">{body(act, "div", title="pieces")}</div><div class="gg-fj">{_files(act, "<p>附件：", "</p>")}</div><div class="gg-rate"><p>您对此政策的评价：</p><p>★★★★★</p><p>已有0人评价</p></div></div><div class="gg-near"><p>上一篇：没有了</p><p>下一篇：没有了</p></div><div class="gg-foot"><p>运输服务监督电话：12328</p><p>云ICP备05011111号　云公网安备42010002000001号</p></div></body></html>"""


def culture(act: Act) -> str:
    """A line of rights in the text, tags, a list to go on with."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}-文旅江陵</title></head><body><main><header><p>文旅江陵</p></header><div class="pg"><h2>{act.title}</h2><ul class="mt"><li>2026.07.18</li><li>文旅江陵</li><li>1,203 次浏览</li></ul><div class="ct">{body(act, "p", title="none")}</div><div class="at">{_files(act, "<p>", "</p>")}</div><p class="cr">本文由江陵市文化和旅游局发布，转载请注明出处</p><div class="tg"><span>#文旅</span><span>#江陵</span></div></div><div class="mr"><p>猜你想看</p><p>古城夜游指南</p><p>非遗市集预告</p></div></main><footer><p>江陵市文化和旅游局</p></footer></body></html>"""


FAMILIES: dict[str, Callable[[Act], str | bytes]] = {
    family.__name__: family for family in (water, invest, rural, transport, culture)
}
