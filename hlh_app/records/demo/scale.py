"""Many synthetic patients at once, to measure speed by. Results are those of the demo patients,
thinned or repeated to the number asked for."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

from django.db import transaction

from hlh_app.exchange.json_text import dump, parse
from hlh_app.records.audit import acting
from hlh_app.records.demo.accounts import clinician_of, prepare
from hlh_app.records.demo.profiles import PROFILES
from hlh_app.records.demo.synthetic import Synthetic
from hlh_app.records.documents import insert, rows_of
from hlh_app.records.models import Patient
from hlh_app.records.summaries import renew_stale

CENTRE = "DEMO"
AT_A_TIME = 100
REASON = "performance data"


def fill(patients: int, results: int, today: date) -> int:
    """Add ``patients`` patients with ``results`` results in all; how many were added.

    Written in bulk through the audit, then every summary is renewed. Codes count on from those
    that are there.
    """
    centre = prepare()[CENTRE]
    actor = clinician_of(centre)
    first = Patient.objects.filter(centre=centre, code__startswith="SCALE-").count() + 1
    wanted = iter(_documents(patients, results, first, today, centre.time_zone))
    while chunk := [rows_of(data, centre) for data in islice(wanted, AT_A_TIME)]:
        with transaction.atomic(), acting(actor, REASON):
            insert(chunk, actor)
    renew_stale()
    return patients


def _documents(
    patients: int, results: int, first: int, today: date, time_zone: str
) -> Iterator[dict[str, Any]]:
    """Case files; the first ``results % patients`` have one result more."""
    made = (Synthetic(profile, today, time_zone).document() for profile in _whole_courses())
    templates = [parse(dump(document)) for document in made]  # numbers as a file gives them
    share, more = divmod(results, patients)
    for number in range(patients):
        template = templates[number % len(templates)]
        wanted = share + (number < more)
        rows = template["observations"]
        yield template | {
            "id": f"SCALE-{first + number:05}",
            "observations": [rows[i * len(rows) // wanted] for i in range(wanted)],
        }


def _whole_courses() -> list[Any]:
    """Every demo patient, eight weeks or more after the first dose."""
    return [replace(profile, days_ago=max(profile.days_ago, 70)) for profile in PROFILES]
