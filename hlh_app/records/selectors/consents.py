"""What each patient last said on the use of the record for research."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from hlh_app.records.models import Consent
from hlh_app.records.models.choices import ConsentScope, ConsentStatus

NO: Final = frozenset({ConsentStatus.REFUSED.value, ConsentStatus.WITHDRAWN.value})
AT_A_TIME = 500


def refused_research(keys: Collection[int]) -> set[int]:
    """Those of these patients whose latest word is no."""
    wanted, found = sorted(keys), set[int]()
    for start in range(0, len(wanted), AT_A_TIME):
        latest = latest_words(wanted[start : start + AT_A_TIME])
        found |= {patient for patient, word in latest.items() if word in NO}
    return found


def latest_words(keys: Collection[int]) -> dict[int, str]:
    """Patient → status of the latest answer, of those who answered. A question without an answer
    yet leaves the answer before it in force; of two answers of one day the no counts."""
    said = Consent.objects.filter(
        patient__in=keys, scope=ConsentScope.RECORD, entered_in_error=False
    ).exclude(status=ConsentStatus.PENDING)
    latest: dict[int, tuple[object, str]] = {}
    for patient, on, status in said.order_by("on", "pk").values_list("patient_id", "on", "status"):
        day, word = latest.get(patient, (None, ""))
        if not (day == on and word in NO):
            latest[patient] = (on, status)
    return {patient: word for patient, (_day, word) in latest.items()}
