"""Adding a patient and correcting one."""

from __future__ import annotations

from datetime import date

import pytest

from hlh_app.accounts import services
from hlh_app.accounts.models import Role
from hlh_app.records.models import AuditEntry, Patient

from .conftest import form_of

pytestmark = pytest.mark.django_db
NEW = "/patients/new/"


def test_a_patient_is_added(signed_in, clinician, centre, fill):
    signed_in(clinician)
    response = fill(
        NEW,
        code="HLH-0001",
        sex="female",
        birth_date="3/4/2015",
        trigger="infection",
        trigger_agent="ebv",
        course="refractory",
        donor="searching",
    )
    patient = Patient.objects.get()
    assert response.url == f"/patients/{patient.pk}/"
    assert (patient.code, patient.birth_date, patient.centre) == (
        "HLH-0001",
        date(2015, 4, 3),
        centre,
    )
    assert (patient.trigger, patient.trigger_agent) == ("infection", "ebv")
    assert (patient.course, patient.donor) == ("refractory", "searching")
    assert AuditEntry.objects.filter(table="patient", actor="clinician").exists()


def test_an_age_will_do_where_the_date_of_birth_is_not_known(signed_in, clinician, fill):
    signed_in(clinician)
    fill(NEW, code="X", sex="male", age_years="36", age_on="1/2/2026")
    patient = Patient.objects.get()
    assert (patient.birth_date, patient.age_years) == (None, 36)
    assert patient.age_on == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("boxes", "said"),
    [
        ({}, "Enter the date of birth or, where it is not known, the age below."),
        ({"birth_date": "3/3/15"}, "Write the year with four digits"),
        ({"birth_date": "30/2/2015"}, "is not in the calendar"),
        ({"birth_date": "3/3/2015", "age_years": "11"}, "Leave the age empty"),
        ({"birth_date": "22/11/2026"}, "This day is in the future."),
        ({"age_years": "7"}, "Enter the date of birth or"),
        ({"age_years": "x", "age_on": "1/2/2026"}, "whole years, such as 7"),
        ({"birth_date": "3/3/2015", "sex": ""}, "Choose the sex."),
        ({"birth_date": "3/3/2015", "code": ""}, "Enter a study code."),
        (
            {"birth_date": "3/3/2015", "trigger": "primary", "trigger_agent": "ebv"},
            "Give an agent only with the trigger infection.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    signed_in, clinician, fill, everything, boxes, said
):
    signed_in(clinician)
    before = everything()
    typed = {"code": "HLH-0001", "sex": "female"} | boxes
    response = fill(NEW, **typed)
    page = response.content.decode()
    assert said in page
    assert "There is a problem" in page
    assert "<title>Error:" in page
    kept = form_of(response)
    assert {name: kept[name] for name in typed} == {n: [v] for n, v in typed.items()}
    assert everything() == before


def test_the_day_is_echoed_as_it_was_read(signed_in, clinician, fill):
    signed_in(clinician)
    response = fill(NEW, code="", sex="female", birth_date="03/04/2015")
    assert "Read as 03-Apr-2015." in response.content.decode()


class TestDuplicates:
    boxes = {"code": "HLH-9", "sex": "female", "birth_date": "3/3/2015"}

    def test_a_likely_duplicate_is_shown_with_its_link(self, signed_in, clinician, patient, fill):
        signed_in(clinician)
        response = fill(NEW, **self.boxes)
        page = response.content.decode()
        assert f'href="/patients/{patient.pk}/"' in page
        assert "may be in the record already" in page
        assert Patient.objects.count() == 1

    def test_a_tick_goes_on(self, signed_in, clinician, patient, fill):
        signed_in(clinician)
        asked = fill(NEW, **self.boxes)
        response = fill(NEW, again=asked, another_patient="on")
        assert response.status_code == 302
        assert Patient.objects.count() == 2

    def test_a_code_in_use_is_refused_whatever_is_ticked(self, signed_in, clinician, patient, fill):
        signed_in(clinician)
        response = fill(NEW, **self.boxes | {"code": "HLH-0007"}, another_patient="on")
        assert "This code is in use at this centre." in response.content.decode()
        assert Patient.objects.count() == 1


def test_a_form_sent_twice_adds_one_patient(signed_in, clinician, client):
    signed_in(clinician)
    page = client.get(NEW)
    data = form_of(page) | {"code": "A", "sex": "male", "birth_date": "3/3/2015"}
    first, second = client.post(NEW, data), client.post(NEW, data | {"another_patient": "on"})
    assert first.url == second.url
    assert Patient.objects.count() == 1


def test_names_only_where_the_centre_records_them(signed_in, clinician, client, centre):
    signed_in(clinician)
    assert "name" not in form_of(client.get(NEW))
    centre.names_enabled = True
    centre.save()
    assert "name" in form_of(client.get(NEW))


def test_the_centre_is_chosen_where_there_are_several(
    signed_in, clinician, other_centre, fill, client
):
    services.give_role(user=clinician, centre=other_centre, role=Role.CLINICIAN)
    signed_in(clinician)
    response = fill(NEW, code="A", sex="male", birth_date="3/3/2015")
    assert response.status_code == 200
    response = fill(NEW, again=response, centre=other_centre.pk)
    assert Patient.objects.get().centre == other_centre


def test_a_centre_of_which_one_is_no_clinician_cannot_be_chosen(
    signed_in, clinician, make_user, other_centre, fill
):
    services.give_role(user=clinician, centre=other_centre, role=Role.READER)
    signed_in(clinician)
    fill(NEW, code="A", sex="male", birth_date="3/3/2015", centre=other_centre.pk)
    assert Patient.objects.get().centre.code == "VIE"


class TestCorrection:
    def url(self, patient) -> str:
        return f"/patients/{patient.pk}/edit/"

    def test_only_what_changed_is_written(self, signed_in, clinician, patient, fill):
        signed_in(clinician)
        response = fill(self.url(patient), birth_date="4 Mar 2015", reason="misread")
        assert response.status_code == 302
        patient.refresh_from_db()
        assert patient.birth_date == date(2015, 3, 4)
        entry = AuditEntry.objects.filter(table="patient", action="update").first()
        assert entry.reason == "misread"
        assert entry.old["birth_date"] == "2015-03-03"

    def test_what_two_people_changed_is_shown_side_by_side(
        self, signed_in, clinician, patient, fill, client
    ):
        signed_in(clinician)
        mine = client.get(self.url(patient))
        fill(self.url(patient), trigger_detail="theirs", donor="matched")
        response = fill(self.url(patient), again=mine, trigger_detail="mine", course="relapsed")
        page = response.content.decode()
        assert "Changed by somebody else meanwhile" in page
        assert '<span class="clash-value">theirs</span>' in page
        assert '<span class="clash-value">mine</span>' in page
        patient.refresh_from_db()
        assert patient.trigger_detail == "theirs"
        assert form_of(response)["trigger_detail"] == ["mine"]
        assert form_of(response)["donor"] == ["matched"]
        unanswered = fill(self.url(patient), again=response)
        assert "choose below what counts" in unanswered.content.decode()
        fill(self.url(patient), again=unanswered, choose__trigger_detail="mine")
        patient.refresh_from_db()
        assert (patient.trigger_detail, patient.donor) == ("mine", "matched")
        assert patient.course == "relapsed"

    def test_the_record_s_side_can_be_chosen(self, signed_in, clinician, patient, fill, client):
        signed_in(clinician)
        mine = client.get(self.url(patient))
        fill(self.url(patient), trigger_detail="theirs")
        asked = fill(self.url(patient), again=mine, trigger_detail="mine", donor="matched")
        fill(self.url(patient), again=asked, choose__trigger_detail="theirs")
        patient.refresh_from_db()
        assert (patient.trigger_detail, patient.donor) == ("theirs", "matched")

    def test_unrelated_changes_merge(self, signed_in, clinician, patient, fill, client):
        signed_in(clinician)
        mine = client.get(self.url(patient))
        fill(self.url(patient), donor="matched")
        response = fill(self.url(patient), again=mine, course="relapsed")
        assert response.status_code == 302
        patient.refresh_from_db()
        assert (patient.donor, patient.course) == ("matched", "relapsed")


def test_a_typed_day_is_said_back(signed_in, clinician):
    client = signed_in(clinician)
    assert client.post("/read-day/", {"day": "03/04/2015"}).content == b"Read as 03-Apr-2015."
    assert b"four digits" in client.post("/read-day/", {"day": "3/4/15"}).content
    assert client.get("/read-day/").status_code == 405
