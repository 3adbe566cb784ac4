"""Workbooks of older programs and mails of Outlook."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from policysearch.index import loading
from policysearch.model.errors import CorpusError
from policysearch.readers import detect
from policysearch.readers.text import Reading
from tests.support import ole

pytest.importorskip("xlrd", reason="the extra office")
pytest.importorskip("olefile", reason="the extra office")


def read(data: bytes, name: str) -> Reading:
    return detect.read(data, detect.identify(data, name), name)


def lines(data: bytes, name: str = "a.xls") -> list[str]:
    return [line for line in read(data, name).lines if line]


def test_sheets_of_an_old_workbook_are_tables() -> None:
    data = ole.workbook(
        ("Sheet1", [["责任分工表"], ["任务", "单位"], ["推进氢能", "区发改委"]]),
        ("指标", [["指标", "目标"], [], ["就业", 5]]),
        ("草稿", [["密"]]),
        hidden=("草稿",),
    )
    assert lines(data) == ["责任分工表", "任务\t单位", "推进氢能\t区发改委", "指标", "\t指标\t目标".strip(), "就业\t5"]
    assert read(data, "a.et").left_out == ("sheet 草稿 is hidden",)


def test_its_numbers_are_as_shown() -> None:
    forms = {165: 'yyyy"年"m"月"', 166: "0.0%", 167: "General"}
    row: list[Any] = [12.0, (46113, 14), (46113, 165), (0.125, 166), (1234.5, 4), 0.1, True, (3.5, 167), "甲\t乙"]
    (line,) = lines(ole.workbook(("表", [row]), forms=forms))
    assert line.split("\t") == ["12", "2026/4/1", "2026年4月", "12.5%", "1,234.50", "0.1", "TRUE", "3.5", "甲 乙"]


def test_its_merged_cells_stand_where_they_begin() -> None:
    rows = [["类", "指标", "值"], ["能源", "氢能", 1], [None, "储能", 2]]
    assert lines(ole.workbook(("表", rows), merged=((1, 2, 0, 0),))) == ["类\t指标\t值", "能源\t氢能\t1", "\t储能\t2"]


SENT = (
    int((datetime(2026, 4, 2, 18, tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10**7
)  # 02:00 in China


def test_a_mail_of_outlook_is_read_as_any_mail(tmp_path: Path) -> None:
    inner = ole.mail("函", "内文\r\n", ("内.txt", "内附件".encode()))
    tree = ole.mail(
        "转发：关于报送数据的通知",
        "各科室：\r\n请于5月1日前报送氢能产业数据。\r\n",
        ("附件.txt", "第一条 甲。".encode()),
        ("附件.txt", "乙".encode() * 3000),
        ("图.gif", b"x"),
        ("../上/去.txt", "丙".encode()),
        ("信", inner),
        day=SENT,
    )
    (tmp_path / "a.msg").write_bytes(ole.package(tree))
    others: list[str] = []
    found = list(loading.sources(tmp_path / "a.msg", "a.msg", on_other=others.append))
    assert [source.path for source in found] == [
        "a.msg", "a.msg/附件.txt", "a.msg/附件_2.txt", "a.msg/信.eml", "a.msg/信.eml/内.txt",
    ]  # fmt: skip
    assert [line for line in found[0].lines if line] == [
        "关于报送数据的通知", "各科室：", "请于5月1日前报送氢能产业数据。",
    ]  # fmt: skip
    assert (found[0].declared.title, found[0].declared.issued) == ("关于报送数据的通知", "2026-04-03")
    assert others == ["a.msg/图.gif"]
    assert [line for line in found[3].lines if line] == ["函", "内文"]


def test_its_text_may_be_html_or_of_eight_bits() -> None:
    page = '<html><head><meta charset="gb2312"></head><body><p>推进氢能。</p></body></html>'
    tree = dict(ole.mail("题", "", html=page))
    assert lines(ole.package(tree), "a.msg") == ["题", "推进氢能。"]
    eight = {"__properties_version1.0": bytes(32), "__substg1.0_1000001E": "各科室：".encode("gb18030")}
    assert lines(ole.package(eight), "a.msg") == ["各科室："]


def test_without_the_extra_one_sentence_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from policysearch.readers import outlook
    from policysearch.readers.xls import workbook

    for module in ("xlrd", "olefile"):
        monkeypatch.setitem(sys.modules, module, None)
    for reader in (workbook.read, outlook.as_mail):
        with pytest.raises(CorpusError, match=r"to read it: pip install 'policysearch\[office\]'$"):
            reader(ole.workbook(("a", [["甲"]])), "a")
