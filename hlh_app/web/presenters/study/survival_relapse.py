"""What came first after a response, and relapse and transplant as Wang 2020 counted them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from hlh_app.exchange.study.plain_table import EMPTY, PlainCell, PlainTable, head, section, subhead
from hlh_app.statistics.after_response import CAUSES, PARTS
from hlh_app.statistics.survival_analysis import SurvivalAnalysis
from hlh_app.statistics.survival_spans import WEEKS

from .cells import NONE, number
from .survival_cells import Figures, at_risk_note, count_cell, estimate_cell, range_cell, share_of
from .survival_tables import group_heads, published_note, wang_count, wang_head, wang_summary
from .survival_words import cause_name, relapsed_name

Row = tuple[PlainCell, ...]
KEY = "survival/after_response"
_WANG_RELAPSED = {"relapse_ebv": "relapse_ebv", "relapse_not_ebv": "relapse_not_ebv"}


def after_response_table(found: SurvivalAnalysis, by_key: Figures) -> PlainTable:
    """Relapse, transplant and death as events that compete."""
    return PlainTable(
        name="after_response",
        title=_("What came first after the response"),
        caption=_(
            "From the first assessed day that surely was a partial or complete response (day 7, "
            "14, 28, 42 or 56). Of two on one day relapse is named before death, death before "
            "transplant (our definition)."
        ),
        heads=("", *group_heads(found)),
        rows=tuple(_after_rows(found, by_key)),
        notes=tuple(_after_notes(found)),
    )


def _after_rows(found: SurvivalAnalysis, by_key: Figures) -> Iterator[Row]:
    codes = [group.code for group in found.groups]
    n = {code: by_key[f"{KEY}/n/{code}"] for code in codes}
    yield (head(_("Responders")), *(count_cell(n[code]) for code in codes))
    for cause in CAUSES:
        cells = (share_of(by_key[f"{KEY}/{cause}/{code}"], n[code].value) for code in codes)
        yield (subhead(cause_name(cause)), *cells)
    none = (share_of(by_key[f"{KEY}/censored/{code}"], n[code].value) for code in codes)
    yield (subhead(_("None of them until the last day known alive")), *none)


def incidence_table(found: SurvivalAnalysis, by_key: Figures) -> PlainTable:
    """The curves' values at fixed weeks, three columns a group."""
    names = [cause_name(cause) for cause in CAUSES]
    codes = [group.code for group in found.groups]
    return PlainTable(
        name="after_response_weeks",
        title=_("Cumulative incidence after the response"),
        caption=_(
            "Weeks are counted from the response. Aalen-Johansen with the log-log 95 % interval: "
            "the three shares and the share with none of them make 100 %."
        ),
        heads=(_("At the end of"), *(name for _code in codes for name in names)),
        spans=(("", 1), *((name, len(names)) for name in group_heads(found))),
        rows=tuple(
            (
                head(_("week %(week)s") % {"week": week}),
                *(_incidence(by_key, week, cause, code) for code in codes for cause in CAUSES),
            )
            for week in WEEKS
        ),
        notes=(
            _(
                "One minus Kaplan-Meier would overstate relapse: it would take those transplanted "
                "or dead for patients who may still relapse."
            ),
        ),
    )


def _incidence(by_key: Figures, week: int, cause: str, code: str) -> PlainCell:
    more = at_risk_note(by_key, f"{KEY}/week{week}", code) if cause == CAUSES[0] else ()
    return estimate_cell(by_key, f"{KEY}/week{week}_{cause}", code, more)


def _after_notes(found: SurvivalAnalysis) -> Iterator[str]:
    for one in found.after_response:
        values = {"group": one.group.name}
        if len(one.open):
            yield _(
                "%(group)s: in %(n)s of the responders relapse is not known, because a sign that "
                "could decide it was not recorded; they count as free of relapse."
            ) % {**values, "n": len(one.open)}
        if len(one.elsewhere):
            yield _(
                "%(group)s: in %(n)s a relapse was recorded though no assessed day was surely a "
                "response; they are left out here and count in progression-free survival."
            ) % {**values, "n": len(one.elsewhere)}


def relapse_table(found: SurvivalAnalysis, by_key: Figures) -> PlainTable:
    """Relapsed of responders by EBV, the times to it, EBV-DNA before it, and transplants."""
    return PlainTable(
        name="relapse",
        title=_("Relapse and transplant as Wang 2020 counted"),
        caption=_(
            "Times from the first dose, median (range). Shares of the responders who had no "
            "transplant before a relapse, with the exact (Clopper-Pearson) 95 % interval."
        ),
        heads=("", *group_heads(found), wang_head()),
        rows=tuple(_relapse_rows(found, by_key)),
        notes=(
            _(
                "A share like this takes no account of how long anybody was followed, and leaves "
                "out who was transplanted before a relapse could come: the table above does not."
            ),
            _(
                "EBV-DNA rose: the last result after day 0 and up to the day of the relapse is "
                "above the one before it, in one sample, unit and assay (our definition)."
            ),
            published_note(),
        ),
    )


def _relapse_rows(found: SurvivalAnalysis, by_key: Figures) -> Iterator[Row]:
    codes = [group.code for group in found.groups]
    for part in PARTS:
        key = f"survival/{part}"
        responders = [by_key[f"{key}/responders/{code}"] for code in codes]
        if part == "relapse_ebv_unknown" and not any(figure.value for figure in responders):
            continue
        yield section(relapsed_name(part))
        yield (head(_("Responders")), *map(count_cell, responders), EMPTY)
        shares = (_share(by_key, key, code) for code in codes)
        printed = wang_count(part) if part in _WANG_RELAPSED else EMPTY
        name = head(_("Relapsed"), note=_("of those without a transplant before"))
        yield (name, *shares, printed)
        times = (range_cell(by_key, f"{key}_time", code) for code in codes)
        printed = wang_summary("time_to_relapse_ebv") if part == "relapse_ebv" else EMPTY
        yield (head(_("First dose to relapse")), *times, printed)
        if part == "relapse_ebv":
            rose = (_rose(by_key, key, code) for code in codes)
            name = head(_("EBV-DNA rose before the relapse"), note=_("of those with two results"))
            yield (name, *rose, wang_count("ebv_dna_before_relapse"))
    yield from _transplants(found, by_key)


def _share(by_key: Figures, key: str, code: str) -> PlainCell:
    found = share_of(by_key[f"{key}/relapsed/{code}"], by_key[f"{key}/n/{code}"].value)
    ends = [by_key[f"{key}/share_{end}/{code}"].value for end in ("low", "high")]
    if found.text == NONE or None in ends:
        return found
    low, high = (number(100 * end, 1) for end in ends if end is not None)
    note = f"{low}–{high} %"
    return PlainCell(
        text=found.text, key=found.key, opens=found.opens, value=found.value, note=note
    )


def _rose(by_key: Figures, key: str, code: str) -> PlainCell:
    known = by_key[f"{key}/ebv_dna_known/{code}"].value
    return share_of(by_key[f"{key}/ebv_dna_rose/{code}"], known)


def _transplants(found: SurvivalAnalysis, by_key: Figures) -> Iterator[Row]:
    codes = [group.code for group in found.groups]
    key = "survival/transplant"
    yield section(_("Transplants"))
    counts = (share_of(by_key[f"{key}/n/{group.code}"], group.n) for group in found.groups)
    yield (head(_("Transplanted"), note=_("of all patients")), *counts, EMPTY)
    times = (range_cell(by_key, key, code) for code in codes)
    yield (head(_("First dose to transplant")), *times, wang_summary("time_to_transplant"))
