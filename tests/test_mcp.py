"""The tools for language models: each answer can be cited and opened, each mistake is told."""

from __future__ import annotations

from typing import Any

import anyio
import pytest

from policysearch import Index

from .web_fixtures import samples

mcp: Any = pytest.importorskip("mcp", reason="the MCP server needs: pip install 'policysearch[mcp]'")

from policysearch.mcp_server import server  # noqa: E402


def call(name: str, **arguments: Any) -> Any:
    async def run() -> Any:
        async with mcp.Client(server(samples(), "http://localhost:8765")) as client:
            return await client.call_tool(name, arguments)

    result = anyio.run(run)
    return result.structured_content if not result.is_error else str(result.content)


def test_search_outline_read_tables_compare() -> None:
    found = call("search", query="氢能 district:九龙坡", limit=3)
    assert len(found["hits"]) == 3 and found["total"] > 3
    first = found["hits"][0]
    assert first["permalink"] == f"http://localhost:8765/documents/{first['id']}"
    assert "《重庆市九龙坡区" in first["citation"] and "氢能" in first["snippet"]
    with Index.open(samples()) as index:
        assert call("read", id=first["id"])["text"] == index.get(first["id"]).text
    assert {one["document_id"] for one in call("outline")["documents"]} >= {"cq-fyp-14", "cq-jiulongpo-fyp-15"}
    assert first["id"] in {one["id"] for one in call("outline", document="cq-jiulongpo-fyp-15")["headings"]}
    tables = call("tables", query="研发")["tables"]
    assert tables and all("研发" in str(table["rows"]) and table["citation"] for table in tables)
    cells = [cell for row in call("compare", terms=["氢能"])["rows"] for cell in row["cells"]]
    assert all(("citation" in cell) == bool(cell["best"]) for cell in cells)


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("read", {"id": "x"}, "no passage"),
        ("outline", {"document": "x"}, "no document"),
        ("search", {"query": "(a"}, "character 1"),
    ],
)
def test_mistakes_are_told(name: str, arguments: dict[str, str], told: str) -> None:
    assert told in call(name, **arguments)
