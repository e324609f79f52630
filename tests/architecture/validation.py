"""Every rule ↔ source ↔ code ↔ tests at its limits ↔ hazards, as data and as docs/validation.md."""

from __future__ import annotations

import hashlib
import importlib
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from hlh_app.clinical.card import Boundary, CardCriterion, RuleCard
from hlh_app.clinical.citations import Citation
from hlh_app.clinical.hazards import HAZARDS, hazards_of
from hlh_app.clinical.rules import CARDS
from tests.clinical.boundaries.sides import SIDES

from .collection import collected

ROOT = Path(__file__).parents[2]
VECTORS = ROOT / "tests" / "clinical" / "vectors"
ANSWERED_UNDER = {
    "dose_wang2020": ("dose", "wang2020"),
    "dose_chi2020": ("dose", "chi2020"),
    "marsh2013": ("response",),
}
"""Where the expected answer of a rule stands in a vector, unless under the rule's own name."""

WITHOUT_LIMITS = {"workup_chi2020": "asks which tests are recorded, and no number"}
"""Rules that have no number at which their answer changes, and why."""


def tests_of_limits() -> dict[str, dict[str, list[str]]]:
    """Limit → side → tests."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for limit, side, test in collected()["boundaries"]:
        found[limit][side].append(test)
    return found


def limits() -> Iterator[tuple[str, RuleCard, Boundary]]:
    for card in CARDS:
        for boundary in card.boundaries:
            yield f"{card.rule}.{boundary.id}", card, boundary


def gaps() -> Iterator[str]:
    """What a rule lacks, of source, code, tests at three sides, and hazards; empty at the end."""
    tested = tests_of_limits()
    for card in CARDS:
        if not card.source.text:
            yield f"{card.rule}: no source"
        if not _is_written(card):
            yield f"{card.rule}: no module {card.module}"
        if not hazards_of(card.rule):
            yield f"{card.rule}: no hazard"
        if not card.boundaries and card.rule not in WITHOUT_LIMITS:
            yield f"{card.rule}: no limit"
    for name, _card, _boundary in limits():
        for side in SIDES:
            if not tested[name][side]:
                yield f"{name}: no test {side}"


def unknown_marks() -> list[str]:
    """Marks whose limit or side no card knows, and hazards that the log does not have."""
    known = {name for name, _card, _boundary in limits()}
    strange = {
        f"{limit} {side}"
        for limit, side, _test in collected()["boundaries"]
        if limit not in known or side not in SIDES
    }
    hazards = {hazard.id for hazard in HAZARDS}
    return sorted(strange | {one for one, _test in collected()["hazards"] if one not in hazards})


def _is_written(card: RuleCard) -> bool:
    try:
        importlib.import_module(card.module)
    except ImportError:
        return False
    return True


def vectors_of_rules() -> dict[str, int]:
    """Rule → how many of the vectors hold its expected answer."""
    counts = dict.fromkeys((card.rule for card in CARDS), 0)
    for path in sorted(VECTORS.glob("*.jsonl")):
        for line in path.read_text().splitlines():
            expected = json.loads(line)["expected"]
            for rule in counts:
                counts[rule] += _answered(expected, ANSWERED_UNDER.get(rule, (rule,)))
    return counts


def _answered(expected: object, keys: tuple[str, ...]) -> bool:
    for key in keys:
        if not isinstance(expected, dict) or key not in expected:
            return False
        expected = expected[key]
    return True


def tests_of_rules() -> dict[str, dict[str, int]]:
    """For the page of each rule: ``vectors``, ``limits`` and ``tests`` at the limits."""
    tested, vectors = tests_of_limits(), vectors_of_rules()
    return {
        card.rule: {
            "vectors": vectors[card.rule],
            "limits": len(card.boundaries),
            "tests": sum(
                len(tested[f"{card.rule}.{boundary.id}"][side])
                for boundary in card.boundaries
                for side in SIDES
            ),
        }
        for card in CARDS
    }


def fingerprints() -> dict[str, dict[str, str]]:
    """Rule → its version and a digest of all it asks."""
    return {
        card.rule: {"version": card.version, "asks": _digest(card)}
        for card in sorted(CARDS, key=lambda card: card.rule)
    }


def _digest(card: RuleCard) -> str:
    said = [[one.id, str(one.condition), one.citation, _limits(one)] for one in card.criteria]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def _limits(criterion: CardCriterion) -> list[list[str]]:
    return [[one.id, str(one.condition)] for one in criterion.boundaries]


def cited(source: Citation) -> str:
    doi = f", doi {source.doi}" if source.doi else ""
    return f"{source.short}{doi}{'' if source.verified else ', unverified'}"


def document() -> str:
    """docs/validation.md."""
    tested, counts = tests_of_limits(), tests_of_rules()
    lines = [
        "# Validation",
        "",
        "Every rule with its source, its code, the tests at its limits and its hazards. Written",
        "by `make validation`; the suite fails when it is not up to date, or when a rule lacks a",
        "source, its code, a test just below, at or just above a limit, or a hazard.",
        "",
        "*Tests at limits*: marked as just below, at or just above. *Vectors*: cases with an",
        "answer of the rule computed independently of the code. The hazards are those of",
        "[hazards.md](hazards.md).",
        "",
        "| rule | version | source | code | limits | tests at limits | vectors | hazards |",
        "|---|---|---|---|---|---|---|---|",
        *(_row(card, counts[card.rule]) for card in CARDS),
    ]
    for card in CARDS:
        lines += ["", *_section(card, tested)]
    return "\n".join(lines) + "\n"


def _row(card: RuleCard, count: dict[str, int]) -> str:
    code = f"`{card.module.rpartition('.')[2]}.py`"
    hazards = ", ".join(hazard.id for hazard in hazards_of(card.rule))
    return (
        f"| [{card.rule}](#{card.rule}) | {card.version} | {cited(card.source)} | {code} | "
        f"{count['limits']} | {count['tests']} | {count['vectors']} | {hazards} |"
    )


def _section(card: RuleCard, tested: dict[str, dict[str, list[str]]]) -> Iterator[str]:
    yield f"## {card.rule}"
    yield ""
    yield f"{card.title}. {card.answers}"
    yield ""
    if card.rule in WITHOUT_LIMITS:
        yield f"No limit: it {WITHOUT_LIMITS[card.rule]}."
        return
    yield "| limit | condition | source | below, at, above |"
    yield "|---|---|---|---|"
    for boundary in card.boundaries:
        sides = tested[f"{card.rule}.{boundary.id}"]
        tests = sorted({test for side in SIDES for test in sides[side]})
        complete = all(sides[side] for side in SIDES)
        shown = ", ".join(f"`{test.removeprefix('tests/')}`" for test in tests)
        yield (
            f"| {boundary.id} | {boundary.condition} | {cited(boundary.source)} | "
            f"{shown if complete else 'MISSING ' + shown} |"
        )
