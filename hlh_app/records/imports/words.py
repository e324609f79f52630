"""What a centre's laboratories call a test, remembered from what somebody confirmed."""

from collections.abc import Mapping
from typing import Any

from hlh_app.accounts.models import Centre, User


def remembered(centre: Centre) -> Mapping[str, Any]:
    """Plain word → what it means here (``exchange.tables.reading.Word``)."""
    return {}


def remember(centre: Centre, words: Mapping[str, Any], *, actor: User | str) -> int:
    """Keep what words mean, for the next document; how many are news."""
    return 0
