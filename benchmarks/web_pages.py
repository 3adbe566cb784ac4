"""What of saved government pages is read, beside three extractors of articles.

    python -m pip install trafilatura lxml_html_clean readability-lxml gne
    python -m benchmarks.web_pages

Prints a table for each set of families of sites: shares of letters and of pages, and of titles that are right. The others are
given the page decoded, and that of a web archive with its frames, as this package has it.
"""

from __future__ import annotations

import importlib
import logging
import sys
import warnings
from collections.abc import Callable

from policysearch.readers import mhtml
from policysearch.readers.html import sanitize
from tests.support import (
    agency_acts,
    agency_families,
    bureau_families,
    city_families,
    counter_acts,
    county_families,
    desk_families,
    district_families,
    extraction,
    lake_families,
    later_site_families,
    more_site_families,
    plain_families,
    portal_families,
    province_families,
    site_families,
    town_families,
)
from tests.support.extraction import Extract, Page
from tests.support.short_acts import SHORT_ACTS
from tests.support.site_acts import ACTS

SETS = {  # families and acts
    "first": (site_families, ACTS),
    "second": (more_site_families, ACTS),
    "third": (later_site_families, ACTS),
    "fourth": (portal_families, (*ACTS, *SHORT_ACTS)),
    "fifth": (bureau_families, (*ACTS, *SHORT_ACTS)),
    "sixth": (town_families, (*ACTS, *SHORT_ACTS)),
    "seventh": (county_families, (*ACTS, *SHORT_ACTS)),
    "eighth": (city_families, (*ACTS, *SHORT_ACTS)),
    "ninth": (province_families, (*ACTS, *SHORT_ACTS)),
    "tenth": (plain_families, (*ACTS, *SHORT_ACTS, *plain_families.PLAIN_ACTS)),
    "twelfth": (district_families, (*ACTS, *SHORT_ACTS, *plain_families.PLAIN_ACTS, *agency_acts.AGENCY_ACTS)),
    "eleventh": (agency_families, (*ACTS, *SHORT_ACTS, *plain_families.PLAIN_ACTS, *agency_acts.AGENCY_ACTS)),
    "thirteenth": (
        lake_families,
        (*ACTS, *SHORT_ACTS, *plain_families.PLAIN_ACTS, *agency_acts.AGENCY_ACTS, *counter_acts.COUNTER_ACTS),
    ),
    "fourteenth": (
        desk_families,
        (*ACTS, *SHORT_ACTS, *plain_families.PLAIN_ACTS, *agency_acts.AGENCY_ACTS, *counter_acts.COUNTER_ACTS),
    ),
}
COLUMNS = ("recall", "precision", "whole", "clean", "whole and clean", "title", "number", "issuers")


def markup(page: Page) -> str:
    """The page as text."""
    data = mhtml.page(page.data, page.name) if page.data.startswith(b"From:") else page.data
    return sanitize.decoded(data, page.name)[0]


def trafilatura(page: Page) -> Extract:
    """What trafilatura reads, without comments."""
    found = importlib.import_module("trafilatura").bare_extraction(
        markup(page), include_comments=False, with_metadata=True
    )
    return Extract(found.text or "", found.title or "") if found else Extract("", "")


def readability(page: Page) -> Extract:
    """What readability-lxml reads."""
    document = importlib.import_module("readability").Document(markup(page))
    summary = document.summary()
    text = importlib.import_module("lxml.html").fromstring(summary).text_content() if summary else ""
    return Extract(text, document.title())


def gne(page: Page) -> Extract:
    """What GeneralNewsExtractor reads."""
    found = importlib.import_module("gne").GeneralNewsExtractor().extract(markup(page))
    return Extract(found["content"], found["title"])


READERS: tuple[Callable[[Page], Extract], ...] = (extraction.policysearch, trafilatura, readability, gne)


def main() -> None:
    """Print a table for each set, or for those named."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    for name, (families, acts) in ((name, of) for name, of in SETS.items() if name in (sys.argv[1:] or SETS)):
        pages = list(extraction.pages(families.FAMILIES, acts))
        print(f"\n{name} set, {len(families.FAMILIES)} families, {len(pages)} pages\n")
        print("| | " + " | ".join(COLUMNS) + " |\n" + "| --- " * (len(COLUMNS) + 1) + "|")
        for reader in READERS:
            figures = extraction.table(extraction.found(page, reader(page)) for page in pages)
            shown = (f"{figures[column]:.3f}" if column in figures else "–" for column in COLUMNS)
            print(f"| {reader.__name__} | " + " | ".join(shown) + " |")


if __name__ == "__main__":
    main()
