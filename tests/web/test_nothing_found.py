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
