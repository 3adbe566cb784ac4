"""A user's own words: their file checked and normalised, as an index version keeps it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from .normalize import fold
from .segmenter import LONGEST_WORD, RUN

#: The file of an index version with the user's own words, sorted: a word a line, perhaps with its frequency.
DICTIONARY = "dictionary.txt"

_SHOWN = 40  # characters of a line that is quoted
_SPACE = "\ufeff\0 \t\r\n\x0b\x0c\u3000"  # a byte-order mark can stand in the middle of files that were joined


def normalized_words(lines: Iterable[str], skipped: Callable[[int, str], object]) -> str:
    """A user's dictionary, in jieba's format or one word a line, as it is kept: folded, sorted, each word once.

    `skipped` is called with the number of each line that cannot be kept, and the reason.

    >>> normalized_words(["两主四特 12 n", "氢走廊", "", "５Ｇ网络", "SK-II", "冯·诺伊曼 9 nr"], print)
    6 冯·诺伊曼 9 nr is no word of letters, digits or ideographs alone; it is found all the same
    '5g网络\\nsk-ii\\n两主四特 12\\n氢走廊\\n'
    """
    found: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        typed, *rest = line.strip(_SPACE).split() or [""]
        word = fold(typed[: 10 * LONGEST_WORD])
        if not word and not rest:
            continue
        shown = " ".join("".join(c if c.isprintable() else " " for c in line[:200]).split())
        shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
        frequency = rest.pop(0) if rest and re.fullmatch("[0-9]{1,9}", rest[0]) else ""
        if rest and not (len(rest) == 1 and re.fullmatch("[A-Za-z]{1,8}", rest[0])):
            skipped(number, f"{shown} is no word with its frequency and its part of speech; words hold no space")
        elif len(word) > LONGEST_WORD:
            skipped(number, f"{shown} is longer than {LONGEST_WORD} characters")
        elif not (word.isalnum() or _is_latin_word(word)):
            skipped(number, f"{shown} is no word of letters, digits or ideographs alone; it is found all the same")
        else:
            found[word] = f"{word} {frequency.lstrip('0')}".strip()
    return "".join(f"{found[word]}\n" for word in sorted(found))


def _is_latin_word(word: str) -> bool:
    """Whether letters and digits with what joins them are one word in every text: sk-ii, pm2.5, r&d."""
    found = RUN.fullmatch(word)
    return bool(found and word.isascii())
