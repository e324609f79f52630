"""What relapse and progression say of themselves, out of the limits by which they are judged."""

from hlh_app.clinical import hlh_criteria as hlh
from hlh_app.clinical import newly_present, relapse
from hlh_app.clinical.card import Boundary, CardCriterion, RuleCard
from hlh_app.clinical.hlh_card import statement_days
from hlh_app.clinical.schedule import RESPONSE_DAYS
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.windows import WINDOW_DAYS

_SIGNS_LABEL = gettext_noop("Relapse: signs")
_CNS_LABEL = gettext_noop("Relapse or progression: new CNS disease")
_CLINICIAN_LABEL = gettext_noop("Relapse or progression: the clinician")
_MARKERS_LABEL = gettext_noop("Progression: markers")
_THERAPY_LABEL = gettext_noop("Progression: other therapy")
_NEW = gettext_noop("newly present after a response: {sign}")
_SIGNS = gettext_noop("{n} or more of the eight newly present within {days} days")
_SIGNS_DAYS = gettext_noop("less than {days} days between the first and the last of them")
_MARKERS = gettext_noop("{n} or more of the five markers worse, before any response")
_WORSE = gettext_noop("worse than baseline by {percent} % or more, and outside normal limits")
_FROM_DAY = gettext_noop("from day {day} after the first dose")
_CNS = Message(gettext_noop("CNS disease that was not there before"))
_SAID = Message(gettext_noop("a relapse or progression recorded after the day of the first dose"))
_THERAPY = Message(gettext_noop("another HLH therapy begun for failure, before any response"))
_PRESENT = Message(gettext_noop("present"))


def _signs() -> tuple[CardCriterion, ...]:
    labs = tuple(
        CardCriterion.ours(
            id, label, Message(_NEW, {"sign": threshold.in_words()}),
            Boundary.of(threshold, "our_definition", id),
        )
        for id, label, threshold in newly_present.LABS
    )  # fmt: skip
    found = (
        ("splenomegaly", hlh.SPLENOMEGALY_LABEL),
        ("hemophagocytosis", hlh.HEMOPHAGOCYTOSIS_LABEL),
    )
    words = Message(_NEW, {"sign": _PRESENT})
    return (
        *labs,
        *(CardCriterion.ours(id, label, words, statement_days(id)) for id, label in found),
    )


CARD = RuleCard(
    rule=relapse.RULE,
    version=relapse.VERSION,
    title=relapse.TITLE,
    citation=relapse.CITATION,
    module=relapse.__name__,
    answers=gettext_noop("Has HLH come back after a response, or progressed without one?"),
    population=gettext_noop("Patients on or after ruxolitinib, from the first dose."),
    criteria=(
        *_signs(),
        CardCriterion.ours(
            "signs", _SIGNS_LABEL,
            Message(_SIGNS, {"n": relapse.SIGNS_NEEDED, "days": WINDOW_DAYS}),
            Boundary.ours("signs", _SIGNS, n=relapse.SIGNS_NEEDED, days=WINDOW_DAYS),
            Boundary.ours("signs_days", _SIGNS_DAYS, days=WINDOW_DAYS),
        ),
        CardCriterion.ours("cns", _CNS_LABEL, _CNS),
        CardCriterion.ours("clinician", _CLINICIAN_LABEL, _SAID),
        CardCriterion.ours(
            "markers", _MARKERS_LABEL, Message(_MARKERS, {"n": relapse.MARKERS_NEEDED}),
            Boundary.ours("markers", _MARKERS, n=relapse.MARKERS_NEEDED),
            Boundary.ours("worse", _WORSE, percent=25),
            Boundary.ours("day", _FROM_DAY, day=RESPONSE_DAYS[0]),
        ),
        CardCriterion.ours("other_therapy", _THERAPY_LABEL, _THERAPY),
    ),
    our_definitions=(
        gettext_noop("Neither paper defines relapse, progression or survival: all this is ours."),
        gettext_noop(
            "A response counts from the first scheduled day that surely is one, and is dated by "
            "the later of that day and of the last value used; only what is dated after it counts."
        ),
        gettext_noop(
            "Newly present: there now, and not there on an earlier record at or after the "
            "response. A spleen or CNS never recorded before a relapse counts as not there."
        ),
        gettext_noop(
            "Markers are looked at on the scheduled days, before any response; the five markers "
            "of the response, not hemoglobin and platelets."
        ),
        gettext_noop("The clinician's word counts by itself, whatever the class."),
        gettext_noop(
            "Without an event survival is censored at the last day with anything on record."
        ),
    ),
    unverified=(
        gettext_noop("The Histiocyte Society's rule of reactivation, after which it is made."),
    ),
)  # fmt: skip
