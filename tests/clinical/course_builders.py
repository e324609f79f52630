"""A child who responded on day 14, and what follows it, in few words."""

from dataclasses import replace

from hlh_app.clinical.case import Finding, FindingStatus
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.relapse import relapse_and_progression
from hlh_app.clinical.response import marsh_response
from tests.clinical.response_builders import ILL, WELL, at, case_of, found, lab, labs, on

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
NOT_APPLICABLE = Outcome.NOT_APPLICABLE
FIBRINOGEN = {"unit": "g/L", "limit": None}
COOL = [lab("temperature", n, "36.8") for n in (13, 14)]
WELL_14 = [
    *labs(0, ILL),
    *labs(14, WELL),
    *COOL,
    lab("fibrinogen", 14, "3", **FIBRINOGEN),
    found("splenomegaly", 14, "absent"),
]
QUIET = [
    *labs(25, WELL),
    lab("temperature", 25, "36.8"),
    lab("fibrinogen", 25, "3", **FIBRINOGEN),
    found("splenomegaly", 25, "absent"),
]
HALF_KNOWN = {"ferritin": None, "scd25": None, "alt": "-", "neutrophils": "-"}
TWO = [lab("platelets", 24, "60"), lab("ferritin", 24, "900")]


def events(*rows, as_of=27, **more):
    moment = at(as_of, "23:00")
    case = replace(case_of(*rows), **more)
    return relapse_and_progression(case, moment, marsh_response(case, moment))


def relapse(*rows, as_of=27, before=WELL_14):
    return events(before, list(rows), as_of=as_of).relapse


def biopsy(number, status="present", site="marrow"):
    return Finding("hemophagocytosis", FindingStatus(status), on(number), site)
