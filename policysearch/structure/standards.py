"""The cover page of a standard: number, title, dates of issue and of coming into force, and who issues it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from ..runtime.lazy_pattern import lazy_pattern
from .issuers import authorities
from .line_classifier import squeeze

_ICS = lazy_pattern(r"ICS\s*[0-9]{2}")
_KIND = lazy_pattern(
    r"(?:中华人民共和国[一-鿿]{2,12}|[一-鿿]{2,8}(?:省|市|自治区)(?:工程建设)?地方|国家|行业|地方|团体|企业)(?:标准|计量技术规范|标准化指导性技术文件)"
)
_NUMBER = lazy_pattern(
    r"(?P<code>GBZ?|GSB|GJB|DB(?:\s*[0-9]{2,6})?|HJ|T/[A-Z]{2,8}|Q/[A-Z0-9]{2,8}|JJ[FG]|DBJ\s*[0-9]{0,6}|[A-Z]{2,3})(?P<kind>/[TZ]?)?"
    r"\s*(?P<serial>[0-9X×]{1,6}(?:\.[0-9X]{1,3})*)\s*[-—–－―]{1,2}\s*(?P<year>[0-9X×]{4}|[0-9]{2})"  # of a draft XXXX
)
_ISO_DATE = r"[0-9]{4}\s*(?:[-—–－.]|年)\s*[0-9]{1,2}\s*(?:[-—–－.]|月)\s*[0-9]{1,2}\s*日?"
_ISSUED = lazy_pattern(rf"({_ISO_DATE})\s*(?:发\s*布|批\s*准)")
_IN_FORCE = lazy_pattern(rf"({_ISO_DATE})\s*(?:实\s*施|施\s*行)")
_NO_TITLE = lazy_pattern(
    r"ICS|CCS|[A-Z]\s*[0-9]{2}$|备案号|代替|部分代替|替代|[0-9—–-]+$|[（(](?!试行|暂行).*[）)]$|UDC|点击此处|前\s*言$|目\s*[次录]$"
)
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
    at = next((n for n, text in enumerate(front[:15]) if len(text) < 40 and _NUMBER.fullmatch(_narrow(text))), None)
    if at is None or not any(_ICS.search(text) or _KIND.fullmatch(squeeze(text)) for text in front[: at + 3]):
        return None
    found = _NUMBER.fullmatch(_narrow(front[at]))
    assert found is not None
    kind = found["kind"] or ""  # DB44/T 1234—2026, DB44/1234—2026
    between = "" if kind == "/" else " "
    number = f"{squeeze(found['code'])}{kind}{between}{found['serial']}—{found['year']}"
    issued = next((_iso(day[1]) for text in front if (day := _ISSUED.search(text))), "")
    in_force = next((_iso(day[1]) for text in front if (day := _IN_FORCE.search(text))), "")
    return Cover(number, _title(front[at + 1 :]), issued, in_force, _issuers(front[at + 1 :]))


def _narrow(text: str) -> str:
    return squeeze(text.replace("／", "/").replace("－", "-"))


def _iso(text: str) -> str:
    year, month, day = re.findall("[0-9]+", text)
    return f"{year}-{int(month):02d}-{int(day):02d}"


def _title(below: Sequence[str]) -> str:
    """The first run of Chinese lines under the number."""
    pieces: list[str] = []
    for text in below:
        flat = squeeze(text)
        chinese = sum("一" <= c <= "鿿" for c in flat)
        if re.search(_ISO_DATE, text) or re.search("发布$|实施$", flat):
            break
        if chinese * 2 < len(flat) or _NO_TITLE.match(flat) or _NUMBER.match(_narrow(text)) or _KIND.fullmatch(flat):
            if pieces:
                break
            continue
        if "。" in flat or authorities(text):
            break
        pieces.append(re.sub(r"\s+", " ", text))
    return " ".join(pieces)


def _issuers(below: Sequence[str]) -> tuple[str, ...]:
    """The authorities on the lines around 发布: it ends the last of their lines, or stands between two of them."""
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
    return ()
