"""Passages as documents of OpenSearch: the fields that are searched, and those that are returned.

Text comes folded and cut into words, so that the cluster analyses nothing: it takes characters one by one and two by two.
Strings of three characters and more are phrases of the pairs, whose positions follow each other.

    n            the number of the passage; the document's _id too
    id, source   its id and source file
    share        who wrote it, where several did: see `shares`
    title, both  its heading; heading and text, with BETWEEN where nothing is found across
    title_words, words   the words of heading and text, each as often as it stands there
    row          heading and text as folded, with word borders, and the passage itself; not searched

A version also holds files (`versions`), which have none of these fields.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterator, Sequence
from struct import Struct, error
from typing import Any

from ...model.fields import WORDS
from ..local.inverter import Batch

INDEX = "index.json"  # in the folder of a version: the name of its index in the cluster
FORMAT = 2  # of the documents and files; raise it when their meaning changes
#: What the mapping of every index of ours bears; without it an index is never removed.
MARK = {"program": "policysearch", "format": FORMAT}

BETWEEN = "\uffff"  # no character: where a heading ends on a line of its own
#: What an occurrence in a heading adds to a score; an occurrence anywhere adds 1.
IN_TITLE = 4096
MOST = IN_TITLE - 1  # that are counted
EXACT = 2**24  # a score is a float, and counts exactly so far

_COUNT = f"return Math.min(doc.freq, {MOST}) * query.boost;"
_NO_CHARACTER = re.compile("[\ud800-\udfff]")
_HEAD = Struct("<II")  # bytes of the text, and where in it the heading ends
_HEADING_END = b"\xfe"
_LONGEST = 2**28  # bytes of text and borders of a passage


def settings(shards: int) -> dict[str, Any]:
    """The settings of a new index."""
    words = {"type": "text", "analyzer": "words", "similarity": "count", "norms": False, "index_options": "freqs"}
    single = {"type": "text", "analyzer": "single", "similarity": "count", "norms": False, "index_options": "freqs"}
    pairs = {"type": "text", "analyzer": "pairs", "similarity": "count", "norms": False, "index_options": "positions"}
    grams = {name: {"type": "ngram", "min_gram": n, "max_gram": n} for n, name in enumerate(("single", "pairs"), 1)}
    analysis = {
        "tokenizer": grams | {"words": {"type": "whitespace", "max_token_length": 10_000}},
        "analyzer": {name: {"type": "custom", "tokenizer": name} for name in (*grams, "words")},
    }
    return {
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": 0,
            "refresh_interval": "-1",
            "similarity": {"count": {"type": "scripted", "script": {"source": _COUNT}}},
            "analysis": analysis,
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": MARK,
            "_source": {"includes": ["row", "data"]},
            "properties": {
                "n": {"type": "integer"},
                "id": {"type": "keyword"},
                "source": {"type": "keyword"},
                "share": {"type": "keyword"},
                "title": {**pairs, "fields": {"single": single}},
                "both": {**pairs, "fields": {"single": single}},
                **{name: words for name in WORDS.values()},
                "row": {"type": "binary"},
                "file": {"type": "keyword"},
                "data": {"type": "binary"},
            },
        },
    }


def lines(batch: Batch, numbers: Sequence[int], share: str = "") -> Iterator[str]:
    """The passages of a batch as lines of a bulk request, two for each, under their `numbers`; `share` has written them."""
    words: dict[str, list[list[str]]] = {name: [[] for _ in numbers] for name in WORDS.values()}
    for name, per_passage in words.items():
        for word, (places, counts) in batch.postings[name].items():
            for place, count in zip(places, counts, strict=True):
                per_passage[place] += [word.decode()] * count
    single = {name: _single(batch, name, len(numbers)) for name in ("id", "source")}
    text, borders = batch.literal.text, batch.literal.borders
    ends = [*batch.literal.offsets[2::2], len(text)]
    for place, number in enumerate(numbers):
        start, middle, end = batch.literal.offsets[2 * place], batch.literal.offsets[2 * place + 1], ends[place]
        heading, body = text[start:middle], text[middle : end - 1]
        between = BETWEEN if heading.endswith(_HEADING_END) else ""
        title = sendable(heading.removesuffix(_HEADING_END).decode("utf-8", "surrogatepass"))
        document = {
            "n": number,
            **{name: values[place] for name, values in single.items()},
            "title": title,
            "both": title + between + sendable(body.decode("utf-8", "surrogatepass")),
            **{name: " ".join(per_passage[place]) for name, per_passage in words.items()},
            "row": pack(text[start:end], middle - start, borders[start:end], batch.stored[place]),
            **({"share": share} if share else {}),
        }
        yield json.dumps({"index": {"_id": str(number)}})
        yield json.dumps(document, ensure_ascii=False)


def _single(batch: Batch, field: str, size: int) -> list[str]:
    """The value of a field in each passage of a batch; "" where there is none."""
    values = [""] * size
    for value, (places, _) in batch.postings[field].items():
        for place in places:
            values[place] = value.decode()
    return values


def pack(text: bytes, middle: int, borders: bytes, stored: bytes) -> str:
    """A row."""
    deflated = zlib.compress(_HEAD.pack(len(text), middle) + text + borders, 1)
    return base64.b64encode(_HEAD.pack(len(deflated), 0) + deflated + stored).decode()


def unpack(row: str) -> tuple[bytes, int, bytes, bytes]:
    """Text, end of the heading, borders and stored passage of a row; raises ValueError for anything else."""
    data = base64.b64decode(row, validate=True)
    try:
        length, _ = _HEAD.unpack_from(data)
        inflated = inflated_to(_LONGEST, data[_HEAD.size : _HEAD.size + length])
        size, middle = _HEAD.unpack_from(inflated)
    except error as wrong:
        raise ValueError(f"a row cannot be read: {wrong}") from wrong
    text, borders = inflated[_HEAD.size : _HEAD.size + size], inflated[_HEAD.size + size :]
    if not len(text) == len(borders) == size or middle > size:
        raise ValueError("a row is not of the length it was written with")
    return text, middle, borders, data[_HEAD.size + length :]


def inflated_to(most: int, data: bytes) -> bytes:
    """Inflated `data`, of at most `most` bytes; raises ValueError for anything else."""
    inflater = zlib.decompressobj()
    try:
        found = inflater.decompress(data, most)
    except zlib.error as wrong:
        raise ValueError(str(wrong)) from wrong
    if not inflater.eof:
        raise ValueError("it is cut short or too long")
    return found


def sendable(text: str) -> str:
    """`text` as JSON can carry it: half a character becomes U+FFFD."""
    return _NO_CHARACTER.sub("\ufffd", text)
