"""What people do first, in Chinese and English, on a terminal of 80 columns: each command answers, and no line is wider."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from policysearch.cli.main import main
from policysearch.output.terminal.text import width

COLUMNS = 80
#: An officer, an analyst, an operator; what each types, and the exit code.
TASKS = [
    ("search '养老床位 OR 托育' -n 3", 0),
    ("search '氢能 区县：九龙坡' --facets", 0),
    ("search '氢能 区县：不存在'", 1),
    ("search 到2030年建成具有全国影响力的现代化产业体系示范城市", 0),
    ("show cq-jiulongpo-fyp-15/box_6", 0),
    ("show cq-jiulongpo-fyp-15", 0),
    ("compare 氢能 低空经济 养老 托育 数字经济 --by district", 0),
    ("compare 氢能 养老 --by year", 0),
    ("similar --matrix document", 0),
    ("similar cq-jiulongpo-fyp-15/box_6", 0),
    ("indicators 森林覆盖率", 0),
    ("indicators 森林的覆盖率", 1),
    ("glossary 三大氢走廊", 0),
    ("suggest qn", 0),
    ("related 氢能", 0),
    ("explain 氢能 cq-jiulongpo-fyp-15/box_6", 0),
    ("parse '轨道* -公交 district:(九龙坡 OR 綦江)'", 0),
    ("stats", 0),
    ("check", 0),
    ("versions", 0),
]


def run(arguments: list[str], language: str, index: Path) -> tuple[int, str]:
    environment = {
        "COLUMNS": str(COLUMNS),
        "LANG": f"{language}.UTF-8",
        "POLICYSEARCH_INDEX": str(index),
        "NO_COLOR": "1",
    }
    done = CliRunner().invoke(
        main, arguments, env=environment | {"POLICYSEARCH_LANG": "", "LC_ALL": "", "LC_MESSAGES": ""}
    )
    return done.exit_code, done.output


@pytest.mark.parametrize("language", ["zh_CN", "en_US"])
@pytest.mark.parametrize(("task", "code"), TASKS, ids=lambda task: str(task)[:40])
def test_tasks_fit_the_terminal(task: str, code: int, language: str, samples: Path) -> None:
    exit_code, told = run(shlex.split(task), language, samples)
    assert exit_code == code and told.strip(), told
    wide = [line for line in told.splitlines() if width(line) > COLUMNS and not _is_one_piece(line)]
    assert not wide


def _is_one_piece(line: str) -> bool:
    """What is to be copied whole: errors are one line, commands and paths are not broken."""
    return line.startswith(("policysearch", "more: ", "更多：", "did you mean", "是否要找"))


@pytest.mark.parametrize("language", ["zh_CN", "en_US"])
@pytest.mark.parametrize("name", ["", *sorted(main.commands)])
def test_help_fits_the_terminal(name: str, language: str, samples: Path) -> None:
    exit_code, told = run([*filter(None, [name]), "--help"], language, samples)
    assert exit_code == 0
    wide = [
        line for line in told.splitlines() if width(line) > COLUMNS and not re.match(r"  +policysearch |Usage: ", line)
    ]
    assert not wide


def test_a_term_without_hits_has_no_best_passages(samples: Path) -> None:
    told = run(["compare", "氢能", "火星移民"], "zh_CN", samples)[1]
    best = told.split("最相关的段落")[1]
    assert "\n氢能\n" in best and "火星移民" not in best and "火星移民" in told
    assert "最相关的段落" not in run(["compare", "火星移民"], "zh_CN", samples)[1]


@pytest.mark.parametrize("name", ["没 有", "it's", "$(id)", "没有", "none"])
def test_advice_can_be_typed_as_it_is_printed(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    exit_code, told = run(["search", "氢能", "--index", name], "en_US", tmp_path)
    advice = told.split("build one with: ")[1]
    assert exit_code == 3 and shlex.split(advice) == ["policysearch", "index", "FOLDER", "--index", name]
