"""Cases and their response, computed independently from the printed rules."""

from pathlib import Path
from typing import Any, NamedTuple

from hlh_app.clinical.case import Case
from hlh_app.clinical.response_verdict import ResponseVerdict
from hlh_app.exchange import json_text
from hlh_app.exchange.case_file import check_document

VECTORS = Path(__file__).parent / "vectors" / "response.jsonl"


class Vector(NamedTuple):
    """A case, and the response expected as of its own moment."""

    case: Case
    response: dict[str, Any]


def read_vectors() -> list[Vector]:
    documents = [json_text.parse(line) for line in VECTORS.read_bytes().splitlines()]
    return [
        Vector(check_document(document["case"]).case, document["expected"]["response"])
        for document in documents
    ]


def as_document(verdict: ResponseVerdict | None) -> dict[str, Any] | None:
    """The verdict in the words of the vectors."""
    if verdict is None:
        return None
    return {
        "day0": verdict.day0.isoformat(),
        "assessments": [
            {"day": a.day, "possible": list(a.possible), "markers": a.markers}
            for a in verdict.assessments
        ],
        "best_by_day_56": list(verdict.best_by_day_56),
        "first_response_day": verdict.first_response_day,
    }
