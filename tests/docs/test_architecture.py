"""Imports point down, between packages and within them. docs/architecture.md is held against the imports."""

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
PACKAGES = sorted(
    ".".join(path.relative_to(PACKAGE).parent.parts) for path in PACKAGE.rglob("__init__.py") if path.parent != PACKAGE
)
_ROWS = [row for row in (ROOT / "docs" / "architecture.md").read_text("utf-8").splitlines() if row.startswith("| `")]
DRAWN = [found[1] for row in _ROWS if (found := re.match(r"\| `([a-z0-9_.]+)` \|", row)) and found[1] in MODULES]
FLOORS = list(dict.fromkeys(module.partition(".")[0] for module in DRAWN))  # from top to bottom
OWNERS = {  # the packages or modules that may import a foreign library
    "whoosh": {"store.local.segment_files"},
    "jieba": {"text.tokenizer"},
    "bs4": {"readers.html"},
    "pypdfium2": {"readers.pdf.extract"},
    "rapidocr": {"readers.ocr.engine"},
    "numpy": {
        "readers.ocr.engine",
        "runtime.numpy_use",
        "search.facet_arrays",
        "search.score_arrays",
        "search.accumulator_arrays",
        "search.full_score_arrays",
        "search.pool_arrays",
        "search.shared_bigram_arrays",
        "semantic",
        "store.arrays",
        "store.local.bigram_arrays",
        "store.local.frequency_arrays",
        "store.local.long_counts",
        "store.local.weight_arrays",
        "store.local.text_arrays",
    },
    "onnxruntime": {"semantic.onnx_model"},
    "tokenizers": {"semantic.onnx_model"},
    "cv2": {"readers.ocr.engine"},
    "PIL": {"readers.ocr"},
    "olefile": {"readers.outlook"},
    "xlrd": {"readers.xls.workbook"},
    "pandas": {"output.records"},
    "pypinyin": {"structure.document_ids"},
    "click": {"cli"},
    "uvicorn": {"web.server", "web.connections"},
    "h11": {"web.connections"},
    "starlette": {"web"},
    "jinja2": {"web.pages"},
    "markupsafe": {"web.html_marks", "web.document_view"},
    "anyio": {"web.dispatch"},
    "mcp": {"mcp.server"},
    "mcp_types": {"mcp.server"},
    "pydantic": {"mcp.server"},
    "watchfiles": {"index.watch"},
    "opensearchpy": {"store.opensearch.connection"},
    "urllib3": {"store.opensearch.connection"},
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


def test_every_module_is_drawn_once_and_packages_stand_together() -> None:
    assert sorted(DRAWN) == MODULES
    floors = [module.partition(".")[0] for module in DRAWN]
    assert [floor for floor, next in zip(floors, [*floors[1:], ""], strict=True) if floor != next] == FLOORS


@pytest.mark.parametrize("module", MODULES)
def test_arrows_point_down(module: str) -> None:
    below = set(DRAWN[DRAWN.index(module) + 1 :])
    assert imports(module)[0] <= below


@pytest.mark.parametrize("module", MODULES)
def test_windows_do_not_know_each_other(module: str) -> None:
    """`cli.serving` starts the others; else the three windows share only what lies below them."""
    package = module.partition(".")[0]
    seen = {name.partition(".")[0] for name in imports(module)[0]} & {"web", "mcp", "cli"}
    assert seen <= {package} or module == "cli.serving"


@pytest.mark.parametrize("module", MODULES)
def test_one_module_owns_each_foreign_library(module: str) -> None:
    for library in imports(module)[1]:
        owners = OWNERS.get(library, set())
        assert any(f"{module}.".startswith(f"{owner}.") for owner in owners), f"{module} imports {library}"


@pytest.mark.parametrize("module", MODULES)
def test_a_module_says_what_it_is_in_one_line(module: str) -> None:
    docstring = ast.get_docstring(tree(module))
    assert docstring and docstring.splitlines()[0].endswith((".", ";", ":"))


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_says_what_goes_in_what_comes_out_and_what_it_promises(package: str) -> None:
    docstring = ast.get_docstring(ast.parse((PACKAGE / package.replace(".", "/") / "__init__.py").read_text("utf-8")))
    assert docstring
    if package != "web":  # whose docstring is the start of its documentation
        lines = docstring.splitlines()
        assert [line.split(":")[0] for line in lines[2:5]] == ["In", "Out", "Promise"] and lines[0].endswith(".")


def test_no_module_is_named_for_nothing() -> None:
    assert not {"utils", "helpers", "common", "base", "manager"} & {name.split(".")[-1] for name in MODULES}
