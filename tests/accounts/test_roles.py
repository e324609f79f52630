"""Roles: one a user a centre, and what follows from them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from hlh_app.accounts import selectors, services
from hlh_app.accounts.models import READING_ROLES, Centre, Membership, Role, User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "staff", "reads"),
    [
        (Role.CLINICIAN, False, True),
        (Role.REVIEWER, True, True),
        (Role.READER, False, True),
        (Role.MANAGER, True, False),
    ],
)
def test_what_a_role_opens(make_user, centre, role, staff, reads):
    user = make_user(role, centre)
    assert selectors.role_in(user, centre) is role
    assert selectors.role_in(user, centre.pk) is role
    assert user.is_staff is staff
    assert user.reads_patients is reads


def test_a_role_ends_at_the_door_of_its_centre(clinician, centre, other_centre):
    assert selectors.role_in(clinician, other_centre) is None
    assert list(selectors.centres_where(clinician, *READING_ROLES)) == [centre]
    assert not selectors.centres_where(clinician, Role.MANAGER).exists()


def test_a_superuser_reaches_the_admin_and_reads_nothing(superuser, centre):
    assert superuser.is_staff
    assert selectors.role_in(superuser, centre) is None
    assert not superuser.reads_patients


def test_nobody_signed_in_has_no_role(centre):
    nobody = AnonymousUser()
    assert selectors.role_in(nobody, centre) is None
    assert not selectors.centres_where(nobody, *Role).exists()
    assert selectors.centre_of(nobody) is None


def test_an_inactive_user_has_no_role(clinician, centre):
    clinician.is_active = False
    assert selectors.role_in(clinician, centre) is None
    assert selectors.centre_ids_where(clinician, Role.CLINICIAN) == []


def test_a_role_given_again_replaces_the_earlier_one(clinician, centre):
    services.give_role(user=clinician, centre=centre, role=Role.REVIEWER)
    assert selectors.role_in(clinician, centre) is Role.REVIEWER
    assert clinician.memberships.count() == 1


def test_roles_are_read_once_a_request(clinician, centre, django_assert_num_queries):
    user = User.objects.get(pk=clinician.pk)
    with django_assert_num_queries(1):
        selectors.role_in(user, centre)
        selectors.centre_ids_where(user, *READING_ROLES)
        assert not user.is_staff
        assert selectors.centre_of(user) == centre


def test_two_roles_in_one_centre_are_refused_by_the_database(clinician, centre):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=clinician, centre=centre, role=Role.READER)


@pytest.mark.parametrize("change", [{"role": "owner"}, {"role": ""}])
def test_an_unknown_role_is_refused_by_the_database(clinician, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        clinician.memberships.update(**change)


def test_an_unpublished_fever_threshold_is_refused_by_the_database(centre):
    with pytest.raises(IntegrityError), transaction.atomic():
        Centre.objects.filter(pk=centre.pk).update(fever_threshold=Decimal("38.4"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"code": "vie"}, "Use capital letters, digits and hyphens."),
        ({"code": "VIE\n"}, "Use capital letters, digits and hyphens."),
        ({"time_zone": "Mars/Olympus"}, "Mars/Olympus is not a time zone."),
        ({"fever_threshold": Decimal("38.4")}, "is not a valid choice"),
    ],
)
def test_a_centre_with_an_odd_field_is_refused_in_words(fields, said):
    with pytest.raises(ValidationError, match=said):
        services.create_centre(**({"code": "VIE", "name": "Vienna"} | fields))
    assert not Centre.objects.exists()


def test_neither_a_user_nor_a_centre_with_memberships_can_be_deleted(clinician, centre):
    for kept in (clinician, centre):
        with pytest.raises(ProtectedError):
            kept.delete()


def test_a_user_is_called_by_the_full_name_if_there_is_one(make_user):
    assert str(make_user(username="ana")) == "ana"
    ana = make_user(username="ana2", full_name="Ana Abe")
    assert (str(ana), ana.get_full_name(), ana.get_short_name()) == ("Ana Abe",) * 3


def test_names_of_rows_are_readable(clinician, centre):
    assert str(centre) == "VIE · Vienna"
    assert str(clinician.memberships.get()) == "Clara Clinician, Clinician: enters and signs, VIE"


def test_a_user_with_an_odd_name_is_refused(db):
    with pytest.raises(ValidationError):
        services.create_user(username="a b/c", password="x")
    assert not User.objects.exists()
