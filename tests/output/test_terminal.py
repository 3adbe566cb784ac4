"""Lines on a terminal: as wide as asked, broken as Chinese is set, unable to steer the terminal."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.output.terminal.text import pad, width, wrap
from policysearch.text.display import plain

PIECES = st.sampled_from(
    [
        "氢能",
        "产业",
        "，",
        "。",
        "、",
        "）",
        "（",
        "“",
        "”",
        "《",
        "》",
        " ",
        "\n",
        "2035年",
        "PM2.5",
        "policy",
        "e\u0301",
        "ｶ",
        "\x1b[2J",
        "\u202e",
        "\r",
    ]
)
TEXTS = st.lists(PIECES, max_size=80).map("".join)


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("氢能", 4), ("，Ａ", 4), ("ｶ", 1), ("e\u0301", 1), ("", 0)])
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns
    assert width(pad(text, 9)) == 9


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.integers(20, 80), st.sampled_from(["", "    "]))
def test_lines_fit_and_nothing_is_lost(text: str, columns: int, indent: str) -> None:
    lines = wrap(text, columns, indent).split("\n") if plain(text)[0] else []
    assert all(line.startswith(indent) and width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(plain(text)[0].split())
    assert not any(unicodedata.category(c)[0] == "C" for line in lines for c in line)


@pytest.mark.parametrize("columns", range(10, 30))
def test_no_line_begins_with_closing_or_ends_with_opening_punctuation(columns: int) -> None:
    lines = wrap("推动（氢能）、“风光水火储”、《条例》（试行），形成PM2.5、R&D等指标(单位)。" * 4, columns).split("\n")
    assert len(lines) > 3
    assert not any(line[0] in "，。、；：！？）》”)" or line[-1] in "（《“(" for line in lines)


def test_words_and_numbers_stay_whole() -> None:
    text = "到2035年GDP达到3000亿元，PM2.5浓度降至28.5微克，policy research先行。" * 3
    lines = wrap(text, 24).split("\n")
    whole = re.findall(r"[!-~]+", text)
    assert [word for line in lines for word in re.findall(r"[!-~]+", line)] == whole


def test_a_word_wider_than_a_line_is_broken() -> None:
    assert wrap("x" * 50, 20).split("\n") == ["x" * 20, "x" * 20, "x" * 10]


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(20, 40))
def test_marks_stay_on_their_words(text: str, columns: int) -> None:
    marks = [match.span() for match in re.finditer("氢能|2035", text)]
    colored = wrap(text, columns, marks=marks, color=True, style="2")
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == wrap(text, columns)
    shown = "".join(re.findall(r"\x1b\[1;31m(.*?)\x1b\[0;2m", colored))
    assert shown == "".join(text[start:end] for start, end in marks)
    piped = wrap(text, columns, marks=marks)
    assert "\x1b" not in piped
    assert re.findall("【(.*?)】", piped.replace("\n", "")) == [text[start:end] for start, end in marks]
