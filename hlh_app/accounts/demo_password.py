"""The password of the demo sign-ins. Everybody can read it here, so it opens a trial only."""

from django.conf import settings

DEMO_PASSWORD = "ward-round-at-eight"  # noqa: S105 (published on purpose)


def is_refused(password: str) -> bool:
    """Whether this is the demo password, outside a trial: its users may have come along in a
    database that began as one."""
    return password == DEMO_PASSWORD and not settings.TRIAL
