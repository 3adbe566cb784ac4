"""One text in five formats gives the same outline, the same passages and the same tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from policysearch.index import loading
from policysearch.model.passages import passages
from policysearch.structure import tree_builder
from policysearch.tables.recognize import of_document
from tests.support import formats, styles
from tests.support.paths import ROOT, SHARED

SAMPLES = sorted((ROOT / "corpus").iterdir())
REAL = sorted((SHARED / "corpus").glob("*.txt"))


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


@dataclass(slots=True)
class Read:
    """What a file says, without white space and line numbers."""

    outline: list[tuple[str, str, str, int | None]]
    passages: list[tuple[str, str]]
    tables: list[tuple[list[str], list[list[str]]]]


def read(path: Path) -> Read:
    (source,) = loading.sources(path, path.name)
    documents = tree_builder.parse(source)
    return Read(
        [(p.kind, squeeze(p.number), squeeze(p.title), p.parent) for d in documents for p in d.provisions],
        [(p.id, squeeze(p.text)) for d in documents for p in passages(d)],
        [
            ([squeeze(column) for column in table.columns], [[squeeze(cell) for cell in row] for row in table.rows])
            for d in documents
            for table in of_document(d)
        ],
    )


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_one_text_in_five_formats_is_one_text(sample: Path, tmp_path: Path) -> None:
    blocks = formats.blocks(sample)
    assert any(block.rows for block in blocks)
    found = {}
    for ending, write in formats.FIVE.items():
        path = tmp_path / f"sample{ending}"
        path.write_bytes(write(blocks))
        found[ending] = read(path)
    first = found.pop(".txt")
    assert first.outline == read(sample).outline
    for ending, other in found.items():
        assert other.outline == first.outline, ending
        assert other.passages == first.passages, ending
        assert other.tables == first.tables, ending


@pytest.mark.corpus
@pytest.mark.skipif(not REAL, reason="the real documents are not here")
def test_a_whole_plan_set_as_pdf_is_the_same_plan(tmp_path: Path) -> None:
    blocks = formats.blocks(REAL[0])
    for name, write in (("plan.txt", formats.as_text), ("plan.pdf", formats.as_pdf), ("plan.docx", formats.as_word)):
        (tmp_path / name).write_bytes(write(blocks))
    plan = read(tmp_path / "plan.txt")
    assert read(tmp_path / "plan.pdf") == plan
    assert read(tmp_path / "plan.docx") == plan


@pytest.mark.parametrize(
    "style", sorted(styles.STYLES.keys() - {"columns"})
)  # its heads are known as such where there are several
def test_however_a_text_is_set_it_is_the_same_text(style: str, tmp_path: Path) -> None:
    """Its sections, passages and tables are those of the plain text"""
    ending, write = styles.STYLES[style]
    for sample in SAMPLES[3:] if ending in (".docx", ".pdf") else SAMPLES:
        blocks = formats.blocks(sample)
        (tmp_path / "plan.txt").write_bytes(formats.as_text(blocks))
        (tmp_path / f"set{ending}").write_bytes(write(blocks))
        assert read(tmp_path / f"set{ending}") == read(tmp_path / "plan.txt"), sample.stem


@pytest.mark.corpus
@pytest.mark.skipif(not REAL, reason="the real documents are not here")
@pytest.mark.parametrize("style", ["site", "word page", "layout", "pages", "columns"])
def test_a_whole_plan_however_set_is_the_same_plan(style: str, tmp_path: Path) -> None:
    """benchmarks/fidelity.py does it for all of them in every style."""
    blocks = formats.blocks(REAL[3])
    ending, write = styles.STYLES[style]
    (tmp_path / "plan.txt").write_bytes(formats.as_text(blocks))
    (tmp_path / f"set{ending}").write_bytes(write(blocks))
    assert read(tmp_path / f"set{ending}") == read(tmp_path / "plan.txt")


@pytest.mark.parametrize(("rules", "align"), [("three", "TOP"), ("three", "MIDDLE"), ("rows", "MIDDLE")])
def test_tables_without_upright_rules_are_the_same_tables(rules: str, align: str, tmp_path: Path) -> None:
    for sample in SAMPLES[:2]:
        blocks = formats.blocks(sample)
        (tmp_path / "plan.pdf").write_bytes(formats.as_pdf(blocks, rules, align))
        plan, same = read(tmp_path / "plan.pdf"), read(sample)
        assert (plan.outline, plan.tables) == (same.outline, same.tables)


def test_what_no_rule_makes_sure_stays_lines_and_tears_no_heading(tmp_path: Path) -> None:
    for sample in SAMPLES[2:4]:
        (tmp_path / "plan.pdf").write_bytes(formats.as_pdf(formats.blocks(sample), "none"))
        plan = read(tmp_path / "plan.pdf")
        assert (plan.outline, plan.tables) == (read(sample).outline, [])
