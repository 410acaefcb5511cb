"""A wrapper that fetches Gradle or Maven from another place."""

import pytest
from packageurl.contrib.purl2url import get_download_url

from changing import changed, seen

GRADLE, MAVEN = "gradle/wrapper/gradle-wrapper.properties", ".mvn/wrapper/maven-wrapper.properties"
HOME = "distributionUrl=https\\://services.gradle.org/distributions/gradle-{}-bin.zip\n"
OTHER = "distributionUrl=https\\://kiln.example/gradle-{}-bin.zip\n"
OF_MAVEN = f"wrapperUrl={get_download_url('pkg:maven/org.kiln/wrapper@1')}\n"


def places(path: str, old: str | None, new: str) -> list[tuple[str, int]]:
    return [(o.source, o.line) for o in seen(changed(path, old, new)) if o.capability == "dependency_from_address"]


@pytest.mark.parametrize(
    ("path", "old", "new", "line"),
    [
        pytest.param(GRADLE, HOME.format(8), "# clay\n" + OTHER.format(8), 2, id="from its home"),
        pytest.param(GRADLE, None, OTHER.format(8), 1, id="in a new file"),
        pytest.param(
            MAVEN, OF_MAVEN, OF_MAVEN + "distributionUrl = https://kiln.example/maven.zip\n", 2, id="of Maven"
        ),
    ],
)
def test_another_place_is_seen(path, old, new, line):
    assert places(path, old, new) == [("kiln.example", line)]


def test_a_name_like_that_of_its_home_is_another_place():
    assert places(GRADLE, HOME.format(8), HOME.format(8).replace(".org", ".example"))
    assert places(GRADLE, None, HOME.format(8).replace(".org", ".example"))


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        pytest.param(GRADLE, HOME.format(8), HOME.format(9), id="another version"),
        pytest.param(GRADLE, OTHER.format(8), OTHER.format(9), id="another version of a mirror"),
        pytest.param(GRADLE, OTHER.format(8), HOME.format(9), id="back to its home"),
        pytest.param(GRADLE, None, HOME.format(9), id="a new file"),
        pytest.param(MAVEN, None, OF_MAVEN, id="a new file of Maven"),
    ],
)
def test_its_home_and_what_was_known_are_quiet(path, old, new):
    assert not places(path, old, new)
