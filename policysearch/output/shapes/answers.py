"""The types of what addresses of the API answer, by the names of their schemas."""

from __future__ import annotations

from typing import Any

from .documents import Citation, Documents, Outline, Provision, Similar, Table
from .query import Branch, Explanation, Part, Query, Suggestion
from .search import Answer, Hit
from .server import Health, Newer, Problem, Process, State
from .terms import Comparison, ComparisonRow, Glossary, Indicator, Related

ANSWERS: dict[str, Any] = {
    "Answer": Answer,
    "Hit": Hit,
    "Query": Query,
    "Branch": Branch,
    "Explanation": Explanation,
    "Part": Part,
    "Related": list[Related],
    "Indicators": list[Indicator],
    "Similar": list[Similar],
    "Citation": Citation,
    "Suggestions": list[Suggestion],
    "Documents": Documents,
    "Outline": Outline,
    "Provision": Provision,
    "Tables": list[Table],
    "Comparison": Comparison,
    "ComparisonRow": ComparisonRow,
    "Glossary": Glossary,
    "Problem": Problem,
    "Health": Health,
    "State": State,
    "Newer": Newer,
    "Process": Process,
}
