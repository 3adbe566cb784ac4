"""A cold `policysearch search` takes at most 1.8 times what the bare imports of click and Whoosh take."""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
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


@pytest.mark.parametrize("compiled", [False, True], ids=["every module compiled anew", "with bytecode"])
def test_a_cold_search_takes_at_most_1_8_times_the_bare_imports(home: Path, samples: Path, compiled: bool) -> None:
    if compiled:
        compileall.compile_dir(home / "policysearch", quiet=2)
    times = []
    for _ in range(30):  # the least is what the machine's other work disturbs least: the busier, the later it is seen
        times.append((seconds([*SEARCH, str(samples)], home), seconds(BARE, home)))
        search, bare = map(min, zip(*times, strict=True))
        if len(times) > 5 and search <= 1.8 * bare:
            break
    assert search <= 1.8 * bare


def test_a_search_loads_only_what_finds_and_prints(home: Path, samples: Path) -> None:
    """No writing, no other command, no segmentation, nothing of the network; and what Whoosh did without is there after."""
    program = (
        "import sys; from policysearch.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: print(*sys.modules, file=sys.stderr)\n"
        "import urllib.request; assert callable(urllib.request.urlretrieve)"
    )
    command = [sys.executable, "-c", program, *SEARCH[3:], str(samples)]
    done = subprocess.run(command, check=True, cwd=home, capture_output=True, text=True, encoding="utf-8")
    loaded = set(done.stderr.split())
    assert {"policysearch.whoosh_engine", "policysearch.listing"} <= loaded
    assert not loaded & {"jieba", "pypinyin", "bs4", "ssl", "http.client", "email.parser", "urllib.request"}
    assert not loaded & {"whoosh.writing", "whoosh.query", "whoosh.searching"}
    unused = ("segments", "update", "parser", "corpus", "export", "contract", "html", "advice", "typesetting")
    assert not loaded & {f"policysearch.{module}" for module in unused}
    assert {name for name in loaded if name.startswith("policysearch.commands.")} == {
        "policysearch.commands.console",
        "policysearch.commands.search",
    }
