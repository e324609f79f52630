"""What is typed and not saved: kept for its writer alone, restored, and closed by saving."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.test import Client
from django.utils import timezone

from hlh_app.accounts.models import Role, User
from hlh_app.records.models import Observation, UnsavedForm, Visit
from hlh_app.records.services import unsaved
from hlh_app.web import tickets
from tests.conftest import PASSWORD

from .conftest import form_of

pytestmark = pytest.mark.django_db
KEEP, LOGIN = "/unsaved/", "/accounts/login/"


@pytest.fixture
def new(patient, signed_in, clinician) -> str:
    signed_in(clinician)
    return f"/patients/{patient.pk}/visits/new/"


@pytest.fixture
def colleague(make_user, centre) -> User:
    return make_user(Role.CLINICIAN, centre, username="colleague")


def page_with(client: Any, url: str, **boxes: str) -> dict[str, Any]:
    """The page opened, with something typed: what it would send."""
    answer = client.get(url)
    assert answer.status_code == 200
    return form_of(answer) | {name.replace("__", "-"): text for name, text in boxes.items()}


def kept(client: Any, body: dict[str, Any], turn: int = 1) -> dict[str, Any]:
    answer = client.post(KEEP, body | {"turn": str(turn)})
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_what_is_typed_is_kept_and_stands_in_the_form_again(new, client, clinician):
    body = page_with(client, new, ferritin__value="1,5", note="half a sen", day="20 Nov 2026")
    said = kept(client, body)
    assert said["at"] == "12:00"
    assert not Visit.objects.exists()
    again = client.get(new)
    page = again.content.decode()
    assert "Restored what you typed at 12:00 and did not save." in page
    assert "There is a problem" not in page
    sent = form_of(again)
    assert sent["ferritin-value"] == ["1,5"]
    assert sent["note"] == ["half a sen"]
    assert sent["day"] == ["20 Nov 2026"]


def test_opening_the_form_writes_nothing(new, client):
    kept(client, page_with(client, new, ferritin__value="500"))
    before = list(UnsavedForm.objects.values())
    client.get(new)
    client.get(f"{new}?unsaved=none")
    assert list(UnsavedForm.objects.values()) == before


def test_saving_takes_it_away_and_a_late_message_does_not_bring_it_back(new, client):
    body = page_with(client, new, ferritin__value="500")
    kept(client, body)
    assert client.post(new, body).status_code == 302
    assert kept(client, body, turn=2) == {"closed": True}
    assert "Restored" not in client.get(new).content.decode()
    assert all(unsaved.typed(line) == {} for line in UnsavedForm.objects.all())


def test_a_correction_takes_it_away_too(stored_visit, patient, signed_in, clinician, client):
    signed_in(clinician)
    url = f"/patients/{patient.pk}/visits/{stored_visit.pk}/"
    body = page_with(client, url, ferritin__value="1709")
    kept(client, body)
    restored = form_of(client.get(url))
    assert restored["ferritin-value"] == ["1709"]
    assert client.post(url, restored).status_code == 302
    assert form_of(client.get(url))["ferritin-value"] == ["1709"]
    assert "Restored" not in client.get(url).content.decode()


def test_when_saving_fails_it_stays(new, client, monkeypatch):
    body = page_with(client, new, ferritin__value="500")
    kept(client, body)
    monkeypatch.setattr(unsaved, "close", _breaks)
    client.raise_request_exception = False
    assert client.post(new, body).status_code == 500
    assert not Visit.objects.exists()
    assert form_of(client.get(new))["ferritin-value"] == ["500"]


def _breaks(**_named: Any) -> None:
    raise RuntimeError("the server stopped here")


def test_it_can_be_thrown_away(new, client):
    kept(client, page_with(client, new, ferritin__value="500"))
    ticket = form_of(client.get(new))["unsaved"]
    answer = client.post("/unsaved/discard/", {"unsaved": ticket})
    assert (answer.status_code, answer.url) == (302, new)
    assert form_of(client.get(new))["ferritin-value"] == [""]


def test_what_was_taken_back_is_forgotten(new, client):
    kept(client, page_with(client, new, ferritin__value="500"))
    body = form_of(client.get(new))
    first = page_with(client, f"{new}?unsaved=none", ferritin__value="500")
    kept(client, first)
    assert kept(client, first | {"unchanged": "1"}, turn=2)["unchanged"] is True
    assert UnsavedForm.objects.count() == 1
    assert body["ferritin-value"] == ["500"]


def test_a_form_that_comes_back_refused_is_kept_without_any_script(new, fill, client):
    fill(new, ferritin__value="1,5", note="kept")
    sent = form_of(client.get(new))
    assert (sent["ferritin-value"], sent["note"]) == (["1,5"], ["kept"])


class TestTwoWindows:
    def test_keep_apart_and_a_third_offers_the_newest_and_names_the_other(self, new, client):
        first = page_with(client, new, ferritin__value="1")
        second = page_with(client, new, ferritin__value="2")
        kept(client, first)
        kept(client, second)
        third = client.get(new)
        assert form_of(third)["ferritin-value"] == ["2"]
        assert "Also typed here and not saved:" in third.content.decode()
        other = client.get(f"{new}?unsaved={first['submission'][0]}")
        assert form_of(other)["ferritin-value"] == ["1"]

    def test_that_go_on_from_the_same_text_part(self, new, client):
        first = page_with(client, new, ferritin__value="1")
        kept(client, first)
        reloaded = form_of(client.get(new)) | {"ferritin-value": "2"}
        assert "submission" not in kept(client, reloaded)
        told = kept(client, first | {"ferritin-value": "11"}, turn=2)
        assert told["submission"] != first["submission"][0]
        texts = [unsaved.typed(line)["ferritin-value"] for line in UnsavedForm.objects.all()]
        assert sorted(texts) == [["11"], ["2"]]
        moved = first | {"submission": told["submission"], "unsaved": told["unsaved"]}
        assert "submission" not in kept(client, moved | {"ferritin-value": "12"}, turn=3)

    def test_of_which_one_was_saved_keep_what_the_other_types(self, new, client):
        first = page_with(client, new, ferritin__value="500")
        kept(client, first)
        second = form_of(client.get(new))
        assert client.post(new, second).status_code == 302
        assert "submission" in kept(client, first | {"ferritin-value": "510"}, turn=2)
        assert form_of(client.get(new))["ferritin-value"] == ["510"]

    def test_an_older_message_does_not_undo_a_newer(self, new, client):
        body = page_with(client, new)
        kept(client, body | {"ferritin-value": "12"}, turn=2)
        kept(client, body | {"ferritin-value": "1"}, turn=1)
        assert form_of(client.get(new))["ferritin-value"] == ["12"]

    def test_an_empty_form_can_be_opened_beside_it(self, new, client):
        kept(client, page_with(client, new, ferritin__value="1"))
        beside = client.get(f"{new}?unsaved=none")
        assert form_of(beside)["ferritin-value"] == [""]
        assert "Also typed here" in beside.content.decode()


class TestSignedOut:
    @pytest.fixture
    def half(self, new, client) -> dict[str, Any]:
        return page_with(client, new, ferritin__value="1709", note="half a sen")

    def back(self, client, new, user) -> dict[str, list[str]]:
        client.force_login(user)
        return form_of(client.get(new))

    @pytest.mark.parametrize("way", ["time-out", "logout", "cookie gone"])
    def test_the_body_of_the_form_is_kept_and_sign_in_leads_back(
        self, half, new, client, clinician, way, monkeypatch
    ):
        if way == "time-out":
            monkeypatch.setattr("time.time", lambda: timezone.now().timestamp() + 9 * 3600)
        elif way == "logout":
            client.logout()
        else:
            client.cookies.clear()
        answer = client.post(new, half, follow=True)
        page = answer.content.decode()
        assert answer.redirect_chain == [(f"{LOGIN}?next={new}", 302)]
        assert "What was typed is kept. It is not saved yet." in page
        assert "1709" not in page
        monkeypatch.undo()
        signed_in = client.post(f"{LOGIN}?next={new}", {"login": "clinician", "password": PASSWORD})
        assert signed_in.url == new
        sent = form_of(client.get(new))
        assert (sent["ferritin-value"], sent["note"]) == (["1709"], ["half a sen"])
        assert not Visit.objects.exists()
        assert "kept" not in client.get(LOGIN, follow=True).content.decode()

    def test_nobody_else_sees_a_hint_of_it(self, half, new, client, clinician, colleague):
        client.logout()
        client.post(new, half)
        sent = self.back(client, new, colleague)
        assert sent["ferritin-value"] == [""]
        assert "Restored" not in client.get(new).content.decode()
        assert self.back(client, new, clinician)["ferritin-value"] == ["1709"]

    def test_the_page_itself_is_told_and_its_text_kept(self, half, new, client, clinician):
        client.logout()
        said = kept(client, half)
        assert said["sign_in"].startswith(LOGIN)
        assert "csrf" not in said
        client.force_login(clinician)
        page = client.get(new).content.decode()
        assert "Part of it was sent after you had been signed out." in page
        assert kept(client, half | {"ferritin-value": "1"}, turn=2)["csrf"]

    def test_another_persons_form_is_not_written_under_ones_own_name(
        self, half, new, client, clinician, colleague
    ):
        client.force_login(colleague)
        answer = client.post(new, half)
        assert answer.status_code == 403
        assert "somebody else" in answer.content.decode()
        assert not Visit.objects.exists()
        assert self.back(client, new, clinician)["ferritin-value"] == ["1709"]

    def test_a_page_from_before_another_sign_in_loses_nothing(self, new, clinician):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(clinician)
        opened = form_of(strict.get(new)) | {"ferritin-value": "1709"}
        answer = strict.post(new, opened | {"csrfmiddlewaretoken": "x" * 64})
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "What you typed is kept as you typed it." in page
        assert f'href="{new}"' in page
        assert form_of(strict.get(new))["ferritin-value"] == ["1709"]
        stranger = Client(enforce_csrf_checks=True)
        page = stranger.post(new, opened | {"ferritin-value": "1"}).content.decode()
        assert "Sign in and open the form again" in page


class TestAttackers:
    @pytest.mark.parametrize(
        "text",
        ["", "x", "a:b:c", signing.dumps([1], salt="hlh.unsaved")],
        ids=["none", "a letter", "no signature", "not a ticket"],  # a signature tells the time
    )
    def test_without_a_ticket_of_ours_nothing_is_kept(self, new, client, text):
        body = page_with(client, new, ferritin__value="1") | {"unsaved": text}
        assert client.post(KEEP, body).status_code == 422
        client.logout()
        assert client.post(KEEP, body).status_code == 401
        client.post(new, body)
        assert not UnsavedForm.objects.exists()

    def test_a_ticket_of_another_use_is_none(self, new, client, clinician):
        made = signing.dumps([clinician.pk, "", new, "k", "p", ""], salt="another use")
        assert tickets.read(made) is None

    def test_a_ticket_ends(self, new, client, monkeypatch):
        body = page_with(client, new, ferritin__value="1")
        late = signing.time.time() + tickets.GOOD_FOR_SECONDS + 10
        monkeypatch.setattr("time.time", lambda: late)  # the session has ended long before
        assert client.post(KEEP, body).status_code == 401
        assert not UnsavedForm.objects.exists()

    def test_after_a_change_of_the_password_only_its_owner_can_use_it(self, new, client, clinician):
        body = page_with(client, new, ferritin__value="1")
        clinician.set_password("another-horse-8-battery")
        clinician.save()
        client.logout()
        assert client.post(KEEP, body).status_code == 422
        assert not UnsavedForm.objects.exists()
        client.force_login(clinician)
        kept(client, body)

    def test_a_closed_account_keeps_nothing(self, new, client, clinician):
        body = page_with(client, new, ferritin__value="1")
        User.objects.filter(pk=clinician.pk).update(is_active=False)
        assert client.post(KEEP, body).status_code == 422
        assert not UnsavedForm.objects.exists()

    def test_too_much_is_refused_in_words(self, new, client):
        body = page_with(client, new, note="9" * (unsaved.MOST_CHARACTERS + 1))
        answer = client.post(KEEP, body)
        assert answer.status_code == 422
        assert "at most 1,000,000 characters" in answer.json()["why"]

    def test_too_many_are_refused_in_words(self, new, client, monkeypatch):
        monkeypatch.setattr(unsaved, "MOST_FORMS", 1)
        kept(client, page_with(client, new, ferritin__value="1"))
        answer = client.post(KEEP, page_with(client, f"{new}?unsaved=none", ferritin__value="2"))
        assert "Too many of your forms" in answer.json()["why"]

    def test_forms_that_were_saved_count_no_more(self, new, client, clinician, monkeypatch):
        monkeypatch.setattr(unsaved, "MOST_FORMS", 1)
        for n in range(3):
            unsaved.close(user=clinician, address=new, key=f"{n:032x}")
        kept(client, page_with(client, f"{new}?unsaved=none", ferritin__value="2"))
        assert len(unsaved.find(clinician, new)) == 1

    def test_null_characters_are_kept_as_a_mark(self, new, client):
        kept(client, page_with(client, new, note="a\0b"))
        assert form_of(client.get(new))["note"] == ["a\ufffdb"]

    def test_who_left_the_centre_is_shown_nothing_of_its_patients(self, new, client, clinician):
        body = page_with(client, new, ferritin__value="1")
        kept(client, body)
        clinician.memberships.all().delete()
        user = User.objects.get(pk=clinician.pk)
        assert unsaved.find(user, new) == []
        assert client.get(new).status_code == 404
        other = page_with_ticket(body, user, new)
        assert client.post(KEEP, other).status_code == 422

    def test_nobody_signed_in_owns_no_ticket(self, new, clinician):
        ticket = tickets.Ticket(clinician.pk, "", new, "k", "p", "")
        assert not ticket.is_of(AnonymousUser())


def page_with_ticket(body: dict[str, Any], user: User, address: str) -> dict[str, Any]:
    ticket = tickets.Ticket(user.pk, tickets.fingerprint(user), address, "f" * 32, "p", "")
    return body | {"unsaved": ticket.text}


def test_after_two_weeks_it_is_gone(new, client, clinician):
    kept(client, page_with(client, new, ferritin__value="1"))
    UnsavedForm.objects.update(typed_at=timezone.now() - timedelta(days=14, seconds=1))
    assert form_of(client.get(new))["ferritin-value"] == [""]
    assert unsaved.sweep() == 1


FORMS = {
    "patients/new/": {"code": "NEW-1", "birth_date": "3/3/20"},
    "patients/{p}/edit/": {"trigger_detail": "half a sen"},
    "patients/{p}/treatments/new/": {"drug": "ruxo", "dose": "5,"},
    "patients/{p}/events/new/": {"detail": "half a sen"},
    "patients/{p}/temperatures/": {"lines": "20-Nov 06:00 38.6\n10:00 3"},
    "patients/{p}/symptoms/": {"infection-term": "Sep"},
    "patients/{p}/observations/{o}/": {"value": "17"},
    "patients/{p}/enter-in-error/observation/{o}/": {"reason": "another pat"},
    "rules/hlh2004/problem/": {"text": "half a sen"},
}


@pytest.mark.parametrize("address", FORMS)
def test_every_form_is_kept(address, stored_visit, patient, signed_in, clinician, client):
    signed_in(clinician)
    result = Observation.objects.get(analyte="ferritin")
    url = "/" + address.format(p=patient.pk, o=result.pk)
    kept(client, page_with(client, url) | FORMS[address])
    sent = form_of(client.get(url))
    assert {name: sent[name] for name in FORMS[address]} == {
        name: [text] for name, text in FORMS[address].items()
    }
