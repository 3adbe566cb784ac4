"""The catalogue of messages: every code in both languages, with the same parameters."""

from __future__ import annotations

import ast
import copy
import pickle
import re
from functools import cache
from string import Formatter

import pytest

from policysearch.messages.catalogue import Message, say, speaking, texts
from policysearch.messages.transfer import AREAS, all_codes, in_both_languages, pack, unpack
from policysearch.model.errors import (
    ClosedIndexError,
    CorpusError,
    DamagedIndexError,
    IndexLockedError,
    NoIndexError,
    OutdatedIndexError,
    PassagesError,
    PolicySearchError,
    QueryError,
    QueryTimeout,
    RemovalError,
    SearchIndexError,
    UnknownFieldError,
)
from tests.support.paths import ROOT

CODES = all_codes()
SHOWN = {"explain", "hits", "index", "lint", "pages", "query", "site", "views"}
PACKAGE = ROOT / "policysearch"
ERRORS: list[PolicySearchError] = [
    SearchIndexError("in words of its own"),
    CorpusError("a.txt", "is odd"),
    CorpusError("a.txt", Message("query.words")),
    PassagesError({"a.txt": "is odd"}),
    QueryError("氢能 (", 3, Message("query.open_group", also="")),
    UnknownFieldError("distrct:x", 0, "distrct", ("district",), "district", ("区县",)),
    QueryTimeout(2.5, "氢能"),
    NoIndexError("index"),
    OutdatedIndexError("index", "3", "4"),
    DamagedIndexError("index", "CURRENT"),
    ClosedIndexError("index"),
    IndexLockedError("index", Message("another_process")),
    RemovalError("index", ("a", "b", "c", "d"), 9),
]


def parameters(text: str) -> set[str]:
    """The names that a format string is filled with."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def used() -> set[str]:
    """The codes that stand in the package as a whole string, as a message or one of those that are chosen from."""
    known = set(CODES) | {code.removeprefix("errors.") for code in CODES if code.startswith("errors.")}
    return {str(node.value) for node in constants() if node.value in known}


@cache
def constants() -> list[ast.Constant]:
    """All constants of the package outside the catalogue."""
    paths = [path for path in PACKAGE.rglob("*.py") if path.parent.name != "messages"]
    trees = [ast.parse(path.read_text("utf-8")) for path in paths]
    return [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)]


@cache
def composed() -> tuple[str, ...]:
    """What codes begin with that are put together, such as f"web.status_{status}"."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                if re.fullmatch(r"[a-z]+\.[a-z_]*", start := str(node.values[0].value)):
                    found.add(start)
    return tuple(found)


def on_pages() -> set[str]:
    """The codes of the area `site` that templates and their script name; those with "_" at their end are beginnings."""
    templates = "".join(path.read_text("utf-8") for path in (PACKAGE / "web" / "templates").glob("*.html"))
    script = (PACKAGE / "web" / "static" / "app.js").read_text("utf-8")
    return {*re.findall(r'say\("(\w+)"', templates), *re.findall(r"words(?:\.|\[`)(\w+)", script)}


def test_every_code_is_used() -> None:
    named, pages = used(), on_pages()
    starts = tuple(one for one in composed() if one[-1] != ".")
    texts_of = {node.value for node in constants() if isinstance(node.value, str)}
    unused = []
    for code in CODES:
        area, _, name = code.partition(".")
        if area in (
            "help",
            "options",
            "command_options",
        ):  # tests/cli/test_language.py looks for the help of each option
            here = True
        elif area == "site":
            here = name in pages or any(one.endswith("_") and name.startswith(one) for one in pages)
            here = here or code in named
        else:
            here = code in named or (area == "errors" and name in named) or code.startswith(starts)
            here = here or (f"{area}." in composed() and name in texts_of)  # f"views.{operator}"
        if not here:
            unused.append(code)
    assert not unused


def test_every_area_is_in_the_catalogue() -> None:
    modules = {path.stem for path in (PACKAGE / "messages").glob("*.py")} - {
        "__init__",
        "catalogue",
        "shell",
        "transfer",
    }
    assert set(AREAS) == modules and len(CODES) == len(set(CODES))


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_both_languages_with_the_same_parameters(code: str) -> None:
    chinese, english = texts(code)
    if code != "query.names":  # which is given in each language
        assert parameters(chinese) == parameters(english)
    assert all(name.isidentifier() for name in parameters(chinese))
    assert not re.search(
        "[\u3400-\u9fff]", re.sub(r"氢能|district:九龙坡|“…”|[篇章节条专栏区县一二三、（）：]+", "", english)
    ) or code.startswith(("help.", "options.", "command_options.", "mcp.", "site.syntax_", "site.folding"))


#: Words of the query language, of files and of addresses, which are the same in Chinese.
NAMES = {"AND", "OR", "NOT", "CURRENT", "strict", "synonyms", "zh", "CN", "format", "index", "open", "pip", "install"}


@pytest.mark.parametrize("code", [code for code in CODES if code.split(".")[0] in SHOWN])
def test_a_chinese_text_of_results_and_pages_has_no_english_words(code: str) -> None:
    chinese = re.sub(r"\{[^}]*\}", "", texts(code)[0])
    assert not set(re.findall(r"[A-Za-z]{2,}", chinese)) - NAMES


def test_a_message_is_its_english_text_and_keeps_its_chinese() -> None:
    inner = Message("query.itself", word="与")
    message = Message("query.no_word", typed="", also=inner)
    assert message.endswith("; to search for 与 itself put it in quotes")
    assert message.text("zh").endswith("；若要检索“与”本身，请加引号")
    for again in (pickle.loads(pickle.dumps(message)), copy.deepcopy(message), unpack(pack(message))):
        assert type(again) is Message and again == message and again.text("zh") == message.text("zh")
    assert in_both_languages("plain") == {"zh": "plain", "en": "plain"}
    with pytest.raises(ValueError):
        unpack({"code": "query.none_such", "params": {}})


def test_the_language_of_the_process_is_english_until_another_is_spoken() -> None:
    assert say("another_process") == "another process"
    with speaking("zh"):
        assert say("another_process") == "另一个进程"
    assert say("another_process") == "another process"


@pytest.mark.parametrize("error", ERRORS, ids=[type(error).__name__ for error in ERRORS])
def test_an_error_has_a_code_and_a_line_in_each_language_and_can_be_pickled(error: PolicySearchError) -> None:
    again = pickle.loads(pickle.dumps(error))
    for one in (error, again):
        assert str(one) == error.text("en") and one.text("zh") == error.text("zh")
        assert one.code == error.code and texts(one.code)
        assert len(str(one).splitlines()) == 1 == len(one.text("zh").splitlines())


def test_an_error_of_a_query_has_the_code_of_what_was_expected() -> None:
    codes = {type(error): error.code for error in ERRORS}
    assert codes[QueryError] == "query.open_group" and codes[UnknownFieldError] == "query.no_field"
    assert codes[QueryTimeout] == "timeout"
