"""What HScore says of itself, out of the thresholds and points that it adds up."""

from collections.abc import Sequence

from hlh_app.clinical import hscore
from hlh_app.clinical.card import Boundary, CardCriterion, RuleCard
from hlh_app.clinical.hlh_card import statement_days, window_criterion
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.thresholds import Threshold

_PRESENT = gettext_noop("present {points} points")
_BANDS = gettext_noop("{first}: {low_points} points; {second}: {high_points} points")
_BAND = gettext_noop("{first}: {points} points")
_ORGANS = gettext_noop("liver or spleen {one} points, both {both}")
_LINEAGES = gettext_noop("two lineages low {two} points, three {three}; none or one {one}")
_BOTH = gettext_noop("one of the two organs: {one} points; both: {both}")
_SECOND = gettext_noop("the second of three low lineages: {two} points; one alone: {one}")
_THIRD = gettext_noop("the third of three low lineages: {three} points")
_CUT_OFF = gettext_noop("{cut_off} points or more; 0 to {highest} are possible")
_LOW_END = gettext_noop("at {points} points or fewer: below 1 %")
_HIGH_END = gettext_noop("at {points} points or more: above 99 %")
_PROBABILITY = Message(
    gettext_noop("by the published table, linear from row to row, printed “about”")
)
_SUM_LABEL = gettext_noop("Sum of points")
_PROBABILITY_LABEL = gettext_noop("Probability")


def _finding(kind: str, points: int, *boundaries: Boundary) -> CardCriterion:
    return CardCriterion(
        id=kind, label=hscore.ITEM_LABELS[kind], citation=hscore.CITATION,
        condition=Message(_PRESENT, {"points": points}), boundaries=boundaries,
    )  # fmt: skip


def _banded(analyte: str, bands: Sequence[Threshold], points: Sequence[int]) -> CardCriterion:
    """Two thresholds, each also as printed for a second unit."""
    condition = Message(
        _BANDS,
        {
            "first": bands[0].in_words(),
            "low_points": points[1],
            "second": bands[1].in_words(),
            "high_points": points[2],
        },
    )
    boundaries = tuple(
        boundary
        for band, name in zip(bands, (f"{analyte}_low", f"{analyte}_high"), strict=True)
        for boundary in _in_each_unit(band, name)
    )
    return CardCriterion(
        id=analyte, label=hscore.ITEM_LABELS[analyte], citation=hscore.CITATION,
        condition=condition, boundaries=boundaries,
    )  # fmt: skip


def _in_each_unit(threshold: Threshold, name: str) -> tuple[Boundary, ...]:
    printed = tuple(
        Boundary.of(threshold, hscore.CITATION, f"{name}_{unit.lower().replace('/', '_')}", unit)
        for unit, _ in threshold.published
    )
    return (Boundary.of(threshold, hscore.CITATION, name), *printed)


def _single(analyte: str, threshold: Threshold, points: int) -> CardCriterion:
    condition = Message(_BAND, {"first": threshold.in_words(), "points": points})
    return CardCriterion(
        id=analyte, label=hscore.ITEM_LABELS[analyte], citation=hscore.CITATION,
        condition=condition, boundaries=(Boundary.of(threshold, hscore.CITATION),),
    )  # fmt: skip


def _source(id: str, template: str, **values: int) -> Boundary:
    return Boundary(id=id, condition=Message(template, dict(values)), citation=hscore.CITATION)


def _organomegaly() -> CardCriterion:
    _, one, both = hscore.ORGAN_POINTS
    return CardCriterion(
        id="organomegaly", label=hscore.ITEM_LABELS["organomegaly"], citation=hscore.CITATION,
        condition=Message(_ORGANS, {"one": one, "both": both}),
        boundaries=(
            _source("organs", _BOTH, one=one, both=both),
            statement_days("splenomegaly"),
            statement_days("hepatomegaly"),
        ),
    )  # fmt: skip


def _cytopenias() -> CardCriterion:
    _, one, two, three = hscore.LINEAGE_POINTS
    return CardCriterion(
        id="cytopenias", label=hscore.ITEM_LABELS["cytopenias"], citation=hscore.CITATION,
        condition=Message(_LINEAGES, {"one": one, "two": two, "three": three}),
        boundaries=(
            *(Boundary.of(threshold, hscore.CITATION) for threshold in hscore.LINEAGES),
            _source("two_lineages", _SECOND, one=one, two=two),
            _source("three_lineages", _THIRD, three=three),
        ),
    )  # fmt: skip


def _sum() -> CardCriterion:
    values = {"cut_off": hscore.CUT_OFF, "highest": hscore.HIGHEST}
    return CardCriterion(
        id="sum", label=_SUM_LABEL, condition=Message(_CUT_OFF, dict(values)),
        citation=hscore.CITATION, boundaries=(_source("cut_off", _CUT_OFF, **values),),
    )  # fmt: skip


def _probability() -> CardCriterion:
    table = hscore.PROBABILITY_TABLE
    return CardCriterion(
        id="probability", label=_PROBABILITY_LABEL, condition=_PROBABILITY,
        citation=hscore.CITATION,
        boundaries=(
            _source("probability_low_end", _LOW_END, points=table[0][0]),
            _source("probability_high_end", _HIGH_END, points=table[-1][0]),
        ),
    )  # fmt: skip


CARD = RuleCard(
    rule=hscore.RULE,
    version=hscore.VERSION,
    title=hscore.TITLE,
    citation=hscore.CITATION,
    module=hscore.__name__,
    answers=gettext_noop("How likely is a reactive hemophagocytic syndrome, by nine items?"),
    population=gettext_noop(
        "Adults at presentation; for children, and once therapy has begun, a note says so."
    ),
    criteria=(
        _finding("immunosuppression", hscore.IMMUNOSUPPRESSION_POINTS),
        _banded("temperature", hscore.TEMPERATURE, hscore.TEMPERATURE_POINTS),
        _organomegaly(),
        _cytopenias(),
        _banded("ferritin", hscore.FERRITIN, hscore.FERRITIN_POINTS),
        _banded("triglycerides", hscore.TRIGLYCERIDES, hscore.TRIGLYCERIDES_POINTS),
        _single("fibrinogen", hscore.FIBRINOGEN, hscore.FIBRINOGEN_POINTS),
        _single("ast", hscore.AST, hscore.AST_POINTS),
        _finding(
            "hemophagocytosis", hscore.HEMOPHAGOCYTOSIS_POINTS, statement_days("hemophagocytosis")
        ),
        _sum(),
        _probability(),
        window_criterion(),
    ),
    our_definitions=(
        gettext_noop("Which values count: the worst of the 14 days before."),
        gettext_noop("A missing item gives a range of points and of probability."),
        gettext_noop("The probability between two rows of the table is linear."),
    ),
)
