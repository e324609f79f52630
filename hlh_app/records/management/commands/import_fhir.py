"""manage.py import_fhir FILE: keep what a FHIR R4 document says of a centre's patients."""

import csv
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hlh_app.accounts.models import Centre, User
from hlh_app.exchange.errors import CaseError
from hlh_app.exchange.fhir.reports import Reports
from hlh_app.records.fhir_documents import (
    Imported,
    Matching,
    Person,
    import_fhir,
    open_fhir,
    people,
)
from hlh_app.records.management.centre_option import add_centre_option, chosen_centre
from hlh_app.records.services.errors import Refused

IDENTIFIER = "identifier:"
SHOWN = 50


class Command(BaseCommand):
    help = (
        "Reads a FHIR R4 Bundle, one resource, or one resource a line (ndjson), and keeps the "
        "results, findings, treatments and events of patients whom the centre has, in one "
        "transaction that can be undone as a whole. Says what is not kept, and why."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a .json or .ndjson file")
        parser.add_argument("--actor", required=True, help="user name of a clinician of the centre")
        parser.add_argument(
            "--patient-code",
            default="id",
            metavar="id|identifier:SYSTEM|MAP.csv",
            help=(
                "where a patient's study code is: the id of the resource (the default), the "
                "identifier of a system, or a list with two columns, the document's id and the "
                "study code. A hospital's record number identifies a person: use a list then."
            ),
        )
        parser.add_argument(
            "--create",
            action="store_true",
            help=(
                "add patients whom the centre does not have, under the code that --patient-code "
                "gives; the document must state birth date and sex"
            ),
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="write nothing, say what is read"
        )
        add_centre_option(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        centre = chosen_centre(options["centre"])
        try:
            content = Path(options["file"]).read_bytes()
            matching = self._matching(options["patient_code"])
            if options["dry_run"]:
                self._say_what_is_read(content, centre, matching)
                return
            found = import_fhir(
                actor=User.objects.get(username=options["actor"]),
                centre=centre,
                name=Path(options["file"]).name,
                content=content,
                matching=matching,
                create=options["create"],
            )
        except User.DoesNotExist:
            raise CommandError(f"There is no user {options['actor']!r}.") from None
        except PermissionDenied:
            refusal = f"{options['actor']} is not a clinician of {centre.code}."
            raise CommandError(refusal) from None
        except OSError as error:
            raise CommandError(str(error)) from None
        except CaseError as error:
            raise CommandError(f"Nothing was kept. {error.reason}") from None
        except Refused as error:
            raise CommandError(f"Nothing was kept. {error}") from None
        self._say_what_was_kept(found)

    def _matching(self, said: str) -> Matching:
        if said == "id":
            return Matching()
        if said.startswith(IDENTIFIER):
            return Matching(system=said.removeprefix(IDENTIFIER))
        with Path(said).open(newline="", encoding="utf-8-sig") as lines:
            rows = [row for row in csv.reader(lines) if len(row) >= 2]
        return Matching(codes={row[0].strip(): row[1].strip() for row in rows})

    def _say_what_is_read(self, content: bytes, centre: Centre, matching: Matching) -> None:
        reading = open_fhir(content, centre)
        rows = sum(1 for _row in reading.incoming)
        self.stdout.write(f"{rows} rows are read. Nothing was written.")
        self._say_people(people(reading, centre, matching))
        self._say_reports(reading.reports)

    def _say_what_was_kept(self, found: Imported) -> None:
        counts = ", ".join(f"{name} {number}" for name, number in found.batch.counts.items())
        self.stdout.write(f"Import {found.batch.pk}: {counts or 'nothing to keep'}.")
        for patient in found.created:
            self.stdout.write(f"New patient: {patient.code}.")
        created = {patient.code for patient in found.created}
        self._say_people(tuple(one for one in found.people if one.code not in created))
        if found.strangers:
            total = sum(found.strangers.values())
            self.stdout.write(f"{total} rows of patients whom nobody is matched to were not kept.")
        self._say_reports(found.reports)

    def _say_people(self, everybody: tuple[Person, ...]) -> None:
        for one in everybody[:SHOWN]:
            if one.patient is not None:
                continue
            reason = one.why_not or "The centre has no patient of this code."
            self.stdout.write(f"Not matched: {one.key} (code {one.code or 'not given'}). {reason}")

    def _say_reports(self, reports: Reports) -> None:
        for code, number in reports.unmapped.most_common(SHOWN):
            named = f"{code.display} ({code.system} {code.code})".strip()
            self.stdout.write(f"Code not known here, {number} times: {named}")
        for kind, number in reports.unread.most_common(SHOWN):
            self.stdout.write(f"Not read, {number} times: {kind}")
        for report in reports.said[:SHOWN]:
            self.stdout.write(f"{report.place}: {report.message}")
        more = max(0, len(reports.said) - SHOWN) + reports.more
        if more:
            self.stdout.write(f"and {more} more of this kind")
