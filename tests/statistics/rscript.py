"""R, which the numbers are held against: one process, started with the files of one folder."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NEEDED = "install r-base-core and r-cran-survival (apt-get install r-base-core r-cran-survival)"


def run_r(script: Path, *arguments: str) -> str:
    """What the script printed. Without R the test is skipped, but fails where everything must be
    tried (CI=true)."""
    program = shutil.which("Rscript")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"Rscript is missing: {NEEDED}")
        pytest.skip(f"needs Rscript: {NEEDED}")
    done = subprocess.run(
        [program, "--vanilla", str(script), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.fail(f"{script.name} stopped; {NEEDED} if a package is missing:\n{done.stderr}")
    return done.stdout


def differs(ours: float | None, theirs: float | None, tolerance: float = 1e-10) -> bool:
    """Whether two numbers are further apart than this, of themselves or of their size."""
    if ours is None or theirs is None:
        return ours is not theirs
    return not abs(ours - theirs) <= tolerance * max(1.0, abs(theirs))
