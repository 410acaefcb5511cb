"""A name or a version means the same wherever it stands: on the command line, in a lock file, an advisory, a tag."""

import pytest

from knownhands.ecosystems._known import known_ecosystems
from knownhands.errors import KnownHandsError
from knownhands.harvest.advisories.osv import parse_advisory
from knownhands.harvest.advisories.ranges import is_in
from knownhands.harvest.advisories.records import Affected
from knownhands.harvest.dependencies.bill import from_purl
from knownhands.harvest.registry.downloads import ReleaseName
from knownhands.harvest.registry.purls import read_purl
from knownhands.harvest.tree import find_tags

# What the rule of one place allowed and that of another did not.
NAMES = {
    "npm": {
        "JSONStream": "JSONStream",
        "!x": "!x",
        "-": "-",
        "_": "_",
        "@cups/!pot": "@cups/!pot",
        "@.cups/pot": None,
        "x" * 215: None,
        "\u017fet": None,
    },
    "pypi": {"Zope._Interface": "zope-interface", "x" * 215: None, "\u212aettle": None, "_x": None},
}
CASES = [(ecosystem, name, known) for ecosystem, names in NAMES.items() for name, known in names.items()]


def looked_up(ecosystem: str, name: str) -> str | None:
    try:
        return read_purl(f"{ecosystem}:{name}").name
    except KnownHandsError:
        return None


def advised(ecosystem: str, name: str) -> str | None:
    record = {"id": "X-1", "affected": [{"package": {"ecosystem": known_ecosystems()[ecosystem].osv, "name": name}}]}
    try:
        return parse_advisory(record, "x").affected[0].name
    except KnownHandsError:
        return None


def locked(ecosystem: str, name: str) -> str | None:
    dependency = known_ecosystems()[ecosystem].dependency(name, "1.0.0")
    return dependency.name if dependency.purl else None


@pytest.mark.parametrize(
    ("ecosystem", "name", "known"), CASES, ids=[f"{ecosystem}:{name[:12]!a}" for ecosystem, name, _ in CASES]
)
def test_a_name_is_possible_everywhere_or_nowhere(ecosystem: str, name: str, known: str | None) -> None:
    assert (looked_up(ecosystem, name), advised(ecosystem, name), locked(ecosystem, name)) == (known, known, known)


def test_capitals_of_npm_survive_a_purl_and_those_of_python_do_not() -> None:
    assert from_purl("pkg:npm/JSONStream@1.3.5", "", None, (), "bom.json").purl == "pkg:npm/JSONStream@1.3.5"
    assert read_purl("pkg:npm/JSONStream@1.3.5").purl() == "pkg:npm/JSONStream@1.3.5"
    assert read_purl("pkg:pypi/Zope.Interface@6").purl() == "pkg:pypi/zope-interface@6"


def test_a_hyphen_and_a_number_come_after_a_version_of_python_and_before_a_version_of_npm() -> None:
    ranges = {name: Affected(name, "pots", "ECOSYSTEM", introduced="1.0.0") for name in ("pypi", "npm")}
    assert {name: is_in(affected, "1.0.0-1") for name, affected in ranges.items()} == {"pypi": True, "npm": False}
    assert find_tags(["v1.0.0-1"], ReleaseName("pypi", "pots", "1.0.0.post1")) == ["v1.0.0-1"]
    assert find_tags(["v1.0.0.post1"], ReleaseName("npm", "pots", "1.0.0-1")) == []
