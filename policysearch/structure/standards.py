"""The cover page of a standard: number, title, dates of issue and of coming into force, and who issues it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from ..runtime.lazy_pattern import lazy_pattern
from .issuers import authorities
from .line_text import squeeze

_ICS = lazy_pattern(r"ICS\s*[0-9]{2}")
_KIND = lazy_pattern(
    r"(?:中华人民共和国[一-鿿]{2,12}|[一-鿿]{2,8}(?:省|市|自治区)(?:工程建设)?地方|国家|行业|地方|团体|企业)(?:标准|计量技术规范|标准化指导性技术文件)"
)
_NUMBER = lazy_pattern(
    r"(?P<code>GBZ?|GSB|GJB|DB(?:\s*[0-9]{2,6})?|HJ|T/[A-Z]{2,8}|Q/[A-Z0-9]{2,8}|JJ[FG]|DBJ\s*[0-9]{0,6}|[A-Z]{2,3})(?P<kind>/[TZ]?)?"
    r"\s*(?P<serial>[0-9X×]{1,6}(?:\.[0-9X]{1,3})*)(?:\s*[-—–－―]{1,2}\s*|\s+(?=(?:19|20)[0-9]{2}$))(?P<year>[0-9X×]{4}|[0-9]{2})"  # of a draft XXXX
)
_ISO_DATE = (  # also where the text layer has lost the dashes
    r"[0-9]{4}\s*(?:[-—–－.\s]|年)\s*[0-9]{1,2}\s*(?:[-—–－.\s]|月)\s*[0-9]{1,2}\s*日?"
)
_PRIVATE = lazy_pattern("[\ue000-\uf8ff]")  # as a font without names for its signs has dashes
_ISSUED = lazy_pattern(rf"({_ISO_DATE})\s*(?:发\s*布|批\s*准)")
_IN_FORCE = lazy_pattern(rf"({_ISO_DATE})\s*(?:实\s*施|施\s*行)")
_NO_TITLE = lazy_pattern(
    r"ICS|CCS|[A-Z]\s*[0-9]{2}$|备案号|代替|部分代替|替代|[0-9—–-]+$|[（(](?!试行|暂行).*[）)]$|UDC|点击此处|前\s*言$|目\s*[次录]$"
)
_ENGLISH = lazy_pattern(r"(?<=[一-鿿])\s*[A-Z][A-Za-z ,.-]{9,}(?:[（(][^（）()]*[）)])?$")
_FRONT = 40  # lines with text among which the cover stands


@dataclass(frozen=True, slots=True)
class Cover:
    """The metadata of a cover page; "" and () where there are none."""

    number: str = ""  # GB 99999—2026
    title: str = ""
    issued: str = ""  # ISO date
    in_force: str = ""  # ISO date
    issuers: tuple[str, ...] = ()


def cover(lines: Sequence[str]) -> Cover | None:
    """The cover page at the beginning of `lines`; None when they do not begin with one.

    A cover has the number of the standard on a line of its own, and over or under it ICS or what kind of standard it is.
    """
    front = list(islice((text.strip() for text in lines if text.strip()), _FRONT))
    at = next((n for n, text in enumerate(front[:15]) if len(text) < 40 and _number(text)), None)
    if at is None or not any(_ICS.search(_plain(text)) or _KIND.fullmatch(squeeze(text)) for text in front[: at + 3]):
        return None
    found = _number(front[at])
    assert found is not None
    kind = found["kind"] or ""  # DB44/T 1234—2026, DB44/1234—2026
    between = "" if kind == "/" else " "
    number = f"{squeeze(found['code'])}{kind}{between}{found['serial']}—{found['year']}"
    issued = next((_iso(day[1]) for text in front if (day := _ISSUED.search(_plain(text)))), "")
    in_force = next((_iso(day[1]) for text in front if (day := _IN_FORCE.search(_plain(text)))), "")
    return Cover(number, _title(front[at + 1 :]), issued, in_force, _issuers(front[at + 1 :]))


def _number(text: str) -> re.Match[str] | None:
    """The number of a standard that is all of `text`, or all before the one that it replaces: GB 8702—2014代替GB 8702—88."""
    own = _plain(text).partition("代替")[0].strip()
    return _NUMBER.fullmatch(squeeze(own)) or _NUMBER.fullmatch(own)


def _plain(text: str) -> str:
    """`text` with half-width letters and digits, and a dash for each sign of a private use."""
    return _PRIVATE.sub("-", unicodedata.normalize("NFKC", text))


def _iso(text: str) -> str:
    year, month, day = re.findall("[0-9]+", text)
    return f"{year}-{int(month):02d}-{int(day):02d}"


def _title(below: Sequence[str]) -> str:
    """The first run of Chinese lines under the number."""
    pieces: list[str] = []
    for printed in below:
        text = _ENGLISH.sub("", printed)  # 排放标准Emission standard of …
        flat = squeeze(text)
        chinese = sum("一" <= c <= "鿿" for c in flat)
        if re.search(_ISO_DATE, _plain(text)) or re.search("发布$|实施$", flat):
            break
        if (
            chinese * 2 < len(flat)
            or _NO_TITLE.match(flat)
            or _NUMBER.match(squeeze(_plain(text)))
            or _KIND.fullmatch(flat)
        ):
            if pieces:
                break
            continue
        if "。" in flat or authorities(text):
            break
        pieces.append(re.sub(r"\s+", " ", text))
    return " ".join(pieces)


def _issuers(below: Sequence[str]) -> tuple[str, ...]:
    """The authorities on the lines around 发布: it ends the last of their lines, or stands between two of them; else those
    right under the dates."""
    for n, text in enumerate(below):
        if not re.search(r"[一-鿿]\s*发\s*布$|^发\s*布$", text) or re.search(_ISO_DATE, text):
            continue
        names = list(authorities(re.sub(r"\s*发\s*布$", "", text)))
        for above in reversed(below[:n]):
            if not (more := authorities(above)):
                break
            names[:0] = more
        for under in below[n + 1 :]:
            if not names or not (more := authorities(under)):
                break
            names += more
        return tuple(dict.fromkeys(names))
    dated = next((n for n, text in enumerate(below) if re.search(_ISO_DATE, _plain(text))), len(below))
    beneath = [authorities(text) for text in takewhile(authorities, below[dated + 1 :])]
    return tuple(dict.fromkeys(name for found in beneath for name in found))
