"""What all tests share: the same random examples at every run, unless HYPOTHESIS_PROFILE=search asks for new ones; an index.

`pytest --skipped` runs the tests that the last run skipped, as `.ci/run` does after it has installed what they need.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from policysearch.index.index import Index
from tests.support.numpy_use import use_numpy
from tests.support.paths import ROOT

# How long an example takes to make hangs on what else the machine does.
settings.register_profile("repeat", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeat"))

# What is read does not hang on whether the extra ocr is there; tests of OCR ask for it.
os.environ["POLICYSEARCH_OCR"] = "never"

# What a shell runs in the background ignores ctrl-C, and so would the programs that tests start and stop with it.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--skipped", action="store_true", help="only the tests that the last run skipped")


class Skipped:
    """Which tests, or whole modules, a run skips: kept for the next, which may be asked for these alone."""

    _CACHE = "policysearch/skipped"

    def __init__(self, config: pytest.Config) -> None:
        self._cache = config.cache
        self._before = frozenset(self._cache.get(self._CACHE, ())) if self._cache else frozenset()
        self._alone = config.getoption("--skipped")
        self._found: set[str] = set()

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self._found.add(report.nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            self._found.add(report.nodeid)

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        if self._alone:
            wanted = [item for item in items if {item.nodeid, item.nodeid.partition("::")[0]} & self._before]
            config.hook.pytest_deselected(items=[item for item in items if item not in wanted])
            items[:] = wanted

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if session.config.getoption("collectonly"):
            return
        if self._alone and session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
            session.exitstatus = pytest.ExitCode.OK
        if self._cache and not hasattr(session.config, "workerinput"):  # a worker of pytest-xdist knows its own part
            self._cache.set(self._CACHE, sorted(self._found))


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Skipped(config))


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index of the documents in corpus/, for reading only."""
    folder = tmp_path_factory.mktemp("samples") / "index"
    Index.update([ROOT / "corpus"], folder)
    return folder


@pytest.fixture(scope="session")
def index(samples: Path) -> Iterator[Index]:
    """That index, open; a module may have an index of its own instead."""
    with Index.open(samples) as opened:
        yield opened


@pytest.fixture(params=[False, True], ids=["one by one", "numpy"])
def numpy_on(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether all lists, however short, are for numpy, or none."""
    if request.param:
        pytest.importorskip("numpy")
    use_numpy(monkeypatch, request.param)
    return bool(request.param)
