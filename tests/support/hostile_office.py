"""Files made to do harm in the formats of offices: Office Open XML, mails, OFD, PDF, workbooks of older programs."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from tests.support import hostile, ofd, ole
from tests.support.hostile_formats import Case, with_part

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_D = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TEXT = "<w:p><w:r><w:t>推进氢能产业发展。</w:t></w:r></w:p>"


def relations(*targets: tuple[str, str, str]) -> bytes:
    listed = "".join(f'<Relationship Id="{id}" Type="{_R}/{kind}" Target="{name}"/>' for id, kind, name in targets)
    return f'<Relationships xmlns="{_PACKAGE}">{listed}</Relationships>'.encode()


def document(body: str, targets: tuple[tuple[str, str, str], ...] = (), **parts: bytes) -> bytes:
    """A Word document with parts in its folder."""
    head = f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:d="{_D}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    return hostile.zipped(
        ("word/document.xml", f"<w:document {head}><w:body>{body}</w:body></w:document>".encode()),
        ("word/_rels/document.xml.rels", relations(*targets)),
        *((f"word/{name.replace('_', '.')}", data) for name, data in parts.items()),
    )


def in_itself() -> bytes:
    """A document whose text embeds a document that embeds another, and so on."""
    data = document(_TEXT)
    for _ in range(40):
        data = document(_TEXT + '<w:altChunk r:id="c"/>', (("c", "aFChunk", "c.docx"),), c_docx=data)
    return data


def styles_in_a_ring() -> bytes:
    ring = "".join(f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{(n + 1) % 500}"/></w:style>' for n in range(500))
    links = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:numStyleLink w:val="s{n + 1}"/><w:styleLink w:val="s{n}"/></w:abstractNum>'
        for n in range(500)
    )
    body = '<w:p><w:pPr><w:pStyle w:val="s0"/></w:pPr><w:r><w:rPr><w:rStyle w:val="s1"/></w:rPr><w:t>推进氢能</w:t></w:r></w:p>'
    return document(
        body * 5_000,
        (("s", "styles", "styles.xml"), ("n", "numbering", "numbering.xml")),
        styles_xml=f'<w:styles xmlns:w="{_W}">{ring}</w:styles>'.encode(),
        numbering_xml=f'<w:numbering xmlns:w="{_W}">{links}</w:numbering>'.encode(),
    )


def workbook(rows: str, more: str = "", strings: str = "", styles: str = "", sheets: int = 1) -> bytes:
    """A workbook whose sheets are all the same part."""
    listed = "".join(f'<sheet name="表{n}" sheetId="{n + 1}" r:id="s"/>' for n in range(sheets))
    kinds = (("s", "worksheet", "a.xml"), ("t", "sharedStrings", "t.xml"), ("f", "styles", "f.xml"))
    return hostile.zipped(
        ("xl/workbook.xml", f'<workbook xmlns="{_S}" xmlns:r="{_R}"><sheets>{listed}</sheets></workbook>'.encode()),
        ("xl/_rels/workbook.xml.rels", relations(*kinds)),
        ("xl/a.xml", f'<worksheet xmlns="{_S}"><sheetData>{rows}</sheetData>{more}</worksheet>'.encode()),
        ("xl/t.xml", f'<sst xmlns="{_S}">{strings}</sst>'.encode()),
        ("xl/f.xml", f'<styleSheet xmlns="{_S}">{styles}</styleSheet>'.encode()),
    )


def slides(count: int, slide: str, *targets: tuple[str, str, str], **parts: str) -> bytes:
    """A presentation of one slide, listed so many times."""
    head = f'xmlns:p="{_P}" xmlns:a="{_A}" xmlns:r="{_R}" xmlns:d="{_D}"'
    listed = '<p:sldId r:id="p"/>' * count
    return hostile.zipped(
        (
            "ppt/presentation.xml",
            f"<p:presentation {head}><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>".encode(),
        ),
        ("ppt/_rels/presentation.xml.rels", relations(("p", "slide", "slide.xml"))),
        ("ppt/slide.xml", f"<p:sld {head}>{slide}</p:sld>".encode()),
        ("ppt/_rels/slide.xml.rels", relations(*targets)),
        *((f"ppt/{name}.xml", part.replace("HEAD", head).encode()) for name, part in parts.items()),
    )


def shape(text: str) -> str:
    return f"<p:sp><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sp>"


def diagram(points: int) -> str:
    return f"<d:dataModel HEAD>{'<d:pt><d:t><a:p><a:r><a:t>受理</a:t></a:r></a:p></d:t></d:pt>' * points}</d:dataModel>"


def mail(head: str, body: bytes = "推进氢能。".encode()) -> bytes:
    return f"From: a@b.invalid\nSubject: x\nReceived: x\n{head}\n\n".encode() + body


def words_without_end() -> bytes:
    word = "=?gb2312?B?" + base64.b64encode("推".encode("gbk")).decode() + "?= "
    return b"From: a@b.invalid\nReceived: x\nSubject: " + (word * 200_000).encode() + b"\n\n" + "推进氢能。".encode()


def rtf(size: int, body: bytes) -> bytes:
    """A mail of Outlook whose text is packed RTF."""
    packed = struct.pack("<II4sI", len(body) + 12, size, b"LZFu", 0) + body
    return ole.package({**ole.mail("推进氢能", ""), "__substg1.0_10090102": packed})


def rtf_of_groups() -> bytes:
    text = rb"{\rtf1\ansicpg936" + b"{" * 2_000_000 + rb"\'cd\'c6}"
    body = b"".join(b"\0" + text[n : n + 8] for n in range(0, len(text), 8))
    return rtf(len(text), body)


def pages_in_a_ring() -> bytes:
    """A PDF whose tree of pages leads back to its root."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1000000>>"]
    objects.append(b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]/Count 1000000>>")
    return hostile.assembled(objects)


def many_objects(count: int) -> bytes:
    """A PDF of so many objects that nothing uses, besides a page."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length 40>>\nstream\nBT /F 12 Tf 72 700 Td (plan 2026) Tj ET  \nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    return hostile.assembled(objects + [b"<</A 1>>"] * count)


def great_picture() -> bytes:
    """A PDF of one picture that says to be a milliard pixels, packed."""
    packed = zlib.compress(bytes(10_000_000), 9)
    picture = b"<</Type/XObject/Subtype/Image/Width 40000/Height 40000/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream"
    drawn = b"q 595 0 0 842 0 0 cm /I Do Q"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawn), drawn),
        picture % (len(packed), packed),
    ]
    return hostile.assembled(objects)


def quoted_names() -> bytes:
    """An archive whose members lie over one another, as of a bomb without nesting, as a workbook."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{_S}"/>')
        for n in range(300):
            archive.writestr(f"xl/worksheets/sheet{n}.xml", bytes(2**20))
    return file.getvalue()


def parts_without_end() -> bytes:
    """A workbook of many sheets, each a large part of its own, more than may be read of one file."""
    count = 30
    kinds = [(f"s{n}", "worksheet", f"{n}.xml") for n in range(count)]
    listed = "".join(f'<sheet name="表{n}" sheetId="{n + 1}" r:id="s{n}"/>' for n in range(count))
    part = f'<worksheet xmlns="{_S}"><sheetData/>{" " * (20 * 2**20)}</worksheet>'.encode()
    return hostile.zipped(
        ("xl/workbook.xml", f'<workbook xmlns="{_S}" xmlns:r="{_R}"><sheets>{listed}</sheets></workbook>'.encode()),
        ("xl/_rels/workbook.xml.rels", relations(*kinds)),
        *((f"xl/{n}.xml", part) for n in range(count)),
        level=1,
    )


def files() -> list[Case]:
    boxes = "<w:p><w:r><w:pict><w:txbxContent>" * 45 + _TEXT + "</w:txbxContent></w:pict></w:r></w:p>" * 45
    tables = "<w:tbl><w:tr><w:tc>" * 60 + _TEXT + "</w:tc></w:tr></w:tbl>" * 60
    controls = "<w:sdt><w:sdtContent>" * 95 + _TEXT + "</w:sdtContent></w:sdt>" * 95
    opened = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>eq \\o(○,</w:instrText></w:r>' * 20_000
    wide = '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="9999"/></w:tcPr>' + _TEXT + "</w:tc></w:tr>"
    long = f"<si><t>{'氢' * 30_000}</t></si>"
    cell = "".join(f'<row r="{n}"><c t="s"><v>0</v></c></row>' for n in range(1, 3_000))
    forms = "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{"0#?," * 60}E+{"0" * 10}"/>' for n in range(50))
    styled = "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(50))
    numbers = "".join(f'<row><c s="{n % 50}"><v>{n}.123</v></c></row>' for n in range(20_000))
    merged = "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 200_000 + "</mergeCells>"
    hidden = "<cols>" + '<col min="1" max="16384" hidden="1"/>' * 5_000 + "</cols>"
    ring: Callable[[], bytes] = lambda: slides(  # noqa: E731
        2_000, shape("推进氢能") + '<p:graphicFrame><d:relIds r:dm="d"/></p:graphicFrame>',
        ("d", "diagramData", "d.xml"), ("n", "notesSlide", "slide.xml"), d=diagram(50),
    )  # fmt: skip
    return [
        ("boxes.docx", lambda: document(boxes), None),
        ("tables.docx", lambda: document(tables), None),
        ("controls.docx", lambda: document(controls), None),
        ("chunks.docx", in_itself, None),
        ("ring.docx", styles_in_a_ring, None),
        ("fields.docx", lambda: document(f"<w:p>{opened}</w:p>" + _TEXT), None),
        ("wide.docx", lambda: document(f"<w:tbl>{wide * 3_000}</w:tbl>"), None),
        ("strings.xlsx", lambda: workbook(cell, strings=long), "too much text"),
        ("sheets.xlsx", lambda: workbook('<row><c><v>1</v></c></row>', sheets=20_000), None),
        ("forms.xlsx", lambda: workbook(numbers, styles=f"<numFmts>{forms}</numFmts><cellXfs>{styled}</cellXfs>"), None),
        ("merged.xlsx", lambda: workbook('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>', merged), None),
        ("hidden.xlsx", lambda: workbook('<row r="1"><c r="XFD1"><v>1</v></c></row>' * 2_000, hidden), "has no visible text"),
        ("parts.xlsx", parts_without_end, "over 512 MB"),
        ("over.xlsx", quoted_names, "has no visible text"),
        ("ring.pptx", ring, None),
        ("many.pptx", lambda: slides(6_000, shape("推进氢能")), "too many slides"),
        ("words.eml", words_without_end, None),
        ("charset.eml", lambda: mail("Content-Type: text/plain; charset=unicode_escape"), None),
        ("flowed.eml", lambda: mail("Content-Type: text/plain; format=flowed; charset=utf-8", "氢 \n".encode() * 150_000), None),
        ("rtf.msg", lambda: rtf(2**31, b"\xff" * 5_000_000), None),
        ("groups.msg", rtf_of_groups, None),
        ("ring.pdf", pages_in_a_ring, "1,000,000 pages"),
        ("objects.pdf", lambda: many_objects(1_000_000), None),
        ("picture.pdf", great_picture, "OCR"),
        ("upwards.ofd", with_part("../../../etc/OFD.xml", b"<x/>"), None),
        ("around.ofd", with_part("Doc_0/Document.xml", f'<ofd:Document {ofd.NAMESPACE}><ofd:Pages><ofd:Page ID="1" BaseLoc="../../../../../etc/passwd"/><ofd:Page ID="2" BaseLoc="/OFD.xml"/></ofd:Pages></ofd:Document>'.encode()), "OFD"),
    ]  # fmt: skip
