"""The tracker with its checks, and programs of it that tests spoil."""

from collections.abc import Mapping

import pytest
from checking.conftest import written
from checking.worlds import tracker

from generator.check import Check
from generator.checks import generate_checks
from generator.mutation import Grades, Mutant, grades_of, mutants
from generator.render import render
from state_db.image import Image


@pytest.fixture(scope="session")
def files() -> Mapping[str, str]:
    return render(tracker())


@pytest.fixture(scope="session")
def image(files: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> Image:
    return Image.load(written(files, tmp_path_factory.mktemp("server") / "tracker"))


@pytest.fixture(scope="session")
def checks(image: Image) -> list[Check]:
    return generate_checks(tracker(), image)


@pytest.fixture(scope="session")
def made(image: Image) -> list[Mutant]:
    return list(mutants(image))


@pytest.fixture(scope="session")
def grades(image: Image, checks: list[Check]) -> Grades:
    return grades_of(image, checks)
