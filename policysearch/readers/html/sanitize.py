"""Prepares HTML for the parser: detects its charset, and removes scripts, comments, stray brackets and endless tags, which cost time."""

from __future__ import annotations

import codecs
import re
from html import unescape

from ...messages.catalogue import Message
from ...model.errors import CorpusError
from ...runtime.lazy_pattern import lazy_pattern
from .. import text

MOST_TAGS = 300_000  # opening and closing; the documents we know have a tenth of them
LONGEST_TAG = 20_000  # characters; a longer one, of a picture in it or of a million attributes, is left out

_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*(?P<meta>[a-z0-9_\-]{2,20})|<\?xml[^>]{0,80}encoding=["'](?P<xml>[a-z0-9_\-]{2,20})""",
    re.I,
)
_RAW = lazy_pattern(r"<!--|<!\[CDATA\[|<(?P<tag>script|style|noscript|template|svg|iframe|object)\b", re.I)
_TAG = lazy_pattern(
    r"""<(?:/?[a-zA-Z](?:[^<>"']++|"[^"]{0,1000}+"|'[^']{0,1000}+')*+>|/?[a-zA-Z][^<>]{0,20000}>|!doctype[^<>]{0,5000}>)""",
    re.I,
)
_SUBSET = lazy_pattern(  # a document type that declares entities and attributes, in [] of its own
    r"""<!doctype\b[^<>\[]{0,2000}+\[(?:<!--.*?-->|<\?.*?\?>|<!(?!--)(?:[^<>"']|"[^"]*"|'[^']*')*+>|[^<\]])*+\]\s*+>""",
    re.I | re.S,
)
_MARKUP = lazy_pattern(r"</(?:p|div|td|section)\s*>|<br", re.I)  # in what is given as a text
_ESCAPED = lazy_pattern(  # the same as entities, which a script makes markup of
    r"(?<=>)[^<>]*&lt;/(?:p|div|td|section)\s*&gt;[^<>]*(?=<)", re.I
)
_LONGEST_HEAD = 200_000  # characters, without scripts and styles
_PROLOG = 10_000  # characters in which a document type begins
_HEAD = lazy_pattern(  # where it ends, also when nothing says so
    r"<head\b[^<>]{0,2000}>(?:(?!</?(?:head|body|div|p|table|h[1-6]|ul|form|center|section|main|article)\b).)*+(?P<end><(?!/head)/?)",
    re.I | re.S,
)
_OF_WORD = lazy_pattern(r"<(?:!\[(?:if|endif)[^<>]{0,300}|\?[a-zA-Z][^<>]{0,2000})>", re.I)  # conditions, namespaces
_TABLE = lazy_pattern(r"<(table|/table|/?tr|/?t[dh]|/?tbody|/?thead|/?tfoot)\b", re.I)


def decoded(data: bytes, shown: str) -> tuple[str, str, bool]:
    """The text of `data`, its encoding and whether that was guessed.

    A mark at the start decides, then what is strictly UTF-8, then what the page says when it can be true, then GB18030:
    what pages say of themselves is wrong too often.
    """
    if not data.startswith((codecs.BOM_UTF8, b"\xff\xfe", b"\xfe\xff")) and (said := _CHARSET.search(data[:8192])):
        name = (said["meta"] or said["xml"]).decode("ascii").lower()
        name = "gb18030" if name.startswith("gb") else name
        if name not in ("utf-8", "utf8") and not _is_utf8(data):
            try:
                return data.decode(name), codecs.lookup(name).name, False
            except (LookupError, ValueError):
                pass
    return text.decode(data, shown)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def safe(markup: str, shown: str) -> str:
    """`markup` with complete tags only, so that parsing takes time in proportion to its length.

    >>> safe("<p onclick='a>b'>1 < 2<!-- <p> --><script>if (1<2) x</script> <a <b>3", "")
    "<p onclick='a>b'>1 &lt; 2 &lt;a <b>3"
    """
    if markup.count("<") > MOST_TAGS:
        raise CorpusError(shown, Message("files.html_tags", most=MOST_TAGS))
    markup = markup.replace("\0", "")
    if (start := markup[:_PROLOG].lower().find("<!doctype")) >= 0 and (declared := _SUBSET.match(markup, start)):
        markup = markup[:start] + markup[declared.end() :]
    kept = _ESCAPED.sub(lambda found: _without_raw(unescape(found[0])), _without_raw(markup))
    if (head := _HEAD.search(kept, 0, _LONGEST_HEAD)) is not None:
        kept = f"{kept[: head.start('end')]}</head>{kept[head.start('end') :]}"
    pieces: list[str] = []
    tables: list[list[str]] = []  # for each table that is open: its open row and cell
    at = 0
    while (start := kept.find("<", at)) >= 0:
        pieces.append(kept[at:start])
        tag = _TAG.match(kept, start)
        if tag is None:
            word = _OF_WORD.match(kept, start)
            end = word.end() if word else _endless(kept, start)
            pieces.append("&lt;" if not end else "")
            at = end or start + 1
        else:
            if part := _TABLE.match(tag[0]):
                pieces.append(_closings(part[1].lower(), tables))
            pieces.append(tag[0] if len(tag[0]) <= LONGEST_TAG else "")
            at = tag.end()
    pieces.append(kept[at:])
    return "".join(pieces)


def _closings(tag: str, tables: list[list[str]]) -> str:
    """The end tags of cells and rows that may be left out before `tag`, such as "td" or "/tr", and must not be here."""
    if tag == "table":
        tables.append([])
        return ""
    if not tables:
        return ""
    here = tables[-1]
    if tag == "/table":
        tables.pop()
    levels = {"tr": "row", "td": "cell", "th": "cell"}
    stop = 1 if levels.get(tag.strip("/")) == "cell" else 0  # how many of the open ones stay: a cell ends cells
    ended = [name for name in reversed(here) if levels[name] == "cell" or stop == 0]
    here[:] = [name for name in here if name not in ended]
    if tag in levels:
        here.append(tag)
    elif tag.strip("/") in levels and tag.strip("/") in ended:
        ended.remove(tag.strip("/"))  # it is printed
    return "".join(f"</{name}>" for name in ended)


def _endless(markup: str, start: int) -> int:
    """Where the tag ends that begins at `start` and is too long to be matched; 0 when there is none."""
    if not re.match(r"</?[a-zA-Z]", markup[start : start + 3]):
        return 0
    again = markup.find("<", start + 1)
    return markup.find(">", start, again if again > 0 else len(markup)) + 1


def _without_raw(markup: str) -> str:
    """Without comments and the elements that hold no text of the document; one that is not closed loses its mark only."""
    lower = markup.lower() if len(markup.lower()) == len(markup) else markup
    pieces, at = [], 0
    unclosed: set[str] = set()  # ends that were looked for in vain need not be looked for again
    for found in _RAW.finditer(markup):
        if found.start() < at:
            continue
        tag = (found["tag"] or "").lower()
        end = f"</{tag}" if tag else "-->" if found[0] == "<!--" else "]]>"
        close = -1 if end in unclosed else lower.find(end, found.end())
        pieces.append(markup[at : found.start()])
        if close < 0:
            unclosed.add(end)
            at = found.end() if not tag else found.start()
            if tag:
                pieces.append("&lt;")
                at = found.start() + 1
        elif found[0].startswith("<!["):
            inner = markup[found.end() : close]
            pieces.append(_without_raw(inner) if _MARKUP.search(inner) else inner.replace("<", "&lt;"))
            at = close + 3
        else:
            at = close + len(end)
            if tag:
                at = markup.find(">", at) + 1 or len(markup)
    pieces.append(markup[at:])
    return "".join(pieces)
