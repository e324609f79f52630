"""50,000 generated blocks: what is read is true, what has two readings is asked about, and nothing
that anybody pastes is too much."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.exchange.tables.reading import Cell, Kind, Reading, Status, read_text
from tests.exchange.tables.blocks import ASK, NEVER, READ, Block, Maker, Truth, garbage

pytestmark = pytest.mark.untraced

pytestmark = pytest.mark.no_cover  # the other tests of the reader reach every line
CHUNKS, BLOCKS, RAW = 8, 5_000, 1_250


def wrong(block: Block, reading: Reading) -> list[str]:
    """What the reader says that is not so, and what it should have asked about or read."""
    found = {(cell.row, cell.column): cell for cell in reading.cells}
    faults = [
        f"{cell.place}: nothing stands there"
        for at, cell in found.items()
        if at not in block.truths
    ]
    for at, truth in block.truths.items():
        cell = found.get(at)
        if cell is None:
            if truth.must in (READ, ASK):
                faults.append(f"{at}: not seen")
        elif fault := _fault(truth, cell):
            faults.append(f"{at} {cell.text!r}: {fault} ({cell.status}, {cell.value} {cell.unit})")
    return faults


def _fault(truth: Truth, cell: Cell) -> str:
    given = cell.status is Status.READ and cell.kind is Kind.FINAL
    if truth.must == NEVER:
        return "is no value" if given or cell.value is not None else ""
    if not given:
        return "is not read" if truth.must == READ else _not_asked(truth, cell)
    if truth.must == ASK:
        return "is ambiguous"
    said = (cell.analyte, cell.value, cell.comparator, cell.unit, cell.measured_on)
    meant = (truth.analyte, truth.value, truth.comparator, truth.unit, truth.day)
    return "" if said == meant else f"means {meant}"


def _not_asked(truth: Truth, cell: Cell) -> str:
    """An ambiguous token is asked about, or refused when no reading is possible."""
    return "" if cell.status in (Status.ASK, Status.REFUSED) else "is not asked about"


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_what_is_read_is_true_and_what_is_ambiguous_is_asked(chunk):
    maker = Maker(chunk)
    seen: Counter[str] = Counter()
    for number in range(BLOCKS):
        block = maker.block()
        reading = read_text(block.text)
        faults = wrong(block, reading)
        assert not faults, f"block {number}\n{block.text}\n" + "\n".join(faults)
        seen.update(str(cell.status) for cell in reading.cells)
    assert seen["read"] > 2 * seen["ask"] > 1000


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_nothing_that_is_pasted_is_too_much(chunk):
    maker, rng = Maker(1000 + chunk), random.Random(chunk)
    for _ in range(RAW):
        for cell in read_text(garbage(rng, maker.block().text)).cells:
            if cell.status is Status.READ:
                assert cell.analyte in ANALYTES
                assert cell.measured_on is not None
                assert (cell.value is None) is (cell.kind is not Kind.FINAL)
                assert cell.unit in ANALYTES[cell.analyte].units or cell.kind is not Kind.FINAL


def test_a_wrong_reading_is_noticed():
    """The first test must be able to fail, in each of its ways."""
    block = Maker(3).block()
    reading = read_text(block.text)
    (at, truth), *_ = ((at, t) for at, t in block.truths.items() if t.must == READ)
    assert wrong(block, reading) == []
    for change in (
        replace(truth, value=truth.value + 1),
        replace(truth, unit="pmol/L"),
        replace(truth, comparator=">="),
        replace(truth, must=ASK),
        replace(truth, must=NEVER),
        replace(truth, day=truth.day.replace(year=2001)),
    ):
        assert len(wrong(Block(block.text, block.truths | {at: change}), reading)) == 1
    assert wrong(Block(block.text, {}), reading)
    assert wrong(block, Reading())
