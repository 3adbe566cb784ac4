"""Parts of an answer above and below its hits, for every output: facts of documents, altered quotes, other places of a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..messages.catalogue import Message
from ..model.fields import BY_NAME
from ..text.boundaries import Span
from ..text.display import clean

if TYPE_CHECKING:
    from ..index.answer import Answer
    from ..model.hits import Hit
    from ..model.results import Altered, DocumentHit

Line = tuple[str, Sequence[Span]]

_AROUND = 24  # characters that are shown beside a difference of a long quote
PLACES = 3  # other places of a text that are named


def facts(found: DocumentHit, language: str) -> list[str]:
    """Number, issuer, date, district, plan and size of a document."""
    first = found.first
    said = [first.number, first.issuer, first.issued, first.district, first.plan]
    counts = {"chapters": found.chapters, "articles": found.articles}
    counted = {name: count for name, count in counts.items() if count} or {"passages": found.passages}
    made = [Message(f"answers.{name}", count=count).text(language) for name, count in counted.items()]
    return [*map(clean, filter(None, said)), *made]


def altered_lines(altered: Altered, language: str) -> list[tuple[str, Line]]:
    """The quoted and the printed wording, each after its label, with marks where they differ."""
    return [
        (Message("answers.quoted").text(language), _around(altered.quoted, altered.quoted_marks)),
        (Message("answers.printed").text(language), _around(altered.printed, altered.printed_marks)),
    ]


def nowhere(answer: Answer) -> Message:
    """That a quote stands nowhere as it is, or over the ends of lines."""
    differs = not answer.hits or any(hit.altered for hit in answer.hits)
    return Message("answers.nowhere" if differs else "pages.apart", count=answer.altered)


def elsewhere(hit: Hit, language: str) -> str:
    """The other places of the text of a hit; "" for none."""
    if not hit.also:
        return ""
    separator = Message("answers.list").text(language)
    places = separator.join(f"{clean(other.document)}（{other.id}）" for other in hit.also[:PLACES])
    if len(hit.also) > PLACES:
        places = Message("answers.also_more", places=places, count=len(hit.also)).text(language)
    return Message("answers.also", places=places).text(language)


def _around(text: str, marks: Sequence[Span]) -> Line:
    """A text with marks; of a long text only the parts around the marks."""
    if len(text) <= 8 * _AROUND or not marks:
        cut = text if len(text) <= 8 * _AROUND else f"{text[: 4 * _AROUND]}…{text[-4 * _AROUND :]}"
        return cut, marks
    out, spans, at = "", list[Span](), 0
    for start, end in marks:
        begin = max(at, start - _AROUND)
        out += ("…" if begin > at else "") + text[begin:start]
        spans.append((len(out), len(out) + end - start))
        rest = min(len(text), end + _AROUND)
        following = next((a for a, _ in marks if a >= end), len(text))
        at = min(rest, following)
        out += text[start:at]
    return out + "…" * (at < len(text)), spans


def conditions(answer: Answer, language: str = "zh") -> str:
    """The names in the query as conditions: 区县:綦江区 养老床位, district:綦江区 养老床位."""
    return with_field_names(answer.understood, language)


def with_field_names(query: str, language: str) -> str:
    """A canonical query with the names of its fields in a language: 区县:綦江区 for district:綦江区."""
    return re.sub(r"(?<![^\s(])[a-z]+(?=:)", lambda match: field_name(match[0], language), query)


def field_name(field: str, language: str) -> str:
    """The name of a field as readers of a language type it."""
    return BY_NAME[field].aliases[0] if language == "zh" and field in BY_NAME else field
