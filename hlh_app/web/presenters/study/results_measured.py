"""Results: temperature, and laboratory results before and after."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.statistics.before_after import Pairs

from .. import formats
from ..words import inside
from . import cells
from .live_text import Facts, Pieces, Sentence, sentence
from .results_base import Analyses, Say, compared, plural, test_name


def _asked(of: Facts, code: str) -> Pieces:
    name = f"fever/{code}"
    ends = (f"{name}/lower", f"{name}/upper")
    return of.share(of.number(f"{name}/yes"), f"{name}/known", f"{name}/share", ends, 100)


def fever(found: Analyses, at: int, of: Facts) -> Iterator[Say]:
    if of.has("fever/before/known"):
        yield lambda: sentence(
            _(
                "Of those of whom it is known %(rate)s were febrile in the 24 hours before the "
                "first dose."
            ),
            rate=_asked(of, "before"),
        )
    if of.has("fever/within24/known"):
        yield lambda: sentence(
            _("Afebrile within 24 hours of it were %(rate)s, those never febrile included."),
            rate=_asked(of, "within24"),
        )
    if of.has("fever/within24/unknown"):
        yield lambda: plural(
            of,
            "fever/within24/unknown",
            ngettext,
            "Whether afebrile within 24 hours is not known of %(n)s patient.",
            "Whether afebrile within 24 hours is not known of %(n)s patients.",
        )
    yield lambda: sentence(
        _(
            "The median time from the first dose to the start of the first afebrile day was "
            "%(median)s hours in those febrile before it (n = %(n)s, Kaplan–Meier)."
        ),
        n=of.number("fever/hours/n"),
        median=of.number("fever/hours/median", 0),
    )
    if of.has("fever/back/known"):
        yield lambda: sentence(
            _("Of those who became afebrile fever was seen again in %(rate)s."),
            rate=_asked(of, "back"),
        )
    if of.has("fever/back/unknown"):
        yield lambda: sentence(
            _("In %(n)s of the others it is not excluded, for want of readings."),
            n=of.number("fever/back/unknown"),
        )


def fever_compared(found: Analyses, of: Facts) -> Iterator[Say]:
    yield lambda: sentence(
        _("Time to the first afebrile day: log-rank test, %(p)s."), p=of.p("fever/hours/log_rank/p")
    )


def laboratory(found: Analyses, at: int, of: Facts) -> Iterator[Say]:
    for row in found.table2.wang.rows:
        if at < len(row.pairs):
            pairs = row.pairs[at]
            yield lambda row=row, pairs=pairs: _before_after(of, row.analyte, pairs)  # type: ignore[misc]


def _before_after(of: Facts, analyte: str, pairs: Pairs) -> Sentence | None:
    """Only with a P value, and more than one pair. Whose medians they are is said with each:
    somebody may have one of the two results only."""
    key = f"table2/wang.{analyte}"
    digits = cells.digits_of(analyte)
    if pairs.change.of.n < 2:
        return None
    return sentence(
        _(
            "%(what)s: median %(before)s before (n = %(n_before)s) and %(after)s %(unit)s two "
            "weeks after the first dose (n = %(n_after)s; %(n)s pairs, %(test)s, %(p)s)."
        ),
        what=_(ANALYTES[analyte].label),
        before=of.median(f"{key}.before", digits),
        n_before=of.number(f"{key}.before/n"),
        after=of.median(f"{key}.week2", digits),
        n_after=of.number(f"{key}.week2/n"),
        unit=formats.unit(ANALYTES[analyte].unit),
        n=of.number(f"{key}.change/n"),
        test=test_name(pairs.signed_rank),
        p=of.p(f"{key}/signed_rank_p"),
    )


def laboratory_compared(found: Analyses, of: Facts) -> Iterator[Say]:
    for row in found.table2.wang.rows:
        if row.between is not None:
            yield lambda row=row: compared(  # type: ignore[misc]
                _("Change of %(what)s in the two groups: %%(test)s, %%(p)s.")
                % {"what": inside(_(ANALYTES[row.analyte].label))},
                row.between,
                of.p(f"table2/wang.{row.analyte}.change/p"),
            )
