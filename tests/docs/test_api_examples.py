"""The Python API: its examples run, its names are there, and importing it costs next to nothing."""

from __future__ import annotations

import doctest
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import policysearch

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


def test_importing_the_package_loads_nothing_heavy() -> None:
    root = str(Path(policysearch.__file__).parents[1])
    heavy = {"whoosh", "jieba", "click", "bs4", "json", "policysearch.index", "policysearch.html"}
    code = f"import sys; sys.path.insert(0, {root!r}); import policysearch; print(*({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
