"""manage.py import_labs FILE: keep the results of a CSV or XLSX table, as the pages do.

Exit status: 0 everything that was in the file is in the record; 1 nothing was kept; 2 kept, but
for rows that are left over (they wait in the record to be corrected, and in ``--rejects FILE``).
"""

import json
import sys
from argparse import RawDescriptionHelpFormatter
from collections import Counter
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from hlh_app.accounts.models import Centre, User
from hlh_app.exchange.incoming import Incoming
from hlh_app.exchange.tables.model import Means
from hlh_app.records.imports.comparing import compare_file
from hlh_app.records.imports.opening import found_of
from hlh_app.records.imports.outcomes import Left, Outcome
from hlh_app.records.imports.renewing import renew_patients_of
from hlh_app.records.imports.table_files import TableFile, keep_table
from hlh_app.records.imports.templates import template_csv, template_xlsx
from hlh_app.records.imports.to_correct import to_correct
from hlh_app.records.imports.words import remembered
from hlh_app.records.management.centre_option import add_centre_option, chosen_centre
from hlh_app.records.models import ImportBatch, LeftOver, Patient
from hlh_app.records.services.errors import Refused

COMMAND = "command:import_labs"
ALL, NOTHING, SOME = 0, 1, 2
NOT_KEPT = ("differs", "unusual", "refused", "unread")
IN_WORDS = {
    "read": "read",
    "new": "new",
    "answers": "filled a pending row",
    "same": "in the record already",
    "corrected": "corrected",
    "added": "added beside another value",
    "withdrawn": "entered in error, as the file says",
    "skipped": "skipped",
    "differs": "differ from the record: left over",
    "unusual": "unusual, to be confirmed: left over",
    "refused": "refused: left over",
    "unread": "not read: left over",
}
Rejects = list[tuple[str, dict[str, str], str]]


class Command(BaseCommand):
    help = __doc__

    def create_parser(self, *args: Any, **kwargs: Any) -> CommandParser:
        parser: CommandParser = super().create_parser(*args, **kwargs)
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", help="CSV or XLSX, one result a row or a grid")
        add_centre_option(parser)
        parser.add_argument("--patient", help="code of the patient whose results these all are")
        parser.add_argument("--actor", help="user name of a clinician; else the command itself")
        parser.add_argument("--dry-run", action="store_true", help="compare only, write nothing")
        parser.add_argument("--decimal", choices=("point", "comma"), default="")
        order = parser.add_mutually_exclusive_group()
        order.add_argument("--day-first", action="store_true", default=None, help="03/04: 3 April")
        order.add_argument("--month-first", action="store_false", dest="day_first")
        parser.add_argument("--rejects", metavar="CSV", help="write what is not kept here")
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")
        parser.add_argument("--template", metavar="FILE", help="write a .csv or .xlsx to fill in")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["template"]:
            self._template(Path(options["template"]))
            return
        if not options["file"]:
            raise CommandError("Give a file, or --template FILE.")
        try:
            status = self._import(options)
        except (OSError, ValueError) as error:
            raise CommandError(f"Nothing was kept. {error}") from None
        except PermissionDenied:
            raise CommandError(f"{options['actor']} is not a clinician of the centre.") from None
        except Refused as refused:
            told = " ".join(text for texts in refused.errors.values() for text in texts)
            raise CommandError(f"Nothing was kept. {told}") from None
        if status:
            sys.exit(status)

    def _import(self, options: dict[str, Any]) -> int:
        centre = chosen_centre(options["centre"])
        patient = _patient(centre, options["patient"])
        words = remembered(centre)
        means = replace(
            Means(words=words, decimal=options["decimal"], day_first=options["day_first"]),
            today=centre.day_of(timezone.now()),
        )
        table = TableFile(Path(options["file"]), centre, means)
        if options["dry_run"]:
            counts, rejects = _compared(table, patient)
        else:
            counts, rejects = self._kept(table, patient, options)
        self._say(counts, options)
        if options["rejects"]:
            table_to_correct = "".join(to_correct(rejects))
            Path(options["rejects"]).write_bytes(table_to_correct.encode("utf-8-sig"))
        return SOME if any(counts.get(name) for name in NOT_KEPT) else ALL

    def _kept(
        self, table: TableFile, patient: Patient | None, options: dict[str, Any]
    ) -> tuple[dict[str, int], Rejects]:
        began, now = monotonic(), timezone.now()
        actor, progress = _actor(options["actor"]), self._progress(options)
        batch = keep_table(table, actor=actor, patient=patient, progress=progress)
        if batch.made_at < now:
            return self._kept_before(batch)
        committed = monotonic()
        renewed = 0 if patient else renew_patients_of(batch)
        if options["verbosity"] > 1:
            self.stderr.write(
                f"{committed - began:.1f} s; {renewed} summaries renewed in"
                f" {monotonic() - committed:.1f} s"
            )
        return batch.counts, _left_of(batch)

    def _kept_before(self, batch: ImportBatch) -> tuple[dict[str, int], Rejects]:
        by = batch.made_by.get_username() if batch.made_by else "a command"
        self.stderr.write(
            f"The same file was kept on {batch.made_at:%d-%b-%Y %H:%M} UTC by {by}: nothing was"
            " written."
        )
        left = {name: batch.counts[name] for name in NOT_KEPT if name in batch.counts}
        read = batch.counts.get("read", 0)
        return {"read": read, "same": read - sum(left.values()), **left}, _left_of(batch)

    def _progress(self, options: dict[str, Any]) -> Any:
        if options["verbosity"] < 2:
            return None
        return lambda done: self.stderr.write(f"{done:,} rows")

    def _say(self, counts: dict[str, int], options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(counts))
            return
        if options["dry_run"]:
            self.stdout.write("Nothing was written. The file would give:")
        for name, words in IN_WORDS.items():
            if counts.get(name):
                self.stdout.write(f"{counts[name]:>9,} {words}")

    def _template(self, path: Path) -> None:
        made = template_xlsx if path.suffix.lower() == ".xlsx" else template_csv
        path.write_bytes(made())
        self.stdout.write(f"{path} is a table to fill in.")


def _patient(centre: Centre, code: str | None) -> Patient | None:
    if code is None:
        return None
    found = Patient.objects.filter(centre=centre, code=code).first()
    if found is None:
        raise CommandError(f"{centre.code} has no patient {code!r}.")
    return found


def _actor(name: str | None) -> User | str:
    if name is None:
        return COMMAND
    found = User.objects.filter(username=name).first()
    if found is None:
        raise CommandError(f"There is no user {name!r}.")
    return found


def _compared(table: TableFile, patient: Patient | None) -> tuple[dict[str, int], Rejects]:
    counts: Counter[str] = Counter()
    rejects: Rejects = []

    def readable() -> Any:
        for entry in table.entries():
            counts["read"] += 1
            if isinstance(entry, Incoming):
                yield entry
            else:
                counts["unread"] += 1
                rejects.append(entry[:3])

    for one in compare_file(table.centre, readable(), patient, codes=table.codes):
        counts[str(one.outcome)] += 1
        if one.outcome in (Outcome.DIFFERS, Outcome.UNUSUAL, Outcome.REFUSED):
            rejects.append((one.incoming.place, found_of(one.incoming), one.reason))
    return counts, rejects


def _left_of(batch: ImportBatch) -> Rejects:
    rows = LeftOver.objects.filter(batch=batch).order_by("pk")
    return [Left(row.place, row.found, row.reason)[:3] for row in rows.iterator()]
