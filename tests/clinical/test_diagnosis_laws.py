"""What holds for every case, whatever its rows."""

from dataclasses import replace
from decimal import Decimal
from itertools import product
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hlh_app.clinical import hscore
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.assess import Assessment, assess
from hlh_app.clinical.case import Case, Observation
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.units import exact

from .diagnosis_builders import T, at, case, found, lab
from .diagnosis_cases import VALUES, cases

HSCORE_ENDS = {
    "immunosuppression": [found("immunosuppression", word) for word in ("absent", "present")],
    "temperature": [lab("temperature", value) for value in ("37", "39", "40")],
    "splenomegaly": [found("splenomegaly", word) for word in ("absent", "present")],
    "hepatomegaly": [found("hepatomegaly", word) for word in ("absent", "present")],
    "hemoglobin": [lab("hemoglobin", value) for value in ("120", "60")],
    "wbc": [lab("wbc", value) for value in ("8", "1")],
    "platelets": [lab("platelets", value) for value in ("300", "10")],
    "ferritin": [lab("ferritin", value) for value in ("100", "3000", "9000")],
    "triglycerides": [lab("triglycerides", value) for value in ("1", "2", "5")],
    "fibrinogen": [lab("fibrinogen", value) for value in ("3", "1")],
    "ast": [lab("ast", value) for value in ("20", "300")],
    "hemophagocytosis": [found("hemophagocytosis", word) for word in ("absent", "present")],
}
"""From what scores least to what scores most."""

SETTLED = {Outcome.MET, Outcome.NOT_MET}
_FAST = settings(max_examples=150, deadline=None)


def outcomes(found: Assessment) -> dict[str, Outcome]:
    return {
        "hlh2004": found.hlh2004.now.outcome,
        "hlh2024": found.hlh2024.outcome,
        "hscore": found.hscore.outcome,
        "mas2016": found.mas2016.outcome,
    }


def everything(found: Assessment) -> tuple[object, ...]:
    """Every answer, without the rows behind it."""
    verdicts = (found.hlh2004.now, found.hlh2024, found.hscore, found.mas2016)
    first = found.hlh2004.first_met
    return (
        *((v.outcome, v.count, v.path, dict(v.pivotal), v.points) for v in verdicts),
        *(tuple((c.id, c.outcome, c.points) for c in v.criteria) for v in verdicts),
        None if first is None else first.at,
        found.dose.wang2020.dose_mg,
        found.dose.chi2020.dose_mg,
    )


@_FAST
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(whole: Case, random: Random):
    def shuffled(rows):
        return tuple(random.sample(rows, len(rows)))

    other = replace(
        whole, observations=shuffled(whole.observations), findings=shuffled(whole.findings)
    )
    assert everything(assess(whole, T)) == everything(assess(other, T))


@_FAST
@given(cases())
def test_exact_duplicates_do_not_matter(whole: Case):
    other = replace(whole, observations=whole.observations * 2, findings=whole.findings * 2)
    assert everything(assess(whole, T)) == everything(assess(other, T))


@_FAST
@given(cases())
def test_what_comes_after_the_moment_changes_nothing(whole: Case):
    later = (lab("ferritin", "90000", when=at(1)), lab("temperature", "41", when=at(2)))
    other = replace(
        whole,
        observations=whole.observations + later,
        findings=(*whole.findings, found("splenomegaly", "present", 1)),
    )
    assert everything(assess(whole, T)) == everything(assess(other, T))


@_FAST
@given(cases(), st.data())
def test_a_pending_result_never_turns_met_into_not_met_or_back(whole: Case, data):
    rows = [i for i, row in enumerate(whole.observations) if row.value is None]
    assume(rows)
    index = data.draw(st.sampled_from(rows))
    row = whole.observations[index]
    value = Decimal(data.draw(st.sampled_from(VALUES[row.analyte, row.unit])))
    answered = row._replace(value=value, pending=False)
    observations = (*whole.observations[:index], answered, *whole.observations[index + 1 :])
    before = outcomes(assess(whole, T))
    after = outcomes(assess(replace(whole, observations=observations), T))
    for rule, outcome in before.items():
        if outcome in SETTLED and after[rule] in SETTLED:
            assert outcome is after[rule], rule


@_FAST
@given(cases(), st.data())
def test_the_first_result_of_an_analyte_never_flips_a_verdict(whole: Case, data):
    present = {row.analyte for row in whole.observations}
    missing = sorted({analyte for analyte, _ in VALUES} - present - {"weight", "nk_activity"})
    assume(missing)
    analyte = data.draw(st.sampled_from(missing))
    unit = ANALYTES[analyte].unit
    value = data.draw(st.sampled_from(VALUES[analyte, unit]))
    more = (*whole.observations, lab(analyte, value, unit, when=at(-1)))
    before = outcomes(assess(whole, T))
    after = outcomes(assess(replace(whole, observations=more), T))
    for rule, outcome in before.items():
        if outcome in SETTLED and after[rule] in SETTLED:
            assert outcome is after[rule], rule


def _in_other_unit(row: Observation, unit: str) -> Observation | None:
    """The same quantity in another unit, when that is a finite decimal."""
    if row.value is None:
        return row._replace(unit=unit)
    canonical = exact(row.value, row.unit, row.analyte)
    one = exact(Decimal(1), unit, row.analyte)
    if canonical is None or one is None:
        return None
    value = canonical / one
    decimal = Decimal(value.numerator) / Decimal(value.denominator)
    return row._replace(value=decimal, unit=unit) if decimal == value else None


UNITS_WITHOUT_A_LIMIT_OF_THEIR_OWN = [
    ("hemoglobin", "g/L", "g/dL"),
    ("platelets", "10*9/L", "/uL"),
    ("platelets", "10*9/L", "10*3/uL"),
    ("neutrophils", "10*9/L", "/uL"),
    ("wbc", "10*9/L", "10*3/uL"),
    ("ferritin", "ug/L", "ng/mL"),
    ("fibrinogen", "g/L", "mg/dL"),
    ("weight", "kg", "g"),
]


@_FAST
@given(cases(), st.sampled_from(UNITS_WITHOUT_A_LIMIT_OF_THEIR_OWN))
def test_equivalent_units_give_the_same_verdicts(whole: Case, units):
    analyte, one, other = units
    rows = tuple(
        (_in_other_unit(row, other) or row) if (row.analyte, row.unit) == (analyte, one) else row
        for row in whole.observations
    )
    assert everything(assess(whole, T)) == everything(assess(replace(whole, observations=rows), T))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_hscore_range_is_what_the_missing_items_can_give(data):
    """Every completion of up to three missing items lies in the range, and its ends are reached."""
    missing = data.draw(st.lists(st.sampled_from(sorted(HSCORE_ENDS)), max_size=3, unique=True))
    known = [row for name, rows in HSCORE_ENDS.items() if name not in missing for row in rows[:1]]
    verdict = hscore.hscore(case(*known), T)
    totals = set()
    for choice in product(*(HSCORE_ENDS[name] for name in missing)):
        points = hscore.hscore(case(*known, *choice), T).points
        assert points is not None
        totals.add(points[0])
    assert verdict.points == (min(totals), max(totals))


@pytest.mark.parametrize("value", ["38.5", "101.3"])
def test_one_temperature_in_both_scales(value):
    unit = "Cel" if value == "38.5" else "[degF]"
    judged = assess(case(lab("temperature", value, unit)), T)
    assert judged.hlh2004.now.criterion("fever").outcome is Outcome.MET
