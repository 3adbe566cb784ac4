"""What is sent to a cluster and what comes back, without one: rows, facts, the strings that are counted again."""

from __future__ import annotations

import base64
import random
from dataclasses import replace
from pathlib import Path

import pytest

from policysearch.store.local import segment_files
from policysearch.store.local.inverter import key, prepare
from policysearch.store.opensearch.facts import Facts
from policysearch.store.opensearch.mapping import pack, unpack
from policysearch.store.opensearch.text import Row, _must_be_looked_at
from tests.support.passages import passage


def test_a_row_comes_back_as_it_was() -> None:
    held = [passage(1, "发展氢能产业。", "第一条"), passage(2, "", ""), passage(3, "氢" * 5000, "长")]
    batch = prepare("", held)
    text, borders, ends = (
        batch.literal.text,
        batch.literal.borders,
        [*batch.literal.offsets[2::2], len(batch.literal.text)],
    )
    for place, one in enumerate(held):
        start, middle, end = batch.literal.offsets[2 * place], batch.literal.offsets[2 * place + 1], ends[place]
        row = pack(text[start:end], middle - start, borders[start:end], batch.stored[place])
        assert unpack(row) == (text[start:end], middle - start, borders[start:end], batch.stored[place])
        assert segment_files.unpack(Row(row).passage_at) == one


def test_a_row_that_is_not_as_it_was_written_is_a_value_error() -> None:
    row = pack("氢能".encode() + b"\xff", 3, bytes(7), b"stored")
    data, dice = base64.b64decode(row), random.Random(5)
    for _ in range(300):
        changed = bytearray(data)
        changed[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        cut = bytes(changed)[: dice.choice([len(data), dice.randrange(len(data))])]
        try:
            text, middle, borders, _ = unpack(base64.b64encode(cut).decode())
        except ValueError:
            continue
        assert len(text) == len(borders) >= middle
    with pytest.raises(ValueError, match=r"\w"):
        unpack("no base64!")


@pytest.mark.parametrize(
    ("needle", "look"),
    [("氢能", 0), ("氢", 0), ("人人", 1), ("人民人", 1), ("abcab", 1), ("第十条", 0), ("\uffff", 2), ("\udcff", 2), ("a\ufffd", 2)],
)  # fmt: skip
def test_strings_that_the_cluster_may_count_otherwise(needle: str, look: int) -> None:
    assert _must_be_looked_at(needle) == look


def test_facts_after_updates_are_those_of_a_fresh_build(tmp_path: Path) -> None:
    dice = random.Random(3)

    def some(source: str) -> list:  # type: ignore[type-arg]
        texts = ["氢能产业", "养老服务发展", "第一条 产业", "发展"]
        return [
            passage(n, dice.choice(texts), dice.choice(texts), id=f"{source}/{n}", source=source, document_id=source,
                    district=dice.choice(["九龙坡区", "綦江区", ""]), years=(2020 + n, 2030))
            for n in range(dice.randint(1, 5))
        ]  # fmt: skip

    held = {source: some(source) for source in "abcdef"}
    facts = Facts()

    def add(facts: Facts, source: str) -> None:
        numbers = range(facts.slots, facts.slots + len(held[source]))
        facts.add(prepare("", held[source]), numbers)
        facts.place(
            [(key(one), number) for one, number in zip(held[source], numbers, strict=True)],
            lambda number: ("", 0, 0, ""),
        )

    for source in held:
        add(facts, source)
    for _ in range(12):
        source = dice.choice(list(held))
        facts.remove(source, [prepare("", held[source])])
        held[source] = some(source)
        add(facts, source)
    fresh = Facts()
    for source in sorted(held):
        add(fresh, source)
    facts.write(tmp_path)
    read = Facts.read(tmp_path)
    for one in (facts, read):
        place = {number: at for at, number in enumerate(one.order())}
        assert one.words == fresh.words and len(place) == sum(map(len, held.values()))
        for field, values in fresh.values.items():
            there = {value: sorted(place[number] for number in numbers) for value, numbers in one.values[field].items()}
            assert there == {value: sorted(numbers) for value, numbers in values.items()}, field
        for what in ("length", "size"):
            assert [one.columns[what][number] for number in one.order()] == list(fresh.columns[what])
        headings = [one.headings[one.columns["heading"][number]] for number in one.order()]
        assert headings == [fresh.headings[number] for number in fresh.columns["heading"]]
    for file in sorted(tmp_path.iterdir()):
        data = file.read_bytes()
        for cut in (0, len(data) // 2, len(data) - 1):
            file.write_bytes(data[:cut])
            with pytest.raises((ValueError, LookupError, TypeError)):
                Facts.read(tmp_path)
        file.write_bytes(data)


def test_facts_of_shares_put_together_are_those_of_one(tmp_path: Path) -> None:
    """Whatever numbers their passages get; and documents may be called otherwise afterwards."""
    dice = random.Random(7)
    held = [
        passage(n, dice.choice(["氢能产业", "养老服务", "第一条 发展"]), dice.choice(["", "氢能", "产业"]), id=f"{source}/{n}",
                source=source, document_id=dice.choice("xy"), district=dice.choice(["九龙坡区", ""]), years=(2020 + n,))
        for source in "abcdefg" for n in range(dice.randint(1, 4))
    ]  # fmt: skip
    numbers = dice.sample(range(100), len(held))
    merged, whole = Facts(), Facts()
    for sources in ("adf", "", "bceg"):
        some = [(one, number) for one, number in zip(held, numbers, strict=True) if one.source in sources]
        own = Facts()
        if some:
            own.add(prepare("", [one for one, _ in some]), range(len(some)))
            own.place([(key(one), at) for at, (one, _) in enumerate(some)], lambda number: ("", 0, 0, ""))
        (folder := tmp_path / f"share{sources}").mkdir()
        own.write(folder)
        merged.merge(Facts.read(folder), [number for _, number in some])
    ids = {number: f"new-{one.source}" for one, number in zip(held, numbers, strict=True) if one.source in "ace"}
    merged.rename(ids)
    renamed = [
        replace(one, document_id=ids.get(number, one.document_id)) for one, number in zip(held, numbers, strict=True)
    ]
    whole.add(prepare("", renamed), numbers)
    whole.place(
        [(key(one), number) for one, number in zip(renamed, numbers, strict=True)], lambda number: ("", 0, 0, "")
    )
    merged.write(tmp_path)
    for one in (merged, Facts.read(tmp_path)):
        assert one.order() == whole.order() and one.words == whole.words
        for field, values in whole.values.items():
            assert {value: list(lists) for value, lists in one.values[field].items()} == {
                value: sorted(lists) for value, lists in values.items()
            }, field
        for number in numbers:
            for what, names in (("document", "documents"), ("heading", "headings")):
                at, there = one.columns[what][number], whole.columns[what][number]
                assert getattr(one, names)[at] == getattr(whole, names)[there]
            assert [one.columns[what][number] for what in ("length", "size")] == [
                whole.columns[what][number] for what in ("length", "size")
            ]
        for gram in ("氢", "氢能", "能产", "第", "x"):
            assert one.holding(gram) == whole.holding(gram)
