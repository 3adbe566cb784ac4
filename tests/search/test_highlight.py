"""Snippets: a piece of the source, true marks, whole words; and what a reader is shown of raw text."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.model.document import Passage
from policysearch.query.ast import And, In, Near, Not, Or, Phrase, Query, Term, Wildcard
from policysearch.query.parser import parse
from policysearch.query.variants import respell
from policysearch.search.highlight import marks, marks_within, snippet, snippets
from policysearch.text.display import plain
from policysearch.text.normalize import fold
from policysearch.text.wildcard import expression
from tests.support import timing


def passage(text: str, title: str = "第一节 能源") -> Passage:
    place: dict[str, Any] = dict.fromkeys(("part", "chapter", "section", "article", "box"), "")
    words: dict[str, Any] = dict.fromkeys(
        ("type", "district", "city", "level", "plan", "number", "issuer", "issued"), ""
    )
    return Passage(
        id="d/sec_1",
        document_id="d",
        document="规划",
        years=(),
        kind="节",
        path=(title,),
        title=title,
        text=text,
        source="a.txt",
        line_start=1,
        line_end=2,
        **place,
        **words,
    )


def marked(text: str, query: str) -> list[str]:
    return [text[start:end] for start, end in marks(text, parse(query))]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("发展氢能产业", "氢能", ["氢能"]),
        ("发展氢能产业，氢能领先", "氢能 产业", ["氢能", "产业", "氢能"]),
        ("氢能产业发展", "氢能产业发展", ["氢能产业发展"]),
        ("发展氢能，壮大产业", "氢能产业发展", ["发展", "氢能", "产业"]),  # not there whole: its pieces
        ("不可抗力是不能预见的情况", "什么是不可抗力", ["不可抗力"]),  # not 是不, which only stands in the question
        ("氢能与能产", '"氢能产业"', []),  # a phrase is there whole or not at all
        ("到二〇三五年", "2035年", ["二〇三五年"]),
        ("到２０３５年", "2035年", ["２０３５年"]),
        ("占GDP 比重", "gdp比重", ["GDP 比重"]),
        ("占**GDP**比重", "GDP比重", ["GDP**比重"]),
        ("推進軟件", "软件", ["軟件"]),
        ("顯著著力反覆瞭解", "着力 反复 了解", ["著力", "反覆", "瞭解"]),
        ("绘画計畫", "计划", ["計畫"]),
        ("轨道交通和轨道", "轨道*", ["轨道", "轨道"]),  # the least that matches
        ("轨道交通", "轨?交通", ["轨道交通"]),
        ("轨道上的交通", "轨*交通", ["轨道上的交通"]),
        ("轨道。交通", "轨*交通", []),  # no wildcard crosses punctuation
        ("共120m²，㎡", "m2", ["m²", "㎡"]),
        ("共120㎡", "m", []),  # half of a character is no match
        ("氢能和燃料电池。" + "其他" * 20 + "氢能", '"氢能 燃料电池"~5', ["氢能", "燃料电池"]),
        ("发展氢能", "产业 -氢能", []),
        ("九龙坡区", "district:九龙坡", []),
        ("九龙坡区", "text:九龙坡", ["九龙坡"]),
        ("R&D投入，D级", "R&D", ["R&D"]),
        ("城市场馆", "城市 市场", ["城市"]),  # marks never overlap
        ("a<b>c", "b", []),  # what looks like a tag is markup
        ("", "氢能", []),
    ],
)
def test_marks_are_true(text: str, query: str, expected: list[str]) -> None:
    assert marked(text, query) == expected


def test_marks_hold_the_accents_of_their_last_letter() -> None:
    assert marked("cafe\u0301 bar", "cafe") == ["cafe\u0301"]


FILLER = "这里没有要找的词语，只有平常的叙述。" * 8


def test_the_piece_with_most_different_words_wins() -> None:
    text = f"{FILLER}氢能氢能氢能。{FILLER}氢能与燃料电池并举。{FILLER}"
    piece = snippet(passage(text), parse("氢能 燃料电池"), 60)
    assert piece.text.startswith("氢能与燃料电池并举。")
    assert piece.before and piece.after


def test_then_the_piece_with_most_matches() -> None:
    text = f"{FILLER}发展氢能。{FILLER}氢能制备、氢能储运、氢能应用。{FILLER}"
    assert snippet(passage(text), parse("氢能"), 60).text.startswith("氢能制备、氢能储运、氢能应用。")


@pytest.mark.parametrize(
    ("before", "start"),
    [
        (FILLER, "加快氢能发展"),  # a sentence
        (FILLER.replace("。", "，"), "加快氢能发展"),  # a clause
        ("没有标点" * 40 + "\n一个标题\n", "加快氢能发展"),  # a line
        (FILLER + "**", "**加快氢能发展"),  # markup belongs to what follows it
    ],
)
def test_it_begins_where_something_begins(before: str, start: str) -> None:
    piece = snippet(passage(before + "加快氢能发展，" + FILLER), parse("氢能"), 60)
    assert piece.text.removeprefix("**").startswith(start.removeprefix("**"))


def test_without_any_beginning_near_it_begins_before_the_match() -> None:
    piece = snippet(passage("没有标点" * 100 + "氢能" + "没有标点" * 100), parse("氢能"), 60)
    start, end = piece.marks[0]
    assert piece.text[start:end] == "氢能"
    assert 10 <= start <= 20
    assert len(piece.text) <= 60


def test_a_short_text_is_shown_whole_and_an_empty_one_by_its_heading() -> None:
    assert snippet(passage("\n发展氢能。\n"), parse("氢能")).text == "发展氢能。"
    piece = snippet(passage("", "第一节 氢能"), parse("氢能"))
    assert (piece.text, piece.marks, piece.before, piece.after) == ("第一节 氢能", ((4, 6),), False, False)


def test_of_a_match_that_runs_on_from_the_heading_the_end_is_marked() -> None:
    """Where the text begins on the heading's line, as in a law."""
    article = replace(passage("本办法自公布之日起 施行，由甲解释。"), title="第八条", printed="# 第八条 ", run_in=True)
    for typed in ("第八条 本办法自公布之日起施行", "“八条本办法自公布之日起施行”"):
        for piece in (snippet(article, parse(typed)), snippets(article, parse(typed)).best):
            assert [piece.text[a:b] for a, b in piece.marks] == ["本办法自公布之日起 施行"]
        assert marks_within(article, parse(typed)) == ((0, 12),)
    apart = replace(article, printed="# 第八条", run_in=False)
    assert snippet(apart, parse("“八条本办法”")).marks == ()


def test_without_a_match_it_is_the_beginning() -> None:
    piece = snippet(passage(FILLER), parse("氢能"), 40)
    assert FILLER.startswith(piece.text)
    assert piece.marks == () and piece.after and not piece.before


def test_a_match_longer_than_the_snippet_is_shown_whole() -> None:
    text = "开头。" + "氢能产业发展规划" * 5 + "结尾。" * 20
    assert marked(snippet(passage(text), parse("氢能产业发展规划"), 4).text, "氢能产业发展规划") == ["氢能产业发展规划"]


# What texts and queries are made of: words, units that must not be cut, markup, punctuation, white space.
WORDS = [
    "氢能",
    "产业",
    "发展",
    "轨道交通",
    "区",
    "年",
    "2035",
    "PM2.5",
    "75%",
    "R&D",
    "二〇三五年",
    "km²",
    "㎡",
    "国家",
]
GLUE = [
    "，",
    "。",
    "；",
    "\n",
    "\n\n",
    "\t",
    " ",
    "　",
    "**",
    "<b>",
    "</b>",
    "（",
    "）",
    "“",
    "”",
    "*",
    "\\",
    "\u200b",
    "e\u0301",
    "Ⅲ",
]
TEXTS = st.lists(st.sampled_from(WORDS * 2 + GLUE), max_size=120).map("".join)
NEEDLES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map("".join)
PATTERNS = st.tuples(st.sampled_from(["氢", "轨", "产", "20", "p"]), st.sampled_from("*?"), NEEDLES).map("".join)
LEAVES = st.one_of(
    NEEDLES.map(Term),
    NEEDLES.map(Phrase),
    PATTERNS.map(Wildcard),
    st.tuples(st.tuples(NEEDLES, NEEDLES), st.integers(0, 30)).map(lambda near: Near(*near)),
)
QUERIES = st.lists(
    st.one_of(LEAVES, LEAVES.map(Not), LEAVES.map(lambda leaf: In("text", leaf))), min_size=2, max_size=4
).flatmap(lambda parts: st.sampled_from([And(tuple(parts)), Or(tuple(parts))]))


def asked(query: Query, found: str) -> bool:
    """Whether the folded text `found` is something that `query` wants; told without the code under test."""
    match query:
        case And(parts) | Or(parts):
            return any(asked(part, found) for part in parts)
        case In(_, inner):
            return asked(inner, found)
        case Term(text):
            return found in fold(text)
        case Phrase(text):
            return found == fold(text)
        case Near(parts, _):
            return found in map(fold, parts)
        case Wildcard(pattern):
            rule = "".join(r"\w*" if c == "*" else r"\w" if c == "?" else re.escape(fold(c)) for c in pattern)
            return re.fullmatch(rule, found) is not None
        case _:
            return False


@settings(max_examples=300, deadline=None)
@given(TEXTS, QUERIES, st.integers(1, 80))
def test_every_snippet_is_a_piece_of_its_source_with_true_marks(text: str, query: Query, length: int) -> None:
    piece = snippet(passage(text), query, length)
    source = text if text.strip() else "第一节 能源"
    assert piece.text in source
    assert piece.text == piece.text.strip()
    end = 0
    for start, after in piece.marks:
        assert end <= start < after <= len(piece.text)
        assert asked(respell(query), fold(piece.text[start:after])), piece.text[start:after]
        end = after
    if marks(source, query):
        assert piece.marks, "matches exist, but the snippet shows none"
    shown, moved = plain(piece.text, piece.marks)
    assert [plain(piece.text[a:b])[0] for a, b in piece.marks] == [shown[a:b] for a, b in moved]


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.one_of(PATTERNS, PATTERNS.map("*{}*".format), PATTERNS.map("{}*年".format)))
def test_a_wildcard_marks_what_it_finds(text: str, pattern: str) -> None:
    found = expression(pattern).search(fold(text))
    assert bool(marks(text, Wildcard(pattern))) == bool(found)


@settings(max_examples=200, deadline=None)
@given(TEXTS, NEEDLES, st.integers(10, 80))
def test_no_number_word_or_markup_is_cut(text: str, needle: str, length: int) -> None:
    text = f"{text}。{needle}。{text}"
    piece = snippet(passage(text), Term(needle), length)
    edges = {
        place
        for start in range(len(text))
        if text.startswith(piece.text, start)
        for place in (start, start + len(piece.text))
    }
    units = [
        unit.span()
        for unit in re.finditer(r"\*{2,}|<b>|</b>|[0-9A-Za-z.&\u0301]+[%]?", text)
        if len(unit.group()) < length
    ]
    assert any(all(not start < edge < end for start, end in units) for edge in edges)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("**坚持**高<b>质量</b>发展", "坚持高质量发展"),
        ("CO<sub>2</sub>排放，3\\*4", "CO2排放，3*4"),
        ("x < 5 且 y > 3", "x < 5 且 y > 3"),
        ("这一行是很长的一句话，在这里被分页打断了，一共超过三十个字，深度融\n\n入国家战略", None),
        ("指标\n\t6.3\n\t6*", "指标 6.3 6*"),  # cells are never joined
        ("目标\n一是稳", "目标 一是稳"),
        ("完成。\n二是", "完成。二是"),
        ("\x1b[31m红\x07\u202e字\u2066\ufeff\ud800", "[31m红字"),
        ("  两端　空白\t", "两端 空白"),
    ],
)
def test_plain_is_what_a_reader_sees(raw: str, shown: str | None) -> None:
    assert plain(raw)[0] == (raw.replace("\n", "") if shown is None else shown)


def test_words_far_apart_are_shown_in_several_fragments() -> None:
    text = f"{FILLER}发展氢能。{FILLER}建设轨道交通。{FILLER}养老床位。"
    shown = snippets(passage(text), parse("氢能 轨道交通 养老床位"), 60)
    assert {fragment.text[a:b] for fragment in shown.fragments for a, b in fragment.marks} == {
        "氢能",
        "轨道交通",
        "养老床位",
    }
    assert shown.best in shown.fragments and len(shown.fragments) == 3
    assert [text.index(fragment.text) for fragment in shown.fragments] == sorted(
        text.index(fragment.text) for fragment in shown.fragments
    )
    assert (shown.matches, shown.further) == (3, 0)


def test_one_fragment_is_enough_when_it_holds_all() -> None:
    shown = snippets(passage(f"{FILLER}氢能与轨道交通。{FILLER}氢能。{FILLER}氢能。"), parse("氢能 轨道交通"), 60)
    assert shown.fragments == (shown.best,)
    assert (shown.matches, shown.further) == (4, 2)


@settings(max_examples=200, deadline=None)
@given(TEXTS, QUERIES, st.integers(1, 80))
def test_fragments_are_pieces_in_order_with_true_marks(text: str, query: Query, length: int) -> None:
    shown = snippets(passage(text), query, length)
    source = text if text.strip() else "第一节 能源"
    assert shown.best == snippet(passage(text), query, length)
    at = 0
    for fragment in shown.fragments:
        at = source.index(fragment.text, at) + len(fragment.text)
        for start, end in fragment.marks:
            assert asked(respell(query), fold(fragment.text[start:end]))
    assert sum(len(fragment.marks) for fragment in shown.fragments) + shown.further >= shown.matches


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        (
            "加快氢能发展，建设加氢站，推广汽车，" + "没有标点" * 20,
            20,
            "加快氢能发展，建设加氢站，推广汽车，",
        ),  # a clause
        ("加快氢能发展。建设加氢站，" + "没有标点" * 20, 10, "加快氢能发展。"),  # a sentence before a clause
        ("加快氢能发展打造“两主四特一核多点”格局" + "没有标点" * 20, 14, "加快氢能发展打造"),  # no quoted term is cut
        ("加快氢能发展落实《重庆市城市更新条例》" + "没有标点" * 20, 14, "加快氢能发展落实"),
        ("加快氢能发展达到1,234.5亿元" + "没有标点" * 20, 12, "加快氢能发展达到"),
    ],
)
def test_it_ends_where_something_ends(text: str, length: int, expected: str) -> None:
    assert snippet(passage(text), parse("氢能"), length).text == expected


def test_of_a_very_long_text_the_best_stretch_is_shown() -> None:
    text = FILLER * 300 + "氢能。" + FILLER * 300 + "氢能与燃料电池。" + FILLER * 300
    shown = snippets(passage(text), parse("氢能 燃料电池"), 60)
    assert shown.best.text.startswith("氢能与燃料电池。")
    assert shown.best.before and shown.best.after and shown.matches == 3
    assert snippet(passage(text), parse("氢能 燃料电池"), 60) == shown.best


def test_a_very_long_text_takes_no_longer_than_it_is_long() -> None:
    """A megabyte took seconds when all of it was looked at closely."""
    tree = parse("怎样推动氢能产业发展与轨道交通建设")

    def seconds(sentences: int) -> float:
        long = passage("氢能产业，轨道交通。" * sentences)
        return timing.takes(lambda: snippets(long, tree))

    assert timing.in_proportion(seconds, 6_000)


# What no fragment may cut, whatever its length and what stands around it.
WHOLE = [
    "10万元",
    "2万元以上",
    "百分之五十",
    "百分之三点五",
    "千分之三",
    "三分之一",
    "2026—2027年",
    "2026年3月1日",
    "第十六条",
    "第一百三十三条之一",
    "5%～10%",
    "1,234.5亿元",
    "19万元/人",
    "35 微克/立方米",
    "5个百分点",
    "CO₂",
    "CO<sub>2</sub>",
    "km²",
    "PM2.5",
    "R&D",
    "一千二百三十四户",
    "“两主四特”",
    "《城市更新条例》",
    "（试行）",
]


@pytest.mark.parametrize("whole", [whole.removesuffix("以上") for whole in WHOLE])
@pytest.mark.parametrize("length", range(14, 34))
def test_no_number_with_its_unit_and_no_term_is_cut_at_any_length(whole: str, length: int) -> None:
    text = f"其他情形另行规定。由主管部门责令改正并没收违法所得处罚额度{whole}情节恶劣还要吊销许可直至停业整顿。"
    for query in ("没收", "吊销", "规定", "没收 吊销", whole):
        for fragment in snippets(passage(text), parse(query), length).fragments:
            start = text.index(fragment.text)
            at = text.index(whole)
            for edge in (start, start + len(fragment.text)):
                assert not at < edge < at + len(whole), fragment.text


CHUNKS = st.sampled_from(
    ["氢能", "轨道交通", "产业", "建设", "的", "和", *WHOLE, "没有要找的词", "，", "、", "。", "；", "\n"]
)
WORDED = st.lists(st.sampled_from(["氢能", "轨道交通", "产业", "建设", "CO₂"]), min_size=1, max_size=4, unique=True)


@settings(max_examples=400, deadline=None)
@given(st.lists(CHUNKS, max_size=80).map("使".join), WORDED, st.integers(30, 120))
def test_fragments_end_with_clauses_and_cover_the_query(text: str, words: list[str], length: int) -> None:
    shown = snippets(passage(text), And(tuple(map(Term, words))), length)
    whole = [unit.span() for unit in re.finditer("|".join(map(re.escape, [*WHOLE, *words])), text)]
    at = 0
    for fragment in shown.fragments if text.strip() else ():
        at = text.index(fragment.text, at)
        end = at + len(fragment.text)
        # A clause that alone is longer may end a little later.
        assert len(fragment.text) <= length * 6 // 5
        assert not [text[a:b] for a, b in whole for edge in (at, end) if a < edge < b]
        if fragment is shown.best and fragment.after and text[end - 1] not in "，。；" and text[end] != "\n":
            clause = re.split("[，。；\n]", text[:end])[-1] + re.split("[，。；\n]", text[end:])[0]
            assert len(clause) >= length
        at = end
    assert {word for word in words if word in text} <= {
        word for word in words for fragment in shown.fragments if fold(word) in fold(fragment.text)
    }


def test_a_clause_is_not_cut_for_the_length() -> None:
    """实施綦河流域水环境综合整┃治: it ended in the middle of a word where a clause had ended before."""
    text = "推进氢能利用，开展轨道交通沿线环境综合整治，" * 8
    for length in range(24, 100):
        piece = snippet(passage(text), parse("氢能"), length)
        assert piece.text[-1] == "，" and len(piece.text) <= length
    assert snippet(passage("开头。" + "没有标点" * 20 + "氢能，结尾。"), parse("氢能"), 72).text[-3:] == "氢能，"


def test_a_long_clause_is_cut_at_the_border_of_a_word() -> None:
    text = "加快氢能示范应用和" + "基础设施的互联互通与共建共享" * 6
    piece = snippet(passage(text), parse("氢能"), 40)
    assert len(piece.text) <= 40 and piece.after
    assert re.match("[和与]|基础|互联", text[len(piece.text) :])
    listed = "氢能、" + "储能电池、智能网联、轻量合金、" * 9
    assert snippet(passage(listed), parse("氢能"), 41).text[-1] == "、"


def test_every_word_gets_a_fragment_if_need_be() -> None:
    words = ["氢能", "轨道交通", "养老床位", "海绵城市", "河长制", "托育"]
    text = FILLER.join(f"推进{word}工作。" for word in words)
    shown = snippets(passage(text), parse(" ".join(words)), 60)
    assert {fragment.text[a:b] for fragment in shown.fragments for a, b in fragment.marks} == set(words)
    assert sum(len(fragment.text) for fragment in shown.fragments) <= 60 * 13 // 4


def test_a_piece_from_within_a_line_joins_what_the_end_of_a_page_cut() -> None:
    text = "坚持把发展经济的着力点放在实体经济上，" + "大力培育氢能，加快推进新\n兴产业集聚。" + FILLER
    piece = snippet(passage(text), parse("氢能"), 20)
    assert piece.text.startswith("大力培育氢能")
    assert plain(piece.text, piece.marks, piece.line)[0].startswith("大力培育氢能，加快推进新兴产业集聚。")
    assert snippet(passage("开头。\n" * 9 + text), parse("产业"), 20).text[:6] != "兴产业集聚。"
