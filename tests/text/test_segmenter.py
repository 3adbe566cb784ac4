"""Words for the index, pieces for queries, and jieba kept quiet."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from itertools import combinations, pairwise
from math import log
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.text import jieba_dictionary, segmenter, tokenizer, user_dictionary
from policysearch.text.normalize import fold
from policysearch.text.segmenter import segment
from policysearch.text.tokenizer import words

COUNTS = {
    "氢": 1,
    "氢能": 30,
    "能": 20,
    "产业": 90,
    "产业发展": 2,
    "发展": 80,
    "展": 1,
    "人民": 9,
    "代表大会": 3,
    "人民代表大会": 1,
    "5g": 4,
}
FOLDED = st.text(st.sampled_from("氢能产业发展人民代表大会两群ab59.%&-:;，\n μж")).map(fold)


def count(word: str) -> int:
    return COUNTS.get(word, 0)


def bare(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("氢能产业，发展！", "氢能 产业 发展"),
        ("提质增效、数智赋能", "提质 增效 数智 赋能"),
        ("R&D 经费", "r&d 经费"),
        ("ＰＭ２.５浓度下降至75％", "pm2.5 浓度 下降 至 75%"),
        ("2035年", "2035 年"),
        ("二〇三五年", "二〇三五 年"),
        ("2021—2025年", "2021 2025 年"),
        ("5G网络", "5g 网络"),
        ("1.85∶1", "1.85:1"),
        ("16+N", "16+n"),
        ("COVID-19", "covid-19"),
        ("km/h", "km/h"),
        ("a_b, -5- %", "a b 5"),
        ("", ""),
    ],
)
def test_words_keep_their_order_and_lose_punctuation(raw: str, expected: str) -> None:
    assert words(fold(raw)) == expected.split()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("“两主四特”引领，两主四特成势", "两主四特 引领 两主四特 成势"),
        ("“氢能产业”与氢能产业", "氢能 产业 与 氢能 产业"),  # made of known words, by which it is to be found
        ("“一”和其三四“两主四特”", "一 和 其 三四 两主四特"),  # what stands between two quotes is not quoted
        ("“十四五”“智融惠畅”", "十四五 智融惠畅"),
        ("“两主", "两主"),
    ],
)
def test_a_quoted_coinage_is_a_word_of_its_text(raw: str, expected: str) -> None:
    assert words(fold(raw)) == expected.split()


def test_the_users_own_words_are_kept_together() -> None:
    own = user_dictionary.normalized_words("\n两主四特 9 n\n氢能产业\nC919\n5G基站\n氢能产业 n\n".splitlines(), print)
    assert own == "5g基站\nc919\n两主四特 9\n氢能产业\n"
    text = fold("两主四特与氢能产业，建5G基站，造C919，不是XC9190")
    assert words(text, own) == ["两主四特", "与", "氢能产业", "建", "5g基站", "造", "c919", "不是", "xc9190"]
    assert "氢能产业" not in words(text)  # nothing stays behind


@pytest.mark.parametrize(
    "line",
    [
        "两主，四特",
        "……",
        "字" * 17,
        "字" * 2_000_000,
        "- 5",
        "冯·诺伊曼 1000 nr",
        "Edu Trust认证",
        "低空 经济",
        "低空 1 n 经济",
        "�能",
    ],
)
def test_a_line_that_is_no_word_is_left_out_and_named(line: str) -> None:
    skipped: list[tuple[int, str]] = []
    own = user_dictionary.normalized_words(
        ["氢能", line, "SK-II", "﻿储能 0 n", "　绿电　"], lambda *told: skipped.append(told)
    )
    assert own == "sk-ii\n储能\n氢能\n绿电\n"
    ((number, why),) = skipped
    assert number == 2 and len(why) < 200 and why.isprintable()
    assert "绿电" in words("绿电sk-ii", own)


@settings(deadline=None)  # the first call reads a dictionary
@given(
    st.lists(st.sampled_from(["“两主四特”", "两主四特", "“氢能产业”", "c919", "氢", "\n", "“", "a"]))
    .map("".join)
    .map(fold)
)
def test_words_of_the_user_and_coinages_lose_nothing(folded: str) -> None:
    assert bare("".join(words(folded, "c919\n氢能产业\n"))) == bare(folded)


@settings(deadline=None)
@given(FOLDED)
def test_words_lose_no_letter_digit_or_ideograph(folded: str) -> None:
    assert bare("".join(words(folded))) == bare(folded)


@pytest.mark.parametrize(
    ("folded", "expected"),
    [
        ("氢能产业", "氢能 产业"),
        ("氢能产业发展", "氢能 产业发展"),  # fewer words, though 产业 and 发展 are frequent
        ("人民代表大会", "人民代表大会"),
        ("两群", "两群"),
        ("两群产业两群", "两群 产业 两群"),
        ("氢能，产业", "氢能 产业"),
        ("氢能\n产业", "氢能 产业"),
        ("5g产业r&d75%", "5g 产业 r&d75%"),
        ("pm2.5", "pm2.5"),
        ("2021-2025", "2021 2025"),
        ("，—%", ""),
    ],
)
def test_a_query_is_split_into_known_words(folded: str, expected: str) -> None:
    assert segment(folded, count) == expected.split()


@given(FOLDED)
def test_pieces_lose_no_letter_digit_or_ideograph(folded: str) -> None:
    assert bare("".join(segment(folded, count))) == bare(folded)


@given(st.text(st.sampled_from("氢能产业发展两"), min_size=1, max_size=9))
def test_the_split_is_the_cheapest_of_all(han: str) -> None:
    def cost(pieces: list[str]) -> float:
        known = [count(piece) for piece in pieces]
        return sum(20 - log(n) if n else 40 * len(piece) for piece, n in zip(pieces, known, strict=True))

    everything = []
    for cuts in range(len(han)):
        for places in combinations(range(1, len(han)), cuts):
            edges = [0, *places, len(han)]
            everything.append([han[a:b] for a, b in pairwise(edges)])
    pieces = segment(han, count)
    assert cost(pieces) == pytest.approx(min(map(cost, everything)))
    assert all(count(a) or count(b) for a, b in pairwise(pieces))  # unknown stretches are whole


@given(st.text(st.sampled_from("氢能产业发展两"), min_size=1, max_size=9))
def test_words_that_hold_what_stands_nowhere_are_not_looked_up(han: str) -> None:
    pairs = {"氢能", "能产", "产业", "业发", "发展"}
    asked: list[str] = []

    def known(word: str) -> int:
        asked.append(word)
        return count(word)

    assert segment(han, known, pairs.__contains__) == segment(han, count)
    assert all(word[n : n + 2] in pairs for word in asked for n in range(len(word) - 1))


def test_the_same_words_are_found_in_a_query_as_in_the_text() -> None:
    text = fold("加快氢能产业发展，推动成渝地区双城经济圈建设，提升城市综合承载能力。")
    known = Counter(words(text))
    assert segment(text, lambda word: known[word]) == words(text)


def test_a_long_stretch_of_one_character_does_not_take_forever() -> None:
    text = "龘" * 20_000 + "a" * 20_000
    assert "".join(words(text)) == "".join(segment(text, count)) == text


def test_the_version_is_raised_when_folding_or_words_change() -> None:
    # When this fails on purpose: raise analysis.VERSION, so that indexes are rebuilt, and put the new pair here.
    ranges = [
        (0x20, 0x24F),
        (0x2000, 0x2070),
        (0x2100, 0x2190),
        (0x2460, 0x2500),
        (0x2E80, 0x2FE0),
        (0x3000, 0x3100),
        (0x4E00, 0x9FA6),
        (0xFF00, 0xFFE7),
    ]
    characters = "\x00".join(fold(f"产{chr(code)}产") for start, end in ranges for code in range(start, end))
    text = fold(
        "**第十五个**五年规划\n（2026—2030年），\n\n二〇三五年 GDP 比重75％；\n——R&D 与 PM<sub>2.5</sub>。\n\t5G网络\t16+N。“两主四特”"
    )
    result = f"{characters}\n{text}\n{words(text)}\n{segment(text, count)}"
    assert (segmenter.VERSION, crc32(result.encode())) == (5, 2856428851)


def test_the_fingerprint_names_what_words_depend_on() -> None:
    import jieba

    assert f"analysis {segmenter.VERSION}," in segmenter.FINGERPRINT
    assert jieba.__version__ in segmenter.FINGERPRINT
    assert str(Path(jieba.__file__).with_name("dict.txt").stat().st_size) in segmenter.FINGERPRINT


def test_a_query_needs_no_jieba_and_words_leave_stderr_clean(tmp_path: Path) -> None:
    code = """
import sys
from policysearch.text.segmenter import segment
from policysearch.text.tokenizer import words
segment("氢能产业", len)
assert "jieba" not in sys.modules
print(words("氢能产业发展"))
assert "pkg_resources" not in sys.modules
"""
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", code],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "['氢能', '产业', '发展']\n", "")
    assert not list(tmp_path.iterdir())  # nor is anything written


def test_the_dictionary_is_read_as_jieba_reads_it() -> None:
    import jieba

    file = Path(jieba.__file__).with_name("dict.txt")
    with file.open("rb") as dictionary:
        assert jieba_dictionary.load() == jieba.Tokenizer.gen_pfdict(dictionary)


def test_words_are_looked_up_in_the_file_as_in_the_dictionary() -> None:
    known, total = jieba_dictionary.load()
    lines = jieba_dictionary.Lines()
    assert (jieba_dictionary.is_known(), total) == (True, jieba_dictionary.SUM)
    assert all(lines.get(word) == count for word, count in known.items())
    draw = random.Random(8)
    words = draw.sample(sorted(known), 2000)
    assert jieba_dictionary.frequencies(words[:50]) == [known[word] for word in words[:50]]
    assert jieba_dictionary.frequencies(["龥龥", "", "\n"]) == [0, 0, 0]
    for word in (*words, *"的龥\U00020000 ~\ud800\0", "", "AT&T 3", "\n", "一 2"):
        for other in (word, word + draw.choice(words), word[1:], word + chr(draw.randrange(0x20, 0xA000)), f"{word} "):
            assert lines.get(other) == known.get(other), other


def test_little_text_is_cut_as_much_is(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(9)
    text = (
        "".join(map(chr, draw.choices(range(0x4E00, 0x9FD6), k=300)))
        + "打造“两主四特”集群，发展氢能产业，pm2.5下降75%。"
    )
    cut = []
    for left in (tokenizer._LITTLE, 0):
        monkeypatch.setitem(tokenizer._state, "left", left)
        tokenizer._tokenizer.cache_clear()
        tokenizer._cutter.cache_clear()
        cut.append([tokenizer.words(text), *map(tokenizer.word_test(), ("氢能", "氢能产业", "两主四特"))])
    assert cut[0] == cut[1] and tokenizer._state["left"] == 0
    monkeypatch.setitem(tokenizer._state, "left", tokenizer._LITTLE)
    for _ in range(2 * tokenizer._LITTLE // len(text)):
        assert tokenizer.words(text) == cut[0][0]
    assert tokenizer._state["left"] <= 0 and isinstance(tokenizer._tokenizer("").FREQ, dict)
    monkeypatch.setitem(tokenizer._state, "left", tokenizer._LITTLE)
    tokenizer.expect(tokenizer._LITTLE)
    assert isinstance(tokenizer._tokenizer("").FREQ, dict)


def test_runs_are_cut_as_jieba_cuts_them() -> None:
    import jieba

    plain = jieba.Tokenizer()
    plain.FREQ, plain.total = jieba_dictionary.load()
    plain.initialized = True
    draw = random.Random(7)
    known = draw.sample(sorted(plain.FREQ), 3000)
    pieces = [*known, *"的和与推进鿕龥㐀〇가", *map(chr, draw.sample(range(0x4E00, 0x9FD6), 500))]
    for _ in range(2000):
        run = "".join(draw.choices(pieces, k=draw.randint(1, 12)))
        assert [*tokenizer._cutter("")(run)] == [*plain.cut(run)], run
