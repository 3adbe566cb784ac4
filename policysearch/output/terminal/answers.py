"""Lines above and below hits: documents, altered quotes, other places of a text, groups, how a query was widened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...messages.catalogue import Message, say, spoken
from ...model.hits import BY_SYNONYMS, MOST_WORDS
from .. import answers
from .text import FAINT, HEADING, brackets, width, wrap

if TYPE_CHECKING:
    from ...index.answer import Answer
    from ...model.results import Altered


def above(found: Answer, columns: int, color: bool) -> list[str]:
    """The documents that the query is the title of, that what it quotes stands nowhere, how it was widened."""
    out = []
    label = say("answers.document")
    indent = " " * (width(label) + 2)
    for one in found.documents:
        title = wrap(one.first.document, columns, indent, color=color, style=HEADING)
        out.append(f"{label}  {title[len(indent) :]}")
        out.append(wrap(" · ".join(answers.facts(one, spoken())), columns, indent, color=color))
        out.append(wrap(f"policysearch show {one.first.document_id}", columns, indent, color=color, style=FAINT))
        if one.also:
            ids = say("answers.copies", ids=" ".join(one.also))
            out.append(wrap(ids, columns, indent, color=color, style=FAINT))
        out.append("")
    if found.altered:
        out.append(wrap(answers.nowhere(found).text(spoken()), columns) + "\n")
    if found.relaxed and found.total > found.altered:
        meaning = say("answers.by_meaning") if found.by_meaning else ""
        out.append(wrap(_relaxation(found) + meaning, columns) + "\n")
    return out


def altered_wording(altered: Altered, columns: int, indent: str, color: bool) -> list[str]:
    """The quoted and the printed wording, a paragraph each, with marks where they differ."""
    around = brackets([altered.quoted, altered.printed])
    out = []
    for label, (text, marks) in answers.altered_lines(altered, spoken()):
        spans = [(start + len(label), end + len(label)) for start, end in marks]
        out.append(wrap(label + text, columns, indent, spans, color=color, around=around))
    return out


def below(found: Answer, place: int) -> list[str]:
    """The lines below a hit: other places of its text, and the size of the group of which it is the best."""
    hit = found.hits[place]
    lines = [answers.elsewhere(hit, spoken())] if hit.also else []
    if found.groups and (group := found.groups[place]).total > 1:
        code = "answers.best_of" if group.value else "answers.best_of_none"
        lines.append(say(code, total=group.total, group=Message(f"answers.{found.group}")))
    return lines


def _relaxation(found: Answer) -> str:
    """How the query was widened."""
    place, missing = found.lacking
    lacking = Message("answers.lacking", place=place, words=" ".join(missing)) if missing else ""
    if found.exact:
        code = "pages.relaxed_first" if missing and place == 1 else "answers.relaxed"
    else:
        code = "answers.asked" if found.asks else "answers.relaxed_all"
    what = Message(f"answers.{relaxation_name(found)}")
    return say(code, count=found.exact, what=what, lacking=lacking)


def relaxation_name(found: Answer) -> str:
    """What those passages hold instead of all the words: the name of a text of `messages.hits`."""
    if found.pieces:
        return "pieces"
    return {BY_SYNONYMS: "synonyms", MOST_WORDS: "most"}.get(found.relaxation, "some")


def rows(found: Answer) -> str:
    """In how many groups the passages are, and how many stand under others of the same text."""
    total = ""
    if found.group:
        groups = found.group_total - bool(found.ungrouped)
        total = say("answers.in_groups", groups=groups, group=Message(f"answers.{found.group}"))
        total += say("answers.ungrouped", count=found.ungrouped) if found.ungrouped else ""
    if found.folded:
        total += say("answers.folded", count=found.folded) + say("answers.no_fold")
    return total


def read(found: Answer, columns: int) -> list[str]:
    """How the query was read, and which synonyms were used, or would find more."""
    out = []
    if found.understood:
        out.append(wrap(say("answers.understood", query=answers.conditions(found, spoken())), columns))
    if found.synonyms:
        out.append(wrap(say("answers.with_synonyms", words=" · ".join(found.synonyms)), columns))
    elif found.also:
        out.append(wrap(say("answers.synonyms_find", words=" · ".join(found.also)), columns))
    return out
