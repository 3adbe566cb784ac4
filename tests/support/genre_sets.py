"""Documents by kind with their outlines and metadata, read by hand; how many of both are found.

`tests/sets/*.txt` hold them: `=== kind: what is special`, then `@field value` lines, then the text. A line `2> 第一节 目标` is a
heading of the second depth; where number and title are not the line itself they follow after ` == ` as `number|title`, and after
` && ` what else stands in the line, as `3> number|title`.
A field that is not given is empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from policysearch.model.document import OUTLINE_KINDS, Document, Source
from policysearch.structure import tree_builder
from policysearch.text.radicals import with_ideographs

Row = tuple[int, str, str, int | None]  # line, kind, number and title, line of the parent
FIELDS = ("title", "type", "number", "issuer", "issued", "written", "printed", "published", "in_force")

_N = "[一二三四五六七八九十百零〇0-9０-９]{1,6}"
_KINDS = [
    ("分编", f"第{_N}分编"), ("部分", f"第{_N}部分"), ("条", f"第{_N}条"), ("编", f"第{_N}编|[上中下]编"), ("篇", f"第{_N}篇|[上中下]篇"), ("章", f"第{_N}章|附则"),
    ("节", f"第{_N}节"), ("名词解释", r".*名词解释"), ("专栏", "【?专栏"), ("附表", "附表"), ("表", "表"), ("附件", "附[件录]"), ("一、", "[一二三四五六七八九十]+[、.．]"),
    ("（一）", "[（(][一二三四五六七八九十]+[）)]|[㈠-㈩]"), ("1.1.1.1", r"[\dA-Z]+[.．]\d+[.．]\d+[.．]\d"), ("1.1.1", r"[\dA-Z]+[.．]\d+[.．]\d"), ("1.1", r"[\dA-Z]+[.．]\d"),
    ("1.", r"\d+[.．、]|[⒈-⒛]"), ("（1）", r"[（(]\d+[）)]"), ("1", r"\d"),
]  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A document of the set."""

    kind: str  # of document: 通知
    name: str
    text: str
    outline: Sequence[Row]
    about: dict[str, str]  # by field


def plain(text: str) -> str:
    """Without white space, marks of typesetting, and the signs between number and title."""
    text = with_ideographs(text)
    return re.sub(r"\s|[#*_\u200b■：:。【】]|</?b>|(?<=[章部])[、．]", "", text)


def kind(heading: str) -> str:
    """The kind of provision of a heading, by the form of its number; one without a number is that of an annex."""
    return next((name for name, form in _KINDS if re.match(form, heading)), "附件")


def outline(documents: Sequence[Document], plain: Callable[[str], str] = plain) -> list[Row]:
    """The headings of documents, number and title as `plain` leaves them."""
    found = []
    for document in documents:
        for p in document.provisions:
            if p.kind in OUTLINE_KINDS:
                above = None if p.parent is None else document.provisions[p.parent].line
                found.append((p.line, str(p.kind), plain(p.number + p.title), above))
    return sorted(found)


def read_marked(body: str) -> tuple[str, list[Row]]:
    """Text and outline of a body in which headings are marked."""
    lines: list[str] = []
    gold: list[Row] = []
    above: list[int] = []
    for line in body.rstrip("\n").split("\n"):
        printed = line
        if marked := re.match(r"([1-9])> ?(.*)$", line):
            printed, _, told = marked[2].partition(" == ")
            first, *others = (told or printed).split(" && ")
            for one in (f"{marked[1]}> {first}", *others):
                heading = plain(one[3:].replace("|", ""))
                del above[int(one[0]) - 1 :]
                gold.append((len(lines) + 1, kind(heading), heading, above[-1] if above else None))
                above.append(len(lines) + 1)
        lines.append(printed)
    if any(name == "1.1" for _, name, _, _ in gold):  # 1. is a clause over 1.1
        gold = [(line, "1" if name == "1." else name, title, up) for line, name, title, up in gold]
    return "\n".join(lines), sorted(gold)


def cases(path: Path) -> Iterator[Case]:
    """The documents of a file."""
    for case in path.read_text(encoding="utf-8").split("=== ")[1:]:
        name, _, body = case.partition("\n")
        about = dict.fromkeys(FIELDS, "")
        while body.startswith("@"):
            line, _, body = body.partition("\n")
            field, _, value = line[1:].partition(" ")
            assert field in FIELDS, line
            about[field] = value.strip()
        text, gold = read_marked(body)
        yield Case(name.partition(":")[0], name, text, gold, about)


def parsed(case: Case) -> tuple[Document, ...]:
    """What the parser makes of it."""
    return tree_builder.parse(Source("x.txt", tuple(case.text.split("\n")), "utf-8", False, "0" * 64))


def fields(documents: Sequence[Document]) -> dict[str, str]:
    """The fields of the first document, without white space."""
    return {name: "".join(str(getattr(documents[0], name)).split()) if documents else "" for name in FIELDS}


def wrong_fields(case: Case, documents: Sequence[Document]) -> dict[str, tuple[str, str]]:
    """Fields that are not as the case says, with both values."""
    found = fields(documents)
    asked = {name: "".join(value.split()) for name, value in case.about.items()}
    return {name: (asked[name], found[name]) for name in FIELDS if asked[name] != found[name]}
