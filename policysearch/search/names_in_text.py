"""Names in a text: districts, cities, plans and laws, and the passages of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..model.fields import short_name
from ..query.ast import In
from ..structure.regions import place
from ..text.normalize import fold
from .filters import MOSTLY, NAMED_FIELDS, value_of

if TYPE_CHECKING:
    from .protocol import Index

_ENDINGS = frozenset("市区县旗州盟省")  # with which names of places end


def find_names(index: Index, folded: str, everywhere: bool = False) -> tuple[str, dict[str, set[int]]]:
    """A folded text without the names of districts, cities, plans and laws in it, and for each name the passages of it.

    A name without its ending that does not stand by itself stays in the text: 江北 in 江北机场, not in 江北 氢能. Where less
    than MOSTLY of the passages have a place or plan, most texts that name one are not of it: names are then words like
    others, unless `everywhere`.
    """
    found: dict[str, set[int]] = {}
    titles = index.field_values("document")
    for name in index.laws.mentions(folded):
        whole = set(index.laws.titles_of(name))
        held = {n for value, title in titles.items() if title in whole for n in index.holding("document", value)}
        if held:  # 开庭前几天通知 is no notice
            folded, found[name] = folded.replace(name, " "), held
    for field in NAMED_FIELDS:
        for value, name in index.field_values(field).items():
            bare = short_name(name)
            if not bare or bare not in folded:
                continue
            found[bare] = set(index.holding(field, value))
            if everywhere or index.shares[field] >= MOSTLY:
                folded = folded.replace(name, " ")
                folded = re.sub(re.escape(bare), lambda place: " " if _alone(index, place) else place[0], folded)
    return folded, found


def _alone(index: Index, place: re.Match[str]) -> bool:
    """Whether a place stands by itself in a folded text: beside no letter, or beside words with which it stands nowhere (綦江
    in 綦江公共租赁住房保障, and no 江北 in 江北机场).
    """
    before, after = re.split(r"\W", place.string[: place.start()])[-1], re.split(r"\W", place.string[place.end() :])[0]
    after = "" if after.startswith("的") else after
    if not before and not after:
        return True
    words, at = index.words_in[before + place[0] + after], 0
    for n, word in enumerate(words):
        if at == len(before):
            compounds = ["".join(words[n - 1 : n + 1])] * bool(before) + ["".join(words[n : n + 2])] * bool(after)
            return word == place[0] and not any(map(index.literal.count, compounds))
        at += len(word)
    return False


def narrowest(index: Index, pieces: list[tuple[str, In | None]]) -> Iterator[tuple[str, In | None]]:
    """`pieces` without a city before its district: 重庆市 in 重庆市綦江区."""
    for piece, following in zip(pieces, [*pieces[1:], None], strict=True):
        _, field = piece
        _, within = following or ("", None)
        if field and within and within.field == "district" and index.shares["district"] >= MOSTLY:
            own = index.holding("city", value_of(field)).keys()
            inner = index.holding("district", value_of(within)).keys()
            if inner < own:
                continue
        yield piece


def mostly(index: Index, name: str) -> bool:
    """Whether MOSTLY of the passages have a value of a field in which `name`, folded and without its ending, is one."""
    fields = [field for field in NAMED_FIELDS if index.shares[field] >= MOSTLY]
    return any(short_name(value) == name for field in fields for value in index.field_values(field).values())


def absent_place(index: Index, text: str) -> str:
    """The district, county or city that a text begins with, if no passage says it or is of it; else "".

    Its ending shows that it is one: 江北区, not 江北.
    """
    name = "" if _ENDINGS.isdisjoint(text) else next(filter(None, place(text)[:2]), "")
    if not name or name[0] in "哪几多" or not fold(text).startswith(fold(name)) or index.literal.total(fold(name)):
        return ""
    return "" if find_names(index, fold(name), everywhere=True)[1] else name
