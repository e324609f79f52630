"""Everything together: each part is what its own rule says of the same record and moment."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from hlh_app.clinical import mh_score, ms_score, ohi_index
from hlh_app.clinical.assess import Assessment, assess
from hlh_app.clinical.cautions import cautions
from hlh_app.clinical.eligibility import eligibility_wang2020
from hlh_app.clinical.emapalumab_response import emapalumab_response
from hlh_app.clinical.fever_episodes import fever_episodes
from hlh_app.clinical.fever_neutropenia import fever_neutropenia
from hlh_app.clinical.follow_up import follow_up
from hlh_app.clinical.further import Further, explanation, further
from hlh_app.clinical.glucocorticoid import glucocorticoid
from hlh_app.clinical.handover import handover
from hlh_app.clinical.parting import partings
from hlh_app.clinical.relapse import relapse_and_progression
from hlh_app.clinical.renal_function import renal_function
from hlh_app.clinical.response_missing import settling_sets as response_sets
from hlh_app.clinical.settling import settling_sets
from hlh_app.clinical.tasks import tasks
from hlh_app.clinical.timeline import timeline
from hlh_app.clinical.titration import titration
from hlh_app.clinical.toxicity import toxicity
from hlh_app.clinical.transplant_window import transplant_window
from hlh_app.clinical.windows import History, View
from hlh_app.clinical.workup import workup_chi2020

from .diagnosis_builders import FIVE_MET, T, at, case, day, found, given, lab

FEVER_CEL = Decimal("38.2")
WINDOW_DAYS = 10
TREATED = (
    *FIVE_MET,
    lab("temperature", "38.3", when=at(-3)),
    lab("ferritin", "15000", when=at(-15)),
    lab("scd25", None, when=at(-5), expected_on=day(-1)),
    lab("creatinine", "40", when=at(-1)),
    found("systemic_jia", "present"),
    given("ruxolitinib", -14),
    given("dexamethasone", -14, -3),
)


def assessed(*rows: Any) -> Assessment:
    return assess(case(*rows), T, WINDOW_DAYS, FEVER_CEL)


def view_of(assessment: Assessment) -> View:
    return View(History(assessment.case), T, WINDOW_DAYS)


def one_by_one(assessment: Assessment, ctcae: str) -> dict[str, Any]:
    """Each rule asked by itself."""
    record, response, view = assessment.case, assessment.response, view_of(assessment)
    scores = (ms_score.verdict(view), mh_score.verdict(view), ohi_index.verdict(view))
    to_do = tasks(assessment)
    return {
        "ms2019": scores[0],
        "mh2017": scores[1],
        "ohi2022": scores[2],
        "emapalumab2020": emapalumab_response(record, T, response),
        "course": relapse_and_progression(record, T, response),
        "toxicity": toxicity(view, ctcae),
        "eligibility": eligibility_wang2020(view, assessment.hlh2004),
        "workup": workup_chi2020(view),
        "cautions": cautions(view, assessment.dose, FEVER_CEL),
        "renal": renal_function(record, T),
        "titration": titration(view),
        "glucocorticoid": glucocorticoid(view),
        "fever": fever_episodes(view.history, T, FEVER_CEL),
        "fever_neutropenia": fever_neutropenia(view, FEVER_CEL),
        "transplant_window": transplant_window(view),
        "follow_up": follow_up(view),
        "timeline": timeline(view.history, T, WINDOW_DAYS, FEVER_CEL, ctcae),
        "explanation": explanation(assessment, view, scores),
        "tasks": to_do,
        "handover": handover(assessment, tuple(t for t in to_do if t.shows_on(T.day))),
    }


@pytest.mark.parametrize("ctcae", ["5.0", "4.03"])
@pytest.mark.parametrize("rows", [TREATED, FIVE_MET], ids=["treated", "not treated"])
def test_each_part_is_what_its_rule_says(rows: tuple[Any, ...], ctcae: str) -> None:
    assessment = assessed(*rows)
    whole = further(assessment, ctcae)
    expected = one_by_one(assessment, ctcae)
    assert set(expected) == set(Further.__dataclass_fields__)
    for part, answer in expected.items():
        assert getattr(whole, part) == answer, part


def test_the_newest_terminology_unless_another_is_asked_for() -> None:
    assert further(assessed(*TREATED)).toxicity.ctcae == "5.0"


def test_the_handover_names_what_shows_today_and_nothing_of_later() -> None:
    whole = further(assessed(*TREATED))
    said = [str(line) for line in whole.handover]
    assert any("was expected on" in line for line in said)
    later = [task for task in whole.tasks if not task.shows_on(T.day)]
    assert any(task.shows_from > T.day + timedelta(days=7) for task in later)
    assert not any(str(task.why) in line for task in later for line in said)


def test_the_explanation_is_of_every_open_verdict_and_response_day() -> None:
    assessment = assessed(*TREATED)
    whole = further(assessment)
    told = whole.explanation
    diagnosis = (
        assessment.hlh2004.now,
        assessment.hlh2024,
        assessment.hscore,
        assessment.mas2016,
    )
    verdicts = (*diagnosis, whole.ms2019, whole.mh2017, whole.ohi2022)
    assert list(told.settling) == [
        "hlh2004", "hlh2024", "hscore", "mas2016", "ms2019", "mh2017", "ohi2022",
    ]  # fmt: skip
    for verdict in verdicts:
        assert told.settling[verdict.rule] == settling_sets(verdict, view_of(assessment))
    assert any(told.settling.values())
    assert assessment.response is not None
    days = {d.day: response_sets(d) for d in assessment.response.assessments}
    assert told.response == days
    assert 14 in days
    assert told.parting == partings(diagnosis)
    assert told.parting


def test_without_a_course_there_is_no_response_day_to_explain() -> None:
    assert further(assessed(*FIVE_MET)).explanation.response == {}
