"""The table rows of a passage that match a query, under their column heads."""

from __future__ import annotations

from collections.abc import Sequence

from ..model.document import Passage
from ..model.record import record
from ..query.ast import Phrase, Query, Term
from ..query.ast import positive_leaves as wanted_leaves
from ..runtime.lazy_pattern import lazy_pattern
from ..text.boundaries import Span
from ..text.normalize import fold
from .highlight import Snippet, marks

MOST = 5  # rows of one passage that are shown

_MEANT = lazy_pattern(r"[*＊※△▲]|[【〔\[［](?=\s*[】〕\]］])|(?<=[标带“])[—-]+")  # what a note explains
_NAME = lazy_pattern(r"\W?\w{1,4} ?[:：]")  # 注：
_PARTS = lazy_pattern("[；;。，]")
_GENERAL = lazy_pattern(
    r"(?<=\w\w)(?:单位|部门|机构|主体|时限|时间|日期|地点|地址|领导|人员?)$"
)  # of a column head: 牵头单位
_LEVEL = lazy_pattern(r"^[省市区县](?=\w\w)")
_LISTED = lazy_pattern(r"[、,;/\s]+")
_YEAR = lazy_pattern("(?<![0-9])[12][0-9]{3}(?![0-9])")
_NUMBER = lazy_pattern(r"^\s*(?:[0-9]{1,2}[.．、]|[①-⑳])\s*")


@record
class Rows:
    """Rows of one table that match, as many cells each as `columns`."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    groups: tuple[str, ...]  # what each row stands under, as in Table
    marks: tuple[tuple[tuple[Span, ...], ...], ...]  # for each row, for each cell: where the query stands in it
    heads: tuple[tuple[Span, ...], ...]  # the same for `columns`
    over: tuple[tuple[Span, ...], ...]  # the same for `groups`
    notes: tuple[str, ...]  # the notes of the table with its unit, and those that explain * or 【】 in these rows
    more: int = 0  # rows that match as well and are left out

    @property
    def filled_columns(self) -> tuple[int, ...]:
        """The columns in which a row has something, in order."""
        return tuple(j for j in range(len(self.columns)) if any(row[j] for row in self.rows))

    @property
    def labels(self) -> tuple[str, ...]:
        """The text above each row: its group, or "" when that is above already or stands in the row itself."""
        before = ["", *self.groups]
        return tuple(
            "" if group == above or group in row else group
            for group, above, row in zip(self.groups, before, self.rows, strict=False)
        )

    @property
    def matches(self) -> int:
        """How many marks are printed."""
        over = sum(len(spans) for label, spans in zip(self.labels, self.over, strict=True) if label)
        return (
            over + sum(len(self.heads[j]) for j in self.filled_columns) + sum(len(s) for row in self.marks for s in row)
        )

    @property
    def asked_columns(self) -> frozenset[int]:
        """The columns that the query names, which hold the answer: 2030年目标 for 城镇化率 2030年."""
        return frozenset(j for j, spans in enumerate(self.heads) if spans)


def matching_rows(passage: Passage, query: Query, piece: Snippet, most: int | None = MOST) -> Rows | None:
    """The rows that match `query` as well as the snippet `piece` does, at most `most` (None: all); None when the text matches better.

    If a word names a column, the rows whose cell there holds the others. Else the row that holds most of the query, then
    those that hold as much, or something else of it that no heading says.
    """
    if not passage.tabular:
        return None
    lines = passage.text.split("\n")
    places = [i for i, line in enumerate(lines) if "\t" in line or "|" in line]
    flat = "\n".join(lines[places[0] : places[-1] + 1])
    wanted = _strings([flat], [marks(flat, query)])
    if not wanted:
        return None  # before the tables are parsed, which takes time
    from ..tables.recognize import tables

    best: Rows | None = None
    around = (passage.document, passage.district, *passage.path)  # shown above the rows or the snippet
    said = _strings(around, [marks(text, query) for text in around])
    least = _weight(said | _strings([piece.text], [piece.marks]))
    words = [fold(leaf.text) for leaf in wanted_leaves(query) if isinstance(leaf, Term | Phrase)]
    for table in tables(passage):
        nothing: tuple[tuple[Span, ...], ...] = ((),) * len(table.columns)
        heads = tuple(marks(column, query) for column in table.columns)
        marked = [
            tuple(marks(cell, query) for cell in row)
            if any(map(fold("\t".join(row)).__contains__, wanted))
            else nothing
            for row in table.rows
        ]
        found = [_strings(row, spans) for row, spans in zip(table.rows, marked, strict=True)]
        over = {group: marks(group, query) for group in dict.fromkeys(table.groups)}
        under = [_strings([group], [over[group]]) for group in table.groups]
        every = _under_head(table.columns, table.rows, words) or _chosen(
            found, under, said | _strings(table.columns, heads)
        )
        chosen = sorted(every[:most])
        together = said.union(_strings(table.columns, heads), *(found[i] | under[i] for i in chosen))
        # A tie goes to the row: beside its column heads it says more than a piece of flattened text.
        if chosen and _weight(together) >= (least if best is None else least + 1):
            least = _weight(together)
            best = Rows(
                table.columns,
                tuple(table.rows[i] for i in chosen),
                tuple(table.groups[i] for i in chosen),
                tuple(marked[i] for i in chosen),
                heads,
                tuple(_besides(table.groups[i], over[table.groups[i]], found[i]) for i in chosen),
                _explaining(table.notes, [cell for i in chosen for cell in table.rows[i]]),
                len(every) - len(chosen),
            )
    return best


def _chosen(found: Sequence[set[str]], under: Sequence[set[str]], said: set[str]) -> list[int]:
    """The rows to show, the best first, by what of the query stands in each, over each, and over all of them."""
    chosen: list[int] = []
    covered = set(said)

    def new(i: int) -> set[str]:
        return {text for text in found[i] | under[i] if all(text not in other for other in covered)}

    rows = [i for i, texts in enumerate(found) if texts]
    telling = {i: new(i) for i in rows}
    if not any(telling.values()):
        telling = {i: found[i] | under[i] for i in rows}
    best_first = sorted(rows, key=lambda i: (-_weight(telling[i]), i))
    for i in best_first:
        if not chosen or new(i):
            chosen.append(i)
            covered |= found[i] | under[i]
    alike = [i for i in best_first if i not in chosen and any(telling[i] == telling[j] for j in chosen)]
    return chosen + alike


def _under_head(columns: Sequence[str], rows: Sequence[Sequence[str]], words: Sequence[str]) -> list[int]:
    """The rows, in order, that have the other words in the cell of a column that one of the folded words names; [] without such a column.

    Words in no cell of such a column do not select cells: 森林覆盖率 beside 2030年目标. A column of a year selects none: 地区生产总值
    beside it is the name of a row, though the value of another row may hold it.
    """
    heads = ["" if _YEAR.search(column) else fold(column) for column in columns]
    for word in words:
        named = [j for j, head in enumerate(heads) if len(word) > 1 and word in head]
        cells = ["\t".join(fold(row[j]) for j in named) for row in rows]
        others = [other for other in words if other != word and len(other) > 1 and any(other in cell for cell in cells)]
        if others and (found := [i for i, cell in enumerate(cells) if all(other in cell for other in others)]):
            return found
    for word in words:
        held: dict[int, int] = {}
        for j, rest in _named_within(word, heads):
            for i, row in enumerate(rows):
                held[i] = max(held.get(i, 0), _longest_part(rest, fold(row[j])))
        if most := max(held.values(), default=0):
            return [i for i, length in held.items() if length == most]
    return []


def _named_within(word: str, heads: Sequence[str]) -> list[tuple[int, str]]:
    """The columns that a folded word names beside something else, and what that is: 牵头单位区教委, 区教委牵头的任务."""
    if whole := [(j, word.replace(head, " ")) for j, head in enumerate(heads) if len(head) > 1 and head in word]:
        return whole
    stems = [(j, _GENERAL.sub("", head)) for j, head in enumerate(heads)]
    return [(j, word.replace(stem, " ")) for j, stem in stems if stem != heads[j] and stem in word]


def _longest_part(said: str, cell: str) -> int:
    """The length of the longest entry listed in a cell that is in `said`, the 区 of 区教委 left out."""
    parts = (_LEVEL.sub("", part) for part in _LISTED.split(cell))
    return max((len(part) for part in parts if len(part) > 1 and part in said), default=0)


def _explaining(notes: Sequence[str], cells: Sequence[str]) -> tuple[str, ...]:
    """Of `notes` the units, and the parts that say what a mark in `cells` means."""
    text = "\t".join(cells)
    shown = []
    for note in notes:
        if "单位" in note[:4]:
            shown.append(note)
            continue
        name = _NAME.match(note)
        parts = [_NUMBER.sub("", part) for part in _PARTS.split(note[name.end() if name else 0 :])]
        if parts := [part for part in parts if any(mark in text for mark in _MEANT.findall(part))]:
            shown.append((name[0] if name else "") + "；".join(parts))
    return tuple(shown)


def _besides(text: str, spans: Sequence[Span], found: set[str]) -> tuple[Span, ...]:
    """Those of `spans` that match more than `found`: not the 森林 of 森林增长 over 森林覆盖率."""
    return tuple(
        (start, end)
        for start, end in spans
        if not any(fold(text[start:end]) in other != fold(text[start:end]) for other in found)
    )


def _strings(texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> set[str]:
    return {fold(text[start:end]) for text, marked in zip(texts, spans, strict=True) for start, end in marked}


def _weight(found: set[str]) -> int:
    """How many characters of the query `found` covers; strings within other ones do not count."""
    return sum(len(text) for text in found if not any(text != other and text in other for other in found))
