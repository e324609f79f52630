"""Reports of doubtful calculations: which somebody sees."""

from django.db.models import Q, QuerySet

from hlh_app.accounts.models import READING_ROLES, User
from hlh_app.accounts.selectors import centre_ids_where
from hlh_app.records.models import ProblemReport
from hlh_app.records.models.choices import ProblemStatus


def visible_to(user: User) -> QuerySet[ProblemReport]:
    """Reports on patients of the centres in which the user reads; those about a rule alone for
    whoever wrote them and for superusers."""
    seen = Q(patient__centre__in=centre_ids_where(user, *READING_ROLES))
    about_a_rule = Q(patient=None) if user.is_superuser else Q(patient=None, reported_by=user)
    found = ProblemReport.objects.filter(seen | about_a_rule)
    return found.select_related("patient__centre", "reported_by", "closed_by")


def open_for(user: User) -> QuerySet[ProblemReport]:
    """Those not closed yet, oldest first."""
    return visible_to(user).filter(status=ProblemStatus.OPEN).order_by("reported_at")
