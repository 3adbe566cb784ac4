"""XML as a tree, without DTD, entities or network, and with limits on size, elements and depth."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

MOST_ELEMENTS = 1_000_000
DEEPEST = 200


#: The names of strict Office Open XML (ISO/IEC 29500-1); read as those of transitional files (part 4), which say the same.
_STRICT = re.compile(r"http://purl\.oclc\.org/ooxml/(\w+)/")


class Refused(ValueError):
    """XML that is not read; its message is the reason."""


def tree(data: bytes) -> Element:
    """The root of `data`; names as `{namespace}local`, like those of xml.etree, and of strict Office Open XML as of transitional.

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

    names: dict[str, str] = {}

    def named(name: str) -> str:
        if name not in names:
            names[name] = f"{{{_STRICT.sub(_transitional, name)}" if "}" in name else name
        return names[name]

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


def _transitional(found: re.Match[str]) -> str:
    return f"http://schemas.openxmlformats.org/{found[1]}/2006/"
