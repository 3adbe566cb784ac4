"""Hints as lines of a terminal: corrections, completions, related words, similar passages."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ...messages.catalogue import Message, say, spoken
from ...search.question_text import only_asks
from ...text.display import clean
from ..answers import with_field_names
from .facets import facets
from .text import FAINT, HEADING, PLACE, pad, wrap

if TYPE_CHECKING:
    from ...model.results import Abbreviation, Related, Similar, Suggestion
    from ...search.query_parts import Part


def nothing(
    typed: str, parts: Sequence[Part], meant: str | None, columns: int, instead: tuple[str, int] | None = None
) -> str:
    """Why a query finds nothing: what each of its parts finds alone, which values there are, which query may be meant, and the
    query for titles of documents `instead` of headings."""
    unknown = any(part.nearest for part in parts)
    there = {part.name: part.values for part in parts if part.values}
    told = unknown or meant or instead or there or len(parts) > 1
    advice = "" if told else Message("views.ask_about" if only_asks(typed) else "views.advice")
    out = [say("views.nothing", query=clean(typed), advice=advice)]
    if unknown or len(parts) > 1:
        alone = [
            say("views.part", text=with_field_names(part.text, spoken()), total=part.total)
            + (say("views.nearest", value=part.nearest) if part.nearest else "")
            for part in parts
        ]
        together = [say(f"views.{'both' if len(parts) == 2 else 'all'}")] * (len(parts) > 1)
        out.append(wrap(" · ".join(alone + together), columns, "  "))
    if there:
        out += [say("views.there_are"), *("  " + line for line in facets(there, columns - 2).split("\n"))]
    if single := re.search(r'["“]([^"“”\s]+)["”][~～](\d+)', typed):
        out.append(say("views.one_string", text=clean(single[1]), distance=single[2]))
    if instead:
        out.append(say("answers.instead", query=shlex.quote(clean(instead[0])), total=instead[1]))
    if meant:
        out.append(did_you_mean(meant))
    return "\n".join(out)


def did_you_mean(meant: str) -> str:
    """One line with the query that finds more."""
    return say("views.did_you_mean", query=clean(meant))


def suggestions(found: Iterable[Suggestion], columns: int) -> str:
    """Completions, a line each: how many there are, what it is, and the text."""
    return "\n".join(
        f"{entry.count or '':>6}  {pad(entry.kind, 8)}  " + wrap(entry.text, columns, " " * 18).lstrip()
        for entry in found
    )


def related(found: Iterable[Related], columns: int) -> str:
    """Related words, a line each, with the passages that hold both."""
    return "\n".join(f"{entry.passages:>6}  " + wrap(entry.word, columns, " " * 8).lstrip() for entry in found)


def abbreviations(found: Iterable[Abbreviation], columns: int) -> str:
    """Abbreviations as groups of synonyms, each with the passages that introduce it as a remark."""
    return "\n".join(f"{entry.short} = {entry.full}  # {entry.passages}, {entry.id}" for entry in found)


def similar(found: Iterable[Similar], columns: int, color: bool) -> str:
    """Passages alike: how much, their headings, place and id, and the words they share with the one asked for."""
    out = []
    for entry in found:
        passage, indent = entry.passage, " " * 6
        title = wrap(passage.title or passage.kind, columns, indent, color=color, style=HEADING)
        out.append(f"{entry.score:4.0%}".ljust(6) + title.replace(indent, "", 1))
        out.append(wrap(" › ".join(passage.above), columns, indent, color=color, style=PLACE))
        out.append(wrap(say("views.shares", words=" ".join(entry.shared)), columns, indent))
        out.append(wrap(f"{passage.place} · {passage.id}", columns, indent, color=color, style=FAINT) + "\n")
    return "\n".join(out).rstrip("\n")
