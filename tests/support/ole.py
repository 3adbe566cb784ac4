"""OLE files written by hand: folders of streams, a workbook of Excel 97 (BIFF8), a mail of Outlook."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any

END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
Tree = Mapping[str, Any]  # a stream is bytes, a folder a tree


def package(tree: Tree) -> bytes:
    """A compound file ([MS-CFB], version 3): streams below 4096 bytes lie in the small one, as the format asks."""
    entries: list[list[Any]] = [["Root Entry", 5, FREE, FREE, FREE, END, 0]]
    sectors: list[bytes] = []
    fat: list[int] = []
    small, small_fat = b"", list[int]()

    def stored(data: bytes) -> int:
        if not data:
            return END
        first = len(sectors)
        for at in range(0, len(data), 512):
            sectors.append(data[at : at + 512].ljust(512, b"\0"))
            fat.append(len(sectors))
        fat[-1] = END
        return first

    def add(folder: Tree) -> int:
        nonlocal small
        first = before = FREE
        for name, content in folder.items():
            here = len(entries)
            entries.append([name, 2 if isinstance(content, bytes) else 1, FREE, FREE, FREE, 0, 0])
            if not isinstance(content, bytes):
                entries[here][4] = add(content)
            elif len(content) < 4096:
                start = len(small) // 64 if content else END
                small += content.ljust(-(-len(content) // 64) * 64, b"\0")
                for n in range(len(small_fat), len(small) // 64):
                    small_fat.append(n + 1)
                if content:
                    small_fat[-1] = END
                entries[here][5:] = [start, len(content)]
            else:
                entries[here][5:] = [stored(content), len(content)]
            if before == FREE:
                first = here
            else:
                entries[before][3] = here  # a tree that leans to the right is a tree
            before = here
        return first

    entries[0][4] = add(tree)
    entries[0][5:] = [stored(small), len(small)]
    mini = stored(struct.pack(f"<{len(small_fat)}I", *small_fat).ljust(-(-len(small_fat) * 4 // 512) * 512, b"\xff"))
    folder = b"".join(
        (name + "\0").encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBBIII", 2 * len(name) + 2, kind, 1, left, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
        for name, kind, left, right, child, start, size in entries
    )
    root = stored(folder.ljust(-(-len(folder) // 512) * 512, b"\0"))
    count = 1
    while (len(sectors) + count) * 4 > count * 512:
        count += 1
    places = list(range(len(sectors), len(sectors) + count))
    table = struct.pack(f"<{len(fat) + count}I", *fat, *[FAT] * count).ljust(count * 512, b"\xff")
    listed = (places + [FREE] * 109)[:109]
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, count, root, 0, 4096, mini, -(-len(small_fat) * 4 // 512), END, 0)
    return head + struct.pack("<109I", *listed) + b"".join(sectors) + table


def _record(number: int, data: bytes) -> bytes:
    return struct.pack("<HH", number, len(data)) + data


def _string(text: str, wide: str = "<H") -> bytes:
    return struct.pack(wide, len(text)) + b"\1" + text.encode("utf-16-le")


def workbook(
    *sheets: tuple[str, Any],
    forms: Mapping[int, str] = {},
    hidden: tuple[str, ...] = (),
    merged: tuple[tuple[int, int, int, int], ...] = (),
) -> bytes:
    """A workbook of sheets of rows; a cell is a text, a number, a number with the id of its format, a bool, or None."""
    texts: list[str] = []
    styles = [0]
    bodies = []
    for _, rows in sheets:
        body = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6))
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if isinstance(cell, str):
                    texts.append(cell)
                    body += _record(0xFD, struct.pack("<HHHI", r, c, 0, len(texts) - 1))
                elif isinstance(cell, bool):
                    body += _record(0x205, struct.pack("<HHHBB", r, c, 0, cell, 0))
                elif cell is not None:
                    value, form = cell if isinstance(cell, tuple) else (cell, 0)
                    if form not in styles:
                        styles.append(form)
                    body += _record(0x203, struct.pack("<HHHd", r, c, styles.index(form), value))
        if merged:
            body += _record(0xE5, struct.pack("<H", len(merged)) + b"".join(struct.pack("<4H", *one) for one in merged))
        bodies.append(body + _record(0x0A, b""))
    start = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6)) + _record(0x42, struct.pack("<H", 1200))
    start += b"".join(_record(0x41E, struct.pack("<H", id) + _string(form)) for id, form in forms.items())
    start += b"".join(_record(0xE0, struct.pack("<HH", 0, form) + bytes(16)) for form in styles)
    table = _record(0xFC, struct.pack("<II", len(texts), len(texts)) + b"".join(map(_string, texts)))
    end = _record(0x0A, b"")
    place = len(start) + sum(12 + 2 * len(name) for name, _ in sheets) + len(table) + len(end)
    listed = b""
    for (name, _), body in zip(sheets, bodies, strict=True):
        listed += _record(0x85, struct.pack("<IBB", place, name in hidden, 0) + _string(name, "<B"))
        place += len(body)
    return package({"Workbook": (start + listed + table + end + b"".join(bodies)).ljust(4096, b"\0")})


def mail(subject: str, body: str, *attached: tuple[str, bytes | Tree], html: str = "", day: int = 0) -> Tree:
    """The streams of a mail of Outlook; what is attached is a file or another mail's streams."""
    found: dict[str, Any] = {
        "__properties_version1.0": bytes(32) + struct.pack("<HHIQ", 0x40, 0x39, 6, day),
        "__substg1.0_0037001F": subject.encode("utf-16-le"),
        "__substg1.0_1000001F": body.encode("utf-16-le"),
    }
    if html:
        found["__substg1.0_10130102"] = html.encode()
    for n, (name, content) in enumerate(attached):
        kind = "0102" if isinstance(content, bytes) else "000D"
        found[f"__attach_version1.0_#{n:08X}"] = {
            "__substg1.0_3707001F": name.encode("utf-16-le"),
            f"__substg1.0_3701{kind}": content,
        }
    return found
