"""What people load or type that now leads to a file which the same change adds, or that bears the name of a known program."""

from __future__ import annotations

import re
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends
from knownhands.harvest.code.settings import read_settings
from knownhands.harvest.content.comparers._comparer import Comparer
from knownhands.harvest.content.comparers._dependencies import line_of
from knownhands.harvest.content.lines import Lines
from knownhands.harvest.dependencies.tables import read_json, read_toml, table_at, text_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from knownhands.harvest.code.notes import Notes
    from knownhands.harvest.content.changed import Changed

_KNOWN = frozenset(
    {
        "awk", "bash", "cargo", "cat", "chmod", "cp", "curl", "docker", "find", "git", "go", "grep", "java", "kubectl", "ls", "make", "mv",
        "node", "npm", "npx", "openssl", "perl", "php", "pip", "pip3", "pnpm", "python", "python3", "rm", "ruby", "sed", "sh", "ssh", "sudo",
        "tar", "terraform", "uv", "uvx", "wget", "yarn", "zsh",
    }
)  # fmt: skip
_FIELDS = ("main", "module", "browser", "jsnext:main", "types")
_ENDINGS = ("", ".js", ".cjs", ".mjs", ".ts", ".py", "/index.js", "/__init__.py", "/__main__.py")
_ACTION = re.compile(r"(?:^|/)action\.ya?ml$")
_HOOKS = frozenset({"runs pre", "runs post"})  # of an action that had none
_STEPS = ("main", "pre", "post")
_PATHS = re.compile(rf"(?:^|/)(?:package\.json|pyproject\.toml)$|{_ACTION.pattern}")
_MOST = 20  # levels of conditions


def compare(notes: Notes, file: Changed, lines: Lines) -> None:
    """Note programs that bear the name of another."""
    old, new = _entries(file.old_path, file.old), _entries(file.path, file.new)
    for name, target in new.items():
        command = name.removeprefix("bin ")
        if command in _KNOWN and name.startswith("bin ") and name not in old:
            notes.add(
                line_of(lines, command, target),
                "entry_point_moved",
                "call",
                Ends("", command, "a known program's name"),
            )


def across(files: Sequence[Changed], notes_of: Callable[[str], Notes]) -> None:
    """Note entries that led elsewhere before and now lead to a file that was not there."""
    manifests = [file for file in files if _PATHS.search(file.path) and file.new and file.old]
    added = {file.path for file in files if file.old is None and not file.old_path} if manifests else set()
    for file in manifests:
        old = _entries(file.old_path, file.old)
        lines = Lines(file.old or b"", file.new or b"")
        for name, target in _entries(file.path, file.new).items():
            is_moved = old.get(name, "" if name in _HOOKS else target) != target
            if is_moved and (path := _file(dirname(file.path), target, added)):
                notes_of(file.path).add(line_of(lines, target), "entry_point_moved", "import", Ends("", name, path))


def _file(folder: str, target: str, added: set[str]) -> str:
    """Return the added file that an entry leads to; "" for none."""
    module = target.partition(":")[0]
    places = (
        [target]
        if "/" in target or target.endswith((".js", ".ts"))
        else [target, module.replace(".", "/"), f"src/{module.replace('.', '/')}"]
    )
    candidates = (normpath(join(folder, place) + ending) for place in places for ending in _ENDINGS)
    return next((path for path in candidates if path in added), "")


def _entries(path: str, body: bytes | None) -> dict[str, str]:
    """Return what people load and type: its name → where it leads."""
    if not body:
        return {}
    if _ACTION.search(path):
        return dict(_of_action(path, body))
    return dict(_of_npm(body) if path.endswith(".json") else _of_python(body))


def _of_action(path: str, body: bytes) -> Iterator[tuple[str, str]]:
    runs = read_settings(path, body)["runs"]
    yield from ((f"runs {name}", runs[name].text) for name in _STEPS if runs[name].text)


def _of_npm(body: bytes) -> Iterator[tuple[str, str]]:
    root = read_json(body)
    yield from ((name, text) for name in _FIELDS if (text := text_at(root, name)))
    if text_at(root, "bin"):
        yield f"bin {text_at(root, 'name').rpartition('/')[2]}", text_at(root, "bin")
    yield from ((f"bin {name}", text) for name, text in table_at(root, "bin").items() if isinstance(text, str))
    waiting = [("exports", root.get("exports"), 0)]
    while waiting:
        name, value, depth = waiting.pop()
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, dict) and depth < _MOST:
            waiting += [(f"{name} {key}", inner, depth + 1) for key, inner in value.items()]


def _of_python(body: bytes) -> Iterator[tuple[str, str]]:
    root = read_toml(body)
    for keys in (("project", "scripts"), ("project", "gui-scripts"), ("tool", "poetry", "scripts")):
        yield from ((f"bin {name}", text) for name, text in table_at(root, *keys).items() if isinstance(text, str))


COMPARER = Comparer("package_entry", _PATHS, compare, across)
