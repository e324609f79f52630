"""Temperatures in few words."""

from .response_builders import lab


def reading(when, value="36.8", **fields):
    """One temperature at "3 18:00": day and clock."""
    day, clock = when.split()
    return lab("temperature", int(day), value, clock=clock, **fields)


def calm(day, value="36.8", **fields):
    """Three readings over 24 hours, from 06:00 of that day."""
    whens = (f"{day} 06:00", f"{day} 18:00", f"{day + 1} 06:00")
    return [reading(when, value, **fields) for when in whens]
