"""What is in a study export, file by file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from hlh_app.clinical.citations import CITATIONS
from hlh_app.clinical.rules import CARDS
from hlh_app.exchange.study.analysis_r import analysis_r, sections
from hlh_app.exchange.study.codebook import codebook, codebook_csv, codebook_html
from hlh_app.exchange.study.csv_text import csv_lines
from hlh_app.exchange.study.explained import Explained
from hlh_app.exchange.study.leaving import Leaving
from hlh_app.exchange.study.options import DATES_SAID, IDS_SAID
from hlh_app.exchange.study.tables import analysis_files
from hlh_app.statistics.figures import Figure

FOLDER = "hlh-study-export"
Pieces = Iterable[str]


@dataclass(frozen=True, slots=True)
class About:
    """What an export says of itself. ``definition``: each line a sentence. ``refused``: how many
    patients of the groups stayed behind, for want of consent. ``waiting``: how many were left out
    because their rows were out of date. ``settings``: the centres', in words."""

    made_on: str
    definition: tuple[str, ...]
    refused: int
    waiting: int
    synthetic: int
    settings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """The record's own rows. ``files``: (name, pieces), the trail's extract last."""

    files: Callable[[], Iterator[tuple[str, Pieces]]]
    explained: Sequence[Explained]


def export_files(
    leaving: Leaving, figures: Iterable[Figure], about: About, recorded: Recorded
) -> Iterator[tuple[str, Pieces]]:
    """Every file of the export, each made when it is asked for."""
    explained = codebook(recorded.explained)
    yield "README.txt", [readme(leaving, about)]
    yield "definition.txt", [definition(leaving, about)]
    yield "codebook.csv", codebook_csv(explained)
    yield "codebook.html", codebook_html(explained, "Codebook of the study export")
    yield "rule_versions.csv", rule_versions()
    yield from analysis_files(leaving.subjects, leaving.groups, leaving.ids, leaving.day0)
    yield from recorded.files()
    yield "figures.csv", figures_csv(figures)
    yield "analysis.R", [analysis_r()]


def figures_csv(figures: Iterable[Figure]) -> Iterator[str]:
    """Every number as the pages show it, before rounding; empty where it cannot be computed."""
    return csv_lines(("key", "value"), ((row.key, _number(row.value)) for row in figures))


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)


def rule_versions() -> Iterator[str]:
    rows = ((c.rule, c.version, c.title, CITATIONS[c.citation].text) for c in CARDS)
    return csv_lines(("rule", "version", "title", "source"), rows)


def definition(leaving: Leaving, about: About) -> str:
    """Who was chosen, in words, and how many."""
    groups = [f"{group.name}: {_patients(group.n)}." for group in leaving.groups]
    return "\n".join([*about.definition, *groups, *_left_out(about), *about.settings, ""])


def _left_out(about: About) -> Iterator[str]:
    if about.refused:
        yield (
            f"{_patients(about.refused)} left out: use of the record for research was refused or "
            "withdrawn."
        )
    if about.waiting:
        yield f"{_patients(about.waiting)} left out: the analysis of their record was out of date."
    if about.synthetic:
        yield f"{_patients(about.synthetic)} synthetic, not real."


def _patients(n: int) -> str:
    return f"{n} patient" if n == 1 else f"{n} patients"


README = """Study export
============
Made on {made_on}.

What is in it
-------------
definition.txt      who was chosen, in words, and how many
codebook.html       every column of every file: label, unit, meaning, words (also codebook.csv)
groups.csv          the groups and their sizes
patients.csv        one row a patient (a patient who is in both groups has a row in each)
series.csv          analysed results by day, canonical units
daily.csv           highest temperature and glucocorticoid of each day
doses.csv           ruxolitinib
toxicity.csv        grades by term; toxicity_events.csv: events entered by hand
visits.csv          one row a visit
results.csv         one row a result: as reported and in the canonical unit, interval, laboratory,
                    assay, status; awaited results too
findings.csv, exposures.csv, events.csv, adverse_events.csv, therapy_lines.csv
                    one row each
audit.csv           who changed which of these rows when (what stood in them is not told)
rule_versions.csv   every rule with its version and source
figures.csv         every number of the pages, with all digits
analysis.R          recomputes them from the files above

Conventions
-----------
Text is UTF-8, cells are parted by commas, decimals have a point. An empty cell: not known, or does
not apply. Day 0 is the day of the first dose. A text that a spreadsheet would calculate (it begins
with = + - @) has an apostrophe before it. Rows that were entered in error are not in the export.

Who is in it
------------
{ids}
{dates}
{notes}
{people}
Names and dates of birth never leave; age is given in their place. Few patients with a rare disease
can be recognized without any name: keep this export as safe as the record, and do not publish it.
The day column of audit.csv counts from the first entry about each patient.

To run the R script
-------------------
In this folder:  Rscript analysis.R
It needs R and the package survival, which comes with R. It writes recomputed.csv, compares it with
figures.csv, and prints how many numbers are equal (within 1e-10) and every one that is not.
Recomputed: {topics}.
"""
NOTES = {
    True: "Free text of the record is in it, as it was typed: it may name people. Read it first.",
    False: "Notes, details, reasons and labels are not in it. Drugs, regimens, adverse events,\n"
    "laboratories and assays are in it as they were typed: read those words before you pass it on.",
}
PEOPLE = {
    True: "The audit extract names users by their user names.",
    False: "The audit extract names users by codes of this export.",
}


def readme(leaving: Leaving, about: About) -> str:
    options = leaving.options
    return README.format(
        made_on=about.made_on,
        ids=IDS_SAID[options.ids],
        dates=DATES_SAID[options.dates],
        notes=NOTES[options.notes],
        people=PEOPLE[options.people],
        topics=", ".join(name.removesuffix(".R") for name in sections()) or "nothing yet",
    )
