"""The tables of a passage as columns, rows, groups and notes.

1. A cell is what is printed: markup and the white space of a wrap go, nothing is filled in; "" is a cell without print.
2. The cells of a grid that the reader of the file knows are in its columns. Else cells keep their order; a cell merged over
   columns stands in the first of them, and where a row has fewer cells than there are columns, the kinds of its cells
   (numbering, words, figures, 预期性 or 约束性) say which columns they belong to.
3. No text is refused, and the time is linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..model.document import Document, Passage
from ..model.kinds import CAPTIONED, WITHOUT_TABLES
from ..model.passages import passages
from ..structure.line_text import is_note
from .align import align
from .cells import LABEL, LISTED, STOPS, UNIT, clean, is_footnote, is_head, may_be_head, signs, squeeze_cells
from .groups import groups
from .heads import head_of_grid
from .model import Table
from .scan import Draft, Row, drafts, may_hold_table, without_hashes

_UNIT_AFTER = re.compile(r"(?P<title>.+?) (?P<open>[(（])?(?P<unit>(?:计量)?单位 ?[:：][^。；]{1,20}?)(?(open)[)）])")

Spans = Sequence[tuple[int, int]]


def tables(passage: Passage, spans: Spans = ()) -> tuple[Table, ...]:
    """The tables of a passage in order; each has at least two rows of two cells.

    `spans` are those of its provision. Without them the lines of a table in the file are those of the passage where lines
    of other provisions stand among its own.
    """
    lines = passage.text.split("\n")
    if passage.kind in WITHOUT_TABLES or not (passage.grids or may_hold_table(lines)):
        return ()
    found: list[Table] = []
    printed = [without_hashes(clean(line)) for line in passage.printed.split("\n")]
    heading = printed[0] if len(printed) == 1 and printed[0] else passage.title  # else its lines are joined there
    named = passage.kind in CAPTIONED
    numbers = _lines_of_file(passage, spans)
    for draft in drafts(lines, passage.grids):
        title = heading if named or draft.title in printed else draft.title or heading
        if table := _table(draft, passage, title, numbers):
            found.append(table)
            named = False  # the heading of a box names its first table
    return tuple(found)


def of_document(document: Document) -> Iterator[Table]:
    """The tables of a document in the order of its provisions."""
    for provision, passage in zip(document.provisions, passages(document), strict=True):
        yield from tables(passage, provision.spans)


def _lines_of_file(passage: Passage, spans: Spans) -> list[int]:
    """For each line of the text as far as the last that is not blank the line of the file; [] where it cannot be told."""
    own = len(passage.text.rstrip().split("\n"))
    lines = [n for start, stop in spans for n in (*range(start, stop), 0)][:-1]
    if not spans:
        heading = len(passage.printed.split("\n")) * bool(passage.printed)
        if own + heading < passage.line_end - passage.line_start:  # one more may be a blank line under the heading
            return []
        lines = [*range(passage.line_start, passage.line_end + 1)]
    return lines[-own:] if len(lines) >= own else []


def _table(draft: Draft, passage: Passage, caption: str, numbers: Sequence[int]) -> Table | None:
    """The draft as a table, or None when it is none: text after a TAB, a single row, a single column."""
    rows, notes = _without_notes(draft)
    rows = rows if draft.grid else _without_empty_columns(rows)
    if len(rows) > 2 and len(rows[0].filled_cells) == 1 and draft.head != 1 and is_head(rows[1].cells):
        if LABEL.fullmatch(rows[0].filled_cells[0]):
            rows[:2] = rows[1::-1]  # 一、经济 over the head is the group of the rows below it
        else:
            caption = rows.pop(0).filled_cells[0]
            draft.head -= draft.head > 0
    if sum(len(row.filled_cells) > 1 for row in rows) < 2 or (not (draft.ruled or draft.head) and _is_list(rows)):
        return None
    if unit := _UNIT_AFTER.fullmatch(caption):
        caption = unit["title"]
        notes.insert(0, unit["unit"])
    shape = _shape(draft, rows)
    if shape is None:
        return None
    columns, body = shape
    start, end = (_line_of_file(passage, numbers, n) for n in (draft.line, draft.end))
    return Table(
        passage.document_id,
        passage.id,
        caption,
        start or passage.line_start,
        end or passage.line_end,
        columns,
        tuple(tuple(row.cells) for row in body),
        tuple(groups(body)),
        tuple(dict.fromkeys(notes)),  # a page break repeats the unit
        draft.line,
        draft.end,
    )


def _line_of_file(passage: Passage, numbers: Sequence[int], line: int) -> int:
    """The line of the file that a line of the text is; blank cells at the end of the text stand right below it. 0: not known."""
    if not numbers:
        return 0
    return numbers[line - 1] if line <= len(numbers) else numbers[-1] + line - len(numbers)


def _without_notes(draft: Draft) -> tuple[list[Row], list[str]]:
    """The rows with print but those that are notes, and all notes."""
    known = signs(cell for row in draft.rows for cell in row.cells if len(row.filled_cells) > 1)
    rows, notes = [], [*draft.notes]
    for row in draft.rows:
        filled = row.filled_cells
        if len(filled) == 1 and (is_note(filled[0]) or UNIT.match(filled[0]) or is_footnote(filled[0], known)):
            notes.append(filled[0])
        elif filled:
            rows.append(row)
    return rows, notes


def _without_empty_columns(rows: list[Row]) -> list[Row]:
    """`rows` of a table over several pages, each of which repeats the head, without the columns that are empty on a page;
    as they are where the pages do not have as many columns then."""
    key = squeeze_cells(rows[0].filled_cells) if rows else []
    starts = [i for i, row in enumerate(rows) if squeeze_cells(row.filled_cells) == key]
    if len(key) < 2 or len(starts) < 2 or starts[0] or len({tuple(map(bool, rows[i].cells)) for i in starts}) == 1:
        return rows
    found: list[Row] = []
    widths = set()
    for first, stop in zip(starts, [*starts[1:], len(rows)], strict=True):
        page = [row.cells for row in rows[first:stop]]
        kept = [j for j in range(max(map(len, page))) if any(row[j : j + 1] and row[j] for row in page)]
        widths.add(len(kept))
        found += [Row([row[j] if j < len(row) else "" for j in kept]) for row in page]
    return found if len(widths) == 1 else rows


def _shape(draft: Draft, rows: list[Row]) -> tuple[tuple[str, ...], list[Row]] | None:
    """Columns and rows; None when nothing stands below the head, or sentences without one."""
    first = rows[0].cells
    head: Row | None = None
    if draft.ruled or draft.head or is_head(first, [row.cells for row in rows[1:]]) or may_be_head(first):
        head = rows[0]
    if draft.grid:
        return _shape_of_grid(rows, head, draft.head)
    body = [row for row in rows if not head or squeeze_cells(row.cells) != squeeze_cells(first)]
    every = [] if head else [cell for row in body for cell in row.filled_cells]
    if not body or (every and sum(STOPS.search(cell) is not None for cell in every) * 2 > len(every)):
        return None
    width = max(len(first) if head else 0, *(j for row in body for j, cell in enumerate(row.cells, 1) if cell))
    return align(head, [Row(row.cells[:width]) for row in body], width)


def _shape_of_grid(rows: list[Row], head: Row | None, told: int) -> tuple[tuple[str, ...], list[Row]] | None:
    """The same for rows that have all their cells."""
    width = len(rows[0].cells)
    if head is None:
        return ("",) * width, rows
    depth, whole = head_of_grid(rows, told)
    repeated = [squeeze_cells(row.cells) for row in rows[:depth]]
    body = [row for row in rows[depth:] if squeeze_cells(row.cells) not in repeated]
    return align(whole, body, width, whole_head=told > 0 or depth > 1) if body else None


def _is_list(rows: Sequence[Row]) -> bool:
    """At most two cells a row, and they are a numbered list, names before colons or entries with their pages."""
    filled = [row.filled_cells for row in rows]
    pairs = [cells for cells in filled if len(cells) == 2]
    if any(len(cells) > 2 for cells in filled) or not pairs:
        return False
    pages = [int(last) if last.isascii() and last.isdigit() else -1 for _, last in pairs]
    return all(LISTED.fullmatch(first) or re.search("[:：]", first) for first, _ in pairs) or (
        len(pairs) > 2 and pages[0] >= 0 and pages == sorted(pages)
    )
