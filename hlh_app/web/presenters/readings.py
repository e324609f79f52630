"""One value that a rule looked at: what it is, when it was measured, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import Finding, FindingStatus, Observation
from hlh_app.clinical.finding_labels import FINDING_LABELS
from hlh_app.clinical.text import gettext_noop
from hlh_app.clinical.verdict import Reading

from . import formats, words
from .links import Trail
from .sentences import say_all

STATUSES = {
    FindingStatus.PRESENT: gettext_noop("present"),
    FindingStatus.ABSENT: gettext_noop("absent"),
    FindingStatus.PENDING: gettext_noop("pending"),
    FindingStatus.UNKNOWN: gettext_noop("not known"),
    FindingStatus.SUSPECTED: gettext_noop("suspected"),
    FindingStatus.LOW: gettext_noop("low or absent"),
    FindingStatus.NORMAL: gettext_noop("normal"),
}
FINDING_NAMES = FINDING_LABELS


@dataclass(frozen=True, slots=True)
class ReadingView:
    """``used``: this value decided the criterion. ``url`` leads to the value's history."""

    name: str
    value: str
    when: str
    url: str
    used: bool
    flags: tuple[str, ...]

    @property
    def remark(self) -> str:
        """Ferritin, 20-Nov-2026 06:00; after platelet transfusion."""
        return "; ".join((f"{self.name}, {self.when}", *self.flags))


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
    return _(STATUSES[FindingStatus(word)])


def finding(code: str) -> str:
    """Its name in the reader's language."""
    named_here = FINDING_NAMES.get(code)
    return _(named_here) if named_here else words.sentence(code.replace("_", " "))
