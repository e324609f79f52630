"""A clinician who sends files, and what the pages say about them."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hlh_app.records.models import WaitingImport

from ..entry.conftest import _on_a_fixed_day, everything, fill, patient  # noqa: F401

HEADS = ("patient", "test", "date", "result", "unit")
UCUM = {"system": "http://unitsofmeasure.org"}


def table(*rows: tuple[str, ...], heads: tuple[str, ...] = HEADS) -> bytes:
    """A long table as CSV."""
    written = io.StringIO()
    csv.writer(written).writerows([heads, *rows])
    return written.getvalue().encode()


def row(result: str = "1709", test: str = "ferritin", **more: str) -> tuple[str, ...]:
    usual = {"patient": "HLH-0007", "date": "2026-11-02 08:00", "unit": "ug/L"} | more
    return (usual["patient"], test, usual["date"], result, usual["unit"])


def bundle(*resources: dict[str, Any]) -> bytes:
    entries = [{"resource": resource} for resource in resources]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


def fhir_patient(key: str = "p1", born: str = "2015-03-03", sex: str = "female") -> dict[str, Any]:
    return {
        "resourceType": "Patient",
        "id": key,
        "birthDate": born,
        "gender": sex,
        "name": [{"family": "Nobody"}],
        "identifier": [{"system": "urn:mrn", "value": "MRN-4711"}],
    }


def fhir_ferritin(key: str = "p1", value: float = 1709, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": f"o{value}",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "2276-4"}]},
        "subject": {"reference": f"Patient/{key}"},
        "effectiveDateTime": "2026-11-02T08:00:00+01:00",
        "valueQuantity": {"value": value, "unit": "ug/L", "code": "ug/L", **UCUM},
        **more,
    }


def words(response: Any) -> str:
    """What a page says, without its markup."""
    page = response.content.decode()
    page = page[page.index("<main") : page.index("</main>")]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.fixture
def ward(client, clinician, patient):  # noqa: F811
    """The clinician's browser."""
    client.force_login(clinician)
    return client


@pytest.fixture
def send(ward, centre) -> Callable[..., Any]:
    """send(content, name): the file is sent, and the page that it leads to comes back."""

    def post(content: bytes, name: str = "labs.csv", follow: bool = True, **boxes: Any) -> Any:
        file = SimpleUploadedFile(name, content)
        data = {"file": file, "centre": centre.pk, **boxes}
        return ward.post(reverse("web:imports"), data, follow=follow)

    return post


@pytest.fixture
def confirm(ward) -> Callable[..., Any]:
    """confirm(page, **boxes): press "Keep" on the page of a file that waits."""

    def press(page: Any, follow: bool = True, **boxes: str) -> Any:
        held = WaitingImport.objects.latest("pk")
        found = re.search(r'name="shown" value="(\w+)"', page.content.decode())
        assert found, words(page)
        sent = dict(held.choices.get("boxes", {})) | {"shown": found[1]} | boxes
        return ward.post(reverse("web:import-keep", args=[held.pk]), sent, follow=follow)

    return press


@pytest.fixture
def answer(ward) -> Callable[..., Any]:
    """answer({box: text}): press "Check again"."""

    def press(boxes: dict[str, str]) -> Any:
        held = WaitingImport.objects.latest("pk")
        return ward.post(reverse("web:import-waiting", args=[held.pk]), boxes, follow=True)

    return press
