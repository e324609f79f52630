"""A visit, what was measured at it or sent from it, and what a clinician signed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.records.models.base import ClinicalRow, MomentColumns, choice_constraint
from hlh_app.records.models.choices import (
    Comparator,
    Fasting,
    IntervalSource,
    ResultStatus,
    TemperatureSite,
)
from hlh_app.records.models.patient import PatientRow


class Visit(PatientRow):
    """One look at the patient. ``content_changed_at`` is renewed by a database trigger whenever a
    row of the visit changes, so that a later change shows as "changed since signed"."""

    visited = MomentColumns(label=_("date and time"))
    label = models.CharField(_("label"), max_length=80, blank=True)
    content_changed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["patient", "visited_at", "id"]
        constraints = [*ClinicalRow.Meta.constraints]
        indexes = [models.Index(fields=["patient", "visited_at"], name="visit_by_time")]

    def __str__(self) -> str:
        return self.visited_text


class VisitRow(PatientRow):
    """A clinical row that may have been entered with a visit."""

    visit = models.ForeignKey(
        Visit, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("visit")
    )

    class Meta(PatientRow.Meta):
        abstract = True


class Observation(VisitRow):
    """One result, kept as reported. ``canonical_value`` stands beside it in the analyte's
    canonical unit (null for units that are never converted). ``low`` and ``high`` are the interval
    by which it was judged when it was saved, in the reported unit."""

    analyte = models.CharField(_("test"), max_length=24)
    measured = MomentColumns(label=_("measured at"))
    status = models.CharField(
        _("status"), max_length=8, choices=ResultStatus, default=ResultStatus.FINAL
    )
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=8, null=True, blank=True)
    comparator = models.CharField(max_length=2, choices=Comparator, blank=True)
    unit = models.CharField(_("unit"), max_length=24)
    canonical_value = models.DecimalField(
        max_digits=24, decimal_places=8, null=True, blank=True, editable=False
    )
    low = models.DecimalField(
        _("lower limit"), max_digits=24, decimal_places=8, null=True, blank=True
    )
    high = models.DecimalField(
        _("upper limit"), max_digits=24, decimal_places=8, null=True, blank=True
    )
    interval_source = models.CharField(
        max_length=8, choices=IntervalSource, default=IntervalSource.NONE, blank=True
    )
    laboratory = models.CharField(_("laboratory"), max_length=80, blank=True)
    assay = models.CharField(_("assay"), max_length=80, blank=True)
    reported = MomentColumns(null=True, label=_("reported at"))
    expected_on = models.DateField(_("result expected on"), null=True, blank=True)
    missing_reason = models.CharField(_("why there is no result"), max_length=200, blank=True)
    site = models.CharField(_("site"), max_length=20, choices=TemperatureSite, blank=True)
    fasting = models.CharField(_("fasting"), max_length=7, choices=Fasting, blank=True)
    antipyretic = models.BooleanField(_("after an antipyretic"), null=True, blank=True)
    lipid_infusion = models.BooleanField(_("on lipid infusion or propofol"), null=True, blank=True)
    implausible_confirmed = models.BooleanField(
        _("unusual value, confirmed"), default=False, editable=False
    )

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering = ["patient", "measured_at", "id"]
        constraints = [
            *ClinicalRow.Meta.constraints,
            choice_constraint("status", ResultStatus.values),
            choice_constraint("comparator", ["", *Comparator.values]),
            choice_constraint("analyte", list(ANALYTES)),
            models.CheckConstraint(
                condition=models.Q(status="final", value__isnull=False)
                | (~models.Q(status="final") & models.Q(value__isnull=True, comparator="")),
                name="observation_value_when_final",
            ),
            models.CheckConstraint(
                condition=models.Q(low__isnull=True)
                | models.Q(high__isnull=True)
                | models.Q(low__lte=models.F("high")),
                name="observation_interval_in_order",
            ),
            models.CheckConstraint(condition=~models.Q(unit=""), name="observation_has_unit"),
        ]
        indexes = [
            models.Index(fields=["patient", "analyte", "measured_at"], name="observation_series"),
            models.Index(fields=["visit"], name="observation_visit"),
            models.Index(
                fields=["batch"],
                condition=models.Q(batch__isnull=False),
                name="observation_batch",
            ),
            models.Index(
                fields=["status", "expected_on"],
                condition=models.Q(status="pending"),
                name="observation_pending",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.analyte} {self.measured_text}"


class Signature(models.Model):
    """A clinician's signature under a visit, with what was shown then: rule, version, inputs,
    output. Written once."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="signatures")
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField()
    as_of_text = models.CharField(max_length=40)
    case = models.JSONField()
    verdicts = models.JSONField()
    rule_versions = models.JSONField()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["-signed_at"]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.signed_at:%d-%b-%Y %H:%M}"
