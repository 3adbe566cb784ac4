"""Judicial interpretations by what people call them: 民间借贷司法解释, 公司法司法解释三."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..runtime.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from .law_lookup import Cores

_FORMAL = lazy_pattern(
    "(?:最高人民(?:法院|检察院)、?)+|[审办处]理|(?:刑事|民事|行政|纠纷)*案件|(?:具体)?[应适]用(?:法律)?|(?:若干)?问题的?"
)
_CALLED = lazy_pattern("(.+?)的?司法解释([一二三四五六]?)$")


def about(title: str) -> str:
    """A folded title of the high courts without the words that most of them have.

    >>> about("最高人民法院审理民间借贷案件适用法律若干问题的规定")
    '民间借贷规定'
    """
    return _FORMAL.sub("", title)


def interpretations(cores: Cores, asked: str) -> list[str]:
    """The folded titles of the judicial interpretations that `asked`, without the words of all titles, means.

    Their titles end in 解释 or 规定, and may name the code before its part.
    """
    called = _CALLED.match(asked)
    if not called:
        return []
    matter, instalment = called.groups()
    form = re.compile(f"(?:民法典)?{re.escape(matter)}的?(?:解释|规定){instalment or '[一二三四五六]?'}")
    return [title for core in cores.holding(matter) if form.fullmatch(core) for title in cores.titles[core]]
