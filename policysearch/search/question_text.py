"""The text of a question: what it asks about, without the words that only ask, and its characters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import add

from ..runtime.lazy_pattern import lazy_pattern
from ..store.protocol import Store
from ..text.normalize import fold
from ..text.segmenter import segment

# What stop words begin with: most characters are none of these, which is told sooner than that none of the words begins there.
_FIRST = "为什会何关几判区可合哪啥多如对差应底归怎指是最有期末犯由的能行要该请谁还违"
# Stop words of questions, which tell nothing of the subject; 关于 is rare in plans, and would find the orders that issue them.
_STOP_WORDS = lazy_pattern(
    f"(?=[{_FIRST}])(?:"
    "请问|(?:如何|怎么|怎样|有(?:什么|哪些|何))规定|关于|对于|有关|为什么|什么样|什么时候|(?:什么|啥)(?:是|叫做?)|是?啥(?=$|\\W)|什么|怎么样|怎么办|怎么算|怎么|怎样|如何|哪些|哪里|哪个|是否|能否|能不能|有没有"
    "|是不是|可不可以|多久|多长时间|(?:多[长大高远重宽深快]|多少钱?)(?:[才就算]{1,2}|才?是)?(?:合法|违法|犯法|犯罪)|多[长大高远重宽深快]|[是有]?多少钱?|何谓|何为|何时|(?:该|应该?|应当|归|由)?谁(?:的|来|(?=负责|承担|赔|出|付|$|\\W))"
    "|是?什么意思|是?指什么|的(?:定义|含义)|(?:最[多少])?几(?:天|日|年|个月|小时|个工作日|倍|分|次|元|个|人|名|家|米|公里)|几岁(?=$|\\W)|几(?:号(?![线楼文令])|月份?|点|[只条份辆部张所处种项类户层])|哪一?(?:天|日|年|个?月)|判(?=几|多少|多久)"
    "|(?:合法|违法|犯法|犯罪|可以|合理|有效|行|要紧)[吗么](?=$|\\W)|(?:会|要)不(?:会|要)"
    "|的?(?:区别|差异|差别)(?=$|\\W)|还是(?=.)|^最[大多快好高]的|最[大多快好高](?=$|\\W)|(?<=[0-9]年)[底末]|(?<=[一二三四五]五)期?末)"
)
PARTICLES = frozenset([*"的地得和与或及等在是不了有无", "没有"])  # no words to look for by themselves
OF_YEAR = lazy_pattern("(?<![0-9])(?:19|20)[0-9]{2}(?=年)")
_DIGITS = "[〇零一二三四五六七八九]{3,}"  # one number: 二〇三〇年 is no nearer to 二〇三五年 than 2030年 to 2035年
_RUN = lazy_pattern(rf"{_DIGITS}|(?:(?!{_DIGITS})[^\W_0-9a-z])+|[0-9a-z]+(?:\.[0-9]+)?")


def only_asks(text: str) -> bool:
    """Whether a text only asks, and does not say about what: 是什么, 有哪些."""
    return not _STOP_WORDS.sub("", fold(text)).strip("是有在吗呢 ")


def asks(text: str) -> bool:
    """Whether a text asks, whatever else it says."""
    return bool(_STOP_WORDS.search(fold(text)))


def matter(text: str) -> str:
    """The subject of a question, folded: the text without question words, if other words are left."""
    folded = fold(text)
    return _STOP_WORDS.sub(" ", folded).strip() or folded


def pieces_in(folded: str, typed: str) -> list[str]:
    """The pieces of what a question asks about, as few as can be, that stand in a folded text."""
    pieces = [piece for part in matter(typed).split() for piece in segment(part, folded.__contains__)]
    return [bare for piece in pieces if (bare := piece.strip("的之") or piece)]  # 的养老 is marked where 养老 stands


def split_words(index: Store, folded: str) -> list[str]:
    """The words of a folded term in order, a number with what is counted."""
    words: list[str] = []
    for word in index.words_in[folded]:
        if words and len(word) == 1 and words[-1][-1:].isdecimal():
            words[-1] += word
        elif words and len(word) == len(words[-1]) == 1 and not index.literal.total(words[-1] + word):
            words[-1] += word  # 月球, which stands nowhere, is no 月 and no 球
        elif word not in PARTICLES:
            words.append(word)
    return words


def n_grams(folded: str) -> Iterable[str]:
    """The characters and bigrams of folded text; a run of letters and digits, and one of three digits or more in ideographs, count as
    one character.
    """
    for run in _RUN.findall(folded):
        if run[0].isascii() or re.fullmatch(_DIGITS, run):
            yield run
        else:
            yield from run
            yield from map(add, run, run[1:])


def is_bigram(gram: str) -> bool:
    """Whether it is two characters side by side, neither of them a letter or a digit."""
    return len(gram) == 2 and not gram.isascii()
