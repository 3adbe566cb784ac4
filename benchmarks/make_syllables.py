"""Make policysearch/text/pinyin_table.py, the pinyin of the characters of GB 2312, from the tables of pypinyin.

    python benchmarks/make_syllables.py > policysearch/text/pinyin_table.py

Tones are left out and ü is v. A reading counts when it is the usual one of a character or stands in every twentieth of
the phrases of pypinyin that hold the character: 重 is zhong and chong, 能 only neng. The phrases in which a character is
not read as usual tell where a text may be read otherwise: of long ones four characters, and none that hold another.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict

from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

HEAD = '''"""Syllables of pinyin, without tones and with v for ü, each with the characters that are read so.

Made by benchmarks/make_syllables.py. The readings are facts taken from the tables of pypinyin
(https://github.com/mozillazg/python-pinyin, MIT).
"""
'''

WIDTH = 110  # columns a line
LONGEST = 4  # characters of a phrase
RARE = 0.05  # of the phrases with a character: a reading in fewer does not count


def toneless(reading: str) -> str:
    """A reading as it is typed: lüè becomes lve."""
    parts = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(c for c in parts if "a" <= c <= "z")


def readings() -> dict[str, list[str]]:
    """The readings of each character that count, the usual one first."""
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, parts in PHRASES_DICT.items():
        for character, part in zip(phrase, parts, strict=False):
            said[character][toneless(part[0])] += 1
    found = {}
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            character = bytes((high, low)).decode("gb2312", "ignore")
            if not character:
                continue
            usual = toneless(PINYIN_DICT[ord(character)].split(",")[0])
            counts = said[character]
            floor = max(2, RARE * counts.total())
            others = [reading for reading, count in counts.most_common() if reading != usual and count >= floor]
            found[character] = [usual, *others]
    return found


def unusual(usual: dict[str, str]) -> dict[int, list[str]]:
    """By length, the shortest phrases in which a character is not read as usual; LONGEST characters around it of a longer one."""
    found: dict[int, set[str]] = {size: set() for size in range(2, LONGEST + 1)}
    for phrase, parts in sorted(PHRASES_DICT.items(), key=lambda item: len(item[0])):
        for n, (character, part) in enumerate(zip(phrase, parts, strict=True)):
            if character in usual and toneless(part[0]) != usual[character]:
                start = max(min(n - 1, len(phrase) - LONGEST), 0)
                piece = phrase[start : start + LONGEST]
                if not any(
                    piece[at : at + size] in found[size] for size in found for at in range(len(piece) + 1 - size)
                ):
                    found[len(piece)].add(piece)
    return {size: sorted(pieces) for size, pieces in found.items()}


def columns(text: str) -> int:
    return sum(1 if c.isascii() else 2 for c in text)


if __name__ == "__main__":
    every = readings()
    syllables: dict[str, str] = defaultdict(str)
    # The usual readings come first, so that whoever goes through the syllables twice knows which is which.
    for character, ways in every.items():
        for place, reading in enumerate(ways):
            syllables[reading] += character if place == 0 else ""
    for character, ways in every.items():
        for reading in ways[1:]:
            syllables[reading] += ("" if "+" in syllables[reading] else "+") + character
    print(HEAD)
    print("#: A syllable, the characters of which it is the usual reading, and after + those of which it is another.")
    print("SYLLABLES = (")
    line = ""
    for syllable in sorted(syllables):
        for piece in f"{syllable}{syllables[syllable]} ":
            if columns(line + piece) > WIDTH:
                print(f'    "{line}"')
                line = ""
            line += piece
    print(f'    "{line.rstrip()}"\n)\n')
    print("#: By length, phrases in which a character is not read as usual, one after the other.")
    print("UNUSUAL = {")
    for size, pieces in unusual({character: ways[0] for character, ways in every.items()}).items():
        text = "".join(pieces)
        print(f"    {size}: (")
        for start in range(0, len(text), WIDTH // 2):
            print(f'        "{text[start : start + WIDTH // 2]}"')
        print("    ),")
    print("}")
