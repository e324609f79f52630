"""The cohorts page: every published figure, and nothing that was not published."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.cohorts.library import load_cohorts
from hlh_app.web.presenters.cohorts import cohorts_page


@pytest.fixture(scope="module")
def page():
    return cohorts_page(load_cohorts())


def view(page, code):
    return next(one for one in page.cohorts if one.code == code)


def everything(cohort) -> str:
    tables = [cohort.means, cohort.comparisons]
    tables += [table for arm in cohort.arms for table in (arm.counts, arm.summaries)]
    return "\n".join(" | ".join(row) for table in tables for row in table.rows)


@pytest.mark.parametrize("cohort", load_cohorts(), ids=lambda cohort: cohort.code)
def test_every_figure_of_every_source_is_on_the_page(cohort, page):
    text = everything(view(page, cohort.code))
    for arm in cohort.arms:
        for count in arm.counts:
            assert f"{count.label} | {count.numerator} of {count.denominator}" in text
        for row in arm.summaries:
            assert f"{row.label} | {row.statistic} " in text
        for mean in arm.means:
            assert f"± {mean.sd:,f}".rstrip("0").rstrip(".") in text
    for row in cohort.comparisons:
        assert f"P {row.p_text}" in text


def test_what_is_wrong_missing_and_unverified_is_said(page):
    for cohort in load_cohorts():
        shown = view(page, cohort.code)
        assert (shown.faults, shown.missing) == (cohort.faults, cohort.missing)
        assert (shown.unverified, shown.notes) == (cohort.unverified, cohort.notes)
        assert cohort.source.citation in shown.source
        assert cohort.source.read in shown.read


def test_nothing_under_wang_s_name_is_a_laboratory_value(page):
    wang = view(page, "wang2020")
    assert not wang.means
    assert wang.drawings == ()
    units = {unit for analyte in ANALYTES.values() for unit in analyte.units} - {"%"}
    cells = [row[1].split()[2:3] for arm in wang.arms for row in arm.summaries.rows]
    assert not units & {unit for cell in cells for unit in cell}


def test_chi_s_means_stand_with_their_lognormal_band(page):
    rows = {(row[0], row[1]): row[2:] for row in view(page, "chi2020").means.rows}
    first = rows["Ferritin, ng/mL", "before treatment"]
    assert first[0] == "17,090 ± 17,586"
    low, high = (float(end.replace(",", "")) for end in first[1].split("–"))
    assert 0 < low < 17090 < high
    assert "not stated" in view(page, "chi2020").means.note


def test_derived_counts_say_so(page):
    assert "8 of 9 (88.9\u00a0%), derived" in everything(view(page, "wang2020"))


def test_an_unchecked_doi_says_unverified(page):
    assert "(unverified)" in view(page, "wang2020").source
    assert "(unverified)" not in view(page, "chi2020").source


def test_benchmarks_stand_side_by_side(page):
    sources = {row[0].split(",")[0] for row in page.benchmarks.rows}
    assert {"Wang 2020", "Zhang 2022", "DEP 2015", "Emapalumab label"} <= sources
    assert "EBV-HLH did best first line" in page.benchmarks.note


def test_a_mean_that_one_arm_does_not_print_is_said_to_be_missing(page):
    from dataclasses import replace

    chi = next(cohort for cohort in load_cohorts() if cohort.code == "chi2020")
    bare = replace(chi, arms=(chi.arms[0], replace(chi.arms[1], means=())))
    row = cohorts_page([bare]).cohorts[0].means.rows[0]
    assert row[4:6] == ("not printed", "")


def test_anybody_signed_in_may_read_it(signed_in, manager, client):
    address = reverse("web:cohorts")
    assert client.get(address).status_code == 302
    text = signed_in(manager).get(address).content.decode()
    assert "Published cohorts" in text
    assert text.count('type="application/json"') == 4
