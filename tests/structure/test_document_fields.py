"""What is known of a document, from the text or a page's card, through the index to JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from policysearch.cli.main import main
from policysearch.index.index import Index

PAGE = """<html><head><title>某市人民政府关于印发养老方案的通知</title></head><body>
<table><tr><td>索 引 号：</td><td>11500/2024-001</td><td>主题分类：</td><td>民政、&lt;养老&gt;</td></tr>
<tr><td>发文机关：</td><td>某市人民政府</td><td>成文日期：</td><td>2024年3月1日</td></tr>
<tr><td>发文字号：</td><td>某府发〔2024〕3号</td><td>有效性：</td><td>有效</td></tr>
<tr><td>失效日期：</td><td>2029-03-01</td><td>发布日期：</td><td>2024-03-05</td></tr></table>
<h1>某市人民政府关于印发养老方案的通知</h1><p>各区县人民政府：</p><p>现将养老方案印发给你们，请认真贯彻执行。</p>
<p>一、总体要求</p><p>到2025年，全市养老床位达到3万张，护理型床位占比不断提高，服务体系更加完善。</p>
<p>某市人民政府</p><p>2024年3月1日</p></body></html>"""
JOINT = """某市民政局 某市财政局关于印发养老补贴办法的通知
某民发〔2023〕8号
各区县民政局、财政局：
现将《养老补贴办法》印发给你们，自2023年7月1日起施行。
某市民政局
某市财政局
2023年6月2日
"""


def outline(path: Path) -> dict[str, Any]:
    done = CliRunner().invoke(main, ["outline", str(path), "--json"])
    (found,) = json.loads(done.stdout)["documents"]
    assert isinstance(found, dict)
    return found


def test_what_the_card_of_a_page_says_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, "utf-8")
    found = outline(tmp_path / "a.html")
    assert found["card"] == {
        "索引号": "11500/2024-001", "主题分类": "民政、<养老>", "发文机关": "某市人民政府", "成文日期": "2024年3月1日",
        "发文字号": "某府发〔2024〕3号", "有效性": "有效", "失效日期": "2029-03-01", "发布日期": "2024-03-05",
    }  # fmt: skip
    assert found["dates"] == {"written": "2024-03-01", "published": "2024-03-05"}
    assert (found["issued"], found["issuer"], found["number"]) == ("2024-03-01", "某市人民政府", "某府发〔2024〕3号")


def test_joint_issuers_are_named_each(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(JOINT, "utf-8")
    found = outline(tmp_path / "a.txt")
    assert found["issuers"] == ["某市民政局", "某市财政局"] and found["card"] == {}
    assert found["dates"]["written"] == "2023-06-02" and found["dates"]["in_force"] == "2023-07-01"


def test_an_index_gives_them_back(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, "utf-8")
    (tmp_path / "b.txt").write_text(JOINT, "utf-8")
    Index.update([tmp_path / "a.html", tmp_path / "b.txt"], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        page, joint = index.documents()
        assert dict(page.card)["有效性"] == "有效" and page.published == "2024-03-05"
        assert joint.issuers == ("某市民政局", "某市财政局") and joint.in_force == "2023-07-01"
        assert index.document(page.id) is not None
