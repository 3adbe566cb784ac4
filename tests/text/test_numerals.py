"""Numbers in Chinese, Roman and full-width digits."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policysearch.query.citations import reference
from policysearch.query.variants import spellings
from policysearch.text.numerals import chinese, number, year


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三", 3),
        ("十", 10),
        ("十五", 15),
        ("一十五", 15),
        ("三十五", 35),
        ("一百零二", 102),
        ("一百〇二", 102),
        ("一百一十", 110),
        ("一百十二", 112),
        ("一千二百六十", 1260),
        ("一千零二十", 1020),
        ("一千零二", 1002),
        ("两百", 200),
        ("两", 2),
        ("廿", 20),
        ("廿一", 21),
        ("卅五", 35),
        ("叁拾伍", 35),
        ("壹佰零贰", 102),
        ("〇", 0),
        ("零", 0),
        ("三五", 35),
        ("二〇三五", 2035),
        ("二O三五", 2035),
        ("二○三五", 2035),
        ("12", 12),
        ("１２", 12),
        ("007", 7),
        (" 三 十 五 ", 35),
        ("Ⅲ", 3),
        ("Ⅻ", 12),
        ("IV", 4),
        ("xlii", 42),
        ("MMXXVI", 2026),
    ],
)
def test_a_numeral_has_its_value(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "百",
        "百五",
        "一百五",
        "十十",
        "五三十",
        "三十零五",
        "零百",
        "第三",
        "三章",
        "IIII",
        "IC",
        "3.5",
        "-3",
        "²a",
        "9" * 5000,
    ],
)
def test_what_is_no_numeral_is_none(text: str) -> None:
    assert number(text) is None


@given(st.integers(0, 9999))
def test_chinese_and_number_are_inverse(n: int) -> None:
    assert number(chinese(n)) == n


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (0, "零"),
        (7, "七"),
        (10, "十"),
        (15, "十五"),
        (20, "二十"),
        (102, "一百零二"),
        (110, "一百一十"),
        (1020, "一千零二十"),
        (9009, "九千零九"),
    ],
)
def test_chinese_counts_as_headings_do(n: int, text: str) -> None:
    assert chinese(n) == text


@pytest.mark.parametrize("n", [-1, 10000])
def test_chinese_refuses_what_it_cannot_write(n: int) -> None:
    with pytest.raises(ValueError, match=str(n)):
        chinese(n)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026", 2026),
        ("2026年", 2026),
        ("２０２６ 年", 2026),
        ("二〇二六年", 2026),
        ("二零二六", 2026),
        ("二O二六", 2026),
        ("二Ｏ二六年", 2026),
        ("二0二六年", 2026),
        ("一九九八", 1998),
        ("二十六年", None),
        ("26年", None),
        ("20261", None),
        ("0026", None),
        ("两〇二六", None),
        ("年", None),
        ("", None),
    ],
)
def test_a_year_is_four_digits(text: str, value: int | None) -> None:
    assert year(text) == value


@given(st.integers(1000, 9999), st.sampled_from("〇零○O"))
def test_a_year_in_chinese_numerals_is_the_year(n: int, zero: str) -> None:
    written = "".join((zero + "一二三四五六七八九")[int(digit)] for digit in str(n))
    assert year(written) == year(written + "年") == n


@given(st.text(st.sampled_from("零〇○O一二两十百千廿卅IVXLCDM12年 ") | st.characters()))
def test_no_text_breaks_them(text: str) -> None:
    for value in (number(text), year(text)):
        assert value is None or value >= 0


PIECES = [
    *"0123456789〇零一二三四五六七八九十百千万亿两廿○oO点分之第条章编款项之%‰‱./年aPm２ⅲ⁄²",
    "百分之",
    "千分之",
    "万分之",
]
PIECES += ["个月", "周岁", "万元", "元", ",000", "2025", "二〇二五年", "第十条", "条之", "三分之", "32025"]


@settings(max_examples=2000)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example("下降百分之三2025年目标")
@example("百分之五一二三四五")
@example("第十条之一二三四五六七八九")
@example("百分之0.12345678901234567890")
def test_no_number_is_too_long_to_spell(text: str) -> None:
    ways = spellings(text)
    assert ways[0] == text
    assert all("None" not in way for way in ways)
    if cited := reference(text):
        assert all(cited.printed_forms)


@given(st.integers(1, 999), st.integers(0, 9999), st.sampled_from(["百%", "千‰", "万‱"]), st.integers(1900, 2099))
def test_a_share_is_spelled_whatever_comes_after(whole: int, decimals: int, of: str, year: int) -> None:
    tail = f"点{''.join('零一二三四五六七八九'[int(n)] for n in str(decimals))}" if decimals else ""
    said = f"{of[0]}分之{chinese(whole)}{tail}"
    figures = f"{whole}{f'.{decimals}' if decimals else ''}{of[1]}"
    for after in ("", "以上", f"{year}年"):
        assert figures + after in spellings(f"{said}{after}")
        assert any(
            way.startswith(said.replace("之一百", "之百")) or way.startswith(said) for way in spellings(figures + after)
        )


@given(
    st.one_of(st.integers(100, 9999), st.integers(1, 9999).map(lambda n: 10000 * n)),
    st.sampled_from(["", "处", "罚款"]),
)
def test_each_way_to_write_a_sum_finds_the_others(value: int, before: str) -> None:
    whole = value // 10000
    said = f"{chinese(whole)}万" if whole else chinese(value)
    ways = {f"{value}元", f"{value:,}元", f"{said}元"} | ({f"{whole}万元"} if whole else set())
    for way in ways:
        if len(way) > 2 or "万" in way:
            assert {before + other for other in ways} <= set(spellings(before + way)), way


@pytest.mark.parametrize("text", ["三元", "三元区", "十万分之元", "3元", "2.5万元", "3,00元", "一百五元", "12345万元"])
def test_what_is_no_sum_stays_as_it_is(text: str) -> None:
    assert not any("," in way or "000" in way for way in spellings(text) if way != text)


@given(st.integers(1, 999), st.sampled_from("个月 个工作日 周岁 岁 小时 倍 年 日 天".split()))
def test_a_duration_in_figures_is_found_in_ideographs(value: int, unit: str) -> None:
    assert f"满{chinese(value)}{unit}内" in spellings(f"满{value}{unit}内")
    if unit in ("个月", "周岁", "岁"):
        assert f"满{value}{unit}内" in spellings(f"满{chinese(value)}{unit}内")


@pytest.mark.parametrize("text", ["3月5日", "三年", "两岸", "2023年", "第3年", "0.5倍", "1,200天", "三月", "正月"])
def test_what_is_no_duration_stays_as_it_is(text: str) -> None:
    assert not {"3月五日", "3年", "2岸", "2023三年", "第三年", "0.五倍", "1,二百天", "3月"} & set(spellings(text))
