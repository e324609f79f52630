"""The cohort file, format ``hlh-cohort/1``: a JSON document read strictly into a ``Cohort``.

Required: ``format``, ``code``, ``name``, ``kind`` (``published`` or ``centre``), ``title``,
``design``, ``source`` (``citation``, ``read``), ``arms`` (``code``, ``label``, ``n``,
``setting``). Each arm carries ``counts`` (``code``, ``label``, ``numerator``, ``denominator``,
``where``), ``summaries`` (``code``, ``label``, ``statistic``, ``value``, ``unit``, ``where``) and
``means`` (``analyte``, ``unit``, ``time``, ``day``, ``mean``, ``sd``, ``where``). ``comparisons``
carry ``subject``, ``contrast``, ``time``, ``p``, ``where``; ``statements`` carry ``topic``,
``text``, ``where``. ``missing``, ``faults``, ``unverified`` and ``notes`` are lists of sentences.
``laboratory_values`` false says that the source's laboratory values were not available: a mean in
such a file is refused. Lists may be absent. Anything else is refused with its JSON path.
"""

from __future__ import annotations

from dataclasses import fields

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.cohorts.document import CohortFileError, Part, parse
from hlh_app.cohorts.model import (
    Arm,
    Cohort,
    Comparison,
    ReportedCount,
    ReportedMean,
    ReportedSummary,
    Source,
    Statement,
)

__all__ = ["FORMAT", "CohortFileError", "read_cohort"]

FORMAT = "hlh-cohort/1"
KINDS = ("published", "centre")
STATISTICS = ("median", "mean", "estimate")
SPREADS = ("range", "quartiles", "95 % confidence interval", "not stated")
COMPARATORS = ("<", "<=", ">", ">=")


def read_cohort(text: str) -> Cohort:
    """Read one cohort file; CohortFileError names the JSON path and the reason."""
    part = parse(text).fields(("format", *_keys(Cohort)))
    if part.text("format") != FORMAT:
        part.child("format").fail(f"expected {FORMAT!r}")
    laboratory_values = part.truth("laboratory_values", default=True)
    arms = tuple(_arm(row, laboratory_values) for row in part.rows("arms"))
    _unique(part.rows("arms"))
    if not arms:
        raise CohortFileError("$.arms", "expected at least one arm")
    return Cohort(
        code=part.text("code"),
        name=part.text("name"),
        kind=_one_of(part, "kind", KINDS),
        title=part.text("title"),
        design=part.text("design"),
        enrolled=part.optional_text("enrolled"),
        followed=part.optional_text("followed"),
        source=_source(part.child("source")),
        laboratory_values=laboratory_values,
        arms=arms,
        comparisons=tuple(_comparison(row) for row in part.rows("comparisons")),
        statements=tuple(_statement(row, arms) for row in part.rows("statements")),
        missing=part.texts("missing"),
        faults=part.texts("faults"),
        unverified=part.texts("unverified"),
        notes=part.texts("notes"),
    )


def _source(part: Part) -> Source:
    part.fields(_keys(Source))
    return Source(
        citation=part.text("citation"),
        doi=part.optional_text("doi"),
        doi_checked=part.truth("doi_checked", default=False),
        address=part.optional_text("address"),
        read=part.text("read"),
        version_of_record=part.optional_text("version_of_record"),
        licence=part.optional_text("licence"),
    )


def _arm(part: Part, laboratory_values: bool) -> Arm:
    part.fields(_keys(Arm))
    means = part.rows("means")
    if means and not laboratory_values:
        means[0].fail("the laboratory values of this source were not available")
    n = part.integer("n", least=1)
    _unique(part.rows("counts"))
    _unique(part.rows("summaries"))
    return Arm(
        code=part.text("code"),
        label=part.text("label"),
        n=n,
        setting=part.text("setting"),
        counts=tuple(_count(row, n) for row in part.rows("counts")),
        summaries=tuple(_summary(row) for row in part.rows("summaries")),
        means=tuple(_mean(row, n) for row in means),
    )


def _count(part: Part, arm_n: int) -> ReportedCount:
    part.fields(_keys(ReportedCount))
    numerator = part.integer("numerator")
    denominator = part.integer("denominator", least=1)
    if numerator > denominator:
        part.child("numerator").fail(f"{numerator} of {denominator}")
    if denominator > arm_n:
        part.child("denominator").fail(f"{denominator} patients in an arm of {arm_n}")
    return ReportedCount(
        code=part.text("code"),
        label=part.text("label"),
        numerator=numerator,
        denominator=denominator,
        where=part.text("where"),
        derived=part.truth("derived", default=False),
        note=part.optional_text("note"),
    )


def _summary(part: Part) -> ReportedSummary:
    part.fields(_keys(ReportedSummary))
    low, high = part.optional_number("low"), part.optional_number("high")
    if low is not None and high is not None and low > high:
        part.child("low").fail(f"{low} is above {high}")
    return ReportedSummary(
        code=part.text("code"),
        label=part.text("label"),
        statistic=_one_of(part, "statistic", STATISTICS),
        value=part.number("value"),
        unit=part.text("unit"),
        low=low,
        high=high,
        spread=_one_of(part, "spread", SPREADS) if low is not None else None,
        n=part.optional_integer("n", least=1),
        where=part.text("where"),
        note=part.optional_text("note"),
    )


def _mean(part: Part, arm_n: int) -> ReportedMean:
    part.fields(_keys(ReportedMean))
    analyte = _one_of(part, "analyte", tuple(ANALYTES))
    unit = _one_of(part, "unit", ANALYTES[analyte].units)
    mean, sd, n = part.number("mean"), part.number("sd"), part.optional_integer("n", least=1)
    if mean <= 0:
        part.child("mean").fail("expected more than 0")
    if sd < 0:
        part.child("sd").fail("expected 0 or more")
    if n is not None and n > arm_n:
        part.child("n").fail(f"{n} patients in an arm of {arm_n}")
    return ReportedMean(
        analyte=analyte,
        unit=unit,
        time=part.text("time"),
        day=part.integer("day"),
        mean=mean,
        sd=sd,
        n=n,
        where=part.text("where"),
    )


def _comparison(part: Part) -> Comparison:
    part.fields(_keys(Comparison))
    p = part.number("p")
    if not 0 < p <= 1:
        part.child("p").fail("expected a probability")
    statistic = part.optional_text("statistic")
    return Comparison(
        subject=part.text("subject"),
        contrast=part.text("contrast"),
        time=part.text("time"),
        statistic=statistic,
        statistic_value=part.number("statistic_value") if statistic else None,
        p=p,
        p_comparator=_comparator(part),
        test=part.optional_text("test"),
        n=part.optional_integer("n", least=1),
        where=part.text("where"),
        note=part.optional_text("note"),
    )


def _comparator(part: Part) -> str | None:
    if part.optional_text("p_comparator") is None:
        return None
    return _one_of(part, "p_comparator", COMPARATORS)


def _statement(part: Part, arms: tuple[Arm, ...]) -> Statement:
    part.fields(_keys(Statement))
    arm = part.optional_text("arm")
    if arm is not None and arm not in {row.code for row in arms}:
        part.child("arm").fail(f"no arm {arm!r}")
    return Statement(part.text("topic"), arm, part.text("text"), part.text("where"))


def _one_of(part: Part, key: str, allowed: tuple[str, ...]) -> str:
    word = part.text(key)
    if word not in allowed:
        part.child(key).fail(f"expected one of {', '.join(allowed)}; found {word!r}")
    return word


def _keys(shape: type) -> tuple[str, ...]:
    """The keys of an object in the file are the fields of what it is read into."""
    return tuple(row.name for row in fields(shape))


def _unique(rows: list[Part]) -> None:
    seen: set[str] = set()
    for row in rows:
        code = row.text("code")
        if code in seen:
            row.child("code").fail(f"{code!r} is repeated")
        seen.add(code)
