"""Every number of every analysis, recomputed by the export's own R script, on 1,000 random cohorts.

Written as an export writes them, read by the script's own sections in one R process, and equal to
1e-10. Topics with very many figures take turns at the cohorts; with EVERY_COHORT=1 each cohort goes
through all of them (minutes). One section by itself on each of the first hundred:
``EVERY_COHORT=1 python -m tests.statistics.test_against_r survival.R 100``.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

import pytest

from hlh_app.exchange.study.analysis_r import sections
from hlh_app.exchange.study.tables import groups_csv, long_csv, patients_csv
from hlh_app.statistics import everything

from .random_cohorts import random_cohort
from .rscript import HERE, differs, run_r

COHORTS = 1000
SHOWN = 5


@dataclass(frozen=True)
class Section:
    """Which topics a section recomputes, which files beside patients.csv it reads, and for every
    how manieth cohort it runs."""

    topics: tuple[str, ...]
    files: tuple[str, ...] = ()
    every: int = 1


SECTIONS = {
    "cohort.R": Section(("cohort",)),
    "balance.R": Section(("balance",), every=4),
    "response.R": Section(("response",), every=4),
    "survival.R": Section(("survival",), every=5),
    "safety.R": Section(("safety",), ("toxicity", "toxicity_events"), every=20),
    "tables.R": Section(("table1", "table2"), every=20),
    "fever.R": Section(("fever", "glucocorticoid"), ("daily",), every=20),
    "benchmark.R": Section(("benchmark",), every=10),
    "explore.R": Section(("explore",), ("series", "daily"), every=200),
}
LEAST = {"cohort": 1_000}
"""Figures of a topic that must have been compared; 5,000 unless said."""


@dataclass
class Compared:
    """``stopped``: what R said of sections that stopped. ``number``: topic → figures compared.
    ``wrong``: topic → what differs."""

    stopped: str
    number: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def first(self) -> dict[str, list[object]]:
        return {name: [len(found), *sorted(found)[:SHOWN]] for name, found in self.wrong.items()}


def in_turn(seed: int, names: Sequence[str]) -> list[str]:
    """The sections whose turn this cohort is: not all of them at the same ones."""
    if "EVERY_COHORT" in os.environ:
        return list(names)
    places = {name: place for place, name in enumerate(SECTIONS)}
    return [
        name for name in names if seed % SECTIONS[name].every == places[name] % SECTIONS[name].every
    ]


def write_cohort(folder: Path, seed: int, names: Sequence[str]) -> dict[str, float | None]:
    """The export of one cohort, and the figures of the topics of these sections."""
    subjects, groups = random_cohort(seed)
    chosen = [SECTIONS[name] for name in names]
    folder.mkdir()
    files = {"groups": groups_csv(groups), "patients": patients_csv(subjects, groups)}
    for name in {name for section in chosen for name in section.files}:
        files[name] = long_csv(name, subjects, groups)
    for name, pieces in files.items():
        with (folder / f"{name}.csv").open("w") as out:
            out.writelines(pieces)
    topics = [topic for section in chosen for topic in section.topics]
    return {f.key: f.value for f in everything.figures(subjects, groups, topics)}


def recomputed(folder: Path) -> dict[str, float | None]:
    with (folder / "recomputed.csv").open() as lines:
        return {
            key: float(value) if value else None
            for key, value in csv.reader(lines)
            if value != "value"
        }


def problems(
    seed: int, ours: dict[str, float | None], theirs: dict[str, float | None]
) -> Iterator[str]:
    for key in ours.keys() | theirs.keys():
        if key not in theirs:
            yield f"{key} of cohort {seed} was not recomputed"
        elif key not in ours:
            yield f"{key} of cohort {seed} is R's alone"
        elif differs(ours[key], theirs[key]):
            yield f"{key} of cohort {seed} is {ours[key]!r}, R says {theirs[key]!r}"


def topic(text: str) -> str:
    return text.split("/", 1)[0]


def in_one_process(folder: Path, seeds: Iterable[int], names: Sequence[str]) -> Compared:
    """The cohorts of these seeds through these sections."""
    ours = {seed: write_cohort(folder / str(seed), seed, in_turn(seed, names)) for seed in seeds}
    rows = [f"{folder / str(seed)},{'|'.join(in_turn(seed, names))}\n" for seed in ours]
    (folder / "list.csv").write_text("".join(rows))
    with resources.as_file(resources.files("hlh_app.exchange.study") / "r") as scripts:
        said = run_r(HERE / "cohorts.R", str(scripts), str(folder / "list.csv"))
    found = Compared(said.replace(str(folder), "")[:2000])
    for seed, figures in ours.items():
        found.number.update(topic(key) for key in figures)
        for problem in problems(seed, figures, recomputed(folder / str(seed))):
            found.wrong.setdefault(topic(problem), []).append(problem)
    return found


@pytest.mark.untraced
@pytest.mark.filterwarnings("error")
def test_every_figure_equals_what_the_r_script_recomputes(tmp_path):
    found = in_one_process(tmp_path, range(COHORTS), list(SECTIONS))
    assert found.stopped == ""
    assert found.first() == {}
    assert set(found.number) == set(everything.TOPICS)
    few = {name: n for name, n in found.number.items() if n < LEAST.get(name, 5_000)}
    assert few == {}


def test_every_section_is_run_and_every_topic_recomputed():
    assert set(SECTIONS) == set(sections())
    assert {name for part in SECTIONS.values() for name in part.topics} == set(everything.TOPICS)


def test_a_difference_is_noticed():
    ours = {"a/n": 1.0, "a/p": None, "a/x": 2.0, "a/same": 3.0}
    theirs = {"a/n": 1.0 + 1e-9, "a/p": 0.5, "a/same": 3.0 + 1e-13, "a/more": None}
    assert sorted(line.split()[0] for line in problems(7, ours, theirs)) == [
        *("a/more", "a/n", "a/p", "a/x"),
    ]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        result = in_one_process(Path(temporary), range(int(sys.argv[2])), [sys.argv[1]])
    print(result.stopped, *result.first().values(), result.number, sep="\n")
