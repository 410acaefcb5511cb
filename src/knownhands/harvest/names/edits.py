"""Find names a letter or two away without comparing with them all, and say which slip it was.

One edit: the names share a form with at most one letter left out (SymSpell's deletion neighbourhoods). Two edits, in
long names only: cut in three, one third must have survived (the pigeonhole of Li, Deng and Feng's Pass-Join, 2011).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Iterator

LONG = 8  # letters from which two edits still leave a name recognisable; chosen by eye
_PARTS = 3

_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = frozenset(
    pair
    for number, row in enumerate(_ROWS)
    for column, key in enumerate(row)
    for other in (
        row[column + 1 : column + 2],
        *(_ROWS[number + 1][max(0, column - 1) : column + 1] if number + 1 < len(_ROWS) else ""),
    )
    if other
    for pair in ((key, other), (other, key))
)


def distance(name: str, target: str, at_most: int = 2) -> int:
    """Return how many letters were changed, left out, added or swapped; one more than `at_most` where it is more."""
    return OSA.distance(name, target, score_cutoff=at_most)


def deletions(text: str) -> set[str]:
    """Return the text and all that it becomes when one letter is left out."""
    return {text, *(text[:at] + text[at + 1 :] for at in range(len(text)))}


def thirds(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (length, number, third) of a long name."""
    for number, start, end in _cuts(len(text)):
        yield len(text), number, text[start:end]


def surviving_thirds(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the thirds that a long name within two edits may have kept, wherever they have shifted to."""
    for length in range(max(LONG, len(text) - 2), len(text) + 3):
        for number, start, end in _cuts(length):
            for shift in range(-2, 3):
                if start + shift >= 0 and end + shift <= len(text):
                    yield length, number, text[start + shift : end + shift]


def slips(name: str, target: str) -> tuple[str, ...]:
    """Return the kinds of slip that lead from a target to a name one edit away; plain `edit` comes first.

    >>> slips("glzae", "glaze"), slips("glazze", "glaze"), slips("glsze", "glaze")
    (('edit', 'transposition'), ('edit', 'repeat'), ('edit', 'keyboard'))
    """
    at = next(
        (at for at, (letter, other) in enumerate(zip(name, target, strict=False)) if letter != other),
        min(len(name), len(target)),
    )
    if len(name) > len(target):
        return ("edit", "repeat") if at and name[at] == name[at - 1] else ("edit",)
    if len(name) < len(target):
        return ("edit", "omission")
    if name[at + 1 :] != target[at + 1 :]:
        return ("edit", "transposition")
    return ("edit", "keyboard") if (name[at], target[at]) in _NEIGHBOURS else ("edit",)


def _cuts(length: int) -> Iterator[tuple[int, int, int]]:
    for number in range(_PARTS):
        yield number, number * length // _PARTS, (number + 1) * length // _PARTS
