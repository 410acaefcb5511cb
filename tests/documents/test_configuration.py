"""Addresses, as people configure them."""

import pytest

from knownhands.documents.configuration import default_site, registry
from knownhands.errors import UsageError


def test_every_ecosystem_has_a_home_without_an_address_in_this_project() -> None:
    homes = {default_site(purl) for purl in ("pkg:pypi/any@1", "pkg:npm/any@1")}
    assert len(homes) == 2
    assert all(home.startswith("https://") and home.count("/") == 2 for home in homes)


@pytest.mark.parametrize(
    "address", ["http://10.0.0.7:8081/simple", "http://localhost/simple/", "https://[fd00::1]/simple"]
)
def test_a_mirror_may_be_anywhere(address) -> None:
    assert registry(address).address == address.rstrip("/")


@pytest.mark.parametrize("address", ["", "index.example", "file:///srv", "ftp://ada:s3cret@index.example", "https://"])
def test_what_is_no_address_is_wrong_usage_without_the_secret(address) -> None:
    with pytest.raises(UsageError, match="no http or https address") as caught:
        registry(address)
    assert "s3cret" not in caught.value.message
