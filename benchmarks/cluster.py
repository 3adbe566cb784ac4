"""An index in an OpenSearch cluster beside one in a folder: the same answers, and how long they take; and nodes that die.

    python -m benchmarks.cluster equal LOCAL ADDRESS      strings, boolean queries, questions: equal, and times
    python -m benchmarks.cluster new LOCAL ADDRESS [..]   the queries of speed.py, each new: equal, time, processor time, requests, memory
    python -m benchmarks.cluster ask PLACE                the same queries of one of them: times, and the memory of a client
    python -m benchmarks.cluster kills CORPUS             three nodes on this machine: one killed under clients, then another
    python -m benchmarks.cluster rebuilds CORPUS          the index built anew again and again under clients

Prints a table, and exits with 1 when an answer was wrong. Times are wall clock: what a client waits for a server; processor time is that
of the client, and of the processes on this machine that `--servers` names.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from policysearch.index.index import Index
from policysearch.model.errors import PolicySearchError
from policysearch.query.ast import And, In, Not, Or, Phrase, Query, Range, Term
from policysearch.runtime import numpy_use
from policysearch.runtime.cache import Remembered
from policysearch.text.normalize import fold

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = ROOT / "tests" / "data" / "relevance"


def strings(index: Index, count: int, dice: random.Random) -> list[Query]:
    """Pieces of 1 to 20 characters of passages taken at random."""
    order = index._store.order
    found: list[Query] = []
    while len(found) < count:
        text = fold(index._store.passage_at(dice.choice(order)).text)
        size = dice.randint(1, 20)
        start = dice.randrange(max(1, len(text) - size))
        if piece := text[start : start + size].strip():
            found.append(Phrase(piece))
    return found


def booleans(index: Index, count: int, dice: random.Random) -> list[Query]:
    """Trees of AND, OR and NOT over words, districts, kinds, years and chapters."""
    words = [word for word, times in index._store.vocabulary.items() if len(word) > 1 and times > 20]
    values = {field: [value for value in index._store.values(field) if value] for field in ("district", "kind", "type")}

    def leaf() -> Query:
        match dice.randrange(6):
            case 0:
                field = dice.choice([field for field, some in values.items() if some])
                return In(field, Term(dice.choice(values[field])))
            case 1:
                low = dice.randrange(1990, 2030)
                return In("year", Range(low, low + dice.randrange(10)))
            case 2:
                return In("chapter", Term(dice.choice(words)))
        return Term(dice.choice(words))

    def tree(depth: int) -> Query:
        if depth == 0 or dice.random() < 0.2:
            return leaf()
        match dice.randrange(3):
            case 0:
                return And((tree(depth - 1), tree(depth - 1)))
            case 1:
                return Or((tree(depth - 1), tree(depth - 1)))
        return And((tree(depth - 1), Not(tree(depth - 1))))

    return [tree(2) for _ in range(count)]


def questions(count: int, dice: random.Random) -> list[str]:
    """Questions of the relevance sets, which are widened."""
    lines = [
        line.split("\t") for path in sorted(QUESTIONS.glob("*.tsv")) for line in path.read_text("utf-8").splitlines()
    ]
    texts = sorted(
        {cell for line in lines for cell in line if 8 <= len(cell) <= 60 and "?" not in cell and " " not in cell}
    )
    return dice.sample(texts, min(count, len(texts)))


def answered(index: Index, query: str | Query) -> tuple[Any, ...]:
    """What is compared of an answer: total, and the first ten with their scores."""
    answer = index.search(query, limit=10)
    return answer.total, [(hit.passage.id, round(hit.score, 6)) for hit in answer.hits]


def asked(index: Index, dice: random.Random) -> dict[str, Sequence[str | Query]]:
    return {
        "strings of 1 to 20": strings(index, 300, dice),
        "boolean queries": booleans(index, 100, dice),
        "questions": questions(60, dice),
    }


def shown(times: list[float]) -> str:
    return f"{statistics.median(times):.1f} / {sorted(times)[int(0.95 * len(times))]:.1f}"


def ask(place: str, seed: int) -> int:
    """Ask one; returns 0."""
    dice = random.Random(seed)
    with Index.open(place) as index:
        for kind, queries in asked(index, dice).items():
            times = []
            for query in queries:
                started = time.perf_counter()
                answered(index, query)
                times.append(1000 * (time.perf_counter() - started))
            print(f"{kind:26}{len(queries):6}{shown(times):>20} ms, peak memory so far {peak_memory()} MB", flush=True)
    return 0


def equal(local: str, address: str, seed: int) -> int:
    """Ask both; returns how many answers differ."""
    dice, wrong = random.Random(seed), 0
    print(f"{'queries':26}{'asked':>6}{'equal':>6}{'folder p50/p95 ms':>20}{'cluster p50/p95 ms':>20}")
    with Index.open(local) as one, Index.open(address) as other:
        for kind, queries in asked(one, dice).items():
            times: tuple[list[float], list[float]] = ([], [])
            same = 0
            for query in queries:
                found = []
                for index, spent in zip((one, other), times, strict=True):
                    started = time.perf_counter()
                    found.append(answered(index, query))
                    spent.append(1000 * (time.perf_counter() - started))
                same += found[0] == found[1]
                if found[0] != found[1] and len(queries) - same < 5:
                    print(f"  differs: {query}: {found[0][0]} and {found[1][0]}")
            wrong += len(queries) - same
            columns = (
                f"{statistics.median(spent):.1f} / {sorted(spent)[int(0.95 * len(spent))]:.1f}" for spent in times
            )
            print(f"{kind:26}{len(queries):6}{same:6}" + "".join(f"{column:>20}" for column in columns), flush=True)
    print(f"peak memory of this process, both indices open: {peak_memory()} MB")
    return wrong


@dataclass(frozen=True)
class Asked:
    """What a query of a kind gave in a place, and what it took."""

    kind: str
    query: str
    answer: tuple[Any, ...]
    wall: float  # milliseconds
    processor: float
    requests: int


@dataclass(frozen=True)
class Told:
    """What a process that asked one place tells: its queries, and the memory that it took when it had opened it and at the end, in MB."""

    asked: list[Asked]
    opened: int
    peak: int
    servers: float  # processor seconds of the servers meanwhile


def ask_new(place: str, queries: dict[str, list[str]], servers: Sequence[int]) -> Told:
    """Ask all queries, each as if it were the first: what was found before is forgotten."""
    numpy_use.load()
    sent = [0]
    if "://" in place:
        from policysearch.store.opensearch.connection import Connection

        send = Connection._sent

        def counted(self: Connection, *args: Any) -> Any:
            sent[0] += 1
            return send(self, *args)

        Connection._sent = counted  # type: ignore[assignment,method-assign]
    with Index.open(place) as index:
        opened = peak_memory()

        def answer(kind: str, query: str) -> tuple[Any, ...]:
            found = index.search(query, group="document" if kind == "group" else None)
            hits = [(hit.passage.id, round(hit.score, 6)) for hit in found.hits]
            return found.total, hits, index.facets(query) if kind == "facets" else None

        for kind, some in queries.items():  # what is made once for all queries
            answer(kind, some[0])
        caches = [one for one in gc.get_objects() if type(one) is Remembered]
        rows = getattr(index._store.literal, "rows", None)
        asked, before = [], processor_seconds(servers)
        for kind, some in queries.items():
            for query in some:
                for cache in caches:
                    cache.clear()
                if rows:
                    rows._kept.clear()
                    rows._taken = 0
                sent[0] = 0
                wall, processor = time.perf_counter(), time.process_time()
                found = answer(kind, query)
                spent = (1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - processor))
                asked.append(Asked(kind, query, found, *spent, sent[0]))
        return Told(asked, opened, peak_memory(), processor_seconds(servers) - before)


def peak_memory() -> int:
    """In MB, of this process alone: what `resource` tells begins with that of the process that started it."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def processor_seconds(processes: Sequence[int]) -> float:
    """The processor time that processes of this machine have taken."""
    stats = [Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split() for process in processes]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / os.sysconf("SC_CLK_TCK")


def new(places: Sequence[str], servers: Sequence[int], seed: int) -> int:
    """Ask all places the queries of speed.py and questions, each in a process of its own; returns how many answers differ from the first's."""
    from benchmarks.speed import drawn

    with Index.open(places[0]) as index:
        queries = drawn(index) | {"question of a set": questions(60, random.Random(seed))}
    wrong, first = 0, None
    for place in places:
        with ProcessPoolExecutor(1, get_context("spawn")) as process:
            told = process.submit(ask_new, place, queries, servers).result()
        first = first or told
        print(f"{place}: {told.opened} MB when open, {told.peak} MB at most, servers {told.servers:.1f} s")
        print(f"{'queries':20}{'asked':>6}{'equal':>6}{'ms':>24}{'processor ms':>22}{'requests':>18}")
        for kinds, name in (*(((kind,), kind) for kind in queries), (tuple(queries)[:-1], "all but the last")):
            pairs = [pair for pair in zip(told.asked, first.asked, strict=True) if pair[0].kind in kinds]
            same = sum(one.answer == other.answer for one, other in pairs)
            columns = (
                percentiles([getattr(one, what) for one, _ in pairs]) for what in ("wall", "processor", "requests")
            )
            print(
                f"{name:20}{len(pairs):6}{same:6}"
                + "".join(f"{column:>{width}}" for column, width in zip(columns, (24, 22, 18), strict=True)),
                flush=True,
            )
        wrong += sum(one.answer != other.answer for one, other in zip(told.asked, first.asked, strict=True))
    return wrong


def percentiles(values: list[float]) -> str:
    """Median, 95th percentile and the highest."""
    values = sorted(values)
    return " / ".join(f"{values[int(part * len(values))]:.3g}" for part in (0.5, 0.95, 0.999))


class Clients:
    """Threads that ask the same queries again and again, each with an index that is opened anew now and then."""

    def __init__(self, address: str, count: int, expected: dict[str, set[int]]) -> None:
        self._address, self._expected = address, expected
        self._stop = threading.Event()
        self.counts: Counter[str] = Counter()
        self.slowest = 0.0
        self.first = 0.0  # when the first right answer came since the last time
        self.said: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._ask, args=(number,), daemon=True) for number in range(count)]

    def __enter__(self) -> Clients:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def take(self) -> dict[str, int]:
        """What was counted since the last time."""
        with self._lock:
            taken, self.counts, self.first = dict(self.counts), Counter(), 0.0
        return taken

    def _ask(self, seed: int) -> None:
        dice, queries = random.Random(seed), list(self._expected)
        while not self._stop.is_set():
            try:
                with Index.open(self._address) as index:
                    for _ in range(20):
                        if self._stop.is_set():
                            return
                        query = dice.choice(queries)
                        started = time.perf_counter()
                        total = index.search(query).total
                        self._count(
                            "right" if total in self._expected[query] else "WRONG", time.perf_counter() - started
                        )
            except PolicySearchError as error:
                self._count("error", 0.0)
                with self._lock:
                    self.said[str(error)[:120]] += 1
                time.sleep(0.5)

    def _count(self, what: str, seconds: float) -> None:
        with self._lock:
            self.counts[what] += 1
            self.first = self.first or (what == "right") * time.monotonic()
            self.slowest = max(self.slowest, seconds)


WORDS = ("发展", "产业", "规定", "服务", "建设", "氢能", "养老", "第十条 罚款", "项目 资金", "district:九龙坡 产业")


def kills(corpus: Path, clients: int, seconds: float) -> int:
    """One node of three killed under clients, then a second, then both started again until all copies of all shards are there.

    Returns how many answers were wrong.
    """
    from tests.support import opensearch_server

    with opensearch_server.cluster(3) as nodes:
        hosts = ",".join(node.address for node in nodes)
        address = f"opensearch://{hosts}/soak?shards=3&replicas=1"
        report = Index.update([corpus], address)
        print(f"{report.passages:,} passages in {report.seconds:.0f} s, 3 shards, 1 replica, {clients} clients")
        with Index.open(address) as index:
            expected = {query: {index.search(query).total} for query in WORDS}
        wrong, begun = 0, 0.0

        def leave() -> None:
            pass

        def start_again() -> None:
            for node in nodes[1:]:
                node.start()
            for node in nodes:
                node.wait(3)
            print(f"{'':20} they know each other after {time.monotonic() - begun:.0f} s")
            nodes[0].wait(3, green=True)

        with Clients(address, clients, expected) as asking:
            states: tuple[tuple[str, Callable[[], None], float], ...] = (
                ("three nodes", leave, seconds),
                ("one killed", nodes[2].kill, seconds),
                ("two killed", nodes[1].kill, seconds),
                ("both started again", start_again, 0),
                ("all copies are there", leave, seconds),
            )
            for what, do, pause in states:
                asking.take()
                begun = time.monotonic()
                do()
                time.sleep(pause)
                spent, first = time.monotonic() - begun, asking.first
                counted = asking.take()
                wrong += counted.get("WRONG", 0)
                after = f", the first right after {first - begun:.1f} s" if first else ""
                print(f"{what:20} {spent:.0f} s: {counted}, slowest {asking.slowest:.1f} s{after}", flush=True)
                asking.slowest = 0.0
        for text, times in asking.said.most_common(5):
            print(f"{times:6} × {text}")
    return wrong


def rebuilds(corpus: Path, clients: int, rounds: int) -> int:
    """The index of half of a corpus and of all of it, in turn, under clients; returns how many answers were of neither."""
    from tests.support import opensearch_server

    files = sorted(path for path in corpus.rglob("*") if path.is_file())
    with opensearch_server.cluster() as (node,), tempfile.TemporaryDirectory() as folder:
        address = f"opensearch://{node.address}/soak"
        turns: tuple[Sequence[Path], ...] = (files, files[: len(files) // 2])
        totals: list[dict[str, int]] = []
        for turn in turns:
            Index.update(turn, Path(folder, str(len(totals))))
            with Index.open(Path(folder, str(len(totals)))) as index:
                totals.append({query: index.search(query).total for query in WORDS})
        Index.update(turns[0], address)
        with Clients(address, clients, {query: {total[query] for total in totals} for query in WORDS}) as asking:
            for number in range(1, rounds + 1):
                Index.update(turns[number % 2], address, allow_removing=True, wait=60)
        counted = asking.take()
        print(f"{rounds} rebuilds under {clients} clients: {counted}, slowest {asking.slowest:.1f} s")
        for text, times in asking.said.most_common(5):
            print(f"{times:6} × {text}")
    return counted.get("WRONG", 0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("equal", "new", "ask", "kills", "rebuilds"))
    parser.add_argument("places", nargs="+", help="LOCAL ADDRESS, PLACE, or CORPUS")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument(
        "--seconds", type=float, default=20, help="of each state of the cluster but the return of nodes"
    )
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--servers", type=int, nargs="*", default=[], help="processes of OpenSearch on this machine")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    does: dict[str, Callable[[], int]] = {
        "equal": lambda: equal(given.places[0], given.places[1], given.seed),
        "new": lambda: new(given.places, given.servers, given.seed),
        "ask": lambda: ask(given.places[0], given.seed),
        "kills": lambda: kills(Path(given.places[0]), given.clients, given.seconds),
        "rebuilds": lambda: rebuilds(Path(given.places[0]), given.clients, given.rounds),
    }
    return int(does[given.what]() > 0)


if __name__ == "__main__":
    sys.exit(main())
