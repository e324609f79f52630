"""Which patients somebody sees, and which may be the same person."""

from datetime import date

from django.db.models import Q, QuerySet

from hlh_app.accounts.models import READING_ROLES, Centre, User
from hlh_app.accounts.selectors import centre_ids_where
from hlh_app.records.models import Patient


def visible_to(user: User) -> QuerySet[Patient]:
    """Patients of every centre in which the user has a reading role, with centre and summary.

    A summary that is out of date says so (``summaries.is_current``); a page that lists patients
    hands them to ``summaries.for_display`` first.
    """
    centres = centre_ids_where(user, *READING_ROLES)
    return Patient.objects.filter(centre__in=centres).select_related("centre", "summary")


def listed_to(user: User) -> QuerySet[Patient]:
    """As :func:`visible_to`, without what only the worklist reads of the summary."""
    return visible_to(user).defer("summary__tasks", "summary__handover")


def likely_duplicates(
    centre: Centre, birth_date: date | None, sex: str, code: str, exclude_pk: int | None = None
) -> list[Patient]:
    """Patients of the centre with the same code, whatever its case, spaces and hyphens, or with
    the same birth date and no contradicting sex. At most ten."""
    same_birth = Q(birth_date=birth_date) & (Q(sex=sex) | Q(sex="unknown"))
    if sex == "unknown":
        same_birth = Q(birth_date=birth_date)
    alike = _alike(centre, code)
    wanted = Q(pk__in=alike) | (same_birth if birth_date else Q(pk__in=[]))
    found = Patient.objects.filter(wanted, centre=centre).exclude(pk=exclude_pk)
    return list(found.order_by("code")[:10])


def _alike(centre: Centre, code: str) -> list[int]:
    wanted = _bare(code)
    if not wanted:
        return []
    codes = Patient.objects.filter(centre=centre).values_list("pk", "code")
    return [pk for pk, known in codes if _bare(known) == wanted]


def _bare(code: str) -> str:
    return "".join(letter for letter in code.casefold() if letter.isalnum())
