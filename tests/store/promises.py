"""The promises of a store, as tests that every store inherits: local, in memory."""

from __future__ import annotations

import contextlib
import random
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import prod
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysearch.model.document import Passage
from policysearch.model.errors import ClosedIndexError, DamagedIndexError
from policysearch.model.fields import COUNTED
from policysearch.model.hits import COMPARED, GROUPS, SORTS
from policysearch.model.results import Part
from policysearch.query.ast import And, Boost, In, Near, Not, Or, Phrase, Query, Range, Term, Wildcard, all_of
from policysearch.query.variants import respell, spellings
from policysearch.search.searcher import Searcher
from policysearch.store.protocol import Keeper, Store
from policysearch.text.normalize import fold
from tests.support.oracle import Oracle, lines_of
from tests.support.passages import (
    DISTRICTS,
    Edits,
    conditions,
    countable,
    edits,
    needles,
    passage,
    queries,
    random_input,
    some_passages,
    texts,
)


def check(part: Part) -> None:
    """Whether a part of an explanation is what its own parts make up."""
    scores = [below.score for below in part.parts]
    made: dict[str, Callable[[list[float]], float]] = {
        "sum": sum,
        "product": prod,
        "saturation": lambda of: 2 * of[0] / (1 + of[0]),
        "": lambda of: part.score,
    }
    assert part.score == pytest.approx(made[part.rule](scores), rel=1e-9), part
    assert part.rule or not part.parts or not part.matches
    for below in part.parts:
        check(below)


class Promises:
    """The promises of a store: inherit and say how a store is made."""

    @contextlib.contextmanager
    def store(self, passages: Sequence[Passage]) -> Iterator[Store]:
        """A fresh store of `passages`."""
        raise NotImplementedError
        yield

    @contextlib.contextmanager
    def updated(self, steps: Sequence[tuple[frozenset[str], Sequence[Passage]]]) -> Iterator[Store]:
        """A store that was empty and went through `steps`: sources removed, passages added."""
        raise NotImplementedError
        yield

    @contextlib.contextmanager
    def built(self, passages: Sequence[Passage]) -> Iterator[Searcher]:
        """A searcher over a fresh store of `passages`."""
        with self.store(passages) as store:
            yield Searcher(store)

    @contextlib.contextmanager
    def edited(self, steps: Edits) -> Iterator[tuple[Searcher, list[Passage]]]:
        """A searcher over a store that went through `steps`, and what it must hold."""
        held, plain = list[Passage](), []
        for removed, groups in steps:
            added = {p.id: p for group in groups for p in group}
            removed |= {p.source for p in added.values()}  # a changed source is removed and added
            held = [p for p in held if p.source not in removed] + list(added.values())
            plain.append((removed, list(added.values())))
        with self.updated(plain) as store:
            yield Searcher(store), held

    def ids(self, reader: Searcher, query: Query) -> list[str]:
        """All that `query` finds, best first."""
        return [hit.passage.id for hit in reader.search(query, None).hits]

    def best(self, query: Query, *of: str) -> list[str]:
        """The texts found among `of`, best first."""
        with self.built(texts(*of)) as reader:
            return [hit.passage.text for hit in reader.search(query, None).hits]

    @random_input
    @given(steps=edits, asked=st.lists(queries, min_size=1, max_size=6))
    def test_results_are_exact(self, steps: Edits, asked: list[Query]) -> None:
        """Equal to a brute-force look at every passage, in several segments, with deletions."""
        with self.edited(steps) as (reader, held):
            oracle = Oracle(held)
            for query in asked:
                assert sorted(self.ids(reader, query)) == sorted(oracle.ids(query)), str(query)

    @random_input
    @given(some_passages("a", 10), st.data())
    def test_nothing_is_missed(self, passages: list[Passage], data: st.DataObject) -> None:
        with self.built(passages) as reader:
            for held in passages:
                for text in lines_of(held):
                    start = data.draw(st.integers(0, len(text)))
                    piece = text[start : data.draw(st.integers(start, start + 5))]
                    if fold(piece) == piece and piece:  # a piece that folding changes is another text
                        ways = [fold(way) for way in spellings(piece)]
                        texts = {p.id: lines_of(p) for p in passages}
                        holding = [
                            id for id, parts in texts.items() if any(way in part for way in ways for part in parts)
                        ]
                        assert sorted(self.ids(reader, Phrase(piece))) == sorted(holding)
                        assert set(self.ids(reader, Term(piece))) >= set(holding)

    @random_input
    @given(some_passages("a", 12), queries, st.integers(0, 5), st.integers(1, 5))
    def test_pages_are_slices_of_one_ranking(
        self, passages: list[Passage], query: Query, offset: int, limit: int
    ) -> None:
        with self.built(passages) as reader:
            full = reader.search(query, None)
            assert full.total == len(full.hits) == len({hit.passage.id for hit in full.hits})
            page = reader.search(query, limit, offset)
            assert (page.hits, page.total) == (full.hits[offset : offset + limit], full.total)
            order = [(-hit.score, hit.passage.source, hit.passage.line_start, hit.passage.id) for hit in full.hits]
            assert order == sorted(order)

    @random_input
    @given(some_passages("a", 12), queries, st.integers(0, 3), st.integers(1, 4))
    def test_other_orders_and_groups_are_of_the_same_ranking(
        self, passages: list[Passage], query: Query, offset: int, limit: int
    ) -> None:
        issued = {"a-0": "2026-03", "a-1": ""}  # a passage is as old as its document
        passages = [replace(p, issued=issued[p.document_id], years=(2025, 2026)) for p in passages]
        with self.built(passages) as reader:
            ranked = reader.search(query, None).hits
            places = {p.id: n for n, p in enumerate(reader.passages())}
            order = {
                "relevance": ranked,
                "document": sorted(ranked, key=lambda hit: places[hit.passage.id]),
                "date": sorted(ranked, key=lambda hit: hit.passage.document_id),
            }
            for sort in SORTS:
                full = reader.search(query, None, 0, sort)
                assert (list(full.hits), full.total, full.groups) == (list(order[sort]), len(ranked), ())
                assert reader.search(query, limit, offset, sort).hits == full.hits[offset : offset + limit]
                for group in GROUPS:
                    names = [p.document_id if group == "document" else p.district for p in (h.passage for h in ranked)]
                    best = {name: hit for name, hit in reversed([*zip(names, ranked, strict=True)])}
                    whole = reader.search(query, None, 0, sort, group)
                    assert {one.value: one.hit for one in whole.groups} == best
                    assert [one.total for one in whole.groups] == [names.count(one.value) for one in whole.groups]
                    assert list(whole.hits) == [hit for hit in full.hits if hit in best.values()]
                    assert whole.hits == tuple(one.hit for one in whole.groups)
                    assert (whole.total, whole.group_total) == (len(ranked), len(best))
                    assert whole.ungrouped == names.count("")
                    page = reader.search(query, limit, offset, sort, group)
                    assert (page.groups, page.group_total) == (whole.groups[offset : offset + limit], len(best))

    @random_input
    @given(some_passages("a", 12), queries)
    def test_an_explanation_adds_up_to_the_score(self, passages: list[Passage], query: Query) -> None:
        """And every part of it to its own; what does not match is told so."""
        with self.built(passages) as reader:
            hits = {hit.passage.id: (rank, hit.score) for rank, hit in enumerate(reader.search(query, None).hits, 1)}
            for held in passages:
                told = reader.explain(query, held.id)
                assert told is not None and (told.id, told.total, told.parsed) == (held.id, len(hits), str(query))
                assert told.matches == (held.id in hits) == told.tree.matches
                if told.matches:
                    rank, score = hits[held.id]
                    assert told.rank == rank and told.score == pytest.approx(score, rel=1e-9)
                    assert told.score == pytest.approx(told.tree.score, rel=1e-9)
                    check(told.tree)
                else:
                    assert (told.rank, told.score) == (None, 0)
            assert reader.explain(query, "nowhere") is None

    @random_input
    @given(some_passages("a", 12), queries)
    def test_a_filter_never_enlarges(self, passages: list[Passage], query: Query) -> None:
        with self.built(passages) as reader:
            whole = self.ids(reader, query)
            for district in DISTRICTS[1:]:
                filtered = self.ids(reader, all_of([query, In("district", Term(district))]))
                alike = [d for d in DISTRICTS if d and d.removesuffix("区") == district.removesuffix("区")]
                expected = [p.id for p in passages if p.id in whole and p.district in alike]
                assert sorted(filtered) == sorted(expected)

    @random_input
    @given(steps=edits, asked=st.lists(queries | conditions, min_size=1, max_size=5))
    def test_facets_are_true_counts(self, steps: Edits, asked: list[Query]) -> None:
        """Each field under the other conditions, in the same order, in several segments, with deletions."""
        with self.edited(steps) as (reader, held):
            oracle = Oracle(held)
            for query in asked:
                assert reader.total(query) == len(oracle.ids(query))
                counted = reader.facets(query, COUNTED)
                for field in COUNTED:
                    assert [*counted[field].items()] == [*oracle.facets(query, field).items()], (str(query), field)

    @random_input
    @given(steps=edits, asked=st.lists(countable, min_size=1, max_size=3))
    def test_a_comparison_counts_right(self, steps: Edits, asked: list[Query]) -> None:
        with self.edited(steps) as (reader, held):
            oracle = Oracle(held)

            def values(p: Passage, by: str) -> set[str]:
                if by == "year":
                    return {*map(str, p.years)} or {""}
                return {p.document_id if by == "document" else str(getattr(p, by))}

            for by in COMPARED:
                rows = reader.compare(asked, by)
                own = [row for row in rows if not row.under]
                assert {row.value for row in own} == {v for p in held for v in values(p, by)}
                assert len(own) == len({row.value for row in own})
                if by == "year":
                    years = [int(row.value or 10_000) for row in own]
                    assert years == sorted(years)
                for row in rows:
                    here = [p for p in oracle.passages if (row.under or row.value) in values(p, by)]
                    here = [p for p in here if not row.under or p.plan == row.value]
                    size = sum(len(fold(p.title)) + len(fold(p.text)) for p in here)
                    assert (row.passages, row.characters) == (len(here), size)
                    assert set(row.plans) == {p.plan for p in here} - {""} and len({*row.plans}) == len(row.plans)
                    for query, cell in zip(asked, row.cells, strict=True):
                        sought = respell(query)
                        matching = [p for p in here if oracle.matches(sought, p)]
                        occurrences = sum(oracle.occurrences(sought, p) for p in matching)
                        assert (cell.passages, cell.occurrences) == (len(matching), occurrences)
                        assert cell.per_10000 == (round(occurrences * 10_000 / size, 2) if size else 0)
                        ids = [id for id in self.ids(reader, query) if id in {p.id for p in matching}]
                        assert cell.best == (ids[0] if ids else "")
            plans = {d: {p.plan for p in held if p.district == d} for d in {p.district for p in held}}
            divided = {(d, plan) for d, of in plans.items() if len(of - {""}) > 1 for plan in of}
            assert {(row.under, row.value) for row in reader.compare(asked, "district") if row.under} == {
                pair for pair in divided if pair[0]
            }

    @random_input
    @given(steps=edits, asked=st.lists(queries, min_size=1, max_size=4))
    def test_an_updated_index_answers_as_a_fresh_one(self, steps: Edits, asked: list[Query]) -> None:
        with self.edited(steps) as (reader, held), self.built(held) as fresh:
            for query in asked:
                assert reader.search(query, None) == fresh.search(query, None)
            for field in ("district", "city", "plan", "kind", "type", "level", "document_id", "source"):
                assert reader.values(field) == fresh.values(field)
            assert (len(reader), reader.words()) == (len(held), fresh.words())
            ordered = sorted(held, key=lambda p: (p.source, p.line_start, p.id))
            assert list(reader.passages()) == ordered
            assert reader.with_ids(["-", *(one.id for one in held)]) == [None, *held]
            for one in held:
                family = tuple(p for p in ordered if p.document_id == one.document_id)
                assert reader.of_document(one.document_id) == family

    def test_many_updates(self) -> None:
        """Longer than any run of segments an engine would let grow."""
        rounds = [(frozenset[str](), [texts("氢能"), []])] + [
            (frozenset[str](), [[passage(1, f"产业 {'氢能' * (n % 3)}", id=f"{n}/1", source=str(n % 7))]])
            for n in range(20)
        ]
        with self.edited(rounds) as (reader, held), self.built(held) as fresh:
            for query in (Term("氢能"), Term("产业"), Not(Term("氢能"))):
                assert reader.search(query, None) == fresh.search(query, None)
                assert sorted(self.ids(reader, query)) == sorted(Oracle(held).ids(query))
            assert (list(reader.passages()), reader.words()) == (list(fresh.passages()), fresh.words())

    def test_the_whole_string_comes_first(self) -> None:
        apart = "产业。" * 50 + "氢能。" * 50 + "发展。" * 50
        near = "发展氢能，产业发展，氢能产业。" * 9
        whole = "无" * 3000 + "氢能产业发展" + "无" * 3000
        for query in (Term("氢能产业发展"), Term("氢能产业发展 ")):
            assert self.best(query, apart, near, whole, "氢能产业")[0] == whole

    def test_an_accident_of_two_words_is_found_last(self) -> None:
        word = "无" * 2000 + "，区长讲话，" + "无" * 2000
        accidents = ["地区长江" * 20, "本地区长期发展"]
        found = self.best(Term("区长"), *accidents, word, "地区", "区长会议", "区长办公会")
        assert set(found[-2:]) == set(accidents) and len(found) == 5
        assert self.best(Phrase("区长"), *accidents, word, "区长会议")[2:] == accidents

    def test_what_is_no_word_is_an_accident_where_it_cuts_a_word_at_both_ends(self) -> None:
        """民法 in 公民|法治, though it stands nowhere as a word of its own; but not in 民法典, nor 公民法 in 公民|法治."""
        long = "，无" * 999
        held = texts("公民法治" * 9, f"公民法治{long}", f"《民法典》{long}")
        with self.built(held) as reader:
            hits = reader.search(Term("民法"), None).hits
            assert [h.why for h in reader.search(Phrase("公民法"), None).hits] == ["string", "string"]
        assert [(h.passage.id, h.why) for h in hits] == [
            ("d/p_3", "string"), ("d/p_1", "accident"), ("d/p_2", "accident")
        ]  # fmt: skip
        # Where there is nothing better, they rank and score as any string does.
        with self.built(texts("片区长江" + "无" * 99, "片区长江" * 9, "长江片区")) as reader:
            hits = reader.search(Term("区长"), None).hits
            assert [(hit.passage.id, hit.why) for hit in hits] == [("d/p_2", "accident"), ("d/p_1", "accident")]
            assert hits[0].score > 0.1
        # 实河 and 长制 are only guessed to be words.
        with self.built(texts("做深做实河长制", "河长巡河", "公民法治")) as reader:
            assert [h.why for h in reader.search(Phrase("河长"), None).hits] == ["string", "string"]

    @pytest.mark.parametrize(
        ("typed", "whole", "inside"),
        [
            ("75%", "达到75%以上", "达到175%，75.75%" * 9),
            ("PM", "PM 浓度", "5pm" * 9),
            ("2.5", "增长2.5倍", "12.5、2.55、2.5.5、PM2.5" * 9),
            ("R&D", "（R&D）投入", "r&d1" * 9),
            ("000", "编号000号", "1,000" * 9),
        ],
    )  # fmt: skip
    def test_what_is_part_of_a_longer_number_is_found_last(self, typed: str, whole: str, inside: str) -> None:
        for query in (Term(typed), Phrase(typed)):
            assert self.best(query, inside, whole, "无关") == [whole, inside]

    def test_headings_weigh_more(self) -> None:
        heading, text = passage(2, "无关无关", "发展氢能"), passage(1, "发展氢能", "无关无关")
        with self.built([text, heading, *texts("无关" * 4)]) as reader:
            assert self.ids(reader, Term("氢能")) == [heading.id, text.id]
            assert self.ids(reader, In("text", Term("氢能"))) == [text.id]
            assert self.ids(reader, In("title", Term("氢能"))) == [heading.id]

    def test_a_heading_that_is_the_string_comes_before_one_that_holds_it(self) -> None:
        """So a defined term shows its definition first."""
        longer, same = passage(1, "氢能" * 9, "氢能，氢能，氢能产业发展"), passage(2, "无关" * 40, "“氢能”")
        with self.built([longer, same, *texts("无关" * 4)]) as reader:
            for query in (Term("氢能"), Phrase("氢能"), In("title", Term("氢能"))):
                assert self.ids(reader, query) == [same.id, longer.id]
            assert self.ids(reader, In("text", Term("氢能"))) == [longer.id]
        longer, same = replace(longer, title="氢能产业发展，氢能产业"), replace(same, title="氢能产业")
        with self.built([longer, same, *texts("产业", "氢能" * 4)]) as reader:
            assert self.ids(reader, Term("氢能产业")) == [same.id, longer.id]

    def test_what_stands_close_together_comes_first(self) -> None:
        far, close = "氢能" + "无" * 40 + "政策", "氢能政策" + "无" * 40
        assert self.best(And((Term("氢能"), Term("政策"))), far, close) == [close, far]

    def test_rare_words_and_boosts_weigh_more(self) -> None:
        rare = Or((Term("氢能"), Term("发展")))
        assert self.best(rare, "发展", "发展", "氢能")[0] == "氢能"
        assert self.best(Or((Term("氢能"), Boost(Term("发展"), 100))), "发展", "氢能", "发展")[0] == "发展"

    def test_a_filter_on_headings_puts_the_whole_string_first(self) -> None:
        articles = [passage(n, "无", article=article) for n, article in enumerate(["第十一条", "第十条", "第二条"])]
        with self.built(articles) as reader:
            assert self.ids(reader, In("article", Term("第十条")))[0] == "d/p_1"

    @pytest.mark.parametrize(
        ("typed", "value", "same"),
        [
            ("九龙坡", "九龙坡区", True),
            ("九龙坡区", "九龙坡", True),
            ("巫山", "巫山县", True),
            ("重庆", "重庆市", True),
            ("两江", "两江新区", True),
            ("秀山", "秀山土家族苗族自治县", True),
            ("秀山自治县", "秀山", True),
            ("綦江縣", "綦江县", True),
            ("九龙坡县", "九龙坡区", False),
            ("九龙", "九龙坡区", False),
            ("区", "九龙坡区", False),
            ("", "九龙坡区", False),
        ],
    )
    def test_a_district_may_be_typed_without_its_ending(self, typed: str, value: str, same: bool) -> None:
        with self.built([passage(1, "无", district=value)]) as reader:
            assert bool(self.ids(reader, In("district", Term(typed)))) == same

    def test_odd_input(self) -> None:
        """Nothing to look for, nothing to look in, and characters that cannot be written."""
        odd: list[Query] = [
            Term(""),
            Phrase(""),
            Phrase("\x00"),
            Phrase("\udcff"),
            Term("。"),
            Near(("", "氢"), 3),
            In("part", Term("")),
        ]
        with self.built([]) as nothing, self.built([passage(1, ""), passage(2, "氢\x00能。", "\x00")]) as reader:
            assert (len(nothing), nothing.words(), nothing.with_ids(["x"]), nothing.of_document("x")) == (
                0,
                0,
                [None],
                (),
            )
            assert (list(nothing.passages()), nothing.values("district")) == ([], {})
            others: list[Query] = [Term("氢能"), Not(Term("氢")), Wildcard("氢*"), In("year", Range(None, 3))]
            for query in [*odd, *others]:
                assert nothing.search(query).total == 0
            assert [self.ids(reader, query) for query in odd] == [[], [], [], [], ["d/p_2"], [], []]
            assert self.ids(reader, Phrase("氢能")) == ["d/p_2"]
            assert reader.search(Not(Term("x")), 0).total == reader.search(Not(Term("x")), 5, 9).total == 2
            assert reader.search(Not(Term("x")), 5, 9).hits == ()

    def test_nothing_is_found_across_the_end_of_a_heading_or_passage(self) -> None:
        with self.built([passage(1, "产业", "氢能"), passage(2, "发展")]) as reader:
            for query in (Phrase("能产"), Term("能产"), Phrase("业发"), Near(("氢能", "产业"), 9), Wildcard("氢*产")):
                assert self.ids(reader, query) == []

    def test_a_string_runs_on_from_a_heading_into_the_text_on_its_line(self) -> None:
        """As in a law: 第八条 本办法自公布之日起施行。 It counts as in the text."""
        apart = replace(passage(1, "本办法自公布之日起施行", "第八条"), printed="第八条 ")
        held = [apart, replace(apart, id="d/p_2", run_in=True), replace(apart, id="d/p_3", text="", run_in=True)]
        with self.built(held) as reader:
            for query in (Phrase("第八条 本办法自公布"), Term("条本办法"), In("text", Phrase("八条本"))):
                assert [(h.passage.id, h.why) for h in reader.search(query, None).hits][:1] == [("d/p_2", "string")]
            assert self.ids(reader, Phrase("第八条 本办法自公布")) == ["d/p_2"]
            assert self.ids(reader, In("title", Phrase("八条本"))) == []
            assert self.ids(reader, Phrase("第八条")) == ["d/p_1", "d/p_2", "d/p_3"]
        latin = replace(apart, printed="第八条 AI ", title="第八条 AI", text="PC网络，第一", run_in=True)
        with self.built([latin]) as reader:
            found = [self.ids(reader, Phrase(text)) for text in ("AI PC网", "AIPC", "第一第八条")]
            assert found == [["d/p_1"], [], []]

    def test_an_explanation_has_the_score_of_the_search_where_a_part_matches_nothing(self) -> None:
        """The part gives nothing, though one of its words is there; and the explanation tells the words."""
        query = Or((And((Term("氢能"), Term("养老"))), Term("储能")))
        with self.built(texts("氢能储能", "养老")) as reader:
            (hit,) = reader.search(query).hits
            told = reader.explain(query, hit.passage.id)
            assert told and told.score == pytest.approx(hit.score) and told.tree.score == pytest.approx(hit.score)
            assert [part.what for part in told.tree.parts[0].parts] == ["氢能", "养老"]
            check(told.tree)

    def test_totals_count_what_a_search_finds(self) -> None:
        """Also a term that runs on from a heading, and a title that is printed otherwise, beside a rare word."""
        runs_on = replace(passage(1, "发展，光伏", "氢能产业"), printed="氢能产业", run_in=True)
        box = passage(2, "光伏", "专栏1：名称", box="专栏1 名称")
        with self.built([runs_on, box, *(passage(n, "“专栏1 名称”无关") for n in range(3, 60))]) as reader:
            for query, ids in (
                (In("text", Term("产业发展")), ["d/p_1"]),
                (And((Term("光伏"), In("text", Term("产业发展")))), ["d/p_1"]),
                (And((Term("光伏"), Phrase("专栏1 名称"))), []),
            ):
                assert (self.ids(reader, query), reader.total(query)) == (ids, len(ids)), str(query)

    @pytest.mark.parametrize(
        ("pattern", "found"),
        [
            ("轨道*", ["轨道交通", "轨道交通站", "城市轨道", "轨道，公交站"]),
            ("轨道*站", ["轨道交通站"]),
            ("轨道?通", ["轨道交通", "轨道交通站"]),
            ("m2*", ["m2.5"]),
            ("*m2.5", ["m2.5", "PM2.5"]),
            ("?m2.5", ["PM2.5"]),
            ("道*，*公", ["轨道，公交站"]),
        ],
    )
    def test_wildcards(self, pattern: str, found: list[str]) -> None:
        """`*` stands for letters, digits and ideographs; a Latin word or number is found from its beginning."""
        held = ["轨道交通", "轨道交通站", "城市轨道", "轨道，公交站", "m2.5", "PM2.5"]
        assert set(self.best(Wildcard(pattern), *held)) == set(found)

    def test_a_pattern_does_not_take_for_ever(self) -> None:
        text = "氢能产业" * 5000
        assert self.best(Wildcard("氢*能*产*业*氢*x"), text) == []
        assert self.best(Wildcard("氢*业*?"), text) == [text]

    @random_input
    @given(steps=edits, asked=st.lists(needles.map(fold), min_size=1, max_size=4))
    def test_a_text_index_counts_what_stands_in_its_parts(self, steps: Edits, asked: list[str]) -> None:
        with self.edited(steps) as (reader, held):
            text = reader.literal
            numbers = {reader.passage_at(number).id: number for number in reader.order}
            lines = {numbers[one.id]: lines_of(one) for one in held}
            assert len(numbers) == len(held) and max(lines, default=-1) < len(text)
            for one in held:
                heading, body = text.parts(numbers[one.id])
                assert (heading.strip(), body) == (fold(one.printed or one.title).strip(), fold(one.text))
                assert text.heading(numbers[one.id]) == heading and text.has_heading(
                    heading.replace('"', ""), numbers[one.id]
                )
                assert text.length(numbers[one.id]) == len(body.encode())
            every = list(numbers.values())
            assert text.joined(every) == "".join(f"{part}\0" for number in every for part in text.parts(number))
            for needle in asked:
                holding = set(text.holding_all([needle, ""]))  # before they are counted
                counts = text.count(needle)
                assert counts == {n: found for n in lines if any(found := text.counts(needle, n))}
                assert holding == set(text.holding_all([needle, ""])) == counts.keys()
                for word in (False, True):
                    each = {number: text.weigh(needle, number, word) for number in counts}
                    assert dict(text.weigh_all(needle, counts.keys(), word)) == each
                for number, (in_heading, in_text) in counts.items():
                    heading, body = text.parts(number)
                    assert (in_heading, in_text) in [(heading.count(needle), body.count(needle) + n) for n in (0, 1)]
                contexts = [context for before in (False, True) for context in text.contexts(needle, 3, "", before)]
                assert {context.passage for context in contexts} == counts.keys()
                for place, context in enumerate(contexts):
                    there = needle + context.text if place < len(contexts) / 2 else context.text + needle
                    assert any(there in line for line in lines[context.passage])
                    assert len(context.borders) == len(context.text) + 1

    def test_word_borders_beside_a_string(self) -> None:
        with self.built([passage(1, "发展氢能产业。")]) as reader:
            (after,) = reader.literal.contexts("氢能", 9, "")
            assert (after.text, after.border) == ("产业。", True)
            assert list(map(bool, after.borders)) == [True, False, True, True]
            (before,) = reader.literal.contexts("氢能", 9, "", before=True)
            assert (before.text, before.border) == ("发展", True)
            assert list(map(bool, before.borders)) == [True, False, True]
            assert list(reader.literal.contexts("氢能", 9, "无")) == []

    def test_a_closed_store_says_so(self) -> None:
        with self.store(texts("氢能")) as store:
            searcher = Searcher(store)
            store.close()
            store.close()
            for ask in (
                lambda: searcher.search(Term("氢能")),
                lambda: store.passage_at(0),
                lambda: store.with_ids(["d/p_1"]),
            ):
                with pytest.raises(ClosedIndexError):
                    ask()

    def test_only_fields_with_values_list_them(self) -> None:
        with self.store([passage(1, "氢能", district="綦江区")]) as store:
            assert store.values("district") == {"綦江区": 1}
            assert (store.values("document_id"), store.values("plan")) == ({"d": 1}, {})
            with pytest.raises(ValueError, match="chapter"):
                store.values("chapter")


class FolderPromises(Promises):
    """The promises of a store that a keeper writes into folders: inherit and set `keeper`."""

    keeper: Keeper

    @contextlib.contextmanager
    def store(self, passages: Sequence[Passage]) -> Iterator[Store]:
        with tempfile.TemporaryDirectory() as folder:
            self.keeper.build(Path(folder), passages)
            with contextlib.closing(self.keeper.open(Path(folder))) as store:
                yield store

    @contextlib.contextmanager
    def updated(self, steps: Sequence[tuple[frozenset[str], Sequence[Passage]]]) -> Iterator[Store]:
        with tempfile.TemporaryDirectory() as folder:
            version = Path(folder, "0")
            version.mkdir()
            self.keeper.build(version, [])
            for number, (removed, added) in enumerate(steps, 1):
                old, version = version, Path(folder, str(number))
                version.mkdir()
                self.keeper.update(old, version, removed, added)
            with contextlib.closing(self.keeper.open(version)) as store:
                yield store

    def test_an_update_tells_which_passages_keep_their_numbers(self, tmp_path: Path) -> None:
        dice, version = random.Random(13), tmp_path / "0"
        told: set[bool] = set()
        version.mkdir()
        self.keeper.build(version, [passage(n, "氢能", source=f"{n % 30}.txt") for n in range(90)])
        for step in range(1, 12):
            old, version = version, tmp_path / str(step)
            version.mkdir()
            sources = dice.sample(range(30), dice.choice((1, 2, 9)))
            anew = [passage(n, f"产业{step}", source=f"{n}.txt") for n in sources]
            kept = self.keeper.update(old, version, frozenset(f"{n}.txt" for n in sources), anew)
            with contextlib.closing(self.keeper.open(old)) as was, contextlib.closing(self.keeper.open(version)) as now:
                for number in now.order:
                    if number < kept:
                        assert now.passage_at(number) == was.passage_at(number)
                        assert now.passage_at(number) not in anew
            told.add(kept > 0)
        assert told == {True, False}  # a version with many gone is written anew

    def test_a_version_stays_as_it_is(self, tmp_path: Path) -> None:
        """Two readers on two versions, at the same time; the files of the old one do not change."""
        old, new = tmp_path / "old", tmp_path / "new"
        old.mkdir()
        new.mkdir()
        first = [passage(n, f"氢能{'产业' * n}", source=f"{n % 5}.txt") for n in range(60)]
        self.keeper.build(old, first)
        before = {path.name: path.read_bytes() for path in old.iterdir()}
        readers = [Searcher(self.keeper.open(old))]
        self.keeper.update(old, new, frozenset({"1.txt"}), [passage(99, "氢能发展", source="1.txt")])
        assert {path.name: path.read_bytes() for path in old.iterdir()} == before
        readers.append(Searcher(self.keeper.open(new)))
        held = [first, [p for p in first if p.source != "1.txt"] + [passage(99, "氢能发展", source="1.txt")]]
        wrong = []
        asked: list[Query] = [Term("氢能"), Term("产业发展"), Not(Phrase("产业")), In("source", Phrase("1.txt"))]

        def ask(which: int) -> None:
            oracle, dice = Oracle(held[which]), random.Random(which)
            for _ in range(40):
                query = dice.choice(asked)
                if sorted(self.ids(readers[which], query)) != sorted(oracle.ids(query)):
                    wrong.append((which, query))

        threads = [threading.Thread(target=ask, args=(n % 2,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not wrong
        for reader in readers:
            reader.close()
            reader.close()

    def test_damage_is_named(self, tmp_path: Path) -> None:
        """Every file missing, cut short at any place, empty."""
        whole, dice = tmp_path / "whole", random.Random(7)
        whole.mkdir()
        self.keeper.build(whole, [passage(n, "氢能产业发展" * n, f"第{n}节") for n in range(20)])
        files = {path.name: path.read_bytes() for path in whole.iterdir()}
        cuts = [
            (name, cut) for name, data in files.items() for cut in {0, len(data) - 1, *dice.sample(range(len(data)), 5)}
        ]
        for number, (name, cut) in enumerate([*cuts, *((name, None) for name in files)]):
            broken = tmp_path / str(number)
            broken.mkdir()
            for other, data in files.items():
                (broken / other).write_bytes(data if other != name else data[:cut])
            if cut is None:
                (broken / name).unlink()
            with pytest.raises(DamagedIndexError) as caught:
                Searcher(self.keeper.open(broken))
            assert str(broken) in str(caught.value) and "\n" not in str(caught.value)
