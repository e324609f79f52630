"""What superusers and managers can reach in the admin, and what nobody can."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hlh_app.accounts import services
from hlh_app.accounts.models import Centre, Membership, Role, User

pytestmark = pytest.mark.django_db
USERS = "admin:accounts_user_changelist"
CENTRES = "admin:accounts_centre_changelist"


def address(obj) -> str:
    return reverse(f"admin:accounts_{obj._meta.model_name}_change", args=[obj.pk])


def password_address(user: User) -> str:
    return reverse("admin:auth_user_password_change", args=[user.pk])


def user_form(user: User | None, memberships: list[dict] | None = None, **fields: str) -> dict:
    """What the browser sends for a user with these rows of memberships."""
    rows = memberships or []
    stored = sum("id" in row for row in rows)
    data = {
        "username": user.username if user else "",
        "full_name": user.full_name if user else "",
        "email": "",
        "is_active": "on",
        "memberships-TOTAL_FORMS": str(len(rows)),
        "memberships-INITIAL_FORMS": str(stored),
    }
    for number, row in enumerate(rows):
        row.setdefault("user", user.pk if user else "")
        data |= {f"memberships-{number}-{key}": value for key, value in row.items()}
    return data | fields


def row_of(membership: Membership, **changes) -> dict:
    row = {"id": membership.pk, "centre": membership.centre_id, "role": membership.role}
    return row | changes


def new_user_form(username: str, memberships: list[dict], **fields: str) -> dict:
    password = {
        "usable_password": "true",
        "password1": "a-long-pass-9",
        "password2": "a-long-pass-9",
    }
    return user_form(None, memberships, username=username) | password | fields


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.READER])
def test_the_admin_is_closed_to_those_who_neither_review_nor_manage(
    signed_in, make_user, centre, role
):
    response = signed_in(make_user(role, centre)).get(reverse("admin:index"), follow=True)
    assert response.status_code == 403


def test_the_admin_sends_a_stranger_to_the_sign_in_page(client):
    response = client.get(reverse("admin:index"), follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_a_reviewer_reaches_the_admin_but_no_account(signed_in, reviewer):
    client = signed_in(reviewer)
    assert client.get(reverse("admin:index")).status_code == 200
    assert client.get(reverse(USERS)).status_code == 403
    assert client.get(reverse(CENTRES)).status_code == 403
    assert client.get(address(reviewer)).status_code == 403


class TestSuperuser:
    def test_sees_every_user_and_centre(self, signed_in, superuser, manager, other_centre):
        client = signed_in(superuser)
        assert b"manager" in client.get(reverse(USERS)).content
        assert b"TYO" in client.get(reverse(CENTRES)).content

    def test_makes_a_centre_its_code_included(self, signed_in, superuser):
        form = {"code": "GRZ", "name": "Graz", "time_zone": "Europe/Vienna"}
        response = signed_in(superuser).post(
            reverse("admin:accounts_centre_add"), form | {"fever_threshold": "38.5"}
        )
        assert response.status_code == 302
        assert Centre.objects.get(code="GRZ").name == "Graz"

    def test_makes_another_superuser(self, signed_in, superuser, clinician):
        data = user_form(clinician, is_superuser="on")
        assert signed_in(superuser).post(address(clinician), data).status_code == 302
        clinician.refresh_from_db()
        assert clinician.is_superuser

    def test_cannot_delete_an_account_or_a_centre(self, signed_in, superuser, clinician, centre):
        client = signed_in(superuser)
        for obj in (clinician, centre):
            name = f"admin:accounts_{obj._meta.model_name}_delete"
            assert client.post(reverse(name, args=[obj.pk]), {"post": "yes"}).status_code == 403

    def test_is_refused_an_unknown_time_zone_in_words(self, signed_in, superuser, centre):
        form = {"code": "VIE", "name": "Vienna", "time_zone": "Vienna", "fever_threshold": "38.5"}
        response = signed_in(superuser).post(address(centre), form)
        assert b"Vienna is not a time zone. Enter one such as Europe/Vienna." in response.content


class TestManager:
    def test_sees_the_users_of_the_own_centre_only(
        self, signed_in, manager, clinician, make_user, other_centre
    ):
        stranger = make_user(Role.CLINICIAN, other_centre, username="stranger")
        client = signed_in(manager)
        page = client.get(reverse(USERS)).content
        assert b"clinician" in page
        assert b"stranger" not in page
        assert client.get(address(stranger)).status_code == 302  # as if it did not exist

    def test_adds_a_user_to_the_own_centre(self, signed_in, manager, centre):
        data = new_user_form("novice", [{"centre": centre.pk, "role": "reader"}])
        assert signed_in(manager).post(reverse("admin:accounts_user_add"), data).status_code == 302
        novice = User.objects.get(username="novice")
        assert novice.role_by_centre == {centre.pk: Role.READER}
        assert novice.check_password("a-long-pass-9")

    def test_must_give_a_new_user_a_role(self, signed_in, manager):
        response = signed_in(manager).post(
            reverse("admin:accounts_user_add"), new_user_form("novice", [])
        )
        assert b"Give the new user a role in one of your centres." in response.content
        assert not User.objects.filter(username="novice").exists()

    def test_cannot_add_a_user_to_another_centre(self, signed_in, manager, other_centre):
        data = new_user_form("novice", [{"centre": other_centre.pk, "role": "reader"}])
        response = signed_in(manager).post(reverse("admin:accounts_user_add"), data)
        assert response.status_code == 200
        assert not User.objects.filter(username="novice").exists()

    def test_cannot_make_a_superuser(self, signed_in, manager, clinician, centre):
        client = signed_in(manager)
        row = row_of(clinician.memberships.get())
        data = user_form(clinician, [row], is_superuser="on", is_staff="on")
        assert client.post(address(clinician), data).status_code == 302
        data = new_user_form("novice", [{"centre": centre.pk, "role": "reader"}], is_superuser="on")
        client.post(reverse("admin:accounts_user_add"), data)
        assert User.objects.filter(username="novice").exists()
        assert not User.objects.filter(is_superuser=True).exists()

    def test_changes_a_members_role_but_not_their_own(self, signed_in, manager, clinician):
        client = signed_in(manager)
        row = row_of(clinician.memberships.get(), role="reader")
        assert client.post(address(clinician), user_form(clinician, [row])).status_code == 302
        assert clinician.memberships.get().role == Role.READER
        row = row_of(manager.memberships.get(), role="clinician")
        response = client.post(address(manager), user_form(manager, [row]))
        assert b"Another manager must change your own role." in response.content
        assert manager.memberships.get().role == Role.MANAGER

    def test_cannot_move_a_membership_of_another_centre(
        self, signed_in, manager, clinician, centre, other_centre
    ):
        elsewhere = services.give_role(user=clinician, centre=other_centre, role=Role.READER)
        row = row_of(elsewhere, centre=centre.pk, role="clinician")
        signed_in(manager).post(address(clinician), user_form(clinician, [row]))
        elsewhere.refresh_from_db()
        assert (elsewhere.centre, elsewhere.role) == (other_centre, Role.READER)

    def test_cannot_take_over_a_user_shared_with_another_centre(
        self, signed_in, manager, clinician, other_centre
    ):
        services.give_role(user=clinician, centre=other_centre, role=Role.CLINICIAN)
        client = signed_in(manager)
        here = clinician.memberships.get(centre__code="VIE")
        client.post(address(clinician), user_form(clinician, [row_of(here)], full_name="Changed"))
        clinician.refresh_from_db()
        assert clinician.full_name == "Clara Clinician"
        assert client.get(password_address(clinician)).status_code == 403
        new = {
            "password1": "a-long-pass-9",
            "password2": "a-long-pass-9",
            "usable_password": "true",
        }
        assert client.post(password_address(clinician), new).status_code == 403

    def test_cannot_take_over_a_superuser(self, signed_in, manager, superuser, centre):
        services.give_role(user=superuser, centre=centre, role=Role.READER)
        assert signed_in(manager).get(password_address(superuser)).status_code == 403

    def test_gives_a_member_a_new_password(self, signed_in, manager, clinician):
        new = {
            "password1": "a-long-pass-9",
            "password2": "a-long-pass-9",
            "usable_password": "true",
        }
        assert signed_in(manager).post(password_address(clinician), new).status_code == 302
        clinician.refresh_from_db()
        assert clinician.check_password("a-long-pass-9")

    def test_changes_the_settings_of_the_own_centre_but_not_its_code(
        self, signed_in, manager, centre
    ):
        form = {"code": "XXX", "name": "Wien", "time_zone": "Europe/Vienna"}
        form |= {"fever_threshold": "38.0", "names_enabled": "on"}
        assert signed_in(manager).post(address(centre), form).status_code == 302
        centre.refresh_from_db()
        assert (centre.code, centre.name, centre.names_enabled) == ("VIE", "Wien", True)

    def test_reaches_no_other_centre(self, signed_in, manager, other_centre):
        client = signed_in(manager)
        assert b"TYO" not in client.get(reverse(CENTRES)).content
        form = {"name": "Mine", "time_zone": "UTC", "fever_threshold": "38.5"}
        client.post(address(other_centre), form)
        assert client.post(reverse("admin:accounts_centre_add"), form).status_code == 403
        other_centre.refresh_from_db()
        assert other_centre.name == "Tokyo"


class TestSecondFactors:
    @pytest.fixture
    def factor(self, clinician):
        from allauth.mfa.models import Authenticator

        return Authenticator.objects.create(
            user=clinician, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
        )

    def test_a_superuser_sees_that_there_is_one_and_never_the_secret(
        self, signed_in, superuser, factor
    ):
        client = signed_in(superuser)
        for address in (
            "",
            f"{factor.pk}/change/",
            f"{factor.pk}/delete/",
            f"{factor.pk}/history/",
        ):
            page = client.get(f"/admin/mfa/authenticator/{address}")
            assert page.status_code == 200
            assert b"JBSWY3DPEHPK3PXP" not in page.content

    def test_a_superuser_removes_a_lost_one_and_changes_none(self, signed_in, superuser, factor):
        client = signed_in(superuser)
        page = f"/admin/mfa/authenticator/{factor.pk}/"
        assert client.post(page + "change/", {"data": "{}"}).status_code == 403
        assert client.post("/admin/mfa/authenticator/add/", {}).status_code == 403
        assert client.post(page + "delete/", {"post": "yes"}).status_code == 302
        assert not type(factor).objects.exists()

    def test_nobody_else_reaches_one(self, signed_in, manager, reviewer, factor):
        for user in (manager, reviewer):
            for address in ("", f"{factor.pk}/change/", f"{factor.pk}/delete/"):
                answer = signed_in(user).get(f"/admin/mfa/authenticator/{address}")
                assert answer.status_code == 403

    def test_mail_addresses_have_no_page_of_their_own(self, signed_in, superuser):
        assert signed_in(superuser).get("/admin/account/emailaddress/").status_code == 404


def test_a_filter_that_no_database_can_hold_is_a_wrong_filter(signed_in, superuser):
    response = signed_in(superuser).get(f"{reverse(USERS)}?last_login__year={10**10}")
    assert response.status_code == 302
    assert response["Location"].endswith("?e=1")
