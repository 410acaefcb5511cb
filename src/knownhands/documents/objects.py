"""Read JSON that somebody else wrote: what has the wrong type is unknown, what has the wrong shape is an error."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, cast

from knownhands.errors import Unparsable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from knownhands.documents.registry import Body

Object = dict[str, object]
_LARGEST = 2**63 - 1
_HINT = "Ask whoever runs the registry, or name another one in the installer's settings."


def read_object(body: Body) -> Object:
    """Parse a body as one JSON object.

    Raises:
        Unparsable: it is no JSON, is nested too deeply, or is no object.
    """
    try:
        value = json.loads(body.content or b"")
    except RecursionError as cause:
        raise Unparsable(f"What {body.source} says is nested too deeply.", _HINT) from cause
    except ValueError as cause:  # no JSON, no Unicode, or a number with thousands of digits
        raise Unparsable(f"What {body.source} says is not JSON, or only a part of it.", _HINT) from cause
    if not isinstance(value, dict):
        raise Unparsable(f"What {body.source} says is JSON, but no object.", _HINT)
    return value


def required(document: Mapping[str, object], key: str, body: Body) -> Object:
    """Return an object that the rest hangs on; an absent one is empty.

    Raises:
        Unparsable: it is something else.
    """
    value = document.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Unparsable(f"In what {body.source} says, {key!r} is no object.", _HINT)
    return value


def required_objects(value: object, key: str, body: Body) -> list[Object]:
    """Return a list of objects that the rest hangs on; an absent one is empty.

    Raises:
        Unparsable: it is something else.
    """
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise Unparsable(f"In what {body.source} says, {key!r} is no list of objects.", _HINT)
    return cast("list[Object]", value)


def mapping(value: object) -> Object:
    """Return an object, or an empty one where the value is something else."""
    return value if isinstance(value, dict) else {}


def objects(value: object) -> Iterator[Object]:
    """Yield the objects of a list; nothing where the value is something else."""
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))


def text(value: object) -> str | None:
    """Return a text in which everything is Unicode, or None."""
    return clean(value) if isinstance(value, str) else None


def clean(value: str) -> str:
    """Put U+FFFD where JSON smuggled in half a character.

    >>> clean("half " + chr(0xD800))
    'half �'
    """
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def count(value: object) -> int | None:
    """Return a whole number from 0 on that fits into 64 bits, or None."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return cast("int", value) if is_number and 0 <= cast("int", value) <= _LARGEST else None


def moment(value: object) -> int | None:
    """Return seconds since 1970-01-01 UTC, or None; a time without a zone is UTC.

    >>> moment("2026-01-02T03:04:05.678Z"), moment("yesterday")
    (1767323045, None)
    """
    if not isinstance(value, str):
        return None
    try:
        time = datetime.fromisoformat(value)
        return int((time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        return None


def moment_of_header(value: str | None) -> int | None:
    """Return the seconds since 1970-01-01 UTC of an HTTP date, or None.

    >>> moment_of_header("Fri, 02 Jan 2026 03:04:05 GMT")
    1767323045
    """
    try:
        return int(parsedate_to_datetime(value).timestamp()) if value else None
    except (ValueError, OverflowError):
        return None
