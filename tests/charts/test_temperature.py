"""Temperature: readings, threshold, doses, and when others' fever went."""

from decimal import Decimal

from hlh_app.charts import (
    DoseMark,
    Reading,
    TemperatureSeries,
    Window,
    defervescence_sentences,
    overlays_of,
    temperature_figure,
)
from hlh_app.cohorts import cohort

from .patient import TEMPERATURE, WINDOW, WORDS

OVERLAYS = (*overlays_of(cohort("wang2020")), *overlays_of(cohort("chi2020")))


def figure(series=TEMPERATURE, overlays=OVERLAYS):
    return temperature_figure(series, overlays, WINDOW, WORDS)


def reading(day, value, **more):
    return Reading(day, f"day {day}", Decimal(value), **more)


def test_every_reading_is_drawn_once_by_its_site():
    traces = {t["name"]: t for t in figure()["data"] if t.get("mode") == "markers"}
    assert set(traces) == {"axillary", "tympanic", "antipyretic given"}
    assert len(traces["axillary"]["x"]) + len(traces["tympanic"]["x"]) == 150
    assert traces["axillary"]["marker"]["symbol"] != traces["tympanic"]["marker"]["symbol"]


def test_readings_under_an_antipyretic_are_ringed():
    rings = next(t for t in figure()["data"] if t.get("name") == "antipyretic given")
    expected = [round(row.day, 3) for row in TEMPERATURE.readings if row.antipyretic]
    assert rings["x"] == expected
    assert rings["marker"]["symbol"] == "circle-open"


def test_the_threshold_in_force_is_a_line_with_its_value():
    layout = figure()["layout"]
    assert [s["y0"] for s in layout["shapes"] if s.get("xref") == "paper"] == [38.5]
    assert "fever ≥ 38.5 °C" in [a["text"] for a in layout["annotations"]]
    other = TemperatureSeries(TEMPERATURE.readings, Decimal("38.2"))
    assert "fever ≥ 38.2 °C" in [a["text"] for a in figure(other)["layout"]["annotations"]]


def test_doses_stand_at_their_days_with_their_frequency():
    doses = [a for a in figure()["layout"]["annotations"] if "twice a day" in a["text"]]
    assert [(a["x"], a["text"]) for a in doses] == [
        (0, "2.5 mg twice a day"),
        (4, "3.75 mg twice a day"),
    ]


def test_hover_says_where_and_under_what():
    series = TemperatureSeries(
        (reading(1, "37.1", antipyretic=True, glucocorticoid=True),), Decimal("38.5")
    )
    text = figure(series)["data"][1]["text"][0]
    assert text == (
        "37.1 °C<br>day 1, day 1<br>site not recorded<br>antipyretic given<br>on a glucocorticoid"
    )


def test_newest_and_previous_in_words():
    assert figure()["layout"]["title"]["subtitle"]["text"] == (
        "36.5 °C on 04-Dec-2026 16:00, was 36.8"
    )
    one = TemperatureSeries((reading(1, "37"),), Decimal("38.5"))
    assert figure(one)["layout"]["title"]["subtitle"]["text"] == "37.0 °C on day 1"


def test_no_reading_at_all():
    drawing = figure(TemperatureSeries((), Decimal("38.5"), (DoseMark(0, "5 mg"),)))
    assert drawing["layout"]["title"]["subtitle"]["text"] == "no result yet"
    assert drawing["layout"]["annotations"][0]["text"] == "this patient, n = 0"


def test_extreme_readings_stay_in_view():
    low, high = figure(TemperatureSeries((reading(0, "33.1"), reading(1, "42.4")), Decimal(38)))[
        "layout"
    ]["yaxis"]["range"]
    assert low < 33.1
    assert high > 42.4


def test_published_times_are_hidden_at_first_and_name_their_paper():
    marks = [t for t in figure()["data"] if "meta" in t]
    assert [(t["x"], t["text"]) for t in marks] == [
        ([1], ["30/34 afebrile by 24 h, Wang 2020, ruxolitinib"]),
        ([2], ["n = 11, normal by day 2, Chi 2020, ruxolitinib"]),
        ([3], ["8/11 normal by day 3, Chi 2020, conventional"]),
        ([5.5], ["3/11 normal by days 5–6, Chi 2020, conventional"]),
    ]
    assert {t["visible"] for t in marks} == {False}
    assert all("not a target" in t["hovertext"][0] for t in marks)


def test_published_times_stand_above_the_readings_in_rows_of_their_own():
    drawing = figure()
    views = drawing["layout"]["meta"]["views"]
    top = views["own"]["yaxis"]["range"][1]
    heights = [t["y"][0] for t in drawing["data"] if "meta" in t]
    assert heights == sorted(set(heights), reverse=True)
    assert min(heights) > top
    assert max(heights) < views["overlay"]["yaxis"]["range"][1]


def test_without_overlays_nothing_is_added():
    drawing = figure(overlays=())
    assert [t for t in drawing["data"] if "meta" in t] == []


def test_what_the_papers_say_in_sentences():
    said = defervescence_sentences([cohort("wang2020"), cohort("chi2020")])
    assert said[0].startswith("Wang 2020: 30 of all 34 afebrile within 24 hours")
    assert "four of the 11 were already afebrile" in said[1]
    assert "fever back in 8 of 11" in said[2]
    assert all(line.endswith(")") for line in said)


def test_without_a_first_dose_no_published_time_is_drawn():
    drawing = temperature_figure(TEMPERATURE, OVERLAYS, Window(0, 9, started=False), WORDS)
    assert [t for t in drawing["data"] if "meta" in t] == []


def test_sites_in_order_of_use():
    assert TEMPERATURE.sites == ("axillary", "tympanic")
