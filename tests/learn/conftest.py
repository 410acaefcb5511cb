"""A model of invented changes, trained once."""

import pytest

import invented_packages
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


@pytest.fixture(scope="session")
def package_model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """A model of invented packages, trained as a user would."""
    return load(str(invented_packages.package_model(tmp_path_factory)), "package_malware")
