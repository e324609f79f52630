"""Results: who was treated, and how they responded."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .live_text import Facts, Pieces, Sentence, sentence
from .results_base import Analyses, Say, compared, plural, test_name


def patients(found: Analyses, at: int, of: Facts) -> Iterator[Say]:
    n = found.groups[at].n
    yield lambda: sentence(
        ngettext("%(n)s patient was analyzed.", "%(n)s patients were analyzed.", n),
        n=of.number("cohort/n"),
    )
    yield lambda: _ages(of)
    yield lambda: sentence(
        _("Of those whose sex was recorded %(count)s (%(percent)s %%) were female."),
        count=of.part("table1/sex.female/count", "table1/sex/n"),
        percent=of.number("table1/sex.female/percent", 1),
    )
    yield lambda: sentence(
        _("EBV-HLH was present in %(count)s (%(percent)s %%) of those in whom it was known."),
        count=of.part("table1/ebv.yes/count", "table1/ebv/n"),
        percent=of.number("table1/ebv.yes/percent", 1),
    )
    yield lambda: _dose(of)
    yield lambda: sentence(
        _("The median number of the eight HLH-2004 criteria met before treatment was %(met)s."),
        met=of.median("table1/criteria_met", 1, trim=True),
    )


def _ages(of: Facts) -> Sentence:
    if of.value("table1/age/n") == 1:
        return sentence(
            _("The age at the first dose was %(age)s years."),
            age=of.number("table1/age/median", of.trimmed(1, "table1/age/median")),
        )
    digits = of.trimmed(1, "table1/age/low", "table1/age/high")
    return sentence(
        _("The median age at the first dose was %(age)s years (range %(low)s–%(high)s)."),
        age=of.median("table1/age", 1, trim=True),
        low=of.number("table1/age/low", digits),
        high=of.number("table1/age/high", digits),
    )


def _dose(of: Facts) -> Sentence:
    return sentence(
        _(
            "The median first dose of ruxolitinib was %(dose)s mg/day (known in %(n)s), or "
            "%(by_weight)s mg/kg/day (weight known in %(weighed)s)."
        ),
        dose=of.median("table1/dose", 1, trim=True),
        n=of.number("table1/dose/n"),
        by_weight=of.median("table1/dose_by_weight", 2, trim=True),
        weighed=of.number("table1/dose_by_weight/n"),
    )


def patients_compared(found: Analyses, of: Facts) -> Iterator[Say]:
    for code, name in (("age", _("Age")), ("sex", _("sex")), ("ebv", _("EBV-HLH"))):
        row = found.table1.rows.get(code)
        if row is not None and row.test is not None:
            test = row.test
            yield (
                lambda code=code, name=name, test=test: sentence(  # type: ignore[misc]
                    _("%(what)s compared between the groups: %(test)s, %(p)s."),
                    what=name[:1].upper() + name[1:],
                    test=test_name(test),
                    p=of.p(f"table1/{code}/p"),
                )
            )


ENDS = ("response/{}/rate_low", "response/{}/rate_high")


def _rate(of: Facts, code: str) -> Pieces:
    keys = [key.format(code) for key in ENDS]
    name = f"response/{code}"
    return of.share(of.size(f"{name}/rate"), f"{name}/n", f"{name}/rate", keys, 100)


def response(found: Analyses, at: int, of: Facts) -> Iterator[Say]:
    if not of.has("response/all/n"):
        return
    yield lambda: sentence(
        _("The best response up to day 56 was partial or complete in %(rate)s."),
        rate=_rate(of, "all"),
    )
    yield lambda: sentence(
        _("It was complete in %(complete)s and partial in %(partial)s."),
        complete=of.number("response/all/complete"),
        partial=of.number("response/all/partial"),
    )
    if of.has("response/all/at_least_partial"):
        yield lambda: plural(
            of,
            "response/all/at_least_partial",
            ngettext,
            "%(n)s further response was partial at least; whether it was complete is open.",
            "%(n)s further responses were partial at least; whether they were complete is open.",
        )
    if of.has("response/all/undecided"):
        yield lambda: plural(
            of,
            "response/all/undecided",
            ngettext,
            "Whether there was a response cannot be told of %(n)s patient, for want of an "
            "assessment or of results; the rate counts it as none.",
            "Whether there was a response cannot be told of %(n)s patients, for want of an "
            "assessment or of results; the rate counts them as none.",
        )
    if of.has("response/ongoing/n"):
        yield lambda: plural(
            of,
            "response/ongoing/n",
            ngettext,
            "The record of %(n)s patient does not reach day 56 yet.",
            "The records of %(n)s patients do not reach day 56 yet.",
        )
    yield lambda: _response_time(of)
    yield from _by_ebv(found, at, of)


def _response_time(of: Facts) -> Sentence:
    return sentence(
        _("The first response came after a median of %(weeks)s weeks (n = %(n)s)."),
        weeks=of.median("response/time", 1, ("median_weeks", "q1_weeks", "q3_weeks")),
        n=of.number("response/time/n"),
    )


def _by_ebv(found: Analyses, at: int, of: Facts) -> Iterator[Say]:
    for code, words in (("ebv_yes", _("with EBV-HLH")), ("ebv_no", _("without EBV-HLH"))):
        if of.has(f"response/{code}/n"):
            yield lambda code=code, words=words: sentence(  # type: ignore[misc]
                _("Of the patients %(which)s, %(rate)s responded."),
                which=words,
                rate=_rate(of, code),
            )
    test = found.response.groups[at].ebv
    yield lambda: compared(
        _("Response with and without EBV-HLH: %(test)s, %(p)s."), test, of.p("response/ebv/rate_p")
    )


def response_compared(found: Analyses, of: Facts) -> Iterator[Say]:
    yield lambda: compared(
        _("Response rates of the two groups: %(test)s, %(p)s."),
        found.response.compared.get("all"),
        of.p("response/all/rate_p"),
    )
    yield lambda: compared(
        _("Time to response: %(test)s, %(p)s."), found.response.time, of.p("response/time/p")
    )
