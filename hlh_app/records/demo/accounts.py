"""Centres and sign-ins to try the project with. Never made outside a trial."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from hlh_app.accounts import services
from hlh_app.accounts.demo_password import DEMO_PASSWORD as PASSWORD
from hlh_app.accounts.models import Centre, Role, User


@dataclass(frozen=True)
class SignIn:
    """One demo user with the role in a demo centre."""

    username: str
    full_name: str
    centre: str
    role: Role


CENTRES = {
    "DEMO": ("Demo ward", "Europe/Vienna"),
    "DEMO-2": ("Second demo ward", "Asia/Tokyo"),
}
SIGN_INS = (
    SignIn("clinician", "Demo clinician", "DEMO", Role.CLINICIAN),
    SignIn("reviewer", "Demo reviewer", "DEMO", Role.REVIEWER),
    SignIn("reader", "Demo reader", "DEMO", Role.READER),
    SignIn("manager", "Demo manager", "DEMO", Role.MANAGER),
    SignIn("clinician2", "Second demo clinician", "DEMO-2", Role.CLINICIAN),
)


class NotATrialError(RuntimeError):
    """Demo users have a published password: they exist in a trial only."""


def refuse_outside_a_trial() -> None:
    if not settings.TRIAL:
        raise NotATrialError("Demo content is made in a trial only (HLH_MODE=trial).")


@transaction.atomic
def prepare() -> dict[str, Centre]:
    """The demo centres, by code, with their users. Whatever exists already is left as it is."""
    refuse_outside_a_trial()
    centres = {code: _centre(code) for code in CENTRES}
    for sign_in in SIGN_INS:
        if not User.objects.filter(username=sign_in.username).exists():
            user = services.create_user(
                username=sign_in.username, password=PASSWORD, full_name=sign_in.full_name
            )
            services.give_role(user=user, centre=centres[sign_in.centre], role=sign_in.role)
    return centres


def clinician_of(centre: Centre) -> User:
    """The demo user who enters the demo patients of a centre."""
    username = next(s.username for s in SIGN_INS if s.centre == centre.code)
    return User.objects.get(username=username)


def _centre(code: str) -> Centre:
    name, time_zone = CENTRES[code]
    existing = Centre.objects.filter(code=code).first()
    return existing or services.create_centre(code=code, name=name, time_zone=time_zone)
