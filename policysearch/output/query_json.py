"""The JSON of queries: how they are understood, and how they score a passage."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, cast

from ..messages.catalogue import Message
from ..model.fields import BY_NAME
from ..query.ast import And, Boost, In, Near, Not, Or, Phrase, Query, Range, Term, Wildcard
from ..query.citations import reference
from ..query.variants import spellings

if TYPE_CHECKING:
    from ..model.results import Explanation, Part
    from .shapes import query as query_shapes


def query(typed: str, tree: Query) -> query_shapes.Query:
    """What `parse --json` prints: the canonical form, the tree, conditions on fields, other spellings; and the `sentence` that
    replaces the query when few passages hold all of it, where that is another query.
    """
    from ..query.parser import prose

    fields: list[query_shapes.Condition] = []
    other: dict[str, list[str]] = {}
    shown = _branch(tree, fields, other)
    sentence = prose(typed)
    result: query_shapes.Query = {
        "query": typed,
        "parsed": str(tree),
        "tree": cast("query_shapes.Branch", shown),
        "fields": fields,
        "spellings": other,
    }
    if sentence not in (None, tree):
        result["sentence"] = str(sentence)
    return result


def _branch(
    tree: Query, fields: list[query_shapes.Condition], other: dict[str, list[str]], within: bool = False
) -> dict[str, Any]:
    """The part `tree` of a query, maybe `within` a field; adds its conditions to `fields` and its spellings to `other`."""
    kind = type(tree).__name__.lower()
    match tree:
        case And(parts) | Or(parts):
            return {"is": kind, "parts": [_branch(part, fields, other, within) for part in parts]}
        case Not(inner):
            return {"is": kind, "parts": [_branch(inner, fields, other, within)]}
        case Boost(inner, factor):
            return {"is": kind, "factor": factor, "parts": [_branch(inner, fields, other, within)]}
        case In(name, inner):
            how = BY_NAME[name].how
            fields.append({"field": name, "how": how, "query": str(inner)})
            return {"is": "field", "field": name, "how": how, "parts": [_branch(inner, fields, other, True)]}
        case Range(low, high):
            return {"is": kind, "low": low, "high": high}
        case Near(texts, distance):
            shown: dict[str, Any] = {"is": kind, "texts": list(texts), "distance": distance}
        case Wildcard(text):
            return {"is": kind, "text": text}
        case Term(text) | Phrase(text):
            texts = (text,)
            shown = {"is": kind, "text": text}
            if kind == "term" and not within and (cited := reference(text)):
                shown["cites"] = {"law": cited.law, "article": cited.printed}
    for text in texts:
        if ways := list(spellings(text)[1:]):
            other[text] = ways
    return shown


def explanation(typed: str, found: Explanation) -> query_shapes.Explanation:
    """What `explain --json` prints; each part of the tree has `what`, `score`, `rule`, `parts` and `matches`.

    A part that is of the formula and not of the query has `texts`: `what` in each language.
    """
    return cast("query_shapes.Explanation", {"query": typed, **asdict(found), "tree": _part(found.tree)})


def _part(part: Part) -> query_shapes.Part:
    from ..messages.transfer import in_both_languages

    parts = [_part(one) for one in part.parts]
    shown: query_shapes.Part = {
        "what": str(part.what),
        "score": part.score,
        "rule": part.rule,
        "parts": parts,
        "matches": part.matches,
    }
    if isinstance(part.what, Message):
        shown["texts"] = in_both_languages(part.what)
    return shown
