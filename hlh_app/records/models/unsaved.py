"""What one person has typed and not saved yet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hlh_app.records.models.patient import Patient


class UnsavedForm(models.Model):
    """The boxes of a form as they were last typed. Not part of the record: no rule, page or export
    reads it, only its writer sees it again, and it is removed when the form is saved, when its
    writer throws it away, or after two weeks."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True, related_name="+")
    address = models.CharField(max_length=200)
    key = models.CharField(max_length=32)
    boxes = models.JSONField()
    began_at = models.DateTimeField(auto_now_add=True)
    typed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("form not saved yet")
        verbose_name_plural = _("forms not saved yet")
        ordering = ["-typed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "address", "key"], name="unsavedform_once_a_form"
            ),
        ]
        indexes = [models.Index(fields=["typed_at"], name="unsavedform_age")]

    def __str__(self) -> str:
        return self.address
