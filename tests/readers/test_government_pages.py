"""Pages of government sites: no paragraph of the text is lost, nothing of the site gets in, the title is that of the text."""

from __future__ import annotations

import re

import pytest

from policysearch.model.document import Document, Source
from policysearch.model.errors import CorpusError
from policysearch.readers import detect
from policysearch.readers.text import Reading
from policysearch.structure import tree_builder
from tests.support import web_sites

PAGES = {f"{page.name} {page.act.title[:8]}": page for page in web_sites.pages()}


def read(html: str) -> Reading:
    return detect.read(html.encode(), "html", "a.html")


def lines(html: str) -> list[str]:
    return [line for line in read(html).lines if line]


def documents(html: str) -> tuple[Document, ...]:
    reading = read(html)
    return tree_builder.parse(Source("a.html", reading.lines, "", False, "", reading.declared))


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_is_read_as_its_text_and_nothing_else(page: web_sites.Page) -> None:
    found = sorted(squeeze(cell) for line in lines(page.html) for cell in line.split("\t") if cell)
    assert found == sorted(map(squeeze, page.gold))
    (document,) = documents(page.html)
    if page.name != "red_head":
        assert squeeze(document.title) == squeeze(page.act.title)


BODY = "<p>各县：</p><p>现将有关事项通知如下。</p><p>一、总体要求</p><p>坚持节水优先，全面推进节水型社会建设。</p>"
TITLE = "某县关于节水的通知"


def test_a_body_that_a_script_shows_is_read_and_a_hidden_block_is_not() -> None:
    for style in ("visibility: hidden", "display:none"):
        assert lines(f"<html><body style='{style}'><h1>{TITLE}</h1>{BODY}</body></html>")[0] == TITLE
    assert lines(f"<body><h1>{TITLE}</h1>{BODY}<div style='display:none'><p>旧文。</p></div></body>")[-1].endswith(
        "建设。"
    )


@pytest.mark.parametrize("hiding", ["class=pchide", "class='x ng-hide'", "class='d-none'", "class=any"])
def test_a_text_that_is_printed_twice_is_read_once(hiding: str) -> None:
    text = BODY + "<p>" + "推进再生水利用。" * 20 + "</p><p>某县人民政府</p>"
    once = lines(f"<body><div>{text}</div></body>")
    assert lines(f"<body><div>{text}</div><div {hiding}>{text}<p>附：联系人名单。</p></div></body>") in (
        once,
        [*once, "附：联系人名单。"],  # what only the copy says is kept where nothing but its text tells that it is one
    )


def test_a_form_that_a_text_prints_twice_stays() -> None:
    form = "".join(f"<p>第{n}栏　填写单位名称和地址</p>" for n in range(8))
    text = BODY + "<p>" + "推进再生水利用。" * 60 + "</p>"
    assert len(lines(f"<body><div>{text}<p>附件1</p>{form}<p>附件2</p>{form}</div></body>")) == 7 + 16


def test_a_list_that_stands_outside_of_the_element_of_the_text_stays() -> None:
    names = "".join(f"<p>某某公司{n}</p>" for n in range(30))
    found = lines(f"<body><div><h1>{TITLE}</h1><div>{BODY}</div><div>{names}</div></div></body>")
    assert len(found) == 5 + 30


@pytest.mark.parametrize(
    "end",
    [
        "<p><a href=/law>《某某条例》</a></p>",  # the law that is meant
        "<p>某水务局</p><p>2026-04-02</p>",
        "<p>附件：<a href=a.docx>申请表</a></p>",
        "<p>（此件公开发布）</p><p>抄送：各部门。</p>",
        "<ul><li>张三</li><li>李四</li></ul>",
    ],
)
def test_what_ends_a_text_stays(end: str) -> None:
    marks = re.findall(r">([^<>]+)<", end)
    for page in (f"<h1>{TITLE}</h1>{BODY}{end}", f"<h1>{TITLE}</h1><div>{BODY}{end}</div><div>返回顶部</div>"):
        text = "".join(lines(f"<html><title>{TITLE}</title><body>{page}</body></html>"))
        assert all(mark in text for mark in marks)


@pytest.mark.parametrize(
    "end",
    [
        "<p>上一篇：<a href=1>关于甲的通知</a></p><p>下一篇：<a href=2>关于乙的通知</a></p>",
        "<h3>相关文档</h3><ul><li><a href=3.html>关于丙的通知</a></li></ul>",
        "<p>×</p><p>微信公众号</p><p>某县发布</p><p>返回顶部</p>",
        "<p>无障碍浏览 | 进入关怀版</p><p>【打印】【关闭】</p>",
        "<p>责任编辑：某某</p><p>扫一扫在手机打开当前页</p>",
    ],
)
def test_what_a_page_puts_behind_a_text_goes(end: str) -> None:
    page = f"<html><title>{TITLE}</title><body><h1>{TITLE}</h1>{BODY}{{}}</body></html>"
    assert lines(page.format(end)) == lines(page.format(""))


def test_rows_of_a_card_whose_labels_are_not_known_go_with_it() -> None:
    rows = "".join(
        f"<tr><td>{key}：</td><td>{value}</td></tr>"
        for key, value in (("公开目录", "通知"), ("索引号", "1"), ("发布机构", "某局"), ("发文日期", "2026-04-02"))
    )
    reading = read(f"<html><body><table>{rows}</table><h1>{TITLE}</h1>{BODY}</body></html>")
    assert next(filter(None, reading.lines)) == TITLE
    assert (reading.declared.issuer, reading.declared.issued) == ("某局", "2026-04-02")


def test_what_stands_above_the_title_of_the_page_is_no_title() -> None:
    head = f"<head><meta name=ArticleTitle content='{TITLE}'></head>"
    found = lines(
        f"<html>{head}<body><div><h3>某局微信</h3><p>新版上线</p></div><p>某府发〔2026〕1号</p><h2>{TITLE}</h2>{BODY}</body></html>"
    )
    assert found[:3] == ["某府发〔2026〕1号", TITLE, "各县："]


def test_a_title_that_the_page_declares_and_the_text_does_not_print_cuts_nothing() -> None:
    head = "<head><meta name=ArticleTitle content='别的标题完全不同'></head>"
    found = lines(f"<html>{head}<body><p>某县简报</p><h2>{TITLE}</h2>{BODY}</body></html>")
    assert found[:2] == ["某县简报", TITLE]


def test_the_address_that_a_page_declares_is_kept() -> None:
    head = "<head><meta name='Url' content='http://www.example.gov.cn/a/1.html'></head>"
    assert read(f"<html>{head}<body>{BODY}</body></html>").declared.url == "http://www.example.gov.cn/a/1.html"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<div>×</div>", "has no visible text"),
        ("<p>关于我们|网站地图|版权保护|免责声明</p>", "has no visible text"),
        ("<div>正在加载</div><p>长者助手</p><div>主办：某局 某ICP备1号</div>", "has no visible text"),
        (
            "<div>通知公告</div>" + "".join(f"<p><a href=/{n}.html>某局关于第{n}件事的通知</a> 2026-01-0{n}</p>" for n in range(1, 8)),
            "is a list of links, without a text of its own",
        ),
    ],
)  # fmt: skip
def test_a_page_without_a_text_of_its_own_is_told(body: str, reason: str) -> None:
    with pytest.raises(CorpusError, match=reason):
        read(f"<html><body>{body}</body></html>")


def test_a_list_of_files_or_a_contents_page_is_a_text() -> None:
    files = "".join(f"<p><a href=/{n}.pdf>附件{n}：某表</a></p>" for n in range(8))
    assert len(lines(f"<body><h1>{TITLE}</h1>{files}</body>")) == 9
