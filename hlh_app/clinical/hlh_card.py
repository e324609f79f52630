"""What HLH-2004 and HLH-2024 say of their criteria, out of the thresholds that judge them."""

from collections.abc import Iterator

from hlh_app.clinical import hlh_criteria as hlh
from hlh_app.clinical.card import Boundary, CardCriterion
from hlh_app.clinical.criteria_set import MOLECULAR, MOLECULAR_LABEL, NEEDED
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.windows import FINDING_DAYS, WINDOW_DAYS

STATEMENT_DAYS = gettext_noop("the last statement is at most {days} days old")
VALUE_DAYS = gettext_noop("measured less than {days} days before, to the minute")
COUNT_LABEL = gettext_noop("Number of criteria")
WINDOW_LABEL = gettext_noop("Values that count")

_NEWBORN = gettext_noop("of a newborn: {limit}")
_NEWBORN_AGE = gettext_noop("a newborn: drawn before the age of {days} days")
_LINEAGES = gettext_noop("at least {needed} of the three lineages are low")
_OWN_LIMIT = gettext_noop("NK-cell activity < the lower limit printed with it")
_NEEDED = gettext_noop("at least {needed} of {total} criteria are met")
_FEVER = Message(
    gettext_noop(
        "any temperature at or above the threshold the center has chosen; the primary table "
        "prints no number"
    )
)
_ONE_OF_TWO = Message(
    gettext_noop("triglycerides high or fibrinogen low: one met is enough, not met needs both")
)
_SCD25 = Message(
    gettext_noop(
        "in U/mL; another unit is another assay and leaves it open; the laboratory's bare "
        "statement stands for such a value"
    )
)
_COUNTED = Message(gettext_noop("criteria met, not met and unknown are counted apart"))
_WORST = Message(gettext_noop("the worst value of the window decides; older ones are stale"))
_GENES = Message(
    gettext_noop("a molecular diagnosis consistent with HLH meets the criteria by itself")
)

OUR_DEFINITIONS = (
    gettext_noop("Which values count: the worst of the 14 days before, each shown with its date."),
    gettext_noop(
        "Two readings, never mixed: “at diagnosis” is the first moment at which the criteria "
        "held, “now” is as of a moment. Once therapy has begun a reading is headed “activity, "
        "not a diagnosis”."
    ),
    gettext_noop("Missing, pending and contradicting results are unknown, never negative."),
)


def criteria_of(total: int, citation: str) -> tuple[CardCriterion, ...]:
    """The criteria, the molecular path, the count out of ``total`` and the window."""
    eight = (*_by_sign(), *_by_value())
    return (
        *(one for one in eight if total == len(eight) or one.id != "nk_activity"),
        CardCriterion(
            id=MOLECULAR, label=MOLECULAR_LABEL, condition=_GENES, citation="henter2007"
        ),
        CardCriterion(
            id="count", label=COUNT_LABEL, condition=_COUNTED, citation=citation,
            boundaries=(Boundary(
                id="count", citation=citation,
                condition=Message(_NEEDED, {"needed": NEEDED, "total": total}),
            ),),
        ),
        window_criterion(),
    )  # fmt: skip


def window_criterion() -> CardCriterion:
    """The window, which every rule on values shares."""
    return CardCriterion(
        id="window", label=WINDOW_LABEL, condition=_WORST, citation="our_definition",
        boundaries=(Boundary.ours("window_days", VALUE_DAYS, days=WINDOW_DAYS),),
        our_definition=True,
    )  # fmt: skip


def statement_days(finding: str) -> Boundary:
    """How old a statement may be, named after its finding."""
    return Boundary.ours(f"{finding}_days", STATEMENT_DAYS, days=FINDING_DAYS[finding])


def _by_sign() -> Iterator[CardCriterion]:
    yield CardCriterion(
        id="fever", label=hlh.FEVER_LABEL, condition=_FEVER, citation="chi2020",
        boundaries=tuple(
            Boundary.of(hlh.fever_threshold(limit), source or "our_definition", f"fever_{limit}")
            for limit, source in hlh.FEVER_SOURCES.items()
        ),
    )  # fmt: skip
    yield CardCriterion(
        id="splenomegaly", label=hlh.SPLENOMEGALY_LABEL, condition=hlh.PRESENT,
        citation="henter2007", boundaries=(statement_days("splenomegaly"),),
    )  # fmt: skip
    yield _cytopenias()
    yield CardCriterion(
        id="hemophagocytosis", label=hlh.HEMOPHAGOCYTOSIS_LABEL, condition=hlh.ANY_SITE,
        citation="henter2007", boundaries=(statement_days("hemophagocytosis"),),
    )  # fmt: skip
    yield CardCriterion(
        id="nk_activity", label=hlh.NK_LABEL, condition=hlh.LOW_NK, citation="henter2007",
        boundaries=(
            Boundary(id="nk_own_limit", condition=Message(_OWN_LIMIT), citation="henter2007"),
            statement_days("nk_activity"),
        ),
    )  # fmt: skip


def _cytopenias() -> CardCriterion:
    lineages = Message(_LINEAGES, {"needed": hlh.LINEAGES_NEEDED})
    return CardCriterion(
        id="cytopenias", label=hlh.CYTOPENIAS_LABEL, condition=hlh.TWO_LINEAGES,
        citation="henter2007",
        boundaries=(
            Boundary.of(hlh.HEMOGLOBIN, "henter2007"),
            Boundary(
                id="hemoglobin_newborn",
                citation="henter2007",
                condition=Message(_NEWBORN, {"limit": hlh.HEMOGLOBIN_NEWBORN.in_words()}),
            ),
            Boundary(
                id="newborn_days", citation="henter2007",
                condition=Message(_NEWBORN_AGE, {"days": hlh.NEWBORN_DAYS}),
            ),
            Boundary.of(hlh.PLATELETS, "henter2007"),
            Boundary.of(hlh.NEUTROPHILS, "henter2007"),
            Boundary(id="lineages", condition=lineages, citation="henter2007"),
        ),
    )  # fmt: skip


def _by_value() -> Iterator[CardCriterion]:
    yield CardCriterion(
        id="triglycerides_fibrinogen", label=hlh.FAT_OR_FIBRINOGEN_LABEL, condition=_ONE_OF_TWO,
        citation="henter2007",
        boundaries=(
            Boundary.of(hlh.TRIGLYCERIDES, "henter2007"),
            Boundary.of(hlh.TRIGLYCERIDES, "henter2007", "triglycerides_mg_dl", "mg/dL"),
            Boundary.of(hlh.FIBRINOGEN, "henter2007"),
            Boundary.of(hlh.FIBRINOGEN, "henter2007", "fibrinogen_mg_dl", "mg/dL"),
        ),
    )  # fmt: skip
    yield CardCriterion(
        id="ferritin", label=hlh.FERRITIN_LABEL, condition=hlh.FERRITIN.in_words(),
        citation="henter2007", boundaries=(Boundary.of(hlh.FERRITIN, "henter2007"),),
    )  # fmt: skip
    yield CardCriterion(
        id="scd25", label=hlh.SCD25_LABEL, condition=_SCD25, citation="henter2007",
        boundaries=(
            Boundary.of(hlh.SCD25, "henter2007"),
            statement_days("scd25_elevated"),
        ),
    )  # fmt: skip
