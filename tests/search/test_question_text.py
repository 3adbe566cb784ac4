"""The text of a question: what is left of it without the words that ask."""

from __future__ import annotations

import random
import re
from pathlib import Path

from policysearch.search import question_text
from policysearch.text.normalize import fold

QUESTIONS = Path(__file__).parent.parent / "data" / "relevance"


def test_every_stop_word_begins_with_a_character_that_is_known_to_begin_one() -> None:
    """The characters are tried first; they are no further condition."""
    pattern = question_text._STOP_WORDS.pattern
    begin = f"(?=[{question_text._FIRST}])"
    assert pattern.startswith(begin)
    alone = re.compile(pattern.removeprefix(begin))
    characters, rng = [*sorted({c for c in pattern if c >= "一"}), "年", "5", " "], random.Random(1)
    texts = ["".join(rng.choices(characters, k=40)) for _ in range(2000)]
    texts += [
        fold(line.split("\t")[0]) for file in QUESTIONS.glob("*.tsv") for line in file.read_text("utf-8").splitlines()
    ]
    for text in texts:
        assert [*map(re.Match.span, alone.finditer(text))] == [
            *map(re.Match.span, question_text._STOP_WORDS.finditer(text))
        ]
