"""Relapse: which day, which reason and which response are named when there are several."""

from hlh_app.clinical.relapse import Why
from tests.clinical.course_builders import (
    FIBRINOGEN,
    HALF_KNOWN,
    MET,
    NOT_MET,
    QUIET,
    TWO,
    UNKNOWN,
    WELL_14,
    biopsy,
    relapse,
)
from tests.clinical.response_builders import ILL, WELL, found, happened, lab, labs, on

THREE = [*TWO, lab("triglycerides", 24, "3")]


def test_the_word_of_the_clinician_counts_from_the_day_after_the_first_dose():
    event = relapse(happened("relapse", 1), before=labs(0, ILL), as_of=10)
    assert (event.outcome, event.on) == (MET, on(1))


def test_of_two_words_of_the_clinician_the_first_counts():
    event = relapse(happened("relapse", 22), happened("relapse", 20))
    assert [(r.why, r.on) for r in event.reasons] == [(Why.CLINICIAN, on(20))]


def test_of_two_records_of_cns_disease_the_first_counts():
    event = relapse(found("cns_involvement", 24), found("cns_involvement", 20))
    assert [(r.why, r.on) for r in event.reasons] == [(Why.CNS, on(20))]


def test_every_reason_is_kept_by_day_and_the_first_is_named():
    event = relapse(THREE, happened("relapse", 20))
    assert [(r.why, r.on) for r in event.reasons] == [
        (Why.CLINICIAN, on(20)),
        (Why.SIGNS, on(24)),
    ]
    assert (event.on, event.since) == (on(20), on(14))
    assert str(event.statement) == (
        "Relapse on 2020-02-09: recorded by the clinician on 2020-02-09."
    )


def test_the_day_is_that_of_the_third_sign():
    rows = [*TWO, lab("triglycerides", 25, "3")]
    assert relapse(QUIET[7:], biopsy(25, "absent"), rows).on == on(25)


def test_a_relapse_after_what_may_have_been_a_response_stays_open_though_a_later_one_held():
    may = [*labs(0, ILL), *labs(14, WELL, **HALF_KNOWN), *WELL_14[-2:]]
    back = [lab("platelets", 20, "60"), lab("triglycerides", 20, "3")]
    back += [lab("fibrinogen", 20, "1", **FIBRINOGEN)]
    calm = [lab("temperature", n, "36.8") for n in (27, 28)]
    well = [*labs(28, WELL), *calm, lab("fibrinogen", 28, "3", **FIBRINOGEN)]
    well += [found("splenomegaly", 28, "absent")]
    held = [*labs(39, WELL), lab("temperature", 39, "36.8"), biopsy(39, "absent")]
    held += [lab("fibrinogen", 39, "3", **FIBRINOGEN), found("splenomegaly", 39, "absent")]
    sure = relapse(well, held, before=labs(0, ILL), as_of=40)
    assert (sure.outcome, sure.since) == (NOT_MET, on(28))
    event = relapse(back, well, held, before=may, as_of=40)
    assert (event.outcome, event.since) == (UNKNOWN, on(14))
    assert "whether the day 14 was a response" in str(event.statement)


def test_after_what_may_have_been_a_response_the_new_signs_are_counted():
    calm = [lab("temperature", n, "36.8") for n in (13, 14)]
    may = [*labs(0, ILL), *labs(14, ILL, ferritin="300", scd25=None), *WELL_14[-2:], *calm]
    event = relapse(QUIET, biopsy(25, "absent"), lab("scd25", 26, "9000"), before=may)
    assert (event.outcome, event.since, event.reasons) == (NOT_MET, on(14), ())
    assert event.statement.values == {"day": 14, "n": 1}
