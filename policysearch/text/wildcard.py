"""Wildcard patterns, with * and ?, as regular expressions over folded text."""

from __future__ import annotations

import re

from .normalize import fold

_ANY = r"[^\W_]"  # what ? stands for, and * for any number of: no white space and no punctuation
_SIGN = "\0"  # a ? between letters or digits, where it is any sign too; no query holds a control character
_JOINED = r"(?<=[0-9A-Za-z])\?+(?=[0-9A-Za-z])"
_WILD = f"([*?{_SIGN}])"
_LONGEST = 200  # characters that a * within a pattern stands for, so that no pattern takes for ever


def expression(pattern: str, whole: bool = False) -> re.Pattern[str]:
    """The regular expression of a pattern with * and ?; `whole`: to be matched with a whole short string.

    A pattern that begins with a letter or digit of ASCII begins where a word begins. A ? between two such is any sign that
    may stand there too: R?D finds R&D, PM2?5 finds PM2.5.
    """
    pattern = re.sub(_JOINED, lambda found: _SIGN * len(found[0]), pattern)
    if whole:
        meaning = {"*": f"{_ANY}*", "?": _ANY, _SIGN: r"\S"}
        return re.compile("".join(meaning.get(part) or re.escape(fold(part)) for part in re.split(_WILD, pattern)))
    # A * at an end may stand for nothing. The first place where what follows a * stands is as good as any later one,
    # hence the atomic groups: no going back.
    meaning = {"?": _ANY, _SIGN: r"\S"}
    parts = [
        "".join(meaning.get(piece) or re.escape(fold(piece)) for piece in re.split(_WILD, part))
        for part in re.split(r"\*+", pattern.strip("*"))
    ]
    begins = r"(?<![0-9a-z])" if re.match(r"[0-9a-z]", fold(re.split(_WILD, pattern)[0])) else ""
    return re.compile(begins + parts[0] + "".join(f"(?>{_ANY}{{0,{_LONGEST}}}?{part})" for part in parts[1:]))
