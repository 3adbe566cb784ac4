"""What all tests share: the same random examples at every run, unless HYPOTHESIS_PROFILE=search asks for new ones; an index."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from policysearch.index import Index

settings.register_profile("repeat", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeat"))

# What a shell runs in the background ignores ctrl-C, and so would the programs that tests start and stop with it.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index of the documents in corpus/, for reading only."""
    folder = tmp_path_factory.mktemp("samples") / "index"
    Index.update([Path(__file__).parents[1] / "corpus"], folder)
    return folder


@pytest.fixture(scope="session")
def index(samples: Path) -> Iterator[Index]:
    """That index, open; a module may have an index of its own instead."""
    with Index.open(samples) as opened:
        yield opened
