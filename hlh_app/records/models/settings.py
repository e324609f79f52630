"""What a centre's laboratories print: units and reference intervals, never values."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hlh_app.accounts.models import Centre
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.records.models.choices import IntervalSex


class ReferenceInterval(models.Model):
    """The unit and interval usual for an analyte at a centre's laboratory (blank: the centre's
    own), for an age and sex. Remembered from entry or set by a manager."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="reference_intervals")
    laboratory = models.CharField(_("laboratory"), max_length=80, blank=True)
    analyte = models.CharField(_("test"), max_length=24)
    assay = models.CharField(_("assay"), max_length=80, blank=True)
    unit = models.CharField(_("unit"), max_length=24)
    low = models.DecimalField(
        _("lower limit"), max_digits=24, decimal_places=8, null=True, blank=True
    )
    high = models.DecimalField(
        _("upper limit"), max_digits=24, decimal_places=8, null=True, blank=True
    )
    sex = models.CharField(_("sex"), max_length=6, choices=IntervalSex, blank=True)
    from_age_days = models.PositiveIntegerField(_("from age (days)"), default=0)
    to_age_days = models.PositiveIntegerField(_("to before age (days)"), default=55000)
    configured = models.BooleanField(
        _("set by a manager"), default=False, help_text=_("Entry does not overwrite it.")
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("reference interval")
        verbose_name_plural = _("reference intervals")
        ordering = ["centre", "analyte", "laboratory", "from_age_days"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "laboratory", "analyte", "assay", "sex", "from_age_days"],
                name="referenceinterval_once",
            ),
            models.CheckConstraint(
                condition=models.Q(analyte__in=list(ANALYTES)),
                name="referenceinterval_analyte_known",
            ),
            models.CheckConstraint(
                condition=models.Q(from_age_days__lt=models.F("to_age_days")),
                name="referenceinterval_ages_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.analyte} {self.laboratory} {self.low}–{self.high} {self.unit}"
