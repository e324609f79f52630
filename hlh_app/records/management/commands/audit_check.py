"""Tell whether the audit trail can be trusted, for whoever runs the system."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, connections

from hlh_app.records.audit.inspection import MIGRATE, is_migrated, rights, wrongs
from hlh_app.records.audit.tables import audited_tables


class Command(BaseCommand):
    help = (
        "Check that every audit trigger is installed and unaltered, and whether the database role"
        " of this connection could alter the trail. Ends with an error when a trigger is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS)

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if not is_migrated(connection):
            raise CommandError(f"The tables are not there yet. {MIGRATE}")
        for right in rights(connection):
            self.stdout.write(self.style.WARNING(right))
        found = wrongs(connection)
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write(f"Every change of {len(audited_tables())} tables is recorded.")
