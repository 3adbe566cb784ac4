"""Decimal clauses 1, 1.1, 4.2.1, A.1 of standards and emergency plans, recognised by their count."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..model.kinds import CLAUSES, Kind
from .line_classifier import Line
from .line_text import ordinal, squeeze, tidy

_CLAUSE = re.compile(
    r"(?P<number>(?:[A-ZＡ-Ｚ](?=[.．])|[0-9０-９]{1,2})(?:[.．][0-9０-９]{1,2}){0,4})(?![0-9０-９])(?P<dot>[.．、]?)(?P<gap>[\s　]*)(?P<rest>.*)",
    re.S,
)
# After a figure: 1.5 万亿元, 2.3 个百分点, 3月, 10～20, 2.5%.
_QUANTITY = re.compile(
    r"[%％‰℃°～~×+＋/／:：)）〕\]<>≤≥=＝]|(?:[个位项名家种次倍人元吨亩户万亿年月日时天届周岁号](?![一-鿿]{0,12}$)|百分|平方|公[里顷斤])"
)
_FIGURES = re.compile(r"[0-9]+(?:[.．][0-9]+)?[\s　]+[0-9]")  # of a row: 2.5 10 2 2 3 优于二级标准
# A number of a standard, which its pages print at the top beside their own: 5 GB/T 99999—2026.
_PAGE_HEAD = re.compile(
    r"[A-Z]{1,4}(?:\s*[0-9]{2,6})?(?:\s*/\s*[A-Z]{1,8})?\s*[0-9X]{1,6}(?:\.[0-9]+)?\s*[-—–－]{1,2}\s*[0-9X]{2,4}"
)
# The number of a page glued to that of the first clause on it: 7910.1 for 10.1.
_GLUED_PAGE = re.compile(r"[0-9]{2,5}(?=[.．][0-9]{1,2}(?![0-9]))")
_BEGUN = re.compile(r"(?![的之等及和与或])[一-鿿“《].{3}")
_MODAL = re.compile(r"应当?(?!急|用|对|变|答)|宜(?!居|业)|可(?!行|靠|视|持|再)|不[应得宜]|必须|严禁|禁止")
_STARTS = frozenset("0123456789０１２３４５６７８９ABCDEFGHＡＢＣＤＥＦＧＨ")
_GLUED_TITLE = re.compile(r"[一-鿿][^。；！？：，,0-9]{1,19}")  # 1总则
_MOST_SHALLOW = 12  # clauses 1, 2, 3 in a row that need none below; more are the rows of a table
_FEWEST = 3  # clauses of a document
_FEWEST_COUNTED = 2  # where chapters count with them: 2.1 and 2.2 in 第二章
_FIRST = 4  # entries of a contents page, one of which comes again where the text begins
_TITLE_LINES = 4  # lines of a title that is printed again over the first clause
_TITLE = 60  # characters
_SENTENCE_TITLE = 20  # of a title before a sentence
_CHAPTERS = (Kind.DIVISION, Kind.PART, Kind.CHAPTER)
_LETTERS = 100  # the value of A less 1, so that annexes come after all clauses

Value = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Clause:
    """A line that may begin with the number of a clause."""

    at: int  # its place among the lines
    value: Value  # 4.2.1 is (4, 2, 1), A.1 is (101, 1)
    kind: str
    number: str  # as printed
    rest: str
    printed: bool  # as such a number; 第四章 and 四、 count too


def with_clauses(lines: Sequence[Line]) -> list[Line]:
    """`lines` where decimal clauses are headings.

    The number of each must follow from that of the clause before: 4.2 or 5 or 4.1.1 after 4.1, or one more where a number is
    lost. Of all ways to count through a text, or through an annex of it, the longest holds; figures and rows fall out.
    """
    found = list(lines)
    last: Value = ()
    marked = [n for n, line in enumerate(lines) if line.marked]
    for stretch, listed in _stretches(lines):
        chain = _longest_chain(stretch, last)
        counted = sum(not clause.printed for clause in chain) > 1  # by 第四章 or 四、, so that 4 over 4.1 is a row
        listed_under = {*_listed_under(chain, marked, lines)} if len(marked) >= _FEWEST else ()
        printed = [
            clause
            for clause in chain
            if clause.printed and not (counted and len(clause.value) == 1) and clause.at not in listed_under
        ]
        deep = sum(len(clause.value) > 1 for clause in printed)
        shallow = len(printed) - deep
        if (
            not printed
            or shallow > _MOST_SHALLOW + 4 * deep
            or not deep
            or (len(printed) < (_FEWEST_COUNTED if counted else _FEWEST) and printed[0].value[0] <= _LETTERS)
        ):
            continue
        last = () if listed else chain[-1].value
        places = {clause.at for clause in chain}
        for clause in printed:
            below = next((n for n in range(clause.at + 1, len(lines)) if lines[n].raw.strip()), None)
            over_text = below is not None and lines[below].role == "text" and below not in places
            title, rest = _title(clause.rest, len(clause.value), over_text)
            found[clause.at] = replace(
                lines[clause.at], role="ladder", kind=clause.kind, number=clause.number, title=title, rest=rest
            )
    return found


def is_clause_of(clause: Line, kind: str, number: str) -> bool:
    """Whether `clause` is 2.1 or 2.1.1 under the point 二、, whose `kind` and `number` are given."""
    first = re.match(r"[0-9]{1,2}(?=[.．][0-9])", clause.number)
    return kind == Kind.ITEM and clause.kind in CLAUSES and first is not None and ordinal(number) == int(first[0])


def _stretches(lines: Sequence[Line]) -> Iterator[tuple[list[_Clause], bool]]:
    """The candidates for clauses, in a list for each annex and after each contents page; and whether they are of a contents page."""
    stretch: list[_Clause] = []
    listing: int | None = None  # the place of 目录, until its first entry comes again
    anew = _points_counted_anew(lines)
    points = False  # whether 1. is a point of 一、 here
    for at, line in enumerate(lines):
        if line.role == "blank":
            continue
        points = at in anew or (points and not (line.role == "ladder" and line.kind in _CHAPTERS))
        if line.role in ("annex", "schedule") or (line.role == "contents" and listing is None):
            yield stretch, False
            stretch, listing = [], at if line.role == "contents" else None
        elif line.kind == Kind.CHAPTER and line.number and line.role == "ladder":
            if value := ordinal(line.number):
                stretch.append(_Clause(at, (value,), line.kind, line.number, "", False))
        elif line.role == "item" and line.kind == Kind.ITEM and line.title and not line.rest:
            stretch.append(_Clause(at, (ordinal(line.number) or 0,), line.kind, line.number, "", False))
        elif line.text[:1] in _STARTS and line.role in ("text", "item") and not line.page and not points:
            for clause in _clauses(at, line):
                listed = listing is not None or (stretch and _is_listing(lines[stretch[0].at : at], stretch))
                if listed and any(_is_entry(entry, clause) for entry in stretch[:_FIRST]):
                    yield stretch, True
                    stretch, listing = [], None
                stretch.append(clause)
    yield stretch, False


def _points_counted_anew(lines: Sequence[Line]) -> Collection[int]:
    """The places of 一、 二、 in a chapter under most of which 1. begins anew: they are points, for 2. and 2.1 under one do not
    follow 1.3 under another."""
    found: set[int] = set()
    points: dict[int, bool] = {}  # of the chapter, whether 1. is the first clause
    over: int | None = None  # the last of them, until a clause comes
    for at, line in enumerate(lines):
        if line.role == "ladder" and line.kind in _CHAPTERS:
            found |= _if_anew(points)
            points, over = {}, None
        elif line.role == "item" and line.kind == Kind.ITEM and line.title and not line.rest:
            over = at
        elif over is not None and line.role in ("text", "item") and (clause := next(_clauses(at, line), None)):
            points[over] = clause.value == (1,) and clause.number != "1"
            over = None
    return found | _if_anew(points)


def _if_anew(points: Mapping[int, bool]) -> set[int]:
    """All `points` where most begin anew, two at least; none else."""
    begun = sum(points.values())
    return {*points} if begun > 1 and 2 * begun > len(points) else set()


def _listed_under(chain: Sequence[_Clause], marked: Sequence[int], lines: Sequence[Line]) -> Iterator[int]:
    """The places of the clauses of `chain` that are lists under headings which Markdown marks: 1.1, 1.2 under ## 资格要求, which
    has no number of theirs."""
    places = {clause.at for clause in chain}
    others = [n for n in marked if n not in places]
    over = -1  # the last clause that the ones below are of
    for clause in chain:
        if len(clause.value) == 1 or lines[clause.at].marked:
            over = clause.at
        elif (i := bisect_left(others, clause.at)) and others[i - 1] > over:
            yield clause.at


def _is_listing(lines: Sequence[Line], stretch: Sequence[_Clause]) -> bool:
    """Whether `lines`, which begin with the first clause of `stretch`, are a contents page without 目录 over it."""
    others = [line.text for line in lines if line.role == "text"]
    return (
        len(stretch) >= _FEWEST
        and len(others) <= len(stretch) + _TITLE_LINES
        and not any("。" in text for text in others)
    )


def _is_entry(entry: _Clause, clause: _Clause) -> bool:
    """Whether a contents page lists `clause` as `entry`."""
    return bool(entry.rest) and entry.value == clause.value and squeeze(entry.rest) == squeeze(clause.rest)


def _clauses(at: int, line: Line) -> Iterator[_Clause]:
    """The readings of a line as a clause; several where the number of a page may be glued to it, 163.1 for 3.1 or 63.1."""
    if line.text[:1] not in _STARTS:
        return
    if clause := _clause(at, line, 0):
        yield clause
    elif page := _GLUED_PAGE.match(line.text):
        glued = filter(None, (_clause(at, line, start) for start in range(1, page.end())))
        yield from (clause for clause in glued if _BEGUN.match(clause.rest))


def _clause(at: int, line: Line, start: int) -> _Clause | None:
    """The clause whose number begins at the character `start` of the line; None for none."""
    if not (found := _CLAUSE.fullmatch(line.text, start)) or _PAGE_HEAD.fullmatch(found["rest"].strip()):
        return None
    number = unicodedata.normalize("NFKC", found["number"])
    parts = number.split(".")
    rest = found["rest"]
    if len(parts) == 1 and rest and not (found["gap"] or found["dot"]) and not _GLUED_TITLE.fullmatch(rest):
        return None  # 3个产业增长较快
    if (_QUANTITY.match(rest) and (len(parts) < 3 or not "一" <= rest[0] <= "鿿")) or (
        rest[:1].isdigit() and (len(parts) == 1 or _FIGURES.match(rest))
    ):
        return None
    value = tuple(int(part) if part.isdigit() else ord(part) - ord("A") + _LETTERS + 1 for part in parts)
    if len(value) == 3 and value[1] == 0:  # 3.0.2 is the second of 3, as in codes of engineering
        value = (value[0], value[2])
    dotted = len(parts) == 1 and bool(found["dot"])
    printed = squeeze(found["number"]) + (found["dot"] if dotted else "")
    return _Clause(at, value, str(CLAUSES[len(parts) - 1]), printed, rest.strip(), True)


def _longest_chain(clauses: Sequence[_Clause], last: Value) -> list[_Clause]:
    """The clauses that count on, beginning with 1, or with what follows `last`; as many of them as can be."""
    if not any(len(clause.value) > 1 for clause in clauses):
        return []
    score = [0.0] * len(clauses)
    before: list[int | None] = [None] * len(clauses)
    ended: dict[Value, int] = {}  # the best chain whose last value is this
    within: dict[Value, int] = {}  # whose last value is this or of this: 4 of 4.2.1
    start = {
        (0,): 1.0,
        (0, 1): 1.0,
        (1,): 1.0,
        (1, 1): 1.0,
        (2,): 0.5,
        (1, 2): 0.5,
        (2, 1): 0.5,
    }  # the first number may be lost
    best_of_text: int | None = None
    for n, clause in enumerate(clauses):
        value = clause.value
        *over, own = value
        weight = 1.0 if clause.printed else 0.5
        ways: list[tuple[float, int]] = []
        for known, key, cost in _links(ended, within, tuple(over), own):
            if key in known and clauses[known[key]].value < value:
                ways.append((score[known[key]] + weight - cost, known[key]))
        begins = start.get(value, 0.0)
        if value[0] > _LETTERS and len(value) == 2 and own == 1:
            begins = 1.0
            if best_of_text is not None:  # the head of the annex is lost
                ways.append((score[best_of_text] + weight, best_of_text))
        elif _follows(value, last):
            begins = 1.0
        if ways and (best := max(ways))[0] > weight * begins:
            score[n], before[n] = best
        elif begins:
            score[n] = weight * begins
        else:
            continue
        if value[0] < _LETTERS and (best_of_text is None or score[best_of_text] < score[n]):
            best_of_text = n
        for key in (value[:depth] for depth in range(1, len(value) + 1)):
            if key not in within or score[within[key]] <= score[n]:
                within[key] = n
        if value not in ended or score[ended[value]] < score[n] + 0.1 * (len(value) == 1):  # the last of equal ones
            ended[value] = n
    at = max(range(len(clauses)), key=lambda n: (score[n], -n), default=None)
    chain: list[_Clause] = []
    while at is not None and score[at] > 0:
        chain.append(clauses[at])
        at = before[at]
    return chain[::-1]


def _links(
    ended: dict[Value, int], within: dict[Value, int], over: Value, own: int
) -> Iterator[tuple[dict[Value, int], Value, float]]:
    """The places of clauses that can precede the clause `own` of `over`, and their costs."""
    if own == 1:
        if over:
            yield ended, over, 0
            yield within, (*over[:-1], over[-1] - 1), 0.5  # 4 is lost before 4.1
            if over[-1] == 1:
                yield ended, over[:-1], 0.5  # 4.1 is lost before 4.1.1
                if len(over) > 1:
                    yield within, (*over[:-2], over[-2] - 1), 0.9  # 4 and 4.1 are
            if len(over) > 1:
                yield within, over[:-1], 0.9  # 4.2 and 4.3 before 4.3.1
        else:
            yield within, (0,), 0  # 0.1 of the introduction
        return
    yield within, (*over, own - 1), 0
    if over and own == 2:
        yield ended, over, 0.5  # 4.1 is lost
        if len(over) > 1:  # 4.3 and 4.3.1 before 4.3.2
            yield within, over[:-1], 0.9
    else:
        yield within, (*over, own - 2), 0.5
        if len(over) > 1 and own > 3:
            yield within, (*over, own - 3), 0.9  # 5.4.3 and 5.4.4 are lost before 5.4.5


def _follows(value: Value, last: Value) -> bool:
    """Whether `value` is the next at some depth after `last`."""
    return bool(last) and any(value == (*last[:depth], last[depth] + 1) for depth in range(len(last)))


def _title(rest: str, depth: int, over_text: bool) -> tuple[str, str]:
    """Title and text of what follows the number of a clause; `over_text` when a paragraph stands under it."""
    head, stop, tail = (piece.strip() for piece in rest.partition("。"))
    if not rest or _MODAL.match(rest):
        return "", rest
    if not stop:
        name, colon, after = rest.partition("：")
        if colon and after:
            return (tidy(name), after.strip()) if len(name) <= _SENTENCE_TITLE and "，" not in name else ("", rest)
        sentence = re.search(r"[；！？]|[：:，、]$", rest) or len(rest) > _TITLE or (rest.count("，") > 1 and depth > 1)
        return ("", rest) if sentence else (tidy(rest), "")
    plain = (tail or over_text) and len(head) <= _SENTENCE_TITLE and not re.search(r"[，；：:0-9为是应按见]", head)
    return (tidy(head), tail) if plain else ("", rest)
