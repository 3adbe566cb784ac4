"""Writes docs/api.md: the public names with their signatures, fields and docstrings, as the source has them.

python docs/make_api.py
"""

from __future__ import annotations

import ast
import inspect
import sys
import tokenize
from collections.abc import Iterator
from io import StringIO
from itertools import chain
from pathlib import Path
from types import ModuleType, UnionType
from typing import Any

import policysearch
from policysearch import web

GROUPS = {
    "Searching": ["Index", "Served", "deadline", "read", "parse"],
    "Queries": ["Query", "Term", "Phrase", "Wildcard", "Near", "Range", "In", "Not", "all_of", "any_of"],
    "Results": [
        "Answer", "Hit", "Group", "DocumentHit", "Altered", "Comparison", "Matrix", "Explanation", "Related", "Similar",
        "Suggestion", "Entry", "Indicator", "Snippet", "Stats", "BuildReport", "Release",
    ],
    "Documents": ["Document", "Provision", "Passage", "Source"],
    "Results to take along": ["to_dict", "to_pandas", "html", "citation", "snippet"],
    "Errors": [
        "PolicySearchError", "CorpusError", "QueryError", "UnknownFieldError", "UnsupportedQueryError", "QueryTimeout",
        "SearchIndexError", "NoIndexError", "OutdatedIndexError", "DamagedIndexError", "ClosedIndexError",
        "IndexLockedError", "RemovalError", "EncoderError", "UnknownVersionError",
    ],
    "Stores": ["Store"],
}  # fmt: skip
HEAD = """\
# API of Python

Every public name, from its docstring; written by `python docs/make_api.py`. How they are used: [embedder's guide](embedding.md).
What stays as it is: [what is stable](embedding.md#what-is-stable). Text in `backticks` without a module is an argument or a field.

"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for group, names in GROUPS.items():
        parts += [
            f"## {group}\n\n",
            *(f"{text}\n\n" for name in names for text in entry(name, getattr(policysearch, name))),
        ]
    parts.append("## Web application\n\nIn `policysearch.web`, with the extra `web`.\n\n")
    guard = web.everyone.__module__
    for name, value in [*((name, getattr(web, name)) for name in web.__all__), ("Limits", sys.modules[guard].Limits)]:
        parts += [f"{text}\n\n" for text in entry(name, value)]
    return "".join(parts).rstrip() + "\n"


def entry(name: str, value: Any) -> Iterator[str]:
    """The pieces about one public name."""
    if isinstance(value, ModuleType):
        yield f"### {name}\n\nModule. {docstring(ast.parse(inspect.getsource(value)))}"
        for node in ast.parse(inspect.getsource(value)).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield f"#### {name}.{signature(node)}\n\n{docstring(node)}"
        return
    if isinstance(value, UnionType):
        yield f"### {name}\n\nOne of {', '.join(f'`{one.__name__}`' for one in value.__args__)}."
        return
    source = inspect.getsource(sys.modules[value.__module__])
    node = definition(value)
    if isinstance(node, ast.FunctionDef):
        yield f"### {signature(node)}\n\n{docstring(node)}"
        return
    assert isinstance(node, ast.ClassDef)
    private = [base for base in value.__bases__ if is_private(base) and base.__module__ != value.__module__]
    unnamed = {"Exception", *(base.__name__ for base in private)}
    bases = ", ".join(text for base in node.bases if (text := ast.unparse(base)) not in unnamed)
    yield f"### {name}" + (f"({bases})" if bases else "") + f"\n\n{docstring(node)}"
    rows = [f"| `{field}` | {shown(kind)} | {shown(about)} |" for field, kind, about in fields(node, source)]
    if rows:
        yield "\n".join(["| field | type | |", "| --- | --- | --- |", *rows])
    for method in chain(node.body, *(definition(base).body for base in private)):
        if isinstance(method, ast.FunctionDef) and not method.name.startswith("_") and docstring(method):
            marks = [ast.unparse(mark) for mark in method.decorator_list]
            if any(mark.endswith(".setter") for mark in marks):
                continue
            heading = method.name if "property" in marks else signature(method)
            yield f"#### {name}.{heading}\n\n{docstring(method)}"


def definition(value: Any) -> Any:
    """The node of a class or function in the source of its module."""
    source = inspect.getsource(sys.modules[value.__module__])
    return next(one for one in ast.parse(source).body if getattr(one, "name", "") == value.__name__)


def is_private(base: type) -> bool:
    """Whether a class is of the package and not a public name: what derives from it has its methods."""
    return base.__module__.startswith("policysearch.") and base.__name__ not in policysearch.__all__


def signature(node: ast.FunctionDef) -> str:
    """A function as it is called: without the types of its arguments, which `help` and an editor show."""
    args = node.args
    for one in [*args.posonlyargs, *args.args, *args.kwonlyargs, *filter(None, (args.vararg, args.kwarg))]:
        one.annotation = None
    if args.args and args.args[0].arg in ("self", "cls"):
        del args.args[0]
    returns = f" → {ast.unparse(node.returns)}" if node.returns and ast.unparse(node.returns) != "None" else ""
    return f"{node.name}({ast.unparse(args)}){returns}"


def docstring(node: ast.Module | ast.ClassDef | ast.FunctionDef) -> str:
    """The docstring, its examples as code; "" when there is none."""
    out: list[str] = []
    code = False
    for line in (ast.get_docstring(node) or "").splitlines():
        if line.startswith(">>> ") and not code:
            out += ["", "```python"] if out and out[-1] else ["```python"]
            code = True
        elif code and not line:
            out.append("```")
            code = False
        out.append(line.replace("<", "&lt;") if not code else line)
    return "\n".join([*out, *["```"] * code])


def fields(node: ast.ClassDef, source: str) -> Iterator[tuple[str, str, str]]:
    """The fields of a class with their types and the comments beside them."""
    comments = {
        token.start[0]: token.string.lstrip("# ")
        for token in tokenize.generate_tokens(StringIO(source).readline)
        if token.type == tokenize.COMMENT
    }
    ends = [*(one.lineno for one in node.body[1:]), (node.end_lineno or 0) + 1]
    for one, end in zip(node.body, ends, strict=True):
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) and one.target.id[0] != "_":
            lines = range(one.lineno, max(end, one.lineno + 1))
            about = " ".join(comments[line] for line in lines if line in comments)
            yield one.target.id, ast.unparse(one.annotation), about


def shown(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    Path(__file__).with_name("api.md").write_text(page(), "utf-8")
