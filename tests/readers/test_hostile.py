"""Every file made to do harm is read, or reported in one line, soon and in little memory, and the rest is indexed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest

from policysearch.index import loading
from policysearch.index.index import Index
from policysearch.model.errors import CorpusError
from policysearch.structure import tree_builder
from tests.support import hostile

FILES = {name: (data, reason) for name, data, reason in hostile.files()}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_read_or_reported_in_one_line(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policysearch.readers.libreoffice.shutil.which", lambda program: None)
    data, reason = FILES[name]
    path = tmp_path / name
    path.write_bytes(data)
    if name == "twice.zip":
        with zipfile.ZipFile(path, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
            for text in ("甲\n", "乙\n"):
                archive.writestr("a.txt", text)
    problems: list[CorpusError] = []
    before = os.times()
    found = 0
    for source in loading.sources(path, name, problems.append):
        found += 1
        assert "\n" not in "".join(source.lines)
        assert "".join(source.lines).encode("utf-8")
        assert re.fullmatch(re.escape(name) + r"(/[^./][^/]*)*", source.path)
        if found < 20:
            tree_builder.parse(source)
    assert sum(os.times()[:4]) - sum(before[:4]) < 20  # processor seconds, children's too; it takes a fourth
    for problem in problems:
        assert "\n" not in str(problem)
        assert str(problem).isprintable()
    if reason is None:
        assert found
    else:
        assert problems and re.search(reason, str(problems[0])), [str(problem) for problem in problems[:3]]


@pytest.mark.parametrize("name", ["bomb.zip", "overlapping.zip", "bomb.docx", "laughs.docx", "tags.html"])
def test_memory_stays_bounded(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(FILES[name][0])
    tracemalloc.start()
    try:
        for _ in loading.sources(tmp_path / name, name, lambda problem: None):
            pass
        assert tracemalloc.get_traced_memory()[1] < 256 * 2**20
    finally:
        tracemalloc.stop()


def test_the_rest_is_indexed(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    slow = {
        "bomb.zip",
        "elements.docx",
        "bomb.docx",
        "many.zip",
        "attributes.html",
        "overlapping.zip",
        "bomb.pdf",
        "pages.pdf",
    }
    slow |= {
        "table.docx",
        "tables.html",
        "brackets.html",
        "quotes.html",
        "spans.html",
        "tags.html",
        "heading.html",
        "tags.mht",
        "card.html",
        "links.html",
    }
    for name in FILES.keys() - slow - {"twice.zip", "old.doc"}:
        (docs / name).write_bytes(FILES[name][0])
    (docs / "good.txt").write_text(hostile.TEXT, encoding="utf-8")
    report = Index.update([docs], tmp_path / "index")
    told = {problem.path.split("/")[0] for problem in report.problems}
    assert told - {"circle.pdf"} == {name for name, (_, reason) in FILES.items() if reason and (docs / name).exists()}
    with Index.open(tmp_path / "index") as index:
        assert index.check() == []
        found = {hit.passage.source for hit in index.search("氢能产业", limit=None, fold=False, all_copies=True)}
    assert {"good.txt", "upwards.zip/etc/up.txt", "nested.html", "word.txt", "page.docx"} <= found
    assert not (tmp_path / "etc").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="the limit on memory is of POSIX systems")
def test_a_reader_that_hangs_or_crashes_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from policysearch.readers import sandbox

    monkeypatch.setattr(sandbox, "SECONDS", 0.01)
    with pytest.raises(CorpusError, match=r"^x: takes over 0.01 s to read; split it$"):
        sandbox.read("pdf.extract", hostile.pdf(), "x")
    monkeypatch.undo()
    with pytest.raises(CorpusError, match=r"^x: cannot be read: ModuleNotFoundError: "):
        sandbox.read("nothing", b"", "x")


FAILS = r"^x: cannot be read: it makes the reader fail, or needs over 1 GB; split it or save it anew$"


@pytest.mark.skipif(sys.platform == "win32", reason="the signals are of POSIX systems")
@pytest.mark.parametrize(
    "ends",
    [
        "os.kill(os.getpid(), signal.SIGKILL)",  # as a system out of memory does
        "os.kill(os.getpid(), signal.SIGSEGV)",
        "os._exit(0)",  # without an answer
        "os.write(1, b'[1]'); os._exit(0)",
        'os.write(1, b\'{"lines": ["cut o\'); os._exit(0)',
        "os.write(1, b'{}'); os._exit(0)",
    ],
)
def test_a_reader_that_ends_in_any_way_is_one_line(ends: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from policysearch.readers import sandbox

    (tmp_path / "sitecustomize.py").write_text(
        f"import os, signal, sys\n'sandbox' in str(sys.orig_argv) and ({ends.replace('; ', ', ')},)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(CorpusError, match=FAILS):
        sandbox.read("pdf.extract", hostile.pdf(), "x")


@pytest.mark.skipif(sys.platform == "win32", reason="the signals are of POSIX systems")
def test_what_a_library_prints_gets_not_into_the_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from policysearch.readers import sandbox

    (tmp_path / "pypdfium2.py").write_text("import os\nos.write(1, b'noise')\nraise ImportError\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(CorpusError, match=r"^x: is a PDF; to read it: pip install"):
        sandbox.read("pdf.extract", hostile.pdf(), "x")


def drawing_itself() -> bytes:
    """A PDF with a form that draws itself twice."""
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X 5 0 R>>>>/Length 10>>stream\n/X Do /X Do\nendstream"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>",
        b"<</Length 5>>stream\n/X Do\nendstream",
        form,
    ]
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % (n, item) for n, item in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF"


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on memory is of Linux")
def test_a_reader_has_a_little_memory_and_one_at_a_time_has_more(monkeypatch: pytest.MonkeyPatch) -> None:
    from policysearch.readers import sandbox

    assert sandbox.USUAL * 4 <= sandbox.MEMORY <= 2**30
    monkeypatch.setattr(sandbox, "USUAL", 100 * 2**20)
    monkeypatch.setattr(sandbox, "MEMORY", 200 * 2**20)
    taken: list[tuple[int, bool]] = []
    inner = subprocess.run

    def run(command: list[str], **options: Any) -> Any:
        with open(sandbox.__file__, "rb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                alone = False
            except OSError:
                alone = True
        taken.append((int(command[-3]), alone))
        measured = [sys.executable, "-c", MEASURE, *command]
        done = inner(measured, **options)
        peak = int(done.stderr.split()[-1]) * 1024
        assert peak <= taken[-1][0]
        return done

    import fcntl

    monkeypatch.setattr("policysearch.readers.sandbox.subprocess.run", run)
    with pytest.raises(CorpusError, match=r"^x: cannot be read: it makes the reader fail, or needs over"):
        sandbox.read("pdf.extract", drawing_itself(), "x")
    assert taken == [(100 * 2**20, False), (200 * 2**20, True)]
    taken.clear()
    assert sandbox.read("pdf.extract", hostile.pdf(), "x").lines == ("plan",)
    assert taken == [(100 * 2**20, False)]


#: Runs a command, and tells at the end of stderr how many KB it had in memory at most.
MEASURE = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code and 1)
"""
