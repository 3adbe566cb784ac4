"""Words of the contributor's guide keep their meaning: what bears such a name has its type."""

from __future__ import annotations

import ast
import re

import pytest

from tests.support.paths import ROOT

PACKAGE = ROOT / "policysearch"
PRINTED = ("model", "structure", "readers", "output")  # packages in which a number is what is printed
COUNTED = ("search", "store")  # and in which it is the ordinal of a passage


def typed(word: str, *packages: str) -> dict[str, str]:
    """The types of the arguments, variables and fields named `word`, by the line they are on."""
    found = {}
    for package in packages or [path.name for path in PACKAGE.iterdir() if path.is_dir()]:
        for path in (PACKAGE / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not isinstance(node, ast.arg | ast.AnnAssign) or node.annotation is None:
                    continue
                name = node.arg if isinstance(node, ast.arg) else getattr(node.target, "id", "")
                if name == word:
                    found[f"{path.name}:{node.lineno}"] = ast.unparse(node.annotation)
    return found


@pytest.mark.parametrize(("packages", "types"), [(PRINTED, {"str"}), (COUNTED, {"int", "int | None"})])
def test_a_number_is_what_is_printed_or_the_ordinal_of_a_passage(packages: tuple[str, ...], types: set[str]) -> None:
    found = typed("number", *packages)
    assert found and set(found.values()) <= types, found


def test_a_kind_is_named_by_a_text() -> None:
    found = typed("kind", *PRINTED, "search", "query")
    assert found and set(found.values()) <= {"str", "Kind", "re.Pattern[str]"}, found


def test_marks_are_spans() -> None:
    found = typed("marks")
    assert found and all("Span" in kind or "Mark" in kind for kind in found.values()), found


def test_the_guide_explains_these_words() -> None:
    guide = (ROOT / "docs" / "contributing.md").read_text("utf-8").partition("## Words")[2].partition("## Habits")[0]
    for word in ("number", "part", "kind", "marks", "passage", "provision", "store", "version", "segment"):
        assert f"| {word}" in guide or f", {word}" in guide, word


#: What ends like a participle and is a verb, a noun, or a term of the field (related words).
TERMS = {"read", "feed", "embed", "related"}
#: Copies, named as Python names `sorted` and `reversed`.
COPIES = {"escaped", "flattened", "joined", "merged", "decoded"}
PARTICIPLES = re.compile(
    r"(?:[a-z]+ed|taken|told|known|given|found|written|made|shown|held|kept|lost|cut|put|drawn|meant)"
)


def test_no_function_is_a_bare_participle() -> None:
    """A function is a verb or what it returns."""
    found = {
        f"{path.relative_to(PACKAGE)}:{node.lineno} {node.name}"
        for path in PACKAGE.rglob("*.py")
        for scope in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(scope, ast.Module | ast.ClassDef)
        for node in scope.body
        if isinstance(node, ast.FunctionDef) and PARTICIPLES.fullmatch(node.name.strip("_"))
        if not any("property" in ast.unparse(decorator) for decorator in node.decorator_list)  # that is data
        if node.name.strip("_") not in TERMS | COPIES
    }
    assert not found, sorted(found)
