"""Every address of a record that was merged away: who reads is led to the kept record, who writes
is told and loses nothing, and nothing is written to either."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from hlh_app.records.identity.merging import merge
from hlh_app.records.models import AuditEntry, Patient, UnsavedForm
from hlh_app.records.services.patients import create_patient
from tests.records.admin.conftest import rows_of  # noqa: F401
from tests.records.conftest import add_patient, add_result, add_visit  # noqa: F401

from .entry.conftest import fill, form_of  # noqa: F401
from .test_every_door import DOORS, READS, Door

pytestmark = pytest.mark.django_db
# Read where they were written, or of the two records themselves.
APART = {"web:patient-trail", "web:row-trail", "web:merge", "web:not-the-same", "web:merged"}


@pytest.fixture
def ward(rows_of, add_patient, centre, clinician) -> dict[str, Any]:  # noqa: F811
    """The rows of a record that was then merged into HLH-1."""
    rows = rows_of(add_patient(code="HLH-12"))
    kept = create_patient(
        actor=clinician, centre=centre, code="HLH-1", sex="female", birth_date=date(2015, 3, 3)
    )
    merge(actor=clinician, kept=kept, gone=rows["patient"], chosen={}, reason="x")
    return rows | {"kept": kept}


def of_the_patient(door: Door, rows: dict[str, Any]) -> list[list[Any]]:
    return [args for args in door.addresses(rows) if args and args[0] == rows["patient"].pk]


@pytest.mark.parametrize("name", sorted(set(DOORS) - APART))
def test_leads_to_the_same_page_of_the_kept_record(signed_in, clinician, ward, name):
    door, client = DOORS[name], signed_in(clinician)
    if not name.startswith("web:") or "<int:pk>" not in pattern_of(name):
        return
    for args in of_the_patient(door, ward):
        url, there = reverse(name, args=args), reverse(name, args=[ward["kept"].pk, *args[1:]])
        if door.get:
            answer = client.get(url)
            assert (answer.status_code, answer.url) == (302, there), url
            if door.get == READS and "enter-in-error" not in name:
                page = client.get(there)
                assert page.status_code in (200, 302), there
        if door.post:
            written = AuditEntry.objects.count()
            answer = client.post(url, {"reason": "typed in vain"})
            assert answer.status_code == 409, url
            assert "typed in vain" in answer.content.decode()
            assert there.replace("&", "&amp;") in answer.content.decode()
            assert AuditEntry.objects.count() == written


def pattern_of(name: str) -> str:
    """``<int:pk>`` is in it when the address begins with a patient."""
    from django.urls import get_resolver

    found = get_resolver().reverse_dict if ":" not in name else None
    if found is None:
        space, _sep, view = name.partition(":")
        found = get_resolver().namespace_dict[space][1].reverse_dict
        name = view
    template = found.getlist(name)[0][0][0][0]
    return template.replace("%(pk)s", "<int:pk>") if template.startswith("patients/") else ""


def test_says_so_on_the_page_of_the_kept_record(signed_in, reader, ward):
    page = signed_in(reader).get(f"/patients/{ward['patient'].pk}/?as_of=2026-11-02", follow=True)
    assert page.redirect_chain[0][0] == f"/patients/{ward['kept'].pk}/?as_of=2026-11-02"
    assert "The record of HLH-12 was merged into this one." in page.content.decode()


def test_is_nobodys_elses_to_know_of(signed_in, make_user, other_centre, ward, manager):
    for user in (make_user("clinician", other_centre), manager):
        for method in ("get", "post"):
            answer = getattr(signed_in(user), method)(f"/patients/{ward['patient'].pk}/edit/")
            assert answer.status_code in (403, 404)


def test_keeps_its_trail(signed_in, reviewer, ward):
    gone = ward["patient"]
    client = signed_in(reviewer)
    page = client.get(reverse("web:patient-trail", args=[gone.pk])).content.decode()
    assert "The record of HLH-12 was merged into HLH-1." in page
    own = client.get(reverse("web:row-trail", args=[gone.pk, "patient", gone.pk]))
    assert own.status_code == 200
    assert "Raise a query" not in own.content.decode()
    moved = client.get(reverse("web:row-trail", args=[gone.pk, "visit", ward["visit"].pk]))
    assert moved.url == reverse("web:row-trail", args=[ward["kept"].pk, "visit", ward["visit"].pk])
    told = client.get(moved.url).content.decode()
    assert "Patient" in told
    assert "HLH-12" in told


class TestAFormThatWasOpen:
    @pytest.fixture
    def page(self, signed_in, clinician, centre):
        """A visit of HLH-12 being typed while the record is merged."""
        fields = {"sex": "female", "birth_date": date(2015, 3, 3)}
        kept, gone = (
            create_patient(actor=clinician, centre=centre, code=code, **fields)
            for code in ("HLH-1", "HLH-12")
        )
        client = signed_in(clinician)
        shown = client.get(reverse("web:row-new", args=[gone.pk, "events"]))
        facts = client.get(reverse("web:patient-edit", args=[gone.pk]))
        merge(actor=clinician, kept=kept, gone=gone, chosen={}, reason="x")
        return {"client": client, "kept": kept, "gone": gone, "new": shown, "facts": facts}

    def test_leads_with_all_that_was_typed_to_the_kept_record(self, page):
        client, gone, kept = page["client"], page["gone"], page["kept"]
        typed = form_of(page["new"]) | {"event": "relapse", "on": "2-Nov-2026"}
        answer = client.post(reverse("web:row-new", args=[gone.pk, "events"]), typed)
        there = reverse("web:row-new", args=[kept.pk, "events"])
        assert answer.url == there
        shown = client.get(there)
        assert "Nothing was saved" in shown.content.decode()
        assert form_of(shown)["on"] == ["2-Nov-2026"]
        saved = client.post(there, form_of(shown))
        assert saved.status_code == 302
        assert kept.event_set.count() == 1
        assert not UnsavedForm.objects.filter(boxes__has_key="on").exists()

    def test_of_the_patients_own_facts_is_told_back(self, page):
        client, gone, kept = page["client"], page["gone"], page["kept"]
        typed = form_of(page["facts"]) | {"note": "a word more"}
        answer = client.post(reverse("web:patient-edit", args=[gone.pk]), typed)
        text = answer.content.decode()
        assert answer.status_code == 409
        assert "a word more" in text
        assert "03-Mar-2015" not in text
        assert Patient.objects.get(pk=kept.pk).note == ""
