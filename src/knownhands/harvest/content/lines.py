"""Which lines of a file a change adds and removes; a line that only moves is neither."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, count
from typing import TypeVar

T = TypeVar("T")


class Numbers(AbstractSet[int]):
    """Numbers of lines, counted from 1, at a byte each: a set would need a hundred times the size of the file.

    Args:
        before: how many lines come before the first that may be one of them.
        marks: a one for each that is one of them, from there on.
    """

    __slots__ = ("_before", "_marks")

    def __init__(self, before: int, marks: bytes) -> None:
        self._before = before
        self._marks = marks

    def __contains__(self, number: object) -> bool:
        at = number - self._before - 1 if isinstance(number, int) else -1
        return 0 <= at < len(self._marks) and self._marks[at] == 1

    def __iter__(self) -> Iterator[int]:
        return compress(count(self._before + 1), self._marks)

    def __len__(self) -> int:
        return self._marks.count(1)

    @classmethod
    def _from_iterable(cls, it: Iterable[T]) -> frozenset[T]:
        return frozenset(it)


@dataclass(frozen=True)
class Lines:
    r"""The lines of a file before and after a change, compared as they stand there, without their order.

    What both have in common at the beginning and at the end is not looked at line by line, as most of a large file is.

    >>> lines = Lines(b"a\n b\n", b"b\nc\na\na\n")
    >>> sorted(lines.added), lines.only_added(), lines.removed
    ([2, 4], b'\nc\n\na\n', [])
    """

    old: bytes
    new: bytes

    @cached_property
    def before(self) -> list[bytes]:
        """The lines before the change."""
        return self.old.split(b"\n")

    @cached_property
    def after(self) -> list[bytes]:
        """The lines after the change."""
        return self.new.split(b"\n")

    @cached_property
    def added(self) -> Numbers:
        """Which lines are new, counted from 1: those whose text stands there more often than before."""
        return Numbers(self.new.count(b"\n", 0, self._middle[0]), self._marks)

    @cached_property
    def removed(self) -> list[bytes]:
        """The lines that stand there less often than before, in their order."""
        start, old_end, new_end = self._middle
        lines = self.old[start:old_end].split(b"\n")
        return list(compress(lines, _surplus(lines, self.new[start:new_end].split(b"\n"))))

    @cached_property
    def added_text(self) -> bytes:
        """The added lines alone, one after the other: what has to show something before the lines are looked at one by one."""
        return b"\n".join(compress(self._new_lines, self._marks)) if self.old else self.new

    def each_added(self) -> Iterator[tuple[int, bytes]]:
        """Yield the added lines in their order, each with its number; the lines around them are not counted out for that."""
        return zip(self.added, compress(self._new_lines, self._marks), strict=True)

    def only_added(self) -> bytes:
        """Return the file after the change with every line empty that is not new, so that lines keep their numbers."""
        if not self.old:
            return self.new
        start, _, end = self._middle
        lines = zip(self._new_lines, self._marks, strict=True)
        between = b"\n".join([line if is_new else b"" for line, is_new in lines])
        return b"\n" * self.new.count(b"\n", 0, start) + between + b"\n" * self.new.count(b"\n", end)

    @cached_property
    def _new_lines(self) -> list[bytes]:
        start, _, end = self._middle
        return self.new[start:end].split(b"\n")

    @cached_property
    def _marks(self) -> bytes:
        start, end, _ = self._middle
        return _surplus(self._new_lines, self.old[start:end].split(b"\n"))

    @cached_property
    def _middle(self) -> tuple[int, int, int]:
        """Say in bytes where the lines begin that differ, and where they end before and after the change."""
        old, new = self.old, self.new
        start = new.rfind(b"\n", 0, _alike(old, new)) + 1
        at = new.find(b"\n", len(new) - _alike_at_end(old, new, min(len(old), len(new)) - start))
        new_end = at if at >= 0 else len(new)
        return start, len(old) - (len(new) - new_end), new_end


def _surplus(lines: list[bytes], others: list[bytes]) -> bytes:
    """Mark with a one each line that stands there more often than among the others; an empty one never is."""
    texts = [line.strip() for line in lines]
    if others in ([], [b""]):
        return bytes(map(bool, texts))
    left = Counter([line.strip() for line in others])
    more = {text for text, number in Counter(texts).items() if text and number > left[text]}
    marks = bytearray(map(more.__contains__, texts))
    for at in compress(count(), bytes(marks)) if not more.isdisjoint(left) else ():
        if left[texts[at]] > 0:  # the first of them stood there before
            left[texts[at]] -= 1
            marks[at] = 0
    return bytes(marks)


def _alike(old: bytes, new: bytes) -> int:
    """Count the bytes that both begin with."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _alike_at_end(old: bytes, new: bytes, most: int) -> int:
    """Count the bytes that both end with, at most so many."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]:
            low = middle
        else:
            high = middle - 1
    return low
