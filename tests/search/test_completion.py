"""Completion: all that begins so, or holds it, or is spelled so; against a brute-force look at words, headings and values."""

from __future__ import annotations

import random
import re
from collections import Counter
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from policysearch.index.index import Index
from policysearch.model.document import Passage
from policysearch.query import parser
from policysearch.search.completion import Entries, bare
from policysearch.text.normalize import fold
from policysearch.text.pinyin import distance, expressions, readings, spellings, usual_readings
from policysearch.text.pinyin_table import SYLLABLES
from tests.support import timing
from tests.support.oracle import words_of

EVERYTHING = 10_000


@pytest.fixture(scope="module")
def passages(index: Index) -> list[Passage]:
    return list(index.passages())


def found(index: Index, typed: str, kind: str, limit: int = EVERYTHING) -> list[str]:
    return [entry.text for entry in index.suggest(typed, limit) if entry.kind == kind]


@pytest.mark.parametrize(
    "typed", ["氢", "氢能", "产业", "产", "建设", "养老", "a", "r", "2035", "一", "qn", "qingneng", "cy"]
)
def test_terms_are_all_words_that_begin_so_the_commonest_first(
    index: Index, passages: list[Passage], typed: str
) -> None:
    counts = Counter(w for p in passages for w in words_of(p))
    literal = {word for word in counts if len(word) > 1 and word.startswith(typed)}
    heard = {word for word in counts if len(word) > 1 and any(_spells(typed, way) for way in spellings(word))}
    terms = found(index, typed, "term")
    assert set(terms) == literal | heard
    assert terms[: len(literal)] == sorted(literal, key=lambda word: (-counts[word], word))


def _spells(typed: str, spelling: str) -> bool:
    """Whether letters are beginnings of syllables of a spelling from its first on, by trying all ways to cut them."""
    syllables = spelling.split("'")

    def fits(rest: str, at: int) -> bool:
        if not rest:
            return True
        if at == len(syllables):
            return False
        return any(fits(rest[n:], at + 1) for n in range(1, len(rest) + 1) if syllables[at].startswith(rest[:n]))

    return typed.isascii() and typed.isalpha() and fits(typed, 0)


@pytest.mark.parametrize("typed", ["氢能", "产业", "乡村", "主要", "体系", "规划", "重点", "指标"])
def test_headings_are_all_that_hold_it_and_those_that_begin_so_come_first(
    index: Index, passages: list[Passage], typed: str
) -> None:
    titles: dict[str, list[Passage]] = {}
    for passage in passages:
        if passage.title and passage.kind != "名词解释" and typed in bare(fold(passage.title)):
            titles.setdefault(bare(fold(passage.title)), []).append(passage)
    headings = found(index, typed, "heading")
    assert {bare(fold(heading)) for heading in headings} == titles.keys()
    assert len(headings) == len(titles)
    begins = [bare(fold(heading)).startswith(typed) for heading in headings]
    assert begins == sorted(begins, reverse=True)


def test_values_fields_documents_and_glossary(index: Index, passages: list[Passage]) -> None:
    assert found(index, "district:九", "district") == ["九龙坡区"]
    assert found(index, "district:jl", "district") == ["九龙坡区"] == found(index, "区县：jlp", "district")
    assert set(found(index, "district:", "district")) == {p.district for p in passages if p.district}
    assert set(found(index, "kind:", "value")) == {p.kind for p in passages}
    assert found(index, "distr", "field") == ["district:"] and found(index, "区", "field") == ["区县:"]
    assert index.suggest("unknown:氢") == index.suggest("chapter:") == ()
    defined = {p.title for p in passages if p.kind == "名词解释" and p.title}
    for term in defined:
        assert term in found(index, term, "glossary")
    (document,) = [entry for entry in index.suggest("重庆市綦江", EVERYTHING) if entry.kind == "document"]
    assert document.count == sum(p.document_id == document.id for p in passages)


def test_after_a_field_that_is_text_come_words_and_values_of_it(index: Index, passages: list[Passage]) -> None:
    for field in ("chapter", "section", "box", "document"):
        values = {getattr(p, field) for p in passages}
        for typed in ("产", "规划", "chanye"):
            for entry in index.suggest(f"{field}:{typed}", EVERYTHING):
                if entry.kind == "term":
                    assert any(entry.text in fold(value) for value in values)
                else:
                    assert any(fold(entry.text) in fold(value) for value in values)
                assert index.search(entry.typed, 0, strict=True).total, entry
    terms = {entry.text for entry in index.suggest("章:产", EVERYTHING) if entry.kind == "term"}
    held = {word for p in passages for word in words_of(p) if word.startswith("产") and len(word) > 1}
    assert terms == {word for word in held if any(word in fold(p.chapter) for p in passages)}
    assert {entry.kind for entry in index.suggest("title:产", EVERYTHING)} == {"term", "heading", "glossary"}
    years = {str(year) for p in passages for year in p.years}
    assert set(found(index, "year:20", "value")) == {year for year in years if year.startswith("20")}


@pytest.mark.parametrize(
    ("typed", "kind", "expected"),
    [
        ("“氢", "term", "“氢能”"),
        ("产业 “氢", "term", "产业 “氢能”"),
        ('"qingn', "term", '"氢能"'),
        ("发展「氢", "term", "发展「氢能」"),
        ("-《氢", "term", "-《氢能》"),
        ("text:“氢", "term", "text:“氢能”"),
        ("区县：“九", "district", "区县：“九龙坡区”"),
    ],
)
def test_after_an_opening_quote_it_is_closed(index: Index, typed: str, kind: str, expected: str) -> None:
    assert expected in [entry.typed for entry in index.suggest(typed, EVERYTHING) if entry.kind == kind]
    assert index.suggest(f"{typed}能”") == index.suggest('"氢能"') == ()


def test_after_a_title_mark_the_documents_come_first(index: Index, passages: list[Passage]) -> None:
    first, *_ = index.suggest("氢能 《重庆市綦")
    assert first.kind == "document" and first.typed == f"氢能 《{first.text}》"


@pytest.mark.parametrize(
    "typed",
    [
        "氢",
        "养老 distr",
        "(氢能 OR 产",
        "-区县：綦",
        "氢能 产业",
        "重庆市",
        "“",
        "“氢",
        "章:产",
        "qn",
        "氢能 -",
        "规划",
    ],
)
def test_what_it_makes_is_a_query_that_keeps_what_stood_before(index: Index, typed: str) -> None:
    for entry in index.suggest(typed):
        head = re.split(r"[\s(：:]", typed)
        assert entry.typed.startswith(typed[: len(typed) - len(head[-1].lstrip("-"))])
        if not entry.typed.endswith(":"):
            parser.parse(entry.typed.lstrip("-(") if "(" in typed else entry.typed)


def test_a_heading_and_a_term_that_were_chosen_are_found(index: Index) -> None:
    for entry in (*index.suggest("产业"), *index.suggest("规划"), *index.suggest("district:")):
        if entry.kind == "field":  # its value is still to be typed
            continue
        found = index.search(entry.typed).total
        assert found if entry.kind == "term" else found >= entry.count, entry


def test_kinds_take_turns(index: Index) -> None:
    kinds = Counter(entry.kind for entry in index.suggest("产业", 4))
    assert kinds["term"] and kinds["heading"]
    assert len(index.suggest("产业", 4)) == 4 and index.suggest("产业", 0) == () and index.suggest("", 5) == ()


@pytest.mark.parametrize(
    "typed", ["\n", "\t氢", "氢\n", "*", "(((", "]", "氢[", "'", "\\", "a" * 500, "氢" * 500, "\ud800", "́"]
)
def test_whatever_is_typed_is_no_error(index: Index, typed: str) -> None:
    index.suggest(typed)


def test_entries_against_brute_force() -> None:
    dice = random.Random(4)
    texts = {"".join(dice.choices("重庆能源长江a1 \t", k=dice.randint(1, 5))) for _ in range(400)}
    entries = Entries((text, dice.randint(1, 9), text) for text in texts)
    flat = {text: text.replace("\t", " ") for text in texts}
    for typed in ["重", "重庆", "能", "a", "1", "长江", "源a", "江 "]:
        got = [text for text, _, _ in entries.find(typed, within=True)]
        assert len(got) == len(set(got))
        assert {text for text in texts if typed in flat[text]} <= set(got)
        begins = [text for text in texts if flat[text].startswith(typed)]
        assert set(got[: len(begins)]) == set(begins)
    assert not list(entries.find("没有", within=True))


def test_what_goes_leaves_the_completion(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    for number in range(9):  # so few are removed that the version is not written anew
        (docs / f"{number}.txt").write_text(f"第一章 产业{number}\n\n发展产业经济{number}。\n", "utf-8")
    (docs / "gone.txt").write_text("第一章 氢能\n\n氢能氢能。\n", "utf-8")
    Index.update([docs], tmp_path / "index")
    (docs / "gone.txt").unlink()
    Index.update([docs], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        assert index.suggest("氢能") == () and index.suggest("qingneng") == ()
        (term,) = [entry for entry in index.suggest("发展") if entry.text == "发展"]
        assert term.count == 9


def test_a_keystroke_takes_5_ms_at_most(index: Index) -> None:
    for typed in ("氢", "qn", "产业", "zzz", "章:产", "title:chan", "year:20"):
        index.suggest(typed)
    for typed in (
        "氢",
        "qn",
        "qingneng",
        "产业",
        "zzz",
        "district:jlp",
        "s",
        "重庆市",
        "发展",
        "章:产",
        "title:chan",
        "《重",
        "year:20",
    ):
        assert timing.within(0.005, partial(index.suggest, typed)), typed


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("陈", "成", 1), ("青", "氢", 0), ("坡", "破", 0), ("能", "源", 2), ("蓝", "南", 1), ("a", "a", 0)],
)
def test_how_alike_characters_sound(one: str, other: str, expected: int) -> None:
    assert distance(one, other) == distance(other, one) == expected


def test_pinyin_is_that_of_pypinyin() -> None:
    """The usual reading of every character of GB 2312, tones aside."""
    pypinyin = pytest.importorskip("pypinyin")
    characters = re.sub(r"[ -~]", "", SYLLABLES)
    assert len(set(characters)) == 6763
    for character in set(characters):
        (usual,) = pypinyin.lazy_pinyin(character, v_to_u=False)
        assert readings(character)[0] == usual.replace("ü", "v"), character


def test_usual_readings_are_those_of_pypinyin_or_none() -> None:
    """For every phrase of its dictionary, and for phrases beside others."""
    pypinyin = pytest.importorskip("pypinyin")
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    phrases = list(PHRASES_DICT)
    mixed = random.Random(1).sample(phrases, 6000)
    texts = [*map(chr, PINYIN_DICT), *phrases, *(f"{one}{other}2（{one[:1]}" for one, other in pairwise(mixed))]
    told = {text: read for text in texts if (read := usual_readings(text)) is not None}
    assert {text: pypinyin.lazy_pinyin(text, errors="ignore") for text in told} == told
    assert len(told) > 0.8 * len(phrases)
    assert {text: [way[:1] for way in read] for text, read in told.items()} == {
        text: pypinyin.lazy_pinyin(text, style=pypinyin.Style.FIRST_LETTER, errors="ignore") for text in told
    }


@pytest.mark.parametrize(
    ("typed", "word", "fits"),
    [
        ("zq", "重庆", True), ("cq", "重庆", True), ("chongq", "重庆", True), ("chq", "重庆", True), ("qc", "重庆", False),
        ("xian", "西安", True), ("xian", "先进", True), ("nv", "女性", True), ("5g", "5g网络", True), ("5gwl", "5g网络", True),
        ("qi'n", "氢能", False), ("氢n", "氢能", True), ("qing neng", "氢能", True),
    ],
)  # fmt: skip
def test_letters_for_pinyin(typed: str, word: str, fits: bool) -> None:
    got = any(re.match(expression, way) for expression in expressions(typed) for way in spellings(word))
    assert got == (fits or typed == "qi'n")  # an apostrophe parts nothing: qi'n is qin
