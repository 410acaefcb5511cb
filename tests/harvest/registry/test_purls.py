"""A package has one name, however it is written."""

import pytest

from knownhands.errors import UsageError
from knownhands.harvest.registry.purls import PackageName, read_purl

WRITTEN = {
    "pkg:pypi/Tea.Pot@1.0": PackageName("pypi", "tea-pot", "1.0"),
    "pkg:npm/%40cups/pot@1.0.0": PackageName("npm", "@cups/pot", "1.0.0"),
    "pkg:npm/pot": PackageName("npm", "pot"),
    "pypi:Tea_Pot": PackageName("pypi", "tea-pot"),
    "pypi:teapot@": PackageName("pypi", "teapot"),
    "npm:pot@1.0.0-rc.1": PackageName("npm", "pot", "1.0.0-rc.1"),
    "npm:@cups/pot": PackageName("npm", "@cups/pot"),
    "npm:@cups/pot@latest": PackageName("npm", "@cups/pot", "latest"),
    "pypi:Tea_Pot==1.0": PackageName("pypi", "tea-pot", "1.0"),
    "Tea_Pot==1!1.0": PackageName("pypi", "tea-pot", "1!1.0"),
    "pkg:pypi/teapot@1%211.0": PackageName("pypi", "teapot", "1!1.0"),
    "pkg:pypi/teapot@1.0?extension=whl#teapot": PackageName("pypi", "teapot", "1.0"),
}


@pytest.mark.parametrize("text", WRITTEN)
def test_a_package_is_understood_and_written_the_same_way_ever_after(text) -> None:
    assert read_purl(text) == WRITTEN[text]
    assert read_purl(WRITTEN[text].purl()) == WRITTEN[text]


def test_a_purl_can_be_of_the_version_that_was_found() -> None:
    assert PackageName("npm", "@cups/pot", "latest").purl("2.0.0") == "pkg:npm/%40cups/pot@2.0.0"


PINS = ["npm:pot==1.0", "pot==", "==1.0", "pot==1.*", "pot===1.0", "pot==1.0,<2", "pot>=1.0", "pottery:pot==1.0"]


@pytest.mark.parametrize(
    "text",
    ["", "pot", ":", "npm:", "pypi:-", "pottery:pot", "pkg:npm", "pkg:", "npm:@cups", "pypi:a/b", "npm:a\nb", *PINS],
)
def test_anything_else_is_wrong_usage(text) -> None:
    with pytest.raises(UsageError):
        read_purl(text)
