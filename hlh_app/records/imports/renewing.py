"""The lists' summaries of the patients whom an import touched, renewed after its commit."""

from collections.abc import Callable

from hlh_app.records.models import (
    Event,
    Exposure,
    Finding,
    ImportBatch,
    ImportedChange,
    Observation,
)
from hlh_app.records.summaries import AT_A_TIME, renew_together

_TABLES = {model._meta.model_name: model for model in (Observation, Finding, Exposure, Event)}


def patients_of(batch: ImportBatch) -> list[int]:
    """Keys of the patients whose rows the import brought or changed, in order."""
    keys: set[int] = set()
    changes = ImportedChange.objects.filter(batch=batch)
    for name, model in _TABLES.items():
        changed = changes.filter(table=name).values("row_id")
        rows = model._default_manager.order_by()
        for some in (rows.filter(batch=batch), rows.filter(pk__in=changed)):
            keys |= set(some.values_list("patient_id", flat=True).distinct())
    return sorted(keys)


def renew_patients_of(batch: ImportBatch, progress: Callable[[int], None] | None = None) -> int:
    """Renew what the import made stale; how many. Until then lists compute it and say so."""
    keys, done = patients_of(batch), 0
    for start in range(0, len(keys), AT_A_TIME):
        done += renew_together(keys[start : start + AT_A_TIME])
        if progress is not None:
            progress(done)
    return done
