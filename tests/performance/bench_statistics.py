"""Kaplan–Meier beside lifelines; Wang's nine variables before and after beside pandas and tableone.

Processor time, best and median of several runs, in one process, imports and making up the data
apart; all three read columns that are in memory. The table holds for each variable before, after
and for the change n, missing, median and quartiles, and the signed-rank and rank-sum tests. Of
these tableone gives no change and no test for pairs. Goals: faster than lifelines at each size;
twice as fast as pandas, five times as fast as tableone. `make bench`, or
`python -m tests.performance.bench_statistics`.
"""

from __future__ import annotations

import json
import statistics
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from lifelines import KaplanMeierFitter
from scipy import stats
from tableone import TableOne

from hlh_app.clinical.study.values import TIMES
from hlh_app.statistics.before_after import BeforeAfter, before_after
from hlh_app.statistics.beyond_range import marks
from hlh_app.statistics.subjects import Group, Subjects
from hlh_app.statistics.survival import kaplan_meier
from hlh_app.statistics.table2 import WANG

SIZES = {34: 200, 1_000: 100, 100_000: 5}
"""Patients → calls in one run."""
RUNS, TABLE_RUNS, PATIENTS = 7, 5, 100_000
MISSING, QUARTILES = 0.2, [0.25, 0.5, 0.75]


def taken(work: Callable[[], object], runs: int, calls: int = 1) -> tuple[float, float]:
    """Best and median seconds of a call."""
    work()
    found = []
    for _ in range(runs):
        start = time.process_time()
        for _ in range(calls):
            work()
        found.append((time.process_time() - start) / calls)
    return min(found), statistics.median(found)


def bench_survival(n: int, calls: int) -> None:
    rng = np.random.default_rng(n)
    days = np.ceil(rng.exponential(400, n))
    ended = rng.random(n) < 0.5
    fitter = KaplanMeierFitter()
    ours, theirs = kaplan_meier(days, ended), fitter.fit(days, ended).survival_function_
    assert np.allclose(ours.survival, theirs["KM_estimate"].to_numpy()[-ours.times.size :])
    us = taken(lambda: kaplan_meier(days, ended), RUNS, calls)
    them = taken(lambda: fitter.fit(days, ended), RUNS, max(1, calls // 10))
    said = [f"{best * 1e3:.3f} ({middle * 1e3:.3f})" for best, middle in (us, them)]
    print(
        f"Kaplan-Meier, {n:,} patients: {said[0]} ms, lifelines {said[1]} ms: "
        f"{them[1] / us[1]:.0f} times as fast"
    )


def cohort() -> tuple[Subjects, pd.DataFrame]:
    """Rows of a study as they are stored, and the same as a data frame."""
    rng = np.random.default_rng(5)
    columns = {}
    for analyte in WANG:
        before = np.round(rng.lognormal(3, 1, PATIENTS), 1)
        after = np.round(before * rng.lognormal(-0.3, 0.5, PATIENTS), 1)
        for name, values in (("before", before), ("week2", after)):
            columns[analyte, name] = np.where(rng.random(PATIENTS) < MISSING, np.nan, values)
    at = [TIMES.index("before"), TIMES.index("week2")]
    pairs = {a: np.column_stack([columns[a, t] for t in ("before", "week2")]) for a in WANG}
    texts = []
    for place in range(PATIENTS):
        row: dict[str, list[float | None]] = {}
        for analyte in WANG:
            row[analyte] = [None] * len(TIMES)
            for index, value in zip(at, pairs[analyte][place].tolist(), strict=True):
                row[analyte][index] = None if value != value else value
        texts.append(json.dumps({"values": row, "beyond": {}}))
    keys, codes = list(range(PATIENTS)), [""] * PATIENTS
    subjects = Subjects(keys, codes, keys, codes, {"values": texts})
    frame = pd.DataFrame({f"{analyte}_{name}": v for (analyte, name), v in columns.items()})
    return subjects, frame


def ours(subjects: Subjects) -> list[BeforeAfter]:
    everybody = [Group("a", "All", subjects.everybody)]
    marked = marks(subjects)
    return [before_after(a, subjects, everybody, marked, a, "week2") for a in WANG]


def by_pandas(frame: pd.DataFrame) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for analyte in WANG:
        pair = frame[[f"{analyte}_before", f"{analyte}_week2"]].set_axis(
            ["before", "after"], axis=1
        )
        pair["change"] = pair["after"] - pair["before"]
        whole = pair.dropna()
        found[analyte] = (
            pair.count(),
            pair.isna().sum(),
            pair.quantile(QUARTILES),
            stats.wilcoxon(
                whole["before"], whole["after"], correction=True, method="approx"
            ).pvalue,
            stats.mannwhitneyu(pair["before"].dropna(), pair["after"].dropna()).pvalue,
        )
    return found


def by_tableone(frame: pd.DataFrame) -> TableOne:
    times = []
    for name in ("before", "week2"):
        part = frame[[f"{analyte}_{name}" for analyte in WANG]].set_axis(WANG, axis=1)
        times.append(part.assign(time=name))
    both = pd.concat(times, ignore_index=True)
    columns = list(WANG)
    return TableOne(both, columns=columns, nonnormal=columns, groupby="time", pval=True)


def agree(table: list[BeforeAfter], frame: pd.DataFrame) -> None:
    theirs = by_pandas(frame)
    for row in table:
        number, missing, quartiles, signed, _sum = theirs[row.analyte]
        cells = row.pairs[0]
        for name, cell in (
            ("before", cells.before),
            ("after", cells.after),
            ("change", cells.change),
        ):
            assert (cell.of.n, cell.of.missing) == (number[name], missing[name])
            quartet = [cell.of.q1, cell.of.median, cell.of.q3]
            assert np.allclose(quartet, quartiles[name].to_numpy(), rtol=1e-12)
        assert np.isclose(cells.signed_rank.p or 0.0, signed, rtol=1e-8, atol=1e-300)


def bench_table() -> None:
    subjects, frame = cohort()
    start = time.process_time()
    agree(ours(subjects), frame)
    once = time.process_time() - start
    us = taken(lambda: ours(subjects), TABLE_RUNS)
    print(f"Table 2, {PATIENTS:,} patients: {us[0]:.3f} ({us[1]:.3f}) s")
    for name, work in (("pandas", by_pandas), ("tableone", by_tableone)):
        them = taken(lambda work=work: work(frame), TABLE_RUNS)
        print(f"  {name}: {them[0]:.3f} ({them[1]:.3f}) s: {them[1] / us[1]:.1f} times ours")
    print(f"  (reading the stored rows, ours and pandas' check once: {once:.1f} s)")


def test_statistics() -> None:
    """Printed, not judged: a figure depends on what else the machine does."""
    print("\nbest (median) of several runs, processor time")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for n, calls in SIZES.items():
            bench_survival(n, calls)
        bench_table()


if __name__ == "__main__":
    test_statistics()
