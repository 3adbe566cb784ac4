"""Patterns compiled at their first use: no expression of the package is wrong, and all methods are those of `re`."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module

import pytest

import policysearch
from policysearch.runtime.lazy_pattern import _Uncompiled, lazy_pattern

PACKAGES = ("text", "query", "search", "output")


def test_a_lazy_pattern_does_what_a_pattern_does() -> None:
    lazy, compiled = lazy_pattern("(?P<year>[0-9]+)年", re.DOTALL), re.compile("(?P<year>[0-9]+)年", re.DOTALL)
    text = "2021年至2025年"
    for _ in range(2):  # when it is compiled, and after
        assert lazy.sub("", text) == compiled.sub("", text)
        assert [found["year"] for found in lazy.finditer(text)] == ["2021", "2025"]
    assert (lazy.pattern, lazy.flags, lazy.groupindex) == (compiled.pattern, compiled.flags, compiled.groupindex)


def test_a_wrong_expression_is_an_error_at_its_first_use() -> None:
    with pytest.raises(re.error):
        lazy_pattern("(").match("x")


def test_all_expressions_of_the_package_can_be_compiled() -> None:
    found = 0
    for package in PACKAGES:
        path = [f"{folder}/{package}" for folder in policysearch.__path__]
        for module in pkgutil.iter_modules(path, f"policysearch.{package}."):
            for value in vars(import_module(module.name)).values():
                if isinstance(value, _Uncompiled):
                    value.match("")
                    found += 1
    assert found > 20
