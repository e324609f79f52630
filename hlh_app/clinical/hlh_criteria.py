"""The eight criteria of HLH-2004, of which HLH-2024 uses seven.

Fever; splenomegaly; cytopenias of at least two of three lineages; high fasting triglycerides or
low fibrinogen; hemophagocytosis in marrow, spleen, lymph node or liver; low or absent NK-cell
activity; high ferritin; high soluble IL-2 receptor. Henter 2007 (10.1002/pbc.21039). Limits: the
primary table prints no number for fever; which values count is our definition (windows).
"""

from datetime import date
from decimal import Decimal
from functools import lru_cache

from hlh_app.clinical.case import HEMOPHAGOCYTOSIS_SITES, Observation
from hlh_app.clinical.evidence import (
    Judged,
    finding_state,
    judge,
    judge_by,
    judge_finding,
)
from hlh_app.clinical.outcome import Outcome, at_least, outcome_of
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.thresholds import Threshold, any_true
from hlh_app.clinical.units import is_kept
from hlh_app.clinical.verdict import Criterion, Reading
from hlh_app.clinical.windows import FINDING_DAYS, View

D = Decimal
DEFAULT_FEVER_CEL = D("38.5")
FEVER_SOURCES: dict[Decimal, str | None] = {
    D("38.0"): None,
    D("38.2"): None,
    D("38.3"): "jordan2019",
    D("38.5"): "chi2020",
}
"""Thresholds a centre may choose, with the source that prints them (None: in use, unsourced)."""

NEWBORN_DAYS = 28
HEMOGLOBIN = Threshold("hemoglobin", "<", D(90))
HEMOGLOBIN_NEWBORN = Threshold("hemoglobin", "<", D(100))
PLATELETS = Threshold("platelets", "<", D(100))
NEUTROPHILS = Threshold("neutrophils", "<", D(1))
TRIGLYCERIDES = Threshold("triglycerides", ">=", D("3.0"), (("mg/dL", D(265)),))
FIBRINOGEN = Threshold("fibrinogen", "<=", D("1.5"), (("mg/dL", D(150)),))
FERRITIN = Threshold("ferritin", ">=", D(500))
SCD25 = Threshold("scd25", ">=", D(2400))
LINEAGES_NEEDED = 2

FEVER_LABEL = gettext_noop("Fever")
SPLENOMEGALY_LABEL = gettext_noop("Splenomegaly")
CYTOPENIAS_LABEL = gettext_noop("Cytopenias")
FAT_OR_FIBRINOGEN_LABEL = gettext_noop("High triglycerides or low fibrinogen")
HEMOPHAGOCYTOSIS_LABEL = gettext_noop("Hemophagocytosis")
NK_LABEL = gettext_noop("NK-cell activity")
FERRITIN_LABEL = gettext_noop("Ferritin")
SCD25_LABEL = gettext_noop("sCD25 (soluble IL-2 receptor)")
HEMOGLOBIN_LABEL = gettext_noop("Hemoglobin")
PLATELETS_LABEL = gettext_noop("Platelets")
NEUTROPHILS_LABEL = gettext_noop("Neutrophils")
TRIGLYCERIDES_LABEL = gettext_noop("Fasting triglycerides")
FIBRINOGEN_LABEL = gettext_noop("Fibrinogen")

PRESENT = Message(gettext_noop("present"))
TWO_LINEAGES = Message(gettext_noop("at least 2 of 3 lineages low"))
_EITHER = Message(gettext_noop("one of the two is enough; not met needs both known"))
ANY_SITE = Message(gettext_noop("present in marrow, spleen, lymph node or liver"))
LOW_NK = Message(gettext_noop("low or absent by the laboratory's own reference"))
_NO_FEVER_NUMBER = Message(
    gettext_noop("The primary table prints no number for fever; this one is from {source}."),
    {"source": "Chi 2020, Table 1"},
)
_FEVER_FROM = gettext_noop("The primary table prints no number for fever; this one is {source}.")
_UNSOURCED = Message(gettext_noop("chosen here, without a printed source"))
_NEWBORN = Message(gettext_noop("drawn before the age of 28 days: below 100 g/L"))
_NOT_FASTING = Message(gettext_noop("the criterion asks for fasting triglycerides; not fasting"))
_MALIGNANCY = Message(gettext_noop("malignancy recorded as present: shown beside, never counted"))
_NO_MALIGNANCY = Message(gettext_noop("malignancy recorded as absent: shown beside, not counted"))
_BARE_STATEMENT = Message(
    gettext_noop("judged by the laboratory's bare statement that it is raised or not raised")
)
_LIVER_COUNTS = Message(gettext_noop("liver is counted as in later tables"))
_CHI_FERRITIN = Message(
    gettext_noop("Chi quotes > 10,000 µg/L: 90 % sensitive, 96 % specific in children")
)
_WORST = Message(gettext_noop("the worst value of the window decides (our definition)"))


@lru_cache(maxsize=32)
def fever_threshold(limit_cel: Decimal) -> Threshold:
    """Temperature at or above ``limit_cel`` (°C)."""
    return Threshold("temperature", ">=", limit_cel)


def hlh_criteria(view: View, fever_cel: Decimal = DEFAULT_FEVER_CEL) -> tuple[Criterion, ...]:
    """All eight, in the order in which they are printed."""
    return (
        fever(view, fever_cel),
        splenomegaly(view),
        cytopenias(view),
        triglycerides_fibrinogen(view),
        hemophagocytosis(view),
        nk_activity(view),
        ferritin(view),
        scd25(view),
    )


def _criterion(
    criterion_id: str,
    label: str,
    judged: Judged,
    threshold: Message,
    notes: tuple[Message, ...] = (),
    citation: str = "henter2007",
) -> Criterion:
    return Criterion(
        criterion_id,
        label,
        outcome_of(judged.state),
        threshold,
        citation,
        judged.readings,
        (*judged.notes, *notes),
    )


def fever(view: View, limit_cel: Decimal) -> Criterion:
    """Any temperature of the window at or above the chosen threshold."""
    threshold = fever_threshold(limit_cel)
    judged = judge(view, threshold)
    citation, note = _fever_source(limit_cel)
    return _criterion(
        "fever", FEVER_LABEL, judged, threshold.in_words(judged.unit), (note,), citation
    )


@lru_cache(maxsize=32)
def _fever_source(limit_cel: Decimal) -> tuple[str, Message]:
    source = FEVER_SOURCES.get(limit_cel)
    if source == "chi2020":
        return source, _NO_FEVER_NUMBER
    if source == "jordan2019":
        return source, Message(_FEVER_FROM, {"source": "NACHO 2019"})
    return "our_definition", Message(_FEVER_FROM, {"source": _UNSOURCED})


def splenomegaly(view: View) -> Criterion:
    judged = judge_finding(view.finding("splenomegaly"), FINDING_DAYS["splenomegaly"])
    return _criterion("splenomegaly", SPLENOMEGALY_LABEL, judged, PRESENT)


def cytopenias(view: View) -> Criterion:
    """Two of hemoglobin, platelets, neutrophils. Open lineages matter while they can change it."""
    parts = (
        _hemoglobin(view),
        _part(view, "platelets", PLATELETS_LABEL, PLATELETS),
        _part(view, "neutrophils", NEUTROPHILS_LABEL, NEUTROPHILS),
    )
    met = sum(part.outcome is Outcome.MET for part in parts)
    unknown = sum(part.outcome is Outcome.UNKNOWN for part in parts)
    outcome = at_least(LINEAGES_NEEDED, met, unknown)
    return Criterion(
        "cytopenias", CYTOPENIAS_LABEL, outcome, TWO_LINEAGES, "henter2007",
        _all_readings(parts), _open_notes(outcome, parts), parts,
    )  # fmt: skip


def _all_readings(parts: tuple[Criterion, ...]) -> tuple[Reading, ...]:
    return tuple(reading for part in parts for reading in part.readings)


def _open_notes(outcome: Outcome, parts: tuple[Criterion, ...]) -> tuple[Message, ...]:
    """What is missing, said of the part it is missing from."""
    if outcome is not Outcome.UNKNOWN:
        return ()
    return tuple(
        Message(_OF_PART, {"part": Message(part.label), "note": note})
        for part in parts
        if part.outcome is Outcome.UNKNOWN
        for note in part.notes[:1]
    )


_OF_PART = gettext_noop("{part}: {note}")


def _part(view: View, part_id: str, label: str, threshold: Threshold) -> Criterion:
    judged = judge(view, threshold)
    return _criterion(part_id, label, judged, threshold.in_words(judged.unit))


def hemoglobin_threshold(row: Observation, birth: date | None) -> Threshold:
    """Below 90 g/L, or below 100 when drawn before the age of 28 days."""
    newborn = birth is not None and (row.measured_at.day - birth).days < NEWBORN_DAYS
    return HEMOGLOBIN_NEWBORN if newborn else HEMOGLOBIN


def _hemoglobin(view: View) -> Criterion:
    birth = view.case.patient.birth_date
    judged = judge_by(
        view,
        "hemoglobin",
        lambda row: hemoglobin_threshold(row, birth).holds(row),
        highest=False,
    )
    used = judged.readings[0].row if judged.readings else None
    threshold = HEMOGLOBIN
    if isinstance(used, Observation):
        threshold = hemoglobin_threshold(used, birth)
    notes = (_NEWBORN,) if threshold is HEMOGLOBIN_NEWBORN else ()
    words = threshold.in_words(judged.unit)
    return _criterion("hemoglobin", HEMOGLOBIN_LABEL, judged, words, notes)


def triglycerides_fibrinogen(view: View) -> Criterion:
    """One met is enough; not met needs both known. Fasting flags and never changes it."""
    fat = judge(view, TRIGLYCERIDES)
    used = fat.readings[0].row if fat.readings else None
    not_fasting = isinstance(used, Observation) and used.fasting == "no"
    parts = (
        _criterion(
            "triglycerides", TRIGLYCERIDES_LABEL, fat, TRIGLYCERIDES.in_words(fat.unit),
            (_NOT_FASTING,) if not_fasting else (),
        ),
        _part(view, "fibrinogen", FIBRINOGEN_LABEL, FIBRINOGEN),
    )  # fmt: skip
    outcome = at_least(
        1,
        sum(part.outcome is Outcome.MET for part in parts),
        sum(part.outcome is Outcome.UNKNOWN for part in parts),
    )
    return Criterion(
        "triglycerides_fibrinogen", FAT_OR_FIBRINOGEN_LABEL, outcome, _EITHER, "henter2007",
        _all_readings(parts), _open_notes(outcome, parts), parts,
    )  # fmt: skip


def hemophagocytosis(view: View) -> Criterion:
    """Present at any site. Each site by its own latest statement of the last 30 days; a site
    whose last statement is older counts as not looked at."""
    days = FINDING_DAYS["hemophagocytosis"]
    sites = [
        judge_finding(found, days)
        for site in HEMOPHAGOCYTOSIS_SITES
        if (found := view.finding("hemophagocytosis", site)).rows
    ]
    counted = [j for j in sites if not _is_stale(view, j, days)]
    state = any_true(j.state for j in counted)
    readings = tuple(r for j in sites for r in j.readings)
    why = tuple(n for j in (counted or sites) if j.state is None for n in j.notes)
    if not sites:
        why = judge_finding(view.finding("hemophagocytosis"), days).notes
    judged = Judged(state, readings, why if state is None else ())
    notes = [_LIVER_COUNTS] if any(r.site == "liver" for r in readings) else []
    return _criterion(
        "hemophagocytosis", HEMOPHAGOCYTOSIS_LABEL, judged, ANY_SITE,
        (*notes, *_malignancy(view)),
    )  # fmt: skip


def _is_stale(view: View, judged: Judged, days: int) -> bool:
    return (view.as_of.day - judged.readings[0].day).days > days


def _malignancy(view: View) -> tuple[Message, ...]:
    state = finding_state(view.finding("malignancy"))
    if state is None:
        return ()
    return (_MALIGNANCY,) if state else (_NO_MALIGNANCY,)


def nk_activity(view: View) -> Criterion:
    """A low statement, or a number below its own lower limit. A number without one is open."""
    days = FINDING_DAYS["nk_activity"]
    said = judge_finding(found := view.finding("nk_activity"), days)
    numbers = judge_by(view, "nk_activity", below_own_low, highest=False)
    measured = view.values("nk_activity")
    has_numbers = bool(measured.final or measured.pending)
    if not has_numbers:
        judged = said if found.rows else Judged(None, (), said.notes)
    elif not found.rows or found.stale:
        judged = numbers
    else:
        state = any_true((said.state, numbers.state))
        notes = (*said.notes, *numbers.notes) if state is None else ()
        judged = Judged(state, (*said.readings, *numbers.readings), notes)
    return _criterion("nk_activity", NK_LABEL, judged, LOW_NK)


def below_own_low(row: Observation) -> bool | None:
    """Whether an NK activity lies below the lower limit printed with it."""
    if row.value is None or row.low is None:
        return None
    if row.comparator is None:
        return row.value < row.low
    if row.comparator[0] == "<":
        below = row.value <= row.low if row.comparator == "<" else row.value < row.low
        return True if below else None
    return False if row.value >= row.low else None


def ferritin(view: View) -> Criterion:
    judged = judge(view, FERRITIN)
    words = FERRITIN.in_words(judged.unit)
    return _criterion("ferritin", FERRITIN_LABEL, judged, words, (_CHI_FERRITIN,))


def scd25(view: View) -> Criterion:
    """At least 2,400 U/mL. A value in any other unit is open, also beside a U/mL value below;
    the laboratory's bare statement stands for values in other units, or for none."""
    judged = judge(view, SCD25)
    if judged.state is not True:
        usable = view.values("scd25")
        rows = (*usable.final, *usable.pending)
        others = [row for row in rows if is_kept(row.unit, "scd25")]
        if others or not rows:
            judged = _with_statement(view, judged, len(others) == len(rows))
    return _criterion("scd25", SCD25_LABEL, judged, SCD25.in_words("U/mL"))


def _with_statement(view: View, judged: Judged, alone: bool) -> Judged:
    """The bare statement in place of the values in other units."""
    said = judge_finding(found := view.finding("scd25_elevated"), FINDING_DAYS["scd25_elevated"])
    if said.state is None:
        notes = (*judged.notes, *said.notes) if found.rows else judged.notes
        return Judged(None, (*judged.readings, *said.readings), notes)
    own = () if alone else (_units_per_ml_state(view),)
    state = any_true((said.state, *own))
    return Judged(state, (*said.readings, *judged.readings), (_BARE_STATEMENT,))


def _units_per_ml_state(view: View) -> bool | None:
    usable = view.values("scd25")
    rows = [row for row in (*usable.final, *usable.pending) if not is_kept(row.unit, "scd25")]
    return any_true(None if row in usable.pending else SCD25.holds(row) for row in rows)
