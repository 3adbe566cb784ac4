"""Records behave as frozen data classes with slots do, which are the oracle."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysearch.model.record import record


@record
class Place:
    """A record."""

    name: str
    lines: tuple[int, ...]
    links: dict[str, str] = field(default_factory=dict, compare=False)
    note: str = field(default="", repr=False)
    span: tuple[int, int] | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Oracle:
    """The same as a data class."""

    name: str
    lines: tuple[int, ...]
    links: dict[str, str] = field(default_factory=dict, compare=False)
    note: str = field(default="", repr=False)
    span: tuple[int, int] | None = field(default=None, compare=False, repr=False, kw_only=True)


@record
class Town(Place):
    """A record of a record."""

    size: int = 0


class Village(Town):
    """What is no record itself."""


VALUES: st.SearchStrategy[tuple[Any, ...]] = st.tuples(
    st.text(max_size=2), st.tuples(st.integers(0, 2)), st.just({}), st.text(max_size=1)
)


@given(VALUES, VALUES, st.integers(2, 4))
def test_records_are_equal_hashed_and_shown_as_data_classes(
    first: tuple[Any, ...], second: tuple[Any, ...], count: int
) -> None:
    one, other = Place(*first[:count]), Place(*second)
    as_one, as_other = Oracle(*first[:count]), Oracle(*second)
    assert (one == other) is (as_one == as_other)
    assert one == Place(*first[:count], span=(1, 2)) and hash(one) == hash(Place(*first[:count], span=(1, 2)))
    assert repr(one) == repr(as_one).replace("Oracle", "Place")
    assert asdict(one) == asdict(as_one)
    assert asdict(replace(one, note="x")) == asdict(replace(as_one, note="x"))


def test_records_are_frozen_and_have_slots() -> None:
    place = Place("a", (1,))
    with pytest.raises(FrozenInstanceError):
        place.name = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del place.name
    assert not hasattr(place, "__dict__")
    assert [one.name for one in fields(Place)] == ["name", "lines", "links", "note", "span"]
    match place:
        case Place(name, lines):
            assert (name, lines) == ("a", (1,))


def test_a_value_made_for_one_record_is_of_no_other() -> None:
    assert Place("a", ()).links is not Place("a", ()).links


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ((), {}),
        (("a",), {}),
        (("a", (), {}, "", None), {}),
        (("a", ()), {"name": "b"}),
        (("a", ()), {"odd": 1}),
        ((), {"lines": ()}),
    ],
)
def test_wrong_values_are_refused_as_by_data_classes(values: tuple[object, ...], named: dict[str, object]) -> None:
    for made in (Oracle, Place):
        with pytest.raises(TypeError):
            made(*values, **named)  # type: ignore[arg-type]


def test_classes_below_have_all_fields_and_are_no_other() -> None:
    town = Town("a", (1,), size=3, span=(1, 2))
    assert (town.name, town.size, town.span) == ("a", 3, (1, 2))
    assert Town("a", (1,)) != Place("a", (1,)) and Village("a", (1,)) != Town("a", (1,))
    assert repr(Village("a", ())) == "Village(name='a', lines=(), links={}, size=0)"


def test_records_are_copied_and_pickled() -> None:
    for place in (Place("a", (1,), {"b": "c"}, "d", span=(1, 2)), Village("a", (1,), size=2)):
        for twin in (copy.copy(place), copy.deepcopy(place), pickle.loads(pickle.dumps(place))):
            assert twin == place and asdict(twin) == asdict(place)
