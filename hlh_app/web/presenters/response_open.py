"""What would settle an open response class, as a colleague would say it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.response_missing import OpenItem, OpenReason, open_items, settling_sets
from hlh_app.clinical.response_verdict import Assessment, ResponseVerdict
from hlh_app.clinical.text import gettext_noop

from . import words
from .readings import finding, named

ASKED = {
    OpenReason.MISSING: gettext_noop("a result of %(name)s"),
    OpenReason.PENDING: gettext_noop("the pending result of %(name)s"),
    OpenReason.SPOILT: gettext_noop("a value of %(name)s apart from transfusion or G-CSF"),
    OpenReason.NO_BASELINE: gettext_noop("a baseline of %(name)s"),
    OpenReason.OTHER_ASSAY: gettext_noop("%(name)s by the assay of the baseline"),
    OpenReason.NO_LIMIT: gettext_noop("the reference interval of %(name)s"),
    OpenReason.INEXACT: gettext_noop("an exact value of %(name)s"),
    OpenReason.NOT_KNOWN: gettext_noop("%(name)s, present or absent"),
}


def open_lines(verdict: ResponseVerdict) -> tuple[str, ...]:
    """One sentence for each assessed day whose class is still open."""
    return tuple(_line(day) for day in verdict.assessments if not day.is_settled)


def _line(day: Assessment) -> str:
    items = {item.code: item for item in open_items(day)}
    sets = settling_sets(day)
    if not sets:
        text = _("Day %(day)s is open: no three of what is missing would settle it: %(all)s.")
        return text % {"day": day.day, "all": "; ".join(_wanted(i) for i in items.values())}
    ways = _(", or ").join(_(" with ").join(_wanted(items[c]) for c in way) for way in sets)
    said = _("Day %(day)s is open (%(classes)s). To settle it, whatever is found: %(ways)s.") % {
        "day": day.day,
        "classes": words.response_classes(day.possible),
        "ways": ways,
    }
    return " ".join((said, *_alone(items, sets)))


def _alone(items: dict[str, OpenItem], sets: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    """What each result of the one item that settles it would make of the class."""
    if len(sets) == 1 and len(sets[0]) == 1:
        for effect in items[sets[0][0]].effects:
            yield _("%(found)s: %(classes)s.") % {
                "found": words.sentence(_found(effect.improved, effect.normal, effect.present)),
                "classes": words.response_classes(effect.classes),
            }


def _found(improved: bool | None, normal: bool | None, present: bool | None) -> str:
    if present is not None:
        return _("present") if present else _("absent")
    return _("%(improved)s and %(normal)s") % {
        "improved": _("improved") if improved else _("not improved"),
        "normal": _("normal") if normal else _("not normal"),
    }


def _wanted(item: OpenItem) -> str:
    name = named(item.code) if item.code in ANALYTES else _sign(item.code)
    return _(" and ").join(_(ASKED[reason]) % {"name": name} for reason in item.reasons)


def _sign(code: str) -> str:
    return _("fever") if code == "fever" else words.inside(finding(code))
