"""Pictures (PNG, JPEG, TIFF) as pages; the only module that opens them."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from ...messages.catalogue import Message
from ...model.errors import CorpusError
from .. import cells
from .. import pages as laid
from ..settings import current
from ..text import Reading, on_pages
from .pages import MOST_PIXELS, Recognised

if TYPE_CHECKING:
    from PIL.Image import Image

    from ..pdf.layout import Page

MOST_PAGES = 1_000  # of a TIFF
_A4 = 842.0  # points of the longer side: what a picture says of its size is seldom true


def read(data: bytes, shown: str) -> Reading:
    """The text of a picture; raises CorpusError for what cannot be read. Called by the sandbox, in a process of its own."""
    settings = current()
    if not settings.on:
        raise CorpusError(shown, Message("formats.image_off" if settings.mode == "never" else "formats.image_extra"))
    found = Recognised()
    pages: list[Page] = []
    broken: list[int] = []
    picture = open_picture(data, shown)
    for number in range(1, min(getattr(picture, "n_frames", 1), MOST_PAGES) + 1):
        try:
            picture.seek(number - 1)
            _check(picture, shown)
            picture.load()
            scale = _A4 / max(picture.size)
            page = found.page(number, upright(picture), picture.width * scale, picture.height * scale)
        except (CorpusError, MemoryError):
            raise
        except Exception:  # Pillow raises what it likes
            broken.append(number)
            continue
        if page:
            page.ordinal = number
            pages.append(page)
    if not pages and broken:
        raise CorpusError(shown, Message("formats.image_damaged"))
    if settings.wanted:
        raise CorpusError(shown, Message("formats.image_blank"))  # it is read again
    text, _ = laid.blocks(pages)
    lines, grids = cells.flattened(text.blocks)
    left_out = found.doubts() + ([on_pages("picture_broken", broken)] if broken else [])
    if getattr(picture, "n_frames", 1) > MOST_PAGES:
        left_out.append(Message("omissions.pictures_after", most=MOST_PAGES))
    return Reading(
        lines,
        "image",
        grids=grids,
        left_out=tuple(left_out),
        recognised=found.recognised,
        page_starts=tuple(text.starts),
    )


def open_picture(data: bytes, shown: str) -> Image:
    """The picture, not decoded yet; raises CorpusError for one that is damaged or too large."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        picture = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise CorpusError(shown, Message("formats.image_large", most=MOST_PIXELS)) from error
    except Exception as error:  # Pillow raises what it likes
        raise CorpusError(shown, Message("formats.image_damaged")) from error
    _check(picture, shown)
    return picture


def _check(picture: Image, shown: str) -> None:
    """Raise CorpusError for a picture of too many pixels, of which Pillow tells only the first of a TIFF."""
    if picture.width * picture.height > MOST_PIXELS:
        raise CorpusError(shown, Message("formats.image_large", most=MOST_PIXELS))


def upright(picture: Image) -> Image:
    """As a camera held it, which EXIF tells."""
    from PIL import ImageOps

    return ImageOps.exif_transpose(picture) or picture
