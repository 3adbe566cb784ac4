"""Old or new, never half: versions on disk under kills, full disks, damage and other writers."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from policysearch.index import integrity, version_writer, versions
from policysearch.model.errors import (
    DamagedIndexError,
    IndexLockedError,
    NoIndexError,
    OutdatedIndexError,
    SearchIndexError,
)
from tests.support.faults import at_change, needs_fork

PRINT = "engine 1"


def publish(index: Path, text: str, fingerprint: str = PRINT) -> None:
    """A version with two files that hold `text`."""
    with version_writer.writing(index, wait=0) as writer:
        folder = writer.start()
        (folder / "deep").mkdir()
        (folder / "words").write_text(text, "utf-8")
        (folder / "deep/text").write_text(text * 2, "utf-8")
        writer.publish(versions.Manifest(fingerprint, "program", "dictionary", "2026-01-01", ("/docs",), 1, 2, 3))


def published(index: Path) -> int:
    """`publish` in a process of its own; its exit code."""
    publish(index, "new")
    return 0


def content(index: Path) -> str:
    """The text of the current version, after everything about it was verified."""
    version = versions.current(index, PRINT)
    try:
        assert integrity.verify(version) == []
        text = (version.folder / "words").read_text("utf-8")
        assert (version.folder / "deep/text").read_text("utf-8") == text * 2
        return text
    finally:
        version.close()


def folders(index: Path) -> list[str]:
    return sorted(name for name in os.listdir(index) if name.startswith("v"))


@pytest.fixture
def index(tmp_path: Path) -> Path:
    publish(tmp_path / "index", "old")
    return tmp_path / "index"


def test_a_version_is_described_by_its_manifest(index: Path) -> None:
    version = versions.current(index, PRINT)
    assert version.folder == index / "v000001"
    assert version.manifest == versions.Manifest(
        PRINT,
        "program",
        "dictionary",
        "2026-01-01",
        ("/docs",),
        1,
        2,
        3,
        {
            name: (len(text), hashlib.sha256(text).hexdigest())
            for name, text in [("deep/text", b"oldold"), ("words", b"old")]
        },
    )
    version.close()
    assert sorted(os.listdir(index)) == ["CURRENT", "LOCK", "v000001"]


def test_the_version_before_is_kept_and_older_ones_are_removed(index: Path) -> None:
    for text in ("second", "third", "fourth"):
        publish(index, text)
        assert content(index) == text
    assert folders(index) == ["v000003", "v000004"]


def test_a_version_that_is_open_stays(index: Path) -> None:
    first = versions.current(index, PRINT)
    for text in ("second", "third", "fourth", "fifth"):
        publish(index, text)
    assert folders(index) == ["v000001", "v000004", "v000005"]
    assert integrity.verify(first) == []
    first.close()
    publish(index, "sixth")
    assert folders(index) == ["v000005", "v000006"]


def test_a_reader_follows_a_switch_between_two_looks(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(index, "second")
    publish(index, "third")
    looks = iter(["v000001", "v000003"])  # the first is removed by now
    monkeypatch.setattr(versions, "_read_name", lambda _: next(looks))
    version = versions.current(index, PRINT)
    assert version.folder.name == "v000003"
    version.close()


def test_without_an_index_there_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path, tmp_path / "nowhere", tmp_path / "file"):
        with pytest.raises(NoIndexError, match="no index here; build one with"):
            versions.current(path, PRINT)


@pytest.mark.parametrize("name", ["words", "deep/text", "manifest.json"])
@pytest.mark.parametrize("how", ["cut", "longer", "gone"])
def test_a_file_that_is_missing_or_of_another_size_is_named_on_opening(index: Path, name: str, how: str) -> None:
    path = index / "v000001" / name
    data = path.read_bytes()
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes(data[:-1] if how == "cut" else data + b"}")
    with pytest.raises(DamagedIndexError, match=f"v000001/{name}.*rebuild it with"):
        versions.current(index, PRINT)


@pytest.mark.parametrize("text", ["", "v1", "../docs\n", "nonsense", "v000001", "v000009\n", "\xff\xfe"])
def test_a_damaged_current_is_named(index: Path, text: str) -> None:
    (index / "CURRENT").write_text(text, "latin-1")
    try:
        version = versions.current(index, PRINT)
    except DamagedIndexError as error:
        assert "CURRENT" in error.what or "v000009/manifest.json is missing" in error.what
    else:
        assert "CURRENT" in integrity.verify(version)[0]
        version.close()
    publish(index, "new")  # and it can be written again
    assert content(index) == "new"


def test_altered_bytes_are_named_by_verify(index: Path) -> None:
    version = versions.current(index, PRINT)
    for name in ("words", "deep/text", "manifest.json"):
        path = version.folder / name
        data = path.read_bytes()
        path.write_bytes(data[:-2] + bytes([data[-2] ^ 1]) + data[-1:])
        assert [finding.split()[0] for finding in integrity.verify(version)] == [f"v000001/{name}"]
        path.unlink()
        assert [finding.split()[0] for finding in integrity.verify(version)] == [f"v000001/{name}"]
        path.write_bytes(data)
    assert integrity.verify(version) == []
    version.close()


def test_a_large_file_that_was_not_written_to_may_be_trusted(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(integrity, "_LARGE", 2)
    version = versions.current(index, PRINT)
    path = version.folder / "words"
    status = path.stat()
    path.write_text("odd")
    assert integrity.verify(version, thorough=False) == ["v000001/words was altered"]
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))  # as when the disk forgets
    assert integrity.verify(version, thorough=False) == []
    assert integrity.verify(version) == ["v000001/words was altered"]
    version.close()


def test_a_shared_file_keeps_what_is_known_of_it(index: Path) -> None:
    """Damage that an update does not look for is not carried on under a new hash."""
    version = versions.current(index, PRINT)
    path = version.folder / "words"
    status = path.stat()
    path.write_text("odd")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    with version_writer.writing(index) as writer:
        folder = writer.start()
        os.link(path, folder / "words")
        (folder / "deep").mkdir()
        (folder / "deep/text").write_text("new")
        writer.publish(version.manifest, version)
    version.close()
    newer = versions.current(index, PRINT)
    assert newer.manifest.files["words"] == version.manifest.files["words"]
    assert newer.manifest.files["deep/text"] != version.manifest.files["deep/text"]
    assert integrity.verify(newer) == ["v000002/words was altered"]
    newer.close()


@pytest.mark.parametrize(
    "broken", ["[]", "{}", "null", '{"format": "4"}', '{"format": "4", "files": 3, "roots": []}', "{"]
)
def test_a_manifest_that_makes_no_sense_is_damage(index: Path, broken: str) -> None:
    (index / "v000001/manifest.json").write_text(broken)
    with pytest.raises(DamagedIndexError, match=r"v000001/manifest\.json cannot be understood"):
        versions.current(index, PRINT)


def test_an_index_of_another_format_or_engine_is_outdated(index: Path) -> None:
    with pytest.raises(
        OutdatedIndexError,
        match=rf"format {versions.FORMAT} \(engine 1\), this program reads {versions.FORMAT} \(engine 2\); rebuild",
    ):
        versions.current(index, "engine 2")
    manifest = index / "v000001/manifest.json"
    manifest.write_text(json.dumps({"format": "7", "other": "things"}))
    with pytest.raises(OutdatedIndexError, match=f"format 7, this program reads {versions.FORMAT};"):
        versions.current(index, PRINT)


def test_a_folder_of_other_things_is_not_written_to(tmp_path: Path, index: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/plan.txt").write_text("氢能")
    with pytest.raises(SearchIndexError, match=r"docs: holds other files \(plan\.txt\) and no index"):
        publish(tmp_path / "docs", "new")
    assert os.listdir(tmp_path / "docs") == ["plan.txt"]
    (tmp_path / "file").write_text("")
    with pytest.raises(SearchIndexError, match="cannot be written: file exists"):
        publish(tmp_path / "file", "new")
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty/.DS_Store").write_text("")
    publish(tmp_path / "empty", "new")
    assert content(tmp_path / "empty") == "new"
    (index / "notes.txt").write_text("mine")  # where an index is, other files do not matter
    publish(index, "new")
    assert (index / "notes.txt").read_text() == "mine"


def test_a_folder_with_nothing_but_a_readme_takes_an_index_and_keeps_the_readme(tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    (tmp_path / "index/README.md").write_text("# 氢能", "utf-8")
    with pytest.raises(NoIndexError):
        versions.current(tmp_path / "index", PRINT)
    for text in ("first", "second", "third"):
        publish(tmp_path / "index", text)
    assert content(tmp_path / "index") == "third"
    assert (tmp_path / "index/README.md").read_text("utf-8") == "# 氢能"


def test_what_killed_writers_left_is_removed(index: Path) -> None:
    (index / "v000002.partial").mkdir()
    (index / "v000002.partial/words").write_text("half")
    (index / "v000002").mkdir()  # renamed, but not made current
    (index / "CURRENT.new").write_text("v000002\n")
    assert content(index) == "old"
    publish(index, "new")
    assert sorted(os.listdir(index)) == ["CURRENT", "LOCK", "v000001", "v000002"]
    assert content(index) == "new"


def test_what_is_not_published_is_removed(index: Path) -> None:
    for error in (ValueError, KeyboardInterrupt, SystemExit):
        with pytest.raises(error), version_writer.writing(index) as writer:
            (writer.start() / "words").write_text("half")
            raise error
        assert sorted(os.listdir(index)) == ["CURRENT", "LOCK", "v000001"]
    with version_writer.writing(index):
        pass
    assert content(index) == "old"


# Killed, and failing, at every change to the disk


@needs_fork
@pytest.mark.parametrize("before", ["none", "old"])
def test_killed_at_any_change_there_is_the_old_or_the_new_version(tmp_path: Path, before: str) -> None:
    outcomes = []
    for n in range(1, 100):
        index = tmp_path / (f"index {n}" if before == "none" else "index")
        if before == "old":
            publish(index, "old")  # from the second round on, over what a killed writer left
            assert content(index) == "old"
            assert len(os.listdir(index)) <= 4  # CURRENT, LOCK, two versions
        _, reached = at_change(n, index, lambda: os._exit(9), partial(published, index))
        try:
            outcomes.append(content(index))
        except NoIndexError:
            outcomes.append("none")
        if not reached:
            break
    assert outcomes == sorted(outcomes, key=[before, "new"].index)  # once new, always new
    assert outcomes.count(before) >= 8  # the folder, the lock, the files, the renames
    assert outcomes[-1] == "new"


@needs_fork
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES])
def test_failing_at_any_change_the_old_version_is_untouched(index: Path, code: int) -> None:
    def fail() -> None:
        raise OSError(code, os.strerror(code))

    def work() -> int:
        try:
            publish(index, "new")
        except SearchIndexError as error:
            expected = f"{index}: the index cannot be written: {os.strerror(code).lower()}; the old index is untouched"
            return 3 if str(error) == expected else 4
        return 0

    outcomes = []
    for n in range(1, 100):
        publish(index, "old")
        there = sorted(os.listdir(index))
        status, reached = at_change(n, index, fail, work)
        assert content(index) == {3: "old", 0: "new"}[status]
        assert status == 0 or sorted(os.listdir(index)) == there
        outcomes.append(status)
        if not reached:
            break
    assert outcomes.count(3) >= 8  # the lock, the folders, the files, the renames
    assert outcomes[-1] == 0


def test_a_failing_fsync_is_a_failure(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing, synced = 0, 0

    def fail(_: int) -> None:
        nonlocal synced
        synced += 1
        if synced == failing:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fail)
    while failing < 7:  # two files, the manifest, two folders, the index folder, CURRENT.new
        failing, synced = failing + 1, 0
        with pytest.raises(SearchIndexError, match="no space left on device; the old index is untouched"):
            publish(index, "new")
        assert content(index) == "old"
        assert folders(index) == ["v000001"]
    failing, synced = 8, 0  # after the switch
    publish(index, "new")
    assert synced == 8
    assert content(index) == "new"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", folder], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="needs tmpfs")
def test_on_a_full_disk_the_old_version_is_untouched(small_disk: Path) -> None:
    index = small_disk / "index"
    publish(index, "old")
    with pytest.raises(SearchIndexError, match="no space left on device; the old index is untouched"):
        publish(index, "new" * 30_000)
    assert content(index) == "old"
    assert folders(index) == ["v000001"]
    publish(index, "new")
    assert content(index) == "new"


# One writer at a time

HOLDER = """
import sys, time
from pathlib import Path
from policysearch.index import version_writer, versions
with version_writer.writing(Path(sys.argv[1])):
    print("locked", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def hold(index: Path, seconds: float) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-c", HOLDER, index, str(seconds)], stdout=subprocess.PIPE)
    assert process.stdout and process.stdout.readline() == b"locked\n"
    return process


def test_the_second_writer_waits_then_names_the_holder(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with hold(index, 600) as holder:
        expected = rf"being written by process {holder.pid} on \S+ since \d{{4}}-"
        with monkeypatch.context() as patched, pytest.raises(IndexLockedError, match=expected) as caught:
            patched.setattr(version_writer, "time", SimpleNamespace(monotonic=time.monotonic))  # it cannot wait
            publish(index, "new")
        started = time.monotonic()
        with pytest.raises(IndexLockedError), version_writer.writing(index, wait=0.3):
            pass
        assert time.monotonic() - started >= 0.3
        assert "\n" not in str(caught.value)
        assert content(index) == "old"  # reading goes on
        holder.send_signal(signal.SIGKILL)
    publish(index, "new")  # the lock of a killed holder vanishes with it
    assert content(index) == "new"


def test_the_second_writer_goes_on_when_the_first_has_finished(index: Path) -> None:
    with hold(index, 0.3), version_writer.writing(index, wait=120):
        pass


def test_one_process_has_one_writer_too(index: Path) -> None:
    with version_writer.writing(index), pytest.raises(IndexLockedError):
        publish(index, "new")
    publish(index, "new")


def test_what_fails_after_the_switch_is_no_failure(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when a process runs out of descriptors between the switch and the sweep after it."""
    listdir, replaced = os.listdir, Path.replace

    def switched(path: Path, target: Path) -> Path:
        result = replaced(path, target)

        def fail(*_: object) -> list[str]:
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

        monkeypatch.setattr(os, "listdir", fail)
        return result

    monkeypatch.setattr(Path, "replace", switched)
    publish(index, "new")
    monkeypatch.setattr(os, "listdir", listdir)
    assert content(index) == "new"


def test_the_name_of_a_new_folder_is_brought_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))
    publish(tmp_path / "a" / "b" / "index", "new")
    assert {folder.stat().st_ino for folder in (tmp_path, tmp_path / "a", tmp_path / "a" / "b")} <= set(synced)
    synced.clear()
    publish(tmp_path / "a" / "b" / "index", "newer")
    assert (tmp_path / "a" / "b").stat().st_ino not in synced


def test_a_fault_of_the_disk_that_passes_is_no_damage(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    version = versions.current(index, PRINT)
    monkeypatch.setattr(integrity, "sha256", fail)
    try:
        with pytest.raises(
            SearchIndexError, match=r"cannot be read: input/output error; .* it may be sound: try again"
        ):
            integrity.verify(version, strict=True)
        assert all("cannot be read: input/output error" in finding for finding in integrity.verify(version))
    finally:
        version.close()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_text", fail)
        with pytest.raises(SearchIndexError, match="it may be sound: try again"):
            versions.kept_text(index, "words")
