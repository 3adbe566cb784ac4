"""The files of one segment: its terms, their postings, and the passages as they are stored. The only module that imports Whoosh.

    MAIN_0001.trm   Whoosh's ordered hash file; for a field and a term how often it stands there, and where its postings are
    MAIN_0001.pst   for each term the numbers of the passages that have it, and its count in each
    MAIN_0001.col   the passages as JSON, and where each begins
    MAIN_0001.fld   for each field the row of each passage; the rows, and how their values were written, as JSON; where these begin

Nothing here is pickled: files hold numbers and JSON, and lengths are checked against the size of the file. So reading files of
any origin runs no code and takes no more memory than their size.
"""

from __future__ import annotations

import json
import mmap
import sys
import warnings
import zlib
from array import array
from collections.abc import Iterator
from functools import cached_property
from itertools import chain, takewhile
from pathlib import Path
from struct import Struct

try:  # hashlib loads OpenSSL: 2 ms of a search
    from _md5 import md5 as md5  # type: ignore[import-not-found]  # noqa: PLC0414
except ImportError:  # in a Python without hashes of its own
    from hashlib import md5 as md5  # noqa: PLC0414

from ...model.document import Passage
from ...model.fields import TEXTS, WORDS
from ...runtime.lazy_import import Later, load
from ...runtime.numpy_use import uses_numpy
from ..columns import Column, column

if (
    not sys.warnoptions
):  # Python warns of errors in Whoosh's source whenever it compiles it, and no user can correct them
    warnings.filterwarnings("ignore", module=r"(.*[/\\])?whoosh[./\\]")

# Functions of these are not called here. The first would load http, email and ssl: together a
# fifth of a search's time (test_cold_start.py::test_a_search_loads_only_what_finds_and_prints).
load("whoosh.compat", {name: Later(name) for name in ("urllib.request", "pickle", "html")})
load("whoosh.util", {"random": Later("random")})
load("whoosh.filedb.filetables", {"hashlib": Later("hashlib")})

# What the writer needs of Whoosh it has from here, under the same names.
import whoosh  # noqa: E402
from whoosh.filedb.filetables import OrderedHashReader  # noqa: E402
from whoosh.filedb.filetables import OrderedHashWriter as OrderedHashWriter  # noqa: E402, PLC0414
from whoosh.filedb.structfile import StructFile as StructFile  # noqa: E402, PLC0414

VERSION: str = whoosh.versionstring()

COLUMNS = (TEXTS | {"year"}) - {"id"}  # the fields that have one

_TYPES = [
    next((type_ for type_ in (str, int, bool) if type_.__name__ == field.type), list)
    for field in Passage.__dataclass_fields__.values()
]
_NAMES = list(Passage.__dataclass_fields__)
_YEARS, _PATH, _PAGE, _GRIDS = map(_NAMES.index, ("years", "path", "page", "grids"))
_NO_PAGE = [*_TYPES[:_PAGE], type(None), *_TYPES[_PAGE + 1 :]]
_INTS, _STRINGS = frozenset((int,)), frozenset((str,))
_read_json = json.JSONDecoder().raw_decode
DEFLATED, PLAIN = b"z", b"j"
MOST = 2**24  # bytes of a passage that is deflated; a longer one is stored as it is
_RATIO = 1040  # the highest ratio of deflate

KEY = Struct("!ii")  # of Whoosh's: the lengths of a key and of what is kept for it
_PLACES = Struct("=QQ")  # where a passage begins, and the next
_SLOT = Struct("!Iq")  # and the hash of a key and where it stands; 0: nowhere
TERM = Struct("!QQQ")  # how often it stands there, where its postings begin, their length
BLOCK = Struct("!Icc")  # how many postings; typecodes of the steps between their numbers and of their counts
ONES = b"1"  # instead of a typecode: each count is one
_MANY = 100  # postings from which on numpy adds up faster
_SIZES = {code.encode(): array(code).itemsize for code in "BHI"}


def files(folder: Path, number: int) -> list[Path]:
    """The files of segment `number`: terms, postings, columns, passages."""
    return [folder / f"MAIN_{number:04}.{what}" for what in ("trm", "pst", "fld", "col")]


def unpack(stored: bytes) -> Passage:
    """The passage that was packed; raises ValueError for anything else."""
    text = stored[1:]
    if stored[:1] == DEFLATED:
        try:
            text = zlib.decompress(text) if len(text) < MOST // _RATIO else _inflate(text)
        except zlib.error as error:
            raise ValueError(str(error)) from error
    values, end = _read_json(said := text.decode("utf-8", "surrogatepass"))
    if end != len(said) or type(values) is not list or [*map(type, values)] not in (_NO_PAGE, _TYPES):
        raise ValueError("a stored passage has other fields")
    years, path, page = values[_YEARS], values[_PATH], values[_PAGE]
    if not (_INTS.issuperset(map(type, years)) and _STRINGS.issuperset(map(type, path))):
        raise ValueError("a stored passage has other fields")
    values[_YEARS], values[_PATH] = tuple(years), tuple(path)
    if values[_GRIDS]:
        from ...model.grids import Grid

        values[_GRIDS] = map(Grid.from_json, values[_GRIDS])
    values[_GRIDS] = tuple(values[_GRIDS])
    if page is not None:
        if [*map(type, page)] != [str, int, int]:
            raise ValueError("a stored passage has other fields")
        values[_PAGE] = tuple(page)
    return Passage(*values)


def _inflate(text: bytes) -> bytes:
    """The inflated bytes of `text`; raises ValueError when they are more than any that are written."""
    inflating = zlib.decompressobj()
    inflated = inflating.decompress(text, MOST)
    if not inflating.eof:
        raise ValueError("a stored passage is longer than any is written")
    return inflated


class Segment:
    """Segment `number` in `folder`, open for reading, of `size` passages. Only one thread may read `terms` at a time.

    Raises OSError or ValueError, or what Whoosh raises, when its files are not as they were written.
    """

    def __init__(self, folder: Path, number: int, size: int) -> None:
        terms, postings, self._fields, self._passages = files(folder, number)
        self._size = size
        mapped = _map(terms)
        self._table = _Table(_MappedFile(mapped, terms.name), len(mapped))
        if self._table.hashtype:
            raise ValueError("the terms are hashed in another way")
        self.keys: int = self._table.indexlen  # how many terms all fields have
        self._codes = [code for field in WORDS.values() if (code := self._table.codes.get(field))]
        self._postings = _map(postings)
        self._opened = [mapped, self._postings]

    def close(self) -> None:
        """Unmap the files."""
        for mapped in self._opened:
            mapped.close()

    def frequency(self, word: bytes) -> int:
        """How often a word stands in headings and texts."""
        find = self._table.get
        return sum([TERM.unpack(found)[0] for code in self._codes if (found := find(code + word))])

    def postings(self, field: str, term: bytes) -> tuple[array[int], array[int] | None]:
        """For the passages with a term in a field, in order, the step from the one before, from 0 for the first, and its count
        in each, None where each is one.
        """
        if not (found := self._term(field, term)):
            return array("B"), None
        _, at, length = found
        return _unpack(self._postings[at : at + length], self._size)

    def terms(self, field: str) -> Iterator[tuple[bytes, int]]:
        """The terms of a field in order, with how often each stands there."""
        if (code := self._table.codes.get(field)) is None:
            return
        from .vocabulary import entries

        for key, value in entries(self._table, code, KEY, TERM.size):
            yield key[len(code) :], TERM.unpack(value)[0]

    def column(self, field: str) -> Column:
        """The column of a field, passages counted from 0."""
        content, places, at = self._columns
        if field not in places:
            return column(self._size, ())
        code, begin, length, _ = places[field]
        codes = array(code, content[begin : begin + length])
        before = takewhile(field.__ne__, places)
        begin = at + sum(places[other][3] for other in before)
        rows, labels, same = json.loads(content[begin : begin + places[field][3]])
        if len(codes) != self._size:
            raise ValueError("a column is not of the length it was written with")
        if not ({list}.issuperset(map(type, rows)) and {str}.issuperset(map(type, chain.from_iterable(rows)))):
            raise ValueError("a column has other values")
        if type(labels) is not dict or not {str}.issuperset(map(type, labels.values())):
            raise ValueError("a column has other labels")
        return Column(codes, [(), *map(tuple, rows)], labels, same is True)

    @cached_property
    def _columns(self) -> tuple[mmap.mmap, dict[str, tuple[str, int, int, int]], int]:
        file = _map(self._fields)
        self._opened.append(file)
        length = int.from_bytes(file[-8:], "big")
        places, at = json.loads(file[-8 - length : -8])
        return file, places, at

    def passage_at(self, number: int) -> Passage:
        """Passage `number`."""
        file, at = self._column
        if not 0 <= number < self._size:
            raise ValueError(f"there is no passage {number}")
        start, end = _PLACES.unpack_from(file, at + 8 * number)
        return unpack(file[start:end])

    def _term(self, field: str, term: bytes) -> tuple[int, int, int] | None:
        code = self._table.codes.get(field)
        value = None if code is None else self._table.get(code + term)
        return None if value is None else TERM.unpack(value)

    @cached_property
    def _column(self) -> tuple[mmap.mmap, int]:
        """The passages, and where the table of where each begins does."""
        file = _map(self._passages)
        self._opened.append(file)
        at = len(file) - 8 * (self._size + 1)
        if at < 0 or int.from_bytes(file[-8:], sys.byteorder) != at:
            raise ValueError("the passages are not of the length they were written with")
        return file, at


class _Table(OrderedHashReader):  # type: ignore[misc]
    """Whoosh's reader without pickles, which checks lengths."""

    codes: dict[str, bytes]  # for each field, with what its keys begin

    def _read_extras(self) -> None:
        file = self.dbfile
        said = json.loads(file.read(file.read_uint()))
        self.codes = {field: code.to_bytes(2, "big") for code, field in enumerate(said["fields"])}
        self.indexbase, self.indexlen = file.tell(), said["keys"]
        read = {"B": file.get_byte, "H": file.get_ushort, "i": file.get_int, "I": file.get_uint, "q": file.get_long}
        self._get_pos, self.indexsize = read[said["type"]], array(said["type"]).itemsize
        if not 0 <= self.indexlen * self.indexsize <= len(file.file) - self.indexbase:
            raise ValueError("the terms are not of the length they were written with")

    def get(self, key: bytes, default: bytes | None = None) -> bytes | None:
        """What is kept for a key: as Whoosh's, in a third of its time, for any thread."""
        file, hashed = self.dbfile.file, int.from_bytes(md5(key).digest()[-4:], "big")  # as Whoosh's hash, sooner
        start, count = self.tables[hashed & 255]
        end = start + count * _SLOT.size
        slot = start + (hashed >> 8) % count * _SLOT.size if count else end
        for _ in range(count):
            own, at = _SLOT.unpack_from(file, slot)
            if not at:
                break
            if own == hashed:
                length, kept = KEY.unpack_from(file, at)
                middle = at + KEY.size + length
                if length == len(key) and file[at + KEY.size : middle] == key:
                    value: bytes = file[middle : middle + kept]
                    return value
            slot += _SLOT.size
            if slot == end:
                slot = start
        return default


class _MappedFile(StructFile):  # type: ignore[misc]
    """A file mapped into memory, so that only the pages that are used are read."""

    def get(self, position: int, length: int) -> bytes:
        piece: bytes = self.file[position : position + length]
        return piece


def _map(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _unpack(block: bytes, size: int) -> tuple[array[int], array[int] | None]:
    """The postings in `block`, of a segment of `size` passages."""
    count, step, code = BLOCK.unpack_from(block)
    if not 0 < count <= size:
        raise ValueError("a term has more postings than there are passages")
    middle = count * _SIZES[step]
    end = middle + (0 if code == ONES else count * _SIZES[code])
    content = block[BLOCK.size :]
    if len(content) != end:
        raise ValueError("the postings of a term are not of the length they were written with")
    steps = array(step.decode(), content[:middle])
    many = count > _MANY and uses_numpy()
    if many:
        from .text_arrays import last
    if (last(steps) if many else sum(steps)) >= size:
        raise ValueError("a term has postings of a passage that there is not")
    return steps, None if code == ONES else array(code.decode(), content[middle:])
