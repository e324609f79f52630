"""Our response as it would be with another cohort's share of EBV-HLH."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from hlh_app.cohorts.library import cohort
from hlh_app.cohorts.model import Arm, Cohort
from hlh_app.exchange.study.plain_table import PlainCell
from hlh_app.statistics.benchmark import EBV_MIXES, OurBenchmark
from hlh_app.statistics.comparison import Reason
from hlh_app.statistics.figures import Figure
from hlh_app.statistics.standardized import Standardized, standardized

from .benchmark_entries import OWN, Entry, estimate_text, own_heading, who_they_are
from .cells import cell

_ARMS = {
    "wang2020": ("wang2020", "ruxolitinib"),
    "chi2020": ("chi2020", "ruxolitinib"),
    "chi2020_conventional": ("chi2020", "conventional"),
}


def standardized_entries(one: OurBenchmark, loaded: Iterable[Cohort]) -> Iterator[Entry]:
    """By the printed mixes, then by those that other centres' files hold."""
    if not len(one.treated):
        return
    for name, (code, arm) in _ARMS.items():
        found = cohort(code)
        yield _entry(one, name, found, found.arm(arm), EBV_MIXES[name])
    for other in loaded:
        for arm_ in other.arms:
            mix = _mix(arm_)
            if mix is not None:
                yield _entry(one, "", other, arm_, mix)


def _mix(arm: Arm) -> tuple[int, int] | None:
    counts = {row.code: row.numerator for row in arm.counts}
    if not {"ebv_hlh", "not_ebv"} <= counts.keys():
        return None
    return counts["ebv_hlh"], counts["not_ebv"]


def _entry(one: OurBenchmark, name: str, source: Cohort, arm: Arm, mix: tuple[int, int]) -> Entry:
    found = one.standardized[name] if name else _reckoned(one, mix)
    given = {"source": source.name, "arm": arm.label, "ebv": mix[0], "n": sum(mix)}
    return Entry(
        place=OWN,
        rank="ab".index(one.group.code),
        heading=own_heading(one),
        name=_("EBV-HLH as in %(source)s, %(arm)s (%(ebv)s of %(n)s)") % given,
        drawn=_("EBV as %(source)s, %(ebv)s/%(n)s") % given,
        shown=_shown(one, found, name),
        value=found.value,
        low=found.lower,
        high=found.upper,
        who=who_they_are(one),
        when=_(
            "Marsh criteria, best of days 7 to 56; standardized to that share of EBV-HLH, its "
            "interval from the exact ones with and without EBV"
        ),
        apart=_apart(one, found),
    )


def _reckoned(one: OurBenchmark, mix: tuple[int, int]) -> Standardized:
    if one.too_often_unknown:
        return Standardized((), ())
    strata = [one.measures[code] for code in ("orr_ebv", "orr_not_ebv")]
    return standardized([(len(row.who), len(row.of)) for row in strata], mix)


def _shown(one: OurBenchmark, found: Standardized, name: str) -> PlainCell:
    text = estimate_text(found.value, found.lower, found.upper)
    if found.value is None:
        text = _("not given")
    if not name:
        return PlainCell(text=text, value=found.value)
    key = f"benchmark/orr_as_{name}/value/{one.group.code}"
    return cell(text, Figure(key, found.value, one.treated))


def _apart(one: OurBenchmark, found: Standardized) -> str:
    """Of how many it is made, or why it is not given."""
    if one.too_often_unknown:
        return _(
            "not given: EBV is not known in %(n)s of %(all)s (more than one in five, our "
            "definition)"
        ) % {"n": len(one.ebv_unknown), "all": len(one.treated)}
    yes, no = (one.measures[code] for code in ("orr_ebv", "orr_not_ebv"))
    if found.reason is Reason.EMPTY_STRATUM:
        missing = _("with EBV-HLH") if not len(yes.of) else _("without EBV-HLH")
        return _("not given: there is nobody %(kind)s") % {"kind": missing}
    made = _("of EBV-HLH %(x)s/%(n)s, of others %(other_x)s/%(other_n)s") % {
        "x": len(yes.who),
        "n": len(yes.of),
        "other_x": len(no.who),
        "other_n": len(no.of),
    }
    unknown = len(one.ebv_unknown)
    return f"{made}; {_('EBV not known %(n)s, left out') % {'n': unknown}}" if unknown else made
