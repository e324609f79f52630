"""32 editors x 200 edits on 20 visits on a PostgreSQL started for it: nothing lost, every conflict
shown. The suite runs the same test with fewer edits an editor."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_two_hundred_edits_each():
    command = [sys.executable, "tests/postgres/server.py", sys.executable, "-m", "pytest", "-sq"]
    environment = os.environ | {"MANY_EDITS": "200", "CI": "true"}
    run = subprocess.run(
        [*command, "tests/records/test_many_editors.py"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    print(f"\n{run.stdout}")
    assert run.returncode == 0, run.stdout + run.stderr
    assert " 0 lost" in run.stdout
