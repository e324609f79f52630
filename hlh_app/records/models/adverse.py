"""What a clinician saw of harm, or looked for and did not find."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from hlh_app.records.models.base import ClinicalRow, choice_constraint
from hlh_app.records.models.choices import (
    AdverseAction,
    AdverseCategory,
    AdverseRelation,
    AdverseStatus,
    CtcaeVersion,
)
from hlh_app.records.models.visit import VisitRow

MILDEST, WORST = 1, 5


class AdverseEvent(VisitRow):
    """One adverse event with its grade and the version in which it was graded; or a category that
    was asked about and absent, of which nothing else is said."""

    category = models.CharField(_("category"), max_length=16, choices=AdverseCategory)
    status = models.CharField(_("status"), max_length=7, choices=AdverseStatus)
    on = models.DateField(_("on"))
    term = models.CharField(_("term"), max_length=120, blank=True)
    grade = models.PositiveSmallIntegerField(
        _("grade"),
        null=True,
        blank=True,
        validators=[MinValueValidator(MILDEST), MaxValueValidator(WORST)],
    )
    ctcae = models.CharField(_("graded by"), max_length=4, choices=CtcaeVersion, blank=True)
    resolved_on = models.DateField(_("resolved on"), null=True, blank=True)
    relation = models.CharField(
        _("relation to ruxolitinib"), max_length=9, choices=AdverseRelation, blank=True
    )
    action = models.CharField(_("action"), max_length=12, choices=AdverseAction, blank=True)

    class Meta:
        verbose_name = _("adverse event")
        verbose_name_plural = _("adverse events")
        ordering = ["patient", "on", "id"]
        constraints = [
            *ClinicalRow.Meta.constraints,
            choice_constraint("category", AdverseCategory.values),
            choice_constraint("status", AdverseStatus.values),
            choice_constraint("relation", AdverseRelation.values),
            choice_constraint("action", AdverseAction.values),
            models.CheckConstraint(
                condition=models.Q(grade__isnull=True, ctcae="")
                | models.Q(
                    grade__isnull=False,
                    grade__gte=MILDEST,
                    grade__lte=WORST,
                    ctcae__in=[version for version in CtcaeVersion.values if version],
                ),
                name="adverseevent_grade_with_version",
            ),
            models.CheckConstraint(
                condition=models.Q(status="present")
                | models.Q(
                    term="", grade__isnull=True, resolved_on__isnull=True, relation="", action=""
                ),
                name="adverseevent_absent_says_no_more",
            ),
            models.CheckConstraint(
                condition=~models.Q(category="other") | ~models.Q(term=""),
                name="adverseevent_other_has_term",
            ),
            models.CheckConstraint(
                condition=models.Q(resolved_on__isnull=True)
                | models.Q(resolved_on__gte=models.F("on")),
                name="adverseevent_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["patient", "on"], name="adverseevent_series")]

    def __str__(self) -> str:
        return f"{self.term or self.category} {self.status} {self.on}"
