"""The API gives the JSON of the command line, describes itself truly, and says where a query is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch import Index
from policysearch.cli import main

from .web_fixtures import QUICK, client, samples

jsonschema = pytest.importorskip("jsonschema", reason="needs jsonschema, which comes with the test extra")


def command(*args: str) -> object:
    return json.loads(CliRunner().invoke(main, [*args, "--index", str(samples()), "--json"]).stdout)


def test_the_same_json_as_the_command_line() -> None:
    with client(samples()) as web:
        assert web.get("/api/search", params={"q": "氢能 district:九龙坡", "limit": 3}).json() == command(
            "search", "氢能 district:九龙坡", "--limit", "3"
        )
        assert web.get("/api/glossary", params={"term": "新质生产力"}).json() == command("glossary", "新质生产力")
        assert web.get("/api/compare", params={"term": ["氢能", "养老"]}).json() == command("compare", "氢能", "养老")


def test_documents_outlines_and_tables_are_those_of_the_files() -> None:
    corpus = Path(__file__).parents[1] / "corpus"
    outlines = json.loads(CliRunner().invoke(main, ["outline", str(corpus), "--json"]).stdout)["documents"]
    tables = json.loads(CliRunner().invoke(main, ["tables", str(corpus), "--json"]).stdout)
    with client(samples()) as web:
        listed = web.get("/api/documents").json()["documents"]
        assert sorted(one["document_id"] for one in listed) == sorted(one["document_id"] for one in outlines)
        for one in outlines:
            assert web.get(f"/api/documents/{one['document_id']}").json() == one
        assert sorted(map(json.dumps, web.get("/api/tables?limit=100").json())) == sorted(map(json.dumps, tables))
        assert all("研发" in str(table) for table in web.get("/api/tables", params={"q": "研发"}).json())


def test_every_passage_is_read_by_its_id() -> None:
    with client(samples()) as web, Index.open(samples()) as index:
        passages = list(index.passages())
        for passage in passages[:: max(1, len(passages) // 40)]:
            answer = web.get(f"/api/provisions/{quote(passage.id)}").json()
            assert (answer["id"], answer["text"]) == (passage.id, passage.text)
            before, after = index.neighbours(passage.id)
            assert (answer["before"], answer["after"]) == (before and before.id, after and after.id)


def test_filters_combine_and_pages_are_slices_of_one_ranking() -> None:
    with client(samples()) as web:
        whole = web.get("/api/search?q=发展&limit=100&facets=true").json()
        pieces = [web.get(f"/api/search?q=发展&limit=7&offset={n}").json()["hits"] for n in range(0, 35, 7)]
        assert [hit["id"] for piece in pieces for hit in piece] == [hit["id"] for hit in whole["hits"][:35]]
        counts = whole["facets"]["district"]
        for district, count in counts.items():
            assert web.get("/api/search", params={"q": "发展", "district": district}).json()["total"] == count
        several = web.get("/api/search", params={"q": "发展", "district": list(counts)[:2], "kind": "节"}).json()
        assert {hit["kind"] for hit in several["hits"]} == {"节"}
        assert {hit["district"] for hit in several["hits"]} <= set(list(counts)[:2])


@pytest.mark.parametrize(
    ("query", "position"), [("(氢能", 0), ("foo:bar", 0), ("氢能 “”", 4), ("氢能^x", 3), ("year:abc", 5)]
)
def test_a_wrong_query_is_a_problem_that_points(query: str, position: int) -> None:
    with client(samples()) as web:
        response = web.get("/api/search", params={"q": query})
        assert response.status_code == 400
        assert response.headers["content-type"] == "application/problem+json"
        problem = response.json()
        assert (problem["query"], problem["position"], problem["status"]) == (query, position, 400)
        page = web.get("/", params={"q": query}, headers={"accept": "text/html"})
        assert page.status_code == 400
        shown = BeautifulSoup(page.text, "html.parser")
        assert shown.find("input", id="q")["value"] == query
        assert f"第 {position + 1} 个字" in shown.get_text()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/search", 400),
        ("/api/search?q=a&q=b", 400),
        ("/api/search?q=a&limit=0", 400),
        ("/api/search?q=a&limit=x", 400),
        ("/api/search?q=a&offset=99999", 400),
        ("/api/search?q=a&sort=size", 400),
        ("/api/search?q=a&year=20260", 400),
        ("/api/search?q=a&district=%20", 400),
        ("/api/search?q=" + "a" * 501, 400),
        ("/api/search?" + "&".join(["kind=章"] * 30), 400),
        ("/api/compare", 400),
        ("/api/documents/none", 404),
        ("/api/provisions/none", 404),
        ("/api/provisions/../../etc/passwd", 404),
        ("/api/nothing", 404),
        ("/documents/none/part_1", 404),
        ("/static/../app.py", 404),
        ("/static/none", 404),
    ],
)
def test_what_cannot_be_answered_is_a_problem(address: str, status: int) -> None:
    with client(samples()) as web:
        response = web.get(address)
        assert response.status_code == status
        assert response.json()["status"] == status


def test_the_description_is_true() -> None:
    """Random parameters, right and wrong, get one of the described answers in the described form."""
    with client(samples(), limits=QUICK) as web:
        description = web.get("/api/openapi.json").json()
        registry = {"components": description["components"]}
        ids = {"/api/documents/{id}": "cq-fyp-14", "/api/provisions/{id}": "cq-fyp-14/part_1"}

        @settings(max_examples=60, deadline=None)
        @given(st.data())
        def holds(data: st.DataObject) -> None:
            path, operation = data.draw(st.sampled_from(sorted(description["paths"].items())))
            asked = {}
            for param in operation["get"]["parameters"]:
                schema = param["schema"]
                odd = st.sampled_from(["", "0", "-1", "氢能", "氢能 OR (", "\x00", "x" * 600, "２", "true", "a:b", '"'])
                values = [odd]
                if "enum" in schema:
                    values.append(st.sampled_from(schema["enum"]))
                if "minimum" in schema:
                    values.append(st.integers(schema["minimum"], schema["maximum"]).map(str))
                if "example" in param and isinstance(param["example"], str):
                    values.append(st.just(param["example"]))
                asked[param["name"]] = data.draw(st.one_of(st.none(), *values))
            address = path.replace("{id}", quote(asked.pop("id", None) or ids.get(path, ""), safe=""))
            response = web.get(address, params={k: v for k, v in asked.items() if v is not None})
            if "{id}" in path and address.endswith("/"):
                return
            described = operation["get"]["responses"][str(response.status_code)]["content"]
            kind = response.headers["content-type"]
            assert kind in described
            jsonschema.validate(response.json(), {**described[kind]["schema"], **registry})

        holds()


def test_every_example_is_answered() -> None:
    with client(samples()) as web:
        for path, operation in web.get("/api/openapi.json").json()["paths"].items():
            params = {p["name"]: p["example"] for p in operation["get"]["parameters"] if "example" in p}
            address = path.replace("{id}", str(params.pop("id", "")))
            assert web.get(address, params=params).status_code == 200, path
