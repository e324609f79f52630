"""Cytopenias in two of three lineages, and the hemoglobin of the newborn, edge by edge."""

import pytest

from hlh_app.clinical import hlh_criteria as hlh
from hlh_app.clinical.case import Patient, Sex
from hlh_app.clinical.evidence import OPEN_RANGE, PENDING
from hlh_app.clinical.outcome import Outcome

from .diagnosis_builders import at, day, given, lab, view

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN

LOW = {"hemoglobin": "89", "platelets": "99", "neutrophils": "0.99"}
NORMAL = {"hemoglobin": "90", "platelets": "100", "neutrophils": "1.0"}


def words(messages):
    return [str(message) for message in messages]


class TestCytopenias:
    @pytest.mark.parametrize(
        ("analyte", "value", "unit", "outcome"),
        [
            ("hemoglobin", "89.9", "g/L", MET),
            ("hemoglobin", "90", "g/L", NOT_MET),
            ("hemoglobin", "8.99", "g/dL", MET),
            ("hemoglobin", "9.0", "g/dL", NOT_MET),
            ("hemoglobin", "5.59", "mmol/L", MET),
            ("hemoglobin", "5.6", "mmol/L", NOT_MET),
            ("platelets", "99.9", "10*9/L", MET),
            ("platelets", "100", "10*9/L", NOT_MET),
            ("platelets", "99999", "/uL", MET),
            ("platelets", "100000", "/uL", NOT_MET),
            ("platelets", "100", "10*3/uL", NOT_MET),
            ("neutrophils", "0.999", "10*9/L", MET),
            ("neutrophils", "1.0", "10*9/L", NOT_MET),
            ("neutrophils", "999", "/uL", MET),
            ("neutrophils", "1000", "/uL", NOT_MET),
        ],
    )
    def test_each_lineage_is_strict(self, analyte, value, unit, outcome):
        criterion = hlh.cytopenias(view(lab(analyte, value, unit)))
        part = next(p for p in criterion.parts if p.id == analyte)
        assert part.outcome is outcome

    @pytest.mark.parametrize(
        ("low", "normal", "outcome"),
        [
            (("hemoglobin", "platelets"), (), MET),
            (("platelets", "neutrophils"), ("hemoglobin",), MET),
            (("platelets",), ("hemoglobin",), UNKNOWN),
            (("platelets",), ("hemoglobin", "neutrophils"), NOT_MET),
            ((), ("hemoglobin", "neutrophils"), NOT_MET),
            ((), ("hemoglobin",), UNKNOWN),
            ((), (), UNKNOWN),
            (("hemoglobin", "platelets", "neutrophils"), (), MET),
        ],
    )
    def test_two_of_three_and_open_only_while_it_can_change(self, low, normal, outcome):
        rows = [lab(a, LOW[a]) for a in low] + [lab(a, NORMAL[a]) for a in normal]
        criterion = hlh.cytopenias(view(*rows))
        assert criterion.outcome is outcome
        missing = {"Hemoglobin", "Platelets", "Neutrophils"} - {
            a.capitalize() for a in (*low, *normal)
        }
        named = {note.split(":")[0] for note in words(criterion.notes)}
        assert named == (missing if outcome is UNKNOWN else set())

    def test_leukocytes_do_not_count(self):
        rows = (lab("platelets", "40"), lab("hemoglobin", "120"), lab("wbc", "0.2"))
        assert hlh.cytopenias(view(*rows)).outcome is UNKNOWN

    @pytest.mark.parametrize(
        ("drawn", "value", "outcome"),
        [
            (27, "99.9", MET),
            (27, "100", NOT_MET),
            (28, "99.9", NOT_MET),
            (28, "90", NOT_MET),
            (28, "89.9", MET),
            (0, "99.9", MET),
        ],
    )
    def test_hemoglobin_below_100_when_drawn_before_28_days(self, drawn, value, outcome):
        newborn = Patient(day(-drawn), Sex.MALE)
        criterion = hlh.cytopenias(view(lab("hemoglobin", value), patient=newborn))
        part = criterion.parts[0]
        assert part.outcome is outcome
        assert str(part.threshold).endswith("100 g/L" if drawn < 28 else "90 g/L")
        assert bool(part.notes) == (drawn < 28)

    def test_each_hemoglobin_by_its_own_age(self):
        """95 g/L drawn at 27 days is low, drawn at 28 days it is not."""
        newborn = Patient(day(-28), Sex.MALE)
        rows = (lab("hemoglobin", "95", when=at(-1)), lab("hemoglobin", "95"))
        assert hlh.cytopenias(view(*rows, patient=newborn)).parts[0].outcome is MET
        assert hlh.cytopenias(view(rows[1], patient=newborn)).parts[0].outcome is NOT_MET

    def test_a_printed_age_is_never_a_newborn(self):
        patient = Patient(None, Sex.MALE, 0, day(0))
        criterion = hlh.cytopenias(view(lab("hemoglobin", "95"), patient=patient))
        assert criterion.parts[0].outcome is NOT_MET

    @pytest.mark.parametrize(
        ("analyte", "drug", "start", "stop", "flagged"),
        [
            ("platelets", "platelet_transfusion", -3, None, True),
            ("platelets", "platelet_transfusion", -4, None, False),
            ("hemoglobin", "red_cell_transfusion", -7, None, True),
            ("hemoglobin", "red_cell_transfusion", -8, None, False),
            ("neutrophils", "filgrastim", -12, -7, True),
            ("neutrophils", "filgrastim", -12, -8, False),
            ("neutrophils", "pegfilgrastim", -14, None, True),
            ("neutrophils", "pegfilgrastim", -15, None, False),
            ("platelets", "etoposide", -30, -28, True),
            ("platelets", "etoposide", -30, -29, False),
            ("platelets", "etoposide", -60, None, True),
            ("platelets", "etoposide", 1, None, False),
            ("hemoglobin", "platelet_transfusion", -1, None, False),
        ],
    )
    def test_values_after_treatment_carry_a_flag_and_count(
        self, analyte, drug, start, stop, flagged
    ):
        seen = view(lab(analyte, LOW[analyte]), given(drug, start, stop))
        part = next(p for p in hlh.cytopenias(seen).parts if p.id == analyte)
        assert part.outcome is MET
        assert words(part.readings[0].flags) == (
            [f"measured after {drug.replace('_', ' ')}"] if flagged else []
        )

    def test_a_flag_is_no_reason_for_an_open_criterion(self):
        rows = (
            lab("platelets", "150", comparator="<"),
            lab("platelets", None, when=at(-1)),
            given("platelet_transfusion", -1),
        )
        part = hlh.cytopenias(view(*rows)).parts[1]
        assert words(part.notes) == [str(OPEN_RANGE), str(PENDING)]
