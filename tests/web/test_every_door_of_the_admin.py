"""The admin × everybody, and every sign-in page. What is not decided here fails.

Addresses come from the URLconf, tables from the admin's own register. Staff without the right are
refused; a row of another centre is answered as one that does not exist.
"""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.urls import reverse

from hlh_app.accounts.models import Role, User
from hlh_app.records.models import AuditEntry
from tests.records.admin.conftest import rows_of  # noqa: F401
from tests.records.conftest import add_patient, add_result, add_visit  # noqa: F401

from .urlconf import names

pytestmark = pytest.mark.django_db

REVIEWED = {"changelist": {"reviewer"}, "change": {"reviewer"}, "history": {"reviewer"}}
KEPT = {"superuser", "manager"}
SET = {"reviewer", "manager"}
OVER_ALL = {"superuser"}
CLINICAL = (
    *("patient", "visit", "observation", "finding", "exposure", "event", "therapyline", "consent"),
    *("signature", "dataquery", "dataqueryreply", "patientsummary", "adverseevent"),
    *("importbatch", "importedchange", "leftover", "patientmerge", "notthesame"),
    *("studyrow", "savedcohort", "loadedcohort", "studyexport"),
)
# Table → page → whom it is open to, beside their own centre's rows. A page not named: nobody.
RIGHTS: dict[str, dict[str, set[str]]] = dict.fromkeys(CLINICAL, REVIEWED) | {
    "auditentry": REVIEWED | {"changelist": {"reviewer", "manager", "superuser"}},
    "problemreport": REVIEWED | {"changelist": {"reviewer", "superuser"}},
    "referenceinterval": {
        **dict.fromkeys(("changelist", "change", "history"), SET),
        "add": {"manager"},
        "delete": {"manager"},
    },
    "centreword": {
        **dict.fromkeys(("changelist", "change", "history"), SET),
        "delete": {"manager"},
    },
    "user": dict.fromkeys(("changelist", "change", "history", "add"), KEPT),
    "centre": dict.fromkeys(("changelist", "change", "history"), KEPT) | {"add": OVER_ALL},
    "authenticator": dict.fromkeys(("changelist", "change", "history", "delete"), OVER_ALL),
}
PAGES = ("changelist", "add", "change", "history", "delete")
STAFF = ("reviewer", "manager", "superuser")
# Of the admin's addresses those that belong to no table.
SHARED = {"index", "login", "logout", "autocomplete", "jsi18n", "view_on_site", "app_list"} | {
    "password_change",
    "password_change_done",
    "auth_user_password_change",
}
OPEN = {
    *("account_login", "account_logout", "account_signup", "account_inactive"),
    *("account_reset_password", "account_reset_password_done", "mfa_authenticate"),
    *("account_reset_password_from_key", "account_reset_password_from_key_done"),
    *("account_confirm_email", "account_email_verification_sent", "account_confirm_login_code"),
}
OF_ONESELF = {
    *("account_reauthenticate", "account_email", "account_change_password"),
    *("account_set_password", "mfa_index", "mfa_reauthenticate", "mfa_activate_totp"),
    *("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
    *("mfa_download_recovery_codes",),
}


@pytest.fixture
def rows(rows_of, add_patient, centre, clinician) -> dict[str, Any]:  # noqa: F811
    made = rows_of(add_patient())
    factor = Authenticator.objects.create(user=clinician, type="totp", data={"secret": "x"})
    return made | {
        "auditentry": AuditEntry.objects.filter(patient_id=made["patient"].pk).first(),
        "user": clinician,
        "centre": centre,
        "authenticator": factor,
    }


@pytest.fixture
def elsewhere(rows_of, add_patient, other_centre, make_user) -> dict[str, Any]:  # noqa: F811
    theirs = rows_of(add_patient(centre=other_centre, code="TYO-1"))
    entry = AuditEntry.objects.filter(patient_id=theirs["patient"].pk).first()
    stranger = make_user(Role.CLINICIAN, other_centre)
    return theirs | {"auditentry": entry, "user": stranger, "centre": other_centre}


@pytest.fixture
def people(clinician, reviewer, reader, manager, superuser, make_user) -> dict[str, User]:
    return {
        "clinician": clinician,
        "reviewer": reviewer,
        "reader": reader,
        "manager": manager,
        "superuser": superuser,
        "without a role": make_user(),
    }


def address(row: Any, page: str) -> str:
    args = [] if page in ("changelist", "add") else [row.pk]
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=args)


def test_every_address_has_a_decision():
    of_tables = {f"{m._meta.app_label}_{m._meta.model_name}_" for m in admin.site._registry}
    ours = {n.removeprefix("admin:") for n in names() if n.startswith("admin:")}
    left = {n for n in ours if not n.startswith(tuple(of_tables)) and "(?P<" not in n}
    assert {n for n in left if "<path:object_id>" not in n} <= SHARED
    assert {m._meta.model_name for m in admin.site._registry} == set(RIGHTS)
    assert {n for n in names() if ":" not in n} == OPEN | OF_ONESELF


@pytest.mark.parametrize("table", RIGHTS)
def test_who_opens_which_page_of_a_table(client, people, rows, table):
    wrong = []
    for page in PAGES:
        url = address(rows[table], page)
        for who, user in people.items():
            client.force_login(user)
            got = client.get(url).status_code
            is_open = who in RIGHTS[table].get(page, set())
            # Shut is "refused", or "no such row", or the way to the sign-in page.
            if got not in ({200} if is_open else {302, 403}):
                wrong.append(f"{who} {url}: {got}")
    assert wrong == []


@pytest.mark.parametrize("table", [t for t in RIGHTS if t != "authenticator"])
def test_a_row_of_another_centre_does_not_exist(client, people, rows, elsewhere, table):
    for page in ("change", "history", "delete"):
        url = address(elsewhere[table], page)
        for who in ("reviewer", "manager"):
            client.force_login(people[who])
            for answer in (client.get(url), client.post(url, {"post": "yes", "note": "x"})):
                assert answer.status_code in (302, 403, 404), (who, url)
                assert "TYO" not in answer.content.decode()
    assert type(elsewhere[table]).objects.filter(pk=elsewhere[table].pk).exists()


@pytest.mark.parametrize("table", [t for t in RIGHTS if t != "authenticator"])
def test_no_list_search_or_filter_tells_of_another_centre(client, people, rows, elsewhere, table):
    lookups = ["", "q=TYO-1", "q=TYO", "patient__centre__code=TYO", "patient__code=TYO-1"]
    lookups += ["centre__code=TYO", f"centre={elsewhere['centre'].pk}", "memberships__centre=2"]
    lookups += [f"patient_id={elsewhere['patient'].pk}", "raised_by__password__startswith=a"]
    for who in ("reviewer", "manager"):
        client.force_login(people[who])
        for query in lookups:
            answer = client.get(address(rows[table], "changelist") + "?" + query)
            assert answer.status_code in (200, 302, 400, 403), (who, query)
            if answer.status_code == 200:
                listed = list(answer.context["cl"].result_list)
                assert elsewhere[table] not in listed, (who, query)
                assert "Tokyo" not in answer.content.decode(), (who, query)


def test_no_address_of_the_admin_resolves_a_row_for_a_stranger(client, people, elsewhere):
    """`view_on_site` asks nobody's leave: it must lead nowhere, whether the row exists or not."""
    from django.contrib.contenttypes.models import ContentType

    for model in admin.site._registry:
        kind = ContentType.objects.get_for_model(model).pk
        for pk in (1, 10**9, "x"):
            client.force_login(people["reviewer"])
            assert client.get(f"/admin/r/{kind}/{pk}/").status_code == 404


def test_no_completion_of_a_word_tells_of_another_centre(client, people, rows, elsewhere):
    asked = [("records", "dataquery", "patient"), ("records", "observation", "visit")]
    asked += [("accounts", "membership", "centre"), ("accounts", "membership", "user")]
    for who in ("reviewer", "manager", "clinician"):
        client.force_login(people[who])
        for app, model, field in asked:
            query = {"app_label": app, "model_name": model, "field_name": field, "term": "T"}
            answer = client.get("/admin/autocomplete/", query)
            assert answer.status_code in (200, 302, 403)
            if answer.status_code == 200:
                assert "TYO" not in answer.content.decode()


@pytest.mark.parametrize("name", sorted(OF_ONESELF))
def test_nobody_reaches_a_page_about_oneself(client, name, db):
    answer = client.get(reverse(name))
    assert (answer.status_code, answer["Location"][:16]) == (302, "/accounts/login/")


@pytest.mark.parametrize("name", sorted(OF_ONESELF | OPEN))
def test_no_sign_in_page_breaks_for_anybody(client, people, name):
    args = {"account_confirm_email": ["x"], "account_reset_password_from_key": ["1", "x"]}
    url = reverse(name, args=args.get(name, []))
    for user in (None, people["clinician"], people["superuser"]):
        client.logout()
        if user:
            client.force_login(user)
        assert client.get(url + "?next=https://evil.example.org/").status_code < 500
        answer = client.post(
            url, {"next": "https://evil.example.org/", "login": "\u202e\U0001f600"}
        )
        assert answer.status_code < 500
        assert "evil.example.org" not in answer.headers.get("Location", "")
