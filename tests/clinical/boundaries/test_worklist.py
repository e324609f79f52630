"""How long each kind of task stands in the list: the day before, the day, the day after."""

from typing import Any

import pytest

from hlh_app.clinical.assess import assess
from hlh_app.clinical.case import Exposure
from hlh_app.clinical.task import Task, TaskKind
from hlh_app.clinical.tasks import tasks
from tests.clinical.diagnosis_builders import T, at, case, day, found, lab, on

from .sides import every, sides


def one(kind: TaskKind, *rows: Any) -> Task:
    return next(task for task in tasks(assess(case(*rows), T)) if task.kind is kind)


GIVEN = Exposure("ruxolitinib", on(-10))
INFECTED = (GIVEN, found("uncontrolled_infection", "present"), lab("alt", "20"))
EXPECTED = lab("scd25", None, when=at(-9), expected_on=day(-2))
WITHOUT_DAY = lab("scd25", None, when=at(-9))
EBV = (GIVEN, found("ebv_infection", "present"), lab("alt", "20"))
WINDOW_ENDS = 46


@pytest.mark.parametrize(
    ("kind", "rows", "number", "stands"),
    every(
        sides(
            "worklist.known_days",
            (TaskKind.CAUTION, INFECTED, 13, True),
            (TaskKind.CAUTION, INFECTED, 14, True),
            (TaskKind.CAUTION, INFECTED, 15, False),
        ),
        sides(
            "worklist.silent_days",
            (TaskKind.SILENT, INFECTED, 103, True),
            (TaskKind.SILENT, INFECTED, 104, True),
            (TaskKind.SILENT, INFECTED, 105, False),
        ),
        sides(
            "worklist.expected",
            (TaskKind.PENDING, (EXPECTED,), -3, False),
            (TaskKind.PENDING, (EXPECTED,), -2, False),
            (TaskKind.PENDING, (EXPECTED,), -1, True),
        ),
        sides(
            "worklist.awaited_days",
            (TaskKind.PENDING, (WITHOUT_DAY,), 4, False),
            (TaskKind.PENDING, (WITHOUT_DAY,), 5, False),
            (TaskKind.PENDING, (WITHOUT_DAY,), 6, True),
        ),
        sides(
            "worklist.response_from",
            (TaskKind.RESPONSE, EBV, 0, False),
            (TaskKind.RESPONSE, EBV, 1, True),
            (TaskKind.RESPONSE, EBV, 2, True),
        ),
        sides(
            "worklist.response_until",
            (TaskKind.RESPONSE, EBV, 6, True),
            (TaskKind.RESPONSE, EBV, 7, True),
            (TaskKind.RESPONSE, EBV, 8, False),
        ),
        sides(
            "worklist.stays_days",
            (TaskKind.TRANSPLANT_WINDOW, EBV, WINDOW_ENDS + 13, True),
            (TaskKind.TRANSPLANT_WINDOW, EBV, WINDOW_ENDS + 14, True),
            (TaskKind.TRANSPLANT_WINDOW, EBV, WINDOW_ENDS + 15, False),
        ),
    ),
)
def test_the_days_of_a_task(
    kind: TaskKind, rows: tuple[Any, ...], number: int, stands: bool
) -> None:
    assert one(kind, *rows).shows_on(day(number)) is stands
