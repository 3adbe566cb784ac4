"""The command line: calls the front door, prints, and turns every error into one line and an exit code."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import __version__
from .engine import COMPARED, GROUPS, SORTS
from .errors import CorpusError, PolicySearchError, QueryError

if TYPE_CHECKING:
    from .document import Document, Source
    from .index import Index

FOUND, NOTHING, WRONG, TROUBLE, STOPPED = 0, 1, 2, 3, 130

_EPILOG = """\b
First:     policysearch index FOLDER
Then:      policysearch search '氢能 district:九龙坡'
Exit code: 0 found, 1 nothing found, 2 wrong usage or query, 3 trouble with the index.

\b
Completion of commands and options, for bash (zsh and fish alike):
  eval "$(_POLICYSEARCH_COMPLETE=bash_source policysearch)"
"""


class _Commands(click.Group):
    """The commands; what goes wrong in any of them ends here."""

    def invoke(self, context: click.Context) -> Any:
        # They are None when they were closed before the start.
        sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115
        sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
        if hasattr(sys.stdout, "reconfigure"):  # a character that the terminal cannot show must not stop the program
            sys.stdout.reconfigure(errors="replace")
        try:
            result = super().invoke(context)
            sys.stdout.flush()
            return result
        except QueryError as error:
            start = max(0, error.position - 30)  # of a long query, what stands around the place
            around = QueryError(error.query[start : start + 60], error.position - start, error.expected)
            _complain(f"{error}\n{around.pointer()}")
            code = WRONG
        except CorpusError as error:
            _complain(str(error))
            code = WRONG
        except PolicySearchError as error:
            _complain(str(error))
            code = TROUBLE
        except BrokenPipeError:  # whoever reads has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = FOUND
        except OSError as error:
            _complain(": ".join(str(part) for part in (error.filename, error.strerror or error) if part))
            code = TROUBLE
        except KeyboardInterrupt:
            _complain("stopped")
            code = STOPPED
        context.exit(code)


class _Search(click.Command):
    """A command without short options, so that `-公交` and `-district:九龙坡` are words of the query."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        if "--" not in args:
            words = [arg for arg in args if arg[:1] == "-" and arg[1:2] not in ("", "-") and arg != "-h"]
            args = [arg for arg in args if arg not in words] + ["--"] * bool(words) + words
        return super().parse_args(context, args)


def _index_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--index",
        "folder",
        default="index",
        metavar="DIR",
        show_default=True,
        envvar="POLICYSEARCH_INDEX",
        help="Folder of the index; also set by POLICYSEARCH_INDEX.",
    )(command)


_color_option = click.option("--color/--no-color", default=None, help="Colour; by default only on a terminal.")


@click.group(cls=_Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Search Chinese local-government policy documents by their 篇, 章, 节, 条 and 专栏."""


@main.command()
@click.argument("paths", nargs=-1, type=Path, metavar="[PATH]...")
@_index_option
@click.option("--rebuild", is_flag=True, help="Read everything again.")
@click.option("--dictionary", type=Path, metavar="FILE", help="Words to keep together; the index keeps them in mind.")
@click.option("--synonyms", type=Path, metavar="FILE", help="Your own synonyms; the index keeps them in mind.")
@click.option("--dry-run", "dry", is_flag=True, help="Say what would be read and removed; write nothing.")
@click.option(
    "--report", type=Path, metavar="FILE", help="Write what was found in each file: .json, text, or - to show."
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
    watch: bool,
) -> None:
    """Build the index, or bring it up to date.

    Afterwards it holds the documents of each PATH, a text or markdown file or a folder of them; corpus/ by default.
    What did not change is not read again; what is gone from PATH leaves the index.

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
        _watch(given, folder, rebuild, own)
    else:
        _update(given, folder, rebuild, own, dry, report)


def _watch(paths: tuple[Path, ...], folder: str, rebuild: bool, own: dict[str, Path | None]) -> None:
    """Update the index now and whenever a document changes, until ctrl-C, which is the way to end it."""
    from .watch import follow, ready

    ready()
    if missing := [path for path in paths if not path.exists()]:
        raise CorpusError(str(missing[0]), "no such file or folder")
    first = True

    def update() -> None:
        nonlocal first
        _update(paths, folder, rebuild and first, own, quiet=not first)
        first = False

    click.echo("watching; ctrl-C ends it", err=True)
    with contextlib.suppress(KeyboardInterrupt):
        follow(paths, Path(folder), update, lambda error: _complain(str(error)))


def _update(
    paths: tuple[Path, ...],
    folder: str,
    rebuild: bool,
    own: dict[str, Path | None],
    dry: bool = False,
    report: Path | None = None,
    quiet: bool = False,
) -> None:
    """Update the index, telling how far it is and then what it did; if `quiet`, nothing when it did nothing."""
    from . import report as reports
    from .index import Index

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
        )
    finally:
        progress.close()
    if quiet and not (done.read or done.removed or done.renamed or done.problems):
        return
    for problem in done.problems:
        _complain(str(problem))
    for name, encoding in done.guessed:
        _complain(f"{name}: read as {encoding}, a guess")
    if done.rebuilt:
        _complain(f"everything {'would be' if dry else 'was'} read again: {_clean(done.rebuilt)}")
    changes = {"read": done.read, "unchanged": done.unchanged, "renamed": done.renamed, "removed": done.removed}
    for what in ("read",) * (dry or quiet) + ("removed", "renamed"):
        for name in changes[what]:
            click.echo(f"{what}: {_clean(name)}")
    for file in done.files if dry else ():
        if file.pages:
            click.echo(f"one text: {_clean(' + '.join(file.pages))}")
    if report and str(report) == "-":
        click.echo(reports.as_text(done), nl=False)
    elif report:
        reports.write(done, report)
    counts = ", ".join(f"{len(names):,} {what}" for what, names in changes.items() if names)
    click.echo(
        f"{folder}: {'would hold ' * dry}{done.documents:,} documents, {done.passages:,} passages"
        f" (files: {counts}; {done.seconds:.1f} s)"
    )


@main.command(cls=_Search)
@click.argument("query", nargs=-1, required=True)
@_index_option
@click.option("--limit", default=10, show_default=True, type=click.IntRange(0), help="How many hits.")
@click.option(
    "--offset", default=0, show_default=True, type=click.IntRange(0), help="How many of the best to leave out."
)
@click.option("--all", "everything", is_flag=True, help="Every hit.")
@click.option("--synonyms", is_flag=True, help="Find synonyms too: GDP finds 地区生产总值.")
@click.option("--strict", is_flag=True, help="Only passages that hold all the words, even if there are none.")
@click.option(
    "--snippet", "length", default=120, show_default=True, type=click.IntRange(1), help="Characters of each snippet."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--html", "as_html", is_flag=True, help="Print a page that stands alone.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table for spreadsheets, in UTF-8.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Print a list for a report.")
@click.option("--bibtex", "as_bibtex", is_flag=True, help="Print entries for a bibliography.")
@click.option("--bom", is_flag=True, help="Begin --csv with a byte-order mark: Excel needs it to read UTF-8.")
@click.option("--sort", default=SORTS[0], show_default=True, type=click.Choice(SORTS), help="In which order.")
@click.option("--group", type=click.Choice(GROUPS), help="Only the best of each, with how many there are.")
@click.option("--facets", is_flag=True, help="Also count districts, plans, kinds … of what was found.")
@_color_option
def search(
    *,
    query: tuple[str, ...],
    folder: str,
    limit: int,
    offset: int,
    everything: bool,
    synonyms: bool,
    strict: bool,
    length: int,
    as_json: bool,
    as_html: bool,
    as_csv: bool,
    as_markdown: bool,
    as_bibtex: bool,
    bom: bool,
    sort: str,
    group: str | None,
    facets: bool,
    color: bool | None,
) -> None:
    """Find passages; the best come first.

    \b
    policysearch search '氢能 产业'                   both
    policysearch search '"成渝地区双城经济圈"'        exactly these characters
    policysearch search '氢能 district:九龙坡'        区县：九龙坡, 章:人工智能, kind:专栏 …
    policysearch search '轨道* -公交 year:>=2026'     beginnings, exclusion, years
    policysearch search '(光伏 OR 风电) 储能' --json  for programs

    docs/query-language.md tells the rest.
    """
    import shlex

    from .index import Index

    if as_json + as_html + as_csv + as_markdown + as_bibtex > 1:
        raise click.UsageError("--json, --html, --csv, --markdown and --bibtex exclude each other")
    if bom and not as_csv:
        raise click.UsageError("--bom is for --csv")
    typed = " ".join(query)
    with Index.open(folder) as index:
        shown = None if everything else limit
        answer = index.search(typed, shown, offset, sort=sort, group=group, synonyms=synonyms, strict=strict)
        counts = index.facets(typed, synonyms=synonyms, strict=strict) if facets else None
        meant = index.did_you_mean(typed) if answer.wants_help else None
        if as_json:
            from . import contract

            _print_json(contract.answer(answer, counts, meant, length))
        elif as_html:
            from . import html

            _print_utf8(html.page(answer))
        elif as_csv or as_markdown or as_bibtex:
            from . import export as exports

            write = exports.as_csv if as_csv else exports.as_markdown if as_markdown else exports.as_bibtex
            _print_utf8("\ufeff" * bom + write(answer))
        elif answer.total:
            from . import listing

            more = ["policysearch", "search", typed, "--offset", str(offset + len(answer.hits))]
            more += ["--limit", str(limit)] * (limit != 10)
            more += ["--sort", sort] * (sort != SORTS[0])
            more += ["--group", group] if group else []
            more += ["--synonyms"] * synonyms
            more += ["--snippet", str(length)] * (length != 120)
            more += ["--index", folder] * (folder != "index" and "POLICYSEARCH_INDEX" not in os.environ)
            color = _wants_color(color)
            click.echo(listing.answer(answer, shlex.join(more), _columns(), color, length), color=color)
            if counts:
                click.echo("\n" + listing.facets(counts, _columns()))
            if meant:
                from .advice import did_you_mean

                click.echo(did_you_mean(meant))
        else:
            from .advice import nothing

            _complain(nothing(typed, index.parts(typed), meant, _columns()))
    _exit(FOUND if answer.total else NOTHING)


@main.command(cls=_Search)
@click.argument("query", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def parse(query: tuple[str, ...], as_json: bool) -> None:
    """Print how a query is understood, without searching.

    \b
    policysearch parse '轨道* -公交 章:规划 year:>=2026'
    """
    from . import contract, query_parser

    typed = " ".join(query)
    understood = contract.query(typed, query_parser.parse(typed))
    if as_json:
        _print_json(understood)
    else:
        from . import listing

        click.echo(listing.query(understood, _columns()))


@main.command(cls=_Search)
@click.argument("terms", nargs=-1, required=True, metavar="TERM...")
@_index_option
@click.option("--by", default=COMPARED[0], show_default=True, type=click.Choice(COMPARED), help="What the rows are.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a line for every cell, in UTF-8, for spreadsheets.")
@click.option("--bom", is_flag=True, help="As for search.")
def compare(terms: tuple[str, ...], folder: str, by: str, as_json: bool, as_csv: bool, bom: bool) -> None:
    """Compare terms across districts.

    For each district and TERM: how many passages match, how often the term stands there, how often in 10,000
    characters of the district's text, and the best passage. A TERM is any query, its words taken as they stand.

    \b
    policysearch compare 氢能 养老 托育
    policysearch compare '"新质生产力"' '光伏 OR 风电' --by plan
    policysearch compare 低空经济 --csv --bom > 低空经济.csv
    """
    from .index import Index

    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other")
    if bom and not as_csv:
        raise click.UsageError("--bom is for --csv")
    with Index.open(folder) as index:
        found = index.compare(terms, by)
    if as_json:
        from . import contract

        _print_json(contract.comparison(found))
    elif as_csv:
        from .export import comparison_as_csv

        _print_utf8("\ufeff" * bom + comparison_as_csv(found))
    else:
        from . import listing

        click.echo(listing.comparison(found, _columns()))
    _exit(FOUND if any(cell.passages for row in found.rows for cell in row.cells) else NOTHING)


@main.command()
@click.argument("query")
@click.argument("id")
@_index_option
@click.option("--synonyms", is_flag=True, help="As for search.")
@click.option("--strict", is_flag=True, help="As for search.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def explain(query: str, id: str, folder: str, synonyms: bool, strict: bool, as_json: bool) -> None:
    """Print where the score of a passage comes from.

    \b
    policysearch explain '氢能 产业' cq-jiulongpo-fyp-15/box_6
    """
    from .index import Index

    with Index.open(folder) as index:
        told = index.explain(query, id, synonyms=synonyms, strict=strict)
        if told is None:
            _no_passage(index, id)
            return
    if as_json:
        from . import contract

        _print_json(contract.explanation(query, told))
    else:
        from . import listing

        click.echo(listing.explanation(told, _columns()))
    _exit(FOUND if told.matches else NOTHING)


@main.command()
@click.argument("id")
@_index_option
@click.option("--cite", is_flag=True, help="Print the reference to it instead, after GB/T 7714-2015.")
@_color_option
def show(id: str, folder: str, cite: bool, color: bool | None) -> None:
    """Print one passage, and which stand before and after it.

    \b
    policysearch show cq-jiulongpo-fyp-15/part_3__chp_7
    policysearch show cq-jiulongpo-fyp-15/part_3__chp_7 --cite
    """
    from .index import Index

    with Index.open(folder) as index:
        passage = index.get(id)
        if passage is None:
            _no_passage(index, id)
        elif cite:
            from .citation import citation

            click.echo(citation(passage))
        else:
            from . import listing

            before, after = index.neighbours(id)
            color = _wants_color(color)
            click.echo(listing.passage(passage, before, after, _columns(), color), color=color)


@main.command()
@click.argument("typed", metavar="PREFIX")
@_index_option
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1), help="How many.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def suggest(typed: str, folder: str, limit: int, as_json: bool) -> None:
    """Complete what is being typed.

    Terms, glossary terms, headings, districts, documents and field names that begin with PREFIX or its last word, or
    hold it; letters stand for pinyin too.

    \b
    policysearch suggest 养老
    policysearch suggest qn             氢能, 青年 …
    policysearch suggest district:jl    district:九龙坡区
    """
    from .index import Index

    with Index.open(folder) as index:
        found = index.suggest(typed, limit)
    _print_found(found, "suggestions", as_json)


@main.command()
@click.argument("term")
@_index_option
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1), help="How many.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def related(term: str, folder: str, limit: int, as_json: bool) -> None:
    """List the words that go with TERM, each with the number of passages where they share a sentence."""
    from .index import Index

    with Index.open(folder) as index:
        found = index.related(term, limit)
    _print_found(found, "related", as_json)


@main.command()
@click.argument("id")
@_index_option
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1), help="How many.")
@click.option("--same", is_flag=True, help="Only passages of the same district.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@_color_option
def similar(id: str, folder: str, limit: int, same: bool, as_json: bool, color: bool | None) -> None:
    """Find the passages most like one, those of other districts first.

    \b
    policysearch similar cq-jiulongpo-fyp-15/part_11__chp_40__sec_2
    """
    from .index import Index

    with Index.open(folder) as index:
        found = index.similar(id, limit, same) if index.get(id) else None
        if found is None:
            _no_passage(index, id)
            return
    color = _wants_color(color)
    _print_found(found, "similar", as_json, color)


@main.command()
@click.argument("path", type=Path)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--observations", is_flag=True, help="Say what is odd: numbers that skip or repeat, empty headings …")
def outline(path: Path, as_json: bool, observations: bool) -> None:
    """Print the headings of documents as trees.

    PATH is a file or a folder; no index is needed. Before each heading stand its line number and its kind.
    """
    found = [document for _, documents in _documents(path) for document in documents]
    if as_json:
        from . import contract

        _print_json(contract.outline(found, observations))
    else:
        from . import listing

        click.echo(listing.outlines(found, _columns(), observations), nl=False)
    _exit(FOUND if found else NOTHING)


@main.command()
@click.argument("path", type=Path)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def tables(path: Path, as_json: bool) -> None:
    """Print the tables of documents.

    PATH is a file or a folder; no index is needed.
    """
    from .tables import tables as tables_of

    found = [
        table
        for source, documents in _documents(path)
        for document in documents
        for table in tables_of(source, document)
    ]
    if as_json:
        from . import contract

        _print_json(contract.tables(found))
    else:
        from . import listing

        click.echo(listing.tables(found, _columns()), nl=False)
    _exit(FOUND if found else NOTHING)


@main.command()
@click.argument("term", nargs=-1)
@_index_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@_color_option
def glossary(term: tuple[str, ...], folder: str, as_json: bool, color: bool | None) -> None:
    """Print who defines a TERM, and how; without a TERM, all that is defined.

    \b
    policysearch glossary 一区两群
    policysearch glossary 两主四特
    """
    from .index import Index

    typed = " ".join(term)
    with Index.open(folder) as index:
        found = index.glossary(typed)
        if as_json:
            from . import contract

            _print_json(contract.glossary(typed, found))
        elif found:
            from . import listing

            color = _wants_color(color)
            click.echo(listing.glossary(found, _columns(), color), color=color, nl=False)
        else:
            import difflib

            near = difflib.get_close_matches(typed, dict.fromkeys(entry.term for entry in index.glossary()), 3, 0.5)
            _complain(f"nobody defines {_clean(typed)}" + (f"; did you mean {' or '.join(near)}?" if near else ""))
    _exit(FOUND if found else NOTHING)


@main.command()
@_index_option
def export(folder: str) -> None:
    """Print every passage as JSON Lines."""
    from . import contract
    from .index import Index

    with Index.open(folder) as index:
        for passage in index.passages():
            _print_json(contract.passage(passage))


@main.command()
@_index_option
def stats(folder: str) -> None:
    """Print what the index holds."""
    from . import listing
    from .index import Index

    with Index.open(folder) as index:
        facts = index.stats()
    click.echo(listing.stats(facts, _columns()))


@main.command()
@_index_option
def check(folder: str) -> None:
    """Verify the index: its files, passages and counts."""
    from .index import Index

    with Index.open(folder) as index:
        findings = index.check()
        count = index.stats().passages if not findings else 0
    for finding in findings:
        _complain(f"{folder}: {finding}")
    if findings:
        _complain("rebuild it with: policysearch index --rebuild")
        _exit(TROUBLE)
    click.echo(f"{folder}: sound, {count:,} passages")


@main.command()
@_index_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="0: any that is free.")
@click.option("--auth", metavar="MODULE:NAME", help="Function that says which requests may be answered.")
@click.option("--embed", "origins", multiple=True, metavar="ORIGIN", help="Site whose pages may embed the search.")
@click.option("--log-queries", is_flag=True, help="Write queries into the access log.")
@click.option("--rate", default=30.0, show_default=True, help="Requests a second from one address; 0: any number.")
def serve(
    folder: str, host: str, port: int, auth: str | None, origins: tuple[str, ...], log_queries: bool, rate: float
) -> None:
    """Serve the search page and the API. Needs the extra `web`.

    Others than this computer are answered only with --auth; policysearch.web:everyone lets all in.

    \b
    policysearch serve
    policysearch serve --host 0.0.0.0 --auth portal.login:is_staff
    """
    try:
        from .web.server import run
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"{error.name} is not installed; it comes with: pip install 'policysearch[web]'"
        ) from None
    try:
        run(folder, host, port, auth, origins, log_queries, rate)
    except ValueError as error:
        raise click.UsageError(str(error)) from None


@main.command()
@_index_option
@click.option("--base", default="", metavar="URL", help="Where `policysearch serve` runs, for the links in answers.")
def mcp(folder: str, base: str) -> None:
    """Serve the search to language models as tools, over standard input and output. Needs the extra `mcp`.

    \b
    policysearch mcp --index /srv/plans-index --base http://127.0.0.1:8765
    """
    from .index import Index

    Index.open(folder).close()  # says at once what is wrong with it
    try:
        from .mcp_server import run
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"{error.name} is not installed; it comes with: pip install 'policysearch[mcp]'"
        ) from None
    run(folder, base)


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
        text += f"  {_clean(name)}"
        click.echo(f"\r\x1b[K{text[:70]}" if self.line else text, err=True, nl=not self.line)

    def close(self) -> None:
        if self.shown and self.line:
            click.echo("\r\x1b[K", err=True, nl=False)


def _documents(path: Path) -> Iterator[tuple[Source, tuple[Document, ...]]]:
    """The files at `path` and their documents; a file that cannot be read is reported and left out.

    Raises CorpusError when there is no such path, or nothing in it could be read.
    """
    from . import corpus, parser

    problems: list[CorpusError] = []
    done = 0
    for file, shown, pages in corpus.texts(corpus.find([path], problems.append)):
        for source in corpus.sources(file, shown, problems.append, pages):
            done += 1
            yield source, parser.parse(source)
    if not done:
        raise problems[0] if len(problems) == 1 else CorpusError(str(path), "no document that can be read")
    for problem in problems:
        _complain(str(problem))


def _no_passage(index: Index, id: str) -> None:
    """Say that there is no such passage, and which ids are like it."""
    import difflib

    near = difflib.get_close_matches(id, [passage.id for passage in index.passages()], 3, 0.5)
    _complain(f"no passage {_clean(id)}" + (f"; did you mean {' or '.join(near)}?" if near else ""))
    _exit(NOTHING)


def _print_found(found: Sequence[Any], what: str, as_json: bool, *color: bool) -> None:
    """Print what was found, as JSON or as lines, both in the function of that name."""
    if as_json:
        from . import contract

        _print_json(getattr(contract, what)(found))
    elif found:
        from . import advice

        click.echo(getattr(advice, what)(found, _columns(), *color), color=any(color))
    else:
        _complain("nothing found")
    _exit(FOUND if found else NOTHING)


def _wants_color(asked: bool | None) -> bool:
    if asked is not None:
        return asked
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _columns() -> int:
    import shutil

    return max(shutil.get_terminal_size().columns, 20)


def _clean(text: str) -> str:
    from .terminal import clean

    return clean(text)


def _complain(text: str) -> None:
    click.echo(f"policysearch: {text}", err=True)


def _print_json(value: Any) -> None:
    import json

    _print_utf8(json.dumps(value, ensure_ascii=False) + "\n")


def _print_utf8(text: str) -> None:
    """Print for programs: UTF-8 whatever the terminal speaks."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    click.echo(text, nl=False, color=True)


def _exit(code: int) -> None:
    click.get_current_context().exit(code)
