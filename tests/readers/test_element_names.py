"""Names of elements of web pages that are left out: each is told to people by what it holds."""

from __future__ import annotations

from policysearch.messages.transfer import in_both_languages
from policysearch.readers.html import element_names, furniture


def test_every_name_that_leaves_out_an_element_has_one_kind() -> None:
    tables = element_names.WORDS, element_names.WHOLE, element_names.OTHERS
    names = [name for table in tables for names in table.values() for name in names.split()]
    assert len(names) == len(set(names))
    told = furniture.NOT_READ | furniture._ROLES | furniture._NAMES | furniture._WHOLE
    assert set(names) == told | {"header", "hidden", "form", "links"}


def test_names_of_one_kind_are_counted_together_in_both_languages() -> None:
    said = element_names.describe([("weizhi", 20), ("nav", 100), ("hidden", 7), ("x<y>", 1)])
    assert [(in_both_languages(kind), count) for kind, count in said] == [
        ({"zh": "导航", "en": "navigation"}, 120),
        ({"zh": "隐藏内容", "en": "hidden text"}, 7),
        ({"zh": "其他", "en": "other parts"}, 1),
    ]
