"""What stands above and below hits as lines: documents that are meant, altered quotes, other places of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...messages.catalogue import say, spoken
from .. import answers
from .text import FAINT, HEADING, brackets, width, wrap

if TYPE_CHECKING:
    from ...index.index import Answer
    from ...model.hits import Altered, Hit


def above(found: Answer, columns: int, color: bool) -> list[str]:
    """The documents that the query is the title of, and that what it quotes stands nowhere."""
    out = []
    label = say("answers.document")
    indent = " " * (width(label) + 2)
    for one in found.documents:
        title = wrap(one.first.document, columns, indent, color=color, style=HEADING)
        out.append(f"{label}  {title[len(indent) :]}")
        out.append(wrap(" · ".join(answers.facts(one, spoken())), columns, indent, color=color))
        out.append(wrap(f"policysearch outline {one.first.document_id}", columns, indent, color=color, style=FAINT))
        if one.also:
            ids = say("answers.copies", ids=" ".join(one.also))
            out.append(wrap(ids, columns, indent, color=color, style=FAINT))
        out.append("")
    if found.altered:
        out.append(wrap(say("answers.nowhere", count=found.altered), columns) + "\n")
    return out


def compared(altered: Altered, columns: int, indent: str, color: bool) -> list[str]:
    """What was quoted and what is printed, a paragraph each, with marks where they differ."""
    around = brackets([altered.quoted, altered.printed])
    out = []
    for label, (text, marks) in answers.compared(altered, spoken()):
        spans = [(start + len(label), end + len(label)) for start, end in marks]
        out.append(wrap(label + text, columns, indent, spans, color=color, around=around))
    return out


def elsewhere(hit: Hit, columns: int, indent: str, color: bool) -> str:
    """Where else the text of a hit stands."""
    return wrap(answers.elsewhere(hit, spoken()), columns, indent, color=color, style=FAINT)
