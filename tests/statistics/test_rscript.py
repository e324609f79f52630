"""What happens where R is not installed, and what counts as different."""

import pytest

from .rscript import HERE, differs, run_r


@pytest.fixture
def without_r(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    return monkeypatch


def test_without_r_the_tests_are_skipped_and_name_it(without_r):
    without_r.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"needs Rscript.*apt-get install r-base-core"):
        run_r(HERE / "numerics.R")


def test_without_r_they_fail_where_everything_must_be_tried(without_r):
    without_r.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="apt-get install r-base-core r-cran-survival"):
        run_r(HERE / "numerics.R")


@pytest.mark.parametrize(
    ("ours", "theirs", "answer"),
    [
        (None, None, False),
        (None, 0.0, True),
        (0.0, None, True),
        (1e-12, 0.0, False),
        (1e-9, 0.0, True),
        (1e6, 1e6 + 1e-5, False),
        (1e6, 1e6 + 1e-3, True),
        (float("nan"), 1.0, True),
    ],
)
def test_equal_is_within_1e_10_of_itself_or_of_its_size(ours, theirs, answer):
    assert differs(ours, theirs) is answer
