"""The example of docs/case-format.md as a JSON value, and ways to change it at one place."""

import copy
import json
from pathlib import Path
from typing import Any

import hlh_app
from hlh_app.exchange.case_file import CaseDocument, read_document

ROOT = Path(hlh_app.__file__).parents[1]
DOCUMENTATION = ROOT / "docs" / "case-format.md"
VECTORS = ROOT / "tests" / "clinical" / "vectors"


def json_blocks() -> list[Any]:
    """Every JSON example of the documentation, in order."""
    text = DOCUMENTATION.read_text(encoding="utf-8")
    return [json.loads(block.split("```")[0]) for block in text.split("```json")[1:]]


EXAMPLE, EXAMPLE_ANSWER = json_blocks()
FURTHER: dict[str, Any] = {
    "centre": "VIE",
    "note": "seen with the parents",
    "course": "refractory",
    "donor": "searching",
    "source": {"kind": "synthetic", "citation": None},
    "trigger": {"kind": "infection", "agent": "ebv", "detail": "primary infection"},
    "visits": [
        {"id": "v1", "visited_at": "2020-01-01T08:00:00+08:00", "label": "before", "note": "x"},
        {"id": "v2", "visited_at": "2020-01-15", "entered_in_error": "another patient"},
    ],
    "therapy_lines": [
        {
            "line": 1,
            "regimen": "HLH-94",
            "start": "2019-12-01",
            "stop": "2019-12-20",
            "result": "no_response",
        },
        {"regimen": "dexamethasone"},
    ],
    "adverse_events": [
        {
            "category": "cytopenias",
            "status": "present",
            "on": "2020-01-10",
            "term": "Platelet count decreased",
            "grade": 3,
            "ctcae": "5.0",
            "resolved_on": "2020-01-20",
            "relation": "possible",
            "action": "dose_reduced",
            "visit": "v1",
            "note": "before the transfusion",
        },
        {"category": "headache", "status": "absent", "on": "2020-01-10"},
        {"category": "lipids", "status": "present", "on": "2020-01-10", "entered_in_error": "x"},
    ],
    "consents": [
        {"scope": "treatment", "status": "given", "on": "2020-01-01", "given_by": "mother"}
    ],
}


def example(**changes: Any) -> dict[str, Any]:
    """A fresh copy of the example with top-level keys replaced."""
    return {**copy.deepcopy(EXAMPLE), **changes}


def changed(path: str, value: Any) -> dict[str, Any]:
    """The example with the value at a dotted path (``observations.0.unit``) replaced; the path
    may end in a key that is not there yet."""
    document = example()
    *parents, last = path.split(".")
    place: Any = document
    for part in parents:
        place = place[int(part)] if isinstance(place, list) else place[part]
    place[int(last) if isinstance(place, list) else last] = value
    return document


def without(path: str) -> dict[str, Any]:
    """The example without the key at a dotted path."""
    document = example()
    *parents, last = path.split(".")
    place: Any = document
    for part in parents:
        place = place[int(part)] if isinstance(place, list) else place[part]
    del place[last]
    return document


def read(value: Any) -> CaseDocument:
    return read_document(json.dumps(value))
