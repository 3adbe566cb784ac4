"""The passages and documents of a version."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..model.document import Document, Passage
    from ..search.searcher import Searcher
    from ..store.protocol import Store
    from .versions import Version


class Contents:
    """The part of `Index` that reads passages and documents without a search."""

    _version: Version
    _store: Store
    _searcher: Searcher
    _documents: tuple[tuple[Document, int], ...] | None

    def get(self, id: str) -> Passage | None:
        """The passage with this id."""
        return self._store.passage(id)

    def neighbours(self, id: str) -> tuple[Passage | None, Passage | None]:
        """The passages before and after the one with this id, in the same document."""
        passage = self.get(id)
        if passage is None:
            return None, None
        family = self._store.of_document(passage.document_id)
        place = next(i for i, other in enumerate(family) if other.id == id)
        return (family[place - 1] if place else None), (family[place + 1] if place + 1 < len(family) else None)

    def passages(self, *, all_copies: bool = True) -> Iterator[Passage]:
        """All passages, by source file and line; copies of documents only if `all_copies`."""
        if all_copies or not (hidden := self._searcher.hidden):
            return self._store.passages()
        return (self._store.passage_at(number) for number in self._store.order if number not in hidden)

    def documents(self) -> tuple[Document, ...]:
        """All documents, by source file and line; without their provisions, which are the passages."""
        return tuple(document for document, _ in self.documents_with_tables)

    @property
    def documents_with_tables(self) -> tuple[tuple[Document, int], ...]:
        """Documents, with the tables in their files."""
        if self._documents is None:
            from .sources import read_sources

            files = read_sources(self._version)
            self._documents = tuple((one, f.found.get("tables", 0)) for f in files for one in f.documents)
        return self._documents

    def attachments(self, id: str) -> tuple[Document | None, tuple[Document, ...]]:
        """The document that the one with this id is attached to, and those attached to it."""
        known = {document.id: document for document in self.documents()}
        if id not in known:
            return None, ()
        here = known[id]
        return known.get(here.attached_to), tuple(known[other] for other in here.attachments if other in known)

    def document(self, id: str) -> Document | None:
        """The document with this id, with its provisions."""
        from ..model.passages import restore_document

        found = next((document for document, _ in self.documents_with_tables if document.id == id), None)
        return restore_document(found, self.of_document(id)) if found else None

    def path(self, id: str) -> Path | None:
        """The file that a passage or document was read from, as it was called then; None when there is no such id.

        Of a member of an archive or mail it is the file that holds it.
        """
        from .analysis import file_of

        return file_of(self._version, self.get(id) or next(iter(self.of_document(id)), None))

    def of_document(self, id: str) -> tuple[Passage, ...]:
        """The passages of the document with this id, in its order; empty when there is none."""
        return self._store.of_document(id)
