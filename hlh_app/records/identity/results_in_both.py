"""Results that two records of a centre have in common: same test, same time, same value.

Counted are laboratory results with a time of day and an exact value. A temperature or a weight, a
day without a time, and a value below or above a limit are shared by too many people.
"""

from collections import Counter

from django.db.models import Count, F, Max, Min, QuerySet
from django.db.models.functions import Coalesce

from hlh_app.accounts.models import Centre
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.records.identity.doubled import Double
from hlh_app.records.models import Observation

BEDSIDE = ("temperature", "weight", "height", "spleen_thickness")
COUNTED = tuple(code for code in ANALYTES if code not in BEDSIDE)


def same_results(centre: Centre) -> dict[tuple[int, int], int]:
    """Pair of patients, the smaller number first → how many results they share. One query.

    Of a result that more than two records hold, the pair of the first and the last is counted.
    """
    rows = _telling(Observation.objects.filter(patient__centre=centre, patient__merged_into=None))
    shared = (
        rows.order_by()
        .values("analyte", "measured_at", figure=Coalesce("canonical_value", "value"))
        .annotate(least=Min("patient"), most=Max("patient"), held=Count("pk"))
        .filter(held__gt=1, least__lt=F("most"))
    )
    return dict(Counter(shared.values_list("least", "most")))


def tells(double: Double) -> bool:
    """Whether a row that two records have in common is a result that is counted here."""
    row = double.row
    if not isinstance(row, Observation) or row.analyte not in COUNTED:
        return False
    return row.status == "final" and not row.comparator and "T" in row.measured_text


def _telling(rows: QuerySet[Observation]) -> QuerySet[Observation]:
    return rows.filter(
        analyte__in=COUNTED,
        status="final",
        comparator="",
        entered_in_error=False,
        measured_text__contains="T",
    )
