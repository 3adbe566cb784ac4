"""The passages that a query cites: 刑法第133条, 第三十七章第二节."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..query.citations import Reference, is_article, reference

if TYPE_CHECKING:
    from .protocol import Index

_FIELDS = {"篇": "part", "编": "part", "章": "chapter", "节": "section"}  # that name the heading a passage stands under


def find_cited(index: Index, text: str) -> dict[int, int]:
    """The passages that are the article which `text` cites, each with its place: 0 for the latest text of the nearest law; or the
    heading, followed by what stands under it.
    """
    found = reference(text)
    if not found:
        return {}
    if found.unit == "条":
        return _by_law(index, found, _articles(index, found))
    heads = _by_law(index, found, _headings(index, found))
    return _with_contents(index, _FIELDS[found.unit], heads)


def _articles(index: Index, found: Reference) -> set[int]:
    """The passages that are that article, or have that heading, of any law and under any other."""
    numbers: set[int] = set()
    for way in found.printed_forms:
        held = {number for number, (headings, _) in index.literal.count(way).items() if headings}
        plain = set[int]() if found.article[1] else set(index.literal.begun_by(way, held))  # as a rule
        plain.difference_update(index.literal.begun_by(f"{way}之", plain.intersection(index.literal.count(f"{way}之"))))
        others = (number for number in held - plain if _begins(found, way, index.literal.heading(number)))
        numbers.update(plain, others)
    return numbers


def _headings(index: Index, found: Reference) -> set[int]:
    """The passages that have that heading under those over it; where headings are numbered throughout, so that none has, the one that
    is so many after the heading over it.
    """
    numbers = _articles(index, found)
    for value, unit in found.over:
        ways, field = Reference("", (value, 0), unit).printed_forms, _FIELDS[unit]
        held = (index.holding(field, v) for v, own in index.field_values(field).items() if own.startswith(ways))
        numbers.intersection_update(set().union(*held))
    if numbers or not found.over:
        return numbers
    kinds, (*above, (value, unit)) = index.column("kind"), found.over
    for head in _headings(index, Reference(found.law, (value, 0), unit, (*above,))):
        under = _with_contents(index, _FIELDS[unit], {head: 0})
        several = [number for number in under if found.unit in kinds.rows[kinds.codes[number]]]
        numbers.update(several[found.article[0] - 1 :][:1])
    return numbers


def _with_contents(index: Index, field: str, places: Mapping[int, int]) -> dict[int, int]:
    """Some headings with their places, followed by the passages under each; `field`: the one that names the heading."""
    codes, found = index.column(field).codes, dict(places)
    for head, place in places.items():
        for at in range(index.rank[head] + 1, len(index.order)):
            number = index.order[at]
            if index.document[number] != index.document[head] or codes[number] != codes[head]:
                break
            found.setdefault(number, place + at - index.rank[head])
    return found


def _by_law(index: Index, found: Reference, numbers: set[int]) -> dict[int, int]:
    """Those of some passages that are of the law cited, each with its place; 0 for all where none is."""
    if not found.law:
        return dict.fromkeys(numbers, 0)
    if index.laws.is_elsewhere(found.law):
        return {}
    values = index.field_values("document")
    years = sorted(index.field_values("year"), key=int, reverse=True)
    places: dict[int, int] = {}
    for title in index.laws.titles_of(found.law):
        same = (value for value, own in values.items() if own == title)
        left = numbers.intersection(n for value in same for n in index.holding("document", value))
        for year in years if len(left) > 1 else ():
            if latest := left.intersection(index.holding("year", year)):
                places.update(dict.fromkeys(latest, len(places)))
                left -= latest
        places.update(dict.fromkeys(left, len(places)))
    return places


def _begins(found: Reference, way: str, heading: str) -> bool:
    """Whether a folded heading, which holds a printed form of an article or heading, is that of it."""
    heading = heading.lstrip("#*")  # of Markdown
    plain = not found.article[1] and heading.startswith(way) and not heading.startswith("之", len(way))  # as a rule
    return plain or (found.unit == "条" and is_article(found.article, heading))
