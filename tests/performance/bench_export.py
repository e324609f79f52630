"""CPU and memory of a study export: 10,000 patients with 1,000,000 results in one zip file.

Goal: what the export holds at a time does not grow with the number of results.
"""

from __future__ import annotations

import resource
import time

import pytest
from django.urls import reverse

from hlh_app.accounts.models import User

from .bench_cohort import filled  # noqa: F401

pytestmark = pytest.mark.django_db
PLAIN = {"dates": "days", "ids": "pseudonyms"}
MEGABYTE = 1024


def peak() -> float:
    """The most memory that this process had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


def test_a_study_export_of_ten_thousand_patients(filled, client) -> None:  # noqa: F811
    client.force_login(User.objects.get(username="clinician"))
    address = reverse("web:study-publish") + "?source=all&treatment=any"
    assert client.get(address).status_code == 200
    before, began = peak(), time.process_time()
    export = reverse("web:study-export") + "?source=all&treatment=any"
    response = client.post(export, PLAIN)
    assert response.status_code == 200
    size = sum(len(piece) for piece in response.streaming_content)
    print(f"\nexport: {time.process_time() - began:.1f} s of CPU, {size / 1e6:.0f} MB zipped")
    print(f"memory: {before:.0f} MB after the page, at most {peak():.0f} MB")
