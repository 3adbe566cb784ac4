"""Tables as data: columns, rows, groups and notes of what stands flattened, tab-separated or piped in a provision.

1. A cell is what is printed: markup and the white space of a wrap go, nothing is filled in; "" is a cell without print.
2. Cells keep their order. A cell merged over columns stands in the first of them; where a row has fewer cells than there
   are columns, the kinds of its cells (numbering, words, figures, 预期性 or 约束性) say which columns they belong to.
3. No text is refused, and the time is linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ..model.document import Document, Passage, Provision, Source
from ..model.kinds import CAPTIONED, WITHOUT_TABLES
from ..structure.line_classifier import is_continued, is_note
from .align import aligned, is_figures, is_head, is_number_head, kind, may_be_head

_MOST_COLUMNS = 64  # Word allows 63; what a row has beyond them is joined to its last cell
_PAGE = 100  # rows
_MOST_CELLS = 20_000  # of a table with one cell a line

_SPACE = re.compile(r"\s+")
_CJK = r"[^\x00-\xb6\xb8-ɏ]"  # or nearly; a range of all ideographs takes milliseconds to compile
_SPREAD = re.compile(rf"(?<![^ ])({_CJK}) (?={_CJK})|(?<={_CJK}) ({_CJK})(?![^ ])")  # 指 标 名 称
_MARKUP = re.compile(
    r" ?</?su[bp]> ?(?=[)）])| ?<su[bp]> ?| ?</su[bp]>|</?(?:b|i|u|strong|em|span|font|center)\b[^<>]{0,40}>|<br ?/?>"
)
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_HASHES = re.compile(r"#{1,6} ")

_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
_PIPE = re.compile(r"(?<!\\)\|")
_FURNITURE = re.compile(r"[-—–] ?[0-9]{1,4} ?[-—–]|-{3,}|<!--.*-->")
_UNIT = re.compile(r"[(（]?(?:计量)?单位 ?[:：]")
_UNIT_AFTER = re.compile(r"(?P<title>.+?) [(（]?(?P<unit>(?:计量)?单位 ?[:：][^。；]{1,20}?)[)）]?")
_NOTE_ITEM = re.compile(r"[(（]?[0-9一二三四五六七八九十]{1,2}[)）.．、]|[①-⑳*※]")
_FOOTNOTE = re.compile(r"(?P<sign>[a-z]|[①-⑳]|[*＊※]{1,3}|[0-9]{1,2}(?=[)）]))[)）]?\s*(?=[一-鿿])")
_SERIAL = ("序号", "编号")  # heads the first column of a table that has one cell a line
_LABEL = re.compile(r"(?:(?P<main>[一二三四五六七八九十]{1,3}[、.．])|[(（][一二三四五六七八九十]{1,3}[)）]).{1,40}")
_LISTED = re.compile(
    r"(?:附?[件注表][:：])?[(（\[]?(?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3}|[①-⑳])?[)）\]、.．]*|[-—–•●■◆▲★○·]+"
)
_TOTAL = re.compile("[合总共]计(?:[(（].*[)）])?")
_PART = re.compile(r"[#＃]|其中[:：]")  # begins a row that is part of the row or label above it
_STOPS = re.compile("[。；！？]")


@dataclass(frozen=True, slots=True)
class Table:
    """One table as printed; every row is as long as `columns`, and `groups` as long as `rows`."""

    document_id: str
    provision_id: str  # the 专栏, 表, 附表 or text it stands in
    caption: str  # heading of the box or table as printed, or the title line above it
    line_start: int  # of its first row
    line_end: int  # of its last row or note, inclusive
    columns: tuple[str, ...]  # "" where nothing is printed over a column; "2020年 数值" for a head of two levels
    rows: tuple[tuple[str, ...], ...]  # a group row has its label where it is printed and "" elsewhere
    groups: tuple[str, ...]  # what each row stands under: "一、经济发展", "协调发展 › 空气质量"; "" when under nothing
    notes: tuple[str, ...]  # 单位, 注 and 备注: what * and 【】 mean in this table

    @property
    def labels(self) -> frozenset[int]:
        """The rows that only say what the rows below them stand under."""
        below = zip(self.rows, self.groups, self.groups[1:], strict=False)
        overs = [(i, row, group.split(" › ")[-1]) for i, (row, own, group) in enumerate(below) if group != own]
        return frozenset(i for i, row, over in overs if over in row and not any(row[row.index(over) + 1 :][:1]))


@dataclass(slots=True)
class _Draft:
    """Rows that stand together, before they are aligned."""

    form: str  # cell: one cell a line, after a TAB; row: cells between TABs; pipe: between |
    line: int
    title: str  # the line above
    notes: list[str]
    loose: bool  # only blank lines and page furniture lie between it and the draft before
    end: int = 0
    parts: list[list[list[str]]] = field(default_factory=list)  # for each row for each cell its lines
    rows: list[list[str]] = field(default_factory=list)  # the same as clean texts, when all is read
    ruled: bool = False  # a rule of hyphens says that the first row is the head
    closed: bool = False  # its notes have begun


def tables(source: Source, document: Document) -> tuple[Table, ...]:
    """The tables of `document`, which was parsed from `source`, in its order; each has at least two rows of two cells."""
    found: list[Table] = []
    for provision in document.provisions:
        drafts: list[_Draft] = []
        for start, end in provision.spans if provision.kind not in WITHOUT_TABLES else ():
            stop = end
            while stop <= len(source.lines) and "\t" in source.lines[stop - 1] and not source.lines[stop - 1].strip():
                stop += 1  # empty cells at the end of the last row
            if _may_hold_table(source.lines[start - 1 : stop - 1]):
                drafts += _merged(_drafts(source.lines, start, stop))
        named = provision.kind in CAPTIONED
        printed = [_HASHES.sub("", clean(line)) for line in provision.printed.split("\n")] if drafts else [""]
        heading = (
            printed[0] if len(printed) == 1 and printed[0] else provision.heading
        )  # else its lines are joined there
        for draft in drafts:
            title = heading if named or draft.title in printed else draft.title or heading
            if table := _table(draft, document.id, provision.id, title):
                found.append(table)
                named = False  # the heading of a box names its first table
    return tuple(found)


def of_passage(passage: Passage) -> tuple[Table, ...]:
    """The tables of one passage as `tables` finds them in its document, but with all lines of the passage as theirs
    where those of the table are not known: when lines of other provisions stand among its own."""
    own = len(passage.text.rstrip().split("\n"))  # line_end is the last that is not blank
    first = passage.line_end - own + 1
    whole = own + len(passage.printed.split("\n")) * bool(passage.printed)
    exact = (
        first >= passage.line_start and whole >= passage.line_end - passage.line_start
    )  # a blank line under a heading
    return tuple(
        replace(
            table,
            line_start=first + table.line_start - 1 if exact else passage.line_start,
            line_end=first + table.line_end - 1 if exact else passage.line_end,
        )
        for table in within(passage)
    )


def within(passage: Passage) -> tuple[Table, ...]:
    """The tables of one passage with their lines as lines of its text, counted from 1."""
    lines = tuple(passage.text.split("\n"))
    if not _may_hold_table(lines):
        return ()
    only = Provision(
        passage.id, passage.kind, "", passage.title, 1, len(lines), None, ((1, len(lines) + 1),), "", passage.printed
    )
    document = Document(
        passage.document_id, "", "", "", "", "", "", (), "", "", "", passage.source, 1, len(lines), (only,)
    )
    return tables(Source(passage.source, lines, "", False, ""), document)


def in_text(text: str) -> tuple[Table, ...]:
    """The tables of the text of one passage, with the lines of that text; a caption only where it is a row of the table."""
    lines = text.split("\n")
    if not _may_hold_table(lines):
        return ()
    found = (_table(draft, "", "", "") for draft in _merged(_drafts(lines, 1, len(lines) + 1)))
    return tuple(table for table in found if table)


def _may_hold_table(lines: Sequence[str]) -> bool:
    """Whether any of `lines` has a cell: behind a TAB, between bars, or 序号 alone."""
    return any("\t" in line or "|" in line or (len(line) < 12 and clean(line) in _SERIAL) for line in lines)


def clean(text: str) -> str:
    r"""`text` without inline markup, its white space made one space, or nothing where it spreads a word.

    >>> clean(r"**细颗粒物(PM <sub>2.5</sub> )  浓 度** 5\*")
    '细颗粒物(PM2.5) 浓度 5*'
    """
    text = _SPACE.sub(" ", text)
    if "<" in text:
        text = _MARKUP.sub("", text)
    if "**" in text:
        text = _BOLD.sub(r"\1", text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return _SPREAD.sub(r"\1\2", text.strip())


def _title(text: str) -> str:
    """`text` as a title over a table; "" when it is a sentence or paragraph."""
    return "" if len(text) > 80 or text[-1:] in "。；：，、" else _HASHES.sub("", text)


def _joined(lines: Sequence[str]) -> str:
    """The lines of one cell as clean text; between two words of ASCII a line break is a space, else nothing."""
    text = [""]
    for line in map(str.strip, lines):
        apart = text[-1][-1:].isascii() and text[-1][-1:].isalnum() and line[:1].isascii() and line[:1].isalnum()
        text.append(f" {line}" if apart else line)
    return clean("".join(text))


def _form(raw: str) -> str:
    """What a line looks like by itself: blank cell row pipe rule text."""
    stripped = raw.strip()
    if "|" in stripped and _RULE.fullmatch(stripped):
        return "rule"
    before, tab, after = raw.partition("\t")
    if stripped.startswith("|") or not tab:
        return "pipe" if stripped.startswith("|") else "text" if stripped else "blank"
    return "row" if before.strip() or "\t" in after else "cell"


def _drafts(lines: Sequence[str], start: int, end: int) -> list[_Draft]:
    """The runs of table lines from `start` up to `end`, exclusive."""
    drafts: list[_Draft] = []
    draft: _Draft | None = None  # the one that may go on
    title, units, gap = "", list[str](), 0  # the line above, the units above, how many blank lines above
    after = start  # the first line that no table of one cell a line has taken
    for n in range(start, end):
        raw = lines[n - 1]
        if n < after:
            continue
        if len(raw) < 12 and clean(raw) in _SERIAL and (rows := _one_cell_a_line(lines, n, end)):
            draft = _Draft("row", n, title, units, False)
            draft.parts = [[[text] for _, text in row] for row in rows]
            draft.end = rows[-1][-1][0]
            drafts.append(draft)
            title, units, gap, after = "", [], 0, draft.end + 1
            continue
        form = _form(raw)
        if form == "text" and "|" in raw and _is_piped(lines, n, end, draft if gap == 0 else None):
            form = "pipe"
        text = clean(raw) if form == "text" else ""
        if form == "blank" or _FURNITURE.fullmatch(text) or is_continued(_title(text)):
            gap += 1
            continue
        if form == "rule" and draft:
            draft.ruled |= len(draft.parts) == 1
        elif form == "text":
            note = is_note(text)
            if _UNIT.match(text):
                units.append(text)
                if draft:
                    draft.closed = True
            elif draft and (
                note
                or (draft.closed and gap == 0 and _NOTE_ITEM.match(text))
                or (gap == 0 and _FOOTNOTE.match(text) and _is_footnote(text, _signs(_near_cells(draft))))
            ):
                draft.notes.append(text)
                draft.end, draft.closed = n, True
            elif draft and not draft.closed and _is_label(lines, n, end, gap, draft.form):
                draft.parts.append([[raw]])
                draft.end = n
            elif draft and not draft.closed and draft.form == "cell" and _goes_on(lines, n, end, gap):
                draft.parts[-1][-1].append(raw)
                draft.end = n
            else:
                draft, title, units = None, _title(text), []
        elif form != "rule":
            pieces = _PIPE.split(raw.strip().removeprefix("|").removesuffix("|")) if form == "pipe" else raw.split("\t")
            cells = [[piece] for piece in pieces]
            inner = not pieces[0].strip()  # nothing before the first TAB
            if draft and form == "row" and gap == 0 and _is_over(draft, lines, n, end):
                draft.form = "row"  # a label or caption after a TAB, merged over the rows that begin here
            if draft and {form, draft.form} == {"cell", "row"} and (draft.form == "row" or gap == 0 or inner):
                form = draft.form
            opens = (
                form != "cell" or gap > 0 or (inner and raw[0] != "\t")
            )  # white space before the TAB: a blank line run in
            again = (
                opens and draft is not None and len(draft.parts) > 1 and is_number_head(clean(pieces[form == "cell"]))
            )
            if not draft or draft.closed or draft.form != form or again or gap >= (2 if form == "cell" else 1):
                draft = _Draft(form, n, title, units, draft is not None)
                drafts.append(draft)
                title, units = "", []
            if form == "cell" and not opens and draft.parts and _is_last_note(draft, pieces[-1], lines, n, end):
                draft.notes.append(clean(pieces[-1]))
                draft.closed = True
            elif opens or not draft.parts:
                draft.parts.append(cells[form == "cell" :])
            else:
                draft.parts[-1][-1] += cells[0]
                draft.parts[-1] += cells[1:]
            draft.end = n
        gap = 0
    for draft in drafts:
        for row in draft.parts:
            texts = [_joined(cell) for cell in row]
            rest = list(filter(None, texts[_MOST_COLUMNS - 1 :]))
            draft.rows.append([*texts[: _MOST_COLUMNS - 1], " ".join(rest)] if len(texts) > _MOST_COLUMNS else texts)
    return drafts


def _one_cell_a_line(lines: Sequence[str], n: int, end: int) -> list[list[tuple[int, str]]]:
    """The rows of a table pasted with one cell a line, which begins at line `n` with 序号: for each its cells with their
    lines. It has a head, and at least two rows that count from 1; [] for anything else.

    Every row has as many cells as the head, but the last, which ends with what follows it.
    """
    cells: list[tuple[int, str]] = []
    for m in range(n, end):
        text = clean(lines[m - 1])
        if "\t" in lines[m - 1] or _STOPS.search(text) or len(text) > 60 or len(cells) > _MOST_CELLS:
            break
        if text:
            cells.append((m, text))
    texts = [text for _, text in cells]
    width = texts.index("1") if "1" in texts[: _MOST_COLUMNS + 1] else 0
    if width < 2 or any(kind(text) not in ("text", "year", "attribute") for text in texts[:width]):
        return []
    count = 0
    while (count + 1) * width < len(texts) and texts[(count + 1) * width] == str(count + 1):
        count += 1
    if count and (count + 1) * width > len(texts):
        count -= 1  # cut off
    return [cells[i * width : (i + 1) * width] for i in range(count + 1)] if count > 1 else []


def _near_cells(draft: _Draft) -> list[str]:
    """The cells of its last rows, as many as a page has."""
    return [_joined(cell) for row in draft.parts[-_PAGE:] for cell in row]


def _signs(cells: Iterable[str]) -> frozenset[str]:
    """What the cells end with, one to three characters, a bracket left out."""
    bare = [cell.rstrip(")）") for cell in cells]
    return frozenset(cell[-size:] for cell in bare for size in (1, 2, 3) if len(cell) > size)


def _is_footnote(text: str, signs: frozenset[str]) -> bool:
    """Whether `text` explains a sign at the end of a cell: a适用于… under 铅及其化合物a."""
    found = _FOOTNOTE.match(text)
    return found is not None and found["sign"] in signs


def _same_columns(rows: list[list[str]]) -> list[list[str]]:
    """`rows` of a table over several pages, each of which repeats the head, without the columns that are empty on a page;
    as they are where the pages do not have as many columns then."""
    key = [cell for cell in _squeezed(rows[0]) if cell] if rows else []
    starts = [i for i, row in enumerate(rows) if [cell for cell in _squeezed(row) if cell] == key]
    if len(key) < 2 or len(starts) < 2 or starts[0] or len({tuple(map(bool, rows[i])) for i in starts}) == 1:
        return rows
    found: list[list[str]] = []
    widths = set()
    for first, stop in zip(starts, [*starts[1:], len(rows)], strict=True):
        page = rows[first:stop]
        kept = [j for j in range(max(map(len, page))) if any(row[j : j + 1] and row[j] for row in page)]
        widths.add(len(kept))
        found += [[row[j] if j < len(row) else "" for j in kept] for row in page]
    return found if len(widths) == 1 else rows


def _is_piped(lines: Sequence[str], n: int, end: int, above: _Draft | None) -> bool:
    """Line `n` is cells between | without | around them: over a rule of hyphens, or below the rows of the draft `above`."""
    if above:
        return above.form == "pipe" and not above.closed
    return n + 1 < end and _form(lines[n]) == "rule"


def _is_over(draft: _Draft, lines: Sequence[str], n: int, end: int) -> bool:
    """All that `draft` has is one cell in one line, and at line `n` rows begin: one of three cells, or two of as many."""
    tabs = lines[n - 1].count("\t")
    more = tabs > 1 or (n + 1 < end and _form(lines[n]) == "row" and lines[n].count("\t") == tabs)
    return draft.form == "cell" and [len(cell) for row in draft.parts for cell in row] == [1] and more


def _is_last_note(draft: _Draft, text: str, lines: Sequence[str], n: int, end: int) -> bool:
    """Line `n` is a note right below the last row, which has all its cells."""
    whole = len(draft.parts) > 1 and len(draft.parts[-1]) >= len(draft.parts[0])
    return whole and is_note(clean(text)) and (n + 1 >= end or _form(lines[n]) in ("blank", "text"))


def _followed(lines: Sequence[str], n: int, end: int) -> int | None:
    """How many blank lines lie between line `n` and the table line that comes next; None when another comes next."""
    after = n + 1
    while after < end and _form(lines[after - 1]) == "blank":
        after += 1
    return after - n - 1 if after < end and _form(lines[after - 1]) in ("cell", "row", "pipe") else None


def _is_label(lines: Sequence[str], n: int, end: int, gap: int, form: str) -> bool:
    """Line `n` is a group row without a TAB: a numbered label between rows, or a few words right between rows of cells."""
    text, blank = clean(lines[n - 1]), _followed(lines, n, end)
    if _STOPS.search(text) or (form == "cell" and gap != 1):
        return False
    if _LABEL.fullmatch(text):
        return blank in (0, 1)
    inside = (
        form == "row" and gap == 0 == blank and len(text) <= 20 and not re.search("[，、:：]$|^[(（]?[附续]?表", text)
    )
    return inside and not is_head([clean(cell) for cell in lines[n].split("\t")])


def _goes_on(lines: Sequence[str], n: int, end: int, gap: int) -> bool:
    """Line `n` is the rest of a cell: it follows directly, or after a blank line when the row is not at its end."""
    text, blank = lines[n - 1].strip(), _followed(lines, n, end)
    short = len(text) <= (25 if gap == 0 else 12) and not _STOPS.search(text)
    if gap == 0:
        return short or blank in (0, 1)
    return gap == 1 and (blank == 0 or (blank == 1 and short))


def _squeezed(cells: Sequence[str]) -> list[str]:
    return [cell.replace(" ", "") for cell in cells]


def _merged(drafts: list[_Draft]) -> list[_Draft]:
    """The drafts, with those made one that are one table cut by a page break: the rest repeats the head or has none."""
    merged: list[_Draft] = []
    for draft in drafts:
        into = merged[-1] if merged else draft
        if draft.loose and merged and into.form == draft.form:
            again = _squeezed(draft.rows[0]) in map(_squeezed, into.rows[:3])
            if again or not (into.closed or draft.ruled or is_head(draft.rows[0])):
                into.rows += draft.rows
                into.notes += draft.notes
                into.end, into.closed = draft.end, draft.closed
                continue
        merged.append(draft)
    return merged


def _table(draft: _Draft, document_id: str, provision_id: str, caption: str) -> Table | None:
    """The draft as a table, or None when it is none: text after a TAB, a single row, a single column."""
    printed: list[list[str]] = []
    notes = draft.notes
    signs = _signs(cell for cells in draft.rows for cell in cells if sum(map(bool, cells)) > 1)
    for cells in draft.rows:
        filled = [cell for cell in cells if cell]
        if len(filled) == 1 and (
            is_note(filled[0])
            or _UNIT.match(filled[0])
            or (_FOOTNOTE.match(filled[0]) and _is_footnote(filled[0], signs))
        ):
            notes.append(filled[0])
        elif filled:
            printed.append(cells)
    printed = _same_columns(printed)
    if len(printed) > 2 and sum(map(bool, printed[0])) == 1 and is_head(printed[1]):
        if _LABEL.fullmatch("".join(printed[0])):
            printed[:2] = printed[1::-1]  # 一、经济 over the head is the group of the rows below it
        else:
            caption = "".join(printed.pop(0))
    if sum(sum(map(bool, cells)) > 1 for cells in printed) < 2 or (not draft.ruled and _is_list(printed)):
        return None
    if unit := _UNIT_AFTER.fullmatch(caption):
        caption = unit["title"]
        notes.insert(0, unit["unit"])
    first = printed[0]
    head = first if draft.ruled or is_head(first, printed[1:]) or may_be_head(first) else []
    body = [cells for cells in printed if _squeezed(cells) != _squeezed(head)]
    every = [] if head else [cell for cells in body for cell in cells if cell]
    if not body or (every and sum(_STOPS.search(cell) is not None for cell in every) * 2 > len(every)):
        return None  # nothing below the head; sentences without one
    width = max(len(head), *(j for cells in body for j, cell in enumerate(cells, 1) if cell))
    columns, rows = aligned(head, [cells[:width] for cells in body], width)
    return Table(
        document_id,
        provision_id,
        caption,
        draft.line,
        draft.end,
        columns,
        tuple(map(tuple, rows)),
        tuple(_groups(rows)),
        tuple(dict.fromkeys(notes)),  # a page break repeats the unit
    )


def _is_list(rows: Sequence[Sequence[str]]) -> bool:
    """At most two cells a row, and they are a numbered list, names before colons or entries with their pages."""
    filled = [[cell for cell in cells if cell] for cells in rows]
    pairs = [cells for cells in filled if len(cells) == 2]
    if any(len(cells) > 2 for cells in filled) or not pairs:
        return False
    pages = [int(last) if last.isascii() and last.isdigit() else -1 for _, last in pairs]
    return all(_LISTED.fullmatch(first) or re.search("[:：]", first) for first, _ in pairs) or (
        len(pairs) > 2 and pages[0] >= 0 and pages == sorted(pages)
    )


def _groups(rows: Sequence[Sequence[str]]) -> list[str]:
    """What each row stands under: its cell of a first column that is merged downwards, the labels above it, and the
    words merged downwards from a row above it over the words that it begins with."""
    first = [row[0] for row in rows]
    merged = len(rows[0]) > 2 and first[0] and first.count("") * 3 >= len(first) if rows else False
    merged = merged and all(kind(cell) in ("", "text") for cell in first)
    names = [next((cell for cell in row if kind(cell) == "text"), "") for row in rows]
    found: list[str] = []
    column = main = middle = part = ""
    whole, place = "", -1  # the last cell that may be merged downwards: words with words beside them; its column
    for row, name, following in zip(rows, names, [*names[1:], ""], strict=True):
        column = (row[0] or column) if merged else ""
        at = row.index(name) if name else -1
        under = place >= 0 and at == place + 1 and not row[place]
        if not under:
            beside = at >= bool(merged) and at + 2 < len(row) and kind(row[at + 1]) == "text"
            whole, place = (name, at) if beside else ("", -1)
        level = "" if under else _level(row, name)
        if _TOTAL.fullmatch(name):
            column = main = middle = part = ""
        if level == "middle" and _PART.match(following):
            level = "part"
        if level == "main":
            above = [column]
            main, middle, part = name, "", ""
        elif level == "middle":
            above = [column, main]
            middle, part = name, ""
        elif level == "part":
            above = [column, main, middle]
            part = name
        else:
            part = part if _PART.match(name) else ""
            above = [column, main, middle, part, whole * under]
        found.append(" › ".join(filter(None, above)))
    return found


def _level(row: Sequence[str], name: str) -> str:
    """main or middle for a group row: the text `name`, after at most its numbers, and nothing else, but the totals of
    a numbered group; else ""."""
    if not name or _PART.match(name) or _TOTAL.fullmatch(name):
        return ""
    at = row.index(name)
    numbers, others = [cell for cell in row[:at] if cell], [cell for cell in row[at + 1 :] if cell]
    if any(kind(cell) not in ("number", "item") for cell in numbers):
        return ""
    numbered = _LABEL.fullmatch(name)
    main = (numbered and numbered["main"]) or (numbers and re.match("[一二三四五六七八九十]", numbers[0]))
    if others and not ((numbered or main) and row[at + 1] == "" and is_figures(others)):
        return ""
    if not numbered and len(row) - at < 3:
        return ""  # one blank cell beside it is only a blank cell
    return "main" if main else "middle"
