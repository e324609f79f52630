"""What every form of clinical facts shares: our own words for errors, and corrections that lose
nothing when somebody else corrected the row in the meantime."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.choices import flatten_choices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from hlh_app.records.plausibility import OK, UNUSUAL
from hlh_app.records.services.errors import Refused, StaleWrite
from hlh_app.web.forms.days import DayField
from hlh_app.web.keeping import Restored
from hlh_app.web.presenters import formats


class EntryForm(forms.Form):
    """``refuse`` puts a service's refusal beside the boxes; days are echoed as they were read."""

    clashes: Sequence[Clash] = ()
    use_required_attribute = False  # the browser's own bubbles say neither what nor how

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        return helper

    @property
    def is_restored(self) -> bool:
        """Typed before and not saved: shown as it was typed, and neither judged nor written."""
        return isinstance(self.data, Restored)

    def is_valid(self) -> bool:
        return super().is_valid() and not self.is_restored

    def _clean_form(self) -> None:
        if not self.is_restored:
            super()._clean_form()

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_restored:
            self._errors.clear()
        for name, field in self.fields.items():
            day = getattr(self, "cleaned_data", {}).get(name)
            if isinstance(field, DayField) and day:
                self[name].help_text = _("Read as %(day)s.") % {"day": formats.day(day)}

    def refuse(self, refused: Refused, names: Mapping[str, str] | None = None) -> None:
        """Show each message at the box it is about; ``names``: the service's name → the box's."""
        for name, messages in refused.errors.items():
            box = (names or {}).get(name, name)
            known = box if box in self.fields else None
            for message in messages:
                self.add_error(known, message)

    def outrun(self, stale: StaleWrite) -> None:
        """Somebody else saved in the moment between reading the row and writing it. Sent again,
        the form is compared with what stands then."""
        self.add_error(
            None,
            _("%(who)s saved this entry at the same moment. Nothing of yours was lost: save again.")
            % {"who": stale.changed_by or _("Somebody else")},
        )


class Judgeable:
    """A line with a value in a unit. An unusual one is kept once its tick was set for this very
    value in this very unit, and for none typed later."""

    @property
    def confirmation(self) -> str:
        return f"{self.typed('value')} {self.typed('unit')}"

    @property
    def is_confirmed(self) -> bool:
        return self.cleaned_data.get("confirmed") == self.confirmation

    def ask(self, age_days: int | None) -> None:
        """Refuse what is impossible, and what is unusual until it is confirmed."""
        opinion = self.judgement(age_days)
        if opinion is None or opinion.outcome == OK or self.errors:
            return
        if opinion.outcome != UNUSUAL:
            self.add_error("value", opinion.message)
        elif not self.is_confirmed:
            self.add_error("confirmed", opinion.message)


@dataclass(frozen=True, slots=True)
class Clash:
    """One box that two people changed: what the record says now, and what is typed here.
    ``tick``: the name of the tick that leaves the record as it is."""

    tick: str
    name: str
    label: str
    recorded: str
    typed: str


class CorrectionForm(EntryForm):
    """A form over a stored row. It carries the version and the values with which it was opened,
    so that only what this person changed is written, and a clash is shown box by box."""

    version = forms.IntegerField(
        label=_lazy("version"), widget=forms.HiddenInput, required=False, min_value=1
    )
    was = forms.CharField(label=_lazy("before"), widget=forms.HiddenInput, required=False)

    CARRIED = ("version", "was", "reason")

    def __init__(self, *args: Any, row: Any = None, **options: Any) -> None:
        self.row = row
        self.clashes: list[Clash] = []
        self.stored = self.values_of(row) if row else {}
        self.blank = dict(options.get("initial") or {})
        options["initial"] = {**self.blank, **self.stored}
        super().__init__(*args, **options)
        if row:
            self.initial |= {"version": row.version, "was": json.dumps(self._stored_texts())}

    def values_of(self, row: Any) -> dict[str, Any]:
        """Box → stored value. Boxes named as columns need no more than this."""
        return {name: getattr(row, name) for name in self.boxes() if hasattr(row, name)}

    def boxes(self) -> list[str]:
        return [name for name in self.base_fields if name not in self.CARRIED]

    def _stored_texts(self) -> dict[str, str]:
        return {name: self._as_text(name, self.stored.get(name)) for name in self.boxes()}

    def _as_text(self, name: str, value: Any) -> str:
        shown = self.fields[name].prepare_value(value)
        return "" if shown is None or shown is False else str(shown)

    def typed(self, name: str) -> str:
        widget = self.fields[name].widget
        value = widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        return "" if value in (None, False) else str(value).strip()

    def what(self, name: str) -> str:
        """The box in the table of clashes."""
        return str(self.fields[name].label)

    def _in_words(self, name: str, text: str) -> str:
        choices = flatten_choices(getattr(self.fields[name], "choices", ()))
        return next((str(label) for code, label in choices if str(code) == text), text)

    def was_before(self) -> dict[str, str]:
        """What the boxes held when the page was opened: for a row that did not exist then, what
        an empty form holds."""
        try:
            before = json.loads(self.cleaned_data.get("was") or "")
        except (ValueError, RecursionError):
            before = None
        known = before if isinstance(before, dict) else {}
        return {name: str(known.get(name, self._blank_text(name))) for name in self.boxes()}

    def _blank_text(self, name: str) -> str:
        return self._as_text(name, self.blank.get(name, self.fields[name].initial))

    def changed_boxes(self) -> list[str]:
        """What this person changed, except what they chose to leave as it is recorded."""
        left = set(self.data.getlist(self.add_prefix("keep_recorded")))
        before = self.was_before()
        return [n for n in self.boxes() if n not in left and self.typed(n) != before[n]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.row and self.cleaned_data.get("version") != self.row.version:
            self._meet_the_other_change()
        return cleaned

    def _meet_the_other_change(self) -> None:
        now, before = self._stored_texts(), self.was_before()
        self.clashes = [
            Clash(
                self.add_prefix("keep_recorded"),
                name,
                self.what(name),
                self._in_words(name, now[name]),
                self._in_words(name, self.typed(name)),
            )
            for name in self.changed_boxes()
            if now[name] not in (before[name], self.typed(name))
        ]
        self._show_others(name for name in now if self.typed(name) == before[name])
        self._carry("version", str(self.row.version))
        self._carry("was", json.dumps(now))
        self.cleaned_data |= {"version": self.row.version, "was": json.dumps(now)}
        if self.clashes:
            raise ValidationError(
                _(
                    "Somebody else changed this entry while you were writing. Nothing was saved: "
                    "compare both below, then save what is right."
                )
            )

    def _show_others(self, untouched: Iterable[str]) -> None:
        """Where only the other person changed a box, theirs is shown, and stands."""
        now = self._stored_texts()
        for name in list(untouched):
            self._carry(name, now[name])
            if name not in self.errors:
                self.cleaned_data[name] = self.fields[name].clean(now[name])

    def _carry(self, name: str, text: str) -> None:
        if not getattr(self.data, "_mutable", True):
            self.data = self.data.copy()
        self.data[self.add_prefix(name)] = text
