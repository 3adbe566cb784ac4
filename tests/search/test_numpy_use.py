"""Answers are the same whether long lists are for numpy or worked through one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from policysearch.index.index import Index
from tests.support.numpy_use import use_numpy

pytest.importorskip("numpy")

WORDS = "发展 氢能 的 规划 区 第一章 建设用地 九龙坡区 市 高质量发展 发展* 建?设 产业集群 5 5% 十五五 企业*"
COMBINED = (
    "产业 创新",
    "发展 AND 建设 AND 产业",
    "发展 OR 氢能",
    "发展 -氢能",
    "title:发展 建设",
    "text:发展",
    "(发展 OR 建设)^2 产业",
    "发展 district:九龙坡",
    "重庆 发展",
    '"加快 建设"~20',
    '"产业 创新 发展"~30',
    '"新能源汽车"',
    "养老 kind:条",
    "第一章 总则",
    "老人在家门口怎么吃饭养老",
)
HOW: tuple[dict[str, Any], ...] = (
    {},
    {"limit": 3, "offset": 5},
    {"limit": None},
    {"group": "document"},
    {"group": "district", "limit": 2},
    {"sort": "date"},
    {"fold": False},
    {"all_copies": True},
)


def answers(samples: Path) -> list[Any]:
    """What an index answers, and how it explains the first hit."""
    told: list[Any] = []
    with Index.open(samples) as index:
        for query in (*WORDS.split(), *COMBINED):
            for how in HOW:
                answer = index.search(query, **how)
                hits = [(hit.passage.id, hit.score, hit.why, hit.elsewhere, len(hit.also)) for hit in answer.hits]
                groups = [(group.value, group.total) for group in answer.groups]
                told.append((query, how, answer.total, answer.folded, hits, groups))
            told.append((query, index.facets(query)))
            if first := index.search(query).hits[:1]:
                told.append((query, index.explain(query, first[0].passage.id)))
    return told


def test_answers_are_the_same_to_the_last_bit(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_numpy(monkeypatch, False)
    expected = answers(samples)
    use_numpy(monkeypatch, True)
    for one, other in zip(answers(samples), expected, strict=True):
        assert one == other


def test_strings_are_found_and_weighed_the_same(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words, what two words make up, what may overlap, what begins or ends with a figure, headings."""
    for needle in "发展 展建 建设 一一 第一章 第一 10 0% 的 高质量发展 展规划".split():
        use_numpy(monkeypatch, False)
        with Index.open(samples) as index:
            literal = index._searcher.literal
            held = set(literal.holding_all((needle,)))
            numbers = literal.count(needle).keys()
            each = {word: {number: literal.weigh(needle, number, word) for number in numbers} for word in (False, True)}
        use_numpy(monkeypatch, True)
        with Index.open(samples) as index:
            literal = index._searcher.literal
            assert set(literal.holding_all((needle,))) == held == set(numbers)
            for word, expected in each.items():
                assert dict(literal.weigh_all(needle, frozenset(numbers), word)) == expected
