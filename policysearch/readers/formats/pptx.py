"""Presentations of PowerPoint: slides by title."""

from __future__ import annotations

from ...messages.catalogue import Message
from ..registry import reader
from ..text import Reading

_ENDINGS = (".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm")


@reader(
    "pptx",
    endings=_ENDINGS,
    media_types=("application/vnd.openxmlformats-officedocument.presentationml.presentation",),
    members=("ppt/presentation.xml",),
    order=2,
    packed=dict.fromkeys(_ENDINGS, Message("formats.packed_powerpoint")),
    title="PowerPoint `.pptx .pptm .ppsx .potx`",
    reads="slides in order, as pages: title, as a heading, then paragraphs, tables and SmartArt, also of groups, then notes (备注：…)",
    omits="comments, feet of slides unless asked for, hidden slides (reported) and shapes, numbers and days of slides, pictures, charts, animations",
)
def read(data: bytes, shown: str) -> Reading:
    """The text of its slides in order."""
    from ..pptx import presentation

    return presentation.read(data, shown)
