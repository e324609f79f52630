"""Every estimate and test equal to R's own function, on 1,000 small random samples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest

from hlh_app.statistics import means, ranks
from hlh_app.statistics.comparison import Comparison, Reason
from hlh_app.statistics.competing import cumulative_incidence
from hlh_app.statistics.contingency import chi_square, fisher
from hlh_app.statistics.describe import describe, quantile
from hlh_app.statistics.proportions import exact_interval
from hlh_app.statistics.survival import kaplan_meier, log_rank, reverse_kaplan_meier
from hlh_app.statistics.variance import mixed_design, repeated_measures

from .random_samples import Sample, random_sample
from .rscript import HERE, differs, run_r

SAMPLES = 1000
LEAST = 150
"""Of each figure; of those of analyses of variance by ``aov`` a tenth."""

Found = Iterator[tuple[str, float | None]]


def described(sample: Sample) -> Found:
    found = describe(sample["a"])
    for name in ("mean", "sd", "q1", "median", "q3") if found.n else ():
        yield f"describe/{name}", getattr(found, name)
    if found.n:
        yield "describe/p90", quantile(sample["a"], 0.9)


def compared(sample: Sample) -> Found:
    a, b, before, after = (sample[name] for name in ("a", "b", "before", "after"))
    tests = {
        "signed": ranks.signed_rank(before, after),
        "sum": ranks.rank_sum(a, b),
        "welch": means.welch(a, b),
        "student": means.student(a, b),
        "paired": means.paired(before, after),
        **counted(sample),
    }
    for name, test in tests.items():
        yield f"{name}/statistic", test.statistic
        yield f"{name}/p", test.p
        if name in ("signed", "sum") and test.statistic is not None:
            yield f"{name}/exact", float(test.method.endswith("exact"))
    if tests["welch"].p is not None:
        yield "welch/low", means.welch(a, b).lower
        yield "welch/high", means.welch(a, b).upper


def counted(sample: Sample) -> dict[str, Comparison]:
    """Only of tables with two rows and two columns that are not empty."""
    two = sample["two"].reshape(2, 2, order="F")
    table = sample["table"].reshape(int(sample["rows"][0]), -1, order="F")
    found = {"fisher": fisher(table), "chi": chi_square(table)}
    found |= {"fisher2": fisher(two), "chi2": chi_square(two), "yates": chi_square(two, yates=True)}
    none = (Reason.ONE_CATEGORY, Reason.NOBODY)
    return {name: test for name, test in found.items() if test.reason not in none}


def shares(sample: Sample) -> Found:
    x, n = map(int, sample["share"])
    found = exact_interval(x, n)
    yield from (("share/low", found.lower), ("share/high", found.upper))


def survived(sample: Sample) -> Found:
    time, event = sample["time"], sample["event"] > 0
    fit = kaplan_meier(time, event)
    columns = {
        "risk": fit.at_risk,
        "events": fit.events,
        "censored": fit.censored,
        "surv": fit.survival,
        "lower": fit.lower,
        "upper": fit.upper,
    }
    for name, column in columns.items():
        yield from ((f"km/{name}/{t:g}", v) for t, v in zip(fit.times, column, strict=True))
    for name, median in (
        ("km", fit.median),
        ("follow", reverse_kaplan_meier(time, event).median),
    ):
        yield from ((f"{name}/median", median.value), (f"{name}/median_low", median.lower))
        yield f"{name}/median_high", median.upper
    asked = [0.0, 7.0, 30.0, 400.0]
    yield from zip([f"km/numbers/{t:g}" for t in asked], fit.numbers_at_risk(asked), strict=True)
    arms = [sample["group"] == arm for arm in np.unique(sample["group"])]
    test = log_rank([(time[arm], event[arm]) for arm in arms])
    yield from (("logrank/statistic", test.statistic), ("logrank/p", test.p))


def fell(sample: Sample) -> Found:
    fit = cumulative_incidence(sample["time"], sample["cause"])
    columns = {"value": fit.incidence, "error": fit.error, "lower": fit.lower, "upper": fit.upper}
    for name, column in columns.items():
        yield from ((f"cif/{name}/{t:g}", v) for t, v in zip(fit.times, column, strict=True))


def varied(sample: Sample) -> Found:
    wide = sample["wide"].reshape(3, -1).T
    arms = [wide[sample["arm"] == arm] for arm in np.unique(sample["arm"])]
    arms = [arm for arm in arms if (~np.isnan(arm).any(axis=1)).any()]
    table = mixed_design(arms) if len(arms) > 1 else repeated_measures(wide)
    if table.reason is not None or not all(effect.f for effect in table.effects[:2]):
        return
    yield from (("rm/gg", table.gg), ("rm/hf", table.hf))
    for effect in table.effects:
        if effect.name != "group":
            for part in ("f", "p", "p_gg", "p_hf"):
                yield f"rm/{effect.name}/{part}", getattr(effect, part)
        if sample.seed % 10 == 0:
            yield from (
                (f"aov/{effect.name}/f", effect.f),
                (f"aov/{effect.name}/p", effect.p),
            )


PARTS = (described, compared, shares, survived, fell, varied)


def kind(key: str) -> str:
    """Without sample and time."""
    parts = key.split("/")[1:]
    return "/".join(part for part in parts if not part.replace(".", "").isdigit())


@pytest.mark.untraced
@pytest.mark.filterwarnings("error")
def test_every_number_equals_r(tmp_path):
    samples = [random_sample(seed) for seed in range(SAMPLES)]
    given, written = tmp_path / "samples.txt", tmp_path / "figures.csv"
    given.write_text("\n".join(line for sample in samples for line in sample.lines()) + "\n")
    run_r(HERE / "numerics.R", str(given), str(written))
    rows = (line.rsplit(",", 1) for line in written.read_text().splitlines())
    theirs = {key: float(value) if value else None for key, value in rows}
    ours = {
        f"{sample.seed}/{key}": None if value is None or value != value else float(value)
        for sample in samples
        for part in PARTS
        for key, value in part(sample)
    }
    wrong = {
        key: (ours.get(key, "none here"), theirs.get(key, "none in R"))
        for key in ours.keys() | theirs.keys()
        if key not in ours or key not in theirs or differs(ours[key], theirs[key])
    }
    assert Counter(kind(key) for key in wrong) == {}, dict(sorted(wrong.items())[:20])
    number = Counter(kind(key) for key in ours if ours[key] is not None)
    few = {
        name: n for name, n in number.items() if n < (LEAST if "aov" not in name else LEAST / 10)
    }
    assert few == {}
    assert len(ours) > 100_000
