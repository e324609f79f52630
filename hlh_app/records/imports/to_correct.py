"""Rows that were not kept, as a CSV table to be corrected in a spreadsheet and sent again."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO

from hlh_app.records.imports.templates import HEADINGS

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
PLACE, REASON = "row in the file", "reason"
ToCorrect = tuple[str, Mapping[str, str], str]


def to_correct(rows: Iterable[ToCorrect]) -> Iterator[str]:
    """The lines of the table, of (place, what stood there by heading, reason): under the headings
    of the template, then under those that only the file has."""
    held = list(rows)
    others = {head: None for _place, found, _reason in held for head in found}
    heads = list(dict.fromkeys([*HEADINGS, *others]))
    yield csv_line([*heads, PLACE, REASON])
    for place, found, reason in held:
        yield csv_line([*(found.get(head, "") for head in heads), place, reason])


def csv_line(cells: Iterable[object]) -> str:
    """One line of CSV in which no cell is a formula to a spreadsheet: quoted, since in some
    countries it parts a line at semicolons."""
    out = StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerow([escaped(str(cell)) for cell in cells])
    return out.getvalue()


def escaped(text: str) -> str:
    """With a space before what a spreadsheet would calculate; readers take it off again."""
    if not text.startswith(DANGEROUS):
        return text
    try:
        float(text)
    except ValueError:
        return f" {text}"
    return text
