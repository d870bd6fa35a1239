"""All laws' checks of one server; the same plan and rows give the same checks."""

from generator.check import Check
from generator.laws import LAWS
from generator.plan import Plan
from generator.probe import Probe
from state_db.image import Image


def generate_checks(plan: Plan, image: Image) -> list[Check]:
    """Return the checks that the plan's meaning and the image's seeded rows give, grouped by law, names unique."""
    probe = Probe(plan, image)
    try:
        return _renamed([check for law in LAWS for check in law.checks(plan, probe)])
    finally:
        probe.close()


def _renamed(checks: list[Check]) -> list[Check]:
    """Give a check whose name is taken the first number that is free."""
    taken: set[str] = set()
    found: list[Check] = []
    for check in checks:
        name, number = check.name, 2
        while name in taken:
            name, number = f"{check.name}_{number}", number + 1
        taken.add(name)
        found.append(check if name == check.name else check.model_copy(update={"name": name}))
    return found
