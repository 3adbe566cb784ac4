"""Related words and similar passages, against counting everything."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from math import hypot, log
from operator import mul
from pathlib import Path

import pytest

from policysearch.index import discovery, loading
from policysearch.model.document import Passage
from policysearch.model.errors import PolicySearchError
from policysearch.model.passages import passages
from policysearch.query.ast import Phrase
from policysearch.search.searcher import Searcher
from policysearch.search.similar import _idle, likelihood
from policysearch.store.local.store import LocalKeeper
from policysearch.structure.tree_builder import parse
from policysearch.text.normalize import fold
from tests.support.oracle import words_of
from tests.support.passages import passage
from tests.support.paths import ROOT, SHARED

REAL = SHARED / "corpus"


def read(folder: Path) -> list[Passage]:
    return [
        p for path, shown in discovery.find([folder]) for d in parse(loading.read(path, shown)) for p in passages(d)
    ]


@pytest.fixture(scope="module")
def held() -> list[Passage]:
    return read(ROOT / "corpus")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory, held: list[Passage]) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("related")
    LocalKeeper().build(folder, held)
    opened = Searcher(LocalKeeper().open(folder))
    yield opened
    opened.close()


def test_the_vocabulary_is_what_the_analysis_gives(reader: Searcher, held: list[Passage]) -> None:
    counted = Counter(w for p in held for w in words_of(p))
    assert reader.vocabulary == counted == reader.literal.words(reader.order)


def test_words_around_are_those_of_the_sentences(reader: Searcher, held: list[Passage]) -> None:
    numbers = {reader.passage_at(number).id: number for number in reader.order}
    tried = 0
    for p in held:
        parts = [fold(p.printed or p.title), fold(p.text)]
        sentences = [sentence for part in parts for sentence in re.split(r"[。;!?\n]", part) if "产业" in sentence]
        if not sentences:
            continue
        tried += 1
        around = reader.literal.words_around("产业", numbers[p.id])
        # A sentence is cut into words with its passage, hence not always as when it stands alone; its characters are the same.
        characters = Counter(c for s in sentences for c in s if c.isalnum())
        assert Counter(c for word, count in around.items() for c in word * count if c.isalnum()) == characters, p.id
    assert tried > 20


def test_likelihood_is_dunnings() -> None:
    """The sum of k log(k / expected) over the four cells, twice, less the two that hardly differ from what is expected."""
    assert likelihood(1, 100, 10, 1000) == 0.0, "as often as by chance"
    assert likelihood(0, 100, 10, 1000) == 0.0
    assert likelihood(8, 100, 10, 1000) == pytest.approx(2 * (8 * log(8 / 1) + 2 * log(2 / 9)))
    assert likelihood(10, 100, 10, 1000) == pytest.approx(2 * 10 * log(10))


def test_related_words_share_sentences_and_say_something(reader: Searcher, held: list[Passage]) -> None:
    for term in ("产业", "养老", "生态", "R&D", "创新"):
        for entry in reader.related(term, 15):
            holding = [p for p in held if fold(term) in (text := fold(p.title + "。" + p.text)) and entry.word in text]
            assert len(holding) >= entry.passages >= 2
            assert len(entry.word) > 1 and not entry.word[0].isdigit() and entry.word not in term
    assert reader.related("没有的词", 5) == () == reader.related("", 5)


def test_other_districts_come_first(tmp_path: Path) -> None:
    texts = [
        ("綦江区", "养老服务居家社区机构"),
        ("綦江区", "养老服务居家社区机构协调"),
        ("南岸区", "养老服务居家道路"),
        ("南岸区", "氢能产业燃料电池"),
    ]
    LocalKeeper().build(tmp_path, [passage(n, text, id=str(n), district=d) for n, (d, text) in enumerate(texts)])
    reader = Searcher(LocalKeeper().open(tmp_path))
    found = reader.similar("0", 10)
    assert [entry.passage.id for entry in found] == ["2", "1"]
    assert (
        found[1].score > found[0].score
        and "养老" in found[0].shared
        and set(found[0].shared) <= {"养老", "服务", "居家"}
    )
    assert [entry.passage.id for entry in reader.similar("0", 10, same=True)] == ["1"]
    assert reader.similar("3", 10) == () == reader.similar("nothing", 10)


def test_without_districts_other_documents_come_first(tmp_path: Path) -> None:
    texts = [("a", "养老服务居家社区机构"), ("a", "养老服务居家社区机构协调"), ("b", "养老服务居家道路")]
    LocalKeeper().build(
        tmp_path, [passage(n, t, id=str(n), document_id=d, district="") for n, (d, t) in enumerate(texts)]
    )
    assert [entry.passage.id for entry in Searcher(LocalKeeper().open(tmp_path)).similar("0", 10)] == ["2", "1"]


def test_likeness_is_of_words_that_stand_in_both(reader: Searcher, held: list[Passage]) -> None:
    by_id = {p.id: set(words_of(p)) for p in held}
    for p in held[::15]:
        found = reader.similar(p.id, 5)
        for entry in found:
            assert entry.passage.id != p.id and 0 < entry.score <= 1
            assert entry.shared and set(entry.shared) <= by_id[p.id] & by_id[entry.passage.id]
        assert list(found) == sorted(found, key=lambda e: (e.passage.district == p.district, -e.score))


@pytest.mark.corpus
@pytest.mark.skipif(not REAL.is_dir(), reason="../shared/corpus is not there")
def test_what_was_looked_at_in_the_real_documents(tmp_path: Path) -> None:
    LocalKeeper().build(tmp_path, read(REAL))
    reader = Searcher(LocalKeeper().open(tmp_path))
    for term, expected in {
        "氢能": {"制氢", "商用车", "新能源"}, "养老": {"居家", "机构", "社区", "照护"}, "中欧班列": {"国际", "通道"},
        "人工智能": {"数据", "应用", "场景"}, "应急": {"救援", "物资", "储备", "预警"}, "研发": {"投入", "企业", "设计"},
    }.items():  # fmt: skip
        assert expected <= {entry.word for entry in reader.related(term, 15)}, term
    for id, titles in {
        "cq-nanan-fyp-14/part_11__chp_37__sec_2": {
            "第二节 建设养老友好型社会",
            "第二节 推动养老事业和养老产业协同发展",
        },
        "cq-shapingba-fyp-14/part_10__chp_34": {"第四十五章 坚决维护政治安全", "第一节 坚决维护政治安全"},
        "cq-fyp-14/part_11__chp_42__sec_1": {"第一节 提高生育托幼服务水平", "第一节 建设婚育友好型社会"},
    }.items():
        assert titles <= {entry.passage.title for entry in reader.similar(id, 4)}


@pytest.mark.parametrize("by", ["district", "document"])
def test_a_matrix_is_the_cosine_of_words(reader: Searcher, held: list[Passage], by: str) -> None:
    """Counted with other code: every word of every group, its weight, and the sums over all words."""
    families: dict[str, list[Passage]] = {}
    for p in held:
        families.setdefault(p.district if by == "district" else p.document_id, []).append(p)
    families.pop("", None)
    words = {value: Counter(w for p in of for w in words_of(p) if not _idle(w)) for value, of in families.items()}
    every = sorted({word for counts in words.values() for word in counts})
    rarity = {
        word: 1 + log((1 + len(words)) / (1 + sum(word in counts for counts in words.values()))) for word in every
    }
    vectors = {}
    for value, counts in words.items():
        raw = [(1 + log(counts[word])) * rarity[word] if counts[word] else 0.0 for word in every]
        vectors[value] = [weight / hypot(*raw) for weight in raw]
    found = reader.similarity(by, None)
    assert len(found.values) > 3 and set(found.values) == set(families)
    assert list(found.passages) == [len(families[value]) for value in found.values]
    for n, one in enumerate(found.values):
        assert found.scores[n][n] == 1
        for m, other in enumerate(found.values):
            assert found.scores[n][m] == found.scores[m][n]
            assert found.scores[n][m] == pytest.approx(sum(map(mul, vectors[one], vectors[other])), abs=1e-4)


def test_a_matrix_of_what_matches(reader: Searcher, held: list[Passage]) -> None:
    found = reader.similarity("district", Phrase("氢能"))
    holding = Counter(p.district for p in held if "氢能" in fold(f"{p.title}\n{p.text}"))
    assert dict(zip(found.values, found.passages, strict=True)) == holding
    assert reader.similarity("district", Phrase("火星")).scores == ()


def test_a_matrix_has_a_bound(reader: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policysearch.search.similar.MOST", 2)
    with pytest.raises(PolicySearchError, match="2 at most: narrow them"):
        reader.similarity("document", None)
