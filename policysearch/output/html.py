"""Search results as HTML, a fragment for any page or a page of its own; all text is escaped here, at the last step.

Class names an intranet can style, all within `section.ps-results`: `ps-total`, `ps-none`, `ps-hits` (the list),
`ps-hit` (its `id` is that of the provision, for permalinks), `ps-title`, `ps-path`, `ps-snippet`, `ps-rows` with `ps-table` (in it
`ps-group`, and `ps-asked`, the cells under a column head that the query names; each cell has its head as `data-head`), `ps-note`,
`ps-more`, `ps-source`, `ps-meant` (what else may be meant); `ps-documents` with `ps-document` (documents that the query names) and
`ps-facts`; `ps-altered` with `ps-quoted` and `ps-printed` (a quote beside the nearest wording); `ps-also` (where else the text stands).
Matches are `mark` elements.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..messages.catalogue import Message
from ..search.highlight import LENGTH, marks, snippets
from ..search.table_rows import matching_rows
from ..text.boundaries import Span
from ..text.display import plain
from . import answers, summary
from .answers import PLACES

if TYPE_CHECKING:
    from ..index.answer import Answer
    from ..model.document import Passage
    from ..model.hits import Hit
    from ..model.results import DocumentHit
    from ..query.ast import Query
    from ..search.table_rows import Rows

_STYLE = """
:root { color-scheme: light dark; --text: #1c1e21; --faint: #5b6168; --ground: #fff; --line: #dcdfe3;
  --link: #0b4f9e; --mark: #ffe08a }
@media (prefers-color-scheme: dark) {
  :root { --text: #e4e6e9; --faint: #a2a9b1; --ground: #16181b; --line: #363b41; --link: #8ab8f5; --mark: #6b5200 }
}
body { margin: 0 auto; padding: 1rem 1rem 3rem; max-width: 46rem; color: var(--text); background: var(--ground);
  font: 1rem/1.7 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.25rem; margin: 0 }
a { color: var(--link) }
cite { font-style: normal }
mark { color: inherit; background: var(--mark); border-radius: .15em; padding: 0 .1em }
.ps-total, .ps-path, .ps-source { color: var(--faint); font-size: .875rem; margin: 0 }
.ps-hits { list-style-position: outside; margin: 1rem 0 0; padding: 0 0 0 2.2em }
.ps-hit { padding: .8rem 0; border-top: 1px solid var(--line) }
.ps-hit:target { outline: 2px solid var(--link); outline-offset: .3rem }
.ps-title { font-size: 1.05rem; line-height: 1.5; margin: 0 }
.ps-title a { text-decoration: none }
.ps-title a:hover, .ps-title a:focus { text-decoration: underline }
.ps-snippet { margin: .3rem 0 }
.ps-rows { overflow-x: auto; overflow-wrap: normal }
.ps-more, .ps-note { color: var(--faint); font-size: .875rem; margin: 0 }
.ps-table { margin: .3rem 0; border-collapse: collapse; font-size: .9375rem; line-height: 1.5 }
.ps-table th, .ps-table td { padding: .15rem .6rem .15rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top }
.ps-table th { color: var(--faint); font-weight: normal }
.ps-asked { font-weight: bold }
.ps-documents { list-style: none; margin: 1rem 0 0; padding: 0 }
.ps-document { padding: .6rem .8rem; border: 1px solid var(--line); border-radius: .3rem }
.ps-document b, .ps-altered b { color: var(--faint); font-weight: normal }
.ps-facts, .ps-also { color: var(--faint); font-size: .875rem; margin: 0 }
.ps-altered p { margin: .3rem 0 }
@media (max-width: 30rem) {
  body { padding: .75rem }
  .ps-hits { padding-left: 1.7em }
  .ps-table thead, .ps-table td:empty { display: none }
  .ps-table, .ps-table tbody, .ps-table tr, .ps-table tbody th, .ps-table td { display: block; border: 0; padding: 0 }
  .ps-table td:not([data-head=""])::before { content: attr(data-head) "："; color: var(--faint); font-weight: normal }
  .ps-table tr { border-bottom: 1px solid var(--line); padding: .2rem 0 }
}
@media print {
  body { max-width: none; color: #000; background: #fff }
  mark { font-weight: bold; text-decoration: underline; background: none }
  .ps-hit { break-inside: avoid }
}
"""


def fragment(
    answer: Answer,
    address: Callable[[str], str] | None = None,
    meant: str | None = None,
    length: int = LENGTH,
    language: str = "zh",
    instead: tuple[str, int] | None = None,
) -> str:
    """The hits of `answer` as one `<section>`, without styles or scripts, to be put into any UTF-8 page.

    `address` says where the passage with an id can be read; without it a hit links to itself. `meant`: what
    Index.did_you_mean offers instead, and `instead` what Index.instead does. `language`: of what is not from the documents, "zh" or "en".
    """

    def say(code: str, **params: str | int) -> str:
        return Message(f"pages.{code}", **params).text(language)

    found, separator = escape(summary.count(answer, "showing", language)), say("list")
    if found_also := separator.join(map(_text, answer.synonyms)):
        found += say("also_searched", words=found_also)
    lines = [
        f'<section class="ps-results" lang="zh-CN" aria-label="{say("label")}">',
        f'<p class="ps-total">{found}</p>',
    ]
    if answer.documents:
        documents = (_document(one, address, language) for one in answer.documents)
        lines += ['<ul class="ps-documents">', *documents, "</ul>"]
    if answer.hits:
        lines += [
            f'<ol class="ps-hits" start="{answer.offset + 1}">',
            *(_hit(hit, answer.tree, address, length, language) for hit in answer.hits),
            "</ol>",
        ]
    elif not answer.total:
        lines.append(f'<p class="ps-none">{say("nothing", query=_text(answer.query))}</p>')
    if instead:
        lines.append(f'<p class="ps-meant">{say("instead", query=_text(instead[0]), total=instead[1])}</p>')
    if answer.also:
        lines.append(f'<p class="ps-meant">{say("synonyms_find", words=separator.join(map(_text, answer.also)))}</p>')
    if meant:
        lines.append(f'<p class="ps-meant">{say("meant", query=_text(meant))}</p>')
    return "\n".join([*lines, "</section>\n"])


def page(
    answer: Answer,
    meant: str | None = None,
    length: int = LENGTH,
    language: str = "zh",
    instead: tuple[str, int] | None = None,
) -> str:
    """`fragment` as a complete page: small styles for light, dark, print and phones, no scripts."""
    title = Message("pages.title", query=_text(answer.query)).text(language)
    return f"""<!DOCTYPE html>
<html lang="{"zh-CN" if language == "zh" else language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{fragment(answer, None, meant, length, language, instead)}</main>
</body>
</html>
"""


def _hit(
    hit: Hit, query: Query, address: Callable[[str], str] | None, length: int = LENGTH, language: str = "zh"
) -> str:
    passage = hit.passage
    title = _mark(passage.title, marks(passage.title, query)) if passage.title else _text(passage.kind)
    path = " › ".join(_text(step) for step in passage.above)
    file, first, last = passage.file
    code = "pages.page" if passage.page_start else "pages.lines"
    first, last = (passage.page_start, passage.page_end) if passage.page_start else (first, last)
    span = f"{first}–{last}" if last > first else str(first)
    place = Message(code, file=_text(file), lines=span).text(language)
    if passage.page_start and passage.url.partition("?")[0].lower().endswith(".pdf"):
        place = f'<a href="{escape(passage.url)}#page={first}">{place}</a>'
    more = Message("pages.document_more", count=hit.elsewhere).text(language) if hit.elsewhere else ""
    id = plain(passage.id)[0]
    href = address(passage.id) if address else f"#{quote(id)}"
    return (
        f'<li class="ps-hit" id="{escape(id)}">\n'
        f'<h3 class="ps-title"><a href="{escape(href)}">{title}</a></h3>\n'
        f'<p class="ps-path">{path}</p>\n'
        f"{hit_excerpt(hit, query, length, language)}"
        f'<p class="ps-source"><cite>{_text(passage.document)}</cite> · {place}{more}</p>\n'
        f"{_also(hit, address, language)}"
        "</li>"
    )


def _document(found: DocumentHit, address: Callable[[str], str] | None, language: str) -> str:
    """A document that the query names, with what it says of itself."""
    title = _text(found.first.document)
    link = f'<a href="{escape(address(found.first.id))}">{title}</a>' if address else title
    facts = " · ".join(map(_text, answers.facts(found, language)))
    label = Message("answers.document").text(language)
    copies = Message("answers.copies", ids=" ".join(found.also)).text(language) if found.also else ""
    return (
        f'<li class="ps-document"><b>{label}</b> {link}\n<p class="ps-facts">{facts}</p>'
        + (f'<p class="ps-facts">{_text(copies)}</p>' if copies else "")
        + "</li>"
    )


def _also(hit: Hit, address: Callable[[str], str] | None, language: str) -> str:
    """Where else the text of a hit stands, each place a link when there are addresses."""
    if not hit.also:
        return ""
    places = []
    for other in hit.also[:PLACES]:
        name = _text(f"{other.document} {other.title or other.kind}")
        places.append(f'<a href="{escape(address(other.id))}">{name}</a>' if address else name)
    listed = escape(Message("answers.list").text(language)).join(places)
    if len(hit.also) > PLACES:
        listed = Message("answers.also_more", places=listed, count=len(hit.also)).text(language)
    return f'<p class="ps-also">{Message("answers.also", places=listed).text(language)}</p>\n'


def hit_excerpt(hit: Hit, query: Query, length: int = LENGTH, language: str = "zh") -> str:
    """The excerpt of a hit, or the quoted wording beside the printed one."""
    if not hit.altered:
        return excerpt(hit.passage, query, length, language)
    names = ("ps-quoted", "ps-printed")
    lines = (
        f'<p class="{name}"><b>{label}</b>{_mark(text, spans)}</p>\n'
        for name, (label, (text, spans)) in zip(names, answers.altered_lines(hit.altered, language), strict=True)
    )
    return f'<div class="ps-altered">\n{"".join(lines)}</div>\n'


def excerpt(passage: Passage, query: Query, length: int = LENGTH, language: str = "zh") -> str:
    """The excerpt of a passage, matches marked: rows of its tables, or pieces of its text; "" without text."""
    if not plain(passage.text)[0]:
        return ""
    shown = snippets(passage, query, length)
    further = shown.further
    if rows := matching_rows(passage, query, shown.best):
        lines = [_table(rows, language)]
        if rows.more:
            lines.append(f'<p class="ps-more">{Message("pages.more_rows", count=rows.more).text(language)}</p>\n')
        further = shown.matches - rows.matches
    else:
        lines = [
            f'<p class="ps-snippet">{"…" * piece.before}{_mark(piece.text, piece.marks, piece.line)}{"…" * piece.after}</p>\n'
            for piece in shown.fragments
        ]
    if further > 0:
        lines.append(f'<p class="ps-more">{Message("pages.further", count=further).text(language)}</p>\n')
    return "".join(lines)


def _table(rows: Rows, language: str) -> str:
    """The rows that match as a table under their column heads, each group above its first row, and what signs mean."""
    kept = rows.filled_columns
    label = Message("pages.rows").text(language)
    lines = [f'<div class="ps-rows" role="group" aria-label="{label}" tabindex="0"><table class="ps-table">']
    if any(rows.columns):
        heads = "".join(f'<th scope="col">{_mark(rows.columns[j], rows.heads[j])}</th>' for j in kept)
        lines.append(f"<thead><tr>{heads}</tr></thead>")
    lines.append("<tbody>")
    for label, over, cells, spans in zip(rows.labels, rows.over, rows.rows, rows.marks, strict=True):
        if label:
            group = f'<th class="ps-group" colspan="{len(kept)}" scope="rowgroup">{_mark(label, over)}</th>'
            lines.append(f"<tr>{group}</tr>")
        asked = {j: ' class="ps-asked"' for j in rows.asked_columns if not spans[j]}
        row = "".join(
            f'<td{asked.get(j, "")} data-head="{_text(rows.columns[j])}">{_mark(cells[j], spans[j])}</td>' for j in kept
        )
        lines.append(f"<tr>{row}</tr>")
    notes = (f'<p class="ps-note">{_text(note)}</p>\n' for note in rows.notes)
    return "\n".join([*lines, "</tbody>", "</table></div>\n"]) + "".join(notes)


def _mark(text: str, spans: Sequence[Span], line: int = 0) -> str:
    shown, spans = plain(text, spans, line)
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += escape(shown[at:start]), "<mark>", escape(shown[start:end]), "</mark>"
        at = end
    return "".join(pieces) + escape(shown[at:])


def _text(text: str) -> str:
    return escape(plain(text)[0])
