"""A model of invented changes, trained once."""

import pytest

from invented import invent, make_model
from knownhands.learn.examples import Examples
from knownhands.learn.model import Model
from knownhands.learn.saved import load


@pytest.fixture(scope="session")
def data() -> Examples:
    """Invented changes, the ones that `model` was trained on among them."""
    return invent(0)


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """A model of invented changes."""
    return load(str(make_model(tmp_path_factory.mktemp("models") / "invented")))
