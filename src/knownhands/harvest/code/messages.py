"""Lists of plain values through a pipe, between processes of ours: each with its length before it."""

from __future__ import annotations

import marshal
from typing import Any, Protocol

_LENGTH = 8


class Readable(Protocol):
    """Where messages come from."""

    def read(self, size: int, /) -> bytes:
        """Return so many bytes, or fewer at the end."""


class Writable(Protocol):
    """Where messages go to."""

    def write(self, data: bytes, /) -> object:
        """Write all of it."""

    def flush(self) -> object:
        """Keep nothing back."""


def send(pipe: Writable, message: list[Any]) -> None:
    """Write one message.

    Raises:
        OSError: no one reads any more.
    """
    body = marshal.dumps(message)
    pipe.write(len(body).to_bytes(_LENGTH))
    pipe.write(body)
    pipe.flush()


def receive(pipe: Readable) -> list[Any] | None:
    """Return the next message; None at the end, or where one was cut off."""
    length = int.from_bytes(pipe.read(_LENGTH))
    body = pipe.read(length)
    return marshal.loads(body) if body and len(body) == length else None  # noqa: S302 - the other end is ourselves
