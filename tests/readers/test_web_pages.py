"""A text over several web pages is one document, each passage once; what only looks alike stays apart."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from policysearch.index import discovery, loading
from policysearch.index.index import Index
from policysearch.model.document import Source
from policysearch.model.errors import CorpusError
from policysearch.readers import web_pages
from policysearch.structure import tree_builder
from tests.support import hostile

PARTS = [
    ["某市氢能产业发展规划", "第一章 总则", "推进氢能产业发展。", "第二章 目标", "到2030年形成体系。"],
    ["布局加氢站网络。", "第三章 任务", "建设制氢基地。"],
    ["第四章 保障", "加强组织领导。", "第五章 附则", "本规划自印发之日起施行。"],
]
WHOLE = [line for part in PARTS for line in part]


def script(n: int, total: int, stem: str) -> str:
    return f'<div id="page"><script>\n//分页\ncreatePageHTML({total}, {n}, "{stem}", "html");\n</script></div>'


def links(n: int, total: int, stem: str) -> str:
    names = [f"{stem}{f'_{k}' * bool(k)}.html" for k in range(total)]
    numbers = [f'<a href="./{names[k]}">{k + 1}</a>' if k != n else f"<span>{k + 1}</span>" for k in range(total)]
    before = f'<a href="{names[n - 1]}">上一页</a>' if n else "上一页"
    after = f'<a href="/zw/{names[n + 1]}"><span>下一页&gt;</span></a>' if n + 1 < total else "下一页"
    return f'<div class="fy">{before} {" ".join(numbers)} {after} 共{total}页</div>'


def page(n: int, lines: Sequence[str], pager: str, title: str = "某市氢能产业发展规划") -> str:
    """A page of a site: navigation, the title with its date and a counter that differs, text, pager, foot."""
    body = "".join(f"<p>{line}</p>" for line in lines if line != title)
    return f"""<html><head><meta charset=utf-8><title>{title}_某市人民政府</title></head><body>
<div class=nav><a href=/>首页</a> <a href=/zw>政务公开</a></div><h1>{title}</h1>
<p>发布时间：2026-03-01 来源：市发展改革委 浏览次数：{100 + n}</p><div id=zoom>{body}</div>{pager}
<p>【打印】 【关闭】</p><p>责任编辑：办公室</p></body></html>"""


def site(
    folder: Path, pager: Callable[[int, int, str], str] = links, stem: str = "t2026_117", **more: str
) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for n, part in enumerate(PARTS):
        names.append(f"{stem}{f'_{n}' * bool(n)}.html")
        (folder / names[-1]).write_text(page(n, part, pager(n, len(PARTS), stem), **more), encoding="utf-8")
    return names


def sources(folder: Path) -> tuple[list[Source], list[str]]:
    problems: list[CorpusError] = []
    found = [
        source
        for path, name, pages in loading.texts(discovery.find([folder]))
        for source in loading.sources(path, name, problems.append, pages)
    ]
    return found, [str(problem) for problem in problems]


@pytest.mark.parametrize("pager", [links, script, lambda *_: ""], ids=["links", "script", "chapters"])
def test_pages_of_one_text_are_one_source_with_every_line_once(pager: Callable[..., str], tmp_path: Path) -> None:
    names = site(tmp_path, pager)
    if pager not in (links, script):  # where nothing links them, a page must begin where the chapters go on
        (tmp_path / names[1]).write_text(page(1, PARTS[1][1:], ""), encoding="utf-8")
    (found,), problems = sources(tmp_path)
    expected = [line for line in WHOLE if pager in (links, script) or line != PARTS[1][0]]
    text = [line for line in found.lines if "浏览" not in line and "责任编辑" not in line]
    assert (text, problems) == (expected, [])
    assert [name for name, *_ in found.pages] == names
    for n, line in enumerate(found.lines, 1):
        name, first, last = found.where(n, n) or ("", 0, 0)
        assert first == last and loading.read(tmp_path / name, name).lines[first - 1] == line
    (document,) = tree_builder.parse(found)
    assert [p.number for p in document.provisions if p.kind == "章"] == [
        "第一章",
        "第二章",
        "第三章",
        "第四章",
        "第五章",
    ]


def test_a_passage_over_a_page_break_tells_where_it_begins(tmp_path: Path) -> None:
    names = site(tmp_path / "docs")
    Index.update([tmp_path / "docs"], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        assert index.check() == []
        (hit,) = index.search("加氢站网络").hits
        assert hit.passage.source == names[0]
        assert hit.passage.file == (names[0], 4, 5)  # the second line of 第二章 stands on page 2
        (hit,) = index.search("制氢基地").hits
        assert hit.passage.file == (names[1], 3, 4)
        assert hit.passage.place == f"{names[1]}:3-4"


def test_circulars_that_count_by_points_are_joined_where_these_go_on(tmp_path: Path) -> None:
    for n, lines in enumerate(
        (["一、总体要求", "甲。", "二、任务", "乙。"], ["三、保障", "丙。"], ["五、其他", "丁。"])
    ):
        (tmp_path / f"notice{f'_{n + 1}' * bool(n)}.html").write_text(page(n, lines, ""), encoding="utf-8")
    found, problems = sources(tmp_path)
    assert [[name for name, *_ in source.pages] for source in found] == [["notice.html", "notice_2.html"], []]
    assert problems == []


APART = {
    "other titles": ["第一章 总则", "甲。"],
    "no headings": ["甲。", "乙。"],
    "from the start": ["第一章 总则", "乙。"],
}


@pytest.mark.parametrize("lines", APART.values(), ids=APART)
def test_names_alone_join_nothing(lines: list[str], tmp_path: Path) -> None:
    for n in range(3):
        title = f"关于第{'甲乙丙'[n]}事的通知" if lines is APART["other titles"] else "某市公报"
        name = f"plan{f'_{n}' * bool(n)}.html"
        turn = "<a href=plan_1.html>下一篇</a> <a href=plan_2.html>上一篇</a>"
        (tmp_path / name).write_text(page(n, lines, turn, title), encoding="utf-8")
    found, problems = sources(tmp_path)
    assert ([source.pages for source in found], problems) == ([(), (), ()], [])


def test_two_texts_in_one_folder_stay_two(tmp_path: Path) -> None:
    first, second = site(tmp_path, stem="t2026_117"), site(tmp_path, stem="t2026_118")
    assert [[name for name, *_ in source.pages] for source in sources(tmp_path)[0]] == [first, second]
    other = site(tmp_path, script, stem="content", title="某市条例")
    (tmp_path / "content(1).html").write_bytes((tmp_path / "content.html").read_bytes())  # as browsers name a copy
    found = {source.path: len(source.pages) for source in sources(tmp_path)[0]}
    assert found == {first[0]: 3, second[0]: 3, other[0]: 3, "content(1).html": 0}


@pytest.mark.parametrize("pager", [links, script])
@pytest.mark.parametrize("gone", [0, 1, 2])
def test_a_page_that_is_missing_is_reported_and_the_rest_joined(
    pager: Callable[..., str], gone: int, tmp_path: Path
) -> None:
    names = site(tmp_path, pager)
    (tmp_path / names[gone]).unlink()
    (found,), problems = sources(tmp_path)
    assert [name for name, *_ in found.pages] == [name for name in names if name != names[gone]]
    assert len(problems) == 1 and problems[0].endswith(f"web pages; missing: {names[gone].removesuffix('.html')}")


def test_a_page_alone_says_that_it_has_others(tmp_path: Path) -> None:
    names = site(tmp_path, script)
    for name in names[1:]:
        (tmp_path / name).unlink()
    (found,), problems = sources(tmp_path)
    assert not found.pages
    assert problems == [f"{names[0]}: is one text over 3 web pages; missing: t2026_117_1, t2026_117_2"]


def test_an_outline_of_one_page_is_that_of_the_whole_text(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from policysearch.cli.main import main

    names = site(tmp_path, script)
    (tmp_path / "t2026_118.html").write_text(page(0, ["另一篇文章。"], ""), "utf-8")
    told = [CliRunner().invoke(main, ["outline", str(tmp_path / name), "--json"]) for name in names]
    assert all(one.stdout == told[0].stdout and not one.stderr for one in told)
    (document,) = json.loads(told[0].stdout)["documents"]
    folder = json.loads(CliRunner().invoke(main, ["outline", str(tmp_path), "--json"]).stdout)["documents"]
    assert len(folder) == 2 and document in folder
    (tmp_path / names[1]).unlink()
    assert "missing: t2026_117_1" in CliRunner().invoke(main, ["outline", str(tmp_path / names[0])]).stderr


def test_pages_saved_by_their_addresses_are_joined(tmp_path: Path) -> None:
    for n, part in enumerate(PARTS):
        name = f"view.html{f'?page={n + 1}' * bool(n)}"
        turn = f'<a href="?page={n + 2}">下一页</a>' if n < 2 else ""
        (tmp_path / name).write_text(page(n, part, turn), encoding="utf-8")
    (found,), problems = sources(tmp_path)
    assert [name for name, *_ in found.pages] == ["view.html", "view.html?page=2", "view.html?page=3"]
    assert problems == []


def test_pages_in_an_archive_are_joined(tmp_path: Path) -> None:
    names = site(tmp_path / "x")
    members = [(f"规划/{name}", (tmp_path / "x" / name).read_bytes()) for name in reversed(names)]
    data = hostile.zipped(*members, ("规划/a.txt", "甲".encode()))
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.zip").write_bytes(data)
    found, problems = sources(tmp_path / "docs")
    assert problems == []
    assert {source.path: [name for name, *_ in source.pages] for source in found} == {
        f"a.zip/规划/{names[0]}": [f"a.zip/规划/{name}" for name in names],
        "a.zip/规划/a.txt": [],
    }
    for _ in range(2):
        report = Index.update([tmp_path / "docs"], tmp_path / "index")
    assert len(report.unchanged) == 2


def everything(index: Path) -> list[object]:
    with Index.open(index) as opened:
        assert opened.check() == []
        return list(opened.passages())


def edits(folder: Path, chance: random.Random) -> Iterator[None]:
    """Pages changed, deleted, renamed, moved, put back; the links with them or not."""
    while True:
        names = sorted(path for path in folder.rglob("*.html"))
        what = chance.choice(["change", "delete", "rename", "swap", "all", "folder", "unlink"])
        if what == "change" and names:
            path = chance.choice(names)
            path.write_text(path.read_text("utf-8").replace("</h1>", f"</h1><p>新{chance.random()}。</p>"), "utf-8")
        elif what == "delete" and names:
            chance.choice(names).unlink()
        elif what == "rename" and names:
            path = chance.choice(names)
            path.rename(path.with_name(f"x{chance.randrange(3)}_{chance.randrange(3)}.html"))
        elif what == "swap" and len(names) > 1:
            one, other = chance.sample(names, 2)
            stats = one.stat(), other.stat()
            first, second = one.read_bytes(), other.read_bytes()
            one.write_bytes(second), other.write_bytes(first)
            os.utime(one, ns=(stats[1].st_atime_ns, stats[1].st_mtime_ns))
            os.utime(other, ns=(stats[0].st_atime_ns, stats[0].st_mtime_ns))
        elif what == "folder" and (folder / "a").exists() and not (folder / "b").exists():
            (folder / "a").rename(folder / "b")
        elif what == "unlink" and names:
            path = chance.choice(names)
            path.write_text(path.read_text("utf-8").replace("下一页", "").replace("上一页", ""), "utf-8")
        else:
            site(folder / "a", chance.choice([links, script]))
        yield


@pytest.mark.parametrize("seed", range(3))
def test_an_update_of_pages_gives_what_a_fresh_build_gives(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    docs = tmp_path / "docs"
    site(docs / "a")
    (docs / "own.txt").write_text(hostile.TEXT, encoding="utf-8")
    past = iter(range(10**18, 2 * 10**18, 10**10))
    for n, _ in zip(range(8), edits(docs, chance), strict=False):
        for path in docs.rglob("*.html"):
            if path.stat().st_mtime_ns > 15 * 10**17:
                os.utime(path, ns=(at := next(past), at))  # settled, so that only what changed is read
        Index.update([docs], tmp_path / "index")
        Index.update([docs], tmp_path / f"fresh-{n}")
        assert everything(tmp_path / "index") == everything(tmp_path / f"fresh-{n}")


def test_changing_one_page_reads_the_text_and_nothing_else(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    names, others = site(docs / "a"), site(docs / "b", stem="q")
    for path in docs.rglob("*.html"):
        os.utime(path, ns=(10**18, 10**18))
    assert Index.update([docs], tmp_path / "index").read == (f"a/{names[0]}", f"b/{others[0]}")
    path = docs / "a" / names[1]
    path.write_text(path.read_text("utf-8").replace("制氢", "储氢"), "utf-8")
    report = Index.update([docs], tmp_path / "index")
    assert (report.read, report.unchanged, report.removed) == ((f"a/{names[0]}",), (f"b/{others[0]}",), ())
    (docs / "b").rename(docs / "c")
    report = Index.update([docs], tmp_path / "index")
    assert (report.renamed, report.read, report.removed) == ((f"c/{others[0]}",), (), ())
    with Index.open(tmp_path / "index") as index:
        assert {hit.passage.file[0] for hit in index.search("制氢基地").hits} == {f"c/{others[1]}"}


def test_a_million_brackets_are_looked_through_soon() -> None:
    for text in ("<a href=x>1", "<a ", "<link rel=next ", "\n", "<a x>" + "<b>" * 90, "createPageHTML(3,", "<title>"):
        assert web_pages.texts([("a.html", text.encode() * (2**20 // len(text)))]) == [web_pages.Text((0,))]


def test_names_that_may_be_of_one_text_are_of_one_family_whatever_others_there_are() -> None:
    """So that what reads some of the files alone, in shares, reads all pages of a text."""
    dice = random.Random(4)
    stems = [
        "t2026",
        "t2026_1",
        "t2026_1_2",
        "view.jsp?id=7",
        "view.jsp?id=7&page=2",
        "plan(2)",
        "plan",
        "第2页",
        "通知_第3页",
    ]
    for _ in range(200):
        names = [
            f"{dice.choice(['', 'a/', 'b/'])}{dice.choice(stems)}{dice.choice(['.html', '.shtml', '.txt'])}"
            for _ in range(12)
        ]
        for group in web_pages.families(names):
            assert len({web_pages.family(names[i]) for i in group}) == 1
    assert web_pages.family("a/t_1.html") == web_pages.family("a/t.html") != web_pages.family("b/t.html")
    assert web_pages.family("a/t_1.txt") == "a/t_1.txt"
