"""The tools for language models: each answer can be cited and opened, each mistake is told, none is without an end."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest

from policysearch import Index, __version__
from policysearch.output.citation import citation
from policysearch.text.display import plain
from tests.support.web_fixtures import samples

mcp: Any = pytest.importorskip("mcp", reason="the MCP server needs: pip install 'policysearch[mcp]'")

from policysearch.mcp import server as mcp_server  # noqa: E402
from policysearch.mcp.server import server  # noqa: E402


def ask(made: Any, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    """The results of some calls of tools, one after the other."""

    async def run() -> list[Any]:
        async with mcp.Client(made) as client:
            return [await client.call_tool(name, arguments) for name, arguments in calls]

    return anyio.run(run)


def call(name: str, **arguments: Any) -> Any:
    (result,) = ask(server(samples(), "http://localhost:8765"), (name, arguments))
    return result.structured_content if not result.is_error else str(result.content)


def test_search_outline_read_tables_compare() -> None:
    found = call("search", query="氢能 district:九龙坡", limit=3)
    assert len(found["hits"]) == 3 and found["total"] > 3
    first = found["hits"][0]
    assert first["permalink"] == f"http://localhost:8765/documents/{first['id']}"
    assert "氢能" in first["snippet"]
    with Index.open(samples()) as index:
        passage = index.get(first["id"])
        assert passage and first["citation"] == citation(passage) and "[Z]" in first["citation"]
        assert call("read", id=first["id"])["text"] == "\n".join(plain(line)[0] for line in passage.text.split("\n"))
    assert {one["document_id"] for one in call("outline")["documents"]} >= {"cq-fyp-14", "cq-jiulongpo-fyp-15"}
    assert first["id"] in {one["id"] for one in call("outline", document="cq-jiulongpo-fyp-15")["headings"]}
    tables = call("tables", query="研发")["tables"]
    assert tables and all("研发" in str(table) and table["citation"] for table in tables)
    cells = [cell for row in call("compare", terms=["氢能"])["rows"] for cell in row["cells"]]
    assert all(("citation" in cell) == bool(cell["best"]) for cell in cells)


def test_a_search_can_be_strict_or_long() -> None:
    """The same as `--strict` and `--relax`."""
    some, all_words = call("search", query="氢能 养老 托育"), call("search", query="氢能 养老 托育", strict=True)
    assert some["relaxed"] and not all_words["relaxed"] and all_words["total"] < some["total"]
    enough, more = call("search", query="氢能 产业"), call("search", query="氢能 产业", relax=True)
    assert not enough["relaxed"] and more["relaxed"] and more["exact"] == enough["total"] < more["total"]


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("read", {"id": "x"}, "no passage"),
        ("outline", {"document": "x"}, "no document"),
        ("tables", {"document": "x"}, "no document"),
        ("search", {"query": "(a"}, "character 1"),
        ("search", {"query": "氢能", "limit": 1000}, "less than or equal to 20"),
        ("search", {"query": "氢能", "offset": -1}, "greater than or equal to 0"),
        ("compare", {"terms": []}, "at least 1 item"),
        ("compare", {"terms": ["氢能", " "]}, "is no term"),
        ("compare", {"terms": ["氢能"] * 9}, "at most 8 items"),
    ],
)
def test_mistakes_are_told(name: str, arguments: dict[str, str], told: str, caplog: pytest.LogCaptureFixture) -> None:
    assert told in call(name, **arguments)
    assert "Traceback" not in caplog.text


def test_a_missing_index_is_told(tmp_path: Path) -> None:
    (result,) = ask(server(tmp_path), ("search", {"query": "氢能"}))
    assert result.is_error and "no index here" in str(result.content)


def test_a_table_is_told_with_its_heads_and_the_number_asked_for(tmp_path: Path) -> None:
    """A snippet ends before the number, as the names of what is measured are long; the row under its heads does not."""
    row = "研发经费投入强度，即全社会研究与试验发展经费支出与地区生产总值之比（%）"
    rows = [f"{n}\t指标{n}说明文字\t{n}.5\t{n}.9\t预期性" for n in range(1, 7)]
    table = "\n".join(["序号\t指标名称\t2025年\t2030年目标\t属性", *rows, f"7\t{row}\t0.92\t1.58\t预期性"])
    (tmp_path / "a.txt").write_text(f"綦江区规划\n\n第一章 指标\n\n专栏1 主要指标\n{table}\n", "utf-8")
    Index.update([tmp_path / "a.txt"], tmp_path / "index")
    found, tables = ask(
        server(tmp_path / "index"),
        ("search", {"query": "研发经费投入强度 2030年"}),
        ("tables", {"query": "研发经费投入强度"}),
    )
    (hit,) = [hit for hit in found.structured_content["hits"] if "rows" in hit]
    assert "2030年目标" in hit["rows"]["columns"]
    assert [cells[hit["rows"]["columns"].index("2030年目标")] for cells in hit["rows"]["rows"]] == ["1.58"]
    (told,) = tables.structured_content["tables"]
    assert told["row_total"] == 7 and len(told["rows"]) == 1 and "1.58" in told["rows"][0]


def test_nothing_found_says_what_would_be() -> None:
    found = call("search", query="district:九龙破 氢能")
    assert found["total"] == 0 and not found["hits"] and not found["cut"]
    assert {part["text"]: part["nearest"] for part in found["parts"]}["district:九龙破"] == "九龙坡区"
    assert all(part["total"] for part in found["parts"] if not part["nearest"])
    assert "九龙坡" in found["did_you_mean"]
    relaxed = call("search", query="氢能 义务教育 低空经济 养老床位 跨境电商")
    assert relaxed["relaxed"] and relaxed["relaxation"] and "exact" in relaxed
    assert any(hit.get("missing") for hit in relaxed["hits"])


@pytest.mark.parametrize(
    ("name", "arguments", "key"),
    [
        ("outline", {"limit": 2}, "documents"),
        ("outline", {"document": "cq-jiulongpo-fyp-15", "limit": 3}, "headings"),
        ("tables", {"limit": 1}, "tables"),
        ("compare", {"terms": ["产业"], "limit": 2}, "rows"),
        ("compare", {"terms": ["产业"], "limit": 2, "by": "document"}, "rows"),
        ("search", {"query": "发展", "limit": 20}, "hits"),
    ],
)
def test_the_pages_of_an_answer_are_all_of_it(name: str, arguments: dict[str, Any], key: str) -> None:
    made, offset, seen, total = server(samples()), 0, [], 1
    for _ in range(300):
        (result,) = ask(made, (name, arguments | {"offset": offset}))
        page = result.structured_content
        total = page["total"]
        assert len(page[key]) <= arguments["limit"] and page["cut"] == (offset + len(page[key]) < total)
        seen += [json.dumps(one, ensure_ascii=False) for one in page[key]]
        if not page["cut"]:
            break
        offset = page["next_offset"]
    assert len(seen) == total == len(set(seen))


def test_an_answer_has_an_end(tmp_path: Path) -> None:
    """A document of thousands of long headings, a table of thousands of rows, and a text without an end."""
    chapters = "".join(f"第{n}章 {'关于产业' * 8}\n\n正文{n}。\n\n" for n in range(1, 700))
    rows = "\n".join(f"{n}\t指标{n}{'名' * 30}\t{n}.5" for n in range(3000))
    text = "\n".join("正文说明事项。" * 20 for _ in range(300))
    (tmp_path / "a.txt").write_text(f"某区规划\n\n{chapters}", "utf-8")
    (tmp_path / "b.txt").write_text(f"乙区规划\n\n第一章 指标\n\n专栏1 指标\n序号\t名称\t数值\n{rows}\n", "utf-8")
    (tmp_path / "c.txt").write_text(f"丙区规划\n\n第一章 说明\n\n{text}\n", "utf-8")
    Index.update([tmp_path / f"{name}.txt" for name in "abc"], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        a, b, c = index.documents()
        long = max(index.of_document(c.id), key=lambda passage: len(passage.text))
        tabular = next(passage for passage in index.of_document(b.id) if passage.tabular)
    made = server(tmp_path / "index")
    results = ask(
        made,
        ("outline", {"document": a.id, "limit": 200}),
        ("tables", {"document": b.id}),
        ("tables", {}),
        ("read", {"id": long.id}),
        ("read", {"id": tabular.id}),
        ("search", {"query": "指标 OR 说明 OR 正文", "limit": 20}),
    )
    for result in results:
        assert not result.is_error and len(result.content[0].text) < 1.5 * mcp_server._LONGEST
    outline, tables, _, read, *_ = [result.structured_content for result in results]
    assert outline["cut"] and outline["next_offset"] == len(outline["headings"]) <= 200
    assert tables["tables"][0]["rows_cut"] and tables["tables"][0]["row_total"] >= 3000
    assert read["cut"]
    (rest,) = ask(made, ("read", {"id": long.id, "offset": read["next_offset"]}))
    assert (read["text"] + rest.structured_content["text"]).replace("\n", "")[:30_000] in long.text.replace("\n", "")


def test_the_index_stays_open_and_a_newer_one_is_picked_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("某区规划\n\n第一章 氢能\n\n甲\t乙\n1\t2\n", "utf-8")
    Index.update([tmp_path / "a.txt"], tmp_path / "index")
    opened: list[int] = []
    walked: list[int] = []

    def opening(cls: type[Index], *given: Any) -> Index:
        opened.append(1)
        found: Index = real(cls, *given)
        return found

    def walking(self: Index) -> Any:
        walked.append(1)
        return passages(self)

    real, passages = Index.open.__func__, Index.passages  # type: ignore[attr-defined]
    monkeypatch.setattr(Index, "open", classmethod(opening))
    monkeypatch.setattr(Index, "passages", walking)
    made = server(tmp_path / "index")
    calls = [("search", {"query": "氢能"}), ("tables", {}), ("tables", {"query": "乙"}), ("outline", {})]
    before = ask(made, *calls)
    assert len(opened) == len(walked) == 1 and not any(result.is_error for result in before)
    (tmp_path / "a.txt").write_text("某区规划\n\n第一章 储能\n\n丙\t丁\n1\t2\n", "utf-8")
    Index.update([tmp_path / "a.txt"], tmp_path / "index")
    after, tables = ask(made, ("search", {"query": "储能"}), ("tables", {"query": "丁"}))
    assert after.structured_content["total"] and tables.structured_content["total"] == 1
    assert len(opened) == 2


def test_a_client_is_told_what_there_is() -> None:
    async def run() -> tuple[Any, Any, Any]:
        async with mcp.Client(server(samples())) as client:
            return client.server_info, await client.list_tools(), await client.call_tool("outline", {})

    info, listed, answer = anyio.run(run)
    assert (info.name, info.version) == ("policysearch", __version__)
    assert {tool.name for tool in listed.tools} == {"search", "outline", "read", "tables", "compare"}
    for tool in listed.tools:
        assert tool.description and tool.annotations.read_only_hint
        assert all(said["description"] for said in tool.input_schema["properties"].values()), tool.name
    (text,) = answer.content
    assert json.loads(text.text) == answer.structured_content and "\n" not in text.text and '": ' not in text.text


@pytest.mark.parametrize(("language", "says"), [("zh", "按相关度排列的段落"), ("en", "Ranked passages")])
def test_tools_and_parameters_are_described_in_the_language_of_the_process(language: str, says: str) -> None:
    program = f"""
import asyncio
from policysearch.messages.catalogue import speaking
with speaking({language!r}):
    from policysearch.mcp.server import server
    made = server({str(samples())!r})
    for tool in asyncio.run(made.list_tools()):
        print(tool.description)
        for schema in tool.input_schema["properties"].values():
            print(schema["description"])
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert says in done.stdout
    chinese = [line for line in done.stdout.splitlines() if re.search("[\u3400-\u9fff]{4}", line)]
    assert (len(chinese) == len(done.stdout.splitlines())) == (language == "zh")
