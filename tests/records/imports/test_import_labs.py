"""manage.py import_labs: what it keeps, what it says, and how it ends."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.exchange.tables.model import Word
from hlh_app.records.imports.templates import HEADINGS, template_csv, template_xlsx
from hlh_app.records.imports.to_correct import escaped
from hlh_app.records.imports.words import remember, remembered
from hlh_app.records.models import (
    AuditEntry,
    ImportBatch,
    LeftOver,
    Observation,
    Patient,
    PatientSummary,
)

from ..factories import PatientFactory

pytestmark = pytest.mark.django_db
HEADER = "patient,test,date,result,unit,laboratory\n"
GOOD = "P1,ferritin,2026-11-02 08:00,1709,ng/mL,Central\nP2,ldh,2026-11-02,512,U/L,\n"


@pytest.fixture
def people(centre):
    return [PatientFactory(centre=centre, code=code) for code in ("P1", "P2")]


@pytest.fixture
def labs(tmp_path, people):
    """labs(text, *arguments): exit status, output and errors of the command."""

    def run(content: str | bytes, *arguments: str, name: str = "labs.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        out, err = StringIO(), StringIO()
        try:
            call_command("import_labs", str(path), *arguments, stdout=out, stderr=err)
        except SystemExit as ended:
            return ended.code, out.getvalue(), err.getvalue()
        return 0, out.getvalue(), err.getvalue()

    return run


def test_everything_is_kept_and_the_status_is_0(labs, clinician):
    status, told, _errors = labs(HEADER + GOOD, "--actor", "clinician")
    assert (status, told.split("\n")[:2]) == (0, ["        2 read", "        2 new"])
    assert Observation.objects.get(analyte="ferritin").recorded_by == clinician
    assert PatientSummary.objects.filter(stale=False).count() == 2


def test_without_an_actor_the_trail_names_the_command(labs):
    labs(HEADER + GOOD)
    trail = AuditEntry.objects.filter(table="observation")
    assert set(trail.values_list("actor", "reason")) == {
        ("command:import_labs", "Import: labs.csv")
    }
    assert ImportBatch.objects.get().made_by is None


def test_what_is_left_over_makes_the_status_2(labs, tmp_path):
    bad = "P9,ldh,2026-11-02,512,U/L,\nP1,vibes,2026-11-02,=5+5,U/L,-x\nP1,ldh,2026-11-02,0,U/L,\n"
    rejects = tmp_path / "rejects.csv"
    status, told, _errors = labs(HEADER + GOOD + bad, "--json", "--rejects", str(rejects))
    assert (status, json.loads(told)) == (
        2,
        {"read": 5, "new": 2, "refused": 1, "unread": 1, "unusual": 1},
    )
    assert LeftOver.objects.count() == 3
    rows = list(csv.DictReader(StringIO(rejects.read_text("utf-8-sig"))))
    assert {row["row in the file"]: row["reason"][:24] for row in rows} == {
        "row 4": "This centre has no patie",
        "row 5": "“vibes” is no test that ",
        "row 6": "Lactate dehydrogenase 0 ",
    }
    vibes = next(row for row in rows if row["test"] == "vibes")
    assert (vibes["result"], vibes["laboratory"]) == (" =5+5", " -x")


def test_rejects_corrected_are_kept(labs, tmp_path, centre):
    rejects = tmp_path / "rejects.csv"
    labs(HEADER + "P9,ldh,2026-11-02,512,U/L,\n", "--rejects", str(rejects))
    corrected = rejects.read_text("utf-8-sig").replace("P9", "P1")
    lines = [line.split(",") for line in corrected.splitlines()]
    only_results = "\n".join(",".join(cells[: len(HEADINGS)]) for cells in lines)
    assert labs(only_results, name="corrected.csv")[0] == 0
    assert Observation.objects.get().patient.code == "P1"


def test_a_dry_run_says_the_same_and_writes_nothing(labs, tmp_path):
    bad = "P9,ldh,2026-11-02,512,U/L,\nP1,vibes,2026-11-02,5,U/L,\n"
    rejects = tmp_path / "rejects.csv"
    arguments = ["--dry-run", "--json", "--rejects", str(rejects)]
    status, told, _errors = labs(HEADER + GOOD + bad, *arguments)
    assert (status, json.loads(told)) == (2, {"read": 4, "new": 2, "unread": 1, "refused": 1})
    assert len(rejects.read_text("utf-8-sig").splitlines()) == 3
    assert not Observation.objects.exists()
    assert not ImportBatch.objects.exists()
    assert "Nothing was written" in labs(HEADER + GOOD, "--dry-run")[1]


def test_the_same_file_under_another_name_changes_nothing(labs):
    labs(HEADER + GOOD)
    trail = AuditEntry.objects.count()
    status, told, errors = labs(HEADER + GOOD, "--json", name="again.csv")
    assert (status, json.loads(told)) == (0, {"read": 2, "same": 2})
    assert "nothing was written" in errors
    assert AuditEntry.objects.count() == trail


def test_a_wide_table_of_one_patient(labs):
    wide = "test,2026-11-02,2026-11-03\nFerritin (ng/mL),1709,1800\nLDH [U/L],512,\n"
    status, told, _errors = labs(wide, "--patient", "P1", "--json")
    assert (status, json.loads(told)) == (0, {"read": 3, "new": 3})
    assert set(Observation.objects.values_list("patient__code", flat=True)) == {"P1"}


def test_a_table_with_a_specimen_is_read_as_a_whole(labs):
    header = "patient,test,date,result,unit,specimen\n"
    rows = "P1,creatinine,2026-11-02,60,umol/L,serum\nP1,creatinine,2026-11-03,6000,umol/L,urine\n"
    labs(header + rows)
    assert Observation.objects.get().value == 60


def test_words_of_the_center_are_used(labs, centre, clinician):
    news = remember(centre, {"Ferro": Word("ferritin", "ng/mL")}, actor=clinician)
    again = remember(centre, {" FERRO ": Word("ferritin", "ng/mL")}, actor=clinician)
    assert (news, again, remembered(centre)) == (1, 0, {"ferro": Word("ferritin", "ng/mL")})
    assert labs("patient,test,date,result\nP1,Ferro,2026-11-02,1709\n")[0] == 0
    assert Observation.objects.get().unit == "ng/mL"


def test_a_unit_that_no_column_holds_is_not_remembered(centre, clinician):
    remember(centre, {"Ferro": Word("ferritin", "u" * 80)}, actor=clinician)
    assert remembered(centre) == {"ferro": Word("ferritin")}


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--actor", "nobody"], "There is no user 'nobody'."),
        (["--actor", "reader"], "reader is not a clinician of the centre."),
        (["--patient", "P9"], "VIE has no patient 'P9'."),
        (["--centre", "XYZ"], "There is no centre 'XYZ'."),
    ],
)
def test_why_nothing_is_kept(labs, reader, arguments, reason):
    with pytest.raises(CommandError, match=reason):
        labs(HEADER + GOOD, *arguments)
    assert not ImportBatch.objects.exists()


def test_a_file_that_is_no_table(labs, people):
    with pytest.raises(CommandError, match=r"Nothing was kept\."):
        labs("Dear colleague,\n")
    with pytest.raises(CommandError, match="Nothing was kept"):
        call_command("import_labs", "/nowhere/labs.csv")
    with pytest.raises(CommandError, match="Give a file"):
        call_command("import_labs")


def test_progress_and_timings_when_asked(labs):
    errors = labs(HEADER + GOOD, "--verbosity", "2")[2]
    assert "2 rows" in errors
    assert "2 summaries renewed" in errors


@pytest.mark.parametrize("name", ["template.csv", "template.xlsx"])
def test_a_template_filled_in_is_read(labs, tmp_path, name):
    path = tmp_path / name
    call_command("import_labs", "--template", str(path), stdout=StringIO())
    status, _told, _errors = labs(filled(path), name=f"filled-{name}")
    assert status == 0
    row = Observation.objects.get()
    assert (row.patient.code, row.analyte, row.high, row.assay) == ("P1", "scd25", 640, "ELISA")


def filled(path: Path) -> bytes:
    """With one result under the explanations."""
    cells = ["P1", "scd25", "2026-11-02", "2400", "U/mL", "", "640", "Central", "ELISA", ""]
    if path.suffix == ".csv":
        return path.read_bytes() + ",".join(cells).encode()
    from openpyxl import load_workbook

    book, stream = load_workbook(path), BytesIO()
    book.worksheets[0].append(cells)
    book.save(stream)
    return stream.getvalue()


def test_the_template_names_every_test_with_its_units():
    text = template_csv().decode("utf-8-sig")
    assert text.splitlines()[0] == ",".join(HEADINGS)
    for analyte in ANALYTES.values():
        assert analyte.code in text
        assert all(unit in text for unit in analyte.units)
    assert template_xlsx().startswith(b"PK")


@pytest.mark.parametrize(
    ("text", "written"),
    [("=1+1", " =1+1"), ("@x", " @x"), ("-5", "-5"), ("+x", " +x"), ("5", "5"), ("\tx", " \tx")],
)
def test_what_a_spreadsheet_would_calculate_is_escaped(text, written):
    assert escaped(text) == written


def test_no_patient_is_ever_made(labs):
    labs(HEADER + "P9,ldh,2026-11-02,512,U/L,\n")
    assert Patient.objects.count() == 2
