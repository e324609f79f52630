"""Dates and times as FHIR writes them: a moment with its offset, or a whole day."""

import re
from datetime import date, tzinfo

from hlh_app.clinical.case import Moment
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange.errors import FieldError
from hlh_app.exchange.fhir.reports import NotKept
from hlh_app.exchange.fhir.shapes import Json, record, text
from hlh_app.exchange.fields import day_from, moment_from

_PARTIAL = re.compile(r"[0-9]{4}(-[0-9]{2})?")
_MOST_HELD = 20_000

_ONLY_PARTLY = gettext_noop("“{found}” is not a whole date: the day is not known")
_NO_TIME = Message(gettext_noop("does not say when it was measured"))
_TIMING = Message(gettext_noop("was measured at several times, which one value does not show"))
_NO_START = Message(gettext_noop("was measured over a time of which the start is not known"))
_OVER_DAYS = gettext_noop("was measured over several days, {start} to {end}")
_TO = gettext_noop("Measured from {start} to {end}.")


class Times:
    """Moments of one document; bare dates are days in ``zone``. Each text is read once."""

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone
        self._held: dict[str, Moment] = {}

    def moment(self, written: str) -> Moment:
        """NotKept, with the reason, for what is no moment and no whole day."""
        found = self._held.get(written)
        if found is None:
            if len(self._held) >= _MOST_HELD:
                self._held.clear()
            found = self._held[written] = self._read(written)
        return found

    def _read(self, written: str) -> Moment:
        if _PARTIAL.fullmatch(written):
            raise NotKept(Message(_ONLY_PARTLY, {"found": written}))
        try:
            return moment_from(written, self.zone)
        except FieldError as refused:
            raise NotKept(refused.reason) from None

    def measured(self, resource: Json) -> tuple[Moment, str]:
        """When a result is true of the patient, and what is to be noted of it."""
        written = resource.get("effectiveDateTime") or resource.get("effectiveInstant")
        if type(written) is str:
            return self.moment(written.strip()), ""
        period = record(resource.get("effectivePeriod"))
        if period:
            return self._within(period)
        raise NotKept(_TIMING if "effectiveTiming" in resource else _NO_TIME)

    def _within(self, period: Json) -> tuple[Moment, str]:
        """The start, where the end lies on the same day or is not given."""
        start, end = text(period.get("start")), text(period.get("end"))
        if not start:
            raise NotKept(_NO_START)
        begun = self.moment(start)
        if not end or end == start:
            return begun, ""
        if self.moment(end).day != begun.day:
            raise NotKept(Message(_OVER_DAYS, {"start": start, "end": end}))
        return begun, str(Message(_TO, {"start": start, "end": end}))


def whole_day(written: str) -> date:
    """The calendar day of a date or a moment, in its own offset. NotKept where it is not whole."""
    if _PARTIAL.fullmatch(written):
        raise NotKept(Message(_ONLY_PARTLY, {"found": written}))
    try:
        return day_from(written[:10])
    except FieldError as refused:
        raise NotKept(refused.reason) from None
