"""Abbreviations that documents introduce themselves, as candidates for groups of synonyms: （以下简称“甲”）, 建筑信息模型（BIM）."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable

from ..model.document import Passage
from ..model.results import Abbreviation
from ..runtime.deadline import timely
from ..text.normalize import fold

_SHORT = re.compile(
    r"([^。；;\n]{4,60}?)[（(](?:以下|下)?(?:统一)?(?:简称|统称)(?:为|:|：)?\s*[“\"《]?([^”\"》）()（，,；;、。]{2,12})[”\"》]?[^）)]{0,6}[）)]"
)
_LATIN = re.compile(r"([一-鿿]{3,16})[（(]([A-Za-z][A-Za-z0-9.+-]{1,8})[）)]")
_QUOTED = re.compile(r"[“\"《]([^“”\"《》]{4,40})[”\"》]\s*$")
_OWN = "本该各"  # 本规划 stands for another document in each
_LEAST = 2  # passages that must agree on a full form whose beginning nothing marks


def abbreviations(passages: Iterable[Passage], known: Container[str]) -> list[Abbreviation]:
    """The abbreviations in `passages` with their full forms, the commonest first; without folded short forms that are `known`.

    The full form before （以下简称…） is what stands in quotes or 《》 there, or begins where the characters of the short form
    do; before a Latin abbreviation it is what several passages have in common.
    """
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    latin: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for passage in timely(passages, 50):
        for before, short in _SHORT.findall(passage.text):
            if short[0] not in _OWN and (full := _full(before, short)) and fold(short) not in known:
                found[short, full].append(passage.id)
        for before, short in _LATIN.findall(passage.text):
            if fold(short) not in known:
                latin[short].append((before, passage.id))
    for short, places in latin.items():
        if len(places) >= _LEAST and len(full := _common_end([before for before, _ in places])) > 2:
            found[short, full] += [id for _, id in places]
    commonest = Counter({pair: len(set(ids)) for pair, ids in found.items()}).most_common()
    return [Abbreviation(short, full, count, found[short, full][0]) for (short, full), count in commonest]


def _full(before: str, short: str) -> str:
    """The full form of `short` at the end of the text before it; "" where it has no clear beginning."""
    if quoted := _QUOTED.search(before):
        return quoted[1] if quoted[1] != short else ""
    clause = re.split(r"[，,、：:（）()\s]", before)[-1]
    at = len(clause)
    for character in reversed(short):  # the last place at which all of its characters follow one another
        at = clause.rfind(character, 0, at)
        if at < 0:
            return ""
    full = clause[at:]
    return full if len(full) > len(short) and full.removeprefix("中华人民共和国") != short else ""


def _common_end(texts: list[str]) -> str:
    """The longest end that all of some texts have."""
    shortest = min(texts, key=len)
    ends = (shortest[start:] for start in range(len(shortest)))
    return next((end for end in ends if all(text.endswith(end) for text in texts)), "")
