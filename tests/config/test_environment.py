"""The reader of variables, and the key that a trial keeps for itself."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured

from hlh_app.config.environment import Environment


@pytest.mark.parametrize("word", ["true", "TRUE", "yes", "on", "1"])
def test_a_flag_is_raised_by_any_usual_word(word):
    assert Environment({"F": word}).flag("F", False)


def test_blanks_around_a_value_are_not_part_of_it():
    assert Environment({"N": " 7 "}).number("N", 1, low=0, high=9) == 7


def test_a_variable_that_was_not_asked_for_is_refused_if_it_looks_like_ours():
    environment = Environment({"HLH_MODE": "trial", "PATH": "/bin", "HLH_MOOD": "good"})
    environment.choice("HLH_MODE", ("trial", "ward"), "trial")
    with pytest.raises(ImproperlyConfigured, match="HLH_MOOD is not a setting"):
        environment.refuse_unknown()


def test_the_kept_key_is_made_once_and_readable_by_its_owner_alone(tmp_path):
    path = tmp_path / "var" / "secret_key"
    with ThreadPoolExecutor() as pool:
        keys = set(pool.map(lambda _: Environment({}).secret_key("K", kept_in=path), range(16)))
    assert len(keys) == 1
    assert len(keys.pop()) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [item.name for item in path.parent.iterdir()] == ["secret_key"]


def test_a_given_key_goes_before_the_kept_one(tmp_path):
    path = tmp_path / "secret_key"
    assert Environment({"K": "g" * 50}).secret_key("K", kept_in=path) == "g" * 50
    assert not path.exists()
