"""How texts lie in a part: the bytes between them, and for each byte whether words begin or end there."""

from __future__ import annotations

import mmap

Mapped = bytes | mmap.mmap

# Bytes that UTF-8 never contains: no text and no query can fake them.
HEADING_END, PASSAGE_END = b"\xfe", b"\xff"
HEADING_ENDS = HEADING_END + b" "  # one of these ends a heading: a space where the text begins on its line

# A byte for each of the text: 1 where a word begins or has ended, 2 within what is only guessed to be a word, 实河 in
# 做实河长制, so that it may as well begin or end there, else 0.
BORDER, GUESSED = b"\x01", b"\x02"


def in_bytes(text: str) -> bytes:
    """A text as the files hold it."""
    # A lone surrogate (from an undecodable command line) is no error, only nowhere to be found.
    return text.encode("utf-8", "surrogatepass")


def in_str(text: bytes) -> str:
    """The text of bytes of the files."""
    return text.decode("utf-8", "surrogatepass")
