"""A signature is only read for the key that it claims."""

import base64
import re
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knownhands.harvest.git.commits import parse_commit
from knownhands.harvest.git.signatures import claimed_key

SHAPE = re.compile(r"ssh:[A-Za-z0-9+/]{43}|pgp:[0-9a-f]{16}|x509|unreadable")
KEY_ID = bytes.fromhex("0123456789abcdef")


def armored(packet: bytes, kind: bytes = b"PGP") -> list[bytes]:
    body = base64.encodebytes(packet).splitlines()
    return [b"-----BEGIN " + kind + b" SIGNATURE-----", b"", *body, b"=abcd", b"-----END " + kind + b" SIGNATURE-----"]


def packet(body: bytes) -> bytes:
    return bytes([0xC2, len(body)]) + body


def area(*subpackets: bytes) -> bytes:
    joined = b"".join(bytes([len(subpacket)]) + subpacket for subpacket in subpackets)
    return len(joined).to_bytes(2) + joined


SIGNATURES = {
    "version 4, fingerprint": packet(b"\x04\0\1\x08" + area(b"\x21\x04" + b"f" * 12 + KEY_ID) + area()),
    "version 4, key id": packet(b"\x04\0\1\x08" + area(b"\x02time") + area(b"\x10" + KEY_ID)),
    "version 3": packet(b"\x03\x05\0time" + KEY_ID + b"\1\x08"),
    "old packet format": b"\x88\x11" + b"\x03\x05\0time" + KEY_ID + b"\1\x08",
}


@pytest.mark.parametrize("signature", SIGNATURES.values(), ids=SIGNATURES.keys())
def test_the_key_id_is_found_wherever_it_is_kept(signature):
    assert claimed_key(armored(signature)) == "pgp:0123456789abcdef"


BROKEN = {
    "nothing": [],
    "no armor": [b"hello"],
    "no base64": [b"-----BEGIN PGP SIGNATURE-----", b"", b"***"],
    "a public key packet": armored(b"\xc6\x01\x04"),
    "key id cut short": armored(packet(b"\x04\0\1\x08" + area() + area(b"\x10\1\2"))),
    "no key id": armored(packet(b"\x04\0\1\x08" + area() + area())),
    "ssh, key cut short": armored(b"SSHSIG\0\0\0\1\0\0\1\0short", b"SSH"),
}


@pytest.mark.parametrize("lines", BROKEN.values(), ids=BROKEN.keys())
def test_a_signature_that_cannot_be_read_is_called_so(lines):
    assert claimed_key(lines) == "unreadable"


def test_an_x509_signature_is_called_so():
    assert claimed_key([b"-----BEGIN SIGNED MESSAGE-----", b"MIIB"]) == "x509"


def test_an_ssh_key_has_the_fingerprint_that_ssh_prints(story, tmp_path):
    key = tmp_path / "key"
    try:
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    except FileNotFoundError:
        pytest.skip("ssh-keygen is not installed")
    for name, value in {"gpg.format": "ssh", "user.signingKey": str(key), "commit.gpgSign": "true"}.items():
        story.git("config", name, value)
    story.git("commit", "--allow-empty", "-m", "Signed")
    printed = subprocess.run(["ssh-keygen", "-lf", key], check=True, capture_output=True, text=True).stdout
    signing_key = parse_commit(story.git_bytes("cat-file", "commit", "HEAD")).signing_key
    assert signing_key == printed.split()[1].replace("SHA256", "ssh")


@given(st.binary(max_size=60), st.sampled_from([b"PGP", b"SSH", b"X"]))
def test_reading_a_key_never_fails(blob, kind):
    assert SHAPE.fullmatch(claimed_key(armored(blob, kind)))
    assert SHAPE.fullmatch(claimed_key(armored(packet(b"\x04" + blob), kind)))
    assert SHAPE.fullmatch(claimed_key(blob.split(b"\n")))
