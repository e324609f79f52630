"""What a response needs and its source does not say: baseline, days, fever, spoilt values, flags.

All of it is our definition, but for the shipped sCD25 limits.
"""

from collections.abc import Iterator

from hlh_app.clinical.baseline import OLDEST_BASELINE_DAYS, OLDEST_SCD25_BASELINE_DAYS
from hlh_app.clinical.card import Boundary, CardCriterion
from hlh_app.clinical.courses import LONGEST_PAUSE_DAYS
from hlh_app.clinical.fever import BEFORE_ASSESSMENT, FEBRILE_FROM
from hlh_app.clinical.normality import SHIPPED_SCD25, SHIPPED_SCD25_CITATION
from hlh_app.clinical.response_flags import WORSE_PERCENT
from hlh_app.clinical.schedule import WINDOW_DAYS
from hlh_app.clinical.spleen_cns import PRESENT_COUNTS_DAYS
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.transfusions import SPOILING

_BASELINE_LABEL = gettext_noop("Baseline")
_BASELINE = Message(gettext_noop("the last usable value at or before the first dose, not too old"))
_BASELINE_DAYS = gettext_noop("at most {days} calendar days old")
_SCD25_DAYS = gettext_noop("sCD25: at most {days} calendar days old")
_DAYS_LABEL = gettext_noop("Assessment days")
_DAYS = Message(gettext_noop("the value nearest the day, the earlier on a tie"))
_WITHIN = gettext_noop("within {days} days of the day")
_COURSE_LABEL = gettext_noop("Course")
_COURSE = Message(gettext_noop("a dose after a long pause begins a new course"))
_PAUSE = gettext_noop("more than {days} days after the last day on which one was given")
_FEVER_LABEL = gettext_noop("Fever")
_FEVER = Message(gettext_noop("a febrile reading, or fever recorded as present, in those days"))
_FEBRILE = gettext_noop("Temperature ≥ {limit} °C")
_FEVER_DAYS = gettext_noop("from {days} days before the day")
_ORGANS_LABEL = gettext_noop("Spleen and CNS")
_ORGANS = Message(gettext_noop("last recorded present excludes a complete response"))
_ORGANS_DAYS = gettext_noop("recorded at most {days} days before; older leaves it open")
_SPOILT_LABEL = gettext_noop("Values passed over")
_SPOILT = Message(gettext_noop("after transfusion or G-CSF a value settles nothing"))
_SPOILT_DAYS = gettext_noop("{analyte}: through day {days} after {drug}")
_FLAG_LABEL = gettext_noop("Flags")
_FLAG = Message(gettext_noop("a marker worse than at baseline and not normal"))
_WORSE = gettext_noop("{percent} % or more worse")
_SHIPPED_LABEL = gettext_noop("sCD25 without a printed interval")
_SHIPPED = Message(
    gettext_noop("by age, Immulite, in U/mL; printed with “not your laboratory's” and its source")
)
_SHIPPED_AGE = gettext_noop("before {years} completed years: at most {high} U/mL")
_DRUGS_SHOWN = ("platelet_transfusion", "red_cell_transfusion", "filgrastim", "pegfilgrastim")


def practice() -> Iterator[CardCriterion]:
    """Every part of it, in the order in which a response is judged."""
    yield CardCriterion.ours(
        "baseline", _BASELINE_LABEL, _BASELINE,
        Boundary.ours("baseline_days", _BASELINE_DAYS, days=OLDEST_BASELINE_DAYS),
        Boundary.ours("scd25_baseline_days", _SCD25_DAYS, days=OLDEST_SCD25_BASELINE_DAYS),
    )  # fmt: skip
    yield CardCriterion.ours(
        "days", _DAYS_LABEL, _DAYS, Boundary.ours("assessment_days", _WITHIN, days=WINDOW_DAYS)
    )
    yield CardCriterion.ours(
        "course", _COURSE_LABEL, _COURSE,
        Boundary.ours("pause_days", _PAUSE, days=LONGEST_PAUSE_DAYS),
    )  # fmt: skip
    yield CardCriterion.ours(
        "fever", _FEVER_LABEL, _FEVER,
        Boundary.ours("febrile", _FEBRILE, limit=FEBRILE_FROM["Cel"]),
        Boundary.ours("fever_days", _FEVER_DAYS, days=BEFORE_ASSESSMENT.days),
    )  # fmt: skip
    yield CardCriterion.ours(
        "organs", _ORGANS_LABEL, _ORGANS,
        Boundary.ours("organ_days", _ORGANS_DAYS, days=PRESENT_COUNTS_DAYS),
    )  # fmt: skip
    yield CardCriterion.ours("spoilt", _SPOILT_LABEL, _SPOILT, *_spoilt())
    yield CardCriterion.ours(
        "flags", _FLAG_LABEL, _FLAG, Boundary.ours("worse_percent", _WORSE, percent=WORSE_PERCENT)
    )
    yield CardCriterion(
        id="shipped_scd25", label=_SHIPPED_LABEL, condition=_SHIPPED,
        citation=SHIPPED_SCD25_CITATION, boundaries=tuple(_shipped()),
    )  # fmt: skip


def _spoilt() -> Iterator[Boundary]:
    for drug in _DRUGS_SHOWN:
        spoiling = SPOILING[drug]
        yield Boundary.ours(
            f"{drug}_days", _SPOILT_DAYS, analyte=spoiling.analyte, days=spoiling.days_after,
            drug=drug.replace("_", " "),
        )  # fmt: skip


def _shipped() -> Iterator[Boundary]:
    for row in SHIPPED_SCD25:
        if row.before_years is not None:
            yield Boundary(
                id=f"scd25_before_{row.before_years}_years",
                condition=Message(_SHIPPED_AGE, {"years": row.before_years, "high": row.high}),
                citation=SHIPPED_SCD25_CITATION,
            )
