"""Synonyms: the file that ships, what they add to a query and to a result, and the user's own."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.make_synonyms import table
from policysearch import Index
from policysearch.cli.main import main
from policysearch.model.errors import CorpusError
from policysearch.model.hits import BY_SYNONYMS
from policysearch.output import html as html_output
from policysearch.output import json as json_output
from policysearch.query import synonyms
from policysearch.query.ast import Term, positive_leaves
from policysearch.query.parser import parse
from policysearch.query.synonyms import Synonyms
from policysearch.search import highlight
from policysearch.text.normalize import fold
from tests.support.paths import ROOT

LINES = [
    line
    for file in sorted(Path(synonyms.__file__).with_name("synonym_groups").glob("*.txt"))
    for line in file.read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
GROUPS = [line for line in LINES if re.search("[=>]", line)]
WORDS = [line for line in LINES if line not in GROUPS]  # that hold a form by accident
OURS = Synonyms("GDP = 地区生产总值\n地铁 > 轨道交通\n养老院 > 养老机构\n养老机构 > 养老院", shipped=False)


def forms(group: str) -> list[str]:
    return [form.strip() for form in re.split("[=>]", group)]


# The file that ships


def test_every_line_is_a_group_or_a_word_that_holds_a_form_by_accident() -> None:
    assert len(GROUPS) >= 500
    for group in GROUPS:
        assert re.fullmatch("[^=>]+(=[^=>]+)*(>[^=>]+(=[^=>]+)*)?", group) and all(forms(group)), group
    for word in WORDS:
        others = "\n".join(line for line in LINES if line != word)
        assert Synonyms(others, shipped=False).added_words(Term(word)) and not Synonyms().added_words(Term(word)), word


def test_no_form_is_so_short_that_it_stands_in_any_word() -> None:
    assert not [form for line in LINES for form in forms(line) if len(form) < 2]


def test_no_group_names_a_form_twice() -> None:
    for group in GROUPS:
        assert len({fold(form) for form in forms(group)}) == len(forms(group)), group


def test_no_form_is_explained_twice() -> None:
    explained = [fold(form) for line in LINES for form in forms(line.partition(">")[0])]
    assert len(explained) == len(set(explained))


def test_every_form_finds_all_of_its_group() -> None:
    ours = Synonyms()
    for group in GROUPS:
        for form in forms(group.partition(">")[0]):
            assert ours.added_words(Term(form)) == [other for other in forms(group) if other != form]


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("GDP", "地区生产总值"),
        ("地区生产总值", "GDP"),
        ("R&D", "研发"),
        ("研发", "R&D"),
        ("研发", "研究与试验发展"),
        ("成渝地区双城经济圈", "双城经济圈"),
        ("十五五", "第十五个五年规划"),
        ("第十五个五年规划", "十五五"),
        ("PM2.5", "细颗粒物"),
        ("ＰＭ２．５", "细颗粒物"),
        ("细颗粒物", "PM2.5"),
        ("新能源汽车", "新能源车"),
        ("养老机构", "养老院"),
        ("驾照", "机动车驾驶证"),
        ("民诉法", "民事诉讼法"),
        ("公务员工资", "劳动报酬"),  # the last of two as long: not 员工
        ("养老公寓", "养老机构"),  # the longest: not 老公
    ],
)
def test_what_the_shipped_file_adds(typed: str, other: str) -> None:
    assert other in Synonyms().added_words(Term(typed))


# What becomes of a query


@pytest.mark.parametrize(
    ("typed", "widened"),
    [
        ("GDP", 'GDP OR "地区生产总值"^0.3'),
        ("地区生产总值", '地区生产总值 OR "GDP"^0.3'),
        ("ＧＤＰ", 'ＧＤＰ OR "地区生产总值"^0.3'),
        ("GDP增速", 'GDP增速 OR ("地区生产总值" AND 增速)^0.3'),
        ("人均GDP", '人均GDP OR (人均 AND "地区生产总值")^0.3'),
        ("GDP，", 'GDP OR "地区生产总值"^0.3'),
        ("GDPR", "GDPR"),  # no Latin word is cut
        ("地铁", '地铁 OR "轨道交通"^0.3'),
        ("轨道交通", "轨道交通"),  # > goes one way
        ("养老院", '养老院 OR "养老机构"^0.3'),
        ("养老机构", '养老机构 OR "养老院"^0.3'),
        ("GDP 增速", '(GDP OR "地区生产总值"^0.3) AND 增速'),
        ("title:GDP^2", 'title:(GDP OR "地区生产总值"^0.3)^2'),
        ("GDP OR 氢能", 'GDP OR "地区生产总值"^0.3 OR 氢能'),
        # Taken as they are
        ('"GDP"', '"GDP"'),
        ("“GDP”", '"GDP"'),
        ("《GDP》", '"GDP"'),
        ("-GDP", "NOT GDP"),
        ("GDP*", "GDP*"),
        ('"GDP 增速"~9', '"GDP 增速"~9'),
        ("chapter:GDP", "chapter:GDP"),
        ("district:GDP", "district:GDP"),
        ("氢能", "氢能"),
    ],
)
def test_only_an_unquoted_term_is_widened(typed: str, widened: str) -> None:
    assert str(OURS.widen(parse(typed))) == widened
    assert bool(OURS.added_words(parse(typed))) == (str(parse(typed)) != widened)


def test_what_is_no_group_is_passed_over() -> None:
    odd = Synonyms("\n#甲=乙\n=\n>\n = 丙 = \n丁\n戊 > \n> 己\n庚=庚\n辛 =  壬 # 癸", shipped=False)
    assert [odd.added_words(Term(form)) for form in "甲丙丁戊己庚癸"] == [[]] * 7
    assert (odd.added_words(Term("辛")), odd.added_words(Term("壬"))) == (["壬"], ["辛"])


# What becomes of a result

PLAN = """重庆市綦江区国民经济和社会发展第十五个五年规划纲要

第一章 发展目标

GDP达到1000亿元。

第二章 发展基础

地区生产总值增长，地区生产总值跃升，地区生产总值突破。

第三章 交通

新建地铁一条，轨道交通成网。

第四章 公园

绿道成网，小区养老服务站成片。
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("synonyms")
    (folder / "a.txt").write_text(PLAN, "utf-8")
    Index.update([folder / "a.txt"], folder / "index")
    return folder


@pytest.fixture(scope="module")
def index(folder: Path) -> Iterator[Index]:
    with Index.open(folder / "index") as opened:
        yield opened


def test_a_synonym_is_found_after_what_was_typed_and_counted(index: Index) -> None:
    answer = index.search("GDP", synonyms=True)
    assert [hit.passage.title for hit in answer.hits] == ["第一章 发展目标", "第二章 发展基础"]
    assert (answer.total, answer.parsed, answer.synonyms) == (2, "GDP", ("地区生产总值", "生产总值"))
    assert [hit.passage.title for hit in index.search("地区生产总值", synonyms=True)] == [
        "第二章 发展基础",
        "第一章 发展目标",
    ]


@pytest.mark.parametrize("typed", ['"GDP"', "“GDP”"])
def test_quotes_and_the_switch_turn_synonyms_off(index: Index, typed: str) -> None:
    assert index.search(typed, synonyms=True) == index.search(typed)
    for answer in (index.search(typed, synonyms=True), index.search("GDP", strict=True)):
        assert (answer.total, answer.synonyms) == (1, ())


def test_a_synonym_never_makes_an_exclusion_larger(index: Index) -> None:
    assert "第二章 发展基础" in [hit.passage.title for hit in index.search("-GDP", None, synonyms=True)]


def test_a_synonym_is_marked_too(index: Index) -> None:
    answer = index.search("GDP", synonyms=True)
    piece = highlight.snippet(answer.hits[1].passage, answer.tree)
    assert {piece.text[start:end] for start, end in piece.marks} == {"地区生产总值"}
    page = html_output.fragment(answer)
    assert "<mark>地区生产总值</mark>" in page and "同时检索：地区生产总值、生产总值" in page
    assert "同时检索" not in html_output.fragment(index.search('"GDP"', synonyms=True))


def test_the_command_says_what_else_it_looked_for(folder: Path) -> None:
    def run(*arguments: str) -> str:
        return CliRunner().invoke(main, ["search", *arguments, "--index", str(folder / "index")]).stdout

    assert "with synonyms: 地区生产总值 · 生产总值" in run("GDP", "--synonyms")
    assert "2 passages found" in run("GDP", "--synonyms")
    for arguments in (['"GDP"', "--synonyms"], ["GDP", "--strict"]):
        assert "1 passage found" in run(*arguments) and "synonyms" not in run(*arguments)
    assert "--synonyms" in run("章", "--synonyms", "--limit", "1")


def test_synonyms_that_would_find_more_are_named(folder: Path, index: Index) -> None:
    typed = "GDP AND 发展"
    answer = index.search(typed)
    assert (answer.total, answer.also) == (1, ("地区生产总值", "生产总值"))
    assert json_output.answer(answer)["also"] == ["地区生产总值", "生产总值"]
    assert "同义词还能找到更多：地区生产总值、生产总值" in html_output.fragment(answer)
    shown = CliRunner().invoke(main, ["search", typed, "--index", str(folder / "index")]).stdout
    assert "--synonyms finds more: 地区生产总值 · 生产总值" in shown
    for none in (index.search(typed, strict=True), index.search(typed, synonyms=True), index.search("地铁")):
        assert none.also == ()  # forbidden, looked for already, or standing in the same passages


def test_a_rare_term_of_a_group_finds_its_synonyms_after_all_that_hold_it(tmp_path: Path) -> None:
    once = "本合同因情势变更而解除。" + "当事人另有约定的，从其约定。" * 60
    law = "不属于商业风险的重大变化" * 20
    text = [f"第{n}条 {once if n == '一' else f'变更，{law}。'}" for n in "一二三四五"]
    (tmp_path / "a.txt").write_text("\n\n".join(["合同规定", *text]), "utf-8")
    Index.update([tmp_path / "a.txt"], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        answer = index.search("情势变更")
        assert (answer.total, answer.exact, answer.relaxation) == (5, 1, BY_SYNONYMS)
        assert answer.hits[0].passage.title == "第一条"
        assert answer.synonyms == ("不属于商业风险的重大变化",)
        written = json_output.answer(answer)
        assert (written["total"], written["exact"], written["relaxed"]) == (5, 1, True)
        assert "包含全部词语的段落仅 1 条" in html_output.fragment(answer)
        assert index.search("情势变更", strict=True).total == index.search('"情势变更"').total == 1
        within = parse("title:第一条")
        assert index.search("情势变更", within=within).total == 1
        assert [hit.passage.title for hit in index.search("情势变更", 1, 1).hits] == [answer.hits[1].passage.title]
        second = index.explain("情势变更", answer.hits[0].passage.id)
        assert second is not None and second.rank == 1
        assert sum(index.facets("情势变更", ["kind"])["kind"].values()) == 5


def test_a_search_without_a_term_reads_no_file(folder: Path) -> None:
    program = (
        "import sys; from policysearch import Index; index = Index.open(sys.argv[1]);"
        "index.search('\"GDP\" -公园 district:綦江 轨道*', synonyms=True); assert 'policysearch.query.synonyms' not in sys.modules or index._planner._synonyms is None"
    )
    subprocess.run([sys.executable, "-c", program, str(folder / "index")], cwd=ROOT, check=True)


def test_what_the_typed_words_find_comes_first_in_the_sample_corpus(tmp_path: Path) -> None:
    Index.update([ROOT / "corpus"], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        for group in GROUPS:
            typed = forms(group)[0]
            found = [hit.passage.id for hit in index.search(typed, None, synonyms=True)]
            plain = index.search(typed, None, strict=True)
            assert {hit.passage.id for hit in plain} <= set(found)
            if plain.total:
                assert found[0] in {hit.passage.id for hit in plain}, typed
            others = index.search(typed, 1, synonyms=True).synonyms
            for leaf in positive_leaves(index.search(typed, 1, synonyms=True).tree):
                assert leaf == Term(typed) or any(other in str(leaf) for other in others)


# The user's own


def test_an_index_keeps_the_users_synonyms_until_it_is_given_others(folder: Path, tmp_path: Path) -> None:
    documents, home, ours = folder / "a.txt", tmp_path / "index", tmp_path / "ours.txt"

    def found(**options: object) -> tuple[str, ...]:
        Index.update([documents], home, **options)  # type: ignore[arg-type]
        with Index.open(home) as index:
            assert index.check() == []
            return tuple(hit.passage.title for hit in index.search("绿地", synonyms=True))

    assert found() == ()
    ours.write_bytes("# 我区用语\r\n綠地 = 公园\r\n".encode("gb18030"))
    assert found(synonyms=ours) == ("第四章 公园",)
    ours.unlink()
    assert found() == ("第四章 公园",)  # remembered
    assert found(rebuild=True) == ("第四章 公园",)
    documents.touch()
    assert found() == ("第四章 公园",)
    ours.write_text("绿地 > 绿道 = 轨道")
    assert found(synonyms=str(ours)) == ("第三章 交通", "第四章 公园")
    ours.write_text("")
    assert found(synonyms=ours) == ()  # an empty file forgets them
    with pytest.raises(CorpusError, match=r"missing\.txt: cannot be read"):
        found(synonyms=tmp_path / "missing.txt")


def test_own_synonyms_outlive_an_index_of_another_format(folder: Path, tmp_path: Path) -> None:
    home, ours = tmp_path / "index", tmp_path / "ours.txt"
    ours.write_text("绿地 = 公园", "utf-8")
    Index.update([folder / "a.txt"], home, synonyms=ours)
    (manifest,) = home.glob("v*/manifest.json")
    manifest.write_text(manifest.read_text("utf-8").replace('"format": "', '"format": "0.'), "utf-8")
    assert "format" in Index.update([folder / "a.txt"], home).rebuilt
    with Index.open(home) as index:
        assert index.search("绿地", synonyms=True).total == 1


@pytest.mark.parametrize(
    "line",
    [
        "> 公园",
        "绿地 = ",
        "绿地 = 公园 =",
        "绿地 > 公园 > 绿道",
        "=",
        "绿地 >",
        "绿地 = > 公园",
        "绿地 = " + "公园绿地" * 300_000,
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_line_in_which_a_word_is_missing_is_left_out_and_named(
    folder: Path, tmp_path: Path, line: str, encoding: str
) -> None:
    ours = tmp_path / "ours.txt"
    text = f"地铁 > 轨道\n仲裁员  # stands for nothing else 城市轨道交通\n\n{line}\n公园 > 绿地\n"
    ours.write_bytes(text.encode(encoding))
    report = Index.update([folder / "a.txt"], tmp_path / "index", synonyms=ours)
    (problem,) = report.problems
    assert str(problem).startswith(f"{ours}: line 4 is left out: ")
    assert len(problem.reason) < 200 and problem.reason.isprintable()
    with Index.open(tmp_path / "index") as index:
        assert "绿地" in index.search("公园", synonyms=True).synonyms


def test_the_table_holds_the_groups() -> None:
    """benchmarks/make_synonyms.py renews it."""
    assert synonyms.TABLE.read_text("utf-8") == table()
