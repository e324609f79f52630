"""The audit trail as a list of its own."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hlh_app.accounts.models import Role, User
from hlh_app.accounts.services import give_role
from hlh_app.records.audit import acting
from hlh_app.records.models import AuditEntry, ReferenceInterval

pytestmark = pytest.mark.django_db


def tables(response) -> set[str]:
    return {entry.table for entry in response.context["cl"].result_list}


class TestFilters:
    def test_by_table(self, reviewing, result, listed):
        assert tables(listed(reviewing, "auditentry", table="visit")) == {"visit"}

    def test_by_actor(self, reviewing, result, clinician, reviewer, listed):
        with acting(clinician):
            result.note = "a"
            result.save()
        found = listed(reviewing, "auditentry", who="clinician").context["cl"].result_list
        assert [entry.actor for entry in found] == ["clinician"]
        outside = listed(reviewing, "auditentry", who="database").context["cl"].result_list
        assert {entry.actor.partition(":")[0] for entry in outside} == {"database"}
        assert len(outside) == 3

    def test_by_action_and_day(self, reviewing, result, listed):
        assert listed(reviewing, "auditentry", action__exact="update").status_code == 200
        response = listed(reviewing, "auditentry", at__gte="2026-01-01 00:00:00+00:00")
        assert response.status_code == 200

    def test_by_the_code_of_the_patient(self, reviewing, result, add_patient, listed):
        other = add_patient(code="ZZZ-9")
        found = listed(reviewing, "auditentry", q="zzz").context["cl"].result_list
        assert {entry.patient_id for entry in found} == {other.pk}

    def test_offers_a_reviewer_the_tables_of_patients(self, reviewing, listed):
        text = listed(reviewing, "auditentry").content.decode()
        assert "?table=observation" in text
        assert "?table=membership" not in text


class TestEntries:
    def test_a_long_entry_is_shortened_in_the_list(self, reviewing, result, listed, opened):
        text = listed(reviewing, "auditentry", table="observation").content.decode()
        assert "more fields" in text
        entry = AuditEntry.objects.get(table="observation")
        assert "Unit: <ins>ng/mL</ins>" in opened(reviewing, entry).content.decode()

    def test_a_row_leads_to_record_and_patient(self, reviewing, result, listed):
        text = listed(reviewing, "auditentry", table="observation").content.decode()
        assert reverse("admin:records_observation_change", args=[result.pk]) in text
        assert result.patient.code in text


class TestAccounts:
    """Entries without a patient: a reviewer's no, a manager's of their own centre."""

    @pytest.fixture
    def accounts(self, centre, other_centre, make_user):
        make_user(Role.READER, other_centre, username="far")
        make_user(Role.READER, centre, username="near")
        for place in (centre, other_centre):
            ReferenceInterval.objects.create(centre=place, analyte="crp", unit="mg/L", high=5)

    def test_a_reviewer_sees_none(self, reviewing, accounts, result, listed):
        assert tables(listed(reviewing, "auditentry")) == {"patient", "visit", "observation"}

    def test_a_manager_sees_those_of_the_centre(
        self, client, manager, accounts, result, centre, listed
    ):
        User.objects.get(username="near").memberships.all().delete()
        client.force_login(manager)
        found = listed(client, "auditentry").context["cl"].result_list
        assert {e.table for e in found} == {"centre", "user", "membership", "referenceinterval"}
        held = [e.new or e.old for e in found]
        assert {h["code"] for h in held if "code" in h} == {"VIE"}
        assert "far" not in {h.get("username") for h in held}
        assert {h["centre_id"] for h in held if "centre_id" in h} == {centre.pk}
        assert "delete" in {e.action for e in found}

    def test_a_superuser_sees_accounts_and_centres(
        self, client, superuser, accounts, result, listed
    ):
        client.force_login(superuser)
        assert tables(listed(client, "auditentry")) == {"centre", "user", "membership"}

    def test_an_entry_of_another_centre_is_not_opened(
        self, client, manager, accounts, other_centre, opened
    ):
        client.force_login(manager)
        entry = AuditEntry.objects.get(table="centre", row_id=other_centre.pk)
        assert opened(client, entry).status_code == 302

    def test_a_manager_who_reviews_elsewhere_sees_both(
        self, client, manager, other_centre, accounts, add_patient, listed
    ):
        give_role(user=manager, centre=other_centre, role=Role.REVIEWER)
        add_patient(centre=other_centre)
        client.force_login(User.objects.get(pk=manager.pk))
        assert {"centre", "patient"} <= tables(listed(client, "auditentry"))

    def test_nobody_signed_in_sees_nothing(self, client, accounts, listed):
        assert listed(client, "auditentry").status_code == 302
