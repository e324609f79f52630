"""Orders, statements and gifts: which drug, from when to when, how much and how often."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from hlh_app.exchange.fhir.drug_names import drug_of
from hlh_app.exchange.incoming import Act

from .documents import SNOMED, WHEN, concept, one, quantity, read, refused, statement

END = "2026-11-20"


@pytest.mark.parametrize(
    ("written", "drug"),
    [
        ("ruxolitinib 5 MG Oral Tablet [Jakafi]", "ruxolitinib"),
        ("Ruxolitinib", "ruxolitinib"),
        ("methylprednisolone sodium succinate 40 MG Injection", "methylprednisolone"),
        ("prednisolone 5 mg", "prednisolone"),
        ("ciclosporin 100 mg/mL", "cyclosporine"),
        ("filgrastim-sndz 0.3 MG", "filgrastim"),
        ("anti-thymocyte globulin (rabbit)", "antithymocyte globulin"),
        ("platelet_transfusion", "platelet_transfusion"),
        ("voriconazole 200 MG Oral Tablet", "voriconazole"),
        ("sulfamethoxazole 800 MG / trimethoprim 160 MG", "co-trimoxazole"),
        ("lopinavir / ritonavir", "lopinavir/ritonavir"),
        ("IVIG", "ivig"),
        ("hepatitis B immunoglobulin", None),
        ("hydrocortisone 10 MG/ML Topical Cream", None),
        ("dexamethasone ophthalmic suspension", None),
        ("prednisolone 1 % eye drops", None),
        ("dexamethasone and methotrexate", None),
        ("ruxolitinib and fluconazole", None),
        ("oxycodone", None),
        ("vincristinex", None),
        ("", None),
    ],
)
def test_generic_names_as_whole_words(written, drug):
    assert drug_of(written) == drug


def test_an_unknown_drug_is_counted_with_its_code():
    assert read(statement("oxycodone 5 mg")) == ([], [""])
    coded = concept("7804", "http://www.nlm.nih.gov/research/umls/rxnorm", "oxycodone")
    assert read(statement(medicationCodeableConcept=coded)) == ([], ["7804"])


def test_codings_that_name_different_drugs_are_not_one_drug():
    both = {"coding": [{"display": "ruxolitinib", "code": "1"}], "text": "etoposide"}
    assert read(statement(medicationCodeableConcept=both)) == ([], ["1"])


@pytest.mark.parametrize(
    ("status", "period", "expected"),
    [
        ("active", {"start": WHEN}, None),
        ("active", {"start": WHEN, "end": END}, date(2026, 11, 20)),
        ("completed", {"start": WHEN, "end": END}, date(2026, 11, 20)),
        ("stopped", {"start": WHEN, "end": END}, date(2026, 11, 20)),
        ("completed", {"start": WHEN}, "nothing says since when"),
        ("stopped", {"start": WHEN}, "nothing says since when"),
        ("active", {"end": END}, "when it began"),
        ("active", {"start": "2026-11"}, "the day is not known"),
        ("active", {"start": WHEN, "end": "2026-11-01"}, "ends before it begins"),
        ("intended", {"start": WHEN}, "which is not kept"),
        ("not-taken", {"start": WHEN}, "which is not kept"),
        ("on-hold", {"start": WHEN}, "which is not kept"),
        ("unknown", {"start": WHEN}, "which is not kept"),
        (None, {"start": WHEN}, "which is not kept"),
    ],
)
def test_a_statement_lasts_as_long_as_it_says(status, period, expected):
    rows, said = read(statement(status=status, effectivePeriod=period))
    if rows:
        assert rows[0].row.stop == expected
    else:
        assert expected in said[0]


def test_a_statement_of_one_moment():
    at = {"effectivePeriod": None, "effectiveDateTime": WHEN}
    assert one(statement(**at)).row.stop is None
    assert one(statement(**at, status="completed")).row.stop == date(2026, 11, 2)
    assert "nothing says" in refused(statement(**at, status="stopped"))


def test_entered_in_error_is_taken_back():
    assert one(statement(status="entered-in-error")).act is Act.WITHDRAW


def given(**fields):
    usual = {
        "resourceType": "MedicationAdministration",
        "status": "completed",
        "effectivePeriod": None,
        "effectiveDateTime": WHEN,
        "dosage": {"dose": quantity(10, "mg"), "route": concept("47625008", SNOMED)},
    }
    return statement("dexamethasone", **(usual | fields))


def test_a_gift_is_one_day_and_says_not_how_often():
    row = one(given()).row
    assert (row.drug, row.stop, row.times_per_day) == ("dexamethasone", date(2026, 11, 2), None)
    assert (row.dose, row.unit, row.route) == (10, "mg", "intravenous")
    assert "which is not kept" in refused(given(status="not-done"))


def ordered(**fields):
    usual = {
        "resourceType": "MedicationRequest",
        "intent": "order",
        "effectivePeriod": None,
        "authoredOn": WHEN,
    }
    return statement(**(usual | fields))


def test_an_order_begins_when_it_says_else_when_it_was_written():
    entry = one(ordered())
    assert entry.row.start.text == WHEN
    assert entry.note == "Start: the day it was ordered."
    bounds = {"repeat": {"boundsPeriod": {"start": "2026-11-03", "end": "2026-11-05"}}}
    entry = one(ordered(dosageInstruction=[{"timing": bounds}]))
    assert (entry.row.start.text, entry.row.stop) == ("2026-11-03", date(2026, 11, 5))
    assert entry.note == ""


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"doNotPerform": True}, "is not to be given"),
        ({"intent": "proposal"}, "is a proposal, not an order"),
        ({"intent": "plan"}, "is a plan, not an order"),
        ({"intent": None}, "not an order"),
        ({"status": "draft"}, "which is not kept"),
        ({"status": "cancelled"}, "which is not kept"),
        ({"status": "completed"}, "nothing says since when"),
        ({"authoredOn": None}, "when it began"),
        ({"modifierExtension": []}, "turn its meaning round"),
    ],
)
def test_orders_that_are_left_out(fields, reason):
    assert reason in refused(ordered(**fields))


DOSES = [
    (quantity(2.5, "mg"), (Decimal("2.5"), "mg")),
    ({"value": 2.5, "unit": "mg"}, (Decimal("2.5"), "mg")),
    (quantity(1, "g"), (1000, "mg")),
    (quantity(250, "ug"), (Decimal("0.25"), "mg")),
    (quantity(10, "mg/m2"), (10, "mg/m2")),
    (quantity(0.5, "g/kg"), (Decimal("0.5"), "g/kg")),
    (quantity(1, "{tbl}"), None),
    ({"value": 1, "unit": "tablet"}, None),
    (quantity(10, "mg/kg/d"), None),
    (quantity(0, "mg"), None),
    (quantity(-1, "mg"), None),
    ({"value": 10}, None),
    (quantity("10", "mg"), None),
    (quantity(10, "mg", comparator="<"), None),
    (10, None),
]


@pytest.mark.parametrize(("dose", "expected"), DOSES)
def test_doses_that_can_be_expressed(dose, expected):
    rows, said = read(statement(dosage=[{"doseAndRate": [{"doseQuantity": dose}]}]))
    row = rows[0].row
    assert (row.dose, row.unit) == (expected or (None, None))
    assert bool(said) == (expected is None)
    assert ("Its dose is not kept" in rows[0].note) == (expected is None)


@pytest.mark.parametrize(
    "dosage",
    [
        [{"text": "a"}, {"text": "b"}],
        [{"modifierExtension": [], "doseAndRate": [{"doseQuantity": quantity(5, "mg")}]}],
        [{"doseAndRate": [{"doseRange": {"low": quantity(5, "mg")}}]}],
        [{"doseAndRate": [{"rateQuantity": quantity(5, "mg/h")}]}],
        [{"doseAndRate": [{"doseQuantity": quantity(5, "mg")}] * 2}],
    ],
)
def test_other_doses_are_said_and_not_kept(dosage):
    rows, said = read(statement(dosage=dosage))
    assert rows[0].row.dose is None
    assert "dose is not kept" in said[0]


TIMINGS = [
    ({"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}}, 2),
    ({"repeat": {"frequency": 1, "period": 12, "periodUnit": "h"}}, 2),
    ({"repeat": {"period": 8, "periodUnit": "h"}}, 3),
    ({"repeat": {"frequency": 1, "period": 2, "periodUnit": "d"}}, Decimal("0.5")),
    ({"repeat": {"frequency": 7, "period": 1, "periodUnit": "wk"}}, 1),
    ({"repeat": {"timeOfDay": ["08:00:00", "20:00:00"]}}, 2),
    ({"code": concept("BID")}, 2),
    ({"code": concept("Q6H"), "repeat": {"frequency": 1, "period": 6, "periodUnit": "h"}}, 4),
    ({"code": concept("BID"), "repeat": {"frequency": 3, "period": 1, "periodUnit": "d"}}, None),
    ({"repeat": {"frequency": 3, "period": 1, "periodUnit": "wk"}}, None),
    ({"repeat": {"frequency": 1, "period": 4, "periodMax": 6, "periodUnit": "h"}}, None),
    ({"repeat": {"frequency": 1, "period": 1, "periodUnit": "wk", "dayOfWeek": ["mon"]}}, None),
    ({"repeat": {"frequency": 1, "period": 0, "periodUnit": "d"}}, None),
    ({"repeat": {"frequency": "2", "period": 1, "periodUnit": "d"}}, None),
    ({"repeat": {"frequency": 1, "period": 1, "periodUnit": "mo"}}, None),
    ({"event": [WHEN]}, None),
    ({"code": {"text": "at night"}}, None),
]


@pytest.mark.parametrize(("timing", "expected"), TIMINGS)
def test_times_a_day_exactly_or_not_at_all(timing, expected):
    rows, said = read(statement(dosage=[{"timing": timing}]))
    assert rows[0].row.times_per_day == expected
    assert bool(said) == (expected is None)


@pytest.mark.parametrize("needed", [{"asNeededBoolean": True}, {"asNeededCodeableConcept": {}}])
def test_as_needed_is_not_a_number_of_times(needed):
    timing = {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}}
    rows, said = read(statement(dosage=[{"timing": timing, **needed}]))
    assert rows[0].row.times_per_day is None
    assert rows[0].note == said[0] == "As needed: how often it was given is not known."


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (concept("26643006", SNOMED), "oral"),
        ({"text": "IV"}, "intravenous"),
        (concept("PO", "http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration"), "oral"),
        (concept("46713006", SNOMED, "Nasal route"), None),
    ],
)
def test_routes(route, expected):
    rows, said = read(statement(dosage=[{"route": route}]))
    assert rows[0].row.route == expected
    assert bool(said) == (expected is None)


def test_a_medication_may_stand_elsewhere_in_the_document():
    medication = {"resourceType": "Medication", "id": "r", "code": {"text": "ruxolitinib"}}
    row = statement(
        medicationCodeableConcept=None, medicationReference={"reference": "Medication/r"}
    )
    assert one(row, medication).row.drug == "ruxolitinib"
    inside = row | {"contained": [medication], "medicationReference": {"reference": "#r"}}
    assert one(inside).row.drug == "ruxolitinib"
    assert read(row) == ([], [""])
