"""A model of invented changes, trained once."""

import pytest

from invented import invent, make_model
from knownhands.learn.artefact import Artefact, load
from knownhands.learn.dataset import Dataset
from knownhands.learn.train import Trained, trained_from


@pytest.fixture(scope="session")
def data() -> Dataset:
    """Invented changes, the ones that `model` was trained on among them."""
    return invent(0)


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Artefact:
    """A model of invented changes."""
    return load(str(make_model(tmp_path_factory.mktemp("models") / "invented")))


@pytest.fixture(scope="session")
def trained(model: Artefact) -> Trained:
    """The same, with its heads as text."""
    return trained_from(model)
