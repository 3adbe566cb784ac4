"""Where the time of a question goes, stage by stage, and how it compares with Tantivy's OR of words.

    python benchmarks/questions.py INDEX [--data ../shared] [--each 3] [--limit 10]

Queries: every EACHth of lawyer.tsv and short.tsv of tests/data/relevance, and of the lay questions in DATA (STARD), as far as they are
relaxed: passages that hold only some of the words follow. All caches are emptied before each query; of three tries the shortest counts. CPU
milliseconds: Tantivy's ids of the best LIMIT; ours, ranking alone (the numbers of the best LIMIT); the whole answer (passages
read, reasons, other places of a text); the same with snippets as JSON. The query is cut into words within the time of each.
Then the stages of the whole answer, each without those within it.
"""

# ruff: noqa: E402  (run as a script, it looks for the package beside it)

from __future__ import annotations

import argparse
import gc
import importlib
import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from policysearch.index.index import Index
from policysearch.output import json as output
from policysearch.runtime import numpy_use
from policysearch.runtime.cache import Remembered, memo

_LruCache = type(lru_cache(len))

_STAGES = {
    "understanding: parsing, names, titles, synonyms": "index.index:Index.search search.plan:Planner.choose query.parser:parse,prose "
    "search.entity_linking:link_names search.title_linking:find_title query.synonyms:Synonyms.added_words,Synonyms.widen search.words_apart:words_apart,is_whole "
    "search.altered_quotes:nearest",
    "cutting the query into words": "store.local.store:LocalStore._words_in",
    "what holds all of it: matching, order": "search.match:matching search.score_all:ranking search.searcher:Searcher._best search.relax:_whole,_cited_first",
    "lists of strings read and counted": "store.local.text_store:Literal._count,Literal._list,Literal.among,Literal._holders,Literal.times",
    "postings of words read": "store.local.store:LocalStore.read_postings",
    "question: words, bigrams, names": "search.relax:as_question search.question:Question.rare,Question.gram_weights",
    "candidates by words and bigrams": "search.question_ranker:candidates search.accumulator_arrays:ArrayAccumulators.add,ArrayAccumulators.best",
    "the best in full: texts": "search.string_weights:Pool.add search.pool_arrays:ArrayPool.add",
    "the best in full: words, characters, bigrams": "search.question:Question.by_words search.string_weights:Pool.score "
    "search.pool_arrays:ArrayPool.score,ArrayPool.rescore search.accumulator_arrays:scores_of",
    "the best in full: documents, neighbours": "search.passage_context:votes,neighbours,lend "
    "search.full_score_arrays:_votes,_neighbours,_looked_up",
    "the best in full: feedback": "search.relevance_model:relevance_model",
    "the best in full: titles, frames, expected answer": "search.question_factors:factors,multiply,answering "
    "search.full_score_arrays:_multiply",
    "the best in full: sums, order": "search.question_ranker:score_in_full search.full_score_arrays:score_in_full",
    "tiers and the rest": "search.relax:relax,_most search.lacking:holders search.question:Question.holding search.searcher:Searcher._relax",
    "near duplicates": "search.searcher:Searcher._of_one_text",
    "page: order, passages, reasons": "search.searcher:Searcher.search,Searcher._first,Searcher._hit search.relax:first_texts",
}


def rank(index: Index, query: str, count: int) -> list[int]:
    """The numbers of the best passages, as `Index.search` puts them in order; nothing is read of them."""
    searcher = index._searcher
    with memo(), searcher.guard():
        step, _ = index._planner.choose(query, None, False, False)
        tree = step.sentence or step.tree
        relaxed = searcher.relaxed[tree] if step.sentence else None
        same = searcher._of_one_text(relaxed.numbers) if relaxed else searcher._same[tree]
        return [number for number, _ in searcher._first(tree, count, "", relaxed, same)]


def emptied() -> None:
    """Empty all caches of strings and answers; what is made once for an index stays."""
    for one in gc.get_objects():
        if issubclass(type(one), Remembered):
            one.clear()
        elif type(one) is _LruCache and one.__name__ in (
            "_fold",
            "_find",
            "_frequency",
        ):  # texts folded, places of bigrams, words
            one.cache_clear()


def spent(work: Callable[[], object], tries: int = 1, before: Callable[[], None] = lambda: None) -> float:
    """CPU milliseconds, the least of some tries."""
    times = []
    for _ in range(tries):
        before()
        started = time.process_time()
        work()
        times.append(1000 * (time.process_time() - started))
    return min(times)


class Stages:
    """The time of functions by stage, each without the stages that it calls."""

    def __init__(self) -> None:
        self.times: defaultdict[str, float] = defaultdict(float)
        self._open: list[list[Any]] = []
        for stage, places in _STAGES.items():
            for place in places.split():
                module, _, names = place.partition(":")
                for name in names.split(","):
                    self._watch(module, name, stage)

    def _watch(self, module: str, path: str, stage: str) -> None:
        """Count the time of a function of a module of the package for a stage."""
        owner: Any = importlib.import_module(f"policysearch.{module}")
        *within, name = path.split(".")
        for part in within:
            owner = getattr(owner, part)
        inner = getattr(owner, name)

        def outer(*given: Any, **named: Any) -> Any:
            self._turn(stage)
            try:
                return inner(*given, **named)
            finally:
                self._turn("")

        users = [] if within else [one for one in list(sys.modules.values()) if getattr(one, name, None) is inner]
        for user in [owner, *users]:
            setattr(user, name, outer)

    def _turn(self, stage: str) -> None:
        now = time.thread_time()
        if self._open:
            self.times[self._open[-1][0]] += 1000 * (now - self._open[-1][1])
            self._open[-1][1] = now
        if stage:
            self._open.append([stage, now])
        else:
            self._open.pop()
            if self._open:
                self._open[-1][1] = now


def queries(data: Path, each: int) -> dict[str, list[str]]:
    """The queries of each set."""
    found = {}
    for name in ("lawyer", "short"):
        lines = (ROOT / "tests" / "data" / "relevance" / f"{name}.tsv").read_text("utf-8").splitlines()
        found[name] = [*dict.fromkeys(line.split("\t")[0] for line in lines if line and line[0] != "#")][::each]
    if (file := data / "relevance" / "stard" / "queries.tsv").is_file():
        found["stard"] = re.findall(r"(?m)^\d+\t(.+)$", file.read_text("utf-8"))[::each]
    return found


def tantivy(index: Index, limit: int) -> Callable[[str], list[str]] | None:
    """Tantivy's OR of words over the passages of the index; None where it is not installed."""
    try:
        from benchmarks.peers import tantivy as peer
        from benchmarks.peers import words
    except ImportError:
        return None
    passages = list(index.passages())
    return peer([passage.id for passage in passages], [words(f"{p.title}\n{p.text}") for p in passages], limit)


def shown(times: Sequence[float]) -> str:
    """Mean, median and 95th percentile."""
    order = sorted(times)
    return f"{sum(order) / len(order):.2f} / {order[len(order) // 2]:.2f} / {order[len(order) * 95 // 100]:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--each", type=int, default=3)
    parser.add_argument("--limit", type=int, default=10)
    given = parser.parse_args()
    with Index.open(given.index) as index:
        sets = queries(given.data, given.each)
        warm(index, sets)
        sets = {name: [query for query in some if index.search(query).relaxed] for name, some in sets.items()}
        compare(index, sets, given.limit)
    watched = Stages()
    with Index.open(given.index) as index:  # which has the functions that are watched
        warm(index, sets)
        stages(index, watched, [query for some in sets.values() for query in some], given.limit)


def warm(index: Index, sets: dict[str, list[str]]) -> None:
    """Make what is made once for an index, as a server does: numpy, and the words of which completion and questions know the frequency."""
    numpy_use.load()
    index.suggest("a", 1)
    for some in sets.values():
        for query in some[:8]:
            index.search(query)


def compare(index: Index, sets: dict[str, list[str]], limit: int) -> None:
    """Print the times of each set beside those of Tantivy."""
    peer = tantivy(index, limit)
    print(
        "| set | queries | Tantivy, ids | ranking alone | whole answer | with snippets, JSON |\n| --- |" + " --- |" * 5
    )
    for name, some in sets.items():

        def whole(query: str) -> None:
            json.dumps(output.answer(index.search(query, limit)))

        ways = [
            [spent(partial(way, query), 3, emptied) for query in some]
            for way in (partial(rank, index, count=limit), partial(index.search, limit=limit), whole)
        ]
        theirs = [spent(partial(peer, query), 3) for query in some] if peer else []
        of = [f" ({sum(way) / sum(theirs):.1f} ×)" if peer else "" for way in ways]
        cells = [shown(way) + ratio for way, ratio in zip(ways, of, strict=True)]
        print(f"| {name} | {len(some)} | {shown(theirs) if peer else ''} | {' | '.join(cells)} |", flush=True)


def stages(index: Index, watched: Stages, some: Iterable[str], limit: int) -> None:
    """Print the time of each stage."""
    total: defaultdict[str, float] = defaultdict(float)
    count = 0
    for query in some:
        tries = []
        for _ in range(3):
            emptied()
            watched.times.clear()
            index.search(query, limit)
            tries.append(dict(watched.times))
        for stage, milliseconds in min(tries, key=lambda one: sum(one.values())).items():
            total[stage] += milliseconds
        count += 1
    every = sum(total.values())
    print(f"\n| stage, {count} queries | CPU ms a query | % |\n| --- | --- | --- |")
    for stage in _STAGES:
        print(f"| {stage} | {total[stage] / count:.2f} | {100 * total[stage] / every:.0f} |")
    print(f"| **all** | {every / count:.2f} | 100 |")


if __name__ == "__main__":
    main()
