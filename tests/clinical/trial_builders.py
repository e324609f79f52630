"""A child on ruxolitinib as the emapalumab trial would read the response, in few words."""

from hlh_app.clinical.emapalumab_response import emapalumab_response
from hlh_app.clinical.response import marsh_response
from tests.clinical.response_builders import at, case_of, found, lab, labs

CODES = ("ferritin", "platelets", "neutrophils", "fibrinogen", "d_dimer", "scd25")
ILL = {
    "ferritin": "5000",
    "platelets": "30",
    "neutrophils": "0.4",
    "fibrinogen": "1.0",
    "d_dimer": "3000",
    "scd25": "9000",
}
WELL = {
    "ferritin": "1999",
    "platelets": "101",
    "neutrophils": "1.1",
    "fibrinogen": "1.6",
    "d_dimer": "499",
    "scd25": "18000",
}
SIGNS_BEFORE = [
    lab("temperature", 0, "39"),
    found("splenomegaly", 0),
    found("cns_involvement", 0, "absent"),
]
SIGNS_CLEAR = [
    lab("temperature", 14, "36.8"),
    found("splenomegaly", 14, "absent"),
    found("cns_involvement", 14, "absent"),
]
SIGNS_STAY = [
    lab("temperature", 14, "39"),
    found("splenomegaly", 14),
    found("cns_involvement", 14, "absent"),
]


def trial(*rows, as_of=20, **fields):
    case, moment = case_of(*rows, **fields), at(as_of, "23:00")
    return emapalumab_response(case, moment, marsh_response(case, moment))


def day14(*rows):
    return trial(*rows).days[0]


def of(now, signs=SIGNS_CLEAR, before=ILL):
    return day14(labs(0, before), labs(14, now), SIGNS_BEFORE, signs)


def item(day, code):
    return next(i for i in day.items if i.id == code)
