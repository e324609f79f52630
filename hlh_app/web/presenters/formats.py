"""How numbers, units, dates, doses and ages are printed, everywhere alike.

Dates are dd-Mmm-yyyy and times 24-hour whatever the language; numbers have a comma from 1,000 and
no trailing zero. A patient's moment is shown on the clock on which it was read, whose day is the
day that the rules count; another offset than the reader's is said.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hlh_app.clinical.case import Moment
from hlh_app.clinical.text import gettext_noop
from hlh_app.clinical.unit_names import UNITS

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
COMPARATORS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}
MINUS = "−"
FREQUENCIES = {
    Decimal("0.5"): gettext_noop("every other day"),
    Decimal(1): gettext_noop("once a day"),
    Decimal(2): gettext_noop("twice a day"),
    Decimal(3): gettext_noop("three times a day"),
    Decimal(4): gettext_noop("four times a day"),
}


def number(value: Decimal | int | float, digits: int | None = None) -> str:
    """1,709 · 0.42 · −3. ``digits``: round half up to so many decimals, for display only."""
    figure = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    if digits is not None:
        figure = figure.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    text = f"{figure:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text.startswith("-"):
        return MINUS + text[1:] if text != "-0" else "0"
    return text


def fixed(value: Decimal | int, digits: int) -> str:
    """A column of like figures: always so many decimals, as a thermometer shows 37.0."""
    places = Decimal(1).scaleb(-digits)
    return f"{Decimal(value).quantize(places, rounding=ROUND_HALF_UP):,f}".replace("-", MINUS)


def signed(value: Decimal | int, digits: int | None = None) -> str:
    """+12 · −95 · 0."""
    text = number(value, digits)
    return text if text.startswith(MINUS) or text == "0" else f"+{text}"


def percent(value: Decimal | int, digits: int = 0) -> str:
    """12 %, rounded half up."""
    return f"{number(value, digits)} %"


def unit(code: str) -> str:
    """A UCUM code as it is printed; other codes are printed as they are."""
    return UNITS.get(code, "" if code == "{unit}" else code)


def comparator(code: str | None) -> str:
    """``<=`` as ≤; empty for an exact value."""
    return COMPARATORS.get(code or "", "")


def value(figure: Decimal, unit_code: str = "", sign: str | None = None) -> str:
    """``> 16,500 µg/L``; 38 °C as 38.0 °C, because a thermometer reads tenths."""
    digits = fixed(figure, 1) if unit_code == "Cel" and figure == round(figure, 1) else None
    parts = (comparator(sign), digits or number(figure), unit(unit_code))
    return " ".join(part for part in parts if part)


def interval(low: Decimal | None, high: Decimal | None, unit_code: str = "") -> str:
    """``10–400 µg/L``, ``≤ 400``, ``≥ 150``; empty when the laboratory gave none."""
    if low is None and high is None:
        return ""
    if low is None:
        text = f"≤ {number(high)}"
    elif high is None:
        text = f"≥ {number(low)}"
    else:
        text = f"{number(low)}–{number(high)}"
    return f"{text} {unit(unit_code)}".strip()


def day(on: date | None) -> str:
    """03-Mar-2015; "Not recorded" without one."""
    return f"{on.day:02d}-{MONTHS[on.month - 1]}-{on.year:04d}" if on else _("Not recorded")


def short_day(on: date) -> str:
    """03-Mar, where the year is plain from the context."""
    return f"{on.day:02d}-{MONTHS[on.month - 1]}"


def moment(when: Moment | None) -> str:
    """20-Nov-2026 06:00, or the date alone when no time is known."""
    if when is None:
        return _("Not recorded")
    if when.is_date:
        return day(when.day)
    return f"{day(when.day)} {when.seen:%H:%M}{_other_offset(when.seen)}"


def short_moment(when: Moment) -> str:
    """20-Nov 06:00, or 20-Nov."""
    return short_day(when.day) if when.is_date else f"{short_day(when.day)} {when.seen:%H:%M}"


def clock(at: datetime | None) -> str:
    """An instant of the record (entered, signed, printed) on the reader's clock."""
    if at is None:
        return _("Not recorded")
    local = timezone.localtime(at)
    return f"{day(local.date())} {local:%H:%M}"


def _other_offset(at: datetime) -> str:
    there = at.utcoffset() or timedelta()
    if timezone.localtime(at).utcoffset() == there:
        return ""
    minutes = int(there.total_seconds() // 60)
    sign = "+" if minutes >= 0 else MINUS
    return f" (UTC{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d})"


def times_a_day(times: Decimal | int | None) -> str:
    """The frequency in words, because a dose never stands without one."""
    if times is None:
        return _("frequency not recorded")
    words = FREQUENCIES.get(Decimal(times))
    return _(words) if words else _("%(times)s times a day") % {"times": number(times)}


def dose(amount: Decimal | None, unit_code: str | None, times: Decimal | int | None) -> str:
    """5 mg twice a day."""
    if amount is None:
        return _("dose not recorded")
    joint = " " if times is not None else ", "
    return f"{_amount(amount, unit_code or '')}{joint}{times_a_day(times)}"


def _amount(amount: Decimal, unit_code: str) -> str:
    """5 mg; 1 unit of blood, because a number never stands without its unit."""
    if unit_code == "{unit}":
        return ngettext("%(n)s unit", "%(n)s units", int(amount)) % {"n": number(amount)}
    return value(amount, unit_code)


def per_kg(amount: Decimal | None) -> str:
    """0.4 mg/kg/day, without a trailing zero; rounded to hundredths."""
    return f"{number(amount, 2)} mg/kg/day" if amount is not None else ""


def age(born: date, on: date) -> str:
    """Age as wards write it: days to 4 weeks, weeks to a year, months to two, years and months
    to 18, then years."""
    if on < born:
        return _("not yet born")
    days = (on - born).days
    months = _whole_months(born, on)
    if days < 28:
        return f"{days}d"
    if months < 12:
        return f"{days // 7}w {days % 7}d"
    if months < 24:
        return f"{months}m"
    return f"{months // 12}y {months % 12}m" if months < 216 else f"{months // 12}y"


def _whole_months(born: date, on: date) -> int:
    """By the calendar: a month is complete on the day of the month of birth."""
    return (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)


def days_ago(days: int) -> str:
    """``today``, ``1 day old``, ``18 days old``."""
    if days == 0:
        return _("same day")
    return _("1 day old") if days == 1 else _("%(days)s days old") % {"days": number(days)}
