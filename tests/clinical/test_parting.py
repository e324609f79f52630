"""Two rules that answer differently: the sentence where they part."""

from hlh_app.clinical.hlh2004 import hlh2004
from hlh_app.clinical.hlh2024 import hlh2024
from hlh_app.clinical.hscore import hscore
from hlh_app.clinical.mas2016 import mas2016
from hlh_app.clinical.parting import parting, partings

from .diagnosis_builders import FIVE_MET, T, case, found, lab

JUST_BESIDE = (
    lab("temperature", "38.4"),
    lab("hemoglobin", "91"),
    lab("platelets", "105"),
    lab("neutrophils", "2.0"),
    lab("wbc", "4.0"),
    lab("ferritin", "7000"),
    lab("triglycerides", "2.0"),
    lab("fibrinogen", "2.0"),
    lab("ast", "60"),
    lab("scd25", "1000"),
    found("splenomegaly", "present"),
    found("hepatomegaly", "present"),
    found("hemophagocytosis", "absent"),
    found("immunosuppression", "absent"),
    found("nk_activity", "normal"),
)
"""By the HScore clearly positive, by HLH-2004 two of eight."""


def said(*rows) -> list[str]:
    record = case(*rows)
    return [str(m) for m in parting(hlh2004(record, T).now, hscore(record, T))]


def test_that_they_differ_is_said_first() -> None:
    assert said(*JUST_BESIDE)[0] == "HLH-2004: not met. HScore: met."


def test_each_value_between_the_two_limits_is_named_with_both_conditions() -> None:
    sentences = said(*JUST_BESIDE)
    assert (
        "Hemoglobin counts for HScore (Hemoglobin ≤ 92 g/L) but not for HLH-2004 "
        "(Hemoglobin < 90 g/L)" in sentences
    )
    assert any(s.startswith("Temperature counts for HScore") for s in sentences)
    assert any(s.startswith("Fibrinogen counts for HScore") for s in sentences)


def test_what_only_one_rule_asks_for_is_named() -> None:
    sentences = said(*JUST_BESIDE)
    assert "AST is asked for by HScore alone, and counts" in sentences
    assert "Leukocytes is asked for by HScore alone, and counts" in sentences
    assert not [s for s in sentences if s.startswith("NK-cell")]


def test_both_counting_it_is_no_parting() -> None:
    assert not [s for s in said(*JUST_BESIDE) if s.startswith("Ferritin")]


def test_rules_that_agree_do_not_part() -> None:
    record = case(*FIVE_MET)
    assert parting(hlh2004(record, T).now, hlh2024(record, T)) == ()


def test_nk_activity_parts_the_two_sets() -> None:
    four = FIVE_MET[1:]
    rest = (
        lab("temperature", "37.0"),
        lab("scd25", "100"),
        lab("hemoglobin", "120"),
        lab("triglycerides", "1.0"),
        found("hemophagocytosis", "absent"),
        found("nk_activity", "low"),
    )
    record = case(*four, *rest)
    assert [str(m) for m in parting(hlh2004(record, T).now, hlh2024(record, T))] == [
        "HLH-2004: met. HLH-2024: not met.",
        "NK-cell activity is asked for by HLH-2004 alone, and counts",
    ]


def test_a_rule_that_does_not_apply_parts_from_nothing() -> None:
    record = case(*JUST_BESIDE)
    verdicts = (hlh2004(record, T).now, hscore(record, T), mas2016(record, T))
    assert partings(verdicts) == parting(verdicts[0], verdicts[1])


def test_an_open_verdict_is_called_open() -> None:
    record = case(*FIVE_MET)
    assert str(parting(hlh2004(record, T).now, hscore(record, T))[0]).startswith("HLH-2004: met.")
    few = case(*FIVE_MET[:2])
    assert parting(hlh2004(few, T).now, hlh2024(few, T)) == ()
