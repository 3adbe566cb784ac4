"""A search in a Django site, all in one file: a view with the results, a view for each passage, errors by middleware.

pip install '.[examples]', in the folder of the project
python docs/examples/django_site.py runserver
"""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable

import django
from django.conf import settings
from django.core.management import execute_from_command_line
from django.core.wsgi import get_wsgi_application
from django.http import Http404, HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from policysearch import PolicySearchError, QueryError, QueryTimeout, Served, deadline, html

PAGE = """<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<title>政策检索</title>
<form action="{% url 'search' %}"><input type="search" name="q" value="{{ q }}" aria-label="检索词"><button>检索</button></form>
{{ body }}
"""

served = Served(os.environ.get("POLICYSEARCH_INDEX", "index"))  # each request gets the newest version of the index


def page(q: str, body: str, status: int = 200) -> HttpResponse:
    return HttpResponse(Template(PAGE).render(Context({"q": q, "body": body})), status=status)


def search(request: HttpRequest) -> HttpResponse:
    q = request.GET.get("q", "")
    if not q.strip():
        return page(q, "")
    with served.newest() as index, deadline(5):
        answer = index.search(q)
        meant = index.did_you_mean(q) if answer.wants_help else None
    shown = html.fragment(answer, address=lambda id: reverse("read", kwargs={"id": id}), meant=meant)
    return page(q, mark_safe(shown))  # every text of a document is escaped in it


def read(request: HttpRequest, id: str) -> HttpResponse:
    with served.newest() as index:
        passage = index.get(id)
    if passage is None:
        raise Http404
    return page("", format_html("<h1>{}</h1>\n<p>{}</p>\n<pre>{}</pre>", passage.title, passage.document, passage.text))


class PolicyErrors:
    """What was typed wrong is a 400, what took too long a 504, an index that cannot be read a 503."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, PolicySearchError):
            return None
        status = 400 if isinstance(error, QueryError) else 504 if isinstance(error, QueryTimeout) else 503
        return page(request.GET.get("q", ""), error.text("zh"), status)


urlpatterns = [path("policy/", search, name="search"), path("policy/read/<path:id>", read, name="read")]

settings.configure(
    ALLOWED_HOSTS=["localhost", "127.0.0.1"],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware", f"{__name__}.PolicyErrors"],
    ROOT_URLCONF=__name__,
    SECRET_KEY=secrets.token_hex(),
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)
django.setup()
application = get_wsgi_application()

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
