"""Read from a signature which key it claims; nothing is verified and no program is run."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_ISSUER_KEY_ID = 16
_ISSUER_FINGERPRINT = 33
_SIGNATURE_TAG = 2
_KEY_ID_LENGTH = 8


def claimed_key(lines: Sequence[bytes]) -> str:
    """Name the key behind an armored signature.

    Returns:
        `ssh:` and a fingerprint, `pgp:` and the 16-digit key id, `x509`, or `unreadable`.

    Source: RFC 9580 sections 4.2 and 5.2.3; OpenSSH PROTOCOL.sshsig.
    """
    first = lines[0] if lines else b""
    if b"SIGNED MESSAGE" in first:
        return "x509"
    try:
        if b"SSH SIGNATURE" in first:
            return _ssh_key(_decode(lines[1:]))
        return _pgp_key(_decode(_after_headers(lines)))
    except (binascii.Error, IndexError, ValueError):
        return "unreadable"


def _after_headers(lines: Sequence[bytes]) -> Sequence[bytes]:
    blank = next((number for number, line in enumerate(lines) if not line.strip()), 0)
    return lines[blank + 1 :]


def _decode(lines: Sequence[bytes]) -> bytes:
    body = []
    for line in lines:
        if line.startswith((b"-----", b"=")):
            break
        body.append(line.strip())
    return base64.b64decode(b"".join(body), validate=True)


def _ssh_key(blob: bytes) -> str:
    if blob[:6] != b"SSHSIG":
        raise ValueError(blob[:6])
    length = int.from_bytes(blob[10:14])
    if not 0 < length <= len(blob) - 14:
        raise ValueError(length)
    digest = hashlib.sha256(blob[14 : 14 + length]).digest()
    return "ssh:" + base64.b64encode(digest).decode().rstrip("=")


def _pgp_key(blob: bytes) -> str:
    key_id = _key_id(_packet_body(blob))
    if len(key_id) != _KEY_ID_LENGTH:
        raise ValueError(key_id)
    return "pgp:" + key_id.hex()


def _key_id(body: bytes) -> bytes:
    if body[0] == 3:  # noqa: PLR2004 - version 3 holds the key id at a fixed place
        return body[7:15]
    wide = 4 if body[0] == 6 else 2  # noqa: PLR2004 - version 6 counts subpackets in four bytes
    at = 4
    for _ in range(2):  # hashed, then unhashed subpackets
        size = int.from_bytes(body[at : at + wide])
        issuer = _issuer(body[at + wide : at + wide + size])
        if issuer:
            return issuer
        at += wide + size
    return b""


def _packet_body(blob: bytes) -> bytes:
    tag = blob[0]
    if tag & 0x40:  # new format
        if tag & 0x3F != _SIGNATURE_TAG:
            raise ValueError(tag)
        return blob[1 + _length_bytes(blob[1]) :]
    if (tag >> 2) & 0x0F != _SIGNATURE_TAG:
        raise ValueError(tag)
    return blob[1 + (1, 2, 4, 0)[tag & 3] :]


def _length_bytes(first: int) -> int:
    return 1 if first < 192 else 2 if first < 255 else 5  # noqa: PLR2004 - RFC 9580 section 4.2.1


def _issuer(area: bytes) -> bytes:
    at = 0
    while at < len(area):
        wide = _length_bytes(area[at])
        raw = area[at : at + wide]
        size = raw[0] if wide == 1 else ((raw[0] - 192) << 8) + raw[1] + 192 if wide == 2 else int.from_bytes(raw[1:])  # noqa: PLR2004
        kind = area[at + wide] & 0x7F
        value = area[at + wide + 1 : at + wide + size]
        if kind == _ISSUER_KEY_ID:
            return value
        if kind == _ISSUER_FINGERPRINT:
            return value[1:][-8:] if value[0] == 4 else value[1:9]  # noqa: PLR2004 - version 4 ends in its key id
        at += wide + size
    return b""
