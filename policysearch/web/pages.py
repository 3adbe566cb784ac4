"""The pages for people: search, documents, reading view, and what is said when something goes wrong."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import jinja2
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..index.pool import Version
from ..messages.catalogue import Message
from ..model.errors import QueryError
from ..output import answers, options, summary
from ..query.parser import parse
from ..search.query_parts import Part
from ..search.question_text import only_asks
from . import document_view, html_marks, mount, search_request
from .assets import Assets
from .dispatch import Site
from .endpoint import Endpoint, Values
from .links import Links
from .params import FILTERS, Param, param
from .problems import Problem

HTML = "text/html"
_SIZE = 10  # results on a page
_SCRIPT = (
    *("suggestions", "kind_term", "kind_heading", "kind_glossary", "kind_district", "kind_document", "kind_field"),
    *("kind_value", "sort_by", "copy", "copied", "not_copied"),
)
_VALUES = 12  # values that are named when a field has not the one asked for
_SHOWN = 6  # values of a facet that are shown at once
_SEARCH = (
    search_request.Q,
    *search_request.NARROW,
    search_request.SORT,
    search_request.GROUP,
    *search_request.HOW,
    Param("page", code="options.page", default=1, low=1, high=1000),
)
_READ = (search_request.Q, Param("page", code="options.page", default=1, low=1, high=100_000))


class Pages:
    """The templates of all pages, and what they share."""

    def __init__(self, site: Site, assets: Assets, language: str = "zh") -> None:
        self.site = site
        self.language = language  # of all but the documents
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
        self._templates.globals |= {
            "site": site.name,
            "asset": assets.address,
            "open": False,
            "say": self._say,
            "words": self._words(),
        }

    def _say(self, code: str, **params: Any) -> str:
        return Message(f"site.{code}", **params).text(self.language)

    def _words(self) -> str:
        """The texts of the script, as JSON."""
        return json.dumps({code: self._say(code) for code in _SCRIPT}, ensure_ascii=False)

    def route(self, endpoint: Endpoint) -> Route:
        """The route of an address for people or for what embeds."""

        def respond(request: Request, version: Version, values: Values) -> Response:
            return _response(endpoint, endpoint.answer(Visit(self, request, version, values)))

        return endpoint.route(self.site, respond)

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> Response:
        """A page from a template."""
        links = Links(mount.base(request.scope))
        content = self._templates.get_template(template).render(links=links, base=links.base, **values)
        return Response(content.encode("utf-8", "replace"), status, media_type="text/html")

    def problem(self, request: Request, problem: Problem) -> Response:
        """The page for an error; for a query it shows the place. The box keeps the typed text."""
        typed = problem.more.get("query") or request.query_params.get("q", "")
        address = f"{mount.base(request.scope)}{quote(mount.inner_path(request.scope), errors='replace')}"
        again = f"{address}?{request.url.query}" if request.url.query else address
        heading, said = problem.spoken(self.language)
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

    def refusal_page(self, request: Request, problem: Problem) -> Response:
        """The page for a refusal by the guard, which needs nothing else of the application."""
        template = self._templates.get_template("refused.html")
        again = [(name, value) for name, value in request.query_params.multi_items() if name != "token"]
        heading, _ = problem.spoken(self.language)
        advice = problem.advice.text(self.language) if problem.advice else ""
        content = template.render(problem=problem, heading=heading, advice=advice, style=self._style, again=again)
        headers = {"cache-control": "no-store", **problem.headers}
        return Response(content.encode("utf-8", "replace"), problem.status, headers, "text/html")


@dataclass(frozen=True)
class Visit:
    """One request as the handlers of pages get it: checked parameters, and the version of the index that answers."""

    pages: Pages
    request: Request
    version: Version
    values: Values

    @property
    def site(self) -> Site:
        return self.pages.site

    @property
    def language(self) -> str:
        return self.pages.language

    @property
    def links(self) -> Links:
        """Addresses without the host, for pages."""
        return Links(mount.base(self.request.scope))

    @property
    def full_links(self) -> Links:
        """Addresses with the host, for what stands on other sites."""
        return Links(mount.origin(self.request.scope))

    def page(self, template: str, **values: Any) -> Response:
        """A page from a template."""
        return self.pages.page(self.request, template, **values)


def _response(endpoint: Endpoint, answer: Response | str) -> Response:
    if isinstance(answer, Response):
        return answer
    return Response(answer.encode("utf-8", "replace"), media_type=endpoint.media_type)


def search(visit: Visit) -> Response:
    page, limits, version = visit.values["page"], visit.site.limits, visit.version
    wanted = search_request.read(visit.values, limits, _SIZE, (page - 1) * _SIZE)
    if wanted.everything:
        return visit.page("home.html", documents=version.documents.values(), q="", asked=wanted)
    answer = wanted.answer(version.index)
    count = answer.rows
    return visit.page(
        "search.html",
        q=wanted.q,
        asked=wanted,
        answer=answer,
        tree=answer.tree,
        excerpts=[html_marks.mark_excerpt(hit, answer.tree, visit.language) for hit in answer.hits],
        relaxed=html_marks.visible(summary.relaxation(answer, visit.language)),
        warning=summary.warning(answer, visit.language),
        best=summary.best(answer, visit.language),
        nowhere=summary.nowhere(answer, visit.language),
        folded=summary.folded_count(answer, visit.language),
        conditions=answers.conditions(answer, visit.language),
        facts=[answers.facts(one, visit.language) for one in answer.documents],
        instead=wanted.instead(version.index, answer),
        only_asks=only_asks(wanted.q),
        groups={group.hit.passage.id: group for group in answer.groups},
        grouped=summary.group_count(answer, visit.language),
        may_relax=wanted.may_relax(answer),
        meant=wanted.did_you_mean(version.index, answer),
        parts=[_part(part, visit.language) for part in wanted.parts(version.index, answer)],
        facets=_facets(wanted.facets(version.index), wanted, visit.links),
        page=page,
        last=max(1, -(-min(count, limits.deepest) // _SIZE)),
        SORTS=search_request.SORTS,
        GROUPS=search_request.GROUPS,
        titles={id: document.title for id, document in version.documents.items()},
    )


def _part(part: Part, language: str) -> dict[str, Any]:
    """A part of a query that finds nothing as it is shown: what it finds alone, and the values of its field that there are."""
    values = sorted(part.values.items(), key=lambda pair: -pair[1])[:_VALUES]
    text, field = answers.with_field_names(part.text, language), answers.field_name(part.name, language)
    return {"text": text, "total": part.total, "field": field, "there": values}


def documents(visit: Visit) -> Response:
    return visit.page("documents.html", documents=visit.version.documents.values(), q="")


def read(visit: Visit) -> Response:
    version, id = visit.version, visit.values["id"]
    document = version.documents.get(id)
    if document is None:
        raise Problem(404, Message("web.no_document"))
    q = search_request.check_length(visit.values["q"], visit.site.limits)
    try:
        query = parse(q) if q.strip() else None
    except QueryError:
        query = None  # the document can be read all the same
    passages = version.index.of_document(id)
    view = document_view.page_view(version, id, passages, query, q, visit.values["page"], visit.links)
    known = version.documents
    tied = known.get(document.attached_to), [known[other] for other in document.attachments if other in known]
    return visit.page("document.html", document=document, tied=tied, view=view, q=q)


def provision(visit: Visit) -> Response:
    document, place = visit.values["id"], visit.values["place"]
    passages = visit.version.index.of_document(document)
    id = f"{document}/{place}"
    if all(passage.id != id for passage in passages):
        raise Problem(404, Message("web.no_provision"))
    page = document_view.page_of(passages, id)
    return RedirectResponse(visit.links.document(document, page, visit.values["q"], place), 302)


def _facets(
    counts: dict[str, dict[str, int]], wanted: search_request.SearchRequest, links: Links
) -> list[dict[str, Any]]:
    """The facets as they are shown: each value with its count and the address that puts it on or takes it off."""
    shown = []
    for field in FILTERS:
        chosen = wanted.filters[field]
        values = [
            {"text": value, "count": count, "on": value in chosen, "href": links.toggle(wanted, field, value)}
            for value, count in counts.get(field, {}).items()
            if value
        ]
        gone = [value for value in chosen if value not in counts.get(field, {})]
        values = [
            *({"text": value, "count": 0, "on": True, "href": links.toggle(wanted, field, value)} for value in gone),
            *sorted(values, key=lambda value: not value["on"]),
        ]
        if len(values) > 1 or chosen:
            shown.append({"field": field, "values": values[:_SHOWN], "more": values[_SHOWN:40], "on": bool(chosen)})
    return shown


_DOCUMENT = param(options.DOCUMENT)
_PLACE = Param("place", code="options.id", required=True, longest=500)

#: The pages for people. An answer is a Response, or a text of the media type; it gets a `Visit`.
PAGES = (
    Endpoint("/", "The search box, and under it what was found", _SEARCH, search, media_type=HTML),
    Endpoint("/documents", "All documents", (), documents, media_type=HTML),
    Endpoint(
        "/documents/{id}",
        "A document to be read, with the matches of a query",
        _READ,
        read,
        path_params=(_DOCUMENT,),
        media_type=HTML,
    ),
    Endpoint(
        "/documents/{id}/{place:path}",
        "The permalink of a passage: leads to its place in the document",
        (search_request.Q,),
        provision,
        path_params=(_DOCUMENT, _PLACE),
        media_type=HTML,
    ),
)
