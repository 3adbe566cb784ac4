"""Output formats: found by their names, and a new one is one file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from policysearch.index.index import Index
from policysearch.output import registry
from tests.support.paths import ROOT


@pytest.mark.parametrize("name", registry.names())
def test_a_format_writes_what_was_found_and_nothing(samples: Path, name: str) -> None:
    output = registry.load(name)
    assert "/" in output.media_type
    with Index.open(samples) as index:
        for query in ("氢能", "寻不着的词语"):
            for language in ("zh", "en"):
                answer = index.search(query, 2)
                text = output.write(registry.Found(answer, 60, None, None, language))
                assert all(hit.passage.id.partition("/")[2] in text for hit in answer.hits)


def test_a_template_copied_is_a_format(samples: Path, tmp_path: Path) -> None:
    """As the guide says: one file, and nothing else is changed."""
    shutil.copytree(ROOT / "policysearch", tmp_path / "policysearch", ignore=shutil.ignore_patterns("__pycache__"))
    template = ROOT / "docs" / "templates" / "output_format.py"
    shutil.copy(template, tmp_path / "policysearch" / "output" / "formats" / "plain.py")
    command = [sys.executable, "-m", "policysearch", "search", "氢能", "--limit", "2", "--index", str(samples)]
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [*command, "--format", "plain"],
        check=True,
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        encoding="utf-8",
    )
    lines = done.stdout.splitlines()
    assert len(lines) == 2 and all("/" in line.split("\t")[0] for line in lines)
    served = "from policysearch.web.api import FORMATS; assert FORMATS['plain'] == 'text/plain'"
    subprocess.run([sys.executable, "-c", served], check=True, cwd=tmp_path, env=environment)
