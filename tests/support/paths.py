"""Folders that tests read, named once."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]  # of the checkout
DATA = ROOT / "tests" / "data"
SAMPLES = ROOT / "corpus"  # the documents that ship
SHARED = ROOT.parent / "shared"  # real documents, laws and judgements; absent on a user's machine
