"""Whatever is sent as a file: a page that says what is wrong, and nothing is written."""

from __future__ import annotations

import random

import pytest
from django.test import Client
from django.urls import reverse

from hlh_app.records.models import WaitingImport

from ...records.imports.test_file_kinds import BOMB, OLE, archive, workbook
from .conftest import bundle, fhir_ferritin, fhir_patient, row, table, words

pytestmark = pytest.mark.django_db

REFUSED = {
    "nothing": b"",
    "old Excel": OLE,
    "bomb": BOMB,
    "half a workbook": workbook()[:-200],
    "another archive": archive(labs=b"x"),
    "PDF": b"%PDF-1.7",
    "binary": bytes(range(256)) * 20,
    "no table": b"Dear colleague, thank you for referring this patient.",
    "half a bundle": bundle(fhir_patient())[:-20],
    "no bundle": b'{"a": 1}',
    "deep": b'{"resourceType":' + b"[" * 50_000,
    "twice a key": b'{"resourceType": "Bundle", "resourceType": "Patient"}',
    "no number": b'{"resourceType": "Bundle", "total": NaN}',
    "empty workbook": workbook(),
}
ODD = {
    "one line": b"patient,test,date,result,unit\n",
    "lopsided": b"patient,test,date,result,unit\nHLH-0007,ferritin\n,,,,,,,,,,\n\n",
    "broken quotes": b'patient,test,date,result,unit\nHLH-0007,"ferritin,2026-11-02,1709,ug/L',
    "NUL": b"patient,test,date,result,unit\nHLH-0007,fer\0ritin,2026-11-02,1709,ug/L",
    "no UTF-8": "patient;test;date;result;unit\nHLH-0007;Größe;2026-11-02;1;m".encode("latin-1"),
    "markup": table(row("<script>alert(1)</script>", test="{{ 7|add:7 }}", unit="<b>")),
    "formula": table(row("=1+1"), row("@SUM(A1)", test="=cmd|' /C calc'!A0")),
    "huge number": table(row("9" * 400), row("1e400"), row("NaN"), row("-Infinity")),
    "huge cell": table(row("x" * 200_000)),
    "many columns": b",".join(b"x%d" % n for n in range(3_000)) + b"\n1,2,3\n",
    "impossible days": table(row(date="30-Feb-2026"), row(date="0000-00-00"), row(date="1e9")),
    "a resource nobody knows": bundle({"resourceType": "Spaceship"}, {"resourceType": 5}, {}),
    "odd bundle": b'{"resourceType": "Bundle", "entry": {"resource": []}}',
    "no subject": bundle(fhir_ferritin() | {"subject": None}, fhir_ferritin() | {"code": []}),
}


@pytest.fixture(autouse=True)
def _tell_errors(ward):
    ward.raise_request_exception = False


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_is_said_in_words_and_not_held(what, send, everything):
    before = everything()
    page = send(REFUSED[what], "labs.csv")
    assert page.status_code == 200
    assert "There is a problem" in words(page)
    assert everything() == before


@pytest.mark.parametrize("what", ODD)
def test_odd_files_are_looked_at_without_writing(what, send, everything, ward):
    before = everything()
    page = send(ODD[what], "labs.csv")
    assert page.status_code == 200, what
    assert "<script>alert" not in page.content.decode()
    held = WaitingImport.objects.first()
    if held:
        assert ward.get(reverse("web:import-problems", args=[held.pk])).status_code == 200
    WaitingImport.objects.all().delete()
    assert everything() == before


def test_a_file_changed_at_random_never_ends_in_an_error(send):
    """Bytes of good files exchanged, cut out and put in: a page each time."""
    chance = random.Random(7)
    good = [
        table(row(), row("4.2", test="crp")),
        workbook(),
        bundle(fhir_patient(), fhir_ferritin()),
    ]
    for turn in range(60):
        content = bytearray(chance.choice(good))
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(content))
            content[at : at + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
        assert send(bytes(content), "labs.xlsx").status_code == 200, turn


def test_too_large_is_said_with_the_limit(send, settings, everything):
    settings.UPLOAD_MEGABYTES = 1
    before = everything()
    page = send(b"x" * 1_100_000)
    assert "The file is larger than 1 MB." in words(page)
    assert everything() == before


def test_no_file_at_all(ward, centre):
    page = ward.post(reverse("web:imports"), {"centre": centre.pk})
    assert "Choose the file" in words(page)


def test_without_the_token_nothing_is_taken(clinician, centre):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(clinician)
    answer = browser.post(reverse("web:imports"), {"centre": centre.pk, "file": b"x"})
    assert answer.status_code == 403
    assert not WaitingImport.objects.exists()
