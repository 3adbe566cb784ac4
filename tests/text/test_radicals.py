"""Characters that only stand for an ideograph are read as it, and shown as printed."""

from __future__ import annotations

import unicodedata

import pytest

from policysearch.model.document import Source
from policysearch.structure import tree_builder
from policysearch.text.normalize import fold
from policysearch.text.radicals import RADICALS, with_ideographs

PRINTED = """某某区养⽼服务管理办法

第⼀章 总则
第⼀条 为了规范⼯作，制定本办法。
第⼆条 本办法适⽤于⻋辆管理。
第⼆章 ⻓期护理
第三条 ⺠政部⻔负责。
第⼗条 其他。第⼗⼀条 本办法⾃2026年3⽉1⽇起施⾏。
"""
PLAIN = """某某区养老服务管理办法

第一章 总则
第一条 为了规范工作，制定本办法。
第二条 本办法适用于车辆管理。
第二章 长期护理
第三条 民政部门负责。
第十条 其他。第十一条 本办法自2026年3月1日起施行。
"""


def parse(text: str) -> list[tuple[str, str, str, str, int]]:
    (document,) = tree_builder.parse(Source("x.txt", tuple(text.split("\n")), "utf-8", False, "0"))
    head = (document.title, document.type, document.district, document.issued, 0)
    return [head, *((p.kind, p.number, p.title, p.id, p.line) for p in document.provisions)]


def test_a_text_printed_with_radicals_has_the_structure_of_the_text() -> None:
    assert parse(PRINTED) == parse(PLAIN)


def test_what_is_shown_is_what_is_printed() -> None:
    (document,) = tree_builder.parse(Source("x.txt", tuple(PRINTED.split("\n")), "utf-8", False, "0"))
    assert [p.text for p in document.provisions if p.number == "第二条"] == ["本办法适⽤于⻋辆管理。"]


def test_both_are_found_alike() -> None:
    assert fold(PRINTED) == fold(PLAIN)
    assert with_ideographs(PRINTED) == PLAIN


def test_every_radical_is_an_ideograph_in_unicode() -> None:
    for radical, ideograph in RADICALS.items():
        assert unicodedata.name(radical).startswith("CJK RADICAL")
        assert unicodedata.name(ideograph).startswith("CJK UNIFIED IDEOGRAPH")
        plain = unicodedata.normalize("NFKC", radical)
        assert plain in (radical, ideograph)
    assert len(RADICALS) == 113  # all of the block but 2E87 and 2E91, whose equivalents are outside the first plane


@pytest.mark.parametrize("text", ["", "车", "（１）", "①", "㎡", "ﬁ", "〇", "\U0002f800", "𠮷"])
def test_all_else_stays_and_nothing_grows(text: str) -> None:
    assert len(with_ideographs(text)) == len(text)
    assert text in ("\U0002f800",) or with_ideographs(text) == text
