"""Marking a row as entered in error. Nothing is deleted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hlh_app.records.services.errors import StaleWrite
from hlh_app.web.forms.entry import EntryForm


class WithdrawalForm(EntryForm):
    """``version``: of the row as it is shown, so that nobody withdraws what they have not seen."""

    reason = forms.CharField(
        label=_("Why it was entered in error"),
        max_length=300,
        help_text=_("Such as: another patient's result; typed twice."),
        error_messages={"required": _("Enter why it was entered in error.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args: Any, row: Any, **options: Any) -> None:
        super().__init__(*args, initial={"version": row.version}, **options)

    def outrun(self, stale: StaleWrite) -> None:
        """What stands now is shown above the form; the next submission withdraws that."""
        self.data = self.data.copy()
        self.data["version"] = str(stale.row_now.version)
        self.add_error(
            None,
            _("%(who)s changed it meanwhile. Look at what it says now, then decide again.")
            % {"who": stale.changed_by or _("Somebody else")},
        )
