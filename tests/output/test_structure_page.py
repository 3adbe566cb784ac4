"""The page of a document with its structure: every line once, escaped, owned, and marked where something is odd."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from policysearch.cli.main import main
from policysearch.model.document import Document, Source
from policysearch.model.grids import PageStart
from policysearch.output import structure_page
from policysearch.structure import tree_builder

LAW = """某市养犬管理条例

第一章 总 则
第一条 为了<规范>养犬，制定本条例。
第三条 养犬人应当登记。
第二章 管理
专栏1 指标
名称\t2025年\t2030年
登记率\t80\t90
"""


def read(text: str) -> list[tuple[Source, Document]]:
    source = Source("a.txt", tuple(text.split("\n")), "utf-8", False, "")
    return [(source, document) for document in tree_builder.parse(source)]


def part(line: Tag, name: str) -> str:
    """The text of one piece of a line."""
    found = line.select_one(f".{name}")
    assert found is not None
    return found.text


def shown(text: str, language: str = "zh") -> BeautifulSoup:
    return BeautifulSoup(structure_page.page(read(text), language), "html.parser")


def test_each_line_stands_there_once_with_its_number_and_kind() -> None:
    page = shown(LAW)
    lines = page.select("p.l")
    assert [(part(line, "n"), part(line, "t")) for line in lines] == [
        (str(n), line) for n, line in enumerate(LAW.split("\n"), 1) if line
    ]
    kinds = [part(line, "kind") for line in lines]
    assert kinds[1:6] == ["章", "条", "条", "章", "专栏"]
    assert [part(line, "t") for line in page.select("p.h")][:2] == [
        "第一章 总 则",
        "第一条 为了<规范>养犬，制定本条例。",
    ]
    assert len(page.select("p.table")) == 2 and not page.select("p.none")


def test_the_title_and_how_it_was_read_are_told() -> None:
    text = (
        "返回顶部\n某市养犬\n管理条例\n第一章 总则\n第一条 为了规范养犬，制定本条例。\n某市养犬管理条例的说明见附件。\n"
    )
    source = Source("a.txt", tuple(text.split("\n")), "gb18030", True, "", blocks=(("nav", 7),), reader="text")
    page = BeautifulSoup(structure_page.page([(source, one) for one in tree_builder.parse(source)]), "html.parser")
    assert [(part(line, "kind"), part(line, "t")) for line in page.select("p.title")] == [
        ("标题", "某市养犬"),
        ("标题", "管理条例"),
    ]
    facts = dict(zip((one.text for one in page.select("dt")), (one.text for one in page.select("dd")), strict=True))
    assert facts["读取器"] == "text；gb18030"
    assert facts["推测"] == "编码为 gb18030"
    assert facts["未读取"] == "导航 7 个字"


def test_what_is_odd_stands_below_its_line() -> None:
    (odd,) = shown(LAW).select("p.odd")
    before = odd.find_previous_sibling("p")
    assert before is not None and "第三条" in before.text and "⚠" in odd.text
    assert re.search("[a-z]{3}", shown(LAW, "en").select("p.odd")[0].text)


def test_the_contents_lead_to_the_headings() -> None:
    page = shown(LAW)
    targets = {tag["id"] for tag in page.select("[id]")}
    links = [link["href"] for link in page.select("nav a")]
    assert len(links) == 6 and all(str(link)[1:] in targets for link in links)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=200))
def test_nothing_of_a_document_is_markup(text: str) -> None:
    made = structure_page.page(read(f"第一章 <b>{text}</b><script>x</script>\n{text}"))
    assert ("<script" not in made and "<b>第" in made.replace("</b>", "")) or "<script" not in made
    assert not re.search("[\x00-\x08\x0b\x0e-\x1f\x7f\u202e]", unescape(made))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_command_writes_the_page(tmp_path: Path, language: str) -> None:
    (tmp_path / "a.txt").write_text(LAW, "utf-8")
    target = tmp_path / "a.html"
    done = CliRunner().invoke(
        main, ["outline", str(tmp_path / "a.txt"), "--html", "--lang", language, "-o", str(target)]
    )
    assert done.exit_code == 0 and target.read_text("utf-8").startswith("<!doctype html>")
    assert f'lang="{"zh-CN" if language == "zh" else "en"}"' in target.read_text("utf-8")
    assert CliRunner().invoke(main, ["outline", str(tmp_path / "a.txt"), "--html", "--json"]).exit_code == 2


def test_pages_are_told_where_they_begin_and_in_the_contents() -> None:
    starts = (PageStart(1, 1), PageStart(5, 2, "ii"))
    source = Source("a.pdf", tuple(LAW.split("\n")), "pdf", False, "", page_starts=starts)
    pairs = [(source, document) for document in tree_builder.parse(source)]
    page = BeautifulSoup(structure_page.page(pairs), "html.parser")
    found = page.select("p.page, p.l")
    marks = {one.text: other.get("id") for one, other in pairwise(found) if "page" in one["class"]}
    assert marks == {"第 1 页": "d1l1", "第 2 页 (ii)": "d1l5"}
    assert [one.text for one in page.select("nav .n")] == ["第 1 页"] * 2 + ["第 2 页"] * 3
    assert not shown(LAW).select("p.page, nav .n")
