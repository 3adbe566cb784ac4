"""Addresses within the application: every state of a page is one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from .search_request import SearchRequest


@dataclass(frozen=True)
class Links:
    """The addresses of one mounted application; `base` is the prefix it is mounted under."""

    base: str

    def home(self) -> str:
        """The search page without a query."""
        return f"{self.base}/"

    def to(self, path: str, pairs: Iterable[tuple[str, object]] = ()) -> str:
        """The address of `path` with its parameters; empty ones are left out."""
        query = urlencode(
            [(name, str(value).encode("utf-8", "replace")) for name, value in pairs if value not in ("", None)]
        )
        return f"{self.base}{path}" + (f"?{query}" if query else "")

    def search(self, asked: SearchRequest, page: int = 1, path: str = "/", **changes: Any) -> str:
        """The search of `asked`, with `changes`: q, sort, group, synonyms, strict, relax, or a filter and its values."""
        values: dict[str, Any] = {"q": asked.q, "sort": asked.sort, "group": asked.group, **asked.filters}
        values |= {"synonyms": "true" * asked.synonyms, "strict": "true" * asked.strict, "relax": "true" * asked.relax}
        values |= {"fold": "" if asked.fold else "false", "all_copies": "true" * asked.all_copies}
        values |= {"semantic": "" if asked.semantic else "false", **changes}
        pairs: list[tuple[str, object]] = []
        for name, value in values.items():
            if (name, value) == ("sort", "relevance"):
                continue
            several: Sequence[object] = value if isinstance(value, tuple | list) else (value,)
            pairs += [(name, one) for one in several]
        return self.to(path, [*pairs, ("page", page if page > 1 else "")])

    def toggle(self, asked: SearchRequest, field: str, value: str) -> str:
        """The search with a filter put on or taken off."""
        now = asked.filters[field]
        changed: dict[str, Any] = {field: [v for v in now if v != value] if value in now else [*now, value]}
        return self.search(asked, **changed)

    def document(self, id: str, page: int = 1, q: str = "", fragment: str = "") -> str:
        """The reading view of a document."""
        address = self.to(f"/documents/{quote(_clean(id), safe='')}", [("q", q), ("page", page if page > 1 else "")])
        return address + (f"#{quote(_clean(fragment))}" if fragment else "")

    def provision(self, id: str, q: str = "") -> str:
        """The permalink of a passage, which leads to its place in the reading view."""
        document, _, rest = _clean(id).partition("/")
        return self.to(f"/documents/{quote(document, safe='')}/{quote(rest)}", [("q", q)])


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
