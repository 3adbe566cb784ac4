"""The words of jieba's dictionary with their frequencies: read as texts need them, or a few found in the file."""

from __future__ import annotations

import mmap
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from .segmenter import DICTIONARY, jieba_source

_SIZE, _SUM = 5_071_852, 60_101_967  # of the dictionary of jieba 0.42.1: its bytes, and the sum of its frequencies
_MOST = (
    2**20
)  # entries; more pairs that no word begins with are not remembered, so that hostile texts take no more memory


def _file() -> Path:
    source = jieba_source()
    assert source
    return source.with_name(DICTIONARY)


@cache
def _lines() -> list[str]:
    """The lines of the file, sorted."""
    return sorted(_file().read_text(encoding="utf-8").split("\n"))


def total() -> int:
    """The sum of the frequencies."""
    if _file().stat().st_size == _SIZE:
        return _SUM
    return sum(int(line.split(" ")[1]) for line in _lines() if line)


def frequencies(words: Iterable[str]) -> list[int]:
    """How frequent each of a few words is, 0 for one that is not listed."""
    found = []
    with _file().open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as lines:
        for word in words:
            line = f"\n{word} ".encode("utf-8", "surrogatepass")
            at = lines.find(line)
            found.append(int(lines[at + len(line) : at + len(line) + 9].split()[0]) if at >= 0 else 0)
    return found


class Dictionary(dict[str, int | None]):
    """The words of jieba's dictionary with their frequencies, every beginning of a word (with 0), and None for what is neither.

    All words that begin with a pair of characters are read when the pair is first looked up: five plans need a sixth of the
    dictionary, 3,500 laws a third, and to read all of it takes 0.4 s.
    """

    def __init__(self) -> None:
        self._lines = _lines()
        self.get_loaded = super().get  # of what is longer than a pair, when the pair was looked up

    def __missing__(self, pair: str) -> int | None:
        """Read the words that begin with `pair`, or of one character that word alone."""
        at = bisect_left(self._lines, pair)
        known = None
        if pair and at < len(self._lines) and self._lines[at].startswith(pair):
            known = self._read(pair, at)
        if known is not None or len(self) < _MOST:
            super().__setitem__(pair, known)  # last: another thread that finds it finds all
        return known

    def _read(self, pair: str, at: int) -> int | None:
        """Read the words that begin with `pair`, of which the first stands in line `at`; the frequency of `pair` itself."""
        words: dict[str, int | None] = {}
        while at < len(self._lines) and (line := self._lines[at]).startswith(pair):
            word, frequency = line.split(" ")[:2]
            words[word] = int(frequency)
            if len(pair) == 1:
                break
            if len(word) > 3:
                for end in range(len(word) - 1, 2, -1):
                    if word[:end] in words:
                        break
                    words[word[:end]] = 0
            at += 1
        if pair[-1] == " ":  # it ends with what stands behind a word
            return None
        known = words.pop(pair, 0)
        if len(pair) > 1:
            self.update(words)
        return known

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self.get(word) is not None

    def __setitem__(self, word: str, frequency: int | None) -> None:
        self.get(word)  # what is read later does not replace it
        super().__setitem__(word, frequency)

    def get(self, word: str, default: Any = None) -> Any:
        known = self[word[:2]]
        if len(word) > 2:
            known = self.get_loaded(word)
        return default if known is None else known
