"""A lock file whose change its manifest does not explain: hashes that weaken or change, packages that nothing asks for.

Why: bots move versions within their ranges every day, and that stays quiet. What the lock says of the project's own wishes
moves only with a manifest, a hash of one version never, and a package comes in because something asks for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends
from knownhands.harvest.content.comparers._comparer import Comparer
from knownhands.harvest.content.comparers._dependencies import MOST, both_locks, both_manifests, line_of
from knownhands.harvest.content.lines import Lines
from knownhands.harvest.dependencies.locks._lock import lock_of, locks
from knownhands.harvest.dependencies.manifests._manifest import like, manifest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from knownhands.harvest.code.notes import Notes
    from knownhands.harvest.content.changed import Changed
    from knownhands.harvest.dependencies.locks._lock import Lock, LockContents

_STRENGTH = {"md5": 1, "sha1": 2, "git": 2, "sha224": 3, "sha256": 4, "h1": 4, "blake2b": 5, "sha384": 5, "sha512": 6}
_UNKNOWN = 4  # an algorithm of which we do not know better
_TRIGGER = "install"


def compare(notes: Notes, file: Changed, lines: Lines) -> None:
    """Note hashes of the same version that are others, fewer or of a weaker kind."""
    old, new = both_locks(file)
    if not old.entries or not new.entries:
        return
    before, after = _hashes(old), _hashes(new)
    counts = dict.fromkeys(("weaker_hash", "hash_changed"), 0)
    for key, hashes in after.items():
        name, version = key
        capability = _judge(before.get(key, {}), hashes)
        if capability and counts[capability] < MOST:
            counts[capability] += 1
            line = line_of(lines, name, version) or line_of(lines, name)
            notes.add(line, capability, _TRIGGER, Ends("", name, version))


def _hashes(lock: LockContents) -> dict[tuple[str, str], dict[str, str]]:
    """Return the hashes of each package at each version, with the archive that each is of, "" where the file does not say."""
    hashes: dict[tuple[str, str], dict[str, str]] = {}
    for entry in lock.entries:
        if not entry.is_own and entry.version and not any(map(_is_repository, entry.addresses)):
            archives = entry.archives or ("",) * len(entry.hashes)
            hashes.setdefault((entry.name, entry.version), {}).update(zip(entry.hashes, archives, strict=True))
    return hashes


def _is_repository(address: str) -> bool:
    """Whether an address is a repository, whose commit is what stands for a hash."""
    return address.startswith("git") or address.partition("?")[0].partition("#")[0].endswith(".git")


def _judge(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """Say what became of the hashes of one version, each with its archive; "" for nothing odd."""
    if not before or before.keys() == after.keys():
        return ""
    kinds, kinds_now = set(map(_kind, before)), set(map(_kind, after))
    if max(map(_strength, kinds)) > max(map(_strength, kinds_now), default=0):
        return "weaker_hash"
    known = {(archive, _kind(hash_)) for hash_, archive in before.items()}
    others = [hash_ for hash_, archive in after.items() if (archive, _kind(hash_)) in known and hash_ not in before]
    is_other = others if any(before.values()) else others and before.keys().isdisjoint(after)
    return "hash_changed" if is_other else ""


def _kind(hash_: str) -> str:
    """Return a hash's algorithm; Cargo writes none."""
    match = re.match(r"([A-Za-z0-9_]+)[:-]", hash_)
    return match[1].lower() if match else "sha256"


def _strength(kind: str) -> int:
    return _STRENGTH.get(kind, _UNKNOWN)


def across(files: Sequence[Changed], notes_of: Callable[[str], Notes]) -> None:
    """Note what a lock file says that no manifest of the same change does."""
    changed = [(file, lock) for file in files if (lock := lock_of(file.path)) and file.new is not None]
    for file, lock in changed:
        old, new = both_locks(file)
        if not old.entries or not new.entries:
            continue
        wishes = _wishes(files, lock)
        lines = Lines(file.old or b"", file.new or b"")
        notes = notes_of(file.path)
        if wishes is None:
            _without_manifest(notes, lines, old, new)
        _unasked(notes, lines, lock, (old, new), wishes or set())


def _wishes(files: Sequence[Changed], lock: Lock) -> set[str] | None:
    """Return the names that the manifests of a change ask for; None where it touches none."""
    names: set[str] = set()
    manifests = [file for file in files if (known := manifest_of(file.path)) and known.ecosystem == lock.ecosystem]
    for file in manifests:
        for wish in both_manifests(file)[1].wishes:
            names |= {like(lock.ecosystem, wish.name), like(lock.ecosystem, wish.package or wish.name)}
    return names if manifests else None


def _without_manifest(notes: Notes, lines: Lines, old: LockContents, new: LockContents) -> None:
    """Note packages that the project itself asks for anew, where the file held such wishes before.

    Ranges alone drift from their manifest in ordinary projects; a hash over all wishes says nothing more.
    """
    known = {wish.rpartition(" ")[2] for wish in old.wishes}
    for wish, text in [pair for pair in new.wishes.items() if _is_anew(pair[0], pair[1], old, known)][:MOST]:
        name = wish.rpartition(" ")[2]
        notes.add(
            line_of(lines, name, text) or line_of(lines, text or name),
            "lock_without_manifest",
            _TRIGGER,
            Ends("", "", name),
        )


def _is_anew(wish: str, text: str, old: LockContents, known: set[str]) -> bool:
    name = wish.rpartition(" ")[2]
    if wish in {"content-hash", "hash"}:
        return old.wishes.get(wish, text) != text
    return bool(known) and name not in known


def _unasked(notes: Notes, lines: Lines, lock: Lock, both: tuple[LockContents, LockContents], wishes: set[str]) -> None:
    old, new = both
    if new.needed is None or old.needed is None:
        return
    known = {like(lock.ecosystem, name) for name in new.needed} | wishes
    known |= {like(lock.ecosystem, entry.name) for entry in old.entries}
    added = [entry for entry in new.entries if not entry.is_own and like(lock.ecosystem, entry.name) not in known]
    for entry in added[:MOST]:
        notes.add(line_of(lines, entry.at), "unasked_dependency", _TRIGGER, Ends("", entry.version, entry.name))


COMPARER = Comparer("lock_file", re.compile("|".join(lock.paths.pattern for lock in locks())), compare, across)
