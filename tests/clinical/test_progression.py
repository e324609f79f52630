"""Progression and survival: our definitions, held at their limits."""

from dataclasses import replace

import pytest

from hlh_app.clinical.case import Moment
from hlh_app.clinical.relapse import Why
from hlh_app.clinical.survival import Ended
from tests.clinical.course_builders import (
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    QUIET,
    UNKNOWN,
    WELL_14,
    biopsy,
    events,
)
from tests.clinical.response_builders import (
    ILL,
    WELL,
    course,
    drug,
    found,
    happened,
    labs,
    on,
)


class TestProgression:
    def progression(self, *rows, as_of=20):
        return events(labs(0, ILL), list(rows), as_of=as_of).progression

    @pytest.mark.parametrize(
        ("changed", "expected"),
        [
            pytest.param(
                {"ferritin": "6250"}, NOT_MET,
                marks=pytest.mark.boundary("course2020.markers", "below"),
            ),
            pytest.param(
                {"ferritin": "6250", "alt": "625"}, MET,
                marks=pytest.mark.boundary("course2020.markers", "at"),
            ),
            pytest.param(
                {"ferritin": "6250", "alt": "625", "neutrophils": "0.3"}, MET,
                marks=pytest.mark.boundary("course2020.markers", "above"),
            ),
        ],
    )  # fmt: skip
    def test_two_markers_worse(self, changed, expected):
        event = self.progression(labs(14, ILL, **changed), found("cns_involvement", 0, "absent"))
        assert event.outcome is expected
        assert event.worse == tuple(c for c in ("ferritin", "neutrophils", "alt") if c in changed)
        if expected is MET:
            assert (event.on, event.reasons[0].why) == (on(14), Why.MARKERS)
            assert "worse than baseline by 25 % or more" in str(event.statement)

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            pytest.param("6249", NOT_MET, marks=pytest.mark.boundary("course2020.worse", "below")),
            pytest.param("6250", MET, marks=pytest.mark.boundary("course2020.worse", "at")),
            pytest.param("6251", MET, marks=pytest.mark.boundary("course2020.worse", "above")),
        ],
    )
    def test_25_percent(self, value, expected):
        event = self.progression(labs(14, ILL, ferritin=value, alt="900"))
        assert event.outcome is expected

    @pytest.mark.parametrize(
        ("as_of", "expected"),
        [
            pytest.param(13, NOT_MET, marks=pytest.mark.boundary("course2020.day", "below")),
            pytest.param(14, MET, marks=pytest.mark.boundary("course2020.day", "at")),
            pytest.param(15, MET, marks=pytest.mark.boundary("course2020.day", "above")),
        ],
    )
    def test_from_day_14(self, as_of, expected):
        rows = labs(12, ILL, ferritin="9000", alt="900")
        assert self.progression(rows, as_of=as_of).outcome is expected

    def test_missing_markers_leave_it_open(self):
        assert self.progression(labs(14, ILL, ferritin="9000", alt=None)).outcome is UNKNOWN
        assert self.progression(as_of=14).outcome is UNKNOWN
        assert self.progression(labs(14, ILL)).outcome is NOT_MET

    def test_after_a_response_it_does_not_apply(self):
        event = self.progression(labs(14, WELL), as_of=40)
        assert event.outcome is NOT_APPLICABLE
        worse = labs(28, ILL, ferritin="9000", alt="900")
        assert self.progression(labs(14, WELL), worse, as_of=40).outcome is NOT_APPLICABLE
        failed = replace(drug("emapalumab", 30), purpose="failure")
        assert self.progression(labs(14, WELL), failed, as_of=40).outcome is NOT_APPLICABLE

    def test_it_stays_when_a_response_comes_later(self):
        rows = [labs(14, ILL, ferritin="9000", alt="900"), labs(28, WELL)]
        event = self.progression(rows, as_of=40)
        assert (event.outcome, event.on) == (MET, on(14))

    def test_other_therapy_begun_for_failure(self):
        failed = replace(drug("emapalumab", 9), purpose="failure")
        event = self.progression(failed)
        assert (event.outcome, event.on, event.reasons[0].why) == (MET, on(9), Why.OTHER_THERAPY)
        assert "emapalumab begun for failure" in str(event.statement)
        may = labs(14, ILL, ferritin="300", scd25=None)
        late = replace(drug("emapalumab", 18), purpose="failure")
        assert self.progression(may, late).outcome is UNKNOWN

    def test_new_cns_disease(self):
        rows = [found("cns_involvement", -1, "absent"), found("cns_involvement", 9)]
        event = self.progression(rows)
        assert (event.outcome, event.on, event.reasons[0].why) == (MET, on(9), Why.CNS)
        assert self.progression(labs(14, ILL), found("cns_involvement", 9)).outcome is UNKNOWN

    def test_the_clinician_whatever_the_class(self):
        event = self.progression(labs(14, WELL), happened("progression", 18))
        assert (event.outcome, event.on) == (MET, on(18))

    def test_every_reason_is_kept_by_day_and_the_first_is_named(self):
        failed = replace(drug("emapalumab", 9), purpose="failure")
        event = self.progression(happened("progression", 7), failed)
        assert [(r.why, r.on) for r in event.reasons] == [
            (Why.CLINICIAN, on(7)),
            (Why.OTHER_THERAPY, on(9)),
        ]
        assert str(event.statement) == (
            "Progression on 2020-01-27: recorded by the clinician on 2020-01-27."
        )

    def test_a_response_of_the_very_day_comes_before_the_failure(self):
        failed = replace(drug("emapalumab", 14), purpose="failure")
        assert self.progression(labs(14, WELL), failed).outcome is NOT_APPLICABLE

    def test_the_markers_are_those_of_the_latest_day(self):
        rows = [labs(14, ILL, ferritin="9000"), labs(28, ILL, ferritin=None, alt=None)]
        assert self.progression(rows[0], as_of=20).worse == ("ferritin",)
        event = self.progression(*rows, as_of=28)
        assert (event.outcome, event.worse) == (UNKNOWN, ())
        rows = [labs(14, ILL, ferritin=None, alt=None), labs(28, ILL, ferritin="9000")]
        event = self.progression(*rows, as_of=28)
        assert (event.outcome, event.worse) == (NOT_MET, ("ferritin",))


class TestSurvival:
    def test_to_death(self):
        found_all = events(WELL_14, happened("death", 30), as_of=60)
        assert (found_all.os.days, found_all.os.ended, found_all.os.is_event) == (
            30,
            Ended.DEATH,
            True,
        )
        assert found_all.pfs == found_all.os
        assert str(found_all.os.statement) == "30 days to death on 2020-02-19"

    def test_censored_at_the_last_record(self):
        visit = Moment.dated(on(44))
        rows = [WELL_14, happened("transplant_planned", 50)]
        found_all = events(rows, as_of=60, visits=(visit,))
        assert (found_all.os.days, found_all.os.ended) == (44, Ended.LAST_CONTACT)
        assert not found_all.os.is_event
        assert events(rows, happened("last_contact", 52), as_of=60).os.days == 52
        assert events(rows, happened("last_contact", 52), as_of=51).os.days == 50 - 36
        assert events(course(stop=33), as_of=60).os.days == 33
        assert events(course(), as_of=60).os.days == 0

    def test_with_and_without_censoring_at_transplant(self):
        rows = [WELL_14, happened("transplant", 40), happened("death", 50)]
        found_all = events(rows, as_of=60)
        assert (found_all.os.days, found_all.os_to_transplant.days) == (50, 40)
        assert found_all.os_to_transplant.ended is Ended.TRANSPLANT
        assert (found_all.pfs.days, found_all.pfs_to_transplant.days) == (50, 40)
        same_day = events(WELL_14, happened("transplant", 40), happened("death", 40), as_of=60)
        assert same_day.os_to_transplant.ended is Ended.DEATH

    def test_progression_free_to_the_first_of_three(self):
        rows = [WELL_14, happened("relapse", 20), happened("death", 50)]
        found_all = events(rows, as_of=60)
        assert (found_all.pfs.days, found_all.pfs.ended) == (20, Ended.RELAPSE)
        assert found_all.os.days == 50
        other = events(labs(0, ILL), happened("progression", 8), as_of=60)
        assert (other.pfs.days, other.pfs.ended) == (8, Ended.PROGRESSION)

    def test_open_while_relapse_or_progression_is(self):
        assert events(WELL_14, as_of=27).is_open
        assert not events(WELL_14, QUIET, biopsy(25, "absent"), as_of=27).is_open

    def test_an_event_of_the_first_day_and_of_the_moment_itself_counts(self):
        at_once = events(WELL_14, happened("death", 0), as_of=0)
        assert (at_once.os.days, at_once.os.ended) == (0, Ended.DEATH)
        today = events(WELL_14, happened("death", 60), as_of=60)
        assert (today.os.days, today.os.ended) == (60, Ended.DEATH)
        assert events(WELL_14, happened("death", 60), as_of=59).os.ended is Ended.LAST_CONTACT

    def test_a_record_of_the_moment_itself_shows_the_patient_alive(self):
        assert events(WELL_14, happened("last_contact", 60), as_of=60).os.days == 60
