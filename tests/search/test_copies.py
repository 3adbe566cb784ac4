"""Texts that stand in several places are one hit; copies of documents are one document; a title gives the document itself."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from policysearch.index.answer import Answer
from policysearch.index.index import Index
from policysearch.model.errors import DamagedIndexError
from policysearch.output import json as json_output
from policysearch.query.ast import In, Phrase
from policysearch.search import copies

SHARED = "各区县应当建立应急物资储备制度，保障应急物资运输车辆优先通行。"
NOTICE = "某某市人民政府关于加强应急物资保障的通知\n\n某府发〔2026〕7号\n\n各区县人民政府：\n一、建立储备。应急物资储备点不少于20个。\n二、保障运输。\n"
FILES = {
    "A备份/通知": NOTICE,
    "通知": NOTICE,
    "通知 - 副本": NOTICE.replace("人民政府：\n", "人民政府：\n\n"),
    "通知（修订）": NOTICE.replace("20个", "30个").replace("〔2026〕7号", "〔2027〕1号"),
    "甲": f"甲市应急条例\n\n第一章 总则\n第一条 甲市制定本条例。\n第二条 {SHARED}\n第三条 应急物资储备点不少于5个。\n",
    "乙": f"乙市应急条例\n\n第一条 乙市制定本条例。\n第二条 应急物资由乙市管理。\n第九条 {SHARED}\n",
    "丙": f"丙市应急条例（征求意见稿）\n\n第一条 丙市制定本条例。\n第五条 {SHARED}\n第六条 {SHARED}\n",
    "丙定": f"丙市应急条例\n\n第一条 丙市依法制定本条例。\n第五条 {SHARED}\n第六条 应急物资。\n",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("copies")
    write(folder)
    Index.update([folder / "corpus"], folder / "index")
    with Index.open(folder / "index") as opened:
        yield opened


def write(folder: Path, files: dict[str, str] = FILES) -> None:
    for name, text in files.items():
        file = folder / "corpus" / f"{name}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def places(found: Answer) -> list[str]:
    return [hit.passage.id for hit in found]


QUERIES = ["应急物资", "“应急物资运输车辆优先通行”", "应急物资运输车辆", "应急 储备点 车辆", "制定本条例", "不少于"]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("sort", ["relevance", "document", "date"])
def test_folding_leaves_the_first_of_each_text_on_every_page(index: Index, query: str, sort: str) -> None:
    every = index.search(query, None, sort=sort, fold=False)
    seen: dict[str, str] = {}  # by brute force: the first of each text, and the others under it
    under: dict[str, set[str]] = {}
    for hit in every:
        text = hit.passage.text
        key = text if len(text) >= 12 else hit.passage.id
        first = seen.setdefault(key, hit.passage.id)
        under.setdefault(first, set()).update({hit.passage.id} - {first})
    whole = index.search(query, None, sort=sort)
    assert places(whole) == list(under)
    for hit in whole:
        others = {other.id for other in hit.also if not other.document_id.endswith(("_2", "_3"))}
        assert others == under[hit.passage.id]
    assert (whole.total, whole.folded, whole.rows) == (every.total, every.total - len(under), len(under))
    pages = [index.search(query, 2, n, sort=sort) for n in range(0, whole.rows + 2, 2)]
    assert [id for page in pages for id in places(page)] == list(under)
    assert {(page.total, page.folded) for page in pages} == {(whole.total, whole.folded)}
    counted = index.facets(query, ["document"])["document"]
    assert sum(counted.values()) == whole.total, "facets count passages, folded or not"


def test_groups_are_not_folded(index: Index) -> None:
    found = index.search("应急物资运输车辆优先通行", None, group="document")
    assert found.folded == 0 and found.group_total == len(found.hits) == 4


def test_copies_are_one_document_with_the_best_name(index: Index) -> None:
    assert len(index.documents()) == 8
    found = index.search("储备点不少于20个", None)
    hit = found.hits[0]
    assert hit.passage.source.endswith("corpus/通知.txt") or hit.passage.source == "通知.txt"
    assert sorted(Path(other.source).stem for other in hit.also if other.document_id != hit.passage.document_id) == [
        "通知",
        "通知 - 副本",
    ]
    assert all(not id.split("/")[0].endswith(("_2", "_3")) for id in places(index.search("应急物资", None)))
    everything = index.search("储备点不少于20个", None, all_copies=True)
    assert (
        len({hit.passage.document_id for hit in everything if "20个" in hit.passage.text}) == 3
        and not everything.folded
    )


def test_copies_of_what_is_folded_are_told_too(tmp_path: Path) -> None:
    files = {name: FILES[name] for name in ("甲", "乙")} | {"备份/乙": FILES["乙"], "备份/甲": FILES["甲"]}
    write(tmp_path, files)
    Index.update([tmp_path / "corpus"], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        (hit,) = index.search("“应急物资运输车辆优先通行”").hits
        assert len({one.source for one in (hit.passage, *hit.also)}) == 4 == 1 + len(hit.also)


def test_copies_count_once_everywhere(index: Index) -> None:
    def documents(all_copies: bool) -> int:
        counts = index.facets("应急物资", ["source"], all_copies=all_copies)["source"]
        return sum("通知" in name for name in counts)

    assert (documents(False), documents(True)) == (2, 4)
    rows = index.compare(["储备"], "document").rows
    assert len(rows) == 6 and sum("通知" in row.name for row in rows) == 2
    strict = index.search("储备点不少于20个", None, strict=True)
    assert strict.total == 1 and strict.exact == 1


def test_revisions_and_drafts_are_no_copies(index: Index) -> None:
    revised = index.search("储备点不少于30个", strict=True)
    assert revised.total == 1 and not revised.hits[0].also
    assert index.search("“丙市制定本条例”", strict=True).total == 1


def test_an_order_of_files_makes_no_other_ids(tmp_path: Path, index: Index) -> None:
    names = list(FILES)
    random.Random(5).shuffle(names)
    for name in names:  # one by one: what an index holds decides, not its history
        write(tmp_path, {name: FILES[name]})
        Index.update([tmp_path / "corpus"], tmp_path / "index")
    with Index.open(tmp_path / "index") as other:
        assert {passage.id for passage in other.passages()} == {passage.id for passage in index.passages()}
        for query in QUERIES:
            assert places(other.search(query, None)) == places(index.search(query, None))


@pytest.mark.parametrize("written", ["", "{", "[[-1, 2]]", '[["a"]]', "[3]", "null", "[" * 100_000])
def test_what_is_written_of_texts_is_not_believed(tmp_path: Path, written: str) -> None:
    write(tmp_path)
    Index.update([tmp_path / "corpus"], tmp_path / "index")
    file = next((tmp_path / "index").glob(f"*/{copies.FILE}"))
    file.write_bytes(written.encode().ljust(file.stat().st_size)[: max(file.stat().st_size, len(written))])
    try:
        with Index.open(tmp_path / "index") as opened:
            found = opened.search("应急物资", None)
            assert found.rows == len(found.hits)
    except DamagedIndexError as error:
        assert len(str(error).splitlines()) == 1


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("甲市应急条例", ["甲市应急条例"]),
        ("《甲市应急条例》", ["甲市应急条例"]),
        ("某府发〔2026〕7号", ["某某市人民政府关于加强应急物资保障的通知"]),
        ("某府发[2026]7号", ["某某市人民政府关于加强应急物资保障的通知"]),
        ("某府发（2026）7号", ["某某市人民政府关于加强应急物资保障的通知"]),
        ("丙市应急条例", ["丙市应急条例"]),
        ("应急物资", []),
    ],
)
def test_a_title_or_number_gives_the_document(index: Index, query: str, titles: list[str]) -> None:
    found = index.search(query)
    assert [one.first.document for one in found.documents] == titles
    assert not index.search(query, 10, 10).documents, "it stands above the first page only"
    assert found.total == index.search(query, 0).total


def test_what_a_document_is_made_of_is_told(index: Index) -> None:
    (one,) = index.search("甲市应急条例").documents
    assert (one.chapters, one.articles) == (1, 3)
    notice = json_output.answer(index.search("某府发〔2026〕7号"))["documents"][0]
    assert (notice["kind"], notice["number"], len(notice["copies"])) == ("文件", "某府发〔2026〕7号", 2)
    json.dumps(notice)


def test_a_filter_holds_for_documents_too(index: Index) -> None:
    assert index.search("甲市应急条例", within=In("source", Phrase("甲"))).documents
    assert not index.search("甲市应急条例", within=In("source", Phrase("乙"))).documents


def test_what_no_heading_has_is_looked_for_in_titles_of_documents(index: Index) -> None:
    assert index.search("标题:乙市应急条例").total == 0
    other = index.instead("标题:乙市应急条例")
    assert other and index.search(other[0]).total == other[1] > 0
    assert index.instead("标题:火星") is None and index.instead("应急") is None


YEARS = {
    str(
        year
    ): f"江南区{year}年度就业补贴实施方案\n\n一、补贴标准\n对吸纳就业困难人员的企业，每人每月补贴{year - 1700}元。\n"
    f"二、申报条件\n企业依法参加社会保险，且无欠薪记录。{year}年新增岗位优先支持。\n"
    for year in range(2019, 2027)
}
TERMS = {
    name: f"{name}保险条款\n\n第一条 保险责任\n被保险人因{name}事故致残的，按照伤残等级给付保险金。\n第二条 责任免除\n故意行为不负责任。\n"
    for name in ("旅客人身意外", "驾乘人员意外", "学生平安")
}


@pytest.mark.parametrize(
    ("query", "file"),
    [
        ("2024年就业补贴标准是多少", "2024"),
        ("就业困难人员补贴每人每月 2023年", "2023"),
        ("企业欠薪还能申报2021年补贴吗", "2021"),
        ("学生平安保险伤残怎么赔", "学生平安"),
        ("驾乘人员 致残 保险金", "驾乘人员意外"),
    ],
)
def test_of_near_duplicates_the_one_with_the_telling_words_comes_first(versions: Index, query: str, file: str) -> None:
    assert Path(versions.search(query).hits[0].passage.source).stem == file


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("versions")
    write(folder, YEARS | TERMS)
    Index.update([folder / "corpus"], folder / "index")
    with Index.open(folder / "index") as opened:
        yield opened


def test_an_update_finds_the_texts_that_a_comparison_of_all_finds(tmp_path: Path) -> None:
    draw = random.Random(12)
    texts = [
        f"{word}应当建立应急物资储备制度，保障运输车辆优先通行。"
        for word in ("区", "县", "市", "各区", "各县", "各市县")
    ]
    files: dict[str, str] = {}
    for step in range(25):
        for _ in range(draw.choice((1, 1, 2, 12))):
            name = f"条例{draw.randrange(20)}"
            if draw.random() < 0.2:
                files.pop(name, None)
                (tmp_path / "corpus" / f"{name}.txt").unlink(missing_ok=True)
            else:
                articles = (f"第{n}条 {draw.choice(texts)}\n" for n in "一二三四"[: draw.randint(1, 4)])
                files[name] = f"{name}\n\n第{step + 1}号\n{''.join(articles)}"
        write(tmp_path, files)
        Index.update([tmp_path / "corpus"], tmp_path / "index", allow_removing=True)
        with Index.open(tmp_path / "index") as opened:
            searcher = opened._searcher
            written = copies.read(opened._version.folder / copies.FILE)
            assert sorted(written) == sorted(copies.same_texts(searcher)), step
            assert all(same == sorted(same, key=searcher.rank.__getitem__) for same in written)
