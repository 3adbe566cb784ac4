"""The names in the root folder of an OLE file (.doc .xls .ppt .et .dps .wps .msg), by which its format is detected."""

from __future__ import annotations

import struct

MAGIC = b"\xd0\xcf\x11\xe0"

_MOST = 10_000  # entries of the folder that are looked at; a document has a few dozens
_END = 0xFFFFFFFA  # sector numbers from here on are marks


def names(data: bytes) -> frozenset[str]:
    """The names in the root folder of an OLE file, in capitals; none for what is damaged.

    >>> names(MAGIC + bytes(600))
    frozenset()
    """
    try:
        return frozenset(name.upper() for name in _root(data))
    except (struct.error, IndexError, ValueError):
        return frozenset()


def _root(data: bytes) -> list[str]:
    """The names in the root folder; raises struct.error, IndexError or ValueError for a damaged file."""
    size = 1 << min(struct.unpack_from("<H", data, 30)[0], 20)
    if size < 512:  # as the format has it: 512 or 4096
        raise ValueError("no sector is so small")
    per_sector = size // 4
    table = [sector for sector in struct.unpack_from("<109I", data, 76) if sector < _END]
    further, left = struct.unpack_from("<II", data, 68)
    while further < _END and left and len(table) <= _MOST:  # of a file over 7 MB
        *more, following = struct.unpack_from(f"<{per_sector}I", data, (further + 1) * size)
        table += [sector for sector in more if sector < _END]
        further, left = following, left - 1

    def after(sector: int) -> int:
        place: int = struct.unpack_from("<I", data, (table[sector // per_sector] + 1) * size + sector % per_sector * 4)[
            0
        ]
        return place

    sector: int = struct.unpack_from("<I", data, 48)[0]
    folder = bytearray()
    while sector < _END and len(folder) < _MOST * 128:
        folder += data[(sector + 1) * size : (sector + 2) * size]
        sector = after(sector)
    names: list[str] = []
    child: int = struct.unpack_from("<I", folder, 76)[0]
    waiting, seen = [child], set[int]()
    while waiting:  # entries of one folder are a tree of those to the left and to the right
        if (entry := waiting.pop()) >= _END or entry in seen:
            continue
        seen.add(entry)
        at = entry * 128
        length: int = struct.unpack_from("<H", folder, at + 64)[0]
        names.append(bytes(folder[at : at + max(0, min(length, 64) - 2)]).decode("utf-16-le", "replace"))
        waiting += struct.unpack_from("<II", folder, at + 68)
    return names
