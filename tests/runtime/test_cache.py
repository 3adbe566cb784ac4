from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policysearch.runtime.cache import Remembered


@given(st.lists(st.integers(0, 9)), st.integers(0, 30))
def test_what_is_remembered_is_what_is_found_and_fits(keys: list[int], room: int) -> None:
    asked: list[int] = []

    def make(key: int) -> str:
        asked.append(key)
        return "x" * key

    remembered = Remembered(make, room, len)
    for key in keys:
        before, known = len(asked), key in remembered
        assert remembered[key] == "x" * key and len(asked) - before == (not known)
        assert key in remembered and (sum(remembered) <= room or [*remembered] == [key])
    assert len(keys) < 2 or keys[-1] != keys[-2] or asked.count(keys[-1]) < keys.count(keys[-1])
