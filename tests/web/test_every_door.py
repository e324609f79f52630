"""Every address × everybody × both methods. A page without a decision here fails.

The addresses come from the URLconf, the decisions from DOORS: who gets in at an own patient's
address. What is another centre's does not exist, and neither does another patient's row under this
patient's address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse

from hlh_app.accounts.models import Role, User
from hlh_app.accounts.services import give_role
from hlh_app.records.access import ROW_TABLES
from hlh_app.records.models import WaitingImport
from hlh_app.web.forms.kinds import KINDS
from tests.records.admin.conftest import rows_of  # noqa: F401
from tests.records.conftest import add_patient, add_result, add_visit  # noqa: F401

from .urlconf import names

pytestmark = [pytest.mark.django_db, pytest.mark.untraced]

IN, REFUSED, HIDDEN, SIGN_IN, NO_METHOD = "in", "403", "404", "sign in", "405"
HERE = ("clinician", "reviewer", "reader")
Rows = dict[str, Any]


@dataclass(frozen=True)
class Decision:
    """Who of the patient's centre gets in; its other readers are refused, others see nothing."""

    inside: tuple[str, ...] = HERE
    outside: str = HIDDEN
    stranger: str = SIGN_IN
    here: str = REFUSED

    def of(self, who: str) -> str:
        if who == "nobody":
            return self.stranger
        if who in self.inside or "everybody" in self.inside:
            return IN
        return self.here if who in HERE else self.outside


READS = Decision()
EDITS = Decision(("clinician",))
REVIEWS = Decision(("reviewer",))
ENTERS = Decision(("clinician", "clinician elsewhere", "two centres"), REFUSED)
SAVES = Decision(("clinician", "reviewer"))
SIGNED_IN = Decision(("everybody",))
LOADS = Decision(
    ("clinician", "reviewer", "clinician elsewhere", "reviewer elsewhere", "two centres"), REFUSED
)
TAKES = Decision(
    ("clinician", "reviewer", "clinician elsewhere", "reviewer elsewhere", "two centres"),
    outside=IN,  # to whom nobody is chosen
)
ANY_WRONG = Decision((), here=HIDDEN)  # without a size there is no such figure
ANYBODY = Decision(("everybody",), stranger=IN)
ITS_SENDER = Decision((), here=HIDDEN)  # who is nobody of those who knock here
SEEN = {"text": "Seen."}
DAYS = {"day": "3-Mar-2015"}


@dataclass(frozen=True)
class Door:
    """``get`` and ``post``: the decision, or None where the method does not exist."""

    get: Decision | None
    post: Decision | None = None
    addresses: Callable[[Rows], list[list[Any]]] = lambda rows: [[rows["patient"].pk]]
    data: Any = ()


def _nothing(_rows: Rows) -> list[list[Any]]:
    return [[]]


def _every_row(rows: Rows) -> list[list[Any]]:
    return [[rows["patient"].pk, table, rows[table].pk] for table in ROW_TABLES]


def _one(table: str) -> Callable[[Rows], list[list[Any]]]:
    return lambda rows: [[rows["patient"].pk, rows[table].pk]]


def _two(rows: Rows) -> list[list[Any]]:
    """The patient, and the one who was called somebody else."""
    return [[rows["patient"].pk, rows["notthesame"].other_id]]


def _alone(table: str) -> Callable[[Rows], list[list[Any]]]:
    return lambda rows: [[rows[table].pk]]


def _left_over(rows: Rows) -> list[list[Any]]:
    return [[rows["importbatch"].pk, rows["leftover"].pk]]


def _waiting(rows: Rows) -> list[list[Any]]:
    """A file that somebody of the centre sent who was a clinician then and is not any more."""
    sent = {"centre": rows["patient"].centre, "source": "table", "content": b""}
    return [[WaitingImport.objects.create(user=rows["importbatch"].made_by, **sent).pk]]


DOORS: dict[str, Door] = {
    "web:health": Door(ANYBODY, None, _nothing),
    "web:home": Door(SIGNED_IN, None, _nothing),
    "web:patients": Door(SIGNED_IN, None, _nothing),
    "web:cohorts": Door(SIGNED_IN, None, _nothing),
    "web:study": Door(SIGNED_IN, None, _nothing),
    "web:study-patients": Door(SIGNED_IN, None, _nothing),
    "web:study-renew": Door(None, SIGNED_IN, _nothing),
    "web:study-save": Door(None, SAVES, _nothing, {"name": "Ours", "centre": "VIE"}),
    "web:study-saved": Door(None, SAVES, _alone("savedcohort"), {"name": "Ours"}),
    "web:study-tables": Door(SIGNED_IN, None, _nothing),
    "web:study-response": Door(SIGNED_IN, None, _nothing),
    "web:study-response-patients": Door(SIGNED_IN, None, _nothing),
    "web:study-sensitivity": Door(SIGNED_IN, SIGNED_IN, _nothing),
    "web:study-fever": Door(SIGNED_IN, None, _nothing),
    "web:study-survival": Door(SIGNED_IN, None, _nothing),
    "web:study-safety": Door(SIGNED_IN, None, _nothing),
    "web:study-benchmark": Door(SIGNED_IN, None, _nothing),
    "web:study-explore": Door(SIGNED_IN, None, _nothing),
    "web:study-publish": Door(SIGNED_IN, None, _nothing),
    "web:study-text": Door(SIGNED_IN, None, _nothing),
    "web:study-manuscript": Door(SIGNED_IN, None, _nothing),
    "web:study-table": Door(SIGNED_IN, None, lambda _rows: [["table1", "csv"], ["table2", "docx"]]),
    "web:study-figures": Door(SIGNED_IN, None, lambda _rows: [["survival"]]),
    "web:study-figure": Door(ANY_WRONG, None, lambda _rows: [["survival", "os", "svg"]]),
    "web:study-export": Door(None, TAKES, _nothing, {"dates": "days", "ids": "pseudonyms"}),
    "web:study-cohort-file": Door(None, SIGNED_IN, _nothing, {"name": "Ours"}),
    "web:study-load": Door(None, LOADS, _nothing),
    "web:study-withdraw-loaded": Door(None, SAVES, _alone("loadedcohort")),
    "web:rules": Door(SIGNED_IN, None, _nothing),
    "web:rule": Door(SIGNED_IN, None, lambda _rows: [["hlh2004"], ["marsh2013"]]),
    "web:rule-problem": Door(SIGNED_IN, SIGNED_IN, lambda _rows: [["hlh2004"]], SEEN),
    "web:patient-problem": Door(READS, READS, lambda rows: [[rows["patient"].pk, "hlh2004"]], SEEN),
    "web:queries": Door(SIGNED_IN, None, _nothing),
    "web:read-day": Door(None, SIGNED_IN, _nothing, DAYS),
    "web:unsaved": Door(None, SIGNED_IN, _nothing),
    "web:unsaved-discard": Door(None, SIGNED_IN, _nothing),
    "accounts:presence": Door(None, SIGNED_IN, _nothing),
    "web:patient": Door(READS),
    "web:criteria": Door(READS, None, lambda rows: [[rows["patient"].pk, "hlh2004", "now"]]),
    "web:labs": Door(READS),
    "web:flowsheet": Door(READS),
    "web:flowsheet-cell": Door(None, EDITS),
    "web:flowsheet-clear": Door(None, EDITS),
    "web:flowsheet-undo": Door(None, EDITS),
    "web:flowsheet-column": Door(None, EDITS),
    "web:course": Door(READS),
    "web:safety": Door(READS),
    "web:eligibility": Door(READS),
    "web:handover": Door(READS),
    "web:trajectories": Door(READS),
    "web:summary": Door(READS),
    "web:summary-pdf": Door(READS),
    "web:patient-trail": Door(READS),
    "web:row-trail": Door(READS, None, _every_row),
    "web:same-person": Door(SIGNED_IN, None, _nothing),
    "web:same-person-as": Door(EDITS),
    "web:merge": Door(EDITS, EDITS, _two),
    "web:not-the-same": Door(None, EDITS, _two),
    "web:merged": Door(READS, EDITS, _one("patientmerge")),
    "web:patient-new": Door(ENTERS, ENTERS, _nothing),
    "web:patient-edit": Door(EDITS, EDITS),
    "web:visit-new": Door(EDITS, EDITS),
    "web:visit": Door(EDITS, EDITS, _one("visit")),
    "web:visit-sign": Door(READS, EDITS, _one("visit")),
    "web:temperatures": Door(EDITS, EDITS),
    "web:paste": Door(EDITS, EDITS),
    "web:symptoms": Door(EDITS, EDITS),
    "web:judge": Door(None, EDITS, lambda rows: [[rows["patient"].pk, "ferritin"]]),
    "web:row-new": Door(
        EDITS, EDITS, lambda rows: [[rows["patient"].pk, kind] for kind in KINDS.values()]
    ),
    "web:row-edit": Door(
        EDITS,
        EDITS,
        lambda rows: [[rows["patient"].pk, kind, rows[kind.table].pk] for kind in KINDS.values()],
    ),
    "web:observation": Door(EDITS, EDITS, _one("observation")),
    "web:enter-in-error": Door(EDITS, EDITS, _every_row),
    "web:imports": Door(SIGNED_IN, ENTERS, _nothing),
    "web:import-template": Door(SIGNED_IN, None, lambda _rows: [["csv"], ["xlsx"]]),
    "web:import": Door(READS, None, _alone("importbatch")),
    "web:import-undo": Door(None, EDITS, _alone("importbatch")),
    "web:left-over-csv": Door(READS, None, _alone("importbatch")),
    "web:left-over": Door(EDITS, EDITS, _left_over),
    "web:leave-out": Door(None, EDITS, _left_over),
    "web:import-waiting": Door(ITS_SENDER, ITS_SENDER, _waiting),
    "web:import-keep": Door(None, ITS_SENDER, _waiting),
    "web:import-state": Door(ITS_SENDER, None, _waiting),
    "web:import-drop": Door(None, ITS_SENDER, _waiting),
    "web:import-problems": Door(ITS_SENDER, None, _waiting),
    "web:patient-fhir": Door(READS),
    "web:problems": Door(SIGNED_IN, None, _nothing),
    "web:problem": Door(READS, REVIEWS, _alone("problemreport"), {"text": "Seen."}),
    "web:query": Door(
        READS, Decision(("clinician", "reviewer")), _alone("dataquery"), {"text": "Seen."}
    ),
    "web:query-close": Door(None, REVIEWS, _alone("dataquery")),
    "web:query-new": Door(
        REVIEWS,
        REVIEWS,
        lambda rows: [[table, rows[table].pk] for table in ("patient", *ROW_TABLES)],
    ),
}
OURS = sorted(name for name in names() if name.startswith(("web:", "accounts:")))
OF_A_PATIENT_AND_A_ROW = [
    *("web:row-trail", "web:visit", "web:visit-sign", "web:row-edit"),
    *("web:observation", "web:enter-in-error"),
]
OF_HERE = [name for name, door in DOORS.items() if door.get in (READS, EDITS)]


@pytest.fixture
def ward(rows_of, add_patient) -> Rows:  # noqa: F811
    return rows_of(add_patient())


@pytest.fixture
def people(make_user, centre, other_centre, superuser, ward) -> dict[str, User | None]:
    """Everybody there is. ``two centres``: a reader here who treats elsewhere."""
    users = {role.value: make_user(role, centre) for role in Role}
    users |= {f"{role.value} elsewhere": make_user(role, other_centre) for role in Role}
    both = make_user(Role.MANAGER, centre)
    give_role(user=both, centre=other_centre, role=Role.CLINICIAN)
    inactive = make_user(Role.CLINICIAN, centre)
    User.objects.filter(pk=inactive.pk).update(is_active=False)
    return users | {
        "nobody": None,
        "superuser": superuser,
        "without a role": make_user(),
        "two centres": both,
        "inactive": inactive,
    }


def outcome(response: Any) -> str:
    if response.status_code == 302 and "/accounts/login/" in response["Location"]:
        return SIGN_IN
    if response.status_code == 401:
        return SIGN_IN
    known = {200: IN, 422: IN, 204: IN, 302: IN, 403: REFUSED, 404: HIDDEN, 405: NO_METHOD}
    return known.get(response.status_code, str(response.status_code))


def knocks(client: Any, user: User | None, method: str, url: str, data: Any) -> str:
    client.logout()
    if user is not None:
        client.force_login(user)
    return outcome(getattr(client, method)(url, dict(data)))


def test_every_address_has_a_decision():
    assert set(OURS) == set(DOORS)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", OURS)
def test_who_gets_in(client, people, ward, name, method):
    door = DOORS[name]
    decision: Decision | None = getattr(door, method)
    wrong = []
    for args in door.addresses(ward):
        url = reverse(name, args=args)
        for who, user in people.items():
            asked = "nobody" if who == "inactive" else who
            got = knocks(client, user, method, url, door.data if method == "post" else {})
            wanted = {decision.of(asked)} if decision else {NO_METHOD, SIGN_IN}
            if got not in wanted:
                wrong.append(f"{who} {method} {url}: {got}, not {' or '.join(wanted)}")
    assert wrong == []


@pytest.mark.parametrize("name", OF_A_PATIENT_AND_A_ROW)
def test_another_patients_row_is_not_found_under_this_patient(
    client,
    people,
    ward,
    add_patient,  # noqa: F811
    name,
):
    neighbour = add_patient()
    for _patient, *rest in DOORS[name].addresses(ward):
        url = reverse(name, args=[neighbour.pk, *rest])
        for method in ("get", "post"):
            got = knocks(client, people["clinician"], method, url, {})
            assert got in (HIDDEN, NO_METHOD), url


@pytest.mark.parametrize("name", OF_HERE)
def test_a_role_taken_away_closes_the_door_at_once(client, people, ward, name):
    url = reverse(name, args=DOORS[name].addresses(ward)[0])
    user = people["clinician"]
    client.force_login(user)
    assert outcome(client.get(url)) == IN
    user.memberships.all().delete()
    assert outcome(client.get(url)) == HIDDEN
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert outcome(client.get(url)) == SIGN_IN


def test_the_list_and_the_search_show_no_other_centres_patient(client, people, ward):
    code = ward["patient"].code
    for who in ("clinician elsewhere", "manager", "superuser", "two centres", "without a role"):
        client.force_login(people[who])
        for query in ("", f"?q={code}", f"?centre={ward['patient'].centre.code}"):
            page = client.get(reverse("web:patients") + query).content.decode()
            assert f"/patients/{ward['patient'].pk}/" not in page, (who, query)
        assert "/queries/1" not in client.get(reverse("web:queries")).content.decode()
