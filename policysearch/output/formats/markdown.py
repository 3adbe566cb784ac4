"""Markdown for reports: the hits as a list, each with its place, snippet and citation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...messages.catalogue import Message
from ...search.highlight import LENGTH
from ...text.boundaries import Span
from ...text.display import plain
from ..answers import elsewhere
from ..answers import facts as facts_of
from ..citation import citation
from ..excerpts import lines_of
from ..registry import Format, Found
from ..summary import count

if TYPE_CHECKING:
    from ...index.answer import Answer

_MARKDOWN = re.compile(r"[\\`*_\[\]<>|~]|&(?=#?\w+;)|^(?:[#+=-]|\d+(?=[.)]))")


def as_markdown(answer: Answer, length: int = LENGTH, language: str = "zh") -> str:
    """The hits as a list in CommonMark, each with its place, snippet (or matching rows) and citation."""
    title = Message("pages.title", query=_escaped(plain(answer.query)[0], inside=True)).text(language)
    summary = Message("pages.sentence", text=count(answer, language=language)).text(language)
    out = [f"# {title}\n", f"{summary}\n"]
    for one in answer.documents:
        label, name = Message("answers.document").text(language), _escaped(plain(one.first.document)[0], inside=True)
        facts = " · ".join(_escaped(fact, inside=True) for fact in facts_of(one, language))
        out.append(f"{label} **{name}** {facts} `{one.first.document_id}`\n")
    for rank, hit in enumerate(answer.hits, answer.offset + 1):
        passage = hit.passage
        margin = " " * len(f"{rank}. ")
        lines = [f"**{_escaped(plain(passage.title or passage.kind)[0], inside=True)}**"]
        lines += ["", _escaped(plain(" › ".join(passage.above))[0])] if passage.above else []
        for place, (text, spans) in enumerate(lines_of(hit, answer, length, language)):
            lines += [">" * (place > 0), f"> {_bold(text, spans)}"]
        if answer.group and (group := answer.groups[rank - answer.offset - 1]).total > 1:
            code, kind = "pages.best" if group.value else "pages.best_ungrouped", Message(f"answers.{answer.group}")
            lines += ["", Message(code, total=group.total, group=kind).text(language)]
        if hit.also:
            lines += ["", _escaped(elsewhere(hit, language))]
        lines += ["", f"{_escaped(citation(passage))} `{plain(passage.id)[0].replace('`', '')}`"]
        out.append(
            f"{rank}. " + "\n".join((margin + line if line else "") for line in lines).removeprefix(margin) + "\n"
        )
    return "\n".join(out)


def _bold(text: str, spans: Sequence[Span]) -> str:
    """Markdown of `text` with its marks in bold, where Markdown can tell that they are meant so."""
    out, at = [], 0
    starts, ends = ({span[edge] for span in spans} for edge in (0, 1))
    # Those that touch are one: four asterisks in a row are no border.
    for start, end in zip(sorted(starts - ends), sorted(ends - starts), strict=True):
        out.append(_escaped(text[at:start], inside=at > 0))
        piece = _escaped(text[start:end], inside=start > 0)
        out.append(f"**{piece}**" if _can_be_bold(text[start:end]) else piece)
        at = end
    out.append(_escaped(text[at:], inside=at > 0))
    return "".join(out)


def _can_be_bold(text: str) -> bool:
    """Whether ** closes after it whatever follows: not after punctuation (CommonMark 6.2)."""
    return text[:1].isalnum() and text[-1:].isalnum()


def _escaped(text: str, inside: bool = False) -> str:
    """`text` so that Markdown shows it as it is; `inside` a line nothing is special for being at its beginning."""
    return _MARKDOWN.sub(lambda found: _escape(found[0], inside), text)


def _escape(found: str, inside: bool) -> str:
    if found[0].isdigit():
        return found if inside else f"{found}\\"
    return found if inside and found in "#+=-" else f"\\{found}"


def _write(found: Found) -> str:
    return as_markdown(found.answer, found.length, found.language)


FORMAT = Format("text/markdown", _write)
