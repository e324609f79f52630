"""What is awaited or was never measured may settle a rule, but never turn its answer round.

A second reading may; so may a molecular result that was never ordered, which keeps nothing open.
"""

from dataclasses import replace
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import FINDINGS, Case
from hlh_app.clinical.dose import dose
from hlh_app.clinical.dosing import DoseOutcome
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.response import marsh_response
from hlh_app.clinical.toxicity import toxicity
from hlh_app.clinical.windows import History, View
from tests.accuracy.vignettes import VALUES as WARD_VALUES

from .diagnosis_builders import T, at, found, lab
from .diagnosis_cases import VALUES
from .law_cases import MORE_VALUES, law_cases, verdicts
from .response_vectors import as_document

SETTLED = {Outcome.MET, Outcome.NOT_MET}
_FAST = settings(max_examples=80, deadline=None)
WARD = {(analyte, unit): texts.split()
        for analyte, units in WARD_VALUES.items() for unit, texts in units.items()}  # fmt: skip
TABLES = (VALUES, MORE_VALUES, WARD)
EVERY_VALUE = {
    key: sorted({text for table in TABLES for text in table.get(key, ())})
    for key in {*VALUES, *MORE_VALUES, *WARD}
}
ANSWERED_ELSEWHERE = ("molecular_diagnosis", "nk_activity")
"""Genes never ordered keep nothing open; a number may already stand for NK activity."""


def flips(before: Case, after: Case) -> list[str]:
    """The rules that say the opposite afterwards."""
    was, now = verdicts(before), verdicts(after)
    return [
        rule
        for rule, verdict in was.items()
        if {verdict.outcome, now[rule].outcome} == SETTLED
    ]  # fmt: skip


def ways_back(before: Case, after: Case) -> list[str]:
    """The rules that were settled and are open again."""
    was, now = verdicts(before), verdicts(after)
    return [
        rule
        for rule, verdict in was.items()
        if verdict.outcome in SETTLED and now[rule].outcome is Outcome.UNKNOWN
    ]


@_FAST
@given(law_cases(), st.data())
def test_a_pending_result_turns_no_rule_round(whole: Case, data):
    rows = [i for i, row in enumerate(whole.observations) if row.value is None]
    assume(rows)
    index = data.draw(st.sampled_from(rows))
    row = whole.observations[index]
    value = Decimal(data.draw(st.sampled_from(EVERY_VALUE[row.analyte, row.unit])))
    answered = row._replace(value=value, pending=False)
    observations = (*whole.observations[:index], answered, *whole.observations[index + 1 :])
    after = replace(whole, observations=observations)
    assert flips(whole, after) == []
    assert ways_back(whole, after) == []


@_FAST
@given(law_cases(), st.data())
def test_the_first_result_of_an_analyte_turns_no_rule_round(whole: Case, data):
    present = {row.analyte for row in whole.observations}
    analytes = sorted({analyte for analyte, _ in EVERY_VALUE} - present - {"nk_activity"})
    assume(analytes)
    analyte = data.draw(st.sampled_from(analytes))
    unit = ANALYTES[analyte].unit
    value = data.draw(st.sampled_from(EVERY_VALUE[analyte, unit]))
    after = replace(whole, observations=(*whole.observations, lab(analyte, value, when=at(-1))))
    assert flips(whole, after) == []
    assert ways_back(whole, after) == []


@_FAST
@given(law_cases(), st.data())
def test_a_pending_finding_turns_no_rule_round(whole: Case, data):
    rows = [i for i, row in enumerate(whole.findings) if row.status == "pending"]
    assume(rows)
    index = data.draw(st.sampled_from(rows))
    row = whole.findings[index]
    told = row._replace(status=data.draw(st.sampled_from(FINDINGS[row.finding])))
    findings = (*whole.findings[:index], told, *whole.findings[index + 1 :])
    assert flips(whole, replace(whole, findings=findings)) == []


@_FAST
@given(law_cases(), st.data())
def test_the_first_statement_of_a_finding_turns_no_rule_round(whole: Case, data):
    kinds = sorted({*FINDINGS} - {row.finding for row in whole.findings} - {*ANSWERED_ELSEWHERE})
    kind = data.draw(st.sampled_from(kinds))
    word = data.draw(st.sampled_from(FINDINGS[kind]))
    more = (*whole.findings, found(kind, word, -1))
    assert flips(whole, replace(whole, findings=more)) == []


@_FAST
@given(law_cases(), st.sampled_from(["9", "24.9", "25", "25.1", "60"]))
def test_the_first_weight_changes_no_dose_that_was_given_without_it(whole: Case, kg: str):
    light = tuple(row for row in whole.observations if row.analyte != "weight")
    before = dose(replace(whole, observations=light), T)
    after = dose(replace(whole, observations=(*light, lab("weight", kg))), T)
    for one, other in ((before.wang2020, after.wang2020), (before.chi2020, after.chi2020)):
        if one.outcome is not DoseOutcome.UNKNOWN:
            assert (one.outcome, one.dose_mg) == (other.outcome, other.dose_mg)


@_FAST
@given(law_cases(), st.data())
def test_the_first_value_after_a_dose_turns_no_toxicity_round(whole: Case, data):
    """Without a value nothing is known to be new or not new; the first one may say either."""
    for row in toxicity(View(History(whole), T)).rows:
        if row.measured_since == 0:
            assert row.new is None, row.analyte
            assert row.since is None


def classes(case: Case) -> list[set[str]]:
    document = as_document(marsh_response(case, T))
    return [set(one["possible"]) for one in (document or {"assessments": []})["assessments"]]


@settings(max_examples=150, deadline=None)
@given(law_cases(), st.sampled_from(["scd25", "ferritin", "triglycerides", "alt", "neutrophils",
                                     "platelets", "hemoglobin"]), st.data())  # fmt: skip
def test_the_only_result_of_a_day_narrows_the_classes_that_its_absence_left_open(
    whole: Case, analyte: str, data
):
    """Awaited first, then there: what was excluded stays excluded."""
    others = tuple(
        row
        for row in whole.observations
        if row.analyte != analyte or row.measured_at.day < at(-9).day
    )
    awaited = lab(analyte, None, when=at(-1))
    value = Decimal(data.draw(st.sampled_from(EVERY_VALUE[analyte, awaited.unit])))
    open_ = classes(replace(whole, observations=(*others, awaited)))
    known = classes(
        replace(whole, observations=(*others, awaited._replace(value=value, pending=False)))
    )
    assume(len(open_) == len(known))
    for before, after in zip(open_, known, strict=True):
        assert after <= before
