"""The box into which a block of results is pasted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hlh_app.exchange.tables.model import TableError
from hlh_app.records.imports.keeping import digest_of
from hlh_app.records.models import Patient
from hlh_app.web.forms.entry import EntryForm
from hlh_app.web.forms.paste_means import Answers, answers_of
from hlh_app.web.pasting import Pasted, look
from hlh_app.web.presenters.sentences import say

LONGEST_TEXT = 200_000
MOST_CELLS = 5_000


class PasteForm(EntryForm):
    """``pasted``: the text as it is read, None when it is no table."""

    text = forms.CharField(
        label=_("The block, as it was copied"),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea({"rows": 12, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_(
            "From a spreadsheet, a laboratory portal or a text table: tests and dates with their "
            "headings. It is read at once and shown below; nothing is saved before you confirm."
        ),
        error_messages={
            "required": _("Paste the results first, with their headings."),
            "max_length": _("Paste at most 200,000 characters at once. Import a file instead."),
        },
    )

    def __init__(self, *args: Any, patient: Patient, **options: Any) -> None:
        self.patient = patient
        self.pasted: Pasted | None = None
        super().__init__(*args, **options)
        if not self.is_bound:  # Ctrl+V at once
            self.fields["text"].widget.attrs["autofocus"] = True

    @property
    def text_digest(self) -> str:
        """Of the text alone: answers belong to the text they were given for."""
        return digest_of(self.data.get("text", "").replace("\r\n", "\n"))

    @property
    def answers(self) -> Answers:
        same = self.data.get("read") == self.text_digest
        return answers_of(self.data) if same else Answers()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "text" in cleaned:
            self._read(cleaned["text"])
        return cleaned

    def _read(self, text: str) -> None:
        try:
            pasted = look(self.patient, text.replace("\r\n", "\n"), self.answers)
        except TableError as error:
            self.add_error("text", say(error.message))
            return
        if len(pasted.cells) > MOST_CELLS:
            self.add_error("text", gettext("Paste at most 5,000 results at once. Import a file."))
        elif not pasted.cells:
            self.add_error(
                "text",
                gettext("No results are found. Paste the headings too: the tests and the dates."),
            )
        else:
            self.pasted = pasted
            self._compare_with_what_was_shown(pasted)

    def _compare_with_what_was_shown(self, pasted: Pasted) -> None:
        if self.is_confirming and self.data["shown"] != pasted.digest:
            self.add_error(
                None,
                gettext(
                    "Nothing is saved: the record, the text or an answer has changed since this "
                    "was shown. Look at it again below, then save."
                ),
            )

    @property
    def is_confirming(self) -> bool:
        return bool(self.data.get("shown"))

    def sent_digest(self, key: str) -> str:
        """Of this page as it was confirmed: sent twice, it is kept once."""
        answers = answers_of(self.data)
        return digest_of(key, self.data.get("shown"), sorted(answers.does.items()))

    @property
    def is_ready(self) -> bool:
        return self.is_confirming and self.pasted is not None and self.pasted.to_keep > 0
