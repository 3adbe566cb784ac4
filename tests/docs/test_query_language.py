"""docs/query-language.md, every line of its tables run against the parser."""

from __future__ import annotations

import re

import pytest

from policysearch.model.errors import QueryError
from policysearch.model.fields import FIELDS
from policysearch.query.parser import DEEPEST, LONGEST, parse
from tests.support.paths import ROOT

DOC = (ROOT / "docs" / "query-language.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[tuple[str, str, str]]:
    """The cells of all tables whose header begins with the cells `heading`; code marks and \\| undone."""
    found, reading = [], False
    for line in DOC.splitlines():
        cells = [c.strip().replace("\\|", "|") for c in re.split(r"(?<!\\)\|", line)[1:-1]]
        if not cells:
            reading = False
        elif " | ".join(cells) == heading:
            reading = True
        elif reading and not set(cells[0]) <= set("- "):
            assert len(cells) == 3, line
            found.append((code(cells[0]), cells[1], code(cells[2])))
    return found


def code(cell: str) -> str:
    return cell[1:-1] if cell.startswith("`") and cell.endswith("`") else cell


MEANINGS = rows("what is typed | what it means | canonical form")
ERRORS = rows("what is typed | place | what the error says")


def test_the_tables_are_found() -> None:
    assert len(MEANINGS) >= 60
    assert len(ERRORS) >= 25
    assert all(cell for row in MEANINGS + ERRORS for cell in row)


@pytest.mark.parametrize(("typed", "meaning", "canonical"), MEANINGS, ids=[row[0] for row in MEANINGS])
def test_what_is_typed_has_the_canonical_form(typed: str, meaning: str, canonical: str) -> None:
    query = parse(typed)
    assert str(query) == canonical
    assert parse(canonical) == query


@pytest.mark.parametrize(("typed", "place", "says"), ERRORS, ids=[row[0] for row in ERRORS])
def test_what_is_refused_is_refused_there(typed: str, place: str, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(typed)
    assert caught.value.position + 1 == int(place)
    assert says in str(caught.value)


def test_all_fields_are_named() -> None:
    table = [(name, tuple(re.findall("`([^`]+)`", also)), holds) for name, also, holds in rows("field | also | holds")]
    assert table == [(field.name, field.aliases, field.how) for field in FIELDS]


def test_the_limits_are_true() -> None:
    assert f"at most {LONGEST} characters and {DEEPEST} parentheses" in DOC
