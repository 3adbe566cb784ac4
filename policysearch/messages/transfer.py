"""Messages for programs: as JSON that keeps their code, in both languages, and the list of all codes."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from .catalogue import LANGUAGES, Message

AREAS = (
    *(
        "answers",
        "command_options",
        "commands",
        "errors",
        "explain",
        "files",
        "formats",
        "help",
        "hits",
        "index",
        "lint",
    ),
    *("mcp", "omissions", "options", "pages", "query", "remote", "semantic", "site", "views", "web"),
)


def pack(text: str) -> Any:
    """`text` as JSON that keeps the code of a Message; `unpack` undoes it."""
    if not isinstance(text, Message):
        return text
    return {"code": text.code, "params": {name: pack(value) for name, value in text.params.items()}}


def unpack(value: Any) -> Any:
    """The inverse of `pack`. Raises ValueError for anything that `pack` does not make."""
    if not isinstance(value, dict):
        return value
    try:
        return Message(value["code"], **{name: unpack(inner) for name, inner in value["params"].items()})
    except (KeyError, TypeError, AttributeError, ImportError) as error:
        raise ValueError(f"no message: {error}") from error


def in_both_languages(text: str) -> dict[str, str]:
    """`text` in each language; what is no Message is the same in all."""
    return {language: text.text(language) if isinstance(text, Message) else text for language in LANGUAGES}


def all_codes() -> Sequence[str]:
    """Every code of the catalogue."""
    return [f"{area}.{name}" for area in AREAS for name in import_module(f".{area}", __package__).TEXTS]
