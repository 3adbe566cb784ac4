"""What a shell offers for the Tab key: fields and their values, ids of passages.

Nothing is offered, and nothing said, when there is no index that can be read.
"""

from __future__ import annotations

import contextlib
import re

import click
from click.shell_completion import CompletionItem

from ..index.index import Index
from ..model.errors import PolicySearchError
from ..model.fields import FIELDS

_LAST_WORD = re.compile(r"(.*?)(\S*)", re.S)
_MOST = 1000  # values; a shell would complete to what a shorter list has in common


def query(context: click.Context, argument: click.Parameter, typed: str) -> list[CompletionItem]:
    """Completions of the last word of `typed`: values after `field:`, else fields and districts that begin with it."""
    words: list[str] = list(context.params.get(argument.name or "") or ()) if argument.nargs < 0 else []
    before, word = _LAST_WORD.fullmatch(typed).groups()  # type: ignore[union-attr]
    # bash breaks an unquoted district:九 into three words, and replaces only the last.
    broken = typed == ":" or words[-1:] == [":"]
    if broken:
        word = "".join([*words, typed][-3 if words[-1:] == [":"] else -2 :])
    with contextlib.suppress(PolicySearchError, OSError), Index.open(context.params["folder"]) as index:
        if ":" in word or "：" in word:
            values = (entry.typed for entry in index.suggest(word, _MOST))
            return [CompletionItem(value.partition(":")[2] if broken else before + value) for value in values]
        if word:
            names = [f"{name}:" for field in FIELDS for name in (field.name, *field.aliases) if name.startswith(word)]
            districts = [entry.typed for entry in index.suggest(f"district:{word}", _MOST)]
            return [CompletionItem(before + text) for text in names + districts]
    return []


def id(context: click.Context, argument: click.Parameter, typed: str) -> list[CompletionItem]:
    """The ids of the documents that begin as `typed` does; of a single one, or after its `/`, those of its passages."""
    with contextlib.suppress(PolicySearchError, OSError), Index.open(context.params["folder"]) as index:
        document, slash, _ = typed.partition("/")
        documents = [one.id for one in index.documents() if one.id == document or not slash]
        fitting = [one for one in documents if one.startswith(document)]
        if len(fitting) > 1:
            return [CompletionItem(f"{one}/") for one in fitting]
        return [
            CompletionItem(one.id) for name in fitting for one in index.of_document(name) if one.id.startswith(typed)
        ]
    return []
