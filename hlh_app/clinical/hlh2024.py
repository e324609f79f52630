"""HLH-2024: the criteria of HLH-2004 without NK activity, five of seven.

Unverified: its table was not read. Population: familial HLH under 16 years; elsewhere "not
validated here". NK activity does not appear in the count. Henter, Blood 2024;144:2308
(10.1182/blood.2024025077).
"""

from dataclasses import replace
from decimal import Decimal

from hlh_app.clinical import criteria_set, hlh2004, hlh_card
from hlh_app.clinical.ages import completed_years
from hlh_app.clinical.card import Boundary, CardCriterion, RuleCard
from hlh_app.clinical.case import Case, FindingStatus, Moment
from hlh_app.clinical.hlh_criteria import DEFAULT_FEVER_CEL, hlh_criteria
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.verdict import Criterion, Verdict
from hlh_app.clinical.windows import WINDOW_DAYS, History, View

RULE = "hlh2024"
VERSION = "1.0.0"
TITLE = gettext_noop("HLH-2024")
CITATION = "henter2024"
VALIDATED_BELOW_YEARS = 16

UNVERIFIED = Message(gettext_noop("unverified: the table of the source was not read"))
FAMILIAL_ONLY = Message(gettext_noop("for familial HLH under 16 years"))
NOT_VALIDATED = Message(
    gettext_noop("not validated here: it was made for familial HLH under 16 years")
)
_POPULATION_LABEL = gettext_noop("Where it was made for")
_POPULATION = Message(
    gettext_noop("the molecular diagnosis is present and the patient is young; computed at any age")
)
_YEARS = gettext_noop("under {years} completed years")

CARD = RuleCard(
    rule=RULE,
    version=VERSION,
    title=TITLE,
    citation=CITATION,
    module=__name__,
    answers=gettext_noop(
        "Are the revisited criteria met: a molecular diagnosis, or at least five of seven, "
        "without NK-cell activity?"
    ),
    population=gettext_noop(
        "Familial HLH under 16 years; for everybody else the verdict carries “not validated here”."
    ),
    criteria=(
        *hlh_card.criteria_of(7, CITATION),
        CardCriterion(
            id="population",
            label=_POPULATION_LABEL,
            condition=_POPULATION,
            citation=CITATION,
            boundaries=(
                Boundary(
                    id="validated_years",
                    condition=Message(_YEARS, {"years": VALIDATED_BELOW_YEARS}),
                    citation=CITATION,
                ),
            ),
        ),
    ),
    our_definitions=hlh_card.OUR_DEFINITIONS,
    unverified=(gettext_noop("The table of the source was not read."),),
)


def hlh2024(
    case: Case,
    as_of: Moment,
    window_days: int = WINDOW_DAYS,
    fever_cel: Decimal = DEFAULT_FEVER_CEL,
) -> Verdict:
    """The verdict as of ``as_of``, computed at any age."""
    view = View(History(case), as_of, window_days)
    return verdict(view, hlh_criteria(view, fever_cel), fever_cel)


def verdict(view: View, eight: tuple[Criterion, ...], fever_cel: Decimal) -> Verdict:
    """As :func:`hlh2024`, on the eight criteria already judged for ``view``."""
    criteria = tuple(c for c in eight if c.id != "nk_activity")
    base = hlh2004.verdict(view, criteria, fever_cel)
    return replace_rule(base, (UNVERIFIED, _population(view), *base.notes))


def replace_rule(base: Verdict, notes: tuple[Message, ...]) -> Verdict:
    """The same reading under the name, version and source of this rule."""
    return replace(base, rule=RULE, version=VERSION, title=TITLE, citation=CITATION, notes=notes)


def _population(view: View) -> Message:
    familial = view.finding(criteria_set.MOLECULAR).status is FindingStatus.PRESENT
    young = completed_years(view.case.patient, view.as_of.day) < VALIDATED_BELOW_YEARS
    return FAMILIAL_ONLY if familial and young else NOT_VALIDATED
