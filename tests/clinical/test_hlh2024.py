"""HLH-2024: seven criteria without NK activity, unverified (Henter, Blood 2024;144:2308)."""

from datetime import date

import pytest

from hlh_app.clinical.case import Patient, Sex
from hlh_app.clinical.hlh2024 import FAMILIAL_ONLY, NOT_VALIDATED, UNVERIFIED, hlh2024
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.verdict import Count, Pivot

from .diagnosis_builders import FIVE_MET, T, case, found, lab


def test_nk_activity_does_not_appear():
    verdict = hlh2024(case(found("nk_activity", "low")), T)
    assert "nk_activity" not in [c.id for c in verdict.criteria]
    assert verdict.count == Count(0, 0, 7)


def test_five_of_seven():
    verdict = hlh2024(case(*FIVE_MET), T)
    assert (verdict.outcome, verdict.path, verdict.count) == (
        Outcome.MET,
        "criteria",
        Count(5, 0, 2),
    )
    assert "5 of 7" in str(verdict.statement)


def test_four_with_nk_activity_is_fewer_than_in_hlh_2004():
    rows = (*FIVE_MET[:-1], found("splenomegaly", "absent"), found("nk_activity", "low"))
    verdict = hlh2024(case(*rows, found("hemophagocytosis", "absent"), lab("scd25", "300")), T)
    assert verdict.outcome is Outcome.NOT_MET


def test_pivots_are_its_own():
    rows = (*FIVE_MET[:-1], found("splenomegaly", "absent"), found("hemophagocytosis", "absent"))
    verdict = hlh2024(case(*rows), T)
    assert verdict.pivotal == {"scd25": Pivot(Outcome.MET, Outcome.NOT_MET)}


def test_the_molecular_path():
    assert hlh2024(case(found("molecular_diagnosis", "present")), T).path == "molecular"


@pytest.mark.parametrize(
    ("born", "genes", "note"),
    [
        (date(2004, 1, 21), "present", FAMILIAL_ONLY),
        (date(2004, 1, 20), "present", NOT_VALIDATED),
        (date(2012, 1, 20), "absent", NOT_VALIDATED),
    ],
)
def test_unverified_and_validated_only_for_familial_hlh_under_16_years(born, genes, note):
    patient = Patient(born, Sex.MALE)
    verdict = hlh2024(case(found("molecular_diagnosis", genes), patient=patient), T)
    assert verdict.notes[:2] == (UNVERIFIED, note)
    assert not verdict.source.verified


def test_rule_and_version():
    verdict = hlh2024(case(), T)
    assert (verdict.rule, verdict.version) == ("hlh2024", "1.0.0")
