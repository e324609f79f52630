"""python -m tests.mutation [module …]: change the rules in every small way, and see who notices.

JOBS: how many at a time. Exit 1 when a change goes unnoticed that equivalent.toml does not
explain, when it explains one that was noticed, or one that no longer exists.
"""

from __future__ import annotations

import os
import sys
import time

from . import figures
from .coverage_map import KEPT, recorded
from .equivalents import as_entry, declared
from .mutants import CLINICAL, ROOT, Mutant, modules, mutants
from .trial import KILLED, NO_PROGRAM, TIMED_OUT
from .trials import Outcome, tried

UNEXPLAINED = KEPT / "unexplained.toml"


def main(names: list[str]) -> int:
    paths = [CLINICAL / f"{name}.py" for name in names] or modules()
    jobs = int(os.environ.get("JOBS", "0")) or os.cpu_count() or 1
    reasons = declared()
    sys.dont_write_bytecode = False  # compiled anew for each trial, the tests would take longer
    known = recorded(jobs)
    if not known.seconds:
        sys.exit("no test of the rules can be run: nothing can be said")
    wrong = len(known.failing)
    for test in known.failing:
        print(f"fails on the code as it is: {test}", flush=True)
    UNEXPLAINED.write_text("# Entries for equivalent.toml, if the reason can be given.\n\n")
    for path in paths:
        if found := mutants(path):
            begun = time.monotonic()
            outcomes = list(tried(found, known, jobs))
            wrong += _report(path.stem, outcomes, reasons, time.monotonic() - begun)
        wrong += _gone(f"hlh_app/clinical/{path.name}", found, reasons)
    figures.write(reasons)
    print(figures.table(reasons).splitlines()[-1])
    return 1 if wrong else 0


def _report(module: str, outcomes: list[Outcome], reasons: dict, seconds: float) -> int:
    """Prints what is wrong with one module, and says how much."""
    noticed = [one for one in outcomes if one.outcome in {KILLED, TIMED_OUT}]
    tried_on = [one for one in outcomes if one.outcome != NO_PROGRAM]
    unexplained = [one for one in tried_on if one not in noticed and one.mutant.key not in reasons]
    mistaken = [one for one in noticed if one.mutant.key in reasons]
    equivalent = len(tried_on) - len(noticed) - len(unexplained)
    print(
        f"{module}: {len(tried_on)} mutants, {len(noticed)} noticed, {equivalent} equivalent, "
        f"{len(unexplained)} unexplained ({seconds:.0f} s)",
        flush=True,
    )
    for one in unexplained:
        _print_unnoticed(one)
    for one in mistaken:
        print(f"  declared equivalent, yet noticed by {one.by}:\n{as_entry(one.mutant)}")
    return len(unexplained) + len(mistaken)


def _print_unnoticed(one: Outcome) -> None:
    mutant = one.mutant
    print(f"  {one.outcome}: {mutant.file}:{mutant.lines[0]} in {mutant.function}")
    for line in mutant.difference((ROOT / mutant.file).read_text()):
        print(f"    {line}")
    with UNEXPLAINED.open("a") as entries:
        entries.write(f"{as_entry(mutant)}\n\n")


def _gone(file: str, found: list[Mutant], reasons: dict) -> int:
    """Declared changes that no module has any longer."""
    known = {mutant.key for mutant in found}
    gone = [key for key in reasons if key[0] == file and key not in known]
    for key in gone:
        print(f"  declared equivalent, yet no such change exists: {key}")
    return len(gone)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
