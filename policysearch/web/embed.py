"""Answers for other sites and programs: the fragment, the OpenSearch description, and the Atom feed of a query."""

from __future__ import annotations

import datetime
from xml.sax.saxutils import escape, quoteattr

from ..index.answer import Answer
from ..index.pool import Version
from ..messages.catalogue import Message
from ..model.document import Document
from ..output import html as html_output
from ..output import options
from ..search.highlight import snippet, sought
from . import search_request
from .endpoint import Endpoint
from .html_marks import text, visible
from .links import Links
from .pages import HTML, Visit
from .params import param
from .problems import no_query

_FRAGMENT = (
    search_request.Q,
    *search_request.NARROW,
    search_request.SORT,
    search_request.GROUP,
    *search_request.HOW,
    param(options.LIMIT, high=100),
    param(options.OFFSET, high=10_000),
)
_FEED = (search_request.Q, *search_request.NARROW, *search_request.HOW)
_ENTRIES = 50  # of a feed


def fragment(visit: Visit) -> str:
    values = visit.values
    wanted = search_request.read(values, visit.site.limits, values["limit"], values["offset"])
    if wanted.everything:
        raise no_query(wanted.q)
    found = wanted.answer(visit.version.index)
    meant = wanted.did_you_mean(visit.version.index, found)
    instead = wanted.instead(visit.version.index, found)
    return html_output.fragment(
        found, lambda id: visit.full_links.provision(id, wanted.q), meant, language=visit.language, instead=instead
    )


def description(visit: Visit) -> str:
    base, name = visit.full_links.base, visit.site.name
    about = Message("site.description", name=name).text(visit.language)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>{escape(name[:16])}</ShortName>
<Description>{escape(about)}</Description>
<InputEncoding>UTF-8</InputEncoding>
<Language>zh-CN</Language>
<Url type="text/html" template={quoteattr(base + "/?q={searchTerms}")}/>
<Url type="application/atom+xml" template={quoteattr(base + "/feed?q={searchTerms}")}/>
<Image width="16" height="16" type="image/svg+xml">{escape(base)}/static/icon.svg</Image>
</OpenSearchDescription>
"""


def feed(visit: Visit) -> str:
    values = {**visit.values, "sort": "date", "group": ""}
    wanted = search_request.read(values, visit.site.limits, _ENTRIES, 0)
    if wanted.everything:
        raise no_query(wanted.q)
    return _atom(wanted, wanted.answer(visit.version.index), visit.version, visit.full_links, visit.site.name)


#: Endpoints for other sites and programs; a handler gets a `Visit`.
EMBEDDED = (
    Endpoint("/fragment", "Results as a piece of HTML", _FRAGMENT, fragment, media_type=HTML),
    Endpoint("/feed", "The newest passages of a query", _FEED, feed, media_type="application/atom+xml"),
    Endpoint(
        "/opensearch.xml",
        "Adds the search to a browser",
        (),
        description,
        media_type="application/opensearchdescription+xml",
    ),
)


def _atom(wanted: search_request.SearchRequest, answer: Answer, version: Version, links: Links, name: str) -> str:
    """The passages of a query, of the newest documents first."""
    documents = version.documents
    title = f"{name}：{wanted.q}" if wanted.q else name
    updated = [_date(documents.get(hit.passage.document_id)) for hit in answer.hits]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
        f"<title>{_xml(title)}</title>",
        f"<id>{_xml(links.search(wanted))}</id>",
        f"<updated>{max(updated, default=_date(None))}</updated>",
        f"<author><name>{_xml(name)}</name></author>",
        f'<link rel="self" href={_attribute(links.search(wanted, path="/feed"))}/>',
        f"<link href={_attribute(links.search(wanted))}/>",
    ]
    for hit, date in zip(answer.hits, updated, strict=True):
        passage = hit.passage
        address = links.provision(passage.id)
        path = " › ".join([*passage.above, passage.title or passage.kind])
        piece = snippet(passage, sought(hit, answer.tree))
        lines += [
            "<entry>",
            f"<title>{_xml(text(path))}</title>",
            f"<id>{_xml(address)}</id>",
            f"<updated>{date}</updated>",
            f"<link href={_attribute(address)}/>",
            f"<summary>{_xml(text(piece.text, piece.line))}</summary>",
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>\n"])


def _date(document: Document | None) -> str:
    """When a document was issued, as a feed wants it; the beginning of the year or month when that is all it says."""
    issued = document.issued if document else ""
    for form in ("%Y-%m-%d", "%Y-%m", "%Y"):
        try:
            return datetime.datetime.strptime(issued, form).strftime("%Y-%m-%dT00:00:00Z")
        except ValueError:
            continue
    year = min(document.years) if document and document.years else 1970
    return f"{year:04}-01-01T00:00:00Z"


def _xml(value: str) -> str:
    return escape(str(visible(value)))


def _attribute(value: str) -> str:
    return quoteattr(str(visible(value)))
