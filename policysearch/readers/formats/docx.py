"""Word documents."""

from __future__ import annotations

from ...messages.catalogue import Message
from ..registry import reader
from ..text import Reading

_ENDINGS = (".docx", ".docm", ".dotx", ".dotm")


@reader(
    "docx",
    endings=_ENDINGS,
    media_types=("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
    members=("word/document.xml",),
    order=1,
    packed=dict.fromkeys(_ENDINGS, Message("formats.packed_word")),
    title="Word `.docx .docm .dotx .dotm`",
    reads="paragraphs with the numbers that Word prints (第一章, 一、, 1.1), tables, text boxes, WordArt and SmartArt, then footnotes as `[1] …`; numbers that go on or start anew as the list says; ticks and boxes of symbol fonts and forms as √ ☑ ☐; what fields print (①); titles by outline level; pages, text and Word embedded in it (altChunk); strict Office Open XML, as of Excel and PowerPoint",
    omits="headers, footers and comments unless asked for, deleted text and rows and what a run or style hides, the marks of footnotes in the text, pictures",
)
def read(data: bytes, shown: str) -> Reading:
    """Paragraphs, tables, boxes and footnotes."""
    from ..docx import document

    return document.read(data, shown)
