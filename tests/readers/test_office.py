"""Workbooks, presentations and tables as text are read as they are shown, and hostile ones are one line."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

import policysearch
from policysearch import Index
from policysearch.index import loading
from policysearch.model.errors import CorpusError
from policysearch.readers import detect
from policysearch.readers.text import Reading
from tests.support import hostile

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"


def references(**targets: str) -> bytes:
    kinds = {"r": "worksheet", "p": "slide", "s": "styles", "t": "sharedStrings", "o": "officeDocument"}
    found = "".join(
        f'<Relationship Id="{id}" Type="{_OFFICE}/{kinds[id[0]]}" Target="{name}"/>' for id, name in targets.items()
    )
    return f'<Relationships xmlns="{_RELATIONS}">{found}</Relationships>'.encode()


def workbook(*sheets: tuple[str, str, str], strings: str = "", styles: str = "") -> bytes:
    """A workbook of sheets: name, attributes, XML of the rows."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="r{n}" {more}/>' for n, (name, more, _) in enumerate(sheets, 1)
    )
    parts = {f"r{n}": f"worksheets/sheet{n}.xml" for n in range(1, len(sheets) + 1)}
    return hostile.zipped(
        ("_rels/.rels", references(o="xl/workbook.xml")),
        (
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'.encode(),
        ),
        ("xl/_rels/workbook.xml.rels", references(**parts, s="styles.xml", t="sharedStrings.xml")),
        ("xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}">{strings}</sst>'.encode()),
        ("xl/styles.xml", f'<styleSheet xmlns="{_MAIN}">{styles}</styleSheet>'.encode()),
        *(
            (f"xl/worksheets/sheet{n}.xml", f'<worksheet xmlns="{_MAIN}">{rows}</worksheet>'.encode())
            for n, (_, _, rows) in enumerate(sheets, 1)
        ),
    )


def row(number: int, *cells: str, more: str = "") -> str:
    filled = "".join(
        f'<c r="{"ABCDEF"[n]}{number}" t="inlineStr"><is><t>{cell}</t></is></c>' for n, cell in enumerate(cells) if cell
    )
    return f'<row r="{number}" {more}>{filled}</row>'


def sheet(*rows: str) -> str:
    return f"<sheetData>{''.join(rows)}</sheetData>"


def read(data: bytes, name: str) -> Reading:
    return detect.read(data, detect.identify(data, name), name)


def test_sheets_are_tables_under_their_names() -> None:
    one = sheet(
        row(1, "责任分工表"), row(2, "任务", "单位"), row(3, "推进氢能", "区发改委"), row(4, "改造管网", "区水利局")
    )
    two = sheet(row(2, "指标", "目标"), row(3, "就业", "5"), row(6, "注", "年均"))
    found = read(workbook(("Sheet1", "", one), ("指标", "", two), ("草稿", 'state="hidden"', one)), "分工.xlsx")
    assert [line for line in found.lines if line] == [
        "\t责任分工表" if "\t责任分工表" in found.lines else "责任分工表",
        "任务\t单位", "推进氢能\t区发改委", "改造管网\t区水利局", "指标", "指标\t目标", "就业\t5", "注\t年均",
    ]  # fmt: skip
    assert found.left_out == ("sheet 草稿 is hidden",)
    assert found.declared.title == "分工"


def test_cells_are_as_shown() -> None:
    styles = (
        '<numFmts><numFmt numFmtId="165" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="166" formatCode="0.0%"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="4"/></cellXfs>'
    )
    cells = "".join(
        f'<c r="{"ABCDEFGH"[n]}1" s="{style}"><v>{value}</v></c>'
        for n, (style, value) in enumerate(
            ((0, "12.0"), (1, "46113"), (2, "46113"), (3, "0.125"), (4, "1234.5"), (0, "0.1"))
        )
    )
    more = '<c r="G1" t="s"><v>0</v></c><c r="H1" t="b"><v>1</v></c><c r="I1" t="e"><v>#N/A</v></c><c r="J1" t="s"><v>99</v></c>'
    strings = "<si><r><t>氢</t></r><r><t>能</t></r><rPh><t>qing</t></rPh></si>"
    found = read(
        workbook(("表", "", f'<sheetData><row r="1">{cells}{more}</row></sheetData>'), strings=strings, styles=styles),
        "a.xlsx",
    )
    (line,) = filter(None, found.lines)
    assert line.split("\t") == ["12", "2026/4/1", "2026年4月", "12.5%", "1,234.50", "0.1", "氢能", "TRUE", "#N/A"]


def test_merged_cells_stand_where_they_begin_and_hidden_ones_are_left_out() -> None:
    rows = sheet(
        row(1, "类", "指标", "值"),
        row(2, "能源", "氢能", "1"),
        row(3, "", "储能", "2"),
        row(4, "密", "密", "密", more='hidden="1"'),
        row(5, "水", "用水", "3"),
    )
    found = read(workbook(("表", "", f'<cols><col min="3" max="3" hidden="1"/></cols>{rows}')), "a.xlsx")
    assert [line for line in found.lines if line] == ["类\t指标", "能源\t氢能", "\t储能", "水\t用水"]


@pytest.mark.parametrize("between", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_values_with_marks_between_are_a_table(between: str, encoding: str) -> None:
    text = f'指标{between}目标\r\n"就业{between}人"{between}5\r\n"分\n行"{between}6\r\n'
    found = read(text.encode(encoding), "指标.csv")
    last = f"就业{between}人\t5".replace("就业\t", "就业 ")
    assert [line for line in found.lines if line] == ["指标\t目标", last, "分行\t6"]
    assert found.declared.title == "指标"


def slides(*bodies: str) -> bytes:
    listed = "".join(f'<p:sldId id="{n}" r:id="p{n}"/>' for n in range(len(bodies)))
    head = f'xmlns:p="{_P}" xmlns:r="{_OFFICE}" xmlns:a="{_A}"'
    return hostile.zipped(
        ("ppt/presentation.xml", f"<p:presentation {head}><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>".encode()),
        (
            "ppt/_rels/presentation.xml.rels",
            references(**{f"p{n}": f"slides/slide{n}.xml" for n in range(len(bodies))}),
        ),
        *((f"ppt/slides/slide{n}.xml", body.replace("HEAD", head).encode()) for n, body in enumerate(bodies)),
    )


def shape(kind: str, *paragraphs: str) -> str:
    place = f'<p:ph type="{kind}"/>' if kind else ""
    text = "".join(f"<a:p><a:r><a:t>{one}</a:t></a:r></a:p>" for one in paragraphs)
    return f"<p:sp><p:nvSpPr><p:nvPr>{place}</p:nvPr></p:nvSpPr><p:txBody>{text}</p:txBody></p:sp>"


def test_slides_are_read_by_title() -> None:
    table = (
        "<a:tbl>"
        + "".join(
            f"<a:tr>{''.join(f'<a:tc><a:txBody><a:p><a:r><a:t>{c}</a:t></a:r></a:p></a:txBody></a:tc>' for c in cells)}</a:tr>"
            for cells in ("甲乙", "丙丁")
        )
        + "</a:tbl>"
    )
    found = read(
        slides(
            f"<p:sld HEAD>{shape('', '推进氢能。')}{shape('title', '一、总体', '要求')}{table}</p:sld>",
            f'<p:sld HEAD show="0">{shape("", "密")}</p:sld>',
        ),
        "a.pptx",
    )
    assert [line for line in found.lines if line] == ["一、总体要求", "推进氢能。", "甲\t乙", "丙\t丁"]
    assert found.left_out == ("slide 2 is hidden",)


LAUGHS = f'<!DOCTYPE x [<!ENTITY a "ha">]><worksheet xmlns="{_MAIN}"><sheetData/></worksheet>'
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
HOSTILE = {
    "no-sheet.xlsx": (hostile.zipped(("xl/workbook.xml", b"<a/>")), "has no visible text"),
    "nothing.xlsx": (hostile.zipped(("xl/workbook.xml", b"")), "a part of this workbook is damaged"),
    "laughs.xlsx": (workbook(("a", "", "")).replace(b"x", b"x"), "has no visible text"),
    "entities.xlsx": (hostile.zipped(("_rels/.rels", references(o="xl/workbook.xml")), ("xl/workbook.xml", LAUGHS.encode())), "declares entities"),
    "deep.xlsx": (workbook(("a", "", "<b>" * 500 + "</b>" * 500)), "tags in tags"),
    "many.xlsx": (workbook(("a", "", "<b/>" * 1_000_001)), "too many elements"),
    "far.xlsx": (workbook(("a", "", f"<sheetData>{FAR}</sheetData>")), None),
    "numbers.xlsx": (workbook(("a", "", '<sheetData><row r="x"><c r="?"><v>1e999</v></c><c s="9999999"><v>nan</v></c></row></sheetData>')), None),
    "column.xlsx": (workbook(("a", "", '<cols><col min="1" max="99999999" hidden="1"/></cols><sheetData><row><c><v>1</v></c></row></sheetData>')), None),
    "cut.xlsx": (workbook(("a", "", sheet(row(1, "甲"))))[:-30], "is a damaged Excel workbook"),
    "lost.pptx": (hostile.zipped(("ppt/presentation.xml", f'<p:presentation xmlns:p="{_P}"><p:sldIdLst><p:sldId/></p:sldIdLst></p:presentation>'.encode())), "is a damaged PowerPoint presentation"),
    "deep.pptx": (slides("<p:sld HEAD>" + "<a:p>" * 500 + "</a:p>" * 500 + "</p:sld>"), "tags in tags"),
    "quote.csv": (b'a,"' + b"b," * 600_000, "is no table of values"),
    "wide.csv": ("甲,".encode() * 5_000, None),
    "binary.csv": (bytes(range(256)) * 40, "binary data"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_read_or_is_one_line(name: str) -> None:
    data, reason = HOSTILE[name]
    if reason is None:
        assert any(read(data, name).lines)
    else:
        with pytest.raises(CorpusError, match=reason):
            read(data, name)


def test_every_cut_of_a_workbook_is_read_or_is_one_line() -> None:
    data = workbook(("a", "", sheet(row(1, "甲", "乙"))))
    for end in range(0, len(data), 41):
        for damaged in (data[:end], data[:end] + b"\xff\0" + data[end + 2 :]):
            try:
                read(damaged, "a.xlsx")
            except CorpusError as error:
                assert "\n" not in str(error)


def test_a_folder_of_an_office_is_indexed(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "分工.xlsx").write_bytes(
        workbook(("表", "", sheet(row(1, "任务", "单位"), row(2, "推进氢能产业", "区发改委"))))
    )
    (folder / "指标.csv").write_bytes("指标,目标\n氢能产业,5".encode())
    (folder / "汇报.pptx").write_bytes(
        slides(f"<p:sld HEAD>{shape('title', '氢能产业汇报')}{shape('', '氢能产业发展。')}</p:sld>")
    )
    (folder / "附件.zip").write_bytes(hostile.zipped(("表.csv", "指标,目标\n氢能产业,6".encode())))
    assert Index.update([folder], tmp_path / "index").problems == ()
    with Index.open(tmp_path / "index") as index:
        found = {hit.passage.source for hit in index.search("氢能产业", limit=None)}
    assert found == {"分工.xlsx", "指标.csv", "汇报.pptx", "附件.zip/表.csv"}


def mail(
    *attached: tuple[str, bytes],
    subject: str = "转发：关于报送数据的通知",
    body: str = "各科室：\n> 请于5月1日前报送氢能产业数据。\n",
    page: str = "",
) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = (
        "a@example.invalid",
        subject,
        "Fri, 03 Apr 2026 10:00:00 +0800",
    )
    if body:
        message.set_content(body)
    if page:
        message.add_alternative(page, subtype="html") if body else message.set_content(page, subtype="html")
    for name, data in attached:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def test_a_mail_is_its_subject_and_text_and_its_files_are_documents(tmp_path: Path) -> None:
    inner = mail(("内.txt", "内文".encode()), subject="内")
    packed = hostile.zipped(("表.csv", "指标,目标\n氢能,5".encode()))
    data = mail(
        ("附件.txt", "第一条 甲。".encode()),
        ("附件.txt", "乙".encode()),
        ("图.gif", b"x"),
        ("套.zip", packed),
        ("信.eml", inner),
    )
    (tmp_path / "a.eml").write_bytes(data)
    others: list[str] = []
    problems: list[CorpusError] = []
    found = list(loading.sources(tmp_path / "a.eml", "a.eml", problems.append, on_other=others.append))
    assert [source.path for source in found] == [
        "a.eml", "a.eml/附件.txt", "a.eml/附件_2.txt", "a.eml/套.zip/表.csv", "a.eml/信.eml", "a.eml/信.eml/内.txt",
    ]  # fmt: skip
    assert [line for line in found[0].lines if line] == [
        "关于报送数据的通知",
        "各科室：",
        "请于5月1日前报送氢能产业数据。",
    ]
    assert (found[0].declared.title, found[0].declared.issued) == ("关于报送数据的通知", "2026-04-03")
    assert others == ["a.eml/图.gif"]
    assert [str(problem) for problem in problems] == []


def test_a_mail_in_an_archive_gives_its_files_too(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(hostile.zipped(("信.eml", mail(("附件.txt", "甲".encode())))))
    assert [s.path for s in loading.sources(tmp_path / "a.zip", "a.zip")] == ["a.zip/信.eml", "a.zip/信.eml/附件.txt"]


def test_a_mail_of_html_is_read_as_a_page() -> None:
    found = read(mail(body="", page="<html><body><p>推进氢能。</p><style>p{}</style></body></html>"), "a.eml")
    assert [line for line in found.lines if line] == ["关于报送数据的通知", "推进氢能。"]


HEAD = b"From: a@example.invalid\nSubject: x\nMIME-Version: 1.0\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\nContent-Type: text/plain\n\nx\n" * 6_000, "too many parts"),
        (HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n' + b'--b\nContent-Type: multipart/mixed; boundary="b"\n\n' * 50, "too many parts"),
        (HEAD + b"Content-Type: text/plain; charset=no-such\nContent-Transfer-Encoding: base64\n\n!!!!", ""),
        (HEAD + b'Content-Type: multipart/mixed\n\n', ""),
        (HEAD.replace(b"x", b"=?utf-8?b?////?=") + b"Date: 99 99 99999\n\nabc", ""),
    ],
)  # fmt: skip
def test_a_hostile_mail_is_read_or_is_one_line(data: bytes, reason: str) -> None:
    try:
        assert read(data, "a.eml").lines and not reason
    except CorpusError as error:
        assert reason in str(error) and "\n" not in str(error)


def test_a_file_attached_upwards_stays_within_its_mail(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail(("../../etc/x.txt", "甲".encode())))
    assert [s.path for s in loading.sources(tmp_path / "a.eml", "a.eml")] == ["a.eml"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("某区停车办法\n第一条 规范停车。\n", ["某区停车办法", "第一条 规范停车。"]),  # one value a row: a text
        ("某区重点项目表,,\n序号,项目,投资\n1,学校,3\n,合计,3\n", ["某区重点项目表", "序号\t项目\t投资", "1\t学校\t3", "\t合计\t3"]),
        (" , \n任务,单位\n氢能,区教委\n", ["任务\t单位", "氢能\t区教委"]),
    ],
)  # fmt: skip
def test_a_table_as_text_may_have_a_caption_or_one_column(text: str, lines: list[str]) -> None:
    assert [line for line in read(text.encode(), "a.csv").lines if line] == lines


def test_a_table_as_text_has_the_name_of_its_file_and_no_row_as_title(tmp_path: Path) -> None:
    (tmp_path / "登记表.csv").write_text("姓名,犬种,证号\n张三,金毛,0012\n", encoding="utf-8")
    (document,) = policysearch.read(tmp_path / "登记表.csv")
    assert document.title == "登记表"


def test_a_formula_with_an_empty_value_is_told() -> None:
    rows = sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>合计</t></is></c><c r="B1"><f>SUM(A1)</f><v></v></c></row>')
    (told,) = read(workbook(("表", "", rows)), "a.xlsx").left_out
    assert told.startswith("1 cell has a formula without a value")


def test_a_mail_is_one_by_its_ending_though_it_has_no_sender() -> None:
    mail = (
        "Subject: =?utf-8?b?5YWz5LqO5byA5Lya55qE6YCa55+l?=\nContent-Type: text/plain; charset=utf-8\n\n三楼会议室。\n"
    )
    assert [line for line in read(mail.encode(), "a.eml").lines if line] == ["关于开会的通知", "三楼会议室。"]
    assert detect.identify("Note: 甲\n\n正文\n".encode(), "a.txt") == "text"
