"""Parse commit objects."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from knownhands.harvest.git.signatures import claimed_key

_NAME = re.compile(rb"[0-9a-f]{40}|[0-9a-f]{64}")
_SECONDS = re.compile(rb"-?\d{1,20}")
_ZONE = re.compile(rb"[+-]?\d{1,5}")
_NUMBER = re.compile(rb"[+-]?\d+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_CHARSETS = {"idna", "punycode", "raw-unicode-escape", "unicode-escape"}  # Python calls them encodings; git does not
_MOST_OF_MESSAGE = 100_000  # bytes; more is nothing that anybody reads, and every query reads it
_MOST_OF_NAME = 1000
_INT64 = 2**63
_INT16 = 2**15


@dataclass(frozen=True, slots=True)
class Person:
    """Who and when, as a commit claims it.

    Attributes:
        name: may be empty.
        email: may be empty.
        claimed_at: seconds since 1970 UTC; None when missing or beyond 64 bits.
        tz: minutes east of UTC; None when missing or absurd.
    """

    name: str
    email: str
    claimed_at: int | None
    tz: int | None


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit object.

    Attributes:
        parents: object names, in order.
        message: decoded; NUL becomes U+FFFD. A very long one is cut, as are names.
        signing_key: who the signature claims to be from, unverified; "" when unsigned.
    """

    parents: tuple[str, ...]
    author: Person
    committer: Person
    message: str
    signing_key: str


def parse_commit(body: bytes) -> Commit:
    r"""Parse the bytes of a commit object; a malformed line costs that line only.

    Like `git log`, take the parents from the lines above the author, and the last of headers that are there twice.

    >>> body = b"tree 1\nauthor A <a@x> 10 +0130\ncommitter B <b@x> 20 -0100\n\nHello\n"
    >>> commit = parse_commit(body)
    >>> commit.parents, commit.author.tz, commit.committer.claimed_at, commit.message
    ((), 90, 20, 'Hello\n')
    """
    header, _, message = body.partition(b"\n\n")
    parents: list[str] = []
    headers: dict[bytes, bytes] = {}
    signature: list[bytes] = []
    in_signature = False
    for line in header.split(b"\n"):
        key, _, value = line.partition(b" ")
        if key == b"":
            if in_signature:
                signature.append(value)
            continue
        in_signature = key in (b"gpgsig", b"gpgsig-sha256") and not signature
        if in_signature:
            signature = [value]
        elif key == b"parent" and b"author" not in headers and _NAME.fullmatch(value.lower()):
            parents.append(value.lower().decode("ascii"))
        else:
            headers[key] = value
    return Commit(
        tuple(parents),
        parse_person(headers.get(b"author", b"")),
        parse_person(headers.get(b"committer", b"")),
        _decode(message[:_MOST_OF_MESSAGE], headers.get(b"encoding", b"")),
        claimed_key(signature) if signature else "",
    )


def parse_person(value: bytes) -> Person:
    """Parse `Name <email> seconds zone`; whatever is missing is empty or None.

    >>> parse_person(b"No Mail 99999999999999999999 +0000")
    Person(name='No Mail', email='', claimed_at=None, tz=None)
    """
    name, bracket, rest = value.partition(b"<")
    if not bracket:
        words = value.split()
        while words and _NUMBER.fullmatch(words[-1]):
            words.pop()
        return Person(_name(b" ".join(words)), "", None, None)
    email, bracket, rest = rest.partition(b">")
    seconds, zone, *_ = (*rest.rpartition(b">")[2].split(), b"", b"")
    return Person(_name(name), _name(email), _moment(seconds), _zone(zone))


def _name(value: bytes) -> str:
    return _text(value[:_MOST_OF_NAME]).strip()


def _moment(seconds: bytes) -> int | None:
    number = int(seconds) if _SECONDS.fullmatch(seconds) else _INT64
    return number if -_INT64 <= number < _INT64 else None


def _zone(zone: bytes) -> int | None:
    if not _ZONE.fullmatch(zone):
        return None
    number = int(zone)
    hours, minutes = divmod(abs(number), 100)
    total = (hours * 60 + minutes) * (-1 if number < 0 else 1)
    return total if -_INT16 <= total < _INT16 else None


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace").replace("\0", "\ufffd")


def _decode(message: bytes, encoding: bytes) -> str:
    if not encoding:
        return _text(message)
    try:
        codec = codecs.lookup(encoding.decode("ascii"))
        if codec.name in _NO_CHARSETS:
            return _text(message)
        text = message.decode(codec.name, "replace").replace("\0", "\ufffd")
    except (LookupError, ValueError):
        return _text(message)  # an encoding that nobody knows
    return _SURROGATE.sub("\ufffd", text)
