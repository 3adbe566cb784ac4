"""The README as a new user reads it: its Python runs, its commands exist, its queries are understood and find what it says."""

from __future__ import annotations

import doctest
import json
import re
import shutil
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from policysearch.cli.main import main
from policysearch.query import parser
from tests.support.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the sample corpus, as after a clone, so that no test writes into the checkout."""
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_python_examples(home: Path) -> None:
    example = doctest.DocTestParser().get_doctest(README, {}, "README.md", "README.md", 0)
    assert len(example.examples) > 5
    runner = doctest.DocTestRunner()
    runner.run(example)
    assert runner.failures == 0


def test_main_job_of_the_first_command(home: Path) -> None:
    command = re.search(r"<!-- try -->\n```sh\n(.+)\n```", README)
    assert command and "policysearch index && " in command[1]
    query = re.search(r"search '(.+)'$", command[1])
    assert query
    assert CliRunner().invoke(main, ["index"]).exit_code == 0
    result = CliRunner().invoke(main, ["search", query[1]])
    assert result.exit_code == 0
    assert "九龙坡区 › " in result.stdout and "【氢能】" in result.stdout


def test_every_command_of_the_table_exists_and_no_other() -> None:
    named = set(re.findall(r"`policysearch ([a-z]+)", README.split("## On the command line")[1].split("## ")[0]))
    assert named - {"COMMAND"} == set(main.commands)


def test_every_query_of_the_table_is_understood() -> None:
    table = README.split("## What a query can say")[1].split("\n\n")[1]
    queries = [code for row in table.splitlines()[2:] for code in re.findall(r"`([^`]+)`", row.split("|")[1])]
    assert len(queries) > 10
    for query in queries:
        if query not in {"“…”", "《…》"}:
            parsed = parser.parse(query)
            assert parser.parse(str(parsed)) == parsed


def test_dependencies_are_those_of_the_table() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    required = re.findall(r'^    "([a-z0-9-]+)[=>]', project.split("dependencies = [")[1].split("]")[0], re.M)
    table = README.split("## What it is built on")[1]
    assert required and all(re.search(rf"^\| {name}\b", table, re.M) for name in required)


@pytest.mark.parametrize("link", re.findall(r"\]\((?!http)([^)#]+)", README))
def test_links_lead_somewhere(link: str) -> None:
    assert (ROOT / link).exists()


def example(name: str) -> str:
    """The code block after <!-- name -->."""
    found = re.search(rf"<!-- {name} -->\n```\w+\n(.+?)\n```", README, re.S)
    assert found
    return found[1]


def test_the_web_examples_run(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Mounting, the API from a program, the element, and the MCP entry, as they stand."""
    pytest.importorskip("starlette", reason="the web application needs: pip install 'policysearch[web]'")
    from starlette.testclient import TestClient

    from tests.support.web_fixtures import CORPUS, create_app, running

    CliRunner().invoke(main, ["index", str(CORPUS)])
    names: dict[str, Any] = {}
    exec(example("mount"), names)
    with TestClient(names["site"]) as web:
        assert web.get("/policy/api/documents").status_code == 403
        page = web.get("/policy/?q=氢能", headers={"x-user": "staff"}).text
        links = re.findall(r'(?:href|src|action)="(/[^"]*)"', page)
        assert len(links) > 20 and all(link.startswith("/policy/") for link in links)
        assert all(
            web.get(link.replace("&amp;", "&"), headers={"x-user": "staff"}).status_code == 200 for link in links[:8]
        )
    monkeypatch.setenv("POLICYSEARCH_TOKEN", "0123456789abcdef")
    with running(create_app("index")) as address:
        exec(example("api").replace("http://localhost:8765", address), {})
        assert "节 " in capsys.readouterr().out
        script = re.search(r'src="http://localhost:8765([^"]+)"', example("embed"))
        assert (
            script and b"policy-search" in urllib.request.urlopen(f"{address}{script[1]}?token=0123456789abcdef").read()
        )
    command = json.loads(example("mcp"))["mcpServers"]["policysearch"]
    assert command["command"] == "policysearch" and main.commands[command["args"][0]].name == "mcp"
    assert CliRunner().invoke(main, [command["args"][0], "--help"]).exit_code == 0
