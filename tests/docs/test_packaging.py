"""What is installed: the versions that were tested stand for every dependency and Python; a bare machine is bare."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import policysearch
from tests.support.paths import ROOT

BINARIES = "Scripts" if os.name == "nt" else "bin"  # of an environment

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NEEDED = [
    needed
    for line in [
        *PROJECT["dependencies"],
        *(line for extra in PROJECT["optional-dependencies"].values() for line in extra),
    ]
    if (needed := Requirement(line)).name != "policysearch"
]
PINNED = [
    Requirement(line)
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]


@pytest.mark.parametrize("python", ["3.11.2", "3.11.15", "3.12.0", "3.13.0", "3.14.0"])
def test_every_dependency_has_one_tested_version_that_pyproject_allows(python: str) -> None:
    here = {"python_full_version": python, "python_version": python.rpartition(".")[0], "sys_platform": "linux"}
    for needed in NEEDED:
        same = [pin for pin in PINNED if canonicalize_name(pin.name) == canonicalize_name(needed.name)]
        (pin,) = [pin for pin in same if not pin.marker or pin.marker.evaluate({**here, "extra": ""})]
        (exact,) = pin.specifier
        assert exact.operator == "==" and needed.specifier.contains(Version(exact.version)), f"{needed}: {pin}"


def test_the_commands_of_the_readme_install_what_was_tested() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for name in ("try", "tests"):
        found = re.search(rf"<!-- {name} -->\n```sh\n(.+)\n```", readme)
        assert found and "pip install -q -c constraints.txt " in found[1]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist of this checkout."""
    home = tmp_path_factory.mktemp("built")
    tracked = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=False
    )
    if tracked.returncode:
        pytest.skip("not a checkout of git")
    for name in tracked.stdout.decode().splitlines():
        if (ROOT / name).is_file():
            (home / "source" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, home / "source" / name)
    builder = home / "builder"
    venv.create(builder, with_pip=True)
    python = builder / BINARIES / "python"
    done = subprocess.run(
        [python, "-m", "pip", "install", "-q", "hatchling>=1.27"], capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        pytest.skip("pip cannot install hatchling here")
    subprocess.run(
        [python, "-m", "hatchling", "build", "-d", home / "dist"], cwd=home / "source", check=True, capture_output=True
    )
    return home / "dist"


@pytest.mark.slow
def test_an_installed_wheel_finds(built: Path, tmp_path: Path) -> None:
    """The wheel in an environment of its own, with what the one under test has: no file of the package is missing."""
    (wheel,) = built.glob("*.whl")
    assert wheel.name == f"policysearch-{policysearch.__version__}-py3-none-any.whl"
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / BINARIES / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-index", "--no-deps", wheel], check=True, cwd=tmp_path)
    (site,) = (tmp_path / "venv").rglob("site-packages")
    others = [path for path in sys.path if path.endswith("site-packages")]
    (site / "others.pth").write_text("\n".join(others), "utf-8")
    own = (site / "policysearch").resolve()
    assert {"py.typed", "query/synonyms.tsv", "web/templates/base.html", "web/static/app.js"} <= {
        path.relative_to(own).as_posix() for path in own.rglob("*")
    }
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    code = f"import policysearch; assert policysearch.__path__[0] == {str(own)!r}; from policysearch.cli.main import main; main()"

    def run(*arguments: str) -> str:
        command: list[str | Path] = [python, "-c", code, *arguments]
        return subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, encoding="utf-8").stdout

    assert "5 read" in run("index")
    assert "11 passages found" in run("search", "氢能 district:九龙坡")
    assert "同时检索" in run("search", "GDP", "--synonyms", "--html")
    assert policysearch.__version__ in run("--version")


@pytest.mark.slow
def test_the_wheel_has_metadata_and_the_sdist_is_clean(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        folder = f"policysearch-{policysearch.__version__}.dist-info"
        metadata = packed.read(f"{folder}/METADATA").decode()
        names = set(packed.namelist())
    assert "Project-URL:" not in metadata and "Home-page:" not in metadata  # there is no public address
    assert "License-Expression: MIT" in metadata and "Author: policysearch maintainers" in metadata
    assert "Classifier: Typing :: Typed" in metadata and "Provides-Extra: all" in metadata
    assert {f"{folder}/licenses/LICENSE", f"{folder}/licenses/NOTICE"} <= names
    assert {name.split("/")[0] for name in names} == {"policysearch", folder}
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        tops = {name.split("/")[1] for name in archive.getnames() if "/" in name}
    assert tops >= {"policysearch", "tests", "corpus", "docs", "constraints.txt", "README.md", "CHANGELOG.md", "NOTICE"}
    assert not tops & {".ci", ".venv", ".pytest_cache", ".mypy_cache", ".schemathesis", ".git"}


def test_commits_are_checked_as_ci_checks() -> None:
    hooks = re.findall(r"entry: \.venv/bin/python (-m .+)", (ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    steps = re.findall(r'step "(?:ruff|mypy).*" \.venv/bin/python (-m .+)', (ROOT / ".ci/run").read_text("utf-8"))
    assert hooks == [step.removesuffix(" .") for step in steps] and len(hooks) == 3


def test_the_version_has_one_place() -> None:
    assert "version" in PROJECT["dynamic"] and "version" not in PROJECT
    assert f"## {policysearch.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_licence_and_the_sources_of_tables_are_named() -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")
    for table, source in (
        ("text/traditional.py", "OpenCC"),
        ("text/pinyin_table.py", "pypinyin"),
        ("text/radicals.py", "EquivalentUnifiedIdeograph.txt"),
    ):
        assert source in (ROOT / "policysearch" / table).read_text("utf-8")[:600]
        assert f"policysearch/{table}" in notice and source in notice


def block(name: str) -> str:
    """A block of the operator's guide."""
    found = re.search(
        rf"<!-- {name} -->\n```sh\n(.+?)\n```", (ROOT / "docs/operator-guide.md").read_text("utf-8"), re.S
    )
    assert found
    return found[1]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the commands are those of a POSIX shell")
def test_wheels_for_a_machine_without_a_network(built: Path, tmp_path: Path) -> None:
    """The commands of the operator's guide, one after the other; the second reaches no network."""
    environment = os.environ | {"PATH": f"{built.parent / 'builder' / 'bin'}{os.pathsep}{os.environ['PATH']}"}

    def run(script: str, **more: str) -> subprocess.CompletedProcess[str]:
        command = ["bash", "-euo", "pipefail", "-c", script]
        return subprocess.run(
            command, cwd=tmp_path, env=environment | more, capture_output=True, encoding="utf-8", check=False
        )

    shutil.copytree(built.parent / "source", tmp_path, dirs_exist_ok=True)
    made = run(block("wheels"))
    if made.returncode:
        pytest.skip("pip cannot make the wheels here")
    done = run(block("offline"), PIP_INDEX_URL="http://127.0.0.1:9/none")
    assert done.returncode == 0, done.stderr
    shown = run("venv/bin/policysearch index && venv/bin/policysearch search 氢能 --limit 1")
    assert shown.returncode == 0 and "【氢能】" in shown.stdout, shown.stderr


SEEN = """
import json, os, shutil
fonts = [name for folder in ("/usr/share/fonts", "/usr/local/share/fonts") for _, _, names in os.walk(folder) for name in names]
programs = [name for name in ("chromium", "soffice", "nginx") if shutil.which(name)]
print(json.dumps([fonts, programs, os.listdir(os.environ["HOME"]), os.environ.get("LANG"), os.environ.get("SECRET")]))
"""


def bare(*arguments: str, path: str) -> subprocess.CompletedProcess[str]:
    """Run a command as on a bare machine."""
    environment = os.environ | {"PATH": path, "LANG": "C.UTF-8", "SECRET": "1"}
    command = ["bash", str(ROOT / ".ci" / "bare"), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mount namespaces are Linux's")
def test_a_bare_machine_has_no_fonts_programs_locale_or_home(tmp_path: Path) -> None:
    for name in ("chromium", "soffice", "nginx"):  # as if they were installed
        (tmp_path / name).write_text("#!/bin/sh\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    assert shutil.which("nginx", path=path)
    done = bare(sys.executable, "-c", SEEN, path=path)
    if done.returncode == 125:
        pytest.skip(done.stderr.strip())
    assert json.loads(done.stdout) == [[], [], [], None, None]
    fonts, programs, *_ = json.loads(bare("--fonts", sys.executable, "-c", SEEN, path=path).stdout)
    assert fonts == [] and programs == ["chromium", "soffice", "nginx"]
    assert bare("sh", "-c", "exit 3", path=path).returncode == 3
    assert os.access(tmp_path / "nginx", os.X_OK)  # nothing of it is left outside


def test_real_documents_are_named_in_one_place() -> None:
    """Folders beside the checkout, which users lack, are those of tests.support.paths."""
    named = [
        path for path in (ROOT / "tests").rglob("*.py") if re.search(r"parent\w* / .shared.", path.read_text("utf-8"))
    ]
    assert [path.name for path in named] == ["paths.py"]


def test_a_commit_with_a_long_subject_is_refused(tmp_path: Path) -> None:
    check = ROOT / ".ci" / "subjects"
    if not check.exists():
        pytest.skip("only in a checkout")
    for subject, code in ("字" * 72, 0), ("字" * 73, 1), ("Read tables", 0):
        (tmp_path / "message").write_text(f"{subject}\n\n{'body ' * 40}\n", "utf-8")
        assert (
            subprocess.run([str(check), str(tmp_path / "message")], check=False, capture_output=True).returncode == code
        )
