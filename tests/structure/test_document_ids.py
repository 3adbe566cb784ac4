"""Ids of documents: readable, and never those of another document."""

from __future__ import annotations

import random
from itertools import permutations

import pytest

from policysearch.model.document import Source
from policysearch.structure import document_ids, tree_builder


def parsed(text: str, name: str = "a.txt") -> list[tuple[str, ...]]:
    """What the documents in a file can be called."""
    documents = tree_builder.parse(Source(name, tuple(text.split("\n")), "utf-8", False, "0" * 64))
    return [document_ids.names(one, one.id, document_ids.text_mark(one.provisions)) for one in documents]


def named(*texts: str) -> list[str]:
    """Ids of files together in one index."""
    return document_ids.ids([names for text in texts for names in parsed(text)])


def plan(title: str, text: str = "为了发展，制定本规划。") -> str:
    return f"{title}\n\n第一章 总则\n{text}\n"


CARE = "关于促进养老服务发展的实施意见\n\n一、目标\n\n到2030年有床位60张。\n"
HEALTH = "关于促进医疗服务发展的实施意见\n\n一、目标\n\n到2030年有医院3家。\n"


def test_titles_of_the_same_initials_have_ids_of_their_own_alone_and_together() -> None:
    (care,), (health,) = named(CARE), named(HEALTH)
    assert care.rpartition("-")[0] == health.rpartition("-")[0] == "opinion-gycjylfwfzds"
    assert care != health and len(care.rpartition("-")[2]) == 5
    assert named(HEALTH, CARE) == [health, care]
    both = named(CARE, CARE.replace("60", "90"))
    assert len(set(both)) == 2 and {id.rpartition("-")[0] for id in both} == {care}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{}\n\n某府发〔2025〕1号\n", "{}\n\n某府发〔2025〕2号\n"),
        ("{}\n\n2025年1月2日\n", "{}\n\n2025年1月3日\n"),
    ],
)
def test_number_and_date_tell_apart_what_has_one_title(one: str, other: str) -> None:
    rest = "\n第一条 内容相同。\n\n第二条 仍然相同。\n"
    ids = [named(form.format("某某管理办法") + rest) for form in (one, other)]
    assert ids[0] != ids[1]
    assert ids[0] + ids[1] == named(*(form.format("某某管理办法") + rest for form in (one, other)))


def test_a_plan_has_its_plain_id_until_there_is_another_of_the_same_identity() -> None:
    title = "重庆市江北区国民经济和社会发展第十五个五年规划纲要"
    assert named(plan(title)) == ["cq-jiangbei-fyp-15"]
    both = named(plan(title), plan(title, "讨论稿。"))
    assert all(id.startswith("cq-jiangbei-fyp-15-") for id in both) and both[0] != both[1]
    assert named(plan(title, "讨论稿。"), plan(title)) == both[::-1]
    assert named(plan(title), plan(title), plan(title, "讨论稿。")) == [both[0], f"{both[0]}_2", both[1]]
    dated = named(plan(f"{title}\n\n2026年1月"), plan(f"{title}\n\n2026年3月"))
    changed = named(plan(f"{title}\n\n2026年1月", "改动。"), plan(f"{title}\n\n2026年3月"))
    assert dated == changed  # a date is enough to tell them apart, whatever they say
    assert len(set(dated)) == 2


def test_a_plan_for_one_subject_does_not_take_the_id_of_the_plan_for_all() -> None:
    both = named(plan("江北区国民经济和社会发展第十五个五年规划纲要"), plan("江北区妇女发展“十五五”规划纲要"))
    assert both == ["jiangbei-fyp-15", "jiangbei-plan-fnfzswwghgy-2026-2030"]
    assert named(plan("重庆市江北区“十五五”规划纲要")) == ["cq-jiangbei-fyp-15"]


def test_white_space_and_width_make_no_other_document() -> None:
    assert named("某某管理办法(试行)\n\n第一条 内容。\n") == named("某某 管理办法（试行）\n\n\n第一条　内容。\n")


def test_a_text_without_a_title_is_known_by_what_it_says() -> None:
    ids = [named(text) for text in ("第一条 甲。\n\n第二条 乙。\n", "第一条 丙。\n\n第二条 丁。\n")]
    assert ids[0] != ids[1]


def test_ids_do_not_depend_on_the_order_of_documents_but_for_copies() -> None:
    rng = random.Random(3)
    for _ in range(200):
        called = []
        for _ in range(5):
            first = rng.choice("pq")
            second = f"{first}-{rng.choice('ab')}"
            called.append((first, second, f"{second}-{rng.choice('xy')}"))
        found = {
            frozenset((names, id.partition("_")[0]) for names, id in zip(order, document_ids.ids(order), strict=True))
            for order in permutations(called)
        }
        assert len(found) == 1
        given = document_ids.ids(called)
        assert len(set(given)) == len(given)
