"""Districts, documents and years compared on the command line, and results as HTML of a notebook."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result

import policysearch
from policysearch import Index
from policysearch.cli.main import main
from policysearch.output import records

EVIL = "<script>alert(1)</script>"


def command(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three plans of two districts, and a document that is full of markup."""
    home = tmp_path_factory.mktemp("analysis")
    for name, begins, text in (
        ("九龙坡区", 2021, "发展氢能，氢能产业。"),
        ("九龙坡区", 2026, "发展氢能和低空经济。"),
        ("綦江区", 2026, "发展旅游，养老服务。"),
    ):
        ordinal = {2021: "十四", 2026: "十五"}[begins]
        body = f"重庆市{name}国民经济和社会发展第{ordinal}个五年规划纲要（{begins}—{begins + 4}年）\n\n第一章　产业\n\n{text}\n"
        (home / f"{name}{begins}.txt").write_text(body, "utf-8")
    (home / "evil.txt").write_text(
        f"某某市氢能{EVIL}管理办法\n\n第一章　总则{EVIL}\n第一条　为了氢能{EVIL}，制定本办法。\n", "utf-8"
    )
    Index.update(sorted(home.glob("*.txt")), home / "index")
    return home / "index"


def test_compare_by_year(folder: Path) -> None:
    done = command("compare", "氢能", "--by", "year", "--json", "--index", folder)
    assert done.exit_code == 0
    rows = {row["value"]: row for row in json.loads(done.stdout)["rows"]}
    assert list(rows) == [*map(str, range(2021, 2031)), ""]
    assert [rows[year]["cells"][0]["occurrences"] for year in ("2021", "2025", "2026", "2030")] == [2, 2, 1, 1]
    assert rows["2025"]["plans"] == ["十四五"] and rows["2026"]["passages"] == 2 * rows["2021"]["passages"]
    told = list(
        csv.DictReader(io.StringIO(command("compare", "氢能", "--by", "year", "--csv", "--index", folder).stdout))
    )
    assert [row["year"] for row in told] == list(rows) and told[0]["occurrences"] == "2"
    assert "2021    十四五" in command("compare", "氢能", "--by", "year", "--index", folder).stdout


def test_compare_by_city(folder: Path) -> None:
    rows = json.loads(command("compare", "氢能", "--by", "city", "--json", "--index", folder).stdout)["rows"]
    assert {row["value"]: row["cells"][0]["passages"] for row in rows} == {"重庆市": 2, "": 2}


def test_a_matrix_in_three_forms(folder: Path) -> None:
    found = json.loads(command("similar", "--matrix", "district", "--json", "--index", folder).stdout)
    assert found["by"] == "district" and sorted(found["values"]) == ["九龙坡区", "綦江区"]
    one, other = found["scores"]
    assert one[1] == other[0] and 0 < one[1] < 1 == one[0] == other[1]
    rows = list(
        csv.DictReader(io.StringIO(command("similar", "--matrix", "document", "--csv", "--index", folder).stdout))
    )
    assert [float(row[row["document"]]) for row in rows] == [1.0] * 4
    assert list(rows[0]) == ["document", "name", "passages", *(row["document"] for row in rows)]
    assert [*records.as_csv([{"=1+1": "=1+1"}])] == ["'=1+1\n'=1+1\n"]
    shown = command("similar", "--matrix", "district", "--index", folder).stdout
    assert "1 九龙坡区" in shown and "1.00" in shown
    narrowed = json.loads(
        command("similar", "--matrix", "document", "--query", "低空经济", "--json", "--index", folder).stdout
    )
    assert narrowed["passages"] == [1]


def test_a_matrix_of_nothing_and_wrong_usage(folder: Path) -> None:
    done = command("similar", "--matrix", "district", "--query", "火星", "--index", folder)
    assert (done.exit_code, done.stdout) == (1, "") and done.stderr
    for wrong in (
        ["x", "--matrix", "district"],
        ["x", "--csv"],
        ["x", "--query", "y"],
        ["--matrix", "plan"],
        ["--matrix", "district", "--json", "--csv"],
        ["--matrix", "district", "--bom"],
        [],
    ):
        done = command("similar", *wrong, "--index", folder)
        assert done.exit_code == 2 and done.stderr.count("\n") == 1, wrong


def test_results_are_html_in_a_notebook(folder: Path) -> None:
    """Every view is well formed, and nothing of a document is markup in it."""
    policysearch.load_ipython_extension(None)
    with Index.open(folder) as index:
        answer = index.search("氢能")
        evil = next(hit for hit in answer if "evil" in hit.passage.source)
        document = index.document(evil.passage.document_id)
        matrix = index.similarity("document")
        shown = (answer, evil, evil.passage, document, index.compare([f"氢能 OR “{EVIL}”"], "document"), matrix)
    for one in shown:
        html = one._repr_html_()  # type: ignore[union-attr]
        assert not BeautifulSoup(html, "html.parser").find_all("script")
        assert "alert(1)" in html or one is matrix
        assert len(repr(one)) < 200 or one in shown[4:]
    assert repr(evil).startswith(f"<Hit '{evil.passage.id}': ") and repr(document).startswith("<Document '")


def test_results_as_data_frames(folder: Path) -> None:
    pandas = pytest.importorskip("pandas", reason="the extra analysis is not installed")
    with Index.open(folder) as index:
        frame = policysearch.to_pandas(index.similarity("district")).set_index("district")
        names = list(frame.index)
        assert (frame[names].to_numpy() == frame[names].to_numpy().T).all()
        years = policysearch.to_pandas(index.compare(["氢能", "养老"], "year"))
    trend = years.pivot(index="year", columns="term", values="occurrences")
    assert isinstance(trend, pandas.DataFrame) and list(trend.loc[2026]) == [1, 1]


def test_data_frames_are_flat_and_years_are_numbers(samples: Path) -> None:
    pandas = pytest.importorskip("pandas", reason="the extra analysis is not installed")
    with Index.open(samples) as index:
        passages = policysearch.to_pandas(index)
        assert not any(isinstance(cell, dict) for name in passages for cell in passages[name])
        assert passages["line_start"].min() >= 1 and passages["file"].str.len().min() > 0
        years = policysearch.to_pandas(index.compare(["氢能"], "year"))
        values = policysearch.to_pandas(index.indicators("森林覆盖率"))
    for frame in (years, values):
        assert pandas.api.types.is_integer_dtype(frame["year"])
    assert values["value"].dtype == values["high"].dtype == float


def test_years_with_one_best_passage_are_one_line(folder: Path) -> None:
    told = command("compare", "氢能", "--by", "year", "--index", folder).stdout
    assert re.search(r"(?m)^  2021–2025 +cq-jiulongpo-fyp-14/", told) and re.search(r"(?m)^  2026–2030 ", told)
    assert not re.search(r"(?m)^  2022 ", told)


def test_a_name_that_no_indicator_has_offers_those_like_it(samples: Path) -> None:
    told = command("indicators", "森林的覆盖率", "--index", samples)
    assert told.exit_code == 1 and "did you mean 森林覆盖率" in told.stderr
    assert command("indicators", "某某某某", "--index", samples).stderr.count("\n") == 1
