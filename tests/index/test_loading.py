"""Finding and decoding files: nothing is refused without a reason, whatever the bytes."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.index import discovery, loading
from policysearch.model.document import Source
from policysearch.model.errors import CorpusError

TEXT = "第一章　总体要求\n推进氢能产业发展，“十五五”时期达到 75%。\n"
TRADITIONAL = "國民經濟和社會發展第十五個五年規劃綱要，堅持創新驅動發展，全面塑造發展新優勢。\n"


def write(folder: Path, *names: str, content: bytes = TEXT.encode()) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def names(*paths: Path, problems: list[CorpusError] | None = None) -> list[str]:
    return [name for _, name in discovery.find(paths, None if problems is None else problems.append)]


def read(folder: Path, content: bytes) -> Source:
    path = folder / "a.txt"
    path.write_bytes(content)
    return loading.read(path, "shown/a.txt")


# Finding


def test_folders_are_searched_through_and_names_are_sorted(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.md", "a/B.MARKDOWN", "a/b/c.TXT", "a.txt", "区县/规划.txt", "n.dwg", "n.text", "txt")
    write(tmp_path, ".hidden.txt", ".git/x.txt", "a/.b/x.md")
    assert names(tmp_path) == ["a.txt", "a/B.MARKDOWN", "a/b/c.TXT", "a/z.md", "b.txt", "区县/规划.txt"]
    for path, name in discovery.find([tmp_path]):
        assert path == tmp_path / name


def test_a_file_given_by_name_is_taken_whatever_its_name(tmp_path: Path) -> None:
    write(tmp_path, "plan.doc", ".plan")
    assert names(tmp_path / "plan.doc", tmp_path / ".plan") == [".plan", "plan.doc"]


def test_names_are_unique_over_several_paths(tmp_path: Path) -> None:
    write(tmp_path, "x/docs/a.txt", "y/docs/a.txt", "z/a.txt", "one/a.txt", "one/b.txt")
    found = names(
        tmp_path / "x/docs", tmp_path / "y/docs", tmp_path / "z", tmp_path / "one/b.txt", tmp_path / "one/a.txt"
    )
    assert found == ["a.txt", "b.txt", "x/docs/a.txt", "y/docs/a.txt", "z/a.txt"]
    # Labels that are unique can still make the same name: a/b/f.txt under a, and f.txt under a/b.
    write(tmp_path, "1/a/b/f.txt", "2/a/b/f.txt", "3/c/b/f.txt")
    found = names(tmp_path / "1/a", tmp_path / "2/a/b", tmp_path / "3/c/b")
    assert len(found) == len(set(found)) == 3


def test_a_file_is_found_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "docs/a.txt", "docs/sub/b.txt")
    monkeypatch.chdir(tmp_path)
    assert len(names(Path("docs"), tmp_path / "docs", Path("docs/sub"), Path("docs/../docs/a.txt"))) == 2
    assert names(Path("docs"), tmp_path / "docs/.") == ["a.txt", "sub/b.txt"]
    assert names(Path("docs/sub"), Path("docs/sub/..")) == ["docs/a.txt", "sub/b.txt"]


def test_links_lead_neither_out_of_the_folder_nor_in_circles(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", "a.txt", "sub/b.txt")
    write(tmp_path / "secret", "s.txt", "n.dwg")
    (docs / "circle").symlink_to(docs)
    (docs / "again.txt").symlink_to("a.txt")
    (docs / "loop.txt").symlink_to("loop.txt")
    (docs / "gone.md").symlink_to("nowhere")
    (docs / "gone").symlink_to("nowhere")
    (docs / "out").symlink_to(tmp_path / "secret")
    (docs / "out.txt").symlink_to(tmp_path / "secret/s.txt")
    (docs / "n.dwg").symlink_to(tmp_path / "secret/n.dwg")
    problems: list[CorpusError] = []
    assert names(docs, problems=problems) == ["a.txt", "sub/b.txt"]
    assert {p.path: p.reason.split(";")[0] for p in problems} == {
        "loop.txt": "is a broken link",
        "gone.md": "is a broken link",
        "out": "is a link out of the folder",
        "out.txt": "is a link out of the folder",
    }
    (tmp_path / "link").symlink_to(docs)  # given by name, a link is followed
    assert names(tmp_path / "link", problems=[]) == ["a.txt", "sub/b.txt"]


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    with pytest.raises(CorpusError, match=r"nowhere: no such file or folder"):
        discovery.find([tmp_path, tmp_path / "nowhere"], lambda problem: None)


def test_a_folder_without_rights_is_reported_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a.txt", "closed/b.txt", "open/c.txt")
    scandir = os.scandir

    def guarded(folder: Path) -> object:  # real rights would not stop root
        if Path(folder).name == "closed":
            raise PermissionError(errno.EACCES, "Permission denied", str(folder))
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", guarded)
    problems: list[CorpusError] = []
    assert names(tmp_path, problems=problems) == ["a.txt", "open/c.txt"]
    assert [str(p) for p in problems] == ["closed: cannot be read: permission denied"]
    with pytest.raises(CorpusError, match="closed"):
        names(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_reported_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    problems: list[CorpusError] = []
    assert names(tmp_path, problems=problems) == []
    assert str(problems[0]) == "pipe.txt: is not a regular file"
    with pytest.raises(CorpusError, match="is not a regular file"):
        loading.read(tmp_path / "pipe.txt", "pipe.txt")


@pytest.mark.skipif(os.name == "nt", reason="such names cannot exist here")
def test_shown_names_are_one_printable_line(tmp_path: Path) -> None:
    write(tmp_path, "a\nb\x1b[2J.txt", os.fsdecode(b"\xff\xfe.txt"), "\u202egnp.txt", "規劃　一.txt")
    found = names(tmp_path)
    assert found == ["\\u202egnp.txt", "\\udcff\\udcfe.txt", "a\\nb\\x1b[2J.txt", "規劃　一.txt"]
    assert all(name.encode("utf-8") for name in found)
    assert all(loading.read(path, name).lines for path, name in discovery.find([tmp_path]))


# Decoding


@pytest.mark.parametrize(
    ("content", "encoding", "guessed"),
    [
        (TEXT.encode(), "utf-8", False),
        (TEXT.encode("utf-8-sig"), "utf-8-sig", False),
        (TEXT.encode("utf-16"), "utf-16", False),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16", False),
        (TEXT.encode("utf-32"), "utf-32", False),
        (("\ufeff" + TEXT).encode("gb18030"), "gb18030", False),
        (TEXT.encode("gb18030"), "gb18030", True),
        (TEXT.encode("utf-16-le"), "utf-16-le", True),
        (TEXT.encode("utf-16-be"), "utf-16-be", True),
    ],
)
def test_the_encoding_is_found(tmp_path: Path, content: bytes, encoding: str, guessed: bool) -> None:
    source = read(tmp_path, content)
    assert (source.lines, source.encoding, source.guessed) == (tuple(TEXT.splitlines()), encoding, guessed)
    assert (source.path, source.sha256) == ("shown/a.txt", hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize(
    "text",
    [TRADITIONAL, "氢能", "plan 规划 for hydrogen", "联通", "“十五五”", "𠮷野家和㐂、㎡\n" + TEXT],
)
def test_gb18030_is_recognised_in_short_mixed_and_rare_text(tmp_path: Path, text: str) -> None:
    source = read(tmp_path, text.encode("gb18030"))
    assert ("\n".join(source.lines), source.encoding, source.guessed) == (text.rstrip("\n"), "gb18030", True)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("damage", [b"\xff", b"\xc3", b"\x80\xff"])
def test_a_few_broken_bytes_are_replaced(tmp_path: Path, encoding: str, damage: bytes) -> None:
    good = (TEXT * 3).encode(encoding)
    cut = len(TEXT.encode(encoding))  # after a line end, where GB18030 can be read on
    source = read(tmp_path, good[:cut] + damage + b"\n" + good[cut:])
    assert (source.encoding, source.guessed) == (encoding, True)
    assert [line for line in source.lines if "\ufffd" not in line] == (TEXT * 3).splitlines()


def test_text_cut_in_the_middle_of_a_character_is_read(tmp_path: Path) -> None:
    source = read(tmp_path, TEXT.rstrip("。\n").encode() + "。".encode()[:2])
    assert (source.encoding, source.guessed) == ("utf-8", True)
    assert source.lines[0] == TEXT.splitlines()[0]


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("甲\n乙", ("甲", "乙")),
        ("甲\r\n乙\r\n", ("甲", "乙")),
        ("甲\r乙\r", ("甲", "乙")),
        ("甲\n\r\n\r乙\n\n", ("甲", "", "", "乙", "")),
        ("甲\u2028乙\u2029丙\x85丁\x0c戊\x0b己\x1c", ("甲\u2028乙\u2029丙\x85丁\x0c戊\x0b己\x1c",)),
        ("\n\n甲\n", ("", "", "甲")),
    ],
)
def test_lines_end_at_crlf_cr_and_lf_only(tmp_path: Path, content: str, lines: tuple[str, ...]) -> None:
    padding = "规划纲要" * 50 + "\n"  # one control character in so much text is still text
    assert read(tmp_path, (padding + content).encode()).lines[1:] == lines


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(st.characters(blacklist_categories=["C"], blacklist_characters="\x85")), min_size=1),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_joined_the_lines_give_the_text_back(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], end: str
) -> None:
    text = end.join([*lines, "末"]) + end
    assert end.join(read(tmp_path_factory.getbasetemp(), text.encode()).lines) + end == text


# What is not text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n" + "　".encode(), "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\xff\xfe", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "is a picture; --ocr auto reads its text"),
        (b"%PDF-1.7\nobj", "is a damaged PDF"),
        (b"PK\x03\x04" + bytes(100), "is a damaged ZIP archive, or a document packed as one"),
        (b"\x7fELF" + bytes(range(256)) * 4, "looks like binary data, not text"),
        (bytes(1000), "looks like binary data, not text"),
        (b"text\0\0\0\0", "looks like binary data, not text"),
        (random.Random(1).randbytes(5000), "looks like binary data, not text"),
        (b"\x01\x02\x03\x04\x05\x06", "looks like binary data, not text"),
        (TRADITIONAL.encode("big5"), "its encoding is none of UTF-8, UTF-16 and GB18030; save it as UTF-8"),
        (
            "Économie à côté où naïveté".encode("latin-1"),
            "its encoding is none of UTF-8, UTF-16 and GB18030; save it as UTF-8",
        ),
        (("甲\n" + "长" * 1_000_001).encode(), "line 2 is too long (1,000,001 characters, at most 1,000,000)"),
    ],
)
def test_what_is_no_text_is_reported_by_name_and_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(CorpusError) as caught:
        read(tmp_path, content)
    assert str(caught.value) == f"shown/a.txt: {reason}"


def test_an_enormous_file_is_reported_without_reading_it(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(50 * 2**20)
    tracemalloc.start()
    with pytest.raises(CorpusError, match=r"^a\.txt: is too large \(50 MB, at most 32 MB\); split it$"):
        loading.read(tmp_path / "a.txt", "a.txt")
    assert tracemalloc.get_traced_memory()[1] < 2**20
    tracemalloc.stop()


def test_a_file_that_vanished_or_cannot_be_opened_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CorpusError, match=r"^x: cannot be read: no such file or directory$"):
        loading.read(tmp_path / "x", "x")
    with pytest.raises(CorpusError, match="is not a regular file"):
        loading.read(tmp_path, "x")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    write(tmp_path, "a.txt")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(CorpusError, match=r"^x: cannot be read: permission denied$"):
        loading.read(tmp_path / "a.txt", "x")


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=200)
    | st.text().map(lambda t: t.encode("utf-16"))
    | st.text().map(lambda t: t.encode("gb18030", "replace"))
)
def test_any_bytes_give_a_source_or_a_reason(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    try:
        source = read(tmp_path_factory.getbasetemp(), content)
    except CorpusError as error:
        assert str(error).startswith("shown/a.txt: ")
        assert "\n" not in str(error)
    else:
        assert any(line.strip() for line in source.lines)
