"""The user's own files of words, as a version keeps them: a dictionary, groups of synonyms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..messages.catalogue import Message
from ..model.errors import CorpusError
from ..text import user_dictionary
from . import versions

_MOST_LINES = 20  # of a file that are named one by one


@dataclass(frozen=True, slots=True)
class UserWords:
    """The texts by what a version calls them."""

    texts: dict[str, str]
    before: dict[str, str]  # those of the current version
    doubts: list[CorpusError]  # lines that are left out


def user_words(index: Path, given: Mapping[str, str | Path | None]) -> UserWords:
    """The texts of the files `given`; for None what the version of `index` has.

    Raises CorpusError when a file cannot be read at all; lines that cannot be kept are doubts.
    """
    before = {name: versions.kept_text(index, name) for name in given}
    doubts: list[CorpusError] = []
    texts = {name: before[name] if path is None else _text(name, Path(path), doubts) for name, path in given.items()}
    return UserWords(texts, before, doubts)


def _text(name: str, path: Path, doubts: list[CorpusError]) -> str:
    """The text that a version keeps of the file as `name`; `doubts` gets the lines that cannot be kept."""
    from ..query import own_synonyms
    from . import loading

    mine: list[CorpusError] = []

    def skipped(number: int, why: str) -> None:
        mine.append(CorpusError(str(path), Message("files.line_left_out", number=number, why=why)))

    lines = loading.words(path)
    text = (
        user_dictionary.normalized_words(lines, skipped)
        if name == user_dictionary.DICTIONARY
        else own_synonyms.check_lines(lines, skipped)
    )
    if len(mine) > _MOST_LINES:
        more = len(mine) - _MOST_LINES + 1
        mine[_MOST_LINES - 1 :] = [CorpusError(str(path), Message("files.lines_left_out", count=more))]
    doubts += mine
    return text
