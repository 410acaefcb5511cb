"""The strongest hash decides, and a nonsensical one is none."""

import base64
import hashlib

import pytest

from knownhands.harvest.registry.hashes import matches, promised
from knownhands.harvest.registry.records import ReleaseFile

BODY = b"clay"
SHA1, SHA256, SHA512 = (hashlib.new(name, BODY) for name in ("sha1", "sha256", "sha512"))
INTEGRITY = "sha512-" + base64.b64encode(SHA512.digest()).decode()
GIVEN = {
    "sha256": ({"sha256": SHA256.hexdigest().upper()}, f"sha256-{SHA256.hexdigest()}"),
    "integrity before sha1": ({"integrity": INTEGRITY, "sha1": "0" * 40}, f"sha512-{SHA512.hexdigest()}"),
    "the strong one of several": ({"integrity": f"sha1-AAAA {INTEGRITY}?opt"}, f"sha512-{SHA512.hexdigest()}"),
    "sha1 where there is no other": ({"sha1": SHA1.hexdigest()}, f"sha1-{SHA1.hexdigest()}"),
    "too short": ({"integrity": "sha512-AAAA", "sha256": "abc"}, None),
    "no Base64": ({"integrity": "sha512-\N{SNOWMAN}", "sha1": "-"}, None),
    "nothing": ({}, None),
}


@pytest.mark.parametrize(("fields", "promise"), GIVEN.values(), ids=GIVEN)
def test_the_strongest_hash_is_the_promise(fields, promise) -> None:
    assert promised(ReleaseFile("npm", "pots", "pots-1.tgz", **fields)) == promise
    if promise:
        assert matches(BODY, promise)
        assert not matches(b"lead", promise)
