"""A page of documents with their recognised structure, for a person to check a reading in a minute.

Every line of the source is there once, under the provision that owns it; everything from outside is escaped here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from ..messages.catalogue import Message
from ..model.document import Document, Provision, Source
from ..model.kinds import HEADINGS, RANK
from ..readers.html.element_names import describe
from ..structure.certainty import doubt, doubts_of, level
from ..structure.line_text import squeeze
from ..structure.lint import Observation, observations
from ..tables.recognize import of_document
from ..text.display import clean
from .document_json import DATES

_STYLE = """
:root { color-scheme: light dark; --text: #1c1e21; --faint: #5b6168; --ground: #fff; --line: #dcdfe3; --odd: #b3261e; --cell: #eef4ee }
@media (prefers-color-scheme: dark) {
  :root { --text: #e4e6e9; --faint: #a2a9b1; --ground: #16181b; --line: #363b41; --odd: #ff8a80; --cell: #1f2a22 }
}
* { box-sizing: border-box }
body { margin: 0; color: var(--text); background: var(--ground); overflow-wrap: anywhere;
  font: 1rem/1.7 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif }
main { display: grid; grid-template-columns: minmax(14rem, 22rem) minmax(0, 1fr); gap: 2rem; max-width: 84rem; margin: 0 auto; padding: 1rem }
nav { position: sticky; top: 1rem; max-height: calc(100vh - 2rem); overflow: auto; font-size: .875rem; line-height: 1.5 }
nav ol { list-style: none; margin: 0; padding: 0 }
nav a { color: inherit; text-decoration: none; display: block; padding: .05rem 0 }
nav a:hover, nav a:focus { text-decoration: underline }
h1 { font-size: 1.2rem; margin: 1.5rem 0 .3rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 .8rem; margin: 0 0 1rem; font-size: .9rem }
dt, .n, .kind { color: var(--faint) }
dd { margin: 0 }
.l { display: grid; grid-template-columns: 3.2rem 4.2rem minmax(0, 1fr); margin: 0; border-left: .3rem solid var(--c, var(--line)) }
.n { text-align: right; padding-right: .8rem; font-size: .8rem; font-variant-numeric: tabular-nums }
.kind { font-size: .8rem; color: var(--c) }
.h .t, .title .t { font-weight: bold }
.t { white-space: pre-wrap; tab-size: 4; padding-left: calc(var(--d, 0) * 1rem) }
.table .t, .key .cells { background: var(--cell) }
.key .warn { color: var(--odd); border: 0 }
.none { --c: var(--odd) }
.page { color: var(--faint); font-size: .8rem; margin: .4rem 0 0; border-top: 1px solid var(--line) }
.odd { color: var(--odd); margin: 0 0 0 7.7rem; font-size: .875rem }
.l:target { outline: 2px solid var(--c, currentColor) }
.key span { border-left: .3rem solid var(--c); padding: 0 .8rem 0 .3rem; white-space: nowrap }
.key { font-size: .875rem }
@media (max-width: 50rem) {
  main { display: block; padding: .75rem }
  nav { position: static; max-height: 14rem; border-bottom: 1px solid var(--line) }
  .l { grid-template-columns: 2.6rem minmax(0, 1fr) }
  .kind { grid-column: 2; display: none }
  .h .kind, .title .kind { display: block }
  .t { grid-column: 2; padding-left: calc(var(--d, 0) * .5rem) }
  .odd { margin-left: 2.9rem }
}
@media print { nav { display: none } main { display: block } }
"""

#: A colour for each group of kinds; those of the ladder by their rank.
_COLOURS = {
    "part": "#8e24aa", "chapter": "#1565c0", "section": "#00838f", "article": "#2e7d32", "point": "#9e9d24", "box": "#ef6c00",
    "annex": "#6d4c41", "glossary": "#ad1457", "around": "#78909c",
}  # fmt: skip
_GROUPS = {
    "专栏": "box", "表": "box", "附表": "box", "附件": "annex", "名词解释": "glossary", "词条": "glossary", "注释": "glossary",
}  # fmt: skip


def page(found: Iterable[tuple[Source, Document]], language: str = "zh") -> str:
    """A page of documents with each of their lines, coloured by the kind it was recognised as."""

    def say(code: str, **params: str | int) -> str:
        return escape(Message(f"pages.{code}", **params).text(language))

    pairs = list(found)
    contents: list[str] = []
    body: list[str] = []
    sure = {source.path: doubts_of(source, [one for other, one in pairs if other is source]) for source, _ in pairs}
    for n, (source, document) in enumerate(pairs, 1):
        depths = _depths(document)
        contents.append(f'<li><a href="#d{n}"><b>{_text(document.title or document.id)}</b></a></li>')
        contents += [
            f'<li style="padding-left:{depth}em"><a href="#d{n}l{one.line}">{_text(one.heading)}{_page(source, one.line, language)}</a></li>'
            for one, depth in zip(document.provisions, depths, strict=True)
            if one.kind in HEADINGS
        ]
        body += [f'<section aria-labelledby="d{n}">', f'<h1 id="d{n}">{_text(document.title or document.id)}</h1>']
        facts = [
            (escape(Message(f"pages.about_{name}").text(language)), getattr(document, name))
            for name in (*_FACTS, *DATES)
        ]
        facts += [(escape(label), value) for label, value in document.card]
        facts.append((say("about_certainty"), _said(sure[source.path], language)))
        own = [one for other, one in pairs if other is source]
        facts += [(say(f"about_{name}"), told) for name, told in _reading(source, own, language)]
        facts.append((say("about_lines"), f"{document.source}:{document.line_start}-{document.line_end}"))
        body.append(
            "<dl>" + "".join(f"<dt>{name}</dt><dd>{_text(str(value))}</dd>" for name, value in facts if value) + "</dl>"
        )
        body += _lines(source, document, depths, n, language)
        body.append("</section>")
    key = "".join(
        f'<span style="--c:{colour}">{escape(Message(f"pages.key_{name}").text(language))}</span>'
        for name, colour in _COLOURS.items()
    )
    key += f'<span class="cells">{say("key_cells")}</span><span class="warn">⚠ {say("key_odd")}</span>'
    title = say("structure_of", name=clean(pairs[0][0].path) if pairs else "")
    lang = "zh-CN" if language == "zh" else "en"
    return "\n".join(
        [
            f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>",
            f'<nav aria-label="{say("contents")}"><p class="key">{key}</p><ol>',
            *contents,
            "</ol></nav>\n<div>",
            *body,
            "</div>\n</main>\n</body>\n</html>\n",
        ]
    )


def _page(source: Source, line: int, language: str) -> str:
    """The page on which a heading begins, where the file has pages."""
    start = source.page_of(line)
    return f' <span class="n">{escape(Message("views.page", page=start.page).text(language))}</span>' if start else ""


def _said(found: dict[str, int], language: str) -> str:
    """How sure a reading is, and why it is not."""
    stated = [Message(f"files.{level(found)}"), *(doubt(code, count) for code, count in found.items())]
    return Message("files.between").text(language).join(one.text(language) for one in stated)


def _reading(source: Source, documents: list[Document], language: str) -> Iterator[tuple[str, str]]:
    """By which reader a source was read, what was guessed, and what was left out."""
    between = Message("files.between").text(language)
    if source.reader:
        yield "reader", f"{source.reader}{between}{source.encoding}" if source.encoding else source.reader
    guesses = [Message("files.guessed_encoding", encoding=source.encoding)] if source.guessed else []
    if wrapped := sum("\n" in one.printed for document in documents for one in document.provisions):
        guesses.append(Message("files.guessed_wrapped", count=wrapped))
    if source.recognised:
        sure = [one for _, one, _ in source.recognised]
        mean = sum(sure) / len(sure)
        guesses.append(Message("files.recognised", count=len(sure), mean=mean, least=min(sure)))
    yield "guessed", between.join(one.text(language) for one in guesses)
    left = [Message("files.characters", kind=kind, count=count) for kind, count in describe(source.blocks)]
    yield "left_out", between.join(one.text(language) for one in left)


_FACTS = ("type", "number", "issuer", "issued", "district", "plan")


def _lines(source: Source, document: Document, depths: list[int], n: int, language: str) -> Iterator[str]:
    """The lines of a document, each with its number, its kind, and observations."""
    owners: dict[int, int] = {}
    for i, provision in enumerate(document.provisions):
        for start, end in provision.spans:
            owners.update(dict.fromkeys(range(start, end), i))
    cells = {line for table in of_document(document) for line in range(table.line_start, table.line_end + 1)}
    odd: dict[int, list[Observation]] = {}
    for one in observations(document):
        odd.setdefault(one.line, []).append(one)
    starts = {start.line: start for start in source.page_starts}
    for line in range(document.line_start, document.line_end + 1):
        text = source.lines[line - 1]
        if line in starts:
            shown = Message("views.page", page=starts[line].page).text(language)
            shown += f" ({clean(starts[line].label)})" if starts[line].label else ""
            yield f'<p class="page">{escape(shown)}</p>'
        owner = owners.get(line)
        if not text.strip() and line not in odd:
            continue
        classes, kind, style = ["l"], "", ""
        if owner is None:
            classes.append("none")
            kind = Message("pages.unowned").text(language)
        else:
            provision = document.provisions[owner]
            style = f' style="--c:{_COLOURS[_group(provision)]};--d:{depths[owner]}"'
            if line == provision.line:
                kind = provision.kind
            if _COLOURS[_group(provision)] == _COLOURS["around"] and _is_of_title(text, document.title):
                classes.append("title")
                kind = Message("pages.about_title").text(language)
            if provision.kind in HEADINGS and line in _heading_lines(source, provision):
                classes.append("h")
        if line in cells:
            classes.append("table")
        yield (
            f'<p id="d{n}l{line}" class="{" ".join(classes)}"{style}><span class="n">{line}</span>'
            f'<span class="kind">{_text(kind)}</span><span class="t">{_text(text)}</span></p>'
        )
        for one in odd.get(line, ()):
            said = one.text.text(language) if isinstance(one.text, Message) else one.text
            yield f'<p class="odd">⚠ {_text(said)}</p>'


def _is_of_title(text: str, title: str) -> bool:
    """Whether a line before the first heading is a piece of the document's title, or holds it."""
    flat, whole = squeeze(text).lstrip("#*"), squeeze(title)
    return len(flat) > 1 and bool(whole) and (flat in whole or (whole in flat and len(flat) < 2 * len(whole)))


def _heading_lines(source: Source, provision: Provision) -> list[int]:
    """The lines of a heading, between which blank ones may stand."""
    count = sum(bool(line.strip()) for line in provision.printed.split("\n")) or 1
    own = range(provision.line, min(provision.line + 3 * count, provision.line_end + 1))
    return [line for line in own if source.lines[line - 1].strip()][:count]


def _depths(document: Document) -> list[int]:
    """How deep each provision stands, 0 outermost."""
    depths: list[int] = []
    for provision in document.provisions:
        depths.append(0 if provision.parent is None else depths[provision.parent] + 1)
    return depths


def _group(provision: Provision) -> str:
    rank = RANK.get(provision.kind)
    if rank is None:
        return _GROUPS.get(provision.kind, "around")
    return next(
        name
        for name, most in (("part", 1), ("chapter", 2), ("section", 3), ("article", 4.9), ("point", 99))
        if rank <= most
    )


def _text(text: str) -> str:
    return escape("\t".join(map(clean, text.split("\t"))))
