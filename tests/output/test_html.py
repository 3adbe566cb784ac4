"""HTML is parsed back: what it says is what the passages hold, and nothing that we did not write is in it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.index.answer import Answer
from policysearch.model.document import Passage
from policysearch.model.hits import Hit
from policysearch.output.html import fragment, page
from policysearch.query.parser import parse
from policysearch.text.display import plain
from policysearch.text.normalize import fold

PASSAGE = Passage(
    id="cq-jiulongpo-fyp-15/part_3__chp_7",
    document_id="cq-jiulongpo-fyp-15",
    document="九龙坡区“十五五”规划纲要",
    type="规划纲要",
    district="九龙坡区",
    city="重庆市",
    level="区县级",
    plan="十五五",
    years=(2026, 2030),
    number="",
    issuer="",
    issued="",
    kind="章",
    part="第三篇 产业",
    chapter="第七章 壮大氢能产业",
    section="",
    article="",
    box="",
    path=("第三篇 产业", "第七章 壮大氢能产业"),
    title="第七章 壮大氢能产业",
    text="加快**氢能**产业发展，\n推进 R&D 与 3<5 的应用。" + "其他内容在此。" * 30,
    source="plans/a.txt",
    line_start=12,
    line_end=20,
)

#: Every element and attribute that the fragment may hold.
OURS = {
    "section": {"class", "lang", "aria-label"},
    "p": {"class"},
    "ol": {"class", "start"},
    "li": {"class", "id"},
    "h3": {"class"},
    "a": {"href"},
    "mark": set(),
    "cite": set(),
}
PAGE = {
    "html": {"lang"},
    "head": set(),
    "meta": {"charset", "name", "content"},
    "title": set(),
    "style": set(),
    "body": set(),
    "main": set(),
    "h1": set(),
}

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "</section></body></html>",
    "<!-- --><![CDATA[ ]]>&lt;b&gt;&#60;i&#62;",
    "\x00\x07\x1b[31m\u202e\u2066\ufeff\ud800\ufffe",
    "<b>粗</b><sub>2</sub>**体**<style>*{}</style>",
    "</title></style><svg/onload=alert(1)>",
]


def answer(*passages: Passage, query: str = "氢能 产业", total: int | None = None, offset: int = 0) -> Answer:
    tree = parse(query)
    hits = tuple(Hit(passage, 1.0) for passage in passages)
    return Answer(query, str(tree), tree, len(hits) if total is None else total, False, offset, hits)


def text(soup: BeautifulSoup, selector: str) -> str:
    found = soup.select_one(selector)
    assert found is not None, selector
    return found.get_text()


def assert_only_ours(html: str, allowed: dict[str, set[str]]) -> BeautifulSoup:
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(True):
        assert isinstance(tag, Tag)
        assert tag.name in allowed, tag
        assert set(tag.attrs) <= allowed[tag.name], tag
    for link in soup.find_all("a"):
        assert str(link["href"]).startswith("#")
    return soup


def test_a_hit_shows_title_path_snippet_source_and_is_a_permalink() -> None:
    soup = assert_only_ours(fragment(answer(PASSAGE, total=27, offset=10)), OURS)
    assert text(soup, ".ps-total") == "共 27 条结果，显示第 11–11 条"
    assert soup.ol and soup.ol["start"] == "11"
    hit = soup.select_one("li.ps-hit")
    assert hit and hit["id"] == PASSAGE.id
    assert soup.a and unquote(str(soup.a["href"])) == f"#{PASSAGE.id}"
    assert text(soup, "h3.ps-title") == "第七章 壮大氢能产业"
    assert text(soup, ".ps-path") == "九龙坡区 › 第三篇 产业"
    assert text(soup, ".ps-source") == "九龙坡区“十五五”规划纲要 · plans/a.txt 第 12–20 行"
    snippet = text(soup, ".ps-snippet")
    assert snippet.startswith("加快氢能产业发展，推进 R&D 与 3<5 的应用。") and snippet.endswith("…")
    assert [mark.get_text() for mark in soup.find_all("mark")] == ["氢能", "产业", "氢能", "产业"]


def test_nothing_found_is_said_and_the_query_escaped() -> None:
    soup = assert_only_ours(fragment(answer(query="<b>氢</b>")), OURS)
    assert text(soup, ".ps-none").startswith("没有找到“氢”")
    assert not soup.ol


def test_a_page_past_the_end_has_no_list_and_does_not_say_that_nothing_was_found() -> None:
    soup = assert_only_ours(fragment(answer(total=27, offset=30)), OURS)
    assert not soup.ol and not soup.select(".ps-none")
    assert text(soup, ".ps-total") == "共 27 条结果"


def test_a_page_stands_alone() -> None:
    html = page(answer(PASSAGE))
    assert html.startswith('<!DOCTYPE html>\n<html lang="zh-CN">')
    soup = assert_only_ours(html, OURS | PAGE)
    assert soup.title and soup.title.string == "检索：氢能 产业"
    assert "@import" not in html and "url(" not in html
    assert fragment(answer(PASSAGE)) in html


@pytest.mark.parametrize("evil", HOSTILE)
@pytest.mark.parametrize("field", ["text", "title", "document", "district", "source", "kind", "id"])
def test_a_hostile_passage_adds_nothing(evil: str, field: str) -> None:
    value = f"氢能{evil}产业"
    passage = replace(PASSAGE, **{field: value})  # type: ignore[arg-type]
    passage = replace(
        passage, path=(*passage.path[:-1], f"{evil}上级", passage.title), district=passage.district or evil
    )
    soup = assert_only_ours(page(answer(passage, query="氢能 产业")), OURS | PAGE)
    whole = soup.get_text()
    assert not any(c in whole for c in "\x00\x07\x1b\u202e\u2066\ufeff\ud800\ufffe")
    if field not in ("id", "kind"):
        assert plain(value)[0] in whole  # shown as it stands, not swallowed


def test_a_hostile_query_adds_nothing() -> None:
    for evil in HOSTILE:
        query = '"' + evil.replace('"', '\\"') + '"'
        assert_only_ours(page(answer(PASSAGE, query=query)), OURS | PAGE)


PIECES = st.sampled_from(
    [
        "氢能",
        "产业",
        "发展",
        "，",
        "。",
        "\n",
        "\t",
        " ",
        "**",
        "<b>",
        "</b>",
        "&",
        "<",
        ">",
        '"',
        "&lt;",
        "<script>",
        "3<5",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=150).map("".join))
def test_the_snippet_without_its_marks_is_a_piece_of_the_source_and_each_mark_a_match(source: str) -> None:
    soup = assert_only_ours(fragment(answer(replace(PASSAGE, text=source))), OURS)
    found = soup.select_one(".ps-snippet")
    if not plain(source)[0]:
        assert found is None
        return
    assert found is not None
    # Breaks become spaces or nothing, so compare without white space.
    shown = "".join(found.get_text().removeprefix("…").removesuffix("…").split())
    assert shown in "".join(plain(source)[0].split())
    assert all(fold(mark.get_text()) in ("氢能", "产业") for mark in found.find_all("mark"))
    assert bool(found.find_all("mark")) == ("氢能" in fold(source) or "产业" in fold(source))
