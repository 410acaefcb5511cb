"""Keep what texts show: a change touches few of the scripts in its files, and all of them are read before and after it."""

from __future__ import annotations

from functools import lru_cache, wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST = 8_000  # characters; a script with more is read each time, so that hostile ones take no memory
_MOST = 4_096  # answers, of about as many scripts as the workflows of a large project have

T = TypeVar("T")


def kept_by_text(function: Callable[[str], T]) -> Callable[[str], T]:
    """Keep the answers of a function that has nothing but one text to go by."""
    kept = lru_cache(maxsize=_MOST)(function)

    @wraps(function)
    def answer(text: str) -> T:
        return kept(text) if len(text) <= _LONGEST else function(text)

    return answer
