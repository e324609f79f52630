"""The trail of a record: who, when, from which value to which, and why."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.urls import reverse

from hlh_app.accounts.models import Role
from hlh_app.records.audit import acting
from hlh_app.records.models import AuditEntry, Observation
from hlh_app.web.presenters import trail
from tests.clinical.response_builders import lab
from tests.web.reading.conftest import child


def entry(**fields) -> AuditEntry:
    usual = {
        "at": datetime(2026, 11, 20, 5, 0, tzinfo=UTC),
        "actor": "clinician",
        "table": "observation",
        "row_id": 12,
        "action": "update",
        "old": None,
        "new": None,
    }
    return AuditEntry(**(usual | fields))


def changes(**fields):
    return [(c.label, c.old, c.new) for c in trail.entries([entry(**fields)])[0].changes]


class TestEntries:
    def test_a_correction_says_from_what_to_what_and_why(self):
        shown = trail.entries(
            [
                entry(old={"value": "17090"}, new={"value": "1709"}, reason="decimal point"),
                entry(action="insert", new={"analyte": "ferritin", "value": "17090"}),
            ]
        )
        assert shown[0].when == "20-Nov-2026 05:00"
        assert shown[0].what == "Ferritin: changed"
        assert shown[0].reason == "decimal point"
        assert [(c.label, c.old, c.new) for c in shown[0].changes] == [("Value", "17,090", "1,709")]
        assert shown[1].what == "Ferritin: entered"

    def test_a_change_alone_is_named_by_its_kind(self):
        assert trail.entries([entry(old={"value": 1}, new={"value": 2})])[0].what == (
            "Result: changed"
        )

    @pytest.mark.parametrize(
        ("table", "old", "new", "shown"),
        [
            ("observation", "unit", "10*9/L", ("Unit", "Not recorded", "×10⁹/L")),
            ("observation", "comparator", "<=", ("Comparator", "Not recorded", "≤")),
            ("observation", "analyte", "alt", ("Test", "Not recorded", "Alanine aminotransferase")),
            ("observation", "antipyretic", True, ("After an antipyretic", "Not recorded", "yes")),
            ("observation", "site", "rectal", ("Site", "Not recorded", "Rectal")),
            ("finding", "on", "2026-11-18", ("On", "Not recorded", "18-Nov-2026")),
            ("exposure", "stopped_on", "nonsense", ("Last given on", "Not recorded", "nonsense")),
            ("visit", "label", "Day 14", ("Label", "Not recorded", "Day 14")),
            ("nowhere", "odd_name", 5, ("Odd name", "Not recorded", "5")),
        ],
    )
    def test_each_column_in_its_own_words(self, table, old, new, shown):
        assert changes(table=table, old={old: None}, new={old: new}) == [shown]

    def test_a_moment_is_told_once_as_it_was_written(self):
        old = {
            "measured_at": "2026-11-18 05:00:00",
            "measured_day": "2026-11-18",
            "measured_text": "2026-11-18T06:00:00+01:00",
        }
        new = {
            "measured_at": "2026-11-18 07:00:00",
            "measured_text": "2026-11-18T08:00:00+01:00",
            "measured_day": "2026-11-18",
        }
        assert changes(old=old, new=new) == [
            ("Measured at", "18-Nov-2026 06:00 (UTC+01:00)", "18-Nov-2026 08:00 (UTC+01:00)")
        ]

    def test_bookkeeping_and_marks_never_set_are_not_news(self):
        new = {
            "version": 1,
            "recorded_at": "2026-11-18 05:00:00",
            "patient_id": 7,
            "implausible_confirmed": False,
            "laboratory": "",
            "value": "0",
        }
        assert changes(action="insert", new=new) == [("Value", "Not recorded", "0")]

    def test_an_instant_without_its_moment_s_text(self):
        found = changes(table="visit", old={"content_changed_at": None},
                        new={"content_changed_at": "2026-11-18 05:00:00"})  # fmt: skip
        assert found[0][2] == "18-Nov-2026 05:00"

    def test_deleted_rows_are_named_after_what_they_were(self):
        gone = entry(action="delete", table="exposure", old={"drug": "platelet_transfusion"})
        assert trail.entries([gone])[0].what == "Platelet transfusion: deleted"

    @pytest.mark.parametrize(
        ("table", "values", "name"),
        [
            ("finding", {"finding": "nk_activity"}, "NK-cell activity"),
            ("event", {"event": "last_contact"}, "Last contact"),
            ("therapyline", {"regimen": "HLH-94"}, "HLH-94"),
            ("patient", {"code": "X"}, "Patient"),
            ("membership", {}, "Membership"),
        ],
    )
    def test_names(self, table, values, name):
        assert trail.name(table, values) == name


class TestPages:
    @pytest.fixture
    def patient(self, keep):
        return keep(*child())

    @pytest.fixture
    def ferritin(self, patient, clinician):
        row = Observation.objects.filter(patient=patient, analyte="ferritin").first()
        with transaction.atomic(), acting(clinician, "decimal point"):
            row.value = 1709
            row.save()
        return row

    def row_page(self, client, patient, row, table="observation"):
        return client.get(reverse("web:row-trail", args=[patient.pk, table, row.pk]))

    def test_a_value_opens_its_history(self, signed_in, reader, patient, ferritin):
        answer = self.row_page(signed_in(reader), patient, ferritin)
        first = answer.context["entries"][0]
        assert (first.actor, first.reason) == ("clinician", "decimal point")
        assert [(c.old, c.new) for c in first.changes] == [("5,000", "1,709")]
        assert ("Value", "1,709") in answer.context["row"].facts

    def test_what_each_role_may_do_with_it(
        self, signed_in, clinician, reviewer, reader, patient, ferritin
    ):
        def labels(user):
            page = self.row_page(signed_in(user), patient, ferritin)
            return [link.label for link in page.context["row"].links]

        assert labels(clinician) == ["Correct", "Entered in error …"]
        assert labels(reviewer) == ["Raise a query"]
        assert labels(reader) == []

    @pytest.mark.parametrize(
        ("table", "related"),
        [("finding", "finding_set"), ("exposure", "exposure_set"), ("patient", None)],
    )
    def test_every_kind_of_row_leads_to_its_own_form(
        self, table, related, signed_in, clinician, patient
    ):
        row = getattr(patient, related).first() if related else patient
        links = self.row_page(signed_in(clinician), patient, row, table).context["row"].links
        assert links[0].label == "Correct"
        assert signed_in(clinician).get(links[0].url).status_code == 200

    def test_a_row_in_error_says_so_and_offers_nothing(
        self, signed_in, clinician, patient, ferritin
    ):
        Observation.objects.filter(pk=ferritin.pk).update(
            entered_in_error=True, error_reason="another patient's"
        )
        page = self.row_page(signed_in(clinician), patient, ferritin)
        assert page.context["row"].links == ()
        assert "another patient&#x27;s" in page.content.decode()

    def test_a_row_of_another_patient_is_not_found(self, signed_in, clinician, keep, ferritin):
        assert self.row_page(signed_in(clinician), keep(), ferritin).status_code == 404

    @pytest.mark.parametrize("table", ["user", "auditentry", "nonsense"])
    def test_only_clinical_tables_have_such_a_page(
        self, table, signed_in, clinician, patient, ferritin
    ):
        assert self.row_page(signed_in(clinician), patient, ferritin, table).status_code == 404

    def test_the_patient_s_whole_trail_newest_first(self, signed_in, reader, patient, ferritin):
        answer = signed_in(reader).get(reverse("web:patient-trail", args=[patient.pk]))
        assert answer.context["entries"][0].reason == "decimal point"
        assert len(answer.context["entries"]) > 10

    def test_another_centre_s_trail_is_not_found(
        self, signed_in, make_user, other_centre, patient, ferritin
    ):
        client = signed_in(make_user(Role.REVIEWER, other_centre))
        assert self.row_page(client, patient, ferritin).status_code == 404

    def test_long_trails_have_pages(self, signed_in, reader, keep):
        patient = keep(*(lab("ferritin", day, "900") for day in range(1, 120)))
        address = reverse("web:patient-trail", args=[patient.pk])
        assert len(signed_in(reader).get(address).context["entries"]) == 100
        assert "1–100 of 120" in signed_in(reader).get(address).content.decode()
