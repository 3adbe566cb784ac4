"""XML as a tree, without DTD, entities or network, and with limits on size, elements and depth."""

from __future__ import annotations

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

MOST_ELEMENTS = 1_000_000
DEEPEST = 200


class Refused(ValueError):
    """XML that is not read; its message is the reason."""


def tree(data: bytes) -> Element:
    """The root of `data`; names as `{namespace}local`, like those of xml.etree.

    >>> tree(b"<a xmlns='n'><b>x</b></a>")[0].tag
    '{n}b'
    >>> tree(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")
    Traceback (most recent call last):
    policysearch.readers.xml.Refused: declares entities, which documents have no use for
    """
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    depth = count = 0

    def named(name: str) -> str:
        return f"{{{name}" if "}" in name else name

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > DEEPEST:
            raise Refused(f"has tags in tags over {DEEPEST} deep")
        if count > MOST_ELEMENTS:
            raise Refused(f"has too many elements (at most {MOST_ELEMENTS:,})")
        builder.start(named(tag), {named(key): value for key, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(named(tag))

    def doctype(*_: object) -> None:
        raise Refused("declares entities, which documents have no use for")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Refused("is damaged") from error
    return builder.close()
