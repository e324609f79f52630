"""Writes to users, centres and memberships."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from .models import Centre, Membership, Role, User


@transaction.atomic
def create_user(
    *, username: str, password: str | None, full_name: str = "", email: str = ""
) -> User:
    """A user who may sign in and sees nothing until given a role."""
    user = User.objects.create_user(username, email, password, full_name=full_name)
    user.full_clean()
    return user


@transaction.atomic
def create_centre(
    *,
    code: str,
    name: str,
    time_zone: str = "UTC",
    names_enabled: bool = False,
    fever_threshold: Decimal = Decimal("38.5"),
) -> Centre:
    """Raises ValidationError for an unknown time zone or an unpublished threshold."""
    centre = Centre(
        code=code,
        name=name,
        time_zone=time_zone,
        names_enabled=names_enabled,
        fever_threshold=fever_threshold,
    )
    centre.full_clean()
    centre.save()
    return centre


@transaction.atomic
def give_role(*, user: User, centre: Centre, role: Role) -> Membership:
    """Give a user a role in a centre, in place of the one they had there."""
    membership, _created = Membership.objects.update_or_create(
        user=user, centre=centre, defaults={"role": role}
    )
    user.__dict__.pop("held_memberships", None)  # the instance in hand knows it at once
    return membership
