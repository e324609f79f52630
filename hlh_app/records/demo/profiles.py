"""Who the synthetic patients are. Invented people: they are marked synthetic wherever shown."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

COMPLETE, PARTIAL, NONE = "complete", "partial", "no_response"
SERIES = tuple[tuple[int, float], ...]


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One synthetic patient. Days are counted from the first dose (day 0), ``days_ago`` is how
    long before today that was. ``series`` replaces the course of an analyte by day and value;
    ``left_out`` are never measured; ``pending`` are (analyte, day sent, day expected)."""

    code: str
    years: int
    sex: str
    weight_kg: Decimal
    days_ago: int
    response: str
    trigger: dict[str, str]
    dose_mg: Decimal
    course: str = "new"
    donor: str = "unknown"
    centre: str = "DEMO"
    left_out: tuple[str, ...] = ()
    pending: tuple[tuple[str, int, int], ...] = ()
    series: dict[str, SERIES] = field(default_factory=dict)
    fever_returns_on: int | None = None
    raised_dose_mg: Decimal | None = None
    stops_on: int | None = None
    stop_reason: str | None = None
    findings: tuple[dict[str, Any], ...] = ()
    events: tuple[tuple[str, int, str], ...] = ()
    drugs: tuple[dict[str, Any], ...] = ()
    earlier_lines: tuple[dict[str, Any], ...] = ()

    @property
    def purpose(self) -> str:
        """Why ruxolitinib was begun."""
        return {"refractory": "failure", "relapsed": "relapse"}.get(self.course, "first_line")


def _found(finding: str, status: str, day: int, **more: Any) -> dict[str, Any]:
    return {"finding": finding, "status": status, "day": day, **more}


def _drug(drug: str, dose: str, start: int, stop: int | None, **more: Any) -> dict[str, Any]:
    usual = {"unit": "mg", "route": "oral", "times_per_day": "1"}
    return {"drug": drug, "dose": dose, "start": start, "stop": stop, **usual, **more}


def _conditioning(drug: str, start: int, stop: int) -> dict[str, Any]:
    """Which drugs and when; no dose is shown for others to copy."""
    given = {"drug": drug, "start": start, "stop": stop, "route": "intravenous"}
    return given | {"purpose": "conditioning"}


def _infection(agent: str) -> dict[str, str]:
    return {"kind": "infection", "agent": agent}


EBV = _infection("ebv")
# What a study of salvage asks before the first dose (Wang 2020).
_SALVAGE = (
    _found("survival_over_one_month", "present", -2),
    _found("uncontrolled_infection", "absent", -2),
    _found("nonmelanoma_skin_cancer", "absent", -2, method="history"),
)
_HLH94 = {
    "line": 1,
    "regimen": "HLH-94: dexamethasone, etoposide",
    "start": -40,
    "stop": -12,
    "result": "no_response",
    "note": "Ferritin above 10,000 µg/L after four weeks",
}
D = Decimal

PROFILES: tuple[Profile, ...] = (
    Profile(
        code="SYN-01",
        years=4,
        sex="female",
        weight_kg=D("16.2"),
        days_ago=200,
        response=COMPLETE,
        trigger=EBV,
        dose_mg=D("2.5"),
        stops_on=90,
        stop_reason="planned",
        findings=(_found("nk_activity", "low", -2), _found("ebv_infection", "present", -4)),
    ),
    Profile(
        code="SYN-02",
        years=2,
        sex="male",
        weight_kg=D("12.1"),
        days_ago=120,
        response=COMPLETE,
        trigger=_infection("cmv"),
        dose_mg=D("2.5"),
        stops_on=91,
        stop_reason="planned",
        drugs=(
            _drug(
                *("ganciclovir", "60", -2, 12),
                route="intravenous",
                times_per_day="2",
                purpose="infection",
            ),
        ),
    ),
    Profile(
        code="SYN-03",
        years=5,
        sex="female",
        weight_kg=D("18.4"),
        days_ago=62,
        response=PARTIAL,
        trigger=EBV,
        course="refractory",
        donor="searching",
        dose_mg=D("2.5"),
        earlier_lines=(_HLH94,),
        findings=(*_SALVAGE, _found("ebv_infection", "present", -4)),
    ),
    Profile(
        code="SYN-04",
        years=6,
        sex="male",
        weight_kg=D("21.0"),
        days_ago=90,
        response=PARTIAL,
        trigger=_infection("influenza"),
        dose_mg=D("2.5"),
        # The class is partial by the letter while the platelets fall to a quarter.
        series={"platelets": ((-4, 150), (-1, 148), (7, 70), (14, 36), (28, 62), (56, 95))},
    ),
    Profile(
        code="SYN-05",
        years=3,
        sex="female",
        weight_kg=D("13.6"),
        days_ago=75,
        response=NONE,
        trigger={"kind": "none_found"},
        course="refractory",
        donor="none_found",
        dose_mg=D("2.5"),
        stops_on=33,
        stop_reason="failure",
        earlier_lines=(_HLH94,),
        drugs=(_drug("platelet_transfusion", "1", 18, 18, unit="{unit}", route="intravenous"),),
        events=(("progression", 31, "ferritin rising, fever, bleeding"), ("death", 34, "")),
        findings=(_found("hemorrhage", "present", 31, detail="gastrointestinal"),),
    ),
    Profile(
        code="SYN-06",
        years=4,
        sex="male",
        weight_kg=D("15.8"),
        days_ago=45,
        response=COMPLETE,
        trigger=EBV,
        donor="matched",
        dose_mg=D("2.5"),
        left_out=("scd25",),
        events=(("transplant_planned", 54, "matched sibling"),),
        findings=(_found("ebv_infection", "present", -4),),
    ),
    Profile(
        code="SYN-07",
        years=9,
        sex="female",
        weight_kg=D("25.0"),
        days_ago=23,
        response=PARTIAL,
        trigger=EBV,
        course="refractory",
        donor="searching",
        dose_mg=D("5"),
        earlier_lines=(_HLH94,),
        drugs=(_drug("fluconazole", "100", -3, None, purpose="prophylaxis"),),
        findings=(
            *_SALVAGE,
            _found("ebv_infection", "present", -4),
            _found("nk_activity", "pending", 18, expected=28),
        ),
    ),
    Profile(
        code="SYN-08",
        years=3,
        sex="male",
        weight_kg=D("14.2"),
        days_ago=17,
        response=PARTIAL,
        trigger=_infection("parainfluenza"),
        dose_mg=D("2.5"),
        raised_dose_mg=D("3.75"),
        fever_returns_on=3,
    ),
    Profile(
        code="SYN-09",
        years=34,
        sex="male",
        weight_kg=D("70.5"),
        days_ago=31,
        response=PARTIAL,
        trigger=EBV,
        course="relapsed",
        donor="matched",
        dose_mg=D("10"),
        pending=(("scd25", 28, 29),),
        earlier_lines=(_HLH94 | {"result": "relapse", "note": "Relapse after eight weeks"},),
        drugs=(_drug("posaconazole", "300", 21, None, purpose="prophylaxis"),),
        findings=(
            *_SALVAGE,
            _found("ebv_infection", "present", -4),
            _found("malignancy", "absent", -3, method="histology"),
        ),
    ),
    Profile(
        code="SYN-10",
        years=6,
        sex="female",
        weight_kg=D("20.3"),
        days_ago=75,
        response=COMPLETE,
        trigger={"kind": "rheumatic", "detail": "systemic juvenile idiopathic arthritis"},
        dose_mg=D("2.5"),
        findings=(
            _found("systemic_jia", "present", -4),
            _found("active_arthritis", "present", -4),
        ),
    ),
    Profile(
        code="SYN-11",
        years=2,
        sex="male",
        weight_kg=D("11.7"),
        days_ago=100,
        response=PARTIAL,
        trigger={"kind": "primary", "detail": "PRF1, biallelic"},
        donor="matched",
        dose_mg=D("2.5"),
        stops_on=39,
        stop_reason="transplant",
        findings=(
            _found(
                "molecular_diagnosis", "present", 6, method="genetics", detail="PRF1, biallelic"
            ),
            _found("nk_activity", "low", -2),
        ),
        drugs=(_conditioning("fludarabine", 33, 37), _conditioning("melphalan", 38, 38)),
        events=(
            ("conditioning", 33, "fludarabine, melphalan"),
            ("transplant", 40, "matched unrelated donor"),
        ),
    ),
    Profile(
        code="SYN-12",
        years=5,
        sex="female",
        weight_kg=D("17.5"),
        days_ago=4,
        response=PARTIAL,
        trigger=_infection("hepatitis_b"),
        dose_mg=D("2.5"),
        pending=(("scd25", -1, 8),),
        drugs=(_drug("entecavir", "0.25", -2, None, purpose="infection"),),
        findings=(
            _found("hepatitis_b", "present", -3),
            _found("molecular_diagnosis", "pending", -3, expected=20),
        ),
    ),
    Profile(
        code="SYN-13",
        years=7,
        sex="female",
        weight_kg=D("22.1"),
        days_ago=8,
        response=PARTIAL,
        trigger=EBV,
        dose_mg=D("2.5"),
        # Fever comes back while the neutrophils fall: the first line of the worklist.
        fever_returns_on=7,
        series={"neutrophils": ((-4, 2.1), (-1, 1.9), (3, 0.9), (7, 0.4), (14, 0.3))},
    ),
    Profile(
        code="SYN-21",
        years=27,
        sex="female",
        weight_kg=D("58.0"),
        days_ago=50,
        response=PARTIAL,
        trigger={"kind": "unknown"},
        course="refractory",
        dose_mg=D("10"),
        centre="DEMO-2",
        earlier_lines=(_HLH94,),
        findings=_SALVAGE,
    ),
)
