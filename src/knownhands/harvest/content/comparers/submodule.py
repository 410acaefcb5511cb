"""Other repositories that a change brings in as submodules, takes from another address, or moves to another commit.

Also the address of large files, which git gets from elsewhere in the same way.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends, Notes
from knownhands.harvest.code.readers.git import entries
from knownhands.harvest.code.started import host_of
from knownhands.harvest.content.changed import SUBMODULE
from knownhands.harvest.content.comparers._comparer import Comparer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from knownhands.harvest.content.changed import Changed
    from knownhands.harvest.content.lines import Lines

_SCHEME = re.compile(r"^(?:(?:https?|git|ssh|git\+ssh)://)?(?:[\w.-]+@)?", re.IGNORECASE)


def _compare(notes: Notes, file: Changed, _: Lines) -> None:
    """Compare the addresses of submodules and of large files."""
    before, after = _addresses(file.old), _addresses(file.new)
    known = {address for _, address, _ in before.values()}
    for name, (line, address, written) in after.items():
        ends = Ends(host_of(written), target=written)
        if address in known:
            continue
        if name in before or not name.startswith("submodule."):
            notes.add(line, "submodule_url", "import", ends)
        elif file.path.endswith(".gitmodules"):
            notes.add(line, "new_submodule", "import", ends)


def _addresses(body: bytes | None) -> dict[str, tuple[int, str, str]]:
    """Return by the name of each setting its line, its address without what does not matter, and the address as it is written."""
    text = (body or b"").decode("utf-8", "replace")
    return {
        key: (line, _SCHEME.sub("", value).replace(":", "/").removesuffix("/").removesuffix(".git").lower(), value)
        for line, key, value in entries(text)
        if key.endswith(("url", "pushurl", "standalonetransferagent"))
    }


def _across(files: Sequence[Changed], notes_of: Callable[[str], Notes]) -> None:
    """Note the commits of submodules, and new ones whose address stood there already or nowhere."""
    links = [file for file in files if file.mode == SUBMODULE]
    listed = b"".join(file.new or b"" for file in files if file.path == ".gitmodules") if links else b""
    for file in links:
        old, new = file.names
        if file.old_mode == SUBMODULE and old != new:
            notes_of(file.path).add(0, "moved_submodule", "import", Ends(target=f"{old[:12]} to {new[:12]}"))
        elif file.old_mode != SUBMODULE and file.path.encode("utf-8", "surrogateescape") not in listed:
            notes_of(file.path).add(0, "new_submodule", "import", Ends(target=new[:12]))


COMPARER = Comparer(id="submodule", paths=re.compile(r"^\.(?:gitmodules|lfsconfig)$"), compare=_compare, across=_across)
