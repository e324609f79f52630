"""manage.py export_case CODE: write a patient's case file to standard output."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hlh_app.records.documents import export_document
from hlh_app.records.identity.standing import where_it_went
from hlh_app.records.management.centre_option import add_centre_option, chosen_centre
from hlh_app.records.models import Patient


class Command(BaseCommand):
    help = "Writes one patient as a case file (hlh-case/1) that load_case reads without loss."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="the patient's study code")
        add_centre_option(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        centre, code = chosen_centre(options["centre"]), options["code"]
        patient = Patient.objects.filter(centre=centre, code=code).first()
        if patient is None:
            raise CommandError(f"{centre.code} has no patient {code!r}.")
        if patient.merged_into_id is not None:
            raise CommandError(where_it_went(patient))
        self.stdout.write(export_document(patient), ending="")
