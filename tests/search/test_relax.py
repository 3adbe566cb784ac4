"""Widening: only when nothing holds all the words, only the plain words, openly, and one ranking whatever is asked for."""

from __future__ import annotations

import random
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from math import prod
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policysearch.index.index import Index
from policysearch.model.document import Passage
from policysearch.model.fields import short_name
from policysearch.model.hits import ANY_WORDS, FEW, MOST_WORDS
from policysearch.model.results import Part
from policysearch.output.summary import relaxation
from policysearch.query.ast import SYNONYM, Alternatives, And, Boost, In, Not, Phrase, Query, Term, all_of
from policysearch.query.parser import parse, prose
from policysearch.search import question_ranker, relax
from policysearch.search.filters import words_of
from policysearch.search.match_type import ACCIDENT, MOST, STRING, WIDENED, WORDS
from policysearch.search.passage_context import AFTER
from policysearch.search.plan import Planner
from policysearch.search.question import Question
from policysearch.search.question_text import only_asks
from policysearch.search.relevance_model import relevance_model
from policysearch.search.searcher import Searcher
from policysearch.search.string_weights import Pool
from policysearch.store.local.store import LocalKeeper
from policysearch.text.normalize import fold
from tests.support.oracle import Oracle
from tests.support.passages import Edits, edits, passage, some_passages, texts

ENGINE = LocalKeeper()


@contextmanager
def built(passages: Sequence[Passage], relaxes_always: bool = False) -> Iterator[Searcher]:
    with tempfile.TemporaryDirectory() as folder:
        ENGINE.build(Path(folder), passages)
        reader = Searcher(ENGINE.open(Path(folder)), relaxes_always=relaxes_always)
        yield reader
        reader.close()


def ids(reader: Searcher, query: Query) -> list[str]:
    return [hit.passage.id for hit in reader.relax(query, None).hits]


PLANS = [
    passage(1, "加快氢能产业发展，建设加氢站。", "第一节 发展氢能", district="九龙坡区"),
    passage(2, "完善养老服务，增加养老床位。", "第二节 养老服务", district="九龙坡区"),
    passage(3, "轨道交通建设，优化公交线网。", "第三节 轨道交通", id="e/p_3", document_id="e", district="綦江区"),
    passage(4, "发展职业教育，建设学校。", "第四节 教育", id="e/p_4", document_id="e", district="綦江区"),
    *[passage(n, f"第{n}项工作，推进落实。", id=f"f/p_{n}", document_id="f") for n in range(5, 40)],
]


def test_a_question_finds_what_holds_any_of_its_words_best_first() -> None:
    with built(PLANS) as reader:
        found = reader.relax(parse("怎样增加养老床位和轨道交通"))
        assert reader.search(parse("怎样增加养老床位和轨道交通")).total == 0
        assert [hit.passage.id for hit in found.hits[:2]] == ["d/p_2", "e/p_3"]
        assert found.relaxation == ANY_WORDS and found.total == len(found.hits)
        assert {hit.why for hit in found.hits} == {WIDENED}


def test_words_that_ask_say_nothing_of_what_is_asked() -> None:
    order = passage(50, "有关事项是什么，有关办法是什么，如何办理。", "有关事项", id="g/p_50", document_id="g")
    with built([*PLANS, order]) as reader:
        assert ids(reader, parse("有关加氢站是什么，如何建"))[0] == "d/p_1"
        assert ids(reader, parse("有关 如何 什么")) == [
            "g/p_50"
        ]  # words typed one by one, and nothing but them, are looked for


def test_what_only_frames_a_document_comes_later() -> None:
    text = "县域氢能产业布局"
    twins = [
        passage(n, text, id=f"g{n}/p_{n}", document_id=f"g{n}", kind=kind) for n, kind in ((50, "目录"), (51, "节"))
    ]
    with built([*PLANS, *twins]) as reader:
        answers = ids(reader, parse("我县氢能产业怎样布局才好"))
        assert answers.index("g51/p_51") < answers.index("g50/p_50")


def test_those_that_hold_all_come_first_then_most_then_any_and_are_told_apart() -> None:
    held = [
        passage(1, "建设加氢站，发展氢能和储能。", district="九龙坡区", plan="十五五"),
        passage(2, "氢能，氢能，氢能，氢能。", district="綦江区"),
        passage(3, "氢能、储能和加氢站。", district="綦江区"),
        *[passage(n, f"第{n}项工作，推进落实。", district="南岸区") for n in range(4, 40)],
    ]
    with built(held) as reader:

        def told(query: str) -> list[tuple[str, str, tuple[str, ...]]]:
            found = reader.relax(parse(query), None)
            scores = [hit.score for hit in found.hits]
            assert scores == sorted(scores, reverse=True) and len(set(scores)) == len(scores)
            return [(hit.passage.id, hit.why, hit.missing) for hit in found.hits]

        assert told("氢能 储能 加氢站 发展")[0] == ("d/p_1", STRING, ())
        assert told("氢能 储能 加氢站 发展")[1:] == [
            ("d/p_3", MOST, ("发展",)),
            ("d/p_2", WIDENED, ("储能", "加氢站", "发展")),
        ]
        assert reader.relax(parse("氢能 储能 氢走廊"), 0).relaxation == MOST_WORDS
        # A district or plan that is named is held by its passages.
        assert told("九龙坡 十五五 氢能 氢走廊")[0] == ("d/p_1", MOST, ("氢走廊",))
        assert told("綦江 十五五 氢能 加氢站")[0][:2] == ("d/p_3", MOST)
        assert reader.search(parse("九龙坡 氢能"), 0).total == 0, "but it matches only where it stands"


def test_enough_is_left_alone() -> None:
    """Words typed one by one are widened when few passages hold them; a sentence only when none does."""
    with built([passage(n, "氢能产业，加氢站建设。", id=f"a/{n}") for n in range(FEW)] + PLANS) as reader:
        for query in ("氢能 加氢站", "加快氢能产业发展，建设加氢站", "怎样加氢站"):
            total = reader.search(parse(query), 0).total
            found = reader.relax(parse(query), None)
            assert (found.relaxation == "") == (total >= FEW or (total > 0 and "，" in query)), query
            assert [hit.passage.id for hit in found.hits[:total]] == [
                hit.passage.id for hit in reader.search(parse(query), None).hits
            ]


def test_synonyms_count_in_questions_too_but_less() -> None:
    held = [
        passage(1, "治理噪声污染。", "第一节 噪声"),
        passage(2, "治理噪音污染。", "第二节 噪音"),
        *[passage(n, f"第{n}项工作，推进落实。", id=f"f/p_{n}", document_id="f") for n in range(3, 40)],
    ]
    with built(held) as reader:
        asked = parse("怎样减少施工噪音")
        assert isinstance(asked, Term)
        assert ids(reader, Alternatives((asked, Boost(all_of([Term("怎样减少施工"), Phrase("噪声")]), SYNONYM)))) == [
            "d/p_2",
            "d/p_1",
        ]
        assert ids(reader, asked) == ["d/p_2"]


def test_years_in_two_spellings_stand_close_too() -> None:
    far = "建设。" * 60
    held = [passage(1, f"到二〇三〇年，{far}氢能有发展。"), passage(2, f"{far}到二〇三〇年，氢能有发展。")]
    with built(held) as reader:
        assert [hit.passage.id for hit in reader.search(parse("2030年 氢能")).hits] == ["d/p_2", "d/p_1"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("氢能 养老", ["d/p_1", "d/p_2"]),
        ("氢能 养老 district:九龙坡", ["d/p_1", "d/p_2"]),
        ("氢能 养老 district:綦江", []),  # a filter holds
        ("氢能 轨道交通 -公交", ["d/p_1"]),  # so does NOT
        ('氢能 养老 "加氢站"', ["d/p_1"]),  # and a quote
        ('氢能 养老 "没有的字"', []),
        ("氢能 养老 (床位 OR 学校)", ["d/p_2"]),
        ("(氢能 OR 储能^0.3) 养老", []),  # whatever its parts count
        ("氢能 OR 没有的字", ["d/p_1"]),  # nothing that could be left out
        ("氢能", ["d/p_1"]),
        ("没有", []),
        ('"氢能 养老"', []),
        ("district:綦江", ["e/p_3", "e/p_4"]),
        ("加氢站 氢能 district:綦江", []),
    ],
)  # fmt: skip
def test_only_plain_words_are_widened(query: str, found: list[str]) -> None:
    with built(PLANS) as reader:
        assert sorted(ids(reader, parse(query))) == found


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("如何实现“以房养老”？", "如何实现 AND 以房养老"),
        ("《某某条例》的适用范围", "某某条例 AND 的适用范围"),
        ("怎么赔偿?", "怎么赔偿"),
        ("氢能 “以房养老”", '氢能 AND "以房养老"'),  # stands by itself: a quote
        ("轨道* 氢能", "轨道* AND 氢能"),
        ("人工?能 氢能", "人工?能 AND 氢能"),
        ("氢能 AND 储能", None),
        ("氢能 与 储能", None),
    ],
)
def test_a_sentence_is_read_as_one(typed: str, read: str | None) -> None:
    sentence = prose(typed)
    assert (str(sentence) if sentence else None) == read


WORD = st.sampled_from(["氢能", "产业", "经济圈", "长江", "区长", "R&D", "75%", "2035年", "轨道", "没有"])
TERMS = st.lists(WORD, min_size=1, max_size=4).map("".join).map(Term)
FILTERS: st.SearchStrategy[Query] = st.sampled_from(
    [In("district", Term("九龙坡")), Phrase("产业"), Not(Term("氢能")), In("plan", Phrase("十五五"))]
)
QUERIES = st.tuples(st.lists(TERMS, min_size=1, max_size=3), st.lists(FILTERS, max_size=2)).map(
    lambda both: all_of([*both[0], *both[1]])
)
random_input = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@random_input
@given(some_passages("a", 12), QUERIES, st.booleans())
def test_an_explanation_adds_up(passages: list[Passage], query: Query, always: bool) -> None:
    def check(part: Part) -> None:
        scores = [below.score for below in part.parts]
        if part.rule in ("sum", "product"):
            assert part.score == pytest.approx(sum(scores) if part.rule == "sum" else prod(scores), rel=1e-9, abs=1e-12)
        for below in part.parts:
            check(below)

    with built(passages, always) as reader:
        found = reader.relax(query, None)
        for place, hit in enumerate(found.hits, 1):
            told = reader.explain(query, hit.passage.id, True)
            assert told and told.matches and told.total == found.total and told.rank == place
            assert told.score == hit.score == pytest.approx(told.tree.score, rel=1e-9)
            check(told.tree)


@random_input
@given(some_passages("a", 12), QUERIES, st.integers(0, 5), st.integers(1, 5), st.booleans())
def test_pages_are_slices_of_one_ranking(
    passages: list[Passage], query: Query, offset: int, limit: int, always: bool
) -> None:
    with built(passages, always) as reader:
        full, page = reader.relax(query, None), reader.relax(query, limit, offset)
        assert full.total == len(full.hits) == len({hit.passage.id for hit in full.hits})
        assert (page.hits, page.total, page.relaxation) == (full.hits[offset:][:limit], full.total, full.relaxation)
        order = [(-hit.score, hit.passage.source, hit.passage.line_start, hit.passage.id) for hit in full.hits]
        assert order == sorted(order)


@random_input
@given(some_passages("a", 12), QUERIES, st.booleans())
def test_what_is_found_holds_a_word_and_every_other_clause(passages: list[Passage], query: Query, always: bool) -> None:
    oracle = Oracle(passages)
    clauses = query.queries if isinstance(query, And) else (query,)
    terms = [clause for clause in clauses if isinstance(clause, Term)]
    with built(passages, always) as reader:
        words = {word for term in terms for word in words_of(reader, fold(term.text))}
        words |= {"2035", "二〇三五"}
        for hit in reader.relax(query, None).hits:
            held = fold(hit.passage.title) + fold(hit.passage.text)
            assert any(piece in held for word in words for piece in (word, *word))
            assert all(oracle.matches(clause, hit.passage) for clause in clauses if not isinstance(clause, Term))


@random_input
@given(some_passages("a", 12), st.dictionaries(WORD | st.sampled_from("氢区长年5"), st.floats(0.1, 9), max_size=6))
def test_places_are_counted_as_one_by_one(passages: list[Passage], weights: dict[str, float]) -> None:
    """Skipping the passages that lack a character skips none that holds the string."""
    with built(passages) as reader:
        scores = dict.fromkeys(reader.order, 1.0)
        Pool(reader, reader.order).score(weights, scores)
        for number in reader.order:
            heading, text = reader.literal.parts(number)
            norm = 0.6 * (0.4 + 0.6 * reader.literal.length(number) / reader.mean_length)
            counts = {gram: text.count(gram) + 3 * heading.count(gram) for gram in weights}
            expected = 1 + sum(weight * counts[gram] / (counts[gram] + norm) for gram, weight in weights.items())
            assert scores[number] == pytest.approx(expected)


@random_input
@given(some_passages("a", 12), st.lists(st.text("氢能产业经济圈长江区R&D75%2035年 \n", max_size=4) | WORD, max_size=9))
def test_a_string_is_found_alike_once_all_pairs_of_characters_are_listed(
    passages: list[Passage], strings: list[str]
) -> None:
    with built(passages) as reader, built(passages) as other:
        assert not other.rarity  # made, and with it the lists; nothing is weighed yet
        for string in map(fold, strings):
            assert other.literal.count(string) == reader.literal.count(string), string
            assert other.frequency(string) == reader.frequency(string)
        assert other.vocabulary == {word: other.frequency(word) for word in reader.vocabulary}


@random_input
@given(some_passages("a", 12), QUERIES, FILTERS, st.booleans())
def test_a_filter_never_enlarges(passages: list[Passage], query: Query, filter: Query, always: bool) -> None:
    """Also where a query without it is not widened and the query with it could be."""

    def found(query: Query) -> set[str]:
        return {hit.passage.id for hit in reader.relax(query, None).hits}

    with built(passages, always) as reader:
        assert found(all_of([query, filter])) <= found(query)


OFFICE = """关于促进养老服务发展的通知

一、发展氢能产业
加快氢能产业布局，建设加氢站，提高地区生产总值。
二、完善养老服务
增加养老床位，培育“银龄工程”品牌，解决住房困难。
三、数字经济
建设数字经济高地，什么都讲数据，发展光伏和储能。
"""
TYPED = (
    "氢能 养老 住不起房 不存在的词语 GDP 氢能^2 “银龄工程” 是什么 怎样增加养老床位 培育“银龄工种”品牌 光伏 火星".split()
)
CONDITIONS = ["text:建设", "标题:养老", "(光伏 OR 养老)", "-储能", "kind:节", "章:教育?", "document:养老", '"发展"']


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("office")
    (folder / "a.txt").write_text(OFFICE, "utf-8")
    Index.update([folder / "a.txt"], folder / "index")
    with Index.open(folder / "index") as index:
        yield index


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.sampled_from(TYPED), min_size=1, max_size=4),
    st.lists(st.sampled_from(CONDITIONS), min_size=1),
    st.booleans(),
)
def test_a_condition_never_enlarges_what_is_typed(
    office: Index, typed: list[str], conditions: list[str], always: bool
) -> None:
    """From the question to the last way to look for it; quotes that stand by themselves are conditions too."""
    words = " ".join(typed)
    found = {hit.passage.id for hit in office.search(" ".join([words, *conditions]), None, relax=always)}
    asks = all(only_asks(word) for word in typed)  # “银龄工程” 是什么 asks about the quote
    assert asks or found <= {hit.passage.id for hit in office.search(words, None, relax=always)}


@random_input
@given(some_passages("a", 12), QUERIES)
def test_what_is_enough_stays_first_in_the_long_list(passages: list[Passage], query: Query) -> None:
    with built(passages) as reader, built(passages, True) as longer:
        found, more = reader.relax(query, None), longer.relax(query, None)
        assert more.total >= found.total and more.hits[: len(found.hits)] == found.hits


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from([*TYPED, *CONDITIONS]), min_size=1, max_size=4))
def test_the_long_list_begins_with_what_is_found_without_it(office: Index, typed: list[str]) -> None:
    """Whatever is typed; its counts are those of what it lists."""
    words = " ".join(typed)
    found, more = office.search(words, None, fold=False), office.search(words, None, fold=False, relax=True)
    assert [hit.passage.id for hit in more.hits[: len(found.hits)]] == [hit.passage.id for hit in found.hits]
    assert (more.exact, more.total) == (found.exact, len(more.hits)) and not more.total < found.total
    assert sum(office.facets(words, ["kind"], relax=True)["kind"].values()) == more.total or ":" in words
    assert office.search(words, None, fold=False, relax=True, strict=True) == office.search(
        words, None, fold=False, strict=True
    )


def test_enough_is_followed_by_some_when_a_long_list_is_wanted(tmp_path: Path) -> None:
    for n in range(FEW):
        (tmp_path / f"{n}.txt").write_text(f"某地{n}号通知\n\n一、发展\n氢能产业，加氢站建设，第{n}项。\n", "utf-8")
    (tmp_path / "z.txt").write_text("办法\n\n一、工程\n加氢站安全，第九项。\n二、其他\n按期完成。\n", "utf-8")
    Index.update([tmp_path], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        assert index.search("氢能 加氢站").total == FEW
        answer = index.search("氢能 加氢站", relax=True)
        assert answer.relaxed and (answer.exact, answer.total) == (FEW, FEW + 1)
        last = answer.hits[-1]
        assert (last.why, last.missing) == (WIDENED, ("氢能",))
        told = index.explain("氢能 加氢站", last.passage.id, relax=True)
        assert told and told.score == pytest.approx(last.score) and told.rank == FEW + 1
        assert index.search("氢能 AND 加氢站", relax=True).total == FEW


def test_what_a_quote_is_asked_about_is_found(office: Index) -> None:
    found = office.search("“银龄工程” 是什么")
    assert found.total == 1 and found.relaxed and found.exact == 0
    assert office.search("是什么 标题:养老").total == office.search("是什么").total == 0


def test_a_quote_in_a_sentence_need_not_be_right(office: Index) -> None:
    found = office.search("培育“银龄工种”品牌")
    assert found.relaxed and "银龄工程" in found.hits[0].passage.text


def test_words_of_a_sentence_that_only_stand_apart_are_not_enough(office: Index) -> None:
    assert not office.search("建设加氢站，提高地区生产总值").relaxed
    found = office.search("加快加氢站建设布局")
    assert found.exact == 1 and found.relaxed and found.total > 1


def test_a_definition_is_found_however_frequent_its_term(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(question_ranker, "LEAST", 3)
    many = [f"行政处罚由第{n}机关决定，行政处罚决定书交付当事人，行政处罚应当公开。" for n in range(30)]
    defined = "本法所称行政处罚，是指行政机关依法对违反管理秩序的人予以惩戒的行为，包括警告、罚款和其他种类，具体种类由法律另行规定并予以公布。"
    with built(texts(*many, defined)) as reader:
        for asked in ("什么是行政处罚", "行政处罚是指什么", "行政处罚指的是什么"):
            assert ids(reader, parse(asked))[0] == passage(31, defined).id


@pytest.mark.parametrize(("question", "first"), [("定金最多是多少", "new"), ("2012年的定金最多是多少", "old")])
def test_an_older_version_of_a_law_follows_the_newer_unless_a_year_is_asked_for(question: str, first: str) -> None:
    text = "定金的数额由当事人约定，不得超过主合同标的额的百分之二十。"
    laws = [
        passage(n, text, id=f"{name}/art_1", document_id=name, document="甲国合同法", type="法律", years=(year,))
        for n, (name, year) in enumerate((("old", 2012), ("new", 2023)), 1)
    ]
    with built([*laws, *PLANS]) as reader:
        assert ids(reader, Term(question))[0].startswith(first)


def test_what_only_a_draft_says_is_not_put_below_what_final_texts_do_not_say() -> None:
    said = "每千名老年人养老床位达到{}张，护理型床位占比超过{}%。"
    texts = [said.format(45, 65), said.format(42, 65), said.format(48, 65), said.format(50, 60)]
    one_document = [
        passage(
            n,
            text,
            "第一节 目标",
            id=f"d{n}/p",
            document_id=f"d{n}",
            document="甲市规划（征求意见稿）" if n == 4 else f"乙{n}市规划",
        )
        for n, text in enumerate(texts, 1)
    ]
    with built(one_document) as reader:
        assert ids(reader, parse("护理型床位占比60%"))[0] == "d4/p"
        assert ids(reader, parse("护理型床位占比多少"))[0] != "d4/p"


def test_a_law_comes_before_rules_that_carry_it_out_unless_something_is_named() -> None:
    """Between laws and what is no rule, such as a plan, nothing changes."""
    said, asked = "用人单位应当为劳动者办理工伤保险，缴纳费用。", "工伤保险费用怎么缴纳"
    kinds = {"p": "规划", "r": "条例", "i": "解释", "l": "法律"}
    held = [passage(n, said, id=f"{id}/1", document_id=id, type=type) for n, (id, type) in enumerate(kinds.items(), 1)]
    others = [passage(n, f"第{n}项工作，推进落实。", id=f"f/p_{n}", document_id="f") for n in range(5, 40)]
    laws = [*held, *(replace(one, type="法律" if one.line_start < 10 else "") for one in others)]
    with built(laws) as reader:
        assert ids(reader, parse(asked))[:4] == ["p/1", "l/1", "r/1", "i/1"]
    with built([*held, *others]) as reader:
        assert ids(reader, parse(asked))[:4] == ["p/1", "r/1", "i/1", "l/1"], "an office with a law or two"
    placed = [replace(one, district="江北区" if one.document_id == "r" else "渝中区") for one in laws]
    with built(placed) as reader:
        assert ids(reader, parse(f"江北区{asked}"))[0] == "r/1"


@pytest.mark.parametrize("asked", ["何谓氢能", "何为氢能", "啥是氢能", "氢能几次", "氢能何时"])
def test_what_asks_is_a_question_however_short(asked: str) -> None:
    with built(PLANS) as reader:
        step, _ = Planner(reader, None).choose(asked, None, False, False)
        assert step.read


def test_nothing_is_most_of_words_that_stand_nowhere() -> None:
    with built(PLANS) as reader:
        found = reader.relax(parse("氢能火星 养老木星 教育土星"))
        assert found.relaxation == ANY_WORDS and {hit.why for hit in found.hits} == {WIDENED}


def test_what_holds_only_pieces_of_words_is_told_so(office: Index) -> None:
    found = office.search("氢能火星 光伏木星")
    assert found.pieces and relaxation(found) == "没有段落包含全部词语，以下各条包含其中部分字词"
    assert not office.search("氢能 木星").pieces and not office.search("氢能").pieces


def test_another_year_is_no_nearer_for_being_written_alike() -> None:
    held = [
        passage(1, "森林覆盖率到2030年为52.5%。"),
        passage(2, "二〇三五年远景，二〇三五年展望，三〇二〇年。"),
        *[passage(n, f"第{n}项工作，推进落实。", id=f"f/p_{n}", document_id="f") for n in range(3, 40)],
    ]
    with built(held) as reader:
        assert ids(reader, parse("森林覆盖 2030年达到多少"))[0] == "d/p_1"
        question = Question(reader, [("2030年", 1.0)])
        assert {gram for gram in question.grams if len(gram) > 1} == {"2030", "二〇三〇"}


def test_what_counts_more_is_a_word_too() -> None:
    with built(PLANS) as reader:
        assert ids(reader, parse("氢能^3 养老")) == ["d/p_1", "d/p_2"]
        assert ids(reader, parse("氢能 养老^3")) == ["d/p_2", "d/p_1"]


def test_a_place_plan_or_law_that_is_named_is_preferred_and_no_word() -> None:
    """What only says the name again is no better an answer."""
    held = [
        passage(1, "江北，江北，江北，江北。", district="江北区", plan="十五五"),
        passage(2, "建设停车场，增加车位。", district="江北区", plan="十五五"),
        passage(3, "建设停车场，增加车位。", id="e/3", document_id="e", district="南岸区", plan="十四五"),
        passage(4, "江北机场建设，增加航线。", id="e/4", document_id="e", district="南岸区", plan="十四五"),
        passage(5, "应当增加车位。", id="g/5", document_id="g", document="江北区停车管理办法"),
    ]
    others = [passage(n, f"第{n}项工作，推进落实。", id=f"f/p_{n}", document_id="f") for n in range(6, 40)]
    held += [replace(other, district="渝中区", plan="十三五") for other in others]
    with built(held) as reader:
        assert ids(reader, parse("江北区的停车场怎么建设"))[:2] == ["d/p_2", "e/3"]
        assert ids(reader, parse("十四五停车场怎么建设"))[:2] == ["e/3", "d/p_2"]
        assert ids(reader, parse("江北机场怎么建设"))[0] == "e/4", "which is of no place that is named"
        assert ids(reader, parse("江北停车场怎么建设"))[:2] == ["d/p_2", "e/3"], (
            "a place, since no 江北停车场 is written of"
        )
        assert ids(reader, parse("江北区停车管理办法怎么规定车位"))[0] == "g/5"
    # Where few passages are of a place, texts speak of places without being of them.
    held[1] = passage(2, "江北区建设停车场，增加车位。", id="h/2", document_id="h")
    with built([*held[:5], *others]) as reader:
        assert ids(reader, parse("江北区的停车场怎么建设"))[0] == "h/2"


@random_input
@given(steps=edits, query=QUERIES)
def test_an_updated_index_answers_as_a_fresh_one(steps: Edits, query: Query) -> None:
    from tests.store.test_local import TestLocal

    with TestLocal().edited(steps) as (reader, held), built(held) as fresh:
        assert reader.relax(query, None) == fresh.relax(query, None)


@pytest.mark.parametrize(
    ("query", "text", "why"),
    [
        ("氢能", "发展氢能", STRING),
        ("氢能产业", "氢能产业", STRING),
        ("氢能产业", "氢能。产业", WORDS),
        ("氢能 产业", "氢能。产业", STRING),
        ("区长", "地区长江", ACCIDENT),
        ('"区长"', "地区长江", ACCIDENT),
        ("氢能 区长", "氢能，地区长江", ACCIDENT),
        ("75%", "达到175%", ACCIDENT),
        ("75%", "达到75%", STRING),
        ("氢能 OR 区长", "氢能，地区长江", STRING),
        ("district:九龙坡", "氢能", ""),
        ("氢能 district:九龙坡", "氢能", STRING),
        ("2035年", "到二〇三五年", STRING),
    ],
)
def test_why_a_passage_was_found(query: str, text: str, why: str) -> None:
    held = [passage(1, text, district="九龙坡区"), *texts("区长。氢能。产业。", "区长", "氢能产业")[1:]]
    with built(held) as reader:
        reasons = {hit.passage.id: hit.why for hit in reader.search(parse(query), None).hits}
        assert reasons["d/p_1"] == why


@pytest.mark.parametrize(
    ("typed", "apart"),
    [
        ("氢能养老", "氢能 养老"),
        ("轨道交通学校", "轨道交通 学校"),
        ("綦江氢能", "綦江 氢能"),  # a district, though no text names it
        ("綦江氢能 -公交", "綦江 氢能 -公交"),
        ("綦江氢能 district:九龙坡", "綦江 氢能 district:九龙坡"),
        ("氢能学校^2", "氢能^2 学校^2"),
    ],
)
def test_a_short_string_of_known_words_is_widened_as_if_typed_apart(tmp_path: Path, typed: str, apart: str) -> None:
    for number, district in enumerate(["九龙坡", "綦江"]):
        chapters = [f"{one.title.replace('节', '章')}\n\n{one.text}" for one in PLANS[2 * number : 2 * number + 2]]
        title = f"重庆市{district}区国民经济和社会发展第十五个五年规划纲要"
        (tmp_path / f"{number}.txt").write_text("\n\n".join([title, *chapters]), "utf-8")
    Index.update(tmp_path.glob("*.txt"), tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        found, same = index.search(typed, None), index.search(apart, None)
        assert found.relaxed and found.exact == 0 and found.parsed == str(parse(typed))
        assert [hit.passage.id for hit in found] == [hit.passage.id for hit in same] != []
        assert [hit.missing for hit in found] == [hit.missing for hit in same]
        for left_alone in (index.search(typed, strict=True), index.search(f'"{typed.partition("^")[0]}"')):
            assert left_alone.total == 0
        told = index.explain(typed, found.hits[0].passage.id)
        assert told and told.matches and told.score == pytest.approx(found.hits[0].score)


def test_a_string_whose_words_only_stand_apart_in_few_is_widened_too() -> None:
    apart = [
        passage(n, text, f"第{n}节")
        for n, text in enumerate(
            (
                "文明公约：广场舞、机动车，音响，不得扰民。",
                "广场舞的音响有时限。",
                "音响扰民的，责令改正。",
                "加快发展。",
            ),
            1,
        )
    ]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.txt").write_text(
            "甲市条例\n\n" + "\n".join(f"第{'一二三四'[n]}条 {one.text}" for n, one in enumerate(apart)), "utf-8"
        )
        Index.update([Path(folder) / "a.txt"], Path(folder) / "index")
        with Index.open(Path(folder) / "index") as index:
            found = index.search("广场舞音响扰民")
            assert found.relaxed and found.exact == 1 and found.total == 3
            assert index.search("广场舞音响扰民", strict=True).total == 1


@pytest.mark.parametrize("typed", ["木星火星", "没有的词", "氢能", "一带一路", "氢能的和", "火星2035年", "氢囧", "囧"])
def test_a_string_without_a_known_word_is_not(office: Index, typed: str) -> None:
    assert office.search(typed).relaxation != ANY_WORDS


@pytest.mark.parametrize("around", ["火星{}", "{}火星", "囧{}囧囧", "qzx{}", "发囧展{}", "{}囧 -公交", "-公交 囧囧{}"])
def test_a_known_word_is_found_whatever_stands_nowhere_beside_it(office: Index, around: str) -> None:
    for word in ("氢能", "养老", "加氢站"):
        typed = around.format(word)
        found = office.search(typed)
        assert found.total and found.relaxed and found.exact == 0, typed
        assert found.hits[0].missing and word not in found.hits[0].missing and found.lacking[1], typed
        assert word in found.hits[0].passage.text
        assert not office.search(typed, strict=True).total


@pytest.mark.parametrize("typed", ["江北府发〔2026〕8号", "江北府发(2025)3号", "第九十九条"])
def test_of_another_number_no_piece_is_found(tmp_path: Path, typed: str) -> None:
    texts = {
        "a": "某办法\n江北府发〔2026〕3号\n\n第九条 江北府办公室2025年8月9日发文3号。\n第十条 停车。\n",
        "b": "某通知\n江北府发（2026）9号\n\n各单位：\n江北府发2025，2026年府办发3号、8号。\n",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    Index.update([tmp_path], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        assert index.search(typed).total == 0
        assert {hit.passage.document_id for hit in index.search("江北府发[2026]9号").hits}


def test_two_words_that_stand_in_the_texts_always_find_something(index: Index) -> None:
    """Glued together, and after the name of a district."""
    dice = random.Random(3)
    words = sorted(
        word for word, n in index._searcher.vocabulary.items() if re.fullmatch("[一-鿿]{2,4}", word) and n > 1
    )
    places = sorted(short_name(value) for value in index._searcher.values("district") if value)
    for _ in range(150):
        one, other = dice.choice([places, words]), words
        typed = dice.choice(one) + dice.choice(other)
        assert index.search(typed, 1).total, typed


def test_words_that_say_nothing_score_nothing() -> None:
    """Passages that are found by bigrams alone may hold no word of the question."""
    assert relax._below(2.0, {1: 0.0, 2: 0.0}) == {1: 0.0, 2: 0.0}
    assert relax._below(2.0, {}) == {}
    assert max(relax._below(2.0, {1: 8.0, 2: 4.0}).values()) == 1.0


def test_texts_whose_weight_vanishes_teach_nothing(tmp_path: Path) -> None:
    """Scores far below the best weigh 0 as floats; nothing is divided by that."""
    (tmp_path / "a.txt").write_text("某某市办法\n第一条 推进氢能产业。\n第二条 养老。\n", "utf-8")
    Index.update([tmp_path / "a.txt"], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        assert relevance_model(index._searcher, [("城市", 5000.0), ("氢能产业", 2.0), ("氢能产业", 1.0)]) == {}
        assert set(relevance_model(index._searcher, [("氢能产业", 2.0), ("氢能产业", 1.0)])) == {"氢能", "能产", "产业"}


def test_the_best_are_told_apart_from_all_that_hold_any_of_the_words() -> None:
    many = [passage(n, f"养老服务第{n}项。", id=f"m/{n}", document_id=f"m{n % 7}") for n in range(50, 400)]
    with built([*PLANS, *many]) as reader:
        found = reader.relax(parse("怎样增加养老服务床位和轨道交通"), None)
        oracle = sum("养老" in p.text or "服务" in p.text or "轨道交通" in p.text for p in [*PLANS, *many])
        assert found.relaxation == ANY_WORDS and found.best < found.total == len(found.hits) >= oracle
        assert reader.relax(parse("氢能 轨道交通"), 0).best == reader.relax(parse("氢能 轨道交通"), 0).total == 2


def test_what_asks_beside_a_name_is_no_topic(tmp_path: Path) -> None:
    for number, district in enumerate(["九龙坡", "綦江"]):
        title = f"重庆市{district}区国民经济和社会发展第十五个五年规划纲要"
        (tmp_path / f"{number}.txt").write_text(f"{title}\n\n第一章 生态\n\n森林覆盖率达到5{number}%。", "utf-8")
    Index.update(tmp_path.glob("*.txt"), tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        found = index.search("綦江森林覆盖率多少")
        assert found.understood == "district:綦江区 森林覆盖率" and found.hits[0].passage.district == "綦江区"


def test_what_stands_beside_the_best_comes_before_what_only_holds_a_word_but_never_among_the_first() -> None:
    held = [
        passage(1, "养老床位补贴标准，按照床位补贴。", id="a/1", document_id="a"),
        passage(2, "前条补贴由区人民政府公布，每年调整一次，并向社会公开。", id="a/2", document_id="a"),
        *[
            passage(n, f"第{n}项：养老床位{n}张，补贴{n}元。", id=f"f{n}/{n}", document_id=f"f{n}")
            for n in range(3, 33)
        ],
        passage(33, "统一补贴由市人民政府公布，每年调整一次，并向社会公开。", id="z/33", document_id="z"),
        *[passage(n, f"第{n}项工作，推进落实。", id=f"o{n}/{n}", document_id=f"o{n}") for n in range(34, 80)],
    ]
    with built(held) as reader:
        query = parse("养老床位补贴标准怎么算")
        found = ids(reader, query)
        assert found[0] == "a/1" and found.index("a/2") >= AFTER and found.index("a/2") < found.index("z/33")
        hits = {hit.passage.id: hit.score for hit in reader.relax(query, None).hits}
        told = reader.explain(query, "a/2", relaxed=True)
        assert told and told.score == pytest.approx(hits["a/2"]) and told.tree.score == pytest.approx(hits["a/2"])


@pytest.mark.parametrize("query", ["2024年养老床位", "养老床位 2024年", "2024年新增养老床位多少"])
def test_of_annual_plans_that_hardly_differ_the_one_of_the_year_comes_first(query: str) -> None:
    held = [
        passage(
            n,
            f"新增养老床位{100 + 7 * n}张，年底前完成。",
            id=f"y{n}",
            document_id=f"y{n}",
            document=f"綦水区{2020 + n}年工作方案",
        )
        for n in range(1, 8)
    ]
    others = [passage(n, f"第{n}项工作，推进落实。", id=f"f/p_{n}", document_id="f") for n in range(8, 40)]
    with built([*held, *others]) as reader:
        assert ids(reader, parse(query))[0] == "y4"
