"""Cases that every rule can say something about, and all answers without the rows behind them."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from hlh_app.clinical import dose, hlh2024, hscore, mas2016, mh_score, ms_score, ohi_index
from hlh_app.clinical.case import Case, Event, Exposure, Finding, Moment, Observation
from hlh_app.clinical.emapalumab_response import emapalumab_response
from hlh_app.clinical.hlh2004 import hlh2004
from hlh_app.clinical.relapse import CourseEvents, relapse_and_progression
from hlh_app.clinical.response import marsh_response
from hlh_app.clinical.toxicity import toxicity
from hlh_app.clinical.verdict import Verdict
from hlh_app.clinical.windows import History, View
from tests.accuracy.ours import case_of
from tests.accuracy.vignettes import ward

from .diagnosis_builders import T, at, day, found, given, lab, on
from .diagnosis_cases import random_case
from .response_vectors import as_document

VERDICTS = {
    "hlh2004": lambda view: hlh2004(view.case, view.as_of).now,
    "hlh2024": lambda view: hlh2024.hlh2024(view.case, view.as_of),
    "hscore": hscore.verdict,
    "mas2016": mas2016.verdict,
    "ms2019": ms_score.verdict,
    "mh2017": mh_score.verdict,
    "ohi2022": ohi_index.verdict,
}
"""The rules that answer with an outcome, on a view."""

MORE_VALUES = {
    ("ldh", "U/L"): ["0", "210", "2800"],
    ("alt", "U/L"): ["30", "40", "120", "121", "801"],
    ("bilirubin_total", "umol/L"): ["10", "21", "40", "70"],
    ("bilirubin_total", "mg/dL"): ["0.6", "3.1"],
    ("hemoglobin", "g/L"): ["83", "84"],
    ("platelets", "10*9/L"): ["25", "50", "75", "78", "79"],
    ("neutrophils", "10*9/L"): ["0.4", "0.5", "1.4", "1.5"],
    ("fibrinogen", "mg/dL"): ["131", "132"],
    ("ferritin", "ug/L"): ["1000", "1001", "250"],
    ("scd25", "U/mL"): ["3900", "3901"],
    ("triglycerides", "mmol/L"): ["1.71", "3.42", "5.8"],
}
MORE_STATUSES = {
    "cns_involvement": ["present", "absent", "pending"],
    "hemorrhage": ["present", "absent", "unknown"],
    "active_arthritis": ["present", "absent"],
    "hematologic_malignancy": ["present", "present", "absent"],
    "systemic_jia": ["present", "suspected", "present", "absent"],
    "fever": ["present", "absent", "pending"],
}
LIMITS = {"alt": (None, "40"), "bilirubin_total": (None, "21"), "ferritin": (None, "400"),
          "platelets": ("150", None), "neutrophils": ("1.5", None), "hemoglobin": ("110", None),
          "triglycerides": (None, "1.7"), "ldh": (None, "250"), "scd25": (None, "840"),
          "fibrinogen": (None, None)}  # fmt: skip
DRUGS = ("ruxolitinib", "methylprednisolone", "red_cell_transfusion", "filgrastim")
EVENTS = ("onset", "transplant_planned", "last_contact", "conditioning")


def law_case(random: Random) -> Case:
    """A diagnostic case with more analytes, findings and drugs, and often a course."""
    number = random.randrange(10**6)
    whole = random_case(random) if random.random() < 0.5 else case_of(ward("mas2016", number))
    return replace(
        whole,
        observations=(*whole.observations, *(_value(random) for _ in range(random.randint(0, 25)))),
        findings=(*whole.findings, *(_word(random) for _ in range(random.randint(0, 6)))),
        exposures=(*whole.exposures, *_drugs(random)),
        events=tuple(
            Event(random.choice(EVENTS), day(random.choice([-40, -8, -3, 0, 2])))
            for _ in range(random.choice([0, 0, 1]))
        ),
    )


def _value(random: Random) -> Observation:
    analyte, unit = random.choice(sorted(MORE_VALUES))
    value = None if random.random() < 0.1 else random.choice(MORE_VALUES[analyte, unit])
    limits = LIMITS[analyte] if unit == MORE_UNITS[analyte] else (None, None)
    low, high = limits if random.random() < 0.7 else (None, None)
    row = lab(analyte, value, unit, when=random.choice(WHEN))
    return row._replace(
        low=None if low is None else type(row.value or D0)(low),
        high=None if high is None else type(row.value or D0)(high),
    )


def _word(random: Random) -> Finding:
    kind = random.choice(sorted(MORE_STATUSES))
    return found(kind, random.choice(MORE_STATUSES[kind]), random.choice([-16, -9, -2, 0]))


def _drugs(random: Random) -> tuple[Exposure, ...]:
    begun = [given("ruxolitinib", random.choice([-30, -16, -14]))] if random.random() < 0.7 else []
    others = [given(drug, random.choice([-25, -8, -1]), 0) for drug in DRUGS[1:]]
    return (*begun, *(drug for drug in others if random.random() < 0.2))


D0 = lab("alt", "0").value
MORE_UNITS = {"alt": "U/L", "bilirubin_total": "umol/L", "ldh": "U/L", "hemoglobin": "g/L",
              "platelets": "10*9/L", "neutrophils": "10*9/L", "fibrinogen": "g/L",
              "ferritin": "ug/L", "scd25": "U/mL", "triglycerides": "mmol/L"}  # fmt: skip
WHEN = [*(at(n, clock) for n in (-31, -17, -14, -4, -1, 0) for clock in ("06:00", "08:00")), on(-2)]


def law_cases() -> st.SearchStrategy[Case]:
    return st.integers(0, 2**32).map(lambda seed: law_case(Random(seed)))


def verdicts(case: Case, as_of: Moment = T) -> dict[str, Verdict]:
    view = View(History(case), as_of)
    return {rule: judge(view) for rule, judge in VERDICTS.items()}


def answers(case: Case, as_of: Moment = T) -> dict[str, Any]:
    """Every answer of every rule, without the rows behind it."""
    pair = dose.dose(case, as_of)
    marsh = marsh_response(case, as_of)
    trial = emapalumab_response(case, as_of, marsh)
    both = (pair.wang2020, pair.chi2020)
    return {
        **{rule: _verdict(verdict) for rule, verdict in verdicts(case, as_of).items()},
        "first_met": getattr(hlh2004(case, as_of).first_met, "at", None),
        **{d.rule: (d.outcome, d.dose_mg, d.mg_per_kg_per_day) for d in both},
        "marsh2013": as_document(marsh),
        "course2020": _course(relapse_and_progression(case, as_of, marsh)),
        "emapalumab2020": trial and [(day.day, day.possible) for day in trial.days],
        "ctcae": _toxicity(case, as_of),
    }


def _verdict(verdict: Verdict) -> tuple[Any, ...]:
    return (
        verdict.outcome, verdict.count, verdict.path, dict(verdict.pivotal), verdict.points,
        verdict.score, tuple((c.id, c.outcome, c.points) for c in verdict.criteria),
    )  # fmt: skip


def _course(found: CourseEvents | None) -> list[tuple[Any, ...]]:
    events = () if found is None else (found.relapse, found.progression)
    return [(e.outcome, e.on, [(r.why, r.on) for r in e.reasons]) for e in events]


def _toxicity(case: Case, as_of: Moment) -> list[tuple[Any, ...]]:
    rows = toxicity(View(History(case), as_of)).rows
    return [
        (r.analyte, r.before and r.before.grade, r.worst_since and r.worst_since.grade, r.since,
         r.new, r.new_since)
        for r in rows
    ]  # fmt: skip


def moved(moment: Moment, hours: int) -> Moment:
    """The same instant told with another offset, when the calendar day stays; else unchanged."""
    zone = moment.at.tzinfo
    if moment.is_date or zone is None:
        return moment
    shifted = zone.utcoffset(moment.at) + timedelta(hours=hours)
    told = moment.at.astimezone(type(zone)(shifted))
    return Moment.timed(told) if told.date() == moment.day else moment
