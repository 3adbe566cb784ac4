"""/readyz: the version that is served, and why a newer one is not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from policysearch.index import pool
from tests.support.web_fixtures import client, samples


def test_ready_says_which_version_is_served_and_why_a_newer_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_RETRY", 0.0)
    folder = tmp_path / "index"
    shutil.copytree(samples(), folder)
    with client(folder) as web:
        known = web.get("/readyz").json()
        assert known["status"] == "ok" and known["newer"] is None and known["passages"] > 100 and known["built"]
        assert known["version"].partition("-")[0] == (folder / "CURRENT").read_text().split()[0]
        kept = (folder / "CURRENT").read_text()
        (folder / "CURRENT").write_text("v-none\n")
        stale = web.get("/readyz").json()
        assert stale["status"] == "stale" and stale["version"] == known["version"]
        assert stale["newer"]["code"] and str(tmp_path) not in str(stale)
        assert web.get("/api/search?q=氢能").status_code == 200
        (folder / "CURRENT").write_text(kept)
        assert web.get("/readyz").json()["newer"] is None


def test_ready_is_a_problem_without_an_index_and_no_word_for_strangers(tmp_path: Path) -> None:
    with client(tmp_path / "none") as web:
        problem = web.get("/readyz")
        assert problem.status_code == 503 and str(tmp_path) not in problem.text
    with client(samples(), auth=None, token="0123456789abcdef") as web:
        assert web.get("/readyz").status_code == 401 and web.get("/healthz").status_code == 200
