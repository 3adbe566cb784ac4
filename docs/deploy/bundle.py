"""`python3 docs/deploy/bundle.py [--extras pdf,web] [--to policysearch-offline.tar]`: all that a machine without a network needs.

Makes a wheel of this checkout and of every package that it needs, also of those that PyPI has as source only (jieba), for
the Python and the system that run it. The archive holds them with checksums, the files of this folder, the
documentation, and install.sh.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAME = "policysearch-offline"


def fill(folder: Path, extras: str) -> None:
    """Put everything into `folder`. Raises CalledProcessError when pip cannot make a wheel."""
    wanted = f"[{extras}]" if extras else ""
    constraints = ROOT / "constraints.txt"
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "-c",
        constraints,
        "-w",
        folder / "wheels",
        f"{ROOT}{wanted}",
    ]
    subprocess.run(command, check=True)
    for file in (*Path(__file__).parent.iterdir(), constraints, ROOT / "CHANGELOG.md"):
        if file.is_file():
            shutil.copy(file, folder)
    shutil.copytree(ROOT / "docs", folder / "docs")
    (folder / "requirement").write_text(f"policysearch{wanted}\n", "utf-8")
    (folder / "python").write_text("{}.{}\n".format(*sys.version_info), "utf-8")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}" for path in files]
    (folder / "SHA256SUMS").write_text("\n".join(sums) + "\n", "utf-8")


def main() -> None:
    """Make the archive; pip says what it could not get."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--extras", default="pdf,web", help="extras of policysearch, separated by commas (pdf,web)")
    options.add_argument("--to", type=Path, default=Path(f"{NAME}.tar"), help=f"the archive ({NAME}.tar)")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / NAME
        folder.mkdir()
        try:
            fill(folder, given.extras)
        except subprocess.CalledProcessError as error:
            sys.exit(f"bundle.py: pip ended with {error.returncode}; nothing was written")
        with tarfile.open(given.to, "w") as archive:
            archive.add(folder, NAME)
    print(f"{given.to}: {given.to.stat().st_size / 1e6:.0f} MB; unpack it and run: sh {NAME}/install.sh DIR")


if __name__ == "__main__":
    main()
