"""Commands about the index as a whole: built, followed, counted, verified."""

from __future__ import annotations

import contextlib
import sys
import time
from pathlib import Path

import click

from ..index.index import Index
from ..model.errors import CorpusError, PolicySearchError, RemovalError
from ..text.display import clean
from . import console


@click.command()
@click.argument("paths", nargs=-1, type=console.PATH, metavar="[PATH]...")
@console.index_option
@click.option("--rebuild", is_flag=True, help="Read everything again.")
@click.option(
    "--dictionary", type=console.PATH, metavar="FILE", help="Words to keep together; the index keeps them in mind."
)
@click.option("--synonyms", type=console.PATH, metavar="FILE", help="Your own synonyms; the index keeps them in mind.")
@click.option("--dry-run", "dry", is_flag=True, help="Say what would be read and removed; write nothing.")
@click.option(
    "--report", type=console.PATH, metavar="FILE", help="Write what was found in each file: .json, text, or - to show."
)
@click.option(
    "--allow-removing", "removing", is_flag=True, help="Remove files also when they are over ten and a fifth of all."
)
@click.option("--watch", is_flag=True, help="Go on: bring it up to date whenever a document changes.")
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
    """Build the index, or bring it up to date.

    Afterwards it holds the documents of each PATH, a text or markdown file or a folder of them; corpus/ by default.
    What did not change is not read again; what is gone from PATH leaves the index, though not much of it unasked.

    \b
    policysearch index
    policysearch index ~/plans 公报.md --index plans.index
    policysearch index ~/plans --dictionary words.txt    a word a line, or jieba's format
    policysearch index ~/plans --synonyms ours.txt       a group a line: 甲 = 乙 > 丙
    policysearch index ~/plans --dry-run --report -     what is in the files
    policysearch index ~/plans --watch                  until ctrl-C
    """
    given = paths or (Path("corpus"),)
    own = {"dictionary": dictionary, "synonyms": synonyms}
    if watch and (dry or report):
        raise click.UsageError("--watch goes with neither --dry-run nor --report")
    if watch:
        _watch(given, folder, rebuild, own, removing)
    else:
        _update(given, folder, rebuild, own, removing, dry=dry, report=report)


def _watch(paths: tuple[Path, ...], folder: str, rebuild: bool, own: dict[str, Path | None], removing: bool) -> None:
    """Update the index now and whenever a document changes, until ctrl-C, which is the way to end it."""
    from ..index.watch import follow, ready

    ready()
    if missing := [path for path in paths if not path.exists()]:
        raise CorpusError(str(missing[0]), "no such file or folder")
    first = True
    refused = False
    told: set[str] = set()  # what the update before complained of

    def update() -> None:
        nonlocal first, refused
        _update(paths, folder, rebuild and first, own, removing, quiet=not first, told=told)
        first = refused = False

    def complain(error: PolicySearchError) -> None:
        nonlocal refused
        if not (refused and isinstance(error, RemovalError)):  # it is as it was at the change before
            console.complain(str(error))
        refused = isinstance(error, RemovalError)

    click.echo("watching; ctrl-C ends it", err=True)
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
    told: set[str] | None = None,
) -> None:
    """Update the index, telling how far it is and then what it did; if `quiet`, nothing when it did nothing.

    What is `told` already is not complained of again; it is replaced by what there is now.
    """
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
    complaints = [str(problem) for problem in done.problems]
    complaints += [f"{name}: read as {encoding}, a guess" for name, encoding in done.guessed]
    new = [complaint for complaint in complaints if complaint not in (told or ())]
    if told is not None:
        told.clear()
        told.update(complaints)
    if quiet and not (done.read or done.removed or done.renamed or new):
        return
    for complaint in new:
        console.complain(complaint)
    if done.rebuilt:
        console.complain(f"everything {'would be' if dry else 'was'} read again: {clean(done.rebuilt)}")
    changes = {"read": done.read, "unchanged": done.unchanged, "renamed": done.renamed, "removed": done.removed}
    for what in ("read",) * (dry or quiet) + ("removed", "renamed"):
        for name in changes[what]:
            click.echo(f"{what}: {clean(name)}")
    for file in done.files if dry else ():
        if file.pages:
            click.echo(f"one text: {clean(' + '.join(file.pages))}")
        if file.blocks:
            click.echo(f"not read of {clean(file.name)}: {reports.navigation(file)}")
    if report and str(report) == "-":
        click.echo(reports.as_text(done), nl=False)
    elif report:
        reports.write(done, report)
    if done.not_read and not quiet:
        click.echo(reports.not_read(done))
    if done.refused:
        console.complain(done.refused)
    counts = ", ".join(f"{len(names):,} {what}" for what, names in changes.items() if names)
    click.echo(
        f"{folder}: {'would hold ' * dry}{done.documents:,} documents, {done.passages:,} passages"
        f" (files: {counts}; {done.seconds:.1f} s)"
    )


@click.command()
@console.index_option
def stats(folder: str) -> None:
    """Print what the index holds."""
    from ..output.terminal import passages

    with Index.open(folder) as index:
        facts = index.stats()
    click.echo(passages.stats(facts, console.columns()))


@click.command()
@console.index_option
def check(folder: str) -> None:
    """Verify the index: its files, passages and counts."""
    with Index.open(folder) as index:
        findings = index.check()
        count = index.stats().passages if not findings else 0
    for finding in findings:
        console.complain(f"{folder}: {finding}")
    if findings:
        console.complain("rebuild it with: policysearch index --rebuild")
        console.leave(console.TROUBLE)
    click.echo(f"{folder}: sound, {count:,} passages")


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
        text = f"{done:,} of {total:,} files"
        if done:
            rate = done / (now - self.started)
            minutes, seconds = divmod(round((total - done) / rate), 60)
            text += f", {rate:.3g} a second, {minutes}:{seconds:02} left"
        text += f"  {clean(name)}"
        click.echo(f"\r\x1b[K{text[:70]}" if self.line else text, err=True, nl=not self.line)

    def close(self) -> None:
        if self.shown and self.line:
            click.echo("\r\x1b[K", err=True, nl=False)
