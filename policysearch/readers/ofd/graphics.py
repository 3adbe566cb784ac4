"""Objects of a page of an OFD as characters and rules, in points from the top left corner (GB/T 33190, 8.5 and 11)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree.ElementTree import Element

from ..pdf.lines import Char
from ..pdf.ruled_tables import Rule

POINT = 72 / 25.4  # of a millimetre, in which an OFD measures
_ASCENT, _DESCENT = 0.88, 0.12  # of a character, as most Chinese fonts have them; an OFD does not tell
_LATIN = 0.6  # the width of a letter or figure by its height, where its step does not tell
_MOST_DELTAS = 100_000  # of one run of characters
_SLANT = 5  # degrees beyond which text is set askew, as watermarks are
_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


class Matrix(NamedTuple):
    """A transformation (8.5): x' = ax + cy + e, y' = bx + dy + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, inner: Matrix) -> Matrix:
        """`inner` first, then this one."""
        a, b, c, d, e, f = inner
        x, y = self.at(e, f)
        return Matrix(
            self.a * a + self.c * b, self.b * a + self.d * b, self.a * c + self.c * d, self.b * c + self.d * d, x, y
        )


@dataclass(slots=True)
class Drawn:
    """The characters and rules of the objects of a page."""

    chars: list[Char]
    rules: list[Rule]
    pictures: int = 0  # and drawings, such as characters by their outlines


def numbers(text: str | None) -> list[float]:
    """The numbers of an attribute such as a Boundary; what is no finite number ends them.

    >>> numbers("0 0 210 297"), numbers("1 nan 2"), numbers(None)
    ([0.0, 0.0, 210.0, 297.0], [1.0], [])
    """
    found: list[float] = []
    for word in (text or "").split()[:_MOST_DELTAS]:
        try:
            value = float(word)
        except ValueError:
            break
        if not math.isfinite(value):
            break
        found.append(value)
    return found


def deltas(text: str | None) -> list[float]:
    """The steps from character to character; `g n x` stands for n times x (11.3).

    >>> deltas("3 g 2 1.5 4")
    [3.0, 1.5, 1.5, 4.0]
    """
    words = (text or "").split()
    found: list[float] = []
    i = 0
    while i < len(words) and len(found) < _MOST_DELTAS:
        if words[i] == "g":
            count, step = numbers(" ".join(words[i + 1 : i + 2])), numbers(" ".join(words[i + 2 : i + 3]))
            if not count or not step:
                break
            found += step * min(max(int(count[0]), 0), _MOST_DELTAS)
            i += 3
        elif step := numbers(words[i]):
            found += step
            i += 1
        else:
            break
    return found


def transformation(item: Element, around: Matrix) -> Matrix:
    """The transformation of points of the object `item` to the page: its CTM, its Boundary, and the one around it."""
    x, y, *_ = [*numbers(item.get("Boundary")), 0.0, 0.0]
    own = numbers(item.get("CTM"))
    inner = Matrix(*own) if len(own) == 6 else Matrix()
    return around.after(Matrix(e=x, f=y)).after(inner)


def characters(item: Element, place: Matrix) -> Iterator[Char]:
    """The characters of a TextObject; those set askew, as watermarks are, are left out."""
    size = (numbers(item.get("Size")) or [3.175])[0]
    stretch = (numbers(item.get("HScale")) or [1.0])[0]
    turn = math.degrees(math.atan2(place.b, place.a))
    if size <= 0 or abs((turn + 45) % 90 - 45) > _SLANT:
        return
    x = y = 0.0
    for code in item:
        if not code.tag.endswith("}TextCode") and code.tag != "TextCode":
            continue
        x, y = (numbers(code.get("X")) or [x])[0], (numbers(code.get("Y")) or [y])[0]
        text = (code.text or "").strip("\r\n")
        across, down = deltas(code.get("DeltaX")), deltas(code.get("DeltaY"))
        steps = bool(across or down)
        at, base = x, y
        for n, char in enumerate(text):
            wide = size * (1.0 if ord(char) > 0x2E7F or char in "“”‘’—…·" else _LATIN) * stretch
            step = across[n] if n < len(across) else 0.0 if steps and n < len(down) else wide
            wide = min(wide, step) if step > 0.2 * wide else wide
            yield from _char(char, place, at, base, wide, size)
            at, base = at + step, base + (down[n] if n < len(down) else 0.0)


def _char(char: str, place: Matrix, x: float, y: float, wide: float, size: float) -> Iterator[Char]:
    corners = [place.at(x + dx, y + dy) for dx in (0, wide) for dy in (-_ASCENT * size, _DESCENT * size)]
    xs, ys = [point[0] * POINT for point in corners], [point[1] * POINT for point in corners]
    base = place.at(x, y)[1] * POINT
    if char >= " " and all(map(math.isfinite, (*xs, *ys, base))):
        yield Char(char, min(xs), max(xs), min(ys), max(ys), base)


def strokes(data: str, place: Matrix, filled: bool = False) -> list[Rule]:
    """The straight strokes of a PathObject (9.1), closing ones too; none of a drawing, such as a character by its outlines.

    A path that is only `filled` is a rule or a box, with level and upright edges alone, or a drawing.

    >>> len(strokes("M 0 0 L 9 0 L 9 9 C", Matrix())), strokes("M 0 0 L 1 2 L 2 3 L 3 1 B 1 1 2 2 3 3 C", Matrix())
    (3, [])
    """
    found: list[Rule] = []
    bent = 0
    first = last = (0.0, 0.0)
    words = _TOKEN.findall(data)
    i = 0
    while i < len(words):
        name = words[i]
        count = _OPERANDS.get(name, 0)
        operands = words[i + 1 : i + 1 + count]
        i += 1
        if name not in _OPERANDS or len(operands) < count or any(word.isalpha() for word in operands):
            continue  # what is no path is passed over
        i += count
        if name == "C":
            point = first
        else:
            x, y = place.at(float(operands[-2]), float(operands[-1]))
            point = (x * POINT, y * POINT)
        if name in "SM":
            first = point
        elif name in "QBA":
            bent += 1
        elif point != last and all(map(math.isfinite, (*last, *point))):
            found.append(Rule(last[0], last[1], point[0], point[1]))
            dx, dy = abs(last[0] - point[0]), abs(last[1] - point[1])
            bent += min(dx, dy) > max(0.05, 0.05 * max(dx, dy))
        last = point
    return found if 3 * bent <= len(found) * (not filled) else []
