"""Saving a visit: everything or nothing, judged, audited, never over a newer version."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection

from hlh_app.accounts.models import Role
from hlh_app.records.models import AuditEntry, Finding, Observation, Signature, Visit
from hlh_app.records.services import rows, visits
from hlh_app.records.services.errors import ReasonNeeded, Refused, StaleWrite

from .factories import (
    FindingEntryFactory,
    ObservationEntryFactory,
    PatientFactory,
    VisitEntryFactory,
    moment,
)

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def patient(centre):
    return PatientFactory(centre=centre)


@pytest.fixture
def save(clinician, patient):
    """save(observation entries…, findings=…): a visit by the clinician."""

    def save(*observations, **fields):
        call = {k: fields.pop(k) for k in ("visit", "version", "reason") if k in fields}
        entry = VisitEntryFactory(observations=observations, **fields)
        return visits.save_visit(actor=clinician, patient=patient, entry=entry, **call)

    return save


def refusal(call, *entries, **fields) -> dict[str, list[str]]:
    with pytest.raises(Refused) as refused:
        call(*entries, **fields)
    return refused.value.errors


def everything() -> tuple[int, ...]:
    return tuple(m.objects.count() for m in (Visit, Observation, Finding, AuditEntry))


def test_a_visit_keeps_its_rows_as_reported_with_the_canonical_value_beside(save, clinician):
    visit = save(
        ObservationEntryFactory(analyte="hemoglobin", value=D("9.8"), unit="g/dl", low=D("10.5")),
        ObservationEntryFactory(comparator=">", value=D("16500")),
        findings=(FindingEntryFactory(),),
    )
    hemoglobin, ferritin = visit.observation_set.order_by("pk")
    assert (hemoglobin.value, hemoglobin.unit) == (D("9.8"), "g/dL")
    assert hemoglobin.canonical_value == D("98")
    assert (hemoglobin.low, hemoglobin.interval_source) == (D("10.5"), "reported")
    assert (ferritin.comparator, ferritin.measured_text) == (">", visit.visited_text)
    assert visit.finding_set.get().on == visit.visited.day
    assert {row.recorded_by for row in (visit, hemoglobin, ferritin)} == {clinician}
    assert set(AuditEntry.objects.filter(table="observation").values_list("actor", flat=True)) == {
        "clinician"
    }


def test_a_row_may_have_its_own_time_and_note(save):
    entry = ObservationEntryFactory(
        analyte="temperature",
        value=D("39.4"),
        unit="°C",
        measured=moment("2026-11-02T06:00:00+01:00"),
        site="axillary",
        note="before paracetamol",
    )
    row = save(entry).observation_set.get()
    assert row.measured == moment("2026-11-02T06:00:00+01:00")
    assert (row.unit, row.site, row.note) == ("Cel", "axillary", "before paracetamol")


def test_every_refusal_is_told_at_once_under_the_entry_s_name_and_nothing_changes(save):
    before = everything()
    errors = refusal(
        save,
        ObservationEntryFactory(name="hb", analyte="hemoglobin", value=D("9800"), unit="g/L"),
        ObservationEntryFactory(name="anc", analyte="neutrophils", value=D("40"), unit="%"),
        ObservationEntryFactory(name="fer", value=None),
        ObservationEntryFactory(name="good"),
        findings=(FindingEntryFactory(name="spleen", status="low"),),
    )
    assert errors.keys() == {"hb.value", "anc.unit", "fer.value", "spleen.status"}
    assert "9,800 g/L" in errors["hb.value"][0]
    assert "absolute count" in errors["anc.unit"][0]
    assert everything() == before


def test_an_unusual_value_is_kept_when_confirmed_and_says_so(save):
    entry = ObservationEntryFactory(analyte="weight", value=D("162"), unit="kg")
    errors = refusal(save, entry)
    assert errors.keys() == {"weight.confirmed"}
    for part in ("162 kg", "5 years", "9 to 90"):
        assert part in errors["weight.confirmed"][0], part
    sure = ObservationEntryFactory(analyte="weight", value=D("162"), unit="kg", confirmed=True)
    assert save(sure).observation_set.get().implausible_confirmed is True
    usual = ObservationEntryFactory(analyte="weight", value=D("18"), unit="kg", confirmed=True)
    assert save(usual).observation_set.get().implausible_confirmed is False


def test_an_assay_bound_result_says_its_laboratory_and_assay_or_that_they_are_not_stated(save):
    entry = {"analyte": "scd25", "value": D("9000"), "unit": "U/mL"}
    assert refusal(save, ObservationEntryFactory(**entry)).keys() == {"scd25.laboratory"}
    assert refusal(save, ObservationEntryFactory(**entry, laboratory="Lab")).keys() == {
        "scd25.assay"
    }
    save(ObservationEntryFactory(**entry, assay_not_stated=True))
    save(ObservationEntryFactory(**entry, laboratory="Lab", assay="Immulite"))
    assert Observation.objects.count() == 2


def test_another_assay_s_unit_is_kept_and_never_converted(save):
    entry = ObservationEntryFactory(
        analyte="scd25", value=D("7593"), unit="pg/mL", assay_not_stated=True
    )
    row = save(entry).observation_set.get()
    assert (row.unit, row.canonical_value) == ("pg/mL", None)


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({"value": D("NaN")}, "value"),
        ({"value": D("1e30")}, "value"),
        ({"value": D("1.1234567890123456")}, "value"),
        ({"value": D("sNaN")}, "value"),
        ({"value": D("1234567890.1234567")}, "value"),
        ({"high": D("1234567890.1234567")}, "high"),
        ({"unit": ""}, "unit"),
        ({"unit": "furlongs"}, "unit"),
        ({"analyte": "cholesterol"}, "analyte"),
        ({"analyte": "al\0t"}, "analyte"),
        ({"comparator": "~"}, "comparator"),
        ({"status": "pending", "value": D("3")}, "value"),
        ({"status": "not_done", "value": None}, "missing_reason"),
        ({"low": D("5"), "high": D("3")}, "low"),
        ({"site": "axillary"}, "site"),
        ({"fasting": "yes"}, "fasting"),
        ({"note": "a\0b"}, "note"),
        ({"laboratory": "x" * 81}, "laboratory"),
        ({"measured": moment("2999-01-01T08:00:00+01:00")}, "measured"),
        ({"measured": moment("2019-01-01T08:00:00+01:00")}, "measured"),
        ({"measured": moment("1820-01-01")}, "measured"),
        ({"reported": moment("2026-11-01T08:00:00+01:00")}, "reported"),
        ({"expected_on": moment("2026-11-09").day}, "expected_on"),
        (
            {"status": "pending", "value": None, "expected_on": moment("2026-10-09").day},
            "expected_on",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_box(save, entry, field):
    before = everything()
    assert f"row.{field}" in refusal(save, ObservationEntryFactory(name="row", **entry))
    assert everything() == before


def test_a_final_result_answers_the_pending_one_and_the_trail_keeps_it(save, clinician):
    waiting = save(ObservationEntryFactory(value=None, status="pending")).observation_set.get()
    answer = ObservationEntryFactory(value=D("828"), reported=moment("2026-11-03T10:00:00+01:00"))
    save(answer, visited=moment())
    row = Observation.objects.get()
    assert (row.pk, row.status, row.value, row.version) == (waiting.pk, "final", D("828"), 2)
    assert row.visit_id == waiting.visit_id
    change = AuditEntry.objects.filter(table="observation", action="update").get()
    assert change.old["status"] == "pending"
    assert change.new["status"] == "final"


def test_a_pending_result_of_another_time_stays_pending(save):
    save(ObservationEntryFactory(value=None, status="pending"))
    save(ObservationEntryFactory(measured=moment("2026-11-02T09:00:00+01:00")))
    assert sorted(Observation.objects.values_list("status", flat=True)) == ["final", "pending"]


@pytest.mark.parametrize(
    ("asked", "answered"),
    [("2026-11-02", "2026-11-02T08:00:00+01:00"), ("2026-11-02T08:00:00+01:00", "2026-11-02")],
)
def test_a_pending_result_of_the_day_is_answered_where_one_has_no_time(save, asked, answered):
    save(ObservationEntryFactory(value=None, status="pending", measured=moment(asked)))
    save(ObservationEntryFactory(measured=moment(answered)))
    row = Observation.objects.get()
    assert (row.status, row.measured_text) == ("final", "2026-11-02T08:00:00+01:00")


def test_a_saved_visit_is_corrected_row_by_row(save):
    visit = save(ObservationEntryFactory(), ObservationEntryFactory(analyte="alt", unit="U/L"))
    ferritin, alt = visit.observation_set.order_by("pk")
    entry = ObservationEntryFactory(value=D("1907"), pk=ferritin.pk, version=1)
    same = ObservationEntryFactory(analyte="alt", unit="U/L", pk=alt.pk, version=1)
    save(entry, same, visit=visit, version=1, label="Day 14")
    ferritin.refresh_from_db()
    alt.refresh_from_db()
    visit.refresh_from_db()
    assert (ferritin.value, ferritin.version) == (D("1907"), 2)
    assert alt.version == 1, "what did not change is not written"
    assert (visit.label, visit.version) == ("Day 14", 2)


def test_rows_follow_the_corrected_time_of_the_visit_unless_they_had_their_own(save):
    own = moment("2026-11-02T06:30:00+01:00")
    visit = save(
        ObservationEntryFactory(),
        ObservationEntryFactory(analyte="alt", unit="U/L", measured=own),
        findings=(FindingEntryFactory(),),
    )
    ferritin, alt = visit.observation_set.order_by("pk")
    spleen = visit.finding_set.get()
    later = moment("2026-11-03T09:00:00+01:00")
    save(
        ObservationEntryFactory(pk=ferritin.pk, version=1),
        ObservationEntryFactory(analyte="alt", unit="U/L", pk=alt.pk, version=1),
        findings=(FindingEntryFactory(pk=spleen.pk, version=1),),
        visit=visit,
        version=1,
        visited=later,
    )
    for row in (ferritin, alt, spleen):
        row.refresh_from_db()
    assert (ferritin.measured, alt.measured, spleen.on) == (later, own, later.day)


def test_a_stale_visit_is_refused_with_both_values_in_hand(save, clinician):
    visit = save(ObservationEntryFactory())
    row = visit.observation_set.get()
    rows.correct_row(actor=clinician, row=row, version=1, value=D("1800"))
    mine = ObservationEntryFactory(value=D("1900"), pk=row.pk, version=1)
    with pytest.raises(StaleWrite) as stale:
        save(mine, visit=visit, version=1, label="mine")
    assert stale.value.name == "ferritin"
    assert stale.value.row_now.value == D("1800")
    assert stale.value.yours["value"] == D("1900")
    assert stale.value.changed_by == "clinician"
    assert stale.value.changed_at is not None
    visit.refresh_from_db()
    assert visit.label == "", "the visit itself was not changed either"


def test_another_patient_s_row_is_refused(save, centre, clinician):
    visit = save(ObservationEntryFactory())
    row = visit.observation_set.get()
    stranger = PatientFactory(centre=centre)
    entry = VisitEntryFactory(observations=(ObservationEntryFactory(pk=row.pk, version=1),))
    with pytest.raises(Refused):
        visits.save_visit(actor=clinician, patient=stranger, entry=entry)
    with pytest.raises(Refused):
        visits.save_visit(
            actor=clinician, patient=stranger, entry=VisitEntryFactory(), visit=visit, version=1
        )


def test_only_a_clinician_of_the_centre_saves(
    patient, reviewer, reader, manager, other_centre, make_user
):
    elsewhere = make_user(Role.CLINICIAN, other_centre)
    for actor in (reviewer, reader, manager, elsewhere):
        with pytest.raises(PermissionDenied):
            visits.save_visit(actor=actor, patient=patient, entry=VisitEntryFactory())
    assert not Visit.objects.exists()


def test_without_the_audit_nothing_is_saved(save):
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE records_auditentry")
    with pytest.raises(DatabaseError, match="records_auditentry"):
        save(ObservationEntryFactory())
    assert (Visit.objects.count(), Observation.objects.count()) == (0, 0)


def test_a_signed_visit_asks_for_a_reason(save, clinician):
    visit = save(ObservationEntryFactory())
    row = visit.observation_set.get()
    Signature.objects.create(
        visit=visit,
        signed_by=clinician,
        signed_at="2026-11-02T12:00:00Z",
        as_of_text="2026-11-02",
        case={},
        verdicts={},
        rule_versions={},
    )
    entry = ObservationEntryFactory(value=D("1900"), pk=row.pk, version=1)
    with pytest.raises(ReasonNeeded) as needed:
        save(entry, visit=visit, version=1)
    assert "reason" in needed.value.errors
    with pytest.raises(ReasonNeeded):
        save(ObservationEntryFactory(analyte="alt", unit="U/L"), visit=visit, version=1)
    unchanged = ObservationEntryFactory(pk=row.pk, version=1)
    save(unchanged, visit=visit, version=1)
    save(entry, visit=visit, version=1, reason="laboratory corrected its report")
    change = AuditEntry.objects.filter(table="observation", action="update").get()
    assert change.reason == "laboratory corrected its report"
