"""What docs/embedding.md promises of threads and processes: an open index is shared by threads and forks, not pickled."""

from __future__ import annotations

import multiprocessing
import pickle
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from policysearch import Answer, Index, QueryTimeout, Served, deadline
from policysearch.index import pool as index_pool
from policysearch.runtime import numpy_use
from tests.support.faults import needs_fork

QUERIES = [
    "氢能",
    "养老 OR 托育",
    "district:九龙坡 产业",
    "低空经济怎么发展",
    '"科技 创新"~5',
    "轨道*",
    "数字经齐",
    "氢能 -公交",
]


def told(index: Index, query: str) -> tuple[int, list[str], dict[str, dict[str, int]], str | None]:
    answer = index.search(query, 20)
    meant = index.did_you_mean(query) if answer.wants_help else None
    return answer.total, [hit.passage.id for hit in answer], index.facets(query), meant


def alone(folder: str, query: str) -> tuple[int, list[str], dict[str, dict[str, int]], str | None]:
    """What a process finds that opens the index itself."""
    with Index.open(folder) as index:
        return told(index, query)


def test_threads_share_an_index(samples: Path) -> None:
    """Each new query is answered by eight threads at once, as one thread answers it."""
    with Index.open(samples) as one:
        expected = [told(one, query) for query in QUERIES]
    with Index.open(samples) as shared, ThreadPoolExecutor(8) as pool:
        barrier = threading.Barrier(8)

        def work(n: int) -> list[tuple[int, list[str], dict[str, dict[str, int]], str | None]]:
            barrier.wait()
            order = QUERIES[n:] + QUERIES[:n]
            found = [told(shared, query) for query in order]
            return found[len(QUERIES) - n :] + found[: len(QUERIES) - n]

        assert list(pool.map(work, range(8))) == [expected] * 8


def test_a_deadline_holds_in_its_own_thread_only(samples: Path) -> None:
    with Index.open(samples) as index, ThreadPoolExecutor(1) as pool:
        with deadline(0), pytest.raises(QueryTimeout):
            index.search("全新 OR 从未 OR 问过")
        with deadline(0):
            assert pool.submit(index.search, "氢能").result().total > 0


def test_served_gives_each_thread_one_version_and_the_newest(tmp_path: Path) -> None:
    """Versions change under readers: every reader sees one of them whole, and at the end the last."""
    text = "某市条例\n第一条 为了氢能，制定本条例。\n"
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/0.txt").write_text(text, "utf-8")
    Index.update([tmp_path / "docs"], tmp_path / "index")
    served, end = Served(tmp_path / "index", prepares=False), threading.Event()

    def read() -> set[tuple[int, int]]:
        seen = set()
        while not end.is_set():
            with served.newest() as index:
                seen.add((index.stats().documents, index.search("氢能", all_copies=True).total))
        return seen

    with ThreadPoolExecutor(4) as pool:
        reading = [pool.submit(read) for _ in range(4)]
        for n in range(1, 4):
            (tmp_path / f"docs/{n}.txt").write_text(text.replace("某市", f"某{'甲乙丙丁'[n]}市"), "utf-8")
            Index.update(folder=tmp_path / "index")
        end.set()
        assert set().union(*(one.result() for one in reading)) <= {(n, n) for n in range(1, 5)}
    with served.newest() as index:
        assert index.stats().documents == 4
    served.close()


@needs_fork
def test_a_fork_goes_on_with_an_index_that_was_open(samples: Path) -> None:
    with Index.open(samples) as index:
        expected = [told(index, query) for query in QUERIES]
        context = multiprocessing.get_context("fork")
        queue = context.Queue()

        def child() -> None:
            queue.put([told(index, query) for query in QUERIES])

        workers = [context.Process(target=child) for _ in range(2)]
        for worker in workers:
            worker.start()
        assert [queue.get(timeout=60) for _ in workers] == [expected] * 2
        for worker in workers:
            worker.join(60)
            assert worker.exitcode == 0
        assert [told(index, query) for query in QUERIES] == expected


def test_a_spawned_process_opens_its_own(samples: Path) -> None:
    with Index.open(samples) as index:
        expected = [told(index, query) for query in QUERIES[:2]]
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        assert list(pool.map(alone, [str(samples)] * 2, QUERIES[:2])) == expected


def test_answers_are_pickled_and_an_index_is_not(samples: Path) -> None:
    with Index.open(samples) as index:
        answer = index.search("氢能")
        back = pickle.loads(pickle.dumps(answer))
        assert isinstance(back, Answer) and back == answer
        with pytest.raises(TypeError):
            pickle.dumps(index)


def test_asyncio_searches_in_threads(samples: Path) -> None:
    import asyncio

    async def search() -> list[int]:
        with Index.open(samples) as index:
            answers = await asyncio.gather(*(asyncio.to_thread(index.search, query) for query in QUERIES))
        return [answer.total for answer in answers]

    with Index.open(samples) as index:
        assert asyncio.run(search()) == [index.search(query).total for query in QUERIES]


def test_a_server_has_numpy_before_the_first_query(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numpy")
    for large, ready in ((index_pool._LARGE, False), (10, True)):
        monkeypatch.setattr(numpy_use, "_state", {"left": numpy_use._PRICE, "on": 0})
        monkeypatch.setattr(index_pool, "_LARGE", large)
        served = Served(samples, prepares=False)
        served.look()
        assert numpy_use.uses_numpy() == ready
        served.close()
