"""What a rule says of itself: the page "How this is calculated" and the validation table read it.

A rule module builds its card from the same thresholds and texts with which it judges, so that the
page cannot say anything else than the rule does.
"""

from dataclasses import dataclass

from hlh_app.clinical.citations import CITATIONS, Citation
from hlh_app.clinical.text import Message, Value
from hlh_app.clinical.thresholds import Threshold


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundary:
    """One limit at which a rule changes its answer: tested just below, at and just above.

    ``id``: unique within the rule. ``condition``: in words, with its unit.
    """

    id: str
    condition: Message
    citation: str
    our_definition: bool = False

    def __post_init__(self) -> None:
        _said_to_be_ours(self)

    @classmethod
    def of(
        cls, threshold: Threshold, citation: str, id: str | None = None, unit: str | None = None
    ) -> "Boundary":
        """The boundary of a threshold, named after its analyte unless ``id`` says otherwise.

        ``unit``: the limit as it is published for that unit.
        """
        return cls(
            id=id or threshold.analyte,
            condition=threshold.in_words(unit),
            citation=citation,
        )

    @classmethod
    def ours(cls, id: str, template: str, **values: Value) -> "Boundary":
        """A limit of our own, in words with its values."""
        return cls(
            id=id,
            condition=Message(template, values),
            citation="our_definition",
        )

    @property
    def source(self) -> Citation:
        return CITATIONS[self.citation]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardCriterion:
    """One condition of a rule: its label as on the verdict, what it asks, and its limits."""

    id: str
    label: str
    condition: Message
    citation: str
    boundaries: tuple[Boundary, ...] = ()
    our_definition: bool = False

    def __post_init__(self) -> None:
        _said_to_be_ours(self)

    @classmethod
    def ours(
        cls, id: str, label: str, condition: Message, *boundaries: Boundary
    ) -> "CardCriterion":
        """A condition of our own."""
        return cls(
            id=id, label=label, condition=condition, citation="our_definition",
            boundaries=boundaries,
        )  # fmt: skip

    @property
    def source(self) -> Citation:
        return CITATIONS[self.citation]


def _said_to_be_ours(part: Boundary | CardCriterion) -> None:
    """What is cited as our definition is one, whoever forgot to say so."""
    if part.citation == "our_definition":
        object.__setattr__(part, "our_definition", True)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCard:
    """One rule. ``rule`` and ``version`` as on its verdicts; ``module``: where it is written.

    ``answers``: in one sentence, what it answers. ``population``: for whom it was made.
    ``our_definitions``, ``unverified``: what the source does not say, or was not read, in words.
    """

    rule: str
    version: str
    title: str
    citation: str
    module: str
    answers: str
    population: str
    criteria: tuple[CardCriterion, ...]
    our_definitions: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()

    @property
    def source(self) -> Citation:
        return CITATIONS[self.citation]

    @property
    def boundaries(self) -> tuple[Boundary, ...]:
        return tuple(b for criterion in self.criteria for b in criterion.boundaries)
