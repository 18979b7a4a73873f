"""Conditions on the numbers of a comparison, as a gate for continuous integration: ``kl_real_synthetic > 0.5``."""

from facegap.compare.gate.check import Check, check_comparison
from facegap.compare.gate.condition import GateCondition, read_condition
from facegap.compare.gate.numbers import NumberCard, known_numbers, number_table
from facegap.compare.gate.reading import Reading

__all__ = [
    "Check",
    "GateCondition",
    "NumberCard",
    "Reading",
    "check_comparison",
    "known_numbers",
    "number_table",
    "read_condition",
]
