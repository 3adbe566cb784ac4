"""Commands about the index as a whole: built, followed, counted, verified."""

from __future__ import annotations

import contextlib
import sys
import time
from dataclasses import asdict
from pathlib import Path

import click

from ..index.index import Index
from ..messages.catalogue import Message, localized, say, spoken
from ..model.errors import CorpusError, PolicySearchError, RemovalError
from ..text.display import clean
from . import console


@click.command(cls=console.Localized)
@click.argument("paths", nargs=-1, type=console.PATH, metavar="[PATH]...")
@console.index_option
@click.option("--rebuild", is_flag=True)
@click.option("--dictionary", type=console.PATH, metavar="FILE")
@click.option("--synonyms", type=console.PATH, metavar="FILE")
@click.option("--dry-run", "dry", is_flag=True)
@click.option("--report", type=console.PATH, metavar="FILE")
@click.option("--allow-removing", "removing", is_flag=True)
@click.option("--watch", is_flag=True)
def index(
    *,
    paths: tuple[Path, ...],
    folder: str,
    rebuild: bool,
    dictionary: Path | None,
    synonyms: Path | None,
    dry: bool,
    report: Path | None,
    removing: bool,
    watch: bool,
) -> None:
    """Build the index, or bring it up to date."""
    given = paths or (Path("corpus"),)
    own = {"dictionary": dictionary, "synonyms": synonyms}
    if watch and (dry or report):
        raise click.UsageError(Message("commands.watch_alone"))
    if watch:
        _watch(given, folder, rebuild, own, removing)
    else:
        _update(given, folder, rebuild, own, removing, dry=dry, report=report)


def _watch(paths: tuple[Path, ...], folder: str, rebuild: bool, own: dict[str, Path | None], removing: bool) -> None:
    """Update the index now and whenever a document changes, until ctrl-C, which is the way to end it."""
    from ..index.watch import follow, ready

    ready()
    if missing := [path for path in paths if not path.exists()]:
        raise CorpusError(str(missing[0]), Message("commands.not_there"))
    first = True
    refused = False
    before: set[str] = set()  # what the update before complained of

    def update() -> None:
        nonlocal first, refused
        _update(paths, folder, rebuild and first, own, removing, quiet=not first, known=before)
        first = refused = False

    def complain(error: PolicySearchError) -> None:
        nonlocal refused
        if not (refused and isinstance(error, RemovalError)):  # it is as it was at the change before
            console.complain(error)
        refused = isinstance(error, RemovalError)

    click.echo(say("commands.watching"), err=True)
    with contextlib.suppress(KeyboardInterrupt):
        follow(paths, Path(folder), update, complain)


def _update(
    paths: tuple[Path, ...],
    folder: str,
    rebuild: bool,
    own: dict[str, Path | None],
    removing: bool = False,
    *,
    dry: bool = False,
    report: Path | None = None,
    quiet: bool = False,
    known: set[str] | None = None,
) -> None:
    """Update the index, telling how far it is and then what it did; if `quiet`, nothing when it did nothing."""
    from ..index import report as reports

    progress = _Progress()
    try:
        done = Index.update(
            paths,
            folder,
            rebuild=rebuild,
            progress=progress,
            dry=dry,
            dictionary=own["dictionary"],
            synonyms=own["synonyms"],
            allow_removing=removing,
        )
    finally:
        progress.close()
    complaints = [problem.text(spoken()) for problem in done.problems]
    complaints += [say("commands.guess", name=name, encoding=encoding) for name, encoding in done.guessed]
    new = [complaint for complaint in complaints if complaint not in (known or ())]
    if known is not None:
        known.clear()
        known.update(complaints)
    if quiet and not (done.read or done.removed or done.renamed or new):
        return
    for complaint in new:
        console.complain(complaint)
    if done.rebuilt:
        why = clean(localized(done.rebuilt))
        console.complain(Message(f"commands.{'would_rebuild' if dry else 'rebuilt'}", why=why))
    changes = {"read": done.read, "unchanged": done.unchanged, "renamed": done.renamed, "removed": done.removed}
    for what in ("read",) * (dry or quiet) + ("removed", "renamed"):
        for name in changes[what]:
            click.echo(say("commands.change", what=Message(f"commands.{what}"), name=clean(name)))
    for file in done.files if dry else ():
        if file.pages:
            click.echo(say("commands.one_text", names=clean(" + ".join(file.pages))))
        if file.blocks:
            click.echo(say("commands.blocks", name=clean(file.name), blocks=reports.navigation(file)))
    if report and str(report) == "-":
        click.echo(reports.as_text(done), nl=False)
    elif report:
        reports.write(done, report)
    if done.not_read and not quiet:
        click.echo(reports.not_read(done))
    if done.refused:
        console.complain(done.refused)
    counts = say("commands.comma").join(
        say("commands.changes", count=len(names), what=Message(f"commands.{what}"))
        for what, names in changes.items()
        if names
    )
    held = {"documents": done.documents, "passages": done.passages, "counts": counts, "seconds": done.seconds}
    click.echo(say(f"commands.{'would_be' if dry else 'done'}", folder=folder, **held))


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
        console.complain(Message("commands.rebuild"))
        console.leave(console.TROUBLE)
    click.echo(say("commands.sound", folder=folder, passages=count))


class _Progress:
    """Work that takes over a second, on stderr: one line that counts on a terminal, else one every ten seconds."""

    def __init__(self) -> None:
        self.line = sys.stderr.isatty()
        self.started = time.monotonic()
        self.next = self.started + 1
        self.shown = False

    def __call__(self, done: int, total: int, name: str) -> None:
        if (now := time.monotonic()) < self.next:
            return
        self.next = now + (0.1 if self.line else 10)
        self.shown = True
        text = say("commands.progress", done=done, total=total)
        if done:
            rate = done / (now - self.started)
            minutes, seconds = divmod(round((total - done) / rate), 60)
            text += say("commands.pace", rate=rate, minutes=minutes, seconds=seconds)
        text += f"  {clean(name)}"
        click.echo(f"\r\x1b[K{text[:70]}" if self.line else text, err=True, nl=not self.line)

    def close(self) -> None:
        if self.shown and self.line:
            click.echo("\r\x1b[K", err=True, nl=False)
