"""docs/hazards.md, written from the hazard log of the rules."""

from __future__ import annotations

from collections.abc import Iterator

from hlh_app.clinical.hazard import (
    ACCEPTED_UP_TO,
    LIKELIHOODS,
    NEVER_FROM,
    SEVERITIES,
    Hazard,
)
from hlh_app.clinical.hazards import HAZARDS

INTRODUCTION = f"""# Clinical hazard log

What can go wrong for a patient, what the product does about it, and the test that proves it.
Written by `make validation` from `hlh_app/clinical/hazards.py`; the suite fails when it is not up
to date, when a test named here does not exist, or when a hazard has no vignette in `tests/hazards`.

The names of severities and likelihoods follow the NHS standards DCB0129 and DCB0160. The rating is
severity × likelihood (1 to 25) and the line our definition: up to {ACCEPTED_UP_TO} is accepted with
its control, {ACCEPTED_UP_TO + 1} to {NEVER_FROM - 1} only with what remains said, {NEVER_FROM} and
more never. The likelihoods are judgements without incident data, to be reviewed by the clinical
safety officer of whoever puts it to use. This is no certificate of conformity with any standard.
"""


def document() -> str:
    lines = [INTRODUCTION, *_scale(), "", *_table()]
    for hazard in HAZARDS:
        lines += ["", *_section(hazard)]
    return "\n".join(lines) + "\n"


def _scale() -> Iterator[str]:
    yield "| | severity | likelihood, for a center in daily use |"
    yield "|---|---|---|"
    for (severity, harm), (likelihood, often) in zip(
        SEVERITIES.items(), LIKELIHOODS.items(), strict=True
    ):
        frequency = f"{_name(likelihood.name)}: {often}"
        yield f"| {int(severity)} | {_name(severity.name)}: {harm} | {frequency} |"


def _name(name: str) -> str:
    return name.replace("_", " ").lower()


def _table() -> Iterator[str]:
    yield "| hazard | severity | likelihood before → after | rating before → after |"
    yield "|---|---|---|---|"
    for one in HAZARDS:
        before, after = _name(one.likelihood_before.name), _name(one.likelihood_after.name)
        yield (
            f"| [{one.title}](#{one.id}) | {_name(one.severity.name)} | {before} → {after} | "
            f"{one.before} → {one.after} |"
        )


def _section(hazard: Hazard) -> Iterator[str]:
    yield f"## {hazard.id}"
    yield ""
    yield f"**{hazard.title}.** Cause: {hazard.cause} Effect: {hazard.effect}"
    yield ""
    yield f"* Control: {hazard.control}"
    yield f"* Rating: {hazard.before} before, {hazard.after} after."
    yield f"* Proved by: {', '.join(f'`{test}`' for test in hazard.tests)}"
    yield f"* Rules: {', '.join(hazard.rules).replace('*', 'every rule') or 'none; the pages'}"
    if hazard.residual:
        yield f"* What remains: {hazard.residual}"
