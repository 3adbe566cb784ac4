"""Runs the tests with other versions of Python and of the packages than those in constraints.txt; prints a table.

    python .ci/versions.py                                     # newest and oldest, on every Python of this machine
    python .ci/versions.py --packages oldest --python 3.11     # one row
    python .ci/versions.py --write                             # constraints.txt anew: the newest versions of today

"oldest" is the lowest version that pyproject.toml allows of each package it names, "constraints" is what constraints.txt
says. Each row is a clone of HEAD in an environment of its own; uv, from PyPI, makes it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
BINARIES = "Scripts" if os.name == "nt" else "bin"  # of an environment
EARLIEST = "3.11.2"  # Debian 12's: some packages have a last version for it
HEADER = """\
# The versions that the tests are run with, for every Python and system: pip install -c constraints.txt …
# Made by: python .ci/versions.py --write
"""


def installed(folder: Path) -> Path:
    """uv, installed into `folder`."""
    venv.create(folder, with_pip=True)
    subprocess.run([folder / BINARIES / "python", "-m", "pip", "install", "-q", "uv"], check=True)
    return folder / BINARIES / "uv"


def write(uv: Path) -> None:
    """Write constraints.txt: the newest versions, for every system and every Python from the earliest on."""
    command = [uv, "pip", "compile", "-q", "--universal", "--upgrade", "--python-version", EARLIEST]
    command += ["--all-extras", "--no-header", "--no-annotate", "pyproject.toml"]
    found = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8").stdout
    (ROOT / "constraints.txt").write_text(HEADER + found, encoding="utf-8")


def pythons(uv: Path) -> list[str]:
    """The paths of the Pythons that uv or pyenv has, one for each minor version; a version that is not there as itself."""
    own = sorted(Path.home().glob(".pyenv/versions/*/bin"), reverse=True)
    os.environ["PATH"] = os.pathsep.join([os.environ["PATH"], *map(str, own)])
    found = []
    for version in PYTHONS:
        command = [uv, "python", "find", "--no-project", "--no-python-downloads", version]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        found.append(done.stdout.strip() or version)
    return found


def row(
    uv: Path, folder: Path, python: str, packages: str, jobs: int, arguments: list[str]
) -> tuple[str, str, str, str]:
    """Python, packages, pytest's closing line or what went wrong, minutes."""

    def run(*command: str | Path, into: Path | None = None) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            command, cwd=clone, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False
        )
        if into:
            into.write_text(done.stdout, encoding="utf-8")
        return done

    clone, environment = folder / "policysearch", folder / "environment"
    subprocess.run(["git", "clone", "-q", ROOT, clone], check=True)
    if (ROOT.parent / "shared").is_dir():
        (folder / "shared").symlink_to(ROOT.parent / "shared")
    made = run(uv, "venv", "-q", "--no-python-downloads", "--python", python, environment)
    if made.returncode:
        return python, packages, "this Python is not here", ""
    binary = environment / BINARIES / "python"
    version = run(binary, "-c", "import platform; print(platform.python_version())").stdout.strip()
    install = [uv, "pip", "install", "-q", "--python", binary]
    if packages == "oldest":
        lowest = [uv, "pip", "compile", "-q", "--extra", "test", "--resolution", "lowest-direct", "pyproject.toml"]
        chosen = run(*lowest, "--python", binary, "--no-header", into=folder / "chosen.txt")
        if chosen.returncode:
            return version, packages, chosen.stdout.strip().replace("\n", " "), ""
        install += ["-c", folder / "chosen.txt"]
    elif packages == "constraints":
        install += ["-c", "constraints.txt"]
    done = run(*install, "-e", ".[test]")
    if done.returncode:
        return version, packages, done.stdout.strip().replace("\n", " "), ""
    spread = ["-n", str(jobs), "--dist", "loadfile"] if jobs > 1 else []
    started = time.monotonic()
    done = run(binary, "-m", "pytest", *spread, *arguments, into=folder / "log.txt")
    for line in done.stdout.splitlines():
        if line.startswith(("FAILED", "ERROR")):
            print(f"  {version}, {packages}: {line}", file=sys.stderr)
    minutes = f"{(time.monotonic() - started) / 60:.0f}"
    return version, packages, done.stdout.strip().rpartition("\n")[2].strip("= "), minutes


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--python", action="append", help="a version or a path; again for more (default: all found)")
    options.add_argument("--packages", action="append", choices=("newest", "oldest", "constraints"))
    options.add_argument("--write", action="store_true", help="write constraints.txt and end")
    options.add_argument("--keep", type=Path, help="a folder in which the logs are kept")
    options.add_argument("--jobs", type=int, default=1, help="processes that share the tests of a row (pytest-xdist)")
    options.add_argument("pytest", nargs="*", help="arguments for pytest, after --")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        uv = installed(folder / "uv")
        if asked.write:
            write(uv)
            return
        print("| Python | packages | outcome | minutes |\n| --- | --- | --- | ---: |", flush=True)
        for packages in asked.packages or ("newest", "oldest"):
            for python in asked.python or pythons(uv):
                here = Path(tempfile.mkdtemp(dir=folder))
                found = row(uv, here, python, packages, asked.jobs, asked.pytest)
                print(f"| {' | '.join(found)} |", flush=True)
                if asked.keep:
                    asked.keep.mkdir(parents=True, exist_ok=True)
                    for file in ("log.txt", "chosen.txt"):
                        if (here / file).exists():
                            shutil.copy(here / file, asked.keep / f"{found[0]}-{packages}-{file}")
                shutil.rmtree(here, ignore_errors=True)


if __name__ == "__main__":
    main()
