"""Similarity: words that occur with a term, passages like a passage, how alike districts or documents are.

All take the words of passages from the stored text and its word borders, so that they need no segmenter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from math import log, sqrt

from ..messages.catalogue import Message
from ..model.errors import PolicySearchError
from ..model.results import Matrix, Related, Similar
from ..runtime.deadline import timely
from ..store.protocol import Store
from ..text.normalize import fold
from .bm25 import Parameters, idf
from .facets import Columns
from .match import PARTS
from .protocol import Index

_SAMPLE = 400  # passages with a term that are looked at; of more, every n-th in document order
_TOGETHER = 3  # passages that must hold both (2 of a term that stands in few)
_SURE = 10.83  # log-likelihood at which chance is one in a thousand
_TERMS = 25  # words of a passage by which others are sought
_REPEATED = 3.0  # the norm in `saturate` for repeated words of the passage
_BM25 = Parameters(k1=1.0, b=0.4, heading=2.0)
MOST = 300  # rows of a matrix
_SHOWN = 6  # words that two passages share

_NO_WORD = re.compile(r"[0-9].*|.|[a-z]{1,2}|[〇零一二三四五六七八九十百千万亿两几第]+[个年项条章节篇批家座]?")
_IDLE = (
    "我们 他们 以及 其中 以上 以下 以来 通过 进行 开展 推进 推动 加快 加强 完善 提升 提高 促进 建设 建立 健全 发展 实施 支持"
    " 鼓励 引导 强化 优化 深化 打造 构建 形成 实现 坚持 落实 做好 扩大 增强 加大 推广 培育 持续 全面 积极 大力 深入 有序"
    " 重点 主要 重要 一批 一个 一体 工作 项目 工程 方面 领域 体系 机制 能力 水平 作用 基础 全市 全区 全国 地区 我区 我市"
    " 区域 各类 相关 有关 具有 成为 围绕 依托 聚焦 突出 充分 发挥 结合 根据 按照 为主 推行 制定 力争 达到 不断 进一步 更加"
    " 加以 依法 探索 布局 高质量 现代化 规划 目标 任务 到 年 等 的 和 与 名词解释 专栏 并 对 在 为 以 及 或 是 指 将 把 由 基本 取得 显著 明显 建成"
)
_STOP = frozenset(_IDLE.split())


def related(index: Store, term: str, limit: int) -> tuple[Related, ...]:
    """The words that stand in sentences with `term` more often than chance would have it, the surest first.

    The measure is Dunning's log-likelihood of the counts there and elsewhere. Numbers, stop words and what only extends or shortens the term are left out.
    """
    wanted = fold(term).strip()
    holding = sorted(index.literal.count(wanted), key=index.rank.__getitem__)
    chosen = holding[:: max(1, -(-len(holding) // _SAMPLE))]
    if not chosen:
        return ()
    counts: Counter[str] = Counter()
    together: Counter[str] = Counter()
    for number in timely(index.literal.prefetch(chosen), 20):
        words = index.literal.words_around(wanted, number)
        counts.update(words)
        together.update(words.keys())
    total, inside = sum(index.vocabulary.values()), counts.total()
    floor = _TOGETHER if len(chosen) > 2 * _TOGETHER else 2
    found = []
    for word, passages in together.items():
        if passages < min(floor, len(chosen)) or word in wanted or wanted in word or _idle(word):
            continue
        everywhere = max(index.vocabulary.get(word, 0), counts[word])
        score = likelihood(counts[word], inside, everywhere, total)
        if score >= _SURE:
            found.append(Related(word, score, passages))
    return tuple(sorted(found, key=lambda entry: (-entry.score, entry.word))[:limit])


def likelihood(count: int, inside: int, everywhere: int, total: int) -> float:
    """Dunning's log-likelihood that a word with `count` among `inside` words and `everywhere` among all `total` is not
    spread evenly; 0 when it is rarer inside than outside."""
    outside, rest = everywhere - count, total - inside
    expected, other = everywhere * inside / total, everywhere * rest / total
    if count <= expected:
        return 0.0
    return 2 * (count * log(count / expected) + (outside * log(outside / other) if outside and other else 0.0))


def similar(index: Index, number: int, limit: int, same: bool) -> list[Similar]:
    """The passages most like passage `number`, with their likeness (1: as like as itself) and the words they share.

    BM25 of its weightiest words, divided by what it would score itself. Those of other districts come first, or, where
    there are no districts, those of other documents; with `same` only those of its own are there.
    """
    literal, total = index.literal, len(index.order)
    heading, _ = literal.parts(number)
    own: dict[str, float] = {}  # the saturated frequencies of its words that stand elsewhere too
    for word, count in literal.words((number,)).items():
        if not _idle(word) and index.vocabulary.get(word, 0) > count:
            own[word] = _BM25.saturate(count + (_BM25.heading - 1) * heading.count(word), _REPEATED)
    weights: dict[str, tuple[float, dict[int, float]]] = {}
    # Words are chosen by their numbers of occurrences, not of passages, so that only the chosen ones are looked up.
    rough = sorted(own, key=lambda word: (-own[word] * log(1 + total / index.vocabulary[word]), word))
    for word in rough[:_TERMS]:
        places: dict[int, float] = {}
        for part in PARTS:
            for place, counted in index.postings(part, word).items():
                places[place] = places.get(place, 0.0) + counted * (_BM25.heading if part == "title" else 1)
        weights[word] = idf(len(places), total), places
    scores: dict[int, float] = {}
    shares: dict[int, list[tuple[float, str]]] = {}
    for word, (weight, counts) in weights.items():
        for place, counted in timely(counts.items()):
            norm = _BM25.norm(literal.length(place), index.mean_length)
            gain = weight * own[word] * _BM25.saturate(counted, norm)
            scores[place] = scores.get(place, 0.0) + gain
            shares.setdefault(place, []).append((-gain, word))
    most = scores.pop(number, 0.0)
    if not most:
        return []
    family = _family(index, number)
    eligible = [place for place in scores if place not in index.hidden and (not same or place in family)]
    ranked = sorted(timely(eligible), key=lambda place: (place in family, -scores[place], index.rank[place]))
    return [
        Similar(
            index.passage_at(place),
            min(1.0, scores[place] / most),
            tuple(word for _, word in sorted(shares[place])[:_SHOWN]),
        )
        for place in ranked[:limit]
    ]


def matrix(index: Index, columns: Columns, by: str, numbers: Iterable[int]) -> Matrix:
    """How alike the districts or documents (`by`) of the passages `numbers`, in document order, are by their words.

    Each is a vector with a weight for each word, stop words and numbers left out: (1 + ln f)(1 + ln((1 + N) / (1 + n))), where
    f is how often it holds the word, N how many there are, and n how many of these hold the word. A score is the cosine of
    two vectors (Manning, Raghavan, Schütze: Introduction to Information Retrieval, 6.3 and 6.4; the smoothed form that
    scikit-learn's TfidfVectorizer has as sublinear_tf=True). Raises PolicySearchError for more than 300.
    """
    groups: dict[str, list[int]] = {}
    for number in timely(numbers):
        if value := columns.value("document_id" if by == "document" else by, number):
            groups.setdefault(value, []).append(number)
    if len(groups) > MOST:
        raise PolicySearchError(Message("too_many_rows", count=len(groups), most=MOST))
    counts = []
    for family in timely(groups.values(), 1):
        words = index.literal.words(index.literal.prefetch(family))
        counts.append({word: count for word, count in words.items() if not _idle(word)})
    held = Counter(word for words in counts for word in words)
    vectors = [_vector(words, held, len(groups)) for words in counts]
    scores = [[1.0] * len(vectors) for _ in vectors]
    for n, one in enumerate(timely(vectors, 1)):
        for other in range(n):
            scores[n][other] = scores[other][n] = _cosine(one, vectors[other])
    names = tuple(
        (index.passage_at(family[0]).document or value) if by == "document" else value
        for value, family in groups.items()
    )
    return Matrix(by, tuple(groups), names, tuple(map(len, groups.values())), tuple(map(tuple, scores)))


def _vector(counts: Mapping[str, int], held: Mapping[str, int], total: int) -> dict[str, float]:
    """The weights of words, of length 1."""
    weights = {word: (1 + log(count)) * (1 + log((1 + total) / (1 + held[word]))) for word, count in counts.items()}
    length = sqrt(sum(weight * weight for weight in weights.values()))
    return {word: weight / length for word, weight in weights.items()}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    few, many = sorted((one, other), key=len)
    return round(min(1.0, sum(weight * many[word] for word, weight in few.items() if word in many)), 4)


def _family(index: Store, number: int) -> frozenset[int]:
    """The passages of the same district, or of the same document when it has none."""
    passage = index.passage_at(number)
    if passage.district:
        return frozenset(index.holding("district", passage.district))
    return frozenset(index.holding("document_id", passage.document_id))


def _idle(word: str) -> bool:
    """Whether a word is a stop word or a number."""
    return word in _STOP or _NO_WORD.fullmatch(word) is not None
