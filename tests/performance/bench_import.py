"""100,000 results for 500 patients, from a CSV file to committed, checked and audited rows.

In one run, into the same indexed and audited table: ours, the server's own COPY of the very same
rows (unchecked, in one statement), and django-import-export with a Resource as its documentation
shows, in three ways. PostgreSQL for the comparison; on SQLite
only ours. Goals: 20,000 a second, 30 % of COPY, 20 times django-import-export, constant memory.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction

from hlh_app.accounts import services
from hlh_app.accounts.models import Centre
from hlh_app.exchange.tables.model import Means
from hlh_app.records.audit import acting
from hlh_app.records.imports.renewing import renew_patients_of
from hlh_app.records.imports.table_files import TableFile, keep_table
from hlh_app.records.models import AuditEntry, ImportBatch, Observation, Patient

PATIENTS, RESULTS, MANY, FEW = 500, 100_000, 400_000, 2_000
TESTS = (
    ("ferritin", "ng/mL", 10, 5000, 0),
    ("ldh", "U/L", 100, 2000, 0),
    ("alt", "U/L", 5, 900, 0),
    ("ast", "U/L", 5, 900, 0),
    ("platelets", "10*9/L", 5, 400, 0),
    ("wbc", "10*9/L", 1, 20, 2),
    ("hemoglobin", "g/dL", 5, 15, 1),
    ("crp", "mg/L", 1, 200, 1),
    ("sodium", "mmol/L", 125, 150, 0),
    ("creatinine", "mg/dL", 0.3, 2, 2),
)
# How django-import-export is asked. Checked: validated by full_clean, compared, saved. As its
# documentation begins: looked up and saved. In bulk: neither looked up, compared nor validated.
OTHERS: dict[str, dict[str, Any]] = {
    "checked": {"clean_model_instances": True, "skip_unchanged": True},
    "as it comes": {},
    "in bulk": {"use_bulk": True, "skip_diff": True, "force_init_instance": True},
}
COLUMNS = [f.column for f in Observation._meta.concrete_fields if not f.primary_key]
Rate = Callable[[str, int, float], float]


@pytest.fixture
def ward(transactional_db) -> Centre:
    centre = services.create_centre(code="BENCH", name="Bench", time_zone="Europe/Vienna")
    with transaction.atomic(), acting("bench"):
        Patient.objects.bulk_create(
            Patient(centre=centre, code=f"P{n:04}", birth_date=date(2010, 1, 1), sex="male")
            for n in range(PATIENTS)
        )
    return centre


@pytest.mark.django_db(transaction=True)
def test_from_a_file_to_the_record(ward, tmp_path):
    print(f"\n{connection.vendor}: {PATIENTS} patients")
    first = written(tmp_path / "first.csv", RESULTS, start=2024)
    ours = rate("ours, into an empty table", RESULTS, imported(ward, first))
    renewed()
    print(f"{'peak memory':<44}{peak():>8,} MB")
    again = rate("ours, the same rows in another order", RESULTS, imported(ward, shuffled(first)))
    assert again > 0
    if connection.vendor == "postgresql":
        compared(ward, tmp_path, ours)
    many = written(tmp_path / "many.csv", MANY, start=2026 - MANY // RESULTS // 2, shift=5)
    before = peak()
    rate(f"ours, {MANY:,} rows among those", MANY, imported(ward, many))
    print(f"{'peak memory, before and after':<44}{before:>8,} {peak():,} MB")


def compared(ward: Centre, folder: Path, ours: float) -> None:
    """Beside COPY and django-import-export, ours once more in between."""
    lines = copied_out()
    copies = [rate("COPY of the same rows", RESULTS, copied_in(lines))]
    later = written(folder / "later.csv", RESULTS, start=2025)
    ours = max(ours, rate("ours, a later year", RESULTS, imported(ward, later)))
    copies.append(rate("COPY of the same rows, again", RESULTS, copied_in(lines)))
    others = {}
    for year, (how, options) in enumerate(OTHERS.items(), 2020):
        few = written(folder / f"{year}.csv", FEW, start=year)
        others[how] = rate(f"django-import-export, {how}", FEW, exchanged(few, options))
    times = ", ".join(f"{ours / other:.0f} × {how}" for how, other in others.items())
    print(f"ours is {100 * ours / max(copies):.0f} % of COPY; django-import-export: {times}")


def written(path: Path, rows: int, start: int, shift: int = 0) -> Path:
    """A long table in the order in which a laboratory's system exports it: patient by patient."""
    chance = Random(rows + start)
    each, begin = rows // PATIENTS, datetime(start, 1, 1, 6 + shift, tzinfo=UTC)
    with path.open("w") as table:
        table.write("patient,test,date,result,unit\n")
        for patient in range(PATIENTS):
            for n in range(each):
                test, unit, low, high, decimals = TESTS[n % len(TESTS)]
                day, minute = divmod(n, len(TESTS))
                at = begin + timedelta(days=day, minutes=5 * (patient % 24) + minute // 4)
                value = f"{chance.uniform(low, high):.{decimals}f}"
                table.write(f"P{patient:04},{test},{at:%Y-%m-%d %H:%M},{value},{unit}\n")
    return path


def shuffled(path: Path) -> Path:
    header, *rows = path.read_text().splitlines()
    Random(1).shuffle(rows)
    other = path.with_name("shuffled.csv")
    other.write_text("\n".join([header, *rows]))
    return other


@contextmanager
def counted(rows: int) -> Iterator[list[float]]:
    """Seconds spent; every row must be in the table and in the trail afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a server does by itself after a while
    models = (Observation, AuditEntry)
    before = [model.objects.count() for model in models]
    spent: list[float] = []
    yield spent
    after = [model.objects.count() for model in models]
    assert after[0] - before[0] == rows
    assert after[1] - before[1] >= rows


def imported(ward: Centre, path: Path) -> float:
    """Seconds from the file to the commit."""
    new = RESULTS if path.name != "shuffled.csv" else 0
    new = MANY if path.name == "many.csv" else new
    with counted(new) as spent:
        begin = time.perf_counter()
        batch = keep_table(TableFile(path, ward, Means()), actor="command:bench")
        spent.append(time.perf_counter() - begin)
        assert batch.counts.get("new", 0) == new
    return spent[0]


def renewed() -> None:
    begin = time.perf_counter()
    done = renew_patients_of(ImportBatch.objects.latest("made_at"))
    spent = time.perf_counter() - begin
    print(f"{f'{done} summaries renewed after it':<44}{spent:>8.1f} s")


def copied_out() -> bytes:
    """The rows just imported, as COPY writes them."""
    names = ",".join(COLUMNS)
    query = f"COPY (SELECT {names} FROM records_observation ORDER BY id LIMIT {RESULTS}) TO STDOUT"
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        return b"".join(bytes(part) for part in copy)


def copied_in(lines: bytes) -> float:
    with counted(RESULTS) as spent:
        begin = time.perf_counter()
        with transaction.atomic(), acting("copy"), connection.cursor() as cursor:
            into = f"COPY records_observation ({','.join(COLUMNS)}) FROM STDIN"
            with cursor.copy(into) as copy:
                copy.write(lines)
        spent.append(time.perf_counter() - begin)
    return spent[0]


def exchanged(path: Path, options: dict[str, Any]) -> float:
    tablib = pytest.importorskip("tablib", reason="pip install -r requirements-bench.txt")
    results = resource_of(options)()
    with counted(FEW) as spent:
        begin = time.perf_counter()
        data = tablib.Dataset().load(path.read_text(), format="csv")
        with transaction.atomic(), acting("import-export"):
            done = results.import_data(data, raise_errors=True, use_transactions=True)
        spent.append(time.perf_counter() - begin)
        assert not done.has_errors()
    return spent[0]


def resource_of(options: dict[str, Any]) -> Any:
    """A Resource as the documentation shows: rows are met by patient, test and moment."""
    from import_export import fields, resources, widgets

    identity = ("patient", "analyte", "measured_at")

    class Results(resources.ModelResource):
        patient = fields.Field(
            "patient", "patient", widgets.CachedForeignKeyWidget(Patient, "code")
        )
        analyte = fields.Field("analyte", "test")
        measured_at = fields.Field(
            "measured_at", "date", widgets.DateTimeWidget(format="%Y-%m-%d %H:%M")
        )
        value = fields.Field("value", "result", widgets.DecimalWidget())

        Meta = type(
            "Meta",
            (),
            {
                "model": Observation,
                "fields": (*identity, "value", "unit", "measured_day", "measured_text"),
                "import_id_fields": identity,
                **options,
            },
        )

        def before_import_row(self, row: Any, **_kwargs: Any) -> None:
            row["measured_day"], row["measured_text"] = row["date"][:10], row["date"]

    return Results


def rate(what: str, rows: int, seconds: float) -> float:
    print(f"{what:<44}{rows / seconds:>8,.0f} a second{seconds:>8.1f} s")
    return rows / seconds


def peak() -> int:
    """The most memory this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
