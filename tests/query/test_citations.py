"""A law and an article, as lawyers type them, give exactly that article first."""

from __future__ import annotations

import random
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from policysearch import Index
from policysearch.model.document import Passage
from policysearch.query.citations import Reference, bare_titles, reference
from policysearch.query.parser import parse
from policysearch.search.highlight import marks
from policysearch.search.interpretations import about
from policysearch.search.law_lookup import Laws
from policysearch.search.title_linking import cores_of
from policysearch.text.numerals import chinese, number
from tests.support.paths import SHARED

LAWS = SHARED / "laws" / "laws.tar.xz"


@pytest.mark.parametrize(
    ("typed", "law", "article"),
    [
        ("第五百条", "", (500, 0)),
        ("第５００条", "", (500, 0)),
        ("刑法第一百三十三条之一", "刑法", (133, 1)),
        ("刑法133条之1", "刑法", (133, 1)),
        ("民法典1042", "民法典", (1042, 0)),
        ("《中华人民共和国刑法》第133条第二款第（三）项", "刑法", (133, 0)),
        ("民法典合同编第500条", "民法典", (500, 0)),
        ("某某条例（2020年修订）第三条", "某某条例", (3, 0)),
    ],
)
def test_a_reference_is_read_in_every_spelling(typed: str, law: str, article: tuple[int, int]) -> None:
    assert reference(typed) == Reference(law, article)


@pytest.mark.parametrize(
    ("typed", "law", "printed"),
    [
        ("第三十七章第二节", "", "第三十七章第二节"),
        ("第37章第2节", "", "第三十七章第二节"),
        ("第三篇第二章", "", "第三篇第二章"),
        ("劳动法第三章", "劳动法", "第三章"),
        ("刑法第二编第五章", "刑法", "第二编第五章"),
    ],
)
def test_a_heading_under_a_law_or_another_heading_is_cited(typed: str, law: str, printed: str) -> None:
    found = reference(typed)
    assert found and (found.law, found.printed) == (law, printed)


@pytest.mark.parametrize("typed", ["第九章", "第二节第三章", "第三章第四章", "试用期第三章", "第零章第一节"])
def test_a_heading_alone_or_out_of_order_is_no_citation(typed: str) -> None:
    assert reference(typed) is None


@pytest.mark.parametrize("typed", ["三十条", "三十条措施", "第三章", "刑法", "第条", "条例", "第零条", "", "之一"])
def test_other_words_cite_nothing(typed: str) -> None:
    assert reference(typed) is None


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("刑法 第133条", "刑法第133条"),
        ("《刑法》 133条 第二款", "刑法133条第二款"),
        ("民法典 合同编 第五百条 违约", "民法典合同编第五百条 AND 违约"),
        ("劳动法 第五章 第三节", "劳动法第五章第三节"),
        ("第三篇 第二章 养老", "第三篇第二章 AND 养老"),
        ("第二章 第三章", "第二章 AND 第三章"),
        ("刑法 AND 第133条", "刑法 AND 第133条"),
        ("交通肇事 第133条", "交通肇事 AND 第133条"),
        ("“刑法第133条”", '"刑法第133条"'),
        ("title:(刑法 第133条)", "title:(刑法 AND 第133条)"),
    ],
)
def test_a_law_and_its_article_are_one_term(typed: str, understood: str) -> None:
    assert str(parse(typed)) == understood
    assert parse(understood) == parse(typed)


def test_a_name_means_the_law_itself_then_its_abbreviation_then_titles_with_it() -> None:
    titles = [
        "中华人民共和国民事诉讼法",
        "最高人民法院关于适用《中华人民共和国民事诉讼法》的解释",
        "甲市食品安全条例",
        "乙省食品安全条例",
        "最高人民法院关于民事、行政诉讼中司法赔偿的解释",
        "关于适用《中华人民共和国公司法》若干问题的规定(三)",
    ]
    assert Laws(titles).titles_of("民事诉讼法") == titles[:1]
    assert Laws(titles).titles_of("民诉法") == titles[:1]
    assert Laws(titles).titles_of("民诉法解释") == titles[1:2]
    assert Laws(titles).titles_of("食品安全条例") == titles[2:4]
    assert Laws(titles).titles_of("公司法规定三") == Laws(titles).titles_of("公司法规定") == titles[5:]
    assert Laws(titles).titles_of("依照民事诉讼法") == titles[:1]
    assert Laws(titles).titles_of("刑诉法") == []
    of_labour = ["中华人民共和国劳动争议调解仲裁法", "中华人民共和国仲裁法"]
    assert Laws(of_labour).titles_of("劳动争议仲裁法") == of_labour[:1], "which also ends with the name of another"
    assert Laws(of_labour).titles_of("根据仲裁法") == Laws(of_labour).titles_of("劳动仲裁法") == of_labour[1:]
    assert Laws(titles).titles_of("条例") == Laws(titles).titles_of("办法") == Laws(titles).titles_of("食品") == []


_WORDS = (
    "中华人民共和国 中华人民 共和国 人民政府 办公厅 办公 厅 关于 关 于 印发 的通知 通知 知 国民经济和社会发展 国民经济 和社会发展 第十四个五年"
    " 第 个五年 十 的 最高人民 法院 审理 案件 规定 ( ) (三) 《 》 < \" ' 、 [ 〔 甲"
).split()


def test_many_titles_at_once_are_bared_as_one_by_one() -> None:
    """Against the patterns that say what of a title is not its name."""
    formal = re.compile(
        "中华人民共和国|人民政府|办公厅|办公室|关于|印发|的?通知|国民经济和社会发展|第.{1,3}个五年|[《》<>〔〕\\[\\]()【】\"'\\s]"
    )
    rng = random.Random(5)
    for _ in range(2000):
        titles = ["".join(rng.choices([*_WORDS, " "], k=rng.randint(0, 9))) for _ in range(rng.randint(1, 4))]
        cores = [formal.sub("", title) for title in titles]
        assert cores_of(titles) == [about(core) if core.startswith("最高人民") else core for core in cores]
        said = [re.sub('[《》<>"、 ]', "", title).replace("中华人民共和国", "") for title in titles]
        assert bare_titles(titles) == [
            re.sub(r"\([^()]*\)$", "", re.sub(r"\(([三十]+)\)", r"\1", title)) for title in said
        ]


def law(title: str, passed: str, articles: int, extra: str = "") -> str:
    lines = [f"# {title}", "", f"{passed} 第九届全国人民代表大会第一次会议通过", "", "## 第一章 总则"]
    for n in range(1, articles + 1):
        lines += ["", f"第{chinese(n)}条 {title}的内容{n}，依照甲法第{chinese(articles - n + 1)}条办理。"]
    return "\n".join([*lines, extra, ""])


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("laws")
    texts = {
        "a": law("中华人民共和国甲法", "2001年1月1日", 150, "\n第一百五十条之一 甲法的内容补充。"),
        "b": law("最高人民法院关于适用《中华人民共和国甲法》的解释", "2002年1月1日", 140),
        "c": law("中华人民共和国个人数据保护法", "2011年1月1日", 30),
        "d": law("中华人民共和国个人数据保护法", "2021年1月1日", 30),
        "e": law("甲法实施办法", "2003年1月1日", 20),
    }
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    Index.update([folder], folder / "index")
    with Index.open(folder / "index") as index:
        yield index


@pytest.mark.parametrize(
    ("typed", "source", "title"),
    [
        ("甲法 第133条", "a.md", "第一百三十三条"),
        ("甲法第一百三十三条", "a.md", "第一百三十三条"),
        ("《甲法》第一百三十三条第二款", "a.md", "第一百三十三条"),
        ("中华人民共和国甲法 133条", "a.md", "第一百三十三条"),
        ("甲法第150条之一", "a.md", "第一百五十条之一"),
        ("甲法第150条", "a.md", "第一百五十条"),
        ("article:133 document:甲法", "a.md", "第一百三十三条"),
        ('条:133 文件:"甲法"', "a.md", "第一百三十三条"),
        ("个数法 第7条", "d.md", "第七条"),  # the later text of it
        ("个人数据保护法第7条 year:2011", "c.md", "第七条"),
        ("甲法实施办法 第七条", "e.md", "第七条"),
        ("甲法 第7条 内容7", "a.md", "第七条"),
    ],
)
def test_exactly_the_article_that_is_cited_comes_first(small: Index, typed: str, source: str, title: str) -> None:
    first = small.search(typed).hits[0]
    assert (first.passage.source, first.passage.title) == (source, title)


def test_an_article_of_no_law_is_that_article_of_every_law_and_then_what_mentions_it(small: Index) -> None:
    answer = small.search("第7条", limit=None, fold=False)
    assert [hit.passage.title for hit in answer.hits[:5]] == ["第七条"] * 5
    assert {hit.passage.title for hit in answer.hits[5:]} >= {"第一百四十四条"}
    assert answer.total == sum(small.facets("第7条", ["kind"])["kind"].values())


def test_the_cited_article_is_the_first_of_those_with_some_of_the_words_too(small: Index) -> None:
    answer = small.search("甲法第133条 办理 补充")
    assert answer.relaxed
    assert (answer.hits[0].passage.source, answer.hits[0].passage.title) == ("a.md", "第一百三十三条")
    assert small.search("甲法第133条 办理 补充 year:2002").hits[0].passage.source == "b.md"


def test_what_is_quoted_cites_nothing(small: Index) -> None:
    assert all("甲法第七条" in hit.passage.text for hit in small.search("“甲法第七条”", limit=None).hits)


def test_the_answer_says_why_and_marks_the_article(small: Index) -> None:
    answer = small.search("甲法 第133条", limit=1)
    passage = answer.hits[0].passage
    assert small.search("个数法第7条", limit=1).hits[0].why == "string"
    assert {passage.title[start:end] for start, end in marks(passage.title, answer.tree)} == {"第一百三十三条"}
    explanation = small.explain("甲法 第133条", passage.id)
    assert explanation and explanation.score == pytest.approx(answer.hits[0].score)
    assert "it is the article that is cited" in str(explanation.tree)


@pytest.mark.corpus
@pytest.mark.skipif(not LAWS.is_file(), reason="the real laws are not here")
def test_a_hundred_articles_of_real_laws_come_first_in_every_spelling(tmp_path: Path) -> None:
    with tarfile.open(LAWS) as archive:
        for i, member in enumerate(archive):
            if member.isfile() and member.name.endswith(".md") and (i % 100 == 0 or "/刑法" in member.name):
                file = archive.extractfile(member)
                assert file
                (tmp_path / f"{i}.md").write_bytes(file.read())
    Index.update([tmp_path], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        titles: dict[str, set[str]] = {}
        articles: list[Passage] = []
        for passage in index.passages():
            titles.setdefault(passage.document, set()).add(passage.document_id)
            if passage.kind == "条" and "、" not in passage.document and number(passage.title[1:-1].partition("条")[0]):
                articles.append(passage)
        once = [passage for passage in articles if len(titles[passage.document]) == 1]
        rng = random.Random(7)
        for passage in rng.sample(once, 100):
            printed = re.match(r"第(.+?)条(之.+)?", passage.title)
            assert printed
            below = printed[2] or ""
            name = passage.document.removeprefix("中华人民共和国")
            figures = f"第{number(printed[1])}条{below}"
            spellings = [
                f"{name}{printed[0]}",
                f"{name} {figures}",
                f"《{passage.document}》{printed[0]}第一款",
                f"{name}{figures[1:]}",
                f"article:{figures} document:“{passage.document}”",
            ]
            for typed in rng.sample(spellings, 2):
                first = index.search(typed, limit=1).hits[0].passage
                assert (first.document, first.title) == (passage.document, passage.title), typed


@pytest.mark.parametrize("typed", ["公司法2024", "人均GDP2000", "办事处12"])
def test_a_number_that_is_no_article_cites_none(typed: str) -> None:
    assert reference(typed) is None


def test_an_article_of_a_law_that_is_only_cited_is_none_of_a_law_whose_name_ends_alike() -> None:
    laws = Laws(["中华人民共和国劳动合同法", "关于适用《中华人民共和国合同法》的解释"])
    assert laws.is_elsewhere("合同法")
    assert not laws.is_elsewhere("劳动合同法")
    assert not laws.is_elsewhere("停车法")


LAW = """# 中华人民共和国{name}

## 第一章 总则

第一条 {name}的目的。

## 第二章 合同

### 第一节 订立

第二条 {name}的订立。

### 第二节 解除

第三条 {name}的解除。

## 第三章 附则

### 第二节 施行

第四条 {name}施行。
"""
PLAN = """# 某某区国民经济和社会发展第十五个五年规划纲要

# 第一篇 目标

## 第一章 基础

基础扎实。

## 第二章 形势

形势复杂。

# 第二篇 产业

## 第三章 制造

制造强区。

## 第四章 服务

服务提质。
"""


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("甲法第二章第二节", ["第二节 解除", "第三条"]),
        ("甲法 第二章 第二节", ["第二节 解除", "第三条"]),
        ("甲法第三章", ["第三章 附则", "第二节 施行", "第四条"]),
        ("第2章第2节", ["第二节 解除", "第二节 解除", "第三条", "第三条"]),
        ("第二篇第三章", ["第三章 制造"]),
        ("第二篇第二章", ["第四章 服务"]),  # its second: chapters are numbered throughout
        ("某某区 第二篇第三章", ["第三章 制造"]),
    ],
)
def test_a_cited_heading_comes_first_and_then_what_stands_under_it(
    tmp_path: Path, typed: str, titles: list[str]
) -> None:
    texts = {"甲法": LAW.format(name="甲法"), "乙法": LAW.format(name="乙法"), "规划": PLAN}
    for name, text in texts.items():
        (tmp_path / f"{name}.md").write_text(text, "utf-8")
    Index.update([tmp_path], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        hits = index.search(typed).hits
        assert [hit.passage.title for hit in hits][: len(titles)] == titles
        assert all(hit.why == "string" for hit in hits[: len(titles)])
