"""Whether a point 一、 （一） 1. is a title: alone on its line, before a first sentence, before a colon."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..model.kinds import RANK, Kind
from .clauses import is_clause_of
from .line_classifier import Line

_TITLE = 60  # characters of a title that ends with a stop
_BARE_TITLE = 90  # of one without
_CLAUSES = 2  # commas in a title before a sentence
# So begin sentences, not titles: 对符合条件的企业，…; so do conditions: 应当具有…
_SENTENCE = re.compile(
    r"[对凡本各经由在如若被将为应需可已未均]|根据|按照|依据|依照|鼓励类|企业|个人|单位|申请|符合|具有|不得|必须|同一|其中|每"
    r"|自[0-9二本公印发]"
)
COLON_TITLE = re.compile(
    r"(?!.*(?:第.{1,6}[条款项]|下列|如下|应当|不得|可以))([^，。；：:]{2,20}(?<![为是下列改定的括有]))[：:]"
)  # 一、任命：; not 一、第三条增加：
_LABELLED = re.compile(r"([^，。；：:《（(0-9]{2,12}(?<![为是下列改定的括有]))[：:](?=.)")
_RULING = re.compile(r"应当|不得|可以|必须|是指|以上的|以下的|的，|[0-9]+万?元")


def label(line: Line) -> str:
    """The title before a colon in the point, 三、质保期：5年; "" when it begins otherwise."""
    named = _LABELLED.match(line.rest) if line.kind == Kind.ITEM and not line.title else None
    return named[1] if named else line.title if line.kind == Kind.ITEM and is_named(line) else ""


def sentence(text: str) -> tuple[str, str]:
    """The first sentence of `text` if it is as short as a title, and what follows it; "" if not."""
    head, stop, rest = (piece.strip() for piece in text.partition("。"))
    if len(head) > (_TITLE if stop else _BARE_TITLE) or re.search(r"[；;！？：:]", head) or head.endswith(("，", "、")):
        return "", text
    return head, rest


def is_ruling(sentence: str) -> bool:
    """Whether `sentence` rules or states something, so that it is no title."""
    return bool(_SENTENCE.match(sentence) or _RULING.search(sentence))


def has_long_title(lines: Sequence[Line], i: int) -> bool:
    """Whether the point at `i`, which has no short title, begins with a sentence that may be one among titles."""
    head, rest = sentence(lines[i].rest)
    return not lines[i].title and bool(head and rest) and head.count("，") <= _CLAUSES and not is_ruling(head)


def is_sentence_title(lines: Sequence[Line], i: int) -> bool:
    """Whether the point at `i` is one sentence alone on its line, with text under it: a title that ends with a stop."""
    line = lines[i]
    if line.title or not line.rest or not has_below(lines, i):
        return False
    head, rest = sentence(line.rest)
    return bool(head) and not rest and not is_ruling(head)


def has_run_in_title(line: Line, ladder: bool) -> bool:
    """Whether a title stands before the first sentence of the point; under 章 and 节 （一）铝材：… is a list."""
    return bool(line.title and line.rest) and not (ladder and is_named(line))


def is_named(line: Line) -> bool:
    """Whether a colon ends the title that stands before the text of the point."""
    return bool(line.rest) and line.text.removesuffix(line.rest).rstrip().endswith(("：", ":"))


def is_alone(lines: Sequence[Line], i: int) -> bool:
    """Whether the point at `i` is a title alone on its line with something under it; 1.《某办法》 cites one."""
    line = lines[i]
    cites = line.title.startswith("《") and line.kind in ("1.", "（1）")
    return bool(line.title) and not line.rest and not cites and has_below(lines, i)


def has_below(lines: Sequence[Line], i: int) -> bool:
    """Whether something stands under the point at `i`: no heading, and no point of its kind or a greater one."""
    if i + 1 == len(lines):
        return False
    below = lines[i + 1]
    if below.role == "ladder" and is_clause_of(below, lines[i].kind, lines[i].number):
        return True
    return below.role not in ("ladder", "annex", "schedule", "glossary") and not (
        below.role == "item" and below.kind in RANK and RANK[below.kind] <= RANK[lines[i].kind]
    )


def holds_text(lines: Sequence[Line], i: int) -> bool:
    """Whether a paragraph or a smaller point stands under the point at `i`."""
    return has_below(lines, i) and lines[i + 1].role in ("text", "item")
