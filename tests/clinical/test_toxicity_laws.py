"""What holds of every toxicity table, whatever its rows."""

import random
from dataclasses import replace
from datetime import timedelta, timezone
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hlh_app.clinical.case import AdverseEvent, Event, Exposure, FindingStatus, Moment
from hlh_app.clinical.ctcae_tables import TERMS
from hlh_app.clinical.toxicity import grade3_or_worse, grades_by_day, toxicity, worst_now
from hlh_app.clinical.windows import History, View

from .response_builders import lab
from .toxicity_cases import VALUES, as_of, random_case

_FAST = settings(max_examples=80, deadline=None)
SEEDS = st.integers(0, 10**6)
VERSIONS = st.sampled_from(["5.0", "4.03"])


def at_random(seed):
    rng = random.Random(seed)
    case = random_case(rng)
    return case, as_of(rng, case.zone), rng


def everything(case, moment, version):
    """Every answer, without the rows behind it."""
    view = View(History(case), moment)
    found = toxicity(view, version)
    now = worst_now(view, version)
    return (
        [(r.analyte, r.before and r.before.grade, r.since, r.new, r.onset, r.new_since,
          r.worst_before and r.worst_before.grade, r.last and r.last.grade, r.measured_since)
         for r in found.rows],
        [(i.category, i.state, i.since, i.absent_on) for i in found.checklist],
        [(d.day, d.grade, d.new and (d.new.analyte, d.new.grade), d.new_open)
         for d in grades_by_day(view.history, moment, version)],
        now and (now.analyte, now.grade, now.day),
        [(s.label, s.grade, s.day, s.sure) for s in grade3_or_worse(view, version)],
    )  # fmt: skip


@_FAST
@given(SEEDS, VERSIONS)
def test_the_order_of_rows_does_not_matter(seed, version):
    case, moment, rng = at_random(seed)
    rows, exposures = list(case.observations), list(case.exposures)
    rng.shuffle(rows)
    rng.shuffle(exposures)
    other = replace(case, observations=tuple(rows), exposures=tuple(exposures))
    assert everything(other, moment, version) == everything(case, moment, version)


@_FAST
@given(SEEDS, VERSIONS)
def test_two_results_of_one_minute_do_not_depend_on_their_order(seed, version):
    case, moment, rng = at_random(seed)
    assume(case.observations)
    doubled = []
    for row in case.observations:
        value = Decimal(rng.choice(VALUES[row.analyte, row.unit]))
        doubled += [row, row if row.value is None else row._replace(value=value)]
    one = replace(case, observations=tuple(doubled))
    other = replace(case, observations=tuple(reversed(doubled)))
    assert everything(other, moment, version) == everything(one, moment, version)


@_FAST
@given(SEEDS, VERSIONS)
def test_exact_duplicates_do_not_matter(seed, version):
    case, moment, _ = at_random(seed)
    twice = tuple(row._replace(key="again") for row in case.observations)
    other = replace(
        case,
        observations=case.observations + twice,
        exposures=case.exposures * 2,
        events=case.events * 2,
    )
    assert everything(other, moment, version) == everything(case, moment, version)


EQUIVALENT = {
    ("wbc", "10*9/L"): ("/uL", 1000),
    ("neutrophils", "10*9/L"): ("/uL", 1000),
    ("platelets", "10*9/L"): ("10*3/uL", 1),
    ("hemoglobin", "g/L"): ("g/dL", Decimal("0.1")),
    ("bilirubin_total", "mg/dL"): ("umol/L", Decimal("17.1")),
    ("temperature", "Cel"): ("[degF]", Decimal("1.8")),
}
"""Where the printed cuts of the two units are the same number; triglycerides are not among them."""


def in_other_unit(row):
    if (row.analyte, row.unit) not in EQUIVALENT:
        return row
    unit, factor = EQUIVALENT[row.analyte, row.unit]
    more = 32 if unit == "[degF]" else 0

    def moved(number):
        return None if number is None else number * factor + more

    return row._replace(value=moved(row.value), low=moved(row.low), high=moved(row.high), unit=unit)


@_FAST
@given(SEEDS, VERSIONS)
def test_equivalent_units_do_not_matter(seed, version):
    case, moment, _ = at_random(seed)
    other = replace(case, observations=tuple(map(in_other_unit, case.observations)))
    assert everything(other, moment, version) == everything(case, moment, version)


def with_offset(moment, minutes):
    """The same instant in another offset, where that keeps the day."""
    if moment is None or moment.is_date:
        return moment
    moved = moment.at.astimezone(timezone(timedelta(minutes=minutes)))
    return moment if moved.date() != moment.day else Moment.timed(moved)


@_FAST
@given(SEEDS, VERSIONS, st.integers(-600, 600))
def test_offsets_that_keep_the_day_do_not_matter(seed, version, minutes):
    case, moment, _ = at_random(seed)
    rows = tuple(
        row._replace(measured_at=with_offset(row.measured_at, minutes)) for row in case.observations
    )
    other = replace(case, observations=rows)
    assert everything(other, moment, version) == everything(case, moment, version)


@_FAST
@given(SEEDS, VERSIONS)
def test_nothing_after_the_moment_matters(seed, version):
    case, moment, rng = at_random(seed)
    later = Moment.timed(moment.at + timedelta(minutes=rng.choice((1, 600, 9000))))
    day = moment.day + timedelta(days=1)
    rows = tuple(
        lab("alt", 0, None)._replace(
            analyte=analyte, unit=unit, measured_at=later, value=Decimal(values[0]), pending=False
        )
        for (analyte, unit), values in VALUES.items()
    )
    other = replace(
        case,
        observations=(*case.observations, *rows),
        exposures=(
            *case.exposures,
            Exposure("red_cell_transfusion", later),
            Exposure("ruxolitinib", later),
            Exposure("busulfan", later, purpose="conditioning"),
        ),
        events=(*case.events, Event("transplant", day)),
        adverse_events=(
            AdverseEvent("headache", FindingStatus.PRESENT, day, "Headache", 4, "5.0"),
        ),
    )
    assert everything(other, moment, version) == everything(case, moment, version)


@settings(max_examples=300, deadline=None)
@given(SEEDS, VERSIONS)
def test_a_pending_result_never_turns_new_into_not_new_or_back(seed, version):
    case, moment, rng = at_random(seed)
    pending = [i for i, row in enumerate(case.observations) if row.value is None]
    assume(pending)
    rows = list(case.observations)
    for i in pending:
        value = Decimal(rng.choice(VALUES[rows[i].analyte, rows[i].unit]))
        rows[i] = rows[i]._replace(value=value, pending=False)
    view = View(History(case), moment)
    answered = View(History(replace(case, observations=tuple(rows))), moment)
    before, after = toxicity(view, version), toxicity(answered, version)
    for analyte in TERMS:
        was, now = before.row(analyte).new, after.row(analyte).new
        if None not in (was, now):
            assert was is now, analyte


def test_the_worst_of_the_strip_is_the_worst_of_the_table():
    for seed in range(60):
        case, moment, _ = at_random(seed)
        found = toxicity(View(History(case), moment))
        days = grades_by_day(History(case), moment)
        new = [d.new.grade for d in days if d.new]
        first = found.worst_new
        assert bool(new) == (first is not None)
        if first is not None:
            assert max(low for low, _ in new) == first.since.low
