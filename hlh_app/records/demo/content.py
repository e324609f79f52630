"""Putting the demo patients into the database; those that are there already are kept."""

from collections.abc import Iterator
from datetime import date
from importlib import resources

from django.db import transaction

from hlh_app.accounts.models import Centre, User
from hlh_app.exchange.json_text import dump
from hlh_app.records.audit import acting
from hlh_app.records.demo.accounts import clinician_of, prepare
from hlh_app.records.demo.profiles import PROFILES
from hlh_app.records.demo.synthetic import Synthetic
from hlh_app.records.documents import load_document
from hlh_app.records.models import Observation, Patient
from hlh_app.records.models.choices import Source
from hlh_app.records.services.intervals import remember

PUBLISHED = {"CHEN-2022": "chen-2022.json", "LI-2025": "li-2025.json"}
PUBLISHED_CENTRE = "DEMO"
REASON = "demo content"


def published_case(code: str) -> str:
    """The case file of a published patient, as printed, with its citation."""
    folder = resources.files("hlh_app.records.demo") / "published"
    return (folder / PUBLISHED[code]).read_text("utf-8")


def fill(today: date) -> list[str]:
    """Make centres, sign-ins and patients that are missing; the codes of the new patients."""
    centres = prepare()
    known = set(Patient.objects.values_list("centre__code", "code"))
    made = []
    for code, centre, text in _case_files(centres, known, today):
        actor = clinician_of(centre)
        patient = load_document(text, centre=centre, actor=actor, reason=REASON)
        if patient.source == Source.SYNTHETIC:
            _remember_intervals(patient, actor)
        made.append(code)
    return made


@transaction.atomic
def _remember_intervals(patient: Patient, actor: User) -> None:
    """As if the results had been typed here: the next entry finds its unit and interval."""
    latest: dict[str, Observation] = {}
    for row in Observation.objects.filter(patient=patient, value__isnull=False).order_by(
        "measured_at"
    ):
        latest[row.analyte] = row
    with acting(actor, REASON):
        for row in latest.values():
            remember(row, patient)


def _case_files(
    centres: dict[str, Centre], known: set[tuple[str, str]], today: date
) -> Iterator[tuple[str, Centre, str]]:
    for code in PUBLISHED:
        if (PUBLISHED_CENTRE, code) not in known:
            yield code, centres[PUBLISHED_CENTRE], published_case(code)
    for profile in PROFILES:
        if (profile.centre, profile.code) not in known:
            centre = centres[profile.centre]
            document = Synthetic(profile, today, centre.time_zone).document()
            yield profile.code, centre, dump(document)
