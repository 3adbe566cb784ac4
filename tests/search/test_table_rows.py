"""Rows of tables in answers: the right ones, under their heads, aligned in the terminal, as a table in HTML, as data in JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from policysearch import Index
from policysearch.cli.main import main
from policysearch.index import discovery, loading
from policysearch.index.answer import Answer
from policysearch.model.hits import Hit
from policysearch.model.passages import passages
from policysearch.output import html as html_output
from policysearch.output import json as json_output
from policysearch.output.terminal import hits as listing
from policysearch.output.terminal import passages as typesetting
from policysearch.output.terminal.text import width
from policysearch.query.ast import Phrase
from policysearch.query.parser import parse
from policysearch.search.highlight import snippet
from policysearch.search.table_rows import MOST, Rows, matching_rows
from policysearch.structure import tree_builder
from policysearch.tables.model import Table
from policysearch.tables.recognize import of_document, tables
from tests.support.passages import EMPTY
from tests.support.paths import ROOT, SHARED

REAL = SHARED / "corpus"
FOLDERS = [ROOT / "corpus", REAL]

TARGETS = """以下是主要指标。
指标\t2025年\t2030年目标\t属性
一、创新驱动
研发经费投入强度（%）\t2.5\t3.3\t预期性
每万人口发明专利拥有量（件）\t18\t26\t预期性
二、绿色低碳
**细颗粒物（PM <sub>2.5</sub>）浓度**\t35\t28\t约束性
森林覆盖率（%）\t\t43\t约束性
注：研发经费为全社会口径。"""


def rows(query: str, text: str = TARGETS) -> Rows | None:
    passage = replace(EMPTY, text=text)
    tree = parse(query)
    return matching_rows(passage, tree, snippet(passage, tree))


def pairs(line: str) -> list[str]:
    """For each character the two before it."""
    return [f"  {line}"[i : i + 2] for i in range(len(line))]


def names(query: str) -> list[str]:
    """The first cells that print anything of the rows shown."""
    found = rows(query)
    return [next(filter(None, row)) for row in found.rows] if found else []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("研发经费投入强度", ["研发经费投入强度（%）"]),
        ('"研发经费投入强度"', ["研发经费投入强度（%）"]),
        ("PM2.5", ["细颗粒物（PM2.5）浓度"]),
        ("覆盖率", ["森林覆盖率（%）"]),
        ("约束性", ["细颗粒物（PM2.5）浓度", "森林覆盖率（%）"]),  # as much in each
        ("专利 覆盖率", ["每万人口发明专利拥有量（件）", "森林覆盖率（%）"]),  # something in each
        ("专利 预期性", ["每万人口发明专利拥有量（件）"]),  # one holds it all
        ("专利 2030年", ["每万人口发明专利拥有量（件）"]),
        ("绿色低碳", ["二、绿色低碳"]),
        ("覆盖率 -氢能", ["森林覆盖率（%）"]),
        ("全社会口径", []),  # a note is text
        ("研发经费 全社会口径", []),  # the text holds more of it
        ("以下", []),
        ("2030年", []),  # a head alone is no row
        ("district:綦江", []),
    ],
)
def test_the_rows_that_say_most(query: str, expected: list[str]) -> None:
    assert names(query) == expected


def test_a_row_has_its_heads_its_group_and_its_marks() -> None:
    found = rows("覆盖率 2030年目标")
    assert found == Rows(
        ("指标", "2025年", "2030年目标", "属性"),
        (("森林覆盖率（%）", "", "43", "约束性"),),
        ("二、绿色低碳",),
        ((((2, 5),), (), (), ()),),
        ((), (), ((0, 7),), ()),
        ((),),
        (),
    )
    assert (found.filled_columns, found.labels, found.asked_columns) == ((0, 2, 3), ("二、绿色低碳",), frozenset({2}))


VALUES = """指标\t2025年\t2030年目标\t属性
地区生产总值（亿元）\t812\t1050\t预期性
九龙新城地区生产总值（亿元）\t96\t140\t预期性
居民收入增长（%）\t4.9\t与地区生产总值同步\t预期性"""


@pytest.mark.parametrize("query", ["地区生产总值 2030年", "地区生产总值 2030年目标", "地区生产总值 目标"])
def test_a_word_beside_a_year_is_the_name_of_a_row(query: str) -> None:
    found = rows(query, VALUES)
    assert found and [row[0] for row in found.rows][:2] == ["地区生产总值（亿元）", "九龙新城地区生产总值（亿元）"]


def test_what_is_said_above_the_rows_chooses_none() -> None:
    passage = replace(EMPTY, text=VALUES, district="九龙坡区", path=("九龙目标",))
    tree = parse("九龙 地区生产总值")
    found = matching_rows(passage, tree, snippet(passage, tree))
    assert found and found.rows[0][0] == "地区生产总值（亿元）" and len(found.rows) == 3


NESTED = """指标\t单位\t完成情况
一、绿色发展\t\t
主要污染物排放\t\t
#氨氮\t%\t【6.3】
#二氧化硫\t%\t—
#森林覆盖率\t%\t52*
注：1．带*为年均；2．带【】为五年累计数，“—”为不再统计；3．能耗为快报数。"""


@pytest.mark.parametrize(
    ("query", "labels", "notes"),
    [
        ("氨氮", ("一、绿色发展 › 主要污染物排放",), ("注：带【】为五年累计数",)),
        ("氨氮 二氧化硫", ("一、绿色发展 › 主要污染物排放", ""), ("注：带【】为五年累计数；“—”为不再统计",)),
        ("森林覆盖率", ("一、绿色发展 › 主要污染物排放",), ("注：带*为年均",)),
        ("绿色发展", ("",), ()),  # the label itself
    ],
)
def test_a_row_says_what_it_is_part_of_and_what_its_signs_mean(
    query: str, labels: tuple[str, ...], notes: tuple[str, ...]
) -> None:
    found = rows(query, NESTED)
    assert found and (found.labels, found.notes) == (labels, notes)
    found = rows(query, f"单位：个\n{NESTED}")
    assert found and found.notes == ("单位：个", *notes)


def test_what_is_said_above_needs_no_row_of_its_own() -> None:
    """The district of the question stands in the title; the row of another district's plan is not wanted for it."""
    text = "指标\t2025年\n森林覆盖率\t52\n平安南岸建设\t99"
    passage = replace(EMPTY, text=text, district="南岸区", path=("专栏1 南岸区指标",))
    for query, expected in {
        "南岸 森林覆盖率": ["森林覆盖率"],
        "南岸 森林覆盖率 2025年": ["森林覆盖率"],
        "南岸": ["平安南岸建设"],
    }.items():
        found = matching_rows(passage, parse(query), snippet(passage, parse(query)))
        assert found and [row[0] for row in found.rows] == expected


def test_a_label_marks_only_what_its_row_does_not() -> None:
    text = "指标\t2025年\n一、森林增长\t\n森林覆盖率\t52\n森林蓄积量\t2.4"
    found = rows(
        "森林覆盖率", text.replace("\n", "\n", 1).replace("增长\t", "增长\t\t").replace("2025年", "2025年\t属性")
    )
    assert found and (found.groups, found.over) == (("一、森林增长",), ((),))
    found = rows("蓄积量 增长", text.replace("增长\t", "增长\t\t").replace("2025年", "2025年\t属性"))
    assert found and (len(found.rows), found.over) == (1, (((4, 6),),))


def test_a_few_rows_are_shown_of_many() -> None:
    many = "\n".join(f"指标{n}\t{n}\t预期性" for n in range(40))
    found = rows("预期性", f"指标\t数值\t属性\n{many}")
    assert found and len(found.rows) == MOST
    found = rows("预期性 指标39", f"指标\t数值\t属性\n{many}")
    assert found and [row[0] for row in found.rows] == ["指标39"]


@pytest.mark.parametrize("text", ["", "氢能", "\t氢能", "氢能 | 储能", "\t氢能\t\n\n\t", "|氢能|\n|-|", "||||\n||||"])
def test_what_is_no_table_has_no_rows(text: str) -> None:
    assert rows("氢能", text) is None


@pytest.mark.parametrize("folder", FOLDERS, ids=["samples", "real"])
def test_the_text_of_a_passage_gives_the_tables_of_the_document(folder: Path) -> None:
    """Cell for cell, so that what is shown of a hit is what `tables` prints."""
    if not folder.is_dir():
        pytest.skip("the real documents are not on this machine (../shared/corpus)")
    compared = 0
    for path, shown in discovery.find([folder]):
        source = loading.read(path, shown)
        for document in tree_builder.parse(source):
            every = [*of_document(document)]
            for passage in passages(document):
                expected = [table for table in every if table.provision_id == passage.id]
                found = tables(passage)
                assert [(t.columns, t.rows, t.groups) for t in found] == [
                    (t.columns, t.rows, t.groups) for t in expected
                ]
                compared += len(found)
    assert compared > 10


@pytest.fixture(scope="module", params=FOLDERS, ids=["samples", "real"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    if not request.param.is_dir():
        pytest.skip("the real documents are not on this machine (../shared/corpus)")
    folder = tmp_path_factory.mktemp("rows") / "index"
    Index.update([request.param], folder)
    with Index.open(folder) as opened:
        yield opened


def test_every_row_of_the_indicator_tables_is_found_by_its_words(index: Index) -> None:
    """Its longest cell as a phrase finds the passage, and shows this row, marked, under the heads."""
    tried = 0
    for passage in index.passages():
        for table in tables(passage) if "指标" in passage.title else ():
            for row in table.rows:
                cell = max((cell for cell in row if len(cell) < 40), key=len, default="")
                if sum(map(bool, row)) < 3 or not re.search("[一-鿿]{4}", cell):
                    continue
                query = Phrase(cell)
                assert passage in [hit.passage for hit in index.search(query, None).hits], cell
                found = matching_rows(passage, query, snippet(passage, query))
                assert found and found.columns == table.columns, cell
                assert row in found.rows or found.rows.count(found.rows[0]) < len(found.rows) == MOST, cell
                for shown, spans in zip(found.rows, found.marks, strict=True):
                    assert any(spans) and all(e <= len(c) for c, s in zip(shown, spans, strict=True) for _, e in s)
                tried += 1
    assert tried > 15


def test_marks_without_colour_are_none_that_the_texts_print() -> None:
    """Witness: 【6.3】 of a table, a sum over five years, looked like a match."""

    def shown(*texts: str, color: bool = False) -> str:
        query = Phrase("氨氮")
        hits = tuple(Hit(replace(EMPTY, text=text), 1.0) for text in texts)
        return listing.answer(Answer("氨氮", "氨氮", query, len(hits), False, 0, hits), "", 80, color)

    plain, printed = "控制氨氮排放。", "氨氮减排【6.3】。"
    assert "控制【氨氮】排放" in shown(plain)
    both = shown(plain, printed)
    assert "控制〖氨氮〗排放" in both and "〖氨氮〗减排【6.3】" in both
    assert "⟦氨氮⟧减排" in shown(printed, "见〖附表〗氨氮。")
    assert "【【氨氮】】减排" in shown(printed, "见〖附表〗氨氮⟦一⟧。")
    assert "〖" not in shown(printed, color=True)
    rows = shown(NESTED)
    assert "#〖氨氮〗" in rows and "【6.3】" in rows and "【氨氮】" not in rows


def test_the_terminal_aligns_the_row_under_its_heads(index: Index) -> None:
    answer = index.search("研发经费投入强度 2030年 title:指标", 1)
    text = listing.answer(answer, "", 80, False)
    lines = text.split("\n")
    rule = next(line for line in lines if re.fullmatch(r" *-+(  -+)+", line))
    head, row = lines[lines.index(rule) - 1], next(line for line in lines if "研发经费投入强度】" in line)
    starts = [found.start() for found in re.finditer("-+", rule)]
    for line in (head, row):
        at, borders = 0, set()
        for before, character in zip(pairs(line), line, strict=True):
            if before == "  " and character != " ":
                borders.add(at)
            at += width(character)
        assert borders <= set(starts)
    assert "2030年" in head and "预期性" in row
    assert all(width(line) <= 80 for line in lines)
    colored = listing.answer(answer, "", 80, True)
    assert "\x1b[1;31m研发经费投入强度" in colored
    plain = re.sub("\x1b\\[[0-9;]*m", "", colored).split("\n")
    assert any("研发经费投入强度（%）  " in line or "研发经费投入强度(%)  " in line for line in plain)


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_a_wide_table_narrows_its_names_before_its_figures(columns: int) -> None:
    figures = ("1", "预期性", "亿元", "【1976】", "6.4%", "8%左右")
    rows = [(figures[0], "全社会固定资产投资总额及年均增速（2020年价，不含农户）", *figures[1:])] * 5
    found = Table(
        "d",
        "box_1",
        "专栏1",
        1,
        9,
        ("序号", "指标名称", "属性", "单位", "2020年", "增速", "目标"),
        tuple(rows),
        ("",) * 5,
        (),
        1,
        9,
    )
    lines = typesetting.tables([found], columns).split("\n")
    assert all(width(line) <= columns for line in lines)
    first = next(line for line in lines if line.startswith("1 "))
    assert [text for text in first.split("  ") if text][-5:] == list(figures[1:])


def test_html_shows_a_table_with_marks_and_nothing_unescaped() -> None:
    text = TARGETS.replace("森林覆盖率", "森林<script>覆盖率")
    passage = replace(EMPTY, id="d/box_1", title="专栏1 <i>", text=text)

    page = BeautifulSoup(html_output._hit(Hit(passage, 1.0), parse("覆盖率 2030年"), None), "html.parser")
    (table,) = page.select("table.ps-table")
    assert [cell.text for cell in table.select("thead th")] == [
        "指标",
        "2030年目标",
        "属性",
    ]  # what is empty is left out
    assert [cell.text for cell in table.select("tbody td")] == ["森林<script>覆盖率（%）", "43", "约束性"]
    assert [cell["data-head"] for cell in table.select("tbody td")] == ["指标", "2030年目标", "属性"]
    assert [cell.text for cell in table.select("td.ps-asked")] == ["43"]
    assert [cell.text for cell in table.select("tbody th.ps-group")] == ["二、绿色低碳"]
    assert [mark.text for mark in table.select("mark")] == ["2030年", "覆盖率"]
    assert not page.select("script") and not page.select(".ps-snippet")


def test_json_has_rows_only_where_a_row_matches(index: Index) -> None:
    shown = json_output.answer(index.search("研发经费投入强度", None))["hits"]
    assert {"rows" in hit for hit in shown} == {True, False}
    for hit in shown:
        assert {"snippet", "source", "score", "kind"} <= set(hit)
        if "rows" in hit:
            rows = json.loads(json.dumps(hit["rows"]))
            assert set(rows) == {"columns", "rows", "groups", "marks", "asked", "notes"}
            for row, marks in zip(rows["rows"], rows["marks"], strict=True):
                assert len(row) == len(marks) == len(rows["columns"])
                assert any(row[j][a:b] for j, spans in enumerate(marks) for a, b in spans)


def test_show_prints_the_table_of_a_box_aligned(tmp_path: Path) -> None:
    text = f"重庆市綦江区国民经济和社会发展第十五个五年规划纲要\n\n第一章 目标\n\n专栏1 主要指标\n\n{TARGETS}\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    Index.update([tmp_path / "a.txt"], tmp_path / "index")
    command = ["show", "cq-qijiang-fyp-15/box_1", "--index", str(tmp_path / "index")]
    shown = CliRunner(env={"COLUMNS": "80"}).invoke(main, command).stdout
    lines = shown.split("\n")
    at = lines.index("以下是主要指标。")
    assert [re.split("  +", line) for line in lines[at + 1 : at + 11]] == [
        [""],
        ["指标", "2025年", "2030年目标", "属性"],
        lines[at + 3].split("  "),
        ["一、创新驱动"],
        ["研发经费投入强度（%）", "2.5", "3.3", "预期性"],
        ["每万人口发明专利拥有量（件）", "18", "26", "预期性"],
        ["二、绿色低碳"],
        ["细颗粒物（PM2.5）浓度", "35", "28", "约束性"],
        ["森林覆盖率（%）", "43", "约束性"],
        ["注：研发经费为全社会口径。"],
    ]
    assert set(lines[at + 3]) == {"-", " "}


def test_matches_that_are_not_shown_are_told_of_a_table_too(tmp_path: Path) -> None:
    """Of 16 rows with 约束性 five were printed, and nothing said that there are more."""
    rows = "\n".join(
        f"{name}面积\t{n}0\t约束性" for n, name in enumerate("耕地 林地 草地 湿地 绿地 水域 园地 荒地 沙地".split(), 1)
    )
    table = f"专栏1 主要指标\n\n指标\t目标值\t属性\n{rows}\n\n"
    text = f"第一章 目标\n\n{table}第二章 考核\n\n考核约束性指标。\n\n第三章 监测\n\n监测约束性指标。\n"
    (tmp_path / "a.txt").write_text(f"某某区国民经济和社会发展第十五个五年规划纲要\n\n{text}", "utf-8")
    Index.update([tmp_path / "a.txt"], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        found = index.search("约束性")
        box = next(hit for hit in found.hits if hit.passage.kind == "专栏")
        alone = replace(found, hits=(box,))
        assert "+4 more matches here, 2 more passages in this document" in listing.answer(alone, "", 80, False)
        assert "本段另有 4 处匹配" in html_output.excerpt(box.passage, found.tree)
        grouped = listing.answer(index.search("约束性", group="document"), "", 80, False)
        assert "the best of 3 in this document" in grouped and "more passages in this document" not in grouped


TASKS = "\n".join(
    ["序号\t任务\t牵头单位\t配合单位"]
    + [
        f"{n}\t任务{n}\t{'区民政局' if n % 3 else '区财政局'}\t{'区教委、区财政局' if n % 2 else '区民政局'}"
        for n in range(1, 15)
    ]
)


@pytest.mark.parametrize("query", ["牵头单位 区财政局", "区财政局 牵头", "牵头单位：区财政局"])
def test_a_word_that_names_a_column_chooses_the_rows_whose_cell_there_holds_the_others(query: str) -> None:
    found = rows(query, TASKS)
    assert found and [row[0] for row in found.rows] == ["3", "6", "9", "12"] and not found.more


def test_of_many_rows_all_are_data_and_how_many_more_is_said() -> None:
    found = rows("牵头单位 区民政局", TASKS)
    assert found and [row[0] for row in found.rows] == ["1", "2", "4", "5", "7"] and found.more == 5
    passage = replace(EMPTY, text=TASKS)
    tree = parse("牵头单位 区民政局")
    every = matching_rows(passage, tree, snippet(passage, tree), None)
    assert every and len(every.rows) == 10 and not every.more
    answer = Answer(query="", parsed="", tree=tree, total=1, relaxed=False, offset=0, hits=(Hit(passage, 1.0),))
    assert len(json_output.answer(answer)["hits"][0]["rows"]["rows"]) == 10
    assert "+5 more rows like these" in listing.answer(answer, "", 80, False)


DUTIES = "重点任务\t牵头单位\t责任单位\t完成时限\n新增学位\t区教委\t区民政局、各街道\t2026年9月底\n养老床位\t区民政局\t区教委\t2026年6月底\n课后服务\t区教委\t区体育局\t全年"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("牵头单位区教委", ["新增学位", "课后服务"]),
        ("区教委牵头的任务", ["新增学位", "课后服务"]),
        ("民政局牵头哪些任务", ["养老床位"]),
        ("责任单位区教委", ["养老床位"]),
        ("2026年6月底前完成的任务", ["养老床位"]),
    ],
)
def test_a_column_and_what_stands_in_it_may_be_written_as_one_word(query: str, expected: list[str]) -> None:
    found = rows(query, DUTIES)
    assert found and [row[0] for row in found.rows] == expected
