"""Users, centres, and the role that a user has in a centre."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a user may do in a centre; one role a user a centre."""

    CLINICIAN = "clinician", _("Clinician: enters and signs")
    REVIEWER = "reviewer", _("Reviewer: reviews records and raises queries")
    READER = "reader", _("Reader: reads")
    MANAGER = "manager", _("Manager: users and settings, no clinical page")


READING_ROLES = (Role.CLINICIAN, Role.REVIEWER, Role.READER)
ADMIN_ROLES = (Role.REVIEWER, Role.MANAGER)


class AccountManager(UserManager["User"]):
    def create_superuser(
        self,
        username: str,
        email: str | None = None,
        password: str | None = None,
        **fields: Any,
    ) -> User:
        return self.create_user(username, email, password, is_superuser=True, **fields)

    def create_user(
        self,
        username: str,
        email: str | None = None,
        password: str | None = None,
        **fields: Any,
    ) -> User:
        """As Django's, without the stored `is_staff` that a user has elsewhere."""
        user = self.model(
            username=self.model.normalize_username(username),
            email=self.normalize_email(email or ""),
            **fields,
        )
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractUser):
    full_name = models.CharField(_("full name"), max_length=150, blank=True)
    first_name = None  # type: ignore[assignment]  # one field: names do not split alike everywhere
    last_name = None  # type: ignore[assignment]

    objects = AccountManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @cached_property
    def held_memberships(self) -> list[Membership]:
        """With their centres, by code; read once an instance, so once a request."""
        return list(self.memberships.select_related("centre").order_by("centre__code"))

    @property
    def role_by_centre(self) -> dict[int, Role]:
        """Centre's primary key → role."""
        return {held.centre_id: Role(held.role) for held in self.held_memberships}

    @property
    def is_staff(self) -> bool:
        """May open the admin: follows from the roles and is never stored."""
        if self.is_superuser:
            return True
        return any(role in ADMIN_ROLES for role in self.role_by_centre.values())

    @property
    def reads_patients(self) -> bool:
        """May open clinical pages of at least one centre."""
        return any(role in READING_ROLES for role in self.role_by_centre.values())


def validate_time_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(
            _("%(value)s is not a time zone. Enter one such as Europe/Vienna."),
            params={"value": value},
        )


class Centre(models.Model):
    """A hospital or ward whose patients only its own members see."""

    FEVER_THRESHOLDS = [
        (Decimal("38.0"), _("38.0 °C")),
        (Decimal("38.2"), _("38.2 °C")),
        (Decimal("38.3"), _("38.3 °C (NACHO 2019)")),
        (Decimal("38.5"), _("38.5 °C (Chi 2020 preprint, Table 1)")),
    ]

    code = models.CharField(
        _("code"),
        max_length=20,
        unique=True,
        validators=[
            RegexValidator(r"\A[A-Z0-9][A-Z0-9-]*\Z", _("Use capital letters, digits and hyphens."))
        ],
    )
    name = models.CharField(_("name"), max_length=150)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
    names_enabled = models.BooleanField(
        _("patients' names are recorded"),
        default=False,
        help_text=_("Off: patients are known by their study code alone."),
    )
    fever_threshold = models.DecimalField(
        _("fever threshold of HLH-2004"),
        max_digits=3,
        decimal_places=1,
        default=Decimal("38.5"),
        choices=FEVER_THRESHOLDS,
    )

    class Meta:
        verbose_name = _("centre")
        verbose_name_plural = _("centres")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="centre_fever_threshold_published",
                condition=models.Q(fever_threshold__in=["38.0", "38.2", "38.3", "38.5"]),
                violation_error_message=_("Choose one of the published fever thresholds."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.name}"

    def day_of(self, moment: datetime) -> date:
        """The calendar day here at ``moment``."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()


class Membership(models.Model):
    """One user's role in one centre. Leaving a centre removes it; the user remains."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["centre__code", "user__username"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "centre"],
                name="membership_one_role_a_centre",
                violation_error_message=_("This user already has a role in this centre."),
            ),
            models.CheckConstraint(
                name="membership_role_known", condition=models.Q(role__in=Role.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.centre.code}"
