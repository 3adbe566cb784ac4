"""Commands about the index as a whole: build, watch, count, verify."""

from __future__ import annotations

import contextlib
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..index.history import last_complaints, remember_complaints
from ..index.history import settings as remembered
from ..index.index import Index
from ..messages.catalogue import Message, in_language, say, spoken
from ..model.errors import CorpusError, PolicySearchError, RemovalError
from ..readers.settings import MODES, VARIABLE
from ..text.display import clean
from . import console

if TYPE_CHECKING:
    from ..index.build_report import BuildReport
    from ..semantic.settings import Model

_MOST = 20  # changes of a kind that are named one by one


@dataclass(frozen=True, slots=True)
class _Work:
    """The options of the command `index`."""

    folder: str
    paths: tuple[Path, ...]
    settings: dict[str, Any]  # of Index.update, beside `paths`, `folder`, `rebuild`, `progress` and `dry`
    rebuild: bool = False
    dry: bool = False
    report: Path | None = None
    quiet: bool = False
    verbose: bool = False
    watched: bool = False  # an update after a change: silent when nothing was updated


def _parse_share(context: click.Context, option: click.Parameter, text: str | None) -> tuple[int, int] | None:
    """2/4: the second of four."""
    if text is None:
        return None
    from ..index.shares import MOST

    found = re.fullmatch(r"(\d{1,4})/(\d{1,4})", text, re.ASCII)
    if not found or not 1 <= int(found[1]) <= int(found[2]) <= MOST:
        raise click.BadParameter(Message("remote.no_share", share=clean(text), most=MOST))
    return int(found[1]), int(found[2])


@click.command(cls=console.Localized)
@click.argument("paths", nargs=-1, type=console.PATH, metavar="[PATH]...")
@console.index_option
@click.option("--add", multiple=True, type=console.PATH, metavar="PATH")
@click.option("--remove", multiple=True, type=console.PATH, metavar="PATH")
@click.option("--exclude", multiple=True, metavar="PATTERN")
@click.option("--keep", type=click.IntRange(1, 1000), metavar="N")
@click.option("--rebuild", is_flag=True)
@click.option("--share", callback=_parse_share, metavar="N/SHARES")
@click.option("--dictionary", type=console.PATH, metavar="FILE")
@click.option("--synonyms", type=console.PATH, metavar="FILE")
@click.option("--dry-run", "dry", is_flag=True)
@click.option("--report", type=console.PATH, metavar="FILE")
@click.option("--ocr", type=click.Choice(MODES), envvar=VARIABLE)
@click.option("--comments/--no-comments", default=None)
@click.option("--headers/--no-headers", default=None)
@click.option("--semantic", metavar="FOLDER|URL")
@click.option("--semantic-model", metavar="NAME")
@click.option("--query-prefix", metavar="TEXT")
@click.option("--passage-prefix", metavar="TEXT")
@click.option("--allow-removing", is_flag=True)
@click.option("--fail-on-problems", is_flag=True)
@click.option("--quiet", "-q", is_flag=True)
@click.option("--verbose", "-v", is_flag=True)
@click.option("--watch", is_flag=True)
def index(
    *,
    paths: tuple[Path, ...],
    folder: str,
    rebuild: bool,
    dry: bool,
    report: Path | None,
    fail_on_problems: bool,
    quiet: bool,
    verbose: bool,
    watch: bool,
    exclude: tuple[str, ...],
    semantic: str | None,
    semantic_model: str | None,
    query_prefix: str | None,
    passage_prefix: str | None,
    **settings: Any,
) -> None:
    """Build the index, or bring it up to date."""
    if watch and (dry or report):
        raise click.UsageError(Message("commands.watch_alone"))
    if settings["share"] and (watch or dry):
        raise click.UsageError(Message("commands.exclusive", options="--share, --watch, --dry-run"))
    if quiet and verbose:
        raise click.UsageError(Message("commands.exclusive", options="--quiet, --verbose"))
    if paths and (settings["add"] or settings["remove"]):
        raise click.UsageError(Message("files.paths_alone"))
    if not (paths or settings["add"] or remembered(folder)):
        paths = (Path("corpus"),)
    if exclude:
        settings["exclude"] = [pattern for pattern in exclude if pattern]  # "" alone: no more patterns
    settings["semantic"] = _encoder(folder, semantic, semantic_model, query_prefix, passage_prefix)
    work = _Work(folder, paths, settings, rebuild, dry, report, quiet, verbose)
    if watch:
        _watch(work)
    elif _update(work) and fail_on_problems:
        console.leave(console.PARTIAL)


def _encoder(folder: str, place: str | None, *others: str | None) -> Model | None:
    """The sentence encoder that was asked for; what is not said of it is as the index remembers it."""
    if place is None and others == (None, None, None):
        return None
    from ..semantic import settings

    kept = remembered(folder)
    same = kept and (place is None or {place, str(Path(place).absolute())}.intersection(kept.semantic[:1]))
    before = kept.semantic if kept and same else ()
    if place is None and settings.from_manifest(before) is None:
        raise click.UsageError(Message("semantic.no_place"))
    own = [place, *others]
    said = [one if one is not None else before[n] if n < len(before) else "" for n, one in enumerate(own)]
    return settings.Model(*said)


def _watch(work: _Work) -> None:
    """Update the index now and whenever a document changes, until ctrl-C, which is the way to end it."""
    from ..index.history import choose_roots
    from ..index.watch import follow, ready

    ready()
    roots = choose_roots(remembered(work.folder), work.paths, work.settings["add"], work.settings["remove"])
    if missing := [path for path in roots if not Path(path).exists()]:
        raise CorpusError(missing[0], Message("commands.not_there"))
    first = True
    refused = False
    before: set[str] = set()  # complaints of the update before

    def update() -> None:
        nonlocal first, refused
        again = replace(work, paths=(), rebuild=False, watched=True, settings=work.settings | {"add": (), "remove": ()})
        _update(work if first else again, before)
        first = refused = False

    def complain(error: PolicySearchError) -> None:
        nonlocal refused
        if not (refused and isinstance(error, RemovalError)):  # the same refusal as after the change before
            console.complain(error)
        refused = isinstance(error, RemovalError)

    click.echo(say("commands.watching"), err=True)
    with contextlib.suppress(KeyboardInterrupt):
        follow([Path(path) for path in roots], work.folder, update, complain)


def _update(work: _Work, known: set[str] | None = None) -> bool:
    """Update the index, telling how far it is and then what it did; whether something could not be read.

    Of `known` complaints nothing is said; afterwards it holds those there are.
    """
    from ..index import report as reports

    progress = _Progress(silent=work.quiet)
    try:
        done = Index.update(
            work.paths or None,
            work.folder,
            rebuild=work.rebuild,
            progress=progress,
            notice=progress.tell,
            dry=work.dry,
            **work.settings,
        )
    finally:
        progress.close()
    complaints = [problem.text(spoken()) for problem in done.problems]
    complaints += [say("commands.guess", name=name, encoding=encoding) for name, encoding in done.guessed]
    before = known if known is not None else last_complaints(work.folder) if work.quiet else set()
    new = [complaint for complaint in complaints if complaint not in before]
    if known is not None:
        known.clear()
        known.update(complaints)
    elif not work.dry:
        remember_complaints(work.folder, complaints)
    if work.report:
        if str(work.report) == "-":
            click.echo(reports.as_text(done), nl=False)
        else:
            reports.write(done, work.report)
    changed = bool(done.read or done.removed or done.renamed)
    if not (work.watched or work.quiet) or changed or new:
        _tell(work, done, new, changed)
    return bool(done.problems)


def _tell(work: _Work, done: BuildReport, complaints: Sequence[str], changed: bool) -> None:
    """Print what an update did."""
    from ..index import report as reports

    for complaint in complaints:
        console.complain(complaint)
    if done.rebuilt:
        why = clean(in_language(done.rebuilt))
        console.complain(Message(f"commands.{'would_rebuild' if work.dry else 'rebuilt'}", why=why))
    if work.quiet and not changed:
        return
    changes = {"read": done.read, "unchanged": done.unchanged, "renamed": done.renamed, "removed": done.removed}
    for what in ("read",) * (work.dry or work.watched or work.verbose) + ("removed", "renamed"):
        names = changes[what]
        shown = len(names) if work.dry or work.verbose else _MOST
        for name in names[:shown]:
            click.echo(say("commands.change", what=Message(f"commands.{what}"), name=clean(name)))
        if len(names) > shown:
            click.echo(say("commands.more_changes", what=Message(f"commands.{what}"), count=len(names) - shown))
    for file in done.files if work.dry else ():
        if file.pages:
            click.echo(say("commands.one_text", names=clean(" + ".join(file.pages))))
        if file.blocks:
            click.echo(say("commands.blocks", name=clean(file.name), blocks=reports.navigation(file)))
    if done.not_read and not (work.watched or work.quiet):
        click.echo(reports.not_read(done))
    if done.refused:
        console.complain(done.refused)
    counts = say("commands.comma").join(
        say("commands.changes", count=len(names), what=Message(f"commands.{what}"))
        for what, names in changes.items()
        if names
    )
    if done.pending:
        click.echo(in_language(done.pending))
        return
    held = {"documents": done.documents, "passages": done.passages, "counts": counts, "seconds": done.seconds}
    click.echo(say(f"commands.{'would_be' if work.dry else 'done'}", folder=work.folder, **held))


@click.command(cls=console.Localized)
@console.index_option
@console.json_option()
def versions(folder: str, as_json: bool) -> None:
    """List the versions of the index that are kept."""
    from ..output.terminal.facets import unbroken

    found = Index.versions(folder)
    if as_json:
        console.print_json([asdict(release) for release in found])
        return
    for release in found:
        note = Message(f"commands.{'current' if release.current else 'older' if release.readable else 'other_format'}")
        size = f"{release.bytes / 1e6:.1f} MB"
        shown = asdict(release) | {
            "name": clean(release.name),
            "built": clean(release.built),
            "size": size,
            "note": note,
        }
        name, *parts = say("commands.release", **shown).rstrip().split("  ")
        lines = unbroken(parts, console.columns() - len(name) - 2, "  ")
        click.echo(f"{name}  " + f"\n{' ' * len(name)}  ".join(lines))


@click.command(cls=console.Localized)
@click.argument("version", required=False, metavar="[VERSION]")
@console.index_option
def rollback(version: str | None, folder: str) -> None:
    """Make an older version of the index the current one again."""
    back = Index.rollback(folder, version)
    shown = asdict(back) | {"name": clean(back.name), "built": clean(back.built)}
    click.echo(say("commands.rolled_back", folder=folder, **shown))


@click.command(cls=console.Localized)
@console.index_option
@console.json_option()
def stats(folder: str, as_json: bool) -> None:
    """Print what the index holds."""
    with Index.open(folder) as index:
        facts = index.stats()
    if as_json:
        console.print_json(asdict(facts))
    else:
        from ..output.terminal import passages

        click.echo(passages.stats(facts, console.columns()))


@click.command(cls=console.Localized)
@console.index_option
@console.json_option()
def check(folder: str, as_json: bool) -> None:
    """Verify the index: its files, passages and counts."""
    with Index.open(folder) as index:
        findings = index.check()
        count = index.stats().passages if not findings else 0
    if as_json:
        from ..messages.transfer import in_both_languages

        texts = [in_both_languages(finding) for finding in findings]
        console.print_json({"sound": not findings, "passages": count, "findings": findings, "texts": texts})
        console.leave(console.TROUBLE if findings else console.FOUND)
    for finding in findings:
        console.complain(Message("commands.unsound", folder=folder, finding=finding))
    if findings:
        console.complain(Message("commands.rebuild", folder=folder))
        console.leave(console.TROUBLE)
    click.echo(say("commands.sound", folder=folder, passages=count))


class _Progress:
    """Work on stderr: on a terminal one line that counts after a second, else a line every ten seconds."""

    def __init__(self, silent: bool = False) -> None:
        self.line = sys.stderr.isatty()
        self.silent = silent
        self.started = time.monotonic()
        self.next = self.started + (1 if self.line else 10)
        self.shown = False

    def __call__(self, done: int, total: int, name: str) -> None:
        if self.silent or (now := time.monotonic()) < self.next:
            return
        self.next = now + (0.1 if self.line else 10)
        self.shown = True
        vectors = isinstance(name, Message) and name.code == "semantic.embedding"
        text = say(f"commands.progress{'_passages' * vectors}", done=done, total=total)
        if done:
            rate = done / (now - self.started)
            minutes, seconds = divmod(round((total - done) / rate), 60)
            text += say("commands.pace", rate=rate, minutes=minutes, seconds=seconds)
        text += f"  {clean(in_language(name))}"
        click.echo(f"\r\x1b[K{text[:70]}" if self.line else text, err=True, nl=not self.line)

    def tell(self, text: str) -> None:
        """Say what takes long, before it begins; what is counted then is counted from now on."""
        self.close()
        self.started = time.monotonic()
        if not self.silent:
            console.complain(text)

    def close(self) -> None:
        if self.shown and self.line:
            click.echo("\r\x1b[K", err=True, nl=False)
