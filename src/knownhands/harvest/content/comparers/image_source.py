"""An image that a container is built on or run from, or a feature of a dev container: of another owner, or no longer pinned."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from knownhands.harvest.code.notes import Ends
from knownhands.harvest.content.comparers._comparer import Comparer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knownhands.harvest.code.notes import Notes
    from knownhands.harvest.content.changed import Changed
    from knownhands.harvest.content.lines import Lines

_FROM = re.compile(
    r"""\s*(?:FROM(?:\s+--\S+)*\s+|["']?image["']?\s*:\s*["']?|COPY\s+(?:--\S+\s+)*?--from=)([^\s"'#]+)(?:\s+AS\s+(\S+))?""",
    re.IGNORECASE,
)
_FEATURE = re.compile(
    r'"(?:https?://)?([\w-]{1,60}(?:\.[\w-]{1,60}){1,6}/[\w./-]{1,200})(?:[:@][\w.:-]{1,100})?"\s{0,9}:\s{0,9}\{'
)
_LONGEST = 1_000
_DIGEST = "@sha256:"
_OFFICIAL = "library"
_OWN_FEATURES = "ghcr.io/devcontainers"


class _Image(NamedTuple):
    line: int
    name: str
    is_pinned: bool


def compare(notes: Notes, file: Changed, lines: Lines) -> None:
    """Note images whose owner is not in the file before, and those that were pinned before and are not now."""
    if file.path.lower().endswith("devcontainer.json"):
        _compare_features(notes, lines)
    if file.old is None or not lines.added:
        return
    old, new = list(_images(lines.before)), list(_images(lines.after))
    owners, pinned = {_owner(image.name) for image in old}, {image.name for image in old if image.is_pinned}
    still = {image.name for image in new if image.is_pinned}
    for image in new:
        owner = _owner(image.name)
        if image.line not in lines.added:
            continue
        if owners and owner not in owners and owner != _OFFICIAL:
            notes.add(image.line, "new_image_owner", "build", Ends(owner, "FROM", image.name))
        if not image.is_pinned and image.name in pinned - still:
            notes.add(image.line, "image_unpinned", "build", Ends("", "FROM", image.name))


def _compare_features(notes: Notes, lines: Lines) -> None:
    """Note features, which run as root while a dev container is built, of an owner whose are not in the file before."""
    known = {_owner(name) for _, name in _features(lines.before)} | {_OWN_FEATURES}
    for line, name in _features(lines.after):
        if line in lines.added and _owner(name) not in known:
            notes.add(line, "new_image_owner", "build", Ends(_owner(name), "features", name))


def _features(lines: list[bytes]) -> Iterator[tuple[int, str]]:
    for number, raw in enumerate(lines, start=1):
        for name in _FEATURE.findall(raw[:_LONGEST].decode("utf-8", "replace")):
            yield number, name.lower()


def _images(lines: list[bytes]) -> Iterator[_Image]:
    """Yield the images that lines name; stages of the same file, variables and `scratch` are none."""
    stages = {"scratch"}
    for number, raw in enumerate(lines, start=1):
        match = _FROM.match(raw[:_LONGEST].decode("utf-8", "replace"))
        if not match:
            continue
        if match[2]:
            stages.add(match[2].lower())
        if match[1].lower() not in stages and not match[1].startswith("$") and not match[1].isdigit():
            name, sign, _ = match[1].partition(_DIGEST)
            folder, slash, last = name.rpartition("/")
            yield _Image(number, f"{folder}{slash}{last.partition(':')[0]}", bool(sign))


def _owner(name: str) -> str:
    """Return registry and owner of an image; the owner alone where it names no registry.

    >>> _owner("python"), _owner("kiln/pot"), _owner("registry.example/kiln/pot")
    ('library', 'kiln', 'registry.example/kiln')
    """
    first, slash, rest = name.partition("/")
    if not slash:
        return _OFFICIAL
    is_host = "." in first or ":" in first or first == "localhost"
    return f"{first}/{rest.partition('/')[0]}" if is_host else first


COMPARER = Comparer(
    "image_source",
    re.compile(
        r"(?:^|/)[^/]*(?:dockerfile|containerfile)[^/]*$|(?:^|/)[^/]*compose[^/]*\.ya?ml$|(?:^|/)(?:\.devcontainer/)?devcontainer\.json$",
        re.IGNORECASE,
    ),
    compare,
)
