"""Every document of a folder set in every style that tests/ knows, read again, and compared with its plain text.

    python benchmarks/fidelity.py ../shared/corpus

One line for each: whether outline, passages and tables are the same, and how long reading took.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.readers.test_formats import read
from tests.support import formats, styles

WAYS = {**{ending: (ending, write) for ending, write in formats.FIVE.items()}, **styles.STYLES}


def main(folder: Path) -> int:
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
    return differences


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])) > 0)
