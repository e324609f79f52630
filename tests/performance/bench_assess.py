"""Cases a second of `manage.py assess` on one core, from file to answers, start-up taken off.

The 500 vectors six times over, in one file. Time is the processor time of the command's own
process, the best of three runs, less that of a run on a single case. Goals: at least 400 a second,
1,000 in reach. `make bench`, or `python -m tests.performance.bench_assess`.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
VECTORS = ROOT / "tests" / "clinical" / "vectors"
TIMES, RUNS, GOAL = 6, 3, 400


def cases() -> list[str]:
    """The case of every vector, one line each."""
    return [
        json.dumps(json.loads(line)["case"])
        for name in ("diagnosis", "response")
        for line in (VECTORS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]


def processor_seconds(path: Path) -> float:
    """What one run of the command takes of one core, in and outside the kernel."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "manage.py", "assess", str(path)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def cases_a_second() -> float:
    lines = cases()
    with tempfile.TemporaryDirectory() as folder:
        one, many = Path(folder) / "one.jsonl", Path(folder) / "many.jsonl"
        one.write_text(lines[0] + "\n", encoding="utf-8")
        many.write_text("\n".join(lines * TIMES) + "\n", encoding="utf-8")
        start_up = min(processor_seconds(one) for _ in range(RUNS))
        whole = min(processor_seconds(many) for _ in range(RUNS))
    return (len(lines) * TIMES - 1) / (whole - start_up)


def test_assess() -> None:
    """Printed, not judged: a figure depends on what else the machine does."""
    print(f"\nassess: {cases_a_second():,.0f} cases a second on one core (goal {GOAL})")


if __name__ == "__main__":
    test_assess()
