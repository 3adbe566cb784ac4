"""The text of a line: as it is compared and read, the value of its number, whether it is only a date, a note or a page number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from ..runtime.lazy_pattern import lazy_pattern
from ..text.numerals import number as numeral

# Misreadings of 一, 1 and 〇 by OCR: 第ー章, 第—节, 第l0章, 第二十O章.
_MISREAD = str.maketrans("ー—–lI|OoＯ", "一一一111〇〇〇")
_NOTE = lazy_pattern(
    r"[（(]?(?:备\s*注|附?\s*注|说\s*明|数据来源|资料来源)\s*[0-9一二三]?\s*[:：]"
    r"|[带标加]?有?[“\"]?(?:\\?[*＊※]|【\s*】|〔\s*〕|\[\s*\]|［\s*］|（\s*）)[”\"]?"
    r"(?:[号的内中者项]|标记|指标|数据|数值|数字){0,3}(?:均?为|是|指|系|表示)"
)
_CONTINUED = lazy_pattern(
    r"[（(]?[续接][上前]?(?:附?表|页)[^。；！？，]{0,40}"
    r"|(?:附?表|专\s*栏)\s*[0-9０-９一二三四五六七八九十]+(?:\s*[-－—–.．]\s*[0-9０-９]+)?[^。；！？，]{0,40}"
    r"(?:\s续表?|[（(]\s*续[上前]?表?\s*[0-9一二三四五六七八九十]{0,2}\s*[）)])"
)
_PAGE = lazy_pattern(
    r"(?:(?:[.．…·•\-—_]{2,}[\s　]*|[\s　]{2,}|\t)[（(\-—]*\s*[0-9０-９]{1,4}\s*[）)\-—]*|\s*[-—–]\s?[0-9]{1,4}\s?[-—–]|[.．…·•]{3,}[\s　]*[IVXivxⅠⅡⅢⅣⅤⅥ]{1,5})$"
)
_PAGE_ENDS = frozenset(
    "0123456789０１２３４５６７８９）)-—–IVXivxⅠⅡⅢⅣⅤⅥ"
)  # the last characters, but for white space, that _PAGE can match
_DATE = lazy_pattern(
    r"(?:[12][0-9]{3}|[二一][〇○零ＯO0一二三四五六七八九]{3})年(?:(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})月(?:(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})?日)?)?$"
)
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_BRACKETS = lazy_pattern(r"^[（(]([^（()）]*)[）)]$")
_LATIN_END = lazy_pattern(r"[!-~À-ɏ]+$")
_LATIN_START = lazy_pattern(r"[!-~À-ɏ]+")


def squeeze(text: str) -> str:
    """`text` without any white space; what titles are compared by."""
    return "".join(text.split())


def narrow(text: str) -> str:
    """`text` with 2026 for ２０２６."""
    return text.translate(_WIDE_DIGITS)


def tidy(text: str) -> str:
    """A heading as one reads it: runs of white space become one space."""
    return " ".join(text.split())


def join_title(pieces: Iterable[str]) -> str:
    """`pieces` of a title as one reads them: without white space between, but for one space between Latin words."""
    joined = ""
    for piece in pieces:
        end, start = _LATIN_END.search(joined), _LATIN_START.match(piece)
        between = end and start and any(c.isalpha() for c in end[0] + start[0])
        joined += f" {piece}" if between else piece
    return joined


@lru_cache(maxsize=1024)
def ordinal(number: str) -> int | None:
    """The value of the number of a heading, printed 第三篇, （三） or 3., OCR errors corrected; None when it has none."""
    digits = re.sub(r"第|部分|分?编|[篇章节条]|[（()）、.．\s]", "", unicodedata.normalize("NFKC", number))
    if (value := numeral(digits)) is not None:
        return value
    mended = digits.translate(_MISREAD)
    return numeral(re.sub("(?<=[十百])〇$", "", mended))


def without_page(text: str) -> str:
    """An entry of a contents page without leaders and page number."""
    return (_PAGE.sub("", text) if text.rstrip()[-1:] in _PAGE_ENDS else text).strip()


def ends_with_page(text: str) -> bool:
    """True for an entry of a contents page: leaders and a page number at its end."""
    return text[-1:] in _PAGE_ENDS and _PAGE.search(text) is not None


def is_note(text: str) -> bool:
    """True for a note under a table: 注：…, 资料来源：…, 带*为年均增速, 【】内为累计数."""
    return _NOTE.match(text) is not None


def is_continued(text: str) -> bool:
    """True for what is printed over the rest of a table after a page break: 续表, 续表1 重点项目, 表1（续）."""
    return _CONTINUED.fullmatch(text) is not None


def is_date(text: str) -> bool:
    """True for a line that is only a date, such as 二〇二六年一月, also in brackets: （2026年2月11日）."""
    return "年" in text and bool(_DATE.match(_BRACKETS.sub(r"\1", narrow(squeeze(text)))))
