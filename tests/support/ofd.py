"""OFD files written by hand, in the manners of several programs: blocks of a sample document set on A4."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from tests.support import hostile
from tests.support.formats import Block, merged

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
MANNERS = ("line", "repeat", "char", "scaled", "bare")
_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 210.0, 297.0, 25.4, 28.0, 270.0  # mm
_ROOM = _WIDTH - 2 * _LEFT
_POINT = 25.4 / 72


def wide(char: str) -> float:
    """Of its height."""
    return 1.0 if char > "\u2e7f" or char in "“”‘’—…·" else 0.5


def text_object(text: str, x: float, base: float, size: float, manner: str = "line") -> str:
    """One printed line as TextObjects: x and base in mm from the top left corner of the page."""
    steps = [wide(char) * size for char in text[:-1]]
    if manner == "char":
        found = []
        for char in text:
            found.append(_object(char, x, base, size, ""))
            x += wide(char) * size
        return "".join(found)
    if manner == "scaled":  # in points, made smaller by the matrix, y upwards from the box as some converters have it
        deltas = " ".join(f"{step / _POINT:.4f}" for step in steps)
        code = f'<ofd:TextCode X="0" Y="{size / _POINT:.4f}" DeltaX="{deltas}">{html.escape(text)}</ofd:TextCode>'
        box = f"{x:.4f} {base - size:.4f} {_ROOM:.4f} {size * 1.2:.4f}"
        return f'<ofd:TextObject Boundary="{box}" CTM="{_POINT:.6f} 0 0 {_POINT:.6f} 0 0" Font="1" Size="{size / _POINT:.4f}">{code}</ofd:TextObject>'
    if manner == "repeat":
        runs = [(step, len(list(same))) for step, same in groupby(steps)]
        deltas = " ".join(
            f"g {count} {step:.4f}" if count > 2 else " ".join([f"{step:.4f}"] * count) for step, count in runs
        )
    else:
        deltas = " ".join(f"{step:.4f}" for step in steps)
    return _object(text, x, base, size, "" if manner == "bare" else f' DeltaX="{deltas}"' * bool(steps))


def _object(text: str, x: float, base: float, size: float, deltas: str) -> str:
    box = f"{x:.4f} {base - size:.4f} {_ROOM:.4f} {size * 1.2:.4f}"
    code = f'<ofd:TextCode X="0" Y="{size:.4f}"{deltas}>{html.escape(text)}</ofd:TextCode>'
    return f'<ofd:TextObject Boundary="{box}" Font="1" Size="{size:.4f}">{code}</ofd:TextObject>'


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    """A stroke, in a PathObject of its own."""
    path = f"M 0 0 L {x1 - x0:.4f} {y1 - y0:.4f}"
    box = f"{x0:.4f} {y0:.4f} {max(x1 - x0, 0.1):.4f} {max(y1 - y0, 0.1):.4f}"
    return f'<ofd:PathObject Boundary="{box}" LineWidth="0.2"><ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>'


def package(
    pages: list[str],
    templates: dict[str, str] | None = None,
    more: tuple[tuple[str, bytes], ...] = (),
    box: str = "0 0 210 297",
) -> bytes:
    """An OFD of pages of objects; each of the `templates`, by its id, is on every page."""
    templates = templates or {}
    listed = "".join(f'<ofd:Page ID="{n + 100}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    kept = "".join(f'<ofd:TemplatePage ID="{id}" BaseLoc="Tpls/Tpl_{id}/Content.xml"/>' for id in templates)
    area = f"<ofd:PageArea><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:PageArea>"
    used = "".join(f'<ofd:Template TemplateID="{id}" ZOrder="Background"/>' for id in templates)
    document = f"<ofd:Document {NAMESPACE}><ofd:CommonData>{area}{kept}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    return hostile.zipped(
        (
            "OFD.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {NAMESPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>'.encode(),
        ),
        ("Doc_0/Document.xml", document.encode()),
        *((f"Doc_0/Pages/Page_{n}/Content.xml", _page(used, body)) for n, body in enumerate(pages)),
        *((f"Doc_0/Tpls/Tpl_{id}/Content.xml", _page("", body)) for id, body in templates.items()),
        *more,
        level=1,
    )


def _page(used: str, body: str) -> bytes:
    return f"<ofd:Page {NAMESPACE}>{used}<ofd:Content><ofd:Layer>{body}</ofd:Layer></ofd:Content></ofd:Page>".encode()


Text = tuple[str, float, float, float]  # of a printed line: x, base line and size in mm
Stroke = tuple[float, float, float, float]  # from one point to another
HEAD: Text = ("某某规划（印刷稿）", _LEFT, 16, 3.2)


@dataclass(slots=True)
class SetPage:
    """What stands on a page, but for its running head."""

    texts: list[Text] = field(default_factory=list)
    rules: list[Stroke] = field(default_factory=list)


def typeset(blocks: list[Block]) -> list[SetPage]:
    """Pages with numbers, indented paragraphs and ruled tables that break over pages."""
    pages: list[SetPage] = []
    down = _BOTTOM

    def room(height: float) -> bool:
        """Make room for so much; whether a page began."""
        nonlocal down
        if pages and down + height <= _BOTTOM:
            return False
        pages.append(SetPage([(f"— {len(pages) + 1} —", 98, 284, 3.2)]))
        down = _TOP
        return True

    for block in blocks:
        if block.rows:
            down += 3
            for n, (row, height) in enumerate(measured := list(_measured(block.rows))):
                if room(height + measured[0][1] * bool(n)) and n:
                    _set_row(pages[-1], *measured[0], down, block.rows)
                    down += measured[0][1]
                _set_row(pages[-1], row, height, down, block.rows)
                down += height
            down += 4
            continue
        size = 6.35 if block.heading else 4.94
        lines = list(_wrapped(block.text, _ROOM, size, 0 if block.heading else 2))
        for n, line in enumerate(lines):
            room(size * 1.7)
            inset = (_ROOM - sum(wide(c) for c in line) * size) / 2 if block.heading else 2 * size * (not n)
            down += size * 1.7
            pages[-1].texts.append((line, _LEFT + inset, down, size))
    return pages


def as_ofd(blocks: list[Block], manner: str = "line", pages: int | None = None) -> bytes:
    """Set on A4, the running head by a template; only the first `pages`."""
    drawn = [
        "".join([*(text_object(*text, manner) for text in page.texts), *(rule(*stroke) for stroke in page.rules)])
        for page in typeset(blocks)[:pages]
    ]
    return package(drawn, {"7": text_object(*HEAD, manner)})


_CELL = 3.5  # mm, height of the letters of a table
Cells = list[list[str]]


def _columns(rows: tuple[tuple[str, ...], ...]) -> list[float]:
    """Where the columns begin and the last ends."""
    lengths = [5 + min(16, max(len(row[n]) for row in rows if not merged(row))) for n in range(len(rows[0]))]
    places = [_LEFT]
    for length in lengths:
        places.append(places[-1] + _ROOM * length / sum(lengths))
    return places


def _measured(rows: tuple[tuple[str, ...], ...]) -> Iterator[tuple[Cells, float]]:
    places = _columns(rows)
    for row in rows:
        if merged(row):
            cells = [list(_wrapped(row[0], _ROOM - 4, _CELL))]
        else:
            cells = [list(_wrapped(cell, places[n + 1] - places[n] - 4, _CELL)) for n, cell in enumerate(row)]
        yield cells, 3 + 5 * max(map(len, cells))


def _set_row(page: SetPage, cells: Cells, height: float, down: float, rows: tuple[tuple[str, ...], ...]) -> None:
    places = _columns(rows)
    if len(cells) == 1:
        places = [places[0], places[-1]]
    page.rules += [(places[0], y, places[-1], y) for y in (down, down + height)]
    page.rules += [(x, down, x, down + height) for x in places]
    for x, lines in zip(places, cells, strict=False):
        page.texts += [(line, x + 2, down + 1 + 5 * n, _CELL) for n, line in enumerate(lines, 1) if line]


def _wrapped(text: str, room: float, size: float, indent: float = 0) -> Iterator[str]:
    """Lines no wider than `room`, the first shorter by `indent` characters."""
    line, left = "", room - indent * size
    for char in text:
        if wide(char) * size > left and line:
            yield line
            line, left = "", room
        line += char
        left -= wide(char) * size
    if line:
        yield line
