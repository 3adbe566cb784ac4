"""Bytes as text: encodings, lines, and the limits that hold for the lines of every format."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..messages.catalogue import Message
from ..model.document import UNDECLARED, Declared
from ..model.errors import CorpusError
from ..model.grids import Grid, PageStart

LONGEST_LINE = 1_000_000  # characters

_BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f\x7f-\x84\x86-\x9f]")  # not those that plain text may hold
_SURROGATE = re.compile("[\ud800-\udfff]")
_VISIBLE = re.compile(  # a character that leaves ink: no space, joiner, mark of direction, filler or control
    "[^\\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]"
)


class NoText(CorpusError):
    """A file in which nothing can be seen."""

    def __init__(self, path: str) -> None:
        super().__init__(path, "is empty")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in one file."""

    lines: tuple[str, ...]
    encoding: str  # of text and HTML; else the name of the format
    guessed: bool = False  # the encoding was
    declared: Declared = UNDECLARED  # of its document, beside the text
    # Where lines moved: the first of each run, and the line of the file it was.
    origins: tuple[tuple[int, int], ...] = ()
    # Parts of a web page that are not read: name of the element, characters.
    blocks: dict[str, int] = field(default_factory=dict)
    grids: tuple[Grid, ...] = ()  # of the tables that the reader knows, in order
    left_out: tuple[Message, ...] = ()  # parts that could not be read: pages 3 and 4 are images …
    recognised: tuple[tuple[int, float, str], ...] = ()  # by OCR: page, mean confidence, key of what is kept
    page_starts: tuple[PageStart, ...] = ()  # Source.page_starts
    levels: tuple[tuple[int, int, bool], ...] = ()  # Source.levels


def on_pages(code: str, pages: list[int], **more: float) -> Message:
    """The message of `messages.omissions` with that code about some pages.

    >>> on_pages("broken", [3]), on_pages("broken", [3, 4]).text("zh")
    ('page 3 is damaged, left out', '第 3、4 页已损坏，未读取')
    """
    numbers: int | Message = pages[0]
    for number in pages[1:5]:
        numbers = Message("omissions.listed", before=numbers, number=number)
    count = len(pages)
    if count > 5:
        named = Message("omissions.many_pages", numbers=numbers, rest=count - 5)
    else:
        named = Message("omissions.pages", numbers=numbers, count=count)
    return Message(f"omissions.{code}", pages=named, count=count, **more)


def read(data: bytes, shown: str) -> Reading:
    """Plain text, cut into lines at CRLF, CR and LF; raises CorpusError when it is binary or of unknown encoding."""
    text, encoding, guessed = decode(data, shown)
    if len(_CONTROL.findall(text)) * 100 > len(text):
        raise CorpusError(shown, Message("files.binary"))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not lines[-1]:
        lines.pop()  # an empty piece after the last line end is no line
    return Reading(tuple(lines), encoding, guessed)


def check_lines(lines: Iterable[str], shown: str) -> tuple[str, ...]:
    """`lines`, each encodable; raises CorpusError when nothing can be seen in them, or there is too much in one."""
    found = tuple(_SURROGATE.sub("\ufffd", line) for line in lines)
    if not any(map(_VISIBLE.search, found)):
        raise NoText(shown)
    if len(longest := max(found, key=len)) > LONGEST_LINE:
        number = found.index(longest) + 1
        raise CorpusError(shown, Message("files.long_line", number=number, length=len(longest), most=LONGEST_LINE))
    return found


def decode(data: bytes, shown: str) -> tuple[str, str, bool]:
    """The text of `data`, its encoding and whether that was guessed; raises CorpusError when nothing fits."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, "replace").removeprefix("\ufeff"), encoding, False
    try:
        text = data.decode("utf-8")
        if "\0" not in text:
            return text, "utf-8", False
    except UnicodeDecodeError:
        text = ""
    # With NULs, text is UTF-16 whose mark was lost. Else some bytes are broken: up to a fourth of the characters beyond
    # ASCII in UTF-8 (GB18030 read as UTF-8 has more, from some 20 characters on), fewer in GB18030, which refuses little.
    guesses = (("utf-16-le", 20), ("utf-16-be", 20)) if b"\0" in data else (("utf-8", 4), ("gb18030", 20))
    for encoding, most in guesses:
        guess = data.decode(encoding, "replace")
        beyond = len(re.findall(r"[^\x00-\x7f\ufffd]", guess))
        if guess.count("\ufffd") * most <= beyond and (encoding == "utf-8" or _looks_chinese(guess)):
            return guess, encoding, True
    if text:
        return text, "utf-8", False
    if b"\0" in data:
        raise CorpusError(shown, Message("files.binary"))
    raise CorpusError(shown, Message("files.encoding"))


def _looks_chinese(text: str) -> bool:
    """Whether its characters beyond ASCII are those that Chinese text is made of.

    These are the symbols and the 3,755 commonest ideographs of GB 2312: over 90 % of simplified and 56 % of traditional
    text, but 26 % of Big5 read as GB18030 and 7 % of UTF-16 with its bytes swapped.
    """
    beyond = [c for c in text[:50_000] if c > "\x7f"]
    codes = [c.encode("gb2312", "ignore")[:1] for c in beyond]
    return sum(b"\xa1" <= code <= b"\xa3" or b"\xb0" <= code <= b"\xd7" for code in codes) * 5 >= len(beyond) * 2


def printable(name: str) -> str:
    """`name` on one line and encodable: control, invisible and undecodable characters as escapes."""
    if name.isprintable():
        return name
    return "".join(c if unicodedata.category(c)[0] != "C" else c.encode("unicode_escape").decode() for c in name)


def member_name(raw: str, marked: bool) -> str:
    """The name of a member of a ZIP archive: in UTF-8 if `marked` so, else what zipfile took for DOS letters, in UTF-8 or GBK.

    >>> member_name("规划".encode("gbk").decode("cp437"), False)
    '规划'
    """
    if marked:
        return raw
    packed = raw.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return packed.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw
