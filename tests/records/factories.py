"""What tests hand to the services: entries and patients, plausible unless said otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import factory

from hlh_app.clinical.case import Moment
from hlh_app.records.entries import FindingEntry, ObservationEntry, VisitEntry
from hlh_app.records.models import Patient

WHEN = "2026-11-02T08:00:00+01:00"


def moment(text: str = WHEN) -> Moment:
    """A timed moment with its offset, or the UTC day of a bare date."""
    if "T" in text:
        return Moment.timed(datetime.fromisoformat(text), text)
    return Moment.dated(date.fromisoformat(text), UTC, text)


class PatientFactory(factory.django.DjangoModelFactory):
    """A girl of five, written straight into the table; give the centre."""

    class Meta:
        model = Patient

    code = factory.Sequence(lambda n: f"T-{n:04}")
    birth_date = date(2021, 5, 1)
    sex = "female"


class ObservationEntryFactory(factory.Factory):
    """A ferritin as a form hands it over."""

    class Meta:
        model = ObservationEntry

    analyte = "ferritin"
    unit = "ng/mL"
    value = Decimal("1709")
    name = factory.SelfAttribute("analyte")


class FindingEntryFactory(factory.Factory):
    class Meta:
        model = FindingEntry

    finding = "splenomegaly"
    status = "present"
    name = factory.SelfAttribute("finding")


class VisitEntryFactory(factory.Factory):
    """A visit with one ferritin."""

    class Meta:
        model = VisitEntry

    visited = factory.LazyFunction(moment)
    observations = factory.LazyFunction(lambda: (ObservationEntryFactory(),))
