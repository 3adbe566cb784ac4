"""The query language: cases for every form, errors that point, and the two guarantees on random input."""

from __future__ import annotations

import re
import unicodedata
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policysearch.model.errors import QueryError, UnknownFieldError, UnsupportedQueryError
from policysearch.model.fields import BY_NAME, FIELDS
from policysearch.query.ast import (
    And,
    Boost,
    In,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Range,
    Term,
    Wildcard,
    all_of,
    any_of,
    children,
    negate,
    positive_leaves,
    positive_leaves_in,
    transform,
    walk,
    wordless,
)
from policysearch.query.parser import DEEPEST, LONGEST, parse
from tests.support import timing
from tests.support.paths import SHARED

A, B, C, D = (Term(letter) for letter in "abcd")

CASES: list[tuple[str, Query]] = [
    # words and separators
    ("氢能", Term("氢能")),
    ("氢能 产业", And((Term("氢能"), Term("产业")))),
    ("a\u3000b\tc\nd", And((A, B, C, D))),
    ("a、b，c；d", And((A, B, C, D))),
    ("a,b;c！d？", And((A, B, C, D))),
    ("…a。", A),
    ("【a】", A),
    ("‘a’", A),
    ("a\0b", And((A, B))),
    ("a\ud800b", And((A, B))),
    ("氢\u200b能", Term("氢\u200b能")),
    ("Ａ", Term("Ａ")),
    ("16+N", Term("16+N")),
    ("R&D", Term("R&D")),
    ("R & D", And((Term("R"), Term("D")))),
    ("PM2.5 75%", And((Term("PM2.5"), Term("75%")))),
    ("%/…", Term("%/")),
    ("≥2.5", Term("≥2.5")),
    ("<5.5", Term("<5.5")),
    ("——坚持", Term("——坚持")),
    ("--坚持", Term("--坚持")),
    ("a —— b", And((A, B))),
    ("1,000", Term("1,000")),
    ("1,a", And((Term("1"), A))),
    ("（工业+服务业）（亿元）", And((Term("工业+服务业"), Term("亿元")))),
    ("〔2026〕3号", Term("〔2026〕3号")),
    # quotes
    ('"a b"', Phrase("a b")),
    ("“a”", Phrase("a")),
    ("《a》", Phrase("a")),
    ("「a」『b』", And((Phrase("a"), Phrase("b")))),
    ("＂a＂", Phrase("a")),
    ('"  a "', Phrase("a")),
    ('"“a”b"', Phrase("“a”b")),
    ("“《a》b”", Phrase("《a》b")),
    ('"a*(b) AND"', Phrase("a*(b) AND")),
    (r'"a\"b\\"', Phrase('a"b\\')),
    ('“a"', Phrase("a")),
    ('"a”', Phrase("a")),
    ("“一区两群”协调", And((Phrase("一区两群"), Term("协调")))),
    ("a”b》", And((A, B))),
    # near
    ('"a b"~20', Near(("a", "b"), 20)),
    ("“a b\u3000c”~0", Near(("a", "b", "c"), 0)),
    ("“a b”～２０", Near(("a", "b"), 20)),
    ('"a"~20', Phrase("a")),
    ("“a”～“b”", And((Phrase("a"), Phrase("b")))),
    ("a~20", Term("a~20")),
    # operators
    ("a AND b", And((A, B))),
    ("a OR b", Or((A, B))),
    ("a|b｜c||d", Or((A, B, C, D))),
    ("NOT a", Not(A)),
    ("a 与 b", And((A, B))),
    ("a 與 b", And((A, B))),
    ("a 或 b", Or((A, B))),
    ("a 非 b", And((A, Not(B)))),
    ("非（a）", Not(A)),
    ("(a)或(b)", Or((A, B))),
    ("“a”与“b”", And((Phrase("a"), Phrase("b")))),
    ("养老与托育", Term("养老与托育")),
    ("and or not", And((Term("and"), Term("or"), Term("not")))),
    ("ANDa", Term("ANDa")),
    ("a -b", And((A, Not(B)))),
    ("a －b", And((A, Not(B)))),
    ("-a", Not(A)),
    ("(-a)", Not(A)),
    ("a|-b", Or((A, Not(B)))),
    ("，-a", Not(A)),
    ('-"a"', Not(Phrase("a"))),
    ("-(a b)", Not(And((A, B)))),
    ("a-b", Term("a-b")),
    ("a - b", And((A, B))),
    ('"a"-b', And((Phrase("a"), Term("-b")))),
    ("NOT NOT a", A),
    ("NOT -a", A),
    ("NOT (NOT a)", A),
    ("NOT a b", And((Not(A), B))),
    ("a b OR c d", Or((And((A, B)), And((C, D))))),
    ("a (b OR c) d", And((A, Or((B, C)), D))),
    ("(a b) (c d)", And((A, B, C, D))),
    ("(a OR b) OR (c OR d)", Or((A, B, C, D))),
    ("((a））", A),
    ("a(b)c", And((A, B, C))),
    # fields
    ("district:九龙坡", In("district", Term("九龙坡"))),
    ("District：九龙坡", In("district", Term("九龙坡"))),
    ("ｙｅａｒ：2025", In("year", Range(2025, 2025))),
    ("区县: 九龙坡", In("district", Term("九龙坡"))),
    ("-district:a b", And((Not(In("district", A)), B))),
    ("district:(a OR b)", In("district", Or((A, B)))),
    ("district:（a -b）", In("district", And((A, Not(B))))),
    ("district:a*", In("district", Wildcard("a*"))),
    ('district:"a..b"', In("district", Phrase("a..b"))),
    ("《a》章:b", And((Phrase("a"), In("chapter", B)))),
    ("text:2021..2025", In("text", Term("2021..2025"))),
    ("text:≥2.5", In("text", Term("≥2.5"))),
    ('text:"a b"~3', In("text", Near(("a", "b"), 3))),
    # colons that are text or punctuation
    ("1.85:1", Term("1.85:1")),
    ("1：2", Term("1：2")),
    ("10:30:20", Term("10:30:20")),
    ("1:a", And((Term("1"), A))),
    (":1", Term("1")),
    ("a：b", And((A, B))),
    ("：a", A),
    ("a: b", And((A, B))),
    ("标准：a", And((Term("标准"), A))),
    ("主要内容：a", And((Term("主要内容"), A))),
    ("“a”：b", And((Phrase("a"), B))),
    ("https://a.b/c", Term("https://a.b/c")),
    # ranges
    ("year:2025..2030", In("year", Range(2025, 2030))),
    ("year:2025..", In("year", Range(2025, None))),
    ("year:..2030", In("year", Range(None, 2030))),
    ("year:>=2026", In("year", Range(2026, None))),
    ("year:＞2026", In("year", Range(2027, None))),
    ("year:≤2026", In("year", Range(None, 2026))),
    ("year:<2026", In("year", Range(None, 2025))),
    ("year:２０２６", In("year", Range(2026, 2026))),
    ("年:二〇二六", In("year", Range(2026, 2026))),
    ("年：二〇二六年..2030年", In("year", Range(2026, 2030))),
    ('year:"2026"', In("year", Range(2026, 2026))),
    ("year:(..2020 OR 2025 2026)", In("year", Or((Range(None, 2020), And((Range(2025, 2025), Range(2026, 2026))))))),
    ("year:2025 -a", And((In("year", Range(2025, 2025)), Not(A)))),
    # wildcards
    ("轨道*", Wildcard("轨道*")),
    ("轨道＊", Wildcard("轨道*")),
    ("*轨?道*", Wildcard("*轨?道*")),
    ("轨道？", Term("轨道")),
    ("**轨道**交通", Term("轨道交通")),
    ("a*b***c", Wildcard("a*bc")),
    # boost
    ("a^2", Boost(A, 2.0)),
    ("a^0.5 b^.5", And((Boost(A, 0.5), Boost(B, 0.5)))),
    ("a^1.23456", Boost(A, 1.2346)),
    ('"a b"~3^2', Boost(Near(("a", "b"), 3), 2.0)),
    ("(a b)^2", Boost(And((A, B)), 2.0)),
    ("(a^2)^3", Boost(Boost(A, 2.0), 3.0)),
    ("title:a^2", Boost(In("title", A), 2.0)),
    ("title:(a^2)", In("title", Boost(A, 2.0))),
    ("year:2025^2", Boost(In("year", Range(2025, 2025)), 2.0)),
    ("-a^2", Not(Boost(A, 2.0))),
    ("(-a)^2", Boost(Not(A), 2.0)),
    # escapes
    (r"\AND", Term("AND")),
    (r"\与", Term("与")),
    (r"\-a", Term("-a")),
    (r"a\ b", Term("a b")),
    (r"\*", Term("*")),
    (r"a\*", Term("a*")),
    (r"district\:a", Term("district:a")),
    (r"a\:1", Term("a:1")),
    (r"a\,1", Term("a,1")),
    (r"\(a\)", Term("(a)")),
    (r"a\^2", Term("a^2")),
    (r"\\a", Term("\\a")),
    (r"\\", Term("\\")),
]


@pytest.mark.parametrize(("typed", "tree"), CASES, ids=[typed for typed, _ in CASES])
def test_what_is_typed_is_understood(typed: str, tree: Query) -> None:
    assert parse(typed) == tree
    assert parse(str(tree)) == tree


MALFORMED: list[tuple[str, int, str]] = [
    ("", 0, "expected a word to search for"),
    (" \u3000\n", 0, "expected a word to search for"),
    ("，。……", 0, "expected a word to search for"),
    ("—— + / ·", 0, "expected a word to search for"),
    ("****", 0, "expected a word to search for"),
    ("\0\ud800", 0, "expected a word to search for"),
    ("a AND", 5, 'expected a word after "AND"'),
    ("a OR  ", 4, 'expected a word after "OR"'),
    ("a |", 3, 'expected a word after "|"'),
    ("a NOT", 5, 'expected a word after "NOT"'),
    ("a -", 3, 'expected a word after "-"'),
    ("AND a", 0, 'expected a word before "AND"'),
    ("|a", 0, 'expected a word before "|"'),
    ("a AND OR b", 5, 'expected a word after "AND"'),
    ("(OR a)", 1, 'expected a word before "OR"'),
    ("(a AND)", 6, 'expected a word after "AND"'),
    ("a 或", 3, "to search for 或 itself put it in quotes"),
    ("()", 1, "expected a word between the parentheses"),
    ("a （，）", 3, "expected a word between the parentheses"),
    ("(", 0, 'expected ")" to close this parenthesis'),
    ("a (b (c)", 2, 'expected ")" to close this parenthesis'),
    (")", 0, 'expected no ")", it closes nothing'),
    ("a）b", 1, 'expected no "）", it closes nothing'),
    ("(a))", 3, 'expected no ")", it closes nothing'),
    ('a "b', 2, 'expected " to close this quote'),
    ("“a", 0, "expected ” to close this quote"),
    ("《a", 0, "expected 》 to close this quote"),
    ('"“a”', 0, 'expected " to close this quote'),
    ('"a\\"', 0, 'expected " to close this quote'),
    ('""', 1, "expected text between the quotes"),
    ("a “ ”", 3, "expected text between the quotes"),
    ('"a b"~', 6, 'expected a whole number up to 9999 after "~"'),
    ('"a b"~1.5', 6, 'expected a whole number up to 9999 after "~"'),
    ('"a b"~99999', 6, 'expected a whole number up to 9999 after "~"'),
    ("district:", 9, 'expected a value after "district:"'),
    ("区县： ", 3, 'expected a value after "区县："'),
    ("a (章:)", 5, 'expected a value after "章:"'),
    ("district:-a", 9, 'to exclude it write "-district:…"'),
    ("district:AND", 9, 'expected a value after "district:"'),
    ("district:city:a", 9, 'expected a value after "district:"'),
    ("title:(a city:b)", 9, 'expected no other field inside "title:"'),
    (":a", 0, 'expected a field name before ":"'),
    ("district::a", 9, 'expected a field name before ":"'),
    ("*", 0, "expected a letter, digit or ideograph beside the wildcards"),
    ("a ?* b", 2, "expected a letter, digit or ideograph beside the wildcards"),
    (r"a\*b*", 0, "expected no escaped * or ? in a word with wildcards"),
    ("^2", 0, 'directly before "^"'),
    ("a ^2", 2, 'directly before "^"'),
    ("a^2^3", 3, 'directly before "^"'),
    ("a AND^2", 5, 'directly before "^"'),
    ("a^", 2, 'expected a number from 0.001 to 1000 after "^"'),
    ("a^0", 2, 'expected a number from 0.001 to 1000 after "^"'),
    ("a^-1", 2, 'expected a number from 0.001 to 1000 after "^"'),
    ("a^1e5", 2, 'expected a number from 0.001 to 1000 after "^"'),
    ("a^nan", 2, 'expected a number from 0.001 to 1000 after "^"'),
    ("year:2030..2025", 5, "expected the smaller number first: 2025..2030"),
    ("year:<0", 5, "expected a range within 0..9999"),
    ("year:>9999", 5, "expected a range within 0..9999"),
    ("year:..", 5, 'expected a value after "year:"'),
    ("year:>=", 5, 'expected a value after "year:"'),
    ("year:>= 2026", 8, "expected a range without spaces"),
    ("year:2025 .. 2030", 5, "expected a range without spaces"),
    ("year:2025 - 2030", 5, "expected a range without spaces"),
    ("year:(2025.. 2030)", 13, "expected a range without spaces"),
    ("a\\", 2, 'expected a character after "\\"'),
    ("a " * 400, 800, f"expected at most {LONGEST} characters with every AND written out, not 2395"),
    ("a" * (LONGEST + 1), LONGEST, f"expected at most {LONGEST} characters"),
    ("a" + " (" * (DEEPEST + 1), 2 * DEEPEST + 2, f"expected at most {DEEPEST} parentheses inside each other"),
]


@pytest.mark.parametrize(("typed", "position", "expected"), MALFORMED, ids=[repr(case[0][:20]) for case in MALFORMED])
def test_an_error_names_the_place_and_what_was_expected(typed: str, position: int, expected: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(typed)
    error = caught.value
    assert type(error) is QueryError
    assert error.query == typed
    assert error.position == position
    assert expected in error.expected
    assert len(str(error).splitlines()) == 1


@pytest.mark.parametrize(
    ("typed", "position", "name", "nearest"),
    [
        ("distrct:a", 0, "distrct", "district"),
        ("a AND distrct:(b)", 6, "distrct", "district"),
        ("-Titel:a", 1, "Titel", "title"),
        ("distrct：a", 0, "distrct", "district"),
        ("发文机构:a", 0, "发文机构", "发文机关"),
        ("发文机构：a", 0, "发文机构", "发文机关"),
        ("辖区:a", 0, "辖区", "区"),
        ("作者:a", 0, "作者", ""),
        ("1a:b", 0, "1a", ""),
    ],
)
def test_an_unknown_field_is_answered_with_the_nearest(typed: str, position: int, name: str, nearest: str) -> None:
    with pytest.raises(UnknownFieldError) as caught:
        parse(typed)
    error = caught.value
    assert (error.position, error.field, error.nearest) == (position, name, nearest)
    assert error.known == tuple(field.name for field in FIELDS)
    assert ("did you mean" in str(error)) == bool(nearest)


@pytest.mark.parametrize(
    ("typed", "position", "expected"),
    [
        ("district:2025..2030", 9, "district knows no ranges"),
        ("plan:>=3", 5, "plan knows no ranges"),
        ("district:(a OR ＞3)", 15, "district knows no ranges"),
        ('district:"a b"~3', 9, "district knows no distances"),
        ("year:明年", 5, "expected a number up to 9999"),
        ("year:mix", 5, "expected a number up to 9999"),
        ("year:20251", 5, "expected a number up to 9999"),
        ("year:2025..x", 5, "expected a number up to 9999"),
        ("year:2025-2030", 5, "such as 2025, 2025..2030 or >=2026"),
        ("year:20*", 5, 'expected numbers after "year:"'),
        ('year:"2025 2026"~3', 5, 'expected numbers after "year:"'),
    ],
)
def test_a_field_asked_for_what_it_cannot_do(typed: str, position: int, expected: str) -> None:
    with pytest.raises(UnsupportedQueryError) as caught:
        parse(typed)
    assert caught.value.position == position
    assert expected in caught.value.expected


@pytest.mark.parametrize(
    ("typed", "columns"),
    [("a AND", 5), ("氢能 AND", 8), ("（a", 0), ("Ａ b）", 4), ("e\u0301）", 1), ("\t\0a)", 3), ("a\u2028)", 2)],
)
def test_the_pointer_stands_under_the_place(typed: str, columns: int) -> None:
    with pytest.raises(QueryError) as caught:
        parse(typed)
    shown, caret = caught.value.pointer().splitlines()
    assert len(shown) == len(typed)
    assert caret == " " * columns + "^"


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("什么是“两群”?", '什么是 AND "两群"'),
        ("什么是“两群”？", '什么是 AND "两群"'),
        ("(氢能)??", "氢能"),
        ("什么是氢能?", "什么是氢能"),
        ("房东能不能不退押金?? ", "房东能不能不退押金"),
        ("工伤 怎么赔?", "工伤 AND 怎么赔"),
        ("与《城市更新条例》有关的政策有哪些？", '"城市更新条例" AND 有关的政策有哪些'),
        ("与 氢能有关的政策", "氢能有关的政策"),
        ("和《城市更新条例》有关的政策", '和 AND "城市更新条例" AND 有关的政策'),
        ("或 者可以退款吗？", "者可以退款吗"),
        ("非 遗传承人有哪些？", "NOT 遗传承人有哪些"),
        ("且 应当公开", "且 AND 应当公开"),
        ("核心是打破“防”与“", '核心是打破 AND "防"'),
        ("全链条闭环，与，氢能", "全链条闭环 AND 氢能"),
        ("工程为补充、非", r"工程为补充 AND \非"),
        ("AND 门电路是什么意思？", r"\AND AND 门电路是什么意思"),
        ("人口（万人", "人口 AND 万人"),
        ("立方米）", "立方米"),
        ("《氢能 产业", "氢能 AND 产业"),
        ('保贷"产品是一种什么样的产品？', "保贷 AND 产品是一种什么样的产品"),
        ("（）氢能“”。", "氢能"),
        ("（%）*优良天数", "% AND *优良天数"),
        ("| 指标 | 单位 |", "指标 AND 单位"),
        ("项目建设内容：（一）", "项目建设内容 AND 一"),
        ("氢能产业 -", "氢能产业"),
        ("到2027年，投资^超过百分之五；", "到2027年 AND 投资 AND 超过百分之五"),
        ("备注:数据来源于统计局（2025年发布）。", "备注 AND 数据来源于统计局 AND 2025年发布"),
        ("加快推进氢能产业高质量发展。\\", "加快推进氢能产业高质量发展"),
        (
            "1）加快，2）发展，3）推进，4）建设，5）完善，6）做好，7）抓好，8）搞好，9）改好，10）治好，11）管好，12）用好",
            "1 AND 加快 AND 2 AND 发展 AND 3 AND 推进 AND 4 AND 建设 AND 5 AND 完善 AND 6 AND 做好 AND 7 AND 抓好 AND 8 AND 搞好 "
            "AND 9 AND 改好 AND 10 AND 治好 AND 11 AND 管好 AND 12 AND 用好",
        ),
        (
            "推动工业互联网向更多垂直领域延伸，推动更多企业“上",
            "推动工业互联网向更多垂直领域延伸 AND 推动更多企业 AND 上",
        ),
        ("服务业扩大开放试点）、行业首牌（行业内首次注册", "服务业扩大开放试点 AND 行业首牌 AND 行业内首次注册"),
        ("*。指农业农村部于某年启动的人才计划，旨在培养", "指农业农村部于某年启动的人才计划 AND 旨在培养"),
        (
            "加强《科学城“五个科学”“五个科技”实施办法的落实",
            '加强 AND 科学城 AND "五个科学" AND "五个科技" AND 实施办法的落实',
        ),
    ],
)
def test_a_pasted_sentence_is_no_error(typed: str, canonical: str) -> None:
    assert str(parse(typed)) == canonical
    assert parse(canonical) == parse(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "（成渝地区双城经济圈建设 OR 长江经济带发展",
        "“氢能产业",
        "(氢能",
        "氢能)",
        "氢能 “”",
        "district:九龙坡 (加快推进氢能产业高质量发展",
        "氢能 AND",
        "（氢能 | 储能",
        "distrct:九龙坡 加快推进氢能产业高质量发展",
    ],
)
def test_what_was_typed_as_a_query_stays_an_error(typed: str) -> None:
    with pytest.raises(QueryError):
        parse(typed)


@pytest.mark.parametrize("sign", "（）“(*")
def test_many_halves_are_passed_over_soon(sign: str) -> None:
    def parsed(halves: int) -> None:
        assert parse("加快推进氢能产业高质量发展。" + f"{sign}。" * halves) == Term("加快推进氢能产业高质量发展")

    assert timing.in_proportion(lambda halves: timing.takes(lambda: parsed(halves)), 112)


REAL = SHARED / "corpus"


@pytest.mark.corpus
@pytest.mark.skipif(not REAL.is_dir(), reason="../shared/corpus is not there")
def test_pasted_pieces_of_real_documents_are_queries() -> None:
    """Every line, sentence, clause and piece that holds a word, and whatever punctuation comes in between."""
    texts = [file.read_text("utf-8") for file in sorted(REAL.iterdir())]
    lines = [line for text in texts for line in text.splitlines()]
    random, refused = Random(5), []
    for n in range(4000):
        line = random.choice(lines)
        start = random.randrange(len(line) + 1)
        clauses = re.split(random.choice(["(?<=[。；！？])", "[，。；！？：]", "、"]), line)
        piece = [line, random.choice(clauses), line[start : start + random.randint(5, 80)]][n % 3]
        if n % 2 and "。" in piece:  # what is no field, range or boost
            at = random.randrange(len(piece))
            piece = (
                piece[:at]
                + random.choice("，。；：？！、“”‘’《》〈〉「」『』（）【】〔〕…—·,.;?!()[]{}'\"-*/&%#|~～")
                + piece[at:]
            )
        if not re.search("[一-鿿]", re.sub("[与或非]", "", piece)) or re.fullmatch(
            r'\s*(?:[(（"“《「『]\w+|\w+\))\s*', piece
        ):
            continue
        try:
            query = parse(piece)
            assert parse(str(query)) == query
        except QueryError as error:
            if "at most" not in error.expected:
                refused.append((piece, error.expected))
    assert not refused


@pytest.mark.parametrize("label", BY_NAME)
def test_every_name_of_a_field_is_known(label: str) -> None:
    inner = Range(2025, 2025) if BY_NAME[label].how == "range" else Term("2025")
    assert parse(f"{label}:2025") == parse(f"{label.upper()}：2025") == In(BY_NAME[label].name, inner)


@pytest.mark.parametrize(
    ("typed", "leaves"),
    [
        ("a b OR c", ["a", "b", "c"]),
        ("a -b NOT (c d)", ["a"]),
        ("title:a text:(b OR -c)^2 chapter:d", ["a", "b"]),
        ('"a b" "c d"~3 e* district:a year:2025', ['"a b"', '"c d"~3', "e*"]),
        ("(a^2 b)^3", ["a", "b"]),
        ("-a", []),
    ],
)
def test_wanted_are_the_leaves_that_text_can_be_marked_for(typed: str, leaves: list[str]) -> None:
    assert [str(leaf) for leaf in positive_leaves(parse(typed))] == leaves


def test_the_deepest_query_is_understood() -> None:
    typed = "a"
    for _ in range(DEEPEST):
        typed = f"b OR c NOT ({typed})^2"
    query = parse(typed)
    assert parse(str(query)) == query
    assert len(list(positive_leaves(query))) == 2
    assert parse("(a)" * (DEEPEST + 1)) == And((A,) * (DEEPEST + 1))
    assert parse("NOT " * 499 + "a") == Not(A)


# Guarantee 1 and 2, on text of the language's own pieces and on any text.
PIECES = st.sampled_from(
    [
        *'"“”《》「」＂()（）|｜-－^~～:：*＊?？\\ \u3000，,、…+%&.—',
        *("AND", "OR", "NOT", "与", "或", "非", "..", ">=", "<", "~5", "^2", "title:", "district:", "year:", "章："),
        *("a", "氢能", "产业", "2025", "二〇二六年", "5G-A", "1:1", "\u200b", "\0", "\ud800", "\n", "e\u0301", "㎡"),
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=30)


@settings(max_examples=1500, deadline=None)
@given(TEXTS)
@example("a\x1c:b")
@example("𠮷：\U0010ffff")
@example("((((((((((-" * 100)
@example("区:a，" * 130)
@example("区:a，" * 140)
@example('"' * 999)
@example("“" * 999)
@example("\\" * 999)
@example("year:" + "9" * 1900)
@example("a^" + "9" * 1900)
@example("year:" + " " * 1900 + "2025")
def test_every_string_is_a_query_or_a_clear_error(text: str) -> None:
    try:
        query = parse(text)
    except QueryError as error:
        assert error.query == text
        assert 0 <= error.position <= len(text)
        assert error.expected
        assert len(str(error).splitlines()) == 1
        shown, caret = error.pointer().split("\n")
        assert len(shown) == len(text)
        assert set(caret[:-1]) <= {" "}
        assert caret[-1] == "^"
    else:
        assert parse(str(query)) == query


def says_something(text: str) -> bool:
    """Whether the parser can return a Term of this text: words, or visible characters that were escaped."""
    return not wordless(text) or any(c.isprintable() and c != " " for c in text)


# No controls and no surrogates: the parser reads them as white space, so no tree holds them.
CHARACTERS = st.one_of(
    st.sampled_from([*'"“”《》()（）|-－^~:：*＊?\\ \u3000，,…与或非ANDORNOT.><=≥12氢能aA％\u200b']),
    st.characters(exclude_categories=["Cc", "Cs"]),
)
STRINGS = st.text(CHARACTERS, min_size=1, max_size=8)
TERMS = STRINGS.filter(says_something).map(Term)
PHRASES = STRINGS.map(str.strip).filter(bool).map(Phrase)
PARTS = STRINGS.map(lambda text: "".join(text.split())).filter(bool)
NEARS = st.builds(Near, st.lists(PARTS, min_size=2, max_size=3).map(tuple), st.integers(0, 9999))
WILDCARDS = (
    st.lists(st.sampled_from(["*", "?", "氢能", "a-b", "与", "-1", "^", " ", "1:2", "AND"]), min_size=2, max_size=6)
    .map("".join)
    .filter(lambda text: not wordless(text) and "**" not in text and set(text) & set("*?"))
    .map(Wildcard)
)
LEAVES = st.one_of(TERMS, PHRASES, NEARS, WILDCARDS)
NUMBERS = st.integers(0, 9999)
RANGES = st.one_of(
    st.tuples(NUMBERS, NUMBERS).map(lambda pair: Range(min(pair), max(pair))),
    NUMBERS.map(lambda low: Range(low, None)),
    NUMBERS.map(lambda high: Range(None, high)),
)
FACTORS = st.integers(10, 10_000_000).map(lambda n: n / 10_000)


def combined(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(several.map(all_of), several.map(any_of), inner.map(negate), st.builds(Boost, inner, FACTORS))


def trees(leaves: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    return st.recursive(leaves, combined, max_leaves=6)


def comparable(leaf: Query) -> bool:
    """Whether a value field takes the leaf: no distance, and nothing that reads as a range."""
    text = unicodedata.normalize("NFKC", leaf.text) if isinstance(leaf, Term) else ""
    return not isinstance(leaf, Near) and ".." not in text and text[:1] not in ("<", ">", "≥", "≤")


FIELD_CLAUSES = st.one_of(
    st.builds(In, st.sampled_from([f.name for f in FIELDS if f.how == "text"]), trees(LEAVES)),
    st.builds(In, st.sampled_from([f.name for f in FIELDS if f.how == "value"]), trees(LEAVES.filter(comparable))),
    st.builds(In, st.just("year"), trees(RANGES)),
)


@settings(max_examples=600, deadline=None)
@given(trees(st.one_of(LEAVES, FIELD_CLAUSES)))
def test_parse_of_str_is_the_query(query: Query) -> None:
    if len(str(query)) <= LONGEST:
        assert parse(str(query)) == query


def stands(query: Query, typed: str) -> list[tuple[str, str]]:
    """The nodes of a tree, each with what was typed for it."""
    return [(str(node), typed[slice(*node.span)] if node.span else "?") for node in walk(query)]


@pytest.mark.parametrize(
    ("typed", "nodes"),
    [
        ("氢能", ["氢能"]),
        (" 氢能  -储能 ", ["氢能  -储能", "氢能", "-储能", "储能"]),
        ("区:(a OR b)^2 OR “c d”~3", ["区:(a OR b)^2 OR “c d”~3", "区:(a OR b)^2", "区:(a OR b)", "a OR b", "a", "b", "“c d”~3"]),
        ("year:>=2025 轨道*站？", ["year:>=2025 轨道*站", "year:>=2025", ">=2025", "轨道*站"]),
        ("《刑法》 第133条 第2款 酒驾", ["《刑法》 第133条 第2款 酒驾", "《刑法》 第133条 第2款", "酒驾"]),
    ],
)  # fmt: skip
def test_a_node_knows_where_it_was_typed(typed: str, nodes: list[str]) -> None:
    assert [place for _, place in stands(parse(typed), typed)] == nodes


@given(TEXTS)
def test_what_was_typed_for_a_leaf_means_the_leaf(text: str) -> None:
    try:
        query = parse(text)
    except QueryError:
        return
    assert query.span
    start, end = query.span
    assert 0 <= start < end <= len(text)
    for node in walk(query, lambda node: not isinstance(node, In)):
        assert node.span
        assert start <= node.span[0] < node.span[1] <= end
        for child in children(node):
            assert child.span
            assert node.span[0] <= child.span[0] and child.span[1] <= node.span[1]


def test_spans_are_no_matter_of_equality() -> None:
    one, other = parse("a  b"), parse("a b")
    assert (one, hash(one), str(one), repr(one)) == (other, hash(other), str(other), repr(other))
    assert one.span != other.span and one == And((A, B))


def test_a_tree_is_walked_and_transformed() -> None:
    tree = parse("a (b OR -c) title:d district:e^2")
    assert [str(leaf) for leaf in walk(tree) if not children(leaf)] == ["a", "b", "c", "d", "e"]
    outside = [str(node) for node in walk(tree, lambda node: not isinstance(node, In | Not)) if not children(node)]
    assert outside == ["a", "b"]
    assert list(positive_leaves_in(tree, ("title", "text"))) == [
        (A, ("title", "text")),
        (B, ("title", "text")),
        (D, ("title",)),
    ]
    changed = transform(
        tree, lambda node: Phrase(node.text) if node in (A, D) else node if node == parse("-c") else None
    )
    assert str(changed) == '"a" AND (b OR NOT c) AND title:"d" AND district:e^2'
    assert changed.span == tree.span and transform(tree, lambda node: None) == tree
