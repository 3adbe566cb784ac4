"""docs/web.md lists the addresses of pages and embedding as their tables declare them."""

from __future__ import annotations

from policysearch.web.compare_view import COMPARISON
from policysearch.web.embed import EMBEDDED
from policysearch.web.pages import PAGES
from tests.support.paths import ROOT


def test_the_addresses_of_the_docs_are_those_of_the_tables() -> None:
    page = (ROOT / "docs" / "web.md").read_text("utf-8").partition("<!-- addresses -->\n")[2].partition("\n\n")[0]
    rows = ["| address | answers | parameters |", "| --- | --- | --- |"]
    for endpoint in (*PAGES, *COMPARISON, *EMBEDDED):
        names = " ".join(f"`{param.name}`" for param in endpoint.params)
        rows.append(f"| `{endpoint.path.replace(':path}', '}')}` | {endpoint.about} | {names} |")
    assert page.splitlines() == rows, "\n".join(rows)
