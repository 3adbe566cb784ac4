"""What the <style> elements of a page say of indents and hiding."""

from __future__ import annotations

import time

import pytest
from bs4 import BeautifulSoup

from policysearch.readers import detect
from policysearch.readers.html import stylesheet

TITLE = "某县关于节水的通知"
TEXT = ("各乡镇：", "现将有关事项通知如下，请认真贯彻执行。", "坚持节水优先，全面推进节水型社会建设。")
BODY = "".join(f"<p>{line}</p>" for line in TEXT)


def styled(sheet: str, body: str, media: str = "") -> list[str]:
    """The `style` attributes of the elements in `body`, in their order, "" for none."""
    page = BeautifulSoup(body, "html.parser")
    stylesheet.apply(page, f"<style{media}>{sheet}</style>{body}")
    return [str(tag.get("style", "")) for tag in page.find_all(True)]


@pytest.mark.parametrize(
    ("sheet", "body", "expected"),
    [
        ("P{TEXT-INDENT : 2EM;color:red}", "<p>", ["text-indent:2em"]),
        ("/* p{ */ .a, #b td{display:none}", "<i class='x a'></i><table id=b><td></table>", ["display:none", "", "display:none"]),
        (".a p{text-indent:2em} .a .b p{text-indent:0}", "<div class=a><p></p><div class=b><p></p></div></div>", ["", "text-indent:2em", "", "text-indent:0"]),
        (".a>p{text-indent:2em}", "<div class=a><p></p><div><p></p></div></div>", ["", "text-indent:2em", "", ""]),
        (".t{display:none} .t.on{display:block}", "<b class='t on'></b><b class=t></b>", ["display:block", "display:none"]),
        ("#a{display:block} p{display:none}", "<p id=a>", ["display:block"]),
        ("p{text-indent:1em} p{text-indent:2em}", "<p>", ["text-indent:2em"]),
        ("p{text-indent:2em}", "<p style='color:red;text-indent:0'>", ["color:red;text-indent:0"]),
        ("p{text-indent:2em}", "<p style='color:red'>", ["color:red;text-indent:2em"]),
        ("@import 'a'; @media print{p{display:none}} @media screen{p{text-indent:1em}}", "<p>", ["text-indent:1em"]),
        ("@media (max-width:9px){p{display:none}} <!-- p{visibility:hidden} -->", "<p>", ["visibility:hidden"]),
        ("p:hover,p[a],p+p,p~p{display:none}", "<p></p><p a></p>", ["", ""]),
        ("}{p{display:none", "<p>", [""]),
    ],
)  # fmt: skip
def test_rules_of_names_and_nesting_are_read_and_others_passed_over(sheet: str, body: str, expected: list[str]) -> None:
    assert styled(sheet, body) == expected


def test_a_sheet_for_print_is_passed_over() -> None:
    assert styled("p{display:none}", "<p>", " media=print") == [""]
    assert styled("p{display:none}", "<p>", " media='screen'") == ["display:none"]


@pytest.mark.parametrize(
    "sheet",
    [
        "/*" * 150_000,
        "a" * 300_000,
        "{" * 300_000,
        ";" * 300_000,
        "p{" + " " * 250_000,
        ",p" * 100_000 + "{display:none}",
        "div div div div p{text-indent:1em}" * 5_000,
        "<style>" * 40_000,
    ],
)
def test_any_sheet_takes_time_in_proportion(sheet: str) -> None:
    body = "<div>" * 100 + "<p>水</p>" * 2_000
    start = time.process_time()
    styled(sheet, body)
    assert time.process_time() - start < 5


def lines(html: str) -> list[str]:
    return [line for line in detect.read(html.encode(), "html", "a.html").lines if line]


def test_where_a_sheet_indents_the_text_other_sentences_are_of_the_page() -> None:
    around = "<div>摘要由机器生成，请以原文为准。</div>"
    page = (
        "<html><head><style>.c p{text-indent:2em}.m{display:none}</style></head><body>"
        f"<h1>{TITLE}</h1>{around}<div class=m>请下载客户端浏览，体验更佳。</div><div class=c>{BODY}</div>{around}</body></html>"
    )
    assert lines(page) == [TITLE, *TEXT]
    assert "摘要由机器生成，请以原文为准。" in lines(page.replace("2em", "0"))


def test_the_rest_of_a_text_that_is_folded_is_read() -> None:
    begun, rest = "<p>一、总体要求</p><p>坚持节水优先。</p>", "<p>二、主要任务</p><p>建设节水型城市。</p>"
    page = f"<html><head><style>.fold{{display:none}}</style></head><body><h1>{TITLE}</h1><div>{BODY * 3}{begun}<div class=fold>{rest}</div></div></body></html>"
    assert lines(page)[-2:] == ["二、主要任务", "建设节水型城市。"]
    again = lines(page.replace(rest, begun))
    assert again.count("一、总体要求") == 1


def test_a_text_without_a_sentence_is_told_by_its_indents() -> None:
    duties = "".join(
        f"<p style='text-indent:2em'>{line}</p>"
        for line in ("张某 县长", "主持全面工作", "李某 副县长", "负责财政工作")
    )
    around = "<div>首页 → 领导之窗</div>"
    page = f"<html><head><title>县领导分工</title></head><body>{around}<div><div>县领导分工</div><div>{duties}</div><div>本栏目信息</div><div>县长调研供水</div></div></body></html>"
    assert lines(page) == ["县领导分工", "张某 县长", "主持全面工作", "李某 副县长", "负责财政工作"]


def test_behind_the_signature_a_line_of_the_page_ends_the_text() -> None:
    notice = "<p>尊敬的用户：</p><p>因管道改造，定于8月5日停水，请提前储水</p><p>某县自来水公司</p><p>2026年8月3日</p>"
    after = "<div>收藏 举报</div><div>热门文章</div><div>1 云溪水库除险加固工程开工</div><div>2 节水宣传周活动进校园进社区</div>"
    page = f"<html><head><title>停水通知</title></head><body><div><h2>停水通知</h2><div>{notice}</div>{after}</div></body></html>"
    assert lines(page)[0] == "停水通知" and lines(page)[-1] == "2026年8月3日"
    annex = page.replace("<div>热门文章", "<div>附件：供水时间表</div><div>热门文章")
    assert "附件：供水时间表" in lines(annex)


@pytest.mark.parametrize("name", ["class=TRS_Editor", "id=zoom", "class='view UCAP-CONTENT'", "id=vsb_content_12"])
def test_what_a_publishing_system_names_as_the_text_is_read_as_if_it_were_indented(name: str) -> None:
    around = "<div>摘要由机器生成，请以原文为准。</div>"
    page = f"<html><body><h1>{TITLE}</h1>{around}<div {name}>{BODY}</div>{around}</body></html>"
    assert lines(page) == [TITLE, *TEXT]
    outside = page.replace(
        f"</div>{around}</body>", "</div><div><p>二、工作要求</p><p>各乡镇要落实责任。</p></div></body>"
    )
    assert lines(outside)[-2:] == ["二、工作要求", "各乡镇要落实责任。"]
