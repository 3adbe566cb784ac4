"""The front door: opens, searches and checks an index; `maintenance` builds it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from ..messages.catalogue import Message
from ..model.errors import ClosedIndexError, DamagedIndexError
from ..model.fields import COUNTED, FACETS
from ..model.hits import FEW, GROUPS, NEAR_WORDING, SORTS
from ..query.ast import Titled, walk
from ..runtime.cache import memo
from ..runtime.numpy_use import count_query
from ..search.plan import Planner, understood
from ..search.searcher import Searcher
from . import versions
from .answer import Answer
from .contents import Contents
from .maintenance import SYNONYMS, Maintenance, default_engine

if TYPE_CHECKING:
    from ..model.results import DocumentHit, Explanation
    from ..query.ast import Query
    from ..search.query_parts import Part
    from ..search.spellcheck import Corrector
    from ..semantic.meaning import Meaning
    from ..store.protocol import Keeper, Store
    from .verify import Stats


class Index(Contents, Maintenance):
    """An index open for reading: the version that was current when it was opened, whatever is written meanwhile."""

    def __init__(self, version: versions.Version, store: Store, engine: Keeper) -> None:
        self._version = version
        self._engine = engine
        self._store = store
        self._documents = None
        self._synonyms = version.folder / SYNONYMS if SYNONYMS in version.manifest.files else None
        self._searcher = Searcher(store, version.folder)
        self._planner = Planner(self._searcher, self._synonyms)
        self._others: dict[tuple[bool, bool], tuple[Searcher, Planner]] = {}  # made at first use
        self._meaning: Meaning | None = None
        if version.manifest.semantic:
            from ..semantic.meaning import Meaning

            self._meaning = Meaning(version.folder, version.manifest.semantic)
        self._corrector: Corrector | None = None

    @classmethod
    def open(cls, folder: str | Path = "index", *, engine: Keeper | None = None, verify: bool = False) -> Index:
        """Open the index in `folder`. Raises NoIndexError, OutdatedIndexError or DamagedIndexError.

        The presence and size of every file are always checked; if `verify`, also their SHA-256,
        as `policysearch check` does. Opening an index runs no code from it.
        """
        if versions.in_cluster(folder):
            from . import remote

            return remote.open_remote(cls.open, str(folder), verify)
        engine = engine or default_engine()
        version = versions.current(Path(folder), engine.fingerprint)
        try:
            if verify:
                from . import integrity

                if findings := integrity.verify(version):
                    raise DamagedIndexError(str(folder), findings[0])
            return cls(version, engine.open(version.folder), engine)
        except Exception as error:
            from .verify import not_opened

            if (why := not_opened(version, Path(folder), error)) is error:
                raise
            raise why from error

    def search(
        self,
        query: str | Query,
        limit: int | None = 10,
        offset: int = 0,
        *,
        sort: str = "relevance",
        group: str | None = None,
        synonyms: bool = False,
        strict: bool = False,
        within: Query | None = None,
        fold: bool = True,
        all_copies: bool = False,
        semantic: bool = True,
        relax: bool = False,
    ) -> Answer:
        """The passages that match, best first, `limit` of them (None: all) after the first `offset`.

        `sort`: by "relevance", in "document" order, or by "date", the newest documents first.
        `group`: only the best of each "document" or "district", with how many match in each; `limit` and `offset`
        count groups then, `total` still passages.
        When few passages hold all the plain words of the query, they are followed by those that hold them by synonyms or
        else those that hold some of them, and `relaxed` is set; not so when it is `strict` or has an AND typed out.
        `relax`: they follow even where enough hold all, unless it is `strict`.
        `synonyms`: unquoted terms find their synonyms too, which count less: those that ship and those the index was given.
        `within`: another query that all passages must match, such as filters that a user has selected.
        `fold`: passages of the same text are one hit, the others its `also`; `limit` and `offset` count hits, `total` passages.
        `all_copies`: copies of documents are found too, and nothing is folded; else they are only in `also`.
        `semantic`: where there are vectors, passages with only some of the words are ranked by meaning too, or `warning` says why not.
        A quote or pasted text of twelve characters or more that stands nowhere finds the nearest wording (`Hit.altered`), unless
        it is `strict`.
        Raises QueryError for text that is no query.
        """
        if offset < 0 or (limit is not None and limit < 0):
            raise ValueError("limit and offset must not be negative")
        if sort not in SORTS or group not in (None, *GROUPS):
            raise ValueError(f"sort is one of {', '.join(SORTS)}; group one of {', '.join(GROUPS)}")
        with memo():
            searcher, planner = self._searching(all_copies, relax)
            step, exact = planner.choose(query, within, synonyms, strict)
            how = limit, offset, sort, group or "", fold and not all_copies
            warning = ""
            if self._meaning and semantic and step.sentence:
                from ..search.meaning import relax_by_meaning

                results, warning = relax_by_meaning(searcher, step.sentence, how, self._meaning)
            else:
                results = step.search(searcher, *how)
            documents: tuple[DocumentHit, ...] = ()
            near = 0
            if any(isinstance(node, Titled) for node in walk(step.tree)):
                from ..search.document_hits import named_documents

                documents, near = named_documents(searcher, step.tree)
        count_query()
        return Answer(
            query=str(query),
            parsed=str(step.typed),
            tree=step.tree,
            total=results.total,
            relaxed=bool(step.relaxation) or near > 0,
            relaxation=results.relaxation or step.relaxation or NEAR_WORDING * (near > 0),
            exact=0 if near else exact,
            best=results.best,
            offset=offset,
            hits=results.hits,
            group=group,
            groups=results.groups,
            group_total=results.group_total,
            ungrouped=results.ungrouped,
            synonyms=step.synonyms,
            understood=step.understood,
            also=() if strict or step.synonyms or results.total >= FEW else planner.beyond(step.typed, results.total),
            folded=results.folded,
            documents=() if offset else documents,
            altered=near,
            warning=warning,
        )

    def _searching(self, all_copies: bool, relax: bool) -> tuple[Searcher, Planner]:
        how = all_copies and bool(self._searcher.copies), relax
        if not any(how):
            return self._searcher, self._planner
        if how not in self._others:
            searcher = Searcher(self._store, self._version.folder, *how)
            self._others[how] = searcher, Planner(searcher, self._synonyms)
        return self._others[how]

    def facets(
        self,
        query: str | Query,
        fields: Sequence[str] = FACETS,
        *,
        synonyms: bool = False,
        strict: bool = False,
        within: Query | None = None,
        all_copies: bool = False,
        relax: bool = False,
    ) -> dict[str, dict[str, int]]:
        """For each field its values among the passages that `search` finds, with how many have each, most frequent first.

        A field's counts leave out the query's own conditions on it: 氢能 district:九龙坡 counts 氢能 in every district.
        Raises QueryError, and ValueError for a field whose values are not counted (title, text).
        """
        if unknown := [field for field in fields if field not in COUNTED]:
            raise ValueError(f"{unknown[0]}: its values are not counted; those of these are: {' '.join(COUNTED)}")
        with memo():
            searcher, planner = self._searching(all_copies, relax)
            step, _ = planner.choose(query, within, synonyms, strict)
            return searcher.facets(step.sentence or step.tree, fields, step.sentence is not None)

    def explain(
        self,
        query: str | Query,
        id: str,
        *,
        synonyms: bool = False,
        strict: bool = False,
        semantic: bool = True,
        relax: bool = False,
    ) -> Explanation | None:
        """Where the score that `search` gives the passage with this id comes from, as a tree; None if there is none.

        Raises QueryError for text that is no query.
        """
        searcher, planner = self._searching(False, relax)
        step, _ = planner.choose(query, None, synonyms, strict)
        if self._meaning and semantic and step.sentence:
            from ..search.meaning import explain

            return explain(searcher, step.sentence, id, self._meaning)
        return searcher.explain(step.sentence or step.tree, id, step.sentence is not None)

    def did_you_mean(self, query: str | Query) -> str | None:
        """A correction of a query that finds nothing or very little, which finds more; else None.

        Words of the index are tried that differ in one character or sound the same. Quoted text is never changed, but where it
        holds the name of a field the query is tried without the quotes.
        """
        from ..search.spellcheck import Corrector

        if self._corrector is None:
            self._corrector = Corrector(self._searcher)
        return self._corrector.suggestion(str(query), understood(query))

    def instead(self, query: str | Query) -> tuple[str, int] | None:
        """`query` with its conditions on headings as conditions on titles of documents, and its total; None when that is 0."""
        from ..search.document_hits import of_documents

        other = of_documents(understood(query))
        total = self._searcher.total(other) if other else 0
        return (str(other), total) if total else None

    def parts(self, query: str | Query) -> tuple[Part, ...]:
        """The parts of a query that finds nothing, with what each finds alone."""
        from ..search.query_parts import parts

        return parts(self._searcher, understood(query))

    @property
    def version(self) -> str:
        """A name for its content, which changes when an update writes something else."""
        import hashlib

        hashed = hashlib.sha256(repr(sorted(self._version.manifest.files.items())).encode())
        return f"{self._version.folder.name}-{hashed.hexdigest()[:12]}"

    def reload(self) -> bool:
        """Change to the newest version; returns whether there was a newer one than this.

        No other thread may search meanwhile: the old version is closed. Raises what `open` raises, and stays as it is then.
        """
        folder = self._version.folder.parent
        if versions.current_name(folder) == self._version.folder.name:
            return False
        newest = Index.open(folder, engine=self._engine)
        store, version = self._store, self._version
        self.__dict__.update(vars(newest))
        store.close()
        version.close()
        return True

    def stats(self) -> Stats:
        """Statistics of the index."""
        from . import verify as inspection

        return inspection.stats(self._version, self._store)

    def check(self) -> list[str]:
        """The faults of this index, a line each; empty when it is sound. Reads all of it."""
        from . import verify as inspection

        return inspection.check(self._version, self._store)

    def verify(self) -> list[Message]:
        """The files that are not as they were written, a line each; reads all of them, but does not interpret them."""
        from . import integrity

        return integrity.verify(self._version)

    def close(self) -> None:
        """Release the files of the index; every later use raises ClosedIndexError."""
        if isinstance(self._store, _Closed):
            return
        self._store.close()
        self._version.close()
        closed: Any = _Closed(str(self._version.folder.parent))
        self._store = self._searcher = self._version = self._planner = self._corrector = self._others = closed
        self._documents = self._meaning = None

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Closed:
    """Stands for the parts of a closed index."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __getattr__(self, name: str) -> NoReturn:
        raise ClosedIndexError(self._path)
