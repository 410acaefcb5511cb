"""The strongest hash decides, and a nonsensical one is none."""

import base64
import hashlib

import pytest

from knownhands.documents.registry import ReleaseFile
from knownhands.harvest.registry.hashes import known, matches, promised, uniform

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


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("sha256:" + "AB" * 32, "sha256-" + "ab" * 32),
        ("sha512-" + "A" * 86 + "==", "sha512-" + "00" * 64),
        ("sha512-" + "A" * 86 + "==?opt", "sha512-" + "00" * 64),
        ("sha384:" + "ab" * 48, "sha384-" + "ab" * 48),
        ("sha256:" + "ab" * 31, None),
        ("sha256:nonsense", None),
        ("md5:" + "ab" * 16, None),
        ("berry:10c0/" + "ab" * 64, None),
        ("", None),
    ],
)
def test_hashes_are_compared_in_one_form(written: str, meant: str | None) -> None:
    assert uniform(written) == meant


def test_every_hash_of_a_file_is_known() -> None:
    file = ReleaseFile("npm", "pots", "pots-1.tgz", sha1="a" * 40, integrity="sha512-" + "A" * 86 + "== sha1-nonsense")
    assert known(file) == {"sha1-" + "a" * 40, "sha512-" + "00" * 64}
