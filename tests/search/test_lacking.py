"""What a passage lacks of a query: names and words, as they were typed, and nothing that only asks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from policysearch.index.index import Index
from policysearch.output.summary import relaxation

PLAN = """# {district}国民经济和社会发展第十四个五年规划纲要

## 第一章 目标

### 第一节 指标

{text}
"""
TEXTS = {
    "綦江区": "森林覆盖率达到五成五。新增养老床位三千张，护理型床位过半。",
    "九龙坡区": "发展氢能产业，建设加氢站，推动江北机场联络线建设。",
    "南岸区": "森林覆盖率稳定在四成。发展软件产业，建设数据中心。",
}


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("plans")
    for district, text in TEXTS.items():
        (folder / f"{district}.md").write_text(PLAN.format(district=district, text=text), "utf-8")
    Index.update([folder], folder / "index")
    with Index.open(folder / "index") as index:
        yield index


def lacking(index: Index, query: str, district: str) -> tuple[str, ...]:
    return next(hit.missing for hit in index.search(query) if hit.passage.district == district)


@pytest.mark.parametrize(
    "query, district, missing",
    [
        ("渝北区有多少养老床位", "綦江区", ("渝北区",)),  # there is nothing of 渝北区
        ("渝北区养老床位", "綦江区", ("渝北区",)),
        ("渝北区 养老", "綦江区", ("渝北区",)),  # and no 江北 with a 区 elsewhere
        ("江津区 养老床位 护理型", "綦江区", ("江津区",)),
        ("软件产业如何通知", "南岸区", ("通知",)),  # no notice of that name
        ("渝北 养老床位有多少", "綦江区", ("渝北",)),
        ("南岸区森林覆盖率是多少", "南岸区", ()),
        ("南岸区森林覆盖率是多少", "綦江区", ("南岸区",)),
        ("綦江区的氢能产业怎么发展", "九龙坡区", ("綦江区",)),
        ("綦江区的氢能产业怎么发展", "綦江区", ("氢能产业",)),
        ("綦江 和 氢能 加氢站 有哪些", "九龙坡区", ("綦江",)),  # 和 and 有哪些 are nothing to hold
        ("火星上的氢能产业怎么发展", "九龙坡区", ("火星上",)),
        ("哪个区养老床位最多", "綦江区", ()),
        ("软件产业还是联络线", "九龙坡区", ("软件产业",)),
    ],
)
def test_what_is_missing_is_told_as_it_was_typed(
    plans: Index, query: str, district: str, missing: tuple[str, ...]
) -> None:
    assert lacking(plans, query, district) == missing


def test_a_long_question_tells_only_names(plans: Index) -> None:
    query = "綦江区新增护理型床位、森林覆盖率、软件产业、数据中心、联络线建设和发展氢能产业怎么办"
    assert lacking(plans, query, "九龙坡区") == ("綦江区",)


def test_a_question_is_ranked_and_not_counted(plans: Index) -> None:
    said = "以下段落按与问题的相关程度排列"
    assert relaxation(plans.search("森林覆盖率和加氢站怎么样")).startswith(said)
    assert relaxation(plans.search("渝北区有多少养老床位")) == f"{said}（第 1 条不含：渝北区）"
    assert relaxation(plans.search("养老 氢能 加氢站")).startswith("没有段落包含全部词语")


def test_a_place_that_stands_somewhere_is_not_absent(plans: Index) -> None:
    assert "江北机场" not in lacking(plans, "江北机场怎么建设", "九龙坡区")


LAWS = {
    "2018": "中华人民共和国公司法\n（2018年10月26日修正）\n第一条 股东会是公司的权力机构。\n第二条 监事由股东会选举。\n",
    "2023": "中华人民共和国公司法\n（2023年12月29日修订）\n第一条 股东会是公司的权力机构，由全体股东组成。\n第二条 股东会选举董事，非董事不得代行。\n",
    "wifi": "互联网上网服务营业场所管理条例\n（2022年3月29日修订）\n第一条 为了加强管理，制定本条例。\n第二条 上网服务适用本条例。\n",
    "other": "北京市文明行为促进条例\n（2020年4月24日通过）\n第一条 互联网上网服务营业场所依照管理条例处罚。\n第二条 劝阻吸烟。\n",
}


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Index:
    home = tmp_path_factory.mktemp("versions")
    (home / "laws").mkdir()
    for name, text in LAWS.items():
        (home / "laws" / f"{name}.txt").write_text(text, "utf-8")
    Index.update([home / "laws"], home / "index")
    return Index.open(home / "index")


@pytest.mark.parametrize("query", ["公司法 2018", "公司法2018", "2018年公司法", "公司法（2018年修正）"])
def test_a_year_beside_a_law_is_its_version(versions: Index, query: str) -> None:
    found = versions.search(query)
    assert [one.first.issued[:4] for one in found.documents] == ["2018"]
    found = versions.search(f"{query} 股东会")
    assert "year:2018" in found.understood
    assert [(hit.passage.issued[:4], hit.missing) for hit in found.hits[:2]] == [("2018", ())] * 2


def test_a_year_without_a_version_is_a_word(versions: Index) -> None:
    found = versions.search("公司法 2005 股东会")
    assert "year:" not in found.understood and found.lacking == (1, ("2005",))


def test_a_word_of_the_title_is_not_missing(versions: Index) -> None:
    found = versions.search("公司 董事 选举 罚款", 1)
    assert found.hits[0].missing == ("罚款",)


@pytest.mark.parametrize(
    ("query", "missing"),
    [
        ("董事选举费免吗", ("费免",)),
        ("非法选董事怎么办", ("非法选",)),
        ("公司几天内能除名", ("除名",)),
        ("董事选举几号开始", ("开始",)),
    ],
)
def test_what_only_asks_at_the_ends_is_not_told_as_missing(
    versions: Index, query: str, missing: tuple[str, ...]
) -> None:
    found = versions.search(query, 1)
    assert found.hits[0].missing == missing


def test_an_everyday_name_of_a_law_is_its_title(versions: Index) -> None:
    assert versions.search("网吧管理条例").documents[0].first.document == "互联网上网服务营业场所管理条例"


@pytest.mark.parametrize("query", ["怎么办", "有哪些", "多久", "多少钱", "可以吗"])
def test_what_only_asks_finds_no_pieces(versions: Index, query: str) -> None:
    assert not versions.search(query).total and versions.did_you_mean(query) is None


@pytest.mark.parametrize("query", ["与", "或", "非", "与 或"])
def test_an_operator_by_itself_is_text(versions: Index, query: str) -> None:
    assert versions.search(query).parsed.lstrip("\\") in query
