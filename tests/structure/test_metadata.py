"""Metadata from the text alone: every field present where the text gives it, "" where it does not."""

from __future__ import annotations

import pytest

from policysearch.model.document import Document, Source
from policysearch.structure import tree_builder


def one(text: str) -> Document:
    (document,) = tree_builder.parse(Source("name-says-nothing.txt", tuple(text.split("\n")), "utf-8", False, "0" * 64))
    return document


def plan(title: str) -> Document:
    return one(f"{title}\n\n第一章 总则\n为了发展，制定本规划。\n")


@pytest.mark.parametrize(
    ("title", "district", "city", "level", "plan_name", "years", "kind", "id"),
    [
        ("重庆市九龙坡区国民经济和社会发展第十五个五年规划纲要", "九龙坡区", "重庆市", "区县级", "十五五", (2026, 2030), "规划纲要", "cq-jiulongpo-fyp-15"),
        ("重庆市国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要", "重庆市", "重庆市", "省级", "十四五", (2021, 2025), "规划纲要", "cq-fyp-14"),
        ("四川省成都市武侯区国民经济和社会发展第十四个五年规划纲要", "武侯区", "成都市", "区县级", "十四五", (2021, 2025), "规划纲要", "sc-chengdu-wuhou-fyp-14"),
        ("广东省国民经济和社会发展第十三个五年规划纲要", "广东省", "广东省", "省级", "十三五", (2016, 2020), "规划纲要", "gd-fyp-13"),
        ("深圳市国民经济和社会发展第十四个五年规划纲要", "深圳市", "深圳市", "市级", "十四五", (2021, 2025), "规划纲要", "shenzhen-fyp-14"),
        ("重庆市石柱土家族自治县国民经济和社会发展第十四个五年规划纲要", "石柱土家族自治县", "重庆市", "区县级", "十四五", (2021, 2025), "规划纲要", "cq-shizhutujiazu-fyp-14"),
        ("中华人民共和国国民经济和社会发展第十四个五年规划和2035年远景目标纲要", "", "", "国家级", "十四五", (2021, 2025), "规划纲要", "cn-fyp-14"),
        ("中华人民共和国国民经济和社会发展第三个五年计划纲要", "", "", "国家级", "三五", (1966, 1970), "规划纲要", "cn-fyp-3"),
        ("重庆市渝中区养老服务“十四五”规划（2021—2025年）", "渝中区", "重庆市", "区县级", "十四五", (2021, 2025), "规划", None),
        ("九龙坡区建筑垃圾治理规划（2025—2027年）", "九龙坡区", "", "区县级", "", (2025, 2027), "规划", None),
        ("中华人民共和国产品质量法", "", "", "国家级", "", None, "法律", None),
        ("城市绿化条例", "", "", "", "", None, "条例", None),
    ],
)  # fmt: skip
def test_title_gives_place_period_and_type(
    title: str,
    district: str,
    city: str,
    level: str,
    plan_name: str,
    years: tuple[int, int] | None,
    kind: str,
    id: str | None,
) -> None:
    document = plan(title)
    assert (document.title, document.district, document.city, document.level) == (title, district, city, level)
    assert document.plan == plan_name
    assert document.years == (tuple(range(years[0], years[1] + 1)) if years else ())
    assert document.type == kind
    assert id is None or document.id == id
    assert (document.number, document.issuer, document.issued) == ("", "", "")  # absent when absent


NOTICE = """重庆市九龙坡区人民政府
关于印发《重庆市九龙坡区氢能产业发展规划
（2026—2028年）》的通知

九龙坡府发〔2026〕3号

区级各部门，有关单位：

《规划》已经审议通过，现印发给你们。

重庆市九龙坡区人民政府

2026年3月1日

（此件公开发布）

# 氢能产业发展规划

第一章 总则
为了发展氢能，制定本规划。
"""


def test_notice_gives_title_number_issuer_and_date() -> None:
    document = one(NOTICE)
    assert document.title == "重庆市九龙坡区氢能产业发展规划（2026—2028年）"
    assert (document.type, document.district, document.number) == ("规划", "九龙坡区", "九龙坡府发〔2026〕3号")
    assert (document.issuer, document.issued, document.years) == (
        "重庆市九龙坡区人民政府",
        "2026-03-01",
        (2026, 2027, 2028),
    )
    assert [(p.kind, p.line) for p in document.provisions] == [("通知", 1), ("前言", 17), ("章", 19)]


def test_title_over_several_lines_and_a_date_in_ideographs() -> None:
    document = one("重庆市綦江区国民经济和社会发展\n\n第十五个五年规划纲要\n\n二〇二六年一月\n\n第一章 总则\n文字。\n")
    assert document.title == "重庆市綦江区国民经济和社会发展第十五个五年规划纲要"
    assert document.issued == "2026-01"
    assert document.id == "cq-qijiang-fyp-15"


def test_same_text_gives_the_same_id_whatever_the_file_is_called() -> None:
    lines = tuple(NOTICE.split("\n"))
    ids = {tree_builder.parse(Source(name, lines, "utf-8", False, "0" * 64))[0].id for name in ("a.txt", "九龙坡.md")}
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("title", "lines", "issuer", "issued", "id"),
    [
        (
            "中华人民共和国某某法",
            ["2001年5月1日 第九届全国人民代表大会常务委员会第二十五次会议通过", "2009年8月27日 第十一届全国人民代表大会常务委员会第十次会议《关于修改部分法律的决定》第一次修正"],
            "全国人民代表大会常务委员会", "2009-08-27", "cn-law-mmf-2009",
        ),
        ("某某条例", ["2011年12月20日 中华人民共和国国务院令第1号公布", "2012年3月1日 施行"], "国务院", "2011-12-20", "cn-regulation-mmtl-2011"),
        (
            "最高人民法院、最高人民检察院关于办理某某案件的解释（二）", ["2012年3月1日 施行"],
            "最高人民法院、最高人民检察院", "2012-03-01", "cn-spc-spp-interpretation-mmajdjs-2012-2",
        ),
    ],
)  # fmt: skip
def test_a_law_says_under_its_title_who_gave_it_and_when(
    title: str, lines: list[str], issuer: str, issued: str, id: str
) -> None:
    text = "\n\n".join([f"# {title}", *lines, "<!-- INFO END -->", "第一条 为了测试。", "第二条 同上。"])
    (document,) = tree_builder.parse(Source("a.md", tuple(text.split("\n")), "utf-8", False, "0" * 64))
    assert (document.title, document.issuer, document.issued) == (title, issuer, issued)
    assert document.id.rpartition("-")[0] == id


def test_the_only_heading_of_the_highest_level_is_the_title() -> None:
    document = one("# 一句不像标题的话，也是标题\n\n## 某某诉某某案\n\n## 裁判要点\n\n文字。\n")
    assert document.title == "一句不像标题的话，也是标题"
    assert one("# 甲、乙关于某事\n\n# 的实施办法\n\n第一条 文。\n").title == "甲、乙关于某事的实施办法"


def test_the_title_may_say_who_gave_it() -> None:
    document = one("某市人民代表大会关于议案的规定\n\n第一条 文。\n")
    assert (document.issuer, document.district, document.level) == ("某市人民代表大会", "", "")


def test_a_line_with_a_date_is_no_title() -> None:
    text = "某局\n\n关于印发《某某办法》的通知\n\n某发〔1995〕32号\n\n各局：\n\n现印发给你们。\n\n某局\n\n1995年3月26日\n\n1995年5月1日 施行\n\n第一条 文。\n"
    document = one(text)
    assert (document.title, document.number, document.issued) == ("某某办法", "某发〔1995〕32号", "1995-03-26")


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("Work  Plan of Chongqing City 2026", "Work Plan of Chongqing City 2026"),
        ("甘水市 GDP Growth Plan 方案", "甘水市GDP Growth Plan方案"),
        ("甘 水 市 20 26 年 绿 化 方 案", "甘水市2026年绿化方案"),
        ("甘水市 Green\nCity (Draft) 方案", "甘水市Green City (Draft)方案"),
    ],
)
def test_a_title_keeps_the_space_between_latin_words(printed: str, title: str) -> None:
    assert one(f"{printed}\n一、目标\n目标一段，说明方向。\n二、任务\n任务一段，说明分工。").title == title


def test_a_verb_that_nobody_foresaw_does_not_rename_the_place_of_the_issuer() -> None:
    notice = "重庆市江北区人民政府\n关于印发《奖补江北区养老机构方案》的通知\n\n江北府发〔2026〕3号\n\n各街道：\n\n现印发给你们。\n\n重庆市江北区人民政府\n\n2026年1月2日\n\n奖补江北区养老机构方案\n\n一、目标\n\n一次奖补。\n"
    document = one(notice)
    assert (document.district, document.city) == ("江北区", "重庆市")


def test_a_decree_has_the_date_over_which_it_is_signed() -> None:
    text = "某市人民政府关于修改《某某办法》的决定\n\n某府令〔2025〕36号\n\n第一条 将第三条删去。\n\n第二条 自公布之日起施行。\n\n市长 张三\n\n2026年2月1日\n"
    document = one(text)
    assert (document.issued, document.years, document.number) == ("2026-02-01", (2026,), "某府令〔2025〕36号")
    dated = one(text.replace("\n\n第一条", "\n\n2025年12月30日\n\n第一条"))
    assert dated.issued == "2025-12-30"  # what the head of a document says goes before


def test_a_circular_without_number_is_of_the_authority_that_signs_it() -> None:
    text = "关于做好养老服务的通知\n\n各街道：\n\n现通知如下。\n\n一、完善设施\n\n建站。\n\n二、强化保障\n\n落实。\n\n重庆市江北区民政局\n\n2026年1月2日\n"
    document = one(text)
    assert (document.issuer, document.issued, document.district) == ("重庆市江北区民政局", "2026-01-02", "江北区")
