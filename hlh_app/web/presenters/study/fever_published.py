"""What Wang 2020 and Chi 2020 printed of temperature, in the words of our tables and drawing."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from hlh_app.charts.study.afebrile_curve import Printed
from hlh_app.cohorts import Arm, Cohort, ReportedCount
from hlh_app.cohorts.library import cohort

BEFORE = -1
NOT_IN_WANG = ("before", "within_febrile", "back", "back_days")
_COUNTS = {
    "before": (("chi2020", "ruxolitinib", "afebrile_before"),),
    "within": (("wang2020", "ruxolitinib", "afebrile_24_h"),),
    "back": (
        ("chi2020", "ruxolitinib", "fever_returned"),
        ("chi2020", "conventional", "fever_returned"),
    ),
    "back_days": (("chi2020", "conventional", "fever_returned"),),
}


def printed_counts(what: str) -> str:
    """Every printed count of one row of the table, each with whose it is and what it means."""
    rows = [_named(*place) for place in _COUNTS.get(what, ())]
    if what in NOT_IN_WANG:
        rows.insert(0, _("%(paper)s: not stated") % {"paper": cohort("wang2020").name})
    return "; ".join(rows)


def _named(code: str, arm_code: str, count: str) -> str:
    paper = cohort(code)
    arm = paper.arm(arm_code)
    row = arm.count(count)
    return _("%(paper)s, %(arm)s: %(count)s %(label)s") % {
        "paper": paper.name,
        "arm": arm.label,
        "count": _share(row),
        "label": row.label if row.note is None else f"{row.label} ({row.note})",
    }


def _share(row: ReportedCount) -> str:
    return f"{row.numerator}/{row.denominator} ({row.percent()} %)"


def printed_p(day: int) -> str:
    """P of Chi 2020 for the day; "–" where none was printed. Before treatment: on day -1."""
    time = "before treatment" if day == BEFORE else f"day {day}"
    for row in cohort("chi2020").comparisons:
        if row.subject == "temperature" and row.time == time:
            return f"{row.p} ({row.time})" if day == BEFORE else str(row.p)
    return "–"


def printed_times() -> tuple[Printed, ...]:
    """The points of the drawing: day, share, and what was said."""
    wang, chi = cohort("wang2020"), cohort("chi2020")
    within = wang.arm("ruxolitinib").count("afebrile_24_h")
    day3, day6 = (chi.arm("conventional").count(f"afebrile_day_{day}") for day in ("3", "5_6"))
    return (
        _printed(wang, "ruxolitinib", [(1.0, _part(within), _words(within))]),
        _printed(
            chi,
            "ruxolitinib",
            [
                (2.0, None, _("normal after 2 days (text, section 3.5); no count")),
                (3.0, None, _("normal after 3 days (legends of Figures 2 and 3); no count")),
            ],
        ),
        _printed(
            chi,
            "conventional",
            [(3.0, _part(day3), _words(day3)), (6.0, _part(day3, day6), _words(day6))],
        ),
    )


def _printed(
    paper: Cohort, arm_code: str, points: list[tuple[float, float | None, str]]
) -> Printed:
    arm = paper.arm(arm_code)
    label = _label(paper, arm)
    return Printed(
        f"{paper.code}/{arm.code}",
        label,
        [(day, share) for day, share, _words in points],
        [f"{label}: {words}" for _day, _share, words in points],
    )


def _label(paper: Cohort, arm: Arm) -> str:
    return _("%(paper)s, %(arm)s, n = %(n)s, not a target") % {
        "paper": paper.name,
        "arm": arm.label,
        "n": arm.n,
    }


def _part(*rows: ReportedCount) -> float:
    return sum(row.numerator for row in rows) / rows[0].denominator


def _words(row: ReportedCount) -> str:
    said = f"{row.label}, {_share(row)}"
    return said if row.note is None else f"{said}; {row.note}"


def printed_doses() -> Iterator[tuple[str, str]]:
    """What Chi 2020 printed of methylprednisolone: (effect, words)."""
    for row in cohort("chi2020").comparisons:
        if row.subject.startswith("methylprednisolone"):
            effect = "time" if row.contrast.startswith("time") else "group"
            yield effect, f"F {row.statistic_value}, P {row.p_text}"


def printed_company() -> str:
    """With which glucocorticoid Wang 2020 gave ruxolitinib."""
    paper = cohort("wang2020")
    arm = paper.arm("ruxolitinib")
    codes = ("ruxolitinib_alone", "with_methylprednisolone", "with_hydroxychloroquine")
    rows = [arm.count(code) for code in codes]
    said = "; ".join(f"{row.label} {row.numerator}/{row.denominator}" for row in rows)
    return f"{paper.name}: {said} ({rows[0].where})."
