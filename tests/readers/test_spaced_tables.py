"""Tables of plain text whose columns only spaces part: what is one, what is none, and that nothing is lost or torn.

`spaced_tables.txt` has a table in each case, its cells behind `=>`; nothing of `no_spaced_tables.txt` is one.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from unicodedata import east_asian_width

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.model.document import Source
from policysearch.readers.mail import read as read_mail
from policysearch.readers.spaced_tables import with_tables
from policysearch.readers.text import Reading
from policysearch.structure import tree_builder
from policysearch.structure.aligned_lines import aligned_lines
from policysearch.tables.model import Table
from policysearch.tables.recognize import of_document
from tests.support.paths import DATA


def cases(name: str) -> dict[str, str]:
    pieces = re.split(r"(?m)^=== (.+)\n", (DATA / name).read_text("utf-8"))[1:]
    return dict(zip(pieces[::2], pieces[1::2], strict=True))


POSITIVE, NEGATIVE = cases("spaced_tables.txt"), cases("no_spaced_tables.txt")


def reading(*lines: str) -> Reading:
    return with_tables(Reading(lines, "utf-8"))


def tables(found: Reading) -> list[Table]:
    source = Source("x.txt", found.lines, "utf-8", False, "0" * 64, grids=found.grids)
    return [table for document in tree_builder.parse(source) for table in of_document(document)]


def cells(table: Table) -> list[list[str]]:
    return [[*table.columns], *map(list, table.rows)]


def squeeze(lines: tuple[str, ...]) -> str:
    return "".join("".join(lines).split())


@pytest.mark.parametrize("name", POSITIVE)
def test_what_is_clearly_a_table_has_its_columns_and_rows(name: str) -> None:
    text, _, gold = POSITIVE[name].rstrip("\n").rpartition("\n=> ")
    lines = tuple(text.split("\n"))
    found = reading(*lines)
    [table] = tables(found)
    assert " / ".join("|".join(row) for row in cells(table)) == gold
    assert len(found.lines) == len(lines)
    assert not [*aligned_lines(found.lines)]


@pytest.mark.parametrize("name", NEGATIVE)
def test_what_is_set_apart_by_spaces_and_is_no_table_stays_as_it_is(name: str) -> None:
    before = Reading(tuple(NEGATIVE[name].rstrip("\n").split("\n")), "utf-8")
    assert with_tables(before) is before


def width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


@dataclass(frozen=True)
class Printed:
    above: list[str]
    lines: list[str]
    below: list[str]
    rows: list[list[str]]


NAMES = "城市供水 乡村道路 污水处理率 森林覆盖率 地区生产总值 高新技术企业数量 粮食产量 交通运输 河道治理 耕地".split()
ABOVE = [[], ["表3 重点任务"], ["全市安排如下。"], ["表1 目标", "单位：万元"], ["一、总体目标"]]
BELOW = [
    [], ["各区县要认真落实以上任务，按期完成。"], ["注：以上为预期数。"], ["　　各部门要加强协调配合。"],
    ["                    市人民政府", "                    2025年3月1日"],
]  # fmt: skip


def figure(dice: random.Random) -> str:
    return dice.choice([f"{dice.randint(1, 9999)}", f"{dice.uniform(0, 99):.1f}", f"{dice.uniform(0, 9):.2f}%"])


def printed(dice: random.Random) -> Printed:
    """A table of 3 to 10 rows printed in columns: left, right or in the middle, with narrow or wide spaces, cells that wrap."""
    counted = dice.random() < 0.5
    heads = [
        *["序号"] * counted,
        "任务名称",
        *dice.sample(["2025年", "2030年", "投资（万元）", "规模"], dice.randint(1, 3)),
    ]
    rows = [heads]
    for n, name in enumerate(dice.sample(NAMES, dice.randint(2, 9)), 1):
        wrapped = "示范工程建设项目" * (counted and dice.random() < 0.2)
        rows.append([*[str(n)] * counted, name + wrapped, *(figure(dice) for _ in heads[1 + counted :])])
    physical: list[list[str]] = []
    for row in rows:
        name, most = row[counted], 8
        pieces = [name[at : at + most] for at in range(0, len(name), most)] if counted else [name]
        physical.append([*row[:counted], pieces[0], *row[1 + counted :]])
        physical += [[*[""] * counted, piece, *[""] * len(row[1 + counted :])] for piece in pieces[1:]]
    widths = [max(width(row[j]) for row in physical) for j in range(len(heads))]
    sides = [dice.choice("lrm") if j > counted else "l" for j in range(len(heads))]
    gap, indent, wide = dice.choice([2, 3, 4, 8]), dice.choice([0, 0, 2, 4]), dice.random() < 0.25
    lines = []
    for row in physical:
        line = " " * indent
        for cell, most, side in zip(row, widths, sides, strict=True):
            rest = most - width(cell)
            before = {"l": 0, "r": rest, "m": rest // 2}[side]
            line += " " * before + cell + " " * (rest - before + gap)
        lines.append(line.rstrip().replace("  ", "　") if wide else line.rstrip())
    return Printed(dice.choice(ABOVE), lines, dice.choice(BELOW), rows)


def test_tables_printed_in_columns_are_read_back_or_stay_text() -> None:
    missed = 0
    for seed in range(400):
        table = printed(random.Random(seed))
        before = (*table.above, *table.lines, *table.below)
        found = reading(*before)
        assert squeeze(found.lines) == squeeze(before) or any(len(row[1]) > 8 for row in table.rows)
        assert len(found.lines) == len(before)
        read = tables(found)
        missed += not read
        assert [cells(one) for one in read] in ([], [table.rows]), "\n".join(before)
        assert [*found.lines[len(before) - len(table.below) :]] == table.below
    assert missed <= 8


@given(
    st.lists(
        st.lists(
            st.sampled_from(["甲", "乙方", "12", "3.5%", "  ", "　", "     ", "。", "：", "-", "1.", "第一章", "A"]),
            max_size=9,
        ),
        max_size=12,
    )
)
@settings(max_examples=150, deadline=None)
def test_no_character_is_lost_whatever_spaces_stand_between(pieces: list[list[str]]) -> None:
    before = tuple("".join(line) for line in pieces)
    found = reading(*before)
    assert sorted(squeeze(found.lines)) == sorted(squeeze(before))
    assert len(found.lines) == len(before)


def test_a_table_in_a_mail_is_one() -> None:
    rows = "区县      目标      完成\n东山区    120       98\n西河区    340       322\n"
    mail = f"Subject: 进度\nContent-Type: text/plain; charset=utf-8\n\n各位好：\n\n{rows}".encode()
    [table] = tables(read_mail(mail, "x.eml"))
    assert cells(table) == [["区县", "目标", "完成"], ["东山区", "120", "98"], ["西河区", "340", "322"]]


@pytest.mark.parametrize(
    "line", ["乙  " * 60, "甲" + " " * 230 + "乙", "      乙", "甲乙丙  12  13", "a b  " * 47, "……  ……"]
)
def test_long_runs_of_such_lines_take_time_in_proportion(line: str) -> None:
    found = reading("指标  2025年  2030年", *[line] * 3_000)
    assert len(found.lines) == 3_001
