"""Long lists for numpy, or none."""

from __future__ import annotations

import pytest

from policysearch.runtime import numpy_use


def use_numpy(monkeypatch: pytest.MonkeyPatch, used: bool) -> None:
    """Until the end of the test every list is for numpy, however short; or no list is."""
    monkeypatch.setitem(numpy_use._state, "on", 1 if used else -1)
    monkeypatch.setattr(numpy_use, "_SHORT", 1)
