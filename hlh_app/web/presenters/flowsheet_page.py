"""Everything around the flowsheet's table: what the centre remembers, and the words the page
says by itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hlh_app.clinical.case import Moment
from hlh_app.records.models import Patient
from hlh_app.records.selectors import flowsheet as selector
from hlh_app.records.selectors import intervals
from hlh_app.web.forms.sheets import zone_of

from .flowsheet import Column, Known, Sheet, column, place, sheet
from .visit_form import zone_line


@dataclass(frozen=True, slots=True)
class Page:
    sheet: Sheet
    zone: str
    words: dict[str, str]
    addresses: dict[str, str]


def today_of(patient: Patient) -> Moment:
    """The day at the patient's ward."""
    zone = zone_of(patient)
    return Moment.dated(timezone.now().astimezone(zone).date(), zone)


def page_of(patient: Patient, *, edits: bool, everything: bool) -> Page:
    today = today_of(patient)
    drawn = sheet(
        selector.results_of(patient),
        selector.visits_with_signatures(patient),
        _known(patient, today),
        patient.pk,
        today,
        everything=everything,
        edits=edits,
    )
    names = ("cell", "clear", "undo", "column")
    return Page(
        sheet=drawn,
        zone=zone_line(patient.centre.time_zone),
        words=_words(),
        addresses={n: reverse(f"web:flowsheet-{n}", args=[patient.pk]) for n in names},
    )


def _known(patient: Patient, today: Moment) -> Known:
    centre = patient.centre
    return Known(
        usual=intervals.usual(centre, patient, today.day),
        stated=selector.last_stated(centre),
        laboratories=intervals.laboratories(centre),
        assays=intervals.assays(centre),
    )


def columns_of(patient: Patient, moments: list[Moment]) -> list[Column]:
    """Columns that a typed date may stand for, with the visit that is there."""
    visits = {place(v.visited): v for v in reversed(selector.visits_with_signatures(patient))}
    today = today_of(patient).day
    return [column(one, visits.get(place(one)), patient.pk, today) for one in moments]


def _words() -> dict[str, str]:
    """What the page says without asking the server."""
    return {
        "empty": _("empty"),
        "was": _("was"),
        "before": _("before:"),
        "saving": _("saving"),
        "all_saved": _("All cells are saved."),
        "nothing": _("Nothing typed yet."),
        "saved_n": _("%n saved"),
        "saving_n": _("%n being saved"),
        "waiting_n": _("%n waiting for the network, kept in this page"),
        "open_n": _("%n to be answered: F8 leads there"),
        "waiting": _("Waiting for the network. It is sent as soon as the network is back."),
        "unanswered": _("The server could not answer. It is sent again."),
        "signed_out": _("You are signed out. Sign in in another window, then come back here."),
        "person": _("Somebody else is signed in. Nothing is sent under another name."),
        "confirm": _("Enter keeps this very value; F2 corrects it; Escape gives the old one back."),
        "not_armed": _("Nothing was typed: first answer this."),
        "look": _("Enter asks again whether to keep it; Escape gives the old one back."),
        "retype": _("Type it anew, or Escape gives the old one back."),
        "correct": _("Enter or F2 corrects it; Escape gives the old one back."),
        "choose": _("Enter shows both."),
        "many": _("Several results stand here. Correct each on its own page."),
        "keep": _("Keep this value"),
        "edit": _("Correct it"),
        "back": _("Old value back"),
        "nothing_to_undo": _("There is nothing of yours to undo on this page."),
        "undone": _("Undone."),
        "read_only": _("Only a clinician of the center may change this."),
    }
