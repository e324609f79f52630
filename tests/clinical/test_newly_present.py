"""Newly present: each sign by itself, reckoned from day 14, at the limits of what counts."""

import pytest

from hlh_app.clinical.evidence import CONTRADICTION, OTHER_ASSAY, PENDING
from hlh_app.clinical.newly_present import (
    NEVER_BEFORE,
    NOT_KNOWN_BEFORE,
    NOT_MEASURED,
    OPEN,
    cns_sign,
    eight_signs,
)
from hlh_app.clinical.windows import History
from tests.clinical.course_builders import FIBRINOGEN, MET, NOT_MET, UNKNOWN, biopsy
from tests.clinical.response_builders import at, case_of, found, lab, on


def signs(*rows, as_of=27):
    made = eight_signs(History(case_of(list(rows))), at(as_of, "23:00"), on(14))
    return {sign.id: sign for sign in made}


def read(id, *rows, as_of=27):
    return signs(*rows, as_of=as_of)[id].reading(on(as_of))


def plain(criterion):
    return criterion.outcome, criterion.notes


def test_the_eight_in_their_order():
    assert list(signs()) == [
        "fever",
        "splenomegaly",
        "platelets",
        "triglycerides",
        "fibrinogen",
        "hemophagocytosis",
        "ferritin",
        "scd25",
    ]


@pytest.mark.parametrize(
    ("day", "counts"), [(23, False), (24, True), (25, True), (37, True), (38, False)]
)
def test_a_result_counts_from_its_day_for_14_days(day, counts):
    sign = signs(lab("ferritin", 24, "900"))["ferritin"]
    assert sign.counts(sign.after[0], on(day)) is counts


def test_a_record_of_cns_disease_counts_for_ever_but_not_before():
    rows = History(case_of(found("cns_involvement", 24)))
    sign = cns_sign(rows, at(300), on(14), never_before=True)
    said = sign.after[0]
    assert [sign.counts(said, on(day)) for day in (23, 24, 290)] == [False, True, True]


def test_a_reading_of_an_earlier_day_does_not_see_later_records():
    sign = signs(lab("ferritin", 14, "100"), lab("ferritin", 24, "900"))["ferritin"]
    assert plain(sign.reading(on(23))) == (UNKNOWN, (NOT_MEASURED,))
    assert plain(sign.reading(on(24))) == (MET, ())


@pytest.mark.parametrize(
    "now", [lab("ferritin", 24, None), lab("ferritin", 24, "9", comparator=">")]
)
def test_what_is_entered_twice_is_not_new_beside_itself(now):
    there = lab("ferritin", 14, "900")
    assert read("ferritin", there, now).outcome is NOT_MET
    assert read("ferritin", there, now._replace(key="a"), now._replace(key="b")).outcome is NOT_MET
    later = now._replace(measured_at=at(25, "08:00"))
    assert read("ferritin", there, now, later).outcome is UNKNOWN


def test_the_earlier_record_is_shown_beside_and_decides_nothing():
    now, before = lab("ferritin", 24, "900"), lab("ferritin", 14, "100")
    criterion = read("ferritin", before, now)
    shown = [(reading.row, reading.outcome, reading.used) for reading in criterion.readings]
    assert shown == [(now, MET, True), (before, NOT_MET, False)]
    assert criterion.our_definition is True


def test_the_latest_deciding_record_is_shown():
    rows = [lab("ferritin", day, value) for day, value in ((14, "100"), (20, "700"), (24, "650"))]
    assert read("ferritin", *rows[:2]).readings[0].row == rows[1]
    assert read("ferritin", *rows).readings[0].row == rows[2]
    gone = lab("ferritin", 26, "90")
    criterion = read("ferritin", *rows, gone)
    assert (criterion.outcome, criterion.readings[0].row) == (MET, rows[2])


def test_what_was_there_and_is_not_recorded_since_is_not_new():
    assert plain(read("splenomegaly", found("splenomegaly", 14))) == (NOT_MET, ())
    assert plain(read("ferritin", lab("ferritin", 14, "900"))) == (NOT_MET, ())
    assert plain(read("ferritin", lab("ferritin", 14, "100"))) == (UNKNOWN, (NOT_MEASURED,))


def test_what_was_there_and_is_open_since_may_be_gone_and_back():
    rows = [lab("ferritin", 14, "900"), lab("ferritin", 15, None)]
    assert read("ferritin", *rows, as_of=40).outcome is UNKNOWN


class TestHemophagocytosis:
    def test_a_new_sample_needs_no_earlier_one(self):
        assert read("hemophagocytosis", biopsy(10), biopsy(24)).outcome is MET
        assert read("hemophagocytosis", biopsy(10), biopsy(24, "absent")).outcome is NOT_MET

    def test_without_a_new_sample_it_is_open_whatever_was_seen_before(self):
        assert plain(read("hemophagocytosis", biopsy(10))) == (UNKNOWN, (NOT_MEASURED,))


class TestBefore:
    @pytest.mark.parametrize(("day", "outcome"), [(1, MET), (0, UNKNOWN)])
    def test_a_result_counts_as_before_for_14_days(self, day, outcome):
        rows = [lab("fibrinogen", n, v, **FIBRINOGEN) for n, v in ((day, "3"), (24, "1"))]
        assert read("fibrinogen", *rows).outcome is outcome

    @pytest.mark.parametrize(("day", "outcome"), [(0, MET), (-1, UNKNOWN)])
    def test_a_spleen_counts_as_before_for_14_days_and_its_own(self, day, outcome):
        rows = [found("splenomegaly", day, "absent"), found("splenomegaly", 24)]
        assert read("splenomegaly", *rows).outcome is outcome

    def test_a_record_of_the_day_itself_was_before(self):
        rows = [found("splenomegaly", 14), found("splenomegaly", 24)]
        sign = signs(*rows)["splenomegaly"]
        assert (sign.before.day, [said.day for said in sign.after]) == (on(14), [on(24)])
        assert plain(sign.reading(on(27))) == (NOT_MET, ())
        ferritin = signs(lab("ferritin", 14, "900"), lab("ferritin", 15, "950"))["ferritin"]
        assert (ferritin.before.state, [said.day for said in ferritin.after]) == (True, [on(15)])

    def test_the_last_of_several_records_counts(self):
        rows = [lab("ferritin", day, v) for day, v in ((5, "100"), (13, "900"), (24, "950"))]
        assert read("ferritin", *rows).outcome is NOT_MET
        spleen = [found("splenomegaly", 5, "absent"), found("splenomegaly", 13)]
        assert read("splenomegaly", *spleen, found("splenomegaly", 24)).outcome is NOT_MET

    def test_an_open_record_leaves_it_open(self):
        rows = [found("splenomegaly", 14, "pending"), found("splenomegaly", 24)]
        assert plain(read("splenomegaly", *rows)) == (UNKNOWN, (NOT_KNOWN_BEFORE,))


class TestNotes:
    def test_never_before_is_said_of_what_is_new_alone(self):
        new = [found("splenomegaly", 24)]
        assert plain(read("splenomegaly", *new)) == (MET, (NEVER_BEFORE,))
        assert plain(read("splenomegaly", found("splenomegaly", 24, "absent"))) == (NOT_MET, ())
        known = found("splenomegaly", 14, "absent")
        assert plain(read("splenomegaly", known, *new)) == (MET, ())
        assert plain(read("splenomegaly", known, found("splenomegaly", 24, "absent"))) == (
            NOT_MET,
            (),
        )

    def test_a_new_sample_is_new_without_a_word(self):
        assert plain(read("hemophagocytosis", biopsy(10, "absent"), biopsy(24))) == (MET, ())

    @pytest.mark.parametrize(
        ("row", "why"),
        [
            (lab("ferritin", 24, None), PENDING),
            (lab("ferritin", 24, "<600"), OPEN),
            (lab("scd25", 24, "9000", unit="pg/mL", limit=None), OTHER_ASSAY),
            (found("splenomegaly", 24, "pending"), PENDING),
            (found("splenomegaly", 24, "unknown"), OPEN),
            (biopsy(24, "pending"), PENDING),
        ],
    )
    def test_why_a_record_is_open(self, row, why):
        id = getattr(row, "analyte", None) or row.finding
        assert plain(read(id, row)) == (UNKNOWN, (why,))

    @pytest.mark.parametrize(
        ("words", "why"),
        [
            (("present", "absent"), CONTRADICTION),
            (("absent", "unknown"), CONTRADICTION),
            (("absent", "pending"), PENDING),
            (("unknown", "unknown"), OPEN),
        ],
    )
    def test_two_words_on_one_day(self, words, why):
        rows = [found("splenomegaly", 24, word) for word in words]
        assert plain(read("splenomegaly", *rows)) == (UNKNOWN, (why,))

    def test_of_two_samples_one_absent_and_one_pending_it_is_awaited(self):
        rows = [biopsy(24, "absent"), biopsy(24, "pending", "liver")]
        assert plain(read("hemophagocytosis", *rows)) == (UNKNOWN, (PENDING,))
