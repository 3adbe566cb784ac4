"""Documents that share a title: the place or number that a query names chooses among them, in hits, totals and documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from policysearch.index.index import Index
from tests.support.small_index import index_of

REPORT = (
    "# {title}\n\n{place}人民政府\n2026年1月20日\n\n一、工作回顾\n{place}改造老旧小区{count}个，新增养老床位五百张。\n"
)
CIRCULAR = "差旅费管理办法\n市财行〔{year}〕{number}号\n\n第一条 住宿费每人每天{sum}元。\n第二条 本办法自{year}年3月1日起施行。{old}\n"
FILES = {
    "青海": REPORT.format(title="政府工作报告", place="青海省", count=31),
    "湖南": REPORT.format(title="政府工作报告", place="湖南省", count=47),
    "四川": REPORT.format(title="2026年四川省人民政府工作报告", place="四川省", count=58),
    "纪要": "四川省人民政府第38次常务会议纪要\n\n一、研究老旧小区改造\n原则同意。\n",
    "差旅2014": CIRCULAR.format(year=2014, number=19, sum=350, old=""),
    "差旅2018": CIRCULAR.format(
        year=2018, number=27, sum=400, old="《差旅费管理办法》（市财行〔2014〕19号）同时废止。"
    ),
    "差旅2024": CIRCULAR.format(year=2024, number=8, sum=450, old="《差旅费管理办法》（市财行〔2018〕27号）同时废止。"),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with index_of(tmp_path_factory.mktemp("placed"), FILES) as opened:
        yield opened


def files(index: Index, query: str) -> list[str]:
    return [Path(found.first.source).stem for found in index.search(query).documents]


@pytest.mark.parametrize(
    ("query", "file"),
    [
        ("湖南省政府工作报告", "湖南"),
        ("湖南政府工作报告", "湖南"),
        ("政府工作报告 湖南", "湖南"),
        ("青海省人民政府工作报告", "青海"),
        ("四川省政府工作报告", "四川"),
        ("四川政府工作报告", "四川"),
        ("2026年四川省政府工作报告", "四川"),
        ("四川省政府第38次常务会议", "纪要"),
        ("2026年湖南省政府工作报告", "湖南"),
        ("青海政府工作报告2026", "青海"),
    ],
)
def test_of_one_title_the_document_of_the_place_is_meant(index: Index, query: str, file: str) -> None:
    assert files(index, query) == [file]
    assert index.search(query).hits[0].passage.source == f"{file}.txt"


def test_without_a_place_all_documents_of_the_title_are_meant(index: Index) -> None:
    assert {"青海", "湖南"} <= {*files(index, "政府工作报告")}


def test_a_report_of_another_year_is_not_meant(index: Index) -> None:
    assert files(index, "2025年湖南省政府工作报告") == []


def test_a_place_beside_a_topic_is_no_title(index: Index) -> None:
    assert files(index, "湖南 养老床位") == []


@pytest.mark.parametrize(
    "query",
    [
        *("市财行〔2014〕19号", "市财行[2014]19号", "市财行（2014）19号", "市财行{2014}19号", "市财行《2014》19号"),
        *("市财行2014年19号", "市财行2014年第19号", "市财行2014-19号", "市财行2014 19号", "市财行〔2014〕19"),
        *("市财行 〔2014〕 19 号", '"市财行[2014]19号"'),
    ],
)
def test_a_number_means_its_document_among_those_of_its_title(index: Index, query: str) -> None:
    assert files(index, query) == ["差旅2014"]
    assert index.search(query).hits[0].passage.source == "差旅2014.txt"


def test_only_what_has_the_number_is_counted(index: Index) -> None:
    found = index.search("市财行〔2014〕19号")
    assert [hit.passage.source for hit in found] == ["差旅2014.txt", "差旅2018.txt"]
    assert found.total == found.exact == index.search("市财行〔2014〕19号", strict=True).total == 2
