"""``--centre``: a study code is unique in its centre only."""

from django.core.management.base import CommandError, CommandParser

from hlh_app.accounts.models import Centre


def add_centre_option(parser: CommandParser) -> None:
    parser.add_argument("--centre", help="code of the centre; needed where there are several")


def chosen_centre(code: str | None) -> Centre:
    """The centre of that code, or the only one there is."""
    centres = {centre.code: centre for centre in Centre.objects.all()}
    if code is None and len(centres) == 1:
        return next(iter(centres.values()))
    if code is None:
        raise CommandError(f"Say which centre: --centre, one of {', '.join(sorted(centres))}.")
    if code not in centres:
        raise CommandError(f"There is no centre {code!r}.")
    return centres[code]
