"""Tables as data: golden cells of the real and the sample documents, tables printed and read back, each rule by a case.

`python -m tests.tables.test_recognize` writes the golden files from what is read now; compare them with the documents before they are committed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import escape
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.index import loading
from policysearch.model.document import Source
from policysearch.model.grids import Grid
from policysearch.model.passages import passages
from policysearch.readers.html import extract
from policysearch.structure import tree_builder
from policysearch.tables.cells import clean
from policysearch.tables.model import Table
from policysearch.tables.recognize import of_document, tables
from tests.support import timing
from tests.support.golden_outlines import GOLDEN, short, squeeze
from tests.support.paths import ROOT, SHARED

SAMPLES = ROOT / "corpus"
REAL = SHARED / "corpus"
real = pytest.mark.skipif(not REAL.is_dir(), reason="the real documents are not on this machine (../shared/corpus)")


def read(path: Path) -> tuple[Source, list[Table]]:
    source = loading.read(path, path.name)
    return source, [table for document in tree_builder.parse(source) for table in of_document(document)]


def find(text: str, grids: tuple[Grid, ...] = ()) -> list[Table]:
    """The tables of a text of one document, of which `grids` are known."""
    source = Source("a.txt", tuple(text.split("\n")), "utf-8", False, "0" * 64, grids=grids)
    return [table for document in tree_builder.parse(source) for table in of_document(document)]


def box(text: str) -> Table:
    """The only table of a box that holds `text`."""
    (table,) = find(f"第一章 目标\n\n专栏1 主要指标\n\n{text}\n")
    return table


# Golden cells


def golden(table: Table) -> dict[str, object]:
    """The table for a golden file: figures and short labels as they are, longer texts by their beginning, length and hash."""

    def cells(texts: tuple[str, ...]) -> list[str]:
        return [text if len(text) <= 12 else short(text) for text in texts]

    return {
        "place": f"{table.provision_id.partition('/')[2]}:{table.line_start}-{table.line_end}",
        "caption": short(table.caption),
        "columns": list(table.columns),
        "rows": [cells(row) for row in table.rows],
        "groups": cells(table.groups),
        "notes": cells(table.notes),
    }


def written(found: list[Table]) -> str:
    """The golden file of some tables, one row a line."""
    text = json.dumps([golden(table) for table in found], ensure_ascii=False, indent=1)
    return re.sub(r"\[[^\[\]{}]*\]", lambda row: re.sub(r"\n\s*", " ", row[0]), text) + "\n"


def check(path: Path, name: str) -> None:
    expected = json.loads((GOLDEN / f"tables_{name}.json").read_text(encoding="utf-8"))
    found = [golden(table) for table in read(path)[1]]
    assert [table["place"] for table in found] == [table["place"] for table in expected]
    for table, right in zip(found, expected, strict=True):
        assert table == right


@pytest.mark.corpus
@real
@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_every_table_of_the_real_documents_comes_out_cell_for_cell(name: str) -> None:
    (path,) = REAL.glob(f"{name}_*.txt")
    check(path, name)


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.stem)
def test_every_table_of_the_sample_corpus_comes_out_cell_for_cell(path: Path) -> None:
    check(path, path.stem)


@pytest.mark.parametrize(
    "path",
    [*sorted(SAMPLES.iterdir()), *(sorted(REAL.glob("*.txt")) if REAL.is_dir() else [])],
    ids=lambda p: p.name[:12],
)
def test_nothing_of_a_table_is_lost_or_moved(path: Path) -> None:
    """Between its first and last line, what is printed is the cells and notes, in order; what is over it is a head."""
    source, found = read(path)
    assert found
    for table in found:
        printed = squeeze("".join(map(clean, source.lines[table.line_start - 1 : table.line_end])))
        head = [squeeze(part) for column in table.columns for part in column.split(" ")]
        for row in table.rows:
            cells = squeeze("".join(row))
            over, _, printed = printed.partition(cells)
            for part in head:
                over = over.replace(part, "")
            assert not over
        assert printed == squeeze("".join(table.notes))


# Tables printed and read back

WORDS = [
    "地区生产总值增长",
    "常住人口城镇化率",
    "细颗粒物浓度",
    "3岁以下婴幼儿入托率提高",
    "每万人口发明专利拥有量",
    "GDP 增速",
    "城乡收入比",
]
VALUES = [
    "6.3",
    "6*",
    "—",
    "【45.87】",
    "完成市下达目标",
    "≥17",
    "1.9:1",
    "预计 14",
    "1240.3",
    "10*左右（1100）",
    "Ⅲ",
    "80",
    "",
]
HEAD = ("序号", "指标名称", "2025年", "2030年目标", "属性")


@st.composite
def indicator_tables(draw: st.DrawFn) -> list[tuple[str, ...]]:
    """Rows under HEAD, as a plan would print them: groups 一、 with rows numbered through."""
    rows: list[tuple[str, ...]] = []
    number = 0
    for group in range(draw(st.integers(0, 3))):
        rows.append(
            (f"{'一二三'[group]}、{draw(st.sampled_from(['经济发展', '创新驱动', '绿色低碳']))}", "", "", "", "")
        )
        for _ in range(draw(st.integers(1, 4))):
            number += 1
            values = draw(st.tuples(st.sampled_from(VALUES), st.sampled_from(VALUES)))
            unit = draw(st.sampled_from(["", "（%）", "（亿元）", "（万元/人）"]))
            rows.append(
                (str(number), draw(st.sampled_from(WORDS)) + unit, *values, draw(st.sampled_from(["预期性", "约束性"])))
            )
    return rows or [("1", "森林覆盖率", "52", "55", "约束性")]


def expected_groups(rows: list[tuple[str, ...]]) -> tuple[str, ...]:
    group, groups = "", []
    for row in rows:
        label = row[0] if not row[1] else ""
        groups.append("" if label else group)
        group = label or group
    return tuple(groups)


@given(indicator_tables(), st.data())
@settings(max_examples=150, deadline=None)
def test_a_flattened_table_is_read_back(rows: list[tuple[str, ...]], data: st.DataObject) -> None:
    """One cell a line, lines wrapped at will, group rows with or without their empty cells."""

    def wrapped(cell: str) -> str:
        places = [i for i in range(2, len(cell) - 1) if cell[i - 1] > "一" and cell[i] > "一"]
        if not places or not data.draw(st.booleans()):
            return cell
        place = data.draw(st.sampled_from(places))
        return f"{cell[:place]}\n{cell[place:]}"

    printed = []
    for row in (HEAD, *rows):
        cells = row if row[1] or data.draw(st.booleans()) else row[:1]
        printed.append("\n".join(f"\t{wrapped(cell)}" for cell in cells))
    table = box("\n\n".join(printed) + "\n\n\n注：带*为年均增速。")
    assert (table.columns, list(table.rows), table.groups) == (HEAD, rows, expected_groups(rows))
    assert table.notes == ("注：带*为年均增速。",)


@given(indicator_tables(), st.data())
@settings(max_examples=100, deadline=None)
def test_a_tab_separated_or_piped_table_is_read_back(rows: list[tuple[str, ...]], data: st.DataObject) -> None:
    """With page breaks that repeat the head or do not, and bold labels."""
    piped = data.draw(st.booleans())
    rule = "|---|:--|--:|---|---|\n" if piped else ""

    def line(row: tuple[str, ...]) -> str:
        bold = data.draw(st.sampled_from(["{}", "**{}**", "<b>{}</b>"])) if not row[1] else "{}"
        cells = (bold.format(row[0]), *row[1:])
        return f"| {' | '.join(cells)} |\n" if piped else "\t".join(cells) + "\n"

    text = line(HEAD) + rule
    for row in rows:
        text += line(row)
        text += data.draw(st.sampled_from(["", "", "", "\n", "\n\n", "\n— 12 —\n\n", f"\n{line(HEAD)}{rule}"]))
    table = box(text)
    assert (table.columns, list(table.rows), table.groups) == (HEAD, rows, expected_groups(rows))


@given(indicator_tables(), st.data())
@settings(max_examples=60, deadline=None)
def test_a_table_of_a_web_page_is_read_back(rows: list[tuple[str, ...]], data: st.DataObject) -> None:
    """Labels over all columns, 属性 merged downwards, breaks in cells; a cell that is merged prints once."""

    def cell(text: str, span: str = "") -> str:
        place = data.draw(st.integers(0, 3))
        inside = f"{text[:place]}<br>{text[place:]}" if re.match("[一-鿿]{4}", text) else escape(text)
        return f"<td{span}>{inside or '&nbsp;'}</td>"

    page, expected, i = f"<tr>{''.join(map(cell, HEAD))}</tr>", [], 0
    while i < len(rows):
        run = [rows[i]]
        while run[0][1] and i + len(run) < len(rows) and rows[i + len(run)][1] and rows[i + len(run)][4] == run[0][4]:
            run.append(rows[i + len(run)])
        merged = len(run) > 1 and data.draw(st.booleans())
        for first, row in zip([True, *[False] * len(run)], run, strict=False):
            last = cell(row[4], f" rowspan={len(run)}" if merged else "") if first or not merged else ""
            page += (
                f"<tr>{''.join(map(cell, row[:4]))}{last}</tr>" if row[1] else f"<tr>{cell(row[0], ' colspan=5')}</tr>"
            )
            expected.append(row if first or not merged else (*row[:4], ""))
        i += len(run)
    markup = f"<html><body><p>第一章 目标</p><p>专栏1 主要指标</p><table>{page}</table><p>注：带*为年均增速。</p></body></html>"
    (table,) = find("\n".join(extract.read(markup.encode(), "x").lines))
    assert (table.columns, list(table.rows), table.groups) == (HEAD, expected, expected_groups(rows))
    assert table.notes == ("注：带*为年均增速。",)


def web(markup: str) -> list[Table]:
    """The tables of a web page with `markup` between two chapters."""
    page = f"<h1>甘水市规划</h1><p>第一章 目标</p><p>目标如下。</p>{markup}<p>第二章 措施</p><p>做好工作。</p>"
    return find("\n".join(extract.read(page.encode(), "x").lines))


def trs(*rows: str) -> str:
    return "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split('|'))}</tr>" for row in rows)


@pytest.mark.parametrize("caption", ["表5 重点指标", "专栏5 重点指标", "附表5 重点指标", "重点指标", "重点指标表"])
@pytest.mark.parametrize(
    "rows", [("指标|2025年|2030年", "人口|68|70", "就业|5|6"), ("指标|2030年", "人口|70", "就业|6")]
)
@pytest.mark.parametrize("form", ["<caption>{0}</caption>", "<tr><td colspan={1}>{0}</td></tr>"])
def test_a_caption_may_be_part_of_a_web_table(caption: str, rows: tuple[str, ...], form: str) -> None:
    (table,) = web(f"<table>{form.format(caption, rows[0].count('|') + 1)}{trs(*rows)}</table>")
    assert (table.caption, ["|".join(row) for row in (table.columns, *table.rows)]) == (caption, list(rows))
    assert ("5" in caption) == (not table.provision_id.endswith("/chp_1"))  # a numbered one has a node of its own


def test_a_caption_after_a_tab_may_stand_right_over_the_rows() -> None:
    (table,) = find("第一章 目标\n\n\t重点指标\n指标\t2025年\t2030年\n人口\t68\t70\n就业\t5\t6\n")
    assert (table.caption, table.columns) == ("重点指标", ("指标", "2025年", "2030年"))


@pytest.mark.parametrize("head", [("指标|2025年|2030年",), ()])
def test_a_label_over_the_first_rows_is_a_group(head: tuple[str, ...]) -> None:
    rows = trs(*head, "人口|68|70", "就业|5|6")
    (table,) = web(f"<p>表5 重点指标</p><table><tr><td colspan=3>（一）经济</td></tr>{rows}</table>")
    assert (table.caption, table.groups) == ("表5 重点指标", ("", "（一）经济", "（一）经济"))
    assert table.columns == (tuple(head[0].split("|")) if head else ("", "", ""))


def test_a_head_may_have_three_levels() -> None:
    head = (
        "<tr><th rowspan=3>地区<th colspan=4>人口<th rowspan=3>面积<tr><th colspan=2>2025年<th colspan=2>2030年"
        "<tr><th>城镇<th>农村<th>城镇<th>农村"
    )
    (table,) = web(f"<p>表5 人口</p><table>{head}{trs('江北|1|2|3|4|9', '江南|5|6|7|8|9')}</table>")
    assert table.columns == (
        "地区", "人口 2025年 城镇", "人口 2025年 农村", "人口 2030年 城镇", "人口 2030年 农村", "面积",
    )  # fmt: skip
    assert table.rows == (("江北", "1", "2", "3", "4", "9"), ("江南", "5", "6", "7", "8", "9"))


def test_words_below_heads_of_figures_are_a_second_level() -> None:
    head = "序号\t指标\t2025年\t2030年\t年均增长\t属性\n\t\t实际\t目标\t（%）\t\n"
    table = box(f"{head}1\t产值\t100\t200\t8\t预期性\n2\t就业\t5\t6\t2\t预期性")
    assert table.columns == ("序号", "指标", "2025年 实际", "2030年 目标", "年均增长（%）", "属性")
    assert [row[1] for row in table.rows] == ["产值", "就业"]
    filled = "1\t产值\t100\t200\t8\t预期性"
    blank = box(f"序号\t指标\t2025年\t2030年\t年均\t属性\n\t产值\t约百\t二百\t\t\n{filled}")
    assert blank.columns[2] == "2025年"  # a row with a name is a row


def test_words_merged_downwards_stand_over_the_rows_below_them() -> None:
    head = "<tr><td>序号<td colspan=2>指标<td>2030年"
    rows = "<tr><td colspan=4>一、民生<tr><td>1<td rowspan=3>收入（万元）<td>城镇<td>6<tr><td>2<td>农村<td>3<tr><td><td>牧区<td>"
    (table,) = web(f"<p>专栏1 指标</p><table>{head}{rows}<tr><td>3<td colspan=2>就业<td>5</table>")
    inner = "一、民生 › 收入（万元）"
    assert table.groups == ("", "一、民生", inner, inner, "一、民生")
    assert table.rows[2] == ("2", "", "农村", "3")  # as printed
    assert table.labels == {0}


def test_a_note_may_follow_the_last_row_directly() -> None:
    table = box(flat(FOUR, ONE, TWO).rstrip("\n") + "\n\t注：带*为年均增速。\n\n")
    assert (table.columns, table.notes) == (tuple(FOUR.split("|")), ("注：带*为年均增速。",))
    assert table.rows[-1] == tuple(TWO.split("|"))


def test_a_table_in_a_cell_is_text_of_the_cell() -> None:
    inner = "水库<table><tr><td>主坝</td><td>副坝</td></tr></table>"
    (table,) = web(
        f"<p>表1 项目</p><table>{trs('序号|项目|投资', f'1|{inner}|900', '2|公路|300', '3|铁路|400')}</table>"
    )
    assert table.rows == (("1", "水库主坝 副坝", "900"), ("2", "公路", "300"), ("3", "铁路", "400"))


PROSE = [
    "坚持创新驱动，加快建设现代化产业体系。",
    "\t1．水源工程。建成水库。",
    "\t加快推进轨道交通建设，织密路网。",
    "1.\t加快建设",
    "（二）\t稳步推进各项改革，落实责任。",
    "三、\t保障措施",
    "●\t学校",
    "联系人：张三\t电话：12345678",
    "主任：\t李四",
    "\t\t\t某某区人民政府",
    "\t\t2026年3月1日",
    "第二节 目标……………3",
    "首页 | 政务公开 | 政策文件",
    "学校\u3000医院\u3000公园",
    "2025年",
    "预期性",
    "指标",
    "注：本文件自印发之日起施行。",
    "——强化要素保障",
    "",
    "",
]


@given(st.lists(st.sampled_from(PROSE), max_size=12))
@settings(max_examples=150, deadline=None)
def test_prose_lists_and_signatures_are_no_table(lines: list[str]) -> None:
    assert find("\n".join(["第一章 目标", "", *lines])) == []


# Each rule by a case


def flat(*rows: str) -> str:
    """Rows printed one cell a line; cells between |, / is a line break in a cell, ~ a blank line in it."""
    cells = ["\t" + row.replace("|", "\n\t").replace("~", "\n\n").replace("/", "\n") for row in rows]
    return "\n\n".join(cells)


FOUR = "序号|指标|2025年|属性"
ONE = "1|常住人口|70|预期性"
TWO = "2|森林蓄积量|—|约束性"
CASES: dict[str, tuple[str, tuple[str, ...], list[str]]] = {
    "plain": (flat(FOUR, ONE, TWO), ("序号", "指标", "2025年", "属性"), [ONE, TWO]),
    "a head wrapped over lines, with and without a blank line": (
        flat("序 号|指  标|2025年~目标|指标/属性", ONE, TWO),
        ("序号", "指标", "2025年目标", "指标属性"),
        [ONE, TWO],
    ),
    "a blank line in the last cell of the head": (
        flat("序号|指标|2025年|指标~属性", ONE, TWO),
        ("序号", "指标", "2025年", "指标属性"),
        [ONE, TWO],
    ),
    "a blank line in a cell": (
        flat(FOUR, "1|能耗降低|国家~下达|约束性", TWO),
        ("序号", "指标", "2025年", "属性"),
        ["1|能耗降低|国家下达|约束性", TWO],
    ),
    "a cell merged downwards is missing in the next row": (
        flat("序号|指标|2020年|2025年|属性", "1|能耗|3.5|国家/下达|约束性", "2|排放|—|约束性", "3|水质|100|98|约束性"),
        ("序号", "指标", "2020年", "2025年", "属性"),
        ["1|能耗|3.5|国家下达|约束性", "2|排放|—||约束性", "3|水质|100|98|约束性"],
    ),
    "the first cell, merged downwards, is missing": (
        flat("领域|序号|指标|2025年|属性", "创新|1|专利|7.5|预期性", "2|研发|1.58|预期性", "民生|3|入托率|6|预期性"),
        ("领域", "序号", "指标", "2025年", "属性"),
        ["创新|1|专利|7.5|预期性", "|2|研发|1.58|预期性", "民生|3|入托率|6|预期性"],
    ),
    "a row lost its number": (
        flat(FOUR, ONE, "森林覆盖率|52|约束性"),
        ("序号", "指标", "2025年", "属性"),
        [ONE, "|森林覆盖率|52|约束性"],
    ),
    "a label lost its numbers and the blank line above it": (
        "\t序号\n\t指标\n\t2025年\n\t属性\n\n\t1\n\t常住人口\n\t70\n\t预期性\n \t绿色发展\n\t\n\t\n\n\t2\n\t森林蓄积量\n\t—\n\t约束性",
        ("序号", "指标", "2025年", "属性"),
        [ONE, "|绿色发展||", TWO],
    ),
    "a label without a TAB": (
        "\t序号\n\t指标\n\t2025年\n\t属性\n\n一、民生福祉\n\n\t1\n\t常住人口\n\t70\n\t预期性",
        ("序号", "指标", "2025年", "属性"),
        ["一、民生福祉|||", ONE],
    ),
    "a head cell over numbers and names, and empty cells": (
        flat(
            "指标名称|属性|目标值|完成值",
            "一|总量||| ",
            "1|产值|预期性|2500|797.1",
            "2|消费|预期性|600|",
            "3|投资|预期性|【3000】|",
        ),
        ("", "指标名称", "属性", "目标值", "完成值"),
        ["一|总量|||", "1|产值|预期性|2500|797.1", "2|消费|预期性|600|", "3|投资|预期性|【3000】|"],
    ),
    "two levels of head in a group row, two columns of numbers, merged figures": (
        flat(
            "序号|指标名称|单位|2020年|2025年",
            "一|经济||数值|增速|数值|增速",
            "1|（1）|生产总值|亿元|813.3|3.5%|1300|6.5%",
            "2|（2）|工业|亿元|220.4|5.4%|350|6.5%",
            "二|创新|||",
            "|（3）|专利|件|43.2|45",
            "|（4）|收入比|_|1.78∶1|1.3∶1",
        ),
        ("序号", "", "指标名称", "单位", "2020年 数值", "2020年 增速", "2025年 数值", "2025年 增速"),
        [
            "一||经济|||||",
            "1|（1）|生产总值|亿元|813.3|3.5%|1300|6.5%",
            "2|（2）|工业|亿元|220.4|5.4%|350|6.5%",
            "二||创新|||||",
            "|（3）|专利|件|43.2||45|",
            "|（4）|收入比|_|1.78∶1||1.3∶1|",
        ],
    ),
    "two levels of head with empty cells": (
        "指标\t2020年\t\t2025年\t\t属性\n\t数值\t增速\t数值\t增速\t\n生产总值\t813.3\t3.5%\t1300\t6.5%\t预期性\n工业\t220.4\t5.4%\t350\t6.5%\t预期性",
        ("指标", "2020年 数值", "2020年 增速", "2025年 数值", "2025年 增速", "属性"),
        ["生产总值|813.3|3.5%|1300|6.5%|预期性", "工业|220.4|5.4%|350|6.5%|预期性"],
    ),
    "words in place of figures are no second level of head": (
        flat("序号|指标|目标", "1|能耗|市级下达|市发展改革委", "2|水质|国家下达|市生态环境局"),
        ("序号", "指标", "目标", ""),
        ["1|能耗|市级下达|市发展改革委", "2|水质|国家下达|市生态环境局"],
    ),
    "a head repeated after a page break, and a table that goes on without one": (
        flat(FOUR, ONE) + "\n\n\n— 7 —\n\n\n" + flat(FOUR, TWO) + "\n\n\n\n" + flat("3|湿地率|5|约束性"),
        ("序号", "指标", "2025年", "属性"),
        [ONE, TWO, "3|湿地率|5|约束性"],
    ),
    "three lines of head, brackets for sums": (
        flat(
            "序/号|指标/名称|“十三五”/预计/完成|指标/属性",
            "1|投资/（亿元）|[2000]|预期性",
            "2|森林覆盖率/（%）|[3]|约束性",
        ),
        ("序号", "指标名称", "“十三五”预计完成", "指标属性"),
        ["1|投资（亿元）|[2000]|预期性", "2|森林覆盖率（%）|[3]|约束性"],
    ),
    "a cell merged downwards at the end is missing": (
        flat("序号|指标|2025年|2030年|属性", "1|研发|1.2|2.0|预期性", "2|专利|5|6", "3|能耗|完成市下达目标"),
        ("序号", "指标", "2025年", "2030年", "属性"),
        ["1|研发|1.2|2.0|预期性", "2|专利|5|6|", "3|能耗|完成市下达目标||"],
    ),
    "two levels of head, the second in a row of its own under one of two figures": (
        flat(
            "序号|指标|2020年|2025年目标|属性",
            "绝对值|年均增长",
            "1|产值|1200|1800|8%|预期性",
            "2|投资|600|—|[4000]|预期性",
        ),
        ("序号", "指标", "2020年", "2025年目标 绝对值", "2025年目标 年均增长", "属性"),
        ["1|产值|1200|1800|8%|预期性", "2|投资|600|—|[4000]|预期性"],
    ),
    "two levels of head, years under periods": (
        flat(
            "指标|“十四五”时期|“十五五”时期|属性",
            "2020年|2025年/预计|2030年/目标",
            "产值|500|690|1000|预期性",
            "森林|44|45|46|约束性",
        ),
        ("指标", "“十四五”时期 2020年", "“十四五”时期 2025年预计", "“十五五”时期 2030年目标", "属性"),
        ["产值|500|690|1000|预期性", "森林|44|45|46|约束性"],
    ),
    "two levels of head over words": (
        "序号\t任务\t责任分工\t\t时限\n\t\t牵头\t配合\t\n1\t出台方案\t发展改革委\t财政局\t2026年\n2\t开展试点\t教委\t\t2027年",
        ("序号", "任务", "责任分工 牵头", "责任分工 配合", "时限"),
        ["1|出台方案|发展改革委|财政局|2026年", "2|开展试点|教委||2027年"],
    ),
    "units in a row of their own": (
        "指标\t2025年\t增速\n\t（亿元）\t（%）\n工业\t813.3\t3.5\n农业\t84.8\t6.9",
        ("指标", "2025年（亿元）", "增速（%）"),
        ["工业|813.3|3.5", "农业|84.8|6.9"],
    ),
    "labels without TABs between tab-separated rows": (
        "指标\t2025年\t2030年\n经济发展\n产值\t700\t1000\n绿色发展\n森林\t44\t45",
        ("指标", "2025年", "2030年"),
        ["经济发展||", "产值|700|1000", "绿色发展||", "森林|44|45"],
    ),
    "Markdown without bars around it": (
        "序号 | 指标 | 2025年\n--- | :-: | --:\n1 | 产值 | 6.1\n2 | 人口 |\n\n一句 | 话。",
        ("序号", "指标", "2025年"),
        ["1|产值|6.1", "2|人口|"],
    ),
    "a head of words over words": (
        flat("区域|重点产业|代表园区", "江北|电子信息、软件|云谷", "渝北|汽车、装备|空港园"),
        ("区域", "重点产业", "代表园区"),
        ["江北|电子信息、软件|云谷", "渝北|汽车、装备|空港园"],
    ),
    "a list of projects with its totals": (
        flat(
            "序号|项目名称|建设内容|起止年限|总投资/（亿元）",
            "合计（2项）|||—|40",
            "一|交通|||25",
            "1|环湖路|新建公路22公里。/桥梁3座。|2022—2025|25",
            "二|水利|||15",
            "2|青龙水库|库容1200万立方米|续建|15",
        ),
        ("序号", "项目名称", "建设内容", "起止年限", "总投资（亿元）"),
        [
            "合计（2项）|||—|40",
            "一|交通|||25",
            "1|环湖路|新建公路22公里。桥梁3座。|2022—2025|25",
            "二|水利|||15",
            "2|青龙水库|库容1200万立方米|续建|15",
        ],
    ),
    "no head": ("1\t常住人口\t70\n2\t森林\t52", ("", "", ""), ["1|常住人口|70", "2|森林|52"]),
    "points of a list in a cell are no labels, words of ASCII stay apart": (
        flat("序号|任务|时限", "1|交通/一、修路/二、架桥|2027年", "2|World/Bank 项目/5G|2028年"),
        ("序号", "任务", "时限"),
        ["1|交通一、修路二、架桥|2027年", "2|World Bank 项目5G|2028年"],
    ),
    "markup": (
        "| 序号 | **指标** |\n|---|---|\n| 1 | 细颗粒物(PM <sub>2.5</sub> )浓度\\* |\n| 2 | 产值 <5.5 \\| 增速 |",
        ("序号", "指标"),
        ["1|细颗粒物(PM2.5)浓度*", "2|产值 <5.5 \\| 增速"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_columns_and_rows_by_case(case: str) -> None:
    text, columns, rows = CASES[case]
    table = box(text)
    assert table.columns == columns
    assert ["|".join(cell.replace("|", "\\|") for cell in row) for row in table.rows] == rows


def test_a_cell_may_hold_several_paragraphs() -> None:
    long = "加快建设轨道交通，完善路网。/推进综合交通枢纽建设，打造通勤圈。"
    (table,) = find(f"第一章 任务\n\n{flat('序号|内容|时限', f'1|{long}|2027年', '2|改造老旧小区|2028年')}")
    assert table.rows == (("1", long.replace("/", ""), "2027年"), ("2", "改造老旧小区", "2028年"))


def test_groups_nest_and_parts_belong_to_the_label_above_them() -> None:
    table = box(
        flat(
            FOUR,
            "一|协调发展||",
            "1|城镇化率|70|预期性",
            "2|空气质量||",
            "|#优良天数|320|约束性",
            "|#细颗粒物|35|约束性",
            "3|水质|100|约束性",
            "二|共享发展||",
            "|就业||",
            "4|失业率|5.5|预期性",
            "（一）教育||",
            "5|入学率|99|预期性",
        )
    )
    air, rate = "协调发展 › 空气质量", "协调发展"
    assert table.labels == {0, 2, 6, 7, 9}
    assert table.groups == (
        "",
        rate,
        rate,
        air,
        air,
        rate,
        "",
        "共享发展",
        "共享发展 › 就业",
        "共享发展",
        "共享发展 › （一）教育",
    )


def test_totals_stand_under_nothing_and_a_group_may_have_one() -> None:
    rows = ["一、交通（1项）||25", "1|环湖路|25", "（一）水库||15", "2|青龙|15", "合 计||40"]
    table = box(flat("序号|项目|总投资", *rows))
    road = "一、交通（1项）"
    assert table.groups == ("", road, road, f"{road} › （一）水库", "")


@pytest.mark.parametrize(
    "again", ["续表", "（续表）", "续表1 重点项目", "续表1", "表1（续）", "表1 重点项目（续表1）", "接上页"]
)
@pytest.mark.parametrize("form", ["flattened", "rows"])
def test_what_a_page_break_cut_is_one_table(again: str, form: str) -> None:
    head, one, two = "项目名称|建设内容|总投资", "水厂|日供水10万吨|6.5", "公路|二级公路38公里|21"
    first, rest = (flat(head, one), flat(head, two))
    if form == "rows":
        first, rest = (re.sub("\n\n?\t", "\t", text).strip() for text in ("\n".join([flat(head), flat(one)]), ""))
        first, rest = (f"{head}\n{row}".replace("|", "\t") for row in (one, two))
    (table,) = find(
        f"第一章 项目\n\n表1 重点项目\n\n{first}\n\n— 3 —\n\n{again}\n\n{rest}\n以上项目按计划推进，确保按期建成投用。\n"
    )
    assert (table.caption, table.rows) == ("表1 重点项目", (tuple(one.split("|")), tuple(two.split("|"))))


def test_a_row_with_one_empty_cell_is_no_group() -> None:
    assert box("| 条文 | 罪名 |\n|---|---|\n| 第一条 | |\n| 第二条 | 甲罪 |\n| | 乙罪 |").groups == ("", "", "")


def test_empty_cells_at_the_end_belong_to_the_table() -> None:
    table = box(flat(FOUR, ONE, "2|森林|| "))
    assert (table.line_start, table.line_end, table.rows[-1]) == (5, 18, ("2", "森林", "", ""))


def test_a_first_column_merged_downwards_gives_the_groups() -> None:
    table = box(flat("分类|序号|指标|完成情况", "创新/发展|1|专利|49", "|2|研发|3.5", "绿色|3|森林|32", "|4|绿地|9"))
    assert table.groups == ("创新发展", "创新发展", "绿色", "绿色")
    assert table.rows[1] == ("", "2", "研发", "3.5")


def test_notes_say_what_the_marks_mean_in_this_table() -> None:
    table = box(f"单位：亿元\n\n{flat(FOUR, ONE, TWO)}\n\n\n备注：1．带*为年均；\n2．带【】为累计。\n3.口径有调整")
    assert table.notes == ("单位：亿元", "备注：1．带*为年均；", "2．带【】为累计。", "3.口径有调整")
    assert box(flat(FOUR, ONE, TWO, "备注：带*为年均增速。")).notes == ("备注：带*为年均增速。",)
    (first, second) = find(f"表1 甲\n{flat(FOUR, ONE)}\n\n注：甲的注\n表2 乙\n{flat(FOUR, TWO)}\n\n注：乙的注\n")
    assert (first.notes, second.notes) == (("注：甲的注",), ("注：乙的注",))


@pytest.mark.parametrize(
    "note", ["*为年均数，[ ]为累计数。", "带【】的为五年累计数。", "标*指标为约束性指标", "【】内为累计数"]
)
def test_a_note_need_not_be_called_one(note: str) -> None:
    assert box(f"{flat(FOUR, ONE, TWO)}\n\n{note}\n\n下一步，要抓好各项指标的落实。").notes == (note,)


def test_a_caption_is_as_printed_and_its_unit_a_note() -> None:
    (table,) = find(f"第一章 目标\n\n表1-2：主要指标　　（单位：亿元）\n\n{flat(FOUR, ONE, TWO)}\n")
    assert (table.caption, table.notes) == ("表1-2：主要指标", ("单位：亿元",))
    (table,) = find(f"第一章 限值\n\n表1 噪声限值 单位：dB（A）\n\n{flat(FOUR, ONE, TWO)}\n")
    assert (table.caption, table.notes) == ("表1 噪声限值", ("单位：dB（A）",))


def test_a_table_in_the_text_has_the_line_above_it_as_caption() -> None:
    text = f"第一章 目标\n\n五年来成绩显著。\n\n主要项目表\n（单位：亿元）\n{flat(FOUR, ONE)}\n\n\n以上项目要加快建设，确保按期完成各项任务。\n\n另一个表\n\n项目名称\t投资\n轨道\t30\n"
    first, second = find(text)
    assert (first.caption, first.line_start, first.line_end) == ("主要项目表", 7, 15)
    assert (first.provision_id.partition("/")[2], first.notes) == ("chp_1", ("（单位：亿元）",))
    assert (second.caption, second.rows) == ("另一个表", (("轨道", "30"),))


@pytest.mark.parametrize("blank", ["\n", "\n\n", "\n\n\n", "\n\n\n\n"])
def test_a_head_with_its_own_numbers_begins_another_table(blank: str) -> None:
    roads = "序号|路名|里程", "1|环城路|12", "2|滨江路|8"
    for text in (
        flat(FOUR, ONE, TWO) + blank.replace("\n", "\n\n", 1) + flat(*roads),
        "\n".join([FOUR, ONE, TWO]).replace("|", "\t") + blank + "\n".join(roads).replace("|", "\t"),
    ):
        first, second = find(f"专栏1 指标\n\n{text}\n")
        assert (first.rows, second.columns) == (
            (tuple(ONE.split("|")), tuple(TWO.split("|"))),
            ("序号", "路名", "里程"),
        )
        assert (second.rows, second.line_end) == ((("1", "环城路", "12"), ("2", "滨江路", "8")), text.count("\n") + 3)


def test_two_tables_in_one_box_are_two_tables() -> None:
    first, second = find(f"专栏1 指标\n\n{flat(FOUR, ONE)}\n\n\n{flat('项目名称|地点|投资', '轨道|江北|30')}\n")
    assert (first.caption, first.rows) == ("专栏1 指标", (tuple(ONE.split("|")),))
    assert (second.columns, second.rows) == (("项目名称", "地点", "投资"), (("轨道", "江北", "30"),))
    first, second = find("专栏1 指标\n\n指标\t2025年\n人口\t70\n\n重点项目表\n\n项目\t投资\n轨道\t30\n")
    assert (first.caption, second.caption) == ("专栏1 指标", "重点项目表")


@pytest.mark.parametrize(
    "text",
    [
        "专栏1 重点工程\n\n\t1．水源工程。建成水库。\n2．供水工程。建设水厂。\n",
        "专栏1 重点工程\n\n\t水源工程：建成水库。\n\n\t供水工程：建设水厂。\n",
        "目录\n\n第一章 总则\t1\n第二章 目标\t5\n第三章 任务\t9\n\n第一章 总则\n\n一句话。\n",
        "第一章\t总则\n\n一句有 | 竖线的话。\n\n| 引用\n",
        "\t\n\t\n\n\t\n\t\n",
        "| |\n|---|\n| |\n",
        "附件：1.\t任务分工表\n\t2.\t进度安排表\n\t3.\t联系方式\n",
        "前言\t1\n总体要求\t2\n主要任务\t5\n",
    ],
)
def test_what_is_no_table_gives_none(text: str) -> None:
    assert find(text) == []


def test_a_row_longer_than_any_table_keeps_its_text() -> None:
    table = box("甲\t乙\n" + "\t".join(f"词{i}" for i in range(100)))
    assert len(table.columns) == 64
    assert table.rows[-1][-1] == " ".join(f"词{i}" for i in range(63, 100))


# Anything at all


PIECES = [
    *[
        "\t",
        "\n",
        "\n\n",
        "\n\n\n",
        "\n\t",
        "\n\t",
        "|",
        "\n| ",
        " |\n",
        "|---|\n",
        " ",
        "\u3000",
        "\xa0",
        "\x0b",
        "\\",
        "**",
        "<b>",
        "<sub>",
    ],
    *[
        "序号",
        "指标名称",
        "2025年",
        "属性",
        "1",
        "（1）",
        "一",
        "一、甲",
        "预期性",
        "3.5",
        "—",
        "#甲",
        "甲",
        "注：",
        "单位：亿元",
        "续表",
        "— 3 —",
    ],
    *["\n专栏1 甲\n", "\n第一章 甲\n", "\n表2 乙\n", "一句话。"],
]


@given(st.lists(st.sampled_from(PIECES), max_size=80).map("".join) | st.text(max_size=200))
@settings(max_examples=400, deadline=None)
def test_any_text_gives_whole_tables(text: str) -> None:
    """No exception; rows as long as the columns, groups as many as rows, lines inside the text, tables not over each other."""
    found = find(text)
    for table in found:
        assert len(table.rows) == len(table.groups) > 0
        assert {len(row) for row in table.rows} == {len(table.columns)}
        assert all(any(row) for row in table.rows)
        assert 1 <= table.line_start <= table.line_end <= len(text.split("\n"))
    for one, two in pairwise(found):
        assert (
            one.document_id != two.document_id or one.provision_id != two.provision_id or one.line_end < two.line_start
        )


HUGE: dict[str, Callable[[int], str]] = {
    "rows": lambda n: flat(FOUR, *(f"{i}|指标{i}|{i}.5|预期性" for i in range(n))),
    "short rows under a wide one": lambda n: "\t".join(f"列{i}" for i in range(64)) + "\n" + "甲\t3\n" * n,
    "lines of one cell": lambda n: flat(FOUR, ONE) + "\n续" * n,
    "cells of one row": lambda n: flat(FOUR, ONE) + "\n\n" + "\t甲\n" * n,
    "tables": lambda n: "指标\t2025年\n甲\t3\n\n一句话。\n\n" * (n // 2),
    "blank lines": lambda n: flat(FOUR, ONE) + "\n" * n + "一、甲" + "\n" * n,
    "one long cell": lambda n: "指标\t2025年\n" + "甲 " * n + "\t3\n",
}


@pytest.mark.parametrize("shape", HUGE)
def test_time_is_linear_in_the_length(shape: str) -> None:
    """Eight times the text takes at most some twenty times as long, whatever its shape."""

    def seconds(n: int) -> float:
        source = Source("a.txt", tuple(f"第一章 目标\n\n{HUGE[shape](n)}".split("\n")), "utf-8", False, "0" * 64)
        documents = tree_builder.parse(source)
        found: list[Table] = []
        took = timing.takes(lambda: found.extend(t for document in documents for t in of_document(document)))
        assert any(table.rows for table in found)
        return took

    assert timing.in_proportion(seconds, 500)


if __name__ == "__main__":
    for file in [*sorted(SAMPLES.iterdir()), *(sorted(REAL.glob("*.txt")) if REAL.is_dir() else [])]:
        name = file.stem.partition("_")[0] if file.parent == REAL else file.stem
        (GOLDEN / f"tables_{name}.json").write_text(written(read(file)[1]), encoding="utf-8")


@pytest.mark.parametrize("folder", [SAMPLES, pytest.param(REAL, marks=real)], ids=["samples", "real"])
def test_the_tables_of_the_passages_are_those_of_the_documents(folder: Path) -> None:
    for path in sorted(folder.iterdir()):
        source = loading.read(path, path.name)
        for document in tree_builder.parse(source):
            assert [table for passage in passages(document) for table in tables(passage)] == [*of_document(document)]


def only(text: str) -> Table:
    source = Source("x.txt", tuple(text.split("\n")), "utf-8", False, "0" * 64)
    (table,) = [table for document in tree_builder.parse(source) for table in of_document(document)]
    return table


PAGES = "某名录\n\n附表1\n某废物名录\n\n"


@pytest.mark.parametrize(
    ("why", "lines"),
    [
        ("one column more on the second page", "类别\t行业\t代码\nHW1\t卫生\t841\n类别\t行业\t\t代码\nHW2\t热处理\t\t336"),
        ("two on the first", "类别\t\t行业\t\t代码\nHW1\t\t卫生\t\t841\n类别\t行业\t代码\nHW2\t热处理\t336"),
        ("one at the end", "类别\t行业\t代码\t\nHW1\t卫生\t841\t\n类别\t\t行业\t代码\nHW2\t\t热处理\t336"),
        ("none", "类别\t行业\t代码\nHW1\t卫生\t841\n类别\t行业\t代码\nHW2\t热处理\t336"),
        ("head spread", "类 别\t行 业\t代 码\nHW1\t卫生\t841\n类别\t行业\t\t代码\nHW2\t热处理\t\t336"),
        ("not always filled", "类别\t行业\t代码\nHW1\t卫生\t841\n类别\t\t行业\t代码\nHW2\t\t热处理\t336\n\t\t\t337"),
    ],
)  # fmt: skip
def test_an_empty_column_of_one_page_is_none_of_the_table(why: str, lines: str) -> None:
    table = only(PAGES + lines)
    assert [column.replace(" ", "") for column in table.columns] == ["类别", "行业", "代码"]
    rows = [("HW1", "卫生", "841"), ("HW2", "热处理", "336")]
    assert list(table.rows) == rows + [("", "", "337")] * (why == "not always filled")


def test_a_column_that_is_filled_on_another_page_stays() -> None:
    table = only(PAGES + "类别\t行业\t备注\nHW1\t卫生\t\n类别\t行业\t备注\nHW2\t热处理\t新增")
    assert table.rows == (("HW1", "卫生", ""), ("HW2", "热处理", "新增"))


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ("序号\t字段名\t约束性", ["1\tDH\t必选", "2\tND\t可选"]),
        ("著录项目\t字段名称\t约束性", ["档号\tDH\t必选", "年度\tND\t可选"]),
        ("序号\t指标\t预期性\t约束性", ["1\t产值\t√\t-", "2\t能耗\t-\t√"]),
    ],
)
def test_a_word_of_attributes_can_head_a_column(head: str, rows: list[str]) -> None:
    table = only("某规范\n\n表1 数据结构\n\n" + "\n".join([head, *rows]))
    assert table.columns == tuple(head.split("\t"))
    assert table.rows == tuple(tuple(row.split("\t")) for row in rows)


def test_attributes_in_rows_are_no_head() -> None:
    table = only("某规划\n\n表1 指标\n\n能耗强度\t下降\t约束性\n绿地面积\t增长\t预期性\n用水总量\t下降\t约束性")
    assert len(table.rows) == 3


@pytest.mark.parametrize(
    ("cell", "note", "is_note"),
    [
        ("铅及其化合物a", "a适用于铅基合金企业。", True),
        ("铅*", "*适用于铅基合金企业。", True),
        ("铅b)", "b）适用于铅基合金企业。", True),
        ("铅", "a适用于铅基合金企业。", False),
        ("铅b", "a适用于铅基合金企业。", False),
    ],
)
def test_a_footnote_under_a_table_is_a_note(cell: str, note: str, is_note: bool) -> None:
    table = only(f"某标准\n\n表2 限值\n\n序号\t污染物项目\t限值\n1\t{cell}\t0.006\n2\t汞\t0.05\n{note}")
    assert (note in table.notes) == is_note
    assert len(table.rows) == 2 + (len(table.rows) > 2)


CELLS = ["序号", "指标", "预期值", "属性", "1", "死亡人数", "下降15%", "约束性", "2", "事故起数", "下降20%", "约束性"]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("after", ["", "二、任务\n\n抓好落实，防范事故。"])
def test_a_table_with_one_cell_a_line(between: str, after: str) -> None:
    table = only(f"某市规划\n\n一、目标\n\n专栏1　主要指标\n\n{between.join(CELLS)}\n\n{after}")
    assert table.caption == "专栏1 主要指标"
    assert table.columns == ("序号", "指标", "预期值", "属性")
    assert table.rows == (("1", "死亡人数", "下降15%", "约束性"), ("2", "事故起数", "下降20%", "约束性"))


@pytest.mark.parametrize(
    "cells",
    [
        CELLS[:8],  # one row alone
        [*CELLS[:8], "事故起数", "2", "下降20%", "约束性"],  # the count at another place
        ["序号", "1", "死亡人数", "2", "事故起数"],  # one column
        ["序号", "说明：逐项填写。", "1", "死亡人数", "2", "事故起数"],
        [cell for cell in CELLS if cell != "序号"],
    ],
)
def test_lines_that_do_not_count_are_no_table(cells: list[str]) -> None:
    lines = ("某市规划\n\n一、目标\n\n" + "\n\n".join(cells)).split("\n")
    source = Source("x.txt", tuple(lines), "utf-8", False, "0" * 64)
    assert [table for document in tree_builder.parse(source) for table in of_document(document)] == []


def test_a_table_with_one_cell_a_line_may_begin_with_names() -> None:
    cells = [
        "指         标",
        "绝对数（万元）",
        "比上年增长%",
        "全县生产总值",
        "2437875",
        "8.9",
        "其中：工业",
        "458557",
        "-8.1",
        "二、农业",
    ]
    table = only("2025年全县生产总值\n\n" + "\n\n".join(cells))
    assert (table.caption, table.columns) == ("2025年全县生产总值", ("指标", "绝对数（万元）", "比上年增长%"))
    assert table.rows == (("全县生产总值", "2437875", "8.9"), ("其中：工业", "458557", "-8.1"))
    assert not find("项目\n\n金额\n\n养老中心\n\n2.3\n\n公路\n\n桥梁")
    assert not find("指标\n\n完成情况较好\n\n投资\n\n其他")


def test_cells_between_bars_may_have_one_at_their_end_only() -> None:
    text = "表1 人口\n指标 | 年末数（人） | 比重（%） |\n户籍人口 | 832955 | 100 |\n其中：城镇 | 217319 | 26.09 |\n全年物价平稳。"
    table = only(text)
    assert (table.caption, table.columns) == ("表1 人口", ("指标", "年末数（人）", "比重（%）"))
    assert len(table.rows) == 2
    assert not find("首页 | 新闻 | 政策\n甲 | 乙 | 丙")


def test_a_level_below_stands_under_wide_and_narrow_heads_of_figures() -> None:
    text = (
        "某规划\n专栏1 主要指标\n指标名称\t单位\t2025年\t2030年\t\t属性\n\t\t实绩\t目标\t年均增长（%）\t\n"
        "地区生产总值\t亿元\t500\t680\t6.3\t预期性\n城镇失业率\t%\t5.2\t5.5\t\t预期性\n"
    )
    (table,) = find(text)
    assert table.columns == ("指标名称", "单位", "2025年 实绩", "2030年 目标", "2030年 年均增长（%）", "属性")
    assert len(table.rows) == 2


def test_labels_without_cells_stand_over_the_rows_of_a_task_table() -> None:
    text = (
        "某方案\n附件\n任务分工表\n序号\t任务\t牵头单位\n一、提升服务\n1\t推进一件事\t区政务局\n2\t再造流程\t区政务局\n"
        "二、强化保障\n3\t标准地出让\t区资源局\n"
    )
    (table,) = find(text)
    assert table.columns == ("序号", "任务", "牵头单位")
    assert [group for group, row in zip(table.groups, table.rows, strict=True) if row[0] == "3"] == ["二、强化保障"]
