"""Observations: each kind by a case, none where all is in order, and nothing about a document is changed by them."""

from __future__ import annotations

from collections import Counter

import pytest

from policysearch.index import discovery, loading
from policysearch.model.document import Source
from policysearch.structure import tree_builder
from policysearch.structure.lint import observations
from tests.support.paths import SHARED

REAL = SHARED / "corpus"


def observed(text: str) -> list[tuple[str, int]]:
    lines = tuple(text.split("\n"))
    found = []
    for document in tree_builder.parse(Source("a.md", lines, "utf-8", False, "0" * 64)):
        for one in observations(document):
            assert document.line_start <= one.line <= document.line_end
            assert one.text
            found.append((one.kind, one.line))
    return found


ORDER = "某某条例\n第一章 总则\n第一条 甲。\n第二条 乙。\n第二条之一 丙。\n第二章 附则\n第三条 丁。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ORDER, []),
        ("某某规划\n第一章 总则\n第一节 甲\n文。\n第二节 乙\n文。\n第二章 附则\n第一节 丙\n文。", []),  # 节 begins anew
        ("某某办法\n第一编 总则\n第一章 甲\n第一条 文。\n第二编 分则\n第一章 乙\n第二条 文。", []),  # 章 too, here
        (
            "某某意见\n一、甲\n（一）乙。丙丁。\n（二）戊。己庚。\n二、辛\n（三）壬。癸子。\n（四）丑。寅卯。",
            [],
        ),  # （一） counts on
        (ORDER.replace("第三条", "第五条"), [("gap", 7)]),
        (ORDER.replace("第一条", "第二条"), [("gap", 3), ("repeat", 4)]),
        (ORDER.replace("第三条", "第二条"), [("repeat", 7)]),
        ("某某办法\n第二条 甲。\n第一条 乙。\n第三条 丙。", [("gap", 2), ("backwards", 3)]),
        (
            "某某条例\n第一条 下列：\n\n（一）甲；\n\n（二）乙；（三）丙。\n\n依照第（五）项。\n第二条 下列：（一）丁；\n（二）戊。",
            [],
        ),
        (
            "某某条例\n第一条 下列：\n\n（一）甲；\n\n乙；\n\n（三）丙。\n第二条 丁。",
            [("gap", 8)],
        ),  # its number was lost
        ("某某条例\n第一条 下列：\n（二）甲；\n（三）乙。", [("gap", 3)]),
        (ORDER.replace("第二条之一", "第二条之二"), [("gap", 5)]),
        (ORDER.replace("第三条", "第二条之三"), [("gap", 7)]),
        (ORDER.replace("第三条", "第二条之二"), []),
        (ORDER.replace("第三条", "第三条之一"), [("gap", 7)]),  # of no 第三条
        (ORDER.replace("第三条", "第二条之一"), [("repeat", 7)]),
        ("某某办法\n第一条之一 甲。\n第二条 乙。", [("gap", 2)]),
        (
            "某某办法\n第一章 总则\n第一条 甲。\n第二条 乙。\n第二章 监管\n第三条 丙。\n第四条 丁。\n第三章 附则\n第一条 戊。\n第六条 己。",
            [("repeat", 9), ("gap", 10)],  # a misprinted 第五条, and no numbers that begin anew
        ),
        (
            "某某规则\n第一编 甲\n第一章 总则\n文。\n第二章 任务\n文。\n第二编 乙\n第一章 总则\n文。\n第二章 任务\n文。\n第四章 附则\n文。",
            [("gap", 12)],
        ),
        ("某某通知\n一、甲\n文。\n二、乙\n文。\n附件1\n甲表\n文。\n附件3\n乙表\n文。", [("gap", 9)]),
        ("某某通知\n一、甲\n文。\n二、乙\n文。\n附件1\n甲表\n文。\n附件1\n乙表\n文。", [("repeat", 9)]),
        ("某某规划\n第一章 甲\n文。\n表1 甲数\n文。\n第二章 乙\n文。\n表3 乙数\n文。\n表3-1 丙数\n文。", [("gap", 8)]),
        ("某某规划\n第一章 甲\n文。\n附表1 甲数\n文\n附表4 乙数\n文", [("gap", 6)]),
        (
            "某某通知\n一、甲\n文。\n二、乙\n文。\n附件1\n甲表\n文。\n附表1 丙\n文\n附表2 丁\n文\n附件2\n乙表\n文。\n附表1 戊\n文",
            [],
        ),  # the schedules of each annex
        ("某某预案\n1 总则\n1.1 目的\n甲。\n1.3 原则\n乙。\n2 组织\n2.1 机构\n丙。\n2.2 职责\n丁。", [("gap", 5)]),
        ("某某预案\n1 总则\n1.1 目的\n甲。\n1.2 原则\n乙。\n3 组织\n3.1 机构\n丙。\n3.2 职责\n丁。", [("gap", 7)]),
        (
            "某某预案\n1 总则\n1.1 目的\n甲。\n1.2 原则\n乙。\n2 组织\n2.1 机构\n丙。\n附录A 表\nA.1 甲\n丁。\nA.2 乙\n戊。",
            [],
        ),
        (
            "某某方案\n一、甲\n（一）乙\n1.丙\n文。\n2.丁\n（1）戊\n文。\n（2）己\n文。\n（二）庚\n3.辛\n（3）壬\n文。\n（4）癸\n文。",
            [],
        ),
        ("某某方案\n指导思想\n文。\n二、甲\n文。\n三、乙\n文。", [("gap", 4)]),  # 一、 is lost
        ("某某方案\n一、甲\n文。\n专栏1 乙\n1.丙。文。\n2.丁。文。\n三、戊\n文。\n四、己\n文。", [("gap", 7)]),
        ("某某办法\n第一条 下列：\n1.甲；\n2.乙；\n4.丙。\n第二条 丁。", [("gap", 5)]),  # items of a list
        ("某某办法\n第一条 下列：\n（1）甲；\n（3）乙。\n第二条 下列：\n2.丙；\n3.丁。", [("gap", 4), ("gap", 6)]),
        ("某某办法\n第一条 下列：\n1.甲；\n2.乙。\n第二条 又：\n3.丙；\n4.丁。", []),  # the count goes on
        ("某某条例\n第一章\n第一条 甲。\n第二条 乙。", [("untitled", 2)]),
        ("某某规划\n第一章 总则\n文。\n第二章 附则", [("empty", 4)]),
        ("某某规划\n第一章 “一区两群发展\n文。\n第二章 附则\n文。", [("unbalanced", 2)]),
        (
            "某某规划\n目录\n第一章 总则……1\n第二章 任务……2\n第三章 附则……3\n第一章 总则\n文。\n第二章 任务\n文。",
            [("contents", 5)],
        ),
    ],
)
def test_what_is_odd_is_said(text: str, expected: list[tuple[str, int]]) -> None:
    assert observed(text) == expected


@pytest.mark.corpus
@pytest.mark.skipif(not REAL.is_dir(), reason="the real documents are not here")
def test_the_real_documents_are_mostly_in_order() -> None:
    kinds: Counter[str] = Counter()
    for path, name in discovery.find([REAL]):
        for document in tree_builder.parse(loading.read(path, name)):
            kinds.update(one.kind for one in observations(document))
    assert sum(kinds.values()) <= 40, kinds
