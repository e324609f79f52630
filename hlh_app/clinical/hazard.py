"""A clinical hazard and the scale on which it is judged.

The words of the five severities and likelihoods follow the NHS standards DCB0129 and DCB0160. The
rating, severity × likelihood, and the line of acceptance are our definition. The likelihoods, of a
center that uses the product daily, are judgements without incident data.
"""

from dataclasses import dataclass
from enum import IntEnum

ACCEPTED_UP_TO = 6
NEVER_FROM = 10
EVERY_RULE = ("*",)


class Severity(IntEnum):
    """What may happen to a patient, at worst, when nobody notices."""

    MINOR = 1
    SIGNIFICANT = 2
    CONSIDERABLE = 3
    MAJOR = 4
    CATASTROPHIC = 5


class Likelihood(IntEnum):
    VERY_LOW = 1
    LOW = 2
    MEDIUM = 3
    HIGH = 4
    VERY_HIGH = 5


SEVERITIES = {
    Severity.MINOR: "no harm, or discomfort without treatment",
    Severity.SIGNIFICANT: "passing harm that needs more watching",
    Severity.CONSIDERABLE: "harm that needs treatment, a longer stay",
    Severity.MAJOR: "lasting harm, or a wrong turn in therapy",
    Severity.CATASTROPHIC: "death, or lasting harm to several patients",
}
LIKELIHOODS = {
    Likelihood.VERY_LOW: "not expected to happen",
    Likelihood.LOW: "could happen, not within a year",
    Likelihood.MEDIUM: "may happen within a year",
    Likelihood.HIGH: "expected within a year",
    Likelihood.VERY_HIGH: "expected within a month",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard:
    """``control``: what the product does about it. ``tests``: what proves it, as pytest names it.
    ``rules``: the rules it bears on, EVERY_RULE, or none when it is about the pages alone.
    ``residual``: what remains for people to do; needed where the rating is not accepted as such.
    """

    id: str
    title: str
    cause: str
    effect: str
    severity: Severity
    likelihood_before: Likelihood
    likelihood_after: Likelihood
    control: str
    tests: tuple[str, ...]
    rules: tuple[str, ...] = ()
    residual: str = ""

    @property
    def before(self) -> int:
        return self.severity * self.likelihood_before

    @property
    def after(self) -> int:
        return self.severity * self.likelihood_after
