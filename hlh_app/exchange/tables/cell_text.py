"""One cell's text: comparator, number, unit, flag, or why there is no result."""

from hlh_app.exchange.tables.model import NOTHING, CellReading, Kind, Means, Status


def read_cell(text: str, analyte: str, unit: str | None, means: Means = NOTHING) -> CellReading:
    """What ``text`` says about ``analyte``; ``unit`` as a header or column writes it, or None."""
    return CellReading(Kind.BLANK, Status.IGNORED)
