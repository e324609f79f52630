"""The small forms: one row of one clinical table each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Field, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hlh_app.clinical.case import EVENTS
from hlh_app.records.models.choices import (
    ConsentScope,
    ConsentStatus,
    LineResult,
)
from hlh_app.records.services.errors import Refused
from hlh_app.web.forms.correction import CorrectionForm
from hlh_app.web.forms.days import DayField, moment_of, written_clock
from hlh_app.web.presenters.sections import event as event_name

CHOOSE = ("", _("Choose"))
LONG_TEXT = forms.Textarea({"rows": 2})


def named(codes: Any, name: Any) -> list[tuple[str, str]]:
    return [(code, name(code)) for code in codes]


def _flat(line: str | tuple[str, ...]) -> tuple[str, ...]:
    return line if isinstance(line, tuple) else (line,)


class RowForm(CorrectionForm):
    """``facts`` of a new row and ``corrections`` of a stored one, by the names of the service.

    ``moments``: the service's moment → the boxes of its day and its time.
    """

    moments: ClassVar[Mapping[str, tuple[str, str]]] = {}
    rows: ClassVar[tuple[Any, ...]] = ()

    note = forms.CharField(label=_("Note"), max_length=4000, required=False, widget=LONG_TEXT)
    reason = forms.CharField(
        label=_("Why it is corrected"),
        max_length=300,
        required=False,
        help_text=_("Needed when the visit is signed."),
    )

    def __init__(self, *args: Any, zone: tzinfo, row: Any = None, **options: Any) -> None:
        self.zone = zone
        self.read_moments: dict[str, Any] = {}
        super().__init__(*args, row=row, **options)
        self.order_fields([box for line in self.rows for box in _flat(line)])
        if row is None:
            for name in self.CARRIED:
                self.fields.pop(name, None)

    def together(self) -> list[tuple[str, ...]]:
        return [*self.TOGETHER, *self.moments.values()]

    def values_of(self, row: Any) -> dict[str, Any]:
        values = super().values_of(row)
        for name, (day, clock) in self.moments.items():
            moment = getattr(row, name)
            values[day] = moment.day if moment else None
            values[clock] = written_clock(moment, self.zone) if moment else ""
        return values

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, (day, clock) in self.moments.items():
            self.read_moments[name] = self._moment(day, clock)
        return cleaned

    def _moment(self, day: str, clock: str) -> Any:
        if not self.cleaned_data.get(day) or clock in self.errors:
            return None
        try:
            return moment_of(self.cleaned_data[day], self.cleaned_data.get(clock), self.zone)
        except ValidationError as refused:
            self.add_error(clock, refused)
            return None

    def facts(self) -> dict[str, Any]:
        """Name of the service → value, of a new row."""
        return self._asked(self.boxes())

    def corrections(self) -> dict[str, Any]:
        """The same, of what this person changed."""
        return self._asked(self.changed_boxes())

    def _asked(self, boxes: list[str]) -> dict[str, Any]:
        asked: dict[str, Any] = {}
        of_moments = {box: name for name, pair in self.moments.items() for box in pair}
        for box in boxes:
            if box in of_moments:
                asked[of_moments[box]] = self.read_moments[of_moments[box]]
            elif box in self.fields:
                asked |= self.column(box)
        return asked

    def column(self, box: str) -> dict[str, Any]:
        """A box that is a column; others say what they are about."""
        return {box: self.cleaned_data[box]}

    def refuse(self, refused: Refused, names: Mapping[str, str] | None = None) -> None:
        of_moments = {name: pair[0] for name, pair in self.moments.items()}
        super().refuse(refused, of_moments | dict(names or {}))

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        lines = [
            Row(*(Column(Field(name)) for name in _flat(line) if name in self.fields))
            for line in (*self.rows, "note")
        ]
        carried = [name for name in ("reason", "version", "was") if name in self.fields]
        helper.layout = Layout(*lines, *carried)
        return helper


class EventForm(RowForm):
    rows: ClassVar = (("event", "on"), "detail")
    TOGETHER = (("event", "on", "detail"),)

    event = forms.ChoiceField(label=_("Event"), error_messages={"required": _("Choose the event.")})
    on = DayField(label=_("Date"), help_text=_("Only a planned transplant lies in the future."))
    detail = forms.CharField(label=_("Detail"), max_length=300, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["event"].choices = [CHOOSE, *named(EVENTS, event_name)]


class TherapyLineForm(RowForm):
    rows: ClassVar = (("line", "regimen"), ("started_on", "stopped_on"), "result")

    line = forms.IntegerField(
        label=_("Line"),
        initial=1,
        min_value=1,
        max_value=20,
        widget=forms.TextInput({"inputmode": "numeric", "size": 4}),
        error_messages={"invalid": _("Enter the line as a number, such as 1.")},
    )
    regimen = forms.CharField(
        label=_("Regimen"),
        max_length=120,
        help_text=_("Such as HLH-94, HLH-2004, DEP."),
        error_messages={"required": _("Enter the regimen.")},
    )
    started_on = DayField(label=_("Started"), required=False)
    stopped_on = DayField(label=_("Stopped"), required=False)
    result = forms.ChoiceField(label=_("Result"), choices=LineResult.choices)


class ConsentForm(RowForm):
    rows: ClassVar = (("scope", "status"), ("on", "given_by"))
    TOGETHER = (("scope", "status", "on"),)

    scope = forms.ChoiceField(label=_("For"), choices=[CHOOSE, *ConsentScope.choices])
    status = forms.ChoiceField(label=_("Status"), choices=[CHOOSE, *ConsentStatus.choices])
    on = DayField(label=_("Date"))
    given_by = forms.CharField(
        label=_("By (patient, mother, guardian …)"), max_length=80, required=False
    )
