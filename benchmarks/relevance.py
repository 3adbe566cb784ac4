"""How good the order of what is found is: judged queries, run through the public API with the default settings.

    python benchmarks/relevance.py [--set stard|known|laws|planner|blind|third] [--data ../shared] [--work FOLDER] [NAME=VALUE …]

stard    308 lay questions over 55,439 articles of law (STARD); the halves: blocks of ten questions in turn, the even
         ones tuned with, the odd ones held out
known    every title of a 节 as a query, its own 节 or a namesake wanted; every term of a glossary, its definition wanted
planner  the queries of tests/data/relevance/planner.tsv, judged by reading
blind    those of blind.tsv beside it, written and judged by someone who had not seen what is found
third    those of third.tsv, by a third reader in the same way
laws     60 queries over 400 laws, judged blind: laws.tsv

NAME=VALUE sets a constant of policysearch.search.question_ranker (or scoring.NAME) for this run. The indexes are kept in FOLDER.
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
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import log2
from pathlib import Path

SETS = ("stard", "known", "laws", "planner", "blind", "third")
ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from policysearch.index.index import Index
from policysearch.model.document import Document, Provision, Source
from policysearch.search import question_ranker, score
from policysearch.text.normalize import fold
from policysearch.text.numerals import number

_ARTICLE = re.compile(r"第([零〇一二三四五六七八九十百千]+)条(?:之[一二三四五六七八九十])?")


@dataclass(frozen=True, slots=True)
class Judged:
    """One query, and how well each passage that answers it does."""

    query: str
    grades: Mapping[str, int]  # of passages by id


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


def ask(index: Index, judged: Iterable[Judged]) -> Iterator[tuple[Judged, Figures, float]]:
    """Each query with its figures and the seconds it took."""
    for one in judged:
        started = time.process_time()
        found = [hit.passage.id for hit in index.search(one.query, 100)]
        seconds = time.process_time() - started
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
        judged.append(Judged(" ".join(query.split()), wanted[id]))
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
    facts = dict.fromkeys(("district", "city", "level", "plan", "number", "issuer", "issued"), "")
    head = {"id": id, "title": source.lines[0], "type": "法律", "source": source.path, "years": ()}
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


def laws(data: Path, work: Path) -> tuple[Index, list[Judged]]:
    """The index of some 400 laws, and what was asked about them."""
    judged = ROOT / "tests" / "data" / "relevance"
    names = set((judged / "laws.txt").read_text("utf-8").splitlines())
    if not (folder := work / "laws-400").is_dir():
        folder.mkdir(parents=True)
        with tarfile.open(data / "laws" / "laws.tar.xz") as archive:
            for member in archive:
                if (name := Path(member.name).name) in names and (content := archive.extractfile(member)):
                    (folder / name).write_bytes(content.read())
    Index.update([folder], work / "laws-400.index")
    index = Index.open(work / "laws-400.index")
    ids = {(Path(p.source).name, p.article): p.id for p in index.passages() if p.article}
    wanted: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in (judged / "laws.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            query, name, article, grade = line.split("\t")
            wanted[query][ids[name, article]] = int(grade)
    return index, [Judged(query, grades) for query, grades in wanted.items()]


def _report(name: str, index: Index, judged: list[Judged], worst: int) -> list[tuple[Judged, Figures, float]]:
    asked = list(ask(index, judged))
    seconds = sorted(second for _, _, second in asked)
    took = f"ms: median {1e3 * seconds[len(seconds) // 2]:.0f}, 95 % {1e3 * seconds[len(seconds) * 95 // 100]:.0f}"
    print(f"{name:16} {mean(f for _, f, _ in asked)}  {len(asked)} queries  {took}")
    for one, figure, _ in sorted(asked, key=lambda row: row[1].gain)[:worst]:
        print(f"    {figure.gain:.2f} {one.query}  {[hit.passage.id for hit in index.search(one.query, 3)]}")
    return asked


def main() -> None:
    """Print the figures of each set, and the settings they were reached with."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("settings", nargs="*", metavar="NAME=VALUE")
    arguments.add_argument("--set", choices=SETS, action="append")
    arguments.add_argument("--data", type=Path, default=ROOT.parent / "shared")
    arguments.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "policysearch-relevance")
    arguments.add_argument("--worst", type=int, default=0, help="show so many of the queries answered worst")
    given = arguments.parse_args()
    for setting in given.settings:
        name, _, value = setting.partition("=")
        module, _, name = name.rpartition(".")
        where = score if module == "scoring" else question_ranker
        setattr(where, name, type(getattr(where, name))(float(value)))
    kept = {
        k: v for k, v in vars(question_ranker).items() if k.isupper() and isinstance(v, (int, float)) and k[0] != "_"
    }
    print("settings:", *(f"{name}={value}" for name, value in kept.items()), *given.settings)
    sets = given.set or SETS
    if "stard" in sets:
        index, judged = stard(given.data, given.work)
        asked = _report("stard", index, judged, given.worst)
        for half, name in enumerate(("  tuned with", "  held out")):
            print(f"{name:16} {mean(f for n, (_, f, _) in enumerate(asked) if n // 10 % 2 == half)}")
    if "known" in sets:
        for name, judged in known(plans(given.data, given.work)):
            _report(name, plans(given.data, given.work), judged, given.worst)
    if "laws" in sets:
        _report("laws", *laws(given.data, given.work), given.worst)
    for name in ("planner", "blind", "third"):
        if name in sets:
            judged = planner(ROOT / "tests" / "data" / "relevance" / f"{name}.tsv")
            _report(name, plans(given.data, given.work), judged, given.worst)


if __name__ == "__main__":
    main()
