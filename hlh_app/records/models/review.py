"""Data review: queries on records and their answers, and the trail of every change."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hlh_app.records.models.choices import AuditAction, ProblemStatus, QueryStatus
from hlh_app.records.models.patient import Patient


class DataQuery(models.Model):
    """A reviewer's (later also a rule's) question about one record."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="queries")
    table = models.CharField(_("table"), max_length=40)
    row_id = models.BigIntegerField(_("row"))
    field = models.CharField(_("field"), max_length=40, blank=True)
    rule = models.CharField(_("raised by rule"), max_length=60, blank=True)
    question = models.TextField(_("question"))
    status = models.CharField(max_length=8, choices=QueryStatus, default=QueryStatus.OPEN)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    raised_at = models.DateTimeField(auto_now_add=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("query")
        verbose_name_plural = _("queries")
        ordering = ["status", "-raised_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=QueryStatus.values),
                name="dataquery_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(status="closed", closed_at__isnull=False)
                | (~models.Q(status="closed") & models.Q(closed_at__isnull=True)),
                name="dataquery_closed_with_time",
            ),
        ]
        indexes = [models.Index(fields=["patient", "status"], name="dataquery_open")]

    def __str__(self) -> str:
        return self.question[:60]


class DataQueryReply(models.Model):
    """An answer, or a further question, under a query. Written once."""

    query = models.ForeignKey(DataQuery, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField(_("text"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return self.text[:60]


class ProblemReport(models.Model):
    """Somebody doubts a calculation. ``inputs`` is the case file as it stood then, so that the
    reviewer sees what the rule saw; without a patient the doubt is about the rule itself."""

    patient = models.ForeignKey(
        Patient,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="problem_reports",
        verbose_name=_("patient"),
    )
    rule = models.CharField(_("rule"), max_length=60)
    rule_version = models.CharField(_("version of the rule"), max_length=40)
    as_of_text = models.CharField(_("as of"), max_length=40, blank=True)
    inputs = models.JSONField(_("case as it stood"), null=True, blank=True)
    text = models.TextField(_("what seems wrong"))
    status = models.CharField(
        _("status"), max_length=6, choices=ProblemStatus, default=ProblemStatus.OPEN
    )
    answer = models.TextField(_("answer"), blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("reported by"),
    )
    reported_at = models.DateTimeField(_("reported at"), auto_now_add=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("closed by"),
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("problem report")
        verbose_name_plural = _("problem reports")
        ordering = ["-status", "-reported_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="open", closed_at__isnull=True, answer="")
                | (models.Q(status="closed", closed_at__isnull=False) & ~models.Q(answer="")),
                name="problemreport_closed_with_answer",
            ),
        ]
        indexes = [models.Index(fields=["patient", "status"], name="problemreport_open")]

    def __str__(self) -> str:
        return f"{self.rule} {self.rule_version}: {self.text[:60]}"


class AuditEntry(models.Model):
    """One change of one row, written by a database trigger and by nothing else."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("when"))
    actor = models.CharField(_("who"), max_length=150)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    table = models.CharField(_("table"), max_length=40)
    row_id = models.BigIntegerField(_("row"))
    patient_id = models.BigIntegerField(_("patient"), null=True)
    action = models.CharField(_("what"), max_length=6, choices=AuditAction)
    old = models.JSONField(_("before"), null=True)
    new = models.JSONField(_("after"), null=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("audit trail")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["table", "row_id"], name="audit_row"),
            models.Index(fields=["patient_id", "at"], name="audit_patient"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row_id} {self.action}"
