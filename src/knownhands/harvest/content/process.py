"""One process that reads changes, how to talk with it, and how to end it."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from knownhands.errors import SourceError
from knownhands.harvest.code.messages import receive, send

if TYPE_CHECKING:
    from typing import IO

_PATIENCE = 60  # seconds until a process that was started says so
_PIECE = 1 << 20  # bytes
_START = "import sys; from knownhands.harvest.content.serve import serve; serve(int(sys.argv[1]))"
NO_START = (
    "The process that reads files cannot be started.",
    "See whether memory and processes are left, and run it again.",
)
DIED = "its reader died"
TOO_LONG = "its reader took longer than {:.0f} s"


class Process:
    """One process that reads."""

    def __init__(self) -> None:
        """Start it.

        Raises:
            SourceError: it cannot be started.
        """
        alive, self._alive = os.pipe()
        # NOTE: -P keeps the folder in which a person happens to be, often one under study, off the path of modules.
        command = [sys.executable, "-P", "-c", _START, str(alive)]
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                pass_fds=(alive,),
            )
        except OSError as cause:
            os.close(self._alive)
            raise SourceError(*NO_START) from cause
        finally:
            os.close(alive)
        self._to, self._from = _Pipe(self._process.stdin, select.POLLOUT), _Pipe(self._process.stdout, select.POLLIN)
        self._is_greeted = False
        self._is_late = False

    def greet(self) -> None:
        """Wait until it is ready.

        Raises:
            OSError: it ended, or is not ready after a long time.
        """
        if not self._is_greeted:
            self.receive(_PATIENCE)
            self._is_greeted = True

    def send(self, message: list[Any]) -> None:
        """Say what it is to read.

        Raises:
            OSError: it ended, or reads nothing.
        """
        self._to.wait(_PATIENCE)
        send(self._to, message)

    def receive(self, seconds: float) -> list[Any]:
        """Return its next answer.

        Raises:
            OSError: it ended, or nothing came in so many seconds.
        """
        self._from.wait(seconds)
        answer = receive(self._from)
        if answer is None:
            raise BrokenPipeError
        return answer

    def kill(self) -> None:
        """End it, whatever it is at."""
        self._process.kill()

    def end(self) -> str:
        """End it, leave nothing of it behind, and say why it did not answer."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(0 if self._to.is_late or self._from.is_late else 1)
        self._process.kill()
        code = self._process.wait()
        os.close(self._alive)
        self._to.close()
        self._from.close()
        return TOO_LONG if code == -signal.SIGPROF or self._to.is_late or self._from.is_late else DIED


class _Pipe:
    """One end of a pipe, for which nobody waits longer than was said."""

    def __init__(self, pipe: IO[bytes] | None, event: int) -> None:
        assert pipe is not None  # noqa: S101 - as it was asked for
        self._pipe = pipe
        self._poll = select.poll()
        self._poll.register(pipe, event)
        self._until = 0.0
        self.is_late = False
        os.set_blocking(pipe.fileno(), False)

    def wait(self, seconds: float) -> None:
        """Let what follows take so many seconds."""
        self._until = time.monotonic() + seconds

    def read(self, size: int, /) -> bytes:
        """Return so many bytes, or fewer at the end."""
        body = bytearray()
        while len(body) < size:
            self._wait()
            piece = os.read(self._pipe.fileno(), min(size - len(body), _PIECE))
            if not piece:
                break
            body += piece
        return bytes(body)

    def write(self, data: bytes, /) -> None:
        """Write all of it."""
        view = memoryview(data)
        while view:
            self._wait()
            view = view[os.write(self._pipe.fileno(), view[:_PIECE]) :]

    def flush(self) -> None:
        """Do nothing, as nothing is kept back."""

    def close(self) -> None:
        """Close it."""
        self._pipe.close()

    def _wait(self) -> None:
        if not self._poll.poll(max(0, self._until - time.monotonic()) * 1000):
            self.is_late = True
            raise TimeoutError
