"""A question: its words and their characters, the names in it, and the passages that hold its words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Set
from operator import itemgetter

from ..model.fields import PLACES, short_name
from ..query.variants import spellings
from ..runtime.deadline import check
from ..runtime.numpy_use import uses_numpy
from ..text.normalize import fold
from .expected_answer import defines, definitions, says
from .filters import DRAFT as DRAFTS
from .match import PARTS
from .names_in_text import absent_place, find_names, mostly
from .question_text import OF_YEAR, is_bigram, matter, n_grams
from .scorers import Scores
from .string_weights import Index, Places, add_scores, string_weight

ACCUMULATORS = 2000  # passages after which the more frequent strings of the question find no others
BIGRAM, CHARACTER = 2.0, 1.0  # weights of a bigram and of a character of the question; a word weighs 1
SYNONYM = 0.5  # weight of a synonym, and of a name that is asked about, beside a word
_FEW = 16  # passages that are scored faster without arrays
USUAL = 0.5  # characters in more than this share of the passages are ignored


class Question:
    """The words of a question, their characters, and the names in it."""

    def __init__(self, index: Index, texts: Iterable[tuple[str, float]], synonyms: Iterable[str] = ()) -> None:
        """`texts`: what was typed, and how much each counts; `synonyms` of them count SYNONYM."""
        self.index = index
        texts = list(texts)
        self._rare: dict[str, tuple[float, Places]] | None = None
        self._holding: Set[int] | None = None
        whole = " ".join(fold(text) for text, _ in texts)
        self.expected = says(
            whole
        )  # the pattern of an answer: a number, a time; None where no certain kind is expected
        self.defined = defines(whole)  # the pattern of a definition of just the term whose meaning is asked for
        self._defining = definitions(whole)
        self.wants_drafts = any(DRAFTS.search(fold(text)) for text, _ in texts)  # whether drafts are asked for
        self.named: dict[str, Set[int]] = {}  # the passages of each district, city or plan that is named
        self.years: dict[str, Set[int]] = {}  # and of each year
        self.places: set[str] = set()  # those of them that are districts or cities and stand by themselves
        self.spoken: set[str] = set()  # those that count as words like others
        self.words: defaultdict[str, float] = defaultdict(float)  # and how much each counts
        self.grams: defaultdict[str, float] = defaultdict(float)
        for text, factor in texts:
            rest, places = find_names(index, fold(text))
            if absent := absent_place(index, text):
                rest = rest.replace(fold(absent), " ")
            words, grams = Counter[str](), Counter[str]()
            for way in map(matter, spellings(rest)):
                words |= Counter(index.words_in[way])
                grams |= Counter(n_grams(way))
            for all, some in ((self.words, words), (self.grams, grams)):
                for piece, count in some.items():
                    all[piece] += factor * count
            self.named |= places
            self.places |= {name for name in places if name not in rest and _is_place(index, name)}
            for year in OF_YEAR.findall(fold(text)):
                # 2030年森林覆盖率: a plan up to 2030 means it, also where it does not repeat the year.
                titled = [value for value, title in index.field_values("document").items() if f"{year}年" in title]
                self.years[year] = set(index.holding("year", year)).union(
                    *(index.holding("document", value) for value in titled)
                )
            self.spoken |= {name for name in places if name in rest and not mostly(index, name)}
            for name in places:
                for word in index.words_in[name]:
                    self.words.setdefault(word, SYNONYM)
        for text in map(fold, synonyms):
            for word in index.words_in[text]:
                self.words.setdefault(word, SYNONYM)
            for gram in filter(is_bigram, n_grams(text)):
                self.grams.setdefault(gram, SYNONYM)

    @property
    def telling(self) -> list[str]:
        """The words of two characters and more; an answer has one of them beside it."""
        return [word for word in self.words if len(word) > 1]

    def holding(self, allowed: Set[int] | None) -> Set[int]:
        """The passages (of those `allowed`; None: all) that hold any of the words, of one character only where there are no others."""
        if self._holding is None:
            self._holding = self._holding_any()
        return self._holding if allowed is None else self._holding & allowed

    def _holding_any(self) -> Set[int]:
        rare = self.rare()
        some = [places for word, (_, places) in rare.items() if len(word) > 1] or [
            places for _, places in rare.values()
        ]
        if not uses_numpy():
            return set().union(*(part.keys() for places in some for part in (places.heading, places.text)))
        from ..store.arrays import PassageSet, union
        from .accumulator_arrays import merged

        return union(PassageSet(merged(places)[0]) for places in some)

    def by_words(self, numbers: Set[int]) -> Scores:
        """The scores by words of those of some passages that hold any of the words."""
        scores: Scores = {}
        if not numbers:
            return scores
        if uses_numpy() and len(numbers) > _FEW:
            from .accumulator_arrays import scores_among

            return scores_among(self.rare().values(), numbers, self.index.norms)
        for weight, places in self.rare().values():
            check()
            add_scores(scores, weight, places.among(numbers), self.index.norms)
        return scores

    def rare(self) -> dict[str, tuple[float, Places]]:
        """The words of the question that the index has, each with its weight and its places."""
        if self._rare is None:
            every, postings = len(self.index.order), self.index.postings
            self.index.expect(lambda: (([string] for string in self._first_strings()), self.words))
            heading, text = PARTS
            found = {word: Places(postings(heading, word), postings(text, word)) for word in self.words}
            if uses_numpy():
                from .accumulator_arrays import merged

                found = {word: Places(held.heading, held.text, merged(held)) for word, held in found.items()}
            self._rare = {
                word: (self.words[word] * string_weight(total, every), places)
                for word, places in found.items()
                if (total := places.total)
            }
        return self._rare

    def _first_strings(self) -> Iterator[str]:
        """The strings by which passages are found first: the rarest bigrams, and the beginnings of a definition."""
        yield from self._defining
        found = 0
        for _, total, gram in sorted(self.bigrams(), key=itemgetter(1)):
            if (found := found + total) > 2 * ACCUMULATORS:
                break
            yield gram

    def bigrams(self) -> Iterator[tuple[float, int, str]]:
        """The bigrams of the question that the index has: weight, number of passages, bigram."""
        every, total_of = len(self.index.order), self.index.literal.total
        for gram in filter(is_bigram, self.grams):
            if total := total_of(gram):
                yield BIGRAM * self.grams[gram] * string_weight(total, every), total, gram

    def definitions(self) -> Iterator[tuple[float, int, str]]:
        """As `bigrams`: the beginnings of a definition of the term whose meaning is asked for. A frequent term alone may not find it."""
        every, total_of = len(self.index.order), self.index.literal.total
        for way in self._defining:
            if total := total_of(way):
                yield string_weight(total, every), total, way

    def gram_weights(self) -> dict[str, float]:
        """The weights of the characters and bigrams of the question."""
        rarity, every = self.index.rarity, len(self.index.order)
        weights = {gram: BIGRAM if is_bigram(gram) else CHARACTER for gram in self.grams}
        asked = {gram: weights[gram] * n * rarity[gram] for gram, n in self.grams.items()}
        least = string_weight(int(USUAL * every), every)
        return {gram: weight for gram, weight in asked.items() if len(gram) > 1 or weight >= least}


def _is_place(index: Index, name: str) -> bool:
    """Whether it is the name of a district or city, without its ending."""
    return any(short_name(value) == name for field in PLACES for value in index.field_values(field).values())
