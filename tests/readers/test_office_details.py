"""What Word, Excel, PowerPoint and mail programs keep in other places than plain text is read as they show it."""

from __future__ import annotations

import base64
import json
import re
import struct
from pathlib import Path

import pytest
from click.testing import CliRunner

from policysearch.cli.main import main
from policysearch.readers import detect, mail
from policysearch.readers.text import Reading
from policysearch.readers.xlsx import number_formats
from tests.readers.test_office import _A, _MAIN, _OFFICE, _P, _RELATIONS, row, shape, sheet, workbook
from tests.support import hostile, ole

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def related(*targets: tuple[str, str, str]) -> bytes:
    """A part of relations: id, kind, target."""
    found = "".join(f'<Relationship Id="{id}" Type="{_OFFICE}/{kind}" Target="{name}"/>' for id, kind, name in targets)
    return f'<Relationships xmlns="{_RELATIONS}">{found}</Relationships>'.encode()


def word(body: str, *parts: tuple[str, str, str]) -> Reading:
    """A Word document as read; each part has a kind, a name and its XML."""
    head = f'xmlns:w="{_WORD}" xmlns:r="{_OFFICE}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
    data = hostile.zipped(
        ("word/document.xml", f"<w:document {head}><w:body>{body}</w:body></w:document>".encode()),
        ("word/_rels/document.xml.rels", related(*((name, kind, name) for kind, name, _ in parts))),
        *((f"word/{name}", xml.replace("HEAD", head).encode()) for _, name, xml in parts),
    )
    return detect.read(data, detect.identify(data, "a.docx"), "a.docx")


def run(*content: str) -> str:
    return "".join(f"<w:r>{one if one.startswith('<') else f'<w:t>{one}</w:t>'}</w:r>" for one in content)


def paragraph(*content: str, more: str = "") -> str:
    return f"<w:p><w:pPr>{more}</w:pPr>{run(*content)}</w:p>"


def field(code: str, result: str = "") -> tuple[str, ...]:
    mark = '<w:fldChar w:fldCharType="{}"/>'
    codes = [f"<w:instrText>{piece}</w:instrText>" for piece in re.split(r"(?<=\()", code)]
    return (mark.format("begin"), *codes, mark.format("separate"), *([result] if result else []), mark.format("end"))


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (field(r"EQ \o\ac(○,3)"), "甲③乙"),
        (field(r"eq \f(2,3)"), "甲2/3乙"),
        (field('SYMBOL 254 \\f "Wingdings"'), "甲☑乙"),
        (field("PAGEREF _Toc1", "12"), "甲12乙"),
        (field("PAGE"), "甲乙"),
        (('<w:fldChar w:fldCharType="begin"/>', "丙"), "甲乙"),  # never ends: of its paragraph only
        (('<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData></w:fldChar>', '<w:fldChar w:fldCharType="end"/>'), "甲☑乙"),
        (('<w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="是"/><w:listEntry w:val="否"/></w:ddList></w:ffData></w:fldChar>', '<w:fldChar w:fldCharType="end"/>'), "甲否乙"),
    ],
)  # fmt: skip
def test_fields_print_their_result_or_what_their_code_says(content: tuple[str, ...], shown: str) -> None:
    found = word(paragraph("甲", *content, "乙") + paragraph("末段"))
    assert found.lines[-1] == "末段" and found.lines[0] in (shown, "甲")


def test_drawn_letters_and_diagrams_are_read() -> None:
    diagram = '<d:dataModel HEAD xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><d:ptLst><d:pt type="pres"><d:t><a:p><a:r><a:t>x</a:t></a:r></a:p></d:t></d:pt><d:pt><d:t><a:p><a:r><a:t>受理</a:t></a:r></a:p></d:t></d:pt></d:ptLst></d:dataModel>'
    found = word(
        paragraph('<w:pict><v:shape><v:textpath string="綦江区人民政府文件"/></v:shape></w:pict>', "正文")
        + paragraph('<w:drawing><d:relIds r:dm="data1.xml"/></w:drawing>'),
        ("diagramData", "data1.xml", diagram),
    )
    assert found.lines == ("正文", "綦江区人民政府文件", "受理")


def test_deleted_rows_are_left_out_and_files_in_the_text_read() -> None:
    cells = "".join(
        f"<w:tr>{more}<w:tc>{paragraph(a)}</w:tc><w:tc>{paragraph(b)}</w:tc></w:tr>"
        for a, b, more in (("指标", "目标", ""), ("旧", "1", "<w:trPr><w:del/></w:trPr>"), ("就业", "5", ""))
    )
    chunk = "".join(f'<w:altChunk r:id="c{n}.{kind}"/>' for n, kind in ((1, "html"), (2, "txt"), (3, "rtf")))
    found = word(
        f"<w:tbl>{cells}</w:tbl>{chunk}",
        ("aFChunk", "c1.html", "<html><p>网页一段，推进氢能。</p></html>"),
        ("aFChunk", "c2.txt", "文本一段。"),
        ("aFChunk", "c3.rtf", "{\\rtf}"),
    )
    assert [line for line in found.lines if line] == ["指标\t目标", "就业\t5", "网页一段，推进氢能。", "文本一段。"]
    assert found.left_out == ("files embedded in its text (altChunk), left out",)


def level(depth: int, form: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'


def numbered(text: str, number: int, depth: int = 0) -> str:
    return paragraph(
        *([text] if text else []),
        more=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>',
    )


def test_numbers_come_from_styles_of_lists_and_from_a_list_itself() -> None:
    lists = (
        f'<w:numbering HEAD><w:abstractNum w:abstractNumId="1"><w:styleLink w:val="公文"/>{level(0, "chineseCountingThousand", "%1、")}{level(1, "chineseCountingThousand", "（%2）")}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="公文"/></w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="2"/></w:num>'
        f'<w:num w:numId="6"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>{level(0, "decimal", "%1.")}</w:lvlOverride></w:num></w:numbering>'
    )
    body = (
        numbered("总体要求", 5) + numbered("目标", 5, 1) + numbered("", 5) + numbered("任务", 5) + numbered("说明", 6)
    )
    # Word counts the paragraph without text
    assert word(body, ("numbering", "numbering.xml", lists)).lines == (
        "一、总体要求", "（一）目标", "三、任务", "1.说明"
    )  # fmt: skip


def test_styles_tell_the_level_of_titles_without_numbers() -> None:
    styles = '<w:styles HEAD><w:style w:styleId="b"><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style><w:style w:styleId="t"><w:basedOn w:val="b"/></w:style></w:styles>'
    body = paragraph("正文一段。") + paragraph("发展基础", more='<w:pStyle w:val="t"/>') + paragraph("正文。") * 2
    assert word(body, ("styles", "styles.xml", styles)).levels == ((2, 2, True),)
    everything = paragraph("一段", more='<w:pStyle w:val="t"/>') * 4
    assert word(everything, ("styles", "styles.xml", styles)).levels == ()


def test_strict_files_and_parts_of_other_case_are_read() -> None:
    data = workbook(("指标", "", sheet(row(1, "就业", "5"))))
    strict = "http://purl.oclc.org/ooxml/"
    members = {}
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name).decode()
            content = content.replace(_MAIN, f"{strict}spreadsheetml/main").replace(
                _OFFICE, f"{strict}officeDocument/relationships"
            )
            members[name.replace("/", "\\").replace("styles", "Styles")] = content.encode()
    data = hostile.zipped(*members.items())
    assert detect.identify(data, "a.xlsx") == "xlsx"
    assert "就业\t5" in detect.read(data, "xlsx", "a.xlsx").lines


_FORMS = {
    "#,##0;(#,##0)": (-1234.0, "(1,234)"),
    "0;-0;;@": (0.0, ""),
    '0.00"万元"': (12.345, "12.35万元"),
    "# ?/?": (2.25, "2 1/4"),
    "0.00E+00": (1234.5, "1.23E+03"),
    '#,##0,"千"': (1234567.0, "1,235千"),
    "[DBNum1]yyyy年m月d日": (46113.0, "二〇二六年四月一日"),
    "[h]:mm": (1.5, "36:00"),
    "h:mm AM/PM": (0.75, "6:00 PM"),
    "yyyy/m/d aaaa": (46113.0, "2026/4/1 星期三"),
    "[>=100]0;0.0": (5.25, "5.3"),
    "000-0000": (1234567.0, "123-4567"),
    "0.###": (1.5, "1.5"),
    "G/通用格式": (33.333333333333336, "33.33333333"),
    "[Red]0%;-0%": (-0.125, "-13%"),
}


def test_numbers_are_as_excel_shows_them_in_both_kinds_of_workbook() -> None:
    values = list(_FORMS.values())
    styles = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode="{form.replace("&", "&amp;").replace(chr(34), "&quot;").replace(">", "&gt;")}"/>'
        for n, form in enumerate(_FORMS)
    )
    cells = "".join(
        f'<row r="{n + 1}"><c r="A{n + 1}"><v>{n}</v></c><c r="B{n + 1}" s="{n}"><v>{value!r}</v></c><c r="C{n + 1}"><v>1</v></c></row>'
        for n, (value, _) in enumerate(values)
    )
    forms = "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(values)))
    new = workbook(
        ("指标", "", f"<sheetData>{cells}</sheetData>"),
        styles=f"<numFmts>{styles}</numFmts><cellXfs>{forms}</cellXfs>".replace("<xf", "<xf", 1),
    )
    old = ole.workbook(
        ("指标", [[(float(n), 0), (value, 164 + n), (1.0, 0)] for n, (value, _) in enumerate(values)]),
        forms=dict(enumerate(_FORMS, 164)),
    )
    pytest.importorskip("xlrd")
    found = [detect.read(data, kind, "").lines for data, kind in ((new, "xlsx"), (old, "xls"))]
    middle = [[line.strip().split("\t")[1] for line in lines if line.count("\t") > 1] for lines in found]
    assert middle[0] == [shown for _, shown in values]
    assert [re.sub("^\t", "", line) for line in found[0]] == [re.sub("^\t", "", line) for line in found[1]]


@pytest.mark.parametrize("value", [1e300, -1e-300, 1e16, 0.0, -0.4, 5e-324])
@pytest.mark.parametrize("form", ["0" * 250, "#,##0.00,,,", "# ?/0", "?/?????????", "0.0E+0E-0", ";;;", "[h", '"', "yyyy", "[DBNum2]0", "_", "\\", "%%%%0"])  # fmt: skip
def test_no_format_and_number_is_a_fault(value: float, form: str) -> None:
    assert isinstance(number_formats.display(value, form), str)


def test_tables_side_by_side_drawn_text_and_formulas_without_a_value() -> None:
    rows = sheet(
        row(1, "指标", "目标", "", "项目", "投资"), row(2, "就业", "5", "", "氢能", "3"),
        '<row r="3"><c r="A3"><f>SUM(1)</f></c></row>',
    )  # fmt: skip
    found = detect.read(workbook(("表", "", rows)), "xlsx", "a")
    assert [line for line in found.lines if line] == ["指标\t目标", "就业\t5", "项目\t投资", "氢能\t3"]
    assert len(found.grids) == 2
    assert found.left_out == ("1 cell has a formula without a value on sheet 表; save the workbook in Excel or WPS",)


def test_a_sheet_of_one_cell_a_row_is_a_text() -> None:
    found = detect.read(
        workbook(
            ("说明", "", sheet(row(1, "一、总体要求"), row(2, "推进氢能。"), row(4, "", "附注"))),
        ),
        "xlsx",
        "a",
    )
    assert found.lines == ("说明", "一、总体要求", "推进氢能。", "附注") and not found.grids


def presentation(slide: str, *parts: tuple[str, str, str]) -> bytes:
    head = f'xmlns:p="{_P}" xmlns:a="{_A}" xmlns:r="{_OFFICE}"'
    main = f'<p:presentation {head}><p:sldIdLst><p:sldId r:id="p1"/><p:sldId r:id="p2"/></p:sldIdLst></p:presentation>'
    other = f"<p:sld {head}>{shape('title', '封面')}</p:sld>"
    return hostile.zipped(
        ("ppt/presentation.xml", main.encode()),
        ("ppt/_rels/presentation.xml.rels", related(("p1", "slide", "slides/1.xml"), ("p2", "slide", "slides/2.xml"))),
        ("ppt/slides/1.xml", other.encode()),
        ("ppt/slides/2.xml", f"<p:sld {head}><p:cSld><p:spTree>{slide}</p:spTree></p:cSld></p:sld>".encode()),
        ("ppt/slides/_rels/2.xml.rels", related(*((name, kind, name) for kind, name, _ in parts))),
        *((f"ppt/slides/{name}", xml.replace("HEAD", head).encode()) for _, name, xml in parts),
    )


def test_slides_are_pages_with_what_groups_and_notes_say(tmp_path: Path) -> None:
    hidden = shape("", "密").replace("<p:nvSpPr>", '<p:nvSpPr><p:cNvPr hidden="1"/>')
    data = presentation(
        f"<p:grpSp>{shape('', '城镇化率达到70%。')}{hidden}</p:grpSp>{shape('sldNum', '2')}{shape('title', '主要指标')}",
        ("notesSlide", "n.xml", f"<p:notes HEAD>{shape('body', '讲三分钟')}{shape('sldNum', '2')}</p:notes>"),
    )
    found = detect.read(data, detect.identify(data, "a.pptx"), "a.pptx")
    assert [line for line in found.lines if line] == ["封面", "主要指标", "城镇化率达到70%。", "备注：讲三分钟"]
    assert [start[:2] for start in found.page_starts] == [(1, 1), (3, 2)]
    assert [line[0] for line in found.levels] == [1, 3]
    file = tmp_path / "解读.pptx"
    file.write_bytes(data)
    outline = json.loads(CliRunner().invoke(main, ["outline", str(file), "--json"]).stdout)
    (node,) = (node for one in outline["documents"] for node in one["nodes"] if node["title"] == "主要指标")
    assert node["page"] == 2


_TITLE = "关于印发《綦江区“十五五”规划纲要》的通知"


def words(charset: str, *pieces: bytes) -> bytes:
    return b"\n ".join(b"=?%s?B?%s?=" % (charset.encode(), base64.b64encode(piece)) for piece in pieces)


@pytest.mark.parametrize(
    "head",
    [
        _TITLE.encode(),
        _TITLE.encode("gb18030"),
        words("gb2312", _TITLE.encode("gbk")),
        words("x-gbk", _TITLE.encode("gbk")),
        *(words("gb2312", _TITLE.encode("gbk")[:n], _TITLE.encode("gbk")[n:]) for n in (21, 22)),
        *(words("UTF-8", _TITLE.encode()[:n], _TITLE.encode()[n:]) for n in (21, 22)),
    ],
)
def test_heads_are_read_as_mail_programs_write_them(head: bytes) -> None:
    found = mail.read(b"From: a@b.invalid\nSubject: " + head + b"\n\n" + "推进氢能。".encode(), "a.eml")
    assert found.declared.title == _TITLE
    name = head.replace(_TITLE.encode(), "表.xlsx".encode()) if b"=?" not in head else head
    data = (
        b"From: a@b.invalid\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: application/octet-stream\n"
        b'Content-Disposition: attachment; filename="' + name + b'"\n\nabc\n--x--\n'
    )
    ((called, content),) = mail.attachments(data, "a.eml")
    assert called in (_TITLE, "表.xlsx") and content.strip() == b"abc"


@pytest.mark.parametrize(
    ("charset", "codec"),
    [("gb2312", "gb18030"), ("GBK", "gbk"), ("x-gbk", "gbk"), ("big5", "big5hkscs"), ("utf-7", "utf-7"), ("hz-gb-2312", "hz"),
     ("us-ascii", "gbk"), ("iso-8859-1", "utf-8"), ("iso-8859-1", "gbk"), ("punycode", "utf-8"), ("zip", "utf-8"), ("", "gb18030")],
)  # fmt: skip
def test_bodies_are_read_in_the_charset_that_is_meant(charset: str, codec: str) -> None:
    said = "推進氫能" if codec == "big5hkscs" else "推进氢能产业"
    head = f'From: a@b.invalid\nSubject: x\nContent-Type: text/plain; charset="{charset}"\n\n'.encode()
    assert mail.read(head + said.encode(codec), "a.eml").lines[-1] == said


def multipart(kind: str, *parts: tuple[str, str]) -> bytes:
    body = "".join(f"--x\nContent-Type: {of}; charset=utf-8\n\n{text}\n" for of, text in parts)
    return f"From: a@b.invalid\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary=x\n\n{body}--x--\n".encode()


def test_of_alternatives_the_whole_one_is_read_and_of_parts_all() -> None:
    page, stub = f"<p>{'推进氢能产业发展。' * 20}</p>", "请用HTML查看"
    assert mail.read(multipart("alternative", ("text/plain", stub), ("text/html", page)), "a").lines[1] == page[3:-4]
    full = mail.read(multipart("alternative", ("text/plain", page[3:-4]), ("text/html", page)), "a")
    assert [line for line in full.lines if line] == ["x", page[3:-4]]
    both = mail.read(multipart("mixed", ("text/html", page), ("text/plain", "系统邮件")), "a")
    assert page[3:-4] in both.lines and "系统邮件" in both.lines
    flowed = mail.read(multipart("mixed", ("text/plain; format=flowed; delsp=yes", "推进氢 \n能。\n第二段。")), "a")
    assert flowed.lines[1:] == ("推进氢能。", "第二段。")


def packed(rtf: bytes) -> bytes:
    """RTF as a property of a mail, each byte for itself and a reference to the end."""
    body = b""
    for n in range(0, len(rtf), 8):
        body += bytes((0,)) + rtf[n : n + 8]
    return struct.pack("<II4sI", len(body) + 12, len(rtf), b"LZFu", 0) + body


def test_a_mail_of_outlook_that_is_rtf_is_read() -> None:
    pytest.importorskip("olefile")
    text = "".join(f"\\'{byte:02x}" for byte in "推进氢能。".encode("gbk"))
    plain = rf"{{\rtf1\ansi\ansicpg936\fromtext{{\fonttbl{{\f0 x;}}}}\pard {text}\par}}".encode()
    html = rf"{{\rtf1\ansi\ansicpg936\fromhtml1{{\*\htmltag64 <p>}}\htmlrtf \par\htmlrtf0 {text}{{\*\htmltag72 </p>}}}}".encode()
    for rtf in (plain, html):
        tree = {**ole.mail("通知", ""), "__substg1.0_10090102": packed(rtf)}
        found = detect.read(ole.package(tree), "mail", "a.msg")
        assert [line for line in found.lines if line.strip()] == ["通知", "推进氢能。"]
