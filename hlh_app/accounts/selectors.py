"""Who may do what where. Every question about roles is answered here."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from .models import Centre, Membership, Role, User

AnyUser = User | AnonymousUser


def active_user(pk: int) -> User | None:
    return User.objects.filter(pk=pk, is_active=True).first()


def role_in(user: AnyUser, centre: Centre | int) -> Role | None:
    """The user's role in a centre, None without one. A superuser has none anywhere."""
    if not isinstance(user, User) or not user.is_active:
        return None
    return user.role_by_centre.get(centre if isinstance(centre, int) else centre.pk)


def centre_ids_where(user: AnyUser, *roles: Role) -> list[int]:
    """Primary keys of the centres in which the user has one of the roles."""
    if not isinstance(user, User) or not user.is_active:
        return []
    return [centre_id for centre_id, role in user.role_by_centre.items() if role in roles]


def centres_where(user: AnyUser, *roles: Role) -> QuerySet[Centre]:
    """The centres in which the user has one of the roles."""
    return Centre.objects.filter(pk__in=centre_ids_where(user, *roles))


def centre_of(user: AnyUser) -> Centre | None:
    """The centre whose clock the user reads: the first by code of those they belong to."""
    if not isinstance(user, User):
        return None
    return user.held_memberships[0].centre if user.held_memberships else None


def managed_memberships(user: User) -> QuerySet[Membership]:
    """Memberships in the centres that the user manages."""
    return Membership.objects.filter(centre_id__in=centre_ids_where(user, Role.MANAGER))


def managed_users(user: User) -> QuerySet[User]:
    """Members of a managed centre: the manager sees that they belong to it."""
    centres = centre_ids_where(user, Role.MANAGER)
    return User.objects.filter(memberships__centre_id__in=centres).distinct()


def may_administer(manager: User, user: User) -> bool:
    """Whether a manager may change a user's name, password or activity.

    Only where every centre of that user is the manager's, or one manager could sign in to
    another's centre as somebody they gave a new password to.
    """
    if manager.is_superuser:
        return True
    managed = set(centre_ids_where(manager, Role.MANAGER))
    centres = set(user.memberships.values_list("centre_id", flat=True))
    return not user.is_superuser and bool(centres) and centres <= managed
