"""The reference of the command line, the configuration file, and output into files."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from policysearch.cli.main import main
from tests.support.paths import ROOT


def command(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reference")
    (folder / "docs").mkdir()
    for n in range(3):
        text = f"某市第{n}号条例\n第一章 总则\n第一条 为了发展氢能，制定本条例。\n第二条 氢能第{n}项。\n"
        (folder / "docs" / f"{n}.txt").write_text(text, "utf-8")
    assert command("index", folder / "docs", "--index", folder / "index").exit_code == 0
    return folder / "index"


# The reference


@pytest.mark.parametrize(("language", "name"), [("en", "command-line.md"), ("zh", "command-line.zh.md")])
def test_the_page_is_what_the_command_prints(language: str, name: str) -> None:
    printed = command("reference", "--lang", language).stdout
    assert (ROOT / "docs" / name).read_text("utf-8") == printed


def test_the_manual_page_names_every_command_and_option() -> None:
    printed = command("reference", "--man", "--lang", "en").stdout.replace("\\-", "-")
    assert printed.startswith(".TH POLICYSEARCH 1 ")
    for name in main.commands:
        assert f".SS policysearch {name} " in printed
        for option in main.commands[name].params:
            assert not isinstance(option, click.Option) or all(opt in printed for opt in option.opts if opt != "--help")
    assert not [line for line in printed.splitlines() if line[:1] == "'" or line.startswith(".policy")]


# The configuration file


def test_options_have_the_defaults_of_the_file(index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "c.toml"
    config.write_text(f'index = "{index.as_posix()}"\n[search]\nlimit = 1\nsort = "date"\n', "utf-8")
    assert command("--config", config, "search", "氢能").stdout.count("条例") == 1
    assert command("--config", config, "search", "氢能", "--limit", 2).stdout.count("条例") == 2  # what is typed counts
    assert (
        "3 documents" in command("--config", config, "check").stdout
        or command("--config", config, "check").exit_code == 0
    )
    monkeypatch.setenv("POLICYSEARCH_CONFIG", str(config))
    assert command("search", "氢能").stdout.count("条例") == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = ", "is no valid TOML"),
        ("\udcff", "is no valid TOML"),
        ("limt = 1\n[serach]\nlimit = 1", "no option serach"),
        ("[search]\nlimt = 1", "no option search.limt"),
        ("search = 1", "search is to be a table"),
        ("[search]\nlimit = [1]", "search.limit is to be a text or a number"),
        ("[search]\nstrict = 1", "search.strict is to be true or false"),
        ("[search]\nlimit = -1", "limit"),
        ('[search]\nsort = "x"', "sort"),
        ("a = " + "[" * 5000, "is no valid TOML"),
    ],
)
def test_what_is_wrong_in_the_file_is_one_line(text: str, said: str, tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_bytes(text.encode("utf-8", "surrogateescape"))
    done = command("--config", config, "search", "氢能")
    assert done.exit_code == 2 and said in done.stderr and done.stderr.count("\n") == 1


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    done = command("--config", tmp_path / "none.toml", "stats")
    assert done.exit_code == 2 and "none.toml" in done.stderr and done.stderr.count("\n") == 1


# Output into a file


def test_output_goes_into_the_file(index: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old", "utf-8")
    done = command("search", "氢能", "--csv", "-o", target, "--index", index)
    assert done.exit_code == 0 and done.stdout == ""
    assert target.read_text("utf-8") == command("search", "氢能", "--csv", "--index", index).stdout.replace(
        "\r\n", "\n"
    )
    if os.name == "posix":
        assert stat.S_IMODE(target.stat().st_mode) & 0o600 == 0o600
    exported = tmp_path / "all.jsonl"
    assert command("export", "--output", exported, "--index", index).exit_code == 0
    assert len([json.loads(line) for line in exported.read_text("utf-8").splitlines()]) > 6
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.jsonl", "out.csv"]


def test_a_command_that_fails_leaves_the_file(index: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    target.write_text("old", "utf-8")
    assert command("search", "(氢能", "-o", target, "--index", index).exit_code == 2
    assert command("search", "氢能", "-o", target, "--index", tmp_path / "none").exit_code == 3
    assert target.read_text("utf-8") == "old" and list(tmp_path.iterdir()) == [target]
    assert command("search", "氢能", "-o", tmp_path / "no" / "out", "--index", index).exit_code == 3


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX")
def test_output_replaces_no_device_and_keeps_mode_and_link(index: Path, tmp_path: Path) -> None:
    target, link, pipe = tmp_path / "kept", tmp_path / "link", tmp_path / "pipe"
    target.write_text("old", "utf-8")
    target.chmod(0o600)
    link.symlink_to(target)
    os.mkfifo(pipe)
    assert command("search", "氢能", "-o", link, "--index", index).exit_code == 0
    assert link.is_symlink() and "氢能" in target.read_text("utf-8") and stat.S_IMODE(target.stat().st_mode) == 0o600
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert command("search", "氢能", "-n", "1", "-o", pipe, "--index", index).exit_code == 0
    assert os.read(reader, 9) and stat.S_ISFIFO(pipe.stat().st_mode)
    os.close(reader)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept", "link", "pipe"]


@pytest.mark.parametrize("typed", [["-n", "1"], ["-n1"], ["--limit", "1"]])
def test_the_number_of_hits_has_a_short_option(typed: list[str], index: Path) -> None:
    done = command("search", "氢能", *typed, "--index", index)
    assert done.exit_code == 0 and done.stdout.count("条例") == 1


def test_words_with_a_hyphen_are_still_words(index: Path) -> None:
    assert command("search", "氢能", "-总则", "--index", index).exit_code == 0
    assert command("search", "-x", "氢能", "--index", index).exit_code == 2


# Documents and their files


def test_a_document_is_shown_by_its_outline(index: Path) -> None:
    id = json.loads(command("search", "氢能", "--json", "-n1", "--index", index).stdout)["hits"][0]["document_id"]
    shown = command("show", id, "--index", index)
    assert shown.exit_code == 0 and "第一章 总则" in shown.stdout
    assert json.loads(command("show", id, "--json", "--index", index).stdout)["document_id"] == id
    assert command("show", f"{id}x", "--index", index).exit_code == 1


def test_the_file_of_a_passage_is_found(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hit = json.loads(command("search", "第2项", "--json", "-n1", "--index", index).stdout)["hits"][0]
    expected = index.parent / "docs" / "2.txt"
    assert command("open", hit["id"], "--path", "--index", index).stdout.strip() == str(expected)
    opened: list[str] = []

    def launch(path: str) -> int:
        opened.append(path)
        return 0

    monkeypatch.setattr("click.launch", launch)
    assert command("open", hit["id"], "--index", index).exit_code == 0 and opened == [str(expected)]
    monkeypatch.setattr("click.launch", lambda path: 1)
    assert "no program" in command("open", hit["id"], "--index", index).stderr
    expected.rename(index.parent / "gone.txt")
    try:
        assert "no longer where it was" in command("open", hit["id"], "--index", index).stderr
    finally:
        (index.parent / "gone.txt").rename(expected)
    assert command("open", "no-such-id", "--index", index).exit_code == 1


def test_a_pdf_opens_at_its_page_in_a_browser_with_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import webbrowser

    from policysearch.cli import passages

    opened: list[str] = []

    class Browser(webbrowser.BaseBrowser):
        def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
            opened.append(url)
            return True

    path = tmp_path / "条例.pdf"
    monkeypatch.setattr("webbrowser.get", lambda: Browser("browser"))
    assert passages._open_at(path, 3) and opened == [f"{path.as_uri()}#page=3"]
    monkeypatch.setattr("webbrowser.get", lambda: webbrowser.BackgroundBrowser("xdg-open"))
    assert not passages._open_at(path, 3)
