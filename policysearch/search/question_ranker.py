"""A question: its words and the characters they are written with, and the passages that hold any of them, scored.

docs/ranking.md has the formula and the reasons for its constants, docs/ranking-notebook.md what each part of it is worth.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from heapq import nlargest, nsmallest
from math import exp
from operator import add
from typing import TYPE_CHECKING, Protocol

from ..messages.catalogue import Message
from ..model.fields import PLACES, short_name
from ..model.kinds import FRAMES
from ..model.record import record
from ..query.ast import SYNONYM
from ..query.variants import spellings
from ..runtime.cache import Remembered
from ..runtime.deadline import check, timely
from ..text.normalize import fold
from . import protocol
from . import score as scoring
from .bm25 import idf
from .expected_answer import answers, has_column, says
from .filters import DRAFT as DRAFTS
from .match import PARTS, among
from .names_in_text import find_names, mostly
from .scorers import Scores

if TYPE_CHECKING:
    from ..store.protocol import Counts

K1 = 0.6
B = 0.6  # of the text; headings are not normalised by their length
HEADING = 3.0  # what an occurrence in the heading counts
RARITY = 1.1  # exponent of the inverse document frequency
_MIDDLE = 5.0  # the inverse document frequency that the exponent leaves as it is

ACCUMULATORS = 2000  # passages after which the more frequent strings of the question find no others
CANDIDATES = 500  # passages that are scored by words and bigrams
SHARE, LEAST = 0.125, 200  # no more than this share of all, or so many
CLOSELY = 250  # of them, the best, which are looked at closely
NEAR = 50  # of them, the best by their own words, whose neighbours are looked at too
BIGRAM, CHARACTER = 2.0, 1.0  # what two characters of the question side by side weigh, and one, where a word weighs 1
DOCUMENT, VOTES = 0.35, 5  # share of the mean score of the document's best passages
NEIGHBOUR = 0.1  # share of the score of the better of the passages before and after
LENT, LENDERS, AFTER = (
    0.75,
    100,
    20,
)  # what of its score each of the best lends to its neighbours, which come after so many
FEEDBACK, MODELS, LEARNED = 0.4, 10, 20  # weight of what the best passages share, how many of them, how many bigrams
BEGINNING = 500  # characters of each of them
PLACED = 4.0  # what a passage counts that is of the district or city that is named: who names a place wants that place
NAMED = 1.5  # the same of a plan or law that is named, or of the plan of a year
ANSWERS = 0.6  # what a passage gains, of its score, that says, beside a word of the question, what is asked for: a number, a time, a punishment
TITLED = 0.5  # what a passage gains, of its score, when the words of the question make up the title of its document
BRIEF = 3  # of so many words these two count in full, of more in proportion less
ELSEWHERE = 0.8  # what a local rule counts beside those of the state, where no place is named
FEWER = 4  # a string in so many times more passages than are candidates finds none
SPOKEN = 1.2  # the same where the name is a word like others, since few passages are of a place or plan
FRAME = 0.5  # what a passage counts that only frames a document: its cover, its contents, the order that issues it

_LESS = 1 - 1e-6
USUAL = 0.5  # characters in more than this share of the passages tell nothing

GRAMS = 300_000  # characters of them that are remembered

# What asks says nothing of what is asked about; yet 关于 is rare in plans, and would find the orders that issue them.
_ASKING = re.compile(
    "请问|关于|对于|有关|为什么|什么样|什么|怎么样|怎么办|怎么算|怎么|怎样|如何|哪些|哪里|哪个|多少钱|多少|是否|能否|能不能|有没有"
    "|是不是|可不可以|多久|多长时间|多长|多大|多高|有?多少|何谓|何时"
    "|是?什么意思|是?指什么|的(?:定义|含义)|几(?:天|年|个月|小时|个工作日|倍|分|次|元)|几岁(?=$|\\W)|判(?=几|多少|多久)"
    "|(?:合法|违法|犯法|犯罪|可以|合理|有效|行|要紧)[吗么](?=$|\\W)|(?:会|要)不(?:会|要)"
)
_OF_YEAR = re.compile("(?<![0-9])(?:19|20)[0-9]{2}(?=年)")
_PAIR = re.compile(r"[^\W_0-9a-z]{2}")
_YEAR = "[一二][〇零一二三四五六七八九]{3}"  # 二〇三〇年 is no nearer to 二〇三五年 than 2030年 to 2035年
_RUN = re.compile(rf"{_YEAR}(?=年)|(?:(?!{_YEAR}年)[^\W_0-9a-z])+|[0-9a-z]+(?:\.[0-9]+)?")


class Index(protocol.Index, Protocol):
    """What widening asks of an engine."""

    @property
    def norms(self) -> Sequence[float]:
        """`norms(self)`, kept."""
        ...

    @property
    def rarity(self) -> Rarity:
        """`Rarity(self)`, kept."""
        ...


class Rarity(Remembered[str, float]):
    """What a character or two side by side weigh."""

    def __init__(self, index: Index) -> None:
        super().__init__(self._weight, GRAMS)
        self._frequency, self._literal, self._all = index.frequency, index.literal, len(index.order)

    def _weight(self, gram: str) -> float:
        """`gram`: a character, two side by side, letters and digits that are a word, or a year in ideographs."""
        if gram.isascii():
            holding = self._frequency(gram)
        elif len(gram) > 2:
            holding = self._literal.total(gram)
        else:
            holding = self._literal.document_frequency(gram)
        return _weight(holding, self._all)


class Pool:
    """Passages looked at closely, with their headings and texts."""

    def __init__(self, index: Index, numbers: Iterable[int]) -> None:
        self._rarity = index.rarity
        self._rows: dict[int, tuple[str, str, float]] = {}
        self.add(index, numbers)

    def add(self, index: Index, numbers: Iterable[int]) -> None:
        """Take more passages in."""
        norms, parts = index.norms, index.literal.parts
        for number in timely(index.literal.ahead(numbers), 50):
            heading, text = parts(number)
            self._rows[number] = heading, f"{heading}\0{text}", norms[number]  # folded text has no \0

    def text(self, number: int) -> str:
        """The folded text of a passage of the pool, without its heading."""
        heading, both, _ = self._rows[number]
        return both[len(heading) + 1 :]

    def score(self, weights: Mapping[str, float], scores: Scores) -> None:
        """Add to `scores` of passages of the pool what their places of weighed strings give."""
        rows = self._rows
        # A character is found sooner than a string: a string is looked for only where the rarest of its characters stands.
        rarest = {gram: max(gram, key=self._rarity.__getitem__) for gram in weights}
        texts = [(number, rows[number][1]) for number in scores]
        holding = {c: [number for number, text in texts if c in text] for c in set(rarest.values())}
        for gram, weight in weights.items():
            check()
            for number in holding[rarest[gram]]:
                heading, both, norm = rows[number]
                if times := both.count(gram):
                    found = times + (HEADING - 1) * heading.count(gram) if gram in heading else times
                    scores[number] += weight * found / (found + norm)


@record
class Places:
    """Where a word stands: how often in the heading and in the text of which passage."""

    heading: Mapping[int, float]
    text: Mapping[int, float]

    @property
    def total(self) -> int:
        """How many passages have it."""
        return len(self.text) + len(self.heading) - len(self.text.keys() & self.heading.keys())

    def times(self, number: int) -> float:
        """How often it stands in a passage, one place in the heading for several."""
        return self.text.get(number, 0) + HEADING * self.heading.get(number, 0)

    def among(self, numbers: Set[int] | None) -> Iterable[tuple[int, float]]:
        """The passages (of some; None: all) that have it, and how often."""
        heading, text = (held if numbers is None else among(held, numbers) for held in (self.heading, self.text))
        found = dict(text.items())
        for number, times in heading.items():
            found[number] = found.get(number, 0) + HEADING * times
        return found.items()


@record
class Bigram:
    """Where two characters stand side by side."""

    counts: Mapping[int, Counts]

    def times(self, number: int) -> float:
        """As `Places.times`."""
        heading, text = self.counts.get(number, (0, 0))
        return text + HEADING * heading

    def among(self, numbers: Set[int] | None) -> Iterable[tuple[int, float]]:
        """As `Places.among`."""
        counts = self.counts if numbers is None else among(self.counts, numbers)
        return [(number, text + HEADING * heading) for number, (heading, text) in counts.items()]


@record
class Candidates:
    """The best passages by words and bigrams."""

    scores: Scores  # best first
    counted: Sequence[tuple[str, float, Places | Bigram]]  # what the scores come from: strings and their weights


@record
class Factor:
    """What the scores of some passages are multiplied by."""

    why: Message
    factor: float
    numbers: Set[int]


@record
class Close:
    """The scores of passages looked at closely, and what they come from."""

    scores: Scores
    lent: Scores  # the scores of neighbours of the best, where these are higher than their own
    others: Scores  # the first scores of the others, with their votes and factors
    pool: Pool
    asked: Mapping[str, float]  # weights of the characters and bigrams of the question
    votes: Scores  # what the document of a passage gives it
    beside: Mapping[int, Sequence[float]]  # what its neighbours score for themselves
    learned: Mapping[str, float]  # weights of the bigrams that the best share
    factors: Sequence[Factor]  # what all that is multiplied by


class Question:
    """The words of a question, the characters they are written with, and passages scored by them."""

    def __init__(self, index: Index, texts: Iterable[tuple[str, float]], synonyms: Iterable[str] = ()) -> None:
        """`texts`: what was typed, and how much each counts; `synonyms` of them count SYNONYM."""
        self._index = index
        texts = list(texts)
        self._rare: dict[str, tuple[float, Places]] | None = None
        self._holding: Set[int] | None = None
        whole = " ".join(fold(text) for text, _ in texts)
        self._says = says(whole)
        self._drafts = any(DRAFTS.search(fold(text)) for text, _ in texts)  # whether drafts are asked for
        self.named: dict[str, Set[int]] = {}  # the passages of each district, city or plan that is named
        self._years: dict[str, Set[int]] = {}  # and of each year
        self._places: set[str] = set()  # those of them that are districts or cities and stand by themselves
        self._spoken: set[str] = set()  # and those that are words like others
        self.words: defaultdict[str, float] = defaultdict(float)  # and how much each counts
        self.grams: defaultdict[str, float] = defaultdict(float)
        for text, factor in texts:
            rest, places = find_names(index, fold(text))
            words, grams = Counter[str](), Counter[str]()
            for way in map(matter, spellings(rest)):
                words |= Counter(index.words_in[way])
                grams |= Counter(_grams(way))
            for all, some in ((self.words, words), (self.grams, grams)):
                for piece, count in some.items():
                    all[piece] += factor * count
            self.named |= places
            self._places |= {name for name in places if name not in rest and _is_place(index, name)}
            for year in _OF_YEAR.findall(fold(text)):
                # 2030年森林覆盖率: what a plan up to 2030 says, also where it does not say the year again.
                titled = [value for value, title in index.field_values("document").items() if f"{year}年" in title]
                self._years[year] = set(index.holding("year", year)).union(
                    *(index.holding("document", value) for value in titled)
                )
            self._spoken |= {name for name in places if name in rest and not mostly(index, name)}
            for name in places:
                for word in index.words_in[name]:
                    self.words.setdefault(word, SYNONYM)
        for text in map(fold, synonyms):
            for word in index.words_in[text]:
                self.words.setdefault(word, SYNONYM)
            for gram in filter(_bigram, _grams(text)):
                self.grams.setdefault(gram, SYNONYM)

    @property
    def _telling(self) -> list[str]:
        """The words of two characters and more: one of them stands beside what is asked for."""
        return [word for word in self.words if len(word) > 1]

    @property
    def _row(self) -> list[str]:
        """The words of which a row of a table has all: without figures and what weighs less than half as much as another."""
        weights = {
            word: weight
            for word, (weight, _) in self.rare().items()
            if self.words[word] > SYNONYM and not word[0].isdecimal()
        }
        return [word for word, weight in weights.items() if 2 * weight >= max(weights.values())]

    def holding(self, allowed: Set[int] | None) -> Set[int]:
        """The passages (of those `allowed`; None: all) that hold any of the words, of one character only where there are no others."""
        if self._holding is None:
            self._holding = self._holding_any()
        return self._holding if allowed is None else self._holding & allowed

    def _holding_any(self) -> set[int]:
        rare = self.rare()
        some = [places for word, (_, places) in rare.items() if len(word) > 1] or [
            places for _, places in rare.values()
        ]
        return set().union(*(part for places in some for part in (places.heading, places.text)))

    def by_words(self, numbers: Set[int]) -> Scores:
        """Those of some passages that hold any of the words, scored by them."""
        scores: Scores = {}
        for weight, places in self.rare().values():
            check()
            _add(scores, weight, places.among(numbers), self._index.norms)
        return scores

    def rare(self) -> dict[str, tuple[float, Places]]:
        """The words that stand somewhere, each with its weight and its places."""
        if self._rare is None:
            every, postings = len(self._index.order), self._index.postings
            found = {word: Places(*(postings(part, word) for part in PARTS)) for word in self.words}
            self._rare = {
                word: (self.words[word] * _weight(total, every), places)
                for word, places in found.items()
                if (total := places.total)
            }
        return self._rare

    def candidates(self, allowed: Set[int] | None) -> Candidates:
        """The best passages (of those `allowed`; None: all) by words and bigrams.

        The rarest find passages first; once there are ACCUMULATORS, the others only add to the scores of these (the
        strategy “continue” of Moffat and Zobel, Self-Indexing Inverted Files, 1996).
        """
        index = self._index
        every, rank, total_of, count = len(index.order), index.rank, index.literal.total, index.literal.count
        strings = [(weight, -1, word) for word, (weight, _) in self.rare().items()]
        for gram in filter(_bigram, self.grams):
            if total := total_of(gram):
                strings.append((BIGRAM * self.grams[gram] * _weight(total, every), total, gram))
        scores: Scores = {}
        counted = []
        for weight, total, string in sorted(strings, reverse=True):
            check()
            full = len(scores) >= ACCUMULATORS
            if full and total > FEWER * len(scores):
                continue  # its places in the candidates are counted in their text
            places = self.rare()[string][1] if total < 0 else Bigram(count(string))
            counted.append((string, weight, places))
            _add(scores, weight, places.among(scores.keys() if full else allowed), index.norms)
        most = min(CANDIDATES, max(LEAST, int(SHARE * every)))
        least = nlargest(most, scores.values())[-1] if scores else 0.0
        best = [number for number, score in scores.items() if score >= least]
        best.sort(key=lambda number: (-scores[number], rank[number]))
        return Candidates({number: scores[number] for number in best[:most]}, counted)

    def closely(self, first: Scores, allowed: Set[int] | None) -> Close:
        """Of passages with their `first` scores the best scored by their words and characters, their documents, their
        neighbours, and what the best share.
        """
        index = self._index
        rank = index.rank
        factors = self._factors(first)
        early = {number: first[number] + vote for number, vote in self._votes(first).items()}
        _multiply(early, factors)
        best = nsmallest(CLOSELY, early, key=lambda number: (-early[number], rank[number]))
        asked = self._weights()
        pool = Pool(index, best)
        plain = self._plain(pool, asked, best)
        nearest = nsmallest(NEAR, best, key=lambda number: (-plain[number], rank[number]))
        beside = {number: self._neighbours(number) for number in best}
        others = dict.fromkeys(other for number in nearest for other in beside[number] if other not in plain)
        pool.add(index, others)
        plain |= self._plain(pool, asked, others)
        votes = self._votes(plain)
        beside_scores = {n: [plain[other] for other in around if other in plain] for n, around in beside.items()}
        final = {
            number: plain[number] + votes[number] + NEIGHBOUR * max(around, default=0.0)
            for number, around in beside_scores.items()
        }
        models = nsmallest(MODELS, best, key=lambda number: (-final[number], rank[number]))
        learned = self._relevance_model([(pool.text(number)[:BEGINNING], final[number]) for number in models])
        pool.score(learned, final)
        factors += self._answering(pool, best)
        _multiply(final, factors)
        lent = self._lend(final, beside, self.holding(allowed))
        others_early = {number: score for number, score in early.items() if number not in final and number not in lent}
        return Close(final, lent, others_early, pool, asked, votes, beside_scores, learned, factors)

    def _lend(self, final: Scores, beside: Mapping[int, Sequence[int]], holding: Set[int]) -> Scores:
        """What the best passages lend to those `beside` them that hold any of the words, where that is more than they have."""
        rank = self._index.rank
        best = nsmallest(LENDERS, final, key=lambda number: (-final[number], rank[number]))
        if len(best) <= AFTER:
            return {}
        most = final[best[AFTER]] * _LESS
        lent: dict[int, float] = {}
        for number in best:
            much = min(most, LENT * final[number])
            for other in beside[number]:
                if other in holding and much > max(final.get(other, 0.0), lent.get(other, 0.0)):
                    lent[other] = much
        return lent

    def _weights(self) -> dict[str, float]:
        """What each character and bigram of the question weighs."""
        rarity, every = self._index.rarity, len(self._index.order)
        weights = {gram: BIGRAM if _bigram(gram) else CHARACTER for gram in self.grams}
        asked = {gram: weights[gram] * n * rarity[gram] for gram, n in self.grams.items()}
        least = _weight(int(USUAL * every), every)
        return {gram: weight for gram, weight in asked.items() if len(gram) > 1 or weight >= least}

    def _plain(self, pool: Pool, asked: Mapping[str, float], numbers: Iterable[int]) -> Scores:
        """What the words and characters of the question give to some passages of the pool."""
        plain = dict.fromkeys(numbers, 0.0)
        plain |= self.by_words(plain.keys())
        pool.score(asked, plain)
        return plain

    def _share(self, name: str) -> float:
        """What a passage counts that is of what is named."""
        return SPOKEN if name in self._spoken else PLACED if name in self._places else NAMED

    def _factors(self, numbers: Iterable[int]) -> list[Factor]:
        """What the scores of some passages are multiplied by, whatever stands in them."""
        index = self._index
        found = [
            Factor(Message("explain.named", name=name), self._share(name), numbers)
            for name, numbers in self.named.items()
        ]
        found += [Factor(Message("explain.named", name=year), NAMED, numbers) for year, numbers in self._years.items()]
        found += [
            Factor(Message("explain.frames", kind=kind), FRAME, index.holding("kind", kind).keys()) for kind in FRAMES
        ]
        if not self._drafts:
            found.append(Factor(Message("explain.draft"), scoring.DRAFTED, index.drafts))
        if not self.named:
            found.append(Factor(Message("explain.local"), ELSEWHERE, index.local))
        for share, of in self._by_title(numbers).items():
            found.append(Factor(Message("explain.titled", share=share), 1 + self._brief * TITLED * share, of))
        return found

    def _answering(self, pool: Pool, best: Iterable[int]) -> list[Factor]:
        """The same for those of the `best` that say what is asked for."""
        gain, found = 1 + self._brief * ANSWERS, []
        saying: set[int] = set()
        if self._says:
            saying = {number for number in best if answers(self._says, self._telling, pool.text(number))}
            found.append(Factor(Message("explain.answers"), gain, saying))
        for year in self._years:
            headed = {number for number in best if has_column(year, self._row, pool.text(number))}
            found.append(Factor(Message("explain.column", year=year), gain, headed - saying))
            saying |= headed
        return found

    @property
    def _brief(self) -> float:
        return min(1.0, BRIEF / max(1, sum(weight > SYNONYM for weight in self.words.values())))

    def _by_title(self, numbers: Iterable[int]) -> dict[float, set[int]]:
        """The passages whose document has a title of which words of the question are half and more, by that share."""
        titles, words = self._index.column("document"), self._telling
        values, core_of = self._index.field_values("document"), self._index.title_cores.cores
        found: defaultdict[float, set[int]] = defaultdict(set)
        shares: dict[int, float] = {}
        for number in numbers:
            code = titles.codes[number]
            if code not in shares:
                core = "".join(core_of[values[value]] for value in titles.rows[code])
                held = sum(len(word) for word in words if word in core)
                shares[code] = min(1.0, held / len(core)) if 2 * held >= len(core) > 0 else 0.0
            if shares[code]:
                found[shares[code]].add(number)
        return found

    def _neighbours(self, number: int) -> list[int]:
        """The passages before and after one in its document."""
        order, document, place = self._index.order, self._index.document, self._index.rank[number]
        beside = [order[at] for at in (place - 1, place + 1) if 0 <= at < len(order)]
        return [other for other in beside if document[other] == document[number]]

    def _votes(self, plain: Scores) -> Scores:
        """What the document of each passage gives it: a share of the scores of the best there."""
        document = self._index.document
        families: defaultdict[int, list[float]] = defaultdict(list)
        for number, score in plain.items():
            families[document[number]].append(score)
        votes = {family: DOCUMENT * sum(nlargest(VOTES, scores)) / VOTES for family, scores in families.items()}
        return {number: votes[document[number]] for number in plain}

    def _relevance_model(self, models: Sequence[tuple[str, float]]) -> dict[str, float]:
        """The bigrams that several of the best texts, given with their scores, share, weighed: a relevance model (RM3)."""
        rarity = self._index.rarity
        highest = max((score for _, score in models), default=0.0)
        parts: list[tuple[float, Counter[str]]] = []
        once: set[str] = set()
        several: set[str] = set()
        for text, score in models:
            counts = Counter(map(add, text, text[1:]))
            parts.append((exp(score - highest) / (len(text) ** 0.5 or 1), counts))
            several.update(once.intersection(counts))
            once.update(counts)
        shares = dict.fromkeys(filter(_PAIR.match, several), 0.0)
        for part, counts in parts:
            for gram in shares.keys() & counts.keys():
                shares[gram] += part * counts[gram]
        weighed = ((weight, gram) for gram, share in shares.items() if (weight := share * rarity[gram]) > 0)
        best = nlargest(LEARNED, weighed)
        return {gram: FEEDBACK * weight / best[0][0] * rarity[gram] for weight, gram in best}


def _add(scores: Scores, weight: float, occurrences: Iterable[tuple[int, float]], norms: Sequence[float]) -> None:
    """Add to the `scores` of passages what a string of that weight gives that stands so often in them."""
    get = scores.get
    for number, times in occurrences:
        scores[number] = get(number, 0.0) + weight * times / (times + norms[number])


def _multiply(scores: Scores, factors: Iterable[Factor]) -> None:
    for one in factors:
        many = one.numbers  # as a rule: all local rules
        for number in filter(many.__contains__, scores) if isinstance(many, frozenset) else scores.keys() & many:
            scores[number] *= one.factor


def _weight(holding: int, all: int) -> float:
    """What is in `holding` of `all` passages weighs, saturation included."""
    return float((K1 + 1) * idf(holding, all) ** RARITY * _MIDDLE ** (1 - RARITY))


def local(index: protocol.Index) -> frozenset[int]:
    """The passages of local rules, where laws of the state are there too: who names no place asks what holds everywhere."""
    laws, rules = (
        set[int]().union(*(index.holding("type", value) for value in values))
        for values in (("法律",), ("条例", "规定", "办法", "规则", "细则"))
    )
    if not laws:
        return frozenset()
    levels = (value for value in index.field_values("level") if value != "国家级")
    return frozenset[int]().union(*(rules.intersection(index.holding("level", value)) for value in levels))


def norms(index: protocol.Index) -> Sequence[float]:
    """What is added to the places in each passage where they are saturated."""
    return array("d", map((K1 * (1 - B)).__add__, map((K1 * B / index.mean_length).__mul__, index.literal.lengths)))


def only_asks(text: str) -> bool:
    """Whether a text only asks, and does not say about what: 是什么, 有哪些."""
    return not _ASKING.sub("", fold(text)).strip("是有在吗呢 ")


def matter(text: str) -> str:
    """What a text asks about, folded: without the words that ask, if there are others."""
    folded = fold(text)
    return _ASKING.sub(" ", folded).strip() or folded


def _grams(folded: str) -> Iterable[str]:
    """The characters of folded text, and those that stand side by side; letters and digits, and a year, count as one."""
    for run in _RUN.findall(folded):
        if run[0].isascii() or re.fullmatch(_YEAR, run):
            yield run
        else:
            yield from run
            yield from map(add, run, run[1:])


def _is_place(index: Index, name: str) -> bool:
    """Whether it is the name of a district or city, without its ending."""
    return any(short_name(value) == name for field in PLACES for value in index.field_values(field).values())


def _bigram(gram: str) -> bool:
    return len(gram) == 2 and not gram.isascii()
