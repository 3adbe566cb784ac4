"""The report of an update, as JSON and as text: for every file what was found, guessed and left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..messages.catalogue import Message, in_language, say, spoken
from ..messages.transfer import in_both_languages
from ..model.document import OUTLINE_KINDS
from ..model.errors import one_line
from ..readers.html.element_names import describe
from ..structure.certainty import doubt, level
from ..text.display import clean

if TYPE_CHECKING:
    from .build_report import BuildReport
    from .ingest import SourceFile

#: Observations that have a text of their own.
_KINDS = ("gap", "repeat", "backwards", "untitled", "empty", "contents", "unbalanced")


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
        "left_out": [
            {"file": problem.path, "reason": problem.reason, "texts": in_both_languages(problem.reason)}
            for problem in report.problems
        ],
        "not_read": list(report.not_read),
        "files": [_in_json(_file(file, report)) for file in report.files],
    }


def not_read(report: BuildReport) -> str:
    """How many files there are of kinds that are not read: `not read: 2 .xlsx, 1 .jpg (other kinds; --report names them)`."""
    from ..readers.detect import count_endings

    return say("files.not_read", counted=count_endings(report.not_read))


def as_text(report: BuildReport) -> str:
    """The same for people: what was left out first, then file by file."""
    held = {"documents": report.documents, "passages": report.passages, "files": len(report.files)}
    out = [say("files.report", **held)]
    if report.problems:
        out += ["", say("files.left_out", count=len(report.problems))]
        out += [f"  {clean(problem.text(spoken()))}" for problem in report.problems]
    if report.not_read:
        out += ["", say("files.other_kinds", count=len(report.not_read))]
        out += [f"  {clean(name)}" for name in report.not_read]
    for file in report.files:
        about = _file(file, report)
        if "failed" in about:
            out += ["", clean(file.name), f"  {in_language(about['failed'])}"]
            continue
        out += ["", clean(file.name)]
        if file.pages:
            out.append("  " + say("files.one_text", count=len(file.pages), names=clean(" + ".join(file.pages))))
        for document in about["documents"]:
            facts = filter(None, (document["title"], document["type"], document["issued"], document["document_id"]))
            out.append("  " + clean(" · ".join(facts)))
        counts = [f"{kind} {count:,}" for kind, count in about["provisions"].items()]
        counts += [say("files.tables", count=about["tables"])] if about["tables"] else []
        out.append("  " + " · ".join([say("files.passages", count=file.passages), *counts]))
        doubts = [doubt(code, count) for code, count in about["doubts"].items()]
        stated = [say("files.certainty", level=Message(f"files.{about['certainty']}")), *map(in_language, doubts)]
        out.append("  " + say("files.between").join(stated))
        if file.reader:
            out.append("  " + say("files.reader", name=file.reader))
        out += ["  " + say("files.guessed", guess=clean(in_language(guess))) for guess in about["guessed"]]
        if file.recognised:
            sure = [one for _, one, _ in file.recognised]
            mean = sum(sure) / len(sure)
            out.append("  " + say("files.recognised", count=len(sure), mean=mean, least=min(sure)))
        if file.blocks:
            out.append("  " + say("files.blocks", blocks=navigation(file)))
        for kind, count in about["observed"].items():
            meaning = Message(f"files.{kind}") if kind in _KINDS else kind
            out.append("  " + say("files.observed", count=count, meaning=meaning))
    return "\n".join(out) + "\n"


def write(report: BuildReport, path: Path) -> None:
    """Write it into a file: JSON where its name ends so, else text."""
    if path.suffix.lower() == ".json":
        text = json.dumps(as_json(report), ensure_ascii=False, indent=1) + "\n"
    else:
        text = as_text(report)
    path.write_text(text, encoding="utf-8", errors="replace")


def navigation(file: SourceFile) -> str:
    """The parts of a web page that are not read: `navigation 120 characters, tools 14`."""
    (kind, count), *rest = describe(file.blocks.items())
    first = say("files.characters", kind=kind, count=count)
    return ", ".join([first, *(f"{in_language(kind)} {count:,}" for kind, count in rest)])


def _in_json(about: dict[str, Any]) -> dict[str, Any]:
    """The doubts by their codes, with their texts in both languages."""
    if "doubts" not in about:
        return about
    doubts = [
        {"code": code, "count": count, "texts": in_both_languages(doubt(code, count))}
        for code, count in about["doubts"].items()
    ]
    return about | {"doubts": doubts}


def _file(file: SourceFile, report: BuildReport) -> dict[str, Any]:
    """The report of a file; an error in one does not lose the report of the others."""
    try:
        return _counts(file, sum(problem.path == file.name for problem in report.problems))
    except Exception as error:
        return {"file": file.name, "failed": Message("files.unreported", error=one_line(error))}


def _counts(file: SourceFile, left_out: int) -> dict[str, Any]:
    doubts = file.doubts | ({"left_out": left_out} if left_out else {})
    wrapped = file.found.get("wrapped", 0)
    guessed = [Message("files.guessed_encoding", encoding=file.encoding)] if file.guessed else []
    guessed += [Message("files.guessed_wrapped", count=wrapped)] if wrapped else []
    return {
        "file": file.name,
        "pages": list(file.pages),
        "reader": file.reader,
        "encoding": file.encoding,
        "documents": [
            {"document_id": one.id, "title": one.title, "type": one.type, "issuer": one.issuer, "issued": one.issued}
            for one in file.documents
        ],
        "certainty": level(doubts),
        "doubts": doubts,
        "passages": file.passages,
        "provisions": {kind: count for kind, count in file.found.items() if kind in OUTLINE_KINDS},
        "other": {k: n for k, n in file.found.items() if k not in OUTLINE_KINDS and k not in ("tables", "wrapped")},
        "tables": file.found.get("tables", 0),
        "guessed": guessed,
        "recognised": [{"page": page, "confidence": sure} for page, sure, _ in file.recognised],
        "not_read": dict(file.blocks),
        "observed": dict(file.observed),
    }
