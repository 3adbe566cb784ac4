"""The search as tools for language models (Model Context Protocol); every answer says where it stands. Needs the extra `mcp`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field

from .. import __version__
from ..index.pool import Served, Version
from ..messages.catalogue import say, spoken
from ..model.document import Passage
from ..model.errors import PolicySearchError
from ..output import document_json, options
from ..output import json as json_output
from ..output.citation import citation
from ..output.options import Option
from ..tables.model import Table
from ..tables.recognize import tables
from ..text.display import plain
from ..text.normalize import fold

_MOST = 20  # hits, tables
_MOST_HEADINGS, _MOST_ROWS, _MOST_TERMS = 200, 100, 8
_SNIPPET = 240  # characters
_LONGEST_CELL = 2_000  # characters of a cell of a table
_LONGEST = 20_000  # characters of an answer's list, or of a text; a first entry that is longer stands alone

T = TypeVar("T")
_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


def _field(option: Option, code: str, **bounds: int) -> Any:
    """How a parameter of a tool is described: an option of the table, with what it means to the tool."""
    known = {"ge": option.low, "le": option.high} | bounds
    limits: dict[str, Any] = {name: bound for name, bound in known.items() if bound is not None}
    return Field(description=say(f"mcp.{code}"), **limits)


_Query = Annotated[str, _field(options.Q, "query")]
_Hits = Annotated[int, _field(options.LIMIT, "hits", le=_MOST)]
_Offset = Annotated[int, _field(options.OFFSET, "offset")]
_Fold = Annotated[bool, _field(options.FOLD, "fold")]
_Strict = Annotated[bool, _field(options.STRICT, "strict")]
_Relax = Annotated[bool, _field(options.RELAX, "relax")]
_Semantic = Annotated[bool, _field(options.SEMANTIC, "semantic")]
_Document = Annotated[str, _field(options.DOCUMENT, "outline_document")]
_Headings = Annotated[int, _field(options.LIMIT, "headings", le=_MOST_HEADINGS)]
_Passage = Annotated[str, _field(options.PASSAGE, "id")]
_TextOffset = Annotated[int, _field(options.OFFSET, "text_offset")]
_Cell = Annotated[str, _field(options.Q, "cell")]
_TablesDocument = Annotated[str, _field(options.DOCUMENT, "tables_document")]
_TableCount = Annotated[int, _field(options.LIMIT, "tables", le=_MOST)]
_Terms = Annotated[list[str], _field(options.TERM, "terms", min_length=1, max_length=_MOST_TERMS)]
_By = Annotated[Literal["district", "plan", "document", "year", "city"], _field(options.BY, "by")]
_Rows = Annotated[int, _field(options.LIMIT, "rows", le=_MOST_ROWS)]


def server(folder: str | Path, base: str = "") -> MCPServer:
    """The tools over the index in `folder`; permalinks begin with `base`, the address where `serve` runs.

    What tools and parameters are for is said in the language of the process; parameters in that of the first import.

    The index stays open between calls; a newer version is picked up by the next call.
    """
    made = MCPServer(
        "policysearch",
        instructions=say("mcp.instructions"),
        version=__version__,
    )
    tools = _Tools(folder, base)
    described: dict[Callable[..., CallToolResult], str] = {
        tools.search: say("mcp.search"),
        tools.outline: say("mcp.outline"),
        tools.read: say("mcp.read"),
        tools.tables: say("mcp.tables_tool"),
        tools.compare: say("mcp.compare"),
    }
    for tool, description in described.items():
        made.tool(annotations=_READS, description=description)(tool)
    return made


def run(folder: str | Path, base: str = "") -> None:
    """Serve the tools over standard input and output until it ends."""
    server(folder, base).run("stdio")


class _Tools:
    """The tools, over the newest version of an index, which is kept open; `base` begins permalinks."""

    def __init__(self, folder: str | Path, base: str) -> None:
        self._served, self._base = Served(folder), base
        # Of the version that was last asked for all.
        self._tables: tuple[Version, list[tuple[str, Table]]] | None = None

    def _answer(self, work: Callable[[Version], dict[str, Any]]) -> CallToolResult:
        """The result of `work` as the answer of a tool; errors of the index or query go to the model.

        Every call of a tool goes through here.
        """
        try:
            with self._served.lease() as version:
                found = work(version)
        except PolicySearchError as error:
            raise ToolError(error.text(spoken())) from error
        text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=found)

    def _tables_of(self, version: Version, document: str) -> list[tuple[str, Table]]:
        """The tables of a document, or all, each with the id of its passage; all are looked for once in a version."""
        if document:
            return _tables(version.index.of_document(document))
        if self._tables is None or self._tables[0] is not version:
            self._tables = version, _tables(version.index.passages())
        return self._tables[1]

    def search(
        self,
        query: _Query,
        limit: _Hits = 8,
        offset: _Offset = 0,
        fold: _Fold = True,
        strict: _Strict = False,
        relax: _Relax = False,
        semantic: _Semantic = True,
    ) -> CallToolResult:

        def found(version: Version) -> dict[str, Any]:
            answer = version.index.search(
                query, limit, offset, fold=fold, strict=strict, relax=relax, semantic=semantic
            )
            meant = version.index.did_you_mean(query) if answer.wants_help else None
            instead, parts = (None, ()) if answer.total else (version.index.instead(query), version.index.parts(query))
            told = json_output.answer(answer, meant=meant, length=_SNIPPET, instead=instead, parts=parts)
            result: dict[str, Any] = {**told}
            hits = [
                _citation(hit.passage, self._base) | _hit_fields(one)
                for hit, one in zip(answer.hits, result.pop("hits"), strict=True)
            ]
            return result | _page("hits", hits, answer.rows, offset) | {"total": answer.total}

        return self._answer(found)

    def outline(
        self,
        document: _Document = "",
        limit: _Headings = 100,
        offset: _Offset = 0,
    ) -> CallToolResult:

        def found(version: Version) -> dict[str, Any]:
            if not document:
                keys = ("document_id", "title", "district", "plan", "type", "number", "issued")
                known = list(version.documents.values())
                shown = [dict(document_json.head(one)) for one in known[offset : offset + limit]]
                listed = [{key: one[key] for key in keys} for one in shown]
                return _page("documents", listed, len(known), offset)
            passages = version.index.of_document(document)
            if not passages:
                raise ToolError(say("mcp.no_document", id=document))
            headed = [passage for passage in passages if passage.title]
            headings = [
                {"id": one.id, "depth": len(one.path), "title": plain(one.title)[0]}
                for one in headed[offset : offset + limit]
            ]
            return {"document": passages[0].document, **_page("headings", headings, len(headed), offset)}

        return self._answer(found)

    def read(
        self,
        id: _Passage,
        offset: _TextOffset = 0,
    ) -> CallToolResult:

        def found(version: Version) -> dict[str, Any]:
            passage = version.index.get(id)
            if passage is None:
                raise ToolError(say("mcp.no_passage", id=id))
            before, after = version.index.neighbours(id)
            text = "\n".join(_line(line) for line in passage.text.split("\n"))
            end = offset + _LONGEST
            return {
                **_citation(passage, self._base),
                "text": text[offset:end],
                "cut": end < len(text),
                **({"next_offset": end} if end < len(text) else {}),
                "before": before.id if before else None,
                "after": after.id if after else None,
            }

        return self._answer(found)

    def tables(
        self,
        query: _Cell = "",
        document: _TablesDocument = "",
        limit: _TableCount = 8,
        offset: _Offset = 0,
    ) -> CallToolResult:
        wanted = fold(query).strip()

        def found(version: Version) -> dict[str, Any]:
            if document and not version.index.of_document(document):
                raise ToolError(say("mcp.no_document", id=document))
            chosen = [
                (id, table, rows)
                for id, table in self._tables_of(version, document)
                if (rows := _holding(table, wanted)) or not (wanted or table.rows)
            ]
            shown = [
                _citation(version.index.get(id), self._base) | _rows(table, rows)
                for id, table, rows in chosen[offset : offset + limit]
            ]
            return _page("tables", shown, len(chosen), offset)

        return self._answer(found)

    def compare(
        self,
        terms: _Terms,
        by: _By = "district",
        limit: _Rows = 50,
        offset: _Offset = 0,
    ) -> CallToolResult:

        def found(version: Version) -> dict[str, Any]:
            if blank := [term for term in terms if not term.strip()]:
                raise ToolError(say("mcp.no_term", term=blank[0]))
            result: dict[str, Any] = {**json_output.comparison(version.index.compare(terms, by))}
            rows = result.pop("rows")
            for row in (shown := rows[offset : offset + limit]):
                for cell in row["cells"]:
                    if cell["best"] and (best := version.index.get(cell["best"])):
                        cell |= {key: value for key, value in _citation(best, self._base).items() if key != "id"}
            return result | _page("rows", shown, len(rows), offset)

        return self._answer(found)


def _tables(passages: Iterable[Passage]) -> list[tuple[str, Table]]:
    return [(passage.id, table) for passage in passages for table in tables(passage)]


def _holding(table: Table, wanted: str) -> list[int]:
    """The rows of a table that hold the folded text `wanted`; all where a column head does."""
    rows = range(len(table.rows))
    if any(wanted in fold(column) for column in table.columns):
        return list(rows)
    return [i for i in rows if any(wanted in fold(cell) for cell in (table.groups[i], *table.rows[i]))]


def _rows(table: Table, rows: Sequence[int]) -> dict[str, Any]:
    """A table with some of its rows, as many as an answer may hold."""
    result = document_json.tables([table])[0]
    shown = _fitting([[_cell(cell) for cell in result["rows"][i]] for i in rows])
    return result | {
        "columns": [_cell(column) for column in result["columns"]],
        "rows": shown,
        "groups": [_cell(result["groups"][i]) for i in rows[: len(shown)]],
        "notes": [_cell(note) for note in result["notes"]],
        "row_total": len(table.rows),
        "rows_cut": len(shown) < len(rows),
    }


def _hit_fields(hit: dict[str, Any]) -> dict[str, Any]:
    """The fields of a hit besides its place."""
    result = {"snippet": _line(hit["snippet"]["text"]), "why": hit["why"]}
    if further := [_line(piece["text"]) for piece in hit.get("fragments", ())[1:]]:
        result["further"] = further
    if rows := hit.get("rows"):
        result["rows"] = {
            "columns": [_cell(column) for column in rows["columns"]],
            "rows": [[_cell(cell) for cell in row] for row in rows["rows"]],
            "groups": [_cell(group) for group in rows["groups"]],
            "notes": [_cell(note) for note in rows["notes"]],
        }
    result |= {key: hit[key] for key in ("missing", "altered", "meaning") if key in hit}
    if "also" in hit:
        result["also"] = [place["id"] for place in hit["also"]]
    return result


def _page(name: str, entries: list[T], total: int, offset: int) -> dict[str, Any]:
    """Those of `entries`, which follow after `offset` of `total`, that an answer has room for, and where it goes on."""
    shown = _fitting(entries)
    end = offset + len(shown)
    more = bool(shown) and end < total
    return {"total": total, "offset": offset, name: shown, "cut": more, **({"next_offset": end} if more else {})}


def _fitting(entries: list[T]) -> list[T]:
    """As many of `entries` as an answer may hold, at least one."""
    room = _LONGEST
    for count, entry in enumerate(entries):
        room -= len(json.dumps(entry, ensure_ascii=False))
        if room < 0:
            return entries[: max(1, count)]
    return entries


def _citation(passage: Passage | None, base: str) -> dict[str, Any]:
    """Where a passage stands, so that it can be cited and opened."""
    if passage is None:
        return {}
    return {
        "id": passage.id,
        "citation": citation(passage),
        "permalink": f"{base.rstrip('/')}/documents/{passage.id}" if base else passage.id,
        "path": [_line(heading) for heading in passage.path],
        "file": plain(passage.place)[0],
        **json_output.pages(passage),
        "district": passage.district,
        "plan": passage.plan,
        "issued": passage.issued,
    }


def _line(text: str) -> str:
    """A line of a document without markup; cells of a table stay apart."""
    return "\t".join(plain(cell)[0] for cell in text.split("\t"))


def _cell(text: str) -> str:
    """The text of a cell without markup; a too long one is cut and ends with …."""
    shown = plain(text)[0]
    return shown if len(shown) <= _LONGEST_CELL else f"{shown[:_LONGEST_CELL]}…"
