"""What a PDF tells beside its words: pages, bookmarks, print, directions, watermarks, form values."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner

from policysearch.cli.main import main
from policysearch.index.index import Index
from policysearch.model.document import Source
from policysearch.model.grids import PageStart
from policysearch.model.kinds import HEADINGS
from policysearch.output import citation
from policysearch.output import json as json_output
from policysearch.output.html import fragment
from policysearch.readers.pdf import extract, lines, shifted_fonts
from policysearch.readers.pdf.lines import Char
from policysearch.readers.text import Reading
from policysearch.structure import tree_builder
from tests.support import formats, ofd
from tests.support.paths import ROOT
from tests.support.pdfs import PROSE, SONG, Sheet, canvas, pdf

BODY = [(12.0, PROSE), (12.0, PROSE)]
CHAPTERS = [
    Sheet([(12, "某市数据管理办法"), (12, "第一章 总则"), (12, f"第一条 {PROSE}"), (12, f"第二条 {PROSE}")]),
    Sheet([(12, "第二章 管理"), (12, f"第三条 {PROSE}"), (12, f"第四条 {PROSE}")]),
]


def reading(data: bytes) -> Reading:
    return extract.read(data, "x.pdf")


def outline(data: bytes) -> list[tuple[str, str, int]]:
    """Kind, heading and depth of the headings."""
    found = reading(data)
    source = Source("x.pdf", found.lines, "pdf", False, "0" * 64, grids=found.grids, levels=found.levels)
    (document,) = tree_builder.parse(source)
    depths: list[int] = []
    for provision in document.provisions:
        depths.append(0 if provision.parent is None else depths[provision.parent] + 1)
    return [
        (provision.kind, provision.heading, depth)
        for provision, depth in zip(document.provisions, depths, strict=True)
        if provision.kind in HEADINGS
    ]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    sheets = [*CHAPTERS, Sheet([(12, "第三章 附则"), (12, f"第五条 {PROSE * 12}")]), Sheet([(12, f"第六条 {PROSE}")])]
    (folder / "办法.pdf").write_bytes(pdf(sheets, labels=[(1, "r", 1), (3, "D", 1)]))
    (folder / "通知.txt").write_text(f"关于数据的通知\n第一条 {PROSE}\n", "utf-8")
    Index.update(folder, folder / "index")
    return folder / "index"


def test_a_hit_of_a_pdf_knows_its_pages(index: Path) -> None:
    with Index.open(index) as opened:
        places = {
            p.title: (p.page_start, p.page_end, p.page_label) for p in opened.passages() if p.source == "办法.pdf"
        }
        assert places["第二条"] == (1, 1, "i")
        assert places["第四条"] == (2, 2, "ii")
        assert places["第五条"] == (3, 3, "1")
        assert places["第六条"] == (4, 4, "2")
        (text,) = [p for p in opened.passages() if p.source == "通知.txt" and p.title == "第一条"]
        assert (text.page_start, text.page_end, text.place) == (0, 0, "通知.txt:2")
        answer = opened.search("正文 article:四")
        hit = answer.hits[0]
        source = json_output.answer(answer)["hits"][0]["source"]
        assert source == {
            "file": "办法.pdf",
            "line_start": 7,
            "line_end": 7,
            "page_start": 2,
            "page_end": 2,
            "page_label": "ii",
        }
        assert hit.passage.place == "办法.pdf#page=2"
        assert citation.citation(hit.passage).endswith("第二章第四条, 第ii页(文件第2页).")
        assert "办法.pdf 第 2 页" in fragment(answer)


def test_every_window_tells_the_page(index: Path) -> None:
    run = CliRunner()
    query = ["search", "正文 article:四", "--index", str(index)]
    assert "办法.pdf#page=2" in run.invoke(main, query).output
    head, row = run.invoke(main, [*query, "--format", "csv"]).output.splitlines()[:2]
    cells = dict(zip(head.lstrip("\ufeff").split(","), row.split(","), strict=False))
    assert cells["rank"] == "1"
    assert '"page_start": 2' in run.invoke(main, [*query, "--json"]).output
    exported = json.loads(run.invoke(main, ["export", "--index", str(index)]).output.splitlines()[0])
    assert set(exported["source"]) >= {"page_start", "page_end", "page_label"}


def test_a_paragraph_and_a_table_over_pages_begin_on_one_and_end_on_the_other() -> None:
    long = Sheet([(12, f"第{n}段{PROSE}") for n in "一二三四五六七八九十"])
    found = reading(
        pdf([Sheet([*long.lines, (12, "这一行一直写到右边" * 9)]), Sheet([(12, "接着上一页写完。"), *BODY])])
    )
    assert [(start.page, start.within) for start in found.page_starts] == [(1, False), (2, False)]
    rows = tuple((str(n), f"任务{n}", f"部门{n}") for n in range(120))
    found = reading(
        formats.as_pdf([formats.Block("第一章 任务", True), formats.Block(rows=(("序号", "任务", "部门"), *rows))])
    )
    for start in found.page_starts[1:]:
        assert found.lines[start.line - 1].count("\t") == 2, start
    assert len(found.page_starts) > 2
    assert len(found.grids) == 1


@pytest.mark.parametrize("within", [False, True])
def test_the_page_of_a_line_that_another_page_goes_on_with(within: bool) -> None:
    from dataclasses import replace

    from policysearch.index.ingest import _with_pages
    from tests.support.passages import EMPTY

    starts = (PageStart(1, 1), PageStart(3, 2, "", within), PageStart(5, 4))
    source = Source("x", ("",) * 9, "pdf", False, "", page_starts=starts)
    at = [
        (p.page_start, p.page_end)
        for n in range(1, 7)
        if (p := _with_pages(source, replace(EMPTY, line_start=n, line_end=n)))
    ]
    assert at == [(1, 1), (1, 1), (1, 2) if within else (2, 2), (2, 2), (4, 4), (4, 4)]


def test_pages_of_an_ofd(tmp_path: Path) -> None:
    blocks = formats.blocks(sorted((ROOT / "corpus").iterdir())[0])
    (tmp_path / "a.ofd").write_bytes(ofd.as_ofd(blocks))
    Index.update(tmp_path, tmp_path / "index")
    with Index.open(tmp_path / "index") as opened:
        pages = [p.page_start for p in opened.passages()]
    assert pages == sorted(pages)
    assert pages[0] == 1
    assert pages[-1] == len(ofd.typeset(blocks))


# Titles without numbers

REPORT = [
    [(22.0, "某市发展报告"), (16.0, "总体要求"), *BODY, (14.0, "指导思想"), *BODY, (14.0, "基本原则"), *BODY],
    [(16.0, "主要任务"), *BODY, (14.0, "产业发展"), *BODY, (16.0, "保障措施"), *BODY],
]
MARKS = [
    (1, "总体要求", 1),
    (2, "指导思想", 1),
    (2, "基本原则", 1),
    (1, "主要任务", 2),
    (2, "产业发展", 2),
    (1, "保障措施", 2),
]
LEVELS = [("小标题", title, level - 1) for level, title, _ in MARKS]


def flat(pages: list[list[tuple[float, str]]]) -> list[Sheet]:
    """All of one size."""
    return [Sheet([(12, text) for _, text in page]) for page in pages]


@pytest.mark.parametrize("font", [SONG, "embedded"])
def test_bookmarks_tell_titles_and_their_levels(font: str) -> None:
    if font == "embedded":
        font = formats.embedded("".join(text for page in REPORT for _, text in page))
    assert outline(pdf(flat(REPORT), MARKS, font=font)) == LEVELS
    assert outline(pdf(flat(REPORT), font=font)) == []


@pytest.mark.parametrize("font", [SONG, "embedded"])
def test_the_size_of_print_tells_titles_where_there_are_no_numbers(font: str) -> None:
    if font == "embedded":
        font = formats.embedded("".join(text for page in REPORT for _, text in page))
    assert outline(pdf(map(Sheet, REPORT), font=font)) == LEVELS


def test_large_print_adds_nothing_to_numbered_headings() -> None:
    pages = [
        [(12.0, "某市规划"), (16.0, "第一章 总则"), *BODY, (16.0, "数据看板"), *BODY, (16.0, "第二章 任务"), *BODY],
        [(16.0, "重点提示"), *BODY, (16.0, "第三章 附则"), *BODY],
    ]
    assert [heading for _, heading, _ in outline(pdf(map(Sheet, pages)))] == [
        "第一章 总则",
        "第二章 任务",
        "第三章 附则",
    ]


def test_large_print_tells_titles_among_which_few_happen_to_be_numbered() -> None:
    titles = ["背景", "目标", "任务", "分工", "要求", "监督", "考核", "宣传", "经费", "附则"]
    pages = [[(12.0, "某市方案"), (16.0, "第一章 总则"), *BODY], [(16.0, "第二章 管理"), *BODY]]
    pages += [[(16.0, title), *BODY] for title in titles]
    assert [heading for _, heading, _ in outline(pdf(map(Sheet, pages)))] == ["第一章 总则", "第二章 管理", *titles]


def test_the_first_title_may_stand_right_over_one_below_it() -> None:
    pages = [
        [(22.0, "某区实施方案"), (18.0, "教育提质"), (15.0, "目标任务"), *BODY, (15.0, "责任单位"), *BODY],
        [(18.0, "养老扩面"), (15.0, "目标任务"), *BODY],
    ]
    assert outline(pdf(map(Sheet, pages))) == [
        ("小标题", "教育提质", 0),
        ("小标题", "目标任务", 1),
        ("小标题", "责任单位", 1),
        ("小标题", "养老扩面", 0),
        ("小标题", "目标任务", 1),
    ]


NUMBERED = [
    [
        (12.0, "某市规划"),
        (12.0, "第一章 总则"),
        *BODY,
        (12.0, "第一节 目标"),
        *BODY,
        (12.0, "背景"),
        *BODY,
        (12.0, "第二节 原则"),
        *BODY,
    ],
    [(12.0, "第二章 任务"), *BODY, (12.0, "结束语"), *BODY],
]


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_wrong_level_of_a_bookmark_leaves_numbered_headings_in_their_places(level: int) -> None:
    """Whatever level it is given, 第二节 stays beside 第一节."""
    marks = [
        (1, "第一章 总则", 1),
        (2, "第一节 目标", 1),
        (2, "第二节 原则", 1),
        (1, "第二章 任务", 2),
        (1, "结束语", 2),
    ]
    marks[2:2] = [(level, "背景", 1)]
    assert outline(pdf(map(Sheet, NUMBERED), marks)) == [
        ("章", "第一章 总则", 0),
        ("节", "第一节 目标", 1),
        ("小标题", "背景", 2),
        ("节", "第二节 原则", 1),
        ("章", "第二章 任务", 0),
        ("小标题", "结束语", 0),
    ]


@pytest.mark.parametrize(
    "marks",
    [
        [(1, "封面", 1), (1, "_GoBack", 1), (2, "第九章 没有", 2)],  # nothing of the text
        [(1, PROSE, 1), (2, PROSE, 2)],  # sentences
        [(1, "背景", 2)],  # of other pages
        [(1, "某市规划", 1)],  # the document's own title
    ],
)
def test_bookmarks_that_name_no_title_change_nothing(marks: list[tuple[int, str, int]]) -> None:
    assert outline(pdf(map(Sheet, NUMBERED), marks)) == outline(pdf(map(Sheet, NUMBERED)))


# Directions

ACT = ["第三章 保障措施", f"第八条 {PROSE}", f"第九条 {PROSE}"]
SET = [(12.0, line) for line in ACT]


@pytest.mark.parametrize(
    "sheet",
    [
        *(Sheet(SET, turned=turn) for turn in (90, 180, 270)),
        *(Sheet(SET, rotate=turn) for turn in (90, 180, 270)),
        Sheet(SET, turned=90, rotate=90),
        Sheet(SET, turned=270, rotate=90),
        Sheet(SET, vertical=True),
    ],
    ids=lambda sheet: f"{sheet.turned} {sheet.rotate} {sheet.vertical}",
)
def test_text_in_any_direction_reads_as_upright_text(sheet: Sheet) -> None:
    assert list(reading(pdf([sheet])).lines) == ACT
    assert list(reading(pdf([*CHAPTERS, sheet])).lines[-3:]) == ACT


@pytest.mark.parametrize("turned", [0, 90, 270])
def test_a_table_laid_across_is_a_table(turned: int) -> None:
    rules = [(72, y, 500, y) for y in (100, 130, 160, 190)] + [(x, 100, x, 190) for x in (72, 200, 350, 500)]
    cells = [(80 + x * 140, 120 + y * 30, f"{'甲乙丙'[x]}{y}项") for x in range(3) for y in range(3)]
    found = reading(pdf([CHAPTERS[0], Sheet([(12, "附表1 任务分工表")], turned=turned, rules=rules, cells=cells)]))
    rows = ["甲0项\t乙0项\t丙0项", "甲1项\t乙1项\t丙1项", "甲2项\t乙2项\t丙2项"]
    assert [line for line in found.lines if "\t" in line] == rows
    assert "附表1 任务分工表" in found.lines
    assert len(found.grids) == 1


def test_a_label_set_sideways_in_a_cell_stays_in_it() -> None:
    file = io.BytesIO()
    page = canvas(file)
    page.setFont(SONG, 12)
    for y in (700, 600, 500):
        page.line(72, y, 500, y)
    for x in (72, 110, 500):
        page.line(x, 500, x, 700)
    for n, text in enumerate(("建设基础设施项目", "推进公共服务均等化")):
        page.drawString(120, 650 - 100 * n, text)
    page.saveState()
    page.translate(95, 620)
    page.rotate(90)
    page.drawString(0, 0, "工程类")
    page.restoreState()
    page.save()
    rows = [line for line in reading(file.getvalue()).lines if line.strip()]
    assert rows == ["工程类\t建设基础设施项目", "\t推进公共服务均等化"]


# Watermarks

MARK = [("内部资料", 0.8, 0.0), ("内部资料", 0.6, 45.0), ("内部资料", 0.0, 30.0)]


@pytest.mark.parametrize("mark", MARK)
def test_a_watermark_is_no_text(mark: tuple[str, float, float]) -> None:
    sheets = [Sheet(sheet.lines, marks=[mark]) for sheet in (*CHAPTERS, Sheet([(12, "第三章 附则")]))]
    plain = [Sheet(sheet.lines) for sheet in sheets]
    assert reading(pdf(sheets)).lines == reading(pdf(plain)).lines


def test_light_print_that_covers_nothing_is_text() -> None:
    sheets = [Sheet([(12, "第一章 总则"), (12, "第一条 甲。")], marks=[("专题", 0.7, 0.0)])]
    assert "专题" in reading(pdf(sheets)).lines


def test_a_line_that_two_pages_share_is_no_running_head() -> None:
    sheets = [Sheet([(12, f"第{n}章 {name}"), (12, "具体内容另行公布。")]) for n, name in (("一", "甲"), ("二", "乙"))]
    assert list(reading(pdf(sheets)).lines) == ["第一章 甲", "具体内容另行公布。", "第二章 乙", "具体内容另行公布。"]


# Form values, notes, fonts that tell nothing


def with_form(fields: int = 1, notes: int = 0) -> bytes:
    file = io.BytesIO()
    page = canvas(file)
    page.setFont(SONG, 12)
    page.drawString(72, 780, "申请单位：")
    for n in range(fields):
        page.acroForm.textfield(name=f"f{n}", value="Civil Affairs", x=150, y=775 - n % 700, width=200, height=18)
    for n in range(notes):
        page.textAnnotation("a remark", Rect=[400, 700 - n, 420, 720 - n])
    page.save()
    return file.getvalue()


def test_form_values_are_read_and_notes_told() -> None:
    found = reading(with_form(notes=2))
    assert "申请单位：" in found.lines[0]
    assert "Civil Affairs" in "".join(found.lines)
    assert found.left_out == ("page 1 has notes beside the text, left out; --comments reads them",)


def test_boxes_to_tick_are_told() -> None:
    file = io.BytesIO()
    page = canvas(file)
    page.setFont(SONG, 12)
    for y, (text, checked) in zip((780, 740), (("同意公开：", True), ("不同意公开：", False)), strict=True):
        page.drawString(72, y, text)
        page.acroForm.checkbox(name=text, checked=checked, x=180, y=y - 2, size=12)
    page.save()
    assert list(reading(file.getvalue()).lines) == ["同意公开： ☑", "不同意公开： ☐"]


def test_too_many_form_fields_are_told() -> None:
    found = reading(with_form(2_500))
    assert found.left_out == ("page 1 has too many form fields and notes, left out",)
    assert found.lines == ("申请单位：",)


def _shift(text: str) -> str:
    """`text` as files of 方正书版 hold it whose codes are taken for those of GB 2312."""
    wide = (chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)
    return "".join("郾" if one == "．" else bytes((code[0] + 0x31, code[1])).decode("gbk") for one in wide for code in [one.encode("gbk")])  # fmt: skip


def _in_two_fonts(texts: Iterable[str], name: str, shown: Callable[[str], str] = _shift) -> bytes:
    """A PDF whose punctuation, figures and letters are in a font called `name`, its text in another."""
    from reportlab.pdfbase import _cidfontdata, pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    file = io.BytesIO()
    page = canvas(file)
    latin = UnicodeCIDFont(SONG)
    latin.name = latin.fontName = latin.face.name = name
    described = json.loads(json.dumps(_cidfontdata.CIDFontInfo[SONG]).replace(SONG, name))
    _cidfontdata.CIDFontInfo[name] = described
    pdfmetrics.registerFont(latin)
    down = 100.0
    for line in texts:
        across = 72.0
        for char in line:
            is_text = "一" <= char <= "鿿"
            page.setFont(SONG if is_text else name, 12)
            page.drawString(across, 842 - down, char if is_text else shown(char))
            across += 12
        down += 24
    page.save()
    return file.getvalue()


STANDARD = [
    "1 适用范围",
    "本标准规定了限值，自2008年7月1日起实施；引用《某市标准》（GB/T 16889）。",
    "2 要求",
    "2.1 浓度",
    "应当不大于0.75，按要求执行。",
]


def test_punctuation_mapped_to_ideographs_is_restored() -> None:
    printed = "".join(STANDARD).replace(" ", "　")  # as these files have spaces
    for name in ("AAAAA+EU-BZ1", "Any-Name-One"):
        found = reading(_in_two_fonts([line.replace(" ", "　") for line in STANDARD], name))
        assert "".join(found.lines) == printed
        assert [one.code for one in found.left_out] == ["omissions.shifted"]


def test_ideographs_that_are_meant_stay() -> None:
    meant = "一直要求在月日前报送。叶远在野外，袁尧也在。"
    found = reading(_in_two_fonts([meant], "AAAAA+EU-BZ1", str))
    assert "".join(found.lines) == meant
    assert not found.left_out
    chars = [Char(one, 0, 10, 0, 10, 9) for one in "员怨怨苑年。"]
    assert not shifted_fonts.restore(chars, {"AAAAA+EU-BZ": [0, 1, 2, 3], SONG: [4]})  # another font has 。
    assert "".join(char.text for char in chars) == "员怨怨苑年。"


def test_a_digit_twice_is_no_bold_print() -> None:
    """Two figures set close in a font with a tall box are two; one over the other is one."""

    def row(step: float) -> list[Char]:
        return [Char(one, n * step, n * step + 5, 0, 30, 24) for n, one in enumerate("1688")]

    assert lines.text(row(4.9)) == "1688"
    assert lines.text(row(0.5)) == "168"


@pytest.mark.parametrize(
    ("font", "text", "shifted"),
    [
        ("BLIBNA+EU-BZ", "员怨怨苑", True),
        ("E-FZ-PK7482dc", "圆园园愿", True),
        ("BLIBNA+EU-BZ", "员怨怨苑年", False),  # 年 stands for nothing
        ("FZSSK--GBK1-0", "员怨怨苑", False),  # too few to tell
        ("Any", "员圆猿遥袁园尧渊冤", True),
        ("Any", "员圆猿遥袁园尧渊冤的", False),
        ("EUROPE-Sans", "员怨怨苑", False),
    ],
)
def test_fonts_that_shift_characters(font: str, text: str, shifted: bool) -> None:
    assert shifted_fonts.is_shifted(font, text) is shifted
