"""Whether an element can hold text of the document, by its tag, class, id and style."""

from __future__ import annotations

import re
from functools import lru_cache

from bs4 import Tag

from . import element_names

NOT_READ = frozenset(
    "script style noscript template svg iframe object embed canvas audio video button select option textarea input head nav aside "
    "dialog datalist map".split()
)
_ROLES = frozenset("navigation banner contentinfo search complementary menu menubar toolbar dialog alertdialog".split())
_NAMES = frozenset(" ".join(element_names.WORDS.values()).split())
_WHOLE = frozenset(" ".join(element_names.WHOLE.values()).split())
#: Names of elements that never hold text of the document.
STRONG = frozenset(
    "footer foot copyright banquan comment comments modal popup popfr popbox qrcode ewm login nav".split()
)
_HIDING = frozenset("hide hidden ng-hide d-none pchide pc-hide hide-pc hidden-pc is-hidden u-hide invisible".split())
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_SPLIT = str.maketrans("[]',", "    ")  # bs4 gives the classes as a list


def of_kind(tag: Tag, small: bool) -> str:
    """The kind of an element that by its tag holds nothing of the document; "" for others."""
    if tag.name in NOT_READ:
        return tag.name
    if tag.has_attr("hidden") or _HIDDEN.search(str(tag.get("style", ""))) or tag.get("aria-hidden") == "true":
        return "hidden"
    if (role := str(tag.get("role", "")).lower()) in _ROLES:
        return role
    return tag.name if tag.name == "footer" or (tag.name == "header" and small and not tag.find("h1")) else ""


def hides(tag: Tag) -> bool:
    """Whether a class of the tag is one by which style sheets hide what stands in it."""
    return not _HIDING.isdisjoint(str(tag.get("class", "")).translate(_SPLIT).lower().split())


def furniture_name(tag: Tag, prose: bool) -> str:
    """The kind of an element that by its class or id holds nothing of the document; "" for others, and where names are not
    enough for an element with much `prose`."""
    names = tag.get("class"), tag.get("id")
    name = _name_tells(f"{names[0] or ''} {names[1] or ''}".translate(_SPLIT)) if any(names) else ""
    return "" if prose and name not in STRONG else name


@lru_cache(maxsize=4096)
def _name_tells(names: str) -> str:
    for name in names.split():
        if name.lower() in _WHOLE:
            return name.lower()
        if found := next((word for word in map(str.lower, _WORDS.findall(name)) if word in _NAMES), ""):
            return found
    return ""
