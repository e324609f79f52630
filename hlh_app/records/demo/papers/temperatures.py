"""Temperatures of a synthetic patient: every six hours around the first dose, then once a day."""

from collections.abc import Iterator, Sequence

from hlh_app.records.demo.papers.writing import FIRST_DOSE_HOUR, CaseFile, chance

HOURS = (2, 8, 14, 20)


def write(
    file: CaseFile,
    febrile_hours: Sequence[tuple[int, int]],
    closely: tuple[int, int],
    days: Sequence[int] = (),
    first_hour: int = 0,
) -> None:
    """Every six hours from the first to the last day ``closely``, then at 8 of ``days``.

    ``febrile_hours``: from and before so many hours from the first dose there is fever.
    ``first_hour``: on the first day none is earlier.
    """
    moments = [(day, hour) for day in range(closely[0], closely[1] + 1) for hour in HOURS]
    moments = [moment for moment in moments if moment >= (closely[0], first_hour)]
    moments += [(day, 8) for day in sorted(set(days)) if day > closely[1]]
    for day, hour, celsius in _readings(file.code, febrile_hours, moments):
        file.measured("temperature", celsius, day, hour)


def _readings(
    code: str, febrile: Sequence[tuple[int, int]], moments: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, float]]:
    for day, hour in moments:
        since = 24 * day + hour - FIRST_DOSE_HOUR
        draw = chance(code, "temperature", day, hour)
        if any(begins <= since < ends for begins, ends in febrile):
            middle = 39.1 if hour >= 14 else 38.7
            celsius = middle + draw.uniform(-0.1, 0.3)
        else:
            celsius = 36.6 + draw.uniform(-0.2, 0.4)
        yield day, hour, round(celsius, 1)
