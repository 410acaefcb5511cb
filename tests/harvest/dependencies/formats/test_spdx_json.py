import json

import pytest

from knownhands.errors import Unparsable

PURL = {"referenceCategory": "PACKAGE_MANAGER", "referenceType": "purl"}


def bill(**links: str) -> str:
    names = ("app", "bowl", "clay")
    packages = [
        {
            "SPDXID": f"SPDXRef-{name}",
            "name": name,
            "externalRefs": [{**PURL, "referenceLocator": f"pkg:npm/{name}@1.0.0"}],
        }
        for name in names
    ]
    relationships = [
        {"spdxElementId": f"SPDXRef-{a}", "relationshipType": kind, "relatedSpdxElement": f"SPDXRef-{b}"}
        for kind, pair in links.items()
        for a, b in [pair.split()]
    ]
    document = {"spdxVersion": "SPDX-2.3", "packages": packages, "relationships": relationships}
    return json.dumps({**document, "documentDescribes": ["SPDXRef-app"]})


def test_both_directions_of_a_dependency_are_understood(read_lock) -> None:
    dependencies = read_lock(**{"app.spdx.json": bill(DEPENDS_ON="app bowl", DEV_DEPENDENCY_OF="clay bowl")})
    assert sorted(dependencies) == ["bowl", "clay"]
    assert dependencies["clay"].brought_in_by == ("pkg:npm/bowl@1.0.0",)


def test_without_dependencies_every_package_is_listed_and_nothing_is_claimed(read_lock) -> None:
    dependencies = read_lock(**{"app.spdx.json": bill(CONTAINS="app bowl")})
    assert {name: item.is_direct for name, item in dependencies.items()} == {"app": None, "bowl": None, "clay": None}


def test_another_version_of_spdx_is_refused(read_lock) -> None:
    with pytest.raises(Unparsable, match=r"spdxVersion is not one that we read"):
        read_lock(**{"app.spdx.json": bill().replace("SPDX-2.3", "SPDX-3.0")})
