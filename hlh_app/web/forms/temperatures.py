"""The quick page for temperatures: nothing is written until every line is understood."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, tzinfo
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Field, Layout, Row
from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from hlh_app.exchange.temperatures.model import MOST_READINGS, Readings, ReadLine, Surroundings
from hlh_app.exchange.temperatures.reader import read_readings
from hlh_app.records.imports.keeping import digest_of
from hlh_app.records.models.choices import TemperatureSite
from hlh_app.web.forms.days import DayField
from hlh_app.web.forms.entry import EntryForm
from hlh_app.web.thermometer import Preview

LONGEST_TEXT = 1_200_000
LONGEST_ANSWER = 40
UNITS = [("", _("°C, asked if unclear")), ("Cel", "°C"), ("[degF]", "°F")]
ASK = "ask."


class TemperaturesForm(EntryForm):
    """``read``: the text as it is understood; ``previews``: each line beside the record."""

    day = DayField(
        label=_("Date of the first line"),
        required=False,
        help_text=_("Carried forward until a line has its own date."),
    )
    unit = forms.ChoiceField(label=_("Unit where none is written"), choices=UNITS, required=False)
    site = forms.ChoiceField(
        label=_("Site where none is written"), choices=TemperatureSite.choices, required=False
    )
    lines = forms.CharField(
        label=_("Readings, one a line, or a chart export with its headings"),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(
            {"rows": 12, "spellcheck": "false", "placeholder": "20-Nov 06:00 38.6\n10:00 39.1"}
        ),
        help_text=_(
            "Time, temperature; then, if known, C or F, the site, antipyretic. Of an export: "
            "columns for date, time, temperature, unit, site."
        ),
        error_messages={
            "required": _("Enter at least one reading."),
            "max_length": _("This is too much text at once. Enter at most 20,000 readings."),
        },
    )

    def __init__(self, *args: Any, zone: tzinfo, today: date, **options: Any) -> None:
        self.zone, self.today = zone, today
        self.read = Readings()
        self.previews: list[Preview] = []
        self.is_understood = False
        super().__init__(*args, **options)

    @property
    def answers(self) -> dict[str, str]:
        """Key of a question → the answer."""
        boxes = self.data.items()
        return {n[len(ASK) :]: a[:LONGEST_ANSWER] for n, a in boxes if n.startswith(ASK) and a}

    @property
    def leaves_out(self) -> bool:
        """Lines that are not understood or not ticked are left out on purpose."""
        return bool(self.data.get("leave_out"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "lines" in cleaned and not self.errors:
            around = Surroundings(
                zone=self.zone,
                today=self.today,
                day=cleaned["day"],
                unit=cleaned["unit"],
                site=cleaned["site"],
                answers=self.answers,
            )
            self.read = read_readings(cleaned["lines"], around)
            if len(self.read.lines) > MOST_READINGS:
                self.read = Readings()
                self.add_error("lines", gettext("Enter at most 20,000 readings at once."))
            elif not self.read.lines and not self.read.questions:
                self.add_error("lines", gettext("Enter at least one reading."))
        return cleaned

    def preview(
        self, judge: Callable[[tuple[ReadLine, ...], Iterable[str]], list[Preview]]
    ) -> None:
        """Judge every line that was understood; name those that were not."""
        self.previews = judge(self.read.lines, self.data.getlist("confirmed"))
        wrong = sum(1 for preview in self.previews if preview.error and not preview.waits)
        if wrong and not self.leaves_out:
            said = ngettext(
                "%(n)s line is not understood. Correct it and check again.",
                "%(n)s lines are not understood. Correct them and check again.",
                wrong,
            )
            self.add_error("lines", said % {"n": wrong})
        elif self.read.questions:
            self.add_error("lines", gettext("Answer the questions below, then check again."))
        elif self.is_confirming and self._was_shown and not self._is_ticked:
            self.add_error(
                "lines", gettext("Tick the readings that are asked about, or correct them.")
            )
        self.is_understood = not self.errors
        if self.is_confirming and self.is_understood and not self._was_shown:
            self.add_error(
                None,
                gettext("This has changed since it was shown. Nothing is saved yet: look again."),
            )

    @property
    def is_confirming(self) -> bool:
        return bool(self.data.get("shown"))

    @property
    def is_ready(self) -> bool:
        """Every line is understood, every question answered, and this is what was shown."""
        return bool(self.to_write) and self._was_shown and not self.errors

    @property
    def _is_ticked(self) -> bool:
        return self.leaves_out or all(preview.is_ready for preview in self.previews)

    @property
    def _was_shown(self) -> bool:
        return self.data.get("shown") == self.digest

    @property
    def digest(self) -> str:
        """Of what was read and of what the record held: what is confirmed is what was shown."""
        boxes = [self.data.get(name, "") for name in ("day", "unit", "site")]
        text = self.data.get("lines", "").replace("\r\n", "\n")
        stands = [preview.stands for preview in self.previews]
        return digest_of(text, boxes, sorted(self.answers.items()), stands)

    def sent_digest(self, key: str) -> str:
        """Of this page as it was confirmed: sent twice, it is kept once."""
        ticks = sorted(self.data.getlist("confirmed"))
        return digest_of(key, self.data.get("shown"), ticks, self.leaves_out)

    @property
    def to_write(self) -> list[Preview]:
        new = [preview for preview in self.previews if preview.is_new]
        return [preview for preview in new if preview.is_ready] if self.leaves_out else new

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        first = Row(*(Column(Field(name)) for name in ("day", "unit", "site")))
        helper.layout = Layout(first, Field("lines"))
        return helper
