import inspect

import pytest

from knownhands import errors
from knownhands.errors import KnownHandsError

ALL = [error for _, error in inspect.getmembers(errors, inspect.isclass) if issubclass(error, KnownHandsError)]


@pytest.mark.parametrize("error", ALL, ids=lambda error: error.__name__)
def test_an_error_carries_what_happened_and_what_to_do(error: type[KnownHandsError]) -> None:
    raised = error("The kiln is cold.", "Light it.")
    assert (str(raised), raised.message, raised.hint) == ("The kiln is cold.", "The kiln is cold.", "Light it.")
    assert error("The kiln is cold.").hint == ""


def test_exit_codes_are_those_of_the_design() -> None:
    codes = {error.__name__: error.exit_code for error in ALL}
    assert codes == {
        "KnownHandsError": 4,
        "UsageError": 2,
        "SourceError": 3,
        "NotFound": 3,
        "Unreachable": 3,
        "RateLimited": 3,
        "Unparsable": 3,
        "StoreError": 3,
        "ModelError": 3,
    }


def test_the_family_tree_in_the_docstring_names_every_error_and_its_exit_code() -> None:
    for error in ALL:
        assert error.__name__ in (errors.__doc__ or "")
