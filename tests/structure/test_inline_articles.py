"""Articles and their groups as laws print them: every 条 at its place, and nothing that only mentions one."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from policysearch import Index
from policysearch.model.document import Document, Source
from policysearch.structure import tree_builder
from policysearch.text.numerals import chinese
from tests.support import timing


def one(text: str) -> Document:
    (document,) = tree_builder.parse(Source("a.md", tuple(text.split("\n")), "utf-8", False, "0" * 64))
    return document


def tree(text: str) -> list[str]:
    """Kind, heading, heading above and lines of every provision but the front."""
    document = one(text)
    above = ["" if p.parent is None else document.provisions[p.parent].number for p in document.provisions]
    rows = zip(document.provisions, above, strict=True)
    return [f"{p.heading}|{over}|{p.line}-{p.line_end}" for p, over in rows if p.kind not in ("前言", "附注")]


@pytest.mark.parametrize(
    ("why", "text", "expected"),
    [
        ("glued", "某某条例\n第一条为了管理，制定。\n第二条适用于本市。\n第三条依照第二条办理。", ["第一条||2-2", "第二条||3-3", "第三条||4-4"]),
        ("one is glued", "某某条例\n第一条 甲。\n第二条乙由丙负责。\n第三条 丁。", ["第一条||2-2", "第二条||3-3", "第三条||4-4"]),
        ("之", "某某条例\n第一条 甲。\n第一条之一乙由丙负责。\n第二条 丁。", ["第一条||2-2", "第一条之一||3-3", "第二条||4-4"]),
        ("one line", "某某规则\n第一条 甲。 第二条 乙。第三条丙负责。\n第四条 丁。", ["第一条||2-2", "第二条||2-2", "第三条||2-2", "第四条||3-3"]),
        ("with the chapter", "某某规则\n第一章 总则 第一条 甲。\n第二条 乙。\n第三条 丙。", ["第一章 总则||2-4", "第一条|第一章|2-2", "第二条|第一章|3-3", "第三条|第一章|4-4"]),
        ("mentioned", "某某条例\n第一条 甲。第二条的事项除外。\n第二条 乙。第三条规定的除外。\n第三条 丙。", ["第一条||2-2", "第二条||3-3", "第三条||4-4"]),
        ("mentioned before it comes", "某某条例\n第一条 甲见后。第二条另有安排。\n第二条 乙。\n第三条 丙。", ["第一条||2-2", "第二条||3-3", "第三条||4-4"]),
        ("no article", "某某规划\n第一章 交通\n第一条隧道建成。\n第二条隧道开工。", ["第一章 交通||2-4"]),
        ("a misplaced space", "某某条例\n第一条 甲。\n第二 条乙由丙负责。\n第三 条规定见上。", ["第一条||2-2", "第二条||3-4"]),
        ("a TAB", "某某条例\n第一章\t总则\n第一条 甲。\n第二章\t附则\n第二条 乙。", ["第一章 总则||2-3", "第一条|第一章|3-3", "第二章 附则||4-5", "第二条|第二章|5-5"]),
        ("a title cut off", "# 某某解释\n## 第一章 甲、乙、\n丙的程序\n第一条 丁。", ["第一章 甲、乙、丙的程序||2-4", "第一条|第一章|4-4"]),
        ("a title in two lines", "# 某某解释\n## 第一章 某某案件的甲乙丙丁\n违法所得程序\n第一条 丁。", ["第一章 某某案件的甲乙丙丁违法所得程序||2-4", "第一条|第一章|4-4"]),
        ("a lost 第一节", "# 某某条例\n## 第一章 某某相关的业务管理\n一般规定\n第一条 甲。\n### 第二节 乙\n第二条 丙。", ["第一章 某某相关的业务管理||2-6", "第一条|第一章|4-4", "第二节 乙|第一章|5-6", "第二条|第二节|6-6"]),
        ("a heading with a stop", "# 某某法\n## 第一节 甲、乙。\n第一条 丙。", ["第一节 甲、乙||2-3", "第一条|第一节|3-3"]),
    ],
)  # fmt: skip
def test_every_article_is_at_its_place(why: str, text: str, expected: list[str]) -> None:
    assert tree(text) == expected


@pytest.mark.parametrize("seed", range(20))
def test_articles_run_on_give_the_texts_that_they_give_set_apart(seed: int) -> None:
    rng = random.Random(seed)
    texts = [f"甲乙丙{n}应当依照第{chinese(rng.randint(1, 40))}条的规定办理。" for n in range(1, rng.randint(4, 60))]
    lines = ["某某条例"]
    for n, text in enumerate(texts, 1):
        article = f"第{chinese(n)}条{rng.choice([' ', '　', ''])}{text}"
        if n > 1 and rng.random() < 0.5:
            lines[-1] += rng.choice(["", " "]) + article
        else:
            lines.append(article)
    document = one("\n".join(lines))
    articles = [p for p in document.provisions if p.kind == "条"]
    assert [p.text.strip() for p in articles] == texts
    assert all(p.text.strip() in lines[p.line - 1] for p in articles)
    assert "".join(p.printed + p.text for p in document.provisions).split() == "".join(lines).split()


def test_a_long_line_of_articles_costs_no_more_than_its_length() -> None:
    def seconds(articles: int) -> float:
        line = "".join(f"第{chinese(n % 9999)}条 甲。" for n in range(1, articles))
        return timing.takes(lambda: one(f"某某条例\n{line}"))

    assert timing.in_proportion(seconds, 1000)


def test_articles_have_titles_as_a_whole_or_not_at_all() -> None:
    titled = one("某某条例\n第一条 目的\n甲。\n第二条 范围\n乙。\n第三条 有下列情形之一的，丙。")
    assert [p.title for p in titled.provisions if p.kind == "条"] == ["目的", "范围", ""]
    cut = one(
        "某某条例\n第一条 教师享有下列权利:\n甲。\n第二条 县级以上人民政府\n负责。\n第三条 丙，丁。\n第四条【附则】戊。\n第五条 己，庚。"
    )
    assert [p.title for p in cut.provisions if p.kind == "条"] == ["", "", "", "附则", ""]
    assert cut.provisions[2].text == "县级以上人民政府\n负责。"


def test_a_space_that_print_sets_at_letters_figures_and_quotes_ends_no_title() -> None:
    texts = [
        "本镇 AI 设备应当登记，由甲管理。",
        "鼓励安装 6G、VR 一类的设备，由乙补助。",
        "登记以 “一机一号” 为准，由丙核对。",
        "本办法自 2031 年 5 月 1 日起施行。",
    ]
    law = one("某某办法\n\n" + "\n".join(f"第{chinese(n)}条 {text}" for n, text in enumerate(texts, 1)))
    assert [(p.heading, p.text) for p in law.provisions[1:]] == [
        (f"第{chinese(n)}条", text) for n, text in enumerate(texts, 1)
    ]
    titled = one("某某办法\n第一条 目的 为了甲，制定本办法。\n第二条 范围 适用于乙，由丙负责。")
    assert [(p.title, p.text) for p in titled.provisions[1:]] == [
        ("目的", "为了甲，制定本办法。"),
        ("范围", "适用于乙，由丙负责。"),
    ]


def test_groups_of_articles_nest_and_need_no_mark() -> None:
    text = "某某解释\n一、总则\n第一条 甲：\n（一）乙；\n（二）丙。\n第二条 丁。\n二、物权\n（一）抵押\n第三条 戊。\n（二）质押\n第四条 己。\n"
    assert tree(text) == [
        "一、 总则||2-6",
        "第一条|一、|3-5",
        "第二条|一、|6-6",
        "二、 物权||7-11",
        "（一） 抵押|二、|8-9",
        "第三条|（一）|9-9",
        "（二） 质押|二、|10-11",
        "第四条|（二）|11-11",
    ]


def test_points_that_a_decision_quotes_or_lists_are_no_headings() -> None:
    text = "某某修正案\n一、第三条修改为：“有下列情形：\n（一）甲；\n（二）乙。\n“丙。”\n二、第五条增加：\n（一）丁；\n（二）戊。\n"
    assert tree(text) == ["一、||2-5", "二、||6-8"]


@pytest.mark.parametrize(
    ("why", "text", "expected"),
    [
        ("no number", "某某条例\n第一条 甲。\n附件\n乙的目录\n一、丙；\n二、丁；", ["第一条||2-2", "附件 乙的目录||3-6", "一、|附件|5-5", "二、|附件|6-6"]),
        ("附录", "某某条例\n第一条 甲。\n附录：\n乙的范围\n丙，丁。", ["第一条||2-2", "附录 乙的范围||3-5"]),
        ("附表", "某某条例\n第一条 甲。\n附表\n乙的分类\n一、丙\n二、丁", ["第一条||2-2", "附表 乙的分类||3-6"]),
        ("listed, then there", "某某条例\n第一条 甲。\n附件：乙的目录\n附件\n乙的目录\n丙，丁。", ["第一条||2-2", "附件 乙的目录||4-6"]),
        ("only listed", "某某条例\n第一条 甲。\n附件：\n1.乙的目录\n2.丙的目录", ["第一条||2-2"]),
        ("only named", "某某条例\n第一条 甲。\n附表", ["第一条||2-2"]),
        ("signed", "某某办法\n第一条 甲。\n附件：\n乙的目录\n某某局\n2026年1月1日", ["第一条||2-2"]),
        ("what a notice announces", "附件\n某某条例\n第一条 甲。\n第二条 乙。", ["第一条||3-3", "第二条||4-4"]),
    ],
)  # fmt: skip
def test_an_annex_begins_where_its_word_stands_alone_over_a_title_and_content(
    why: str, text: str, expected: list[str]
) -> None:
    assert tree(text) == expected


def test_articles_of_one_line_stay_in_their_order(tmp_path: Path) -> None:
    text = "".join(f"第{chinese(n)}条 甲乙{n}。" for n in range(1, 25))
    (tmp_path / "a.md").write_text(f"# 某某条例\n\n第一章 总则 {text}\n", encoding="utf-8")
    Index.update([tmp_path], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        numbers = [passage.title for passage in index.passages()]
    assert numbers == ["", "第一章 总则", *(f"第{chinese(n)}条" for n in range(1, 25))]
