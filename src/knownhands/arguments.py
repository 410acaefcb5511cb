"""What callers from Python may give, made what the code needs; whatever it is not is wrong usage, by name."""

from __future__ import annotations

import math
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from knownhands.errors import UsageError
from knownhands.settings import packages_path

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST = 10_000  # characters; git takes no argument of 131,072 bytes or more on Linux
_MOMENT = "Give seconds since 1970-01-01 UTC, or a datetime with a time zone."


def text(name: str, value: object, hint: str = "Give a text.") -> str:
    """Return a text that may be empty nowhere and can be handed to other programs.

    >>> text("revision", "HEAD")
    'HEAD'

    Raises:
        UsageError: it is none.
    """
    if not isinstance(value, str):
        raise UsageError(f"{name} is {value!r}, which is no text.", hint)
    if not value.strip() or "\0" in value or len(value) > _LONGEST or not _is_encodable(value):
        raise UsageError(f"{name} is {_short(value)}: empty, too long, or with a NUL or half a character in it.", hint)
    return value


def path(name: str, value: object) -> Path:
    """Return a path that was given as a text or a path.

    Raises:
        UsageError: it is neither, or no path can be so.
    """
    return Path(text(name, str(value) if isinstance(value, Path) else value, "Give a text or a pathlib.Path."))


def moment(name: str, value: object) -> int:
    """Return a moment in seconds since 1970-01-01 UTC.

    >>> moment("now", datetime(2026, 1, 1, tzinfo=UTC))
    1767225600

    Raises:
        UsageError: it is no moment, or nobody can say which.
    """
    if isinstance(value, datetime) and value.tzinfo is None:
        raise UsageError(f"{name} is {value!r}, which has no time zone.", _MOMENT)
    seconds = value.timestamp() if isinstance(value, datetime) else value
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not math.isfinite(seconds):
        raise UsageError(f"{name} is {value!r}, which is no moment.", _MOMENT)
    try:
        datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError) as cause:
        raise UsageError(f"{name} is {value!r}, which is in no year from 1 to 9999.", _MOMENT) from cause
    return int(seconds)


def whole(name: str, value: object, low: int, high: int | None = None) -> int:
    """Return a whole number from one bound to another.

    Raises:
        UsageError: it is none.
    """
    if type(value) is not int or value < low or (high is not None and value > high):
        bounds = f"{low} or more" if high is None else f"{low} to {high}"
        raise UsageError(f"{name} is {value!r}, which is no whole number of {bounds}.", f"Give {bounds}.")
    return value


def flag(name: str, value: object) -> bool:
    """Return a yes or no.

    Raises:
        UsageError: it is neither: the text "no" would count as yes.
    """
    if not isinstance(value, bool):
        raise UsageError(f"{name} is {value!r}.", "Give True or False.")
    return value


def function(name: str, value: object) -> Callable[..., object]:
    """Return what can be called.

    Raises:
        UsageError: it cannot.
    """
    if not callable(value):
        raise UsageError(f"{name} is {value!r}, which cannot be called.", "Give a function, or leave it out.")
    return value


def _is_encodable(value: str) -> bool:
    try:
        os.fsencode(value)
    except UnicodeEncodeError:
        return False
    return True


def _short(value: str) -> str:
    return repr(value) if len(value) < 100 else f"a text of {len(value):,} characters"  # noqa: PLR2004 - a line


def store_of_history(store: Path, cache: Path) -> None:
    """Refuse to write a history where packages are kept: that process would wait for itself, and lose them.

    Raises:
        UsageError: it is the cache's store of packages, however it is spelled.
    """
    if store.resolve() == packages_path(cache).resolve():
        raise UsageError(f"{store} is the store of packages.", "Name another file with --store.")
