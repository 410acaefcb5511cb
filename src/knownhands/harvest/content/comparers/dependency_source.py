"""A package that is not from its registry, another registry, or another package under a known name.

Why: whoever serves a package decides what it holds, and a host that a reviewer never heard of hides in a line of settings.
Paths within the project are quiet unless they are packed files, or take the place of what came from a registry.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.documents.address import without_credentials
from knownhands.harvest.code.notes import Ends
from knownhands.harvest.content.comparers._comparer import Comparer
from knownhands.harvest.content.comparers._dependencies import MOST, adds_nothing, both_manifests, line_of
from knownhands.harvest.dependencies.hosts import is_archive, is_home, owner_of
from knownhands.harvest.dependencies.manifests._manifest import manifests

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knownhands.harvest.code.notes import Notes
    from knownhands.harvest.content.changed import Changed
    from knownhands.harvest.content.lines import Lines
    from knownhands.harvest.dependencies.manifests._manifest import Contents, Index, Wish

_CHANNELS = frozenset({"conda-forge", "defaults", "nodefaults"})
_TRIGGER = "install"


def compare(notes: Notes, file: Changed, lines: Lines) -> None:
    """Note each new source, index and swap."""
    if adds_nothing(file, lines):
        return
    old, new = both_manifests(file)
    for capability, words, ends in [*_addresses(old, new), *_aliases(old, new), *_indexes(old, new)][: 3 * MOST]:
        notes.add(line_of(lines, *words) or line_of(lines, words[0]), capability, _TRIGGER, ends)


def _addresses(old: Contents, new: Contents) -> Iterator[tuple[str, tuple[str, ...], Ends]]:
    known = {(wish.key, owner_of(wish.address)) for wish in old.wishes if wish.address}
    from_registry = {wish.key for wish in old.wishes if not wish.address}
    for wish in new.wishes:
        owner = owner_of(wish.address)
        is_new = wish.address and (wish.key, owner) not in known
        if is_new and (owner or is_archive(wish.address) or _takes_place(wish, from_registry)):
            words = (wish.name, _tail(wish.address))
            yield "dependency_from_address", words, Ends(owner or "path", wish.part, without_credentials(wish.address))


def _takes_place(wish: Wish, from_registry: set[tuple[str, str]]) -> bool:
    """Whether a folder stands for what came from a registry; projects that publish their parts write both."""
    is_part = wish.text.startswith(("link:", "workspace:")) or (wish.ecosystem == "cargo" and wish.text)
    return wish.key in from_registry and not is_part and not wish.is_override


def _aliases(old: Contents, new: Contents) -> Iterator[tuple[str, tuple[str, ...], Ends]]:
    known = {(wish.key, wish.package) for wish in old.wishes}
    for wish in new.wishes:
        is_path = wish.package.startswith((".", "/"))
        if wish.package not in {"", wish.address} and not is_path and (wish.key, wish.package) not in known:
            source = owner_of(wish.package) or owner_of(f"https://{wish.package}") if "/" in wish.package else ""
            ends = Ends(source, wish.part, f"{wish.name} is {without_credentials(wish.package)}")
            yield "dependency_alias", (wish.name, _tail(wish.package)), ends


def _indexes(old: Contents, new: Contents) -> Iterator[tuple[str, tuple[str, ...], Ends]]:
    known = {(index.scope, _who(index)) for index in old.indexes}
    for index in new.indexes:
        who = _who(index)
        is_usual = is_home(index.ecosystem, index.address) or index.address in _CHANNELS
        if not is_usual and (index.scope, who) not in known:
            setting = f"{index.scope} {index.setting}".strip()
            yield "dependency_index_changed", (index.address,), Ends(who, setting, without_credentials(index.address))


def _who(index: Index) -> str:
    return owner_of(index.address) or index.address.lower()


def _tail(address: str) -> str:
    """Return what of an address stands in the file however it is shortened."""
    return address.rstrip("/").rpartition("/")[2].partition("#")[0][:80]


COMPARER = Comparer(
    "dependency_source",
    re.compile("|".join(manifest.paths.pattern for manifest in manifests()), re.IGNORECASE),
    compare,
)
