"""The smallest sets of missing tests: each is tried by adding its results and judging again."""

import random
from collections.abc import Callable, Iterable
from datetime import date
from itertools import combinations
from typing import Any

import pytest

from hlh_app.clinical.case import Event, FindingStatus
from hlh_app.clinical.hlh2004 import hlh2004
from hlh_app.clinical.hlh2024 import hlh2024
from hlh_app.clinical.hscore import hscore
from hlh_app.clinical.mas2016 import mas2016
from hlh_app.clinical.mh_score import mh_score
from hlh_app.clinical.ohi_index import ohi_index
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.settling import OpenTest, SettlingSet, sentences, settling_sets
from hlh_app.clinical.verdict import Verdict

from .diagnosis_builders import ADULT, CHILD, FIVE_MET, T, case, day, found, lab, view

UP: dict[str, Any] = {
    "fever": lab("temperature", "41.0"),
    "temperature": lab("temperature", "41.0"),
    "splenomegaly": found("splenomegaly", "present"),
    "hepatomegaly": found("hepatomegaly", "present"),
    "hemoglobin": lab("hemoglobin", "60"),
    "platelets": lab("platelets", "10"),
    "neutrophils": lab("neutrophils", "0.2"),
    "wbc": lab("wbc", "1.0"),
    "triglycerides": lab("triglycerides", "9.0"),
    "fibrinogen": lab("fibrinogen", "0.5"),
    "hemophagocytosis": found("hemophagocytosis", "present"),
    "nk_activity": found("nk_activity", "low"),
    "ferritin": lab("ferritin", "50000"),
    "scd25": lab("scd25", "9000"),
    "ast": lab("ast", "300"),
    "immunosuppression": found("immunosuppression", "present"),
    "molecular_diagnosis": found("molecular_diagnosis", "present"),
    "onset": Event("onset", date(2012, 7, 1)),
}
"""What each test says when it comes back on the side of every rule."""
DOWN: dict[str, Any] = {
    "fever": lab("temperature", "36.5"),
    "temperature": lab("temperature", "36.5"),
    "splenomegaly": found("splenomegaly", "absent"),
    "hepatomegaly": found("hepatomegaly", "absent"),
    "hemoglobin": lab("hemoglobin", "150"),
    "platelets": lab("platelets", "300"),
    "neutrophils": lab("neutrophils", "6.0"),
    "wbc": lab("wbc", "9.0"),
    "triglycerides": lab("triglycerides", "0.8"),
    "fibrinogen": lab("fibrinogen", "4.0"),
    "hemophagocytosis": found("hemophagocytosis", "absent"),
    "nk_activity": found("nk_activity", "normal"),
    "ferritin": lab("ferritin", "50"),
    "scd25": lab("scd25", "300"),
    "ast": lab("ast", "10"),
    "immunosuppression": found("immunosuppression", "absent"),
    "molecular_diagnosis": found("molecular_diagnosis", "absent"),
    "onset": Event("onset", date(2019, 7, 1)),
}
JIA = found("systemic_jia", "present")
CONTEXT = {
    "mas2016": [JIA],
    "mh2017": [JIA],
    "ohi2022": [found("hematologic_malignancy", "present")],
}
"""What makes a rule apply at all."""
PATIENT = {"ohi2022": ADULT}

RULES: dict[str, Callable[..., Verdict]] = {
    "hlh2004": lambda c, t: hlh2004(c, t).now,
    "hlh2024": hlh2024,
    "hscore": hscore,
    "mas2016": mas2016,
    "mh2017": mh_score,
    "ohi2022": ohi_index,
}
ASKED = {
    "hlh2004": ("fever", "splenomegaly", "hemoglobin", "platelets", "neutrophils", "triglycerides",
                "fibrinogen", "hemophagocytosis", "nk_activity", "ferritin", "scd25"),
    "hlh2024": ("fever", "splenomegaly", "hemoglobin", "platelets", "neutrophils", "triglycerides",
                "fibrinogen", "hemophagocytosis", "ferritin", "scd25"),
    "hscore": ("immunosuppression", "temperature", "splenomegaly", "hepatomegaly", "hemoglobin",
               "wbc", "platelets", "ferritin", "triglycerides", "fibrinogen", "ast",
               "hemophagocytosis"),
    "mas2016": ("fever", "ferritin", "platelets", "ast", "triglycerides", "fibrinogen"),
    "mh2017": ("onset", "neutrophils", "fibrinogen", "splenomegaly", "platelets", "hemoglobin"),
    "ohi2022": ("scd25", "ferritin"),
}  # fmt: skip


def judged(rule: str, rows: Iterable[Any]) -> Verdict:
    return RULES[rule](case(*rows, patient=PATIENT.get(rule, CHILD)), T)


def sets_of(rule: str, *rows: Any) -> tuple[SettlingSet, ...]:
    on_view = view(*rows, patient=PATIENT.get(rule, CHILD))
    return settling_sets(judged(rule, rows), on_view)


def names(found_sets: Iterable[SettlingSet], outcome: Outcome) -> list[set[str]]:
    return [{t.id for t in s.tests} for s in found_sets if s.outcome is outcome]


def smallest_by_trying(rule: str, known: dict[str, Any], more: list[Any], up: bool) -> list[set]:
    """By judging the case again with every set of results added: the oracle."""
    missing = [code for code in ASKED[rule] if code not in known]
    results, wanted = (UP, {"met"}) if up else (DOWN, {"not_met", "not_applicable"})
    for size in range(1, len(missing) + 1):
        tried = combinations(missing, size)
        rows = [*known.values(), *more]
        good = [set(s) for s in tried if judged(rule, [*rows, *(results[c] for c in s)]).outcome
                in wanted]  # fmt: skip
        if good:
            return good
    return []


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("seed", range(40))
def test_the_sets_are_those_that_trying_every_result_finds(rule: str, seed: int) -> None:
    rng = random.Random(f"{rule}{seed}")
    known = {c: rng.choice((UP, DOWN))[c] for c in ASKED[rule] if rng.random() < 0.55}
    more = CONTEXT.get(rule, [])
    verdict = judged(rule, [*known.values(), *more])
    found_sets = sets_of(rule, *known.values(), *more)
    if verdict.outcome is not Outcome.UNKNOWN:
        assert found_sets == ()
        return
    for outcome, up in ((Outcome.MET, True), (Outcome.NOT_MET, False)):
        expected = smallest_by_trying(rule, known, more, up)
        got = names(found_sets, outcome)
        assert sorted(map(sorted, got)) == sorted(map(sorted, expected))


def test_no_set_for_a_verdict_that_is_settled() -> None:
    assert sets_of("hlh2004", *FIVE_MET) == ()


def test_no_set_for_a_rule_that_does_not_apply() -> None:
    assert sets_of("mas2016", *FIVE_MET) == ()


def test_a_molecular_result_that_was_sent_can_settle_it_alone() -> None:
    waiting = found("molecular_diagnosis", "pending")
    rows = [DOWN[code] for code in ASKED["hlh2004"]]
    assert names(sets_of("hlh2004", *rows, waiting), Outcome.MET) == [{"molecular_diagnosis"}]
    assert names(sets_of("hlh2004", *rows, waiting), Outcome.NOT_MET) == [{"molecular_diagnosis"}]


def test_a_molecular_test_never_sent_is_no_missing_test() -> None:
    four = FIVE_MET[1:]
    asked = {code for s in sets_of("hlh2004", *four) for code in (t.id for t in s.tests)}
    assert "molecular_diagnosis" not in asked


def test_while_genes_are_awaited_not_met_needs_them_too() -> None:
    rows = [DOWN[code] for code in ASKED["hlh2004"] if code != "ferritin"]
    sets = sets_of("hlh2004", *rows, found("molecular_diagnosis", "pending"))
    assert names(sets, Outcome.NOT_MET) == [{"molecular_diagnosis"}]


def pending_on(code: str, days: int | None) -> Any:
    return lab(code, None, expected_on=None if days is None else day(days))


def first_of(*rows: Any) -> tuple[OpenTest, ...]:
    return sets_of("hlh2004", *rows)[0].tests


def test_what_is_expected_soonest_comes_first() -> None:
    known = (*FIVE_MET[2:], FIVE_MET[0])
    rows = (*known, pending_on("ferritin", 5), pending_on("scd25", 2))
    assert [t.id for t in first_of(*rows)] == ["scd25"]
    assert first_of(*rows)[0].expected_on == day(2)


def test_what_was_sent_comes_before_what_was_not() -> None:
    rows = (*FIVE_MET[2:], FIVE_MET[0], pending_on("scd25", None))
    first = first_of(*rows)
    assert [(t.id, t.pending) for t in first] == [("scd25", True)]


def test_a_set_that_settles_either_way_comes_first_of_all() -> None:
    rows = [DOWN[c] for c in ASKED["mas2016"] if c not in ("ferritin", "fever", "ast", "platelets")]
    open_rows = (*rows, UP["fever"], UP["ast"], JIA, pending_on("platelets", 1))
    found_sets = settling_sets(judged("mas2016", open_rows), view(*open_rows))
    assert [s.either for s in found_sets if s.outcome is Outcome.NOT_MET] == [False, False]
    only = (*rows, UP["fever"], UP["ast"], UP["platelets"], JIA)
    assert [(s.either, [t.id for t in s.tests]) for s in sets_of("mas2016", *only)] == [
        (True, ["ferritin"]),
        (True, ["ferritin"]),
    ]


def test_a_pending_finding_is_told_with_its_day() -> None:
    nk = found("nk_activity", FindingStatus.PENDING.value)._replace(expected_on=day(3))
    rows = (*FIVE_MET[2:], FIVE_MET[0], nk)
    assert first_of(*rows) == (OpenTest("nk_activity", "NK-cell activity", True, day(3)),)


def test_the_sentences() -> None:
    rows = (*FIVE_MET[2:], FIVE_MET[0], pending_on("ferritin", 2), pending_on("scd25", None))
    met, not_met = (str(s) for s in sentences(sets_of("hlh2004", *rows)))
    assert met == (
        "Smallest sets that could settle it as met: Ferritin (pending, expected 2020-01-22); or "
        "sCD25 (soluble IL-2 receptor) (pending); or Hemophagocytosis (not sent); and 1 more of "
        "the same size."
    )
    assert not_met.startswith("Smallest sets that could settle it as not met: ")
    assert " with " in not_met
    assert "more" not in not_met


def test_nothing_is_said_of_no_set() -> None:
    assert sentences(()) == ()


def test_either_way_comes_before_what_was_sent() -> None:
    """Points known: 95. Not met is 169 or fewer: that needs triglycerides and ferritin both low."""
    rows = [lab("temperature", "39.0"), UP["splenomegaly"], UP["hepatomegaly"], UP["hemoglobin"]]
    rows += [UP["platelets"], DOWN["wbc"], DOWN["ast"], DOWN["immunosuppression"]]
    sent = (pending_on("triglycerides", 1), pending_on("fibrinogen", 1))
    met = [s for s in sets_of("hscore", *rows, *sent) if s.outcome is Outcome.MET]
    assert [s.either for s in met] == [True, False, False, False, False]
    assert {t.id for t in met[0].tests} == {"ferritin", "triglycerides"}
    assert {t.id for t in met[1].tests} == {"fibrinogen", "triglycerides"}


def test_enough_conditions_settle_it_while_genes_are_awaited() -> None:
    waiting = found("molecular_diagnosis", "pending")
    low = [DOWN[c] for c in ("hemophagocytosis", "nk_activity", "scd25")]
    met = names(sets_of("hlh2004", FIVE_MET[0], *FIVE_MET[2:], *low, waiting), Outcome.MET)
    assert sorted(map(sorted, met)) == [["ferritin"], ["molecular_diagnosis"]]


def test_three_sets_are_all_listed() -> None:
    low = [DOWN["hemophagocytosis"]]
    met, _ = (str(s) for s in sentences(sets_of("hlh2004", FIVE_MET[0], *FIVE_MET[2:], *low)))
    assert met.count("not sent") == 3
    assert "more" not in met
