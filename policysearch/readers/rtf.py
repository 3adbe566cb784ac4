"""The text of a mail that Outlook keeps as RTF: unpacked ([MS-OXRTFCP]), and its text or the HTML in it ([MS-OXRTFEX])."""

from __future__ import annotations

import re
import struct
from typing import NamedTuple

LARGEST = 64 * 2**20  # bytes unpacked

_FIRST = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArialTimes New RomanCourier"
    rb"{\colortbl\red0\green0\blue0" + b"\r\n" + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)  # what the window of the packer holds before the first byte
_PACKED, _PLAIN = b"LZFu", b"MELA"
_TOKENS = re.compile(
    rb"\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,9})? ?|\\(?P<sign>[^a-zA-Z])|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n]+)|[\r\n]+",
    re.S,
)
_ASIDE = frozenset(
    b"colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf themedata "
    b"datastore listtable listoverridetable rsidtbl generator xmlnstbl mhtmltag".split()
)  # groups that hold no text
_PRINTED = {b"par": "\n", b"line": "\n", b"tab": "\t", b"row": "\n", b"cell": "\t", b"emdash": "—", b"endash": "–",
            b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•"}  # fmt: skip
_OF_CHARSET = {134: "gb18030", 136: "cp950", 128: "cp932", 129: "cp949", 204: "cp1251", 238: "cp1250", 0: "cp1252"}
_DEEPEST = 10_000  # groups in one another


class _Group(NamedTuple):
    """The state of a group."""

    aside: bool = False  # nothing of it is text
    font: int = -1
    beside: int = 1  # characters after \u that stand for it in old programs
    rtf_only: bool = False  # between \htmlrtf and \htmlrtf0: not of the HTML
    fonts: bool = False  # the table of fonts


def unpack(data: bytes) -> bytes:
    """The RTF in `data`, a property of a mail; raises ValueError for what is none.

    >>> unpack(struct.pack("<II4sI", 17, 5, b"MELA", 0) + b"{rtf}")
    b'{rtf}'
    """
    if len(data) < 16:
        raise ValueError("no packed RTF")
    _, size, kind, _ = struct.unpack_from("<II4sI", data)
    if kind == _PLAIN:
        return data[16 : 16 + size]
    if kind != _PACKED or size > LARGEST:
        raise ValueError("no packed RTF")
    window = bytearray(_FIRST.ljust(4096, b"\0"))
    at = len(_FIRST)
    found = bytearray()
    place = 16
    while place < len(data) and len(found) < size:
        control = data[place]
        place += 1
        for bit in range(8):
            if place >= len(data):
                break
            if not control >> bit & 1:
                piece = data[place : place + 1]
                place += 1
            else:
                if place + 2 > len(data):
                    return bytes(found)
                (reference,) = struct.unpack_from(">H", data, place)
                place += 2
                start, length = reference >> 4, (reference & 15) + 2
                if start == at:
                    return bytes(found)
                piece = b""
                for n in range(length):  # one at a time: it may copy bytes that it has just written
                    byte = window[(start + n) % 4096]
                    window[(at + n) % 4096] = byte
                    piece += bytes((byte,))
                at = (at + length) % 4096
                found += piece
                continue
            window[at] = piece[0]
            at = (at + 1) % 4096
            found += piece
    return bytes(found[:size])


def text_of(data: bytes) -> tuple[str, bool]:
    r"""The text of an RTF, and whether that is HTML, which RTF of Outlook may hold.

    >>> text_of(rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 x;}}\f0\'cd\'c6\'bd\'f8\u27682?\par end}")
    ('推进氢\nend', False)
    >>> text_of(rb"{\rtf1\fromhtml1{\*\htmltag64 <p>}\htmlrtf {\b\htmlrtf0 abc{\*\htmltag72 </p>}}}")
    ('<p>abc</p>', True)
    """
    page = re.search(rb"\\ansicpg([0-9]{3,5})", data[:2000])
    text = _Text(_codec(int(page[1]) if page else 1252))
    for token in _TOKENS.finditer(data):
        if brace := token["brace"]:
            text.brace(brace)
        elif token["sign"] is not None:
            text.sign(token["sign"])
        elif token["hex"] is not None:
            text.content(bytes.fromhex(token["hex"].decode()))
        elif token["text"] is not None:
            text.content(token["text"])
        elif word := token["word"]:
            text.word(word, int(token["number"]) if token["number"] else None)
    text.flush()
    # pairs of surrogates are one character
    joined = "".join(text.pieces).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return joined, b"\\fromhtml" in data[:2000]


class _Text:
    """The text of the tokens that were read; a method for each kind of token."""

    def __init__(self, usual: str) -> None:
        self.pieces: list[str] = []
        self._usual = self._codec = usual
        self._of_font: dict[int, str] = {}  # codecs
        self._waiting = bytearray()  # bytes whose characters may go on with the next token
        self._skip = 0  # characters that stand for the one before
        self._starred = False
        self._group = _Group()
        self._around: list[_Group] = []

    @property
    def _is_text(self) -> bool:
        return not self._group.aside and not self._group.rtf_only

    def flush(self) -> None:
        """Decode the bytes that wait."""
        if self._waiting:
            self.pieces.append(self._waiting.decode(self._codec, "replace"))
            self._waiting.clear()

    def brace(self, brace: bytes) -> None:
        self.flush()
        if brace == b"{" and len(self._around) < _DEEPEST:
            self._around.append(self._group)
        elif brace == b"}" and self._around:
            self._group = self._around.pop()
        self._codec = self._of_font.get(self._group.font, self._usual)
        self._starred, self._skip = False, 0

    def sign(self, sign: bytes) -> None:
        self._starred = sign == b"*"
        if self._is_text and sign in b"\\{}~_":
            self._waiting += {b"~": b" ", b"_": b"-"}.get(sign, sign)

    def content(self, content: bytes) -> None:
        passed = min(self._skip, len(content))
        self._skip -= passed
        if self._is_text:
            self._waiting += content[passed:]

    def word(self, word: bytes, parameter: int | None) -> None:
        group = self._group
        if word == b"fonttbl":
            self._group = group._replace(aside=True, fonts=True)
        elif word in _ASIDE or (self._starred and word != b"htmltag"):
            self._group = group._replace(aside=True)
        elif word == b"htmltag":
            self._group = group._replace(rtf_only=False)
        elif word == b"htmlrtf":
            self.flush()
            self._group = group._replace(rtf_only=parameter != 0)
        elif word == b"f" and parameter is not None:
            self.flush()
            self._group = group._replace(font=parameter)
            self._codec = self._of_font.get(parameter, self._usual)
        elif word == b"fcharset" and group.fonts:
            self._of_font[group.font] = _OF_CHARSET.get(parameter or 0, self._usual) if parameter else self._usual
        elif word == b"uc":
            self._group = group._replace(beside=min(max(parameter or 0, 0), 10))
        elif word == b"u" and parameter is not None:
            self.flush()
            if self._is_text:
                self.pieces.append(chr(parameter % 0x10000))
            self._skip = group.beside
        elif word in _PRINTED and self._is_text:
            self.flush()
            self.pieces.append(_PRINTED[word])
        self._starred = False


def _codec(page: int) -> str:
    """The codec of a code page."""
    name = {936: "gb18030", 65001: "utf-8"}.get(page, f"cp{page}")
    try:
        b"".decode(name)
    except LookupError:
        return "cp1252"
    return name
