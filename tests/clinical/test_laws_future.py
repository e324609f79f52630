"""Nothing that is dated after the moment asked about is seen, planned transplants apart."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from hlh_app.clinical.case import Case, Event, Exposure, FindingStatus, Moment, Observation

from .diagnosis_builders import T, at, day, found, lab, on
from .diagnosis_builders import given as drug
from .diagnosis_cases import VALUES
from .law_cases import answers, law_case, law_cases

_FAST = settings(max_examples=50, deadline=None)
SOON = timedelta(minutes=1)


def later(random: Random) -> dict[str, tuple]:
    """Rows of every kind, from the first minute after the moment on."""
    analyte, unit = random.choice(sorted(VALUES))
    value = random.choice(VALUES[analyte, unit])
    moment = random.choice([Moment.timed(T.at + SOON), at(1), on(1), at(14), at(40)])
    return {
        "observations": (lab(analyte, value, unit, when=moment), lab("alt", None, when=moment)),
        "findings": (found("splenomegaly", "present", 1), found("fever", "present", 2)),
        "exposures": (
            drug("ruxolitinib", random.choice([1, 3])),
            replace(drug("etoposide", 1), purpose="failure"),
            drug("platelet_transfusion", 1),
        ),
        "events": (
            Event(random.choice(["death", "transplant", "relapse", "onset"]), day(1)),
            Event("conditioning", day(2)),
        ),
    }


@_FAST
@given(law_cases(), st.randoms(use_true_random=False))
def test_rows_added_after_the_moment_change_nothing(whole: Case, random: Random):
    more = {name: (*getattr(whole, name), *rows) for name, rows in later(random).items()}
    assert answers(replace(whole, **more)) == answers(whole)


@_FAST
@given(law_cases(), st.randoms(use_true_random=False))
def test_rows_changed_or_removed_after_the_moment_change_nothing(whole: Case, random: Random):
    more = {name: (*getattr(whole, name), *rows) for name, rows in later(random).items()}
    full = replace(whole, **more)
    changed = replace(
        full,
        observations=tuple(_corrected(row) for row in full.observations),
        findings=tuple(
            row._replace(status=FindingStatus.PENDING) if row.on > T.day else row
            for row in full.findings
        ),
        exposures=tuple(row for row in full.exposures if not _is_later(row)),
    )
    assert answers(changed) == answers(full)


def _corrected(row: Observation) -> Observation:
    after = row.measured_at.seen > T.at and row.value is not None
    return row._replace(value=row.value + 1, low=None, high=row.value) if after else row


def _is_later(row: Exposure) -> bool:
    return row.start.seen > T.at


@_FAST
@given(law_cases(), st.integers(1, 300))
def test_a_result_that_is_reported_later_is_pending_until_then(whole: Case, hours: int):
    """Whatever its value: what is not there yet cannot be read."""
    reported = Moment.timed(T.at + timedelta(hours=hours))
    rows = whole.observations
    other = tuple(
        row._replace(value=row.value + 3, reported_at=reported) if _is_open(row) else row
        for row in rows
    )
    awaited = tuple(
        row._replace(value=None, pending=True, comparator=None, reported_at=None)
        if _is_open(row) else row
        for row in rows
    )  # fmt: skip
    late, open_ = (answers(replace(whole, observations=kept)) for kept in (other, awaited))
    assert late == open_


def _is_open(row: Observation) -> bool:
    return row.value is not None and row.analyte in ("ferritin", "platelets", "alt", "scd25")


@_FAST
@given(law_cases(), st.integers(2, 20))
def test_an_earlier_moment_sees_the_case_as_it_was(whole: Case, days: int):
    """Cut off by hand what a day earlier could not see: the answers as of then are the same."""
    then = at(-days)
    cut = replace(
        whole,
        observations=tuple(r for r in whole.observations if r.measured_at.seen <= then.at),
        findings=tuple(r for r in whole.findings if r.on <= then.day),
        exposures=tuple(r for r in whole.exposures if r.start.seen <= then.at),
        events=tuple(
            r for r in whole.events if r.on <= then.day or r.event == "transplant_planned"
        ),
    )
    assert answers(cut, then) == answers(whole, then)


def test_a_planned_transplant_is_seen_before_its_day():
    random = Random(5)
    planned = (Event("transplant_planned", day(1)),)
    before = [law_case(random) for _ in range(30)]
    told = [answers(replace(whole, events=planned))["dose_wang2020"][0] for whole in before]
    assert set(told) == {"not_applicable"}
