"""The Python API: its examples run, its names are there, and importing it costs next to nothing."""

from __future__ import annotations

import ast
import doctest
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import policysearch
from tests.support.paths import ROOT

PLAN = """重庆市九龙坡区国民经济和社会发展第十五个五年规划纲要

第一章　壮大新兴产业

加快氢能产业发展，建设燃料电池基地。

第二章　完善轨道交通

推进轨道交通建设。
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "plan.txt").write_text(PLAN, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_doctests_of_the_package_pass() -> None:
    assert doctest.testmod(policysearch) == (0, 3)


def test_the_example_of_the_package_runs(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert policysearch.__doc__
    block = [line for line in policysearch.__doc__.splitlines() if line.startswith("    ") or not line]
    example = textwrap.dedent("\n".join(block)).strip()
    assert "Index.update" in example and "html.page" in example
    names: dict[str, object] = {}
    exec(example, names)
    shown = capsys.readouterr().out
    assert shown.startswith(
        "cq-jiulongpo-fyp-15/chp_1 第一章 壮大新兴产业 加快氢能产业发展，建设燃料电池基地。 ((2, 4),)"
    )
    assert str(names["page"]).startswith("<!DOCTYPE html>")


def test_documents_are_read_without_an_index(home: Path) -> None:
    (document,) = policysearch.read("corpus")
    assert (document.district, document.plan) == ("九龙坡区", "十五五")
    assert [provision.heading for provision in document.provisions if provision.kind == "章"] == [
        "第一章 壮大新兴产业",
        "第二章 完善轨道交通",
    ]
    with pytest.raises(policysearch.CorpusError):
        list(policysearch.read("nowhere"))


def test_every_public_name_is_there() -> None:
    for name in policysearch.__all__:
        assert getattr(policysearch, name) is not None
        assert name in dir(policysearch)
    with pytest.raises(AttributeError, match="nonsense"):
        policysearch.nonsense  # noqa: B018


def test_the_public_names_are_those_of_the_docs() -> None:
    table = (ROOT / "docs" / "embedding.md").read_text("utf-8").split("### Public names")[1].split("###")[0]
    rows = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(named) == sorted(policysearch.__all__)


def test_names_that_are_typed_are_names_that_are_loaded() -> None:
    """What type checkers see is what is there: the imports under TYPE_CHECKING and `__all__`."""
    tree = ast.parse(Path(policysearch.__file__).read_text("utf-8"))
    (typed,) = [node for node in tree.body if isinstance(node, ast.If)]
    names = {
        alias.asname or alias.name for node in typed.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert names | {"read"} == set(policysearch.__all__)


def test_a_query_is_made_of_public_names(home: Path) -> None:
    from policysearch import Group, In, Index, Near, Not, Phrase, Range, Term, Wildcard, all_of, any_of, parse

    made = all_of([any_of([Term("氢能"), Wildcard("轨道*")]), Not(Phrase("公交")), In("year", Range(2026, None))])
    assert str(made) == '(氢能 OR 轨道*) AND NOT "公交" AND year:2026..' and parse(str(made)) == made
    Index.update(["corpus"], "index")
    with Index.open("index") as index:
        answer = index.search(made, group="district")
        assert isinstance(answer.groups[0], Group) and answer.total == 2
        assert index.search(Near(("氢能", "产业"), 2)).total == 1
        assert policysearch.citation.citation(next(index.passages())).endswith("规划纲要[Z]. 前言.")


def test_importing_the_package_loads_nothing_heavy() -> None:
    root = str(Path(policysearch.__file__).parents[1])
    heavy = {"whoosh", "jieba", "click", "bs4", "json", "policysearch.index", "policysearch.html"}
    code = f"import sys; sys.path.insert(0, {root!r}); import policysearch; print(*({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
