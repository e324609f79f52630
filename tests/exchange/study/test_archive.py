"""What a study export holds, and what it says of itself."""

from importlib import resources
from io import BytesIO
from zipfile import ZipFile

import numpy as np
import pytest

from hlh_app.exchange.study.analysis_r import analysis_r, sections
from hlh_app.exchange.study.archive import write_archive
from hlh_app.exchange.study.export_files import About, Recorded, export_files
from hlh_app.exchange.study.leaving import leaving
from hlh_app.exchange.study.options import Dates, Ids, Options
from hlh_app.exchange.study.pseudonyms import Pseudonyms
from hlh_app.statistics.figures import Figure
from tests.statistics.rscript import run_r

from .files import cohort, read

ABOUT = About("21-Nov-2026", ("A: ruxolitinib.",), refused=1, waiting=2, synthetic=3)
FIGURES = [Figure("a/b/a", 0.1 + 0.2), Figure("a/c/ab", None), Figure("a/n/a", np.int64(3))]


def files(**options) -> dict[str, str]:
    subjects, groups = cohort()
    found = leaving(subjects, groups, (), Options(**options), Pseudonyms(b"key"))
    recorded = Recorded(lambda: iter([("visits.csv", ["id\n"])]), [])
    made = export_files(found, FIGURES, ABOUT, recorded)
    return {name: "".join(pieces) for name, pieces in made}


def test_figures_keep_every_digit():
    assert read([files()["figures.csv"]]) == [
        {"key": "a/b/a", "value": "0.30000000000000004"},
        {"key": "a/c/ab", "value": ""},
        {"key": "a/n/a", "value": "3.0"},
    ]


def test_the_readme_names_every_file():
    made = files()
    for name in made.keys() - {"README.txt"}:
        assert name.split(".")[0] in made["README.txt"], name


def test_it_says_who_was_left_out():
    said = files()["definition.txt"]
    assert "A: ruxolitinib." in said
    assert "1 patient left out: use of the record" in said
    assert "2 patients left out: the analysis" in said
    assert "3 patients synthetic" in said


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "No calendar date leaves"),
        ({"dates": Dates.SHIFTED}, "calendar date of day 0 means nothing"),
        ({}, "Whoever holds two exports of the same patients can still find who is who"),
        ({"dates": Dates.SHIFTED}, "several of the same patients narrow down the days"),
        ({"dates": Dates.KEPT}, "Ages are rounded"),
        ({"ids": Ids.CODES}, "whoever holds the centre's list knows"),
        ({"notes": True}, "it may name people"),
        ({"people": True}, "by their user names"),
    ],
)
def test_it_says_what_was_chosen(options, words):
    assert words in " ".join(files(**options)["README.txt"].split())


def test_every_rule_with_its_version():
    rows = read([files()["rule_versions.csv"]])
    assert "marsh2013" in {row["rule"] for row in rows}
    assert all(row["version"] and row["source"] for row in rows)


def test_the_script_is_made_of_every_section():
    script = analysis_r()
    assert script.index("read_export <-") < script.index("read_export(.folder)")
    assert script.index("read_export(.folder)") < script.index("write_figures(file.path")
    for name in sections():
        assert f"# {name}" in script
    assert "base.R" not in sections()


def test_the_archive_says_nothing_of_its_making():
    def made() -> bytes:
        out = BytesIO()
        write_archive(out, "study", [("a.txt", ["é", "b"]), ("b/c.txt", [])])
        return out.getvalue()

    with ZipFile(BytesIO(made())) as archive:
        assert archive.namelist() == ["study/a.txt", "study/b/c.txt"]
        assert archive.read("study/a.txt").decode() == "éb"
        assert {row.date_time[0] for row in archive.infolist()} == {1980}
    assert made() == made()


COMPARING = """
arguments <- commandArgs(trailingOnly = TRUE)
source(arguments[1])
shown <- file.path(arguments[2], "figures.csv")
print(compare_figures(shown, file.path(arguments[2], "recomputed.csv")))
"""


def test_r_notices_every_number_that_is_wrong(tmp_path):
    (tmp_path / "figures.csv").write_text("key,value\na/x,1\na/y,2\na/z,\na/w,\nb/q,5\na/v,3\n")
    (tmp_path / "recomputed.csv").write_text(
        'key,value\n"a/x",1.00000000001\n"a/y",2.000001\n"a/z",\n"a/w",7\n"a/v",\n'
    )
    script = tmp_path / "comparing.R"
    script.write_text(COMPARING)
    compare = resources.files("hlh_app.exchange.study") / "r" / "compare.R"
    printed = run_r(script, str(compare), str(tmp_path)).splitlines()
    assert printed[0] == "2 of 6 figures are equal."
    assert [line.split(":")[0] for line in printed[1:4]] == [
        "DIFFERENT a/y",
        "DIFFERENT a/w",
        "DIFFERENT a/v",
    ]
    assert printed[4:] == ["NOT RECOMPUTED b: 1 figures", "[1] FALSE"]
