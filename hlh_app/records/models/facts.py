"""What was found, given, and happened."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hlh_app.clinical.case import DOSE_UNITS, EVENTS, FINDINGS, FindingStatus
from hlh_app.records.models.base import ClinicalRow, MomentColumns, choice_constraint
from hlh_app.records.models.choices import FindingMethod, Purpose, StopReason, TissueSite
from hlh_app.records.models.patient import PatientRow
from hlh_app.records.models.visit import VisitRow


class Finding(VisitRow):
    """A statement about the patient on a day; the latest counts."""

    finding = models.CharField(_("finding"), max_length=24)
    status = models.CharField(_("status"), max_length=9)
    on = models.DateField(_("on"))
    site = models.CharField(_("site"), max_length=10, choices=TissueSite, blank=True)
    method = models.CharField(_("how"), max_length=11, choices=FindingMethod, blank=True)
    detail = models.CharField(_("detail (gene, agent, image …)"), max_length=300, blank=True)
    expected_on = models.DateField(_("result expected on"), null=True, blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["patient", "on", "id"]
        constraints = [
            *ClinicalRow.Meta.constraints,
            choice_constraint("finding", list(FINDINGS)),
            choice_constraint("status", [s.value for s in FindingStatus]),
        ]
        indexes = [models.Index(fields=["patient", "finding", "on"], name="finding_series")]

    def __str__(self) -> str:
        return f"{self.finding} {self.status} {self.on}"


class Exposure(PatientRow):
    """A drug or blood product. ``stopped_on`` is the last day on which it was given."""

    drug = models.CharField(_("drug"), max_length=80)
    dose = models.DecimalField(_("dose"), max_digits=16, decimal_places=6, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=8, blank=True)
    route = models.CharField(_("route"), max_length=40, blank=True)
    times_per_day = models.DecimalField(
        _("times a day"), max_digits=8, decimal_places=4, null=True, blank=True
    )
    started = MomentColumns(label=_("first given"))
    stopped_on = models.DateField(_("last given on"), null=True, blank=True)
    reason = models.CharField(_("reason for start, change or stop"), max_length=300, blank=True)
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose, blank=True)
    stop_reason = models.CharField(_("why stopped"), max_length=10, choices=StopReason, blank=True)

    class Meta:
        verbose_name = _("treatment")
        verbose_name_plural = _("treatments")
        ordering = ["patient", "started_at", "id"]
        constraints = [
            *ClinicalRow.Meta.constraints,
            choice_constraint("unit", ["", *DOSE_UNITS]),
            models.CheckConstraint(
                condition=models.Q(stopped_on__isnull=True)
                | models.Q(stopped_on__gte=models.F("started_day")),
                name="exposure_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(dose__isnull=True) | models.Q(dose__gt=0),
                name="exposure_dose_positive",
            ),
            models.CheckConstraint(condition=~models.Q(drug=""), name="exposure_has_drug"),
            choice_constraint("purpose", Purpose.values),
            choice_constraint("stop_reason", StopReason.values),
            models.CheckConstraint(
                condition=models.Q(stop_reason="") | models.Q(stopped_on__isnull=False),
                name="exposure_stop_reason_with_stop",
            ),
        ]
        indexes = [models.Index(fields=["patient", "drug", "started_at"], name="exposure_series")]

    def __str__(self) -> str:
        return f"{self.drug} {self.started_text}"


class Event(PatientRow):
    """Something that happened, or a planned transplant."""

    event = models.CharField(_("event"), max_length=18)
    on = models.DateField(_("on"))
    detail = models.CharField(_("detail"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["patient", "on", "id"]
        constraints = [*ClinicalRow.Meta.constraints, choice_constraint("event", list(EVENTS))]

    def __str__(self) -> str:
        return f"{self.event} {self.on}"
