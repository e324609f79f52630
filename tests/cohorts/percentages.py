"""A percentage as a paper prints it, and as it follows from its counts."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple


class Printed(NamedTuple):
    """``text``: the digits printed. ``where`` and ``what``: the place and the words there."""

    where: str
    what: str
    count: int
    of: int
    text: str

    def from_counts(self) -> str:
        """The share to as many places as are printed, rounded half up."""
        places = len(self.text.partition(".")[2])
        share = Decimal(100 * self.count) / self.of
        return str(share.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))

    def is_right(self) -> bool:
        return self.from_counts() == self.text
