"""What is installed: the versions that were tested stand for every dependency and Python; a bare machine is bare."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.support.paths import ROOT

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
    commands = re.findall(r"pip install (.+?) &&", (ROOT / "README.md").read_text("utf-8"))
    assert len(commands) == 2 and all("-c constraints.txt" in command for command in commands)


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
