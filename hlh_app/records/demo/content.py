"""Putting the demo patients into the database; those that are there already are kept."""

from collections.abc import Iterator
from datetime import date
from importlib import resources

from hlh_app.accounts.models import Centre
from hlh_app.exchange.json_text import dump
from hlh_app.records.demo.accounts import clinician_of, prepare
from hlh_app.records.demo.profiles import PROFILES
from hlh_app.records.demo.synthetic import Synthetic
from hlh_app.records.documents import load_document
from hlh_app.records.models import Patient

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
        load_document(text, centre=centre, actor=clinician_of(centre), reason=REASON)
        made.append(code)
    return made


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
