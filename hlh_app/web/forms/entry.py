"""What every form of clinical facts shares: our own words for errors, what was typed before, and
the tick for an unusual value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _

from hlh_app.records.plausibility import OK, UNUSUAL
from hlh_app.records.services.errors import Refused, StaleWrite
from hlh_app.web.forms.days import DayField
from hlh_app.web.forms.merging import Clash, Merged
from hlh_app.web.keeping import Restored
from hlh_app.web.presenters import formats


class EntryForm(forms.Form):
    """``refuse`` puts a service's refusal beside the boxes; days are echoed as they were read."""

    clashes: Sequence[Clash] = ()
    merged: Sequence[Merged] = ()
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
