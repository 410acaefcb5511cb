"""The shipped list is what its datasheet says."""

import pytest

from knownhands.harvest.names.confusability import TRAITS, shipped_weights
from knownhands.harvest.names.forms import normalise
from knownhands.harvest.names.popular import popular


@pytest.mark.parametrize(("ecosystem", "most"), [("pypi", 15_000), ("npm", 20_000)])
def test_names_are_normal_and_without_repeats(ecosystem: str, most: int) -> None:
    names = popular(ecosystem)
    assert most * 0.99 < len(names) == len(set(names)) <= most
    assert all(normalise(name, ecosystem) == name for name in names)


def test_names_come_most_used_first() -> None:
    assert popular("pypi").index("requests") < popular("pypi").index("tensorflow-probability")
    assert popular("npm").index("lodash") < popular("npm").index("react-helmet")


def test_the_weights_fit_the_traits() -> None:
    assert set(shipped_weights()) == set(TRAITS)
