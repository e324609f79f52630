"""The R script of an export: the sections of all topics between reading and comparing."""

from __future__ import annotations

from importlib import resources

START = """
# ---------------------------------------------------------------------------------------- reading
# Run in the folder of the export:  Rscript analysis.R
.arguments <- commandArgs(trailingOnly = TRUE)
.folder <- if (length(.arguments)) .arguments[1] else "."
read_export(.folder)
"""
END = """
# -------------------------------------------------------------------------------------- comparing
write_figures(file.path(.folder, "recomputed.csv"))
.equal <- compare_figures(
  file.path(.folder, "figures.csv"), file.path(.folder, "recomputed.csv")
)
if (!.equal) quit(status = 1)
"""
FRAME = ("base.R", "numerics.R", "compare.R")


def sections() -> list[str]:
    """The names of the topics' files, in order."""
    folder = resources.files("hlh_app.exchange.study") / "r"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".R"))
    return [name for name in names if name not in FRAME]


def section(name: str) -> str:
    folder = resources.files("hlh_app.exchange.study") / "r"
    return (folder / name).read_text("utf-8")


def analysis_r() -> str:
    """The whole script, which needs nothing but R, package survival and the export's files."""
    topics = [f"\n# {name:-<97}\n{section(name)}" for name in sections()]
    return "".join([*(section(name) for name in FRAME), START, *topics, END])
