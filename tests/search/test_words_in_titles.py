"""Words of a query that stand in the title of a document, beside others in its passages; and which hit holds all of them."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from policysearch.index.index import Index
from policysearch.messages.catalogue import speaking
from policysearch.model.hits import ANY_WORDS
from policysearch.output.summary import relaxation
from policysearch.output.terminal.answers import above
from tests.support.small_index import index_of

if TYPE_CHECKING:
    from policysearch.index.answer import Answer

TERMS = "{name}条款\n\n第一条 犹豫期\n自签收之日起，有{days}日的犹豫期。\n第二条 等待期\n自生效之日起九十日为等待期。\n{more}"
FILES = {
    "年金": TERMS.format(
        name="福满养老年金保险", days=20, more="第三条 养老年金\n每年给付养老年金，保证给付养老年金二十年。\n"
    ),
    "医疗": TERMS.format(name="乐享住院医疗保险", days=15, more="第三条 住院费用\n住院费用按八成给付。\n"),
    "意外": TERMS.format(name="平安意外伤害保险", days=10, more="第三条 身故\n意外身故的给付保险金。\n"),
}


@pytest.fixture(scope="module")
def terms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with index_of(tmp_path_factory.mktemp("terms"), FILES) as opened:
        yield opened


@pytest.mark.parametrize(
    ("query", "days"), [("养老年金 犹豫期", 20), ("犹豫期 养老年金", 20), ("住院医疗 犹豫期", 15), ("意外 犹豫期", 10)]
)
def test_what_holds_the_words_with_its_title_comes_before_what_lacks_one(terms: Index, query: str, days: int) -> None:
    found = terms.search(query)
    assert f"{days}日的犹豫期" in found.hits[0].passage.text
    assert not found.hits[0].missing


def test_a_filter_holds_for_what_the_title_completes(terms: Index) -> None:
    found = terms.search("养老年金 犹豫期 文件:乐享住院医疗保险")
    assert {hit.passage.document for hit in found} <= {"乐享住院医疗保险条款"}


def test_a_first_hit_that_lacks_a_word_is_not_told_as_one_of_all_words() -> None:
    told = {
        "documents": (),
        "altered": 0,
        "relaxed": True,
        "total": 9,
        "asks": False,
        "pieces": (),
        "by_meaning": False,
    }
    first, second = (
        cast("Answer", SimpleNamespace(exact=2, lacking=(place, ("身故",)), relaxation=ANY_WORDS, **told))
        for place in (1, 2)
    )
    with speaking("zh"):
        said = "".join(above(first, 200, False))
    for one in (said, relaxation(first)):
        assert "第 1 条不含：身故" in one and "不在最前" in one and "仅" not in one and "2 条" in one
    assert "不在最前" not in relaxation(second) and relaxation(second).startswith("包含全部词语的段落仅 2 条")
