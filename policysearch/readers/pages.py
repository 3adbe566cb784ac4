"""Pages of characters and rules as paragraphs and tables, whatever format they are from."""

from __future__ import annotations

from collections.abc import Iterable

from .pdf import layout
from .pdf.layout import Page, Text


def blocks(pages: Iterable[Page]) -> tuple[Text, list[int]]:
    """The text of `pages`, and the numbers, from 1, of those taken line by line since they cannot be laid out.

    Raises MemoryError: with more memory a page may be laid out.
    """
    laid: list[layout.Laid] = []
    unlaid: list[int] = []
    gutter: float | None = None
    for number, page in enumerate(pages, 1):
        try:
            laid.append(layout.lay(page, gutter))
        except MemoryError:
            raise
        except Exception:
            laid.append(layout.plain(page))
            unlaid.append(number)
        gutter = laid[-1].gutter or gutter
    try:
        return layout.blocks(laid), unlaid
    except MemoryError:
        raise
    except Exception:
        return layout.plain_lines(laid), list(range(1, len(laid) + 1))
