"""Sources, documents, provisions and passages as plain frozen data; imports only the kinds.

Lines are counted from 1. A span is a half-open range `(start, end)` of line numbers.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from .kinds import HEADINGS
from .record import record

if TYPE_CHECKING:
    from .grids import Grid, PageStart

#: Kinds that an outline lists.
OUTLINE_KINDS = HEADINGS


@record
class Declared:
    """What a file declares about its document outside of the text; "" where it does not."""

    title: str = ""
    number: str = ""  # as printed
    issuer: str = ""
    issued: str = ""  # ISO date
    url: str = ""  # http or https, ASCII
    published: str = ""  # ISO date
    card: tuple[tuple[str, str], ...] = ()  # labels and values of a page's card: 索引号 …


UNDECLARED = Declared()


@record
class Source:
    """One file, decoded."""

    path: str  # as shown: relative to the folder given, "/" between
    lines: tuple[str, ...]  # without line ends; lines[0] is line 1
    encoding: str
    guessed: bool  # the encoding was
    sha256: str  # of the bytes on disk
    declared: Declared = UNDECLARED
    pages: tuple[tuple[str, int, int], ...] = ()  # lines that moved: file, first line here, there
    blocks: tuple[tuple[str, int], ...] = ()  # parts recognised as navigation: kind, characters
    grids: tuple[Grid, ...] = ()  # of the tables its reader knows
    recognised: tuple[tuple[int, float, str], ...] = ()  # by OCR: page, mean confidence, key of what is kept
    links: tuple[str, ...] = ()  # files that it links to, as paths from its folder
    page_starts: tuple[PageStart, ...] = ()
    levels: tuple[tuple[int, int, bool], ...] = ()  # titles by their look: line, level, sure
    reader: str = ""  # the name of the reader that read it

    def where(self, start: int, end: int) -> tuple[str, int, int] | None:
        """The file in which lines `start` to `end` begin, and its lines; None where there is one file."""
        if not self.pages:
            return None
        at, to = (bisect_right(self.pages, line, key=lambda page: page[1]) for line in (start, end))
        name, first, own = self.pages[at - 1]
        while self.pages[to - 1][0] != name:
            to -= 1
        _, last, there = self.pages[to - 1]
        stop = self.pages[to][1] if to < len(self.pages) else end + 1
        return name, own + start - first, there + min(end, stop - 1) - last

    def page_of(self, line: int) -> PageStart | None:
        """The printed page on which a line begins; None where no page is known."""
        if not self.page_starts or line < self.page_starts[0].line:
            return None
        at = bisect_right(self.page_starts, (line, False), key=lambda one: (one.line, one.within))
        return self.page_starts[max(at, 1) - 1]


@record
class Provision:
    """One unit of the tree: a heading with what stands directly under it, or a piece without one."""

    id: str  # its place in the document: part_3__chp_7__sec_1, box_6, art_27
    kind: str  # the Chinese level word: model.kinds
    number: str  # as printed: 第三篇, 专栏3-1; "" when it has none
    title: str  # full, wrapped lines joined; "" when it has none
    line: int  # of the heading, or its first line
    line_end: int  # last line of all under it, inclusive
    parent: int | None  # index into Document.provisions
    spans: tuple[tuple[int, int], ...]  # its own lines, heading included, children excluded
    text: str  # its own, without the heading; lines joined by "\n", untouched otherwise
    printed: str = ""  # the heading's own lines as they stand
    run_in: bool = False  # the text begins on the heading's last line: 第一条 为了…
    grids: tuple[Grid, ...] = ()  # of the tables in `text`
    page: int = 0  # printed page or slide on which it begins, from 1; 0: none

    @property
    def heading(self) -> str:
        """Number and title as one reads them: `第三篇 迭代升级现代制造业集群`."""
        return f"{self.number} {self.title}".strip()


@record
class Document:
    """One 文件 with its metadata; `provisions` in the order of their first lines, parents before children."""

    id: str  # cq-jiulongpo-fyp-15
    title: str
    type: str  # 规划纲要 规划 通知 目录 法律 …
    district: str  # 九龙坡区; the city itself (重庆市) for a municipal plan; "" when absent
    city: str  # 重庆市
    level: str  # 国家 省级 市级 区县级 …
    plan: str  # 十五五; "" when none
    years: tuple[int, ...]  # every year of the plan period, else the year of issue, else ()
    number: str  # 九龙坡府发〔2026〕3号
    issuer: str
    issued: str  # ISO date, as exact as the text: 2026-03
    source: str  # Source.path
    line_start: int
    line_end: int  # inclusive
    provisions: tuple[Provision, ...]
    url: str = ""  # of the web page that it was taken from
    attached_to: str = ""  # id of the document that it is attached to, in an index
    attachments: tuple[str, ...] = ()  # ids of what is attached to it
    issuers: tuple[str, ...] = ()  # those of a joint document each, in their order
    written: str = ""  # 成文日期; ISO dates all four, "" where the text does not say
    printed: str = ""  # 印发日期
    published: str = ""  # 公布日期, 发布日期
    in_force: str = ""  # 施行日期
    card: tuple[tuple[str, str], ...] = ()  # Declared.card

    def __repr__(self) -> str:
        return f"<Document {self.id!r}: {self.title}>"


@record
class Passage:
    """What is indexed and returned: one provision's own text with its place."""

    id: str  # Document.id + "/" + Provision.id
    document_id: str
    document: str  # title
    type: str
    district: str
    city: str
    level: str
    plan: str
    years: tuple[int, ...]
    number: str
    issuer: str
    issued: str
    kind: str
    part: str  # heading of the 篇 or 编 it stands in (or is); "" when none; the same below
    chapter: str
    section: str
    article: str
    box: str  # 专栏, 表 or 附表
    path: tuple[str, ...]  # headings from the top down to its own
    title: str  # its own heading; "" when none
    text: str
    source: str
    line_start: int
    line_end: int  # inclusive, last line of its own text
    printed: str = ""  # Provision.printed
    run_in: bool = False  # Provision.run_in
    page: tuple[str, int, int] | None = None  # of a text over several files: where it begins, its lines there
    url: str = ""  # of its document
    heading_number: str = ""  # Provision.number
    parent: str = ""  # id of the provision that it stands under; "" when none
    grids: tuple[Grid, ...] = ()  # Provision.grids
    page_start: int = 0  # printed page, from 1; 0: none
    page_end: int = 0
    page_label: str = ""  # printed on the first, where not its number

    def __repr__(self) -> str:
        return f"<Passage {self.id!r}: {self.title or self.kind}>"

    def __reduce__(self) -> tuple[object, ...]:
        return Passage, _values(self)  # the way of dataclasses, through __setstate__, takes three times as long

    @property
    def over(self) -> tuple[str, ...]:
        """The headings above its own, from the top down."""
        return self.path[:-1] if self.title and self.path[-1:] == (self.title,) else self.path

    @property
    def above(self) -> tuple[str, ...]:
        """The steps down to it: district, document unless that is the district's plan, the headings over its own."""
        document = "" if self.district and self.type == "规划纲要" else self.document
        return (*filter(None, (self.district, document)), *self.over)

    @property
    def tabular(self) -> bool:
        """Whether its text may hold a table: TABs, bars, or cells below 序号."""
        return "\t" in self.text or "|" in self.text or "序号\n" in self.text

    @property
    def place(self) -> str:
        """Where it stands on disk, as editors and browsers (RFC 8118) take it: `file.txt:12-20`, `file.pdf#page=3`."""
        file, first, last = self.file
        if self.page_start:
            return f"{file}#page={self.page_start}"
        return f"{file}:{first}" + (f"-{last}" if last > first else "")

    @property
    def file(self) -> tuple[str, int, int]:
        """The file in which it begins, with its first and last line there."""
        return self.page or (self.source, self.line_start, self.line_end)


_values = attrgetter(*Passage.__dataclass_fields__)
