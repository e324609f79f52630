"""The worklist page: one line a patient, why, what to do, and the handover to copy."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hlh_app.clinical.task import Task, TaskKind
from hlh_app.clinical.text import Message
from hlh_app.records.models import Patient, PatientSummary
from hlh_app.records.worklist import Entry
from hlh_app.web.presenters import worklist
from tests.web.reading.conftest import child, days_later

TODAY = date(2020, 2, 20)


def task(kind: TaskKind, due: int | None = None, why: str = "something is so") -> Task:
    due_on = None if due is None else TODAY + timedelta(days=due)
    return Task(kind=kind, why=Message(why), shows_from=TODAY, due_on=due_on)


@pytest.fixture
def line():
    def make(*tasks: Task, **columns) -> worklist.WorkLine:
        patient = Patient(
            pk=7, code="HLH-0007", birth_date=date(2017, 6, 1), sex="female", **columns
        )
        handover = (Message("HLH-2004 met {day}.", {"day": date(2020, 1, 20)}),)
        entry = Entry(patient, TODAY, tasks, handover, stale=False)
        return worklist.lines([entry])[0]

    return make


class TestLines:
    def test_who_why_and_what_to_do(self, line):
        found = line(task(TaskKind.FEVER_BACK, why="Fever is back."), task(TaskKind.RESPONSE, 1))
        assert found.code == "HLH-0007"
        assert found.who == "2y 8m · Female · trigger: not recorded"
        assert (found.first.label, found.first.why) == (
            "Fever back on ruxolitinib", "Fever is back."
        )  # fmt: skip
        assert found.todo == "Look for infection before raising the dose"
        assert found.todo_url == found.url == "/patients/7/"
        assert found.urgent
        assert [other.label for other in found.others] == ["Response"]

    def test_a_task_that_is_entered_leads_to_the_form(self, line):
        assert line(task(TaskKind.RESPONSE, 0)).todo_url == "/patients/7/visits/new/"
        assert not line(task(TaskKind.RESPONSE, 0)).urgent

    @pytest.mark.parametrize(
        ("due", "when", "overdue"),
        [
            (None, "", False),
            (-1, "overdue by 1 day", True),
            (-3, "overdue by 3 days", True),
            (0, "due today", False),
            (2, "due 22-Feb-2020", False),
        ],
    )
    def test_when_it_is_due(self, line, due, when, overdue):
        found = line(task(TaskKind.PENDING, due)).first
        assert (found.when, found.overdue) == (when, overdue)

    def test_the_handover_says_who_the_state_and_what_is_to_do(self, line):
        found = line(task(TaskKind.PENDING, -1, "sCD25 is late"), name="A. B.")
        assert found.handover == (
            "HLH-0007 A. B.: 2y 8m · Female · trigger: not recorded. "
            "HLH-2004 met 20-Jan-2020. sCD25 is late."
        )


@pytest.mark.django_db
class TestPage:
    @pytest.fixture
    def asked(self, signed_in, clinician, at_noon):
        at_noon(days_later(11))
        client = signed_in(clinician)
        return lambda: client.get(reverse("web:home"))

    def test_home_is_the_worklist(self, asked, keep):
        keep(*child(), code="HLH-0007")
        answer = asked()
        assert answer.status_code == 200
        assert [line.code for line in answer.context["lines"]] == ["HLH-0007"]
        page = answer.content.decode()
        assert "<h1>Worklist</h1>" in page
        assert "data-copy-text" in page

    def test_nothing_is_due(self, asked, keep):
        keep(code="HLH-0007")
        assert "Nothing is due today." in asked().content.decode()

    def test_nothing_is_said_to_be_due_of_those_left_out(self, asked, keep, monkeypatch):
        monkeypatch.setattr("hlh_app.records.worklist.WORKED_OUT_AT_ONCE", 0)
        keep(*child(), code="HLH-0007")
        PatientSummary.objects.update(rule_versions={})
        page = asked().content.decode()
        assert "1 patient is left out" in page
        assert "Nothing is due today." not in page

    def test_nobody_yet(self, asked):
        assert "No patient yet." in asked().content.decode()

    def test_a_manager_sees_no_clinical_line(self, signed_in, make_user, centre, keep, at_noon):
        from hlh_app.accounts.models import Role

        at_noon()
        keep(*child(), code="HLH-0007")
        page = signed_in(make_user(Role.MANAGER, centre)).get(reverse("web:home"))
        assert "Your account reads no patients." in page.content.decode()
        assert "HLH-0007" not in page.content.decode()

    def test_as_many_queries_for_many_patients(self, asked, keep):
        def queries() -> int:
            with CaptureQueriesContext(
                connection,
            ) as found:
                asked()
            return len(found)

        keep(*child())
        one = queries()
        for _ in range(3):
            keep(*child())
        assert queries() == one
