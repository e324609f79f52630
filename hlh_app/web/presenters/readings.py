"""One value that a rule looked at: what it is, when it was measured, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import Finding, FindingStatus, Observation
from hlh_app.clinical.verdict import Reading

from . import formats, words
from .links import Trail
from .sentences import say_all


@dataclass(frozen=True, slots=True)
class ReadingView:
    """``used``: this value decided the criterion. ``url`` leads to the value's history."""

    name: str
    value: str
    when: str
    url: str
    used: bool
    flags: tuple[str, ...]


def reading(read: Reading, trail: Trail) -> ReadingView:
    row = read.row
    observed = isinstance(row, Observation)
    return ReadingView(
        name=analyte(row.analyte) if observed else finding(row.finding),
        value=observed_value(row) if observed else found(row),
        when=formats.moment(row.measured_at) if observed else formats.day(row.on),
        url=trail.key(row.key),
        used=read.used,
        flags=say_all(read.flags),
    )


def analyte(code: str) -> str:
    """Its label in the reader's language."""
    return _(ANALYTES[code].label)


KNOWN_BY_ABBREVIATION = ("scd25", "alt", "ast", "ldh", "crp", "esr")


def named(code: str) -> str:
    """A test within a sentence or a narrow table: ferritin, sCD25, ALT."""
    if code in KNOWN_BY_ABBREVIATION:
        return _(ANALYTES[code].short)
    return words.inside(analyte(code))


def bare_value(row: Observation) -> str:
    """``> 16,500`` without its unit, for a table that says the unit elsewhere."""
    if row.value is None:
        return _("pending")
    sign = formats.comparator(row.comparator)
    return f"{sign} {formats.number(row.value)}".strip()


def observed_value(row: Observation) -> str:
    """``> 16,500 µg/L``, or "pending"."""
    if row.value is None:
        return _("pending")
    return formats.value(row.value, row.unit, row.comparator)


def found(row: Finding) -> str:
    """``present, marrow``."""
    word = status(row.status)
    return f"{word}, {row.site.replace('_', ' ')}" if row.site else word


def status(word: FindingStatus | str) -> str:
    return {
        FindingStatus.PRESENT: _("present"),
        FindingStatus.ABSENT: _("absent"),
        FindingStatus.PENDING: _("pending"),
        FindingStatus.UNKNOWN: _("not known"),
        FindingStatus.SUSPECTED: _("suspected"),
        FindingStatus.LOW: _("low or absent"),
        FindingStatus.NORMAL: _("normal"),
    }[FindingStatus(word)]


def finding(code: str) -> str:
    """Its name in the reader's language."""
    return {
        "splenomegaly": _("Splenomegaly"),
        "hepatomegaly": _("Hepatomegaly"),
        "hemophagocytosis": _("Hemophagocytosis"),
        "molecular_diagnosis": _("Molecular diagnosis"),
        "immunosuppression": _("Immunosuppression before this illness"),
        "fever": _("Fever reported at a visit"),
        "cns_involvement": _("CNS involvement"),
        "hemorrhage": _("Hemorrhage"),
        "active_arthritis": _("Active arthritis"),
        "systemic_jia": _("Systemic JIA"),
        "malignancy": _("Malignancy"),
        "uncontrolled_infection": _("Uncontrolled infection"),
        "nonmelanoma_skin_cancer": _("Non-melanoma skin cancer"),
        "tuberculosis": _("Tuberculosis"),
        "hepatitis_b": _("Hepatitis B"),
        "herpes_zoster": _("Herpes zoster"),
        "ebv_infection": _("EBV infection"),
        "scd25_elevated": _("sCD25 raised, by the laboratory's word"),
        "nk_activity": _("NK-cell activity"),
    }.get(code) or words.sentence(code.replace("_", " "))
