"""Read what a change holds: what its files show now that they did not show before, and what of it nobody could read."""

from __future__ import annotations

from collections import Counter, OrderedDict
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from knownhands.harvest.code.chains import with_chains
from knownhands.harvest.code.notes import Notes, clip
from knownhands.harvest.code.readers._reader import readers_of
from knownhands.harvest.content.changed import LINK, SUBMODULE
from knownhands.harvest.content.comparers._comparer import comparers, comparers_of
from knownhands.harvest.content.contents import Contents, Sight, together
from knownhands.harvest.content.lines import Lines
from knownhands.harvest.content.links import linked, why_unknown
from knownhands.harvest.content.opaque import NATIVE, PROGRAM, WIDE, can_run, why_unread
from knownhands.harvest.content.own_service import without_own_service
from knownhands.harvest.content.places import Place, place_of
from knownhands.records import Unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from knownhands.harvest.code.readers._reader import Reader
    from knownhands.harvest.content.changed import Changed
    from knownhands.harvest.content.comparers._comparer import Comparer
    from knownhands.records import Observation

_LONGEST_EXCERPT = 160
_MOST_ALIKE = 3  # lines of a file that show the same
_UNREADABLE = frozenset({"too large", "too many errors", "too large to be read as text"})
_MOST_FILES_KEPT = 2_000  # of what was read, for the next change that touches the same file
_MOST_KEPT = 100  # observations; files with more are read again, so that memory stays bounded


def read_contents(files: Sequence[Changed]) -> Contents:
    """Read a change.

    Args:
        files: what it touches.
    """
    return together(read_part(files, part) for part in range(count_parts(files)))


def count_parts(files: Sequence[Changed]) -> int:
    """Count what a change is read in: its files one by one, then all of them by each comparer of whole changes."""
    return len(files) + len(_comparers_of_changes())


def read_part(files: Sequence[Changed], part: int) -> Contents:
    """Read one part of a change, counted from 0."""
    if part >= len(files):
        return Contents(tuple(_across(files, _comparers_of_changes()[part - len(files)])))
    file = files[part]
    place = place_of(file.path)
    seen = read_file(file)
    if file.mode == LINK and file.new != file.old:
        seen += [sight for behind in linked(files, file) for sight in read_file(behind)]
        file = replace(file, why=file.why or why_unknown(files, file))
    why = file.why or (why_unread(file.path, file.mode, file.new, place) if file.new is not None else "")
    why = why or next((sight.observation.target for sight in seen if _is_unread(sight.observation)), "")
    runs = can_run(file.path, file.mode, place) or (why == NATIVE and place.id == "data")
    if why and runs:
        return Contents(tuple(seen), (Unread(file.path, place.trigger, why),))
    return Contents(tuple(seen), runs=int(runs and file.new is not None))


def unread_part(files: Sequence[Changed], part: int, why: str) -> Unread:
    """Name one part of a change that could not be read; what concerns no single file has no path."""
    if part < len(files):
        path = files[part].path
        return Unread(path, place_of(path).trigger, why)
    return Unread("", "", why)


@cache
def _comparers_of_changes() -> tuple[Comparer, ...]:
    return tuple(comparer for comparer in comparers() if comparer.across)


def read_file(file: Changed) -> list[Sight]:
    """Read one file of a change: what it shows now that it did not show before.

    An observation is new where the file shows more like it than before.
    """
    place = place_of(file.path)
    if file.old_path and place_of(file.old_path) is not place:
        file = replace(file, old=None)  # what is moved to where something else runs it is new there, all of it
    file = _narrow(file)
    is_program = place.group != "elsewhere"
    lines = Lines(file.old or b"", file.new or b"")
    if file.new is not None and file.mode not in {LINK, SUBMODULE}:
        shown = _chained(_seen(file, lines, is_program=is_program), lines.new)
        before = [] if file.old is None or not shown else _chained(_before(file, is_program=is_program), lines.old)
        seen = list(_new(shown, before, lines))
    else:
        seen = []
    compared = Notes(file.path, every_line=True, is_program=True)
    is_text = b"\0" not in lines.old[:8000] and b"\0" not in lines.new[:8000]
    for comparer in comparers_of(file.path):
        if comparer.compare and (is_text or comparer.binary):
            comparer.compare(compared, file, lines)
    return list(_sights([*seen, *compared.observations()], place, lines))


def _chained(observations: list[Observation], body: bytes) -> list[Observation]:
    """Add where a file collects and sends, on the line that sends."""
    return without_own_service(with_chains(observations, prefers_sending=True), body)


def _new(shown: Sequence[Observation], before: Sequence[Observation], lines: Lines) -> Iterator[Observation]:
    """Leave out what a file showed as often before: on a line that is only written anew, nothing new is done."""
    left = Counter(map(_key, before))
    for observation in sorted(shown, key=lambda each: each.line in lines.added):  # lines that stayed come first
        key = _key(observation)
        if left[key] > 0:
            left[key] -= 1
        else:
            yield observation


def _narrow(file: Changed) -> Changed:
    """Return a file in UTF-8 that is kept in UTF-16 or UTF-32, as scripts of Windows may be; any other as it is."""
    old, new = (body if body is None else _as_utf8(body) for body in (file.old, file.new))
    return file if old is file.old and new is file.new else replace(file, old=old, new=new)


def _as_utf8(body: bytes) -> bytes:
    encoding = next((encoding for mark, encoding in WIDE if body.startswith(mark)), "")
    return body.decode(encoding, "replace").encode("utf-8", "replace") if encoding and b"\0" in body[:8000] else body


def _seen(file: Changed, lines: Lines, *, is_program: bool) -> list[Observation]:
    """Let every reader of a file say what it shows after the change."""
    body, added = file.new or b"", lines.only_added()
    observations: set[Observation] = set()
    for reader in readers_of(file.path, body, is_executable=_is_executable(file.path, file.mode)):
        if reader.may_show(added):
            name = "" if reader.by_line else file.names[1]
            observations.update(
                _observe(reader, file.path, added if reader.by_line else body, name, is_program=is_program)
            )
    return sorted(observations)


def _before(file: Changed, *, is_program: bool) -> list[Observation]:
    """Say what the file showed before, by the readers that need all of it."""
    body = file.old or b""
    readers = readers_of(file.path, body, is_executable=_is_executable(file.path, file.old_mode))
    whole = (reader for reader in readers if not reader.by_line)
    return sorted(
        {o for reader in whole for o in _observe(reader, file.path, body, file.names[0], is_program=is_program)}
    )


def _is_executable(path: str, mode: int) -> bool:
    """Whether git marks a file as a program; in some projects it does so with all of them, and what documents hold is no command."""
    return mode == PROGRAM and place_of(path).id != "docs"


_known: OrderedDict[tuple[str, str, str, bool], tuple[Observation, ...]] = OrderedDict()


def _observe(reader: Reader, path: str, body: bytes, name: str, *, is_program: bool) -> tuple[Observation, ...]:
    """Let one reader read; what one change leaves is what the next one finds, and it is read once.

    Args:
        reader: who reads.
        path: where.
        body: what.
        name: the object's name, which says what is in it; "" where what is read is no object.
        is_program: whether what says something only in programs counts.
    """
    key = (reader.id, path, name, is_program)
    if key in _known:
        _known.move_to_end(key)
        return _known[key]
    notes = Notes(path, every_line=True, is_program=is_program)
    reader.read(notes, body)
    observations = notes.observations()
    if name and len(observations) < _MOST_KEPT:
        _known[key] = observations
        if len(_known) > _MOST_FILES_KEPT:
            _known.popitem(last=False)
    return observations


def _across(files: Sequence[Changed], comparer: Comparer) -> Iterator[Sight]:
    """Let one comparer of whole changes look."""
    notes: dict[str, Notes] = {}

    def notes_of(path: str) -> Notes:
        return notes.setdefault(path, Notes(path, every_line=True, is_program=True))

    if comparer.across:
        comparer.across(files, notes_of)
    bodies = {file.path: file for file in files}
    for path, gathered in notes.items():
        file = bodies.get(path)
        lines = Lines(b"", file.new or b"" if file else b"")
        for sight in _sights(gathered.observations(), place_of(path), lines):
            yield sight._replace(excerpt=f"{sight.excerpt} → {sight.observation.target}") if comparer.leads else sight


def _sights(observations: Iterable[Observation], place: Place, lines: Lines) -> Iterator[Sight]:
    """Add to observations where they are and what stands there; what says the same again and again is left out."""
    counts: dict[tuple[str, ...], int] = {}
    for observation in observations:
        key = (observation.capability, observation.source, observation.sink)
        counts[key] = counts.get(key, 0) + 1
        if counts[key] > _MOST_ALIKE:
            continue
        trigger = place.trigger or observation.trigger if observation.trigger == "import" else observation.trigger
        at = observation.line
        text = lines.after[at - 1][:4000] if 0 < at <= len(lines.after) else b""
        excerpt = clip(text.decode("utf-8", "replace").strip(), _LONGEST_EXCERPT)
        yield Sight(place.id, replace(observation, trigger=trigger), excerpt)


def _key(observation: Observation) -> tuple[str, ...]:
    return observation.capability, observation.trigger, observation.source, observation.sink, observation.target


def _is_unread(observation: Observation) -> bool:
    """Whether a reader said that it could not read the file at all."""
    return observation.capability == "unparsable" and observation.target in _UNREADABLE
