"""What lets the classifier pass over its patterns must pass over no line that they would match."""

from __future__ import annotations

from policysearch.structure import line_classifier, line_text
from policysearch.structure.line_classifier import _Printed, recognise
from policysearch.structure.line_text import ends_with_page

FIRST = [chr(code) for code in (*range(0x21, 0x250), *range(0x2000, 0x2700), *range(0x3000, 0x3300), *range(0xFF00, 0xFFF0))]  # fmt: skip
FIRST = [one for one in FIRST if not one.isspace()]  # lines are stripped
FIRST += "一二三四五六七八九十上中下第目附表图专备注说数资带标加有续接录甲的篇章节条件栏明据料为"
TAILS = (
    "", "甲", " 甲", "、甲", ".甲", "）甲", "一章 总则", "一条 为了", "1条 甲", "一", "篇 甲", "编", "次", "录", "目录", "录A 甲", "件", "件1 甲", "表",
    "表1 甲", "表（续）", "续表", "1 甲", "1（续）", "一）甲", "1）甲", "1.甲", "栏1 甲", "栏1】甲", "专栏1】 甲", "注：甲", "备注：甲", "：甲", "明：甲", "据来源：甲",
    "料来源：甲", "*为甲", "标*为甲", "有“*”的为甲", "】为甲", "—甲", "|", "甲|", "\t甲", "名词解释",
)  # fmt: skip


def test_rules_are_tried_wherever_they_can_match() -> None:
    matched = set()
    for first in FIRST:
        for tail in TAILS:
            text = first + tail
            line = _Printed(text, text, False, False, False, "\t" in text, False)
            for rule, starts in line_classifier._RULES:
                if rule(line):
                    matched.add(rule)
                    assert not starts or first in starts, (rule.__name__, text)
    assert matched == {rule for rule, _ in line_classifier._RULES}


def test_page_numbers_are_looked_for_wherever_they_can_stand() -> None:
    for last in FIRST:
        for before in ("总则…………", "总则  ", "总则\t1", "总则……（1", "总则 -1", "总则 - 1 "):
            assert ends_with_page(before + last) == bool(line_text._PAGE.search(before + last))


def test_a_blank_line_is_one_line() -> None:
    assert recognise("") == line_classifier.Line("blank", "", "")
    assert recognise("\t").role == "row"
