"""The passages and documents of a version, and what they say about terms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..model.document import Document, Passage
    from ..model.results import Abbreviation, Comparison, Matrix, Related, Similar, Suggestion
    from ..query.ast import Query
    from ..search.plan import Planner
    from ..search.searcher import Searcher
    from ..store.protocol import Store
    from ..structure.glossary import Entry
    from ..tables.indicators import Indicator
    from .versions import Version


class Contents:
    """The part of `Index` that answers without a query."""

    _version: Version
    _store: Store
    _searcher: Searcher
    _planner: Planner
    _documents: tuple[tuple[Document, int], ...] | None

    def get(self, id: str) -> Passage | None:
        """The passage with this id."""
        return self._store.with_ids([id])[0]

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

    def compare(self, terms: Sequence[str | Query], by: str = "district") -> Comparison:
        """How many passages hold each term, how often it stands there, and the best passage, for every district.

        A term is any query, its words taken as they stand: 低空经济 is "低空经济", not the words 低空 and 经济 apart.
        `by` may also be "plan", "document", "year" or "city". A district with several plans is followed by a row for
        each; a passage of a plan counts in each year of it. Raises QueryError for a term that is no query.
        """
        from .analysis import comparison

        return comparison(self._searcher, terms, by)

    def suggest(self, typed: str, limit: int = 10) -> tuple[Suggestion, ...]:
        """Completions of the last word of `typed`: fields, districts, terms, glossary terms, headings, documents.

        Letters stand for pinyin too: qingneng and qn for 氢能. The first call makes the lists.
        """
        return self._searcher.suggest(typed, limit)

    def related(self, term: str, limit: int = 20) -> tuple[Related, ...]:
        """The words that stand in sentences with `term` more often than by chance, the surest first."""
        return self._searcher.related(term, limit)

    def abbreviations(self, limit: int = 100) -> tuple[Abbreviation, ...]:
        """The abbreviations that the documents introduce and that no group of synonyms explains, the commonest first."""
        from ..search.abbreviations import abbreviations

        return tuple(abbreviations(self.passages(), self._planner.synonyms)[:limit])

    def similar(self, id: str, limit: int = 10, same: bool = False) -> tuple[Similar, ...]:
        """The passages most like the one with this id, those of other districts first; `same`: only its own district's."""
        return self._searcher.similar(id, limit, same)

    def similarity(self, by: str = "district", within: str | Query | None = None) -> Matrix:
        """How alike the words of each two districts or documents (`by`) are, 0 to 1; of passages that match `within`.

        The formula is in docs/analysis.md. Raises PolicySearchError for more than 300, QueryError.
        """
        from .analysis import matrix

        return matrix(self._searcher, by, within)

    def glossary(self, term: str = "") -> tuple[Entry, ...]:
        """The definitions of `term`; "" stands for every term of every glossary and footnote, in document order."""
        from .analysis import definitions

        return definitions(self._searcher, term)

    def indicators(self, name: str) -> tuple[tuple[Passage, Indicator], ...]:
        """The values of indicators whose name holds `name`, else all its words, in document order, each with the passage of its table.

        Raises QueryTimeout at a deadline.
        """
        from .analysis import indicators

        return indicators(self._searcher, name)
