"""The pages for people: search, documents, reading view, and what is said when something goes wrong."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import jinja2
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..index.pool import Version
from ..messages.catalogue import Message
from ..model.errors import QueryError
from ..output import summary
from ..query.parser import parse
from . import document_view, html_marks, mount, params, search_request
from .assets import Assets
from .dispatch import Site
from .links import Links
from .params import FILTERS, Param
from .problems import Problem

_SIZE = 10  # results on a page
_SHOWN = 6  # values of a facet that are shown at once
_SEARCH = (
    search_request.Q,
    *search_request.NARROW,
    search_request.SORT,
    search_request.GROUP,
    *search_request.HOW,
    Param("page", code="help.option_page", default=1, low=1, high=1000),
)
_READ = (search_request.Q, Param("page", code="help.option_page", default=1, low=1, high=100_000))


class Pages:
    """The handlers of all pages, and what their templates share."""

    def __init__(self, site: Site, assets: Assets) -> None:
        self.site = site
        self._templates = jinja2.Environment(
            loader=jinja2.PackageLoader("policysearch.web"),
            autoescape=True,
            finalize=html_marks.visible,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._style = assets.text("refused.css")
        self._templates.filters |= html_marks.FILTERS
        self._templates.globals |= {"site": site.name, "asset": assets.address, "FILTERS": FILTERS, "open": False}

    def routes(self) -> list[Route]:
        """Where the pages are."""
        return [
            Route("/", self.search, methods=["GET"]),
            Route("/documents", self.documents, methods=["GET"]),
            Route("/documents/{id}", self.read, methods=["GET"]),
            Route("/documents/{id}/{place:path}", self.provision, methods=["GET"]),
        ]

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> Response:
        """A page from a template."""
        links = Links(mount.base(request.scope))
        content = self._templates.get_template(template).render(links=links, base=links.base, **values)
        return Response(content.encode("utf-8", "replace"), status, media_type="text/html")

    def problem(self, request: Request, problem: Problem) -> Response:
        """What people see when something went wrong: for a query the place. The box keeps what was typed."""
        typed = problem.more.get("query") or request.query_params.get("q", "")
        address = f"{mount.base(request.scope)}{quote(mount.inner_path(request.scope), errors='replace')}"
        again = f"{address}?{request.url.query}" if request.url.query else address
        heading, said = problem.spoken("zh")
        response = self.page(
            request,
            "problem.html",
            problem.status,
            problem=problem,
            heading=heading,
            said=said,
            q=str(typed)[:500],
            again=again,
        )
        response.headers.update({"cache-control": "no-store", **problem.headers})
        return response

    def refused(self, request: Request, problem: Problem) -> Response:
        """What people see whom the guard does not let in: one page that needs nothing else of the application."""
        template = self._templates.get_template("refused.html")
        again = [(name, value) for name, value in request.query_params.multi_items() if name != "token"]
        heading, _ = problem.spoken("zh")
        advice = problem.advice.text("zh") if problem.advice else ""
        content = template.render(problem=problem, heading=heading, advice=advice, style=self._style, again=again)
        headers = {"cache-control": "no-store", **problem.headers}
        return Response(content.encode("utf-8", "replace"), problem.status, headers, "text/html")

    async def search(self, request: Request) -> Response:
        """The search box, and under it what was found."""
        values = params.read(_SEARCH, request.query_params)
        page = values["page"]
        wanted = search_request.read(values, self.site.limits, _SIZE, (page - 1) * _SIZE)

        def work(version: Version) -> Response:
            if wanted.everything:
                return self.page(request, "home.html", documents=version.documents.values(), q="", asked=wanted)
            answer = wanted.answer(version.index)
            links = Links(mount.base(request.scope))
            count = answer.group_total if wanted.group else answer.total
            groups = {group.hit.passage.id: group for group in answer.groups}
            return self.page(
                request,
                "search.html",
                q=wanted.q,
                asked=wanted,
                answer=answer,
                tree=answer.tree,
                excerpts=[html_marks.excerpt(hit.passage, answer.tree) for hit in answer.hits],
                relaxed=html_marks.relaxed(answer),
                groups=groups,
                grouped=summary.grouped(answer),
                meant=wanted.meant(version.index, answer),
                facets=_facets(wanted.facets(version.index), wanted, links),
                page=page,
                last=max(1, -(-min(count, self.site.limits.deepest) // _SIZE)),
                SORTS=search_request.SORTS,
                GROUPS=search_request.GROUPS,
                titles={id: document.title for id, document in version.documents.items()},
            )

        return await self.site.answer(request, work)

    async def documents(self, request: Request) -> Response:
        """All documents."""
        return await self.site.answer(
            request,
            lambda version: self.page(request, "documents.html", documents=version.documents.values(), q=""),
        )

    async def read(self, request: Request) -> Response:
        """A document, with the matches of the query in it."""
        values = params.read(_READ, request.query_params)
        id = request.path_params["id"]

        def work(version: Version) -> Response:
            document = version.documents.get(id)
            if document is None:
                raise Problem(404, Message("web.no_document"))
            q = search_request.no_longer(values["q"], self.site.limits)
            try:
                query = parse(q) if q.strip() else None
            except QueryError:
                query = None  # the document can be read all the same
            links = Links(mount.base(request.scope))
            view = document_view.reading(version, id, version.index.of_document(id), query, q, values["page"], links)
            tied = (
                version.documents.get(document.attached_to),
                [version.documents[other] for other in document.attachments if other in version.documents],
            )
            return self.page(request, "document.html", document=document, tied=tied, view=view, q=q)

        return await self.site.answer(request, work)

    async def provision(self, request: Request) -> Response:
        """From the permalink of a passage to its place in the reading view."""
        values = params.read((search_request.Q,), request.query_params)
        document, place = request.path_params["id"], request.path_params["place"]

        def work(version: Version) -> Response:
            passages = version.index.of_document(document)
            id = f"{document}/{place}"
            if all(passage.id != id for passage in passages):
                raise Problem(404, Message("web.no_provision"))
            links = Links(mount.base(request.scope))
            page = document_view.page_of(passages, id)
            return RedirectResponse(links.document(document, page, values["q"], place), 302)

        return await self.site.answer(request, work)


def _facets(counts: dict[str, dict[str, int]], wanted: search_request.Asked, links: Links) -> list[dict[str, Any]]:
    """The facets as they are shown: each value with its count and the address that puts it on or takes it off."""
    shown = []
    for field, label in FILTERS.items():
        chosen = wanted.filters[field]
        values = [
            {"text": value, "count": count, "on": value in chosen, "href": links.toggled(wanted, field, value)}
            for value, count in counts.get(field, {}).items()
            if value
        ]
        gone = [value for value in chosen if value not in counts.get(field, {})]
        values = [
            *({"text": value, "count": 0, "on": True, "href": links.toggled(wanted, field, value)} for value in gone),
            *sorted(values, key=lambda value: not value["on"]),
        ]
        if len(values) > 1 or chosen:
            shown.append({"name": label, "values": values[:_SHOWN], "more": values[_SHOWN:40], "on": bool(chosen)})
    return shown
