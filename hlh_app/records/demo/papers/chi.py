"""The case files after Chi 2020: eleven children on ruxolitinib, eleven never given it."""

from collections.abc import Iterator
from datetime import date

from hlh_app.records.demo.papers import chi_values as values
from hlh_app.records.demo.papers import temperatures
from hlh_app.records.demo.papers.chi_children import (
    ARTHRITIS_LATER,
    CHILDREN,
    CNS,
    RAISED_BY_WORD_ALONE,
    REFRACTORY,
    TRIGGERS,
    Child,
)
from hlh_app.records.demo.papers.writing import (
    FIRST_DOSE_HOUR,
    VISIT_HOUR,
    CaseFile,
    Row,
    born,
)

FOLLOWED_TO = date(2020, 2, 18)
BEFORE, WEEK, FORTNIGHT, MONTH = -1, 7, 14, 30
LATER = (61, 91, 182, 365, 547)
STAGES = {BEFORE: 0, WEEK: 1, FORTNIGHT: 2, MONTH: 3}
TIMES = {BEFORE: 0, WEEK: 1, MONTH: 2}
TABLED = ("wbc", "fibrinogen", "ferritin", "scd25")
CLOSELY_TO = 16
LONGEST_ILLNESS = -60
STOPPED, FEVER_BACK_LASTS_HOURS = 91, 30
RAISED_MG = 3.75
DAILY: Row = {"unit": "mg", "times_per_day": 1, "purpose": "first_line"}
# Invented: milligrams of methylprednisolone by mouth at discharge, 1 and 2 months after it.
DISCHARGED = 28
BY_MOUTH = {"R": (8, 4, 2), "C": (24, 16, 8)}


def documents() -> Iterator[Row]:
    """One case file a child, the ruxolitinib group first."""
    for child in CHILDREN:
        yield _document(child)


def _document(child: Child) -> Row:
    day0 = date.fromisoformat(child.day0)
    on = born(day0, child.years, child.days)
    course = "refractory" if child.code in REFRACTORY else "new"
    code = f"SYN-{child.group}-{child.number:02}"
    file = CaseFile(code, day0, on, child.sex, TRIGGERS[child.cause], course, {"ferritin": "ng/mL"})
    _diagnosis(file, child)
    _results(file, child, (FOLLOWED_TO - day0).days)
    _temperatures(file, child, (FOLLOWED_TO - day0).days)
    if child.group == "R":
        _ruxolitinib(file, child)
    else:
        _conventional(file, child)
    _later(file, child)
    file.happened("last_contact", (FOLLOWED_TO - day0).days)
    return file.document()


# At diagnosis -------------------------------------------------------------------------------------


def _diagnosis(file: CaseFile, child: Child) -> None:
    """Everything at one moment, so that the criteria are judged on all of it."""
    day = child.diagnosed
    file.happened("onset", LONGEST_ILLNESS if child.code == "R6" else day - 1)
    if day != BEFORE:
        _panel(file, child, day, worse=True)
    if day != BEFORE:
        file.measured("temperature", 39.3, day)
    sample = "present" if child.hemophagocytosis else "absent"
    file.found("hemophagocytosis", sample, day, site="marrow", method="histology")
    file.found("nk_activity", "low" if child.nk_low else "normal", day)
    file.found("splenomegaly", "present", day, method="ultrasound")
    file.found("cns_involvement", "present" if child.code in CNS else "absent", day)
    file.found("tuberculosis", "absent", day, detail="PPD, chest X-ray, T-SPOT")
    if child.code in RAISED_BY_WORD_ALONE:
        file.found("scd25_elevated", "present", day)
    if child.group == "R":
        file.found("exome_variant", "absent", day, method="genetics")
    if child.cause == "sjia":
        file.found("systemic_jia", "present", day)
    if child.cause == "hepatitis":
        file.found("hepatitis_b", "present", day)


# Results ------------------------------------------------------------------------------------------


def _results(file: CaseFile, child: Child, last: int) -> None:
    file.measured("weight", child.weight_kg, BEFORE)
    for day in (*STAGES, *LATER, last):
        _panel(file, child, day)
        spleen = "present" if day < MONTH else "absent"
        file.found("splenomegaly", spleen, day, method="ultrasound")
    if child.code in CNS:
        file.found("cns_involvement", "absent", MONTH)


def _panel(file: CaseFile, child: Child, day: int, worse: bool = False) -> None:
    for analyte in TABLED:
        value = _tabled(child, analyte, BEFORE if worse else day)
        if value is not None:
            share = _at_diagnosis(analyte, value) if worse else value
            assay = "chemiluminescence" if analyte == "scd25" else ""
            file.result(analyte, share, day, assay)
            if analyte == "wbc":
                file.result("neutrophils", round(0.55 * share, 2), day)
    stage = 0 if worse else STAGES.get(day, 4)
    for analyte in values.INVENTED:
        file.result(analyte, values.invented(child.group, child.number, analyte, stage), day)


def _tabled(child: Child, analyte: str, day: int) -> float | None:
    who = (child.group, child.number, analyte)
    if day in TIMES:
        return values.printed(*who, TIMES[day])
    if day == FORTNIGHT:
        return values.between(*who, 0.4)
    return values.between(*who, 1.0)


def _at_diagnosis(analyte: str, value: float) -> float:
    """On the same side of every threshold as the value before the first dose."""
    if analyte in ("wbc", "fibrinogen"):
        return value
    return round(value * 1.04) if analyte == "ferritin" or value >= 2400 else round(value * 0.96)


def _temperatures(file: CaseFile, child: Child, last: int) -> None:
    febrile = []
    if child.afebrile is not None:
        febrile.append((-100, 24 * child.afebrile - 9))
        if child.back_after is not None:
            back = 24 * (child.afebrile + child.back_after) + 4
            febrile.append((back, back + FEVER_BACK_LASTS_HOURS))
    days = [*range(CLOSELY_TO + 1, MONTH + 1), *LATER, last]
    first = max(child.diagnosed, -2)
    temperatures.write(file, febrile, (first, CLOSELY_TO), days, VISIT_HOUR)


# Treatment ----------------------------------------------------------------------------------------


def _ruxolitinib(file: CaseFile, child: Child) -> None:
    if child.alone:
        file.line(child.therapy, child.diagnosed + 1, -1, "unknown")
    else:
        result = "no_response" if child.code in REFRACTORY else "partial"
        file.line(child.therapy, child.diagnosed + 1, -1, result)
        file.given("dexamethasone", child.diagnosed + 1, 6, dose=4, route="intravenous", **DAILY)
        file.given("methylprednisolone", 7, DISCHARGED - 1, dose=12, route="oral", **DAILY)
        _by_mouth(file, child)
    purpose = "failure" if child.code in REFRACTORY else "first_line"
    twice: Row = {"unit": "mg", "route": "oral", "times_per_day": 2, "purpose": purpose}
    raised_on = None
    if child.afebrile and child.back_after:
        raised_on = child.afebrile + child.back_after
        file.given("ruxolitinib", 0, raised_on, hour=FIRST_DOSE_HOUR, dose=2.5, **twice)
        file.given(
            *("ruxolitinib", raised_on, STOPPED), hour=20, dose=RAISED_MG, stop_reason="planned",
            **twice,
        )  # fmt: skip
    else:
        file.given(
            *("ruxolitinib", 0, STOPPED), hour=FIRST_DOSE_HOUR, dose=2.5, stop_reason="planned",
            **twice,
        )  # fmt: skip
    if child.cause == "hepatitis":
        file.given("entecavir", -2, None, route="oral", purpose="infection")


def _conventional(file: CaseFile, child: Child) -> None:
    """Doses of etoposide and immunoglobulin are left out; no milligram of these is the paper's."""
    if child.therapy == "HLH-04":
        steroid, doses = "dexamethasone", (6, 3)
        file.given("etoposide", 0, 56, route="intravenous", purpose="first_line")
    else:
        steroid, doses = "methylprednisolone", (40, 32)
        file.given("ivig", 0, 1, route="intravenous", purpose="first_line")
    first, second = doses
    hour = FIRST_DOSE_HOUR
    file.given(steroid, 0, 13, hour=hour, dose=first, route="intravenous", **DAILY)
    file.given(steroid, 14, DISCHARGED - 1, dose=second, route="oral", **DAILY)
    _by_mouth(file, child)


def _by_mouth(file: CaseFile, child: Child) -> None:
    for month, dose in enumerate(BY_MOUTH[child.group]):
        start = DISCHARGED + 30 * month
        file.given("methylprednisolone", start, start + 29, dose=dose, route="oral", **DAILY)


def _later(file: CaseFile, child: Child) -> None:
    """Fever and joint pain later on, told by a visit: no temperature was printed."""
    day = ARTHRITIS_LATER.get(child.code)
    if day is not None:
        file.found("fever", "present", day)
        file.found("active_arthritis", "present", day)
        file.given("tocilizumab", day + 2, day + 86, route="intravenous", purpose="other")
