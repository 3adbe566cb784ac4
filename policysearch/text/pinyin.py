"""How Chinese is read in pinyin, and what letters typed for it can stand for."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice, product

_MOST_WAYS = 4  # in which a text with characters of several readings is spelled
_NOT_READ = re.compile("[\0-\u2e7f\u3000-\u3006\u3008-\u303f\uff00-\uffef]+")  # what pypinyin has no reading for
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"), ("h", "f"))  # initials that speakers exchange


@cache
def _readings() -> dict[str, tuple[str, ...]]:
    """The readings of each character, the usual one first."""
    from .pinyin_table import SYLLABLES

    usual: dict[str, tuple[str, ...]] = {}
    other: list[tuple[str, str]] = []
    for entry in SYLLABLES.split(" "):
        syllable = entry.rstrip("+").encode("ascii", "ignore").decode().rstrip("+")
        first, _, rest = entry[len(syllable) :].partition("+")
        usual.update(dict.fromkeys(first, (syllable,)))
        other += ((character, syllable) for character in rest)
    for character, syllable in other:
        usual[character] += (syllable,)
    return usual


def readings(character: str) -> tuple[str, ...]:
    """How a character is read, without tones, the usual reading first; of what has no reading, itself.

    >>> readings("重"), readings("女"), readings("5")
    (('zhong', 'chong'), ('nv',), ('5',))
    """
    return _readings().get(character, (character,))


def spellings(text: str) -> list[str]:
    """The ways to spell folded `text` in pinyin, its syllables parted by ', the usual way first.

    >>> spellings("重庆"), spellings("5g网络")
    (["zhong'qing", "chong'qing"], ["5'g'wang'luo"])
    """
    known = _readings()
    ways = [known.get(character, (character,)) for character in text]
    if all(len(way) == 1 for way in ways):
        return ["'".join(way[0] for way in ways)]
    return ["'".join(way) for way in islice(product(*ways), _MOST_WAYS)]


@cache
def _unusual() -> dict[int, frozenset[str]]:
    """By length, phrases in which a character is not read as usual."""
    from .pinyin_table import UNUSUAL

    return {size: frozenset(text[n : n + size] for n in range(0, len(text), size)) for size, text in UNUSUAL.items()}


def usual_readings(text: str) -> list[str] | None:
    """How each ideograph of `text` is read; None where one may be read otherwise, or is in no table here.

    What pypinyin says, which takes a fifth of a second to load, as long as no phrase of its dictionary stands in the text in
    which a character is not read as usual.

    >>> usual_readings("《九龙坡》2035"), usual_readings("重庆")
    (['jiu', 'long', 'po'], None)
    """
    for size, phrases in _unusual().items():
        if not phrases.isdisjoint(text[n : n + size] for n in range(len(text) + 1 - size)):
            return None
    known = _readings()
    read = _NOT_READ.sub("", text)
    return [known[character][0] for character in read] if all(map(known.__contains__, read)) else None


def expressions(typed: str) -> tuple[str, ...]:
    """Regular expressions for how a spelling begins when `typed` (folded) was typed for it, the likelier one first.

    First for whole syllables (qingn), then for beginnings of syllables (qn, qneng). Empty when there are no letters.

    >>> [bool(re.match(expression, "qing'neng")) for expression in expressions("qn")]
    [False, True]
    """
    if not any("a" <= c <= "z" for c in typed):
        return ()
    pieces = []
    for character in re.sub(r"['’ ]", "", typed):
        ways = readings(character)
        pieces.append(re.escape(ways[0]) if len(ways) == 1 else f"(?:{'|'.join(ways)})")
    return "'?".join(pieces), "(?:[^'\n\t]*')?".join(pieces)


def distance(one: str, other: str) -> int:
    """How differently two characters are read: 0 alike, 1 as the ear confuses them (chen cheng), 2 not alike."""
    if one == other:
        return 0
    first, second = readings(one), readings(other)
    if not set(first).isdisjoint(second):
        return 0
    return 1 if not {*map(_blur, first)}.isdisjoint(map(_blur, second)) else 2


def _blur(syllable: str) -> str:
    """What is left of a syllable when initials and endings that are confused are the same."""
    for said, heard in _ALIKE:
        if syllable.startswith(said):
            syllable = heard + syllable[len(said) :]
            break
    return re.sub(r"(?<=[aei])ng$", "n", syllable)
