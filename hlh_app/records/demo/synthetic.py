"""Synthetic patients as case files: the same for the same day, up to yesterday."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.records.demo.adverse import ADVERSE
from hlh_app.records.demo.course import (
    BLOOD_COUNT,
    COURSES,
    CYTOKINES,
    interval,
    unit_of,
    written,
)
from hlh_app.records.demo.fever import FIRST_DOSE_HOUR, readings
from hlh_app.records.demo.profiles import COMPLETE, NONE, Profile

LABORATORY = "Demo laboratory"
FULL_DAYS = (-4, -1, 7, 14, 28, 42, 56, 90, 180)
COUNT_DAYS = (1, 3, 10, 21, 35, 49)
CYTOKINE_DAYS = (-1, 14, 28)
SPLEEN_DAYS = (-4, 14, 28, 56)
LABELS = {-4: "Admission", -1: "Before the first dose"}
Row = dict[str, Any]


class Synthetic:
    """One patient's case file as of the end of yesterday, by the clock of the centre."""

    def __init__(self, profile: Profile, today: date, time_zone: str) -> None:
        self.profile = profile
        self.day0 = today - timedelta(days=profile.days_ago)
        self.zone = ZoneInfo(time_zone)
        died = [day for event, day, _detail in profile.events if event == "death"]
        self.last_day = min([profile.days_ago - 1, *died])
        days = sorted((*FULL_DAYS, *COUNT_DAYS))
        self.visit_days = [day for day in days if day <= self.last_day]

    def document(self) -> Row:
        """The case file."""
        profile = self.profile
        return {
            "format": "hlh-case/1",
            "id": profile.code,
            "source": {"kind": "synthetic", "citation": None},
            "patient": {"birth_date": self._born().isoformat(), "sex": profile.sex},
            "trigger": profile.trigger,
            "course": profile.course,
            "donor": profile.donor,
            "visits": [self._visit(day) for day in self.visit_days],
            "observations": [*self._results(), *self._temperatures()],
            "findings": [*self._examinations(), *self._findings()],
            "exposures": list(self._exposures()),
            "events": [
                {"event": event, "on": self._day(day), "detail": detail or None}
                for event, day, detail in (("onset", self._onset(), ""), *profile.events)
            ],
            "adverse_events": list(self._adverse()),
            "therapy_lines": [self._line(line) for line in profile.earlier_lines],
            "consents": self._consents(),
        }

    def _born(self) -> date:
        """A birthday some months before the first dose."""
        offset = 40 + 17 * (int(self.profile.code[-2:]) % 12)
        birthday = self.day0 - timedelta(days=offset)
        return birthday.replace(year=birthday.year - self.profile.years, day=min(birthday.day, 28))

    def _onset(self) -> int:
        """Some days before whatever treatment came first."""
        return min([0, *(line["start"] for line in self.profile.earlier_lines)]) - 16

    def _day(self, day: int) -> str:
        return (self.day0 + timedelta(days=day)).isoformat()

    def _at(self, day: int, hour: int, minute: int = 0) -> str:
        on = self.day0 + timedelta(days=day)
        return datetime.combine(on, time(hour, minute), self.zone).isoformat()

    def _visit(self, day: int) -> Row:
        label = LABELS.get(day, f"Day {day}")
        return {"id": f"day{day}", "visited_at": self._at(day, 8), "label": label}

    # Results ----------------------------------------------------------------------------------

    def _results(self) -> Iterator[Row]:
        for day in self.visit_days:
            yield self._measure(day, "weight", self._weight(day), "kg")
            if day == -4:
                yield from self._mistyped_weight(day)
            for analyte in self._panel(day):
                yield self._result(analyte, day)

    def _panel(self, day: int) -> list[str]:
        if day not in FULL_DAYS:
            return list(BLOOD_COUNT)
        left_out = set(self.profile.left_out)
        if self.profile.trigger.get("agent") != "ebv":
            left_out.add("ebv_dna_whole_blood")
        if day not in CYTOKINE_DAYS:
            left_out.update(CYTOKINES)
        if day not in SPLEEN_DAYS:
            left_out.add("spleen_thickness")
        return [analyte for analyte in COURSES if analyte not in left_out]

    def _weight(self, day: int) -> float:
        """Gains a little from month to month; the 25.0 kg line is not left."""
        gained = 0.0 if self.profile.weight_kg == 25 else max(day, 0) * 0.004
        return round(float(self.profile.weight_kg) + gained, 1)

    def _measure(self, day: int, analyte: str, value: float, unit: str) -> Row:
        return {
            "analyte": analyte,
            "value": value,
            "unit": unit,
            "measured_at": self._at(day, 8),
            "visit": f"day{day}",
        }

    def _mistyped_weight(self, day: int) -> Iterator[Row]:
        """One patient shows what an entry in error looks like."""
        if self.profile.code == "SYN-03":
            wrong = self._measure(day, "weight", 81.4, "kg")
            yield wrong | {"entered_in_error": "Typed 81.4 for 18.4", "confirmed": True}

    def _result(self, analyte: str, day: int) -> Row:
        low, high = interval(analyte, self.profile.years, self.profile.sex)
        row = self._measure(day, analyte, written(self.profile, analyte, day), unit_of(analyte))
        row |= {"low": low, "high": high, "laboratory": LABORATORY}
        if COURSES[analyte].assay:
            row["assay"] = COURSES[analyte].assay
        if analyte == "triglycerides":
            row["fasting"] = "yes"
        row |= self._missing(analyte, day)
        if self._unusual(row):
            row["confirmed"] = True
        return {key: value for key, value in row.items() if value is not None or key == "value"}

    def _missing(self, analyte: str, day: int) -> Row:
        for pending, sent, expected in self.profile.pending:
            if (analyte, day) == (pending, sent):
                waiting = {"status": "pending", "expected_on": self._day(expected)}
                return {"value": None, **waiting, "missing_reason": "Sent to another laboratory"}
        if (self.profile.code, analyte, day) == ("SYN-03", "triglycerides", 42):
            return {"value": None, "status": "not_done", "missing_reason": "Sample clotted"}
        return {}

    def _unusual(self, row: Row) -> bool:
        low, high = ANALYTES[row["analyte"]].usual
        value = row["value"]
        return value is not None and not low <= Decimal(str(value)) <= high

    def _temperatures(self) -> Iterator[Row]:
        site = "axillary" if self.profile.years < 18 else "tympanic"
        for day, hour, celsius in readings(self.profile, self.last_day):
            row = {"analyte": "temperature", "value": celsius, "unit": "Cel"}
            yield row | {"measured_at": self._at(day, hour), "site": site}

    # Findings ---------------------------------------------------------------------------------

    def _examinations(self) -> Iterator[Row]:
        """Spleen and liver at admission and at each fortnight; CNS at admission."""
        yield self._found("cns_involvement", "absent", -4, method="mri")
        for day in (-4, 14, 28, 42, 56):
            if day in self.visit_days:
                for organ in ("splenomegaly", "hepatomegaly"):
                    row = self._found(organ, self._organ(day), day, method="examination")
                    yield row | {"visit": f"day{day}"}

    def _organ(self, day: int) -> str:
        regresses = {COMPLETE: 14, NONE: 999}.get(self.profile.response, 28)
        return "present" if day < regresses else "absent"

    def _findings(self) -> Iterator[Row]:
        marrow = {"site": "marrow", "method": "histology"}
        yield self._found("hemophagocytosis", "present", -3, **marrow)
        yield self._found("immunosuppression", "absent", -4, method="history")
        yield self._found("tuberculosis", "absent", -3, detail="PPD, chest X-ray, T-SPOT")
        for found in self.profile.findings:
            if found["day"] <= self.last_day:
                more = {k: v for k, v in found.items() if k not in ("finding", "status", "day")}
                yield self._found(found["finding"], found["status"], found["day"], **more)

    def _found(self, finding: str, status: str, day: int, **more: Any) -> Row:
        if "expected" in more:
            more["expected_on"] = self._day(more.pop("expected"))
        return {"finding": finding, "status": status, "on": self._day(day), **more}

    def _adverse(self) -> Iterator[Row]:
        """What was seen or asked about by yesterday, with the visit of its day."""
        for told in ADVERSE.get(self.profile.code, ()):
            row = dict(told)
            day, resolved = row.pop("day"), row.pop("resolved", None)
            if day > self.last_day:
                continue
            row["on"] = self._day(day)
            if resolved is not None and resolved <= self.last_day:
                row["resolved_on"] = self._day(resolved)
            yield row | ({"visit": f"day{day}"} if day in self.visit_days else {})

    # Treatment --------------------------------------------------------------------------------

    def _exposures(self) -> Iterator[Row]:
        yield from self._ruxolitinib()
        yield from self._methylprednisolone()
        for drug in self.profile.drugs:
            if drug["start"] <= self.last_day:
                row = {key: value for key, value in drug.items() if key not in ("start", "stop")}
                numbers = {k: float(row[k]) for k in ("dose", "times_per_day") if k in row}
                yield row | numbers | self._given(drug["start"], drug["stop"])

    def _ruxolitinib(self) -> Iterator[Row]:
        profile, first = self.profile, self._at(0, FIRST_DOSE_HOUR)
        raised = profile.raised_dose_mg
        stop = profile.fever_returns_on if raised else profile.stops_on
        reason = "fever returned: dose raised, infection looked for" if raised else None
        base = {"drug": "ruxolitinib", "unit": "mg", "route": "oral", "times_per_day": 2}
        base["purpose"] = profile.purpose
        dose = {"dose": float(profile.dose_mg), "start": first, "stop": self._stop(stop)}
        why = profile.stop_reason if dose["stop"] else None
        yield base | dose | {"reason": reason, "stop_reason": why}
        if raised and profile.fever_returns_on is not None:
            start = self._at(profile.fever_returns_on, 20)
            yield base | {"dose": float(raised), "start": start, "stop": None}

    def _methylprednisolone(self) -> Iterator[Row]:
        """2 mg/kg, at most 80 mg, then half of it every week and off."""
        dose = min(2 * float(self.profile.weight_kg), 80.0)
        base = {"drug": "methylprednisolone", "unit": "mg", "times_per_day": 1}
        for start, share, route in ((-3, 1.0, "intravenous"), (7, 0.5, "oral"), (14, 0.25, "oral")):
            if start <= self.last_day:
                given = self._given(start, 27 if start == 14 else start + (9 if start < 0 else 6))
                yield base | {"dose": round(dose * share), "route": route} | given

    def _given(self, start: int, stop: int | None) -> Row:
        return {"start": self._day(start), "stop": self._stop(stop)}

    def _stop(self, stop: int | None) -> str | None:
        return self._day(stop) if stop is not None and stop <= self.last_day else None

    # Context ----------------------------------------------------------------------------------

    def _line(self, line: Row) -> Row:
        days = {"start": self._day(line["start"]), "stop": self._day(line["stop"])}
        return line | days

    def _consents(self) -> list[Row]:
        by = "parents" if self.profile.years < 18 else "patient"
        given = {"status": "given", "on": self._day(-1), "given_by": by}
        return [{"scope": "treatment", **given}, {"scope": "record", **given}]
