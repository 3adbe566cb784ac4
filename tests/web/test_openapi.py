"""The schemas of the API are derived from the types of the JSON contract, and hold every key that is answered."""

from __future__ import annotations

import copy
from typing import Annotated, Any, NotRequired, TypedDict

import pytest

from policysearch.output.shapes.answers import ANSWERS
from policysearch.output.shapes.place import Mark
from policysearch.web.openapi import SCHEMAS, schema
from tests.support.web_fixtures import client, samples

jsonschema = pytest.importorskip("jsonschema", reason="needs jsonschema, which comes with the test extra")

ID = "cq-jiulongpo-fyp-15/box_6"
ASKED = {
    "/api/search?q=氢能 district:九龙坡&facets=true&group=document": "Answer",
    "/api/search?q=GDP 氢能 龙头&synonyms=true": "Answer",
    "/api/search?q=研发经费": "Answer",
    "/api/search?q=寻不着": "Answer",
    '/api/parse?q=刑法第十条 轨道* -公交 year:>=2026 "氢能 储能"~5 章:规划^2': "Query",
    f"/api/explain?q=氢能 产业&id={ID}": "Explanation",
    "/api/related?term=氢能": "Related",
    f"/api/similar?id={ID}": "Similar",
    f"/api/cite?id={ID}": "Citation",
    "/api/suggest?q=养": "Suggestions",
    "/api/documents": "Documents",
    "/api/documents/cq-jiulongpo-fyp-15": "Outline",
    f"/api/provisions/{ID}": "Provision",
    "/api/tables": "Tables",
    "/api/compare?term=氢能&by=plan": "Comparison",
    "/api/glossary": "Glossary",
    "/api/search?q=(氢能": "Problem",
    "/api/search?q=distrct:x": "Problem",
    "/api/search?q=氢能&limit=x": "Problem",
    "/healthz": "Health",
    "/readyz": "State",
}


def closed(value: Any) -> Any:
    """A schema in which an object has no keys but those that are described."""
    if isinstance(value, dict):
        made = {key: closed(inner) for key, inner in value.items()}
        return made | (
            {"additionalProperties": False} if "properties" in value and value.get("type") == "object" else {}
        )
    return [closed(inner) for inner in value] if isinstance(value, list) else value


def test_a_schema_is_what_the_type_says() -> None:
    class Inner(TypedDict):
        marks: list[Mark]
        maybe: int | None

    class Outer(Inner):
        counts: NotRequired[Annotated[dict[str, int], "How many"]]

    assert schema(Outer) == {
        "type": "object",
        "required": ["marks", "maybe"],
        "properties": {
            "marks": {
                "type": "array",
                "items": {
                    "type": "array",
                    "items": {"type": "integer"},
                    "minItems": 2,
                    "maxItems": 2,
                    "description": "Start and end of a match, in characters, half open",
                },
            },
            "maybe": {"type": ["integer", "null"]},
            "counts": {"type": "object", "additionalProperties": {"type": "integer"}, "description": "How many"},
        },
    }
    with pytest.raises(TypeError):
        schema(set[str])


@pytest.mark.parametrize(("address", "name"), ASKED.items(), ids=[address[:30] for address in ASKED])
def test_an_answer_has_the_keys_of_its_schema_and_no_other(address: str, name: str) -> None:
    with client(samples()) as web:
        answer = web.get(address, headers={"accept": "application/json"}).json()
    components = {"components": {"schemas": closed(copy.deepcopy(SCHEMAS))}}
    jsonschema.validate(answer, {"$ref": f"#/components/schemas/{name}", **components})


def test_every_schema_is_one_of_the_types() -> None:
    assert list(SCHEMAS) == list(ANSWERS)
