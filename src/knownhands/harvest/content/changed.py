"""The files that changes touch, as they were before and are after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from knownhands.harvest.content.places import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from knownhands.harvest.git.changes import Changes
    from knownhands.harvest.git.process import Repository

LARGEST = 12_000_000  # bytes of a file; bundles of worms have 1 to 10 MB
MOST_BYTES = 80_000_000  # bytes of a change, before and after; what runs by itself comes first
MOST_FILES = 5_000  # of a change; what runs by itself comes first
TOO_LARGE = f"it is larger than {LARGEST // 1_000_000} MB"
TOO_MUCH = f"the change holds more than {MOST_BYTES // 1_000_000} MB or {MOST_FILES:,} files, and others came first"
MISSING = "its contents are missing from this clone"
ANOTHER = "it is another repository (a submodule), which is not read"
SUBMODULE = 0o160000
LINK = 0o120000
_BATCH = 20_000_000  # bytes held at a time, but for one change that has more
_GROUPS = ("by_itself", "program", "elsewhere")


@dataclass(frozen=True, slots=True)
class Changed:
    """One file that a change touches.

    Attributes:
        path: after the change; of a file that is gone, before it.
        old_path: before it, another one where it was moved; "" where there was none.
        mode, old_mode: git's, 0 where there is no file.
        old, new: what it holds; None where there is no file, where that is another repository (a submodule), or where it could
            not be had. What is too large or missing before the change counts as not there, so that all of the new file is new.
        why: why `new` could not be had; "" where it could.
        names: the objects before and after, in hexadecimal, zeros for none: of a submodule, the commits.
    """

    path: str
    old_path: str
    mode: int
    old_mode: int
    old: bytes | None
    new: bytes | None
    why: str = ""
    names: tuple[str, str] = ("", "")


class _Entry(NamedTuple):
    path: str
    old_path: str
    mode: int
    old_mode: int
    names: tuple[str, str]
    reads_old: bool = True

    def objects(self) -> tuple[str, str]:
        """Name the objects to be read, before and after; "" for none."""
        old, new = self.names
        has_old = self.reads_old and self.old_mode not in {0, SUBMODULE}
        return old if has_old else "", new if self.mode not in {0, SUBMODULE} else ""


def read_changed(repository: Repository, ends: Sequence[str]) -> Iterator[tuple[str, list[Changed] | None]]:
    """Yield for each change its files in the order of their paths; None where its trees cannot be compared.

    Args:
        repository: where the changes are.
        ends: each a commit, compared with its first parent, or `HEAD BASE`, two commits or trees.
    """
    from knownhands.harvest.git.changes import read_changes
    from knownhands.harvest.git.objects import blob_sizes

    changes = read_changes(repository, ends, lines=False)
    entries = _entries(changes)
    sizes = blob_sizes(
        repository, list({name for listed in entries.values() for entry in listed for name in entry.names})
    )
    uncompared = frozenset(changes.no_changes)
    batch: list[tuple[str, dict[str, list[_Entry]]]] = []
    waiting = 0
    for end in ends:
        chosen = _choose(entries.get(end.partition(" ")[0], []), sizes)
        size = sum(sizes.get(name, 0) for entry in chosen[""] for name in entry.objects())
        if batch and waiting + size > _BATCH:
            yield from _read(repository, batch, uncompared)
            batch, waiting = [], 0
        batch.append((end, chosen))
        waiting += size
    yield from _read(repository, batch, uncompared)


def _entries(changes: Changes) -> dict[str, list[_Entry]]:
    """Return for each change what it touches."""
    entries: dict[str, list[_Entry]] = {}
    rows = zip(
        changes.sha, changes.path, changes.previous_path, changes.old_mode, changes.new_mode, changes.old_blob, changes.new_blob,
        strict=True,
    )  # fmt: skip
    for sha, path, previous, old_mode, mode, old, new in rows:
        entries.setdefault(sha, []).append(
            _Entry(path, previous or (path if old_mode else ""), mode, old_mode, (old, new))
        )
    return entries


def _choose(entries: Sequence[_Entry], sizes: Mapping[str, int]) -> dict[str, list[_Entry]]:
    """Sort what a change touches by why it is not read; "" is read."""
    chosen: dict[str, list[_Entry]] = {"": []}
    left = MOST_BYTES
    for count, entry in enumerate(sorted(entries, key=_weight), start=1):
        old, new = (sizes.get(name, 0) for name in entry.objects())
        why = TOO_LARGE if new > LARGEST else TOO_MUCH if new > left or count > MOST_FILES else ""
        why = why if entry.mode else ""  # what is gone runs no more
        left -= 0 if why else new
        reads_old = not why and old <= min(LARGEST, left)
        left -= old if reads_old else 0
        chosen.setdefault(why, []).append(entry if reads_old else entry._replace(reads_old=False))
    return chosen


def _weight(entry: _Entry) -> tuple[bool, int, str]:
    """Sort what matters most first: what runs by itself, then programs; what is gone comes last."""
    return not entry.mode, _GROUPS.index(place_of(entry.path).group), entry.path


def _read(
    repository: Repository, batch: Sequence[tuple[str, dict[str, list[_Entry]]]], uncompared: AbstractSet[str]
) -> Iterator[tuple[str, list[Changed] | None]]:
    from knownhands.harvest.git.objects import read_blobs

    names = dict.fromkeys(name for _, chosen in batch for entry in chosen[""] for name in entry.objects() if name)
    bodies = read_blobs(repository, list(names))
    for end, chosen in batch:
        if end in uncompared:
            yield end, None
            continue
        files = [_changed(entry, bodies, why) for why, entries in chosen.items() for entry in entries]
        yield end, sorted(files, key=lambda file: file.path)


def _changed(entry: _Entry, bodies: Mapping[str, bytes | None], why: str) -> Changed:
    old, new = (bodies.get(name) for name in entry.objects())
    if entry.mode == SUBMODULE:
        why = ANOTHER
    elif not why and new is None and entry.mode:
        why = MISSING
    return Changed(entry.path, entry.old_path, entry.mode, entry.old_mode, old, new, why, entry.names)
