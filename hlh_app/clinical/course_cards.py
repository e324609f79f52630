"""What glucocorticoid, transplant window and follow-up calendar say of themselves."""

from hlh_app.clinical import follow_up, glucocorticoid, transplant_window
from hlh_app.clinical.body_size import HEIGHT_DAYS, HEIGHT_DAYS_UNDER_2_YEARS
from hlh_app.clinical.card import Boundary, CardCriterion, RuleCard
from hlh_app.clinical.courses import LONGEST_PAUSE_DAYS
from hlh_app.clinical.dosing import WEIGHT_DAYS, WEIGHT_DAYS_UNDER_2_YEARS
from hlh_app.clinical.taper import TAPER_DAYS
from hlh_app.clinical.text import Message, Value, gettext_noop

_EQUIVALENT = gettext_noop(
    "methylprednisolone {methylprednisolone} mg = prednisone or prednisolone {prednisone} = "
    "hydrocortisone {hydrocortisone} = dexamethasone {dexamethasone}"
)
_SIZE = Message(gettext_noop("a dose by kg or m² needs weight, or weight and height, of that day"))
_WEIGHT_DAYS = gettext_noop("a weight at most {n} days old")
_WEIGHT_DAYS_UNDER_2 = gettext_noop("under 2 years a weight at most {n} days old")
_HEIGHT_DAYS = gettext_noop("under 18 years a height at most {n} days old")
_HEIGHT_DAYS_UNDER_2 = gettext_noop("under 2 years a height at most {n} days old")
_MOSTELLER = Message(gettext_noop("body surface √(cm × kg ÷ 3600) m² (Mosteller)"))
_TAPER = Message(
    gettext_noop("given for long, and the dose of the last day more than half of the highest")
)
_SHORT = gettext_noop("given on more than {n} days")
_PAUSE = gettext_noop("with pauses of at most {n} days")
_TAPER_DAYS = gettext_noop("the highest of the {n} days that end with the last")
_HALF = gettext_noop("the last day's dose more than half of the highest")
_RUNS = Message(
    gettext_noop(
        "EBV-HLH, primary HLH, or a recorded intention: a transplant planned, a donor searched or "
        "matched"
    )
)
_WITHIN = gettext_noop("within {n} days (8 weeks) of the first dose")
_CLOSING = gettext_noop("closing: {n} days left or fewer")
_MONTHS = gettext_noop("months {months} after the first dose")
_DONE = Message(gettext_noop("by the nearest visit"))
_EARLY = gettext_noop("to month 3: within {n} days of the day")
_LATER = gettext_noop("from month 6: within {n} days of the day")


def _equivalents() -> Message:
    values: dict[str, Value] = dict(glucocorticoid.EQUIVALENT_MG)
    return Message(_EQUIVALENT, values)


GLUCOCORTICOID = RuleCard(
    rule=glucocorticoid.RULE,
    version=glucocorticoid.VERSION,
    title=glucocorticoid.TITLE,
    citation=glucocorticoid.CITATION,
    module=glucocorticoid.__name__,
    answers=gettext_noop("How much glucocorticoid each day and in all, and was it tapered?"),
    population=gettext_noop("Anybody with a systemic glucocorticoid on record."),
    criteria=(
        CardCriterion(id="equivalents", label=gettext_noop("Equivalents"),
                      condition=_equivalents(), citation="liu2013"),
        CardCriterion.ours("size", gettext_noop("Weight and height"), _SIZE,
              Boundary.ours("weight_days", _WEIGHT_DAYS, n=WEIGHT_DAYS),
              Boundary.ours(
                  "weight_days_under_2", _WEIGHT_DAYS_UNDER_2, n=WEIGHT_DAYS_UNDER_2_YEARS),
              Boundary.ours("height_days", _HEIGHT_DAYS, n=HEIGHT_DAYS),
              Boundary.ours(
                  "height_days_under_2", _HEIGHT_DAYS_UNDER_2, n=HEIGHT_DAYS_UNDER_2_YEARS)),
        CardCriterion(id="surface", label=gettext_noop("Body surface"), condition=_MOSTELLER,
                      citation="mosteller1987"),
        CardCriterion.ours("stop", gettext_noop("Stopped without a taper"), _TAPER,
              Boundary.ours("half", _HALF),
              Boundary.ours("taper_days", _TAPER_DAYS, n=TAPER_DAYS),
              Boundary.ours("short_course", _SHORT, n=glucocorticoid.SHORT_COURSE_DAYS),
              Boundary.ours("pause", _PAUSE, n=LONGEST_PAUSE_DAYS)),
    ),
    our_definitions=(
        gettext_noop("Every calendar day on which a drug is given counts whole."),
        gettext_noop(
            "On the day on which the next dose of a drug began the earlier one does not count."
        ),
        gettext_noop("A dose that is not known makes the day unknown, never zero."),
        gettext_noop("What counts as a taper; intrathecal doses are not added."),
    ),
    unverified=(
        gettext_noop("The equivalents and the body-surface formula: the sources were not read."),
    ),
)  # fmt: skip

TRANSPLANT_WINDOW = RuleCard(
    rule=transplant_window.RULE,
    version=transplant_window.VERSION,
    title=transplant_window.TITLE,
    citation=transplant_window.CITATION,
    module=transplant_window.__name__,
    answers=gettext_noop("How much time is left to transplant within 8 weeks of the first dose?"),
    population=gettext_noop(
        "EBV-HLH (Wang 2020: 6 of 10 who responded and were not transplanted relapsed, a median "
        "of 8 (3-12) weeks after the start), primary HLH, or a recorded intention."
    ),
    criteria=(
        CardCriterion.ours("runs", gettext_noop("The clock runs"), _RUNS),
        CardCriterion(
            id="window", label=gettext_noop("Window"), citation="wang2020",
            condition=Message(_WITHIN, {"n": transplant_window.WINDOW_DAYS}),
            boundaries=(
                Boundary(id="window_days", citation="wang2020",
                         condition=Message(_WITHIN, {"n": transplant_window.WINDOW_DAYS})),
                Boundary.ours("closing_days", _CLOSING, n=transplant_window.CLOSING_DAYS),
            ),
        ),
    ),
    our_definitions=(
        gettext_noop("That primary HLH and a recorded intention run the clock, too."),
        gettext_noop("From the first dose of the latest course; the last 14 days are closing."),
        gettext_noop("After an earlier transplant it runs only if another one is intended."),
        gettext_noop(
            "The trend of EBV-DNA: the last value against the one before, and the lowest since "
            "the first dose; only within one specimen, unit and assay."
        ),
    ),
)  # fmt: skip

FOLLOW_UP = RuleCard(
    rule=follow_up.RULE,
    version=follow_up.VERSION,
    title=follow_up.TITLE,
    citation=follow_up.CITATION,
    module=follow_up.__name__,
    answers=gettext_noop("Which follow-up visit is next, done, or overdue?"),
    population=gettext_noop("Anybody who was given ruxolitinib; Chi 2020 followed 11 children."),
    criteria=(
        CardCriterion(
            id="calendar", label=gettext_noop("Calendar"), citation="chi2020",
            condition=Message(_MONTHS, {"months": ", ".join(str(m) for m in follow_up.MONTHS)}),
        ),
        CardCriterion.ours("done", gettext_noop("Done"), _DONE,
              Boundary.ours("early_days", _EARLY, n=follow_up.EARLY_WITHIN_DAYS),
              Boundary.ours("later_days", _LATER, n=follow_up.LATER_WITHIN_DAYS)),
    ),
    our_definitions=(
        gettext_noop("Day 0 is the first dose of the latest course; calendar months."),
        gettext_noop("How far from its day a visit still counts."),
    ),
)  # fmt: skip
