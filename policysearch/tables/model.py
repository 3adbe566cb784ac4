"""A table as it is shown."""

from __future__ import annotations

from ..model.record import record


@record
class Table:
    """One table as printed; every row is as long as `columns`, and `groups` as long as `rows`."""

    document_id: str
    provision_id: str  # id of the passage it stands in: of a 专栏, 表, 附表 or text
    caption: str  # heading of the box or table as printed, or the title line above it
    line_start: int  # of its first row, in the file
    line_end: int  # of its last row or note, inclusive
    columns: tuple[str, ...]  # "" where nothing is printed over a column; "2020年 数值" for a head of two levels
    rows: tuple[tuple[str, ...], ...]  # a group row has its label where it is printed and "" elsewhere
    groups: tuple[str, ...]  # what each row stands under: "一、经济发展", "协调发展 › 空气质量"; "" when under nothing
    notes: tuple[str, ...]  # 单位, 注 and 备注: what * and 【】 mean in this table
    first: int  # as line_start and line_end, but of the text of its passage, from 1
    last: int

    @property
    def labels(self) -> frozenset[int]:
        """The rows that only say what the rows below them stand under."""
        below = zip(self.rows, self.groups, self.groups[1:], strict=False)
        overs = [(i, row, group.split(" › ")[-1]) for i, (row, own, group) in enumerate(below) if group != own]
        return frozenset(i for i, row, over in overs if over in row and not any(row[row.index(over) + 1 :][:1]))
