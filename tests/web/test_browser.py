"""The pages in a real browser: with scripts and without, by keyboard, on a phone, in a foreign page, over hostile documents.

A click does not wait for the page that it leads to: what comes after it is `expect`ed, or the new address waited for.
"""

from __future__ import annotations

import http.server
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from policysearch import Index
from policysearch.web import create_app, everyone
from tests.support.web_fixtures import QUICK, hostile, running, samples

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
LISTER = shutil.which("fc-list")  # of fontconfig, by which Chromium finds fonts
FONTLESS = LISTER is not None and not subprocess.run([LISTER], capture_output=True, check=False).stdout.strip()
playwright: Any = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed; the test extra has it"
)
expect = playwright.expect
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
    pytest.mark.skipif(FONTLESS, reason="no font on this machine, without which Chromium ends at its first page"),
]
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()

PLAN = "cq-jiulongpo-fyp-15"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        made = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield made
        made.close()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with running(create_app(samples(), auth=everyone, limits=QUICK)) as address:
        yield address


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page in which no script fails and nothing is refused by the content security policy."""
    context = browser.new_context(viewport={"width": 1200, "height": 850}, locale="zh-CN")
    made = context.new_page()
    wrong: list[str] = []
    made.on("pageerror", lambda error: wrong.append(str(error)))
    made.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    made.on("dialog", lambda dialog: wrong.append(dialog.message))
    yield made
    context.close()
    assert not wrong


def test_search_facet_page_read_next_match(page: Any, site: str) -> None:
    page.goto(site)
    page.fill("#q", "发展")
    page.click(".box button")
    page.wait_for_url("**q=**")
    counted, hits, heading = page.locator(".total b"), page.locator(".hit"), page.locator(".hit h2").first
    expect(hits).to_have_count(10)
    expect(page.locator(".hit mark").first).to_have_text("发展")
    total = int(counted.inner_text())
    assert total > 20

    choice = page.locator(".facets li a").first
    name, count = choice.locator(".value").inner_text(), int(choice.locator(".count").inner_text())
    choice.click()
    expect(counted).to_have_text(str(count))
    expect(page.locator(".chips")).to_contain_text(name)
    page.click(".chips a >> nth=0")
    expect(counted).to_have_text(str(total))

    first = heading.inner_text()
    page.click("a[rel=next]")
    page.wait_for_url("**page=2**")
    expect(heading).not_to_have_text(first, use_inner_text=True)
    page.go_back()
    expect(heading).to_have_text(first, use_inner_text=True)

    page.locator(".hit h2 a").first.click()
    page.wait_for_url("**/documents/**#**")
    assert page.locator(":target :is(h2, h3, h4, h5, h6)").first.inner_text().startswith(first[:4])
    page.click(".matches .next")
    here = page.locator("mark.here")
    expect(here).to_have_count(1)
    expect(here).to_be_in_viewport()
    was = here.get_attribute("id")
    page.click(".matches .next")
    expect(here).not_to_have_attribute("id", was)


def test_the_outline_follows_and_leads(page: Any, site: str) -> None:
    page.goto(f"{site}/documents/{PLAN}")
    links = page.locator(".outline a[data-name]")
    wanted = links.nth(links.count() - 4)
    wanted.click()
    name = wanted.get_attribute("data-name")
    page.wait_for_url(f"**#{name}")
    page.wait_for_selector(".outline a[aria-current]")
    page.wait_for_function(
        "() => document.querySelector('.outline a[aria-current]').getBoundingClientRect().top < innerHeight"
    )


def test_a_row_of_a_table_is_shown_under_its_column_heads(browser: Any, site: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{site}/?q=森林覆盖率+kind:表")
    table = page.locator(".hit table").first
    assert {"指标名称", "单位"} <= set(table.locator("th").all_inner_texts())
    assert table.locator("td mark").all_inner_texts() == ["森林覆盖率"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_tables_sort_and_terms_are_explained(page: Any, site: str) -> None:
    page.goto(f"{site}/documents/{PLAN}")
    table = page.locator("table.data").first
    column = table.locator("th button").last
    before = table.locator("tbody tr").all_inner_texts()
    column.click()
    expect(table.locator("th[aria-sort=ascending]")).to_have_count(1)
    expect(table.locator("tbody tr.label")).to_have_count(0)
    column.click()
    expect(table.locator("th[aria-sort=descending]")).to_have_count(1)
    column.click()
    expect(table.locator("th[aria-sort]")).to_have_count(0)
    assert table.locator("tbody tr").all_inner_texts() == before
    term = page.locator("a.term").first
    term.focus()
    expect(page.locator("[role=tooltip]")).to_have_text(re.compile(".{6}"))
    page.keyboard.press("Escape")
    expect(page.locator("[role=tooltip]")).to_have_count(0)


def test_keyboard_only(page: Any, site: str) -> None:
    page.goto(f"{site}/documents")
    page.keyboard.press("/")
    box = page.locator("#q")
    expect(box).to_be_focused()
    page.keyboard.type("qingn")
    page.wait_for_function("() => document.querySelector('#suggestions li')?.dataset.typed === '氢能'")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#suggestions li").first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_value(re.compile("氢能"))
    page.keyboard.press("Escape")
    page.fill("#q", "氢能")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".hit h2 a").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".hit h2 a").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/**#**")
    page.keyboard.press("n")
    expect(page.locator("mark.here")).to_have_count(1)


def test_compare(page: Any, site: str) -> None:
    page.goto(f"{site}/compare")
    page.fill("input[name=term] >> nth=0", "氢能")
    page.fill("input[name=term] >> nth=1", "养老 OR “托育 服务”~20")
    page.click(".terms button >> nth=0")
    page.wait_for_url("**term=**")
    assert page.locator(".heat tbody tr").count() >= 4 and page.locator(".heat td a").count() > 3
    page.locator(".heat thead a").nth(1).click()
    expect(page.locator("#beside")).to_contain_text("养老")
    expect(page.locator(".side mark").first).to_be_attached()
    page.fill("input[name=indicator]", "研发")
    page.click(".terms button >> nth=1")
    expect(page.locator("table.data tbody tr").nth(1)).to_be_attached()


def test_without_scripts(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.fill("#q", "氢能")
    page.press("#q", "Enter")
    expect(page.locator(".hit")).to_have_count(10)
    page.locator(".facets li a").first.click()
    expect(page.locator(".chips li")).to_have_count(2)
    page.locator(".hit h2 a").first.click()
    expect(page.locator(":target mark").first).to_be_attached()
    page.click(".matches .next")
    expect(page.locator("mark:target")).to_have_count(1)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Any, site: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    for address in (
        "/",
        "/?q=氢能",
        "/?q=没有这样的词语",
        "/documents",
        f"/documents/{PLAN}?q=氢能",
        "/compare?term=氢能&indicator=研发",
        "/?q=(a",
    ):
        page.goto(site + address, wait_until="load")
        result = axe.Axe().run(page)
        assert result.violations_count == 0, f"{address}: {result.generate_report()[:2000]}"
    context.close()


def test_phone_width(browser: Any, site: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, is_mobile=True, has_touch=True)
    page = context.new_page()
    for address in ("/", "/?q=氢能", f"/documents/{PLAN}?q=氢能", "/compare?term=氢能&indicator=研发"):
        page.goto(site + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
    context.close()


def test_page_weight(browser: Any, site: str) -> None:
    """A first visit to a page of results fetches at most 100 KB."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site}/?q=氢能", wait_until="networkidle")
    fetched = page.evaluate(
        "[...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')].map(e => e.transferSize)"
    )
    assert 5_000 < sum(fetched) < 100_000
    context.close()


def test_hostile_documents_do_nothing(page: Any) -> None:
    with running(create_app(hostile(), auth=everyone, limits=QUICK)) as site, Index.open(hostile()) as index:
        ours: list[str] = []
        page.on("request", lambda request: None if request.url.startswith(site) else ours.append(request.url))
        for address in ("/", "/?q=氢能", "/?q=氢能&group=document", "/compare?term=氢能&indicator=属性"):
            page.goto(site + address)
            assert "政策检索" in page.title()
        for document in index.documents()[::3]:
            page.goto(f"{site}/documents/{document.id}?q=氢能")
            assert page.title().endswith("政策检索")
            expect(page.locator("body > header.top")).to_be_visible()
            assert page.locator("script").count() == 1
            for link in page.locator("a").evaluate_all("links => links.map(link => link.protocol)"):
                assert link in ("http:", "https:")
            for term in page.locator("a.term").all()[:1]:
                term.hover()
        assert not ours


def test_embedded_in_a_foreign_page(browser: Any, tmp_path: Path) -> None:
    with ExitStack() as stack:
        handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
        handler.log_message = lambda *_: None  # type: ignore[attr-defined]
        foreign = stack.enter_context(http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler))
        threading.Thread(target=foreign.serve_forever, daemon=True).start()
        stack.callback(foreign.shutdown)
        origin = f"http://127.0.0.1:{foreign.server_port}"
        site = stack.enter_context(running(create_app(samples(), auth=everyone, limits=QUICK, embed_origins=[origin])))
        (tmp_path / "page.html").write_text(
            f'<!DOCTYPE html><meta charset="utf-8"><title>门户</title><style>p {{ color: red }}</style><policy-search q="氢能" district="九龙坡区"></policy-search>'
            f'<script src="{site}/static/policy-search.js"></script>',
            "utf-8",
        )
        page = browser.new_context().new_page()
        events: list[int] = []
        page.expose_function("found", lambda total: events.append(total))  # noqa: PLW0108
        page.add_init_script(
            "window.told = 0; addEventListener('policysearch-results', event => found(event.detail.total).then(() => window.told++))"
        )
        page.goto(f"{origin}/page.html")
        element = page.locator("policy-search")
        element.locator("li mark").first.wait_for()
        expect(element.locator("li mark").first).to_have_text("氢能")
        assert all("九龙坡" in text for text in element.locator("li .path").all_inner_texts())
        assert element.locator("p.path").first.evaluate("p => getComputedStyle(p).color") != "rgb(255, 0, 0)"
        element.locator("input").fill("养老")
        element.locator("button").click()
        page.wait_for_function("() => document.querySelector('policy-search').getAttribute('q') === '养老'")
        page.wait_for_function(
            "() => [...document.querySelector('policy-search').shadowRoot.querySelectorAll('mark')].some(m => m.textContent === '养老')"
        )
        page.wait_for_function("() => window.told === 2")  # the events come after what they tell of
        assert len(events) == 2 and min(events) > 0
        page.evaluate("document.querySelector('policy-search').removeAttribute('district')")
        page.evaluate("document.querySelector('policy-search').setAttribute('q', '森林覆盖率 kind:表')")
        element.locator("td mark").first.wait_for()
        assert "指标名称" in element.locator("th").all_inner_texts()
        element.locator("li a").first.click()
        page.wait_for_url(f"{site}/documents/**")
