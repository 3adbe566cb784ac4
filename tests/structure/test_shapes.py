"""Shapes of the genre with outlines read by hand, and trees printed in random house styles read back.

`shapes.txt` and `genres.txt` hold the cases, a name after `===`, the plain ones first. A line `2> 第一节 目标` is a heading of the second depth; where
number and title are not the line itself they follow after ` == ` as `number|title`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from operator import attrgetter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.index import loading
from policysearch.model.passages import passages, restore_document
from policysearch.structure import tree_builder
from policysearch.structure.line_text import ordinal
from policysearch.text.numerals import chinese
from tests.structure.test_tree_builder import NAMES, REAL, assert_nothing_lost, real, source
from tests.support import genre_sets
from tests.support.genre_sets import Row
from tests.support.paths import DATA

CASES = ("shapes.txt", "genres.txt")

KINDS = [
    ("分编", r"第.{1,4}分编"), ("部分", r"第.{1,4}部分"), ("条", r"第.{1,8}条"), ("编", r"第.{1,4}编|[上中下]编"), ("篇", r"第.{1,4}篇|[上中下]篇"), ("章", r"第.{1,5}章|附则"),
    ("节", r"第.{1,4}节"), ("名词解释", r".*名词解释"), ("专栏", "专栏"), ("附表", "附表"), ("表", "表"), ("附件", "附[件录]"), ("一、", "[一二三四五六七八九十]+[、.]"),
    ("（一）", "[（(][一二三四五六七八九十]+[）)]|[㈠-㈩]"), ("1.1.1", r"[\dA-Z]+[.．]\d+[.．]\d"), ("1.1", r"[\dA-Z]+[.．]\d"), ("1.", r"\d+[.．、]|[⒈-⒛]"),
    ("（1）", r"[（(]\d+[）)]"), ("1", r"\d"),
]  # fmt: skip


def kind(heading: str) -> str:
    return next(name for name, form in KINDS if re.match(form, heading))


def plain(text: str) -> str:
    """Without white space, marks of typesetting, and the signs between number and title."""
    return re.sub(r"\s|[#*_\u200b■：:。]|</?b>|(?<=[章部])[、．]", "", text)


def outline(text: str) -> list[Row]:
    return genre_sets.outline(tree_builder.parse(source(text)), plain)


def cases() -> Iterator[tuple[str, str, list[Row]]]:
    """Name, text and outline of every case."""
    for case in "".join((DATA / name).read_text(encoding="utf-8") for name in CASES).split("=== ")[1:]:
        name, _, body = case.partition("\n")
        lines: list[str] = []
        gold: list[Row] = []
        above: list[int] = []
        for line in body.rstrip("\n").split("\n"):
            printed = line
            if marked := re.match(r"([1-9])> ?(.*)$", line):
                printed, _, heading = marked[2].partition(" == ")
                heading = plain(heading.replace("|", "") or printed)
                del above[int(marked[1]) - 1 :]
                gold.append((len(lines) + 1, kind(heading), heading, above[-1] if above else None))
                above.append(len(lines) + 1)
            lines.append(printed)
        if any(name == "1.1" for _, name, _, _ in gold):  # 1. is a clause over 1.1
            gold = [(line, "1" if name == "1." else name, title, up) for line, name, title, up in gold]
        yield name, "\n".join(lines), gold


@pytest.mark.parametrize(("text", "gold"), [case[1:] for case in cases()], ids=[case[0] for case in cases()])
def test_shapes_read_by_hand_come_out_exactly(text: str, gold: list[Row]) -> None:
    assert outline(text) == gold
    assert_nothing_lost(source(text), tree_builder.parse(source(text)))


LADDERS = [
    "篇 章 节", "编 章 节", "章 节", "章", "篇 章", "编 分编 章 条", "章 条", "章 节 条", "条", "篇 章 节 一、", "章 一、 （一）", "章 节 （一）", "章 节 一、 （一） 1.",
    "一、 （一）", "一、 （一） 1.", "一、 （一） 1. （1）", "一、 1.", "部分 一、 （一）", "篇 一、 （一）", "（一） 1.",
]  # fmt: skip
WORDS = ["创新", "产业", "生态", "民生", "开放", "数字", "乡村", "文化", "健康", "安全", "交通", "能源", "人才", "金融"]


class Plan:
    """A random tree of headings printed in one random house style."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.ladder = rng.choice(LADDERS).split()
        self.gap = rng.choice([" ", "　", "  ", ""])
        self.blank = [""] * rng.choice([0, 1])
        self.mark = rng.choice(["", "", "", "# ", "## ", "**"])
        self.indent = "" if self.mark.startswith("#") else rng.choice(["", "", "　　", "    "])
        self.open, self.close = rng.choice([("（", "）"), ("(", ")")])
        self.dot = rng.choice(".．、")
        self.arabic, self.spaced, self.running = rng.random() < 0.1, rng.random() < 0.1, rng.random() < 0.6
        self.run_in = not self.mark.startswith("#") and rng.random() < 0.3
        self.width = 0 if self.mark else rng.choice([0, 0, 22, 26])  # at which long titles wrap
        self.boxes = 0 if self.ladder[-1] not in ("条", "1.") and rng.random() < 0.4 else None
        self.lines: list[str] = []
        self.gold: list[Row] = []
        self.counts: dict[str, int] = {}
        self.grow(0, None)
        self.print_front()

    def title(self) -> str:
        words = "、".join(self.rng.sample(WORDS, self.rng.randint(1, 3)))
        verb, noun = (
            self.rng.choice(["推进", "加快", "着力推动", "健全"]),
            self.rng.choice(["发展", "建设", "体系", "水平提升"]),
        )
        title = f"{verb}{words}和{self.rng.choice(WORDS)}{noun}"
        if self.gap and self.rng.random() < 0.15:
            title += self.rng.choice("， ") + "打造" + "".join(self.rng.sample(WORDS, 2)) + "高地"
        return f"“{title}”行动" if self.rng.random() < 0.05 else title

    def sentence(self) -> str:
        return f"围绕{'、'.join(self.rng.sample(WORDS, 4))}等领域，持续发力，全面提升发展质量和水平，更好满足人民需要。"

    def number(self, kind: str) -> str:
        n = self.counts[kind] = self.counts.get(kind, 0) + 1
        points = {
            "一、": f"{chinese(n)}、",
            "（一）": self.open + chinese(n) + self.close,
            "1.": f"{n}{self.dot}",
            "（1）": f"{self.open}{n}{self.close}",
        }
        return points.get(kind) or f"第{n if self.arabic else chinese(n)}{kind}"

    def grow(self, depth: int, above: int | None) -> None:
        """Two to four headings under the line `above`, each with text and what stands under it."""
        kind, last = self.ladder[depth], depth + 1 == len(self.ladder)
        if depth and kind != "条" and self.rng.random() < 0.15:
            return
        if kind != "条" and not (kind == "章" and self.running):
            self.counts[kind] = 0
        for _ in range(self.rng.randint(2, 3 if depth else 4)):
            line = self.print_heading(kind, above, self.run_in and last and kind not in ("篇", "章"))
            if not last:
                self.grow(depth + 1, line)
            elif kind == "条" and self.rng.random() < 0.3:
                self.print(
                    "有下列情形之一的，依照规定处理：",
                    *(f"（{chinese(i)}）{self.rng.choice(WORDS)}的；" for i in (1, 2, 3)),
                )
            elif kind in ("章", "节") and self.rng.random() < 0.2:
                self.print(
                    "重点做好以下工作：", *(f"{i}.{self.rng.choice(WORDS)}。{self.sentence()}" for i in (1, 2, 3))
                )
            if self.boxes is not None and last and self.rng.random() < 0.25:
                self.boxes += 1
                heading = f"专栏{self.boxes} {self.title().replace('，', '')}"
                self.lines += [*self.blank, heading]
                self.gold.append((len(self.lines), "专栏", plain(heading), line))
                self.print(*(f"{i}．{self.rng.choice(WORDS)}。{self.sentence()}" for i in (1, 2)), *self.blank)

    def print(self, *texts: str) -> None:
        self.lines += [self.indent + text if text else "" for text in texts]

    def print_heading(self, kind: str, above: int | None, run_in: bool) -> int:
        """Prints a heading and the text under it or after it; returns its line."""
        number = self.number(kind)
        ladder = kind[-1] in "编篇分章节条"
        shown = f"{number[0]} {number[1:-1]} {number[-1]}" if self.spaced and kind in "编篇章节条" else number
        line = len(self.lines) + 1
        end = "**" if self.mark == "**" else ""
        if kind == "条":
            self.gold.append((line, kind, number, above))
            self.print(f"{shown}{self.gap or '　'}{self.sentence()}")
            return line
        title = self.title()
        self.gold.append((line, kind, plain(number + title), above))
        head = shown + ((self.gap or " " * (kind == "部分")) if ladder or kind == "部分" else "") + title
        if run_in:
            self.print(f"{self.mark}{head}。{end}{self.sentence()}", *self.blank)
            return line
        cut = self.width if ladder and self.width >= len(head) - len(title) + 18 else len(head)
        if "，" in head[cut:]:
            cut = len(head)
        self.print(self.mark + head[:cut] + end)
        self.lines += [*self.blank, "      " * bool(self.indent) + head[cut:]] if head[cut:] else []
        self.print(*self.blank, self.sentence(), *self.blank)
        return line

    def print_front(self) -> None:
        """Title, contents page and preface before the headings."""
        front = ["某市国民经济和社会发展第十四个五年规划纲要", ""]
        style = self.rng.choice(["none", "dots", "plain", "top", "run on"])
        depth: dict[int | None, int] = {None: -1}
        entries = []
        for line, kind, heading, above in self.gold:
            depth[line] = depth[above] + 1
            if kind != "专栏" and depth[line] < (1 if style == "top" else 3):
                entries.append(re.sub(r"^(第.{1,4}?(?:分编|部分|[编篇章节]))", r"\1 ", heading))
        if style != "none" and len(entries) >= 3 and self.ladder[-1] != "条":
            pages = [f"{entry}…………{page}" for page, entry in enumerate(entries, 1)]
            front += [self.rng.choice(["目录", "目　录", "# 目录"])]
            front += pages if style == "dots" else [" ".join(entries)] if style == "run on" else entries
            front += [""]
        front += self.rng.choice([[], [self.sentence(), ""]])
        self.lines = front + self.lines
        shift = len(front)
        self.gold = [(a + shift, k, h, None if above is None else above + shift) for a, k, h, above in self.gold]


@pytest.mark.parametrize("seed", [101115, 101201, 104483, 105552])
def test_contents_on_one_line_may_be_of_points(seed: int) -> None:
    """目录, then 一、… 1.… 2.… 二、… on one line: entries, and no heading."""
    plan = Plan(random.Random(seed))
    assert outline("\n".join(plan.lines)) == plan.gold


@given(st.randoms(use_true_random=False))
@settings(max_examples=120, deadline=None)
def test_random_trees_in_random_house_styles_are_read_back(rng: random.Random) -> None:
    plan = Plan(rng)
    text = "\n".join(plan.lines)
    assert outline(text) == plan.gold
    assert_nothing_lost(source(text), tree_builder.parse(source(text)))


# The real documents in other house styles: what each makes of number, space and title of a heading.
STYLES: dict[str, Callable[[str, str, str], str]] = {
    "no space": lambda number, space, title: number + title,
    "two wide spaces": lambda number, space, title: f"{number}　　{title}",
    "spaces in the number": lambda number, space, title: (
        f"{number[0]} {number[1:-1]} {number[-1]}{space or ' '}{title}"
    ),
    "bold": lambda number, space, title: f"**{number}{space}{title.replace('*', '')}**",
    "centred": lambda number, space, title: f"　　　　{number}{space}{title}",
    "figures": lambda number, space, title: f"第{ordinal(number)}{number[-1]} {title}",
    "编": lambda number, space, title: f"{number.replace('篇', '编')}{space}{title}",
    "points": lambda number, space, title: (
        f"{POINTS[number[-1]].format(chinese(ordinal(number) or 0), ordinal(number))}{title}"
    ),
}
POINTS: dict[str, str] = {"篇": "{0}、", "章": "（{0}）", "节": "{1}."}
ENTRY = re.compile(r"([\s　#*]*)(第[一二三四五六七八九十百零〇]+[篇章节])([\s　]*)(.*)$")


def printed(number: str, on_one_line: bool = False) -> tuple[list[str], dict[int, tuple[str, str, str]]]:
    """The lines of a real document, and its headings 篇, 章, 节 by their lines."""
    path = next(REAL.glob(f"{number}*.txt"))
    lines = list(loading.read(path, path.name).lines)
    heads = {}
    for document in tree_builder.parse(source("\n".join(lines))):
        for p in document.provisions:
            if p.kind not in POINTS or not (found := ENTRY.match(lines[p.line - 1])):
                continue
            title = found[4].strip("*")
            if on_one_line:
                title = p.title
                following = [n for n, line in enumerate(lines[p.line : p.line + 9], p.line) if line.strip()]
                for n in following[: p.printed.count("\n")]:
                    lines[n] = ""
                lines[p.line - 1] = found[1] + found[2] + found[3] + title
            heads[p.line] = found[2], found[3], title
    return lines, heads


@pytest.mark.corpus
@real
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("number", NAMES)
def test_a_real_document_in_another_style_has_the_same_outline(number: str, style: str) -> None:
    if number == "004" and style == "points":
        pytest.skip("its second document has 章 and 条")
    lines, heads = printed(number, on_one_line=style == "points")
    expected = {row[0]: row for row in outline("\n".join(lines))}
    for line, (head, space, title) in heads.items():
        marked = "#" in lines[line - 1]
        if marked and style in ("bold", "centred"):
            continue  # what its title goes on in is marked too
        lines[line - 1] = "# " * marked + STYLES[style](head, space, title)
        new = plain(STYLES[style](head, "", "").strip("*"))
        _, _, heading, above = expected[line]
        expected[line] = line, kind(new), new + heading.removeprefix(head), above
    assert outline("\n".join(lines)) == list(expected.values())


@pytest.mark.corpus
@real
@pytest.mark.parametrize("style", ["pages", "plain", "chapters", "run on", "untitled"])
@pytest.mark.parametrize("number", sorted(set(NAMES) - {"004"}))
def test_a_real_document_with_a_contents_page_has_the_same_outline(number: str, style: str) -> None:
    lines, heads = printed(number)
    gold = outline("\n".join(lines))
    entries = [heading for _, name, heading, _ in gold if name in (("章",) if style == "chapters" else POINTS)]
    listed = {"pages": [f"{entry}……{page}" for page, entry in enumerate(entries)], "run on": [" ".join(entries)]}.get(
        style, entries
    )
    page = [*(["目  录"] if style != "untitled" else []), *listed, ""]
    for at in (0, min(heads) - 1):
        shifted = [(a + len(page) * (a > at), k, h, b and b + len(page) * (b > at)) for a, k, h, b in gold]
        assert outline("\n".join([*lines[:at], *page, *lines[at:]])) == shifted


SPACINGS: dict[str, Callable[[str], list[str]]] = {
    "none blank": lambda line: [line] if line.strip() else [],
    "one blank": lambda line: [line, ""] if line.strip() else [],
    "one more blank": lambda line: [line, ""],
    "no marks": lambda line: [re.sub(r"^#+\s*|\*\*", "", line)],
    "white space at the ends": lambda line: [f"{line}  " if line.strip() else line],
    "paragraphs indented": lambda line: [f"　　{line}" if "。" in line and line[0] not in "\t#" else line],
}


@pytest.mark.corpus
@real
@pytest.mark.parametrize("spacing", SPACINGS)
@pytest.mark.parametrize("number", NAMES)
def test_a_real_document_with_other_spacing_has_the_same_outline(number: str, spacing: str) -> None:
    lines, _ = printed(number)
    moved: list[str] = []
    place: dict[int | None, int | None] = {None: None}
    for n, line in enumerate(lines, 1):
        place[n] = len(moved) + 1
        moved += SPACINGS[spacing](line)
    expected = [(place[a], k, h, place[b]) for a, k, h, b in outline("\n".join(lines))]
    assert outline("\n".join(moved)) == expected


@pytest.mark.parametrize("text", [case[1] for case in cases()], ids=[case[0] for case in cases()])
def test_passages_tell_the_provisions_they_were_made_of(text: str) -> None:
    for document in tree_builder.parse(source(text)):
        again = restore_document(document, passages(document)).provisions
        place = attrgetter("id", "kind", "number", "title", "line", "line_end", "parent")
        assert list(map(place, again)) == list(map(place, document.provisions))


SOUND = {
    "circular": """某市关于加快发展的意见
一、总体要求
要求一段，说明方向。
（一）指导思想。坚持创新驱动，推动发展。
（二）基本原则。坚持统筹兼顾，突出重点。
二、重点任务
（三）做强产业
产业一段，说明方向。
1.培育龙头。支持企业做大做强，形成集群。
2.完善配套。补齐短板弱项，降低成本。
3.搭建平台。建设中试基地，服务企业。
（四）扩大开放
开放一段，说明方向。
1.建设口岸。完善查验设施，提高效率。
2.培育主体。引进外贸企业，扩大规模。
3.优化环境。压缩通关时间，减少单证。
专栏1 重点工程
1.甲工程。建设甲园区，引进企业。
2.乙工程。建设乙基地，配套设施。
三、保障措施
（五）加强领导。健全工作机制，压实责任。
（六）强化宣传。营造良好氛围，凝聚共识。
四、附则
附则一段，说明施行。""",
    "report": """政府工作报告
一、工作回顾
回顾一段，说明成绩。
（一）聚力稳增长，经济回升向好。
增长一段，说明数据。
（二）聚力促转型，结构持续优化。
转型一段，说明数据。
（三）聚力惠民生，福祉持续改善。
民生一段，说明数据。
二、工作安排
今年重点抓好以下工作：
（一）激发消费潜力，扩大投资。实施提振行动，办好展会。
投资一段，说明项目。
（二）建强创新平台，培育动能。布局实验室，引进人才。
平台一段，说明举措。
（三）守牢安全底线，维护稳定。抓好安全生产，化解风险。
安全一段，说明要求。
三、自身建设
建设一段，说明要求。""",
    "emergency plan": """某市防汛应急预案
1 总则
1.1 编制目的
目的一段，说明意义。
1.2 编制依据
依据一段，说明法规。
1.3 适用范围
范围一段，说明区域。
2 组织体系
2.1 指挥机构
2.1.1 组成
组成一段，说明成员。
2.1.2 职责
职责一段，说明分工。
2.2 办事机构
机构一段，说明职责。
3 应急响应
3.1 分级
分级一段，说明标准。
3.2 措施
措施一段，说明要求。
4 附则
4.1 解释
解释一段，说明部门。""",
}
NUMBER = re.compile(
    r"第[^章节篇]{1,6}[章节篇]\s*|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9.]+\s*|专栏\d+ "
)


@pytest.mark.parametrize("damage", ["number", "line", "break"])
@pytest.mark.parametrize("name", SOUND)
def test_one_damaged_spot_costs_one_heading(name: str, damage: str) -> None:
    """A number, a whole heading or its line break is lost: every other heading is still read."""
    lines = SOUND[name].split("\n")
    gold = outline("\n".join(lines))
    for n, kind, _, _ in gold:
        if kind == "专栏" or (damage == "break" and not lines[n - 2].endswith("。")):
            continue
        damaged = list(lines)
        if damage == "break":
            damaged[n - 2 : n] = [lines[n - 2] + lines[n - 1], ""]
        else:
            damaged[n - 1] = NUMBER.sub("", lines[n - 1], count=1) if damage == "number" else ""
        found = {row[:3] for row in outline("\n".join(damaged))}
        assert {row[:3] for row in gold if row[0] != n} - found == set(), (damage, lines[n - 1])


CLIPPED = {
    "fields and a rule": "# 某市若干措施\n\n**发布日期**: 2026年1月3日\n**发文机构**: 某市政府办\n**来源**: https://a.invalid/1.htm\n**索引号**: 1-2\n\n---\n\n## 政策原文\n\n",
    "tools of a page": "某省人民政府门户网站\n首页 > 政策文件\n标题：某省意见\n发布时间：2026-01-02 10:00\n浏览次数：120\n【字号：大 中 小】\n打印\n收藏\n分享\n\n",
    "a list of fields": "---\n# 关于某事的通知\n- 发布机构：某局\n- 发布日期：2026-02-01\n- 文号：某发〔2026〕5号\n- 主题分类：农业\n- 有效性：有效\n- 链接：https://a.invalid/3.html\n---\n### 正文\n\n",
    "a title that reads as a notice": "# 某局关于某事的通知\n文号：某发〔2026〕5号\n发布日期：2026-02-01\n主题分类：农业\n有效性：有效\n链接：https://a.invalid/3.html\n采集：2026-02-02\n---\n### 正文\n\n",
    "a summary": "标题：某市若干措施\n\n来源：某市人民政府\n\n发布时间：2026-01-03\n\n采集时间：2026-01-05\n\n摘要：本措施提出两方面举措。支持企业落户。\n\n正文：\n\n",
    "a table of fields": "# 某市若干措施\n\n| 字段 | 值 |\n| --- | --- |\n| 发布日期 | 2026-01-03 |\n| 文号 | 某政办发〔2026〕1号 |\n\n来源：https://a.invalid\n\n***\n\n",
    "addresses": "某市若干措施\n\n某市人民政府 2026-01-03\n\nhttps://a.invalid/gongwen/2026/1.html\n\n[打印] [关闭]\n\n\n\n",
}
ISSUED = """某市人民政府办公室关于印发某市若干措施的通知

某政办发〔2026〕1号

各区县人民政府，市政府各部门：

现将《某市若干措施》印发给你们，请认真贯彻执行。

某市人民政府办公室

2026年1月3日

某市若干措施

一、支持落户

（一）奖励。给予奖励。

（二）补贴。给予补贴。

二、附则

本措施自印发之日起施行。"""


@pytest.mark.parametrize("name", CLIPPED)
def test_a_clipped_page_is_one_document(name: str) -> None:
    text = CLIPPED[name] + ISSUED
    (document,) = tree_builder.parse(source(text))
    assert [p.number for p in document.provisions if p.number] == ["一、", "（一）", "（二）", "二、"]
    assert (document.provisions[0].kind, document.number) == ("封面", "某政办发〔2026〕1号")
    assert_nothing_lost(source(text), (document,))


@pytest.mark.parametrize(
    "before",
    [
        "某市关于表彰的决定\n某府发〔2021〕7号\n各区县：\n决定一段，说明事由。\n来源：某处\n某市\n2021年3月1日\n附注\n\n",
        "某市计划\n第一章 目标\n目标一段。\n来源：某处\n第二章 任务\n任务一段。\n\n\n\n",
        "某市通报\n来源：某处\n一、情况\n情况一段。\n二、要求\n要求一段。\n某市\n2021年3月1日\n\n",
    ],
)
def test_a_document_before_a_notice_is_no_head_of_a_page(before: str) -> None:
    assert len(tree_builder.parse(source(before + ISSUED))) == 2


def test_the_cover_page_of_a_standard_is_a_provision_of_its_own() -> None:
    text = next(text for name, text, _ in cases() if name == "standard: a national one")
    (document,) = tree_builder.parse(source(text))
    cover, contents, preface = document.provisions[:3]
    assert (cover.kind, contents.kind, preface.kind) == ("封面", "目录", "前言")
    assert cover.text.startswith("ICS 27.060") and cover.text.endswith("发布")
    assert preface.text.startswith("前  言")
