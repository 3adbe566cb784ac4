"""README and the guides as a new user reads them: commands and options exist, queries are understood, examples run."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from packaging.requirements import Requirement

from policysearch.cli.main import main
from policysearch.query import parser
from tests.support.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
EMBEDDING = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")
GUIDES = [ROOT / "docs" / "user-guide.md", ROOT / "docs" / "user-guide.zh.md"]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the sample corpus, as after a clone, so that no test writes into the checkout."""
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_main_job_of_the_first_command(home: Path) -> None:
    command = re.search(r"<!-- try -->\n```sh\n(.+)\n```", README)
    assert command and "policysearch index && " in command[1]
    query = re.search(r"search '(.+)'$", command[1])
    assert query
    assert CliRunner().invoke(main, ["index"]).exit_code == 0
    result = CliRunner().invoke(main, ["search", query[1]])
    assert result.exit_code == 0
    assert "九龙坡区 › " in result.stdout and "【氢能】" in result.stdout


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_command_stands_in_the_user_guide_and_no_other(guide: Path) -> None:
    named = set(re.findall(r"^\| `policysearch ([a-z]+)|· `policysearch ([a-z]+)", guide.read_text("utf-8"), re.M))
    assert {name for pair in named for name in pair if name} == set(main.commands)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_query_of_the_user_guide_is_understood(guide: Path) -> None:
    (table,) = re.findall(r"(?m)^\| (?:typed \| finds|输入 \| 找到) \|\n((?:\|.*\n)+)", guide.read_text("utf-8"))
    queries = [code for row in table.splitlines()[1:] for code in re.findall(r"`([^`]+)`", row.split("|")[1])]
    assert len(queries) > 10
    for query in queries:
        if query not in {"“…”", "《…》"}:
            parsed = parser.parse(query)
            assert parser.parse(str(parsed)) == parsed


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_options_named_in_the_user_guide_exist(guide: Path) -> None:
    options = {
        opt
        for command in (main, *main.commands.values())
        for option in command.params
        for opt in [*option.opts, *option.secondary_opts]
    }
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", guide.read_text("utf-8")))
    assert len(named) > 15 and named <= options | {"--help"}


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 115


def test_dependencies_are_those_of_the_table() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    required = {Requirement(line).name for line in lines} - {"policysearch"}
    table = README.split("## Dependencies")[1].split("\n\n")[1]
    rows = [row.strip("| ").split(" | ") for row in table.splitlines()[2:]]
    named = {re.sub(r" [(\d].*", "", name) for row in rows for name in row[0].split(", ")}
    assert named == required and all(len(row) == 3 and all(row) for row in rows)


def test_every_tested_package_has_its_licence_in_the_docs() -> None:
    pinned = set(re.findall(r"^([a-z0-9.-]+)==", (ROOT / "constraints.txt").read_text("utf-8"), re.M))
    rows = re.findall(r"^\| (\S+) \| ([^|]+) \| ([^|]+) \|$", (ROOT / "docs/dependencies.md").read_text("utf-8"), re.M)
    assert {name for name, *_ in rows} - {"package", "---"} == pinned


def example(name: str) -> str:
    """The code block after <!-- name --> in the embedder's guide."""
    found = re.search(rf"<!-- {name} -->\n```\w+\n(.+?)\n```", EMBEDDING, re.S)
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


@pytest.mark.parametrize("page", [README, EMBEDDING], ids=["README", "embedding"])
def test_the_tools_of_language_models_start_as_shown(page: str) -> None:
    (block,) = re.findall(r"<!-- mcp -->\n```json\n(.+?)\n```", page, re.S)
    command = json.loads(block)["mcpServers"]["policysearch"]
    assert command["command"] == "policysearch"
    with main.commands["mcp"].make_context("mcp", command["args"][1:]) as context:
        assert command["args"][0] == "mcp" and context.params["folder"].endswith("index")
