"""One small row a patient for the lists, renewed by whatever changes the record."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hlh_app.records.models.patient import Patient


class PatientSummary(models.Model):
    """Verdicts as of the patient's last data. A trigger marks the row ``stale`` on any other
    write; a stale row says so until it is renewed. Overdue is a comparison in the query."""

    patient = models.OneToOneField(
        Patient, on_delete=models.PROTECT, primary_key=True, related_name="summary"
    )
    stale = models.BooleanField(default=True)
    renewed_at = models.DateTimeField(null=True)
    rule_versions = models.JSONField(default=dict)
    last_data_at = models.DateTimeField(null=True)
    last_data_text = models.CharField(max_length=40, blank=True)
    day0 = models.DateField(_("first dose"), null=True)
    hlh2004_outcome = models.CharField(max_length=14, blank=True)
    hlh2004_met = models.PositiveSmallIntegerField(null=True)
    hlh2004_unknown = models.PositiveSmallIntegerField(null=True)
    hlh2004_first_met_text = models.CharField(max_length=40, blank=True)
    hlh2004_at_diagnosis_met = models.PositiveSmallIntegerField(null=True)
    hscore_low = models.PositiveSmallIntegerField(null=True)
    hscore_high = models.PositiveSmallIntegerField(null=True)
    response_day = models.PositiveSmallIntegerField(null=True)
    response_classes = models.JSONField(default=list)
    response_flags = models.JSONField(default=list)
    best_classes = models.JSONField(default=list)
    ferritin_text = models.CharField(max_length=60, blank=True)
    ferritin_series = models.JSONField(default=list)
    pending_count = models.PositiveSmallIntegerField(default=0)
    next_due_on = models.DateField(null=True)
    next_due_what = models.CharField(max_length=40, blank=True)
    tasks = models.JSONField(default=list)
    handover = models.JSONField(default=list)

    class Meta:
        verbose_name = _("summary")
        verbose_name_plural = _("summaries")
        indexes = [
            models.Index(fields=["next_due_on"], name="summary_due"),
            models.Index(fields=["patient", "stale", "renewed_at"], name="summary_current"),
        ]

    def __str__(self) -> str:
        return f"{self.patient_id}"
