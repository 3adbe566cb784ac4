"""The text of a page that a script would show: in a <textarea>, a template, a hidden field, a string of a script.

In:      the markup of a page whose visible part has no text of its own.
Out:     the markup of its text, or "".
Promise: scripts are read as strings, never run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from urllib.parse import unquote

from . import page_lines

_TAG = re.compile(r"<[^<>]{0,20000}>")
_INLINE = re.compile(r"</?(?:a|b|em|font|i|o:p|span|strong|sub|sup|u)\b[^<>]{0,20000}>", re.I)
_TEMPLATE = re.compile(
    r"<script\b[^<>]{0,200}\btype\s*=\s*[\"']?(?:text/(?:html|template|x-[\w-]+)|x-tmpl[\w-]*)", re.I
)
_STRING = re.compile(r'"((?:[^"\\]|\\.){60,}+)"' r"|'((?:[^'\\]|\\.){60,}+)'" r"|`((?:[^`\\]|\\.){60,}+)`", re.S)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.S)
_PERCENT_U = re.compile(r"%u([0-9a-fA-F]{4})")
_VALUE = re.compile(r"<input\b[^<>]{0,500}\bvalue\s*=\s*(?:\"([^\"<]{60,})\"|'([^'<]{60,})')", re.I)
_HINT = re.compile(r"^[^。]{0,60}(?:JavaScript|浏览器)[^。]{0,60}。?$", re.I)  # to the reader, where no script runs
_ROWS = re.compile(r"</td>|\.(?:pdf|docx?|xlsx?|wps|ofd|zip|rar)\b", re.I)
_CHINESE = re.compile("[一-鿿]")
_CONTROL = {"n": "\n", "r": "\n", "t": " ", "b": "", "f": ""}
_MOST = 2_000  # pieces of a page that are looked at


def body(page: str, least: int, rows: bool = False) -> str:
    """The piece of a page, in letters of sentences the largest, that holds more than `least` of them; with `rows`, where none
    does, that with the most letters of tables and links to files."""
    best, most = "", least
    tables, letters = "", least
    for found in islice(_pieces(page), _MOST):
        once = unescape(found) if "&lt;" in found and not _TAG.search(found) else found
        piece = unescape(once) if "&lt;" in once and not _TAG.search(once) else once
        size = sum(map(page_lines.weight, filter(_has_stop, _TAG.sub("\n", _INLINE.sub("", piece)).split("\n"))))
        if size > most and not _HINT.search(piece):
            best, most = piece, size
        if rows and _ROWS.search(piece) and (size := len(_CHINESE.findall(_TAG.sub("", piece)))) > letters:
            tables, letters = piece, size
    best = best or tables
    return best if "<" in best else best.replace("\n", "<br>")


def _has_stop(line: str) -> bool:
    return "。" in line or "；" in line


def _pieces(page: str) -> Iterator[str]:
    for name in ("textarea", "template", "noscript"):
        for _, inner in elements(page, name):
            yield unescape(inner) if name == "textarea" else inner
    for value in _VALUE.finditer(page):
        yield unescape(value[1] or value[2])
    for opening, inner in elements(page, "script"):
        if _TEMPLATE.match(opening):
            yield inner
        elif re.search(r"[一-鿿]|\\u[4-9]|%u?[4-9eE]", inner):
            for string in _STRING.finditer(inner):
                yield _decoded(string[1] or string[2] or string[3])


def elements(page: str, name: str) -> Iterator[tuple[str, str]]:
    """Opening tag and content of the elements of a name, those that are closed."""
    lower = page.lower() if len(page.lower()) == len(page) else page
    at = 0
    while (start := lower.find(f"<{name}", at)) >= 0:
        end = lower.find(">", start) + 1
        close = lower.find(f"</{name}", end)
        if not end or close < 0:
            return
        yield page[start:end], page[end:close]
        at = close


def _decoded(string: str) -> str:
    """A string of a script as what it stands for."""
    text = _ESCAPE.sub(_unescape, string)
    if "%u" in text:
        text = _PERCENT_U.sub(lambda found: chr(int(found[1], 16)), text)
    return unquote(text, errors="ignore") if text.count("%E") > 20 else text


def _unescape(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _CONTROL.get(found[3], found[3])
