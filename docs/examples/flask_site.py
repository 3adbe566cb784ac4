"""A search in a Flask site: results as HTML, one page for each passage, errors as sentences.

pip install '.[examples]', in the folder of the project
flask --app docs/examples/flask_site.py run
"""

from __future__ import annotations

import os

from flask import Flask, abort, render_template_string, request, url_for
from markupsafe import Markup

from policysearch import PolicySearchError, QueryError, QueryTimeout, Served, deadline, html

PAGE = """<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<title>政策检索</title>
<form action="{{ url_for('search') }}"><input type="search" name="q" value="{{ q }}" aria-label="检索词"><button>检索</button></form>
{{ body }}
"""

served = Served(os.environ.get("POLICYSEARCH_INDEX", "index"))  # each request gets the newest version of the index
site = Flask(__name__)


@site.get("/policy")
def search() -> str:
    q, body = request.args.get("q", ""), Markup()
    if q.strip():
        with served.newest() as index, deadline(5):
            answer = index.search(q)
            meant = index.did_you_mean(q) if answer.wants_help else None
        body = Markup(html.fragment(answer, address=lambda id: url_for("read", id=id), meant=meant))
    return render_template_string(PAGE, q=q, body=body)


@site.get("/policy/read")
def read() -> str:
    with served.newest() as index:
        passage = index.get(request.args.get("id", ""))
    if passage is None:
        abort(404)
    text = Markup("<h1>{}</h1>\n<p>{}</p>\n<pre>{}</pre>").format(passage.title, passage.document, passage.text)
    return render_template_string(PAGE, q="", body=text)


@site.errorhandler(PolicySearchError)
def failed(error: PolicySearchError) -> tuple[str, int]:
    """What was typed wrong is a 400, what took too long a 504, an index that cannot be read a 503."""
    status = 400 if isinstance(error, QueryError) else 504 if isinstance(error, QueryTimeout) else 503
    return render_template_string(PAGE, q=request.args.get("q", ""), body=error.text("zh")), status
