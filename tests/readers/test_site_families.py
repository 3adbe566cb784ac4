"""Families of government sites, ten documents on each: what is read of them, and the rules behind it one by one."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup

from policysearch.model.errors import CorpusError
from policysearch.readers import detect
from policysearch.readers.html.left_out import left_out
from policysearch.readers.html.printed_twice import copy
from tests.support import (
    agency_families,
    bureau_families,
    city_families,
    counter_acts,
    county_families,
    desk_families,
    district_families,
    extraction,
    lake_families,
    later_site_families,
    more_site_families,
    plain_families,
    portal_families,
    province_families,
    site_families,
    town_families,
)
from tests.support.agency_acts import AGENCY_ACTS
from tests.support.short_acts import SHORT_ACTS
from tests.support.site_acts import ACTS

FAMILIES = {**site_families.FAMILIES, **more_site_families.FAMILIES, **later_site_families.FAMILIES}
#: Families of which furniture stays: news with sentences beside the text, which nothing but their place tells from it.
UNCLEAN = {"bootstrap"}


@pytest.mark.parametrize("name", FAMILIES)
def test_pages_of_a_family_are_read_whole_and_without_furniture(name: str) -> None:
    pages = extraction.pages({name: FAMILIES[name]})
    figures = extraction.table(extraction.found(page, extraction.policysearch(page)) for page in pages)
    assert figures.pop("recall") == 1 == figures.pop("whole")
    assert all(figures[key] == 1 for key in ("title", "number", "issuers", "documents"))
    assert figures["whole and clean"] == (0 if name in UNCLEAN else 1)


#: Families on which short texts were first read, some of them with furniture; and what is lost of them.
NEW_FAMILIES = {**county_families.FAMILIES, **city_families.FAMILIES, **province_families.FAMILIES}
SHORT_FAMILIES = {**portal_families.FAMILIES, **bureau_families.FAMILIES, **town_families.FAMILIES, **NEW_FAMILIES}
#: A claim of rights stands in the element of the text, which a style sheet indents.
CLAIMED = {"plain"}
#: Pages that do not say their titles, and claims of rights longer than short texts.
UNSURE = {"court_text", "lawyer"}
LOST = {("account", "table alone"), ("entities", "table alone")}  # hidden, without a sentence


@pytest.mark.parametrize("name", SHORT_FAMILIES)
def test_short_texts_tables_and_lists_of_links_are_read_whole(name: str) -> None:
    pages = list(extraction.pages({name: SHORT_FAMILIES[name]}, SHORT_ACTS))
    found = [extraction.found(page, extraction.policysearch(page)) for page in pages]
    lost = {(name, page.act.name) for page, of in zip(pages, found, strict=True) if of.lost}
    assert lost <= LOST
    figures = extraction.table(found)
    assert name in UNSURE or (figures["precision"] > 0.75 and figures["title"] > 0.8)
    assert figures["documents"] == 1 and figures["number"] == 1 == figures["issuers"]


@pytest.mark.parametrize("name", NEW_FAMILIES)
def test_pages_of_content_systems_are_read_whole(name: str) -> None:
    pages = extraction.pages({name: NEW_FAMILIES[name]})
    figures = extraction.table(extraction.found(page, extraction.policysearch(page)) for page in pages)
    assert figures["recall"] == 1 == figures["number"] == figures["documents"]
    assert figures["precision"] > 0.95 and (name in CLAIMED or figures["whole and clean"] > 0.7)
    assert figures["title"] > 0.8 and figures["issuers"] > 0.8


@pytest.mark.parametrize("name", plain_families.FAMILIES)
def test_plain_pages_are_read_whole_and_without_furniture(name: str) -> None:
    acts = (*ACTS, *SHORT_ACTS, *plain_families.PLAIN_ACTS)
    pages = extraction.pages({name: plain_families.FAMILIES[name]}, acts)
    figures = extraction.table(extraction.found(page, extraction.policysearch(page)) for page in pages)
    assert set(figures.values()) == {1}


#: Families without an indent in the markup, beside news, readings and comments in sentences.
BESIDE_NEWS = {**agency_families.FAMILIES, **district_families.FAMILIES}


@pytest.mark.parametrize("name", BESIDE_NEWS)
def test_a_text_without_indents_is_told_from_the_news_beside_it(name: str) -> None:
    acts = (*ACTS, *SHORT_ACTS, *plain_families.PLAIN_ACTS, *AGENCY_ACTS)
    pages = extraction.pages({name: BESIDE_NEWS[name]}, acts)
    figures = extraction.table(extraction.found(page, extraction.policysearch(page)) for page in pages)
    assert figures["precision"] > 0.97 and figures["clean"] > 0.93
    assert all(figures[key] == 1 for key in ("recall", "whole", "title", "number", "issuers", "documents"))


#: Families that are read whole and clean, and those of which furniture stays: short texts beside claims in sentences in pages without a title.
DESKS = {**lake_families.FAMILIES, **desk_families.FAMILIES}
UNTITLED = {"gazette"}
CONTENTS_CUT = {("siblings", "statute")}  # the list of headings stands in an element of its own


@pytest.mark.parametrize("name", DESKS)
def test_texts_in_panes_and_rows_and_beside_reports_are_read_whole(name: str) -> None:
    acts = (*ACTS, *SHORT_ACTS, *plain_families.PLAIN_ACTS, *AGENCY_ACTS, *counter_acts.COUNTER_ACTS)
    pages = list(extraction.pages({name: DESKS[name]}, acts))
    found = [extraction.found(page, extraction.policysearch(page)) for page in pages]
    assert {(name, page.act.name) for page, of in zip(pages, found, strict=True) if of.lost} <= CONTENTS_CUT
    figures = extraction.table(found)
    assert figures["documents"] == 1 and figures["number"] > 0.9 and figures["issuers"] > 0.9
    if name in UNTITLED:
        assert figures["clean"] > 0.8 and figures["title"] > 0.8
    else:
        assert figures["clean"] > 0.97 and figures["title"] == figures["number"] == figures["issuers"] == 1


def test_a_paragraph_that_is_lost_and_one_that_is_added_are_counted() -> None:
    page = next(extraction.pages({"ministry": site_families.ministry}))
    text = "\n".join(page.act.gold)
    assert extraction.found(page, extraction.Extract(text)).lost == 0
    assert extraction.found(page, extraction.Extract(text.replace("云川省民政厅", ""))).lost > 0
    assert extraction.found(page, extraction.Extract(f"{text}\n返回顶部")).others == 4
    assert extraction.found(page, extraction.Extract(f"{text}\n{text}")).others > 300


TITLE = "某县关于节水的通知"
BODY = "<p>各乡镇：</p><p>现将有关事项通知如下，请认真贯彻执行。</p><p>一、总体要求</p><p>坚持节水优先，全面推进节水型社会建设。</p>"


def lines(html: str) -> list[str]:
    return [line for line in detect.read(html.encode(), "html", "a.html").lines if line]


WHOLE = lines(f"<html><body><h1>{TITLE}</h1>{BODY}</body></html>")


@pytest.mark.parametrize(
    "hidden",
    [
        "<textarea style='display:none'>{}</textarea>".format(BODY.replace("<", "&lt;")),
        f"<script type='text/template'>{BODY}</script>",
        f"<template>{BODY}</template>",
        "<script>var a = {};</script>".format(json.dumps(BODY).replace("/", "\\/")),
        "<script>var a = '{}';</script>".format(BODY.replace("<", "\\x3c")),
        "<input type=hidden value='{}'>".format(BODY.replace("<", "&lt;").replace("'", '"')),
    ],
)
def test_a_text_that_only_a_script_shows_is_read_where_the_page_has_none(hidden: str) -> None:
    assert (
        lines(f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{hidden}<p>返回顶部</p></body></html>")
        == WHOLE
    )
    text = "<p>" + "推进再生水利用，建设节水型城市。" * 20 + "</p>"
    assert len(lines(f"<html><body><h1>{TITLE}</h1>{text}{hidden}</body></html>")) == 2


def test_strings_of_scripts_that_are_no_text_leave_the_page_empty() -> None:
    with pytest.raises(CorpusError, match="no visible text"):
        lines(
            f"<html><body><div>加载中</div><script>var a = {json.dumps('首页 政务公开 ' * 30)};</script></body></html>"
        )


def test_a_form_for_comments_goes_and_a_text_beside_a_field_stays() -> None:
    form = "<div><h4>发表意见</h4><p>请自觉遵守法律，文明发言。</p><textarea></textarea></div>"
    assert lines(f"<html><body><h1>{TITLE}</h1><div>{BODY * 3}</div>{form}</body></html>")[-1].endswith("建设。")
    texts = "".join(f"<div>{BODY}<textarea></textarea></div>" for _ in range(8))
    assert len(lines(f"<html><body><h1>{TITLE}</h1><p>前言甲。</p>{texts}</body></html>")) > 4 * 7


def test_a_name_of_an_element_is_no_reason_to_leave_much_prose_out() -> None:
    prose = (
        "<p>"
        + "县水务局每季度通报一次执行情况。" * 6
        + "</p>"
        + "<p>"
        + "各乡镇要压实责任，按月报送进展情况。" * 6
        + "</p>"
    )
    page = f"<html><body><h1>{TITLE}</h1>{BODY}{prose * 8}<div class='recommend-box'>{prose}</div></body></html>"
    assert len(lines(page)) == 5 + 2 * 9


def test_a_subtitle_between_title_and_text_stays_and_what_the_page_prints_there_goes() -> None:
    head = f"<html><head><title>{TITLE}</title></head><body><div><div>{TITLE}</div><div>{{}}</div><div>{BODY}</div></div></body></html>"
    for subtitle in ("——在全县节水工作会议上的部署", "（2026—2030年）", "成功举办全县节水宣传推进会"):
        assert subtitle in lines(head.format(subtitle))
    for printed in ("某县发布", "2026-04-02 09:12", "收听全文", "阅读 1.2万", "字体：[大][中][小]"):
        assert lines(head.format(printed)) == WHOLE


def test_a_list_of_headings_above_the_text_goes() -> None:
    toc = "<div><h4>目录</h4><p>一、总体要求</p><p>二、任务</p></div>"
    page = f"<html><head><title>{TITLE}</title></head><body><h2>{TITLE}</h2>{toc}<div>{BODY}<p>二、任务</p><p>完善制度，严格考核。</p></div></body></html>"
    assert lines(page) == [*WHOLE, "二、任务", "完善制度，严格考核。"]


def test_labels_without_colons_and_labels_over_values_are_a_card() -> None:
    facts = [("索引号", "K01"), ("发布机构", "某县水务局"), ("文号", "某水发〔2026〕3号"), ("成文日期", "2026-04-02")]
    beside = "<ul>" + "".join(f"<li><strong>{key}</strong><span>{value}</span></li>" for key, value in facts) + "</ul>"
    rows = ["".join(f"<td>{fact[n]}</td>" for fact in facts) for n in (0, 1)]
    for card in (beside, f"<table><tr>{rows[0]}</tr><tr>{rows[1]}</tr></table>"):
        reading = detect.read(f"<html><body>{card}<h1>{TITLE}</h1>{BODY}</body></html>".encode(), "html", "a.html")
        assert [line for line in reading.lines if line] == WHOLE
        assert (reading.declared.number, reading.declared.issuer, reading.declared.issued) == (
            "某水发〔2026〕3号", "某县水务局", "2026-04-02",
        )  # fmt: skip


def test_what_stands_above_an_act_within_the_text_stays() -> None:
    decree = "<p>某市人民政府令</p><p>第9号</p><p>《某市节水办法》已经市政府常务会议审议通过，现予公布。</p><p>市长</p><p>2026年4月2日</p>"
    act = "<p>某市节水办法</p><p>第一条　为了节约用水，制定本办法。</p><p>第二条　本办法自公布之日起施行。</p>"
    found = lines(
        f"<html><head><meta name=ArticleTitle content='某市节水办法'></head><body><p>某局微信</p><div>{decree}{act}</div></body></html>"
    )
    assert found == [
        "某市人民政府令",
        "第9号",
        "《某市节水办法》已经市政府常务会议审议通过，现予公布。",
        "市长",
        "2026年4月2日",
        *found[5:],
    ]


def test_links_under_a_sentence_are_of_the_text_and_those_under_a_heading_of_links_are_not() -> None:
    names = [f"某县第{n}号节水办法" for n in "一二三四五六"]
    items = "".join(f"<li><a href='/{n}.html'>{name}</a></li>" for n, name in enumerate(names))
    page = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div><p>下列文件继续有效，现予公布。</p>{{}}<ul>{items}</ul></div><p>打印</p></body></html>"
    assert lines(page.format("")) == [TITLE, "下列文件继续有效，现予公布。", *names]
    assert lines(page.format("<p>相关链接：</p>")) == [TITLE, "下列文件继续有效，现予公布。"]


def test_a_short_text_is_found_by_what_stands_around_it() -> None:
    text = ["因检修，8月1日至3日禁止通行。", "某县交通运输局", "2026年7月20日"]
    body = "".join(f"<p>{line}</p>" for line in text)
    beside = "<div><p>关联政策</p><p>某县公路管理规定</p><p>某县停车场办法</p></div>"
    page = f"<html><head><title>{TITLE}</title></head><body><div>某县政策平台</div><div>我的订阅</div><div><h2>{TITLE}</h2><p>2026-07-20 09:00　来源：交通局</p><div class=x>{body}</div></div>{beside}<div>某县大数据局 技术支持</div></body></html>"
    assert lines(page) == [TITLE, *text]


def test_markup_that_is_given_as_a_text_is_read_as_markup() -> None:
    escaped = BODY.replace("<", "&lt;").replace(">", "&gt;")
    for given in (escaped, f"<x><![CDATA[{BODY}]]></x>", f"<div style='display:none'>{escaped}</div>"):
        assert (
            lines(f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>{given}</div></body></html>")
            == WHOLE
        )


def test_a_hidden_text_is_shown_where_nothing_visible_is_one() -> None:
    page = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div style='visibility:hidden;opacity:0'>{BODY}</div>{{}}</body></html>"
    assert lines(page.format("<p>轻触阅读原文</p>")) == WHOLE
    text = "<p>" + "推进再生水利用，建设节水型城市。" * 20 + "</p>"
    assert lines(page.format(text)) == [TITLE, "推进再生水利用，建设节水型城市。" * 20]


def test_all_of_a_card_goes_and_what_it_says_is_kept() -> None:
    facts = {
        "索引号": "K01",
        "发布机构": "某县水务局",
        "归档门类": "综合",
        "文号": "某水发〔2026〕3号",
        "成文日期": "2026-04-02",
        "存放位置": "档案室",
    }
    items = "".join(f"<li>【{name}】{value}</li>" for name, value in facts.items())
    page = f"<html><body><div><p>基本信息</p><ul>{items}</ul></div><h1>{TITLE}</h1>{BODY}</body></html>"
    reading = detect.read(page.encode(), "html", "a.html")
    assert [line for line in reading.lines if line] == WHOLE
    assert dict(reading.declared.card) == facts and reading.declared.number == "某水发〔2026〕3号"


def test_a_number_among_what_tells_about_the_page_stays() -> None:
    info = "<div><a>政策正文</a><span>某水发〔2026〕3号</span><a href='/o'>原文链接</a><span>发布日期：2026-04-02</span></div>"
    page = f"<html><head><title>{TITLE}</title></head><body><div>{TITLE}</div>{info}<div>{BODY}</div></body></html>"
    assert lines(page) == [TITLE, "某水发〔2026〕3号", *WHOLE[1:]]


def test_the_names_of_authorities_before_a_title_are_no_title() -> None:
    title = "某县水务局 某县财政局关于节水的通知"
    page = f"<html><head><title>{title}</title></head><body><p>{title}网站</p>{BODY}<p>某县水务局　某县财政局</p><p>2026年4月2日</p></body></html>"
    assert lines(page)[-5:] == [*WHOLE[-3:], "某县水务局　某县财政局", "2026年4月2日"]


def test_pieces_of_a_script_take_time_in_proportion() -> None:
    assert lines("<html><body><div>×</div>" + "<textarea <template <script '" * 5_000)


INDENTED = (
    BODY.replace("<p>", "<p style='text-indent: 2em'>") + "<p style='text-indent:2em'>本通知自印发之日起施行。</p>"
)
SET = [*WHOLE, "本通知自印发之日起施行。"]


@pytest.mark.parametrize(
    "indented",
    [
        INDENTED,
        INDENTED.replace(" style='text-indent: 2em'", " class=MsoNormal").replace(
            " style='text-indent:2em'", " class=MsoNormal"
        ),
        INDENTED.replace("'>", "'>")
        .replace(" style='text-indent: 2em'>", ">　　")
        .replace(" style='text-indent:2em'>", ">&nbsp;&nbsp;"),
        f"<div style='text-indent:2em'>{INDENTED.replace(' style=', ' data-x=')}</div>",
    ],
)
def test_where_the_text_is_indented_sentences_without_indent_around_it_are_of_the_page(indented: str) -> None:
    page = (
        f"<html><body><h1>{TITLE}</h1><div class=sum>摘要由机器生成，请以原文为准。</div><div class=c>{indented}</div>"
        "<div class=q><h4>网民咨询</h4><p>问：在哪里办理？</p><p>答：请到政务服务中心二楼窗口咨询办理。</p></div></body></html>"
    )
    assert lines(page) == SET


def test_where_no_sentence_is_indented_those_behind_the_text_stay() -> None:
    assert (
        lines(
            f"<html><body><h1>{TITLE}</h1><div>{BODY * 4}</div><div><p>附件所列项目另行公布。</p></div></body></html>"
        )[-1]
        == "附件所列项目另行公布。"
    )
    flat = INDENTED.replace("2em", "0em")
    assert (
        lines(
            f"<html><body><h1>{TITLE}</h1><div>{flat * 4}</div><div><p>附件所列项目另行公布。</p></div></body></html>"
        )[-1]
        == "附件所列项目另行公布。"
    )


def test_pieces_of_a_text_of_one_class_stay_together() -> None:
    pieces = f"<div class=part><p>{TITLE}</p>{BODY}</div><div class=part><p>采购方式：公开招标</p></div>"
    news = "<div class=news><h3>关联解读</h3><p>某县召开大会，部署节水工作。</p></div>"
    page = f"<html><head><title>{TITLE}</title></head><body><div>{pieces}</div>{news}</body></html>"
    assert lines(page) == [*WHOLE, "采购方式：公开招标"]


def test_the_line_above_the_day_of_a_page_is_its_title_where_it_says_none() -> None:
    page = "<html><head><title>某县人民政府</title></head><body><div>停水通知</div><div>来源：某局 时间：2026-04-02 人气：8</div><div class=nr><p>各用户：</p><p>明日停水</p><p>某县水务局</p></div><div><p>县长调研防汛工作，要求压实责任。</p><p>2026-04-01</p></div></body></html>"
    assert lines(page)[:4] == ["停水通知", "各用户：", "明日停水", "某县水务局"]


def test_a_list_that_follows_the_indented_text_stays() -> None:
    items = "".join(
        f"<li><a href='/{n}'>某县{name}管理办法</a></li>"
        for n, name in enumerate(("供水", "排水", "节水", "用水", "取水", "水库", "河道", "水价"))
    )
    assert (
        len(
            lines(f"<html><body><h1>{TITLE}</h1><div><section>{INDENTED}</section><ul>{items}</ul></div></body></html>")
        )
        == len(SET) + 8
    )


def test_what_one_presses_beside_a_file_goes() -> None:
    for printed in (
        "附件【{}】已下载<span>4</span>次",
        "{}<span>下载</span>",
        "<span>附件</span>{}<em>1.2MB</em><b>下载</b>",
    ):
        read = lines(
            f"<html><body><h1>{TITLE}</h1>{INDENTED}<p>{printed.format('<a href=/a.xlsx>任务表.xlsx</a>')}</p></body></html>"
        )
        assert read[:-1] == SET and read[-1].removeprefix("附件：") == "任务表.xlsx"


def test_a_title_that_is_not_declared_is_the_line_above_the_text_that_ends_as_titles_do() -> None:
    page = f"<html><head><title>文件详情</title></head><body><div>某市文件库</div><div>帮助</div><div><div>{TITLE}</div><div>{INDENTED}</div></div></body></html>"
    assert lines(page) == SET


def test_the_number_above_the_title_is_read_below_it_and_the_card_may_tell_the_title() -> None:
    head = f"<div>某市政务公开</div><div>某水发〔2026〕3号</div><div>{TITLE}</div>"
    declared = f"<html><head><title>{TITLE}（全文）_某库</title></head><body>{head}<div>{INDENTED}</div></body></html>"
    assert lines(declared) == [TITLE, "某水发〔2026〕3号", *SET[1:]]
    card = f"<table><tr><th>文件题名</th><td>{TITLE}</td></tr><tr><th>索引号</th><td>K01</td></tr><tr><th>发布机构</th><td>某县水务局</td></tr></table>"
    assert (
        lines(
            f"<html><body><h3>某市档案馆文件查询</h3>{card}<center>{TITLE}</center><div>{INDENTED}</div></body></html>"
        )
        == SET
    )


def test_a_table_of_data_is_no_card_and_the_heading_beside_an_article_is_read() -> None:
    data = "<table><tr><td>序号<td>水源<td>达标<tr><td>1<td>青石河<td>是</table>"
    fields = "".join(
        f"<div><div>{a}</div><div>{b}</div></div>"
        for a, b in (("索引号", "K01"), ("标题", TITLE), ("公开方式", "主动公开"))
    )
    assert "1\t青石河\t是" in lines(
        f"<html><body><div>{fields}<div><div>内容</div><div>{data}</div></div></div></body></html>"
    )
    assert (
        lines(
            f"<html><head><title>{TITLE}</title></head><body><header>某网</header><div><h2>{TITLE}</h2><article>{INDENTED}</article></div></body></html>"
        )
        == SET
    )


@pytest.mark.parametrize(
    "printed",
    [
        "设为首页 | 某县概况 | 联系站长 | 友情链接",
        "打印时间：2026-07-19 10:20:31",
        "本文链接：http://www.example.gov.cn/art/1.html",
        "— END —",
        "打印 Print",
        "【大】",
        "编辑丨林青",
    ],
)
def test_menus_between_bars_and_facts_of_a_machine_are_no_text(printed: str) -> None:
    assert lines(f"<html><body><h1>{TITLE}</h1><div>{INDENTED}</div><div>{printed}</div></body></html>") == SET


def test_labels_side_by_side_without_a_blank_are_told_apart() -> None:
    head = "<div><span>成文日期：2026-04-02</span><span>字体：</span><span>【大】</span><span>【小】</span></div>"
    reading = detect.read(
        f"<html><body><h1>{TITLE}</h1>{head}<div>{INDENTED}</div></body></html>".encode(), "html", "a.html"
    )
    assert [line for line in reading.lines if line] == SET and reading.declared.issued == "2026-04-02"


PAGE = "<html><head><title>{}</title></head><body><h1>{}</h1>{}</body></html>"


def test_panes_under_other_tabs_than_that_of_the_text_go() -> None:
    panes = f"<div><div class=pane>{BODY}</div><div class=pane><p>办法分为五章，内容详实。</p></div></div>"
    tabs = "<ul><li>{}</li><li>政策解读</li></ul>"
    assert lines(PAGE.format(TITLE, TITLE, tabs.format("<a>政策原文</a>") + panes)) == WHOLE
    assert "办法分为五章，内容详实。" in lines(PAGE.format(TITLE, TITLE, tabs.format("第一讲") + panes))


def test_what_says_that_it_is_an_advertisement_goes_and_the_text_goes_on_behind_it() -> None:
    more = "<p>此前规定同时废止。</p><p>请各单位遵照执行</p>"
    ad = "<div><p>全场特惠，扫码领券。</p><p>广告</p></div>"
    page = f"<div class=part1>{BODY}</div>{ad}<div class=part2>{more}</div><div class=x><p>县长到企业调研。</p></div>"
    assert lines(PAGE.format(TITLE, TITLE, page)) == [*WHOLE, "此前规定同时废止。", "请各单位遵照执行"]
    row = "<table><tr><td>行业<td>税率<tr><td>广告<td>3%</table>"
    assert "广告\t3%" in lines(PAGE.format(TITLE, TITLE, f"<div>{BODY}{row}</div>"))


def test_reports_behind_their_heading_go_unless_the_text_goes_on() -> None:
    reports = "<p>相关报道</p><p>某县召开大会，部署节水工作。</p>{}"
    assert lines(PAGE.format(TITLE, TITLE, f"<div>{BODY}{reports.format('')}</div>")) == WHOLE
    assert "部署节水工作" in "".join(
        lines(PAGE.format(TITLE, TITLE, f"<div>{BODY}{reports.format('<p>二、工作任务</p><p>完善制度。</p>')}</div>"))
    )


def test_the_hour_of_what_is_held_stays_above_its_place() -> None:
    held = "<p>时间：2026年4月2日10:00</p><p>地点：县政府会议室</p>"
    found = lines(PAGE.format(TITLE, TITLE, f"<div>{held}{BODY}</div>"))
    assert found[1:3] == ["时间：2026年4月2日10:00", "地点：县政府会议室"]


def test_labels_and_marks_before_title_and_text_go() -> None:
    rows = f"<div><span>政策名称</span><span>{TITLE}</span></div><div><span>正文</span><div>{BODY}</div></div>"
    assert lines(f"<html><head><title>详情</title></head><body>{rows}</body></html>") == WHOLE
    mark = f"<div><span>知</span><span>{TITLE}</span></div><div>{BODY}</div>"
    assert lines(f"<html><head><title>{TITLE}</title></head><body>{mark}</body></html>") == WHOLE


def test_a_title_in_the_middle_begins_a_text_whose_page_tells_none() -> None:
    head = "<p align=center>某水发〔2026〕3号</p><p align=center>某县</p><p align=center>上半年节水工作情况</p>"
    cells = f"<td><ol><li>关于供水的意见（3）</li><li>关于排水的意见（5）</li></ol></td><td>{head}{BODY}</td>"
    page = f"<table><tr><td colspan=2>某县公报<tr>{cells}<tr><td colspan=2><p>赠阅范围：各乡镇。</p></table>"
    found = lines(f"<html><head><title>某县公报第4期</title></head><body>{page}</body></html>")
    assert found[-7:-4] == ["某水发〔2026〕3号", "某县", "上半年节水工作情况"] and found[-4:] == WHOLE[1:]
    assert len(found) == 7


def test_labels_by_the_thousand_take_time_in_proportion() -> None:
    assert lines("<html><body><div>" + "<b>正文</b><b>广告</b>" * 20_000 + f"</div>{BODY}</body></html>")


def test_a_head_that_nothing_closes_hides_no_text() -> None:
    for body in ("<body>", "<div>"):
        assert lines(f"<html><head><title>{TITLE}</title><meta charset=utf-8>{body}<h1>{TITLE}</h1>{BODY}") == WHOLE


PROSE = [
    f"<p>各乡镇应当按照年度计划完成第{n}片灌区的节水改造，建立用水台账，并在年底前报告进度。</p>" for n in range(8)
]


def test_the_copy_for_telephones_goes_although_it_lacks_or_adds_a_paragraph() -> None:
    head = f"<h2>{TITLE}</h2><p>2026-06-03 13:44</p>"
    copies = [[*PROSE[:3], *PROSE[4:]], [*PROSE[:5], "<p>另见专栏。</p>", *PROSE[5:]]]
    for other in copies:
        page = f"<div class=wide><div>{head}{''.join(PROSE)}</div></div><div class=big><div>{head}{''.join(other)}</div></div>"
        said = [
            line for line in lines(f"<html><head><title>{TITLE}</title></head><body>{page}</body></html>")[1:] if line
        ]
        assert said == [piece[3:-4] for piece in PROSE]


def test_texts_that_say_more_than_a_tenth_of_their_own_are_no_copy() -> None:
    old, new = PROSE, [*PROSE[:5], *(piece.replace("乡镇", "街道") for piece in PROSE[5:])]
    page = f"<div><h3>修改前</h3>{''.join(old)}</div><div><h3>修改后</h3>{''.join(new)}</div>"
    read = lines(f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{page}</body></html>")
    assert {piece[3:-4] for piece in (*old, *new)} <= set(read) and "修改后" in read


def test_what_repeats_less_than_half_of_a_text_is_no_copy() -> None:
    text = [piece.replace("灌区", f"第{n}类灌区") for n in range(3) for piece in PROSE]
    page = f"<div>{''.join(text)}</div><div><h3>要点</h3>{''.join(text[:6])}</div>"
    assert copy(BeautifulSoup(page, "html.parser")) is None
    again = BeautifulSoup(page.replace("".join(text[12:]), ""), "html.parser")
    assert copy(again) is again.find_all("div")[1]


def test_sections_of_a_file_of_word_are_one_text() -> None:
    forms = "".join(
        f"<div style='page: WordSection{n}'><p>附表{n}</p><p>节水器具补贴申报表</p><table><tr><td>单位名称<td>联系人<td>电话<tr><td>甲<td>乙<td>1</table></div>"
        for n in (2, 3)
    )
    text = f"<div style='page: WordSection1'>{BODY}</div>{forms}"
    read = lines(
        f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div class=xx>{text}</div></body></html>"
    )
    assert read[: len(WHOLE)] == WHOLE
    assert [line for line in read if "表" in line] == ["附表2", "节水器具补贴申报表", "附表3", "节水器具补贴申报表"]


def test_the_first_lines_of_a_text_may_speak_of_codes_where_the_page_has_told_its_day() -> None:
    steps = "<p>1.先扫二维码，关注粤省事公众号</p><p>2.再扫二维码，进入小程序</p><p>3.提交申请</p>"
    page = f"<h1>{TITLE}</h1><div><span>发布日期：2026-05-06 16:41</span><span>来源：某市人力资源和社会保障局</span></div><div>{steps}{BODY}</div>"
    read = lines(f"<html><head><title>{TITLE}</title></head><body>{page}</body></html>")
    assert read[1:4] == ["1.先扫二维码，关注粤省事公众号", "2.再扫二维码，进入小程序", "3.提交申请"]


def test_a_card_of_two_rows_may_have_a_label_of_its_own() -> None:
    row = "<tr><td>索取号<td>发布时间<td>发布机构<td>文件编号<td>备注<tr><td>0764/2026-00112<td><td>某市卫生健康委员会<td>某卫基层〔2026〕5号<td>"
    page = f"<h1>{TITLE}</h1><div><table>{row}</table>{BODY}</div>"
    reading = detect.read(f"<html><body>{page}</body></html>".encode(), "html", "a.html")
    assert [line for line in reading.lines if line] == WHOLE
    assert reading.declared.number == "某卫基层〔2026〕5号" and reading.declared.issuer == "某市卫生健康委员会"


def test_a_title_stands_in_one_heading_with_the_day_of_the_page() -> None:
    head = f"<h2>{TITLE} <small>2026-08-19 <span>来源：某某日报</span></small></h2>"
    read = lines(f"<html><head><title>{TITLE}</title></head><body>{head}<div>{BODY}</div></body></html>")
    assert read == WHOLE


def test_a_foot_with_more_links_than_the_page_has_text_goes() -> None:
    sites = "".join(f"<li><a href=/s{n}>某某省某某市第{n}网站</a></li>" for n in range(60))
    foot = f"<div class='footer-wrap'><div>国家部委网站</div><ul>{sites}</ul><div>某市数据局承办</div></div>"
    page = BeautifulSoup(PAGE.format(TITLE, TITLE, f"<div>{BODY}</div>{foot}"), "html.parser")
    assert "footer-wrap" in [name for tag, _, _ in left_out(page) for name in tag.get("class") or ()]
    assert lines(str(page)) == WHOLE
