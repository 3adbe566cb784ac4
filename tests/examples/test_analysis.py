"""The notebook of docs/examples runs from its first cell to its last, and its pictures are small and well formed."""

from __future__ import annotations

import importlib.util
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from tests.support.paths import ROOT

for needed in ("nbformat", "nbclient", "ipykernel", "pandas", "matplotlib"):
    pytest.importorskip(needed, reason=f"{needed} is not installed; the extra examples has it")

PICTURES = ("trend", "heat-map", "matrix")


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    """The notebook after it ran, and the folder of its pictures."""
    spec = importlib.util.spec_from_file_location("make_pictures", ROOT / "docs" / "make_pictures.py")
    assert spec and spec.loader
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    folder = tmp_path_factory.mktemp("pictures")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("POLICYSEARCH_INDEX", "POLICYSEARCH_PICTURES", "MPLBACKEND", "PYTHONPATH"):
            patch.setenv(name, "")  # which the notebook's run sets, and the end of this test sets back
        return maker.run(folder), folder


@pytest.mark.slow
def test_the_notebook_runs(ran: tuple[Any, Path]) -> None:
    cells = [cell for cell in ran[0].cells if cell.cell_type == "code"]
    assert len(cells) > 8
    for cell in cells:
        assert not [one for one in cell.outputs if one.output_type == "error"]
    shown = [one["data"] for cell in cells for one in cell.outputs if one.output_type == "execute_result"]
    assert "<mark>氢能</mark>" in shown[0]["text/html"]  # an answer, without %load_ext
    assert "十五五" not in shown[0]["text/plain"] and shown[0]["text/plain"].startswith("<Answer '氢能'")
    assert sum("<table" in one.get("text/html", "") for one in shown) >= 5
    assert not [one for cell in cells for one in cell.outputs if one.get("name") == "stderr" and "Error" in one.text]


@pytest.mark.slow
@pytest.mark.parametrize("name", PICTURES)
def test_its_pictures_are_those_of_the_guide(ran: tuple[Any, Path], name: str) -> None:
    new, kept = ran[1] / f"{name}.svg", ROOT / "docs" / "images" / f"{name}.svg"
    assert f"images/{name}.svg" in (ROOT / "docs/analysis.md").read_text("utf-8")
    for picture in (new, kept):
        assert picture.stat().st_size < 60_000
        assert ET.parse(picture).getroot().tag.endswith("svg")
    assert texts(new) == texts(kept), "run: python docs/make_pictures.py"


def texts(picture: Path) -> list[str]:
    """The labels and numbers in a picture."""
    return [node.text or "" for node in ET.parse(picture).iter() if node.tag.endswith("}text")]


def test_the_notebook_is_kept_without_outputs() -> None:
    nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed; the extra examples has it")
    notebook = nbformat.read(ROOT / "docs/examples/analysis.ipynb", 4)
    nbformat.validate(notebook)
    assert not [cell for cell in notebook.cells if cell.get("outputs") or cell.get("execution_count")]
