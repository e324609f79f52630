"""Hazards of reading: a dose too late, a band, an axis, a print, a version, a file, a failure."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from hlh_app.clinical.rules import CARDS
from hlh_app.records.models import AuditEntry, Observation, Signature
from hlh_app.records.services.rows import correct_row
from tests.clinical.response_builders import drug, happened, lab
from tests.web.reading.conftest import child, dose, weight

pytestmark = pytest.mark.django_db


@pytest.fixture
def page_of(signed_in, clinician):
    """page_of(patient, name="patient", **asked): the page as a clinician reads it."""

    def page(patient, name="patient", *more, **asked):
        return signed_in(clinician).get(reverse(f"web:{name}", args=[patient.pk, *more]), asked)

    return page


@pytest.mark.hazard("dose_after_stop")
def test_no_dose_after_transplant_or_stop(keep, page_of):
    transplanted = keep(*child(happened("transplant", 13)))
    shown = page_of(transplanted).context["page"].dose.shown
    said = "Not applicable: stem cells were infused on 02-Feb-2020."
    assert [rule.gives for rule in shown.rules] == [said, said]
    assert said in page_of(transplanted).content.decode()
    stopped = keep(weight(14, "16.2"), dose(stop=10))
    assert "no ruxolitinib at this moment" in page_of(stopped).content.decode()


@pytest.mark.hazard("interaction_missed")
def test_an_azole_is_named_beside_the_dose_or_said_to_be_unchecked(keep, page_of):
    """Silence about a drug must not read as consent."""
    text = page_of(keep(*child(drug("fluconazole", 2)))).content.decode()
    section = text[text.index('id="dose-title"') :]
    section = section[: section.index("</section>")]
    assert "azole" in section
    assert "kidney" in section or "creatinine" in section.lower()


@pytest.mark.hazard("cohort_as_normal")
def test_a_published_band_is_off_dashed_and_no_target(keep, page_of):
    page = page_of(keep(*child()), "trajectories")
    traces = [
        trace
        for chart in page.context["part"].shown.charts
        for trace in chart.figure["data"]
        if "overlay" in trace.get("meta", {})
    ]
    assert traces
    assert not any(trace["visible"] for trace in traces)
    lines = [trace["line"] for trace in traces if "line" in trace and trace.get("name")]
    assert all(line.get("dash", "solid") != "solid" for line in lines)
    assert "not a target" in page.content.decode()


@pytest.mark.hazard("log_axis")
def test_a_log_axis_says_so_and_the_numbers_stand_beside_it(keep, page_of):
    """A fall from 5,000 to 1,000 looks small on it: both values and the change are printed."""
    patient = keep(*child())
    charts = page_of(patient, "trajectories").context["part"].shown.charts
    ferritin = next(chart for chart in charts if chart.title.startswith("Ferritin"))
    axis = ferritin.figure["layout"]["yaxis"]
    assert axis["type"] == "log"
    assert "log" in axis["title"]["text"].lower()
    assert ferritin.newest.startswith("1,000")
    assert ferritin.previous.startswith("5,000")
    assert re.search(r"−80\s%", page_of(patient).content.decode())


@pytest.mark.hazard("rule_version")
def test_what_was_signed_keeps_the_versions_that_judged_it(
    stored_visit, patient, signed_in, clinician, fill, client
):
    signed_in(clinician)
    fill(reverse("web:visit-sign", args=[patient.pk, stored_visit.pk]))
    kept = Signature.objects.get()
    assert kept.rule_versions["hlh2004"] == "1.0.0"
    assert kept.rule_versions.items() >= {card.rule: card.version for card in CARDS}.items()
    assert kept.verdicts["hlh2004"]["outcome"] == "unknown"
    shown = client.get(reverse("web:criteria", args=[patient.pk, "hlh2004", "now"]))
    assert "rule version 1.0.0" in shown.content.decode()
    assert (
        "HLH-2004 1.0.0" in client.get(reverse("web:summary", args=[patient.pk])).content.decode()
    )


@pytest.mark.hazard("old_print")
def test_a_print_says_of_when_it_is_and_the_trail_what_came_after(
    stored_visit, patient, signed_in, clinician, client
):
    signed_in(clinician)
    before = client.get(reverse("web:summary", args=[patient.pk])).content.decode()
    assert "Printed 21-Nov-2026 12:00 by Clara Clinician" in before
    assert "17,090" in before
    row = Observation.objects.get(analyte="ferritin")
    correct_row(
        actor=clinician, row=row, version=row.version, reason="misread", value=Decimal(1709)
    )
    after = client.get(reverse("web:summary", args=[patient.pk])).content.decode()
    assert "17,090" not in after
    trail = client.get(reverse("web:patient-trail", args=[patient.pk])).content.decode()
    assert "misread" in trail
    assert AuditEntry.objects.filter(reason="misread").exists()


@pytest.mark.hazard("export_without_units")
def test_no_value_leaves_or_enters_without_its_unit(stored_visit, patient, tmp_path):
    out = StringIO()
    call_command("export_case", patient.code, stdout=out)
    document = json.loads(out.getvalue())
    units = {row["analyte"]: row["unit"] for row in document["observations"]}
    assert units == {"ferritin": "ug/L", "hemoglobin": "g/L", "temperature": "Cel"}
    del document["observations"][0]["unit"]
    stripped = tmp_path / "stripped.json"
    stripped.write_text(json.dumps(document))
    with pytest.raises(CommandError, match=r"unit: is required"):
        call_command("assess", str(stripped), stdout=StringIO())


@pytest.mark.hazard("system_down")
def test_a_failure_says_that_it_is_one_and_the_print_needs_no_service(
    client, signed_in, clinician, stored_visit, patient, monkeypatch
):
    """The summary on paper is whole in itself: nothing on it is fetched, pictures included."""
    signed_in(clinician)
    paper = client.get(reverse("web:summary", args=[patient.pk])).content.decode()
    assert 'src="data:image/svg+xml;base64,' in paper
    assert 'src="http' not in paper

    def unavailable(*_args, **_options):
        raise DatabaseError

    monkeypatch.setattr("hlh_app.web.views.health.connection.cursor", unavailable)
    assert Client().get(reverse("web:health")).status_code == 503
    monkeypatch.undo()
    monkeypatch.setattr("hlh_app.web.views.patient.record_for", unavailable)
    client.raise_request_exception = False
    failed = client.get(reverse("web:patient", args=[patient.pk]))
    assert failed.status_code == 500
    assert "Do not rely on this page for a decision" in failed.content.decode()


@pytest.mark.hazard("fever_hides_infection")
def test_fever_back_on_the_drug_is_said_before_anything_else(keep, page_of):
    clocks = ((4, "06:00"), (4, "17:00"), (5, "04:00"), (5, "10:00"))
    quiet = [lab("temperature", day, "36.8", clock=clock) for day, clock in clocks]
    patient = keep(*child(*quiet, lab("temperature", 14, "39.0", clock="20:00")))
    for name in ("patient", "summary"):
        page = page_of(patient, name)
        shown = page.context["page"].status
        alerts = shown.shown.alerts if name == "patient" else shown.alerts
        assert "look for infection before raising the dose" in alerts[0]
        assert "look for infection before raising the dose" in page.content.decode()


@pytest.mark.hazard("criteria_as_diagnosis")
def test_criteria_met_stand_with_what_is_to_be_excluded(keep, page_of):
    """Met at diagnosis; a child, so that HScore is said to be made for adults."""
    found_there = keep(*child())
    opened = page_of(found_there, "criteria", "hlh2004", "at-diagnosis").content.decode()
    assert "exclude lymphoma, sepsis, leishmaniasis and other causes" in opened
    hscore = page_of(found_there, "criteria", "hscore", "now").content.decode()
    assert "made for adults; this patient is under 18 years" in hscore
    assert "not validated here" in page_of(found_there, "summary").content.decode()
