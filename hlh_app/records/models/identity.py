"""When two records turn out to be one person, or not."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hlh_app.records.models.patient import Patient


class PatientMerge(models.Model):
    """The rows of ``gone`` were moved to ``kept``. ``moved``: table → primary keys of the rows;
    ``before``: what undoing needs: ``columns`` of ``kept`` that took the other's value (before and
    after), rows ``withdrawn`` as recorded twice, the ``last`` key of every table, queries
    ``asked``. Undoing moves the rows back; rows entered after the merge stay with ``kept``."""

    kept = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="merges_away")
    reason = models.CharField(_("reason"), max_length=300)
    moved = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    merged_at = models.DateTimeField(_("merged at"), auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undo_reason = models.CharField(_("why it was undone"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("merge of two records")
        verbose_name_plural = _("merges of records")
        ordering = ["-merged_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="patientmerge_of_two"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True, undo_reason="")
                | (Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undo_reason="")),
                name="patientmerge_undone_by_when_why",
            ),
            models.UniqueConstraint(
                fields=["gone"], condition=Q(undone_at__isnull=True), name="patientmerge_gone_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} into {self.kept_id}"


class NotTheSame(models.Model):
    """Somebody looked at two similar records and said that they are two people. ``one`` has the
    smaller number."""

    one = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    said_at = models.DateTimeField(_("said at"), auto_now_add=True)

    class Meta:
        verbose_name = _("two people, not one")
        verbose_name_plural = _("two people, not one")
        ordering = ["-said_at"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="notthesame_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="notthesame_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id}, {self.other_id}"
