"""Methods and Results: every number is a figure, and nothing is said that nothing supports."""

from __future__ import annotations

import re

import pytest

from hlh_app.statistics.everything import TOPICS as ANALYSES
from hlh_app.statistics.figures import Figure
from hlh_app.web.presenters.study import cells
from hlh_app.web.presenters.study.live_text import Facts, Paragraph, Piece, sentence, told
from hlh_app.web.presenters.study.results_base import Analyses, by_key
from hlh_app.web.presenters.study.results_text import TOPICS, results
from tests.statistics.random_cohorts import random_cohort
from tests.statistics.study_rows import cohort, patient

SEEDS = range(12)
NOT_FIGURES = re.compile(
    r"95\s% CI|HLH-2004|day 56|24 hours|26 weeks|sCD25|IL-2|×10⁹/L|eight|grade III or IV|two weeks"
)
CLAIMS = re.compile(
    r"\b(safe|caus\w+|superior\w*|better|worse|effective|effect|improv\w+|significan\w+|prove\w*)\b",
    re.IGNORECASE,
)


def analyses(subjects, groups) -> Analyses:
    found = {name: ANALYSES[name].analysis(subjects, groups) for name in TOPICS}
    return Analyses(
        groups=tuple(groups),
        table1=found["table1"],
        table2=found["table2"],
        response=found["response"],
        survival=found["survival"],
        safety=found["safety"],
        figures=by_key(list(found.values())),
    )


def text_of(subjects, groups) -> dict[str, str]:
    return {row.label: row.text for row in results(analyses(subjects, groups))}


def as_printed(piece: Piece) -> str:
    """The piece's text made anew from its figure."""
    figure = piece.figure
    assert figure is not None
    if piece.counts:
        return str(0 if figure.who is None else len(figure.who))
    if re.search(r"[/_]p/(a|b|ab)$", figure.key):
        return cells.p_words(figure.value)
    return cells.number(figure.value * piece.times, piece.digits)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_number_of_the_results_is_a_figure(seed):
    found = analyses(*random_cohort(seed))
    for paragraph in results(found):
        for piece in paragraph.pieces():
            if piece.figure is not None:
                assert piece.text == as_printed(piece), piece
                assert piece.figure is found.figures[piece.figure.key]
        names = [group.name for group in found.groups]
        rest = "".join(piece.text for piece in paragraph.pieces() if piece.figure is None)
        for name in names:
            rest = rest.replace(name, "")
        assert not re.search(r"\d", NOT_FIGURES.sub("", rest)), rest


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_concluded(seed):
    for text in text_of(*random_cohort(seed)).values():
        assert not CLAIMS.search(text.replace("at least", ""))
        assert "None" not in text
        assert "–)" not in text.replace(" ", "")
        assert "%(" not in text


@pytest.mark.parametrize("seed", SEEDS)
def test_a_p_value_stands_with_its_test(seed):
    for paragraph in results(analyses(*random_cohort(seed))):
        for said in paragraph.sentences:
            text = "".join(piece.text for piece in said)
            if "P\u00a0" in text:
                assert re.search(r"test|Fisher|χ²", text), text


def test_of_nobody_nothing_is_said():
    subjects, groups = cohort()
    assert results(analyses(subjects, groups)) == ()


def test_of_one_patient():
    row = patient(
        subject__age=3.5,
        subject__sex="female",
        subject__ebv=True,
        outcome__best=["PR"],
        outcome__response_day=14,
    )
    said = text_of(*cohort(row))
    assert said["Patients"].startswith("1 patient was analyzed. The age at the first dose was 3.5")
    assert "1/1 (100.0\u00a0%" in said["Response"]
    assert "after a median of 2.0 weeks (n = 1)" in said["Response"]
    assert "Laboratory results" not in said
    assert "not reached" in said["Survival and relapse"]


def test_singular_and_plural():
    undecided = patient(outcome__best=["NR", "PR"])
    one, two = (text_of(*cohort(*[undecided] * n))["Response"] for n in (1, 2))
    assert "of 1 patient, for want of an assessment or of results; the rate counts it" in one
    assert "of 2 patients, for want of an assessment or of results; the rate counts them" in two


def test_who_is_not_through_the_eight_weeks_is_said():
    begun = patient(outcome__not_assessed={"56": "upcoming"})
    one, two = (text_of(*cohort(*[begun] * n))["Response"] for n in (1, 2))
    assert "The record of 1 patient does not reach day 56 yet." in one
    assert "The records of 2 patients do not reach day 56 yet." in two


def test_medians_before_and_after_say_whose_they_are():
    both = patient(ferritin={"before": 900, "week2": 300})
    before = patient(ferritin={"before": 5000})
    said = text_of(*cohort(both, both, before, before))["Laboratory results"]
    assert re.search(
        r"Ferritin: median 2,950 .* before \(n = 4\) and 300 .* \(n = 2; 2 pairs, ", said
    )
    assert "Laboratory results" not in text_of(*cohort(both, before, before))


@pytest.mark.parametrize(
    ("relapsed", "told"), [(0, "was 0.0 % (Aalen"), (2, "was 40.0 % (95\u00a0% CI ")]
)
def test_relapse_is_told_in_time_with_transplant_as_a_competing_event(relapsed, told):
    ends = [("relapse", 40)] * relapsed + [("transplant", 60)]
    ends += [("last_contact", 300)] * (5 - len(ends))
    rows = [
        patient(outcome__response_to_ended=word, outcome__response_to_days=days)
        for word, days in ends
    ]
    said = text_of(*cohort(*rows))["Survival and relapse"]
    assert f"cumulative incidence of relapse 26 weeks after the response {told}" in said
    assert "transplant and death without relapse as competing events; 5 responders)" in said


def test_relapse_in_time_is_left_out_where_nobody_was_followed_so_long():
    row = patient(outcome__response_to_ended="last_contact", outcome__response_to_days=30)
    assert "cumulative incidence" not in text_of(*cohort(row))["Survival and relapse"]


def test_fever_not_excluded_is_not_fever_that_stayed_away():
    def one(came_back):
        return patient(
            fever__febrile_before=True,
            fever__state="afebrile",
            fever__afebrile_hours=3.0,
            fever__afebrile_days=0,
            fever__within_24_h=True,
            fever__came_back=came_back,
        )

    said = text_of(*cohort(one("met"), one("unknown"), one("unknown")))["Temperature"]
    assert "Of those of whom it is known 3/3" in said
    assert "fever was seen again in 1/3" in said
    assert "In 2 of the others it is not excluded" in said


def test_toxicity_that_nobody_had_is_told_from_toxicity_that_nobody_looked_for():
    row = patient(harm__terms={"platelets": [0, 0, 1, 1, 1, 1]}, harm__stopped_for_toxicity=False)
    said = text_of(*cohort(row, row))["Toxicity"]
    assert "New thrombocytopenia of grade III or IV: 0/2 (0.0" in said
    assert "anemia" not in said


def test_numbers_have_the_decimals_of_the_tables():
    rows = [
        patient(subject__age=age, subject__criteria_met=6, subject__dose_mg_per_day=10)
        for age in (2, 3, 70)
    ]
    said = text_of(*cohort(*rows))["Patients"]
    assert "was 3.0 (2.5–36.5) years (range 2–70)" in said
    assert "before treatment was 6 (6–6)." in said


def test_two_groups_are_named_and_compared():
    treated = patient(subject__age=4.0, outcome__os_days=30, outcome__os_ended="death")
    other = patient(subject__treatment="conventional", subject__age=9.0, outcome__os_days=90)
    said = text_of(*cohort(treated, treated, treated, other, other, other, b=3))
    assert said["Patients"].startswith("Group A: 3 patients were analyzed.")
    assert "Group B: 3 patients were analyzed." in said["Patients"]
    assert re.search(r"Age compared between the groups: Mann–Whitney test .*P", said["Patients"])
    assert "log-rank test, P" in said["Survival and relapse"]
    assert "Group B:" not in said["Response"]


def test_conventional_treatment_alone_has_no_response():
    said = text_of(*cohort(*[patient(subject__treatment="conventional")] * 3))
    assert "Response" not in said


def test_a_sentence_without_its_number_is_left_out():
    facts = Facts({"x/a": Figure("x/a", None)}, "a")
    assert told([lambda: sentence("%(n)s.", n=facts.number("x"))]) == ()
    assert told([lambda: None]) == ()
    assert told([lambda: sentence("50 %% of %(who)s.", who="all")]) == (
        (Piece("50 % of "), Piece("all"), Piece(".")),
    )


def test_a_minus_keeps_the_ends_of_an_interval_apart():
    values = {"median": -1.0, "q1": -3.0, "q3": 2.0, "n": 4.0}
    facts = Facts({f"x/{k}/a": Figure(f"x/{k}/a", v) for k, v in values.items()}, "a")
    text = Paragraph("", (facts.median("x", 1),)).text
    assert text == "−1.0 (−3.0 to 2.0)"
