"""What a change makes of files by their modes alone: links that lead out of the repository, and data that can be executed."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends, Notes
from knownhands.harvest.content.changed import LINK, Changed
from knownhands.harvest.content.comparers._comparer import Comparer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_EXECUTABLE = 0o100755
_PROGRAM = (b"#!", b"\x7fELF", b"MZ", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
_RUN_BY_NAME = re.compile(
    r"\.(?:pyw?|sh|bash|zsh|fish|ksh|csh|p[lm]|rb|[cm]?[jt]s|php|lua|tcl|awk|ps1|bat|cmd|exe|dll|so(?:\.\d+)*|dylib|jar|r|groovy|kts?|exs|"
    r"t|vbs|command|run|bin|appimage|node|am|ac|in)$|(?:^|/)[^/.]+$",
    re.IGNORECASE,
)
_GITS_OWN = re.compile(r"(?:^|/)\.git(?:/|$)", re.IGNORECASE)


def _across(files: Sequence[Changed], notes_of: Callable[[str], Notes]) -> None:
    for file in files:
        if file.mode == LINK:
            _note_link(file, notes_of)
        elif file.mode == _EXECUTABLE != file.old_mode and file.new and not _is_program(file):
            notes_of(file.path).add(0, "newly_executable", "import", Ends(target=file.path.rpartition("/")[2]))


def _is_program(file: Changed) -> bool:
    """Whether a file is one by how it begins, or is called by a name that something may run."""
    return (file.new or b"").startswith(_PROGRAM) or bool(_RUN_BY_NAME.search(file.path))


def _note_link(file: Changed, notes_of: Callable[[str], Notes]) -> None:
    if file.new is None or file.new == file.old:
        return
    target = file.new[:4000].decode("utf-8", "replace").replace("\\", "/")
    whole = posixpath.normpath(posixpath.join(posixpath.dirname(file.path), target))
    is_outside = target.startswith(("/", "~")) or whole.startswith("..") or target[1:2] == ":"
    if is_outside or _GITS_OWN.search(whole):
        notes_of(file.path).add(1, "link_outside", "import", Ends(target=target))


COMPARER = Comparer(id="modes", across=_across)
