"""Completion in a shell: values of fields and ids of passages come from the index, and nothing is said without one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

from policysearch import Index
from policysearch.cli.main import main
from tests.support.paths import ROOT

PLANS = {"九龙坡区": "十五", "綦江区": "十四", "九寨沟县": "十四"}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("completion")
    (home / "corpus").mkdir()
    for district, number in PLANS.items():
        title = f"{district}国民经济和社会发展第{number}个五年规划纲要"
        text = f"{title}\n\n第一章　产业\n\n发展氢能。\n\n第二章　生态\n\n保护森林。\n"
        (home / "corpus" / f"{district}.txt").write_text(text, "utf-8")
    Index.update([home / "corpus"], home / "index")
    return home / "index"


def offered(shell: type[ShellComplete], line: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is offered for the last word of `line` (of which the first is the program)."""
    words = line.split(" ")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", words[-1] if shell is FishComplete else str(len(words) - 1))
    complete = shell(main, {}, "policysearch", "_POLICYSEARCH_COMPLETE")
    return [item.value for item in complete.get_completions(*complete.get_completion_args())]


@pytest.mark.parametrize("shell", [BashComplete, ZshComplete, FishComplete])
@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("search 'district:綦", ["district:綦江区"]),
        ("search 'district:qj", ["district:綦江区"]),
        ("search 'district:九", ["district:九寨沟县", "district:九龙坡区"]),
        ("search 'plan:十五", ["plan:十五五"]),
        ("search 区县：綦", ["区县：綦江区"]),
        ("search 綦", ["district:綦江区"]),
        ("search distr", ["district:"]),
        ("search 'district:没", []),
        ("search 'chapter:产", ['chapter:"产业"', "chapter:产业"]),
        ("search 'chapter:没", []),
        ("compare 氢能 'district:綦", ["district:綦江区"]),
        ("explain 'district:綦", ["district:綦江区"]),
        ("sugg", ["suggest"]),
    ],
)
def test_values_of_fields_are_offered(
    index: Path, monkeypatch: pytest.MonkeyPatch, shell: type[ShellComplete], line: str, values: list[str]
) -> None:
    monkeypatch.setenv("POLICYSEARCH_INDEX", str(index))
    assert sorted(offered(shell, f"policysearch {line}", monkeypatch)) == values


def test_within_quotes_the_last_word_is_completed(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYSEARCH_INDEX", str(index))
    monkeypatch.setenv("COMP_WORDS", "policysearch search '氢能 district:綦")
    monkeypatch.setenv("COMP_CWORD", "2")
    complete = BashComplete(main, {}, "policysearch", "_POLICYSEARCH_COMPLETE")
    assert complete.complete() == "plain,氢能 district:綦江区"


def test_bash_breaks_words_at_colons_and_gets_what_follows(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = f"policysearch search --index {index} 氢能 district :"
    assert set(offered(BashComplete, line, monkeypatch)) == set(PLANS)
    assert offered(BashComplete, f"{line} 綦", monkeypatch) == ["綦江区"]


@pytest.mark.parametrize("shell", [BashComplete, ZshComplete, FishComplete])
@pytest.mark.parametrize("command", ["show", "similar", "explain 氢能"])
def test_ids_are_offered_a_document_at_a_time(
    index: Path, monkeypatch: pytest.MonkeyPatch, shell: type[ShellComplete], command: str
) -> None:
    with Index.open(index) as opened:
        documents = [document.id for document in opened.documents()]
        passages = [passage.id for passage in opened.of_document(documents[0])]
    line = f"policysearch {command} --index {index} "
    assert offered(shell, line, monkeypatch) == [f"{id}/" for id in documents]
    assert offered(shell, line + passages[-1], monkeypatch) == passages[-1:]
    assert offered(shell, f"{line}{documents[0]}/", monkeypatch) == passages
    assert offered(shell, f"{line}{documents[0]}", monkeypatch) == passages, "there is only one that begins so"
    assert offered(shell, f"{line}nothing/", monkeypatch) == []


@pytest.mark.parametrize("line", ["search district:九", "show cq", "explain 氢能 cq"])
def test_without_a_sound_index_nothing_is_offered_or_said(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], line: str
) -> None:
    shutil.copytree(index, tmp_path / "damaged")
    next((tmp_path / "damaged").glob("v*/sources.json")).unlink()
    for folder in (tmp_path / "none", tmp_path / "damaged"):
        monkeypatch.setenv("POLICYSEARCH_INDEX", str(folder))
        assert offered(BashComplete, f"policysearch {line}", monkeypatch) == []
    assert capfd.readouterr() == ("", "")


def test_paths_are_left_to_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    for line in ("index co", "outline co", "tables co", "search --index co", "index --dictionary co"):
        words = f"policysearch {line}"
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", str(len(words.split()) - 1))
        assert BashComplete(main, {}, "policysearch", "_POLICYSEARCH_COMPLETE").complete() == "file,co"


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_bash_itself_is_offered_them(index: Path, tmp_path: Path) -> None:
    """With its words as bash breaks them: a quoted word whole, an unquoted one at its colons."""
    program = tmp_path / "policysearch"
    start = "from policysearch.cli.main import main; main(prog_name='policysearch')"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{start}"\n')
    program.chmod(0o755)
    ask = "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMPREPLY=(); _policysearch_completion policysearch"
    script = f"""
        eval "$(_POLICYSEARCH_COMPLETE=bash_source policysearch)"
        COMP_WORDS=(policysearch search "'district:綦"); {ask}; echo "${{COMPREPLY[@]}}"
        COMP_WORDS=(policysearch search district : 綦); {ask}; echo "${{COMPREPLY[@]}}"
    """
    environment = os.environ | {
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "POLICYSEARCH_INDEX": str(index),
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(["bash", "-c", script], check=True, env=environment, capture_output=True, timeout=60)
    said = [line for line in done.stderr.splitlines() if b"cannot change locale" not in line]  # of a bare machine
    assert done.stdout.decode().split("\n") == ["district:綦江区", "綦江区", ""] and not said
