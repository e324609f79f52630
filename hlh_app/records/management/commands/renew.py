"""manage.py renew: bring what lists and analyses read up to date."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hlh_app.records.study_rows import renew_rows
from hlh_app.records.summaries import renew_stale


class Command(BaseCommand):
    help = (
        "Renews the summaries and the rows of the analyses that are out of date: written around "
        "the application, made by other rule versions or settings, or overtaken by the calendar."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, help="at most so many patients")

    def handle(self, *args: Any, **options: Any) -> None:
        done = renew_stale(options["limit"])
        rows = renew_rows(options["limit"])
        if options["verbosity"]:
            self.stdout.write(f"{done} summaries and {rows} rows of the analyses renewed.")
