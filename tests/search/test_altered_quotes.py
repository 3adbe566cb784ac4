"""Almost right quotes: the nearest wording, what differs in it, and nothing for what stands there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysearch.index.index import Index
from policysearch.model.errors import QueryError, QueryTimeout
from policysearch.model.hits import NEAR_WORDING
from policysearch.output import answers
from policysearch.query.ast import Phrase
from policysearch.runtime.deadline import deadline
from policysearch.search import match_type
from policysearch.search.altered_quotes import Alignment, align
from tests.support.small_index import index_of

FILES = {
    "care": "江南区养老服务条例\n\n第一章 总则\n第一条 新建居住区应当按照每百户不少于三十平方米的标准，配套建设养老服务设施。\n"
    "第二条 到2027年，全区养老床位达到4500张，护理型床位占比\n不低于60%；到2035年，实现社区全覆盖。\n"
    "第三条 任何单位和个人不得擅自改变养老服务设施的用途。不得侵占。应当报告的，可以报告。\n"
    "第四条 运营补贴每人每月200元，建设补贴每张床位一次性给予10000元。\n第二章 附则\n第五条 本条例自2026年5月1日起施行。\n",
    "sport": "江北区体育设施条例\n\n第一条 公共体育设施应当全年向公众开放，每周开放时间不得少于五十六小时。\n第二条 甲。\n"
    "第三条 以下设施免费开放：\n足球场、篮球场、健身步道\n",
}
CHANGED = [  # what is quoted, what of it is not printed, what is
    ("新建居住区应当按照每百户不少于二十平方米的标准", "二十", "三十"),
    ("全区养老床位达到5500张，护理型床位占比不低于60%", "5500", "4500"),
    ("护理型床位占比不低于65%；到2035年，实现社区全覆盖", "65%", "60%"),
    ("任何单位和个人可以擅自改变养老服务设施的用途", "可以", "不得"),
    ("公共体育设施应当全年向公众开放，每周开放时间不得少于六十五小时", "六十五", "五十六"),
    ("公共体育设施应当全年向公众开放，每周开放时间得少于五十六小时", "", "不"),
    ("公共体育设施应当全年免费向公众开放，每周开放时间不得少于五十六小时", "免费", ""),
]
VERBATIM = [
    "新建居住区应当按照每百户不少于三十平方米的标准，配套建设养老服务设施",
    "護理型床位佔比不低於６０％；到２０３５年，實現社區全覆蓋",
    "全区养老床位达到4500张，护理型床位占比不低于60%",
    "每周开放时间不得少于五十六小时",
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with index_of(tmp_path_factory.mktemp("quotes"), FILES) as opened:
        yield opened


def test_a_quote_over_the_end_of_a_line_is_told_as_standing_there(index: Index) -> None:
    found = index.search("“以下设施免费开放：足球场、篮球场、健身步道”")
    assert (found.altered, [hit.altered for hit in found.hits]) == (1, [None])
    assert answers.nowhere(found).code == "pages.apart"
    differs = index.search("“公共体育设施应当全年免费向公众开放，每周开放时间不得少于五十六小时”")
    assert answers.nowhere(differs).code == "answers.nowhere"


def test_a_draft_that_is_nearer_than_its_final_text_comes_first(tmp_path: Path) -> None:
    text = "公墓管理办法{}\n\n第一条 单人墓穴占地面积不得超过{}平方米，双人墓穴不得超过{}平方米。\n"
    files = {"final": text.format("", "0.5", "0.8"), "draft": text.format("（征求意见稿）", "0.8", "1")}
    with index_of(tmp_path, files) as opened:
        found = opened.search("“单人墓穴占地面积可以超过0.8平方米，双人墓穴不得超过1平方米”")
    assert [hit.passage.source for hit in found] == ["draft.txt", "final.txt"]


def marked(text: str, marks: tuple[tuple[int, int], ...]) -> str:
    return "".join(text[a:b] for a, b in marks)


@pytest.mark.parametrize("quoted", [True, False], ids=["quoted", "pasted"])
@pytest.mark.parametrize(("piece", "typed", "printed"), CHANGED)
def test_what_differs_is_named(index: Index, piece: str, typed: str, printed: str, quoted: bool) -> None:
    found = index.search(f"“{piece}”" if quoted else piece)
    assert (found.relaxed, found.exact, found.altered) == (True, 0, 1)
    hit = found.hits[0]
    assert hit.why == match_type.ALTERED and hit.altered and hit.altered.quoted == piece
    assert marked(hit.altered.quoted, hit.altered.quoted_marks) == typed
    assert marked(hit.altered.printed, hit.altered.printed_marks) == printed
    assert not index.search(f"“{piece}”", strict=True).total and not found.wants_help


@pytest.mark.parametrize("quoted", [True, False], ids=["quoted", "pasted"])
@pytest.mark.parametrize("piece", VERBATIM)
def test_what_stands_there_is_not_altered(index: Index, piece: str, quoted: bool) -> None:
    found = index.search(f"“{piece}”" if quoted else piece)
    assert found.total and not found.altered
    assert all(not hit.altered and hit.why != match_type.ALTERED for hit in found)


@pytest.mark.parametrize(
    "query",
    [
        "养老床位",
        "养老 设施 用途 改变",
        "养老服务设施用途可以改变吗",
        "改变养老服务设施的用途怎么办",
        "江南区公共体育设施应当全年向公众开放",
        "“人工智能赋能新型工业化发展行动”",
        "“每周开放时间不得少于五十五小时” AND 体育",
    ],
)
def test_what_is_no_wording_of_the_text_is_left_alone(index: Index, query: str) -> None:
    assert not index.search(query).altered


def test_a_wrong_figure_that_stands_elsewhere_in_the_passage_is_no_word_that_it_holds(index: Index) -> None:
    found = index.search("到2035年，全区养老床位达到4500张")
    assert [hit.why for hit in found] == [match_type.ALTERED]
    assert found.hits[0].altered and found.hits[0].altered.printed_marks == ((1, 5),)


def test_filters_hold_and_facets_count_what_is_found(index: Index) -> None:
    quote = "“任何单位和个人可以擅自改变养老服务设施的用途”"
    assert index.search(f"{quote} 文件:养老").altered == 1
    assert index.search(f"{quote} 文件:体育").total == 0
    assert index.facets(quote, ["document"]) == {"document": {"江南区养老服务条例": 1}}
    told = index.explain(quote, index.search(quote).hits[0].passage.id)
    altered = index.search(quote).hits[0].altered
    assert told and altered
    gains = [part for part in told.tree.parts if getattr(part.what, "code", "") == "explain.altered"]
    assert [part.score for part in gains] == [told.score]
    assert altered.quoted in gains[0].what and altered.printed in gains[0].what
    assert told and told.matches and told.rank == 1


def test_a_quote_over_the_end_of_a_line_and_of_a_passage_is_found(index: Index) -> None:
    over = index.search("“以下设施免费开放：足球场、篮球场、健身步道”")
    assert over.total == 1 and not over.hits[0].altered
    passages = index.search("“不得侵占。应当报告的，可以报告。第四条运营补贴每人每月200元”")
    assert [hit.passage.title for hit in passages] == ["第三条"] and not passages.hits[0].altered


def test_pages_are_pieces_of_one_list(index: Index) -> None:
    piece = "“本条例自2027年5月1日起施行吧吧”"
    whole = index.search(piece, None)
    assert [hit for n in range(whole.total) for hit in index.search(piece, 1, n)] == list(whole.hits)


@given(
    st.text("甲乙丙丁1", min_size=1, max_size=12),
    st.text("甲乙丙丁1", max_size=24),
    st.integers(1, 5),
    st.integers(0, 24),
)
def test_an_alignment_is_as_near_as_any_within_its_band(piece: str, text: str, limit: int, middle: int) -> None:
    middle %= len(text) + 1
    found = align(piece, text, limit, middle)
    if found:
        holds(found, piece, text)
        assert nearest(piece, text, middle, limit) <= found.distance <= limit
    # What begins within half of the limit and needs no more differences than that never leaves the band.
    if (near := nearest(piece, text, middle, limit // 2)) <= limit // 2:
        assert found and found.distance <= near


def nearest(piece: str, text: str, middle: int, reach: int) -> int:
    """The least distance of `piece` from a part of `text` that begins within `reach` of `middle`."""
    starts = range(max(0, middle - reach), min(len(text), middle + reach) + 1)
    ends = ((start, end) for start in starts for end in range(start, len(text) + 1))
    return min((distance(piece, text[start:end]) for start, end in ends), default=len(piece) + reach + 1)


def holds(found: Alignment, piece: str, text: str) -> None:
    """The pairs are equal, in order, and within the part that was aligned; the rest of both makes up the differences."""
    assert all(piece[i] == text[j] and found.start <= j < found.end for i, j in found.pairs)
    assert list(found.pairs) == sorted(set(found.pairs)) and len({j for _, j in found.pairs}) == len(found.pairs)
    part = text[found.start : found.end]
    unpaired = max(len(piece), len(part)) - len(found.pairs)
    assert distance(piece, part) <= found.distance and unpaired <= found.distance


def distance(one: str, other: str) -> int:
    """The edit distance, by the whole matrix."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row, before = [i], row
        for j, b in enumerate(other, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b)))
    return row[-1]


@pytest.mark.parametrize("size", [1_000, 100_000])
def test_a_long_paste_is_compared_within_limits(index: Index, size: int) -> None:
    piece = ("公共体育设施应当全年向公众开放，每周开放时间不得少于六十小时。\x00\x1b[31m" * size)[:size]
    assert index.search(Phrase(piece.strip())).total == 0
    if size > 2_000:
        with pytest.raises(QueryError):
            index.search(f'"{piece}"')


def test_control_characters_are_no_difference(index: Index) -> None:
    assert not index.search("“任何单位和\x00个人不得\u202e擅自改变养老服务设施的用途”").altered
    shown = index.search("“任何单位和\x1b个人可以\u202e擅自改变养老服务设施的用途”").hits[0].altered
    assert shown and not {"\x1b", "\u202e"} & set(shown.quoted) and marked(shown.quoted, shown.quoted_marks) == "可以"


def test_a_deadline_ends_it(index: Index) -> None:
    with pytest.raises(QueryTimeout), deadline(0):
        index.search("“任何单位和个人可以擅自改变养老服务设施的用途甲”")


def test_a_year_beside_what_stands_there_is_no_quote(tmp_path: Path) -> None:
    texts = {
        "a": "第一条 目标\n到2027年，建筑垃圾资源化利用率达到70%。\n第二条 预测\n2027年建筑垃圾资源化利用量缺口为17万吨。\n"
    }
    with index_of(tmp_path, texts) as index:
        found = index.search("2027年建筑垃圾资源化利用率")
        assert not found.altered and "利用率" in found.hits[0].passage.text
        assert index.search("2027年建筑垃圾资源化利用量缺口为18万吨").altered == 1


def test_the_relaxation_says_what_it_is(index: Index) -> None:
    assert index.search("“每周开放时间不得少于五十五小时”").relaxation == NEAR_WORDING


def test_a_number_over_the_end_of_what_is_near_is_shown_whole(tmp_path: Path) -> None:
    """The alignment may end within a number of the text, which differs as a whole."""
    (tmp_path / "a.txt").write_text(
        "某某市办法\n第一条 本市建设养老服务设施和托育服务设施共计12345个，分年实施。\n", "utf-8"
    )
    Index.update([tmp_path / "a.txt"], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        for end in ("1", "12", "13", "2", "345", "99999", "12345个"):
            for quote in ("", '"'):
                for hit in index.search(f"{quote}本市建设养老服务设施和托幼服务设施共计{end}{quote}"):
                    if hit.altered:
                        marks = hit.altered.printed_marks
                        assert all(0 <= a <= b <= len(hit.altered.printed) for a, b in marks)


def test_a_citation_is_no_wording(tmp_path: Path) -> None:
    name = "某某省农村生活污水处理设施管理条例"
    articles = "".join(f"第{n}条 农村生活污水处理设施管理的第{n}项。\n" for n in "一二三四五六七八九")
    (tmp_path / "a.txt").write_text(f"{name}\n第一条 为了农村生活污水处理设施管理，制定{name}。\n{articles}", "utf-8")
    Index.update([tmp_path / "a.txt"], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        for typed in (f"{name}7条", f"{name} 第七条", f"《{name}》第七条第一款"):
            assert index.search(typed).hits[0].passage.title.startswith("第七条"), typed


def test_words_that_changed_places_are_shown(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("某某区规划\n\n建成36公里“清水绿岸”，联动长嘉汇大景区，打造新名片。\n", "utf-8")
    with index_of(tmp_path, {"b": "某某区规划\n\n建成36公里“清水绿岸”，联动长嘉汇大景区，打造新名片。\n"}) as index:
        hit = index.search("建成36公里“绿岸清水”，联动长嘉汇大景区").hits[0]
        assert hit.why == "altered" and hit.altered
        assert marked(hit.altered.quoted, hit.altered.quoted_marks) == "绿岸清水"
