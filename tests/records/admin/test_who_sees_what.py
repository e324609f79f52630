"""Every table is there for a reviewer of its centre, to read; for nobody else."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hlh_app.accounts.models import Role
from hlh_app.accounts.services import give_role
from hlh_app.records.models import AuditEntry

pytestmark = pytest.mark.django_db
# What one person is typing, has sent without confirming or has asked to be computed is nobody
# else's to see.
OF_ONE_PERSON = {"unsavedform", "waitingimport", "sensitivityrun"}
ALL = {str(model._meta.model_name) for model in apps.get_app_config("records").get_models()}
MODELS = sorted(ALL - OF_ONE_PERSON)
OF_A_CENTRE = ("auditentry", "referenceinterval", "centreword")
OF_PATIENTS = [name for name in MODELS if name not in OF_A_CENTRE]


@pytest.fixture
def ward(rows_of, patient):
    rows = rows_of(patient)
    return rows | {"auditentry": AuditEntry.objects.filter(patient_id=patient.pk).first()}


@pytest.fixture
def elsewhere(rows_of, add_patient, other_centre):
    theirs = add_patient(centre=other_centre, code="TYO-1")
    rows = rows_of(theirs)
    return rows | {"auditentry": AuditEntry.objects.filter(patient_id=theirs.pk).first()}


def test_every_table_is_registered():
    registered = {model._meta.label_lower for model in admin.site._registry}
    assert {f"records.{name}" for name in MODELS} <= registered
    assert not {f"records.{name}" for name in OF_ONE_PERSON} & registered


@pytest.mark.parametrize("table", MODELS)
class TestReviewer:
    def test_sees_the_rows_of_the_centre_alone(self, reviewing, ward, elsewhere, listed, table):
        response = listed(reviewing, table)
        assert response.status_code == 200
        rows = list(response.context["cl"].result_list)
        assert ward[table] in rows
        assert elsewhere[table] not in rows

    def test_opens_a_row(self, reviewing, ward, opened, table):
        response = opened(reviewing, ward[table])
        assert response.status_code == 200
        assert b'name="_save"' not in response.content

    def test_opens_no_row_of_another_centre(self, reviewing, ward, elsewhere, opened, table):
        response = opened(reviewing, elsewhere[table])
        assert response.status_code == 302  # as Django answers for a row that does not exist
        assert response["Location"] == reverse("admin:index")

    def test_changes_nothing(self, reviewing, ward, table):
        row = ward[table]
        for verb, args in (("add", []), ("change", [row.pk]), ("delete", [row.pk])):
            address = reverse(f"admin:records_{table}_{verb}", args=args)
            assert reviewing.post(address, {"note": "x"}).status_code == 403
        address = reverse(f"admin:records_{table}_changelist")
        reviewing.post(address, {"action": "delete_selected", "_selected_action": [row.pk]})
        assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("table", OF_PATIENTS)
class TestOthers:
    def test_a_manager_and_a_superuser_open_no_clinical_table(
        self, client, ward, manager, superuser, listed, opened, table
    ):
        for user in (manager, superuser):
            client.force_login(user)
            if table == "problemreport" and user == superuser:
                assert not listed(client, table).context["cl"].result_list
            else:
                assert listed(client, table).status_code == 403
            assert opened(client, ward[table]).status_code in (302, 403)

    def test_a_clinician_and_a_reader_have_no_admin(
        self, client, ward, clinician, reader, listed, table
    ):
        for user in (clinician, reader):
            client.force_login(user)
            assert listed(client, table).status_code == 302


class TestTheIndex:
    def test_offers_a_reviewer_every_table(self, reviewing):
        page = reviewing.get(reverse("admin:index")).content.decode()
        for table in MODELS:
            assert reverse(f"admin:records_{table}_changelist") in page

    def test_offers_a_superuser_no_patient(self, client, superuser):
        client.force_login(superuser)
        page = client.get(reverse("admin:index")).content.decode()
        for table in set(OF_PATIENTS) - {"problemreport"}:
            assert reverse(f"admin:records_{table}_changelist") not in page

    def test_a_reviewer_of_two_centres_sees_both(
        self, reviewing, reviewer, other_centre, ward, elsewhere, listed
    ):
        give_role(user=reviewer, centre=other_centre, role=Role.REVIEWER)
        both = list(listed(reviewing, "patient").context["cl"].result_list)
        assert {ward["patient"].code, "TYO-1"} <= {p.code for p in both}
        one = listed(reviewing, "patient", centre=str(other_centre.pk))
        assert {p.code[:5] for p in one.context["cl"].result_list} == {"TYO-1"}


@pytest.mark.parametrize("table", MODELS)
def test_a_list_takes_as_many_queries_for_many_rows_as_for_few(
    reviewing, rows_of, add_patient, listed, table
):
    rows_of(add_patient())
    listed(reviewing, table)
    with CaptureQueriesContext(connection) as few:
        listed(reviewing, table)
    for _ in range(5):
        rows_of(add_patient())
    with CaptureQueriesContext(connection) as many:
        listed(reviewing, table)
    assert len(many) == len(few)
    assert len(few) <= 14
