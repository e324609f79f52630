"""What a study takes out of the record: rows without names, the trail, and that it stands there."""

from __future__ import annotations

import csv
from datetime import date
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied

from hlh_app.accounts.models import Role
from hlh_app.accounts.services import give_role
from hlh_app.exchange.study.leaving import leaving
from hlh_app.exchange.study.options import Dates, Options
from hlh_app.exchange.study.pseudonyms import Pseudonyms
from hlh_app.records import study_rows
from hlh_app.records.models import (
    AuditEntry,
    Consent,
    Exposure,
    Observation,
    StudyExport,
    TherapyLine,
    Visit,
)
from hlh_app.records.selectors.consents import refused_research
from hlh_app.records.services import rows as row_services
from hlh_app.records.services import study_exports
from hlh_app.records.services.errors import Refused
from hlh_app.records.services.study_exports import AGGREGATES, PATIENT_ROWS, may_take, take_out
from hlh_app.records.study_export import audit, row_columns, rows
from tests.statistics.study_rows import cohort, patient

from ..factories import moment

pytestmark = pytest.mark.django_db
NAMES = ("Anna Maria", "The mother was worried", "Room 12", "Clara", "clinician")


@pytest.fixture
def treated(enter):
    return enter("HLH-7", note="The mother was worried")


@pytest.fixture
def leave():
    """leave(patients, **options): those who leave with an export, day 0 4-May-2026."""

    def made(*patients, **options):
        rows_of = [patient(subject__day0="2026-05-04", subject__age=5.0) for _p in patients]
        subjects, groups = cohort(*rows_of)
        subjects.keys = [row.pk for row in patients]
        subjects.codes = [row.code for row in patients]
        return leaving(subjects, groups, (), Options(**options), Pseudonyms(b"key"))

    return made


def read(pieces):
    return list(csv.DictReader("".join(pieces).splitlines(keepends=True)))


@pytest.fixture
def recorded(treated, clinician):
    """A visit with a result, one still awaited, one entered in error, and a line of therapy."""

    def add(model, **fields):
        return row_services.record_row(actor=clinician, model=model, patient=treated, **fields)

    visit = add(Visit, visited=moment("2026-05-05T09:30:00+02:00"), label="Room 12")
    add(
        Observation, visit=visit, analyte="ferritin", value="1709.5", unit="ng/mL", low="30",
        high="400", measured=moment("2026-05-05T09:30:00+02:00"), note="Anna Maria",
        laboratory="=Lab", assay="Immulite",
    )  # fmt: skip
    add(
        Observation, analyte="scd25", status="pending", unit="U/mL",
        measured=moment("2026-05-06"), expected_on=date(2026, 5, 20), laboratory="L", assay="A",
    )  # fmt: skip
    wrong = add(Observation, analyte="alt", value="40", unit="U/L", measured=moment("2026-05-05"))
    row_services.enter_in_error(actor=clinician, row=wrong, version=1, reason="Another patient's")
    add(TherapyLine, line=1, regimen="HLH-94", started_on=date(2026, 4, 1))
    return treated


def test_every_table_of_the_record_is_read(recorded, leave):
    found = leave(recorded)
    made = {name: read(rows.rows_csv(name, found)) for name in rows.TABLES}
    assert {name: len(lines) for name, lines in made.items()} == {
        "visits": 1,
        "results": 2,
        "findings": 0,
        "exposures": 1,
        "events": 0,
        "adverse_events": 0,
        "therapy_lines": 1,
    }
    assert made["therapy_lines"][0]["regimen"] == "HLH-94"
    assert made["therapy_lines"][0]["started_day"] == "-33"


def test_a_result_as_reported_and_canonical(recorded, leave):
    first, awaited = read(rows.rows_csv("results", leave(recorded)))
    assert (first["value"], first["unit"]) == ("1709.5", "ng/mL")
    assert (first["canonical_value"], first["canonical_unit"]) == ("1709.5", "ug/L")
    assert (first["low"], first["high"], first["laboratory"]) == ("30", "400", "'=Lab")
    assert (first["measured_day"], first["measured_time"]) == ("1", "09:30")
    assert first["measured_date"] == ""
    assert (awaited["status"], awaited["value"], awaited["expected_day"]) == ("pending", "", "16")
    assert awaited["measured_time"] == ""


def test_a_row_names_its_visit_by_its_code(recorded, leave):
    found = leave(recorded)
    visit = read(rows.rows_csv("visits", found))[0]
    first, awaited = read(rows.rows_csv("results", found))
    assert first["visit"] == visit["row"]
    assert awaited["visit"] == ""
    assert first["id"] == visit["id"] == found.ids[0]


@pytest.mark.parametrize("dates", list(Dates))
def test_no_name_and_no_free_text_leaves_unless_asked_for(recorded, leave, dates):
    made = study_exports.recorded(leave(recorded, dates=dates))
    text = "".join(piece for _name, pieces in made.files() for piece in pieces)
    assert not [name for name in NAMES if name in text]
    assert "HLH-7" not in text
    if dates is Dates.DAYS:
        assert "2026-" not in text
    if dates is Dates.SHIFTED:
        assert "2026-05-05" not in text
    if dates is Dates.KEPT:
        assert "2026-05-05" in text


def test_free_text_and_people_when_asked_for(recorded, leave):
    made = study_exports.recorded(leave(recorded, notes=True, people=True))
    text = "".join(piece for _name, pieces in made.files() for piece in pieces)
    assert "Anna Maria" in text
    assert "Room 12" in text
    assert "clinician" in text


def test_the_trail_tells_who_when_and_which_columns(recorded, leave, clinician):
    result = Observation.objects.get(analyte="ferritin")
    row_services.correct_row(
        actor=clinician, row=result, version=1, reason="Typing error", value="1790.5"
    )
    found = leave(recorded)
    told = read(audit.audit_csv(found))
    results = read(rows.rows_csv("results", found))
    assert {line["table"] for line in told} == {
        "patient",
        "visits",
        "results",
        "exposures",
        "therapy_lines",
    }
    of_row = [line for line in told if line["row"] == results[0]["row"]]
    assert [line["action"] for line in of_row] == ["insert", "update"]
    assert {"value", "canonical_value"} <= set(of_row[1]["columns"].split("|"))
    assert of_row[0]["columns"] == ""
    assert {line["day"] for line in told} == {"0"}
    assert {line["date"] + line["time_utc"] for line in told} == {""}
    assert len({line["user"] for line in told}) == 1
    assert AuditEntry.objects.filter(patient_id=recorded.pk).count() >= len(told)


def test_the_trail_has_dates_where_dates_leave(recorded, leave):
    told = read(audit.audit_csv(leave(recorded, dates=Dates.KEPT)))
    assert all(line["date"] and line["time_utc"] for line in told)


def test_every_column_is_explained(recorded, leave):
    for notes in (False, True):
        found = leave(recorded, notes=notes)
        explained = {(row.file, row.column) for row in study_exports.explained(notes)}
        for name, pieces in study_exports.recorded(found).files():
            head = next(csv.reader(["".join(pieces).split("\n", 1)[0]]))
            assert {(name.removesuffix(".csv"), column) for column in head} <= explained


def test_a_text_that_nobody_decided_on_is_free_text():
    """A column that is added to the record does not slip out."""
    free = {
        (name, column.name)
        for name, model in rows.TABLES.items()
        for column in row_columns.columns_of(model)
        if column.free
    }
    assert free == {
        *((name, "note") for name in rows.TABLES),
        ("visits", "label"),
        ("results", "missing_reason"),
        ("findings", "detail"),
        ("exposures", "reason"),
        ("events", "detail"),
    }


def consent(patient, on, status, **more):
    usual = {"scope": "record", "status": status, "on": date(2026, 5, on)}
    return Consent.objects.create(patient=patient, **(usual | more))


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ([], False),
        ([(1, "given")], False),
        ([(1, "refused")], True),
        ([(1, "given"), (2, "withdrawn")], True),
        ([(1, "refused"), (2, "given")], False),
        ([(2, "withdrawn"), (1, "given")], True),
        ([(1, "withdrawn"), (1, "given")], True),
        ([(1, "refused"), (2, "pending")], True),
    ],
)
def test_the_latest_word_counts_and_no_on_the_same_day(treated, said, refused):
    for on, status in said:
        consent(treated, on, status)
    assert refused_research([treated.pk]) == ({treated.pk} if refused else set())


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ([], ""),
        ([(1, "pending")], ""),
        ([(1, "refused"), (2, "pending")], "refused"),
        ([(1, "given"), (1, "withdrawn")], "withdrawn"),
        ([(1, "withdrawn"), (1, "given")], "withdrawn"),
        ([(1, "refused"), (2, "given")], "given"),
    ],
)
def test_analyses_leave_out_whom_exports_leave_behind(treated, said, kept):
    for on, status in said:
        consent(treated, on, status)
    [row] = study_rows.computed([treated])
    assert row.consent == kept


def test_other_consents_and_errors_do_not_count(treated):
    consent(treated, 1, "refused", scope="treatment")
    consent(treated, 1, "refused", entered_in_error=True, error_reason="Another patient")
    assert refused_research([treated.pk]) == set()


def out(actor, *patients, kind=PATIENT_ROWS, write=lambda file: file.write(b"rows")):
    return take_out(
        actor=actor,
        kind=kind,
        definition="ebv=yes",
        patients={row.pk: row.centre_id for row in patients},
        options={"dates": "days"},
        write=write,
    )


def test_what_leaves_stands_in_the_record_with_its_sum(treated, clinician):
    with out(clinician, treated) as file:
        assert file.read() == b"rows"
    row = StudyExport.objects.get()
    assert (row.user, row.centre, row.kind, row.patients) == (
        clinician,
        treated.centre,
        "patient rows",
        1,
    )
    assert row.sha256 == sha256(b"rows").hexdigest()
    assert AuditEntry.objects.filter(table="studyexport").count() == 1


def test_one_line_for_each_centre(treated, enter, clinician, other_centre):
    give_role(user=clinician, centre=other_centre, role=Role.CLINICIAN)
    clinician.__dict__.pop("held_memberships", None)
    there = [enter(f"T-{n}", centre=other_centre) for n in range(2)]
    out(clinician, treated, *there).close()
    found = {row.centre_id: row.patients for row in StudyExport.objects.all()}
    assert found == {treated.centre_id: 1, other_centre.pk: 2}


def test_who_may_take_what(treated, clinician, reviewer, reader, manager, superuser):
    centres = [treated.centre_id]
    assert [may_take(user, PATIENT_ROWS, centres) for user in (clinician, reviewer)] == [True] * 2
    assert not any(may_take(user, PATIENT_ROWS, centres) for user in (reader, manager, superuser))
    assert may_take(reader, AGGREGATES, centres)
    assert not may_take(manager, AGGREGATES, centres)


def test_nothing_is_made_for_who_may_not(treated, enter, reader, clinician, other_centre):
    def never(_file):
        raise AssertionError("it was made")

    with pytest.raises(PermissionDenied):
        out(reader, treated, write=never)
    elsewhere = treated.__class__(pk=99, centre=other_centre)
    with pytest.raises(PermissionDenied):
        out(clinician, treated, elsewhere, write=never)
    with pytest.raises(Refused):
        out(clinician, write=never)
    assert StudyExport.objects.count() == 0


def test_who_refuses_while_it_is_made_stays_behind(treated, clinician):
    """The file is thrown away and nothing is recorded."""

    def write(file):
        file.write(b"rows")
        consent(treated, 9, "withdrawn")

    with pytest.raises(Refused):
        out(clinician, treated, write=write)
    assert StudyExport.objects.count() == 0


def test_an_error_leaves_nothing_behind(treated, clinician):
    def fails(_file):
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        out(clinician, treated, write=fails)
    assert StudyExport.objects.count() == 0


def test_rows_come_patient_by_patient_in_pieces(enter, leave, monkeypatch):
    monkeypatch.setattr(rows, "PATIENTS_AT_A_TIME", 2)
    found = leave(*(enter(f"T-{n}") for n in range(5)))
    given = read(rows.rows_csv("exposures", found))
    assert [line["id"] for line in given] == found.ids
    assert {line["drug"] for line in given} == {"ruxolitinib"}
    assert Exposure.objects.count() == 5
