"""Point by point: whatever any stage raises for one of many files costs that file one line, and the rest is indexed."""

from __future__ import annotations

import io
import json
import signal
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from policysearch.cli.main import main
from policysearch.index import intake, report
from policysearch.index.build_report import BuildReport
from policysearch.index.index import Index
from policysearch.model.errors import CorpusError
from policysearch.runtime import limits, process_pool
from policysearch.store.local import inverter
from tests.readers import test_office as office
from tests.support import injection
from tests.support.paths import ROOT

LAW = "某某市供水条例{token}\n第一章 总则\n第一条 为了“两主四特”{token}，制定本条例。\n一、要点\n项目\t单位\t2030年\n床位\t张\t5{token}\n"
STAGES = {
    # stage: the file, of twenty, that it is made to fail for
    "its format told": "03.txt",
    "its kind told": "03.txt",
    "text": "03.txt",
    "charset of a page": "10.html",
    "markup of a page": "10.html",
    "page": "10.html",
    "what a page prints around": "10.html",
    "page in a web archive": "11.mht",
    "Word": "12.docx",
    "Markdown": "14.md",
    "PDF": "15.pdf",
    "rows of a sheet": "21.xlsx",
    "slide": "22.pptx",
    "rows of values": "23.csv",
    "mail": "24.eml",
    "files of a mail": "24.eml",
    "attached text": "24.eml/a.txt",
    "name of a member": "13.zip/m2.txt",
    "content of a member": "13.zip/m2.txt",
    "pages of one text compared": "20_1.html",
    "page of one text": "20_1.html",
    "pages of one text joined": "20.html",
    "lines checked": "03.txt",
    "parser": "03.txt",
    "headings": "03.txt",
    "metadata": "03.txt",
    "identity": "03.txt",
    "mark of the text": "03.txt",
    "passages": "03.txt",
    "tables": "03.txt",
    "observations": "03.txt",
    "coinages": "03.txt",
    "words": "03.txt",
    "folding": "03.txt",
    "postings": "03.txt",
}


def token(name: str) -> str:
    """What stands in the file `name` alone."""
    return "victim" + "".join(c for c in name if c.isalnum())


def word(text: str) -> bytes:
    """A Word file."""
    kind = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{kind}"><w:body>{paragraphs}</w:body></w:document>'
        )
    return packed.getvalue()


def page(text: str, links: str = "") -> str:
    lines = "".join(f"<p>{line}</p>" for line in text.splitlines())
    return f"<html><head><meta charset=utf-8><title>某某市供水条例</title></head><body>{lines}{links}</body></html>"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """Two dozen files, one for each kind that is read and more of text."""
    folder = tmp_path / "docs"
    folder.mkdir()
    for number in range(1, 10):
        name = f"{number:02}.txt"
        (folder / name).write_text(LAW.format(token=token(name)), "utf-8")
    for number in range(16, 20):
        name = f"{number}.txt"
        (folder / name).write_text(LAW.format(token=token(name)), "utf-8")
    (folder / "10.html").write_text(page(LAW.format(token=token("10.html"))), "utf-8")
    inner = page(LAW.format(token=token("11.mht")))
    head = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8\n\n"
    (folder / "11.mht").write_text(f"{head}{inner}\n--b--\n", "utf-8")
    (folder / "12.docx").write_bytes(word(LAW.format(token=token("12.docx"))))
    with zipfile.ZipFile(folder / "13.zip", "w") as archive:
        for member in ("m1.txt", "m2.txt", "m3.txt"):
            archive.writestr(member, LAW.format(token=token(f"13.zip/{member}")))
    markdown = f"{LAW.format(token=token('14.md'))}\n<table><tr><td>甲</td><td>乙</td></tr></table>\n"
    (folder / "14.md").write_text(markdown, "utf-8")
    first = page(LAW.format(token=token("20.html")), '<a href="20_1.html">下一页</a>')
    second = page(f"第二条 本条例适用于本市。{token('20_1.html')}", '<a href="20.html">上一页</a>')
    (folder / "20.html").write_text(first, "utf-8")
    (folder / "20_1.html").write_text(second, "utf-8")
    rows = office.sheet(office.row(1, "项目", "数值"), office.row(2, token("21.xlsx"), "5"))
    (folder / "21.xlsx").write_bytes(office.workbook(("指标", "", rows)))
    body = office.shape("title", "供水", token("22.pptx")) + office.shape("", "保障供水。")
    (folder / "22.pptx").write_bytes(office.slides(f"<p:sld HEAD><p:cSld><p:spTree>{body}</p:spTree></p:cSld></p:sld>"))
    (folder / "23.csv").write_text(f"项目,数值\n{token('23.csv')},5\n", "utf-8")
    attached = LAW.format(token=token("24.eml/a.txt")).encode()
    (folder / "24.eml").write_bytes(office.mail(("a.txt", attached), body=f"请各科室报送。{token('24.eml')}"))
    return folder


def expected(docs: Path) -> set[str]:
    """The names of all sources."""
    names = {path.name for path in docs.iterdir()} - {"13.zip", "20_1.html"}
    return names | {"24.eml/a.txt"} | {f"13.zip/m{n}.txt" for n in (1, 2, 3)}


def put(monkeypatch: pytest.MonkeyPatch, stage: str, name: str, how: str) -> None:
    """Make a stage fail for the file `name` in this process."""
    holder, attribute = injection.find(injection.STAGES[stage])
    mark = "m2.txt" if stage in ("name of a member", "content of a member") else token(name)
    monkeypatch.setattr(holder, attribute, injection.faulty(getattr(holder, attribute), mark, how))


def held_against(docs: Path, index: Path, done: BuildReport, costs: set[str]) -> None:
    """One line for each file that it `costs`; all others are in the index, which is sound."""
    told = [problem.path for problem in done.problems]
    assert sorted(told) == sorted(costs), [str(problem) for problem in done.problems]
    for problem in done.problems:
        assert "\n" not in str(problem) and str(problem).isprintable()
        said = ("save it", "split it", "leave it out", "is a damaged")
        assert any(advice in problem.reason for advice in said), problem.reason
    with Index.open(index) as opened:
        assert opened.check() == []
        there = {passage.source for passage in opened.passages()}
    assert {file.name for file in done.files} == there
    alone = {"20_1.html"} if "20.html" not in there or "20_1.html" in there else set()
    alone |= {"24.eml/a.txt"} & {f"{mail}/a.txt" for mail in costs}  # a mail whose files cannot be told
    assert expected(docs) - costs - {"13.zip"} <= there | alone | costs
    assert len(there) >= len(expected(docs)) - max(1, len(costs | alone))


@pytest.mark.parametrize("how", ["ValueError", "MemoryError"])
@pytest.mark.parametrize("stage", [stage for stage in STAGES if stage != "PDF"])
def test_a_stage_that_fails_costs_that_file(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str, how: str
) -> None:
    put(monkeypatch, stage, STAGES[stage], how)
    done = Index.update([docs], tmp_path / "index")
    costs = {STAGES[stage]} if stage != "pages of one text compared" else set()  # its own reading goes on
    held_against(docs, tmp_path / "index", done, costs)
    again = Index.update([docs], tmp_path / "index")
    assert [str(problem) for problem in again.problems] == [str(problem) for problem in done.problems]
    dry = Index.update([docs], tmp_path / "other", dry=True)
    if stage not in ("words", "folding", "postings"):  # which only writing does
        assert [str(problem) for problem in dry.problems] == [str(problem) for problem in done.problems]


@pytest.mark.parametrize("how", [how for how in injection.HOW if how.endswith("Error")])
@pytest.mark.parametrize("stage", ["text", "parser", "identity", "words"])
def test_whatever_is_raised(docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str, how: str) -> None:
    put(monkeypatch, stage, "03.txt", how)
    held_against(docs, tmp_path / "index", Index.update([docs], tmp_path / "index"), {"03.txt"})


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no alarm")
@pytest.mark.parametrize("stage", ["text", "parser", "words", "pages of one text joined"])
def test_a_file_that_hangs_costs_that_file(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    Index.update([docs], tmp_path / "warm")  # what is loaded at first takes time
    monkeypatch.setattr(limits, "SECONDS", 3.0)
    put(monkeypatch, stage, STAGES[stage], "hang")
    done = Index.update([docs], tmp_path / "index")
    held_against(docs, tmp_path / "index", done, {STAGES[stage]})
    assert ["takes over 3 s to read" in problem.reason for problem in done.problems] == [True], done.problems


def test_a_report_that_fails_for_one_file_tells_of_the_others(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(monkeypatch, "report", "03.txt", "ValueError")
    done = Index.update([docs], tmp_path / "index")
    text = report.as_text(done)
    assert "04.txt" in text and "cannot be reported: ValueError" in text
    assert json.dumps(report.as_json(done)).count('"failed"') == 1


@pytest.mark.parametrize("command", ["outline", "tables"])
@pytest.mark.parametrize("stage", ["text", "parser", "page", "content of a member"])
def test_outline_and_tables_go_on(docs: Path, monkeypatch: pytest.MonkeyPatch, stage: str, command: str) -> None:
    put(monkeypatch, stage, STAGES[stage], "ValueError")
    done = CliRunner().invoke(main, [command, str(docs), "--json"])
    assert done.exit_code == 0, done.output
    assert done.stderr.count(f"policysearch: {STAGES[stage]}: cannot be ") == 1
    assert done.stderr.count("\n") == 1
    found = json.loads(done.stdout)
    assert len(found["documents"] if command == "outline" else found) >= 15


def test_reading_in_python_raises_one_kind_of_error(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import policysearch

    put(monkeypatch, "parser", "03.txt", "RecursionError")
    with pytest.raises(CorpusError, match=r"^03\.txt: cannot be parsed: RecursionError: made to fail; save it"):
        list(policysearch.read(docs / "03.txt"))


Helped = Callable[..., BuildReport]


@pytest.fixture
def helped(docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Helped:
    """An update with two processes that help, in which faults are put by a module that Python loads at its start."""
    monkeypatch.setattr(intake, "_MUCH", 0)
    monkeypatch.setattr(inverter, "SIZE", 50)
    monkeypatch.setattr(inverter, "_MUCH", 50)
    monkeypatch.setattr(process_pool, "useful_workers", lambda: 2)
    monkeypatch.setattr(process_pool, "_GRACE", 1.0)
    start = tmp_path / "start"
    start.mkdir()
    root = ROOT
    (start / "sitecustomize.py").write_text(
        f"import os, sys\nsys.path.append({str(root)!r})\nfrom tests.support import injection\ninjection.install(os.environ['FAULTS'])\n"
    )
    monkeypatch.syspath_prepend(str(start))

    def run(faults: list[tuple[str, str, str]], seconds: float = 0) -> BuildReport:
        lines = [f"{injection.STAGES[stage]} {mark} {how}" for stage, mark, how in faults]
        monkeypatch.setenv("FAULTS", "\n".join([str(seconds), *lines]))
        return Index.update([docs], tmp_path / "index")

    return run


needs_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="signals and limits of Linux")


@needs_linux
def test_every_stage_may_fail_in_processes_that_help(docs: Path, tmp_path: Path, helped: Helped) -> None:
    """Each stage for a file of its own, in one update."""
    in_main = ("identity", "pages of one text compared", "name of a member")
    own = {"its format told": "01.txt", "its kind told": "02.txt", "text": "03.txt", "lines checked": "04.txt"}
    own |= {"parser": "05.txt", "headings": "06.txt", "metadata": "07.txt", "mark of the text": "08.txt"}
    own |= {"passages": "09.txt", "tables": "16.txt", "observations": "17.txt", "coinages": "18.txt", "words": "19.txt"}
    own |= {stage: name for stage, name in STAGES.items() if not name.endswith(".txt") and stage not in in_main}
    gone = ("charset of a page", "markup of a page", "what a page prints around", "PDF", "page of one text")
    for stage in (*gone, "files of a mail"):
        own.pop(stage)
    own["content of a member"] = "13.zip/m2.txt"
    faults = [(s, "m2.txt" if s.endswith("member") else token(name), "ValueError") for s, name in own.items()]
    done = helped(faults)
    left = {problem.path for problem in done.problems}
    assert left == set(own.values()), [str(problem) for problem in done.problems]
    with Index.open(tmp_path / "index") as index:
        assert index.check() == []
        assert {passage.source for passage in index.passages()} == expected(docs) - left


@needs_linux
@pytest.mark.parametrize(
    ("stage", "name", "how"),
    [
        ("parser", "03.txt", "killed"),
        ("parser", "03.txt", "exit"),
        ("parser", "03.txt", "memory"),
        ("content of a member", "13.zip/m2.txt", "killed"),
        ("page of one text", "20_1.html", "killed"),
        ("words", "05.txt", "killed"),
    ],
)
def test_a_process_that_is_killed_costs_one_file(
    docs: Path, tmp_path: Path, helped: Helped, stage: str, name: str, how: str
) -> None:
    mark = "m2.txt" if stage.endswith("member") else token(name)
    done = helped([(stage, mark, how)])
    held_against(docs, tmp_path / "index", done, {name})
    (problem,) = done.problems
    reason = {"killed": "was killed by signal 9", "exit": "ended with code 7", "memory": "needs more memory"}[how]
    assert reason in problem.reason


@needs_linux
@pytest.mark.parametrize(
    ("stage", "name", "how"), [("parser", "03.txt", "hang"), ("content of a member", "13.zip/m2.txt", "deaf")]
)
def test_a_process_that_hangs_costs_one_file(
    docs: Path, tmp_path: Path, helped: Helped, stage: str, name: str, how: str
) -> None:
    mark = "m2.txt" if stage.endswith("member") else token(name)
    done = helped([(stage, mark, how)], seconds=6)
    held_against(docs, tmp_path / "index", done, {name})
    assert "takes over 6 s to read" in done.problems[0].reason


@needs_linux
def test_a_process_that_is_killed_once_costs_nothing(docs: Path, tmp_path: Path, helped: Helped) -> None:
    once = tmp_path / "once"
    injection_once = f"""
import os, signal
from tests.support import injection
def kill():
    try:
        os.close(os.open({str(once)!r}, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)
injection.HOW["killed"] = kill
injection.install(os.environ["FAULTS"])
"""
    file = tmp_path / "start" / "sitecustomize.py"
    file.write_text(file.read_text().partition("from tests")[0] + injection_once)
    done = helped([("parser", token("03.txt"), "killed")])
    assert once.exists()
    held_against(docs, tmp_path / "index", done, set())


def test_every_stage_is_known() -> None:
    assert injection.STAGES.keys() == STAGES.keys() | {"report"}
    for path in injection.STAGES.values():
        holder, name = injection.find(path)
        assert callable(getattr(holder, name))
