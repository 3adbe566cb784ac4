"""Chinese text as words, for ranking; the only module that imports jieba, and not before the first text is cut."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from math import log
from operator import add
from typing import Any

from ..runtime.lazy_import import load
from . import jieba_dictionary
from .segmenter import RUN

_LATIN = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")
_HAN = re.compile("[\u4e00-\u9fd5]+")  # what jieba takes for ideographs
_LITTLE = 30_000  # characters of text up to which words are looked up in jieba's file, which is not loaded

_state = {"left": _LITTLE}  # characters that may still be cut before the dictionary is loaded


def expect(characters: int) -> None:
    """Say that so many characters of text will be cut; the dictionary is loaded if they are many."""
    if 0 < _state["left"] <= characters:
        _state["left"] = 0
        _tokenizer.cache_clear()
        _cutter.cache_clear()


def words(folded: str, dictionary: str = "") -> list[str]:
    """The words of folded text, in order; punctuation only inside such as pm2.5, r&d, 75%.

    They depend on jieba's dictionary, on the user's own words in `dictionary` (as `user_dictionary.checked` writes them) and on the
    text itself, in which a quoted coinage is a word: never on other texts. After _LITTLE characters jieba's dictionary is loaded, which
    takes about 0.4 s.
    """
    fixed = {*_own(dictionary)[1], *coinages(folded, dictionary)}
    if not fixed:
        return _segment(folded, dictionary)
    found: list[str] = []
    at = 0
    for start, _, word in sorted((start, -len(one), one) for one in fixed for start in _places(one, folded)):
        if start >= at:
            found += (*_segment(folded[at:start], dictionary), word)
            at = start + len(word)
    return found + _segment(folded[at:], dictionary)


def word_test(dictionary: str = "") -> Callable[[str], object]:
    """The test whether a word is in jieba's dictionary or the user's; other words are guesses."""
    return _tokenizer(dictionary).FREQ.get  # type: ignore[no-any-return]


def coinages(folded: str, dictionary: str = "") -> list[str]:
    """The coinages in folded text, each once: see `text.coinages`."""
    from .coinages import find_coinages

    return find_coinages(folded, lambda text: _segment(text, dictionary), word_test(dictionary))


def _segment(folded: str, dictionary: str) -> list[str]:
    """The words of folded text in which no coinage is looked for."""
    if _state["left"] > 0:
        expect(len(folded))
        _state["left"] -= len(folded)
    cut = _cutter(dictionary)
    found: list[str] = []
    for run in RUN.finditer(folded):
        if run[1]:
            found += cut(run[1])
        else:
            found.append(run[0])
    return found


def _places(word: str, folded: str) -> Iterator[int]:
    """Where a word stands in folded text; a letter or digit at its edge does not go on outside."""
    start = folded.find(word)
    while start >= 0:
        end = start + len(word)
        joined = word[0].isascii() and folded[start - 1 : start] in _LATIN
        if not joined and not (word[-1].isascii() and folded[end : end + 1] in _LATIN):
            yield start
        start = folded.find(word, start + 1)


@lru_cache(2)
def _own(dictionary: str) -> tuple[tuple[tuple[str, int | None], ...], tuple[str, ...]]:
    """The user's own words of ideographs, for jieba, with their frequencies; and those with letters or digits, which it never sees."""
    han: list[tuple[str, int | None]] = []
    others: list[str] = []
    for line in dictionary.splitlines():
        word, _, frequency = line.partition(" ")
        if RUN.fullmatch(word) and not word.isascii():
            han.append((word, int(frequency) if re.fullmatch("[0-9]{1,18}", frequency) else None))
        else:
            others.append(word)
    return tuple(han), tuple(others)


@lru_cache(2)
def _tokenizer(dictionary: str = "") -> Any:
    """jieba with its own dictionary and the user's own words, silent."""
    # Without pkg_resources, which is slow and announces its own end on stderr, jieba opens its files itself.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes in jieba's source
        load("jieba._compat", {"pkg_resources": None})
        import jieba
    jieba.setLogLevel(60)  # above CRITICAL: its log goes to stderr

    class Tokenizer(jieba.Tokenizer):  # type: ignore[misc]
        """The same words in half the time: jieba looks up every piece three times and takes its logarithm anew."""

        def get_DAG(self, sentence: str) -> None:
            pass

        def calc(self, sentence: str, DAG: None, route: dict[int, tuple[float, int]]) -> None:
            ends = _likeliest_ends(sentence, self.FREQ.get, _weight(self.total))
            route.update((start, (0.0, end - 1)) for start, end in enumerate(ends))

    tokenizer = Tokenizer()
    if dictionary:
        expect(_LITTLE)  # jieba adds words to what is loaded
        plain = _tokenizer("")
        tokenizer.FREQ, tokenizer.total = plain.FREQ.copy(), plain.total
    elif _state["left"] > 0 and jieba_dictionary.is_known():
        tokenizer.FREQ, tokenizer.total = jieba_dictionary.Lines(), jieba_dictionary.SUM
    else:
        tokenizer.FREQ, tokenizer.total = jieba_dictionary.load()
    tokenizer.initialized = True
    for word, frequency in _own(dictionary)[0]:
        tokenizer.add_word(word, frequency)  # without a frequency one that keeps it whole
    return tokenizer


@lru_cache(2)
def _cutter(dictionary: str) -> Callable[[str], Iterable[str]]:
    """The function that cuts a run into words, as jieba's `cut`, but without generators for runs of ideographs."""
    tokenizer = _tokenizer(dictionary)
    from jieba.finalseg import cut as guess

    frequency, weigh = tokenizer.FREQ.get, _weight(tokenizer.total)

    @lru_cache(4096)
    def of_singles(characters: str) -> Sequence[str]:
        """The words of characters that are none together; the same come again and again."""
        return characters if len(characters) == 1 or frequency(characters) else tuple(guess(characters))

    @lru_cache(2**14)  # an eighth of all, and of laws more, is of runs that come again
    def cut(run: str) -> Iterable[str]:
        if not _HAN.fullmatch(run):
            return tuple(tokenizer.cut(run))
        found: list[str] = []
        ends = _likeliest_ends(run, frequency, weigh)
        start = done = 0
        while start < len(run):
            end = ends[start]
            if end > start + 1:
                if done < start:
                    found += of_singles(run[done:start])
                found.append(run[start:end])
                done = end
            start = end
        if done < start:
            found += of_singles(run[done:])
        return found

    return cut


def _likeliest_ends(sentence: str, frequency: Callable[[str], int | None], weigh: dict[int, float]) -> list[int]:
    """For each character, where the word ends that begins there in the likeliest split of what follows."""
    size = start = len(sentence)
    # A known piece is a word, or with 0 the beginning of one. Few pairs are: they are looked up without a loop.
    pairs = [*map(frequency, map(add, sentence, sentence[1:])), None]
    scores, ends = [0.0] * (size + 1), [*range(1, size + 1)]  # of the best split of sentence[i:]
    best = 0.0
    for alone, pair in zip(map(frequency, reversed(sentence)), reversed(pairs), strict=True):
        start, known = start - 1, alone
        best += weigh[known or 1]
        if pair is not None:
            end, longer = start + 2, pair
            while True:
                if longer and ((score := weigh[longer] + scores[end]) >= best or not known):
                    best, ends[start], known = score, end, longer
                if end == size or (beyond := frequency(sentence[start : end + 1])) is None:
                    break
                end, longer = end + 1, beyond
        scores[start] = best
    return ends


class _Weights(dict[int, float]):
    """The logarithm of the share that words of a count have of all words."""

    def __init__(self, total: int) -> None:
        self._all = log(total)

    def __missing__(self, count: int) -> float:
        self[count] = log(count) - self._all
        return self[count]


_weight = lru_cache(8)(_Weights)
