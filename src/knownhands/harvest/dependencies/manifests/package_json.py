"""package.json: what it asks for, and which packages it puts in the place of others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from knownhands.harvest.dependencies.manifests._manifest import Contents, Manifest, Wish
from knownhands.harvest.dependencies.tables import list_at, read_json, table_at

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARTS = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
_BUNDLED = ("bundledDependencies", "bundleDependencies")
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+(?:#.*)?", re.ASCII)
_ADDRESS = re.compile(
    r"(?:[a-z+]+://|git@|git:|github:|gitlab:|bitbucket:|gist:|file:|link:|portal:|\.{0,2}/)", re.IGNORECASE
)
_MOST = 20  # levels of overrides


def read(body: bytes) -> Contents:
    """Read all parts."""
    root = read_json(body)
    wishes = [
        wish_of(name, text, part)
        for part in _PARTS
        for name, text in table_at(root, part).items()
        if isinstance(text, str)
    ]
    wishes += [Wish("npm", name, part) for part in _BUNDLED for name in list_at(root, part) if isinstance(name, str)]
    for keys in (("overrides",), ("resolutions",), ("pnpm", "overrides"), ("pnpm", "packageExtensions")):
        wishes += _overrides(table_at(root, *keys), ".".join(keys))
    wishes += _imports(table_at(root, "imports"))
    return Contents(tuple(wishes))


def wish_of(name: str, text: str, part: str, *, is_override: bool = False) -> Wish:
    """Read one range, address or alias.

    >>> wish_of("pot", "npm:kiln@^1", "dependencies").package
    'kiln'
    """
    text = text.strip()
    if text.startswith("npm:"):
        rest = text.removeprefix("npm:")
        package = rest[:1] + rest[1:].partition("@")[0]
        is_range = not re.match(r"@?[A-Za-z_]", rest)
        other = "" if is_range or package == name else package
        return Wish("npm", name, part, text, package=other, is_override=is_override)
    is_address = _ADDRESS.match(text) or _REPOSITORY.fullmatch(text)
    address = f"github:{text}" if is_address and _REPOSITORY.fullmatch(text) and not text.startswith(".") else text
    return Wish("npm", name, part, text, address=address if is_address else "", is_override=is_override)


def _overrides(table: dict[str, Any], part: str) -> Iterator[Wish]:
    """Read who gets what instead; a name may say for whom, as in `kiln>pot` or `**/pot`."""
    level = [(table, 0)]
    while level:
        current, depth = level.pop()
        for path, value in current.items():
            name = last_of(path)
            if isinstance(value, str):
                yield wish_of(name, value, part, is_override=True)
            elif isinstance(value, dict) and depth < _MOST:
                level.append((value, depth + 1))


def last_of(path: str) -> str:
    """Return the package that a path of an override ends at.

    >>> last_of("kiln@1>@pots/pot@^2"), last_of("**/pot")
    ('@pots/pot', 'pot')
    """
    last = path.rpartition(">")[2]
    scope, _, name = last.rpartition("/")
    scope = scope.rpartition("/")[2]
    full = f"{scope}/{name}" if scope.startswith("@") else name
    return full[:1] + full[1:].partition("@")[0]


def _imports(table: dict[str, Any]) -> Iterator[Wish]:
    """Read the names of modules that stand for others."""
    for name, value in table.items():
        for target in _leaves(value):
            if not target.startswith((".", "/", "#")):
                package = "/".join(target.split("/")[: 2 if target.startswith("@") else 1])
                yield Wish("npm", name, "imports", target, package=package, is_override=True)


def _leaves(value: object, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list) and depth < _MOST:
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _leaves(inner, depth + 1)


MANIFEST = Manifest("package_json", "npm", re.compile(r"(?:^|/)package\.json$"), read)
