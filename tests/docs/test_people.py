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
    ("search '托育 plan:十五五' -n 3", 0),
    ("search 把服务业作为区域经济的压舱石与主引擎 -n 2", 0),
    ("search '九龙坡府发[2026]3号' -n 1", 0),
    ("search '九龙坡 地区生产总值 2030年' -n 2", 0),
    ("search '托育 district:(九龙坡 OR 綦江)' --group district", 0),
    ("search '\"氢能 district:九龙坡\"'", 1),
    ("compare 托育 养老 --by plan", 0),
    ("show cq-jiulongpo-fyp-15/term_3 --cite", 0),
    ("show cq-jiulongpo-fyp-15/term_22", 1),
    ("glossary", 0),
    ("similar --matrix district --query '养老 OR 托育'", 0),
    ("suggest 区县:九", 0),
    ("indicators 增长", 0),
    ("rollback", 3),
]


def run(arguments: list[str], language: str, index: Path, columns: int = COLUMNS) -> tuple[int, str]:
    environment = {
        "COLUMNS": str(columns),
        "LANG": f"{language}.UTF-8",
        "POLICYSEARCH_INDEX": str(index),
        "NO_COLOR": "1",
    }
    done = CliRunner().invoke(
        main, arguments, env=environment | {"POLICYSEARCH_LANG": "", "LC_ALL": "", "LC_MESSAGES": ""}
    )
    return done.exit_code, done.output


@pytest.mark.parametrize("columns", [80, 40])
@pytest.mark.parametrize("language", ["zh_CN", "en_US"])
@pytest.mark.parametrize(("task", "code"), TASKS, ids=lambda task: str(task)[:40])
def test_tasks_fit_the_terminal(task: str, code: int, language: str, columns: int, samples: Path) -> None:
    exit_code, told = run(shlex.split(task), language, samples, columns)
    assert exit_code == code and told.strip(), told
    assert not [line for line in told.splitlines() if width(line) > columns and not _is_one_piece(line)]


def _is_one_piece(line: str) -> bool:
    """What is to be copied whole: errors are one line, commands and paths are not broken."""
    return line.startswith(("policysearch", "more: ", "更多：", "did you mean", "是否要找", "/")) or "[Z]" in line


@pytest.mark.parametrize("columns", [80, 40])
@pytest.mark.parametrize("language", ["zh_CN", "en_US"])
@pytest.mark.parametrize("name", ["", *sorted(main.commands)])
def test_help_fits_the_terminal(name: str, language: str, columns: int, samples: Path) -> None:
    """Only commands to copy and names of options are never broken."""
    exit_code, told = run([*filter(None, [name]), "--help"], language, samples, columns)
    assert exit_code == 0
    whole = r"  +policysearch |Usage: |用法：|  +-" if columns < 60 else r"  +policysearch |Usage: "
    assert not [line for line in told.splitlines() if width(line) > columns and not re.match(whole, line)]


def test_what_is_no_utf8_is_one_line(samples: Path) -> None:
    typed = "氢能".encode("gbk").decode("utf-8", "surrogateescape")
    for words in (
        ["search", typed],
        ["search", "产业", typed],
        ["compare", typed],
        ["related", typed],
        ["suggest", typed],
    ):
        exit_code, told = run(words, "en_US", samples)
        assert exit_code == 2 and told.count("\n") == 1 and "not in UTF-8" in told
    exit_code, told = run(["export", "--query", typed], "zh_CN", samples)
    assert exit_code == 2 and told.count("\n") == 1 and "不是 UTF-8" in told


def test_quotes_round_a_field_are_told(samples: Path) -> None:
    for typed, meant in (
        ('"氢能 district:九龙坡"', "氢能 district:九龙坡"),
        ("“氢能 区县：九龙坡” 产业", "氢能 区县：九龙坡 产业"),
    ):
        exit_code, told = run(["search", typed], "zh_CN", samples)
        assert exit_code == 1 and told.rstrip().endswith("是否要找：" + meant)
        assert run(["search", meant], "zh_CN", samples)[0] == 0
    for typed in ('"氢能：火星"', '"火星 district:九龙坡"', '"(氢能 district:九龙坡"'):
        assert "是否要找" not in run(["search", typed], "zh_CN", samples)[1]


def test_synonyms_are_shown_as_they_are_written(samples: Path) -> None:
    assert "GDP" in run(["search", "地区生产总值", "--synonyms"], "zh_CN", samples)[1]


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
