"""Adverse events of the synthetic patients, by day from the first dose. Invented, as they are.

Some are what the synthetic laboratory values show in the same days; on the days of the fortnightly
visits the eight categories of the symptom checklist are asked about.
"""

from typing import Any

from hlh_app.clinical.case import ADVERSE_CATEGORIES

Row = dict[str, Any]
VERSION = "5.0"
ASKED = tuple(category for category in ADVERSE_CATEGORIES if category != "other")


def _seen(category: str, term: str, grade: int, day: int, **more: Any) -> Row:
    graded = {"term": term, "grade": grade, "ctcae": VERSION}
    return {"category": category, "status": "present", "day": day, **graded, **more}


def _asked(day: int, *seen: Row) -> tuple[Row, ...]:
    """The whole checklist of one day: what was seen, and everything else absent."""
    categories = {row["category"] for row in seen}
    absent = tuple(
        {"category": category, "status": "absent", "day": day}
        for category in ASKED
        if category not in categories
    )
    return seen + absent


ADVERSE: dict[str, tuple[Row, ...]] = {
    "SYN-01": (
        *_asked(
            14,
            _seen(
                "gastrointestinal",
                *("Nausea", 1, 9),
                resolved=13,
                relation="possible",
                action="none",
            ),
        ),
        *_asked(28),
    ),
    "SYN-03": (
        *_asked(
            28,
            _seen(
                "infection",
                *("Urinary tract infection", 2, 24),
                resolved=31,
                relation="possible",
                action="treated",
            ),
        ),
    ),
    "SYN-04": (
        *_asked(
            14,
            _seen(
                "cytopenias",
                *("Platelet count decreased", 3, 14),
                relation="probable",
                action="none",
                note="36 ×10⁹/L on day 14, no bleeding; counted twice a week",
            ),
        ),
    ),
    "SYN-05": (
        _seen(
            "other",
            *("Upper gastrointestinal hemorrhage", 4, 31),
            relation="unlikely",
            action="stopped",
        ),
    ),
    "SYN-08": (
        _seen(
            "infection",
            *("Upper respiratory infection", 2, 3),
            resolved=10,
            relation="possible",
            action="treated",
        ),
    ),
    "SYN-09": (
        *_asked(
            28,
            _seen("headache", "Headache", 1, 20, relation="possible", action="none"),
            _seen("dizziness", "Dizziness", 1, 20, resolved=24, relation="possible"),
        ),
    ),
}
"""Code → rows; ``day`` and ``resolved`` are counted from the first dose."""
