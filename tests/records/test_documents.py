"""A patient goes out as a case file and comes in again, with nothing lost on the way."""

from __future__ import annotations

import json
from datetime import timedelta, timezone
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis.extra.django import TestCase

from hlh_app.accounts.models import Role
from hlh_app.accounts.services import create_centre, create_user, give_role
from hlh_app.clinical.assess import assess
from hlh_app.exchange.assessment import as_json
from hlh_app.exchange.case_file import read_document
from hlh_app.exchange.errors import CaseError
from hlh_app.records import documents
from hlh_app.records.cases import build_case
from hlh_app.records.document_columns import TABLES
from hlh_app.records.models import AuditEntry, Observation, Patient, Visit

from .random_rows import records

EXAMPLE = {
    "format": "hlh-case/1",
    "id": "example-1",
    "patient": {"birth_date": "2016-05-01", "sex": "female"},
    "observations": [
        {
            "analyte": "ferritin",
            "value": 17090,
            "unit": "ng/mL",
            "measured_at": "2020-01-01T08:00:00+08:00",
            "high": 400,
        }
    ],
    "findings": [{"finding": "splenomegaly", "status": "present", "on": "2020-01-01"}],
    "exposures": [],
    "events": [],
}
VISIT = {"id": "v1", "visited_at": "2020-01-01T08:00:00+08:00"}
# What a loading decides: its moment, its user, its numbers.
OF_THE_LOADING = {"id", "recorded_at", "recorded_by_id", "patient_id", "centre_id", "visit_id"}


def rows_of(patient: Patient) -> dict[str, list[dict[str, object]]]:
    """Every column of every clinical row, visits by their place."""
    visits = list(Visit.objects.filter(patient=patient).order_by("pk"))
    place = {visit.pk: number for number, visit in enumerate(visits)}
    found = {"patient": [columns(patient, place)]}
    for key, (model, _columns) in TABLES.items():
        rows = model.objects.filter(patient=patient).order_by("pk")
        found[key] = [columns(row, place) for row in rows]
    return found


def columns(row, place) -> dict[str, object]:
    kept = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    in_visit = place.get(kept.get("visit_id"))
    kept = {name: value for name, value in kept.items() if name not in OF_THE_LOADING}
    kept.pop("content_changed_at", None)
    return kept | {"in_visit": in_visit}


def build(record, centre) -> Patient:
    """A random patient straight into the tables."""
    patient = Patient.objects.create(centre=centre, code="RANDOM", **record["patient"])
    visits: list[Visit] = []
    for key, (model, _columns) in TABLES.items():
        for fields in record[model._meta.model_name]:
            fields = dict(fields)
            number = fields.pop("in_visit")
            row = model(patient=patient)
            if visits and number is not None and hasattr(model, "visit"):
                row.visit = visits[number % len(visits)]
            for name, value in fields.items():
                setattr(row, name, value)
            if isinstance(row, Observation):
                row.canonical_value = documents.standard_value(row)
            row.save()
            if key == "visits":
                visits.append(row)
    return patient


class RoundTrip(TestCase):
    """Over random patients in the tables."""

    def setUp(self) -> None:
        self.centre = create_centre(code="ONE", name="One")
        self.other = create_centre(code="TWO", name="Two")
        self.actor = create_user(username="clara", password=None)
        give_role(user=self.actor, centre=self.other, role=Role.CLINICIAN)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(records())
    def test_the_same_rows_and_the_same_verdicts(self, record) -> None:
        patient = build(record, self.centre)
        text = documents.export_document(patient)
        again = documents.load_document(text, centre=self.other, actor=self.actor)
        assert rows_of(patient) == rows_of(again)
        moved = text.replace('"centre": "ONE"', '"centre": "TWO"')
        assert moved == documents.export_document(again)
        case = build_case(patient)
        if not case.observations:
            return
        verdicts = as_json(assess(case))
        assert verdicts == as_json(assess(build_case(again)))
        assert verdicts == as_json(assess(read_document(text).case))


@pytest.fixture
def load(clinician, centre):
    def from_dict(change=None, **keys):
        text = json.dumps({**EXAMPLE, **keys} if change is None else change)
        return documents.load_document(text, centre=centre, actor=clinician)

    return from_dict


def refused(load, **keys) -> CaseError:
    before = (Patient.objects.count(), Observation.objects.count(), AuditEntry.objects.count())
    with pytest.raises(CaseError) as error:
        load(**keys)
    after = (Patient.objects.count(), Observation.objects.count(), AuditEntry.objects.count())
    assert after == before, "a refused file writes nothing"
    return error.value


@pytest.mark.django_db
def test_a_file_is_loaded_with_its_trail_and_a_summary(load, clinician):
    patient = load()
    assert (patient.code, patient.source, patient.recorded_by) == ("example-1", "ward", clinician)
    assert patient.summary.stale is False
    row = Observation.objects.get()
    assert (row.interval_source, row.canonical_value) == ("reported", 17090)
    assert AuditEntry.objects.filter(actor="clinician").values("table").distinct().count() == 3


@pytest.mark.django_db
def test_the_same_patient_is_not_loaded_twice(load):
    load()
    error = refused(load)
    assert error.path == "$.id"
    assert "has a patient example-1 already" in str(error)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("keys", "path"),
    [
        ({"id": ""}, "$.id"),
        ({"id": "x" * 41}, "$.id"),
        ({"surprise": 1}, "$.surprise"),
        ({"observations": [{**EXAMPLE["observations"][0], "unit": "kg"}]}, "$.observations[0]"),
        ({"observations": [{**EXAMPLE["observations"][0], "visit": "v9"}]}, "$.observations[0]"),
        ({"observations": [{**EXAMPLE["observations"][0], "value": 1.1234567890123456}]}, "$.obs"),
        ({"observations": [{**EXAMPLE["observations"][0], "value": 1e-9}]}, "$.observations[0]"),
        (
            {"observations": [{**EXAMPLE["observations"][0], "assay": "x" * 81}]},
            "$.observations[0]",
        ),
        ({"visits": [VISIT, VISIT]}, "$.visits[1].id"),
        (
            {"findings": [{"finding": "fever", "status": "low", "on": "2020-01-01"}]},
            "$.findings[0]",
        ),
        ({"patient": {**EXAMPLE["patient"], "name": "Ada"}}, "$.patient.name"),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused_with_its_path(load, keys, path):
    assert refused(load, **keys).path.startswith(path)


def observation(**keys):
    return {**EXAMPLE["observations"][0], **keys}


@pytest.mark.django_db
def test_what_the_rules_do_not_see_does_not_move_the_clock_of_bare_dates(load):
    unseen = [
        observation(measured_at="2020-01-02T08:00:00+05:00", entered_in_error="wrong patient"),
        observation(
            measured_at="2020-01-02T08:00:00-05:00",
            value=None,
            status="not_done",
            missing_reason="clotted",
        ),
    ]
    bare = observation(measured_at="2020-01-02")
    patient = load(observations=[*unseen, bare, observation()])
    built = build_case(patient)
    written = read_document(documents.export_document(patient)).case
    assert built.zone == written.zone == timezone(timedelta(hours=8))
    assert [row.measured_at for row in built.observations] == [
        row.measured_at for row in written.observations
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "kept"), [(True, "yes"), (False, "no"), ("yes", "yes"), ("unknown", ""), (None, "")]
)
def test_fasting_in_every_spelling(load, written, kept):
    load(
        observations=[observation(analyte="triglycerides", unit="mmol/L", value=4, fasting=written)]
    )
    assert Observation.objects.get().fasting == kept


@pytest.mark.django_db
def test_the_marrow_is_the_site_of_hemophagocytosis_unless_another_is_named(load):
    finding = {"finding": "hemophagocytosis", "status": "present", "on": "2020-01-02"}
    patient = load(findings=[finding, {**finding, "site": "spleen"}])
    assert [row.site for row in build_case(patient).findings] == ["marrow", "spleen"]


@pytest.mark.django_db
def test_names_leave_and_enter_where_both_centres_keep_them(load, centre):
    centre.names_enabled = True
    centre.save()
    patient = load(patient={**EXAMPLE["patient"], "name": "Ada"})
    assert patient.name == "Ada"
    assert json.loads(documents.export_document(patient))["patient"]["name"] == "Ada"


@pytest.mark.django_db
def test_only_a_clinician_of_the_centre_loads(centre, other_centre, clinician, reviewer, reader):
    for actor, where in ((reviewer, centre), (reader, centre), (clinician, other_centre)):
        with pytest.raises(PermissionDenied):
            documents.load_document(json.dumps(EXAMPLE), centre=where, actor=actor)
    assert not Patient.objects.exists()


@pytest.mark.django_db
def test_the_commands_go_round(tmp_path: Path, centre, other_centre, clinician, make_user):
    give_role(user=clinician, centre=other_centre, role=Role.CLINICIAN)
    file = tmp_path / "case.json"
    file.write_text(json.dumps(EXAMPLE))
    call_command("load_case", str(file), centre="VIE", actor="clinician", stdout=StringIO())
    out = StringIO()
    call_command("export_case", "example-1", centre="VIE", stdout=out)
    file.write_text(out.getvalue())
    call_command("load_case", str(file), centre="TYO", actor="clinician", stdout=StringIO())
    one, two = Patient.objects.order_by("pk")
    assert rows_of(one) == rows_of(two)
    for arguments, words in (
        ((str(file),), "already"),
        ((str(tmp_path / "nothing.json"),), "nothing.json"),
    ):
        with pytest.raises(CommandError, match=words):
            call_command("load_case", *arguments, centre="VIE", actor="clinician")
    for options in ({"centre": "NOWHERE", "actor": "clinician"}, {"centre": "VIE", "actor": "x"}):
        with pytest.raises(CommandError, match="There is no"):
            call_command("load_case", str(file), **options)
    make_user(username="visitor")
    with pytest.raises(CommandError, match="visitor is not a clinician of VIE"):
        call_command("load_case", str(file), centre="VIE", actor="visitor")
    with pytest.raises(CommandError, match="has no patient"):
        call_command("export_case", "nobody", centre="VIE")


@pytest.mark.django_db
def test_one_centre_needs_no_naming_and_two_do(tmp_path: Path, centre, clinician, make_user):
    file = tmp_path / "case.json"
    file.write_text(json.dumps(EXAMPLE))
    call_command("load_case", str(file), actor="clinician", stdout=StringIO())
    call_command("export_case", "example-1", stdout=StringIO())
    create_centre(code="TWO", name="Two")
    with pytest.raises(CommandError, match="--centre"):
        call_command("export_case", "example-1", stdout=StringIO())
