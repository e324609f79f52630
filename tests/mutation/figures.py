"""The table of outcomes, module by module, as printed and as kept in FIGURES.md."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from .mutants import mark, modules, mutants
from .trial import KILLED, NO_PROGRAM, SURVIVED, TIMED_OUT
from .trials import Key, Results

FILE = Path(__file__).with_name("FIGURES.md")
EQUIVALENT = "equivalent"
NOT_TRIED = "not tried"
_COLUMNS = (KILLED, TIMED_OUT, EQUIVALENT, SURVIVED, NOT_TRIED)
_HEAD = """# Mutation testing of hlh_app/clinical

What `make mutation` found when last run. Each change is made to one place of one module; the
tests of tests/clinical that run this place must notice. "Timed out" was noticed too: the tests
did not end. "Equivalent" changes no answer: tests/mutation/equivalent*.toml gives the reason for
each. Changes that are no Python are not counted. Cards and hazards are data for pages and left
out; so are texts, types, assertions and documentation, which have tests of another kind.
"Not tried": the module has changed since, or has not been tried yet.

"""


def table(reasons: dict[Key, str]) -> str:
    """Each module, and the sum."""
    rows, total = [], Counter[str]()
    for path in modules():
        counted = _counted(path, reasons)
        if counted:
            rows.append(_row(path.stem, counted))
            total.update(counted)
    head = _line("Module", "Mutants", *(name.capitalize() for name in _COLUMNS))
    rule = _line("---", *["---:"] * (len(_COLUMNS) + 1))
    return "\n".join([head, rule, *rows, _row("**together**", total)]) + "\n"


def write(reasons: dict[Key, str]) -> None:
    FILE.write_text(_HEAD + table(reasons))


def _counted(path: Path, reasons: dict[Key, str]) -> Counter[str]:
    results, module = Results(), mark(path)
    counted: Counter[str] = Counter()
    for mutant in mutants(path):
        entry = results.kept.get(mutant.key)
        outcome = NOT_TRIED
        if entry is not None and entry["module"] == module:
            outcome = entry["outcome"]
        if outcome not in {KILLED, TIMED_OUT, NO_PROGRAM, NOT_TRIED}:
            outcome = EQUIVALENT if mutant.key in reasons else SURVIVED
        if outcome != NO_PROGRAM:
            counted[outcome] += 1
    return counted


def _row(name: str, counted: Counter[str]) -> str:
    return _line(name, str(counted.total()), *(str(counted[column]) for column in _COLUMNS))


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
