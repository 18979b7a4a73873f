"""The examples in docstrings of training and of recognizers do what they say."""

import doctest
import pkgutil
from importlib import import_module

import pytest

import facegap.recognize
import facegap.training

MODULES = [
    module.name
    for package in (facegap.training, facegap.recognize)
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    failed, _ = doctest.testmod(import_module(name))
    assert not failed
