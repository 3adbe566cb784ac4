"""The options that command line, addresses and tools share come from one table; docs/options.md lists them from it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import click
import pytest

from policysearch.cli.main import main
from policysearch.messages.catalogue import texts
from policysearch.output import options
from policysearch.output.options import Option
from policysearch.web.api import ENDPOINTS
from policysearch.web.compare_view import COMPARISON
from policysearch.web.embed import EMBEDDED
from policysearch.web.pages import PAGES
from policysearch.web.params import Param
from policysearch.web.server import Service
from tests.support.paths import ROOT
from tests.support.web_fixtures import samples

#: Those that are options everywhere; q, term and id are arguments of commands.
SHARED = {
    one.name: one
    for one in vars(options).values()
    if isinstance(one, Option) and one.name not in ("q", "term", "id", "format")
}
_OTHERS = (("index", "synonyms"), ("index", "semantic"))  # these name a file, an encoder
ADDRESSES = (*PAGES, *COMPARISON, *EMBEDDED, *ENDPOINTS)


def command_options() -> Iterator[tuple[str, click.Option]]:
    for name in main.commands:
        for param in main.commands[name].params:
            if isinstance(param, click.Option) and (name, param.name) not in _OTHERS:
                yield name, param


def takes(one: Option) -> str:
    """What an option takes, as the docs say it."""
    if isinstance(one.default, bool):
        return "yes or no"
    if one.choices:
        return " ".join(f"`{choice}`" for choice in one.choices)
    return f"a number from {one.low}"


def listed(found: list[tuple[str, Any]], default: Any) -> str:
    """Where an option is, with its default where that is another than that of the table."""
    same = [name for name, own in found if own == default]
    other = [f"{name} ({own})" for name, own in found if own != default]
    return ", ".join([*same, *other]) or "–"


def table() -> list[str]:
    rows = ["| option | takes | default | commands | addresses |", "| --- | --- | --- | --- | --- |"]
    for name, one in SHARED.items():
        commands = [
            (f"`{command}`", one.default if isinstance(one.default, bool) else param.default or one.default)
            for command, param in command_options()
            if param.name == name
        ]
        addresses = [
            (f"`{endpoint.path}`", param.default)
            for endpoint in ADDRESSES
            for param in endpoint.params
            if param.name == name
        ]
        default = "no" if one.default is False else "–" if one.default == "" else f"`{one.default}`"
        rows.append(
            f"| `{name}` | {takes(one)} | {default} | {listed(commands, one.default)} | {listed(addresses, one.default)} |"
        )
    return rows


def test_the_docs_list_the_options_of_the_table() -> None:
    page = (ROOT / "docs" / "options.md").read_text("utf-8").partition("<!-- options -->\n")[2].partition("\n\n")[0]
    assert page.splitlines() == table(), "\n".join(table())


def serve_table() -> list[str]:
    rows = ["| option | variable | default | is | 含义 |", "| --- | --- | --- | --- | --- |"]
    for param in main.commands["serve"].params:
        if isinstance(param, click.Option) and param.name and param.name not in ("folder", "ca", "lang"):
            value = getattr(Service(), param.name)  # tests/web/test_operation.py: these are the defaults
            default = "no" if value is False else f"`{value}`" if value else "–"
            chinese, english = texts(f"command_options.serve_{param.name}")
            about = f"{english} | {chinese}"
            rows.append(f"| `{param.opts[0]}` | `POLICYSEARCH_SERVE_{param.name.upper()}` | {default} | {about} |")
    return rows


def test_the_docs_list_every_option_of_serve_with_its_variable() -> None:
    page = (
        (ROOT / "docs" / "options.md").read_text("utf-8").partition("<!-- serve options -->\n")[2].partition("\n\n")[0]
    )
    assert page.strip().splitlines() == serve_table(), "\n".join(serve_table())


@pytest.mark.parametrize("name", SHARED)
def test_an_option_of_a_command_is_that_of_the_table(name: str) -> None:
    one = SHARED[name]
    for command, param in command_options():
        if param.name == name:
            assert [opt for opt in param.opts if opt != "-n"] == [f"--{name.replace('_', '-')}"], command
            assert param.is_flag == isinstance(one.default, bool), command
            if isinstance(param.type, click.Choice):
                assert tuple(param.type.choices) == one.choices, command


@pytest.mark.parametrize("name", SHARED)
def test_a_parameter_of_an_address_is_that_of_the_table(name: str) -> None:
    one = SHARED[name]
    for endpoint in ADDRESSES:
        for param in endpoint.params:
            if param.name == name:
                assert isinstance(param, Param) and type(param.default) is type(one.default), endpoint.path
                assert param.about == one.about and (param.low or 0) >= (one.low or 0), endpoint.path
                assert set(param.choices) <= {*one.choices, ""}, endpoint.path


def test_a_parameter_of_a_tool_is_within_the_table() -> None:
    pytest.importorskip("mcp", reason="needs the extra mcp")
    from policysearch.mcp.server import server

    tools = asyncio.run(server(samples()).list_tools())
    for tool in tools:
        for name, schema in tool.input_schema["properties"].items():
            if name in SHARED:
                one = SHARED[name]
                assert schema.get("enum", list(one.choices)) == list(one.choices), (tool.name, name)
                assert one.low is None or schema["minimum"] == one.low, (tool.name, name)
