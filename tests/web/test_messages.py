"""The page speaks Chinese throughout: whatever is refused, and whatever stands in templates and handlers."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from policysearch.messages.catalogue import texts
from policysearch.messages.transfer import all_codes
from policysearch.model.fields import BY_NAME
from policysearch.web import create_app, everyone
from tests.docs.test_query_language import ERRORS
from tests.support.paths import ROOT
from tests.support.web_fixtures import QUICK, TestClient, client, samples

WEB = ROOT / "policysearch" / "web"
HTML = {"accept": "text/html"}
#: Words of the query language and of addresses.
TERMS = {"AND", "OR", "NOT", "GET", "HEAD", "true", "false", *BY_NAME}
PARAMETERS = [
    "/?page=0", "/?page=x", "/?sort=best", "/?group=x", "/?year=20", "/?kind=%20", "/?page=1001", f"/?q={'字' * 600}",
    "/?synonyms=1", f"/?district={'字' * 300}", "/?page=1&page=2", "/?" + "&".join(f"year={n}" for n in range(2000, 2030)),
    "/compare?by=x", f"/compare?term={'字' * 600}", "/documents/none", "/documents/none/part_1", "/nowhere",
    "/static/none.css",
]  # fmt: skip


def english(page: str, *typed: str) -> list[str]:
    """The words of English on a page, without those that were `typed` and the terms of the query language."""
    shown = BeautifulSoup(page, "html.parser")
    for part in shown.select("script, style, .pointer, details.syntax"):
        part.decompose()
    text = shown.get_text(" ")
    for word in typed:
        text = text.replace(word, " ")
    return [word for word in re.findall(r"[A-Za-z]{2,}", text) if word not in TERMS]


@pytest.mark.parametrize(("typed", "place", "says"), ERRORS, ids=[row[0] for row in ERRORS])
def test_an_error_of_the_query_language_is_told_in_chinese(typed: str, place: str, says: str) -> None:
    with client(samples()) as web:
        page = web.get("/", params={"q": typed}, headers=HTML)
        problem = web.get("/api/search", params={"q": typed}).json()
    words = [typed, *re.findall(r"\w+", typed)]
    assert page.status_code == 400 and not english(page.text, *words)
    assert f"第 {place} 个字：" in page.text and "无法理解" not in page.text
    assert problem["texts"]["en"] == problem["detail"] and says in problem["detail"]
    assert texts(problem["code"]) and problem["code"].startswith("query.")
    assert re.search("[\u3400-\u9fff]", problem["texts"]["zh"])


@pytest.mark.parametrize("address", PARAMETERS, ids=[address[:20] for address in PARAMETERS])
def test_what_is_refused_is_told_in_chinese(address: str) -> None:
    with client(samples()) as web:
        page = web.get(address, headers=HTML)
        problem = web.get(address, headers={"accept": "application/json"}).json()
    assert page.status_code >= 400 and not english(
        page.text, *re.findall(r"[a-z_]{1,}", address), "relevance", "document", "date", "plan"
    )
    assert texts(problem["code"]) and problem["texts"]["en"] == problem["detail"]


@pytest.mark.parametrize("template", sorted((WEB / "templates").glob("*.html")), ids=lambda path: path.name)
def test_a_template_has_no_text_of_its_own(template: Path) -> None:
    """All that people read comes from the catalogue; queries to try are the same in both languages."""
    code = re.sub(r"\{%-? for typed, code in \[.*?\] %\}", "", template.read_text("utf-8"), flags=re.S)
    assert not re.search("[\u3000-\u9fff]{2}", re.sub(r"\['氢能', '低空经济', '养老 OR 托育'\]|研发经费", "", code))
    code = re.sub(r"\{% block body %\}\w*\{% endblock %\}", "", code)  # names of styles
    shown = re.sub(r"<[^>]*>|<!--.*?-->", "", re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", code, flags=re.S))
    assert not re.search("[A-Za-z]{2}", shown)


def test_the_script_has_no_text_of_its_own() -> None:
    assert not re.search("[\u3000-\u9fff]", (WEB / "static" / "app.js").read_text("utf-8"))


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/?q=氢能&group=district",
        "/?q=寻不着",
        "/?q=(氢能",
        "/documents",
        "/compare?term=氢能&indicator=研发",
        "/nowhere",
    ],
)
def test_the_page_speaks_either_language_throughout(address: str) -> None:
    """In English no label or sentence is left in Chinese but what documents and examples say; and the other way round."""
    chinese, english_page = (
        TestClient(create_app(samples(), auth=everyone, limits=QUICK, language=language)).get(address, headers=HTML)
        for language in ("zh", "en")
    )
    assert chinese.status_code == english_page.status_code
    assert '<html lang="zh-CN">' in chinese.text and '<html lang="en">' in english_page.text
    known = {texts(code)[0] for code in all_codes() if code.startswith("site.")} - {
        "指标",
        "文件",
        "区县",
        "规划期",
        "篇",
        "表",
    }
    labels = BeautifulSoup(english_page.text, "html.parser").find_all(["button", "summary", "legend", "label", "h1"])
    assert not {label.get_text(strip=True) for label in labels} & known
    if "氢能" not in address:  # where documents are quoted, they may say anything
        assert not english(chinese.text, "cq", *re.findall(r"\w+", address), *re.findall(r"[\w.-]+\.\w+", chinese.text))


def test_no_sentence_for_people_stands_in_the_code() -> None:
    """Neither English nor Chinese, but for docstrings, the descriptions of OpenAPI and metrics, and what is written for programs."""
    found = []
    for path in sorted(WEB.glob("*.py")):
        if path.name in ("openapi.py", "api.py", "metrics.py", "__init__.py"):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        described = {
            id(node)
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("Param", "Endpoint")
            for node in ast.walk(call)
        }
        own = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described | own:
                if re.search(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}", node.value):
                    found.append((path.name, node.value))
    assert not found
