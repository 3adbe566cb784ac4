"""The local store: the promises of every store, and what only it promises."""

from __future__ import annotations

import contextlib
import random
import subprocess
import sys
from math import log
from pathlib import Path

import pytest

from policysearch.index import discovery, loading
from policysearch.model.document import Passage
from policysearch.model.errors import DamagedIndexError
from policysearch.model.passages import passages
from policysearch.query.ast import And, In, Phrase, Term
from policysearch.query.parser import parse
from policysearch.query.variants import spellings
from policysearch.search.searcher import Searcher
from policysearch.store.local.store import LocalKeeper
from policysearch.structure.tree_builder import parse as parse_source
from policysearch.text.normalize import fold
from tests.store.promises import FolderPromises
from tests.support.numpy_use import use_numpy
from tests.support.oracle import Oracle
from tests.support.passages import passage, texts
from tests.support.paths import ROOT, SHARED

CORPUS = SHARED / "corpus"


class TestLocalWithNumpy(FolderPromises):
    keeper = LocalKeeper()

    @pytest.fixture(autouse=True)
    def arrays(self, monkeypatch: pytest.MonkeyPatch) -> None:
        pytest.importorskip("numpy")
        use_numpy(monkeypatch, True)


class TestLocal(FolderPromises):
    keeper = LocalKeeper()

    def test_the_score_is_bm25f(self) -> None:
        """Worked out by hand: one place in the heading, two in a text of 21 bytes, where the mean is 15."""
        with self.built([passage(1, "氢能。氢能。无", "氢能。"), passage(2, "无用。")]) as reader:
            weight = log(1 + (2 - 1 + 0.5) / (1 + 0.5))
            count = 3 * 1 + 2 / (1 - 0.4 + 0.4 * 21 / 15)
            (hit,) = reader.search(Phrase("氢能")).hits
            assert hit.score == pytest.approx(weight * 2 * count / (1 + count))

    def test_words_are_the_same_with_and_without_the_vocabulary(self, tmp_path: Path) -> None:
        """Words are looked up one by one until that has taken as long as to read them all."""
        said = ["氢能产业发展", "发展氢能。产业园区", "中华人民共和国劳动合同法", "园区的发展与产业"]
        with self.built([passage(n, text, "产业") for n, text in enumerate(said)]) as reader:
            asked = [text[at : at + size] for text in said for at in range(len(text)) for size in (3, 7, 16)]
            one_by_one = [reader._store._words_in(text) for text in asked]  # type: ignore[attr-defined]
            assert "vocabulary" not in vars(reader._store) or reader._store._looked_up > reader._store._keys  # type: ignore[attr-defined]
            assert len(reader.vocabulary) > 4
            assert [reader._store._words_in(text) for text in asked] == one_by_one  # type: ignore[attr-defined]

    def test_few_segments_are_kept(self, tmp_path: Path) -> None:
        """An update takes in the segments before it that are not twice its size."""
        version, counts = tmp_path / "0", []
        version.mkdir()
        self.keeper.build(version, texts(*["氢能"] * 100))
        base = next(version.glob("*.pst")).name
        for number in range(1, 40):
            old, version = version, tmp_path / str(number)
            version.mkdir()
            self.keeper.update(old, version, frozenset(), [passage(1, "产业", id=str(number), source=str(number))])
            assert (version / base).exists() or number > 33
            counts.append(len(list(version.glob("*.pst"))))
            assert len(list(version.glob("literal.*.text"))) == counts[-1]
        assert max(counts) <= 6

    def test_too_many_deletions_are_swept_out(self, tmp_path: Path) -> None:
        version = tmp_path / "0"
        version.mkdir()
        self.keeper.build(version, [passage(n, "氢能", source=str(n)) for n in range(10)])
        sizes = []
        for number in range(1, 5):
            old, version = version, tmp_path / str(number)
            version.mkdir()
            self.keeper.update(old, version, frozenset({str(number)}), [])
            with contextlib.closing(Searcher(self.keeper.open(version))) as reader:
                sizes.append((len(reader), len(reader.literal)))
        assert sizes == [(9, 10), (8, 10), (7, 10), (6, 6)]

    def test_files_that_do_not_change_are_shared(self, tmp_path: Path) -> None:
        old, new = tmp_path / "old", tmp_path / "new"
        old.mkdir()
        new.mkdir()
        self.keeper.build(old, texts("氢能", "产业"))
        self.keeper.update(old, new, frozenset(), [passage(3, "发展", source="b.txt")])
        for file in old.glob("MAIN_*"):
            assert (new / file.name).samefile(file)
        assert not [path.name for path in new.iterdir() if path.suffix in (".tmp", "") and path.name not in ("order",)]

    @pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs /proc")
    def test_files_are_mapped_while_a_version_is_open(self, tmp_path: Path) -> None:
        """Not copied into memory; and given back, so that they can be removed."""

        def mapped() -> set[str]:
            lines = Path("/proc/self/maps").read_text().splitlines()
            return {Path(line.split()[-1]).suffix for line in lines if str(tmp_path) in line}

        self.keeper.build(tmp_path, texts("氢能产业", "发展"))
        with contextlib.closing(Searcher(self.keeper.open(tmp_path))) as reader:
            assert reader.with_ids(["0"]) == [None] and len(list(reader.passages())) == 2
            assert {".trm", ".pst", ".col", ".text", ".borders"} <= mapped()
        assert mapped() == set()

    def test_flipped_bits_are_no_traceback(self, tmp_path: Path) -> None:
        """A wrong answer is for the manifest to prevent, but nothing else than damage is reported."""
        whole, dice = tmp_path / "whole", random.Random(13)
        whole.mkdir()
        self.keeper.build(whole, [passage(n, "氢能产业发展区长" * n, f"第{n}节", district="綦江区") for n in range(30)])
        files = {path.name: path.read_bytes() for path in whole.iterdir()}
        for number in range(150):
            broken = tmp_path / str(number)
            broken.mkdir()
            chosen = dice.choice([*files])
            for name, data in files.items():
                written = bytearray(data)
                if name == chosen:
                    written[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
                (broken / name).write_bytes(written)
            try:
                reader = Searcher(self.keeper.open(broken))
                for query in (Term("区长"), And((Term("氢能产业"), In("district", Term("綦江"))))):
                    reader.search(query)
                list(reader.passages())
            except DamagedIndexError:
                pass

    def test_a_fault_of_ours_is_no_damage(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.keeper.build(tmp_path, texts("氢能产业", "发展"))
        store = self.keeper.open(tmp_path)
        reader = Searcher(store)

        def fail(*_: object) -> None:
            raise ValueError("32025: only 0 to 9999 can be written")

        monkeypatch.setattr("policysearch.search.index_reader.matching", fail)
        monkeypatch.setattr("policysearch.search.index_reader.scorer", fail)
        with pytest.raises(ValueError, match="32025"):
            reader.total(Term("氢能"))
        monkeypatch.setattr(store.literal, "parts", fail)  # as bytes that are no text
        del store._sound
        with pytest.raises(DamagedIndexError):
            reader.total(Term("氢能"))

    def test_jieba_is_not_loaded_for_a_search(self, tmp_path: Path) -> None:
        self.keeper.build(tmp_path, texts("氢能产业", "发展"))
        program = (
            "import sys, pathlib; from policysearch.store.local.store import LocalKeeper; from policysearch.search.searcher import Searcher; from policysearch.query.ast import Term;"
            "reader = Searcher(LocalKeeper().open(pathlib.Path(sys.argv[1])));"
            "assert reader.search(Term('氢能产业')).total == 1; assert 'jieba' not in sys.modules"
        )
        root = ROOT
        subprocess.run([sys.executable, "-c", program, str(tmp_path)], cwd=root, check=True)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Searcher, list[Passage]]:
    if not CORPUS.is_dir():
        pytest.skip("../shared/corpus is not there")
    found = [
        p
        for path, shown in discovery.find([CORPUS])
        for d in parse_source(loading.read(path, shown))
        for p in passages(d)
    ]
    folder = tmp_path_factory.mktemp("real")
    LocalKeeper().build(folder, found)
    return Searcher(LocalKeeper().open(folder)), found


def test_200_literal_substrings_of_the_real_documents(real: tuple[Searcher, list[Passage]]) -> None:
    """Every passage that holds one is found, bare and quoted; quoted, no other."""
    reader, held = real
    dice = random.Random(2)
    folded = {p.id: (fold(p.printed or p.title), fold(p.text)) for p in held}
    tried = 0
    while tried < 200:
        raw = dice.choice(held).text
        start = dice.randrange(len(raw) + 1)
        line = raw[start : start + dice.randint(2, 12)].partition("\n")[0]
        piece = fold(line)
        if not any(map(str.isalnum, piece)) or not any(piece in part for part in sum(folded.values(), ())):
            continue  # folding judges a piece of a tag or of a line's end by itself
        tried += 1
        ways = [fold(way) for way in spellings(line)]
        holding = {id for id, parts in folded.items() if any(way in part for way in ways for part in parts)}
        assert {hit.passage.id for hit in reader.search(Phrase(line), None).hits} == holding, line
        assert {hit.passage.id for hit in reader.search(Term(line), None).hits} >= holding, line


def test_district_equals_filtering_the_full_list(real: tuple[Searcher, list[Passage]]) -> None:
    reader, _ = real
    full = [hit.passage for hit in reader.search(Term("氢能"), None).hits]
    for district in reader.values("district"):
        found = reader.search(And((Term("氢能"), In("district", Term(district)))), None)
        assert [hit.passage for hit in found.hits] == [p for p in full if p.district == district]


def test_40_boolean_queries_over_the_real_documents(real: tuple[Searcher, list[Passage]]) -> None:
    """Equal to a look at every passage; pages are slices of one ranking and totals are true."""
    reader, held = real
    oracle = Oracle(held)
    dice = random.Random(40)
    words = [
        "氢能",
        "养老",
        "轨道",
        "科技创新",
        "生态",
        "R&D",
        "2035年",
        "75%",
        "高质量发展",
        "重庆",
        "公交",
        "医疗",
        "农业",
    ]
    filters = ["district:九龙坡", "plan:十四五", "kind:专栏", "章:发展", "year:>=2026", "district:(綦江 OR 南岸)"]
    for _ in range(40):
        one, two, three = dice.sample(words, 3)
        shape = dice.choice(
            ["{0} {1}", "{0} OR {1}", "{0} -{1}", "({0} OR {1}) {2}", "{0} NOT ({1} {2})", "“{0}” {1}", "{0}* {1}"]
        )
        query = parse(shape.format(one, two, three) + dice.choice(["", f" {dice.choice(filters)}"]))
        whole = reader.search(query, None)
        found = [hit.passage.id for hit in whole.hits]
        assert sorted(found) == sorted(oracle.ids(query)), str(query)
        assert whole.total == len(found)
        pages = [reader.search(query, 7, offset) for offset in range(0, min(len(found), 30) + 1, 7)]
        assert [hit.passage.id for page in pages for hit in page.hits] == found[: 7 * len(pages)]
        assert {page.total for page in pages} == {len(found)}
