"""OCR of ten pages that this program sets itself: characters right, headings found, seconds of a processor.

    python benchmarks/ocr.py            # the first two pages of each document of corpus/, clean, askew, with noise

A page is drawn at 200 pixels to the inch as a scanner sees it (`tests/support/scans.py`). Characters right: those of the
page, without white space, that stand in the longest runs in common with what is read (difflib), of all of the page.
"""

from __future__ import annotations

import sys
import time
from difflib import SequenceMatcher
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from policysearch.readers import cells
from policysearch.readers import pages as laid
from policysearch.readers.ocr import engine, pages
from tests.support import formats, ofd, scans

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
    main()
