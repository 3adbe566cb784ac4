"""What stands above and below hits, in every output: documents, altered quotes, other places of a text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysearch.index.index import Index
from policysearch.messages.catalogue import speaking
from policysearch.output import answers, html
from policysearch.output import json as json_output
from policysearch.output.formats.csv import as_csv
from policysearch.output.formats.markdown import as_markdown
from policysearch.output.terminal import hits
from policysearch.output.terminal.text import width

FILES = {
    "甲": "甲市应急条例\n\n第一章 总则\n第一条 甲市制定本条例。\n第二条 各区县应当保障应急物资运输车辆优先通行。\n",
    "乙": "乙市应急条例\n\n第三条 各区县应当保障应急物资运输车辆优先通行。\n",
    "备份/乙": "乙市应急条例\n\n第三条 各区县应当保障应急物资运输车辆优先通行。\n",
    "丙": "丙市<script>alert(1)</script>条例\n\n第一条 <img src=x onerror=alert(1)>本条例所称设施，不得擅自改变用途。\n",
}
ALTERED = """\
所引文字没有一处与原文完全相同，以下 2 处最接近，不同之处已标出。

1  第三条
   乙市应急条例
   你引的是：各区县【可以】保障应急物资运输车辆优先通行
   原文是：各区县【应当】保障应急物资运输车辆优先通行
   乙.txt:3 · regulation-ysyjtl-NN/art_3
   另见：甲市应急条例（regulation-jsyjtl-NN/art_2）；乙市应急条例
   （regulation-ysyjtl-NN_2/art_3）

共 2 条结果；全部结果中有 1 条与别条文字相同，已并入“另见”（--no-fold 全部列出）"""
TITLED = """\
文件  甲市应急条例
      1 章 · 2 条
      policysearch show regulation-jsyjtl-NN
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("answers")
    for name, text in FILES.items():
        file = folder / "corpus" / f"{name}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    Index.update([folder / "corpus"], folder / "index")
    with Index.open(folder / "index") as opened:
        yield opened


def printed(index: Index, query: str, columns: int = 80) -> str:
    with speaking("zh"):
        text = hits.answer(index.search(query), "more", columns, False)
    for id in {passage.document_id for passage in index.passages()}:
        mark = id.removesuffix("_2").rpartition("-")[2]
        text = text.replace(mark, "NN")
    return text


QUOTE = "“各区县可以保障应急物资运输车辆优先通行”"


def test_a_terminal_shows_what_differs_and_where_else_it_stands(index: Index) -> None:
    assert printed(index, QUOTE) == ALTERED
    assert printed(index, "甲市应急条例").startswith(TITLED)


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("query", [QUOTE, "甲市应急条例", "乙市应急条例"])
def test_no_line_is_wider_than_the_terminal(index: Index, query: str, columns: int) -> None:
    lines = printed(index, query, columns).split("\n")
    assert all(width(line) <= columns or "policysearch" in line or "共" in line for line in lines)


def test_json_says_all_of_it(index: Index) -> None:
    told = json_output.answer(index.search(QUOTE))
    assert (told["total"], told["altered"], told["folded"], told["relaxation"]) == (2, 2, 1, "altered")
    (hit,) = told["hits"]
    assert hit["why"] == "altered" and [one["document"] for one in hit["also"]] == ["甲市应急条例", "乙市应急条例"]
    differs = hit["altered"]
    assert differs["quoted_marks"] == differs["printed_marks"] == [[3, 5]]
    assert hit["snippet"]["text"][slice(*hit["snippet"]["marks"][0])] == differs["printed"]


def test_csv_and_markdown_say_what_was_quoted_and_what_is_printed(index: Index) -> None:
    (row,) = csv.DictReader(io.StringIO(as_csv(index.search(QUOTE))))
    assert row["why"] == "altered" and len(row["also"].split()) == 2
    assert row["text"] == (
        "你引的是：各区县可以保障应急物资运输车辆优先通行 / 原文是：各区县应当保障应急物资运输车辆优先通行"
    )
    text = as_markdown(index.search(QUOTE))
    assert "各区县**可以**保障" in text and "各区县**应当**保障" in text and "另见：" in text
    assert as_markdown(index.search("甲市应急条例")).split("\n")[4].startswith("文件 **甲市应急条例** 1 章 · 2 条")


def test_html_escapes_documents_and_quotes(index: Index) -> None:
    found = index.search("“<q>本条例所称设施，可以擅自改变用途”")
    shown = html.fragment(found, lambda id: f"/d/{id}")
    assert (
        found.altered
        and "ps-altered" in shown
        and "<mark>可以</mark>" in shown
        and "<q" not in shown
        and "&lt;q" in shown
    )
    titled = html.fragment(index.search("甲市应急条例"), lambda id: f"/d/{id}")
    assert 'class="ps-document"' in titled and '<a href="/d/regulation-jsyjtl' in titled
    folded = html.fragment(index.search("应急物资运输车辆"), lambda id: f"/d/{id}")
    assert folded.count('class="ps-hit"') == 1 and 'class="ps-also"' in folded


@given(st.text("甲乙丙\n", max_size=600), st.lists(st.tuples(st.integers(0, 600), st.integers(1, 5)), max_size=6))
def test_of_a_long_quote_all_that_differs_is_shown(text: str, places: list[tuple[int, int]]) -> None:
    marks, at = [], 0
    for start, length in sorted(places):
        if at <= start and start + length <= len(text):
            marks.append((start, start + length))
            at = start + length + 1
    shown, moved = answers._around(text, marks)
    assert [shown[a:b] for a, b in moved] == [text[a:b] for a, b in marks]
    assert all(piece in text for piece in shown.split("…"))
    assert len(shown) <= max(200, 60 * (len(marks) + 1))


def test_names_are_read_as_fields_in_the_language_of_the_reader() -> None:
    found = cast(Any, SimpleNamespace(understood='plan:十五五 district:江北区 "city:a" http://b'))
    assert answers.conditions(found, "en") == found.understood
    assert answers.conditions(found, "zh") == '规划期:十五五 区县:江北区 "city:a" http://b'
