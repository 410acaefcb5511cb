"""Parse commit objects."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knownhands.harvest.git.signatures import claimed_key

_PERSON = re.compile(rb"([^<]*)(?:<([^>]*)>?)?\s*(?:(-?\d+)(?:\s+([+-]?\d+))?)?\s*$")
_TRAILER = re.compile(r"([A-Za-z][A-Za-z0-9-]*)\s*:\s+(\S.*)")
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
        message: decoded; NUL becomes U+FFFD.
        signing_key: who the signature claims to be from, unverified; "" when unsigned.
    """

    parents: tuple[str, ...]
    author: Person
    committer: Person
    message: str
    signing_key: str


def parse_commit(body: bytes) -> Commit:
    """Parse the bytes of a commit object; a malformed line costs that line only.

    >>> body = b"tree 1\\nparent 2\\nauthor A <a@x> 10 +0130\\ncommitter B <b@x> 20 -0100\\n\\nHello\\n"
    >>> commit = parse_commit(body)
    >>> commit.parents, commit.author.tz, commit.committer.claimed_at, commit.message
    (('2',), 90, 20, 'Hello\\n')
    """
    header, _, message = body.partition(b"\n\n")
    parents: list[str] = []
    author = committer = encoding = b""
    signature: list[bytes] = []
    in_signature = False
    for line in header.split(b"\n"):
        key, _, value = line.partition(b" ")
        if key == b"":
            if in_signature:
                signature.append(value)
            continue
        in_signature = key in (b"gpgsig", b"gpgsig-sha256")
        if key == b"parent":
            parents.append(value.decode("ascii", "replace"))
        elif key == b"author":
            author = value
        elif key == b"committer":
            committer = value
        elif key == b"encoding":
            encoding = value
        elif in_signature:
            signature = [value]
    return Commit(
        tuple(parents),
        parse_person(author),
        parse_person(committer),
        _decode(message, encoding),
        claimed_key(signature) if signature else "",
    )


def parse_person(value: bytes) -> Person:
    """Parse `Name <email> seconds zone`; whatever is missing is empty or None.

    >>> parse_person(b"No Mail 99999999999999999999 +0000")
    Person(name='No Mail', email='', claimed_at=None, tz=None)
    """
    match = _PERSON.match(value)
    if match is None or match[2] is None:
        name = re.sub(rb"\s+-?\d+(\s+[+-]\d+)?\s*$", b"", value)
        return Person(_text(name).strip(), "", None, None)
    name, email, seconds, zone = match.groups()
    claimed_at = int(seconds) if seconds and len(seconds) < 21 else None  # noqa: PLR2004 - digits of 2^64
    if claimed_at is not None and not -_INT64 <= claimed_at < _INT64:
        claimed_at = None
    return Person(_text(name).strip(), _text(email).strip(), claimed_at, _zone(zone))


def trailers(message: str) -> list[tuple[str, str]]:
    """Return the `Key: value` lines of the last paragraph, keys in lower case.

    A paragraph counts when at least half of its lines are of that form, and never the first one.

    >>> trailers("Subject\\n\\nBody.\\n\\nSigned-off-by: Ada <ada@x>\\nFixes: abc1234\\n")
    [('signed-off-by', 'Ada <ada@x>'), ('fixes', 'abc1234')]
    """
    _, gap, last = message.rstrip().rpartition("\n\n")
    if not gap or ":" not in last:
        return []
    lines = last.split("\n")
    found = [(match[1].lower(), match[2].strip()) for line in lines if (match := _TRAILER.fullmatch(line.rstrip()))]
    return found if len(found) * 2 >= len(lines) else []


def _zone(zone: bytes | None) -> int | None:
    if not zone or len(zone) > 6:  # noqa: PLR2004 - a sign and up to five digits
        return None
    number = int(zone)
    hours, minutes = divmod(abs(number), 100)
    total = (hours * 60 + minutes) * (-1 if number < 0 else 1)
    return total if -_INT16 <= total < _INT16 else None


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace").replace("\0", "\ufffd")


def _decode(message: bytes, encoding: bytes) -> str:
    if encoding:
        try:
            return message.decode(encoding.decode("ascii"), "replace").replace("\0", "\ufffd")
        except (LookupError, UnicodeDecodeError, ValueError):
            return _text(message)  # an encoding that nobody knows
    return _text(message)
