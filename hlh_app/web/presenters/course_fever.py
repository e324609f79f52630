"""The course of fever: episodes, the clock of defervescence, and what the papers report of it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from hlh_app.charts import defervescence_sentences
from hlh_app.clinical.case import Exposure
from hlh_app.clinical.defervescence import Defervescence, hours
from hlh_app.clinical.fever_episodes import (
    EpisodeState,
    FeverCourse,
    FeverEpisode,
    FeverMarks,
    fever_episodes,
)
from hlh_app.clinical.fever_neutropenia import FeverNeutropenia, fever_neutropenia
from hlh_app.clinical.fever_runs import height
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.text import gettext_noop
from hlh_app.cohorts.library import cohort
from hlh_app.records.models.choices import TemperatureSite
from hlh_app.web.record import Record

from . import formats, verdicts
from .links import Trail
from .passages import Cell, Passage, Row, given, grid, measured, row
from .readings import observed_value
from .sentences import say

BACK = {
    Outcome.MET: gettext_noop("yes"),
    Outcome.NOT_MET: gettext_noop("no"),
    Outcome.UNKNOWN: gettext_noop("not known: too few readings"),
    Outcome.NOT_APPLICABLE: "–",
}


def passage(record: Record, trail: Trail) -> Passage:
    found = fever_episodes(record.history, record.as_of, record.patient.centre.fever_threshold)
    return Passage(
        id="fever",
        title=_("Fever"),
        sentence=say(found.statement),
        rule=found.rule,
        source=verdicts.source(found.source),
        lines=tuple(_clock_line(found)),
        grids=(
            *grid(_("Episodes"), _episode_heads(), (_episode(e, trail) for e in found.episodes)),
            *grid(_("Defervescence clock"), (_("What"), _("When")), _clock_rows(found, trail)),
        ),
        notes=tuple(_published(found)),
    )


def neutropenia(record: Record) -> FeverNeutropenia:
    return fever_neutropenia(record.view, record.patient.centre.fever_threshold)


def _clock_line(found: FeverCourse) -> Iterator[str]:
    if found.clock is not None:
        yield say(found.clock.statement)


def _episode_heads() -> tuple[str, ...]:
    return (
        _("Began"),
        _("Highest"),
        _("Over from"),
        _("After fever had gone"),
        _("Ruxolitinib then"),
        _("What may have changed the readings"),
    )


def _episode(episode: FeverEpisode, trail: Trail) -> Row:
    count = _("%(n)s readings of 38.0 °C or more") % {"n": episode.febrile_readings}
    began = Cell(
        formats.moment(episode.onset.measured_at),
        trail.key(episode.onset.key),
        (observed_value(episode.onset), count),
    )
    doses = "; ".join(_dose(one) for one in episode.ruxolitinib) or _("none")
    back = _("yes, fever was back") if episode.came_back else _("no")
    peak = measured(episode.peak, trail)
    return row(began, peak, _over(episode, trail), back, doses, _marks(episode.marks))


def _dose(exposure: Exposure) -> str:
    return formats.dose(exposure.dose, exposure.unit, exposure.times_per_day)


def _over(episode: FeverEpisode, trail: Trail) -> Cell:
    if episode.over_from is not None:
        from_ = episode.over_from
        return Cell(formats.moment(from_.measured_at), trail.key(from_.key), _confirmed(episode))
    if episode.state is EpisodeState.ONGOING:
        return Cell(_("going on"), strong=True)
    return Cell(_("not known: too few readings since"))


def _confirmed(episode: FeverEpisode) -> tuple[str, ...]:
    by = episode.over_confirmed
    return (_("confirmed %(when)s") % {"when": formats.moment(by.measured_at)},) if by else ()


def _marks(marks: FeverMarks) -> Cell:
    """Site, antipyretic and glucocorticoid: an afebrile reading is worth what they leave of it."""
    antipyretic = {
        True: _("antipyretic given"),
        False: _("no antipyretic"),
        None: _("antipyretic not recorded"),
    }[marks.antipyretic]
    steroids = tuple(dict.fromkeys(given(one) for one in marks.glucocorticoids))
    sites = ", ".join(_site(code) for code in marks.sites) or _("site not recorded")
    return Cell(antipyretic, under=(sites, *steroids))


def _site(code: str) -> str:
    known = code in TemperatureSite.values
    return str(TemperatureSite(code).label).lower() if known else code


def _clock_rows(found: FeverCourse, trail: Trail) -> Iterator[Row]:
    clock = found.clock
    if clock is None:
        return
    yield row(_("First dose"), formats.moment(clock.first_dose))
    yield row(_("Febrile in the 24 hours before"), _before(clock))
    if clock.afebrile_from is None:
        return
    yield row(_("Afebrile from"), measured(clock.afebrile_from, trail, *_after(clock)))
    if clock.confirmed_by is not None:
        yield row(_("Confirmed by"), measured(clock.confirmed_by, trail))
    yield row(_("Fever back"), _back(clock, trail))
    if found.clock_marks is not None:
        yield row(_("On that afebrile day"), _marks(found.clock_marks))


def _before(clock: Defervescence) -> Cell:
    word = {True: _("yes"), False: _("no"), None: _("not known")}[clock.febrile_before]
    hottest = max(clock.before, key=height, default=None)
    if hottest is None:
        return Cell(word)
    values = {"value": observed_value(hottest), "when": formats.moment(hottest.measured_at)}
    return Cell(word, under=(_("highest %(value)s, %(when)s") % values,))


def _after(clock: Defervescence) -> Iterator[str]:
    if clock.after is not None:
        yield _("%(n)s hours after the first dose") % {"n": formats.number(hours(clock.after))}
    elif clock.days is not None:
        yield _("calendar day %(n)s after the first dose") % {"n": clock.days}


def _back(clock: Defervescence, trail: Trail) -> Cell:
    if clock.back_with is not None:
        return measured(clock.back_with, trail)
    return Cell(_(BACK[clock.came_back]))


def _published(found: FeverCourse) -> Iterator[str]:
    """What Wang and Chi report, beside a clock that is reckoned another way."""
    yield from defervescence_sentences((cohort("wang2020"), cohort("chi2020")))
    if found.clock is not None:
        yield _(
            "Afebrile here: over 24 hours three readings or more, no gap over 12 hours, all below "
            "38.0 °C (our definition)."
        )
