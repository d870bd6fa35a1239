"""The tracker as a subject of faults, and the servers of this repository."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from checking.conftest import written
from checking.worlds import tracker

from generator.check import Check
from generator.checks import generate_checks
from generator.faults.fault import Planted, Subject
from generator.faults.trial import planted
from generator.plan import Plan
from generator.render import render
from state_db.image import Image

SERVERS = Path(__file__).parents[3] / "servers"


@pytest.fixture(scope="session")
def plan() -> Plan:
    return tracker()


@pytest.fixture(scope="session")
def image(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Image:
    return Image.load(written(render(plan), tmp_path_factory.mktemp("faults") / "tracker"))


@pytest.fixture(scope="session")
def checks(plan: Plan, image: Image) -> list[Check]:
    return generate_checks(plan, image)


@pytest.fixture(scope="session")
def everything(plan: Plan, image: Image) -> list[Planted]:
    return list(planted(plan, image))


@pytest.fixture(scope="session")
def subject(plan: Plan, image: Image) -> Iterator[Subject]:
    found = Subject(plan, image)
    yield found
    found.close()
