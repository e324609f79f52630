"""Which treatments count as therapy of HLH, so that a later reading is activity, not a diagnosis.

No source lists them: the tuple is our definition. A drug counts from its first dose on.
"""

from hlh_app.clinical.case import Case, Exposure, Moment

RUXOLITINIB = "ruxolitinib"
ETOPOSIDE = "etoposide"
GLUCOCORTICOIDS = (
    "dexamethasone",
    "methylprednisolone",
    "prednisone",
    "prednisolone",
    "hydrocortisone",
)
HLH_THERAPIES = (
    RUXOLITINIB,
    *GLUCOCORTICOIDS,
    ETOPOSIDE,
    "cyclosporine",
    "tacrolimus",
    "emapalumab",
    "anakinra",
    "canakinumab",
    "tocilizumab",
    "siltuximab",
    "alemtuzumab",
    "antithymocyte globulin",
    "doxorubicin",
    "pegaspargase",
    "rituximab",
    "methotrexate",
    "cyclophosphamide",
    "vincristine",
    "tofacitinib",
    "baricitinib",
    "itacitinib",
    "ivig",
    "immunoglobulin",
    "plasma exchange",
)


def first_therapy(case: Case, as_of: Moment) -> Exposure | None:
    """The earliest treatment of HLH begun by ``as_of``, None before any."""
    begun = [e for e in case.exposures if e.drug in HLH_THERAPIES and e.start.seen <= as_of.at]
    return min(begun, key=lambda e: (e.start.at, e.drug), default=None)
