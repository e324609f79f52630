"""What was sent waits for its sender alone, for a day, and only a few at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from hlh_app.accounts.models import Role
from hlh_app.records.imports import waiting
from hlh_app.records.models import AuditEntry, WaitingImport

pytestmark = pytest.mark.django_db


@pytest.fixture
def hold(clinician, centre):
    def send(content: bytes = b"a,b", user=clinician, name: str = "labs.csv") -> WaitingImport:
        return waiting.hold(actor=user, centre=centre, source="table", content=content, name=name)

    return send


def test_the_file_is_given_back_as_it_was_sent(hold, clinician):
    held = hold(b"\xff\x00 labs")
    assert waiting.content_of(waiting.mine(clinician, held.pk)) == b"\xff\x00 labs"


def test_only_its_sender_sees_it(hold, make_user, centre, superuser):
    held = hold()
    for other in (make_user(Role.CLINICIAN, centre), superuser):
        with pytest.raises(Http404):
            waiting.mine(other, held.pk)
        assert not waiting.waiting_of(other)


def test_not_even_its_sender_once_the_role_is_taken_away(hold, make_user, centre):
    user = make_user(Role.CLINICIAN, centre)
    held = hold(user=user)
    user.memberships.all().delete()
    user = type(user).objects.get(pk=user.pk)
    with pytest.raises(Http404):
        waiting.mine(user, held.pk)


def test_after_a_day_it_is_gone(hold, clinician):
    old = hold()
    WaitingImport.objects.update(sent_at=timezone.now() - timedelta(days=1, minutes=1))
    with pytest.raises(Http404):
        waiting.mine(clinician, old.pk)
    hold()  # whoever sends next sweeps
    assert not WaitingImport.objects.filter(pk=old.pk).exists()


def test_the_oldest_make_room(hold, clinician, make_user, centre):
    others = hold(user=make_user(Role.CLINICIAN, centre))
    held = [hold(name=f"{n}.csv") for n in range(waiting.MOST + 2)]
    assert [w.pk for w in waiting.waiting_of(clinician)] == [h.pk for h in held[:1:-1]]
    assert WaitingImport.objects.filter(pk=others.pk).exists()


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.READER, Role.MANAGER])
def test_nobody_but_a_clinician_of_the_centre_sends(hold, role, make_user, centre, other_centre):
    for user in (make_user(role, centre), make_user(Role.CLINICIAN, other_centre)):
        with pytest.raises(PermissionDenied):
            hold(user=user)
    assert not WaitingImport.objects.exists()


def test_it_is_no_part_of_the_record(hold):
    before = AuditEntry.objects.count()
    waiting.throw_away(hold())
    assert AuditEntry.objects.count() == before
    assert not WaitingImport.objects.exists()


def test_a_name_is_one_printable_line(hold):
    assert hold(name="a\r\nb\u202e" + "x" * 300).name == "ab" + "x" * 198
