"""Documents as passages, and back: loaded when an index is built or a document is shown, not by a search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .document import Document, Passage, Provision, Source
from .kinds import Kind

_SLOT: dict[str, str] = {kind: kind.slot for kind in Kind if kind.slot}


def passages(document: Document) -> tuple[Passage, ...]:
    """One passage for each provision of `document`, in its order."""
    found = []
    for provision in document.provisions:
        line_of_descent = [provision]
        while (parent := line_of_descent[0].parent) is not None:
            line_of_descent.insert(0, document.provisions[parent])
        place = dict.fromkeys(_SLOT.values(), "")
        for ancestor in line_of_descent:
            if ancestor.kind in _SLOT:
                place[_SLOT[ancestor.kind]] = ancestor.heading
        found.append(
            Passage(
                id=f"{document.id}/{provision.id}",
                document_id=document.id,
                document=document.title,
                type=document.type,
                district=document.district,
                city=document.city,
                level=document.level,
                plan=document.plan,
                years=document.years,
                number=document.number,
                issuer=document.issuer,
                issued=document.issued,
                kind=str(Kind.GLOSSARY) if provision.kind == Kind.TERM else provision.kind,
                path=tuple(a.heading for a in line_of_descent if a.heading),
                title=provision.heading,
                text=provision.text,
                source=document.source,
                line_start=provision.spans[0][0],
                line_end=provision.spans[-1][1] - 1,
                printed=provision.printed,
                run_in=provision.run_in,
                page=None,
                url=document.url,
                heading_number=provision.number,
                parent=document.provisions[provision.parent].id if provision.parent is not None else "",
                grids=provision.grids,
                page_start=0,
                page_end=0,
                page_label="",
                **place,
            )
        )
    return tuple(found)


def with_pages(document: Document, source: Source) -> Document:
    """`document` with the printed page on which each of its provisions begins, where its source knows pages."""
    if not source.page_starts:
        return document
    starts = (source.page_of(provision.line) for provision in document.provisions)
    pages = (0 if start is None else start.page for start in starts)
    return replace(
        document,
        provisions=tuple(replace(p, page=page) for p, page in zip(document.provisions, pages, strict=True)),
    )


def restore_document(document: Document, passages: Sequence[Passage]) -> Document:
    """`document` with the provisions that its `passages`, all of them in order, were made of.

    They are as the parser gave them, but `spans` is one range from the first line to the last.
    """
    provisions: list[Provision] = []
    place: dict[str, int] = {}
    for passage in passages:
        name = passage.id.removeprefix(f"{document.id}/")
        number = passage.heading_number
        place[name] = len(provisions)
        provisions.append(
            Provision(
                id=name,
                kind=str(Kind.TERM) if passage.kind == Kind.GLOSSARY and passage.parent else passage.kind,
                number=number,
                title=passage.title[len(number) :].strip(),
                line=passage.line_start,
                line_end=passage.line_end,
                parent=place.get(passage.parent),
                spans=((passage.line_start, passage.line_end + 1),),
                text=passage.text,
                printed=passage.printed,
                run_in=passage.run_in,
                grids=passage.grids,
                page=passage.page_start,
            )
        )
    for i in reversed(range(len(provisions))):
        if (above := provisions[i].parent) is not None:
            end = max(provisions[above].line_end, provisions[i].line_end)
            provisions[above] = replace(provisions[above], line_end=end)
    return replace(document, provisions=tuple(provisions))
