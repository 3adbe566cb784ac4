"""Files made to do harm in the newer formats: OFD, older workbooks, mails of Outlook, pictures."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Callable

from tests.support import hostile, ofd, ole

Case = tuple[str, Callable[[], bytes], str | None]  # name, bytes, what is said of it; None: it is read

_NS = ofd.NAMESPACE
_TEXT = ofd.text_object("推进氢能产业发展。", 25, 60, 5)
_LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)) + "]>"
)
_CONTENT = "Doc_0/Pages/Page_0/Content.xml"


def page(body: str) -> Callable[[], bytes]:
    return lambda: ofd.package([body])


def with_part(name: str, part: Callable[[], bytes] | bytes, body: str = _TEXT) -> Callable[[], bytes]:
    """An OFD of one good page and one more part, or with another in the place of that."""

    def made() -> bytes:
        import zipfile

        with zipfile.ZipFile(io.BytesIO(ofd.package([body, _TEXT]))) as archive:
            kept = {one: archive.read(one) for one in archive.namelist()}
        return hostile.zipped(*(kept | {name: part if isinstance(part, bytes) else part()}).items())

    return made


def _code(attributes: str, text: str = "推进氢能") -> str:
    return f'<ofd:TextObject Boundary="20 20 99 9" Size="5"><ofd:TextCode {attributes}>{text}</ofd:TextCode></ofd:TextObject>'


def _path(data: str) -> str:
    return f'<ofd:PathObject Boundary="0 0 9 9"><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'


def many_pages(count: int) -> bytes:
    listed = '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>' * count
    document = f"<ofd:Document {_NS}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    return with_part("Doc_0/Document.xml", document.encode())()


def png(width: int, height: int, body: bytes = b"") -> bytes:
    """A picture that says to be so large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body or hostile.zeros(1)) + chunk(b"IEND", b"")


def tiff(width: int, height: int, next_page: int = 0, offset: int = 8) -> bytes:
    """A TIFF of one page without data, whose next page lies at `next_page`."""
    entries = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 8), (278, 4, 1, height), (279, 4, 1, width * height % 2**32)]  # fmt: skip
    folder = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + struct.pack("<I", offset) + folder + struct.pack("<I", next_page)


def _book() -> bytes:
    return ole.workbook(("表", [["指标", "目标"], ["氢能", 5]]))


def _mail() -> bytes:
    return ole.package(ole.mail("题", "各科室：\r\n", ("附件.txt", b"x" * 5000)))


def changed(make: Callable[[], bytes], at: int, value: bytes) -> Callable[[], bytes]:
    """The bytes with others at a place, counted from the end where it is negative."""

    def made() -> bytes:
        data = bytearray(make())
        place = at if at >= 0 else len(data) + at
        data[place : place + len(value)] = value
        return bytes(data)

    return made


def cyclic(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """An OLE file each of whose sectors is followed by the first."""

    def made() -> bytes:
        data = bytearray(make())
        table = (struct.unpack_from("<I", data, 76)[0] + 1) * 512
        data[table : table + 512] = struct.pack("<128I", *[0] * 128)
        return bytes(data)

    return made


def deep_mail(depth: int) -> bytes:
    tree = ole.mail("底", "内文")
    for n in range(depth):
        tree = ole.mail(f"{n}", "外", ("信", tree))
    return ole.package(tree)


def noise(head: bytes, size: int) -> Callable[[], bytes]:
    return lambda: head + random.Random(7).randbytes(size)


def files() -> list[Case]:
    good = page(_TEXT)
    record = struct.pack("<HH", 0xFC, 8) + struct.pack("<II", 2**31, 2**31 - 1)  # a table of two milliard strings
    return [
        ("bomb.ofd", with_part(_CONTENT, lambda: bytes(65 * 2**20)), None),
        ("bombs.ofd", with_part("OFD.xml", lambda: bytes(65 * 2**20)), "too large"),
        ("laughs.ofd", with_part("OFD.xml", f"{_LAUGHS}<x>&a11;</x>".encode()), "declares entities"),
        ("laughing-page.ofd", with_part(_CONTENT, f"{_LAUGHS}<x>&a11;</x>".encode()), None),
        ("external.ofd", with_part("OFD.xml", b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><x>&x;</x>'), "declares entities"),
        ("deep.ofd", with_part(_CONTENT, ("<a>" * 50_000 + "</a>" * 50_000).encode()), None),
        ("blocks.ofd", page("<ofd:PageBlock>" * 150 + _TEXT + "</ofd:PageBlock>" * 150), "has no visible text"),
        ("elements.ofd", with_part(_CONTENT, lambda: b"<a>" + b"<b/>" * 1_000_001 + b"</a>"), None),
        ("pages.ofd", lambda: many_pages(6_000), "has over 5,000 pages"),
        ("same-page.ofd", lambda: many_pages(900), None),
        ("huge.ofd", lambda: ofd.package([_TEXT], box="0 0 1e30 1e30"), None),
        ("negative.ofd", lambda: ofd.package([_TEXT], box="0 0 -5 nan"), None),
        ("nan.ofd", page(_code('X="nan" Y="inf" DeltaX="nan nan"') + _TEXT), None),
        ("far.ofd", page(_code('X="1e300" Y="1e300" DeltaX="1e308 1e308 1e308"') + _TEXT), None),
        ("repeats.ofd", page(_code('X="0" Y="5" DeltaX="g 999999999999 1 g 999999999 1"') + _TEXT), None),
        ("signs.ofd", page(_code('X="0" Y="5" DeltaX="g g g 3"') + _code('DeltaX="g -5 2"') + _TEXT), None),
        ("matrix.ofd", page('<ofd:TextObject Boundary="0 0 1 1" CTM="1e200 1e200 1e200 1e200 0 0" Size="1e200"><ofd:TextCode X="1e200" Y="1">甲</ofd:TextCode></ofd:TextObject>' + _TEXT), None),
        ("zero.ofd", page(_code('X="0" Y="0" DeltaX="0 0 0 0"') * 3_000 + _TEXT), None),
        ("rules.ofd", page(_path("M 0 0 L 9 0 " * 60_000) + _TEXT), None),
        ("path.ofd", page(_path("L L L M 1 B 1 2 A C C S 5 ? L 9e999 9") + _TEXT), None),
        ("letters.ofd", page(_code("", "氢" * 400_000) + _TEXT), None),
        ("upwards.ofd", with_part("OFD.xml", f"<ofd:OFD {_NS}><ofd:DocBody><ofd:DocRoot>../../../etc/passwd</ofd:DocRoot></ofd:DocBody></ofd:OFD>".encode()), None),
        ("nothing.ofd", lambda: hostile.zipped(("OFD.xml", b"")), "is damaged"),
        ("template.ofd", lambda: ofd.package([_TEXT], {"7": '<ofd:Template TemplateID="7"/>' + _TEXT}), None),
        ("cut.ofd", lambda: good()[: len(good()) // 2], "is a damaged OFD document"),
        ("noise.ofd", noise(b"PK\x03\x04", 50_000), "is a damaged OFD document"),
        ("cut.xls", lambda: _book()[:3_000], "is a damaged Excel workbook|old program"),
        ("cyclic.xls", cyclic(_book), "is a damaged Excel workbook|old program"),
        ("strings.xls", lambda: ole.package({"Workbook": struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0, 0, 6) + record * 300}), "is a damaged Excel workbook|has no visible text"),
        ("noise.xls", lambda: ole.package({"Workbook": random.Random(3).randbytes(60_000)}), "is a damaged Excel workbook"),
        ("far.xls", lambda: ole.workbook(("表", [[None] * 200 + ["甲"]] * 60)), None),
        ("nan.xls", lambda: ole.workbook(("表", [[float("nan"), float("inf"), (1e300, 14), (-5.0, 14), "甲"]])), None),
        ("sectors.xls", changed(_book, 44, struct.pack("<I", 2**31)), None),
        ("cut.msg", lambda: _mail()[:2_000], "is a damaged mail|old program"),
        ("cyclic.msg", cyclic(_mail), "is a damaged mail|old program"),
        ("deep.msg", lambda: deep_mail(12), None),
        ("empty.msg", lambda: ole.package({"__properties_version1.0": b""}), "has no visible text"),
        ("many.msg", lambda: ole.package(ole.mail("题", "文", *[("a.txt", b"x")] * 1_200)), "has too much attached|is a damaged mail"),
        ("properties.msg", lambda: ole.package({**ole.mail("题", "文"), "__properties_version1.0": bytes(32) + struct.pack("<HHIQ", 0x40, 0x39, 6, 2**64 - 1) + b"\xff" * 7}), None),
        ("surrogates.msg", lambda: ole.package({"__properties_version1.0": bytes(32), "__substg1.0_1000001F": b"\x00\xd8\x00\xd8" + "各科室".encode("utf-16-le")}), None),
        ("giant.png", lambda: png(60_000, 60_000), "is too large a picture"),
        ("wide.png", lambda: png(2**31 - 1, 1), "is too large a picture|is a damaged picture"),
        ("zero.png", lambda: png(0, 0), "is a damaged picture"),
        ("cut.png", lambda: png(800, 800)[:60], "is a damaged picture"),
        ("bomb.png", lambda: png(9_000, 9_000, hostile.zeros(80)), "needs over|no text is recognised|is a damaged picture"),
        ("noise.jpg", noise(b"\xff\xd8\xff\xe0", 20_000), "is a damaged picture"),
        ("giant.tif", lambda: tiff(200_000, 200_000), "is too large a picture|is a damaged picture"),
        ("circle.tif", lambda: tiff(50, 50, next_page=8), "is a damaged picture|no text is recognised"),
        ("cut.tif", lambda: tiff(50, 50)[:20], "is a damaged picture"),
    ]  # fmt: skip
