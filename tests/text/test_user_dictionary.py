"""Words at build time: coinages of the documents and words of the user's, each in a readable file of the index version."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from policysearch import Index
from policysearch.cli.main import main
from policysearch.model.errors import CorpusError
from policysearch.text import segmenter
from tests.support.paths import ROOT

FIRST = """重庆市綦江区国民经济和社会发展第十五个五年规划纲要

第一章 发展目标

打造“两主四特”集群，发展“氢能产业”，培育链主企业。链主企业带动。
"""
SECOND = """重庆市南岸区国民经济和社会发展第十五个五年规划纲要

第一章 发展目标

落实“智融惠畅”工程，发展两主四特。

名词解释

三攻坚一盘活。指国企改革攻坚。
"""


def versions(home: Path, name: str) -> str:
    """A file of the current version."""
    version = (home / "CURRENT").read_text("utf-8").split()[0]
    return (home / version / name).read_text("utf-8") if (home / version / name).exists() else ""


def words(home: Path) -> set[str]:
    with Index.open(home) as index:
        assert index.check() == []
        reader = index._searcher
        return {word for word in WATCHED if reader.frequency(word)}


WATCHED = ("两主四特", "氢能产业", "智融惠畅", "三攻坚一盘活", "链主企业", "链主")


def test_coinages_are_words_and_are_listed(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text(FIRST, "utf-8")
    (tmp_path / "docs" / "b.txt").write_text(SECOND, "utf-8")
    Index.update([tmp_path / "docs"], tmp_path / "index")
    assert sorted(versions(tmp_path / "index", "coinages.txt").split()) == sorted(
        ["两主四特", "智融惠畅", "三攻坚一盘活"]
    )
    listed = versions(tmp_path / "index", "coinages.txt").splitlines()
    assert listed == sorted(listed)
    assert {"两主四特", "智融惠畅", "三攻坚一盘活"} <= words(tmp_path / "index")
    assert "氢能产业" not in words(tmp_path / "index")  # made of known words


def test_a_file_more_or_less_changes_the_words_of_no_other(tmp_path: Path) -> None:
    """An index after updates is the fresh one, its files of words and its answers included."""
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "b.txt").write_text(SECOND, "utf-8")
    Index.update([docs], tmp_path / "index")
    steps: list[Callable[[], object]] = [
        lambda: (docs / "a.txt").write_text(FIRST, "utf-8"),
        lambda: (docs / "b.txt").write_text(SECOND.replace("智融惠畅", "光储直柔"), "utf-8"),
        lambda: (docs / "b.txt").rename(docs / "c.txt"),
        (docs / "a.txt").unlink,
    ]
    for number, step in enumerate(steps):
        step()
        Index.update([docs], tmp_path / "index")
        fresh = tmp_path / f"fresh{number}"
        Index.update([docs], fresh)
        assert versions(tmp_path / "index", "coinages.txt") == versions(fresh, "coinages.txt")
        assert words(tmp_path / "index") == words(fresh)
        with Index.open(tmp_path / "index") as updated, Index.open(fresh) as built:
            for query in ("两主四特", "智融惠畅", "光储直柔", "三攻坚一盘活", "产业", "发展目标"):
                assert updated.search(query, None) == built.search(query, None)
            assert updated.stats().words == built.stats().words


def test_the_users_words_are_kept_until_there_are_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FIRST, "utf-8")
    ours, home = tmp_path / "ours.txt", tmp_path / "index"

    def update(**options: object) -> str:
        return Index.update([tmp_path / "a.txt"], home, **options).rebuilt  # type: ignore[arg-type]

    assert update() == ""
    assert "链主企业" not in words(home)
    ours.write_bytes("链主企业 1000 n\r\n\r\n5Ｇ基站\r\n".encode("gb18030"))
    assert update(dictionary=ours) == "the dictionary is another one"
    assert versions(home, "dictionary.txt") == "5g基站\n链主企业 1000\n"
    assert "链主企业" in words(home)
    with Index.open(home) as index:
        assert "2 own words" in index.stats().dictionary
    assert update(dictionary=ours) == ""  # the same words
    ours.unlink()
    assert update() == ""
    (tmp_path / "a.txt").write_text(FIRST + "链主企业集聚。\n", "utf-8")
    assert update() == ""
    assert update(rebuild=True) == "it was asked for"
    assert "链主企业" in words(home)
    ours.write_text("", "utf-8")
    assert update(dictionary=ours) == "the dictionary is another one"
    assert versions(home, "dictionary.txt") == ""
    assert "链主企业" not in words(home)
    with Index.open(home) as index:
        assert index.stats().dictionary == segmenter.FINGERPRINT


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_line_that_cannot_be_kept_costs_that_line(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_text(FIRST, "utf-8")
    ours, home = tmp_path / "ours.txt", tmp_path / "index"
    ours.write_bytes("链主企业\n这不是一个词，是一句话\n冯·诺伊曼 1000 nr\nSK-II\n低空经济 5 n\n".encode(encoding))
    arguments = ["index", str(tmp_path / "a.txt"), "--index", str(home), "--dictionary", str(ours)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0
    told = [line for line in result.stderr.splitlines() if str(ours) in line]
    assert [line.partition(" is left out")[0] for line in told] == [f"policysearch: {ours}: line {n}" for n in (2, 3)]
    assert versions(home, "dictionary.txt") == "sk-ii\n低空经济 5\n链主企业\n"


def test_a_file_that_is_no_dictionary_is_told_in_few_lines(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FIRST, "utf-8")
    ours = tmp_path / "ours.txt"
    ours.write_text("这不是一个词，是一句话\n" * 5000 + "链主企业\n", "utf-8")
    report = Index.update([tmp_path / "a.txt"], tmp_path / "index", dictionary=ours)
    assert len(report.problems) == 20
    assert str(report.problems[-1]) == f"{ours}: 4,981 more lines are left out"
    ours.write_bytes(b"\x89PNG" + bytes(100))
    with pytest.raises(CorpusError, match="is a picture"):
        Index.update([tmp_path / "a.txt"], tmp_path / "index", dictionary=ours)


def test_the_coinages_of_the_sample_corpus(tmp_path: Path) -> None:
    Index.update([ROOT / "corpus"], tmp_path / "index")
    listed = versions(tmp_path / "index", "coinages.txt").split()
    assert {"两主四特", "一区两群", "芯核器网服"} <= set(listed)
    assert not {"人工智能", "高质量发展", "营商环境"} & set(listed)
