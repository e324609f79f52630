"""A patient of a ward, and pages filled in as a browser fills them: what a form sends is read from
the page that was drawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps

from hlh_app.accounts.models import Role
from hlh_app.clinical.case import Moment
from hlh_app.records.entries import FindingEntry, ObservationEntry, VisitEntry
from hlh_app.records.models import UnsavedForm
from hlh_app.records.services.patients import create_patient
from hlh_app.records.services.visits import save_visit

VIENNA = timezone(timedelta(hours=1))


class _Form(HTMLParser):
    """The boxes of the form with the id entry-form, with what stands in them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sent: dict[str, list[str]] = {}
        self.inside = False
        self.select: str | None = None
        self.first = True
        self.text: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("id") == "entry-form"
        inside = self.inside or given.get("form") == "entry-form"
        if not inside:
            return
        if tag == "input" and "name" in given:
            ticked = given.get("type") in ("checkbox", "radio")
            if not ticked or "checked" in given:
                value = given.get("value", "on" if ticked else "")
                self.sent.setdefault(given["name"], []).append(value)
        elif tag == "select":
            self.select, self.first = given["name"], True
        elif tag == "option" and self.select and (self.first or "selected" in given):
            self.sent[self.select] = [given.get("value", "")]
            self.first = False
        elif tag == "textarea":
            self.text = given["name"]
            self.sent[self.text] = [""]

    def handle_data(self, data: str) -> None:
        if self.text:
            self.sent[self.text][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.text:
            self.sent[self.text][0] = self.sent[self.text][0].removeprefix("\n")
            self.text = None


def form_of(response: Any) -> dict[str, list[str]]:
    """What the browser would send if the page were sent as it is."""
    sent = boxes_of(response.content.decode())
    sent.pop("csrfmiddlewaretoken", None)
    return sent


def boxes_of(page: str) -> dict[str, list[str]]:
    """Every box of the form, the hidden ones included."""
    reader = _Form()
    reader.feed(page)
    return reader.sent


@pytest.fixture
def fill(client) -> Callable[..., Any]:
    """fill(url, **boxes): open the page, type into its boxes, send it. A name may use ``__`` for
    a hyphen: ferritin__value."""

    def fill(url: str, again: Any = None, **boxes: Any) -> Any:
        page = again if again is not None else client.get(url)
        assert page.status_code == 200, page.status_code
        data = form_of(page) | {name.replace("__", "-"): value for name, value in boxes.items()}
        return client.post(url, data)

    return fill


@pytest.fixture
def patient(centre, clinician):
    return create_patient(
        actor=clinician,
        centre=centre,
        code="HLH-0007",
        sex="female",
        birth_date=date(2015, 3, 3),
    )


@pytest.fixture
def stranger(make_user, other_centre):
    """A clinician of another centre."""
    return make_user(Role.CLINICIAN, other_centre, username="stranger")


@pytest.fixture
def stored_visit(patient, clinician):
    """02-Nov-2026 08:00: ferritin 17,090, hemoglobin 82, temperature 39.6, a large spleen."""
    return save_visit(
        actor=clinician,
        patient=patient,
        entry=VisitEntry(
            visited=Moment.timed(datetime(2026, 11, 2, 8, tzinfo=VIENNA)),
            label="before the first dose",
            observations=(
                observed("ferritin", "17090", "ug/L", low=Decimal(15), high=Decimal(400)),
                observed("hemoglobin", "82", "g/L"),
                observed("temperature", "39.6", "Cel", site="axillary"),
            ),
            findings=(FindingEntry(finding="splenomegaly", status="present"),),
        ),
    )


def observed(analyte: str, value: str, unit: str, **more: Any) -> ObservationEntry:
    return ObservationEntry(analyte=analyte, value=Decimal(value), unit=unit, **more)


@pytest.fixture
def everything(db) -> Callable[[], dict[str, list[Any]]]:
    """everything(): every row of every clinical table and of the trail, to see that nothing was
    written. Summaries are renewed by reading nothing, so they count too. What somebody has
    typed and not saved is no part of the record."""

    def rows() -> dict[str, list[Any]]:
        models = set(apps.get_app_config("records").get_models()) - {UnsavedForm}
        return {m.__name__: list(m._default_manager.order_by("pk").values()) for m in models}

    return rows


@pytest.fixture(autouse=True)
def _on_a_fixed_day(monkeypatch) -> None:
    """21-Nov-2026 12:00 in Vienna, so that no test depends on the day on which it runs."""
    now = datetime(2026, 11, 21, 12, tzinfo=VIENNA)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
