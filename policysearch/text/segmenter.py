"""Chinese text as words, for ranking; the only module that imports jieba, and not before the first text is cut.

What matches is decided by characters, elsewhere; words say what a passage is about.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec
from math import log
from pathlib import Path
from typing import Any
from zlib import crc32

from ..runtime.lazy_import import load

#: Raise it whenever folding or words change: an index built before no longer fits.
VERSION = 5

# A year in ideographs is one word. A stretch of Han (or another script), or ASCII letters and digits with what joins them: pm2.5 r&d 75% 1.85:1 16+n
# covid-19; but 2021-2025 is two. Lengths are bounded: jieba's time grows with the square of an unknown stretch.
RUN = re.compile(
    r"(?P<han>(?:(?!_YEAR)[^\W_a-z0-9]){1,200})|_YEAR|[a-z0-9]{1,64}(?:(?:[.&+:/']|(?<![0-9])-|-(?![0-9]))[a-z0-9]{1,64}){0,8}%?".replace(
        "_YEAR", "(?:一[八九]|二〇)[〇一二三四五六七八九]{2}(?![〇一二三四五六七八九十百千万])"
    )
)
LONGEST_WORD = 16
# What a word costs, less the logarithm of its count: so much that fewer, longer words win.
_WORD = 20.0
_UNKNOWN = 2 * _WORD  # what a character in no known word costs


def _fingerprint() -> str:
    """Names jieba's version, the size of its dictionary and our own version, without importing jieba."""
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        return f"analysis {VERSION}, no jieba"
    source = Path(spec.origin)
    version = re.search(r"__version__ = ['\"](.+?)['\"]", source.read_text(encoding="utf-8"))
    size = source.with_name("dict.txt").stat().st_size
    return f"analysis {VERSION}, jieba {version[1] if version else '?'}, dictionary {size}"


#: Names everything that the words of an index depend on.
FINGERPRINT = _fingerprint()


def words(folded: str, dictionary: str = "") -> list[str]:
    """The words of folded text, in order; punctuation only inside such as pm2.5, r&d, 75%.

    They depend on jieba's dictionary, on the user's own words in `dictionary` (as `user_dictionary.checked` writes them) and on the
    text itself, in which a quoted coinage is a word: never on other texts. The first call loads jieba's dictionary, which
    takes about 0.4 s.
    """
    fixed = {*_own(dictionary)[1], *coinages(folded, dictionary)}
    if not fixed:
        return _cut(folded, dictionary)
    found: list[str] = []
    at = 0
    for place in re.finditer("|".join(map(_bordered, sorted(fixed, key=lambda word: (-len(word), word)))), folded):
        found += (*_cut(folded[at : place.start()], dictionary), place[0])
        at = place.end()
    return found + _cut(folded[at:], dictionary)


def known(dictionary: str = "") -> Callable[[str], bool]:
    """Whether a word of text is in jieba's dictionary or among the user's own; others it guesses."""
    frequency = _tokenizer(dictionary).FREQ.get
    return lambda word: bool(frequency(word))


def coinages(folded: str, dictionary: str = "") -> list[str]:
    """The coinages in folded text, each once: see `text.coinages`."""
    from .coinages import coined

    return coined(folded, lambda text: _cut(text, dictionary), known(dictionary))


def fingerprint(dictionary: str) -> str:
    """FINGERPRINT, and the user's own words where there are any."""
    if not dictionary:
        return FINGERPRINT
    return f"{FINGERPRINT}, {dictionary.count(chr(10))} own words {crc32(dictionary.encode()):08x}"


def _cut(folded: str, dictionary: str) -> list[str]:
    """The words of folded text in which no coinage is looked for."""
    cut = _tokenizer(dictionary).cut
    found: list[str] = []
    for run in RUN.finditer(folded):
        if run[1]:
            found += cut(run[1])
        else:
            found.append(run[0])
    return found


def _bordered(word: str) -> str:
    """A pattern for a word; a letter or digit at its edge does not go on outside."""
    before = "(?<![0-9a-z])" if word[0].isascii() else ""
    after = "(?![0-9a-z])" if word[-1].isascii() else ""
    return before + re.escape(word) + after


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


def segment(folded: str, frequency: Callable[[str], int]) -> list[str]:
    """The pieces a folded query is made of, in order, without jieba.

    A piece is a word whose `frequency` (its count in the index) is above 0, as few and as frequent ones as will do; or
    a stretch of characters that are in no such word; or letters and digits as `words` keeps them together. No letter,
    digit or ideograph is lost.

    >>> counts = {"氢能": 3, "产业": 9, "产业发展": 1, "发展": 9}
    >>> segment("氢能产业发展两群r&d", lambda word: counts.get(word, 0))
    ['氢能', '产业发展', '两群', 'r&d']
    """
    pieces: list[str] = []
    for run in RUN.finditer(folded):
        pieces += _split(run[1], frequency) if run[1] else [run[0]]
    return pieces


def _split(han: str, frequency: Callable[[str], int]) -> list[str]:
    """The cheapest split of a stretch of Han, found from its end."""
    cost = [0.0] * (len(han) + 1)  # of the best split of han[i:]
    step = [0] * len(han)  # length of the first word of that split; 0: a character in no known word
    for i in range(len(han) - 1, -1, -1):
        cost[i] = cost[i + 1] + _UNKNOWN
        for length in range(1, min(LONGEST_WORD, len(han) - i) + 1):
            if count := frequency(han[i : i + length]):
                price = cost[i + length] + _WORD - log(count)
                if price <= cost[i]:
                    cost[i], step[i] = price, length
    pieces: list[str] = []
    i, after_unknown = 0, False
    while i < len(han):
        length = step[i] or 1
        if after_unknown and not step[i]:
            pieces[-1] += han[i]
        else:
            pieces.append(han[i : i + length])
        after_unknown = not step[i]
        i += length
    return pieces


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
            frequency, weigh, end = self.FREQ.get, _weight(self.total), len(sentence)
            scores = [0.0] * (end + 1)  # of the best split of sentence[i:]
            route[end] = 0.0, 0
            for start in range(end - 1, -1, -1):
                best, last = None, start  # the last character of the first word of that split
                following = start + 1
                count = frequency(sentence[start])
                while count is not None:  # of a word, or 0 of the beginning of one
                    if count and (best is None or weigh[count] + scores[following] >= best):
                        best, last = weigh[count] + scores[following], following - 1
                    if following == end:
                        break
                    following += 1
                    count = frequency(sentence[start:following])
                scores[start] = weigh[1] + scores[start + 1] if best is None else best
                route[start] = scores[start], last

    tokenizer = Tokenizer()
    if dictionary:
        plain = _tokenizer("")
        tokenizer.FREQ, tokenizer.total = plain.FREQ.copy(), plain.total
    else:
        tokenizer.FREQ, tokenizer.total = _dictionary(Path(jieba.__file__).with_name("dict.txt"))
    tokenizer.initialized = True
    for word, frequency in _own(dictionary)[0]:
        tokenizer.add_word(word, frequency)  # without a frequency one that keeps it whole
    return tokenizer


class _Weights(dict[int, float]):
    """The logarithm of the share that words of a count have of all words."""

    def __init__(self, total: int) -> None:
        self._all = log(total)

    def __missing__(self, count: int) -> float:
        self[count] = log(count) - self._all
        return self[count]


_weight = lru_cache(8)(_Weights)


def _dictionary(file: Path) -> tuple[dict[str, int], int]:
    """The words of a dictionary with their frequencies, every beginning of a word (with 0), and the sum of frequencies.

    Twice as fast as jieba's own reading, even from the cache that it keeps under a fixed name in the shared temporary
    folder, where others can write.
    """
    fields = file.read_text(encoding="utf-8").split()
    words, frequencies = fields[0::3], [int(frequency) for frequency in fields[1::3]]
    known = dict(zip(words, frequencies, strict=True))
    for word in words:
        beginning = word[:-1]
        while beginning and beginning not in known:
            known[beginning] = 0
            beginning = beginning[:-1]
    return known, sum(frequencies)
