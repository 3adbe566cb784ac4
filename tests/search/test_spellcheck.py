"""Did you mean: every slip of one character is undone, what is offered finds more, and what was quoted or excluded stays."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.index.index import Index
from policysearch.model.errors import QueryError
from policysearch.query import parser
from policysearch.query.ast import And, In, Phrase, Term, as_phrases
from policysearch.search import spellcheck
from policysearch.search.query_parts import nearest, parts
from policysearch.search.searcher import Searcher
from policysearch.search.spellcheck import Corrector
from policysearch.store.local.store import LocalKeeper
from tests.support.paths import SHARED

REAL = SHARED / "corpus"


@pytest.fixture(scope="module")
def reader(samples: Path) -> Iterator[Searcher]:
    with contextlib.closing(Searcher(LocalKeeper().open(next(samples.glob("v*"))))) as opened:
        yield opened


@pytest.fixture(scope="module")
def corrector(reader: Searcher) -> Corrector:
    return Corrector(reader)


def slips(word: str, characters: str) -> dict[str, set[str]]:
    """Every text that one slip makes of `word`."""
    places = range(len(word))
    return {
        "wrong": {word[:i] + c + word[i + 1 :] for i in places for c in characters},
        "missing": {word[:i] + word[i + 1 :] for i in places},
        "extra": {word[:i] + c + word[i:] for i in range(len(word) + 1) for c in characters},
        "swapped": {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in places[:-1]},
    }


def frequent(reader: Searcher, count: int) -> list[str]:
    words = [word for word in reader.vocabulary if 2 <= len(word) <= 6]
    return sorted(words, key=lambda word: (-reader.vocabulary[word], word))[:count]


def test_every_slip_of_one_character_in_a_frequent_word_leads_back_to_it(
    reader: Searcher, corrector: Corrector
) -> None:
    for word in frequent(reader, 150):
        for kind, texts in slips(word, "能鑫x").items():
            for text in texts - {word}:
                assert word in corrector.near(text), f"{word} {kind}: {text}"


def test_nothing_else_is_near(corrector: Corrector, reader: Searcher) -> None:
    """What is near is a word one slip away, or one that sounds the same."""
    dice = random.Random(7)
    from policysearch.text.pinyin import spellings

    for word in dice.sample(frequent(reader, 400), 60):
        for other in corrector.near(word):
            ways = slips(word, other)
            same = {w.replace("'", "") for w in spellings(word)} & {w.replace("'", "") for w in spellings(other)}
            assert same or any(other in texts for texts in ways.values()), (word, other)


def test_a_slip_in_a_query_is_corrected_to_what_finds_more(index: Index, reader: Searcher) -> None:
    dice = random.Random(11)
    offered = tried = 0
    names = [word for word in frequent(reader, 400) if len(word) > 2 and not set(word) & set("0123456789一二三四五")]
    for word in names[:40]:  # numbers are never corrected
        for texts in slips(word, "鑫").values():
            text = dice.choice(sorted(texts - {word}))
            total = index.search(Phrase(text), 0).total
            if total:
                continue
            tried += 1
            if meant := index.did_you_mean(text):
                offered += 1
                apart = index.search(text, 0, strict=True).total  # its words, here and there
                assert index.search(meant, 0).total > apart or index.search(Phrase(meant), 0).total >= 10
    assert tried > 80 and offered > 0.9 * tried


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("氢气能", "氢能"),
        ("氢气能 district:九龙坡", "氢能 district:九龙坡"),
        ("district:九龙坡 氢气能", "district:九龙坡 氢能"),
        ("区县：九龙破 氢能", "区县：九龙坡区 氢能"),
        ("陈渝地区", "成渝地区"),
        ("轨到交通", "轨道交通"),
        ("轨到交通 -公交", "轨道交通 -公交"),
        ("qingneng", "氢能"),
        ("氢气能^2 产业", "氢能^2 产业"),
        ("(氢气能 OR 鑫能氢)", "(氢能 OR 鑫能氢)"),
        ("plan:十五午 产业", "plan:十五五 产业"),
        ("“氢气能”", None),
        ("-氢气能 -产业 -发展 -district:重庆 -的", None),
        ("氢气*能", None),
        ('"氢气能 产业"~5', None),
        ("氢能", None),
        ("“氢气能” 氢能", None),
        ("氢能 district:北海道", None),
        ("𠮷𠮷𠮷", None),
    ],
)
def test_what_was_meant(index: Index, typed: str, meant: str | None) -> None:
    assert index.did_you_mean(typed) == meant


def test_a_query_given_as_a_tree_comes_back_in_its_canonical_form(index: Index) -> None:
    tree = And((Term("氢气能"), In("district", Term("九龙坡"))))
    assert index.did_you_mean(tree) == "氢能 AND district:九龙坡"


def test_latin_letters_keep_their_case(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("第一章 投入\n\n加大R&D投入强度，R&D投入增长。\n", "utf-8")
    Index.update([tmp_path / "a.txt"], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        assert index.did_you_mean("R&D投人强度") == "R&D投入强度"


@settings(max_examples=60, deadline=None)
@given(st.text("氢气能产业陈渝九龙破 district:()“”-OR*^2x", min_size=1, max_size=14))
def test_whatever_is_offered_finds_more(index: Index, typed: str) -> None:
    try:
        total = index.search(typed, 0).total
        meant = index.did_you_mean(typed)
    except QueryError:
        return
    if meant is not None:
        assert index.search(meant, 0).total > 0
        more = index.search(meant, 0).total > total or index.search(typed, 0).relaxed
        assert more or index.search(as_phrases(parser.parse(meant)), 0).total >= 10
        quoted = {str(leaf) for leaf in _phrases(parser.parse(typed))}
        assert quoted == {str(leaf) for leaf in _phrases(parser.parse(meant))}


def _phrases(query: object) -> Iterator[Phrase]:
    if isinstance(query, Phrase):
        yield query
    for part in getattr(query, "queries", None) or filter(None, [getattr(query, "query", None)]):
        yield from _phrases(part)


def test_each_part_says_what_it_finds_alone(reader: Searcher) -> None:
    tree = parser.parse("氢能 district:九龙破 year:1999")
    found = parts(reader, tree)
    assert [part.text for part in found] == ["氢能", "district:九龙破", "year:1999"]
    assert [part.total for part in found] == [reader.search(Term("氢能")).total, 0, 0]
    assert [part.nearest for part in found] == ["", "九龙坡区", ""]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("九龙破", "九龙坡区"),
        ("綦讲", "綦江区"),
        ("南按", "南岸区"),
        ("沙坪", "沙坪坝区"),
        ("jiulongpo", "九龙坡区"),
        ("上海", ""),
    ],
)
def test_the_nearest_value(typed: str, expected: str) -> None:
    assert nearest(typed, ["九龙坡区", "南岸区", "沙坪坝区", "綦江区", "重庆市"]) == expected


@pytest.mark.corpus
@pytest.mark.skipif(not REAL.is_dir(), reason="../shared/corpus is not there")
def test_the_examples_of_the_real_documents(tmp_path: Path) -> None:
    Index.update([REAL], tmp_path / "index")
    expected = {
        "氢气能": "氢能", "陈渝": "成渝", "人工之能": "人工智能", "枢扭港": "枢纽港", "碳达锋": "碳达峰", "数字孪升": "数字孪生",
        "生物医要产业": "生物医药产业", "西部陆海新同道": "西部陆海新通道", "低空经挤 district:九龙坡": "低空经济 district:九龙坡",
        "养老服务的目标": None, "氢能产业布局": None, "年轻人安居": None, "没有的词语": None,
    }  # fmt: skip
    with Index.open(tmp_path / "index") as index:
        assert {typed: index.did_you_mean(typed) for typed in expected} == expected


@pytest.mark.corpus
@pytest.mark.skipif(not REAL.is_dir(), reason="../shared/corpus is not there")
def test_help_is_wanted_where_no_passage_holds_the_whole(tmp_path: Path) -> None:
    Index.update([REAL], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        wanted = {
            typed: index.search(typed).wants_help for typed in ("数子经济", "数字经济", "氢能 产业", "district:九龙坡")
        }
    assert wanted == {"数子经济": True, "数字经济": False, "氢能 产业": False, "district:九龙坡": False}


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("数字经挤", {"数字经济": 3}),
        ("数字经", {}),  # it stands there
        ("数子字经济", {"数字经济": 3}),
        ("数字经济", {}),
        ("子经济", {"经济": 3}),
        ("发展重工业", {"发展轻工业": 1}),
        ("经济的发", {}),  # not across the end of a passage, nor of a word
    ],
)
def test_strings_of_the_texts_that_one_character_parts(tmp_path: Path, text: str, near: dict[str, int]) -> None:
    lines = ["数字经济", "", "一、发展数字经济的发展，发展轻工业。", "", "二、发展数字经济。"]
    (tmp_path / "a.txt").write_text("\n".join(lines), "utf-8")
    Index.update([tmp_path / "a.txt"], tmp_path / "index")
    with contextlib.closing(Searcher(LocalKeeper().open(next((tmp_path / "index").glob("v*"))))) as reader:
        assert reader.near(text) == near


def test_another_word_is_no_slip(tmp_path: Path) -> None:
    """火星 is a word, so that nobody who types it means 火灾; what stands there is found, and what lacks is named."""
    lines = [
        "防范火灾，发展氢能，机器与养老。",
        "",
        "一、火灾防范与氢能。",
        "",
        "二、房屋租赁，房屋租赁，试用期。",
        "",
        "三、试用其他。",
    ]
    (tmp_path / "a.txt").write_text("\n".join(lines), "utf-8")
    Index.update([tmp_path / "a.txt"], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        found = index.search("火星氢能")
        assert found.total == 2 and found.lacking == (1, ("火星",)) and index.did_you_mean("火星氢能") is None
        assert index.did_you_mean("火星 氢能") is None and index.did_you_mean("机器猫养老") is None
        assert index.did_you_mean("房屋租凭") == "房屋租赁"  # no word, and written nearly alike
        assert index.did_you_mean("试用其") in (None, "试用期")


@pytest.mark.parametrize(
    ("text", "other", "may_be"),
    [
        ("esg", "esc", False),
        ("o3", "l3", False),
        ("二十岁", "二十", False),
        ("脐橙", "戚城", False),
        ("发展局", "发展", False),
        ("发展展", "发展", True),
        ("qijian", "綦江", True),
    ],
)
def test_an_acronym_or_office_is_no_slip(corrector: Corrector, text: str, other: str, may_be: bool) -> None:
    assert corrector._may_be_meant(text, other, spellcheck._slip(text, other) if len(text) < 6 else 0) is may_be
