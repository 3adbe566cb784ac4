"""Ids of documents: readable, and a mark where the readable part is not unique.

A link to an id must never show another document. The readable part may be ambiguous, as the initials gycjylfwgzlf of
关于促进养老服务… and 关于促进医疗服务…; so a mark of title, number, issuer and date follows. A plan, known by its region and
period, and an issue of a gazette need none. Ids depend neither on names nor on the order of files. Where documents would
still have the same id, as a plan and its draft, none has it.
"""

from __future__ import annotations

import re
from base64 import b32encode
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import PurePosixPath

from ..model.document import Document, Provision, Source
from ..text.normalize import fold
from ..text.numerals import number as numeral
from ..text.pinyin import usual_readings
from .document_types import document_type
from .line_text import squeeze
from .metadata import About
from .regions import PROVINCES

_MARK = 5  # characters: 33 million marks, for documents of the same place, kind, initials and year
# How programs and people name a copy.
_COPIED = re.compile(
    r"^(?:复件|副本|备份|[Cc]opy of)[ 　_-]*(?:[(（]\d{1,2}[)）])?"
    r"|[ 　_-]*[(（\[【]?(?:备份|副本|拷贝|复件|(?<![a-z])copy|(?<![a-z])backup|(?<![a-z])bak)[ _-]*\d*[)）\]】]?$"
    r"|[ 　]*[(（]\d{1,2}[)）]$",
    re.IGNORECASE,
)
_COURT = re.compile(r"最高人民(?:法院|检察院)(?:、?最高人民(?:法院|检察院))?(?=关于)")
# The plan for all of a place, not that for its women or its forests.
_GENERAL = re.compile(
    r"经济[和与、]?社会发展|^[“\"]?(?:第[一二三四五六七八九十]{1,3}个五年|[一二三四五六七八九十]{1,2}五)[”\"]?规划"
)


def document(about: About, source: Source, provisions: tuple[Provision, ...]) -> Document:
    """The finished document with its id, such as cq-jiulongpo-fyp-15."""
    spans = [span for provision in provisions for span in provision.spans]
    known = About(number=about.number, issued=about.issued, issuer=about.issuer) if about.title_from_name else about
    declared = _declared_mark(known.title, known.number, known.issuer, known.issued)
    return Document(
        id=_id(known, declared if known.title else text_mark(provisions)),
        title=about.title,
        type=about.type,
        district=about.district,
        city=about.city,
        level=about.level,
        plan=about.plan,
        years=about.years,
        number=about.number,
        issuer=about.issuer,
        issued=about.issued,
        source=source.path,
        line_start=min(start for start, _ in spans),
        line_end=max(end for _, end in spans) - 1,
        provisions=provisions,
        url=about.url,
        issuers=about.issuers,
        written=about.written,
        printed=about.printed,
        published=about.published,
        in_force=about.in_force,
        card=about.card,
    )


def text_mark(provisions: Sequence[Provision]) -> str:
    """A mark of all their text, whatever its white space."""
    return _mark(*(piece for one in provisions for text in (one.printed, one.text) for piece in text.split()))


def names(document: Document, id: str, text: str) -> tuple[str, ...]:
    """The possible ids of `document`, whose text has the mark `text`: the readable `id`, with a mark of its metadata, with that of its text."""
    declared = _declared_mark(_COPIED.sub("", document.title), document.number, document.issuer, document.issued)
    return id, f"{id}-{declared}", f"{id}-{text}"


def is_copied(file: str) -> bool:
    """Whether the name of a file says that it is a copy: 通知（备份）.docx, 复件 通知.txt, Copy of notice.pdf, a folder 备份."""
    path = PurePosixPath(file)
    return any(map(_COPIED.search, (*path.parts[:-1], path.stem)))


def ids(documents: Sequence[tuple[str, ...]]) -> list[str]:
    """The id of each of `documents`, given by their names: the first that no other text has. Copies get `_2`, `_3` ….

    >>> ids([("plan", "plan-a"), ("plan", "plan-b"), ("law", "law-c"), ("law", "law-c")])
    ['plan-a', 'plan-b', 'law', 'law_2']
    """
    having = Counter(name for called in set(documents) for name in set(called))
    given: list[str] = []
    taken: set[str] = set()
    numbers: dict[str, int] = {}  # of the last copy
    for called in documents:
        first = next((name for name in called if having[name] == 1), called[-1])
        number = numbers.get(first, 1)
        unique = first if number == 1 else f"{first}_{number}"
        while unique in taken or (number > 1 and unique in having):
            number += 1
            unique = f"{first}_{number}"
        numbers[first] = number
        taken.add(unique)
        given.append(unique)
    return given


def _mark(*pieces: str) -> str:
    return b32encode(sha256("\t".join(pieces).encode("utf-8", "surrogatepass")).digest())[:_MARK].decode().lower()


def _declared_mark(title: str, number: str, issuer: str, issued: str) -> str:
    """The mark of the metadata of a document."""
    number = "".join(part if part in "〔〕" else fold(part) for part in re.split("([〔〕])", number))
    return _mark(fold(title), number, _folded(issuer), _folded(issued))


_folded = lru_cache(1024)(fold)  # few authorities issue many documents


def _id(about: About, mark: str) -> str:
    """Region, type and period, or initials of the title; and `mark`, but for plans and issues of a gazette."""
    province = next(
        (name for name in PROVINCES if name in (about.city, about.district) or about.title.startswith(name)), ""
    )
    parts = [PROVINCES[province]] if province else ["cn"] if about.level == "国家级" else []
    for name in dict.fromkeys((about.city, about.district)):
        if name and name != province:
            parts.append(_letters(re.sub(r"(?:自治县|自治州|新区|区|县|市)$", "", name) if len(name) > 2 else name))
    bare = re.sub(r"[（(].*?[）)]", "", about.title)
    for where in (about.city, about.district, "中华人民共和国"):
        bare = bare.replace(where, "") if where else bare
    kind = "gazette" if about.type == "公报" else document_type(about.title)[1]
    parts.append(kind)
    if about.type == "规划纲要" and about.plan and _GENERAL.search(squeeze(bare)):
        parts[-1:] = ["fyp", str((about.years[0] - 1951) // 5)]
    elif issue := re.search(r"第([0-9]+)期", about.title) if kind == "gazette" else None:
        parts += [str(about.years[0]) if about.years else "", issue[1]]
    elif court := _COURT.match(about.title):
        # Titles of judicial interpretations all begin alike; only their subjects differ.
        parts[:-1] = ["cn", *(code for name, code in (("法院", "spc"), ("检察院", "spp")) if name in court[0])]
        name = re.sub(
            r"^关于(?:审理|办理|适用|修改|执行)?|中华人民共和国|[（(].*?[）)]", "", about.title[court.end() :]
        )
        parts += [_letters(squeeze(name), initials=True)[:24], *map(str, about.years[:1])]
        parts += [*_instalment(about.title), mark]
    else:
        parts.append(_letters(squeeze(bare), initials=True)[:12])
        parts += map(str, dict.fromkeys((about.years[0], about.years[-1]))) if about.years else []
        parts += _instalment(about.title)
        parts += [mark] if kind != "plan" else []
    return "-".join(part for part in parts if part)


def _instalment(title: str) -> list[str]:
    """The number at the end of a title, as in 刑法修正案（三）."""
    found = re.search(r"[（(]([一二三四五六七八九十]{1,3})[）)]$", title)
    return [str(numeral(found[1]))] if found else []


def _letters(text: str, initials: bool = False) -> str:
    """Pinyin of `text` in lower-case ASCII letters, or its initials."""
    if (ways := usual_readings(text)) is None:
        from pypinyin import lazy_pinyin

        ways = lazy_pinyin(text, errors="ignore")
    return re.sub(r"[^a-z0-9]", "", "".join(way[:1] if initials else way for way in ways).lower())
