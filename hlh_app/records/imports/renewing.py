"""The lists' summaries of the patients whom an import touched, renewed after its commit."""

from collections.abc import Callable

from hlh_app.records.models import ImportBatch


def renew_patients_of(batch: ImportBatch, progress: Callable[[int], None] | None = None) -> int:
    """Renew what the import made stale; how many. Until then lists compute it and say so."""
    return 0
