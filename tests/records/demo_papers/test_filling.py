"""The synthetic cohorts in the database: the same facts as from the files, and who sees them."""

from __future__ import annotations

import json

import pytest

from hlh_app.accounts.models import Centre, User
from hlh_app.clinical.study.facts import PARTS
from hlh_app.records.access import can_edit
from hlh_app.records.demo import accounts
from hlh_app.records.demo.papers import cohorts
from hlh_app.records.models import AuditEntry, Patient, SavedCohort
from hlh_app.records.selectors.patients import visible_to
from hlh_app.records.selectors.study import outdated, rows_for
from hlh_app.web.forms.study.definition import NAMES
from tests.records.demo_papers.arm import arm

SAMPLE = ("SYN-34-11", "SYN-34-16", "SYN-34-31", "SYN-R-03", "SYN-C-05")


def test_fifty_six_synthetic_patients_are_in_two_centres(filled):
    assert len(filled) == len(set(filled)) == 56
    sources = set(Patient.objects.values_list("centre__code", "source"))
    assert sources == {("SYN-34", "synthetic"), ("SYN-11-11", "synthetic")}
    assert not Patient.objects.exclude(citation="").exists()


def test_the_researcher_reads_all_of_them_and_changes_none(researcher):
    patients = visible_to(researcher)
    assert patients.count() == 56
    assert not any(can_edit(researcher, patient) for patient in patients[:3])
    assert researcher.check_password(accounts.PASSWORD)
    assert {sign_in.username for sign_in in cohorts.SIGN_INS} == {researcher.username}


def test_the_rows_of_the_analyses_are_made_and_say_what_the_files_say(researcher):
    assert outdated(researcher) == []
    rows = rows_for(researcher, PARTS)
    assert (len(rows.who), rows.waiting, rows.fresh) == (56, (), ())
    codes = [row[1] for row in rows.who]
    groups = (("wang2020", "ruxolitinib"), ("chi2020", "ruxolitinib"), ("chi2020", "conventional"))
    files = {p.case.id: p.facts.plain() for group in groups for p in arm(*group).patients}
    for code in SAMPLE:
        for part in PARTS:
            stored = json.loads(rows.parts[part][codes.index(code)])
            assert stored == json.loads(json.dumps(files[code][part])), (code, part)


def test_every_row_was_written_by_the_researcher(filled):
    trail = AuditEntry.objects.filter(table="patient")
    assert set(trail.values_list("actor", "reason")) == {("researcher", cohorts.REASON)}


def test_a_saved_cohort_of_each_centre_names_fields_that_an_address_has(filled):
    saved = SavedCohort.objects.order_by("name")
    assert [row.name for row in saved] == [
        "Synthetic, after Wang 2020",
        "Synthetic, ruxolitinib against conventional, after Chi 2020",
    ]
    for row in saved:
        names = {pair.partition("=")[0] for pair in row.definition.split("&")}
        assert names <= set(NAMES)
        assert f"centre={row.centre.code}" in row.definition


@pytest.mark.django_db
def test_what_is_there_is_kept(filled):
    trail = AuditEntry.objects.filter(table__in=("patient", "observation"))
    before = trail.count()
    researcher = User.objects.get(username="researcher")
    researcher.memberships.filter(centre__code="SYN-11-11").delete()
    SavedCohort.objects.update(definition="source=all")
    assert cohorts.fill() == []
    assert trail.count() == before
    assert researcher.memberships.count() == 2
    assert set(SavedCohort.objects.values_list("definition", flat=True)) == {"source=all"}


@pytest.mark.django_db
def test_no_cohort_is_made_outside_a_trial(settings):
    settings.TRIAL = settings.DEBUG = False
    before = Centre.objects.count()
    with pytest.raises(accounts.NotATrialError):
        cohorts.fill()
    assert Centre.objects.count() == before
