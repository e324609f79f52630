"""An analysis by other definitions: begun once, never shown for other data, given up, dead."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from hlh_app.clinical.study.alternatives import ALTERNATIVES
from hlh_app.records import sensitivity
from hlh_app.records.models import Exposure, Observation, Patient, PatientSummary, SensitivityRun
from hlh_app.records.selectors.sensitivity import is_running, run_of
from hlh_app.records.services.errors import Refused
from hlh_app.records.services.rows import correct_row, record_row
from hlh_app.records.services.sensitivity import ANSWERS_KEPT, begin
from tests.records.factories import PatientFactory, moment

pytestmark = pytest.mark.django_db
DAY0, DAY14 = "2026-01-05T08:00:00+01:00", "2026-01-19T08:00:00+01:00"
FELL = {"ferritin": ("4000", "1000"), "alt": ("500", "100")}


def result(actor, patient, analyte, value, when):
    unit = {"ferritin": "ug/L", "alt": "U/L", "temperature": "Cel"}[analyte]
    return record_row(
        actor=actor,
        model=Observation,
        patient=patient,
        analyte=analyte,
        value=Decimal(value),
        unit=unit,
        measured=moment(when),
        confirmed=True,
    )


@pytest.fixture
def given(clinician):
    """given(patient): ruxolitinib, and two of five markers better on day 14, no more known."""

    def give(patient: Patient) -> Patient:
        record_row(
            actor=clinician,
            model=Exposure,
            patient=patient,
            drug="ruxolitinib",
            started=moment(DAY0),
        )
        for analyte, (before, after) in FELL.items():
            result(clinician, patient, analyte, before, DAY0)
            result(clinician, patient, analyte, after, DAY14)
        result(clinician, patient, "temperature", "36.8", DAY14)
        return patient

    return give


@pytest.fixture
def patient(centre, given):
    return given(PatientFactory(centre=centre))


@pytest.fixture
def ask(clinician, django_capture_on_commit_callbacks):
    """ask(patient, …): the run, computed at once; ``work`` does it otherwise."""

    def begin_now(*patients, actor=clinician, work=sensitivity.compute):
        with django_capture_on_commit_callbacks(execute=True):
            run = begin(actor=actor, keys=[one.pk for one in patients], work=work)
        run.refresh_from_db()
        return run

    return begin_now


def later(*_anything):
    """Work that somebody else will do."""


def test_the_answer_says_of_everybody_the_class_by_each_definition(patient, ask):
    run = ask(patient)
    key = str(patient.pk)
    assert (run.total, run.done, run.failed) == (1, 1, "")
    assert set(run.result) == {one.code for one in ALTERNATIVES}
    assert run.result["in_use"] == {key: "PR|CR"}
    assert run.result["without_alt"] == {key: "NR|PR|CR"}
    assert run.result["febrile_38_3"] == {}


def test_somebody_without_any_data_is_no_stumbling_block(centre, ask):
    nobody = PatientFactory(centre=centre)
    assert ask(nobody).result["in_use"] == {str(nobody.pk): ""}


def test_an_answer_is_given_again_without_being_computed(patient, ask, clinician):
    first = ask(patient)
    again = ask(patient, work=pytest.fail)
    assert again == first
    assert run_of(clinician, [patient.pk]) == first


def test_an_answer_is_never_shown_for_other_data(patient, ask, clinician):
    ask(patient)
    row = Observation.objects.get(patient=patient, analyte="ferritin", value=1000)
    correct_row(actor=clinician, row=row, version=1, value=Decimal("3900"), reason="typing")
    assert run_of(clinician, [patient.pk]) is None
    assert ask(patient).result["in_use"] == {str(patient.pk): "NR|PR|CR"}


def test_another_set_of_patients_is_another_question(patient, ask, clinician, centre, given):
    other = given(PatientFactory(centre=centre))
    ask(patient)
    assert run_of(clinician, [patient.pk, other.pk]) is None
    assert run_of(clinician, [other.pk]) is None


def test_data_changed_by_another_way_cannot_be_asked_about(patient, ask, clinician):
    Patient.objects.filter(pk=patient.pk).update(donor="searching")  # the trigger marks it
    assert PatientSummary.objects.get(patient=patient).stale
    with pytest.raises(Refused):
        ask(patient)
    assert not SensitivityRun.objects.exists()


def test_nobody_to_ask_about(clinician):
    with pytest.raises(Refused):
        begin(actor=clinician, keys=[], work=pytest.fail)


def test_patients_of_other_centres_are_left_out(patient, other_centre, given, ask):
    stranger = PatientFactory(centre=other_centre)
    run = ask(patient, stranger)
    assert run.total == 1
    assert set(run.result["in_use"]) == {str(patient.pk)}


def test_two_users_do_not_disturb_each_other(patient, ask, clinician, reader):
    mine = ask(patient, work=later)
    theirs = ask(patient, actor=reader)
    mine.refresh_from_db()
    assert (mine.failed, mine.result) == ("", None)
    assert theirs.result is not None
    assert run_of(reader, [patient.pk]) == theirs
    assert run_of(clinician, [patient.pk]) == mine


def test_a_second_question_of_one_user_gives_up_the_first(patient, ask, centre, given):
    begun = []
    first = ask(patient, work=lambda *what: begun.append(what))
    other = given(PatientFactory(centre=centre))
    second = ask(patient, other)
    first.refresh_from_db()
    assert (first.failed, first.result) == (sensitivity.SUPERSEDED, None)
    assert second.result is not None
    sensitivity.compute(*begun[0])  # the thread of the first wakes up
    first.refresh_from_db()
    assert (first.failed, first.result, first.done) == (sensitivity.SUPERSEDED, None, 0)


def test_one_that_is_going_on_is_not_begun_twice(patient, ask):
    first = ask(patient, work=later)
    assert is_running(first)
    assert ask(patient, work=pytest.fail) == first


def test_a_dead_one_is_begun_anew_and_the_old_thread_writes_nothing(patient, ask):
    begun = []
    first = ask(patient, work=lambda *what: begun.append(what))
    long_ago = timezone.now() - sensitivity.DEAD_AFTER - timedelta(seconds=1)
    SensitivityRun.objects.update(beat_at=long_ago, started_at=long_ago)
    first.refresh_from_db()
    assert not is_running(first)
    second = ask(patient, work=later)
    assert second.pk == first.pk
    assert is_running(second)
    pk, _token, keys = begun[0]
    sensitivity.compute(pk, long_ago, keys)
    second.refresh_from_db()
    assert (second.result, second.done) == (None, 0)


def test_data_that_change_meanwhile_spoil_the_answer(patient, ask, clinician, monkeypatch):
    by_rule = sensitivity.best_by_alternative

    def and_change(history, as_of):
        result(clinician, patient, "ferritin", "900", "2026-01-20T08:00:00+01:00")
        return by_rule(history, as_of)

    monkeypatch.setattr(sensitivity, "best_by_alternative", and_change)
    run = ask(patient)
    assert (run.result, run.failed) == (None, sensitivity.CHANGED)


def test_an_error_is_told_and_can_be_tried_again(patient, ask, monkeypatch):
    def broken(history, as_of):
        raise ValueError("no")

    with monkeypatch.context() as patch:
        patch.setattr(sensitivity, "best_by_alternative", broken)
        run = ask(patient)
    assert (run.result, run.failed) == (None, sensitivity.ERROR)
    assert not is_running(run)
    assert ask(patient).result is not None


def test_it_goes_on_part_by_part(patient, ask, centre, given, monkeypatch):
    monkeypatch.setattr(sensitivity, "AT_A_TIME", 1)
    told = []
    by_part = sensitivity._classes

    def note(keys):
        told.append(SensitivityRun.objects.get().done)
        return by_part(keys)

    monkeypatch.setattr(sensitivity, "_classes", note)
    run = ask(patient, given(PatientFactory(centre=centre)), PatientFactory(centre=centre))
    assert told == [0, 1, 2]
    assert run.done == run.total == 3


def test_old_answers_are_forgotten(centre, ask):
    for _ in range(ANSWERS_KEPT + 3):
        ask(PatientFactory(centre=centre))
    assert SensitivityRun.objects.count() <= ANSWERS_KEPT + 1


@pytest.mark.django_db(transaction=True)
def test_a_thread_computes_without_anybody_waiting(patient, clinician):
    threads = []

    def work(*what):
        threads.append(sensitivity.in_a_thread(*what))

    run = begin(actor=clinician, keys=[patient.pk], work=work)
    threads[0].join()
    run.refresh_from_db()
    assert (run.failed, run.done) == ("", 1)
    assert run.result is not None
