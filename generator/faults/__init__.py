"""Faults of the kinds found in generated environments, planted in a sound server to see whether its checks notice."""

from generator.faults import changes, creations, deletions, lists, readings, refusals
from generator.faults.fault import Fault

FAULTS: tuple[Fault, ...] = (
    *lists.FAULTS, *readings.FAULTS, *creations.FAULTS, *changes.FAULTS, *deletions.FAULTS, *refusals.FAULTS,
)  # fmt: skip
