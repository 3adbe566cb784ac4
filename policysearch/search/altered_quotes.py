"""The wording nearest to a quote or a pasted piece that stands nowhere, and how the two differ.

1. A piece of at least WORDING characters is cut into blocks of _BLOCK characters. Few blocks hold a difference, so the candidates are
   the passages with the most blocks, rare ones counting more.
2. In each the piece is aligned with the text around the place that most blocks point to: edit distance with free ends in
   the text (Sellers, The theory and computation of evolutionary distances, 1980), within a band (Ukkonen 1985).
3. What folding makes equal is no difference, nor is white space or the end of a line; in unquoted text neither is punctuation.
4. A piece may run over the end of a passage. If it stands there verbatim, it is found without a difference.
5. Its clauses in another order are nearer than what holds other words (`reordered_clauses`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest, nsmallest
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from ..model.hits import WORDING
from ..model.record import record
from ..query.ast import And, In, Nearest, Not, Phrase, Query, Term, all_of, walk
from ..query.citations import reference
from ..query.variants import spellings
from ..runtime.deadline import check, timely
from ..runtime.lazy_pattern import lazy_pattern
from ..text.display import plain
from ..text.normalize import fold, fold_map
from ..text.proximity import places_of
from .bm25 import idf

if TYPE_CHECKING:
    from ..model.results import Altered
    from .protocol import Index

_LONGEST = 2_000  # characters of a piece that are compared
_BLOCK, _BLOCKS = 4, 48  # characters of a block; blocks that are looked for
_CANDIDATES, _MOST = 12, 10  # passages that are aligned, and that are given
_WIDEST = 40  # differences at most, and half the width of the band
_CLAUSE = 6  # characters of the clauses of unquoted text, on average; what is shorter is a list of words
# Characters at either end of unquoted text that may differ, where a clause of the text begins or ends there and where not; more are taken for a question about
# the rest.
_EDGES = {True: 2, False: 1}
_NOTHING = lazy_pattern("[ \n]")  # in a quote
_NUMBER = lazy_pattern(r"[0-9]+(?:\.[0-9]+)?%?|[〇零一二三四五六七八九十百千万亿]+")
_ABOUT = lazy_pattern("^(?:关于|对于|有关)")
_YEAR = lazy_pattern("^((?:19|20)[0-9]{2})年(?:[末底]|的)?")
_PUNCTUATION = lazy_pattern(
    r"(?s)[^\w%‰](?:(?<![0-9].)|(?![0-9]))"
)  # punctuation is ignored in unquoted text, but not in 2.5
_TYPED_GAP = lazy_pattern(r"(?:[^\S\n\r\u3000]+(?=[A-Za-z0-9%])|(?<=[A-Za-z0-9%])[^\S\n\r\u3000]+|[\n\r]\s*|[^\w\s])*")

Span = tuple[int, int]


@record
class Alignment:
    """A piece aligned with the span `start` to `end` of a text, with the pairs of equal characters."""

    distance: int  # differences
    start: int
    end: int
    pairs: tuple[tuple[int, int], ...]  # equal characters: where in the piece, where in the text


def nearest(index: Index, query: str | Query, asked: Query) -> Query | None:
    """The passages with the wording nearest to what `query`, as the tree `asked`, quotes, under its filters.

    None when it quotes nothing, when that stands somewhere, or when nothing is near.
    """
    parts = asked.queries if isinstance(asked, And) else (asked,)
    for piece, quoted in _pieces(query if isinstance(query, str) else None, parts):
        if numbers := index.nearest[piece, quoted]:
            held = [part for part in parts if isinstance(part, In | Not)]
            return all_of([Nearest(piece, quoted, numbers), *held])
    return None


def _pieces(typed: str | None, parts: Sequence[Query]) -> Iterator[tuple[str, bool]]:
    """The quotes and the runs of pasted text at the top of a query, each with whether it is a quote."""
    leaves = [part for part in parts if isinstance(part, Term | Phrase)]
    if typed is None or not all(leaf.span for leaf in leaves):
        yield from ((leaf.text, isinstance(leaf, Phrase)) for leaf in leaves)
        return
    runs: list[list[Term | Phrase]] = []
    for leaf in leaves:
        gap = _TYPED_GAP.match(typed, runs[-1][-1].span[1]) if runs else None  # type: ignore[index]
        if gap and gap.end() >= leaf.span[0]:  # type: ignore[index]
            runs[-1].append(leaf)
        else:
            runs.append([leaf])
    for run in runs:
        if len(run) == 1:
            yield run[0].text, isinstance(run[0], Phrase)
        else:
            yield typed[run[0].span[0] : run[-1].span[1]].strip(), False  # type: ignore[index]


def wordings(index: Index, piece: str, quoted: bool) -> tuple[int, ...]:
    """The passages in which the wording nearest to `piece` begins, the nearest first; none when `piece` is too short, stands
    somewhere as it is, or nothing is near."""
    folded = _comparable([piece[: 2 * _LONGEST]], quoted)[0][:_LONGEST]
    if len(folded) < WORDING or (not quoted and (_asks(folded) or reference(piece))):
        return ()
    ways = list(map(fold, spellings(piece)))
    printed = _comparable([piece[: 2 * _LONGEST]], True)[0][:_LONGEST]
    index.expect(lambda: ([[string] for string in (*ways, *_blocks(printed))], ()))
    if any(map(index.literal.count, ways)):  # which is asked for next where it stands
        return ()
    if not quoted and _of_a_year(index, folded):
        return ()
    limit = _limit(len(folded), quoted)
    found: list[tuple[int, bool, int, int]] = []
    clauses = _clauses(piece, quoted)
    candidates = _candidates(index, printed)
    onwards = {number: _onwards(index, number, len(folded)) for number in candidates}
    read = dict.fromkeys(one for several in onwards.values() for one in several)
    parts_of = {one: index.literal.parts(one) for one in index.literal.prefetch(read)}
    for number, several in onwards.items():
        check()
        texts = [part for one in several for part in parts_of[one]]
        if _absent(folded, "".join(texts)) > limit:
            continue
        if clauses:
            bare = [_bare(text, False) for text in texts]
            moved = _align_clauses(clauses, "".join(bare))
            if moved and moved.start < len(bare[0]) + len(bare[1]):
                found.append((1, number in index.drafts, index.rank[number], number))
                continue
        bare = [_bare(text, quoted) for text in texts]
        near = _nearest_part(folded, "".join(bare), quoted)
        begins = near and near.start < len(bare[0]) + len(bare[1])  # in its own heading or text
        if near and begins and (quoted or not _differs_at_the_ends(near, len(folded), texts)):
            found.append((near.distance, number in index.drafts, index.rank[number], number))
    verbatim = [one for one in found if not one[0]]  # over the end of a line or a passage
    if verbatim and not quoted:
        return ()
    return tuple(number for *_, number in nsmallest(_MOST, verbatim or found))


def find_altered(index: Index, query: Query, number: int) -> Altered | None:
    """How the quote in `query` differs from the nearest wording that begins in a passage; None when it does not."""
    from ..model.results import Altered

    asked = next(node for node in walk(query) if isinstance(node, Nearest))
    piece = asked.piece[: 2 * _LONGEST]
    folded, origin = _comparable([piece], asked.quoted)
    folded = folded[:_LONGEST]
    passages = [index.passage_at(one) for one in index.literal.prefetch(_onwards(index, number, len(folded)))]
    texts = [text for passage in passages for text in (passage.printed or passage.title, passage.text)]
    text, places = _comparable(texts, asked.quoted)
    near = None
    if clauses := _clauses(piece, asked.quoted):
        bare, bare_places = _comparable(texts, False)
        if near := _align_clauses(clauses, bare):
            folded, origin = _comparable([piece], False)
            text, places = bare, bare_places
    near = near or _nearest_part(folded, text, asked.quoted)
    if not near or not near.distance:
        return None
    ours, theirs = _differences(near, folded, text)
    first = places[min([near.start, *(a for a, _ in theirs)])]  # a number that the alignment cuts is shown whole
    last = places[max([near.end, *(b for _, b in theirs)]) - 1] + 1
    shown, marks = plain(
        "\n".join(texts)[first:last], [(places[a] - first, places[b - 1] + 1 - first) for a, b in theirs]
    )
    quoted, own = plain(piece, [(origin[a], origin[b - 1] + 1) for a, b in ours])
    return Altered(quoted, shown, own, marks)


def align(piece: str, text: str, limit: int, middle: int) -> Alignment | None:
    """The alignment with the fewest differences of `piece` with a part of `text` that begins at most `limit` characters from
    `middle`; None when there are more than `limit` differences.

    >>> align("应当三十日内", "企业应当六十日内答复", 2, 2)
    Alignment(distance=1, start=2, end=8, pairs=((0, 2), (1, 3), (3, 5), (4, 6), (5, 7)))
    """
    # Cell k of row i is the distance between the first i characters of the piece and the best part of the text that ends before `left + i + k`.
    left, width = middle - limit, 2 * limit + 1
    if _absent(piece, text[max(0, left) : max(0, left + len(piece) + width - 1)]) > limit:
        return None
    rows = [[0] * width]
    for i, character in enumerate(piece, 1):
        if i % 100 == 0:
            check()
        before, row = rows[-1], list[int]()
        for k in range(width):
            at = left + i + k - 1
            same = 0 <= at < len(text) and text[at] == character
            least = before[k] + (not same)
            if k + 1 < width and before[k + 1] + 1 < least:
                least = before[k + 1] + 1
            if k and row[k - 1] + 1 < least:
                least = row[k - 1] + 1
            row.append(least)
        rows.append(row)
    distance = min(rows[-1])
    if distance > limit:
        return None
    i, k = len(piece), max(k for k, much in enumerate(rows[-1]) if much == distance)
    end = left + i + k
    pairs: list[tuple[int, int]] = []
    while i:
        at, much = left + i + k - 1, rows[i][k]
        same = 0 <= at < len(text) and text[at] == piece[i - 1]
        if much == rows[i - 1][k] + (not same):
            pairs += [(i - 1, at)] * same
            i -= 1
        elif k + 1 < width and much == rows[i - 1][k + 1] + 1:
            i, k = i - 1, k + 1
        else:
            k -= 1
    start = min(max(0, left + k), len(text))
    return Alignment(distance, start, max(start, min(end, len(text))), tuple(reversed(pairs)))


def _absent(piece: str, text: str) -> int:
    """How many characters of a piece do not stand in a text; each is a difference."""
    absent = {character for character in set(piece) if character not in text}
    return sum([character in absent for character in piece])


def _limit(length: int, quoted: bool) -> int:
    """The differences at which a piece still counts as the same wording; more for a quote."""
    return min(_WIDEST, max(3, length // 4) if quoted else max(2, length // 5))


def _differs_at_the_ends(found: Alignment, length: int, texts: Sequence[str]) -> bool:
    """Whether unquoted text differs at an end from what is compared of some texts: it may ask a question about the rest."""
    if not found.distance:
        return False
    places = _comparable(texts, False)[1]
    begins = not found.start or places[found.start] - places[found.start - 1] > 1  # after punctuation
    ends = found.end == len(places) or places[found.end] - places[found.end - 1] > 1
    return found.pairs[0][0] > _EDGES[begins] or length - 1 - found.pairs[-1][0] > _EDGES[ends]


def _of_a_year(index: Index, folded: str) -> bool:
    """Whether unquoted text is a year and, without figures, what stands where that year does: 2027年建筑垃圾资源化利用率."""
    year = _YEAR.match(folded)
    if not year or _NUMBER.search(rest := folded[year.end() :]):
        return False
    beside, held = index.literal.count(f"{year[1]}年"), index.literal.count(rest)
    return any(number in beside for number in held)


def _asks(folded: str) -> bool:
    """Whether unquoted text begins or ends with words of a question."""
    from .question_text import matter

    folded = _ABOUT.sub("", folded)  # with which titles begin
    asked = matter(folded)
    return (asked[:2], asked[-2:]) != (folded[:2], folded[-2:])


def _candidates(index: Index, piece: str) -> list[int]:
    """The passages that may hold the wording of a folded piece, the likeliest first."""
    votes: defaultdict[int, float] = defaultdict(float)
    for block in _blocks(piece):
        check()
        holding = list(index.literal.holding_all((block,)))
        weight = idf(len(holding), len(index.order))
        for number in timely(holding):
            votes[number] += weight
    least = nlargest(_CANDIDATES, votes.values())[-1] if votes else 0.0
    some = timely([number for number, own in votes.items() if own >= least])
    best = nsmallest(_CANDIDATES, some, key=lambda number: (-votes[number], index.rank[number]))
    return list(dict.fromkeys([*best, *(one for number in best[:3] for one in _before(index, number))]))


def _blocks(piece: str) -> Iterable[str]:
    """The strings of a folded piece of which its wording holds some."""
    starts = range(0, len(piece) - _BLOCK + 1, max(_BLOCK, len(piece) // _BLOCKS))
    return dict.fromkeys(piece[start : start + _BLOCK] for start in starts)


def _before(index: Index, number: int) -> Iterator[int]:
    """The passage before another in its document: a text may begin there and run on."""
    place = index.rank[number]
    if place and index.document[before := index.order[place - 1]] == index.document[number]:
        yield before


def _onwards(index: Index, number: int, length: int) -> list[int]:
    """A passage and as many after it in its document as a text of `length` characters may run over."""
    found, document, place, room = [number], index.document[number], index.rank[number] + 1, 2 * length
    while room > 0 and place < len(index.order) and index.document[other := index.order[place]] == document:
        found.append(other)
        room -= index.literal.size(other) + 1
        place += 1
    return found


def _nearest_part(piece: str, text: str, quoted: bool) -> Alignment | None:
    """The part of a text that a piece aligns with; None when none is near. Two words that changed places are four differences or more:
    what has just the same characters may have twice as many.
    """
    limit = _limit(len(piece), quoted)
    if found := _align_blocks(piece, text, limit):
        return found
    found = None if _absent(piece, text) else _align_blocks(piece, text, 2 * limit)
    return found if found and sorted(piece) == sorted(text[found.start : found.end]) else None


def _clauses(piece: str, quoted: bool) -> list[str]:
    """The clauses of a piece as they are compared; none when it has one, or is a list of words."""
    from .reordered_clauses import clauses_in

    found = [_comparable([clause], False)[0] for clause in clauses_in(piece)]
    folded = _comparable([piece], False)[0]
    wanted = len(found) > 1 and "".join(found) == folded and (quoted or len(folded) >= _CLAUSE * len(found))
    return found if wanted and len(folded) <= _LONGEST else []


def _align_clauses(clauses: Sequence[str], text: str) -> Alignment | None:
    """The part of a text without punctuation that has some clauses in another order."""
    from .reordered_clauses import find_reordered

    if not (found := find_reordered(clauses, text)):
        return None
    start, pairs = found
    length = sum(map(len, clauses))
    return Alignment(length - len(pairs), start, start + length, tuple(pairs))


def _align_blocks(piece: str, text: str, limit: int) -> Alignment | None:
    """`align` at the place where most blocks of the piece stand in the text in their order."""
    starts = range(0, len(piece) - _BLOCK + 1, max(1, len(piece) // (4 * _BLOCKS)))
    votes = Counter(place - start for start in starts for place in places_of(piece[start : start + _BLOCK], text))
    if not votes:
        return None
    places = sorted(votes)
    sums = [0, *accumulate(map(votes.__getitem__, places))]
    near = {
        place: sums[bisect_right(places, place + limit)] - sums[bisect_left(places, place - limit)] for place in votes
    }
    middle = min(near, key=lambda place: (-votes[place] - near[place], place))
    return align(piece, text, limit, middle)


def _differences(found: Alignment, piece: str, text: str) -> tuple[list[Span], list[Span]]:
    """The spans in which piece and text differ, in each; a number that differs in one figure is one span."""
    gaps = list(pairwise([(-1, found.start - 1), *found.pairs, (len(piece), found.end)]))
    ours = [(a + 1, b) for (a, _), (b, _) in gaps if a + 1 < b]
    theirs = [(a + 1, b) for (_, a), (_, b) in gaps if a + 1 < b]
    return _whole(ours, piece), _whole(theirs, text)


def _whole(spans: Iterable[Span], text: str) -> list[Span]:
    """`spans` extended to whole numbers in figures; spans that touch are joined."""
    numbers = [found.span() for found in _NUMBER.finditer(text)]
    out: list[Span] = []
    for span in spans:
        cut = [span, *(number for number in numbers if number[0] < span[1] and span[0] < number[1])]
        start, end = min(a for a, _ in cut), max(b for _, b in cut)
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _bare(folded: str, quoted: bool) -> str:
    """The characters of a folded text that are compared, cell by cell where it has line ends."""
    return (_NOTHING if quoted else _PUNCTUATION).sub("", fold(folded) if "\n" in folded else folded)


def _comparable(texts: Sequence[str], quoted: bool) -> tuple[str, list[int]]:
    """The characters of some folded texts that are compared, as one string; and for each its place in the texts joined by line ends."""
    nothing = _NOTHING if quoted else _PUNCTUATION
    out, places, at = list[str](), list[int](), 0
    for text in texts:
        folded, origin = fold_map(text)
        dropped = {found.start() for found in nothing.finditer(folded)}
        kept = [i for i in range(len(folded)) if i not in dropped]
        out += map(folded.__getitem__, kept)
        places += [at + origin[i] for i in kept]
        at += len(text) + 1
    return "".join(out), places
