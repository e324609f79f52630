"""manage.py load_case FILE: keep the patient of a case file in a centre."""

from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hlh_app.accounts.models import User
from hlh_app.exchange.errors import CaseError
from hlh_app.records.documents import load_document
from hlh_app.records.management.centre_option import add_centre_option, chosen_centre


class Command(BaseCommand):
    help = "Loads one case file (hlh-case/1) as a new patient, in one transaction."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a .json file, as export_case writes it")
        parser.add_argument("--actor", required=True, help="user name of a clinician of the centre")
        add_centre_option(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        centre = chosen_centre(options["centre"])
        try:
            actor = User.objects.get(username=options["actor"])
            text = Path(options["file"]).read_bytes()
            patient = load_document(text, centre=centre, actor=actor, reason="load_case")
        except User.DoesNotExist:
            raise CommandError(f"There is no user {options['actor']!r}.") from None
        except PermissionDenied:
            refusal = f"{options['actor']} is not a clinician of {centre.code}."
            raise CommandError(refusal) from None
        except OSError as error:
            raise CommandError(str(error)) from None
        except CaseError as error:
            raise CommandError(f"Nothing was loaded. {error}") from None
        self.stdout.write(f"{patient.code} is in {centre.code}.")
