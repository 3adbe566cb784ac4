"""Pictures of pages, by OCR, in a process of its own."""

from __future__ import annotations

from ...messages.catalogue import Message
from ..registry import reader
from ..settings import current
from ..text import Reading


@reader(
    "image",
    endings=(".png", ".jpg", ".jpeg", ".tif", ".tiff"),
    taken=lambda: current().on,
    media_types=("image/png", "image/jpeg", "image/tiff"),
    magic=(b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*"),
    blank=Message("formats.image_blank"),
    title="pictures of pages: PNG, JPEG, TIFF",
    needs="`pip install 'policysearch[ocr]'`",
    reads="printed text by OCR, each page of a TIFF, laid out as that of a PDF; pages read with low confidence are named",
    omits="handwriting, seals, photographs; text that stands upright or on its head; without the extra a picture is counted, and reported when it is named",
    isolated=True,
)
def read(data: bytes, shown: str) -> Reading:
    """The text that is recognised on its pages."""
    from ..ocr import image

    return image.read(data, shown)
