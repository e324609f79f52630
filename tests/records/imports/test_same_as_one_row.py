"""The quick checks of a document are those of one-row entry: they accept the same results, write
the same columns, and refuse with the same words."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hlh_app.clinical.case import Moment
from hlh_app.clinical.case import Observation as Fact
from hlh_app.exchange.incoming import Incoming
from hlh_app.records.imports import keeping
from hlh_app.records.imports.judging import columns_of, said_together
from hlh_app.records.models import ImportBatch, LeftOver, Observation, ReferenceInterval
from hlh_app.records.services.errors import Refused
from hlh_app.records.services.rows import record_row

from ..factories import PatientFactory
from ..random_rows import FIRST, LAST, observations
from .entries import DIGESTS

BORN = date(2024, 3, 5)  # a few days after the first moments
MANY_DIGITS = Decimal("1.1234567891234567")
# What a reader may hand over that is not as it should be, or only in part.
ODD: dict[str, list[Any]] = {
    "analyte": ["weight", "height", "unknown_test"],
    "unit": ["mg", "", " % ", "µg/l"],
    "value": [
        None,
        Decimal("1E+3"),
        Decimal("0.000000001"),
        MANY_DIGITS,
        Decimal("NaN"),
        Decimal(-1),
    ],
    "measured_at": [
        Moment.dated(date(2125, 1, 1)),
        Moment.dated(FIRST),
        Moment.dated(date(1879, 1, 1)),
    ],
    "comparator": ["<", "~"],
    "low": [Decimal(500), MANY_DIGITS, Decimal("0.000000001")],
    "high": [Decimal("0.1"), Decimal("12345678901234567")],
    "pending": [True],
    "reported_at": [Moment.dated(FIRST), Moment.dated(LAST), Moment.dated(date(2125, 1, 1))],
    "laboratory": ["Central", " Central ", "x" * 81, "\0"],
    "assay": ["ELISA", "a\\b\tc"],
    "site": ["oral", "nose"],
    "fasting": ["yes", "often"],
    "expected_on": [FIRST, LAST + timedelta(days=9)],
}
ODD_ABOUT = {"missing": ["hemolyzed", " ", "y" * 201], "note": ["line\nline\\N", "\0"]}


@st.composite
def entries(draw: Any) -> Incoming:
    """A result that a form would keep, most often with one thing or two about it that are odd."""
    columns = draw(observations())
    fact = Fact(
        columns["analyte"],
        columns["value"],
        columns["unit"],
        columns["measured"],
        columns["comparator"] or None,
        columns["low"],
        columns["high"],
        columns["status"] == "pending",
        columns["reported"],
        columns["laboratory"] or None,
        columns["assay"] or None,
        columns["site"] or None,
        columns["fasting"] or None,
        expected_on=draw(st.sampled_from([None, LAST])) if columns["status"] == "pending" else None,
        antipyretic=columns["antipyretic"],
        lipid_infusion=columns["lipid_infusion"],
    )
    missing = columns["missing_reason"] if columns["status"] == "not_done" else ""
    about = {"missing": missing, "note": columns["note"]}
    for name in draw(st.lists(st.sampled_from([*ODD, *ODD_ABOUT]), max_size=2)):
        if name in ODD:
            fact = fact._replace(**{name: draw(st.sampled_from(ODD[name]))})
        else:
            about[name] = draw(st.sampled_from(ODD_ABOUT[name]))
    return Incoming("row 2", fact, "ONE", **about)


def state(row: Observation) -> dict[str, Any]:
    left_out = {"id", "batch_id", "recorded_at"}
    return {
        f.attname: getattr(row, f.attname)
        for f in row._meta.concrete_fields
        if f.attname not in left_out
    }


def remembered() -> list[tuple[Any, ...]]:
    names = ("laboratory", "analyte", "assay", "sex", "from_age_days", "unit", "low", "high")
    return sorted(map(str, ReferenceInterval.objects.values_list(*names)))


@pytest.fixture
def twice(centre, clinician):
    """twice(entry, confirmed): what one-row entry made of it, and what an import did."""
    patient = PatientFactory(centre=centre, code="ONE", birth_date=BORN, sex="male")
    ReferenceInterval.objects.create(
        centre=centre, laboratory="central", analyte="ferritin", unit="ug/L", low=7, high=140
    )

    def undone(work: Any) -> Any:
        with transaction.atomic():
            made = work()
            transaction.set_rollback(True)
        return made

    def by_hand(entry: Incoming, confirmed: bool) -> Any:
        try:
            row = record_row(
                actor=clinician,
                model=Observation,
                patient=patient,
                confirmed=confirmed,
                assay_not_stated=True,
                **columns_of(entry),
            )
        except Refused as refused:
            return said_together(refused.errors)
        return state(Observation.objects.get(pk=row.pk)), remembered()

    def imported(entry: Incoming, confirmed: bool) -> Any:
        keeping.keep(
            actor=clinician,
            centre=centre,
            source="table",
            digest=str(next(DIGESTS)),
            incoming=[entry],
            choices={"row 2": "confirm"} if confirmed else {},
        )
        if left := LeftOver.objects.first():
            return left.reason
        return state(Observation.objects.get()), remembered()

    def both(entry: Incoming, confirmed: bool) -> tuple[Any, Any]:
        return (
            undone(lambda: by_hand(entry, confirmed)),
            undone(lambda: imported(entry, confirmed)),
        )

    return both


@pytest.mark.django_db
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(entries(), st.booleans())
def test_an_import_accepts_writes_and_refuses_as_a_form_does(twice, entry, confirmed):
    by_hand, imported = twice(entry, confirmed)
    if confirmed and isinstance(by_hand, str):  # a document is judged before anybody confirms
        assert imported.startswith(by_hand)
    else:
        assert imported == by_hand
    assert ImportBatch.objects.count() == 0
