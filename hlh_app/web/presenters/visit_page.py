"""The pages of one visit: entering it, and correcting it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hlh_app.clinical.case import Moment
from hlh_app.records.models import Patient, Visit
from hlh_app.records.selectors import intervals
from hlh_app.records.selectors import rows as selector
from hlh_app.records.selectors.trail import last_of_each
from hlh_app.records.services.intervals import age_days

from . import formats
from .entry_links import error_url
from .visit_form import Desk, Judged, Reading, VisitPage, judged, zone_line


def new_page(patient: Patient, sheet: Any, gone: Visit | None = None) -> VisitPage:
    """An empty visit form, or one that came back. ``gone``: the visit into which it was typed, and
    which somebody marked as entered in error meanwhile."""
    return _page(
        patient,
        sheet,
        title=_("Enter a visit of %(code)s") % {"code": patient.code},
        save=_("Save the visit"),
        before=sheet.head.moment or Moment.timed(timezone.now()),
        action=reverse("web:visit-new", args=[patient.pk]) if gone else "",
        warning=_withdrawn(gone) if gone else "",
    )


def _withdrawn(visit: Visit) -> str:
    change = last_of_each([("visit", visit.pk)]).get(("visit", visit.pk))
    words = {
        "when": formats.moment(visit.visited),
        "who": change.actor if change else _("somebody"),
        "at": formats.clock(change.at) if change else "",
        "why": visit.error_reason,
    }
    return (
        _(
            "The visit of %(when)s was marked as entered in error by %(who)s, %(at)s: %(why)s. "
            "Nothing of yours was saved. What you typed stands below: save it as a visit of its "
            "own only if it is one."
        )
        % words
    )


def correction_page(patient: Patient, sheet: Any) -> VisitPage:
    """A stored visit, its previous values those from before it."""
    when = formats.moment(sheet.visit.visited)
    words = {"when": when, "code": patient.code}
    return _page(
        patient,
        sheet,
        title=_("Correct the visit of %(code)s, %(when)s") % words,
        save=_("Save the correction"),
        before=sheet.visit.visited,
        error_url=error_url(patient.pk, "visit", sheet.visit.pk),
        sign_url=reverse("web:visit-sign", args=[patient.pk, sheet.visit.pk]),
    )


def _page(
    patient: Patient,
    sheet: Any,
    *,
    title: str,
    save: str,
    before: Moment,
    error_url: str = "",
    sign_url: str = "",
    action: str = "",
    warning: str = "",
) -> VisitPage:
    assays = intervals.assays(patient.centre)
    desk = Desk(
        previous=selector.previous_results(patient, before),
        usual=sheet.usual,
        assays=assays,
        age_days=age_days(patient, sheet.day or before.day),
    )
    return VisitPage(
        title=title,
        save=save,
        back=reverse("web:patient", args=[patient.pk]),
        zone=zone_line(patient.centre.time_zone),
        judge_url=reverse("web:judge", args=[patient.pk, "LINE"]).removesuffix("LINE/"),
        sections=desk.sections(sheet.results),
        measures=desk.measures(sheet.results),
        readings=[Reading(form, judged(form, desk.age_days)) for form in sheet.temperatures],
        laboratories=intervals.laboratories(patient.centre),
        assays=assays,
        error_url=error_url,
        sign_url=sign_url,
        action=action,
        warning=warning,
    )


def line_judged(form: Any, age_days: int | None) -> Judged:
    """What is said beside a box while it is typed: also what cannot be read at all."""
    refusals = form.errors.get("value", [])
    if refusals:
        return Judged(form.prefix, " ".join(refusals), refused=True)
    return judged(form, age_days)
