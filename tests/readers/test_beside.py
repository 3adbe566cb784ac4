"""Comments, headers and footers are read where they are asked for, marked as what they are, and change no outline."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import policysearch
from policysearch import Index
from policysearch.cli.main import main
from policysearch.readers import detect, settings
from policysearch.readers.text import Reading
from tests.readers.test_office import (
    _A,
    _MAIN,
    _OFFICE,
    _P,
    _RELATIONS,
    references,
    row,
    shape,
    sheet,
    slides,
    workbook,
)
from tests.support import formats, hostile
from tests.support.paths import SAMPLES

docx = pytest.importorskip("docx")

TITLE = ("某区国民经济和社会发展", "第十五个五年规划纲要")
TEXT = "到2030年森林覆盖率达到百分之五十三，单位产值能耗持续下降。"


def read(data: bytes, name: str, comments: bool = True, headers: bool = True) -> Reading:
    with settings.using(settings.Settings(beside=settings.choose_beside(comments, headers))):
        return detect.read(data, detect.identify(data, name), name)


def saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def plan() -> bytes:
    """A plan with comments on its title, a heading, a sentence and a cell, and headers of three kinds."""
    document = docx.Document()
    for line in (*TITLE, "第一章 发展目标", TEXT, "第二章 保障措施", "健全机制，确保各项任务按时落实到位。"):
        paragraph = document.add_paragraph(line)
        if line in (TITLE[0], "第一章 发展目标", TEXT):
            document.add_comment(paragraph.runs, f"请核实{line[:3]}", author="张三")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "指标", "目标"
    document.add_comment(table.cell(0, 1).paragraphs[0].runs, "第三章\n单位？", author="李 四")
    section = document.sections[0]
    section.header.paragraphs[0].text = "内部资料"
    section.first_page_header.paragraphs[0].text = "首页不印"
    section.footer.paragraphs[0].text = "— 1 —"
    return saved(document)


def test_a_word_file_tells_comments_where_they_stand_and_headers_at_its_end() -> None:
    found = [line for line in read(plan(), "a.docx").lines if line]
    at = found.index(TEXT)
    assert found[:3] == [*TITLE, "第一章 发展目标"]
    assert found[at + 1 : at + 4] == [
        "[批注 张三 “某区国民经济和社会发展”] 请核实某区国",
        "[批注 张三 “第一章 发展目标”] 请核实第一章",
        f"[批注 张三 “{TEXT[:30]}…”] 请核实到20",
    ]
    assert found[-2:] == ["[批注 李 四 “目标”] 第三章单位？", "[页眉] 内部资料"]


def test_the_first_page_has_its_own_header_where_the_section_says_so() -> None:
    document = docx.Document(io.BytesIO(plan()))
    document.sections[0].different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    document.sections[0].even_page_footer.paragraphs[0].text = "双页"
    assert list(read(saved(document), "a.docx").lines[-3:]) == ["[页眉] 内部资料", "[页眉] 首页不印", "[页脚] 双页"]


def test_without_being_asked_nothing_beside_the_text_is_read() -> None:
    plain = read(plan(), "a.docx", comments=False, headers=False).lines
    assert not any(line.startswith("[") for line in plain)
    assert "[页眉] 内部资料" not in read(plan(), "a.docx", headers=False).lines
    assert not any("批注" in line for line in read(plan(), "a.docx", comments=False).lines)


@pytest.mark.parametrize("name", ["nanan-14.txt", "shapingba-14.txt", "qijiang-15.txt"])
def test_the_outline_and_the_fields_are_those_without_comments(name: str, tmp_path: Path) -> None:
    document = docx.Document()
    for n, block in enumerate(formats.blocks(SAMPLES / name)):
        paragraph = document.add_paragraph(block.text or "\t".join(block.rows[0]))
        if n % 2 == 0:
            document.add_comment(paragraph.runs, "第一条 请核实；（二）2026年3月1日。", author="张三")
    document.sections[0].header.paragraphs[0].text = "某区人民政府办公室 2026年3月1日"
    (tmp_path / "a.docx").write_bytes(saved(document))

    def facts(**beside: bool) -> list[object]:
        return [
            (d.title, d.id, d.issued, d.issuer, [(p.kind, p.heading) for p in d.provisions if p.heading])
            for d in policysearch.read(tmp_path / "a.docx", **beside)
        ]

    assert facts(comments=True, headers=True) == facts()


def with_parts(data: bytes, *parts: tuple[str, bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return hostile.zipped(*((name, archive.read(name)) for name in archive.namelist()), *parts)


def relations(**targets: str) -> bytes:
    found = "".join(f'<Relationship Id="x{k}" Type="{_OFFICE}/{k}" Target="{t}"/>' for k, t in targets.items())
    return f'<Relationships xmlns="{_RELATIONS}">{found}</Relationships>'.encode()


def test_a_sheet_tells_comments_by_their_cells_and_what_its_pages_print() -> None:
    rows = sheet(row(1, "任务", "单位"), row(2, "推进氢能", "区发改委"))
    print_ = '<headerFooter><oddHeader>&amp;L&amp;"宋体,常规"&amp;10责任分工&amp;C第&amp;P页 共&amp;N页</oddHeader><oddFooter>&amp;R&amp;P</oddFooter></headerFooter>'
    threads = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    data = with_parts(
        workbook(("分工", "", rows + print_)),
        (
            "xl/worksheets/_rels/sheet1.xml.rels",
            relations(comments="../comments1.xml", threadedComment="../threads.xml"),
        ),
        (
            "xl/comments1.xml",
            f'<comments xmlns="{_MAIN}"><authors><author>张三</author></authors><commentList>'
            '<comment ref="B2" authorId="0"><text><r><t>张三:</t></r><r><t>\n核实</t></r></text></comment>'
            '<comment ref="A2" authorId="0"><text><t>[Threaded comment]</t></text></comment>'
            "</commentList></comments>".encode(),
        ),
        ("xl/threads.xml", f'<a xmlns="{threads}"><threadedComment ref="A2"><text>已改</text></threadedComment></a>'.encode()),
    )  # fmt: skip
    found = [line for line in read(data, "a.xlsx").lines if line]
    assert found[-3:] == ["[批注 A2] 已改", "[批注 张三 B2] 核实", "[页眉] 责任分工"]
    assert read(data, "a.xlsx", False, False).lines == read(workbook(("分工", "", rows)), "a.xlsx").lines


def test_a_slide_tells_comments_of_both_kinds_and_feet_once() -> None:
    new = "http://schemas.microsoft.com/office/powerpoint/2018/8/main"
    body = f"<p:sld HEAD><p:cSld><p:spTree>{shape('title', '总体要求')}{shape('', '推进氢能。')}{shape('ftr', '区发改委')}{shape('sldNum', '1')}</p:spTree></p:cSld></p:sld>"
    data = with_parts(
        slides(body, body),
        ("_rels/.rels", references(o="ppt/presentation.xml")),
        ("ppt/slides/_rels/slide0.xml.rels", relations(comments="../c1.xml")),
        ("ppt/slides/_rels/slide1.xml.rels", relations(comments="../c2.xml")),
        ("ppt/c1.xml", f'<p:cmLst xmlns:p="{_P}"><p:cm authorId="0"><p:text>核实\n数据</p:text></p:cm></p:cmLst>'.encode()),
        ("ppt/c2.xml", f'<q:cmLst xmlns:q="{new}" xmlns:a="{_A}"><q:cm><q:replyLst><q:reply><q:txBody><a:p><a:r><a:t>同意</a:t></a:r></a:p></q:txBody></q:reply></q:replyLst></q:cm></q:cmLst>'.encode()),
    )  # fmt: skip
    found = [line for line in read(data, "a.pptx").lines if line]
    assert found == [
        "总体要求",
        "推进氢能。",
        "[批注] 核实数据",
        "总体要求",
        "推进氢能。",
        "[批注] 同意",
        "[页脚] 区发改委",
    ]


def test_notes_of_a_pdf_are_comments() -> None:
    pytest.importorskip("pypdfium2")
    pytest.importorskip("reportlab")
    from tests.readers.test_pdf import with_form

    found = read(with_form(notes=2), "a.pdf")
    assert list(found.lines[-2:]) == ["[批注] a remark"] * 2 and not found.left_out


def test_damaged_comments_are_one_line() -> None:
    data = with_parts(
        workbook(("a", "", sheet(row(1, "甲", "乙")))),
        ("xl/worksheets/_rels/sheet1.xml.rels", relations(comments="../c.xml")),
        ("xl/c.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
    )
    with pytest.raises(policysearch.CorpusError, match="declares entities"):
        read(data, "a.xlsx")
    assert read(data, "a.xlsx", False, False).lines


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Result]:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "plan.docx").write_bytes(plan())
    (tmp_path / "files" / "law.txt").write_text("某区条例\n第一条 推进氢能。\n", encoding="utf-8")

    def run(command: str, *options: str) -> Result:
        place = [str(tmp_path / "files")] if command == "index" else []
        return CliRunner().invoke(main, [command, *place, *options, "--index", str(tmp_path / "index")])

    return run


def test_an_index_remembers_what_it_reads_beside_the_text(run: Callable[..., Result], tmp_path: Path) -> None:
    def hits(word: str) -> int:
        with Index.open(tmp_path / "index") as index:
            return index.search(f'"{word}"').total

    run("index")
    assert (hits("请核实"), hits("内部资料")) == (0, 0)
    told = run("index", "--comments")
    assert "批注" in told.stderr or "comments" in told.stderr
    assert hits("请核实") and not hits("内部资料")
    assert "2 个未变" in run("index").stdout or "2 unchanged" in run("index").stdout
    run("index", "--headers")
    assert hits("请核实") and hits("内部资料")
    Index.update(folder=tmp_path / "index", comments=False)
    assert not hits("请核实") and hits("内部资料")
    assert run("check").exit_code == 0


def test_an_outline_tells_them_too(tmp_path: Path) -> None:
    (tmp_path / "plan.docx").write_bytes(plan())
    path = str(tmp_path / "plan.docx")
    with_ = CliRunner().invoke(main, ["outline", path, "--html", "--comments", "--headers"]).stdout
    assert "[批注 张三" in with_ and "[页眉] 内部资料" in with_
    assert "批注" not in CliRunner().invoke(main, ["outline", path, "--html"]).stdout
