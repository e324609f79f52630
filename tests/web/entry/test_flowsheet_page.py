"""The flowsheet as it is drawn: every test, every moment, for who enters and for who reads."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import Moment
from hlh_app.records.models import Observation
from hlh_app.records.services.rows import record_row
from hlh_app.web.presenters.flowsheet import MOST_COLUMNS

from .conftest import VIENNA

pytestmark = pytest.mark.django_db


@pytest.fixture
def keep(patient, clinician):
    """keep("ferritin", "1709", moment, …): one more result."""

    def keep(analyte: str, value: str, at: Moment, **more: Any) -> Observation:
        more.setdefault("unit", ANALYTES[analyte].unit)
        fields = {"analyte": analyte, "value": Decimal(value), "measured": at} | more
        return record_row(actor=clinician, model=Observation, patient=patient, **fields)

    return keep


@pytest.fixture
def sheet(client, patient, clinician):
    """sheet(user, query): what the page shows."""

    def get(user=clinician, query: str = ""):
        client.force_login(user)
        answer = client.get(reverse("web:flowsheet", args=[patient.pk]) + query)
        assert answer.status_code == 200
        return answer.context["page"].sheet, answer.content.decode()

    return get


def at(day: int, hour: int = 6) -> Moment:
    return Moment.timed(datetime(2026, 11, day, hour, tzinfo=VIENNA))


def on(day: date) -> Moment:
    return Moment.dated(day, VIENNA)


def row(sheet: Any, code: str) -> Any:
    return next(row for part in sheet.sections for row in part.rows if row.code == code)


def test_moments_are_columns_the_newest_and_today_at_the_right(sheet, keep, stored_visit):
    keep("ferritin", "900", at(19))
    keep("ferritin", "800", at(19, 18))
    keep("ferritin", "700", on(date(2026, 11, 19)))
    shown, _page = sheet()
    assert [column.name for column in shown.columns] == [
        *("02-Nov-2026 08:00", "19-Nov-2026 06:00", "19-Nov-2026 18:00", "19-Nov-2026"),
        "21-Nov-2026",
    ]
    assert [column.kind for column in shown.columns] == ["visit", "", "", "", "today"]
    texts = [[one.text for one in cell] for cell in row(shown, "ferritin").cells]
    assert texts == [["17,090"], ["900"], ["800"], ["700"], []]


def test_every_test_but_the_thermometers_has_a_row_in_clinical_order(sheet):
    shown, _page = sheet()
    codes = [row.code for part in shown.sections for row in part.rows]
    assert codes == [code for code in ANALYTES if code != "temperature"]


def test_today_has_one_column_also_when_something_of_today_is_there(sheet, keep):
    keep("ferritin", "900", at(21))
    shown, _page = sheet()
    assert [column.name for column in shown.columns] == ["21-Nov-2026 06:00"]
    assert shown.columns[0].kind == "today"


def test_who_reads_types_nothing_and_is_led_to_the_history(sheet, keep, reader):
    kept = keep("ferritin", "900", at(19))
    shown, page = sheet(reader)
    assert [column.name for column in shown.columns] == ["19-Nov-2026 06:00"]
    assert 'data-edits=""' in page
    assert "<dialog" not in page
    assert f"/audit/observation/{kept.pk}/" in page


def test_without_a_script_each_result_leads_to_its_own_form(sheet, patient, keep):
    kept = keep("ferritin", "900", at(19))
    _shown, page = sheet()
    assert f'href="/patients/{patient.pk}/observations/{kept.pk}/">900</a>' in page
    assert "<noscript>" in page


def test_flag_pending_another_unit_and_what_was_confirmed_are_marked(sheet, keep):
    keep("ferritin", "200000", at(19), high=Decimal(400), confirmed=True)
    keep("triglycerides", "300", at(18), unit="mg/dL")
    keep("triglycerides", "3", at(19))
    _shown, page = sheet()
    marks = re.findall(r'<abbr class="(\w+)" title="([^"]+)">(.)</abbr>', page)
    assert ("flag", "above the interval", "H") in marks
    assert ("unusual", "unusual, confirmed", "!") in marks
    assert '300 <span class="own">mg/dL</span>' in page


def test_two_results_of_one_moment_share_a_cell_and_are_not_typed_over(sheet, keep):
    first = keep("ferritin", "900", at(19), laboratory="A")
    second = keep("ferritin", "950", at(19), laboratory="B")
    shown, page = sheet()
    assert [one.pk for one in row(shown, "ferritin").cells[0]] == [first.pk, second.pk]
    assert 'data-many="2"' in page


def test_what_was_entered_in_error_is_not_there(sheet, keep):
    kept = keep("ferritin", "900", at(19))
    Observation.objects.filter(pk=kept.pk).update(entered_in_error=True, error_reason="x")
    shown, _page = sheet()
    assert [column.kind for column in shown.columns] == ["today"]


def test_of_a_long_course_the_newest_are_shown_and_all_on_demand(sheet, patient):
    for n in range(MOST_COLUMNS + 3):
        one = Observation(patient=patient, analyte="crp", value=n, unit="mg/L")
        one.measured = on(date(2026, 8, 1) + timedelta(days=n))
        one.save()
    shown, page = sheet()
    assert len(shown.columns) == MOST_COLUMNS
    assert shown.columns[-1].name == "21-Nov-2026"
    assert shown.older == "4 earlier columns"
    assert "?all=1" in page
    everything, _page = sheet(query="?all=1")
    assert len(everything.columns) == MOST_COLUMNS + 4
    assert everything.older == ""


def test_the_limits_beyond_which_the_page_waits_are_in_the_unit_of_the_row(sheet, keep):
    keep("platelets", "90000", at(19), unit="/uL")
    shown, _page = sheet()
    platelets = row(shown, "platelets")
    assert (platelets.unit_code, platelets.low, platelets.high) == ("/uL", "1000", "1500000")
    assert (row(shown, "weight").low, row(shown, "weight").high) == ("0", "0")
