"""Who the patient is, and the context of the illness."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hlh_app.accounts.models import Centre
from hlh_app.records.models.base import ClinicalRow, choice_constraint
from hlh_app.records.models.choices import (
    ConsentScope,
    ConsentStatus,
    DiseaseCourse,
    Donor,
    ImportSource,
    LineResult,
    Sex,
    Source,
    Trigger,
    TriggerAgent,
)


class Patient(ClinicalRow):
    """A patient of one centre, always under a study code; a name only where the centre allows it.

    Either ``birth_date`` or, when only an age was printed, ``age_years`` completed on ``age_on``.
    """

    centre = models.ForeignKey(
        Centre, on_delete=models.PROTECT, related_name="patients", verbose_name=_("centre")
    )
    code = models.CharField(_("study code"), max_length=40)
    name = models.CharField(_("name"), max_length=120, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    age_years = models.PositiveSmallIntegerField(_("age in completed years"), null=True, blank=True)
    age_on = models.DateField(_("age on this day"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=7, choices=Sex)
    source = models.CharField(max_length=9, choices=Source, default=Source.WARD, editable=False)
    citation = models.CharField(max_length=400, blank=True, editable=False)
    conventional_dates = models.BooleanField(default=False, editable=False)
    trigger = models.CharField(
        _("trigger"), max_length=10, choices=Trigger, default=Trigger.UNKNOWN
    )
    trigger_agent = models.CharField(_("agent"), max_length=13, choices=TriggerAgent, blank=True)
    trigger_detail = models.CharField(
        _("agent, disease, tumor or gene"), max_length=200, blank=True
    )
    course = models.CharField(
        _("at the start of ruxolitinib"),
        max_length=10,
        choices=DiseaseCourse,
        default=DiseaseCourse.UNKNOWN,
    )
    donor = models.CharField(_("donor"), max_length=10, choices=Donor, default=Donor.UNKNOWN)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_from",
        verbose_name=_("merged into"),
    )

    class Meta:
        verbose_name = _("patient")
        verbose_name_plural = _("patients")
        ordering = ["code"]
        constraints = [
            *ClinicalRow.Meta.constraints,
            models.UniqueConstraint(fields=["centre", "code"], name="patient_code_in_centre"),
            models.CheckConstraint(
                condition=models.Q(birth_date__isnull=False)
                | models.Q(age_years__isnull=False, age_on__isnull=False),
                name="patient_birth_or_age",
            ),
            models.CheckConstraint(condition=~models.Q(code=""), name="patient_has_code"),
            choice_constraint("sex", Sex.values),
            choice_constraint("trigger", Trigger.values),
            choice_constraint("course", DiseaseCourse.values),
        ]
        indexes = [models.Index(fields=["centre", "birth_date", "sex"], name="patient_lookup")]

    def __str__(self) -> str:
        return self.code


class ImportBatch(models.Model):
    """One paste or file that was kept as a whole: its rows point here, and it is undone as a whole
    (new rows entered in error, changed rows as they were). ``digest``: of what was sent and how it
    was meant, so that the same is not kept twice. ``counts``: outcome → number of cells."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="imports")
    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, null=True, blank=True, related_name="imports"
    )
    source = models.CharField(_("source"), max_length=12, choices=ImportSource)
    name = models.CharField(_("file"), max_length=200, blank=True)
    digest = models.CharField(max_length=64)
    counts = models.JSONField(_("counts"), default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    made_at = models.DateTimeField(_("when"), auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undo_reason = models.CharField(_("why it was undone"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-made_at"]
        constraints = [
            choice_constraint("source", ImportSource.values),
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True, undo_reason="")
                | (models.Q(undone_at__isnull=False) & ~models.Q(undo_reason="")),
                name="importbatch_undone_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["centre", "digest"], name="importbatch_digest")]

    def __str__(self) -> str:
        return self.name or self.get_source_display()


class PatientRow(ClinicalRow):
    """A clinical row that belongs to one patient. ``batch``: the import that brought it."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, verbose_name=_("patient"))
    batch = models.ForeignKey(
        ImportBatch,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        db_index=False,
        related_name="+",
        verbose_name=_("import"),
    )

    class Meta(ClinicalRow.Meta):
        abstract = True


class TherapyLine(PatientRow):
    """Treatment of HLH before ruxolitinib, one line each, and how it went."""

    line = models.PositiveSmallIntegerField(_("line"), default=1)
    regimen = models.CharField(_("regimen"), max_length=120)
    started_on = models.DateField(_("started"), null=True, blank=True)
    stopped_on = models.DateField(_("stopped"), null=True, blank=True)
    result = models.CharField(
        _("result"), max_length=11, choices=LineResult, default=LineResult.UNKNOWN
    )

    class Meta:
        verbose_name = _("line of therapy")
        verbose_name_plural = _("lines of therapy")
        ordering = ["patient", "line", "id"]
        constraints = [
            *ClinicalRow.Meta.constraints,
            choice_constraint("result", LineResult.values),
            models.CheckConstraint(
                condition=models.Q(started_on__isnull=True)
                | models.Q(stopped_on__isnull=True)
                | models.Q(stopped_on__gte=models.F("started_on")),
                name="therapyline_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line}. {self.regimen}"


class Consent(PatientRow):
    """What the patient or the parents agreed to, refused or withdrew, and when."""

    scope = models.CharField(_("for"), max_length=9, choices=ConsentScope)
    status = models.CharField(_("status"), max_length=9, choices=ConsentStatus)
    on = models.DateField(_("on"))
    given_by = models.CharField(_("by (patient, mother, guardian …)"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["patient", "on", "id"]
        constraints = [
            *ClinicalRow.Meta.constraints,
            choice_constraint("scope", ConsentScope.values),
            choice_constraint("status", ConsentStatus.values),
        ]

    def __str__(self) -> str:
        return f"{self.get_scope_display()}: {self.get_status_display()}"
