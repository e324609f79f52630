"""The table to start from: headings, a row that explains them, the tests with their units."""

import csv
from io import StringIO

from django.utils.translation import gettext as _

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.exchange.tables.workbooks import workbook

HEADINGS = (
    *("patient", "test", "date", "result", "unit", "low", "high"),
    *("laboratory", "assay", "note"),
)


def explained() -> list[str]:
    """What belongs under each heading; # in front, so that the row is no result."""
    return [
        "# " + _("study code of the patient; without this column the file is one patient's"),
        _("one of: %s; or your laboratory's word for it") % ", ".join(ANALYTES),
        _("2026-11-02, or 2026-11-02 08:00 on the clock of your center"),
        _("a number, <0.1, >16500, pending"),
        _("as printed by the laboratory; always"),
        _("lower limit printed with it, or empty"),
        _("upper limit printed with it, or empty"),
        _("needed to compare: %s") % ", ".join(a.code for a in ANALYTES.values() if a.assay_bound),
        _("method or kit, for the same tests"),
        _("anything else, or empty"),
    ]


def units() -> list[tuple[str, str, str]]:
    """Every test: its code, its name, and the units it may be given in."""
    return [(a.code, _(a.label), ", ".join(a.units)) for a in ANALYTES.values()]


def template_csv() -> bytes:
    """For Excel as well: with the mark by which it knows UTF-8."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    writer.writerow(explained())
    for code, name, known in units():
        writer.writerow([f"# {code}", name, "", "", known])
    return text.getvalue().encode("utf-8-sig")


def template_xlsx() -> bytes:
    """A sheet to fill, and one that lists the tests with their units."""
    tests = [(_("test"), _("name"), _("units")), *units()]
    return workbook([(_("Results"), [HEADINGS, explained()]), (_("Tests"), tests)])
