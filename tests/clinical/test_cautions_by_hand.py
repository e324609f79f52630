"""An infection that a clinician recorded as an adverse event speaks beside the dose."""

from dataclasses import replace
from typing import Any

import pytest

from hlh_app.clinical.case import AdverseEvent, Exposure, FindingStatus
from hlh_app.clinical.cautions import cautions
from hlh_app.clinical.dose import both
from hlh_app.clinical.dosing import Urgency
from hlh_app.clinical.windows import History, View

from .diagnosis_builders import T, case, day, found, on


def event(grade: int | None, **more: Any) -> AdverseEvent:
    told = {"term": "Lung infection", "ctcae": "5.0"} | more
    return AdverseEvent("infection", FindingStatus.PRESENT, day(-2), grade=grade, **told)


def lines(*events: AdverseEvent, rows: tuple[Any, ...] = ()) -> list[Any]:
    record = replace(case(Exposure("ruxolitinib", on(-9)), *rows), adverse_events=events)
    view = View(History(record), T)
    return [c for c in cautions(view, both(view)) if c.id == "infection_by_hand"]


@pytest.mark.parametrize(
    ("grade", "told"),
    [
        pytest.param(
            2, False, marks=pytest.mark.boundary("dose_cautions.infection_grade", "below")
        ),
        pytest.param(3, True, marks=pytest.mark.boundary("dose_cautions.infection_grade", "at")),
        pytest.param(4, True, marks=pytest.mark.boundary("dose_cautions.infection_grade", "above")),
        (None, False),
    ],
)
def test_from_grade_three(grade: int | None, told: bool) -> None:
    assert bool(lines(event(grade))) is told


def test_it_stands_first_and_names_term_and_day() -> None:
    (line,) = lines(event(3))
    assert line.urgency is Urgency.FIRST
    assert str(line.text).startswith("Infection of grade 3 since 2020-01-18 (Lung infection): Wang")
    assert line.citation == "wang2020"


def test_an_older_absent_does_not_silence_it() -> None:
    assert lines(event(3), rows=(found("uncontrolled_infection", "absent", -5),))


def test_what_is_over_or_of_another_kind_is_silent() -> None:
    assert lines(event(3, resolved_on=day(-1))) == []
    assert lines(replace(event(3), category="liver")) == []
    assert lines(replace(event(3), on=day(1))) == []
