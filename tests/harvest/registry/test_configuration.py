"""Addresses and certificates, as people configure them."""

import ssl

import pytest

from knownhands.errors import UsageError
from knownhands.harvest.registry.configuration import Configuration, default_site, registry, trust


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


def test_certificates_that_cannot_be_read_are_one_clear_line(tmp_path) -> None:
    (tmp_path / "broken.pem").write_text("clay")
    for broken in ("missing.pem", "broken.pem"):
        with pytest.raises(UsageError, match=broken):
            trust(Configuration((), {}, certificates=str(tmp_path / broken)))
        with pytest.raises(UsageError, match=broken):
            trust(Configuration((), {}, extra_certificates=str(tmp_path / broken)))
    assert trust(Configuration((), {})).verify_mode is ssl.CERT_REQUIRED
