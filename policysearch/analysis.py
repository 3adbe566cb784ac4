"""Chinese text as words, for ranking; the only module that imports jieba, and not before the first text is cut.

What matches is decided by characters, elsewhere; words say what a passage is about.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from math import log
from pathlib import Path
from typing import Any

#: Raise it whenever folding or words change: an index built before no longer fits.
VERSION = 2

# A year in ideographs is one word. A stretch of Han (or another script), or ASCII letters and digits with what joins them: pm2.5 r&d 75% 1.85:1 16+n
# covid-19; but 2021-2025 is two. Lengths are bounded: jieba's time grows with the square of an unknown stretch.
_RUN = re.compile(
    r"(?P<han>(?:(?!_YEAR)[^\W_a-z0-9]){1,200})|_YEAR|[a-z0-9]{1,64}(?:(?:[.&+:/']|(?<![0-9])-|-(?![0-9]))[a-z0-9]{1,64}){0,8}%?".replace(
        "_YEAR", "(?:一[八九]|二〇)[〇一二三四五六七八九]{2}(?![〇一二三四五六七八九十百千万])"
    )
)
_LONGEST_WORD = 16
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


def words(folded: str) -> list[str]:
    """The words of folded text, in order; punctuation only inside such as pm2.5, r&d, 75%.

    The first call loads jieba's dictionary, which takes about 0.4 s.
    """
    cut = _tokenizer().cut
    found: list[str] = []
    for run in _RUN.finditer(folded):
        if run[1]:
            found += cut(run[1])
        else:
            found.append(run[0])
    return found


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
    for run in _RUN.finditer(folded):
        pieces += _split(run[1], frequency) if run[1] else [run[0]]
    return pieces


def _split(han: str, frequency: Callable[[str], int]) -> list[str]:
    """The cheapest split of a stretch of Han, found from its end."""
    cost = [0.0] * (len(han) + 1)  # of the best split of han[i:]
    step = [0] * len(han)  # length of the first word of that split; 0: a character in no known word
    for i in range(len(han) - 1, -1, -1):
        cost[i] = cost[i + 1] + _UNKNOWN
        for length in range(1, min(_LONGEST_WORD, len(han) - i) + 1):
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


@cache
def _tokenizer() -> Any:
    """jieba with its own dictionary and nobody's user words, silent."""
    # Without pkg_resources, which is slow and announces its own end on stderr, jieba opens its files itself.
    blocked = "pkg_resources" not in sys.modules
    if blocked:
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes in jieba's source
            import jieba
    finally:
        if blocked:
            del sys.modules["pkg_resources"]
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
    tokenizer.FREQ, tokenizer.total = _dictionary(Path(jieba.__file__).with_name("dict.txt"))
    tokenizer.initialized = True
    return tokenizer


class _Weights(dict[int, float]):
    """The logarithm of the share that words of a count have of all words."""

    def __init__(self, total: int) -> None:
        self._all = log(total)

    def __missing__(self, count: int) -> float:
        self[count] = log(count) - self._all
        return self[count]


_weight = cache(_Weights)


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
