"""Every fenced block of README and docs/ has a marker that says how it is run, and is run."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from policysearch.cli.main import main
from policysearch.index.index import Index
from tests.support.paths import ROOT

GENERATED = {"command-line.md", "command-line.zh.md", "api.md"}  # cli/test_reference.py and test_api_page.py hold them
PAGES = [ROOT / "README.md", *sorted(page for page in (ROOT / "docs").glob("*.md") if page.name not in GENERATED)]
_BLOCK = re.compile(r"(?m)^(?:<!-- (?P<marker>[^>]+) -->\n)?^```(?P<language>\w*)\n(?P<text>.*?)\n?^```$", re.S)


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block of a page."""

    page: str
    marker: str  # "" for none
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}: {self.marker or self.language}: {self.text[:30]}"


BLOCKS = [
    Block(page.name, found["marker"] or "", found["language"], found["text"])
    for page in PAGES
    for found in _BLOCK.finditer(page.read_text("utf-8"))
]

#: What runs the blocks of each marker. Those of other tests are looked up there.
ELSEWHERE = {
    "try": "test_readme.py",
    "tests": "test_packaging.py",
    "mount": "test_readme.py",
    "api": "test_readme.py",
    "embed": "test_readme.py",
    "mcp": "test_readme.py",
    "wheels": "test_packaging.py",
    "offline": "test_packaging.py",
}
HERE = ("run", "serve", "output", "operator", "completion", "cron", "develop")


def marked(*markers: str) -> list[Block]:
    return [block for block in BLOCKS if block.marker.split(" ")[0] in markers]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the pages suppose it: sample documents in corpus/ and plans/, an index of them in index/ and plans-index/."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(ROOT / "corpus", home / "corpus")
    shutil.copytree(ROOT / "corpus", home / "plans")
    shutil.move(home / "plans" / "jiulongpo-gazette-2026-1.md", home / "gazette.md")
    Index.update([home / "corpus"], home / "index")
    return home


@pytest.fixture
def home(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    shutil.copytree(built, folder)
    shutil.copytree(folder / "index", folder / "plans-index")
    monkeypatch.chdir(folder)
    return folder


def test_every_block_is_run() -> None:
    assert len(BLOCKS) > 20
    for block in BLOCKS:
        shown = block.marker.startswith("example: ") or block.language == "json"  # data that a page describes
        runs = block.marker.split(" ")[0] in {*HERE, *ELSEWHERE} or block.text.startswith(">>> ")
        assert shown or runs or (block.page == "architecture.md" and not block.language), str(block)


@pytest.mark.parametrize("marker", ELSEWHERE)
def test_the_test_of_a_marker_names_it(marker: str) -> None:
    assert marked(marker)
    (test,) = (ROOT / "tests").rglob(ELSEWHERE[marker])
    assert re.search(rf"<!-- {marker} -->|\"{marker}\"", test.read_text("utf-8"))


def bash(script: str) -> subprocess.CompletedProcess[str]:
    """Run a script in which policysearch is the one under test."""
    binaries = Path(tempfile.mkdtemp(dir=".."))
    (binaries / "policysearch").write_text(
        f"#!{sys.executable}\nfrom policysearch.cli.main import main\nmain()\n", "utf-8"
    )
    (binaries / "policysearch").chmod(0o755)
    environment = os.environ | {
        "PATH": f"{binaries.resolve()}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    command = ["bash", "-euo", "pipefail", "-c", script]
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)


needs_bash = pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")


@needs_bash
@pytest.mark.parametrize("block", marked("run"), ids=str)
def test_commands_run(block: Block, home: Path) -> None:
    if "flock " in block.text and not shutil.which("flock"):
        pytest.skip("needs flock")
    done = bash(block.text)
    assert done.returncode == 0, done.stderr


@needs_bash
@pytest.mark.parametrize("block", marked("output"), ids=str)
def test_sessions_print_what_is_shown(block: Block, home: Path) -> None:
    """`<!-- output CODE -->`: one command behind "$ ", what it prints, and its exit code."""
    command, _, shown = block.text.removeprefix("$ ").partition("\n")
    done = bash(f"{command} 2>&1")
    assert done.stdout.strip() == shown.strip()
    assert done.returncode == int(block.marker.split(" ")[1])


@pytest.mark.parametrize(
    "page", [page for page in PAGES if "\n>>> " in page.read_text("utf-8")], ids=lambda page: page.name
)
def test_python_sessions(page: Path, home: Path) -> None:
    example = doctest.DocTestParser().get_doctest(page.read_text("utf-8"), {}, page.name, str(page), 0)
    runner = doctest.DocTestRunner()
    runner.run(example)
    assert runner.tries > 5 and runner.failures == 0


def arguments(command: str) -> None:
    """Raise when a command of policysearch with these arguments is not understood."""
    words = shlex.split(command)
    assert Path(words[0]).name == "policysearch"
    main.commands[words[1]].make_context(words[1], words[2:])


@needs_bash
@pytest.mark.parametrize("block", marked("serve"), ids=str)
def test_serve_prints_an_address(block: Block, home: Path) -> None:
    pytest.importorskip("uvicorn", reason="the web application needs: pip install 'policysearch[web]'")
    arguments(block.text)
    command = [sys.executable, "-m", *shlex.split(block.text), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") as serving:
        end = threading.Timer(60, serving.kill)
        end.start()
        try:
            assert serving.stderr
            assert re.match(r"policysearch: http://127\.0\.0\.1:\d+/\?token=\w+", serving.stderr.readline())
        finally:
            end.cancel()
            serving.terminate()


@pytest.mark.parametrize("block", marked("operator"), ids=str)
def test_python_blocks_run(block: Block, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    exec(block.text, {"__name__": "docs"})


@needs_bash
@pytest.mark.parametrize("block", marked("completion"), ids=str)
def test_completion_is_a_script(block: Block, home: Path) -> None:
    assert bash(f"{block.text}\ncomplete -p policysearch").returncode == 0


@pytest.mark.parametrize("block", marked("cron"), ids=str)
def test_cron_lines(block: Block) -> None:
    for line in block.text.splitlines():
        *times, user, command = line.split(maxsplit=6)
        assert len(times) == 5 and user.isalpha()
        arguments(command)


@pytest.mark.parametrize("block", marked("develop"), ids=str)
def test_development_commands_are_those_of_ci(block: Block) -> None:
    ci = (ROOT / ".ci" / "run").read_text("utf-8")
    for tool in ("-m ruff check .", "-m ruff format --check .", "-m mypy"):
        assert tool in block.text and tool in ci
    assert "'.[dev]'" in block.text and "dev" in extra_names()


def extra_names() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return set(project["optional-dependencies"])


@pytest.mark.parametrize(
    "page", PAGES + [ROOT / name for name in ("SECURITY.md", "CHANGELOG.md")], ids=lambda p: p.name
)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\((?!http)([^)\s]+)\)", page.read_text("utf-8")):
        path, _, place = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        if place:
            headings = re.findall(r"(?m)^#+ (.+)$", target.read_text("utf-8"))
            slugs = [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]
            assert place in slugs, link
