"""Sentences of README and docs, each with a check that runs it. A sentence that changes has to be checked anew."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from policysearch import Index
from policysearch.cli.main import main
from tests.support.paths import ROOT
from tests.support.small_index import index_of

#: What the claims about single words and signs are tried on.
TEXTS = {
    "甲": "第一条 发展人文经济。\n第二条 个人文化建设。\n第三条 覆盖率达到175%。\n第四条 覆盖率达到75%。\n"
    "第五条 推进低空经济属于【重要】事项。\n第六条 地区生产总值增长。\n第七条 GDP增长。\n"
    "第八条 氢能产业做大。\n第九条 氢能要带动产业。\n第十条 氢能在交通、物流、港口、仓储各处都要推广，以此带动本地许多产业。\n"
    "第十一条 到二〇三五年建成。\n第十二条 PM2.5浓度下降，R&D经费增长。\n第十三条 =1+1是算式。\n"
}


def written(page: str) -> str:
    """A page of README and docs with single spaces."""
    path = ROOT / page if page in ("README.md", "SECURITY.md") else ROOT / "docs" / page
    return " ".join(path.read_text("utf-8").split())


def on_page(page: str, sentence: str) -> bool:
    """Whether a sentence stands on a page, wherever its lines break."""
    return "".join(sentence.split()) in "".join(written(page).split())


class Done(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


def run(command: str, *more: str | Path, index: Path | None = None, lang: str = "en") -> Done:
    """Run a command, in English unless another language is named, with more arguments and on an index."""
    words = [*shlex.split(command), *map(str, more), *(["--index", str(index)] if index else [])]
    done = CliRunner().invoke(main, words, env={"POLICYSEARCH_LANG": lang, "COLUMNS": "100"})
    return Done(done.exit_code, done.stdout, done.stderr)


@dataclass(frozen=True)
class Home:
    """What a check may use: the sample documents with their index, an index of TEXTS, a folder of its own."""

    samples: Path
    index: Index
    small: Index
    texts: Path  # where that index is
    folder: Path

    def found(self, query: str, **more: Any) -> list[str]:
        """The articles of TEXTS that a query finds, in their order."""
        return [hit.passage.article for hit in self.small.search(query, **more).hits]

    @contextmanager
    def of(self, **texts: str) -> Iterator[Index]:
        """An index of some texts."""
        with index_of(self.folder, texts) as index:
            yield index

    @contextmanager
    def client(self, **more: Any) -> Iterator[Any]:
        """A client of the application over the sample documents."""
        testclient = pytest.importorskip("starlette.testclient", reason="needs the extra web")
        from policysearch.web import create_app, everyone

        app = create_app(str(self.samples), **(more or {"auth": everyone}))
        with testclient.TestClient(app) as web:
            yield web

    @property
    def built(self) -> Path:
        return self.folder / "index"


Check = Callable[[Home], object]


class Claims:
    """The sentences of some pages with their checks; `holds` and `told` are the tests of them."""

    def __init__(self) -> None:
        self.checks: list[tuple[str, str, Check]] = []
        self.further: list[tuple[str, str]] = []  # sentences of a check that has one already

    def __call__(self, page: str, *sentences: str) -> Callable[[Check], Check]:
        """That a function is the check of some sentences of a page; it may return whether they hold."""

        def keep(check: Check) -> Check:
            self.checks.append((page, sentences[0], check))
            self.further.extend((page, sentence) for sentence in sentences[1:])
            return check

        return keep

    @property
    def holds(self) -> Callable[..., None]:
        """The test that each check holds and its sentence is on the page."""

        @pytest.mark.parametrize(
            ("page", "sentence", "check"),
            self.checks,
            ids=[f"{page}: {sentence[:40]}" for page, sentence, _ in self.checks],
        )
        def test(page: str, sentence: str, check: Check, home: Home) -> None:
            assert on_page(page, sentence)
            assert check(home) is not False

        return test

    @property
    def told(self) -> Callable[..., None]:
        """The test that further sentences of checks are on their pages."""

        @pytest.mark.parametrize(("page", "sentence"), self.further)
        def test(page: str, sentence: str) -> None:
            assert on_page(page, sentence)

        return test
