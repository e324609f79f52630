"""Rows that could not be kept: shown with the reason, taken away, corrected in place, left out."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse

from hlh_app.records.models import AuditEntry, ImportBatch, LeftOver, Observation

from .conftest import row, table, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def left(send, confirm) -> LeftOver:
    """A platelet count that could not be read, beside a ferritin that could."""
    confirm(send(table(row(), row("x96", test="platelets", unit="10*9/L"))))
    return LeftOver.objects.get()


@pytest.fixture
def address(left) -> str:
    return reverse("web:left-over", args=[left.batch_id, left.pk])


def test_the_import_shows_it_with_the_reason(left, ward):
    page = words(ward.get(reverse("web:import", args=[left.batch_id])))
    assert "Rows left over: 1 open" in page
    assert "“x96” is not understood" in page


def test_it_is_corrected_in_place_through_the_same_checks(left, address, ward, fill):
    page = ward.get(address)
    assert "“x96” is not understood" in words(page)
    assert fill(address, value="9600000").status_code == 200
    assert not Observation.objects.filter(analyte="platelets").exists()
    assert fill(address, value="96").status_code == 302
    kept = Observation.objects.get(analyte="platelets")
    assert (kept.value, kept.unit, kept.patient.code) == (96, "10*9/L", "HLH-0007")
    left.refresh_from_db()
    assert (left.status, left.closed_by.username) == ("kept", "clinician")
    assert AuditEntry.objects.filter(table="leftover", action="update").count() == 1


def test_an_unusual_value_is_asked_about(left, address, fill):
    page = fill(address, value="3000")
    assert "confirm to keep it" in words(page)
    assert fill(address, again=page, **{"result-confirmed": "platelets 3000 10*9/L"}).status_code
    assert Observation.objects.get(analyte="platelets").implausible_confirmed


def test_sent_twice_it_is_kept_once(left, address, ward, fill):
    page = ward.get(address)
    fill(address, again=page, value="96")
    again = fill(address, again=page, value="96")
    assert "decided about this row already" in words(again)
    assert Observation.objects.filter(analyte="platelets").count() == 1


def test_it_is_left_out(left, ward):
    leave = reverse("web:leave-out", args=[left.batch_id, left.pk])
    assert "The row is left out." in words(ward.post(leave, follow=True))
    assert ward.post(leave).status_code == 302
    left.refresh_from_db()
    assert left.status == "dropped"
    assert "Left out on purpose" in words(ward.get(reverse("web:import", args=[left.batch_id])))


def test_under_another_imports_address_it_is_not_found(left, ward, send, confirm):
    confirm(send(table(row("12", test="crp", unit="mg/L"))))
    other = ImportBatch.objects.latest("pk")
    assert ward.get(reverse("web:left-over", args=[other.pk, left.pk])).status_code == 404


def taken(ward, batch: ImportBatch) -> list[list[str]]:
    answer = ward.get(reverse("web:left-over-csv", args=[batch.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def test_they_are_taken_away_corrected_and_sent_again(left, ward, send, confirm):
    heads, found = taken(ward, left.batch)
    found[heads.index("result")] = "96"
    written = io.StringIO()
    csv.writer(written).writerows([heads, found])
    page = send(written.getvalue().encode(), "corrected.csv")
    assert "Keep 1 entry" in words(page)
    confirm(page)
    assert Observation.objects.get(analyte="platelets").value == 96


def test_no_cell_is_a_formula_to_a_spreadsheet(send, confirm, ward):
    confirm(send(table(row(), row("=HYPERLINK(1)"), row("-1+1"))))
    cells = [cell for line in taken(ward, ImportBatch.objects.get()) for cell in line]
    assert any("HYPERLINK" in cell for cell in cells)
    assert [cell for cell in cells if cell[:1] in "=+-@" and cell] == []


def test_a_reviewer_reads_and_does_not_act(left, client, reviewer, address):
    client.force_login(reviewer)
    page = client.get(reverse("web:import", args=[left.batch_id]))
    assert "Rows left over" in words(page)
    assert "Undo the import" not in words(page)
    assert client.get(address).status_code == 403
