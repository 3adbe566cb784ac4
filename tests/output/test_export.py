"""What is taken along: CSV, Markdown and BibTeX that their readers read back, citations, and ids that last."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.index.answer import Answer
from policysearch.index.index import Index
from policysearch.model.document import Passage
from policysearch.model.hits import Hit
from policysearch.output.citation import bibtex, citation, key, place
from policysearch.output.formats import markdown
from policysearch.output.formats.bibtex import as_bibtex
from policysearch.output.formats.csv import COLUMNS, as_csv
from policysearch.output.formats.markdown import as_markdown
from policysearch.query.parser import parse
from policysearch.text.display import plain
from tests.support.passages import passage
from tests.support.paths import ROOT

HOSTILE = [
    '=HYPERLINK("http://x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1+1",
    'a"b,c\nd',
    "\t=1",
    "\r=1",
    "**粗**",
    "<b>",
    "{}\\%$#_&~^",
    "} , x = {",
    "]`[",
    "1. 一",
    "# 题",
]
PLAN = "重庆市九龙坡区国民经济和社会发展第十五个五年规划纲要"


def answer(*passages: Passage, query: str = "氢能") -> Answer:
    tree = parse(query)
    hits = tuple(Hit(p, 1.5) for p in passages)
    return Answer(query, str(tree), tree, len(hits), False, 0, hits)


def hostile(text: str) -> Passage:
    return replace(
        passage(1, f"{text}氢能{text}", text), id="a/b_1", document=text, district=text, issuer=text, number=text, path=(text,),
        kind="节", section=text,
    )  # fmt: skip


def test_csv_comes_back_through_a_reader(index: Index) -> None:
    found = index.search("产业", None)
    head, *rows = csv.reader(io.StringIO(as_csv(found)))
    assert tuple(head) == COLUMNS and len(rows) == found.total > 40
    for rank, (row, hit) in enumerate(zip(rows, found.hits, strict=True), 1):
        cells = dict(zip(head, row, strict=True))
        p = hit.passage
        assert (cells["rank"], cells["id"], cells["district"]) == (str(rank), p.id, p.district)
        assert (cells["file"], cells["line_start"], cells["line_end"]) == (p.source, str(p.line_start), str(p.line_end))
        assert float(cells["score"]) == pytest.approx(hit.score, abs=1e-4)
        assert cells["title"].removeprefix("'") == plain(p.title)[0] and cells["citation"] == citation(p)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula_and_none_is_lost(text: str) -> None:
    head, row = csv.reader(io.StringIO(as_csv(answer(hostile(text)))))
    assert len(row) == len(head)
    assert not [cell for cell in row if cell.startswith(tuple("=+-@\t\r＝＋－＠"))]
    cells = dict(zip(head, row, strict=True))
    assert cells["title"].removeprefix("'") == plain(text)[0]


def entries(text: str) -> list[tuple[str, dict[str, str]]]:
    """A small reader of BibTeX: keys with their fields; braces must balance and nothing may stand between entries."""
    found, at = [], 0
    while match := re.compile(r"\s*@misc\{([^\s,{}\"#%'()=~\\]+),\n").match(text, at):
        fields, at = {}, match.end()
        while field := re.compile(r"  (\w+) = ").match(text, at):
            at = end = field.end()
            depth = 0
            while depth or text[end] not in ",":
                depth += {"{": 1, "}": -1}.get(text[end], 0)
                assert depth >= 0
                end += 1
            fields[field[1]] = text[at:end].removeprefix("{").removesuffix("}")
            assert text[end : end + 2] == ",\n"
            at = end + 2
        assert text[at] == "}"
        at += 1
        found.append((match[1], fields))
    assert not text[at:].strip()
    return found


def unlatex(value: str) -> str:
    value = value.removeprefix("{").removesuffix("}")
    for name, sign in {
        "backslash": "\\",
        "braceleft": "{",
        "braceright": "}",
        "asciitilde": "~",
        "asciicircum": "^",
    }.items():
        value = value.replace(f"\\text{name}{{}}", f"\0{ord(sign)}\0")
    value = re.sub(r"\\([$&#%_])", r"\1", value)
    return re.sub("\0(\\d+)\0", lambda found: chr(int(found[1])), value)


def test_bibtex_comes_back_through_a_reader(index: Index) -> None:
    found = index.search("产业", None)
    read = entries(as_bibtex(found))
    assert [name for name, _ in read] == [key(hit.passage.id) for hit in found.hits]
    assert len({name for name, _ in read}) == found.total
    for (_, fields), hit in zip(read, found.hits, strict=True):
        p = hit.passage
        assert unlatex(fields["title"]) == plain(p.document)[0].strip()
        assert unlatex(fields.get("pages", "")) == place(p)
        assert fields.get("year", "") == (p.issued or p.number.partition("〔")[2])[:4] and ("author" in fields) == bool(
            p.issuer
        )


@pytest.mark.parametrize("text", HOSTILE)
def test_bibtex_of_hostile_text(text: str) -> None:
    ((name, fields),) = entries(bibtex(hostile(text)))
    assert name == "a:b_1" and unlatex(fields["title"]) == plain(text)[0].strip()


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("氢能ab1*_`[]<>#+-=.)|~&;\\{}%$^@,'\"\n\t （）“”"), max_size=20))
def test_whatever_a_document_says_is_read_back(text: str) -> None:
    shown = plain(text)[0]
    ((_, fields),) = entries(bibtex(replace(hostile(text), document=f"题{text}题")))
    assert unlatex(fields["title"]) == plain(f"题{text}题")[0].strip()
    head, row = csv.reader(io.StringIO(as_csv(answer(hostile(text)))))
    assert dict(zip(head, row, strict=True))["district"].removeprefix("'") == shown.removeprefix("'")
    escaped = markdown._escaped(shown)
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", escaped) == shown
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_`\[\]<>|~]", escaped)
    assert not re.match(r"[#+=-]|\d+[.)]", escaped)


def test_markdown_lists_place_snippet_and_citation(index: Index) -> None:
    found = index.search("氢能 district:九龙坡", 2)
    text = as_markdown(found)
    assert text.startswith(f"# 检索：氢能 district:九龙坡\n\n共 {found.total} 条结果，以下为第 1–2 条。\n\n1. **")
    assert "**氢能**" in text and "\n2. **" in text
    for hit in found.hits:
        assert f"`{hit.passage.id}`" in text and place(hit.passage) in text
    assert as_markdown(index.search("没有的词语")).endswith("共 0 条结果。\n")


def test_bold_is_where_markdown_can_close_it() -> None:
    assert markdown._bold("占比75%以上", [(2, 5)]) == "占比75%以上"
    assert markdown._bold("发展氢能。", [(2, 4)]) == "发展**氢能**。"


def test_bold_pieces_that_touch_are_one() -> None:
    assert markdown._bold("积极布局氢能，", [(2, 4), (4, 6)]) == "积极**布局氢能**，"


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_row_of_a_table_is_taken_along_with_its_column_heads(index: Index) -> None:
    found = index.search("研发经费投入强度 2030年 title:指标", 1)
    (cells,) = read(as_csv(found))
    assert re.search(
        r"(?:^| / )序号：\d+；指标名称：研发经费投入强度[（(]%[）)]；2025年：[^；]+；2030年目标：[^；]+；属性：预期性",
        cells["text"],
    )
    line = next(line for line in as_markdown(found).splitlines() if "属性：" in line)
    assert line.startswith("   > 序号：") and "名称：**研发经费投入强度**" in line and "；**2030年**目标：" in line


def test_every_word_of_the_query_is_taken_along() -> None:
    filler = "这里没有要找的词语，只有平常的叙述。" * 8
    found = answer(passage(1, f"发展氢能。{filler}建设轨道交通。{filler}养老床位。"), query="氢能 轨道交通 养老床位")
    (cells,) = read(as_csv(found, 40))
    assert all(word in cells["text"] for word in found.query.split()) and len(cells["text"]) < 100
    text = as_markdown(found, 40)
    assert all(f"**{word}**" in text for word in found.query.split())


def test_a_widened_search_and_groups_say_so(index: Index) -> None:
    found = index.search("托育服务 木星车站")
    assert found.relaxed and not found.exact
    assert "；没有段落包含全部词语，以下各条包含其中一部分（第 1 条不含：木星车站）。" in as_markdown(found)
    rows = read(as_csv(found))
    assert [(row["why"], row["missing"]) for row in rows] == [(hit.why, " ".join(hit.missing)) for hit in found]
    assert {row["missing"] for row in rows} >= {"木星车站"} and {row["group"] for row in rows} == {""}

    found = index.search("产业", 2, group="document")
    rows = read(as_csv(found))
    assert [(row["group"], int(row["group_total"])) for row in rows] == [(one.value, one.total) for one in found.groups]
    text = as_markdown(found)
    assert f"共 {found.total} 条结果，分属 {found.group_total} 个文件，以下为第 1–2 个。" in text
    assert f"   本文件 {found.groups[0].total} 条结果中最相关的一条。" in text


CITED = replace(
    passage(1, ""), document=PLAN, issuer="重庆市九龙坡区人民政府", issued="2026-03-01", type="规划纲要",
    path=("第三篇 迭代升级现代制造业集群", "第七章 加力布局新兴产业", "第一节 加速培育新兴产业"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, f"重庆市九龙坡区人民政府. {PLAN}[Z]. 2026-03-01: 第三篇第七章第一节."),
        (
            {"number": "九龙坡府发〔2026〕3号"},
            f"重庆市九龙坡区人民政府. {PLAN}: 九龙坡府发〔2026〕3号[Z]. 2026-03-01: 第三篇第七章第一节.",
        ),
        ({"issuer": ""}, f"{PLAN}[Z]. 2026-03-01: 第三篇第七章第一节."),
        (
            {"issued": "", "number": "某府发〔2021〕3号"},
            f"重庆市九龙坡区人民政府. {PLAN}: 某府发〔2021〕3号[Z]. 2021: 第三篇第七章第一节.",
        ),
        ({"issued": ""}, f"重庆市九龙坡区人民政府. {PLAN}[Z]. 第三篇第七章第一节."),
        ({"issued": "", "issuer": "", "path": ()}, f"{PLAN}[Z]."),
        ({"path": ()}, f"重庆市九龙坡区人民政府. {PLAN}[Z]. 2026-03-01."),
        (
            {"url": "https://example.cn/a_1.html"},
            f"重庆市九龙坡区人民政府. {PLAN}[EB/OL]. 第三篇第七章第一节(2026-03-01). https://example.cn/a_1.html.",
        ),
        (
            {"url": "https://example.cn/a", "path": (), "type": "标准"},
            f"重庆市九龙坡区人民政府. {PLAN}[S/OL]. (2026-03-01). https://example.cn/a.",
        ),
        (
            {"url": "https://example.cn/a", "issued": ""},
            f"重庆市九龙坡区人民政府. {PLAN}[EB/OL]. 第三篇第七章第一节. https://example.cn/a.",
        ),
        ({"type": "报告"}, f"重庆市九龙坡区人民政府. {PLAN}[R]. 2026-03-01: 第三篇第七章第一节."),
        ({"type": "标准"}, f"重庆市九龙坡区人民政府. {PLAN}[S]. 2026-03-01: 第三篇第七章第一节."),
        ({"document": "", "document_id": "x"}, "重庆市九龙坡区人民政府. x[Z]. 2026-03-01: 第三篇第七章第一节."),
    ],
)
def test_citations(changes: dict[str, object], expected: str) -> None:
    assert citation(replace(CITED, **changes)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("第三篇 产业", "专栏 10 高能级创新平台"), "第三篇专栏10"),
        (("第一章 总则", "专栏3-1 方向"), "第一章专栏3-1"),
        (("名词解释", "三大攻坚战"), "名词解释“三大攻坚战”"),
        (("名词解释", "“两主四特”"), "名词解释“‘两主四特’”"),
        (("第十一条 收集运输",), "第十一条"),
        (("第一分编 通则", "第二十七条"), "第一分编第二十七条"),
        (("一、总体要求", "（一）指导思想"), "一、（一）"),
        (("一、总体要求",), "一、总体要求"),
        (("一、 总体要求", "（一）指导思想", "十二、 保障 措施"), "一、（一）十二、保障措施"),
        (("附表1 规划治理指标一览表",), "附表1"),
        (("总体要求",), "“总体要求”"),
        (("专栏 重点工程",), "“专栏 重点工程”"),
        ((), ""),
    ],
)  # fmt: skip
def test_places(path: tuple[str, ...], expected: str) -> None:
    assert place(replace(CITED, path=path)) == expected


def test_every_citation_of_the_samples_is_one_line_that_ends(index: Index) -> None:
    for p in index.passages():
        text = citation(p)
        assert re.fullmatch(r"(?:[^\n]+\. )?[^\n]+\[[ZRSJ]\]\.(?: [^\n]+\.)?", text), text


def test_ids_are_the_same_after_a_rebuild_and_beside_other_documents(tmp_path: Path) -> None:
    """Permalinks: `show ID` and #id lead to the same passage as long as its document stays."""
    Index.update([ROOT / "corpus"], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        before = {p.id: (p.title, p.text) for p in index.passages()}
    Index.update([ROOT / "corpus"], tmp_path / "index", rebuild=True)
    with Index.open(tmp_path / "index") as index:
        assert {p.id: (p.title, p.text) for p in index.passages()} == before
    other = tmp_path / "docs" / "0-before-all-others.txt"
    other.parent.mkdir()
    other.write_text("上海市浦东新区国民经济和社会发展第十五个五年规划纲要\n\n第一章 产业\n\n发展产业。\n", "utf-8")
    Index.update([other, ROOT / "corpus"], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        after = {p.id: (p.title, p.text) for p in index.passages()}
    assert before.items() <= after.items() and len(after) > len(before)


def test_the_address_of_a_web_page_is_in_its_bibtex_as_it_is() -> None:
    ((_, fields),) = entries(bibtex(replace(CITED, url="https://example.cn/a_1.html?a=%E6&b=2#c")))
    assert (fields["url"], fields["mark"]) == ("https://example.cn/a_1.html?a=%E6&b=2#c", "EB/OL")
