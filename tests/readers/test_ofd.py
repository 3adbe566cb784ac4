"""OFD: text by its places on the page, however a program writes it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from policysearch.model.errors import CorpusError
from policysearch.readers import detect
from policysearch.readers.ofd import document
from policysearch.readers.ofd.graphics import deltas
from tests.readers.test_formats import REAL, SAMPLES, read
from tests.support import formats, hostile, ofd


def lines(data: bytes) -> list[str]:
    return [line for line in document.read(data, "a.ofd").lines if line]


@pytest.mark.parametrize("manner", ofd.MANNERS)
def test_a_text_set_as_ofd_is_the_same_text(manner: str, tmp_path: Path) -> None:
    for sample in SAMPLES if manner == "repeat" else SAMPLES[:2]:
        blocks = formats.blocks(sample)
        (tmp_path / "plan.ofd").write_bytes(ofd.as_ofd(blocks, manner))
        (tmp_path / "plan.txt").write_bytes(formats.as_text(blocks))
        assert read(tmp_path / "plan.ofd") == read(tmp_path / "plan.txt"), sample.stem


@pytest.mark.corpus
@pytest.mark.skipif(not REAL, reason="the real documents are not here")
@pytest.mark.parametrize("number", range(5))
def test_a_whole_plan_set_as_ofd_is_the_same_plan(number: int, tmp_path: Path) -> None:
    blocks = formats.blocks(REAL[number])
    (tmp_path / "plan.ofd").write_bytes(ofd.as_ofd(blocks, ofd.MANNERS[number]))
    (tmp_path / "plan.txt").write_bytes(formats.as_text(blocks))
    assert read(tmp_path / "plan.ofd") == read(tmp_path / "plan.txt")


def page(*objects: str, **options: object) -> bytes:
    return ofd.package(["".join(objects)], **options)  # type: ignore[arg-type]


def test_places_are_told_by_boundary_matrix_and_steps() -> None:
    assert deltas("1 g 3 2 4") == [1, 2, 2, 2, 4]
    assert lines(page(*(ofd.text_object("推进氢能产业发展。", 20, 30, 5, manner) for manner in ofd.MANNERS))) != []
    for manner in ofd.MANNERS:
        one, two = (
            ofd.text_object("推进氢能产业，", 20, 30, 5, manner),
            ofd.text_object("2026年GDP达6%。", 55, 30, 5, manner),
        )
        assert lines(page(two, one)) == ["推进氢能产业，2026年GDP达6%。"], manner


def test_text_set_askew_or_hidden_or_off_the_page_is_left_out() -> None:
    text = '<ofd:TextCode X="0" Y="5" DeltaX="5 5 5">内部资料</ofd:TextCode></ofd:TextObject>'
    askew = f'<ofd:TextObject Boundary="50 50 99 99" CTM="0.7 0.7 -0.7 0.7 0 0" Size="5">{text}'
    hidden = f'<ofd:TextObject Visible="false" Boundary="50 80 99 99" Size="5">{text}'
    off = f'<ofd:TextObject Boundary="500 80 99 99" Size="5">{text}'
    nowhere = f'<ofd:TextObject Boundary="nan 1e999 x" CTM="1 0 0 nan 0 0" Size="nan">{text}'.replace("内部资料", "甲")
    seen = ofd.text_object("推进氢能。", 20, 30, 5)
    assert lines(page(askew, hidden, off, nowhere, seen)) == ["甲", "推进氢能。"]


def test_what_a_template_prints_on_every_page_is_a_running_head() -> None:
    pages = [ofd.text_object(f"第{n}条 推进氢能。", 25, 60, 5) for n in "一二三"]
    head = ofd.text_object("某某规划", 25, 16, 3)
    assert lines(ofd.package(pages, {"7": head})) == [f"第{n}条 推进氢能。" for n in "一二三"]
    whole = ofd.package(pages[:1], {"7": ofd.text_object("批准人：某某", 25, 90, 5)})
    assert lines(whole) == ["第一条 推进氢能。", "批准人：某某"]


def test_several_documents_in_one_file_are_read_in_order() -> None:
    with_two = "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>" * 2
    data = page(ofd.text_object("推进氢能。", 20, 30, 5))
    root = f"<ofd:OFD {ofd.NAMESPACE}>{with_two}</ofd:OFD>".encode()
    assert lines(replaced(data, {"OFD.xml": root})) == ["推进氢能。"] * 2


def replaced(data: bytes, parts: Mapping[str, bytes | None]) -> bytes:
    """An archive with other bytes of some members, or without them; new ones are added."""
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    return hostile.zipped(*((name, part) for name, part in {**kept, **parts}.items() if part is not None))


def test_parts_are_found_however_they_are_named() -> None:
    data = page(ofd.text_object("推进氢能。", 20, 30, 5))
    content = "Doc_0/Pages/Page_0/Content.xml"
    with_it = {name: part for name, part in parts(data).items()}
    moved = {content: None, "DOC_0\\pages\\page_0\\content.XML": with_it[content]}
    assert lines(replaced(data, moved)) == ["推进氢能。"]
    assert lines(replaced(data, {"Doc_0/Document.xml": None})) == ["推进氢能。"]
    absolute = with_it["Doc_0/Document.xml"].replace(b'BaseLoc="Pages', b'BaseLoc="/Doc_0/Pages')
    assert lines(replaced(data, {"Doc_0/Document.xml": absolute})) == ["推进氢能。"]
    other = {name: part.replace(b"ofd:", b"") for name, part in with_it.items()}
    assert lines(replaced(data, other)) == ["推进氢能。"]


def parts(data: bytes) -> dict[str, bytes]:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_damaged_page_costs_that_page() -> None:
    data = ofd.package([ofd.text_object(f"第{n}条 推进氢能。", 25, 60, 5) for n in "一二三"])
    found = document.read(replaced(data, {"Doc_0/Pages/Page_1/Content.xml": b"<a><b>"}), "a.ofd")
    assert [line for line in found.lines if line] == ["第一条 推进氢能。", "第三条 推进氢能。"]
    assert found.left_out == ("page 2 is damaged or missing, left out",)
    gone = document.read(replaced(data, {"Doc_0/Pages/Page_0/Content.xml": None}), "a.ofd")
    assert gone.left_out == ("page 1 is damaged or missing, left out",)


def test_pages_without_readable_text_are_named() -> None:
    picture = '<ofd:ImageObject Boundary="0 0 210 297" ResourceID="9"/>'
    text = ofd.text_object("推进氢能产业发展。", 25, 60, 5)
    private = ofd.text_object("\ue000\ue001\ue002\ue003\ue004能", 25, 60, 5)
    found = document.read(ofd.package([text, picture, private]), "a.ofd")
    assert [line for line in found.lines if line] == ["推进氢能产业发展。"]
    assert found.left_out == (
        "page 2 is without text, left out; it needs OCR",
        "page 3 is without readable text, left out; it needs OCR",
    )
    outline = '<ofd:PathObject Boundary="9 9 9 9" Stroke="false"><ofd:AbbreviatedData>M 0 0 B 1 2 3 4 5 6 C</ofd:AbbreviatedData></ofd:PathObject>'
    for only in (picture, outline):
        with pytest.raises(CorpusError, match="needs OCR"):
            document.read(page(only), "a.ofd")


def test_letters_as_outlines_make_no_table() -> None:
    """A red letterhead drawn as curves, filled: of one sign the strokes would make a grid of four cells."""
    sign = "M 0 0 L 90 0 L 90 90 L 0 90 C M 0 45 L 90 45 M 45 0 L 45 90 M 1 1 L 4 4"
    drawn = f'<ofd:PathObject Boundary="20 20 99 99" Stroke="false" Fill="true"><ofd:AbbreviatedData>{sign}</ofd:AbbreviatedData></ofd:PathObject>'
    assert lines(page(drawn, ofd.text_object("推进氢能。", 25, 40, 5))) == ["推进氢能。"]


def test_an_encrypted_file_is_said_to_be() -> None:
    for name in ("Encryptions.xml", "decryptseed.dat"):
        with pytest.raises(CorpusError, match="encrypted"):
            document.read(page("", more=((name, b"<a/>"),)), "a.ofd")


def test_it_is_read_in_a_process_of_its_own() -> None:
    data = page(ofd.text_object("推进氢能。", 20, 30, 5))
    assert detect.identify(data, "a.docx") == "ofd"
    assert detect.read(data, "ofd", "a.ofd").lines == ("推进氢能。",)
