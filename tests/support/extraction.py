"""How much of a text is in what a reader of web pages gives, and how much else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from policysearch.model.document import Source
from policysearch.model.errors import CorpusError
from policysearch.readers import detect
from policysearch.structure import tree_builder
from tests.support.site_acts import ACTS, Act

Family = Callable[[Act], str | bytes]


@dataclass(frozen=True)
class Page:
    """A saved page and the act on it."""

    name: str
    data: bytes
    act: Act


@dataclass(frozen=True)
class Extract:
    """What was read of a page; None for what the reader does not tell."""

    text: str
    title: str | None = None
    number: str | None = None
    issuers: tuple[str, ...] | None = None
    documents: int = 1


@dataclass(frozen=True)
class Found:
    """What of a page was found: letters of its text, of them lost, and letters of other things."""

    letters: int
    lost: int
    others: int
    lost_lines: tuple[str, ...] = ()
    rest: str = ""
    right: dict[str, bool] = field(
        default_factory=dict
    )  # title, number, issuers, documents; without what the page lacks


def pages(families: dict[str, Family], acts: Sequence[Act] = ACTS) -> Iterator[Page]:
    """Every act on every site."""
    for name, family in families.items():
        for act in acts:
            made = family(act)
            data = (
                made if isinstance(made, bytes) else made.encode("gb18030" if "charset=gb" in made[:500] else "utf-8")
            )
            yield Page(f"{name}, {act.name}", data, act)


def flat(text: str) -> str:
    """Letters and figures, which is what texts are compared by."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))


def found(page: Page, extract: Extract) -> Found:
    """What of a page is in an extract; a paragraph counts as found only whole, and what comes twice is of other things."""
    act, text = page.act, flat(extract.text)
    lost: list[str] = []
    letters = 0
    for line in sorted(map(flat, act.gold), key=len, reverse=True):
        letters += len(line)
        if line in text:
            at = text.rfind(line) if len(line) < 30 else text.find(line)  # a signature is named in titles too
            text = f"{text[:at]}\0{text[at + len(line) :]}"
        else:
            lost.append(line)
    for line in sorted(map(flat, act.allowed), key=len, reverse=True):
        text = text.replace(line, "\0", 2) if line else text
    rest = re.sub("[0-9年月日]+", "", text)  # days and numbers of lists may come from the page
    right = {"documents": extract.documents == 1}
    if extract.title is not None:
        titles = {flat(act.title), *((flat(_inner(act.title)),) if "印发" in act.title else ())}
        right["title"] = flat(extract.title) in titles
    if extract.number is not None and act.number:
        right["number"] = flat(extract.number) == flat(act.number)
    if extract.issuers is not None and act.issuers:
        right["issuers"] = tuple(map(flat, extract.issuers)) == tuple(map(flat, act.issuers))
    return Found(letters, sum(map(len, lost)), len(rest.replace("\0", "")), tuple(lost), rest.strip("\0"), right)


def _inner(title: str) -> str:
    """The title of what a notice issues."""
    return re.sub(r"^.*?关于印发|的通知$", "", title)


def policysearch(page: Page) -> Extract:
    """What this package reads of a page."""
    kind = "mhtml" if page.data.startswith(b"From:") else "html"
    try:
        reading = detect.read(page.data, kind, "page")
    except CorpusError as error:
        return Extract("", f"({error})", "", (), 0)
    documents = tree_builder.parse(Source("page", reading.lines, "", False, "", reading.declared))
    if not documents:
        return Extract("", "", "", (), 0)
    first = documents[0]
    return Extract("\n".join(reading.lines), first.title, first.number, first.issuers, len(documents))


def table(of: Iterable[Found]) -> dict[str, float]:
    """The figures of several pages: recall, precision, shares of pages and of fields that are right."""
    every = list(of)
    letters, lost, others = (sum(getattr(one, name) for one in every) for name in ("letters", "lost", "others"))
    figures = {
        "recall": 1 - lost / letters,
        "precision": (letters - lost) / max(1, letters - lost + others),
        "whole": sum(not one.lost for one in every) / len(every),
        "clean": sum(not one.others for one in every) / len(every),
        "whole and clean": sum(not (one.lost or one.others) for one in every) / len(every),
    }
    for key in ("title", "number", "issuers", "documents"):
        told = [one.right[key] for one in every if key in one.right]
        if told:
            figures[key] = sum(told) / len(told)
    return figures
