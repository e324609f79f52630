"""Everything beyond the first verdicts, of one case as of one moment, reckoned together.

The scores of the neighbouring diseases, the other response, the course, toxicity, cautions and
checklists, the verdicts through time, what would settle what is open, and what is to do. A page
asks for the part it shows; ``assess`` prints all of it.
"""

from dataclasses import dataclass

from hlh_app.clinical import mh_score, ms_score, ohi_index
from hlh_app.clinical.assess import Assessment
from hlh_app.clinical.cautions import cautions
from hlh_app.clinical.checklist import Checklist
from hlh_app.clinical.ctcae_tables import CURRENT
from hlh_app.clinical.dosing import Caution
from hlh_app.clinical.eligibility import eligibility_wang2020
from hlh_app.clinical.emapalumab_response import EmapalumabVerdict, emapalumab_response
from hlh_app.clinical.fever_episodes import FeverCourse, fever_episodes
from hlh_app.clinical.fever_neutropenia import FeverNeutropenia, fever_neutropenia
from hlh_app.clinical.follow_up import FollowUp, follow_up
from hlh_app.clinical.glucocorticoid import Glucocorticoid, glucocorticoid
from hlh_app.clinical.handover import handover
from hlh_app.clinical.parting import partings
from hlh_app.clinical.relapse import CourseEvents, relapse_and_progression
from hlh_app.clinical.renal_function import RenalFunction, renal
from hlh_app.clinical.response_missing import settling_sets as response_sets
from hlh_app.clinical.settling import SettlingSet, settling_sets
from hlh_app.clinical.task import Task
from hlh_app.clinical.tasks import tasks
from hlh_app.clinical.text import Message
from hlh_app.clinical.timeline import DayVerdict, timeline
from hlh_app.clinical.titration import Titration, titration
from hlh_app.clinical.toxicity import Toxicity, toxicity
from hlh_app.clinical.transplant_window import TransplantWindow, transplant_window
from hlh_app.clinical.verdict import Verdict
from hlh_app.clinical.windows import History, View
from hlh_app.clinical.workup import workup_chi2020


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """``settling``: by rule, the smallest sets of missing tests; ``response``: the same by response
    day, as codes. ``parting``: where two verdicts that answer differently part."""

    settling: dict[str, tuple[SettlingSet, ...]]
    response: dict[int, tuple[tuple[str, ...], ...]]
    parting: tuple[Message, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """One attribute a rule; None where a rule has nothing to be about (no course yet)."""

    ms2019: Verdict
    mh2017: Verdict
    ohi2022: Verdict
    emapalumab2020: EmapalumabVerdict | None
    course: CourseEvents | None
    toxicity: Toxicity
    eligibility: Checklist
    workup: Checklist
    cautions: tuple[Caution, ...]
    renal: RenalFunction
    titration: Titration
    glucocorticoid: Glucocorticoid
    fever: FeverCourse
    fever_neutropenia: FeverNeutropenia
    transplant_window: TransplantWindow
    follow_up: FollowUp
    timeline: tuple[DayVerdict, ...]
    explanation: Explanation
    tasks: tuple[Task, ...]
    handover: tuple[Message, ...]


def further(assessment: Assessment, ctcae: str = CURRENT) -> Further:
    """All of it; ``ctcae``: the version of the terminology."""
    case, as_of, fever_cel = assessment.case, assessment.as_of, assessment.fever_threshold
    history = History(case)
    view = View(history, as_of, assessment.window_days)
    to_do = tasks(assessment)
    scores = (ms_score.verdict(view), mh_score.verdict(view), ohi_index.verdict(view))
    today = tuple(task for task in to_do if task.shows_on(as_of.day))
    return Further(
        ms2019=scores[0],
        mh2017=scores[1],
        ohi2022=scores[2],
        emapalumab2020=emapalumab_response(case, as_of, assessment.response, history),
        course=relapse_and_progression(case, as_of, assessment.response, history),
        toxicity=toxicity(view, ctcae),
        eligibility=eligibility_wang2020(view, assessment.hlh2004),
        workup=workup_chi2020(view),
        cautions=cautions(view, assessment.dose, fever_cel),
        renal=renal(view),
        titration=titration(view),
        glucocorticoid=glucocorticoid(view),
        fever=fever_episodes(history, as_of, fever_cel),
        fever_neutropenia=fever_neutropenia(view, fever_cel),
        transplant_window=transplant_window(view),
        follow_up=follow_up(view),
        timeline=timeline(history, as_of, assessment.window_days, fever_cel, ctcae),
        explanation=explanation(assessment, view, scores),
        tasks=to_do,
        handover=handover(assessment, today),
    )


def explanation(assessment: Assessment, view: View, scores: tuple[Verdict, ...]) -> Explanation:
    """What would settle each open verdict, and where those of the diagnosis part."""
    verdicts = (
        assessment.hlh2004.now,
        assessment.hlh2024,
        assessment.hscore,
        assessment.mas2016,
    )
    days = assessment.response.assessments if assessment.response else ()
    return Explanation(
        settling={v.rule: settling_sets(v, view) for v in (*verdicts, *scores)},
        response={day.day: response_sets(day) for day in days},
        parting=partings(verdicts),
    )
