"""Folding: its rules one by one, and its guarantees on random and on real text."""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policysearch.text.normalize import fold, fold_map
from tests.support import timing
from tests.support.paths import SHARED

CORPUS = SHARED / "corpus"
needs_corpus = pytest.mark.skipif(not CORPUS.exists(), reason="../shared/corpus, the real documents, is not here")

# No letters that could become a tag once what stands between them is dropped.
ATOMS = (
    *"产氢能軟件台臺后後三五九一年至。，；！？“”（）()…、·—–-:：∶︰.0259aAdDrR&%％Ⅲ㎡éｏO",
    *("〇", "零", "○", "二〇三五年", "二O三五", "一九九八", "一、", "（一）", "1.", "——"),
    *(" ", "  ", "\u3000", "\u200b", "\ufeff", "\u0301", "\n", "\n\n", "\r\n", "\t", "\n\t"),
    *("*", "**", "\\", "<b>", "</b>", "<sub>", "</sub>", "<br/>", "<"),
)
TEXT = st.lists(st.sampled_from(ATOMS), max_size=40).map("".join)
LINE_ATOMS = [a for a in ATOMS if "<" not in a and a not in "\n\n\r\n\n\t" and not set(a) & set("一二三五九")]
LINE = st.lists(st.sampled_from(LINE_ATOMS), max_size=30).map("".join)


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("氢能", "氢能"),
        ("ＡＢＣ　７５％", "abc 75%"),
        ("Ⅲ类 ㎡ ℃", "iii类m2°c"),
        ("軟件產業關於後臺", "软件产业关于后台"),
        ("乾坤 瞭望 著名 覆盖", "乾坤瞭望著名覆盖"),
        # Characters that are Simplified in some words only
        ("乾旱 乾燥 餅乾 乾淨", "干旱干燥饼干干净"),
        ("乾坤 乾隆 康乾 乾縣", "乾坤乾隆康乾乾县"),
        ("沿著 隨著 著力 著眼 執著", "沿着随着着力着眼执着"),
        ("著作權 顯著 著名 編著 原著", "著作权显著著名编著原著"),
        ("答覆 反覆 反反覆覆 回覆 覆議", "答复反复反反复复回复复议"),
        ("覆蓋 全覆蓋 顛覆 反覆蓋", "覆盖全覆盖颠覆反覆盖"),
        ("瞭解 明瞭 瞭望塔", "了解明了瞭望塔"),
        ("憑藉 藉助 慰藉 狼藉", "凭借借助慰藉狼藉"),
        ("計畫 規畫 企畫 繪畫 書畫", "计划规划企划绘画书画"),
        ("设计画面 统计画像", "设计画面统计画像"),
        ("地面沈降 沈没 沈陽 沈先生", "地面沉降沉没沈阳沈先生"),
        ("帳戶 帳篷 傢俱 国家俱乐部 甚麼 甚至", "账户帐篷家具国家俱乐部什么甚至"),
        ("徵收 鬥爭 裡面 皇后 頭髮 穀物 老闆 憂鬱 呼籲", "征收斗争里面皇后头发谷物老板忧郁呼吁"),
        ("範圍 時鐘 關係 聯繫 佔地 公佈 週期 旅遊 準則 委託 捨棄", "范围时钟关系联系占地公布周期旅游准则委托舍弃"),
        ("製造 複雜 恢復 衝擊 迴歸 合併 菸草 摺疊 汚染 衞生 鑛産", "制造复杂恢复冲击回归合并烟草折叠污染卫生矿产"),
        ("café cafe\u0301", "cafe cafe"),
        ("1.85∶1 1.85：1 1.85︰1", "1.85:1 1.85:1 1.85:1"),
        ("2021—2025 2021–2025 2021－2025", "2021-2025 2021-2025 2021-2025"),
        ("零\u200b宽\ufeff与\u00ad连", "零宽与连"),
        ("“双城”「双城」", '"双城""双城"'),
        ("＜50 〈50 ﹤50", "<50<50<50"),
        # What is written for 〇 within a number
        ("二〇三五年", "二〇三五年"),
        ("二O三五年", "二〇三五年"),
        ("二Ｏ三五远景", "二〇三五远景"),
        ("二零三五年", "二〇三五年"),
        ("二○二六年一月", "二〇二六年一月"),
        ("二OOO年", "二〇〇〇年"),
        ("三五年", "三五年"),
        ("十四五", "十四五"),
        ("零碳 零售", "零碳零售"),
        ("一二三产业", "一二三产业"),
        ("O2O一体化", "o2o一体化"),
        ("二Oppo", "二oppo"),
        # Markup
        ("**数字**重庆", "数字重庆"),
        ("<b>一、发展</b>", "一、发展"),
        ("PM <sub>2.5</sub>、H<sub>2</sub>O", "pm2.5、h2o"),
        ("a<br>b<BR/>c", "abc"),
        (r"R\&D 与 \*", "r&d与"),
        ("8.5*左右", "8.5*左右"),
        ("GDP<90 且 >80", "gdp<90且>80"),
        ("b>PM <su", "pm"),
        # Characters that only stand for an ideograph
        ("⻋辆⻓期⺠政⻛电⻘年⻢⻰⻩⻬", "车辆长期民政风电青年马龙黄齐"),
        ("第⼀章⽤⼯", "第一章用工"),
        ("\uf9d1\uf92c\ufa12", "六郎晴"),
        ("⻑江 長江", "长江长江"),
        # Brackets of every form
        (
            "发改〔2021〕1号 发改[2021]1号 发改﹝2021﹞1号 发改【2021】1号 发改（2021）1号 发改［2021］1号",
            "发改(2021)1号" * 6,
        ),
        ("【目的】", "(目的)"),
        # Circled numbers are none
        ("①培育 ⑳ ㉑", "①培育⑳㉑"),
        ("⑴ ⒈ ㈠", "(1)1.(一)"),
        ("目标\n①培育", "目标\n①培育"),
        # Digits one by one
        ("床位 3 0 0 0 张", "床位3000张"),
        ("到 2 0 3 0 年", "到2030年"),
        ("２ ０ ３ ０ 年 1 2 月", "2030年12月"),
        ("1 2 ％", "12%"),
        ("1:1 1.85:1", "1:1 1.85:1"),
        ("2025 75", "2025 75"),
        ("12 3", "12 3"),
        ("5 G", "5 g"),
        ("PM 2", "pm 2"),
        ("2025年\t7\t5", "2025年\n7\n5"),
        # White space
        ("GDP 比重", "gdp比重"),
        ("指  标  名  称", "指标名称"),
        ("open   source", "open source"),
        ("R & D", "r&d"),
        (" \n 前后 \n", "前后"),
        # Line breaks
        ("持续优化，\n\n“产业大脑”", '持续优化,"产业大脑"'),
        ("人文深度融\n\n合", "人文深度融合"),
        ("open\nsource", "open source"),
        ("完成。\n下一段", "完成。\n下一段"),
        ("“完成。”\n下一段", '"完成。"\n下一段'),
        ("如下：\n（一）发展", "如下:\n(一)发展"),
        ("目标\n（一）发展", "目标\n(一)发展"),
        ("目标\n——坚持", "目标\n--坚持"),
        ("目标\n1．坚持", "目标\n1.坚持"),
        ("目标\n一、坚持", "目标\n一、坚持"),
        ("融合\n一、二、三产业", "融合一、二、三产业"),
        ("增长 3.\n5 个点", "增长3.5个点"),
        ("达到\n3.5 亿", "达到3.5亿"),
        ("\t指标\n\n\t2025年\t75", "指标\n2025年\n75"),
        ("9月\n13\t经营点", "9月\n13\n经营点"),
        ("", ""),
        ("** \u200b *", ""),
    ],
)
def test_a_rule_of_folding(raw: str, folded: str) -> None:
    assert fold(raw) == folded
    assert fold_map(raw)[0] == folded


@given(TEXT)
@example("x\u3000**Ⅲ** y")
def test_fold_and_fold_map_give_the_same_text(text: str) -> None:
    folded, origin = fold_map(text)
    assert folded == fold(text)
    assert len(origin) == len(folded)
    assert all(0 <= i < len(text) for i in origin)
    assert list(origin) == sorted(origin)


@given(TEXT)
def test_each_folded_character_comes_from_one_that_folds_to_it(text: str) -> None:
    folded, origin = fold_map(text)
    for character, i in zip(folded, origin, strict=True):
        if character.isspace():
            assert text[i].isspace()
        else:
            assert (character == "〇" and text[i] in "零○OoＯｏ") or character in fold(f"产{text[i]}产")[1:-1]


@given(TEXT)
def test_folding_a_folded_line_again_changes_nothing(text: str) -> None:
    folded = fold(text)
    if "\n" not in folded:
        assert fold(folded) == folded


def test_every_character_folds_to_its_end_at_once() -> None:
    for code in range(0x10000):
        folded = fold("产" + chr(code))
        assert fold(folded) == folded, hex(code)


@given(TEXT)
def test_no_white_space_is_left_where_it_means_nothing(text: str) -> None:
    folded = fold(text)
    assert not folded[:1].isspace() and not folded[-1:].isspace()
    for i, character in enumerate(folded):
        if character == " ":
            around = folded[i - 1] + folded[i + 1]
            assert around.isascii() and around.isalnum()
        assert character in " \n" or not character.isspace()


def _within_number(line: str, index: int) -> bool:
    """Whether a digit or letter stands on both sides of `index`, zero-width characters passed over."""
    before, after = fold(f"产{line[:index]}")[-1:], fold(f"{line[index:]}产")[:1]
    inside = index == 0 or index == len(line) or line[index - 1].isspace() or line[index].isspace()
    return not inside and (before + after).isascii() and (before + after).isalnum() and len(before + after) == 2


@given(LINE, st.integers(0, 99), st.integers(0, 99))
def test_a_piece_of_a_line_is_found_in_it(line: str, start: int, end: int) -> None:
    whole = [index for index in range(len(line) + 1) if not _within_number(line, index)]
    start, end = (max((index for index in whole if index <= at), default=0) for at in (start, end))
    assert fold(line[start:end]) in fold(line)


@pytest.mark.corpus
@needs_corpus
def test_a_piece_of_a_real_line_is_found_in_it() -> None:
    chance = random.Random(20)
    lines = [
        line for file in sorted(CORPUS.glob("*.txt")) for line in file.read_text("utf-8").split("\n") if line.strip()
    ]
    tried = 0
    while tried < 3000:
        line = chance.choice(lines)
        start = chance.randrange(len(line))
        piece = line[start : start + chance.randint(1, 25)].strip()
        if not piece or piece[0] in "O零>" or piece[-1] in "O零<":
            continue
        tried += 1
        assert fold(piece) in fold(line)


@pytest.mark.corpus
@needs_corpus
@pytest.mark.parametrize(
    ("document", "phrase"),
    [
        ("004", "布局持续优化，“产业大脑"),
        ("004", "深度融合人文生态"),
        ("004", "“三中心一走廊”战略部署，"),
        ("002", "“芯核器网服”智能产业"),
        ("001", "聚焦保税经济，"),
    ],
)
def test_a_sentence_cut_by_a_page_or_line_break_is_found_whole(document: str, phrase: str) -> None:
    (file,) = CORPUS.glob(f"{document}_*.txt")
    text = file.read_text("utf-8")
    assert phrase not in text
    assert fold(phrase) in fold(text)


@pytest.mark.corpus
@needs_corpus
def test_paragraphs_items_and_cells_stay_apart() -> None:
    for file in sorted(CORPUS.glob("*.txt")):
        lines = [line for line in file.read_text("utf-8").split("\n") if fold(line)]
        for line, following in pairwise(lines):
            apart = line.endswith("。") or following.startswith(("\t", "——", "（一）"))
            if apart and "*" not in line[-1] + following[0]:  # a single * at an edge is dropped
                assert fold(f"{line}\n\n{following}") == f"{fold(line)}\n{fold(following)}"


@pytest.mark.parametrize(
    "piece", [" ", "\n", "\t", "*", "* ", "<", "<b", "\\", "〇", "一", "1", "1.\n", "。\n", "）\n", "\u0301", "Ⅲ "]
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        return timing.takes(lambda: fold(text))

    assert timing.in_proportion(seconds, 25_000)


@pytest.mark.parametrize("word", ["反反覆覆", "藉著", "乾著", "沿著作品", "計畫書畫", "答覆覆議", "沈沒沈積", "執著著"])
def test_a_word_is_made_simplified_once_and_for_all(word: str) -> None:
    assert fold(fold(word)) == fold(word)


def test_importing_it_reads_no_table() -> None:
    code = "import sys, policysearch.text.normalize as f; assert 'policysearch.text.traditional' not in sys.modules; f.fold('後')"
    subprocess.run([sys.executable, "-c", code], check=True)
