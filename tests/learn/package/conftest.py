"""A model of invented packages, trained once, as a user would."""

from typing import NamedTuple

import pytest

from invented_packages import package_model
from knownhands.learn.artefact import Artefact, load
from knownhands.learn.package.examples import Examples, read
from knownhands.learn.package.train import Trained, trained_from


class Learned(NamedTuple):
    """What was learned, and from what."""

    data: Examples
    model: Artefact
    trained: Trained


@pytest.fixture(scope="session")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Learned:
    folder = package_model(tmp_path_factory)
    model = load(str(folder), "package")
    return Learned(read(folder.with_name("examples.parquet")), model, trained_from(model))
