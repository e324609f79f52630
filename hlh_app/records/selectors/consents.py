"""Who said no to the use of the record for research."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from hlh_app.records.models import Consent
from hlh_app.records.models.choices import ConsentScope, ConsentStatus

NO: Final = frozenset({ConsentStatus.REFUSED.value, ConsentStatus.WITHDRAWN.value})
AT_A_TIME = 500


def refused_research(keys: Collection[int]) -> set[int]:
    """Those of these patients whose latest word is no; of two words of one day the no counts."""
    wanted, found = sorted(keys), set[int]()
    for start in range(0, len(wanted), AT_A_TIME):
        found |= _refused(wanted[start : start + AT_A_TIME])
    return found


def _refused(keys: list[int]) -> set[int]:
    said = Consent.objects.filter(
        patient__in=keys, scope=ConsentScope.RECORD, entered_in_error=False
    ).exclude(status=ConsentStatus.PENDING)
    last: dict[int, tuple[object, bool]] = {}
    for patient, on, status in said.order_by("on", "pk").values_list("patient_id", "on", "status"):
        day, no = last.get(patient, (None, False))
        last[patient] = (on, status in NO or (day == on and no))
    return {patient for patient, (_day, no) in last.items() if no}
