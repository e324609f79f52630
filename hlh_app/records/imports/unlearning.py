"""What an import taught about intervals that laboratories print, forgotten when it is undone."""

from django.db.models import Exists, OuterRef

from hlh_app.records.models import ImportBatch, Observation, ReferenceInterval
from hlh_app.records.models.choices import IntervalSource

_PRINTED = ("laboratory", "analyte", "assay", "unit", "low", "high")


def forget_intervals(batch: ImportBatch) -> None:
    """Those that the batch printed and no result that stands prints any more; a manager's stay.

    What an interval replaced is not known any more: until it is printed again there is none.
    """
    printed = Observation.objects.filter(
        batch=batch, entered_in_error=True, interval_source=IntervalSource.REPORTED
    )
    limits = set(printed.values_list(*_PRINTED).distinct())
    same = Observation.objects.filter(
        **{name: OuterRef(name) for name in ("laboratory", "analyte", "assay", "unit")},
        patient__centre=batch.centre_id,
        entered_in_error=False,
        interval_source=IntervalSource.REPORTED,
    )
    for found in limits:
        fields = dict(zip(_PRINTED, found, strict=True))
        bounds = {"low": fields["low"], "high": fields["high"]}
        kept = ReferenceInterval.objects.filter(
            **_exactly(fields), centre=batch.centre_id, configured=False
        )
        kept.exclude(Exists(same.filter(**_exactly(bounds)))).delete()


def _exactly(fields: dict[str, object]) -> dict[str, object]:
    """A limit that is not given must not be given there either."""
    return {
        (f"{name}__isnull" if value is None else name): (True if value is None else value)
        for name, value in fields.items()
    }
