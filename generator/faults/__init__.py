"""Faults of the kinds found in generated environments, planted in a sound server to see whether its checks notice."""

from generator.faults import changes, creations, deletions, lists, pages, readings, refusals, transitions
from generator.faults.fault import Fault

FAULTS: tuple[Fault, ...] = (
    *lists.FAULTS, *pages.FAULTS, *readings.FAULTS, *creations.FAULTS, *changes.FAULTS, *transitions.FAULTS,
    *deletions.FAULTS, *refusals.FAULTS,
)  # fmt: skip
