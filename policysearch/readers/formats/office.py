"""Documents of older programs (.doc .wps .rtf .odt), which LibreOffice makes into Word documents."""

from __future__ import annotations

from ...messages.catalogue import Message
from .. import ole
from ..registry import reader
from ..text import Reading


@reader(
    "office",
    endings=(".doc", ".wps", ".rtf", ".odt"),
    media_types=("application/msword", "application/rtf", "text/rtf", "application/vnd.oasis.opendocument.text"),
    magic=(b"{\\rtf", ole.MAGIC),
    streams=("WordDocument", "MatOST", "CONTENTS"),  # the last two of Works and WPS
    looks_like=lambda front, name: (
        front.lstrip("\ufeff \r\n\t\0").startswith("<") and "<?mso-application" in front and "word.document" in front
    ),
    order=4,
    packed={".odt": Message("formats.packed_odt")},
    title="`.doc .wps .rtf .odt`",
    needs="LibreOffice (`soffice`) on the PATH",
    reads="what LibreOffice saves as Word: headings, tables, text boxes, footnotes",
    omits="macros do not run, links are not fetched or opened; automatic numbers of an RTF that LibreOffice itself wrote",
)
def read(data: bytes, shown: str) -> Reading:
    """The document that LibreOffice saves, read as Word."""
    from .. import libreoffice
    from ..docx import document

    return document.read(libreoffice.to_docx(data, shown), shown)
