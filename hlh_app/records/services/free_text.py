"""A text in one's own words, as it may be kept."""

from django.utils.translation import gettext as _

from hlh_app.records.services.errors import Refused

LONGEST = 5000


def free_text(name: str, text: str) -> str:
    """Without the blanks around it. Refused under ``name`` when empty or too long."""
    kept = text.strip()
    if not kept or len(kept) > LONGEST or "\0" in kept:
        raise Refused({name: [_("Enter a text of at most 5,000 characters.")]})
    return kept
