"""Saved pages in the manner of four desks: tabs whose other panes explain the text, an issue of a gazette, a county's news room, a desk of answers."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.support.agency_families import plain
from tests.support.site_acts import Act
from tests.support.site_bodies import card, files, links, metas

SAID = (
    "松岭县举行“政策大讲堂”，邀请部门负责人宣讲惠企政策，六十余家企业参加。",
    "全县春耕备耕工作有序推进，农资储备充足，价格平稳。",
    "县图书馆新馆试运行，每周二至周日开放，读者凭身份证入馆。",
)


def panes(act: Act) -> str:
    """A library of policies: the text in the first of several panes, its interpretation and questions about it in others of the same class."""
    facts = "".join(
        f"<p><i>{label}</i><em>{value or '--'}</em></p>"
        for label, value in card(act, "发文机关", "发文字号", "成文日期", "有效性")
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>政策详情 - 松岭县惠企政策库</title></head><body><div class="zck-top"><b>松岭县惠企政策库</b><span>政策匹配</span><span>免申即享</span><span>诉求直达</span></div><div class="zck-name">{act.title}</div><div class="zck-time"><span>上线时间：2026-04-12</span><span>阅读 620</span></div><div class="zck-facts">{facts}</div><ul class="tabs"><li class="on">政策原文</li><li>政策解读</li><li>常见问题</li><li>申报通知</li></ul><div class="tabs-con"><div class="tab-item"><div class="inner">{plain(act, "p", "pieces")}</div><div class="down">{files(act, "<p>", "</p>", href="/f?id=")}</div></div><div class="tab-item"><p>为便于企业了解政策，县有关部门编写了解读材料。</p><p>企业可以向政策服务专员预约上门辅导，也可以参加每月一次的宣讲会。</p></div><div class="tab-item"><p>问：企业怎样找到适合自己的政策？</p><p>答：登录后填写企业画像，系统自动匹配并推送。</p></div><div class="tab-item"><p>暂无数据</p></div></div><div class="zck-foot"><p>松岭县营商环境和大数据中心 版权所有</p></div></body></html>"""


def gazette(act: Act) -> str:
    """A gazette: the issue is the title of the page, its contents stand beside, the text with its title in pieces in a cell, the publisher's lines below."""
    contents = "".join(f"<li>{name}（{n}）</li>" for n, name in enumerate((
        "柳湖市人民政府关于加强古树名木保护的意见", "柳湖市人民政府办公室关于调整市安全生产委员会成员的通知", "柳湖市2026年4月大事记"), 3))  # fmt: skip
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>柳湖市人民政府公报2026年第4期</title>{metas(act, SiteName="柳湖市人民政府公报", ArticleTitle="", ColumnName="2026年第4期")}</head><body><table class="gb" width="100%"><tr><td colspan="2"><div class="gb-h">柳湖市人民政府公报</div><div class="gb-q">2026年第4期（总第196期）</div></td></tr><tr><td class="gb-l" width="240"><div class="gb-lt">本期目录</div><ol>{contents}</ol><div class="gb-lt">往期公报</div><p>2026年第3期</p><p>2026年第2期</p></td><td class="gb-r">{plain(act, "p", "pieces")}{files(act, "<p>", "</p>", href="/gb/")}</td></tr><tr><td colspan="2"><p>编辑出版：柳湖市人民政府公报编辑室</p><p>本公报所载文件与正式文件具有同等效力。</p><p>赠阅范围：各级机关、村（社区）、图书馆。</p></td></tr></table></body></html>"""


def news_room(act: Act) -> str:
    """A county's news room: how long it takes to read, the text in sections, who made it, earlier pieces with their beginnings in one element with the text."""
    text = re.sub(r"<p[^>]*>(.*?)</p>", r"<section><p><span>\1</span></p></section>", plain(act, "p", "none"))
    news = "".join(f"<section><p>{one}</p></section>" for one in SAID)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>松岭融媒</title><meta property="og:site_name" content="松岭融媒"></head><body><div class="app-hd"><span>松岭融媒</span><span>打开</span></div><div class="art"><p class="t">{act.title}</p><p class="s"><span>松岭融媒</span><span>2026-04-12 17:46</span><span>云川</span></p><p class="r">全文约1200字，阅读大约需要4分钟</p><div class="c">{text}{files(act, "<section><p>", "</p></section>", href="/m/")}<section><p>来源 | 松岭县人民政府办公室</p></section><section><p>编辑 | 黎明　审核 | 秦川　监制 | 白桦</p></section><section><p>往期推荐</p></section>{news}</div><div class="likes"><span>推荐 33</span><span>写留言</span></div></div></body></html>"""


def answers(act: Act) -> str:
    """A desk of answers: the title after a mark, the text under the name of who answers, marks by users, others' questions with answers below."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{act.title}-知识库-松岭县12345</title></head><body><div class="kb-nav">{links("首页", "知识库", "我要咨询", "我要投诉", "办件查询", tag="div")}</div><div class="kb"><div class="kb-q"><span class="ico">知</span><span class="kb-t">{act.title}</span></div><div class="kb-i"><span>知识编号：KB20260412001</span><span>更新：2026-04-12</span><span>有用（18）</span></div><div class="kb-a"><div class="kb-who"><img src="u.png"><span>松岭县政务服务热线</span><span>官方</span></div><div class="kb-txt">{plain(act, "div", "none")}</div><div class="kb-att">{files(act, "<div>", "</div>", href="/att?i=")}</div></div><div class="kb-m"><span>这个回答解决了您的问题吗</span><span>已解决</span><span>未解决</span></div><div class="kb-o"><div class="kb-oh">大家还在问</div><div class="kb-oi"><div>社保卡丢了怎么办？</div><div>请先拨打银行客服电话挂失，再到社保服务窗口补办。</div></div><div class="kb-oi"><div>不动产登记要带哪些材料？</div><div>请携带身份证、购房合同和完税证明原件。</div></div></div></div><div class="kb-f"><p>松岭县12345政务服务便民热线 24小时服务</p></div></body></html>"""


FAMILIES: dict[str, Callable[[Act], str | bytes]] = {
    "panes": panes,
    "gazette": gazette,
    "news room": news_room,
    "answers": answers,
}
