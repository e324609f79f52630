"""Sessions end after a pause and at the end of a shift, on the server."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from hlh_app.accounts import middleware, session_clock
from hlh_app.accounts.models import Role
from hlh_app.accounts.session_clock import Ending

MINUTE, HOUR = 60, 3600
START = 1_800_000_000


@pytest.fixture
def clock(monkeypatch):
    """Set the time of the requests: clock(seconds after START)."""

    def at(seconds: int) -> None:
        monkeypatch.setattr("time.time", lambda: START + seconds)

    at(0)
    return at


@pytest.fixture
def client_at_work(clock, signed_in, clinician):
    return signed_in(clinician)


def is_signed_in(client) -> bool:
    return client.post(reverse("accounts:presence")).status_code == 204


@pytest.mark.parametrize(
    ("began", "used", "expected"),
    [
        (0, 0, None),
        (0, -30 * MINUTE + 1, None),
        (0, -30 * MINUTE, Ending.IDLE),
        (-8 * HOUR + 1, 0, None),
        (-8 * HOUR, 0, Ending.SHIFT),
        (None, None, Ending.SHIFT),
        (0, None, Ending.IDLE),
    ],
)
def test_when_a_session_is_over(began, used, expected):
    session = {session_clock.BEGAN: began, session_clock.USED: used}
    assert session_clock.ending(session, 0) is expected


def test_a_pause_ends_the_session_and_is_explained(client_at_work, clock):
    clock(30 * MINUTE)
    response = client_at_work.get(reverse("account_change_password"), follow=True)
    assert b"because nothing was done for a while" in response.content


def test_use_keeps_it_going_until_the_end_of_the_shift(client_at_work, clock):
    for minutes in range(20, 8 * 60, 20):
        clock(minutes * MINUTE)
        assert is_signed_in(client_at_work), minutes
    clock(8 * HOUR)
    response = client_at_work.get(reverse("account_change_password"), follow=True)
    assert b"as long as a shift" in response.content


def test_the_last_use_is_written_once_a_minute(client_at_work, clock):
    for seconds, written in ((59, 0), (60, 60), (119, 60), (120, 120)):
        clock(seconds)
        assert is_signed_in(client_at_work)
        assert client_at_work.session[session_clock.USED] == START + written


def test_the_limits_are_settings(client_at_work, clock, settings):
    settings.SESSION_IDLE_MINUTES = 5
    clock(5 * MINUTE)
    assert not is_signed_in(client_at_work)


def test_presence_is_told_by_post_only(client_at_work):
    assert client_at_work.get(reverse("accounts:presence")).status_code == 405


class TestCentreTimeZone:
    def zone_seen_by(self, rf, user) -> str:
        seen = []
        handler = middleware.CentreTimeZone(
            lambda request: seen.append(timezone.get_current_timezone_name())
        )
        request = rf.get("/")
        request.user = user
        handler(request)
        return seen[0]

    def test_it_is_the_users_centres(self, rf, clinician):
        assert self.zone_seen_by(rf, clinician) == "Europe/Vienna"

    def test_of_several_centres_it_is_the_first_by_code(self, rf, make_user, centre, other_centre):
        user = make_user(Role.READER, centre)
        other = make_user(Role.READER, other_centre)
        assert self.zone_seen_by(rf, user) == "Europe/Vienna"
        assert self.zone_seen_by(rf, other) == "Asia/Tokyo"

    def test_without_a_centre_it_is_the_settings(self, rf, superuser):
        assert self.zone_seen_by(rf, superuser) == "UTC"

    def test_it_does_not_outlast_the_request(self, rf, clinician):
        self.zone_seen_by(rf, clinician)
        assert timezone.get_current_timezone_name() == "UTC"
