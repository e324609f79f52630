"""Pastes and files: what was kept as a whole, what waits to be, and what a centre calls a test."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hlh_app.accounts.models import Centre
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.records.models.choices import ImportSource, LeftOverStatus
from hlh_app.records.models.patient import ImportBatch, Patient


class ImportedChange(models.Model):
    """A stored row that an import changed: ``before`` holds the columns it had, so that undoing
    the import restores them while the row still has ``version``. Written once."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="changes")
    table = models.CharField(_("table"), max_length=40)
    row_id = models.BigIntegerField(_("row"))
    version = models.PositiveIntegerField(_("version"))
    before = models.JSONField(_("before"))

    class Meta:
        verbose_name = _("change by an import")
        verbose_name_plural = _("changes by imports")
        ordering = ["batch", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "table", "row_id"], name="importedchange_once_a_row"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row_id}"


class LeftOver(models.Model):
    """A row of a file that could not be kept, with the reason, until somebody corrects or drops
    it. ``found``: the row as it stood in the file, heading → text."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="left_over")
    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, null=True, related_name="left_over"
    )
    place = models.CharField(_("where in the file"), max_length=80)
    found = models.JSONField(_("as found"))
    reason = models.TextField(_("why it was not kept"))
    status = models.CharField(
        _("status"), max_length=7, choices=LeftOverStatus, default=LeftOverStatus.OPEN
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("row left over")
        verbose_name_plural = _("rows left over")
        ordering = ["batch", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="open", closed_at__isnull=True)
                | (~models.Q(status="open") & models.Q(closed_at__isnull=False)),
                name="leftover_closed_with_time",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=LeftOverStatus.values), name="leftover_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.reason[:60]}"


class WaitingImport(models.Model):
    """What somebody sent to be looked at before it is kept: not part of the record, shown to that
    person alone, removed when it is kept or thrown away, or after a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=12, choices=ImportSource)
    name = models.CharField(max_length=200, blank=True)
    content = models.BinaryField()
    choices = models.JSONField(default=dict)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("import to be looked at")
        verbose_name_plural = _("imports to be looked at")
        ordering = ["-sent_at"]
        indexes = [models.Index(fields=["user", "sent_at"], name="waitingimport_own")]

    def __str__(self) -> str:
        return self.name or self.source


class CentreWord(models.Model):
    """What a centre's laboratories call a test, remembered from what somebody confirmed.

    ``word`` as :func:`hlh_app.exchange.tables.names.plain` writes it. ``analyte`` "" is a word
    that is left out on purpose; ``unit`` the unit meant where the document states none.
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="words")
    word = models.CharField(_("word"), max_length=120)
    analyte = models.CharField(_("test"), max_length=24, blank=True)
    unit = models.CharField(_("unit"), max_length=24, blank=True)
    laboratory = models.CharField(_("laboratory"), max_length=80, blank=True)
    assay = models.CharField(_("assay"), max_length=80, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("word for a test")
        verbose_name_plural = _("words for tests")
        ordering = ["centre", "word"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "word"], name="centreword_once"),
            models.CheckConstraint(
                condition=models.Q(analyte__in=["", *ANALYTES]), name="centreword_analyte_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word} = {self.analyte}"
