"""Headings and their levels beside other readers of PDF and Word, on the same files in one run.

    python benchmarks/levels.py ../shared/corpus --peers /path/of/an/environment/bin/python

The peers are no dependencies: an environment of their own, or several, hold what is to be had of markitdown, pymupdf4llm,
pdfplumber, opendataloader-pdf (Java), kreuzberg, pdf-inspector and docling. Of Docling the reader of Word runs without torch and
without models; that of PDF takes its layout model from a hub when it first runs. Each document is set as Word (styles Heading 1 to 6), as PDF with titles in sizes by level, and so again without the
numbers of its headings, where only print tells. Of each reader: the headings found, of all; the lines that are none, of those
it gives; the headings whose level, counted among those there are, is right. Gold is the outline of the plain text.
"""

from __future__ import annotations

import argparse
import io
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from policysearch.index import loading
from policysearch.model.kinds import HEADINGS
from policysearch.structure import tree_builder
from tests.support import formats

PEERS = {
    "markitdown": "from markitdown import MarkItDown; print(MarkItDown().convert(path).text_content)",
    "pymupdf4llm": "import pymupdf4llm; print(pymupdf4llm.to_markdown(path))",
    "docling": """
if path.endswith('.docx'):
    from pathlib import Path
    from docling.datamodel.base_models import InputFormat
    from docling.datamodel.document import InputDocument
    from docling.backend.msword_backend import MsWordDocumentBackend
    given = InputDocument(path_or_stream=Path(path), format=InputFormat.DOCX, backend=MsWordDocumentBackend, filename='a.docx')
    print(given._backend.convert().export_to_markdown())
else:
    from docling.document_converter import DocumentConverter
    print(DocumentConverter().convert(path).document.export_to_markdown())
""",
    "kreuzberg": "import kreuzberg as k; print(k.extract_file_sync(path, config=k.ExtractionConfig(output_format='markdown')).content)",
    "pdf-inspector": "import pdf_inspector; print(pdf_inspector.process_pdf(path).markdown)",
    "opendataloader": """
import tempfile, opendataloader_pdf
from pathlib import Path
with tempfile.TemporaryDirectory() as folder:
    opendataloader_pdf.convert(input_path=[path], output_dir=folder, format='markdown')
    for file in Path(folder).rglob('*.md'):
        print(file.read_text('utf-8'))
""",
    "by size": """
import pdfplumber, collections
lines = []
with pdfplumber.open(path) as pdf:
    for page in pdf.pages:
        for line in page.extract_text_lines():
            lines.append((round(line['chars'][0]['size']), line['text']))
usual = collections.Counter(size for size, _ in lines).most_common(1)[0][0]
sizes = sorted({size for size, _ in lines if size > usual}, reverse=True)
for size, text in lines:
    print('#' * (sizes.index(size) + 1) if size > usual else '', text)
""",
}
ONLY_PDF = ("pymupdf4llm", "by size", "pdf-inspector", "opendataloader")
SECONDS = 100  # for a file; a peer that takes longer gives nothing
SIZES = (24, 21, 18.5, 17, 16, 15.5)  # of titles, by level; the text has 14
NUMBER = re.compile(
    r"第[^ ]{1,6}?[编篇章节条]\s*|专栏\s*[0-9-]+\s*|[（(]?[一二三四五六七八九十]+[）)、]\s*|[0-9]+[.、]\s*"
)

Headings = list[tuple[str, int]]  # text without white space, level from 1


def flat(text: str) -> str:
    return re.sub(r"[\s*_#\\|]+", "", text)


def ours(path: Path) -> Headings:
    """The outline of a file."""
    found: Headings = []
    for source in loading.sources(path, path.name):
        for document in tree_builder.parse(source):
            levels: list[int] = []
            for one in document.provisions:
                levels.append((levels[one.parent] if one.parent is not None else 0) + 1)
                if one.kind in HEADINGS:
                    found.append((flat(one.heading), levels[-1]))
    return found


def peer(python: str, code: str, path: Path) -> Headings | None:
    """The headings in the Markdown that a peer makes; None where it cannot be run."""
    command = [python, "-c", f"import sys; path = sys.argv[1]\n{code}", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode:
        return None
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    return [(flat(text), len(marks)) for line in lines for marks, text in re.findall(r"^(#+)\s*(.+)", line.strip())]


def ranked(headings: Headings) -> Headings:
    """Levels counted among those there are."""
    levels = sorted({level for _, level in headings})
    return [(text, levels.index(level) + 1) for text, level in headings]


def score(gold: Headings, found: Headings) -> tuple[int, int, int, int]:
    """Headings of the gold, found of them, given, of those found with their level."""
    there, given = Counter(text for text, _ in gold), Counter(text for text, _ in found)
    within = [one for one in found if one[0] in there]
    right = Counter(ranked(gold)) & Counter(ranked(within))
    return len(gold), sum((there & given).values()), len(found), sum(right.values())


def as_word(blocks: Sequence[formats.Block], levels: dict[str, int]) -> bytes:
    import docx

    document = docx.Document()
    for block in blocks:
        if block.rows:
            table = document.add_table(len(block.rows), len(block.rows[0]))
            for cells, row in zip(table.rows, block.rows, strict=True):
                for cell, text in zip(cells.cells, row, strict=True):
                    cell.text = text
        else:
            level = min(6, levels.get(flat(block.text), 0)) if block.heading else 0
            document.add_paragraph(block.text, style=f"Heading {level}" if level else None)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def main(folder: Path, pythons: list[str], most: int, first: int | None) -> None:
    """Print a row for each reader and way of setting."""
    totals: dict[tuple[str, str], Counter[str]] = {}
    with tempfile.TemporaryDirectory() as place:
        for document in sorted(folder.glob("*.txt"))[:most]:
            plain = Path(place) / "plain.txt"
            blocks = formats.blocks(document)[:first]
            plain.write_bytes(formats.as_text(blocks))
            gold = ours(plain)
            levels = dict(ranked(gold))
            known = [replace(block, heading=block.heading and flat(block.text) in levels) for block in blocks]
            starts = [b.heading or any(one.startswith(flat(b.text)) for one in levels) for b in known]  # of two lines
            bare = [
                replace(b, text=NUMBER.sub("", b.text, count=1)) if first else b
                for b, first in zip(known, starts, strict=True)
            ]
            bare_gold = [(flat(NUMBER.sub("", text, count=1)), level) for text, level in gold]
            ways: dict[str, tuple[str, bytes, Headings]] = {"word": (".docx", as_word(known, levels), gold)}
            for name, text, wanted in (("pdf", known, gold), ("pdf without numbers", bare, bare_gold)):
                sizes = {
                    b.text: SIZES[min(6, dict(ranked(wanted)).get(flat(b.text), 1)) - 1] for b in text if b.heading
                }
                ways[name] = (".pdf", formats.as_pdf(text, sizes=sizes), wanted)
            for way, (ending, data, wanted) in ways.items():
                file = Path(place) / f"set{ending}"
                file.write_bytes(data)
                for reader in ("policysearch", *(PEERS if pythons else ())):
                    if reader in ONLY_PDF and ending != ".pdf":
                        continue
                    started = time.perf_counter()
                    if reader == "policysearch":
                        found: Headings | None = ours(file)
                    else:
                        given = (peer(python, PEERS[reader], file) for python in pythons)
                        found = next((one for one in given if one is not None), None)
                    if found is not None:
                        names = "gold", "found", "given", "level"
                        row = totals.setdefault((way, reader), Counter())
                        row.update(dict(zip(names, score(wanted, found), strict=True)))
                        row["ms"] += round(1000 * (time.perf_counter() - started))
                        print(document.stem[:6], _told(way, reader, row), file=sys.stderr, flush=True)
    for (way, reader), row in totals.items():
        print(_told(way, reader, row))


def _told(way: str, reader: str, row: Counter[str]) -> str:
    others = row["given"] - row["found"]
    share = f"headings {row['found']} of {row['gold']}, others {others}, level right {row['level']}"
    return f"{way:20} {reader:12} {share}, {row['ms'] / 1000:.0f} s"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peers", nargs="*", default=[])
    parser.add_argument("--most", type=int, default=5, help="documents")
    parser.add_argument("--first", type=int, help="paragraphs and tables of each")
    asked = parser.parse_args()
    main(asked.folder, asked.peers, asked.most, asked.first)
