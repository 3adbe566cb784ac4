"""Updates of an index in a folder, and its versions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from . import versions

if TYPE_CHECKING:
    from ..semantic.settings import Model
    from ..store.protocol import Keeper
    from .build_report import BuildReport
    from .history import Release
    from .ingest import Parse
    from .intake import Progress


SYNONYMS = "synonyms.txt"  # in a version: the user's own groups


class Maintenance:
    """The part of `Index` that changes what is in its folder."""

    @classmethod
    def update(  # noqa: PLR0913  # a parameter for each option
        cls,
        paths: str | Path | Iterable[str | Path] | None = None,
        folder: str | Path = "index",
        *,
        add: Iterable[str | Path] = (),
        remove: Iterable[str | Path] = (),
        exclude: Iterable[str] | None = None,
        keep: int | None = None,
        rebuild: bool = False,
        progress: Progress | None = None,
        wait: float = 2.0,
        engine: Keeper | None = None,
        parse: Parse | None = None,
        dictionary: str | Path | None = None,
        synonyms: str | Path | None = None,
        dry: bool = False,
        allow_removing: bool = False,
        ocr: str | None = None,
        comments: bool | None = None,
        headers: bool | None = None,
        semantic: str | Path | Model | None = None,
        notice: Callable[[str], None] | None = None,
        share: tuple[int, int] | None = None,
    ) -> BuildReport:
        """Make the index in `folder` hold exactly the documents under `paths`, reading only what changed.

        None are the paths of the update before, with those of `add` and without those of `remove`; what others held goes.
        The result is that of a fresh build: same ids, same answers. Files that cannot be read are reported. `rebuild`
        reads all again; `wait` is in seconds. The index keeps these until it is given others:
        `dictionary`, a file of words to keep together, in jieba's format or one a line; `synonyms`, one of groups such
        as policysearch/query/synonym_groups/general.txt; `exclude`, patterns of files and folders to leave out, such as `备份`
        or `*.tmp.md`, as pathlib matches them from the right; `keep`, how many versions stay on disk; `comments`, `headers`
        (and footers), whether those of office files, and comments of PDF, are read too; `semantic`, a sentence encoder (the
        folder of an ONNX model, or a `semantic.settings.Model`) that helps to rank answers to questions, "" for none.
        `notice` is told how long that will take.
        `ocr` says which pages are recognised, where the extra is installed: "auto" those without readable text, "never"
        none, "always" all, None what POLICYSEARCH_OCR says or "auto".
        `share` (2, 4) reads the second of four shares of the documents for an index in a cluster; the last publishes all,
        until then `pending` of the report says what is missing.
        If `dry`, nothing is written and the report says what would be.
        Raises CorpusError for a path that does not exist or is not among those to remove, or when nothing can be read;
        RemovalError when more than ten files and a fifth of all would go, unless `allow_removing`; IndexLockedError,
        SearchIndexError when the index cannot be read or written, EncoderError when `semantic` cannot be used. The old index is untouched then.
        """
        from ..text.user_dictionary import DICTIONARY
        from . import updater
        from .update_options import Options

        options = Options(
            paths=paths,
            add=add,
            remove=remove,
            exclude=exclude,
            keep=keep,
            words={DICTIONARY: dictionary, SYNONYMS: synonyms},
            ocr=ocr,
            beside={"comments": comments, "headers": headers},
            semantic=semantic,
            rebuild=rebuild,
            allow_removing=allow_removing,
            dry=dry,
            wait=wait,
            notice=notice or (lambda text: None),
        )
        if share:
            from . import shares

            return shares.update(str(folder), share, options, parse, progress)
        keeper = None if versions.in_cluster(folder) else engine or default_engine()
        return updater.update(folder, keeper, options, parse, progress)

    @classmethod
    def versions(cls, folder: str | Path = "index", *, engine: Keeper | None = None) -> tuple[Release, ...]:
        """The versions kept of the index in `folder`, the newest first. Raises NoIndexError, SearchIndexError."""
        if versions.in_cluster(folder):
            from . import remote_history

            return remote_history.releases(str(folder))
        from .history import releases

        return releases(Path(folder), (engine or default_engine()).fingerprint)

    @classmethod
    def rollback(
        cls, folder: str | Path = "index", version: str | None = None, *, engine: Keeper | None = None
    ) -> Release:
        """Make an older version the current one: `version`, or the one before; open indexes keep their version.

        Raises UnknownVersionError when there is none, and OutdatedIndexError, DamagedIndexError or IndexLockedError.
        """
        if versions.in_cluster(folder):
            from . import remote_history

            return remote_history.rollback(str(folder), version)
        from .history import rollback

        return rollback(Path(folder), (engine or default_engine()).fingerprint, version)


def default_engine() -> Keeper:
    """The store of indexes for which none is named."""
    from ..store.local.store import LocalKeeper

    return LocalKeeper()
