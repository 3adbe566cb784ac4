"""Folding and variants, each by a row: what is typed finds what is written, and what else is left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from policysearch.model.document import Passage
from policysearch.query.parser import parse
from policysearch.query.synonyms import Synonyms
from policysearch.search import highlight
from policysearch.search.searcher import Searcher
from policysearch.store.local.store import LocalKeeper
from policysearch.text.normalize import fold
from tests.support.passages import EMPTY

# What it shows, what is typed, what the text says.
FOUND = [
    ("days", "七天无理由", "适用七日无理由退货"),
    ("days", "拘留15天", "十日以上十五日以下拘留"),
    ("days", "答复15天", "15日内答复"),
    ("days", "六十日", "收到之日起60天"),
    ("times of day", "22点", "夜间，是指晚上十点至次日早晨六点"),
    ("times of day", "晚上10点", "二十二时至次日六时"),
    ("times of day", "22:00", "每晚22时后"),
    ("times of day", "早上6点", "6:00至22:00"),
    ("times of day", "22:30", "22时30分"),
    ("Latin with figures", "pm25", "PM2.5浓度"),
    ("Latin with figures", "5GA", "5G—A网络"),
    ("Latin with figures", "COVID19", "COVID-19疫情"),
    ("Latin with figures", "WiFi", "wifi覆盖"),
    ("Latin with figures", "Wi-Fi", "WIFI覆盖"),
    ("stars of sights", "AAAAA景区", "5A景区"),
    ("stars of sights", "4A级景区", "AAAA级景区"),
    ("ages", "14岁", "已满十四周岁"),
    ("ages", "满16周岁", "满十六岁的人"),
    ("sums without 元", "20万", "罚款二十万元"),
    ("round sums", "1000亿级", "千亿级产业"),
    ("round sums", "百亿级", "100亿级企业"),
    ("width", "GDP", "全区ＧＤＰ达到"),
    ("width", "ＧＤＰ", "全区GDP达到"),
    ("width", "75%", "达到７５％"),
    ("width", "75％", "达到75%"),
    ("width", '"（试行）"', "办法(试行)"),
    ("width", "A区", "Ａ区"),
    ("case", "gdp", "GDP增长"),
    ("case", "Pm2.5", "PM2.5浓度"),
    ("case", "rcep", "RCEP国家"),
    ("Traditional", "軟件產業", "软件产业"),
    ("Traditional", "软件产业", "軟件產業"),
    ("Traditional", "臺灣", "台湾"),
    ("Traditional", "反复", "反覆出現"),
    ("Traditional", "憑藉", "凭借区位优势"),
    ("Traditional", "凭借", "憑藉區位優勢"),
    ("Traditional", "計畫", "年度计划"),
    ("Traditional", "计划", "年度計畫"),
    ("Traditional", "著力", "着力提升"),
    ("Traditional", "着力", "著力提升"),
    ("Traditional", "著作权", "著作權登記"),
    ("Traditional", "抗旱防干旱", "抗旱防乾旱"),
    ("Traditional", "了解", "瞭解情況"),
    ("Traditional", "区縣：江北", "江北区"),
    ("Traditional", "區縣:江北", "江北区"),
    ("spaces inside words", "指标名称", "指  标  名  称"),
    ("spaces inside words", "指标名称", "指　标　名　称"),
    ("spaces inside words", "GDP比重", "GDP 比重"),
    ("spaces inside words", '"R&D"', "R & D 经费"),
    ("spaces inside words", "深度融合", "深度融\n\n合"),
    ("spaces inside words", "高质量发展", "高质量\u200b发展"),
    ("〇/○/O in years", "二〇三五年", "二○三五年"),
    ("〇/○/O in years", "二〇三五年", "二O三五年"),
    ("〇/○/O in years", "二〇三五年", "二零三五年"),
    ("〇/○/O in years", "二O三五年", "二〇三五年"),
    ("〇/○/O in years", "二○三五年", "二Ｏ三五年"),
    ("〇/○/O in years", "二０三五年", "二〇三五年"),
    ("〇/○/O in years", "二Ｏ三五年", "2035年"),
    ("〇/○/O in years", "二０三五年", "2035年"),
    ("〇/○/O in years", "2035年", "二０三五年"),
    ("〇/○/O in years", "二零三零年", "二〇三〇年"),
    ("二〇三五 = 2035", "2035", "二〇三五远景"),
    ("二〇三五 = 2035", "2035年", "二〇三五年"),
    ("二〇三五 = 2035", "二〇三五年", "2035年"),
    ("二〇三五 = 2035", "２０３５年", "二O三五年"),
    ("二〇三五 = 2035", '"2035年远景目标"', "二〇三五年远景目标"),
    ("二〇三五 = 2035", "2035*", "二〇三五远景"),
    ("二〇三五 = 2035", "二〇三五*", "2035年"),
    ("wildcards", "R?D", "R&D经费"),
    ("wildcards", "PM2?5", "PM2.5浓度"),
    ("百分之七十五 = 75%", "75%", "百分之七十五以上"),
    ("百分之七十五 = 75%", "百分之七十五", "75%以上"),
    ("百分之七十五 = 75%", "百分之七十五", "７５％以上"),
    ("百分之七十五 = 75%", "3.5%", "百分之三点五"),
    ("百分之七十五 = 75%", "百分之零点五", "0.5%"),
    ("百分之七十五 = 75%", "百分之0.5", "0.5%"),
    ("百分之七十五 = 75%", "0.5%", "百分之0.5以下"),
    ("百分之七十五 = 75%", "百分之零点五", "百分之0.5以下"),
    ("百分之七十五 = 75%", "百分之百", "100%覆盖"),
    ("百分之七十五 = 75%", "100%", "百分之百覆盖"),
    ("百分之七十五 = 75%", "百分之一百", "百分之百覆盖"),
    ("千分之五 = 5‰", "千分之五", "5‰左右"),
    ("千分之五 = 5‰", "5‰", "千分之五左右"),
    ("千分之五 = 5‰", "万分之三", "3‱左右"),
    ("千分之五 = 5‰", "3‱", "万分之三左右"),
    ("三分之一 = 1/3", "三分之一", "⅓以上"),
    ("三分之一 = 1/3", "⅓", "三分之一以上"),
    ("三分之一 = 1/3", "1/3", "三分之一以上"),
    ("三分之一 = 1/3", "三分之一", "1/3以上"),
    ("Ⅲ = III", "III类", "Ⅲ类水质"),
    ("Ⅲ = III", "Ⅲ类", "III类水质"),
    ("Ⅲ = III", "ⅲ类", "Ⅲ类水质"),
    ("Ⅲ = III", "XII", "Ⅻ"),
    ("ratio signs", "1.85:1", "1.85∶1"),
    ("ratio signs", "1.85：1", "1.85:1"),
    ("ratio signs", "1.85∶1", "1.85︰1"),
    ("ratio signs", "1∶1∶1", "1:1:1"),
    ("PM2.5/PM₂.₅", "PM2.5", "PM₂.₅"),
    ("PM2.5/PM₂.₅", "PM₂.₅", "PM2.5"),
    ("PM2.5/PM₂.₅", "PM2.5", "PM<sub>2.5</sub>"),
    ("PM2.5/PM₂.₅", "PM2.5", "PM <sub>2.5</sub>"),
    ("PM2.5/PM₂.₅", "PM2.5", "ＰＭ２．５"),
    ("PM2.5/PM₂.₅", "PM2.5", "PM 2.5"),
    ("PM2.5/PM₂.₅", '"PM 2.5"', "PM2.5浓度"),
    ("PM2.5/PM₂.₅", "PM2.5浓度", "PM 2.5浓度"),
    ("PM2.5/PM₂.₅", "CO2", "CO₂"),
    ("signs", "50㎡", "50 m²绿地"),
    ("signs", "50m2", "50 ㎡绿地"),
    ("dashes", "2021-2025", "2021—2025年"),
    ("dashes", "2021—2025", "2021-2025年"),
    ("dashes", "2021–2025", "2021－2025年"),
    ("dashes", "2021-2025", "2021－2025年"),
    ("dashes", "5G-A", "5G—A"),
    ("dashes", "——坚持", "--坚持"),
    ("signs", "<90", "＜90"),
    ("signs", "<90", "﹤90"),
    ("signs", "≥2.5", "≥２.５"),
    ("signs", "2.5µm", "2.5μm"),
    ("signs", "50㎡", "50m²"),
    ("quotes", "一带一路", "“一带一路”"),
    ("quotes", '"一区两群"', "“一区两群”"),
    ("a district with and without 区", "district:九龙坡", "九龙坡区"),
    ("a district with and without 区", "district:九龙坡区", "九龙坡区"),
    ("a district with and without 区", "区县：九龍坡", "九龙坡区"),
    ("a district with and without 区", "区:重庆", "重庆市"),
    ("a district with and without 区", "县:巫山", "巫山县"),
    ("a district with and without 区", "district:石柱", "石柱土家族自治县"),
    ("a district with and without 区", "district:两江", "两江新区"),
    ("a district with and without 区", "九龙坡区", "九龙坡的企业"),
    ("a district with and without 区", "九龙坡", "九龙坡区"),
    ("a plan by its names", "plan:十五五", "十五五"),
    ("a plan by its names", "plan:第十五个五年规划", "十五五"),
    ("a plan by its names", "plan:第15个五年规划", "十五五"),
    ("a plan by its names", "plan:十五五规划", "十五五"),
    ("a plan by its names", 'plan:"十五五"', "十五五"),
    ("a plan by its names", "规划期：“十五五”", "十五五"),
    ("abbreviations and synonyms", "GDP", "地区生产总值"),
    ("abbreviations and synonyms", "R&D", "研发经费"),
    ("abbreviations and synonyms", "研发", "R&D经费"),
    ("abbreviations and synonyms", "成渝地区双城经济圈", "双城经济圈"),
    ("abbreviations and synonyms", "双城经济圈", "成渝地区双城经济圈"),
    ("abbreviations and synonyms", "十五五", "“十五五”时期"),
    ("abbreviations and synonyms", "“十五五”", "十五五时期"),
    ("abbreviations and synonyms", "十五五", "第十五个五年规划"),
    ("abbreviations and synonyms", "第十五个五年规划", "“十五五”规划"),
    ("abbreviations and synonyms", "PM2.5", "细颗粒物浓度"),
]

# What is another thing, though it looks alike.
NOT_FOUND = [
    ("days", '"七天"', "七日无理由退货"),  # a quote says 天
    ("days", "15天", "2025年3月15日公布"),
    ("dates", "3月15日", "3月15天"),
    ("a number and what is counted", "22时", "2022年施行，同时废止，22日公布"),
    ("a number and what is counted", "20个工作日", "20日内，每个工作日"),
    ("times of day", "一点", "一时"),
    ("二〇三五 = 2035", "2035年", "二十三五年"),
    ("百分之七十五 = 75%", "75%", "百分之七"),
    ("wildcards", "R?D", "R D经费"),
    ("千分之五 = 5‰", "千分之五", "5%左右"),
    ("wildcards", "轨?交通", "轨。交通"),
    ("Ⅲ = III", "III类", "Ⅱ类水质"),
    ("ratio signs", "1.85:1", "1.85比1"),
    ("dashes", '"2021-2025"', "2021至2025"),
    ("a district with and without 区", "district:九龙", "九龙坡区"),
    ("a district with and without 区", "district:九龙坡县", "九龙坡区"),
    ("a district with and without 区", '"九龙坡区"', "九龙坡的企业"),
    ("a district with and without 区", "两江新区", "两江四岸"),
    ("a plan by its names", "plan:第十五个五年规划", "十四五"),
    ("quoted text is taken as it is", '"GDP"', "地区生产总值"),
    ("quoted text is taken as it is", "“十五五”", "第十五个五年规划"),
]


Found = Callable[[str], dict[str, Passage]]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Found]:
    """Finds which of all the texts of the tables match."""
    folder = tmp_path_factory.mktemp("variants")
    texts = dict.fromkeys(text for _, _, text in FOUND + NOT_FOUND)
    held = [
        replace(EMPTY, id=f"d/p_{n}", document_id="d", line_start=n, line_end=n, text=text, district=text, plan=text)
        for n, text in enumerate(texts, 1)
    ]
    LocalKeeper().build(folder, held)
    reader = Searcher(LocalKeeper().open(folder))
    synonyms = Synonyms()

    def found(typed: str) -> dict[str, Passage]:
        query = synonyms.widen(parse(typed))
        return {hit.passage.text: hit.passage for hit in reader.search(query, None).hits}

    yield found
    reader.close()


@pytest.mark.parametrize(("what", "typed", "text"), FOUND, ids=lambda value: fold(value)[:12])
def test_what_is_typed_finds_what_is_written(engine: Found, what: str, typed: str, text: str) -> None:
    found = engine(typed)
    assert text in found, what
    if ":" not in typed.translate(str.maketrans("：", ":")) or typed[:1].isdigit():  # no filter: it is marked
        piece = highlight.snippet(found[text], Synonyms().widen(parse(typed)))
        assert piece.marks, what


@pytest.mark.parametrize(("what", "typed", "text"), NOT_FOUND, ids=lambda value: fold(value)[:12])
def test_what_is_another_thing_is_not_found(engine: Found, what: str, typed: str, text: str) -> None:
    assert text not in engine(typed), what


def test_a_district_named_in_full_comes_before_what_is_called_for_short(tmp_path: Path) -> None:
    texts = ["江北机场、江北国际机场、江北机场高速，江北嘴。", "江北区的企业", "江北区", "江北企业"]
    held = [
        replace(EMPTY, id=f"d/p_{n}", document_id="d", line_start=n, line_end=n, text=text, district="江北区")
        for n, text in enumerate(texts, 1)
    ]
    LocalKeeper().build(tmp_path, held)
    with closing(Searcher(LocalKeeper().open(tmp_path))) as reader:
        found = [(hit.passage.text, hit.why) for hit in reader.search(parse("江北区"), None).hits]
    assert {text for text, _ in found} == set(texts)
    assert [why for _, why in found] == ["string", "string", "words", "words"]
