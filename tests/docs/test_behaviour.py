"""Claims of the user guide, and of other pages, about behaviour that no block shows: each sentence, and a check that runs it."""

from __future__ import annotations

import csv
import io
import json
import pickle
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest

from policysearch import Index, QueryError, parse
from policysearch.query.ast import Term
from tests.support.claims import Check, Claims, Home, run

CLAIMS = Claims()


def holds(page: str, sentence: str, check: Check) -> None:
    CLAIMS(page, sentence)(check)


GUIDE, OPERATOR, EMBED, QUERY, WEB = "user-guide.md", "operator-guide.md", "embedding.md", "query-language.md", "web.md"

# The table of what is typed, and the paragraphs below it

holds(
    GUIDE,
    "passages that hold both words",
    lambda home: home.found("氢能 产业", strict=True) == ["第八条", "第九条", "第十条"],
)
holds(GUIDE, "those with the whole string come first", lambda home: home.found("氢能产业")[0] == "第八条")
holds(GUIDE, "words close together before words far apart", lambda home: home.found("氢能 产业")[-1] == "第十条")
holds(GUIDE, "exactly these characters", lambda home: home.found('"氢能产业"', strict=True) == ["第八条"])
holds(
    GUIDE, "both, at most 20 characters apart", lambda home: set(home.found('"氢能 产业"~20')) == {"第八条", "第九条"}
)
holds(
    GUIDE,
    "words that begin with 轨道, without 公交",
    lambda home: all(
        "轨道" in _text(hit) and "公交" not in _text(hit) for hit in home.index.search("轨道* -公交", None)
    ),
)
holds(
    GUIDE,
    "plans and documents of these years",
    lambda home: {hit.passage.plan for hit in home.index.search("year:2026..2030", None)} >= {"十五五"},
)
holds(
    GUIDE,
    "these characters: nothing in them is an operator",
    lambda home: [parse(typed) for typed in ("R&D", "PM2.5", "75%")] == [Term("R&D"), Term("PM2.5"), Term("75%")],
)
holds(
    GUIDE,
    "`75%` also finds 175%, `人文` also 个人文化",
    lambda home: home.found("75%") == ["第四条", "第三条"] and home.found("人文") == ["第一条", "第二条"],
)
holds(
    GUIDE,
    "matches that cut through words (人文 in 个人文化) come last",
    lambda home: home.found("人文")[-1] == "第二条",
)
holds(
    GUIDE,
    "only in that district, only under such a chapter",
    lambda home: (
        {hit.passage.district for hit in home.index.search("district:九龙坡", None)} == {"九龙坡区"}
        and all("规划" in hit.passage.chapter for hit in home.index.search("章:规划", None))
    ),
)


def _text(hit: Any) -> str:
    return f"{hit.passage.title}{hit.passage.text}"


@CLAIMS(
    GUIDE,
    "Width (％ and %), case, Traditional characters, white space within words, and years in ideographs (二〇三五年 and 2035年) make no difference.",
)
def _folding(home: Home) -> None:
    for one, other in (
        ("75％", "75%"),
        ("pm2.5", "PM2.5"),
        ("氫能", "氢能"),
        ('"氢能 产业"', '"氢能产业"'),
        ("2035年", "二〇三五年"),
    ):
        assert home.found(one) == home.found(other) != []


@CLAIMS(
    GUIDE,
    "Sums, shares, durations, ages and times of day are found as they are written elsewhere: `20万` 二十万元, `0.5%` 百分之零点五, `七天` 七日, `14岁` 十四周岁, `22点` 22:00.",
)
def _spellings(home: Home) -> None:
    articles = ("二十万元", "百分之零点五", "七日", "十四周岁", "22:00")
    with home.of(
        甲="甲市办法\n\n" + "".join(f"第{n}条 以{a}为准。\n" for n, a in zip("一二三四五", articles, strict=True))
    ) as index:
        for typed, article in zip(("20万", "0.5%", "七天", "14岁", "22点"), articles, strict=True):
            assert [article in hit.passage.text for hit in index.search(typed, strict=True)] == [True], typed


@CLAIMS(
    GUIDE, "it is never taken for a word, and the program asks what was meant. Put such a query into one pair of quotes"
)
def _options(home: Home) -> None:
    for typed in ("-rn", "-5", "-GDP"):
        done = run(f"search 氢能 {typed}", index=home.samples)
        assert done.code == 2 and "is no option" in done.err and not done.out
    assert run("search '氢能 -GDP'", index=home.samples).code == 0


@CLAIMS(GUIDE, "In a pipe, or with `--no-color`, they stand in 【】; where the text itself has 【】, in 〖〗 or ⟦⟧.")
def _marks(home: Home) -> None:
    folder = home.texts
    assert (
        "【氢能】" in run("search 氢能", index=folder).out
        and "〖低空〗经济属于【重要】" in run("search 低空", index=folder).out
    )
    assert "【氢能】" in run("search 氢能 --no-color", index=folder).out


@CLAIMS(GUIDE, "The best has at most `--snippet` characters (120), the others half, from the fourth on a quarter")
def _snippets(home: Home) -> None:
    for hit in json.loads(run("search '产业 发展 建设 养老 交通' -n 20 --json", index=home.samples).out)["hits"]:
        sizes = sorted((len(one["text"]) for one in hit.get("fragments", [hit["snippet"]])), reverse=True)
        assert all(size <= most for size, most in zip(sizes, [120, 60, 60, *[30] * 5], strict=False))


# Sort, group, count


@CLAIMS(GUIDE, "only the best hit of each, with the number of hits")
def _groups(home: Home) -> None:
    grouped = home.index.search("养老", None, group="district")
    districts = [hit.passage.district for hit in grouped]
    assert len(districts) == len(set(districts)) > 2 and sum(group.total for group in grouped.groups) == grouped.total


@CLAIMS(GUIDE, "in the order of documents, or newest documents first")
def _sorted(home: Home) -> None:
    lines = [(hit.passage.source, hit.passage.line_start) for hit in home.index.search("养老", None, sort="document")]
    dates = [hit.passage.issued or "" for hit in home.index.search("养老", None, sort="date")]
    assert lines == sorted(lines) and [date for date in dates if date] == sorted(filter(None, dates), reverse=True)


@CLAIMS(GUIDE, "`GDP` finds 地区生产总值, after what holds GDP itself")
def _synonyms(home: Home) -> bool:
    return home.found("GDP", synonyms=True) == ["第七条", "第六条"]


@CLAIMS(GUIDE, "only passages that hold all the words, and quotes only where they stand as they are")
def _strict(home: Home) -> None:
    assert home.found("氢能 火星") and not home.found("氢能 火星", strict=True)
    assert not home.found('"氢能在交通、物流、码头、仓储各处"', strict=True)


@CLAIMS(GUIDE, "`--strict` prevents it, and so does an `AND` that you type", "the search is relaxed")
def _relaxed(home: Home) -> None:
    assert home.small.search("氢能 火星").relaxed
    assert not home.small.search("氢能 AND 火星").total and not home.small.search("氢能 火星", strict=True).total


@CLAIMS(
    GUIDE,
    "It is not counted in the total.",
    "a document number in any brackets, or the names of one plan gives the document itself, above the hits",
)
def _documents(home: Home) -> None:
    for query in ("九龙坡府发〔2026〕3号", "九龙坡府发[2026]3号", "九龙坡府发（2026）3号", "九龙坡区十五五规划"):
        answer = home.index.search(query)
        assert [one.first.document_id for one in answer.documents] == ["cq-jiulongpo-fyp-15"], query
        assert answer.total == home.index.search(query, limit=1, offset=1).total


@CLAIMS(
    GUIDE,
    "Passages of the same text are one hit; “also in” names the others. The total and `--facets` count passages, folded or not; `--limit` and `--offset` count hits.",
    "lists all passages of the same text instead of one that names the others",
)
def _folds(home: Home) -> None:
    same = "第一条 全区各级各部门要切实提高政治站位，扎实推进海绵城市建设工作。\n"
    with home.of(
        甲="甲区办法\n" + same + "第二条 甲区自己的一条。\n", 乙="乙区办法\n" + same + "第二条 乙区另外的规定。\n"
    ) as index:
        answer = index.search("海绵城市", limit=1)
        assert (answer.total, len(answer.hits), len(answer.hits[0].also)) == (2, 1, 1)
        assert not index.search("海绵城市", limit=1, offset=1).hits
    assert "also in" in run("search 海绵城市", index=home.built).out
    assert "also in" not in run("search 海绵城市 --no-fold", index=home.built).out


@CLAIMS(
    GUIDE,
    "count as one, that with the better name; drafts and revisions are no copies.",
    "`export` and `compare` leave copies out too; `export --all-copies` has them.",
)
def _copies(home: Home) -> None:
    text = "关于做好防汛工作的通知\n" + "".join(f"第{n}条 各单位要做好第{n}项防汛准备。\n" for n in "一二三四五六七八")
    with home.of(**{"通知（备份）": text, "通知": text, "通知（草案）": text.replace("第八项", "其他各项")}) as index:
        assert {hit.passage.source for hit in index.search("防汛准备", None)} == {"通知.txt", "通知（草案）.txt"}
    plain, all_copies = run("export", index=home.built), run("export --all-copies", index=home.built)
    assert "备份" not in plain.out and "通知（备份）.txt" in all_copies.out
    row = json.loads(run("compare 防汛准备 --json", index=home.built).out)["rows"][0]
    assert row["cells"][0]["passages"] == len([line for line in plain.out.splitlines() if "防汛准备" in line])


# Quotes, corrections


@CLAIMS(
    GUIDE,
    "If it stands nowhere, the nearest wording is shown beside it, with the differences marked; line ends, full-width and Traditional characters are no difference, nor is punctuation without quotes.",
)
def _quotes(home: Home) -> None:
    (hit,) = home.small.search("氢能在交通、物流、码头、仓储各处都要推广，以此带动本地许多产业").hits
    assert hit.altered and hit.passage.article == "第十条"
    for same in (
        "氢能在交通、物流、港口、仓储各处\n都要推广",
        "氫能在交通、物流、港口、倉儲各處都要推廣",
        "氢能在交通物流港口仓储各处都要推广",
    ):
        answer = home.small.search(same)
        assert answer.hits[0].passage.article == "第十条" and not answer.altered, same


@CLAIMS(
    GUIDE,
    "(陈渝 for 成渝, `qingneng` for 氢能). Numbers and quoted text are never corrected. A single word that stands in fewer than four passages is followed by what holds its synonyms",
)
def _corrected(home: Home) -> None:
    assert (
        "did you mean: 成渝" in run("search 陈渝", index=home.samples).out + run("search 陈渝", index=home.samples).err
    )
    assert "氢能" in "".join(run("search qingneng", index=home.samples)[1:])
    assert "did you mean" not in "".join(run("search '\"陈渝\"'", index=home.samples)[1:])
    assert "did you mean" not in "".join(run("search 98765", index=home.samples)[1:])
    assert not home.index.search("三大氢走廊").relaxed


# What is indexed


@CLAIMS(GUIDE, "the index remembers its paths, and only changed files are read")
def _remembers(home: Home) -> None:
    with home.of(甲="第一条 甲。\n", 乙="第一条 乙。\n"):
        pass
    (home.folder / "乙.txt").write_text("第一条 乙二。\n", "utf-8")
    assert "1 read, 1 unchanged" in run("index", index=home.built).out


@CLAIMS(
    GUIDE,
    "leaves out files and folders of that name, such as `备份` or `*.tmp.md`; `''` ends it",
    "says what would be read and removed, writes nothing",
)
def _excludes(home: Home) -> None:
    with home.of(甲="第一条 甲。\n", 乙="第一条 乙。\n"):
        pass
    before = (home.built / "CURRENT").read_bytes()
    assert "1 document" in run("index --dry-run --exclude 乙.txt", index=home.built).out
    assert (home.built / "CURRENT").read_bytes() == before
    assert "1 document," in run("index --exclude 乙.txt", index=home.built).out
    assert "1 document," in run("index", index=home.built).out
    assert "2 documents" in run("index --exclude ''", index=home.built).out


@CLAIMS(
    GUIDE,
    "says only what changed and which problems are new",
    "exit code 5 when a document could not be read",
    "A file that cannot be read is named with the reason, and the rest is indexed.",
)
def _quiet(home: Home) -> None:
    (home.folder / "bad.pdf").write_bytes(b"%PDF-1.4 broken")
    with home.of(甲="第一条 甲。\n"):
        pass
    first = run("index --fail-on-problems", index=home.built)
    assert first.code == 5 and "bad.pdf: " in first.err and "1 document" in first.out
    assert run("index --quiet", index=home.built)[1:] == ("", "")
    (home.folder / "bad2.pdf").write_bytes(b"%PDF-1.4 broken")
    again = run("index --quiet", index=home.built)
    assert "bad2.pdf" in again.err and "bad.pdf" not in again.err
    assert run("index --report -", index=home.built).out.count("bad") >= 2


@CLAIMS(GUIDE, "an empty file makes it forget words. A line that cannot be used is named.")
def _words(home: Home) -> None:
    groups = home.folder / "words"
    groups.write_text("甲词 = 乙词\n只有一边 =\n", "utf-8")
    with home.of(甲="第一条 推广乙词。\n"):
        pass
    named = run("index --synonyms", groups, index=home.built)
    assert "2" in named.err and run("search 甲词 --synonyms", index=home.built).code == 0
    assert run("index", index=home.built).code == 0 and run("search 甲词 --synonyms", index=home.built).code == 0
    groups.write_text("", "utf-8")
    run("index --synonyms", groups, index=home.built)
    assert run("search 甲词 --synonyms --strict", index=home.built).code == 1


@CLAIMS(
    GUIDE,
    "It stays the same when the index is rebuilt, files are renamed or other files are added.",
    "The id of a document that is neither plan nor gazette ends with five characters",
)
def _ids(home: Home) -> None:
    texts = {"甲": "某市防汛办法\n第一条 做好防汛。\n第二条 各负其责。\n"}
    with home.of(**texts) as index:
        before = [passage.id for passage in index.passages()]
    (home.folder / "甲.txt").rename(home.folder / "改名.txt")
    with home.of(乙="某市抗旱办法\n第一条 做好抗旱。\n") as index:
        assert [passage.id for passage in index.passages() if passage.source == "改名.txt"] == before
    assert run("index --rebuild", index=home.built).code == 0
    with Index.open(home.built) as index:
        assert [passage.id for passage in index.passages() if passage.source == "改名.txt"] == before
    assert len(before[0].partition("/")[0].rpartition("-")[2]) == 5


# Commands


@CLAIMS(
    GUIDE,
    "`-o FILE` writes what it finds into a file, `-n 3` is `--limit 3`.",
    "An error is one line on stderr; for a query the place stands below it.",
)
def _common(home: Home) -> None:
    target = home.folder / "out"
    assert run("search 养老 -n 3 -o", target, index=home.samples).out == ""
    assert target.read_text("utf-8") == run("search 养老 --limit 3", index=home.samples).out
    assert run("search '(养老'", index=home.samples).err.splitlines()[1:] == ["(养老", "^"]
    for wrong in ("search 养老 --index nowhere", "search 养老 --limit x", "outline nofile", "index nofile"):
        done = run(wrong)
        assert done.code in (2, 3) and len(done.err.splitlines()) == 1 and not done.out, wrong


@CLAIMS(GUIDE, "`--config FILE` names a TOML file of defaults")
def _config(home: Home) -> None:
    file = home.folder / "a.toml"
    file.write_text(f"index = {json.dumps(str(home.samples))}\n[search]\nlimit = 1\n", "utf-8")
    assert "1–1 shown" in run(f"--config {shlex.quote(str(file))} search 养老").out


@CLAIMS(GUIDE, "begins with `'`. The last columns say")
def _cells(home: Home) -> None:
    rows = csv.reader(io.StringIO(run("search 算式 --csv", index=home.texts).out))
    assert all(not cell.startswith(("=", "+", "@")) for row in rows for cell in row)


@CLAIMS(GUIDE, "In Markdown and CSV a table row stands with its column heads")
def _rows(home: Home) -> None:
    for name in ("csv", "markdown"):
        assert "指标名称：森林覆盖率（%）；" in run(f"search 森林覆盖率 --{name}", index=home.samples).out.replace(
            "**", ""
        )


@CLAIMS(GUIDE, "In `compare --csv` add up the rows of one `level` only: the plans of a district stand below its total.")
def _levels(home: Home) -> None:
    rows = list(csv.DictReader(io.StringIO(run("compare 养老 --csv", index=home.samples).out)))
    assert "level" in rows[0]


# The table of commands


@CLAIMS(
    GUIDE,
    "one passage with its headings and neighbours, or the outline of a document; `--cite` prints its citation; ID may be the address of a passage",
)
def _shown(home: Home) -> None:
    passage, outline = (
        run("show cq-jiulongpo-fyp-15/box_6", index=home.samples),
        run("show cq-jiulongpo-fyp-15", index=home.samples),
    )
    assert "专栏 6" in passage.out and outline.out.count("章") > 5
    address = run("show 'http://127.0.0.1:8765/documents/cq-jiulongpo-fyp-15/box_6?q=x'", index=home.samples)
    assert address.out == passage.out
    assert "[Z]" in run("show cq-jiulongpo-fyp-15/box_6 --cite", index=home.samples).out


@CLAIMS(GUIDE, "the most similar passages, those of other districts first; `--same`: of its own district")
def _similar(home: Home) -> None:
    found = json.loads(run("similar cq-jiulongpo-fyp-15/box_6 --json", index=home.samples).out)
    own = json.loads(run("similar cq-jiulongpo-fyp-15/box_6 --same --json", index=home.samples).out)
    districts = [one["district"] == "九龙坡区" for one in found]
    assert districts == sorted(districts) and own and all(one["district"] == "九龙坡区" for one in own)


@CLAIMS(
    GUIDE,
    "completes terms, headings, districts, fields, also from pinyin: `qn` for 氢能",
    "who defines a term, and how",
    "words that go with a term",
)
def _completed(home: Home) -> None:
    assert (
        "氢能" in run("suggest qn", index=home.samples).out
        and "district:" in run("suggest distr", index=home.samples).out
    )
    assert "九龙坡" in run("suggest 九龙", index=home.samples).out
    assert (
        "九龙坡" in run("glossary 三大氢走廊", index=home.samples).out
        and run("related 氢能", index=home.samples).code == 0
    )


@CLAIMS(
    GUIDE,
    "`--path` prints where it is",
    "every passage with every field as one line of JSON, or `--csv`; `--query`, `--limit`, `--fields id,issued`",
)
def _exported(home: Home) -> None:
    assert (
        run("open cq-jiulongpo-fyp-15/box_6 --path", index=home.samples)
        .out.strip()
        .endswith("jiulongpo-gazette-2026-1.md")
    )
    lines = run("export", index=home.samples).out.splitlines()
    assert len(lines) == home.index.stats().passages and all(json.loads(line) for line in lines)
    some = run("export --csv --query 氢能 --limit 2 --fields id,issued", index=home.samples).out.splitlines()
    assert some[0] == "id,issued" and len(some) == 3


@CLAIMS(GUIDE, "number, unit, year, 左右 or ≥, whose", "shows how a query is understood, without searching")
def _indicators(home: Home) -> None:
    first = json.loads(run("indicators 森林覆盖率 --json", index=home.samples).out)[0]
    assert {"value", "unit", "year", "qualifier", "district"} <= first.keys()
    assert run("parse '氢能 -公交' --index nowhere").code == 2 or run("parse '氢能 -公交'").code == 0


@CLAIMS(
    GUIDE, "Files are read in UTF-8, UTF-16, UTF-32 or GB18030", "Files of other kinds (`.dwg`, `.mp4` …) are counted."
)
def _encodings(home: Home) -> None:
    for name in ("utf-8", "utf-16", "utf-32", "gb18030"):
        (home.folder / f"{name}.txt").write_bytes(f"第一条 编码{name[-2:]}推进氢能产业发展和养老服务。\n".encode(name))
    (home.folder / "plan.dwg").write_bytes(b"x")
    done = run("index", home.folder, index=home.built)
    assert (
        "1 .dwg" in done.out
        and run("search 氢能产业发展和养老服务 --strict --no-fold", index=home.built).out.count(".txt:1") == 4
    )


@CLAIMS(
    GUIDE, "an update that removes more than ten files and more than a fifth of all; without it such an update stops"
)
def _guarded(home: Home) -> None:
    with home.of(**{f"文{n}": f"第一条 第{n}事。\n" for n in range(15)}):
        pass
    for n in range(11):
        (home.folder / f"文{n}.txt").unlink()
    refused = run("index", index=home.built)
    assert refused.code == 4 and "11 of 15 files would be removed" in refused.err
    assert "15 documents" in run("versions", index=home.built).out
    assert run("index --allow-removing", index=home.built).code == 0


@CLAIMS(
    GUIDE,
    "both get longer ids. So an old link never shows another document",
    "`policysearch show` lists the longer ids when an id is no longer unique.",
)
def _longer_ids(home: Home) -> None:
    text = "重庆市某某区国民经济和社会发展第十五个五年规划纲要\n第一章 发展目标\n到2030年建成{}。\n"
    with home.of(甲=text.format("强区")) as index:
        (short,) = {passage.document_id for passage in index.passages()}
    with home.of(乙=text.format("美丽城区，另有许多不同")) as index:
        both = {passage.document_id for passage in index.passages()}
    assert len(both) == 2 and short not in both and all(one.startswith(short) for one in both)
    told = run(f"show {short}", index=home.built)
    assert told.code == 1 and all(one in told.err + told.out for one in both)


@CLAIMS(GUIDE, "A missing date is replaced by the year in the number 〔2021〕.")
def _cited(home: Home) -> None:
    with home.of(
        甲="某某市人民政府关于做好防汛工作的通知\n某府发〔2021〕7号\n各区县人民政府：\n一、压实责任\n各地要做好防汛准备。\n"
    ) as index:
        (id,) = [hit.passage.id for hit in index.search("压实责任", 1)]
    cited = run(f"show {id} --cite", index=home.built).out
    assert "某府发〔2021〕7号" in cited and "2021: " in cited


@CLAIMS(
    QUERY, '`"GDP"` finds exactly GDP.', "Quoted text is never widened, nor is what stands under `NOT`, in a wildcard"
)
def _not_widened(home: Home) -> None:
    assert home.found('"GDP"', synonyms=True) == home.found("GDP*", synonyms=True) == ["第七条"]
    assert "第六条" in home.found("增长 -GDP", synonyms=True)


@CLAIMS(QUERY, "It comes before all passages that only mention it; of several texts of a law, the latest first.")
def _articles(home: Home) -> None:
    law = "中华人民共和国某某法\n（{}年3月1日通过）\n第一条 为了规范某某活动，制定本法。\n第二条 某某活动应当合法。\n"
    other = "某某办法\n第一条 违反某某法第二条的，按照某某法第二条处理。\n"
    with home.of(旧=law.format(2010), 新=law.format(2020), 别=other) as index:
        found = [hit.passage.source for hit in index.search("某某法第二条", None)]
    assert found[:2] == ["新.txt", "旧.txt"] and found[2:] == ["别.txt"]


@CLAIMS(EMBED, "Every hit is an `<li>` with the id of its passage. Everything from a document is escaped.")
def _fragment(home: Home) -> None:
    from policysearch import html

    with home.of(甲="第一条 氢能<script>alert(1)</script>与&产业。\n") as index:
        answer = index.search("氢能")
        part = html.fragment(answer, address=lambda id: f"/{id}")
    assert f'id="{answer.hits[0].passage.id}"' in part and "<script>" not in part and "&lt;script&gt;" in part


# Operation


@CLAIMS(OPERATOR, "An index may be moved, copied and made read-only.")
def _moved(home: Home) -> None:
    copy = home.folder / "elsewhere"
    shutil.copytree(home.samples, copy)
    for path in copy.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    assert run("search 养老", index=copy).out.replace(str(copy), "") == run(
        "search 养老", index=home.samples
    ).out.replace(str(home.samples), "")
    assert run("check", index=copy).code == 0
    for path in copy.rglob("*"):
        path.chmod(0o755)


@CLAIMS(
    OPERATOR,
    "`policysearch check` compares every file of the index with its SHA-256 and every count.",
    "A search checks only that every file is there and has its size.",
)
def _checked(home: Home) -> None:
    copy = home.folder / "elsewhere"
    shutil.copytree(home.samples, copy)
    for path in filter(Path.is_file, (copy / "v000001").rglob("*")):
        kept = path.read_bytes()
        if kept:
            path.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
            assert run("check", index=copy).code == 3, path
            path.write_bytes(kept[:-1])
            assert run("search 养老", index=copy).code == 3, path
            path.write_bytes(kept)


@CLAIMS(OPERATOR, "Readers that have the old version open keep it until they close it.")
def _kept(home: Home) -> None:
    with home.of(甲="第一条 甲事。\n") as index:
        (home.folder / "乙.txt").write_text("第一条 乙事。\n", "utf-8")
        assert run("index", index=home.built).code == 0
        assert index.search("甲事").total and not index.search("乙事", strict=True).total
        assert index.reload() and index.search("乙事").total


@CLAIMS(OPERATOR, "one with `@` is refused")
def _address(home: Home) -> None:
    pytest.importorskip("opensearchpy", reason="needs the extra opensearch")
    done = run("search 养老 --index opensearch://me:secret@host/plans")
    assert done.code != 0 and "secret" not in done.err + done.out


# Python


@CLAIMS(
    EMBED,
    "Every error is a `PolicySearchError`, and `str(error)` is one line. Wrong arguments, such as a negative limit, raise `ValueError`.",
)
def _errors(home: Home) -> None:
    wrong: list[dict[str, Any]] = [{"limit": -1}, {"offset": -1}, {"sort": "size"}]
    for one in wrong:
        with pytest.raises(ValueError):
            home.index.search("养老", **one)
    with pytest.raises(QueryError) as caught:
        home.index.search("(养老")
    assert "\n" not in str(caught.value)


@CLAIMS(EMBED, "An `Index` is not picklable; answers and passages are.")
def _pickled(home: Home) -> None:
    answer = home.index.search("养老")
    assert pickle.loads(pickle.dumps(answer)).total == answer.total
    with pytest.raises(Exception, match="pickle"):
        pickle.dumps(home.index)


@CLAIMS(EMBED, "`index.version` is a name that changes whenever an update changed anything")
def _versions(home: Home) -> None:
    with home.of(甲="第一条 甲事。\n") as index:
        before = index.version
        assert run("index", index=home.built).code == 0 and not index.reload()
        (home.folder / "甲.txt").write_text("第一条 甲事二。\n", "utf-8")
        assert run("index", index=home.built).code == 0 and index.reload() and index.version != before


# HTTP


@CLAIMS(
    EMBED,
    "An unknown parameter is an error with status 400 that lists the known ones.",
    "`total` and `facets` count passages, folded or not; copies of documents count only with `all_copies=true`.",
)
def _unknown(home: Home) -> None:
    with home.client() as web:
        refused = web.get("/api/search", params={"q": "养老", "limt": "3"})
        assert refused.status_code == 400 and "limit" in refused.text
        assert refused.headers["content-type"] == "application/problem+json"
        assert web.get("/api/search", params={"q": "养老"}).json()["total"] == home.index.search("养老").total


@CLAIMS(
    WEB,
    "A page ignores a parameter that it does not know. The API refuses it and names those it knows.",
    "Values of one filter are alternatives; different filters hold together.",
)
def _filters(home: Home) -> None:
    with home.client() as web:
        assert web.get("/", params={"q": "养老", "limt": "3"}).status_code == 200

        def total(*filters: tuple[str, str]) -> int:
            return int(web.get("/api/search", params=[("q", "养老"), *filters]).json()["total"])

        one, two = ("district", "九龙坡区"), ("district", "綦江区")
        assert total(one, two) == total(one) + total(two) and total(one, ("plan", "十四五")) == 0


@CLAIMS(WEB, "GET and HEAD without a body", "Only a valid address gets one.")
def _methods(home: Home) -> None:
    with home.client() as web:
        assert web.post("/api/search", params={"q": "养老"}).status_code == 405
        answer = web.get("/api/search", params={"q": "养老"})
        again = web.get("/api/search", params={"q": "养老"}, headers={"if-none-match": answer.headers["etag"]})
        assert again.status_code == 304 and not again.content
        assert "etag" not in web.get("/api/search", params={"q": "(养老"}).headers


@CLAIMS(
    OPERATOR,
    "Programs send `Authorization: Bearer TOKEN`, or `?token=TOKEN` where they can send no header.",
    "It is led to the same address without the token and keeps a cookie",
    "None of them takes a slot, and none counts against the rate limit",
)
def _token(home: Home) -> None:
    with home.client(token="x" * 48) as web:
        assert web.get("/api/search", params={"q": "养老"}).status_code == 401
        bearer = {"authorization": "Bearer " + "x" * 48}
        assert web.get("/api/search", params={"q": "养老"}, headers=bearer).status_code == 200
        assert [web.get(path).status_code for path in ("/healthz", "/readyz", "/metrics")] == [200, 401, 401]
        assert [web.get(path, headers=bearer).status_code for path in ("/readyz", "/metrics")] == [200, 200]
        led = web.get(
            "/", params={"q": "养老", "token": "x" * 48}, headers={"accept": "text/html"}, follow_redirects=False
        )
        assert led.is_redirect and "token" not in led.headers["location"]
        assert "httponly" in led.headers["set-cookie"].lower() and "samesite" in led.headers["set-cookie"].lower()
        assert {web.get("/healthz").status_code for _ in range(200)} == {200}


test_a_claim_holds = CLAIMS.holds
test_further_sentences_of_a_check_are_there = CLAIMS.told
