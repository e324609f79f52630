"""An invented child, drawn like Chi's ruxolitinib group, to draw and to look at."""

from decimal import Decimal

from hlh_app.charts import (
    DoseMark,
    Panel,
    Pending,
    Point,
    Reading,
    Series,
    TemperatureSeries,
    TreatmentBar,
    Window,
    Words,
)

WORDS = Words(units={"ug/L": "µg/L", "10*9/L": "×10⁹/L", "ng/mL": "ng/mL"})
WINDOW = Window(-12, 38)
MONTHS = ("Oct", "Nov", "Dec")


def when(day, hour=6):
    """Day 0 is 28-Oct-2026."""
    number = 28 + int(day // 1)
    lengths = (31, 30, 31)
    month = 0
    while number > lengths[month]:
        number -= lengths[month]
        month += 1
    return f"{number:02d}-{MONTHS[month]}-2026 {hour:02d}:00"


def point(day, value, **more):
    return Point(day=day, when=when(day), value=Decimal(str(value)), **more)


def limits(low=None, high=None):
    return {
        "low": None if low is None else Decimal(str(low)),
        "high": None if high is None else Decimal(str(high)),
    }


FERRITIN = Panel(
    analyte="ferritin",
    label="Ferritin",
    unit="ug/L",
    log=True,
    series=(
        Series(
            "",
            (
                point(-11, 16500, comparator=">", text="> 16,500", **limits(10, 300)),
                point(-6, 16500, comparator=">", text="> 16,500", **limits(10, 300)),
                point(-1, 17090, **limits(10, 300)),
                point(3, 9120, **limits(10, 400)),
                point(7, 3250, **limits(10, 400)),
                point(14, 1709, **limits(10, 400)),
                point(21, 830, **limits(10, 400)),
                point(28, 512, **limits(10, 400)),
                point(35, 388, **limits(10, 400)),
            ),
        ),
    ),
)
SCD25 = Panel(
    analyte="scd25",
    label="sCD25 (soluble IL-2 receptor)",
    unit="U/mL",
    log=True,
    series=(
        Series(
            "Immulite",
            tuple(
                point(d, v, **limits(144, 1329))
                for d, v in ((-2, 14200), (7, 5100), (14, 2050), (28, 1120))
            ),
        ),
        Series("Dynex", (point(10, 6900), point(20, 3300))),
    ),
    pending=(Pending(37, when(37), "expected 09-Dec"),),
)
PLATELETS = Panel(
    analyte="platelets",
    label="Platelets",
    unit="10*9/L",
    log=False,
    series=(
        Series(
            "",
            tuple(
                point(
                    d,
                    v,
                    flags=("after platelet transfusion",) if d in (-3, 2) else (),
                    **limits(150, 450),
                )
                for d, v in (
                    (-11, 62),
                    (-7, 31),
                    (-5, 18),
                    (-3, 55),
                    (-1, 34),
                    (2, 71),
                    (4, 48),
                    (7, 66),
                    (10, 88),
                    (14, 96),
                    (18, 120),
                    (21, 134),
                    (28, 181),
                    (35, 214),
                )
            ),
        ),
    ),
)
WBC = Panel(
    analyte="wbc",
    label="Leukocytes",
    unit="10*9/L",
    log=False,
    series=(
        Series(
            "",
            tuple(
                point(d, v, **limits(4, 12))
                for d, v in (
                    (-11, 1.9),
                    (-7, 1.4),
                    (-1, 2.2),
                    (2, 2.9),
                    (7, 5.1),
                    (14, 5.9),
                    (21, 6.3),
                    (28, 5.2),
                    (35, 6.0),
                )
            ),
        ),
    ),
)
FIBRINOGEN = Panel(
    analyte="fibrinogen",
    label="Fibrinogen",
    unit="g/L",
    log=False,
    series=(
        Series(
            "",
            tuple(
                point(d, v, **limits(2, 4))
                for d, v in (
                    (-11, 0.8),
                    (-7, 0.6),
                    (-1, 0.9),
                    (3, 1.2),
                    (7, 1.7),
                    (14, 2.1),
                    (28, 2.4),
                )
            ),
        ),
    ),
)
EMPTY = Panel(analyte="ldh", label="Lactate dehydrogenase", unit="U/L", log=False, series=())
PANELS = (FERRITIN, SCD25, PLATELETS, WBC, FIBRINOGEN)


def _warmth(day):
    if day < 0.5:
        return 39.2
    if 2.9 < day < 4.2:
        return 38.7
    return 37.4 if day < 6 else 36.8


READINGS = tuple(
    Reading(
        day=day / 3,
        when=when(day / 3, (day % 3) * 8),
        value=Decimal(str(round(_warmth(day / 3) + ((day * 7) % 10) / 10 - 0.4, 1))),
        site="tympanic" if day % 11 == 0 else "axillary",
        antipyretic=day < 3 and day % 4 == 0,
    )
    for day in range(-36, 114)
)
TEMPERATURE = TemperatureSeries(
    readings=READINGS,
    threshold=Decimal("38.5"),
    doses=(DoseMark(0, "2.5 mg twice a day"), DoseMark(4, "3.75 mg twice a day")),
)
BARS = (
    TreatmentBar("ruxolitinib", 0, 4, "2.5 mg twice a day"),
    TreatmentBar("ruxolitinib", 4, None, "3.75 mg twice a day"),
    TreatmentBar("methylprednisolone", -10, 1, "40 mg once a day"),
    TreatmentBar("methylprednisolone", 1, 14, "16 mg once a day"),
    TreatmentBar("methylprednisolone", 14, None, "8 mg once a day"),
    TreatmentBar("etoposide", -9, -9, "150 mg/m² once"),
    TreatmentBar("etoposide", -5, -5, "150 mg/m² once"),
    TreatmentBar("platelet transfusion", -4, -4, ""),
    TreatmentBar("platelet transfusion", 1, 1, ""),
    TreatmentBar("filgrastim", -3, 1.5, "5 µg/kg once a day"),
)
