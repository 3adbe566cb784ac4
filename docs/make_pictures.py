"""Writes the pictures of the analyst's guide: runs the notebook over the sample documents.

python docs/make_pictures.py
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient

from policysearch import Index

DOCS = Path(__file__).resolve().parent


def run(pictures: Path) -> nbformat.NotebookNode:
    """Run the notebook over an index of corpus/ and put its pictures into a folder; raises CellExecutionError."""
    with TemporaryDirectory() as home:
        Index.update([DOCS.parent / "corpus"], Path(home) / "index")
        os.environ |= {"POLICYSEARCH_INDEX": str(Path(home) / "index"), "POLICYSEARCH_PICTURES": str(pictures)}
        os.environ |= {"MPLBACKEND": "agg", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(DOCS.parent), *sys.path)))
        notebook = nbformat.read(DOCS / "examples" / "analysis.ipynb", 4)
        NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
        return notebook


if __name__ == "__main__":
    run(DOCS / "images")
