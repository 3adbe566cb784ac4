"""Characters that only stand for an ideograph: CJK radicals, Kangxi radicals, compatibility ideographs.

PDF files with a faulty character map say ⻋ for 车. Unicode decomposes Kangxi radicals and compatibility ideographs; for
CJK radicals the equivalents are those of its EquivalentUnifiedIdeograph.txt, and where one is no character of texts (a
part of one only) the character that it is a part of.
"""

from __future__ import annotations

import re
import unicodedata

from ..runtime.lazy_pattern import lazy_pattern

_RADICALS = (
    "⺀冫⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛"
    "⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺳罓⺴罓⺵罓⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车"
    "⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
#: CJK radicals and the ideographs that they stand for.
RADICALS = dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True))
_ODD = lazy_pattern("[\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f]")


def _ideograph(found: re.Match[str]) -> str:
    character = found[0]
    plain = RADICALS.get(character) or unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


def with_ideographs(text: str) -> str:
    """`text`, as long as it is, with ideographs for the characters that only stand for them; all others stay.

    >>> with_ideographs("⻋辆⽤于⺠政，第⼀章（１）")
    '车辆用于民政，第一章（１）'
    """
    return _ODD.sub(_ideograph, text)
