"""How long new and repeated queries take beside peers that find the same, by kind of query, on corpora that grow.

    python benchmarks/speed.py [--data ../shared] [--work FOLDER] [--corpora five,laws,laws4,laws9 | --index FOLDER] [--peers mmap,rg]

Corpora: the five documents; the laws of DATA/laws; and as many copies of the laws as the number says, in which one character
in 300 is changed, so that copies differ. Queries: 12 of each of 11 kinds, drawn from the corpus itself, the same in every run.
"new": a process that has answered others, and loaded numpy as a server does, is asked for the first time, its caches emptied before; "again": the same at once
after; then all of them three times in random order, as they come to a server. Peers: a search of all the text (`mmap`); ripgrep
(`rg`), which reads the same text with a passage on each line, starts a process for each string and only counts; SQLite FTS5 with
trigrams (`fts5`); Tantivy with bigrams and their positions (`tantivy`); Whoosh with jieba's analyzer (`whoosh`, which is built as slowly as ours, and only where it is asked for).
They are only asked what they can answer; `same` says for how many queries their total is ours.
The others count all, rank the best ten and read them, and they neither weigh word borders nor know fields. CPU milliseconds, of processes that are started too.
"""

# ruff: noqa: E402  (run as a script, it looks for the package beside it)

from __future__ import annotations

import argparse
import gc
import importlib
import itertools
import mmap
import random
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from operator import add
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from policysearch.index.index import Index
from policysearch.runtime import numpy_use
from policysearch.runtime.cache import Remembered
from policysearch.text.normalize import fold
from policysearch.text.proximity import close

EACH = 12  # queries of a kind
_ROUNDS = 3  # of all queries, to see what the caches are worth
CHANGED = 300  # characters of a copy, of which one is changed
_PLAIN = ("rare word", "frequent word", "two words", "phrase", "character", "NEAR")  # what peers can answer

Queries = dict[str, list[str]]
Ask = Callable[[str, str], int]  # kind and query: total


def corpus(data: Path, work: Path, name: str) -> Path:
    """The folder of a corpus, made when it is not there."""
    if name == "five":
        return data / "corpus"
    folder = work / name
    if not folder.is_dir():
        dice = random.Random(name)
        folder.mkdir(parents=True)
        with tarfile.open(data / "laws" / "laws.tar.xz") as archive:
            for number, member in enumerate(archive):
                if not (member.isfile() and (file := archive.extractfile(member))):
                    continue
                text = file.read().decode("utf-8", "replace")
                for copy in range(int(name.removeprefix("laws") or 1)):
                    varied = _changed(text, dice) if copy else text
                    (folder / f"{copy}-{number:05}.md").write_text(varied, "utf-8")
    return folder


def _changed(text: str, dice: random.Random) -> str:
    letters = list(text)
    han = [place for place, letter in enumerate(letters) if "一" <= letter <= "鿿"]
    for place in dice.sample(han, len(han) // CHANGED):
        letters[place] = letters[dice.choice(han)]
    return "".join(letters)


def drawn(index: Index) -> Queries:
    """Queries of each kind, from the texts of the index."""
    dice = random.Random(11)
    searcher = index._searcher
    texts = [searcher.literal.parts(number)[1] for number in searcher.order[:: max(1, len(searcher) // 20_000)]]
    words = [list(searcher.literal.words((number,))) for number in searcher.order[:: max(1, len(searcher) // 20_000)]]
    held = Counter(word for some in words for word in set(some) if 2 <= len(word) <= 4 and _han(word))
    frequent = [word for word, _ in held.most_common(40)]
    middle = {word for word, count in held.items() if len(words) / 1000 + 1 <= count <= len(words) / 25}
    rare = sorted(word for word, count in held.items() if count <= 2)
    pairs: list[tuple[str, str]] = []
    while len(pairs) < 5 * EACH:
        both = sorted(middle.intersection(dice.choice(words)))
        if len(both) > 1:
            pairs.append(tuple(dice.sample(both, 2)))  # type: ignore[arg-type]
    some = iter(pairs)
    characters = [letter for letter, _ in Counter(itertools.chain(*map(set, texts))).most_common(600) if _han(letter)]
    phrases = [text[5 : 5 + dice.randint(6, 12)] for text in dice.sample(texts, len(texts)) if _han(text[5:17])]
    filters = ("章:总则", "year:2018..2024", "kind:条", "document:规", "-year:2020")
    one = dice.sample(sorted(middle), 3 * EACH)
    sentences = [part for text in dice.sample(texts, len(texts)) for part in re.split("[,。;:]", text)[1:2]]
    questions = [f"{part[:8]}怎么办{part[8:12]}" for part in sentences if len(part) >= 12 and _han(part)]
    return {
        "rare word": dice.sample(rare, EACH),
        "frequent word": dice.sample(frequent, EACH),
        "two words": [" ".join(next(some)) for _ in range(EACH)],
        "phrase": [f'"{phrase}"' for phrase in phrases[:EACH]],
        "character": [
            f'"{letter}"' if letter in "与或非" else letter
            for letter in dice.sample(characters[:100], 4) + dice.sample(characters[100:], EACH - 4)
        ],
        "prefix": [word[:2] + "*" for word in one[:EACH]],
        "NEAR": ['"' + " ".join(next(some)) + '"~20' for _ in range(EACH)],
        "field": [f"{word} {filters[n % len(filters)]}" for n, word in enumerate(one[EACH : 2 * EACH])],
        "question": questions[:EACH],
        "facets": dice.sample(frequent, EACH // 2) + [" ".join(next(some)) for _ in range(EACH // 2)],
        "group": dice.sample(frequent, 4) + [" ".join(next(some)) for _ in range(EACH - 4)],
    }


def _han(text: str) -> bool:
    return bool(text) and all("一" <= letter <= "鿿" for letter in text)


def timed(ask: Callable[[], int]) -> tuple[float, int]:
    started, others = time.process_time(), _of_children()
    total = ask()
    return 1000 * (time.process_time() - started + _of_children() - others), total


def _of_children() -> float:
    """Processor seconds of the processes that ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def asked(index: Index, kind: str, query: str) -> int:
    answer = index.search(query, group="document" if kind == "group" else None)
    if kind == "facets":
        index.facets(query)
    return answer.total if not answer.relaxed else answer.exact


def emptied(caches: list[Any]) -> None:
    for cache in caches:
        cache.clear()


def strings(query: str) -> list[str]:
    """The folded strings of a query of a plain kind."""
    if query.startswith('"') and "~" not in query:
        return [fold(query.strip('"'))]
    return list(map(fold, re.findall(r'[^\s"~]+', re.sub(r"~\d+", "", query))))


class Scan:
    """All texts in one mapped file, searched from its beginning for every string."""

    def __init__(self, index: Index, file: Path) -> None:
        self._begins = [0]
        with file.open("wb") as out:
            for number in (
                n for n in index._searcher.order if n not in index._searcher.hidden
            ):  # without copies, as ours
                heading, text = index._searcher.literal.parts(number)
                out.write((heading + "\x1e" + text).encode("utf-8", "replace") + b"\xff")
                self._begins.append(out.tell())
        with file.open("rb") as texts:
            self._text = mmap.mmap(texts.fileno(), 0, access=mmap.ACCESS_READ)

    def text(self, number: int) -> str:
        return self._text[self._begins[number] : self._begins[number + 1] - 1].decode()

    def __len__(self) -> int:
        return len(self._begins) - 1

    def ask(self, kind: str, query: str) -> int:
        found = set.intersection(*(set(self._holding(string)) for string in strings(query)))
        if kind == "NEAR":
            found = near(self, found, query)
        for number in itertools.islice(found, 10):
            self.text(number)
        return len(found)

    def _holding(self, string: str) -> Iterator[int]:
        wanted = string.encode()
        at = self._text.find(wanted)
        while at >= 0:
            number = bisect_right(self._begins, at) - 1
            yield number
            at = self._text.find(wanted, self._begins[number + 1])


def near(scan: Scan, numbers: set[int], query: str) -> set[int]:
    wanted = strings(query)
    return {n for n in numbers if any(close(part, wanted, 20) for part in scan.text(n).split("\x1e"))}


def ripgrep(scan: Scan, folder: Path) -> Ask:
    """The lines that `rg` counts; FileNotFoundError where it is not installed."""
    if not (program := shutil.which("rg")):
        raise FileNotFoundError("rg")
    folder.mkdir()
    file = folder / "lines"
    with file.open("w", encoding="utf-8") as out:
        for number in range(len(scan)):
            out.write(scan.text(number).replace("\n", "\ue000").replace("\r", "\ue000") + "\n")

    def ask(kind: str, query: str) -> int:
        if kind == "NEAR":
            raise LookupError("it knows no distance in any order")
        *firsts, last = strings(query)
        source: bytes | None = None
        for string in firsts:
            source = run([program, "-aF", "--", string], source).stdout
        return int(run([program, "-aFc", "--", last], source).stdout or 0)

    def run(command: list[str], source: bytes | None) -> subprocess.CompletedProcess[bytes]:
        where = [] if source is not None else [str(file)]
        return subprocess.run([*command, *where], input=source, capture_output=True, check=False)

    return ask


def whoosh(scan: Scan, folder: Path) -> Ask:
    """Whoosh as its manual and jieba's show: words of jieba's analyzer, ranked by BM25F."""
    from jieba.analyse import ChineseAnalyzer  # type: ignore[import-untyped]
    from whoosh import fields, query
    from whoosh.index import create_in

    analyzer = ChineseAnalyzer()
    folder.mkdir()
    index = create_in(str(folder), fields.Schema(n=fields.STORED, x=fields.TEXT(analyzer=analyzer)))
    writer = index.writer(limitmb=512)
    for number in range(len(scan)):
        writer.add_document(n=number, x=scan.text(number))
    writer.commit()
    searcher = index.searcher()

    def holding(string: str) -> query.Query:
        words = [token.text for token in analyzer(string, mode="query")]
        if not words:
            raise LookupError("none of its words is indexed")
        return query.Phrase("x", words) if len(words) > 1 else query.Term("x", words[0])

    def ask(kind: str, asked: str) -> int:
        if kind == "NEAR":
            raise LookupError("its distances are words")
        found = searcher.search(query.And([holding(string) for string in strings(asked)]), limit=10)
        for hit in found:
            scan.text(hit["n"])
        return len(found)

    return ask


def fts5(scan: Scan, folder: Path) -> Ask:
    """SQLite FTS5 with trigrams; strings of less than three characters it cannot find."""
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table t using fts5(x, tokenize='trigram', detail=full)")
    base.executemany("insert into t(rowid, x) values (?, ?)", ((n + 1, scan.text(n)) for n in range(len(scan))))

    def ask(kind: str, query: str) -> int:
        wanted = strings(query)
        if min(map(len, wanted)) < 3 or kind == "NEAR":
            raise LookupError("too short for trigrams")
        match = " AND ".join('"' + string.replace('"', '""') + '"' for string in wanted)
        base.execute("select x from t where t match ? order by rank limit 10", (match,)).fetchall()
        return int(base.execute("select count(*) from t where t match ?", (match,)).fetchone()[0])

    return ask


def tantivy(scan: Scan, folder: Path) -> Ask:
    """Tantivy with bigrams and their positions; ImportError where it is not installed."""
    module = importlib.import_module("tantivy")
    marks = str.maketrans(dict.fromkeys(" \t\n\u3000\u00a0\x1e", "\ue000"))
    builder = module.SchemaBuilder()
    builder.add_unsigned_field("n", stored=True, indexed=False, fast=True)
    builder.add_text_field("b", tokenizer_name="ws", index_option="position")
    builder.add_text_field("u", tokenizer_name="ws", index_option="freq")
    schema = builder.build()
    folder.mkdir()
    index = module.Index(schema, path=str(folder))
    index.register_tokenizer("ws", module.TextAnalyzerBuilder(module.Tokenizer.whitespace()).build())
    writer = index.writer(heap_size=256_000_000, num_threads=1)
    for number in range(len(scan)):
        text = scan.text(number).translate(marks)
        row = {"n": number, "b": " ".join(map(add, text, text[1:])), "u": " ".join(text)}
        writer.add_document(module.Document.from_dict(row, schema))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def holding(string: str) -> Any:
        string = string.translate(marks)
        if len(string) < 3:
            return module.Query.term_query(schema, "ub"[len(string) - 1], string, index_option="freq")
        places = sorted({*range(0, len(string) - 1, 2), len(string) - 2})
        return module.Query.phrase_query(schema, "b", [(n, string[n : n + 2]) for n in places])

    def ask(kind: str, query: str) -> int:
        all_of = module.Query.boolean_query([(module.Occur.Must, holding(string)) for string in strings(query)])
        if kind == "NEAR":
            found = searcher.search(all_of, limit=len(scan), count=True)
            numbers = {searcher.doc(address)["n"][0] for _, address in found.hits}
            return len(near(scan, numbers, query))
        found = searcher.search(all_of, limit=10, count=True)
        for _, address in found.hits:
            scan.text(searcher.doc(address)["n"][0])
        return int(found.count)

    return ask


def shown(times: list[float]) -> str:
    """Median and 95th percentile."""
    ordered = sorted(times)
    return f"{ordered[len(ordered) // 2]:.2f} / {ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)]:.2f}"


PEERS: dict[str, tuple[str, Callable[[Scan, Path], Ask]]] = {
    "mmap": ("mmap scan", lambda scan, folder: scan.ask),
    "rg": ("ripgrep", ripgrep),
    "fts5": ("SQLite FTS5 trigrams", fts5),
    "tantivy": ("Tantivy bigrams", tantivy),
    "whoosh": ("Whoosh and jieba", whoosh),
}


def measure(data: Path, work: Path, name: str, peers: Sequence[str]) -> None:
    """Make the index of one corpus, or bring it up to date, and print its tables."""
    folder, home = corpus(data, work, name), work / f"{name}.index"
    spent, report = timed(lambda: Index.update([folder], home).passages)
    size = sum(file.stat().st_size for file in home.rglob("*") if file.is_file())
    print(f"\n## {name}: {report:,} passages; made or compared in {spent / 1000:.1f} CPU s, {size / 1e6:.0f} MB\n")
    tables(home, work, name, peers)


def tables(home: Path, work: Path, name: str, peers: Sequence[str]) -> None:
    """Print the tables of an index."""
    totals: dict[str, int] = {}
    with Index.open(home) as index:
        queries = drawn(index)
        numpy_use.load()
        for warm in ("氢能 产业", "老人在家门口怎么吃饭养老"):
            asked(index, "group", warm)
            asked(index, "facets", warm)
        caches = [cache for cache in gc.get_objects() if type(cache) is Remembered]
        every: tuple[list[float], list[float]] = [], []
        print("| kind | new | again |\n| --- | --- | --- |")
        for kind, some in queries.items():
            new: list[float] = []
            again: list[float] = []
            for query in some:
                emptied(caches)
                for times in (new, again):
                    spent, totals[query] = timed(partial(asked, index, kind, query))
                    times.append(spent)
            print(f"| {kind} | {shown(new)} | {shown(again)} |", flush=True)
            every[0].extend(new)
            every[1].extend(again)
        print(f"| **all {len(every[0])}** | {shown(every[0])} | {shown(every[1])} |\n")
        mixed = [(kind, query) for kind, some in queries.items() for query in some] * _ROUNDS
        random.Random(name).shuffle(mixed)
        emptied(caches)
        spent, _ = timed(lambda: sum(asked(index, kind, query) for kind, query in mixed))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{1000 * len(mixed) / spent:.0f} queries a processor second in random order; at most {memory:.0f} MB\n")
        scan = Scan(index, work / f"{name}.text")
        print("| new, plain kinds | median / p95 | queries | same total |\n| --- | --- | --- | --- |")
        row("policysearch", partial(asked, index), queries, totals, lambda: emptied(caches))
        for peer in peers:
            with tempfile.TemporaryDirectory(dir=work) as temporary:
                shown_as, make = PEERS[peer]
                try:
                    ask = make(scan, Path(temporary, peer))
                except (ImportError, FileNotFoundError):
                    print(f"| {shown_as} | not installed | | |")
                    continue
                row(shown_as, ask, queries, totals)


def row(
    peer: str, ask: Ask, queries: Queries, totals: dict[str, int], before: Callable[[], None] | None = None
) -> None:
    """Ask a peer the plain queries, and print its row; `before` is called before each."""
    measured, same = [], 0
    for kind in _PLAIN:
        for query in queries[kind]:
            if before:
                before()
            with suppress(LookupError):
                spent, total = timed(partial(ask, kind, query))
                measured.append(spent)
                same += total == totals[query]
    print(f"| {peer} | {shown(measured)} | {len(measured)} | {same} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--work", type=Path, help="where corpora and indexes are kept; a folder of its own unless told")
    parser.add_argument("--corpora", default="five,laws")
    parser.add_argument("--index", type=Path, help="measure this index, which is there, and no other")
    parser.add_argument("--peers", default="mmap,rg,fts5,tantivy", help=f"of {','.join(PEERS)}")
    options = parser.parse_args()
    peers = [peer for peer in options.peers.split(",") if peer]
    if unknown := set(peers).difference(PEERS):
        parser.error(f"no such peer: {', '.join(unknown)}")
    with tempfile.TemporaryDirectory() as temporary:
        work = options.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        if options.index:
            tables(options.index, work, options.index.name, peers)
            return
        for name in options.corpora.split(","):
            measure(options.data, work, name, peers)


if __name__ == "__main__":
    main()
