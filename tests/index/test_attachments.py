"""Attachments know their notice: of mails, linked from pages, listed as 附件."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from policysearch import Index
from policysearch.cli.main import main
from policysearch.output import document_json
from tests.readers.test_office import mail, row, sheet, workbook
from tests.support import hostile

NOTICE = "某区人民政府关于推进氢能产业的通知\n各街道：\n现将有关事项通知如下。\n附件：1．任务分工表\n      2．《重点指标》\n某区人民政府\n2026年3月1日\n"
TABLE = workbook(("表", "", sheet(row(1, "任务", "单位"), row(2, "推进氢能", "区发改委"))))
PAGE = """<html><body><h1>某局关于报送数据的通知</h1><p>各科室：请报送氢能产业数据，于五月一日前交办公室。</p>
<p><a href="P2026.xlsx">附件：数据表</a> <a href="https://other.example.invalid/dir/%E5%88%AB.txt">别的</a> <a href="gone.docx">没有</a></p></body></html>"""


def tied(docs: Path, index: Path) -> dict[str, str]:
    """For the files that belong to another, its name; what is attached says the same of the other side."""
    report = Index.update([docs], index, ocr="never")
    assert report.problems == ()
    with Index.open(index) as opened:
        known = {document.id: document for document in opened.documents()}
        assert opened.check() == []
    for document in known.values():
        for id in document.attachments:
            assert known[id].attached_to == document.id
        if document.attached_to:
            assert document.id in known[document.attached_to].attachments
    return {one.source: known[one.attached_to].source for one in known.values() if one.attached_to}


def test_what_is_in_a_mail_belongs_to_it(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    packed = hostile.zipped(("表.txt", "指标".encode()))
    (docs / "a.eml").write_bytes(mail(("附件.txt", "第一条 甲。".encode()), ("套.zip", packed)))
    assert tied(docs, tmp_path / "index") == {"a.eml/附件.txt": "a.eml", "a.eml/套.zip/表.txt": "a.eml"}


def test_what_a_page_links_to_beside_it_belongs_to_it(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "page.html").write_text(PAGE, encoding="utf-8")
    (docs / "P2026.xlsx").write_bytes(TABLE)
    (docs / "别.txt").write_text("别的说明。", encoding="utf-8")
    (docs / "无关.txt").write_text("无关的说明。", encoding="utf-8")
    index = tmp_path / "index"
    assert tied(docs, index) == {"P2026.xlsx": "page.html", "别.txt": "page.html"}
    before = {document.source: document.id for document in Index.open(index).documents()}
    (docs / "page.html").unlink()  # the other file goes: nothing breaks, and ids stay
    assert tied(docs, index) == {}
    after = {document.source: document.id for document in Index.open(index).documents()}
    assert after == {name: id for name, id in before.items() if name != "page.html"}
    (docs / "second.html").write_text(PAGE, encoding="utf-8")
    (docs / "third.html").write_text(PAGE.replace("局", "厅"), encoding="utf-8")
    assert tied(docs, index) == {}  # of two notices it is neither's


@pytest.mark.parametrize("packed", [False, True])
def test_what_a_notice_lists_belongs_to_it(packed: bool, tmp_path: Path) -> None:
    files = {
        "通知.txt": NOTICE.encode(),
        "附件1.xlsx": TABLE,
        "附件2：重点指标.txt": "指标 目标".encode(),
        "任务分工表.csv": "任务,单位\n氢能,某局".encode(),
        "附件3.txt": "没有列出的".encode(),
        "会议纪要.txt": "会议纪要".encode(),
    }
    docs = tmp_path / "docs"
    (docs / "一").mkdir(parents=True)
    prefix = "一.zip/" if packed else "一/"
    if packed:
        (docs / "一.zip").write_bytes(hostile.zipped(*files.items()))
    else:
        for name, data in files.items():
            (docs / "一" / name).write_bytes(data)
    (docs / "附件1.txt").write_text("别处的附件", encoding="utf-8")
    notice = f"{prefix}通知.txt"
    assert tied(docs, tmp_path / "index") == {
        f"{prefix}{name}": notice for name in ("附件1.xlsx", "附件2：重点指标.txt", "任务分工表.csv")
    }
    with Index.open(tmp_path / "index") as index:
        (document,) = (one for one in index.documents() if one.source == notice)
        head = document_json.head(document)
        assert head["attached_to"] == "" and len(head["attachments"]) == 3
        above, attached = index.attachments(document.id)
        assert above is None and [one.id for one in attached] == head["attachments"]
        assert index.attachments(attached[0].id) == (document, ()) and index.attachments("none") == (None, ())


def test_ties_are_those_of_a_fresh_build(tmp_path: Path) -> None:
    docs, index = tmp_path / "docs", tmp_path / "index"
    docs.mkdir()
    (docs / "附件1.xlsx").write_bytes(TABLE)
    assert tied(docs, index) == {}
    (docs / "通知.txt").write_text(NOTICE, encoding="utf-8")
    assert tied(docs, index) == {"附件1.xlsx": "通知.txt"}
    (docs / "通知.txt").rename(docs / "关于氢能的通知.txt")
    assert tied(docs, index) == {"附件1.xlsx": "关于氢能的通知.txt"}
    shutil.rmtree(index)
    assert tied(docs, index) == {"附件1.xlsx": "关于氢能的通知.txt"}
    (docs / "另一通知.txt").write_text(NOTICE.replace("某区", "某县"), encoding="utf-8")
    assert tied(docs, index) == {}


def test_the_page_and_the_command_show_what_is_attached(tmp_path: Path) -> None:
    pytest.importorskip("starlette", reason="the extra web")
    from starlette.testclient import TestClient

    from tests.support.web_fixtures import create_app

    docs, index = tmp_path / "docs", tmp_path / "index"
    docs.mkdir()
    (docs / "通知.txt").write_text(NOTICE, encoding="utf-8")
    (docs / "附件1.xlsx").write_bytes(TABLE)
    tied(docs, index)
    with Index.open(index) as opened:
        notice, attached = ({d.source: d for d in opened.documents()}[name] for name in ("通知.txt", "附件1.xlsx"))
        passage = next(p for p in opened.passages() if p.document_id == notice.id)
    with TestClient(create_app(index, auth=lambda request: True)) as web:
        page = web.get(f"/documents/{notice.id}").text
        assert "附件：<a" in page and f"/documents/{attached.id}" in page
        assert f'附于：<a href="/documents/{notice.id}"' in web.get(f"/documents/{attached.id}").text
        assert web.get(f"/api/documents/{attached.id}").json()["attached_to"] == notice.id
    shown = CliRunner().invoke(main, ["--lang", "zh", "show", passage.id, "--index", str(index)])
    assert f"· {attached.id}" in shown.output.replace("\n", ""), shown.output
