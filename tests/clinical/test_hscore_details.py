"""HScore: what each item says besides its points, and which question would settle it."""

import pytest

from hlh_app.clinical.hscore import HIGHEST, hscore, outcome_for
from hlh_app.clinical.outcome import Outcome

from .diagnosis_builders import T, case, found, lab
from .test_hscore import LEAST, MOST

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
ITEMS = (
    *("immunosuppression", "temperature", "organomegaly", "cytopenias", "ferritin"),
    *("triglycerides", "fibrinogen", "ast", "hemophagocytosis"),
)


def item(name, *rows):
    return hscore(case(*rows), T).criterion(name)


def test_the_highest_score_there_is():
    assert HIGHEST == 337
    assert hscore(case(*MOST), T).points == (HIGHEST, HIGHEST)


@pytest.mark.parametrize(
    ("low", "high", "outcome"),
    [
        (168, 168, NOT_MET),
        (0, 168, NOT_MET),
        (0, 169, UNKNOWN),
        (168, 337, UNKNOWN),
        (169, 169, MET),
        (169, 337, MET),
    ],
)
def test_positive_from_169(low, high, outcome):
    assert outcome_for(low, high) is outcome


@pytest.mark.parametrize("name", ITEMS)
def test_an_item_is_met_when_it_scores_and_open_when_it_may(name):
    assert item(name, *LEAST).outcome is NOT_MET
    assert item(name, *MOST).outcome is MET
    assert item(name).outcome is UNKNOWN


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ferritin", "Ferritin ≥ 2000 ug/L: 35; Ferritin > 6000 ug/L: 50"),
        ("triglycerides", "Triglycerides ≥ 1.5 mmol/L: 44; Triglycerides > 4.0 mmol/L: 64"),
        ("temperature", "Temperature ≥ 38.4 Cel: 33; Temperature > 39.4 Cel: 49"),
    ],
)
def test_both_steps_of_an_item_are_said(name, words):
    assert str(item(name, *MOST).threshold) == words


def test_between_the_steps_it_is_the_second_that_is_open():
    between = item("ferritin", lab("ferritin", "3000", comparator=">"))
    assert between.points == (35, 50)
    assert [str(note) for note in between.notes] == ["the range stated contains the threshold"]
    assert [r.outcome for r in between.readings] == [UNKNOWN]
    below = item("ferritin", lab("ferritin", "3000", comparator="<"))
    assert (below.points, [r.outcome for r in below.readings]) == ((0, 35), [UNKNOWN])


def test_what_is_missing_is_said_of_the_part_it_is_missing_from():
    half = item("organomegaly", found("splenomegaly", "present"))
    assert [str(note) for note in half.notes] == ["Hepatomegaly: not recorded"]
    whole = item("organomegaly", found("splenomegaly", "present"), found("hepatomegaly", "absent"))
    assert whole.notes == ()


def test_a_question_that_one_of_its_two_answers_settles():
    said = (
        *(row for row in LEAST if getattr(row, "analyte", "") in {"temperature", "fibrinogen"}),
        *(row for row in MOST if getattr(row, "analyte", "") in {"hemoglobin", "wbc", "ferritin"}),
        found("immunosuppression", "absent"),
        found("splenomegaly", "present"),
        found("hepatomegaly", "absent"),
        lab("platelets", "10"),
        lab("triglycerides", "2"),
    )
    verdict = hscore(case(*said), T)
    assert verdict.points == (151, 205)
    questions = {q.id: (q.if_met, q.if_not_met, q.pivotal) for q in verdict.open_questions}
    assert questions == {
        "ast": (MET, UNKNOWN, True),
        "hemophagocytosis": (MET, UNKNOWN, True),
    }
