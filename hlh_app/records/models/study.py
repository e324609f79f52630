"""What analyses of groups read of each patient, and what a centre keeps for its analyses."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hlh_app.accounts.models import Centre
from hlh_app.records.models.patient import Patient


class StudyRow(models.Model):
    """One patient's facts for analyses, by the rules: each part of ``clinical.study`` as JSON text.

    Derived, and true while it was made from the summary that stands now (``made_of`` is its
    ``renewed_at``) by the rules and settings that hold now (``form``). Nothing else is needed to
    know it: whatever changes the record renews the summary or marks it stale. ``digest``: of the
    parts and of who the patient is; the sum over patients tells whether anything changed.
    ``treated`` False: no treatment of HLH yet, nothing to analyse. ``consent``: the latest answer
    on the use of the record for research, "" without any. ``lapses_at``: when data of a day to come
    (a planned transplant) become data, and the row has to be made anew.
    """

    patient = models.OneToOneField(
        Patient, on_delete=models.PROTECT, primary_key=True, related_name="study"
    )
    made_of = models.DateTimeField(null=True)
    form = models.CharField(max_length=64)
    digest = models.BigIntegerField(default=0)
    treated = models.BooleanField(default=True)
    consent = models.CharField(max_length=9, blank=True)
    lapses_at = models.DateTimeField(null=True)
    subject = models.TextField(blank=True)
    values = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    fever = models.TextField(blank=True)
    care = models.TextField(blank=True)
    harm = models.TextField(blank=True)
    series = models.TextField(blank=True)

    class Meta:
        verbose_name = _("row of the analyses")
        verbose_name_plural = _("rows of the analyses")
        indexes = [
            models.Index(
                fields=["patient", "form", "made_of", "lapses_at", "digest"],
                name="studyrow_current",
            )
        ]

    def __str__(self) -> str:
        return f"{self.patient_id}"


class SavedCohort(models.Model):
    """A definition of one or two groups of patients under a name, for everybody of the centre who
    reads. ``definition``: the address's query as the page writes it, so that who belongs to the
    groups is always found anew. Withdrawn with a time, never deleted."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="saved_cohorts")
    name = models.CharField(_("name"), max_length=120)
    definition = models.TextField(_("definition"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    made_at = models.DateTimeField(_("when"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("saved cohort")
        verbose_name_plural = _("saved cohorts")
        ordering = ["name", "-made_at"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="savedcohort_has_name"),
            models.UniqueConstraint(
                fields=["centre", "name"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="savedcohort_name_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LoadedCohort(models.Model):
    """A cohort file of another centre (format ``hlh-cohort/1``: aggregates, no patients), loaded to
    be drawn beside the centre's own patients. ``content``: the file as it came."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="loaded_cohorts")
    code = models.CharField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=200)
    content = models.TextField()
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    loaded_at = models.DateTimeField(_("when"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("loaded cohort")
        verbose_name_plural = _("loaded cohorts")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "code"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="loadedcohort_code_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SensitivityRun(models.Model):
    """Every patient of a group assessed anew under other definitions, in the background.

    ``asked``: a digest of the patients' rows and of the definitions, so that an answer is shown
    only for what it was made from. ``done`` of ``total`` patients; ``beat_at`` when it last moved.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked = models.CharField(max_length=64)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True)
    failed = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    beat_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("sensitivity analysis")
        verbose_name_plural = _("sensitivity analyses")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "asked"], name="sensitivityrun_once")
        ]

    def __str__(self) -> str:
        return f"{self.done}/{self.total}"


class StudyExport(models.Model):
    """That somebody took a study export out of the application: who, when, which groups, and how
    it was made. The audit of what left; the files themselves are not kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="study_exports")
    definition = models.TextField(_("definition"))
    kind = models.CharField(_("what"), max_length=20)
    patients = models.PositiveIntegerField(_("patients"))
    options = models.JSONField(_("options"), default=dict)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)
    made_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("study export")
        verbose_name_plural = _("study exports")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.made_at:%d-%b-%Y %H:%M}"
