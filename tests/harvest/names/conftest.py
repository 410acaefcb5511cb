"""The shipped names, loaded once."""

import pytest

from knownhands.harvest.names.nearest import Names


@pytest.fixture(scope="session")
def pypi() -> Names:
    return Names("pypi")


@pytest.fixture(scope="session")
def npm() -> Names:
    return Names("npm")
