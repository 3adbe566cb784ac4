"""Values of indicators: numbers of cells with unit, year and qualifier, from the command line to the API."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import policysearch
from policysearch.cli.main import main
from policysearch.index.index import Index
from policysearch.output import records
from policysearch.tables.indicators import indicators, number
from policysearch.tables.model import Table

PLAN = """某某区国民经济和社会发展第十五个五年规划纲要
第一章 目标
专栏1 主要指标
序号\t指标名称\t2025年\t2030年目标\t属性
一、经济发展
1\t地区生产总值增长（%）\t6.2\t5.5*\t预期性
2\t人均地区生产总值（万元）\t预计14\t19左右\t预期性
二、民生
3\t养老机构护理型床位占比（%）\t80\t≥90\t约束性
4\t城乡居民收入比\t1.85∶1\t＜1.8∶1\t预期性
5\t森林蓄积量（万立方米）\t—\t【17】\t约束性
注：带“*”为年均增速，【】内为累计数。
第二章 任务
养老机构护理型床位占比不断提高。
"""
YEARS = """某某县统计公报
表1 历年数据
年份\t常住人口（万人）\t城镇化率
2020年\t83.1\t55.2%
2024年\t84.5\t58%—59%
"""


def command(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("indicators")
    (home / "docs").mkdir()
    (home / "docs/a.txt").write_text(PLAN, "utf-8")
    (home / "docs/b.txt").write_text(YEARS, "utf-8")
    Index.update([home / "docs"], home / "index")
    return home / "index"


def values(folder: Path, name: str) -> list[dict[str, Any]]:
    with Index.open(folder) as index:
        found: list[dict[str, Any]] = policysearch.to_dict(index.indicators(name))
        return found


def brief(folder: Path, name: str) -> list[tuple[Any, ...]]:
    keys = ("name", "unit", "year", "value", "qualifier", "attribute")
    return [tuple(one[key] for key in keys) for one in values(folder, name)]


def test_where_no_name_holds_it_names_with_all_its_words_do(folder: Path) -> None:
    assert values(folder, "养老床位") == values(folder, "养老机构护理型床位") != []
    assert values(folder, "养老火箭") == values(folder, "养老囧") == values(folder, "率床") == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("护理型床位", [("养老机构护理型床位占比", "%", 2025, 80.0, "", "约束性"), ("养老机构护理型床位占比", "%", 2030, 90.0, "≥", "约束性")]),
        ("地区生产总值增长", [("地区生产总值增长", "%", 2025, 6.2, "", "预期性"), ("地区生产总值增长", "%", 2030, 5.5, "年均增速", "预期性")]),
        ("人均地区生产总值", [("人均地区生产总值", "万元", 2025, 14.0, "预计", "预期性"), ("人均地区生产总值", "万元", 2030, 19.0, "左右", "预期性")]),
        ("收入比", [("城乡居民收入比", ":1", 2025, 1.85, "", "预期性"), ("城乡居民收入比", ":1", 2030, 1.8, "<", "预期性")]),
        ("森林蓄积量", [("森林蓄积量", "万立方米", 2025, None, "", "约束性"), ("森林蓄积量", "万立方米", 2030, 17.0, "累计数", "约束性")]),
        ("常住人口", [("常住人口", "万人", 2020, 83.1, "", ""), ("常住人口", "万人", 2024, 84.5, "", "")]),
        ("火星", []),
        ("  ", []),
    ],
)  # fmt: skip
def test_values_are_numbers_with_unit_year_and_qualifier(
    folder: Path, name: str, expected: list[tuple[Any, ...]]
) -> None:
    assert brief(folder, name) == expected


def table(columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Table:
    return Table("a", "a/1", "", 1, 1 + len(rows), columns, rows, ("",) * len(rows), (), 1, 1)


TARGETS = table(
    ("指标名称", "单位", "2020年 数值", "2025年 数值", "指标属性", "责任单位"),
    (
        ("固定资产投资", "亿元", "【1976】", "【2500】", "预期性", "区发展改革委"),
        ("人均产值（2020年价）", "万元", "8.9", "11.2", "预期性", "区统计局"),
    ),
)


@pytest.mark.parametrize("name", ["属性", "指标", "名称", "单位", "数值", "2025年", "预期性", "亿元"])
def test_no_head_or_cell_of_another_column_is_an_indicator(name: str) -> None:
    """1976 is a value, and 2020 the year of its prices: neither makes a row one of a year."""
    assert list(indicators(TARGETS, name)) == []


def test_who_is_responsible_is_no_unit() -> None:
    assert [(one.year, one.value, one.unit, one.attribute) for one in indicators(TARGETS, "投资")] == [
        (2020, 1976.0, "亿元", "预期性"),
        (2025, 2500.0, "亿元", "预期性"),
    ]


@pytest.mark.parametrize(("head", "found"), [("年份", 2), ("时间", 2), ("", 2), ("人口", 0)])
def test_rows_are_of_years_where_a_column_has_years(head: str, found: int) -> None:
    """A column of bare numbers under another head has values, though all may be years."""
    counted = table((head, "产值"), (("1976", "3"), ("2013", "5")))
    assert [one.year for one in indicators(counted, "产值")] == [1976, 2013][:found]


def test_a_range_has_two_ends_and_each_value_its_place(folder: Path) -> None:
    second = values(folder, "城镇化率")[1]
    assert (second["value"], second["high"], second["unit"], second["printed"]) == (58.0, 59.0, "%", "58%—59%")
    first = values(folder, "护理型床位")[0]
    assert first["district"] == "某某区" and first["plan"] == "十五五" and first["group"] == "二、民生"
    assert (
        first["column"] == "2025年"
        and first["source"]["file"] == "a.txt"
        and first["id"].startswith(first["document_id"])
    )


@given(
    st.decimals(0, 10**7, places=2),
    st.sampled_from(["", "%", "万元", "亿元", "张", "公里"]),
    st.sampled_from(["", "左右", "以上", "*"]),
)
def test_a_number_is_read_back(value: Any, unit: str, after: str) -> None:
    for printed in (f"{value}{unit}{after}", f"约{value}{unit}", f"{value:,}{unit}"):
        found = number(printed)
        assert found[0] == float(value) and found[3] == unit


@given(st.text(max_size=60))
def test_no_cell_is_too_odd(cell: str) -> None:
    value, high, *_ = number(cell)
    assert high is None or value is not None
    if value is not None:
        assert re.search("[0-9０-９]", cell)


@given(st.integers(1, 3000))
def test_a_long_cell_takes_no_time(size: int) -> None:
    for piece in ("1,", "约", "1-", "(", "5%—", "左右"):
        number(piece * size + "x")


# Where they are had


def test_commands_print_them(folder: Path) -> None:
    shown = command("indicators", "护理型床位", "--index", folder)
    assert (
        "养老机构护理型床位占比（%）" in shown.stdout and "2030年目标: ≥90" in shown.stdout and "约束性" in shown.stdout
    )
    assert json.loads(command("indicators", "收入比", "--json", "--index", folder).stdout) == values(folder, "收入比")
    rows = list(csv.DictReader(io.StringIO(command("indicators", "养老", "--csv", "--index", folder).stdout)))
    assert [row["value"] for row in rows] == ["80.0", "90.0"] and rows[0]["file"] == "a.txt"
    missing = command("indicators", "火星", "--index", folder)
    assert missing.exit_code == 1 and "no table has an indicator" in missing.stderr
    assert command("indicators", "x", "--json", "--csv", "--index", folder).exit_code == 2


def test_an_export_has_every_field_and_those_alone_that_were_asked_for(folder: Path) -> None:
    every = [json.loads(line) for line in command("export", "--index", folder).stdout.splitlines()]
    assert set(every[0]) == set(records.FIELDS) and every[0]["source"]["line_start"] == 1
    some = command("export", "--query", "护理型床位", "--fields", "id,district", "--index", folder).stdout.splitlines()
    assert len(some) == 2 and all(set(json.loads(line)) == {"id", "district"} for line in some)
    assert len(command("export", "-n", 3, "--index", folder).stdout.splitlines()) == 3
    rows = list(csv.DictReader(io.StringIO(command("export", "--csv", "--index", folder).stdout)))
    assert len(rows) == len(every) and rows[0]["line_start"] == "1"
    assert command("export", "--fields", "id,nix", "--index", folder).exit_code == 2
    assert command("export", "--query", "(", "--index", folder).exit_code == 2


def test_a_cell_that_computes_is_disarmed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("=cmd|条例\n第一条 为了x，制定本条例。\n", "utf-8")
    Index.update([tmp_path / "a.txt"], tmp_path / "index")
    done = command("export", "--csv", "--index", tmp_path / "index").stdout
    assert not [cell for row in csv.reader(io.StringIO(done)) for cell in row if cell.startswith("=")]


def test_results_are_plain_data(folder: Path) -> None:
    with Index.open(folder) as index:
        answer = index.search("护理型床位")
        assert repr(answer) == "<Answer '护理型床位': 2 passages, 1-2 here>"
        assert repr(index.search("火星人")) == "<Answer '火星人': 0 passages, none here>"
        told = policysearch.to_dict(answer)
        assert json.loads(json.dumps(told))["total"] == 2
        assert policysearch.to_dict(list(answer))[0]["id"] == answer.hits[0].passage.id
        compared = index.compare(["养老"])
        assert {row["term"] for row in records.rows(compared)} == {"养老"}
        assert len(list(records.rows(index))) == index.stats().passages
        assert [row["rank"] for row in records.rows(answer)] == [1, 2]
        json.dumps(policysearch.to_dict(index.document(answer.hits[0].passage.document_id)))
    with pytest.raises(TypeError, match="no result"):
        policysearch.to_dict(3)


def test_results_become_data_frames(folder: Path) -> None:
    pytest.importorskip("pandas", reason="the extra analysis is not installed")
    with Index.open(folder) as index:
        frame = policysearch.to_pandas(index.indicators("养老"))
        assert list(frame["value"]) == [80.0, 90.0]
        assert len(policysearch.to_pandas(index)) == index.stats().passages


def test_a_notebook_shows_answers_as_html(folder: Path) -> None:
    policysearch.load_ipython_extension(None)
    with Index.open(folder) as index:
        answer: Any = index.search("护理型床位")
        assert "<mark>护理型床位</mark>" in answer._repr_html_()


def test_an_index_goes_on_with_the_newest_version(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.txt").write_text(YEARS, "utf-8")
    Index.update([tmp_path / "docs"], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        assert not index.reload() and index.search("护理型床位").total == 0
        (tmp_path / "docs/b.txt").write_text(PLAN, "utf-8")
        Index.update(folder=tmp_path / "index")
        before = index.version
        assert index.reload() and index.search("护理型床位").total == 2 and index.version != before
        assert index.check() == [] and not index.reload()
        (tmp_path / "index/CURRENT").write_text("nothing", "utf-8")
        with pytest.raises(policysearch.DamagedIndexError):
            index.reload()
        assert index.search("护理型床位").total == 2  # it stays as it was
    with pytest.raises(policysearch.ClosedIndexError):
        index.reload()


SIGNS = """专栏1 指标
序号\t指标名称\t单位\t2025年\t计算方式\t属性
1\t【新增投资总额】\t【亿元】\t【3000】\t累计完成额\t预期性
2\t空气优良率（%）*\t\t87.4\t达标天数除以全年天数\t约束性
3\t污染物减少（氨氮、二氧化硫）\t%\t18\t按国家口径\t约束性
4\t人均产值（万元，2020年价）\t\t10.2\t不变价\t预期性
5\t三类投资的比例\t\t1∶1∶1\t各类之比\t预期性
注：【】指标为五年累计数。
"""


def test_signs_units_and_remarks_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"某某区国民经济和社会发展第十五个五年规划纲要\n第一章 目标\n{SIGNS}", "utf-8")
    Index.update([tmp_path / "a.txt"], tmp_path / "index")
    found = [
        one for name in ("投资总额", "优良率", "污染物", "产值", "比例") for one in brief(tmp_path / "index", name)
    ]
    assert found == [
        ("新增投资总额", "亿元", 2025, 3000.0, "五年累计数", "预期性"),
        ("空气优良率", "%", 2025, 87.4, "", "约束性"),
        ("污染物减少（氨氮、二氧化硫）", "%", 2025, 18.0, "", "约束性"),
        ("人均产值", "万元", 2025, 10.2, "2020年价", "预期性"),
        ("三类投资的比例", "", 2025, None, "", "预期性"),
    ]
