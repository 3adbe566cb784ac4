"""An index from a stranger: to open and use it runs no code, takes no more memory than it has, and follows no link out of it."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import shutil
import struct
import subprocess
import sys
import threading
import tracemalloc
import zlib
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from policysearch import ClosedIndexError, DamagedIndexError, Index, OutdatedIndexError, PolicySearchError
from policysearch.model.grids import Grid
from policysearch.store.local import doc_order
from policysearch.store.local.segment_files import unpack
from policysearch.store.local.segment_writer import pack
from tests.support.paths import ROOT


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two segments, with what a user adds to one."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "words.txt").write_text("两主四特\n", "utf-8")
    (folder / "synonyms.txt").write_text("氢能 氢气\n", "utf-8")
    (folder / "texts").mkdir()
    for name in "ab":
        chapters = "".join(
            f"第{n}章 氢能产业{n}\n\n区长说氢能产业发展{n}。\n\n" for n in range(1, 60 if name == "a" else 4)
        )
        (folder / "texts" / f"{name}.txt").write_text(f"{name}区规划\n\n{chapters}", "utf-8")
        words, synonyms = folder / "words.txt", folder / "synonyms.txt"
        Index.update([folder / "texts"], folder / "index", dictionary=words, synonyms=synonyms)
    return folder / "index"


def version_of(index: Path) -> Path:
    return index / (index / "CURRENT").read_text("utf-8").split()[0]


def signed(index: Path) -> None:
    """Make manifest and CURRENT say what is there now, as whoever makes an index can."""
    version = version_of(index)
    manifest = json.loads((version / "manifest.json").read_text("utf-8"))
    for name in manifest["files"]:
        data = (version / name).read_bytes()
        manifest["files"][name] = [len(data), hashlib.sha256(data).hexdigest()]
    said(index, manifest)


def said(index: Path, manifest: object) -> None:
    version = version_of(index)
    text = json.dumps(manifest)
    (version / "manifest.json").write_text(text, "utf-8")
    (index / "CURRENT").write_text(f"{version.name}\n{hashlib.sha256(text.encode()).hexdigest()}\n", "utf-8")


def use(index: Path) -> str:
    """Do everything there is to do with an index; returns the name of the error that ends it, or ""."""
    try:
        with Index.open(index) as opened:
            opened.check()
            first = next(opened.passages())
            for query in ("氢能", "district:a区 氢能", "氢能产业发展有哪些举措", "year:2026 OR 区长*"):
                opened.search(query, synonyms=True)
                opened.facets(query)
                opened.did_you_mean(query)
                opened.parts(query)
                opened.explain(query, first.id)
            opened.suggest("qn")
            opened.related("氢能")
            opened.similar(first.id)
            opened.glossary()
            opened.compare(["氢能"])
            opened.document(first.document_id)
            opened.stats()
    except PolicySearchError as error:
        assert "\n" not in str(error)
        return type(error).__name__
    return ""


class Runs:
    """Pickled, a call of a function of the system."""

    def __init__(self, function: Callable[..., object], *arguments: object) -> None:
        self._call = function, arguments

    def __reduce__(self) -> tuple[object, ...]:
        return self._call


def payloads(mark: Path) -> list[bytes]:
    touch = f"touch {mark}"
    code = f"open({str(mark)!r}, 'w')"
    direct = pickle.dumps(Runs(os.system, touch), 2)
    return [
        direct,
        pickle.dumps({"passage": (Runs(os.system, touch), "")}, 2),
        pickle.dumps(Runs(getattr, Runs(eval, code), "name"), 4),
        pickle.dumps([Runs(exec, code)] * 3, 0),
        b"cposix\nsystem\n(S'" + touch.encode() + b"'\ntR.",
        b"\x80\x02cbuiltins\neval\nq\x01h\x01(X" + struct.pack("<I", len(code)) + code.encode() + b"tR.",
        b"\x80\x02r\xff\xff\xff\x7f.",  # a memo of gigabytes
    ]


def forged(index: Path, mark: Path, place: Callable[[Path], object]) -> Path:
    """A copy of an index in which `place` changed the files of a version, signed."""
    copy = mark.with_name("forged")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(index, copy)
    version = version_of(copy)
    kept, before = doc_order.read(version), (version / "order").read_bytes()
    place(version)
    if (version / "order").read_bytes() == before:
        doc_order.write(version, *kept)  # it knows the sizes of other files
    signed(copy)
    return copy


def columns(version: Path, stored: bytes) -> None:
    """Put `stored` in the place of every passage."""
    for file in version.glob("*.col"):
        count = (len((version / f"literal.{file.stem[5:]}.offsets").read_bytes()) - 8) // 20
        starts = array("Q", range(0, len(stored) * (count + 1), len(stored)))
        file.write_bytes(stored * count + starts.tobytes())


def blocks(version: Path, block: bytes) -> None:
    """Make every term point to `block`."""
    for file in version.glob("*.pst"):
        size = len(file.read_bytes())
        file.write_bytes((block * (size // len(block) + 2))[: max(size, len(block))])


def places(payload: bytes) -> list[Callable[[Path], None]]:
    """Everything that puts a pickle where something is read."""

    def whole(version: Path) -> None:
        for file in version.glob("MAIN_*"):
            file.write_bytes(payload)

    def texts(version: Path) -> None:
        for name in ("sources.json", "dictionary.txt", "synonyms.txt", "coinages.txt"):
            if (version / name).exists():
                (version / name).write_bytes(payload)

    def extras(version: Path) -> None:
        for file in version.glob("*.trm"):
            data = file.read_bytes()
            (length,) = struct.unpack("!i", data[-4:])
            (said,) = struct.unpack("!I", data[-4 - length : -length])
            rest = struct.pack("!I", len(payload)) + payload + data[-length + said : -4]
            file.write_bytes(data[: -4 - length] + rest + struct.pack("!i", len(rest)))

    def everywhere(version: Path) -> None:
        for file in version.glob("MAIN_*"):
            data = bytearray(file.read_bytes())
            for at in range(0, len(data) - len(payload), max(len(payload), 200)):
                data[at : at + len(payload)] = payload
            file.write_bytes(data)

    def old(version: Path) -> None:
        """As Whoosh itself has it: its table of contents, which is a pickle."""
        for name in ("_MAIN_1.toc", "_MAIN_9.toc"):
            (version / name).write_bytes(b"\x04\x08\x04" + struct.pack("!ii", -12345, -111) + payload)

    return [
        whole,
        texts,
        extras,
        everywhere,
        old,
        lambda version: columns(version, payload),
        lambda version: columns(version, b"z" + zlib.compress(payload)),
        lambda version: columns(version, b"j" + payload),
        lambda version: blocks(version, payload),
        lambda version: blocks(version, struct.pack("!Icc", 1, b"B", b"1") + payload),
    ]


def hunt(index: Path, scratch: Path) -> None:
    """Use forged indexes while the interpreter tells of everything that could run code; the program of a test."""
    told: list[str] = []
    watched = {"os.system", "os.exec", "os.posix_spawn", "subprocess.Popen"}

    def watch(event: str, given: tuple[object, ...]) -> None:
        # What was read waits for an update in a temporary file of its own, pickled; that names nothing but our classes.
        if event in watched or (event == "pickle.find_class" and not str(given[0]).startswith("policysearch.")):
            told.append(event)

    sys.addaudithook(watch)
    mark, errors = scratch / "mark", set()
    for payload in payloads(mark):
        for number, place in enumerate(places(payload)):
            copy = forged(index, mark, place)
            errors.add(use(copy))
            report = Index.update([index.parent / "texts"], copy)
            assert report.passages > 50, number
            assert not told and not mark.exists(), (number, told)
    assert errors <= {"", "DamagedIndexError"} and "DamagedIndexError" in errors, errors
    pickle.loads(payloads(mark)[0])
    assert "pickle.find_class" in told and mark.exists()  # it would have been seen


def test_no_pickle_in_an_index_is_run(made: Path, tmp_path: Path) -> None:
    program = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from tests.store.test_untrusted_index import hunt
hunt(Path({str(made)!r}), Path({str(tmp_path)!r}))
"""
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True, timeout=900)
    assert not done.returncode, done.stderr[-3000:]


LONG = b"z" + zlib.compress(b"[" + b" " * 2**28)
DEEP = b"[" * 500_000


@pytest.mark.parametrize(
    ("place", "opens"),
    [
        (lambda version: columns(version, LONG), True),
        (lambda version: columns(version, b"j" + DEEP), True),
        (lambda version: blocks(version, struct.pack("!Icc", 2**32 - 1, b"I", b"I") + bytes(64)), True),
        (lambda version: (version / "order").write_bytes(array("I", [2**32 - 1] * 9).tobytes()), False),
        (lambda version: [f.write_bytes(b"\xff" * len(f.read_bytes())) for f in version.glob("*.trm")], False),
        (lambda version: [f.write_bytes(b"\x7f" * len(f.read_bytes())) for f in version.glob("*.offsets")], False),
        (lambda version: (version / "sources.json").write_bytes(DEEP), True),
    ],
    ids=["deflated passage", "nested passage", "count", "order", "terms", "offsets", "sources"],
)
def test_absurd_lengths_are_damage_and_take_no_memory(
    made: Path, tmp_path: Path, place: Callable[[Path], object], opens: bool
) -> None:
    copy = forged(made, tmp_path / "mark", place)
    tracemalloc.start()
    try:
        assert use(copy) == "DamagedIndexError"
        assert tracemalloc.get_traced_memory()[1] < 150e6
        if opens:
            Index.open(copy).close()
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("text", [DEEP, b"{}", b"[]", b"", b'{"format": "4", "files": 3}'])
def test_a_manifest_of_anything_is_damage(made: Path, tmp_path: Path, text: bytes) -> None:
    copy = forged(made, tmp_path / "mark", lambda _: None)
    (version_of(copy) / "manifest.json").write_bytes(text)
    with pytest.raises(DamagedIndexError, match=r"manifest\.json"):
        Index.open(copy)


@pytest.mark.parametrize("wrong", [None, True, -1.5, [], {}, "x", [{}], {"x": "y"}, 10**30])
def test_sources_of_any_other_type_are_damage_or_read(made: Path, tmp_path: Path, wrong: object) -> None:
    """Whatever a stranger puts into sources.json, with the hashes to match: documents are given, or it is called damaged."""
    number = 0
    entries = json.loads((version_of(made) / "sources.json").read_text("utf-8"))
    for of in (entries[0], entries[0]["documents"][0]):
        for key in list(of):
            number, kept = number + 1, of[key]
            of[key] = wrong
            text = json.dumps(entries)
            copy = forged(made, tmp_path / str(number), lambda v, text=text: (v / "sources.json").write_text(text))  # type: ignore[misc]
            of[key] = kept
            with Index.open(copy) as index:
                try:
                    documents = index.documents()
                except DamagedIndexError as error:
                    assert "sources.json cannot be read" in str(error) and "\n" not in str(error)
                else:
                    assert [type(one.title) for one in documents] and len(index.documents_with_tables) == len(documents)
                    assert all(index.document(one.id) for one in documents if isinstance(one.id, str))


def test_what_an_index_says_of_its_format_is_one_short_line(made: Path, tmp_path: Path) -> None:
    copy = forged(made, tmp_path / "mark", lambda _: None)
    manifest = json.loads((version_of(copy) / "manifest.json").read_text("utf-8"))
    for key in ("format", "fingerprint"):
        said(copy, manifest | {key: "\x1b[31m\nrm -rf\n" + "x" * 10_000})
        with pytest.raises(OutdatedIndexError) as caught:
            Index.open(copy)
        assert str(caught.value).isprintable() and len(str(caught.value)) < 1_000


@pytest.mark.parametrize(
    "name", ["../../secret", "/etc/passwd", "..", "a/../../secret", "C:\\secret", "", "a//b", "\n"]
)
def test_a_manifest_names_no_file_outside(made: Path, tmp_path: Path, name: str) -> None:
    copy = forged(made, tmp_path / "mark", lambda _: None)
    manifest = json.loads((version_of(copy) / "manifest.json").read_text("utf-8"))
    manifest["files"][name] = [6, "0" * 64]
    (tmp_path / "secret").write_text("secret")
    said(copy, manifest)
    with pytest.raises(DamagedIndexError, match="names a file outside"):
        Index.open(copy)


@pytest.mark.parametrize("name", ["../outside", "/tmp", "v000001/../../outside", "v000001\x00", "V000001", ""])
def test_current_names_no_folder_outside(made: Path, tmp_path: Path, name: str) -> None:
    copy = forged(made, tmp_path / "mark", lambda _: None)
    (copy / "CURRENT").write_text(f"{name}\n")
    with pytest.raises(DamagedIndexError, match="CURRENT names no version"):
        Index.open(copy)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize(
    "name",
    [
        "order",
        "MAIN_0001.trm",
        "literal.0001.text",
        "sources.json",
        "same_texts.json",
        "dictionary.txt",
        "manifest.json",
    ],
)
@pytest.mark.parametrize("kind", ["link", "pipe", "unlisted link"])
def test_links_and_pipes_in_a_version_are_damage(made: Path, tmp_path: Path, name: str, kind: str) -> None:
    copy = forged(made, tmp_path / "mark", lambda _: None)
    file, outside = version_of(copy) / name, tmp_path / "outside"
    file.rename(outside)
    if kind == "pipe":
        os.mkfifo(file)
    else:
        file.symlink_to(outside)
    if kind == "unlisted link" and name != "manifest.json":
        manifest = json.loads((version_of(copy) / "manifest.json").read_text("utf-8"))
        del manifest["files"][name]
        said(copy, manifest)
    with pytest.raises(DamagedIndexError, match="is no plain file"):
        Index.open(copy)
    secret = "两主四特" if name != "dictionary.txt" else "机密词"
    if name == "dictionary.txt" and kind != "pipe":
        outside.write_text(f"{secret}\n", "utf-8")
    Index.update([made.parent / "texts"], copy)
    kept = version_of(copy) / "dictionary.txt"
    assert not kept.exists() or "机密词" not in kept.read_text("utf-8")
    assert use(copy) == "" and outside.exists()


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_version_or_current_that_is_a_link_is_damage(made: Path, tmp_path: Path) -> None:
    copy = forged(made, tmp_path / "mark", lambda _: None)
    version = version_of(copy)
    version.rename(tmp_path / "outside")
    version.symlink_to(tmp_path / "outside", target_is_directory=True)
    with pytest.raises(DamagedIndexError, match="is no folder"):
        Index.open(copy)
    current = copy / "CURRENT"
    current.rename(tmp_path / "current")
    current.symlink_to(tmp_path / "current")
    with pytest.raises(DamagedIndexError, match="CURRENT is no plain file"):
        Index.open(copy)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_what_a_writer_locks_and_writes_is_no_link(made: Path, tmp_path: Path) -> None:
    copy = forged(made, tmp_path / "mark", lambda _: None)
    precious = tmp_path / "precious"
    for name in ("LOCK", "CURRENT.new"):
        precious.write_text("mine")
        (copy / name).unlink(missing_ok=True)
        (copy / name).symlink_to(precious)
        try:
            Index.update([made.parent / "texts"], copy, rebuild=True)
        except PolicySearchError as error:
            assert name in str(error) and "\n" not in str(error)
        assert precious.read_text() == "mine", name
        (copy / name).unlink(missing_ok=True)


def test_a_passage_is_packed_and_unpacked(made: Path) -> None:
    from dataclasses import replace

    with Index.open(made) as index:
        passage = next(index.passages())
    odd = replace(
        passage,
        text='\ud800\x00"\\\u2028',
        page=("b.html", 3, 4),
        years=(2026, 2027),
        run_in=True,
        path=("一", "二"),
        grids=(Grid(1, 1, 2, 0, ((0, 0, 1, 2),), (0,)),),
    )
    long = replace(passage, text="长" * 2**23)
    for one in (passage, odd, long):
        assert unpack(pack(one)) == one
    for wrong in (b"", b"z", b"zxx", b"j[]", b"j{}", b"jnull", pack(odd)[:-3], b"j" + b"[" * 99, pack(long)[:-5]):
        with pytest.raises((ValueError, RecursionError)):
            unpack(wrong)
    values = json.loads(zlib.decompress(pack(odd)[1:]))
    others: tuple[Any, ...] = ({}, None, 1.5, [[]], [None])
    for place in range(len(values)):
        for value in others:
            changed = b"j" + json.dumps([*values[:place], value, *values[place + 1 :]]).encode()
            if value is None and isinstance(values[place], list) and len(values[place]) == 3:
                assert unpack(changed).page is None
                continue
            with pytest.raises(ValueError, match="other fields"):
                unpack(changed)


def test_a_closed_index_says_so(made: Path) -> None:
    index = Index.open(made)
    id = next(index.passages()).id
    under_way = index.passages()
    index.search("氢能")
    index.close()
    index.close()
    for ask in (
        lambda: index.search("氢能"),
        lambda: index.facets("氢能"),
        lambda: index.compare(["氢能"]),
        lambda: index.explain("氢能", id),
        lambda: index.did_you_mean("氢能"),
        lambda: index.parts("氢能"),
        lambda: index.suggest("氢"),
        lambda: index.related("氢能"),
        lambda: index.similar(id),
        lambda: index.get(id),
        lambda: index.neighbours(id),
        index.glossary,
        index.passages,
        index.documents,
        lambda: index.document(id),
        lambda: index.of_document(id),
        index.stats,
        index.check,
        lambda: index.version,
        lambda: next(under_way),
    ):
        with pytest.raises(ClosedIndexError, match="this index was closed"):
            ask()


def test_closed_by_another_thread_an_index_is_not_called_damaged(made: Path) -> None:
    def ask(index: Index, told: list[BaseException]) -> None:
        try:
            for number in range(10_000):
                index.search(f"氢能 {number}")
                index.similar(next(index.passages()).id)
        except Exception as error:
            told.append(error)

    for _ in range(5):
        index = Index.open(made)
        told: list[Exception] = []
        threads = [threading.Thread(target=ask, args=(index, told)) for _ in range(3)]
        for thread in threads:
            thread.start()
        index.close()
        for thread in threads:
            thread.join()
        assert [type(error) for error in told] == [ClosedIndexError] * 3


def test_documents_are_read_once(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from policysearch.index import sources

    read, real = [], sources.read_sources

    def recorded(version: Any) -> Any:
        read.append(1)
        return real(version)

    monkeypatch.setattr(sources, "read_sources", recorded)
    with Index.open(made) as index:
        for document in index.documents():
            found = index.document(document.id)
            assert found and found.provisions and found.title == document.title
        assert index.document("x") is None
        assert len(read) == 1


def test_contents_are_verified_on_opening_when_asked(made: Path, tmp_path: Path) -> None:
    copy = forged(made, tmp_path / "mark", lambda _: None)
    Index.open(copy, verify=True).close()
    file = version_of(copy) / "literal.0001.text"
    data = bytearray(file.read_bytes())
    data[30] ^= 1
    file.write_bytes(data)
    Index.open(copy).close()
    with pytest.raises(DamagedIndexError, match=r"literal\.0001\.text was altered"):
        Index.open(copy, verify=True)
