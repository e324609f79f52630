"""From everybody who may be read to the groups: who was left out at each step, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from hlh_app.records.models.choices import ConsentStatus, Source
from hlh_app.records.selectors.consents import NO
from hlh_app.statistics.figures import Flags, Rows
from hlh_app.statistics.subjects import Subjects

from .criteria import Criterion
from .reuse import Read


@dataclass(frozen=True, slots=True)
class Step:
    """``left``: how many remain. ``removed``: how many this step left out, ``unknown`` of them
    because it is not known whether they fit."""

    words: str
    left: int
    removed: int = 0
    unknown: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """Who may be chosen from at all. ``left_out``: of other sources than asked for."""

    keeps: Flags
    steps: tuple[Step, ...]
    left_out: int
    refused: int


def base(read: Read, source: str, consent: str) -> Base:
    """``source`` and ``consent`` as the definition's form gives them."""
    rows, subjects = read.rows, read.subjects
    treated = rows.readable - rows.untreated - len(rows.waiting)
    steps = [Step(_("Patients whom you may read"), rows.readable)]
    if rows.untreated:
        left = rows.readable - rows.untreated
        steps.append(Step(_("No treatment of HLH recorded"), left, rows.untreated))
    if rows.waiting:
        steps.append(Step(_("To be brought up to date"), treated, len(rows.waiting)))
    wanted = _of_source(subjects, source)
    agreed = wanted & _agreed(read, consent)
    left_out, refused = subjects.n - int(wanted.sum()), int(wanted.sum() - agreed.sum())
    if left_out:
        steps.append(Step(_source_words(subjects, ~wanted), int(wanted.sum()), left_out))
    if refused or consent != "all":
        steps.append(Step(_consent_words(consent), int(agreed.sum()), refused))
    return Base(agreed, tuple(steps), left_out, refused)


def _of_source(subjects: Subjects, source: str) -> Flags:
    """By default patients of the centre alone; others only where it has none."""
    if source == "all":
        return np.ones(subjects.n, dtype=bool)
    wanted = source or Source.WARD.value
    found = np.fromiter((item == wanted for item in subjects.sources), bool, subjects.n)
    return found if source or found.any() else np.ones(subjects.n, dtype=bool)


def _agreed(read: Read, consent: str) -> Flags:
    n = read.subjects.n
    if consent == "all":
        return np.ones(n, dtype=bool)
    if consent == "given":
        given = ConsentStatus.GIVEN.value
        return np.fromiter((word == given for word in read.consents), bool, n)
    return np.fromiter((word not in NO for word in read.consents), bool, n)


def _source_words(subjects: Subjects, out: Flags) -> str:
    kinds = {subjects.sources[row] for row in np.flatnonzero(out)}
    names = {
        Source.WARD.value: _("patients of the centre"),
        Source.SYNTHETIC.value: _("synthetic patients"),
        Source.PUBLISHED.value: _("published patients"),
    }
    told = ", ".join(names[kind] for kind in names if kind in kinds)
    return _("Not asked for: %(who)s") % {"who": told}


def _consent_words(consent: str) -> str:
    if consent == "given":
        return _("No consent to use of the record for research")
    return _("Use of the record for research refused or withdrawn")


def chosen(start: Base, criteria: Iterable[Criterion]) -> tuple[Rows, tuple[Step, ...]]:
    """Who fits every criterion, and what each one leaves out."""
    keeps, steps = start.keeps, []
    for criterion in criteria:
        fits = keeps & criterion.keeps
        unknown = int((keeps & criterion.unknown).sum())
        steps.append(Step(criterion.words, int(fits.sum()), int(keeps.sum() - fits.sum()), unknown))
        keeps = fits
    return np.flatnonzero(keeps), tuple(steps)
