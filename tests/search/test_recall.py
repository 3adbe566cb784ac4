"""The promise: what grep finds in a line, without regard to white space, is found by the quoted query of it."""

from __future__ import annotations

import random
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from policysearch.index import loading
from policysearch.index.index import Index
from policysearch.query.ast import Phrase
from policysearch.text.normalize import fold
from policysearch.text.numerals import chinese
from tests.support.paths import ROOT, SHARED

LAWS = SHARED / "laws" / "laws.tar.xz"
SAMPLES = ROOT / "corpus"
PIECES = [
    "本区",
    "应当",
    "建设 ",
    "PM2.5 ",
    "5G、AI ",
    " 2026 年",
    "百分之 30",
    "氢能",
    "示范区",
    "“两桥”",
    "，",
    "、",
    "（试行）",
]


def missed(folder: Path, index: Index, dice: random.Random, count: int) -> Iterator[str]:
    """Pieces of the lines of the files in `folder`, `count` tried, that no passage over their line is found by."""
    lines = [
        (source.path, number, " ".join(line.split()))
        for file in sorted(folder.iterdir())
        for source in loading.sources(file, file.name, lambda problem: None)
        for number, line in enumerate(source.lines, 1)
        if fold(line) and "\t" not in line  # which parts cells
    ]
    for source, number, line in (dice.choice(lines) for _ in range(count)):
        start = dice.choice([0, dice.randrange(len(line))])
        piece = line[start : start + dice.randint(2, 30)]
        over = (hit.passage for hit in index.search(Phrase(piece), None) if hit.passage.source == source)
        if fold(piece) and not any(passage.line_start <= number <= passage.line_end for passage in over):
            yield f"{source}:{number}: {piece}"


def text(dice: random.Random, least: int = 1) -> str:
    return "".join(dice.choices(PIECES, k=dice.randint(least, 9))).strip() + "。"


def laws(dice: random.Random) -> Iterator[str]:
    """The lines of a law whose articles begin on the lines of their numbers, with titles or without, and a chapter's text too."""
    titled, gap = dice.choice(["", "【{}】", "（{}）", "{} "]), dice.choice([" ", "　", "  "])
    for number in range(1, dice.randint(5, 30)):
        if dice.random() < 0.1:
            yield f"{dice.choice(['', '# '])}第{chinese(number)}章 氢能{gap}{text(dice, 3)}"
        yield f"第{chinese(number)}条{gap}{titled.format('建设要求')}{text(dice)}"
        if dice.random() < 0.3:
            yield f"（一）{text(dice)}"


def opinions(dice: random.Random) -> Iterator[str]:
    """The lines of an opinion whose points are headings with their first sentences behind them."""
    bold, stop = dice.choice(["", "**"]), dice.choice(["。", "：", "。 "])
    for number in range(1, 6):
        yield f"{chinese(number)}、建设任务"
        for point in range(1, dice.randint(2, 6)):
            yield f"{bold}（{chinese(point)}）{dice.choice(['总体要求', '发展 AI'])}{stop}{bold}{text(dice)}{text(dice)}"
            yield text(dice)


@pytest.mark.parametrize("seed", range(12))
def test_every_piece_of_a_line_with_a_heading_in_it_is_found(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    (tmp_path / "files").mkdir()
    for name, lines in (("a.txt", laws), ("b.md", laws), ("c.txt", opinions)):
        content = [f"某某区{name[0]}类事项办法", *lines(dice)]
        (tmp_path / "files" / name).write_text("\n".join(content), encoding="utf-8")
    Index.update([tmp_path / "files"], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        assert sum(passage.run_in for passage in index.passages()) > 10
        assert list(missed(tmp_path / "files", index, dice, 150)) == []


@pytest.mark.parametrize("folder", [SAMPLES, pytest.param(SHARED / "corpus", marks=pytest.mark.corpus)])
def test_every_piece_of_a_line_is_found(tmp_path: Path, folder: Path) -> None:
    if not folder.is_dir():
        pytest.skip("the real documents are not here (../shared/corpus)")
    Index.update([folder], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        assert list(missed(folder, index, random.Random(1), 300)) == []


@pytest.mark.corpus
@pytest.mark.skipif(not LAWS.is_file(), reason="the real laws are not here (../shared/laws)")
def test_every_piece_of_a_line_of_real_laws_is_found(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    with tarfile.open(LAWS) as archive:
        for i, member in enumerate(archive):
            if i % 100 == 50 and member.name.endswith(".md") and (file := archive.extractfile(member)):
                (tmp_path / "files" / f"{i}.md").write_bytes(file.read())
    Index.update([tmp_path / "files"], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        assert list(missed(tmp_path / "files", index, random.Random(1), 300)) == []
