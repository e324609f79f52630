"""Corrections that lose nothing when somebody else changed the row in the meantime."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.choices import flatten_choices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from hlh_app.web.forms.days import DayField
from hlh_app.web.forms.entry import EntryForm
from hlh_app.web.forms.merging import MINE, THEIRS, Clash, Merged, Thing, things

ROW = "#"  # in ``was``, beside the boxes: the primary key of the row that was shown


class CorrectionForm(EntryForm):
    """A form over a stored row. It carries the version and the values with which it was opened,
    so that only what this person changed is written. What two people changed is shown side by side
    and must be chosen; what only the other one changed stands as they left it."""

    version = forms.IntegerField(
        label=_lazy("version"), widget=forms.HiddenInput, required=False, min_value=1
    )
    was = forms.CharField(label=_lazy("before"), widget=forms.HiddenInput, required=False)

    CARRIED = ("version", "was", "reason")
    TOGETHER: ClassVar[tuple[tuple[str, ...], ...]] = ()
    BETWEEN_WORDS = " "

    def __init__(self, *args: Any, row: Any = None, may_be_gone: str = "", **options: Any) -> None:
        """``may_be_gone``: the table of a row that the form was opened with and that may have been
        withdrawn since, so that ``row`` is None."""
        self.row = row
        self.may_be_gone = may_be_gone
        self.clashes: list[Clash] = []
        self.merged: list[Merged] = []
        self.stored = self.values_of(row) if row else {}
        self.blank = dict(options.get("initial") or {})
        options["initial"] = {**self.blank, **self.stored}
        super().__init__(*args, **options)
        if row:
            self.initial |= {"version": row.version, "was": self._carried_texts()}

    def values_of(self, row: Any) -> dict[str, Any]:
        """Box → stored value. Boxes named as columns need no more than this."""
        return {name: getattr(row, name) for name in self.boxes() if hasattr(row, name)}

    def boxes(self) -> list[str]:
        return [name for name in self.base_fields if name not in self.CARRIED]

    def together(self) -> Iterable[tuple[str, ...]]:
        """Boxes that mean something only together."""
        return self.TOGETHER

    def what(self, name: str) -> str:
        """The box in the table of what two people changed."""
        return str(self.fields[name].label)

    def in_words(self, names: tuple[str, ...], texts: tuple[str, ...]) -> str:
        """Boxes that belong together, as they are read."""
        said = (self._word(name, text) for name, text in zip(names, texts, strict=True))
        return self.BETWEEN_WORDS.join(word for word in said if word)

    def _word(self, name: str, text: str) -> str:
        if isinstance(self.fields[name], forms.BooleanField):
            return _("yes") if text else ""
        choices = flatten_choices(getattr(self.fields[name], "choices", ()))
        return next((str(label) for code, label in choices if text and str(code) == text), text)

    # What was, what is, what is typed ---------------------------------------------------------

    def _stored_texts(self) -> dict[str, str]:
        return {name: self._as_text(name, self.stored.get(name)) for name in self.boxes()}

    def _carried_texts(self) -> str:
        return json.dumps(self._stored_texts() | {ROW: self.row.pk})

    def _as_text(self, name: str, value: Any) -> str:
        shown = self.fields[name].prepare_value(value)
        return "" if shown is None or shown is False else str(shown)

    def typed(self, name: str) -> str:
        widget = self.fields[name].widget
        value = widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        return "" if value in (None, False) else str(value).strip()

    def _meant(self, name: str) -> str:
        """What is typed, a day as it is read: 2/11/2026 and 02-Nov-2026 are the same."""
        read = self.cleaned_data.get(name)
        if read is not None and isinstance(self.fields[name], DayField):
            return self._as_text(name, read)
        return self.typed(name)

    def was_before(self) -> dict[str, str]:
        """What the boxes held when the page was opened: for a row that did not exist then, what
        an empty form holds."""
        known = self._was_carried()
        return {name: str(known.get(name, self._blank_text(name))) for name in self.boxes()}

    def _was_carried(self) -> dict[str, Any]:
        return carried(self.cleaned_data.get("was") or "")

    def _blank_text(self, name: str) -> str:
        return self._as_text(name, self.blank.get(name, self.fields[name].initial))

    def changed_boxes(self) -> list[str]:
        """What this person changed and means to write."""
        before = self.was_before()
        return [name for name in self.boxes() if self.typed(name) != before[name]]

    # Meeting what somebody else did -----------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.row:
            self._meet_other_changes()
        elif self.may_be_gone and ROW in self._was_carried():
            self._meet_withdrawal()
        if self.clashes:
            raise ValidationError(
                _(
                    "Somebody else changed this while you were writing. Nothing was saved: choose "
                    "below what counts, then save."
                )
            )
        return cleaned

    def _meet_other_changes(self) -> None:
        now = self._stored_texts()
        for thing in self._things(now):
            choice = self._choice(thing)
            if thing.must_be_chosen(choice, self._asked_about(thing) in self.data):
                self.clashes.append(self._clash(thing))
            elif choice == THEIRS or (thing.theirs and not thing.mine):
                self._take(thing)
            if thing.theirs and not thing.mine:
                self.merged.append(
                    Merged(
                        self.what(thing.name),
                        self.in_words(thing.names, thing.before),
                        self.in_words(thing.names, thing.now),
                        self._row(),
                    )
                )
        if not self._is_up_to_date():
            self._carry("version", str(self.row.version))
            self._carry("was", self._carried_texts())
            self.cleaned_data |= {"version": self.row.version, "was": self._carried_texts()}

    def _is_up_to_date(self) -> bool:
        shown = (self.cleaned_data.get("version"), self._was_carried().get(ROW))
        return shown == (self.row.version, self.row.pk)

    def _things(self, now: dict[str, str]) -> list[Thing]:
        names, before = self.boxes(), self.was_before()
        # A row that the page did not show is not one whose boxes this person emptied.
        shown = any(self.add_prefix(name) in self.data for name in names)
        typed = {name: self._meant(name) for name in names} if shown else before
        return things(names, self.together(), before, now, typed)

    def _meet_withdrawal(self) -> None:
        """Of a row that was withdrawn meanwhile: what was not touched goes with it; what was
        changed is written as a new row if its writer says so."""
        blank = {name: self._blank_text(name) for name in self.boxes()}
        touched = [thing for thing in self._things(blank) if thing.mine]
        first = touched[0] if touched else self._things(blank)[0]
        choice = self._choice(first) if touched else THEIRS
        if choice not in (MINE, THEIRS):
            self.clashes.append(self._clash(first, withdrawn=True))
            return
        if not touched:
            before = self.in_words(first.names, first.before)
            gone = Merged(self.what(first.name), before, "", self._row(), withdrawn=True)
            self.merged.append(gone)
        if choice == THEIRS:
            for thing in self._things(blank):
                self._take(thing)
        self._carry("version", "")
        self._carry("was", "")
        self.cleaned_data |= {"version": None, "was": ""}

    def _clash(self, thing: Thing, *, withdrawn: bool = False) -> Clash:
        asked = self._asked_about(thing)
        held = carried(self.data.get(asked, "")).get("before")
        fits = isinstance(held, list) and len(held) == len(thing.names)
        before = tuple(map(str, held)) if fits else thing.before
        return Clash(
            choose=self.add_prefix(f"choose-{thing.name}"),
            asked=asked,
            held=json.dumps({"before": before}),
            label=self.what(thing.name),
            before=self.in_words(thing.names, before),
            recorded="" if withdrawn else self.in_words(thing.names, thing.now),
            typed=self.in_words(thing.names, thing.typed),
            row=self._row(),
            box=self[thing.name].id_for_label,
            withdrawn=withdrawn,
        )

    def _row(self) -> tuple[str, int]:
        if self.row:
            return str(self.row._meta.model_name), self.row.pk
        pk = self._was_carried().get(ROW)
        return self.may_be_gone, pk if isinstance(pk, int) else 0

    def _choice(self, thing: Thing) -> str:
        return str(self.data.get(self.add_prefix(f"choose-{thing.name}"), ""))

    def _asked_about(self, thing: Thing) -> str:
        return self.add_prefix(f"asked-{thing.name}")

    def _take(self, thing: Thing) -> None:
        """The record's side stands in the boxes, whatever was typed or wrong there."""
        for name, text in zip(thing.names, thing.now, strict=True):
            self._carry(name, text)
            self.errors.pop(name, None)
            self.cleaned_data[name] = self.fields[name].clean(text)

    def _carry(self, name: str, text: str) -> None:
        if not getattr(self.data, "_mutable", True):
            self.data = self.data.copy()
        self.data[self.add_prefix(name)] = text


def carried(text: str) -> dict[str, Any]:
    """What a hidden box carries; nothing when somebody has tampered with it."""
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return held if isinstance(held, dict) else {}
