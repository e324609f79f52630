"""Patients and their responses in few words, and what a page says of them."""

from __future__ import annotations

from tests.statistics.study_rows import patient

ADDRESS = "/cohort/response/"
DEFINITIONS = "/cohort/response/definitions/"
TWO = {"compare": "1", "b-treatment": "conventional"}


def one(*possible, **outcome):
    facts = {f"outcome__{name}": value for name, value in outcome.items() if "__" not in name}
    subject = {name: value for name, value in outcome.items() if "__" in name}
    return patient(outcome__best=list(possible), **facts, **subject)


PARTIAL = one("PR", response_day=14, flags=["worse:platelets"], subject__ebv=True)
FIVE = [PARTIAL, one("CR", response_day=7, complete_day=28), one("NR"), one("NR", "PR"), one()]


def rows_of(table):
    """The first cell of each row → the texts of the others."""
    return {row[0].main.text: [cell.main.text for cell in row[1:]] for row in table.rows}


def rate_row(page):
    return next(row for row in page.best.rows if row[0].main.text.startswith("Overall response ("))


def text_of(response):
    return " ".join(response.content.decode().split())
