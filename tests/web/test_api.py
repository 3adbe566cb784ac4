"""The API gives the JSON of the command line, describes itself truly, and says where a query is wrong."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from policysearch import Index
from policysearch.cli.main import main
from policysearch.model.hits import FEW
from tests.support.paths import ROOT
from tests.support.web_fixtures import QUICK, client, samples, tag

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


def test_the_options_of_the_command_line_work() -> None:
    """Witness: `strict` was not looked at, and its answer was a widened one."""
    with client(samples()) as web, Index.open(samples()) as index:

        def asked(path: str, **params: Any) -> Any:
            response = web.get(f"/api/{path}", params=params)
            assert response.status_code == 200, response.text
            return response.json()

        first, _ = index.search("氢能 产业", 2)
        id = first.passage.id
        typed = "氢能 养老 托育"
        assert asked("search", q=typed)["relaxed"]
        assert asked("search", q=typed, strict=True) == command("search", typed, "--strict")
        assert asked("search", q="氢能 产业", relax=True, facets=True) == command(
            "search", "氢能 产业", "--relax", "--facets"
        )
        assert asked("search", q="氢能 产业", relax=True)["total"] > asked("search", q="氢能 产业")["total"] >= FEW
        assert asked("search", q="GDP", synonyms=True, sort="date") == command(
            "search", "GDP", "--synonyms", "--sort", "date"
        )
        short = asked("search", q="产业 发展 能源", snippet=20, group="district", facets=True)
        options = ("--snippet", "20", "--group", "district", "--facets")
        assert short == command("search", "产业 发展 能源", *options)
        assert any("fragments" in hit for hit in short["hits"])
        assert asked("parse", q="氢能 章:规划") == json.loads(
            CliRunner().invoke(main, ["parse", "氢能 章:规划", "--json"]).stdout
        )
        assert asked("explain", q="氢能 产业", id=id) == command("explain", "氢能 产业", id)
        assert asked("related", term="氢能", limit=5) == command("related", "氢能", "--limit", "5")
        assert asked("similar", id=id, same=True) == command("similar", id, "--same")
        assert asked("suggest", q="氢", limit=10) == command("suggest", "氢")
        cited = CliRunner().invoke(main, ["show", id, "--cite", "--index", str(samples())]).stdout
        assert asked("cite", id=id)["citation"] == cited.strip()
        assert asked("cite", id=id)["bibtex"].startswith("@misc{")


@pytest.mark.parametrize("form", ["csv", "markdown", "bibtex"])
def test_a_search_can_be_taken_along(form: str) -> None:
    def printed(*args: str) -> str:
        return CliRunner().invoke(main, [*args, "--index", str(samples())]).stdout

    with client(samples()) as web:
        response = web.get("/api/search", params={"q": "氢能", "limit": 5, "format": form})
        assert response.headers["content-type"].endswith("; charset=utf-8")
        assert response.text == printed("search", "氢能", "--limit", "5", f"--{form}")
        if form == "csv":
            for path, args in (("search?q=氢能", ("search", "氢能")), ("compare?term=氢能", ("compare", "氢能"))):
                marked = web.get(f"/api/{path}&format=csv&bom=true").content.decode()
                assert marked == printed(*args, "--csv", "--bom")
                plain = web.get(f"/api/{path}").json()
                assert web.get(f"/api/{path}&bom=true").json() == plain, "JSON has none"


def test_an_unknown_parameter_is_named_with_those_there_are() -> None:
    with client(samples()) as web:
        problem = web.get("/api/similar", params={"id": "x", "limti": "3"}).json()
        assert problem["detail"] == "no parameter limti; there are: id limit same"
        assert (problem["parameter"], problem["known"]) == ("limti", ["id", "limit", "same"])
        assert web.get("/?q=氢能&utm_source=portal", headers={"accept": "text/html"}).status_code == 200


def test_a_list_of_what_holds_all_words_leads_to_a_longer_one() -> None:
    with client(samples()) as web:

        def asked(page: int = 1, q: str = "氢能 产业", **more: str) -> BeautifulSoup:
            address = "/" + "?" + "&".join(f"{name}={value}" for name, value in {"q": q, "page": page, **more}.items())
            return BeautifulSoup(web.get(address, headers={"accept": "text/html"}).text, "html.parser")

        exact = web.get("/api/search", params={"q": "氢能 产业"}).json()
        assert exact["total"] >= FEW and not exact["relaxed"]
        last = -(-(exact["total"] - exact.get("folded", 0)) // 10)
        link = asked(last).find("a", string="也看包含部分词语的")
        assert link and "relax=true" in link["href"]
        assert last == 1 or not asked().find("a", string="也看包含部分词语的"), "only where the list ends"
        longer = BeautifulSoup(web.get(str(link["href"]), headers={"accept": "text/html"}).text, "html.parser")
        assert int(str(tag(longer, "p.total b").string)) > exact["total"]
        assert longer.find("a", string="只看包含全部词语的")
        for q in ("氢能", "氢能 AND 产业", "“氢能产业”", "氢能 OR 产业", "district:九龙坡"):
            for page in range(1, 8):
                assert not asked(page, q).find("a", string="也看包含部分词语的"), q


def test_a_widened_page_leads_to_what_holds_all_words_and_back() -> None:
    def page(web: TestClient, address: str) -> BeautifulSoup:
        response = web.get(address, headers={"accept": "text/html"})
        assert response.status_code == 200
        return BeautifulSoup(response.text, "html.parser")

    with client(samples()) as web:
        wide = page(web, "/?q=氢能 轨道&sort=date")
        link = wide.find("a", string="只看包含全部词语的")
        assert link and "strict=true" in link["href"] and "sort=date" in link["href"]
        strict = page(web, str(link["href"]))
        assert tag(strict, "p.total b").string == "2" != tag(wide, "p.total b").string
        assert "strict=true" in tag(strict, "link[type='application/atom+xml']")["href"]
        back = strict.find("a", string="也看包含部分词语的")
        assert back
        assert page(web, str(back["href"])).find("p", class_="total") == wide.find("p", class_="total")
        assert "只看" not in page(web, "/?q=氢能 养老 托育").get_text(), "there is none"


def test_documents_outlines_and_tables_are_those_of_the_files() -> None:
    corpus = ROOT / "corpus"
    outlines = json.loads(CliRunner().invoke(main, ["outline", str(corpus), "--json"]).stdout)["documents"]
    tables = json.loads(CliRunner().invoke(main, ["tables", str(corpus), "--json"]).stdout)
    with client(samples()) as web:
        listed = web.get("/api/documents").json()["documents"]
        assert sorted(one["document_id"] for one in listed) == sorted(one["document_id"] for one in outlines)
        for one in outlines:
            of_file = {"reader", "certainty", "doubts"}  # what is told of the reading of a file
            assert web.get(f"/api/documents/{one['document_id']}").json() == {k: one[k] for k in one.keys() - of_file}
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
        assert tag(shown, "input#q")["value"] == query
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
        ("/api/search?q=a&strict=yes", 400),
        ("/api/search?q=a&strikt=true", 400),
        ("/api/search?q=a&bom=yes", 400),
        ("/api/search?q=a&snippet=0", 400),
        ("/api/compare?term=a&format=bibtex", 400),
        ("/api/documents?limit=1", 400),
        ("/api/parse", 400),
        ("/api/parse?q=(", 400),
        ("/api/related", 400),
        ("/api/explain?q=a", 400),
        ("/api/explain?q=a&id=none", 404),
        ("/api/similar?id=none", 404),
        ("/api/cite?id=none", 404),
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
                if schema.get("type") == "boolean":
                    values.append(st.sampled_from(["true", "false"]))
                if "enum" in schema:
                    values.append(st.sampled_from(schema["enum"]))
                if "minimum" in schema:
                    values.append(st.integers(schema["minimum"], schema["maximum"]).map(str))
                if "example" in param and isinstance(param["example"], str):
                    values.append(st.just(param["example"]))
                asked[param["name"]] = data.draw(st.one_of(st.none(), *values))
            id = asked.pop("id", None) or ids[path] if path in ids else ""
            address = path.replace("{id}", quote(id, safe=""))
            response = web.get(address, params={k: v for k, v in asked.items() if v is not None})
            if "{id}" in path and address.endswith("/"):
                return
            described = operation["get"]["responses"][str(response.status_code)]["content"]
            kind = response.headers["content-type"].partition(";")[0]
            assert kind in described
            if "json" not in kind:
                return
            jsonschema.validate(response.json(), {**described[kind]["schema"], **registry})

        holds()


def test_every_example_is_answered() -> None:
    with client(samples()) as web:
        for path, operation in web.get("/api/openapi.json").json()["paths"].items():
            params = {p["name"]: p["example"] for p in operation["get"]["parameters"] if "example" in p}
            address = path.replace("{id}", str(params.pop("id"))) if "{id}" in path else path
            assert web.get(address, params=params).status_code == 200, path
