"""Every graded result as of a moment, each held against the time before the first dose.

Before: the baseline from which the response is reckoned; for fever the highest reading of the 24
hours up to it, for hemoglobin a red cell transfusion of the 7 days before the first dose. New: the
grade is higher than that one. Which values count is our definition.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hlh_app.clinical.baseline import OLDEST_BASELINE_DAYS, baseline_value
from hlh_app.clinical.case import Case, Exposure, Moment, Observation
from hlh_app.clinical.courses import Course, courses
from hlh_app.clinical.ctcae import Base, Grade, grade
from hlh_app.clinical.ctcae_tables import CURRENT, TABLES, TERMS, TRANSFUSION_GRADE
from hlh_app.clinical.toxicity_fever import fever_grades
from hlh_app.clinical.toxicity_results import NO_RESULTS, TermResults, in_order, term_results
from hlh_app.clinical.transfusions import spoilt_periods
from hlh_app.clinical.windows import History

RED_CELLS = "red_cell_transfusion"
FEVER_BEFORE = timedelta(hours=24)
_ENDING = frozenset({"transplant", "conditioning"})


@dataclass(frozen=True, slots=True)
class Graded:
    """A result, or a red cell transfusion, with its grade in one version.

    ``row`` None: ``cause`` is the transfusion. Elsewhere ``cause`` is what was given before the
    sample. ``base``: what v5.0 counts from, None before the first dose. ``after``: after the first
    dose of a course, ``counted``: and not after conditioning or transplant. ``new``: higher than
    before that dose; None: not known, or not counted. ``course_day0``: the day of that dose.
    """

    analyte: str
    version: str
    grade: Grade
    at: Moment
    row: Observation | None
    cause: Exposure | None = None
    base: Base | None = None
    after: bool = False
    counted: bool = False
    new: bool | None = None
    course_day0: date | None = None

    @property
    def day(self) -> date:
        return self.at.day


def worst(rows: Iterable[Graded]) -> Graded | None:
    """The first of those with the highest grade, by what is sure and then by what is possible."""
    return max(rows, key=lambda g: (g.grade.low, g.grade.high), default=None)


@dataclass(frozen=True, slots=True)
class CourseBefore:
    """One course and, by analyte, the grade before its first dose; ``until``: counted so far.

    ``awaited``: a baseline whose value is still to come, with its limit: it may be abnormal by it.
    """

    course: Course
    rows: dict[str, Observation]
    awaited: dict[str, Observation]
    grades: dict[str, Graded]
    until: date | None


class ToxicityChart:
    """``graded``: by analyte, oldest first. ``befores``: one a course, the earliest first.

    ``awaited``: by analyte, pending results without their values. ``terms``: the analytes that
    are graded.
    """

    __slots__ = ("_fevers", "as_of", "awaited", "befores", "case", "graded", "terms", "version")

    def __init__(
        self,
        history: History,
        as_of: Moment,
        version: str = CURRENT,
        terms: Sequence[str] = TERMS,
    ) -> None:
        if version not in TABLES:
            raise ValueError(f"no CTCAE version {version}")
        self.case, self.as_of, self.version = history.case, as_of, version
        self.terms = terms
        periods = spoilt_periods(e for e in self.case.exposures if e.start.seen <= as_of.at)
        results = {a: term_results(history, as_of, a, periods) for a in terms}
        self._fevers = self._graded_fevers(results.get("temperature", NO_RESULTS))
        self.awaited = {analyte: found.pending for analyte, found in results.items()}
        begun = courses(history.case, as_of)
        self.befores = tuple(self._before(course, results) for course in begun)
        self.graded = {analyte: self._graded(analyte, results[analyte]) for analyte in terms}

    def _graded_fevers(self, results: TermResults) -> dict[Observation, Grade]:
        """A reading still awaited neither joins nor parts those around it."""
        rows = in_order([*results.final, *results.pending])
        return dict(zip(rows, fever_grades(rows, self.as_of, self.version), strict=True))

    def _grade(self, row: Observation, base: Base | None) -> Grade:
        return self._fevers.get(row) or grade(row, self.version, base)

    def _before(self, course: Course, results: Mapping[str, TermResults]) -> CourseBefore:
        """A term without a value, or whose value is still awaited, has no grade before."""
        rows, awaited, grades = {}, {}, {}
        for analyte in self.terms:
            usable = results[analyte].before_a_dose
            row = baseline_value(usable, course.first_dose)
            if row is None:
                continue
            if row.value is None:
                if row.high is not None:
                    awaited[analyte] = row
                continue
            rows[analyte] = row
            chosen = self._hottest(usable, row) if analyte == "temperature" else row
            if chosen is not None:
                base = Base(chosen)
                found = self._grade(chosen, base)
                grades[analyte] = Graded(
                    analyte, self.version, found, chosen.measured_at, chosen, base=base
                )
        transfused = self._transfused_before(course.first_dose)
        if transfused is not None:
            grades["hemoglobin"] = transfused
        until = counted_until(self.case, course.day0, self.as_of)
        return CourseBefore(course, rows, awaited, grades, until)

    def _hottest(self, usable: Sequence[Observation], last: Observation) -> Observation | None:
        """The highest grade of the 24 hours up to the baseline, the latest of equal ones.

        None while a reading of these hours is awaited.
        """
        end = last.measured_at.at
        near = [r for r in usable if end - FEVER_BEFORE < r.measured_at.at <= end]
        if any(r.value is None for r in near):
            return None
        return max(reversed(near), key=lambda r: self._fevers[r])

    def _transfused_before(self, first: Moment) -> Graded | None:
        given = [
            g
            for g in self._transfusions()
            if not _later(g.at, first) and (first.day - g.day).days <= OLDEST_BASELINE_DAYS
        ]
        return given[-1] if given else None

    def _transfusions(self) -> list[Graded]:
        given = {
            (e.start.at, e.start.day): e
            for e in self.case.exposures
            if e.drug == RED_CELLS and e.start.seen <= self.as_of.at
        }
        indicated = Grade(TRANSFUSION_GRADE, TRANSFUSION_GRADE)
        return [
            Graded("hemoglobin", self.version, indicated, e.start, None, e)
            for _, e in sorted(given.items(), key=lambda item: item[0])
        ]

    def _graded(self, analyte: str, results: TermResults) -> tuple[Graded, ...]:
        graded = [self._graded_row(row, results.causes.get(row)) for row in results.final]
        if analyte == "hemoglobin":
            graded += [self._transfusion_against(g) for g in self._transfusions()]
            graded.sort(key=lambda g: g.at.at)
        return tuple(graded)

    def _graded_row(self, row: Observation, cause: Exposure | None) -> Graded:
        before = self._course_of(row)
        base = None if before is None else Base(before.rows.get(row.analyte))
        awaited = None if before is None else before.awaited.get(row.analyte)
        found = self._grade(row, base if awaited is None else Base(awaited))
        plain = Graded(row.analyte, self.version, found, row.measured_at, row, cause, base)
        return _against(plain, before)

    def awaits(self, analyte: str, latest: CourseBefore) -> bool:
        """Whether a result of the latest course is awaited that could still be a new grade."""
        base = latest.rows.get(analyte)
        return any(
            _is_after(row, latest.course.first_dose, base)
            and (latest.until is None or row.measured_at.day <= latest.until)
            for row in self.awaited[analyte]
        )

    def _course_of(self, row: Observation) -> CourseBefore | None:
        """The latest course whose first dose came before this value."""
        for before in reversed(self.befores):
            if _is_after(row, before.course.first_dose, before.rows.get(row.analyte)):
                return before
        return None

    def _transfusion_against(self, given: Graded) -> Graded:
        for before in reversed(self.befores):
            if _later(given.at, before.course.first_dose):
                return _against(given, before)
        return given


def _against(graded: Graded, before: CourseBefore | None) -> Graded:
    """With what it says against the time before the first dose of its course."""
    if before is None:
        return graded
    day0 = before.course.day0
    if before.until is not None and graded.day > before.until:
        return replace(graded, after=True, course_day0=day0)
    was = before.grades.get(graded.analyte)
    new = graded.grade.is_above(None if was is None else was.grade)
    return replace(graded, after=True, counted=True, new=new, course_day0=day0)


def _is_after(row: Observation, first: Moment, base: Observation | None) -> bool:
    """As the baseline is chosen: with a dose known by its date the earliest value is before it."""
    if not first.is_date:
        return row.measured_at.at > first.at
    if row.measured_at.day != first.day:
        return row.measured_at.day > first.day
    return base is None or row.measured_at.at > base.measured_at.at


def _later(given: Moment, first: Moment) -> bool:
    """Given after the first dose; on its day only when both times are known."""
    if given.is_date or first.is_date:
        return given.day > first.day
    return given.at > first.at


def counted_until(case: Case, day0: date, as_of: Moment) -> date | None:
    """The day of conditioning or transplant on or after the first dose, whichever comes first."""
    days = [e.on for e in case.events if e.event in _ENDING]
    days += [e.start.day for e in case.exposures if e.purpose == "conditioning"]
    return min((d for d in days if day0 <= d <= as_of.day), default=None)
