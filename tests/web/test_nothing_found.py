"""A search that finds nothing: what each part finds alone, and the values of a field that has not the one asked for."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from policysearch.cli.main import main
from tests.support.web_fixtures import client, samples

NOTHING = {"q": "氢能 district:不存在"}


@pytest.mark.parametrize("params", [NOTHING, {"q": "氢能", "district": "不存在"}], ids=["typed", "filter"])
def test_the_api_tells_parts_and_values(params: dict[str, str]) -> None:
    with client(samples()) as web:
        word, condition = web.get("/api/search", params=params).json()["parts"]
        assert (word["text"], condition["total"], condition["name"]) == ("氢能", 0, "district")
        assert word["total"] > 0 and "九龙坡区" in condition["values"]
        assert "parts" not in web.get("/api/search", params={"q": "氢能"}).json()


def test_the_api_tells_what_the_command_tells() -> None:
    told = CliRunner().invoke(main, ["search", NOTHING["q"], "--json", "--index", str(samples())])
    with client(samples()) as web:
        assert web.get("/api/search", params=NOTHING).json()["parts"] == json.loads(told.stdout)["parts"]


def test_the_page_names_values_in_the_words_of_its_readers() -> None:
    with client(samples()) as web:
        page = BeautifulSoup(web.get("/", params=NOTHING).text, "html.parser")
        notes = [note.get_text() for note in page.select("p.note")]
        assert any("氢能 15；区县:不存在 0" in note for note in notes)
        assert any(note.startswith("区县现有：") and "九龙坡区" in note for note in notes)
        bare = BeautifulSoup(web.get("/", params={"q": "火星基地 district:不存在"}).text, "html.parser")
        assert not bare.select(".facets") and bare.select_one(".results.bare")
        filtered = BeautifulSoup(web.get("/", params={"q": "氢能", "district": "不存在"}).text, "html.parser")
        assert "九龙坡区" in filtered.select_one(".facets").get_text()  # type: ignore[union-attr]
        assert not BeautifulSoup(web.get("/", params={"q": "氢能"}).text, "html.parser").select(".bare")


def page(address: str, **params: str) -> BeautifulSoup:
    with client(samples()) as web:
        return BeautifulSoup(web.get(address, params=params, headers={"accept": "text/html"}).text, "html.parser")


def test_a_page_without_results_offers_no_order_and_says_it_once() -> None:
    nothing = page("/", q="“火星上的氢能”")
    assert not nothing.select("nav.order") and page("/", q="氢能").select("nav.order")
    assert nothing.get_text().count("没有找到") == 1 and "没有找到：“火星上的氢能”" in nothing.get_text()


def test_a_term_without_hits_is_told_in_a_comparison() -> None:
    compared = page("/compare", term="火星移民")
    assert not compared.select(".side section")
    assert "没有段落含有：火星移民" in compared.select_one(".side").get_text()  # type: ignore[union-attr]


def test_a_cut_list_of_indicators_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = page("/compare", indicator="率").select("table.data tbody tr")
    monkeypatch.setattr("policysearch.web.compare_view._INDICATORS", 3)
    few = page("/compare", indicator="率")
    assert len(rows) > 3 == len(few.select("table.data tbody tr"))
    assert "只列前 3 行" in few.select_one("caption").get_text()  # type: ignore[union-attr]


def test_of_a_long_query_the_page_shows_what_is_around_the_error() -> None:
    shown = page("/", q="长" * 600).select_one(".pointer").get_text()  # type: ignore[union-attr]
    assert shown.startswith("…") and len(shown) < 100
