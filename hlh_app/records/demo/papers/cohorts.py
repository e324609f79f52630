"""Putting the two synthetic cohorts into the database; patients that are there already are kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction

from hlh_app.accounts import services
from hlh_app.accounts.models import Centre, Role, User
from hlh_app.exchange.json_text import dump, parse
from hlh_app.records.audit import acting
from hlh_app.records.demo.accounts import PASSWORD, SignIn, refuse_outside_a_trial
from hlh_app.records.demo.papers import chi, wang
from hlh_app.records.demo.papers.writing import Row
from hlh_app.records.documents import insert, rows_of
from hlh_app.records.models import Patient, SavedCohort
from hlh_app.records.study_rows import renew_rows

REASON = "synthetic cohort"
TIME_ZONE = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class Cohort:
    """One synthetic centre, whose code and name stand beside invented laboratory values and name no
    paper. ``saved``: the name of its saved cohort, ``definition``: the query of an address."""

    centre: str
    name: str
    documents: Callable[[], Iterator[Row]]
    saved: str
    definition: str


COHORTS = (
    Cohort(
        "SYN-34",
        "Synthetic cohort of 34",
        wang.documents,
        "Synthetic, after Wang 2020",
        "source=synthetic&centre=SYN-34",
    ),
    Cohort(
        "SYN-11-11",
        "Synthetic cohorts of 11 and 11 children",
        chi.documents,
        "Synthetic, ruxolitinib against conventional, after Chi 2020",
        "source=synthetic&compare=on&centre=SYN-11-11&b-treatment=conventional&b-centre=SYN-11-11",
    ),
)
RESEARCHER = "researcher"
SIGN_INS = tuple(
    SignIn(RESEARCHER, "Demo researcher", cohort.centre, Role.REVIEWER) for cohort in COHORTS
)
"""A reviewer reads, questions and may take a study export; nobody changes these patients."""


def fill() -> list[str]:
    """Make what is missing of centres, sign-in, patients and saved cohorts; the new codes."""
    refuse_outside_a_trial()
    made = [code for cohort in COHORTS for code in _fill(cohort)]
    renew_rows()
    return made


@transaction.atomic
def _fill(cohort: Cohort) -> list[str]:
    centre = _centre(cohort)
    actor = _researcher(centre)
    known = set(Patient.objects.filter(centre=centre).values_list("code", flat=True))
    wanted = [row for row in cohort.documents() if row["id"] not in known]
    with acting(actor, REASON):
        insert([rows_of(parse(dump(row)), centre) for row in wanted], actor)
        _save(cohort, centre, actor)
    return [row["id"] for row in wanted]


def _centre(cohort: Cohort) -> Centre:
    existing = Centre.objects.filter(code=cohort.centre).first()
    return existing or services.create_centre(
        code=cohort.centre, name=cohort.name, time_zone=TIME_ZONE
    )


def _researcher(centre: Centre) -> User:
    user = User.objects.filter(username=RESEARCHER).first()
    if user is None:
        user = services.create_user(
            username=RESEARCHER, password=PASSWORD, full_name=SIGN_INS[0].full_name
        )
    if not user.memberships.filter(centre=centre).exists():
        services.give_role(user=user, centre=centre, role=SIGN_INS[0].role)
    return user


def _save(cohort: Cohort, centre: Centre, actor: User) -> None:
    """Under its name unless one of that name was there or was withdrawn."""
    if not SavedCohort.objects.filter(centre=centre, name=cohort.saved).exists():
        SavedCohort.objects.create(
            centre=centre, name=cohort.saved, definition=cohort.definition, made_by=actor
        )
