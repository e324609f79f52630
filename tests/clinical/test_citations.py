"""Every citation that a rule names exists; what was not read is marked so."""

from hlh_app.clinical import (
    dose_chi2020,
    dose_wang2020,
    hlh2004,
    hlh2024,
    hscore,
    mas2016,
)
from hlh_app.clinical.citations import CITATIONS
from hlh_app.clinical.hlh_criteria import FEVER_SOURCES


def test_each_stands_under_its_own_key():
    assert all(key == citation.key for key, citation in CITATIONS.items())


def test_every_rule_has_its_source():
    for rule in (hlh2004, hlh2024, hscore, mas2016, dose_wang2020, dose_chi2020):
        assert rule.CITATION in CITATIONS
    assert "marsh2013" in CITATIONS
    assert {source for source in FEVER_SOURCES.values() if source} <= CITATIONS.keys()


def test_what_was_not_read_in_the_primary_source():
    unread = {c.key for c in CITATIONS.values() if not c.verified}
    assert unread >= {
        *("henter2024", "histiocyte_reactivation", "cyp3a4_table", "cockcroft1976"),
        *("schwartz2009", "liu2013", "mosteller1987"),
    }


def test_identifiers_stand_without_prefix():
    assert all(c.doi is None or c.doi.startswith("10.") for c in CITATIONS.values())
