"""OCR: which pages are recognised, what becomes of what the recogniser sees, and that no page is read twice."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysearch import Index
from policysearch.index import loading
from policysearch.messages.catalogue import Message
from policysearch.model.errors import CorpusError
from policysearch.readers import cells, detect, settings
from policysearch.readers.ocr import engine, pages
from policysearch.readers.ocr.engine import Box, Found
from policysearch.readers.pdf import extract
from policysearch.readers.text import Reading
from policysearch.runtime import limits
from policysearch.structure import tree_builder
from tests.readers.test_formats import squeeze
from tests.support import formats, hostile, ofd, scans
from tests.support.paths import SAMPLES

images = pytest.importorskip("PIL.Image", reason="pictures are read with the extra ocr")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of results; the extra counts as installed."""
    monkeypatch.setattr(settings, "is_installed", lambda: True)
    monkeypatch.setattr(engine, "name", lambda: "stand-in 1")
    monkeypatch.setattr(limits, "let_run", lambda seconds: None)
    with settings.using(settings.Settings("auto", str(tmp_path))):
        yield tmp_path


def seen(page: ofd.SetPage, dpi: int = 100) -> Found:
    """What a recogniser without faults would see of a page."""
    scale = dpi / 25.4
    boxes = [
        Box(
            x * scale,
            (base - 1.1 * size) * scale,
            (x + sum(map(ofd.wide, text)) * size) * scale,
            (base + 0.35 * size) * scale,
            text,
            0.99,
        )
        for text, x, base, size in [ofd.HEAD, *page.texts]
    ]
    x0, y0, x1, y1 = range(4)
    return Found(boxes, [tuple(n * scale for n in (r[x0], r[y0], r[x1], r[y1])) for r in page.rules])  # type: ignore[misc]


def test_what_is_seen_is_laid_out_as_the_page_was_set(kept: Path) -> None:
    """Its lines are those of the same pages as OFD, whose places are exact."""
    from policysearch.readers import pages as laid
    from policysearch.readers.ofd import document

    blank = images.new("L", (round(210 / 25.4 * 100), round(297 / 25.4 * 100)))
    for sample in sorted(SAMPLES.glob("*.txt")):
        blocks = formats.blocks(sample)
        typeset = ofd.typeset(blocks)
        left = map(seen, typeset)
        recognised = pages.Recognised(partial(lambda left, picture: next(left), left))
        with settings.using(settings.Settings("auto")):
            found = [recognised.page(n, blank, 595.276, 841.89) for n in range(len(typeset))]
        laid_out, unlaid = laid.blocks(one for one in found if one)
        lines = list(cells.flattened(laid_out.blocks)[0])
        exact = document.read(ofd.as_ofd(blocks), "a.ofd").lines
        assert [squeeze(line) for line in lines] == [squeeze(line) for line in exact] and not unlaid


def test_a_page_is_recognised_once(kept: Path) -> None:
    calls = []

    def recognise(picture: object) -> Found:
        calls.append(picture)
        return Found([Box(10, 10, 90, 20, "推进氢能", 0.9), Box(10, 40, 90, 50, "，。", 0.3)], [(0, 1, 2, 1)])

    reader = pages.Recognised(recognise)
    picture = images.new("RGB", (100, 100), "white")
    first = reader.page(1, picture, 100, 100)
    assert first and reader.page(2, picture, 100, 100) == first and len(calls) == 1
    assert reader.page(3, images.new("RGB", (100, 100), "grey"), 100, 100) == first and len(calls) == 2
    assert "".join(char.text for char in first.chars) == "推进氢能"  # what is less sure is noise
    assert reader.confidences == [(1, 0.9), (2, 0.9), (3, 0.9)] and not reader.doubts()
    (one, *_) = kept.glob("*.json")
    for damage in (
        b"",
        b"{}",
        b"[1]",
        b'{"boxes": [[1]], "rules": []}',
        b'{"boxes": [[1,2,3,4,"x","y"]], "rules": []}',
    ):
        for place in kept.glob("*.json"):
            place.write_bytes(damage)
        assert reader.page(4, picture, 100, 100) == first, damage
    assert len(calls) == 7 and json.loads(one.read_bytes())["rules"] == [[0, 1, 2, 1]]


@given(st.lists(st.tuples(st.integers(1, 9), st.floats(0.5, 1)), min_size=1, max_size=5), st.floats(0, 80))
def test_a_page_reads_alike_from_what_is_kept(said: list[tuple[int, float]], x0: float) -> None:
    """Else a file that did not change would be read again: the confidence counts in its hash."""
    found = Found([Box(x0, 10, 90.04, 20.06, "氢" * n, sure) for n, sure in said], [(x0, 1, 2, 1)])
    calls = iter([found])
    with (
        tempfile.TemporaryDirectory() as folder,
        settings.using(settings.Settings("auto", folder)),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(engine, "name", lambda: "stand-in 1")
        patch.setattr(limits, "let_run", lambda seconds: None)
        reader = pages.Recognised(lambda picture: next(calls))
        first, again = (reader.page(1, images.new("L", (100, 100)), 100, 100) for _ in range(2))
    assert first == again and reader.recognised[0] == reader.recognised[1]


def test_results_that_no_version_has_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the versions on disk stay; the folder grows no further than they do."""
    inner = detect.read

    def read(data: bytes, kind: str, shown: str) -> Reading:
        return replace(inner(data, kind, shown), recognised=((1, 0.9, data.decode().strip()),))

    monkeypatch.setattr(detect, "read", read)
    docs, index = tmp_path / "docs", tmp_path / "index"
    docs.mkdir()

    def update(key: str) -> set[str]:
        (docs / "a.txt").write_text(key, "utf-8")
        (index / ".ocr").mkdir(parents=True, exist_ok=True)
        (index / ".ocr" / f"{key}.json").write_text("{}")
        (index / ".ocr" / "left.1.part").write_text("")
        Index.update([docs], index)
        return {place.name for place in (index / ".ocr").iterdir()}

    assert update("one") == {"one.json"}
    for older, newer in (("one", "two"), ("two", "three"), ("three", "four")):
        assert update(newer) >= {f"{older}.json", f"{newer}.json"}
    assert update("five") == {
        "three.json",
        "four.json",
        "five.json",
    }  # and of the one that goes when this update is done
    with monkeypatch.context() as broken:
        broken.setattr(pages, "prune", lambda *_: pytest.fail("a dry run removes something"))
        Index.update([docs], index, dry=True)


def test_uncertain_pages_are_named(kept: Path) -> None:
    reader = pages.Recognised(lambda picture: Found([Box(10, 10, 90, 20, "推进氢能", 0.7)], []))
    reader.page(3, images.new("L", (100, 100)), 100, 100)
    assert reader.doubts() == ["page 3 recognised with low confidence (from 0.70); compare the text"]


@pytest.mark.parametrize(
    ("mode", "there", "readable", "wanted"),
    [
        ("auto", True, False, True),
        ("auto", True, True, False),
        ("always", True, True, True),
        ("never", True, False, False),
        ("auto", False, False, False),
        ("always", False, True, False),
    ],
)
def test_the_mode_decides_what_is_recognised(
    mode: str, there: bool, readable: bool, wanted: bool, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "is_installed", lambda: there)
    with settings.using(settings.Settings(mode)):
        assert pages.Recognised().wants(readable) == wanted


def test_what_waits_is_noted_and_left_out(kept: Path) -> None:
    with settings.using(settings.Settings("auto", now=False)) as later:
        assert pages.Recognised().page(7, images.new("L", (9, 9)), 9, 9) is None and later.wanted == ["7"]


def test_without_the_extra_one_sentence_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from policysearch.readers.ocr import image

    monkeypatch.setattr(settings, "is_installed", lambda: False)
    for kind, data in pictures().items():
        with (
            settings.using(settings.Settings("auto")),
            pytest.raises(
                CorpusError, match=r"^a: is a picture; to read its text by OCR: pip install 'policysearch\[ocr\]'$"
            ),
        ):
            image.read(data, "a")
        assert detect.identify(data, f"a.{kind}") == "image"


def test_a_scan_names_the_extra() -> None:
    needs = pytest.raises(CorpusError, match=r"it needs OCR: pip install 'policysearch\[ocr\]'")
    with settings.using(settings.Settings("never")), needs:
        detect.read(hostile.scanned_pdf(), "pdf", "a.pdf")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "各页已做 OCR，未识别出文字；请核对页面是否空白、倒置或手写，或换用带文字的版本"),
        (
            "en",
            "OCR of its pages recognised none; see whether they are blank, upside down or handwritten, or use a copy with text",
        ),
    ],
)
def test_a_scan_without_text_is_not_told_to_install_what_has_run(language: str, said: str, kept: Path) -> None:
    nothing = pages.Recognised(lambda _: Found([], []))
    with pytest.raises(CorpusError) as refused:
        extract.read(hostile.scanned_pdf(), "a.pdf", nothing)
    reason = refused.value.reason
    assert isinstance(reason, Message) and said in reason.text(language) and "pip install" not in reason.text(language)


def test_a_page_in_which_ocr_sees_nothing_is_named_so(kept: Path) -> None:
    found = iter([Found([Box(10, 10, 90, 20, "推进氢能产业发展", 0.9)], []), Found([], [])])
    reading = extract.read(hostile.scanned_pdf(2), "a.pdf", pages.Recognised(lambda _: next(found)))
    assert reading.left_out == ("page 2 is without readable text, and OCR recognised none; compare the original",)


def pictures() -> dict[str, bytes]:
    found = {}
    for kind in ("PNG", "JPEG", "TIFF"):
        file = io.BytesIO()
        images.new("L", (40, 60), 255).save(file, kind)
        found[kind.lower()] = file.getvalue()
    return found


needs_extra = pytest.mark.skipif(
    not settings.is_installed() or not scans.FONTS, reason="needs the extra ocr, and a Chinese font to set pages in"
)


@pytest.mark.slow
@needs_extra
def test_a_scan_is_read_with_its_headings_and_tables(tmp_path: Path) -> None:
    """A real recogniser on pages with noise, askew: the headings are those of the text, or nearly."""
    sample = SAMPLES / "shapingba-14.txt"
    blocks = formats.blocks(sample)
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "scan.pdf").write_bytes(scans.as_scan(blocks, askew=0.8, noise=30, pages=2))
    told: list[str] = []
    report = Index.update([docs], tmp_path / "index", progress=lambda done, total, name: told.append(name), ocr="auto")
    assert report.problems == () and any("page 2 of 2" in name for name in told)
    (file,) = report.files
    assert [page for page, *_ in file.recognised] == [1, 2] and min(sure for _, sure, _ in file.recognised) > 0.9
    plain = tmp_path / "plain.txt"
    plain.write_bytes(formats.as_text(blocks))
    expected = headings(plain)[:7]  # those that stand on two pages
    with settings.using(settings.Settings("auto", str(tmp_path / "index" / ".ocr"))):
        found = headings(docs / "scan.pdf")
    assert len([one for one in found if one in expected]) >= 0.97 * len(expected), (found, expected)
    assert file.found["tables"] >= 1
    again = Index.update([docs], tmp_path / "index", ocr="auto")
    assert again.read == ()
    started = len(list((tmp_path / "index" / ".ocr").iterdir()))
    Index.update([docs], tmp_path / "index", rebuild=True, ocr="auto")
    assert len(list((tmp_path / "index" / ".ocr").iterdir())) == started == 2


def headings(path: Path) -> list[tuple[str, str]]:
    """Kind and heading, without white space and punctuation, which stand for each other."""
    (source,) = loading.sources(path, path.name)
    return [
        (p.kind, "".join("0" if char in "O〇" else char for char in p.heading if char.isalnum()))
        for document in tree_builder.parse(source)
        for p in document.provisions
        if p.kind in ("篇", "章", "节", "专栏", "表")
    ]
