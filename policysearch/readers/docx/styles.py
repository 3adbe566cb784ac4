"""The styles of a Word document: their numbers, levels and hidden text, own or of the styles they are based on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from .numbering import W, is_on

_DEEPEST = 20  # styles based on one another


@dataclass(frozen=True, slots=True)
class Style:
    """The properties of one style itself."""

    based_on: str
    number: str  # numId of its list, "" when it says none
    depth: str  # the level in that list
    level: int | None  # in the outline, from 1; 0: body text
    hides: bool | None  # its text


class Styles:
    """The styles of one document, by id."""

    def __init__(self, root: Element | None) -> None:
        self.known = {
            one.get(f"{W}styleId", ""): _style(one) for one in ([] if root is None else root.findall(f"{W}style"))
        }

    def chain(self, name: str) -> Iterator[tuple[str, Style]]:
        """A style and those that it is based on, with their ids."""
        for _ in range(_DEEPEST):
            if name not in self.known:
                return
            yield name, self.known[name]
            name = self.known[name].based_on

    def hides(self, name: str) -> bool:
        """Whether a style, or the nearest of those that it is based on that says so, hides text."""
        return next((style.hides for _, style in self.chain(name) if style.hides is not None), False)

    def level(self, name: str) -> int:
        """The level of a style in the outline, from 1; 0 for body text."""
        return next((style.level for _, style in self.chain(name) if style.level is not None), 0)


def name_of(element: Element, kind: str) -> str:
    """The id of the style of a paragraph or run, "" where it names none."""
    style = element.find(f"{W}{kind}Pr/{W}{kind}Style")
    return "" if style is None else style.get(f"{W}val", "")


def outline_level(properties: Element | None) -> int | None:
    """The level in the outline that `w:pPr` says, from 1; 0 for body text, None where it says none."""
    said = None if properties is None else properties.find(f"{W}outlineLvl")
    value = "" if said is None else said.get(f"{W}val", "")
    return (int(value) + 1) % 10 if re.fullmatch("[0-9]", value) else None


def _style(style: Element) -> Style:
    def value(path: str) -> str:
        found = style.find(path)
        return "" if found is None else found.get(f"{W}val", "")

    hidden = style.find(f"{W}rPr/{W}vanish")
    return Style(
        value(f"{W}basedOn"),
        value(f"{W}pPr/{W}numPr/{W}numId"),
        value(f"{W}pPr/{W}numPr/{W}ilvl"),
        outline_level(style.find(f"{W}pPr")),
        None if hidden is None else is_on(hidden),
    )
