"""manage.py export_fhir CODE: write a patient as a FHIR R4 Bundle to standard output."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hlh_app.records.fhir_export import fhir_of
from hlh_app.records.identity.standing import where_it_went
from hlh_app.records.management.centre_option import add_centre_option, chosen_centre
from hlh_app.records.models import Patient


class Command(BaseCommand):
    help = (
        "Writes one patient's results, findings, treatments and events as a FHIR R4 Bundle "
        "(collection) that import_fhir reads. Never a name; the study code is the identifier."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("patient", help="the patient's study code")
        add_centre_option(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        centre, code = chosen_centre(options["centre"]), options["patient"]
        patient = Patient.objects.filter(centre=centre, code=code).first()
        if patient is None:
            raise CommandError(f"{centre.code} has no patient {code!r}.")
        if patient.merged_into_id is not None:
            raise CommandError(where_it_went(patient))
        self.stdout.write(fhir_of(patient), ending="")
