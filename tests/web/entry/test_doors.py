"""Every page of entry: who may open it, and what a foreign hand may send it."""

from __future__ import annotations

import pytest
from django.test import Client

from hlh_app.accounts.models import Role
from hlh_app.records.models import Event, Finding, Observation
from hlh_app.records.services.queries import raise_query
from hlh_app.records.services.rows import record_row

from .conftest import form_of

pytestmark = pytest.mark.django_db

EDITING = {
    "patient-edit": "/patients/{patient}/edit/",
    "visit-new": "/patients/{patient}/visits/new/",
    "visit": "/patients/{patient}/visits/{visit}/",
    "temperatures": "/patients/{patient}/temperatures/",
    "treatment": "/patients/{patient}/treatments/new/",
    "finding-new": "/patients/{patient}/findings/new/",
    "finding": "/patients/{patient}/findings/{finding}/",
    "event": "/patients/{patient}/events/new/",
    "event-edit": "/patients/{patient}/events/{event}/",
    "therapy-line": "/patients/{patient}/therapy-lines/new/",
    "consent": "/patients/{patient}/consents/new/",
    "observation": "/patients/{patient}/observations/{observation}/",
    "in-error": "/patients/{patient}/enter-in-error/observation/{observation}/",
}
REVIEWING = {"query-new": "/queries/new/observation/{observation}/"}
READING = {"sign": "/patients/{patient}/visits/{visit}/sign/", "query": "/queries/{query}/"}
POSTING = {
    "judge": "/patients/{patient}/judge/ferritin/",
    "close": "/queries/{query}/close/",
}
ALL = EDITING | REVIEWING | READING | POSTING


@pytest.fixture
def address(patient, stored_visit, clinician, reviewer):
    """address(name): of a page about the stored visit."""
    ferritin = Observation.objects.get(analyte="ferritin")
    event = record_row(
        actor=clinician, model=Event, patient=patient, event="onset", on=stored_visit.visited_day
    )
    numbers = {
        "patient": patient.pk,
        "visit": stored_visit.pk,
        "observation": ferritin.pk,
        "finding": Finding.objects.get().pk,
        "event": event.pk,
        "query": raise_query(actor=reviewer, row=ferritin, question="?").pk,
    }
    return lambda name: ALL[name].format(**numbers)


@pytest.mark.parametrize("name", ALL)
def test_a_stranger_must_sign_in(client, address, name):
    method = client.post if name in POSTING else client.get
    response = method(address(name))
    assert response.status_code == 302
    assert "/accounts/login/" in response.url


@pytest.mark.parametrize("name", ALL)
def test_another_centres_patient_does_not_exist(
    signed_in, stranger, make_user, address, name, other_centre
):
    who = make_user(Role.REVIEWER, other_centre) if name in REVIEWING else stranger
    client = signed_in(who)
    if name not in POSTING:
        assert client.get(address(name)).status_code == 404
    assert client.post(address(name), {}).status_code == 404


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.READER])
@pytest.mark.parametrize("name", [*EDITING, "judge"])
def test_who_does_not_treat_does_not_write(
    signed_in, make_user, centre, address, name, role, everything
):
    client = signed_in(make_user(role, centre))
    before = everything()
    if name != "judge":
        assert client.get(address(name)).status_code == 403
    assert client.post(address(name), {"note": "x"}).status_code == 403
    assert everything() == before


@pytest.mark.parametrize("name", ALL)
def test_a_manager_sees_no_clinical_page(signed_in, manager, address, name):
    client = signed_in(manager)
    method = client.post if name in POSTING else client.get
    assert method(address(name)).status_code == 404


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.READER])
def test_only_a_reviewer_asks(signed_in, make_user, centre, address, role):
    client = signed_in(make_user(role, centre))
    assert client.get(address("query-new")).status_code == 403
    assert client.post(address("query-new"), {"question": "?"}).status_code == 403


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.READER])
def test_who_does_not_treat_reads_what_is_signed_and_does_not_sign(
    signed_in, make_user, centre, address, role
):
    client = signed_in(make_user(role, centre))
    page = client.get(address("sign"))
    assert page.status_code == 200
    assert "Sign the visit" not in page.content.decode()
    assert client.post(address("sign"), {"version": "1"}).status_code == 403


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.READER, Role.MANAGER])
def test_only_a_clinician_adds_a_patient(signed_in, make_user, centre, role):
    client = signed_in(make_user(role, centre))
    assert client.get("/patients/new/").status_code == 403
    assert client.post("/patients/new/", {"code": "x"}).status_code == 403


@pytest.mark.parametrize("name", ALL)
def test_an_address_with_a_huge_number_is_not_found(signed_in, clinician, name):
    numbers = dict.fromkeys(
        ("patient", "visit", "observation", "finding", "event", "query"), 10**30
    )
    client = signed_in(clinician)
    method = client.post if name in POSTING else client.get
    assert method(ALL[name].format(**numbers)).status_code == 404


@pytest.mark.parametrize("name", [n for n in ALL if n not in POSTING])
def test_reading_a_page_writes_nothing(signed_in, clinician, reviewer, address, name, everything):
    client = signed_in(reviewer if name in REVIEWING else clinician)
    url, before = address(name), everything()
    before = everything()
    assert client.get(url).status_code == 200
    assert everything() == before


@pytest.mark.parametrize("name", [n for n in ALL if n not in ("judge",)])
def test_a_form_of_another_site_is_refused(clinician, reviewer, address, name):
    client = Client(enforce_csrf_checks=True)
    client.force_login(reviewer if name in REVIEWING or name == "close" else clinician)
    assert client.post(address(name), {"note": "x"}).status_code == 403


NASTY = {
    "nul": "a\x00b",
    "a megabyte": "x" * 1_000_000,
    "30 February": "30-Feb-2026",
    "decimal comma": "1,5",
    "arabic digits": "١٢٣",
    "1e400": "1e400",
    "huge": "9" * 400,
    "surrogate": "\udcff",
    "markup": "<script>alert(1)</script>",
    "percent": "%s %(x)s %",
    "nan": "NaN",
    "json": '{"a": [1',
    "deep json": "[" * 5000,
}


@pytest.mark.parametrize("nasty", list(NASTY))
@pytest.mark.parametrize("name", [*EDITING, *REVIEWING, "sign"])
def test_no_text_in_any_box_breaks_a_page_or_is_written_unseen(
    signed_in, clinician, reviewer, address, name, nasty
):
    client = signed_in(reviewer if name in REVIEWING else clinician)
    url = address(name)
    boxes = form_of(client.get(url))
    text = NASTY[nasty].encode("utf-8", "surrogateescape")
    body = b"&".join(box.encode() + b"=" + _escaped(text) for box in boxes if box != "submission")
    if len(body) > 2_000_000:
        body = _escaped(text).join([b"note=", b""])
    response = client.post(url, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code in (200, 302)
    if response.status_code == 200:
        assert "<script>alert(1)" not in response.content.decode()


def _escaped(text: bytes) -> bytes:
    from urllib.parse import quote_from_bytes

    return quote_from_bytes(text).encode()


@pytest.mark.parametrize("nasty", list(NASTY))
def test_no_text_breaks_a_new_patient(signed_in, clinician, nasty):
    client = signed_in(clinician)
    boxes = form_of(client.get("/patients/new/"))
    text = _escaped(NASTY[nasty].encode("utf-8", "surrogateescape"))
    for box in boxes:
        body = b"&".join(
            b + b"=" + (text if b == box.encode() else b"1") for b in map(str.encode, boxes)
        )
        response = client.post(
            "/patients/new/", body, content_type="application/x-www-form-urlencoded"
        )
        assert response.status_code == 200


@pytest.mark.parametrize("nasty", list(NASTY))
def test_no_text_breaks_the_small_answers(signed_in, clinician, address, nasty):
    client = signed_in(clinician)
    text = _escaped(NASTY[nasty].encode("utf-8", "surrogateescape"))
    kind = "application/x-www-form-urlencoded"
    body = b"ferritin-value=" + text + b"&day=" + text + b"&ferritin-unit=" + text[:4000]
    assert client.post(address("judge"), body, content_type=kind).status_code == 200
    assert client.post("/read-day/", b"day=" + text, content_type=kind).status_code == 200
