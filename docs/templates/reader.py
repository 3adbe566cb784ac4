"""Minutes as a recorder saves them: a template of a reader. Copy it to policysearch/readers/formats/NAME.py and change it."""

from __future__ import annotations

# In policysearch/readers/formats these are `from ...model.errors import …` and `from ..registry import …`.
from policysearch.model.errors import CorpusError
from policysearch.readers.registry import reader
from policysearch.readers.text import Reading, decode


@reader(
    "minutes",  # the kind, unique among formats
    endings=(".minutes",),  # taken from folders and archives
    media_types=("application/x-minutes",),  # taken from mails
    magic=(
        b"%MINUTES",
    ),  # how a file begins; for what is packed as ZIP or OLE: members=, streams=; for text: looks_like=
    isolated=False,  # True for a library that may crash, hang or fill the memory: then it runs in a process of its own
    blank="has no minutes",  # said of a file without text
    title="minutes `.minutes`",  # the row of docs/formats.md, which tests/readers/test_registry.py holds against it
    reads="every line that is spoken",
    omits="times",
)
def read(data: bytes, shown: str) -> Reading:
    """The lines of the document in order: a paragraph or heading each, a table row with a TAB between its cells.

    `shown` is the file's name for users. What cannot be read raises CorpusError with a reason that follows the name:
    "is damaged". What a library needs is imported here, not above, so that a search does not load it.
    """
    text, encoding, guessed = decode(data, shown)
    head, *lines = text.splitlines()
    if head != "%MINUTES 1":
        raise CorpusError(shown, "is of a version of minutes that nothing here reads")
    return Reading(tuple(line.partition("|")[2] for line in lines), encoding, guessed)
