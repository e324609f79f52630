"""Fixtures that every test may ask for."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest
from django.test import TransactionTestCase

from hlh_app.accounts import services
from hlh_app.accounts.models import Centre, Role, User
from hlh_app.records import audit

PASSWORD = "correct-horse-7-battery"
_numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def _quick_passwords(settings) -> None:
    """The deliberate slowness of password hashing is Django's to test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True, scope="session")
def _flush_without_audit() -> Iterator[None]:
    """The triggers refuse to delete anything, a test's rows included; only here they give way."""
    flush = TransactionTestCase._fixture_teardown

    def without_audit(case: TransactionTestCase) -> None:
        audit.uninstall()
        flush(case)
        audit.install()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", without_audit)
        yield


@pytest.fixture
def centre(db) -> Centre:
    return services.create_centre(code="VIE", name="Vienna", time_zone="Europe/Vienna")


@pytest.fixture
def other_centre(db) -> Centre:
    return services.create_centre(code="TYO", name="Tokyo", time_zone="Asia/Tokyo")


@pytest.fixture
def make_user(db) -> Callable[..., User]:
    """make_user(role, centre): somebody with that role there; without both, with none."""

    def make(role: Role | None = None, centre: Centre | None = None, **fields: str) -> User:
        name = fields.pop("username", f"user{next(_numbers)}")
        user = services.create_user(username=name, password=PASSWORD, **fields)
        if role and centre:
            services.give_role(user=user, centre=centre, role=role)
        return user

    return make


@pytest.fixture
def clinician(make_user, centre) -> User:
    return make_user(Role.CLINICIAN, centre, username="clinician", full_name="Clara Clinician")


@pytest.fixture
def reviewer(make_user, centre) -> User:
    return make_user(Role.REVIEWER, centre, username="reviewer", full_name="Rita Reviewer")


@pytest.fixture
def reader(make_user, centre) -> User:
    return make_user(Role.READER, centre, username="reader", full_name="Rea Reader")


@pytest.fixture
def manager(make_user, centre) -> User:
    return make_user(Role.MANAGER, centre, username="manager", full_name="Max Manager")


@pytest.fixture
def superuser(db) -> User:
    return User.objects.create_superuser("root", password=PASSWORD)


@pytest.fixture
def signed_in(client) -> Callable[[User], object]:
    """signed_in(user): the test client, with that user's session."""

    def sign_in(user: User):
        client.force_login(user)
        return client

    return sign_in
