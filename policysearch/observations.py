"""What is odd about a document as it was printed or read: said, never mended."""

from __future__ import annotations

from dataclasses import dataclass

from .document import Document


@dataclass(frozen=True, slots=True)
class Observation:
    """Something odd."""

    kind: str
    line: int
    text: str


def observations(document: Document) -> tuple[Observation, ...]:
    return ()
