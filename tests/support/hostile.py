"""Files made to do harm: each with its name, bytes, and what must be said of it, or None when it is to be read."""

from __future__ import annotations

import gzip
import io
import math
import random
import stat
import zipfile
import zlib

TEXT = "第一章 总则\n推进氢能产业发展。\n"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PARAGRAPH = "<w:p><w:r><w:t>推进氢能产业发展。</w:t></w:r></w:p>"
_LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)) + "]>"
)


def zipped(*members: tuple[str, bytes], level: int = 9) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return file.getvalue()


def word(body: str, before: str = "", **parts: str) -> bytes:
    """A Word document of this XML."""
    document = f'<?xml version="1.0"?>{before}<w:document {_W}><w:body>{body}</w:body></w:document>'
    return zipped(("word/document.xml", document.encode()), *((f"word/{k}.xml", v.encode()) for k, v in parts.items()))


def pdf(pages: int = 1, text: str = "plan", *, kids: str = "", content: bytes = b"", filter: str = "") -> bytes:
    """A PDF written by hand: `kids` instead of its pages, `content` instead of a line of text."""
    content = content or f"BT /F 12 Tf 72 720 Td ({text}) Tj ET".encode()
    numbers = range(5, 5 + pages)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {pages}/Kids[{kids or ' '.join(f'{n} 0 R' for n in numbers)}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<<{filter}/Length {len(content)}>>stream\n".encode() + content + b"\nendstream",
        *[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents 4 0 R>>"] * pages,
    ]
    return assembled(objects)


def with_more(catalog: bytes, page: bytes, *more: bytes, content: bytes = b"") -> bytes:
    """A PDF of one page with these entries in its catalog and page; further objects are numbered from 6."""
    content = content or b"BT /F 12 Tf 72 720 Td (plan) Tj ET"
    return assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
            b"<</Type/Pages/Count 1/Kids[5 0 R]>>",
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            b"<</Length %d>>stream\n" % len(content) + content + b"\nendstream",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents 4 0 R"
            + page
            + b">>",
            *more,
        ]
    )


def bookmarks(count: int) -> bytes:
    """A PDF with so many bookmarks."""
    entries = (b"<</Title(a%d)/Parent 6 0 R/Next %d 0 R/Dest[5 0 R/Fit]>>" % (n, n + 8) for n in range(count - 1))
    last = b"<</Title(z)/Parent 6 0 R/Dest[5 0 R/Fit]>>"
    return with_more(
        b"/Outlines 6 0 R", b"", b"<</First 7 0 R/Last %d 0 R/Count %d>>" % (6 + count, count), *entries, last
    )


def form(count: int) -> bytes:
    """A PDF whose page has so many form fields."""
    kids = b" ".join(b"%d 0 R" % n for n in range(6, 6 + count))
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(f)/V(" + b"v" * 300 + b")/Rect[9 9 99 99]>>"
    return with_more(b"/AcroForm<</Fields[" + kids + b"]>>", b"/Annots[" + kids + b"]", *[field] * count)


def assembled(objects: list[bytes]) -> bytes:
    """A PDF of these objects, the first of which is the catalog."""
    parts, places, size = [b"%PDF-1.7\n"], [], 9
    for n, item in enumerate(objects, 1):
        places.append(size)
        parts.append(b"%d 0 obj\n" % n + item + b"\nendobj\n")
        size += len(parts[-1])
    data = b"".join(parts)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        data
        + b"xref\n0 %d\n0000000000 65535 f \n" % size
        + table
        + (b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(data)))
    )


def zeros(megabytes: int) -> bytes:
    """So many zeros, packed without holding them."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(2**20)) for _ in range(megabytes)) + packer.flush()


def encrypted_pdf() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file, encrypt=StandardEncryption("secret"))
    canvas.drawString(72, 720, "plan")
    canvas.save()
    return file.getvalue()


def scanned_pdf(pages: int = 1) -> bytes:
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file)
    for n in range(pages):
        canvas.drawImage(ImageReader(Image.new("L", (300, 400), 200 - n)), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def with_link() -> bytes:
    link = zipfile.ZipInfo("passwd.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    return file.getvalue()


def with_password() -> bytes:
    data = bytearray(zipped(("a.txt", TEXT.encode())))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    return bytes(data)


def overlapping() -> bytes:
    """Many entries that lead to the same packed bytes, as in a modern zip bomb."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0.txt", TEXT.encode() * 30_000)
        first = archive.infolist()[0]
        for n in range(1, 2_000):
            entry = zipfile.ZipInfo(f"{n}.txt")
            for name in ("compress_size", "file_size", "CRC", "compress_type", "header_offset", "flag_bits"):
                setattr(entry, name, getattr(first, name))
            archive.filelist.append(entry)
    return file.getvalue()


def nested(depth: int) -> bytes:
    data = zipped(("inner.txt", TEXT.encode()))
    for n in range(depth - 1):
        data = zipped((f"{n}.zip", data))
    return data


def mht(page: bytes, depth: int = 1) -> bytes:
    """A web archive, its page in so many parts of parts."""
    head = b"".join(b'Content-Type: multipart/related; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth))
    return b"MIME-Version: 1.0\n" + head + b"Content-Type: text/html\n\n" + page


def files() -> list[tuple[str, bytes, str | None]]:
    page = "<html><body><p>推进氢能产业发展。</p>{}</body></html>"
    good_word, good_pdf = word(_PARAGRAPH), pdf()
    return [
        ("bomb.zip", zipped(("a.txt", bytes(64 * 2**20))), "unpacks to over"),
        ("overlapping.zip", overlapping(), "unpacks to over|damaged in the archive"),
        ("nested.zip", nested(4), "is an archive in 2 archives"),
        ("upwards.zip", zipped(("../../../etc/up.txt", TEXT.encode())), None),
        ("link.zip", with_link(), "links in archives are not followed"),
        ("password.zip", with_password(), "is encrypted; unpack it"),
        ("empty.zip", zipped(), "without a document"),
        ("cut.zip", zipped(("a.txt", TEXT.encode() * 99))[:-40], "damaged ZIP"),
        ("twice.zip", b"", None),  # written below: two members of one name
        ("many.zip", zipped(*((f"{n}.txt", b"x") for n in range(10_050)), level=0), "over 10,000 documents"),
        ("laughs.docx", word("<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>", _LAUGHS), "declares entities"),
        (
            "external.docx",
            word("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
            "declares entities",
        ),
        ("bomb.docx", zipped(("word/document.xml", bytes(65 * 2**20))), "too large"),
        ("deep.docx", word("<w:sdt>" * 10_000 + "</w:sdt>" * 10_000), "tags in tags over 200 deep"),
        ("elements.docx", word("<w:p/>" * 1_000_001), "too many elements"),
        (
            "table.docx",
            word("<w:tbl>" + ("<w:tr>" + f"<w:tc>{_PARAGRAPH}</w:tc>" * 20 + "</w:tr>") * 500 + "</w:tbl>"),
            None,
        ),
        (
            "wide.docx",
            word(
                f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="9999"/></w:tcPr>{_PARAGRAPH}</w:tc></w:tr></w:tbl>'
                * 500
            ),
            None,
        ),
        ("cut.docx", good_word[:-60], "damaged"),
        ("cut-xml.docx", zipped(("word/document.xml", b"<a><b>")), "is damaged"),
        ("laughs.html", (_LAUGHS + page.format("&a11;")).encode(), None),
        ("nested.html", page.format("<div>" * 10_000 + "深" + "</div>" * 10_000).encode(), None),
        ("tables.html", page.format("<table><tr><td>" * 5_000 + "深").encode(), None),
        (
            "attributes.html",
            page.format("<p " + " ".join(f"a{n}=1" for n in range(1_000_000)) + ">多</p>").encode(),
            None,
        ),
        ("brackets.html", page.format("<a " * 50_000 + "<!--" * 30_000 + "<![CDATA[" * 30_000).encode(), None),
        ("quotes.html", page.format('<a b="' * 100_000).encode(), None),
        ("tags.html", page.format("<b>" * 400_000).encode(), "too many tags"),
        (
            "spans.html",
            page.format("<table>" + "<tr><td colspan=9999 rowspan=9999>1" * 2_000 + "</table>").encode(),
            None,
        ),
        ("laughs.svg.html", f'<?xml version="1.0"?>{_LAUGHS.replace("x", "svg", 1)}<svg>&a11;</svg>'.encode(), "SVG"),
        ("surrogates.html", page.format("&#xD800;&#xDFFF;&#0;甲").encode(), None),
        ("nul.txt", b"\0" * 5_000, "binary"),
        ("some-nul.txt", TEXT.encode() * 200 + b"\0", None),
        ("surrogates.txt", TEXT.encode("utf-16-le") * 40 + b"\x00\xd8" * 3, None),
        ("right-to-left.txt", f"\u202e{TEXT}\u2066反\u202c\n".encode(), None),
        ("heading.txt", ("第一章 " + "长" * 333_000 + "\n" + TEXT).encode(), None),
        ("heading.html", page.format("<h1>第一章 " + "长" * 333_000 + "</h1>").encode(), None),
        ("tabs.txt", ("\t" * 500_000 + "\n" + TEXT).encode(), None),
        ("noise.pdf", b"%PDF-1.7\n" + random.Random(1).randbytes(200_000), "damaged PDF"),
        ("cut.pdf", good_pdf[: len(good_pdf) // 3], "damaged PDF|without text|cannot be read"),
        ("secret.pdf", encrypted_pdf(), "is an encrypted PDF"),
        ("scan.pdf", scanned_pdf(), "needs OCR"),
        ("pages.pdf", pdf(10_000), "has 10,000 pages"),
        ("circle.pdf", pdf(3, kids="2 0 R 2 0 R 5 0 R"), None),
        ("bookmarks.pdf", bookmarks(100_000), "too many bookmarks"),
        (
            "bookmark-loop.pdf",
            with_more(
                b"/Outlines 6 0 R",
                b"",
                b"<</First 7 0 R/Last 7 0 R>>",
                b"<</Title(a)/First 6 0 R/Next 8 0 R/Dest[5 0 R/Fit]>>",
                b"<</Title(b)/First 8 0 R/Next 7 0 R/Dest[5 0 R/Fit]>>",
            ),
            None,
        ),
        ("fields.pdf", form(20_000), "too many form fields"),
        ("values.pdf", form(1_500), "too many form fields"),
        (
            "field-loop.pdf",
            with_more(
                b"/AcroForm<</Fields[6 0 R]>>",
                b"/Annots[6 0 R 7 0 R 6 0 R]",
                b"<</Subtype/Widget/Parent 7 0 R/Kids[7 0 R]/Rect[9 9 99 99]>>",
                b"<</Subtype/Widget/Parent 6 0 R/Kids[6 0 R]/AP<</N 7 0 R>>/Rect[1e38 -1e38 1e38 nan]>>",
            ),
            None,
        ),
        ("labels.pdf", with_more(b"/PageLabels 6 0 R", b"", b"<</Kids[6 0 R 6 0 R]/Limits[0 9]/Nums[0 6 0 R]>>"), None),
        (
            "sizes.pdf",
            with_more(
                b"",
                b"/Rotate 37",
                content=b"".join(
                    b"BT /F %s Tf %s Tm (plan) Tj ET " % (size, matrix)
                    for size in (b"nan", b"1e38", b"-12", b"0", b"1e-30", b"12")
                    for matrix in (
                        b"1 0 0 1 72 700",
                        b"nan 0 0 nan 9 9",
                        b"1e38 1e38 -1e38 1e38 9 9",
                        b".7 .71 -.71 .7 99 99",
                        b"0 1 -1 0 99 99",
                    )
                ),
            ),
            None,
        ),
        (
            "angles.pdf",
            with_more(
                b"",
                b"/Rotate 2147483640",
                content=b"".join(
                    b"BT /F 9 Tf %.3f %.3f %.3f %.3f %d %d Tm (odd%d) Tj ET "
                    % (math.cos(n), math.sin(n), -math.sin(n), math.cos(n), n % 590, n % 840, n)
                    for n in range(20_000)
                ),
            ),
            None,
        ),
        (
            "bomb.pdf",
            pdf(content=zeros(150), filter="/Filter/FlateDecode"),
            "without text|fail|memory",
        ),
        ("text.pdf", TEXT.encode(), None),  # the name says PDF
        ("word.txt", good_word, None),  # the name says text
        ("page.docx", page.format("").encode(), None),
        ("archive.txt", gzip.compress(TEXT.encode()), "gzip archive"),
        ("empty.mht", mht(b""), "without a page"),
        ("nested.mht", mht(b"", 500), "too many parts"),
        ("tags.mht", mht(b"<html>" + b"<b>" * 400_000), "too many tags"),
        ("word.mht", mht(page.format("").encode()), None),
        ("pages.html", page.format('<script>createPageHTML(9999, 0, "x", "html")</script>').encode(), None),
        (
            "links.html",
            page.format("<a href=links_999.html>下一页</a>" * 20_000).encode(),
            "missing: links, |missing: links_",
        ),
        ("card.html", page.format("").replace("<p>", "<p>" + "索引号：" * 100_000 + "</p><p>").encode(), None),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3_000), "another old program, or damaged"),
        ("issue.ofd", zipped(("OFD.xml", b"<ofd/>")), "is a damaged OFD document|has no visible text"),
    ]
