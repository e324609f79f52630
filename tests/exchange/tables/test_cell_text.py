"""One cell's text."""

from __future__ import annotations

from decimal import Decimal

import pytest

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.exchange.tables.cell_text import HAVE_A_LIMIT, read_cell
from hlh_app.exchange.tables.cell_words import NOT_DONE, PENDING
from hlh_app.exchange.tables.model import Kind, Means, Status

D = Decimal
READ = [
    ("8.4", "8.4"), ("8,4", "8.4"), (" 8.4 ", "8.4"), ("8.4\u00a0", "8.4"), ('="8.4"', "8.4"),
    ("8.4 H", "8.4"), ("8.4H", "8.4"), ("H 8.4", "8.4"), ("*8.4", "8.4"), ("8.4*", "8.4"),
    ("8.4 (L)", "8.4"), ("(LL) 8.4", "8.4"), ("↓8.4", "8.4"), ("8.4 ↓", "8.4"), ("8.4 +", "8.4"),
    ("8.4 --", "8.4"), ("8.4 g/dL", "8.4"), ("8.4g/dl", "8.4"), ("8.4 g/dL L", "8.4"),
    ("8.4 L g/dL", "8.4"), ("８.４", "8.4"), ("8.4 (12.0-16.0)", "8.4"), ("8.4 low", "8.4"),
    ("8.4 [12 - 16] g/dL", "8.4"), ("0.84e1", "8.4"), ("8.40", "8.40"), ("+8.4", "8.4"),
    ("8.4!", "8.4"), ("8.4 偏低", "8.4"), ("8.4 L*", "8.4"),
]  # fmt: skip
COMPARED = [
    ("<8.4", "<"), ("< 8.4", "<"), (">8.4", ">"), ("≤8.4", "<="), (">= 8.4", ">="), ("=<8.4", "<="),
    ("＜8.4", "<"), ("less than 8.4", "<"), ("> 8.4 H", ">"), ("H >8.4", ">"), ("大于8.4", ">"),
    ("unter 8.4", "<"), ("<8.4 g/dL", "<"),
]  # fmt: skip
REFUSED = [
    "-8.4", "−8.4", "8-9", "8.4 - 9", "8 to 9", "8.4²", "8½", "~8", "ca. 8", "8.4.1", "8..4",
    "1O.5",
    "8.4 (8.1)", "8.4/9", "12:30", "3-Nov", "2026-11-03", "#####", "#REF!", "see note", "neg", "H",
    "+++", "positive", "8.4 hemolyzed",
    "<0", "٣", "8.4 x 10", "8.4 mg", "8 4", "1e999", "9" * 40,
    "45%", "500", ">16500", "x" * 100, "8.4 8.5", "5 units", "120K", "8,4,1", "1.2.3,4", "8.",
]  # fmt: skip
ASKED = ["1,234", "1.234", "10,000", "8.4+", "8.4-", "95 g/L", "5.2 mmol/L", "nd", "n.d."]


def hemoglobin(text: str, **means: object):
    return read_cell(text, "hemoglobin", "g/dL", Means(**means))


@pytest.mark.parametrize(("text", "value"), READ)
def test_a_value_is_read_without_its_flags(text, value):
    cell = hemoglobin(text)
    assert (cell.status, cell.kind, cell.unit) == (Status.READ, Kind.FINAL, "g/dL"), cell
    assert str(cell.value) == value
    assert cell.comparator is None


@pytest.mark.parametrize(("text", "comparator"), COMPARED)
def test_a_comparator_is_kept(text, comparator):
    cell = hemoglobin(text)
    assert (cell.status, cell.value, cell.comparator) == (Status.READ, D("8.4"), comparator)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_value_is_refused_with_the_reason(text):
    cell = hemoglobin(text)
    assert (cell.status, cell.value) == (Status.REFUSED, None), cell
    assert str(cell.reason)


@pytest.mark.parametrize("text", ASKED)
def test_what_has_several_readings_is_asked_about(text):
    cell = hemoglobin(text)
    assert (cell.status, cell.value) == (Status.ASK, None), cell
    assert str(cell.reason)
    assert cell.asks


def test_the_options_are_texts_that_are_read():
    cell = read_cell("1,234 H", "ferritin", "ng/mL", Means())
    assert cell.options == ("1234", "1.234")
    values = [read_cell(o, "ferritin", "ng/mL", Means(), "point").value for o in cell.options]
    assert values == [D(1234), D("1.234")]


def test_a_point_elsewhere_decides_a_point_and_never_a_comma():
    assert read_cell("1.234", "ferritin", "ng/mL", Means(), "point").value == D("1.234")
    assert read_cell("1,234", "ferritin", "ng/mL", Means(), "point").status is Status.ASK
    assert read_cell("1.234", "ferritin", "ng/mL", Means(), "comma").status is Status.ASK
    assert read_cell("1,234", "ferritin", "ng/mL", Means(), "comma").status is Status.ASK


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1,234", "point", "1234"),
        ("1,234", "comma", "1.234"),
        ("1.234", "point", "1.234"),
        ("1.234", "comma", "1234"),
    ],
)
def test_the_decimal_mark_may_be_answered(text, decimal, value):
    cell = read_cell(text, "ferritin", "ng/mL", Means(decimal=decimal))
    assert (cell.status, cell.value) == (Status.READ, D(value))


@pytest.mark.parametrize("word", sorted(PENDING))
def test_a_result_that_is_awaited(word):
    for text in (word, word.upper(), f"({word})"):
        cell = hemoglobin(text)
        assert (cell.kind, cell.status, cell.value) == (Kind.PENDING, Status.READ, None)


@pytest.mark.parametrize("word", sorted(NOT_DONE))
def test_a_result_that_was_not_done_keeps_the_word(word):
    cell = hemoglobin(word)
    assert (cell.kind, cell.status, cell.value) == (Kind.NOT_DONE, Status.READ, None)
    assert word in str(cell.reason)


@pytest.mark.parametrize("text", ["", " ", "-", "--", "n/a", "N.A.", "/", "…", "#N/A", "–"])
def test_what_says_nothing_is_ignored(text):
    cell = hemoglobin(text)
    assert (cell.kind, cell.status) == (Kind.BLANK, Status.IGNORED)


@pytest.mark.parametrize(
    "text", ["neg", "Negative", "nicht nachweisbar", "n.n.", "未检出", "< LOD"]
)
def test_not_detected_is_never_zero(text):
    for analyte in ANALYTES:
        cell = read_cell(text, analyte, ANALYTES[analyte].unit, Means())
        wanted = Status.ASK if analyte in HAVE_A_LIMIT else Status.REFUSED
        assert (cell.status, cell.value) == (wanted, None)


def test_the_limit_of_detection_is_offered_where_it_is_written():
    cell = read_cell("not detected (<150)", "ebv_dna_plasma", "copies/mL", Means())
    assert (cell.status, cell.options) == (Status.ASK, ("<150",))
    cell = read_cell("<150 (not detected)", "ebv_dna_plasma", "copies/mL", Means())
    assert (cell.status, cell.comparator, cell.value) == (Status.READ, "<", D(150))


@pytest.mark.parametrize("analyte", sorted(set(ANALYTES) - {"esr", "sodium", "temperature"}))
def test_a_unit_that_is_not_stated_is_never_guessed(analyte):
    value = str(ANALYTES[analyte].usual[1])
    cell = read_cell(value, analyte, None, Means())
    assert (cell.status, cell.asks) == (Status.ASK, (f"unit:{analyte}",))
    unit = ANALYTES[analyte].unit
    cell = read_cell(value, analyte, None, Means(units={analyte: unit}))
    assert (cell.status, cell.unit) == (Status.READ, unit)
    assert "as usual at this center" in str(cell.reason)


@pytest.mark.parametrize(
    ("text", "status", "unit"),
    [
        ("36.8", Status.READ, "Cel"),
        ("41", Status.READ, "Cel"),
        ("101.3", Status.ASK, None),
        ("98", Status.ASK, None),
        ("101.3 F", Status.READ, "[degF]"),
        ("101.3°F", Status.READ, "[degF]"),
        ("38.5 C", Status.READ, "Cel"),
        ("38.5F", Status.REFUSED, None),
        ("101.3 °C", Status.REFUSED, None),
        ("60", Status.REFUSED, None),
    ],
)
def test_temperatures(text, status, unit):
    cell = read_cell(text, "temperature", None, Means())
    assert (cell.status, cell.unit) == (status, unit), cell


def test_a_percentage_of_neutrophils_is_refused():
    for text, unit in (("45%", None), ("45", "%"), ("45 %", "10^9/L")):
        cell = read_cell(text, "neutrophils", unit, Means())
        assert cell.status is Status.REFUSED
        assert "absolute count" in str(cell.reason)


def test_a_power_of_ten_may_repeat_the_headings():
    assert read_cell("1.5 x10^3", "platelets", "10^9/L", Means()).status is Status.ASK
    cell = read_cell("1.5 x10^3/µL", "platelets", "10^9/L", Means())
    assert (cell.value, cell.unit) == (D("1.5"), "10*3/uL")
    assert read_cell("1.5 × 10³", "ebv_dna_plasma", "copies/mL", Means()).value == 1500


def test_an_interval_in_the_cell_is_kept():
    cell = hemoglobin("8.4 (12.0-16.0)")
    assert (cell.low, cell.high) == (D("12.0"), D("16.0"))
