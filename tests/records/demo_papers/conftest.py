"""The synthetic cohorts in the database."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import override_settings

from hlh_app.accounts.models import User
from hlh_app.records.demo.papers import cohorts


@pytest.fixture(scope="package")
def _filled_once(django_db_setup, django_db_blocker):
    """Filled once for all tests that only look, and taken back in the end."""
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with (
        override_settings(PASSWORD_HASHERS=quick),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        made = cohorts.fill()
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def filled(_filled_once, db) -> list[str]:
    return _filled_once


@pytest.fixture
def researcher(filled) -> User:
    return User.objects.get(username="researcher")
