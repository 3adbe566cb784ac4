"""The command line: the contract's JSON and exit codes, what people read, and one line for everything that goes wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from math import prod
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result

from policysearch.cli.main import main
from policysearch.index.index import Index
from policysearch.model.fields import FIELDS
from policysearch.output.terminal.text import width
from policysearch.text.normalize import fold
from tests.support.paths import ROOT

PLAN = """重庆市九龙坡区国民经济和社会发展第十五个五年规划纲要

第一篇　夯实产业根基

第一章　壮大新兴产业

第一节　发展氢能产业

加快氢能产业发展，建设燃料电池基地，到2030年产值达到100亿元，研发（R&D）投入占比达到3.5%。

第二节　完善轨道交通

推进轨道交通18号线建设，优化公交线网。\x1b[31m

专栏1　重点工程
1.氢能。建设加氢站10座。

第二章　改善生态环境

持续改善空气质量，PM2.5浓度下降到28微克/立方米。展望二〇三五年，基本实现美丽九龙坡远景目标。
"""
OTHER = """# 重庆市綦江区国民经济和社会发展第十四个五年规划纲要

## 第一章 推动绿色发展

发展**氢能**与光伏，绿色电力占比达到75%。
"""
SECTION = "cq-jiulongpo-fyp-15/part_1__chp_1__sec_1"
PLACE = {"id", "document_id", "document", "district", "plan", "kind", "part", "chapter", "section", "article", "box"}
PLACE |= {"path", "title", "source"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the documents in corpus/ and their index in index/."""
    home = tmp_path_factory.mktemp("home")
    (home / "corpus").mkdir()
    (home / "corpus" / "a.txt").write_text(PLAN, "utf-8")
    (home / "corpus" / "b.md").write_bytes(OTHER.encode("gb18030"))
    result = run(home, "index")
    assert result.exit_code == 0, result.output
    return home


def run(home: Path, *args: str, **env: str) -> Result:
    """One command with `home` as its working folder."""
    before = os.getcwd()
    os.chdir(home)
    try:
        return CliRunner(env=env).invoke(main, args, prog_name="policysearch")
    finally:
        os.chdir(before)


def shell(home: Path, *args: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    """The same in a process of its own."""
    root = str(ROOT)
    paths = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
    environment = os.environ | {"PYTHONPATH": paths}
    command = [sys.executable, "-m", "policysearch", *args]
    return subprocess.run(command, check=False, cwd=home, env=environment, stderr=subprocess.PIPE, **options)  # type: ignore[call-overload, no-any-return]


def test_index_says_what_it_did(home: Path, tmp_path: Path) -> None:
    first = run(home, "index", "--index", str(tmp_path / "new"))
    assert first.exit_code == 0
    assert re.search(r"new: 2 documents, \d+ passages \(files: 2 read; ", first.stdout)
    assert "b.md: read as gb18030, a guess" in first.stderr
    again = run(home, "index", "--index", str(tmp_path / "new"))
    assert "(files: 2 unchanged; " in again.stdout


def test_index_reports_what_cannot_be_read_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PLAN, "utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    result = run(tmp_path, "index", ".")
    assert result.exit_code == 0
    assert "policysearch: empty.txt: " in result.stderr and "policysearch: image.txt: " in result.stderr
    assert "1 document" in result.stdout
    (tmp_path / "a.txt").unlink()
    result = run(tmp_path, "index", ".")
    assert result.exit_code == 2 and "Traceback" not in result.output
    assert run(tmp_path, "search", "氢能").exit_code == 0, "the old index is still there"


def test_search_json_is_the_contract(home: Path) -> None:
    result = run(home, "search", "氢能 区县：九龙坡", "--json")
    assert result.exit_code == 0 and result.stderr == ""
    answer = json.loads(result.stdout)
    assert set(answer) == {"query", "parsed", "total", "relaxed", "hits"}
    assert (answer["query"], answer["total"], answer["relaxed"]) == ("氢能 区县：九龙坡", 2, False)
    assert "氢能" in answer["parsed"] and "district:九龙坡" in answer["parsed"]
    for hit in answer["hits"]:
        assert set(hit) == PLACE | {"score", "snippet", "why", "matches", "document_matches"}
        assert hit["document_matches"] == 1, "the other one is of the same document"
        assert set(hit["snippet"]) == {"text", "marks"}
        assert set(hit["source"]) == {"file", "line_start", "line_end"}
    hit = answer["hits"][0]
    assert hit["id"] == SECTION and hit["kind"] == "节" and hit["district"] == "九龙坡区" and hit["plan"] == "十五五"
    assert hit["path"] == [hit["part"], hit["chapter"], hit["section"]]
    lines = PLAN.splitlines()[hit["source"]["line_start"] - 1 : hit["source"]["line_end"]]
    assert hit["snippet"]["text"] in "\n".join(lines)
    assert [fold(hit["snippet"]["text"][a:b]) for a, b in hit["snippet"]["marks"]] == ["氢能"]


def test_a_question_is_widened_openly_and_not_when_strict(home: Path) -> None:
    question = "怎样推进轨道交通和氢能"
    result = run(home, "search", question)
    assert result.exit_code == 0
    assert result.stdout.startswith("Ranked by how well they answer the question, number 1 without 氢能 ")
    answer = json.loads(run(home, "search", question, "--json").stdout)
    assert answer["relaxed"] is True and answer["relaxation"] == "any of the words"
    assert answer["total"] == len(answer["hits"]) > 0
    assert {hit["why"] for hit in answer["hits"]} == {"widened"}
    few = json.loads(run(home, "search", "氢能 2030年", "--json").stdout)
    assert few["exact"] == 1 and few["relaxed"] and few["hits"][0]["why"] != "widened"
    assert few["total"] > 1 and {hit["why"] for hit in few["hits"][1:]} == {"widened"}
    assert all(set(hit["missing"]) <= {"氢能", "2030年"} for hit in few["hits"][1:])
    assert run(home, "search", "氢能 2030年").stdout.startswith(
        "1 passage holds all the words; the others hold some of"
    )
    for strict in (("--strict", question), ('"轨道交通和氢能"',), ("轨道交通 AND 太空电梯",)):
        assert run(home, "search", *strict).exit_code == 1
        answer = json.loads(run(home, "search", *strict, "--json").stdout)
        assert (answer["relaxed"], answer["total"], answer["hits"]) == (False, 0, [])


def test_snippets_are_as_long_as_asked_for(home: Path) -> None:
    def snippets(*options: str) -> list[dict[str, Any]]:
        hits: list[dict[str, Any]] = json.loads(
            run(home, "search", "氢能 2030年", "--json", "--strict", *options).stdout
        )["hits"]
        return hits

    (hit,) = snippets()
    assert hit["matches"] == 2 and "fragments" not in hit
    (short,) = snippets("--snippet", "12")
    assert len(short["snippet"]["text"]) <= 12
    marked = [piece["text"][a:b] for piece in short["fragments"] for a, b in piece["marks"]]
    assert marked == ["氢能", "2030年"]
    assert short["snippet"] in short["fragments"]


def test_pages_are_slices_and_all_is_all(home: Path) -> None:
    def ids(*options: str) -> list[str]:
        return [hit["id"] for hit in json.loads(run(home, "search", "氢能", "--json", *options).stdout)["hits"]]

    everything = ids("--all")
    assert len(everything) == 3
    assert ids("--limit", "2") + ids("--limit", "2", "--offset", "2") == everything


def test_hits_for_people(home: Path) -> None:
    result = run(home, "search", "氢能", "--limit", "1", COLUMNS="80")
    lines = result.stdout.splitlines()
    assert lines[0] == "1  第一节 发展【氢能】产业"
    assert lines[1] == "   九龙坡区 › 第一篇 夯实产业根基 › 第一章 壮大新兴产业"
    assert lines[2].startswith("   加快【氢能】产业发展，")
    assert f"   a.txt:7-9 · {SECTION}" in lines
    assert lines[-2] == "3 passages found, 1–1 shown"
    assert lines[-1] == "more: policysearch search '氢能' --offset 1 --limit 1"
    for option in ("--strict", "--relax"):
        lines = run(home, "search", "氢能", "--limit", "1", option).stdout.splitlines()
        assert lines[-1] == f"more: policysearch search '氢能' --offset 1 --limit 1 {option}"
    assert all(width(line) <= 80 for line in lines)


def test_the_command_for_more_gives_the_next_page(home: Path) -> None:
    index = str(home / "index")
    shown = run(home.parent, "search", "氢能 OR '轨道'", "--limit", "1", "--index", index).stdout
    command = shlex.split(shown.splitlines()[-1].removeprefix("more: "))
    assert command[0] == "policysearch"
    following = run(home.parent, *command[1:])
    assert following.exit_code == 0 and following.stdout.startswith("2  ")


def test_a_page_past_the_end_says_so(home: Path) -> None:
    result = run(home, "search", "氢能", "--offset", "50")
    assert result.exit_code == 0 and result.stdout == "3 passages found, none after the first 50\n"


def test_facets_stand_below_the_hits_and_in_the_json(home: Path) -> None:
    shown = run(home, "search", "氢能 district:九龙坡", "--facets", COLUMNS="80").stdout
    below = shown.split("passages found\n")[1].splitlines()
    assert below[1:3] == ["district  九龙坡区 2 · 綦江区 1", "plan      十五五 2"]
    assert all(width(line) <= 80 for line in below)
    counts = json.loads(run(home, "search", "氢能 district:九龙坡", "--facets", "--json").stdout)["facets"]
    assert list(counts) == ["district", "plan", "kind", "part", "type", "year", "document"]
    assert counts["district"] == {"九龙坡区": 2, "綦江区": 1} and counts["kind"] == {"专栏": 1, "节": 1}


def test_groups_and_other_orders(home: Path) -> None:
    def found(*options: str) -> dict:  # type: ignore[type-arg]
        return json.loads(run(home, "search", "氢能", "--json", *options).stdout)  # type: ignore[no-any-return]

    grouped = found("--group", "district")
    assert (grouped["group"], grouped["group_total"], grouped["total"]) == ("district", 2, 3)
    assert {group["value"]: group["total"] for group in grouped["groups"]} == {"九龙坡区": 2, "綦江区": 1}
    assert [group["id"] for group in grouped["groups"]] == [hit["id"] for hit in grouped["hits"]]
    assert [hit["plan"] for hit in found("--sort", "date")["hits"]] == ["十五五", "十五五", "十四五"]
    lines = [(hit["source"]["file"], hit["source"]["line_start"]) for hit in found("--sort", "document")["hits"]]
    assert lines == sorted(lines)
    shown = run(home, "search", "氢能", "--group", "document", "--limit", "1", "--sort", "document").stdout
    assert "   the best of 2 in this document\n\n" in shown and "3 passages found in 2 documents, 1–1 shown" in shown
    following = run(home, *shlex.split(shown.splitlines()[-1].removeprefix("more: "))[1:])
    assert following.stdout.startswith("2  ") and "more: " not in following.stdout


def test_what_has_no_district_is_no_district(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text(PLAN, "utf-8")
    law = "氢能管理办法\n第一条 为了发展氢能，制定本办法。\n第二条 氢能应当安全利用。\n"
    (tmp_path / "corpus" / "b.txt").write_text(law, "utf-8")
    assert run(tmp_path, "index").exit_code == 0
    shown = run(tmp_path, "search", "氢能", "--group", "district").stdout
    found = json.loads(run(tmp_path, "search", "氢能", "--group", "district", "--json").stdout)
    none = next(group["total"] for group in found["groups"] if not group["value"])
    assert (found["group_total"], found["ungrouped"]) == (2, none) and none > 1
    assert shown.endswith(f"\n{found['total']} passages found in 1 district ({none} of them in none)\n")
    assert f"the best of {none} in no district\n" in shown


def test_compare_puts_terms_beside_districts(home: Path) -> None:
    result = run(home, "compare", "氢能", "轨道交通18号线", "低碳", COLUMNS="80")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "passages · occurrences · occurrences in 10,000 characters"
    assert re.fullmatch(r"district  plans   characters  氢能 +轨道交通18号线  低碳", lines[2])
    assert re.fullmatch(r"九龙坡区  十五五  \d+ +2 · 3 · \d+\.\d  1 · 1 · \d+\.\d +–", lines[4])
    assert re.fullmatch(r"綦江区 +十四五 +\d+ +1 · 1 · \d+\.\d  – +–", lines[5])
    assert f"  九龙坡区  {SECTION}" in lines
    assert run(home, "compare", "没有的词语").exit_code == 1


def test_a_wide_comparison_goes_on_below(home: Path) -> None:
    terms = [
        "氢能",
        "轨道交通18号线",
        "推进轨道交通18号线建设优化公交线网以及更多更长的词语",
        "75%",
        "R&D",
        "公交",
        "空气",
    ]
    for columns in (40, 80, 200):
        lines = run(home, "compare", *terms, COLUMNS=str(columns)).stdout.splitlines()
        assert all(width(line) <= columns for line in lines[2:]), columns
        heads = " ".join(line for line in lines if line.startswith("district"))
        assert all(term in heads for term in terms[3:])


def test_compare_for_programs_and_spreadsheets(home: Path) -> None:
    found = json.loads(run(home, "compare", "氢能", "轨道 光伏", "--json", "--by", "plan").stdout)
    assert found["terms"][1] == {"query": "轨道 光伏", "parsed": '"轨道" AND "光伏"'}
    assert [row["value"] for row in found["rows"]] == ["十四五", "十五五"]
    assert set(found["rows"][1]) == {"value", "name", "under", "plans", "passages", "characters", "cells"}
    cell = found["rows"][1]["cells"][0]
    assert set(cell) == {"passages", "occurrences", "per_10000", "best"}
    assert (cell["passages"], cell["occurrences"], cell["best"]) == (2, 3, SECTION)
    text = run(home, "compare", "氢能", "=氢能", "--csv").stdout
    assert run(home, "compare", "氢能", "=氢能", "--csv", "--bom").stdout == "\ufeff" + text
    lines = list(csv.reader(io.StringIO(text)))
    counts = ["passages", "occurrences", "per_10000", "best"]
    assert lines[0] == ["district", "level", "plans", "characters", "term", *counts]
    assert (
        lines[1][:3] == ["九龙坡区", "district", "十五五"] and lines[1][4:7] == ["氢能", "2", "3"] and len(lines) == 5
    )
    assert lines[2][4] == "'=氢能", "a spreadsheet must not run what was typed or what a document says"


def test_the_rows_of_one_level_add_up(tmp_path: Path) -> None:
    """Witness: the total of a district stood among its plans, and sums over a column were doubled."""
    (tmp_path / "corpus").mkdir()
    for name, text in (("a.txt", PLAN), ("b.md", OTHER), ("c.txt", PLAN.replace("第十五个", "第十四个"))):
        (tmp_path / "corpus" / name).write_text(text, "utf-8")
    assert run(tmp_path, "index").exit_code == 0
    rows = list(csv.DictReader(io.StringIO(run(tmp_path, "compare", "氢能", "--csv").stdout)))
    of = [row for row in rows if row["district"] == "九龙坡区"]
    assert [(row["level"], row["plans"]) for row in of] == [
        ("district", "十四五 十五五"),
        ("plan", "十四五"),
        ("plan", "十五五"),
    ]
    for count in ("characters", "passages", "occurrences"):
        total, *parts = (int(row[count]) for row in of)
        assert total == sum(parts) > 0
    assert {row["level"] for row in rows if row["district"] != "九龙坡区"} == {"district"}


def test_parse_shows_how_a_query_is_understood(tmp_path: Path) -> None:
    typed = "轨道* -公交 章：规划 year:>=2026 区县:(九龙坡 OR 綦江) 2035年 氢能^2"
    result = run(tmp_path, "parse", typed, COLUMNS="80")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("轨道* AND NOT 公交 AND chapter:规划 AND year:2026.. AND district:(九龙坡 OR")
    assert "├ NOT · without this" in lines and "│ └ 公交 · all the words it is made of" in lines
    assert "│   ├ 九龙坡" in lines and "│ └ 2026 to …" in lines
    assert lines[-1] == "2035年 is also looked for as 二〇三五年"
    found = json.loads(run(tmp_path, "parse", typed, "--json").stdout)
    assert set(found) == {"query", "parsed", "tree", "fields", "spellings"}
    assert found["query"] == typed and found["spellings"] == {"2035年": ["二〇三五年"]}
    assert [(field["field"], field["query"]) for field in found["fields"]] == [
        ("chapter", "规划"),
        ("year", "2026.."),
        ("district", "九龙坡 OR 綦江"),
    ]
    assert found["tree"]["is"] == "and" and len(found["tree"]["parts"]) == 7
    assert json.loads(run(tmp_path, "parse", found["parsed"], "--json").stdout)["tree"] == found["tree"]
    assert run(tmp_path, "parse", "-公交").stdout.startswith("NOT 公交\n")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("什么是“两群”?", "什么是 AND 两群"),  # the quote is part of it
        ("什么是 “两群”", None),  # a quote by itself holds always
        ("氢能何时量产?", "氢能何时量产"),
        ("“两群” AND 发展", None),
        ("氢能 储能", None),
    ],
)
def test_parse_tells_what_a_query_is_as_a_sentence(tmp_path: Path, typed: str, sentence: str | None) -> None:
    assert json.loads(run(tmp_path, "parse", typed, "--json").stdout).get("sentence") == sentence
    last = run(tmp_path, "parse", typed, COLUMNS="80").stdout.splitlines()[-1]
    assert (last == f"when few passages hold that, it is read as a sentence: {sentence}") == (sentence is not None)


@pytest.mark.parametrize(
    ("typed", "cites"),
    [
        ("刑法第133条", {"law": "刑法", "article": "第一百三十三条"}),
        ("《刑法》 第133条之一", {"law": "刑法", "article": "第一百三十三条之一"}),
        ("第十条", {"law": "", "article": "第十条"}),
        ('"刑法第133条"', None),
        ("article:第133条", None),
        ("三十条措施", None),
    ],
)
def test_parse_names_the_article_that_is_cited(tmp_path: Path, typed: str, cites: dict[str, str] | None) -> None:
    assert json.loads(run(tmp_path, "parse", typed, "--json").stdout)["tree"].get("cites") == cites
    shown = run(tmp_path, "parse", typed, COLUMNS="80").stdout
    assert not cites or f"· {cites['article']} of {cites['law'] or 'any document'}, then all" in shown


def test_explain_is_a_tree_that_adds_up(home: Path) -> None:
    score = json.loads(run(home, "search", "氢能产业", "--json").stdout)["hits"][0]["score"]
    result = run(home, "explain", "氢能产业", SECTION, COLUMNS="80")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == f"{SECTION} scores {score:.4f}, place 1 of 1"
    assert any("weight: 3 of 9 passages hold it" in line for line in lines)
    assert any(line.endswith(" the whole string: 氢能产业") for line in lines)
    assert all(width(line) <= 80 for line in lines)
    told = json.loads(run(home, "explain", "氢能产业", SECTION, "--json").stdout)
    assert set(told) == {"query", "id", "parsed", "matches", "score", "rank", "total", "tree"}
    assert told["score"] == pytest.approx(score) == pytest.approx(told["tree"]["score"])
    assert {"what", "score", "rule", "parts", "matches"} <= set(told["tree"])
    missing = run(home, "explain", "氢能 公交", SECTION, "--strict")
    assert missing.exit_code == 1 and "+ 0.0000 not there: 公交" in missing.stdout
    wrong = run(home, "explain", "氢能", SECTION[:-1])
    assert wrong.exit_code == 1 and f"did you mean {SECTION[:-1]}" in wrong.stderr
    assert run(home, "explain", "(氢能", SECTION).exit_code == 2


def test_a_widened_query_is_sorted_grouped_counted_and_explained_too(home: Path) -> None:
    query = ("氢能产业如何发展，污水怎么处理", "--json")
    answer = json.loads(run(home, "search", *query, "--facets").stdout)
    assert answer["relaxed"] and answer["total"] > 1
    assert sum(answer["facets"]["district"].values()) == answer["total"]
    ids = {hit["id"] for hit in answer["hits"]}
    for hit in answer["hits"]:
        told = json.loads(run(home, "explain", query[0], hit["id"], "--json").stdout)
        assert told["matches"] and told["total"] == answer["total"]
        assert told["score"] == pytest.approx(hit["score"], rel=1e-9)
        rules: dict[str, Callable[[Iterable[float]], float]] = {"sum": sum, "product": prod}
        made_up = rules[told["tree"]["rule"]]
        assert made_up([part["score"] for part in told["tree"]["parts"]]) == pytest.approx(hit["score"], rel=1e-9)
    grouped = json.loads(run(home, "search", *query, "--group", "district").stdout)
    assert sum(group["total"] for group in grouped["groups"]) == grouped["total"] == answer["total"]
    assert {hit["id"] for hit in grouped["hits"]} <= ids
    by_date = json.loads(run(home, "search", *query, "--sort", "date").stdout)
    assert {hit["id"] for hit in by_date["hits"]} == ids
    narrowed = json.loads(run(home, "search", f"{query[0]} district:九龙坡", "--json", "--facets").stdout)
    assert narrowed["facets"]["district"] == answer["facets"]["district"]


def test_color_is_asked_for_or_absent(home: Path) -> None:
    assert "\x1b[1;31m氢能\x1b[0" in run(home, "search", "氢能", "--color").stdout
    assert "\x1b" not in run(home, "search", "氢能 OR 轨道").stdout
    shown = run(home, "show", SECTION.replace("sec_1", "sec_2"), "--no-color").stdout
    assert "轨道交通18号线" in shown and "\x1b" not in shown, "a document must not steer the terminal"


def test_search_html_is_a_page(home: Path) -> None:
    result = run(home, "search", "氢能", "--html")
    soup = BeautifulSoup(result.stdout, "html.parser")
    assert next(hit["id"] for hit in soup.select("li.ps-hit")) == SECTION
    assert run(home, "search", "没有的词语", "--html").exit_code == 1


def test_nothing_found_is_one_line_that_helps(home: Path) -> None:
    result = run(home, "search", "没有的词语")
    assert result.exit_code == 1 and result.stdout == ""
    assert result.stderr.count("\n") == 1 and "没有的词语" in result.stderr
    empty = run(home, "search", "没有的词语", "--json")
    assert empty.exit_code == 1 and json.loads(empty.stdout)["total"] == 0


def test_nothing_found_says_what_each_part_finds_and_what_was_meant(home: Path) -> None:
    result = run(home, "search", "氢气能 区县：九龙坡")
    assert result.exit_code == 1 and result.stdout == ""
    assert result.stderr.splitlines() == [
        "policysearch: nothing found for 氢气能 区县：九龙坡",
        "  氢气能: 0 · district:九龙坡: 7 · both: 0",
        "did you mean: 氢能 区县：九龙坡",
    ]
    unknown = run(home, "search", "光伏", "district:九龙破", "year:1999").stderr.splitlines()
    assert unknown[1] == "  光伏: 1 · district:九龙破: 0 (nearest: 九龙坡区) · year:1999: 0 · all: 0"
    assert json.loads(run(home, "search", "氢气能", "--json").stdout)["did_you_mean"] == "氢能"
    assert '<p class="ps-meant">是否要找：氢能</p>' in run(home, "search", "氢气能", "--html").stdout
    assert "did_you_mean" not in json.loads(run(home, "search", "没有的词语", "--json").stdout)
    assert "did_you_mean" not in json.loads(run(home, "search", "氢能", "--json").stdout)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("district:不存在", "district"),
        ("火星 kind:不存在", "kind"),
        ("type:(甲 OR 乙)", "type"),
        ("year:1990..1991", "year"),
        ("城市：某", "city"),
    ],
)
def test_a_value_that_no_passage_has_is_followed_by_those_there_are(home: Path, query: str, field: str) -> None:
    result = run(home, "search", query)
    assert result.exit_code == 1 and result.stdout == ""
    lines = result.stderr.splitlines()
    told = lines[lines.index("values there are:") + 1]
    assert told[:12].strip() == field
    shown = re.findall(r"(\S+) (\d+)(?: ·|$)", told[12:])
    assert shown
    for value, count in shown:
        assert json.loads(run(home, "search", f"{field}:{value}", "--json").stdout)["total"] == int(count)


def test_every_value_that_is_printed_can_be_typed(tmp_path: Path) -> None:
    """Also those of marks: 一、 and （一） are kinds of provisions."""
    text = "某某市促进氢能发展若干措施\n\n一、总体要求\n坚持推进创新。\n（一）基本原则\n统筹推进。\n（二）目标\n发展氢能。\n二、重点任务\n推进产业。\n（一）制氢\n扩大规模。\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    Index.update([tmp_path / "a.txt", ROOT / "corpus"], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        counted = index.facets("的 OR 了 OR 发展 OR 推进", [field.name for field in FIELDS if field.how == "value"])
        assert {"一、", "（一）"} <= set(counted["kind"])
        for field, values in counted.items():
            for value, count in values.items():
                assert index.facets(f"(的 OR 了 OR 发展 OR 推进) {field}:{value}", [field])[field][value] == count
                assert index.search(f"(的 OR 了 OR 发展 OR 推进) {field}:{value}").total == count, value


def test_a_term_that_stands_nowhere_whole_is_corrected_below_its_hits(home: Path) -> None:
    result = run(home, "search", "氢气能 OR 光伏")
    assert result.exit_code == 0 and result.stdout.splitlines()[-1] == "did you mean: 氢能 OR 光伏"


def test_suggest(home: Path) -> None:
    lines = run(home, "suggest", "qn").stdout.splitlines()
    assert "     3  term      氢能" in lines or any(line.endswith("term      氢能") for line in lines)
    assert run(home, "suggest", "district:jl").stdout.split() == ["7", "district", "九龙坡区"]
    (field,) = json.loads(run(home, "suggest", "氢能 distr", "--json").stdout)
    assert field == {"text": "district:", "kind": "field", "count": 0, "typed": "氢能 district:", "id": ""}
    heading = [
        entry for entry in json.loads(run(home, "suggest", "氢能", "--json").stdout) if entry["kind"] == "heading"
    ]
    assert heading[0]["id"] == SECTION
    nothing = run(home, "suggest", "没有的")
    assert (
        nothing.exit_code == 1
        and nothing.stdout == ""
        and json.loads(run(home, "suggest", "没有", "--json").stdout) == []
    )


def test_related_and_similar(home: Path) -> None:
    assert run(home, "related", "没有的").exit_code == 1
    assert all(
        set(entry) == {"word", "score", "passages"}
        for entry in json.loads(run(home, "related", "氢能", "--json").stdout)
    )
    result = run(home, "similar", SECTION, COLUMNS="80")
    assert result.exit_code == 0 and all(width(line) <= 80 for line in result.stdout.splitlines())
    assert "綦江区" in result.stdout.splitlines()[1] and "      shares: " in result.stdout
    entries = json.loads(run(home, "similar", SECTION, "--json").stdout)
    assert all(set(entry) == PLACE | {"score", "shared"} for entry in entries) and entries[0]["district"] == "綦江区"
    same = json.loads(run(home, "similar", SECTION, "--same", "--json").stdout)
    assert {entry["district"] for entry in same} == {"九龙坡区"}
    unknown = run(home, "similar", SECTION + "x")
    assert unknown.exit_code == 1 and f"did you mean {SECTION}" in unknown.stderr


def test_hits_to_take_along(home: Path) -> None:
    table = run(home, "search", "氢能", "--csv").stdout
    assert table.startswith("rank,id,") and len(list(csv.reader(io.StringIO(table)))) == 4
    assert run(home, "search", "氢能", "--csv", "--bom").stdout == "\ufeff" + table
    assert run(home, "search", "氢能", "--markdown").stdout.startswith("# 检索：氢能\n\n共 3 条结果。")
    assert run(home, "search", "氢能", "--bibtex").stdout.count("@misc{") == 3
    for form in ("--csv", "--markdown", "--bibtex"):
        empty = run(home, "search", "没有的词语", form)
        assert empty.exit_code == 1 and empty.stderr == ""
    cited = run(home, "show", SECTION, "--cite").stdout
    assert cited == "重庆市九龙坡区国民经济和社会发展第十五个五年规划纲要[Z]. 第一篇第一章第一节.\n"


@pytest.mark.parametrize(
    ("args", "ids"),
    [
        (["氢能", "-district:九龙坡"], ["cq-qijiang-fyp-14/chp_1"]),
        (["-氢能 轨道"], ["cq-jiulongpo-fyp-15/part_1__chp_1__sec_2"]),
        (["--", "-氢能", "轨道"], ["cq-jiulongpo-fyp-15/part_1__chp_1__sec_2"]),
        (["R&D"], [SECTION]),
        (["2035年", "远景"], ["cq-jiulongpo-fyp-15/part_1__chp_2"]),
        (["75%"], ["cq-qijiang-fyp-14/chp_1"]),
    ],
)
def test_queries_as_they_are_typed(home: Path, args: list[str], ids: list[str]) -> None:
    result = run(home, "search", "--json", *args)
    assert [hit["id"] for hit in json.loads(result.stdout)["hits"]] == ids


@pytest.mark.parametrize(
    "query", ["(氢能", '"氢能', "氢能)", "distrct:九龙坡", "year:abc", "", "NOT", "氢能 AND", "^2", "“", "x" * 5000]
)
@pytest.mark.parametrize("command", ["search", "parse"])
def test_a_query_that_means_nothing_is_told_with_a_caret(home: Path, command: str, query: str) -> None:
    result = run(home, command, query)
    assert result.exit_code == 2 and result.stdout == ""
    message, shown, caret = result.stderr.splitlines()
    assert message.startswith("policysearch: query, character ")
    assert caret.strip() == "^" and width(caret) <= max(width(shown), 60) + 1


def test_show_prints_a_passage_between_its_neighbours(home: Path) -> None:
    result = run(home, "show", SECTION, COLUMNS="80")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[:4] == [
        "重庆市九龙坡区国民经济和社会发展第十五个五年规划纲要",
        "  第一篇 夯实产业根基",
        "    第一章 壮大新兴产业",
        "      第一节 发展氢能产业",
    ]
    assert "九龙坡区 · 十五五" in lines[4] and "a.txt:7-9" in lines[4]
    assert lines[6].startswith("加快氢能产业发展，")
    assert lines[-2].startswith("previous 第一章 壮大新兴产业 · cq-jiulongpo-fyp-15/part_1__chp_1")
    assert lines[-1].startswith("next 第二节 完善轨道交通 · cq-jiulongpo-fyp-15/part_1__chp_1__sec_2")
    assert all(width(line) <= 80 for line in lines)


@pytest.mark.parametrize(
    "typed",
    [
        f"#{SECTION}",
        f"http://localhost:8765/documents/{SECTION}",
        f"https://portal.example/policy/documents/{SECTION}?q=%E6%B0%A2%E8%83%BD",
        f"http://localhost:8765/documents/{SECTION.replace('/', '?q=%E6%B0%A2%E8%83%BD&page=2#', 1)}",
        f"file:///tmp/page.html#{SECTION}",
        SECTION.replace("_", "%5F"),
    ],
)
def test_an_id_may_be_copied_from_a_browser(home: Path, typed: str) -> None:
    known = "%5F" not in typed  # only what comes from an address is written as addresses are
    assert (run(home, "show", typed).stdout == run(home, "show", SECTION).stdout) == known
    assert (run(home, "similar", typed).stdout == run(home, "similar", SECTION).stdout) == known


def test_show_of_an_unknown_id_names_the_nearest(home: Path) -> None:
    result = run(home, "show", "cq-jiulongpo-fyp-15/part_1__chap_1__sec_1")
    assert result.exit_code == 1 and result.stdout == ""
    assert f"did you mean {SECTION}" in result.stderr


def test_show_of_an_id_that_came_to_be_shared_names_those_that_it_goes_on_in(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    for n, name in enumerate(("z.txt", "a.txt")):
        (tmp_path / "corpus" / name).write_text(PLAN.replace("氢能", "氢能" + n * "和光伏"), "utf-8")
        assert run(tmp_path, "index").exit_code == 0
        result = run(tmp_path, "show", SECTION)
    document, _, place = SECTION.partition("/")
    assert result.exit_code == 1 and result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert (near := re.findall(rf"{document}-[a-z2-7-]+/{place}(?= |\?)", line)) and len(set(near)) == 2
    assert sorted("光伏" in run(tmp_path, "show", id).stdout for id in near) == [False, True]
    assert run(tmp_path, "show", f"{document}_2/{place}").stderr.count(f"{document}-") == 2


def test_outline_is_a_tree_and_its_json_the_contract(home: Path) -> None:
    tree = run(home, "outline", "corpus/a.txt", COLUMNS="80").stdout
    assert "     3  篇        第一篇 夯实产业根基\n" in tree
    assert "     7  节            第一节 发展氢能产业\n" in tree
    result = run(home, "outline", "corpus", "--json")
    documents = json.loads(result.stdout)["documents"]
    assert [document["district"] for document in documents] == ["九龙坡区", "綦江区"]
    keys = {"document_id", "title", "district", "plan", "type", "number", "issued", "line_start", "line_end", "nodes"}
    keys |= {"attached_to", "attachments"}
    assert set(documents[0]) == keys | {"issuer", "issuers", "dates", "card", "url", "reader", "certainty", "doubts"}
    assert (documents[0]["reader"], documents[0]["certainty"], documents[0]["doubts"]) == ("text", "high", [])
    nodes = documents[0]["nodes"]
    assert all(set(node) == {"kind", "number", "title", "line", "line_end", "parent"} for node in nodes)
    assert [(node["kind"], node["number"], node["title"]) for node in nodes] == [
        ("篇", "第一篇", "夯实产业根基"),
        ("章", "第一章", "壮大新兴产业"),
        ("节", "第一节", "发展氢能产业"),
        ("节", "第二节", "完善轨道交通"),
        ("专栏", "专栏1", "重点工程"),
        ("章", "第二章", "改善生态环境"),
    ]
    assert [node["parent"] for node in nodes][:4] == [None, 0, 1, 1]
    assert nodes[5]["parent"] == 0


TABLE = """重庆市綦江区国民经济和社会发展第十五个五年规划纲要

专栏1　主要指标
\t序号
\t指标名称
\t2025年
\t2030年目标

\t1
\t地区生产总值年均增长（%），按照不变价格计算，其中包括第一产业、第二产业、第三产业增加值的增长
\t6.3
\t6*

\t2
\tPM2.5浓度（微克/立方米）
\t30
\t28

注：带*为年均增速。
"""


def test_tables_are_aligned_and_their_json_the_contract(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TABLE, "utf-8")
    (table,) = json.loads(run(tmp_path, "tables", "a.txt", "--json").stdout)
    whose = {"id", "document_id", "document", "district", "plan", "file"}
    assert set(table) == whose | {"caption", "line_start", "line_end", "columns", "rows", "groups", "notes"}
    assert table["file"] == "a.txt" and table["id"].startswith(f"{table['document_id']}/")
    assert table["columns"] == ["序号", "指标名称", "2025年", "2030年目标"]
    assert table["rows"][1] == ["2", "PM2.5浓度（微克/立方米）", "30", "28"]
    lines = run(tmp_path, "tables", "a.txt", COLUMNS="80").stdout.splitlines()
    assert lines[0] == table["caption"] == "专栏1 主要指标"
    assert all(width(line) <= 80 for line in lines)
    head, (last,) = lines[3], [line for line in lines if line.startswith("2  ")]
    assert width(head[: head.index("2025年")]) == width(last[: last.index("30")])
    assert "注：带*为年均增速。" in lines


def test_a_file_without_tables_is_nothing_found(home: Path) -> None:
    result = run(home, "tables", "corpus/b.md")
    assert result.exit_code == 1 and result.stdout.strip() == ""


def test_export_is_every_passage_with_its_text(home: Path) -> None:
    lines = [json.loads(line) for line in run(home, "export").stdout.splitlines()]
    assert all(set(line) >= PLACE | {"text", "issued", "years", "issuer"} for line in lines)
    assert len({line["id"] for line in lines}) == len(lines) == 9
    assert sum(line["text"].count("加氢站") for line in lines) == 1


def test_stats_and_check(home: Path) -> None:
    stats = run(home, "stats").stdout
    for fact in ("documents   2", "passages    9", "九龙坡区 7", "十五五 7", "dictionary", "size"):
        assert fact in stats
    assert run(home, "check").stdout == "index: sound, 9 passages\n"


def test_check_finds_damage(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home / "index", tmp_path / "index")
    largest = max(
        (path for path in (tmp_path / "index").rglob("*") if path.is_file()), key=lambda path: path.stat().st_size
    )
    data = bytearray(largest.read_bytes())
    data[len(data) // 2] ^= 1
    largest.write_bytes(data)
    result = run(tmp_path, "check")
    assert result.exit_code == 3 and largest.name in result.stderr
    largest.write_bytes(data[:-1])
    for command in (["check"], ["search", "氢能"], ["stats"], ["export"], ["show", SECTION]):
        result = run(tmp_path, *command)
        assert result.exit_code == 3 and result.stderr.startswith("policysearch: index: "), command


@pytest.mark.parametrize("command", [["search", "氢能"], ["show", "x"], ["export"], ["stats"], ["check"]])
def test_without_an_index_one_line_says_how_to_make_one(tmp_path: Path, command: list[str]) -> None:
    result = run(tmp_path, *command)
    assert result.exit_code == 3 and result.stdout == ""
    assert (
        result.stderr == "policysearch: index: no index here; build one with: policysearch index FOLDER --index index\n"
    )


@pytest.mark.parametrize(
    "args",
    [
        ["search"],
        ["search", "氢能", "--limit", "-1"],
        ["search", "氢能", "--limit"],
        ["search", "氢能", "--json", "--html"],
        ["search", "氢能", "--json", "--csv"],
        ["search", "氢能", "--markdown", "--bibtex"],
        ["search", "氢能", "--bom"],
        ["suggest"],
        ["search", "氢能", "--sort", "size"],
        ["compare"],
        ["compare", "氢能", "(储能"],
        ["compare", "氢能", "--by", "kind"],
        ["compare", "氢能", "--csv", "--json"],
        ["search", "氢能", "--group", "plan"],
        ["search", "氢能", "--limt", "3"],
        ["outline", "nowhere.txt"],
        ["index", "nowhere"],
        ["nonsense"],
    ],
)
def test_wrong_usage_is_told(home: Path, args: list[str]) -> None:
    result = run(home, *args)
    assert result.exit_code == 2 and result.stdout == "" and result.stderr.startswith("policysearch: ")
    assert isinstance(result.exception, SystemExit)
    if "(储能" not in args:  # the place in a query has a line of its own
        assert result.stderr.count("\n") == 1


def test_wrong_usage_takes_one_line_that_says_what_to_try(home: Path) -> None:
    def said(*args: str) -> str:
        return run(home, *args).stderr

    assert said("search") == "policysearch: search: missing argument 'QUERY...'; try: policysearch search --help\n"
    assert said("search", "氢能", "--sort", "size") == (
        "policysearch: search: invalid value for '--sort': 'size' is not one of 'relevance', 'document', 'date'; "
        "try: policysearch search --help\n"
    )
    assert said("--nonsense").endswith("; try: policysearch --help\n")
    assert "--limit" in said("search", "氢能", "--limt", "3") and "nonsense" in said("nonsense")
    assert run(home).output.replace("main", "policysearch").startswith("Usage: policysearch")  # the help itself


def test_the_index_folder_can_come_from_the_environment(home: Path, tmp_path: Path) -> None:
    assert run(tmp_path, "search", "氢能", POLICYSEARCH_INDEX=str(home / "index")).exit_code == 0


def test_every_command_has_help_and_completion_names_them(home: Path) -> None:
    names = set(main.commands)
    assert {"index", "search", "show", "outline", "tables", "export", "stats", "check"} <= names
    for name in names:
        assert run(home, name, "--help").exit_code == 0
    result = run(home, _POLICYSEARCH_COMPLETE="bash_complete", COMP_WORDS="policysearch se", COMP_CWORD="1")
    assert "plain,search" in result.stdout


def test_a_search_in_its_own_process_loads_no_jieba_and_is_quiet(home: Path) -> None:
    root = str(ROOT)
    code = (
        f"import sys; sys.path.insert(0, {root!r})\n"
        "from policysearch.cli.main import main\n"
        "try: main(['search', '氢能产业发展', '--json'])\n"
        "finally: sys.exit(7 if {'jieba', 'bs4', 'pypinyin'} & set(sys.modules) else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, cwd=home, capture_output=True)
    assert done.returncode == 0 and done.stderr == b""
    assert json.loads(done.stdout)["total"] == 1


def test_a_reader_that_has_seen_enough_is_no_error(home: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = shell(home, "search", "氢能", stdout=pipe)
    assert done.returncode == 0 and done.stderr == b""


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
def test_closed_output_is_no_traceback(home: Path) -> None:
    command = f"{shlex.quote(sys.executable)} -m policysearch search 氢能 >&-"
    root = str(ROOT)
    done = subprocess.run(
        command, check=False, shell=True, cwd=home, env=os.environ | {"PYTHONPATH": root}, stderr=subprocess.PIPE
    )
    assert done.returncode == 0 and done.stderr == b""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_one_line(home: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = shell(home, "export", stdout=full)
    assert done.returncode == 3 and done.stderr.count(b"\n") == 1


def test_results_are_utf8_whatever_the_terminal_speaks(home: Path) -> None:
    root = str(ROOT)
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONPATH": root}
    command = [sys.executable, "-m", "policysearch", "search", "氢能"]
    for options, expected in ((["--json"], "氢能".encode()), ([], b"3 passages found")):
        done = subprocess.run([*command, *options], check=False, cwd=home, env=environment, capture_output=True)
        assert done.returncode == 0 and expected in done.stdout and done.stderr == b""


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--snippet", "-5", "氢能"], "'--snippet': -5"),
        (["氢能", "--limit", "-1"], "'--limit' / '-n': -1"),
        (["-m", "3", "氢能"], "-m is no option; did you mean --limit?"),
        (["氢能", "-n", "x"], "'--limit' / '-n'"),
        (["-i", "氢能"], "-i is no option; capital and small letters are the same."),
        (["-x", "氢能"], "To exclude a word write it behind the others, in quotes: '氢能 -x'"),
        (["--district", "九龙坡", "氢能"], "--district is no option; write it in the query: district:九龙坡;"),
        (["--区县=九龙坡", "氢能"], "--区县 is no option; write it in the query: 区县:九龙坡;"),
        (["--区县", "--limit", "3"], "write it in the query: 区县:VALUE;"),
        (["--district", "不存在", "氢能"], "district:不存在 (no passage has this value; there are: "),
        (["--year=1900"], "year:1900 (no passage has this value; there are: 20"),
        (["--document", "甲 乙"], 'write it in the query: document:"甲 乙";'),
        (["-rn", "氢能"], "-rn is no option. To exclude a word write it behind the others, in quotes: '氢能 -rn'"),
        (["-nx", "氢能"], "-nx is no option. To exclude"),
        (["氢能", "-GDP"], "in quotes: '氢能 -GDP'"),
        (["氢能", "-A3"], "-A3 is no option. To exclude"),
        (["-5", "氢能"], "-5 is no option; did you mean -n 5?"),
        (["-n=5", "氢能"], "-n=5 is no option; did you mean -n 5?"),
        (["-o氢能.csv", "氢能"], "did you mean -o 氢能.csv?"),
        (["-json", "氢能"], "did you mean --json?"),
        (["-limit=3", "氢能"], "did you mean --limit?"),
    ],
)
def test_an_option_that_is_none_says_what_to_write(home: Path, arguments: list[str], says: str) -> None:
    result = run(home, "search", *arguments)
    assert result.exit_code == 2 and says in result.stderr and len(result.stderr.splitlines()) == 1


def test_what_excludes_is_no_option(home: Path) -> None:
    for arguments in (
        ["-公交", "氢*"],
        ["氢*", "-公交", "--limit", "3"],
        ["氢* -公交"],
        ["--", "氢*", "-n"],
        ["氢* -rn"],
        ["氢*", '-"GDP"'],
        ["-district:某某", "氢*"],
        ["氢*", "-区县：某某"],
        ["-n3", "氢*"],
    ):
        assert json.loads(run(home, "search", "--json", *arguments).stdout)["total"] >= 1


def test_a_condition_as_an_option_is_told_where_to_write_it(home: Path) -> None:
    for command in (["export"], ["similar", "--matrix", "district"]):
        result = run(home, *command, "--district", "不存在")
        assert result.exit_code == 2 and len(result.stderr.splitlines()) == 1
        assert "write --query 'district:不存在' (no passage has this value; there are: " in result.stderr
    result = run(home, "compare", "-rn", "氢能")
    assert result.exit_code == 2 and "-rn is no option" in result.stderr
    result = run(home, "indicators", "--district", "九龙坡", "氢能")  # takes no query
    assert result.exit_code == 2 and "no such option '--district'" in result.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["export", "--query", "district:不存在"],
        ["export", "--csv", "--query", "district:不存在"],
        ["similar", "--matrix", "district", "--query", "district:不存在"],
        ["similar", "--matrix", "district", "--json", "--query", "district:不存在"],
        ["compare", "district:不存在"],
        ["search", "district:不存在"],
    ],
)
def test_every_command_with_a_query_names_the_values_there_are(home: Path, command: list[str]) -> None:
    result = run(home, *command)
    assert result.exit_code == 1
    assert result.stderr.startswith("policysearch: nothing found for district:不存在\nvalues there are:\n  district ")


def test_fields_are_named_as_their_readers_type_them(home: Path) -> None:
    """What stands there can be typed again."""
    result = run(home, "search", "氢能 文种:没有 区县:没有", "--lang", "zh")
    assert "文种:没有：0" in result.stderr and re.search(r"(?m)^  区县 +九龙坡区 \d+", result.stderr)
    assert re.search(r"(?m)^  type +\S+ \d+", run(home, "search", "氢能 文种:没有").stderr)
    counted = run(home, "search", "氢能", "--facets", "--lang", "zh").stdout
    assert re.search(r"(?m)^规划期 +十", counted)


def test_plans_of_a_district_stand_apart_below_it(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    for ordinal in ("十四", "十五"):
        text = f"重庆市九龙坡区国民经济和社会发展第{ordinal}个五年规划纲要\n\n第一章　产业\n\n发展氢能。\n"
        (tmp_path / "corpus" / f"{ordinal}.txt").write_text(text, "utf-8")
    assert run(tmp_path, "index").exit_code == 0
    lines = run(tmp_path, "compare", "氢能").stdout.splitlines()
    assert [line.split("  ")[0] for line in lines[4:7]] == ["九龙坡区", "└ 十四五", "└ 十五五"]


def test_the_command_for_more_of_a_query_that_excludes_runs(home: Path) -> None:
    shown = run(home, "search", "--limit", "1", "--", "-GDP").stdout
    (more,) = re.findall("(?m)^more: policysearch (.+)$", shown)
    assert run(home, *shlex.split(more)).exit_code == 0


def test_a_query_that_finds_nothing_tells_programs_what_there_is(home: Path) -> None:
    told = json.loads(run(home, "search", "氢能 district:不存在", "--json").stdout)
    word, condition = told["parts"]
    assert word["text"] == "氢能" and word["total"] > 0 and not word["values"]
    assert condition["name"] == "district" and condition["total"] == 0 and "九龙坡区" in condition["values"]
    assert "parts" not in json.loads(run(home, "search", "氢能", "--json").stdout)


def test_single_quotes_of_windows_are_none_of_the_query(home: Path) -> None:
    plain = json.loads(run(home, "search", "氢能 district:九龙坡", "--json").stdout)
    assert plain["total"] and json.loads(run(home, "search", "'氢能", "district:九龙坡'", "--json").stdout) == plain


def test_a_distance_of_one_string_is_told(home: Path) -> None:
    result = run(home, "search", '"进了技术学校"~2')
    assert result.exit_code == 1 and '"进了技术学校"~2 has one string; put spaces' in result.stderr


def test_show_stats_and_check_print_json_for_programs(home: Path) -> None:
    hit = json.loads(run(home, "search", "氢能", "--json").stdout)["hits"][0]
    shown = json.loads(run(home, "show", hit["id"], "--json").stdout)
    assert (shown["id"], shown["path"]) == (hit["id"], hit["path"]) and "氢能" in shown["text"] + shown["title"]
    assert {"before", "after"} <= shown.keys() and run(home, "show", "none", "--json").exit_code == 1
    facts = json.loads(run(home, "stats", "--json").stdout)
    assert facts["passages"] == sum(facts["kinds"].values()) > 0 and facts["format"]
    checked = run(home, "check", "--json")
    assert json.loads(checked.stdout) == {"sound": True, "passages": facts["passages"], "findings": [], "texts": []}
    assert checked.exit_code == 0
