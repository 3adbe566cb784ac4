"""Modules loaded without what they do not need leave everything else as it was."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT


def run(program: str, *path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", f"import sys; sys.path[:0] = {[str(one) for one in path]!r}\n{program}"]
    return subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=120)


def test_nothing_of_the_host_is_replaced_whatever_threads_there_are() -> None:
    """While Whoosh and jieba are loaded, other threads import what they are loaded without, and get the real thing."""
    done = run("""
import importlib, threading
stop, wrong = threading.Event(), []
def look():
    while not stop.is_set():
        for name in ("urllib.request", "pkg_resources"):
            if name in sys.modules and getattr(sys.modules[name], "__spec__", None) is None:
                wrong.append(name)
thread = threading.Thread(target=look); thread.start()
import policysearch.store.local.store
from policysearch.text.tokenizer import words
assert words("氢能产业")
assert "urllib.request" not in sys.modules and "pkg_resources" not in sys.modules
stop.set(); thread.join()
assert not wrong, wrong
import urllib.request, whoosh.compat
assert callable(urllib.request.urlretrieve) and whoosh.compat.__name__ == "whoosh.compat"
""")
    assert not done.returncode, done.stderr


def test_without_whoosh_the_error_is_its_own_and_the_host_is_as_before() -> None:
    done = run("""
import importlib.machinery
real = importlib.machinery.PathFinder.find_spec
class Finder:
    @staticmethod
    def find_spec(name, *rest):
        return None if name.split(".")[0] == "whoosh" else real(name, *rest)
sys.meta_path = [one for one in sys.meta_path if one is not importlib.machinery.PathFinder] + [Finder]
try:
    import policysearch.store.local.store
except ModuleNotFoundError as error:
    assert error.name == "whoosh", error
else:
    raise SystemExit("imported")
assert "urllib.request" not in sys.modules
import urllib.request
assert callable(urllib.request.urlretrieve)
""")
    assert not done.returncode, done.stderr


@pytest.mark.parametrize(
    ("stand_in", "seen"), [("None", "nothing"), ("type('json', (), {'loads': 3})", "3")], ids=["absent", "stand-in"]
)
def test_a_module_gets_the_stand_in_alone(tmp_path: Path, stand_in: str, seen: str) -> None:
    (tmp_path / "parted").mkdir()
    (tmp_path / "parted" / "__init__.py").write_text("")
    (tmp_path / "parted" / "compat.py").write_text(
        "try:\n    from wave import open as loads\n    import wave\nexcept ImportError:\n    loads = 'nothing'\n"
    )
    done = run(
        f"""
from policysearch.runtime.lazy_import import load
load("parted.compat", {{"wave": {stand_in.replace("json", "wave").replace("loads", "open")}}})
import parted.compat
print(parted.compat.loads)
assert "wave" not in sys.modules
import wave
assert callable(wave.open)
""",
        tmp_path,
    )
    assert done.stdout == f"{seen}\n", done.stderr
