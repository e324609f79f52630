"""Response by the Marsh criteria (Marsh, Pediatr Blood Cancer 2013;60:101; NCT02862054).

Complete: sCD25, ferritin, triglycerides, hemoglobin, neutrophils, platelets and ALT all known and
normal, not febrile, spleen and CNS not abnormal. Partial: not complete, two or more of the five
markers improved from baseline. No response: neither. Hemoglobin and platelets have no rule of
improvement. What is missing gives the set of classes that some completion would give (our
definition). About the latest course of ruxolitinib begun by the moment asked about.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from hlh_app.clinical.analyte_reading import read_analyte
from hlh_app.clinical.baseline import Baseline, baseline_of, baseline_value
from hlh_app.clinical.case import Case, Moment, Observation
from hlh_app.clinical.completions import best_of, possible_classes
from hlh_app.clinical.courses import Course, courses, other_therapies_begun
from hlh_app.clinical.fever import BEFORE_ASSESSMENT, FeverChart, FeverReading
from hlh_app.clinical.normality import COMPLETE_NEEDS
from hlh_app.clinical.response_definitions import IN_USE, Definitions
from hlh_app.clinical.response_values import Spoilt, response_values
from hlh_app.clinical.response_verdict import Assessment, DayState, ResponseVerdict
from hlh_app.clinical.schedule import RESPONSE_DAYS, nearest, within_window
from hlh_app.clinical.spleen_cns import SPLEEN_CNS, OrganReading, organ_reading
from hlh_app.clinical.windows import History


def marsh_response(
    case: Case,
    as_of: Moment,
    extra_days: Iterable[int] = (),
    history: History | None = None,
    of_first_course: bool = False,
    definitions: Definitions = IN_USE,
) -> ResponseVerdict | None:
    """The response of the latest course begun by ``as_of``; None without one.

    ``extra_days``: further days after the first dose (positive), assessed in the same way and kept
    apart. ``history``: the case's rows already sorted, when several rules share them.
    ``of_first_course``: of the earliest course instead, as groups of patients are analysed.
    ``definitions``: others than those in use, to see what they would change.
    """
    found = courses(case, as_of)
    if not found:
        return None
    course = found[0] if of_first_course else found[-1]
    read = _Reader(history or History(case), as_of, course, definitions).verdict(extra_days)
    return read if course is found[0] else replace(read, earlier_course_from=found[0].day0)


class _Reader:
    """One course as of one moment, its rows found once for every assessment."""

    def __init__(
        self, history: History, as_of: Moment, course: Course, definitions: Definitions
    ) -> None:
        self.history = history
        self.patient = history.case.patient
        self.as_of = as_of
        self.course = course
        self.by = definitions
        self.results = response_values(history, as_of, COMPLETE_NEEDS, definitions.part_spoilt)
        self.fever = FeverChart(history, as_of, definitions.febrile_from)
        self.baseline = self._baseline()

    def verdict(self, extra_days: Iterable[int]) -> ResponseVerdict:
        days = tuple(self._assess(number) for number in RESPONSE_DAYS)
        extra = sorted({n for n in extra_days if n > 0} - set(RESPONSE_DAYS))
        assessed = [day for day in days if day.is_assessed]
        return ResponseVerdict(
            as_of=self.as_of,
            course=self.course,
            baseline=MappingProxyType(self.baseline),
            awaited_baseline=MappingProxyType(self._awaited_baseline()),
            days=days,
            extra=tuple(self._assess(number, extra=True) for number in extra),
            best_by_day_56=best_of([day.possible for day in assessed]),
            first_response_day=next((day.day for day in assessed if day.responded), None),
        )

    def _baseline(self) -> dict[str, Baseline | None]:
        begun = other_therapies_begun(self.history.case, self.as_of)
        first = self.course.first_dose
        return {
            analyte: baseline_of(
                results.usable, first, self.patient, begun, self.by.oldest_days(analyte)
            )
            for analyte, results in self.results.items()
        }

    def _awaited_baseline(self) -> dict[str, Observation]:
        awaited = {
            analyte: baseline_value(
                results.pending, self.course.first_dose, self.by.oldest_days(analyte)
            )
            for analyte, results in self.results.items()
            if results.pending and self.baseline[analyte] is None
        }
        return {analyte: row for analyte, row in awaited.items() if row is not None}

    def _assess(self, number: int, extra: bool = False) -> Assessment:
        on, end = self.course.day(number), self.course.end
        if end is not None and on > end.on:
            return Assessment(number, on, DayState.NOT_APPLICABLE, end=end, extra=extra)
        now, awaited = self._near(on)
        upcoming = on > self.as_of.day
        empty = Assessment(
            day=number,
            on=on,
            state=DayState.UPCOMING if upcoming else DayState.NO_VALUES,
            measured=tuple(now),
            awaited=tuple(awaited.values()),
            passed_over=self._passed_over(on),
            extra=extra,
        )
        return empty if upcoming or not now else self._assessed(empty, now, awaited)

    def _near(self, on: date) -> tuple[dict[str, Observation], dict[str, Observation]]:
        """By analyte the value that stands for the day; without one the result awaited."""
        now: dict[str, Observation] = {}
        awaited: dict[str, Observation] = {}
        day0, within = self.course.day0, self.by.window_days
        for code, results in self.results.items():
            value = nearest(results.usable, on, day0, within)
            pending = None if value else nearest(results.pending, on, day0, within)
            if value is not None:
                now[code] = value
            if pending is not None:
                awaited[code] = pending
        return now, awaited

    def _assessed(
        self, day: Assessment, now: Mapping[str, Observation], awaited: Mapping[str, Observation]
    ) -> Assessment:
        """The day with its classes and everything they rest on."""
        analytes = {
            code: read_analyte(
                code, self.baseline[code], now.get(code), awaited.get(code), self.patient
            )
            for code in COMPLETE_NEEDS
        }
        found = replace(
            day,
            state=DayState.ASSESSED,
            analytes=MappingProxyType(analytes),
            fever=self._fever(day.on, now.values()),
            organs=self._organs(day.on),
        )
        pairs = (self.by.counted(code, reading.pairs) for code, reading in analytes.items())
        classes = possible_classes(pairs, found.blocks.values(), self.by.needed)
        return replace(found, possible=classes)

    def _fever(self, on: date, used: Iterable[Observation]) -> FeverReading:
        """From two days before the day to the later of the day and the last value used."""
        last = max(on, *(row.measured_at.day for row in used))
        return self.fever.over(on - BEFORE_ASSESSMENT, last)

    def _organs(self, on: date) -> tuple[OrganReading, ...]:
        findings = self.history.findings
        return tuple(organ_reading(findings.get(name, ()), name, on) for name in SPLEEN_CNS)

    def _passed_over(self, on: date) -> tuple[Spoilt, ...]:
        spoilt = (s for results in self.results.values() for s in results.spoilt)
        return tuple(s for s in spoilt if self._is_near(s.observation, on))

    def _is_near(self, row: Observation, on: date) -> bool:
        return within_window(row.measured_at.day, on, self.by.window_days)
