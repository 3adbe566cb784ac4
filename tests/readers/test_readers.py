"""What each reader makes of what offices and government sites really write."""

from __future__ import annotations

import io
import os
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from base64 import b64encode
from collections import Counter
from pathlib import Path

import pytest

from policysearch.index import loading
from policysearch.model.document import Source
from policysearch.model.errors import CorpusError
from policysearch.model.passages import passages
from policysearch.readers import cells, detect, libreoffice
from policysearch.readers.docx import document as word
from policysearch.readers.html import extract
from policysearch.readers.pdf import layout
from policysearch.readers.pdf.layout import Page
from policysearch.readers.pdf.lines import Char
from policysearch.readers.pdf.ruled_tables import Rule
from policysearch.structure import tree_builder
from tests.support import formats as written
from tests.support import hostile, styles, timing
from tests.support.paths import ROOT, SHARED


def lines(markup: str) -> list[str]:
    return list(extract.read(f"<html><body>{markup}</body></html>".encode(), "x").lines)


def paragraphs(body: str, **parts: str) -> list[str]:
    relations = "".join(f'<Relationship Id="r{name}" Type="http://x/{name}" Target="{name}.xml"/>' for name in parts)
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    document = f"<w:document {hostile._W}><w:body>{body}</w:body></w:document>"
    data = hostile.zipped(
        ("word/document.xml", document.encode()),
        ("word/_rels/document.xml.rels", f'<Relationships xmlns="{namespace}">{relations}</Relationships>'.encode()),
        *((f"word/{name}.xml", text.encode()) for name, text in parts.items()),
    )
    return list(word.read(data, "x").lines)


def p(text: str, style: str = "", number: str = "", level: int = 0) -> str:
    """A paragraph of Word's XML."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


# What a file is


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (b"<!DOCTYPE html>", "a.txt", "html"),
        (b"\xef\xbb\xbf\n<HTML>", "a", "html"),
        ("<html>".encode("utf-16"), "a.doc", "html"),
        (b"<!-- x --><?xml version='1.0'?><html>", "a.md", "html"),
        (b"<div align=center>", "README.md", "text"),
        (b"<div align=center>", "a.htm", "html"),
        (b"no tag at all", "a.html", "text"),
        (b"\n\n%PDF-1.4", "a.txt", "pdf"),
        (b"{\\rtf1", "a.doc", "office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.wps", "office"),
    ],
)
def test_the_content_says_what_a_file_is(head: bytes, name: str, kind: str) -> None:
    assert detect.sniff(head, name) == kind


# HTML


@pytest.mark.parametrize(
    ("page", "encoding", "guessed"),
    [
        ("<html><meta charset=gb2312><p>氢能".encode("gb18030"), "gb18030", False),
        ("<html><meta charset=utf-8><p>氢能产业".encode("gb18030"), "gb18030", True),
        ("<html><meta charset=gb2312><p>氢能".encode(), "utf-8", False),
        ("<html><meta charset=iso-8859-1><p>氢能".encode(), "utf-8", False),
        (
            '<html><meta http-equiv="Content-Type" content="text/html; charset=big5"><p>氫能'.encode("big5"),
            "big5",
            False,
        ),
        ("<html><p>氢能".encode("utf-16"), "utf-16", False),
        ("<html><meta charset=no-such><p>氢能产业".encode("gb18030"), "gb18030", True),
    ],
)
def test_a_charset_that_is_declared_is_believed_when_it_can_be_true(page: bytes, encoding: str, guessed: bool) -> None:
    reading = extract.read(page, "x")
    assert (reading.encoding, reading.guessed) == (encoding, guessed)
    assert reading.lines[0][:2] in ("氢能", "氫能")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>&nbsp;&nbsp;第一章&nbsp;&nbsp;总则</p>", ["第一章  总则"]),
        ("<p>第二章<br>分则</p>", ["第二章 分则"]),
        ("　　第一条 甲。<br>　　第二条 乙。", ["第一条 甲。", "第二条 乙。"]),
        ("<p>推进氢能\n    产业</p>", ["推进氢能产业"]),
        ("<p>GDP\n growth</p>", ["GDP growth"]),
        ("10<sup>8</sup>吨CO<sub>2</sub>", ["10⁸吨CO2"]),
        ("PM2.5 < 35，<5%", ["PM2.5 < 35，<5%"]),
        ("<ol start=3><li>甲<li>乙</ol>", ["3. 甲", "4. 乙"]),
        ("<ol style='list-style:cjk-ideographic'><li>甲</li><li>乙</li></ol><ul><li>丙</ul>", ["一、甲", "二、乙", "丙"]),
        ("<p hidden>甲</p><p style='display: none'>乙</p><div aria-hidden=true>丙</div>丁", ["丁"]),
        ("<pre>甲\n乙</pre>", ["甲", "乙"]),
        ("甲<script>'<p>乙'</script><style>丙</style><!-- 丁 -->戊", ["甲戊"]),
        ("<div><a href=1>首页</a> &gt; <a href=2>政务</a></div><p>推进氢能产业发展。</p>", ["推进氢能产业发展。"]),
        ("<p>正文。</p><p>【打印】 【关闭】</p><p>字体：[大 中 小]</p>当前位置：首页 > 规划", ["正文。"]),
        ("<p>附件：<a href=a.pdf>1.方案</a> <a href=b.doc>2.表</a></p>" + "正文" * 20, ["附件：1.方案 2.表", "正文" * 20]),
        ("<ul><li><a href=#a>第一章 总则</a><li><a href=#b>第二章 分则</a></ul>" + "文" * 30, ["第一章 总则", "第二章 分则", "文" * 30]),
        ("<div class='print-content'>" + "正文。" * 9 + "</div><div class=share-bar>分享</div>", ["正文。" * 9]),
        ("<header>网站</header><main><h1>题</h1>正文正文</main><footer>版权</footer>", ["题", "正文正文"]),
    ],
)  # fmt: skip
def test_web_pages_are_read_as_they_look(markup: str, expected: list[str]) -> None:
    assert lines(markup) == expected


def test_what_an_xhtml_page_declares_is_no_text() -> None:
    page = """<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x.dtd" [
    <!ENTITY office "某]>局"> <!-- ]> --> <?a ]>?> <!ATTLIST p lang CDATA #IMPLIED>
    %more; ] ><html><body><p>第一章 总则</p></body></html>"""
    assert extract.read(page.encode(), "x").lines == ("第一章 总则",)
    assert extract.read(b"<!DOCTYPE html [ <p>a</p> [b]", "x").lines[-1] == "[b]"


@pytest.mark.parametrize(
    ("data", "name"), [(b"PK", "a.zip"), ("不是压缩包".encode(), "a.ZIP"), (b"PK\3\4", "a.zip"), (b"PK\3", "a.docx")]
)
def test_what_only_its_name_calls_an_archive_is_reported(data: bytes, name: str) -> None:
    with pytest.raises(CorpusError, match=r"is a damaged (?:ZIP archive|Word document)$"):
        detect.identify(data, name)


NAMED = "<div class=menu><p>二、食堂</p><p>每周公布菜单。</p></div>"


@pytest.mark.parametrize(
    ("markup", "expected", "blocks"),
    [
        (f"<p>一、总则</p>{NAMED}", ["一、总则", "二、食堂", "每周公布菜单。"], {}),
        ("<p>第一章 总则</p><div id=print>第二章 打印<br>打印百份。</div>", ["第一章 总则", "第二章 打印", "打印百份。"], {}),
        (f"{NAMED}<p>一、总则</p>", ["一、总则"], {"menu": 9}),
        (f"<p>二、总则</p>{NAMED}", ["二、总则"], {"menu": 9}),
        ("<p>一、总则</p><div class=related><p>二、链接</p></div>", ["一、总则"], {"related": 3}),
        ("<p>一、总则</p><div class=related><p><a href=1>二、见此。</a></p></div>", ["一、总则"], {"related": 3}),
        (f"<p>一、总则</p><div style='display:none'>{NAMED}</div><footer>主办</footer>", ["一、总则", "二、食堂", "每周公布菜单。"], {"footer": 2}),
        ("<p>一、总则</p><div style='display:none'><p>三、食堂</p><p>每周公布菜单。</p></div>", ["一、总则"], {"hidden": 9}),
    ],
)  # fmt: skip
def test_what_is_called_navigation_is_read_where_it_counts_on(
    markup: str, expected: list[str], blocks: dict[str, int]
) -> None:
    reading = extract.read(f"{markup}<div>{'文' * 60}。</div>".encode(), "x")
    assert (list(reading.lines), reading.blocks) == ([*expected, "文" * 60 + "。"], blocks)


def test_spans_of_a_web_table_become_a_grid() -> None:
    table = (
        "<table><caption>表1 指标</caption><tr><th rowspan=2>序号<th rowspan=2>指标<br>名称<th colspan=2>目标"
        "<tr><td>2025年<td>2030年<tr><td colspan=4>一、经济<tr><td>1<td><p>地区</p><p>总值</p><td>6<td></table>文"
    )
    assert lines(table) == [
        "", "表1 指标", "", "序号\t指标名称\t目标\t", "\t\t2025年\t2030年", "一、经济\t\t\t", "1\t地区总值\t6\t", "", "", "文",
    ]  # fmt: skip


def test_a_table_that_lays_out_the_page_is_no_table() -> None:
    page = "<table><tr><td>左</td><td><table><tr><td>甲</td><td>乙</td></tr></table><p>正文</p></td></tr></table>"
    assert lines(page) == ["左", "", "甲\t乙", "", "", "正文"]


CARD = """<table><tr><td>索 引 号：</td><td>0119/2026-3</td><td>主题分类：</td><td>规划</td></tr><tr><td>发文机关：</td><td>重庆市某某区人民政府</td>
<td>成文日期：</td><td>2026年3月1日</td></tr><tr><td>标　　题：</td><td colspan=3>某某区氢能产业发展规划</td></tr>
<tr><td>发文字号：</td><td>某府发〔2026〕3号</td><td>有 效 性：</td><td>有效</td></tr></table>"""


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (CARD, ("某某区氢能产业发展规划", "某府发〔2026〕3号", "重庆市某某区人民政府", "2026-03-01")),
        (
            "<dl><dt>索引号<dd>1<dt>发文字号<dd>某府发〔2026〕3号<dt>失效日期<dd><dt>发布日期<dd>2026-03-05 10:22</dl><h1>某某区氢能产业发展规划</h1>",
            ("某某区氢能产业发展规划", "某府发〔2026〕3号", "", "2026-03-05"),
        ),
        (
            "<ul><li><b>索引号：</b>1<li><b>发布机构：</b>某某区人民政府<li><b>生成日期：</b>2026-03<li><b>名称：</b>某某区氢能产业发展规划</ul>",
            ("某某区氢能产业发展规划", "", "某某区人民政府", "2026-03"),
        ),
        (
            '<meta name="PubDate" content="2026-03-05 10:11"><meta name="ContentSource" content="某某区人民政府"><h1>某某区氢能产业发展规划</h1>'
            "<p>来源：区政府　发布时间：2026-03-06　字号：[大 中 小]　【打印】</p>",
            ("某某区氢能产业发展规划", "", "某某区人民政府", "2026-03-06"),
        ),
    ],
    ids=["table", "terms", "list", "meta"],
)
def test_what_a_site_says_of_a_document_is_its_metadata_and_no_text(head: str, told: tuple[str, ...]) -> None:
    markup = f"<html><body>{head}<p>第一章 总则</p><p>推进氢能产业发展。</p><p>责任编辑：张三</p><p>ICP备案号：渝ICP备05003300号</p></body></html>"
    reading = extract.read(markup.encode(), "x")
    assert [line for line in reading.lines if line] == ["某某区氢能产业发展规划", "第一章 总则", "推进氢能产业发展。"]
    (document,) = tree_builder.parse(Source("x", reading.lines, "utf-8", False, "0" * 64, reading.declared))
    assert (document.title, document.number, document.issuer, document.issued) == told


@pytest.mark.parametrize(
    "markup",
    [
        "<p>某通知</p><table><tr><td>文件名称<td>文号<td>发布日期<td>有效性<tr><td>甲<td>乙<td>丙<td>有效</table>",
        "<p>某通知</p><p>发文机关：甲，发文字号：乙。</p>",
        "<p>某通知。</p><p>来源：甲　时间：乙</p><p>正文</p><p>主办：甲　地址：乙</p>",
        "<p>某通知</p><p>日期：2026年3月</p><p>标题：甲</p>",
    ],
)
def test_what_only_resembles_such_a_card_is_text(markup: str) -> None:
    assert re.sub(r"\s|<[^>]*>", "", markup) == re.sub(r"\s", "", "".join(lines(markup)))


def test_what_the_text_itself_says_comes_first() -> None:
    text = "<p>某某区人民政府关于印发某规划的通知</p><p>某府发〔2025〕9号</p><p>各镇人民政府：</p><p>现印发。</p><p>某某区人民政府</p><p>2025年1月2日</p>"
    reading = extract.read(f"<html>{CARD}{text}</html>".encode(), "x")
    (document,) = tree_builder.parse(Source("x", reading.lines, "utf-8", False, "0" * 64, reading.declared))
    assert (document.number, document.issued) == ("某府发〔2025〕9号", "2025-01-02")


def test_word_s_own_html_and_web_archives_are_read() -> None:
    page = (
        "<html><?xml:namespace prefix = o ns = 'urn:x' /><!--[if gte mso 9]><xml>甲</xml><![endif]--><p class=MsoNormal>"
        "<![if !supportLists]><span style='mso-list:Ignore'>一、<span>&nbsp; </span></span><![endif]>推进氢能<o:p></o:p></p></html>"
    )
    assert extract.read(page.encode(), "x").lines == ("一、  推进氢能",)
    packed = (
        b'From: <Saved by Blink>\r\nSubject: =?utf-8?Q?a?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="--M"\r\n\r\n'
        b"----M\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )
    data = packed + b64encode(page.encode("gb18030")) + b"\r\n----M--\r\n"
    assert detect.sniff(data[:4096], "a.doc") == "mhtml"
    assert detect.read(data, "mhtml", "x").lines == ("一、  推进氢能",)


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="https://www.example.cn/zwgk/t1.html">', "https://www.example.cn/zwgk/t1.html"),
        ('<meta property="og:url" content=" http://example.cn/a?id=1&amp;b=2 ">', "http://example.cn/a?id=1&b=2"),
        ("<!-- saved from url=(0032)https://example.cn/规划.html -->", "https://example.cn/%E8%A7%84%E5%88%92.html"),
        (
            '<link rel="canonical" href="/"><meta property="og:url" content="https://example.cn/1">',
            "https://example.cn/1",
        ),
        ('<link rel="canonical" href="https://example.cn/">', ""),  # a site, not a page
        ('<link rel="canonical" href="t1.html">', ""),
        ("<!-- saved from url=(0014)about:internet -->", ""),
        ('<meta property="og:url" content="javascript:alert(1)//a/b">', ""),
        ('<meta property="og:url" content="https://example.cn/a}{\\">', "https://example.cn/a%7D%7B%5C"),
    ],
)
def test_a_page_says_where_it_was_taken_from(head: str, url: str) -> None:
    markup = f"<html><head>{head}</head><body><p>某某规划</p><p>第一章 总则</p><p>推进氢能产业。</p></body></html>"
    reading = extract.read(markup.encode(), "x")
    assert reading.declared.url == url
    (document,) = tree_builder.parse(Source("x", reading.lines, "utf-8", False, "0" * 64, reading.declared))
    assert document.url == url and {passage.url for passage in passages(document)} == {url}


def test_a_web_archive_says_where_it_was_taken_from() -> None:
    head = b'Snapshot-Content-Location: https://example.cn/t1.html\r\nContent-Type: multipart/related; boundary="M"\r\n\r\n'
    data = (
        head + b"--M\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>" + "推进氢能".encode() + b"</p>\r\n--M--\r\n"
    )
    reading = detect.read(data, "mhtml", "x")
    assert (reading.lines, reading.declared.url) == (("推进氢能",), "https://example.cn/t1.html")


# Word

NUMBERING = f"""<w:numbering {hostile._W}><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="第%1章"/><w:pStyle w:val="H1"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="（%2）"/><w:pStyle w:val="H2"/></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2.%3"/></w:lvl>
<w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>
<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride></w:num></w:numbering>"""
STYLES = f"""<w:styles {hostile._W}>
<w:style w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="H2"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="Child"><w:basedOn w:val="H1"/></w:style></w:styles>"""


def test_numbers_that_word_prints_and_does_not_store_are_in_the_text() -> None:
    body = p("总则", "H1") + p("甲", "H2") + p("乙", "H2") + p("细", number="3", level=2) + p("点", number="3", level=3)
    body += (
        p("分则", "Child") + p("丙", "H2") + p("", "H1") + p("无", "H1", "0") + p("附则", number="4") + p("末", "H1")
    )
    assert paragraphs(body, numbering=NUMBERING, styles=STYLES) == [
        "第一章 总则", "（一）甲", "（二）乙", "1.2.1 细", "点", "第二章 分则", "（一）丙", "无", "第九章 附则", "第十章 末",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>1</w:t></w:r></w:p>", ["甲", "乙  1"]),
        ("<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins></w:p>", ["新"]),
        (
            "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p><w:p><w:r><w:t>后</w:t></w:r></w:p>",
            ["前后"],
        ),
        (
            '<w:p><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:f><m:num><m:r><m:t>排放量</m:t>'
            "</m:r></m:num><m:den><m:r><m:t>生产总值</m:t></m:r></m:den></m:f></m:oMath></w:p>",
            ["排放量/生产总值"],
        ),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:instrText>PAGE</w:instrText><w:t>显</w:t></w:r></w:p>", ["显"]),
        ('<w:p><w:r><w:t>10</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>8</w:t></w:r></w:p>', ["10⁸"]),
        (f"<w:sdt><w:sdtContent>{p('甲')}</w:sdtContent></w:sdt>", ["甲"]),
        (
            '<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            f"<mc:Choice><w:txbxContent>{p('框')}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{p('框')}</w:txbxContent></mc:Fallback>"
            f"</mc:AlternateContent></w:r></w:p>{p('后')}",
            ["前", "框", "后"],
        ),
        (f"<w:tbl><w:tr><w:tc>{p('专栏1 重点')}{p('甲：乙。')}</w:tc></w:tr></w:tbl>{p('后')}", ["", "\t专栏1 重点", "\t甲：乙。", "", "", "后"]),
        (
            f'<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{p("领域")}</w:tc><w:tc>{p("甲")}</w:tc></w:tr>'
            f'<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{p("")}</w:tc><w:tc>{p("乙")}{p("丙")}</w:tc></w:tr></w:tbl>',
            ["", "领域\t甲", "\t乙丙", "", ""],
        ),
    ],
)  # fmt: skip
def test_word_documents_are_read_as_they_print(body: str, expected: list[str]) -> None:
    assert paragraphs(body) == expected


def test_footnotes_stand_at_the_end_in_the_order_of_their_marks() -> None:
    notes = f"<w:footnotes {hostile._W}>" + "".join(
        f'<w:footnote w:id="{n}">{p(text)}</w:footnote>' for n, text in ((1, "甲"), (2, "乙"))
    )
    body = (
        '<w:p><w:r><w:t>氢</w:t><w:footnoteReference w:id="2"/><w:t>能</w:t><w:footnoteReference w:id="1"/></w:r></w:p>'
    )
    assert paragraphs(body, footnotes=notes + "</w:footnotes>") == ["氢能", "[1] 乙", "[2] 甲"]


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ('<w:sym w:font="Wingdings" w:char="F0FC"/>', "√"),
        ('<w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Wingdings" w:char="F0A8"/>', "☑☐"),
        ('<w:sym w:font="Wingdings 2" w:char="F052"/><w:sym w:font="Wingdings 2" w:char="00A3"/>', "☑☐"),
        ('<w:sym w:font="宋体" w:char="3007"/>', "〇"),
        ('<w:sym w:font="Symbol" w:char="F0B3"/>', "≥"),
        ('<w:sym w:font="Wingdings" w:char="F001"/><w:sym w:char="D800"/><w:sym w:char="x"/>', ""),
        ('<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr><w:t>ü</w:t>', "√"),
        ("<w:t>\uf0fc</w:t>", "√"),
        ('<w:rPr><w:rFonts w:ascii="宋体"/></w:rPr><w:t>ü甲</w:t>', "ü甲"),
    ],
)
def test_ticks_and_boxes_of_word_are_signs(run: str, expected: str) -> None:
    assert paragraphs(f"<w:p><w:r><w:t>甲</w:t></w:r><w:r>{run}</w:r></w:p>") == [f"甲{expected}"]


def test_what_a_style_hides_in_word_is_hidden() -> None:
    styles = f"<w:styles {hostile._W}>" + "".join(
        f'<w:style w:styleId="{name}">{based}{f"<w:rPr>{vanish}</w:rPr>" if vanish else ""}</w:style>'
        for name, based, vanish in (
            ("hidden", "", "<w:vanish/>"),
            ("below", '<w:basedOn w:val="hidden"/>', ""),
            ("shown", '<w:basedOn w:val="hidden"/>', '<w:vanish w:val="0"/>'),
            ("circle", '<w:basedOn w:val="circle"/>', ""),
        )
    )
    run = "<w:r><w:rPr>{}</w:rPr><w:t>{}</w:t></w:r>"
    body = "<w:p>" + "".join(
        run.format(f'<w:rStyle w:val="{style}"/>{own}', text)
        for style, own, text in (
            ("hidden", "", "甲"),
            ("below", "", "乙"),
            ("shown", "", "丙"),
            ("circle", "", "丁"),
            ("hidden", '<w:vanish w:val="false"/>', "戊"),
        )
    )
    assert paragraphs(f"{body}</w:p>{p('己', 'below')}{p('庚', 'shown')}", styles=f"{styles}</w:styles>") == [
        "丙丁戊",
        "庚",
    ]


@pytest.mark.parametrize(
    ("legal", "expected"), [("<w:isLgl/>", "1.1"), ('<w:isLgl w:val="0"/>', "一.一"), ("", "一.一")]
)
def test_figures_of_a_list_of_word_are_as_its_switch_says(legal: str, expected: str) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="chineseCounting"/>{legal * n}<w:lvlText w:val="{text}"/></w:lvl>'
        for n, text in enumerate(("%1、", "%1.%2"))
    )
    numbering = f'<w:numbering {hostile._W}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    assert paragraphs(p("甲", number="1") + p("乙", number="1", level=1), numbering=numbering) == [
        "一、甲",
        f"{expected} 乙",
    ]


# Markdown


def markdown(text: str) -> Source:
    data = text.encode()
    reading = detect.read(data, detect.identify(data, "a.md"), "a.md")
    return Source("a.md", reading.lines, "", False, "", pages=tuple(("a.md", *run) for run in reading.origins))


def test_a_table_in_the_tags_of_markdown_keeps_the_lines_of_the_file() -> None:
    table = "<table>\n<tr><th>指标</th><th>目标</th></tr>\n<tr><td>氢能</td>\n<td>5</td></tr>\n</table>"
    source = markdown(f"# 题\n\n{table}\n| 甲 | 乙 |\n**文** 1<2")
    assert source.lines == ("# 题", "", "", "指标\t目标", "氢能\t5", "", "", "| 甲 | 乙 |", "**文** 1<2")
    assert source.where(1, 9) is None


def test_a_table_in_one_line_of_markdown_tells_that_line() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>氢能</td></tr>" for n in range(4))
    source = markdown(f"前\n表1<table>{rows}</table>单位：个\n后\n\n<table>{rows}</table>\n完")
    assert (
        "".join(source.lines).replace("\t", "") == "前表1" + "0氢能1氢能2氢能3氢能单位：个后" + "0氢能1氢能2氢能3氢能完"
    )
    for text, line in (("前", 1), ("表1", 2), ("3\t氢能", 2), ("单位：个", 2), ("后", 3), ("完", 6)):
        at = source.lines.index(text) + 1
        assert source.where(at, at) == ("a.md", line, line)
    assert source.where(1, len(source.lines)) == ("a.md", 1, 6)


@pytest.mark.parametrize(
    "text",
    [
        "```\n<table><tr><td>甲</td><td>乙</td></tr></table>\n```",
        "<table><tr><td>甲</td><td>乙</td></tr>\n后",
        "<table>散<tr><td>甲</td><td>乙</td></tr></table>",
        "<table><tr><td><table><tr><td>甲</td><td>乙</td></tr></table></td></tr></table>",
    ],
)
def test_what_is_not_a_whole_table_in_markdown_stays_as_it_is(text: str) -> None:
    assert markdown(text).lines == tuple(text.split("\n"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 题", ("# 题",)),
        ("3<b，5 < 8 > 2，AT&T，R&amp;D，<https://a.cn/b>", ("3<b，5 < 8 > 2，AT&T，R&D，<https://a.cn/b>",)),
        ('## 第一章&emsp;总&emsp;则{align="center"}', ("## 第一章 总 则",)),
        ("## 第一章 总则 {#c1 .center}", ("## 第一章 总则",)),
        ("甲\n{: .center}", ("甲", "")),
        ("{甲}和{#乙}在中间", ("{甲}和{#乙}在中间",)),
        ("&emsp;&emsp;<b>第一条</b>　为了<a id='a1'></a>发展", ("第一条　为了发展",)),
        ("<p align=center>第一章</p>", ("第一章",)),
        ('<h2 id="a">第一章 总则</h2><p>甲。</p>', ("第一章 总则", "甲。")),
        ("<p>\n甲。<br/>\n乙。\n</p>", ("", "甲。", "乙。", "")),
        ("10<sup>8</sup>吨CO<sub>2</sub>", ("10⁸吨CO2",)),
        ("## [第一章 总则](#c1) [¶](#c1)", ("## 第一章 总则",)),
        ("见[规定](http://a.cn)，![图](a.png)", ("见[规定](http://a.cn)，![图](a.png)",)),
        ("1\\. 总体要求\\(一\\)", ("1. 总体要求(一)",)),
        ("某市管理办法\n=====\n正文。", ("某市管理办法", "", "正文。")),
        ("题\n<style>\np {}\n</style>甲<script>b</script>乙", ("题", "", "", "甲乙")),
        ("```\n<p>甲&emsp;</p>\n```", ("```", "<p>甲&emsp;</p>", "```")),
        ("甲\t<b>乙</b>\n<b>丙</b>\t\t", ("甲\t乙", "丙\t\t")),
        ("::: tip 修订信息\n甲。\n:::\n::: right\n某局\n:::", ("修订信息", "甲。", "", "", "某局", "")),
        ("::: details 目录\n[[toc]]\n@tab 章节\n:::\n:::note[说明]", ("", "", "", "", "说明")),
        ("甲::: 乙\n:: 丙\n[[甲]]", ("甲::: 乙", ":: 丙", "[[甲]]")),
    ],
)
def test_markdown_is_read_as_it_looks(text: str, expected: tuple[str, ...]) -> None:
    assert markdown(text).lines == expected


@pytest.mark.parametrize(
    ("text", "expected", "letters"),
    [
        ("# 甲\n<!-- INFO END -->\n乙", ("# 甲", "", "乙"), 8),
        ("甲<!-- x\ny\nz --> 乙", ("甲", "", " 乙"), 3),
        ("甲 <!-- 乙 --> 丙 <!-- 丁 --> 戊", ("甲  丙  戊",), 2),
        ("甲\n<!-- 从不结束\n乙", ("甲", "<!-- 从不结束", "乙"), 0),
        ("<!-- 一 -->\n甲 --> 乙 <!-- 从不结束", ("", "甲 --> 乙 <!-- 从不结束"), 1),
        ("```\n<!-- 代码 -->\n```", ("```", "<!-- 代码 -->", "```"), 0),
    ],
)
def test_comments_of_markdown_are_not_shown(text: str, expected: tuple[str, ...], letters: int) -> None:
    reading = detect.read(text.encode(), "text", "a.md")
    assert reading.lines == expected
    assert dict(reading.blocks) == ({"comment": letters} if letters else {})


@pytest.mark.parametrize("ending", ["<b", "{", "::: ", "{.a"])
def test_a_run_of_spaces_in_markdown_takes_no_time(ending: str) -> None:
    line = f"甲{' ' * 200_000}{ending}"  # a search that begins anew at each space takes minutes
    assert markdown(line).lines[0].startswith("甲")


TENDER = """# 南溪市智慧停车项目招标文件
> 采购人：南溪市城市管理局
## 编制依据
- 政府采购法
# 第1章 投标邀请
## 项目基本情况
建设智慧停车平台一套。
## 投标人资格要求
1.1 具有独立承担民事责任的能力
```
# 代码
```
# 第2章 投标人须知
## 总则
### 定义
采购人是指南溪市城市管理局。
## 开标与评标
在规定的时间开标。"""


def test_titles_that_markdown_marks_are_headings_of_their_level() -> None:
    reading = detect.read(TENDER.encode(), "text", "a.md")
    assert [line for line, _, _ in reading.levels] == [1, 3, 5, 6, 8, 13, 14, 15, 17]
    source = Source("a.md", reading.lines, "", False, "", levels=reading.levels)
    (document,) = tree_builder.parse(source)
    above = [None if one.parent is None else document.provisions[one.parent].line for one in document.provisions]
    found = {one.line: (one.title, up) for one, up in zip(document.provisions, above, strict=True)}
    assert {n: found[n] for n in (3, 5, 6, 8, 13, 14, 15, 17)} == {
        3: ("编制依据", None),
        5: ("投标邀请", None),
        6: ("项目基本情况", 5),
        8: ("投标人资格要求", 5),
        13: ("投标人须知", None),
        14: ("总则", 13),
        15: ("定义", 14),
        17: ("开标与评标", 13),
    }
    assert document.title == "南溪市智慧停车项目招标文件"


def test_a_line_of_markdown_with_several_blocks_tells_its_place() -> None:
    source = markdown("前\n<p>甲。</p><p>乙。</p>\n后")
    assert source.lines == ("前", "甲。", "乙。", "后")
    assert [source.where(n, n) for n in (1, 2, 3, 4)] == [("a.md", n, n) for n in (1, 2, 2, 3)]


@pytest.mark.parametrize(
    ("text", "kept", "declared"),
    [
        ("title: 某市办法\nauthor: 某市民政局\ndate: 2026-03-01 10:00:00 +0800", "某市办法", ("某市办法", "", "某市民政局", "2026-03-01", "")),
        ("title: '某市办法' # 草稿\nnumber: 某府发〔2026〕3号\nauthors:\n  - 某市财政局\nurl: https://a.gov.cn/1.html", "某市办法",
         ("某市办法", "某府发〔2026〕3号", "某市财政局", "", "https://a.gov.cn/1.html")),
        ("标题: 某市办法\n发布日期: 2026年3月1日\nauthor: 张三\ntags: [甲, 乙]", "某市办法", ("某市办法", "", "", "2026-03-01", "")),
    ],
)  # fmt: skip
def test_front_matter_declares_what_the_text_does_not_say(text: str, kept: str, declared: tuple[str, ...]) -> None:
    for body, above in (("第一条 甲。", kept), (f"# {kept}\n\n第一条 甲。", "")):
        data = f"---\n{text}\n---\n\n{body}".encode()
        reading = detect.read(data, "text", "a.md")
        found = reading.declared
        assert (found.title, found.number, found.issuer, found.issued, found.url) == declared
        assert [line for line in reading.lines if line] == [*filter(None, [above]), *filter(None, body.split("\n"))]
        assert reading.lines[-1] == "第一条 甲。" and len(reading.lines) == len(data.decode().split("\n"))
        assert reading.blocks["front matter"] > 0


@pytest.mark.parametrize(
    "text", ["---\n某市办法\n---\n甲", "---\ntitle: 甲\n正文。", "甲\n---\ntitle: 乙\n---", "---\n---\n甲"]
)
def test_what_is_no_front_matter_is_text(text: str) -> None:
    reading = detect.read(text.encode(), "text", "a.md")
    assert reading.lines == tuple(text.split("\n"))
    assert reading.declared.title == ""


def test_one_act_as_markdown_with_html_as_page_and_as_text_has_one_outline() -> None:
    chapters = {
        "总则": ["为了加强矿山修复，制定本办法。", "本办法适用于本省的矿山。"],
        "修复": ["修复应当有方案。"],
        "附则": ["本办法自2022年1月1日起施行。"],
    }
    text, page, marked = (
        ["某省矿山修复管理办法"],
        ["<h1>某省矿山修复管理办法</h1>"],
        ["---\ntitle: 某省矿山修复管理办法\ndate: 2022-01-01\n---"],
    )
    article = 0
    for n, (title, articles) in enumerate(chapters.items()):
        number = f"第{'一二三'[n]}章"
        text.append(f"{number}　{title}")
        page.append(f"<h2 align=center>{number}&emsp;{title}</h2>")
        marked.append(f'## <a name="c{n}"></a>{number}&emsp;{title}{{align="center"}}')
        for sentence in articles:
            article += 1
            head = f"第{'一二三四'[article - 1]}条"
            text.append(f"{head}　{sentence}")
            page.append(f"<p>&emsp;&emsp;<b>{head}</b>&emsp;{sentence}</p>")
            marked.append(f'<p id="t{article}">&emsp;&emsp;<b>{head}</b>&emsp;{sentence}</p>')

    def outline(written: str, name: str) -> list[tuple[str, str, str, int | None]]:
        data = written.encode()
        reading = detect.read(data, detect.identify(data, name), name)
        (document,) = tree_builder.parse(Source(name, reading.lines, "", False, "", reading.declared))
        assert document.title == "某省矿山修复管理办法"
        return [(p.kind, p.number, p.title, p.parent) for p in document.provisions if p.kind != "标题"]

    plain = outline("\n".join(text), "a.txt")
    assert [kind for kind, *_ in plain].count("条") == 4
    assert outline("\n\n".join(marked), "a.md") == plain
    assert outline(f"<html><body>{''.join(page)}</body></html>", "a.html") == plain


# PDF


def page(*printed: tuple[float, float, str], rules: tuple[Rule, ...] = (), size: float = 10) -> Page:
    """A page with these lines: left edge, base, text."""
    chars = [
        Char(c, x + size * n, x + size * (n + 1), base - size, base, base)
        for x, base, text in printed
        for n, c in enumerate(text)
    ]
    return Page(600, 800, chars, list(rules))


def laid(*pages: Page) -> list[str]:
    return list(cells.flattened(layout.blocks([layout.lay(page) for page in pages]).blocks)[0])


def test_printed_lines_become_paragraphs_without_heads_and_page_numbers() -> None:
    pages = [
        page(
            (50, 30, "某某市人民政府公报"),
            (70, 100, "甲" * 48),
            (50, 120, "乙" * 50),
            (50, 140, "丙" * (50 if n < 4 else 20) + ("" if n < 4 else "。")),
            (280, 780, f"— {n} —"),
        )
        for n in (1, 2, 3, 4)
    ]
    assert laid(*pages) == ["甲" * 48 + "乙" * 50 + "丙" * 50] * 3 + ["甲" * 48 + "乙" * 50 + "丙" * 20 + "。"]


def test_a_paragraph_goes_on_over_a_page_break() -> None:
    first, second = (
        page((50, 600, "甲" * 50), (50, 620, "乙" * 50)),
        page((50, 100, "丙" * 9 + "。"), (70, 120, "丁" * 48)),
    )
    assert laid(first, second) == ["甲" * 50 + "乙" * 50 + "丙" * 9 + "。", "丁" * 48]


def test_two_columns_are_read_one_after_the_other() -> None:
    body = [(50, 100 + 20 * n, "左" * 22) for n in range(8)] + [(330, 100 + 20 * n, "右" * 22) for n in range(8)]
    text = laid(page((50, 60, "题" * 50), *body))
    assert text == ["题" * 50, "左" * 176 + "右" * 176]


def test_a_table_over_a_page_break_is_one_with_its_head_once() -> None:
    rules = tuple(Rule(50, y, 350, y) for y in (100, 130, 160)) + tuple(Rule(x, 100, x, 160) for x in (50, 150, 350))
    head = [(60, 120, "序号"), (160, 120, "指标")]
    first = page((50, 90, "文" * 50), *head, (60, 150, "1"), (160, 150, "氢能"), rules=rules)
    second = page(*head, (60, 150, "2"), (160, 150, "产业"), (50, 300, "后。"), rules=rules)
    assert laid(first, second) == ["文" * 50, "", "序号\t指标", "1\t氢能", "2\t产业", "", "", "后。"]


@pytest.mark.parametrize(
    ("above", "below", "table"),
    [
        ("推进" * 9, ["能产业。"], ["1\t" + "推进" * 9 + "能产业。", "2\t其他"]),
        ("推进产业。", ["能产业。"], ["1\t推进产业。", "\t能产业。", "2\t其他"]),  # there was room left
        ("推进产业", ["合计"], ["1\t推进产业", "\t合计", "2\t其他"]),
        ("推进" * 9, ["甲", "乙"], ["1\t" + "推进" * 9, "\t甲", "\t乙", "2\t其他"]),  # rows without a number
    ],
)
@pytest.mark.parametrize("again", [True, False])
def test_a_row_that_a_page_break_cuts_is_one(again: bool, above: str, below: list[str], table: list[str]) -> None:
    def ruled(first: float, *printed: tuple[str, str]) -> Page:
        ys = [first + 30 * n for n in range(len(printed) + 1)]
        rules = [Rule(50, y, 350, y) for y in ys] + [Rule(x, ys[0], x, ys[-1]) for x in (50, 150, 350)]
        cells = [
            (x, y + 20, text)
            for y, line in zip(ys, printed, strict=False)
            for x, text in zip((60, 155), line, strict=True)
        ]
        return page(*cells, rules=tuple(rules))

    head = ("序号", "任务")
    first = ruled(600, head, ("1", above))
    second = ruled(100, *[head] * again, *(("", text) for text in below), ("2", "其他"))
    assert laid(first, second) == ["", "序号\t任务", *table, "", ""]


def row(base: float, *cells: tuple[float, str]) -> list[tuple[float, float, str]]:
    return [(x, base, text) for x, text in cells]


def level(*ys: float, x0: float = 50, x1: float = 450) -> tuple[Rule, ...]:
    return tuple(Rule(x0, y, x1, y) for y in ys)


HEAD = row(100, (50, "序号"), (150, "指标"), (300, "目标"))
ONE, TWO, THREE = (row(100 + 20 * n, (50, f"{n}"), (150, "氢能" * n), (300, f"{n}0%")) for n in (1, 2, 3))
CELLS = ["序号\t指标\t目标", "1\t氢能\t10%", "2\t氢能氢能\t20%", "3\t氢能氢能氢能\t30%"]


@pytest.mark.parametrize(
    ("printed", "rules", "table"),
    [
        ([*HEAD, *ONE, *TWO, *THREE], (), CELLS),
        ([*HEAD, *ONE, *TWO, *THREE], level(85, 107, 170), CELLS),
        ([*HEAD, *ONE], level(85, 107, 130), CELLS[:2]),
        ([*HEAD, *ONE, *row(135, (150, "产业")), *row(160, (50, "2"), (300, "5"))], level(85, 107, 170), [*CELLS[:1], "1\t氢能产业\t10%", "2\t\t5"]),
        ([*HEAD, *row(120, (50, "一、创新驱动发展")), *row(140, (50, "1"), (150, "氢能"), (300, "9"))], level(85, 107, 150), [*CELLS[:1], "一、创新驱动发展\t\t", "1\t氢能\t9"]),
    ],
)  # fmt: skip
def test_words_under_each_other_make_a_table(
    printed: list[tuple[float, float, str]], rules: tuple[Rule, ...], table: list[str]
) -> None:
    assert laid(page((50, 60, "文" * 50), *printed, (50, 300, "后" * 50), rules=rules)) == [
        "文" * 50, "", *table, "", "", "后" * 50,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "rules"),
    [
        ([*HEAD, *ONE], ()),  # two lines can be anything
        ([*HEAD, *ONE, *TWO, *row(160, (150, "产业"))], level(85, 107, 170)),  # of the row above, or one of its own
        ([*HEAD, *ONE, *TWO, *row(160, (150, "产业"))], ()),
        ([*HEAD, *ONE, *TWO, *row(160, (100, "三"), (240, "四"))], level(85, 107, 170)),  # between the columns
        ([*row(100, (50, "第一章"), (150, "总则"), (300, "3")), *row(120, (50, "第二章"), (150, "规划"), (300, "7")),
          *row(140, (50, "第三章"), (150, "附则"), (300, "9"))], ()),
        ([r for n in range(6) for r in row(100 + 20 * n, (50, "左" * 18), (270, "右" * 18))], level(85, 107, 230)),
    ],
)  # fmt: skip
def test_where_the_columns_or_rows_are_in_doubt_there_is_no_table(
    printed: list[tuple[float, float, str]], rules: tuple[Rule, ...]
) -> None:
    text = laid(page((50, 60, "文" * 50), *printed, (50, 300, "后" * 50), rules=rules))
    assert not any("\t" in line for line in text)
    assert sorted("".join(text).replace(" ", "")) == sorted("文" * 50 + "".join(t for *_, t in printed) + "后" * 50)


def test_a_table_without_upright_rules_goes_on_over_a_page_break() -> None:
    first = page((50, 60, "文" * 50), *HEAD, *ONE, *TWO, rules=level(85, 107, 150))
    second = page(*HEAD, *THREE, (50, 300, "后" * 50), rules=level(85, 107, 170))
    assert laid(first, second) == ["文" * 50, "", *CELLS, "", "", "后" * 50]


@pytest.mark.parametrize("blank", [" ", "\xa0", "　", "\u2003 \t"])
def test_a_printed_line_of_blanks_is_none(blank: str) -> None:
    """Word writes an empty page header as runs of blanks; between rules, in a cell and in a table it is none either."""
    header = [(50, 30, blank), (300, 30, blank)]
    prose = [(50, 100, "甲" * 50), (50, 120, blank * 3), (50, 140, "乙" * 9 + "。")]
    assert laid(page(*header, *prose)) == ["甲" * 50, "乙" * 9 + "。"]  # too far apart to be one paragraph
    assert laid(page(*header, (50, 60, blank), *HEAD, *ONE, *TWO, (50, 190, blank), rules=level(85, 107, 150))) == [
        "", *CELLS[:3], "", "",
    ]  # fmt: skip
    box = tuple(Rule(50, y, 350, y) for y in (100, 130)) + tuple(Rule(x, 100, x, 130) for x in (50, 150, 350))
    assert laid(page(*header, (60, 120, blank), (160, 120, "氢能"), rules=box)) == ["", "\t氢能", "", ""]
    assert laid(page(*header)) == []
    columns = [(x, 100 + 20 * n, text * 22) for n in range(8) for x, text in ((50, "左"), (330, "右"))]
    assert laid(page(*columns, (50, 260, blank), (330, 260, "右" * 9))) == ["左" * 176 + "右" * 185]


PAGES = [[f"第{n}页的文字"] for n in "一二三"]


def standard_pdf(pages: list[list[str]], font: str = "STSong-Light") -> bytes:
    """Pages of short lines in a font that is not embedded."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(font))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    for lines in pages:
        canvas.setFont(font, 14)
        canvas.line(50, 50, 500, 50)
        for n, line in enumerate(lines):
            canvas.drawString(72, 600 - 30 * n, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


@pytest.mark.parametrize(
    ("module", "name", "told", "lost"),
    [
        ("layout", "lay", "page 2 could not be laid out; the text was taken line by line", False),
        ("pdf", "_rules", "page 2 could not be laid out; the text was taken line by line", False),
        ("pdf", "characters", "page 2 is damaged, left out", True),
        ("layout", "blocks", "pages 1, 2, 3 could not be laid out; the text was taken line by line", False),
    ],
)
def test_what_one_page_makes_fail_costs_that_page(
    module: str, name: str, told: str, lost: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from policysearch.readers.pdf import extract, layout

    owner = {"pdf": extract, "layout": layout}[module]
    inner = getattr(owner, name)
    calls = []

    def second(*arguments: object) -> object:
        calls.append(1)
        if len(calls) == 2 or name == "blocks":
            raise IndexError("list index out of range")
        return inner(*arguments)

    data = standard_pdf(PAGES)
    assert extract.read(data, "x").left_out == ()
    monkeypatch.setattr(owner, name, second)
    reading = extract.read(data, "x")
    assert reading.left_out == (told,)
    assert "".join(reading.lines) == "".join(line for n, (line,) in enumerate(PAGES, 1) if n != 2 or not lost)


def test_memory_is_no_fault_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """With more of it the page can be read, so the page is not left out."""
    from policysearch.readers.pdf import extract

    def full(*_: object) -> object:
        raise MemoryError

    for module, name in ((layout, "lay"), (extract, "_rules"), (extract, "characters"), (layout, "blocks")):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, full)
            with pytest.raises(MemoryError):
                extract.read(standard_pdf(PAGES), "x")


def test_pages_that_lines_cannot_join_keep_all_their_text() -> None:
    rules = tuple(Rule(50, y, 350, y) for y in (100, 130)) + tuple(Rule(x, 100, x, 130) for x in (50, 150, 350))
    first = layout.lay(page((60, 120, "序号"), (160, 120, "指标"), (50, 300, "后" * 50), rules=rules))
    assert layout.plain_lines([first]).blocks == ["序号\t指标", "后" * 50]
    assert layout.plain_lines([layout.plain(page((50, 20, "甲"), (50, 120, "乙")))]).blocks == ["甲", "乙"]


@pytest.mark.parametrize("font", ["STSong-Light", "MSung-Light", "HeiseiMin-W3", "HYSMyeongJo-Medium"])
def test_text_in_a_font_that_is_not_embedded_is_read_on_every_machine(font: str) -> None:
    """A character alone, as in a cell, has no ink in a font that lacks it, and was passed over where no font had it."""
    from policysearch.readers.pdf import extract

    assert "".join(extract.read(standard_pdf([["一", "二十", "。", "2030"]], font), "x").lines) == "一二十。2030"


def test_no_font_of_the_machine_stands_for_one_that_is_not_embedded() -> None:
    """What pdfium takes for it is the substitute, so that its boxes of characters are the same on every machine."""
    import ctypes

    import pypdfium2
    from pypdfium2 import raw

    from policysearch.readers.pdf import extract, substitute_font

    data = standard_pdf([["一"]])
    extract.read(data, "x")  # sets pdfium up
    page = pypdfium2.PdfDocument(data)[0]
    (text,) = page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])
    font = raw.FPDFTextObj_GetFont(text.raw)
    size = ctypes.c_size_t()
    assert raw.FPDFFont_GetFontData(font, None, 0, size)
    buffer = (ctypes.c_uint8 * size.value)()
    assert raw.FPDFFont_GetFontData(font, buffer, size.value, size)
    assert bytes(buffer) == substitute_font.font()


CASES = sorted((SHARED / "cases" / "pdf").glob("*.pdf"))


@pytest.mark.corpus
@pytest.mark.skipif(not CASES, reason="the cases are not here")
def test_every_case_is_read_and_keeps_every_character() -> None:
    import pypdfium2

    from policysearch.readers.pdf import extract
    from policysearch.readers.settings import Settings, using

    told = {"annots.pdf": ("page 1 has notes beside the text, left out; --comments reads them",)}
    for path in CASES:
        if path.name in ("nouni.pdf", "pua.pdf", "fffd.pdf"):  # their fonts do not tell their characters
            with using(Settings("never")), pytest.raises(CorpusError, match="fonts do not tell"):
                extract.read(path.read_bytes(), path.name)
            continue
        reading = extract.read(path.read_bytes(), path.name)
        printed = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))
        lost = Counter(c for c in printed if c > " " and c.strip()) - Counter("".join(reading.lines))
        assert reading.left_out == told.get(path.name, ()), path.name
        assert "".join(lost) == ("内部资料" if path.name == "wmhoriz.pdf" else ""), path.name  # a level watermark
        assert path.name not in ("vert.pdf", "gb1v.pdf") or reading.lines[1] == "第一章 总则"


FOLDERS = [
    folder for folder in ("/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/X11/fonts") if Path(folder).is_dir()
]
HIDING = ["unshare", "--mount", *["--map-root-user"] * (os.name == "posix" and os.geteuid() != 0), "sh", "-c"]
HIDE = f"for folder in {' '.join(FOLDERS)}; do mount -t tmpfs none $folder || exit 77; done; "


def test_a_pdf_is_the_same_with_the_fonts_of_the_machine_and_without(tmp_path: Path) -> None:
    """Tests of whole documents (readers/test_formats.py) must pass with fonts and without; this compares what each setting gives."""
    if not any(path.is_file() for folder in FOLDERS for path in Path(folder).rglob("*")):
        pytest.skip("no fonts are installed")
    if not shutil.which("unshare") or subprocess.run([*HIDING, HIDE], capture_output=True, check=False).returncode:
        pytest.skip("fonts cannot be hidden here")
    blocks = written.blocks(sorted((ROOT / "corpus").iterdir())[3])
    for name, data in {
        "grid": written.as_pdf(blocks),
        "three": written.as_pdf(blocks, "three", "TOP"),
        "none": written.as_pdf(blocks, "none"),
        "columns": styles.as_columns(blocks),
        "alone": standard_pdf([["一", "二"], ["三"]]),
    }.items():
        (tmp_path / f"{name}.pdf").write_bytes(data)
    script = (
        "import sys; from pathlib import Path; from policysearch.readers.pdf import extract as pdf\n"
        "print(*(pdf.read(p.read_bytes(), p.name) for p in sorted(Path(sys.argv[1]).iterdir())), sep='\\n')"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    plain = subprocess.run(command, capture_output=True, check=True).stdout
    hidden = subprocess.run([*HIDING, HIDE + 'exec "$@"', "sh", *command], capture_output=True, check=True).stdout
    assert hidden == plain
    assert "一".encode() in plain


def test_a_pdf_without_its_library_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from policysearch.readers.pdf import extract

    monkeypatch.setitem(__import__("sys").modules, "pypdfium2", None)
    with pytest.raises(CorpusError, match=r"^x: is a PDF; to read it: pip install 'policysearch\[pdf\]'$"):
        extract.read(hostile.pdf(), "x")


def test_files_embedded_in_the_text_of_word_are_told() -> None:
    data = hostile.word("<w:p><w:r><w:t>正文</w:t></w:r></w:p><w:altChunk/>")
    assert detect.read(data, "docx", "x").left_out == ("files embedded in its text (altChunk), left out",)


# Archives and older formats


def test_an_archive_gives_its_documents_under_names_in_any_encoding(tmp_path: Path) -> None:
    inner = hostile.zipped(("内.txt", "内".encode()))
    data = hostile.zipped(("规划/甲.txt", "甲".encode()), ("__MACOSX/._a.txt", b"x"), ("b.dwg", b"x"), ("z.zip", inner))
    (tmp_path / "a.zip").write_bytes(data)
    assert [s.path for s in loading.sources(tmp_path / "a.zip", "a.zip")] == ["a.zip/规划/甲.txt", "a.zip/z.zip/内.txt"]
    packed = bytearray(hostile.zipped(("XXXX.txt", "甲".encode())))
    for _ in range(2):  # as old Chinese programs write it: GBK, and no word of it
        at = packed.index(b"XXXX.txt")
        packed[at : at + 4] = "规划".encode("gbk")
    (tmp_path / "b.zip").write_bytes(packed)
    assert [s.path for s in loading.sources(tmp_path / "b.zip", "b.zip")] == ["b.zip/规划.txt"]


FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" xmlns:ooo="http://openoffice.org/2004/office" office:version="1.2"
office:mimetype="application/vnd.oasis.opendocument.text"><office:scripts><office:script script:language="ooo:Basic"><ooo:libraries>
<ooo:library-embedded ooo:name="Standard"><ooo:module ooo:name="M"><ooo:source-code>Sub Main
Open "MARK" For Output As #1
Close #1
End Sub</ooo:source-code></ooo:module></ooo:library-embedded></ooo:libraries></office:script><office:event-listeners>
<script:event-listener script:language="ooo:script" script:event-name="dom:load" xlink:type="simple"
xlink:href="vnd.sun.star.script:Standard.M.Main?language=Basic&amp;location=document"/></office:event-listeners></office:scripts>
<office:body><office:text><text:h text:outline-level="1">第一章 总则</text:h>
<text:p>推进<text:note text:id="f" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>注。</text:p></text:note-body></text:note>氢能。</text:p>
<text:p>前<draw:frame text:anchor-type="paragraph" svg:width="8cm" svg:height="3cm"><draw:text-box><text:p>专栏1 项目</text:p></draw:text-box></draw:frame></text:p>
<text:section text:name="s"><text:section-source xlink:href="file:SECRET" xlink:type="simple"/><text:p>旧</text:p></text:section>
<table:table><table:table-column table:number-columns-repeated="3"/><table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>领域</text:p></table:table-cell>
<table:table-cell table:number-columns-spanned="2"><text:p>目标</text:p></table:table-cell><table:covered-table-cell/></table:table-row>
<table:table-row><table:covered-table-cell/><table:table-cell><text:p>2025年</text:p></table:table-cell><table:table-cell><text:p>2030年</text:p></table:table-cell></table:table-row>
</table:table></office:text></office:body></office:document>"""


def libreoffice_runs() -> bool:
    """Whether LibreOffice is there with a font, without which it ends before it opens a file."""
    fonts = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts"]
    here = not sys.platform.startswith("linux") or any(
        found.is_file() for folder in fonts for found in folder.rglob("*")
    )
    return shutil.which("soffice") is not None and here


needs_libreoffice = pytest.mark.skipif(not libreoffice_runs(), reason="LibreOffice or a font for it is not installed")


@needs_libreoffice
@pytest.mark.parametrize("ending", ["doc", "rtf", "odt"])
def test_older_formats_are_read_by_libreoffice(ending: str, tmp_path: Path) -> None:
    """Headings, footnotes, text boxes and merged cells arrive; macros do not run, and what is linked is not opened."""
    (tmp_path / "secret").write_text("机密", encoding="utf-8")
    flat = FLAT.replace("MARK", str(tmp_path / "ran")).replace("SECRET", f"//{tmp_path}/secret")
    (tmp_path / "a.fodt").write_text(flat, encoding="utf-8")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        "--headless",
        profile,
        "--convert-to",
        ending,
        "--outdir",
        str(tmp_path),
        str(tmp_path / "a.fodt"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    name = "plan.wps" if ending == "doc" else f"plan.{ending}"  # WPS Office writes Word's format under its own ending
    (tmp_path / f"a.{ending}").rename(tmp_path / name)
    assert loading.read(tmp_path / name, name).lines == (
        "第一章 总则", "推进氢能。", "前", "专栏1 项目", "旧", "", "领域\t目标\t", "\t2025年\t2030年", "", "", "[1] 注。",
    )  # fmt: skip
    assert not (tmp_path / "ran").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for LibreOffice")
@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("sleep 60 & echo $! > PID; wait", "takes LibreOffice over 2 s"),
        ("sleep 60 & echo $! > PID; exit 1", "cannot be read by LibreOffice"),
        ("true", "cannot be read by LibreOffice"),
        ("echo 'No fonts could be found on the system.' >&2; exit 1", "finds no fonts on this machine"),
        ("head -c 3000000 /dev/zero > document.docx", "cannot be read by LibreOffice"),
        ("echo x > document.docx", "is a damaged Word document"),
    ],
)
def test_a_libreoffice_that_hangs_or_fails_is_ended_with_its_children(
    script: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script.replace('PID', str(tmp_path / 'pid'))}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr("policysearch.readers.libreoffice.shutil.which", lambda name: str(program))
    monkeypatch.setattr(libreoffice, "SECONDS", 2 if "wait" in script else 60)
    monkeypatch.setattr(libreoffice, "LARGEST", 2**20)
    with pytest.raises(CorpusError, match=said):
        word.read(libreoffice.to_docx(b"{\\rtf1 x}", "a.doc"), "a.doc")
    if "PID" in script:
        child = int((tmp_path / "pid").read_text())
        assert timing.eventually(lambda: not timing.alive(child)), "what it started goes on"


def ole_file(*names: str, deeper: tuple[str, ...] = ()) -> bytes:
    """An OLE file with these streams in its root folder, and others in a folder of it."""
    entries = [("Root Entry", 5, 1)]
    entries += [(name, 2, i + 2 if i < len(names) else 0) for i, name in enumerate(names, 1)]
    if deeper:
        entries[-1] = (*entries[-1][:2], len(entries))
        entries.append(("ObjectPool", 1, 0))
        entries += [(name, 2, 0) for name in deeper]
    folder = b""
    for number, (name, kind, beside) in enumerate(entries):
        coded = name.encode("utf-16-le")
        child = 1 if kind == 5 else number + 1 if kind == 1 else 0xFFFFFFFF
        following = beside if kind == 2 and beside else 0xFFFFFFFF
        entry = coded.ljust(64, b"\0") + struct.pack("<HBBIII", len(coded) + 2, kind, 1, 0xFFFFFFFF, following, child)
        folder += entry.ljust(128, b"\0")
    sectors = -(-len(folder) // 512)
    table = struct.pack("<128I", 0xFFFFFFFD, *range(2, sectors + 1), 0xFFFFFFFE, *[0xFFFFFFFF] * (127 - sectors))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<IIIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0) + struct.pack(
        "<108I", *[0xFFFFFFFF] * 108
    )
    return head + table + folder.ljust(sectors * 512, b"\0")


@pytest.mark.parametrize(
    ("streams", "deeper", "expected"),
    [
        (("WordDocument", "1Table"), (), "office"),
        (("WordDocument",), ("Workbook",), "office"),  # a workbook put into a text
        (("Workbook",), ("WordDocument",), "xls"),
        (("Book",), (), "xls"),
        (("PowerPoint Document", "Current User"), (), "ppt"),
        (("__properties_version1.0",), (), "mail"),
        (("EncryptedPackage", "EncryptionInfo"), (), "encrypted"),
        (("VisioDocument",), (), "ole"),
    ],
)
@pytest.mark.parametrize("name", ["a.doc", "a.xls", "a.dps"])
def test_an_old_file_is_what_its_streams_say(
    streams: tuple[str, ...], deeper: tuple[str, ...], expected: str, name: str
) -> None:
    data = ole_file(*streams, deeper=deeper)
    assert detect.identify(data, name) == expected
    if expected != "office":
        with pytest.raises(CorpusError, match=r"save it|save its text|damaged|no visible text|to read it: pip"):
            detect.read(data, expected, name)
    for end in range(0, len(data), 97):  # cut anywhere, it is something or damaged, and no exception
        assert detect.identify(data[:8] + data[8:end], name) in (
            expected,
            "ole",
            "office",
            "xls",
            "ppt",
            "mail",
            "encrypted",
        )


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"mimetype": "application/epub+zip", "a.xhtml": "<p>甲</p>"}, "epub"),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}, "office"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}, "ods"),
        ({"mimetype": "application/vnd.oasis.opendocument.presentation", "content.xml": "<a/>"}, "odp"),
        ({"[Content_Types].xml": "<a/>", "visio/document.xml": "<a/>"}, "opc"),
        ({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}, "docx"),
        ({"a.txt": "甲"}, "zip"),
    ],
)
def test_a_packed_file_is_what_is_in_it(members: dict[str, str], expected: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    assert detect.identify(packed.getvalue(), "a.epub") == expected
    with pytest.raises(CorpusError, match=r"is a damaged PowerPoint presentation$"):
        detect.identify(packed.getvalue()[:40], "a.pptx")


MAIL = "From: a@b.cn\nSubject: =?utf-8?b?5YW76ICB?=\nMIME-Version: 1.0\nContent-Type: {kind}\n{more}\n5YW76ICB\n"


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (MAIL.format(kind="text/plain", more="Content-Transfer-Encoding: base64\n"), "a.txt", "eml"),
        (MAIL.format(kind='multipart/mixed;\n boundary="b"', more=""), "a.txt", "eml"),
        (MAIL.format(kind="text/plain", more="").replace("\n", "\r\n"), "a.eml", "eml"),
        (MAIL.format(kind="multipart/related; boundary=b", more="Message-ID: <a>\n"), "a.eml", "eml"),
        (
            "From: <Saved by Blink>\n" + MAIL.format(kind="multipart/related; boundary=b", more="")[13:],
            "a.mht",
            "mhtml",
        ),
        ("From: 办公室\nTo: 各科室\n\n请于5月1日前报送。\n", "a.txt", "text"),
        ("From: 办公室\nTo: 各科室\n\n请于5月1日前报送。\n", "a.eml", "eml"),
    ],
)
def test_a_mail_is_no_text(text: str, name: str, expected: str) -> None:
    assert detect.sniff(text.encode(), name) == expected


@pytest.mark.parametrize(
    "markup",
    [
        "<html><body></body></html>",
        "<html><body><nav>甲</nav></body></html>",
        "<html><head><title>甲</title></head><body><div id=app></div><script>x</script></body></html>",
        "<html><body><p>&nbsp;&#8203;&#xfeff;&shy;&#12288;</p></body></html>",
        "<html>",
        "<html><body><p style='display:none'>甲</p></body></html>",
    ],
)
def test_a_page_without_visible_text_is_told(markup: str) -> None:
    with pytest.raises(CorpusError, match=r"^a\.html: has no visible text; if scripts fill the page"):
        detect.read(markup.encode(), "html", "a.html")


def test_without_libreoffice_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policysearch.readers.libreoffice.shutil.which", lambda program: None)
    with pytest.raises(CorpusError, match=r"^a.doc: is of an older Word, .* install LibreOffice"):
        libreoffice.to_docx(b"", "a.doc")


def test_a_real_word_document_is_read(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading("第一章 总则", 1)
    document.add_paragraph("推进氢能产业。")
    table = document.add_table(2, 2)
    for cell, text in zip((c for row in table.rows for c in row.cells), "甲乙丙丁", strict=True):
        cell.text = text
    file = io.BytesIO()
    document.save(file)
    assert list(word.read(file.getvalue(), "x").lines) == [
        "第一章 总则",
        "推进氢能产业。",
        "",
        "甲\t乙",
        "丙\t丁",
        "",
        "",
    ]


def test_a_merged_first_row_of_a_word_table_is_its_caption() -> None:
    import docx

    document = docx.Document()
    table = document.add_table(3, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "表5 重点指标"
    for cell, text in zip((c for row in table.rows[1:] for c in row.cells), ["指标", "目标", "就业", "5"], strict=True):
        cell.text = text
    file = io.BytesIO()
    document.save(file)
    assert list(word.read(file.getvalue(), "x").lines) == ["", "表5 重点指标", "", "指标\t目标", "就业\t5", "", ""]
