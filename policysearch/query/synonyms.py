"""Abbreviations and synonyms of what was typed, from the file that ships and the user's own.

1. Only an unquoted term is widened, and not under NOT or in a filter: quoted text stays as it is.
2. What the typed words find is found as before, and weighs more than what only a synonym finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ..text.normalize import fold
from .ast import (
    SYNONYM,
    Alternatives,
    Beginning,
    Boost,
    Named,
    Not,
    Phrase,
    Query,
    Term,
    all_of,
    is_filter,
    transform,
    wanted,
    wordless,
)

_LONGEST = 10_000  # characters of a group
_SHOWN = 40  # of a line that is told


class Synonyms:
    r"""The groups that ship, and those of a text of the user's; synonyms.txt says how they are written.

    >>> str(Synonyms("GDP = 生产总值 \n 地铁 > 轨道交通", shipped=False).widened(Term("ＧＤＰ增速")))
    'ＧＤＰ增速 OR ("生产总值" AND 增速)^0.3'
    """

    def __init__(self, own: str = "", shipped: bool = True) -> None:
        self._groups: dict[str, list[str]] = {}  # for each folded form the groups that explain it, as they are written
        if shipped:
            # Folding would take longer than the search; a test holds that this is the same.
            self._read(Path(__file__).with_name("synonyms.txt").read_text("utf-8"), str.lower)
        self._read(own, fold)
        self._longest = max(map(len, self._groups), default=0)

    def _read(self, text: str, folded: Callable[[str], str]) -> None:
        # Only the forms that are typed: of a thousand groups a search needs one or two.
        for line in text.splitlines():
            group = folded(line.partition("#")[0])
            for form in group.partition(">")[0].split("="):
                self._groups.setdefault(form.strip(), []).append(group)
        self._groups.pop("", None)

    def widened(self, query: Query) -> Query:
        """`query` with every unquoted term as Alternatives, if it has synonyms."""
        return transform(query, self._widen)

    def _widen(self, node: Query) -> Query | None:
        if isinstance(node, Term):
            others = [Boost(other, SYNONYM) for other in self._instead(fold(node.text))]
            return Alternatives((node, *others)) if others else node
        return node if isinstance(node, Not | Named | Beginning) or is_filter(node) else None

    def added(self, query: Query) -> list[str]:
        """The other words that `widened` looks for, each once."""
        forms = (form for leaf in wanted(query) if isinstance(leaf, Term) for _, form in self._forms(fold(leaf.text)))
        return list(dict.fromkeys(other for form in forms for other in self._others(form)))

    def explains(self, folded: str) -> bool:
        """Whether a folded term as a whole is a form of a group."""
        return folded in self._groups

    def _instead(self, whole: str) -> Iterator[Query]:
        """What may stand for a folded term, or for one of the forms in it beside the rest of it."""
        for start, form in self._forms(whole):
            for other in self._others(form):
                parts: list[Term | Phrase] = [Term(whole[:start]), Phrase(other), Term(whole[start + len(form) :])]
                yield all_of(part for part in parts if not wordless(part.text))

    def _forms(self, whole: str) -> list[tuple[int, str]]:
        """The known forms in a folded term that do not overlap, with where they begin, the longest first.

        No Latin word is cut for one. Of several as long the last comes first: 人员工资 is about 工资, not about 员工.
        """
        found: list[tuple[int, str]] = []
        taken: set[int] = set()
        for length in range(min(len(whole), self._longest), 0, -1):
            for start in range(len(whole) - length, -1, -1):
                form = whole[start : start + length]
                if (
                    form in self._groups
                    and taken.isdisjoint(range(start, start + length))
                    and _apart(whole, start, form)
                ):
                    found.append((start, form))
                    taken.update(range(start, start + length))
        return found

    def _others(self, form: str) -> list[str]:
        """What else to look for instead of a known form, each once, in the order in which it is written."""
        words = (word.strip() for group in self._groups[form] for word in group.replace(">", "=").split("="))
        return list(dict.fromkeys(word for word in words if word not in ("", form)))


def checked(lines: Iterable[str], skipped: Callable[[int, str], object]) -> str:
    """Lines with groups of the user's as they are kept; the number of a line that is none goes to `skipped` with the reason."""
    kept: list[str] = []
    for number, line in enumerate(lines, 1):
        said = line.partition("#")[0].strip("\ufeff\0 \t\u3000")
        shown = "".join(c if c.isprintable() else " " for c in said[:_SHOWN]) + "…" * (len(said) > _SHOWN)
        if len(said) > _LONGEST:
            skipped(number, f"{shown} is longer than {_LONGEST:,} characters")
            continue
        group = fold(said)
        whole = all(word.strip() for word in group.replace(">", "=").split("=")) or not said
        if whole and "\0" not in said and "\ufffd" not in said and group.count(">") <= 1:
            kept.append(line.strip("\ufeff\0").rstrip() if said else "")
        else:
            skipped(number, f"{shown}; expected words parted by =, and one > at most")
    return "\n".join([*kept, ""]) if any(kept) else ""


def _apart(whole: str, start: int, form: str) -> bool:
    before, after = whole[:start], whole[start + len(form) :]
    return not (_latin(before[-1:]) and _latin(form[:1])) and not (_latin(form[-1:]) and _latin(after[:1]))


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
