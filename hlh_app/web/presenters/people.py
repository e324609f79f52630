"""Who a patient is, in the words of the banner and the list."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from hlh_app.records.models import Patient
from hlh_app.records.models.choices import Sex, Source, Trigger, TriggerAgent

from . import formats


def sex(code: str) -> str:
    """In full."""
    return str(Sex(code).label)


def age_on(patient: Patient, on: date) -> str:
    """``11y 8m``; from a printed age alone, its completed years grown to the day, "about 36y"."""
    if patient.birth_date:
        return formats.age(patient.birth_date, on)
    if patient.age_years is None or patient.age_on is None:
        return _("age not recorded")
    years = patient.age_years + max(0, _completed_years(patient.age_on, on))
    return _("about %(years)sy") % {"years": years}


def _completed_years(since: date, on: date) -> int:
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


def born(patient: Patient, on: date) -> str:
    """Born 03-Mar-2015 (11y 8m)."""
    if patient.birth_date:
        return _("Born %(day)s (%(age)s)") % {
            "day": formats.day(patient.birth_date),
            "age": age_on(patient, on),
        }
    return _("Date of birth not recorded (%(age)s)") % {"age": age_on(patient, on)}


def source_mark(source: str) -> str:
    """Empty for a patient of the ward: what is not a patient of the ward says so everywhere."""
    return {Source.SYNTHETIC: _("Synthetic"), Source.PUBLISHED: _("Published")}.get(source, "")


def trigger(kind: str, agent: str, detail: str) -> str:
    """Infection: Tuberculosis, miliary; Primary (genetic): PRF1."""
    label = str(Trigger(kind).label)
    named = agent and not (detail and agent == TriggerAgent.OTHER)
    parts = [str(TriggerAgent(agent).label)] if named else []
    told = ", ".join([*parts, detail] if detail else parts)
    return f"{label}: {told}" if told else label
