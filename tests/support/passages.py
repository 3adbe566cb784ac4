"""Passages and queries for tests: made by hand, or drawn by hypothesis."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from policysearch.model.document import Passage
from policysearch.query.ast import (
    Boost,
    In,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Range,
    Term,
    Wildcard,
    all_of,
    any_of,
    negate,
)
from policysearch.text.normalize import fold

random_input = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))

EMPTY = Passage(
    id="", document_id="", document="", type="", district="", city="", level="", plan="", years=(), number="", issuer="",
    issued="", kind="", part="", chapter="", section="", article="", box="", path=(), title="", text="", source="a.txt",
    line_start=1, line_end=1,
)  # fmt: skip


def passage(number: int, text: str, title: str = "", **rest: object) -> Passage:
    """A passage at line `number`."""
    place = {"id": f"d/p_{number}", "document_id": "d", "line_start": number, "line_end": number}
    return replace(EMPTY, title=title, text=text, **(place | rest))  # type: ignore[arg-type]


def texts(*of: str) -> list[Passage]:
    """A passage for each text."""
    return [passage(number, text) for number, text in enumerate(of, 1)]


# Words and what is made of their pieces, numbers within numbers, other forms of the same, line ends, markup, anything.
PIECES = [
    *[
        "氢能",
        "产业",
        "发展",
        "产业发展",
        "经济",
        "经济圈",
        "双城经济圈",
        "地区",
        "长江",
        "区长",
        "区",
        "长",
        "江",
        "能",
        "我区",
        "人人",
        "“两主四特”",
        "两主四特",
        "两主",
    ],
    *[
        "R&D",
        "75%",
        "175%",
        "pm2.5",
        "PM",
        "5",
        "2.5",
        "12",
        "2035年",
        "二〇三五年",
        "GDP",
        "ＧＤＰ",
        "5G",
        "產業",
        "㎡",
        "é",
        "𠀀",
    ],
    *("，", "。", "：", "\n", "\t", "　", " ", "**", "(", "）", "-", "<b>", "\x00", "\ue000"),
]
DISTRICTS = ["", "九龙坡区", "九龙坡", "綦江区", "秀山土家族苗族自治县", "两江新区"]
some_text = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@st.composite
def some_passages(draw: st.DrawFn, source: str, most: int = 6) -> list[Passage]:
    """Passages of one source, not in order."""
    found = []
    for number in draw(st.permutations(range(draw(st.integers(0, most))))):
        chapter = draw(st.sampled_from(["", "第一章 氢能产业", "第二章 长江 R&D"]))
        title, run_in = draw(some_text), draw(st.booleans())
        found.append(
            replace(
                EMPTY,
                id=f"{source}/p_{number}",
                document_id=f"{source}-{number % 2}",
                document=draw(st.sampled_from(["", "氢能产业规划", "５G 行动方案（2026）"])),
                district=draw(st.sampled_from(DISTRICTS)),
                plan=draw(st.sampled_from(["", "十四五", "十五五"])),
                kind=draw(st.sampled_from(["节", "专栏"])),
                years=draw(st.sampled_from([(), (2025,), (2026, 2027, 2030)])),
                chapter=chapter,
                source=source,
                title=title,
                printed=title + " " if run_in else title,
                run_in=run_in,
                text=draw(some_text),
                line_start=number // 2 + 1,
            )
        )
    return found


needles = st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map("".join).filter(fold)
words = needles.filter(lambda text: not set("*?") & set(text))
leaves = st.one_of(
    words.map(Term),
    words.map(Phrase),
    st.lists(st.one_of(st.sampled_from("*?"), words), min_size=1, max_size=4)
    .map("".join)
    .filter(lambda pattern: any(sign in pattern for sign in "*?") and fold(pattern.replace("*", "").replace("?", "")))
    .map(Wildcard),
    st.builds(Near, st.lists(words, min_size=2, max_size=3).map(tuple), st.integers(0, 6)),
)
values = st.one_of(
    st.sampled_from([In("district", Term(name)) for name in ("九龙坡", "綦江区", "綦江县", "两江")]),
    st.sampled_from([In("district", Wildcard("九龙*")), In("plan", Phrase("十五五")), In("kind", Not(Term("节")))]),
    st.sampled_from([In("district", Or((Term("九龙坡"), Term("綦江")))), In("document", Near(("方案", "5G"), 3))]),
    st.builds(In, st.sampled_from(["title", "text", "chapter", "document"]), leaves),
    st.builds(lambda a, b: In("year", Range(a, b)), st.none() | st.integers(2024, 2031), st.none() | st.just(2027)),
)
queries: st.SearchStrategy[Query] = st.recursive(
    leaves | values,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(all_of),
        st.lists(inner, min_size=2, max_size=3).map(any_of),
        inner.map(negate),
        st.builds(Boost, inner, st.sampled_from([0.5, 3.0])),
    ),
    max_leaves=5,
)
# Words under filters, as they are typed.
conditions = st.lists(leaves | values | values.map(lambda one: Boost(one, 2.0)), min_size=2, max_size=4).map(all_of)
# Words whose places can be counted.
countable = st.lists(words.map(Term) | words.map(Phrase) | values, min_size=1, max_size=3).flatmap(
    lambda some: st.sampled_from([all_of(some), any_of(some), Boost(some[0], 2.0), all_of([*some, Not(Term("区"))])])
)
Edits = list[tuple[frozenset[str], list[list[Passage]]]]
# What a corpus goes through: at each step some sources are removed and others added.
edits = st.lists(
    st.tuples(
        st.frozensets(st.sampled_from("abc")), st.lists(st.sampled_from("abc").flatmap(some_passages), max_size=2)
    ),
    max_size=4,
)
