"""Everything that a case file may not hold, with the JSON path that is named for it."""

import json

import pytest

from hlh_app.exchange.case_file import check_document, read_document
from hlh_app.exchange.errors import CaseError
from hlh_app.exchange.json_text import MAX_BYTES, parse

from .case_documents import EXAMPLE, FURTHER, changed, example, read, without

OBSERVATION = "$.observations[0]"


def refused(value) -> CaseError:
    with pytest.raises(CaseError) as error:
        read(value)
    return error.value


@pytest.mark.parametrize(
    ("path", "value", "where", "reason"),
    [
        # keys and shapes
        ("weight", 1, "$.weight", "not a key"),
        ("patient.nickname", "x", "$.patient.nickname", "not a key"),
        ("observations.0.valu", 1, f"{OBSERVATION}.valu", "not a key"),
        ("findings.1.where", "x", "$.findings[1].where", "not a key"),
        ("exposures.0.times", 2, "$.exposures[0].times", "not a key"),
        ("events.0.at", "x", "$.events[0].at", "not a key"),
        ("observations", {}, "$.observations", "must be a list, not an object"),
        ("observations", None, "$.observations", "must be a list, not null"),
        ("findings", "none", "$.findings", "must be a list, not text"),
        ("patient", [], "$.patient", "must be an object, not a list"),
        ("observations.0", 5, OBSERVATION, "must be an object, not a number"),
        ("observations.3", None, "$.observations[3]", "must be an object, not null"),
        # words
        ("format", "hlh-case/2", "$.format", "hlh-case/1"),
        ("format", 1, "$.format", "hlh-case/1"),
        ("id", 7, "$.id", "must be text, not a number"),
        ("id", None, "$.id", "must be text, not null"),
        ("id", "", "$.id", "must not be empty"),
        ("id", " ", "$.id", "must not be empty"),
        ("id", "x" * 201, "$.id", "longer than 200"),
        ("id", "a\x00b", "$.id", "cannot be stored"),
        ("id", "a\ud800b", "$.id", "cannot be stored"),
        ("patient.sex", "F", "$.patient.sex", "one of: female, male, unknown"),
        ("patient.sex", None, "$.patient.sex", "not null"),
        ("patient.sex", True, "$.patient.sex", "must be text, not true"),
        ("dates", "made up", "$.dates", "one of: conventional"),
        ("observations.0.analyte", "wheight", f"{OBSERVATION}.analyte", "one of: temperature"),
        ("observations.0.analyte", ["weight"], f"{OBSERVATION}.analyte", "not a list"),
        ("observations.0.status", "done", f"{OBSERVATION}.status", "final, pending, not_done"),
        ("observations.0.comparator", "=", f"{OBSERVATION}.comparator", "one of: <, <=, >, >="),
        ("observations.0.comparator", 1, f"{OBSERVATION}.comparator", "must be text"),
        ("observations.0.fasting", "maybe", f"{OBSERVATION}.fasting", "yes, no, unknown"),
        ("observations.0.fasting", 1, f"{OBSERVATION}.fasting", "must be text"),
        ("observations.0.laboratory", 4, f"{OBSERVATION}.laboratory", "must be text"),
        ("observations.0.assay", "", f"{OBSERVATION}.assay", "must not be empty"),
        ("observations.0.site", "x" * 4001, f"{OBSERVATION}.site", "longer than 4000"),
        ("observations.0.confirmed", "yes", f"{OBSERVATION}.confirmed", "true or false"),
        ("observations.0.antipyretic", 1, f"{OBSERVATION}.antipyretic", "not a number"),
        ("observations.0.reference_source", "x", f"{OBSERVATION}.reference_source", "reported"),
        ("observations.0.missing_reason", "x", f"{OBSERVATION}.missing_reason", "not_done"),
        ("findings.0.finding", "spleen", "$.findings[0].finding", "one of: splenomegaly"),
        ("findings.0.status", "low", "$.findings[0].status", "present, absent, pending, unknown"),
        ("findings.0.status", "suspected", "$.findings[0].status", "is not known"),
        ("findings.0.site", "marrow", "$.findings[0].site", "only hemophagocytosis has a site"),
        ("findings.1.site", "skin", "$.findings[1].site", "marrow, spleen, lymph_node, liver"),
        ("exposures.0.drug", "Ruxolitinib", "$.exposures[0].drug", "in lower case"),
        ("exposures.0.drug", " ruxolitinib", "$.exposures[0].drug", "in lower case"),
        ("exposures.0.drug", None, "$.exposures[0].drug", "not null"),
        ("exposures.0.unit", "ml", "$.exposures[0].unit", "mg, mg/kg, mg/m2, g/kg, {unit}"),
        ("exposures.0.unit", None, "$.exposures[0].unit", "a dose needs its unit"),
        ("events.0.event", "cured", "$.events[0].event", "one of: death"),
        # units
        ("observations.0.unit", "kilo", f"{OBSERVATION}.unit", "one of: kg, g, [lb_av]"),
        ("observations.0.unit", "Kg", f"{OBSERVATION}.unit", "is not a unit of Weight"),
        ("observations.0.unit", "mg/dL", f"{OBSERVATION}.unit", "is not a unit of Weight"),
        ("observations.0.unit", 1, f"{OBSERVATION}.unit", "must be text"),
        ("observations.0.unit", None, f"{OBSERVATION}.unit", "must be text"),
        ("observations.4.unit", "%", "$.observations[4].unit", "give the absolute count"),
        # numbers
        ("observations.0.value", "16.2", f"{OBSERVATION}.value", "a number, not text"),
        ("observations.0.value", True, f"{OBSERVATION}.value", "a number, not true"),
        ("observations.0.value", False, f"{OBSERVATION}.value", "a number, not false"),
        ("observations.0.value", [16], f"{OBSERVATION}.value", "a number, not a list"),
        ("observations.0.value", None, f"{OBSERVATION}.value", "or the status pending"),
        ("observations.9.value", 5, "$.observations[9].value", "pending has no value"),
        ("observations.9.comparator", "<", "$.observations[9].comparator", "needs a value"),
        ("observations.2.high", "400", "$.observations[2].high", "a number, not text"),
        ("observations.2.high", True, "$.observations[2].high", "a number, not true"),
        ("observations.2.low", -1, "$.observations[2].low", "outside 0 to"),
        ("observations.2.low", 401, "$.observations[2].low", "above the upper limit 400"),
        ("patient.age_years", 5, "$.patient.age_years", "not both"),
        ("patient.age_on", "2020-01-01", "$.patient.age_on", "not both"),
        ("exposures.0.dose", 0, "$.exposures[0].dose", "not above 0"),
        ("exposures.0.dose", -2.5, "$.exposures[0].dose", "not above 0"),
        ("exposures.0.dose", "2.5", "$.exposures[0].dose", "a number, not text"),
        ("exposures.0.times_per_day", 0, "$.exposures[0].times_per_day", "not above 0"),
        ("exposures.0.times_per_day", 97, "$.exposures[0].times_per_day", "at most 96"),
        ("exposures.0.times_per_day", True, "$.exposures[0].times_per_day", "not true"),
        # dates and moments
        ("patient.birth_date", None, "$.patient.birth_date", "or age_years with age_on"),
        ("patient.birth_date", "2016-02-30", "$.patient.birth_date", "does not exist"),
        ("patient.birth_date", "16-05-01", "$.patient.birth_date", "with four digits"),
        ("patient.birth_date", "01/05/16", "$.patient.birth_date", "with four digits"),
        ("patient.birth_date", "0016-05-01", "$.patient.birth_date", "with four digits"),
        ("patient.birth_date", "1849-12-31", "$.patient.birth_date", "between 1850 and 2199"),
        ("patient.birth_date", "01.05.2016", "$.patient.birth_date", "is not a date"),
        ("patient.birth_date", "٢٠١٦-٠٥-٠١", "$.patient.birth_date", "is not a date"),
        ("patient.birth_date", "2016-5-1", "$.patient.birth_date", "is not a date"),
        ("patient.birth_date", "2016-05-01T00:00:00+08:00", "$.patient.birth_date", "not a date"),
        ("patient.birth_date", 20160501, "$.patient.birth_date", "must be text"),
        ("patient.birth_date", "2020-01-02", f"{OBSERVATION}.measured_at", "before the birth"),
        ("as_of", "2020-01-15T20:00:00", "$.as_of", "has no offset"),
        ("as_of", "2020-01-15 20:00:00+08:00", "$.as_of", "is not a moment"),
        ("as_of", "yesterday", "$.as_of", "is not a moment"),
        ("as_of", "20-01-15T20:00:00+08:00", "$.as_of", "with four digits"),
        ("as_of", 1579089600, "$.as_of", "must be text"),
        ("observations.0.measured_at", "2020-01-01T08:00:00", f"{OBSERVATION}.measured_at", "off"),
        ("observations.0.measured_at", "2020-13-01T08:00:00Z", f"{OBSERVATION}.measured_at", "cal"),
        ("observations.0.measured_at", "2020-02-30", f"{OBSERVATION}.measured_at", "calendar"),
        ("observations.0.measured_at", "2020-01-01T24:00:00Z", f"{OBSERVATION}.measured_at", "not"),
        ("observations.0.measured_at", "2020-01-01T08:60:00Z", f"{OBSERVATION}.measured_at", "not"),
        (
            "observations.0.measured_at",
            "2020-01-01T08:00:00+25:00",
            f"{OBSERVATION}.measured_at",
            "is not a moment",
        ),
        (
            "observations.0.measured_at",
            "9999-12-31T23:00:00-12:00",
            f"{OBSERVATION}.measured_at",
            "between 1850 and 2199",
        ),
        ("observations.0.measured_at", None, f"{OBSERVATION}.measured_at", "not null"),
        ("observations.0.reported_at", "soon", f"{OBSERVATION}.reported_at", "is not a moment"),
        ("observations.0.expected_on", "soon", f"{OBSERVATION}.expected_on", "is not a date"),
        ("findings.0.on", "2020-01-01T08:00:00Z", "$.findings[0].on", "is not a date"),
        ("findings.0.on", None, "$.findings[0].on", "not null"),
        ("exposures.0.start", "2020-00-01", "$.exposures[0].start", "does not exist"),
        ("exposures.0.stop", "2019-12-31", "$.exposures[0].stop", "before the start"),
        ("exposures.0.stop", 14, "$.exposures[0].stop", "must be text"),
        ("events.0.on", "2020-06-31", "$.events[0].on", "does not exist"),
        # visits
        ("observations.0.visit", "v1", f"{OBSERVATION}.visit", "no visit has the id"),
        ("findings.0.visit", "v1", "$.findings[0].visit", "no visit has the id"),
        ("observations.0.entered_in_error", True, f"{OBSERVATION}.entered_in_error", "be text"),
        ("observations.0.entered_in_error", "", f"{OBSERVATION}.entered_in_error", "not be empty"),
    ],
)  # fmt: skip
def test_refused_with_its_path(path, value, where, reason):
    error = refused(changed(path, value))
    assert error.path == where
    assert reason in str(error)


@pytest.mark.parametrize(
    "path",
    [
        "format",
        "id",
        "patient",
        "observations",
        "findings",
        "exposures",
        "events",
        "patient.birth_date",
        "patient.sex",
        "observations.0.analyte",
        "observations.0.value",
        "observations.0.unit",
        "observations.0.measured_at",
        "findings.0.finding",
        "findings.0.status",
        "findings.0.on",
        "exposures.0.drug",
        "exposures.0.start",
        "events.0.event",
        "events.0.on",
    ],
)
def test_required_keys(path):
    error = refused(without(path))
    assert "is required" in str(error)
    assert error.path.split(".")[-1] == path.split(".")[-1]


@pytest.mark.parametrize(
    ("analyte", "unit", "too_low", "lowest", "highest", "too_high"),
    [
        ("temperature", "Cel", 24.9, 25, 45, 45.1),
        ("temperature", "[degF]", 76.9, 77, 113, 113.1),
        ("hemoglobin", "g/L", 9.9, 10, 300, 300.1),
        ("hemoglobin", "g/dL", 0.99, 1, 30, 30.1),
        ("hemoglobin", "mmol/L", 0.62, 0.63, 18.63, 18.64),
        ("wbc", "/uL", -1, 0, 1000000, 1000001),
        ("neutrophils", "10*9/L", -0.1, 0, 500, 500.1),
        ("platelets", "10*3/uL", -1, 0, 5000, 5001),
        ("ferritin", "ng/mL", -1, 0, 1000000, 1000001),
        ("ferritin", "pmol/L", -1, 0, 2247191, 2247192),
        ("triglycerides", "mmol/L", 0.04, 0.05, 200, 200.1),
        ("triglycerides", "mg/dL", 4.42, 4.43, 17714, 17715),
        ("fibrinogen", "mg/dL", -1, 0, 3000, 3001),
        ("creatinine", "umol/L", 0.9, 1, 5000, 5001),
        ("scd25", "U/mL", -1, 0, 1000000, 1000001),
        ("scd25", "pg/mL", -1, 0, 10**12, 10**12 + 1),
        ("nk_activity", "%", -1, 0, 100, 101),
        ("weight", "g", 299, 300, 400000, 400001),
        ("weight", "[lb_av]", 0.66, 0.67, 881, 882),
        ("height", "m", 0.19, 0.2, 2.5, 2.51),
        ("albumin", "g/dL", 0.49, 0.5, 8, 8.1),
        ("sodium", "mmol/L", 79.9, 80, 220, 220.1),
        ("il_18", "ng/L", -1, 0, 100000000, 100000001),
        ("ebv_dna_plasma", "{Log_copies}/mL", -1, 0, 9, 10**13),
    ],
)
@pytest.mark.parametrize("comparator", [None, "<", ">="])
def test_beyond_what_is_possible_in_any_unit(
    analyte, unit, too_low, lowest, highest, too_high, comparator
):
    def with_value(value):
        row = {"analyte": analyte, "value": value, "unit": unit, "comparator": comparator}
        return example(observations=[{**row, "measured_at": "2020-01-01T08:00:00+08:00"}])

    for value in (lowest, highest):
        assert read(with_value(value)).case.observations
    for value in (too_low, too_high):
        error = refused(with_value(value))
        assert error.path == f"{OBSERVATION}.value"
        assert "is impossible" in str(error)


@pytest.mark.parametrize(
    "literal",
    [
        "NaN",
        "Infinity",
        "-Infinity",
        "1e400",
        "-1e400",
        "1e999999",
        "1e-999999",
        "1E+99999999999999999999",
        "0." + "1" * 200,
        "9" * 5000,
    ],
)
@pytest.mark.parametrize("place", ['"value": 16.2', '"dose": 2.5', '"high": 400'])
def test_numbers_that_are_not_finite_or_endless(literal, place):
    key = place.split(":")[0]
    text = json.dumps(EXAMPLE).replace(place, f"{key}: {literal}", 1)
    with pytest.raises(CaseError, match="is not a number that a case can hold") as error:
        read_document(text)
    assert error.value.path.endswith(key.strip('"'))
    assert len(str(error.value)) < 200


@pytest.mark.parametrize(
    ("text", "twice", "where"),
    [
        ('"id": "example-1"', '"id": "example-1", "id": "example-1"', "$.id"),
        ('"sex": "female"', '"sex": "female", "sex": "male"', "$.patient.sex"),
        ('"value": 16.2', '"value": 16.2, "value": 61.2', "$.observations[0].value"),
        ('"status": "present"', '"status": "present", "status": "absent"', "$.findings[0].status"),
        ('"dose": 2.5', '"dose": 2.5, "dose": 5', "$.exposures[0].dose"),
    ],
)
def test_a_key_given_twice(text, twice, where):
    document = json.dumps(EXAMPLE)
    assert text in document
    with pytest.raises(CaseError, match="is given twice") as error:
        read_document(document.replace(text, twice, 1))
    assert error.value.path == where


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"\xef\xbb\xbf{}", "byte order mark"),
        ("\ufeff{}", "byte order mark"),
        (b"\xff\xfe{\x00}\x00", "not UTF-8"),
        (b'{"id": "\xc3\x28"}', "not UTF-8"),
        (b"{", "not JSON"),
        (b"{}{}", "not JSON"),
        (b"{'id': 1}", "not JSON"),
        (b'{"id": 1,}', "not JSON"),
        (b'{"id": "a\x00b"}', "not JSON"),
        (b"nul", "not JSON"),
        (b"01", "not JSON"),
        (b"# no", "not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b"[]", "must be an object, not a list"),
        (b"null", "must be an object, not null"),
        (b"3", "must be an object, not a number"),
        (b"NaN", "must be an object, not a number"),
        (b'"text"', "must be an object, not text"),
        (b"true", "must be an object, not true"),
    ],
)
def test_what_is_not_a_json_object(document, reason):
    with pytest.raises(CaseError, match=reason) as error:
        read_document(document)
    assert error.value.path == "$"


def test_deep_nesting_inside_a_case():
    text = json.dumps(EXAMPLE).replace('"value": 16.2', '"value": ' + "[" * 5000 + "]" * 5000, 1)
    with pytest.raises(CaseError):
        read_document(text)


def test_larger_than_any_case():
    with pytest.raises(CaseError, match="larger than 67108864 bytes"):
        parse(b" " * (MAX_BYTES + 1))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"birth_date": None, "sex": "male", "age_years": 5}, "age_years with age_on"),
        ({"birth_date": None, "sex": "male", "age_on": "2020-01-01"}, "age_years with age_on"),
        ({"birth_date": None, "sex": "male", "age_years": 5.5, "age_on": "2020-01-01"}, "whole"),
        ({"birth_date": None, "sex": "male", "age_years": -1, "age_on": "2020-01-01"}, "whole"),
        ({"birth_date": None, "sex": "male", "age_years": 131, "age_on": "2020-01-01"}, "whole"),
        ({"birth_date": None, "sex": "male", "age_years": True, "age_on": "2020-01-01"}, "true"),
    ],
)
def test_ages(row, reason):
    error = refused(example(patient=row))
    assert error.path.startswith("$.patient.")
    assert reason in str(error)


@pytest.mark.parametrize(
    ("key", "value", "where"),
    [
        ("centre", 5, "$.centre"),
        ("note", [], "$.note"),
        ("course", "worse", "$.course"),
        ("donor", "yes", "$.donor"),
        ("source", "paper", "$.source"),
        ("source", {"citation": "x"}, "$.source.kind"),
        ("source", {"kind": "invented"}, "$.source.kind"),
        ("source", {"kind": "real", "citation": 1}, "$.source.citation"),
        ("trigger", {"kind": "virus"}, "$.trigger.kind"),
        ("trigger", {"agent": "hiv"}, "$.trigger.agent"),
        ("trigger", {"detail": 3}, "$.trigger.detail"),
        ("trigger", {"gene": "PRF1"}, "$.trigger.gene"),
        ("visits", {}, "$.visits"),
        ("visits", [{"id": "v1"}], "$.visits[0].visited_at"),
        ("visits", [{"id": "v1", "visited_at": "soon"}], "$.visits[0].visited_at"),
        ("visits", [{"id": "", "visited_at": "2020-01-01"}], "$.visits[0].id"),
        ("visits", [{"id": "v", "visited_at": "2020-01-01"}] * 2, "$.visits[1].id"),
        ("visits", [{"id": "v", "visited_at": "2020-01-01", "label": 1}], "$.visits[0].label"),
        ("therapy_lines", [{}], "$.therapy_lines[0].regimen"),
        ("therapy_lines", [{"regimen": "HLH-94", "line": 0}], "$.therapy_lines[0].line"),
        ("therapy_lines", [{"regimen": "HLH-94", "result": "ok"}], "$.therapy_lines[0].result"),
        (
            "therapy_lines",
            [{"regimen": "HLH-94", "start": "2020-01-02", "stop": "2020-01-01"}],
            "$.therapy_lines[0].stop",
        ),
        ("consents", [{"scope": "all"}], "$.consents[0].status"),
        (
            "consents",
            [{"scope": "all", "status": "given", "on": "2020-01-01"}],
            "$.consents[0].scope",
        ),
        (
            "consents",
            [{"scope": "record", "status": "given", "on": None}],
            "$.consents[0].on",
        ),
    ],
)
def test_further_keys(key, value, where):
    assert refused(example(**{key: value})).path == where


def test_a_refusal_prints_little_and_safely_of_what_it_refuses():
    error = refused(example(**{"x" * 500 + "\ud800": 1}))
    assert len(str(error)) < 200
    str(error).encode()
    str(refused(example(**{"\ud800\x00": 1}))).encode()


def test_the_further_keys_of_the_example_are_not_refused():
    assert check_document(parse(json.dumps(example(**FURTHER)))).case.id == "example-1"
