"""The search in the looks of a house: its header, logo and footer, its style sheet, the element <policy-search> in its colours.

pip install 'policysearch[web]'
uvicorn --app-dir docs/examples house_style:site
"""

from __future__ import annotations

import os
from html import escape
from string import Template
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route

from policysearch import PolicySearchError, Served, deadline, html
from policysearch.web import create_app, this_computer

INDEX = os.environ.get("POLICYSEARCH_INDEX", "index")

LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" role="img" aria-label="本区徽标">
<circle cx="16" cy="16" r="15" fill="#a31515"/><path d="M9 21h14M11 17h10M13 13h6" stroke="#fff" stroke-width="2"/></svg>"""

# The classes that html.fragment writes, and the variables of the element; its form and hits are in a shadow tree, which takes
# the font and colour around it.
STYLE = """
body { margin: 0; font: 1rem/1.7 "Noto Serif CJK SC", "Songti SC", SimSun, serif; color: #222; background: #fdfcfa }
header, footer { padding: .8rem 1.2rem; background: #a31515; color: #fff }
header svg { height: 2rem; vertical-align: middle }
main { max-width: 50rem; margin: 0 auto; padding: 1.2rem }
.ps-hits { list-style: none; padding: 0 }
.ps-hit { border-left: .25rem solid #a31515; margin: 1rem 0; padding-left: .8rem }
.ps-title { font-size: 1.1rem; margin: 0 }
.ps-path, .ps-source, .ps-total, .ps-more, .ps-also { color: #6a5f57; font-size: .875rem; margin: 0 }
.ps-table { border-collapse: collapse } .ps-table td, .ps-table th { border: 1px solid #ddd3c8; padding: .1rem .5rem }
mark { background: none; color: #a31515; font-weight: bold }
policy-search { --ps-link: #a31515; --ps-mark: #f6dcc8; --ps-faint: #6a5f57; --ps-line: #ddd3c8; font-family: inherit; color-scheme: light }
"""

PAGE = Template("""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>本区政策检索</title>
<link rel="stylesheet" href="/house.css">
<script src="/search/static/policy-search.js" defer></script>
</head>
<body>
<header>$logo 本区人民政府</header>
<main>
<form><input type="search" name="q" value="$q" aria-label="检索词"><button>检索</button></form>
$results
<h2>氢能动态</h2>
<policy-search q="氢能" sort="date" limit="3"></policy-search>
</main>
<footer>主办：本区人民政府办公室</footer>
</body>
</html>
""")

served = Served(INDEX)


def home(request: Request) -> Response:
    """A function without `async`, which Starlette runs in a thread."""
    q, results, status = request.query_params.get("q", ""), "", 200
    if q.strip():
        try:
            with served.newest() as index, deadline(5):
                results = html.fragment(index.search(q), address=lambda id: f"/search/documents/{quote(id)}")
        except PolicySearchError as error:
            results, status = f"<p>{escape(error.text('zh'))}</p>", 400
    return HTMLResponse(PAGE.substitute(logo=LOGO, q=escape(q), results=results), status)


def style(request: Request) -> Response:
    return Response(STYLE, media_type="text/css")


site = Starlette(
    routes=[
        Route("/", home),
        Route("/house.css", style),
        Mount("/search", app=create_app(INDEX, auth=this_computer)),
    ]
)
