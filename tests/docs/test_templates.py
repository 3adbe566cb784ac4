"""The templates of docs/templates for stores and query operators: copied, they work as docs/contributing.md says."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from policysearch import DamagedIndexError, Index, QueryError, parse
from policysearch.query import operators
from tests.support.paths import ROOT

TEMPLATES = ROOT / "docs" / "templates"


def copied(name: str, folder: Path) -> ModuleType:
    """The template `name`, copied to `folder` and imported from there."""
    path = folder / f"copy_of_{name}.py"
    shutil.copy(TEMPLATES / f"{name}.py", path)
    described = importlib.util.spec_from_file_location(path.stem, path)
    assert described and described.loader
    module = importlib.util.module_from_spec(described)
    described.loader.exec_module(module)
    return module


@pytest.fixture
def but(tmp_path: Path) -> Iterator[None]:
    copied("operator", tmp_path)
    yield
    operators.remove("BUT")


def test_an_operator_is_understood_and_finds(but: None, index: Index) -> None:
    assert str(parse("氢能 BUT 储能")) == "氢能 AND NOT 储能"
    assert str(parse("氢能 产业 BUT 储能 OR 光伏")) == "氢能 AND 产业 AND NOT 储能 OR 光伏"
    assert str(parse("title:(氢能 BUT 储能)")) == "title:(氢能 AND NOT 储能)"
    found = index.search("氢能 BUT 储能")
    assert 0 < found.total == index.search("氢能 -储能").total < index.search("氢能").total
    with pytest.raises(QueryError, match='expected a word after "BUT"'):
        parse("氢能 BUT")
    escaped = parse("\\BUT")
    assert str(escaped) == "\\BUT" and parse(str(escaped)) == escaped


def test_without_the_operator_the_word_is_text() -> None:
    assert str(parse("氢能 BUT 储能")) == "氢能 AND BUT AND 储能"


def test_a_word_that_becomes_another_operator_is_read_as_that_one() -> None:
    read = []
    for combine in (lambda left, right: left, lambda left, right: right):
        operators.operator("BUT")(combine)
        read.append(str(parse("氢能 BUT 储能")))
        operators.remove("BUT")
    assert read == ["氢能", "储能"]


@pytest.mark.parametrize("word", ["AND", "或", "but", "a b", "=>", ""])
def test_words_that_cannot_be_operators(word: str) -> None:
    with pytest.raises(ValueError, match="no operator yet"):
        operators.operator(word)(lambda left, right: left)


def test_a_store_finds_what_the_local_store_finds(tmp_path: Path, index: Index) -> None:
    pytest.importorskip("policysearch.store.memory", reason="the template opens versions in memory")
    keeper = copied("store", tmp_path).JsonLinesKeeper()
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    Index.update([tmp_path / "corpus"], tmp_path / "index", engine=keeper)
    with Index.open(tmp_path / "index", engine=keeper) as made:
        for query in ("氢能 district:九龙坡", "轨道* -公交", '"成渝地区双城经济圈"', "2035年 远景"):
            ours, theirs = made.search(query, None), index.search(query, None)
            assert [(hit.passage.id, hit.score) for hit in ours] == [(hit.passage.id, hit.score) for hit in theirs]
            assert made.facets(query) == index.facets(query)
        assert list(made.passages()) == list(index.passages()) and made.check() == []
    (tmp_path / "corpus" / "nanan-14.txt").unlink()
    Index.update([tmp_path / "corpus"], tmp_path / "index", engine=keeper)
    Index.update([tmp_path / "corpus"], tmp_path / "fresh", engine=keeper)
    name = "passages.jsonl"
    assert (tmp_path / "index/v000002" / name).read_bytes() == (tmp_path / "fresh/v000001" / name).read_bytes()
    (tmp_path / "fresh/v000001" / name).write_text('{"id": 1}\n', "utf-8")
    with pytest.raises(DamagedIndexError):
        Index.open(tmp_path / "fresh", engine=keeper)
