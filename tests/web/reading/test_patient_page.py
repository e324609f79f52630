"""The page of one patient, as it is asked for and answered."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hlh_app.accounts.models import Role
from hlh_app.web.presenters import patient_page
from tests.clinical.response_builders import drug, found, happened, lab, labs
from tests.web.reading.conftest import ILL, child, dose, weight


def page_of(client, patient, **asked):
    return client.get(reverse("web:patient", args=[patient.pk]), asked)


@pytest.fixture
def patient(keep):
    return keep(*child(), code="HLH-0007")


class TestWhoMayOpenIt:
    @pytest.mark.parametrize("who", ["clinician", "reviewer", "reader"])
    def test_everybody_who_reads_clinical_pages_of_the_centre(
        self, who, request, signed_in, patient
    ):
        client = signed_in(request.getfixturevalue(who))
        assert page_of(client, patient).status_code == 200

    @pytest.mark.parametrize("who", ["manager", "superuser"])
    def test_neither_manager_nor_superuser(self, who, request, signed_in, patient):
        client = signed_in(request.getfixturevalue(who))
        assert page_of(client, patient).status_code == 404

    def test_nobody_of_another_centre(self, signed_in, make_user, other_centre, patient):
        client = signed_in(make_user(Role.CLINICIAN, other_centre))
        for name in ("patient", "labs", "trajectories", "summary", "summary-pdf", "patient-trail"):
            assert client.get(reverse(f"web:{name}", args=[patient.pk])).status_code == 404

    def test_whoever_is_not_signed_in_is_asked_to(self, client, patient):
        answer = page_of(client, patient)
        assert answer.status_code == 302
        assert reverse("account_login") in answer["Location"]

    def test_it_is_only_read(self, signed_in, clinician, patient):
        answer = signed_in(clinician).post(reverse("web:patient", args=[patient.pk]))
        assert answer.status_code == 405

    def test_only_a_clinician_is_offered_to_enter(self, signed_in, clinician, reader, patient):
        enter = reverse("web:visit-new", args=[patient.pk])
        assert enter in page_of(signed_in(clinician), patient).content.decode()
        assert enter not in page_of(signed_in(reader), patient).content.decode()


class TestWhatItSays:
    @pytest.fixture
    def answer(self, signed_in, clinician, patient, at_noon):
        at_noon()
        return page_of(signed_in(clinician), patient)

    def test_who_the_patient_is(self, answer):
        banner = answer.context["page"].banner
        assert banner.identity == (
            "HLH-0007",
            "Born 01-Jun-2017 (2y 8m)",
            "Female",
            "16.5 kg (03-Feb-2020, same day)",
        )
        assert "ruxolitinib 2.5 mg twice a day (0.3 mg/kg/day), first dose 20-Jan-2020, day 14" in (
            banner.facts
        )

    def test_as_of_the_last_data_and_says_so(self, answer):
        assert answer.context["page"].moment.startswith("as of the last data, 03-Feb-2020")
        assert answer.context["page"].today == "04-Feb-2020"

    def test_the_response_with_what_is_still_abnormal(self, answer):
        status = answer.context["page"].status.shown
        assert status.response == "Partial response on day 14."
        assert "ferritin 1,000 (needs ≤ 400 µg/L)" in status.abnormal
        assert "ALT 60 (needs ≤ 40 U/L)" in status.abnormal
        assert status.fever.startswith("Last ≥ 38.0 °C: 19-Jan-2020")
        assert "1 reading since" in status.fever

    def test_at_diagnosis_and_now_stand_apart(self, answer):
        found = answer.context["page"].readings.shown
        assert [line.title for line in found.at_diagnosis] == ["HLH-2004", "HScore", "HLH-2024"]
        assert found.at_diagnosis[0].outcome.code == "met"
        assert found.at_diagnosis_on.startswith("19-Jan-2020")
        assert found.now[0].statement.startswith("Fewer than 5 now")
        assert found.activity.startswith("Activity, not a diagnosis: ruxolitinib was begun")

    def test_mas_is_named_with_the_reason_why_it_does_not_apply(self, answer):
        found = answer.context["page"].readings.shown
        assert [line.title for line in found.now] == ["HLH-2004", "HScore", "HLH-2024"]
        assert "systemic JIA is not recorded" in found.mas_reason

    def test_every_part_was_built(self, answer):
        built = answer.context["page"]
        parts = (built.status, built.readings, built.response, built.dose, built.labs)
        assert not [part for part in (*parts, built.sections) if part.failed]


def test_what_is_due_is_reckoned_from_today_not_from_the_moment_shown(
    signed_in, clinician, patient, at_noon
):
    at_noon()
    shown = page_of(signed_in(clinician), patient, as_of="21-Jan-2020").context["page"]
    assert "response day 28 on 17-Feb-2020" in shown.status.shown.due


def test_as_of_a_past_day_shows_what_was_measured_by_then(signed_in, clinician, patient):
    shown = page_of(signed_in(clinician), patient, as_of="21-Jan-2020").context["page"]
    assert shown.moment == "as of 21-Jan-2020"
    assert shown.banner.identity[-1].startswith("16.2 kg (19-Jan-2020")
    assert shown.status.shown.response.startswith("Response not assessed yet")
    assert [head.text for head in shown.labs.shown.days] == ["19-Jan"]


@pytest.mark.parametrize(
    "text",
    [
        "30-Feb-2020",
        "2020-02-30",
        "03/04/20",
        "yesterday",
        "٢١-Jan-2020",
        "21-Jan-2020 25:00",
        "x" * 100_000,
        "-1",
        "1e400",
    ],
)
@pytest.mark.parametrize("name", ["patient", "labs", "trajectories"])
def test_a_moment_that_cannot_be_read_is_refused_in_words(
    name, text, signed_in, clinician, patient
):
    address = reverse(f"web:{name}", args=[patient.pk])
    answer = signed_in(clinician).get(address, {"as_of": text})
    assert answer.status_code == 200
    assert answer.context["record"].form.errors["as_of"]
    assert not answer.context["record"].asked


def test_a_nul_byte_in_the_address_is_refused(signed_in, clinician, patient):
    answer = signed_in(clinician).get(f"/patients/{patient.pk}/?as_of=%00")
    assert answer.status_code == 400


def test_a_patient_number_beyond_any_is_not_found(signed_in, clinician, db):
    assert signed_in(clinician).get(f"/patients/{10**30}/").status_code == 404


def test_a_part_that_fails_does_not_take_the_page_with_it(
    signed_in, clinician, patient, monkeypatch
):
    def broken(*_arguments):
        raise ZeroDivisionError

    monkeypatch.setattr(patient_page.dose, "dose", broken)
    answer = page_of(signed_in(clinician), patient)
    assert answer.status_code == 200
    assert answer.context["page"].dose.failed
    assert not answer.context["page"].response.failed
    assert "This part could not be shown." in answer.content.decode()


def test_who_the_patient_is_stands_whatever_becomes_of_the_rules(
    signed_in, clinician, patient, monkeypatch
):
    def broken(*_arguments, **_options):
        raise ZeroDivisionError

    monkeypatch.setattr("hlh_app.web.record.assess", broken)
    shown = page_of(signed_in(clinician), patient).context["page"]
    assert shown.readings.failed
    assert shown.banner.identity[-1].startswith("16.5 kg")
    assert "ruxolitinib 2.5 mg twice a day, first dose" in shown.banner.facts[1]
    assert not shown.response.failed


def test_a_patient_without_data_is_told_what_to_do(signed_in, clinician, keep):
    answer = page_of(signed_in(clinician), keep(code="NEW-1"))
    assert "Enter the first visit" in answer.content.decode()
    assert "plotly" not in answer.content.decode()


def test_without_ruxolitinib_the_page_says_what_is_missing(signed_in, clinician, keep):
    shown = page_of(signed_in(clinician), keep(labs(-1, ILL))).context["page"]
    assert shown.response.shown is None
    assert "Enter the first dose" in shown.status.shown.response
    assert "Enter a weight" in shown.dose.shown.weight
    assert shown.status.shown.fever == "No temperature recorded. Add temperatures."


class TestCriteria:
    """A verdict opens into its criteria: within the page, or on a page of its own."""

    @pytest.fixture
    def opened(self, signed_in, reader, patient):
        def ask(rule, reading="now", **asked):
            address = reverse("web:criteria", args=[patient.pk, rule, reading])
            return signed_in(reader).get(address, asked)

        return ask

    def test_every_line_leads_to_its_criteria(self, signed_in, reader, patient):
        found = page_of(signed_in(reader), patient).context["page"].readings.shown
        for line in (*found.at_diagnosis, *found.now):
            answer = signed_in(reader).get(line.url)
            assert answer.status_code == 200
            assert answer.context["verdict"].line.summary == line.summary
            assert answer.context["verdict"].criteria

    def test_values_lead_to_their_history(self, opened):
        text = opened("hlh2004", "at-diagnosis").content.decode()
        assert re.search(r'<a href="/patients/\d+/audit/observation/\d+/">5,000 µg/L</a>', text)
        assert "Henter 2007 (HLH-2004)" in text

    def test_within_the_page_only_the_verdict_is_sent(self, signed_in, reader, patient):
        address = reverse("web:criteria", args=[patient.pk, "hscore", "now"])
        answer = signed_in(reader).get(address, headers={"hx-request": "true"})
        assert "<!doctype html>" not in answer.content.decode()
        assert "Still missing; the verdict stands" in answer.content.decode()

    def test_as_of_goes_along(self, signed_in, reader, patient):
        asked = page_of(signed_in(reader), patient, as_of="2020-01-21T10:00+00:00").context["page"]
        url = asked.readings.shown.now[0].url
        assert url.endswith("?as_of=2020-01-21T10:00:00%2B00:00")
        basis = signed_in(reader).get(url).context["verdict"].basis
        assert basis.startswith("As of 21-Jan-2020 10:00")

    @pytest.mark.parametrize(
        ("rule", "reading"),
        [("nonsense", "now"), ("hlh2004", "then"), ("mas2016", "at-diagnosis")],
    )
    def test_there_is_no_other(self, opened, rule, reading):
        assert opened(rule, reading).status_code == 404

    def test_never_met_has_no_criteria_at_diagnosis(self, signed_in, reader, keep):
        address = reverse("web:criteria", args=[keep(weight(0, "16")).pk, "hscore", "at-diagnosis"])
        assert signed_in(reader).get(address).status_code == 404


def test_fever_back_on_ruxolitinib_comes_first(signed_in, clinician, keep):
    quiet = [
        lab("temperature", day, "36.8", clock=clock)
        for day, clock in ((1, "06:00"), (1, "18:00"), (2, "06:00"))
    ]
    patient = keep(*child(*quiet, lab("temperature", 3, "39.1", clock="18:00")))
    shown = page_of(signed_in(clinician), patient, as_of="23-Jan-2020 20:00").context["page"]
    assert "look for infection before raising the dose" in shown.status.shown.alerts[0]


def test_death_is_said_first_and_no_target_is_set(signed_in, clinician, keep):
    patient = keep(*child(happened("death", 20)))
    status = page_of(signed_in(clinician), patient).context["page"].status.shown
    assert status.ended == "Died 09-Feb-2020."
    assert status.abnormal == ""


def test_a_pending_result_says_whether_it_can_change_the_diagnosis(signed_in, clinician, keep):
    patient = keep(*child(lab("scd25", 15, None), found("nk_activity", 15, "pending")))
    pending = page_of(signed_in(clinician), patient).context["page"].status.shown.pending
    assert len(pending) == 2
    assert pending[0].startswith("sCD25 (soluble IL-2 receptor) pending since 04-Feb-2020")
    assert all(line.endswith(("HLH-2004.", "HLH-2004 now.")) for line in pending)


def test_at_the_25_kg_line_the_rules_part(signed_in, clinician, keep):
    patient = keep(weight(0, "25.0"), dose("5"))
    shown = page_of(signed_in(clinician), patient).context["page"].dose.shown
    assert [rule.gives for rule in shown.rules] == ["5 mg twice a day", "2.5 mg twice a day"]
    assert shown.given == "5 mg twice a day"
    assert shown.given_per_kg == "0.4 mg/kg/day"
    assert shown.parting.startswith("They part at 25.0 kg under 14 years")


def test_the_number_of_queries_does_not_grow_with_the_results(signed_in, clinician, keep):
    few = keep(*child())
    many = keep(*child(*(labs(day, ILL) for day in range(1, 30)), drug("dexamethasone", -3, 9)))
    client = signed_in(clinician)
    counts = []
    for patient in (few, few, many):
        with CaptureQueriesContext(connection) as queries:
            page_of(client, patient)
        counts.append(len(queries))
    assert counts[1] == counts[2] <= 16
