"""The pictures of the README: `python benchmarks/screenshots.py` writes docs/images/*.png from the sample documents."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

PAGES = {
    "search": "/?q=氢能",
    "read": "/documents/cq-jiulongpo-fyp-15/part_3__chp_7__sec_1?q=氢能",
    "compare": "/compare?term=氢能&term=养老&term=轨道交通&indicator=研发",
}


def main() -> None:
    """Write the pictures and say how large they are."""
    from playwright.sync_api import sync_playwright

    from policysearch.web import create_app, everyone
    from tests.support.web_fixtures import running, samples
    from tests.web.test_browser import CHROMIUM, FLAGS

    folder = ROOT / "docs" / "images"
    folder.mkdir(exist_ok=True)
    with running(create_app(samples(), auth=everyone)) as site, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 900, "height": 470}, color_scheme="light")
        for name, address in PAGES.items():
            page.goto(site + address, wait_until="networkidle")
            page.screenshot(path=folder / f"{name}.png")
            print(f"{name}.png {(folder / f'{name}.png').stat().st_size / 1000:.0f} KB")
        browser.close()


if __name__ == "__main__":
    main()
