"""Promise 8: arrows point down. The drawing in docs/architecture.md is held against the imports."""

from __future__ import annotations

import ast
import re
import sys

import pytest

from tests.support.paths import ROOT

PACKAGE = ROOT / "policysearch"
MODULES = sorted(
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    for path in PACKAGE.rglob("*.py")
    if path.stem not in ("__init__", "__main__")
)
DRAWN = [
    re.sub(r"[`*]", "", row).strip("| ").split(" | ")[0].strip()
    for row in (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").splitlines()
    if row.startswith("| `")
]
OWNERS = {
    "whoosh": {"segment_files"},
    "jieba": {"analysis"},
    "bs4": {"readers.html"},
    "pypdfium2": {"readers.pdf"},
    "pypinyin": {"identity"},
    "click": {module for module in MODULES if module == "cli" or module.startswith("commands.")},
    "uvicorn": {"web.server", "web.connections"},
    "h11": {"web.connections"},
    "starlette": {module for module in MODULES if module.startswith("web.")},
    "jinja2": {"web.pages"},
    "markupsafe": {"web.marking", "web.reading"},
    "anyio": {"web.site"},
    "mcp": {"mcp_server"},
    "mcp_types": {"mcp_server"},  # of mcp, as pydantic is
    "pydantic": {"mcp_server"},
    "watchfiles": {"watch"},
}


def tree(module: str) -> ast.Module:
    return ast.parse((PACKAGE / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))


def imports(module: str) -> tuple[set[str], set[str]]:
    """The modules of the package and the foreign top-level packages that `module` imports, anywhere in it."""
    own: set[str] = set()
    foreign: set[str] = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ImportFrom) and node.level:
            here = module.split(".")[: -node.level] + (node.module.split(".") if node.module else [])
            own |= {
                name if name in MODULES else ".".join(here)
                for name in (".".join([*here, alias.name]) for alias in node.names)
            }
        elif isinstance(node, ast.ImportFrom):
            foreign.add((node.module or "").split(".")[0])
        elif isinstance(node, ast.Import):
            foreign |= {alias.name.split(".")[0] for alias in node.names}
    return own - {""}, foreign - sys.stdlib_module_names  # "" is the package itself, for its version


def test_every_module_is_drawn_once() -> None:
    assert sorted(DRAWN) == MODULES


@pytest.mark.parametrize("module", MODULES)
def test_arrows_point_down(module: str) -> None:
    below = set(DRAWN[DRAWN.index(module) + 1 :])
    assert imports(module)[0] <= below


@pytest.mark.parametrize("module", MODULES)
def test_one_module_owns_each_foreign_library(module: str) -> None:
    for library in imports(module)[1]:
        assert module in OWNERS.get(library, set()), f"{module} imports {library}"


@pytest.mark.parametrize("module", MODULES)
def test_a_module_says_what_it_is_in_one_line(module: str) -> None:
    docstring = ast.get_docstring(tree(module))
    assert docstring and docstring.splitlines()[0].endswith((".", ";", ":"))


def test_no_module_is_named_for_nothing() -> None:
    assert not {"utils", "helpers", "common", "base", "manager"} & {name.split(".")[-1] for name in MODULES}
