"""The way in: no sign-up, limited guessing, a second factor that the admin cannot by-pass."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.urls import reverse

from hlh_app.accounts.demo_password import DEMO_PASSWORD
from hlh_app.accounts.models import User
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _forget_earlier_attempts():
    cache.clear()


def sign_in(client, username: str, password: str = PASSWORD):
    return client.post(LOGIN, {"login": username, "password": password})


def test_a_user_signs_in_and_comes_home(client, clinician):
    response = sign_in(client, "clinician")
    assert response.status_code == 302
    assert response["Location"] == reverse("web:home")


@pytest.mark.parametrize("name", ["manager", "root"])
def test_who_reads_no_patient_begins_where_accounts_are_kept(client, manager, superuser, name):
    assert sign_in(client, name)["Location"] == reverse("admin:index")


def test_the_menu_offers_a_manager_no_clinical_page(signed_in, manager):
    page = signed_in(manager).get(reverse("account_change_password")).content.decode()
    assert f'href="{reverse("admin:index")}"' in page
    assert f'href="{reverse("web:patients")}"' not in page
    assert f'href="{reverse("web:queries")}"' not in page


def test_a_wrong_password_does_not_tell_whether_the_user_exists(client, clinician):
    known = sign_in(client, "clinician", "wrong").context["form"].non_field_errors()
    unknown = sign_in(client, "nobody", "wrong").context["form"].non_field_errors()
    assert known == unknown
    assert known


def test_a_wrong_entry_comes_back_as_typed_with_the_error_first(client, clinician):
    page = sign_in(client, "clinician", "wrong").content.decode()
    assert "<title>Error: Sign in · HLH</title>" in page
    assert page.index("There is a problem") < page.index('name="login"')
    assert 'value="clinician"' in page


def test_an_empty_entry_is_told_what_to_enter(client):
    page = sign_in(client, "", "").content.decode()
    assert "Enter your username." in page
    assert "Enter your password." in page


def test_guessing_is_stopped_and_also_refuses_the_right_password_then(client, clinician):
    for _attempt in range(5):
        sign_in(client, "clinician", "wrong")
    response = sign_in(client, "clinician")
    assert response.status_code == 200
    assert "Too many failed login attempts" in response.content.decode()


def test_many_made_up_names_do_not_push_the_count_of_attempts_out(client, clinician):
    for _attempt in range(5):
        sign_in(client, "clinician", "wrong")
    for number in range(400):
        cache.set(f"another-count-{number}", 1, 300)
    assert "Too many failed login attempts" in sign_in(client, "clinician").content.decode()


def test_the_published_password_of_the_demo_opens_a_trial_only(client, make_user, settings):
    user = make_user(username="left-over")
    user.set_password(DEMO_PASSWORD)
    user.save()
    settings.TRIAL = False
    sign_in(client, "left-over", DEMO_PASSWORD)
    assert "_auth_user_id" not in client.session
    settings.TRIAL = True
    sign_in(client, "left-over", DEMO_PASSWORD)
    assert "_auth_user_id" in client.session


def test_an_inactive_user_does_not_get_in(client, clinician):
    User.objects.filter(pk=clinician.pk).update(is_active=False)
    response = sign_in(client, "clinician")
    assert "_auth_user_id" not in client.session
    assert response.status_code in (200, 302)


def test_nobody_makes_an_account_for_themselves(client):
    page = client.get(reverse("account_signup"))
    assert b"Accounts are given, not taken" in page.content
    data = {"username": "me", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), data)
    assert not User.objects.exists()


def test_the_admins_own_sign_in_is_allauths(client, superuser):
    response = client.post(
        reverse("admin:login"), {"username": "root", "password": PASSWORD}, follow=True
    )
    assert response.request["PATH_INFO"] == LOGIN
    assert "_auth_user_id" not in client.session


def test_a_second_factor_is_asked_for_once_it_is_set_up(client, clinician):
    totp.TOTP.activate(clinician, totp.generate_totp_secret())
    response = sign_in(client, "clinician")
    assert response["Location"] == reverse("mfa_authenticate")
    assert client.get("/").status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_generate_recovery_codes"])
def test_a_change_of_the_second_factor_asks_for_the_password_first(signed_in, clinician, name):
    response = signed_in(clinician).post(reverse(name), {"code": "123456"})
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_reauthenticate"))


def test_signing_out_ends_the_session(signed_in, clinician):
    client = signed_in(clinician)
    assert client.post(reverse("account_logout"))["Location"] == LOGIN
    assert client.get(reverse("account_change_password")).status_code == 302


def test_a_short_new_password_is_refused_in_words(signed_in, clinician):
    data = {"oldpassword": PASSWORD, "password1": "short-7", "password2": "short-7"}
    response = signed_in(clinician).post(reverse("account_change_password"), data)
    assert "at least 12 characters" in response.content.decode()
    clinician.refresh_from_db()
    assert clinician.check_password(PASSWORD)
