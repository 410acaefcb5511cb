"""Links of a change: what stands behind one is run or obeyed as if it stood there."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING

from knownhands.harvest.code.readers._reader import named_readers
from knownhands.harvest.content.changed import LINK, SUBMODULE
from knownhands.harvest.content.places import place_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knownhands.harvest.content.changed import Changed

UNKNOWN = "it is a link to a file that the change does not hold"
_MOST = 50  # files behind one link
_MOST_LINKS = 5  # behind each other


def target_of(link: Changed) -> str:
    """Return the path that a link leads to, from the top of the repository; "" for one that leads out of it."""
    target = (link.new or b"")[:4_000].decode("utf-8", "replace")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(link.path), target))
    return "" if path.startswith(("/", "..")) or not target else path


def linked(files: Sequence[Changed], link: Changed) -> list[Changed]:
    """Return the files of a change that stand behind a link of it, each as if it were new at the link's path.

    Args:
        files: what the change touches.
        link: one of them.
    """
    if place_of(link.path).group == "elsewhere" and place_of(f"{link.path}/").group == "elsewhere":
        return []
    target = target_of(link)
    by_path = {file.path: file for file in files}
    for _ in range(_MOST_LINKS):
        if target in by_path and by_path[target].mode == LINK:
            target = target_of(by_path[target])
    if not target:
        return []
    behind = [file for file in files if file.path == target or file.path.startswith(f"{target}/")]
    there = [_moved(file, f"{link.path}{file.path[len(target) :]}") for file in behind if file.new is not None]
    return [file for file in there if file.mode not in {LINK, SUBMODULE} and _says_more(file, target)][:_MOST]


def _moved(file: Changed, path: str) -> Changed:
    return replace(file, path=path, old_path="", old_mode=0, old=None, names=("", ""))


def _says_more(file: Changed, target: str) -> bool:
    """Whether a file is more at the link than where it stands, by what runs it there or by its name."""
    there, here = place_of(file.path), place_of(target)
    return there.group != "elsewhere" and (
        there.group != here.group or not file.path.endswith(posixpath.basename(target))
    )


def why_unknown(files: Sequence[Changed], link: Changed) -> str:
    """Say why what stands behind a link was not read, where a reader would know it by the link's name; "" where it was.

    Args:
        files: what the change touches.
        link: one of them.
    """
    target, place = target_of(link), place_of(link.path)
    is_obeyed = place.runs_by_itself and place_of(target) is not place and bool(named_readers(link.path))
    return UNKNOWN if is_obeyed and target and all(file.path != target for file in files) else ""
