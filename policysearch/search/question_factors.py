"""Factors of scores: for the names in a question, the title that it says, the answer that it expects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set

from ..messages.catalogue import Message
from ..model.kinds import FRAMES
from ..model.record import record
from ..runtime.lazy_pattern import lazy_pattern
from . import protocol
from .expected_answer import answers, has_column
from .question import SYNONYM, Question
from .scorers import DRAFTED, Scores
from .string_weights import Pool

PLACED = 4.0  # factor of a passage of the district or city that is named
NAMED = 1.5  # factor of a passage of a named plan or law, or of the plan of a named year
# Gain, as a share of its score, of a passage with the kind of answer that is expected beside a word of the question: a number, a time.
ANSWERS = 0.6
DEFINES = 2.0  # further factor of a passage that defines just the term whose meaning is asked for
TITLED = 0.5  # gain, as a share of its score, when the words of the question make up the title of its document
BRIEF = 3  # up to so many words these gains count in full, beyond in proportion less
ELSEWHERE = 0.9  # factor of a local rule beside those of the state, where no place is named
SUBORDINATE = 0.8  # factor of a rule or an interpretation that carries out laws, where nothing is named
LAWS = 0.1  # share of the passages that are of laws, from which on that counts: an office with a law or two asks for its own rules
SPOKEN = 1.2  # factor of a passage of what is named, where the name counts as a word, since few passages have a place or plan
_RULES = {"条例", "规定", "办法", "规则", "细则"}  # types of what may be a local rule
_SUBORDINATE = _RULES | {"解释", "批复", "安排"}  # and of what applies laws
_VERSIONED = _SUBORDINATE | {"法律"}  # types of what is amended under the same title
OLDER = 0.9  # factor of an older version of a law, beside passages of a newer one, where no year is named
_YEAR = lazy_pattern("(?:19|20)[0-9]{2}")
FRAME = 0.5  # factor of a passage that only frames a document: its cover, its contents, the order that issues it


@record
class Factor:
    """A factor of the scores of some passages."""

    why: Message
    factor: float
    numbers: Set[int]


def factors(question: Question, numbers: Set[int]) -> list[Factor]:
    """The factors of some passages that do not depend on their texts."""
    index = question.index
    found = [
        Factor(Message("explain.named", name=name), _share(question, name), numbers)
        for name, numbers in question.named.items()
    ]
    found += [Factor(Message("explain.named", name=year), NAMED, numbers) for year, numbers in question.years.items()]
    kinds = index.column("kind")
    framing = [[kind for kind in row if kind in FRAMES] for row in kinds.rows]
    frames: defaultdict[str, set[int]] = defaultdict(set)
    framed = {code for code, own in enumerate(framing) if own}
    for number in [number for number in numbers if kinds.codes[number] in framed]:
        for kind in framing[kinds.codes[number]]:
            frames[kind].add(number)
    found += [Factor(Message("explain.frames", kind=kind), FRAME, of) for kind, of in frames.items()]
    if not question.wants_drafts:
        found.append(Factor(Message("explain.draft"), DRAFTED, index.drafts))
    if not question.named:
        found.append(Factor(Message("explain.local"), ELSEWHERE, index.local.holding(numbers)))
        found.append(Factor(Message("explain.subordinate"), SUBORDINATE, index.subordinate.holding(numbers)))
    if not question.years and (older := _older(question, numbers)):
        found.append(Factor(Message("explain.older"), OLDER, older))
    for share, of in _by_title(question, numbers).items():
        found.append(Factor(Message("explain.titled", share=share), 1 + _brief(question) * TITLED * share, of))
    return found


def answering(question: Question, pool: Pool, best: Iterable[int]) -> list[Factor]:
    """The factors of those of the `best` that have the kind of answer that is expected."""
    gain, found = 1 + _brief(question) * ANSWERS, []
    saying: set[int] = set()
    if question.expected:
        telling = question.telling
        saying = {number for number in best if answers(question.expected, telling, pool.text(number))}
        found.append(Factor(Message("explain.answers"), gain, saying))
    if question.defined:
        defining = {number for number in best if question.defined.search(pool.text(number))}
        found.append(Factor(Message("explain.answers"), DEFINES, defining))
    for year in question.years:
        row = _row(question)
        headed = {number for number in best if has_column(year, row, pool.text(number))}
        found.append(Factor(Message("explain.column", year=year), gain, headed - saying))
        saying |= headed
    return found


def _share(question: Question, name: str) -> float:
    """The factor of a passage of the place, plan or law of that name."""
    return SPOKEN if name in question.spoken else PLACED if name in question.places else NAMED


def _by_title(question: Question, numbers: Iterable[int]) -> dict[float, set[int]]:
    """The passages of documents whose title is made up of words of the question by half or more, with that share."""
    index, words = question.index, question.telling
    titles, known = index.column("document"), index.title_cores.of_rows
    codes = [*map(titles.codes.__getitem__, numbers)]
    distinct = dict.fromkeys(codes)
    if new := [code for code in distinct if code not in known]:
        values, core_of = index.field_values("document"), index.title_cores.cores
        known |= {code: "".join([core_of[values[value]] for value in titles.rows[code]]) for code in new}
    cores = [*map(known.__getitem__, distinct)]
    # All are looked through at once: few hold a word.
    joined = "\0".join([*cores, ""])
    held: defaultdict[int, int] = defaultdict(int)
    for word in words:
        at = joined.find(word)
        while at >= 0:
            held[joined.count("\0", 0, at)] += len(word)
            at = joined.find(word, joined.find("\0", at))
    most, codes_of = 2 * sum(map(len, words)), [*distinct]
    shares = {
        codes_of[place]: min(1.0, much / len(cores[place]))
        for place, much in held.items()
        if len(cores[place]) <= most and 2 * much >= len(cores[place])
    }
    found: defaultdict[float, set[int]] = defaultdict(set)
    for number, code in zip(numbers, codes, strict=True) if shares else ():
        if share := shares.get(code):
            found[share].add(number)
    return found


def _older(question: Question, numbers: Iterable[int]) -> set[int]:
    """Those of some passages that are of a version of a law of which a newer one is among them too; none where a year is asked for."""
    index = question.index
    titles, years, types = (index.column(field) for field in ("document", "year", "type"))
    versions: defaultdict[int, set[int]] = defaultdict(set)  # of each title the rows of years
    dated = [bool(row) for row in years.rows]
    of = [(n, titles.codes[n], year) for n in numbers if dated[year := years.codes[n]]]
    for _, title, year in of:
        versions[title].add(year)
    several = {title: max(years.rows[year] for year in own) for title, own in versions.items() if len(own) > 1}
    if not several or any(map(_YEAR.fullmatch, question.words)):
        return set()
    return {
        number
        for number, title, year in of
        if title in several
        and years.rows[year] < several[title]
        and not _VERSIONED.isdisjoint(types.rows[types.codes[number]])
    }


def _row(question: Question) -> list[str]:
    """The words that a table row must hold: without figures and without words that weigh less than half as much as another."""
    weights = {
        word: weight
        for word, (weight, _) in question.rare().items()
        if question.words[word] > SYNONYM and not word[0].isdecimal()
    }
    most = max(weights.values(), default=0.0)
    return [word for word, weight in weights.items() if 2 * weight >= most]


def _brief(question: Question) -> float:
    """The share of a gain for the number of words of the question: 1 for few words."""
    return min(1.0, BRIEF / max(1, sum(weight > SYNONYM for weight in question.words.values())))


def multiply(scores: Scores, factors: Iterable[Factor]) -> None:
    """Multiply those of the scores that the factors are about."""
    for one in factors:
        many = one.numbers
        looked_up = isinstance(many, frozenset)  # as a rule these are more than there are scores
        for number in filter(many.__contains__, scores) if looked_up else scores.keys() & many:
            scores[number] *= one.factor


class LocalRules:
    """The condition of a local rule, where the index has laws of the state too: a question without a place asks what holds everywhere.

    They may be half of all: so they are told by their columns, and no set is made of them.
    """

    def __init__(self, index: protocol.Index) -> None:
        self._order, types, levels = index.order, index.column("type"), index.column("level")
        laws = any(index.holding("type", "法律"))
        self._types, self._levels = types.codes, levels.codes
        self._rules = [laws and not _RULES.isdisjoint(row) for row in types.rows]
        self._local = [any(value != "国家级" for value in row) for row in levels.rows]

    def holding(self, among: Set[int] | None) -> Set[int]:
        """The passages of local rules; of those `among`, unless it is None."""
        types, levels, rules, local = self._types, self._levels, self._rules, self._local
        numbers = self._order if among is None else among
        return {number for number in numbers if rules[types[number]] and local[levels[number]]}


class SubordinateRules:
    """The condition of a rule or an interpretation, if LAWS of all passages are of laws."""

    def __init__(self, index: protocol.Index) -> None:
        self._order, types = index.order, index.column("type")
        laws = len(index.holding("type", "法律")) >= LAWS * len(index.order)
        self._types, self._below = types.codes, [laws and not _SUBORDINATE.isdisjoint(row) for row in types.rows]

    def holding(self, among: Set[int] | None) -> Set[int]:
        """The passages of such; of those `among`, unless it is None."""
        types, below = self._types, self._below
        return {number for number in (self._order if among is None else among) if below[types[number]]}
