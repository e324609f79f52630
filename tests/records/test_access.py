"""Nobody sees another centre's patients, and everybody does only what their role allows."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from hlh_app.accounts.models import Role
from hlh_app.accounts.services import give_role
from hlh_app.records import access
from hlh_app.records.models import DataQuery
from hlh_app.records.models.base import ClinicalRow
from hlh_app.records.selectors import trail

pytestmark = pytest.mark.django_db
READERS = ["clinician", "reviewer", "reader"]


@pytest.fixture
def somebody(request, centre, other_centre, make_user, superuser):
    """By name: a role here, a clinician elsewhere, and those without any clinical page."""

    def named(name: str):
        if name == "nobody":
            return AnonymousUser()
        if name == "superuser":
            return superuser
        if name == "elsewhere":
            return make_user(Role.CLINICIAN, other_centre)
        if name == "without a role":
            return make_user()
        if name == "inactive":
            user = make_user(Role.CLINICIAN, centre)
            user.is_active = False
            return user
        return make_user(Role(name), centre)

    return named


class TestReading:
    @pytest.mark.parametrize("role", READERS)
    def test_for_the_roles_that_read(self, somebody, patient, result, role):
        user = somebody(role)
        assert access.patient_for(user, patient.pk) == patient
        assert access.row_for(user, "observation", result.pk) == result
        assert access.row_for(user, "patient", patient.pk) == patient

    @pytest.mark.parametrize(
        "name", ["manager", "superuser", "elsewhere", "without a role", "inactive", "nobody"]
    )
    def test_not_for_the_others(self, somebody, patient, result, name):
        user = somebody(name)
        for asked in (
            lambda: access.patient_for(user, patient.pk),
            lambda: access.patient_to_edit(user, patient.pk),
            lambda: access.patient_to_review(user, patient.pk),
            lambda: access.row_for(user, "patient", patient.pk),
            lambda: access.row_for(user, "observation", result.pk),
        ):
            with pytest.raises(Http404):
                asked()

    def test_in_each_of_several_centres(self, clinician, other_centre, add_patient):
        give_role(user=clinician, centre=other_centre, role=Role.READER)
        theirs = add_patient(centre=other_centre)
        assert access.patient_for(clinician, theirs.pk) == theirs
        assert not access.can_edit(clinician, theirs)

    @pytest.mark.parametrize("pk", [0, -1, 10**30])
    def test_a_patient_that_does_not_exist(self, clinician, pk):
        with pytest.raises(Http404):
            access.patient_for(clinician, pk)

    @pytest.mark.parametrize("table", ["user", "auditentry", "patients", "", "__class__"])
    def test_a_table_that_is_not_clinical(self, clinician, table):
        with pytest.raises(Http404):
            access.row_for(clinician, table, 1)

    def test_every_clinical_table_has_an_address(self):
        def all_below(model):
            return {m for s in model.__subclasses__() for m in {s} | all_below(s)}

        clinical = {m for m in all_below(ClinicalRow) if not m._meta.abstract}
        assert set(access.TABLES.values()) == clinical

    def test_a_row_under_another_patient(self, clinician, result, add_patient):
        other = add_patient()
        assert access.row_for(clinician, "observation", result.pk, result.patient) == result
        for row in (("observation", result.pk), ("patient", result.patient_id)):
            with pytest.raises(Http404):
                access.row_for(clinician, *row, other)

    def test_takes_one_query(self, clinician, result, django_assert_num_queries):
        _ = clinician.role_by_centre
        with django_assert_num_queries(1):
            assert access.patient_for(clinician, result.patient_id).centre.code == "VIE"
        with django_assert_num_queries(1):
            assert access.row_for(clinician, "observation", result.pk).patient.centre


class TestEditing:
    def test_by_a_clinician(self, clinician, result):
        assert access.patient_to_edit(clinician, result.patient_id) == result.patient

    @pytest.mark.parametrize("role", ["reviewer", "reader"])
    def test_by_nobody_else(self, somebody, result, role):
        user = somebody(role)
        assert not access.can_edit(user, result.patient)
        with pytest.raises(PermissionDenied):
            access.patient_to_edit(user, result.patient_id)


class TestReviewing:
    def test_by_a_reviewer(self, reviewer, patient):
        assert access.can_review(reviewer, patient)
        assert access.patient_to_review(reviewer, patient.pk) == patient

    @pytest.mark.parametrize("role", ["clinician", "reader"])
    def test_by_nobody_else(self, somebody, patient, role):
        user = somebody(role)
        assert not access.can_review(user, patient)
        with pytest.raises(PermissionDenied):
            access.patient_to_review(user, patient.pk)


class TestQueries:
    @pytest.fixture
    def query(self, patient):
        return DataQuery.objects.create(patient=patient, table="patient", row_id=1, question="?")

    @pytest.mark.parametrize("role", READERS)
    def test_for_the_roles_that_read(self, somebody, query, role):
        assert access.query_for(somebody(role), query.pk) == query

    @pytest.mark.parametrize("name", ["manager", "superuser", "elsewhere", "nobody"])
    def test_not_for_the_others(self, somebody, query, name):
        with pytest.raises(Http404):
            access.query_for(somebody(name), query.pk)


def test_the_trail_of_a_patient_holds_all_their_rows(result, add_patient):
    add_patient()
    entries = trail.of_patient(result.patient)
    assert [entry.table for entry in entries] == ["observation", "visit", "patient"]
    assert [entry.row_id for entry in trail.of_row("observation", result.pk)] == [result.pk]
