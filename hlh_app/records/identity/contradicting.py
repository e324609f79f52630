"""Questions about results that two merged records give differently; both values stay until then."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from hlh_app.accounts.models import User
from hlh_app.records.case_facts import plain
from hlh_app.records.identity.doubled import Contradiction
from hlh_app.records.models import DataQuery, Observation, Patient, PatientMerge
from hlh_app.records.models.choices import QueryStatus

RULE = "merge"
ONE_BY_ONE = 20


def ask_about(contradictions: Sequence[Contradiction], kept: Patient) -> list[int]:
    """One query a result; of very many, one on the patient for the rest. The queries' keys."""
    queries = [
        _query(kept, "observation", found.gone.pk, _question(found), "value")
        for found in contradictions[:ONE_BY_ONE]
    ]
    rest = len(contradictions) - ONE_BY_ONE
    if rest > 0:
        more = _("%(n)s more results differ between the two records that were merged.")
        queries.append(_query(kept, "patient", kept.pk, more % {"n": rest}))
    return [query.pk for query in DataQuery.objects.bulk_create(queries)]


def _query(kept: Patient, table: str, pk: int, question: str, field: str = "") -> DataQuery:
    return DataQuery(
        patient=kept, table=table, row_id=pk, field=field, rule=RULE, question=question
    )


def _question(found: Contradiction) -> str:
    told = _(
        "At the same moment the two records that were merged give %(kept)s and %(gone)s. Which "
        "one is right? Enter the other in error."
    )
    return told % {"kept": _written(found.kept), "gone": _written(found.gone)}


def _written(row: Observation) -> str:
    return f"{row.comparator}{plain(row.value):f} {row.unit}"


def close_questions(merge: PatientMerge, actor: User) -> None:
    """The merge is undone: what it asked about lies in two records again."""
    asked = DataQuery.objects.filter(pk__in=merge.before.get("asked", []))
    asked.exclude(status=QueryStatus.CLOSED).update(
        status=QueryStatus.CLOSED, closed_by=actor, closed_at=timezone.now()
    )
