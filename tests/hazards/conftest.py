"""Each hazard is met through the product itself: the command, the forms, the pages, the print."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.web.entry.conftest import (  # noqa: F401
    _on_a_fixed_day,
    fill,
    patient,
    stored_visit,
    stranger,
)
from tests.web.reading.conftest import keep  # noqa: F401

AS_OF = "2020-01-20T08:00:00+08:00"
BEFORE = "2020-01-20T07:00:00+08:00"


def value(analyte: str, number: Any, unit: str, at: str = BEFORE, **more: Any) -> dict[str, Any]:
    """One observation of a case file; the number None is a result still awaited."""
    row = {"analyte": analyte, "value": number, "unit": unit, "measured_at": at, **more}
    return row | ({"status": "pending"} if number is None else {})


@pytest.fixture
def assess(tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """assess(observations, …): the answer of ``manage.py assess`` as of 20-Jan-2020 08:00."""

    def ask(observations: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
        document = {
            "format": "hlh-case/1",
            "id": "hazard",
            "patient": {"birth_date": "2014-06-01", "sex": "female"},
            "as_of": AS_OF,
            "observations": observations,
            "findings": [],
            "exposures": [],
            "events": [],
        } | more
        path = tmp_path / "case.json"
        path.write_text(json.dumps(document))
        out = StringIO()
        call_command("assess", str(path), stdout=out)
        return json.loads(out.getvalue())

    return ask
