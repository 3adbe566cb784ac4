"""Tables with merged cells as sites, Word, presses and workbooks hold them."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Callable, Sequence

Cell = tuple[str, int, int]  # text, rows down, columns across
Rows = Sequence[Sequence[Cell]]  # each cell where it begins

FRONT = ("某市管理办法", "第一章 总则", "按照要求，制定本表。", "表1 汇总情况")
BELOW = "以上内容由各单位抓好落实。"


def cell(text: str, down: int = 1, across: int = 1) -> Cell:
    return text, down, across


def placed(rows: Rows) -> tuple[dict[tuple[int, int], Cell], int]:
    """The cells by row and column, and how many columns there are."""
    taken: set[tuple[int, int]] = set()
    found: dict[tuple[int, int], Cell] = {}
    for row, cells in enumerate(rows):
        column = 0
        for one in cells:
            while (row, column) in taken:
                column += 1
            found[row, column] = one
            taken |= {(row + i, column + j) for i in range(one[1]) for j in range(one[2])}
    return found, max(column for _, column in taken) + 1


def as_html(rows: Rows, notes: Sequence[str] = (), head: int = 0, by: str = "") -> bytes:
    """`by`: how the page says what the head is: th or thead."""
    body = "<thead>" * (by == "thead")
    for n, cells in enumerate(rows):
        tag = "th" if by == "th" and n < head else "td"
        body += "</thead><tbody>" * (by == "thead" and n == head)
        body += f"<tr>{''.join(_tag(tag, *one) for one in cells)}</tr>"
    paragraphs = "".join(f"<p>{text}</p>" for text in FRONT[1:])
    after = "".join(f"<p>{text}</p>" for text in (*notes, BELOW))
    return f"<html><body><h1>{FRONT[0]}</h1>{paragraphs}<table border=1>{body}</table>{after}</body></html>".encode()


def _tag(tag: str, text: str, down: int, across: int) -> str:
    spans = f" rowspan={down}" * (down > 1) + f" colspan={across}" * (across > 1)
    return f"<{tag}{spans}>{html.escape(text)}</{tag}>"


def as_markdown(rows: Rows, notes: Sequence[str] = ()) -> bytes:
    page = as_html(rows, notes).decode()
    table = page[page.index("<table") : page.index("</table>") + 8]
    return "\n\n".join(["# " + FRONT[0], *FRONT[1:], table, *notes, BELOW]).encode()


def as_word(rows: Rows, notes: Sequence[str] = (), head: int = 0) -> bytes:
    import docx
    from docx.oxml import OxmlElement

    document = docx.Document()
    for text in FRONT:
        document.add_paragraph(text)
    found, width = placed(rows)
    table = document.add_table(len(rows), width)
    for (row, column), (text, down, across) in found.items():
        one = table.cell(row, column)
        if down * across > 1:
            one = one.merge(table.cell(row + down - 1, column + across - 1))
        one.text = text
    for row_of_head in table.rows[:head]:
        row_of_head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for text in (*notes, BELOW):
        document.add_paragraph(text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def as_pdf(rows: Rows, notes: Sequence[str] = (), upright: bool = False) -> bytes:
    """If `upright`, cells merged downwards in the first column have one character a line."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    prose = ParagraphStyle("p", fontName="STSong-Light", fontSize=14, leading=24, firstLineIndent=28, wordWrap="CJK")
    small = ParagraphStyle("c", parent=prose, fontSize=9, leading=13, firstLineIndent=0)
    found, width = placed(rows)
    style: list[tuple[object, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, "black"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]
    cells: list[list[object]] = [[""] * width for _ in rows]
    for (row, column), (text, down, across) in found.items():
        cells[row][column] = Paragraph("<br/>".join(text) if upright and down > 1 and not column else text, small)
        if down * across > 1:
            style.append(("SPAN", (column, row), (column + across - 1, row + down - 1)))
    table = Table(cells, style=style, colWidths=[480 / width] * width)
    file = io.BytesIO()
    before, after = ([Paragraph(text, prose) for text in texts] for texts in (FRONT, (*notes, BELOW)))
    SimpleDocTemplate(file, pagesize=A4).build([*before, table, *after])
    return file.getvalue()


def as_workbook(rows: Rows, notes: Sequence[str] = ()) -> bytes:
    found, width = placed(rows)
    spans = "".join(
        f'<mergeCell ref="{_place(row, column)}:{_place(row + down - 1, column + across - 1)}"/>'
        for (row, column), (_, down, across) in found.items()
        if down * across > 1
    )
    texts = {(-1, 0): FRONT[-1]} | {place: one[0] for place, one in found.items()}
    texts |= {(len(rows) + n, 0): note for n, note in enumerate(notes)}
    body = "".join(
        f'<row r="{row + 2}">'
        + "".join(
            f'<c r="{_place(row, column)}" t="inlineStr"><is><t>{html.escape(text)}</t></is></c>'
            for column in range(width)
            if (text := texts.get((row, column)))
        )
        + "</row>"
        for row in range(-1, len(rows) + len(notes))
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packed = "http://schemas.openxmlformats.org/package/2006"
    names = f'xmlns="{main}" xmlns:r="{office}"'

    def relation(kind: str, target: str) -> str:
        return (
            f'<Relationships xmlns="{packed}/relationships">'
            f'<Relationship Id="r1" Type="{office}/{kind}" Target="{target}"/></Relationships>'
        )

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{packed}/content-types"/>')
        archive.writestr("_rels/.rels", relation("officeDocument", "xl/workbook.xml"))
        archive.writestr("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml"))
        sheets = '<sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets>'
        archive.writestr("xl/workbook.xml", f"<workbook {names}>{sheets}</workbook>")
        merged = f"<mergeCells>{spans}</mergeCells>" * bool(spans)
        archive.writestr(
            "xl/worksheets/sheet1.xml", f"<worksheet {names}><sheetData>{body}</sheetData>{merged}</worksheet>"
        )
    return file.getvalue()


def _place(row: int, column: int) -> str:
    return f"{chr(65 + column)}{row + 2}"


def as_slides(rows: Rows, notes: Sequence[str] = (), head: bool = False) -> bytes:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    slides = "http://schemas.openxmlformats.org/presentationml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packed = "http://schemas.openxmlformats.org/package/2006"
    found, width = placed(rows)
    body = ""
    for row in range(len(rows)):
        body += "<a:tr>"
        for column in range(width):
            text, down, across = found.get((row, column), ("", 1, 1))
            above = any(r < row < r + d for (r, c), (_, d, a) in found.items() if c <= column < c + a)
            beside = any(c < column < c + a for (r, c), (_, d, a) in found.items() if r <= row < r + d)
            spans = f' rowSpan="{down}"' * (down > 1) + f' gridSpan="{across}"' * (across > 1)
            spans += ' vMerge="1"' * above + ' hMerge="1"' * beside
            body += f"<a:tc{spans}><a:txBody><a:p><a:r><a:t>{html.escape(text)}</a:t></a:r></a:p></a:txBody></a:tc>"
        body += "</a:tr>"
    properties = '<a:tblPr firstRow="1"/>' * head

    def shape(text: str) -> str:
        return f"<p:sp><p:txBody><a:p><a:r><a:t>{html.escape(text)}</a:t></a:r></a:p></p:txBody></p:sp>"

    before, after = ("".join(map(shape, texts)) for texts in (FRONT, (*notes, BELOW)))
    table = f"<p:graphicFrame><a:graphic><a:tbl>{properties}{body}</a:tbl></a:graphic></p:graphicFrame>"
    names = f'xmlns:a="{drawing}" xmlns:p="{slides}" xmlns:r="{office}"'
    slide = f"<p:sld {names}><p:cSld><p:spTree>{before}{table}{after}</p:spTree></p:cSld></p:sld>"
    relations = f'<Relationships xmlns="{packed}/relationships"><Relationship Id="r1" Type="{office}/slide" Target="slides/slide1.xml"/></Relationships>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "ppt/presentation.xml",
            f'<p:presentation {names}><p:sldIdLst><p:sldId r:id="r1"/></p:sldIdLst></p:presentation>',
        )
        archive.writestr("ppt/_rels/presentation.xml.rels", relations)
        archive.writestr("ppt/slides/slide1.xml", slide)
    return file.getvalue()


#: By the name of a file.
PLAIN: dict[str, Callable[[Rows, Sequence[str]], bytes]] = {
    "page.html": as_html,
    "text.md": as_markdown,
    "word.docx": as_word,
    "print.pdf": as_pdf,
    "upright.pdf": lambda rows, notes: as_pdf(rows, notes, upright=True),
    "book.xlsx": as_workbook,
    "slides.pptx": as_slides,
}
#: The same where the file says how many rows are the head.
TOLD: dict[str, Callable[[Rows, Sequence[str], int], bytes]] = {
    "th.html": lambda rows, notes, head: as_html(rows, notes, head, "th"),
    "thead.html": lambda rows, notes, head: as_html(rows, notes, head, "thead"),
    "head.docx": as_word,
}
