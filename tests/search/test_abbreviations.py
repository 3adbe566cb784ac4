"""Abbreviations that documents introduce, as candidates for groups of synonyms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from policysearch import Index
from policysearch.cli.main import main

TEXTS = {
    "办法.txt": "某市数据管理办法\n第一条 市大数据应用发展管理局（以下简称“市大数据局”）负责数据管理。\n"
    "第二条 推广建筑信息模型（BIM）和车辆识别代号（VIN）。本办法所称单位，以下简称“本单位”。\n"
    "第三条 采集车辆识别代号（VIN）的，应当登记。\n",
}


@pytest.fixture
def index(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "in" / name).write_text(text, "utf-8")
    Index.update([tmp_path / "in"], tmp_path / "index")
    return tmp_path / "index"


def test_short_forms_are_told_with_what_they_stand_for(index: Path) -> None:
    with Index.open(index) as opened:
        found = {(one.short, one.full) for one in opened.abbreviations()}
    assert found == {("市大数据局", "市大数据应用发展管理局"), ("VIN", "车辆识别代号")}  # BIM is a group that ships


def test_what_the_users_own_groups_explain_is_not_told_again(index: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("VIN = 车辆识别代号\n", "utf-8")
    Index.update([tmp_path / "in"], index, synonyms=own)
    with Index.open(index) as opened:
        assert [one.short for one in opened.abbreviations()] == ["市大数据局"]


def test_the_command_prints_groups_that_can_be_pasted(index: Path) -> None:
    done = CliRunner().invoke(main, ["synonyms", "suggest", "--index", str(index)])
    assert done.exit_code == 0
    assert "VIN = 车辆识别代号  # 2, " in done.stdout
    told = json.loads(CliRunner().invoke(main, ["synonyms", "suggest", "--index", str(index), "--json"]).stdout)
    assert {entry["short"] for entry in told} == {"VIN", "市大数据局"}
