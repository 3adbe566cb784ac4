"""Defined terms: each printed form of an entry, who defines a term, and the definition found first."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch import Index
from policysearch.cli.main import main
from policysearch.model.document import Source
from policysearch.model.passages import passages
from policysearch.query.ast import Phrase
from policysearch.structure import glossary
from policysearch.structure.line_classifier import recognise
from policysearch.structure.tree_builder import parse
from tests.support.passages import EMPTY
from tests.support.paths import ROOT, SHARED

REAL = SHARED / "corpus"


@pytest.fixture(scope="module", params=["corpus", "../shared/corpus"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    documents = ROOT / request.param
    if not documents.is_dir():
        pytest.skip(f"{request.param} is not there")
    folder = tmp_path_factory.mktemp("index")
    Index.update([documents], folder)
    with Index.open(folder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("六保", "“六保”：即保就业。", [("六保", "即保就业。")]),
        ("九治", "九治。指治水、治气。", [("九治", "指治水、治气。")]),
        ("一园两体系", "1. **“一园两体系”**。指枢纽港。", [("一园两体系", "指枢纽港。")]),
        ("瞪羚企业", "**19.瞪羚企业。**指高成长的企业。", [("瞪羚企业", "指高成长的企业。")]),
        (
            "“两主四特”集群",
            "“两主四特”集群。“两主”即甲，“四特”即乙。",
            [("“两主四特”集群", "“两主”即甲，“四特”即乙。")],
        ),
        ("一山", f"“一山”：{'指' * 40}中\n\n梁山。", [("一山", f"{'指' * 40}中梁山。")]),
        ("两山论", "“两山论”：理念。“两化路”：路径。", [("两山论", "理念。"), ("两化路", "路径。")]),
        ("五个科学", "五个科学：教学。 五个科技：人才。", [("五个科学", "教学。"), ("五个科技", "人才。")]),
        ("氢走廊", "氢走廊：通道。 具体包括：甲、乙。", [("氢走廊", "通道。 具体包括：甲、乙。")]),
        (
            "三保障",
            '“三保障”：即� HYPERLINK "http://a/b" \\t "http://c" �教育�、住房。',
            [("三保障", "即教育、住房。")],
        ),
        ("“1+5+N”体系", "“1+5+N”体系。“1”即甲；“5”即乙；“N”即丙。", [("“1+5+N”体系", "“1”即甲；“5”即乙；“N”即丙。")]),
        ("甲乙", "②甲乙：指一。", [("甲乙", "指一。")]),
        ("甲乙", "[3] “甲乙”。指一。", [("甲乙", "指一。")]),
        ("甲乙", "三、甲乙：指一。", [("甲乙", "指一。")]),
        ("甲乙", "【甲乙】指一。", [("甲乙", "指一。")]),
        ("甲乙", "甲乙——指一。", [("甲乙", "指一。")]),
        ("甲乙", "甲乙是指一种办法。", [("甲乙", "是指一种办法。")]),
        ("甲乙", "甲乙，指一种办法。", [("甲乙", "指一种办法。")]),
        ("甲乙", "3\t甲乙\t指一种办法。", [("甲乙", "指一种办法。")]),
        ("物流景气指数（LPI）", "物流景气指数（LPI）：反映变化。", [("物流景气指数（LPI）", "反映变化。")]),
        ("即时零售", "5.即时零售。线上下单。", [("即时零售", "线上下单。")]),
        ("甲乙", "2.“甲乙”是指一种办法。", [("甲乙", "是指一种办法。")]),
        ("甲乙", "“甲乙”，是指一种办法。", [("甲乙", "是指一种办法。")]),
        ("甲乙", "“甲乙”指一种办法。", [("甲乙", "指一种办法。")]),
        ("甲乙", "“甲乙”即一种办法。", [("甲乙", "即一种办法。")]),
        ("甲乙", "“甲乙”，即一种办法。", [("甲乙", "即一种办法。")]),
        ("“甲乙”改革", "“甲乙”改革是指一种办法。", [("“甲乙”改革", "是指一种办法。")]),
        ("甲乙", f"三、“甲乙”，是指{'很' * 40}。", [("甲乙", f"是指{'很' * 40}。")]),
        ("甲乙", "【1】“甲乙”：指一。", [("甲乙", "指一。")]),
        ("甲乙", "【12】甲乙：指一。", [("甲乙", "指一。")]),
        ("甲乙", "⒈甲乙：指一。", [("甲乙", "指一。")]),
        ("甲乙", "- 甲乙：指一。", [("甲乙", "指一。")]),
        ("甲乙", "●甲乙：指一。", [("甲乙", "指一。")]),
        ("甲乙", "| 3 | **甲乙** | 指一种办法。 |", [("甲乙", "指一种办法。")]),
        ("甲乙", "| 甲乙 | 一种\\|办法 |", [("甲乙", "一种|办法")]),
        ("该办法", "该办法是指一种。", []),
        ("前言", "“六保”：即保就业。", []),  # not what the heading says
        ("名词解释", "以下名词。", []),
    ],
)
def test_an_entry_is_a_term_and_a_definition(title: str, text: str, expected: list[tuple[str, str]]) -> None:
    passage = replace(EMPTY, kind="名词解释", title=title, text=text)
    assert [(entry.term, entry.definition) for entry in glossary.entries(passage)] == expected
    assert glossary.entries(replace(passage, kind="节")) == ()


@pytest.mark.parametrize("mark", ["� ", "�", "①", "[1] ", "〔12〕"])
def test_a_footnote_defines_a_term_as_well(mark: str) -> None:
    passage = replace(EMPTY, kind="注释", title="五个科学", text=f"{mark}五个科学：教学、研究。")
    (entry,) = glossary.entries(passage)
    assert (entry.term, entry.definition) == ("五个科学", "教学、研究。")
    assert glossary.entries(replace(passage, title="", text="� 即合格境外有限合伙人。")) == ()
    unnamed = replace(passage, title="合格境外有限合伙人", text=f"{mark}即合格境外有限合伙人，是指境外的投资者。")
    assert [(entry.term, entry.definition) for entry in glossary.entries(unnamed)] == [
        ("合格境外有限合伙人", "是指境外的投资者。")
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("“两主四特”现代产业集群", True),
        ("两主四特现代产业集群", True),
        ("两主四特", True),
        ('"兩主四特"', True),
        ("现代产业集群", True),  # nobody defines it under this name, so it may be part of one
        ("两主", True),
        ("两副", False),
        ("”", False),
    ],
)
def test_a_term_is_looked_up_as_people_write_it(typed: str, found: bool) -> None:
    term = "“两主四特”现代产业集群"
    passages = [
        replace(EMPTY, kind="名词解释", title=term, text=f"{term}。甲乙。"),
        replace(EMPTY, kind="名词解释", title="两主多辅", text="两主多辅。丙。"),
    ]
    assert (term in [entry.term for entry in glossary.look_up(passages, typed)]) == found
    assert len(glossary.look_up(passages)) == 2


def test_every_term_finds_its_definition_first(index: Index) -> None:
    """Typed as it is printed, without its quotes, or quoted; only other definitions of the same name may come before it."""
    defined = index.glossary()
    assert len(defined) > 20
    for entry in defined:
        if glossary.entries(entry.passage)[0] != entry:
            continue  # a second term of an entry is in its text only
        bare = re.sub("[“”]", "", entry.term)
        for query in (entry.term, bare, Phrase(entry.term)):
            hits = [hit.passage for hit in index.search(query, 3).hits]
            others = hits[: hits.index(entry.passage)]
            assert all(glossary.entries(other) for other in others), (str(query), [hit.id for hit in others])


def test_the_part_in_quotes_finds_it_in_the_first_three(index: Index) -> None:
    for entry in index.glossary():
        for part in re.findall("“([^”]{2,})”", entry.term):
            assert entry.passage in [hit.passage for hit in index.search(part, 3).hits], part


def test_with_other_words_a_definition_still_comes_first(index: Index) -> None:
    for entry in index.glossary("一区两群"):
        hits = index.search(f"一区两群 区县：{entry.passage.district}").hits
        assert hits[0].passage == entry.passage


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["glossary", *arguments], prog_name="policysearch")
    return result.exit_code, result.stdout, result.stderr


def read(tmp_path: Path, text: str, name: str = "a.txt") -> list[tuple[str, str]]:
    """The terms and definitions of a plan with `text` below its first chapter."""
    (tmp_path / "plans").mkdir(exist_ok=True)
    (tmp_path / "plans" / name).write_text(f"某区“十四五”规划\n第一章 目标\n建设新城[1]。\n{text}", "utf-8")
    Index.update([tmp_path / "plans"], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        return [(entry.term, entry.definition) for entry in index.glossary()]


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize(
    "table",
    [
        "| 序号 | 名词 | 解释 |\n|---|---|---|\n| 1 | 河长制 | 按河段设河长 |\n| 2 | 林长制 | 按山林设林长 |\n",
        "| 名词 | 名词解释 |\n|------|:----:|\n| 河长制 | 按河段设河长 |\n| 林长制 | 按山林设林长 |\n",
        "名词\t名词解释\n河长制\t按河段设河长\n林长制\t按山林设林长\n",
    ],
)
def test_each_row_of_a_table_is_an_entry(tmp_path: Path, table: str, name: str) -> None:
    assert read(tmp_path, f"名词解释\n\n{table}", name) == [("河长制", "按河段设河长"), ("林长制", "按山林设林长")]


def test_no_entry_goes_under_in_a_mixed_list_but_a_part_of_a_term_stays_with_it(tmp_path: Path) -> None:
    text = (
        "名词解释\n1.河长制：一种制度。\n2.“一码通行”是指一个码。\n“一码通办”，即一个码。\n“两廊多点”是指一种布局。\n"
        "“两廊”指江边。\n“多点”，是指各镇。\n- 林长制：一种制度。\n"
    )
    assert read(tmp_path, text) == [
        ("河长制", "一种制度。"),
        ("一码通行", "是指一个码。"),
        ("一码通办", "即一个码。"),
        ("两廊多点", "是指一种布局。“两廊”指江边。“多点”，是指各镇。"),
        ("林长制", "一种制度。"),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "名词解释：", "（名词解释）", "【名词解释】", "专业名词解释", "专用名词解释", "专业术语解释", "术语解释", "附录 专业术语解释",
        "名词注解", "名词注释", "名词释义", "## 名词解释：", "附件\n（名词解释）",
    ],
)  # fmt: skip
def test_a_glossary_has_many_headings_and_footnotes_before_it_define_as_well(tmp_path: Path, heading: str) -> None:
    footnotes = "[1] “新城”：新建的城区。\n[2] 老城：旧有的城区。\n"
    expected = [("新城", "新建的城区。"), ("老城", "旧有的城区。"), ("河长制", "一种制度。")]
    assert read(tmp_path, f"{footnotes}{heading}\n“河长制”：一种制度。\n") == expected
    assert read(tmp_path, f"{heading}\n{footnotes}“河长制”：一种制度。\n") == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "名词解释见附录。", "（名词解释见后）", "本规划的名词解释：", "名词解释：略。", "（名词解释）附在文后", "专业术语解释工作应当加强",
        "名词解释。", "术语解释由区政府负责：",
    ],
)  # fmt: skip
def test_a_sentence_that_mentions_a_glossary_is_no_heading(sentence: str) -> None:
    assert recognise(sentence).role != "glossary"


@given(
    st.lists(
        st.lists(
            st.sampled_from("建设 指标 即将 “双城” “甲” 的 城市 是 加快 指出 发展 2025年 | ， 、".split()), min_size=2
        )
        .map("".join)
        .filter(lambda line: line[0] not in "，、" and not re.search("指[^标出]|(?:是|，)指|即[^将]|指$|即$", line)),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=200, deadline=None)
def test_prose_below_the_heading_is_no_entry(lines: list[str]) -> None:
    text = tuple("第一章 总则\n文字。\n名词解释".split("\n") + [f"{line}，等等。" for line in lines])
    (document,) = parse(Source("a.txt", text, "utf-8", False, "0" * 64))
    assert not [p.text for p in document.provisions if p.kind == "词条"]


def test_the_command_says_who_defines_a_term_and_how(samples: Path) -> None:
    code, out, _ = run("两主四特", "--index", str(samples))
    assert code == 0
    assert out.startswith("“两主四特”现代产业集群\n  綦江区 · ")
    assert "轻合金" in out and "cq-qijiang-fyp-15/term_3" in out
    found = json.loads(run("一区两群", "--json", "--index", str(samples))[1])
    assert found["term"] == "一区两群"
    (entry,) = found["entries"]
    assert (entry["term"], entry["district"], entry["id"]) == ("一区两群", "南岸区", "cq-nanan-fyp-14/term_2")
    assert entry["definition"].startswith("“一区”是主城都市区")
    assert set(entry) == {"term", "definition", "id", "document_id", "document", "district", "plan", "source"}


def test_without_a_term_it_prints_all_that_is_defined(samples: Path) -> None:
    _, out, _ = run("--json", "--index", str(samples))
    with Index.open(samples) as index:
        assert [entry["term"] for entry in json.loads(out)["entries"]] == [entry.term for entry in index.glossary()]
    assert "瞪羚企业" in run("--index", str(samples))[1]


def test_what_nobody_defines_is_said_with_what_is_near(samples: Path) -> None:
    code, out, complaint = run("一区三群", "--index", str(samples))
    assert (code, out) == (1, "")
    assert "nobody defines 一区三群; did you mean 一区两群" in complaint
    assert json.loads(run("火星", "--json", "--index", str(samples))[1]) == {"term": "火星", "entries": []}


def test_an_index_without_terms_says_so(tmp_path: Path) -> None:
    assert read(tmp_path, "") == []
    index = str(tmp_path / "index")
    code, out, complaint = run("--json", "--index", index)
    assert (code, json.loads(out), complaint) == (1, {"term": "", "entries": []}, "")
    code, out, complaint = run("--index", index)
    assert (code, out, complaint) == (1, "", "policysearch: this index defines no terms\n")


def defined(text: str) -> list[tuple[str, str]]:
    """Terms and definitions of the one document of `text`."""
    (document,) = parse(Source("x.txt", tuple(text.split("\n")), "utf-8", False, "0" * 64))
    return [(entry.term, entry.definition) for passage in passages(document) for entry in glossary.entries(passage)]


REPORT = "政府工作报告\n\n一、工作回顾\n\n完成任务。\n\n二、工作安排\n\n抓好落实。\n\n"
TWO = [("两重", "国家重大战略实施。"), ("一单制", "凭一份运单完成运输。")]


@pytest.mark.parametrize(
    ("why", "heading", "lines"),
    [
        ("annex on the line", "附件2 名词解释", "1.“两重”：国家重大战略实施。\n\n2.一单制：凭一份运单完成运输。"),
        ("annex with ten", "附件10：名词解释", "1.“两重”：国家重大战略实施。\n\n2.一单制：凭一份运单完成运输。"),
        ("named after the report", "《政府工作报告》有关内容名词注释", "1.“两重”：国家重大战略实施。\n\n2.一单制：凭一份运单完成运输。"),
        ("of the report", "政府工作报告名词解释", "“两重”：国家重大战略实施。\n\n“一单制”：凭一份运单完成运输。"),
        ("definition below", "名词解释", "“两重”：\n\n国家重大战略实施。\n\n“一单制”：\n\n凭一份运单完成运输。"),
        ("numbered, definition below", "名词解释", "1.“两重”：\n国家重大战略实施。\n2.一单制：\n凭一份运单完成运输。"),
        ("framed, definition below", "有关名词解释", "【两重】\n国家重大战略实施。\n【一单制】\n凭一份运单完成运输。"),
    ],
)  # fmt: skip
def test_headings_and_entries_of_reports(why: str, heading: str, lines: str) -> None:
    assert defined(f"{REPORT}{heading}\n\n{lines}\n") == TWO


@pytest.mark.parametrize(
    ("annex", "kinds"),
    [
        ("附件\n\n2025年10件惠民实事\n\n一、稳定就业\n\n新增就业50万人。\n\n二、关爱老人\n\n服务6000户。", ["附件", "一、", "一、"]),
        ("附件2\n\n2025年10件惠民实事\n\n一、稳定就业\n\n新增就业50万人。\n\n二、关爱老人\n\n服务6000户。", ["附件", "一、", "一、"]),
        ("附件3：2025年10件惠民实事\n\n一、稳定就业\n\n新增就业50万人。\n\n二、关爱老人\n\n服务6000户。", ["附件", "一、", "一、"]),
        ("附表1 2025年重点项目\n\n项目\t投资\n某路\t3亿元\n某桥\t2亿元", ["附表"]),
    ],
)  # fmt: skip
def test_an_annex_after_a_glossary_is_no_entry(annex: str, kinds: list[str]) -> None:
    text = f"{REPORT}名词解释\n\n1.“两重”：国家重大战略实施。\n\n2.一单制：凭一份运单完成运输。\n\n{annex}\n"
    assert defined(text) == TWO
    (document,) = parse(Source("x.txt", tuple(text.split("\n")), "utf-8", False, "0" * 64))
    at = [p.kind for p in document.provisions].index("名词解释")
    assert [p.kind for p in document.provisions[at:] if p.kind not in ("名词解释", "词条")] == kinds


def test_entries_with_numbers_of_chinese_points_stay_entries() -> None:
    assert defined(f"{REPORT}名词解释\n\n一、“两重”：国家重大战略实施。\n\n二、一单制：凭一份运单完成运输。\n") == TWO


@pytest.mark.parametrize("line", ["其中包括：", "“两重”项目建设：", "为此，要求：", "（一）“两重”："])
def test_a_line_before_a_list_outside_a_glossary_defines_nothing(line: str) -> None:
    assert defined(f"{REPORT}{line}\n\n国家重大战略实施。\n") == []
