"""The names of elements of a web page that are left out, by what they hold; imports nothing of the parser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ...messages.catalogue import Message

# By the second part of the code of a message.
#: Words of a class or id: `post-navigation`, `BreadcrumbNav`, `share_box2`.
WORDS = {
    "navigation": (
        "nav navbar navigation menu submenu topnav mainnav subnav sitenav breadcrumb breadcrumbs crumb crumbs mianbaoxie dqwz gotop "
        "backtop totop returntop"
    ),
    "header": "banner masthead",
    "footer": "footer foot copyright banquan siteurl friendlink friendlinks yqlj youqing",
    "share": (
        "share shares sharing sharebox sharedaddy fenxiang bdshare bdsharebuttonbox jiathis wechat weixin weibo qrcode qr ewm ewmbox "
        "erweima"
    ),
    "tools": "toolbar tools print printbtn dayin",
    "paging": "pagination pager paging",
    "search": "search sousuo",
    "login": "login register",
    "related": "related relevant relate xiangguan recommend tuijian sidebar",
    "popup": "modal popup popfr popbox tanchuang",
    "comments": "comment comments commentlist respond pinglun guestbook",
    "byline": "byline",
}
#: Classes and ids that count only as a whole.
WHOLE = {
    "navigation": "path position location weizhi",
    "header": "siteinfo site-info site-description site-title",
    "footer": "bottom entry-footer",
    "share": "addthis fx fxk wx wxewm gzh ewm_t",
    "tools": "dy dygb dy-gb pages-print pages_print",
    "paging": "sxt prevnext prev-next",
    "related": "xgwd xgwj xglj xgjd xgnr xgzx relatedinfo cnxh rank ranking hot-news",
    "popup": "fudong kefu",
    "byline": "entry-meta entry-author post-meta author-info author-box author-bio",
}
#: Tags and roles that are no such words, and what `left_out` finds by other signs.
OTHERS = {
    "navigation": "menubar",
    "header": "header head",
    "footer": "contentinfo",
    "related": "complementary aside",
    "popup": "dialog alertdialog",
    "hidden": "hidden",
    "form": "form button select option textarea input datalist",
    "script": "script style noscript template",
    "media": "svg iframe object embed canvas audio video map",
    "links": "links",
}
_KINDS = {name: kind for table in (WORDS, WHOLE, OTHERS) for kind, names in table.items() for name in names.split()}


def describe(blocks: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """What was left out, as messages, with its characters; `blocks` has them by the names of elements."""
    counts: Counter[str] = Counter()
    for name, count in blocks:
        counts[_KINDS.get(name, "other")] += count
    return [(Message(f"omissions.element_{kind}"), count) for kind, count in counts.items()]
