"""One node of OpenSearch for all tests of the store on a cluster: its start takes longer than most of them."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.support import opensearch_server


@pytest.fixture(scope="session")
def node() -> Iterator[str]:
    """The host and port of a node with nothing in it."""
    if started := os.environ.get("POLICYSEARCH_TEST_NODE"):  # one that runs already, for whoever works on this
        yield started
        return
    with opensearch_server.cluster() as (one,):
        yield one.address
