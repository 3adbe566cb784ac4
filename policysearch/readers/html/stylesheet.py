"""Indents and hidden elements that the <style> elements of a page tell, as `style` attributes.

In:      the markup of a page and its tree.
Out:     the tree, where elements that a rule names have `text-indent`, `display` and `visibility` in their `style`.
Promise: names of elements, classes and ids, within each other (`.a p`, `.a > p`); other selectors, and rules for print or
         narrow screens, are passed over. What the element says itself holds. Time in proportion to the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bs4 import BeautifulSoup, Tag

from .hidden_text import elements

_LONGEST = 300_000  # characters of style sheets that are read
_MOST = 500  # selectors
_PARTS = 5  # of a selector
_DEPTH = 30  # elements around one that a selector may name
_TRIES = 200_000  # of a selector for an element
_MARK = re.compile(r"<!--|-->")
_PROPERTY = re.compile(r"(?:^|;)\s*(text-indent|display|visibility)\s*:\s*([a-z0-9.%-]+)", re.I)
_SCREEN = re.compile(r"\s*@media\s+(?:only\s+)?(?:screen|all)(?:\s*,\s*\w+)*\s*", re.I)
_PRINT = re.compile(r"\bmedia\s*=\s*[\"']?+(?!\s*(?:all|screen)\b)", re.I)
_SELECTOR = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9]*|\*)?(?:[.#][\w-]+)*")
_NAME = re.compile(r"([.#]?)([\w-]+)")

Part = tuple[frozenset[str], bool]  # names (`p`, `.a`, `#b`) of an element, and whether it must be the parent
Declared = dict[str, str]  # properties and values
Rule = tuple[tuple[int, int, int], list[Part], Declared]  # specificity, parts from the last to the first


def apply(page: BeautifulSoup, markup: str) -> None:
    """Writes what the style sheets in `markup` say of indents and hiding into the `style` attributes of `page`."""
    sheet = list(islice(_rules(markup), _MOST))
    if not sheet:
        return
    tags = [tag for tag in page.find_all(True) if isinstance(tag, Tag)]
    named = {id(page): frozenset[str](), **{id(tag): _names(tag) for tag in tags}}
    printed = frozenset[str]().union(*set(named.values()))
    by_name: dict[str, list[Rule]] = {}
    for rule in sorted(sheet, key=lambda rule: rule[0]):  # of equal ones the last holds
        if all(wanted <= printed for wanted, _ in rule[1]):
            by_name.setdefault(max(rule[1][0][0], key=lambda name: "*.#".find(name[0]), default="*"), []).append(rule)
    left = _TRIES
    for tag in tags if by_name else ():
        names = named[id(tag)]
        rules = [rule for name in (*names, "*") for rule in by_name.get(name, ())]
        left -= len(rules)
        if left < 0:
            return
        if found := [rule for rule in rules if _matches(tag, named, rule[1])]:
            own = str(tag.get("style", ""))
            said = {prop.lower() for prop, _ in _PROPERTY.findall(own)}
            told: Declared = {}
            for _, _, declared in sorted(found, key=lambda rule: rule[0]):
                told |= declared
            more = ";".join(f"{prop}:{value}" for prop, value in told.items() if prop not in said)
            if more:
                tag["style"] = f"{own};{more}" if own else more


def _rules(markup: str) -> Iterator[Rule]:
    """The rules of the style sheets that say something of indents or hiding."""
    left = _LONGEST
    for opening, sheet in elements(markup, "style"):
        left -= len(sheet)
        if left < 0:
            return
        if _PRINT.search(opening):
            continue
        skipped = 0  # blocks that are open within a rule that is passed over
        selectors = ""
        pieces = re.split(r"([{}])", _MARK.sub(" ", _without_comments(sheet)))
        for before, mark in zip(pieces[::2], pieces[1::2], strict=False):
            if skipped:
                skipped += 1 if mark == "{" else -1
            elif mark == "{" and before.lstrip().startswith("@"):
                skipped = 0 if _SCREEN.fullmatch(before.rpartition(";")[2]) else 1
            elif mark == "{":
                selectors = before.rpartition(";")[2]  # behind @import and @charset
            elif selectors:
                declared = {prop.lower(): value.lower() for prop, value in _PROPERTY.findall(before)}
                for selector in selectors.split(",") if declared else ():
                    if parts := _parts(selector):
                        names = [name for part, _ in parts for name in part]
                        weight = [sum(name[0] == mark for name in names) for mark in "#."]
                        yield (weight[0], weight[1], len(names) - sum(weight)), parts, declared
                selectors = ""


def _without_comments(sheet: str) -> str:
    first, *others = sheet.split("/*")
    return first + " ".join(piece.partition("*/")[2] for piece in others)


def _parts(selector: str) -> list[Part]:
    """The parts of a selector, the last first; none for one that says more than names and nesting."""
    parts: list[Part] = []
    child = False
    words = selector.replace(">", " > ").split()
    for word in reversed(words):
        if word == ">":
            child = True
        elif not _SELECTOR.fullmatch(word) or len(parts) == _PARTS:
            return []
        else:
            names = _NAME.findall(word)
            parts.append((frozenset(mark + (name if mark else name.lower()) for mark, name in names), child))
            child = False
    return parts


def _names(tag: Tag) -> frozenset[str]:
    classes = tag.get("class") or ()
    named = [f".{name}" for name in (classes.split() if isinstance(classes, str) else classes)]
    return frozenset([tag.name, *named, *([f"#{tag['id']}"] if tag.get("id") else ())])


def _matches(tag: Tag, named: dict[int, frozenset[str]], parts: list[Part]) -> bool:
    """Whether an element and those around it have the names of a selector."""
    if not parts[0][0] <= named[id(tag)]:
        return False
    around = islice(tag.parents, _DEPTH)
    # `child` of a part says that it is the parent of the one before it
    return all(
        any(wanted <= named[id(one)] for one in (islice(around, 1) if child else around)) for wanted, child in parts[1:]
    )
