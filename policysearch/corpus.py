"""Files on disk as decoded Sources; the only module that looks for documents and guesses encodings."""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath

from .document import Source
from .errors import CorpusError

ENDINGS = frozenset({".txt", ".md", ".markdown"})  # what is taken from a folder; a file given by name may have any
LARGEST_FILE = 32 * 2**20  # bytes
LONGEST_LINE = 1_000_000  # characters

_BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_BINARY = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or a Word or Excel document"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3", "a database"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f\x7f-\x84\x86-\x9f]")  # not those that plain text may hold


def find(
    paths: Iterable[str | Path], on_problem: Callable[[CorpusError], None] | None = None
) -> Iterator[tuple[Path, str]]:
    """The files to read under `paths`, each once, with the name shown to users; sorted by that name.

    Folders are searched through for the ENDINGS, without hidden names and without following links. The shown name
    is relative to the folder given, "/" between; with several paths the name of each stands in front.
    What cannot be searched goes to `on_problem`, or is raised without it. Raises CorpusError for a path that is not there.
    """

    def report(problem: CorpusError) -> None:
        if on_problem is None:
            raise problem
        on_problem(problem)

    roots: dict[Path, str] = {}
    for given in paths:
        if not os.path.exists(given):
            raise CorpusError(_printable(str(given)), "no such file or folder")
        # A link given by name keeps its own name; everything above it is resolved, so that each file is found once.
        roots.setdefault(Path(os.path.realpath(given)), Path(os.path.abspath(given)).name)
    names: dict[str, Path] = {}
    seen: set[Path] = set()
    for (root, _), label in zip(roots.items(), _labels(roots), strict=True):
        for path, name in _walk(root, label, report) if root.is_dir() else [(root, label)]:
            if path not in seen:
                seen.add(path)
                names[name if name not in names else _printable(path.as_posix())] = path
    return iter(sorted(((path, name) for name, path in names.items()), key=lambda item: item[1]))


def read(path: Path, shown: str) -> Source:
    """The file `path`, decoded and cut into lines at CRLF, CR and LF; `shown` is its name for users.

    Raises CorpusError for a file that is unreadable, enormous, empty, binary or of an unknown encoding.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise CorpusError(shown, "is not a regular file")
        if status.st_size > LARGEST_FILE:
            size, most = (f"{number / 2**20:.0f} MB" for number in (status.st_size, LARGEST_FILE))
            raise CorpusError(shown, f"is too large ({size}, at most {most}); split it")
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE)
    except OSError as error:
        raise CorpusError(shown, f"cannot be read: {(error.strerror or str(error)).lower()}") from error
    for start, what in _BINARY:
        if data.startswith(start):
            raise CorpusError(shown, f"looks like {what}, not text")
    text, encoding, guessed = _decode(data, shown)
    if not text.strip():
        raise CorpusError(shown, "is empty")
    if len(_CONTROL.findall(text)) * 100 > len(text):
        raise CorpusError(shown, "looks like binary data, not text")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not lines[-1]:
        lines.pop()  # what stands after the last line end is no line
    if len(longest := max(lines, key=len)) > LONGEST_LINE:
        number = lines.index(longest) + 1
        raise CorpusError(shown, f"line {number} is too long ({len(longest):,} characters, at most {LONGEST_LINE:,})")
    return Source(shown, tuple(lines), encoding, guessed, hashlib.sha256(data).hexdigest())


def _labels(roots: dict[Path, str]) -> list[str]:
    """What stands before the names under each root: "" for a single folder, else enough of its path to tell it apart."""
    if len(roots) == 1:
        return [_printable(name) if not root.is_dir() else "" for root, name in roots.items()]
    parts = [(*root.parts[:-1], name) for root, name in roots.items()]
    labels = []
    for i, own in enumerate(parts):
        others = [*parts[:i], *parts[i + 1 :]]
        length = next((n for n in range(1, len(own)) if all(own[-n:] != other[-n:] for other in others)), len(own))
        labels.append(_printable(PurePosixPath(*own[-length:]).as_posix()))
    return labels


def _walk(root: Path, label: str, report: Callable[[CorpusError], None]) -> Iterator[tuple[Path, str]]:
    """The files with one of the ENDINGS in the folder `root` and the folders in it."""
    folders = [(root, label)]
    while folders:
        folder, shown = folders.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            report(CorpusError(shown or _printable(root.name), f"cannot be read: {reason}"))
            continue
        for entry in entries:
            name = f"{shown}/{_printable(entry.name)}" if shown else _printable(entry.name)
            readable = Path(entry.name).suffix.lower() in ENDINGS
            if entry.name.startswith("."):
                continue
            if entry.is_symlink():
                if problem := _link(root, entry, readable):
                    report(CorpusError(name, problem))
            elif entry.is_dir():
                folders.append((Path(entry.path), name))
            elif readable and entry.is_file():
                yield Path(entry.path), name
            elif readable:
                report(CorpusError(name, "is not a regular file"))


def _link(root: Path, entry: os.DirEntry[str], readable: bool) -> str:
    """Why leaving out this link leaves out a document; "" when its target is found anyway, or is no document."""
    try:
        target = Path(os.path.realpath(entry.path, strict=True))
    except OSError:
        return "is a broken link" if readable else ""
    if target.is_relative_to(root) or not (readable or target.is_dir()):
        return ""
    return "is a link out of the folder; to index what it leads to, give that by name"


def _decode(data: bytes, shown: str) -> tuple[str, str, bool]:
    """The text of `data`, its encoding and whether that was guessed; raises CorpusError when nothing fits."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, "replace").removeprefix("\ufeff"), encoding, False
    try:
        text = data.decode("utf-8")
        if "\0" not in text:
            return text, "utf-8", False
    except UnicodeDecodeError:
        text = ""
    # With NULs, text is UTF-16 whose mark was lost. Else some bytes are broken: up to a fourth of the characters beyond
    # ASCII in UTF-8 (GB18030 read as UTF-8 has more, from some 20 characters on), fewer in GB18030, which refuses little.
    guesses = (("utf-16-le", 20), ("utf-16-be", 20)) if b"\0" in data else (("utf-8", 4), ("gb18030", 20))
    for encoding, most in guesses:
        guess = data.decode(encoding, "replace")
        beyond = len(re.findall(r"[^\x00-\x7f\ufffd]", guess))
        if guess.count("\ufffd") * most <= beyond and (encoding == "utf-8" or _looks_chinese(guess)):
            return guess, encoding, True
    if text:
        return text, "utf-8", False
    if b"\0" in data:
        raise CorpusError(shown, "looks like binary data, not text")
    raise CorpusError(shown, "its encoding is none of UTF-8, UTF-16 and GB18030; save it as UTF-8")


def _looks_chinese(text: str) -> bool:
    """Whether its characters beyond ASCII are those that Chinese text is made of.

    These are the symbols and the 3,755 commonest ideographs of GB 2312: over 90 % of simplified and 56 % of traditional
    text, but 26 % of Big5 read as GB18030 and 7 % of UTF-16 with its bytes swapped.
    """
    beyond = [c for c in text[:50_000] if c > "\x7f"]
    codes = [c.encode("gb2312", "ignore")[:1] for c in beyond]
    return sum(b"\xa1" <= code <= b"\xa3" or b"\xb0" <= code <= b"\xd7" for code in codes) * 5 >= len(beyond) * 2


def _printable(name: str) -> str:
    """`name` on one line and encodable: control, invisible and undecodable characters as escapes."""
    return "".join(c if unicodedata.category(c)[0] != "C" else c.encode("unicode_escape").decode() for c in name)
