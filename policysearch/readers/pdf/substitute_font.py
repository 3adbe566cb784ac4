"""The substitute of every font that a PDF does not hold, so that a reading depends on no font of the machine."""

from __future__ import annotations

import struct

_EM = 1000
_ASCENT, _DESCENT = 880, -120  # as most Chinese fonts have them; a PDF's own come first
_INK = 100  # narrower than any character: the PDF has the widths, and ink beyond them would widen its boxes


def font() -> bytes:
    """A TrueType font that has one and the same glyph, a small box, for every character there is.

    It has ink for each: pdfium passes over text in which it finds none, as in glyphs that a font lacks.
    """
    box = struct.pack(">5h", 1, 0, 0, _INK, _INK) + struct.pack(">HH4B", 3, 0, 1, 1, 1, 1)
    box += struct.pack(">4h", 0, _INK, 0, -_INK) + struct.pack(">4h", 0, 0, _INK, 0)
    box += b"\0" * (-len(box) % 4)
    tables = {
        # format 13: all characters of a group are one glyph; glyph 0 would count as missing
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12) + struct.pack(">HHIIIIII", 13, 0, 28, 0, 1, 0, 0x10FFFF, 1),
        b"glyf": box * 2,
        b"head": struct.pack(
            ">IIIIHHQQ4hHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _EM, 0, 0, 0, 0, _INK, _INK, 0, 8, 2, 0, 0
        ),
        b"hhea": struct.pack(">IhhhH11hH", 0x10000, _ASCENT, _DESCENT, 0, _EM, 0, 0, _INK, 1, *[0] * 7, 2),
        b"hmtx": struct.pack(">HhHh", _EM, 0, _EM, 0),
        b"loca": struct.pack(">HHH", 0, len(box) // 2, len(box)),
        b"maxp": struct.pack(">I14H", 0x10000, 2, 4, 1, 0, 0, 2, *[0] * 8),
    }
    at = 12 + 16 * len(tables)
    directory, body = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 48), b""
    for tag, data in tables.items():
        directory += struct.pack(">4sIII", tag, 0, at + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return directory + body
