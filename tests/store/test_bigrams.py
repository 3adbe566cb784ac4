"""Bigram lists: the same passages and counts as a search of all the text, and damage that is told."""

from __future__ import annotations

import contextlib
import random
from array import array
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path

import pytest

from policysearch.model.errors import DamagedIndexError
from policysearch.query.ast import Phrase
from policysearch.query.parser import parse
from policysearch.search.close_together import closeness
from policysearch.search.searcher import Searcher
from policysearch.store.local import bigrams
from policysearch.store.local.bigrams import BigramIndex
from policysearch.store.local.soundness import check_bigrams, is_sound
from policysearch.store.local.store import LocalKeeper
from policysearch.store.local.text_part import Part
from policysearch.store.local.text_store import Literal
from policysearch.store.local.text_writer import BigramWriter, LiteralWriter, collect, record
from policysearch.text.proximity import close
from tests.support.numpy_use import use_numpy
from tests.support.passages import passage

Row = tuple[str, str, str | None]  # heading, text, what is between them

# Few characters, so that they meet in every way; one of ASCII, a lone surrogate, one beyond the first plane.
ALPHABET = "氢能能源aa1 \n。\ud800𠮷"


def rows(rng: random.Random, count: int) -> list[Row]:
    def some(most: int) -> str:
        return "".join(rng.choices(ALPHABET, k=rng.randint(0, most)))

    return [(some(5).rstrip(), some(rng.choice((3, 12, 60))), rng.choice((None, "", " "))) for _ in range(count)]


def literal(folder: Path, parts: Sequence[Sequence[Row]], batch: int = 7) -> Literal:
    for number, part in enumerate(parts, 1):
        with LiteralWriter(folder, number) as writer:
            for at in range(0, len(part), batch):
                some = part[at : at + batch]
                writer.add(record(((h, [], t, [], between) for h, t, between in some), lambda word: False))
    return Literal(Part.map(folder, number) for number in range(1, len(parts) + 1))


def scan(parts: Sequence[Sequence[Row]], needle: str) -> dict[int, tuple[int, int]]:
    """What `Literal.count` promises, by looking at every text."""
    found = {}
    for number, (heading, text, between) in enumerate(row for part in parts for row in part):
        first = heading + (between or "")
        across = 0
        if between is not None:
            reach = len(needle) - 1
            joined, middle = first + text, len(first)
            across = needle in joined[max(0, middle - reach) : middle + reach]
        counts = (first.count(needle), text.count(needle) + across)
        if counts != (0, 0):
            found[number] = counts
    return found


def check_frequencies(text: Literal, needles: Iterable[str]) -> None:
    """How often strings stand in passages, by arrays, is what their texts say, asked for once or again."""
    numpy = pytest.importorskip("numpy")
    strings = [needle for needle in needles if needle and not {"\0", " "} & {*needle}]
    numbers = numpy.arange(len(text))[::-1]
    for some in (numbers[::2], numbers):
        found = text.frequencies(strings, 3.0, some)
        for row, string in zip(found.tolist(), strings, strict=True):
            each = [[part.count(string) for part in text.parts(number)] for number in some.tolist()]
            assert row == [body + 3.0 * heading for heading, body in each], string
            held, times = text.times(string, 3.0)
            counts = {number: body + 3.0 * heading for number, (heading, body) in text.count(string).items()}
            assert dict(zip(held.tolist(), times.tolist(), strict=True)) == counts


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.usefixtures("numpy_on")
def test_counts_are_those_of_a_scan(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    parts = [rows(rng, rng.choice((1, 40, 300))) for _ in range(rng.randint(1, 3))]
    with contextlib.closing(literal(tmp_path, parts)) as text:
        texts = [heading + (between or "\0") + body for part in parts for heading, body, between in part]
        needles = {"", "没", "没有", "没有的", "\0", "a\0", *ALPHABET}
        for _ in range(300):
            whole = rng.choice(texts)
            at = rng.randrange(len(whole) + 1)
            needles.add(whole[at : at + rng.randint(1, 9)])
            needles.add("".join(rng.choices(ALPHABET, k=rng.randint(1, 3))))
        for needle in needles:
            expected = scan(parts, needle) if needle and "\0" not in needle else {}
            assert dict(text.count(needle)) == expected, needle
            assert text.total(needle) == len(expected)
            some = set(rng.choices(range(len(text)), k=20))
            assert dict(text.among(needle, some)) == {n: expected[n] for n in some & expected.keys()}
            many = set(rng.choices(range(len(text)), k=200))
            text._counted.clear()
            for numbers in (some, many):
                assert set(text.passages(needle, numbers)) == numbers & expected.keys()
            assert set(text.passages(needle)) == expected.keys()
            assert text.may_hold(needle) or not expected
        check_frequencies(text, needles)
        gone = {number for number in range(len(text)) if rng.random() < 0.3}
        text.gone = gone
        for needle in ALPHABET:
            text._counted.clear()
            text.lists.clear()
            left = {n: c for n, c in scan(parts, needle).items() if n not in gone}
            for numbers in (gone | left.keys(), set(range(len(text)))):
                assert set(text.passages(needle, numbers)) == left.keys()
            assert dict(text.count(needle)) == left


@pytest.mark.usefixtures("numpy_on")
def test_counts_too_high_for_a_code_are_read_in_the_text(tmp_path: Path) -> None:
    part: list[Row] = [
        ("氢能" * 9, "氢能" * 99, None),
        ("", "能" * 50, None),
        ("", "氢能" * 13, None),
        ("能", "源", ""),
    ]
    with contextlib.closing(literal(tmp_path, [part])) as text:
        needles = ("氢能", "能氢", "能能", "能能能", "能", "氢", "能源")
        for needle in needles:
            assert dict(text.count(needle)) == scan([part], needle), needle
        check_frequencies(text, needles)


@pytest.mark.usefixtures("numpy_on")
@pytest.mark.parametrize("gap", (1, 254, 255, 256, 600, 65534, 65535, 65536, 140_000))
def test_steps_of_any_length_are_kept(gap: int) -> None:
    writer, file = BigramWriter(), BytesIO()
    numbers = [3, 4, 4 + gap, 5 + gap, 5 + 2 * gap]
    for number in numbers:
        writer.add(collect([("", "氢能" * (number % 3 + 1), None)]), number, 1)
    writer.write(file)
    with contextlib.closing(BigramIndex(file.getvalue(), numbers[-1] + 1)) as index:
        found, codes = index.entries(index.find("氢能"))
        assert found == index.numbers(index.find("氢能")) == numbers
        assert list(codes) == [number % 3 + 1 for number in numbers]
        check_bigrams(index)
    small = BigramIndex(file.getvalue(), numbers[-1])
    with contextlib.closing(small), pytest.raises(ValueError, match="there is not"):
        small.numbers(small.find("氢能"))


def written(parts: Sequence[Sequence[Row]]) -> bytes:
    """The file of bigrams of passages that come in several batches."""
    writer, file, first = BigramWriter(), BytesIO(), 0
    for part in parts:
        writer.add(collect(part), first, len(part))
        first += len(part)
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize("seed", range(40))
def test_arrays_gather_and_pack_the_same_bytes(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    bigram_arrays = pytest.importorskip("policysearch.store.local.bigram_arrays")
    rng = random.Random(seed)
    parts = [rows(rng, rng.choice((1, 3, 40))) for _ in range(rng.randint(1, 4))]
    for part in parts:
        part.extend([("", "x", None)] * rng.choice((0, 0, 300)))  # so that steps are long
    use_numpy(monkeypatch, False)
    one_by_one = written(parts)
    use_numpy(monkeypatch, True)
    monkeypatch.setattr(bigram_arrays, "_PACKED", rng.choice((1, 7, 500_000)))
    assert written(parts) == one_by_one


def test_a_part_has_no_more_passages_than_there_are_numbers() -> None:
    with pytest.raises(ValueError, match="at most"):
        BigramWriter().add(collect([("", "氢能", None)]), 2**32 >> bigrams.BITS, 1)


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("version")
    rng = random.Random(1)
    some = ["".join(rng.choices("氢能产业发展规划", k=40)) for _ in range(300)]
    LocalKeeper().build(folder, [passage(number, text) for number, text in enumerate(some)])
    return folder


def copies(version: Path, folder: Path, contents: Sequence[bytes]) -> Iterator[Path]:
    for number, content in enumerate(contents):
        copy = folder / str(number)
        copy.mkdir()
        for file in version.iterdir():
            (copy / file.name).write_bytes(content if file.suffix == ".bigrams" else file.read_bytes())
        yield copy


def test_damaged_lists_are_a_damaged_index(version: Path, tmp_path: Path) -> None:
    whole = next(version.glob("*.bigrams")).read_bytes()
    count = int.from_bytes(whole[-8:], "little")
    begin = len(whole) - 8 * (2 * count + 2)
    rng = random.Random(2)
    contents = [b"", b"\0" * 8, whole[:-8], whole[8:], whole[: len(whole) // 2], array("Q", [2**60]).tobytes()]
    contents += [whole[:-8] + array("Q", [n]).tobytes() for n in (0, 1, count + 1, 2**63)]
    contents += [b"\xff" * begin + whole[begin:], whole[:begin] + b"\xff" * (len(whole) - begin - 8) + whole[-8:]]
    for _ in range(40):
        at = rng.randrange(len(whole))
        contents.append(whole[:at] + bytes([whole[at] ^ 1 << rng.randrange(8)]) + whole[at + 1 :])
    told = 0
    for copy in copies(version, tmp_path, contents):
        try:
            with contextlib.closing(Searcher(LocalKeeper().open(copy))) as searcher:
                for string in ("氢", "氢能", "氢能产", "产业发展"):
                    searcher.search(Phrase(string))
        except DamagedIndexError:
            told += 1
    assert told >= 12  # of those that are not only one bit


@pytest.mark.parametrize("numpy", [False, True])
def test_a_false_number_of_passages_is_found_and_does_no_harm_before(
    version: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, numpy: bool
) -> None:
    whole = bytearray(next(version.glob("*.bigrams")).read_bytes())
    count = int.from_bytes(whole[-8:], "little")
    use_numpy(monkeypatch, numpy)
    contents = []
    for said in (1, 299, 301, bigrams.LARGEST):
        offsets = array("Q", whole[-8 * (count + 2) : -8])
        for place in range(count):
            offsets[place] = offsets[place] & (1 << bigrams.SIZE) - 1 | said << bigrams.SIZE
        contents.append(bytes(whole[: -8 * (count + 2)]) + offsets.tobytes() + bytes(whole[-8:]))
    for copy in copies(version, tmp_path, contents):
        with contextlib.closing(LocalKeeper().open(copy)) as store:
            assert not is_sound(store)
            searcher = Searcher(store)
            for typed in ("氢", "氢能 规划", '"氢能产"', "氢能产业发展规划有哪些"):
                searcher.search(parse(typed))
                assert searcher.relax(parse(typed)).total <= 300


def test_a_missing_file_is_a_damaged_index(version: Path, tmp_path: Path) -> None:
    (copy,) = copies(version, tmp_path, [b""])
    next(copy.glob("*.bigrams")).unlink()
    with pytest.raises(DamagedIndexError, match="bigrams"):
        LocalKeeper().open(copy)


def test_figures_that_go_on_are_weighed_the_same_in_many_passages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In headings, texts, and where a text runs on from its heading; as one passage after the other is weighed."""
    pytest.importorskip("numpy")
    rng = random.Random(5)
    use_numpy(monkeypatch, True)

    def some(most: int) -> str:
        return "".join(rng.choices("15.,a元%", k=rng.randint(0, most)))

    parts = [[(some(6), some(60), rng.choice((None, "", " "))) for _ in range(400)] for _ in range(2)]
    with contextlib.closing(literal(tmp_path, parts)) as held:
        for needle in ("5", "15", "1.5", "15元", "a", "元1", "a5", "元", "5%", "元元"):
            numbers = held.count(needle).keys()
            each = {number: held.weigh(needle, number, True) for number in numbers}
            assert len(each) > 32 and dict(held.weigh_all(needle, numbers, True)) == each
            assert all(any(held.weigh(needle, number, True, one=True)) == any(each[number]) for number in numbers)


@pytest.mark.parametrize("strings", [("元", "5a"), ("5a", "元"), ("15", "5元"), ("元", "元"), ("元", ".", "a")])
@pytest.mark.parametrize("distance", [0, 3, 200])
def test_a_pattern_finds_strings_close_together(strings: tuple[str, ...], distance: int) -> None:
    rng, are_close = random.Random(distance), closeness(strings, distance)
    for _ in range(300):
        text = "".join(rng.choices("15.a元\n", k=rng.randint(0, 30)))
        assert are_close(text) == close(text, strings, distance)
