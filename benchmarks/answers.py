"""Whether two states of the package give the same answers: ids, order and scores of random queries, written down and compared.

    python benchmarks/answers.py write INDEX FILE [--queries 500] [--seed 1]
    python benchmarks/answers.py compare FILE FILE

The queries are drawn from the index: substrings of its texts of every length, words, combinations of them with every operator, fields, wildcards,
NEAR, cited articles, questions; some grouped or sorted, some with facets, some beyond the first page. Both states write with
the same seed, each from an index of its own or from one that both can read.
"""

# ruff: noqa: E402  (run as a script, it looks for the package beside it)

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from policysearch.index.index import Index
from policysearch.model.errors import QueryError

_FIELDS = (
    "year:{y}",
    "-year:{y}",
    "year:2018..2024",
    "kind:条",
    "district:九龙坡",
    "document:{c}",
    "章:{c}",
    "title:{w}",
)
_NEAREST = 1e-9  # of a score, which rounding may change


def drawn(index: Index, count: int, seed: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Random queries, each with how it is asked."""
    dice = random.Random(seed)
    passages = [passage for passage in index.passages() if passage.text][:: max(1, len(index._searcher) // 20_000)]

    def piece(least: int, most: int) -> str:
        while True:
            text = dice.choice(passages).text
            start = dice.randrange(len(text))
            found = text[start : start + dice.randint(least, most)]
            if found.isalnum():
                return found

    def word() -> str:
        return piece(2, 3)

    def filtered(query: str) -> str:
        field = dice.choice(_FIELDS).format(y=dice.randint(2010, 2025), c=piece(1, 2), w=word())
        return f"{query} {field}"

    def question() -> str:
        return f"{piece(4, 8)}怎么办{piece(2, 6)}"

    kinds = (
        lambda: piece(1, 1),
        word,
        lambda: piece(4, 9),
        lambda: f'"{piece(2, 9)}"',
        lambda: f"{word()} {word()}",
        lambda: f"{word()} {word()} {word()}",
        lambda: f"{word()} AND {word()}",
        lambda: f"{word()} OR {piece(2, 5)}",
        lambda: f"{word()} -{piece(1, 2)}",
        lambda: f'"{word()} {word()}"~{dice.randint(2, 30)}',
        lambda: f"{word()}*{piece(1, 2)}",
        lambda: f"{piece(1, 2)}?{piece(1, 1)}",
        lambda: filtered(word()),
        lambda: filtered(f"{word()} {word()}"),
        lambda: f"第{dice.randint(1, 60)}条 {word()}",
        lambda: f"title:{word()} {word()}",
        lambda: f"text:{piece(2, 4)}",
        lambda: f"({word()} OR {word()}) {word()}^2",
        question,
        question,
    )
    for number in range(count):
        asked: dict[str, Any] = {"limit": dice.choice((10, 10, 10, 30, 150))}
        if number % 7 == 3:
            asked["group"] = dice.choice(("document", "district"))
        if number % 7 == 5:
            asked["sort"] = dice.choice(("document", "date"))
        if number % 11 == 4:
            asked["offset"] = dice.randint(1, 300)
        if number % 13 == 6:
            asked["strict"] = True
        yield kinds[number % len(kinds)](), asked


def written(index: Index, query: str, asked: dict[str, Any], facets: bool) -> dict[str, Any]:
    """The answer to one query."""
    said: dict[str, Any] = {"query": query, "asked": asked}
    try:
        answer = index.search(query, **asked)
    except QueryError as error:
        return said | {"error": str(error)}
    said |= {"total": answer.total, "exact": answer.exact, "relaxation": answer.relaxation}
    said["hits"] = [[hit.passage.id, hit.score, hit.why, list(hit.missing), hit.elsewhere] for hit in answer]
    said["groups"] = [[group.value, group.total] for group in answer.groups] + [[answer.group_total, answer.ungrouped]]
    if facets:
        said["facets"] = index.facets(query, strict=asked.get("strict", False))
    return said


def different(one: Any, other: Any) -> bool:
    """Whether two answers differ, in scores by more than rounding."""
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) > _NEAREST * max(abs(one), abs(other), 1e-300)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) != len(other) or any(map(different, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) != list(other) or any(map(different, one.values(), other.values()))
    return bool(one != other)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", choices=("write", "compare"))
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.what == "write":
        with Index.open(options.first) as index, options.second.open("w", encoding="utf-8") as out:
            for number, (query, asked) in enumerate(drawn(index, options.queries, options.seed)):
                print(json.dumps(written(index, query, asked, number % 5 == 0), ensure_ascii=False), file=out)
        return
    one, other = (
        [json.loads(line) for line in path.read_text("utf-8").splitlines()] for path in (options.first, options.second)
    )
    unequal = [(a, b) for a, b in zip(one, other, strict=True) if different(a, b)]
    for before, after in unequal:
        for key in before:
            if different(before[key], after.get(key)):
                print(f"{before['query']} {before['asked']}: {key}\n  {before[key]}\n  {after.get(key)}"[:1500])
    print(f"{len(one)} queries, {len(unequal)} answers differ")
    sys.exit(bool(unequal))


if __name__ == "__main__":
    main()
