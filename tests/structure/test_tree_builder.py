"""The structure of documents: golden outlines of the real ones, random documents, and each rule of the genre by a case."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.index import loading
from policysearch.model.document import OUTLINE_KINDS, Document, Source
from policysearch.model.grids import Grid
from policysearch.model.passages import passages
from policysearch.structure import tree_builder
from tests.support.golden_outlines import GOLDEN, rows
from tests.support.paths import SHARED

REAL = SHARED / "corpus"
NAMES = {
    "000": "nanan-14",
    "001": "chongqing-14",
    "002": "shapingba-14",
    "003": "qijiang-15",
    "004": "jiulongpo-gazette",
}
real = pytest.mark.skipif(not REAL.is_dir(), reason="the real documents are not on this machine (../shared/corpus)")


def source(text: str) -> Source:
    return Source("a.txt", tuple(text.split("\n")), "utf-8", False, "0" * 64)


def documents(text: str) -> tuple[Document, ...]:
    return tree_builder.parse(source(text))


def outline(text: str) -> list[str]:
    """`kind number title` of every heading, indented by depth."""
    found = []
    for document in documents(text):
        for p in document.provisions:
            if p.kind in OUTLINE_KINDS:
                depth, above = 0, p.parent
                while above is not None:
                    depth, above = depth + 1, document.provisions[above].parent
                found.append("  " * depth + " ".join(filter(None, (p.number, p.title))))
    return found


def assert_nothing_lost(src: Source, found: tuple[Document, ...]) -> None:
    """Every non-blank line belongs to exactly one provision; joined, they give the source back.

    A line whose own line break was lost belongs to two, and every character of it to one.
    """
    owners = Counter(n for d in found for p in d.provisions for start, end in p.spans for n in range(start, end))
    filled = [n for n, line in enumerate(src.lines, 1) if line.strip()]
    if any(owners[n] > 1 for n in filled):
        assert [n for n in filled if not owners[n]] == []
        texts = "".join(p.printed + p.text for d in found for p in d.provisions)
        assert Counter(re.sub(r"\s", "", texts)) == Counter(re.sub(r"\s", "", "".join(src.lines)))
        return
    assert [n for n in filled if owners[n] != 1] == []
    for document in found:
        for p in document.provisions:
            own = "".join(src.lines[n - 1] for start, end in p.spans for n in range(start, end))
            assert re.sub(r"\s", "", p.printed + p.text) == re.sub(r"\s", "", own)


@pytest.mark.corpus
@real
@pytest.mark.parametrize("number", NAMES)
def test_outlines_of_the_real_documents_are_exact(number: str) -> None:
    path = next(REAL.glob(f"{number}*.txt"))
    src = loading.read(path, path.name)
    found = tree_builder.parse(src)
    golden = (GOLDEN / f"{NAMES[number]}.tsv").read_text(encoding="utf-8").splitlines()
    assert rows(found) == golden
    assert_nothing_lost(src, found)


@pytest.mark.corpus
@real
@pytest.mark.parametrize("path", sorted((REAL.parent / "outlines").glob("*.tsv")), ids=lambda path: path.name[:3])
def test_outlines_agree_with_an_independent_reading(path: Path) -> None:
    def squeeze(cell: object) -> str:
        return re.sub(r"\s", "", str(cell))

    expected = [tuple(map(squeeze, line.split("\t"))) for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    name = path.with_suffix(".txt").name
    got = sorted(
        (p.line, p.kind, p.number, p.title, d.provisions[p.parent].line if p.parent is not None else "")
        for d in tree_builder.parse(loading.read(REAL / name, name))
        for p in d.provisions
        if p.kind in OUTLINE_KINDS
    )
    assert [tuple(map(squeeze, row)) for row in got] == expected


@pytest.mark.corpus
@real
def test_a_gazette_is_its_documents_with_cover_contents_and_colophon_apart() -> None:
    path = next(REAL.glob("004*.txt"))
    found = tree_builder.parse(loading.read(path, path.name))
    assert [(d.type, d.plan, d.number, d.issued, d.line_start) for d in found] == [
        ("规划纲要", "十五五", "九龙坡府发〔2026〕3号", "2026-03-01", 26),
        ("规划", "", "", "2026-01-28", 1609),
        ("目录", "", "九龙坡府办发〔2026〕14号", "2026-03-19", 2124),
        ("公报", "", "", "2026-04-03", 5),
    ]
    assert [(p.kind, p.line) for p in found[3].provisions] == [("封面", 5), ("目录", 11), ("版权页", 2156)]


@pytest.mark.corpus
@real
def test_boxes_end_where_their_content_ends() -> None:
    ends = {
        "001": {"box_4": 671, "box_2": 540, "box_8": 826},
        "003": {"box_14": 495, "box_6": 302},
        "000": {"box_5-1": 1278},
    }
    for number, expected in ends.items():
        path = next(REAL.glob(f"{number}*.txt"))
        found = {p.id: p.line_end for d in tree_builder.parse(loading.read(path, path.name)) for p in d.provisions}
        assert {box: found[box] for box in expected} == expected


CASES = [
    ("plain", "第一篇 总论\n第一章 形势\n第一节 成就\n成就很大。\n", ["第一篇 总论", "  第一章 形势", "    第一节 成就"]),
    ("no space", "第一章总则\n第一节目标\n目标明确。\n", ["第一章 总则", "  第一节 目标"]),
    ("wide space", "第一章　总则\n文字。\n", ["第一章 总则"]),
    ("markdown depth means nothing", "### 第一章 总则\n# 第一节 目标\n文字。\n#### 第二章 附则\n", ["第一章 总则", "  第一节 目标", "第二章 附则"]),
    ("bold", "**第一章 总则**\n文字。\n", ["第一章 总则"]),
    ("编 章 节", "第一编 总论\n第一章 形势\n第二编 任务\n第二章 创新\n", ["第一编 总论", "  第一章 形势", "第二编 任务", "  第二章 创新"]),
    ("分编", "第一编 通则\n第一分编 物权\n第一章 一般\n第一条 甲。\n", ["第一编 通则", "  第一分编 物权", "    第一章 一般", "      第一条"]),
    ("arabic", "第1章 总则\n第2章 附则\n", ["第1章 总则", "第2章 附则"]),
    ("a sentence that mentions a heading", "第一章 总则\n第三章所列项目应当认真落实。\n第二条规定的情形除外。\n", ["第一章 总则"]),
    ("run-in sentence", "第一节 成就。全市发展取得了历史性的成就，迈上新台阶。\n", ["第一节 成就"]),
    ("run-in without a stop", "第二节 形势 当今世界正经历百年未有之大变局，发展阶段转换。\n", ["第二节 形势"]),
    ("articles", "第一条 为了规范管理，制定本办法。\n第二条 【适用】本市适用本办法。\n第十条之一 规划范围\n", ["第一条", "第二条 适用", "第十条之一 规划范围"]),
    ("wrapped 篇", "第一篇  深入推动双城经济圈建设\n\n持续释放空间布局优化效应\n\n主动服务战略，加快发展。\n", ["第一篇 深入推动双城经济圈建设 持续释放空间布局优化效应"]),
    ("wrapped 章", "第二章  本市经济社会发展指导方针、\n\n主要目标和远景目标\n\n明确目标。\n", ["第二章 本市经济社会发展指导方针、主要目标和远景目标"]),
    ("short body is no wrap", "第一章 总则\n加快发展步伐\n第二章 附则\n", ["第一章 总则", "第二章 附则"]),
    ("cut sentence is no wrap", "## 第一章 人才强区\n\n畅通教育、人才循环，优化科产城人文深度融\n\n合，加快发展。\n", ["第一章 人才强区"]),
    ("markdown wrap", "## 第一篇 新时代新起点\n\n### 不断开创新局面\n\n正文如下。\n", ["第一篇 新时代新起点 不断开创新局面"]),
    ("box", "第一节 产业\n文字。\n专栏1 重点项目\n1.甲。\n2.乙。\n第二节 科技\n", ["第一节 产业", "  专栏1 重点项目", "第二节 科技"]),
    ("box in a cell", "第一节 产业\n\t专栏3-1：重点方向\n\n新材料：发展。\n", ["第一节 产业", "  专栏3-1 重点方向"]),
    ("box mentioned", "第一节 产业\n专栏1所列工程应当推进。\n", ["第一节 产业"]),
    ("table caption", "第一节 成就\n表 1 主要指标\n\t指标\n\t数值\n", ["第一节 成就", "  表 1 主要指标"]),
    ("figure is text", "第一节 布局\n图1-1 空间布局图\n", ["第一节 布局"]),
    ("group rows are no headings", "第一章 目标\n专栏1 指标\n\t一、经济\n\t1\n\t增长\n", ["第一章 目标", "  专栏1 指标"]),
    ("glossary", "第一章 总则\n文字。\n附件：名词解释\n附件\n名 词 解 释\n“两地”：指两个地方。\n", ["第一章 总则", "名词解释"]),
    ("schedule", "第一章 总则\n附表\n附表1 一览表\n甲\t乙\n", ["第一章 总则", "附表1 一览表"]),
    ("annex starts anew", "第一章 总则\n附件1\n实施方案\n第一条 范围\n", ["第一章 总则", "附件1 实施方案", "  第一条 范围"]),
    ("contents with pages", "目 录\n第一章 总则……1\n第二章 附则……2\n\n第一章 总则\n文字。\n第二章 附则\n", ["第一章 总则", "第二章 附则"]),
    ("contents without title", "第一章 总则\n第一节 目标\n第二章 附则\n第一章 总则\n第一节 目标\n文字。\n第二章 附则\n", ["第一章 总则", "  第一节 目标", "第二章 附则"]),
    ("contents on one line", "目录 第一篇 总论 第一章 形势 第二章 目标 第二篇 任务\n前言如下。\n第一篇 总论\n第一章 形势\n", ["第一篇 总论", "  第一章 形势"]),
    ("contents run on over lines", "某规划\n第一篇 开局，起步 第一章 环境 第二章 要求 第二篇 加快\n创新，建设 第三章 打造 第一节 平台 第二节 主体\n\n第一篇 开局，起步\n第一章 环境\n环境好。\n第二篇 加快创新，建设\n", ["第一篇 开局，起步", "  第一章 环境", "第二篇 加快创新，建设"]),
    ("chapter and article on one line", "第一章　总则第一条　为了规范，制定本法。\n第二条　适用。\n", ["第一章 总则", "  第二条"]),
    ("circular", "一、总体要求\n指导思想。\n（一）原则。坚持统筹。\n二、任务\n完成。\n", ["一、 总体要求", "  （一） 原则", "二、 任务"]),
    ("items under articles", "第一条 原则\n一、甲。\n（一）乙。\n二、丙。\n", ["第一条 原则"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_rules_of_the_genre(text: str, expected: list[str]) -> None:
    assert outline(text) == expected
    assert_nothing_lost(source(text), documents(text))


def test_text_under_a_part_is_a_passage_and_a_run_in_sentence_is_text() -> None:
    text = "第一篇 总论\n坚持新理念。\n第一章 形势\n第一节 成就。发展取得历史性的重大成就。\n"
    found = {p.title: (p.kind, p.text, p.path) for p in passages(documents(text)[0])}
    assert found["第一篇 总论"] == ("篇", "坚持新理念。", ("第一篇 总论",))
    assert found["第一节 成就"] == ("节", "发展取得历史性的重大成就。", ("第一篇 总论", "第一章 形势", "第一节 成就"))


def test_prose_goes_on_after_a_box_in_its_middle() -> None:
    text = "第一节 提升能级\n增强要素集聚。加快建设。\n\n专栏4 重大工程\n\n长嘉汇：打造会客厅。\n\n广阳岛：打造示范。\n\n推动扩容提质。统筹布局。\n"
    found = {p.title: (p.text, p.line_end) for p in documents(text)[0].provisions}
    assert found["重大工程"] == ("长嘉汇：打造会客厅。\n\n广阳岛：打造示范。", 8)
    assert found["提升能级"] == ("增强要素集聚。加快建设。\n\n推动扩容提质。统筹布局。", 10)


def test_glossary_entries_in_their_printed_forms_and_closing_lines() -> None:
    text = "第一章 总则\n文字。\n名词解释\n“两地”：指两处。\n瞪羚企业。指高成长企业。\n3. **“九治”**。指治水等。\n抄送：区委办公室。\n"
    found = [(p.kind, p.title) for p in documents(text)[0].provisions[1:]]
    assert found == [("名词解释", "名词解释"), ("词条", "两地"), ("词条", "瞪羚企业"), ("词条", "九治"), ("附注", "")]


def test_ids_come_from_the_place_and_a_duplicate_gets_a_number() -> None:
    text = "第三篇 甲\n第七章 乙\n第一节 丙\n专栏 6 丁\n内容。\n第二节 戊\n专栏6 己\n内容。\n第一条 庚\n第一条 辛\n"
    assert [p.id for p in documents(text)[0].provisions] == [
        "part_3", "part_3__chp_7", "part_3__chp_7__sec_1", "box_6", "part_3__chp_7__sec_2", "box_6_2", "art_1", "art_1_2",
    ]  # fmt: skip


ALPHABET = ["第一章 总则", "第二节 目标", "第三条 为了规范，制定。", "专栏1 项目", "表 1 指标", "附件1", "名词解释", "目录", "“甲”：指乙。", "\t单元格", "\t",
            "", "正文一句。", "一、要求", "（一）原则。", "1.项目。", "注：说明。", "图1 示意图", "第一章 总则……3", "关于印发《方案》的通知", "各单位：", "2026年3月1日", "---", "�脚注：文。", "# 标题", "某市人民政府公报", "抄送：某局。"]  # fmt: skip


@given(
    st.lists(
        st.sampled_from(ALPHABET) | st.text(alphabet="第一二章节条专栏 \t　。：、“”*#甲乙1", max_size=20), max_size=30
    )
)
@settings(max_examples=400, deadline=None)
def test_nothing_is_lost_and_nothing_is_refused(lines: list[str]) -> None:
    src = Source("a.txt", tuple(line.replace("\n", "") for line in lines), "utf-8", False, "0" * 64)
    found = tree_builder.parse(src)
    assert_nothing_lost(src, found)
    for document in found:
        ids = [p.id for p in document.provisions]
        assert len(set(ids)) == len(ids)
        for i, p in enumerate(document.provisions):
            assert p.parent is None or p.parent < i
            assert p.parent is None or document.provisions[p.parent].line_end >= p.line_end


def test_points_may_head_groups_of_articles() -> None:
    """As in judicial interpretations; where a 条 has points of its own they stay its text."""
    text = "# 某某解释\n\n## 一、一般规定\n\n第一条 甲：\n\n一、乙；\n\n第二条 丙。\n\n## 二、其他规定\n\n第三条 丁。\n"
    (document,) = tree_builder.parse(Source("a.md", tuple(text.split("\n")), "utf-8", False, "0" * 64))
    tree = [
        (p.heading, document.provisions[p.parent].heading if p.parent is not None else "")
        for p in document.provisions[1:]
    ]
    assert tree == [
        ("一、 一般规定", ""),
        ("第一条", "一、 一般规定"),
        ("第二条", "一、 一般规定"),
        ("二、 其他规定", ""),
        ("第三条", "二、 其他规定"),
    ]
    assert "一、乙；" in document.provisions[2].text


def test_latin_words_of_a_title_that_goes_on_below_stay_apart() -> None:
    text = (
        "某市通知\n一、检查\n检查一段。\n二、处理\n处理一段。\n附件1：\nCity Green\nPlan 实施方案\n一、目标\n目标一段。"
    )
    assert outline(text) == ["一、 检查", "二、 处理", "附件1 City Green Plan 实施方案", "  一、 目标"]


def test_an_annex_named_in_the_first_row_of_its_table_is_a_heading() -> None:
    lines = (
        "云汀市签约服务方案", "一、目标", "做好签约服务。", "二、保障", "落实经费。", "附件：1.监测指标", "2.任务分工表",
        "\t附件1监测指标", "指标\t要求", "覆盖率\t百分之六十", "\t附件2任务分工表", "任务\t单位", "宣传\t各区",
    )  # fmt: skip
    whole = ((0, 0, 1, 2),)
    grids = (Grid(8, 3, 2, 2, whole, (0,)), Grid(11, 3, 2, 0, whole, (0,)))
    (document,) = tree_builder.parse(replace(source("\n".join(lines)), grids=grids))
    headings = [p for p in document.provisions if p.kind in OUTLINE_KINDS]
    assert [(p.number, p.title) for p in headings] == [
        ("一、", "目标"), ("二、", "保障"), ("附件1", "监测指标"), ("附件2", "任务分工表"),
    ]  # fmt: skip
    assert [(grid.rows, grid.head) for p in headings for grid in p.grids] == [(2, 1), (2, 0)]
