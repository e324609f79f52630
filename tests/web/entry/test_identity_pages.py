"""The pages on which two records of one person are found, looked at, merged and parted."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from hlh_app.accounts.models import Role
from hlh_app.accounts.services import give_role
from hlh_app.clinical.case import Moment
from hlh_app.records.models import (
    Event,
    NotTheSame,
    Observation,
    Patient,
    PatientMerge,
)
from hlh_app.records.services.patients import create_patient
from hlh_app.records.services.rows import record_row

from .conftest import VIENNA, form_of

pytestmark = pytest.mark.django_db
PAIRS = "/patients/same-person/"


@pytest.fixture
def kept(patient) -> Patient:
    """HLH-0007, a girl born on 03-Mar-2015."""
    return patient


@pytest.fixture
def gone(centre, clinician) -> Patient:
    """HLH-12, a boy born a year later, with a donor."""
    fields = {"code": "HLH-12", "sex": "male", "birth_date": date(2016, 3, 3), "donor": "matched"}
    return create_patient(actor=clinician, centre=centre, **fields)


@pytest.fixture
def enter(clinician):
    def go(patient: Patient, value: str, day: int = 2, analyte: str = "ferritin", unit="ng/mL"):
        at = Moment.timed(datetime(2026, 11, day, 8, tzinfo=VIENNA))
        fields = {"analyte": analyte, "unit": unit, "value": Decimal(value), "measured": at}
        return record_row(actor=clinician, model=Observation, patient=patient, **fields)

    return go


@pytest.fixture
def address(kept, gone) -> str:
    return reverse("web:merge", args=[kept.pk, gone.pk])


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


CHOSEN = {"stands_birth": "kept", "stands_sex": "kept", "reason": "One girl."}


class TestTheList:
    def test_says_why_and_leads_to_both_and_to_the_merge(
        self,
        signed_in,
        clinician,
        kept,
        gone,
        enter,
        address,
    ):
        for day in (2, 3, 4):
            for patient in (kept, gone):
                enter(patient, str(1000 + day), day)
        page = text(signed_in(clinician).get(PAIRS))
        assert "3 results of the same test, time and value in both" in page
        assert "But the sex differs" in page
        assert "our definition" in page
        for url in (address, f"/patients/{kept.pk}/", f"/patients/{gone.pk}/"):
            assert f'href="{url}"' in page

    def test_offers_a_reader_no_decision(self, signed_in, reader, kept, centre, clinician):
        fields = {"code": "HLH-7", "sex": "female", "birth_date": kept.birth_date}
        create_patient(actor=clinician, centre=centre, **fields)
        page = text(signed_in(reader).get(PAIRS))
        assert "HLH-7" in page
        assert "Look at both" not in page

    def test_shows_one_centre_at_a_time(
        self,
        signed_in,
        clinician,
        other_centre,
        kept,
        add_elsewhere,
    ):
        give_role(user=clinician, centre=other_centre, role=Role.READER)
        client = signed_in(clinician)
        page = text(client.get(f"{PAIRS}?centre=TYO"))
        assert "TYO-1" in page
        assert "Look at both" not in page
        assert "TYO-1" not in text(client.get(f"{PAIRS}?centre=VIE"))
        for unnamed in ("", "?centre=XXX"):  # the first by its code
            assert "TYO-1" in text(client.get(PAIRS + unnamed))

    def test_tells_nobody_of_another_centre(self, signed_in, clinician, manager, add_elsewhere):
        for user in (clinician, manager):
            page = text(signed_in(user).get(f"{PAIRS}?centre=TYO"))
            assert "TYO-1" not in page

    def test_says_so_when_there_is_nothing(self, signed_in, clinician):
        assert "No two records of this center" in text(signed_in(clinician).get(PAIRS))

    @pytest.fixture
    def add_elsewhere(self, other_centre, make_user) -> None:
        stranger = make_user(Role.CLINICIAN, other_centre)
        for code in ("TYO-1", "TYO-01"):
            fields = {"code": code, "sex": "male", "birth_date": date(2010, 1, 1)}
            create_patient(actor=stranger, centre=other_centre, **fields)


class TestOfOnePatient:
    def test_lists_who_may_be_the_same_and_takes_any_code(
        self,
        signed_in,
        clinician,
        kept,
        gone,
        address,
    ):
        client = signed_in(clinician)
        url = reverse("web:same-person-as", args=[kept.pk])
        assert "No record of this center looks like" in text(client.get(url))
        assert client.get(url, {"code": "HLH-12"}).url == address
        assert "no patient of this code" in text(client.get(url, {"code": "HLH-99"}))
        assert "the code of the record itself" in text(client.get(url, {"code": "HLH-0007"}))


class TestThePreview:
    def test_shows_what_agrees_what_differs_what_moves_and_what_the_rules_say(
        self,
        signed_in,
        clinician,
        kept,
        gone,
        enter,
        address,
    ):
        enter(kept, "1709")
        enter(gone, "1709")
        enter(kept, "500", 3)
        enter(gone, "501", 3)
        enter(gone, "82", 4, "hemoglobin", "g/L")
        page = text(signed_in(clinician).get(address))
        for told in (
            "Merge HLH-12 into HLH-0007?",
            "03-Mar-2015",
            "03-Mar-2016",
            "the same",
            "3 results.",
            "1 row is in both records",
            "Different values at the same moment",
            "500 ng/mL",
            "501 ng/mL",
            "After the merge",
            "HLH-2004 now",
            "(other than now)",
        ):
            assert told in page, told
        assert not PatientMerge.objects.exists()

    def test_presets_only_what_one_record_alone_says(self, signed_in, clinician, address):
        sent = form_of(signed_in(clinician).get(address))
        assert sent["stands_donor"] == ["gone"]
        assert "stands_birth" not in sent
        assert "stands_sex" not in sent

    def test_may_be_turned_round(self, signed_in, clinician, kept, gone, address):
        turned = reverse("web:merge", args=[gone.pk, kept.pk])
        assert f'href="{turned}"' in text(signed_in(clinician).get(address))

    def test_says_before_what_forbids_it(self, signed_in, clinician, gone, address):
        Patient.objects.filter(pk=gone.pk).update(source="published", citation="X")
        page = text(signed_in(clinician).get(address))
        assert "These two records cannot be merged" in page
        assert "Merge the two records" not in page

    def test_of_two_deaths_asks_which_one_stands(
        self,
        signed_in,
        clinician,
        kept,
        gone,
        address,
        fill,
    ):
        for patient, day in ((kept, 3), (gone, 4)):
            Event.objects.create(patient=patient, event="death", on=date(2026, 11, day))
        client = signed_in(clinician)
        assert "04-Nov-2026" in text(client.get(address))
        again = fill(address, **CHOSEN)
        assert "Death: Choose which one stands" in text(again)
        assert fill(address, again, stands_death="gone").status_code == 302

    def test_of_somebody_who_said_two_people_says_so(
        self,
        signed_in,
        clinician,
        kept,
        gone,
        address,
    ):
        client = signed_in(clinician)
        answer = client.post(reverse("web:not-the-same", args=[gone.pk, kept.pk]))
        assert answer.url == PAIRS
        assert NotTheSame.objects.count() == 1
        assert "these are two people" in text(client.get(address))


class TestTheMerge:
    def test_is_done_once_and_led_to(self, signed_in, clinician, kept, gone, address, fill, enter):
        enter(gone, "1709")
        client = signed_in(clinician)
        page = client.get(address)
        answer = fill(address, page, **CHOSEN)
        made = PatientMerge.objects.get()
        assert answer.url == reverse("web:merged", args=[kept.pk, made.pk])
        assert "HLH-12 was merged into HLH-0007" in text(client.get(answer.url))
        again = fill(address, page, **CHOSEN)
        assert again.url == reverse("web:patient", args=[kept.pk])
        assert PatientMerge.objects.count() == 1

    def test_asks_for_every_choice_and_a_reason_and_keeps_what_was_chosen(
        self, signed_in, clinician, address, fill
    ):
        signed_in(clinician)
        answer = fill(address, stands_sex="gone")
        page = text(answer)
        assert "Date of birth, or age: Choose which one stands" in page
        assert "Enter why this is one person" in page
        assert form_of(answer)["stands_sex"] == ["gone"]
        assert not PatientMerge.objects.exists()

    def test_is_worked_out_again_without_being_done(self, signed_in, clinician, address, fill):
        signed_in(clinician)
        answer = fill(address, look="1", **CHOSEN)
        assert answer.status_code == 200
        assert "There is a problem" not in text(answer)
        assert form_of(answer)["reason"] == ["One girl."]
        assert not PatientMerge.objects.exists()

    def test_of_records_that_changed_meanwhile_is_shown_anew(
        self, signed_in, clinician, gone, address, fill, enter
    ):
        page = signed_in(clinician).get(address)
        enter(gone, "1709")
        again = fill(address, page, **CHOSEN)
        assert "was changed since this page was shown" in text(again)
        assert "1 result." in text(again)
        assert fill(address, again).status_code == 302

    def test_that_the_record_itself_forbids_is_said_at_the_fact(
        self,
        signed_in,
        clinician,
        kept,
        address,
        fill,
        enter,
    ):
        enter(kept, "5")
        Observation.objects.update(measured_day=date(2016, 1, 1))
        signed_in(clinician)
        answer = fill(address, **(CHOSEN | {"stands_birth": "gone"}))
        assert "There are results from before this day" in text(answer)


class TestTheUndoing:
    @pytest.fixture
    def made(self, signed_in, clinician, address, fill, gone, enter) -> PatientMerge:
        enter(gone, "1709")
        signed_in(clinician)
        fill(address, **CHOSEN)
        return PatientMerge.objects.get()

    def test_sets_both_as_they_were_and_tells_what_stays(
        self,
        client,
        made,
        kept,
        gone,
        fill,
        enter,
    ):
        enter(kept, "30", 5)
        url = reverse("web:merged", args=[kept.pk, made.pk])
        assert "Entered since, and left here: 1 result" in text(client.get(url))
        answer = fill(url, reason="Two girls.", two_people="on")
        page = text(client.get(answer.url))
        assert "Entered since and left with HLH-0007: 1 result" in page
        assert "Undone by Clara Clinician" in page
        assert "Undo the merge</button>" not in page
        assert client.get(f"/patients/{gone.pk}/").status_code == 200
        assert NotTheSame.objects.count() == 1

    def test_asks_why(self, client, made, kept, fill):
        answer = fill(reverse("web:merged", args=[kept.pk, made.pk]))
        assert "Enter why the merge is undone" in text(answer)

    def test_is_refused_in_words_while_a_later_merge_stands(
        self,
        client,
        made,
        kept,
        gone,
        centre,
        clinician,
        fill,
    ):
        fields = {"code": "HLH-13", "sex": "female", "birth_date": date(2015, 3, 3)}
        third = create_patient(actor=clinician, centre=centre, **fields)
        fill(reverse("web:merge", args=[kept.pk, third.pk]), reason="x")
        url = reverse("web:merged", args=[kept.pk, made.pk])
        page = text(client.get(url))
        assert "HLH-13 was merged into HLH-0007 since. Undo that first." in page
        answer = client.post(url, {"reason": "x"})
        assert "Undo that first" in text(answer)

    def test_is_offered_to_no_reader(self, signed_in, made, kept, reader):
        page = signed_in(reader).get(reverse("web:merged", args=[kept.pk, made.pk]))
        assert "Undo the merge</button>" not in text(page)

    def test_is_found_from_the_trail(self, client, made, kept, gone):
        url = reverse("web:merged", args=[kept.pk, made.pk])
        page = text(client.get(reverse("web:patient-trail", args=[kept.pk])))
        assert f'href="{url}"' in page
        assert "HLH-12" in page
        assert '"observation"' not in page


def test_a_new_patient_like_another_is_asked_about_with_the_reasons(
    signed_in,
    clinician,
    kept,
    fill,
):
    signed_in(clinician)
    page = text(fill("/patients/new/", code="hlh 7", sex="female", birth_date="3-Mar-2015"))
    assert "The study codes hlh 7 and HLH-0007 differ only in how they are written" in page
    assert "Born on 03-Mar-2015, same sex" in page
    assert Patient.objects.count() == 1
