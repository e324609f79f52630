"""A doubt about a calculation is kept with what the rule saw, and answered by a reviewer."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from hlh_app.accounts.models import Role
from hlh_app.exchange.case_file import read_document
from hlh_app.records.models import AdverseEvent, AuditEntry, Exposure, Observation, ProblemReport
from hlh_app.records.selectors import problems as selectors
from hlh_app.records.services import problems, rows
from hlh_app.records.services.errors import Refused

from .factories import PatientFactory, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient(centre, clinician):
    patient = PatientFactory(centre=centre)
    rows.record_row(
        actor=clinician,
        model=Observation,
        patient=patient,
        analyte="ferritin",
        unit="ng/mL",
        value=1709,
        measured=moment(),
    )
    return patient


@pytest.fixture
def report(patient, reader):
    return problems.report_problem(
        actor=reader,
        patient=patient,
        rule="hlh2004",
        version="1.0.0",
        as_of=moment(),
        text=" Ferritin of 1,709 should count. ",
    )


@pytest.fixture
def about_a_rule(reader):
    return problems.report_problem(
        actor=reader, patient=None, rule="ms2019", version="1.0.0", as_of=None, text="A sign?"
    )


def test_it_keeps_rule_version_moment_and_what_the_rule_saw(report, patient, reader, clinician):
    assert (report.rule, report.rule_version) == ("hlh2004", "1.0.0")
    assert report.as_of_text == moment().text
    assert report.text == "Ferritin of 1,709 should count."
    assert (report.status, report.reported_by) == ("open", reader)
    row = Observation.objects.get()
    rows.correct_row(actor=clinician, row=row, version=1, value=17)
    report.refresh_from_db()
    case = read_document(json.dumps(report.inputs)).case
    assert [o.value for o in case.observations] == [1709]


def test_its_trail_is_the_patients(report, patient, reader):
    entry = AuditEntry.objects.get(table="problemreport")
    assert (entry.patient_id, entry.actor, entry.action) == (patient.pk, reader.username, "insert")


def test_a_doubt_about_the_rule_itself_has_no_patient(about_a_rule):
    assert (about_a_rule.patient, about_a_rule.inputs, about_a_rule.as_of_text) == (None, None, "")
    assert AuditEntry.objects.get(table="problemreport").patient_id is None


def test_a_reviewer_closes_it_with_an_answer_once(report, reviewer):
    closed = problems.close_problem(actor=reviewer, report=report, answer=" It does count. ")
    assert (closed.status, closed.answer) == ("closed", "It does count.")
    assert closed.closed_by == reviewer
    assert closed.closed_at is not None
    assert AuditEntry.objects.filter(table="problemreport", actor=reviewer.username).exists()
    with pytest.raises(Refused):
        problems.close_problem(actor=reviewer, report=report, answer="Again.")


@pytest.mark.parametrize("text", ["", "  ", "x" * 5001, "a\0b"])
def test_an_empty_or_endless_text_is_refused(report, patient, reader, reviewer, text):
    with pytest.raises(Refused) as refused:
        problems.close_problem(actor=reviewer, report=report, answer=text)
    assert "answer" in refused.value.errors
    with pytest.raises(Refused) as refused:
        problems.report_problem(
            actor=reader, patient=patient, rule="x", version=1, as_of=None, text=text
        )
    assert "text" in refused.value.errors
    assert ProblemReport.objects.filter(status="open").count() == 1


def test_who_may_report_and_who_may_answer(
    report, patient, about_a_rule, clinician, reader, manager, superuser, make_user, other_centre
):
    stranger = make_user(Role.CLINICIAN, other_centre)
    elsewhere = make_user(Role.REVIEWER, other_centre)
    for actor in (manager, superuser, stranger):
        with pytest.raises(PermissionDenied):
            problems.report_problem(
                actor=actor, patient=patient, rule="x", version=1, as_of=None, text="?"
            )
    for actor in (clinician, reader, manager, superuser, elsewhere):
        with pytest.raises(PermissionDenied):
            problems.close_problem(actor=actor, report=report, answer="!")
    for actor in (clinician, manager, elsewhere):
        with pytest.raises(PermissionDenied):
            problems.close_problem(actor=actor, report=about_a_rule, answer="!")
    assert problems.close_problem(actor=superuser, report=about_a_rule, answer="!").closed_at


def test_who_sees_which(report, about_a_rule, reader, reviewer, superuser, make_user, other_centre):
    stranger = make_user(Role.REVIEWER, other_centre)
    assert set(selectors.visible_to(reader)) == {report, about_a_rule}
    assert set(selectors.visible_to(reviewer)) == {report}
    assert set(selectors.visible_to(superuser)) == {about_a_rule}
    assert set(selectors.visible_to(stranger)) == set()
    problems.close_problem(actor=reviewer, report=report, answer="Seen.")
    assert set(selectors.open_for(reader)) == {about_a_rule}


def test_nobody_deletes_one_or_closes_it_without_an_answer(report):
    with connection.cursor() as cursor, pytest.raises(Exception, match="problemreport"):  # noqa: SIM117
        with transaction.atomic():
            cursor.execute("DELETE FROM records_problemreport")
    with pytest.raises(IntegrityError), transaction.atomic():
        ProblemReport.objects.update(status="closed")


class TestTheTables:
    """What the database itself refuses, whatever way it is written."""

    @pytest.mark.parametrize(
        "change",
        [
            {"grade": 3},
            {"ctcae": "5.0"},
            {"grade": 6, "ctcae": "5.0"},
            {"grade": 0, "ctcae": "5.0"},
            {"category": "skin"},
            {"category": "other"},
            {"status": "absent", "term": "Nausea"},
            {"status": "pending"},
            {"relation": "certain"},
            {"action": "raised"},
            {"resolved_on": "2026-11-01"},
        ],
    )
    def test_an_adverse_event(self, patient, change):
        row = AdverseEvent.objects.create(
            patient=patient, category="liver", status="present", on="2026-11-02"
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            AdverseEvent.objects.filter(pk=row.pk).update(**change)

    @pytest.mark.parametrize("change", [{"purpose": "hope"}, {"stop_reason": "failure"}])
    def test_a_treatment(self, patient, change):
        row = Exposure(patient=patient, drug="etoposide")
        row.started = moment()
        row.save()
        with pytest.raises(IntegrityError), transaction.atomic():
            Exposure.objects.filter(pk=row.pk).update(**change)
