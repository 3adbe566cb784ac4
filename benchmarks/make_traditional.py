"""Make policysearch/text/traditional.py, the Traditional to Simplified character map, from OpenCC's TSCharacters.txt.

    pip download --no-deps opencc-python-reimplemented==0.1.7      (Apache-2.0; unpack the wheel)
    python benchmarks/make_traditional.py opencc/dictionary/TSCharacters.txt > policysearch/text/traditional.py

Taken are single characters with their first candidate, and the variants of `VARIANTS`. Left out are
1. characters of GB 2312, which Simplified text uses in their own right (乾坤 覆盖 瞭望), save those of `PLAIN`;
2. pairs whose result is itself a key, so that folding twice changes nothing more.
"""

from __future__ import annotations

import sys
from pathlib import Path

#: In GB 2312 only as surnames or rarities, but among the commonest characters of Traditional text.
PLAIN = "於後徵麽夥菸摺"

#: Variants of Traditional characters that OpenCC's table leaves out, each with its Simplified character.
VARIANTS = (
    "妳你彊强隣邻汚污竝并濶阔敍叙衞卫軆体烖灾擡抬跴踩衹只祇只鑛矿粧妆勦剿搆构郞郎靑青淸清吿告歩步毎每箇个燄焰揹背伕夫"
    "濬浚牴抵徬彷"
)

HEAD = '''"""Traditional characters and, at the same place, their Simplified ones.

Made by benchmarks/make_traditional.py. The pairs are facts taken from the TSCharacters table of OpenCC
(https://github.com/BYVoid/OpenCC, Apache License 2.0). Characters that are Simplified only in some words are a matter
of `normalize`.
"""
'''

WIDTH = 56  # characters a line; each is two columns wide


def pairs(lines: list[str]) -> dict[str, str]:
    """Traditional character to Simplified one, from the tab-separated lines of TSCharacters.txt."""
    rows = (line.split("\t") for line in lines if "\t" in line)
    every = {old: new.split(" ")[0] for old, new in rows} | dict(zip(VARIANTS[::2], VARIANTS[1::2], strict=True))
    chosen = {old: new for old, new in every.items() if old != new and (old in PLAIN or not in_gb2312(old))}
    return {old: new for old, new in chosen.items() if new not in chosen}


def in_gb2312(character: str) -> bool:
    """Whether the character set of Simplified Chinese has `character`."""
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def constant(name: str, text: str) -> str:
    """`text` as the source of a module constant."""
    rows = [text[i : i + WIDTH] for i in range(0, len(text), WIDTH)]
    return "\n".join([f"{name} = (", *(f'    "{row}"' for row in rows), ")"])


if __name__ == "__main__":
    found = sorted(pairs(Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()).items())
    print(HEAD)
    print(constant("TRADITIONAL", "".join(old for old, _ in found)))
    print()
    print(constant("SIMPLIFIED", "".join(new for _, new in found)))
