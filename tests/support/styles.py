"""The blocks of `formats` as sites, Word and presses really set them: more ways to print one text."""

from __future__ import annotations

import html
import io
import re
import textwrap
from collections.abc import Callable
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart

from policysearch.structure.line_classifier import recognise
from policysearch.text.numerals import number
from tests.support import hostile
from tests.support.formats import Block, as_pdf, merged

FOOT = """<p align=center>主办：某某区人民政府办公室　承办：某某区大数据局　技术支持：某某公司</p>
<p align=center>渝ICP备05003300号-1　<img src=a.png>渝公网安备 50010702500001号　网站标识码：5001070001</p><p align=center>您是第 123456 位访客</p>"""
TURN = '<p>上一篇：<a href="t2.html">关于某事的通知</a></p><p>下一篇：<a href="t3.html">没有了</a></p>'
RELATED = '<div><b>相关链接：</b><ul><li><a href="a.html">一图读懂某规划</a></li><li><a href="b.html">某规划政策解读</a></li></ul></div>'


def spanned(rows: tuple[tuple[str, ...], ...]) -> list[list[tuple[str, int, int]]]:
    """Rows of cells with what they span: rows and columns. A label of a group spans all columns, one in the first column the
    empty cells under it."""
    found: list[list[tuple[str, int, int]]] = []
    for n, row in enumerate(rows):
        if merged(row):
            found.append([(row[0], 1, len(row))])
            continue
        below = 1
        while row[0] and n + below < len(rows) and not rows[n + below][0] and any(rows[n + below]):
            below += 1
        covered = n and not row[0] and not merged(rows[n - 1])
        above = next((m for m in range(n - 1, -1, -1) if rows[m][0]), None)
        covered = covered and above is not None and not merged(rows[above])
        found.append([*([] if covered else [(row[0], below, 1)]), *((cell, 1, 1) for cell in row[1:])])
    return found


def table(rows: tuple[tuple[str, ...], ...], cell: Callable[[str], str]) -> str:
    """An HTML table, with row and column spans."""
    lines = []
    for row in spanned(rows):
        cells = "".join(
            f"<td{f' rowspan={down}' * (down > 1)}{f' colSpan={across}' * (across > 1)} valign=top>{cell(text)}</td>"
            for text, down, across in row
        )
        lines.append(f"<tr style='height:20pt'>{cells}</tr>")
    return f"<table border=0 cellspacing=0><tbody>{''.join(lines)}</tbody></table>"


def as_site(blocks: list[Block]) -> bytes:
    """A page of a content system: a card of 索引号 and the like, its title, 来源, text by <p>, links and the foot without classes."""
    title = html.escape(next(block.text for block in blocks if block.text))
    body = []
    for block in blocks[1:]:
        if block.rows:
            body.append(
                table(block.rows, lambda text: f"<p><span style='font-size:10.5pt'>{html.escape(text)}</span></p>")
            )
        elif block.heading:
            body.append(f"<p style='text-align:center'><strong>&nbsp;{html.escape(block.text)}&nbsp;</strong></p>")
        else:
            body.append(f"<p>&emsp;&emsp;{html.escape(block.text)}<br></p>")
    return f"""<!doctype html><html><head><meta charset="utf-8"><title>{title}_某某区人民政府</title>
<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2026-03-05 10:00"><meta name="ContentSource" content="某某区政府办">
<script src=a.js></script></head><body><div class="top"><a href=/>网站首页</a>|<a href=/en>English</a>|<a href=/wza>无障碍</a></div>
<div class="mbx">您当前的位置： <a href=/>首页</a>&nbsp;&gt;&nbsp;<a href=/zwgk>政务公开</a>&nbsp;&gt;&nbsp;<a href=/zwgk/gh>规划</a></div>
<table class="xxgk" width="100%"><tr><td>索 引 号：</td><td>11500107/2026-00003</td><td>主题分类：</td><td>国民经济发展规划</td></tr>
<tr><td>发布机构：</td><td>某某区政府办</td><td>成文日期：</td><td>2026-03-01</td></tr><tr><td>标　　题：</td><td colspan=3>{title}</td></tr>
<tr><td>发文字号：</td><td>无</td><td>有 效 性：</td><td>有效</td></tr></table>
<h1>{title}</h1><div class="info"><span>发布时间：2026-03-05 10:00</span><span>　来源：某某区政府办</span> 浏览次数：<script>c()</script>
<span>字号：[ <a href=#>大</a> <a href=#>中</a> <a href=#>小</a> ]</span> <a href=#>【打印】</a><a href=#>【关闭】</a></div>
<div class="TRS_Editor">{"".join(body)}</div><p>分享到：</p>{TURN}{RELATED}<p>扫一扫在手机打开当前页</p>{FOOT}</body></html>""".encode()


def as_word_page(blocks: list[Block]) -> bytes:
    """A page that Word exported: source lines broken anywhere, spans in spans, conditional comments, o:p, numbers as lists."""

    def runs(text: str) -> str:
        pieces = re.findall(r"[ -~]+|[^ -~]+", text)  # Word sets letters and ideographs in different fonts
        return "".join(
            f"<span lang=EN-US style='font-family:\"Times New Roman\",serif;\nmso-fareast-font-family:仿宋'>{html.escape(piece)}</span>"
            if piece[0] <= "~"
            else "\n".join(textwrap.wrap(html.escape(piece), 40, drop_whitespace=False, break_on_hyphens=False))
            for piece in pieces
        )

    body = []
    for block in blocks:
        if block.rows:
            body.append(
                "<div align=center>"
                + table(block.rows, lambda t: f"<p class=MsoNormal>{runs(t)}<o:p></o:p></p>")
                + "</div>"
            )
        elif block.heading:
            first, gap, rest = block.text.partition(" ")
            label = f"<![if !supportLists]><span style='mso-list:Ignore'>{first}<span style='font:7.0pt'>&nbsp;&nbsp; </span></span><![endif]>"
            body.append(
                f"<h1 style='mso-list:l0 level1 lfo1'>{label if gap else runs(first)}{runs(rest)}<o:p></o:p></h1>"
            )
        else:
            body.append(
                f"<p class=MsoNormal style='text-indent:32.0pt;\nline-height:28.0pt'>{runs(block.text)}<o:p></o:p></p>"
            )
    return f"""<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns="http://www.w3.org/TR/REC-html40"><head><meta http-equiv=Content-Type content="text/html; charset=gb2312">
<!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>某</o:Author></o:DocumentProperties></xml><![endif]-->
<style><!-- p.MsoNormal {{mso-style-parent:""}} --></style></head><?xml:namespace prefix = o ns = "urn:schemas-microsoft-com:office:office" />
<body lang=ZH-CN style='tab-interval:21.0pt'><div class=WordSection1>{"".join(body)}<p class=MsoNormal><o:p>&nbsp;</o:p></p></div></body></html>""".encode(
        "gb18030"
    )


def as_archive(blocks: list[Block]) -> bytes:
    """The same as one file, as Internet Explorer saved it."""
    archive = MIMEMultipart("related", type="text/html")
    page = MIMENonMultipart("text", "html", charset="gb2312")
    page.set_payload(as_word_page(blocks))
    from email.encoders import encode_quopri

    encode_quopri(page)
    archive.attach(page)
    picture = MIMENonMultipart("image", "png")
    picture.set_payload("iVBORw0KGgo=")
    archive.attach(picture)
    return b"From: <Saved by Blink>\r\n" + archive.as_bytes()


def as_layout(blocks: list[Block]) -> bytes:
    """A page of twenty years ago: tables in tables lay it out, lines end in <br>, ideographic spaces indent, upper-case tags."""
    body = []
    for block in blocks:
        if block.rows:
            body.append(table(block.rows, lambda text: f"<FONT size=2>{html.escape(text)}</FONT>").replace("td", "TD"))
        elif block.heading:
            body.append(f"<CENTER><B><FONT face=黑体 size=4>{html.escape(block.text)}</FONT></B></CENTER>")
        else:
            body.append(f"　　{html.escape(block.text)}<BR><BR>")
    return f"""<HTML><HEAD><TITLE>某某网</TITLE><META content="text/html; charset=utf-8" http-equiv=Content-Type></HEAD><BODY>
<TABLE width=980 align=center><TR><TD colspan=2><IMG src=logo.jpg></TD></TR>
<TR><TD colspan=2><A href=/>首页</A> | <A href=/a>走进某区</A> | <A href=/b>政务公开</A> | <A href=/c>办事服务</A></TD></TR>
<TR><TD width=200 valign=top><TABLE><TR><TD><A href=/1>领导之窗</A></TD></TR><TR><TD><A href=/2>机构设置</A></TD></TR><TR><TD><A href=/3>规划计划</A></TD></TR></TABLE></TD>
<TD valign=top><TABLE width="100%"><TR><TD align=right>【<A href="javascript:doZoom(16)">大</A> <A href="javascript:doZoom(14)">中</A>】【<A href="javascript:window.print()">打印</A>】</TD></TR>
<TR><TD id=content>{"".join(body)}</TD></TR></TABLE></TD></TR></TABLE>
<TABLE width=980 align=center><TR><TD align=center>版权所有：某某区人民政府　ICP备案号：渝ICP备05003300号<BR>建议使用1024*768分辨率浏览器</TD></TR></TABLE></BODY></HTML>""".encode(
        "gb18030"
    )


def as_pages(blocks: list[Block], pages: int = 4) -> bytes:
    """The page of a site, cut into several that a script numbers, packed in an archive."""
    size = -(-len(blocks) // pages)
    members = []
    for n in range(pages):
        page = as_site([blocks[0], *blocks[max(1, n * size) : (n + 1) * size]]).decode()
        script = f'<div class="pages"><script>createPageHTML({pages}, {n}, "t2026_117", "html");</script></div></body>'
        name = f"t2026_117{f'_{n}' * bool(n)}.html"
        members.append((name, page.replace("</body>", script).encode()))
    return hostile.zipped(*members)


_LEVELS = {"篇": 0, "编": 0, "章": 1, "节": 2}
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def as_numbered(blocks: list[Block]) -> bytes:
    """A Word document whose headings have the numbers of a list of several levels, which are not in the text; 章 run on over 篇."""
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    document = docx.Document()
    kinds = [
        kind for kind in ("编", "篇", "章", "节") if any(b.heading and recognise(b.text).kind == kind for b in blocks)
    ]
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>'
        + '<w:lvlRestart w:val="0"/>' * (kind == "章")
        + f'<w:suff w:val="space"/><w:lvlText w:val="第%{n + 1}{kind}"/></w:lvl>'
        for n, kind in enumerate(kinds)
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {_W} w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {_W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    counts = dict.fromkeys(kinds, 0)
    for block in blocks:
        if block.rows:
            _word_table(document, block)
            continue
        line = recognise(block.text)
        text = block.text
        paragraph = document.add_paragraph()
        if block.heading and line.role == "ladder" and line.kind in kinds and not line.rest:
            value = number(line.number[1:-1])
            if value == counts[line.kind] + 1:
                counts[line.kind] = value
                for below in kinds[kinds.index(line.kind) + 1 :]:
                    counts[below] = counts[below] if below == "章" else 0
                text = line.title
                properties = paragraph._p.get_or_add_pPr()
                level = kinds.index(line.kind)
                properties.append(parse_xml(f'<w:numPr {_W}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'))
        paragraph.add_run(text)
        assert paragraph._p.tag == qn("w:p")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _word_table(document: object, block: Block) -> None:
    """A table with cells merged over rows and columns."""
    made = document.add_table(len(block.rows), len(block.rows[0]))  # type: ignore[attr-defined]
    for n, row in enumerate(spanned(block.rows)):
        column = len(block.rows[0]) - sum(across for _, _, across in row)
        for text, down, across in row:
            cell = made.cell(n, column)
            if down > 1 or across > 1:
                cell = cell.merge(made.cell(n + down - 1, column + across - 1))
            cell.text = text
            column += across


def as_boxes(blocks: list[Block]) -> bytes:
    """A Word document with 专栏 in text boxes, headings told only by their look, broken by hand, soft returns between paragraphs."""
    import docx
    from docx.oxml import parse_xml

    shape = (
        '<w:r {w} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{text}</w:txbxContent>'
        "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{text}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    document = docx.Document()
    for block in blocks:
        if block.rows:
            _word_table(document, block)
        elif block.heading and recognise(block.text).role == "box":
            text = f"<w:p><w:r><w:t>{html.escape(block.text)}</w:t></w:r></w:p>"
            document.add_paragraph()._p.append(parse_xml(shape.format(w=_W, text=text)))
        elif block.heading:
            first, _, rest = block.text.partition(" ")
            run = document.add_paragraph().add_run(first)
            run.bold = True
            if recognise(block.text).kind in ("篇", "章") and rest:
                run.add_break()
                run.add_text(rest)
            else:
                run.add_text(f"　{rest}" * bool(rest))
        else:
            document.add_paragraph(block.text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def as_columns(blocks: list[Block]) -> bytes:
    """A gazette in two columns, with a head that differs on left and right pages, and page numbers at the outer edge."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import (
        BaseDocTemplate,
        Flowable,
        Frame,
        NextPageTemplate,
        PageBreak,
        PageTemplate,
        Paragraph,
        Table,
    )

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    prose = ParagraphStyle("p", fontName="STSong-Light", fontSize=10.5, leading=16, firstLineIndent=21, wordWrap="CJK")
    title = ParagraphStyle("h", parent=prose, fontSize=12, leading=20, firstLineIndent=0, alignment=1)
    small = ParagraphStyle("c", parent=prose, fontSize=9, leading=12, firstLineIndent=0)

    def furniture(canvas: object, document: object) -> None:
        page = document.page  # type: ignore[attr-defined]
        canvas.setFont("STSong-Light", 9)  # type: ignore[attr-defined]
        canvas.drawString(60, 800, "某某区人民政府公报") if page % 2 else canvas.drawString(440, 800, "规范性文件")  # type: ignore[attr-defined]
        canvas.line(60, 795, 535, 795)  # type: ignore[attr-defined]
        canvas.drawString(520 if page % 2 else 60, 40, f"· {page} ·")  # type: ignore[attr-defined]

    two = [Frame(60, 60, 225, 725, id="left"), Frame(310, 60, 225, 725, id="right")]
    file = io.BytesIO()
    document = BaseDocTemplate(file, pagesize=A4)
    document.addPageTemplates(
        [PageTemplate("two", two, onPage=furniture), PageTemplate("one", [Frame(60, 60, 475, 725)], onPage=furniture)]
    )
    story: list[Flowable] = []
    for block in blocks:
        if block.rows:
            cells = [[Paragraph(html.escape(cell), small) for cell in row] for row in block.rows]
            spans = [("SPAN", (0, n), (-1, n)) for n, row in enumerate(block.rows) if merged(row)]
            style = [("GRID", (0, 0), (-1, -1), 0.5, "black"), *spans]
            widths = [475 / len(block.rows[0])] * len(block.rows[0])
            story += [NextPageTemplate("one"), PageBreak(), Table(cells, style=style, repeatRows=1, colWidths=widths)]
            story += [NextPageTemplate("two"), PageBreak()]
        else:
            story.append(Paragraph(html.escape(block.text), title if block.heading else prose))
    document.build(story)
    return file.getvalue()


STYLES: dict[str, tuple[str, Callable[[list[Block]], bytes]]] = {  # ending and writer
    "site": (".html", as_site),
    "word page": (".htm", as_word_page),
    "web archive": (".mht", as_archive),
    "layout": (".html", as_layout),
    "pages": (".zip", as_pages),
    "numbered": (".docx", as_numbered),
    "boxes": (".docx", as_boxes),
    "three-line": (".pdf", lambda blocks: as_pdf(blocks, "three")),
    "columns": (".pdf", as_columns),
}
