"""What a rule has answered, and what it was asked, cannot be changed afterwards."""

import dataclasses
import importlib
import pkgutil

import pytest

import hlh_app.clinical as package
from hlh_app.clinical.windows import View

# It remembers what it has looked up; what it answers stays the same.
REMEMBERS = {View}


MODULES = [
    importlib.import_module(f"{package.__name__}.{module.name}")
    for module in pkgutil.iter_modules(package.__path__)
]
CLASSES = [
    value
    for module in MODULES
    for value in vars(module).values()
    if isinstance(value, type) and value.__module__ == module.__name__
    if dataclasses.is_dataclass(value)
]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__qualname__)
def test_no_field_can_be_set_and_none_added(kind):
    assert kind.__dataclass_params__.frozen is (kind not in REMEMBERS)
    assert "__slots__" in vars(kind)
