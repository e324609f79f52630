"""The cohorts that the project carries, each with its source in its file."""

from __future__ import annotations

from functools import cache
from importlib import resources

from hlh_app.cohorts.model import Cohort
from hlh_app.cohorts.reading import read_cohort

FOUNDING = ("wang2020", "chi2020")
BENCHMARKS = ("zhang2022", "zhang2021", "wei2020", "dep2015", "rudep2021", "emapalumab")


@cache
def load_cohorts() -> tuple[Cohort, ...]:
    """Every published cohort: the two founding papers first, then the benchmarks."""
    folder = resources.files("hlh_app.cohorts") / "data"
    names = FOUNDING + BENCHMARKS
    return tuple(read_cohort((folder / f"{name}.json").read_text("utf-8")) for name in names)


def cohort(code: str) -> Cohort:
    """One published cohort by its code, e.g. ``chi2020``; KeyError when there is none."""
    for row in load_cohorts():
        if row.code == code:
            return row
    raise KeyError(f"no published cohort {code!r}")
