"""A sentence about an answer: how many results, in how many groups, and how the query was relaxed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..messages.catalogue import Message
from ..text.display import plain
from . import answers
from .terminal.answers import relaxation_name

if TYPE_CHECKING:
    from ..index.answer import Answer


def count(answer: Answer, words: str = "following", language: str = "zh") -> str:
    """How many passages there are, in how many groups, which are shown, and how the query was widened.

    `words` says how those that are shown are announced: "following" or "showing".
    """
    found, rows, what = Message("pages.total", total=answer.total).text(language), answer.rows, "results"
    found = best(answer, language) or found
    if answer.group:
        what = "groups"
        found += group_count(answer, language)
    found += folded_count(answer, language)
    if answer.hits and len(answer.hits) < rows:
        span = {"first": answer.offset + 1, "last": answer.offset + len(answer.hits)}
        shown = Message("pages.range", words=Message(f"pages.{words}"), what=Message(f"pages.{what}"), **span)
        found += shown.text(language)
    if answer.altered:
        found += Message("pages.and_relaxed", relaxed=nowhere(answer, language)).text(language)
    elif answer.relaxed:
        found += Message("pages.and_relaxed", relaxed=relaxation(answer, language)).text(language)
    return found


def best(answer: Answer, language: str = "zh") -> str:
    """How many passages hold any of the words, and how many of them rank first as the best; "" when not so many do."""
    if not 0 < answer.best < answer.total:
        return ""
    return Message("hits.best", total=answer.total, best=answer.best).text(language)


def group_count(answer: Answer, language: str = "zh") -> str:
    """In how many groups the passages are; "" when they were not grouped."""
    if not answer.group or not answer.group_total:
        return ""
    kind = Message(f"answers.{answer.group}")
    text = Message("pages.of_groups", groups=answer.group_total - bool(answer.ungrouped), group=kind).text(language)
    if answer.ungrouped:
        text += Message("pages.of_none", count=answer.ungrouped, group=kind).text(language)
    return text


def folded_count(answer: Answer, language: str = "zh") -> str:
    """How many passages stand under others of the same text; "" when none do."""
    return Message("answers.folded", count=answer.folded).text(language) if answer.folded else ""


def nowhere(answer: Answer, language: str = "zh") -> str:
    """The sentence that the quote stands nowhere, but in other words."""
    return answers.nowhere(answer).text(language).rstrip("。.")


def warning(answer: Answer, language: str = "zh") -> str:
    """Why an answer was ranked by words alone though the index has vectors; "" where it was not."""
    return answer.warning.text(language) if isinstance(answer.warning, Message) else answer.warning


def relaxation(answer: Answer, language: str = "zh") -> str:
    """How the query was widened."""
    separator = Message("pages.list").text(language)
    place, missing = answer.lacking
    words = separator.join(plain(word)[0] for word in missing)
    lacking = Message("pages.without", place=place, words=words) if words else ""
    what = Message(f"answers.{relaxation_name(answer)}")
    meant = Message("pages.by_meaning").text(language) if answer.by_meaning else ""
    if answer.exact:
        code = "beyond_first" if words and place == 1 else "beyond"
    else:
        code = "asked" if answer.asks else "beyond_all"
    return Message(f"pages.{code}", count=answer.exact, what=what, lacking=lacking).text(language) + meant
