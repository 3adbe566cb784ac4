"""What a cold `policysearch search` loads, and its time beside that of the bare imports of click and Whoosh."""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT

BARE = [sys.executable, "-c", "import click, whoosh.index, whoosh.query, whoosh.searching"]
SEARCH = [sys.executable, "-m", "policysearch", "search", "氢能 district:九龙坡", "--index"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package, without bytecode."""
    home = tmp_path_factory.mktemp("cold")
    shutil.copytree(ROOT / "policysearch", home / "policysearch", ignore=shutil.ignore_patterns("__pycache__"))
    return home


def seconds(command: list[str], home: Path) -> float:
    """The processor seconds of a command."""
    resource = pytest.importorskip("resource", reason="processor times of children are told by POSIX only")
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(home)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, cwd=home, env=environment, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return float(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


@pytest.mark.parametrize(
    ("compiled", "most"), [(False, 2.5), (True, 1.8)], ids=["every module compiled anew", "with bytecode"]
)  # 1.7 and 1.2 where it was measured; what is compiled anew is counted exactly below
def test_a_cold_search_takes_little_more_than_the_bare_imports(
    home: Path, samples: Path, compiled: bool, most: float
) -> None:
    if compiled:
        compileall.compile_dir(home / "policysearch", quiet=2)
    times = []
    for _ in range(30):  # the least is what the machine's other work disturbs least: the busier, the later it is seen
        times.append((seconds([*SEARCH, str(samples)], home), seconds(BARE, home)))
        search, bare = map(min, zip(*times, strict=True))
        if len(times) > 5 and search <= most * bare:
            break
    assert search <= most * bare


def loaded(home: Path, samples: Path, query: str = SEARCH[4]) -> set[str]:
    """The names of the modules that a search loads."""
    program = (
        "import sys; from policysearch.cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: print(*sys.modules, file=sys.stderr)\n"
        "import urllib.request; assert callable(urllib.request.urlretrieve)"
    )
    command = [sys.executable, "-c", program, "search", query, "--index", str(samples)]
    done = subprocess.run(command, check=True, cwd=home, capture_output=True, text=True, encoding="utf-8")
    return set(done.stderr.split())


def test_a_search_loads_only_what_finds_and_prints(home: Path, samples: Path) -> None:
    """No writing, no other command, no segmentation, nothing of the network; and what Whoosh did without is there after."""
    names = loaded(home, samples)
    assert {"policysearch.store.local.store", "policysearch.output.terminal.hits"} <= names
    assert not names & {"jieba", "pypinyin", "bs4", "ssl", "http.client", "email.parser", "urllib.request"}
    assert not names & {"shutil", "lzma", "hashlib", "_hashlib"}
    assert not names & {"whoosh.writing", "whoosh.query", "whoosh.searching"}
    unused = (
        "store.local.writer",
        "index.updater",
        "structure.tree_builder",
        "index.discovery",
        "index.loading",
        "output.formats.csv",
        "output.excerpts",
        "cli.help",
        "search.law_lookup",
        "messages.help",
        "messages.options",
        "output.json",
        "output.html",
    )
    assert not names & {f"policysearch.{module}" for module in unused}
    assert {name for name in names if name.startswith("policysearch.cli.")} == {
        "policysearch.cli.console",
        "policysearch.cli.main",
        "policysearch.cli.search",
    }


def test_a_question_that_names_no_place_loads_no_segmentation_and_no_places(home: Path, samples: Path) -> None:
    names = loaded(home, samples, "老人在家门口怎么吃饭养老")
    assert "policysearch.search.lacking" in names
    assert not names & {"jieba", "pypinyin", "policysearch.structure.regions", "policysearch.structure.tree_builder"}


def test_a_search_compiles_at_most_395_kb_of_source(home: Path, samples: Path) -> None:
    """What a machine that keeps no bytecode compiles for every search; processor time would tell it less exactly.

    A table of characters is two literals, which cost a twentieth of as many bytes of code.
    """
    tables = "policysearch.text.traditional"
    names = [name for name in loaded(home, samples) if name.partition(".")[0] == "policysearch" and name != tables]
    paths = [home / Path(*name.split(".")) for name in names]
    files = [path.with_suffix(".py") if path.with_suffix(".py").is_file() else path / "__init__.py" for path in paths]
    assert 100_000 < sum(file.stat().st_size for file in files) <= 395_000


def test_no_warning_of_a_library_stands_before_the_answer(home: Path, samples: Path, tmp_path: Path) -> None:
    """Python warns of slips in Whoosh's and jieba's source whenever it compiles it, Python 3.12 and later of more."""
    environment = os.environ | {"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONPATH": str(home), "PYTHONUTF8": "1"}
    environment.pop("PYTHONWARNINGS", None)
    law = tmp_path / "law.txt"
    law.write_text("某某市条例\n第一条 推进氢能。\n", encoding="utf-8")
    index = str(tmp_path / "index")
    for arguments in (["index", str(law), "--index", index], ["check", "--index", index], [*SEARCH[3:], str(samples)]):
        command = [sys.executable, "-m", "policysearch", *arguments]
        done = subprocess.run(command, check=True, cwd=home, env=environment, capture_output=True, encoding="utf-8")
        assert "Warning" not in done.stderr, done.stderr
