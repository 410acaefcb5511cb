"""A lock file that takes a package from another host than all others, or another package's archive.

Why: installers believe the address in a lock file, and nobody reads one. Source: lockfile-lint, "lockfile injection".
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import unquote

from knownhands.documents.address import without_credentials
from knownhands.harvest.code.notes import Ends
from knownhands.harvest.content.comparers._comparer import Comparer
from knownhands.harvest.content.comparers._dependencies import MOST, adds_nothing, both_locks, line_of
from knownhands.harvest.dependencies.hosts import is_home, is_like_home, owner_of
from knownhands.harvest.dependencies.locks._lock import lock_of, locks

if TYPE_CHECKING:
    from knownhands.harvest.code.notes import Notes
    from knownhands.harvest.content.changed import Changed
    from knownhands.harvest.content.lines import Lines
    from knownhands.harvest.dependencies.locks._lock import LockContents, Locked

_TRIGGER = "install"
_FEW = 10  # packages that get an address at once where none had one: a tool was told to write them; chosen by eye


def compare(notes: Notes, file: Changed, lines: Lines) -> None:
    """Note each host and each archive that is new in it."""
    if adds_nothing(file, lines):
        return
    old, new = both_locks(file)
    before = set(old.entries)
    added = [entry for entry in new.entries if entry not in before and not entry.is_own]
    lock = lock_of(file.path)
    ecosystem = lock.ecosystem if lock else ""
    is_at_home = any(is_home(ecosystem, address) for entry in new.entries for address in entry.addresses)
    known = _owners(old) or _commonest(new, _FEW if old.entries or is_at_home else 1)
    others = [
        (entry, address)
        for entry in added
        for address in entry.addresses
        if (owner_of(address) not in {"", *known} or (not old.entries and is_like_home(ecosystem, address)))
        and not is_home(ecosystem, address)
    ]
    for entry, address in others[:MOST]:
        ends = Ends(owner_of(address), entry.name, without_credentials(address))
        notes.add(line_of(lines, address), "dependency_other_host", _TRIGGER, ends)
    if ecosystem == "npm":
        _names(notes, lines, old, added)


def _owners(lock: LockContents) -> set[str]:
    return {owner for entry in lock.entries for address in entry.addresses if (owner := owner_of(address))}


def _commonest(lock: LockContents, least: int) -> set[str]:
    """Return the hosts from which at least every third package is, and at least some number of packages."""
    counts = Counter(owner for entry in lock.entries for owner in {owner_of(address) for address in entry.addresses})
    return {owner for owner, count in counts.items() if 3 * count >= len(lock.entries) and count >= least}


def _names(notes: Notes, lines: Lines, old: LockContents, added: list[Locked]) -> None:
    known = {(entry.name, package) for entry in old.entries for package in _packages(entry)}
    swaps = [(entry, package) for entry in added for package in _packages(entry) if package != entry.name]
    for entry, package in [each for each in swaps if (each[0].name, each[1]) not in known][:MOST]:
        line = line_of(lines, entry.addresses[0])
        notes.add(line, "dependency_alias", _TRIGGER, Ends("", "resolved", f"{entry.name} is {package}"))


def _packages(entry: Locked) -> set[str]:
    """Return the names of the packages whose archives an entry's addresses are."""
    names = set()
    for address in entry.addresses:
        folder, sign, _ = unquote(address[:2000]).rpartition("/-/")
        scope, _, name = folder.rpartition("/")
        scope = scope.rpartition("/")[2]
        names |= {f"{scope}/{name}" if scope.startswith("@") else name} if sign else set()
    return names


COMPARER = Comparer("dependency_host", re.compile("|".join(lock.paths.pattern for lock in locks())), compare)
