"""The cautions beside the dose where they are read: the patient's page, its head, and paper."""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse

from hlh_app.clinical.case import Exposure, Observation
from tests.clinical.response_builders import at, drug, found, lab, labs
from tests.web.reading.conftest import WELL, child, days_later, weight
from tests.web.reading.test_summary import read_pdf


def page(client, patient, name="patient", **asked):
    answer = client.get(reverse(f"web:{name}", args=[patient.pk]), asked)
    assert answer.status_code == 200
    return answer


def read(answer):
    return " ".join(unescape(answer.content.decode()).split())


FLUCONAZOLE = Exposure("fluconazole", at(1), None, Decimal(400), "mg", "oral", Decimal(1))


@pytest.fixture
def many(keep):
    """Everything at once: two interacting drugs, low counts, kidney, infections, tuberculosis."""
    present = (
        *("uncontrolled_infection", "hepatitis_b", "herpes_zoster", "herpes_simplex"),
        *("cns_involvement", "edema", "nonmelanoma_skin_cancer", "tuberculosis"),
        *("viral_infection", "liver_impairment"),
    )
    rows = [found(kind, 14) for kind in present]
    rows += [FLUCONAZOLE, drug("voriconazole", 1), drug("rifampin", 2)]
    rows += [*labs(15, WELL, platelets="12", neutrophils="0.3"), weight(15, "16")]
    rows += [Observation("creatinine", Decimal(300), "umol/L", at(15))]
    rows += [Observation("height", Decimal(100), "cm", at(15))]
    return keep(*child(), *rows)


def test_the_head_of_the_page_names_the_drugs(signed_in, reader, keep, at_noon):
    at_noon()
    answer = page(signed_in(reader), keep(*child(FLUCONAZOLE)))
    status = answer.context["page"].status.shown
    assert "Ruxolitinib with fluconazole." in status.alerts
    assert '<p class="alert-line"><strong>Ruxolitinib with fluconazole.' in read(answer)


def test_the_section_of_the_dose_gives_the_line_and_its_source(signed_in, reader, keep, at_noon):
    at_noon()
    text = read(page(signed_in(reader), keep(*child(FLUCONAZOLE))))
    assert "Ruxolitinib with fluconazole above 200 mg a day (400 mg): the label says avoid" in text
    assert "(ruxolitinib label)" in text
    assert "Not checked here" not in text


def test_what_is_not_recorded_is_said_and_what_is_recorded_is_not(signed_in, reader, keep, at_noon):
    at_noon()
    client = signed_in(reader)
    assert "hepatitis B" in page(client, keep(*child())).context["page"].dose.shown.not_recorded
    known = keep(*child(found("hepatitis_b", 3, "absent")))
    told = page(client, known).context["page"].dose.shown
    assert "hepatitis B" not in told.not_recorded
    assert not any("epatitis B" in row.text for row in told.cautions)


def test_an_azole_that_was_stopped_is_no_longer_at_the_head(signed_in, reader, keep, at_noon):
    at_noon(days_later(1))
    patient = keep(*child(drug("voriconazole", 1, 5)))
    answer = page(signed_in(reader), patient)
    assert answer.context["page"].status.shown.alerts == ()
    then = page(signed_in(reader), patient, as_of="2020-01-23").context["page"]
    assert then.status.shown.alerts == ("Ruxolitinib with voriconazole.",)


def test_the_most_urgent_line_stands_first(signed_in, reader, many, at_noon):
    at_noon()
    lines = page(signed_in(reader), many).context["page"].dose.shown.cautions
    weighty = [row.weighty for row in lines]
    assert weighty == sorted(weighty, reverse=True)
    assert any("Uncontrolled infection" in row.text for row in lines[:6])


def warm_again():
    """A day and a night without fever on ruxolitinib, then 39.0 °C."""
    calm = [(8, "06:00"), (8, "18:00"), (9, "06:00")]
    rows = [lab("temperature", day, "36.8", clock=clock) for day, clock in calm]
    return [*rows, lab("temperature", 12, "39.0")]


@pytest.mark.parametrize("fails", [False, True])
def test_fever_stands_first_once_whatever_becomes_of_the_rest(
    fails, signed_in, reader, keep, at_noon, monkeypatch
):
    at_noon()
    if fails:
        monkeypatch.setattr("hlh_app.web.record.cautions", lambda *_args: 1 // 0)
    patient = keep(*child(FLUCONAZOLE, warm_again()))
    alerts = (
        page(signed_in(reader), patient, as_of="2020-02-01").context["page"].status.shown.alerts
    )
    assert alerts[0].startswith("Fever is back on ruxolitinib since")
    assert alerts[1].startswith("Fever now, and the last neutrophil count known was low: 0.4")
    assert alerts[2:] == (() if fails else ("Ruxolitinib with fluconazole.",))


def test_rules_that_fail_take_neither_head_nor_page_with_them(
    signed_in, reader, keep, at_noon, monkeypatch
):
    at_noon()

    def broken(*_args):
        raise ZeroDivisionError

    monkeypatch.setattr("hlh_app.web.record.cautions", broken)
    shown = page(signed_in(reader), keep(*child(FLUCONAZOLE))).context["page"]
    assert shown.dose.failed
    assert not shown.status.failed
    assert shown.status.shown.alerts == ()


def test_paper_has_the_same_lines_without_the_reminders(signed_in, reader, many, at_noon):
    at_noon()
    text = read(page(signed_in(reader), many, "summary"))
    assert "Ruxolitinib with voriconazole, a strong CYP3A4 inhibitor" in text
    assert "Not recorded, so not known to be safe:" in text
    assert "Do not stop ruxolitinib at once" not in text


def test_paper_stays_one_page_with_all_of_them(signed_in, reader, many, at_noon, tmp_path):
    at_noon()
    answer = page(signed_in(reader), many, "summary-pdf")
    text, info = read_pdf(answer.content, tmp_path)
    assert re.search(r"Pages:\s+1\b", info)
    assert "Uncontrolled infection" in text
