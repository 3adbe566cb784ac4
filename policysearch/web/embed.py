"""What other sites and programs take in: the fragment, the OpenSearch description, and the Atom feed of a query."""

from __future__ import annotations

import datetime
from xml.sax.saxutils import escape, quoteattr

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..index.index import Answer
from ..index.pool import Version
from ..model.document import Document
from ..output import html as html_output
from ..output import options
from ..search.highlight import snippet, sought
from . import mount, params, search_request
from .dispatch import Site
from .html_marks import text, visible
from .links import Links
from .pages import Pages
from .params import param
from .problems import nothing_asked

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


def embedding_routes(site: Site, pages: Pages) -> list[Route]:
    """Where they are."""

    async def fragment(request: Request) -> Response:
        values = params.read(_FRAGMENT, request.query_params)
        wanted = search_request.read(values, site.limits, values["limit"], values["offset"])

        def work(version: Version) -> Response:
            if wanted.everything:
                raise nothing_asked(wanted.q)
            links = Links(mount.origin(request.scope))
            found = wanted.answer(version.index)
            meant = wanted.meant(version.index, found)
            instead = wanted.instead(version.index, found)
            content = html_output.fragment(found, lambda id: links.provision(id, wanted.q), meant, instead=instead)
            return Response(content.encode("utf-8", "replace"), media_type="text/html")

        return await site.answer(request, work)

    async def description(request: Request) -> Response:
        base = mount.origin(request.scope)
        content = f"""<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>{escape(site.name[:16])}</ShortName>
<Description>{escape(site.name)}：按篇、章、节、条检索政策文件</Description>
<InputEncoding>UTF-8</InputEncoding>
<Language>zh-CN</Language>
<Url type="text/html" template={quoteattr(base + "/?q={searchTerms}")}/>
<Url type="application/atom+xml" template={quoteattr(base + "/feed?q={searchTerms}")}/>
<Image width="16" height="16" type="image/svg+xml">{escape(base)}/static/icon.svg</Image>
</OpenSearchDescription>
"""
        return Response(content.encode(), media_type="application/opensearchdescription+xml")

    async def feed(request: Request) -> Response:
        values = params.read(_FEED, request.query_params) | {"sort": "date", "group": ""}
        wanted = search_request.read(values, site.limits, _ENTRIES, 0)

        def work(version: Version) -> Response:
            if wanted.everything:
                raise nothing_asked(wanted.q)
            content = _atom(
                wanted, wanted.answer(version.index), version, Links(mount.origin(request.scope)), site.name
            )
            return Response(content.encode("utf-8", "replace"), media_type="application/atom+xml")

        return await site.answer(request, work)

    return [
        Route("/fragment", fragment, methods=["GET"]),
        Route("/opensearch.xml", description, methods=["GET"]),
        Route("/feed", feed, methods=["GET"]),
    ]


def _atom(wanted: search_request.Asked, answer: Answer, version: Version, links: Links, name: str) -> str:
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
