"""Queries as words of an index, and what its words depend on; `tokenizer` cuts texts.

What matches is decided by characters, elsewhere; words say what a passage is about.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.util import find_spec
from math import log
from pathlib import Path
from zlib import crc32

from ..runtime.lazy_pattern import lazy_pattern

#: Raise it whenever folding or words change: an index built before no longer fits.
VERSION = 5

# A year in ideographs is one word. A stretch of Han (or another script), or ASCII letters and digits with what joins them: pm2.5 r&d 75% 1.85:1 16+n
# covid-19; but 2021-2025 is two. Lengths are bounded: jieba's time grows with the square of an unknown stretch.
RUN = lazy_pattern(
    r"(?P<han>(?:(?!_YEAR)[^\W_a-z0-9]){1,200})|_YEAR|[a-z0-9]{1,64}(?:(?:[.&+:/']|(?<![0-9])-|-(?![0-9]))[a-z0-9]{1,64}){0,8}%?".replace(
        "_YEAR", "(?:一[八九]|二〇)[〇一二三四五六七八九]{2}(?![〇一二三四五六七八九十百千万])"
    )
)
LONGEST_WORD = 16
DICTIONARY = "dict.txt"  # of jieba, beside its source
# What a word costs, less the logarithm of its count: so much that fewer, longer words win.
_WORD = 20.0
_UNKNOWN = 2 * _WORD  # what a character in no known word costs


def jieba_source() -> Path | None:
    """The source of jieba, which is not imported; None where it is not installed."""
    spec = find_spec("jieba")
    return Path(spec.origin) if spec and spec.origin else None


def _fingerprint() -> str:
    """Names jieba's version, the size of its dictionary and our own version, without importing jieba."""
    if not (source := jieba_source()):
        return f"analysis {VERSION}, no jieba"
    version = re.search(r"__version__ = ['\"](.+?)['\"]", source.read_text(encoding="utf-8"))
    size = source.with_name(DICTIONARY).stat().st_size
    return f"analysis {VERSION}, jieba {version[1] if version else '?'}, dictionary {size}"


#: Names everything that the words of an index depend on.
FINGERPRINT = _fingerprint()


def fingerprint(dictionary: str) -> str:
    """FINGERPRINT, and the user's own words where there are any."""
    if not dictionary:
        return FINGERPRINT
    return f"{FINGERPRINT}, {dictionary.count(chr(10))} own words {crc32(dictionary.encode()):08x}"


def segment(
    folded: str,
    frequency: Callable[[str], int | None],
    stands: Callable[[str], bool] = bool,
    longest: Callable[[str], int] = lambda first: LONGEST_WORD,
) -> list[str]:
    """The pieces a folded query is made of, in order, without jieba.

    A piece is a word whose `frequency` (its count in the index) is above 0, as few and as frequent ones as will do; or
    a stretch of characters that are in no such word; or letters and digits as `tokenizer.words` keeps them together. No letter,
    digit or ideograph is lost. `stands`: whether two characters stand side by side anywhere; `longest`: the most characters of a
    word that begins with one.

    >>> counts = {"氢能": 3, "产业": 9, "产业发展": 1, "发展": 9}
    >>> segment("氢能产业发展两群r&d", lambda word: counts.get(word, 0))
    ['氢能', '产业发展', '两群', 'r&d']
    """
    pieces: list[str] = []
    for run in RUN.finditer(folded):
        pieces += _split(run[1], frequency, stands, longest) if run[1] else [run[0]]
    return pieces


def _split(
    han: str, frequency: Callable[[str], int | None], stands: Callable[[str], bool], longest: Callable[[str], int]
) -> list[str]:
    """The cheapest split of a stretch of Han, found from its end."""
    cost = [0.0] * (len(han) + 1)  # of the best split of han[i:]
    step = [0] * len(han)  # length of the first word of that split; 0: a character in no known word
    reach = 0  # the longest that a word from i on may be
    for i in range(len(han) - 1, -1, -1):
        cost[i] = cost[i + 1] + _UNKNOWN
        reach = min(LONGEST_WORD, reach + 1) if reach and stands(han[i : i + 2]) else 1
        for length in range(1, min(reach, longest(han[i])) + 1):
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
