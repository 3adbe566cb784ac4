"""The parameters of an address: read and checked in one place, and described to OpenAPI from the same table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from starlette.datastructures import QueryParams

from ..messages.catalogue import Message
from ..model.record import record
from ..output.options import Option
from ..query.ast import In, Phrase, Query, Range, all_of, any_of
from .problems import Problem, bad_parameter


@record
class Param(Option):
    """An option as a parameter of an address."""

    pattern: str = ""  # of a text, as JSON Schema has it; what reads the value checks it

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        one: dict[str, Any]
        if self.low is not None:
            one = {"type": "integer", "minimum": self.low, "maximum": self.high}
        elif isinstance(self.default, bool):
            one = {"type": "boolean"}
        elif self.choices:
            one = {"type": "string", "enum": list(self.choices)}
        else:
            one = {"type": "string", "maxLength": self.longest}
            if pattern := self.pattern or (r"\S" if self.required else ""):
                one["pattern"] = pattern
        if self.many:
            return {"type": "array", "items": one, "maxItems": 20}
        return one if self.required else {**one, "default": self.default}

    def read(self, typed: Sequence[str]) -> Any:
        """The value; raises Problem."""
        if self.many:
            if len(typed) > 20:
                raise self._wrong(Message("web.at_most", most=20))
            return tuple(self._one(text) for text in typed if text)
        if len(typed) > 1:
            raise self._wrong(Message("web.only_one"))
        if not typed:
            if self.required:
                raise self._wrong(Message("web.a_value"))
            return self.default
        if self.required and not typed[0].strip():
            raise self._wrong(Message("web.a_value"))
        return self._one(typed[0])

    def _one(self, text: str) -> Any:
        if self.low is not None and self.high is not None:
            if not (text.isascii() and text.isdigit() and len(text) < 10 and self.low <= int(text) <= self.high):
                raise self._wrong(Message("web.number", low=self.low, high=self.high))
            return int(text)
        if isinstance(self.default, bool):
            if text not in ("true", "false"):
                raise self._wrong(Message("web.boolean"))
            return text == "true"
        if self.choices and text not in self.choices:
            raise self._wrong(Message("web.choice", choices=" ".join(filter(None, self.choices))))
        if len(text) > self.longest:
            raise self._wrong(Message("web.shorter", most=self.longest))
        return text

    def _wrong(self, expected: Message) -> Problem:
        return bad_parameter(self.name, expected)


#: The fields that a search can be narrowed to.
FILTERS = ("district", "plan", "type", "kind", "year", "part", "document")


def param(option: Option, **changes: Any) -> Param:
    """The parameter of an address for an option of the table, with `changes`."""
    known = {field.name: getattr(option, field.name) for field in fields(Option)}
    return Param(**known | changes)


def read(params: Sequence[Param], typed: QueryParams, *, only: bool = False) -> dict[str, Any]:
    """The values of `params`. Other parameters are ignored, as sites append their own (utm_source), or are a Problem if `only`
    these are allowed. Raises Problem.
    """
    names = [param.name for param in params]
    if only and (unknown := [name for name in typed if name not in names]):
        known = " ".join(names) or Message("web.no_parameters")
        message = Message("web.unknown_parameter", name=unknown[0], known=known)
        raise Problem(400, message, "urn:policysearch:parameter", {"parameter": unknown[0], "known": names})
    return {param.name: param.read(typed.getlist(param.name)) for param in params}


def add_filters(query: Query | None, values: Mapping[str, Sequence[str]]) -> Query | None:
    """`query` with the filters: of one field any of its values, of several fields all. None is everything."""
    parts = [] if query is None else [query]
    for field in FILTERS:
        if wanted := values.get(field):
            parts.append(In(field, any_of(_value(field, text) for text in wanted)))
    return all_of(parts) if parts else None


def _value(field: str, text: str) -> Query:
    if field != "year":
        if not text.strip():
            raise bad_parameter(field, Message("web.a_value"))
        return Phrase(text.strip())
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise bad_parameter("year", Message("web.four_digits"))
    return Range(int(text), int(text))
