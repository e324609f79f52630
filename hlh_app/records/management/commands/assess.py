"""manage.py assess FILE: every rule on a case file. No database is opened."""

import gc
import json
import sys
from collections.abc import Iterator
from datetime import UTC
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hlh_app.clinical.assess import NoMomentError, assess
from hlh_app.clinical.case import CTCAE_VERSIONS
from hlh_app.clinical.ctcae_tables import CURRENT
from hlh_app.clinical.further import further
from hlh_app.clinical.hlh_criteria import DEFAULT_FEVER_CEL
from hlh_app.clinical.windows import WINDOW_DAYS
from hlh_app.exchange.assessment import as_json
from hlh_app.exchange.case_file import check_document, moment_asked, readable_id
from hlh_app.exchange.errors import CaseError, FieldError
from hlh_app.exchange.fields import moment_from
from hlh_app.exchange.further_json import further_json
from hlh_app.exchange.json_text import MAX_BYTES, parse

BAD_LINES, BAD_CASE = 1, 2
LONGEST_WINDOW_DAYS = 3650
FEVER_CEL = (Decimal(36), Decimal(42))


class Command(BaseCommand):
    help = "Applies every rule to a case file (.json), or to one case a line (.jsonl, or -)."
    requires_system_checks: list[str] = []  # type: ignore[assignment]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a .json file, a .jsonl file, or - for standard input")
        parser.add_argument("--as-of", help="a moment with its offset, or a date")
        parser.add_argument("--window-days", type=int, default=WINDOW_DAYS)
        parser.add_argument("--fever-threshold", default=str(DEFAULT_FEVER_CEL))
        parser.add_argument(
            "--all",
            action="store_true",
            help="also the scores, course, toxicity, cautions, checklists, timeline and tasks",
        )
        parser.add_argument("--ctcae", choices=CTCAE_VERSIONS, default=CURRENT)

    def handle(self, *args: Any, **options: Any) -> None:
        self.as_of = _moment_text(options["as_of"])
        self.window_days = _days(options["window_days"])
        self.fever_threshold = _celsius(options["fever_threshold"])
        self.everything, self.ctcae = options["all"], options["ctcae"]
        gc.freeze()  # what was loaded to start stays; collecting it again and again is waste
        name = options["file"]
        if name == "-":
            return self._lines(sys.stdin.buffer)
        with _opened(name) as file:
            return self._lines(file) if name.lower().endswith(".jsonl") else self._single(file)

    def _single(self, file: BinaryIO) -> None:
        try:
            self.stdout.write(self._answer(parse(file.read(MAX_BYTES + 1))))
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
                answer = json.dumps({"id": readable_id(value), "error": str(error)})
            self.stdout.write(answer)
        if bad:
            raise SystemExit(BAD_LINES)

    def _answer(self, value: Any) -> str:
        case = check_document(value).case
        as_of = None if self.as_of is None else moment_asked(self.as_of, case)
        verdicts = assess(case, as_of, self.window_days, self.fever_threshold)
        answer = as_json(verdicts)
        if self.everything:
            answer |= further_json(further(verdicts, self.ctcae))
        return json.dumps(answer)


def _opened(name: str) -> BinaryIO:
    try:
        return Path(name).open("rb")
    except (OSError, ValueError) as error:
        raise CommandError(f"{name}: {error}", returncode=BAD_CASE) from None


def _cases(file: BinaryIO) -> Iterator[bytes]:
    """Every line that is not empty; of one that is too long only enough to refuse it."""
    while line := file.readline(MAX_BYTES + 1):
        rest = line
        while len(rest) > MAX_BYTES and not rest.endswith(b"\n"):
            rest = file.readline(MAX_BYTES + 1)
        if line.strip():
            yield line


def _moment_text(written: str | None) -> str | None:
    try:
        if written is not None:
            moment_from(written, UTC)
    except FieldError as error:
        raise CommandError(f"--as-of: {error}", returncode=BAD_CASE) from None
    return written


def _days(days: int) -> int:
    if not 1 <= days <= LONGEST_WINDOW_DAYS:
        message = f"--window-days: give a number from 1 to {LONGEST_WINDOW_DAYS}"
        raise CommandError(message, returncode=BAD_CASE)
    return days


def _celsius(written: str) -> Decimal:
    """Any threshold a person may set; the published ones are 38.0, 38.2, 38.3 and 38.5."""
    low, high = FEVER_CEL
    try:
        threshold = Decimal(written)
    except InvalidOperation:
        threshold = Decimal("NaN")
    if not (threshold.is_finite() and low <= threshold <= high):
        message = f"--fever-threshold: give degrees Celsius from {low} to {high}"
        raise CommandError(message, returncode=BAD_CASE)
    return threshold
