"""Results: every status beside every kind of value, units, intervals, panels."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from hlh_app.exchange.incoming import Act

from .documents import SNOMED, WHEN, answered, concept, observation, one, quantity, read, refused

NOT_DONE = concept("not-performed", display="Not Performed")
OURS = "urn:hlh-app:"


def test_a_final_result_is_kept_with_its_unit_and_time():
    entry = one(observation(issued="2026-11-02T10:00:00.250+01:00"))
    row = entry.row
    assert (row.analyte, row.value, row.unit, row.comparator) == ("ferritin", 1709, "ng/mL", None)
    assert row.measured_at.text == WHEN
    assert row.reported_at.text == "2026-11-02T10:00:00.250+01:00"
    assert (entry.place, entry.patient, entry.act) == ("entry 1 (Observation/o1)", "p1", Act.ADD)
    assert not row.pending


VALUES = {
    "value": {},
    "none": {"valueQuantity": None},
    "absent": {"valueQuantity": None, "dataAbsentReason": NOT_DONE},
    "both": {"dataAbsentReason": NOT_DONE},
    "words": {"valueQuantity": None, "valueString": "hemolyzed"},
    "range": {"valueQuantity": None, "valueRange": {"low": quantity(1), "high": quantity(2)}},
}
FINAL = {
    "value": "1709",
    "none": "neither a value nor a reason",
    "absent": "missing: Not Performed",
    "both": "a value and a reason",
    "words": "“hemolyzed”, which is no number",
    "range": "a kind that is not kept: valueRange",
}
AWAITED = FINAL | {
    "value": "pending, Preliminary: 1709 ng/mL.",
    "none": "pending, ",
    "absent": "pending, ",
}
NEVER = dict.fromkeys(VALUES, "which is not kept")
STATUSES = {
    "final": (Act.ADD, FINAL),
    "amended": (Act.CORRECT, FINAL),
    "corrected": (Act.CORRECT, FINAL),
    "entered-in-error": (Act.WITHDRAW, FINAL | {"none": "no value"}),
    "registered": (Act.ADD, AWAITED),
    "preliminary": (Act.ADD, AWAITED),
    "cancelled": (None, NEVER),
    "unknown": (None, NEVER),
    "something": (None, NEVER),
    None: (None, NEVER),
}


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("kind", VALUES)
def test_each_status_with_each_kind_of_value(status, kind):
    act, expected = STATUSES[status]
    rows, said = read(observation(status=status, **VALUES[kind]))
    if said:
        assert rows == []
        assert expected[kind] in said[0]
        return
    entry = rows[0]
    assert entry.act is act
    assert expected[kind] == _told(entry)


def _told(entry):
    row = entry.row
    if row.pending:
        return f"pending, {entry.note}"
    if entry.missing:
        assert row.value is None
        return f"missing: {entry.missing}"
    return "no value" if row.value is None else str(row.value)


def test_a_preliminary_value_is_never_a_value():
    entry = one(observation(status="preliminary", valueQuantity=quantity(5, comparator="<")))
    assert entry.row.value is None
    assert entry.row.comparator is None
    assert entry.row.pending
    assert entry.note == "Preliminary: <5 ng/mL."


UNITS = [
    ("2276-4", {"system": "http://unitsofmeasure.org", "code": "ug/L"}, "ug/L"),
    ("2276-4", {"code": "ug/L", "unit": "µg/L", "system": "http://unitsofmeasure.org"}, "ug/L"),
    ("2276-4", {"unit": "µg/l"}, "ug/L"),
    ("2276-4", {"unit": "ng/ml", "system": "http://acme.example/units", "code": "17"}, "ng/mL"),
    ("777-3", {"unit": "x10^9/L", "code": "10*9/L"}, "10*9/L"),
    ("777-3", {"unit": "10*9/L", "code": "10*3/uL"}, "10*3/uL"),  # one size, two spellings
    ("718-7", {"code": "g/dL"}, "g/dL"),
    ("48065-7", {"code": "ug/L"}, "ug/L{FEU}"),
    ("48065-7", {"code": "ng/mL{FEU}"}, "ug/L{FEU}"),
    ("48066-5", {"code": "ug/L{DDU}"}, "ug/L{DDU}"),
    ("36923-1", {"code": "{copies}/mL"}, "{copies}/mL"),
    ("43730-1", {"code": "[IU]/mL"}, "[IU]/mL"),
]


@pytest.mark.parametrize(("code", "stated", "unit"), UNITS)
def test_units_by_their_code_then_by_their_words(code, stated, unit):
    assert one(observation(code, valueQuantity={"value": 100, **stated})).row.unit == unit


REFUSED_UNITS = [
    ("2276-4", {}, "a value without a unit"),
    ("2276-4", {"unit": "  "}, "a value without a unit"),
    ("2276-4", {"code": "mmol/L"}, "is not a unit of Ferritin"),
    ("718-7", {"code": "g/dL", "unit": "g/L"}, "states two units: g/dL as code, “g/L” in words"),
    ("751-8", {"code": "%"}, "give the absolute count"),
    ("48065-7", {"code": "ug/L{DDU}"}, "does not fit Fibrin D-dimer FEU"),
    ("36923-1", {"code": "[IU]/mL"}, "does not fit Epstein Barr virus DNA [#/volume]"),
    ("8310-5", {"code": "Cel", "unit": "°F"}, "states two units"),
]


@pytest.mark.parametrize(("code", "stated", "reason"), REFUSED_UNITS)
def test_a_value_is_never_kept_without_a_unit_that_fits(code, stated, reason):
    assert reason in refused(observation(code, valueQuantity={"value": 38, **stated}))


@pytest.mark.parametrize("comparator", ["<", "<=", ">", ">="])
def test_comparators_are_kept(comparator):
    row = one(observation(valueQuantity=quantity(16500, comparator=comparator))).row
    assert (row.comparator, row.value) == (comparator, 16500)


@pytest.mark.parametrize("comparator", ["ad", "~", "", 5, "<>"])
def test_other_comparators_are_refused(comparator):
    reason = refused(observation(valueQuantity=quantity(5, comparator=comparator)))
    assert "comparator" in reason


@pytest.mark.parametrize("value", ["1709", True, None, [1], {"a": 1}])
def test_what_is_no_number_is_refused(value):
    assert "not a number" in refused(observation(valueQuantity=quantity(value)))


LIMITS = [
    ([{"low": quantity(15), "high": quantity(400)}], (15, 400)),
    ([{"high": quantity("400")}], (None, None)),
    ([{"high": quantity(400)}], (None, 400)),
    ([{"high": quantity(400, "ug/L")}], (None, None)),
    ([{"high": {"value": 400}}], (None, None)),
    ([{"low": quantity(400), "high": quantity(15)}], (None, None)),
    ([{"text": "up to 400"}], (None, None)),
    ([{"high": quantity(400), "modifierExtension": []}], (None, None)),
    ([{"high": quantity(9), "type": concept("critical")}], (None, None)),
    ([{"high": quantity(400), "type": concept("normal"), "age": {}}], (None, 400)),
    ([{"high": quantity(300), "age": {}}, {"high": quantity(400), "age": {}}], (None, None)),
    (
        [{"high": quantity(9), "type": concept("treatment")},
         {"high": quantity(400), "type": concept("normal")}],
        (None, 400),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("ranges", "limits"), LIMITS)
def test_reference_intervals_in_the_same_unit_are_kept(ranges, limits):
    rows, said = read(observation(referenceRange=ranges))
    assert (rows[0].row.low, rows[0].row.high) == limits
    assert bool(said) == (limits == (None, None))


@pytest.mark.parametrize(
    ("code", "status", "unit"),
    [("2571-8", "registered", "mg/dL"), ("14927-8", "registered", "mmol/L"),
     ("48065-7", "registered", "ug/L{FEU}"), ("76039-7", "preliminary", "pg/mL")],
)  # fmt: skip
def test_what_is_awaited_stands_in_the_unit_of_its_code(code, status, unit):
    assert one(observation(code, status=status, valueQuantity=None)).row.unit == unit


def test_what_is_awaited_stands_in_the_unit_of_its_interval():
    ranges = [{"high": quantity(400, "ug/L")}]
    row = one(observation(status="registered", valueQuantity=None, referenceRange=ranges)).row
    assert (row.unit, row.high) == ("ug/L", 400)


def test_each_component_counts_by_its_own_code():
    panel = observation(
        concept("58410-2"),
        valueQuantity=None,
        component=[
            {"code": concept("777-3"), "valueQuantity": quantity(80, "10*9/L")},
            {"code": concept("718-7"), "valueQuantity": quantity("9", "g/dL")},
            {"code": concept("751-8"), "dataAbsentReason": NOT_DONE},
            {"code": concept("787-2"), "valueQuantity": quantity(80, "fL")},
        ],
    )
    rows, said = read(panel)
    assert [(entry.row.analyte, entry.row.value) for entry in rows] == [
        ("platelets", Decimal(80)), ("neutrophils", None),
    ]  # fmt: skip
    assert rows[1].missing == "Not Performed"
    assert rows[1].place == "entry 1 (Observation/o1), component 3"
    assert said == ["has a value that is text, not a number", "787-2"]


def test_a_panel_of_members_is_no_result_and_no_unknown_code():
    panel = observation(concept("58410-2"), valueQuantity=None, hasMember=[{"reference": "x"}])
    assert read(panel) == ([], [])


def test_an_unknown_code_is_counted_with_its_name_and_system():
    rows, said = read(observation("15074-8"), observation("15074-8", id="o2"))
    assert (rows, said) == ([], ["15074-8"])


def test_codes_of_different_tests_contradict_each_other():
    both = {"coding": concept("2276-4")["coding"] + concept("777-3")["coding"]}
    assert refused(observation(both)) == "has codes of different tests"


def test_neutrophils_in_percent_are_refused_in_words():
    reason = refused(observation("770-8", valueQuantity=quantity(40, "%")))
    assert reason == "gives neutrophils in %: give the absolute count"


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        ({"modifierExtension": []}, "may turn its meaning round"),
        ({"modifierExtension": "x"}, "may turn its meaning round"),
        ({"implicitRules": "http://x"}, "may turn its meaning round"),
        ({"focus": [{"reference": "Patient/child"}]}, "other than the patient"),
        ({"subject": None}, "does not say which patient"),
        ({"subject": {"reference": "Group/g1"}}, "is about Group/g1, not about a patient"),
        ({"effectiveDateTime": None}, "does not say when"),
        ({"effectiveDateTime": "2026-11"}, "the day is not known"),
        ({"effectiveDateTime": "2026"}, "the day is not known"),
        ({"effectiveDateTime": "2026-11-02T08:00:00"}, "has no offset"),
        ({"effectiveDateTime": "2026-02-30"}, "does not exist"),
        ({"effectiveDateTime": None, "effectiveTiming": {}}, "several times"),
        ({"effectiveDateTime": None, "effectivePeriod": {"end": WHEN}}, "start is not known"),
        (
            {"effectiveDateTime": None, "effectivePeriod": {"start": "2026-11-01", "end": WHEN}},
            "over several days",
        ),
    ],
)
def test_what_cannot_be_meant_for_sure_is_left_out(extra, reason):
    assert reason in refused(observation(**extra))


def test_times_a_date_is_a_date_and_a_period_is_its_start():
    assert one(observation(effectiveDateTime="2026-11-02")).row.measured_at.is_date
    instant = observation(effectiveDateTime=None, effectiveInstant=WHEN)
    assert one(instant).row.measured_at.text == WHEN
    until = {"start": WHEN, "end": "2026-11-02T09:00:00+01:00"}
    entry = one(observation(effectiveDateTime=None, effectivePeriod=until))
    assert entry.row.measured_at.text == WHEN
    assert entry.note == f"Measured from {WHEN} to 2026-11-02T09:00:00+01:00."


def test_laboratory_and_assay_are_never_a_person():
    entry = one(
        observation(
            performer=[
                {"reference": "Practitioner/1", "display": "Somebody"},
                {"display": "Somebody else"},
                {"reference": "#lab"},
            ],
            contained=[{"resourceType": "Organization", "id": "lab", "name": "Central Laboratory"}],
            method={"text": "ECLIA"},
            device={"display": "Analyzer 7"},
        )
    )
    assert (entry.row.laboratory, entry.row.assay) == ("Central Laboratory", "ECLIA; Analyzer 7")


def test_how_a_temperature_was_taken_is_its_site_and_no_assay():
    method = concept("89003005", SNOMED, "Oral temperature taking")
    row = one(observation("8310-5", method=method, valueQuantity=quantity(38, "Cel"))).row
    assert (row.site, row.assay) == ("oral", None)


@pytest.mark.parametrize(
    ("code", "site", "kept"),
    [("8331-1", None, "oral"), ("8310-5", "422543003", "axillary"), ("8310-5", None, None),
     ("8332-9", "34402009", "rectal")],
)  # fmt: skip
def test_the_site_of_a_temperature_by_its_code(code, site, kept):
    body = concept(site, SNOMED) if site else None
    row = one(observation(code, bodySite=body, valueQuantity=quantity(38, "Cel"))).row
    assert row.site == kept


def test_sites_that_contradict_each_other_are_not_kept():
    wrong = observation(
        "8331-1", bodySite=concept("34402009", SNOMED), valueQuantity=quantity(38, "Cel")
    )
    rows, said = read(wrong)
    assert rows[0].row.site is None
    assert said == ["Its sites contradict each other: none is kept."]


def test_a_fasting_code_says_fasting():
    assert one(observation("3048-6", valueQuantity=quantity(200, "mg/dL"))).row.fasting == "yes"


ANSWERS = [
    ("splenomegaly", {"valueBoolean": True}, "present"),
    ("splenomegaly", {"valueBoolean": False}, "absent"),
    ("splenomegaly", {"valueCodeableConcept": concept("2667000", SNOMED)}, "absent"),
    ("splenomegaly", {"valueCodeableConcept": {"text": "Positive"}}, "present"),
    ("nk_activity", {"valueString": "decreased"}, "low"),
    ("nk_activity", {"valueString": "absent"}, "low"),
    ("nk_activity", {"valueCodeableConcept": concept("17621005", SNOMED)}, "normal"),
    ("scd25_elevated", {"valueString": "raised"}, "present"),
    ("scd25_elevated", {"valueString": "Not elevated"}, "absent"),
]


@pytest.mark.parametrize(("finding", "value", "status"), ANSWERS)
def test_answers_with_one_exact_meaning(finding, value, status):
    row = one(answered(concept(finding, f"{OURS}finding"), **value)).row
    assert (row.finding, row.status, row.on) == (finding, status, date(2026, 11, 2))


@pytest.mark.parametrize(
    ("finding", "value"),
    [
        ("splenomegaly", {"valueString": "probably"}),
        ("splenomegaly", {"valueString": "not palpable"}),
        ("splenomegaly", {"valueCodeableConcept": concept("75540009", SNOMED)}),
        ("nk_activity", {"valueString": "present"}),
        ("nk_activity", {"valueQuantity": quantity(5, "%")}),
        ("scd25_elevated", {"valueString": "borderline"}),
    ],
)
def test_answers_without_an_exact_meaning_are_refused(finding, value):
    reason = refused(answered(concept(finding, f"{OURS}finding"), **value))
    assert "no exact meaning" in reason or "no answer" in reason


def test_a_raised_receptor_without_a_number_is_the_laboratorys_word():
    assert one(answered(concept("76039-7"), valueString="elevated")).row.finding == "scd25_elevated"
    assert "no number" in refused(answered(concept("36923-1"), valueString="Not detected"))


CSF = {"resourceType": "Specimen", "id": "s1", "type": {"text": "Cerebrospinal fluid"}}
BLOOD = CSF | {"type": {"text": "Venous blood"}}


@pytest.mark.parametrize(
    "about",
    [
        {"specimen": {"display": "CSF"}},
        {"specimen": {"reference": "#s1"}, "contained": [CSF]},
        {"specimen": {"reference": "Specimen/s1", "display": "Tube 3"}},
    ],
)
def test_a_result_of_another_specimen_is_not_kept(about):
    rows, said = read(CSF, observation("26464-8", valueQuantity=quantity(3, "/uL"), **about))
    assert rows == []
    assert any("not in blood" in one for one in said)


def test_a_result_of_a_blood_specimen_is_kept():
    rows, _said = read(BLOOD, observation(specimen={"reference": "Specimen/s1"}))
    assert len(rows) == 1
    assert one(observation(specimen={"display": "Serum"})).row.value == 1709
