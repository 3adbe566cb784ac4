"""Claims of README and docs that no block shows: figures, defaults, limits, variables, codes, names. Each is held against the program."""

from __future__ import annotations

import importlib
import inspect
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from policysearch.cli import console
from policysearch.cli.main import main
from policysearch.messages.catalogue import LANGUAGES
from policysearch.model import errors
from policysearch.output import options
from tests.support.claims import written
from tests.support.paths import ROOT


def value(place: str) -> Any:
    """What `module.NAME` of the package is."""
    module, _, name = place.rpartition(".")
    return getattr(importlib.import_module(f"policysearch.{module}"), name)


class Claim(NamedTuple):
    """A sentence with `{}` where the page has a figure, which is `shown` of a constant of the program."""

    page: str
    sentence: str
    places: str  # of the constants, in their order
    factor: float = 1  # what one of the page's unit is of the constant's


MB, GB = 2**20, 2**30
#: The number words that pages use.
_WORDS = {2: "two", 3: "three", 4: "quarter", 8: "eight", 10: "ten", 12: "twelve", 40: "forty"}

CLAIMS = [
    Claim("user-guide.md", "how many versions are kept for `rollback`, {} unless set", "index.versions.KEPT"),
    Claim("user-guide.zh.md", "保留多少个版本供 `rollback` 恢复，默认 {}", "index.versions.KEPT"),
    Claim("user-guide.md", "an update that removes more than {word} files and more than a fifth of all", "index.updater._FEW_GONE"),
    Claim("operator-guide.md", "more than {word} files and more than a fifth of all would be removed", "index.updater._FEW_GONE"),
    Claim("user-guide.md", "A hit shows up to {word} fragments of its passage", "search.highlight._FRAGMENTS"),
    Claim("user-guide.md", "`--snippet` characters ({}), the others half", "search.highlight.LENGTH"),
    Claim("user-guide.md", "from the fourth on a quarter, but at least {}", "search.highlight._SHORTEST"),
    Claim("user-guide.zh.md", "最好的片段最多 {} 字（`--snippet` 可改）", "search.highlight.LENGTH"),
    Claim("user-guide.zh.md", "第四个起为四分之一，但不少于 {} 字", "search.highlight._SHORTEST"),
    Claim("user-guide.md", "It takes {word} characters; `--strict`", "model.hits.WORDING"),
    Claim("query-language.md", "of {word} characters or more that stands nowhere", "model.hits.WORDING"),
    Claim("query-language.md", "a fifth without quotes, and no more than {word}", "search.altered_quotes._WIDEST"),
    Claim("query-language.md", "A query has at most {} characters and {} parentheses", "query.parser.LONGEST query.parser.DEEPEST"),
    Claim("embedding.md", "A query has at most {:,} words, all spellings counted", "search.match.MOST"),
    Claim("analysis.md", "At most {} rows", "search.similar.MOST"),
    Claim("semantic.md", "The first {} passages by words and the {} nearest in meaning", "search.meaning.FIRST search.meaning.NEAREST"),
    Claim("semantic.md", "At most {} tokens of a passage", "semantic.onnx_model._LONGEST"),
    Claim("semantic.md", "An answer about a question may take {:.0f} s with all tries, one about 32 passages {:.0f} s", "semantic.service._ASKING semantic.service._SECONDS"),
    Claim("semantic.md", "is tried {word} times", "semantic.service._TRIES"),
    Claim("semantic.md", "Of a passage {:,} characters are sent", "semantic.service._CHARACTERS"),
    Claim("operator-guide.md", "or hangs for {:.0f} s beyond the time of a request, is replaced", "web.processes._STUCK"),
    Claim("operator-guide.md", "0: no index, or no word within {:.0f} s", "web.processes._TOLD"),
    Claim("operator-guide.md", "gives way to all else on the machine (nice {})", "web.worker._NICE"),
    Claim("operator-guide.md", "(HttpOnly, SameSite, {:.0f} days,", "web.token._COOKIE_AGE", 24 * 3600),
    Claim("web.md", "seconds until a request must be sent (`serve` only) | {:.0f}, then status 408", "web.connections._SECONDS"),
    Claim("web.md", "seconds without taking anything of an answer (`serve` only) | {:.0f} |", "web.connections._TAKING"),
    Claim("web.md", "open connections (`serve` only) | {},", "web.connections._MOST"),
    Claim("web.md", "After half a second a request gives way to shorter ones", "web.scheduler.SHORT"),
    Claim("formats.md", "| a text or web page | {:.0f} MB,", "readers.registry.LARGEST_TEXT", MB),
    Claim("formats.md", "MB, {:,} tags |", "readers.html.sanitize.MOST_TAGS"),
    Claim("formats.md", "workbook, presentation or archive | {:.0f} MB |", "readers.registry.LARGEST_FILE", MB),
    Claim("formats.md", "| pages and characters of a PDF or OFD | {:,} and", "readers.pdf.extract.MOST_PAGES"),
    Claim("formats.md", "and {:.0f} million | | a picture", "readers.pdf.extract.MOST_CHARS", 1e6),
    Claim("formats.md", "| a picture | {:.0f} million pixels;", "readers.ocr.pages.MOST_PIXELS", 1e6),
    Claim("formats.md", "million pixels; {:,} pages of a TIFF", "readers.ocr.image.MOST_PAGES"),
    Claim("formats.md", "| cells of an older workbook | {:.0f} million |", "readers.xls.workbook.MOST_CELLS", 1e6),
    Claim("formats.md", "| files attached to a mail of Outlook | {:,}; mails in it {} deep,", "readers.outlook.MOST_ATTACHED readers.outlook.DEEPEST"),
    Claim("formats.md", "deep, {:.0f} MB of each", "readers.outlook.LARGEST", MB),
    Claim("formats.md", "| a part of an OFD, Word file, workbook or presentation | {:.0f} MB, a million", "readers.opc.LARGEST_PART", MB),
    Claim("formats.md", "a million elements, {} in one another", "readers.xml.DEEPEST"),
    Claim("formats.md", "| an archive with those in it | {:,} documents,", "readers.archive.MOST_MEMBERS"),
    Claim("formats.md", "documents, {:.0f} MB unpacked;", "readers.archive.LARGEST_CONTENT", MB),
    Claim("formats.md", "each unpacks to at most {} times its size", "readers.archive.HIGHEST_RATIO"),
    Claim("formats.md", "| pages of one text | {:,},", "readers.web_pages.MOST_PAGES"),
    Claim("formats.md", "| parts of a web archive or mail | {:,},", "readers.mail.MOST_PARTS"),
    Claim("formats.md", "or picture, for LibreOffice | {} s each;", "readers.sandbox.SECONDS"),
    Claim("formats.md", "s each; {} s for each page that is recognised", "readers.settings.PAGE_SECONDS"),
    Claim("formats.md", "| memory for one of those | {:.0f} MB;", "readers.sandbox.USUAL", MB),
    Claim("formats.md", "one at a time may have {:.0f} GB |", "readers.sandbox.MEMORY", GB),
    Claim("formats.md", "and to parse it | {:.0f} s each and {:.0f} s for each megabyte, {:.0f} s at most", "runtime.limits.SECONDS runtime.limits.PER_MEGABYTE runtime.limits.MOST"),
    Claim("formats.md", "| memory of a process that helps to read | {:.0f} GB of address space", "runtime.process_pool.MEMORY", GB),
    Claim("formats.md", "| memory and output of LibreOffice | {:.0f} GB and", "readers.libreoffice.MEMORY", GB),
    Claim("formats.md", "GB and {:.0f} MB | No format", "readers.libreoffice.LARGEST", MB),
    Claim("formats.md", "Up to {word} are read at once", "runtime.process_pool._MOST"),
    Claim("formats.md", "over {:,} characters with no heading", "structure.certainty._LONG_TEXT"),
    Claim("formats.md", "lines of over {:,} characters: line breaks", "structure.certainty._LONG_LINE"),
    Claim("formats.md", "pages below {} are named with every update", "readers.ocr.pages.LOW"),
    Claim("formats.md", "with a confidence below {} |", "structure.certainty._POOR"),
]  # fmt: skip


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim.page}: {claim.sentence[:50]}")
def test_a_figure_is_that_of_the_program(claim: Claim) -> None:
    found = [value(place) / claim.factor if claim.factor != 1 else value(place) for place in claim.places.split()]
    sentence = claim.sentence.replace("{word}", _WORDS.get(found[0], "?")).format(*found)
    assert sentence in written(claim.page)


def test_the_limits_of_an_application_are_those_of_the_docs() -> None:
    guard = pytest.importorskip("policysearch.web.guard", reason="needs the extra web")
    from policysearch.web import scheduler

    limits, page = guard.Limits(), written("web.md")
    for sentence in (
        f"| characters of a query | {limits.query} |",
        f"| results on a page, and how deep one can page | {limits.page}, {limits.deepest:,} |",
        f"| seconds for an answer, waiting included | {limits.seconds:.0f}, then status 504",
        f"| requests worked on at once, and waiting | {limits.at_once}, the second once the first has taken {1000 * scheduler.ALONE:.0f} ms, and {limits.waiting}, then status 503 with `Retry-After`",
        f"else of each address | {limits.rate:.0f} and {limits.burst}, then status 429",
    ):
        assert sentence in page


def test_every_variable_of_the_program_is_told_and_no_other() -> None:
    """The table of the operator's guide; those of `serve` have their own in options.md."""
    sources = [path.read_text("utf-8") for path in (ROOT / "policysearch").rglob("*.py")]
    used = {name for text in sources for name in re.findall(r"\bPOLICYSEARCH_[A-Z_]+\b", text)}
    joined = {f"POLICYSEARCH_{name}" for name in ("USER", "PASSWORD", "CREDENTIALS")}  # made of a prefix
    assert any('"POLICYSEARCH_"' in text or "POLICYSEARCH_{" in text for text in sources) or joined <= used
    table = (ROOT / "docs" / "operator-guide.md").read_text("utf-8").split("\n## Environment\n")[1].split("\n## ")[0]
    told = {name for row in re.findall(r"(?m)^\| (`.+?) \|", table) for name in re.findall(r"`(\w+)…?`", row)}
    apart = {"POLICYSEARCH_COMPLETE", "POLICYSEARCH_SERVE"}  # the shell's, and a prefix
    assert (used | joined) - apart == told - {"NO_COLOR", "POLICYSEARCH_SERVE_"}


def test_exit_codes_are_those_of_the_guides() -> None:
    codes = {
        name: getattr(console, name)
        for name in ("FOUND", "NOTHING", "WRONG", "TROUBLE", "REFUSED", "PARTIAL", "STOPPED")
    }
    table = (ROOT / "docs/operator-guide.md").read_text("utf-8").split("| exit code | meaning |")[1].split("\n\n")[0]
    assert {int(code) for code in re.findall(r"(?m)^\| (\d+) \|", table)} == set(codes.values())
    english, chinese = written("user-guide.md"), written("user-guide.zh.md")
    assert "Exit codes: 0 found, 1 nothing found, 2 wrong usage or query, 3 trouble with the index, 4 an" in english
    assert (
        "退出码：0 找到，1 未找到，2 用法或检索式有误，3 索引有问题，4 因将移除大量文件而拒绝更新，5 有文件未能读取"
        in chinese
    )
    assert list(codes.values()) == [0, 1, 2, 3, 4, 5, 130]


def extras() -> dict[str, list[str]]:
    found: dict[str, list[str]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
        "optional-dependencies"
    ]
    return found


@pytest.mark.parametrize("guide", ["user-guide.md", "user-guide.zh.md"])
def test_the_extras_are_those_of_the_package(guide: str) -> None:
    text = (ROOT / "docs" / guide).read_text("utf-8")
    table = re.split(r"\| (?:extra|附加组件) \|", text)[1].split("\n\n")[0]
    rows = dict(re.findall(r"(?m)^\| `(\w+)` \| (.+) \|$", table))
    assert set(rows) == set(extras()) - {"test", "dev"}
    (joined,) = extras()["all"]
    within = re.findall(r"\w+", joined.partition("[")[2])
    assert sorted(re.findall("`(\\w+)`", rows["all"])) == sorted(within)
    for name in ("ocr", "semantic"):
        assert name not in within and "`all`" in rows[name]


@pytest.mark.parametrize("page", ["README.md", *(path.name for path in sorted((ROOT / "docs").glob("*.md")))])
def test_extras_that_are_named_exist(page: str) -> None:
    named = re.findall(r"'(?:policysearch|\.)\[([\w,]+)\]'", written(page))
    assert {name for group in named for name in group.split(",")} <= set(extras())


@pytest.mark.parametrize(
    "page", ["README.md", "SECURITY.md", *(path.name for path in sorted((ROOT / "docs").glob("*.md")))]
)
def test_files_that_are_named_exist(page: str) -> None:
    """What stands in backticks as a path of the checkout."""
    folders = "|".join(("tests", "docs", "benchmarks", "policysearch", "corpus"))
    for path in re.findall(rf"`(?:python )?((?:{folders})/[\w./*-]+)", written(page)):
        assert list(ROOT.glob(path.rstrip("/"))) or "NAME" in path or path.startswith("policysearch/readers/formats"), (
            path
        )
    for name in re.findall(r"`((?:tests/)?\w+/test_\w+\.py)`", written(page)):
        assert (ROOT / "tests" / name.removeprefix("tests/")).exists(), name


def texts_of(area: str) -> Any:
    """The messages of an area, by code."""
    path = ROOT / "policysearch" / "messages" / f"{area}.py"
    return value(f"messages.{area}.TEXTS") if path.exists() else ()


@pytest.mark.parametrize("page", ["architecture.md", "contributing.md"])
def test_modules_that_are_named_exist(page: str) -> None:
    packages = {path.parent.name for path in (ROOT / "policysearch").glob("*/__init__.py")}
    for name in re.findall(r"`((?:\w+\.)+\w+)`", written(page)):
        area, _, code = name.partition(".")
        if area not in packages or code in texts_of(area) or name.rsplit(".", 1)[-1] in ("py", "md", "ipynb"):
            continue
        path = ROOT / "policysearch" / Path(*name.split("."))
        if path.is_dir() or path.with_suffix(".py").exists():
            continue
        assert hasattr(importlib.import_module(f"policysearch.{name.rpartition('.')[0]}"), name.rpartition(".")[2]), (
            name
        )


def test_packages_are_counted() -> None:
    packages = sorted(path.parent.name for path in (ROOT / "policysearch").glob("*/__init__.py"))
    assert len(packages) == 16
    for page in ("architecture.md", "contributing.md"):
        assert "ixteen packages" in written(page)


_WALK = """
import sys
from policysearch.cli.main import main
passed = set()
def note(frame, event, argument):
    file = frame.f_code.co_filename
    if event == "call" and "policysearch/" in file and not loading(frame):
        passed.add(file.rpartition("policysearch/")[2].partition("/")[0])
def loading(frame):
    while frame and not (frame.f_code.co_name == "<module>" and "policysearch/" in frame.f_code.co_filename):
        frame = frame.f_back
    return frame
sys.setprofile(note)
try:
    main()
finally:
    sys.setprofile(None)
    print(len(passed), *sorted(passed))
"""


def test_packages_that_a_document_and_a_query_pass_are_counted(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("重庆市九龙坡区规划\n\n第一章 总则\n\n第一条 发展氢能。\n", "utf-8")
    walk = written("architecture.md")
    for command, before in (
        ("index plan.txt", "index corpus` ("),
        ("search 氢能 district:九龙坡", "district:九龙坡'` ("),
    ):
        done = subprocess.run(
            [sys.executable, "-c", _WALK, *command.split()], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        passed = done.stdout.splitlines()[-1]
        assert f"{before}{passed.split()[0]} packages)" in walk, passed


def test_errors_are_counted() -> None:
    below = [
        name for name, one in vars(errors).items() if inspect.isclass(one) and issubclass(one, errors.SearchIndexError)
    ]
    assert len(below) - 1 == 7 and "the base of the seven below" in written("embedding.md")


def test_an_update_waits_as_long_as_is_said() -> None:
    waits = inspect.signature(value("index.index.Index").update).parameters["wait"].default
    assert waits == 2 and "it waits two seconds, then exit code 3" in written("operator-guide.md")


def test_defaults_of_commands_are_those_of_the_guides() -> None:
    defaults = {(name, param.name): param.default for name in main.commands for param in main.commands[name].params}
    page = written("user-guide.md")
    assert (defaults["search", "folder"], defaults["search", "limit"]) == ("index", 10)
    assert "the default folder is `corpus`, the default index `index`" in page and options.LIMIT.default == 10
    assert (defaults["serve", "host"], defaults["serve", "port"]) == ("127.0.0.1", 8765)
    assert "`policysearch serve` listens on 127.0.0.1:8765" in written("operator-guide.md")
    assert tuple(main.commands["search"].params[-1].type.choices) == LANGUAGES == ("zh", "en")  # type: ignore[attr-defined]


def test_headers_and_attributes_of_the_element_are_those_of_the_docs() -> None:
    params = pytest.importorskip("policysearch.web.params", reason="needs the extra web")
    script = (ROOT / "policysearch/web/static/policy-search.js").read_text("utf-8")
    page = written("embedding.md")
    filters = ", ".join(f"`{name}`" for name in params.FILTERS)
    assert f"Attributes: `q`, `limit`, `sort`, and the filters {filters}" in page
    for name in (*params.FILTERS, "q", "limit", "sort", "src"):
        assert f'"{name}"' in script, name
    for name in re.findall(r"`(--ps-\w+|policysearch-\w+)`", page):
        assert name in script, name


def test_classes_of_results_are_those_of_the_docs() -> None:
    (listed,) = re.findall(r"Style the classes (.+?)\. Every hit", written("embedding.md"))
    made = "".join((ROOT / "policysearch/output" / name).read_text("utf-8") for name in ("html.py", "formats/html.py"))
    for name in re.findall(r"`([\w-]+)`", listed):
        assert name in made, name


def test_metrics_are_those_of_the_docs() -> None:
    pytest.importorskip("starlette", reason="needs the extra web")
    made = (ROOT / "policysearch/web/metrics.py").read_text("utf-8")
    table = (ROOT / "docs/operator-guide.md").read_text("utf-8").split("| metric |")[1].split("\n\n")[0]
    for name in re.findall(r"`policysearch_(\w+)`", table):
        assert re.search(rf"\b{name}\b", made), name


def test_addresses_of_the_api_in_the_guide_exist_and_so_do_their_commands() -> None:
    api = pytest.importorskip("policysearch.web.api", reason="needs the extra web")
    embed = importlib.import_module("policysearch.web.embed")
    table = (
        (ROOT / "docs/embedding.md")
        .read_text("utf-8")
        .split("| address | as on the command line |")[1]
        .split("\n\n")[0]
    )
    known = {endpoint.path: endpoint for endpoint in (*api.ENDPOINTS, *embed.EMBEDDED)}
    told = {re.sub("ID$", "{id}", path) for path in re.findall(r"`(/[\w/]+)", table)}
    assert {path.replace("{id:path}", "{id}") for path in known} - {"/opensearch.xml"} == told
    for row in re.findall(r"(?m)^\| `/api/.+\|$", table):
        commands = [name for name in re.findall(r"`(\w+)[^`]*`", row.split(" | ")[1]) if name in main.commands]
        assert commands or "documents" in row or "search" in row, row


def test_the_table_of_the_page_has_the_keys_of_the_json() -> None:
    table = value("output.shapes.documents.Table")
    (block,) = re.findall(r"```json\n(.+?)\n```", (ROOT / "docs/tables.md").read_text("utf-8"), re.S)
    shown = set(json.loads(block))
    parts = {
        name
        for row in re.findall(r"(?m)^\| (`[^|]+) \|", written_lines("tables.md"))
        for name in re.findall(r"`(\w+)`", row)
    }
    assert shown <= set(table.__annotations__) | set(dir(table)) and parts <= shown


def written_lines(page: str) -> str:
    """A page of docs with its lines."""
    return (ROOT / "docs" / page).read_text("utf-8")


def test_the_last_columns_of_csv_are_those_of_the_guide(samples: Path) -> None:
    done = CliRunner().invoke(main, ["search", "氢能", "--csv", "--group", "district", "--index", str(samples)])
    told = [written(page).split(begins)[1].split(ends)[0] for page, begins, ends in _LAST_COLUMNS]
    for sentence in told:
        names = re.findall(r"`(\w+)`", sentence)
        assert done.stdout.split("\n")[0].split(",")[-len(names) :] == names and len(names) == 5


_LAST_COLUMNS = (
    ("user-guide.md", "The last columns say", "In Markdown"),
    ("user-guide.zh.md", "最后几列说明", "每条结果都带有"),
)


def test_keys_of_the_page_are_those_of_the_guide() -> None:
    script = (ROOT / "policysearch/web/static/app.js").read_text("utf-8")
    (told,) = re.findall(r"Keys: (.+?) closes\.", written("user-guide.md"))
    assert (
        "`/` goes to the search box" in told
        and "`n` and `p`" in told
        and "Enter opens" in told
        and told.endswith("Escape")
    )
    for key in ("/", "n", "p", "ArrowDown", "ArrowUp", "Escape"):
        assert f'"{key}"' in script or f"{key}:" in script, key


def test_files_of_an_index_are_those_of_its_page(samples: Path) -> None:
    told = set(re.findall(r"(?m)^\| `(\w+)/?` \|", (ROOT / "index/README.md").read_text("utf-8")))
    assert {path.name for path in samples.iterdir()} - {".ocr"} == told == {"CURRENT", "LOCK", "v000001"}
