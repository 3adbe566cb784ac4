"""What an update found in every file, what it guessed and what it left out, as JSON and as text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..model.document import OUTLINE_KINDS
from ..model.errors import one_line
from ..text.display import clean

if TYPE_CHECKING:
    from .ingest import SourceFile
    from .updater import BuildReport

_MEANING = {
    "gap": "numbers that skip",
    "repeat": "numbers that come twice",
    "backwards": "numbers that go back",
    "untitled": "headings without words",
    "empty": "headings with nothing under them",
    "contents": "entries of the contents that head nothing",
    "unbalanced": "headings with an open quote or bracket",
}


def as_json(report: BuildReport) -> dict[str, Any]:
    """The whole report for programs."""
    return {
        "documents": report.documents,
        "passages": report.passages,
        "seconds": round(report.seconds, 3),
        "rebuilt": report.rebuilt,
        "read": list(report.read),
        "unchanged": list(report.unchanged),
        "renamed": list(report.renamed),
        "removed": list(report.removed),
        "left_out": [{"file": problem.path, "reason": problem.reason} for problem in report.problems],
        "not_read": list(report.not_read),
        "files": [_file(file) for file in report.files],
    }


def not_read(report: BuildReport) -> str:
    """How many files there are of kinds that are not read: `not read: 2 .xlsx, 1 .jpg (other kinds; --report names them)`."""
    from ..readers.detect import counted

    return f"not read: {counted(report.not_read)} (files of other kinds; --report FILE names them)"


def as_text(report: BuildReport) -> str:
    """The same for people: what was left out first, then file by file."""
    out = [f"{report.documents:,} documents and {report.passages:,} passages in {len(report.files):,} files"]
    if report.problems:
        out += ["", f"left out: {len(report.problems):,}"]
        out += [f"  {clean(problem.path)}: {clean(problem.reason)}" for problem in report.problems]
    if report.not_read:
        out += ["", f"files of kinds that are not read: {len(report.not_read):,}"]
        out += [f"  {clean(name)}" for name in report.not_read]
    for file in report.files:
        about = _file(file)
        if "failed" in about:
            out += ["", clean(file.name), f"  {about['failed']}"]
            continue
        out += ["", clean(file.name)]
        out += [f"  one text over {len(file.pages)} web pages: {clean(' + '.join(file.pages))}"] * bool(file.pages)
        for document in about["documents"]:
            facts = filter(None, (document["title"], document["type"], document["issued"], document["document_id"]))
            out.append("  " + clean(" · ".join(facts)))
        counts = [f"{kind} {count:,}" for kind, count in about["provisions"].items()]
        counts += [f"tables {about['tables']:,}"] * bool(about["tables"])
        out.append("  " + " · ".join([f"{file.passages:,} passages", *counts]))
        out += [f"  guessed: {clean(guess)}" for guess in about["guessed"]]
        if file.blocks:
            out.append(f"  not read: {navigation(file)}")
        out += [f"  observed: {count:,} {_MEANING.get(kind, kind)}" for kind, count in about["observed"].items()]
    return "\n".join(out) + "\n"


def write(report: BuildReport, path: Path) -> None:
    """Write it into a file: JSON where its name ends so, else text."""
    if path.suffix.lower() == ".json":
        text = json.dumps(as_json(report), ensure_ascii=False, indent=1) + "\n"
    else:
        text = as_text(report)
    path.write_text(text, encoding="utf-8", errors="replace")


def navigation(file: SourceFile) -> str:
    """What of a web page is taken for navigation: `nav 120 characters, toolbar 14`."""
    first, *rest = (f"{clean(kind)} {count:,}" for kind, count in file.blocks.items())
    return ", ".join([f"{first} characters", *rest])


def _file(file: SourceFile) -> dict[str, Any]:
    """What was found in a file; one that makes it fail does not cost the report of the others."""
    try:
        return _found(file)
    except Exception as error:
        return {"file": file.name, "failed": f"cannot be reported: {one_line(error)}"}


def _found(file: SourceFile) -> dict[str, Any]:
    wrapped = file.found.get("wrapped", 0)
    guessed = [f"that its encoding is {file.encoding}"] * file.guessed
    guessed += [f"that {wrapped:,} headings go on in the next line"] * bool(wrapped)
    return {
        "file": file.name,
        "pages": list(file.pages),
        "encoding": file.encoding,
        "documents": [
            {"document_id": one.id, "title": one.title, "type": one.type, "issuer": one.issuer, "issued": one.issued}
            for one in file.documents
        ],
        "passages": file.passages,
        "provisions": {kind: count for kind, count in file.found.items() if kind in OUTLINE_KINDS},
        "other": {k: n for k, n in file.found.items() if k not in OUTLINE_KINDS and k not in ("tables", "wrapped")},
        "tables": file.found.get("tables", 0),
        "guessed": guessed,
        "not_read": dict(file.blocks),
        "observed": dict(file.observed),
    }
