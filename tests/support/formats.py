"""One text in five formats: blocks of a sample document written as text, Markdown, HTML, Word and PDF, as offices do it."""

from __future__ import annotations

import html
import io
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from policysearch.index import loading
from policysearch.structure import tree_builder
from policysearch.tables.cells import clean
from policysearch.tables.recognize import of_document


@dataclass(frozen=True)
class Block:
    """A paragraph, or a table when it has rows; rows are as long as the widest."""

    text: str = ""
    heading: bool = False
    rows: tuple[tuple[str, ...], ...] = ()


def blocks(path: Path) -> list[Block]:
    """The paragraphs and tables of a text file, without its markup."""
    source = loading.read(path, path.name)
    tabled: dict[int, Block] = {}
    inside: set[int] = set()
    notes: set[str] = set()
    headings: set[str] = set()
    for document in tree_builder.parse(source):
        for provision in document.provisions:
            headings |= {clean(line.strip(" \t　#")) for line in provision.printed.split("\n")}
        for table in of_document(document):
            inside |= set(range(table.line_start, table.line_end + 1))
            notes |= set(table.notes)
            head = (table.columns,) if any(table.columns) else ()
            tabled[table.line_start] = Block(rows=(*head, *table.rows))
    found: list[Block] = []
    for n, line in enumerate(source.lines, 1):
        if n in tabled:
            found.append(tabled[n])
        text = clean(line.strip(" \t　#"))
        if text and (n not in inside or text in notes):
            found.append(Block(text, text in headings))
    return found


def merged(row: tuple[str, ...]) -> bool:
    """The label of a group, printed in a cell over all columns."""
    return bool(row[0]) and not any(row[1:])


def as_text(blocks: list[Block]) -> bytes:
    parts = []
    for block in blocks:
        parts += [*("\t".join(row) for row in block.rows), "", ""] if block.rows else [block.text]
    return "\n".join(parts).encode("gb18030")


def as_markdown(blocks: list[Block]) -> bytes:
    parts = []
    for block in blocks:
        parts.append("\n".join("\t".join(row) for row in block.rows) or f"{'## ' * block.heading}{block.text}")
    return "\n\n".join(parts).encode()


def as_html(blocks: list[Block]) -> bytes:
    """As a government site prints it: in GB18030, with what surrounds the text, and a charset that is wrong."""
    body = []
    for block in blocks:
        if block.rows:
            rows = []
            for row in block.rows:
                if merged(row):
                    rows.append(f"<tr><td colspan={len(row)}><b>{html.escape(row[0])}</b></td></tr>")
                else:
                    rows.append("<tr>" + "".join(f"<td><p>{html.escape(cell)}</p>" for cell in row))
            body.append(f"<table border=1>{''.join(rows)}</table>")
        elif block.heading:
            number, _, title = block.text.partition(" ")
            body.append(f"<p align=center><strong>{number}&nbsp;&nbsp;{html.escape(title.strip())}</strong></p>")
        else:
            body.append(f"　　{html.escape(block.text)}<br>")
    return f"""<!DOCTYPE html><html><head><meta charset=utf-8><title>规划-某网站</title><script>var a = "<p>氢能</p>";</script></head><body>
<div class=header><ul><li><a href=/>首页</a></li><li><a href=/zw>政务公开</a></li><li><a href=/hd>互动交流</a></li></ul></div>
<div>当前位置：<a href=/>首页</a> &gt; <a href=/gh>规划计划</a></div>
<div>字体：[<a href="javascript:f(1)">大</a> <a href="javascript:f(2)">中</a>] <a href="javascript:window.print()">打印</a></div>
<div id=zoom>{"".join(body)}</div>
<div class=share>分享到：<a href=#>微信</a><a href=x>微博</a></div>
<div class=footer>主办：某某人民政府　<a href=/map>网站地图</a> <a href=/about>关于我们</a></div></body></html>""".encode(
        "gb18030"
    )


def as_word(blocks: list[Block]) -> bytes:
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "某某规划（印刷稿）"
    for block in blocks:
        if block.rows:
            table = document.add_table(len(block.rows), len(block.rows[0]))
            for cells, row in zip(table.rows, block.rows, strict=True):
                if merged(row):
                    cells.cells[0].merge(cells.cells[-1]).text = row[0]
                else:
                    for cell, text in zip(cells.cells, row, strict=True):
                        cell.text = text
        else:
            paragraph = document.add_paragraph(style="Heading 1" if block.heading else None)
            middle = len(block.text) // 2  # Word cuts paragraphs into runs anywhere
            paragraph.add_run(block.text[:middle])
            paragraph.add_run(block.text[middle:]).bold = True
            if block.heading:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


RULES: dict[str, list[tuple[object, ...]]] = {  # of a table: a grid, a 三线表, between rows only, none
    "grid": [("GRID", (0, 0), (-1, -1), 0.5, "black")],
    "three": [
        ("LINEABOVE", (0, 0), (-1, 0), 1.5, "black"),
        ("LINEBELOW", (0, 0), (-1, 0), 0.5, "black"),
        ("LINEBELOW", (0, "splitlast"), (-1, "splitlast"), 1.5, "black"),
        ("LINEBELOW", (0, -1), (-1, -1), 1.5, "black"),
    ],
    "rows": [("LINEABOVE", (0, 0), (-1, -1), 0.5, "black"), ("LINEBELOW", (0, -1), (-1, -1), 0.5, "black")],
    "none": [],
}


def cut(text: str, width: float, size: float) -> str:
    """The text of a cell as lines no wider than the cell: reportlab by itself lets punctuation hang over into the next."""
    lines, room = [""], width
    for char in text:
        needs = size if char > "\x7f" else 0.6 * size
        if needs > room and lines[-1]:
            lines.append("")
            room = width
        lines[-1] += char
        room -= needs
    return "<br/>".join(map(html.escape, lines))


def embedded(text: str) -> str:
    """The name of a TrueType font, known to reportlab, that has the characters of `text`, all of them squares."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    chars = sorted(set(text) | set(map(chr, range(32, 127))))
    name = f"Squares{zlib.crc32(''.join(chars).encode())}"
    names = [".notdef", *(f"uni{ord(char):04X}" for char in chars)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(char): glyph for char, glyph in zip(chars, names[1:], strict=True)})
    pen = TTGlyphPen(None)
    for n, point in enumerate(((50, -120), (50, 880), (450, 880), (450, -120))):
        (pen.lineTo if n else pen.moveTo)(point)
    pen.closePath()
    square = pen.glyph()
    builder.setupGlyf(dict.fromkeys(names, square))
    wide = {glyph: (500 if ord(char) < 127 else 1000, 50) for char, glyph in zip(chars, names[1:], strict=True)}
    builder.setupHorizontalMetrics({".notdef": (1000, 50), **wide})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Squares", "styleName": "Regular", "psName": name})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120)
    builder.setupPost()
    file = io.BytesIO()
    builder.save(file)
    file.seek(0)
    pdfmetrics.registerFont(TTFont(name, file))
    return name


def as_embedded_pdf(blocks: list[Block]) -> bytes:
    """`as_pdf` in a font that the file holds."""
    text = "".join(block.text + "".join(map("".join, block.rows)) for block in blocks)
    return as_pdf(blocks, font=embedded(text + "某某规划（印刷稿）—"))


def as_marked_pdf(blocks: list[Block]) -> bytes:
    """`as_pdf` with a bookmark for every heading."""
    return as_pdf(blocks, marked=True)


def as_mail(blocks: list[Block]) -> bytes:
    """The text pasted into a mail."""
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", "规划"
    mail.set_content(as_text(blocks).decode("gb18030"), charset="gb18030")
    return bytes(mail)


def as_mixed_markdown(blocks: list[Block]) -> bytes:
    """Markdown with tables, breaks and centred headings in HTML, and front matter."""
    parts = ["---\nlayout: page\n---"]
    for block in blocks:
        if block.rows:
            rows = ["".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in block.rows]
            parts.append("<table>\n" + "\n".join(f"<tr>{row}</tr>" for row in rows) + "\n</table>")
        elif block.heading:
            parts.append(f'<h2 align="center">{html.escape(block.text)}</h2>')
        else:
            parts.append(f"&emsp;&emsp;{html.escape(block.text)}<br>")
    return "\n\n".join(parts).encode()


def as_pdf(
    blocks: list[Block],
    rules: str = "grid",
    align: str = "MIDDLE",
    font: str = "STSong-Light",
    marked: bool = False,
    sizes: Mapping[str, float] | None = None,
) -> bytes:
    """Set on A4 with running heads, page numbers, indented paragraphs and tables that break over pages.

    `sizes` are those of headings by their text.
    """
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    prose = ParagraphStyle("p", fontName=font, fontSize=14, leading=24, firstLineIndent=28, wordWrap="CJK")
    title = ParagraphStyle("h", parent=prose, fontSize=18, leading=30, firstLineIndent=0, alignment=1)
    small = ParagraphStyle("c", parent=prose, fontSize=10, leading=14, firstLineIndent=0)

    def furniture(canvas: object, document: object) -> None:
        canvas.setFont(font, 9)  # type: ignore[attr-defined]
        canvas.drawString(72, 800, "某某规划（印刷稿）")  # type: ignore[attr-defined]
        canvas.drawCentredString(297, 40, f"— {document.page} —")  # type: ignore[attr-defined]

    story: list[Flowable] = []
    for block in blocks:
        if block.rows:
            style = [*RULES[rules], ("VALIGN", (0, 0), (-1, -1), align), ("RIGHTPADDING", (0, 0), (-1, -1), 12)]
            size = ParagraphStyle("s", parent=small, fontSize=7.5, leading=11) if len(block.rows[0]) > 6 else small
            lengths = [
                5 + min(16, max(len(row[n]) for row in block.rows if not merged(row)))
                for n in range(len(block.rows[0]))
            ]
            widths = [470 * n / sum(lengths) for n in lengths]
            cells = [
                [Paragraph(cut(cell, width - 19, size.fontSize), size) for cell, width in zip(row, widths, strict=True)]
                for row in block.rows
            ]
            for n, row in enumerate(block.rows):
                if merged(row):
                    style.append(("SPAN", (0, n), (-1, n)))
                    cells[n] = [Paragraph(html.escape(row[0]), size)] + [""] * (len(row) - 1)
            story.append(Table(cells, style=style, repeatRows=1, colWidths=widths))
        else:
            size = (sizes or {}).get(block.text, 18)
            own = title if size == 18 else ParagraphStyle("o", parent=title, fontSize=size, leading=1.7 * size)
            story.append(Paragraph(html.escape(block.text), own if block.heading else prose))
            story[-1].mark = block.text if marked and block.heading else ""

    class Marked(SimpleDocTemplate):  # type: ignore[misc]
        def afterFlowable(self, flowable: Flowable) -> None:
            if mark := getattr(flowable, "mark", ""):
                self.canv.bookmarkPage(key := str(id(flowable)))
                self.canv.addOutlineEntry(mark, key, 0)

    file = io.BytesIO()
    Marked(file, pagesize=A4).build(story, onFirstPage=furniture, onLaterPages=furniture)
    return file.getvalue()


#: More ways to set a text: its name, the ending and writer.
MORE = {
    "embedded": (".pdf", as_embedded_pdf),
    "bookmarks": (".pdf", as_marked_pdf),
    "mail": (".eml", as_mail),
    "md with html": (".md", as_mixed_markdown),
}
FIVE = {".txt": as_text, ".md": as_markdown, ".html": as_html, ".docx": as_word, ".pdf": as_pdf}
