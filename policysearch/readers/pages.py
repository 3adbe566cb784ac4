"""Pages of characters and rules as paragraphs and tables, whatever format they are from."""

from __future__ import annotations

from collections.abc import Iterable

from .cells import Block
from .pdf import layout
from .pdf.layout import Page


def blocks(pages: Iterable[Page]) -> tuple[list[Block], list[int]]:
    """The paragraphs and tables of `pages`, and the numbers, from 1, of those taken line by line since they cannot be laid out.

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
        return list(layout.blocks(laid)), unlaid
    except MemoryError:
        raise
    except Exception:
        return list(layout.plain_lines(laid)), list(range(1, len(laid) + 1))
