"""How a typed date is read, said back at once."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hlh_app.web.forms.days import read_day

from . import formats


def said_day(text: str) -> str:
    """Read as 03-Apr-2015; or what to write instead."""
    try:
        return _("Read as %(day)s.") % {"day": formats.day(read_day(text))}
    except ValidationError as refused:
        return " ".join(refused.messages)
