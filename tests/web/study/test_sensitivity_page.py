"""The part of the page of response about other definitions."""

from __future__ import annotations

import pytest

from hlh_app.clinical.study.alternatives import ALTERNATIVES
from hlh_app.records.models import SensitivityRun
from hlh_app.web.presenters.study import sensitivity
from hlh_app.web.study import sensitivity as part_of_page
from tests.statistics.study_rows import cohort

from .pages import pretend
from .response_rows import DEFINITIONS, FIVE, TWO, one, rows_of, text_of


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
    response = signed_in(reader).post(DEFINITIONS, follow=True)
    assert "Nobody in these groups was given ruxolitinib." in text_of(response)
    assert not SensitivityRun.objects.exists()
