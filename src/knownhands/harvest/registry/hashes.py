"""Whether what came is what the registry said would come."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knownhands.documents.registry import ReleaseFile

_HEX = {"sha256": re.compile(r"[0-9a-f]{64}"), "sha1": re.compile(r"[0-9a-f]{40}")}
_SHA512_BYTES = 64
_BYTES = {"sha1": 20, "sha256": 32, "sha384": 48, "sha512": 64}


def promised(file: ReleaseFile) -> str | None:
    """Return the strongest hash that the registry gives of a file, as algorithm, '-' and hexadecimal; None for none.

    >>> from knownhands.documents.registry import ReleaseFile
    >>> promised(ReleaseFile("", "teapot", "teapot-1.tgz", sha1="A" * 40, integrity="sha512-nonsense"))
    'sha1-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
    """
    for algorithm, value in (("sha256", file.sha256), ("sha512", _sha512(file.integrity)), ("sha1", file.sha1)):
        digest = (value or "").strip().lower()
        if digest and (algorithm == "sha512" or _HEX[algorithm].fullmatch(digest)):
            return f"{algorithm}-{digest}"
    return None


def known(file: ReleaseFile) -> set[str]:
    """Return every hash that the registry gives of a file, in the form of `promised`."""
    given = [f"sha256-{file.sha256}", f"sha1-{file.sha1}", *(file.integrity or "").split()]
    return {hash_ for text in given if (hash_ := uniform(text))}


def uniform(text: str) -> str | None:
    """Return a hash as lock files write it in the form of `promised`; None for a kind that no registry gives.

    >>> uniform("sha1:" + "A" * 40) == uniform("sha1-" + "qqqqqqqqqqqqqqqqqqqqqqqqqqo=") == "sha1-" + "a" * 40
    True
    """
    match = re.fullmatch(r"(sha\d+)[:-]([^?]+).*", text.strip(), re.IGNORECASE | re.DOTALL)
    if match is None or (length := _BYTES.get(match[1].lower())) is None:
        return None
    digest = match[2]
    if not re.fullmatch(f"[0-9a-fA-F]{{{2 * length}}}", digest):
        try:
            digest = base64.b64decode(digest, validate=True).hex()
        except ValueError:
            return None
    return f"{match[1].lower()}-{digest.lower()}" if len(digest) == 2 * length else None


def matches(body: bytes, promise: str) -> bool:
    """Say whether a body has the hash that `promised` returned."""
    algorithm, _, digest = promise.partition("-")
    return hashlib.new(algorithm, body, usedforsecurity=False).hexdigest() == digest


def _sha512(integrity: str | None) -> str | None:
    """Read the first SHA-512 of what may be several hashes with options (W3C, Subresource Integrity)."""
    for hash_ in (integrity or "").split():
        algorithm, _, encoded = hash_.partition("?")[0].partition("-")
        if algorithm == "sha512":
            try:
                digest = base64.b64decode(encoded, validate=True)
            except ValueError:
                continue
            if len(digest) == _SHA512_BYTES:
                return digest.hex()
    return None
