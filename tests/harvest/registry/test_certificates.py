"""Certificates, as people configure them."""

import ssl

import pytest

from knownhands.documents.configuration import Configuration
from knownhands.errors import UsageError
from knownhands.harvest.registry.certificates import trust


def test_certificates_that_cannot_be_read_are_one_clear_line(tmp_path) -> None:
    (tmp_path / "broken.pem").write_text("clay")
    for broken in ("missing.pem", "broken.pem"):
        with pytest.raises(UsageError, match=broken):
            trust(Configuration((), {}, certificates=str(tmp_path / broken)))
        with pytest.raises(UsageError, match=broken):
            trust(Configuration((), {}, extra_certificates=str(tmp_path / broken)))
    assert trust(Configuration((), {})).verify_mode is ssl.CERT_REQUIRED
