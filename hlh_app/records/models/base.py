"""What every clinical row shares: who recorded it and when, its version, and never a deletion."""

from datetime import UTC, datetime, tzinfo
from functools import cache
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from hlh_app.clinical.case import Moment


class MomentColumns:
    """A moment as three columns: its instant, its calendar day, and the text with its offset.

    ``measured = MomentColumns()`` makes ``measured_at``, ``measured_day`` and ``measured_text``;
    reading ``row.measured`` gives a :class:`Moment`, assigning one fills all three. A moment known
    by its date alone has the date as text and the end of that day as its instant.
    """

    def __init__(self, *, null: bool = False, label: Any = "") -> None:
        self.null = null
        self.label = label

    def contribute_to_class(self, cls: type[models.Model], name: str) -> None:
        """Add the columns to ``cls`` and leave this object as the property ``name``."""
        self.name = name
        columns = {
            "at": models.DateTimeField(self.label or name, null=self.null, blank=self.null),
            "day": models.DateField(
                null=self.null, blank=self.null, editable=False, verbose_name=_("day")
            ),
            "text": models.CharField(
                max_length=40, blank=self.null, editable=False, verbose_name=_("as written")
            ),
        }
        for suffix, field in columns.items():
            cls.add_to_class(f"{name}_{suffix}", field)
        setattr(cls, name, self)

    def __get__(self, row: models.Model | None, owner: type | None = None) -> Any:
        if row is None:
            return self
        text = getattr(row, f"{self.name}_text")
        return moment_from(text, getattr(row, f"{self.name}_at").tzinfo or UTC) if text else None

    def __set__(self, row: models.Model, moment: Moment | None) -> None:
        setattr(row, f"{self.name}_at", moment.at if moment else None)
        setattr(row, f"{self.name}_day", moment.day if moment else None)
        setattr(row, f"{self.name}_text", moment.text if moment else "")


@cache
def moments_of(model: type[models.Model]) -> frozenset[str]:
    """The names of a model's moments."""
    return frozenset(n for k in model.__mro__ for n, v in vars(k).items() if _is_moment(v))


@cache
def moment_columns(model: type[models.Model]) -> frozenset[str]:
    """The stored columns behind a model's moments."""
    return frozenset(f"{n}_{end}" for n in moments_of(model) for end in ("at", "day", "text"))


def _is_moment(value: Any) -> bool:
    return isinstance(value, MomentColumns)


def moment_from(text: str, zone: tzinfo) -> Moment:
    """The moment written as ``text``; a bare date is a day in ``zone``. ValueError otherwise."""
    if "T" in text:
        return Moment.timed(datetime.fromisoformat(text), text)
    return Moment.dated(datetime.fromisoformat(text).date(), zone, text)


class ClinicalRow(models.Model):
    """A row of a clinical table. Corrected in place, with the old value kept by the audit trail;
    never deleted, only entered in error with a reason. ``version`` refuses a stale write."""

    version = models.PositiveIntegerField(
        default=1, editable=False, validators=[MinValueValidator(1)]
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    note = models.TextField(_("note"), blank=True)
    entered_in_error = models.BooleanField(_("entered in error"), default=False, editable=False)
    error_reason = models.CharField(
        _("why it was entered in error"), max_length=300, blank=True, editable=False
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(entered_in_error=False, error_reason="")
                | (models.Q(entered_in_error=True) & ~models.Q(error_reason="")),
                name="%(class)s_error_has_reason",
            ),
        ]


def choice_constraint(field: str, values: list[str]) -> models.CheckConstraint:
    """The database itself refuses a word that is not in the list, whatever way it was written."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": values}), name=f"%(class)s_{field}_known"
    )
