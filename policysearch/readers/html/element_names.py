"""The names of elements of a web page that are left out, by what they hold; imports nothing of the parser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ...messages.catalogue import Message

#: By the second part of the code of a message: tags, roles, classes and ids, and what `left_out` finds.
NAMES = {
    "navigation": (
        "nav navbar navigation menu submenu menubar topnav mainnav subnav sitenav breadcrumb breadcrumbs crumb crumbs mianbaoxie "
        "dqwz path position location weizhi gotop backtop totop returntop"
    ),
    "header": "header head banner masthead siteinfo site-info site-description site-title",
    "footer": "footer foot contentinfo copyright banquan bottom siteurl friendlink friendlinks yqlj youqing entry-footer",
    "share": (
        "share shares sharing sharebox sharedaddy fenxiang bdshare bdsharebuttonbox jiathis addthis fx fxk wechat weixin weibo wx "
        "wxewm gzh qrcode qr ewm ewmbox ewm_t erweima"
    ),
    "tools": "toolbar tools print printbtn dayin dy dygb dy-gb pages-print pages_print",
    "paging": "pagination pager paging sxt prevnext prev-next",
    "search": "search sousuo",
    "login": "login register",
    "related": (
        "related relevant relate xiangguan recommend tuijian xgwd xgwj xglj xgjd xgnr xgzx relatedinfo cnxh rank ranking hot-news "
        "sidebar complementary aside advertisement panes"
    ),
    "popup": "modal popup popfr popbox tanchuang dialog alertdialog fudong kefu",
    "comments": "comment comments commentlist respond pinglun guestbook",
    "byline": "byline entry-meta entry-author post-meta author-info author-box author-bio",
    "hidden": "hidden",
    "form": "form button select option textarea input datalist",
    "script": "script style noscript template",
    "media": "svg iframe object embed canvas audio video map",
    "links": "links",
}
_KINDS = {name: kind for kind, names in NAMES.items() for name in names.split()}


def describe(blocks: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """What was left out, as messages, with its characters; `blocks` has them by the names of elements."""
    counts: Counter[str] = Counter()
    for name, count in blocks:
        counts[_KINDS.get(name, "other")] += count
    return [(Message(f"omissions.element_{kind}"), count) for kind, count in counts.items()]
