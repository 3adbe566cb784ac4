"""Every document of a folder set in every style that tests/ knows, read again, and compared with its plain text.

    python benchmarks/fidelity.py ../shared/corpus
    python benchmarks/fidelity.py ../shared/corpus --scan 6   # and the first document's first six pages as a scan, by OCR

One line for each: whether outline, passages and tables are the same, and how long reading took. Of a scan, the share of the
headings of these pages that are found.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.readers.test_formats import read
from tests.support import formats, ofd, scans, styles

WAYS = {
    **{ending: (ending, write) for ending, write in formats.FIVE.items()},
    **formats.MORE,
    **styles.STYLES,
    ".ofd": (".ofd", ofd.as_ofd),
}


def scanned(path: Path, pages: int, place: str) -> None:
    """Print how many headings of the first pages of a document are found in a scan of them."""
    blocks = formats.blocks(path)
    exact, scan = Path(place) / "exact.ofd", Path(place) / "scan.pdf"
    exact.write_bytes(ofd.as_ofd(blocks, pages=pages))
    scan.write_bytes(scans.as_scan(blocks, pages=pages))
    expected, found = ([node[:3] for node in read(file).outline if node[1]] for file in (exact, scan))
    right = sum((Counter(expected) & Counter(found)).values())
    print(f"{path.stem[:8]} scan: {right} of {len(expected)} headings, {len(found) - right} others, {pages} pages")


def main(folder: Path, pages: int) -> int:
    """Print the comparison; the number of differences."""
    differences = 0
    with tempfile.TemporaryDirectory() as place:
        plain = Path(place) / "plain.txt"
        for path in sorted(folder.glob("*.txt")):
            blocks = formats.blocks(path)
            plain.write_bytes(formats.as_text(blocks))
            expected = read(plain)
            for style, (ending, write) in WAYS.items():
                file = Path(place) / f"set{ending}"
                file.write_bytes(write(blocks))
                started = time.perf_counter()
                found = read(file)
                seconds = time.perf_counter() - started
                same = {name: getattr(found, name) == getattr(expected, name) for name in expected.__slots__}
                differences += not all(same.values())
                print(
                    f"{path.stem[:8]} {style:12}",
                    *(f"{k}: {'same' if v else 'DIFFERENT'}" for k, v in same.items()),
                    f"{seconds:.1f} s",
                )
        if pages:
            scanned(min(folder.glob("*.txt")), pages, place)
    return differences


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[3]) if "--scan" in sys.argv else 0) > 0)
