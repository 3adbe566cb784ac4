"""Kinds of provision: each level word with its rank, id code and field slot; sets of kinds; imports nothing."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """One kind of provision. The value is the level word as ids, JSON and queries give it."""

    code: str  # its name in ids
    rank: float | None  # on the ladder of numbered headings, 0 outermost; None beside the ladder
    slot: str  # field of Passage that holds its heading; "" for none
    is_heading: bool  # listed in an outline; the others hold lines only

    def __new__(cls, word: str, code: str, rank: float | None = None, slot: str = "", is_heading: bool = False) -> Kind:
        kind = str.__new__(cls, word)
        kind._value_ = word
        kind.code, kind.rank, kind.slot = code, rank, slot
        kind.is_heading = is_heading or rank is not None
        return kind

    # The ladder, outermost first. Which points, from 一、 down, and which decimals are headings, their context tells.
    BOOK = "编", "book", 0, "part"
    SUBBOOK = "分编", "subbook", 1
    PART = "篇", "part", 1, "part"
    DIVISION = "部分", "division", 1, "part"
    CHAPTER = "章", "chp", 2, "chapter"
    SECTION = "节", "sec", 3, "section"
    ARTICLE = "条", "art", 4, "article"
    CLAUSE = "1", "clause", 4.1, "chapter"  # of standards and emergency plans: 4, 4.2, 4.2.1, A.1
    CLAUSE_2 = "1.1", "clause", 4.2, "section"
    CLAUSE_3 = "1.1.1", "clause", 4.3
    CLAUSE_4 = "1.1.1.1", "clause", 4.4
    CLAUSE_5 = "1.1.1.1.1", "clause", 4.5
    ITEM = "一、", "item", 5
    SUBITEM = "（一）", "sub", 6
    POINT = "1.", "point", 7
    SUBPOINT = "（1）", "subpoint", 8

    # Beside the ladder.
    HEADING = "小标题", "head", None, "", True  # without a number, as bookmarks or print tell
    BOX = "专栏", "box", None, "box", True
    TABLE = "表", "table", None, "box", True
    ANNEX = "附件", "annex", None, "", True
    SCHEDULE = "附表", "schedule", None, "box", True
    GLOSSARY = "名词解释", "glossary", None, "", True
    TERM = "词条", "term"
    FOOTNOTE = "注释", "footnote"
    PREFACE = "前言", "preface"
    NOTICE = "通知", "notice"
    CONTENTS = "目录", "contents"
    COVER = "封面", "cover"
    COLOPHON = "版权页", "colophon"
    BODY = "正文", "body"  # of a document without headings
    REMARK = "附注", "remark"  # signature, copies, list of annexes


#: The ladder: kind → rank.
RANK: dict[str, float] = {kind: kind.rank for kind in Kind if kind.rank is not None}
#: Kinds that an outline lists.
HEADINGS = frozenset(kind for kind in Kind if kind.is_heading)
#: Printed large, with a title always.
TITLED = frozenset(kind for kind in Kind if kind.rank is not None and kind.rank < RANK[Kind.ARTICLE])
#: Numbered 一、 （一） 1. （1）: headings or items of a list.
POINTS = (Kind.ITEM, Kind.SUBITEM, Kind.POINT, Kind.SUBPOINT)
#: Numbered 1, 1.1, 1.1.1, by depth.
CLAUSES = (Kind.CLAUSE, Kind.CLAUSE_2, Kind.CLAUSE_3, Kind.CLAUSE_4, Kind.CLAUSE_5)
#: Their heading is the caption of the table in them.
CAPTIONED = frozenset((Kind.BOX, Kind.TABLE, Kind.SCHEDULE))
#: They hold terms with definitions.
GLOSSARIES = (Kind.GLOSSARY, Kind.FOOTNOTE)
#: They frame the text of a document and are no part of it.
FRAMES = (Kind.COVER, Kind.CONTENTS, Kind.COLOPHON, Kind.NOTICE, Kind.PREFACE, Kind.REMARK)
#: Page numbers after leaders are no cells.
WITHOUT_TABLES = frozenset((Kind.CONTENTS, Kind.COVER, Kind.COLOPHON))
#: As a heading they name nothing.
GENERIC = frozenset((Kind.GLOSSARY, Kind.PREFACE, Kind.ANNEX, Kind.REMARK, Kind.CONTENTS, Kind.BOX, Kind.SCHEDULE))
