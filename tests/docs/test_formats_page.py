"""Sentences of docs/formats.md and docs/tables.md, run. What a reader does in full is tested in tests/readers and tests/tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policysearch import read
from policysearch.index import loading
from policysearch.model.document import Source
from tests.support import hostile, hostile_office
from tests.support.claims import Claims, Home, run

FORMATS, TABLES = "formats.md", "tables.md"
CLAIMS = Claims()
ACT = "某市防汛办法\n第一章 总则\n第一条 各区要做好防汛准备工作，确保人民群众安全。\n第二条 本办法自公布之日起施行。\n"


def lines(name: str, data: bytes | str) -> list[str]:
    """What a file of that name with this content is read as."""
    return list(source(name, data).lines)


def source(name: str, data: bytes | str) -> Source:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    (one,) = loading.sources(path, name)
    return one


def page(body: str, head: str = "") -> str:
    return f"<html><head><title>某市防汛办法</title>{head}</head><body>{body}</body></html>"


TEXT = "<h1>某市防汛办法</h1>" + "".join(f"<p>{line}</p>" for line in ACT.splitlines()[1:])


def report(home: Home, *arguments: str) -> dict[str, object]:
    """What `index` reports on a folder `in`."""
    done = run("index in --report a.json", *arguments, index=home.built)
    assert done.code in (0, 2, 3), done
    found: dict[str, object] = json.loads(Path("a.json").read_text("utf-8"))
    return found


# What a file is


@CLAIMS(FORMATS, "A file is what its content says: a web page named `plan.doc` is read as a web page.")
def _content(home: Home) -> None:
    assert source("plan.doc", page(TEXT)).reader == "html" and "某市防汛办法" in lines("plan.doc", page(TEXT))


@CLAIMS(FORMATS, "a file given by name may have any ending")
def _any_ending(home: Home) -> None:
    Path("公文.unknown").write_text(ACT, "utf-8")
    assert run("index 公文.unknown", index=home.built).code == 0 and "第一章" in run("outline 公文.unknown").out


@CLAIMS(FORMATS, "Tables are lines with a TAB between cells; a merged cell stands where it begins.")
def _merged(home: Home) -> None:
    table = "<table><tr><td>指标</td><td colspan=2>数值</td></tr><tr><td>甲</td><td>1</td><td>2</td></tr></table>"
    found = lines("a.html", page(TEXT + table))
    assert "指标\t数值\t" in found and "甲\t1\t2" in found


@CLAIMS(
    FORMATS,
    "In text and Markdown they are those of the file",
    "**The line numbers of a web page, Word file, PDF or OFD count the lines of this text**",
)
def _numbers(home: Home) -> None:
    for name, data in (("a.txt", "\n\n" + ACT), ("a.md", "\n\n" + ACT.replace("\n", "\n\n"))):
        Path("in").mkdir(exist_ok=True)
        Path("in", name).write_text(data, "utf-8")
    assert run("index in", index=home.built).code == 0
    for hit in json.loads(run("search 人民群众 --json --no-fold --all-copies", index=home.built).out)["hits"]:
        at = hit["source"]
        kept = Path("in", at["file"]).read_text("utf-8").split("\n")
        assert any("人民群众" in line for line in kept[at["line_start"] - 1 : at["line_end"]])


# Formats


@CLAIMS(FORMATS, "charset from a mark, strict UTF-8, `meta` when it can be true, GB18030", "10⁸ for a raised 8")
def _html(home: Home) -> None:
    body = page(TEXT + "<p>总量达到10<sup>8</sup>立方米，增长较快。</p>", '<meta charset="utf-8">')
    for codec in ("utf-8", "gb18030", "utf-16"):
        found = lines("a.html", body.encode(codec))
        assert "某市防汛办法" in found and any("10⁸" in line for line in found), codec


@CLAIMS(FORMATS, "scripts, hidden text, navigation, share bars, print buttons, comments and their forms, site footers")
def _left_out(home: Home) -> None:
    noise = (
        "<script>var a='脚本';</script><div style='display:none'>隐藏的文字在这里</div>"
        "<nav><a href='/'>首页</a><a href='/b'>政务公开</a></nav><div class='share'>分享到：<a href='#'>微信</a></div>"
        "<form><textarea></textarea><input type=submit value='提交评论'></form>"
        "<div class='footer'>主办单位：某市人民政府办公室 备案号：渝ICP备1号</div>"
    )
    found = "\n".join(lines("a.html", page(noise + TEXT + noise)))
    assert "人民群众" in found and not [
        piece for piece in ("脚本", "隐藏的", "政务公开", "微信", "提交评论", "备案号") if piece in found
    ]


@CLAIMS(
    FORMATS,
    "a text that only a script shows, from `<textarea>`, templates, JSON and strings of scripts",
    "which are read and never run",
)
def _shown_by_script(home: Home) -> None:
    paragraphs = "".join(f"<p>{line}</p>" for line in ACT.splitlines())
    for hidden in (
        f"<textarea style='display:none'>{paragraphs}</textarea>",
        f"<template>{paragraphs}</template>",
        f"<script>var content = {json.dumps(paragraphs, ensure_ascii=False)};</script>",
        f"<script type='application/json'>{json.dumps({'content': paragraphs}, ensure_ascii=False)}</script>",
    ):
        assert any("人民群众" in line for line in lines("a.html", page(hidden))), hidden


@CLAIMS(FORMATS, "Markup that a page gives as a text, in entities or CDATA, is read as markup.")
def _entities(home: Home) -> None:
    paragraphs = "".join(f"<p>{line}</p>" for line in ACT.splitlines()).replace("<", "&lt;").replace(">", "&gt;")
    found = lines("a.html", page(f"<div>{paragraphs}</div>"))
    assert "第一章 总则" in found and not any("<p>" in line or "&lt;" in line for line in found)


@CLAIMS(FORMATS, "paragraphs with the numbers that Word prints", "deleted text and rows and what a run or style hides")
def _word(home: Home) -> None:
    body = (
        "<w:p><w:r><w:t>推进氢能产业发展。</w:t></w:r><w:del><w:r><w:delText>删去的</w:delText></w:r></w:del></w:p>"
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏起的</w:t></w:r><w:r><w:t>看得见的文字。</w:t></w:r></w:p>"
    )
    found = "\n".join(lines("a.docx", hostile.word(body)))
    assert "推进氢能产业发展。" in found and "看得见" in found and "删去" not in found and "藏起" not in found


@CLAIMS(FORMATS, "ticks and boxes of symbol fonts and forms as √ ☑ ☐")
def _ticks(home: Home) -> None:
    body = '<w:p><w:r><w:sym w:font="Wingdings 2" w:char="F052"/><w:t>同意</w:t></w:r><w:r><w:sym w:font="Wingdings" w:char="F0A8"/><w:t>不同意</w:t></w:r></w:p>'
    found = "\n".join(lines("a.docx", hostile.word(body)))
    assert "☑同意" in found.replace(" ", "") and "☐不同意" in found.replace("□", "☐").replace(" ", "")


def cells(*rows: tuple[str, ...]) -> bytes:
    """A workbook of text."""
    xml = "".join(
        f'<row r="{n}">'
        + "".join(
            f'<c r="{"ABCDEFG"[k]}{n}" t="inlineStr"><is><t>{text}</t></is></c>' for k, text in enumerate(row) if text
        )
        + "</row>"
        for n, row in enumerate(rows, 1)
    )
    return hostile_office.workbook(xml)


@CLAIMS(
    FORMATS,
    "rows of one cell above are captions; a sheet of one cell a row is a text",
    "each visible sheet by its name, as tables",
)
def _excel(home: Home) -> None:
    Path("a.xlsx").write_bytes(cells(("主要指标表", ""), ("指标", "2025年"), ("常住人口", "120"), ("森林覆盖率", "43")))
    (table,) = json.loads(run("tables a.xlsx --json").out)
    assert table["caption"] == "主要指标表" and table["columns"] == ["指标", "2025年"] and len(table["rows"]) == 2
    text = lines("b.xlsx", cells(*((line,) for line in ACT.splitlines())))
    assert "第一章 总则" in text and run("tables b.xlsx").code == 1


@CLAIMS(FORMATS, "slides in order, as pages: title, as a heading, then paragraphs")
def _slides(home: Home) -> None:
    pytest.importorskip("docx")
    made = source(
        "a.pptx",
        hostile_office.slides(1, f"<p:cSld><p:spTree>{hostile_office.shape('推进氢能产业发展。')}</p:spTree></p:cSld>"),
    )
    assert "推进氢能产业发展。" in made.lines and made.page_starts[0].page == 1


@CLAIMS(
    FORMATS,
    "subject and text, plain before HTML where it says as much",
    "each attached file that can be read as `mail.eml/附件.docx`",
    "to the mail that it is attached to",
    "other heads, addresses",
)
def _mail(home: Home) -> None:
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "关于做好防汛工作的通知", "sender@example.org", "b@example.org"
    mail.set_content("各区县：\n请认真做好防汛准备工作，确保人民群众生命财产安全。")
    mail.add_attachment(ACT.encode(), maintype="text", subtype="plain", filename="附件.txt")
    Path("in").mkdir()
    Path("in/mail.eml").write_bytes(mail.as_bytes())
    assert run("index in", index=home.built).code == 0
    shown = run("export", index=home.built).out
    assert "mail.eml/附件.txt" in shown and "关于做好防汛工作的通知" in shown and "sender@example.org" not in shown
    documents = {one.source: one for one in read("in")}
    assert set(documents) == {"mail.eml", "mail.eml/附件.txt"}


@CLAIMS(
    FORMATS,
    "a table, or a text of one value a row; commas, semicolons or TABs between values, which may be quoted and go over lines",
)
def _separated(home: Home) -> None:
    for sign in ",;\t":
        Path("a.csv").write_text(f'指标{sign}2025年\n"常住\n人口"{sign}120\n森林覆盖率{sign}43\n', "utf-8")
        (table,) = json.loads(run("tables a.csv --json").out)
        assert table["columns"] == ["指标", "2025年"] and ["森林覆盖率", "43"] in table["rows"], sign
        assert table["rows"][0][0].replace(" ", "") == "常住人口"
    assert "第一章 总则" in lines("b.csv", ACT)


@CLAIMS(
    FORMATS,
    "each document in it as `archive.zip/member.txt`, archives in it one level down; names in UTF-8 or GBK",
    "nothing is unpacked to the disk",
)
def _archive(home: Home) -> None:
    inner = hostile.zipped(("里.txt", ACT.encode()))
    Path("archive.zip").write_bytes(hostile.zipped(("member.txt", ACT.encode()), ("inner.zip", inner)))
    before = sorted(Path.cwd().rglob("*"))
    assert {one.source for one in read("archive.zip")} == {"archive.zip/member.txt", "archive.zip/inner.zip/里.txt"}
    assert sorted(Path.cwd().rglob("*")) == before
    Path("deep.zip").write_bytes(hostile.zipped(("x.zip", hostile.zipped(("inner.zip", inner)))))
    assert "deep.zip/x.zip/inner.zip" in run("outline deep.zip").err
    gbk = hostile.zipped(("AABB.txt", ACT.encode())).replace(b"AABB", "文件".encode("gbk"))
    assert [one.path for one in loading.sources(_put("b.zip", gbk), "b.zip")] == ["b.zip/文件.txt"]


def _put(name: str, data: bytes) -> Path:
    Path(name).write_bytes(data)
    return Path(name)


@CLAIMS(
    FORMATS,
    "titles marked with `#` as headings, also without a number; title, number, author, date and address of the front matter as metadata",
    "stay as they are",
)
def _markdown(home: Home) -> None:
    Path("a.md").write_text(
        "---\ntitle: 某市防汛办法\nauthor: 某市人民政府\ndate: 2024-05-06\n---\n\n# 组织领导\n\n各区要做好3<b的防汛准备工作。\n\n# 保障措施\n\n`a <b> c`\n",
        "utf-8",
    )
    (document,) = read("a.md")
    assert (document.title, document.issuer, document.issued) == ("某市防汛办法", "某市人民政府", "2024-05-06")
    assert [one.title for one in document.provisions if one.title][:2] == ["组织领导", "保障措施"]
    assert any("3<b的" in line for line in source("a.md", Path("a.md").read_bytes()).lines)


@CLAIMS(FORMATS, "reported when named, or when they hide under another ending")
def _others(home: Home) -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_text(ACT, "utf-8")
    for name, data in (
        ("b.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 40),
        ("b.rar", b"Rar!\x1a\x07\0" + b"\0" * 40),
        ("b.gif", b"GIF89a" + b"\0" * 40),
    ):
        Path(name).write_bytes(data)
        Path("in", name + ".txt").write_bytes(data)
        assert run(f"outline {name}").code == 2 and run(f"outline {name}").err.count("\n") == 1
    told = run("index in", index=home.built)
    assert all(f"{name}.txt" in told.err for name in ("b.7z", "b.rar", "b.gif")) and "1 document" in told.out


@CLAIMS(
    FORMATS,
    "**Nothing is passed over in silence.** Files with other endings, in folders and in archives, are counted by ending by `index`, `--dry-run`, `outline` and `tables`, and named by `--report` (`not_read`).",
    "Quietly left out are only hidden names (`.git`, `.DS_Store`), temporary ones",
)
def _counted(home: Home) -> None:
    Path("in/.git").mkdir(parents=True)
    Path("in/node_modules").mkdir()
    for name in ("a.txt", ".git/x.txt", "~$a.docx", "b.tmp", "Thumbs.db", "node_modules/c.txt", "d.txt~"):
        Path("in", name).write_text(ACT, "utf-8")
    for name in ("图.dwg", "片.mp4"):
        Path("in", name).write_bytes(b"x")
    Path("in/z.zip").write_bytes(hostile.zipped(("里.txt", ACT.encode() + b"\n"), ("里.dwg", b"x")))
    for command in ("index in --dry-run", "outline in", "tables in"):
        done = run(command, index=home.built) if command.startswith("index") else run(command)
        assert ".dwg" in done.out + done.err and ".mp4" in done.out + done.err, command
        assert not [
            name for name in ("node_modules", "Thumbs", "~$", ".git", "b.tmp") if name in done.out + done.err
        ], command
    told = json.dumps(report(home)["not_read"], ensure_ascii=False)
    assert "图.dwg" in told and "片.mp4" in told and "z.zip/里.dwg" in told


# Web pages


@CLAIMS(
    FORMATS,
    "A card is three such labels or more, one of which no other table has",
    "gives title, number, issuer and date where the text does not say them, and is no passage",
)
def _card(home: Home) -> None:
    labels = {
        "索引号": "11500/2024-1",
        "发文机关": "某市水利局",
        "成文日期": "2024年5月6日",
        "发文字号": "某水〔2024〕7号",
        "标题": "某市防汛办法",
    }
    card = (
        "<table>"
        + "".join(f"<tr><td>{name}：</td><td>{value}</td></tr>" for name, value in labels.items())
        + "</table>"
    )
    Path("a.html").write_text(page(card + TEXT), "utf-8")
    (document,) = read("a.html")
    assert (document.issuer, document.number, document.issued) == ("某市水利局", "某水〔2024〕7号", "2024-05-06")
    assert not any("11500" in line for line in lines("a.html", page(card + TEXT)))


@CLAIMS(
    FORMATS,
    "The address of a page, for citations, is what it gives as `canonical`, `og:url` or `meta Url`, or the browser as `saved from url` or `Snapshot-Content-Location`.",
)
def _address(home: Home) -> None:
    address = "https://example.org/t1.html"
    heads = (
        f'<link rel="canonical" href="{address}">',
        f'<meta property="og:url" content="{address}">',
        f'<meta name="Url" content="{address}">',
    )
    for head in heads:
        assert source("a.html", page(TEXT, head)).declared.url == address, head
    saved = f"<!-- saved from url=(0027){address} -->\n" + page(TEXT)
    assert source("a.html", saved).declared.url == address
    archive = f"Snapshot-Content-Location: {address}\n".encode() + hostile.mht(
        page(TEXT, '<meta charset="utf-8">').encode()
    )
    assert source("a.mht", archive).declared.url == address


@CLAIMS(FORMATS, "A page of links, or of controls only, is reported as one without a text of its own.")
def _links_only(home: Home) -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_text(ACT, "utf-8")
    Path("in/b.html").write_text(
        page("".join(f'<li><a href="{n}.html">关于某事的通知{n}</a></li>' for n in range(30))), "utf-8"
    )
    done = run("index in", index=home.built)
    assert "b.html" in done.err and "1 document" in done.out


@CLAIMS(
    FORMATS,
    "Files of one folder or archive are one document when **their names differ in the number only** and one of these says so",
    "`--dry-run` and `--report` say what was joined.",
    "A page that the others name and that is not there is reported with every update.",
)
def _pages(home: Home) -> None:
    Path("in").mkdir()
    for n, part in enumerate(("第一章 总则", "第二章 职责")):
        name = "t1.html" if n == 0 else f"t1_{n}.html"
        body = f"<h1>某市防汛办法</h1><p>{part}</p>" + "".join(
            f"<p>第{'一二三四五六'[n * 2 + k]}条 各区要做好第{n}{k}项防汛准备工作，确保安全。</p>" for k in range(2)
        )
        script = f'<script>createPageHTML(3, {n}, "t1", "html");</script>'
        Path("in", name).write_text(page(body + script), "utf-8")
    done = run("index in", index=home.built)
    assert "1 document" in done.out and "missing: t1_2" in done.err
    assert "missing: t1_2" in run("index", index=home.built).err
    assert "t1_1.html" in json.dumps(report(home))


# How sure


@CLAIMS(
    FORMATS,
    "**high**: nothing speaks against the reading.",
    "more than 0.2 % of the characters are private, replaced or 锟斤拷",
    "Report and JSON name the `reader` too",
)
def _sure(home: Home) -> None:
    Path("in").mkdir()
    Path("in/good.txt").write_text(ACT, "utf-8")
    Path("in/bad.txt").write_text(ACT + "锟斤拷锟斤拷锟斤拷\n", "utf-8")
    Path("in/wide.txt").write_text("某市办法\n第一条 " + "推进氢能产业发展" * 500 + "\n第二条 完。\n", "utf-8")
    Path("in/none.txt").write_text("各区要做好防汛准备工作，确保安全。\n" * 400, "utf-8")
    found = {name: json.loads(run(f"outline in/{name}.txt --json").out) for name in ("good", "bad", "wide", "none")}
    flat = {name: json.dumps(one) for name, one in found.items()}
    assert '"certainty": "high"' in flat["good"] and '"reader": "text"' in flat["good"]
    assert '"certainty": "low"' in flat["bad"] and "garbled" in flat["bad"]
    assert "long_lines" in flat["wide"] and "no_headings" in flat["none"]
    assert "garbled" in json.dumps(report(home))


# Limits


@CLAIMS(
    FORMATS,
    "| a line | a million characters |",
    "XML with a document type is refused, since documents have no use for one",
)
def _limits(home: Home) -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_text(ACT, "utf-8")
    Path("in/long.txt").write_text("字" * 1_000_001, "utf-8")
    Path("in/x.docx").write_bytes(hostile.word("<w:p><w:r><w:t>推进</w:t></w:r></w:p>", "<!DOCTYPE x>"))
    done = run("index in", index=home.built)
    assert "long.txt" in done.err and "x.docx" in done.err and "1 document" in done.out


@CLAIMS(
    FORMATS,
    "What is left out of a file that is read otherwise (scanned pages of a PDF, members of an archive) is reported with every update until it is mended.",
)
def _every_update(home: Home) -> None:
    Path("in").mkdir()
    Path("in/z.zip").write_bytes(hostile.zipped(("里.txt", ACT.encode()), ("坏.docx", b"PK\3\4 broken")))
    for _ in range(2):
        assert "坏.docx" in run("index in", index=home.built).err
    Path("in/z.zip").write_bytes(hostile.zipped(("里.txt", ACT.encode())))
    assert "坏.docx" not in run("index in", index=home.built).err


@CLAIMS(
    FORMATS,
    "it is called 附件N with the title that stands under 附件：, or has that title, or is 附件N alone and no other text there lists any.",
    "What could belong to several belongs to none. Ids do not change by it",
    "to the page that links to it, where it lies beside that page",
)
def _attached(home: Home) -> None:
    from policysearch import Index

    notice = "某市人民政府关于做好防汛工作的通知\n各区县：\n现将有关事项通知如下，请认真贯彻执行。\n附件：1. 防汛任务分工表\n某市人民政府\n2024年5月6日\n"
    Path("in/页").mkdir(parents=True)
    Path("in/通知.txt").write_text(notice, "utf-8")
    Path("in/附件1：防汛任务分工表.txt").write_text("防汛任务分工表\n第一条 水利局负责。\n", "utf-8")
    Path("in/页/a.html").write_text(page(TEXT + '<p><a href="b.txt">细则</a></p>'), "utf-8")
    Path("in/页/b.txt").write_text("某市防汛办法细则\n第一条 细则内容在此。\n", "utf-8")
    assert run("index in", index=home.built).code == 0
    with Index.open(home.built) as index:
        told = json.loads(json.dumps({one.source: one.attached_to for one in index.documents()}, default=str))
        ids = {one.source: one.id for one in index.documents()}
    assert told["附件1：防汛任务分工表.txt"] == ids["通知.txt"] and told["页/b.txt"] == ids["页/a.html"]
    assert not told["通知.txt"]


# Tables


def table(text: str) -> dict[str, object]:
    """The only table of a text."""
    Path("t.txt").write_text(text, "utf-8")
    (found,) = json.loads(run("tables t.txt --json").out)
    return dict(found)


PLAN = "某区规划\n专栏1 主要指标\n序号\t指标名称\t2025年\t2030年目标\n一、经济发展\n1\t地区生产总值（亿元）\t100\t150*\n2\t城镇化率（%）\t68\t—\n二、民生福祉\n3\t床位（张）\t\t30\n注：带*为预计数。\n"


@CLAIMS(
    TABLES,
    "every row as printed, each as long as `columns`. A row of a group is a row of its own",
    'an empty cell is "", a dash is the dash',
    "units, 注 and 备注, and lines that say what `*` or 【】 mean in this table",
    "the heading of the 专栏 or 表 as printed",
    "for each row what it stands under",
    "Markup and the white space of a wrap go, nothing else is changed: 【】, `*`, ﹤ and `#` stay.",
)
def _table(home: Home) -> None:
    found = table(PLAN)
    rows = found["rows"]
    assert isinstance(rows, list) and {len(row) for row in rows} == {4}
    assert found["caption"] == "专栏1 主要指标" and found["notes"] == ["注：带*为预计数。"]
    assert (
        ["一、经济发展", "", "", ""] in rows
        and ["2", "城镇化率（%）", "68", "—"] in rows
        and ["3", "床位（张）", "", "30"] in rows
    )
    assert found["groups"] == ["", "一、经济发展", "一、经济发展", "", "二、民生福祉"]
    assert rows[1][3] == "150*"


@CLAIMS(
    TABLES,
    "A head that a page break repeats is left out, and 续表 joins what it cut. A head that begins with 序号 and is another begins another table.",
)
def _continued(home: Home) -> None:
    head = "序号\t指标名称\t2025年\n"
    found = table("某区规划\n表1 指标\n" + head + "1\t甲\t5\n续表\n" + head + "2\t乙\t6\n")
    assert found["rows"] == [["1", "甲", "5"], ["2", "乙", "6"]]
    Path("t.txt").write_text(
        "某区规划\n表1 指标\n" + head + "1\t甲\t5\n2\t乙\t6\n序号\t项目\t投资\n1\t丙\t7\n2\t丁\t8\n", "utf-8"
    )
    assert len(json.loads(run("tables t.txt --json").out)) == 2


@CLAIMS(
    TABLES,
    "In plain text a row has its cells between TABs or between `|`, also with `|` at the end only, or with a rule `---|---` below the head",
    "one cell a line after a TAB with a blank line before each row (as tables come out of Word)",
)
def _ways(home: Home) -> None:
    wanted = [["1", "甲", "5"], ["2", "乙", "6"]]
    for way in (
        "序号\t指标\t2025年\n1\t甲\t5\n2\t乙\t6\n",
        "| 序号 | 指标 | 2025年 |\n| 1 | 甲 | 5 |\n| 2 | 乙 | 6 |\n",
        "序号 | 指标 | 2025年 |\n1 | 甲 | 5 |\n2 | 乙 | 6 |\n",
        "序号 | 指标 | 2025年\n---|---|---\n1 | 甲 | 5\n2 | 乙 | 6\n",
        "\n\t序号\n\t指标\n\t2025年\n\n\t1\n\t甲\n\t5\n\n\t2\n\t乙\n\t6\n",
    ):
        assert table(f"某区规划\n表1 指标\n{way}")["rows"] == wanted, way


@CLAIMS(TABLES, "Numbered lists, signatures, contents pages and paragraphs after a TAB are none.")
def _none(home: Home) -> None:
    Path("t.txt").write_text(
        "某市办法\n\t各区要做好防汛准备工作。\n1. 甲；\n2. 乙；\n3. 丙。\n目录\n第一章 总则\t1\n第二章 职责\t3\n第三章 附则\t5\n某市人民政府\n2024年5月6日\n",
        "utf-8",
    )
    assert run("tables t.txt").code == 1


@CLAIMS(
    TABLES,
    "A search shows the row that answers under its heads, with its group, the part of the notes that its signs need, and the cell under a column that the query names (2030) in bold.",
)
def _row(home: Home) -> None:
    with home.of(某区规划=PLAN):
        pass
    (hit, *_) = json.loads(run("search '地区生产总值 2030年' --json", index=home.built).out)["hits"]
    (rows,) = hit["rows"] if isinstance(hit["rows"], list) else [hit["rows"]]
    assert (
        rows["rows"][0][1].startswith("地区生产总值")
        and rows["groups"][0] == "一、经济发展"
        and rows["notes"]
        and rows["asked"]
    )


@CLAIMS(
    TABLES,
    "Where one entry defines two terms (`“甲”：…。“乙”：…`) both are listed. A term is looked up with or without quotes, in Traditional characters, or by a part of it",
)
def _defined(home: Home) -> None:
    with home.of(
        甲="某区规划\n第一章 目标\n发展数字经济。\n名词解释\n1. “氢谷双城”：指两座城市共建的氢能基地。“云上乡村”：指数字化乡村。\n2. 智慧屋顶。指装有光伏的屋顶。\n"
    ):
        pass
    for typed in ("氢谷双城", "“氢谷双城”", "云上乡村", "雲上鄉村", "智慧屋顶", "屋顶"):
        assert run("glossary", typed, index=home.built).code == 0, typed


test_a_claim_holds = CLAIMS.holds
test_further_sentences_of_a_check_are_there = CLAIMS.told
