"""Adding a format is one file: the registry gives endings, messages, reader and the row of the docs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from policysearch.model.errors import CorpusError
from policysearch.readers import detect, registry
from tests.support import hostile
from tests.support.paths import ROOT

MINUTES = "%MINUTES 1\n09:00|第一章 总则\n09:01|第一条 推进氢能产业发展。\n"


def run(home: Path, *command: str) -> str:
    """What a command of the package in the folder `home` prints."""
    done = subprocess.run(
        [sys.executable, "-P", *command], cwd=home, env={"PYTHONPATH": str(home)}, capture_output=True, check=False
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done.stdout.decode() + done.stderr.decode()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package and, as a format of it, the template of a reader."""
    home = tmp_path_factory.mktemp("template")
    shutil.copytree(ROOT / "policysearch", home / "policysearch", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "docs" / "templates" / "reader.py", home / "policysearch" / "readers" / "formats" / "minutes.py")
    folder = home / "papers"
    folder.mkdir()
    (folder / "a.minutes").write_text(MINUTES, encoding="utf-8")
    (folder / "named.txt").write_text(MINUTES, encoding="utf-8")
    (folder / "old.minutes").write_text("%MINUTES 0\n", encoding="utf-8")
    (folder / "none.minutes").write_text("%MINUTES 1\n09:00|\n", encoding="utf-8")
    (folder / "b.zip").write_bytes(hostile.zipped(("b.minutes", MINUTES.encode())))
    return home


def test_the_template_of_a_reader_is_all_that_a_format_needs(home: Path) -> None:
    found = run(home, "-m", "policysearch", "outline", "papers")
    assert found.count("第一章 总则") == found.count("第一条") == 3
    assert "old.minutes: is of a version of minutes that nothing here reads" in found
    assert "none.minutes: has no minutes" in found
    table = run(home, "-c", "from policysearch.readers import registry; print(registry.table())")
    assert "| minutes `.minutes` | | every line that is spoken | times |" in table.splitlines()


def test_a_reader_may_run_in_a_process_of_its_own(home: Path) -> None:
    module = home / "policysearch" / "readers" / "formats" / "minutes.py"
    text = module.read_text(encoding="utf-8")
    module.write_text(text.replace("isolated=False", "isolated=True") + "    import os\n", encoding="utf-8")
    assert run(home, "-m", "policysearch", "outline", "papers/a.minutes").count("第一章 总则") == 1
    crash = text.replace("isolated=False", "isolated=True").replace(
        "    text, enc", "    import os; os._exit(1)\n    text, enc"
    )
    module.write_text(crash, encoding="utf-8")
    assert "a.minutes: cannot be read: it makes the reader fail" in run(
        home, "-m", "policysearch", "outline", "papers/a.minutes"
    )


def test_describing_all_formats_loads_none_of_their_libraries() -> None:
    program = (
        "import sys; from policysearch.readers.registry import endings; endings();"
        "print(*{'bs4', 'pypdfium2', 'xml', 'email', 'openpyxl'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True, text=True)
    assert done.stdout.strip() == ""


def test_the_table_of_the_docs_is_that_of_the_registry() -> None:
    """To renew it: `python -c 'from policysearch.readers import registry; print(registry.table())'`."""
    assert registry.table() in (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")


def test_the_docs_name_every_ending() -> None:
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    listed = text[text.index("files with the endings") :].split("`")[1]
    assert set(listed.split()) == registry.endings()


@pytest.mark.parametrize("kind", [kind for kind, format in registry.formats().items() if format.read is None])
def test_a_format_that_is_not_read_says_why(kind: str) -> None:
    with pytest.raises(CorpusError, match=r"^x: (?:is|looks like) "):
        detect.read(b"", kind, "x")


def test_a_reader_takes_the_place_of_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_FORMATS", {})
    registry.unread("ofd", "is not read", endings=(".ofd",))
    reader = registry.reader("ofd", endings=(".ofd",))(lambda data, shown: None)  # type: ignore[arg-type,return-value]
    registry.unread("ofd", "is not read")
    assert registry._FORMATS["ofd"].read is reader


def test_a_pdf_that_lies_unpacked_in_an_archive_makes_it_no_pdf() -> None:
    import io
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.pdf", hostile.pdf())
    assert detect.identify(packed.getvalue(), "a.zip") == "zip"
