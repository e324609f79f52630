"""Where each printed figure is found: among the numbers of our pages, else among the facts."""

from __future__ import annotations

from collections.abc import Callable

from tests.records.demo_papers.arm import Arm, Synthetic

Share = tuple[float, float]
Counted = Callable[[Arm], Share]
Summed = Callable[[Arm], tuple[float, float, float]]


def _of_page(key: str, of: str) -> Counted:
    """A count of a page, and the number of patients beside it."""
    return lambda arm: (arm.figure(key), arm.figure(of))


def _share(key: str, of: str) -> Counted:
    """A share of a page, of the number of patients beside it."""
    return lambda arm: (arm.figure(key) * arm.figure(of), arm.figure(of))


def _table1(row: str, level: str = "yes") -> Counted:
    return _of_page(f"table1/{row}.{level}/count", f"table1/{row}/n")


def _criterion(name: str) -> Counted:
    return _table1(f"criterion_{name}", "met")


def _severe(term: str) -> Counted:
    return _of_page(f"safety/{term}.severe/count", f"safety/{term}.severe/n")


def _everybody(key: str) -> Counted:
    return _of_page(key, "cohort/n")


def _fact(holds: Callable[[Synthetic], object]) -> Counted:
    """A count of facts, of all patients of the arm."""
    return lambda arm: (arm.count(holds), len(arm.patients))


def _afebrile_by(day: int) -> Counted:
    return _share(f"fever/days/at{day}/share", "fever/days/n")


def _afebrile_after_five_or_six_days(arm: Arm) -> Share:
    by_day6, n = _afebrile_by(6)(arm)
    assert {p.facts.fever.afebrile_days for p in arm.patients} >= {5, 6}
    return by_day6 - _afebrile_by(3)(arm)[0], n


def _febrile_on_conventional(patient: Synthetic) -> bool:
    return patient.facts.subject.course == "refractory" and bool(patient.facts.fever.febrile_before)


def _found(name: str, status: str = "present", after: int | None = None) -> Counted:
    """A finding of the case file; ``after``: more days than that after the first dose."""

    def holds(patient: Synthetic) -> bool:
        rows = [f for f in patient.case.findings if f.finding == name and f.status == status]
        days = [row.on.isoformat() for row in rows]
        begun = [row.start.day for row in patient.case.exposures]
        late = [f for f in rows if after is not None and (f.on - min(begun)).days > after]
        return bool(late) if after is not None else bool(days)

    return _fact(holds)


def _detail(words: str) -> Counted:
    return _fact(lambda patient: words in (patient.document["trigger"].get("detail") or ""))


def _with_drugs(*drugs: str) -> Counted:
    """Beside the first drug, or as the first one."""

    def holds(patient: Synthetic) -> bool:
        subject = patient.facts.subject
        return {*drugs} <= {subject.drug, *subject.other_drugs}

    return _fact(holds)


_SAFETY_EVENT = "safety/entry_infection-{}/count"
WANG: dict[str, Counted] = {
    "male": _table1("sex", "male"),
    "female": _table1("sex", "female"),
    "ebv_hlh": _table1("ebv"),
    "complete_response": _of_page("response/all/complete", "response/all/n"),
    "partial_response": _of_page("response/all/partial", "response/all/n"),
    "overall_response": _share("response/all/rate", "response/all/n"),
    "overall_response_ebv": _share("response/ebv_yes/rate", "response/ebv_yes/n"),
    "overall_response_not_ebv": _share("response/ebv_no/rate", "response/ebv_no/n"),
    "afebrile_24_h": _of_page("fever/within24/yes", "fever/within24/known"),
    "ruxolitinib_alone": _table1("beside", "alone"),
    "with_glucocorticoid": _table1("other_drugs.methylprednisolone"),
    "with_methylprednisolone": _table1("beside", "with_glucocorticoid"),
    "with_hydroxychloroquine": _table1("other_drugs.hydroxychloroquine"),
    "leukopenia_3_4": _severe("leukopenia"),
    "thrombocytopenia_3_4": _severe("thrombocytopenia"),
    "transaminases_3_4": _severe("transaminases"),
    "bilirubin_3_4": _severe("bilirubin"),
    "triglycerides_3_4": _severe("triglycerides"),
    "lung_infection_worse": _everybody(_SAFETY_EVENT.format("lung-infection")),
    "urinary_infection": _everybody(_SAFETY_EVENT.format("urinary-tract-infection")),
    "stopped_for_toxicity": _of_page("safety/stopped/count", "safety/stopped/n"),
    "deaths": _of_page("survival/os/events", "survival/os/n"),
    "relapse_ebv": _of_page("survival/relapse_ebv/relapsed", "survival/relapse_ebv/n"),
    "ebv_dna_before_relapse": _of_page(
        "survival/relapse_ebv/ebv_dna_rose", "survival/relapse_ebv/ebv_dna_known"
    ),
    "relapse_not_ebv": _of_page("survival/relapse_not_ebv/relapsed", "survival/relapse_not_ebv/n"),
}
_CHI_BOTH: dict[str, Counted] = {
    "female": _table1("sex", "female"),
    "male": _table1("sex", "male"),
    **{
        name: _criterion(name)
        for name in (
            *("fever", "splenomegaly", "cytopenias", "triglycerides_fibrinogen"),
            *("ferritin", "hemophagocytosis", "nk_activity", "scd25"),
        )
    },
    "infection": _table1("trigger", "infection"),
    **{agent: _table1("agent", agent) for agent in ("ebv", "cmv", "hepatitis_b", "influenza")},
    "parainfluenza": _table1("agent", "parainfluenza"),
    "sjia": _found("systemic_jia"),
}
CHI_RUXOLITINIB: dict[str, Counted] = {
    **_CHI_BOTH,
    "kawasaki": _detail("Kawasaki"),
    "hlh_04": _table1("earlier.hlh-04"),
    "hlh_04_ivig": _table1("earlier.hlh-04-and-ivig"),
    "ivig": _table1("earlier.ivig"),
    "no_known_gene": _found("exome_variant", "absent"),
    "cns": _found("cns_involvement"),
    "ruxolitinib_alone": _table1("beside", "alone"),
    "after_failure": _table1("course", "refractory"),
    "fever_on_conventional": _fact(_febrile_on_conventional),
    "afebrile_before": _fact(lambda patient: patient.facts.fever.febrile_before is False),
    "fever_returned": _everybody("fever/back/yes"),
    "arthritis_after_stopping": _found("active_arthritis", after=91),
}
CHI_CONVENTIONAL: dict[str, Counted] = {
    **_CHI_BOTH,
    "sle": _detail("lupus"),
    "hlh_04": _with_drugs("dexamethasone", "etoposide"),
    "glucocorticoid_ivig": _with_drugs("methylprednisolone", "ivig"),
    "afebrile_day_3": _afebrile_by(3),
    "afebrile_day_5_6": _afebrile_after_five_or_six_days,
    "fever_returned": _of_page("fever/back/yes", "fever/back/known"),
    "arthritis_on_reduction": _found("active_arthritis", after=28),
}
COUNTS: dict[tuple[str, str], dict[str, Counted]] = {
    ("wang2020", "ruxolitinib"): WANG,
    ("chi2020", "ruxolitinib"): CHI_RUXOLITINIB,
    ("chi2020", "conventional"): CHI_CONVENTIONAL,
}


def _page_summary(*keys: str) -> Summed:
    return lambda arm: tuple(arm.figure(key) for key in keys)  # type: ignore[return-value]


_AGE = _page_summary("table1/age/median", "table1/age/low", "table1/age/high")
SUMMARIES: dict[tuple[str, str], Summed] = {
    ("wang2020", "age"): _AGE,
    ("chi2020", "age"): _AGE,
    ("wang2020", "time_to_response"): _page_summary(
        *(f"response/time/{what}_weeks" for what in ("median", "min", "max"))
    ),
    ("wang2020", "follow_up"): _page_summary(
        *(f"survival/follow_up/{what}_weeks" for what in ("median", "alive_min", "alive_max"))
    ),
    ("wang2020", "survival"): _page_summary(
        *(f"survival/os/observed_{what}_weeks" for what in ("median", "min", "max"))
    ),
    ("wang2020", "progression_free_survival"): _page_summary(
        *(f"survival/pfs/observed_{what}_weeks" for what in ("median", "min", "max"))
    ),
    ("wang2020", "time_to_relapse_ebv"): _page_summary(
        *(f"survival/relapse_ebv_time/{what}_weeks" for what in ("median", "min", "max"))
    ),
    ("wang2020", "time_to_transplant"): _page_summary(
        *(f"survival/transplant/{what}_weeks" for what in ("median", "min", "max"))
    ),
}
TIMES = {0: "before", 7: "week1", 30: "month1"}


def mean_and_sd(arm: Arm, analyte: str, day: int) -> tuple[float, float]:
    """A cell of Table 2 as our page shows it."""
    key = f"table2/chi.{analyte}.{TIMES[day]}"
    return arm.figure(f"{key}/mean"), arm.figure(f"{key}/sd")
