"""Characters that a font or an encoding maps falsely are told, and no true text is."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from policysearch.index import loading
from policysearch.structure import certainty, plausibility, tree_builder
from policysearch.text.normalize import fold
from tests.support.paths import SAMPLES, SHARED

HAN = re.compile("[一-鿿]")
REAL = sorted((SHARED / "corpus").glob("*.txt"))


def shifted(text: str) -> str:
    """Each ideograph as the one 37 places on: a font numbered from another start."""
    return HAN.sub(lambda found: chr(0x4E00 + (ord(found[0]) - 0x4E00 + 37) % 20_900), text)


def exchanged(text: str) -> str:
    """The ideographs of the text exchanged among themselves: the map of another part of the font."""
    there = sorted(set(HAN.findall(text)))
    others = dict(zip(there, random.Random(1).sample(there, len(there)), strict=True))
    return HAN.sub(lambda found: others[found[0]], text)


def numbered(text: str) -> str:
    """The numbers of glyphs in a part of a font taken for characters."""
    places = {one: chr(0x4E00 + n) for n, one in enumerate(sorted(set(HAN.findall(text))))}
    return HAN.sub(lambda found: places[found[0]], text)


def misread(text: str) -> str:
    """UTF-8 read as GB18030."""
    return text.encode().decode("gb18030", "ignore")


@pytest.mark.parametrize("falsify", [shifted, exchanged, numbered, misread])
@pytest.mark.parametrize("name", ["nanan-14.txt", "qijiang-15.txt", "chongqing-14.txt"])
def test_a_false_text_is_told(name: str, falsify: Callable[[str], str]) -> None:
    text = (SAMPLES / name).read_text("utf-8")
    assert plausibility.count_false(text.splitlines()) == 0
    assert plausibility.count_false(falsify(text).splitlines()) >= 2


def test_letters_without_vowels_are_no_words() -> None:
    text = "The district government shall promote the development of hydrogen energy in every industrial park. " * 5
    shifted = "".join(chr(ord(one) - 29) if one.isalpha() else one for one in text)
    assert [plausibility.count_false([one]) for one in (text, shifted)] == [0, 1]


@pytest.mark.parametrize(
    "line",
    [
        "王建国、李秀英、张伟、刘洋、陈静、杨帆、赵磊、黄丽、周涛、吴敏、徐强、孙燕、" * 12,  # names
        "日本国憲法は、国民主権を基本とし、" * 30,
        "依据GB/T 33190、HJ 2.1、DB50/T 1032和XLSX、DOCX、HTTP、JSON等，" * 30,
        "發展建設服務，應當加強領導，" * 40,  # in traditional characters
        "\t".join("鳌鳍鳎鳏鳐" * 100),
    ],
)
def test_lists_other_languages_and_tables_are_not_told(line: str) -> None:
    assert plausibility.count_false([line]) == 0


def test_one_false_page_among_others_is_counted() -> None:
    page = "各级人民政府应当加强对生态环境保护工作的领导，建立健全工作机制，落实责任。" * 10
    lines = [page, shifted(page), page, shifted(page)]
    assert plausibility.count_false(lines, [1, 2, 3, 4]) == 2


def test_a_report_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(shifted((SAMPLES / "nanan-14.txt").read_text("utf-8")), encoding="utf-8")
    source = next(iter(loading.sources(tmp_path / "a.txt", "a.txt")))
    found = certainty.doubts_of(source, tree_builder.parse(source))
    assert found["false_text"] and certainty.level(found) == "low"


@pytest.mark.corpus
@pytest.mark.skipif(not REAL, reason="needs the documents beside the checkout")
def test_no_real_document_is_told() -> None:
    told = [path.name for path in REAL if plausibility.count_false(path.read_text("utf-8").splitlines())]
    assert not told


def test_folding_leaves_frequent_pairs_as_they_are() -> None:
    assert [pair for pair in plausibility._KNOWN if fold(pair) != pair] == []
