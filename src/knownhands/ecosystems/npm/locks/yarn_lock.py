"""yarn.lock, in the language of Yarn 1 and in the YAML of those since, which call themselves Berry.

Both list, for every wish that someone had ("name@^1.0"), the version that answers it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from knownhands.documents.dependency import Found, Reader
from knownhands.documents.gaps import gap, origin
from knownhands.documents.graph import connect
from knownhands.documents.tree import Node
from knownhands.documents.yaml_tree import parse_yaml
from knownhands.ecosystems.npm import ECOSYSTEM
from knownhands.ecosystems.npm.addresses import tarball_origin
from knownhands.ecosystems.npm.locks.package_lock_json import direct_of
from knownhands.errors import Unparsable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from knownhands.documents.dependency import Dependency
    from knownhands.documents.document import Document

_WORD = r'"(?:[^"\\]|\\.)*"|[^\s",:]+(?::[^\s",:]+)*'
_HEAD = re.compile(rf"(?:{_WORD})(?:, ?(?:{_WORD}))*:")
_FIELD = re.compile(rf"({_WORD}) ({_WORD}|\S+)")
_BUILT_IN = re.compile(r"(?:optional!|~)*builtin<[^<>]+>")
_ASKED = ("dependencies", "optionalDependencies")


def read(document: Document) -> Found:
    """Read the lock."""
    if "__metadata:" in document.text:
        roots = parse_yaml(document)
        patches = tuple(gap for root in roots for gap in _patches(root))
        return Found(tuple(item for root in roots for item in _berry(root)), patches)
    blocks = dict(_blocks(document))
    answers = _answers({place: wishes for place, (wishes, _) in blocks.items()})
    entries = {place: _entry(wishes[0], block) for place, (wishes, block) in blocks.items()}
    edges = {place: [*_follow(block, answers)] for place, (_, block) in blocks.items()}
    return Found(connect(entries, direct_of(document, lambda name, wish: _answer(answers, name, wish)), edges))


def _answers(blocks: Mapping[str, list[str]]) -> dict[str, str]:
    """Map every wish to its block, and the bare name to the block where there is but one of that name.

    The bare name is for the `resolutions` of a package.json: they replace a wish, and the lock forgets what it was.
    """
    answers = {wish: key for key, wishes in blocks.items() for wish in wishes}
    names: dict[str, set[str]] = {}
    for wish, key in answers.items():
        names.setdefault(_split(wish)[0], set()).add(key)
    # Berry notes behind "::" for which workspace a folder was linked.
    plain = {wish.partition("::")[0]: key for wish, key in answers.items()}
    return {**plain, **answers, **{name: keys.pop() for name, keys in names.items() if len(keys) == 1}}


def _answer(answers: Mapping[str, str], name: str, wish: str) -> list[str]:
    """Return the key of the block that answers a wish, or nothing."""
    keys = (f"{name}@{wish}", f"{name}@npm:{wish}", name)
    return [answers[key] for key in keys if key in answers][:1]


def _blocks(document: Document) -> Iterator[tuple[str, tuple[list[str], Node]]]:
    """Part Yarn 1's file into (place, (wishes, fields)). A block begins at the margin, a list within it at two spaces."""
    fields: dict[str, object] = {}
    inner = fields
    for number, line in enumerate(document.text.splitlines(), 1):
        text = line.strip()
        place = f"{document.path}:{number}"
        if not text or text.startswith("#"):
            continue
        indent = len(line) - len(line.lstrip(" "))
        if indent == 0 and _HEAD.fullmatch(text):
            inner = fields = {}
            yield place, ([_plain(word) for word in re.findall(_WORD, text[:-1])], Node(fields, place))
        elif indent == 2 and text.endswith(":"):  # noqa: PLR2004
            inner = {}
            fields[text[:-1]] = inner
        elif indent and (match := _FIELD.fullmatch(text)):
            (fields if indent == 2 else inner)[_plain(match[1])] = _plain(match[2])  # noqa: PLR2004
        else:
            raise Unparsable(f"{place} is not what Yarn writes.", "Let Yarn write it again.")


def _plain(word: str) -> str:
    return re.sub(r"\\(.)", r"\1", word[1:-1]) if word.startswith('"') else word


def _follow(block: Node, answers: Mapping[str, str]) -> Iterator[str]:
    for each in _ASKED:
        for name, wish in block[each].items():
            yield from _answer(answers, name, wish.text())


def _entry(wish: str, block: Node) -> Dependency:
    """Read a block of Yarn 1; "alias@npm:name@^1.0" asks for another name."""
    name, _, specifier = _split(wish)
    if specifier.startswith("npm:") and "@" in specifier[5:]:
        name = _split(specifier.removeprefix("npm:"))[0]
    resolved = block["resolved"].text()
    why = tarball_origin(resolved, name) if resolved else origin(specifier)
    hashes = tuple(block["integrity"].text().split())
    return ECOSYSTEM.dependency(name, block["version"].text() or None, hashes=hashes, source=block.place, gap=why)


def _split(wish: str) -> tuple[str, str, str]:
    """Part "name@wish" or "@scope/name@wish"."""
    name, sign, specifier = wish[1:].partition("@")
    return wish[:1] + name, sign, specifier


def _berry(root: Node) -> tuple[Dependency, ...]:
    """Read Berry's file. A workspace is the project's own; a patch stands for the package that it is applied to."""
    blocks = {key: block for key, block in root.items() if key != "__metadata"}
    answers = _answers({key: key.split(", ") for key in blocks})
    patched: dict[str, str] = {}
    own, entries = [], {}
    for key, block in blocks.items():
        name, _, where = _split(block["resolution"].need())
        protocol, _, rest = where.partition(":")
        if protocol == "workspace":
            own.append(key)
        elif protocol == "patch":
            patched[key] = answers.get(unquote(rest.partition("#")[0]), "")
        else:
            entries[key] = _berry_entry(name, where, block)
    edges = {key: [patched.get(other, other) for other in _follow(block, answers)] for key, block in blocks.items()}
    return connect(entries, [other for key in own for other in edges[key]] if own else None, edges)


def _patches(root: Node) -> Iterator[tuple[str, str]]:
    """Name what a package is changed by, other than Yarn's own patches, or what is patched and not in the file."""
    blocks = {key: block for key, block in root.items() if key != "__metadata"}
    known = {wish for key in blocks for wish in key.split(", ")}
    known |= {block["resolution"].text() for block in blocks.values()}
    for block in blocks.values():
        name, _, where = _split(block["resolution"].text())
        if not where.startswith("patch:"):
            continue
        base, _, patch = where.removeprefix("patch:").partition("::")[0].partition("#")
        if not all(_BUILT_IN.fullmatch(part) for part in patch.split("&")):
            yield block.place, f"{name} is changed by a patch that is not read: {patch[:200]}"
        # The oldest Berry left "npm:" out here.
        elif known.isdisjoint((unquote(base), "@npm:".join(unquote(base).rsplit("@", 1)))):
            yield block.place, f"{name} is patched, and {unquote(base)[:200]!r} is not in the file"


def _berry_entry(name: str, where: str, block: Node) -> Dependency:
    checksum = block["checksum"].text()
    why = "" if where.startswith("npm:") else origin(where.partition("::")[0]) or gap("url", where)
    return ECOSYSTEM.dependency(
        name,
        where.removeprefix("npm:").partition("::")[0] if not why else block["version"].text() or None,
        # Berry hashes its own zip, not the registry's archive, so this compares only with another yarn.lock.
        hashes=(f"berry:{checksum}",) if checksum else (),
        source=block.place,
        gap=why,
    )


def _recognises(document: Document) -> bool:
    return "# yarn lockfile v1" in document.text[:1000] or (
        document.text.lstrip().startswith(("#", "__metadata:")) and "\n__metadata:" in document.text
    )


READER = Reader("yarn_lock", "yarn.lock", ("yarn.lock",), _recognises, read)
