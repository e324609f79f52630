"""Work-up before ruxolitinib as in Chi, preprint 2020 (10.21203/rs.3.rs-78746/v1), 2.3 and 2.4.

Every child was tested for bacteria, viruses, fungi and parasites; tuberculosis was excluded by a
skin test, chest X-ray (CT where needed) and T-SPOT; an exome was read in all of the ruxolitinib
group. An item is met when it was done and a result is recorded, whatever the result; tuberculosis
when it is excluded. Done is what is recorded: nothing else is known.
"""

from datetime import date

from hlh_app.clinical.card import CardCriterion, RuleCard
from hlh_app.clinical.case import Case, FindingStatus, Moment
from hlh_app.clinical.checklist import (
    Checklist,
    ChecklistItem,
    all_of,
    count,
    finding_item,
    words_of,
)
from hlh_app.clinical.outcome import Outcome, outcome_of
from hlh_app.clinical.text import Message, gettext_noop, listed
from hlh_app.clinical.windows import History, LatestFinding, View

RULE = "workup_chi2020"
VERSION = "1.0.0"
TITLE = gettext_noop("Work-up as in Chi 2020")
CITATION = "chi2020"

DONE = {FindingStatus.PRESENT: Outcome.MET, FindingStatus.ABSENT: Outcome.MET}
TESTED = {
    "bacterial_infection": gettext_noop("Tested for bacteria"),
    "viral_infection": gettext_noop("Tested for viruses"),
    "fungal_infection": gettext_noop("Tested for fungi"),
    "parasitic_infection": gettext_noop("Tested for parasites"),
    "exome_variant": gettext_noop("Exome read"),
}
TB_TESTS = {
    "tb_skin_test": gettext_noop("tuberculin skin test"),
    "tb_chest_imaging": gettext_noop("chest imaging"),
    "tb_blood_test": gettext_noop("T-SPOT or like blood test"),
}
_TUBERCULOSIS = gettext_noop("Tuberculosis excluded")
_RECORD = Message(gettext_noop("Record the result as a finding, absent where nothing was found."))
_RECORD_TB = gettext_noop("Record: {tests}.")
_RECORD_WORD = Message(
    gettext_noop("A test is positive: record whether tuberculosis is present or absent.")
)
_BY_TESTS = gettext_noop("{test} {word}")
_STATEMENT = {
    Outcome.MET: gettext_noop("The work-up of Chi is complete on record."),
    Outcome.NOT_MET: gettext_noop("Tuberculosis is not excluded; Chi did not treat then."),
    Outcome.UNKNOWN: gettext_noop(
        "{met} of {total} parts of Chi's work-up are on record, {open} are not."
    ),
}


def workup(case: Case, as_of: Moment) -> Checklist:
    """The checklist as of ``as_of``."""
    return workup_chi2020(View(History(case), as_of))


def workup_chi2020(view: View) -> Checklist:
    """As :func:`workup`, on a view."""
    tested = [finding_item(view, kind, TESTED[kind], CITATION, DONE, _RECORD) for kind in TESTED]
    items = (*tested[:4], tuberculosis(view), *tested[4:])
    outcome = all_of(items)
    values = {
        "met": count(items, Outcome.MET),
        "open": count(items, Outcome.UNKNOWN),
        "total": len(items),
    }
    return Checklist(
        rule=RULE, version=VERSION, title=TITLE, citation=CITATION, as_of=view.as_of,
        outcome=outcome, statement=Message(_STATEMENT[outcome], dict(values)), items=items,
    )  # fmt: skip


def tuberculosis(view: View) -> ChecklistItem:
    """Excluded by the clinician's word, else by all three tests without a positive one."""
    word = view.finding("tuberculosis")
    if word.status in (FindingStatus.PRESENT, FindingStatus.ABSENT):
        excluded = word.status is FindingStatus.ABSENT
        return _tb(outcome_of(excluded), words_of(word), None, word)
    return _by_tests(view)


def _by_tests(view: View) -> ChecklistItem:
    latest = {kind: view.finding(kind) for kind in TB_TESTS}
    missing = [
        kind for kind, found in latest.items()
        if found.status not in (FindingStatus.PRESENT, FindingStatus.ABSENT)
    ]  # fmt: skip
    positive = [kind for kind, f in latest.items() if f.status is FindingStatus.PRESENT]
    says = listed(
        Message(_BY_TESTS, {"test": Message(TB_TESTS[kind]), "word": words_of(found)})
        for kind, found in latest.items()
    )
    newest = max(latest.values(), key=lambda found: found.rows[0].on if found.rows else date.min)
    if positive:
        return _tb(Outcome.UNKNOWN, says, _RECORD_WORD, latest[positive[0]])
    if missing:
        names = listed(Message(TB_TESTS[kind]) for kind in missing)
        return _tb(Outcome.UNKNOWN, says, Message(_RECORD_TB, {"tests": names}), newest)
    return _tb(Outcome.MET, says, None, newest)


def _tb(
    outcome: Outcome, says: Message, to_record: Message | None, found: LatestFinding
) -> ChecklistItem:
    row = found.rows[0] if found.rows else None
    return ChecklistItem(
        id="tuberculosis", label=_TUBERCULOSIS, outcome=outcome, says=says, citation=CITATION,
        day=None if row is None else row.on, key="" if row is None else row.key,
        to_record=to_record,
    )  # fmt: skip


def _on_card(id: str, label: str) -> CardCriterion:
    return CardCriterion(id=id, label=label, condition=Message(label), citation=CITATION)


CARD = RuleCard(
    rule=RULE, version=VERSION, title=TITLE, citation=CITATION, module=__name__,
    answers=gettext_noop("Was looked for what Chi looked for before ruxolitinib?"),
    population=gettext_noop("Children about to receive ruxolitinib; useful at any age."),
    criteria=(
        *(_on_card(kind, label) for kind, label in TESTED.items()),
        _on_card("tuberculosis", _TUBERCULOSIS),
    ),
    our_definitions=(
        gettext_noop("An item is done when a result, present or absent, is recorded."),
        gettext_noop(
            "Tuberculosis is excluded by the clinician's word, else by skin test, chest imaging "
            "and blood test together, none of them positive."
        ),
    ),
)  # fmt: skip
