"""The list of patients: its lines, its filter, and what it says when it is empty."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hlh_app.accounts import services
from hlh_app.accounts.models import Role
from hlh_app.records.models import Patient, PatientSummary
from hlh_app.web.presenters import patient_list
from tests.clinical.response_builders import found, lab, labs
from tests.web.reading.conftest import ILL, NOW, child, days_later

EVERYBODY = {"q": "", "centre": "", "trigger": "", "response": "", "due": ""}


def codes(answer) -> list[str]:
    return [line.code for line in answer.context["lines"]]


@pytest.fixture
def asked(signed_in, clinician, at_noon):
    at_noon()
    client = signed_in(clinician)
    return lambda **filters: client.get(reverse("web:patients"), filters)


class TestLines:
    @pytest.fixture
    def line(self, keep):
        patient = keep(
            *child(found("nk_activity", 14, "pending")),
            code="HLH-0007",
            trigger="infection",
            trigger_agent="ebv",
        )
        return patient_list.lines([patient], NOW)[0]

    def test_state_at_a_glance(self, line):
        assert line.code == "HLH-0007"
        assert line.who == "2y 8m · Female · VIE"
        assert line.trigger == "Infection: Epstein-Barr virus"
        assert line.count == "1 of 8"
        assert line.beside_the_count == "3 unknown; at diagnosis 6 of 8"
        assert line.response == "Partial response, day 14"
        assert line.day == "now day 14"
        assert line.ferritin == "1,000 µg/L"
        assert line.remarks == ("1 pending",)

    def test_the_course_of_ferritin_is_drawn(self, line):
        assert len(line.spark.points.split()) == 2
        assert line.spark.x == "93"

    def test_what_is_due_and_when(self, line):
        assert (line.due, line.due_on, line.overdue) == ("response day 28", "17-Feb-2020", False)

    def test_a_patient_of_the_ward_carries_no_mark(self, line):
        assert line.mark == ""

    def test_a_published_patient_keeps_the_age_of_the_report(self, keep):
        patient = keep(labs(-1, ILL), source="published", citation="A 2020")
        line = patient_list.lines([patient], days_later(4000))[0]
        assert line.mark == "Published"
        assert line.who.startswith("2y 7m")

    def test_without_any_data(self, centre):
        patient = Patient(centre=centre, pk=1, code="X", birth_date=date(2019, 1, 1), sex="male")
        patient.summary = PatientSummary(patient=patient, stale=True)
        line = patient_list.lines([patient], NOW)[0]
        assert (line.day, line.spark) == ("no ruxolitinib", None)
        assert (line.count, line.response, line.due) == ("", "", "")
        assert line.remarks == ("worked out just now",)

    @pytest.mark.parametrize(
        ("zone", "now", "overdue"),
        [
            ("Europe/Vienna", "2020-02-16T23:30:00+00:00", False),
            ("Asia/Tokyo", "2020-02-17T16:00:00+00:00", True),
            ("UTC", "2020-02-17T16:00:00+00:00", False),
        ],
    )
    def test_overdue_by_the_clock_of_the_patient_s_centre(self, zone, now, overdue, centre):
        centre.time_zone = zone
        patient = Patient(centre=centre, pk=1, code="X", birth_date=date(2019, 1, 1), sex="male")
        patient.summary = PatientSummary(
            patient=patient, next_due_on=date(2020, 2, 17), next_due_what="response_day_28"
        )
        assert patient_list.lines([patient], type(NOW).fromisoformat(now))[0].overdue is overdue

    def test_a_flag_travels_with_the_class(self, keep):
        worse = labs(14, {**ILL, "ferritin": "1000", "scd25": "1000", "platelets": "10"})
        line = patient_list.lines([keep(*child()[:3], worse, child()[4])], NOW)[0]
        assert line.flags == "Platelets fell 66 %"


@pytest.mark.parametrize(
    ("stored", "printed"),
    [
        (">16500 ng/mL", "> 16,500 ng/mL"),
        ("<=0.50 ug/L", "≤ 0.5 µg/L"),
        ("", ""),
        ("odd", "odd"),
    ],
)
def test_the_stored_ferritin_is_printed_as_everywhere(stored, printed):
    assert patient_list.as_reported(stored) == printed


class TestFilter:
    @pytest.fixture(autouse=True)
    def everybody(self, keep):
        keep(*child(), code="PARTIAL", trigger="infection")
        keep(*child(lab("scd25", 15, None)), code="PENDING", trigger="rheumatic", name="Ada")
        keep(labs(-1, ILL), code="UNTREATED")

    def test_without_a_filter_all_are_there_by_code(self, asked):
        assert codes(asked()) == ["PARTIAL", "PENDING", "UNTREATED"]
        assert codes(asked(**EVERYBODY)) == ["PARTIAL", "PENDING", "UNTREATED"]

    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            ({"q": "parti"}, ["PARTIAL"]),
            ({"q": "ada"}, ["PENDING"]),
            ({"trigger": "infection"}, ["PARTIAL"]),
            ({"response": "partial"}, ["PARTIAL", "PENDING"]),
            ({"response": "complete"}, []),
            ({"response": "open"}, []),
            ({"response": "unassessed"}, ["UNTREATED"]),
            ({"due": "pending"}, ["PENDING"]),
            ({"due": "overdue"}, []),
            ({"centre": "VIE"}, ["PARTIAL", "PENDING", "UNTREATED"]),
            ({"trigger": "infection", "response": "none"}, []),
        ],
    )
    def test_each_narrows_the_list(self, asked, filters, found):
        assert codes(asked(**filters)) == found

    @pytest.mark.parametrize(("due", "days"), [("soon", 9), ("overdue", 14)])
    def test_what_is_due_soon_or_was(self, due, days, signed_in, clinician, at_noon):
        at_noon(days_later(days))
        assert codes(signed_in(clinician).get("/patients/", {"due": due})) == ["PARTIAL", "PENDING"]

    def test_a_class_that_stays_open(self, asked, keep):
        most = {code: value for code, value in ILL.items() if code != "scd25"}
        now = labs(14, {**most, "ferritin": "1000"})
        keep(*child()[:3], now, child()[4], code="OPEN")
        assert codes(asked(response="open")) == ["OPEN"]

    @pytest.mark.parametrize(
        "filters",
        [
            {"trigger": "witchcraft"},
            {"response": "x" * 10_000},
            {"centre": "TYO"},
            {"q": "x" * 200},
            {"due": "1e400"},
        ],
    )
    def test_what_cannot_be_read_is_refused_in_words(self, asked, filters):
        answer = asked(**filters)
        assert answer.status_code == 200
        assert answer.context["form"].errors
        assert codes(answer) == []
        assert "could not be read" in answer.content.decode()

    @pytest.mark.parametrize("page", ["0", "-1", "999", "two", "1e400"])
    def test_any_page_number_is_answered(self, asked, page):
        assert len(codes(asked(page=page))) == 3


class TestEmpty:
    def test_a_clinician_is_told_to_add_the_first(self, asked):
        text = asked().content.decode()
        assert "Add the first patient" in text
        assert reverse("web:patient-new") in text

    def test_a_reader_is_told_who_adds(self, signed_in, reader):
        text = signed_in(reader).get("/patients/").content.decode()
        assert "A clinician of the centre adds patients" in text
        assert reverse("web:patient-new") not in text

    def test_a_filter_without_a_match_offers_to_clear_it(self, asked, keep):
        keep(code="A")
        text = asked(q="nobody").content.decode()
        assert "No patient matches." in text
        assert "Clear" in text

    def test_a_manager_is_told_why_there_is_nothing(self, signed_in, manager):
        assert (
            "Your account reads no patients."
            in signed_in(manager).get("/patients/").content.decode()
        )


class TestWho:
    def test_nobody_sees_another_centre_s_patients(self, asked, keep, make_user, other_centre):
        keep(code="OURS")
        Patient.objects.create(
            centre=other_centre, code="THEIRS", birth_date=date(2019, 1, 1), sex="male"
        )
        assert codes(asked()) == ["OURS"]

    def test_who_reads_in_two_centres_sees_both(self, signed_in, clinician, keep, other_centre):
        keep(code="OURS")
        Patient.objects.create(
            centre=other_centre, code="THEIRS", birth_date=date(2019, 1, 1), sex="male"
        )
        services.give_role(user=clinician, centre=other_centre, role=Role.READER)
        client = signed_in(clinician)
        assert codes(client.get("/patients/")) == ["OURS", "THEIRS"]
        assert codes(client.get("/patients/", {"centre": "TYO"})) == ["THEIRS"]

    def test_signing_in_comes_first(self, client, db):
        assert client.get("/patients/").status_code == 302


def test_fifty_a_page_and_the_queries_do_not_grow(asked, keep):
    keep(*child())
    asked()
    with CaptureQueriesContext(connection) as one:
        asked()
    for _number in range(52):
        keep(code=f"P-{_number}")
    with CaptureQueriesContext(connection) as many:
        answer = asked()
    assert len(codes(answer)) == 50
    assert len(many) == len(one)
    assert "1–50 of 53" in answer.content.decode()


def test_the_list_loads_no_chart_code_and_stays_small(asked, keep):
    for _number in range(50):
        keep(code=f"P-{_number}")
    text = asked().content.decode()
    assert "plotly" not in text
    assert len(text.encode()) < 100 * 1024


def test_days_since_today_are_those_of_the_last_data(keep):
    patient = keep(*child())
    later = NOW + timedelta(days=400)
    assert patient_list.lines([patient], later)[0].day == "now day 14"
