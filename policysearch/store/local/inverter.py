"""Inverts batches of passages for an index; needs nothing of the index, so that it can run in other processes."""

from __future__ import annotations

import contextlib
import re
from array import array
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import chain, groupby, islice
from operator import attrgetter
from pathlib import Path

from ...model.document import Passage
from ...model.errors import CorpusError, PassagesError
from ...model.fields import RAW, TEXTS, WORDS, term
from ...runtime import process_pool
from ...runtime.limits import attempt
from ...runtime.process_pool import ProcessLost
from ...text import coinages, tokenizer
from ...text.normalize import fold
from ...text.user_dictionary import DICTIONARY
from .segment_writer import Labels, Postings, add_labels, pack
from .text_writer import Record, record

#: Passages in a batch. Larger batches mean fewer lists for the one process that writes, and more memory.
SIZE = 1024
_MUCH = 8_000  # passages from which on other processes are worth starting


def key(passage: Passage) -> tuple[str, int, int, str]:
    """The sort key of a passage in document order; on one line a heading stands before its text, 第二条 before 第十条."""
    counted = re.sub("[0-9]+", lambda found: found[0].zfill(6), passage.id)
    return passage.source, passage.line_start, len(passage.path), counted


@dataclass(frozen=True, slots=True)
class Batch:
    """Passages as they are written; in `postings` they are counted from 0."""

    keys: list[tuple[str, int, int, str]]
    stored: list[bytes]  # each passage for the index to keep, packed
    literal: Record
    postings: Postings
    labels: Labels
    # Sources whose passages failed, with the reason; then the batch has nothing else.
    failed: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.keys)


def split_batches(passages: Iterable[Passage]) -> Iterator[list[Passage]]:
    """`passages` in lists large enough to be sent to another process."""
    batch: list[Passage] = []
    for passage in passages:
        batch.append(passage)
        if len(batch) == SIZE:
            yield batch
            batch = []
    if batch:
        yield batch


def own_words(folder: Path) -> str:
    """The user's own words, which lie in the folder of a version before it is written."""
    file = folder / DICTIONARY
    return file.read_text("utf-8") if file.exists() else ""


def invert(passages: Iterable[Passage], dictionary: str) -> Generator[Batch, None, None]:
    """`passages` in batches as `prepare` makes them, in their order, in other processes where there are many.

    Raises PassagesError when some cannot be cut into words, after all were tried; no batch comes after the first that fails.
    """
    failed: dict[str, str] = {}
    batches = split_batches(passages)
    first = list(islice(batches, _MUCH // SIZE))
    count = process_pool.useful_workers() if len(first) == _MUCH // SIZE else 0
    task = partial(prepare, dictionary)
    with contextlib.closing(process_pool.map_parallel(task, chain(first, batches), count, rescue)) as prepared:
        for batch in prepared:
            failed |= batch.failed
            if not failed:
                yield batch
    if failed:
        raise PassagesError(failed)


def prepare(dictionary: str, passages: Sequence[Passage]) -> Batch:
    """Fold, cut and count `passages`; `dictionary` has the user's own words."""
    problems: list[CorpusError] = []
    if batch := attempt(
        partial(_prepare, dictionary, passages), passages[0].source, problems.append, doing="segmented"
    ):
        return batch
    together, problems[:] = problems[-1], []
    for source, group in _by_source(passages):
        attempt(partial(_prepare, dictionary, group), source, problems.append, doing="segmented")
    return _failure({problem.path: problem.reason for problem in problems or [together]})


def rescue(do: Callable[[Sequence[Passage]], Batch], passages: Sequence[Passage], error: Exception) -> Batch:
    """The batch of `passages` at which a process ended; `do` is `prepare` in another process.

    They are tried once more, then source by source; a source that ends a process again has failed.
    """
    if not isinstance(error, ProcessLost):
        raise error
    with contextlib.suppress(ProcessLost):
        return do(passages)
    failed: dict[str, str] = {}
    for source, group in _by_source(passages):
        try:
            failed |= do(group).failed
        except ProcessLost as lost:
            failed[source] = lost.reason
    if not failed:
        raise error
    return _failure(failed)


def _by_source(passages: Sequence[Passage]) -> Iterator[tuple[str, list[Passage]]]:
    return ((source, list(group)) for source, group in groupby(passages, attrgetter("source")))


def _failure(sources: dict[str, str]) -> Batch:
    return Batch([], [], record([], lambda word: False), {}, {}, sources)


def _prepare(dictionary: str, passages: Sequence[Passage]) -> Batch:
    parts = []
    postings: Postings = {field: {} for field in sorted((*TEXTS, "year", *WORDS.values()))}
    labels: Labels = {name: {} for name in sorted(TEXTS.difference(RAW))}
    for number, passage in enumerate(passages):
        heading, text = _folded(passage.printed or passage.title), fold(passage.text)
        heading_words = tokenizer.words(coinages.heading(heading, passage.kind), dictionary)
        text_words = tokenizer.words(text, dictionary)
        parts.append((heading, heading_words, text, text_words, _between(passage, heading, text)))
        _add(postings[WORDS["title"]], number, Counter(heading_words).items())
        _add(postings[WORDS["text"]], number, Counter(text_words).items())
        _add(postings["year"], number, Counter(map(str, passage.years)).items())
        for name in TEXTS:
            if value := getattr(passage, name):
                folded = value if name in RAW else _folded(value)
                _add(postings[name], number, [(folded, 1)])
                if name in labels:
                    add_labels(labels[name], [(folded, value)])
    stored = [pack(passage) for passage in passages]
    return Batch(list(map(key, passages)), stored, record(parts, tokenizer.word_test(dictionary)), postings, labels)


def _between(passage: Passage, heading: str, text: str) -> str | None:
    """The folded white space between a heading and the text that begins on its line; None where the text begins on another."""
    if not passage.run_in:
        return None
    apart = passage.printed[-1:].isspace() and heading[-1:].isalnum() and text[:1].isalnum()
    return " " if apart and (heading[-1:] + text[:1]).isascii() else ""


def _add(postings: dict[bytes, tuple[array[int], array[int]]], number: int, counts: Iterable[tuple[str, int]]) -> None:
    """Add terms of passage `number`, the highest so far, and how often it has each."""
    for text, count in counts:
        coded = term(text)
        if (entry := postings.get(coded)) is None:
            postings[coded] = array("I", (number,)), array("I", (count,))
        elif entry[0][-1] == number:  # characters that cannot be encoded become ?, so that terms may be equal
            entry[1][-1] += count
        else:
            entry[0].append(number)
            entry[1].append(count)


_folded = lru_cache(4096)(fold)  # the headings above stand at passage after passage
