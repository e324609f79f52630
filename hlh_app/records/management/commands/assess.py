"""manage.py assess FILE: every rule on a case file. No database is opened."""

import sys
from collections.abc import Iterator
from datetime import UTC
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hlh_app.clinical.assess import NoMomentError, assess
from hlh_app.clinical.case import Moment
from hlh_app.clinical.hlh_criteria import DEFAULT_FEVER_CEL
from hlh_app.clinical.windows import WINDOW_DAYS
from hlh_app.exchange.assessment import as_json
from hlh_app.exchange.case_file import CaseDocument, check_document
from hlh_app.exchange.errors import CaseError, FieldError
from hlh_app.exchange.fields import moment_from
from hlh_app.exchange.json_text import dump, parse

BAD_CASE, BAD_LINES = 2, 1


class Command(BaseCommand):
    help = "Applies every rule to a case file (.json), or to one case a line (.jsonl, or -)."
    requires_system_checks: list[str] = []  # type: ignore[assignment]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a .json file, a .jsonl file, or - for standard input")
        parser.add_argument("--as-of", help="a moment with its offset, or a date")
        parser.add_argument("--window-days", type=int, default=WINDOW_DAYS)
        parser.add_argument("--fever-threshold", default=str(DEFAULT_FEVER_CEL))

    def handle(self, *args: Any, **options: Any) -> None:
        self.as_of: str | None = options["as_of"]
        self.window_days = _days(options["window_days"])
        self.fever_threshold = _celsius(options["fever_threshold"])
        _check_moment(self.as_of)
        name = options["file"]
        if name == "-":
            return self._lines(sys.stdin.buffer)
        with _opened(name) as file:
            return self._lines(file) if name.endswith(".jsonl") else self._single(file)

    def _single(self, file: BinaryIO) -> None:
        try:
            self.stdout.write(self._answer(parse(file.read())))
        except (CaseError, NoMomentError) as error:
            raise CommandError(str(error), returncode=BAD_CASE) from None

    def _lines(self, file: BinaryIO) -> None:
        bad = False
        for line in _cases(file):
            value: Any = None
            try:
                value = parse(line)
                answer = self._answer(value)
            except (CaseError, NoMomentError) as error:
                bad = True
                answer = dump({"id": _id_of(value), "error": str(error)})
            self.stdout.write(answer)
        if bad:
            raise SystemExit(BAD_LINES)

    def _answer(self, value: Any) -> str:
        document = check_document(value)
        as_of = None if self.as_of is None else _moment(self.as_of, document)
        verdicts = assess(document.case, as_of, self.window_days, self.fever_threshold)
        return dump(as_json(verdicts))


def _opened(name: str) -> BinaryIO:
    try:
        return Path(name).open("rb")
    except (OSError, ValueError) as error:
        raise CommandError(f"{name}: {error}", returncode=BAD_CASE) from None


def _cases(file: BinaryIO) -> Iterator[bytes]:
    """Every line that is not empty."""
    return (line for line in file if line.strip())


def _id_of(value: Any) -> str | None:
    found = value.get("id") if isinstance(value, dict) else None
    return found if isinstance(found, str) else None


def _moment(written: str, document: CaseDocument) -> Moment:
    return moment_from(written, document.case.zone)


def _check_moment(written: str | None) -> None:
    try:
        if written is not None:
            moment_from(written, UTC)
    except FieldError as error:
        raise CommandError(f"--as-of: {error}", returncode=BAD_CASE) from None


def _days(days: int) -> int:
    if not 1 <= days <= 3650:
        raise CommandError("--window-days: give a number from 1 to 3650", returncode=BAD_CASE)
    return days


def _celsius(written: str) -> Decimal:
    """Any threshold a person may set; the published ones are 38.0, 38.2, 38.3 and 38.5."""
    try:
        threshold = Decimal(written)
    except InvalidOperation:
        threshold = Decimal("NaN")
    if not (threshold.is_finite() and 36 <= threshold <= 42):
        message = "--fever-threshold: give degrees Celsius from 36 to 42"
        raise CommandError(message, returncode=BAD_CASE)
    return threshold
