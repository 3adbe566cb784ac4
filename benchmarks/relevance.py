"""How good the order of what is found is: judged queries, run through the public API with the default settings.

    python benchmarks/relevance.py [--set NAME …] [--peers] [--collection FOLDER …] [--data ../shared] [--work FOLDER] [NAME=VALUE …]

stard    308 lay questions over 55,439 articles of law (STARD); the halves: blocks of ten questions in turn, the even
         ones tuned with, the odd ones held out
known    every title of a 节 as a query, its own 节 or a namesake wanted; every term of a glossary, its definition wanted
planner  the queries of tests/data/relevance/planner.tsv, judged by reading
blind    those of blind.tsv beside it, written and judged by someone who had not seen what is found
third    those of third.tsv, by a third reader in the same way
laws     60 queries over 400 laws, judged blind: laws.tsv
officer  100 queries of an intranet officer's day over the five documents, judged blind: officer.tsv
lawyer   100 queries of a lawyer's day over all 3,503 laws, judged blind: lawyer.tsv
short    60 short questions without white space over all laws, the known article wanted: short.tsv
citizen  60 more of the same kind: citizen.tsv; every other query, from the first on, tuned with
counsel  40 more queries of a lawyer's day: counsel.tsv; halves in the same way
ncp      630 questions over 599 policy documents of 2020 (half of NCP), each document a .txt file; halves by the parity of
         the number of the query, the even ones tuned with
places   a district of the five plans beside a topic, in five forms; wanted are the passages of the district that hold the topic
office   12 such queries over the folder of an office (../shared/cases/office)

--collection takes any set in the form of ncp: documents.jsonl(.xz) (id, text), queries.tsv (id, query), qrels.tsv (query id,
document id, grade if not 1). --peers runs the plain rankings of benchmarks/peers.py over the same passages or documents, with
the mean difference of MRR and its bootstrap interval, and our time as a multiple of theirs: of the ranking alone, which is what they
do, and of the whole answer, with passages read and reasons; queries are cut into words within all of these times. NAME=VALUE sets a constant of the modules of
policysearch.search that rank what holds some words of a question (or scoring.NAME) for this run. The indexes are kept in FOLDER.
"""

# ruff: noqa: E402  (run as a script, it looks for the package beside it)

from __future__ import annotations

import argparse
import json
import lzma
import re
import sys
import tarfile
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import IO

SETS = (
    "stard",
    "known",
    "laws",
    "planner",
    "blind",
    "third",
    "officer",
    "ncp",
    "places",
    "office",
    "lawyer",
    "short",
    "citizen",
    "counsel",
)
ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from policysearch.index.index import Index
from policysearch.model.document import Document, Passage, Provision, Source
from policysearch.model.fields import short_name
from policysearch.search import (
    full_score_arrays,
    full_scores,
    passage_context,
    question,
    question_factors,
    question_ranker,
    relevance_model,
    score,
    string_weights,
)
from policysearch.structure.document_types import document_type
from policysearch.text.normalize import fold
from policysearch.text.numerals import number

_RANKING = (
    question_ranker,
    full_scores,
    question_factors,
    relevance_model,
    passage_context,
    question,
    string_weights,
)
_ARTICLE = re.compile(r"第([零〇一二三四五六七八九十百千]+)条(?:之[一二三四五六七八九十])?")

_JUDGED = ROOT / "tests" / "data" / "relevance"
_OFFICE = ("养老床位", "双城经济圈", "森林覆盖率", "护理型床位")  # topics of its plans


@dataclass(frozen=True, slots=True)
class Judged:
    """One query, and how well each passage that answers it does."""

    query: str
    grades: Mapping[str, int]  # of passages (of a collection: documents) by id
    tuned: bool = False  # whether it is of the half that constants are tuned with


@dataclass(frozen=True, slots=True)
class Figures:
    """How well one query, or on average several, was answered."""

    reciprocal: float  # 1 / place of the first passage that answers it
    gain: float  # nDCG of the first ten
    recall: float  # of the first hundred

    def __str__(self) -> str:
        return f"MRR {self.reciprocal:.3f}  nDCG@10 {self.gain:.3f}  recall@100 {self.recall:.3f}"


def figures(found: Iterable[str], grades: Mapping[str, int]) -> Figures:
    """For the ids found, best first."""
    places = [(place, grades[id]) for place, id in enumerate(found) if grades.get(id)]
    ideal = sum((2**grade - 1) / log2(n + 2) for n, grade in enumerate(sorted(grades.values(), reverse=True)[:10]))
    gain = sum((2**grade - 1) / log2(place + 2) for place, grade in places if place < 10)
    return Figures(
        1 / (places[0][0] + 1) if places else 0.0,
        gain / ideal,
        sum(place < 100 for place, _ in places) / sum(map(bool, grades.values())),
    )


def mean(of: Iterable[Figures]) -> Figures:
    """Their average."""
    each = list(of)
    return Figures(*(sum(getattr(f, name) for f in each) / len(each) for name in Figures.__slots__))


def ask(
    index: Index, judged: Iterable[Judged], of_documents: bool = False, relax: bool = False
) -> Iterator[tuple[Judged, Figures, float]]:
    """Each query with its figures and the processor time it took, in seconds; `of_documents`: their sources are judged;
    `relax`: as for a long list.
    """
    for one in judged:
        started = time.process_time()
        hits = index.search(one.query, 300 if of_documents else 100, relax=relax)
        seconds = time.process_time() - started
        found: dict[str, None] = {}
        for hit in hits:
            same = [Path(p.source).stem if of_documents else p.id for p in (hit.passage, *hit.also)]
            # A hit stands for all passages of its text, as a reader sees it.
            found |= dict.fromkeys([id for id in same if id in one.grades] or same[:1])
        yield one, figures(found, one.grades), seconds


# STARD


def stard(data: Path, work: Path) -> tuple[Index, list[Judged]]:
    """The index of the articles, one document for each law, and the questions."""
    home = data / "relevance" / "stard"
    if not (folder := work / "stard").is_dir():
        laws: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
        with lzma.open(home / "articles.jsonl.xz", "rt", encoding="utf-8") as file:
            for article in map(json.loads, file):
                # Among the names only those of the questions' answers have the state before them: it must not tell.
                name = article["name"].removeprefix("中华人民共和国")
                laws[_ARTICLE.split(name)[0] or name].append(article)
        folder.mkdir(parents=True)
        for n, (law, articles) in enumerate(laws.items()):
            lines = [law, *(json.dumps(article, ensure_ascii=False) for article in sorted(articles, key=_place))]
            (folder / f"{n:05}.txt").write_text("\n".join(lines), "utf-8")
    Index.update([folder], work / "stard.index", parse=_law)
    index = Index.open(work / "stard.index")
    ids = {passage.id.partition("/")[2]: passage.id for passage in index.passages()}
    wanted: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in (home / "qrels.tsv").read_text("utf-8").splitlines():
        query, article = line.split("\t")[:2]
        wanted[query][ids[article]] = 1
    judged = []
    # Two questions go on in a second line.
    for record in re.split(r"\n(?=\d+\t)", (home / "queries.tsv").read_text("utf-8").strip()):
        id, _, query = record.partition("\t")
        judged.append(Judged(" ".join(query.split()), wanted[id], len(judged) // 10 % 2 == 0))
    return index, judged


def _place(article: Mapping[str, str]) -> tuple[int, int]:
    found = _ARTICLE.search(article["name"])
    return (number(found[1]) or 0) if found else 0, int(article["id"])


def _law(source: Source) -> tuple[Document, ...]:
    """A law as a document whose passages are its articles."""
    provisions = []
    for line, article in enumerate(map(json.loads, source.lines[1:]), 2):
        found = _ARTICLE.search(article["name"])
        label = found[0] if found else ""
        spans = ((line, line + 1),)
        provisions.append(
            Provision(f"{article['id']}", "条", label, "", line, line, None, spans, article["text"], label)
        )
    id, end = Path(source.path).stem, len(source.lines)
    facts = dict.fromkeys(("district", "city", "plan", "number", "issuer", "issued"), "")
    title = source.lines[0]
    head = {
        "id": id,
        "title": title,
        "type": document_type(title)[0],
        "level": "国家级",
        "source": source.path,
        "years": (),
    }
    return (Document(**head, **facts, line_start=1, line_end=end, provisions=tuple(provisions)),)  # type: ignore[arg-type]


# The plans


def known(index: Index) -> Iterator[tuple[str, list[Judged]]]:
    """Titles of 节 with all 节 of that title, and terms of glossaries with their definitions."""
    sections: defaultdict[str, dict[str, int]] = defaultdict(dict)
    terms: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for passage in index.passages():
        if passage.kind == "节" and len(title := re.sub(r"^第\S+节\s*", "", passage.title)) > 1:
            sections[fold(title)][passage.id] = 1
        elif passage.kind == "名词解释" != passage.title and passage.text:
            terms[re.sub(r"[“”\"]", "", passage.title)][passage.id] = 1
    yield "titles of 节", [Judged(query, grades) for query, grades in sections.items()]
    yield "glossary terms", [Judged(query, grades) for query, grades in terms.items()]


def planner(file: Path) -> list[Judged]:
    """The queries of a file of lines: query, passage id, grade (2 answers it, 1 helps)."""
    wanted: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in file.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            query, id, grade = line.split("\t")
            wanted[query][id] = int(grade)
    return [Judged(query, grades) for query, grades in wanted.items()]


def plans(data: Path, work: Path) -> Index:
    """The index of the five documents."""
    Index.update([data / "corpus"], work / "plans.index")
    return Index.open(work / "plans.index")


def laws(data: Path, work: Path, few: bool) -> Index:
    """The index of the laws, or of `few`: the 400 of laws.txt."""
    names = set((_JUDGED / "laws.txt").read_text("utf-8").splitlines())
    if not (folder := work / ("laws-400" if few else "laws-all")).is_dir():
        folder.mkdir(parents=True)
        with tarfile.open(data / "laws" / "laws.tar.xz") as archive:
            for member in archive:
                name = Path(member.name).name
                if (not few or name in names) and (content := archive.extractfile(member)):
                    place = folder / (name if few else member.name)
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(content.read())
    Index.update([folder], work / f"{folder.name}.index")
    return Index.open(work / f"{folder.name}.index")


def of_laws(index: Index, file: Path, halves: bool = False) -> list[Judged]:
    """The queries of a file of lines: query, file of a law, article, grade; `halves`: every other one is tuned with, the first too."""
    ids = {(Path(p.source).name, p.article): p.id for p in index.passages() if p.article}
    wanted: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in file.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            query, name, article, grade = line.split("\t")
            wanted[query][ids[name, article]] = int(grade)
    return [Judged(query, grades, halves and n % 2 == 0) for n, (query, grades) in enumerate(wanted.items())]


def collection(folder: Path, work: Path) -> tuple[Index, list[Judged], dict[str, str]]:
    """The index of the documents in `folder`, each a .txt file; what was asked about them; their texts by id."""
    texts: dict[str, str] = {}
    with _opened(folder / "documents.jsonl") as file:
        for document in map(json.loads, file):
            texts[document["id"]] = document["text"]
    if not (files := work / folder.name).is_dir():
        files.mkdir(parents=True)
        for id, text in texts.items():
            (files / f"{id}.txt").write_text(text, "utf-8")
    Index.update([files], work / f"{folder.name}.index")
    wanted: defaultdict[str, dict[str, int]] = defaultdict(dict)
    with _opened(folder / "qrels.tsv") as file:
        for line in file:
            query, id, *grade = line.split()
            wanted[query][id] = int(grade[0]) if grade else 1
    judged = []
    with _opened(folder / "queries.tsv") as file:
        for n, line in enumerate(file):
            query, _, text = line.strip().partition("\t")
            digits = re.search(r"\d+$", query)
            judged.append(Judged(text, wanted[query], (int(digits[0]) if digits else n) % 2 == 0))
    return Index.open(work / f"{folder.name}.index"), judged, texts


def _opened(path: Path) -> IO[str]:
    packed = path.with_name(f"{path.name}.xz")
    return lzma.open(packed, "rt", encoding="utf-8") if packed.is_file() else path.open(encoding="utf-8")


def places(index: Index, given: Iterable[str] = ()) -> list[Judged]:
    """Every district beside topics (without `given` ones: titles) that several districts have, in five forms."""
    passages = list(index.passages())
    own: defaultdict[str, list[Passage]] = defaultdict(list)
    topics: defaultdict[str, set[str]] = defaultdict(set)
    for passage in passages:
        if passage.district:
            own[passage.district].append(passage)
            for topic in re.findall("[一-鿿]+", re.sub(r"^第\S+[篇章节]", "", passage.title)):
                if 3 <= len(topic) <= 6 and passage.kind in ("章", "节", "专栏", "名词解释"):
                    topics[topic].add(passage.district)
    judged = []
    for n, topic in enumerate(given or sorted(topics)):
        holding = {
            district: {p.id: 1 for p in of if fold(topic) in fold(f"{p.title}\0{p.text}")}
            for district, of in own.items()
        }
        if sum(map(bool, holding.values())) < 2:
            continue
        for m, (district, grades) in enumerate(sorted(holding.items())):
            if grades:
                short = short_name(district)
                ways = (
                    f"{district} {topic}",
                    f"{topic} {district}",
                    f"{short} {topic}",
                    f"{topic} {short}",
                    f"{short}{topic}",
                )
                judged.append(Judged(ways[(n + m) % len(ways)], grades, n % 2 == 0))
    return judged


def _report(
    name: str, index: Index, judged: Sequence[Judged], given: argparse.Namespace, texts: Mapping[str, str] | None = None
) -> None:
    """Print the figures of a set; `texts`: of the documents by id, where these are judged and not passages."""
    from benchmarks.peers import interval, peers
    from benchmarks.questions import emptied, rank, warm

    warm(index, {name: [one.query for one in judged[:3]]})
    emptied()
    asked = list(ask(index, judged, texts is not None, given.relax))
    seconds = sorted(second for _, _, second in asked)
    took = f"ms: median {1e3 * seconds[len(seconds) // 2]:.1f}, 95 % {1e3 * seconds[len(seconds) * 95 // 100]:.1f}"
    print(f"{name:16} {mean(f for _, f, _ in asked)}  {len(asked)} queries  {took}")
    for half, tuned in (("  tuned with", True), ("  held out", False)):
        if part := [figure for one, figure, _ in asked if one.tuned is tuned]:
            if len(part) < len(asked):
                print(f"{half:16} {mean(part)}")
    for one, figure, _ in sorted(asked, key=lambda row: row[1].gain)[: given.worst]:
        print(f"    {figure.gain:.2f} {one.query}  {[hit.passage.id for hit in index.search(one.query, 3)]}")
    if not given.peers:
        return
    emptied()
    alone = time.process_time()
    for one in judged:
        rank(index, one.query, 100)
    alone = time.process_time() - alone
    whole = texts or {p.id: f"{p.title}\n{p.text}" for p in index.passages()}
    for peer, ranked in peers(whole):
        started = time.process_time()
        theirs = [figures(ranked(one.query), one.grades) for one in judged]
        spent = time.process_time() - started
        ours = [figure.reciprocal - other.reciprocal for (_, figure, _), other in zip(asked, theirs, strict=True)]
        low, high = interval(ours)
        print(
            f"    {peer:13} {mean(theirs)}  ours {sum(ours) / len(ours):+.3f} [{low:+.3f}, {high:+.3f}]"
            f"  time ours/theirs: ranking {alone / spent:.1f}, whole answer {sum(seconds) / spent:.1f}"
        )
        for half, tuned in (("  tuned with", True), ("  held out", False)):
            part = [figure for one, figure in zip(judged, theirs, strict=True) if one.tuned is tuned]
            if part and len(part) < len(judged):
                print(f"    {half:13} {mean(part)}")


def main() -> None:
    """Print the figures of each set, and the settings they were reached with."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("settings", nargs="*", metavar="NAME=VALUE")
    arguments.add_argument("--set", choices=SETS, action="append")
    arguments.add_argument("--collection", type=Path, action="append", default=[])
    arguments.add_argument("--peers", action="store_true")
    arguments.add_argument("--relax", action="store_true", help="ask for long lists, as search --relax does")
    arguments.add_argument("--data", type=Path, default=ROOT.parent / "shared")
    arguments.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "policysearch-relevance")
    arguments.add_argument("--worst", type=int, default=0, help="show so many of the queries answered worst")
    given = arguments.parse_args()
    for setting in given.settings:
        name, _, value = setting.partition("=")
        module, _, name = name.rpartition(".")
        some = [one for one in (*_RANKING, full_score_arrays) if hasattr(one, name)]
        for where in [score] if module == "scoring" else some:
            setattr(where, name, type(getattr(where, name))(float(value)))
    kept = {
        k: v
        for one in _RANKING
        for k, v in vars(one).items()
        if k.isupper() and type(v) in (int, float) and k[0] != "_"
    }
    print("settings:", *(f"{name}={value}" for name, value in kept.items()), *given.settings)
    sets = given.set or (() if given.collection else SETS)
    for name in ("planner", "blind", "third", "officer"):
        if name in sets:
            judged = planner(_JUDGED / f"{name}.tsv")
            _report(name, plans(given.data, given.work), judged, given)
    if "known" in sets:
        for name, judged in known(plans(given.data, given.work)):
            _report(name, plans(given.data, given.work), judged, given)
    if "places" in sets:
        index = plans(given.data, given.work)
        _report("places", index, places(index), given)
    if "office" in sets:
        Index.update([given.data / "cases" / "office"], given.work / "office.index")
        index = Index.open(given.work / "office.index")
        _report("office", index, places(index, _OFFICE), given)
    for folder in [given.data / "relevance" / "ncp"] * ("ncp" in sets) + given.collection:
        index, judged, texts = collection(folder, given.work)
        _report(folder.name, index, judged, given, texts)
    for name in ("laws", "lawyer", "short", "citizen", "counsel"):
        if name in sets:
            index = laws(given.data, given.work, few=name == "laws")
            halves = name in ("citizen", "counsel")
            _report(name, index, of_laws(index, _JUDGED / f"{name}.tsv", halves), given)
    if "stard" in sets:
        _report("stard", *stard(given.data, given.work), given)


if __name__ == "__main__":
    main()
