"""A table sent, looked at, answered about, kept once, and undone."""

from __future__ import annotations

import html
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from hlh_app.accounts.models import Role
from hlh_app.records.models import ImportBatch, LeftOver, Observation, WaitingImport
from hlh_app.records.services.rows import correct_row, record_row

from ...records.factories import moment
from .conftest import row, table, words

pytestmark = pytest.mark.django_db


def test_looking_writes_nothing_and_keeping_writes_everything(send, confirm, everything):
    before = everything() | {"WaitingImport": []}
    page = send(table(row(), row("101", test="hemoglobin", unit="g/L")))
    assert everything() | {"WaitingImport": []} == before
    assert "2 new" in words(page)
    assert "Keep 2 entries" in words(page)
    page = confirm(page)
    assert "2 new" in words(page)
    assert "HLH-0007 · 2 entries" in words(page)
    assert {o.analyte: str(o.value.normalize()) for o in Observation.objects.all()} == {
        "ferritin": "1709",
        "hemoglobin": "101",
    }


def test_a_second_click_and_the_same_file_keep_nothing_twice(send, confirm, ward):
    content = table(row())
    page = send(content)
    held = WaitingImport.objects.get()
    first = confirm(page)
    again = confirm(page)  # the button once more, from the page as it was
    assert "This file was kept already; nothing was kept twice." in words(again)
    assert again.request["PATH_INFO"] == first.request["PATH_INFO"]
    opened = ward.get(reverse("web:import-waiting", args=[held.pk]), follow=True)
    assert "kept already" in words(opened)
    resent = send(content)
    assert "Keeping it again changes nothing" in words(resent)
    assert "1 in the record already" in words(resent)
    assert "There is nothing to keep." in words(resent)
    assert Observation.objects.count() == ImportBatch.objects.count() == 1


def test_what_waits_is_forgotten_once_it_is_kept(send, confirm):
    confirm(send(table(row())))
    assert bytes(WaitingImport.objects.get().content) == b""


def test_a_question_is_asked_and_its_answer_read(send, answer, confirm):
    page = send(table(row(date="03/04/2026"), row(date="2026-05-02")))
    assert "may be 2026-04-03 or 2026-03-04" in words(page)
    assert "Keep 1 entry" in words(page)
    page = answer({"ask.day_first": "no"})
    assert "Keep 2 entries" in words(page)
    confirm(page)
    days = Observation.objects.order_by("measured_day").values_list("measured_day", flat=True)
    assert [f"{day}" for day in days] == ["2026-03-04", "2026-05-02"]


def test_an_answer_changed_after_the_look_keeps_nothing(send, confirm):
    page = send(table(row(date="03/04/2026"), row(date="2026-05-02")))
    page = confirm(page, **{"ask.day_first": "yes"})
    assert "Nothing is kept yet: an answer was changed" in words(page)
    assert not Observation.objects.exists()


def test_another_window_that_answered_otherwise_keeps_nothing(send, answer, confirm):
    page = send(table(row(date="03/04/2026"), row(date="2026-05-02")))
    answer({"ask.day_first": "yes"})
    page = confirm(page)
    assert "Nothing is kept yet" in words(page)
    assert not Observation.objects.exists()


@pytest.fixture
def stored(patient, clinician):
    """Ferritin 1,500 at the moment of the file's 1,709."""
    return record_row(
        actor=clinician,
        model=Observation,
        patient=patient,
        analyte="ferritin",
        value=1500,
        unit="ug/L",
        measured=moment("2026-11-02T08:00:00+01:00"),
    )


def test_a_value_that_differs_stays_unless_it_is_chosen(send, confirm, stored):
    page = send(table(row(), row(date="2026-11-03 08:00")))
    assert "1 unlike the record" in words(page)
    page = confirm(page)
    stored.refresh_from_db()
    assert stored.value == 1500
    assert "Rows left over: 1 open" in words(page)


def test_and_is_corrected_when_it_is(send, answer, confirm, stored):
    page = send(table(row()))
    place = re.search(r'name="do\.([^"]+)"', page.content.decode())[1]
    page = answer({f"do.{place}": "correct"})
    assert "Keep 1 entry" in words(page)
    confirm(page)
    stored.refresh_from_db()
    assert (stored.value, stored.version) == (1709, 2)
    assert not LeftOver.objects.exists()


def test_a_correction_is_not_applied_to_what_somebody_changed_meanwhile(
    send, answer, confirm, stored, clinician
):
    page = send(table(row()))
    place = re.search(r'name="do\.([^"]+)"', page.content.decode())[1]
    page = answer({f"do.{place}": "correct"})
    correct_row(actor=clinician, row=stored, version=1, value=1600)
    confirm(page)
    stored.refresh_from_db()
    assert stored.value == 1600
    assert LeftOver.objects.count() == 1


def test_all_of_a_kind_are_chosen_at_once(send, answer, confirm, patient):
    """Two unusual hemoglobins: one choice for both, but for one that is left out."""
    rows = [row("29", test="hemoglobin", unit="g/dL", date=f"2026-11-0{n}") for n in (1, 2, 3)]
    page = send(table(*rows))
    places = re.findall(r'name="do\.([^"]+)"', page.content.decode())
    page = answer({"all.unusual": "confirm", f"do.{places[1]}": "skip"})
    assert "Keep 2 entries" in words(page)
    page = confirm(page)
    assert Observation.objects.filter(implausible_confirmed=True).count() == 2
    assert "1 left out on purpose" in words(page)


def test_whose_rows_they_are_can_be_said(send, answer, confirm, patient):
    page = send(table(row(), row(patient="Ward 3 bed 2", date="2026-11-05")))
    assert "Ward 3 bed 2" in words(page)
    assert "1 of an unknown patient" in words(page)
    page = answer({"who.Ward 3 bed 2": "is", "code.Ward 3 bed 2": "HLH-0007"})
    assert "Keep 2 entries" in words(page)
    confirm(page)
    assert Observation.objects.filter(patient=patient).count() == 2


def test_or_they_are_left_out(send, answer, confirm):
    send(table(row(), row(patient="Ward 3 bed 2")))
    page = answer({"who.Ward 3 bed 2": "leave"})
    page = confirm(page)
    assert not LeftOver.objects.exists()
    assert Observation.objects.count() == 1


def test_no_patient_of_another_centre_is_found(send, answer, other_centre, make_user):
    from hlh_app.records.services.patients import create_patient

    create_patient(
        actor=make_user(Role.CLINICIAN, other_centre),
        centre=other_centre,
        code="TYO-1",
        sex="male",
        birth_date=moment().day,
    )
    page = send(table(row(patient="TYO-1")))
    assert "1 of an unknown patient" in words(page)
    page = answer({"who.TYO-1": "is", "code.TYO-1": "TYO-1"})
    assert "1 of an unknown patient" in words(page)


def test_a_file_that_names_nobody_is_of_the_patient_who_was_named(send, confirm, patient):
    heads = ("test", "date", "result", "unit")
    content = table(row()[1:], heads=heads)
    page = send(content, code="HLH-0007")
    assert "all of it about HLH-0007" in words(page)
    confirm(page)
    assert Observation.objects.get().patient == patient
    page = send(content, code="HLH-0008")
    assert "This centre has no patient with this code." in words(page)


def test_it_is_thrown_away_without_a_trace(send, ward, everything):
    before = everything()
    send(table(row()))
    held = WaitingImport.objects.get()
    page = ward.post(reverse("web:import-drop", args=[held.pk]), follow=True)
    assert "nothing of it was kept" in words(page)
    assert everything() == before


def test_what_an_undo_leaves_is_named(send, confirm, ward, clinician):
    confirm(send(table(row())))
    kept = Observation.objects.get()
    correct_row(actor=clinician, row=kept, version=1, value=Decimal(17090))
    undo = reverse("web:import-undo", args=[ImportBatch.objects.get().pk])
    page = words(ward.post(undo, {"reason": "Another ward's file."}, follow=True))
    assert "changed by somebody since and stays as it is: HLH-0007 Ferritin 02-Nov-2026" in page
    assert "17,090 µg/L." in page


def test_everything_is_undone_with_a_reason(send, confirm, ward, stored):
    confirm(send(table(row("12", test="crp", unit="mg/L"))))
    batch = ImportBatch.objects.get()
    undo = reverse("web:import-undo", args=[batch.pk])
    page = ward.post(undo, {"reason": " "})
    assert "Enter why the import is undone." in words(page)
    page = ward.post(undo, {"reason": "Another ward's file."}, follow=True)
    assert "The import is undone: 1 entries" in words(page)
    assert "Undone" in words(page)
    assert Observation.objects.get(analyte="crp").error_reason == "Another ward's file."
    page = ward.post(undo, {"reason": "Again."}, follow=True)
    assert "was undone before" in words(page)
    assert "1 entries" not in words(page)


def test_the_list_narrows_by_what_the_address_says(send, confirm, ward):
    confirm(send(table(row()), "first.csv"))
    confirm(send(table(row("x96"), row(date="2026-11-03")), "second.csv"))
    address = reverse("web:imports")
    assert "first.csv" in words(ward.get(address))
    for query, seen in {
        "q=first": "first.csv",
        "state=open": "second.csv",
        "source=table&q=second": "second.csv",
    }.items():
        page = words(ward.get(f"{address}?{query}"))
        other = {"first.csv", "second.csv"} - {seen}
        assert seen in page
        assert not any(name in page for name in other)
    assert "No import matches." in words(ward.get(f"{address}?source=fhir"))
    assert "could not be read" in words(ward.get(f"{address}?state=odd"))


def test_a_value_says_from_which_import_it_came(send, confirm, ward, patient):
    confirm(send(table(row()), "week.csv"))
    result = Observation.objects.get()
    trail = reverse("web:row-trail", args=[patient.pk, "observation", result.pk])
    page = ward.get(trail)
    assert "Import week.csv, 21-Nov-2026 12:00" in words(page)
    assert reverse("web:import", args=[result.batch_id]) in page.content.decode()


def hidden_in(page) -> dict[str, str]:
    """The boxes that the page fills by itself."""
    found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode())
    return {name: html.unescape(value) for name, value in found}


def test_what_is_typed_about_a_file_comes_back(send, ward):
    page = send(table(row(), row(patient="Bed 3")))
    boxes = hidden_in(page) | {"who.Bed 3": "is", "code.Bed 3": "HLH-00"}
    assert ward.post(reverse("web:unsaved"), boxes).status_code == 200
    again = ward.get(page.request["PATH_INFO"])
    assert 'value="HLH-00"' in again.content.decode()
    assert "An answer was changed: check again first." in words(again)
    checked = ward.post(page.request["PATH_INFO"], boxes, follow=True)
    assert "Restored what you typed" not in words(checked)
