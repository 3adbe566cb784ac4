"""Long lists for numpy, or none."""

from __future__ import annotations

import pytest

from policysearch.runtime import vectors


def use_vectors(monkeypatch: pytest.MonkeyPatch, used: bool) -> None:
    """Until the end of the test every list is for numpy, however short; or no list is."""
    monkeypatch.setitem(vectors._state, "on", 1 if used else -1)
    monkeypatch.setattr(vectors, "_SHORT", 1)
