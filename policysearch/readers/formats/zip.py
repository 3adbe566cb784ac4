"""ZIP archives: `index.loading` reads their members, each as a file of its own."""

from __future__ import annotations

from ...messages.catalogue import Message
from ...model.errors import CorpusError
from ..registry import reader
from ..text import Reading


@reader(
    "zip",
    endings=(".zip",),
    media_types=("application/zip", "application/x-zip-compressed"),
    order=8,
    packed={".zip": Message("formats.packed_zip")},
    title="`.zip`",
    reads="each document in it as `archive.zip/member.txt`, archives in it one level down; names in UTF-8 or GBK",
    omits="links, encrypted members; nothing is unpacked to the disk",
)
def read(data: bytes, shown: str) -> Reading:
    """No text of its own."""
    raise CorpusError(shown, Message("files.archive_of_several"))
