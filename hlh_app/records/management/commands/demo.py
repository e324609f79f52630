"""manage.py demo: something to try the project with."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from hlh_app.records.demo import content, scale
from hlh_app.records.demo.accounts import PASSWORD, SIGN_INS, NotATrialError
from hlh_app.records.demo.papers import cohorts


class Command(BaseCommand):
    help = (
        "Makes demo centres, sign-ins and patients (published and synthetic) that are missing, and "
        "the two synthetic cohorts after the papers. "
        "What was entered is kept. In a trial only."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--today",
            type=date.fromisoformat,
            help="the day up to which the synthetic patients run, as 2026-01-31 (default: today)",
        )
        parser.add_argument(
            "--scale",
            nargs=2,
            type=int,
            metavar=("PATIENTS", "RESULTS"),
            help="instead, add so many patients with so many results in all, to measure speed by",
        )

        parser.add_argument(
            "--without-cohorts",
            action="store_true",
            help="leave out the synthetic cohorts after the papers, their centres and sign-in",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        today = options["today"] or timezone.localdate()
        try:
            if options["scale"]:
                self._scale(*options["scale"], today)
                return
            made = content.fill(today)
            if not options["without_cohorts"]:
                made += cohorts.fill()
        except NotATrialError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{len(made)} demo patients added.")
        self.stdout.write("Sign in with one of these names, password " + PASSWORD)
        more = () if options["without_cohorts"] else cohorts.SIGN_INS
        for sign_in in (*SIGN_INS, *more):
            self.stdout.write(f"  {sign_in.username:<11} {sign_in.role:<10} {sign_in.centre}")

    def _scale(self, patients: int, results: int, today: date) -> None:
        if patients < 1 or results < patients:
            raise CommandError("Give at least one patient, and at least one result a patient.")
        added = scale.fill(patients, results, today)
        self.stdout.write(f"{added} patients with {results} results added.")
