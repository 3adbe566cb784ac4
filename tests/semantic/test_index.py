"""Indices with vectors: what an update embeds, how a search uses them, and what is said when it cannot."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("numpy", reason="needs the extra semantic")

import numpy as np
from click.testing import CliRunner

from policysearch.cli.main import main
from policysearch.index.index import Index
from policysearch.messages.catalogue import Message
from policysearch.model.errors import EncoderError
from policysearch.model.results import Part
from policysearch.runtime.deadline import deadline
from policysearch.search import meaning
from policysearch.semantic import encoder, settings, vectors
from policysearch.semantic import meaning as loaded
from policysearch.semantic import service as client
from policysearch.semantic.settings import Model
from tests.support import encoders
from tests.support.encoders import service
from tests.support.web_fixtures import client as client_of

QUESTION = "娃在学校被打怎么办，法律有什么规定"
LAW = """某某市条例
第一条 学校应当保护儿童，制止殴击，依照法律给予帮助。
第二条 法律有规定的，从其规定；法律没有规定的，学校怎么办由办法规定。
第三条 公共场所应当设置停车位，方便群众出行，法律另有规定的除外。
第四条 企业应当缴纳税款，什么情形可以减免，依照法律。
第五条 推进氢能产业发展，建设加氢站。
第六条 完善养老服务，增加养老床位。
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "law.txt").write_text(LAW, "utf-8")
    return folder


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_PAUSE", 0.01)
    for name in (client.KEY, client.KEY_FILE):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def remote() -> Iterator[tuple[Model, encoders.Seen]]:
    with service() as (place, seen):
        yield Model(place, "m"), seen


def embedded(seen: encoders.Seen) -> list[str]:
    """The passages that were sent since last asked, without the probe."""
    found = [text for text in seen.texts if text != vectors.PROBE]
    seen.clear()
    return found


def test_an_update_embeds_only_what_changed(corpus: Path, tmp_path: Path, remote: Any) -> None:
    model, seen = remote
    place = tmp_path / "index"
    Index.update([corpus], place, semantic=model)
    with Index.open(place) as index:
        texts = {f"{p.title}\n{p.text}".strip() for p in index.passages()}
        assert settings.FILE in index._version.manifest.files
        assert index._version.manifest.semantic == model.to_manifest() and index.check() == []
    assert sorted(embedded(seen)) == sorted(texts)
    Index.update(None, place)  # nothing changed
    assert not seen
    (corpus / "law.txt").rename(corpus / "other.txt")
    (corpus / "more.txt").write_text("另一办法\n第一条 城市绿化由园林部门负责。\n", "utf-8")
    Index.update(None, place)
    assert [text for text in embedded(seen) if text in texts] == []
    Index.update(None, place, rebuild=True)
    assert embedded(seen) == []
    Index.update(None, place, semantic=Model(model.place, "m", "", "文："))  # other vectors altogether
    assert texts <= {text.removeprefix("文：") for text in embedded(seen)}
    Index.update(None, place, semantic="")
    with Index.open(place) as index:
        assert settings.FILE not in index._version.manifest.files and index._version.manifest.semantic == ()
    assert not (place / ".semantic").exists()


def test_a_damaged_file_of_vectors_is_found_and_not_carried_on(corpus: Path, tmp_path: Path, remote: Any) -> None:
    model, seen = remote
    place = tmp_path / "index"
    Index.update([corpus], place, semantic=model)
    before = len(embedded(seen))
    path = place / "v000001" / settings.FILE
    data = bytearray(path.read_bytes())
    data[-300] ^= 1
    path.write_bytes(data)
    with Index.open(place) as index:
        assert any(settings.FILE in finding for finding in index.check())
    Index.update(None, place, rebuild=True)
    assert len(embedded(seen)) == before
    with Index.open(place) as index:
        assert index.check() == []


def test_what_an_encoder_that_fails_leaves_undone_the_next_update_does(corpus: Path, tmp_path: Path) -> None:
    """The version is published, its problem told; what was embedded before is not embedded again."""
    broken = False
    (corpus / "many.txt").write_text(
        "办法\n" + "".join(f"第{n}条 事项{n}由部门{n}负责。\n" for n in range(1, 80)), "utf-8"
    )

    def answer(texts: Sequence[str]) -> encoders.Answer:
        nonlocal broken
        broken = broken or len(seen) > 3
        return (500, {}, b"") if broken else encoders.usual(texts)

    place = tmp_path / "index"
    with service(answer) as (address, seen):
        report = Index.update([corpus], place, semantic=Model(address, "m"))
        assert [problem.code for problem in report.problems] == ["semantic.unfinished"]
        done = set(seen[2][1]["input"])  # after the probe, twice; then it failed
        assert len(done) == 32
        with Index.open(place) as index:
            assert index.check() == [] and index.search("氢能").total == 1
            total = len({f"{p.title}\n{p.text}".strip() for p in index.passages()})
    with service() as (address, seen):
        report = Index.update(None, place, semantic=Model(address, "m"))
        rest = embedded(seen)
        assert not report.problems and rest and not done & set(rest) and len(rest) < total
        Index.update(None, place)
        assert embedded(seen) == []


def test_an_update_that_was_stopped_goes_on(corpus: Path, tmp_path: Path, remote: Any) -> None:
    model, seen = remote
    (corpus / "many.txt").write_text(
        "办法\n" + "".join(f"第{n}条 事项{n}由部门{n}负责。\n" for n in range(1, 90)), "utf-8"
    )

    def stop(done: int, total: int, name: str) -> None:
        if isinstance(name, Message) and name.code == "semantic.embedding" and done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Index.update([corpus], tmp_path / "index", semantic=model, progress=stop)
    first = set(embedded(seen))
    assert len(first) == 64 and (tmp_path / "index" / ".semantic").is_file()
    Index.update([corpus], tmp_path / "index", semantic=model)
    rest = embedded(seen)
    assert rest and not first & set(rest)
    with Index.open(tmp_path / "index") as index:
        assert len(first) + len(rest) == len({f"{p.title}\n{p.text}".strip() for p in index.passages()})
    assert not (tmp_path / "index" / ".semantic").exists()


@pytest.mark.parametrize("content", [b"", b"x", b"[1, 2]\nabc", b"null\n", b"[" * 10_000, b"[1e999]\n" + b"x" * 500])
def test_a_journal_that_is_none_is_passed_over(corpus: Path, tmp_path: Path, remote: Any, content: bytes) -> None:
    model, _ = remote
    Index.update([corpus], tmp_path / "index")
    (tmp_path / "index" / ".semantic").write_bytes(content)
    assert not Index.update([corpus], tmp_path / "index", semantic=model).problems


def test_an_encoder_that_cannot_be_used_is_refused_before_anything_is_read(corpus: Path, tmp_path: Path) -> None:
    for wrong in (tmp_path / "none", Model("http://127.0.0.1:9/v1", "m"), "http://127.0.0.1/v1"):
        with pytest.raises(EncoderError):
            Index.update([corpus], tmp_path / "index", semantic=wrong)
    assert not (tmp_path / "index").exists()


def test_nothing_is_sent_and_nothing_loaded_unless_a_question_is_widened(
    corpus: Path, tmp_path: Path, remote: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, seen = remote
    Index.update([corpus], tmp_path / "index", semantic=model)
    seen.clear()
    with Index.open(tmp_path / "index") as index:
        index.search("氢能")
        index.search("district:九龙坡")
        index.search(QUESTION, strict=True)
        index.search(QUESTION, semantic=False)
        index.facets(QUESTION)
        assert not seen and "_opened" not in vars(index._meaning)
        assert index.search(QUESTION).by_meaning
        assert [text for text in seen.texts if text != vectors.PROBE] == [QUESTION.replace("，", " ")]


def command(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, [*arguments, "--lang", "en"])
    return done.exit_code, done.stdout, done.stderr


def why(answer: Any) -> str:
    """The code of what its warning says is wrong."""
    return str(answer.warning.params["why"].code)


def both(place: Path, question: str = QUESTION) -> tuple[Any, Any]:
    with Index.open(place) as index:
        return index.search(question, None, semantic=False), index.search(question, None)


def test_meaning_moves_passages_and_changes_nothing_else(corpus: Path, tmp_path: Path, remote: Any) -> None:
    model, _ = remote
    Index.update([corpus], tmp_path / "index", semantic=model)
    words, meant = both(tmp_path / "index")
    assert words.total == meant.total and words.exact == meant.exact and words.relaxation == meant.relaxation
    assert {h.passage.id for h in words} == {h.passage.id for h in meant}
    assert "保护儿童" in meant.hits[0].passage.text and "保护儿童" not in words.hits[0].passage.text
    assert meant.by_meaning and not words.by_meaning and not meant.warning
    assert {h.passage.id: (h.why, h.missing) for h in words} == {h.passage.id: (h.why, h.missing) for h in meant}


def test_an_explanation_adds_up_and_tells_the_part_of_meaning(corpus: Path, tmp_path: Path, remote: Any) -> None:
    model, _ = remote

    def check(part: Part) -> None:
        scores = [below.score for below in part.parts]
        if part.rule == "sum":
            assert part.score == pytest.approx(sum(scores), rel=1e-9, abs=1e-12)
        elif part.rule == "product":
            assert part.score == pytest.approx(np.prod(scores), rel=1e-9, abs=1e-12)
        for below in part.parts:
            check(below)

    Index.update([corpus], tmp_path / "index", semantic=model)
    with Index.open(tmp_path / "index") as index:
        answer = index.search(QUESTION, None)
        for place, hit in enumerate(answer, 1):
            told = index.explain(QUESTION, hit.passage.id)
            assert told and (told.rank, told.total) == (place, answer.total)
            assert told.score == hit.score == pytest.approx(told.tree.score, rel=1e-9)
            check(told.tree)
            assert ("meaning (cosine" in str(told.tree)) == (hit.meaning is not None)
            plain = index.explain(QUESTION, hit.passage.id, semantic=False)
            assert plain and "meaning (cosine" not in str(plain.tree)


def test_numpy_use_of_another_model_are_not_used_and_it_is_said_in_one_line(corpus: Path, tmp_path: Path) -> None:
    seed = 7

    def answer(texts: Sequence[str]) -> encoders.Answer:
        return 200, {}, encoders.embeddings(texts, seed)

    with service(answer) as (address, _):
        Index.update([corpus], tmp_path / "index", semantic=Model(address, "m"))
        seed = 8
        words, meant = both(tmp_path / "index")
        assert [h.passage.id for h in words] == [h.passage.id for h in meant] and not meant.by_meaning
        assert why(meant) == "semantic.other_model" and "\n" not in meant.warning


def test_a_service_that_is_gone_costs_a_warning_and_is_left_alone_for_a_while(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = False

    def answer(texts: Sequence[str]) -> encoders.Answer:
        return (404, {}, b"") if gone else encoders.usual(texts)

    with service(answer) as (address, seen):
        Index.update([corpus], tmp_path / "index", semantic=Model(address, "m"))
        seen.clear()
        gone = True
        with Index.open(tmp_path / "index") as index:
            words = index.search(QUESTION, semantic=False)
            for _ in range(3):
                answered = index.search(QUESTION)
                assert [h.passage.id for h in answered] == [h.passage.id for h in words]
                assert why(answered) == "semantic.away"
            assert len(seen) == 1
            gone = False
            monkeypatch.setattr(loaded, "_AGAIN", -1.0)
            index._meaning._failed = None  # type: ignore[union-attr]  # as after a minute
            assert index.search(QUESTION).by_meaning


def test_an_index_from_elsewhere_sends_nothing_unless_its_encoder_is_named_here(
    corpus: Path, tmp_path: Path, remote: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither questions nor passages; an index of a stranger could name any address."""
    model, seen = remote
    real = settings._mark
    for mark in ("", real(model.place)[::-1]):
        place = tmp_path / f"index{mark[:3]}"
        with monkeypatch.context() as there:
            there.setattr(settings, "_mark", {model.place: mark}.get)
            Index.update([corpus], place, semantic=model)
        seen.clear()
        (corpus / "more.txt").write_text(f"办法\n第一条 {place.name}的道路由部门维护。\n", "utf-8")
        assert why(both(place)[1]) == "semantic.not_told"
        assert [problem.code for problem in Index.update(None, place).problems] == ["semantic.unfinished"]
        assert command("index", "--index", str(place), "--query-prefix", "问：")[0] == 3
        assert not seen
        monkeypatch.setenv(settings.PLACE, model.place)
        assert not Index.update(None, place).problems and both(place)[1].by_meaning and seen
        monkeypatch.delenv(settings.PLACE)


def test_an_encoder_that_is_late_leaves_time_for_the_answer_by_words(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it is loaded, by another thread that goes on, or does not answer."""
    slow = 0.0

    def answer(texts: Sequence[str]) -> encoders.Answer:
        time.sleep(slow)
        return encoders.usual(texts)

    with service(answer) as (address, _):
        Index.update([corpus], tmp_path / "index", semantic=Model(address, "m"))
        with Index.open(tmp_path / "index") as index:
            words = [h.passage.id for h in index.search(QUESTION, semantic=False)]
            slow = 30.0
            with deadline(3.0):
                late = index.search(QUESTION)
            assert [h.passage.id for h in late] == words and why(late) == "semantic.away"
    real = encoder.open_encoder

    def loading(model: Model) -> encoder.Encoder:
        time.sleep(2.0)
        return real(model)

    slow = 0.0
    with service(answer) as (address, _):
        Index.update([corpus], tmp_path / "index", semantic=Model(address, "m"))
        monkeypatch.setattr(encoder, "open_encoder", loading)
        with Index.open(tmp_path / "index") as index:
            with deadline(2.5):
                late = index.search(QUESTION)
            assert [h.passage.id for h in late] == words and why(late) == "semantic.late"
            time.sleep(1.5)
            assert index.search(QUESTION).by_meaning


def test_a_file_of_vectors_that_makes_no_sense_costs_a_warning(corpus: Path, tmp_path: Path, remote: Any) -> None:
    model, _ = remote
    Index.update([corpus], tmp_path / "index", semantic=model)
    path = tmp_path / "index" / "v000001" / settings.FILE
    path.write_bytes(b"{" + path.read_bytes()[1:].replace(b'"rows"', b'"rowz"'))
    _, meant = both(tmp_path / "index")
    assert meant.total and why(meant) == "semantic.no_vectors"


def test_page_api_and_tools_rank_by_words_alone_on_demand(corpus: Path, tmp_path: Path, remote: Any) -> None:
    model, seen = remote
    Index.update([corpus], tmp_path / "index", semantic=model)
    asked = {"q": QUESTION, "semantic": "false"}
    with Index.open(tmp_path / "index") as index, client_of(index) as web:
        seen.clear()
        plain = web.get("/", params=asked).text
        assert "只按词语排序。" in plain and "也按语义排序" in plain
        alone = web.get("/api/search", params=asked).json()["hits"]
        assert not seen and not any("meaning" in hit for hit in alone), "nobody was asked for a vector"
        page = web.get("/", params={"q": QUESTION}).text
        assert "前列的还按语义排序" in page and "semantic=false" in page and "也按语义排序" not in page
        hits = web.get("/api/search", params={"q": QUESTION}).json()["hits"]
        assert hits[0]["meaning"] == max(hit.get("meaning", -1) for hit in hits) and embedded(seen) != []
        for semantic in ("true", "false"):
            asked = {"q": QUESTION, "id": hits[0]["id"], "semantic": semantic}
            told = web.get("/api/explain", params=asked).text
            assert ("cosine" in told) == (semantic == "true")
    pytest.importorskip("mcp", reason="needs the extra mcp")
    from policysearch.mcp.server import server
    from tests.mcp.test_server import ask

    calls = [("search", {"query": QUESTION, "semantic": semantic}) for semantic in (True, False)]
    meant, words = (one.structured_content["hits"] for one in ask(server(tmp_path / "index"), *calls))
    assert "meaning" in meant[0] and not any("meaning" in hit for hit in words)
    assert [hit["id"] for hit in words] == [hit["id"] for hit in alone][: len(words)]


def test_a_page_says_why_it_is_ranked_by_words_alone(corpus: Path, tmp_path: Path) -> None:
    with service() as (place, _):
        Index.update([corpus], tmp_path / "index", semantic=Model(place, "m"))
    with Index.open(tmp_path / "index") as index, client_of(index) as web:
        warning = index.search(QUESTION).warning
        assert isinstance(warning, Message)
        assert warning.text("zh")[:12] in web.get("/", params={"q": QUESTION}).text


def test_the_commands(corpus: Path, tmp_path: Path) -> None:
    """A folder of a model, remembered; the number, time and size told before it begins; JSON, explain, --no-semantic."""
    pytest.importorskip("onnxruntime", reason="needs the extra semantic")
    pytest.importorskip("tokenizers", reason="needs the extra semantic")
    folder, place = encoders.folder(tmp_path / "model"), str(tmp_path / "index")
    (corpus / "many.txt").write_text(
        "办法\n" + "".join(f"第{n}条 事项{n}由部门{n}负责。\n" for n in range(1, 80)), "utf-8"
    )
    code, out, err = command("index", str(corpus), "--index", place, "--semantic", folder, "--query-prefix", "问：")
    assert code == 0, err
    assert "computing vectors of" in err and "about 1 minute" in err and "MB of vectors" in err
    with Index.open(place) as index:
        assert index._version.manifest.semantic[:-1] == (folder, "", "问：", "")
    code, out, err = command("search", QUESTION, "--index", place, "--json")
    hits = json.loads(out)["hits"]
    assert hits[0]["meaning"] == max(hit["meaning"] for hit in hits) and "warning" not in json.loads(out)
    code, out, err = command("search", QUESTION, "--index", place)
    assert "ranked by meaning too (--no-semantic: by words alone)" in " ".join(out.split())
    code, out, err = command("search", QUESTION, "--index", place, "--no-semantic", "-n", "1")
    assert "by meaning" not in out and "--no-semantic" in out.splitlines()[-1]
    code, out, err = command("explain", QUESTION, hits[0]["id"], "--index", place)
    assert "meaning (cosine" in out
    code, out, err = command("explain", QUESTION, hits[0]["id"], "--index", place, "--no-semantic")
    assert "meaning" not in out
    (tmp_path / "model" / "model.onnx").unlink()
    code, out, err = command("search", QUESTION, "--index", place)
    assert code == 0 and err.count("\n") == 1 and "ranked by words alone" in err and "no model.onnx" not in out
    code, out, err = command("index", "--index", place, "--passage-prefix", "文：")
    assert code != 0 and err.count("\n") == 1
    code, out, err = command("index", "--index", place, "--semantic", "")
    assert code == 0
    code, out, err = command("index", "--index", place, "--semantic-model", "m")
    assert code == 2 and "--semantic" in err


FLAT = "第{n}条 有关部门负责第{n}项。"


def test_candidates_come_from_what_any_word_finds_and_what_is_exact_never_falls(tmp_path: Path, remote: Any) -> None:
    """With many passages: fifty by words and fifty by meaning change places; articles cited and passages with all words stay."""
    model, _ = remote
    folder = tmp_path / "corpus"
    folder.mkdir()
    lines = [FLAT.format(n=n) for n in range(1, 150)]
    lines += [
        "第一百五十条 孩童遭揍的，学校处理。",
        "第一百五十一条 娃在学校被打，部门负责，法律有什么规定，有关怎么办。",
    ]
    (folder / "law.txt").write_text("某某市条例\n" + "\n".join(lines), "utf-8")
    Index.update([folder], tmp_path / "index", semantic=model)
    for question in (QUESTION, "有关部门负责什么，娃被打", "某某市条例第七条 娃被打怎么办"):
        words, meant = both(tmp_path / "index", question)
        before, after = [h.passage.id for h in words], [h.passage.id for h in meant]
        assert sorted(before) == sorted(after)
        assert sum(h.meaning is not None for h in meant) <= meaning.FIRST + meaning.NEAREST
        fixed = {h.passage.id for h in words if h.why in ("string", "words")}
        for place, id in enumerate(before):
            if id in fixed:
                assert set(after[: after.index(id)]) <= set(before[:place])
        scores = [h.score for h in meant]
        assert scores == sorted(scores, reverse=True)
        with Index.open(tmp_path / "index") as index:
            assert [h.passage.id for h in index.search(question, 7, 3)] == after[3:10]
