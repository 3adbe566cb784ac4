"""Tables whose reader knows how the cells lie: each kind of table in each format, and any merged cells at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch import Index
from policysearch.index import loading
from policysearch.model.document import Passage, Source
from policysearch.model.grids import Grid
from policysearch.model.passages import passages
from policysearch.readers import cells, markdown
from policysearch.readers.html import extract
from policysearch.readers.pdf import layout
from policysearch.readers.pdf.ruled_tables import Rule
from policysearch.readers.text import Reading
from policysearch.structure import tree_builder
from policysearch.tables.model import Table
from policysearch.tables.recognize import of_document, tables
from tests.readers.test_readers import page
from tests.support import grids
from tests.support.grids import cell
from tests.tables.test_recognize import find


@dataclass(frozen=True)
class Case:
    rows: grids.Rows
    columns: tuple[str, ...]
    body: list[str]
    groups: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    head: int = 1


CASES = {
    "three levels of head": Case(
        [
            [cell("地区", 3), cell("人口（万人）", 1, 4), cell("面积", 3)],
            [cell("2025年", 1, 2), cell("2030年", 1, 2)],
            [cell("城镇"), cell("农村"), cell("城镇"), cell("农村")],
            [*map(cell, ("江北", "1.5", "2.5", "3", "4", "9"))],
            [*map(cell, ("江南", "5", "6", "7", "8", "10"))],
        ],
        (
            "地区",
            "人口（万人） 2025年 城镇",
            "人口（万人） 2025年 农村",
            "人口（万人） 2030年 城镇",
            "人口（万人） 2030年 农村",
            "面积",
        ),
        ["江北|1.5|2.5|3|4|9", "江南|5|6|7|8|10"],
        head=3,
    ),
    "limit values with a footnote": Case(
        [
            [
                cell("序号", 2),
                cell("污染物项目", 2),
                cell("排放限值（mg/m³）", 1, 2),
                cell("污染物排放监控位置", 2),
            ],
            [cell("现有企业"), cell("新建企业")],
            [cell("1"), cell("颗粒物"), cell("30"), cell("20"), cell("车间或生产设施排气筒", 3)],
            [*map(cell, ("2", "铅及其化合物a", "0.5", "0.3"))],
            [*map(cell, ("3", "二氧化硫", "200", "100"))],
        ],
        ("序号", "污染物项目", "排放限值（mg/m³） 现有企业", "排放限值（mg/m³） 新建企业", "污染物排放监控位置"),
        ["1|颗粒物|30|20|车间或生产设施排气筒", "2|铅及其化合物a|0.5|0.3|", "3|二氧化硫|200|100|"],
        notes=("a适用于铅基合金企业。",),
        head=2,
    ),
    "who does what": Case(
        [
            [*map(cell, ("序号", "任务类别", "具体任务", "牵头单位", "配合单位"))],
            [cell("1"), cell("党建工作", 2), cell("加强理论学习"), cell("组织部"), cell("宣传部")],
            [*map(cell, ("2", "建强基层组织", "组织部", "各镇街"))],
            [cell("3"), cell("经济工作", 3), cell("推进招商引资"), cell("商务委"), cell("发展改革委")],
            [cell("4"), cell("优化营商环境"), cell("发展改革委", 2), cell("市场监管局")],
            [*map(cell, ("5", "培育市场主体", "税务局"))],
        ],
        ("序号", "任务类别", "具体任务", "牵头单位", "配合单位"),
        [
            "1|党建工作|加强理论学习|组织部|宣传部",
            "2||建强基层组织|组织部|各镇街",
            "3|经济工作|推进招商引资|商务委|发展改革委",
            "4||优化营商环境|发展改革委|市场监管局",
            "5||培育市场主体||税务局",
        ],
        ("", "党建工作", "", "经济工作", "经济工作"),
    ),
    "items and rates of a tax": Case(
        [
            [cell("税目", 1, 2), cell("计税单位"), cell("税额"), cell("备注")],
            [cell("大气污染物", 1, 2), cell("每污染当量"), cell("1.2元至12元"), cell("")],
            [cell("固体废物", 3), cell("煤矸石"), cell("每吨"), cell("5元"), cell("")],
            [*map(cell, ("尾矿", "每吨", "15元", ""))],
            [*map(cell, ("危险废物", "每吨", "1000元", ""))],
            [*map(cell, ("噪声", "工业噪声", "超标1至3分贝", "每月350元", "按最高一处计算"))],
        ],
        ("税目", "", "计税单位", "税额", "备注"),
        [
            "大气污染物||每污染当量|1.2元至12元|",
            "固体废物|煤矸石|每吨|5元|",
            "|尾矿|每吨|15元|",
            "|危险废物|每吨|1000元|",
            "噪声|工业噪声|超标1至3分贝|每月350元|按最高一处计算",
        ],
        ("大气污染物", "固体废物", "固体废物", "固体废物", "噪声"),
    ),
    "a catalogue, merged twice": Case(
        [
            [*map(cell, ("废物类别", "行业来源", "废物代码", "危险废物", "危险特性"))],
            [cell("HW01医疗废物", 4), cell("卫生", 3), cell("841-001-01"), cell("感染性废物"), cell("In")],
            [*map(cell, ("841-002-01", "损伤性废物", "In"))],
            [*map(cell, ("841-003-01", "病理性废物", "In"))],
            [*map(cell, ("非特定行业", "900-001-01", "需要收集和处置的废物", "In"))],
            [*map(cell, ("HW02医药废物", "化学药品原料药制造", "271-001-02", "蒸馏及反应残余物", "T"))],
        ],
        ("废物类别", "行业来源", "废物代码", "危险废物", "危险特性"),
        [
            "HW01医疗废物|卫生|841-001-01|感染性废物|In",
            "||841-002-01|损伤性废物|In",
            "||841-003-01|病理性废物|In",
            "|非特定行业|900-001-01|需要收集和处置的废物|In",
            "HW02医药废物|化学药品原料药制造|271-001-02|蒸馏及反应残余物|T",
        ],
        ("HW01医疗废物", "HW01医疗废物 › 卫生", "HW01医疗废物 › 卫生", "HW01医疗废物", "HW02医药废物"),
    ),
    "约束性 over a column, two levels": Case(
        [
            [cell("类别", 2), cell("指标名称", 2), cell("目标值", 1, 2), cell("约束性", 2)],
            [cell("2025年"), cell("2030年")],
            [cell("创新", 2), cell("研发投入强度"), cell("2.5%"), cell("3%"), cell("否")],
            [*map(cell, ("专利拥有量", "12件", "15件", "否"))],
            [*map(cell, ("绿色", "能耗强度", "下降3%", "下降5%", "是"))],
        ],
        ("类别", "指标名称", "目标值 2025年", "目标值 2030年", "约束性"),
        ["创新|研发投入强度|2.5%|3%|否", "|专利拥有量|12件|15件|否", "绿色|能耗强度|下降3%|下降5%|是"],
        ("创新", "创新", "绿色"),
        head=2,
    ),
    "labels over two columns": Case(
        [
            [*map(cell, ("项目", "金额"))],
            [cell("收入", 1, 2)],
            [*map(cell, ("税收收入", "120"))],
            [*map(cell, ("非税收入", "30"))],
            [cell("支出", 1, 2)],
            [*map(cell, ("教育支出", "80"))],
        ],
        ("项目", "金额"),
        ["收入|", "税收收入|120", "非税收入|30", "支出|", "教育支出|80"],
        ("", "收入", "收入", "", "支出"),
    ),
    "cells that look like headings": Case(
        [
            [*map(cell, ("章节", "修改内容", "修改依据"))],
            [*map(cell, ("第一章 总则", "第一条 为了规范管理。", "第一条 为了加强管理。"))],
            [cell("第二章 职责", 1, 3)],
            [*map(cell, ("一、经济", "甲", "乙"))],
        ],
        ("章节", "修改内容", "修改依据"),
        ["第一章 总则|第一条 为了规范管理。|第一条 为了加强管理。", "第二章 职责||", "一、经济|甲|乙"],
    ),
    "a figure merged beside words is no label": Case(
        [
            [*map(cell, ("序号", "指标", "分项", "2030年", "属性"))],
            [cell("1"), cell("收入", 2), cell("城镇"), cell("6"), cell("预期性", 2)],
            [*map(cell, ("2", "农村", "3"))],
            [cell("3"), cell("就业", 1, 2), cell("5"), cell("预期性")],
        ],
        ("序号", "指标", "分项", "2030年", "属性"),
        ["1|收入|城镇|6|预期性", "2||农村|3|", "3|就业||5|预期性"],
        ("", "收入", ""),
    ),
}


def read(path: Path) -> list[Table]:
    (source,) = loading.sources(path, path.name)
    assert source.grids
    return [table for document in tree_builder.parse(source) for table in of_document(document)]


def check(found: list[Table], case: Case) -> None:
    (table,) = found
    assert (table.caption, table.columns) == ("表1 汇总情况", case.columns)
    assert ["|".join(row) for row in table.rows] == case.body
    assert table.notes == case.notes
    if case.groups:
        assert table.groups == case.groups


@pytest.mark.parametrize("name", grids.PLAIN)
@pytest.mark.parametrize("kind", CASES)
def test_a_table_is_read_by_its_merged_cells(kind: str, name: str, tmp_path: Path) -> None:
    case = CASES[kind]
    (tmp_path / name).write_bytes(grids.PLAIN[name](case.rows, case.notes))
    check(read(tmp_path / name), case)


@pytest.mark.parametrize("name", grids.TOLD)
@pytest.mark.parametrize("kind", CASES)
def test_the_head_may_be_told(kind: str, name: str, tmp_path: Path) -> None:
    case = CASES[kind]
    (tmp_path / name).write_bytes(grids.TOLD[name](case.rows, case.notes, case.head))
    check(read(tmp_path / name), case)


def test_a_head_that_is_told_need_not_look_like_one(tmp_path: Path) -> None:
    rows = [[*map(cell, numbers)] for numbers in ("123", "456", "789")]
    (tmp_path / "a.html").write_bytes(grids.as_html(rows, (), 1, "th"))
    (tmp_path / "b.html").write_bytes(grids.as_html(rows))
    (tmp_path / "c.pptx").write_bytes(grids.as_slides(rows, head=True))
    heads = {path.name: read(path)[0].columns for path in sorted(tmp_path.iterdir())}
    assert heads == {"a.html": (*"123",), "b.html": ("", "", ""), "c.pptx": (*"123",)}


TEXTS = [
    "",
    "",
    "甲",
    "乙丙",
    "3.5",
    "一、经济",
    "（一）教育",
    "第一章 总则",
    "第三条 为了规范管理。",
    "续建",
    "专栏2 工程",
    "|",
]


@st.composite
def any_rows(draw: st.DrawFn) -> tuple[list[list[grids.Cell]], list[list[str]]]:
    """A body of cells merged at will, as given and as it should be shown."""
    width, height = draw(st.integers(2, 5)), draw(st.integers(2, 6))
    taken: set[tuple[int, int]] = set()
    rows: list[list[grids.Cell]] = []
    shown = [[""] * width for _ in range(height)]
    for row in range(height):
        rows.append([])
        for column in range(width):
            if (row, column) in taken:
                continue
            down, across = draw(st.sampled_from([(1, 1), (1, 1), (1, 1), (2, 1), (1, 2), (3, 1), (2, 2)]))
            down, across = min(down, height - row), min(across, width - column)
            while any((row, column + j) in taken for j in range(across)):
                across -= 1
            text = draw(st.sampled_from(TEXTS))
            taken |= {(row + i, column + j) for i in range(down) for j in range(across)}
            rows[-1].append((text, down, across))
            shown[row][column] = text
    return rows, shown


@given(any_rows(), st.sampled_from(["th", "thead"]))
@settings(max_examples=100, deadline=None)
def test_cells_merged_at_will_stand_in_their_columns(
    made: tuple[list[list[grids.Cell]], list[list[str]]], by: str
) -> None:
    """Whatever is merged, blank or looks like a heading: every cell is where it is printed, and no other."""
    rows, shown = made
    head = tuple(f"列名{n}" for n in range(len(shown[0])))
    markup = grids.as_html([[cell(name) for name in head], *rows], (), 1, by)
    reading = extract.read(markup, "x")
    found = find("\n".join(reading.lines), reading.grids)
    expected = [tuple(row) for row in shown if any(row)]
    if sum(sum(map(bool, row)) > 1 for row in expected) < 1:
        return  # a frame, or a list
    (table,) = found
    assert (table.columns, list(table.rows)) == (head, expected)


@given(
    st.lists(st.tuples(*[st.integers(-3, 9) | st.just(10**9)] * 4), max_size=4),
    st.lists(st.tuples(*[st.integers(-2, 9) | st.just(10**9)] * 4), max_size=5),
    st.lists(
        st.sampled_from(["a\tb\tc", "序号\t指标", "", "文字", "\t甲", "注：甲", "| a | b |"]), min_size=1, max_size=9
    ),
)
@settings(max_examples=200, deadline=None)
def test_no_grid_is_believed(
    told: list[tuple[int, int, int, int]], merged: list[tuple[int, int, int, int]], lines: list[str]
) -> None:
    """An index that a stranger wrote may say anything of its tables."""
    (document,) = tree_builder.parse(source("\n".join(lines) or "甲"))
    passage: Passage = passages(document)[0]
    known = tuple(Grid(*numbers, tuple(merged), (0, 10**9)) for numbers in told)
    for table in tables(replace(passage, text="\n".join(lines), grids=known)):
        assert {len(row) for row in table.rows} == {len(table.columns)}
        assert 1 <= table.first <= table.last <= len(lines)


def source(text: str) -> Source:
    return Source("a.txt", tuple(text.split("\n")), "utf-8", False, "0" * 64)


def test_what_an_index_holds_gives_the_tables_of_the_file(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for kind, case in CASES.items():
        (texts / f"{kind}.docx").write_bytes(grids.as_word([*case.rows, [cell(kind)]], case.notes))
    Index.update([texts], tmp_path / "index")
    expected = {path.name: read(path) for path in sorted(texts.iterdir())}
    with Index.open(tmp_path / "index") as index:
        found: dict[str, list[Table]] = {}
        for passage in index.passages():
            found.setdefault(passage.source, []).extend(tables(passage))
    told = {name: [(t.columns, t.rows, t.groups, t.notes, t.line_start) for t in some] for name, some in found.items()}
    assert told == {
        name: [(t.columns, t.rows, t.groups, t.notes, t.line_start) for t in some] for name, some in expected.items()
    }


def test_a_grid_that_lost_a_row_is_none() -> None:
    block = cells.table([[["序号"], ["指标"]], [["1"], ["人口"]], [["2"], ["就业"]]])
    lines = ["前", *block, "后"]
    assert cells.locate_grids(lines, [block]) == (Grid(3, 3, 2),)
    assert cells.locate_grids([line for line in lines if line != "1\t人口"], [block]) == ()
    assert [grid.line for grid in cells.locate_grids([*lines, *block], [block, block])] == [3, len(lines) + 2]


def test_a_table_in_markdown_keeps_its_grid() -> None:
    rows = [[cell("地区", 2), cell("人口", 1, 2)], [cell("城镇"), cell("农村")], [*map(cell, ("江北", "1", "2"))]]
    text = grids.as_markdown([*rows, [*map(cell, ("江南", "3", "4"))]]).decode()
    reading = markdown.plain(Reading(tuple(text.split("\n")), "utf-8"))
    (table,) = find("\n".join(reading.lines), reading.grids)
    assert table.columns == ("地区", "人口 城镇", "人口 农村")


def ruled(
    first: float, xs: tuple[float, ...], *printed: tuple[str, ...], open_at: frozenset[int] = frozenset()
) -> layout.Page:
    """A page with a ruled table whose rows are 30 points high; above those in `open_at` the first column has no rule."""
    ys = [first + 30 * n for n in range(len(printed) + 1)]
    rules = [Rule(xs[n in open_at], y, xs[-1], y) for n, y in enumerate(ys)] + [Rule(x, ys[0], x, ys[-1]) for x in xs]
    texts = [
        (x + 5, y + 20, text)
        for y, row in zip(ys, printed, strict=False)
        for x, text in zip(xs, row, strict=False)
        if text
    ]
    return page(*texts, rules=tuple(rules))


def printed(*pages: layout.Page) -> list[Table]:
    lines, known = cells.flattened(layout.blocks([layout.lay(one) for one in pages]).blocks)
    return find("\n".join(["某名录", "第一章 名录", "", *lines]), tuple(g._replace(line=g.line + 3) for g in known))


def test_a_column_that_is_empty_on_one_page_is_none_of_the_table() -> None:
    first = ruled(600, (50, 150, 250, 350), ("类别", "行业", "代码"), ("HW1", "卫生", "841"))
    second = ruled(100, (50, 150, 200, 300, 400), ("类别", "行业", "", "代码"), ("HW2", "热处理", "", "336"))
    (table,) = printed(first, second)
    assert table.columns == ("类别", "行业", "代码")
    assert table.rows == (("HW1", "卫生", "841"), ("HW2", "热处理", "336"))


def test_a_merged_cell_goes_on_over_a_page_break() -> None:
    xs = (50, 150, 250, 350)
    head = ("任务类别", "具体任务", "责任单位")
    first = ruled(600, xs, head, ("党建", "学习", "组织部"), ("", "培训", "组织部"), open_at=frozenset({2}))
    second = ruled(
        100,
        xs,
        head,
        ("", "考核", "宣传部"),
        ("", "评比", "宣传部"),
        ("经济", "招商", "商务委"),
        open_at=frozenset({2}),
    )
    (table,) = printed(first, second)
    assert [row[1] for row in table.rows] == ["学习", "培训", "考核", "评比", "招商"]
    assert table.groups == ("党建", "党建", "党建", "党建", "经济")
