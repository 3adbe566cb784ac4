"""How sure a reading is: every doubt by a text that shows it, and sound texts without any."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from policysearch.index import report
from policysearch.index.index import Index
from policysearch.messages.catalogue import Message
from policysearch.model.document import Source
from policysearch.structure import tree_builder
from policysearch.structure.certainty import GRAVE, doubt, doubts, level
from policysearch.structure.lint import observations

PROSE = "围绕目标任务，持续发力，全面提升发展质量和水平，更好满足人民需要。"
TITLE = "某市关于加快发展的意见\n"


def source(text: str, name: str = "x.txt") -> Source:
    return Source(name, tuple(text.split("\n")), "utf-8", False, "0" * 64)


def found(text: Source | str) -> dict[str, int]:
    read = source(text) if isinstance(text, str) else text
    documents = tree_builder.parse(read)
    return doubts(read, documents, [odd for document in documents for odd in observations(document)])


def points(*numbers: str) -> str:
    return "".join(f"{number}、加快建设\n{PROSE}\n" for number in numbers)


@pytest.mark.parametrize(
    ("code", "text", "sure"),
    [
        ("", TITLE + points("一", "二", "三"), "high"),
        ("garbled", TITLE + points("一", "二") + "锟斤拷" * 30, "low"),
        ("long_lines", TITLE + PROSE * 200, "low"),
        ("numbers_broken", TITLE + points("一", "三", "五", "七", "九"), "low"),
        ("number_broken", TITLE + points("一", "二", "四"), "medium"),
        ("no_title", f"{PROSE}\n{points('一', '二')}", "medium"),
        ("no_headings", TITLE + f"{PROSE}\n" * 300, "medium"),
        ("one_heading", TITLE + "第一章 总则\n" + f"{PROSE}\n" * 300, "medium"),
        ("untitled", TITLE + f"第一章\n{PROSE}\n第二章 任务\n{PROSE}", "medium"),
        ("contents_lost", TITLE + "目录\n第一章 甲……1\n第二章 乙……2\n第三章 丙……3\n第四章 丁……4\n第一章 甲\n" + PROSE, "low"),
        ("aligned_lines", TITLE + points("一") + "张大山    85    90\n李小红    72    81\n王建国    93    88\n", "medium"),
        ("swallowed", TITLE + points("一", "二") + f"{PROSE}\n" * 300, "medium"),
    ],
)  # fmt: skip
def test_each_doubt_has_a_text_that_raises_it(code: str, text: str, sure: str) -> None:
    of_text = found(text)
    assert (code in of_text) if code else of_text == {}
    assert level(of_text) == sure


def test_a_title_that_only_the_name_of_the_file_tells() -> None:
    of_text = found(source(f"{PROSE}\n{points('一', '二')}", "某市低空经济指导意见.txt"))
    assert of_text == {"title_from_name": 1}


@pytest.mark.parametrize(("sure", "expected"), [(0.99, "medium"), (0.5, "low")])
def test_pages_read_by_ocr(sure: float, expected: str) -> None:
    read = replace(source(TITLE + points("一", "二")), recognised=((1, 0.99, "a"), (2, sure, "b")))
    assert level(found(read)) == expected


def test_three_slight_doubts_are_low() -> None:
    assert level({"no_title": 1, "untitled": 1, "number_broken": 1}) == "low"


def test_every_doubt_is_told_in_both_languages() -> None:
    codes = {*GRAVE, "ocr", "number_broken", "contents", "no_title", "title_from_name", "no_headings", "one_heading"}
    for code in codes | {"aligned_lines", "untitled", "fragment", "swallowed"}:
        texts = {doubt(code, 2).text(language) for language in ("zh", "en")}
        assert len(texts) == 2 and not any("doubt_" in text for text in texts)
    assert Message("files.low").text("zh") == "低"


def test_the_report_tells_it_by_file(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "sound.txt").write_text(TITLE + points("一", "二"), "utf-8")
    (tmp_path / "docs" / "broken.txt").write_text(TITLE + points("一", "三", "五", "七", "九"), "utf-8")
    made = Index.update([tmp_path / "docs"], tmp_path / "index")
    files = {Path(file["file"]).name: file for file in json.loads(json.dumps(report.as_json(made)))["files"]}
    assert (files["sound.txt"]["certainty"], files["sound.txt"]["doubts"]) == ("high", [])
    assert files["broken.txt"]["certainty"] == "low"
    (one,) = files["broken.txt"]["doubts"]
    assert (one["code"], one["count"], set(one["texts"])) == ("numbers_broken", 4, {"zh", "en"})
    assert "certainty: low; the count is broken at 4 places" in report.as_text(made)
