"""docs/api.md is what docs/make_api.py makes of the source, and tells of every public name."""

from __future__ import annotations

import ast
import importlib.util
from typing import Any

import pytest

import policysearch
from tests.support.paths import ROOT

pytest.importorskip("starlette", reason="the web application needs: pip install 'policysearch[web]'")
pytest.importorskip("uvicorn", reason="the web application needs: pip install 'policysearch[web]'")


@pytest.fixture(scope="module")
def maker() -> Any:
    spec = importlib.util.spec_from_file_location("make_api", ROOT / "docs" / "make_api.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_current(maker: Any) -> None:
    assert (ROOT / "docs/api.md").read_text("utf-8") == maker.page(), "run: python docs/make_api.py"


def test_every_public_name_is_told_once(maker: Any) -> None:
    names = [name for group in maker.GROUPS.values() for name in group]
    assert sorted(names) == sorted(policysearch.__all__)


def test_every_public_class_and_function_says_what_it_is(maker: Any) -> None:
    for name in policysearch.__all__:
        text = "".join(maker.entry(name, getattr(policysearch, name)))
        assert len(text.splitlines()) > 1 and text.splitlines()[2:3] != [""], name


def test_a_docstring_becomes_markdown(maker: Any) -> None:
    (node,) = ast.parse(
        'def f(a: int, *, b: str = "x") -> bool:\n    """One <b>.\n\n    >>> f(1)\n    True\n    """'
    ).body
    assert isinstance(node, ast.FunctionDef)
    assert maker.docstring(node) == "One &lt;b>.\n\n```python\n>>> f(1)\nTrue\n```"
    assert maker.signature(node) == "f(a, *, b='x') → bool"
