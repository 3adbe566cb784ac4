"""Long trials of what may befall an index, too long for the tests: `python -m benchmarks.soak WHAT [--count N] [--seconds S]`.

    kills     `policysearch index` killed at random moments, and in the middle of its nth write, fsync, rename, open, removal
    flips     one bit of one file of an index turned over: what a search and `check` say of it
    queries   random queries, one after the other in one process: what they raise, and whether its memory stays flat

Each ends after `--count` trials or `--seconds`, whichever comes first, prints a table, and exits with 1 when there was a fault.
`--seed` gives other trials. Needs fork (Linux, macOS).
"""

from __future__ import annotations

import argparse
import builtins
import collections
import contextlib
import hashlib
import io
import os
import random
import select
import shutil
import signal
import statistics
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from policysearch import Index
from policysearch.cli.main import main as command_line
from policysearch.index.answer import Answer
from policysearch.model.errors import PolicySearchError, QueryError
from policysearch.output import html as html_output
from policysearch.runtime.cache import Remembered
from policysearch.search import highlight

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"
ASKED = ("氢能", "district:九龙坡 产业", '"高质量发展"', "轨道* -公交", "怎样推进养老服务", "第三条")
HANGS = 120.0  # seconds after which a trial is taken to hang


@dataclass(slots=True)
class Tally:
    """What was seen how often, and the faults among it."""

    title: str
    seen: collections.Counter[str] = field(default_factory=collections.Counter)
    faults: list[str] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    def fault(self, what: str) -> None:
        self.faults.append(what)
        print(f"FAULT: {what}", file=sys.stderr, flush=True)

    def print(self) -> None:
        seconds = time.monotonic() - self.started
        print(f"\n| {self.title} | times |\n| --- | ---: |")
        for what, times in sorted(self.seen.items()):
            print(f"| {what} | {times:,} |")
        print(f"| **faults** | {len(self.faults)} |\n| seconds | {seconds:.0f} |", flush=True)


def trials(count: int, seconds: float) -> Iterator[int]:
    """The numbers from 1 to `count`, while there is time."""
    until = time.monotonic() + seconds
    for number in range(1, count + 1):
        if time.monotonic() > until:
            print(f"stopped after {seconds:.0f} s, at {number - 1:,} of {count:,}", flush=True)
            return
        yield number


def forked(work: Callable[[], str], kill_after: float | None = None) -> tuple[int, str]:
    """What `work` returns in a child, and the child's exit code: negative for a signal; 99 for an exception, with its text.

    A child that goes on after `kill_after` seconds is killed; without it, one that hangs.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        code = 99
        try:
            os.close(reading)
            said = work()
            code = 0
        except BaseException:
            said = traceback.format_exc()
        with contextlib.suppress(OSError):
            os.write(writing, said.encode("utf-8", "replace")[-60_000:])
        os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        if not select.select([pipe], [], [], HANGS if kill_after is None else kill_after)[0]:
            os.kill(child, signal.SIGKILL)
        said = pipe.read().decode("utf-8", "replace")
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said


def answers(index: Index) -> str:
    """Some answers of an index, as a digest."""
    told = []
    for query in ASKED:
        answer = index.search(query, limit=20)
        told.append(
            f"{query} {answer.total} {[(hit.passage.id, round(hit.score, 6), hit.passage.text) for hit in answer.hits]}"
        )
    return hashlib.sha256("\n".join(told).encode("utf-8", "surrogatepass")).hexdigest()


def state(folder: Path) -> str:
    """All that an index says: its passages, its documents and some answers, as a digest."""
    with Index.open(folder) as index:
        told = f"{list(index.passages())}{index.documents()}{answers(index)}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


# Kills


def change(docs: Path) -> None:
    """What happens to documents in a day: one changed, one renamed, one removed, one new."""
    files = sorted(docs.iterdir())
    files[0].write_text(files[0].read_text("utf-8") + "\n\n新增规定：推进氢能产业。\n", "utf-8")
    files[1].rename(docs / "renamed.txt")
    files[2].unlink()
    (docs / "new.txt").write_text("某某市供水条例\n第一条 为了供水，制定本条例。\n第二条 推进氢能产业。\n", "utf-8")


def update(docs: Path, folder: Path) -> str:
    """Run `policysearch index` in this process, silently; raises AssertionError when it fails."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as said:
        try:
            command_line(["index", str(docs), "--index", str(folder)], prog_name="policysearch")
        except SystemExit as ended:
            assert not ended.code, f"exit code {ended.code}: {said.getvalue()}"
    return ""


class Dying:
    """Counts this process's changes to the files under a folder, and kills it at the nth: a write when half of it is done.

    Changes are what Python announces or does through itself: opening for writing, rename, removal, folders, links, fsync, writes.
    """

    _ANNOUNCED = frozenset({"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate", "os.link", "os.symlink"})

    def __init__(self, folder: Path, at: int) -> None:
        self.folder, self.at, self.count = os.fspath(folder), at, 0

    def arm(self) -> None:
        sys.addaudithook(self._announced)
        fsync, write, opened, raw = os.fsync, os.write, io.open, io.FileIO

        def dying_fsync(descriptor: Any) -> None:
            self.step()
            fsync(descriptor)

        def dying_write(descriptor: int, data: bytes) -> int:
            if self._inside(descriptor):
                self.step(lambda: write(descriptor, bytes(data)[: len(data) // 2]))
            return write(descriptor, data)

        class Raw(raw):
            def write(inner, data: Any) -> int:
                self.step(lambda: raw.write(inner, bytes(data)[: len(data) // 2]))
                return raw.write(inner, data)

        def dying_open(
            file: Any, mode: str = "r", buffering: int = -1, encoding: str | None = None,
            errors: str | None = None, newline: str | None = None, closefd: bool = True, opener: Any = None,
        ) -> Any:  # fmt: skip
            if not set(mode) & set("wax+") or not self._inside(file):
                return opened(file, mode, buffering, encoding, errors, newline, closefd, opener)
            inner = Raw(file, mode.replace("b", "").replace("t", ""), closefd, opener)
            if buffering == 0:
                return inner
            buffered = io.BufferedRandom(inner) if "+" in mode else io.BufferedWriter(inner)
            return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding, errors, newline)

        os.fsync, os.write = dying_fsync, dying_write
        io.open = builtins.open = dying_open

    def step(self, half: Callable[[], object] = lambda: None) -> None:
        self.count += 1
        if self.count == self.at:
            half()
            os.kill(os.getpid(), signal.SIGKILL)

    def _inside(self, file: Any) -> bool:
        try:
            path = os.readlink(f"/proc/self/fd/{file}") if isinstance(file, int) else os.fsdecode(file)
        except (OSError, TypeError):
            return False
        return path.startswith(self.folder)

    def _announced(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR) and not isinstance(path, int):
                if self._inside(path):
                    self.step()
        elif event in self._ANNOUNCED and any(self._inside(argument) for argument in arguments):
            self.step()  # an argument may also be the descriptor of the folder


def kills(home: Path, count: int, seconds: float, seed: int) -> Tally:
    """Half of the kills at random moments, half at a change of the disk; always the old or the new index, and the next update goes through."""
    dice = random.Random(seed)
    tally = Tally("kills of `policysearch index`")
    docs, old, folder = home / "docs", home / "old", home / "index"
    shutil.copytree(CORPUS, docs)
    update(docs, old)
    before = state(old)
    change(docs)

    def fresh() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(old, folder)

    def counting() -> str:
        dying = Dying(folder, 0)
        dying.arm()
        update(docs, folder)
        return str(dying.count)

    def dies(at: int) -> Callable[[], str]:
        def work() -> str:
            Dying(folder, at).arm()
            return update(docs, folder)

        return work

    fresh()
    started = time.monotonic()
    code, said = forked(lambda: update(docs, folder))
    took, after = time.monotonic() - started, state(folder)
    assert code == 0 and after != before, said
    fresh()
    code, said = forked(counting)
    assert code == 0, said
    changes = int(said)
    print(f"an update makes {changes} changes to the disk and takes {took:.2f} s", flush=True)
    for kill in trials(count, seconds):
        fresh()
        if kill % 2:
            how = "at a random moment"
            code, said = forked(lambda: update(docs, folder), dice.uniform(0, 1.3 * took))
        else:
            how = "at a change of the disk"
            turn, turns = kill // 2 - 1, count // 2  # spread over all the changes, from the first to the last
            at = 1 + (turn % changes if turns >= changes else turn * (changes - 1) // max(1, turns - 1))
            code, said = forked(dies(at))
            how_exactly = f"{how} ({at} of {changes})"
        where = f"kill {kill} {how if kill % 2 else how_exactly}"
        if code not in (0, -signal.SIGKILL):
            tally.fault(f"{where}: exit code {code}: {said[-500:]}")
        try:
            found = state(folder)
            with Index.open(folder) as index:
                wrong = index.check()
        except Exception as error:
            found, wrong = "", [repr(error)]
        which = {before: "old", after: "new"}.get(found, "neither")
        tally.seen[f"{how}: {'not killed, ended before' if code == 0 else which + ' index'}"] += 1
        if which == "neither" or wrong:
            tally.fault(f"{where}: {which} index, check: {wrong[:2]}")
        code, said = forked(lambda: update(docs, folder))
        left = [
            name
            for name in os.listdir(folder)
            if name not in ("CURRENT", "LOCK", ".complaints") and not name.startswith("v0")
        ]
        if code or left or state(folder) != after:
            tally.fault(f"{where}: the next update: exit code {code}, left behind {left}: {said[-500:]}")
        tally.seen["the next update went through"] += not code
    return tally


# Flips


def flips(home: Path, count: int, seconds: float, seed: int) -> Tally:
    """A bit of a random file, at a random place: every file as often as any, and every byte in half of the trials."""
    dice = random.Random(seed)
    tally = Tally("bits turned over")
    docs, folder = home / "docs", home / "index"
    shutil.copytree(CORPUS, docs)
    update(docs, folder)
    change(docs)
    update(docs, folder)  # two segments
    current = (folder / "CURRENT").read_text("utf-8").split()[0]  # not the version before it
    inside = [*folder.iterdir(), *(folder / current).rglob("*")]
    files = sorted(path for path in inside if path.is_file() and path.stat().st_size)
    sizes = [path.stat().st_size for path in files]

    def look(ask: Callable[[Index], str]) -> Callable[[], str]:
        def work() -> str:
            try:
                with Index.open(folder) as index:
                    return ask(index)
            except PolicySearchError as error:
                return f"ERROR {error}"

        return work

    def checked(index: Index) -> str:
        return "\n".join(["CHECK", *index.check()])

    code, sound = forked(look(answers))
    assert code == 0 and not sound.startswith("ERROR"), sound
    for flip in trials(count, seconds):
        path = dice.choices(files, sizes)[0] if flip % 2 else dice.choice(files)
        position, bit = dice.randrange(path.stat().st_size), dice.randrange(8)
        where = f"flip {flip}: {path.relative_to(folder)} byte {position} bit {bit}"
        data = path.read_bytes()
        times = path.stat()
        path.write_bytes(data[:position] + bytes([data[position] ^ 1 << bit]) + data[position + 1 :])
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        try:
            (code, said), (checking, problems) = forked(look(answers)), forked(look(checked))
        finally:
            path.write_bytes(data)
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        search = "refuses" if said.startswith("ERROR") else "answers as before" if said == sound else "answers wrongly"
        check = "passes" if problems == "CHECK" else "finds it"
        for what, ended, text in (("search", code, said), ("check", checking, problems)):
            if ended:
                tally.fault(
                    f"{where}: {what}: {'hangs or crashes' if ended < 0 else 'traceback'} ({ended}): {text[-300:]}"
                )
            elif text.startswith("ERROR") and "\n" in text.strip():
                tally.fault(f"{where}: {what} says more than one line: {text[:300]}")
        tally.seen[f"search {search}, check {check}" if not code and not checking else "search or check breaks"] += 1
        if search == "answers wrongly" and check == "passes" and not code:
            tally.fault(f"{where}: a wrong answer, and check passes")
    return tally


# Queries


def resident(peak: bool = False) -> float:
    """The memory of this process in MB, now or at most; 0 where the system does not tell."""
    with contextlib.suppress(OSError):
        status = Path("/proc/self/status").read_text("utf-8")
        return int(status.partition("VmHWM:" if peak else "VmRSS:")[2].split()[0]) / 1024
    return 0.0


class Queries:
    """Random queries: words and pieces of the documents under operators, fields, quotes and ranges, some of them broken."""

    _FIELDS = (
        "district",
        "章",
        "篇",
        "条",
        "title",
        "kind",
        "plan",
        "type",
        "year",
        "issued",
        "区县",
        "文号",
        "nonsense",
    )
    _JOINTS = (" ", " AND ", " OR ", " NOT ", " -", "　", "，", "与", "或", "和", "的", "")
    _ODD = '"“”《》()（）*?~^:：|-\\/\t\n\x00%％0123456789零一二三四五六七八九十百千万亿之分〔〕【】ａＡ&+.…—·\u200b\U00020000é🙂'

    def __init__(self, texts: list[str], seed: int) -> None:
        self._dice, self._text = random.Random(seed), "\n".join(texts)

    def _piece(self, most: int) -> str:
        start = self._dice.randrange(len(self._text) - most)
        return self._text[start : start + self._dice.randint(1, most)]

    def _part(self) -> str:
        dice, word = self._dice, self._piece(6).strip()
        match dice.randrange(14):
            case 0 | 1 | 2 | 3:
                return word
            case 4:
                return f'"{self._piece(20)}"'
            case 5:
                return f"《{self._piece(12)}》"
            case 6:
                return f"{dice.choice(self._FIELDS)}{dice.choice(':：')}{word}"
            case 7:
                return f"{word}*"
            case 8:
                return f"year:{dice.randint(1949, 2060)}..{dice.randint(1949, 2060)}"
            case 9:
                return f'"{self._piece(4)} {self._piece(4)}"~{dice.randint(0, 99)}'
            case 10:
                return f"({self._part()}{dice.choice(self._JOINTS)}{self._part()})"
            case 11:
                return f"{word}^{dice.choice(('2', '0.3', '-1', '1e9', ''))}"
            case 12:
                return f"第{dice.choice(('三', '一百三十三', '0', str(dice.randint(1, 10**6))))}条"
            case _:
                return "".join(dice.choices(self._ODD, k=dice.randint(1, 8)))

    def __call__(self) -> str:
        dice = self._dice
        match dice.randrange(10):
            case 0:
                query = self._piece(80)  # pasted as it stands
            case 1:
                query = "".join(dice.choices(self._ODD + self._piece(10), k=dice.randint(1, 30)))
            case _:
                query = dice.choice(self._JOINTS).join(self._part() for _ in range(dice.randint(1, 4)))
        for _ in range(dice.choice((0, 0, 0, 0, 1, 2))):  # a slip of the finger
            at = dice.randrange(len(query) + 1)
            query = query[:at] + dice.choice(self._ODD) + query[at + dice.randrange(2) :]
        return query


SAMPLED = (
    "qijiang-15.txt",
    "jiulongpo-gazette-2026-1.md",
)  # few passages are soon searched; it is the queries that differ
ROOM = 1 / 16  # of the caches: they are full soon, and what still grows then is not bounded
LOOKS = 20  # at memory
ENOUGH = 20_000  # queries from which on memory is judged: the caches are full in half of them
GROWTH = 0.05  # of memory, from the middle of the queries to their end


@contextlib.contextmanager
def small_caches(share: float) -> Iterator[None]:
    """Caches that are made in the block have only this share of their room."""
    whole = Remembered.__init__

    def small(cache: Any, find: Any, room: int, *more: Any, **others: Any) -> None:
        whole(cache, find, max(1, int(room * share)), *more, **others)

    with mock.patch.object(Remembered, "__init__", small):
        yield


def ask_all(index: Index, query: str, answer: Answer) -> None:
    """Ask the rest of the API about a query that was answered."""
    index.facets(query), index.did_you_mean(query), index.parts(query), index.suggest(query[:12])
    html_output.fragment(answer)
    for hit in answer.hits[:2]:
        highlight.snippet(hit.passage, answer.tree)
        index.explain(query, hit.passage.id)
    with contextlib.suppress(QueryError):
        index.compare([query])


def queries(home: Path, count: int, seconds: float, seed: int) -> Tally:
    """Every query is searched; of every twentieth the rest of the API is asked too. Only a QueryError may be raised."""
    tally = Tally("queries in one process")
    (home / "docs").mkdir()
    for name in SAMPLED:
        shutil.copy(CORPUS / name, home / "docs")
    code, said = forked(lambda: update(home / "docs", home / "index"))  # whose memory is not this process's
    assert code == 0, said
    memory, slowest, slow_query, done = list[float](), 0.0, "", 0
    began = time.monotonic()
    with small_caches(ROOM), Index.open(home / "index") as index:
        make = Queries([passage.text for passage in index.passages()], seed)
        for number in trials(count, seconds):
            query, started = make(), time.perf_counter()
            try:
                answer = index.search(query, limit=10)
                tally.seen["found" if answer.total else "found nothing"] += 1
                if number % 20 == 0:
                    ask_all(index, query, answer)
                    tally.seen["asked of the whole API"] += 1
            except QueryError as error:
                tally.seen["refused as wrong"] += 1
                if "\n" in str(error):
                    tally.fault(f"the error for {query!r} has more than one line: {error}")
            except Exception as error:
                tally.seen["broken"] += 1
                tally.fault(f"{query!r}: {error!r}")
            done, took = number, time.perf_counter() - started
            if took > slowest:
                slowest, slow_query = took, query
            if max(number / count, (time.monotonic() - began) / seconds) >= (len(memory) + 1) / LOOKS:
                memory.append(resident())
                print(f"after {number:,} queries ({time.monotonic() - began:.0f} s): {memory[-1]:.1f} MB", flush=True)
    if done >= ENOUGH and grows(memory):
        tally.fault(f"memory grows: {', '.join(f'{now:.0f}' for now in memory)} MB")
    print(f"at most {resident(True):.0f} MB; slowest {slowest:.2f} s: {slow_query!r}")
    return tally


def grows(memory: list[float]) -> bool:
    """Whether what a process takes at the end is more than it was in the middle, by more than chance has it."""
    middle, end = memory[len(memory) // 2 - 1 :][:3], memory[-3:]
    return statistics.median(end) > (1 + GROWTH) * statistics.median(middle)


KINDS: dict[str, tuple[Callable[[Path, int, float, int], Tally], int]] = {
    "kills": (kills, 500),
    "flips": (flips, 1000),
    "queries": (queries, 1_000_000),
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("what", choices=KINDS)
    options.add_argument("--count", type=int, help="how many trials (500 kills, 1,000 flips, 1,000,000 queries)")
    options.add_argument("--seconds", type=float, default=3600)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    soak, count = KINDS[asked.what]
    with tempfile.TemporaryDirectory() as temporary:
        tally = soak(Path(temporary), asked.count or count, asked.seconds, asked.seed)
    tally.print()
    sys.exit(bool(tally.faults))


if __name__ == "__main__":
    main()
