"""The page of response, from nobody to two groups, and its part about other definitions."""

from __future__ import annotations

import pytest

from hlh_app.clinical.study.alternatives import ALTERNATIVES
from hlh_app.records.models import SensitivityRun
from hlh_app.records.services import sensitivity as service
from hlh_app.statistics.response_drawn import MOST_DRAWN
from hlh_app.web.study import sensitivity as part_of_page
from tests.statistics.study_rows import cohort, patient

from .pages import pretend

ADDRESS = "/cohort/response/"
DEFINITIONS = "/cohort/response/definitions/"
TWO = {"compare": "1", "b-treatment": "conventional"}


def one(*possible, **outcome):
    facts = {f"outcome__{name}": value for name, value in outcome.items() if "__" not in name}
    subject = {name: value for name, value in outcome.items() if "__" in name}
    return patient(outcome__best=list(possible), **facts, **subject)


PARTIAL = one("PR", response_day=14, flags=["worse:platelets"], subject__ebv=True)
FIVE = [PARTIAL, one("CR", response_day=7, complete_day=28), one("NR"), one("NR", "PR"), one()]


@pytest.fixture
def shown(signed_in, reader, monkeypatch):
    def opened(*rows, **address):
        pretend(monkeypatch, cohort(*rows)[0])
        response = signed_in(reader).get(ADDRESS, address)
        assert response.status_code == 200
        return response

    return opened


@pytest.fixture
def drawn_of(signed_in, reader, monkeypatch):
    def opened(*rows, **address):
        pretend(monkeypatch, cohort(*rows)[0])
        response = signed_in(reader).get(ADDRESS + "patients/", address)
        assert response.status_code == 200
        return response

    return opened


def rows_of(table):
    """The first cell of each row → the texts of the others."""
    return {row[0].main.text: [cell.main.text for cell in row[1:]] for row in table.rows}


def text_of(response):
    return " ".join(response.content.decode().split())


def test_nobody_is_said_without_an_error(shown):
    told = shown()
    best = rows_of(told.context["page"].best)
    assert best["Overall response (complete or partial)"] == ["–", "25/34 (73.5 %)"]


def test_nobody_is_drawn_without_an_error(drawn_of):
    assert "Nobody in this group was given ruxolitinib." in text_of(drawn_of())


def test_the_drawings_are_a_part_of_the_page_or_a_page(drawn_of, signed_in, reader):
    assert "<html" in text_of(drawn_of(*FIVE))
    part = signed_in(reader).get(ADDRESS + "patients/", headers={"HX-Request": "true"})
    assert "<html" not in text_of(part)


def test_the_page_asks_for_its_parts_with_the_same_groups(shown):
    told = text_of(shown(*FIVE, drawn="100", treatment="any"))
    assert 'hx-get="/cohort/response/patients/?drawn=100&amp;treatment=any"' in told
    assert 'hx-get="/cohort/response/definitions/?treatment=any"' in told


def test_classes_and_rates_beside_wang(shown):
    page = shown(*FIVE).context["page"]
    best = rows_of(page.best)
    assert best["Complete response"] == ["1/5 (20.0 %)", "5/34 (14.7 %)"]
    assert best["Partial response"] == ["1/5 (20.0 %)", "20/34 (58.8 %)"]
    assert best["Not determinable whether a response"][0] == "1/5 (20.0 %)"
    assert best["No response or partial response"][0] == "1/5 (20.0 %)"
    assert "No response or complete response" not in best
    assert best["Overall response of those assessed"][0] == "2/4 (50.0 %)"
    assert best["Overall response, at most"][0] == "4/5 (80.0 %)"
    rate = next(row for row in page.best.rows if row[0].main.text.startswith("Overall response ("))
    assert rate[1].note == "5.3–85.3 %"
    assert "of=response/all/rate/a" in rate[1].main.address


def test_wang_is_not_a_target_and_no_class_is_abbreviated(shown):
    told = text_of(shown(*FIVE))
    assert "Haematologica 2020;105(5):e210. Not a target." in told
    assert ">NR<" not in told
    assert "derived, not printed" in told


def test_what_travels_with_a_class_is_said(shown):
    page = shown(*FIVE).context["page"]
    assert rows_of(page.flags)["Platelets worse by 25 % or more and outside normal"] == [
        "1/1 (100.0 %)"
    ]


def test_times_in_weeks_and_days(shown):
    times = rows_of(shown(*FIVE).context["page"].time)
    assert times["Weeks, median (range)"] == ["1.5 (1.0–2.0)", "2 (1–8)"]
    assert times["Days, median (range)"][0] == "10.5 (7.0–14.0)"


def test_open_earlier_days_and_weeks_not_over_are_said(shown):
    early = one("PR", response_day=28, response_maybe_day=14, not_assessed={"56": "upcoming"})
    told = text_of(shown(early))
    assert "in 1 of these responders an earlier day may have been a response" in told
    assert "in 1 day 56 is not reached yet" in told


def test_two_groups_name_the_test_and_say_who_has_no_response_by_these_rules(shown):
    other = one(subject__treatment="conventional")
    told = shown(*FIVE, other, **TWO)
    rows = told.context["page"].best.rows
    rate = next(row for row in rows if "Overall response (" in row[0].main.text)
    assert [cell.main.text for cell in rate[1:4]] == ["2/5 (40.0 %)", "–", "–"]
    assert rate[3].note == "only one category or one group"
    assert "1 not given ruxolitinib are left out" in text_of(told)


def test_two_groups_on_ruxolitinib_are_compared_with_the_test_named(shown):
    told = shown(*FIVE, PARTIAL, **TWO | {"b-treatment": "any"})
    row = told.context["page"].best.rows[8]
    assert [cell.main.text for cell in row[1:4]] == ["3/6 (50.0 %)", "3/6 (50.0 %)", "> 0.999"]
    assert row[3].note == "Fisher's exact test"


def test_days_and_why_there_is_no_class(shown):
    row = one("PR", classes={"14": ["PR"]}, not_assessed={"7": "no_values", "28": "not_applicable"})
    days = rows_of(shown(row).context["page"].days)
    assert days["Partial response"] == ["0", "1", "0", "0", "0"]
    assert days["no values within 3 days"] == ["1", "0", "0", "0", "0"]
    assert days["assessments had ended"] == ["0", "0", "1", "0", "0"]
    assert "day not yet reached" not in days


def test_every_patient_is_drawn_and_those_without_ferritin_are_named(drawn_of):
    fell = one("PR", ferritin_change=-90.0, ferritin_lowest=99.0, ferritin_lowest_day=9)
    told = drawn_of(fell, *FIVE)
    drawn = told.context["drawings"][0]
    assert len(drawn.courses.rows) == 6
    assert drawn.courses.rows[0][0].main.address.startswith("/patients/")
    assert [cell.main.text for cell in drawn.falls.rows[0]] == [
        *("C-000", "Partial response", "990", "99", "9", "−90 %", "–"),
    ]
    assert [code for code, _address in drawn.missing] == [f"C-00{n}" for n in range(1, 6)]
    assert drawn.which.said == ""


def test_doses_and_what_happened_are_said_on_the_marks(drawn_of):
    doses = [[0, 13, 5.0], [14, 40, None]]
    row = one("CR", response_day=14, complete_day=14, relapse_day=60, last_day=90)
    row["care"] |= {"doses": doses, "still_given": True}
    told = drawn_of(row)
    figure = told.context["drawings"][0].swimmer.figure
    said = [text for trace in figure["data"] for text in trace.get("hovertext", trace.get("text"))]
    assert said == [
        "C-000, followed 90 days",
        "C-000, days 0 to 13: ruxolitinib 5 mg a day",
        "C-000, days 14 to 40: ruxolitinib, dose not known",
        "C-000, day 14: first complete response",
        "C-000, day 60: relapse",
        "C-000, followed 90 days",
    ]
    cells = [cell.main.text for cell in told.context["drawings"][0].courses.rows[0]]
    assert cells == ["C-000", "0–13: 5; 14–40: dose not known", "14", "14", "60", *"––––", "90"]


def test_of_many_a_hundred_are_drawn_with_the_ways_to_the_others(drawn_of):
    rows = [one("PR", last_day=1000 - n) for n in range(2 * MOST_DRAWN + 50)]
    told = drawn_of(*rows, drawn="100")
    drawn = told.context["drawings"][0]
    assert drawn.which.said == "Drawn: patients 101 to 200 of 250."
    assert [choice.label for choice in drawn.which.choices] == [
        *("The first 100", "100 before", "100 after"),
    ]
    assert "drawn=200" in drawn.which.choices[2].address
    assert drawn.courses.rows[0][0].main.text == "C-100"
    assert drawn.more_missing == 220
    assert drawn_of(*rows, drawn="<x>").context["drawings"][0].which.said.endswith("250.")


# Other definitions --------------------------------------------------------------------------------


@pytest.fixture
def definitions(signed_in, reader, monkeypatch):
    """definitions(run, *rows): the part of the page when this is the reader's run."""

    def opened(run, *rows, query=(), **headers):
        pretend(monkeypatch, cohort(*rows)[0])
        monkeypatch.setattr(part_of_page, "run_of", lambda user, keys: run)
        response = signed_in(reader).get(DEFINITIONS, dict(query), headers=headers)
        assert response.status_code == 200
        return response

    return opened


def answered(**others):
    nothing = {alternative.code: {} for alternative in ALTERNATIVES}
    in_use = {"1": "PR", "2": "CR", "3": "NR", "4": "NR|PR", "5": ""}
    return SensitivityRun(result=nothing | {"in_use": in_use} | others)


def test_nobody_to_assess(definitions):
    assert "Nobody in these groups was given ruxolitinib." in text_of(definitions(None))


def test_it_can_be_begun(definitions):
    told = text_of(definitions(None, *FIVE))
    assert "Assess 5 patients by every definition" in told
    assert "csrfmiddlewaretoken" in told


def test_while_it_goes_on_the_part_asks_for_itself_again(definitions, monkeypatch):
    monkeypatch.setattr(part_of_page, "is_running", lambda run: True)
    run = SensitivityRun(done=2, total=5)
    told = text_of(definitions(run, *FIVE, **{"HX-Request": "true"}))
    assert "2 of 5 patients assessed" in told
    assert 'hx-trigger="load delay:1s"' in told
    assert "<html" not in told
    assert "<html" in text_of(definitions(run, *FIVE))


@pytest.mark.parametrize(
    ("failed", "words"),
    [
        ("", "stopped before its end"),
        ("superseded", "given up for other groups"),
        ("changed", "A record changed meanwhile"),
        ("error", "ended with an error"),
    ],
)
def test_why_it_stopped_is_said_and_it_can_be_begun_anew(definitions, monkeypatch, failed, words):
    monkeypatch.setattr(part_of_page, "is_running", lambda run: False)
    told = text_of(definitions(SensitivityRun(failed=failed), *FIVE))
    assert words in told
    assert "Assess 5 patients" in told


def test_the_answer_shows_each_definition_and_who_changes(definitions):
    told = definitions(answered(three_markers={"1": "NR"}, window_7={"3": "CR"}), *FIVE)
    answer = told.context["part"].answers[0]
    rows = rows_of(answer.table)
    assert len([row for row in answer.table.rows if len(row) > 1]) == len(ALTERNATIVES)
    in_use = ["1 (20.0 %)", "1 (20.0 %)", "2/5 (40.0 %)", "–", "2 (40.0 %)", "–"]
    assert rows["The definitions in use"] == in_use
    assert rows["From 3 improved markers instead of 2 of 5"][2:4] == ["1/5 (20.0 %)", "−20.0"]
    assert rows["Within 7 days instead of 3"][3:] == ["+20.0", "2 (40.0 %)", "1"]
    assert rows["From 38.3 °C instead of 38.0 °C"][3:] == ["0.0", "2 (40.0 %)", "0"]
    changed = [(one.code, one.alternative, one.before, one.after) for one in answer.changed]
    assert changed == [
        ("C-002", "Values of an assessment day: Within 7 days instead of 3", "No response",
         "Complete response"),
        ("C-000", "Partial response: From 3 improved markers instead of 2 of 5",
         "Partial response", "No response"),
    ]  # fmt: skip


def test_a_group_of_nobody_beside_another_has_no_difference(definitions):
    other = one(subject__treatment="conventional")
    told = definitions(answered(), *FIVE, other, query=TWO)
    rows = rows_of(told.context["part"].answers[1].table)
    assert rows["Within 1 day instead of 3"] == ["–", "–", "–", "–", "–", "0"]


def test_nobody_changes(definitions):
    assert "Nobody's." in text_of(definitions(answered(), *FIVE))


def test_of_many_who_change_some_are_listed(definitions, monkeypatch):
    from hlh_app.web.presenters.study import sensitivity

    monkeypatch.setattr(sensitivity, "MOST_LISTED", 1)
    run = answered(window_7={"3": "CR", "1": "NR"})
    answer = definitions(run, *FIVE).context["part"].answers[0]
    assert (len(answer.changed), answer.more) == (1, 1)


def test_posting_begins_it_once(signed_in, reader, monkeypatch):
    pretend(monkeypatch, cohort(*FIVE)[0])
    begun = []
    monkeypatch.setattr(
        "hlh_app.web.views.study.sensitivity.begin", lambda **asked: begun.append(asked["keys"])
    )
    response = signed_in(reader).post(DEFINITIONS + "?trigger=")
    assert (response.status_code, begun) == (302, [[1, 2, 3, 4, 5]])
    assert response.url.startswith(DEFINITIONS)
    part = signed_in(reader).post(DEFINITIONS, headers={"HX-Request": "true"})
    assert part.status_code == 200


def test_posting_about_nobody_is_refused_in_words(signed_in, reader, monkeypatch):
    pretend(monkeypatch, cohort()[0])
    monkeypatch.setattr(service, "ANSWERS_KEPT", 1)
    response = signed_in(reader).post(DEFINITIONS, follow=True)
    assert "Nobody in these groups was given ruxolitinib." in text_of(response)
    assert not SensitivityRun.objects.exists()
