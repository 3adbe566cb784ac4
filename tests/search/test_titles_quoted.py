"""Every title that an answer shows is found when it is quoted back, alone and in its field."""

from __future__ import annotations

from pathlib import Path

import pytest

from policysearch.index.index import Index
from policysearch.model.document import Passage
from policysearch.query.ast import In, Phrase
from tests.support.paths import ROOT, SHARED

FIELDS = {"part": "篇", "chapter": "章", "section": "节", "article": "条", "box": "专栏"}
MADE = {
    "a.md": "# 重庆市九龙坡区国民经济和社会发展第十五个五年规划纲要\n\n## 第一篇 加快绿色低碳转型发展\n### 加快建设美丽九龙坡\n\n"
    "#### 第一章 减污降碳\n\n推进减污降碳。\n\n## 第二篇 推动“双城”建设\n### 打造增长极\n\n推动建设。\n\n**专栏1：重点工程**\n\n建设加氢站。\n",
    "b.txt": "重庆市綦江区国民经济和社会发展第十四个五年规划纲要\n\n第一章 产业\n\n发展产业。\n\n专栏2-1：重点（一批）项目\n\n1.氢能。\n\n"
    "　　专栏 3 ：民生\n\n建设学校。\n",
}


def quoted(title: str) -> str:
    return str(Phrase(title))


def missed(index: Index) -> list[str]:
    """The titles shown that find not their own passage, or document."""
    found: dict[str, set[str]] = {}

    def ids(query: str) -> set[str]:
        if query not in found:
            found[query] = {hit.passage.id for hit in index.search(query, None, strict=True)}
        return found[query]

    def queries(passage: Passage) -> list[str]:
        own = [prefix + quoted(passage.title) for prefix in ("", "title:", "标题:") if passage.title]
        return own + [f"{alias}:{quoted(value)}" for name, alias in FIELDS.items() if (value := getattr(passage, name))]

    wrong = [
        f"{passage.id}: {query}"
        for passage in index.passages()
        for query in queries(passage)
        if passage.id not in ids(query)
    ]
    wrong += [step for passage in index.passages() for step in passage.path if not ids(quoted(step))]
    for document in index.documents():
        own = {passage.id for passage in index.of_document(document.id)}
        for query in (quoted(document.title), f"文件:{quoted(document.title)}"):
            if not own & ids(query):
                wrong.append(f"{document.id}: {query}")
    return wrong


@pytest.mark.parametrize("folder", [ROOT / "corpus", SHARED / "corpus"])
def test_every_title_of_the_documents_is_found(tmp_path: Path, folder: Path) -> None:
    if not folder.is_dir():
        pytest.skip("the real documents are not here (../shared/corpus)")
    Index.update([folder], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        assert missed(index) == []


def test_a_title_printed_otherwise_is_found_both_ways(tmp_path: Path) -> None:
    for name, text in MADE.items():
        (tmp_path / name).write_text(text, "utf-8")
    Index.update([tmp_path / name for name in MADE], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        assert missed(index) == []
        titles = {passage.title for passage in index.passages()}
        assert {"第一篇 加快绿色低碳转型发展 加快建设美丽九龙坡", "专栏2-1 重点（一批）项目"} <= titles
        for printed in ("专栏2-1：重点（一批）项目", "加快建设美丽九龙坡"):
            assert index.search(In("title", Phrase(printed))).total == 1
