"""Read changes in processes of their own, which what they read may kill: nothing is lost by it, and nothing waits for it."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field, fields
from operator import attrgetter
from queue import SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING

from knownhands.errors import SourceError
from knownhands.harvest.content.changed import Changed
from knownhands.harvest.content.contents import Contents, from_message, together
from knownhands.harvest.content.process import DIED, NO_START, TOO_LONG, Process
from knownhands.settings import WORKERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import TracebackType
    from typing import Self

    Changes = Iterable[tuple[str, Sequence[Changed] | None]]

# Seconds of processor time, chosen by eye: of 1,000 ordinary changes hardly any takes one. What is denser is read file by file.
SECONDS = 10
SECONDS_PER_MB = 1
LONGEST = 60  # seconds that parts of a change may waste that kill their readers; what is left then is named
_START_SECONDS = 0.5  # counted for each process that died at once
_SLOWNESS = 10  # how many times as long it may take on a machine that has other things to do
_MOST_CHANGES = 40  # a message
_MOST_BYTES = 4_000_000  # a message, but for one change that has more
_AHEAD = 3  # messages made before the first one is answered, for each process
_PLAIN = attrgetter(*(column.name for column in fields(Changed)))
WHOLE = -1
"""Said in place of the first part of a change, where changes are to be read as wholes."""
LEFT = "other files of its change killed their readers, for longer than {:.0f} s"


class _Ended(Exception):  # noqa: N818 - no error: this is how a reading may go
    """The process ended before it answered; says why."""


class _Closed(Exception):  # noqa: N818 - no error: nobody wants more answers
    """No more processes are wanted."""


class Workers:
    """Processes that read changes; they are started when there is something to read, and are gone when this is closed.

    Each is looked after by a thread, and reads one message at a time. Where it dies of one, or takes too long, another one is
    started, which reads that change file by file, and what kills that one too is named as unread.

    Args:
        count: how many processes.
    """

    def __init__(self, count: int = WORKERS) -> None:
        self._count = count
        self._messages: SimpleQueue[_Batch | None] = SimpleQueue()
        self._threads: list[Thread] = []
        self._processes: set[Process] = set()
        self._lock = Lock()
        self._is_closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start a process now, where it is known that there will be something to read: it needs a tenth of a second."""
        if len(self._threads) < self._count:
            thread = Thread(target=self._work, daemon=True)
            self._threads.append(thread)
            thread.start()

    def read(self, changes: Changes) -> Iterator[tuple[str, Contents | None]]:
        """Yield what each change holds, in their order; None where there is nothing to compare.

        Raises:
            SourceError: no process can be started.
        """
        waiting: deque[_Batch] = deque()
        for batch in _batches(changes):
            waiting.append(batch)
            self._messages.put(batch)
            if len(waiting) > len(self._threads):
                self.start()
            if len(waiting) >= _AHEAD * self._count:
                yield from waiting.popleft()
        while waiting:
            yield from waiting.popleft()

    def close(self) -> None:
        """End all processes at once, whatever they are at."""
        with self._lock:
            self._is_closed = True
            for process in self._processes:
                process.kill()
        for _ in self._threads:
            self._messages.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        """Have one process after the other read what there is to read."""
        reader = _Reader(self._new, self._forget)
        with suppress(_Closed):
            reader.prepare()
            while (batch := self._messages.get()) is not None:
                reader.read(batch)
        reader.end()

    def _new(self) -> Process:
        with self._lock:
            if self._is_closed:
                raise _Closed
            process = Process()
            self._processes.add(process)
            return process

    def _forget(self, process: Process) -> None:
        with self._lock:
            self._processes.discard(process)


@dataclass(slots=True)
class _Batch:
    """Changes that are read one after the other, and the answers as they come: what each holds, or what is wrong."""

    changes: list[tuple[str, Sequence[Changed] | None]]
    answers: SimpleQueue[Contents | Exception] = field(default_factory=SimpleQueue)

    def __iter__(self) -> Iterator[tuple[str, Contents | None]]:
        for name, files in self.changes:
            contents = None if files is None else self.answers.get()
            if isinstance(contents, Exception):
                raise contents
            yield name, contents


@dataclass(slots=True)
class _Reader:
    """Reads with a process, and with another one when that has died."""

    new: Callable[[], Process]
    forget: Callable[[Process], object]
    process: Process | None = None

    def prepare(self) -> None:
        """Start a process; that it cannot be done is said when there is something to read."""
        with suppress(SourceError):
            self.process = self.new()

    def read(self, batch: _Batch) -> None:
        """Read changes."""
        left = deque(files for _, files in batch.changes if files is not None)
        try:
            while left:
                try:
                    for contents in self._ask(WHOLE, list(map(_seconds, left)), list(left)):
                        batch.answers.put(contents)
                        left.popleft()
                except _Ended:
                    batch.answers.put(self._read_parts(left.popleft()))
        except SourceError as error:
            batch.answers.put(error)

    def end(self) -> str:
        """End the process and say why it could not answer."""
        process, self.process = self.process, None
        if process is None:
            return DIED
        self.forget(process)
        return process.end()

    def _read_parts(self, files: Sequence[Changed]) -> Contents:
        """Read a change part by part, each with a new process if need be, and name those that kill it."""
        from knownhands.harvest.content.read import count_parts, unread_part

        answers: list[Contents] = []
        seconds = [*(_seconds([file]) for file in files), *[_seconds(files)] * (count_parts(files) - len(files))]
        lost = 0.0  # not by a clock: on a busy machine that would name files that are innocent
        while len(answers) < len(seconds):
            part = len(answers)
            why = LEFT.format(LONGEST) if lost > LONGEST else ""
            try:
                answers.extend(() if why else self._ask(part, seconds[part:], [files]))
            except _Ended as ended:
                part = len(answers)
                why = str(ended).format(seconds[part])
                lost += seconds[part] if str(ended) == TOO_LONG else _START_SECONDS
            if why:
                answers.append(Contents(unread=(unread_part(files, len(answers), why),)))
        return together(answers)

    def _ask(self, first: int, seconds: list[float], changes: Sequence[Sequence[Changed]]) -> Iterator[Contents]:
        """Yield the answer for each change, or for each part of the only one.

        Raises:
            _Ended: the process died or took too long.
            SourceError: no process can be started.
        """
        if self.process is None:
            self.process = self.new()
        self._greet(self.process)
        try:
            self.process.send([first, seconds, [[_PLAIN(file) for file in files] for files in changes]])
            for limit in seconds:
                yield from_message(self.process.receive(limit * _SLOWNESS))
        except OSError as cause:  # nobody reads any more, or nothing came in time
            raise _Ended(self.end()) from cause

    def _greet(self, process: Process) -> None:
        try:
            process.greet()
        except OSError as cause:
            self.end()
            raise SourceError(*NO_START) from cause


def _batches(changes: Changes) -> Iterator[_Batch]:
    """Put changes together that are worth one message; neighbours, as what one leaves is what the next one finds."""
    batch: list[tuple[str, Sequence[Changed] | None]] = []
    size = 0
    for name, files in changes:
        batch.append((name, files))
        size += _size(files or ())
        if size >= _MOST_BYTES or len(batch) >= _MOST_CHANGES:
            yield _Batch(batch)
            batch, size = [], 0
    if batch:
        yield _Batch(batch)


def _seconds(files: Sequence[Changed]) -> float:
    return SECONDS + SECONDS_PER_MB * _size(files) / 1_000_000


def _size(files: Sequence[Changed]) -> int:
    return sum(len(file.old or b"") + len(file.new or b"") for file in files)
