"""``assess --all``: every further rule under a documented key, for any case, as plain JSON."""

import copy
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from hlh_app.clinical.assess import assess
from hlh_app.clinical.further import further
from hlh_app.exchange.assessment import as_json
from hlh_app.exchange.case_file import check_document
from hlh_app.exchange.further_json import further_json

from .case_documents import EXAMPLE, VECTORS, example, read

GUIDE = (Path(__file__).parents[2] / "docs" / "case-format.md").read_text()


def answer(text: str) -> dict:
    return further_json(further(assess(read(text).case)))


@pytest.fixture(scope="module")
def found() -> dict:
    """The answer for the example of the format, as anybody reads it."""
    return json.loads(json.dumps(answer(EXAMPLE)))


def test_every_key_is_documented(found):
    table = GUIDE[GUIDE.index("### Everything else") : GUIDE.index("## Into the record")]
    named = set(re.findall(r"`(\w+)`", table))
    assert set(found) <= named


def test_no_further_key_hides_a_first_one(found):
    assert not set(found) & set(as_json(assess(read(EXAMPLE).case)))


@pytest.mark.parametrize("name", ["diagnosis", "response"])
def test_no_case_is_beyond_it(name):
    """Every fifth vector: all rules answer, and what they say is JSON."""
    for line in (VECTORS / f"{name}.jsonl").read_text().splitlines()[::5]:
        case = check_document(json.loads(line, parse_float=Decimal, parse_int=Decimal)["case"]).case
        json.dumps(further_json(further(assess(case))), allow_nan=False)


def test_the_neighbouring_scores_do_not_apply_to_the_example(found):
    for rule in ("ms2019", "mh2017", "ohi2022"):
        assert found[rule]["outcome"] == "not_applicable"
        assert found[rule]["statement"].startswith("Not applicable")


def test_a_score_is_told_with_its_range():
    jia = {"finding": "systemic_jia", "status": "present", "on": "2020-01-01"}
    rows = copy.deepcopy(EXAMPLE)["findings"]
    told = answer(example(findings=[*rows, jia]))
    assert told["ms2019"]["outcome"] == "unknown"
    assert told["ms2019"]["score"]["low"] < told["ms2019"]["score"]["high"]
    assert set(told["mh2017"]["points"]) == {"low", "high"}


def test_the_course(found):
    course = found["course"]
    assert course["os"]["ended"] == "last_contact"
    assert course["os"]["event"] is False
    assert course["relapse"]["outcome"] in {"unknown", "not_met", "not_applicable"}
    died = example(events=[{"event": "death", "on": "2020-01-12"}])
    assert answer(died)["course"]["os"] == {
        "days": 11, "on": "2020-01-12", "event": True, "ended": "death"
    }  # fmt: skip


def test_before_a_first_dose_there_is_no_course():
    told = answer(example(exposures=[]))
    assert told["course"] is None
    assert told["emapalumab2020"] is None
    assert told["titration"] == {"steps": [], "stop": None}
    assert told["fever"]["defervescence"] is None


def test_the_toxicity_table(found):
    terms = found["toxicity"]["terms"]
    assert found["toxicity"]["ctcae"] == "5.0"
    assert terms["neutrophils"]["before"]["result"]["value"] == 0.42
    assert terms["neutrophils"]["new"] is False
    assert terms["platelets"]["before"] is None
    assert found["toxicity"]["checklist"]["headache"] == "not_asked"


def test_the_version_of_the_terminology_is_chosen():
    case = read(EXAMPLE).case
    assert further_json(further(assess(case), "4.03"))["toxicity"]["ctcae"] == "4.03"


def test_the_dose_and_what_stands_beside_it(found):
    assert found["titration"]["steps"][0]["daily_mg"] == 5
    assert found["renal"]["class"] == "unknown"
    assert found["cautions"][-1].keys() == {"id", "text", "source"}


def test_a_stop_is_told():
    exposures = copy.deepcopy(EXAMPLE)["exposures"]
    exposures[0]["stop"] = "2020-01-10"
    assert answer(example(exposures=exposures))["titration"]["stop"] == {
        "on": "2020-01-10", "kind": "without_taper"
    }  # fmt: skip


def test_glucocorticoid_in_methylprednisolone():
    exposures = copy.deepcopy(EXAMPLE)["exposures"]
    steroid = {"drug": "prednisone", "dose": 10, "unit": "mg", "route": "oral",
               "times_per_day": 1, "start": "2020-01-10", "stop": "2020-01-15"}  # fmt: skip
    told = answer(example(exposures=[*exposures, steroid]))["glucocorticoid"]
    assert (told["days"], told["total_mg"], told["now_mg"]) == (6, 48, 8)
    assert told["unknown_days"] == 0


def test_fever_and_its_clock(found):
    (episode,) = found["fever"]["episodes"]
    assert episode["onset"]["value"] == 39.4
    assert found["fever"]["defervescence"]["febrile_before"] is True
    assert found["fever_neutropenia"]["outcome"] == "not_met"


def test_the_clocks(found):
    assert found["transplant_window"]["state"] == "unknown"
    months = [day["month"] for day in found["follow_up"]["days"]]
    assert months == [1, 2, 3, 6, 9, 12, 18, 24, 30]


def test_the_verdicts_through_time_end_with_the_first_keys(found):
    first = as_json(assess(read(EXAMPLE).case))
    last = found["timeline"][-1]
    assert last["on"] == "2020-01-15"
    assert last["hlh2004"]["met"] == first["hlh2004"]["count"]["met"]
    assert last["hscore"] == first["hscore"]["points"]
    assert last["response"] == first["response"]["assessments"][-1]["possible"]


def test_what_would_settle_it(found):
    sets = found["explanation"]["settling"]["hlh2024"]
    assert {one["settles_as"] for one in sets} == {"met", "not_met"}
    assert found["explanation"]["settling"]["mas2016"] == []
    assert found["explanation"]["response"] == [{"day": 14, "sets": []}]


def test_what_is_to_do_and_the_handover(found):
    assert {task["kind"] for task in found["tasks"]} >= {"response", "follow_up"}
    assert found["handover"].startswith("HLH-2004 open: 2 of 8, 4 unknown. Ruxolitinib 2.5 mg")
