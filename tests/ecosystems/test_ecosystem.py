"""A name and a version in a file become a package that can be looked up, or say why they cannot."""

import pytest

from knownhands.ecosystems._known import known_ecosystems


@pytest.mark.parametrize(
    ("ecosystem", "name", "purl"),
    [
        ("pypi", "Clay_Pot.oak", "pkg:pypi/clay-pot-oak@1.0"),
        ("npm", "@potters/jar", "pkg:npm/%40potters/jar@1.0"),
        ("npm", "clay.js", "pkg:npm/clay.js@1.0"),
        ("npm", "JSONStream", "pkg:npm/JSONStream@1.0"),
    ],
)
def test_possible_names_can_be_looked_up(ecosystem: str, name: str, purl: str) -> None:
    dependency = known_ecosystems()[ecosystem].dependency(name, "1.0")
    assert dependency.gap == ""
    assert dependency.purl == purl


@pytest.mark.parametrize("name", ["../../etc", "a b", "", "@x", "a/b/c", "x" * 300, "clay\n", "cl\u0430y", ".hidden"])
@pytest.mark.parametrize("ecosystem", ["pypi", "npm"])
def test_impossible_names_have_no_purl_and_say_so(ecosystem: str, name: str) -> None:
    dependency = known_ecosystems()[ecosystem].dependency(name, "1.0")
    assert dependency.purl == ""
    assert dependency.gap.startswith("not a possible name")


def test_an_impossible_version_is_a_gap_and_does_not_enter_the_purl() -> None:
    dependency = known_ecosystems()["npm"].dependency("clay", "1.0/../2?x=#y")
    assert dependency.purl == "pkg:npm/clay"
    assert dependency.gap == "not a possible version: 1.0/../2?x=#y"
    assert known_ecosystems()["pypi"].dependency("clay", "1!2.0.post1+local.3").gap == ""
