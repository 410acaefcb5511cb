"""Versions in order."""

from itertools import pairwise

import pytest

from knownhands.ecosystems._known import known_ecosystems


def place(ecosystem: str, version: str):
    return known_ecosystems()[ecosystem].versions.place(version)


# Semantic Versioning 2.0, section 11, and what surrounds its own example.
IN_ORDER = {
    "npm": "0.0.0-0 0.0.0 0.9.10 1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 "
    "1.0.0-rc.1 1.0.0 1.0.1-0 1.2.0 1.10.0 2.0.0-A 2.0.0-a 2.0.0-a-b 2.0.0",
    "pypi": "0.dev1 0 1.0.dev1 1.0a1 1.0rc1 1.0 1.0.post1 1.1 1.10 1!0.1",
}


@pytest.mark.parametrize("ecosystem", IN_ORDER)
def test_every_version_comes_before_the_next(ecosystem: str) -> None:
    for earlier, later in pairwise(IN_ORDER[ecosystem].split()):
        assert place(ecosystem, earlier) < place(ecosystem, later)
        assert not place(ecosystem, later) <= place(ecosystem, earlier)


SAME = {
    "build metadata": ("npm", "1.0.0+a", "1.0.0+b"),
    "a tag's v": ("npm", "v2.0.0", "2.0.0"),
    "PEP 440 spellings": ("pypi", "1.0-RC.1", "1.0.0rc1"),
}


@pytest.mark.parametrize(("ecosystem", "spelling", "other"), SAME.values(), ids=SAME)
def test_two_spellings_are_one_version(ecosystem: str, spelling: str, other: str) -> None:
    assert place(ecosystem, spelling) == place(ecosystem, other)


@pytest.mark.parametrize(
    "text",
    ["", "latest", "1.0.0-", "1.0.0-a..b", "1.0.0-01", "01.0.0", "1.2.3.4", "1.2", "9007199254740992.0.0", "1" * 300],
)
def test_what_is_no_version_has_no_place(text: str) -> None:
    assert place("npm", text) is None


@pytest.mark.parametrize("text", ["", "2004d", "1.0-x-y", "1" * 300])
def test_nor_has_it_for_python(text: str) -> None:
    assert place("pypi", text) is None


def test_what_people_write_may_leave_zeros_out_and_a_version_may_not() -> None:
    rule = known_ecosystems()["npm"].versions
    assert rule.bound("2") == rule.bound("2.0") == rule.place("2.0.0")
    assert rule.place("2") is None
