"""Messages by code: the texts stand in the areas beside this module, `TEXTS` with code → (Chinese, English).

A code is `area.name`; one without an area is of `errors`. A text is a format string. A whole number takes a singular and
plural too: `{count:,} {count:passage|passages}`. A parameter may be a Message, which then speaks the same language.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from importlib import import_module
from typing import Any

LANGUAGES = ("zh", "en")

_spoken: ContextVar[str] = ContextVar("language", default="en")


class Message(str):
    """A sentence for people: as a string its English text; `text` gives it in a language.

    >>> message = Message("query.word_after", typed="AND", also="")
    >>> message, message.text("zh"), message.code
    ('expected a word after "AND"', '“AND”之后应有词语', 'query.word_after')
    """

    code: str
    params: Mapping[str, Any]

    def __new__(cls, code: str, /, **params: Any) -> Message:
        made = super().__new__(cls, _format(code, params, "en"))
        made.code, made.params = code, params
        return made

    def text(self, language: str) -> str:
        """The sentence in "zh" or "en"."""
        return _format(self.code, self.params, language)

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpickle, (self.code, self.params)


def _unpickle(code: str, params: Mapping[str, Any]) -> Message:
    return Message(code, **params)


class _Number(int):
    """A whole number that a text can follow with a singular or plural."""

    def __format__(self, form: str) -> str:
        one, bar, many = form.partition("|")
        return (one if self == 1 else many) if bar else super().__format__(form)


def texts(code: str) -> tuple[str, str]:
    """The Chinese and English format strings of a code. Raises KeyError."""
    area, _, name = code.rpartition(".")
    found: tuple[str, str] = import_module(f".{area or 'errors'}", __package__).TEXTS[name]
    return found


def _format(code: str, params: Mapping[str, Any], language: str) -> str:
    text = texts(code)[LANGUAGES.index(language)]
    if not params:
        return text.format()
    if ":shell}" in text:
        from .shell import arguments

        params = arguments(params)
    return text.format(**{name: _value(value, language) for name, value in params.items()})


def _value(value: Any, language: str) -> Any:
    if isinstance(value, Message):
        return value.text(language)
    return _Number(value) if type(value) is int else value


def spoken() -> str:
    """The language in which this process speaks to people: "en" unless within `speaking`."""
    return _spoken.get()


@contextlib.contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` within the block."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def say(code: str, /, **params: Any) -> str:
    """The text of a code in the language of this process."""
    return _format(code, params, _spoken.get())


def in_language(text: str) -> str:
    """`text` in the language of this process, when it is a Message."""
    return text.text(_spoken.get()) if isinstance(text, Message) else text
