"""The thirty-four case files after Wang 2020."""

from collections.abc import Iterator
from datetime import date, timedelta

from hlh_app.records.demo.papers import temperatures
from hlh_app.records.demo.papers import wang_values as values
from hlh_app.records.demo.papers.wang_courses import COURSES, Course
from hlh_app.records.demo.papers.writing import FIRST_DOSE_HOUR, CaseFile, Row, born

FOLLOWED_TO = date(2019, 1, 1)
ASSESSED = (7, 14, 28, 42, 56)
LATER = (84, 112, 168, 224, 280, 336)
HARM_DAY = 21
BEFORE = -1
STEROID_DAYS = (-10, 42)
LONGEST_COURSE = 98
INFECTIONS = {
    "lung": ("Lung infection", 18, "An infection of the lungs that was there before got worse."),
    "uti": ("Urinary tract infection", 24, "Began on ruxolitinib."),
}


def documents() -> Iterator[Row]:
    """One case file a course."""
    for course in COURSES:
        yield _document(course)


def _document(course: Course) -> Row:
    day0 = date.fromisoformat(course.began) if course.began else _of_a_survivor(course)
    on = born(day0, course.years, course.days)
    before = "relapsed" if course.number % 3 == 0 else "refractory"
    file = CaseFile(course.code, day0, on, course.sex, _trigger(course), before)
    _before(file, course)
    _results(file, course)
    _more_results(file, course)
    _temperatures(file, course)
    _treatment(file, course)
    _ends(file, course)
    return file.document()


def _of_a_survivor(course: Course) -> date:
    return FOLLOWED_TO - timedelta(days=course.last_day)


def _trigger(course: Course) -> Row:
    if course.ebv:
        return {"kind": "infection", "agent": "ebv"}
    if course.cause == "mas":
        return {"kind": "rheumatic", "detail": "macrophage activation syndrome"}
    return {"kind": "unknown"}


# Before the first dose ----------------------------------------------------------------------------


def _diagnosed(course: Course) -> int:
    """Day of diagnosis, weeks before the first dose."""
    return -(30 + 3 * (course.number % 8))


def _before(file: CaseFile, course: Course) -> None:
    day = _diagnosed(course)
    file.happened("onset", day - 9)
    file.measured("temperature", 39.4, day)
    for analyte in values.STATES:
        _result(file, course, analyte, values.DIAGNOSIS, day)
    marrow = "absent" if course.number % 5 == 0 else "present"
    file.found("hemophagocytosis", marrow, day, site="marrow", method="histology")
    file.found("splenomegaly", "present", day, method="ultrasound")
    file.found("cns_involvement", "absent", day, method="mri")
    file.found("ebv_infection", "present" if course.ebv else "absent", day)
    result = "relapse" if file.course == "relapsed" else "no_response"
    file.line("HLH-94", day + 1, -8, result)
    file.found("survival_over_one_month", "present", -2)
    file.found("uncontrolled_infection", "absent", -2)
    file.found("nonmelanoma_skin_cancer", "absent", -2, method="history")
    file.measured("weight", course.weight_kg, BEFORE)


# Results ------------------------------------------------------------------------------------------


def visit_days(course: Course) -> list[int]:
    """Days with a full panel, in order: the last is the last contact or shortly before death.

    Of who is transplanted on day 14 the day before stands for it.
    """
    early = [13 if day == course.transplant else day for day in ASSESSED]
    last = course.last_day - 3 if course.died else course.last_day
    days = {BEFORE, *early, *LATER, *(d for d in (course.relapse,) if d)}
    return sorted({day for day in days if day < last - 3} | {last})


def _state(course: Course, day: int) -> int:
    if course.relapse is not None and course.relapse <= day < course.relapse + 56:
        return values.RELAPSED
    if course.failed is not None and course.failed <= day < course.failed + 90:
        return values.WORSE
    if course.complete is not None and day >= course.complete:
        return values.COMPLETE
    if course.response is not None and day >= course.response:
        return values.PARTIAL
    return values.ACTIVE


def _result(file: CaseFile, course: Course, analyte: str, state: int, day: int) -> None:
    value = values.value(course, analyte, state, day)
    file.result(analyte, value, day, values.ASSAYS.get(analyte, ""))


def _results(file: CaseFile, course: Course) -> None:
    for day in visit_days(course):
        state = _state(course, day)
        for analyte in values.STATES:
            _result(file, course, analyte, state, day)
        spleen = "absent" if state == values.COMPLETE else "present"
        file.found("splenomegaly", spleen, day, method="ultrasound")
    for analyte, value in values.harmful(course).items():
        file.result(analyte, value, HARM_DAY)


def _more_results(file: CaseFile, course: Course) -> None:
    """Spleen at two weeks, EBV-DNA, and cytokines of those who responded."""
    early = [day for day in visit_days(course) if day <= 28]
    two_weeks = next(day for day in early if day >= 13)
    for day in (BEFORE, two_weeks):
        _result(file, course, "spleen_thickness", _state(course, day), day)
    if course.response is not None:
        after = two_weeks if course.response <= 14 else early[-1]
        for analyte in values.CYTOKINES:
            for day in (BEFORE, after):
                value = values.cytokine(course, analyte, day == after, day)
                file.result(analyte, value, day, values.ASSAYS[analyte])
    if course.ebv:
        _ebv_dna(file, course, early)


def _ebv_dna(file: CaseFile, course: Course, early: list[int]) -> None:
    """It hardly moves; before the relapse of two it rises three-fold."""
    days = [day for day in early if day != 7]
    shares = [1.0, 0.9, 0.85, 0.8][: len(days)]
    if course.relapse is not None and course.relapse not in days:
        days.append(course.relapse)
        shares.append(3.0 if course.ebv_rises else 0.7)
    for analyte in values.EBV_DNA:
        for day, share in zip(days, shares, strict=True):
            value = values.ebv_dna(course, analyte, share)
            file.result(analyte, value, day, values.ASSAYS[analyte])


def _temperatures(file: CaseFile, course: Course) -> None:
    """Febrile up to the afebrile day, and again when the disease is back."""
    febrile = [(-100, course.afebrile)]
    again = [day for day in (course.relapse, course.failed) if day is not None]
    febrile += [(24 * day - 24, 24 * day + 24) for day in again]
    days = [*range(5, 29), *again, *visit_days(course)]
    temperatures.write(file, febrile, (-2, 5), [day for day in days if day <= course.last_day - 3])
    if not course.died:
        file.measured("temperature", 36.8, course.last_day)


# Treatment and end --------------------------------------------------------------------------------


def dose_mg(years: int, weight_kg: float) -> float:
    """Twice a day, by the rule of Wang 2020."""
    if years >= 14:
        return 10
    return 5 if weight_kg >= 25 else 2.5


def _treatment(file: CaseFile, course: Course) -> None:
    stop, why = _stop(course)
    file.given(
        *("ruxolitinib", 0, stop), hour=FIRST_DOSE_HOUR, stop_reason=why,
        dose=dose_mg(course.years, course.weight_kg), unit="mg", route="oral", times_per_day=2,
        purpose="relapse" if file.course == "relapsed" else "failure",
    )  # fmt: skip
    daily: Row = {"unit": "mg", "route": "oral", "times_per_day": 1, "purpose": "other"}
    begun, longest = STEROID_DAYS
    if course.steroid_mg:
        file.given(
            *("methylprednisolone", begun, min(stop, longest)), dose=course.steroid_mg, **daily
        )
    if course.cause == "mas":
        file.given("hydroxychloroquine", begun, stop, dose=200, **daily)


def _stop(course: Course) -> tuple[int, str]:
    """The last day of ruxolitinib and why it was the last; the day before a transplant."""
    if course.transplant is not None:
        return course.transplant - 1, "transplant"
    worse = course.failed if course.failed is not None else course.relapse
    if worse is not None:
        return min(worse + 7, course.last_day - 3), "failure"
    return min(LONGEST_COURSE, course.last_day - 3), "planned"


def _ends(file: CaseFile, course: Course) -> None:
    if course.infection:
        term, day, note = INFECTIONS[course.infection]
        file.adverse("infection", term, day, note)
    if course.transplant is not None:
        file.happened("transplant", course.transplant, "allogeneic")
    file.happened("death" if course.died else "last_contact", course.last_day)
