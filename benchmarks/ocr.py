"""OCR of ten pages that this program sets itself: characters right, headings found, seconds of a processor.

    python benchmarks/ocr.py            # the first two pages of each document of corpus/, clean, askew, with noise
    python benchmarks/ocr.py FOLDER     # headings of scans at 150 and 200 pixels to the inch, of the documents in FOLDER

A page is drawn at 200 pixels to the inch as a scanner sees it (`tests/support/scans.py`). Characters right: those of the
page, without white space, that stand in the longest runs in common with what is read (difflib), of all of the page.
Headings right: those with kind, number and nine tenths of their title, of those that the page has as it was set.
"""

from __future__ import annotations

import sys
import time
from difflib import SequenceMatcher
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from policysearch.model.document import Source
from policysearch.model.kinds import HEADINGS
from policysearch.readers import cells
from policysearch.readers import pages as laid
from policysearch.readers.ocr import engine, pages
from policysearch.structure import tree_builder
from tests.support import formats, ofd, scans

WIDTHS = str.maketrans("，：；（）“”", ',:;()""')  # of which the recogniser takes one for the other
MANNERS = ((0.0, 0.0), (0.8, 0.0), (0.0, 30.0), (-1.2, 30.0), (0.5, 60.0))  # degrees askew, levels of noise


def squeeze(lines: list[str]) -> str:
    return "".join("".join(lines).split())


def main() -> None:
    """Print a row for each page, then the means."""
    engine.recognise(scans.drawn(ofd.SetPage()))  # loads the models
    rows = []
    for path, (askew, noise) in zip(sorted((Path(__file__).parents[1] / "corpus").iterdir()), MANNERS, strict=True):
        for n, page in enumerate(ofd.typeset(formats.blocks(path))[:2]):
            picture = scans.drawn(page, 200, askew, noise, n)
            started = time.process_time()
            reader = pages.Recognised()
            found = reader.page(n, picture, 595.3, 841.9)
            seconds = time.process_time() - started
            lines, exact = _lines([found] if found else []), _lines([_exact(page)])
            matcher = SequenceMatcher(None, squeeze(exact), squeeze(lines), autojunk=False)
            right = sum(block.size for block in matcher.get_matching_blocks()) / len(squeeze(exact))
            cells = sum("\t" in line for line in exact), sum("\t" in line for line in lines)
            rows.append((right, seconds))
            print(
                f"{path.stem[:12]:12} p{n + 1} askew {askew:4} noise {noise:4}: right {right:.4f}, rows {cells}, confidence {reader.confidences[0][1]}, {seconds:.1f} s"
            )
    print(f"mean: right {sum(r for r, _ in rows) / len(rows):.4f}, {sum(s for _, s in rows) / len(rows):.1f} s a page")


def headings(folder: Path, count: int = 3) -> None:
    """Print how many headings of `count` pages of each document are right, the pages that have most."""
    totals: dict[int, list[int]] = {}
    for n, path in enumerate(sorted(folder.glob("*.txt"))):
        every = ofd.typeset(formats.blocks(path))
        parts = [every[start : start + count] for start in range(0, len(every) - count + 1, count)]
        best = max(parts, key=lambda part: len(_outline([_exact(page) for page in part])))
        wanted = _outline([_exact(page) for page in best])
        for dpi in (150, 200):
            reader = pages.Recognised()
            started = time.process_time()
            pictures = [scans.drawn(page, dpi, 0.4 * (-1) ** n, 20, m) for m, page in enumerate(best, 1)]
            seen = [reader.page(m, one, 595.3, 841.9) for m, one in enumerate(pictures, 1)]
            seconds = (time.process_time() - started) / len(best)
            found = _outline([page for page in seen if page])
            right = sum(any(_is_same(one, other) for other in found) for one in wanted)
            exact = sum(one in found for one in wanted)
            others = sum(not any(_is_same(one, other) for other in wanted) for one in found)
            total = totals.setdefault(dpi, [0, 0, 0])
            total[:] = [total[0] + right, total[1] + len(wanted), total[2] + others]
            print(
                f"{path.stem[:6]} {dpi}: {right} of {len(wanted)}, {exact} to the letter, {others} others, {seconds:.1f} s a page",
                flush=True,
            )
            for one in wanted:
                if not any(_is_same(one, other) for other in found):
                    print("   lost:", *one)
    for dpi, (right, whole, others) in totals.items():
        print(f"{dpi}: {right} of {whole} ({right / whole:.3f}), {others} others")


def _outline(found: list[laid.Page]) -> list[tuple[str, str, str]]:
    """Kind, number and title of the headings on pages."""
    for number, page in enumerate(found, 1):
        page.ordinal = number
    text = laid.blocks(found)[0]
    lines, grids = cells.flattened(text.blocks)
    source = Source("a.pdf", lines, "pdf", False, "", grids=grids)
    return [
        (one.kind, one.number, squeeze([one.title]).translate(WIDTHS))
        for document in tree_builder.parse(source)
        for one in document.provisions
        if one.kind in HEADINGS
    ]


def _is_same(one: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    return one[:2] == other[:2] and SequenceMatcher(None, one[2], other[2]).ratio() >= 0.9


def _lines(found: list[laid.Page]) -> list[str]:
    return list(cells.flattened(laid.blocks(found)[0].blocks)[0])


def _exact(page: ofd.SetPage) -> laid.Page:
    """The page by the places where it was set."""
    from policysearch.readers.pdf.lines import Char
    from policysearch.readers.pdf.ruled_tables import Rule

    mm = 72 / 25.4
    chars = []
    for text, left, base, size in [ofd.HEAD, *page.texts]:
        x = left
        for char in text:
            end = x + ofd.wide(char) * size
            chars.append(Char(char, x * mm, end * mm, (base - 0.88 * size) * mm, (base + 0.12 * size) * mm, base * mm))
            x = end
    return laid.Page(595.3, 841.9, chars, [Rule(*(n * mm for n in rule)) for rule in page.rules])


if __name__ == "__main__":
    headings(Path(sys.argv[1])) if sys.argv[1:] else main()
