"""What checks of sentences of the pages work on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from policysearch import Index
from tests.support.claims import TEXTS, Home
from tests.support.small_index import index_of


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Index, Path]]:
    folder = tmp_path_factory.mktemp("small")
    with index_of(folder, TEXTS) as index:
        yield index, folder / "index"


@pytest.fixture
def home(
    samples: Path, index: Index, small: tuple[Index, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Home:
    monkeypatch.chdir(tmp_path)
    return Home(samples, index, *small, tmp_path)
