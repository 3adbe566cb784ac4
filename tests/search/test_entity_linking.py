"""Names in queries: what is of them counts as holding them and comes first; a title finds its document first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from policysearch.index.answer import Answer
from policysearch.index.index import Index
from policysearch.query.ast import drop_names
from policysearch.query.parser import parse
from tests.support.small_index import index_of

FILES = {
    "jiangbei": "重庆市江北区国民经济和社会发展第十五个五年规划纲要\n江北府发〔2026〕3号\n\n第一篇 新征程\n第一章 目标\n"
    "到2030年，每千名老年人拥有养老床位45张，推动双城经济圈建设走深走实。\n第二章 机场\n改善江北机场周边环境。\n",
    "draft": "重庆市江北区国民经济和社会发展第十五个五年规划纲要（征求意见稿）\n\n第一篇 新征程\n第一章 目标\n"
    "养老床位，养老床位，养老床位：每千名老年人50张。\n第二章 产业\n发展产业。\n",
    "yuzhong": "重庆市渝中区国民经济和社会发展第十四个五年规划纲要\n渝中府发〔2021〕5号\n\n第一篇 新征程\n第一章 目标\n"
    "到2025年，养老床位达到40张。\n第二章 合作\n与江北区共建养老床位。\n",
    "notice": "重庆市渝中区人民政府关于印发停车管理办法的通知\n渝中府发〔2026〕9号\n\n各有关单位：\n一、执行江北府发〔2026〕3号。\n二、做好停车工作。\n",
    "law": "中华人民共和国停车法\n\n第一条 为了规范停车，制定本法。\n第二条 停车应当依照停车法。\n第三条 停车费由经营者收取。\n",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with index_of(tmp_path_factory.mktemp("office"), FILES) as index:
        yield index


def sources(found: Answer) -> list[str]:
    return [Path(hit.passage.source).stem for hit in found]


@pytest.mark.parametrize(
    "query",
    [
        "江北区 养老床位",
        "养老床位 江北区",
        "江北 养老床位",
        "养老床位 江北",
        "江北区养老床位",
        "江北养老床位",
        "重庆市江北区 养老床位",
        "江北区的养老床位",
        '江北区 "养老床位"',
    ],
)
def test_what_is_of_the_place_that_is_named_holds_the_name_and_comes_first(office: Index, query: str) -> None:
    found = office.search(query)
    assert sources(found)[:3] == ["jiangbei", "draft", "yuzhong"], "what only says the name comes after what is of it"
    assert found.exact == 3 and "district:江北区" in found.understood
    assert all(not hit.missing for hit in found.hits[:3])


def test_how_names_were_understood_is_a_query(office: Index) -> None:
    found = office.search("十五五 江北 养老床位")
    assert found.understood == "plan:十五五 district:江北区 养老床位"
    assert sources(office.search(found.understood)) == sources(found)[:2] == ["jiangbei", "draft"]
    assert str(drop_names(parse("江北区 养老床位"))) == "江北区 AND 养老床位", "what was typed has no names yet"


@pytest.mark.parametrize(
    "query", ["江北区", "江北机场", '"江北区" 养老床位', "江北区 AND 养老床位", "district:江北区 养老床位"]
)
def test_a_name_alone_in_another_word_or_spelled_out_is_no_condition(office: Index, query: str) -> None:
    assert not office.search(query).understood


def test_strict_takes_names_as_words(office: Index) -> None:
    assert sources(office.search("江北区 养老床位", strict=True)) == ["yuzhong"]


@pytest.mark.parametrize(
    ("query", "document"),
    [
        ("停车法", "law"),
        ("《停车法》", "law"),
        ("中华人民共和国停车法", "law"),
        ("江北 十五五规划", "jiangbei"),
        ("江北区十五五规划", "jiangbei"),
        ("江北区第十五个五年规划", "jiangbei"),
        ("江北府发〔2026〕3号", "jiangbei"),
        ("江北府发［2026］3号", "jiangbei"),
        ("江北府发【2026】3号", "jiangbei"),
        ("江北府发(2026)3号", "jiangbei"),
        ("江北府发（2026）3号", "jiangbei"),
        ('"江北府发[2026]3号"', "jiangbei"),
        ("江北府发2026年3号", "jiangbei"),
        ("江北府发〔2026〕第3号", "jiangbei"),
        ("停车管理办法", "notice"),
    ],
)
def test_a_title_or_number_finds_the_beginning_of_its_document_first(office: Index, query: str, document: str) -> None:
    first = office.search(query).hits[0].passage
    assert Path(first.source).stem == document
    assert first.id == office.of_document(first.document_id)[0].id


def test_a_draft_comes_after_its_final_text_unless_drafts_are_asked_for(office: Index) -> None:
    assert sources(office.search("养老床位 每千名老年人"))[:2] == ["jiangbei", "draft"]
    hit = next(hit for hit in office.search("养老床位") if "draft" in hit.passage.source)
    told = office.explain("养老床位", hit.passage.id)
    assert told and told.score == pytest.approx(hit.score) and told.tree.score == pytest.approx(hit.score)


@pytest.mark.parametrize("query", ["江北区 养老床位", "停车法", "江北 十五五规划", "江北区有多少养老床位"])
def test_scores_are_explained(office: Index, query: str) -> None:
    for hit in office.search(query):
        told = office.explain(query, hit.passage.id)
        assert told and told.matches and told.score == pytest.approx(hit.score), hit.passage.id
        assert told.tree.score == pytest.approx(hit.score)


def test_a_judicial_interpretation_is_found_by_what_people_call_it(tmp_path: Path) -> None:
    titles = {
        "lending": "最高人民法院关于审理民间借贷案件适用法律若干问题的规定",
        "theft": "最高人民法院、最高人民检察院关于办理盗窃刑事案件适用法律若干问题的解释",
        "company2": "最高人民法院关于适用《中华人民共和国公司法》若干问题的规定（二）",
        "company3": "最高人民法院关于适用《中华人民共和国公司法》若干问题的规定（三）",
        "family": "最高人民法院关于适用《中华人民共和国民法典》婚姻家庭编的解释（二）",
        "other": "民间借贷备案管理规定",
        "law": "中华人民共和国专利法",
    }
    texts = {name: f"{title}\n\n第一条 本规定适用于有关案件。\n" for name, title in titles.items()}
    wanted = {
        "民间借贷司法解释": ["lending"],
        "盗窃的司法解释": ["theft"],
        "公司法司法解释三": ["company3"],
        "公司法司法解释（二）": ["company2"],
        "公司法司法解释": ["company2", "company3"],
        "婚姻家庭编司法解释二": ["family"],
        "停车司法解释": [],
        "公司案件": [],
        "专利问题": [],
    }
    with index_of(tmp_path, texts) as index:
        for query, names in wanted.items():
            found = [Path(one.first.source).stem for one in index.search(query).documents]
            assert sorted(found) == names, query


@pytest.mark.parametrize("query", ["停车费多久交", "停车费合法吗", "停车费怎么算", "床位几年", "停车几天"])
def test_what_only_asks_hides_nothing(office: Index, query: str) -> None:
    assert office.search(query).total


def test_what_is_of_the_place_comes_first_where_the_topic_stands_nowhere_in_it_as_a_whole(tmp_path: Path) -> None:
    """Who names a place wants that place, though another has more of the words beside it."""
    plan = "重庆市{}国民经济和社会发展第十五个五年规划纲要\n\n第一篇 环境\n第一章 水\n{}\n第二章 路\n建设道路，完善交通。\n"
    texts = {
        "江北区": "加强污水治理，提高城市生活污水集中收集率。",
        "渝中区": "建设污水处理厂，污水处理能力持续提高，提高用水效率。",
    }
    for place, text in texts.items():
        (tmp_path / f"{place}.txt").write_text(plan.format(place, text), "utf-8")
    Index.update([tmp_path], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        for place, other in (("江北区", "渝中区"), ("渝中区", "江北区")):
            for query in (f"{place}污水处理率", f"污水处理率 {place}"):
                found = index.search(query)
                assert found.relaxed and found.hits[0].passage.district == place, (query, other)


LIKE = {
    "jiangbei": "重庆市江北区国民经济和社会发展第十五个五年规划纲要\n\n第一篇 新征程\n第一章 环境\n"
    "新建污水管网，提高处理能力。\n第二章 住房\n增加租赁住房，保障青年居住。\n第三章 产业\n发展数字产业。\n",
    "yuzhong": "重庆市渝中区国民经济和社会发展第十四个五年规划纲要\n\n第一篇 新征程\n第一章 环境\n"
    "污水集中处理率、生活污水处理率、污水处理率达到98%。\n第二章 住房\n公共租赁住房保障，公共租赁住房保障。\n",
    "list": "2026年度重庆市渝中区重大行政决策事项目录（2026—2027年）\n\n第一条 事项\n城市更新。\n第二条 程序\n公众参与。\n",
    "work": "重庆市渝中区发展和改革委员会关于做好2026年重点项目前期工作的通知\n渝中发改规划〔2026〕7号\n\n各有关单位：\n"
    "一、加快办理手续。\n二、按时报送进度。\n\n重庆市渝中区发展和改革委员会\n2026年3月18日\n",
}


@pytest.fixture(scope="module")
def alike(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with index_of(tmp_path_factory.mktemp("alike"), LIKE) as index:
        yield index


@pytest.mark.parametrize(
    "query",
    [
        "江北污水处理率",
        "江北区污水处理率",
        "污水处理率江北",
        "污水处理率江北区",
        "江北 污水处理率",
        "污水处理率 江北区",
        "江北区的污水处理率",
        "重庆市江北区污水处理率",
        "江北公共租赁住房保障",
        "江北区公共租赁住房怎么保障",
    ],
)
def test_what_the_place_has_of_the_topic_comes_before_other_places_that_hold_most_words(
    alike: Index, query: str
) -> None:
    found = alike.search(query)
    first = found.hits[0].passage
    assert Path(first.source).stem == "jiangbei"
    assert first.title.endswith("环境" if "污水" in query else "住房")


def test_a_term_with_a_name_counts_whole_and_parted(office: Index) -> None:
    """What holds 江北养老床位 as one string is found too, and more is looked for, as for 江北 养老床位."""
    apart, together = office.search("江北 停车收费"), office.search("江北停车收费")
    assert together.relaxed and [h.passage.id for h in together] == [h.passage.id for h in apart]


@pytest.mark.parametrize(
    "query",
    [
        "重大行政决策事项目录",
        "2026年重大行政决策事项目录",
        "重大行政决策目录",
        "渝中区重大行政决策目录",
        "《重大行政决策事项目录》全文",
        "重大行政决策事项目录 下载",
        "'重大行政决策事项目录'",
    ],
)
def test_a_title_without_its_place_and_time_finds_its_document(alike: Index, query: str) -> None:
    found = alike.search(query)
    assert [Path(one.first.source).stem for one in found.documents] == ["list"]


@pytest.mark.parametrize(
    "query", ["渝中区重点项目前期工作通知", "重点项目前期工作的通知", "渝中区发展和改革委员会重点项目前期工作通知"]
)
def test_a_title_without_its_issuer_finds_its_document(alike: Index, query: str) -> None:
    assert [Path(one.first.source).stem for one in alike.search(query).documents] == ["work"]


@pytest.mark.parametrize("query", ["行政目录", "公众参与", "全文"])
def test_some_words_of_a_title_are_none(alike: Index, query: str) -> None:
    assert not alike.search(query).documents


def test_of_one_title_the_newest_text_comes_first(tmp_path: Path) -> None:
    for year in (2018, 2023):
        law = f"# 中华人民共和国甲乙法\n\n{year}年3月1日 第十三届全国人民代表大会第一次会议通过\n\n第一条 {year}的甲乙法。\n"
        (tmp_path / f"甲乙法({year}).md").write_text(law, "utf-8")
    Index.update([tmp_path], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        found = index.search("甲乙法")
        assert [one.first.source[-8:-4] for one in found.documents] == ["2023", "2018"]
        assert found.hits[0].passage.source.endswith("(2023).md") and found.hits[1].passage.source.endswith("(2018).md")
