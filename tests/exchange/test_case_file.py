"""A case file read, and written again without loss."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from hlh_app.clinical.assess import assess
from hlh_app.clinical.case import FindingStatus, Sex
from hlh_app.exchange.assessment import as_json
from hlh_app.exchange.case_file import (
    CaseDocument,
    check_document,
    moment_asked,
    read_document,
    readable_id,
    write_document,
)
from hlh_app.exchange.errors import CaseError, FieldError

from .case_documents import EXAMPLE, EXAMPLE_ANSWER, FURTHER, VECTORS, changed, example, read

SINGAPORE = timezone(timedelta(hours=8))


class TestExample:
    def test_its_patient(self):
        case = read(EXAMPLE).case
        assert case.id == "example-1"
        assert (case.patient.birth_date, case.patient.sex) == (date(2016, 5, 1), Sex.FEMALE)
        assert not case.conventional_dates
        assert case.as_of is not None
        assert case.as_of.at == datetime(2020, 1, 15, 12, 0, tzinfo=UTC)

    def test_its_rows_in_order_with_the_name_of_each(self):
        case = read(EXAMPLE).case
        assert len(case.observations) == 10
        ferritin = case.observations[2]
        assert (ferritin.analyte, ferritin.value, ferritin.unit) == ("ferritin", 17090, "ng/mL")
        assert (ferritin.high, ferritin.low, ferritin.key) == (400, None, "observations[2]")
        assert case.observations[9].pending
        assert case.observations[9].value is None
        assert case.findings[1].site == "marrow"
        assert case.findings[0].status is FindingStatus.PRESENT
        assert case.exposures[0].dose == Decimal("2.5")
        assert case.exposures[0].start.is_date
        assert case.events[0].event == "last_contact"
        assert [r.key for r in (*case.findings, *case.exposures, *case.events)] == [
            "findings[0]", "findings[1]", "exposures[0]", "events[0]",
        ]  # fmt: skip

    def test_its_answer(self):
        assert as_json(assess(read(EXAMPLE).case)) == EXAMPLE_ANSWER


class TestReading:
    def test_numbers_digit_for_digit(self):
        text = json.dumps(EXAMPLE).replace("16.2", "16.20000000000000000000000000000000001")
        case = read_document(text).case
        assert case.observations[0].value == Decimal("16.20000000000000000000000000000000001")

    def test_hemophagocytosis_is_of_the_marrow_by_default(self):
        document = example()
        del document["findings"][1]["site"]
        assert read(document).case.findings[1].site == "marrow"

    def test_empty_lists(self):
        empty = example(observations=[], findings=[], exposures=[], events=[])
        case = read(empty).case
        assert (case.observations, case.findings, case.zone) == ((), (), UTC)

    def test_every_other_key_may_be_null(self):
        row = {
            "analyte": "ferritin", "value": 5, "unit": "ug/L", "measured_at": "2020-01-01",
            **dict.fromkeys(
                ("comparator", "low", "high", "status", "reported_at", "laboratory", "assay",
                 "site", "fasting", "visit", "expected_on", "missing_reason", "antipyretic",
                 "lipid_infusion", "confirmed", "reference_source", "note", "entered_in_error")
            ),
        }  # fmt: skip
        document = example(observations=[row], as_of=None, dates=None, visits=None, trigger=None)
        document["patient"] |= {"age_years": None, "age_on": None, "name": None}
        document["exposures"] = [
            {"drug": "ruxolitinib", "start": "2020-01-01", "dose": None, "unit": None,
             "route": None, "times_per_day": None, "stop": None, "reason": None}
        ]  # fmt: skip
        assert len(read(document).case.observations) == 1

    @pytest.mark.parametrize(
        ("written", "kept"),
        [("yes", "yes"), ("no", "no"), ("unknown", None), (True, "yes"), (False, "no")],
    )
    def test_fasting(self, written, kept):
        document = read(changed("observations.3.fasting", written))
        assert document.data["observations"][3]["fasting"] == kept

    def test_a_printed_age(self):
        row = {"birth_date": None, "sex": "unknown", "age_years": 31.0, "age_on": "2000-01-01"}
        case = read(example(patient=row, dates="conventional")).case
        assert (case.patient.age_years, case.patient.age_on) == (31, date(2000, 1, 1))
        assert case.conventional_dates

    def test_all_that_an_observation_may_say(self):
        row = {
            "analyte": "scd25", "value": 7500, "unit": "U/mL", "comparator": ">",
            "measured_at": "2020-01-02T08:30:15.250+08:00", "reported_at": "2020-01-03",
            "laboratory": "central", "assay": "Immulite", "site": "left arm", "low": 0,
        }  # fmt: skip
        found = read(example(observations=[row])).case.observations[0]
        assert (found.comparator, found.laboratory, found.assay) == (">", "central", "Immulite")
        assert (found.site, found.low, found.high) == ("left arm", 0, None)
        assert found.reported_at is not None
        assert found.reported_at.is_date
        assert found.measured_at.at.microsecond == 250000
        assert found.measured_at.text == "2020-01-02T08:30:15.250+08:00"

    @pytest.mark.parametrize(
        "written",
        ["2020-01-02T08:30Z", "2020-01-02T08:30:00Z", "2020-01-02T08:30:00.123456-05:00"],
    )
    def test_forms_of_a_moment(self, written):
        found = read(changed("observations.0.measured_at", written)).case.observations[0]
        assert found.measured_at.text == written


class TestZone:
    """A bare date belongs to the offset of the first timed observation that counts."""

    def test_of_the_first_timed_observation(self):
        document = changed("observations.0.measured_at", "2020-01-01")
        case = read(document).case
        assert case.zone.utcoffset(None) == timedelta(hours=8)
        moment = case.observations[0].measured_at
        assert moment.seen == datetime(2020, 1, 1, tzinfo=SINGAPORE)
        assert moment.is_date

    def test_else_utc(self):
        row = {"analyte": "ast", "value": 5, "unit": "U/L", "measured_at": "2020-01-01"}
        assert read(example(observations=[row])).case.zone is UTC

    def test_not_of_a_row_entered_in_error_or_not_done(self):
        wrong = {
            "analyte": "ast", "value": 5, "unit": "U/L", "entered_in_error": "other patient",
            "measured_at": "2020-01-01T08:00:00-05:00",
        }  # fmt: skip
        never = {
            "analyte": "ast", "value": None, "unit": "U/L", "status": "not_done",
            "measured_at": "2020-01-01T08:00:00-03:00",
        }  # fmt: skip
        right = {**wrong, "measured_at": "2020-01-01T08:00:00+01:00", "entered_in_error": None}
        case = read(example(observations=[wrong, never, right])).case
        assert case.zone.utcoffset(None) == timedelta(hours=1)

    def test_the_moment_asked_about(self):
        case = read(EXAMPLE).case
        assert moment_asked("2020-01-03", case).seen == datetime(2020, 1, 3, tzinfo=SINGAPORE)
        with pytest.raises(FieldError):
            moment_asked("soon", case)


class TestRowsThatNoRuleSees:
    @pytest.mark.parametrize(
        ("rows", "place"),
        [("observations", 2), ("findings", 0), ("exposures", 0), ("events", 0)],
    )
    def test_entered_in_error(self, rows, place):
        document = changed(f"{rows}.{place}.entered_in_error", "wrong patient")
        before, after = read(EXAMPLE).case, read(document).case
        assert len(getattr(after, rows)) == len(getattr(before, rows)) - 1

    def test_such_a_row_may_lie_before_the_birth(self):
        document = changed("observations.0.measured_at", "2010-01-01")
        document["observations"][0]["entered_in_error"] = "wrong year"
        assert len(read(document).case.observations) == 9

    def test_not_done(self):
        row = {
            "analyte": "scd25", "value": None, "unit": "U/mL", "status": "not_done",
            "measured_at": "2020-01-15T08:00:00+08:00", "missing_reason": "hemolyzed",
        }  # fmt: skip
        assert read(example(observations=[row])).case.observations == ()


class TestFurtherKeys:
    def test_they_change_no_verdict(self):
        document = example(**FURTHER)
        document["observations"][0] |= {
            "visit": "v1", "confirmed": True, "antipyretic": False, "lipid_infusion": None,
            "reference_source": "reported", "note": "scale of the ward",
        }  # fmt: skip
        document["findings"][0] |= {"visit": "v1", "method": "ultrasound", "detail": "9 cm"}
        document["exposures"][0] |= {"reason": "refractory"}
        document["events"][0] |= {"detail": "clinic"}
        assert as_json(assess(read(document).case)) == EXAMPLE_ANSWER


class TestWriting:
    def test_what_was_read_is_written_and_read_again(self):
        document = read(example(**FURTHER))
        again = read_document(write_document(document))
        assert again == document
        assert again.case == document.case

    def test_numbers_digit_for_digit(self):
        text = json.dumps(EXAMPLE).replace("16.2", "16.200000000000000000000001")
        assert "16.200000000000000000000001" in write_document(read_document(text))

    def test_what_is_not_a_case_is_not_written(self):
        with pytest.raises(CaseError) as error:
            write_document(changed("patient.sex", "f"))
        assert error.value.path == "$.patient.sex"

    @pytest.mark.parametrize("name", ["diagnosis", "response"])
    def test_every_vector(self, name):
        for line in (VECTORS / f"{name}.jsonl").read_bytes().splitlines()[:60]:
            document = check_document(read_value(line)["case"])
            assert isinstance(document, CaseDocument)
            assert read_document(write_document(document)) == document


def read_value(line: bytes):
    return json.loads(line, parse_float=Decimal, parse_int=Decimal)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"id": "a"}, "a"),
        ({"id": 5}, None),
        ({"id": "a\ud800"}, None),
        ({"id": "a\x00"}, None),
        ({"id": "x" * 201}, None),
        ({}, None),
        ([], None),
        (None, None),
    ],
)
def test_the_id_of_a_document_that_may_be_wrong(value, found):
    assert readable_id(value) == found
