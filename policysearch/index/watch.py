"""Watches folders for changes; the only module that imports watchfiles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event

from ..messages.catalogue import Message
from ..model.errors import PolicySearchError, SearchIndexError, one_line

_QUIET = 400  # ms without a change before an update: editors write, rename and remove in a row
_LONGEST = 4000  # ms of changes without a pause, then it is updated all the same


def ready() -> None:
    """Raise SearchIndexError when watchfiles is not installed."""
    try:
        import watchfiles  # noqa: F401
    except ImportError as error:
        raise SearchIndexError(Message("watch_needs")) from error


def follow(
    paths: Iterable[Path],
    index: str | Path,
    update: Callable[[], object],
    complain: Callable[[PolicySearchError], object],
    stop: Event | None = None,
) -> None:
    """Call `update` at once and after every change under `paths`, until ctrl-C or until `stop` is set.

    A file is followed through the folder it is in: an editor that saves by rename makes another file of it. Changes in
    the folder of the index are our own. Errors of `update` go to `complain`; the next change may remove their cause.
    """
    from watchfiles import watch

    roots = [path.resolve() for path in paths]
    home = Path(index).resolve()

    def of_interest(_: object, name: str) -> bool:
        path = Path(name)
        if path == home or home in path.parents:
            return False
        inside = [path.relative_to(root).parts for root in roots if root == path or root in path.parents]
        return any(not any(part.startswith(".") for part in parts) for parts in inside)

    # A first round without changes comes when the folders are being followed: nothing falls between it and the rest.
    first = True
    folders = {root if root.is_dir() else root.parent for root in roots}
    for changes in watch(
        *folders,
        watch_filter=of_interest,
        debounce=_LONGEST,
        step=_QUIET,
        stop_event=stop,
        rust_timeout=500,
        yield_on_timeout=True,
        raise_interrupt=True,
    ):
        if not changes and not first:
            continue
        first = False
        try:
            update()
        except PolicySearchError as error:
            complain(error)
        except Exception as error:  # the next change may remove the cause
            complain(SearchIndexError(Message("watch_failed", index=index, error=one_line(error))))
